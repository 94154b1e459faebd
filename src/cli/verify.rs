//! `pvmscope verify`: every stage of a program, and its run, held against an installed CPython.

use super::{decode, files, stages, symbols, tokens, verify_code};
use crate::bytecode::{dis, marshal};
use crate::compile::{self, Options, Stages};
use serde_json::Value;
use std::collections::BTreeMap;
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

/// Holds all files against CPython: a line a file with what is equal, and one for each difference, with
/// both sides where it is the first of its kind. Answers whether there is none.
pub fn run(interpreter: Option<&OsStr>, stages_only: bool, sources: &[OsString]) -> Result<bool, String> {
    let judge = Judge::new(interpreter, stages_only)?;
    let mut total = Total::default();
    for file in sources {
        let mut report = Report::default();
        if let Err(message) = judge.file(file, &mut report) {
            report.wrong.push(Difference { kind: "file", text: message, sides: None });
        }
        files::print(&total.add(&file.to_string_lossy(), &report))?;
    }
    files::print(&total.summary(sources.len()))?;
    Ok(total.differing == 0)
}

#[derive(Default)]
struct Report {
    equal: Vec<&'static str>,
    wrong: Vec<Difference>,
    /// Why it was not run.
    not_run: Option<String>,
}

struct Difference {
    kind: &'static str,
    text: String,
    /// Ours and CPython's.
    sides: Option<(String, String)>,
}

#[derive(Default)]
struct Total {
    differing: usize,
    /// Differences by kind.
    kinds: BTreeMap<&'static str, usize>,
    not_run: usize,
}

impl Total {
    /// Counts a file in and says what there is to say of it.
    fn add(&mut self, name: &str, report: &Report) -> String {
        let mut out = String::new();
        if !report.equal.is_empty() {
            let _ = writeln!(out, "{name}: equal: {}", report.equal.join(", "));
        }
        if let Some(why) = &report.not_run {
            self.not_run += 1;
            let _ = writeln!(out, "{name}: not run: {why}");
        }
        for wrong in &report.wrong {
            let count = self.kinds.entry(wrong.kind).or_default();
            *count += 1;
            let _ = writeln!(out, "{name}: {}", wrong.text);
            if let (1, Some((ours, theirs))) = (*count, &wrong.sides) {
                let _ = writeln!(out, "  ours:    {ours}\n  CPython: {theirs}");
            }
        }
        self.differing += usize::from(!report.wrong.is_empty());
        out
    }

    fn summary(&self, files: usize) -> String {
        let mut out =
            format!("{} of {files} files are equal to CPython's in everything", files - self.differing);
        if self.not_run > 0 {
            let _ = write!(out, " ({} not run)", self.not_run);
        }
        for (i, (kind, count)) in self.kinds.iter().enumerate() {
            let _ = write!(out, "{} {kind} {count}", if i == 0 { "; differences:" } else { "," });
        }
        out + "\n"
    }
}

impl Report {
    /// Compares line by line; `None` on CPython's side means that it could not be asked.
    fn compare(&mut self, stage: &'static str, ours: &str, theirs: Option<&str>) {
        let Some(theirs) = theirs else { return };
        let mut lines = ours.lines().zip(theirs.lines()).enumerate();
        let different = lines.find(|(_, (a, b))| a != b);
        if let Some((line, (ours, theirs))) = different {
            let text = format!("{stage} differs in line {}", line + 1);
            self.differs(stage, text, ours, theirs);
        } else if ours.lines().count() != theirs.lines().count() {
            let count = |text: &str| format!("{} lines", text.lines().count());
            self.differs(stage, format!("{stage} differs in length"), &count(ours), &count(theirs));
        } else {
            self.equal.push(stage);
        }
    }

    fn differs(&mut self, kind: &'static str, text: String, ours: &str, theirs: &str) {
        self.wrong.push(Difference { kind, text, sides: Some((ours.into(), theirs.into())) });
    }

    /// An error of the compiler; CPython's text goes on with the place.
    fn error(&mut self, ours: Option<&str>, theirs: Option<&str>) {
        match (ours, theirs) {
            (Some(ours), Some(theirs)) if theirs.starts_with(ours) => self.equal.push("error"),
            _ => {
                let shown = |error: Option<&str>| error.unwrap_or("no error").to_string();
                self.differs("error", "the error differs".into(), &shown(ours), &shown(theirs));
            }
        }
    }

    /// Adds what [`verify_code`] found.
    fn judged(&mut self, kind: &'static str, found: Option<(String, String, String)>) {
        match found {
            None => self.equal.push(kind),
            Some((text, ours, theirs)) => self.differs(kind, text, &ours, &theirs),
        }
    }
}

struct Judge {
    python: OsString,
    stages_only: bool,
    /// Our scripts and what programs print; removed at the end.
    folder: PathBuf,
    own: PathBuf,
}

impl Drop for Judge {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Judge {
    fn new(interpreter: Option<&OsStr>, stages_only: bool) -> Result<Judge, String> {
        let python = interpreter.unwrap_or(OsStr::new("python3.13")).to_os_string();
        let version = command(&python).args(["-c", "import sys; print(sys.version_info[:2])"]).output();
        if !version.is_ok_and(|v| v.stdout.starts_with(b"(3, 13)")) {
            return Err(match interpreter {
                Some(path) => format!("pvmscope: {} is no Python 3.13", path.display()),
                None => "pvmscope: `verify` needs python3.13, and there is none on the PATH; \
                         --python PATH names one"
                    .into(),
            });
        }
        let fail = |e: std::io::Error| format!("pvmscope: no room for verify's files: {e}");
        let folder = std::env::temp_dir().join(format!("pvmscope-verify-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(fail)?;
        std::fs::write(folder.join("stages.py"), STAGES).map_err(fail)?;
        std::fs::write(folder.join("observe.py"), OBSERVE).map_err(fail)?;
        Ok(Judge { python, stages_only, folder, own: std::env::current_exe().map_err(fail)? })
    }

    fn python(&self) -> Command {
        command(&self.python)
    }

    fn file(&self, file: &OsStr, report: &mut Report) -> Result<(), String> {
        let input = files::read(file)?;
        let said = self.python().arg(self.folder.join("stages.py")).arg(file).stdin(Stdio::null()).output();
        let said = said.map_err(|e| format!("{}: {e}", self.python.display()))?;
        let said: Value = serde_json::from_slice(&said.stdout)
            .map_err(|_| format!("CPython failed: {}", String::from_utf8_lossy(&said.stderr).trim()))?;
        let theirs = |stage: &str| said[stage].as_str();

        let source = match decode(&input) {
            Ok(source) => source,
            Err(message) => {
                report.error(message.lines().last(), theirs("error"));
                return Ok(());
            }
        };
        let all = Stages::new(&source, &Options::default());
        if let Some(error) = &all.error {
            let ours = format!("{}: {}", error.kind.name(), error.message);
            report.error(Some(&ours), theirs("error"));
            return Ok(());
        }
        if let Some(error) = theirs("error") {
            report.error(None, Some(error));
            return Ok(());
        }
        let text = tokens::text(&input.name, &input.bytes);
        report.compare("tokens", &text.unwrap_or_else(|e| e), theirs("tokens"));
        let tree = stages::tree(&source);
        report.compare("ast", &tree.unwrap_or_else(|e| e.message), theirs("ast"));
        if let Some(table) = &all.symbols {
            report.compare(
                "symtable",
                &symbols::text(table, &all.interner, &source.name),
                theirs("symtable"),
            );
        }
        report.compare("instructions", &verify_code::instructions(&all.units), theirs("instructions"));
        if let Some(units) = theirs("cfg") {
            report.judged("cfg", verify_code::graphs(units)?);
        }
        let Some(code) = &all.code else { return Ok(()) };
        report.compare("dis", &without_addresses(&dis::text(code)), theirs("dis"));
        let ours = marshal::write(code).map_err(|e| e.to_string())?;
        report.judged("code", verify_code::codes(code, theirs("code"))?);
        report.judged("pyc", verify_code::bytes(&ours, theirs("code")));
        for (level, kind) in [(1, "code -O"), (2, "code -OO")] {
            let options = Options { optimize: level, ..Options::default() };
            let (code, _) = compile::compile(&source, &options).map_err(|e| e.message)?;
            report.judged(kind, verify_code::codes(&code, theirs(kind))?);
        }
        if said["library"] == true {
            report.not_run = Some("a module of the standard library".into());
        } else if !self.stages_only {
            self.run(file, report)?;
        }
        Ok(())
    }

    /// The program's output, exit status, and its walk through the instructions.
    fn run(&self, file: &OsStr, report: &mut Report) -> Result<(), String> {
        let mut ours = Command::new(&self.own);
        let ours = self.output("ours", ours.arg("run").arg(file).env("PYTHONHASHSEED", "0"))?;
        let theirs = self.output("theirs", self.python().arg(file))?;
        let (Some(ours), Some(theirs)) = (ours, theirs) else {
            report.not_run = Some(format!("it took longer than {} seconds", PATIENCE.as_secs()));
            return Ok(());
        };
        report.compare("stdout", &ours.stdout, Some(&theirs.stdout));
        report.compare("stderr", &ours.stderr, Some(&theirs.stderr));
        match (ours.status, theirs.status) {
            (a, b) if a == b => report.equal.push("exit status"),
            (a, b) => {
                let shown = |status: Option<i32>| status.map_or("none".into(), |s| s.to_string());
                report.differs("exit status", "the exit status differs".into(), &shown(a), &shown(b));
            }
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
        let mut observe = self.python();
        observe.args(["-c", script]).arg(self.folder.join("observe.py")).arg(&walk).arg(file);
        let (Some(ours), Some(_)) = (ours, self.output("observe", &mut observe)?) else {
            report.not_run = Some("the trace took too long".into());
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

fn command(python: &OsStr) -> Command {
    let mut command = Command::new(python);
    command.env("PYENV_VERSION", "3.13.0").env("PYTHONHASHSEED", "0").env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

fn without_addresses(text: &str) -> String {
    let mut parts = text.split(" at 0x7f");
    let first = parts.next().unwrap_or_default().to_string();
    parts.fold(first, |out, part| out + " at 0x" + part.trim_start_matches(|c: char| c.is_ascii_hexdigit()))
}
