//! The machine put together: what the virtual machine is handed by the compiler and the libraries.

use crate::bytecode::{Code, pyc};
use crate::diagnostic::Diagnostic;
use crate::heap::ObjId;
use crate::vm::{Hooks, NativeTable, Vm};
use crate::world::World;
use crate::{stdlib, types};
use std::sync::{Arc, LazyLock};

static NATIVES: LazyLock<Vec<&'static NativeTable>> =
    LazyLock::new(|| types::TABLES.iter().chain(stdlib::TABLES).copied().collect());

/// A machine with everything in it.
pub fn new(world: World) -> Vm {
    let hooks = Hooks { compile, anchors, fill: stdlib::fill, start: stdlib::start, natives: &NATIVES };
    Vm::new(hooks, world)
}

fn compile(source: &[u8], file: &str, mode: &str, flags: u32) -> Result<Arc<Code>, Diagnostic> {
    let _ = (source, file, mode, flags);
    Err(Diagnostic { kind: crate::diagnostic::Kind::Unsupported, message: "no compiler yet".into(), span: None })
}

fn anchors(_segment: &str) -> Option<(usize, usize)> {
    None
}

/// Runs a program as `__main__`: 0, or the exit status that CPython would give.
pub fn run_main(vm: &mut Vm, code: &Arc<Code>, file: &str) -> i32 {
    let code = vm.load_code(code);
    let module = vm.new_module("__main__");
    let dict = vm.module_dict(module);
    let path = vm.new_str(file);
    vm.dict_put(dict, "__file__", path);
    let result = vm.run_code(code.id(), dict, dict);
    let status = match result {
        Ok(none) => {
            vm.release(none);
            0
        }
        Err(_) => report(vm),
    };
    vm.release(code);
    status
}

fn report(vm: &mut Vm) -> i32 {
    let Some(raised) = vm.state.raised.take() else { return 1 };
    let text = vm.format_traceback(raised);
    let _ = vm.world.write(crate::world::Stream::Stderr, &text);
    vm.decref(raised);
    1
}

/// The code in a `.pyc` file.
pub fn read_pyc(bytes: &[u8]) -> Result<Arc<Code>, pyc::PycError> {
    pyc::read(bytes).map(|(_, code)| Arc::new(code))
}

#[allow(dead_code)]
fn unused(_: ObjId) {}
