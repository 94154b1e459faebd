//! How strings and bytes are shown: `repr` and `ascii`.

use super::str_unicode as unicode;
use crate::object::Str;
use crate::object::string::Chars;

/// The quote to use: double where the text holds single quotes only.
fn quote(has: impl Fn(u32) -> bool) -> u32 {
    if has('\'' as u32) && !has('"' as u32) { '"' as u32 } else { '\'' as u32 }
}
fn escape(out: &mut Vec<u32>, text: &str) {
    out.extend(text.bytes().map(u32::from));
}
/// Appends the escape of a character that is not shown as it is.
pub fn push_escape(out: &mut Vec<u32>, point: u32) {
    match point {
        0x9 => escape(out, "\\t"),
        0xA => escape(out, "\\n"),
        0xD => escape(out, "\\r"),
        0..=0xFF => escape(out, &format!("\\x{point:02x}")),
        0x100..=0xFFFF => escape(out, &format!("\\u{point:04x}")),
        _ => escape(out, &format!("\\U{point:08x}")),
    }
}

fn quoted(string: &Str, shown: impl Fn(u32) -> bool) -> Str {
    let quote = quote(|c| match string.chars() {
        Chars::One(bytes) => bytes.contains(&(c as u8)),
        _ => string.points().any(|p| p == c),
    });
    let mut out = Vec::with_capacity(string.len() + 2);
    out.push(quote);
    for point in string.points() {
        if point == quote || point == '\\' as u32 {
            out.extend(['\\' as u32, point]);
        } else if shown(point) {
            out.push(point);
        } else {
            push_escape(&mut out, point);
        }
    }
    out.push(quote);
    Str::from_points(&out)
}
/// `repr(s)`
pub fn str_repr(string: &Str) -> Str {
    quoted(string, unicode::is_printable)
}
/// `ascii(s)`
pub fn str_ascii(string: &Str) -> Str {
    quoted(string, |p| (0x20..0x7F).contains(&p))
}
/// A text that is a `repr` already, with what is not ASCII escaped.
pub fn escape_non_ascii(string: &Str) -> Str {
    if string.is_ascii() {
        return string.clone();
    }
    let mut out = Vec::with_capacity(string.len() * 2);
    for point in string.points() {
        if point < 0x80 { out.push(point) } else { push_escape(&mut out, point) }
    }
    Str::from_points(&out)
}

/// `repr(b)`
pub fn bytes_repr(bytes: &[u8]) -> String {
    bytes_literal(bytes, |quote| quote)
}
/// What stands in `bytearray(…)`: there a single quote is always escaped, a double one never.
pub fn bytearray_literal(bytes: &[u8]) -> String {
    bytes_literal(bytes, |_| b'\'')
}
fn bytes_literal(bytes: &[u8], escaped_quote: impl Fn(u8) -> u8) -> String {
    let quote = quote(|c| bytes.contains(&(c as u8))) as u8;
    let escaped = escaped_quote(quote);
    let mut out = String::with_capacity(bytes.len() + 3);
    out.push('b');
    out.push(quote as char);
    for &b in bytes {
        match b {
            b'\\' => out.push_str("\\\\"),
            b'\t' => out.push_str("\\t"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            _ if b == escaped => out.extend(['\\', b as char]),
            0x20..=0x7E => out.push(b as char),
            _ => out.push_str(&format!("\\x{b:02x}")),
        }
    }
    out.push(quote as char);
    out
}
