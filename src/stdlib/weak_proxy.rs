//! `weakref.proxy`: an object that stands for another one without holding it.

use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{module_types, types};
use crate::object::typ::Slot;
use crate::vm::compare::op;
use crate::vm::native::{Args, NativeCall::*, NativeDef, NativeTable, Owner as Of, method, wrapper};
use crate::vm::{Res, Vm};

pub static COMMON: NativeTable = NativeTable { owner: Of::Type(module_types::PROXY), defs: DEFS };
pub static CALLABLE: NativeTable = NativeTable { owner: Of::Type(module_types::CALLABLE_PROXY), defs: DEFS };
pub static CALL: NativeTable =
    NativeTable { owner: Of::Type(module_types::CALLABLE_PROXY), defs: &[wrapper("__call__", Full(call))] };

/// What proxies of both classes do: everything that their object does.
const DEFS: &[NativeDef] = &[
    wrapper("__repr__", NoArgs(repr)),
    wrapper("__str__", NoArgs(|vm, this| on(vm, this, |vm, it| vm.str_of(it)))),
    wrapper("__getattribute__", One(getattribute)),
    wrapper("__setattr__", Pos(2, 2, |vm, this, args| setattr(vm, this, args[0], Some(args[1])))),
    wrapper("__delattr__", One(|vm, this, name| setattr(vm, this, name, None))),
    wrapper("__bool__", NoArgs(|vm, this| on(vm, this, |vm, it| vm.truth(it).map(|t| vm.new_bool(t))))),
    wrapper("__hash__", NoArgs(hash)),
    wrapper("__lt__", One(|vm, a, b| compare(vm, op::LT, a, b))),
    wrapper("__le__", One(|vm, a, b| compare(vm, op::LE, a, b))),
    wrapper("__eq__", One(|vm, a, b| compare(vm, op::EQ, a, b))),
    wrapper("__ne__", One(|vm, a, b| compare(vm, op::NE, a, b))),
    wrapper("__gt__", One(|vm, a, b| compare(vm, op::GT, a, b))),
    wrapper("__ge__", One(|vm, a, b| compare(vm, op::GE, a, b))),
    wrapper("__iter__", NoArgs(|vm, this| on(vm, this, |vm, it| vm.iter(it)))),
    wrapper("__next__", NoArgs(next)),
    wrapper("__len__", NoArgs(|vm, this| on(vm, this, |vm, it| vm.len(it).map(|n| vm.new_int(n as i64))))),
    wrapper("__contains__", One(contains)),
    wrapper("__getitem__", One(|vm, a, b| two(vm, a, b, |vm, a, b| vm.get_item(a, b)))),
    wrapper("__setitem__", Pos(2, 2, setitem)),
    wrapper("__delitem__", One(delitem)),
    wrapper("__index__", NoArgs(|vm, this| on(vm, this, |vm, it| vm.index(it)))),
    wrapper("__int__", NoArgs(|vm, this| on(vm, this, |vm, it| vm.call(types::INT, &[it])))),
    wrapper("__float__", NoArgs(|vm, this| on(vm, this, |vm, it| vm.call(types::FLOAT, &[it])))),
    wrapper("__neg__", NoArgs(|vm, this| on(vm, this, |vm, it| vm.unary(Slot::Neg, "-", it)))),
    wrapper("__pos__", NoArgs(|vm, this| on(vm, this, |vm, it| vm.unary(Slot::Pos, "+", it)))),
    wrapper("__invert__", NoArgs(|vm, this| on(vm, this, |vm, it| vm.unary(Slot::Invert, "~", it)))),
    wrapper("__abs__", NoArgs(|vm, this| on(vm, this, |vm, it| vm.unary(Slot::Abs, "abs()", it)))),
    wrapper("__pow__", Pos(1, 2, |vm, a, args| binary(vm, 8, a, args[0]))),
    wrapper("__rpow__", Pos(1, 2, |vm, a, args| binary(vm, 8, args[0], a))),
    wrapper("__ipow__", Pos(1, 2, |vm, a, args| binary(vm, 21, a, args[0]))),
    wrapper("__add__", One(|vm, a, b| binary(vm, 0, a, b))),
    wrapper("__radd__", One(|vm, a, b| binary(vm, 0, b, a))),
    wrapper("__iadd__", One(|vm, a, b| binary(vm, 13, a, b))),
    wrapper("__and__", One(|vm, a, b| binary(vm, 1, a, b))),
    wrapper("__rand__", One(|vm, a, b| binary(vm, 1, b, a))),
    wrapper("__iand__", One(|vm, a, b| binary(vm, 14, a, b))),
    wrapper("__floordiv__", One(|vm, a, b| binary(vm, 2, a, b))),
    wrapper("__rfloordiv__", One(|vm, a, b| binary(vm, 2, b, a))),
    wrapper("__ifloordiv__", One(|vm, a, b| binary(vm, 15, a, b))),
    wrapper("__lshift__", One(|vm, a, b| binary(vm, 3, a, b))),
    wrapper("__rlshift__", One(|vm, a, b| binary(vm, 3, b, a))),
    wrapper("__ilshift__", One(|vm, a, b| binary(vm, 16, a, b))),
    wrapper("__matmul__", One(|vm, a, b| binary(vm, 4, a, b))),
    wrapper("__rmatmul__", One(|vm, a, b| binary(vm, 4, b, a))),
    wrapper("__imatmul__", One(|vm, a, b| binary(vm, 17, a, b))),
    wrapper("__mul__", One(|vm, a, b| binary(vm, 5, a, b))),
    wrapper("__rmul__", One(|vm, a, b| binary(vm, 5, b, a))),
    wrapper("__imul__", One(|vm, a, b| binary(vm, 18, a, b))),
    wrapper("__mod__", One(|vm, a, b| binary(vm, 6, a, b))),
    wrapper("__rmod__", One(|vm, a, b| binary(vm, 6, b, a))),
    wrapper("__imod__", One(|vm, a, b| binary(vm, 19, a, b))),
    wrapper("__or__", One(|vm, a, b| binary(vm, 7, a, b))),
    wrapper("__ror__", One(|vm, a, b| binary(vm, 7, b, a))),
    wrapper("__ior__", One(|vm, a, b| binary(vm, 20, a, b))),
    wrapper("__rshift__", One(|vm, a, b| binary(vm, 9, a, b))),
    wrapper("__rrshift__", One(|vm, a, b| binary(vm, 9, b, a))),
    wrapper("__irshift__", One(|vm, a, b| binary(vm, 22, a, b))),
    wrapper("__sub__", One(|vm, a, b| binary(vm, 10, a, b))),
    wrapper("__rsub__", One(|vm, a, b| binary(vm, 10, b, a))),
    wrapper("__isub__", One(|vm, a, b| binary(vm, 23, a, b))),
    wrapper("__truediv__", One(|vm, a, b| binary(vm, 11, a, b))),
    wrapper("__rtruediv__", One(|vm, a, b| binary(vm, 11, b, a))),
    wrapper("__itruediv__", One(|vm, a, b| binary(vm, 24, a, b))),
    wrapper("__xor__", One(|vm, a, b| binary(vm, 12, a, b))),
    wrapper("__rxor__", One(|vm, a, b| binary(vm, 12, b, a))),
    wrapper("__ixor__", One(|vm, a, b| binary(vm, 25, a, b))),
    method("__bytes__", NoArgs(|vm, this| on(vm, this, |vm, it| vm.call(types::BYTES, &[it])))),
    method("__reversed__", NoArgs(|vm, this| on(vm, this, |vm, it| vm.call_named(it, "__reversed__", &[])))),
];

/// The object that the proxy stands for, held; ReferenceError once it is dead.
fn target(vm: &mut Vm, this: ObjId) -> Res {
    match *vm.payload(this) {
        Payload::WeakRef { referent: Some(object), .. } if vm.state.heap.count(object) > 0 => {
            Ok(vm.own(object))
        }
        _ => Err(vm.raise(types::REFERENCE_ERROR, "weakly-referenced object no longer exists")),
    }
}
/// The same for an operand, which may be no proxy.
fn operand(vm: &mut Vm, id: ObjId) -> Res {
    let class = vm.type_of(id);
    if matches!(class, module_types::PROXY | module_types::CALLABLE_PROXY) {
        return target(vm, id);
    }
    Ok(vm.own(id))
}
fn on(vm: &mut Vm, this: ObjId, action: impl FnOnce(&mut Vm, ObjId) -> Res) -> Res {
    let object = target(vm, this)?;
    let result = action(vm, object.id());
    vm.release(object);
    result
}
/// `weakref.proxy(object[, callback])`; a plain one without callback exists once for an object.
pub fn new(vm: &mut Vm, object: ObjId, callback: Option<ObjId>) -> Res {
    if !vm.type_obj(vm.type_of(object)).has_weakref {
        let message = format!("cannot create weak reference to '{}' object", vm.class_name(object));
        return Err(vm.type_error(message));
    }
    let callable = vm.slot_of(object, Slot::Call).is_some();
    let class = if callable { module_types::CALLABLE_PROXY } else { module_types::PROXY };
    if callback.is_none()
        && let Some(known) = vm.basic_weakref(object, class)
    {
        return Ok(vm.own(known));
    }
    vm.incref_opt(callback);
    let proxy = vm.alloc(class, Payload::WeakRef { referent: Some(object), callback, hash: None });
    vm.add_weakref(object, proxy.id());
    Ok(proxy)
}

fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let at = vm.address_text(this);
    let text = match *vm.payload(this) {
        Payload::WeakRef { referent: Some(object), .. } => {
            let (class, address) = (vm.fully_qualified_name(vm.type_of(object)), vm.address_text(object));
            format!("<weakproxy at {at}; to '{class}' at {address}>")
        }
        _ => format!("<weakproxy at {at}; dead>"),
    };
    Ok(vm.new_str(&text))
}
fn getattribute(vm: &mut Vm, this: ObjId, name: ObjId) -> Res {
    let name = vm.attr_name(name)?;
    let result = on(vm, this, |vm, it| vm.get_attr(it, name.id()));
    vm.release(name);
    result
}
fn setattr(vm: &mut Vm, this: ObjId, name: ObjId, value: Option<ObjId>) -> Res {
    let name = vm.attr_name(name)?;
    let result = on(vm, this, |vm, it| vm.set_attr(it, name.id(), value).map(|()| vm.none()));
    vm.release(name);
    result
}
fn hash(vm: &mut Vm, this: ObjId) -> Res {
    let message = format!("unhashable type: '{}'", vm.full_name_of(this));
    Err(vm.type_error(message))
}
fn two(vm: &mut Vm, a: ObjId, b: ObjId, action: impl FnOnce(&mut Vm, ObjId, ObjId) -> Res) -> Res {
    let a = operand(vm, a)?;
    let result = operand(vm, b).and_then(|b| {
        let result = action(vm, a.id(), b.id());
        vm.release(b);
        result
    });
    vm.release(a);
    result
}
fn binary(vm: &mut Vm, operator: u32, a: ObjId, b: ObjId) -> Res {
    two(vm, a, b, |vm, a, b| vm.binary(operator, a, b))
}
fn compare(vm: &mut Vm, operator: u32, a: ObjId, b: ObjId) -> Res {
    two(vm, a, b, |vm, a, b| vm.compare(operator, a, b))
}
fn next(vm: &mut Vm, this: ObjId) -> Res {
    let object = target(vm, this)?;
    let result = match vm.slot_of(object.id(), Slot::Next) {
        Some(_) => vm.next(object.id()),
        None => {
            let message =
                format!("Weakref proxy referenced a non-iterator '{}' object", vm.class_name(object.id()));
            Err(vm.type_error(message))
        }
    };
    vm.release(object);
    match result? {
        Some(value) => Ok(value),
        None => Err(vm.stop_iteration(None)),
    }
}
fn contains(vm: &mut Vm, this: ObjId, item: ObjId) -> Res {
    on(vm, this, |vm, it| vm.contains(it, item).map(|yes| vm.new_bool(yes)))
}
fn setitem(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    on(vm, this, |vm, it| vm.set_item(it, args[0], args[1]).map(|()| vm.none()))
}
fn delitem(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    on(vm, this, |vm, it| vm.del_item(it, key).map(|()| vm.none()))
}
fn call(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    on(vm, this, |vm, it| vm.call_with(it, args))
}
impl Vm {
    /// The full name of an object's class.
    fn full_name_of(&mut self, id: ObjId) -> String {
        let class = self.type_of(id);
        self.full_type_name(class)
    }
}
