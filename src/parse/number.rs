//! The value of a number literal.

use crate::constant::Constant;
use num_bigint::BigInt;
use std::borrow::Cow;

/// More decimal digits than this are refused (`sys.set_int_max_str_digits`).
pub(super) const MAX_DIGITS: usize = 4300;

/// `None` if the literal has too many decimal digits.
pub(super) fn parse(text: &str) -> Option<Constant> {
    let text: Cow<str> = if text.contains('_') { text.replace('_', "").into() } else { text.into() };
    let bytes = text.as_bytes();
    let radix = match bytes {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 10,
    };
    if radix != 10 {
        let digits = &text[2..];
        return Some(match i64::from_str_radix(digits, radix) {
            Ok(value) => Constant::Int(value),
            Err(_) => Constant::int(BigInt::parse_bytes(digits.as_bytes(), radix)?),
        });
    }
    if bytes.iter().all(u8::is_ascii_digit) {
        if let Ok(value) = text.parse() {
            return Some(Constant::Int(value));
        }
        let digits = text.trim_start_matches('0');
        return if digits.len() > MAX_DIGITS {
            None
        } else if digits.is_empty() {
            Some(Constant::Int(0))
        } else {
            Some(Constant::int(BigInt::parse_bytes(digits.as_bytes(), 10)?))
        };
    }
    match text.strip_suffix(['j', 'J']) {
        Some(digits) => Some(Constant::Complex { re: 0.0, im: digits.parse().ok()? }),
        None => Some(Constant::Float(text.parse().ok()?)),
    }
}
