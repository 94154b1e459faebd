//! Running a program without a screen: `run` and `trace`.

use crate::bytecode::{Code, pyc};
use crate::compile::{self, Options};
use crate::machine;
use crate::source::Source;
use crate::trace::{self, Tracer};
use crate::world::{self, World};
use std::io::{BufWriter, Read, Write};
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

/// Runs `work` on a thread with the stack that the machine needs.
fn on_big_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = std::thread::Builder::new().stack_size(machine::STACK_SIZE).spawn(work);
    match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(value)) => value,
        Ok(Err(panic)) => std::panic::resume_unwind(panic),
        Err(e) => panic!("cannot start the machine's thread: {e}"),
    }
}

/// `run FILE ARG...`: the program's exit status.
pub fn run(argv: Vec<String>) -> i32 {
    on_big_stack(move || {
        let code = match load(&argv[0]) {
            Ok(code) => code,
            Err((message, status)) => {
                eprint!("{message}");
                return status;
            }
        };
        let mut vm = machine::new(World::process());
        let program = machine::prepare(&mut vm, &code, &argv);
        let status = machine::run(&mut vm, &program);
        let _ = vm.world.flush();
        status.unwrap_or(1)
    })
}

/// `trace FILE ARG...`: JSON lines on stdout, the program's own output on stderr.
pub fn trace(argv: Vec<String>, options: trace::Options) -> i32 {
    on_big_stack(move || {
        let code = match load(&argv[0]) {
            Ok(code) => code,
            Err((message, status)) => {
                eprint!("{message}");
                return status;
            }
        };
        let mut vm = machine::new(World::to_stderr());
        let file = code.filename.as_str().unwrap_or_default().to_string();
        let out = BufWriter::new(std::io::stdout());
        vm.observer = Some(Box::new(Tracer::new(out, &file, options)));
        let program = machine::prepare(&mut vm, &code, &argv);
        let status = machine::run(&mut vm, &program);
        let _ = std::io::stdout().flush();
        status.unwrap_or(0)
    })
}
