//! Python's operators on constants: what folding computes. `None` stands for an exception, and
//! for results that CPython finds too big to keep.

use super::float;
use super::{Operator, UnaryOp};
use crate::constant::{Constant, Text};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};
use std::borrow::Cow;

/// Limits on what folding may make.
const MAX_INT_BITS: u64 = 128;
const MAX_COLLECTION_SIZE: usize = 256;
const MAX_STR_SIZE: usize = 4096;
const MAX_TOTAL_ITEMS: i64 = 1024;

/// A number, with `bool` seen as the int that it is.
enum Number<'a> {
    Int(Cow<'a, BigInt>),
    Float(f64),
    Complex(f64, f64),
}
use Number::{Complex, Float, Int};

fn int(value: &Constant) -> Option<Cow<'_, BigInt>> {
    match value {
        Constant::Bool(b) => Some(Cow::Owned(BigInt::from(*b))),
        Constant::Int(i) => Some(Cow::Owned(BigInt::from(*i))),
        Constant::BigInt(i) => Some(Cow::Borrowed(i)),
        _ => None,
    }
}

/// A bool or small int.
fn small(value: &Constant) -> Option<i64> {
    match value {
        Constant::Bool(b) => Some(i64::from(*b)),
        Constant::Int(i) => Some(*i),
        _ => None,
    }
}

fn number(value: &Constant) -> Option<Number<'_>> {
    match value {
        Constant::Float(f) => Some(Float(*f)),
        Constant::Complex { re, im } => Some(Complex(*re, *im)),
        _ => int(value).map(Int),
    }
}

/// An int as a float; `None` where Python raises OverflowError.
fn to_float(i: &BigInt) -> Option<f64> {
    i.to_f64().filter(|f| f.is_finite())
}

impl Number<'_> {
    fn float(&self) -> Option<f64> {
        match self {
            Int(i) => to_float(i),
            Float(f) => Some(*f),
            Complex(..) => None,
        }
    }
    fn complex(&self) -> Option<(f64, f64)> {
        match self {
            Complex(re, im) => Some((*re, *im)),
            real => Some((real.float()?, 0.0)),
        }
    }
}

pub(super) fn truth(value: &Constant) -> bool {
    match value {
        Constant::None => false,
        Constant::Ellipsis | Constant::BigInt(_) => true,
        Constant::Bool(b) => *b,
        Constant::Int(i) => *i != 0,
        Constant::Float(f) => *f != 0.0,
        Constant::Complex { re, im } => *re != 0.0 || *im != 0.0,
        Constant::Str(s) => !s.is_empty(),
        Constant::Bytes(b) => !b.is_empty(),
        Constant::Tuple(t) | Constant::FrozenSet(t) => !t.is_empty(),
    }
}

pub(super) fn unary(op: UnaryOp, value: &Constant) -> Option<Constant> {
    if op == UnaryOp::Not {
        return Some(Constant::Bool(!truth(value)));
    }
    Some(match (op, number(value)?) {
        (UnaryOp::Invert, Int(i)) => Constant::int(-i.into_owned() - 1),
        (UnaryOp::Invert, _) => return None,
        (UnaryOp::USub, Int(i)) => Constant::int(-i.into_owned()),
        (UnaryOp::USub, Float(f)) => Constant::Float(-f),
        (UnaryOp::USub, Complex(re, im)) => Constant::Complex { re: -re, im: -im },
        (_, Int(i)) => Constant::int(i.into_owned()),
        _ => value.clone(),
    })
}

pub(super) fn binary(op: Operator, left: &Constant, right: &Constant) -> Option<Constant> {
    if let (Some(a), Some(b)) = (small(left), small(right))
        && let Some(result) = small_binary(op, a, b, left, right)
    {
        return Some(result);
    }
    match op {
        Operator::Add => {
            if let Some(joined) = concat(left, right) {
                return Some(joined);
            }
        }
        Operator::Mult => {
            if let Some(repeated) = repeat(left, right).or_else(|| repeat(right, left)) {
                return repeated;
            }
        }
        _ => {}
    }
    match (number(left)?, number(right)?) {
        (Int(a), Int(b)) => int_binary(op, &a, &b),
        (a @ Complex(..), b) | (a, b @ Complex(..)) => {
            let (re, im) = float::complex_binary(op, a.complex()?, b.complex()?)?;
            Some(Constant::Complex { re, im })
        }
        (a, b) => float_binary(op, a.float()?, b.float()?),
    }
}

/// The common case without big ints; `None` leaves it to the general one.
fn small_binary(op: Operator, a: i64, b: i64, left: &Constant, right: &Constant) -> Option<Constant> {
    let bools = matches!((left, right), (Constant::Bool(_), Constant::Bool(_)));
    let bits = |value: i64| Some(if bools { Constant::Bool(value != 0) } else { Constant::Int(value) });
    match op {
        Operator::Add => a.checked_add(b).map(Constant::Int),
        Operator::Sub => a.checked_sub(b).map(Constant::Int),
        Operator::Mult => a.checked_mul(b).map(Constant::Int),
        Operator::BitOr => bits(a | b),
        Operator::BitXor => bits(a ^ b),
        Operator::BitAnd => bits(a & b),
        _ => None,
    }
}

fn int_binary(op: Operator, a: &BigInt, b: &BigInt) -> Option<Constant> {
    let value = match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult => {
            if !a.is_zero() && !b.is_zero() && a.bits() + b.bits() > MAX_INT_BITS {
                return None;
            }
            a * b
        }
        Operator::Div => return float::int_true_div(a, b).map(Constant::Float),
        Operator::FloorDiv if !b.is_zero() => a.div_floor(b),
        Operator::Mod if !b.is_zero() => a.mod_floor(b),
        Operator::FloorDiv | Operator::Mod | Operator::MatMult => return None,
        Operator::Pow => return int_pow(a, b),
        Operator::LShift => {
            if b.is_negative() {
                return None;
            }
            let shift = b.to_u64();
            if a.is_zero() {
                return Some(Constant::Int(0));
            }
            let shift = shift.filter(|s| *s <= MAX_INT_BITS && a.bits() <= MAX_INT_BITS - s);
            // A shift by zero is not limited.
            if b.is_zero() { a.clone() } else { a << shift? }
        }
        Operator::RShift => {
            if b.is_negative() {
                return None;
            }
            match b.to_u64() {
                Some(shift) if shift <= a.bits() => a >> shift,
                _ if a.is_negative() => BigInt::from(-1),
                _ => BigInt::zero(),
            }
        }
        Operator::BitOr => a | b,
        Operator::BitXor => a ^ b,
        Operator::BitAnd => a & b,
    };
    Some(Constant::int(value))
}

fn int_pow(a: &BigInt, b: &BigInt) -> Option<Constant> {
    if b.is_negative() {
        return float::pow(to_float(a)?, to_float(b)?);
    }
    if b.is_zero() {
        return Some(Constant::Int(1));
    }
    if a.is_zero() {
        return Some(Constant::Int(0));
    }
    let exponent = b.to_u64()?;
    if a.bits() > MAX_INT_BITS / exponent {
        return None;
    }
    Some(Constant::int(a.pow(u32::try_from(exponent).ok()?)))
}

fn float_binary(op: Operator, a: f64, b: f64) -> Option<Constant> {
    let value = match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult => a * b,
        Operator::Div if b != 0.0 => a / b,
        Operator::FloorDiv if b != 0.0 => float::div_mod(a, b).0,
        Operator::Mod if b != 0.0 => float::div_mod(a, b).1,
        Operator::Pow => return float::pow(a, b),
        _ => return None,
    };
    Some(Constant::Float(value))
}

fn concat(left: &Constant, right: &Constant) -> Option<Constant> {
    match (left, right) {
        (Constant::Str(a), Constant::Str(b)) => {
            Text::from_bytes(&[a.as_bytes(), b.as_bytes()].concat()).map(Constant::Str)
        }
        (Constant::Bytes(a), Constant::Bytes(b)) => Some(Constant::Bytes([&a[..], &b[..]].concat().into())),
        (Constant::Tuple(a), Constant::Tuple(b)) => Some(Constant::Tuple([&a[..], &b[..]].concat().into())),
        _ => None,
    }
}

/// A sequence times an int; the outer `None` means that these are something else.
fn repeat(sequence: &Constant, times: &Constant) -> Option<Option<Constant>> {
    let (size, limit) = match sequence {
        Constant::Str(s) => (s.code_points().count(), MAX_STR_SIZE),
        Constant::Bytes(b) => (b.len(), MAX_STR_SIZE),
        Constant::Tuple(t) => (t.len(), MAX_COLLECTION_SIZE),
        _ => return None,
    };
    let times = int(times)?;
    if size == 0 {
        // An int that is no index raises OverflowError; a negative one gives nothing.
        return Some(i64::try_from(times.as_ref()).ok().map(|_| sequence.clone()));
    }
    let Some(times) = times.to_usize().filter(|n| *n <= limit / size) else { return Some(None) };
    Some(match sequence {
        Constant::Str(s) => Text::from_bytes(&s.as_bytes().repeat(times)).map(Constant::Str),
        Constant::Bytes(b) => Some(Constant::Bytes(b.repeat(times).into())),
        Constant::Tuple(t) => {
            let fits = times == 0 || complexity(t, MAX_TOTAL_ITEMS / times as i64) >= 0;
            fits.then(|| Constant::Tuple((0..times).flat_map(|_| t.iter().cloned()).collect()))
        }
        _ => None,
    })
}

/// What is left of `limit` after counting all items; negative if there are too many.
fn complexity(items: &[Constant], mut limit: i64) -> i64 {
    limit -= items.len() as i64;
    for item in items {
        if limit < 0 {
            break;
        }
        if let Constant::Tuple(inner) = item {
            limit = complexity(inner, limit);
        }
    }
    limit
}

/// `value[index]`
pub(super) fn item(value: &Constant, index: &Constant) -> Option<Constant> {
    let index = small(index)?;
    let at = |len: usize| {
        let index = if index < 0 { index.checked_add(len as i64)? } else { index };
        usize::try_from(index).ok().filter(|i| *i < len)
    };
    match value {
        Constant::Str(s) => {
            let index = at(s.code_points().count())?;
            Some(Constant::Str(Text::from_code_points(s.code_points().nth(index))))
        }
        Constant::Bytes(b) => Some(Constant::Int(i64::from(b[at(b.len())?]))),
        Constant::Tuple(t) => Some(t[at(t.len())?].clone()),
        _ => None,
    }
}

/// Python's `==` on constants, where an int can equal a float.
pub(crate) fn equal(a: &Constant, b: &Constant) -> bool {
    match (a, b) {
        (Constant::Tuple(a), Constant::Tuple(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| equal(a, b))
        }
        (Constant::FrozenSet(a), Constant::FrozenSet(b)) => {
            a.len() == b.len() && a.iter().all(|a| b.iter().any(|b| equal(a, b)))
        }
        _ => match (number(a), number(b)) {
            (Some(Int(a)), Some(Int(b))) => a == b,
            (Some(Int(i)), Some(Float(f))) | (Some(Float(f)), Some(Int(i))) => equal_int_float(&i, f),
            (Some(Int(i)), Some(Complex(re, im))) | (Some(Complex(re, im)), Some(Int(i))) => {
                im == 0.0 && equal_int_float(&i, re)
            }
            (Some(a), Some(b)) => a.complex() == b.complex(),
            _ => a == b,
        },
    }
}

fn equal_int_float(i: &BigInt, f: f64) -> bool {
    f.is_finite()
        && f.fract() == 0.0
        && num_traits::FromPrimitive::from_f64(f).is_some_and(|f: BigInt| f == *i)
}

/// The values without those that equal an earlier one.
pub(crate) fn distinct(values: Vec<Constant>) -> Vec<Constant> {
    let mut seen: rustc_hash::FxHashSet<Constant> = rustc_hash::FxHashSet::default();
    let mut kept: Vec<Constant> = Vec::with_capacity(values.len());
    let numeric = |c: &Constant| !matches!(c, Constant::Str(_) | Constant::Bytes(_));
    for value in values {
        // Each NaN is a value of its own.
        if value.has_nan() {
            kept.push(value);
            continue;
        }
        if !seen.insert(value.clone()) {
            continue;
        }
        if numeric(&value) && kept.iter().any(|k| numeric(k) && equal(k, &value)) {
            continue;
        }
        kept.push(value);
    }
    kept
}
