//! `"…%s…" % (a, b)` as an f-string, where the format is simple enough.

use super::{Conversion, Expr, ExprKind};
use crate::constant::{Constant, Text};
use crate::source::Span;

/// One conversion such as `%-5.2s`.
struct Unit {
    conversion: Conversion,
    /// The equal format specification of an f-string.
    spec: String,
}

/// The parts of the equal f-string; takes the operands out of `elts` only if it succeeds.
pub(super) fn joined(format: &Text, elts: &mut Vec<Expr>) -> Option<Vec<Expr>> {
    let format: Vec<u32> = format.code_points().collect();
    let (mut literals, mut units) = (Vec::new(), Vec::new());
    let mut at = 0;
    loop {
        literals.push(literal(&format, &mut at));
        if at >= format.len() {
            break;
        }
        if units.len() >= elts.len() {
            return None;
        }
        at += 1;
        units.push(unit(&format, &mut at)?);
    }
    if units.len() < elts.len() {
        return None;
    }
    let mut parts = Vec::new();
    let mut operands = std::mem::take(elts).into_iter().zip(units);
    for literal in literals {
        if !literal.is_empty() {
            parts.push(constant(Text::from_code_points(literal)));
        }
        if let Some((value, unit)) = operands.next() {
            let spec = (!unit.spec.is_empty()).then(|| Box::new(constant(unit.spec.as_str().into())));
            let span = value.span;
            let kind = ExprKind::FormattedValue {
                value: Box::new(value),
                conversion: unit.conversion,
                format_spec: spec,
            };
            parts.push(Expr { span, kind });
        }
    }
    Some(parts)
}

fn constant(text: Text) -> Expr {
    Expr { span: Span::NONE, kind: ExprKind::Constant { value: Constant::Str(text), u: false } }
}

/// Text up to the next conversion, `%%` read as `%`.
fn literal(format: &[u32], at: &mut usize) -> Vec<u32> {
    let percent = '%' as u32;
    let mut text = Vec::new();
    while let Some(&c) = format.get(*at) {
        if c == percent {
            if format.get(*at + 1) != Some(&percent) {
                break;
            }
            *at += 1;
        }
        text.push(c);
        *at += 1;
    }
    text
}

/// A conversion after its `%`; `None` for all but `s`, `r` and `a` with small widths.
fn unit(format: &[u32], at: &mut usize) -> Option<Unit> {
    let mut left = false;
    while let Some(flag @ ('-' | '+' | ' ' | '#' | '0')) = peek(format, *at) {
        left |= flag == '-';
        *at += 1;
    }
    let width = number(format, at)?;
    let mut precision = None;
    if peek(format, *at)? == '.' {
        *at += 1;
        precision = Some(number(format, at)?.unwrap_or(0));
    }
    let conversion = match peek(format, *at)? {
        's' => Conversion::Str,
        'r' => Conversion::Repr,
        'a' => Conversion::Ascii,
        _ => return None,
    };
    *at += 1;
    let mut spec = String::new();
    if let Some(width) = width {
        if !left && width > 0 {
            spec.push('>');
        }
        spec.push_str(&width.to_string());
    }
    if let Some(precision) = precision {
        spec.push_str(&format!(".{precision}"));
    }
    Some(Unit { conversion, spec })
}

fn peek(format: &[u32], at: usize) -> Option<char> {
    // A surrogate is no conversion character.
    format.get(at).map(|&c| char::from_u32(c).unwrap_or('\0'))
}

/// A number of up to two digits, if one stands here; `None` if it is longer.
fn number(format: &[u32], at: &mut usize) -> Option<Option<u32>> {
    let mut value = None;
    for digits in 0.. {
        let Some(digit) = peek(format, *at).and_then(|c| c.to_digit(10)) else { break };
        if digits == 2 {
            return None;
        }
        value = Some(value.unwrap_or(0) * 10 + digit);
        *at += 1;
    }
    Some(value)
}
