//! `math`. The functions of real numbers come from the crate `pymath`, which asks the system's
//! mathematical library where CPython does.

mod integer;
mod sums;

use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{names, types as core};
use crate::vm::binary::op;
use crate::vm::native::{NativeCall::*, NativeDef, NativeTable, Owner, function};
use crate::vm::{Args, Res, Unwind, Vm};
use num_traits::{Signed, ToPrimitive};
use pymath::{Error, math};

type Float = Result<f64, Error>;

impl Vm {
    /// Raises what a mathematical function complained of.
    pub fn math_error(&mut self, error: Error) -> Unwind {
        match error {
            Error::EDOM => self.value_error("math domain error"),
            Error::ERANGE => self.overflow_error("math range error"),
        }
    }
    fn math_result(&mut self, result: Float) -> Res {
        match result {
            Ok(value) => Ok(self.new_float(value)),
            Err(error) => Err(self.math_error(error)),
        }
    }
}

/// A function of one real number.
macro_rules! unary {
    ($name:ident) => {
        function(
            stringify!($name),
            One(|vm, _, x| {
                let x = vm.to_float(x)?;
                vm.math_result(math::$name(x))
            }),
        )
    };
}
/// A function of two real numbers.
macro_rules! binary {
    ($name:ident) => {
        function(
            stringify!($name),
            Pos(2, 2, |vm, _, args| {
                let (x, y) = (vm.to_float(args[0])?, vm.to_float(args[1])?);
                vm.math_result(math::$name(x, y))
            }),
        )
    };
}
/// One that cannot fail, by a closure.
const fn plain(name: &'static str, call: fn(&mut Vm, ObjId, ObjId) -> Res) -> NativeDef {
    function(name, One(call))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("math"),
    defs: &[
        unary!(acos),
        unary!(acosh),
        unary!(asin),
        unary!(asinh),
        unary!(atan),
        binary!(atan2),
        unary!(atanh),
        plain("cbrt", |vm, _, x| {
            Ok({
                let x = vm.to_float(x)?;
                vm.new_float(cbrt(x))
            })
        }),
        binary!(copysign),
        unary!(cos),
        unary!(cosh),
        unary!(erf),
        unary!(erfc),
        unary!(exp),
        unary!(exp2),
        unary!(expm1),
        unary!(fabs),
        unary!(gamma),
        unary!(lgamma),
        unary!(log1p),
        binary!(remainder),
        binary!(fmod),
        binary!(pow),
        unary!(sin),
        unary!(sinh),
        unary!(sqrt),
        unary!(tan),
        unary!(tanh),
        plain("ceil", |vm, _, x| rounded(vm, x, names::CEIL, f64::ceil)),
        plain("floor", |vm, _, x| rounded(vm, x, names::FLOOR, f64::floor)),
        plain("trunc", trunc),
        plain("degrees", |vm, _, x| {
            Ok({
                let x = vm.to_float(x)?;
                vm.new_float(math::degrees(x))
            })
        }),
        plain("radians", |vm, _, x| {
            Ok({
                let x = vm.to_float(x)?;
                vm.new_float(math::radians(x))
            })
        }),
        plain("isfinite", |vm, _, x| {
            Ok({
                let x = vm.to_float(x)?;
                vm.new_bool(x.is_finite())
            })
        }),
        plain("isinf", |vm, _, x| {
            Ok({
                let x = vm.to_float(x)?;
                vm.new_bool(x.is_infinite())
            })
        }),
        plain("isnan", |vm, _, x| {
            Ok({
                let x = vm.to_float(x)?;
                vm.new_bool(x.is_nan())
            })
        }),
        plain("ulp", |vm, _, x| {
            Ok({
                let x = vm.to_float(x)?;
                vm.new_float(math::ulp(x))
            })
        }),
        function("isclose", Full(is_close)),
        function("fma", Pos(3, 3, fma)),
        function("frexp", One(frexp)),
        function("ldexp", Pos(2, 2, ldexp)),
        function("modf", One(modf)),
        function("nextafter", Full(next_after)),
        function("log", Pos(1, 2, log)),
        function(
            "log2",
            One(|vm, _, x| {
                Ok({
                    let y = log_of(vm, x, math::log2)?;
                    vm.new_float(y)
                })
            }),
        ),
        function(
            "log10",
            One(|vm, _, x| {
                Ok({
                    let y = log_of(vm, x, math::log10)?;
                    vm.new_float(y)
                })
            }),
        ),
        function("hypot", Pos(0, usize::MAX, sums::hypot)),
        function("dist", Pos(2, 2, sums::dist)),
        function("fsum", One(sums::fsum)),
        function("sumprod", Pos(2, 2, sums::sumprod)),
        function("prod", Full(sums::prod)),
        function("gcd", Pos(0, usize::MAX, integer::gcd)),
        function("lcm", Pos(0, usize::MAX, integer::lcm)),
        function("isqrt", One(integer::isqrt)),
        function("factorial", One(integer::factorial)),
        function("comb", Pos(2, 2, integer::comb)),
        function("perm", Pos(1, 2, integer::perm)),
    ],
};

/// Adds the constants to the fresh module.
pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    let constants = [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ];
    for (name, value) in constants {
        let value = vm.new_float(value);
        vm.dict_put(dict, name, value);
    }
}

/// The cube root as glibc computes it: a polynomial of the fraction, one step of Halley's method.
fn cbrt(x: f64) -> f64 {
    const COEFFICIENTS: [f64; 6] = [
        0.7849323449766392,
        1.8346927748361308,
        2.4469312256353444,
        2.114994941673713,
        1.508191937815849,
        -0.35489576504391984,
    ];
    const ROOT: f64 = 1.2599210498948732;
    const SQUARE: f64 = 1.5874010519681996;
    const FACTORS: [f64; 5] = [1.0 / SQUARE, 1.0 / ROOT, 1.0, ROOT, SQUARE];
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    let (fraction, exponent) = math::frexp(x.abs());
    let estimate = -COEFFICIENTS.iter().fold(0.14526389938548637, |sum, c| c - sum * fraction);
    let cube = estimate * estimate * estimate;
    let root =
        estimate * (cube + 2.0 * fraction) / (2.0 * cube + fraction) * FACTORS[(2 + exponent % 3) as usize];
    math::ldexp(root.copysign(x), exponent / 3).unwrap_or(x)
}

/// `ceil` and `floor`: a special method, or the float rounded.
fn rounded(vm: &mut Vm, x: ObjId, special: ObjId, round: fn(f64) -> f64) -> Res {
    if let (Payload::Float(value), core::FLOAT) = (vm.payload(x), vm.type_of(x)) {
        let value = round(*value);
        return vm.checked_int_of(value);
    }
    if let Some(method) = vm.lookup_special(x, special) {
        return vm.call_bound(method, x, &[]);
    }
    let value = vm.to_float(x)?;
    vm.checked_int_of(round(value))
}
fn trunc(vm: &mut Vm, _: ObjId, x: ObjId) -> Res {
    match vm.lookup_special(x, names::TRUNC) {
        Some(method) => vm.call_bound(method, x, &[]),
        None => {
            let message = format!("type {} doesn't define __trunc__ method", vm.class_name(x));
            Err(vm.type_error(message))
        }
    }
}
fn is_close(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [a, b, relative, absolute] = vm.bind("isclose", args, ["a", "b", "rel_tol", "abs_tol"], 2, 2)?;
    let mut values = [0.0, 0.0, 1e-9, 0.0];
    for (value, given) in values.iter_mut().zip([a, b, relative, absolute]) {
        if let Some(given) = given {
            *value = vm.to_float(given)?;
        }
    }
    let [a, b, relative, absolute] = values;
    match math::isclose(a, b, Some(relative), Some(absolute)) {
        Ok(close) => Ok(vm.new_bool(close)),
        Err(_) => Err(vm.value_error("tolerances must be non-negative")),
    }
}
fn fma(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let (x, y, z) = (vm.to_float(args[0])?, vm.to_float(args[1])?, vm.to_float(args[2])?);
    match math::fma(x, y, z) {
        Ok(value) => Ok(vm.new_float(value)),
        Err(Error::EDOM) => Err(vm.value_error("invalid operation in fma")),
        Err(Error::ERANGE) => Err(vm.overflow_error("overflow in fma")),
    }
}
fn frexp(vm: &mut Vm, _: ObjId, x: ObjId) -> Res {
    let x = vm.to_float(x)?;
    let (mantissa, exponent) = math::frexp(x);
    let parts = vec![vm.new_float(mantissa), vm.new_int(exponent.into())];
    Ok(vm.pack(parts))
}
fn modf(vm: &mut Vm, _: ObjId, x: ObjId) -> Res {
    let x = vm.to_float(x)?;
    let (fraction, whole) = math::modf(x);
    let parts = vec![vm.new_float(fraction), vm.new_float(whole)];
    Ok(vm.pack(parts))
}
fn ldexp(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let x = vm.to_float(args[0])?;
    let Some(exponent) = vm.as_bigint(args[1]) else {
        return Err(vm.type_error("Expected an int as second argument to ldexp."));
    };
    let limit = if exponent.is_negative() { i64::MIN } else { i64::MAX };
    let exponent = exponent.to_i64().unwrap_or(limit);
    let result = match i32::try_from(exponent) {
        _ if x == 0.0 || !x.is_finite() => Ok(x),
        Ok(exponent) => math::ldexp(x, exponent),
        Err(_) if exponent > 0 => Err(Error::ERANGE),
        Err(_) => Ok(0f64.copysign(x)),
    };
    vm.math_result(result)
}
fn next_after(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [x, y, steps] = vm.bind("nextafter", args, ["", "", "steps"], 2, 2)?;
    let none = crate::object::ids::NONE;
    let (x, y) = (vm.to_float(x.unwrap_or(none))?, vm.to_float(y.unwrap_or(none))?);
    let steps = match steps.filter(|&s| s != none) {
        None => None,
        Some(steps) => {
            let steps = vm.index_value(steps)?;
            if steps.is_negative() {
                return Err(vm.value_error("steps must be a non-negative integer"));
            }
            Some(steps.to_u64().unwrap_or(u64::MAX))
        }
    };
    Ok(vm.new_float(math::nextafter(x, y, steps)))
}

/// A logarithm of any real number; ints may be larger than any float.
fn log_of(vm: &mut Vm, x: ObjId, log: fn(f64) -> Float) -> Res<f64> {
    let result = match vm.as_bigint(x) {
        Some(value) if !value.is_positive() => Err(Error::EDOM),
        Some(value) => match crate::types::int_math::to_float(&value) {
            Some(float) => log(float),
            None => {
                let (mantissa, exponent) = integer::frexp(&value);
                log(mantissa).and_then(|m| Ok(m + log(2.0)? * exponent as f64))
            }
        },
        None => log(vm.to_float(x)?),
    };
    result.map_err(|e| vm.math_error(e))
}
fn log(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let natural = |x| math::log(x, None);
    let value = log_of(vm, args[0], natural)?;
    let value = vm.new_float(value);
    let Some(&base) = args.get(1) else { return Ok(value) };
    let base = match log_of(vm, base, natural) {
        Ok(base) => vm.new_float(base),
        Err(e) => {
            vm.release(value);
            return Err(e);
        }
    };
    let result = vm.binary(op::TRUE_DIVIDE, value.id(), base.id());
    let parts: [Owned; 2] = [value, base];
    parts.into_iter().for_each(|p| vm.release(p));
    result
}
