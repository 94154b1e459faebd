//! filter.

use super::iterators::{ITER, NEXT};
use crate::heap::ObjId;
use crate::object::ids::types;
use crate::object::typ::Slot;
use crate::object::{Iter, Payload};
use crate::vm::NativeCall::NoArgs;
use crate::vm::native::{Owner, constructor, method};
use crate::vm::{Args, NativeTable, Res, Vm};

fn new(vm: &mut Vm, cls: ObjId, args: Args<'_>) -> Res {
    if vm.type_obj(cls).slot(Slot::Init) == vm.type_obj(types::FILTER).slot(Slot::Init) {
        vm.refuse_keywords("filter", args)?;
    }
    let &[func, iterable] = args.pos else {
        vm.check_positional("filter", args, 2, 2)?;
        return Ok(vm.none());
    };
    let iter = vm.iter(iterable)?.into_id();
    vm.incref(func);
    let data = Iter::Filter { func, iter };
    Ok(vm.new_instance_of(cls, types::FILTER, Payload::Iter(Box::new(data))))
}

fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let Iter::Filter { func, iter } = *vm.iter_data(this) else { unreachable!("a filter object") };
    let args = vm.tuple_of(&[func, iter]);
    let ty = vm.type_of(this);
    vm.incref(ty);
    Ok(vm.new_tuple(vec![ty, args.into_id()]))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::FILTER),
    defs: &[constructor(new), ITER, NEXT, method("__reduce__", NoArgs(reduce))],
};
