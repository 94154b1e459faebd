//! `_signal`: handlers of signals. Of the signals that a process is sent, only an interrupt reaches
//! the program; it may raise any itself.

use crate::heap::{ObjId, Owned};
use crate::object::ids::types;
use crate::vm::breaker::{DEFAULT, IGNORE, INTERRUPT};
use crate::vm::native::{NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("_signal"),
    defs: &[
        function(
            "default_int_handler",
            Pos(2, 2, |vm, _, _| Err(vm.raise_with(types::KEYBOARD_INTERRUPT, &[]))),
        ),
        function("signal", Pos(2, 2, signal)),
        function("getsignal", One(get_signal)),
        function("raise_signal", One(raise_signal)),
        function("strsignal", One(describe)),
        function("valid_signals", NoArgs(valid)),
        function("set_wakeup_fd", Full(|vm, _, _| Ok(vm.new_int(-1)))),
        function("siginterrupt", Pos(2, 2, |vm, _, _| Ok(vm.none()))),
        function("pthread_sigmask", Pos(2, 2, |vm, _, _| Ok(vm.new_set()))),
        function("alarm", One(|vm, _, _| Err(vm.not_supported("signal.alarm()")))),
        function("setitimer", Pos(2, 3, |vm, _, _| Err(vm.not_supported("signal.setitimer()")))),
        function("pause", NoArgs(|vm, _| Err(vm.not_supported("signal.pause()")))),
    ],
};

const COUNT: i64 = 65;
const KILL: i64 = 9;
const STOP: i64 = 19;

const CONSTANTS: &[(&str, i64)] = &[
    ("NSIG", COUNT),
    ("SIG_DFL", 0),
    ("SIG_IGN", 1),
    ("SIG_BLOCK", 0),
    ("SIG_UNBLOCK", 1),
    ("SIG_SETMASK", 2),
    ("SIGHUP", 1),
    ("SIGINT", INTERRUPT),
    ("SIGQUIT", 3),
    ("SIGILL", 4),
    ("SIGTRAP", 5),
    ("SIGIOT", 6),
    ("SIGABRT", 6),
    ("SIGFPE", 8),
    ("SIGKILL", KILL),
    ("SIGBUS", 7),
    ("SIGSEGV", 11),
    ("SIGSYS", 31),
    ("SIGPIPE", 13),
    ("SIGALRM", 14),
    ("SIGTERM", 15),
    ("SIGUSR1", 10),
    ("SIGUSR2", 12),
    ("SIGCLD", 17),
    ("SIGCHLD", 17),
    ("SIGPWR", 30),
    ("SIGIO", 29),
    ("SIGURG", 23),
    ("SIGWINCH", 28),
    ("SIGPOLL", 29),
    ("SIGSTOP", STOP),
    ("SIGTSTP", 20),
    ("SIGCONT", 18),
    ("SIGTTIN", 21),
    ("SIGTTOU", 22),
    ("SIGVTALRM", 26),
    ("SIGPROF", 27),
    ("SIGXCPU", 24),
    ("SIGXFSZ", 25),
    ("SIGRTMIN", 34),
    ("SIGRTMAX", 64),
    ("SIGSTKFLT", 16),
    ("ITIMER_REAL", 0),
    ("ITIMER_VIRTUAL", 1),
    ("ITIMER_PROF", 2),
];

/// What the C library calls signals 1 to 31.
const NAMES: [&str; 31] = [
    "Hangup",
    "Interrupt",
    "Quit",
    "Illegal instruction",
    "Trace/breakpoint trap",
    "Aborted",
    "Bus error",
    "Floating point exception",
    "Killed",
    "User defined signal 1",
    "Segmentation fault",
    "User defined signal 2",
    "Broken pipe",
    "Alarm clock",
    "Terminated",
    "Stack fault",
    "Child exited",
    "Continued",
    "Stopped (signal)",
    "Stopped",
    "Stopped (tty input)",
    "Stopped (tty output)",
    "Urgent I/O condition",
    "CPU time limit exceeded",
    "File size limit exceeded",
    "Virtual timer expired",
    "Profiling timer expired",
    "Window changed",
    "I/O possible",
    "Power failure",
    "Bad system call",
];

pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    vm.put_ints(dict, CONSTANTS);
    vm.put_late_exception(dict, "ItimerError", "signal.itimer_error", types::OS_ERROR);
}

fn number(vm: &mut Vm, signal: ObjId) -> Res<i64> {
    match i64::from(vm.c_int(signal)?) {
        number if (1..COUNT).contains(&number) => Ok(number),
        _ => Err(vm.value_error("signal number out of range")),
    }
}
/// The handler in force: a number, or something to call.
fn handler(vm: &mut Vm, number: i64) -> Res {
    if let Some(&handler) = vm.state.signals.get(&number) {
        return Ok(vm.own(handler));
    }
    if number != INTERRUPT {
        return Ok(Owned::new(DEFAULT));
    }
    let module = vm.native_module("_signal")?;
    let handler = vm.get_attr_str(module.id(), "default_int_handler");
    vm.release(module);
    handler
}
fn signal(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let number = i64::from(vm.c_int(args[0])?);
    let plain = vm.is_int(args[1]).then(|| vm.as_i64(args[1])).flatten();
    let new = match plain {
        Some(0) => DEFAULT,
        Some(1) => IGNORE,
        _ if vm.is_callable(args[1]) => args[1],
        _ => {
            let message = "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object";
            return Err(vm.type_error(message));
        }
    };
    if !(1..COUNT).contains(&number) {
        return Err(vm.value_error("signal number out of range"));
    }
    if matches!(number, KILL | STOP | 32 | 33) {
        return Err(vm.os_error(22, "Invalid argument", None));
    }
    let old = handler(vm, number)?;
    vm.incref(new);
    let replaced = vm.state.signals.insert(number, new);
    vm.decref_opt(replaced);
    Ok(old)
}
fn get_signal(vm: &mut Vm, _: ObjId, signal: ObjId) -> Res {
    let number = number(vm, signal)?;
    handler(vm, number)
}
fn raise_signal(vm: &mut Vm, _: ObjId, signal: ObjId) -> Res {
    let number = i64::from(vm.c_int(signal)?);
    if !(0..COUNT).contains(&number) {
        return Err(vm.os_error(22, "Invalid argument", None));
    }
    let handler = handler(vm, number)?;
    match handler.id() {
        IGNORE => {}
        // The process is not the program's to end: a signal that would do that is an error.
        DEFAULT if !matches!(number, 0 | 17 | 18 | 23 | 28) => {
            return Err(vm.not_supported("the default action of a signal"));
        }
        DEFAULT => {}
        callable => {
            let result = vm.call_handler(callable, number);
            vm.release(handler);
            return result.map(|()| vm.none());
        }
    }
    vm.release(handler);
    Ok(vm.none())
}
fn describe(vm: &mut Vm, _: ObjId, signal: ObjId) -> Res {
    let number = number(vm, signal)?;
    match (NAMES.get(number as usize - 1), number) {
        (Some(name), _) => Ok(vm.new_str(name)),
        (None, 34..) => Ok(vm.new_str(&format!("Real-time signal {}", number - 34))),
        _ => Ok(vm.none()),
    }
}
fn valid(vm: &mut Vm, _: ObjId) -> Res {
    let set = vm.new_set();
    for number in (1..COUNT).filter(|n| !matches!(n, 32 | 33)) {
        let number = vm.new_int(number);
        let added = vm.set_add(set.id(), number.id());
        vm.release(number);
        added?;
    }
    Ok(set)
}
