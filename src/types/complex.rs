//! complex.

use super::float_text::{self, Form, Style};
use super::{float_math, int_text, number_format, str};
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, names, types};
use crate::vm::NativeCall::{NoArgs, One, Pos};
use crate::vm::compare::op;
use crate::vm::native::{Owner, constructor, member, method, wrapper};
use crate::vm::{Args, NativeTable, Res, Vm};
use num_bigint::BigInt;
use std::cmp::Ordering;

type Complex = (f64, f64);

/// CPython's multiplier of the imaginary part's hash.
const HASH_IMAG: u64 = 1_000_003;

fn value(vm: &Vm, this: ObjId) -> Complex {
    match vm.payload(this).base() {
        Payload::Complex(c) => **c,
        _ => (0.0, 0.0),
    }
}
/// A complex, float or int as a complex; `None` for anything else.
fn operand(vm: &mut Vm, id: ObjId) -> Res<Option<Complex>> {
    match vm.payload(id).base() {
        Payload::Complex(c) => Ok(Some(**c)),
        _ => Ok(vm.real_operand(id)?.map(|re| (re, 0.0))),
    }
}
fn arithmetic(vm: &mut Vm, a: ObjId, b: ObjId, f: fn(Complex, Complex) -> Option<Complex>) -> Res {
    let (Some(a), Some(b)) = (operand(vm, a)?, operand(vm, b)?) else { return Ok(vm.not_implemented()) };
    match f(a, b) {
        Some((re, im)) => Ok(vm.new_complex(re, im)),
        None => Err(vm.raise(types::ZERO_DIVISION_ERROR, "complex division by zero")),
    }
}
fn product(a: Complex, b: Complex) -> Complex {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}
/// Division that scales by the larger part of the divisor, so that nothing overflows on the way.
pub fn quotient(a: Complex, b: Complex) -> Option<Complex> {
    if b.0.abs() >= b.1.abs() {
        if b.0 == 0.0 {
            return None;
        }
        let ratio = b.1 / b.0;
        let denominator = b.0 + b.1 * ratio;
        return Some(((a.0 + a.1 * ratio) / denominator, (a.1 - a.0 * ratio) / denominator));
    }
    if b.1.abs() >= b.0.abs() {
        let ratio = b.0 / b.1;
        let denominator = b.0 * ratio + b.1;
        return Some(((a.0 * ratio + a.1) / denominator, (a.1 * ratio - a.0) / denominator));
    }
    Some((f64::NAN, f64::NAN))
}
fn add(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    arithmetic(vm, a, b, |a, b| Some((a.0 + b.0, a.1 + b.1)))
}
fn sub(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    arithmetic(vm, a, b, |a, b| Some((a.0 - b.0, a.1 - b.1)))
}
fn mul(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    arithmetic(vm, a, b, |a, b| Some(product(a, b)))
}
fn truediv(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    arithmetic(vm, a, b, quotient)
}

/// Whole exponents up to this size are computed by multiplication.
const SMALL_EXPONENT: f64 = 100.0;

pub fn power(vm: &mut Vm, a: Complex, b: Complex) -> Res {
    let (re, im) = if b == (0.0, 0.0) {
        (1.0, 0.0)
    } else if b.1 == 0.0 && b.0 == b.0.floor() && b.0.abs() <= SMALL_EXPONENT {
        let power = whole_power(a, b.0.abs() as u32);
        match if b.0 < 0.0 { quotient((1.0, 0.0), power) } else { Some(power) } {
            Some(value) => value,
            None => return Err(vm.raise(types::ZERO_DIVISION_ERROR, "0.0 to a negative or complex power")),
        }
    } else if a == (0.0, 0.0) {
        if b.1 != 0.0 || b.0 < 0.0 {
            return Err(vm.raise(types::ZERO_DIVISION_ERROR, "0.0 to a negative or complex power"));
        }
        (0.0, 0.0)
    } else {
        let size = a.0.hypot(a.1);
        let mut length = size.powf(b.0);
        let angle = a.1.atan2(a.0);
        let mut phase = angle * b.0;
        if b.1 != 0.0 {
            length /= (angle * b.1).exp();
            phase += b.1 * size.ln();
        }
        // The C library's sine of an infinity is an error, which CPython takes for this one.
        if phase.is_infinite() {
            return Err(vm.raise(types::ZERO_DIVISION_ERROR, "0.0 to a negative or complex power"));
        }
        (length * phase.cos(), length * phase.sin())
    };
    if re.is_infinite() || im.is_infinite() {
        return Err(vm.overflow_error("complex exponentiation"));
    }
    Ok(vm.new_complex(re, im))
}
fn whole_power(a: Complex, exponent: u32) -> Complex {
    let (mut result, mut base) = ((1.0, 0.0), a);
    let mut mask = 1;
    while mask <= exponent {
        if exponent & mask != 0 {
            result = product(result, base);
        }
        mask <<= 1;
        base = product(base, base);
    }
    result
}
fn pow_of(vm: &mut Vm, a: ObjId, b: ObjId, modulus: Option<&ObjId>) -> Res {
    let (Some(a), Some(b)) = (operand(vm, a)?, operand(vm, b)?) else { return Ok(vm.not_implemented()) };
    if modulus.is_some_and(|&m| m != ids::NONE) {
        return Err(vm.value_error("complex modulo"));
    }
    power(vm, a, b)
}
fn pow(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    pow_of(vm, this, args[0], args.get(1))
}
fn rpow(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    pow_of(vm, args[0], this, args.get(1))
}

fn neg(vm: &mut Vm, this: ObjId) -> Res {
    let (re, im) = value(vm, this);
    Ok(vm.new_complex(-re, -im))
}
fn exact(vm: &mut Vm, this: ObjId) -> Res {
    if vm.type_of(this) == types::COMPLEX {
        return Ok(vm.own(this));
    }
    let (re, im) = value(vm, this);
    Ok(vm.new_complex(re, im))
}
fn abs(vm: &mut Vm, this: ObjId) -> Res {
    let (re, im) = value(vm, this);
    let size = re.hypot(im);
    if size.is_infinite() && re.is_finite() && im.is_finite() {
        return Err(vm.overflow_error("absolute value too large"));
    }
    Ok(vm.new_float(size))
}
fn truth(vm: &mut Vm, this: ObjId) -> Res {
    let (re, im) = value(vm, this);
    Ok(vm.new_bool(re != 0.0 || im != 0.0))
}
fn conjugate(vm: &mut Vm, this: ObjId) -> Res {
    let (re, im) = value(vm, this);
    Ok(vm.new_complex(re, -im))
}
fn real(vm: &mut Vm, this: ObjId) -> Res {
    let (re, _) = value(vm, this);
    Ok(vm.new_float(re))
}
fn imag(vm: &mut Vm, this: ObjId) -> Res {
    let (_, im) = value(vm, this);
    Ok(vm.new_float(im))
}

/// `repr(z)`
pub fn complex_repr(re: f64, im: f64) -> String {
    let form = Form { add_point_zero: false, ..Form::new(Style::Repr, 0) };
    let imaginary = float_text::format(im, form);
    if re == 0.0 && !re.is_sign_negative() {
        return format!("{imaginary}j");
    }
    let plus = if imaginary.starts_with('-') { "" } else { "+" };
    format!("({}{plus}{imaginary}j)", float_text::format(re, form))
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let (re, im) = value(vm, this);
    let text = complex_repr(re, im);
    Ok(vm.new_str(&text))
}
fn hash(vm: &mut Vm, this: ObjId) -> Res {
    let (re, im) = value(vm, this);
    let identity = vm.identity_hash(this);
    let part = |x| crate::vm::hash_float(x).unwrap_or(identity) as u64;
    let hash = part(re).wrapping_add(HASH_IMAG.wrapping_mul(part(im))) as i64;
    Ok(vm.new_int(if hash == -1 { -2 } else { hash }))
}
fn compare(vm: &mut Vm, this: ObjId, other: ObjId, op: u32) -> Res {
    let (re, im) = value(vm, this);
    let int_equal = |b: &BigInt| im == 0.0 && float_math::compare_int(re, b) == Some(Ordering::Equal);
    let equal = match vm.payload(other).base() {
        Payload::Complex(c) => re == c.0 && im == c.1,
        Payload::Float(f) => re == *f && im == 0.0,
        Payload::Int(i) => int_equal(&BigInt::from(*i)),
        Payload::BigInt(b) => int_equal(b),
        _ => return Ok(vm.not_implemented()),
    };
    Ok(vm.new_bool(equal == (op == op::EQ)))
}
/// Complex numbers have no order.
fn unordered(vm: &mut Vm, _: ObjId, _: ObjId) -> Res {
    Ok(vm.not_implemented())
}

/// Reads `1+2j` and its shorter forms, blanks and parentheses around it allowed.
fn parse(text: &str) -> Option<Complex> {
    let text = text.trim_matches(int_text::is_blank);
    let text = match text.strip_prefix('(') {
        Some(inner) => inner.strip_suffix(')')?.trim_matches(int_text::is_blank),
        None => text,
    };
    let is_unit = |c: Option<&u8>| matches!(c, Some(b'j' | b'J'));
    let bytes = text.as_bytes();
    let signed_unit = |at: usize| match bytes.get(at) {
        Some(b'+') if is_unit(bytes.get(at + 1)) => Some((1.0, 2)),
        Some(b'-') if is_unit(bytes.get(at + 1)) => Some((-1.0, 2)),
        _ => None,
    };
    let Some((first, length)) = float_text::parse_prefix(text) else {
        let (im, length) = if is_unit(bytes.first()) { (1.0, 1) } else { signed_unit(0)? };
        return (length == bytes.len()).then_some((0.0, im));
    };
    if length == bytes.len() {
        return Some((first, 0.0));
    }
    if is_unit(bytes.get(length)) {
        return (length + 1 == bytes.len()).then_some((0.0, first));
    }
    if !matches!(bytes[length], b'+' | b'-') {
        return None;
    }
    if let Some((im, used)) = signed_unit(length) {
        return (length + used == bytes.len()).then_some((first, im));
    }
    let (im, used) = float_text::parse_prefix(&text[length..])?;
    let end = length + used;
    (is_unit(bytes.get(end)) && end + 1 == bytes.len()).then_some((first, im))
}

/// The value of an object that is complex, or has `__complex__`, `__float__` or `__index__`.
fn convert(vm: &mut Vm, x: ObjId) -> Res<Option<Complex>> {
    if let Payload::Complex(c) = vm.payload(x).base() {
        return Ok(Some(**c));
    }
    if let Some(method) = vm.lookup_special(x, names::COMPLEX) {
        let result = vm.call_bound(method, x, &[])?;
        let complex = match vm.payload(result.id()).base() {
            Payload::Complex(c) => Some(**c),
            _ => None,
        };
        let exact = vm.type_of(result.id()) == types::COMPLEX;
        let class = vm.class_name(result.id());
        vm.release(result);
        return match complex {
            Some(value) if exact => Ok(Some(value)),
            Some(value) => {
                let message = format!(
                    "__complex__ returned non-complex (type {class}).  The ability to return an instance of a strict subclass of complex is deprecated, and may be removed in a future version of Python."
                );
                vm.warn(types::DEPRECATION_WARNING, &message)?;
                Ok(Some(value))
            }
            None => {
                let message = format!("__complex__ returned non-complex (type {class})");
                Err(vm.type_error(message))
            }
        };
    }
    Ok(vm.float_of(x)?.map(|re| (re, 0.0)))
}
fn new(vm: &mut Vm, cls: ObjId, args: Args<'_>) -> Res {
    let [re, im] = vm.bind("complex", args, ["real", "imag"], 0, 2)?;
    if let (Some(x), None) = (re, im)
        && cls == types::COMPLEX
        && vm.type_of(x) == types::COMPLEX
    {
        return Ok(vm.own(x));
    }
    if let Some(x) = re
        && let Some(text) = vm.as_str(x)
    {
        let mut text = int_text::to_ascii_digits(text.points());
        // What follows a character that is no digit is not looked at.
        if let Some(end) = text.find('?') {
            text.truncate(end + 1);
        }
        if im.is_some() {
            return Err(vm.type_error("complex() can't take second arg if first is a string"));
        }
        if text.contains('_') {
            text = match float_text::without_underscores(&text) {
                Some(plain) => plain,
                None => {
                    let shown = vm.repr_text(x)?;
                    return Err(vm.value_error(format!("could not convert string to complex: {shown}")));
                }
            };
        }
        let Some(value) = parse(&text) else {
            return Err(vm.value_error("complex() arg is a malformed string"));
        };
        return Ok(vm.new_instance_of(cls, types::COMPLEX, Payload::Complex(Box::new(value))));
    }
    if im.is_some_and(|im| vm.as_str(im).is_some()) {
        return Err(vm.type_error("complex() second arg can't be a string"));
    }
    let mut value = (0.0, 0.0);
    if let Some(x) = re {
        value = match convert(vm, x)? {
            Some(value) => value,
            None => {
                let class = vm.class_name(x);
                let message = format!("complex() first argument must be a string or a number, not '{class}'");
                return Err(vm.type_error(message));
            }
        };
    }
    if let Some(x) = im {
        let complex = match vm.payload(x).base() {
            Payload::Complex(c) => Some(**c),
            _ => None,
        };
        let part = match complex {
            Some(part) => part,
            None => match vm.float_of(x)? {
                Some(part) => (part, 0.0),
                None => {
                    let class = vm.class_name(x);
                    let message = format!("complex() second argument must be a number, not '{class}'");
                    return Err(vm.type_error(message));
                }
            },
        };
        if complex.is_some() {
            value.0 -= part.1;
        }
        let real_is_complex = re.is_some_and(|re| matches!(vm.payload(re).base(), Payload::Complex(_)));
        value.1 = if real_is_complex { value.1 + part.0 } else { part.0 };
    }
    Ok(vm.new_instance_of(cls, types::COMPLEX, Payload::Complex(Box::new(value))))
}
fn getnewargs(vm: &mut Vm, this: ObjId) -> Res {
    let (re, im) = value(vm, this);
    let (re, im) = (vm.new_float(re), vm.new_float(im));
    Ok(vm.new_tuple(vec![re.into_id(), im.into_id()]))
}
fn format(vm: &mut Vm, this: ObjId, spec: ObjId) -> Res {
    let spec = str::expect(vm, "__format__", "", spec)?;
    if spec.is_empty() {
        return vm.str_of(this);
    }
    vm.room_for_format(&spec)?;
    let (re, im) = value(vm, this);
    let class = vm.class_name(this);
    match number_format::format_complex(re, im, &spec, &class) {
        Ok(text) => Ok(vm.new_string(text)),
        Err(fault) => Err(vm.raise_fault(fault)),
    }
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::COMPLEX),
    defs: &[
        constructor(new),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__hash__", NoArgs(hash)),
        wrapper("__lt__", One(unordered)),
        wrapper("__le__", One(unordered)),
        wrapper("__eq__", One(|vm, a, b| compare(vm, a, b, op::EQ))),
        wrapper("__ne__", One(|vm, a, b| compare(vm, a, b, op::NE))),
        wrapper("__gt__", One(unordered)),
        wrapper("__ge__", One(unordered)),
        wrapper("__add__", One(add)),
        wrapper("__radd__", One(|vm, a, b| add(vm, b, a))),
        wrapper("__sub__", One(sub)),
        wrapper("__rsub__", One(|vm, a, b| sub(vm, b, a))),
        wrapper("__mul__", One(mul)),
        wrapper("__rmul__", One(|vm, a, b| mul(vm, b, a))),
        wrapper("__pow__", Pos(1, 2, pow)),
        wrapper("__rpow__", Pos(1, 2, rpow)),
        wrapper("__neg__", NoArgs(neg)),
        wrapper("__pos__", NoArgs(exact)),
        wrapper("__abs__", NoArgs(abs)),
        wrapper("__bool__", NoArgs(truth)),
        wrapper("__truediv__", One(truediv)),
        wrapper("__rtruediv__", One(|vm, a, b| truediv(vm, b, a))),
        method("__complex__", NoArgs(exact)),
        method("conjugate", NoArgs(conjugate)),
        method("__getnewargs__", NoArgs(getnewargs)),
        method("__format__", One(format)),
        member("real", real, None),
        member("imag", imag, None),
    ],
};
