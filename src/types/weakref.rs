//! `weakref.ref` (`weakref.ReferenceType`).

use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{self, types};
use crate::vm::compare::op;
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, attribute, constructor, wrapper};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::WEAKREF),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        wrapper("__call__", Full(call)),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__hash__", NoArgs(hash)),
        wrapper("__eq__", One(|vm, a, b| compare(vm, op::EQ, a, b))),
        wrapper("__ne__", One(|vm, a, b| compare(vm, op::NE, a, b))),
        attribute("__callback__", callback, None),
    ],
};

struct Parts {
    referent: Option<ObjId>,
    callback: Option<ObjId>,
    hash: Option<i64>,
}
fn parts(vm: &Vm, id: ObjId) -> Option<Parts> {
    match *vm.payload(id).base() {
        Payload::WeakRef { referent, callback, hash } => {
            // What waits to be torn down is dead already.
            let referent = referent.filter(|&object| vm.state.heap.count(object) > 0);
            Some(Parts { referent, callback, hash })
        }
        _ => None,
    }
}

/// `ref(object[, callback])`; a plain one without callback exists once for an object.
fn new(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    check_count(vm, "__new__", args)?;
    let object = args.pos[0];
    let callback = args.pos.get(1).copied().filter(|&c| c != ids::NONE);
    if !vm.type_obj(vm.type_of(object)).has_weakref {
        let message = format!("cannot create weak reference to '{}' object", vm.class_name(object));
        return Err(vm.type_error(message));
    }
    if callback.is_none()
        && let Some(known) = vm.basic_weakref(object, class)
    {
        return Ok(vm.own(known));
    }
    vm.incref_opt(callback);
    let payload = Payload::WeakRef { referent: Some(object), callback, hash: None };
    let weak = vm.new_instance_of(class, types::WEAKREF, payload);
    vm.add_weakref(object, weak.id());
    Ok(weak)
}
/// `ref` and its `__init__` take one argument or two.
fn check_count(vm: &mut Vm, name: &str, args: Args<'_>) -> Res<()> {
    let (least, count) = match args.pos.len() {
        0 => ("least 1 argument", 0),
        1 | 2 => return Ok(()),
        count => ("most 2 arguments", count),
    };
    Err(vm.type_error(format!("{name} expected at {least}, got {count}")))
}
fn init(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    if !args.kw.is_empty() {
        return Err(vm.type_error("ref() takes no keyword arguments"));
    }
    check_count(vm, "__init__", args)?;
    Ok(vm.none())
}
/// The referent, if it lives.
fn referent(vm: &mut Vm, this: ObjId) -> Owned {
    let referent = parts(vm, this).and_then(|p| p.referent).unwrap_or(ids::NONE);
    vm.own(referent)
}
fn call(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    if !args.pos.is_empty() || !args.kw.is_empty() {
        let count = args.pos.len();
        return Err(vm.type_error(format!("weakref expected 0 arguments, got {count}")));
    }
    Ok(referent(vm, this))
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let at = vm.address_text(this);
    let text = match parts(vm, this).and_then(|p| p.referent) {
        None => format!("<weakref at {at}; dead>"),
        Some(object) => {
            let (class, address) = (vm.fully_qualified_name(vm.type_of(object)), vm.address_text(object));
            let name = match vm.lookup_special(object, ids::names::NAME) {
                Some(found) => Some(vm.descr_get(found, Some(object), vm.type_of(object))?),
                None => None,
            };
            let shown = name.as_ref().and_then(|n| vm.as_str(n.id())).map(|n| n.to_lossy().into_owned());
            vm.release_opt(name);
            match shown {
                Some(name) => format!("<weakref at {at}; to '{class}' at {address} ({name})>"),
                None => format!("<weakref at {at}; to '{class}' at {address}>"),
            }
        }
    };
    Ok(vm.new_str(&text))
}
/// The referent's hash, kept for when it is dead.
fn hash(vm: &mut Vm, this: ObjId) -> Res {
    if let Some(hash) = parts(vm, this).and_then(|p| p.hash) {
        return Ok(vm.new_int(hash));
    }
    let object = referent(vm, this);
    if object.id() == ids::NONE {
        vm.release(object);
        return Err(vm.type_error("weak object has gone away"));
    }
    let value = vm.hash(object.id());
    vm.release(object);
    let value = value?;
    if let Payload::WeakRef { hash, .. } = vm.payload_mut(this).base_mut() {
        *hash = Some(value);
    }
    Ok(vm.new_int(value))
}
/// Living referents are compared; dead references only by identity.
fn compare(vm: &mut Vm, operator: u32, a: ObjId, b: ObjId) -> Res {
    let (Some(x), Some(y)) = (parts(vm, a), parts(vm, b)) else { return Ok(vm.not_implemented()) };
    match (x.referent, y.referent) {
        (Some(x), Some(y)) => {
            let (x, y) = (vm.own(x), vm.own(y));
            let result = vm.compare(operator, x.id(), y.id());
            vm.release(x);
            vm.release(y);
            result
        }
        _ => Ok(vm.new_bool((a == b) == (operator == op::EQ))),
    }
}
fn callback(vm: &mut Vm, this: ObjId) -> Res {
    let callback = parts(vm, this).and_then(|p| p.callback).unwrap_or(ids::NONE);
    Ok(vm.own(callback))
}
