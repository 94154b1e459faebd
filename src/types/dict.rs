//! dict.

use super::dict_ops::{self, data, data_mut, step};
use super::support::Writer;
use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{self, names, types};
use crate::vm::NativeCall::{Full, NoArgs, One, Pos};
use crate::vm::compare::op;
use crate::vm::native::{Owner, class_method, constructor, method, wrapper};
use crate::vm::{Args, NativeTable, Res, Vm};

fn new(vm: &mut Vm, cls: ObjId, _args: Args<'_>) -> Res {
    if cls == types::DICT {
        // A call makes a dict of its own, whatever freed ones are kept.
        return Ok(vm.alloc_from(None, cls, Payload::Dict(Box::default())));
    }
    Ok(vm.new_instance_of(cls, types::DICT, Payload::Dict(Box::default())))
}
pub fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    update_common(vm, "dict", this, args)
}
fn update(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    update_common(vm, "update", this, args)
}
fn update_common(vm: &mut Vm, name: &str, this: ObjId, args: Args<'_>) -> Res {
    vm.check_positional(name, args, 0, 1)?;
    if let [other] = *args.pos {
        vm.dict_update(this, other)?;
    }
    for &(name, value) in args.kw {
        vm.dict_set(this, name, value)?;
    }
    Ok(vm.none())
}

pub fn repr(vm: &mut Vm, this: ObjId) -> Res {
    if !vm.repr_enter(this) {
        return Ok(vm.new_str("{...}"));
    }
    let mut out = Writer::new("{");
    let (mut at, mut first) = (0, true);
    let mut result = Ok(());
    while let Some(entry) = step(vm, this, &mut at) {
        if !first {
            out.push(", ");
        }
        first = false;
        result = out.push_repr(vm, entry.key.id()).and_then(|()| {
            out.push(": ");
            out.push_repr(vm, entry.value.id())
        });
        entry.release(vm);
        if result.is_err() {
            break;
        }
    }
    vm.repr_leave(this);
    result?;
    out.push("}");
    Ok(out.finish(vm))
}

fn compare(vm: &mut Vm, this: ObjId, other: ObjId, op: u32) -> Res {
    if vm.as_dict(other).is_none() || !matches!(op, op::EQ | op::NE) {
        return Ok(vm.not_implemented());
    }
    let equal = dict_ops::equal(vm, this, other)?;
    Ok(vm.new_bool(equal == (op == op::EQ)))
}

fn get_item(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    if let Some(value) = vm.dict_get(this, key)? {
        return Ok(vm.own(value));
    }
    if vm.type_of(this) != types::DICT
        && let Some(missing) = vm.lookup_special(this, names::MISSING)
    {
        return vm.call_bound(missing, this, &[key]);
    }
    Err(vm.key_error(key))
}
fn set_item(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    vm.dict_set(this, args[0], args[1])?;
    Ok(vm.none())
}
fn del_item(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    if vm.dict_del(this, key)? {
        return Ok(vm.none());
    }
    Err(vm.key_error(key))
}
fn contains(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    let found = vm.dict_get(this, key)?.is_some();
    Ok(vm.new_bool(found))
}

fn get(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let value = vm.dict_get(this, args[0])?;
    Ok(vm.own(value.unwrap_or(default(args))))
}
fn default(args: &[ObjId]) -> ObjId {
    args.get(1).copied().unwrap_or(ids::NONE)
}
fn setdefault(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let (key, value) = (args[0], default(args));
    let hash = vm.hash(key)?;
    let found = vm.dict_find(this, key, hash)?;
    if let Some((_, known)) = found.and_then(|i| data(vm, this).entry(i)) {
        return Ok(vm.own(known));
    }
    vm.incref(key);
    vm.incref(value);
    vm.dict_will_hold(this, Some(key), value);
    data_mut(vm, this).insert_new(hash, key, value);
    Ok(vm.own(value))
}
fn pop(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    // An empty dict does not even hash the key.
    let popped = if data(vm, this).is_empty() { None } else { vm.dict_pop(this, args[0])? };
    match (popped, args.get(1)) {
        (Some(value), _) => Ok(value),
        (None, Some(&default)) => Ok(vm.own(default)),
        (None, None) => Err(vm.key_error(args[0])),
    }
}
fn popitem(vm: &mut Vm, this: ObjId) -> Res {
    match data_mut(vm, this).pop_last() {
        Some((key, value)) => Ok(vm.new_tuple(vec![key, value])),
        None => Err(vm.raise(types::KEY_ERROR, "popitem(): dictionary is empty")),
    }
}
fn clear(vm: &mut Vm, this: ObjId) -> Res {
    vm.dict_clear(this);
    Ok(vm.none())
}

fn or(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    if vm.as_dict(a).is_none() || vm.as_dict(b).is_none() {
        return Ok(vm.not_implemented());
    }
    let result = dict_ops::copy(vm, a)?;
    match vm.dict_update(result.id(), b) {
        Ok(()) => Ok(result),
        Err(e) => {
            vm.release(result);
            Err(e)
        }
    }
}
fn inplace_or(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    vm.dict_update(this, other)?;
    Ok(vm.own(this))
}

fn fromkeys(vm: &mut Vm, cls: ObjId, args: &[ObjId]) -> Res {
    let (keys, value) = (args[0], default(args));
    let dict = vm.call(cls, &[])?;
    match fill(vm, dict.id(), keys, value) {
        Ok(()) => Ok(dict),
        Err(e) => {
            vm.release(dict);
            Err(e)
        }
    }
}
/// Stores `value` under each key.
fn fill(vm: &mut Vm, dict: ObjId, keys: ObjId, value: ObjId) -> Res<()> {
    let exact = vm.type_of(dict) == types::DICT;
    if exact && vm.type_of(keys) == types::DICT {
        let count = data(vm, keys).len();
        data_mut(vm, dict).reserve(count);
        let mut at = 0;
        while let Some(entry) = step(vm, keys, &mut at) {
            let result = vm.dict_set_hashed(dict, entry.key.id(), entry.hash, value);
            entry.release(vm);
            result?;
        }
        return Ok(());
    }
    if exact && let (Some(set), types::SET | types::FROZENSET) = (vm.as_set(keys), vm.type_of(keys)) {
        let count = set.len();
        data_mut(vm, dict).reserve(count);
    }
    let iter = vm.iter(keys)?;
    let result = fill_from(vm, dict, iter.id(), value, exact);
    vm.release(iter);
    result
}
fn fill_from(vm: &mut Vm, dict: ObjId, iter: ObjId, value: ObjId, exact: bool) -> Res<()> {
    let mut round = 0;
    while let Some(key) = vm.next(iter)? {
        let result =
            if exact { vm.dict_set(dict, key.id(), value) } else { vm.set_item(dict, key.id(), value) };
        vm.release(key);
        result?;
        vm.poll_round(round)?;
        round += 1;
    }
    Ok(())
}

fn len(vm: &mut Vm, this: ObjId) -> Res {
    let len = data(vm, this).len();
    Ok(vm.new_int(len as i64))
}
fn view(vm: &mut Vm, this: ObjId, ty: ObjId) -> Owned {
    vm.incref(this);
    vm.alloc(ty, Payload::DictView(this))
}

/// The header, and the table once there is one: indices of one to four bytes, and entries for two
/// thirds of them, smaller ones while all keys are strings.
fn sizeof(vm: &mut Vm, this: ObjId) -> Res {
    let own = super::object::basic_size(vm, vm.type_of(this));
    let d = data(vm, this);
    if let Some(class) = d.shared_with
        && vm.state.heap.is_live(class)
        && vm.is_type(class)
    {
        // The table is the class's; the dict has the values.
        return Ok(vm.new_int(own + 8 * vm.type_obj(class).shared_keys.capacity() as i64));
    }
    let places = d.table_size() as i64;
    if places == 0 {
        return Ok(vm.new_int(own));
    }
    let index = match places {
        0..=0xFF => 1,
        0x100..=0xFFFF => 2,
        _ => 4,
    };
    let entry = if d.is_general() { 24 } else { 16 };
    Ok(vm.new_int(own + 32 + places * index + places * 2 / 3 * entry))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::DICT),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__lt__", One(|vm, a, b| compare(vm, a, b, op::LT))),
        wrapper("__le__", One(|vm, a, b| compare(vm, a, b, op::LE))),
        wrapper("__eq__", One(|vm, a, b| compare(vm, a, b, op::EQ))),
        wrapper("__ne__", One(|vm, a, b| compare(vm, a, b, op::NE))),
        wrapper("__gt__", One(|vm, a, b| compare(vm, a, b, op::GT))),
        wrapper("__ge__", One(|vm, a, b| compare(vm, a, b, op::GE))),
        wrapper("__iter__", NoArgs(|vm, this| Ok(vm.dict_iterator(this, types::DICT_KEY_ITERATOR)))),
        wrapper("__or__", One(or)),
        wrapper("__ror__", One(|vm, b, a| or(vm, a, b))),
        wrapper("__ior__", One(inplace_or)),
        wrapper("__len__", NoArgs(len)),
        method("__getitem__", One(get_item)),
        wrapper("__setitem__", Pos(2, 2, set_item)),
        wrapper("__delitem__", One(del_item)),
        method("__contains__", One(contains)),
        method(
            "__reversed__",
            NoArgs(|vm, this| Ok(vm.dict_iterator(this, types::DICT_REVERSE_KEY_ITERATOR))),
        ),
        method("__sizeof__", NoArgs(sizeof)),
        method("get", Pos(1, 2, get)),
        method("setdefault", Pos(1, 2, setdefault)),
        method("pop", Pos(1, 2, pop)),
        method("popitem", NoArgs(popitem)),
        method("keys", NoArgs(|vm, this| Ok(view(vm, this, types::DICT_KEYS)))),
        method("items", NoArgs(|vm, this| Ok(view(vm, this, types::DICT_ITEMS)))),
        method("values", NoArgs(|vm, this| Ok(view(vm, this, types::DICT_VALUES)))),
        method("update", Full(update)).varargs(),
        class_method("fromkeys", Pos(1, 2, fromkeys)),
        method("clear", NoArgs(clear)),
        method("copy", NoArgs(dict_ops::copy)),
        class_method("__class_getitem__", One(|vm, cls, item| vm.generic_alias(cls, item))),
    ],
};
