//! `cmath`, by the crate `pymath`.

use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, names};
use crate::types::complex::quotient;
use crate::vm::native::{NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Args, Res, Vm};
use num_complex::Complex64;
use pymath::{Error, cmath};

impl Vm {
    /// Any number as a complex one (`PyComplex_AsCComplex`).
    pub fn to_complex(&mut self, id: ObjId) -> Res<Complex64> {
        if let Payload::Complex(c) = self.payload(id).base() {
            return Ok(Complex64::new(c.0, c.1));
        }
        if !matches!(self.payload(id).base(), Payload::Float(_) | Payload::Int(_) | Payload::BigInt(_))
            && let Some(method) = self.lookup_special(id, names::COMPLEX)
        {
            let value = self.call_bound(method, id, &[])?;
            let parts = match self.payload(value.id()).base() {
                Payload::Complex(c) => Some(**c),
                _ => None,
            };
            let class = self.class_name(value.id());
            self.release(value);
            return match parts {
                Some((re, im)) => Ok(Complex64::new(re, im)),
                None => {
                    let message =
                        format!("{}.__complex__ returned non-complex (type {class})", self.class_name(id));
                    Err(self.type_error(message))
                }
            };
        }
        Ok(Complex64::new(self.to_float(id)?, 0.0))
    }
    fn complex_result(&mut self, result: Result<Complex64, Error>) -> Res {
        match result {
            Ok(z) => Ok(self.new_complex(z.re, z.im)),
            Err(error) => Err(self.math_error(error)),
        }
    }
}

macro_rules! unary {
    ($name:ident) => {
        unary!($name, cmath::$name)
    };
    ($name:ident, $f:expr) => {
        function(
            stringify!($name),
            One(|vm, _, z| {
                let z = vm.to_complex(z)?;
                vm.complex_result($f(z))
            }),
        )
    };
}
macro_rules! test {
    ($name:ident) => {
        function(
            stringify!($name),
            One(|vm, _, z| {
                let z = vm.to_complex(z)?;
                Ok(vm.new_bool(cmath::$name(z)))
            }),
        )
    };
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("cmath"),
    defs: &[
        unary!(acos),
        unary!(acosh, acosh),
        unary!(asin),
        unary!(asinh),
        unary!(atan),
        unary!(atanh),
        unary!(cos),
        unary!(cosh),
        unary!(exp),
        unary!(log10),
        unary!(sin),
        unary!(sinh),
        unary!(sqrt),
        unary!(tan, tan),
        unary!(tanh, tanh),
        test!(isfinite),
        test!(isinf),
        test!(isnan),
        function("log", Pos(1, 2, log)),
        function("phase", One(phase)),
        function("polar", One(polar)),
        function("rect", Pos(2, 2, rect)),
        function("isclose", Full(is_close)),
    ],
};

/// Adds the constants to the fresh module.
pub fn fill(vm: &mut Vm, module: ObjId) {
    super::math::fill(vm, module);
    let dict = vm.module_dict(module);
    for (name, im) in [("infj", f64::INFINITY), ("nanj", f64::NAN)] {
        let value = vm.new_complex(0.0, im);
        vm.dict_put(dict, name, value);
    }
}

fn log(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let z = vm.to_complex(args[0])?;
    let Some(&base) = args.get(1) else { return vm.complex_result(cmath::log(z, None)) };
    let base = vm.to_complex(base)?;
    // With a base, the logarithm of zero is as good as any.
    let above = cmath::log(z, None).unwrap_or(Complex64::new(f64::NEG_INFINITY, z.im.atan2(z.re)));
    let result = cmath::log(base, None).and_then(|below| {
        let quotient = quotient((above.re, above.im), (below.re, below.im));
        quotient.map(|(re, im)| Complex64::new(re, im)).ok_or(Error::EDOM)
    });
    vm.complex_result(result)
}
/// `acosh`, `tan` and `tanh` of what is zero in one part and no number in the other, where the crate
/// follows a later CPython.
fn with_nan(
    z: Complex64,
    part: fn(Complex64) -> (f64, f64),
    f: fn(Complex64) -> Result<Complex64, Error>,
) -> Result<Complex64, Error> {
    let (zero, nan) = part(z);
    if zero == 0.0 && nan.is_nan() { Ok(Complex64::new(f64::NAN, f64::NAN)) } else { f(z) }
}
fn re_first(z: Complex64) -> (f64, f64) {
    (z.re, z.im)
}
fn im_first(z: Complex64) -> (f64, f64) {
    (z.im, z.re)
}
fn acosh(z: Complex64) -> Result<Complex64, Error> {
    with_nan(z, re_first, cmath::acosh)
}
fn tan(z: Complex64) -> Result<Complex64, Error> {
    with_nan(z, im_first, cmath::tan)
}
fn tanh(z: Complex64) -> Result<Complex64, Error> {
    with_nan(z, re_first, cmath::tanh)
}
fn phase(vm: &mut Vm, _: ObjId, z: ObjId) -> Res {
    let z = vm.to_complex(z)?;
    match cmath::phase(z) {
        Ok(phase) => Ok(vm.new_float(phase)),
        Err(error) => Err(vm.math_error(error)),
    }
}
fn polar(vm: &mut Vm, _: ObjId, z: ObjId) -> Res {
    let z = vm.to_complex(z)?;
    match cmath::polar(z) {
        Ok((r, phi)) => {
            let parts = vec![vm.new_float(r), vm.new_float(phi)];
            Ok(vm.pack(parts))
        }
        Err(error) => Err(vm.math_error(error)),
    }
}
fn rect(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let (r, phi) = (vm.to_float(args[0])?, vm.to_float(args[1])?);
    vm.complex_result(cmath::rect(r, phi))
}
fn is_close(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [a, b, relative, absolute] = vm.bind("isclose", args, ["a", "b", "rel_tol", "abs_tol"], 2, 2)?;
    let (a, b) = (vm.to_complex(a.unwrap_or(ids::NONE))?, vm.to_complex(b.unwrap_or(ids::NONE))?);
    let mut tolerances = [1e-9, 0.0];
    for (tolerance, given) in tolerances.iter_mut().zip([relative, absolute]) {
        if let Some(given) = given {
            *tolerance = vm.to_float(given)?;
        }
    }
    match cmath::isclose(a, b, Some(tolerances[0]), Some(tolerances[1])) {
        Ok(close) => Ok(vm.new_bool(close)),
        Err(_) => Err(vm.value_error("tolerances must be non-negative")),
    }
}
