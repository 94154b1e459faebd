//! `super`.

use crate::bytecode::code::{flags, kinds};
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, names, types};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, constructor, member, wrapper};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::SUPER),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__getattribute__", One(getattribute)),
        wrapper("__get__", Pos(1, 2, get)),
        member("__thisclass__", thisclass, None),
        member("__self__", this, None),
        member("__self_class__", self_class, None),
    ],
};

struct Parts {
    class: ObjId,
    this: Option<ObjId>,
    this_type: Option<ObjId>,
}
fn parts(vm: &Vm, id: ObjId) -> Parts {
    match *vm.payload(id).base() {
        Payload::Super { class, this, this_type } => Parts { class, this, this_type },
        ref other => unreachable!("{id:?} is no super but {other:?}"),
    }
}

impl Vm {
    /// The type whose MRO `super(class, object)` walks, borrowed; TypeError if the object does not fit.
    pub fn super_check(&mut self, class: ObjId, object: ObjId) -> Res<ObjId> {
        if !self.is_type(class) {
            let message = format!("super() argument 1 must be a type, not {}", self.class_name(class));
            return Err(self.type_error(message));
        }
        if self.is_type(object) && self.is_subtype(object, class) {
            return Ok(object);
        }
        if self.is_instance(object, class) {
            return Ok(self.type_of(object));
        }
        if let Some(shown) = self.get_attr_optional(object, names::CLASS)? {
            let shown = shown.into_id();
            // The class outlives its instance's claim to it.
            self.decref(shown);
            if self.state.heap.is_live(shown) && self.is_type(shown) && self.is_subtype(shown, class) {
                return Ok(shown);
            }
        }
        let (what, shown) = match self.is_type(object) {
            true => ("type", self.type_name(object)),
            false => ("instance of", self.class_name(object)),
        };
        let class = self.type_name(class);
        let message = format!(
            "super(type, obj): obj ({what} {shown}) is not an instance or subtype of type ({class})."
        );
        Err(self.type_error(message))
    }

    /// The attribute that comes after `class` in the MRO of `this_type`, bound to `this`; `None` if
    /// there is none.
    pub fn super_lookup(
        &mut self,
        class: ObjId,
        this: ObjId,
        this_type: ObjId,
        name: ObjId,
    ) -> Res<Option<crate::heap::Owned>> {
        if name == names::CLASS {
            return Ok(None);
        }
        let mro = self.tuple_items(self.type_obj(this_type).mro).to_vec();
        let after = mro.iter().position(|&t| t == class).map_or(mro.len(), |i| i + 1);
        let found = mro[after..].iter().find_map(|&t| self.namespace_get(self.type_obj(t).dict, name));
        match found {
            Some(descr) => {
                // Through a class, methods stay unbound: the "instance" is the type itself.
                let through = (this != this_type).then_some(this);
                self.descr_get(descr, through, this_type).map(Some)
            }
            None => Ok(None),
        }
    }
}

fn new(vm: &mut Vm, class: ObjId, _: Args<'_>) -> Res {
    vm.incref(types::OBJECT);
    let payload = Payload::Super { class: types::OBJECT, this: None, this_type: None };
    Ok(vm.new_instance_of(class, types::SUPER, payload))
}
fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    if !args.kw.is_empty() {
        return Err(vm.type_error("super() takes no keyword arguments"));
    }
    let (class, object) = match *args.pos {
        [] => from_frame(vm)?,
        [class] => (class, ids::NONE),
        [class, object] => (class, object),
        _ => {
            return Err(
                vm.type_error(format!("super() expected at most 2 arguments, got {}", args.pos.len()))
            );
        }
    };
    if !vm.is_type(class) {
        let message = format!("super() argument 1 must be a type, not {}", vm.class_name(class));
        return Err(vm.type_error(message));
    }
    let object = (object != ids::NONE).then_some(object);
    let this_type = match object {
        Some(object) => Some(vm.super_check(class, object)?),
        None => None,
    };
    vm.incref(class);
    vm.incref_opt(object);
    vm.incref_opt(this_type);
    let new = Payload::Super { class, this: object, this_type };
    let old = std::mem::replace(vm.payload_mut(this).base_mut(), new);
    if let Payload::Super { class, this, this_type } = old {
        vm.decref(class);
        vm.decref_opt(this);
        vm.decref_opt(this_type);
    }
    Ok(vm.none())
}
/// The class and first argument of the function that calls `super()`.
fn from_frame(vm: &mut Vm) -> Res<(ObjId, ObjId)> {
    let Some(frame) = vm.state.frames.last().copied() else {
        return Err(vm.raise(types::RUNTIME_ERROR, "super(): no current frame"));
    };
    let body = vm.state.code_of(frame.code).code.clone();
    if body.argcount == 0 || body.flags & flags::OPTIMIZED == 0 {
        return Err(vm.raise(types::RUNTIME_ERROR, "super(): no arguments"));
    }
    let local = |vm: &Vm, i: usize| vm.state.stack.get(frame.base as usize + i).copied().flatten();
    let first = match local(vm, 0) {
        Some(cell) if body.localspluskinds.first().is_some_and(|k| k & kinds::CELL != 0) => {
            match *vm.payload(cell) {
                Payload::Cell(value) => value,
                _ => Some(cell),
            }
        }
        first => first,
    };
    let Some(first) = first else {
        return Err(vm.raise(types::RUNTIME_ERROR, "super(): arg[0] deleted"));
    };
    let place = body
        .localsplusnames
        .iter()
        .zip(&body.localspluskinds)
        .position(|(n, k)| k & kinds::FREE != 0 && n.as_bytes() == b"__class__");
    let Some(place) = place else {
        return Err(vm.raise(types::RUNTIME_ERROR, "super(): __class__ cell not found"));
    };
    match local(vm, place).map(|cell| vm.payload(cell)) {
        Some(Payload::Cell(Some(class))) => Ok((*class, first)),
        _ => Err(vm.raise(types::RUNTIME_ERROR, "super(): empty __class__ cell")),
    }
}
fn repr(vm: &mut Vm, id: ObjId) -> Res {
    let Parts { class, this_type, .. } = parts(vm, id);
    let class = vm.type_name(class);
    let text = match this_type {
        Some(ty) => format!("<super: <class '{class}'>, <{} object>>", vm.type_name(ty)),
        None => format!("<super: <class '{class}'>, NULL>"),
    };
    Ok(vm.new_str(&text))
}
fn getattribute(vm: &mut Vm, id: ObjId, name: ObjId) -> Res {
    let name = vm.attr_name(name)?;
    let found = match parts(vm, id) {
        Parts { class, this: Some(this), this_type: Some(ty) } => vm.super_lookup(class, this, ty, name.id()),
        _ => Ok(None),
    };
    let result = match found {
        Ok(Some(value)) => Ok(value),
        Ok(None) => vm.generic_get_attr(id, name.id()),
        Err(e) => Err(e),
    };
    vm.release(name);
    result
}
fn get(vm: &mut Vm, id: ObjId, args: &[ObjId]) -> Res {
    let Parts { class, this, .. } = parts(vm, id);
    let instance = args[0];
    if instance == ids::NONE || this.is_some() {
        return Ok(vm.own(id));
    }
    if vm.type_of(id) != types::SUPER {
        return vm.call(vm.type_of(id), &[class, instance]);
    }
    let this_type = vm.super_check(class, instance)?;
    for id in [class, instance, this_type] {
        vm.incref(id);
    }
    let payload = Payload::Super { class, this: Some(instance), this_type: Some(this_type) };
    Ok(vm.alloc(types::SUPER, payload))
}
fn thisclass(vm: &mut Vm, id: ObjId) -> Res {
    let class = parts(vm, id).class;
    Ok(vm.own(class))
}
fn this(vm: &mut Vm, id: ObjId) -> Res {
    let this = parts(vm, id).this.unwrap_or(ids::NONE);
    Ok(vm.own(this))
}
fn self_class(vm: &mut Vm, id: ObjId) -> Res {
    let ty = parts(vm, id).this_type.unwrap_or(ids::NONE);
    Ok(vm.own(ty))
}
