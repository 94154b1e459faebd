//! What Unicode 15.1 says of a code point: category, predicates and case mappings as `str`'s
//! methods use them. The crates asked know later versions, so what 15.1 leaves unassigned is masked.

use crate::constant::unicode;
use unicode_general_category::GeneralCategory as Category;

// Numeric_Type=Digit that is not a decimal digit.
static DIGITS: [(u32, u32); 20] = [
    (0xB2, 0xB3),
    (0xB9, 0xB9),
    (0x1369, 0x1371),
    (0x19DA, 0x19DA),
    (0x2070, 0x2070),
    (0x2074, 0x2079),
    (0x2080, 0x2089),
    (0x2460, 0x2468),
    (0x2474, 0x247C),
    (0x2488, 0x2490),
    (0x24EA, 0x24EA),
    (0x24F5, 0x24FD),
    (0x24FF, 0x24FF),
    (0x2776, 0x277E),
    (0x2780, 0x2788),
    (0x278A, 0x2792),
    (0x10A40, 0x10A43),
    (0x10E60, 0x10E68),
    (0x11052, 0x1105A),
    (0x1F100, 0x1F10A),
];
/// Ideographs and the like with a numeric value: numeric without being numbers by category.
static NUMERIC: &[u32] = &[
    0x3405, 0x3483, 0x382A, 0x3B4D, 0x4E00, 0x4E03, 0x4E07, 0x4E09, 0x4E24, 0x4E5D, 0x4E8C, 0x4E94, 0x4E96,
    0x4EAC, 0x4EBF, 0x4EC0, 0x4EDF, 0x4EE8, 0x4F0D, 0x4F70, 0x4FE9, 0x5006, 0x5104, 0x5146, 0x5169, 0x516B,
    0x516D, 0x5341, 0x5343, 0x5344, 0x5345, 0x534C, 0x53C1, 0x53C2, 0x53C3, 0x53C4, 0x56DB, 0x58F1, 0x58F9,
    0x5E7A, 0x5EFE, 0x5EFF, 0x5F0C, 0x5F0D, 0x5F0E, 0x5F10, 0x62D0, 0x62FE, 0x634C, 0x67D2, 0x6D1E, 0x6F06,
    0x7396, 0x767E, 0x7695, 0x79ED, 0x8086, 0x842C, 0x8CAE, 0x8CB3, 0x8D30, 0x920E, 0x94A9, 0x9621, 0x9646,
    0x964C, 0x9678, 0x96F6, 0xF96B, 0xF973, 0xF978, 0xF9B2, 0xF9D1, 0xF9D3, 0xF9FD, 0x20001, 0x20064,
    0x200E2, 0x20121, 0x2092A, 0x20983, 0x2098C, 0x2099C, 0x20AEA, 0x20AFD, 0x20B19, 0x22390, 0x22998,
    0x23B1B, 0x2626D, 0x2F890,
];
/// The zeros of the runs of ten decimal digits.
static ZEROS: &[u32] = &[
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50,
    0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40,
    0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x11066,
    0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950,
    0x11C50, 0x11D50, 0x11DA0, 0x11F50, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC,
    0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E950, 0x1FBF0,
];
/// Case-ignorable characters that their category does not tell: punctuation inside words.
static CASE_IGNORABLE: [u32; 17] = [
    0x27, 0x2E, 0x3A, 0xB7, 0x387, 0x55F, 0x5F4, 0x2018, 0x2019, 0x2024, 0x2027, 0xFE13, 0xFE52, 0xFE55,
    0xFF07, 0xFF0E, 0xFF1A,
];

fn in_ranges(ranges: &[(u32, u32)], point: u32) -> bool {
    let after = ranges.partition_point(|r| r.0 <= point);
    after > 0 && point <= ranges[after - 1].1
}

/// General category; `Unassigned` for what 15.1 does not know.
pub fn category(point: u32) -> Category {
    match char::from_u32(point) {
        None => Category::Surrogate,
        Some(c) => unicode::category(c),
    }
}
fn assigned(point: u32) -> Option<char> {
    char::from_u32(point).filter(|_| category(point) != Category::Unassigned)
}

/// Shown as it is by `repr`.
pub fn is_printable(point: u32) -> bool {
    if point < 0x7F {
        return point >= 0x20;
    }
    !matches!(
        category(point),
        Category::Control
            | Category::Format
            | Category::Surrogate
            | Category::PrivateUse
            | Category::Unassigned
            | Category::LineSeparator
            | Category::ParagraphSeparator
            | Category::SpaceSeparator
    )
}
pub fn is_space(point: u32) -> bool {
    matches!(
        point,
        0x9..=0xD | 0x1C..=0x20 | 0x85 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000
    )
}
/// Ends a line for `splitlines`.
pub fn is_line_break(point: u32) -> bool {
    matches!(point, 0xA..=0xD | 0x1C..=0x1E | 0x85 | 0x2028 | 0x2029)
}
pub fn is_alpha(point: u32) -> bool {
    if point < 0x80 {
        return (point as u8).is_ascii_alphabetic();
    }
    matches!(
        category(point),
        Category::UppercaseLetter
            | Category::LowercaseLetter
            | Category::TitlecaseLetter
            | Category::ModifierLetter
            | Category::OtherLetter
    )
}
/// The value of a decimal digit.
pub fn decimal(point: u32) -> Option<u32> {
    if point < 0x80 {
        return (point as u8).is_ascii_digit().then(|| point - 0x30);
    }
    let zero = ZEROS[ZEROS.partition_point(|&z| z <= point) - 1];
    (point < zero + 10).then(|| point - zero)
}
pub fn is_digit(point: u32) -> bool {
    decimal(point).is_some() || in_ranges(&DIGITS, point)
}
pub fn is_numeric(point: u32) -> bool {
    decimal(point).is_some()
        || point >= 0x80
            && (matches!(category(point), Category::LetterNumber | Category::OtherNumber)
                || NUMERIC.binary_search(&point).is_ok())
}
pub fn is_alnum(point: u32) -> bool {
    is_alpha(point) || is_numeric(point)
}
pub fn is_lower(point: u32) -> bool {
    point == 0x295 || assigned(point).is_some_and(char::is_lowercase)
}
pub fn is_upper(point: u32) -> bool {
    assigned(point).is_some_and(char::is_uppercase)
}
pub fn is_title(point: u32) -> bool {
    point >= 0x80 && category(point) == Category::TitlecaseLetter
}
pub fn is_cased(point: u32) -> bool {
    is_lower(point) || is_upper(point) || is_title(point)
}
fn is_case_ignorable(point: u32) -> bool {
    CASE_IGNORABLE.contains(&point)
        || matches!(
            category(point),
            Category::NonspacingMark
                | Category::EnclosingMark
                | Category::Format
                | Category::ModifierLetter
                | Category::ModifierSymbol
        )
}
pub fn is_identifier_start(point: u32) -> bool {
    point == '_' as u32 || assigned(point).is_some_and(unicode_ident::is_xid_start)
}
pub fn is_identifier_continue(point: u32) -> bool {
    assigned(point).is_some_and(unicode_ident::is_xid_continue)
}

/// Appends a mapping, or the character itself where the mapping is newer than 15.1.
fn push_mapped(out: &mut Vec<u32>, point: u32, mapped: impl Iterator<Item = char>) {
    let start = out.len();
    out.extend(mapped.map(|c| c as u32));
    if out[start..].iter().any(|&p| category(p) == Category::Unassigned) {
        out.truncate(start);
        out.push(point);
    }
}
pub fn push_upper(out: &mut Vec<u32>, point: u32) {
    match assigned(point) {
        Some(c) => push_mapped(out, point, c.to_uppercase()),
        None => out.push(point),
    }
}
/// Without regard to what stands around it: a capital sigma becomes the one inside words.
pub fn push_lower(out: &mut Vec<u32>, point: u32) {
    match assigned(point) {
        Some(c) => push_mapped(out, point, c.to_lowercase()),
        None => out.push(point),
    }
}
/// Titlecase differs from uppercase for digraphs, Georgian and what expands.
pub fn push_title(out: &mut Vec<u32>, point: u32) {
    match point {
        0x1C4..=0x1CC => out.push(0x1C5 + (point - 0x1C4) / 3 * 3),
        0x1F1..=0x1F3 => out.push(0x1F2),
        0x10D0..=0x10FA | 0x10FD..=0x10FF => out.push(point),
        0x1F80..=0x1FAF => out.push(point | 8),
        0x1FB3 | 0x1FC3 | 0x1FF3 => out.push(point + 9),
        0x1FBC | 0x1FCC | 0x1FFC => out.push(point),
        // An apostrophe and a letter: the letter is what gets a capital.
        0x149 => push_upper(out, point),
        _ => {
            let start = out.len();
            push_upper(out, point);
            // Of an expansion only the first character is in upper case, marks aside.
            let rest: Vec<u32> = out.drain((start + 1).min(out.len())..).collect();
            match rest[..] {
                [.., 0x399] if (0x1F00..0x2000).contains(&point) => {
                    out.extend(&rest[..rest.len() - 1]);
                    out.push(0x345);
                }
                _ => rest.into_iter().for_each(|p| push_lower(out, p)),
            }
        }
    }
}
/// Appends `points[index]` in lower case; a capital sigma at a word's end becomes the final one.
pub fn push_lower_at(out: &mut Vec<u32>, points: &[u32], index: usize) {
    if points[index] != 0x3A3 {
        return push_lower(out, points[index]);
    }
    let cased = |p: Option<&u32>| p.is_some_and(|&p| is_cased(p));
    let before = points[..index].iter().rev().find(|&&p| !is_case_ignorable(p));
    let after = points[index + 1..].iter().find(|&&p| !is_case_ignorable(p));
    out.push(if cased(before) && !cased(after) { 0x3C2 } else { 0x3C3 });
}
pub fn push_folded(out: &mut Vec<u32>, point: u32) {
    match assigned(point) {
        Some(c) => {
            push_mapped(out, point, caseless::default_case_fold_str(c.encode_utf8(&mut [0; 4])).chars())
        }
        None => out.push(point),
    }
}
