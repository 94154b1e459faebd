//! float.

use super::float_text::{self, float_repr};
use super::{Fault, complex, float_math, int_math, int_text, number_format, str, str_repr};
use crate::heap::ObjId;
use crate::object::ids::{self, types};
use crate::object::typ::Slot;
use crate::object::{Payload, Str};
use crate::vm::NativeCall::{NoArgs, One, Pos};
use crate::vm::compare::{holds, op};
use crate::vm::native::{Owner, attribute, class_method, constructor, method, wrapper};
use crate::vm::{Args, NativeTable, Res, Vm};
use num_bigint::BigInt;

impl Vm {
    /// The value of a float or int operand; `None` for anything else.
    pub fn real_operand(&mut self, id: ObjId) -> Res<Option<f64>> {
        match self.payload(id).base() {
            Payload::Float(f) => Ok(Some(*f)),
            Payload::Int(i) => Ok(Some(*i as f64)),
            Payload::BigInt(_) => self.int_to_float(id).map(Some),
            _ => Ok(None),
        }
    }
    /// The value of a float, of what has `__float__`, or of what has `__index__`.
    pub fn to_float(&mut self, id: ObjId) -> Res<f64> {
        match self.float_of(id)? {
            Some(value) => Ok(value),
            None => {
                let message = format!("must be real number, not {}", self.class_name(id));
                Err(self.type_error(message))
            }
        }
    }
    /// The same, `None` for what is no number.
    pub fn float_of(&mut self, id: ObjId) -> Res<Option<f64>> {
        if let Some(value) = self.as_float(id) {
            return Ok(Some(value));
        }
        self.float_by_method(id)
    }
    /// The value that `__float__` or `__index__` gives.
    fn float_by_method(&mut self, id: ObjId) -> Res<Option<f64>> {
        if let Some(result) = self.call_special(id, Slot::Float, &[]) {
            let value = result?;
            let (float, exact) = (self.as_float(value.id()), self.type_of(value.id()) == types::FLOAT);
            let class = self.class_name(value.id());
            self.release(value);
            return match float {
                Some(float) if exact => Ok(Some(float)),
                Some(float) => {
                    let message = format!(
                        "{}.__float__ returned non-float (type {class}).  The ability to return an instance of a strict subclass of float is deprecated, and may be removed in a future version of Python.",
                        self.class_name(id)
                    );
                    self.warn(types::DEPRECATION_WARNING, &message)?;
                    Ok(Some(float))
                }
                None => {
                    let message =
                        format!("{}.__float__ returned non-float (type {class})", self.class_name(id));
                    Err(self.type_error(message))
                }
            };
        }
        if self.slot_of(id, Slot::Index).is_some() {
            let int = self.index(id)?;
            let value = self.int_to_float(int.id());
            self.release(int);
            return value.map(Some);
        }
        Ok(None)
    }
    fn checked_float(&mut self, result: Result<f64, Fault>) -> Res {
        match result {
            Ok(value) => Ok(self.new_float(value)),
            Err(fault) => Err(self.raise_fault(fault)),
        }
    }
    pub fn checked_int_of(&mut self, value: f64) -> Res {
        if value.abs() < 9e18 {
            return Ok(self.new_int(value as i64));
        }
        match int_math::from_float(value) {
            Ok(int) => Ok(self.new_bigint(int)),
            Err(fault) => Err(self.raise_fault(fault)),
        }
    }
}

fn new(vm: &mut Vm, cls: ObjId, args: Args<'_>) -> Res {
    let init = crate::object::typ::Slot::Init;
    if !args.kw.is_empty()
        && (cls == types::FLOAT || vm.type_obj(cls).slot(init) == vm.type_obj(types::FLOAT).slot(init))
    {
        return Err(vm.type_error("float() takes no keyword arguments"));
    }
    let value = match *args.pos {
        [] => 0.0,
        [x] if cls == types::FLOAT && vm.type_of(x) == types::FLOAT => return Ok(vm.own(x)),
        [x] => convert(vm, x)?,
        _ => return Err(vm.type_error(format!("float expected at most 1 argument, got {}", args.pos.len()))),
    };
    Ok(vm.new_instance_of(cls, types::FLOAT, Payload::Float(value)))
}
fn convert(vm: &mut Vm, x: ObjId) -> Res<f64> {
    let (text, shown) = match (vm.as_str(x), vm.as_bytes(x)) {
        (Some(s), _) => {
            let text = match s.as_ascii() {
                Some(text) => text.to_string(),
                None => int_text::to_ascii_digits(s.points()),
            };
            (text, str_repr::str_repr(s))
        }
        (_, Some(b)) => {
            let text = b.iter().map(|&b| if b < 0x80 { b as char } else { '?' }).collect();
            (text, Str::from(str_repr::bytes_repr(b).as_str()))
        }
        _ => {
            // A subclass of float may have a `__float__` of its own.
            return match vm.float_by_method(x)? {
                Some(value) => Ok(value),
                None => {
                    if let Some(data) = super::bytes::buffer(vm, x)? {
                        let data = vm.new_bytes(&data);
                        let value = convert(vm, data.id());
                        vm.release(data);
                        return value;
                    }
                    let class = vm.class_name(x);
                    let message =
                        format!("float() argument must be a string or a real number, not '{class}'");
                    Err(vm.type_error(message))
                }
            };
        }
    };
    match float_text::parse(&text) {
        Some(value) => Ok(value),
        None => {
            let message = format!("could not convert string to float: {}", shown.to_lossy());
            Err(vm.value_error(message))
        }
    }
}

/// Both operands as floats, or `None` where NotImplemented is the answer.
fn operands(vm: &mut Vm, a: ObjId, b: ObjId) -> Res<Option<(f64, f64)>> {
    match (vm.real_operand(a)?, vm.real_operand(b)?) {
        (Some(a), Some(b)) => Ok(Some((a, b))),
        _ => Ok(None),
    }
}
fn arithmetic(vm: &mut Vm, a: ObjId, b: ObjId, f: fn(f64, f64) -> Result<f64, &'static str>) -> Res {
    let Some((a, b)) = operands(vm, a, b)? else { return Ok(vm.not_implemented()) };
    match f(a, b) {
        Ok(value) => Ok(vm.new_float(value)),
        Err(message) => Err(vm.raise(types::ZERO_DIVISION_ERROR, message)),
    }
}
fn add(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    arithmetic(vm, a, b, |a, b| Ok(a + b))
}
fn sub(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    arithmetic(vm, a, b, |a, b| Ok(a - b))
}
fn mul(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    arithmetic(vm, a, b, |a, b| Ok(a * b))
}
fn truediv(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    arithmetic(vm, a, b, |a, b| if b == 0.0 { Err("float division by zero") } else { Ok(a / b) })
}
fn floordiv(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    arithmetic(vm, a, b, |a, b| match b {
        0.0 => Err("float floor division by zero"),
        _ => Ok(float_math::floor_divmod(a, b).0),
    })
}
fn modulo(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    arithmetic(vm, a, b, |a, b| match b {
        0.0 => Err("float modulo by zero"),
        _ => Ok(float_math::floor_divmod(a, b).1),
    })
}
fn divmod(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    let Some((a, b)) = operands(vm, a, b)? else { return Ok(vm.not_implemented()) };
    if b == 0.0 {
        return Err(vm.raise(types::ZERO_DIVISION_ERROR, "float divmod()"));
    }
    let (quotient, rest) = float_math::floor_divmod(a, b);
    let (quotient, rest) = (vm.new_float(quotient), vm.new_float(rest));
    Ok(vm.new_tuple(vec![quotient.into_id(), rest.into_id()]))
}
/// `a ** b`, which may be complex.
pub fn power(vm: &mut Vm, a: f64, b: f64) -> Res {
    match float_math::power(a, b) {
        Ok(float_math::Power::Float(value)) if value.is_infinite() && a.is_finite() && b.is_finite() => {
            Err(vm.result_out_of_range())
        }
        Ok(float_math::Power::Float(value)) => Ok(vm.new_float(value)),
        Ok(float_math::Power::Complex) => complex::power(vm, (a, 0.0), (b, 0.0)),
        Err(fault) => Err(vm.raise_fault(fault)),
    }
}
impl Vm {
    /// `OverflowError(34, 'Numerical result out of range')`, as the C library's errno makes it.
    pub fn result_out_of_range(&mut self) -> crate::vm::Unwind {
        let (number, text) = (self.new_int(34), self.new_str("Numerical result out of range"));
        let unwind = self.raise_with(types::OVERFLOW_ERROR, &[number.id(), text.id()]);
        self.release(number);
        self.release(text);
        unwind
    }
}
fn pow_of(vm: &mut Vm, a: ObjId, b: ObjId, modulus: Option<&ObjId>) -> Res {
    if modulus.is_some_and(|&m| m != ids::NONE) {
        return Err(vm.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
    }
    match operands(vm, a, b)? {
        Some((a, b)) => power(vm, a, b),
        None => Ok(vm.not_implemented()),
    }
}
fn pow(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    pow_of(vm, this, args[0], args.get(1))
}
fn rpow(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    pow_of(vm, args[0], this, args.get(1))
}

fn value(vm: &Vm, this: ObjId) -> f64 {
    vm.as_float(this).unwrap_or_default()
}
fn neg(vm: &mut Vm, this: ObjId) -> Res {
    let value = -value(vm, this);
    Ok(vm.new_float(value))
}
fn abs(vm: &mut Vm, this: ObjId) -> Res {
    let value = value(vm, this).abs();
    Ok(vm.new_float(value))
}
/// The float itself, or an exact copy of a subclass's instance.
fn exact(vm: &mut Vm, this: ObjId) -> Res {
    if vm.type_of(this) == types::FLOAT {
        return Ok(vm.own(this));
    }
    let value = value(vm, this);
    Ok(vm.new_float(value))
}
fn truth(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.new_bool(value(vm, this) != 0.0))
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let text = float_repr(value(vm, this));
    Ok(vm.new_str(&text))
}
fn hash(vm: &mut Vm, this: ObjId) -> Res {
    let hash = crate::vm::hash_float(value(vm, this)).unwrap_or_else(|| vm.identity_hash(this));
    Ok(vm.new_int(hash))
}
fn compare(vm: &mut Vm, this: ObjId, other: ObjId, op: u32) -> Res {
    let a = value(vm, this);
    let order = match vm.payload(other).base() {
        Payload::Float(b) => a.partial_cmp(b),
        Payload::Int(i) => float_math::compare_int(a, &BigInt::from(*i)),
        Payload::BigInt(b) => float_math::compare_int(a, b),
        _ => return Ok(vm.not_implemented()),
    };
    Ok(vm.new_bool(match order {
        Some(order) => holds(op, order),
        None => op == op::NE,
    }))
}

fn trunc(vm: &mut Vm, this: ObjId) -> Res {
    let value = value(vm, this);
    vm.checked_int_of(value)
}
fn floor(vm: &mut Vm, this: ObjId) -> Res {
    let value = value(vm, this).floor();
    vm.checked_int_of(value)
}
fn ceil(vm: &mut Vm, this: ObjId) -> Res {
    let value = value(vm, this).ceil();
    vm.checked_int_of(value)
}
fn round(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let number = value(vm, this);
    match args.first() {
        Some(&digits) if digits != ids::NONE => {
            let digits = vm.index_value(digits)?;
            vm.checked_float(float_math::round_to(number, &digits))
        }
        _ => vm.checked_int_of(float_math::round(number)),
    }
}
fn is_integer(vm: &mut Vm, this: ObjId) -> Res {
    let value = value(vm, this);
    Ok(vm.new_bool(value.is_finite() && value == value.floor()))
}
fn as_integer_ratio(vm: &mut Vm, this: ObjId) -> Res {
    match float_math::ratio(value(vm, this)) {
        Ok((numerator, denominator)) => {
            let (numerator, denominator) = (vm.new_bigint(numerator), vm.new_bigint(denominator));
            Ok(vm.new_tuple(vec![numerator.into_id(), denominator.into_id()]))
        }
        Err(fault) => Err(vm.raise_fault(fault)),
    }
}
fn hex(vm: &mut Vm, this: ObjId) -> Res {
    let text = float_text::to_hex(value(vm, this));
    Ok(vm.new_str(&text))
}
fn fromhex(vm: &mut Vm, class: ObjId, text: ObjId) -> Res {
    let Some(string) = vm.as_str(text) else {
        return Err(vm.type_error("bad argument type for built-in operation"));
    };
    let string = string.to_lossy().into_owned();
    let float = vm.checked_float(float_text::from_hex(&string))?;
    if class == types::FLOAT {
        return Ok(float);
    }
    let result = vm.call(class, &[float.id()]);
    vm.release(float);
    result
}
fn getnewargs(vm: &mut Vm, this: ObjId) -> Res {
    let value = value(vm, this);
    let copy = vm.new_float(value);
    Ok(vm.new_tuple(vec![copy.into_id()]))
}
fn getformat(vm: &mut Vm, _: ObjId, kind: ObjId) -> Res {
    let kind = str::expect(vm, "__getformat__", "", kind)?;
    match &*kind.to_lossy() {
        "double" | "float" => Ok(vm.new_str("IEEE, little-endian")),
        _ => Err(vm.value_error("__getformat__() argument 1 must be 'double' or 'float'")),
    }
}
fn format(vm: &mut Vm, this: ObjId, spec: ObjId) -> Res {
    let spec = str::expect(vm, "__format__", "", spec)?;
    if spec.is_empty() {
        return vm.str_of(this);
    }
    vm.room_for_format(&spec)?;
    let class = vm.class_name(this);
    match number_format::format_float(value(vm, this), &spec, &class) {
        Ok(text) => Ok(vm.new_string(text)),
        Err(fault) => Err(vm.raise_fault(fault)),
    }
}
fn zero(vm: &mut Vm, _: ObjId) -> Res {
    Ok(vm.new_float(0.0))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::FLOAT),
    defs: &[
        constructor(new),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__hash__", NoArgs(hash)),
        wrapper("__lt__", One(|vm, a, b| compare(vm, a, b, op::LT))),
        wrapper("__le__", One(|vm, a, b| compare(vm, a, b, op::LE))),
        wrapper("__eq__", One(|vm, a, b| compare(vm, a, b, op::EQ))),
        wrapper("__ne__", One(|vm, a, b| compare(vm, a, b, op::NE))),
        wrapper("__gt__", One(|vm, a, b| compare(vm, a, b, op::GT))),
        wrapper("__ge__", One(|vm, a, b| compare(vm, a, b, op::GE))),
        wrapper("__add__", One(add)),
        wrapper("__radd__", One(|vm, a, b| add(vm, b, a))),
        wrapper("__sub__", One(sub)),
        wrapper("__rsub__", One(|vm, a, b| sub(vm, b, a))),
        wrapper("__mul__", One(mul)),
        wrapper("__rmul__", One(|vm, a, b| mul(vm, b, a))),
        wrapper("__mod__", One(modulo)),
        wrapper("__rmod__", One(|vm, a, b| modulo(vm, b, a))),
        wrapper("__divmod__", One(divmod)),
        wrapper("__rdivmod__", One(|vm, a, b| divmod(vm, b, a))),
        wrapper("__pow__", Pos(1, 2, pow)),
        wrapper("__rpow__", Pos(1, 2, rpow)),
        wrapper("__neg__", NoArgs(neg)),
        wrapper("__pos__", NoArgs(exact)),
        wrapper("__abs__", NoArgs(abs)),
        wrapper("__bool__", NoArgs(truth)),
        wrapper("__int__", NoArgs(trunc)),
        wrapper("__float__", NoArgs(exact)),
        wrapper("__floordiv__", One(floordiv)),
        wrapper("__rfloordiv__", One(|vm, a, b| floordiv(vm, b, a))),
        wrapper("__truediv__", One(truediv)),
        wrapper("__rtruediv__", One(|vm, a, b| truediv(vm, b, a))),
        method("conjugate", NoArgs(exact)),
        method("__trunc__", NoArgs(trunc)),
        method("__floor__", NoArgs(floor)),
        method("__ceil__", NoArgs(ceil)),
        method("__round__", Pos(0, 1, round)),
        method("as_integer_ratio", NoArgs(as_integer_ratio)),
        class_method("fromhex", One(fromhex)),
        method("hex", NoArgs(hex)),
        method("is_integer", NoArgs(is_integer)),
        method("__getnewargs__", NoArgs(getnewargs)),
        class_method("__getformat__", One(getformat)),
        method("__format__", One(format)),
        attribute("real", exact, None),
        attribute("imag", zero, None),
    ],
};
