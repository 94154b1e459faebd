//! CPython as a judge of cases: a child process that stays (`tests/tools/fuzz_judge.py`), and one for each program
//! that is run.

use super::run::{self, Ran};
use pvmscope::bytecode::marshal;
use pvmscope::compile::{Options, compile};
use pvmscope::diagnostic::Diagnostic;
use pvmscope::lex::Reader;
use pvmscope::source::Source;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

pub struct Judge {
    make: Box<dyn Fn() -> Command + Send>,
    script: PathBuf,
    folder: PathBuf,
    child: Option<(Child, ChildStdin, BufReader<ChildStdout>)>,
}

impl Judge {
    /// `make` gives a command that starts CPython 3.13; programs to run are written into `folder`.
    pub fn new(root: &Path, folder: PathBuf, make: impl Fn() -> Command + Send + 'static) -> Judge {
        Judge { make: Box::new(make), script: root.join("tests/tools/fuzz_judge.py"), folder, child: None }
    }

    /// Compiles a text here and there: the same code, or the same error in the same place.
    pub fn compare_compiled(&mut self, input: &[u8]) -> Result<(), String> {
        let (answer, code) = compiled(input);
        match self.ask(input, &answer, &code) {
            Ok(reply) if reply == "same" => Ok(()),
            Ok(reply) => Err(reply),
            Err(why) => {
                self.child = None;
                Err(format!("the judge gave up: {why}"))
            }
        }
    }

    fn ask(&mut self, input: &[u8], answer: &str, code: &[u8]) -> std::io::Result<String> {
        if self.child.is_none() {
            let mut child = (self.make)()
                .args(["-I", "-S"])
                .arg(&self.script)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()?;
            let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
                return Err(std::io::Error::other("no pipes"));
            };
            self.child = Some((child, input, BufReader::new(output)));
        }
        let Some((_, to, from)) = &mut self.child else { return Err(std::io::Error::other("no child")) };
        writeln!(to, "{} {} {}", input.len(), answer.len(), code.len())?;
        to.write_all(input)?;
        to.write_all(answer.as_bytes())?;
        to.write_all(code)?;
        to.flush()?;
        let mut reply = String::new();
        if from.read_line(&mut reply)? == 0 {
            return Err(std::io::Error::other("it died"));
        }
        Ok(reply.trim_end().to_string())
    }

    /// Runs a program here and there: the same output, traceback and exit status.
    pub fn compare_output(&mut self, input: &[u8]) -> Result<(), String> {
        let path = self.folder.join(format!("case-{}.py", std::process::id()));
        std::fs::write(&path, input).map_err(|e| e.to_string())?;
        let name = path.to_string_lossy().into_owned();
        let Ok(source) = Source::decode(&name, input, Reader::File) else { return Ok(()) };
        let ours = match compile(&source, &Options::default()) {
            Ok((code, _)) => run::limited(&code, true),
            Err(error) => {
                Ran { stdout: String::new(), stderr: error.render(Some(&source)) + "\n", status: Some(1) }
            }
        };
        let Some(status) = ours.status else { return Ok(()) };
        // CPython is told to show no warnings; ours shows those that the program asks for.
        if ours.stderr.contains("Warning: ") {
            return Ok(());
        }
        let theirs = (self.make)()
            .args(["-W", "ignore"])
            .arg(&path)
            .env_remove("PYTHONUNBUFFERED")
            .output()
            .map_err(|e| e.to_string())?;
        let _ = std::fs::remove_file(&path);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let code = theirs.status.code().map_or("a signal".into(), |code| code.to_string());
        let pairs = [
            ("stdout", ours.stdout, text(&theirs.stdout)),
            ("stderr", ours.stderr, text(&theirs.stderr)),
            ("exit", (status & 0xFF).to_string(), code),
        ];
        for (what, ours, theirs) in pairs {
            let (ours, theirs) = (without_addresses(&ours), without_addresses(&theirs));
            if ours != theirs {
                return Err(first_difference(what, &ours, &theirs));
            }
        }
        Ok(())
    }
}

/// A text with `0x7f...` addresses made alike.
fn without_addresses(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(" at 0x") {
        out.push_str(&rest[..at]);
        out.push_str(" at 0x");
        rest = rest[at + 6..].trim_start_matches(|c: char| c.is_ascii_hexdigit());
    }
    out + rest
}

impl Drop for Judge {
    fn drop(&mut self) {
        if let Some((mut child, input, _)) = self.child.take() {
            drop(input);
            let _ = child.wait();
        }
    }
}

fn first_difference(what: &str, ours: &str, theirs: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) = (ours.lines().collect(), theirs.lines().collect());
    let at = a.iter().zip(&b).position(|(x, y)| x != y).unwrap_or(a.len().min(b.len()));
    let line = |lines: &[&str]| lines.get(at).map_or("nothing".to_string(), |line| format!("{line:?}"));
    format!("{what}, line {}: ours {}, CPython's {}", at + 1, line(&a), line(&b))
}

/// Our answer as lines: `ok` or the error's kind, place and text, then the warnings; and the marshalled code.
fn compiled(input: &[u8]) -> (String, Vec<u8>) {
    let refused = |error: &Diagnostic, source: &Source| {
        let number = |n: Option<i32>| n.map_or("None".to_string(), |n| n.to_string());
        let place = error.place(source).map_or("None".to_string(), |place| {
            let (end_line, end) = (number(place.end_line), number(place.end_offset));
            format!("{},{},{end_line},{end}", place.line, place.offset)
        });
        (format!("{}\t{place}\t{}", error.kind.name(), error.message), Vec::new())
    };
    let source = match Source::decode("case.py", input, Reader::Bytes) {
        Ok(source) => source,
        Err(wrong) => return refused(&wrong.error, &wrong.source),
    };
    match compile(&source, &Options::default()) {
        Ok((code, warnings)) => {
            let mut answer = "ok".to_string();
            for warning in warnings {
                let line = warning.span.map_or(0, |span| span.line);
                answer += &format!("\n{line}\t{}\t{}", warning.kind.name(), warning.message);
            }
            (answer, marshal::write(&code).unwrap_or_default())
        }
        Err(error) => refused(&error, &source),
    }
}
