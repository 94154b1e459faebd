//! `None`, `Ellipsis` and `NotImplemented`.

use super::support::unordered;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, constructor, method, wrapper};
use crate::vm::{Res, Vm};

pub static NONE: NativeTable = NativeTable {
    owner: Owner::Type(types::NONE_TYPE),
    defs: &[
        constructor(new_none),
        wrapper("__repr__", NoArgs(|vm, _| Ok(vm.new_str("None")))),
        wrapper("__bool__", NoArgs(|vm, _| Ok(vm.new_bool(false)))),
        wrapper("__hash__", NoArgs(|vm, _| Ok(vm.new_int(NONE_HASH)))),
        wrapper("__eq__", One(|vm, this, other| same(vm, this, other, true))),
        wrapper("__ne__", One(|vm, this, other| same(vm, this, other, false))),
        wrapper("__lt__", One(unordered)),
        wrapper("__le__", One(unordered)),
        wrapper("__gt__", One(unordered)),
        wrapper("__ge__", One(unordered)),
    ],
};
pub static ELLIPSIS: NativeTable = NativeTable {
    owner: Owner::Type(types::ELLIPSIS_TYPE),
    defs: &[
        constructor(new_ellipsis),
        wrapper("__repr__", NoArgs(|vm, _| Ok(vm.new_str("Ellipsis")))),
        method("__reduce__", NoArgs(|vm, _| Ok(vm.new_str("Ellipsis")))),
    ],
};
pub static NOT_IMPLEMENTED: NativeTable = NativeTable {
    owner: Owner::Type(types::NOT_IMPLEMENTED_TYPE),
    defs: &[
        constructor(new_not_implemented),
        wrapper("__repr__", NoArgs(|vm, _| Ok(vm.new_str("NotImplemented")))),
        wrapper("__bool__", NoArgs(not_implemented_bool)),
        method("__reduce__", NoArgs(|vm, _| Ok(vm.new_str("NotImplemented")))),
    ],
};

/// `hash(None)` is a constant since 3.12.
const NONE_HASH: i64 = 0xFCA8_6420;

fn same(vm: &mut Vm, this: ObjId, other: ObjId, yes: bool) -> Res {
    Ok(if this == other { vm.new_bool(yes) } else { vm.not_implemented() })
}
fn singleton(vm: &mut Vm, value: ObjId, name: &str, args: Args<'_>) -> Res {
    if args.pos.is_empty() && args.kw.is_empty() {
        return Ok(Owned::new(value));
    }
    Err(vm.type_error(format!("{name} takes no arguments")))
}
fn new_none(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    singleton(vm, ids::NONE, "NoneType", args)
}
fn new_ellipsis(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    singleton(vm, ids::ELLIPSIS, "EllipsisType", args)
}
fn new_not_implemented(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    singleton(vm, ids::NOT_IMPLEMENTED, "NotImplementedType", args)
}
/// CPython 3.13 warns here and answers True.
fn not_implemented_bool(vm: &mut Vm, _: ObjId) -> Res {
    vm.warn(types::DEPRECATION_WARNING, "NotImplemented should not be used in a boolean context")?;
    Ok(vm.new_bool(true))
}
