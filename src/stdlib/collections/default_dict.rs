//! defaultdict: a dict whose instances have one slot, the factory.

use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, module_types as types};
use crate::types::reduce;
use crate::types::support::Writer;
use crate::vm::native::{NativeCall::*, NativeTable, Owner, attribute, class_method, method, wrapper};
use crate::vm::{Args, Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::DEFAULT_DICT),
    defs: &[
        wrapper("__init__", Full(init)),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__or__", One(|vm, a, b| or(vm, a, b, a))),
        wrapper("__ror__", One(|vm, b, a| or(vm, a, b, b))),
        method("__missing__", One(missing)),
        method("copy", NoArgs(copy)),
        method("__copy__", NoArgs(copy)),
        method("__reduce__", NoArgs(reduce)),
        class_method("__class_getitem__", One(|vm, cls, item| vm.generic_alias(cls, item))),
        attribute("default_factory", get_factory, Some(set_factory)),
    ],
};

fn factory(vm: &Vm, this: ObjId) -> ObjId {
    vm.payload(this).attrs().and_then(|a| a.slots.first().copied().flatten()).unwrap_or(ids::NONE)
}
fn get_factory(vm: &mut Vm, this: ObjId) -> Res {
    let factory = factory(vm, this);
    Ok(vm.own(factory))
}
fn set_factory(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    vm.incref_opt(value);
    match vm.payload_mut(this).attrs_mut().and_then(|a| a.slots.first_mut()) {
        Some(place) => {
            let old = std::mem::replace(place, value);
            vm.decref_opt(old);
        }
        None => vm.decref_opt(value),
    }
    Ok(())
}

fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let new = args.pos.first().copied();
    if let Some(new) = new.filter(|&n| n != ids::NONE)
        && !vm.is_callable(new)
    {
        return Err(vm.type_error("first argument must be callable or None"));
    }
    set_factory(vm, this, new)?;
    let rest = Args { pos: args.pos.get(1..).unwrap_or_default(), kw: args.kw };
    crate::types::dict::init(vm, this, rest)
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let base = crate::types::dict::repr(vm, this)?;
    let factory = factory(vm, this);
    let mut out = Writer::new(&vm.short_type_name(vm.type_of(this)));
    out.push("(");
    let shown = if vm.repr_enter(factory) {
        let shown = out.push_repr(vm, factory);
        vm.repr_leave(factory);
        shown
    } else {
        out.push("...");
        Ok(())
    };
    out.push(", ");
    if let Some(text) = vm.as_str(base.id()).cloned() {
        out.push_str(&text);
    }
    vm.release(base);
    shown?;
    out.push(")");
    Ok(out.finish(vm))
}
fn missing(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    let factory = factory(vm, this);
    if factory == ids::NONE {
        return Err(vm.key_error(key));
    }
    let value = vm.call(factory, &[])?;
    match vm.set_item(this, key, value.id()) {
        Ok(()) => Ok(value),
        Err(e) => {
            vm.release(value);
            Err(e)
        }
    }
}
/// A new one of the same class, with the same factory, filled from `content`.
fn same_kind(vm: &mut Vm, this: ObjId, content: ObjId) -> Res {
    let factory = factory(vm, this);
    vm.call(vm.type_of(this), &[factory, content])
}
fn copy(vm: &mut Vm, this: ObjId) -> Res {
    same_kind(vm, this, this)
}
fn or(vm: &mut Vm, left: ObjId, right: ObjId, this: ObjId) -> Res {
    let other = if this == left { right } else { left };
    if vm.as_dict(other).is_none() {
        return Ok(vm.not_implemented());
    }
    let kind = if vm.is_instance(left, types::DEFAULT_DICT) { left } else { right };
    let new: Owned = same_kind(vm, kind, left)?;
    match vm.dict_update(new.id(), right) {
        Ok(()) => Ok(new),
        Err(e) => {
            vm.release(new);
            Err(e)
        }
    }
}
fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let args = match factory(vm, this) {
        ids::NONE => vm.new_tuple(Vec::new()),
        factory => vm.tuple_of(&[factory]),
    };
    let items = match reduce::items_iterator(vm, this) {
        Ok(items) => items,
        Err(e) => {
            vm.release(args);
            return Err(e);
        }
    };
    let (ty, none, no_items) = (vm.own(vm.type_of(this)), vm.none(), vm.none());
    Ok(vm.pack(vec![ty, args, none, no_items, items]))
}
