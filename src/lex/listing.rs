//! A program's bytes as Python's own `tokenize` module reads them: it decodes each line, puts U+FFFD
//! where that fails, and keeps `\r\n`.

use super::codecs::{self, Codec};
use super::decode::{BOM, declared, usual_name};
use crate::constant::Text;
use crate::constant::repr::repr_text;
use crate::source::Source;

/// A text to be listed token by token.
#[derive(Debug)]
pub struct Listed {
    pub source: Source,
    pub encoding: String,
    /// For each line, whether `\r\n` ends it.
    crlf: Vec<bool>,
}

impl Listed {
    /// # Errors
    /// The module's message where it finds no codec.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Listed, String> {
        let (bom, bytes) = match bytes.strip_prefix(BOM) {
            Some(rest) => (true, rest),
            None => (false, bytes),
        };
        let quoted = repr_text(&Text::from(name));
        let mut encoding = String::from("utf-8");
        for line in bytes.split_inclusive(|&b| b == b'\n').take(2) {
            if std::str::from_utf8(line).is_err() {
                return Err(format!("invalid or missing encoding declaration for {quoted}"));
            }
            let text = line.iter().position(|b| !matches!(b, b' ' | b'\t' | 0x0C));
            let comment = text.filter(|&at| line[at] == b'#').map(|at| &line[at..]);
            if let Some(cookie) = comment.and_then(declared) {
                encoding = usual_name(cookie);
                break;
            }
            if comment.is_none() && text.is_some_and(|at| !matches!(line[at], b'\r' | b'\n')) {
                break;
            }
        }
        if bom && encoding != "utf-8" && codecs::lookup(&encoding).is_some() {
            return Err(format!("encoding problem for {quoted}: utf-8"));
        }
        let codec = match codecs::lookup(&encoding) {
            None => return Err(format!("unknown encoding for {quoted}: {encoding}")),
            Some(Codec::NotText | Codec::Wide | Codec::Unsupported) => {
                return Err(format!("the encoding {encoding} is not supported"));
            }
            Some(codec) => codec,
        };
        let mut text = String::with_capacity(bytes.len());
        let mut crlf = Vec::new();
        for line in bytes.split_inclusive(|&b| b == b'\n') {
            crlf.push(line.ends_with(b"\r\n"));
            text.push_str(&codec.decode(line, |_| true).unwrap_or_default());
        }
        Ok(Listed { source: Source::new(name, &text), encoding, crlf })
    }

    /// Text that was decoded already.
    pub fn of_text(name: &str, text: &str) -> Listed {
        let crlf = text.split_inclusive('\n').map(|line| line.ends_with("\r\n")).collect();
        Listed { source: Source::new(name, text), encoding: "utf-8".into(), crlf }
    }

    /// Does the line (from 1) end with `\r\n`?
    pub(super) fn has_crlf(&self, line: i32) -> bool {
        usize::try_from(line - 1).ok().and_then(|at| self.crlf.get(at)).copied().unwrap_or(false)
    }

    /// A token's text with the line ends that the file has.
    pub(super) fn with_line_ends(&self, text: &str, first_line: i32) -> String {
        let mut out = String::with_capacity(text.len() + 2);
        for (line, part) in (first_line..).zip(text.split_inclusive('\n')) {
            match part.strip_suffix('\n') {
                Some(part) if self.has_crlf(line) => {
                    out.push_str(part);
                    out.push_str("\r\n");
                }
                _ => out.push_str(part),
            }
        }
        out
    }
}
