//! `_weakref`: what the `weakref` module is made of, as far as it is there.

use super::weak_proxy;
use crate::heap::{ObjId, Owned};
use crate::object::ids::types;
use crate::vm::native::{NativeCall::*, NativeTable, Owner as Of, function};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Of::Module("_weakref"),
    defs: &[
        function("getweakrefcount", One(count)),
        function("getweakrefs", One(list)),
        function("proxy", Pos(1, 2, proxy)),
        function("_remove_dead_weakref", Pos(2, 2, remove_dead)),
    ],
};

/// Adds the types to the fresh module.
pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    for name in ["ref", "ReferenceType"] {
        vm.dict_put(dict, name, Owned::new(types::WEAKREF));
    }
}

fn known(vm: &Vm, object: ObjId) -> Vec<ObjId> {
    vm.state.weakrefs.get(&object).cloned().unwrap_or_default()
}
fn count(vm: &mut Vm, _: ObjId, object: ObjId) -> Res {
    let count = known(vm, object).len();
    Ok(vm.new_int(count as i64))
}
fn list(vm: &mut Vm, _: ObjId, object: ObjId) -> Res {
    let mut refs = known(vm, object);
    refs.reverse();
    refs.iter().for_each(|&r| vm.incref(r));
    Ok(vm.new_list(refs))
}
/// Deletes a key of a dict whose value is a dead weak reference.
fn remove_dead(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let value = vm.dict_get(args[0], args[1])?;
    let dead = value.is_some_and(|v| {
        matches!(vm.payload(v).base(), crate::object::Payload::WeakRef { referent: None, .. })
    });
    if dead {
        vm.dict_del(args[0], args[1])?;
    }
    Ok(vm.none())
}
fn proxy(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let callback = args.get(1).copied().filter(|&c| c != crate::object::ids::NONE);
    weak_proxy::new(vm, args[0], callback)
}
