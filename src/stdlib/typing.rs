//! `_typing`: what `typing` takes from the interpreter.

use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, class_method, function};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("_typing"),
    defs: &[function("_idfunc", One(|vm, _, value| Ok(vm.own(value))))],
};
pub static GENERIC: NativeTable = NativeTable {
    owner: Owner::Type(types::GENERIC),
    defs: &[
        class_method("__class_getitem__", Full(class_getitem)),
        class_method("__init_subclass__", Full(init_subclass)),
    ],
};

/// Puts the classes into the module.
pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    let entries = [
        ("TypeVar", types::TYPE_VAR),
        ("ParamSpec", types::PARAM_SPEC),
        ("TypeVarTuple", types::TYPE_VAR_TUPLE),
        ("ParamSpecArgs", types::PARAM_SPEC_ARGS),
        ("ParamSpecKwargs", types::PARAM_SPEC_KWARGS),
        ("TypeAliasType", types::TYPE_ALIAS_TYPE),
        ("Generic", types::GENERIC),
        ("NoDefault", ids::NO_DEFAULT),
    ];
    for (name, value) in entries {
        vm.dict_put(dict, name, Owned::new(value));
    }
}

/// `typing` has the work done in Python: its function is called with the class in front.
fn in_typing(vm: &mut Vm, name: &str, class: ObjId, args: Args<'_>) -> Res {
    let typing = vm.intern("typing");
    let typing = vm.import_name(typing, vm.state.builtins, ids::NONE, 0)?;
    let function = vm.get_attr_str(typing.id(), name);
    vm.release(typing);
    let function = function?;
    let result = vm.call_with_first(function.id(), class, args);
    vm.release(function);
    result
}
fn class_getitem(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    in_typing(vm, "_generic_class_getitem", class, args)
}
fn init_subclass(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    in_typing(vm, "_generic_init_subclass", class, args)
}
