//! map.

use super::iterators::{ITER, NEXT};
use crate::heap::ObjId;
use crate::object::ids::types;
use crate::object::typ::Slot;
use crate::object::{Iter, Payload};
use crate::vm::NativeCall::NoArgs;
use crate::vm::native::{Owner, constructor, method};
use crate::vm::{Args, NativeTable, Res, Vm};

fn new(vm: &mut Vm, cls: ObjId, args: Args<'_>) -> Res {
    if vm.type_obj(cls).slot(Slot::Init) == vm.type_obj(types::MAP).slot(Slot::Init) {
        vm.refuse_keywords("map", args)?;
    }
    let [func, iterables @ ..] = args.pos else {
        return Err(vm.type_error("map() must have at least two arguments."));
    };
    if iterables.is_empty() {
        return Err(vm.type_error("map() must have at least two arguments."));
    }
    let iters = super::zip::iterators(vm, iterables)?.into_id();
    vm.incref(*func);
    let data = Iter::Map { func: *func, iters };
    Ok(vm.new_instance_of(cls, types::MAP, Payload::Iter(Box::new(data))))
}

fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let Iter::Map { func, iters } = *vm.iter_data(this) else { unreachable!("a map object") };
    let args = [&[func], vm.sequence_items(iters)].concat();
    let args = vm.tuple_of(&args);
    let ty = vm.type_of(this);
    vm.incref(ty);
    Ok(vm.new_tuple(vec![ty, args.into_id()]))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::MAP),
    defs: &[constructor(new), ITER, NEXT, method("__reduce__", NoArgs(reduce))],
};
