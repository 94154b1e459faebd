//! How `object` takes an instance apart for `copy` and `pickle`.

use super::object::basic_size;
use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{Layout, names, small_int, types};
use crate::object::typ::Slot;
use crate::vm::{Res, Vm};

/// What `__getnewargs_ex__` or `__getnewargs__` says: positional arguments, and keywords in a dict.
struct NewArgs {
    pos: Owned,
    keywords: Option<Owned>,
}

/// `object.__reduce_ex__`
pub fn reduce_ex(vm: &mut Vm, this: ObjId, protocol: ObjId) -> Res {
    vm.c_int(protocol)?;
    let own_reduce = vm.lookup_special(this, names::REDUCE);
    if own_reduce != vm.namespace_get(vm.type_obj(types::OBJECT).dict, names::REDUCE) && own_reduce.is_some()
    {
        let method = vm.get_attr(this, names::REDUCE)?;
        let reduced = vm.call(method.id(), &[]);
        vm.release(method);
        return reduced;
    }
    if vm.as_index(protocol)? < 2 {
        return call_copyreg(vm, "_reduce_ex", &[this, protocol]);
    }
    let class = vm.type_of(this);
    if vm.type_obj(class).slot(Slot::New).is_none() {
        let message = format!("cannot pickle '{}' object", vm.class_name(this));
        return Err(vm.type_error(message));
    }
    let given = new_args(vm, this)?;
    let required = given.is_none() && vm.as_list(this).is_none() && vm.as_dict(this).is_none();
    let mut parts = new_call(vm, class, given)?;
    let rest: [&dyn Fn(&mut Vm) -> Res; 3] =
        [&|vm| state_of(vm, this, required), &|vm| items_of(vm, this), &|vm| pairs_of(vm, this)];
    for part in rest {
        match part(vm) {
            Ok(value) => parts.push(value),
            Err(e) => {
                vm.release_all(parts);
                return Err(e);
            }
        }
    }
    Ok(vm.pack(parts))
}
/// `object.__reduce__`
pub fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    call_copyreg(vm, "_reduce_ex", &[this, small_int(0)])
}
/// `object.__getstate__`
pub fn getstate(vm: &mut Vm, this: ObjId) -> Res {
    default_state(vm, this, false)
}

fn call_special(vm: &mut Vm, this: ObjId, name: &str) -> Res<Option<Owned>> {
    let name = vm.intern(name);
    match vm.lookup_special(this, name) {
        Some(method) => vm.call_bound(method, this, &[]).map(Some),
        None => Ok(None),
    }
}
fn new_args(vm: &mut Vm, this: ObjId) -> Res<Option<NewArgs>> {
    if let Some(both) = call_special(vm, this, "__getnewargs_ex__")? {
        let result = split_new_args(vm, both.id());
        vm.release(both);
        return result.map(Some);
    }
    let Some(pos) = call_special(vm, this, "__getnewargs__")? else { return Ok(None) };
    if vm.as_tuple(pos.id()).is_none() {
        let message = format!("__getnewargs__ should return a tuple, not '{}'", vm.class_name(pos.id()));
        vm.release(pos);
        return Err(vm.type_error(message));
    }
    Ok(Some(NewArgs { pos, keywords: None }))
}
fn split_new_args(vm: &mut Vm, both: ObjId) -> Res<NewArgs> {
    let Some(items) = vm.as_tuple(both).map(<[ObjId]>::to_vec) else {
        let message = format!("__getnewargs_ex__ should return a tuple, not '{}'", vm.class_name(both));
        return Err(vm.type_error(message));
    };
    let &[pos, keywords] = &items[..] else {
        let message = format!("__getnewargs_ex__ should return a tuple of length 2, not {}", items.len());
        return Err(vm.value_error(message));
    };
    let wrong = match () {
        _ if vm.as_tuple(pos).is_none() => Some(("first", "tuple", pos)),
        _ if vm.as_dict(keywords).is_none() => Some(("second", "dict", keywords)),
        _ => None,
    };
    if let Some((which, kind, item)) = wrong {
        let message = format!(
            "{which} item of the tuple returned by __getnewargs_ex__ must be a {kind}, not '{}'",
            vm.class_name(item)
        );
        return Err(vm.type_error(message));
    }
    Ok(NewArgs { pos: vm.own(pos), keywords: Some(vm.own(keywords)) })
}
/// The function that makes the object anew, and its arguments.
fn new_call(vm: &mut Vm, class: ObjId, given: Option<NewArgs>) -> Res<Vec<Owned>> {
    let Some(NewArgs { pos, keywords }) = given else {
        let newobj = copyreg(vm, "__newobj__")?;
        let args = vm.tuple_of(&[class]);
        return Ok(vec![newobj, args]);
    };
    if let Some(keywords) = keywords {
        if vm.as_dict(keywords.id()).is_some_and(|d| !d.is_empty()) {
            let newobj = match copyreg(vm, "__newobj_ex__") {
                Ok(newobj) => newobj,
                Err(e) => {
                    vm.release(pos);
                    vm.release(keywords);
                    return Err(e);
                }
            };
            vm.incref(class);
            let args = vm.new_tuple(vec![class, pos.into_id(), keywords.into_id()]);
            return Ok(vec![newobj, args]);
        }
        vm.release(keywords);
    }
    let newobj = match copyreg(vm, "__newobj__") {
        Ok(newobj) => newobj,
        Err(e) => {
            vm.release(pos);
            return Err(e);
        }
    };
    let items: Vec<ObjId> =
        std::iter::once(class).chain(vm.as_tuple(pos.id()).unwrap_or_default().iter().copied()).collect();
    let args = vm.tuple_of(&items);
    vm.release(pos);
    Ok(vec![newobj, args])
}
/// What `__getstate__` says; `required` if nothing else says how the object was made.
fn state_of(vm: &mut Vm, this: ObjId, required: bool) -> Res {
    let name = vm.intern("__getstate__");
    let method = vm.get_attr(this, name)?;
    let own = match *vm.payload(method.id()) {
        Payload::Native { native, this: Some(bound) } => {
            bound == this && vm.native(native).name == "__getstate__"
        }
        _ => false,
    };
    let default = vm.namespace_get(vm.type_obj(types::OBJECT).dict, name);
    let result = if own && vm.lookup_special(this, name) == default {
        default_state(vm, this, required)
    } else {
        vm.call(method.id(), &[])
    };
    vm.release(method);
    result
}
/// The instance's `__dict__` (None if empty), with its slots' values if it has any.
fn default_state(vm: &mut Vm, this: ObjId, required: bool) -> Res {
    let class = vm.type_of(this);
    let layout = vm.type_obj(class).layout;
    let sized = matches!(layout, Layout::Int | Layout::Tuple | Layout::Bytes | Layout::Type)
        || matches!(class, types::CODE | types::MEMORYVIEW);
    if required && sized {
        let message = format!("cannot pickle {} objects", vm.class_name(this));
        return Err(vm.type_error(message));
    }
    let slots = i64::from(vm.type_obj(class).slot_count);
    if required && basic_size(vm, class) > PLAIN_SIZE + 8 * slots {
        let message = format!("cannot pickle '{}' object", vm.class_name(this));
        return Err(vm.type_error(message));
    }
    let state = match vm.get_attr_optional(this, names::DICT)? {
        Some(dict) if vm.as_dict(dict.id()).is_some_and(|d| d.is_empty()) => {
            vm.release(dict);
            vm.none()
        }
        Some(dict) => {
            let copy = vm.dict_copy(dict.id());
            vm.release(dict);
            copy
        }
        None => vm.none(),
    };
    if slots == 0 {
        return Ok(state);
    }
    match slot_values(vm, this, class) {
        Ok(Some(values)) => Ok(vm.new_tuple(vec![state.into_id(), values.into_id()])),
        Ok(None) => Ok(state),
        Err(e) => {
            vm.release(state);
            Err(e)
        }
    }
}
/// What an instance of `object` takes.
const PLAIN_SIZE: i64 = 16;

fn slot_values(vm: &mut Vm, this: ObjId, class: ObjId) -> Res<Option<Owned>> {
    let slot_names = call_copyreg(vm, "_slotnames", &[class])?;
    let listed = vm.as_list(slot_names.id()).cloned().unwrap_or_default();
    let values = vm.new_dict();
    let mut result = Ok(());
    for name in listed {
        result = match vm.get_attr_optional(this, name) {
            Ok(Some(value)) => {
                let stored = vm.dict_set(values.id(), name, value.id());
                vm.release(value);
                stored
            }
            Ok(None) => Ok(()),
            Err(e) => Err(e),
        };
        if result.is_err() {
            break;
        }
    }
    vm.release(slot_names);
    let empty = vm.as_dict(values.id()).is_none_or(|d| d.is_empty());
    if result.is_err() || empty {
        vm.release(values);
        return result.map(|()| None);
    }
    Ok(Some(values))
}
fn items_of(vm: &mut Vm, this: ObjId) -> Res {
    if vm.as_list(this).is_some() { vm.iter(this) } else { Ok(vm.none()) }
}
fn pairs_of(vm: &mut Vm, this: ObjId) -> Res {
    if vm.as_dict(this).is_some() { items_iterator(vm, this) } else { Ok(vm.none()) }
}
/// `iter(x.items())`, as a mapping's `__reduce__` gives it.
pub fn items_iterator(vm: &mut Vm, this: ObjId) -> Res {
    let items = vm.get_attr(this, names::ITEMS)?;
    let view = vm.call(items.id(), &[]);
    vm.release(items);
    let view = view?;
    let iter = vm.iter(view.id());
    vm.release(view);
    iter
}
fn copyreg(vm: &mut Vm, name: &str) -> Res {
    let module = vm.import_by_name("copyreg")?;
    let result = vm.get_attr_str(module.id(), name);
    vm.release(module);
    result
}
fn call_copyreg(vm: &mut Vm, name: &str, args: &[ObjId]) -> Res {
    let function = copyreg(vm, name)?;
    let result = vm.call(function.id(), args);
    vm.release(function);
    result
}
