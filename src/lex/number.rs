//! Number literals.

use super::lexer::LexError;
use super::lexer::{LexResult, Lexer};
use super::token::TokenKind as K;
use crate::diagnostic::{Columns, Diagnostic};
use crate::source::Span;

/// Words that may follow a number without a space, with a warning.
const AFTER_NUMBER: &[&[u8]] = &[b"and", b"else", b"for", b"or", b"not"];

impl Lexer<'_> {
    /// At a digit, or at a dot before a digit.
    pub(super) fn number(&mut self) -> LexResult<()> {
        let start = self.pos;
        let kind = match (self.peek(0), self.peek(1)) {
            (b'0', b'x' | b'X') => self.radix_digits("hexadecimal", |c| c.is_ascii_hexdigit())?,
            (b'0', b'o' | b'O') => self.radix_digits("octal", |c| (b'0'..b'8').contains(&c))?,
            (b'0', b'b' | b'B') => self.radix_digits("binary", |c| matches!(c, b'0' | b'1'))?,
            _ => self.decimal(start)?,
        };
        if !kind.is_empty() {
            self.end_of_number(kind)?;
        }
        self.push(K::Number, start);
        Ok(())
    }

    fn radix_digits(&mut self, kind: &'static str, valid: fn(u8) -> bool) -> LexResult<&'static str> {
        self.pos += 2;
        loop {
            if self.peek(0) == b'_' {
                self.pos += 1;
            }
            let c = self.peek(0);
            if !valid(c) {
                return self.bad_digit(kind, c);
            }
            while valid(self.peek(0)) {
                self.pos += 1;
            }
            if self.peek(0) != b'_' {
                break;
            }
        }
        let c = self.peek(0);
        if c.is_ascii_digit() { self.bad_digit(kind, c) } else { Ok(kind) }
    }

    fn bad_digit(&mut self, kind: &str, c: u8) -> LexResult<&'static str> {
        if c.is_ascii_digit() {
            self.pos += 1;
            return self.error(format!("invalid digit '{}' in {kind} literal", c as char));
        }
        self.error(format!("invalid {kind} literal"))
    }

    /// Digits with single underscores between them.
    fn digits(&mut self) -> LexResult<()> {
        loop {
            while self.peek(0).is_ascii_digit() {
                self.pos += 1;
            }
            if self.peek(0) != b'_' {
                return Ok(());
            }
            self.pos += 1;
            if !self.peek(0).is_ascii_digit() {
                return self.error("invalid decimal literal");
            }
        }
    }

    /// The kind of literal for the check of what follows; empty if that was done.
    fn decimal(&mut self, start: usize) -> LexResult<&'static str> {
        self.digits()?;
        let digits = &self.src[start..self.pos];
        let zeros = digits.iter().take_while(|&&c| matches!(c, b'0' | b'_')).count();
        let leading_zero = digits.first() == Some(&b'0') && zeros < digits.len();
        let mut integer = true;
        if self.peek(0) == b'.' {
            integer = false;
            self.pos += 1;
            if self.peek(0).is_ascii_digit() {
                self.digits()?;
            }
        }
        let mut kind = "decimal";
        if matches!(self.peek(0), b'e' | b'E') {
            let sign = matches!(self.peek(1), b'+' | b'-');
            if self.peek(if sign { 2 } else { 1 }).is_ascii_digit() {
                integer = false;
                self.pos += if sign { 2 } else { 1 };
                self.digits()?;
            } else if sign {
                self.pos += 2;
                return self.error("invalid decimal literal");
            } else {
                // The letter may begin a keyword: `1else`.
                self.end_of_number("decimal")?;
                return Ok("");
            }
        }
        if matches!(self.peek(0), b'j' | b'J') {
            self.pos += 1;
            kind = "imaginary";
        } else if integer && leading_zero && !self.trivia {
            let message = "leading zeros in decimal integer literals are not permitted; \
                           use an 0o prefix for octal integers";
            // The end is the first digit behind the zeros.
            let (col, end_col) = (self.col(start), self.col(start + zeros));
            let error = Diagnostic::syntax(message, Span::new(self.line, col, self.line, end_col));
            // CPython shows this place in bytes.
            return Err(LexError::Message(Diagnostic { columns: Columns::Bytes, ..error }));
        }
        Ok(kind)
    }

    /// What follows a number directly may be no letter or digit, except some keywords.
    fn end_of_number(&mut self, kind: &str) -> LexResult<()> {
        let c = self.peek(0);
        if self.trivia || !(c.is_ascii_alphanumeric() || c == b'_') {
            return Ok(());
        }
        let rest = &self.src[self.pos..];
        let ends = |len: usize| {
            rest.get(len).is_none_or(|&c| !(c.is_ascii_alphanumeric() || c == b'_' || c >= 0x80))
        };
        let keyword = AFTER_NUMBER.iter().any(|word| rest.starts_with(word) && ends(word.len()))
            || (c == b'i' && matches!(self.peek(1), b'f' | b'n' | b's'));
        if keyword {
            self.warn(format!("invalid {kind} literal"));
            return Ok(());
        }
        self.error(format!("invalid {kind} literal"))
    }
}
