//! Float and complex arithmetic with Python's results, for folding.

use super::Operator;
use crate::constant::Constant;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

/// `a // b` and `a % b` for `b != 0`; the remainder has the divisor's sign.
pub(super) fn div_mod(a: f64, b: f64) -> (f64, f64) {
    let mut rest = a % b;
    let mut div = (a - rest) / b;
    if rest != 0.0 {
        if (b < 0.0) != (rest < 0.0) {
            rest += b;
            div -= 1.0;
        }
    } else {
        rest = 0.0_f64.copysign(b);
    }
    let floor = if div != 0.0 {
        let floor = div.floor();
        if div - floor > 0.5 { floor + 1.0 } else { floor }
    } else {
        0.0_f64.copysign(a / b)
    };
    (floor, rest)
}

/// `a ** b` of floats: a complex number where a negative base has a broken exponent.
pub(super) fn pow(a: f64, b: f64) -> Option<Constant> {
    if b == 0.0 || a == 1.0 {
        return Some(Constant::Float(1.0));
    }
    if a.is_nan() || b.is_nan() {
        return Some(Constant::Float(if a.is_nan() { a } else { b }));
    }
    if b.is_infinite() {
        let value = match a.abs() {
            1.0 => 1.0,
            size if (b > 0.0) == (size > 1.0) => f64::INFINITY,
            _ => 0.0,
        };
        return Some(Constant::Float(value));
    }
    if a == 0.0 && b < 0.0 {
        return None;
    }
    if a.is_finite() && b.is_finite() && a < 0.0 && b != b.floor() {
        let (re, im) = complex_pow((a, 0.0), (b, 0.0))?;
        return Some(Constant::Complex { re, im });
    }
    let value = a.powf(b);
    // An infinite result of finite numbers is OverflowError.
    (value.is_finite() || a.is_infinite() || b.is_infinite()).then_some(Constant::Float(value))
}

pub(super) fn complex_binary(op: Operator, a: (f64, f64), b: (f64, f64)) -> Option<(f64, f64)> {
    match op {
        Operator::Add => Some((a.0 + b.0, a.1 + b.1)),
        Operator::Sub => Some((a.0 - b.0, a.1 - b.1)),
        Operator::Mult => Some(complex_mul(a, b)),
        Operator::Div => complex_div(a, b),
        Operator::Pow => complex_pow(a, b),
        _ => None,
    }
}

fn complex_mul(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

/// Smith's method: divides by the larger part first.
fn complex_div(a: (f64, f64), b: (f64, f64)) -> Option<(f64, f64)> {
    let (re, im) = (b.0.abs(), b.1.abs());
    if re >= im {
        if re == 0.0 {
            return None;
        }
        let ratio = b.1 / b.0;
        let denominator = b.0 + b.1 * ratio;
        Some(((a.0 + a.1 * ratio) / denominator, (a.1 - a.0 * ratio) / denominator))
    } else if im >= re {
        let ratio = b.0 / b.1;
        let denominator = b.0 * ratio + b.1;
        Some(((a.0 * ratio + a.1) / denominator, (a.1 * ratio - a.0) / denominator))
    } else {
        Some((f64::NAN, f64::NAN))
    }
}

fn complex_pow(a: (f64, f64), b: (f64, f64)) -> Option<(f64, f64)> {
    // An infinite part is OverflowError; NaN is a result as any other.
    let finite = |v: (f64, f64)| (!v.0.is_infinite() && !v.1.is_infinite()).then_some(v);
    // Small whole exponents multiply, all others go through polar form.
    if b.1 == 0.0 && b.0 == b.0.floor() && b.0.abs() <= 100.0 {
        let n = b.0 as i32;
        if n > 0 {
            return finite(complex_powu(a, n as u32));
        }
        if n == 0 {
            return Some((1.0, 0.0));
        }
        return finite(complex_div((1.0, 0.0), complex_powu(a, n.unsigned_abs()))?);
    }
    if a == (0.0, 0.0) {
        return (b.1 == 0.0 && (b.0 >= 0.0 || b.0.is_nan())).then_some((0.0, 0.0));
    }
    let size = a.0.hypot(a.1);
    let mut len = size.powf(b.0);
    let angle = a.1.atan2(a.0);
    let mut phase = angle * b.0;
    if b.1 != 0.0 {
        len /= (angle * b.1).exp();
        phase += b.1 * size.ln();
    }
    // The sine of infinity is a domain error.
    if phase.is_infinite() {
        return None;
    }
    finite((len * phase.cos(), len * phase.sin()))
}

fn complex_powu(a: (f64, f64), n: u32) -> (f64, f64) {
    let (mut result, mut power) = ((1.0, 0.0), a);
    let mut mask = 1;
    while mask > 0 && n >= mask {
        if n & mask != 0 {
            result = complex_mul(result, power);
        }
        mask <<= 1;
        power = complex_mul(power, power);
    }
    result
}

/// `a / b` of ints, correctly rounded; `None` for a zero divisor or a result out of range.
pub(super) fn int_true_div(a: &BigInt, b: &BigInt) -> Option<f64> {
    if b.is_zero() {
        return None;
    }
    let negative = a.is_negative() != b.is_negative();
    let (a, b) = (a.abs(), b.abs());
    if a.is_zero() {
        return Some(if negative { -0.0 } else { 0.0 });
    }
    let exact = BigInt::from(1u64 << 53);
    let size = if a <= exact && b <= exact {
        a.to_f64()? / b.to_f64()?
    } else {
        // A quotient of 55 bits or more, its lowest bit set if there is a rest, rounds rightly
        // when turned into a float; results below the normal range keep fewer bits.
        let diff = a.bits() as i64 - b.bits() as i64;
        if diff > 1025 {
            return None;
        }
        let shift = (55 - diff).min(1076);
        let (mut quotient, rest) = if shift >= 0 {
            (a << shift as u64).div_rem(&b)
        } else {
            a.div_rem(&(b << shift.unsigned_abs()))
        };
        if !rest.is_zero() {
            quotient |= BigInt::from(1);
        }
        scale(quotient, -shift)
    };
    size.is_finite().then_some(if negative { -size } else { size })
}

/// `value * 2**exponent`, rounded once, half to even.
fn scale(value: BigInt, exponent: i64) -> f64 {
    let bits = value.bits() as i64;
    // The exponent of the last bit that a float can keep.
    let last = (bits + exponent - 53).max(-1074);
    let drop = last - exponent;
    let mut kept = value;
    if drop > 0 {
        let half = BigInt::from(1) << (drop as u64 - 1);
        let (whole, rest) = kept.div_rem(&(BigInt::from(1) << drop as u64));
        kept = whole;
        if rest > half || (rest == half && kept.is_odd()) {
            kept += 1;
        }
    }
    let kept_exponent = exponent + drop.max(0);
    let float = kept.to_f64().unwrap_or(f64::INFINITY);
    // Two steps, as one power of two can itself be out of range; both are exact.
    let first = kept_exponent.clamp(-1000, 1000) as i32;
    float * 2f64.powi(first) * 2f64.powi((kept_exponent - i64::from(first)).clamp(-1000, 1000) as i32)
}
