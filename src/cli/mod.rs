//! The commands: arguments in, exit status out.

mod args;
mod compile;
mod files;
mod memory;
mod stages;
mod symbols;
mod tokens;
mod verify;
mod verify_code;
mod walk;

use crate::diagnostic::Diagnostic;
use crate::lex::Reader;
use crate::source::Source;
use crate::tui::app::Program;
use args::Command;
use std::ffi::OsString;

/// Exit status of a command line that makes no sense.
const USAGE_ERROR: u8 = 2;

/// Room for trees as deep as CPython's parser allows, and for natives that call each other.
const STACK: usize = crate::machine::STACK_SIZE;

const HELP: &str = "\
pvmscope opens a Python program behind glass.

  pvmscope [FILE.py | FILE.pyc]       open the screen; with no file, a picker over the samples
  pvmscope run [--max-memory SIZE] [--stdlib PATH] FILE | -m MODULE [ARG]...
                                      run without the screen, as python3.13 does; PATH is where
                                      CPython 3.13's library is, which is looked for otherwise;
                                      FILE may be a folder or archive with a __main__.py
  pvmscope compile [-O|-OO] [--invalidation-mode MODE] [-o OUT | --out-dir DIR] FILE...
                                      write .pyc files (default __pycache__/NAME.cpython-313.pyc);
                                      MODE is timestamp, checked-hash or unchecked-hash
  pvmscope tokens FILE                what python3.13 -m tokenize -e prints
  pvmscope ast FILE                   what python3.13 -m ast -a prints
  pvmscope symtable FILE              what python3.13 -m symtable prints
  pvmscope instructions FILE          the instructions before optimisation
  pvmscope cfg FILE                   the control-flow graph after each pass
  pvmscope dis FILE                   what python3.13 -m dis prints; FILE may be a .pyc
  pvmscope trace [--jsonl] [--limit N] [--all] [--ledger NAME] FILE
                                      every executed instruction, one JSON object a line; with
                                      --ledger it tells who holds the object of that name
  pvmscope ledger [--step N] [--from N] [--to N] FILE NAME
                                      who holds an object at a step (by default the last one), and
                                      what changed its count from step to step, as JSON lines;
                                      NAME is a name, or #N for the object of that number
  pvmscope census [--step N] [--since N] FILE
                                      the program's objects at a step, by class, and what came since
  pvmscope film [--limit N] FILE      the phases of every collection, one JSON object a line
  pvmscope verify [--python PATH] [--stages] FILE...
                                      hold every stage and the run (not with --stages) against an
                                      installed python3.13

FILE may be `-` for standard input.
";

/// Runs the command that the arguments (the program's name first) ask for; answers the exit status.
pub fn main(args: impl IntoIterator<Item = OsString>) -> u8 {
    let command = match args::parse(args) {
        Ok(command) => command,
        Err(usage) => {
            eprintln!("pvmscope: {usage}");
            return USAGE_ERROR;
        }
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(|| run(command));
    match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(status)) => status,
        Ok(Err(panic)) => std::panic::resume_unwind(panic),
        Err(error) => {
            eprintln!("pvmscope: no memory for the work: {error}");
            1
        }
    }
}

fn run(command: Command) -> u8 {
    let done = match command {
        Command::Help => files::print(HELP).map_err(|e| format!("pvmscope: {e}")),
        Command::Version => files::print(concat!("pvmscope ", env!("CARGO_PKG_VERSION"), "\n")),
        Command::Stage { stage, file } => files::read(&file)
            .map_err(|e| format!("pvmscope: {e}"))
            .and_then(|input| stages::text(stage, &input))
            .and_then(|text| files::print(&text)),
        Command::Compile { optimize, invalidation, output, files } => {
            return u8::from(!compile::run(optimize, invalidation, &output, &files));
        }
        Command::Run { options, file, args } => {
            return exit_status(crate::run::run(&argv(file, args), options));
        }
        Command::Trace { limit, all, jsonl: _, ledger, file, args } => {
            let options = crate::trace::Options { limit, all, ledger };
            return exit_status(crate::run::trace(&argv(file, args), options));
        }
        Command::Memory { question, file } => memory::answer(question, &file.to_string_lossy()),
        Command::Screen { file } => {
            let program = file.map(|f| Program::read(&f.to_string_lossy())).transpose();
            match program.and_then(crate::tui::run) {
                Ok(status) => return status,
                Err(error) => {
                    eprintln!("pvmscope: {error:#}");
                    return USAGE_ERROR;
                }
            }
        }
        Command::Verify { python, stages, files } => match verify::run(python.as_deref(), stages, &files) {
            Ok(equal) => return u8::from(!equal),
            Err(message) => Err(message),
        },
    };
    match done {
        Ok(()) => 0,
        Err(message) => {
            eprintln!("{message}");
            1
        }
    }
}

/// A program's `sys.argv`.
fn argv(file: OsString, args: Vec<OsString>) -> Vec<String> {
    std::iter::once(file).chain(args).map(|a| a.to_string_lossy().into_owned()).collect()
}

/// A program's exit status as the system keeps it.
fn exit_status(status: i32) -> u8 {
    (status & 0xFF) as u8
}

/// The program's text. What CPython says of bytes that are no text goes to standard error.
fn decode(input: &files::Input) -> Result<Source, String> {
    Source::decode(&input.name, &input.bytes, Reader::Bytes)
        .map_err(|wrong| wrong.error.render(Some(&wrong.source)))
}

/// A problem as CPython prints it.
fn show(error: &Diagnostic, source: &Source) -> String {
    error.render(Some(source))
}
