//! Running a program without a screen: `run` and `trace`.

use crate::machine::{self, Wanted};
use crate::program;
use crate::trace::{self, Tracer};
use crate::vm::{Observer, Vm};
use crate::world::{self, World};
use signal_hook::consts::SIGINT;
use std::io::BufWriter;

/// The exit status when the program could not even be read, as CPython's.
const CANNOT_READ: i32 = 2;

/// What `run` may be told.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct RunOptions {
    /// Most bytes that the program may use.
    pub max_memory: Option<usize>,
    /// The folder of the standard library; it is looked for otherwise.
    pub stdlib: Option<String>,
    /// What is named is a module, not a file (`-m`).
    pub module: bool,
}

/// `run FILE ARG...`: the program's exit status.
pub fn run(argv: &[String], options: RunOptions) -> i32 {
    let world = World::process().with_library(options.stdlib);
    let wanted = match options.module {
        true => Some(Wanted::Module),
        false => world::holds_modules(&argv[0]).then_some(Wanted::Folder),
    };
    let status = match wanted {
        Some(wanted) => run_module(argv, world, options.max_memory, wanted),
        None => with_program(argv, world, options.max_memory, |_| None),
    };
    let status = status.unwrap_or(1);
    if status == machine::INTERRUPTED {
        // As CPython ends: by the signal, so that a shell knows. If that fails, the status says it.
        let _ = signal_hook::low_level::emulate_default_handler(SIGINT);
    }
    status
}
/// Ctrl-C raises KeyboardInterrupt; a second one, before the first was seen, ends the process.
fn catch_interrupts(vm: &mut Vm) -> std::io::Result<()> {
    if vm.world.has_signals() {
        return vm.world.listen_for(SIGINT.into());
    }
    signal_hook::flag::register_conditional_default(SIGINT, vm.interrupt.clone())?;
    signal_hook::flag::register(SIGINT, vm.interrupt.clone())?;
    Ok(())
}

/// `trace FILE ARG...`: JSON lines on stdout, the program's own output on stderr.
pub fn trace(argv: &[String], options: trace::Options) -> i32 {
    let observer = |file: &str| -> Option<Box<dyn Observer>> {
        Some(Box::new(Tracer::new(BufWriter::new(std::io::stdout()), file, options)))
    };
    with_program(argv, World::to_stderr(), None, observer).unwrap_or(0)
}

/// Runs a module, or a folder or archive with a `__main__.py` in it.
fn run_module(argv: &[String], mut world: World, max_memory: Option<usize>, wanted: Wanted) -> Option<i32> {
    if world.library().is_none() {
        eprintln!(
            "pvmscope: modules and folders are run by CPython 3.13's library, and none was found; \
             say where it is with --stdlib PATH"
        );
        return Some(1);
    }
    let mut vm = machine_for(world, max_memory);
    let status = machine::run_module(&mut vm, wanted, argv);
    let _ = vm.world.flush();
    status
}
/// A machine that heeds Ctrl-C.
fn machine_for(world: World, max_memory: Option<usize>) -> Vm {
    let mut vm = machine::new(world);
    if let Some(bytes) = max_memory {
        vm.set_memory_limit(bytes);
    }
    if let Err(error) = catch_interrupts(&mut vm) {
        eprintln!("pvmscope: Ctrl-C will not raise KeyboardInterrupt: {error}");
    }
    vm
}

/// Runs a program, watched by what `observer` makes for its `co_filename`. `None` if it was given up.
fn with_program(
    argv: &[String],
    world: World,
    max_memory: Option<usize>,
    observer: impl FnOnce(&str) -> Option<Box<dyn Observer>>,
) -> Option<i32> {
    let (name, bytes) = match program::read(&argv[0]) {
        Ok(read) => read,
        Err(e) => {
            eprintln!("pvmscope: can't open file '{}': [Errno {}] {}", argv[0], e.errno, e.message);
            return Some(CANNOT_READ);
        }
    };
    let loaded = program::load(&name, &bytes);
    eprint!("{}", loaded.warning_text());
    let code = match &loaded.code {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{}", error.render(Some(&loaded.source)));
            return Some(1);
        }
    };
    let mut vm = machine_for(world, max_memory);
    vm.observe(observer(code.filename.as_str().unwrap_or_default()));
    let program = machine::prepare(&mut vm, code, argv, loaded.compiled);
    let status = machine::run(&mut vm, &program);
    // A closed stdout is nothing that could be reported anywhere.
    let _ = vm.world.flush();
    status
}
