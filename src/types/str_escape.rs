//! The codecs `unicode_escape` and `raw_unicode_escape`: text written with backslash escapes.

use super::str_codec::Step;
use super::str_repr::push_escape;

/// Appends a character as `unicode_escape` writes it.
pub fn push_escaped(out: &mut Vec<u8>, point: u32) {
    match point {
        0x5C => out.extend(b"\\\\"),
        0x20..=0x7E => out.push(point as u8),
        _ => {
            let mut text = Vec::new();
            push_escape(&mut text, point);
            out.extend(text.into_iter().map(|p| p as u8));
        }
    }
}
/// The same for `raw_unicode_escape`, which escapes only what is not Latin-1.
pub fn push_raw_escaped(out: &mut Vec<u8>, point: u32) {
    if point < 0x100 { out.push(point as u8) } else { push_escaped(out, point) }
}

/// Reads `count` hexadecimal digits behind the escape's letter.
fn hexadecimal(rest: &[u8], count: usize, truncated: &'static str, illegal: &'static str) -> Step {
    let digits = rest[2..].iter().take(count).map_while(|&b| (b as char).to_digit(16));
    let (found, value) = digits.fold((0, 0u32), |(n, value), digit| (n + 1, value << 4 | digit));
    if found < count {
        return Err((2 + found, truncated));
    }
    if value < 0x110000 { Ok((Some(value), 2 + count)) } else { Err((2 + count, illegal)) }
}
const ILLEGAL: &str = "illegal Unicode character";
const SHORT: &str = "truncated \\uXXXX escape";
const LONG: &str = "truncated \\UXXXXXXXX escape";

/// The character at the start of `unicode_escape` text.
pub fn step_escape(rest: &[u8]) -> Step {
    if rest[0] != b'\\' {
        return Ok((Some(rest[0] as u32), 1));
    }
    let simple = |point: u8| Ok((Some(point as u32), 2));
    match rest.get(1) {
        None => Err((1, "\\ at end of string")),
        Some(b'\n') => Ok((None, 2)),
        Some(c @ (b'\\' | b'\'' | b'"')) => simple(*c),
        Some(b'b') => simple(0x08),
        Some(b'f') => simple(0x0C),
        Some(b't') => simple(b'\t'),
        Some(b'n') => simple(b'\n'),
        Some(b'r') => simple(b'\r'),
        Some(b'v') => simple(0x0B),
        Some(b'a') => simple(0x07),
        Some(b'0'..=b'7') => {
            let digits = rest[1..].iter().take(3).take_while(|b| matches!(b, b'0'..=b'7'));
            let (length, value) =
                digits.fold((1, 0), |(n, value), &b| (n + 1, value << 3 | (b - b'0') as u32));
            Ok((Some(value), length))
        }
        Some(b'x') => hexadecimal(rest, 2, "truncated \\xXX escape", ILLEGAL),
        Some(b'u') => hexadecimal(rest, 4, SHORT, ILLEGAL),
        Some(b'U') => hexadecimal(rest, 8, LONG, ILLEGAL),
        Some(b'N') => named(rest),
        // An unknown escape stands for itself.
        Some(_) => Ok((Some('\\' as u32), 1)),
    }
}
fn named(rest: &[u8]) -> Step {
    const MALFORMED: &str = "malformed \\N character escape";
    if rest.get(2) != Some(&b'{') {
        return Err((2, MALFORMED));
    }
    let Some(length) = rest[3..].iter().position(|&b| b == b'}') else { return Err((rest.len(), MALFORMED)) };
    if length == 0 {
        return Err((3, MALFORMED));
    }
    let name = std::str::from_utf8(&rest[3..3 + length]).ok();
    match name.and_then(unicode_names2::character) {
        Some(c) => Ok((Some(c as u32), 4 + length)),
        None => Err((4 + length, "unknown Unicode character name")),
    }
}

/// The character at the start of `raw_unicode_escape` text. A pair of backslashes is no escape.
pub fn step_raw(rest: &[u8], escaped: bool) -> Step {
    match rest {
        [b'\\', b'u', ..] if !escaped => hexadecimal(rest, 4, SHORT, ILLEGAL),
        [b'\\', b'U', ..] if !escaped => hexadecimal(rest, 8, LONG, "\\Uxxxxxxxx out of range"),
        _ => Ok((Some(rest[0] as u32), 1)),
    }
}
