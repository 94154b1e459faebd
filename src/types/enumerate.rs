//! enumerate.

use super::iterators::{ITER, NEXT};
use crate::heap::ObjId;
use crate::object::ids::{self, types};
use crate::object::{Iter, Payload};
use crate::vm::NativeCall::{NoArgs, One};
use crate::vm::native::{Owner, class_method, constructor, method};
use crate::vm::{Args, NativeTable, Res, Vm};

fn new(vm: &mut Vm, cls: ObjId, args: Args<'_>) -> Res {
    let (iterable, start) = arguments(vm, args)?;
    let (number, big) = match start {
        None => (0, None),
        Some(start) => {
            let start = vm.index(start)?;
            match vm.as_i64(start.id()).filter(|&n| n != i64::MAX) {
                Some(number) => {
                    vm.release(start);
                    (number, None)
                }
                None => (i64::MAX, Some(start)),
            }
        }
    };
    let iter = match vm.iter(iterable) {
        Ok(iter) => iter,
        Err(e) => {
            vm.release_opt(big);
            return Err(e);
        }
    };
    let result = vm.new_tuple(vec![ids::NONE; 2]).into_id();
    let data = Iter::Enumerate { iter: iter.into_id(), number, big: big.map(|b| b.into_id()), result };
    Ok(vm.new_instance_of(cls, types::ENUMERATE, Payload::Iter(Box::new(data))))
}
/// The iterable and the start, with enumerate's own messages.
fn arguments(vm: &mut Vm, args: Args<'_>) -> Res<(ObjId, Option<ObjId>)> {
    let total = args.pos.len() + args.kw.len();
    if args.pos.len() > 2 || !args.pos.is_empty() && total > 2 {
        return Err(vm.type_error(format!("enumerate() takes at most 2 arguments ({total} given)")));
    }
    if total == 0 || total > 2 {
        return Err(vm.type_error("enumerate() missing required argument 'iterable'"));
    }
    let mut found = [args.pos.first().copied(), args.pos.get(1).copied()];
    for &(name, value) in args.kw {
        let place = match &*vm.str_lossy(name) {
            "iterable" => 0,
            "start" => 1,
            _ => 2,
        };
        if place == 2 || found[place].is_some() || place == 1 && total == 1 {
            let message = format!("'{}' is an invalid keyword argument for enumerate()", vm.str_lossy(name));
            return Err(vm.type_error(message));
        }
        found[place] = Some(value);
    }
    match found {
        [Some(iterable), start] => Ok((iterable, start)),
        [None, _] => Err(vm.type_error("enumerate() missing required argument 'iterable'")),
    }
}

fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let Iter::Enumerate { iter, number, big, .. } = *vm.iter_data(this) else {
        unreachable!("an enumerate object")
    };
    let number = match big {
        Some(big) => vm.own(big),
        None => vm.new_int(number),
    };
    let args = vm.tuple_of(&[iter, number.id()]);
    vm.release(number);
    let ty = vm.type_of(this);
    vm.incref(ty);
    Ok(vm.new_tuple(vec![ty, args.into_id()]))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::ENUMERATE),
    defs: &[
        constructor(new),
        ITER,
        NEXT,
        method("__reduce__", NoArgs(reduce)),
        class_method("__class_getitem__", One(|vm, cls, item| vm.generic_alias(cls, item))),
    ],
};
