//! range, over ints of any size.

use super::slice::long_indices;
use super::support::Writer;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::object::{Iter, Payload};
use crate::vm::NativeCall::{NoArgs, One};
use crate::vm::compare::op;
use crate::vm::native::{Owner, constructor, member, method, wrapper};
use crate::vm::{Args, NativeTable, Res, Vm};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, Zero};

const START: usize = 0;
const STOP: usize = 1;
const STEP: usize = 2;
const LENGTH: usize = 3;

fn parts(vm: &Vm, range: ObjId) -> [ObjId; 4] {
    match vm.payload(range) {
        Payload::Range(parts) => *parts,
        other => unreachable!("{range:?} is no range but {other:?}"),
    }
}
/// Start, stop, step and length as numbers.
fn numbers(vm: &Vm, range: ObjId) -> [BigInt; 4] {
    parts(vm, range).map(|p| number(vm, p))
}
fn number(vm: &Vm, int: ObjId) -> BigInt {
    vm.as_bigint(int).map(|b| b.into_owned()).unwrap_or_default()
}
/// Start, stop, step and length where all of them fit machine words.
fn words(vm: &Vm, range: ObjId) -> Option<[i64; 4]> {
    let [a, b, c, d] = parts(vm, range).map(|p| vm.as_i64(p));
    Some([a?, b?, c?, d?])
}

fn length(start: &BigInt, stop: &BigInt, step: &BigInt) -> BigInt {
    let (low, high) = if step.is_positive() { (start, stop) } else { (stop, start) };
    if low >= high { BigInt::ZERO } else { (high - low - 1) / step.abs() + 1 }
}
/// The length where that can be told with machine words.
fn word_length(start: i64, stop: i64, step: i64) -> Option<i64> {
    let (low, high) = if step > 0 { (start, stop) } else { (stop, start) };
    if low >= high {
        return Some(0);
    }
    i64::try_from((high.abs_diff(low) - 1) / step.unsigned_abs() + 1).ok()
}

/// Takes the references to start, stop and step.
fn make(vm: &mut Vm, start: ObjId, stop: ObjId, step: ObjId) -> Res {
    let words = [start, stop, step].map(|p| vm.as_i64(p));
    let short = match words {
        [Some(a), Some(b), Some(c)] => word_length(a, b, c),
        _ => None,
    };
    let length = match short {
        Some(length) => vm.new_int(length),
        None => {
            let length = length(&number(vm, start), &number(vm, stop), &number(vm, step));
            vm.new_bigint(length)
        }
    };
    Ok(vm.alloc(types::RANGE, Payload::Range([start, stop, step, length.into_id()])))
}

fn new(vm: &mut Vm, _cls: ObjId, args: Args<'_>) -> Res {
    vm.refuse_keywords("range", args)?;
    vm.check_positional("range", args, 1, 3)?;
    let mut ints = Vec::with_capacity(3);
    for &arg in args.pos {
        match vm.index(arg) {
            Ok(int) => {
                ints.push(vm.exact_int(int.id()));
                vm.release(int);
            }
            Err(e) => {
                vm.release_all(ints);
                return Err(e);
            }
        }
    }
    let ints: Vec<ObjId> = ints.into_iter().map(Owned::into_id).collect();
    let (zero, one) = (ids::small_int(0), ids::small_int(1));
    match *ints {
        [stop] => make(vm, zero, stop, one),
        [start, stop] => make(vm, start, stop, one),
        [start, stop, step, ..] => {
            if number(vm, step).is_zero() {
                vm.decref_all(ints);
                return Err(vm.value_error("range() arg 3 must not be zero"));
            }
            make(vm, start, stop, step)
        }
        [] => make(vm, zero, zero, one),
    }
}

fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let [start, stop, step, _] = parts(vm, this);
    let shown = if vm.as_i64(step) == Some(1) { vec![start, stop] } else { vec![start, stop, step] };
    let mut out = Writer::new("range(");
    for (i, part) in shown.into_iter().enumerate() {
        if i > 0 {
            out.push(", ");
        }
        out.push_repr(vm, part)?;
    }
    out.push(")");
    Ok(out.finish(vm))
}

fn len(vm: &mut Vm, this: ObjId) -> Res {
    let length = parts(vm, this)[LENGTH];
    if vm.as_i64(length).is_none() {
        return Err(vm.overflow_error("Python int too large to convert to C ssize_t"));
    }
    Ok(vm.own(length))
}
fn truth(vm: &mut Vm, this: ObjId) -> Res {
    let length = parts(vm, this)[LENGTH];
    Ok(vm.new_bool(vm.as_i64(length) != Some(0)))
}

/// The element of that number, which is inside.
fn element(vm: &mut Vm, this: ObjId, index: &BigInt) -> BigInt {
    let [start, _, step, _] = numbers(vm, this);
    start + index * step
}

fn get(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    if vm.has_index(key) {
        let mut index = super::slice::big_index(vm, key)?;
        let length = number(vm, parts(vm, this)[LENGTH]);
        if index.is_negative() {
            index += &length;
        }
        if index.is_negative() || index >= length {
            return Err(vm.index_error("range object index out of range"));
        }
        let element = element(vm, this, &index);
        return Ok(vm.new_bigint(element));
    }
    if !vm.is_slice(key) {
        let message = format!("range indices must be integers or slices, not {}", vm.class_name(key));
        return Err(vm.type_error(message));
    }
    let length = number(vm, parts(vm, this)[LENGTH]);
    let [start, stop, step] = long_indices(vm, key, &length)?;
    let step = step * number(vm, parts(vm, this)[STEP]);
    let (start, stop) = (element(vm, this, &start), element(vm, this, &stop));
    let [start, stop, step] = [start, stop, step].map(|n| vm.new_bigint(n).into_id());
    make(vm, start, stop, step)
}

/// The number of the element equal to a plain int or bool.
fn position(vm: &Vm, this: ObjId, value: ObjId) -> Option<BigInt> {
    let [start, _, step, length] = numbers(vm, this);
    let (index, rest) = (number(vm, value) - start).div_mod_floor(&step);
    (rest.is_zero() && !index.is_negative() && index < length).then_some(index)
}
fn is_plain(vm: &Vm, value: ObjId) -> bool {
    matches!(vm.type_of(value), types::INT | types::BOOL)
}
/// Looks at every element: their number that equal the value, or the number of the first.
fn search(vm: &mut Vm, this: ObjId, value: ObjId, first_only: bool) -> Res<(usize, usize)> {
    let iter = vm.iter(this)?;
    let (mut round, mut count) = (0, 0);
    let result = loop {
        let item = match vm.next(iter.id()) {
            Ok(Some(item)) => item,
            Ok(None) => break Ok((count, round)),
            Err(e) => break Err(e),
        };
        let equal = vm.equal(item.id(), value);
        vm.release(item);
        match equal {
            Ok(true) if first_only => break Ok((1, round)),
            Ok(same) => count += usize::from(same),
            Err(e) => break Err(e),
        }
        if let Err(e) = vm.poll_round(round) {
            break Err(e);
        }
        round += 1;
    };
    vm.release(iter);
    result
}

fn contains(vm: &mut Vm, this: ObjId, value: ObjId) -> Res {
    let found = if is_plain(vm, value) {
        position(vm, this, value).is_some()
    } else {
        search(vm, this, value, true)?.0 > 0
    };
    Ok(vm.new_bool(found))
}
fn count(vm: &mut Vm, this: ObjId, value: ObjId) -> Res {
    let count = if is_plain(vm, value) {
        usize::from(position(vm, this, value).is_some())
    } else {
        search(vm, this, value, false)?.0
    };
    Ok(vm.new_int(count as i64))
}
fn index(vm: &mut Vm, this: ObjId, value: ObjId) -> Res {
    if !is_plain(vm, value) {
        return match search(vm, this, value, true)? {
            (0, _) => Err(vm.value_error("sequence.index(x): x not in sequence")),
            (_, place) => Ok(vm.new_int(place as i64)),
        };
    }
    match position(vm, this, value) {
        Some(index) => Ok(vm.new_bigint(index)),
        None => {
            let message = format!("{} is not in range", vm.repr_text(value)?);
            Err(vm.value_error(message))
        }
    }
}

/// Ranges are equal when they yield the same numbers.
fn equals(vm: &Vm, a: ObjId, b: ObjId) -> bool {
    let ([start, _, step, length], [other_start, _, other_step, other_length]) =
        (numbers(vm, a), numbers(vm, b));
    length == other_length
        && (length.is_zero() || start == other_start && (length == BigInt::from(1) || step == other_step))
}
fn compare(vm: &mut Vm, this: ObjId, other: ObjId, op: u32) -> Res {
    if vm.type_of(other) != types::RANGE || !matches!(op, op::EQ | op::NE) {
        return Ok(vm.not_implemented());
    }
    let equal = this == other || equals(vm, this, other);
    Ok(vm.new_bool(equal == (op == op::EQ)))
}
fn hash(vm: &mut Vm, this: ObjId) -> Res {
    let [start, _, step, length] = parts(vm, this);
    let items = match vm.as_i64(length) {
        Some(0) => [length, ids::NONE, ids::NONE],
        Some(1) => [length, start, ids::NONE],
        _ => [length, start, step],
    };
    let hash = super::tuple::hash_items(vm, &items, true)?;
    Ok(vm.new_int(hash))
}

fn iter(vm: &mut Vm, this: ObjId) -> Res {
    if let Some([start, stop, step, length]) = words(vm, this) {
        // The value after the last must fit, too.
        let room = if step > 0 { stop <= i64::MAX - (step - 1) } else { stop >= i64::MIN + (-1 - step) };
        if length == 0 || room {
            let iter = Iter::Range { next: start, step, left: length as u64 };
            return Ok(vm.alloc(types::RANGE_ITERATOR, Payload::Iter(Box::new(iter))));
        }
    }
    let [start, _, step, length] = parts(vm, this);
    [start, step, length].into_iter().for_each(|p| vm.incref(p));
    let iter = Iter::LongRange { start, step, length };
    Ok(vm.alloc(types::LONG_RANGE_ITERATOR, Payload::Iter(Box::new(iter))))
}
fn reversed(vm: &mut Vm, this: ObjId) -> Res {
    if let Some([start, _, step, length]) = words(vm, this)
        && let Some(before) = start.checked_sub(step)
        && let Some(back) = step.checked_neg()
    {
        let last = before.wrapping_add(step.wrapping_mul(length));
        let iter = Iter::Range { next: last, step: back, left: length as u64 };
        return Ok(vm.alloc(types::RANGE_ITERATOR, Payload::Iter(Box::new(iter))));
    }
    let [start, _, step, length] = numbers(vm, this);
    let last = start + (&length - 1) * &step;
    let [start, step, length] = [last, -step, length].map(|n| vm.new_bigint(n).into_id());
    let iter = Iter::LongRange { start, step, length };
    Ok(vm.alloc(types::LONG_RANGE_ITERATOR, Payload::Iter(Box::new(iter))))
}

fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let [start, stop, step, _] = parts(vm, this);
    let args = vm.tuple_of(&[start, stop, step]);
    let ty = vm.own(types::RANGE);
    Ok(vm.new_tuple(vec![ty.into_id(), args.into_id()]))
}
fn part(vm: &mut Vm, this: ObjId, index: usize) -> Res {
    let part = parts(vm, this)[index];
    Ok(vm.own(part))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::RANGE),
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
        wrapper("__iter__", NoArgs(iter)),
        wrapper("__bool__", NoArgs(truth)),
        wrapper("__len__", NoArgs(len)),
        wrapper("__getitem__", One(get)),
        wrapper("__contains__", One(contains)),
        method("__reversed__", NoArgs(reversed)),
        method("__reduce__", NoArgs(reduce)),
        method("count", One(count)),
        method("index", One(index)),
        member("start", |vm, this| part(vm, this, START), None),
        member("stop", |vm, this| part(vm, this, STOP), None),
        member("step", |vm, this| part(vm, this, STEP), None),
    ],
};
