//! The process: its environment, its ids, the system's name.

use super::done;
use crate::heap::{ObjId, Owned};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("posix"),
    defs: &[
        function("getcwd", NoArgs(getcwd)),
        function("getcwdb", NoArgs(getcwdb)),
        function("getpid", NoArgs(|vm, _| number(vm, |w| w.process_id()))),
        function("getppid", NoArgs(|vm, _| number(vm, |w| w.parent_id()))),
        function("getuid", NoArgs(|vm, _| number(vm, |w| w.user_ids().0.into()))),
        function("geteuid", NoArgs(|vm, _| number(vm, |w| w.user_ids().0.into()))),
        function("getgid", NoArgs(|vm, _| number(vm, |w| w.user_ids().1.into()))),
        function("getegid", NoArgs(|vm, _| number(vm, |w| w.user_ids().1.into()))),
        function("cpu_count", NoArgs(|vm, _| number(vm, |w| w.processors()))),
        // The environment of this process is not the program's to change; `os.environ` keeps it.
        function("putenv", Pos(2, 2, |vm, _, _| done(vm))),
        function("unsetenv", One(|vm, _, _| done(vm))),
        function("urandom", One(urandom)),
        function("strerror", One(strerror)),
        function("_exit", Full(exit)),
        function("cpu_affinity", NoArgs(|vm, _| Ok(vm.none()))),
        function("get_terminal_size", Pos(0, 1, terminal_size)),
        function("register_at_fork", Full(|vm, _, _| done(vm))),
    ],
};

/// The class `terminal_size`, which programs make, too.
fn put_terminal_size(vm: &mut Vm, dict: ObjId) {
    const NAME: &str = "os.terminal_size";
    let class = match vm.late_class(NAME) {
        Some(class) => class,
        None => {
            let Ok(class) = vm.new_struct_class("os", "terminal_size", &["columns", "lines"]) else { return };
            let class = class.into_id();
            vm.open_struct_class(class);
            vm.keep_late_class(NAME, class);
            class
        }
    };
    vm.dict_put(dict, "terminal_size", Owned::new(class));
}

/// Puts the environment into the module's namespace, bytes to bytes.
pub fn fill(vm: &mut Vm, dict: ObjId) {
    put_terminal_size(vm, dict);
    let environ = vm.new_dict();
    for (name, value) in vm.world.environment() {
        let (name, value) = (vm.new_bytes(&name), vm.new_bytes(&value));
        // Bytes hash and compare without running any code.
        let stored = vm.dict_set(environ.id(), name.id(), value.id());
        debug_assert!(stored.is_ok());
        vm.release(name);
        vm.release(value);
    }
    vm.dict_put(dict, "environ", environ);
}
fn number(vm: &mut Vm, ask: fn(&mut crate::world::World) -> i64) -> Res {
    let number = ask(&mut vm.world);
    Ok(vm.new_int(number))
}
fn getcwd(vm: &mut Vm, _: ObjId) -> Res {
    match vm.world.current_dir() {
        Ok(path) => Ok(vm.fs_decode(&path)),
        Err(e) => Err(vm.fd_error(&e)),
    }
}
fn getcwdb(vm: &mut Vm, _: ObjId) -> Res {
    match vm.world.current_dir() {
        Ok(path) => Ok(vm.new_bytes(&path)),
        Err(e) => Err(vm.fd_error(&e)),
    }
}
fn urandom(vm: &mut Vm, _: ObjId, size: ObjId) -> Res {
    const MOST: i64 = 1 << 30;
    let size = vm.as_index(size)?;
    if size < 0 {
        return Err(vm.value_error("negative argument not allowed"));
    }
    if size > MOST {
        return Err(vm.memory_error());
    }
    match vm.world.random_bytes(size as usize) {
        Ok(bytes) => Ok(vm.new_bytes(&bytes)),
        Err(e) => Err(vm.fd_error(&e)),
    }
}
fn strerror(vm: &mut Vm, _: ObjId, code: ObjId) -> Res {
    let code = vm.fd_arg(code)?;
    let error: crate::world::FileError = std::io::Error::from_raw_os_error(code as i32).into();
    Ok(vm.new_str(&error.message))
}
/// Ends the program at once: nothing is torn down.
fn exit(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("_exit", args, ["status"], 1, 1)?;
    let status = vm.as_index(bound[0].unwrap_or(crate::object::ids::NONE))?;
    let status = vm.new_int(status);
    let made = vm.call(crate::object::ids::types::SYSTEM_EXIT, &[status.id()]);
    vm.release(status);
    let made = made?;
    Err(vm.raise_owned(made))
}
fn terminal_size(vm: &mut Vm, _: ObjId, _: &[ObjId]) -> Res {
    Err(vm.os_error(25, "Inappropriate ioctl for device", None))
}
