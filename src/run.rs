//! Running a program without a screen: `run` and `trace`.

use crate::bytecode::{Code, pyc};
use crate::compile::{self, Options};
use crate::machine;
use crate::source::Source;
use crate::trace::{self, Tracer};
use crate::vm::Observer;
use crate::world::{self, World};
use std::io::{BufWriter, Read};
use std::sync::Arc;

/// The exit status when the program could not even be started.
const CANNOT_START: i32 = 2;

/// A program's code, from source or `.pyc`; `-` is standard input. On failure what to print on
/// stderr, and the exit status.
pub fn load(file: &str) -> Result<Arc<Code>, (String, i32)> {
    let bytes = if file == "-" {
        let mut bytes = Vec::new();
        match std::io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => bytes,
            Err(e) => return Err((format!("pvmscope: cannot read standard input: {e}\n"), CANNOT_START)),
        }
    } else {
        world::read_regular(file).map_err(|e| {
            (format!("pvmscope: can't open file '{file}': [Errno {}] {}\n", e.errno, e.message), CANNOT_START)
        })?
    };
    if pyc::is_pyc(&bytes) {
        return match pyc::read(&bytes) {
            Ok((_, code)) => Ok(Arc::new(code)),
            Err(e) => Err((format!("pvmscope: {file}: {e}\n"), 1)),
        };
    }
    let name = if file == "-" { "<stdin>" } else { file };
    let source = Source::new(name, &String::from_utf8_lossy(&bytes));
    match compile::compile(&source, &Options::default()) {
        Ok((code, _)) => Ok(code),
        Err(d) => Err((format!("{}: {}\n", d.kind.name(), d.message), 1)),
    }
}

/// `run FILE ARG...`: the program's exit status.
pub fn run(argv: &[String]) -> i32 {
    with_program(argv, World::process(), |_| None).unwrap_or(1)
}

/// `trace FILE ARG...`: JSON lines on stdout, the program's own output on stderr.
pub fn trace(argv: &[String], options: trace::Options) -> i32 {
    let observer = |file: &str| -> Option<Box<dyn Observer>> {
        Some(Box::new(Tracer::new(BufWriter::new(std::io::stdout()), file, options)))
    };
    with_program(argv, World::to_stderr(), observer).unwrap_or(0)
}

/// Runs a program, watched by what `observer` makes for its `co_filename`. `None` if it was given up.
fn with_program(
    argv: &[String],
    world: World,
    observer: impl FnOnce(&str) -> Option<Box<dyn Observer>>,
) -> Option<i32> {
    let code = match load(&argv[0]) {
        Ok(code) => code,
        Err((message, status)) => {
            eprint!("{message}");
            return Some(status);
        }
    };
    let mut vm = machine::new(world);
    vm.observer = observer(code.filename.as_str().unwrap_or_default());
    let program = machine::prepare(&mut vm, &code, argv);
    let status = machine::run(&mut vm, &program);
    // A closed stdout is nothing that could be reported anywhere.
    let _ = vm.world.flush();
    status
}
