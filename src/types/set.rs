//! set, and the methods it shares with frozenset.

use super::set_ops::{self, data_mut, is_set, size};
use super::support::Writer;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::object::{Iter, Payload};
use crate::vm::NativeCall::{Full, NoArgs, One};
use crate::vm::compare::op;
use crate::vm::native::{NativeDef, Owner, class_method, constructor, method, wrapper};
use crate::vm::{Args, NativeTable, Res, Unwind, Vm};

fn new(vm: &mut Vm, cls: ObjId, _args: Args<'_>) -> Res {
    Ok(vm.new_instance_of(cls, types::SET, Payload::Set(Box::default())))
}
fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    vm.refuse_keywords("set", args)?;
    let name = vm.class_name(this);
    vm.check_positional(&name, args, 0, 1)?;
    set_ops::clear(vm, this);
    data_mut(vm, this).hash = None;
    if let [iterable] = *args.pos {
        vm.set_update(this, iterable)?;
    }
    Ok(vm.none())
}

pub(super) fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let name = vm.class_name(this);
    if !vm.repr_enter(this) {
        return Ok(vm.new_str(&format!("{name}(...)")));
    }
    let keys: Vec<ObjId> = vm.as_set(this).map(|s| s.iter().collect()).unwrap_or_default();
    if keys.is_empty() {
        vm.repr_leave(this);
        return Ok(vm.new_str(&format!("{name}()")));
    }
    let exact = vm.type_of(this) == types::SET;
    let mut out = Writer::new(&if exact { "{".to_string() } else { format!("{name}({{") });
    let keys: Vec<Owned> = keys.into_iter().map(|k| vm.own(k)).collect();
    let mut result = Ok(());
    for (i, key) in keys.into_iter().enumerate() {
        if result.is_ok() {
            if i > 0 {
                out.push(", ");
            }
            result = out.push_repr(vm, key.id());
        }
        vm.release(key);
    }
    vm.repr_leave(this);
    result?;
    out.push(if exact { "}" } else { "})" });
    Ok(out.finish(vm))
}

/// A set as a key stands for the frozenset of its elements.
fn with_key<T>(vm: &mut Vm, key: ObjId, f: impl Fn(&mut Vm, ObjId) -> Res<T>) -> Res<T> {
    match f(vm, key) {
        Err(Unwind::Raised) if vm.is_instance(key, types::SET) => {
            vm.swallow(Unwind::Raised, types::TYPE_ERROR)?;
            let frozen = vm.alloc(types::FROZENSET, Payload::Set(Box::default()));
            let result = vm.set_update(frozen.id(), key).and_then(|()| f(vm, frozen.id()));
            vm.release(frozen);
            result
        }
        result => result,
    }
}
fn contains(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    let found = with_key(vm, key, |vm, key| vm.set_contains(this, key))?;
    Ok(vm.new_bool(found))
}
fn remove(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    if with_key(vm, key, |vm, key| vm.set_discard(this, key))? {
        return Ok(vm.none());
    }
    Err(vm.key_error(key))
}
fn discard(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    with_key(vm, key, |vm, key| vm.set_discard(this, key))?;
    Ok(vm.none())
}
fn add(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    vm.set_add(this, key)?;
    Ok(vm.none())
}
fn pop(vm: &mut Vm, this: ObjId) -> Res {
    match data_mut(vm, this).pop() {
        Some(key) => Ok(Owned::new(key)),
        None => Err(vm.raise(types::KEY_ERROR, "pop from an empty set")),
    }
}
fn clear(vm: &mut Vm, this: ObjId) -> Res {
    set_ops::clear(vm, this);
    Ok(vm.none())
}

fn positional<'a>(vm: &mut Vm, name: &str, this: ObjId, args: Args<'a>) -> Res<&'a [ObjId]> {
    let owner = if vm.is_instance(this, types::SET) { "set" } else { "frozenset" };
    vm.refuse_keywords(&format!("{owner}.{name}"), args)?;
    Ok(args.pos)
}
fn update(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    for &other in positional(vm, "update", this, args)? {
        vm.set_update(this, other)?;
    }
    Ok(vm.none())
}
fn intersection_update(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let others = positional(vm, "intersection_update", this, args)?;
    let result = set_ops::intersection_all(vm, this, others)?;
    set_ops::replace(vm, this, result);
    Ok(vm.none())
}
fn difference_update(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    for &other in positional(vm, "difference_update", this, args)? {
        set_ops::difference_update(vm, this, other)?;
    }
    Ok(vm.none())
}
fn symmetric_difference_update(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    set_ops::symmetric_difference_update(vm, this, other)?;
    Ok(vm.none())
}

pub(super) fn union(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let others = positional(vm, "union", this, args)?;
    set_ops::union(vm, this, others)
}
pub(super) fn intersection(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let others = positional(vm, "intersection", this, args)?;
    set_ops::intersection_all(vm, this, others)
}
pub(super) fn difference(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let others = positional(vm, "difference", this, args)?;
    set_ops::difference_all(vm, this, others)
}

/// A binary operator: only sets on both sides will do.
fn binary(vm: &mut Vm, a: ObjId, b: ObjId, f: fn(&mut Vm, ObjId, ObjId) -> Res) -> Res {
    if is_set(vm, a) && is_set(vm, b) { f(vm, a, b) } else { Ok(vm.not_implemented()) }
}
fn or(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    binary(vm, a, b, |vm, a, b| set_ops::union(vm, a, &[b]))
}
fn and(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    binary(vm, a, b, set_ops::intersection)
}
fn sub(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    binary(vm, a, b, set_ops::difference)
}
fn xor(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    binary(vm, a, b, set_ops::symmetric_difference)
}
/// An in-place operator.
fn inplace(vm: &mut Vm, this: ObjId, other: ObjId, f: fn(&mut Vm, ObjId, ObjId) -> Res<()>) -> Res {
    if !is_set(vm, other) {
        return Ok(vm.not_implemented());
    }
    f(vm, this, other)?;
    Ok(vm.own(this))
}
fn inplace_and(vm: &mut Vm, this: ObjId, other: ObjId) -> Res<()> {
    let result = set_ops::intersection(vm, this, other)?;
    set_ops::replace(vm, this, result);
    Ok(())
}

fn compare(vm: &mut Vm, a: ObjId, b: ObjId, op: u32) -> Res {
    let Some(other) = vm.as_set(b) else { return Ok(vm.not_implemented()) };
    let (n, m, other_hash) = (size(vm, a), other.len(), other.hash);
    let own_hash = vm.as_set(a).and_then(|s| s.hash);
    let hashes_differ = own_hash.zip(other_hash).is_some_and(|(x, y)| x != y);
    let result = match op {
        op::EQ => n == m && !hashes_differ && set_ops::is_subset(vm, a, b)?,
        op::NE => !(n == m && !hashes_differ && set_ops::is_subset(vm, a, b)?),
        op::LE => set_ops::is_subset(vm, a, b)?,
        op::GE => set_ops::is_superset(vm, a, b)?,
        op::LT => n < m && set_ops::is_subset(vm, a, b)?,
        _ => n > m && set_ops::is_superset(vm, a, b)?,
    };
    Ok(vm.new_bool(result))
}

fn len(vm: &mut Vm, this: ObjId) -> Res {
    let len = size(vm, this);
    Ok(vm.new_int(len as i64))
}
fn iter(vm: &mut Vm, this: ObjId) -> Res {
    vm.incref(this);
    let size = size(vm, this);
    let iter = Iter::Set { set: Some(this), index: 0, size, left: size };
    Ok(vm.alloc(types::SET_ITERATOR, Payload::Iter(Box::new(iter))))
}
fn sizeof(vm: &mut Vm, this: ObjId) -> Res {
    // The header with room for eight entries, then 16 bytes for each place of a larger table.
    let places = vm.as_set(this).map_or(0, |s| s.table_size() as i64);
    let table = if places > 8 { 16 * places } else { 0 };
    let own = super::object::basic_size(vm, vm.type_of(this));
    Ok(vm.new_int(own + table))
}
fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let keys = vm.collect(this)?;
    let keys = vm.new_list(keys);
    let args = vm.new_tuple(vec![keys.into_id()]);
    let state = match vm.payload(this).attrs() {
        Some(_) => vm.materialize_dict(this),
        None => vm.none(),
    };
    let ty = vm.type_of(this);
    vm.incref(ty);
    Ok(vm.new_tuple(vec![ty, args.into_id(), state.into_id()]))
}

pub(super) const REPR: NativeDef = wrapper("__repr__", NoArgs(repr));
pub(super) const LT: NativeDef = wrapper("__lt__", One(|vm, a, b| compare(vm, a, b, op::LT)));
pub(super) const LE: NativeDef = wrapper("__le__", One(|vm, a, b| compare(vm, a, b, op::LE)));
pub(super) const EQ: NativeDef = wrapper("__eq__", One(|vm, a, b| compare(vm, a, b, op::EQ)));
pub(super) const NE: NativeDef = wrapper("__ne__", One(|vm, a, b| compare(vm, a, b, op::NE)));
pub(super) const GT: NativeDef = wrapper("__gt__", One(|vm, a, b| compare(vm, a, b, op::GT)));
pub(super) const GE: NativeDef = wrapper("__ge__", One(|vm, a, b| compare(vm, a, b, op::GE)));
pub(super) const ITER: NativeDef = wrapper("__iter__", NoArgs(iter));
pub(super) const LEN: NativeDef = wrapper("__len__", NoArgs(len));
pub(super) const CONTAINS: NativeDef = method("__contains__", One(contains));
pub(super) const SUB: NativeDef = wrapper("__sub__", One(sub));
pub(super) const RSUB: NativeDef = wrapper("__rsub__", One(|vm, b, a| sub(vm, a, b)));
pub(super) const AND: NativeDef = wrapper("__and__", One(and));
pub(super) const RAND: NativeDef = wrapper("__rand__", One(|vm, b, a| and(vm, a, b)));
pub(super) const XOR: NativeDef = wrapper("__xor__", One(xor));
pub(super) const RXOR: NativeDef = wrapper("__rxor__", One(|vm, b, a| xor(vm, a, b)));
pub(super) const OR: NativeDef = wrapper("__or__", One(or));
pub(super) const ROR: NativeDef = wrapper("__ror__", One(|vm, b, a| or(vm, a, b)));
pub(super) const UNION: NativeDef = method("union", Full(union)).collecting();
pub(super) const INTERSECTION: NativeDef = method("intersection", Full(intersection)).collecting();
pub(super) const DIFFERENCE: NativeDef = method("difference", Full(difference)).collecting();
pub(super) const SYMMETRIC_DIFFERENCE: NativeDef =
    method("symmetric_difference", One(set_ops::symmetric_difference));
pub(super) const ISDISJOINT: NativeDef =
    method("isdisjoint", One(|vm, a, b| Ok(ids_bool(set_ops::is_disjoint(vm, a, b)?))));
pub(super) const ISSUBSET: NativeDef =
    method("issubset", One(|vm, a, b| Ok(ids_bool(set_ops::is_subset(vm, a, b)?))));
pub(super) const ISSUPERSET: NativeDef =
    method("issuperset", One(|vm, a, b| Ok(ids_bool(set_ops::is_superset(vm, a, b)?))));
pub(super) const SIZEOF: NativeDef = method("__sizeof__", NoArgs(sizeof));
pub(super) const REDUCE: NativeDef = method("__reduce__", NoArgs(reduce));
pub(super) const CLASS_GETITEM: NativeDef =
    class_method("__class_getitem__", One(|vm, cls, item| vm.generic_alias(cls, item)));

fn ids_bool(value: bool) -> Owned {
    Owned::new(ids::bool(value))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::SET),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        REPR,
        LT,
        LE,
        EQ,
        NE,
        GT,
        GE,
        ITER,
        LEN,
        SUB,
        RSUB,
        AND,
        RAND,
        XOR,
        RXOR,
        OR,
        ROR,
        wrapper("__isub__", One(|vm, a, b| inplace(vm, a, b, set_ops::difference_update))),
        wrapper("__iand__", One(|vm, a, b| inplace(vm, a, b, inplace_and))),
        wrapper("__ixor__", One(|vm, a, b| inplace(vm, a, b, set_ops::symmetric_difference_update))),
        wrapper("__ior__", One(|vm, a, b| inplace(vm, a, b, Vm::set_update))),
        method("add", One(add)),
        method("clear", NoArgs(clear)),
        CONTAINS,
        method("copy", NoArgs(set_ops::copy)),
        method("discard", One(discard)),
        DIFFERENCE,
        method("difference_update", Full(difference_update)).collecting(),
        INTERSECTION,
        method("intersection_update", Full(intersection_update)).collecting(),
        ISDISJOINT,
        ISSUBSET,
        ISSUPERSET,
        method("pop", NoArgs(pop)),
        REDUCE,
        method("remove", One(remove)),
        SIZEOF,
        SYMMETRIC_DIFFERENCE,
        method("symmetric_difference_update", One(symmetric_difference_update)),
        UNION,
        method("update", Full(update)).collecting(),
        CLASS_GETITEM,
    ],
};
