//! Arithmetic on ints: what num-bigint and the machine word do not give as Python defines it.

use super::int_long::{self, Poll};
use super::{Fault, MAX_LENGTH};
use crate::object::ids::types;
use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Results beyond this many bits are refused.
const MAX_BITS: u64 = MAX_LENGTH as u64 * 8;

fn memory() -> Fault {
    (types::MEMORY_ERROR, String::new())
}
fn zero_division(message: &str) -> Fault {
    (types::ZERO_DIVISION_ERROR, message.to_string())
}

/// Quotient and remainder, rounding down; `message` is what division by zero says.
pub fn floor_divmod_small(a: i64, b: i64, message: &str) -> Result<Option<(i64, i64)>, Fault> {
    if b == 0 {
        return Err(zero_division(message));
    }
    let (Some(q), Some(r)) = (a.checked_div(b), a.checked_rem(b)) else { return Ok(None) };
    Ok(Some(if r != 0 && (r < 0) != (b < 0) { (q - 1, r + b) } else { (q, r) }))
}
pub fn floor_divmod(a: &BigInt, b: &BigInt, message: &str) -> Result<(BigInt, BigInt), Fault> {
    if b.is_zero() { Err(zero_division(message)) } else { Ok(a.div_mod_floor(b)) }
}

/// `a << b`
pub fn shift_left(a: &BigInt, b: &BigInt) -> Result<BigInt, Fault> {
    if b.is_negative() {
        return Err((types::VALUE_ERROR, "negative shift count".into()));
    }
    if a.is_zero() {
        return Ok(BigInt::zero());
    }
    match b.to_u64() {
        // CPython counts digits of 30 bits in a machine word.
        None => Err((types::OVERFLOW_ERROR, "too many digits in integer".into())),
        Some(count) if count.saturating_add(a.bits()) > MAX_BITS => Err(memory()),
        Some(count) => Ok(a << count),
    }
}
/// `a >> b`
pub fn shift_right(a: &BigInt, b: &BigInt) -> Result<BigInt, Fault> {
    if b.is_negative() {
        return Err((types::VALUE_ERROR, "negative shift count".into()));
    }
    match b.to_u64().filter(|&count| count <= a.bits()) {
        Some(count) => Ok(a >> count),
        None => Ok(BigInt::from(if a.is_negative() { -1 } else { 0 })),
    }
}

/// `a ** b` for `b >= 0`, step by step; `poll` is asked between the steps.
pub fn power(a: &BigInt, b: &BigInt, poll: &mut Poll) -> Result<BigInt, Fault> {
    if b.is_zero() || a.is_one() {
        return Ok(BigInt::one());
    }
    if a.is_zero() {
        return Ok(BigInt::zero());
    }
    if a.magnitude().is_one() {
        return Ok(if b.is_even() { BigInt::one() } else { a.clone() });
    }
    let exponent = match b.to_u64() {
        Some(n) if n.saturating_mul(a.bits() - 1) < MAX_BITS => n,
        _ => return Err(memory()),
    };
    if a.bits().saturating_mul(exponent) < 1 << 16 {
        return Ok(num_traits::pow(a.clone(), exponent as usize));
    }
    let mut result = a.clone();
    for bit in (0..exponent.ilog2()).rev() {
        result = int_long::multiply(&result, &result, poll)?;
        if exponent >> bit & 1 == 1 {
            result = int_long::multiply(&result, a, poll)?;
        }
    }
    Ok(result)
}

/// `pow(a, b, m)`; `poll` is asked between the steps of a long exponent.
pub fn power_mod(a: &BigInt, b: &BigInt, m: &BigInt, poll: &mut Poll) -> Result<BigInt, Fault> {
    if m.is_zero() {
        return Err((types::VALUE_ERROR, "pow() 3rd argument cannot be 0".to_string()));
    }
    let modulus = m.abs();
    if modulus.is_one() {
        return Ok(BigInt::zero());
    }
    let mut base = a.mod_floor(&modulus);
    if b.is_negative() {
        let Some(inverse) = int_long::inverse(&base, &modulus, poll)? else {
            let message = "base is not invertible for the given modulus".to_string();
            return Err((types::VALUE_ERROR, message));
        };
        base = inverse;
    }
    if modulus.bits() > int_long::SHORT {
        let result = int_long::power_mod(&base, &b.abs(), &modulus, poll)?;
        return Ok(if m.is_negative() && !result.is_zero() { result - modulus } else { result });
    }
    // A digit of the exponent at a time, the highest first.
    let digits = b.magnitude().to_u64_digits();
    let shift = BigInt::one() << 64;
    let mut result = BigInt::one();
    for (i, &digit) in digits.iter().rev().enumerate() {
        poll()?;
        if i > 0 {
            result = result.modpow(&shift, &modulus);
        }
        result = result * base.modpow(&BigInt::from(digit), &modulus) % &modulus;
    }
    Ok(if m.is_negative() && !result.is_zero() { result - modulus } else { result })
}

/// `±(mantissa + a bit if sticky) * 2**exponent`, rounded half to even once; infinite if too large.
pub fn scale(negative: bool, mantissa: u64, sticky: bool, exponent: i64) -> f64 {
    if mantissa == 0 {
        return if negative { -0.0 } else { 0.0 };
    }
    let lead = mantissa.leading_zeros() as i64;
    let (mut mantissa, mut exponent) = (mantissa << lead, exponent - lead);
    // 64 bits now: the value is below 2**(exponent + 64). How many bits must go?
    let drop = 11.max(-1074 - exponent);
    if drop > 64 {
        return if negative { -0.0 } else { 0.0 };
    }
    let (rest, half) =
        if drop == 64 { (mantissa, 1 << 63) } else { (mantissa & ((1 << drop) - 1), 1u64 << (drop - 1)) };
    mantissa = if drop == 64 { 0 } else { mantissa >> drop };
    exponent += drop;
    if rest > half || rest == half && (sticky || mantissa & 1 == 1) {
        mantissa += 1;
    }
    let value = if exponent > 971 || exponent == 971 && mantissa >> 53 != 0 {
        f64::INFINITY
    } else if exponent >= -1022 {
        mantissa as f64 * f64::from_bits(((exponent + 1023) as u64) << 52)
    } else {
        // A multiple of the smallest subnormal: exact in two steps.
        mantissa as f64 * f64::from_bits(1) * 2f64.powi((exponent + 1074) as i32)
    };
    if negative { -value } else { value }
}

/// The leading 64 bits of a number, whether bits below them are set, and how many those are.
fn leading(magnitude: &BigUint) -> (u64, bool, i64) {
    let below = magnitude.bits().saturating_sub(64);
    let top = (magnitude >> below).to_u64().unwrap_or(u64::MAX);
    let sticky = below > 0 && magnitude.trailing_zeros().is_some_and(|z| z < below);
    (top, sticky, below as i64)
}

/// The nearest float; `None` if it would be infinite.
pub fn to_float(a: &BigInt) -> Option<f64> {
    let (top, sticky, below) = leading(a.magnitude());
    let value = scale(a.is_negative(), top, sticky, below);
    value.is_finite().then_some(value)
}

/// `a / b`, correctly rounded.
pub fn true_divide(a: &BigInt, b: &BigInt) -> Result<f64, Fault> {
    if b.is_zero() {
        return Err(zero_division("division by zero"));
    }
    let negative = a.is_negative() != b.is_negative();
    if a.is_zero() {
        return Ok(if negative { -0.0 } else { 0.0 });
    }
    const EXACT: u64 = 53;
    if a.bits() <= EXACT && b.bits() <= EXACT {
        return Ok(a.to_f64().unwrap_or(0.0) / b.to_f64().unwrap_or(1.0));
    }
    // A quotient of 66 bits or so holds all that rounding needs.
    let shift = b.bits() as i64 - a.bits() as i64 + 66;
    let (n, d) = if shift >= 0 {
        (a.magnitude() << shift as u64, b.magnitude().clone())
    } else {
        (a.magnitude().clone(), b.magnitude() << (-shift) as u64)
    };
    let (quotient, rest) = n.div_rem(&d);
    let (top, sticky, below) = leading(&quotient);
    let value = scale(negative, top, sticky || !rest.is_zero(), below - shift);
    if value.is_finite() {
        Ok(value)
    } else {
        Err((types::OVERFLOW_ERROR, "integer division result too large for a float".into()))
    }
}

/// The int part of a finite float.
pub fn from_float(value: f64) -> Result<BigInt, Fault> {
    if value.is_nan() {
        return Err((types::VALUE_ERROR, "cannot convert float NaN to integer".into()));
    }
    if value.is_infinite() {
        return Err((types::OVERFLOW_ERROR, "cannot convert float infinity to integer".into()));
    }
    let (mantissa, exponent) = parts(value);
    let magnitude = if exponent >= 0 {
        BigInt::from(mantissa) << exponent as u64
    } else if exponent <= -64 {
        BigInt::zero()
    } else {
        BigInt::from(mantissa >> -exponent)
    };
    Ok(if value < 0.0 { -magnitude } else { magnitude })
}
/// Mantissa and exponent of a finite float: its absolute value is `mantissa * 2**exponent`.
pub fn parts(value: f64) -> (u64, i32) {
    let bits = value.to_bits();
    let (exponent, fraction) = ((bits >> 52 & 0x7FF) as i32, bits & ((1 << 52) - 1));
    if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) }
}

/// Rounds to a multiple of `10**digits`, half to even.
pub fn round_to(a: &BigInt, digits: &BigInt) -> BigInt {
    let decimals = a.bits() / 3 + 2;
    let Some(digits) = digits.to_u64().filter(|&d| d <= decimals) else { return BigInt::zero() };
    let unit = num_traits::pow(BigInt::from(10), digits as usize);
    let (quotient, rest) = a.div_mod_floor(&unit);
    let twice: BigInt = &rest * 2;
    if twice > unit || twice == unit && quotient.is_odd() { (quotient + 1) * unit } else { quotient * unit }
}

/// Two's complement bytes, little-endian, of the least length that holds the sign.
pub fn to_signed_le(a: &BigInt) -> Vec<u8> {
    a.to_signed_bytes_le()
}
pub fn from_le(bytes: &[u8], signed: bool) -> BigInt {
    if signed { BigInt::from_signed_bytes_le(bytes) } else { BigInt::from_bytes_le(Sign::Plus, bytes) }
}
