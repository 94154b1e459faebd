//! Floats as text and back: `repr`, the `e`, `f` and `g` formats, and hexadecimal.

use super::{Fault, int_math};
use crate::object::ids::types;

/// How many digits a float is written with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// The shortest digits that read back as the same float.
    Repr,
    /// `e`: so many digits after the point, with an exponent.
    Exponent,
    /// `f`: so many digits after the point.
    Fixed,
    /// `g`: so many significant digits.
    General,
}

/// A style and what changes its look.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    pub style: Style,
    pub precision: usize,
    /// Keep the point and the trailing zeros of `g` (`#`).
    pub alternate: bool,
    /// A whole number gets ".0".
    pub add_point_zero: bool,
    /// What rounds to zero loses its minus (`z`).
    pub no_negative_zero: bool,
    pub upper: bool,
}

impl Form {
    pub const REPR: Form = Form {
        style: Style::Repr,
        precision: 0,
        alternate: false,
        add_point_zero: true,
        no_negative_zero: false,
        upper: false,
    };
    pub fn new(style: Style, precision: usize) -> Form {
        Form { style, precision, add_point_zero: false, ..Form::REPR }
    }
}

/// `repr(x)`
pub fn float_repr(value: f64) -> String {
    format(value, Form::REPR)
}

/// No double has more digits than this after its point; what lies beyond are zeros.
const MAX_DECIMALS: usize = 1100;

/// Significant digits without trailing zeros, and where the point stands in them.
fn digits(value: f64, form: Form) -> (Vec<u8>, i64) {
    let text = match form.style {
        Style::Repr => ryu::Buffer::new().format_finite(value).to_string(),
        Style::Fixed => format!("{:.*}", form.precision.min(MAX_DECIMALS), value),
        Style::Exponent => format!("{:.*e}", form.precision.min(MAX_DECIMALS), value),
        Style::General => format!("{:.*e}", form.precision.clamp(1, MAX_DECIMALS) - 1, value),
    };
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    let leading = all.iter().take_while(|&&d| d == b'0').count();
    let end = all.iter().rposition(|&d| d != b'0').map_or(leading, |i| i + 1);
    if leading == all.len() {
        return (if value == 0.0 { b"0".to_vec() } else { Vec::new() }, if value == 0.0 { 1 } else { 0 });
    }
    let point = whole.len() as i64 + exponent.parse::<i64>().unwrap_or(0) - leading as i64;
    (all[leading..end].to_vec(), point)
}

/// The float in that form, with a minus where it is negative.
pub fn format(value: f64, form: Form) -> String {
    let mut text = if value.is_nan() {
        "nan".to_string()
    } else if value.is_infinite() {
        if value < 0.0 { "-inf" } else { "inf" }.to_string()
    } else {
        format_finite(value, form)
    };
    if form.upper {
        text.make_ascii_uppercase();
    }
    text
}

/// The usual cases: a `repr` without an exponent, and a few digits after the point.
fn format_quickly(value: f64, form: Form) -> Option<String> {
    match form.style {
        Style::Repr if form.add_point_zero && !form.no_negative_zero => {
            let mut buffer = ryu::Buffer::new();
            let text = buffer.format_finite(value);
            // Smaller numbers are written without an exponent by the crate only.
            let small = text.trim_start_matches('-').starts_with("0.0000");
            (!small && !text.contains('e')).then(|| text.to_string())
        }
        Style::Fixed if !form.alternate && !form.add_point_zero => {
            fixed(value, form.precision, form.no_negative_zero)
        }
        _ => None,
    }
}

/// So many digits after the point, in whole numbers: `value` times a power of ten is exact in 128 bits
/// where both are small. A tie goes to the even digit.
fn fixed(value: f64, precision: usize, no_negative_zero: bool) -> Option<String> {
    const FRACTION: u32 = f64::MANTISSA_DIGITS - 1;
    const LEAST_EXPONENT: i32 = f64::MIN_EXP - f64::MANTISSA_DIGITS as i32;
    if precision > 15 {
        return None;
    }
    let power = 10u64.pow(precision as u32);
    let bits = value.abs().to_bits();
    let (fraction, exponent) = (bits & ((1 << FRACTION) - 1), (bits >> FRACTION) as i32);
    let (mantissa, exponent) = match exponent {
        0 => (fraction, LEAST_EXPONENT),
        _ => (fraction | 1 << FRACTION, LEAST_EXPONENT + exponent - 1),
    };
    // Below 2 to the power of 103.
    let scaled = u128::from(mantissa) * u128::from(power);
    let rounded = match exponent {
        0..=20 => scaled << exponent,
        -126..0 => {
            let (whole, rest) = (scaled >> -exponent, scaled & ((1 << -exponent) - 1));
            let half = 1 << (-exponent - 1);
            whole + u128::from(rest > half || rest == half && whole % 2 == 1)
        }
        i32::MIN..0 => 0,
        _ => return None,
    };
    let digits = format!("{:01$}", u64::try_from(rounded).ok()?, precision + 1);
    let (whole, rest) = digits.split_at(digits.len() - precision);
    let sign = if value.is_sign_negative() && !(no_negative_zero && rounded == 0) { "-" } else { "" };
    let point = if precision == 0 { "" } else { "." };
    Some([sign, whole, point, rest].concat())
}

fn format_finite(value: f64, form: Form) -> String {
    if let Some(text) = format_quickly(value, form) {
        return text;
    }
    let precision = form.precision as i64;
    let (digits, mut point) = digits(value.abs(), form);
    let significant = precision.max(1);
    let with_exponent = match form.style {
        Style::Repr => point <= -4 || point > 16,
        Style::Exponent => true,
        Style::Fixed => false,
        Style::General => point <= -4 || point > significant - i64::from(form.add_point_zero),
    };
    let exponent = point - 1;
    if with_exponent {
        point = 1;
    }
    let mut end = match form.style {
        Style::Repr => digits.len() as i64,
        Style::Exponent => precision + 1,
        Style::Fixed => point + precision,
        Style::General if form.alternate => significant,
        Style::General => digits.len() as i64,
    };
    end = end.max(point + i64::from(!with_exponent && form.add_point_zero));
    let start = if point <= 0 { point - 1 } else { 0 };
    let mut out = String::with_capacity((end - start) as usize + 8);
    if value.is_sign_negative() && !(form.no_negative_zero && digits.iter().all(|&d| d == b'0')) {
        out.push('-');
    }
    for i in start..end {
        if i == point {
            out.push('.');
        }
        out.push(usize::try_from(i).ok().and_then(|i| digits.get(i)).map_or('0', |&d| d as char));
    }
    if end == point && form.alternate {
        out.push('.');
    }
    if with_exponent {
        let sign = if exponent < 0 { '-' } else { '+' };
        out.push_str(&format!("e{sign}{:02}", exponent.abs()));
    }
    out
}

/// What `float()` reads, blanks around it allowed.
pub fn parse(text: &str) -> Option<f64> {
    let text = text.trim_matches(super::int_text::is_blank);
    if text.contains('_') {
        return parse_number(&without_underscores(text)?);
    }
    parse_number(text)
}
/// Underscores may stand between two digits only.
pub fn without_underscores(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let between =
        |i: usize| i > 0 && bytes[i - 1].is_ascii_digit() && bytes.get(i + 1).is_some_and(u8::is_ascii_digit);
    let fine = (0..bytes.len()).all(|i| bytes[i] != b'_' || between(i));
    fine.then(|| text.replace('_', ""))
}
fn parse_number(text: &str) -> Option<f64> {
    // Rust reads the same forms; only a bare sign of nan is kept as CPython keeps it.
    let value: f64 = text.parse().ok()?;
    Some(if value.is_nan() && text.starts_with('-') { -f64::NAN } else { value })
}
/// The longest number at the text's start, and its length: what `strtod` reads.
pub fn parse_prefix(text: &str) -> Option<(f64, usize)> {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    for name in ["infinity", "inf", "nan"] {
        if bytes.get(sign..sign + name.len()).is_some_and(|b| b.eq_ignore_ascii_case(name.as_bytes())) {
            let end = sign + name.len();
            return Some((parse_number(&text[..end])?, end));
        }
    }
    let whole = digits(sign);
    let mut end = sign + whole;
    let mut fraction = 0;
    if bytes.get(end) == Some(&b'.') {
        fraction = digits(end + 1);
        end += 1 + fraction;
    }
    if whole + fraction == 0 {
        return None;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let count = if end + 1 + sign <= bytes.len() { digits(end + 1 + sign) } else { 0 };
        if count > 0 {
            end += 1 + sign + count;
        }
    }
    Some((parse_number(&text[..end])?, end))
}

/// `x.hex()`
pub fn to_hex(value: f64) -> String {
    if !value.is_finite() {
        return float_repr(value);
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = value.to_bits();
    let (raw, fraction) = ((bits >> 52 & 0x7FF) as i32, bits & ((1 << 52) - 1));
    let (lead, exponent) = if raw == 0 { (0, -1022) } else { (1, raw - 1023) };
    format!("{sign}0x{lead}.{fraction:013x}p{exponent:+}")
}

/// `float.fromhex(text)`
pub fn from_hex(text: &str) -> Result<f64, Fault> {
    let malformed = || (types::VALUE_ERROR, "invalid hexadecimal floating-point string".to_string());
    let too_large = || {
        let message = "hexadecimal value too large to represent as a float";
        (types::OVERFLOW_ERROR, message.to_string())
    };
    let text = text.trim_matches(super::int_text::is_blank);
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let lower = rest.to_ascii_lowercase();
    match lower.as_str() {
        "inf" | "infinity" => return Ok(if negative { f64::NEG_INFINITY } else { f64::INFINITY }),
        "nan" => return Ok(if negative { -f64::NAN } else { f64::NAN }),
        _ => {}
    }
    let body = lower.strip_prefix("0x").unwrap_or(&lower);
    let (mantissa, exponent) = match body.split_once('p') {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (body, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.len() + fraction.len() == 0
        || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_hexdigit())
    {
        return Err(malformed());
    }
    let exponent = match exponent {
        None => 0,
        Some(text) => {
            let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
            if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return Err(malformed());
            }
            let bound = i64::MAX / 4;
            let size = digits.parse::<i64>().unwrap_or(bound).min(bound);
            if text.starts_with('-') { -size } else { size }
        }
    };
    let mut top: u64 = 0;
    let mut sticky = false;
    let mut dropped: i64 = 0;
    for digit in whole.chars().chain(fraction.chars()).filter_map(|c| c.to_digit(16)) {
        if top >> 60 == 0 {
            top = top << 4 | digit as u64;
        } else {
            sticky |= digit != 0;
            dropped += 4;
        }
    }
    let exponent = exponent - fraction.len() as i64 * 4 + dropped;
    let value = int_math::scale(negative, top, sticky, exponent);
    if value.is_infinite() { Err(too_large()) } else { Ok(value) }
}
