//! `cell`: where a variable lives that an inner function shares.

use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::types;
use crate::vm::compare::{holds, op};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, attribute, constructor, wrapper};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::CELL),
    defs: &[
        constructor(new),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__eq__", One(|vm, a, b| compare(vm, op::EQ, a, b))),
        wrapper("__ne__", One(|vm, a, b| compare(vm, op::NE, a, b))),
        wrapper("__lt__", One(|vm, a, b| compare(vm, op::LT, a, b))),
        wrapper("__le__", One(|vm, a, b| compare(vm, op::LE, a, b))),
        wrapper("__gt__", One(|vm, a, b| compare(vm, op::GT, a, b))),
        wrapper("__ge__", One(|vm, a, b| compare(vm, op::GE, a, b))),
        attribute("cell_contents", contents, Some(set_contents)),
    ],
};

fn value(vm: &Vm, id: ObjId) -> Option<ObjId> {
    match *vm.payload(id) {
        Payload::Cell(value) => value,
        _ => None,
    }
}
fn new(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    if !args.kw.is_empty() {
        return Err(vm.type_error("cell() takes no keyword arguments"));
    }
    if args.pos.len() > 1 {
        return Err(vm.type_error(format!("cell expected at most 1 argument, got {}", args.pos.len())));
    }
    let value = args.pos.first().copied();
    vm.incref_opt(value);
    Ok(vm.alloc(types::CELL, Payload::Cell(value)))
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let at = vm.address_text(this);
    let text = match value(vm, this) {
        Some(value) => {
            let class = vm.class_name(value);
            format!("<cell at {at}: {class} object at {}>", vm.address_text(value))
        }
        None => format!("<cell at {at}: empty>"),
    };
    Ok(vm.new_str(&text))
}
fn compare(vm: &mut Vm, op: u32, a: ObjId, b: ObjId) -> Res {
    if vm.type_of(b) != types::CELL {
        return Ok(vm.not_implemented());
    }
    match (value(vm, a), value(vm, b)) {
        (Some(x), Some(y)) => vm.compare(op, x, y),
        (x, y) => Ok(vm.new_bool(holds(op, x.is_some().cmp(&y.is_some())))),
    }
}
fn contents(vm: &mut Vm, this: ObjId) -> Res {
    match value(vm, this) {
        Some(value) => Ok(vm.own(value)),
        None => Err(vm.value_error("Cell is empty")),
    }
}
fn set_contents(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    vm.set_cell(this, value);
    Ok(())
}
