//! `math`: functions of whole numbers.

use crate::heap::ObjId;
use crate::object::ids;
use crate::types::Fault;
use crate::types::int_long::{self, Poll};
use crate::vm::{Res, Vm};
use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Factors multiplied between two looks at whether the run is to end.
const CHUNK: u64 = 2048;

/// A fraction from 0.5 to 1 and the power of two that make the (positive) number, as near as a float gets.
pub fn frexp(value: &BigInt) -> (f64, u64) {
    let bits = value.bits();
    let shift = bits.saturating_sub(64);
    let top = value >> shift;
    let lost = &top << shift != *value;
    let top = top.to_u64().unwrap_or(u64::MAX) | u64::from(lost);
    let fraction = top as f64 / 2f64.powi(64);
    if fraction == 1.0 { (0.5, bits + 1) } else { (fraction, bits) }
}

type Step = fn(&BigInt, &BigInt, &mut Poll) -> Result<BigInt, Fault>;

fn fold(vm: &mut Vm, args: &[ObjId], start: u32, f: Step) -> Res {
    let mut result = BigInt::from(start);
    for &arg in args {
        let value = vm.index_value(arg)?;
        result = vm.patiently(|poll| f(&result, &value, poll))?;
    }
    Ok(vm.new_bigint(result.abs()))
}
pub fn gcd(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    fold(vm, args, 0, int_long::gcd)
}
pub fn lcm(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    fold(vm, args, 1, |a, b, poll| {
        if a.is_zero() || b.is_zero() {
            return Ok(BigInt::zero());
        }
        let common = int_long::gcd(a, b, poll)?;
        int_long::multiply(&int_long::divide(a, &common, poll)?.0, b, poll)
    })
}
pub fn isqrt(vm: &mut Vm, _: ObjId, n: ObjId) -> Res {
    let n = vm.index_value(n)?;
    if n.is_negative() {
        return Err(vm.value_error("isqrt() argument must be nonnegative"));
    }
    let root = vm.patiently(|poll| int_long::root(&n, poll))?;
    Ok(vm.new_bigint(root))
}

/// `low * (low + 1) * … * high`, by halves.
fn product(vm: &mut Vm, low: u64, high: u64) -> Res<BigInt> {
    if high.saturating_sub(low) < 16 {
        return Ok((low..=high).fold(BigInt::one(), |p, n| p * n));
    }
    if high - low > CHUNK {
        vm.poll()?;
    }
    let middle = low + (high - low) / 2;
    let (a, b) = (product(vm, low, middle)?, product(vm, middle + 1, high)?);
    vm.patiently(|poll| int_long::multiply(&a, &b, poll))
}
pub fn factorial(vm: &mut Vm, _: ObjId, n: ObjId) -> Res {
    let n = vm.index_value(n)?;
    if n.is_negative() {
        return Err(vm.value_error("factorial() not defined for negative values"));
    }
    let Some(n) = n.to_i64() else {
        let message = format!("factorial() argument should not exceed {}", i64::MAX);
        return Err(vm.overflow_error(message));
    };
    // More digits than any machine holds.
    if n > 1 << 32 {
        return Err(vm.memory_error());
    }
    let result = product(vm, 1, n.max(1) as u64)?;
    Ok(vm.new_bigint(result))
}

/// The two numbers of `comb` and `perm`.
fn pair(vm: &mut Vm, args: &[ObjId]) -> Res<(BigInt, BigInt)> {
    let (n, k) = (vm.index_value(args[0])?, vm.index_value(args[1])?);
    for (value, name) in [(&n, "n"), (&k, "k")] {
        if value.is_negative() {
            return Err(vm.value_error(format!("{name} must be a non-negative integer")));
        }
    }
    Ok((n, k))
}
/// `n * (n - 1) * …`, `k` factors.
fn falling(vm: &mut Vm, n: &BigInt, k: u64) -> Res<BigInt> {
    if let Some(n) = n.to_u64() {
        return if k == 0 { Ok(BigInt::one()) } else { product(vm, n - k + 1, n) };
    }
    if k <= 8 {
        return Ok((0..k).fold(BigInt::one(), |p, i| p * (n - i)));
    }
    vm.poll()?;
    let half = k / 2;
    let (a, b) = (falling(vm, n, half)?, falling(vm, &(n - half), k - half)?);
    vm.patiently(|poll| int_long::multiply(&a, &b, poll))
}
pub fn perm(vm: &mut Vm, module: ObjId, args: &[ObjId]) -> Res {
    if args.get(1).is_none_or(|&k| k == ids::NONE) {
        return factorial(vm, module, args[0]);
    }
    let (n, k) = pair(vm, args)?;
    if n < k {
        return Ok(vm.new_int(0));
    }
    let Some(k) = k.to_i64() else {
        return Err(vm.overflow_error(format!("k must not exceed {}", i64::MAX)));
    };
    let result = falling(vm, &n, k as u64)?;
    Ok(vm.new_bigint(result))
}
pub fn comb(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let (n, k) = pair(vm, args)?;
    if n < k {
        return Ok(vm.new_int(0));
    }
    let rest = &n - &k;
    let k = k.min(rest);
    let Some(k) = k.to_i64() else {
        let message = format!("min(n - k, k) must not exceed {}", i64::MAX);
        return Err(vm.overflow_error(message));
    };
    if k.is_zero() {
        return Ok(vm.new_int(1));
    }
    let (above, below) = (falling(vm, &n, k as u64)?, product(vm, 1, k as u64)?);
    let (quotient, _) = vm.patiently(|poll| int_long::divide(&above, &below, poll))?;
    Ok(vm.new_bigint(quotient))
}
