//! OrderedDict's views and their iterator.

use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, module_types as types, types as core};
use crate::object::tool::OrderedWalk;
use crate::object::{Payload, Tool};
use crate::types::iterators::{ITER, NEXT};
use crate::vm::native::{NativeCall::*, NativeTable, Owner, method, wrapper};
use crate::vm::{Res, Vm};

pub static ITERATOR: NativeTable = NativeTable {
    owner: Owner::Type(types::ODICT_ITERATOR),
    defs: &[ITER, NEXT, method("__reduce__", NoArgs(reduce))],
};

macro_rules! views {
    ($($name:ident: $ty:ident, $keys:literal, $values:literal;)*) => {
        $(pub static $name: NativeTable = NativeTable {
            owner: Owner::Type(types::$ty),
            defs: &[
                wrapper("__iter__", NoArgs(|vm, this| Ok(walk_view(vm, this, false, $keys, $values)))),
                method("__reversed__", NoArgs(|vm, this| Ok(walk_view(vm, this, true, $keys, $values)))),
            ],
        };)*
    };
}
views! {
    KEYS: ODICT_KEYS, true, false;
    VALUES: ODICT_VALUES, false, true;
    ITEMS: ODICT_ITEMS, true, true;
}

pub fn view(vm: &mut Vm, dict: ObjId, ty: ObjId) -> Owned {
    vm.incref(dict);
    vm.alloc(ty, Payload::DictView(dict))
}
fn walk_view(vm: &mut Vm, view: ObjId, backward: bool, keys: bool, values: bool) -> Owned {
    match *vm.payload(view) {
        Payload::DictView(dict) => walk(vm, dict, backward, keys, values),
        _ => vm.none(),
    }
}
/// An iterator over keys, values or both.
pub fn walk(vm: &mut Vm, dict: ObjId, backward: bool, keys: bool, values: bool) -> Owned {
    let result = (keys && values).then(|| vm.new_tuple(vec![ids::NONE; 2]).into_id());
    let order = vm.order(dict);
    let current = order.and_then(|o| if backward { o.last() } else { o.first() });
    let version = order.map_or(0, |o| o.version);
    let size = vm.as_dict(dict).map_or(0, |d| d.len());
    vm.incref(dict);
    vm.incref_opt(current);
    let walk = OrderedWalk { dict: Some(dict), current, backward, keys, values, version, size, result };
    vm.new_tool(types::ODICT_ITERATOR, types::ODICT_ITERATOR, Tool::OrderedDict(Box::new(walk)))
}

fn walk_mut(vm: &mut Vm, this: ObjId) -> Option<&mut OrderedWalk> {
    match vm.tool_mut(this) {
        Some(Tool::OrderedDict(walk)) => Some(walk),
        _ => None,
    }
}
/// Ends the walk: the dict is let go.
fn end(vm: &mut Vm, this: ObjId) {
    if let Some(walk) = walk_mut(vm, this) {
        let parts = [walk.dict.take(), walk.current.take()];
        vm.decref_all(parts.into_iter().flatten());
    }
}
pub fn advance(vm: &mut Vm, this: ObjId) -> Res<Option<Owned>> {
    let Some(&mut OrderedWalk { dict: Some(dict), current, backward, keys, values, version, size, result }) =
        walk_mut(vm, this)
    else {
        return Ok(None);
    };
    let Some(key) = current else {
        end(vm, this);
        return Ok(None);
    };
    if vm.order(dict).map_or(0, |o| o.version) != version {
        end(vm, this);
        return Err(vm.raise(core::RUNTIME_ERROR, "OrderedDict mutated during iteration"));
    }
    if vm.as_dict(dict).map_or(0, |d| d.len()) != size {
        if let Some(walk) = walk_mut(vm, this) {
            walk.size = usize::MAX;
        }
        return Err(vm.raise(core::RUNTIME_ERROR, "OrderedDict changed size during iteration"));
    }
    let next = vm.order(dict).and_then(|o| o.neighbour(key, backward));
    vm.incref_opt(next);
    if let Some(walk) = walk_mut(vm, this) {
        walk.current = next;
    }
    let key = Owned::new(key);
    if !values {
        return Ok(Some(key));
    }
    let value = match vm.dict_get(dict, key.id()) {
        Ok(Some(value)) => vm.own(value),
        Ok(None) => {
            let error = vm.key_error(key.id());
            vm.release(key);
            end(vm, this);
            return Err(error);
        }
        Err(e) => {
            vm.release(key);
            return Err(e);
        }
    };
    if !keys {
        vm.release(key);
        return Ok(Some(value));
    }
    match result {
        Some(result) => Ok(Some(vm.reuse_pair(result, [key, value]))),
        None => Ok(Some(vm.pack(vec![key, value]))),
    }
}

/// `(iter, ([what is left],))`
fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let tool = vm.tool(this).clone();
    let fresh = match tool {
        Tool::OrderedDict(mut walk) => {
            walk.result = walk.result.map(|_| vm.new_tuple(vec![ids::NONE; 2]).into_id());
            vm.incref_opt(walk.dict);
            vm.incref_opt(walk.current);
            Tool::OrderedDict(walk)
        }
        _ => Tool::Done,
    };
    let copy = vm.new_tool(types::ODICT_ITERATOR, types::ODICT_ITERATOR, fresh);
    let rest = vm.collect(copy.id());
    vm.release(copy);
    let rest = rest?;
    let rest = vm.new_list(rest);
    let args = vm.pack(vec![rest]);
    let iter = vm.builtin("iter");
    Ok(vm.pack(vec![iter, args]))
}
