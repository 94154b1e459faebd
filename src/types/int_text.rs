//! Ints as text and back.

use super::int_long::{self, Poll};
use super::{Fault, str_unicode as unicode};
use crate::object::ids::types;
use num_bigint::BigInt;
use num_traits::{Signed, Zero};

/// Texts up to this length are never refused.
const ALWAYS_ALLOWED: usize = 640;

/// Decimal text, or the error for more digits than `limit` (0: none).
pub fn to_decimal(value: &BigInt, limit: usize, poll: &mut Poll) -> Result<String, Fault> {
    // A digit has more than three bits: far too long values are refused before the work is done.
    let surely_too_long = limit > 0 && value.bits() > (limit as u64 + 1) * 4;
    let text = if surely_too_long { String::new() } else { int_long::to_text(value, 10, poll)? };
    let digits = text.len() - usize::from(value.is_negative() && !text.is_empty());
    if surely_too_long || limit > 0 && digits > limit.max(ALWAYS_ALLOWED) {
        let message = format!(
            "Exceeds the limit ({limit} digits) for integer string conversion; \
             use sys.set_int_max_str_digits() to increase the limit"
        );
        return Err((types::VALUE_ERROR, message));
    }
    Ok(text)
}
/// Decimal text of any int, whatever its length.
pub fn decimal(value: &BigInt) -> String {
    value.to_str_radix(10)
}
/// Decimal digits of any script as ASCII digits, spaces as blanks, and `?` for all else that is
/// not ASCII: what number parsers read.
pub fn to_ascii_digits(points: impl Iterator<Item = u32>) -> String {
    points
        .map(|p| match p {
            0..=0x7F => p as u8 as char,
            _ if unicode::is_space(p) => ' ',
            _ => unicode::decimal(p).and_then(|d| char::from_digit(d, 10)).unwrap_or('?'),
        })
        .collect()
}
/// ASCII blanks as number parsers skip them.
pub fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r')
}

/// Why a text is no int.
pub enum NoInt {
    Malformed,
    TooLong(usize),
    /// The work was given up.
    Stopped(Fault),
}

/// Reads an int literal in a base from 2 to 36, or in the base its prefix tells (0).
pub fn parse(text: &str, mut base: u32, limit: usize, poll: &mut Poll) -> Result<BigInt, NoInt> {
    let text = text.trim_matches(is_blank);
    let (negative, mut digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let prefix = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    let mut only_zero = false;
    if prefix != 0 && (base == 0 || base == prefix) {
        base = prefix;
        digits = &digits[2..];
        digits = digits.strip_prefix('_').unwrap_or(digits);
    } else if base == 0 {
        // "0" and "00" are fine, "01" is the old octal form and is not.
        only_zero = digits.starts_with('0');
        base = 10;
    }
    let mut plain = Vec::with_capacity(digits.len());
    let mut last = b'_';
    for &b in digits.as_bytes() {
        if b == b'_' {
            if last == b'_' {
                return Err(NoInt::Malformed);
            }
        } else if (b as char).is_digit(base) {
            plain.push(b);
        } else {
            return Err(NoInt::Malformed);
        }
        last = b;
    }
    if last == b'_' {
        return Err(NoInt::Malformed);
    }
    if !base.is_power_of_two() && limit > 0 && plain.len() > limit.max(ALWAYS_ALLOWED) {
        return Err(NoInt::TooLong(plain.len()));
    }
    let value = int_long::from_digits(&plain, base, poll).map_err(NoInt::Stopped)?.ok_or(NoInt::Malformed)?;
    if only_zero && !value.is_zero() {
        return Err(NoInt::Malformed);
    }
    Ok(if negative { -value } else { value })
}
/// What a refused literal's error says; the literal is shown as `repr` shows it.
pub fn malformed(base: i64, shown: &str) -> String {
    let cut: String = shown.chars().take(200).collect();
    format!("invalid literal for int() with base {base}: {cut}")
}
pub fn too_long(limit: usize, digits: usize) -> Fault {
    let message = format!(
        "Exceeds the limit ({limit} digits) for integer string conversion: value has {digits} digits; \
         use sys.set_int_max_str_digits() to increase the limit"
    );
    (types::VALUE_ERROR, message)
}
