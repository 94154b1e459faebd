//! mappingproxy: a mapping that can only be looked at.

use super::support::Writer;
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{names, types};
use crate::object::typ::Slot;
use crate::vm::NativeCall::{Full, NoArgs, One};
use crate::vm::binary;
use crate::vm::compare::op;
use crate::vm::native::{Owner, class_method, constructor, method, wrapper};
use crate::vm::{Args, NativeTable, Res, Vm};

fn inner(vm: &Vm, this: ObjId) -> ObjId {
    match vm.payload(this) {
        Payload::MappingProxy(mapping) => *mapping,
        other => unreachable!("{this:?} is no mappingproxy but {other:?}"),
    }
}

fn new(vm: &mut Vm, _cls: ObjId, args: Args<'_>) -> Res {
    let [mapping] = vm.bind("mappingproxy", args, ["mapping"], 1, 1)?;
    let mapping = mapping.unwrap_or(crate::object::ids::NONE);
    let sequence = vm.as_list(mapping).is_some() || vm.as_tuple(mapping).is_some();
    if sequence || vm.slot_of(mapping, Slot::Getitem).is_none() {
        let message = format!("mappingproxy() argument must be a mapping, not {}", vm.class_name(mapping));
        return Err(vm.type_error(message));
    }
    vm.incref(mapping);
    Ok(vm.alloc(types::MAPPING_PROXY, Payload::MappingProxy(mapping)))
}

fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let mut out = Writer::new("mappingproxy(");
    out.push_repr(vm, inner(vm, this))?;
    out.push(")");
    Ok(out.finish(vm))
}
fn compare(vm: &mut Vm, this: ObjId, other: ObjId, op: u32) -> Res {
    vm.compare(op, inner(vm, this), other)
}
/// `|` sees through proxies on both sides.
fn or(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    let through =
        |vm: &Vm, id: ObjId| if vm.type_of(id) == types::MAPPING_PROXY { inner(vm, id) } else { id };
    let (a, b) = (through(vm, a), through(vm, b));
    vm.binary(binary::op::OR, a, b)
}
fn inplace_or(vm: &mut Vm, this: ObjId, _other: ObjId) -> Res {
    let message = format!("'|=' is not supported by {}; use '|' instead", vm.class_name(this));
    Err(vm.type_error(message))
}
/// A method of the mapping behind the proxy.
fn forward(vm: &mut Vm, this: ObjId, name: ObjId, args: &[ObjId]) -> Res {
    let mapping = inner(vm, this);
    let method = vm.get_attr(mapping, name)?;
    let result = vm.call(method.id(), args);
    vm.release(method);
    result
}
fn get(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    vm.refuse_keywords("mappingproxy.get", args)?;
    vm.check_positional("get", args, 1, 2)?;
    let default = args.pos.get(1).copied().unwrap_or(crate::object::ids::NONE);
    forward(vm, this, names::GET, &[args.pos[0], default])
}
fn copy(vm: &mut Vm, this: ObjId) -> Res {
    let name = vm.intern("copy");
    forward(vm, this, name, &[])
}
fn hash(vm: &mut Vm, this: ObjId) -> Res {
    let hash = vm.hash(inner(vm, this))?;
    Ok(vm.new_int(hash))
}
fn len(vm: &mut Vm, this: ObjId) -> Res {
    let len = vm.len(inner(vm, this))?;
    Ok(vm.new_int(len as i64))
}
fn contains(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    let found = vm.contains(inner(vm, this), key)?;
    Ok(vm.new_bool(found))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::MAPPING_PROXY),
    defs: &[
        constructor(new),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__str__", NoArgs(|vm, this| vm.str_of(inner(vm, this)))),
        wrapper("__hash__", NoArgs(hash)),
        wrapper("__lt__", One(|vm, a, b| compare(vm, a, b, op::LT))),
        wrapper("__le__", One(|vm, a, b| compare(vm, a, b, op::LE))),
        wrapper("__eq__", One(|vm, a, b| compare(vm, a, b, op::EQ))),
        wrapper("__ne__", One(|vm, a, b| compare(vm, a, b, op::NE))),
        wrapper("__gt__", One(|vm, a, b| compare(vm, a, b, op::GT))),
        wrapper("__ge__", One(|vm, a, b| compare(vm, a, b, op::GE))),
        wrapper("__iter__", NoArgs(|vm, this| vm.iter(inner(vm, this)))),
        wrapper("__len__", NoArgs(len)),
        wrapper("__getitem__", One(|vm, this, key| vm.get_item(inner(vm, this), key))),
        wrapper("__contains__", One(contains)),
        wrapper("__or__", One(or)),
        wrapper("__ror__", One(|vm, b, a| or(vm, a, b))),
        wrapper("__ior__", One(inplace_or)),
        method("get", Full(get)),
        method("keys", NoArgs(|vm, this| forward(vm, this, names::KEYS, &[]))),
        method("values", NoArgs(|vm, this| forward(vm, this, names::VALUES, &[]))),
        method("items", NoArgs(|vm, this| forward(vm, this, names::ITEMS, &[]))),
        method("copy", NoArgs(copy)),
        method("__reversed__", NoArgs(|vm, this| forward(vm, this, names::REVERSED, &[]))),
        class_method("__class_getitem__", One(|vm, cls, item| vm.generic_alias(cls, item))),
    ],
};
