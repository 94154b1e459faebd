//! A program as it comes: source text or a `.pyc` file, and the code in it.

use crate::bytecode::{Code, pyc};
use crate::compile::{self, Options};
use crate::diagnostic::{Columns, Diagnostic, Kind, Rejected};
use crate::lex::Reader;
use crate::source::Source;
use crate::world::{self, FileError};
use std::io::Read;
use std::sync::Arc;

/// What a file held.
#[derive(Debug)]
pub struct Loaded {
    /// The text; for a `.pyc` that of the source file which the code names, empty if it is gone.
    pub source: Source,
    pub code: Result<Arc<Code>, Diagnostic>,
    pub warnings: Vec<Diagnostic>,
    /// The code was compiled here, not read from a `.pyc`.
    pub compiled: bool,
}

/// The bytes of a file, or of standard input for `-`, and the name that goes into `co_filename`:
/// CPython runs a script under its absolute path.
pub fn read(file: &str) -> Result<(String, Vec<u8>), FileError> {
    if file != "-" {
        return world::read_regular(file).map(|bytes| (world::absolute(file), bytes));
    }
    let mut bytes = Vec::new();
    match std::io::stdin().lock().read_to_end(&mut bytes) {
        Ok(_) => Ok(("<stdin>".to_string(), bytes)),
        Err(e) => Err(FileError { errno: e.raw_os_error().unwrap_or(5), message: e.to_string() }),
    }
}

/// Compiles source text, or reads the code out of a `.pyc` file.
pub fn load(name: &str, bytes: &[u8]) -> Loaded {
    if pyc::is_pyc(bytes) || name.ends_with(".pyc") {
        return load_pyc(name, bytes);
    }
    let source = match Source::decode(name, bytes, Reader::File) {
        Ok(source) => source,
        Err(wrong) => {
            let Rejected { error, source } = *wrong;
            return Loaded { source, code: Err(error), warnings: Vec::new(), compiled: true };
        }
    };
    let (code, warnings) = match compile::compile(&source, &Options::default()) {
        Ok((code, warnings)) => (Ok(code), warnings),
        Err(mut error) => {
            hide_place_behind_end(&mut error, &source);
            (Err(error), Vec::new())
        }
    };
    Loaded { source, code, warnings, compiled: true }
}
/// Of a block that is missing at the end of a file CPython tells no column.
fn hide_place_behind_end(error: &mut Diagnostic, source: &Source) {
    let Some(span) = error.span else { return };
    let rest =
        source.line_start(span.line as usize).map_or(usize::MAX, |start| start + span.col.max(0) as usize);
    let at_end = source.text.get(rest..).is_none_or(|rest| rest.trim().is_empty());
    if at_end && error.message.starts_with("expected an indented block after") {
        error.columns = Columns::Nowhere;
    }
}

fn load_pyc(name: &str, bytes: &[u8]) -> Loaded {
    let code = pyc::read(bytes)
        .map(|(_, code)| Arc::new(code))
        .map_err(|e| Diagnostic::placeless(Kind::ValueError, format!("{name}: {e}")));
    let file = code.as_ref().map_or(name.into(), |c| String::from_utf8_lossy(c.filename.as_bytes()));
    let text = world::read_regular(&file).unwrap_or_default();
    let source = Source::decode(&file, &text, Reader::File).unwrap_or_else(|_| Source::new(&file, ""));
    Loaded { source, code, warnings: Vec::new(), compiled: false }
}

impl Loaded {
    /// The warnings as CPython prints them on stderr.
    pub fn warning_text(&self) -> String {
        let mut text = String::new();
        for warning in self.warnings.iter().filter(|w| w.kind == Kind::SyntaxWarning) {
            let line = warning.span.map_or(0, |s| s.line);
            text += &format!("{}:{line}: {}: {}\n", self.source.name, warning.kind.name(), warning.message);
            if let Some(code) = self.source.line(line.max(0) as usize) {
                text += &format!("  {}\n", code.trim());
            }
        }
        text
    }
}
