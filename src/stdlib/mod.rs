//! The native modules, one Python module a file.

mod builtins;
mod builtins_code;
mod builtins_io;
mod builtins_numbers;
mod gc;
mod imp;
mod io;
mod marshal_code;
mod module_names;
mod posix;
mod sre;
mod struct_seq;
mod sys;
mod thread;
mod time;
mod warn;
mod warnings;
mod weakref;

use crate::heap::ObjId;
use crate::vm::{NativeTable, Vm};

/// Every table of natives of modules.
pub static TABLES: &[&NativeTable] = &[
    &builtins::TABLE,
    &sys::TABLE,
    &gc::TABLE,
    &time::TABLE,
    &weakref::TABLE,
    &struct_seq::HIDDEN,
    &imp::TABLE,
    &marshal_code::TABLE,
    &posix::TABLE,
    &posix::ENVIRONMENT,
    &posix::ITERATOR,
    &posix::ENTRY,
];
/// Tables that come by the module.
pub static MORE: &[&[&NativeTable]] = &[io::TABLES, sre::TABLES, thread::TABLES, warnings::TABLES];

/// Adds what is no native (constants, types) to a native module.
pub fn fill(vm: &mut Vm, name: &str, module: ObjId) {
    match name {
        "gc" => gc::fill(vm, module),
        "_imp" => imp::fill(vm, module),
        "_io" => io::fill(vm, module),
        "_sre" => sre::fill(vm, module),
        "_thread" => thread::fill(vm, module),
        "_warnings" => warnings::fill(vm, module),
        "posix" => posix::fill(vm, module),
        "_weakref" => weakref::fill(vm, module),
        _ => {}
    }
}

/// Fills `sys` in a fresh machine.
pub fn start(vm: &mut Vm) {
    sys::start(vm);
}
