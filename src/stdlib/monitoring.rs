//! `sys.monitoring`: tools listen to the events of a run.

use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{self, types};
use crate::vm::monitor::{EVENT_NAMES, EVENTS, Event, LOCAL_EVENTS, PROFILE, SETTABLE_EVENTS};
use crate::vm::native::{NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};

/// The module's name; it is reached as an attribute of `sys` only.
const NAME: &str = "sys.monitoring";

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module(NAME),
    defs: &[
        function("use_tool_id", Pos(2, 2, use_tool)),
        function("free_tool_id", One(free_tool)),
        function("get_tool", One(get_tool)),
        function("register_callback", Pos(3, 3, register)),
        function("get_events", One(get_events)),
        function("set_events", Pos(2, 2, set_events)),
        function("get_local_events", Pos(2, 2, get_local_events)),
        function("set_local_events", Pos(3, 3, set_local_events)),
        function("restart_events", NoArgs(restart_events)),
        function("_all_events", NoArgs(all_events)),
    ],
};

const WITH_CALL: i32 = 1 << Event::CReturn as u32 | 1 << Event::CRaise as u32;

/// Makes the module and puts it into `sys`.
pub fn add(vm: &mut Vm) {
    let module = vm.new_module(NAME);
    vm.fill_module(NAME, module);
    let dict = vm.module_dict(module);
    for name in ["DISABLE", "MISSING"] {
        let marker = vm.alloc(types::OBJECT, Payload::Plain);
        vm.state.heap.make_immortal(marker.id());
        match name {
            "DISABLE" => vm.state.monitor.disable = Some(marker.id()),
            _ => vm.state.monitor.missing = Some(marker.id()),
        }
        vm.dict_put(dict, name, marker);
    }
    let namespace = vm.new_plain_instance(types::SIMPLE_NAMESPACE);
    let events = (0..EVENTS).map(|event| (EVENT_NAMES[event], 1 << event));
    for (name, value) in events.chain([("NO_EVENTS", 0)]) {
        let (key, value) = (vm.intern(name), vm.new_int(value));
        let stored = vm.set_instance_attr(namespace.id(), key, Some(value.id()), false);
        debug_assert!(stored.is_ok());
        vm.release(value);
    }
    vm.dict_put(dict, "events", namespace);
    for (name, tool) in [("DEBUGGER_ID", 0), ("COVERAGE_ID", 1), ("PROFILER_ID", 2), ("OPTIMIZER_ID", 5)] {
        let tool = vm.new_int(tool);
        vm.dict_put(dict, name, tool);
    }
    let held = vm.own(module);
    let key = vm.intern(NAME);
    let removed = vm.dict_del(vm.state.modules, key);
    debug_assert!(removed.is_ok());
    vm.dict_put(vm.state.sys, "monitoring", held);
}

fn tool_id(vm: &mut Vm, id: ObjId) -> Res<usize> {
    let id = vm.c_int(id)?;
    in_range(vm, id)
}
fn in_range(vm: &mut Vm, id: i32) -> Res<usize> {
    match usize::try_from(id) {
        Ok(tool) if tool < PROFILE => Ok(tool),
        _ => Err(vm.value_error(format!("invalid tool {id} (must be between 0 and 5)"))),
    }
}
fn check_use(vm: &mut Vm, tool: usize) -> Res<()> {
    if vm.state.monitor.in_use(tool) {
        return Ok(());
    }
    Err(vm.value_error(format!("tool {tool} is not in use")))
}

fn use_tool(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let tool = tool_id(vm, args[0])?;
    if vm.as_str(args[1]).is_none() {
        return Err(vm.value_error("tool name must be a str"));
    }
    if vm.state.monitor.tool_name(tool).is_some() {
        return Err(vm.value_error(format!("tool {tool} is already in use")));
    }
    vm.incref(args[1]);
    vm.state.monitor.set_tool_name(tool, Some(args[1]));
    Ok(vm.none())
}
fn free_tool(vm: &mut Vm, _: ObjId, id: ObjId) -> Res {
    let tool = tool_id(vm, id)?;
    let old = vm.state.monitor.set_tool_name(tool, None);
    vm.decref_opt(old);
    Ok(vm.none())
}
fn get_tool(vm: &mut Vm, _: ObjId, id: ObjId) -> Res {
    let tool = tool_id(vm, id)?;
    let name = vm.state.monitor.tool_name(tool).unwrap_or(ids::NONE);
    Ok(vm.own(name))
}
fn register(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let (id, event) = (vm.c_int(args[0])?, vm.c_int(args[1])?);
    let tool = in_range(vm, id)?;
    if event.count_ones() != 1 {
        return Err(vm.value_error("The callback can only be set for one event at a time"));
    }
    let number = event.trailing_zeros() as usize;
    if number >= EVENTS {
        return Err(vm.value_error(format!("invalid event {event}")));
    }
    let callback = (args[2] != ids::NONE).then_some(args[2]);
    vm.incref_opt(callback);
    let old = vm.state.monitor.set_callback(tool, number, callback);
    Ok(old.map_or_else(|| vm.none(), Owned::new))
}
fn get_events(vm: &mut Vm, _: ObjId, id: ObjId) -> Res {
    let tool = tool_id(vm, id)?;
    let events = vm.state.monitor.events_of(tool);
    Ok(vm.new_int(events.into()))
}
/// C_RETURN and C_RAISE come with CALL or not at all, and are not counted.
fn without_returns(vm: &mut Vm, events: i32) -> Res<i32> {
    let with_call = WITH_CALL | 1 << Event::Call as u32;
    if events & WITH_CALL != 0 && events & with_call != with_call {
        return Err(vm.value_error("cannot set C_RETURN or C_RAISE events independently"));
    }
    Ok(events & !WITH_CALL)
}
fn set_events(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let (id, events) = (vm.c_int(args[0])?, vm.c_int(args[1])?);
    let tool = in_range(vm, id)?;
    if !(0..1 << EVENTS).contains(&events) {
        return Err(vm.value_error(format!("invalid event set 0x{events:x}")));
    }
    let events = without_returns(vm, events)?;
    check_use(vm, tool)?;
    vm.set_events(tool, events as u32);
    Ok(vm.none())
}
fn check_code(vm: &mut Vm, code: ObjId) -> Res<()> {
    match vm.payload(code) {
        Payload::Code(_) => Ok(()),
        _ => Err(vm.type_error("code must be a code object")),
    }
}
fn get_local_events(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let id = vm.c_int(args[0])?;
    check_code(vm, args[1])?;
    let tool = in_range(vm, id)?;
    let events = vm.local_events(tool, args[1]);
    Ok(vm.new_int(events.into()))
}
fn set_local_events(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let (id, events) = (vm.c_int(args[0])?, vm.c_int(args[2])?);
    check_code(vm, args[1])?;
    let tool = in_range(vm, id)?;
    let events = without_returns(vm, events)?;
    if !(0..1 << LOCAL_EVENTS).contains(&events) {
        return Err(vm.value_error(format!("invalid local event set 0x{events:x}")));
    }
    check_use(vm, tool)?;
    vm.set_local_events(tool, args[1], events as u32);
    Ok(vm.none())
}
fn restart_events(vm: &mut Vm, _: ObjId) -> Res {
    vm.restart_events();
    Ok(vm.none())
}
/// The tools that listen to each event anywhere, as a set of bits.
fn all_events(vm: &mut Vm, _: ObjId) -> Res {
    let dict = vm.new_dict();
    for (event, name) in EVENT_NAMES.iter().enumerate().take(SETTABLE_EVENTS) {
        let tools = vm.state.monitor.listeners(event);
        if tools != 0 {
            let tools = vm.new_int(tools.into());
            vm.dict_put(dict.id(), name, tools);
        }
    }
    Ok(dict)
}
