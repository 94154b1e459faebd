//! `gc`.

use crate::heap::ObjId;
use crate::object::ids;
use crate::vm::gc::{GENERATIONS, PERMANENT};
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
        function("set_threshold", Pos(1, 3, set_threshold)),
        function(
            "get_debug",
            NoArgs(|vm, _| {
                let debug = vm.state.gc.debug;
                Ok(vm.new_int(debug))
            }),
        ),
        function("set_debug", One(set_debug)),
        function("get_objects", Full(get_objects)),
        function("get_referents", Pos(0, usize::MAX, get_referents)),
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
        ("DEBUG_STATS", 1),
        ("DEBUG_COLLECTABLE", 2),
        ("DEBUG_UNCOLLECTABLE", 4),
        ("DEBUG_SAVEALL", 32),
        ("DEBUG_LEAK", 38),
    ];
    for (name, value) in flags {
        let value = vm.new_int(value);
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
    for (i, &value) in args.iter().enumerate() {
        let value = vm.as_index(value)?;
        let Ok(value) = i32::try_from(value) else {
            return Err(vm.overflow_error("signed integer is greater than maximum"));
        };
        vm.state.gc.thresholds[i] = value;
    }
    Ok(vm.none())
}
fn set_debug(vm: &mut Vm, _: ObjId, flags: ObjId) -> Res {
    let flags = vm.as_index(flags)?;
    if flags != 0 {
        return Err(vm.not_supported("gc.set_debug()"));
    }
    vm.state.gc.debug = flags;
    Ok(vm.none())
}
fn list_of(vm: &mut Vm, items: Vec<ObjId>) -> Res {
    items.iter().for_each(|&i| vm.incref(i));
    Ok(vm.new_list(items))
}
/// Objects that CPython's collector tracks at this moment.
fn tracked(vm: &Vm, list: usize) -> Vec<ObjId> {
    vm.state.gc.members(list).filter(|&id| !vm.is_untracked_dict(id)).collect()
}
fn get_objects(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("get_objects", args, ["generation"], 0, 1)?;
    let items = match bound[0].filter(|&g| g != ids::NONE) {
        None => (0..GENERATIONS).flat_map(|g| tracked(vm, g)).collect(),
        Some(value) => {
            let number = vm.as_index(value)?;
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
fn get_referents(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let mut items = Vec::new();
    for &arg in args {
        if vm.payload(arg).is_container() {
            vm.payload(arg).traverse(&mut |child| items.push(child));
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
            vm.dict_put(dict.id(), name, value);
        }
        items.push(dict.into_id());
    }
    Ok(vm.new_list(items))
}
fn is_tracked(vm: &mut Vm, _: ObjId, object: ObjId) -> Res {
    let yes = vm.state.gc.is_tracked(object) && !vm.is_untracked_dict(object);
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
