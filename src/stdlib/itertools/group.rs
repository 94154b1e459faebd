//! groupby and the groups it gives.

use super::types;
use crate::heap::{ObjId, Owned};
use crate::object::{Tool, ids};
use crate::vm::{Args, Res, Vm};

pub fn groupby(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let [iterable, key] = vm.bind("groupby", args, ["iterable", "key"], 1, 2)?;
    let iter = vm.iter(iterable.unwrap_or(ids::NONE))?.into_id();
    let key_func = key.unwrap_or(ids::NONE);
    vm.incref(key_func);
    let tool = Tool::Groupby { iter, key_func, target: None, key: None, value: None, grouper: None };
    Ok(vm.new_tool(class, types::GROUPBY, tool))
}
pub fn grouper(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    vm.only_positional(types::GROUPER, types::GROUPER, args, 2, 2)?;
    let (parent, target) = (args.pos[0], args.pos[1]);
    if !vm.is_instance(parent, types::GROUPBY) {
        let message =
            format!("_grouper() argument 1 must be itertools.groupby, not {}", vm.class_name(parent));
        return Err(vm.type_error(message));
    }
    Ok(new_grouper(vm, parent, target))
}
fn new_grouper(vm: &mut Vm, parent: ObjId, target: ObjId) -> Owned {
    vm.incref(parent);
    vm.incref(target);
    let group = vm.new_tool(types::GROUPER, types::GROUPER, Tool::Grouper { parent, target });
    if let Some(Tool::Groupby { grouper, .. }) = vm.tool_mut(parent) {
        *grouper = Some(group.id());
    }
    group
}

/// Takes the next value and its key; false at the end.
fn step(vm: &mut Vm, this: ObjId) -> Res<bool> {
    let &Tool::Groupby { iter, key_func, .. } = vm.tool(this) else { return Ok(false) };
    let Some(new_value) = vm.next(iter)? else { return Ok(false) };
    let new_key = if key_func == ids::NONE {
        vm.own(new_value.id())
    } else {
        match vm.call(key_func, &[new_value.id()]) {
            Ok(key) => key,
            Err(e) => {
                vm.release(new_value);
                return Err(e);
            }
        }
    };
    let Some(Tool::Groupby { key, value, .. }) = vm.tool_mut(this) else {
        vm.release(new_value);
        vm.release(new_key);
        return Ok(false);
    };
    let old = [key.replace(new_key.into_id()), value.replace(new_value.into_id())];
    vm.decref_all(old.into_iter().flatten());
    Ok(true)
}

pub fn next_group(vm: &mut Vm, this: ObjId) -> Res<Option<Owned>> {
    if let Some(Tool::Groupby { grouper, .. }) = vm.tool_mut(this) {
        *grouper = None;
    }
    let mut round = 0;
    let key = loop {
        let &Tool::Groupby { target, key, .. } = vm.tool(this) else { return Ok(None) };
        if let Some(key) = key {
            match target {
                None => break key,
                Some(target) if !same_key(vm, target, key)? => break key,
                _ => {}
            }
        }
        if !step(vm, this)? {
            return Ok(None);
        }
        vm.poll_round(round)?;
        round += 1;
    };
    // A comparison may have moved the iterator on.
    let key = match *vm.tool(this) {
        Tool::Groupby { key: Some(key), .. } => key,
        _ => key,
    };
    vm.incref(key);
    if let Some(Tool::Groupby { target, .. }) = vm.tool_mut(this) {
        let old = target.replace(key);
        vm.decref_opt(old);
    }
    let group = new_grouper(vm, this, key);
    let pair = vm.tuple_of(&[key, group.id()]);
    vm.release(group);
    Ok(Some(pair))
}
/// Are the keys equal? Both are held while they are compared.
fn same_key(vm: &mut Vm, a: ObjId, b: ObjId) -> Res<bool> {
    vm.equal(a, b)
}

pub fn next_member(vm: &mut Vm, this: ObjId, parent: ObjId, target: ObjId) -> Res<Option<Owned>> {
    let &Tool::Groupby { grouper, value, .. } = vm.tool(parent) else { return Ok(None) };
    if grouper != Some(this) {
        return Ok(None);
    }
    if value.is_none() && !step(vm, parent)? {
        return Ok(None);
    }
    let &Tool::Groupby { key: Some(key), .. } = vm.tool(parent) else { return Ok(None) };
    if !same_key(vm, target, key)? {
        return Ok(None);
    }
    let Some(Tool::Groupby { key, value, .. }) = vm.tool_mut(parent) else { return Ok(None) };
    let (value, key) = (value.take(), key.take());
    vm.decref_opt(key);
    Ok(value.map(Owned::new))
}
