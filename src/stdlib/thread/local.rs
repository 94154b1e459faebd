//! `_thread._local`: attributes that each thread has for itself.

use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, module_types};
use crate::object::typ::Slot;
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, constructor, wrapper};
use crate::vm::{Res, Vm};

/// Namespaces by thread (a dict), and the arguments that `__init__` gets in each (a tuple, a dict).
const SPACES: usize = 0;
const ARGS: usize = 1;
const KEYWORDS: usize = 2;

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(module_types::THREAD_LOCAL),
    defs: &[
        constructor(new),
        wrapper("__getattribute__", One(getattribute)),
        wrapper("__setattr__", Pos(2, 2, |vm, this, args| set(vm, this, args[0], Some(args[1])))),
        wrapper("__delattr__", One(|vm, this, name| set(vm, this, name, None))),
    ],
};

fn new(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let plain = vm.is_object_slot(class, Slot::Init);
    if plain && (!args.pos.is_empty() || !args.kw.is_empty()) {
        return Err(vm.type_error("Initialization arguments are not supported"));
    }
    let spaces = vm.new_dict();
    let (pos, kw) = (vm.tuple_of(args.pos).into_id(), vm.keywords_dict(args.kw).into_id());
    // The thread that makes it runs `__init__` anyway.
    let (own, ident) = (vm.new_dict(), vm.thread_ident());
    let key = vm.new_int(ident);
    let stored = vm.dict_set(spaces.id(), key.id(), own.id());
    vm.release(key);
    vm.release(own);
    let fields = [Some(spaces.into_id()), Some(pos), Some(kw)];
    let object = vm.new_native_instance(class, Payload::Record(Box::new(fields)));
    match stored {
        Ok(()) => Ok(object),
        Err(e) => {
            vm.release(object);
            Err(e)
        }
    }
}
fn field(vm: &Vm, this: ObjId, index: usize) -> ObjId {
    match vm.payload(this).base() {
        Payload::Record(fields) => fields.get(index).copied().flatten().unwrap_or(ids::NONE),
        _ => ids::NONE,
    }
}
/// Makes the running thread's namespace the object's own.
fn enter(vm: &mut Vm, this: ObjId) -> Res<()> {
    let spaces = field(vm, this, SPACES);
    let ident = vm.thread_ident();
    let key = vm.new_int(ident);
    let known = vm.dict_get(spaces, key.id());
    let fresh = matches!(known, Ok(None));
    let space = match known {
        Ok(Some(space)) => Ok(vm.own(space)),
        Ok(None) => {
            let space = vm.new_dict();
            vm.dict_set(spaces, key.id(), space.id()).map(|()| space)
        }
        Err(e) => Err(e),
    };
    vm.release(key);
    let space = space?.into_id();
    let old = vm.payload_mut(this).attrs_mut().and_then(|attrs| attrs.dict.replace(space));
    vm.decref_opt(old);
    if !fresh {
        return Ok(());
    }
    let Some(init) = vm.slot_of(this, Slot::Init) else { return Ok(()) };
    let pos = vm.as_tuple(field(vm, this, ARGS)).map(<[ObjId]>::to_vec).unwrap_or_default();
    let kw: Vec<(ObjId, ObjId)> =
        vm.as_dict(field(vm, this, KEYWORDS)).map(|d| d.iter().collect()).unwrap_or_default();
    let bound = vm.descr_get(init, Some(this), vm.type_of(this))?;
    let result = vm.call_with(bound.id(), Args { pos: &pos, kw: &kw });
    vm.release(bound);
    let none = result?;
    vm.release(none);
    Ok(())
}
fn getattribute(vm: &mut Vm, this: ObjId, name: ObjId) -> Res {
    enter(vm, this)?;
    let name = vm.attr_name(name)?;
    let result = vm.generic_get_attr(this, name.id());
    vm.release(name);
    result
}
fn set(vm: &mut Vm, this: ObjId, name: ObjId, value: Option<ObjId>) -> Res {
    enter(vm, this)?;
    let name = vm.attr_name(name)?;
    let result = vm.generic_set_attr(this, name.id(), value);
    vm.release(name);
    result?;
    Ok(vm.none())
}
