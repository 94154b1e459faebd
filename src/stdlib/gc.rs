//! `gc`.

use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids;
use crate::object::typ::Slot;
use crate::vm::gc::{GENERATIONS, PERMANENT, debug};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("gc"),
    defs: &[
        function("collect", Full(collect)),
        function("enable", NoArgs(|vm, _| set_enabled(vm, true))),
        function("disable", NoArgs(|vm, _| set_enabled(vm, false))),
        function("isenabled", NoArgs(|vm, _| Ok(vm.new_bool(vm.state.gc.enabled)))),
        function("get_count", NoArgs(get_count)),
        function("get_threshold", NoArgs(get_threshold)),
        function("set_threshold", Pos(0, usize::MAX, set_threshold)).varargs(),
        function(
            "get_debug",
            NoArgs(|vm, _| {
                let debug = vm.state.gc.debug;
                Ok(vm.new_int(debug.into()))
            }),
        ),
        function("set_debug", One(set_debug)),
        function("get_objects", Full(get_objects)),
        function("get_referents", Pos(0, usize::MAX, get_referents)).varargs(),
        function("get_referrers", Pos(0, usize::MAX, get_referrers)),
        function("get_stats", NoArgs(get_stats)),
        function("is_tracked", One(is_tracked)),
        function("is_finalized", One(|vm, _, x| Ok(vm.new_bool(vm.state.gc.is_finalized(x))))),
        function("freeze", NoArgs(freeze)),
        function("unfreeze", NoArgs(unfreeze)),
        function("get_freeze_count", NoArgs(freeze_count)),
    ],
};

/// Adds the lists and constants to the fresh module.
pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    let garbage = vm.new_list(Vec::new());
    let callbacks = vm.new_list(Vec::new());
    vm.state.gc.garbage = Some(garbage.id());
    vm.state.gc.callbacks = Some(callbacks.id());
    // Held for the machine as well: the program may delete the module's names.
    vm.own_also(&garbage);
    vm.own_also(&callbacks);
    vm.dict_put(dict, "garbage", garbage);
    vm.dict_put(dict, "callbacks", callbacks);
    let flags = [
        ("DEBUG_STATS", debug::STATS),
        ("DEBUG_COLLECTABLE", debug::COLLECTABLE),
        ("DEBUG_UNCOLLECTABLE", debug::UNCOLLECTABLE),
        ("DEBUG_SAVEALL", debug::SAVE_ALL),
        ("DEBUG_LEAK", debug::COLLECTABLE | debug::UNCOLLECTABLE | debug::SAVE_ALL),
    ];
    for (name, value) in flags {
        let value = vm.new_int(value.into());
        vm.dict_put(dict, name, value);
    }
}

fn generation(vm: &mut Vm, value: ObjId) -> Res<usize> {
    match usize::try_from(vm.as_index(value)?) {
        Ok(g) if g < GENERATIONS => Ok(g),
        _ => Err(vm.value_error("invalid generation")),
    }
}
fn collect(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("collect", args, ["generation"], 0, 1)?;
    let generation = match bound[0] {
        Some(value) => generation(vm, value)?,
        None => GENERATIONS - 1,
    };
    let found = vm.collect_generation(generation)?;
    Ok(vm.new_int(found as i64))
}
fn set_enabled(vm: &mut Vm, enabled: bool) -> Res {
    vm.state.gc.enabled = enabled;
    Ok(vm.none())
}
fn numbers(vm: &mut Vm, values: &[i32]) -> Res {
    let items = values.iter().map(|&v| vm.new_int(v.into()).into_id()).collect();
    Ok(vm.new_tuple(items))
}
fn get_count(vm: &mut Vm, _: ObjId) -> Res {
    let counts = vm.state.gc.counts;
    numbers(vm, &counts)
}
fn get_threshold(vm: &mut Vm, _: ObjId) -> Res {
    let thresholds = vm.state.gc.thresholds;
    numbers(vm, &thresholds)
}
fn set_threshold(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    if !(1..=GENERATIONS).contains(&args.len()) {
        return Err(vm.type_error("gc.set_threshold requires 1 to 3 arguments"));
    }
    for (i, &value) in args.iter().enumerate() {
        vm.state.gc.thresholds[i] = vm.parsed_c_int(value)?;
    }
    Ok(vm.none())
}
fn set_debug(vm: &mut Vm, _: ObjId, flags: ObjId) -> Res {
    vm.state.gc.debug = vm.c_int(flags)?;
    Ok(vm.none())
}
fn list_of(vm: &mut Vm, items: Vec<ObjId>) -> Res {
    items.iter().for_each(|&i| vm.incref(i));
    Ok(vm.new_list(items))
}
fn tracked(vm: &Vm, list: usize) -> Vec<ObjId> {
    vm.state.gc.members(list).collect()
}
fn get_objects(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("get_objects", args, ["generation"], 0, 1)?;
    let items = match bound[0].filter(|&g| g != ids::NONE) {
        None => (0..GENERATIONS).flat_map(|g| tracked(vm, g)).collect(),
        Some(value) => {
            if vm.slot_of(value, Slot::Index).is_none() {
                let message = format!("argument should be integer or None, not '{}'", vm.class_name(value));
                return Err(vm.type_error(message));
            }
            let number = vm.as_index(value)?;
            if number == -1 {
                let items = (0..GENERATIONS).flat_map(|g| tracked(vm, g)).collect();
                return list_of(vm, items);
            }
            if number < 0 {
                return Err(vm.value_error("generation parameter cannot be negative"));
            }
            if number >= GENERATIONS as i64 {
                let message = format!(
                    "generation parameter must be less than the number of available generations ({GENERATIONS})"
                );
                return Err(vm.value_error(message));
            }
            tracked(vm, number as usize)
        }
    };
    list_of(vm, items)
}
/// What an object refers to, in the order in which CPython's own kind tells it, its class apart.
fn referents(vm: &Vm, id: ObjId, items: &mut Vec<ObjId>) {
    match vm.payload(id) {
        // Keys that are all text cannot be part of a cycle.
        Payload::Dict(dict) if dict.is_general() => items.extend(dict.iter().flat_map(|(k, v)| [v, k])),
        Payload::Dict(dict) => items.extend(dict.iter().map(|(_, value)| value)),
        Payload::Instance(instance) => {
            let attrs = &instance.attrs;
            items.extend(attrs.slots.iter().flatten());
            items.extend(attrs.inline.iter().map(|&(_, value)| value));
            items.extend(attrs.dict);
        }
        Payload::Slice(parts) => items.extend(parts),
        Payload::Type(ty) => {
            items.extend([ty.dict, ty.mro, ty.bases]);
            items.extend(ty.base);
        }
        Payload::Function(f) => {
            items.extend([f.code, f.globals, f.builtins]);
            items.extend([f.module, f.defaults, f.kwdefaults].into_iter().flatten());
            items.extend([f.doc, f.name]);
            items.extend([f.attrs.dict, f.closure, f.annotations, f.type_params].into_iter().flatten());
            items.push(f.qualname);
        }
        other => other.traverse(&mut |child| items.push(child)),
    }
}
fn get_referents(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let mut items = Vec::new();
    for &arg in args {
        if vm.payload(arg).is_container() {
            referents(vm, arg, &mut items);
            let ty = vm.type_of(arg);
            if vm.type_obj(ty).heap {
                items.push(ty);
            }
        }
    }
    list_of(vm, items)
}
fn get_referrers(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let mut items = Vec::new();
    for list in 0..GENERATIONS {
        for id in tracked(vm, list) {
            let mut found = args.contains(&vm.type_of(id)) && vm.type_obj(vm.type_of(id)).heap;
            vm.payload(id).traverse(&mut |child| found |= args.contains(&child));
            if found {
                items.push(id);
            }
        }
    }
    list_of(vm, items)
}
fn get_stats(vm: &mut Vm, _: ObjId) -> Res {
    let mut items = Vec::new();
    for stats in vm.state.gc.stats {
        let dict = vm.new_dict();
        for (name, value) in ["collections", "collected", "uncollectable"].into_iter().zip(stats) {
            let value = vm.new_int(value as i64);
            vm.dict_put_fresh(dict.id(), name, value);
        }
        items.push(dict.into_id());
    }
    Ok(vm.new_list(items))
}
fn is_tracked(vm: &mut Vm, _: ObjId, object: ObjId) -> Res {
    let yes = vm.state.gc.is_tracked(object);
    // Built-in types are no part of the lists here; CPython tracks none of its static types either.
    Ok(vm.new_bool(yes && (!vm.is_type(object) || vm.type_obj(object).heap)))
}
fn freeze(vm: &mut Vm, _: ObjId) -> Res {
    for generation in 0..GENERATIONS {
        vm.state.gc.merge(generation, PERMANENT);
        vm.state.gc.counts[generation] = 0;
    }
    Ok(vm.none())
}
fn unfreeze(vm: &mut Vm, _: ObjId) -> Res {
    vm.state.gc.merge(PERMANENT, GENERATIONS - 1);
    Ok(vm.none())
}
fn freeze_count(vm: &mut Vm, _: ObjId) -> Res {
    let count = vm.state.gc.members(PERMANENT).count();
    Ok(vm.new_int(count as i64))
}
