//! `_thread`: locks and threads. There is one interpreter thread; see `vm::threads` for how the
//! program's threads take turns on it.

mod locks;

use crate::heap::{ObjId, Owned};
use crate::object::ids::types;
use crate::vm::native::{NativeCall::*, NativeTable, Owner, function};
use crate::vm::native_class::ClassSpec;
use crate::vm::{Res, Vm};

pub use locks::LOCK_CLASS;

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("_thread"),
    defs: &[
        function("allocate_lock", NoArgs(allocate)),
        function("allocate", NoArgs(allocate)),
        function("get_ident", NoArgs(ident)),
        function("get_native_id", NoArgs(ident)),
        function("_get_main_thread_ident", NoArgs(main_ident)),
        function("_is_main_interpreter", NoArgs(|vm, _| Ok(vm.new_bool(true)))),
        function("daemon_threads_allowed", NoArgs(|vm, _| Ok(vm.new_bool(true)))),
    ],
};
pub static TABLES: &[&NativeTable] = &[&TABLE, &locks::LOCK, &locks::RLOCK];

/// Adds the classes and constants.
pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    let lock = ClassSpec::sealed(LOCK_CLASS).with_weakref();
    let lock = vm.add_native_class(module, &lock, types::OBJECT);
    vm.dict_put(dict, "LockType", Owned::new(lock));
    vm.add_native_class(module, &ClassSpec::open(locks::RLOCK_CLASS).with_weakref(), types::OBJECT);
    vm.dict_put(dict, "error", Owned::new(types::RUNTIME_ERROR));
    let most = vm.new_float(9_223_372_036.0);
    vm.dict_put(dict, "TIMEOUT_MAX", most);
}
fn allocate(vm: &mut Vm, _: ObjId) -> Res {
    let class = vm.native_class(LOCK_CLASS).unwrap_or(types::OBJECT);
    vm.call(class, &[])
}
fn ident(vm: &mut Vm, _: ObjId) -> Res {
    let ident = vm.thread_ident();
    Ok(vm.new_int(ident))
}
fn main_ident(vm: &mut Vm, _: ObjId) -> Res {
    Ok(vm.new_int(crate::vm::threads::MAIN))
}
