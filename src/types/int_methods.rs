//! The methods of int.

use super::{MAX_LENGTH, int, int_math, number_format, str};
use crate::heap::ObjId;
use crate::object::ids::types;
use crate::vm::NativeCall::{Full, NoArgs, One, Pos};
use crate::vm::native::{Owner, attribute, method};
use crate::vm::{Args, NativeTable, Res, Vm};
use num_traits::{Signed, ToPrimitive};

/// Is the byte order "big", the default?
pub fn is_big_endian(vm: &mut Vm, function: &str, order: Option<ObjId>) -> Res<bool> {
    let Some(order) = order else { return Ok(true) };
    let order = str::expect(vm, function, " 'byteorder'", order)?;
    match &*order.to_lossy() {
        "big" => Ok(true),
        "little" => Ok(false),
        _ => Err(vm.value_error("byteorder must be either 'little' or 'big'")),
    }
}

fn bit_length(vm: &mut Vm, this: ObjId) -> Res {
    let bits = vm.as_bigint(this).map_or(0, |b| b.bits());
    Ok(vm.new_int(bits as i64))
}
fn bit_count(vm: &mut Vm, this: ObjId) -> Res {
    let ones = vm.as_bigint(this).map_or(0, |b| b.magnitude().count_ones());
    Ok(vm.new_int(ones as i64))
}

fn to_bytes(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let [length, order, signed] = vm.bind("to_bytes", args, ["length", "byteorder", "signed"], 0, 2)?;
    let length = match length {
        Some(length) => vm.size_argument(length)?,
        None => 1,
    };
    let big = is_big_endian(vm, "to_bytes", order)?;
    let signed = match signed {
        Some(signed) => vm.truth(signed)?,
        None => false,
    };
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.value_error("length argument must be non-negative"));
    };
    if length > MAX_LENGTH {
        return Err(vm.memory_error());
    }
    let value = vm.int_value(this);
    let negative = value.is_negative();
    if negative && !signed {
        return Err(vm.overflow_error("can't convert negative int to unsigned"));
    }
    let mut bytes = if signed { int_math::to_signed_le(&value) } else { value.magnitude().to_bytes_le() };
    let zero = !negative && bytes.iter().all(|&b| b == 0);
    if zero {
        bytes.clear();
    }
    if bytes.len() > length {
        return Err(vm.overflow_error("int too big to convert"));
    }
    bytes.resize(length, if negative { 0xFF } else { 0 });
    if big {
        bytes.reverse();
    }
    Ok(vm.new_bytes(&bytes))
}

fn as_integer_ratio(vm: &mut Vm, this: ObjId) -> Res {
    let (numerator, denominator) = (vm.exact_int(this), vm.new_int(1));
    Ok(vm.new_tuple(vec![numerator.into_id(), denominator.into_id()]))
}
fn is_integer(vm: &mut Vm, _: ObjId) -> Res {
    Ok(vm.new_bool(true))
}
fn round(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let Some(&digits) = args.first() else { return Ok(vm.exact_int(this)) };
    let digits = vm.index_value(digits)?;
    if !digits.is_negative() {
        return Ok(vm.exact_int(this));
    }
    let value = int_math::round_to(&vm.int_value(this), &-digits);
    Ok(vm.new_bigint(value))
}
fn getnewargs(vm: &mut Vm, this: ObjId) -> Res {
    let value = vm.int_value(this);
    let copy = vm.new_bigint(value);
    Ok(vm.new_tuple(vec![copy.into_id()]))
}
fn format(vm: &mut Vm, this: ObjId, spec: ObjId) -> Res {
    let spec = str::expect(vm, "__format__", "", spec)?;
    if spec.is_empty() {
        return vm.str_of(this);
    }
    vm.room_for_format(&spec)?;
    let class = vm.class_name(this);
    let value = vm.int_value(this);
    let limit = vm.state.max_str_digits;
    let text = vm.patiently(|poll| number_format::format_int(&value, &spec, &class, limit, poll))?;
    Ok(vm.new_string(text))
}
/// Bytes that CPython's int takes: a header and digits of 30 bits.
fn sizeof(vm: &mut Vm, this: ObjId) -> Res {
    let bits = vm.as_bigint(this).map_or(0, |b| b.bits());
    Ok(vm.new_int(24 + 4 * bits.div_ceil(30).max(1).to_i64().unwrap_or(i64::MAX / 4)))
}
fn zero(vm: &mut Vm, _: ObjId) -> Res {
    Ok(vm.new_int(0))
}
fn one(vm: &mut Vm, _: ObjId) -> Res {
    Ok(vm.new_int(1))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::INT),
    defs: &[
        method("conjugate", NoArgs(int::pos)),
        method("bit_length", NoArgs(bit_length)),
        method("bit_count", NoArgs(bit_count)),
        method("to_bytes", Full(to_bytes)),
        method("as_integer_ratio", NoArgs(as_integer_ratio)),
        method("__trunc__", NoArgs(int::pos)),
        method("__floor__", NoArgs(int::pos)),
        method("__ceil__", NoArgs(int::pos)),
        method("__round__", Pos(0, 1, round)),
        method("__getnewargs__", NoArgs(getnewargs)),
        method("__format__", One(format)),
        method("__sizeof__", NoArgs(sizeof)),
        method("is_integer", NoArgs(is_integer)),
        attribute("real", int::pos, None),
        attribute("imag", zero, None),
        attribute("numerator", int::pos, None),
        attribute("denominator", one, None),
    ],
};
