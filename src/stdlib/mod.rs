//! The native modules, one Python module a file.

mod builtins;
mod builtins_code;
mod builtins_io;
mod builtins_numbers;
mod gc;
mod module_names;
mod struct_seq;
mod sys;
mod sys_hooks;
mod time;
mod warn;
mod weakref;

use crate::heap::ObjId;
use crate::vm::{NativeTable, Vm};

/// Every table of natives of modules.
pub static TABLES: &[&NativeTable] = &[
    &builtins::TABLE,
    &sys::TABLE,
    &sys_hooks::TABLE,
    &gc::TABLE,
    &time::TABLE,
    &weakref::TABLE,
    &struct_seq::HIDDEN,
];

/// Adds what is no native (constants, types) to a native module.
pub fn fill(vm: &mut Vm, name: &str, module: ObjId) {
    match name {
        "gc" => gc::fill(vm, module),
        "_weakref" => weakref::fill(vm, module),
        _ => {}
    }
}

/// Fills `sys` in a fresh machine.
pub fn start(vm: &mut Vm) {
    sys::start(vm);
}
