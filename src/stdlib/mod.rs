//! The native modules, one Python module a file.

mod abc;
mod array;
mod ast_nodes;
mod atexit;
mod binascii;
mod bisect;
mod builtins;
mod builtins_code;
mod builtins_io;
mod builtins_numbers;
mod cmath;
mod codecs;
mod collections;
mod contextvars;
mod csv;
mod errno;
mod functools;
mod gc;
mod hashes;
mod heapq;
mod hints;
mod imp;
mod io;
mod itertools;
mod marshal;
mod math;
mod module_names;
mod monitoring;
mod opcode;
mod operator;
mod posix;
mod random;
mod signals;
mod socket;
mod sre;
mod stat;
mod string;
mod struct_seq;
mod structs;
mod sys;
mod sys_hooks;
mod thread;
mod time;
mod tokenizer;
mod tracemalloc;
mod typing;
mod unicode;
mod warn;
mod warnings;
mod weak_proxy;
mod weakref;
mod zlib;

use crate::heap::{ObjId, Owned};
use crate::object::Tool;
use crate::vm::{NativeTable, Res, Vm};

/// Every table of natives of modules.
pub static TABLES: &[&[&NativeTable]] = &[
    &[
        &builtins::TABLE,
        &sys::TABLE,
        &sys_hooks::TABLE,
        &monitoring::TABLE,
        &typing::TABLE,
        &typing::GENERIC,
        &gc::TABLE,
        &time::TABLE,
        &weakref::TABLE,
        &struct_seq::HIDDEN,
    ],
    itertools::TABLES,
    functools::TABLES,
    operator::TABLES,
    abc::TABLES,
    collections::TABLES,
    &[
        &imp::TABLE,
        &atexit::TABLE,
        &tokenizer::MODULE,
        &tokenizer::TABLE,
        &tracemalloc::TABLE,
        &ast_nodes::MODULE,
        &ast_nodes::TABLE,
        &opcode::TABLE,
    ],
    posix::TABLES,
    &[&weak_proxy::COMMON, &weak_proxy::CALLABLE, &weak_proxy::CALL],
    io::TABLES,
    codecs::TABLES,
    sre::TABLES,
    thread::TABLES,
    warnings::TABLES,
    random::TABLES,
    string::TABLES,
    structs::TABLES,
    hashes::TABLES,
    csv::TABLES,
    array::TABLES,
    unicode::TABLES,
    socket::TABLES,
    zlib::TABLES,
    contextvars::TABLES,
    hints::TABLES,
    &[
        &math::TABLE,
        &cmath::TABLE,
        &bisect::TABLE,
        &heapq::TABLE,
        &errno::TABLE,
        &stat::TABLE,
        &signals::TABLE,
        &binascii::TABLE,
        &marshal::TABLE,
    ],
];

/// One step of an iterator of a native module.
pub fn advance_tool(vm: &mut Vm, iter: ObjId) -> Res<Option<Owned>> {
    match *vm.tool(iter) {
        Tool::Deque { .. } => collections::advance_deque(vm, iter),
        Tool::OrderedDict(_) => collections::advance_ordered(vm, iter),
        Tool::Formatter { text, at } => string::next_field(vm, iter, text, at),
        Tool::FieldName { text, at } => string::next_accessor(vm, iter, text, at),
        _ => itertools::advance(vm, iter),
    }
}

/// Adds what is no native (constants, types) to a native module.
pub fn fill(vm: &mut Vm, name: &str, module: ObjId) {
    vm.fill_module_type_docs(name);
    match name {
        "gc" => gc::fill(vm, module),
        "_ast" => ast_nodes::fill(vm, module),
        "_imp" => imp::fill(vm, module),
        "_opcode" => opcode::fill(vm, module),
        "_io" => io::fill(vm, module),
        "_sre" => sre::fill(vm, module),
        "_thread" => thread::fill(vm, module),
        "_warnings" => warnings::fill(vm, module),
        "posix" => posix::fill(vm, module),
        "_typing" => typing::fill(vm, module),
        "_weakref" => weakref::fill(vm, module),
        "math" => math::fill(vm, module),
        "cmath" => cmath::fill(vm, module),
        "errno" => errno::fill(vm, module),
        "marshal" => marshal::fill(vm, module),
        "_stat" => stat::fill(vm, module),
        "_contextvars" => contextvars::fill(vm, module),
        "_md5" | "_sha1" | "_sha3" | "_blake2" => hashes::fill(vm, name, module),
        "binascii" => binascii::fill(vm, module),
        "zlib" => zlib::fill(vm, module),
        "_csv" => csv::fill(vm, module),
        "_socket" => socket::fill(vm, module),
        "select" => socket::fill_select(vm, module),
        "unicodedata" => unicode::fill(vm, module),
        "array" => array::fill(vm, module),
        "_signal" => signals::fill(vm, module),
        "_struct" => structs::fill(vm, module),
        "time" => time::fill(vm, module),
        _ => {}
    }
}

/// Fills `sys` in a fresh machine.
pub fn start(vm: &mut Vm) {
    sys::start(vm);
}

/// What happens before the modules are torn down: threads are waited for, and what was registered
/// with `atexit` is called. False if a standard stream cannot be flushed.
pub fn before_exit(vm: &mut Vm) -> bool {
    thread::shut_down(vm);
    atexit::run(vm);
    vm.flush_at_exit()
}
