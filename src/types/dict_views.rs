//! `dict.keys()`, `dict.items()`, `dict.values()`.

use super::dict_ops::{data, step};
use super::set_ops;
use super::support::Writer;
use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{module_types, types};
use crate::vm::NativeCall::{NoArgs, One};
use crate::vm::compare::op;
use crate::vm::native::{NativeDef, Owner, attribute, method, wrapper};
use crate::vm::{NativeTable, Res, Vm};

/// The dict behind a view.
fn dict_of(vm: &Vm, view: ObjId) -> ObjId {
    match vm.payload(view) {
        Payload::DictView(dict) => *dict,
        other => unreachable!("{view:?} is no view but {other:?}"),
    }
}
/// keys and items behave as sets.
fn is_set_like(vm: &Vm, id: ObjId) -> bool {
    matches!(
        vm.type_of(id),
        types::DICT_KEYS | types::DICT_ITEMS | module_types::ODICT_KEYS | module_types::ODICT_ITEMS
    )
}

fn repr(vm: &mut Vm, this: ObjId) -> Res {
    if !vm.repr_enter(this) {
        return Ok(vm.new_str("..."));
    }
    let items = vm.collect(this).map(|items| vm.new_list(items));
    let result = items.and_then(|list| {
        let mut out = Writer::new(&vm.class_name(this));
        out.push("(");
        let shown = out.push_repr(vm, list.id());
        vm.release(list);
        shown.map(|()| out)
    });
    vm.repr_leave(this);
    let mut out = result?;
    out.push(")");
    Ok(out.finish(vm))
}
fn len(vm: &mut Vm, this: ObjId) -> Res {
    let len = data(vm, dict_of(vm, this)).len();
    Ok(vm.new_int(len as i64))
}
fn mapping(vm: &mut Vm, this: ObjId) -> Res {
    let dict = dict_of(vm, this);
    vm.incref(dict);
    Ok(vm.alloc(types::MAPPING_PROXY, Payload::MappingProxy(dict)))
}

fn iter(vm: &mut Vm, this: ObjId) -> Res {
    let ty = match vm.type_of(this) {
        types::DICT_KEYS => types::DICT_KEY_ITERATOR,
        types::DICT_VALUES => types::DICT_VALUE_ITERATOR,
        _ => types::DICT_ITEM_ITERATOR,
    };
    let dict = dict_of(vm, this);
    Ok(vm.dict_iterator(dict, ty))
}
fn reversed(vm: &mut Vm, this: ObjId) -> Res {
    let ty = match vm.type_of(this) {
        types::DICT_KEYS => types::DICT_REVERSE_KEY_ITERATOR,
        types::DICT_VALUES => types::DICT_REVERSE_VALUE_ITERATOR,
        _ => types::DICT_REVERSE_ITEM_ITERATOR,
    };
    let dict = dict_of(vm, this);
    Ok(vm.dict_iterator(dict, ty))
}

/// Is it a key, or a pair of a key and its value?
fn has(vm: &mut Vm, view: ObjId, item: ObjId) -> Res<bool> {
    let dict = dict_of(vm, view);
    if vm.is_instance(view, types::DICT_KEYS) {
        return Ok(vm.dict_get(dict, item)?.is_some());
    }
    let Some(&[key, value]) = vm.as_tuple(item) else { return Ok(false) };
    let Some(found) = vm.dict_get(dict, key)? else { return Ok(false) };
    let found = vm.own(found);
    let result = vm.equal(found.id(), value);
    vm.release(found);
    result
}
fn contains(vm: &mut Vm, this: ObjId, item: ObjId) -> Res {
    let found = has(vm, this, item)?;
    Ok(vm.new_bool(found))
}

/// Calls `f` with each thing an iterable yields until it answers false.
fn each(vm: &mut Vm, iterable: ObjId, mut f: impl FnMut(&mut Vm, ObjId) -> Res<bool>) -> Res<bool> {
    let iter = vm.iter(iterable)?;
    let result = loop {
        let item = match vm.next(iter.id()) {
            Ok(Some(item)) => item,
            Ok(None) => break Ok(true),
            Err(e) => break Err(e),
        };
        let go_on = f(vm, item.id());
        vm.release(item);
        match go_on {
            Ok(true) => {}
            other => break other,
        }
    };
    vm.release(iter);
    result
}

fn compare(vm: &mut Vm, this: ObjId, other: ObjId, op: u32) -> Res {
    if !set_ops::is_set(vm, other) && !is_set_like(vm, other) {
        return Ok(vm.not_implemented());
    }
    let (n, m) = (vm.len(this)?, vm.len(other)?);
    let result = match op {
        op::EQ | op::NE => {
            let equal = n == m && each(vm, this, |vm, item| vm.contains(other, item))?;
            equal == (op == op::EQ)
        }
        op::LT => n < m && each(vm, this, |vm, item| vm.contains(other, item))?,
        op::LE => n <= m && each(vm, this, |vm, item| vm.contains(other, item))?,
        op::GT => n > m && each(vm, other, |vm, item| vm.contains(this, item))?,
        _ => n >= m && each(vm, other, |vm, item| vm.contains(this, item))?,
    };
    Ok(vm.new_bool(result))
}

/// A set of what a view (or whatever stands left of the operator) yields.
fn to_set(vm: &mut Vm, id: ObjId) -> Res {
    let result = vm.new_set();
    let source = match vm.payload(id) {
        &Payload::DictView(dict) if vm.type_of(id) == types::DICT_KEYS && vm.type_of(dict) == types::DICT => {
            dict
        }
        _ => id,
    };
    let filled = vm.set_update(result.id(), source);
    or_release(vm, result, filled)
}
fn or_release(vm: &mut Vm, result: Owned, outcome: Res<()>) -> Res {
    match outcome {
        Ok(()) => Ok(result),
        Err(e) => {
            vm.release(result);
            Err(e)
        }
    }
}
fn sub(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    let result = to_set(vm, a)?;
    let outcome = set_ops::difference_update(vm, result.id(), b);
    or_release(vm, result, outcome)
}
fn or(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    let result = to_set(vm, a)?;
    let outcome = vm.set_update(result.id(), b);
    or_release(vm, result, outcome)
}
fn and(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    let (mut view, mut other) = if is_set_like(vm, a) { (a, b) } else { (b, a) };
    let len = vm.len(view)?;
    if vm.type_of(other) == types::SET && len <= set_ops::size(vm, other) {
        return set_ops::intersection(vm, other, view);
    }
    if is_set_like(vm, other) && vm.len(other)? > len {
        std::mem::swap(&mut view, &mut other);
    }
    let result = vm.new_set();
    let into = result.id();
    let outcome = each(vm, other, |vm, item| {
        if has(vm, view, item)? {
            vm.set_add(into, item)?;
        }
        Ok(true)
    });
    or_release(vm, result, outcome.map(|_| ()))
}
fn xor(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    if vm.type_of(a) == types::DICT_ITEMS && vm.type_of(b) == types::DICT_ITEMS {
        return items_xor(vm, dict_of(vm, a), dict_of(vm, b));
    }
    let result = to_set(vm, a)?;
    let outcome = set_ops::symmetric_difference_update(vm, result.id(), b);
    or_release(vm, result, outcome)
}
/// The pairs that are in one dict only; values need not be hashable where they are equal.
fn items_xor(vm: &mut Vm, a: ObjId, b: ObjId) -> Res {
    let rest = super::dict_ops::copy(vm, a)?;
    let result = vm.new_set();
    let mut outcome = Ok(());
    let mut at = 0;
    while let Some(entry) = step(vm, b, &mut at) {
        outcome = toggle_pair(vm, rest.id(), result.id(), entry.key.id(), entry.hash, entry.value.id());
        entry.release(vm);
        if outcome.is_err() {
            break;
        }
    }
    if outcome.is_ok() {
        vm.incref(rest.id());
        let pairs = vm.alloc(types::DICT_ITEMS, Payload::DictView(rest.id()));
        outcome = vm.set_update(result.id(), pairs.id());
        vm.release(pairs);
    }
    vm.release(rest);
    or_release(vm, result, outcome)
}
fn toggle_pair(vm: &mut Vm, rest: ObjId, result: ObjId, key: ObjId, hash: i64, value: ObjId) -> Res<()> {
    let found = vm.dict_find(rest, key, hash)?;
    if let Some((_, known)) = found.and_then(|i| data(vm, rest).entry(i)) {
        let known = vm.own(known);
        let equal = vm.equal(known.id(), value);
        vm.release(known);
        if equal? {
            if let Some(index) = vm.dict_find(rest, key, hash)? {
                let (key, value) = super::dict_ops::data_mut(vm, rest).remove(index);
                vm.decref_all([key, value]);
            }
            return Ok(());
        }
    }
    let pair = vm.tuple_of(&[key, value]);
    let added = vm.set_add(result, pair.id());
    vm.release(pair);
    added.map(|_| ())
}

fn is_disjoint(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    if this == other {
        let empty = vm.len(this)? == 0;
        return Ok(vm.new_bool(empty));
    }
    let (mut asked, mut walked) = (this, other);
    if (set_ops::is_set(vm, other) || is_set_like(vm, other)) && vm.len(other)? > vm.len(this)? {
        std::mem::swap(&mut asked, &mut walked);
    }
    let disjoint = each(vm, walked, |vm, item| vm.contains(asked, item).map(|there| !there))?;
    Ok(vm.new_bool(disjoint))
}

const REPR: NativeDef = wrapper("__repr__", NoArgs(repr));
const LEN: NativeDef = wrapper("__len__", NoArgs(len));
const ITER: NativeDef = wrapper("__iter__", NoArgs(iter));
const REVERSED: NativeDef = method("__reversed__", NoArgs(reversed));
const MAPPING: NativeDef = attribute("mapping", mapping, None);

static SET_LIKE: [NativeDef; 21] = [
    REPR,
    LEN,
    ITER,
    REVERSED,
    MAPPING,
    wrapper("__contains__", One(contains)),
    wrapper("__lt__", One(|vm, a, b| compare(vm, a, b, op::LT))),
    wrapper("__le__", One(|vm, a, b| compare(vm, a, b, op::LE))),
    wrapper("__eq__", One(|vm, a, b| compare(vm, a, b, op::EQ))),
    wrapper("__ne__", One(|vm, a, b| compare(vm, a, b, op::NE))),
    wrapper("__gt__", One(|vm, a, b| compare(vm, a, b, op::GT))),
    wrapper("__ge__", One(|vm, a, b| compare(vm, a, b, op::GE))),
    wrapper("__sub__", One(sub)),
    wrapper("__rsub__", One(|vm, b, a| sub(vm, a, b))),
    wrapper("__and__", One(and)),
    wrapper("__rand__", One(|vm, b, a| and(vm, a, b))),
    wrapper("__xor__", One(xor)),
    wrapper("__rxor__", One(|vm, b, a| xor(vm, a, b))),
    wrapper("__or__", One(or)),
    wrapper("__ror__", One(|vm, b, a| or(vm, a, b))),
    method("isdisjoint", One(is_disjoint)),
];

pub static KEYS: NativeTable = NativeTable { owner: Owner::Type(types::DICT_KEYS), defs: &SET_LIKE };
pub static ITEMS: NativeTable = NativeTable { owner: Owner::Type(types::DICT_ITEMS), defs: &SET_LIKE };
pub static VALUES: NativeTable =
    NativeTable { owner: Owner::Type(types::DICT_VALUES), defs: &[REPR, LEN, ITER, REVERSED, MAPPING] };
