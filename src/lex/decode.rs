//! A program's bytes to text: byte order mark, encoding declaration (PEP 263), codec.

use super::codecs::{self, Codec, Undefined};
use super::invalid_utf8;
use crate::diagnostic::{Columns, Diagnostic, Kind, Rejected};
use crate::source::{Source, Span};

pub(super) const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Which part of CPython reads the bytes: their messages differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reader {
    /// `python FILE`.
    File,
    /// `compile()`, and so import, `py_compile` and the tools.
    Bytes,
}

impl Source {
    /// The text of a `str` that is to be compiled.
    ///
    /// # Errors
    /// As [`Source::decode`] for null characters.
    pub fn from_str(name: &str, text: &str) -> Result<Source, Box<Rejected>> {
        let source = Source::new(name, text);
        match text.contains('\0') {
            true => Err(Box::new(Rejected {
                error: Diagnostic::placeless(Kind::SyntaxError, NULL_BYTES),
                source,
            })),
            false => Ok(source),
        }
    }

    /// Reads a program's bytes.
    ///
    /// # Errors
    /// CPython's `SyntaxError` for an encoding that is unknown or does not fit the bytes.
    pub fn decode(name: &str, bytes: &[u8], reader: Reader) -> Result<Source, Box<Rejected>> {
        text(name, bytes, reader).map_err(|error| match error {
            Wrong::Error(error) => {
                let source = Source::new(name, &String::from_utf8_lossy(bytes));
                Box::new(Rejected { error: *error, source })
            }
            Wrong::Rejected(rejected) => rejected,
        })
    }
}

/// A `str` cannot be compiled with these, nor can bytes.
const NULL_BYTES: &str = "source code string cannot contain null bytes";

enum Wrong {
    Error(Box<Diagnostic>),
    Rejected(Box<Rejected>),
}

fn text(name: &str, bytes: &[u8], reader: Reader) -> Result<Source, Wrong> {
    let wrong = |message: String| {
        // `compile()` gives the error a place, if none in the text.
        let mut error = Diagnostic::placeless(Kind::SyntaxError, message);
        if reader == Reader::Bytes {
            error.span = Some(Span::new(0, 0, 0, 0));
            error.columns = Columns::Nowhere;
        }
        Wrong::Error(Box::new(error))
    };
    let placeless =
        |message: String| Wrong::Error(Box::new(Diagnostic::placeless(Kind::SyntaxError, message)));
    if reader == Reader::Bytes && bytes.contains(&0) {
        return Err(placeless(NULL_BYTES.into()));
    }
    let (bom, bytes) = match bytes.strip_prefix(BOM) {
        Some(rest) => (true, rest),
        None => (false, bytes),
    };
    let declared = cookie(bytes);
    match declared.as_deref() {
        Some(cookie) if bom && cookie != "utf-8" => {
            return Err(wrong(format!("encoding problem: {cookie} with BOM")));
        }
        None | Some("utf-8") => {
            if let Ok(text) = std::str::from_utf8(bytes) {
                return Ok(Source::new(name, text));
            }
            if reader == Reader::File && !bom && declared.is_none() {
                return Err(placeless(undeclared(name, bytes)));
            }
            return invalid_utf8::read(name, &with_newlines(bytes)).map_err(Wrong::Rejected);
        }
        Some(_) => {}
    }
    let cookie = declared.unwrap_or_default();
    let message = match codecs::lookup(&cookie) {
        None => format!("unknown encoding: {cookie}"),
        Some(Codec::Wide) => format!("encoding problem: {cookie}"),
        Some(Codec::NotText) => {
            format!("'{cookie}' is not a text encoding; use codecs.decode() to handle arbitrary codecs")
        }
        Some(Codec::Unsupported) => {
            let message = format!("the source encoding {cookie}");
            return Err(Wrong::Error(Box::new(Diagnostic::placeless(Kind::Unsupported, message))));
        }
        Some(codec) => {
            let mut first = String::new();
            let mut note = |undefined: Undefined| {
                first = undefined.message();
                false
            };
            match codec.decode(&with_newlines(bytes), &mut note) {
                Some(text) => return Ok(Source::new(name, &text)),
                None => first,
            }
        }
    };
    Err(wrong(match reader {
        Reader::File => format!("encoding problem: {cookie}"),
        Reader::Bytes => message,
    }))
}

/// CPython turns the line ends before it decodes, so that is how positions are counted.
fn with_newlines(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().peekable();
    while let Some(&b) = rest.next() {
        if b == b'\r' {
            rest.next_if(|&&b| b == b'\n');
            out.push(b'\n');
        } else {
            out.push(b);
        }
    }
    out
}

fn undeclared(name: &str, bytes: &[u8]) -> String {
    let text = with_newlines(bytes);
    let at = std::str::from_utf8(&text).err().map_or(0, |error| error.valid_up_to());
    let line = text[..at].iter().filter(|&&b| b == b'\n').count() + 1;
    format!(
        "Non-UTF-8 code starting with '\\x{:02x}' in file {name} on line {line}, but no encoding declared; \
         see https://peps.python.org/pep-0263/ for details",
        text.get(at).copied().unwrap_or_default()
    )
}

/// The encoding that a comment in the first two lines declares, UTF-8 and Latin-1 by one name each.
fn cookie(bytes: &[u8]) -> Option<String> {
    let mut lines = bytes.split(|&b| b == b'\n' || b == b'\r');
    for _ in 0..2 {
        let line = lines.next()?;
        let text = line.iter().position(|b| !matches!(b, b' ' | b'\t' | 0x0C));
        let Some(start) = text else { continue };
        if line[start] != b'#' {
            return None;
        }
        if let Some(name) = declared(&line[start..]) {
            return Some(usual_name(name));
        }
    }
    None
}

/// What follows `coding:` or `coding=` in a comment.
pub(super) fn declared(comment: &[u8]) -> Option<&str> {
    let mut rest = comment;
    while let Some(at) = rest.windows(6).position(|window| window == b"coding") {
        rest = &rest[at + 6..];
        let Some(value) = rest.strip_prefix(b":").or_else(|| rest.strip_prefix(b"=")) else { continue };
        let blanks = value.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let value = &value[blanks..];
        let len =
            value.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')).count();
        if len > 0 {
            return std::str::from_utf8(&value[..len]).ok();
        }
    }
    None
}

pub(super) fn usual_name(name: &str) -> String {
    let normal: String =
        name.chars().take(12).map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() }).collect();
    let is = |base: &str| normal == base || normal.starts_with(&format!("{base}-"));
    if is("utf-8") {
        "utf-8".into()
    } else if is("latin-1") || is("iso-8859-1") || is("iso-latin-1") {
        "iso-8859-1".into()
    } else {
        name.into()
    }
}
