//! The alternatives' actions that take more than a word in a table.

use super::engine::{Engine, Found, Id, NOTHING, Raised};
use super::grammar::{How, Tag};
use crate::diagnostic::{Diagnostic, Kind};

use crate::parse::number::{self, MAX_DIGITS};
use crate::parse::string::{self, EscapeError};
use crate::source::Span;

impl Engine<'_> {
    /// Calls the action `function`; `a` and `b` are its results, `start` the rule's first token.
    pub(super) fn call(&mut self, function: &str, a: Id, b: Id, text: &str, start: usize) -> Found {
        let last_of = |engine: &Self, id: Id| engine.get(id).kids.last().copied().unwrap_or(id);
        match function {
            "not_equal" => Ok((self.text(a) == "!=").then_some(a)),
            "real" | "imaginary" => {
                let complex = self.text(a).ends_with(['j', 'J']);
                if complex == (function == "imaginary") {
                    return Ok(Some(a));
                }
                let message = format!("{function} number required in complex literal");
                Err(self.raise(How::At, &[a], message)?)
            }
            "bound" => {
                let what = if self.get(b).tag == Tag::Tuple { "constraints" } else { "bound" };
                Err(self.raise(How::From, &[a], format!("cannot use {what} with {text}"))?)
            }
            "adjacent" => {
                let (mark, name) = (self.get(a).span, self.get(b).span);
                if (mark.line, mark.end_col) == (name.line, name.col) {
                    return Ok(Some(b));
                }
                let message = "f-string: conversion type must come right after the exclamanation mark";
                Err(self.raise(How::Range, &[a, b], message.into())?)
            }
            "conversion" => {
                if a != NOTHING && !matches!(self.text(a), "s" | "r" | "a") {
                    let name = crate::constant::repr::repr_text(&self.text(a).into());
                    let message =
                        format!("f-string: invalid conversion character {name}: expected 's', 'r', or 'a'");
                    return Err(self.raise(How::At, &[a], message)?);
                }
                Ok(Some(self.node(Tag::JoinedStr, Span::NONE, Vec::new(), start)))
            }
            "string" => self.string(a),
            "middle" => self.format_text(a),
            "fstring" => {
                let raw = self.text(a).contains(['r', 'R']);
                for part in self.get(b).kids.clone() {
                    if self.get(part).tag == Tag::Token && !raw {
                        self.fstring_text(part)?;
                    }
                }
                Ok(Some(self.node(Tag::JoinedStr, self.get(a).span, Vec::new(), start)))
            }
            "strings" => self.strings(a),
            "generator" => {
                let last = self.last_clause_item(b);
                Err(self.raise(
                    How::Range,
                    &[a, last],
                    "Generator expression must be parenthesized".into(),
                )?)
            }
            "generator_in_call" => {
                let args = &self.get(a).kids;
                let positional: Vec<Id> = args
                    .iter()
                    .copied()
                    .filter(|&arg| !matches!(self.get(arg).tag, Tag::Keyword | Tag::Unpacked))
                    .collect();
                match positional[..] {
                    [_, .., last] => {
                        let end = self.last_clause_item(b);
                        let message = "Generator expression must be parenthesized";
                        Err(self.raise(How::Range, &[last, end], message.into())?)
                    }
                    _ => Ok(None),
                }
            }
            "positional_after" => {
                let unpacked = self.get(a).kids.iter().any(|&arg| self.get(arg).tag == Tag::Unpacked);
                let message = match unpacked {
                    true => "positional argument follows keyword argument unpacking",
                    false => "positional argument follows keyword argument",
                };
                Err(self.raise(How::Here, &[], message.into())?)
            }
            "legacy" => {
                if !self.is_legacy(a) {
                    return Ok(None);
                }
                let name = self.text(a);
                let message = format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?");
                Err(self.raise(How::Range, &[a, b], message)?)
            }
            "comma" => {
                if self.is_legacy(a) || self.bracket_level() == 0 {
                    return Ok(None);
                }
                let message = "invalid syntax. Perhaps you forgot a comma?";
                Err(self.raise(How::Range, &[a, b], message.into())?)
            }
            "last" => {
                let last = last_of(self, b);
                Err(self.raise(How::Range, &[a, last], text.into())?)
            }
            "first_to_last" => {
                let first = self.get(a).kids.first().copied().unwrap_or(a);
                let last = last_of(self, a);
                Err(self.raise(How::Range, &[first, last], text.into())?)
            }
            "missing_colon" => {
                let span = self.get(a).span;
                let span = Span::new(span.line, span.end_col - 1, span.end_line, -1);
                Err(Raised::Parser(Diagnostic::syntax("':' expected after dictionary key", span)))
            }
            _ => self.target(text, a),
        }
    }

    fn last_clause_item(&self, clauses: Id) -> Id {
        let last = self.get(clauses).kids.last().copied().unwrap_or(clauses);
        self.get(last).kids.last().copied().unwrap_or(last)
    }

    fn is_legacy(&self, id: Id) -> bool {
        self.get(id).tag == Tag::Name && matches!(self.text(id), "print" | "exec")
    }

    /// Raises if a target is none; `how` is `assign`, `loop` or `delete`.
    fn target(&mut self, how: &str, id: Id) -> Found {
        let Some(wrong) = self.invalid_target(how, id) else { return Ok(None) };
        let verb = if how == "delete" { "delete" } else { "assign to" };
        let message = format!("cannot {verb} {}", self.kind_name(wrong));
        Err(self.raise(How::At, &[wrong], message)?)
    }

    fn invalid_target(&self, how: &str, id: Id) -> Option<Id> {
        let node = self.get(id);
        match node.tag {
            Tag::List | Tag::Tuple => node.kids.iter().find_map(|&kid| self.invalid_target(how, kid)),
            Tag::Starred if how == "delete" => Some(id),
            Tag::Starred => self.invalid_target(how, *node.kids.first()?),
            Tag::Compare if how == "loop" => {
                // `for a in b` reads as a comparison.
                let first = node.kids.get(1).map(|&kid| self.get(kid).tag);
                match first {
                    Some(Tag::In) => self.invalid_target(how, *node.kids.first()?),
                    _ => None,
                }
            }
            Tag::Name | Tag::Subscript | Tag::Attribute => None,
            _ => Some(id),
        }
    }

    /// Puts results into a message: `%E` what an expression is, `%L` its line, `%T` its text.
    pub(super) fn fill_in(&self, message: &str, id: Id) -> String {
        if !message.contains('%') {
            return message.to_string();
        }
        message
            .replace("%E", self.kind_name(id))
            .replace("%L", &self.get(id).span.line.to_string())
            .replace("%T", self.text(id))
    }

    fn kind_name(&self, id: Id) -> &'static str {
        match self.get(id).tag {
            Tag::Attribute => "attribute",
            Tag::Subscript => "subscript",
            Tag::Starred => "starred",
            Tag::Name => "name",
            Tag::List => "list",
            Tag::Tuple => "tuple",
            Tag::Lambda => "lambda",
            Tag::Call => "function call",
            Tag::Operation => "expression",
            Tag::GeneratorExp => "generator expression",
            Tag::Yield => "yield expression",
            Tag::Await => "await expression",
            Tag::ListComp => "list comprehension",
            Tag::SetComp => "set comprehension",
            Tag::DictComp => "dict comprehension",
            Tag::Dict => "dict literal",
            Tag::Set => "set display",
            Tag::JoinedStr => "f-string expression",
            Tag::None => "None",
            Tag::True => "True",
            Tag::False => "False",
            Tag::Ellipsis => "ellipsis",
            Tag::Compare => "comparison",
            Tag::IfExp => "conditional expression",
            Tag::NamedExpr => "named expression",
            _ => "literal",
        }
    }

    /// Checks that a number has a value.
    pub(super) fn number(&mut self, id: Id) -> Found {
        let text = self.text(id);
        if number::parse(text).is_some() {
            return Ok(Some(id));
        }
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let message = format!(
            "Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion: value has {digits} \
             digits; use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge \
             integer literals to avoid decimal conversion limits."
        );
        let span = self.get(id).span;
        let span = Span::new(span.line, -1, span.end_line, -1);
        Err(Raised::Parser(Diagnostic::syntax(message, span)))
    }

    fn string(&mut self, id: Id) -> Found {
        let literal = string::split(self.text(id));
        let tag = if literal.bytes { Tag::Bytes } else { Tag::Str };
        if let Err(error) = string::value(&literal) {
            return self.escape_error(error, literal.body, id);
        }
        let (span, token) = (self.get(id).span, self.get(id).token);
        Ok(Some(self.node(tag, span, Vec::new(), token)))
    }

    fn fstring_text(&mut self, id: Id) -> Found {
        let body = self.text(id);
        match string::decode_text(body) {
            Ok(_) => Ok(Some(id)),
            Err(error) => self.escape_error(error, body, id),
        }
    }

    /// Text in a format specification, where CPython 3.13.0 lets the codec's own error out.
    fn format_text(&mut self, id: Id) -> Found {
        let body = self.text(id);
        match string::decode_text(body) {
            Err(EscapeError::Unicode { start, end, reason }) => {
                let message = codec_error(body, start, end, reason);
                let kind = Kind::UnicodeDecodeError;
                Err(Raised::Final(Diagnostic::placeless(kind, message)))
            }
            _ => Ok(Some(id)),
        }
    }

    fn escape_error(&mut self, error: EscapeError, body: &str, id: Id) -> Found {
        match error {
            EscapeError::NonAscii => {
                let message = "bytes can only contain ASCII literal characters";
                Err(self.raise(How::At, &[id], message.into())?)
            }
            EscapeError::BytesHex { at } => {
                let message = format!("(value error) invalid \\x escape at position {at}");
                Err(self.raise(How::Here, &[], message)?)
            }
            EscapeError::Unicode { start, end, reason } => {
                let message = format!("(unicode error) {}", codec_error(body, start, end, reason));
                Err(self.raise(How::Here, &[], message)?)
            }
        }
    }

    fn strings(&mut self, id: Id) -> Found {
        let kids = self.get(id).kids.clone();
        let tags: Vec<Tag> = kids.iter().map(|&kid| self.get(kid).tag).collect();
        let bytes = tags.contains(&Tag::Bytes);
        if bytes && tags.iter().any(|&tag| tag != Tag::Bytes) {
            return Err(self.raise(How::Here, &[], "cannot mix bytes and nonbytes literals".into())?);
        }
        let tag = match bytes {
            true => Tag::Bytes,
            false if tags.contains(&Tag::JoinedStr) => Tag::JoinedStr,
            false => Tag::Str,
        };
        let (span, token) = (self.get(id).span, self.get(id).token);
        Ok(Some(self.node(tag, span, kids, token)))
    }
}

/// The words of a `UnicodeDecodeError`.
fn codec_error(body: &str, start: usize, end: usize, reason: &str) -> String {
    let (start, end) = (shown_position(body, start), shown_position(body, end));
    let place = if start == end {
        format!("byte 0x5c in position {start}")
    } else {
        format!("bytes in position {start}-{end}")
    };
    format!("'unicodeescape' codec can't decode {place}: {reason}")
}

/// CPython decodes a copy of the literal in which each character outside ASCII is `\UXXXXXXXX` and a
/// backslash before one is `\u005c`: where an offset is there.
fn shown_position(body: &str, offset: usize) -> usize {
    let bytes = body.as_bytes();
    let mut shown = 0;
    let mut at = 0;
    while at < offset.min(bytes.len()) {
        let escaped = bytes[at] == b'\\' && bytes.get(at + 1).is_none_or(|&b| b >= 0x80);
        shown += match bytes[at] {
            b'\\' if escaped => 6,
            b'\\' => {
                // A pair: the second character is not looked at.
                if at + 1 < offset {
                    at += 1;
                    2
                } else {
                    1
                }
            }
            0..0x80 => 1,
            0xC0.. => 10,
            _ => 0,
        };
        at += 1;
    }
    shown
}
