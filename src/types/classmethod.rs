//! `classmethod` and `staticmethod`.

use super::object::{instance_dict, set_instance_dict};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, names, types};
use crate::object::{Attrs, Derived, Payload};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, attribute, constructor, member, wrapper};
use crate::vm::{Res, Vm};

pub static CLASS_METHOD: NativeTable = NativeTable {
    owner: Owner::Type(types::CLASSMETHOD),
    defs: &[
        constructor(new_class_method),
        wrapper("__init__", Full(init_class_method)),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__get__", Pos(1, 2, class_get)),
        member("__func__", func, None),
        member("__wrapped__", func, None),
        attribute("__isabstractmethod__", isabstract, None),
        attribute("__dict__", instance_dict, Some(set_instance_dict)),
    ],
};
pub static STATIC_METHOD: NativeTable = NativeTable {
    owner: Owner::Type(types::STATICMETHOD),
    defs: &[
        constructor(new_static_method),
        wrapper("__init__", Full(init_static_method)),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__call__", Full(call)),
        wrapper("__get__", Pos(1, 2, static_get)),
        member("__func__", func, None),
        member("__wrapped__", func, None),
        attribute("__isabstractmethod__", isabstract, None),
        attribute("__dict__", instance_dict, Some(set_instance_dict)),
    ],
};

fn wrapped(vm: &Vm, id: ObjId) -> ObjId {
    match *vm.payload(id).base() {
        Payload::ClassMethod(f) | Payload::StaticMethod(f) => f,
        ref other => unreachable!("{id:?} wraps no function but is {other:?}"),
    }
}
fn the_function(vm: &mut Vm, name: &str, args: Args<'_>) -> Res<ObjId> {
    if !args.kw.is_empty() {
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    match args.pos {
        [function] => Ok(*function),
        _ => Err(vm.type_error(format!("{name} expected 1 argument, got {}", args.pos.len()))),
    }
}
fn new_class_method(vm: &mut Vm, class: ObjId, _: Args<'_>) -> Res {
    Ok(vm.new_wrapper(class, Payload::ClassMethod(ids::NONE)))
}
fn new_static_method(vm: &mut Vm, class: ObjId, _: Args<'_>) -> Res {
    Ok(vm.new_wrapper(class, Payload::StaticMethod(ids::NONE)))
}
fn init_class_method(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let function = the_function(vm, "classmethod", args)?;
    init(vm, this, function)
}
fn init_static_method(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let function = the_function(vm, "staticmethod", args)?;
    init(vm, this, function)
}
/// Takes the function, and copies of what it says of itself.
fn init(vm: &mut Vm, this: ObjId, function: ObjId) -> Res {
    const COPIED: [ObjId; 5] = [names::MODULE, names::NAME, names::QUALNAME, names::DOC, names::ANNOTATIONS];
    vm.incref(function);
    let old = match vm.payload_mut(this).base_mut() {
        Payload::ClassMethod(f) | Payload::StaticMethod(f) => std::mem::replace(f, function),
        _ => function,
    };
    vm.decref(old);
    for name in COPIED {
        if let Some(value) = vm.get_attr_optional(function, name)? {
            let set = vm.set_attr(this, name, Some(value.id()));
            vm.release(value);
            set?;
        }
    }
    Ok(vm.none())
}

impl Vm {
    /// A classmethod or staticmethod, with room for attributes.
    pub fn new_wrapper(&mut self, class: ObjId, wrapped: Payload) -> Owned {
        let attrs = Attrs::with_slots(self.type_obj(class).slot_count as usize);
        self.alloc(class, Payload::Derived(Box::new(Derived { base: wrapped, attrs, order: None })))
    }
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let name = if matches!(vm.payload(this).base(), Payload::ClassMethod(_)) {
        "classmethod"
    } else {
        "staticmethod"
    };
    let text = format!("<{name}({})>", vm.repr_text(wrapped(vm, this))?);
    Ok(vm.new_str(&text))
}
fn call(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    vm.call_with(wrapped(vm, this), args)
}
fn class_get(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let class = match args {
        [_, class] if *class != ids::NONE => *class,
        [instance, ..] => vm.type_of(*instance),
        [] => ids::NONE,
    };
    Ok(vm.bind_method(wrapped(vm, this), class))
}
fn static_get(vm: &mut Vm, this: ObjId, _: &[ObjId]) -> Res {
    Ok(vm.own(wrapped(vm, this)))
}
fn func(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.own(wrapped(vm, this)))
}
fn isabstract(vm: &mut Vm, this: ObjId) -> Res {
    let yes = vm.is_abstract(wrapped(vm, this))?;
    Ok(vm.new_bool(yes))
}
