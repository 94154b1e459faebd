//! `sys`: what the machine calls at certain moments: trace and profile functions, hooks of
//! async generators, where coroutines were made.

use crate::heap::ObjId;
use crate::object::ids;
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("sys"),
    defs: &[
        function("set_asyncgen_hooks", Full(set_asyncgen_hooks)),
        function("get_asyncgen_hooks", NoArgs(get_asyncgen_hooks)),
        function("set_coroutine_origin_tracking_depth", Full(set_origin_depth)),
        function("get_coroutine_origin_tracking_depth", NoArgs(get_origin_depth)),
        function("breakpointhook", Full(breakpointhook)),
        function("settrace", One(settrace)),
        function("gettrace", NoArgs(gettrace)),
        function("setprofile", One(setprofile)),
        function("getprofile", NoArgs(getprofile)),
        function("_settraceallthreads", One(settrace)),
        function("_setprofileallthreads", One(setprofile)),
        function("call_tracing", Pos(2, 2, call_tracing)),
        function("_current_frames", NoArgs(current_frames)),
        function("_current_exceptions", NoArgs(current_exceptions)),
        function("getallocatedblocks", NoArgs(allocated_blocks)),
        function("getunicodeinternedsize", Full(interned_size)),
        function("getdlopenflags", NoArgs(|vm, _| Ok(vm.new_int(2)))),
        function("setswitchinterval", One(set_switch_interval)),
        function("activate_stack_trampoline", One(no_trampoline)),
        function("deactivate_stack_trampoline", NoArgs(|vm, _| Ok(vm.none()))),
        function("is_stack_trampoline_active", NoArgs(|vm, _| Ok(vm.new_bool(false)))),
    ],
};

fn settrace(vm: &mut Vm, _: ObjId, function: ObjId) -> Res {
    vm.set_trace((function != ids::NONE).then_some(function));
    Ok(vm.none())
}
fn gettrace(vm: &mut Vm, _: ObjId) -> Res {
    let function = vm.state.monitor.thread.trace.unwrap_or(ids::NONE);
    Ok(vm.own(function))
}
fn setprofile(vm: &mut Vm, _: ObjId, function: ObjId) -> Res {
    vm.set_profile((function != ids::NONE).then_some(function));
    Ok(vm.none())
}
fn getprofile(vm: &mut Vm, _: ObjId) -> Res {
    let function = vm.state.monitor.thread.profile.unwrap_or(ids::NONE);
    Ok(vm.own(function))
}
fn call_tracing(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let Some(items) = vm.as_tuple(args[1]).map(<[ObjId]>::to_vec) else {
        let message = format!("call_tracing() argument 2 must be tuple, not {}", vm.argument_class(args[1]));
        return Err(vm.type_error(message));
    };
    vm.call_tracing(args[0], &items)
}
/// The only thread's identifier, as `_thread.get_ident()` gives it.
const MAIN_THREAD: i64 = 0x7F00_0000_0740;
fn current_frames(vm: &mut Vm, _: ObjId) -> Res {
    let dict = vm.new_dict();
    if let Some(top) = vm.state.frames.len().checked_sub(1) {
        let (thread, frame) = (vm.new_int(MAIN_THREAD), vm.frame_object(top));
        vm.dict_set_owned(dict.id(), thread, frame)?;
    }
    Ok(dict)
}
fn current_exceptions(vm: &mut Vm, _: ObjId) -> Res {
    let dict = vm.new_dict();
    let exception = vm.handled_exception().unwrap_or(ids::NONE);
    let (thread, exception) = (vm.new_int(MAIN_THREAD), vm.own(exception));
    vm.dict_set_owned(dict.id(), thread, exception)?;
    Ok(dict)
}
fn allocated_blocks(vm: &mut Vm, _: ObjId) -> Res {
    let count = vm.state.heap.slot_count();
    Ok(vm.new_int(count as i64))
}
fn interned_size(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    vm.bind("getunicodeinternedsize", args, ["_only_immortal"], 0, 0)?;
    let count = vm.state.interned.len();
    Ok(vm.new_int(count as i64))
}
fn set_switch_interval(vm: &mut Vm, _: ObjId, interval: ObjId) -> Res {
    match vm.as_float(interval).or(vm.as_i64(interval).map(|i| i as f64)) {
        Some(seconds) if seconds > 0.0 => Ok(vm.none()),
        Some(_) => Err(vm.value_error("switch interval must be strictly positive")),
        None => {
            let message = format!("must be real number, not {}", vm.class_name(interval));
            Err(vm.type_error(message))
        }
    }
}
fn no_trampoline(vm: &mut Vm, _: ObjId, _: ObjId) -> Res {
    Err(vm.value_error("perf trampoline not available"))
}
fn set_asyncgen_hooks(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let hooks = vm.bind("set_asyncgen_hooks", args, ["firstiter", "finalizer"], 0, 2)?;
    for (hook, name) in hooks.iter().zip(["firstiter", "finalizer"]).rev() {
        if let Some(hook) = hook.filter(|&h| h != ids::NONE && !vm.is_callable(h)) {
            let message = format!("callable {name} expected, got {}", vm.class_name(hook));
            return Err(vm.type_error(message));
        }
    }
    for (place, hook) in hooks.into_iter().enumerate().rev() {
        let Some(hook) = hook else { continue };
        let hook = (hook != ids::NONE).then_some(hook);
        vm.incref_opt(hook);
        let old = std::mem::replace(&mut vm.state.asyncgen_hooks[place], hook);
        vm.decref_opt(old);
    }
    Ok(vm.none())
}
fn get_asyncgen_hooks(vm: &mut Vm, _: ObjId) -> Res {
    let class = vm.new_struct_class("builtins", "asyncgen_hooks", &["firstiter", "finalizer"])?;
    let mut values = Vec::new();
    for hook in vm.state.asyncgen_hooks {
        values.push(vm.own(hook.unwrap_or(ids::NONE)).into_id());
    }
    let hooks = vm.new_struct(class.id(), values);
    vm.release(class);
    Ok(hooks)
}
fn set_origin_depth(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("set_coroutine_origin_tracking_depth", args, ["depth"], 1, 1)?;
    let depth = bound[0].unwrap_or(ids::NONE);
    let depth = vm.c_int(depth)?;
    let Ok(depth) = u32::try_from(depth) else {
        return Err(vm.value_error("depth must be >= 0"));
    };
    vm.state.origin_depth = depth;
    Ok(vm.none())
}
fn get_origin_depth(vm: &mut Vm, _: ObjId) -> Res {
    let depth = vm.state.origin_depth;
    Ok(vm.new_int(depth.into()))
}

/// What `breakpoint()` does: it calls what PYTHONBREAKPOINT names, the debugger of the library if nothing.
fn breakpointhook(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let named = program_variable(vm, "PYTHONBREAKPOINT")?.filter(|name| !name.is_empty());
    let name = named.unwrap_or_else(|| "pdb.set_trace".to_string());
    if name == "0" {
        return Ok(vm.none());
    }
    let (module, function) = name.rsplit_once('.').unwrap_or(("builtins", &name));
    let found = vm.import_by_name(module).and_then(|module| {
        let function = vm.get_attr_str(module.id(), function);
        vm.release(module);
        function
    });
    let Some(hook) = vm.optional(found, ids::types::EXCEPTION)? else {
        let message = format!("Ignoring unimportable $PYTHONBREAKPOINT: \"{name}\"");
        vm.warn(ids::types::RUNTIME_WARNING, &message)?;
        return Ok(vm.none());
    };
    let result = vm.call_with(hook.id(), args);
    vm.release(hook);
    result
}
/// A variable of the environment, as the program may have changed it in `os.environ`.
fn program_variable(vm: &mut Vm, name: &str) -> Res<Option<String>> {
    let os = vm.intern("os");
    let Some(os) = vm.dict_get_name(vm.state.modules, os)? else { return Ok(vm.world.variable(name)) };
    let environ = vm.get_attr_str(os, "environ")?;
    let name = vm.new_str(name);
    let value = vm.call_named(environ.id(), "get", &[name.id()]);
    vm.release(name);
    vm.release(environ);
    let value = value?;
    let text = vm.as_str(value.id()).map(|s| s.to_lossy().into_owned());
    vm.release(value);
    Ok(text)
}
