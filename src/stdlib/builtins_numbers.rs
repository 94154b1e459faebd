//! `builtins`: functions about numbers and about many values at once.

use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{self, names, types};
use crate::object::typ::Slot;
use crate::vm::binary::op as arith;
use crate::vm::compare::op as cmp;
use crate::vm::native::Args;
use crate::vm::{Res, Unwind, Vm};

pub fn abs(vm: &mut Vm, _: ObjId, x: ObjId) -> Res {
    match vm.call_special(x, Slot::Abs, &[]) {
        Some(result) => result,
        None => {
            let message = format!("bad operand type for abs(): '{}'", vm.class_name(x));
            Err(vm.type_error(message))
        }
    }
}
pub fn divmod(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    match vm.try_binary(Slot::Divmod, Slot::Rdivmod, args[0], args[1])? {
        Some(pair) => Ok(pair),
        None => {
            let message = format!(
                "unsupported operand type(s) for divmod(): '{}' and '{}'",
                vm.class_name(args[0]),
                vm.class_name(args[1])
            );
            Err(vm.type_error(message))
        }
    }
}
pub fn pow(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("pow", args, ["base", "exp", "mod"], 2, 3)?;
    let (Some(base), Some(exp)) = (bound[0], bound[1]) else { unreachable!("bind checked them") };
    let modulus = bound[2].unwrap_or(ids::NONE);
    if modulus == ids::NONE {
        return vm.binary(arith::POWER, base, exp);
    }
    if let Some(method) = vm.slot_of(base, Slot::Pow) {
        let value = vm.call_slot(method, base, &[exp, modulus])?;
        if value.id() != ids::NOT_IMPLEMENTED {
            return Ok(value);
        }
        vm.release(value);
    }
    // Built-in numbers are asked from the right as well.
    if let Some(method) = vm.slot_of(exp, Slot::Rpow)
        && vm.descriptor_kind(method).is_some()
        && vm.type_of(exp) != vm.type_of(base)
    {
        let value = vm.call_slot(method, exp, &[base, modulus])?;
        if value.id() != ids::NOT_IMPLEMENTED {
            return Ok(value);
        }
        vm.release(value);
    }
    if vm.as_float(modulus).is_some() {
        let message = "pow() 3rd argument not allowed unless all arguments are integers";
        return Err(vm.type_error(message));
    }
    let names = [base, exp, modulus].map(|v| vm.class_name(v));
    let [a, b, c] = names;
    Err(vm.type_error(format!("unsupported operand type(s) for ** or pow(): '{a}', '{b}', '{c}'")))
}
pub fn round(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("round", args, ["number", "ndigits"], 1, 2)?;
    let Some(number) = bound[0] else { unreachable!("bind checked it") };
    let Some(method) = vm.lookup_special(number, names::ROUND) else {
        let message = format!("type {} doesn't define __round__ method", vm.class_name(number));
        return Err(vm.type_error(message));
    };
    match bound[1] {
        Some(digits) if digits != ids::NONE => vm.call_bound(method, number, &[digits]),
        _ => vm.call_bound(method, number, &[]),
    }
}

/// `0x`, `0o`, `0b` and the digits.
fn based(vm: &mut Vm, x: ObjId, prefix: &str, radix: u32) -> Res {
    let int = vm.index(x)?;
    let text = vm.as_bigint(int.id()).map(|value| {
        let sign = if value.sign() == num_bigint::Sign::Minus { "-" } else { "" };
        format!("{sign}{prefix}{}", value.magnitude().to_str_radix(radix))
    });
    vm.release(int);
    Ok(vm.new_str(&text.unwrap_or_default()))
}
pub fn hex(vm: &mut Vm, _: ObjId, x: ObjId) -> Res {
    based(vm, x, "0x", 16)
}
pub fn oct(vm: &mut Vm, _: ObjId, x: ObjId) -> Res {
    based(vm, x, "0o", 8)
}
pub fn bin(vm: &mut Vm, _: ObjId, x: ObjId) -> Res {
    based(vm, x, "0b", 2)
}
pub fn chr(vm: &mut Vm, _: ObjId, x: ObjId) -> Res {
    let int = vm.index(x)?;
    let point = vm.as_i64(int.id());
    vm.release(int);
    match point {
        Some(p @ 0..=0x10_FFFF) => Ok(vm.new_character(p as u32)),
        _ => Err(vm.value_error("chr() arg not in range(0x110000)")),
    }
}
pub fn ord(vm: &mut Vm, _: ObjId, x: ObjId) -> Res {
    let found = match vm.payload(x).base() {
        Payload::Str(s) if s.len() == 1 => Ok(s.at(0) as i64),
        Payload::Str(s) => Err(s.len()),
        Payload::Bytes(b) if b.len() == 1 => Ok(b[0] as i64),
        Payload::Bytes(b) => Err(b.len()),
        Payload::ByteArray(b) if b.len() == 1 => Ok(b[0] as i64),
        Payload::ByteArray(b) => Err(b.len()),
        _ => {
            let message = format!("ord() expected string of length 1, but {} found", vm.class_name(x));
            return Err(vm.type_error(message));
        }
    };
    match found {
        Ok(point) => Ok(vm.new_int(point)),
        Err(length) => {
            let message = format!("ord() expected a character, but string of length {length} found");
            Err(vm.type_error(message))
        }
    }
}

/// Asks each item's truth until one is `wanted`.
fn search(vm: &mut Vm, iterable: ObjId, wanted: bool) -> Res<bool> {
    let iter = vm.iter(iterable)?;
    let mut round = 0;
    let result = loop {
        round += 1;
        if let Err(e) = vm.poll_round(round) {
            break Err(e);
        }
        match vm.next(iter.id()) {
            Ok(Some(item)) => {
                let truth = vm.truth(item.id());
                vm.release(item);
                match truth {
                    Ok(truth) if truth == wanted => break Ok(true),
                    Ok(_) => {}
                    Err(e) => break Err(e),
                }
            }
            Ok(None) => break Ok(false),
            Err(e) => break Err(e),
        }
    };
    vm.release(iter);
    result
}
pub fn any(vm: &mut Vm, _: ObjId, iterable: ObjId) -> Res {
    let found = search(vm, iterable, true)?;
    Ok(vm.new_bool(found))
}
pub fn all(vm: &mut Vm, _: ObjId, iterable: ObjId) -> Res {
    let found = search(vm, iterable, false)?;
    Ok(vm.new_bool(!found))
}

pub fn min(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    extreme(vm, args, "min", cmp::LT)
}
pub fn max(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    extreme(vm, args, "max", cmp::GT)
}
fn extreme(vm: &mut Vm, args: Args<'_>, name: &str, op: u32) -> Res {
    if args.pos.is_empty() {
        return Err(vm.type_error(format!("{name} expected at least 1 argument, got 0")));
    }
    if args.kw.len() > 2 {
        let message = format!("{name}() takes at most 2 keyword arguments ({} given)", args.kw.len());
        return Err(vm.type_error(message));
    }
    let (mut key, mut default) = (None, None);
    for &(keyword, value) in args.kw {
        match &*vm.str_lossy(keyword) {
            "key" => key = Some(value).filter(|&k| k != ids::NONE),
            "default" => default = Some(value),
            other => {
                let other = other.to_string();
                return Err(vm.unexpected_argument(name, &other, &["key", "default"]));
            }
        }
    }
    let several = args.pos.len() > 1;
    if several && default.is_some() {
        let message = format!("Cannot specify a default for {name}() with multiple positional arguments");
        return Err(vm.type_error(message));
    }
    let iter = if several { None } else { Some(vm.iter(args.pos[0])?) };
    let mut best: Option<(Owned, Owned)> = None;
    let mut given = args.pos.iter();
    let mut round = 0;
    let result = loop {
        round += 1;
        if let Err(e) = vm.poll_round(round) {
            break Err(e);
        }
        let item = match &iter {
            Some(iter) => vm.next(iter.id()),
            None => Ok(given.next().map(|&item| vm.own(item))),
        };
        let item = match item {
            Ok(Some(item)) => item,
            Ok(None) => break Ok(()),
            Err(e) => break Err(e),
        };
        if let Err(e) = compare_extreme(vm, &mut best, item, key, op) {
            break Err(e);
        }
    };
    vm.release_opt(iter);
    match (result, best) {
        (Ok(()), Some((item, weight))) => {
            vm.release(weight);
            Ok(item)
        }
        (Ok(()), None) => match default {
            Some(default) => Ok(vm.own(default)),
            None => Err(vm.value_error(format!("{name}() iterable argument is empty"))),
        },
        (Err(e), best) => {
            if let Some((item, weight)) = best {
                vm.release(item);
                vm.release(weight);
            }
            Err(e)
        }
    }
}
/// Keeps the item if it beats the best so far.
fn compare_extreme(
    vm: &mut Vm,
    best: &mut Option<(Owned, Owned)>,
    item: Owned,
    key: Option<ObjId>,
    op: u32,
) -> Result<(), Unwind> {
    let weight = match key {
        Some(key) => vm.call(key, &[item.id()]),
        None => Ok(vm.own(item.id())),
    };
    let weight = match weight {
        Ok(weight) => weight,
        Err(e) => {
            vm.release(item);
            return Err(e);
        }
    };
    let better = match best {
        Some((_, champion)) => vm.compare_bool(op, weight.id(), champion.id()),
        None => Ok(true),
    };
    match better {
        Ok(true) => {
            if let Some((old, old_weight)) = best.replace((item, weight)) {
                vm.release(old_weight);
                vm.release(old);
            }
            Ok(())
        }
        other => {
            vm.release(weight);
            vm.release(item);
            other.map(|_| ())
        }
    }
}

/// A float sum that carries the rounding errors along (Neumaier's), as 3.12 and later add.
#[derive(Default)]
struct Compensated {
    high: f64,
    low: f64,
}
impl Compensated {
    fn add(&mut self, x: f64) {
        let total = self.high + x;
        if self.high.abs() >= x.abs() {
            self.low += (self.high - total) + x;
        } else {
            self.low += (x - total) + self.high;
        }
        self.high = total;
    }
    fn value(&self) -> f64 {
        if self.low != 0.0 && self.low.is_finite() { self.high + self.low } else { self.high }
    }
}

pub fn sum(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("sum", args, ["", "start"], 1, 2)?;
    let Some(iterable) = bound[0] else { unreachable!("bind checked it") };
    let start = bound[1].unwrap_or(ids::small_int(0));
    let iter = vm.iter(iterable)?;
    let kinds = [
        (types::STR, "strings", "''"),
        (types::BYTES, "bytes", "b''"),
        (types::BYTEARRAY, "bytearray", "b''"),
    ];
    for (ty, what, join) in kinds {
        if vm.is_instance(start, ty) {
            vm.release(iter);
            return Err(vm.type_error(format!("sum() can't sum {what} [use {join}.join(seq) instead]")));
        }
    }
    let total = vm.own(start);
    let result = sum_items(vm, iter.id(), total);
    vm.release(iter);
    result
}
fn sum_items(vm: &mut Vm, iter: ObjId, mut total: Owned) -> Res {
    let mut rounds = 0u32;
    loop {
        // A run of floats (with ints among them) is added with compensation.
        let floats = vm.type_of(total.id()) == types::FLOAT;
        let mut run = Compensated { high: vm.as_float(total.id()).unwrap_or(0.0), low: 0.0 };
        loop {
            rounds = rounds.wrapping_add(1);
            if rounds & 0xFFF == 0
                && let Err(e) = vm.poll()
            {
                vm.release(total);
                return Err(e);
            }
            let item = match vm.next(iter) {
                Ok(Some(item)) => item,
                Ok(None) if floats => {
                    vm.release(total);
                    return Ok(vm.new_float(run.value()));
                }
                Ok(None) => return Ok(total),
                Err(e) => {
                    vm.release(total);
                    return Err(e);
                }
            };
            if floats {
                let number = match *vm.payload(item.id()) {
                    Payload::Float(f) if vm.type_of(item.id()) == types::FLOAT => Some((f, true)),
                    Payload::Int(i) => Some((i as f64, false)),
                    _ => None,
                };
                if let Some((number, compensate)) = number {
                    if compensate {
                        run.add(number);
                    } else {
                        run.high += number;
                    }
                    vm.release(item);
                    continue;
                }
                vm.release(total);
                total = vm.new_float(run.value());
            }
            let added = vm.binary(arith::ADD, total.id(), item.id());
            vm.release(total);
            vm.release(item);
            total = added?;
            break;
        }
    }
}
