//! Processes: there is this one, which starts no others.

use super::done;
use crate::heap::ObjId;
use crate::vm::native::{NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Args, Res, Unwind, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("posix"),
    defs: &[
        function("waitpid", Pos(2, 2, |vm, _, _| Err(no_child(vm)))),
        function("wait", NoArgs(|vm, _| Err(no_child(vm)))),
        function("kill", Pos(2, 2, kill)),
        function("pipe", NoArgs(|vm, _| Err(not_here(vm)))),
        function("pipe2", One(|vm, _, _| Err(not_here(vm)))),
        function("system", Full(|vm, _, _| Err(not_here(vm)))),
        function(
            "umask",
            One(|vm, _, mask| {
                vm.as_index(mask)?;
                Ok(vm.new_int(0o022))
            }),
        ),
        function("uname", NoArgs(uname)),
        function("times", NoArgs(times)),
        function(
            "getpgrp",
            NoArgs(|vm, _| {
                let id = vm.world.process_id();
                Ok(vm.new_int(id))
            }),
        ),
        function(
            "getpgid",
            One(|vm, _, _| {
                let id = vm.world.process_id();
                Ok(vm.new_int(id))
            }),
        ),
        function(
            "getloadavg",
            NoArgs(|vm, _| {
                let loads = [0.0; 3].map(|l| vm.new_float(l));
                Ok(vm.pack(loads.into()))
            }),
        ),
        function("sched_yield", NoArgs(|vm, _| done(vm))),
        function("sched_getaffinity", One(affinity)),
        function("get_inheritable", One(|vm, _, _| Ok(vm.new_bool(false)))),
        function("set_inheritable", Pos(2, 2, |vm, _, _| done(vm))),
        function("get_blocking", One(|vm, _, _| Ok(vm.new_bool(true)))),
        function("set_blocking", Pos(2, 2, |vm, _, _| done(vm))),
        function("device_encoding", Full(|vm, _, _| done(vm))),
        function("closerange", Pos(2, 2, |vm, _, _| done(vm))),
        function("WIFEXITED", One(|vm, _, status| part(vm, status, |s| i64::from(s & 0x7F == 0)))),
        function("WEXITSTATUS", One(|vm, _, status| part(vm, status, |s| s >> 8 & 0xFF))),
        function(
            "WIFSIGNALED",
            One(|vm, _, status| part(vm, status, |s| i64::from(!matches!(s & 0x7F, 0 | 0x7F)))),
        ),
        function("WTERMSIG", One(|vm, _, status| part(vm, status, |s| s & 0x7F))),
        function("WIFSTOPPED", One(|vm, _, status| part(vm, status, |s| i64::from(s & 0xFF == 0x7F)))),
        function("WSTOPSIG", One(|vm, _, status| part(vm, status, |s| s >> 8 & 0xFF))),
        function("waitstatus_to_exitcode", Full(exit_code)),
    ],
};

/// What `sysexits.h` names.
pub const EXITS: &[(&str, i64)] = &[
    ("EX_USAGE", 64),
    ("EX_DATAERR", 65),
    ("EX_NOINPUT", 66),
    ("EX_NOUSER", 67),
    ("EX_NOHOST", 68),
    ("EX_UNAVAILABLE", 69),
    ("EX_SOFTWARE", 70),
    ("EX_OSERR", 71),
    ("EX_OSFILE", 72),
    ("EX_CANTCREAT", 73),
    ("EX_IOERR", 74),
    ("EX_TEMPFAIL", 75),
    ("EX_PROTOCOL", 76),
    ("EX_NOPERM", 77),
    ("EX_CONFIG", 78),
];

fn no_child(vm: &mut Vm) -> Unwind {
    vm.os_error(10, "No child processes", None)
}
fn not_here(vm: &mut Vm) -> Unwind {
    vm.os_error(38, "Function not implemented", None)
}
/// A signal to this process; others are out of reach.
fn kill(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let process = vm.as_index(args[0])?;
    if process != vm.world.process_id() {
        return Err(vm.os_error(1, "Operation not permitted", None));
    }
    let module = vm.native_module("_signal")?;
    let result = vm.call_named(module.id(), "raise_signal", &[args[1]]);
    vm.release(module);
    result
}
fn uname(vm: &mut Vm, _: ObjId) -> Res {
    const NAME: &str = "posix.uname_result";
    let class = match vm.late_class(NAME) {
        Some(class) => class,
        None => {
            let fields = ["sysname", "nodename", "release", "version", "machine"];
            let class = vm.new_struct_class("posix", "uname_result", &fields)?.into_id();
            vm.open_struct_class(class);
            vm.keep_late_class(NAME, class);
            class
        }
    };
    let machine = if cfg!(target_arch = "aarch64") { "aarch64" } else { "x86_64" };
    let parts = ["Linux", "localhost", "", "", machine];
    let parts = parts.map(|part| vm.new_str(part).into_id());
    Ok(vm.new_struct(class, parts.into()))
}
fn times(vm: &mut Vm, _: ObjId) -> Res {
    const NAME: &str = "posix.times_result";
    let class = match vm.late_class(NAME) {
        Some(class) => class,
        None => {
            let fields = ["user", "system", "children_user", "children_system", "elapsed"];
            let class = vm.new_struct_class("posix", "times_result", &fields)?.into_id();
            vm.open_struct_class(class);
            vm.keep_late_class(NAME, class);
            class
        }
    };
    let running = vm.world.monotonic().as_secs_f64();
    let parts = [running, 0.0, 0.0, 0.0, running].map(|t| vm.new_float(t).into_id());
    Ok(vm.new_struct(class, parts.into()))
}
fn affinity(vm: &mut Vm, _: ObjId, _: ObjId) -> Res {
    let set = vm.new_set();
    for number in 0..vm.world.processors() {
        let number = vm.new_int(number);
        let added = vm.set_add(set.id(), number.id());
        vm.release(number);
        added?;
    }
    Ok(set)
}
fn part(vm: &mut Vm, status: ObjId, of: fn(i64) -> i64) -> Res {
    let status = vm.as_index(status)?;
    Ok(vm.new_int(of(status)))
}
fn exit_code(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [status] = vm.bind("waitstatus_to_exitcode", args, ["status"], 1, 1)?;
    let status = vm.as_index(status.unwrap_or(crate::object::ids::NONE))?;
    match status & 0x7F {
        0 => Ok(vm.new_int(status >> 8 & 0xFF)),
        0x7F => Err(vm.value_error(format!("process stopped by delivery of signal {}", status >> 8 & 0xFF))),
        signal => Ok(vm.new_int(-signal)),
    }
}
