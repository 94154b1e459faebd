//! Small text helpers: what fits in so many columns, and numbers for people.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns that a text takes.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// At most `columns` columns of `text`, with `…` where something was cut; control characters
/// are shown as `·`.
pub fn cut(text: &str, columns: usize) -> String {
    let mut out = String::new();
    let mut used = 0;
    // Where to cut if it turns out that the text does not fit.
    let mut keep = 0;
    for grapheme in text.graphemes(true) {
        let shown = if grapheme.chars().any(char::is_control) { "·" } else { grapheme };
        let w = width(shown);
        if used + w > columns {
            out.truncate(keep);
            if columns > 0 {
                out.push('…');
            }
            return out;
        }
        used += w;
        out.push_str(shown);
        if used < columns {
            keep = out.len();
        }
    }
    out
}

/// Exactly `columns` columns: cut, or padded on the right.
pub fn fit(text: &str, columns: usize) -> String {
    let mut out = cut(text, columns);
    let used = width(&out);
    out.extend(std::iter::repeat_n(' ', columns.saturating_sub(used)));
    out
}

/// Exactly `columns` columns, padded on the left.
pub fn fit_right(text: &str, columns: usize) -> String {
    let out = cut(text, columns);
    format!("{}{out}", " ".repeat(columns.saturating_sub(width(&out))))
}

/// `1234567` as `1,234,567`.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// `1 value`, `2 values`.
pub fn plural(n: u64, one: &str) -> String {
    format!("{} {one}{}", thousands(n), if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cutting_respects_width() {
        assert_eq!(cut("hello", 5), "hello");
        assert_eq!(cut("hello!", 5), "hell…");
        assert_eq!(cut("日本語", 4), "日…");
        assert_eq!(cut("日本語", 5), "日本…");
        assert_eq!(cut("a\tb\u{1b}", 9), "a·b·");
        assert_eq!(cut("abc", 0), "");
        assert_eq!(fit("ab", 4), "ab  ");
        assert_eq!(fit_right("ab", 4), "  ab");
        for columns in 0..8 {
            assert_eq!(width(&fit("日本語abc", columns)), columns);
        }
    }

    #[test]
    fn numbers() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(1234567), "1,234,567");
        assert_eq!(plural(1, "value"), "1 value");
        assert_eq!(plural(2000, "value"), "2,000 values");
    }
}
