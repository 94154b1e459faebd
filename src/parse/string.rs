//! The value of string and bytes literals, and their concatenation.

use super::parser::{PResult, Parser};
use crate::ast::{Expr, ExprKind};
use crate::constant::unicode::character;
use crate::constant::{Constant, Text, push_code_point};
use crate::diagnostic::{Diagnostic, Kind};
use crate::lex::{Token, TokenKind as K};
use crate::source::Span;

/// Why a literal has no value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum EscapeError {
    /// Offsets into the literal's body, the second inclusive, and the reason.
    Unicode {
        start: usize,
        end: usize,
        reason: &'static str,
    },
    /// A `\x` without two digits in a bytes literal.
    BytesHex {
        at: usize,
    },
    NonAscii,
}

/// The parts of a literal's text.
pub(super) struct Literal<'a> {
    pub(super) bytes: bool,
    pub(super) raw: bool,
    /// Between the quotes.
    pub(super) body: &'a str,
}

/// Splits a string token's text into prefix, quotes and body.
pub(super) fn split(text: &str) -> Literal<'_> {
    let prefix = text.find(['"', '\'']).unwrap_or(0);
    let has = |upper: u8| text.as_bytes()[..prefix].iter().any(|b| b.eq_ignore_ascii_case(&upper));
    let rest = &text.as_bytes()[prefix..];
    let size = if rest.len() >= 6 && rest[0] == rest[1] && rest[1] == rest[2] { 3 } else { 1 };
    let offset = prefix + size;
    let body = text.get(offset..text.len().saturating_sub(size)).unwrap_or_default();
    Literal { bytes: has(b'b'), raw: has(b'r'), body }
}

/// The text that a body with escapes stands for, and the offset of its first unknown escape's
/// backslash.
pub(super) fn decode_text(body: &str) -> Result<(Text, Option<usize>), EscapeError> {
    let bytes = body.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut unknown = None;
    let mut at = 0;
    while at < bytes.len() {
        let plain = bytes[at..].iter().position(|&b| b == b'\\').unwrap_or(bytes.len() - at);
        out.extend_from_slice(&bytes[at..at + plain]);
        at += plain;
        if at == bytes.len() {
            break;
        }
        let start = at;
        let Some(&c) = bytes.get(at + 1) else {
            out.push(b'\\');
            break;
        };
        at += 2;
        match c {
            b'\n' => {}
            b'0'..=b'7' => {
                let value = octal(bytes, &mut at);
                if value > 0o377 {
                    unknown = unknown.or(Some(start));
                }
                push_code_point(&mut out, value);
            }
            b'x' | b'u' | b'U' => {
                let (digits, reason) = match c {
                    b'x' => (2, "truncated \\xXX escape"),
                    b'u' => (4, "truncated \\uXXXX escape"),
                    _ => (8, "truncated \\UXXXXXXXX escape"),
                };
                let found = bytes[at..].iter().take(digits).take_while(|b| b.is_ascii_hexdigit()).count();
                if found < digits {
                    return Err(EscapeError::Unicode { start, end: at + found - 1, reason });
                }
                let point = u32::from_str_radix(&body[at..at + digits], 16).unwrap_or(u32::MAX);
                at += digits;
                if point > 0x10FFFF {
                    let reason = "illegal Unicode character";
                    return Err(EscapeError::Unicode { start, end: at - 1, reason });
                }
                push_code_point(&mut out, point);
            }
            b'N' => {
                let name = named(&body[at..]);
                match name {
                    Some((name, len)) => match character(name) {
                        Some(c) => {
                            push_code_point(&mut out, c as u32);
                            at += len;
                        }
                        None => {
                            let reason = "unknown Unicode character name";
                            return Err(EscapeError::Unicode { start, end: at + len - 1, reason });
                        }
                    },
                    None => {
                        let open = bytes.get(at) == Some(&b'{');
                        let rest = if open { body[at..].find('}').unwrap_or(body.len() - at) } else { 0 };
                        let reason = "malformed \\N character escape";
                        let end = at + rest - 1;
                        return Err(EscapeError::Unicode { start, end, reason });
                    }
                }
            }
            _ => match simple_escape(c) {
                Some(c) => out.push(c),
                None => {
                    out.push(b'\\');
                    at -= 1;
                    if c < 0x80 {
                        unknown = unknown.or(Some(start));
                        out.push(c);
                        at += 1;
                    }
                }
            },
        }
    }
    let text = Text::from_bytes(&out).unwrap_or_default();
    Ok((text, unknown))
}

/// `{NAME}` at the start: the name and the length with braces.
fn named(rest: &str) -> Option<(&str, usize)> {
    let inner = rest.strip_prefix('{')?;
    let end = inner.find('}')?;
    (end > 0).then(|| (&inner[..end], end + 2))
}

/// As [`decode_text`] for a bytes literal.
pub(super) fn decode_bytes(body: &str) -> Result<(Vec<u8>, Option<usize>), EscapeError> {
    let bytes = body.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut unknown = None;
    let mut at = 0;
    while at < bytes.len() {
        let c = bytes[at];
        if c != b'\\' {
            out.push(c);
            at += 1;
            continue;
        }
        let start = at;
        let c = bytes.get(at + 1).copied().unwrap_or(b'\\');
        at += 2;
        match c {
            b'\n' => {}
            b'0'..=b'7' => {
                let value = octal(bytes, &mut at);
                if value > 0o377 {
                    unknown = unknown.or(Some(start));
                }
                out.push(value as u8);
            }
            b'x' => {
                let digits = body.get(at..at + 2).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
                let Some(value) = digits.and_then(|d| u8::from_str_radix(d, 16).ok()) else {
                    return Err(EscapeError::BytesHex { at: start });
                };
                out.push(value);
                at += 2;
            }
            _ => match simple_escape(c) {
                Some(c) => out.push(c),
                None => {
                    unknown = unknown.or(Some(start));
                    out.push(b'\\');
                    out.push(c);
                }
            },
        }
    }
    Ok((out, unknown))
}

/// Up to three octal digits; `at` is behind the first.
fn octal(bytes: &[u8], at: &mut usize) -> u32 {
    let mut value = u32::from(bytes[*at - 1] - b'0');
    for _ in 0..2 {
        match bytes.get(*at) {
            Some(&c @ b'0'..=b'7') => value = value * 8 + u32::from(c - b'0'),
            _ => break,
        }
        *at += 1;
    }
    value
}

fn simple_escape(c: u8) -> Option<u8> {
    Some(match c {
        b'\\' | b'\'' | b'"' => c,
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        _ => return None,
    })
}

/// The value of a whole string token and its first unknown escape, as an offset in the body.
pub(super) fn value(literal: &Literal) -> Result<(Constant, Option<usize>), EscapeError> {
    let plain = literal.raw || !literal.body.contains('\\');
    if literal.bytes {
        if !literal.body.is_ascii() {
            return Err(EscapeError::NonAscii);
        }
        if plain {
            return Ok((Constant::Bytes(literal.body.as_bytes().into()), None));
        }
        let (bytes, unknown) = decode_bytes(literal.body)?;
        return Ok((Constant::Bytes(bytes.into()), unknown));
    }
    if plain {
        return Ok((Constant::str(literal.body), None));
    }
    let (text, unknown) = decode_text(literal.body)?;
    Ok((Constant::Str(text), unknown))
}

/// CPython's words for an unknown escape whose backslash is at `at`.
pub(super) fn unknown_escape(body: &str, at: usize) -> String {
    let rest = &body[at + 1..];
    match rest.as_bytes().first() {
        Some(b'0'..=b'7') => {
            format!("invalid octal escape sequence '\\{}'", rest.get(..3).unwrap_or(rest))
        }
        _ => format!("invalid escape sequence '\\{}'", rest.chars().next().unwrap_or('\\')),
    }
}

impl Parser<'_> {
    /// Adjacent string literals of all kinds, as one expression.
    pub(super) fn strings(&mut self) -> PResult<Expr> {
        let start = self.start();
        self.depth = 0;
        if self.kind() == K::String && !matches!(self.second(), K::String | K::FStringStart) {
            let token = self.bump();
            self.over(0)?;
            return self.string_constant(token);
        }
        let mut depth = 0;
        let mut parts = Vec::new();
        loop {
            match self.kind() {
                K::String => {
                    let token = self.bump();
                    parts.push(self.string_constant(token)?);
                }
                K::FStringStart => {
                    parts.push(self.fstring()?);
                    depth = depth.max(self.depth);
                }
                _ => break,
            }
        }
        self.over(depth)?;
        let span = self.to_here(start);
        match concatenate(parts, span) {
            Some(expr) => Ok(expr),
            None => self.fail(),
        }
    }

    fn string_constant(&mut self, token: &Token) -> PResult<Expr> {
        let text = self.text(token);
        let literal = split(text);
        let Ok((value, unknown)) = value(&literal) else { return self.fail() };
        if let Some(at) = unknown {
            self.warn_escape(token.span.line, literal.body, at);
        }
        let u = text.starts_with('u');
        Ok(Expr { span: token.span, kind: ExprKind::Constant { value, u } })
    }

    pub(super) fn warn_escape(&mut self, line: i32, body: &str, at: usize) {
        let span = Span::new(line, -1, line, -1);
        self.warnings.push(Diagnostic::new(Kind::SyntaxWarning, unknown_escape(body, at), span));
    }
}

/// Joins literals as adjacent ones are joined; `None` if bytes and text are mixed.
pub(super) fn concatenate(mut parts: Vec<Expr>, span: Span) -> Option<Expr> {
    let is_bytes = |part: &Expr| matches!(part.kind, ExprKind::Constant { value: Constant::Bytes(_), .. });
    let formatted = parts.iter().any(|part| !matches!(part.kind, ExprKind::Constant { .. }));
    if parts.iter().any(is_bytes) {
        if !parts.iter().all(is_bytes) {
            return None;
        }
        let bytes: Vec<u8> = parts.iter().flat_map(|part| bytes_of(part).iter().copied()).collect();
        let kind = ExprKind::Constant { value: Constant::Bytes(bytes.into()), u: false };
        return Some(Expr { span, kind });
    }
    if !formatted && parts.len() == 1 {
        return parts.pop();
    }
    let mut values: Vec<Expr> = Vec::new();
    let mut run: Vec<Expr> = Vec::new();
    let flat = parts.into_iter().flat_map(|part| match part.kind {
        ExprKind::JoinedStr(values) => values,
        kind => vec![Expr { span: part.span, kind }],
    });
    for part in flat {
        if matches!(part.kind, ExprKind::Constant { .. }) {
            run.push(part);
        } else {
            values.extend(join(&mut run, formatted));
            values.push(part);
        }
    }
    values.extend(join(&mut run, formatted));
    if formatted {
        return Some(Expr { span, kind: ExprKind::JoinedStr(values) });
    }
    values.pop()
}

/// Makes one constant of a run of constants; an empty one is dropped from an f-string.
fn join(run: &mut Vec<Expr>, drop_empty: bool) -> Option<Expr> {
    let joined = if run.len() > 1 {
        let text: Vec<u8> = run.iter().flat_map(|part| bytes_of(part).iter().copied()).collect();
        let u = matches!(run[0].kind, ExprKind::Constant { u: true, .. });
        let span = run[0].span.to(run[run.len() - 1].span);
        run.clear();
        let value = Constant::Str(Text::from_bytes(&text).unwrap_or_default());
        Expr { span, kind: ExprKind::Constant { value, u } }
    } else {
        run.pop()?
    };
    (!drop_empty || !bytes_of(&joined).is_empty()).then_some(joined)
}

/// The bytes of a text or bytes constant.
pub(super) fn bytes_of(expr: &Expr) -> &[u8] {
    match &expr.kind {
        ExprKind::Constant { value: Constant::Str(text), .. } => text.as_bytes(),
        ExprKind::Constant { value: Constant::Bytes(bytes), .. } => bytes,
        _ => &[],
    }
}
