//! Arithmetic on floats where Python asks for more than the hardware gives.

use super::{Fault, int_math};
use crate::object::ids::types;
use num_bigint::BigInt;
use num_traits::Signed;
use std::cmp::Ordering;

/// Modulus of numeric hashes is 2**61 - 1: this is its number of bits.

/// `a // b` and `a % b` for `b != 0`.
pub fn floor_divmod(a: f64, b: f64) -> (f64, f64) {
    let mut rest = a % b;
    let mut quotient = (a - rest) / b;
    if rest != 0.0 {
        if (b < 0.0) != (rest < 0.0) {
            rest += b;
            quotient -= 1.0;
        }
    } else {
        rest = 0f64.copysign(b);
    }
    let floor = if quotient != 0.0 {
        let floor = quotient.floor();
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    } else {
        0f64.copysign(a / b)
    };
    (floor, rest)
}

/// What `a ** b` is: a float, a complex number's business, or an error.
pub enum Power {
    Float(f64),
    /// A negative number to a broken power.
    Complex,
}
pub fn power(a: f64, b: f64) -> Result<Power, Fault> {
    if b == 0.0 || a == 1.0 {
        return Ok(Power::Float(1.0));
    }
    if a.is_nan() || b.is_nan() {
        return Ok(Power::Float(f64::NAN));
    }
    let odd = b.abs() % 2.0 == 1.0;
    if b.is_infinite() {
        let size = a.abs();
        return Ok(Power::Float(if size == 1.0 {
            1.0
        } else if (b > 0.0) == (size > 1.0) {
            f64::INFINITY
        } else {
            0.0
        }));
    }
    if a.is_infinite() {
        let value = if b > 0.0 { f64::INFINITY } else { 0.0 };
        return Ok(Power::Float(if odd && a < 0.0 { -value } else { value }));
    }
    if a == 0.0 {
        if b < 0.0 {
            return Err((types::ZERO_DIVISION_ERROR, "0.0 cannot be raised to a negative power".into()));
        }
        return Ok(Power::Float(if odd { a } else { 0.0 }));
    }
    if a < 0.0 && b != b.floor() {
        return Ok(Power::Complex);
    }
    Ok(Power::Float(a.powf(b)))
}

/// Exact order of a float and an int; `None` for nan.
pub fn compare_int(a: f64, b: &BigInt) -> Option<Ordering> {
    if a.is_nan() {
        return None;
    }
    if a.is_infinite() {
        return Some(if a > 0.0 { Ordering::Greater } else { Ordering::Less });
    }
    let whole = int_math::from_float(a).ok()?;
    Some(whole.cmp(b).then_with(|| a.partial_cmp(&a.trunc()).unwrap_or(Ordering::Equal)))
}

/// The float as a fraction in lowest terms.
pub fn ratio(value: f64) -> Result<(BigInt, BigInt), Fault> {
    if value.is_nan() {
        return Err((types::VALUE_ERROR, "cannot convert NaN to integer ratio".into()));
    }
    if value.is_infinite() {
        return Err((types::OVERFLOW_ERROR, "cannot convert Infinity to integer ratio".into()));
    }
    let (mut mantissa, mut exponent) = int_math::parts(value);
    if mantissa == 0 {
        return Ok((BigInt::ZERO, BigInt::from(1)));
    }
    let even = mantissa.trailing_zeros();
    mantissa >>= even;
    exponent += even as i32;
    let sign = if value < 0.0 { -1 } else { 1 };
    let (numerator, denominator) = (BigInt::from(mantissa) * sign, BigInt::from(1));
    Ok(if exponent >= 0 {
        (numerator << exponent as u32, denominator)
    } else {
        (numerator, denominator << exponent.unsigned_abs())
    })
}

/// `round(x)`: half to even.
pub fn round(value: f64) -> f64 {
    value.round_ties_even()
}
/// `round(x, digits)`: the decimal value is rounded exactly.
pub fn round_to(value: f64, digits: &BigInt) -> Result<f64, Fault> {
    if !value.is_finite() || value == 0.0 {
        return Ok(value);
    }
    // Beyond these bounds nothing changes, or nothing is left.
    let digits = match i64::try_from(digits) {
        Ok(d) if d > 323 => return Ok(value),
        Ok(d) if d >= -308 => d,
        Err(_) if digits.is_positive() => return Ok(value),
        _ => return Ok(0.0 * value),
    };
    let rounded = if digits >= 0 {
        format!("{:.*}", digits as usize, value).parse().unwrap_or(value)
    } else {
        round_left_of_point(value, (-digits) as u32)
    };
    if rounded.is_infinite() {
        return Err((types::OVERFLOW_ERROR, "rounded value too large to represent".into()));
    }
    Ok(rounded)
}
fn round_left_of_point(value: f64, digits: u32) -> f64 {
    use num_integer::Integer;
    let Ok((numerator, denominator)) = ratio(value.abs()) else { return value };
    let unit = num_traits::pow(BigInt::from(10), digits as usize);
    let step = &unit * denominator;
    let (quotient, rest) = numerator.div_mod_floor(&step);
    let twice: BigInt = rest * 2;
    let up = twice > step || twice == step && quotient.is_odd();
    let whole = if up { quotient + 1 } else { quotient } * unit;
    int_math::to_float(&whole).unwrap_or(f64::INFINITY).copysign(value)
}
