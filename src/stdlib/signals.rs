//! `_signal`: handlers of signals, timers that send them, and waiting for them.

use crate::heap::{ObjId, Owned};
use crate::object::ids::types;
use crate::vm::breaker::{DEFAULT, IGNORE, INTERRUPT};
use crate::vm::native::{NativeCall::*, NativeTable, Owner, function};
use crate::vm::threads::MAIN;
use crate::vm::{Res, Unwind, Vm};
use crate::world::Duration;
use crate::world::signals::TIMERS;
use std::sync::atomic::Ordering;

/// How long nobody looks while a signal is waited for.
const NAP: Duration = Duration::from_millis(10);

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
        function("pthread_sigmask", Pos(2, 2, set_mask)),
        function("pthread_kill", Pos(2, 2, |vm, module, args| raise_signal(vm, module, args[1]))),
        function("sigpending", NoArgs(|vm, _| numbers(vm, vm.world.signals.pending()))),
        function("sigwait", One(wait)),
        function("alarm", One(alarm)),
        function("setitimer", Pos(2, 3, set_timer)),
        function("getitimer", One(get_timer)),
        function("pause", NoArgs(pause)),
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
    if vm.thread_ident() != MAIN {
        return Err(vm.value_error("signal only works in main thread of the main interpreter"));
    }
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
    if new != DEFAULT
        && let Err(error) = vm.world.listen_for(number)
    {
        vm.release(old);
        return Err(vm.os_error(error.raw_os_error().unwrap_or(22), &error.to_string(), None));
    }
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
    if number == 0 {
        return Ok(vm.none());
    }
    let blocked = vm.world.signals.blocked & 1 << number != 0;
    if vm.world.has_signals() && (blocked || vm.thread_ident() != MAIN) {
        vm.world.send_signal(number);
    } else {
        vm.handle_signal(number)?;
    }
    Ok(vm.none())
}

/// Only a process of the program's own has timers and can wait for signals.
fn need_process(vm: &mut Vm, what: &str) -> Res<()> {
    if vm.world.has_signals() { Ok(()) } else { Err(vm.not_supported(what)) }
}
/// A set of numbers.
fn numbers(vm: &mut Vm, set: u128) -> Res {
    let numbers = vm.new_set();
    for number in (1..COUNT).filter(|n| set & 1 << n != 0) {
        let number = vm.new_int(number);
        let added = vm.set_add(numbers.id(), number.id());
        vm.release(number);
        added?;
    }
    Ok(numbers)
}
fn set_of(vm: &mut Vm, iterable: ObjId) -> Res<u128> {
    let items = vm.collect(iterable)?;
    let mut set = 0;
    let mut result = Ok(());
    for &item in &items {
        result = vm.c_int(item).map(i64::from).and_then(|n| match n {
            1..COUNT => {
                set |= 1 << n;
                Ok(())
            }
            _ => Err(vm.value_error(format!("signal number {n} out of range [1; {}]", COUNT - 1))),
        });
        if result.is_err() {
            break;
        }
    }
    vm.decref_all(items);
    result.map(|()| set)
}
fn set_mask(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let how = vm.c_int(args[0])?;
    let set = set_of(vm, args[1])?;
    let before = vm.world.signals.blocked;
    vm.world.signals.blocked = match how {
        0 => before | set,
        1 => before & !set,
        2 => set,
        _ => return Err(vm.os_error(22, "Invalid argument", None)),
    };
    // What is let through now and has come before is delivered at once.
    if vm.world.signals.pending() & !vm.world.signals.blocked != 0 {
        vm.interrupt.store(true, Ordering::Relaxed);
        vm.poll()?;
    }
    numbers(vm, before)
}
fn wait(vm: &mut Vm, _: ObjId, set: ObjId) -> Res {
    need_process(vm, "signal.sigwait()")?;
    let set = set_of(vm, set)?;
    for number in (1..COUNT).filter(|n| set & 1 << n != 0) {
        if let Err(error) = vm.world.listen_for(number) {
            return Err(vm.os_error(error.raw_os_error().unwrap_or(22), "Invalid argument", None));
        }
    }
    loop {
        if let Some(number) = vm.world.signals.take_of(set) {
            return Ok(vm.new_int(number as i64));
        }
        vm.sleep(NAP)?;
    }
}
fn pause(vm: &mut Vm, _: ObjId) -> Res {
    need_process(vm, "signal.pause()")?;
    while vm.world.signals.pending() & !vm.world.signals.blocked == 0 {
        vm.world.sleep(NAP);
    }
    vm.poll()?;
    Ok(vm.none())
}
fn alarm(vm: &mut Vm, _: ObjId, seconds: ObjId) -> Res {
    let seconds = vm.c_int(seconds)?;
    need_process(vm, "signal.alarm()")?;
    let (left, _) = start(vm, 0, Duration::from_secs(seconds.max(0) as u64), Duration::ZERO)?;
    // As the system says it: whole seconds, and not none where something is left.
    let seconds = left.as_secs_f64();
    let whole = if left.is_zero() { 0 } else { (seconds.round() as i64).max(1) };
    Ok(vm.new_int(whole))
}
fn start(vm: &mut Vm, which: usize, delay: Duration, interval: Duration) -> Res<(Duration, Duration)> {
    let number = TIMERS[which] as i64;
    let begun = vm.world.listen_for(number).and_then(|()| vm.world.set_timer(which, delay, interval));
    begun.map_err(|error| vm.os_error(error.raw_os_error().unwrap_or(22), &error.to_string(), None))
}
/// Which timer a number means.
fn which(vm: &mut Vm, timer: ObjId) -> Res<usize> {
    match vm.c_int(timer)? {
        n @ 0..3 => Ok(n as usize),
        _ => Err(timer_error(vm)),
    }
}
fn timer_error(vm: &mut Vm) -> Unwind {
    let message = vm.new_str("Invalid argument");
    let number = vm.new_int(22);
    let class = vm.native_module("_signal").and_then(|module| {
        let class = vm.get_attr_str(module.id(), "ItimerError");
        vm.release(module);
        class
    });
    let unwind = match class {
        Ok(class) => {
            let error = vm.call(class.id(), &[number.id(), message.id()]);
            vm.release(class);
            match error {
                Ok(error) => vm.raise_owned(error),
                Err(e) => e,
            }
        }
        Err(e) => e,
    };
    vm.release(number);
    vm.release(message);
    unwind
}
fn set_timer(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let which_one = vm.c_int(args[0])?;
    let mut times = [Duration::ZERO; 2];
    for (time, &arg) in times.iter_mut().zip(&args[1..]) {
        let seconds = vm.to_float(arg)?;
        *time = match Duration::try_from_secs_f64(seconds) {
            Ok(time) => time,
            Err(_) => return Err(timer_error(vm)),
        };
    }
    if !(0..3).contains(&which_one) {
        return Err(timer_error(vm));
    }
    need_process(vm, "signal.setitimer()")?;
    let before = start(vm, which_one as usize, times[0], times[1])?;
    Ok(pair(vm, before))
}
fn get_timer(vm: &mut Vm, _: ObjId, timer: ObjId) -> Res {
    let which = which(vm, timer)?;
    let now = vm.world.signals.timer(which);
    Ok(pair(vm, now))
}
fn pair(vm: &mut Vm, (left, interval): (Duration, Duration)) -> Owned {
    let times = [left, interval].map(|time| vm.new_float(time.as_secs_f64()).into_id());
    vm.new_tuple(times.into())
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
    // 32 and 33 are the C library's own.
    numbers(vm, !(0b11 << 32))
}
