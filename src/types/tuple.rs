//! tuple.

use super::list::position_range;
use super::slice::place;
use super::support::{MAX_ITEMS, Writer};
use crate::heap::ObjId;
use crate::object::ids::types;
use crate::object::typ::Slot;
use crate::object::{Iter, Payload};
use crate::vm::NativeCall::{NoArgs, One, Pos};
use crate::vm::compare::op;
use crate::vm::gc::pool;
use crate::vm::native::{Owner, class_method, constructor, method, sequence, wrapper};
use crate::vm::{Args, NativeTable, Res, TupleHash, Vm};

fn new(vm: &mut Vm, cls: ObjId, args: Args<'_>) -> Res {
    // A subclass with an `__init__` of its own may take keyword arguments that tuple ignores.
    if vm.type_obj(cls).slot(Slot::Init) == vm.type_obj(types::TUPLE).slot(Slot::Init) {
        vm.refuse_keywords("tuple", args)?;
    }
    vm.check_positional("tuple", args, 0, 1)?;
    let items = match *args.pos {
        [same] if cls == types::TUPLE && vm.type_of(same) == types::TUPLE => return Ok(vm.own(same)),
        [iterable] => vm.collect(iterable)?,
        _ => Vec::new(),
    };
    if cls == types::TUPLE {
        // CPython first makes a tuple as long as it expects.
        let expected = args.pos.first().map_or(0, |&iterable| vm.expected_length(iterable, items.len()));
        if items.is_empty() || expected == items.len() {
            return Ok(vm.new_tuple(items));
        }
        let pool = (expected <= pool::LARGEST_TUPLE).then_some(pool::TUPLE + expected);
        return Ok(vm.alloc_from(pool, types::TUPLE, Payload::Tuple(items.into())));
    }
    Ok(vm.new_instance_of(cls, types::TUPLE, Payload::Tuple(items.into())))
}

/// Items that CPython reserves for an iterable that says nothing of its length.
const GUESSED_LENGTH: usize = 10;

impl Vm {
    /// How many items CPython expects of an iterable that turned out to have so many.
    fn expected_length(&self, iterable: ObjId, length: usize) -> usize {
        let knows = self.slot_of(iterable, Slot::Len).is_some()
            || matches!(self.payload(iterable), Payload::Iter(i) if !matches!(**i, Iter::Tool(_)));
        if knows { length } else { GUESSED_LENGTH }
    }
}

fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let items = vm.sequence_items(this).to_vec();
    if items.is_empty() {
        return Ok(vm.new_str("()"));
    }
    if !vm.repr_enter(this) {
        return Ok(vm.new_str("(...)"));
    }
    let mut out = Writer::new("(");
    let mut result = Ok(());
    for (i, &item) in items.iter().enumerate() {
        if i > 0 {
            out.push(", ");
        }
        result = out.push_repr(vm, item);
        if result.is_err() {
            break;
        }
    }
    vm.repr_leave(this);
    result?;
    out.push(if items.len() == 1 { ",)" } else { ")" });
    Ok(out.finish(vm))
}

/// The hash of a sequence of items (xxHash's scheme, as CPython hashes tuples; slices leave out
/// the length).
pub fn hash_items(vm: &mut Vm, items: &[ObjId], with_length: bool) -> Res<i64> {
    let mut hash = TupleHash::default();
    for (round, &item) in items.iter().enumerate() {
        vm.poll_round(round)?;
        hash.add(vm.hash(item)?);
    }
    Ok(if with_length { hash.finish(items.len()) } else { hash.without_length() })
}
fn hash(vm: &mut Vm, this: ObjId) -> Res {
    let items = vm.sequence_items(this).to_vec();
    let hash = hash_items(vm, &items, true)?;
    Ok(vm.new_int(hash))
}

fn compare(vm: &mut Vm, this: ObjId, other: ObjId, op: u32) -> Res {
    if vm.as_tuple(other).is_none() {
        return Ok(vm.not_implemented());
    }
    vm.compare_sequences(op, this, other)
}

fn get(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    if let Some(index) = vm.subscript_index(key)? {
        let items = vm.sequence_items(this);
        return match place(index, items.len()).map(|i| items[i]) {
            Some(item) => Ok(vm.own(item)),
            None => Err(vm.index_error("tuple index out of range")),
        };
    }
    if !vm.is_slice(key) {
        let message = format!("tuple indices must be integers or slices, not {}", vm.class_name(key));
        return Err(vm.type_error(message));
    }
    let mut bounds = vm.slice_bounds(key)?;
    let items = vm.sequence_items(this);
    let count = bounds.fit(items.len());
    if count == items.len() && bounds.step == 1 && vm.type_of(this) == types::TUPLE {
        return Ok(vm.own(this));
    }
    let picked: Vec<ObjId> = bounds.places(count).map(|i| items[i]).collect();
    Ok(vm.tuple_of(&picked))
}

fn add(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    let Some(more) = vm.as_tuple(other) else {
        let message = format!("can only concatenate tuple (not \"{}\") to tuple", vm.class_name(other));
        return Err(vm.type_error(message));
    };
    let items = vm.sequence_items(this);
    // Nothing added to a tuple is that tuple.
    if items.is_empty() && vm.type_of(other) == types::TUPLE {
        return Ok(vm.own(other));
    }
    if more.is_empty() && vm.type_of(this) == types::TUPLE {
        return Ok(vm.own(this));
    }
    let items = [items, more].concat();
    if items.len() > MAX_ITEMS {
        return Err(vm.memory_error());
    }
    Ok(vm.tuple_of(&items))
}

fn multiply(vm: &mut Vm, this: ObjId, count: ObjId) -> Res {
    let count = vm.repeat_count(count)?;
    let items = vm.sequence_items(this).to_vec();
    if (items.is_empty() || count == 1) && vm.type_of(this) == types::TUPLE {
        return Ok(vm.own(this));
    }
    let items = vm.repeat_items(&items, count)?;
    Ok(vm.new_tuple(items))
}

/// Place of the first item equal to `value` from `start` to `stop`.
fn find(vm: &mut Vm, this: ObjId, value: ObjId, start: usize, stop: usize) -> Res<Option<usize>> {
    for i in start..stop {
        let Some(&item) = vm.sequence_items(this).get(i) else { break };
        if vm.equal(item, value)? {
            return Ok(Some(i));
        }
    }
    Ok(None)
}
fn contains(vm: &mut Vm, this: ObjId, value: ObjId) -> Res {
    let found = find(vm, this, value, 0, usize::MAX)?.is_some();
    Ok(vm.new_bool(found))
}
fn count(vm: &mut Vm, this: ObjId, value: ObjId) -> Res {
    let (mut count, mut from) = (0, 0);
    while let Some(place) = find(vm, this, value, from, usize::MAX)? {
        count += 1;
        from = place + 1;
    }
    Ok(vm.new_int(count))
}
fn index(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let (start, stop) = position_range(vm, this, &args[1..])?;
    match find(vm, this, args[0], start, stop)? {
        Some(place) => Ok(vm.new_int(place as i64)),
        None => Err(vm.value_error("tuple.index(x): x not in tuple")),
    }
}

fn len(vm: &mut Vm, this: ObjId) -> Res {
    let len = vm.sequence_items(this).len();
    Ok(vm.new_int(len as i64))
}
fn iter(vm: &mut Vm, this: ObjId) -> Res {
    vm.incref(this);
    let iter = Iter::Tuple { seq: Some(this), index: 0 };
    Ok(vm.alloc(types::TUPLE_ITERATOR, Payload::Iter(Box::new(iter))))
}
fn getnewargs(vm: &mut Vm, this: ObjId) -> Res {
    let items = vm.sequence_items(this).to_vec();
    let copy = vm.tuple_of(&items);
    Ok(vm.new_tuple(vec![copy.into_id()]))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::TUPLE),
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
        wrapper("__len__", NoArgs(len)),
        wrapper("__getitem__", One(get)),
        sequence("__add__", One(add)),
        sequence("__mul__", One(multiply)),
        sequence("__rmul__", One(multiply)),
        wrapper("__contains__", One(contains)),
        method("__getnewargs__", NoArgs(getnewargs)),
        method("index", Pos(1, 3, index)),
        method("count", One(count)),
        class_method("__class_getitem__", One(|vm, cls, item| vm.generic_alias(cls, item))),
    ],
};
