//! String literals without replacement fields.

use super::lexer::{LexResult, Lexer};
use super::token::{Token, TokenKind as K};
use crate::source::{Name, Span};

/// The bytes that mean something inside a string literal.
static MATTERS: [bool; 256] = {
    let mut all = [false; 256];
    let bytes = b"\"'\\\n\0";
    let mut i = 0;
    while i < bytes.len() {
        all[bytes[i] as usize] = true;
        i += 1;
    }
    all
};

impl Lexer<'_> {
    /// At the opening quote of a string whose prefix begins at `start`.
    pub(super) fn string(&mut self, start: usize) -> LexResult<()> {
        let quote = self.peek(0);
        let (first_line, first_col) = (self.line, self.col(start));
        let triple = self.peek(1) == quote && self.peek(2) == quote;
        self.pos += if triple { 3 } else { 1 };
        let mut escaped_quote = false;
        loop {
            let rest = &self.src[self.pos..];
            self.pos += rest.iter().position(|&b| MATTERS[b as usize]).unwrap_or(rest.len());
            if self.at_end() {
                return self.unterminated(first_line, first_col, quote, triple, escaped_quote);
            }
            let c = self.src[self.pos];
            self.pos += 1;
            if c == quote {
                if !triple {
                    break;
                }
                if self.peek(0) == quote && self.peek(1) == quote {
                    self.pos += 2;
                    break;
                }
            } else if c == b'\\' {
                let escaped = self.peek(0);
                escaped_quote |= escaped == quote;
                if !self.at_end() {
                    self.pos += 1;
                }
                if escaped == b'\n' {
                    self.next_line();
                }
            } else if c == b'\n' {
                if !triple {
                    return self.unterminated(first_line, first_col, quote, triple, escaped_quote);
                }
                self.next_line();
            } else if c == 0 {
                self.pos = self.line_start;
                return self.error("source code cannot contain null bytes");
            }
        }
        let span = Span::new(first_line, first_col, self.line, self.col(self.pos));
        self.push_spanning(K::String, start, self.pos, span);
        Ok(())
    }

    pub(super) fn push_spanning(&mut self, kind: K, start: usize, end: usize, span: Span) {
        let level = self.brackets.len() as u8;
        self.tokens.push(Token { start: start as u32, end: end as u32, span, name: Name(0), kind, level });
    }

    fn unterminated(
        &mut self,
        line: i32,
        col: i32,
        quote: u8,
        triple: bool,
        escaped_quote: bool,
    ) -> LexResult<()> {
        let size = if triple { 3 } else { 1 };
        if self.modes.last().is_some_and(|mode| mode.quote == quote && mode.quote_size == size) {
            return self.error_at(line, col, "f-string: expecting '}'");
        }
        let detected = self.line;
        let message = if triple {
            format!("unterminated triple-quoted string literal (detected at line {detected})")
        } else if escaped_quote {
            format!(
                "unterminated string literal (detected at line {detected}); perhaps you escaped the end quote?"
            )
        } else {
            format!("unterminated string literal (detected at line {detected})")
        };
        self.error_at(line, col, message)
    }
}
