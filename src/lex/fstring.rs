//! f-strings (PEP 701): the text between replacement fields, and where fields begin and end.

use super::lexer::{LexError, LexResult, Lexer};
use super::token::TokenKind as K;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

const MAX_FSTRINGS: usize = 149;
const MAX_FIELD_DEPTH: i32 = 3;

/// The state of one open f-string.
#[derive(Debug)]
pub(super) struct FStringMode {
    pub(super) quote: u8,
    pub(super) quote_size: usize,
    raw: bool,
    /// The next token is text of the string, not an expression's.
    pub(super) in_text: bool,
    in_format_spec: bool,
    /// Brackets opened since the string began.
    pub(super) depth: i32,
    /// Which of the brackets is the innermost field's; -1 outside fields.
    pub(super) field_depth: i32,
    debug: bool,
    line: i32,
    col: i32,
}

impl FStringMode {
    /// An `=` inside a field.
    pub(super) fn saw_equal(&mut self) {
        if self.field_depth >= 0 {
            self.debug = true;
        }
    }

    /// Counts a closing bracket; false if there was none open.
    pub(super) fn close_bracket(&mut self, c: u8) -> bool {
        self.depth -= 1;
        if self.depth < 0 {
            return false;
        }
        if c == b'}' && self.depth == self.field_depth {
            self.field_depth -= 1;
            self.in_text = true;
            self.in_format_spec = false;
            self.debug = false;
        }
        true
    }
}

impl Lexer<'_> {
    /// At the opening quote of an f-string whose prefix begins at `start`.
    pub(super) fn fstring_start(&mut self, start: usize) -> LexResult<()> {
        let quote = self.peek(0);
        let quote_size = if self.peek(1) == quote && self.peek(2) == quote { 3 } else { 1 };
        let raw = self.src[start..self.pos].iter().any(|b| matches!(b, b'r' | b'R'));
        self.pos += quote_size;
        if self.modes.len() >= MAX_FSTRINGS {
            return self.error("too many nested f-strings");
        }
        self.push(K::FStringStart, start);
        self.modes.push(FStringMode {
            quote,
            quote_size,
            raw,
            in_text: true,
            in_format_spec: false,
            depth: 0,
            field_depth: -1,
            debug: false,
            line: self.line,
            col: self.col(start),
        });
        Ok(())
    }

    /// Before an operator inside a field: a colon at the field's own level begins its format
    /// specification. True if that took the operator.
    pub(super) fn before_operator(&mut self, c: u8) -> LexResult<bool> {
        if c != b':' {
            return Ok(false);
        }
        let start = self.pos;
        let Some(mode) = self.modes.last_mut() else { return Ok(false) };
        if mode.field_depth < 0 || mode.depth - 1 != mode.field_depth {
            return Ok(false);
        }
        mode.in_text = true;
        mode.in_format_spec = true;
        self.pos += 1;
        self.push(K::Colon, start);
        Ok(true)
    }

    fn mode(&mut self) -> Option<&mut FStringMode> {
        self.modes.last_mut()
    }

    fn begin_field(&mut self) -> LexResult<()> {
        let Some(mode) = self.mode() else { return Ok(()) };
        mode.field_depth += 1;
        if mode.field_depth >= MAX_FIELD_DEPTH {
            return self.error("f-string: expressions nested too deeply");
        }
        mode.in_text = false;
        Ok(())
    }

    /// The next token where an f-string's text is expected: text, the end, or a field's brace.
    pub(super) fn fstring_text(&mut self) -> LexResult<()> {
        let Some(mode) = self.modes.last() else { return Ok(()) };
        let (quote, size, raw) = (mode.quote, mode.quote_size, mode.raw);
        let in_format_spec = mode.in_format_spec && mode.field_depth >= 0;
        let depth = mode.depth;
        let start = self.pos;
        let (first_line, first_col) = (self.line, self.col(start));
        if self.peek(0) == b'{' && self.peek(1) != b'{' {
            return self.begin_field();
        }
        if self.quotes(quote, size) {
            self.pos += size;
            self.modes.pop();
            self.push(K::FStringEnd, start);
            return Ok(());
        }
        let mut named_escape = false;
        let mut end = None;
        while !self.quotes(quote, size) {
            let at_end = self.at_end();
            let c = self.peek(0);
            if c == b'\n' && size == 1 && in_format_spec {
                // A format specification ends with its line; the parser may object.
                if let Some(mode) = self.mode() {
                    mode.in_text = false;
                    mode.in_format_spec = false;
                }
                break;
            }
            if at_end || (c == b'\n' && size == 1) {
                return self.unterminated_fstring();
            }
            match c {
                0 => {
                    self.pos = self.line_start;
                    return self.error("source code cannot contain null bytes");
                }
                b'\n' => {
                    self.pos += 1;
                    self.next_line();
                }
                b'{' => {
                    if self.peek(1) == b'{' && !in_format_spec {
                        end = Some(self.pos + 1);
                        self.pos += 2;
                    } else {
                        self.begin_field()?;
                        if let Some(mode) = self.mode() {
                            mode.in_format_spec = false;
                        }
                    }
                    break;
                }
                b'}' => {
                    if named_escape {
                        self.pos += 1;
                    } else if self.peek(1) == b'}' && !in_format_spec && depth == 0 {
                        end = Some(self.pos + 1);
                        self.pos += 2;
                    } else if let Some(mode) = self.mode() {
                        mode.in_text = false;
                        mode.in_format_spec = false;
                    }
                    break;
                }
                b'\\' => {
                    self.pos += 1;
                    let next = self.peek(0);
                    if matches!(next, b'{' | b'}') {
                        if !raw {
                            self.warn(format!("invalid escape sequence '\\{}'", next as char));
                        }
                        continue;
                    }
                    if !self.at_end() {
                        self.pos += 1;
                    }
                    if next == b'\n' {
                        self.next_line();
                    } else if next == b'N' && !raw && self.peek(0) == b'{' {
                        self.pos += 1;
                        named_escape = true;
                    }
                }
                _ => self.pos += 1,
            }
        }
        let span = Span::new(first_line, first_col, self.line, self.col(self.pos));
        self.push_spanning(K::FStringMiddle, start, end.unwrap_or(self.pos), span);
        Ok(())
    }

    fn quotes(&self, quote: u8, size: usize) -> bool {
        self.peek(0) == quote && (size == 1 || (self.peek(1) == quote && self.peek(2) == quote))
    }

    fn unterminated_fstring(&mut self) -> LexResult<()> {
        let detected = self.line;
        let Some(mode) = self.modes.last() else { return Ok(()) };
        let (line, col, size) = (mode.line, mode.col, mode.quote_size);
        let message = if size == 3 {
            format!("unterminated triple-quoted f-string literal (detected at line {detected})")
        } else {
            format!("unterminated f-string literal (detected at line {detected})")
        };
        Err(LexError::Message(Diagnostic::syntax(message, Span::new(line, col, line, col))))
    }
}
