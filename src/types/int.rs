//! int: construction, operators, comparison.

use super::{Fault, bytes, int_long, int_math, int_text, str_repr};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, names, types};
use crate::object::typ::Slot;
use crate::object::{Payload, Str};
use crate::vm::NativeCall::{Full, NoArgs, One, Pos};
use crate::vm::compare::{holds, op};
use crate::vm::native::{NativeDef, Owner, constructor, wrapper};
use crate::vm::{Args, NativeTable, Res, Vm, hash_bigint, hash_int};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};

impl Vm {
    /// The value of an int, which `id` must be (0 otherwise).
    pub fn int_value(&self, id: ObjId) -> BigInt {
        self.as_bigint(id).map(|b| b.into_owned()).unwrap_or_default()
    }
    /// The value of an int or of what has `__index__`.
    pub fn index_value(&mut self, id: ObjId) -> Res<BigInt> {
        let int = self.index(id)?;
        let value = self.int_value(int.id());
        self.release(int);
        Ok(value)
    }
    /// The object itself if it is exactly an int, else an int of its value.
    pub fn exact_int(&mut self, id: ObjId) -> Owned {
        if self.type_of(id) == types::INT {
            return self.own(id);
        }
        let value = self.int_value(id);
        self.new_bigint(value)
    }
    /// Decimal text within the digit limit.
    pub fn int_decimal(&mut self, id: ObjId) -> Res<String> {
        match self.payload(id).base() {
            Payload::Int(i) => Ok(i.to_string()),
            Payload::BigInt(b) => {
                let (value, limit) = (b.clone(), self.state.max_str_digits);
                self.patiently(|poll| int_text::to_decimal(&value, limit, poll))
            }
            _ => Ok(String::new()),
        }
    }
    /// The float nearest to an int; OverflowError if there is none.
    pub fn int_to_float(&mut self, id: ObjId) -> Res<f64> {
        let value = match self.payload(id).base() {
            Payload::Int(i) => Some(*i as f64),
            Payload::BigInt(b) => int_math::to_float(b),
            _ => Some(0.0),
        };
        value.ok_or_else(|| self.overflow_error("int too large to convert to float"))
    }

    /// `int(x)` of anything; a new reference to an exact int.
    pub fn to_int(&mut self, x: ObjId) -> Res {
        if self.type_of(x) == types::INT {
            return Ok(self.own(x));
        }
        if let Some(result) = self.call_special(x, Slot::Int, &[]) {
            let value = result?;
            return self.checked_int(value, "__int__");
        }
        if self.slot_of(x, Slot::Index).is_some() {
            let value = self.index(x)?;
            let exact = self.exact_int(value.id());
            self.release(value);
            return Ok(exact);
        }
        if let Some(trunc) = self.lookup_special(x, names::TRUNC) {
            self.warn(types::DEPRECATION_WARNING, "The delegation of int() to __trunc__ is deprecated.")?;
            let value = self.call_bound(trunc, x, &[])?;
            if self.is_int(value.id()) || self.slot_of(value.id(), Slot::Index).is_some() {
                let int = self.index_value(value.id());
                self.release(value);
                let int = int?;
                return Ok(self.new_bigint(int));
            }
            let message = format!("__trunc__ returned non-Integral (type {})", self.class_name(value.id()));
            self.release(value);
            return Err(self.type_error(message));
        }
        if self.as_str(x).is_some() || self.as_bytes(x).is_some() {
            let value = self.parse_int(x, 10)?;
            return Ok(self.new_bigint(value));
        }
        if let Some(data) = super::bytes::buffer(self, x)? {
            let data = self.new_bytes(&data);
            let value = self.parse_int(data.id(), 10);
            self.release(data);
            return Ok(self.new_bigint(value?));
        }
        let class = self.class_name(x);
        Err(self.type_error(format!(
            "int() argument must be a string, a bytes-like object or a real number, not '{class}'"
        )))
    }
    fn checked_int(&mut self, value: Owned, method: &str) -> Res {
        if self.is_int(value.id()) {
            if self.type_of(value.id()) != types::INT {
                let class = self.class_name(value.id());
                let message = format!(
                    "{method} returned non-int (type {class}).  The ability to return an instance of a strict subclass of int is deprecated, and may be removed in a future version of Python."
                );
                if let Err(e) = self.warn(types::DEPRECATION_WARNING, &message) {
                    self.release(value);
                    return Err(e);
                }
            }
            let exact = self.exact_int(value.id());
            self.release(value);
            return Ok(exact);
        }
        let message = format!("{method} returned non-int (type {})", self.class_name(value.id()));
        self.release(value);
        Err(self.type_error(message))
    }
    fn parse_int(&mut self, x: ObjId, base: u32) -> Res<BigInt> {
        let text = match (self.as_str(x), self.as_bytes(x)) {
            (Some(s), _) => match s.as_ascii() {
                Some(text) => text.to_string(),
                None => int_text::to_ascii_digits(s.points()),
            },
            (_, Some(b)) => b.iter().map(|&b| if b < 0x80 { b as char } else { '?' }).collect(),
            _ => String::new(),
        };
        let limit = self.state.max_str_digits;
        match self.patiently(|poll| Ok(int_text::parse(&text, base, limit, poll)))? {
            Ok(value) => Ok(value),
            Err(int_text::NoInt::Stopped(fault)) => Err(self.raise_fault(fault)),
            Err(int_text::NoInt::TooLong(digits)) => Err(self.raise_fault(int_text::too_long(limit, digits))),
            Err(int_text::NoInt::Malformed) => {
                let shown = match (self.as_str(x), self.as_bytes(x)) {
                    (Some(s), _) => str_repr::str_repr(s),
                    (_, Some(b)) => Str::from(str_repr::bytes_repr(b).as_str()),
                    _ => Str::from(""),
                };
                let message = int_text::malformed(base as i64, &shown.to_lossy());
                Err(self.value_error(message))
            }
        }
    }
}

fn new(vm: &mut Vm, cls: ObjId, args: Args<'_>) -> Res {
    if cls == types::BOOL {
        return Err(vm.type_error("int.__new__(bool) is not safe, use bool.__new__()"));
    }
    if args.kw.is_empty() && args.pos.len() > 2 {
        return Err(vm.type_error(format!("int expected at most 2 arguments, got {}", args.pos.len())));
    }
    let [x, base] = vm.bind("int", args, ["", "base"], 0, 2)?;
    let int = match (x, base) {
        (None, Some(_)) => return Err(vm.type_error("int() missing string argument")),
        (None, None) => vm.new_int(0),
        (Some(x), None) => vm.to_int(x)?,
        (Some(x), Some(base)) => {
            let base = vm.index_value(base)?;
            let Some(base) = base.to_u32().filter(|b| *b == 0 || (2..=36).contains(b)) else {
                return Err(vm.value_error("int() base must be >= 2 and <= 36, or 0"));
            };
            if vm.as_str(x).is_none() && vm.as_bytes(x).is_none() {
                return Err(vm.type_error("int() can't convert non-string with explicit base"));
            }
            let value = vm.parse_int(x, base)?;
            vm.new_bigint(value)
        }
    };
    if cls == types::INT {
        return Ok(int);
    }
    let payload = vm.payload(int.id()).clone();
    vm.release(int);
    Ok(vm.new_instance_of(cls, types::INT, payload))
}

/// Both operands as machine words.
fn small(vm: &Vm, a: ObjId, b: ObjId) -> Option<(i64, i64)> {
    match (vm.payload(a).base(), vm.payload(b).base()) {
        (Payload::Int(a), Payload::Int(b)) => Some((*a, *b)),
        _ => None,
    }
}
/// An operator: by machine words where that works, else by big ints.
fn arithmetic(
    vm: &mut Vm,
    a: ObjId,
    b: ObjId,
    quick: fn(i64, i64) -> Option<i64>,
    exact: fn(&BigInt, &BigInt) -> Result<BigInt, Fault>,
) -> Res {
    if let Some(value) = small(vm, a, b).and_then(|(a, b)| quick(a, b)) {
        return Ok(vm.new_int(value));
    }
    let result = match (vm.as_bigint(a), vm.as_bigint(b)) {
        (Some(a), Some(b)) => exact(&a, &b),
        _ => return Ok(vm.not_implemented()),
    };
    match result {
        Ok(value) => Ok(vm.new_bigint(value)),
        Err(fault) => Err(vm.raise_fault(fault)),
    }
}

/// A product whose size is refused before it is computed.
fn product(a: &BigInt, b: &BigInt) -> Result<BigInt, Fault> {
    if a.bits() + b.bits() > super::MAX_LENGTH as u64 * 8 {
        return Err((types::MEMORY_ERROR, String::new()));
    }
    Ok(a * b)
}
const DIVISION: &str = "integer division or modulo by zero";
const MODULO: &str = "integer modulo by zero";
fn quick_floor(a: i64, b: i64) -> Option<(i64, i64)> {
    int_math::floor_divmod_small(a, b, "").ok().flatten()
}

fn add(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    arithmetic(vm, a, b, i64::checked_add, |a, b| Ok(a + b))
}
fn sub(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    arithmetic(vm, a, b, i64::checked_sub, |a, b| Ok(a - b))
}
/// Two ints so long that work with them is done in parts, if these are such.
fn long_pair(vm: &Vm, a: ObjId, b: ObjId) -> Option<(BigInt, BigInt)> {
    let (Payload::BigInt(a), Payload::BigInt(b)) = (vm.payload(a).base(), vm.payload(b).base()) else {
        return None;
    };
    let long = a.bits().saturating_mul(b.bits()) > int_long::SHORT * int_long::SHORT;
    long.then(|| (BigInt::clone(a), BigInt::clone(b)))
}
fn mul(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    if let Some((a, b)) = long_pair(vm, a, b)
        && a.bits() + b.bits() <= super::MAX_LENGTH as u64 * 8
    {
        let result = vm.patiently(|poll| int_long::multiply(&a, &b, poll))?;
        return Ok(vm.new_bigint(result));
    }
    arithmetic(vm, a, b, i64::checked_mul, product)
}
fn floordiv(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    if let Some((a, b)) = long_pair(vm, a, b) {
        let (quotient, _) = vm.patiently(|poll| int_long::divide(&a, &b, poll))?;
        return Ok(vm.new_bigint(quotient));
    }
    arithmetic(
        vm,
        a,
        b,
        |a, b| Some(quick_floor(a, b)?.0),
        |a, b| Ok(int_math::floor_divmod(a, b, DIVISION)?.0),
    )
}
fn modulo(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    if let Some((a, b)) = long_pair(vm, a, b) {
        let (_, rest) = vm.patiently(|poll| int_long::divide(&a, &b, poll))?;
        return Ok(vm.new_bigint(rest));
    }
    arithmetic(
        vm,
        a,
        b,
        |a, b| Some(quick_floor(a, b)?.1),
        |a, b| Ok(int_math::floor_divmod(a, b, MODULO)?.1),
    )
}
pub fn and(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    arithmetic(vm, a, b, |a, b| Some(a & b), |a, b| Ok(a & b))
}
pub fn or(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    arithmetic(vm, a, b, |a, b| Some(a | b), |a, b| Ok(a | b))
}
pub fn xor(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    arithmetic(vm, a, b, |a, b| Some(a ^ b), |a, b| Ok(a ^ b))
}
fn lshift(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    let quick = |a: i64, b: i64| {
        let shifted = if (0..63).contains(&b) { a << b } else { return None };
        (shifted >> b == a).then_some(shifted)
    };
    arithmetic(vm, a, b, quick, int_math::shift_left)
}
fn rshift(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    let quick = |a: i64, b: i64| if b >= 0 { Some(a >> b.min(63)) } else { None };
    arithmetic(vm, a, b, quick, int_math::shift_right)
}
fn divmod(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    if !vm.is_int(a) || !vm.is_int(b) {
        return Ok(vm.not_implemented());
    }
    let (quotient, rest) = match small(vm, a, b).and_then(|(a, b)| quick_floor(a, b)) {
        Some((q, r)) => (vm.new_int(q), vm.new_int(r)),
        None => {
            let (q, r) = match long_pair(vm, a, b) {
                Some((a, b)) => vm.patiently(|poll| int_long::divide(&a, &b, poll))?,
                None => int_math::floor_divmod(&vm.int_value(a), &vm.int_value(b), DIVISION)
                    .map_err(|f| vm.raise_fault(f))?,
            };
            (vm.new_bigint(q), vm.new_bigint(r))
        }
    };
    Ok(vm.new_tuple(vec![quotient.into_id(), rest.into_id()]))
}
fn truediv(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    const EXACT: u64 = 1 << 53;
    if let Some((a, b)) = small(vm, a, b)
        && b != 0
        && a.unsigned_abs() <= EXACT
        && b.unsigned_abs() <= EXACT
    {
        // 0 / -1 is 0.0, not -0.0: an int zero has no sign.
        return Ok(vm.new_float(if a == 0 { 0.0f64.copysign(b as f64) } else { a as f64 / b as f64 }));
    }
    if !vm.is_int(a) || !vm.is_int(b) {
        return Ok(vm.not_implemented());
    }
    match int_math::true_divide(&vm.int_value(a), &vm.int_value(b)) {
        Ok(value) => Ok(vm.new_float(value)),
        Err(fault) => Err(vm.raise_fault(fault)),
    }
}

fn pow(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    power(vm, this, args[0], args.get(1).copied())
}
fn rpow(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    power(vm, args[0], this, args.get(1).copied())
}
fn power(vm: &mut Vm, a: ObjId, b: ObjId, modulus: Option<ObjId>) -> Res {
    let modulus = modulus.filter(|&m| m != ids::NONE);
    if !vm.is_int(a) || !vm.is_int(b) || modulus.is_some_and(|m| !vm.is_int(m)) {
        return Ok(vm.not_implemented());
    }
    if let (None, Some((a, b))) = (modulus, small(vm, a, b))
        && let Some(value) = u32::try_from(b).ok().and_then(|b| a.checked_pow(b))
    {
        return Ok(vm.new_int(value));
    }
    let (base, exponent) = (vm.int_value(a), vm.int_value(b));
    let modulus = modulus.map(|m| vm.int_value(m));
    if exponent.is_negative() && modulus.is_none() {
        let (a, b) = (vm.int_to_float(a)?, vm.int_to_float(b)?);
        return super::float::power(vm, a, b);
    }
    let result = vm.patiently(|poll| match &modulus {
        Some(modulus) => int_math::power_mod(&base, &exponent, modulus, poll),
        None => int_math::power(&base, &exponent, poll),
    })?;
    Ok(vm.new_bigint(result))
}

fn neg(vm: &mut Vm, this: ObjId) -> Res {
    match vm.as_i64(this).and_then(i64::checked_neg) {
        Some(value) => Ok(vm.new_int(value)),
        None => {
            let value = -vm.int_value(this);
            Ok(vm.new_bigint(value))
        }
    }
}
pub fn pos(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.exact_int(this))
}
fn abs(vm: &mut Vm, this: ObjId) -> Res {
    match vm.as_i64(this) {
        Some(value) if value >= 0 => pos(vm, this),
        None if !vm.int_value(this).is_negative() => pos(vm, this),
        _ => neg(vm, this),
    }
}
pub fn invert(vm: &mut Vm, this: ObjId) -> Res {
    match vm.as_i64(this) {
        Some(value) => Ok(vm.new_int(!value)),
        None => {
            let value = !vm.int_value(this);
            Ok(vm.new_bigint(value))
        }
    }
}
fn truth(vm: &mut Vm, this: ObjId) -> Res {
    let zero = vm.as_bigint(this).is_some_and(|b| b.is_zero());
    Ok(vm.new_bool(!zero))
}
fn float(vm: &mut Vm, this: ObjId) -> Res {
    let value = vm.int_to_float(this)?;
    Ok(vm.new_float(value))
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let text = vm.int_decimal(this)?;
    Ok(vm.new_own_str(&text))
}
fn hash(vm: &mut Vm, this: ObjId) -> Res {
    let hash = match vm.payload(this).base() {
        Payload::Int(i) => hash_int(*i),
        Payload::BigInt(b) => hash_bigint(b),
        _ => 0,
    };
    Ok(vm.new_int(hash))
}
fn compare(vm: &mut Vm, this: ObjId, other: ObjId, op: u32) -> Res {
    if let Some((a, b)) = small(vm, this, other) {
        return Ok(vm.new_bool(holds(op, a.cmp(&b))));
    }
    match (vm.as_bigint(this), vm.as_bigint(other)) {
        (Some(a), Some(b)) => Ok(vm.new_bool(holds(op, a.cmp(&b)))),
        _ => Ok(vm.not_implemented()),
    }
}
/// `int.from_bytes(bytes, byteorder='big', *, signed=False)`
pub fn from_bytes(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let [data, order, signed] = vm.bind("from_bytes", args, ["bytes", "byteorder", "signed"], 1, 2)?;
    let big = super::int_methods::is_big_endian(vm, "from_bytes", order)?;
    let signed = match signed {
        Some(signed) => vm.truth(signed)?,
        None => false,
    };
    let mut data = bytes::from_object(vm, data.unwrap_or(ids::NONE))?;
    if big {
        data.reverse();
    }
    let value = int_math::from_le(&data, signed);
    let int = vm.new_bigint(value);
    if class == types::INT {
        return Ok(int);
    }
    let result = vm.call(class, &[int.id()]);
    vm.release(int);
    result
}

/// A binary operator and its reflected form.
macro_rules! operator {
    ($name:literal, $f:path) => {
        wrapper($name, One($f))
    };
    ($name:literal, reflected $f:path) => {
        wrapper($name, One(|vm, a, b| $f(vm, b, a)))
    };
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::INT),
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
        operator!("__add__", add),
        operator!("__radd__", reflected add),
        operator!("__sub__", sub),
        operator!("__rsub__", reflected sub),
        operator!("__mul__", mul),
        operator!("__rmul__", reflected mul),
        operator!("__mod__", modulo),
        operator!("__rmod__", reflected modulo),
        operator!("__divmod__", divmod),
        operator!("__rdivmod__", reflected divmod),
        wrapper("__pow__", Pos(1, 2, pow)),
        wrapper("__rpow__", Pos(1, 2, rpow)),
        wrapper("__neg__", NoArgs(neg)),
        wrapper("__pos__", NoArgs(pos)),
        wrapper("__abs__", NoArgs(abs)),
        wrapper("__bool__", NoArgs(truth)),
        wrapper("__invert__", NoArgs(invert)),
        operator!("__lshift__", lshift),
        operator!("__rlshift__", reflected lshift),
        operator!("__rshift__", rshift),
        operator!("__rrshift__", reflected rshift),
        operator!("__and__", and),
        operator!("__rand__", reflected and),
        operator!("__xor__", xor),
        operator!("__rxor__", reflected xor),
        operator!("__or__", or),
        operator!("__ror__", reflected or),
        wrapper("__int__", NoArgs(pos)),
        wrapper("__float__", NoArgs(float)),
        operator!("__floordiv__", floordiv),
        operator!("__rfloordiv__", reflected floordiv),
        operator!("__truediv__", truediv),
        operator!("__rtruediv__", reflected truediv),
        wrapper("__index__", NoArgs(pos)),
        FROM_BYTES,
    ],
};
const FROM_BYTES: NativeDef = crate::vm::native::class_method("from_bytes", Full(from_bytes));
