//! `pvmscope verify`: every stage of a program, and its run, held against an installed CPython.

use super::{decode, files, symbols, tokens};
use crate::bytecode::operand::show;
use crate::bytecode::{Code, Const, Label, dis, marshal};
use crate::codegen::unit::Unit;
use crate::compile::{Options, Stages};
use crate::{ast, diagnostic::Diagnostic};
use serde_json::Value;
use std::ffi::{OsStr, OsString};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Asks CPython for the stages.
const STAGES: &str = include_str!("verify.py");
/// Asks CPython for the walk through the instructions.
const OBSERVE: &str = include_str!("../../tests/tools/observe.py");
/// How long a program may run.
const PATIENCE: Duration = Duration::from_secs(20);

/// Holds all files against CPython; prints one line a file and stage that differs. Answers whether
/// nothing does.
pub fn run(sources: &[OsString]) -> Result<bool, String> {
    let judge = Judge::new()?;
    let mut equal = true;
    for file in sources {
        let report = match judge.file(file) {
            Ok(report) => report,
            Err(message) => Report { wrong: vec![message], ..Report::default() },
        };
        let name = file.to_string_lossy();
        let mut out = String::new();
        if !report.equal.is_empty() {
            let _ = writeln!(out, "{name}: equal: {}", report.equal.join(", "));
        }
        for wrong in &report.wrong {
            let _ = writeln!(out, "{name}: {wrong}");
        }
        equal &= report.wrong.is_empty();
        files::print(&out)?;
    }
    Ok(equal)
}

#[derive(Default)]
struct Report {
    equal: Vec<&'static str>,
    wrong: Vec<String>,
}

impl Report {
    /// Compares line by line; `None` on CPython's side means that it could not be asked.
    fn compare(&mut self, stage: &'static str, ours: &str, theirs: Option<&str>) {
        let Some(theirs) = theirs else { return };
        let mut lines = ours.lines().zip(theirs.lines()).enumerate();
        let different = lines.find(|(_, (a, b))| a != b);
        if let Some((line, (ours, theirs))) = different {
            self.wrong.push(format!("{stage} differs in line {}: `{ours}`, CPython: `{theirs}`", line + 1));
        } else if ours.lines().count() != theirs.lines().count() {
            let (a, b) = (ours.lines().count(), theirs.lines().count());
            self.wrong.push(format!("{stage} has {a} lines, CPython's {b}"));
        } else {
            self.equal.push(stage);
        }
    }
}

struct Judge {
    /// Our scripts and what programs print; removed at the end.
    folder: PathBuf,
    own: PathBuf,
}

impl Drop for Judge {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn python() -> Command {
    let mut command = Command::new("python3.13");
    command.env("PYENV_VERSION", "3.13.0").env("PYTHONHASHSEED", "0").env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

impl Judge {
    fn new() -> Result<Judge, String> {
        let version = python().args(["-c", "import sys; print(sys.version_info[:2])"]).output();
        if !version.is_ok_and(|v| v.stdout.starts_with(b"(3, 13)")) {
            return Err("pvmscope: `verify` needs python3.13 on the PATH".into());
        }
        let fail = |e: std::io::Error| format!("pvmscope: no room for verify's files: {e}");
        let folder = std::env::temp_dir().join(format!("pvmscope-verify-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(fail)?;
        std::fs::write(folder.join("stages.py"), STAGES).map_err(fail)?;
        std::fs::write(folder.join("observe.py"), OBSERVE).map_err(fail)?;
        Ok(Judge { folder, own: std::env::current_exe().map_err(fail)? })
    }

    fn file(&self, file: &OsStr) -> Result<Report, String> {
        let input = files::read(file)?;
        let said = python().arg(self.folder.join("stages.py")).arg(file).stdin(Stdio::null()).output();
        let said = said.map_err(|e| format!("python3.13: {e}"))?;
        let said: Value = serde_json::from_slice(&said.stdout)
            .map_err(|_| format!("CPython failed: {}", String::from_utf8_lossy(&said.stderr).trim()))?;
        let theirs = |stage: &str| said[stage].as_str();

        let mut report = Report::default();
        let source = decode(&input)?;
        let stages = Stages::new(&source, &Options::default());
        if let Some(error) = &stages.error {
            let ours = format!("{}: {}", error.kind.name(), error.message);
            match theirs("error") {
                // CPython's text goes on with the place.
                Some(theirs) if theirs.starts_with(&ours) => report.equal.push("error"),
                Some(theirs) => report.wrong.push(format!("error: `{ours}`, CPython: `{theirs}`")),
                None => report.wrong.push(format!("error: `{ours}`, but CPython compiles it")),
            }
            return Ok(report);
        }
        if let Some(theirs) = theirs("error") {
            report.wrong.push(format!("error: none, CPython: `{theirs}`"));
            return Ok(report);
        }
        report.compare(
            "tokens",
            &tokens::text(&input.name, &input.bytes).unwrap_or_else(|e| e),
            theirs("tokens"),
        );
        if let Some(tree) = &stages.tree {
            let text = ast::dump::dump(tree, &stages.interner).unwrap_or_else(|e: Diagnostic| e.message);
            report.compare("ast", &text, theirs("ast"));
        }
        if let Some(table) = &stages.symbols {
            let text = symbols::text(table, &stages.interner, &source.name);
            report.compare("symtable", &sorted(&text), theirs("symtable").map(sorted).as_deref());
        }
        let instructions: String = stages.units.iter().map(instructions).collect();
        report.compare("instructions", &instructions, theirs("instructions"));
        if let Some(code) = &stages.code {
            // As CPython reads it back: sets are then in one order on both sides.
            let code =
                marshal::write(code).and_then(|bytes| marshal::read(&bytes)).map_err(|e| e.to_string())?;
            report.compare("dis", &without_addresses(&dis::text(&code)), theirs("dis"));
            let bytes: Vec<u8> = theirs("code").map(from_hex).unwrap_or_default();
            let other = marshal::read(&bytes).map_err(|e| format!("CPython's code object: {e}"))?;
            match difference(&code, &other) {
                None => report.equal.push("code"),
                Some(what) => report.wrong.push(format!("code differs: {what}")),
            }
            self.run(file, &mut report)?;
        }
        Ok(report)
    }

    /// The program's output, exit status, and its walk through the instructions.
    fn run(&self, file: &OsStr, report: &mut Report) -> Result<(), String> {
        let mut ours = Command::new(&self.own);
        let ours = self.output("ours", ours.arg("run").arg(file).env("PYTHONHASHSEED", "0"))?;
        let theirs = self.output("theirs", python().arg(file))?;
        let (Some(ours), Some(theirs)) = (ours, theirs) else {
            report.wrong.push(format!("the run took longer than {} seconds", PATIENCE.as_secs()));
            return Ok(());
        };
        report.compare("stdout", &ours.stdout, Some(&theirs.stdout));
        report.compare("stderr", &ours.stderr, Some(&theirs.stderr));
        match (ours.status, theirs.status) {
            (a, b) if a == b => report.equal.push("exit status"),
            (a, b) => report.wrong.push(format!("exit status {a:?}, CPython's {b:?}")),
        }
        let (name, bytes) = crate::program::read(&file.to_string_lossy())
            .map_err(|e| format!("verify: {}: {}", file.to_string_lossy(), e.message))?;
        let Ok(code) = crate::program::load(&name, &bytes).code else { return Ok(()) };
        let mut trace = Command::new(&self.own);
        let ours = self.output("trace", trace.args(["trace", "--jsonl"]).arg(file))?;
        let walk = self.folder.join("walk");
        let script = "import os, sys\nfd = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)\n\
                      sys.argv = [sys.argv[1], str(fd), 'refs', sys.argv[3]]\n\
                      exec(compile(open(sys.argv[0]).read(), sys.argv[0], 'exec'))";
        let mut observe = python();
        observe.args(["-c", script]).arg(self.folder.join("observe.py")).arg(&walk).arg(file);
        let (Some(ours), Some(_)) = (ours, self.output("observe", &mut observe)?) else {
            report.wrong.push("the trace took too long".into());
            return Ok(());
        };
        let theirs = std::fs::read_to_string(&walk).map_err(|e| format!("CPython's walk: {e}"))?;
        report.compare(
            "trace",
            &super::walk::ours(&ours.stdout, &theirs, &code),
            Some(&super::walk::theirs(&theirs, &code)),
        );
        Ok(())
    }

    /// Runs a command with a limit of time; its output goes through files, so that it never waits.
    fn output(&self, name: &str, command: &mut Command) -> Result<Option<Finished>, String> {
        let fail = |e: std::io::Error| format!("verify: {e}");
        let paths = ["out", "err"].map(|end| self.folder.join(format!("{name}.{end}")));
        let file = |path: &Path| std::fs::File::create(path).map_err(fail);
        let mut child = command
            .stdin(Stdio::null())
            .stdout(file(&paths[0])?)
            .stderr(file(&paths[1])?)
            .spawn()
            .map_err(fail)?;
        let start = Instant::now();
        let status = loop {
            match child.try_wait().map_err(fail)? {
                Some(status) => break status,
                None if start.elapsed() > PATIENCE => {
                    let _ = child.kill();
                    let _ = child.wait();
                    return Ok(None);
                }
                None => std::thread::sleep(Duration::from_millis(2)),
            }
        };
        let read =
            |path: &Path| std::fs::read(path).map(|b| String::from_utf8_lossy(&b).into_owned()).map_err(fail);
        Ok(Some(Finished { stdout: read(&paths[0])?, stderr: read(&paths[1])?, status: status.code() }))
    }
}

struct Finished {
    stdout: String,
    stderr: String,
    status: Option<i32>,
}

/// One line an instruction, as `verify.py` prints them.
fn instructions(unit: &Unit) -> String {
    let mut out = String::new();
    for i in &unit.sequence.instructions {
        let target = || unit.sequence.target(Label(i.arg)).unwrap_or(0) as u32;
        let arg = if i.op.has_target() { target() } else { i.arg };
        let s = i.span;
        let _ = writeln!(out, "{} {arg} {} {} {} {}", i.op.number(), s.line, s.end_line, s.col, s.end_col);
    }
    out.push('\n');
    out
}

/// The lines of each block in alphabetical order: CPython's own depends on string hashes.
fn sorted(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.split_mut(|line| line.is_empty()).for_each(<[&str]>::sort);
    lines.join("\n")
}

fn without_addresses(text: &str) -> String {
    let mut parts = text.split(" at 0x7f");
    let first = parts.next().unwrap_or_default().to_string();
    parts.fold(first, |out, part| out + " at 0x" + part.trim_start_matches(|c: char| c.is_ascii_hexdigit()))
}

fn from_hex(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks_exact(2);
    digits.filter_map(|d| u8::from_str_radix(std::str::from_utf8(d).ok()?, 16).ok()).collect()
}

/// The first attribute in which two code objects, or two that are nested in them, differ.
fn difference(ours: &Code, theirs: &Code) -> Option<String> {
    let mut todo = vec![(ours, theirs)];
    while let Some((a, b)) = todo.pop() {
        let attributes = [
            ("co_argcount", a.argcount == b.argcount),
            ("co_posonlyargcount", a.posonlyargcount == b.posonlyargcount),
            ("co_kwonlyargcount", a.kwonlyargcount == b.kwonlyargcount),
            ("co_stacksize", a.stacksize == b.stacksize),
            ("co_flags", a.flags == b.flags),
            ("co_code", a.code == b.code),
            ("co_names", a.names == b.names),
            (
                "the fast locals",
                a.localsplusnames == b.localsplusnames && a.localspluskinds == b.localspluskinds,
            ),
            ("co_filename", a.filename == b.filename),
            ("co_name", a.name == b.name),
            ("co_qualname", a.qualname == b.qualname),
            ("co_firstlineno", a.firstlineno == b.firstlineno),
            ("co_linetable", a.linetable == b.linetable),
            ("co_exceptiontable", a.exceptiontable == b.exceptiontable),
            ("co_consts", a.consts.len() == b.consts.len()),
        ];
        if let Some((name, _)) = attributes.iter().find(|(_, equal)| !equal) {
            return Some(format!("{name} of {}", show(&b.qualname)));
        }
        for (a, c) in a.consts.iter().zip(&b.consts) {
            match (a, c) {
                (Const::Code(a), Const::Code(c)) => todo.push((a, c)),
                (Const::Value(a), Const::Value(c)) if a == c => {}
                _ => return Some(format!("co_consts of {}", show(&b.qualname))),
            }
        }
    }
    None
}
