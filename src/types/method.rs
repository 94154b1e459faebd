//! `method`: a function bound to its first argument.

use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, names, types};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, attribute, constructor, wrapper};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::METHOD),
    defs: &[
        constructor(new),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__call__", Full(call)),
        wrapper("__eq__", One(eq)),
        wrapper("__ne__", One(ne)),
        wrapper("__hash__", NoArgs(hash)),
        wrapper("__get__", Pos(1, 2, get)),
        wrapper("__getattribute__", One(getattribute)),
        attribute("__self__", this, None),
        attribute("__func__", func, None),
        attribute("__doc__", doc, None),
    ],
};

fn parts(vm: &Vm, id: ObjId) -> (ObjId, ObjId) {
    match *vm.payload(id) {
        Payload::BoundMethod { func, this } => (func, this),
        ref other => unreachable!("{id:?} is no bound method but {other:?}"),
    }
}

fn new(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    if !args.kw.is_empty() {
        return Err(vm.type_error("method() takes no keyword arguments"));
    }
    let &[func, this] = args.pos else {
        let message = format!("method expected 2 arguments, got {}", args.pos.len());
        return Err(vm.type_error(message));
    };
    if !vm.is_callable(func) {
        return Err(vm.type_error("first argument must be callable"));
    }
    if this == ids::NONE {
        return Err(vm.type_error("instance must not be None"));
    }
    Ok(vm.bind_method(func, this))
}
/// `function.__get__(instance, owner)`
pub(super) fn bind_for_get(vm: &mut Vm, function: ObjId, args: &[ObjId]) -> Res {
    match args {
        [ids::NONE] | [ids::NONE, ids::NONE] => Err(vm.type_error("__get__(None, None) is invalid")),
        [ids::NONE, _] => Ok(vm.own(function)),
        [instance, ..] => Ok(vm.bind_method(function, *instance)),
        [] => Ok(vm.own(function)),
    }
}
fn repr(vm: &mut Vm, id: ObjId) -> Res {
    let (func, this) = parts(vm, id);
    let mut name = None;
    for attr in [names::QUALNAME, names::NAME] {
        if let Some(found) = vm.get_attr_optional(func, attr)? {
            if vm.as_str(found.id()).is_some() {
                name = Some(vm.str_lossy(found.id()).into_owned());
            }
            vm.release(found);
            break;
        }
    }
    let text = format!("<bound method {} of {}>", name.as_deref().unwrap_or("?"), vm.repr_text(this)?);
    Ok(vm.new_str(&text))
}
fn call(vm: &mut Vm, id: ObjId, args: Args<'_>) -> Res {
    vm.call_with(id, args)
}
fn same(vm: &mut Vm, id: ObjId, other: ObjId) -> Res<Option<bool>> {
    let Payload::BoundMethod { func: f2, this: t2 } = *vm.payload(other) else { return Ok(None) };
    let (f1, t1) = parts(vm, id);
    Ok(Some(t1 == t2 && vm.equal(f1, f2)?))
}
fn eq(vm: &mut Vm, id: ObjId, other: ObjId) -> Res {
    Ok(match same(vm, id, other)? {
        Some(yes) => vm.new_bool(yes),
        None => vm.not_implemented(),
    })
}
fn ne(vm: &mut Vm, id: ObjId, other: ObjId) -> Res {
    Ok(match same(vm, id, other)? {
        Some(yes) => vm.new_bool(!yes),
        None => vm.not_implemented(),
    })
}
fn hash(vm: &mut Vm, id: ObjId) -> Res {
    let (func, this) = parts(vm, id);
    let hash = vm.identity_hash(this) ^ vm.hash(func)?;
    Ok(vm.new_int(hash))
}
fn get(vm: &mut Vm, id: ObjId, _: &[ObjId]) -> Res {
    Ok(vm.own(id))
}
/// What the method itself has not is the function's.
fn getattribute(vm: &mut Vm, id: ObjId, name: ObjId) -> Res {
    let name = vm.attr_name(name)?;
    let (func, _) = parts(vm, id);
    let result = match vm.lookup(types::METHOD, name.id()) {
        Some(descr) => vm.descr_get(descr, Some(id), types::METHOD),
        None => vm.get_attr(func, name.id()),
    };
    vm.release(name);
    result
}
fn this(vm: &mut Vm, id: ObjId) -> Res {
    let (_, this) = parts(vm, id);
    Ok(vm.own(this))
}
fn func(vm: &mut Vm, id: ObjId) -> Res {
    let (func, _) = parts(vm, id);
    Ok(vm.own(func))
}
fn doc(vm: &mut Vm, id: ObjId) -> Res {
    let (func, _) = parts(vm, id);
    vm.get_attr(func, names::DOC)
}

impl Vm {
    /// `callable(x)`
    pub fn is_callable(&self, id: ObjId) -> bool {
        self.slot_of(id, crate::object::typ::Slot::Call).is_some()
    }
}
