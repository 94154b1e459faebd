//! partial: a call with some of its arguments already there.

use super::types;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, names, types as core};
use crate::object::{Derived, Payload};
use crate::types::support::Writer;
use crate::vm::call::Held;
use crate::vm::{Args, Res, Vm};

/// Function, arguments (a tuple) and keywords (a dict).
fn fields(vm: &Vm, id: ObjId) -> [ObjId; 3] {
    match vm.payload(id).base() {
        Payload::Record(f) => [0, 1, 2].map(|i| f.get(i).copied().flatten().unwrap_or(ids::NONE)),
        _ => [ids::NONE; 3],
    }
}
pub fn field(vm: &mut Vm, this: ObjId, index: usize) -> Owned {
    let value = fields(vm, this)[index];
    vm.own(value)
}

pub fn new(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let Some((&given, rest)) = args.pos.split_first() else {
        return Err(vm.type_error("type 'partial' takes at least one argument"));
    };
    // A plain partial is looked through.
    let plain = vm.is_instance(given, types::PARTIAL)
        && vm.payload(given).attrs().is_some_and(|a| a.inline.is_empty() && a.dict.is_none());
    let (func, before, keywords) = if plain {
        let [func, before, keywords] = fields(vm, given);
        (func, vm.sequence_items(before).to_vec(), Some(keywords))
    } else {
        (given, Vec::new(), None)
    };
    if !vm.is_callable(func) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let all = vm.tuple_of(&[&before, rest].concat());
    let kw = match keywords.filter(|&k| vm.as_dict(k).is_some_and(|d| !d.is_empty())) {
        Some(keywords) => vm.dict_copy(keywords),
        None => vm.new_dict(),
    };
    for &(name, value) in args.kw {
        vm.dict_set_name(kw.id(), name, value)?;
    }
    vm.incref(func);
    let base = Payload::Record(Box::new([Some(func), Some(all.into_id()), Some(kw.into_id())]));
    let derived = Derived { base, attrs: vm.new_attrs(class), order: None };
    Ok(vm.alloc(class, Payload::Derived(Box::new(derived))))
}

pub fn call(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let [func, before, keywords] = fields(vm, this);
    let own: Vec<(ObjId, ObjId)> = vm.as_dict(keywords).map(|d| d.iter().collect()).unwrap_or_default();
    let all = [vm.sequence_items(before), args.pos].concat();
    if own.is_empty() {
        return vm.call_with(func, Args { pos: &all, kw: args.kw });
    }
    let dict = vm.dict_copy(keywords);
    for &(name, value) in args.kw {
        vm.dict_set_name(dict.id(), name, value)?;
    }
    let kw: Vec<(ObjId, ObjId)> = vm.as_dict(dict.id()).map(|d| d.iter().collect()).unwrap_or_default();
    let tuple = vm.tuple_of(&all);
    let result = if kw.iter().all(|&(name, _)| vm.as_str(name).is_some()) {
        vm.call_held(func, Args { pos: &all, kw: &kw }, Held::Tuple(Some(tuple.id())))
    } else {
        Err(vm.type_error("keywords must be strings"))
    };
    vm.release(tuple);
    vm.release(dict);
    result
}

pub fn repr(vm: &mut Vm, this: ObjId) -> Res {
    if !vm.repr_enter(this) {
        return Ok(vm.new_str("..."));
    }
    let result = repr_parts(vm, this);
    vm.repr_leave(this);
    result
}
fn repr_parts(vm: &mut Vm, this: ObjId) -> Res {
    let [func, before, keywords] = fields(vm, this);
    let mut rest = Writer::default();
    for item in vm.sequence_items(before).to_vec() {
        rest.push(", ");
        rest.push_repr(vm, item)?;
    }
    let mut at = 0;
    while let Some(entry) = crate::types::dict_ops::step(vm, keywords, &mut at) {
        rest.push(", ");
        let key = vm.str_text(entry.key.id());
        let shown = key.and_then(|key| {
            rest.push(&key);
            rest.push("=");
            rest.push_repr(vm, entry.value.id())
        });
        entry.release(vm);
        shown?;
    }
    let name = vm.full_type_name(vm.type_of(this));
    let mut out = Writer::new(&format!("{name}("));
    out.push_repr(vm, func)?;
    let rest = rest.finish(vm);
    if let Some(text) = vm.as_str(rest.id()) {
        out.push_str(&text.clone());
    }
    vm.release(rest);
    out.push(")");
    Ok(out.finish(vm))
}

pub fn get(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    if args[0] != ids::NONE {
        vm.warn(
            core::FUTURE_WARNING,
            "functools.partial will be a method descriptor in future Python versions; \
             wrap it in staticmethod() if you want to preserve the old behavior",
        )?;
    }
    Ok(vm.own(this))
}

pub fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let [func, before, keywords] = fields(vm, this);
    let has_dict = vm.payload(this).attrs().is_some_and(|a| !a.inline.is_empty() || a.dict.is_some());
    let dict = if has_dict { vm.materialize_dict(this) } else { vm.none() };
    let state = vm.tuple_of(&[func, before, keywords, dict.id()]);
    vm.release(dict);
    let args = vm.tuple_of(&[func]);
    let ty = vm.own(vm.type_of(this));
    Ok(vm.pack(vec![ty, args, state]))
}
pub fn setstate(vm: &mut Vm, this: ObjId, state: ObjId) -> Res {
    let parts = match vm.as_tuple(state) {
        Some(&[func, args, kw, dict])
            if vm.is_callable(func)
                && vm.as_tuple(args).is_some()
                && (kw == ids::NONE || vm.as_dict(kw).is_some()) =>
        {
            [func, args, kw, dict]
        }
        _ => return Err(vm.type_error("invalid partial state")),
    };
    let [func, args, kw, dict] = parts;
    let args = if vm.type_of(args) == core::TUPLE {
        vm.own(args)
    } else {
        let items = vm.sequence_items(args).to_vec();
        vm.tuple_of(&items)
    };
    let kw = match kw {
        ids::NONE => vm.new_dict(),
        kw if vm.type_of(kw) == core::DICT => vm.own(kw),
        kw => vm.dict_copy(kw),
    };
    let func = vm.own(func);
    let new = [func, args, kw].map(|o| Some(o.into_id()));
    let old = match vm.payload_mut(this).base_mut() {
        Payload::Record(fields) => std::mem::replace(fields, Box::new(new)).to_vec(),
        _ => new.to_vec(),
    };
    vm.decref_all(old.into_iter().flatten());
    let given = (dict != ids::NONE).then_some(dict);
    let name = names::DICT;
    match given {
        Some(dict) => vm.set_attr(this, name, Some(dict))?,
        None => {
            if let Some(attrs) = vm.payload_mut(this).attrs_mut() {
                let (inline, dict) = (std::mem::take(&mut attrs.inline), attrs.dict.take());
                vm.decref_all(inline.into_iter().flat_map(|(n, v)| [n, v]));
                vm.decref_opt(dict);
            }
        }
    }
    Ok(vm.none())
}
