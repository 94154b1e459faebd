//! zip.

use super::iterators::{ITER, NEXT};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::object::{Iter, Payload};
use crate::vm::NativeCall::{NoArgs, One};
use crate::vm::native::{Owner, constructor, method};
use crate::vm::{Args, NativeTable, Res, Vm};

fn new(vm: &mut Vm, cls: ObjId, args: Args<'_>) -> Res {
    let strict = match *args.kw {
        [] => false,
        [(name, value)] => {
            let name = vm.str_lossy(name).into_owned();
            if name != "strict" {
                return Err(vm.unexpected_argument("zip", &name, &["strict"]));
            }
            vm.truth(value)?
        }
        _ => {
            let message = format!("zip() takes at most 1 keyword argument ({} given)", args.kw.len());
            return Err(vm.type_error(message));
        }
    };
    let iters = iterators(vm, args.pos)?;
    let result = vm.new_tuple(vec![ids::NONE; args.pos.len()]).into_id();
    let data = Iter::Zip { iters: iters.into_id(), result, strict };
    Ok(vm.new_instance_of(cls, types::ZIP, Payload::Iter(Box::new(data))))
}

/// A tuple of iterators over those iterables.
pub fn iterators(vm: &mut Vm, iterables: &[ObjId]) -> Res<Owned> {
    let mut iters = Vec::with_capacity(iterables.len());
    for &iterable in iterables {
        match vm.iter(iterable) {
            Ok(iter) => iters.push(iter),
            Err(e) => {
                vm.release_all(iters);
                return Err(e);
            }
        }
    }
    Ok(vm.pack(iters))
}

fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let Iter::Zip { iters, strict, .. } = *vm.iter_data(this) else { unreachable!("a zip object") };
    let ty = vm.type_of(this);
    vm.incref(ty);
    vm.incref(iters);
    let mut parts = vec![ty, iters];
    if strict {
        parts.push(ids::TRUE);
    }
    Ok(vm.new_tuple(parts))
}
fn setstate(vm: &mut Vm, this: ObjId, state: ObjId) -> Res {
    let value = vm.truth(state)?;
    if let Iter::Zip { strict, .. } = vm.iter_data_mut(this) {
        *strict = value;
    }
    Ok(vm.none())
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::ZIP),
    defs: &[
        constructor(new),
        ITER,
        NEXT,
        method("__reduce__", NoArgs(reduce)),
        method("__setstate__", One(setstate)),
    ],
};
