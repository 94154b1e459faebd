//! `_thread`: locks and threads. There is one interpreter thread; see `vm::threads` for how the
//! program's threads take turns on it.

mod local;
mod locks;

use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{self, module_types, names, types};
use crate::object::typ::Slot;
use crate::vm::breaker::{DEFAULT, IGNORE, INTERRUPT};
use crate::vm::native::{
    Args, NativeCall::*, NativeTable, Owner, attribute, constructor, function, method, wrapper,
};
use crate::vm::threads::{MAIN, is_done, set_done};
use crate::vm::{Res, Unwind, Vm};

static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("_thread"),
    defs: &[
        function("allocate_lock", NoArgs(allocate)),
        function("allocate", NoArgs(allocate)),
        function("get_ident", NoArgs(ident)),
        function("get_native_id", NoArgs(ident)),
        function("_get_main_thread_ident", NoArgs(|vm, _| Ok(vm.new_int(MAIN)))),
        function("_is_main_interpreter", NoArgs(|vm, _| Ok(vm.new_bool(true)))),
        function("daemon_threads_allowed", NoArgs(|vm, _| Ok(vm.new_bool(true)))),
        function("start_new_thread", Pos(2, 3, start_new)),
        function("start_new", Pos(2, 3, start_new)),
        function("start_joinable_thread", Full(start_joinable)),
        function("_make_thread_handle", One(make_handle)),
        function("_count", NoArgs(count)),
        function("exit", NoArgs(exit)),
        function("exit_thread", NoArgs(exit)),
        function("interrupt_main", Pos(0, 1, interrupt_main)),
        function("stack_size", Pos(0, 1, |vm, _, _| Ok(vm.new_int(0)))),
        function("_shutdown", NoArgs(shutdown)),
        function("_excepthook", One(excepthook)),
    ],
};
static HANDLE: NativeTable = NativeTable {
    owner: Owner::Type(module_types::THREAD_HANDLE),
    defs: &[
        constructor(|vm, _, _| Ok(new_handle(vm, 0))),
        wrapper("__repr__", NoArgs(handle_repr)),
        method("join", Pos(0, 1, join)),
        method("is_done", NoArgs(|vm, this| Ok(vm.new_bool(is_done(vm, this))))),
        method("_set_done", NoArgs(mark_done)),
        attribute("ident", handle_ident, None),
    ],
};
pub static TABLES: &[&NativeTable] = &[&TABLE, &HANDLE, &locks::LOCK, &locks::RLOCK, &local::TABLE];

/// Adds the classes and constants.
pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    vm.dict_put(dict, "LockType", Owned::new(module_types::LOCK));
    vm.dict_put(dict, "error", Owned::new(types::RUNTIME_ERROR));
    let most = vm.new_float(9_223_372_036.0);
    vm.dict_put(dict, "TIMEOUT_MAX", most);
    let fields = ["exc_type", "exc_value", "exc_traceback", "thread"];
    if let Ok(class) = vm.new_struct_class("_thread", "_ExceptHookArgs", &fields) {
        vm.open_struct_class(class.id());
        vm.dict_put(dict, "_ExceptHookArgs", class);
    }
}
fn allocate(vm: &mut Vm, _: ObjId) -> Res {
    let class = module_types::LOCK;
    vm.call(class, &[])
}
fn ident(vm: &mut Vm, _: ObjId) -> Res {
    let ident = vm.thread_ident();
    Ok(vm.new_int(ident))
}
fn count(vm: &mut Vm, _: ObjId) -> Res {
    let count = vm.thread_count();
    Ok(vm.new_int(count as i64))
}
fn start_new(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    if vm.slot_of(args[0], Slot::Call).is_none() {
        return Err(vm.type_error("first arg must be callable"));
    }
    if vm.as_tuple(args[1]).is_none() {
        return Err(vm.type_error("2nd arg must be a tuple"));
    }
    if args.get(2).is_some_and(|&k| vm.as_dict(k).is_none()) {
        return Err(vm.type_error("optional 3rd arg must be a dictionary"));
    }
    let ident = vm.start_thread(args[0], args[1], args.get(2).copied(), None, true);
    Ok(vm.new_int(ident))
}
fn new_handle(vm: &mut Vm, ident: i64) -> Owned {
    let class = module_types::THREAD_HANDLE;
    let ident = vm.new_int(ident).into_id();
    vm.alloc(class, Payload::Record(Box::new([Some(ident), Some(ids::small_int(0))])))
}
fn make_handle(vm: &mut Vm, _: ObjId, ident: ObjId) -> Res {
    let ident = vm.as_index(ident)?;
    Ok(new_handle(vm, ident))
}
fn start_joinable(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("start_joinable_thread", args, ["function", "handle", "daemon"], 1, 3)?;
    let function = bound[0].unwrap_or(ids::NONE);
    if vm.slot_of(function, Slot::Call).is_none() {
        return Err(vm.type_error("thread function must be callable"));
    }
    let daemon = bound[2].map_or(Ok(true), |d| vm.truth(d))?;
    let handle = match bound[1].filter(|&h| h != ids::NONE) {
        Some(handle) => vm.own(handle),
        None => new_handle(vm, 0),
    };
    let number = vm.start_thread(function, ids::EMPTY_TUPLE, None, Some(handle.id()), daemon);
    let number = vm.new_int(number).into_id();
    let old = match vm.payload_mut(handle.id()) {
        Payload::Record(fields) => fields[0].replace(number),
        _ => Some(number),
    };
    vm.decref_opt(old);
    Ok(handle)
}
fn handle_ident(vm: &mut Vm, this: ObjId) -> Res {
    let ident = match vm.payload(this) {
        Payload::Record(fields) => fields[0].unwrap_or(ids::NONE),
        _ => ids::NONE,
    };
    Ok(vm.own(ident))
}
fn handle_repr(vm: &mut Vm, this: ObjId) -> Res {
    let ident = handle_ident(vm, this)?;
    let text = format!("<_ThreadHandle object: ident={}>", vm.as_i64(ident.id()).unwrap_or(0));
    vm.release(ident);
    Ok(vm.new_str(&text))
}
fn mark_done(vm: &mut Vm, this: ObjId) -> Res {
    set_done(vm, this);
    Ok(vm.none())
}
fn join(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let patience = match args.first() {
        None | Some(&ids::NONE) => None,
        Some(&timeout) => match vm.as_float(timeout) {
            Some(seconds) => Some(seconds),
            None => Some(vm.as_index(timeout)? as f64),
        },
    };
    if is_done(vm, this) {
        return Ok(vm.none());
    }
    let ident = handle_ident(vm, this)?;
    let own = vm.as_i64(ident.id()) == Some(vm.thread_ident());
    vm.release(ident);
    if own {
        return Err(vm.raise(types::RUNTIME_ERROR, "Cannot join current thread"));
    }
    vm.wait_for_thread(this, patience.filter(|&p| p >= 0.0))?;
    Ok(vm.none())
}
fn exit(vm: &mut Vm, _: ObjId) -> Res {
    Err(vm.raise_with(types::SYSTEM_EXIT, &[]))
}
/// As if a signal had come, if the program handles it.
fn interrupt_main(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let number = args.first().map_or(Ok(INTERRUPT), |&n| vm.c_int(n).map(i64::from))?;
    if !(1..65).contains(&number) {
        return Err(vm.value_error("signal number out of range"));
    }
    let handled = match vm.state.signals.get(&number) {
        Some(&handler) => !matches!(handler, DEFAULT | IGNORE),
        None => number == INTERRUPT,
    };
    if handled {
        vm.world.send_signal(number);
    }
    Ok(vm.none())
}
fn shutdown(vm: &mut Vm, _: ObjId) -> Res {
    vm.wait_for_others()?;
    Ok(vm.none())
}
/// Waits for the program's threads, by `threading` where that was imported.
pub fn shut_down(vm: &mut Vm) {
    let name = vm.intern("threading");
    let Ok(Some(module)) = vm.dict_get_name(vm.state.modules, name) else { return };
    match vm.call_named(module, "_shutdown", &[]) {
        Ok(none) => vm.release(none),
        Err(Unwind::Raised) => vm.report_unraisable("Exception ignored on threading shutdown", module),
        Err(_) => {}
    }
}
/// `threading.excepthook`: what is printed about an exception that ended a thread.
fn excepthook(vm: &mut Vm, _: ObjId, args: ObjId) -> Res {
    let parts = vm.as_tuple(args).map(<[ObjId]>::to_vec).unwrap_or_default();
    let [class, value, _, thread] = parts[..] else {
        return Err(vm.type_error("_thread._excepthook argument type must be ExceptHookArgs"));
    };
    if class == types::SYSTEM_EXIT {
        return Ok(vm.none());
    }
    let name = match thread {
        ids::NONE => vm.thread_ident().to_string(),
        thread => {
            let name = vm.get_attr_str(thread, "_name")?;
            let text = vm.str_lossy(name.id()).into_owned();
            vm.release(name);
            text
        }
    };
    let mut text = format!("Exception in thread {name}:\n");
    if vm.is_exception(value) {
        text += &vm.format_traceback(value);
    }
    let Some(stderr) = vm.namespace_get(vm.state.sys, names::STDERR).filter(|&s| s != ids::NONE) else {
        return Ok(vm.none());
    };
    let text = vm.new_str(&text);
    let stderr = vm.own(stderr);
    let result = super::builtins_io::write(vm, stderr.id(), text.id());
    vm.release(text);
    vm.release(stderr);
    result?;
    Ok(vm.none())
}
