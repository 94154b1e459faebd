//! bool.

use super::int;
use crate::heap::ObjId;
use crate::object::ids::{self, types};
use crate::vm::NativeCall::{NoArgs, One};
use crate::vm::native::{Owner, constructor, wrapper};
use crate::vm::{Args, NativeTable, Res, Vm};

fn new(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    if !args.kw.is_empty() {
        return Err(vm.type_error("bool() takes no keyword arguments"));
    }
    match *args.pos {
        [] => Ok(vm.new_bool(false)),
        [x] => {
            let truth = vm.truth(x)?;
            Ok(vm.new_bool(truth))
        }
        _ => Err(vm.type_error(format!("bool expected at most 1 argument, got {}", args.pos.len()))),
    }
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let text = if vm.as_i64(this) == Some(0) { "False" } else { "True" };
    Ok(crate::heap::Owned::new(vm.intern(text)))
}

/// Two bools give a bool, anything else is int's business.
fn logic(
    vm: &mut Vm,
    a: ObjId,
    b: ObjId,
    bools: fn(bool, bool) -> bool,
    ints: fn(&mut Vm, ObjId, ObjId) -> Res,
) -> Res {
    if vm.type_of(a) != types::BOOL || vm.type_of(b) != types::BOOL {
        return ints(vm, a, b);
    }
    Ok(vm.new_bool(bools(a == ids::TRUE, b == ids::TRUE)))
}
fn and(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    logic(vm, a, b, |a, b| a & b, int::and)
}
fn or(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    logic(vm, a, b, |a, b| a | b, int::or)
}
fn xor(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    logic(vm, a, b, |a, b| a ^ b, int::xor)
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::BOOL),
    defs: &[
        constructor(new),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__and__", One(and)),
        wrapper("__rand__", One(|vm, a, b| and(vm, b, a))),
        wrapper("__xor__", One(xor)),
        wrapper("__rxor__", One(|vm, a, b| xor(vm, b, a))),
        wrapper("__or__", One(or)),
        wrapper("__ror__", One(|vm, a, b| or(vm, b, a))),
        wrapper("__invert__", NoArgs(invert)),
    ],
};

/// `~` of a bool is that of the int, which is rarely meant.
fn invert(vm: &mut Vm, this: ObjId) -> Res {
    let message = "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int object and is usually not what you expect from the negation of a bool object. Use the 'not' operator for boolean negation or ~int(x) for the bitwise inversion of the underlying int.";
    vm.warn(types::DEPRECATION_WARNING, message)?;
    int::invert(vm, this)
}
