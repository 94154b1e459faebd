//! The native modules, one Python module a file.

mod abc;
mod builtins;
mod builtins_code;
mod builtins_io;
mod builtins_numbers;
mod codecs;
mod collections;
mod functools;
mod gc;
mod imp;
mod io;
mod itertools;
mod marshal_code;
mod module_names;
mod operator;
mod posix;
mod sre;
mod struct_seq;
mod sys;
mod thread;
mod time;
mod warn;
mod warnings;
mod weak_proxy;
mod weakref;

use crate::heap::{ObjId, Owned};
use crate::object::Tool;
use crate::vm::{NativeTable, Res, Vm};

/// Every table of natives of modules.
pub static TABLES: &[&[&NativeTable]] = &[
    &[&builtins::TABLE, &sys::TABLE, &gc::TABLE, &time::TABLE, &weakref::TABLE, &struct_seq::HIDDEN],
    itertools::TABLES,
    functools::TABLES,
    operator::TABLES,
    abc::TABLES,
    collections::TABLES,
    &[&imp::TABLE, &marshal_code::TABLE],
    posix::TABLES,
    &[&weak_proxy::COMMON, &weak_proxy::CALLABLE, &weak_proxy::CALL],
    io::TABLES,
    codecs::TABLES,
    sre::TABLES,
    thread::TABLES,
    warnings::TABLES,
];

/// One step of an iterator of a native module.
pub fn advance_tool(vm: &mut Vm, iter: ObjId) -> Res<Option<Owned>> {
    match vm.tool(iter) {
        Tool::Deque { .. } => collections::advance_deque(vm, iter),
        Tool::OrderedDict(_) => collections::advance_ordered(vm, iter),
        _ => itertools::advance(vm, iter),
    }
}

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
