//! `_functools`.

mod lru;
mod partial;

use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, module_types as types};
use crate::object::{Payload, ids::types as core};
use crate::types::object::{instance_dict, set_instance_dict};
use crate::vm::call::Held;
use crate::vm::compare::op;
use crate::vm::native::{
    NativeCall::*, NativeDef, NativeTable, Owner, attribute, class_method, constructor, function, method,
    wrapper,
};
use crate::vm::{Args, Res, Vm};

/// The natives of the module and of its types.
pub static TABLES: &[&NativeTable] = &[&FUNCTIONS, &PARTIAL, &KEY_WRAPPER, &LRU_CACHE];

static FUNCTIONS: NativeTable = NativeTable {
    owner: Owner::Module("_functools"),
    defs: &[function("reduce", Pos(2, 3, reduce)).varargs(), function("cmp_to_key", Full(cmp_to_key))],
};

const DICT: NativeDef = attribute("__dict__", instance_dict, Some(set_dict));

fn set_dict(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    match value {
        Some(_) => set_instance_dict(vm, this, value),
        None => Err(vm.type_error("cannot delete __dict__")),
    }
}

static PARTIAL: NativeTable = NativeTable {
    owner: Owner::Type(types::PARTIAL),
    defs: &[
        constructor(partial::new),
        wrapper("__call__", Full(partial::call)),
        wrapper("__repr__", NoArgs(partial::repr)),
        wrapper("__get__", Pos(1, 2, partial::get)),
        method("__reduce__", NoArgs(partial::reduce)),
        method("__setstate__", One(partial::setstate)),
        class_method("__class_getitem__", One(|vm, cls, item| vm.generic_alias(cls, item))),
        attribute("func", |vm, this| Ok(partial::field(vm, this, 0)), None),
        attribute("args", |vm, this| Ok(partial::field(vm, this, 1)), None),
        attribute("keywords", |vm, this| Ok(partial::field(vm, this, 2)), None),
        DICT,
    ],
};

static KEY_WRAPPER: NativeTable = NativeTable {
    owner: Owner::Type(types::KEY_WRAPPER),
    defs: &[
        wrapper("__call__", Full(wrap)),
        wrapper("__lt__", One(|vm, a, b| compare(vm, a, b, op::LT))),
        wrapper("__le__", One(|vm, a, b| compare(vm, a, b, op::LE))),
        wrapper("__eq__", One(|vm, a, b| compare(vm, a, b, op::EQ))),
        wrapper("__ne__", One(|vm, a, b| compare(vm, a, b, op::NE))),
        wrapper("__gt__", One(|vm, a, b| compare(vm, a, b, op::GT))),
        wrapper("__ge__", One(|vm, a, b| compare(vm, a, b, op::GE))),
        attribute("obj", wrapped, Some(set_wrapped)),
        attribute("__text_signature__", |vm, _| Ok(vm.new_str("(obj)")), None),
    ],
};

static LRU_CACHE: NativeTable = NativeTable {
    owner: Owner::Type(types::LRU_CACHE),
    defs: &[
        constructor(lru::new),
        wrapper("__call__", Full(lru::call)),
        wrapper("__get__", Pos(1, 2, lru::get)),
        method("cache_info", NoArgs(lru::cache_info)),
        method("cache_clear", NoArgs(lru::cache_clear)),
        method("__reduce__", NoArgs(|vm, this| vm.get_attr_str(this, "__qualname__"))),
        method("__copy__", Pos(0, usize::MAX, |vm, this, _| Ok(vm.own(this)))).varargs(),
        method("__deepcopy__", Pos(0, usize::MAX, |vm, this, _| Ok(vm.own(this)))).varargs(),
        DICT,
    ],
};

fn reduce(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let iter = match vm.iter(args[1]) {
        Ok(iter) => iter,
        Err(e) => {
            vm.swallow(e, core::TYPE_ERROR)?;
            return Err(vm.type_error("reduce() arg 2 must support iteration"));
        }
    };
    let mut pair = vm.new_tuple(vec![ids::NONE; 2]);
    let mut result = args.get(2).map(|&r| vm.own(r));
    let mut round = 0;
    let outcome = loop {
        // The tuple of arguments is the same one every time, unless somebody kept it.
        if vm.state.heap.count(pair.id()) > 1 {
            vm.release(pair);
            pair = vm.new_tuple(vec![ids::NONE; 2]);
        }
        let item = match vm.next(iter.id()) {
            Ok(Some(item)) => item,
            Ok(None) => break Ok(()),
            Err(e) => break Err(e),
        };
        let Some(first) = result.take() else {
            result = Some(item);
            continue;
        };
        match reduce_pair(vm, args[0], pair.id(), first, item).and_then(|r| vm.poll_round(round).map(|()| r))
        {
            Ok(value) => result = Some(value),
            Err(e) => break Err(e),
        }
        round += 1;
    };
    vm.release(pair);
    vm.release(iter);
    match (outcome, result) {
        (Ok(()), Some(result)) => Ok(result),
        (Ok(()), None) => Err(vm.type_error("reduce() of empty iterable with no initial value")),
        (Err(e), result) => {
            vm.release_opt(result);
            Err(e)
        }
    }
}
/// `func(first, second)`, with both in that tuple.
fn reduce_pair(vm: &mut Vm, func: ObjId, pair: ObjId, first: Owned, second: Owned) -> Res {
    let items = [first.into_id(), second.into_id()];
    if let Payload::Tuple(places) = vm.payload_mut(pair) {
        let old = [places[0], places[1]];
        places.copy_from_slice(&items);
        vm.decref_all(old);
    }
    let result = vm.call_held(func, Args::positional(&items), Held::Tuple(Some(pair)));
    vm.state.gc.track(pair);
    result
}

fn cmp_to_key(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [compare] = vm.bind("cmp_to_key", args, ["mycmp"], 1, 1)?;
    vm.incref_opt(compare);
    Ok(vm.alloc(types::KEY_WRAPPER, Payload::Record(Box::new([compare, None]))))
}
fn fields(vm: &Vm, id: ObjId) -> [Option<ObjId>; 2] {
    match vm.payload(id) {
        Payload::Record(fields) => [fields[0], fields[1]],
        _ => [None, None],
    }
}
fn wrap(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let [object] = vm.bind("K", args, ["obj"], 1, 1)?;
    let parts = [fields(vm, this)[0], object];
    parts.into_iter().for_each(|p| vm.incref_opt(p));
    Ok(vm.alloc(types::KEY_WRAPPER, Payload::Record(Box::new(parts))))
}
fn wrapped(vm: &mut Vm, this: ObjId) -> Res {
    let object = fields(vm, this)[1].unwrap_or(ids::NONE);
    Ok(vm.own(object))
}
fn set_wrapped(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    vm.incref_opt(value);
    if let Payload::Record(fields) = vm.payload_mut(this) {
        let old = std::mem::replace(&mut fields[1], value);
        vm.decref_opt(old);
    }
    Ok(())
}
fn compare(vm: &mut Vm, this: ObjId, other: ObjId, op: u32) -> Res {
    if vm.type_of(other) != types::KEY_WRAPPER {
        return Err(vm.type_error("other argument must be K instance"));
    }
    let ([Some(compare), Some(x)], [_, Some(y)]) = (fields(vm, this), fields(vm, other)) else {
        return Err(vm.raise(core::ATTRIBUTE_ERROR, "object"));
    };
    let order = vm.call(compare, &[x, y])?;
    let answer = vm.compare(op, order.id(), ids::small_int(0));
    vm.release(order);
    answer
}
