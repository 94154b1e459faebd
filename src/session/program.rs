//! From a file's bytes to a code object and a listing.

use super::Listing;
use crate::bytecode::{Code, pyc};
use crate::compile::{self, Options};
use crate::diagnostic::{Diagnostic, Kind};
use crate::source::{Source, Span};
use crate::world;
use std::sync::Arc;

/// A program's text, and its code if it compiles.
pub struct Loaded {
    pub listing: Arc<Listing>,
    pub code: Result<Arc<Code>, Diagnostic>,
}

/// Compiles source text, or reads the code out of a `.pyc` file.
pub fn load(name: &str, bytes: &[u8]) -> Loaded {
    if pyc::is_pyc(bytes) {
        return load_pyc(name, bytes);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let source = Source::new(name, &String::from_utf8_lossy(bytes));
    let code = match std::str::from_utf8(bytes) {
        Ok(_) => compile::compile(&source, &Options::default()).map(|(code, _)| code),
        Err(error) => Err(no_text(name, bytes, error.valid_up_to())),
    };
    Loaded { listing: Arc::new(Listing::new(source)), code }
}

/// What CPython says of bytes that are not UTF-8.
fn no_text(name: &str, bytes: &[u8], at: usize) -> Diagnostic {
    let line = 1 + bytes[..at].iter().filter(|b| **b == b'\n').count() as i32;
    let byte = bytes.get(at).copied().unwrap_or(0);
    let message = format!(
        "Non-UTF-8 code starting with '\\x{byte:02x}' in file {name} on line {line}, but no encoding declared; \
         see https://peps.python.org/pep-0263/ for details"
    );
    Diagnostic::syntax(message, Span::new(line, 0, line, 0))
}

/// The listing is the source file that the code names, if it is there.
fn load_pyc(name: &str, bytes: &[u8]) -> Loaded {
    let code = pyc::read(bytes).map(|(_, code)| Arc::new(code)).map_err(|e| Diagnostic {
        kind: Kind::ValueError,
        message: e.to_string(),
        span: None,
    });
    let file = code.as_ref().map_or(name.into(), |c| String::from_utf8_lossy(c.filename.as_bytes()));
    let text = world::read_regular(&file).unwrap_or_default();
    let source = Source::new(&file, &String::from_utf8_lossy(&text));
    Loaded { listing: Arc::new(Listing::new(source)), code }
}
