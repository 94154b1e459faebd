//! A source file's bytes to text: byte order mark, encoding declaration (PEP 263), UTF-8.

use super::charmaps::CHARMAPS;
use crate::diagnostic::{Diagnostic, Kind};
use crate::source::{Source, Span};

const BOM: &[u8] = b"\xEF\xBB\xBF";

impl Source {
    /// Reads a file's bytes as CPython reads a program.
    ///
    /// # Errors
    /// CPython's `SyntaxError` for an encoding that is unknown or does not fit the bytes.
    pub fn decode(name: &str, bytes: &[u8]) -> Result<Source, Diagnostic> {
        let (bom, bytes) = match bytes.strip_prefix(BOM) {
            Some(rest) => (true, rest),
            None => (false, bytes),
        };
        let cookie = cookie(bytes);
        let problem = |text: &str| placeless(format!("encoding problem: {text}"));
        match cookie.as_deref() {
            Some(cookie) if bom && cookie != "utf-8" => Err(problem(&format!("{cookie} with BOM"))),
            None | Some("utf-8") => utf8(name, bytes, bom || cookie.is_some()),
            Some(cookie) => {
                let normal: String = cookie
                    .chars()
                    .map(|c| if matches!(c, '-' | ' ' | '.') { '_' } else { c.to_ascii_lowercase() })
                    .collect();
                let text = match &*normal {
                    "utf8" | "utf_8" | "u8" | "utf" | "cp65001" | "utf8_ucs2" | "utf8_ucs4" => {
                        return utf8(name, bytes, true);
                    }
                    "utf_8_sig" => return utf8(name, bytes, true),
                    "ascii" | "us_ascii" | "646" | "ansi_x3.4_1968" => {
                        bytes.is_ascii().then(|| String::from_utf8_lossy(bytes).into_owned())
                    }
                    "iso_8859_1" | "iso8859_1" | "latin_1" | "latin1" | "latin" | "l1" | "8859" | "cp819"
                    | "iso8859" => Some(bytes.iter().map(|&b| b as char).collect()),
                    _ => match charmap(&normal) {
                        Some(map) => decode_charmap(bytes, map),
                        None => None,
                    },
                };
                if UNSUPPORTED.contains(&&*normal) {
                    let message = format!("the source encoding {cookie}");
                    return Err(Diagnostic { kind: Kind::Unsupported, message, span: None });
                }
                let text = text.ok_or_else(|| problem(cookie))?;
                let mut source = Source::new(name, &text);
                source.encoding = cookie.into();
                Ok(source)
            }
        }
    }
}

/// Encodings that Python knows and this reader does not.
const UNSUPPORTED: &[&str] = &[
    "big5",
    "big5hkscs",
    "cp932",
    "cp949",
    "cp950",
    "euc_jp",
    "euc_jis_2004",
    "euc_jisx0213",
    "euc_kr",
    "gb2312",
    "gbk",
    "gb18030",
    "hz",
    "iso2022_jp",
    "iso2022_kr",
    "johab",
    "shift_jis",
    "sjis",
    "eucjp",
    "euckr",
    "cp936",
    "ms936",
    "utf_7",
    "utf7",
    "unicode_escape",
    "raw_unicode_escape",
    "punycode",
    "idna",
];

fn placeless(message: String) -> Diagnostic {
    Diagnostic { kind: Kind::SyntaxError, message, span: None }
}

fn charmap(normal: &str) -> Option<&'static str> {
    CHARMAPS.iter().find(|(names, _)| names.contains(&normal)).map(|&(_, map)| map)
}

fn decode_charmap(bytes: &[u8], map: &str) -> Option<String> {
    let high: Vec<char> = map.chars().collect();
    bytes
        .iter()
        .map(|&b| match b {
            0..0x80 => Some(b as char),
            _ => high.get(b as usize - 0x80).copied().filter(|&c| c != '\u{FFFD}'),
        })
        .collect()
}

fn utf8(name: &str, bytes: &[u8], declared: bool) -> Result<Source, Diagnostic> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Source::new(name, text)),
        Err(error) => error,
    };
    let at = error.valid_up_to();
    let byte = bytes[at];
    let before = &bytes[..at];
    // `\r\n` and `\r` end lines too.
    let breaks = before
        .iter()
        .enumerate()
        .filter(|&(i, &b)| b == b'\n' || (b == b'\r' && before.get(i + 1) != Some(&b'\n')))
        .count();
    let line = breaks as i32 + 1;
    if !declared {
        return Err(placeless(format!(
            "Non-UTF-8 code starting with '\\x{byte:02x}' in file {name} on line {line}, but no encoding \
             declared; see https://peps.python.org/pep-0263/ for details"
        )));
    }
    let reason = match (byte, error.error_len()) {
        (0x80..0xC2 | 0xF5.., _) => "invalid start byte",
        (_, None) => "unexpected end of data",
        _ => "invalid continuation byte",
    };
    let message =
        format!("(unicode error) 'utf-8' codec can't decode byte 0x{byte:02x} in position 0: {reason}");
    let col = before.iter().rev().take_while(|&&b| b != b'\n' && b != b'\r').count() as i32;
    Err(Diagnostic::syntax(message, Span::new(line, col, line, col + 1)))
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
fn declared(comment: &[u8]) -> Option<&str> {
    let mut rest = comment;
    while let Some(at) = rest.windows(6).position(|window| window == b"coding") {
        rest = &rest[at + 6..];
        let Some(value) = rest.strip_prefix(b":").or_else(|| rest.strip_prefix(b"=")) else { continue };
        let value = value.trim_ascii_start();
        let len =
            value.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')).count();
        if len > 0 {
            return std::str::from_utf8(&value[..len]).ok();
        }
    }
    None
}

fn usual_name(name: &str) -> String {
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
