//! The machine put together: what the virtual machine is handed by the compiler and the libraries,
//! and how a program is started and ended in it.

mod trees;

use crate::ast::validate::{Fault, validate};
use crate::bytecode::Code;
use crate::compile::{self, Mode, Options};
use crate::diagnostic::{Diagnostic, Kind, Rejected};
use crate::heap::ObjId;
use crate::lex::{self, Listed, Reader};
use crate::object::ids::{self, types};
use crate::source::{Interner, Source, Span};
use crate::vm::tree::{Request, TokenRow, Tree, TreeFault};
use crate::vm::{Hooks, NativeTable, Res, Unwind, Vm};
use crate::world::{self, World};
use crate::{anchors, stdlib, types as natives};
use std::sync::{Arc, LazyLock};

static NATIVES: LazyLock<Vec<&'static NativeTable>> = LazyLock::new(|| {
    natives::TABLES.iter().chain(stdlib::TABLES.iter().copied().flatten()).copied().collect()
});

/// Bytes of Rust stack that the machine's thread reserves: natives may nest
/// [`crate::vm::call::NATIVE_LIMIT`] deep.
pub const STACK_SIZE: usize = 1 << 30;

/// Exit status after an uncaught KeyboardInterrupt: that of a process ended by SIGINT, in a shell.
pub const INTERRUPTED: i32 = 130;

/// Exit status where standard output could not be flushed at the end.
const NOT_FLUSHED: i32 = 120;

/// A machine with everything in it.
pub fn new(world: World) -> Vm {
    let hooks = Hooks {
        compile,
        parse,
        compile_tree,
        tokens,
        anchors: anchors::carets,
        is_plain_call: anchors::is_plain_call,
        advance_tool: stdlib::advance_tool,
        fill: stdlib::fill,
        start: stdlib::start,
        docs: Vm::fill_type_docs,
        natives: &NATIVES,
    };
    Vm::new(hooks, world)
}

/// The source text and how it is to be compiled.
fn prepared(bytes: &[u8], request: &Request<'_>) -> Result<(Source, Options), Box<Rejected>> {
    let source = if request.ignore_cookie {
        Source::from_str(request.file, &String::from_utf8_lossy(bytes))?
    } else {
        Source::decode(request.file, bytes, Reader::Bytes)?
    };
    Ok((source, options(request)))
}
fn options(request: &Request<'_>) -> Options {
    let mode = match request.mode {
        "eval" => Mode::Expression,
        "single" => Mode::Interactive,
        _ => Mode::Module,
    };
    Options {
        mode,
        future: request.future,
        optimize: request.optimize,
        top_level_await: request.top_level_await,
    }
}
/// Compiles source bytes for `import`, `exec`, `eval` and `compile`.
fn compile(bytes: &[u8], request: &Request<'_>) -> Result<(Arc<Code>, Vec<Diagnostic>), Box<Rejected>> {
    let (source, options) = prepared(bytes, request)?;
    if request.allow_incomplete && compile::is_incomplete(&source, options.mode) {
        let line = source.line_count() as i32;
        let span = Span { line, col: 0, end_line: line, end_col: 0 };
        let error = Diagnostic::new(Kind::IncompleteInputError, "incomplete input", span);
        return Err(Box::new(Rejected { error, source }));
    }
    compile::compile(&source, &options).map_err(|error| Box::new(Rejected { error, source }))
}
/// Makes the tree of source bytes for `ast.parse`.
fn parse(bytes: &[u8], request: &Request<'_>) -> Result<(Tree, Vec<Diagnostic>), Box<Rejected>> {
    let (source, options) = prepared(bytes, request)?;
    let made = compile::parse(&source, &options, request.type_comments, request.fold, trees::from_root);
    made.map_err(|error| Box::new(Rejected { error, source }))
}
/// The tokens of a text for `tokenize`, and where it goes wrong.
fn tokens(text: &str) -> (Vec<TokenRow>, Option<Box<Rejected>>) {
    let listed = Listed::of_text("<string>", text);
    let (rows, error) = lex::dump::token_rows(&listed);
    let rows =
        rows.into_iter().map(|row| TokenRow { place: row.place, kind: row.kind, text: row.text }).collect();
    (rows, error.map(|error| Box::new(Rejected { error, source: listed.source })))
}
/// Compiles a program's tree.
fn compile_tree(tree: Tree, request: &Request<'_>) -> Result<(Arc<Code>, Vec<Diagnostic>), TreeFault> {
    let mut names = Interner::default();
    let root = trees::to_root(tree, request.mode, &mut names)?;
    validate(&root, &names).map_err(|fault| match fault {
        Fault::Type(message) => TreeFault::Type(message),
        Fault::Value(message) => TreeFault::Value(message),
    })?;
    let source = Source::new(request.file, "");
    compile::compile_root(&source, &options(request), root, names)
        .map_err(|error| TreeFault::Rejected(Box::new(Rejected { error, source })))
}

/// A program made ready: `__main__` exists, nothing of it has run.
#[derive(Debug)]
pub struct Program {
    pub code: ObjId,
    pub namespace: ObjId,
}

/// Makes `__main__` for a program. `argv` is `sys.argv`, the file first; `compiled` tells code that
/// was compiled just now from that of a `.pyc` file.
pub fn prepare(vm: &mut Vm, code: &Arc<Code>, argv: &[String], compiled: bool) -> Program {
    let file = argv.first().map_or("", String::as_str);
    let namespace = make_main(vm, argv, &world::folder_of(file));
    // A `.pyc` file is `__file__` itself, whatever it was made of.
    let path = match compiled {
        true => String::from_utf8_lossy(code.filename.as_bytes()).into_owned(),
        false => world::absolute(file),
    };
    let path = vm.new_str(&path);
    vm.dict_put(namespace, "__file__", path);
    let none = vm.none();
    vm.dict_put(namespace, "__cached__", none);
    if code.names.iter().any(|name| name.as_bytes() == b"__loader__") {
        vm.give_main_its_loader();
    }
    let code = if compiled { vm.load_compiled(code) } else { vm.load_code(code) }.into_id();
    vm.state.first_user_object = vm.state.heap.slot_count() as u32;
    let heap = &vm.state.heap;
    vm.state.gc.program_starts(|id| heap.is_immortal(id));
    Program { code, namespace }
}
/// Makes `__main__` and the lists in `sys`; `folder` is where imports look first.
fn make_main(vm: &mut Vm, argv: &[String], folder: &[u8]) -> ObjId {
    let module = vm.new_module("__main__");
    // Who runs the program holds its module.
    vm.incref(module);
    vm.state.main_module = Some(module);
    let namespace = vm.module_dict(module);
    let annotations = vm.new_dict();
    vm.dict_put(namespace, "__annotations__", annotations);
    let name = vm.intern("builtins");
    if let Ok(Some(builtins)) = vm.dict_get_name(vm.state.modules, name) {
        let builtins = vm.own(builtins);
        vm.dict_put(namespace, "__builtins__", builtins);
    }
    let items = argv.iter().map(|a| vm.new_str(a).into_id()).collect();
    let list = vm.new_list(items);
    vm.dict_put(vm.state.sys, "argv", list);
    let mut folders = vec![vm.fs_decode(folder).into_id()];
    let more = vm.world.variable("PYTHONPATH").unwrap_or_default();
    for folder in more.split(':').filter(|_| !more.is_empty()) {
        let folder = world::absolute(folder);
        folders.push(vm.new_str(&folder).into_id());
    }
    let list = vm.new_list(folders);
    vm.dict_put(vm.state.sys, "path", list);
    namespace
}

/// What `run` may run besides a file: see [`run_module`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// `-m NAME`
    Module,
    /// A folder or archive with a `__main__.py` in it.
    Folder,
}

/// Runs a module (`argv[0]` names it) or a folder as CPython does, by the library's `runpy`. `None`
/// if the run was given up.
pub fn run_module(vm: &mut Vm, wanted: Wanted, argv: &[String]) -> Option<i32> {
    let name = argv.first().cloned().unwrap_or_default();
    let mut argv = argv.to_vec();
    let (module, folder) = match wanted {
        Wanted::Module => {
            argv[0] = "-m".to_string();
            (name, vm.world.current_dir().map_or_else(|_| Vec::new(), |path| path.to_vec()))
        }
        Wanted::Folder => ("__main__".to_string(), world::absolute(&name).into_bytes()),
    };
    make_main(vm, &argv, &folder);
    vm.state.first_user_object = vm.state.heap.slot_count() as u32;
    let heap = &vm.state.heap;
    vm.state.gc.program_starts(|id| heap.is_immortal(id));
    let result = run_by_library(vm, &module, wanted == Wanted::Module);
    finish(vm, result)
}
fn import_attribute(vm: &mut Vm, module: &str, name: &str) -> Res {
    let module = vm.intern(module);
    let module = vm.import_module(module)?;
    let found = vm.get_attr_str(module.id(), name);
    vm.release(module);
    found
}
fn run_by_library(vm: &mut Vm, module: &str, change_argv: bool) -> Res {
    if !change_argv {
        // It may be an archive: imports can look into those.
        let hook = import_attribute(vm, "zipimport", "zipimporter")?;
        let hooks = import_attribute(vm, "sys", "path_hooks")?;
        match vm.as_list_mut(hooks.id()) {
            Some(list) => list.insert(0, hook.into_id()),
            None => vm.release(hook),
        }
        vm.release(hooks);
    }
    let runner = import_attribute(vm, "runpy", "_run_module_as_main")?;
    let module = vm.new_str(module);
    let change_argv = vm.new_bool(change_argv);
    let result = vm.call(runner.id(), &[module.id(), change_argv.id()]);
    [runner, module, change_argv].into_iter().for_each(|o| vm.release(o));
    result
}

/// Runs a prepared program to its end: the exit status that CPython would give, `None` if the run
/// was given up.
pub fn run(vm: &mut Vm, program: &Program) -> Option<i32> {
    start(vm, program);
    resume(vm)
}

/// Pushes the program's frame; nothing of it has run.
pub fn start(vm: &mut Vm, program: &Program) {
    vm.state.main = Some(program.code);
    // A fresh machine has room for one frame.
    let _ = vm.enter_code(program.code, program.namespace, program.namespace);
}

/// Can a snapshot of this state be run on? Only where no native waits on the Rust stack.
pub fn can_resume(vm: &Vm) -> bool {
    let frames = &vm.state.frames;
    vm.state.main.is_some()
        && frames.first().is_some_and(|f| Some(f.code) == vm.state.main || f.kind.starts_thread())
        && !vm.state.threads.are_nested()
        && !frames[1..].iter().any(|f| f.kind.returns_to_rust())
}

/// Runs a program that was started, or restored where [`can_resume`] holds, to its end: the last
/// finaliser has run then, and the modules are cleared.
pub fn resume(vm: &mut Vm) -> Option<i32> {
    vm.state.native_depth = 0;
    let result = vm.run_entered();
    finish(vm, result)
}
/// Ends a run whose outermost call is over.
fn finish(vm: &mut Vm, result: Res) -> Option<i32> {
    if vm.state.main.is_some() && !vm.abandoned {
        vm.flush_after_main();
    }
    let mut status = match result {
        Ok(none) => {
            vm.release(none);
            0
        }
        Err(Unwind::Raised) => report(vm),
        Err(Unwind::Abandoned | Unwind::Switch) => return None,
    };
    if let Some(code) = vm.state.main.take() {
        vm.decref(code);
    }
    if let Some(module) = vm.state.main_module.take() {
        vm.decref(module);
    }
    if !stdlib::before_exit(vm) {
        status = NOT_FLUSHED;
    }
    vm.finalize_modules();
    if vm.abandoned {
        return None;
    }
    vm.state.exit_status = Some(status);
    Some(status)
}

/// Prints an uncaught exception; SystemExit gives its own status.
fn report(vm: &mut Vm) -> i32 {
    let Some(held) = vm.take_raised() else { return 1 };
    let raised = held.id();
    if vm.is_instance(raised, types::SYSTEM_EXIT) {
        let status = exit_status(vm, raised);
        vm.release(held);
        return status;
    }
    let interrupted = vm.is_instance(raised, types::KEYBOARD_INTERRUPT);
    let exit = vm.report_uncaught(raised);
    vm.release(held);
    if let Some(exit) = exit {
        let status = exit_status(vm, exit);
        vm.decref(exit);
        return status;
    }
    if interrupted { INTERRUPTED } else { 1 }
}

fn exit_status(vm: &mut Vm, exit: ObjId) -> i32 {
    let code = vm.exception(exit).fields.first().copied().flatten().unwrap_or(ids::NONE);
    if code == ids::NONE {
        return 0;
    }
    if vm.is_int(code) {
        return vm.as_i64(code).map_or(-1, |c| c as i32) & 0xFF;
    }
    let text = vm.str_text(code).unwrap_or_default();
    vm.write_stderr_pieces(&[&text, "\n"]);
    1
}
