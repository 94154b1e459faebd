//! reversed.

use super::iterators::{ITER, LENGTH_HINT, NEXT};
use crate::heap::ObjId;
use crate::object::ids::{self, names, types};
use crate::object::typ::Slot;
use crate::object::{Iter, Payload};
use crate::vm::NativeCall::{NoArgs, One};
use crate::vm::native::{Owner, constructor, method};
use crate::vm::{Args, NativeTable, Res, Unwind, Vm};

fn new(vm: &mut Vm, cls: ObjId, args: Args<'_>) -> Res {
    if vm.type_obj(cls).slot(Slot::Init) == vm.type_obj(types::REVERSED).slot(Slot::Init) {
        vm.refuse_keywords("reversed", args)?;
    }
    vm.check_positional("reversed", args, 1, 1)?;
    let seq = args.pos[0];
    match vm.lookup_special(seq, names::REVERSED) {
        Some(ids::NONE) => return Err(not_reversible(vm, seq)),
        Some(method) => return vm.call_bound(method, seq, &[]),
        None => {}
    }
    if vm.slot_of(seq, Slot::Getitem).is_none() || vm.as_dict(seq).is_some() {
        return Err(not_reversible(vm, seq));
    }
    let index = vm.len(seq)? as i64 - 1;
    vm.incref(seq);
    let data = Iter::Reversed { seq: Some(seq), index };
    Ok(vm.new_instance_of(cls, types::REVERSED, Payload::Iter(Box::new(data))))
}
fn not_reversible(vm: &mut Vm, seq: ObjId) -> Unwind {
    let message = format!("'{}' object is not reversible", vm.class_name(seq));
    vm.type_error(message)
}

fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let Iter::Reversed { seq, index } = *vm.iter_data(this) else { unreachable!("a reversed object") };
    let ty = vm.type_of(this);
    vm.incref(ty);
    match seq {
        Some(seq) => {
            let (args, index) = (vm.tuple_of(&[seq]), vm.new_int(index));
            Ok(vm.new_tuple(vec![ty, args.into_id(), index.into_id()]))
        }
        None => {
            let args = vm.tuple_of(&[ids::EMPTY_TUPLE]);
            Ok(vm.new_tuple(vec![ty, args.into_id()]))
        }
    }
}
fn setstate(vm: &mut Vm, this: ObjId, state: ObjId) -> Res {
    if !vm.is_int(state) {
        return Err(vm.type_error("an integer is required"));
    }
    let wanted = vm.size_argument(state)?;
    if let Iter::Reversed { seq: Some(seq), .. } = *vm.iter_data(this) {
        let len = vm.len(seq)? as i64;
        if let Iter::Reversed { index, .. } = vm.iter_data_mut(this) {
            *index = wanted.clamp(-1, len - 1);
        }
    }
    Ok(vm.none())
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::REVERSED),
    defs: &[
        constructor(new),
        ITER,
        NEXT,
        LENGTH_HINT,
        method("__reduce__", NoArgs(reduce)),
        method("__setstate__", One(setstate)),
    ],
};
