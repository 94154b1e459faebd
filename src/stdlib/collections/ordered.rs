//! OrderedDict: a dict, and beside it the order of its keys, which can be changed.

use super::ordered_views as views;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, module_types as types, names, types as core};
use crate::object::{Order, Payload};
use crate::types::dict_ops;
use crate::types::object::{instance_dict, set_instance_dict};
use crate::types::reduce;
use crate::types::support::Writer;
use crate::vm::compare::op;
use crate::vm::native::{NativeCall::*, NativeTable, Owner, attribute, class_method, method, wrapper};
use crate::vm::{Args, Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::ORDERED_DICT),
    defs: &[
        wrapper("__init__", Full(init)),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__iter__", NoArgs(|vm, this| Ok(views::walk(vm, this, false, true, false)))),
        wrapper("__setitem__", Pos(2, 2, set_item)),
        wrapper("__delitem__", One(del_item)),
        wrapper("__lt__", One(|vm, _, _| Ok(vm.not_implemented()))),
        wrapper("__le__", One(|vm, _, _| Ok(vm.not_implemented()))),
        wrapper("__eq__", One(|vm, a, b| compare(vm, a, b, op::EQ))),
        wrapper("__ne__", One(|vm, a, b| compare(vm, a, b, op::NE))),
        wrapper("__gt__", One(|vm, _, _| Ok(vm.not_implemented()))),
        wrapper("__ge__", One(|vm, _, _| Ok(vm.not_implemented()))),
        wrapper("__or__", One(|vm, a, b| or(vm, a, b, a, b))),
        wrapper("__ror__", One(|vm, b, a| or(vm, a, b, b, a))),
        wrapper("__ior__", One(inplace_or)),
        class_method("fromkeys", Full(from_keys)),
        method("__reversed__", NoArgs(|vm, this| Ok(views::walk(vm, this, true, true, false)))),
        method("__sizeof__", NoArgs(sizeof)),
        method("__reduce__", NoArgs(reduce)),
        method("setdefault", Full(setdefault)),
        method("pop", Full(pop)),
        method("popitem", Full(pop_item)),
        method("keys", NoArgs(|vm, this| Ok(views::view(vm, this, types::ODICT_KEYS)))),
        method("values", NoArgs(|vm, this| Ok(views::view(vm, this, types::ODICT_VALUES)))),
        method("items", NoArgs(|vm, this| Ok(views::view(vm, this, types::ODICT_ITEMS)))),
        method("update", Full(update)).varargs(),
        method("clear", NoArgs(clear)),
        method("copy", NoArgs(copy)),
        method("move_to_end", Full(move_to_end)),
        attribute("__dict__", instance_dict, Some(set_instance_dict)),
    ],
};

impl Vm {
    /// The order of an OrderedDict's keys.
    pub fn order(&self, id: ObjId) -> Option<&Order> {
        match self.payload(id) {
            Payload::Derived(d) => d.order.as_deref(),
            _ => None,
        }
    }
    /// The same to be changed; made if it is not there yet.
    pub fn order_mut(&mut self, id: ObjId) -> Option<&mut Order> {
        match self.payload_mut(id) {
            Payload::Derived(d) => Some(d.order.get_or_insert_default()),
            _ => None,
        }
    }
}

/// The entry's key object and value, if the key is in the dict.
fn entry(vm: &mut Vm, this: ObjId, key: ObjId, hash: i64) -> Res<Option<(ObjId, ObjId)>> {
    let found = vm.dict_find(this, key, hash)?;
    Ok(found.and_then(|i| vm.as_dict(this)?.entry(i)))
}
/// `OrderedDict.__setitem__`, with borrowed key and value.
fn store(vm: &mut Vm, this: ObjId, key: ObjId, value: ObjId) -> Res<()> {
    let hash = vm.hash(key)?;
    vm.dict_set_hashed(this, key, hash, value)?;
    let Some((stored, _)) = entry(vm, this, key, hash)? else { return Ok(()) };
    if vm.order(this).is_none_or(|o| !o.contains(stored)) {
        vm.incref(stored);
        if let Some(order) = vm.order_mut(this) {
            order.add(stored, false);
        }
    }
    Ok(())
}
fn set_item(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    store(vm, this, args[0], args[1])?;
    Ok(vm.none())
}
/// Takes a key out of both the order and the dict.
fn take(vm: &mut Vm, this: ObjId, key: ObjId) -> Res<Option<Owned>> {
    let hash = vm.hash(key)?;
    let Some(index) = vm.dict_find(this, key, hash)? else { return Ok(None) };
    let Some((stored, _)) = vm.as_dict(this).and_then(|d| d.entry(index)) else { return Ok(None) };
    let in_order = vm.order_mut(this).is_some_and(|o| o.remove(stored));
    let removed = vm.as_dict_mut(this).map(|d| d.remove(index));
    if in_order {
        vm.decref(stored);
    }
    Ok(removed.map(|(key, value)| {
        vm.decref(key);
        Owned::new(value)
    }))
}
fn del_item(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    match take(vm, this, key)? {
        Some(value) => {
            vm.release(value);
            Ok(vm.none())
        }
        None => Err(vm.key_error(key)),
    }
}

fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    if args.pos.len() > 1 {
        let message = format!("expected at most 1 arguments, got {}", args.pos.len());
        return Err(vm.type_error(message));
    }
    update(vm, this, args)
}
fn update(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    match *args.pos {
        [] => {}
        [other] => update_from(vm, this, other)?,
        _ => {
            let given = args.pos.len();
            let message = format!("update() takes at most 1 positional argument ({given} given)");
            return Err(vm.type_error(message));
        }
    }
    for &(name, value) in args.kw {
        vm.set_item(this, name, value)?;
    }
    Ok(vm.none())
}
fn update_from(vm: &mut Vm, this: ObjId, other: ObjId) -> Res<()> {
    if vm.type_of(other) == core::DICT {
        let mut at = 0;
        let mut pairs = Vec::new();
        while let Some(step) = dict_ops::step(vm, other, &mut at) {
            pairs.push((step.key, step.value));
        }
        let mut result = Ok(());
        for (key, value) in pairs {
            result = result.and_then(|()| vm.set_item(this, key.id(), value.id()));
            vm.release(key);
            vm.release(value);
        }
        return result;
    }
    if let Some(keys) = vm.get_attr_optional(other, names::KEYS)? {
        return update_by_keys(vm, this, other, keys);
    }
    let Some(items) = vm.get_attr_optional(other, names::ITEMS)? else {
        return add_pairs(vm, this, other);
    };
    let pairs = vm.call(items.id(), &[]);
    vm.release(items);
    let pairs = pairs?;
    let result = add_pairs(vm, this, pairs.id());
    vm.release(pairs);
    result
}
fn update_by_keys(vm: &mut Vm, this: ObjId, other: ObjId, keys: Owned) -> Res<()> {
    let view = vm.call(keys.id(), &[]);
    vm.release(keys);
    let view = view?;
    let iter = vm.iter(view.id());
    vm.release(view);
    let iter = iter?;
    let result = loop {
        let key = match vm.next(iter.id()) {
            Ok(Some(key)) => key,
            Ok(None) => break Ok(()),
            Err(e) => break Err(e),
        };
        let stored = vm.get_item(other, key.id()).and_then(|value| {
            let stored = vm.set_item(this, key.id(), value.id());
            vm.release(value);
            stored
        });
        vm.release(key);
        if stored.is_err() {
            break stored;
        }
    };
    vm.release(iter);
    result
}
fn add_pairs(vm: &mut Vm, this: ObjId, pairs: ObjId) -> Res<()> {
    let iter = vm.iter(pairs)?;
    let result = loop {
        let pair = match vm.next(iter.id()) {
            Ok(Some(pair)) => pair,
            Ok(None) => break Ok(()),
            Err(e) => break Err(e),
        };
        let stored = add_pair(vm, this, pair.id());
        vm.release(pair);
        if stored.is_err() {
            break stored;
        }
    };
    vm.release(iter);
    result
}
fn add_pair(vm: &mut Vm, this: ObjId, pair: ObjId) -> Res<()> {
    let iter = vm.iter(pair)?;
    let mut parts = Vec::new();
    let mut result = Ok(());
    while parts.len() < 3 {
        match vm.next(iter.id()) {
            Ok(Some(part)) => parts.push(part),
            Ok(None) => break,
            Err(e) => {
                result = Err(e);
                break;
            }
        }
    }
    vm.release(iter);
    if result.is_ok() {
        result = match &parts[..] {
            [key, value] => vm.set_item(this, key.id(), value.id()),
            [] => Err(vm.value_error("need more than 0 values to unpack")),
            [_] => Err(vm.value_error("need more than 1 value to unpack")),
            _ => Err(vm.value_error("too many values to unpack (expected 2)")),
        };
    }
    vm.release_all(parts);
    result
}

fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let name = vm.short_type_name(vm.type_of(this));
    if vm.as_dict(this).is_none_or(|d| d.is_empty()) {
        return Ok(vm.new_str(&format!("{name}()")));
    }
    if !vm.repr_enter(this) {
        return Ok(vm.new_str("..."));
    }
    let mut out = Writer::new(&format!("{name}("));
    let shown = dict_ops::copy(vm, this).and_then(|copy| {
        let shown = out.push_repr(vm, copy.id());
        vm.release(copy);
        shown
    });
    vm.repr_leave(this);
    shown?;
    out.push(")");
    Ok(out.finish(vm))
}

fn compare(vm: &mut Vm, this: ObjId, other: ObjId, op: u32) -> Res {
    if vm.as_dict(other).is_none() {
        return Ok(vm.not_implemented());
    }
    let mut equal = dict_ops::equal(vm, this, other)?;
    if equal && vm.is_instance(other, types::ORDERED_DICT) {
        equal = same_order(vm, this, other)?;
    }
    Ok(vm.new_bool(equal == (op == op::EQ)))
}
fn same_order(vm: &mut Vm, a: ObjId, b: ObjId) -> Res<bool> {
    let versions = |vm: &Vm| [a, b].map(|d| vm.order(d).map_or(0, |o| o.version));
    let before = versions(vm);
    let first = |vm: &Vm, d| vm.order(d).and_then(|o: &Order| o.first());
    let next = |vm: &Vm, d, key| vm.order(d).and_then(|o: &Order| o.neighbour(key, false));
    let (mut x, mut y) = (first(vm, a), first(vm, b));
    loop {
        let (Some(left), Some(right)) = (x, y) else { return Ok(x.is_none() && y.is_none()) };
        if !vm.equal(left, right)? {
            return Ok(false);
        }
        if versions(vm) != before {
            return Err(vm.raise(core::RUNTIME_ERROR, "OrderedDict mutated during iteration"));
        }
        (x, y) = (next(vm, a, left), next(vm, b, right));
    }
}
fn or(vm: &mut Vm, left: ObjId, right: ObjId, this: ObjId, other: ObjId) -> Res {
    if vm.as_dict(other).is_none() {
        return Ok(vm.not_implemented());
    }
    let kind = if vm.is_instance(left, types::ORDERED_DICT) { left } else { this };
    let new = vm.call(vm.type_of(kind), &[left])?;
    match update_from(vm, new.id(), right) {
        Ok(()) => Ok(new),
        Err(e) => {
            vm.release(new);
            Err(e)
        }
    }
}
fn inplace_or(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    update_from(vm, this, other)?;
    Ok(vm.own(this))
}

fn from_keys(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let [keys, value] = vm.bind("fromkeys", args, ["iterable", "value"], 1, 2)?;
    let value = value.unwrap_or(ids::NONE);
    let new = vm.call(class, &[])?;
    let filled = vm.iter(keys.unwrap_or(ids::NONE)).and_then(|iter| {
        let result = loop {
            let key = match vm.next(iter.id()) {
                Ok(Some(key)) => key,
                Ok(None) => break Ok(()),
                Err(e) => break Err(e),
            };
            let stored = vm.set_item(new.id(), key.id(), value);
            vm.release(key);
            if stored.is_err() {
                break stored;
            }
        };
        vm.release(iter);
        result
    });
    match filled {
        Ok(()) => Ok(new),
        Err(e) => {
            vm.release(new);
            Err(e)
        }
    }
}
/// The dict's own size, a pointer for each of its places, and a node for each key.
fn sizeof(vm: &mut Vm, this: ObjId) -> Res {
    let places = vm.as_dict(this).map_or(0, |d| d.table_size());
    let keys = vm.order(this).map_or(0, |o| o.len());
    let own = vm.lookup(core::DICT, names::SIZEOF);
    let own = match own {
        Some(method) => vm.call_slot(method, this, &[])?,
        None => vm.new_int(0),
    };
    let size = vm.as_i64(own.id()).unwrap_or(0) + 8 * places as i64 + 32 * keys as i64;
    vm.release(own);
    Ok(vm.new_int(size))
}
fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let getstate = vm.get_attr_str(this, "__getstate__")?;
    let state = vm.call(getstate.id(), &[]);
    vm.release(getstate);
    let state = state?;
    let items = match reduce::items_iterator(vm, this) {
        Ok(items) => items,
        Err(e) => {
            vm.release(state);
            return Err(e);
        }
    };
    let (ty, args, none) = (vm.own(vm.type_of(this)), vm.new_tuple(Vec::new()), vm.none());
    Ok(vm.pack(vec![ty, args, state, none, items]))
}

fn setdefault(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let [key, default] = vm.bind("setdefault", args, ["key", "default"], 1, 2)?;
    let (key, default) = (key.unwrap_or(ids::NONE), default.unwrap_or(ids::NONE));
    if vm.type_of(this) == types::ORDERED_DICT {
        if let Some(value) = vm.dict_get(this, key)? {
            return Ok(vm.own(value));
        }
        store(vm, this, key, default)?;
        return Ok(vm.own(default));
    }
    if vm.contains(this, key)? {
        return vm.get_item(this, key);
    }
    vm.set_item(this, key, default)?;
    Ok(vm.own(default))
}
fn pop(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let [key, default] = vm.bind("pop", args, ["key", "default"], 1, 2)?;
    let key = key.unwrap_or(ids::NONE);
    match (take(vm, this, key)?, default) {
        (Some(value), _) => Ok(value),
        (None, Some(default)) => Ok(vm.own(default)),
        (None, None) => Err(vm.key_error(key)),
    }
}
/// `last=True`
fn last_flag(vm: &mut Vm, last: Option<ObjId>) -> Res<bool> {
    match last {
        Some(last) => vm.truth(last),
        None => Ok(true),
    }
}
fn pop_item(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let [last] = vm.bind("popitem", args, ["last"], 0, 1)?;
    let last = last_flag(vm, last)?;
    let key = vm.order(this).and_then(|o| if last { o.last() } else { o.first() });
    let Some(key) = key else { return Err(vm.raise(core::KEY_ERROR, "dictionary is empty")) };
    let key = vm.own(key);
    match take(vm, this, key.id()) {
        Ok(Some(value)) => Ok(vm.pack(vec![key, value])),
        Ok(None) => {
            let error = vm.key_error(key.id());
            vm.release(key);
            Err(error)
        }
        Err(e) => {
            vm.release(key);
            Err(e)
        }
    }
}
fn clear(vm: &mut Vm, this: ObjId) -> Res {
    vm.dict_clear(this);
    let keys = vm.order_mut(this).map(|o| o.take_all()).unwrap_or_default();
    vm.decref_all(keys);
    Ok(vm.none())
}
fn copy(vm: &mut Vm, this: ObjId) -> Res {
    let exact = vm.type_of(this) == types::ORDERED_DICT;
    let new = vm.call(vm.type_of(this), &[])?;
    let mut at = vm.order(this).and_then(|o| o.first());
    while let Some(key) = at {
        let held = vm.own(key);
        let value = if exact {
            match vm.dict_get(this, key) {
                Ok(Some(value)) => Ok(vm.own(value)),
                Ok(None) => Err(vm.key_error(key)),
                Err(e) => Err(e),
            }
        } else {
            vm.get_item(this, key)
        };
        let stored = value.and_then(|value| {
            let stored = if exact {
                store(vm, new.id(), key, value.id())
            } else {
                vm.set_item(new.id(), key, value.id())
            };
            vm.release(value);
            stored
        });
        at = vm.order(this).and_then(|o| o.neighbour(key, false));
        vm.release(held);
        if let Err(e) = stored {
            vm.release(new);
            return Err(e);
        }
    }
    Ok(new)
}
fn move_to_end(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let [key, last] = vm.bind("move_to_end", args, ["key", "last"], 1, 2)?;
    let key = key.unwrap_or(ids::NONE);
    let last = last_flag(vm, last)?;
    if vm.order(this).is_none_or(|o| o.is_empty()) {
        return Err(vm.key_error(key));
    }
    let hash = vm.hash(key)?;
    let Some((stored, _)) = entry(vm, this, key, hash)? else { return Err(vm.key_error(key)) };
    if let Some(order) = vm.order_mut(this) {
        order.move_to(stored, !last);
    }
    Ok(vm.none())
}
