//! The command line: what was asked for.

use crate::run::RunOptions;
use crate::vm::memory::parse_size;
use crate::world::is_library;
use lexopt::prelude::*;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// One stage of the compiler as text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    Tokens,
    Ast,
    Symtable,
    Instructions,
    Cfg,
    Dis,
}

const STAGES: [(&str, Stage); 6] = [
    ("tokens", Stage::Tokens),
    ("ast", Stage::Ast),
    ("symtable", Stage::Symtable),
    ("instructions", Stage::Instructions),
    ("cfg", Stage::Cfg),
    ("dis", Stage::Dis),
];

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command {
    /// The screen, with a file or with the picker.
    Screen {
        file: Option<OsString>,
    },
    Run {
        options: RunOptions,
        file: OsString,
        args: Vec<OsString>,
    },
    Compile {
        optimize: u8,
        invalidation: Invalidation,
        output: Output,
        files: Vec<OsString>,
    },
    Stage {
        stage: Stage,
        file: OsString,
    },
    Trace {
        limit: Option<u64>,
        all: bool,
        jsonl: bool,
        ledger: Option<String>,
        file: OsString,
        args: Vec<OsString>,
    },
    /// A question about memory, answered in JSON lines.
    Memory {
        question: Question,
        file: OsString,
    },
    Verify {
        /// The interpreter, if not the `python3.13` on the PATH.
        python: Option<OsString>,
        /// Nothing is run.
        stages: bool,
        files: Vec<OsString>,
    },
    Help,
    Version,
}

/// What can be asked about memory.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Question {
    /// Who holds an object at a step, and its history between two.
    Ledger { name: String, step: Option<u64>, from: Option<u64>, to: Option<u64> },
    /// The objects at a step, and what came since another.
    Census { step: Option<u64>, since: u64 },
    /// The phases of the collections, of so many at most.
    Film { limit: u64 },
}

/// What ties a `.pyc` file to its source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Invalidation {
    Timestamp,
    CheckedHash,
    UncheckedHash,
}

impl Invalidation {
    /// `py_compile`'s default: hashes where builds are to be reproducible.
    fn usual() -> Invalidation {
        match std::env::var_os("SOURCE_DATE_EPOCH").is_some_and(|epoch| !epoch.is_empty()) {
            true => Invalidation::CheckedHash,
            false => Invalidation::Timestamp,
        }
    }
    fn named(name: &str) -> Option<Invalidation> {
        Some(match name {
            "timestamp" => Invalidation::Timestamp,
            "checked-hash" => Invalidation::CheckedHash,
            "unchecked-hash" => Invalidation::UncheckedHash,
            _ => return None,
        })
    }
}

/// Where `compile` puts what it makes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Output {
    /// `__pycache__` beside each source.
    Cache,
    File(PathBuf),
    Folder(PathBuf),
}

/// A command line that makes no sense: one line that says what to do.
pub type Usage = String;

pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Command, Usage> {
    let mut parser = lexopt::Parser::from_iter(args);
    command(&mut parser).map_err(|error| match error {
        lexopt::Error::Custom(custom) => custom.to_string(),
        error => format!("{error}; `pvmscope --help` lists the commands"),
    })
}

fn command(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let Some(first) = parser.next()? else { return Ok(Command::Screen { file: None }) };
    let word = match first {
        Short('h') | Long("help") => return Ok(Command::Help),
        Short('V') | Long("version") => return Ok(Command::Version),
        Value(word) => word,
        other => return Err(other.unexpected()),
    };
    let name = word.to_str().unwrap_or_default();
    if let Some(&(name, stage)) = STAGES.iter().find(|(n, _)| *n == name) {
        let mut files = files(parser)?;
        return match (files.pop(), files.is_empty()) {
            (Some(file), true) => Ok(Command::Stage { stage, file }),
            _ => usage(format!("`pvmscope {name}` takes one file: pvmscope {name} FILE")),
        };
    }
    match name {
        "run" => run(parser),
        "compile" => compile(parser),
        "trace" => trace(parser),
        "ledger" | "census" | "film" => memory(name, parser),
        "verify" => verify(parser),
        _ => {
            if let Some(more) = parser.next()? {
                let known = "run, compile, tokens, ast, symtable, instructions, cfg, dis, trace, ledger, \
                             census, film, verify";
                return match more {
                    Value(_) => {
                        usage(format!("there is no command `{}`; there are {known}", word.to_string_lossy()))
                    }
                    other => Err(other.unexpected()),
                };
            }
            Ok(Command::Screen { file: Some(word) })
        }
    }
}

fn usage<T>(text: impl Into<String>) -> Result<T, lexopt::Error> {
    Err(lexopt::Error::Custom(text.into().into()))
}

fn files(parser: &mut lexopt::Parser) -> Result<Vec<OsString>, lexopt::Error> {
    let mut files = Vec::new();
    while let Some(arg) = parser.next()? {
        match arg {
            Value(file) => files.push(file),
            other => return Err(other.unexpected()),
        }
    }
    Ok(files)
}

/// A program and its own arguments, which are not looked at.
fn run(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut options = RunOptions::default();
    while let Some(arg) = parser.next()? {
        match arg {
            Long("max-memory") => {
                let text = parser.value()?.string()?;
                options.max_memory = Some(match parse_size(&text) {
                    Some(bytes) => bytes,
                    None => return usage("--max-memory takes a size: 500M, 2G or a number of bytes"),
                });
            }
            Long("stdlib") => {
                let folder = parser.value()?.string()?;
                if !is_library(Path::new(&folder)) {
                    return usage(format!(
                        "--stdlib takes the folder of CPython 3.13's library: there is no os.py in {folder}"
                    ));
                }
                options.stdlib = Some(folder);
            }
            Short('m') => {
                let file = match parser.value() {
                    Ok(module) => module,
                    Err(_) => return usage("-m names a module: pvmscope run -m MODULE [ARG]..."),
                };
                options.module = true;
                let args = parser.raw_args()?.collect();
                return Ok(Command::Run { options, file, args });
            }
            Value(file) => {
                let args = parser.raw_args()?.collect();
                return Ok(Command::Run { options, file, args });
            }
            other => return Err(other.unexpected()),
        }
    }
    usage(
        "`pvmscope run` needs a program: \
         pvmscope run [--max-memory SIZE] [--stdlib PATH] FILE | -m MODULE [ARG]...",
    )
}
fn compile(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut optimize, mut output, mut files) = (0u8, Output::Cache, Vec::new());
    let mut invalidation = Invalidation::usual();
    while let Some(arg) = parser.next()? {
        match arg {
            Short('O') => optimize = (optimize + 1).min(2),
            Short('o') => output = Output::File(parser.value()?.into()),
            Long("invalidation-mode") => match Invalidation::named(&parser.value()?.to_string_lossy()) {
                Some(mode) => invalidation = mode,
                None => return usage("--invalidation-mode takes timestamp, checked-hash or unchecked-hash"),
            },
            Long("out-dir") => output = Output::Folder(parser.value()?.into()),
            Value(file) => files.push(file),
            other => return Err(other.unexpected()),
        }
    }
    if files.is_empty() {
        return usage(
            "`pvmscope compile` needs files: pvmscope compile [-O|-OO] [-o OUT | --out-dir DIR] FILE...",
        );
    }
    if files.len() > 1 && matches!(output, Output::File(_)) {
        return usage("-o names one file, so give one source; for several use --out-dir DIR");
    }
    if output == Output::Cache && files.iter().any(|f| f == "-") {
        return usage("a program from standard input has no __pycache__; say where with -o OUT");
    }
    Ok(Command::Compile { optimize, invalidation, output, files })
}

fn verify(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut python, mut stages, mut files) = (None, false, Vec::new());
    while let Some(arg) = parser.next()? {
        match arg {
            Long("python") => python = Some(parser.value()?),
            Long("stages") => stages = true,
            Value(file) => files.push(file),
            other => return Err(other.unexpected()),
        }
    }
    match files.is_empty() {
        false => Ok(Command::Verify { python, stages, files }),
        true => usage("`pvmscope verify` needs files: pvmscope verify [--python PATH] [--stages] FILE..."),
    }
}

fn trace(parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut limit, mut all, mut jsonl, mut ledger) = (None, false, false, None);
    while let Some(arg) = parser.next()? {
        match arg {
            Long("limit") => limit = Some(parser.value()?.parse()?),
            Long("all") => all = true,
            Long("jsonl") => jsonl = true,
            Long("ledger") => ledger = Some(parser.value()?.string()?),
            Value(file) => {
                let args = parser.raw_args()?.collect();
                return Ok(Command::Trace { limit, all, jsonl, ledger, file, args });
            }
            other => return Err(other.unexpected()),
        }
    }
    usage(
        "`pvmscope trace` needs a program: pvmscope trace [--jsonl] [--limit N] [--all] [--ledger NAME] FILE",
    )
}

/// `ledger`, `census` and `film`.
fn memory(name: &str, parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    let (mut step, mut from, mut to, mut since, mut limit) = (None, None, None, 0, u64::MAX);
    let mut words = Vec::new();
    while let Some(arg) = parser.next()? {
        match arg {
            Long("step") if name != "film" => step = Some(parser.value()?.parse()?),
            Long("from") if name == "ledger" => from = Some(parser.value()?.parse()?),
            Long("to") if name == "ledger" => to = Some(parser.value()?.parse()?),
            Long("since") if name == "census" => since = parser.value()?.parse()?,
            Long("limit") if name == "film" => limit = parser.value()?.parse()?,
            Value(word) => words.push(word),
            other => return Err(other.unexpected()),
        }
    }
    let mut words = words.into_iter();
    let question = match (name, words.next(), words.next(), words.next()) {
        ("ledger", Some(file), Some(object), None) => {
            let name = object.to_string_lossy().into_owned();
            Some((Question::Ledger { name, step, from, to }, file))
        }
        ("census", Some(file), None, None) => Some((Question::Census { step, since }, file)),
        ("film", Some(file), None, None) => Some((Question::Film { limit }, file)),
        _ => None,
    };
    match (question, name) {
        (Some((question, file)), _) => Ok(Command::Memory { question, file }),
        (None, "ledger") => usage(
            "`pvmscope ledger` needs a program and a name: pvmscope ledger [--step N] [--from N] [--to N] FILE NAME",
        ),
        (None, "census") => {
            usage("`pvmscope census` needs a program: pvmscope census [--step N] [--since N] FILE")
        }
        (None, _) => usage("`pvmscope film` needs a program: pvmscope film [--limit N] FILE"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Result<Command, Usage> {
        parse(std::iter::once("pvmscope").chain(line.split_whitespace()).map(OsString::from))
    }

    #[test]
    fn commands_are_understood() {
        assert_eq!(of(""), Ok(Command::Screen { file: None }));
        assert_eq!(of("x.py"), Ok(Command::Screen { file: Some("x.py".into()) }));
        assert_eq!(of("dis -"), Ok(Command::Stage { stage: Stage::Dis, file: "-".into() }));
        let compile = Command::Compile {
            optimize: 2,
            invalidation: Invalidation::Timestamp,
            output: Output::Folder("out".into()),
            files: vec!["a.py".into(), "b.py".into()],
        };
        assert_eq!(of("compile -OO --out-dir out a.py b.py"), Ok(compile));
        let run = Command::Run {
            options: RunOptions::default(),
            file: "x.py".into(),
            args: vec!["-v".into(), "--help".into()],
        };
        assert_eq!(of("run x.py -v --help"), Ok(run));
    }

    #[test]
    fn usage_errors_are_one_line() {
        for line in [
            "dis",
            "dis a b",
            "--nope",
            "compile",
            "compile -o x a b",
            "compile --invalidation-mode x a",
            "verify --stages",
            "trace --limit x a",
            "nope a",
            "run -x",
            "run -m",
            "run --stdlib /nowhere x",
            "ledger x",
            "census",
            "film --step 3 x",
        ] {
            let message = of(line).unwrap_err();
            assert!(!message.is_empty() && !message.contains('\n'), "{line}: {message}");
        }
    }
}
