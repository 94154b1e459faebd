//! The format mini-language: what stands after the colon in `f"{x:…}"`.

use super::float_text::{self, Form, Style};
use super::int_long::Poll;
use super::{Fault, MAX_LENGTH, int_text, str_unicode as unicode};
use crate::object::Str;
use crate::object::ids::types;
use crate::vm::{Res, Vm};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};
use std::borrow::Cow;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Align {
    Left,
    Right,
    Center,
    /// Between the sign and the digits.
    Inner,
}

impl Align {
    fn from_point(point: u32) -> Option<Align> {
        match char::from_u32(point)? {
            '<' => Some(Align::Left),
            '>' => Some(Align::Right),
            '^' => Some(Align::Center),
            '=' => Some(Align::Inner),
            _ => None,
        }
    }
}

/// A format specification taken apart.
#[derive(Clone, Debug)]
struct Spec {
    fill: u32,
    align: Align,
    sign: Option<char>,
    no_negative_zero: bool,
    alternate: bool,
    width: Option<usize>,
    /// The separator of groups of digits, and the groups' size.
    group: Option<(char, usize)>,
    precision: Option<usize>,
    /// Presentation type; `None` where none is given.
    kind: Option<u32>,
}

fn value_error<T>(message: impl Into<String>) -> Result<T, Fault> {
    Err((types::VALUE_ERROR, message.into()))
}
/// A character as messages show it.
fn shown(point: u32) -> String {
    match point {
        0x21..=0x7F => (point as u8 as char).to_string(),
        _ => format!("\\x{point:x}"),
    }
}

/// Reads a decimal number; `None` if there is no digit.
pub fn read_number(points: &[u32], at: &mut usize) -> Result<Option<usize>, Fault> {
    let start = *at;
    let mut value: usize = 0;
    while let Some(digit) = points.get(*at).and_then(|&p| unicode::decimal(p)) {
        let next = value.checked_mul(10).and_then(|v| v.checked_add(digit as usize));
        let Some(next) = next.filter(|&v| v <= isize::MAX as usize) else {
            return value_error("Too many decimal digits in format string");
        };
        value = next;
        *at += 1;
    }
    Ok((*at > start).then_some(value))
}

impl Spec {
    fn parse(
        text: &Str,
        class: &str,
        default_align: Align,
        default_kind: Option<u32>,
    ) -> Result<Spec, Fault> {
        let points: Vec<u32> = text.points().collect();
        let mut spec = Spec {
            fill: ' ' as u32,
            align: default_align,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: None,
            group: None,
            precision: None,
            kind: None,
        };
        let mut at = 0;
        let (mut fill_given, mut align_given) = (false, false);
        if let Some(align) = points.get(1).and_then(|&p| Align::from_point(p)) {
            spec.fill = points[0];
            spec.align = align;
            (fill_given, align_given) = (true, true);
            at = 2;
        } else if let Some(align) = points.first().and_then(|&p| Align::from_point(p)) {
            spec.align = align;
            align_given = true;
            at = 1;
        }
        let next = |at: usize, c: char| points.get(at) == Some(&(c as u32));
        spec.sign = ['+', '-', ' '].into_iter().find(|&c| next(at, c));
        at += usize::from(spec.sign.is_some());
        spec.no_negative_zero = next(at, 'z');
        at += usize::from(spec.no_negative_zero);
        spec.alternate = next(at, '#');
        at += usize::from(spec.alternate);
        if !fill_given && next(at, '0') {
            spec.fill = '0' as u32;
            if !align_given && default_align == Align::Right {
                spec.align = Align::Inner;
            }
            at += 1;
        }
        spec.width = read_number(&points, &mut at)?;
        let mut separator = None;
        if next(at, ',') {
            separator = Some(',');
            at += 1;
        }
        if next(at, '_') {
            if separator.is_some() {
                return value_error("Cannot specify both ',' and '_'.");
            }
            separator = Some('_');
            at += 1;
        }
        if next(at, ',') && separator == Some('_') {
            return value_error("Cannot specify both ',' and '_'.");
        }
        if next(at, '.') {
            at += 1;
            spec.precision = read_number(&points, &mut at)?;
            if spec.precision.is_none() {
                return value_error("Format specifier missing precision");
            }
        }
        if points.len() - at > 1 {
            let text = text.to_lossy();
            return value_error(format!("Invalid format specifier '{text}' for object of type '{class}'"));
        }
        spec.kind = points.get(at).copied().or(default_kind);
        if let Some(separator) = separator {
            spec.group = Some((separator, spec.group_size(separator)?));
        }
        if spec.width.is_some_and(|w| w > MAX_LENGTH) {
            return Err((types::MEMORY_ERROR, String::new()));
        }
        Ok(spec)
    }
    fn group_size(&self, separator: char) -> Result<usize, Fault> {
        match self.kind.map(|k| char::from_u32(k).unwrap_or('\0')) {
            None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => Ok(3),
            Some('b' | 'o' | 'x' | 'X') if separator == '_' => Ok(4),
            Some(kind) => value_error(format!("Cannot specify '{separator}' with '{}'.", shown(kind as u32))),
        }
    }
    fn kind(&self) -> char {
        self.kind.and_then(char::from_u32).unwrap_or('\0')
    }
    fn unknown<T>(&self, class: &str) -> Result<T, Fault> {
        let kind = shown(self.kind.unwrap_or(0));
        value_error(format!("Unknown format code '{kind}' for object of type '{class}'"))
    }
    /// How many fill characters go to the left and to the right of so many characters.
    fn padding(&self, length: usize) -> (usize, usize) {
        let total = self.width.unwrap_or(0).saturating_sub(length);
        match self.align {
            Align::Left => (0, total),
            Align::Center => (total / 2, total - total / 2),
            Align::Right | Align::Inner => (total, 0),
        }
    }
    fn pad(&self, body: &[u32]) -> Str {
        let (left, right) = self.padding(body.len());
        let mut out = vec![self.fill; left];
        out.extend_from_slice(body);
        out.resize(out.len() + right, self.fill);
        Str::from_points(&out)
    }
}

impl Vm {
    /// Is there room for as many characters as a format asks for?
    pub fn room_for_format(&mut self, spec: &Str) -> Res<()> {
        let (mut number, mut most) = (0usize, 0);
        for point in spec.points() {
            number = match char::from_u32(point).and_then(|c| c.to_digit(10)) {
                Some(digit) => number.saturating_mul(10).saturating_add(digit as usize),
                None => 0,
            };
            most = most.max(number);
        }
        if most > MAX_LENGTH { Ok(()) } else { self.reserve(most * (1 + size_of::<u32>())) }
    }
}

/// A number's text in its parts.
struct Parts<'a> {
    negative: bool,
    prefix: &'a str,
    /// The digits before the point.
    digits: &'a str,
    /// The point and all that follows.
    rest: &'a str,
}

/// The digits with separators, and zeros in front up to `min_width` characters.
fn group_digits(digits: &str, group: Option<(char, usize)>, min_width: usize) -> Cow<'_, str> {
    let zeros = min_width.saturating_sub(digits.len());
    if digits.is_empty() || (group.is_none() && zeros == 0) {
        return Cow::Borrowed(digits);
    }
    let Some((separator, size)) = group else {
        return Cow::Owned("0".repeat(zeros) + digits);
    };
    let (mut left, mut width) = (digits.as_bytes(), min_width as i64);
    let mut reversed = Vec::new();
    loop {
        let count = (size as i64).min(width.max(left.len() as i64).max(1)) as usize;
        let taken = count.min(left.len());
        reversed.extend(left[left.len() - taken..].iter().rev());
        reversed.resize(reversed.len() + count - taken, b'0');
        left = &left[..left.len() - taken];
        width -= count as i64;
        if left.is_empty() && width <= 0 {
            break;
        }
        reversed.push(separator as u8);
        width -= 1;
    }
    Cow::Owned(reversed.iter().rev().map(|&b| b as char).collect())
}

impl Spec {
    fn number(&self, parts: Parts<'_>) -> Vec<u32> {
        let sign = match (parts.negative, self.sign) {
            (true, _) => "-",
            (false, Some('+')) => "+",
            (false, Some(' ')) => " ",
            _ => "",
        };
        let fixed = sign.len() + parts.prefix.len() + parts.rest.len();
        let width = self.width.unwrap_or(0);
        let zeros = self.fill == '0' as u32 && self.align == Align::Inner;
        let min_width = if zeros { width.saturating_sub(fixed) } else { 0 };
        let digits = group_digits(parts.digits, self.group, min_width);
        let (left, right) = self.padding(fixed + digits.len());
        let (left, inner) = if self.align == Align::Inner { (0, left) } else { (left, 0) };
        let mut out = Vec::with_capacity(left + inner + fixed + digits.len() + right);
        out.resize(left, self.fill);
        out.extend(sign.bytes().chain(parts.prefix.bytes()).map(u32::from));
        out.resize(out.len() + inner, self.fill);
        out.extend(digits.bytes().chain(parts.rest.bytes()).map(u32::from));
        out.resize(out.len() + right, self.fill);
        out
    }
    /// The float's text, grouped and aligned; `form` says how it is written.
    fn float_number(&self, text: &str) -> Vec<u32> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let end = text.bytes().take_while(u8::is_ascii_digit).count();
        self.number(Parts { negative, prefix: "", digits: &text[..end], rest: &text[end..] })
    }
    fn form(&self) -> Result<Form, Fault> {
        if self.precision.is_some_and(|p| p > i32::MAX as usize) {
            return value_error("precision too big");
        }
        if self.precision.is_some_and(|p| p > MAX_LENGTH) {
            return Err((types::MEMORY_ERROR, String::new()));
        }
        let style = match (self.kind(), self.precision) {
            ('\0', None) => Style::Repr,
            ('\0' | 'g' | 'G' | 'n', _) => Style::General,
            ('e' | 'E', _) => Style::Exponent,
            _ => Style::Fixed,
        };
        Ok(Form {
            style,
            precision: self.precision.unwrap_or(6),
            alternate: self.alternate,
            add_point_zero: self.kind.is_none(),
            no_negative_zero: self.no_negative_zero,
            upper: matches!(self.kind(), 'E' | 'F' | 'G'),
        })
    }
}

/// `format(s, spec)`
pub fn format_str(value: &Str, spec: &Str, class: &str) -> Result<Str, Fault> {
    let spec = Spec::parse(spec, class, Align::Left, Some('s' as u32))?;
    if spec.kind() != 's' {
        return spec.unknown(class);
    }
    match spec.sign {
        Some(' ') => return value_error("Space not allowed in string format specifier"),
        Some(_) => return value_error("Sign not allowed in string format specifier"),
        None => {}
    }
    if spec.no_negative_zero {
        return value_error("Negative zero coercion (z) not allowed in string format specifier");
    }
    if spec.alternate {
        return value_error("Alternate form (#) not allowed in string format specifier");
    }
    if spec.align == Align::Inner {
        return value_error("'=' alignment not allowed in string format specifier");
    }
    let kept = spec.precision.unwrap_or(usize::MAX).min(value.len());
    if kept == value.len() && spec.width.unwrap_or(0) <= kept {
        return Ok(value.clone());
    }
    Ok(spec.pad(&value.points().take(kept).collect::<Vec<_>>()))
}

/// `format(i, spec)`
pub fn format_int(
    value: &BigInt,
    spec: &Str,
    class: &str,
    max_digits: usize,
    poll: &mut Poll,
) -> Result<Str, Fault> {
    let spec = Spec::parse(spec, class, Align::Right, None)?;
    match spec.kind() {
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => {
            let Some(float) = super::int_math::to_float(value) else {
                return Err((types::OVERFLOW_ERROR, "int too large to convert to float".into()));
            };
            return float_with(float, &spec, class);
        }
        '\0' if spec.kind.is_none() => {}
        'b' | 'c' | 'd' | 'o' | 'x' | 'X' | 'n' => {}
        _ => return spec.unknown(class),
    }
    if spec.precision.is_some() {
        return value_error("Precision not allowed in integer format specifier");
    }
    if spec.no_negative_zero {
        return value_error("Negative zero coercion (z) not allowed in integer format specifier");
    }
    if spec.kind() == 'c' {
        return format_char(value, &spec);
    }
    let (base, prefix) = match spec.kind() {
        'b' => (2, "0b"),
        'o' => (8, "0o"),
        'x' => (16, "0x"),
        'X' => (16, "0X"),
        _ => (10, ""),
    };
    let mut digits =
        if base == 10 { int_text::to_decimal(value, max_digits, poll)? } else { value.to_str_radix(base) };
    if spec.kind() == 'X' {
        digits.make_ascii_uppercase();
    }
    let prefix = if spec.alternate { prefix } else { "" };
    let digits = digits.trim_start_matches('-');
    Ok(Str::from_points(&spec.number(Parts { negative: value.is_negative(), prefix, digits, rest: "" })))
}
fn format_char(value: &BigInt, spec: &Spec) -> Result<Str, Fault> {
    if spec.sign.is_some() {
        return value_error("Sign not allowed with integer format specifier 'c'");
    }
    if spec.alternate {
        return value_error("Alternate form (#) not allowed with integer format specifier 'c'");
    }
    let Some(point) = value.to_i64() else {
        return Err((types::OVERFLOW_ERROR, "Python int too large to convert to C long".into()));
    };
    match u32::try_from(point).ok().filter(|&p| p < 0x110000) {
        Some(point) => Ok(spec.pad(&[point])),
        None => Err((types::OVERFLOW_ERROR, "%c arg not in range(0x110000)".into())),
    }
}

/// `format(x, spec)`
pub fn format_float(value: f64, spec: &Str, class: &str) -> Result<Str, Fault> {
    let spec = Spec::parse(spec, class, Align::Right, None)?;
    float_with(value, &spec, class)
}
fn float_with(value: f64, spec: &Spec, class: &str) -> Result<Str, Fault> {
    if spec.kind.is_some() && !matches!(spec.kind(), 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%') {
        return spec.unknown(class);
    }
    let form = spec.form()?;
    let percent = spec.kind() == '%';
    let mut text = float_text::format(if percent { value * 100.0 } else { value }, form);
    if percent {
        text.push('%');
    }
    Ok(Str::from_points(&spec.float_number(&text)))
}

/// `format(z, spec)`
pub fn format_complex(re: f64, im: f64, spec: &Str, class: &str) -> Result<Str, Fault> {
    let spec = Spec::parse(spec, class, Align::Right, None)?;
    if spec.kind.is_some() && !matches!(spec.kind(), 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n') {
        return spec.unknown(class);
    }
    if spec.fill == '0' as u32 {
        return value_error("Zero padding is not allowed in complex format specifier");
    }
    if spec.align == Align::Inner {
        return value_error("'=' alignment flag is not allowed in complex format specifier");
    }
    let form = Form { add_point_zero: false, ..spec.form()? };
    let bare = Spec { width: None, ..spec.clone() };
    let mut out = Vec::new();
    let real_shown = spec.kind.is_some() || re != 0.0 || re.is_sign_negative();
    let parens = spec.kind.is_none() && real_shown;
    if parens {
        out.push('(' as u32);
    }
    if real_shown {
        out.extend(bare.float_number(&float_text::format(re, form)));
    }
    let signed = Spec { sign: if real_shown { Some('+') } else { bare.sign }, ..bare };
    out.extend(signed.float_number(&float_text::format(im, form)));
    out.push('j' as u32);
    if parens {
        out.push(')' as u32);
    }
    Ok(spec.pad(&out))
}
