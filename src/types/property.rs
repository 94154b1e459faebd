//! `property`.

use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{self, names, types};
use crate::vm::native::{
    Args, NativeCall::*, NativeTable, Owner, attribute, constructor, member, method, wrapper,
};
use crate::vm::{Res, Vm};

const GET: usize = 0;
const SET: usize = 1;
const DELETE: usize = 2;
const DOC: usize = 3;
const NAME: usize = 4;

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::PROPERTY),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        wrapper("__get__", Pos(1, 2, get)),
        wrapper("__set__", Pos(2, 2, set)),
        wrapper("__delete__", One(delete)),
        method("getter", One(getter)),
        method("setter", One(setter)),
        method("deleter", One(deleter)),
        method("__set_name__", Pos(0, usize::MAX, set_name)),
        member("fget", fget, None),
        member("fset", fset, None),
        member("fdel", fdel, None),
        member("__doc__", doc, Some(set_doc)),
        attribute("__name__", name, Some(assign_name)),
        attribute("__isabstractmethod__", isabstract, None),
    ],
};

fn parts(vm: &Vm, id: ObjId) -> &[Option<ObjId>; 5] {
    match vm.payload(id).base() {
        Payload::Property(parts) => parts,
        other => unreachable!("{id:?} is no property but {other:?}"),
    }
}
fn store(vm: &mut Vm, id: ObjId, part: usize, value: Option<ObjId>) {
    vm.incref_opt(value);
    if let Payload::Property(parts) = vm.payload_mut(id).base_mut() {
        let old = std::mem::replace(&mut parts[part], value);
        vm.decref_opt(old);
    }
}

fn new(vm: &mut Vm, class: ObjId, _: Args<'_>) -> Res {
    Ok(vm.new_instance_of(class, types::PROPERTY, Payload::Property(Box::new([None; 5]))))
}
fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("property", args, ["fget", "fset", "fdel", "doc"], 0, 4)?;
    let given = |i: usize| bound[i].filter(|&v| v != ids::NONE);
    for part in [GET, SET, DELETE] {
        store(vm, this, part, given(part));
    }
    store(vm, this, NAME, None);
    match (bound[DOC].filter(|&d| d != ids::NONE), given(GET)) {
        (Some(doc), _) => store_doc(vm, this, Some(doc), false)?,
        (None, Some(getter)) => {
            let doc = vm.get_attr_optional(getter, names::DOC)?;
            let shown = doc.as_ref().map(|d| d.id()).filter(|&d| d != ids::NONE);
            let stored = store_doc(vm, this, shown, shown.is_some());
            vm.release_opt(doc);
            stored?;
        }
        (None, None) => store_doc(vm, this, None, false)?,
    }
    Ok(vm.none())
}
/// A subclass's instances keep the docstring as an attribute of their own. Where there is no place for
/// it, only the getter's is missed.
fn store_doc(vm: &mut Vm, this: ObjId, doc: Option<ObjId>, from_getter: bool) -> Res<()> {
    if vm.type_of(this) != types::PROPERTY {
        let doc = doc.unwrap_or(ids::NONE);
        return match vm.set_attr(this, names::DOC, Some(doc)) {
            Err(e) if !from_getter => vm.swallow(e, types::ATTRIBUTE_ERROR),
            result => result,
        };
    }
    store(vm, this, DOC, doc);
    Ok(())
}

/// `property 'x' of 'C' object has no …`
fn missing(vm: &mut Vm, this: ObjId, instance: ObjId, what: &str) -> crate::vm::Unwind {
    let class = vm.str_lossy(vm.type_obj(vm.type_of(instance)).qualname).into_owned();
    let shown = match own_name(vm, this) {
        Ok(Some(name)) => {
            let text = vm.repr_text(name.id());
            vm.release(name);
            text.map(|name| format!("property {name}"))
        }
        Ok(None) => Ok("property".to_string()),
        Err(e) => Err(e),
    };
    match shown {
        Ok(shown) => vm.raise(types::ATTRIBUTE_ERROR, format!("{shown} of '{class}' object has no {what}")),
        Err(e) => e,
    }
}
/// Its name: the one it was given, or else its getter's.
fn own_name(vm: &mut Vm, this: ObjId) -> Res<Option<Owned>> {
    let parts = *parts(vm, this);
    match (parts[NAME], parts[GET]) {
        (Some(name), _) => Ok(Some(vm.own(name))),
        (None, Some(getter)) => vm.get_attr_optional(getter, names::NAME),
        (None, None) => Ok(None),
    }
}
fn get(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let instance = args[0];
    if instance == ids::NONE {
        return Ok(vm.own(this));
    }
    match parts(vm, this)[GET] {
        Some(getter) => vm.call(getter, &[instance]),
        None => Err(missing(vm, this, instance, "getter")),
    }
}
fn set(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    match parts(vm, this)[SET] {
        Some(setter) => vm.call(setter, args),
        None => Err(missing(vm, this, args[0], "setter")),
    }
}
fn delete(vm: &mut Vm, this: ObjId, instance: ObjId) -> Res {
    match parts(vm, this)[DELETE] {
        Some(deleter) => vm.call(deleter, &[instance]),
        None => Err(missing(vm, this, instance, "deleter")),
    }
}

/// A copy with one function replaced, made by the property's own class.
fn copy(vm: &mut Vm, this: ObjId, part: usize, value: ObjId) -> Res {
    let old = *parts(vm, this);
    let mut functions = [GET, SET, DELETE].map(|i| old[i].unwrap_or(ids::NONE));
    functions[part] = value;
    let taken = functions[GET] != ids::NONE && doc_is_getters(vm, this)?;
    let doc = old[DOC].filter(|_| !taken).unwrap_or(ids::NONE);
    let copy = vm.call(vm.type_of(this), &[functions[0], functions[1], functions[2], doc])?;
    if matches!(vm.payload(copy.id()).base(), Payload::Property(_)) {
        store(vm, copy.id(), NAME, old[NAME]);
    }
    Ok(copy)
}
/// Is the docstring the one of the getter?
fn doc_is_getters(vm: &mut Vm, this: ObjId) -> Res<bool> {
    let &[getter, _, _, doc, _] = parts(vm, this);
    let (Some(getter), Some(doc)) = (getter, doc) else { return Ok(false) };
    let theirs = vm.get_attr_optional(getter, names::DOC)?;
    let same = theirs.as_ref().is_some_and(|t| t.id() == doc);
    vm.release_opt(theirs);
    Ok(same)
}
fn getter(vm: &mut Vm, this: ObjId, function: ObjId) -> Res {
    copy(vm, this, GET, function)
}
fn setter(vm: &mut Vm, this: ObjId, function: ObjId) -> Res {
    copy(vm, this, SET, function)
}
fn deleter(vm: &mut Vm, this: ObjId, function: ObjId) -> Res {
    copy(vm, this, DELETE, function)
}
fn set_name(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    if args.len() != 2 {
        let message = format!("__set_name__() takes 2 positional arguments but {} were given", args.len());
        return Err(vm.type_error(message));
    }
    store(vm, this, NAME, Some(args[1]));
    Ok(vm.none())
}

fn part(vm: &mut Vm, this: ObjId, part: usize) -> Res {
    let value = parts(vm, this)[part].unwrap_or(ids::NONE);
    Ok(vm.own(value))
}
fn fget(vm: &mut Vm, this: ObjId) -> Res {
    part(vm, this, GET)
}
fn fset(vm: &mut Vm, this: ObjId) -> Res {
    part(vm, this, SET)
}
fn fdel(vm: &mut Vm, this: ObjId) -> Res {
    part(vm, this, DELETE)
}
fn doc(vm: &mut Vm, this: ObjId) -> Res {
    if let Some(doc) = vm.instance_attr(this, names::DOC)? {
        return Ok(vm.own(doc));
    }
    part(vm, this, DOC)
}
fn set_doc(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    store(vm, this, DOC, value);
    Ok(())
}
fn name(vm: &mut Vm, this: ObjId) -> Res {
    match own_name(vm, this)? {
        Some(name) => Ok(name),
        None => Err(vm.no_attribute(this, names::NAME)),
    }
}
fn assign_name(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    store(vm, this, NAME, value);
    Ok(())
}
fn isabstract(vm: &mut Vm, this: ObjId) -> Res {
    let functions = *parts(vm, this);
    for function in functions[..DOC].iter().flatten() {
        if vm.is_abstract(*function)? {
            return Ok(vm.new_bool(true));
        }
    }
    Ok(vm.new_bool(false))
}

impl Vm {
    /// The truth of `x.__isabstractmethod__`; false where it has none.
    pub fn is_abstract(&mut self, id: ObjId) -> Res<bool> {
        let name = self.intern("__isabstractmethod__");
        let Some(value) = self.get_attr_optional(id, name)? else { return Ok(false) };
        let truth = self.truth(value.id());
        self.release(value);
        truth
    }
}
