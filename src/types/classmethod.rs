//! `classmethod` and `staticmethod`.

use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, names, types};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, attribute, constructor, member, wrapper};
use crate::vm::{Res, Vm};

pub static CLASS_METHOD: NativeTable = NativeTable {
    owner: Owner::Type(types::CLASSMETHOD),
    defs: &[
        constructor(new_class_method),
        wrapper("__init__", Full(init)),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__get__", Pos(1, 2, class_get)),
        member("__func__", func, None),
        member("__wrapped__", func, None),
        attribute("__isabstractmethod__", isabstract, None),
        attribute("__name__", name, None),
        attribute("__qualname__", qualname, None),
        attribute("__module__", module, None),
        attribute("__doc__", doc, None),
        attribute("__annotations__", annotations, None),
    ],
};
pub static STATIC_METHOD: NativeTable = NativeTable {
    owner: Owner::Type(types::STATICMETHOD),
    defs: &[
        constructor(new_static_method),
        wrapper("__init__", Full(init)),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__call__", Full(call)),
        wrapper("__get__", Pos(1, 2, static_get)),
        member("__func__", func, None),
        member("__wrapped__", func, None),
        attribute("__isabstractmethod__", isabstract, None),
        attribute("__name__", name, None),
        attribute("__qualname__", qualname, None),
        attribute("__module__", module, None),
        attribute("__doc__", doc, None),
        attribute("__annotations__", annotations, None),
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
fn new_class_method(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let function = the_function(vm, "classmethod", args)?;
    vm.incref(function);
    Ok(vm.new_instance_of(class, types::CLASSMETHOD, Payload::ClassMethod(function)))
}
fn new_static_method(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let function = the_function(vm, "staticmethod", args)?;
    vm.incref(function);
    Ok(vm.new_instance_of(class, types::STATICMETHOD, Payload::StaticMethod(function)))
}
fn init(vm: &mut Vm, _: ObjId, _: Args<'_>) -> Res {
    Ok(vm.none())
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
fn name(vm: &mut Vm, this: ObjId) -> Res {
    vm.get_attr(wrapped(vm, this), names::NAME)
}
fn qualname(vm: &mut Vm, this: ObjId) -> Res {
    vm.get_attr(wrapped(vm, this), names::QUALNAME)
}
fn module(vm: &mut Vm, this: ObjId) -> Res {
    vm.get_attr(wrapped(vm, this), names::MODULE)
}
fn annotations(vm: &mut Vm, this: ObjId) -> Res {
    vm.get_attr_str(wrapped(vm, this), "__annotations__")
}
fn doc(vm: &mut Vm, this: ObjId) -> Res {
    vm.get_attr(wrapped(vm, this), names::DOC)
}
