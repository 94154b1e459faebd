//! The lexer's state, indentation, operators and the main loop.

use super::fstring::FStringMode;
use super::token::{Token, TokenKind as K, keyword};
use crate::diagnostic::{Diagnostic, Kind};
use crate::source::{Interner, Name, Source, Span};
use std::borrow::Cow;

const MAX_INDENT: usize = 100;
const MAX_LEVEL: usize = 200;
const TAB_SIZE: u32 = 8;

/// Why the lexer stopped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LexError {
    /// A message with its place.
    Message(Diagnostic),
    /// The end of the text came inside brackets or after a backslash.
    Eof,
    Dedent,
    TabSpace,
    TooDeep,
    /// A backslash that ends no line, at this column.
    LineContinuation {
        col: i32,
    },
}

/// A bracket that was not closed when the lexer stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OpenBracket {
    pub bracket: u8,
    pub line: i32,
    pub col: i32,
}

/// All tokens of a text. The last is `EndMarker`, or `Error` if there is an error.
#[derive(Debug)]
pub struct Lexed {
    pub tokens: Vec<Token>,
    pub error: Option<LexError>,
    pub open_brackets: Vec<OpenBracket>,
    /// Where the lexer stopped: line and byte column.
    pub stopped_at: (i32, i32),
    /// f-strings that were open where the lexer stopped.
    pub open_fstrings: usize,
    /// Blocks that were open at the end of a text without a final line end.
    open_blocks: usize,
    pub warnings: Vec<Diagnostic>,
    /// Line and tag of each `# type: ignore`; only where type comments were asked for.
    pub type_ignores: Vec<(i32, Name)>,
}

pub(super) struct Lexer<'s> {
    text: &'s str,
    pub(super) src: &'s [u8],
    pub(super) pos: usize,
    pub(super) line: i32,
    pub(super) line_start: usize,
    /// Start of the first of the lines that backslashes join to this one.
    joined_start: usize,
    at_line_start: bool,
    /// A comment stood alone on its line; its line end is no `Newline`.
    comment_newline: bool,
    blank_line: bool,
    indents: Vec<(u32, u32)>,
    pub(super) brackets: Vec<OpenBracket>,
    pub(super) modes: Vec<FStringMode>,
    pub(super) tokens: Vec<Token>,
    pub(super) warnings: Vec<Diagnostic>,
    /// Makes `Comment` and `Nl` tokens and lets pass what only the parser objects to.
    pub(super) trivia: bool,
    /// Makes `TypeComment` tokens.
    type_comments: bool,
    type_ignores: Vec<(i32, Name)>,
    interner: &'s mut Interner,
}

pub(super) type LexResult<T> = Result<T, LexError>;

/// The tokens that the parser reads.
pub fn lex(source: &Source, interner: &mut Interner) -> Lexed {
    run(source, interner, false, false)
}

/// The tokens of an expression for `eval`: there no line end is added to the last line.
pub fn lex_expression(source: &Source, interner: &mut Interner) -> Lexed {
    tokenize(&source.text, interner, false, false)
}

/// The tokens of one statement at a prompt. No line end is added to the text, but the end of the text
/// counts as one, and as another after the blocks that it closes.
pub fn lex_interactive(source: &Source, interner: &mut Interner) -> Lexed {
    let mut lexed = tokenize(&source.text, interner, false, false);
    if let (None, [_, .., end]) = (&lexed.error, &lexed.tokens[..]) {
        let end = *end;
        let like_end = |kind| Token { kind, ..end };
        lexed.tokens.pop();
        lexed.tokens.push(like_end(K::Newline));
        if lexed.open_blocks > 0 {
            lexed.tokens.extend(std::iter::repeat_n(like_end(K::Dedent), lexed.open_blocks));
            lexed.tokens.push(like_end(K::Newline));
        }
        lexed.tokens.push(end);
    }
    lexed
}

/// The tokens that the parser reads where comments may give types.
pub fn lex_with_type_comments(source: &Source, interner: &mut Interner) -> Lexed {
    run(source, interner, false, true)
}

/// The tokens that `python -m tokenize` shows: comments and all line ends too.
pub fn lex_with_trivia(source: &Source, interner: &mut Interner) -> Lexed {
    run(source, interner, true, false)
}

fn run(source: &Source, interner: &mut Interner, trivia: bool, type_comments: bool) -> Lexed {
    let text = &*source.text;
    let text: Cow<str> = if text.is_empty() || text.ends_with('\n') {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("{text}\n"))
    };
    tokenize(&text, interner, trivia, type_comments)
}

fn tokenize(text: &str, interner: &mut Interner, trivia: bool, type_comments: bool) -> Lexed {
    // About one new name in so many bytes; a guess that is too small only costs time.
    interner.reserve(text.len().min(1 << 20) / 128);
    let mut lexer = Lexer {
        text,
        src: text.as_bytes(),
        pos: 0,
        line: 1,
        line_start: 0,
        joined_start: 0,
        at_line_start: true,
        comment_newline: false,
        blank_line: false,
        indents: vec![(0, 0)],
        brackets: Vec::new(),
        modes: Vec::new(),
        tokens: Vec::with_capacity(text.len() / 4 + 4),
        warnings: Vec::new(),
        trivia,
        type_comments,
        type_ignores: Vec::new(),
        interner,
    };
    let error = lexer.all_tokens().err();
    if error.is_some() {
        lexer.push_placeless(K::Error);
    }
    let stopped_at = (lexer.line, (lexer.pos.saturating_sub(lexer.line_start)) as i32);
    Lexed {
        tokens: lexer.tokens,
        error,
        open_brackets: lexer.brackets,
        stopped_at,
        open_fstrings: lexer.modes.len(),
        open_blocks: lexer.indents.len() - 1,
        warnings: lexer.warnings,
        type_ignores: lexer.type_ignores,
    }
}

impl<'s> Lexer<'s> {
    /// The byte at `pos + ahead`; 0 past the end.
    #[inline(always)]
    pub(super) fn peek(&self, ahead: usize) -> u8 {
        self.src.get(self.pos + ahead).copied().unwrap_or(0)
    }

    pub(super) fn at_end(&self) -> bool {
        self.pos >= self.src.len()
    }

    pub(super) fn col(&self, offset: usize) -> i32 {
        (offset as i64 - self.line_start as i64) as i32
    }

    /// Call with `pos` just behind a newline.
    #[inline]
    pub(super) fn next_line(&mut self) {
        if self.pos < self.src.len() {
            self.line += 1;
            self.line_start = self.pos;
        }
    }

    #[inline]
    pub(super) fn push(&mut self, kind: K, start: usize) {
        self.push_named(kind, start, Name(0));
    }

    #[inline]
    fn push_named(&mut self, kind: K, start: usize, name: Name) {
        let span = Span::new(self.line, self.col(start), self.line, self.col(self.pos));
        self.tokens.push(Token {
            start: start as u32,
            end: self.pos as u32,
            span,
            name,
            kind,
            level: self.brackets.len() as u8,
        });
    }

    pub(super) fn push_placeless(&mut self, kind: K) {
        let at = self.pos.min(self.src.len()) as u32;
        let span = Span::new(self.line, -1, self.line, -1);
        let level = self.brackets.len() as u8;
        self.tokens.push(Token { start: at, end: at, span, name: Name(0), kind, level });
    }

    /// An error at the byte before `pos`, where CPython's tokenizer puts its own.
    pub(super) fn error<T>(&self, message: impl Into<String>) -> LexResult<T> {
        self.error_at(self.line, self.last_char_col(), message)
    }

    /// Column of the character before `pos`.
    fn last_char_col(&self) -> i32 {
        let mut at = self.pos.min(self.src.len());
        if at <= self.line_start {
            return -1;
        }
        at -= 1;
        while at > self.line_start && self.src[at] & 0xC0 == 0x80 {
            at -= 1;
        }
        self.col(at)
    }

    pub(super) fn error_at<T>(&self, line: i32, col: i32, message: impl Into<String>) -> LexResult<T> {
        Err(LexError::Message(Diagnostic::syntax(message, Span::new(line, col, line, col))))
    }

    pub(super) fn warn(&mut self, message: String) {
        let span = Span::new(self.line, -1, self.line, -1);
        self.warnings.push(Diagnostic::new(Kind::SyntaxWarning, message, span));
    }

    fn all_tokens(&mut self) -> LexResult<()> {
        loop {
            if self.modes.last().is_some_and(|mode| mode.in_text) {
                self.fstring_text()?;
                continue;
            }
            if self.at_line_start {
                self.indentation()?;
            }
            if !self.token()? {
                return Ok(());
            }
        }
    }

    /// Reads a line's leading space and makes `Indent` and `Dedent` tokens.
    fn indentation(&mut self) -> LexResult<()> {
        self.at_line_start = false;
        let (mut col, mut alt_col) = (0u32, 0u32);
        let mut continued_col = 0;
        loop {
            match self.peek(0) {
                b' ' => {
                    let spaces = self.src[self.pos..].iter().take_while(|&&b| b == b' ').count();
                    (col, alt_col) = (col + spaces as u32, alt_col + spaces as u32);
                    self.pos += spaces;
                    continue;
                }
                b'\t' => (col, alt_col) = ((col / TAB_SIZE + 1) * TAB_SIZE, alt_col + 1),
                0x0C => (col, alt_col) = (0, 0),
                b'\\' => {
                    if continued_col == 0 {
                        continued_col = col;
                    }
                    self.line_continuation()?;
                    continue;
                }
                _ => break,
            }
            self.pos += 1;
        }
        self.blank_line = matches!(self.peek(0), b'#' | b'\n');
        if self.blank_line || !self.brackets.is_empty() {
            return Ok(());
        }
        if continued_col != 0 {
            (col, alt_col) = (continued_col, continued_col);
        }
        let (top, alt_top) = self.indents[self.indents.len() - 1];
        if col == top {
            if alt_col != alt_top {
                return self.stop(LexError::TabSpace);
            }
        } else if col > top {
            if self.indents.len() >= MAX_INDENT {
                return self.stop(LexError::TooDeep);
            }
            if alt_col <= alt_top {
                return self.stop(LexError::TabSpace);
            }
            self.indents.push((col, alt_col));
            if self.trivia {
                self.push(K::Indent, self.line_start);
            } else {
                self.push_placeless(K::Indent);
            }
        } else {
            let mut dedents = 0;
            while self.indents.len() > 1 && col < self.indents[self.indents.len() - 1].0 {
                self.indents.pop();
                dedents += 1;
            }
            let (top, alt_top) = self.indents[self.indents.len() - 1];
            if col != top {
                return self.stop(LexError::Dedent);
            }
            if alt_col != alt_top {
                return self.stop(LexError::TabSpace);
            }
            for _ in 0..dedents {
                if self.trivia {
                    self.push(K::Dedent, self.pos);
                } else {
                    self.push_placeless(K::Dedent);
                }
            }
        }
        Ok(())
    }

    /// Stops at the end of the line, as CPython does for errors of indentation.
    fn stop(&mut self, error: LexError) -> LexResult<()> {
        while !self.at_end() && self.src[self.pos] != b'\n' {
            self.pos += 1;
        }
        self.pos = (self.pos + 1).min(self.src.len());
        Err(error)
    }

    /// At a backslash: goes to the start of the next line.
    fn line_continuation(&mut self) -> LexResult<()> {
        if self.peek(1) != b'\n' {
            self.pos += 1;
            // CPython counts from the first of the joined lines.
            let col = (self.pos - self.joined_start) as i32 - i32::from(self.at_end());
            if !self.at_end() {
                self.pos += 1;
            }
            return Err(LexError::LineContinuation { col });
        }
        self.pos += 2;
        if self.at_end() {
            return Err(LexError::Eof);
        }
        self.next_line();
        Ok(())
    }

    /// One token in normal mode; false at the end.
    fn token(&mut self) -> LexResult<bool> {
        loop {
            while matches!(self.peek(0), b' ' | b'\t' | 0x0C) {
                self.pos += 1;
            }
            let start = self.pos;
            let c = self.peek(0);
            match c {
                b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => self.word()?,
                b'0'..=b'9' => self.number()?,
                b'"' | b'\'' => self.string(start)?,
                b'\n' => {
                    self.newline(start);
                }
                b'#' => {
                    if self.type_comments && self.type_comment() {
                        return Ok(true);
                    }
                    self.comment()?;
                    if self.trivia || self.at_end() {
                        continue;
                    }
                    // The tokenizer's line end begins where a comment before it does.
                    self.newline(start);
                }
                b'\\' => {
                    self.line_continuation()?;
                    continue;
                }
                b'.' if self.peek(1).is_ascii_digit() => self.number()?,
                0 => return self.end(),
                _ => self.operator(c)?,
            }
            return Ok(true);
        }
    }

    fn comment(&mut self) -> LexResult<()> {
        let start = self.pos;
        let rest = &self.text[start..];
        let len = rest.find('\n').unwrap_or(rest.len());
        if rest[..len].contains('\0') {
            self.pos = self.line_start;
            return self.error("source code cannot contain null bytes");
        }
        self.pos += len;
        if self.trivia {
            self.push(K::Comment, start);
            self.comment_newline = self.blank_line;
        }
        Ok(())
    }

    /// At a comment: takes it if it gives a type or says that types are to be ignored.
    fn type_comment(&mut self) -> bool {
        let src = self.src;
        let blanks = |from: usize| src[from..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let word = self.pos + 1 + blanks(self.pos + 1);
        if !src[word..].starts_with(b"type:") {
            return false;
        }
        let start = word + 5 + blanks(word + 5);
        let mut end = start + src[start..].iter().position(|&b| b == b'\n').unwrap_or(src.len() - start);
        let text = |from: usize, to: usize| std::str::from_utf8(&src[from..to]).unwrap_or_default();
        let rest = src[start..end].strip_prefix(b"ignore");
        if rest.is_some_and(|rest| rest.first().is_none_or(|b| b.is_ascii() && !b.is_ascii_alphanumeric())) {
            // Alone on its line it takes the line end with it.
            let alone = self.blank_line;
            end += usize::from(alone && end < src.len());
            let tag = self.interner.intern(text(start + 6, end));
            self.type_ignores.push((self.line, tag));
            self.pos = end;
            if alone {
                self.blank_line = false;
                self.at_line_start = true;
                self.next_line();
                self.joined_start = self.line_start;
            }
        } else {
            let name = self.interner.intern(text(start, end));
            self.pos = end;
            self.push_named(K::TypeComment, start, name);
            self.blank_line = false;
        }
        true
    }

    /// At a line end, whose token begins at `start`.
    fn newline(&mut self, start: usize) {
        self.pos += 1;
        let ends = !self.blank_line && self.brackets.is_empty();
        if ends && !(self.comment_newline && self.trivia) {
            self.push(K::Newline, start);
        } else if self.trivia {
            self.push(K::Nl, start);
        }
        self.comment_newline = false;
        self.blank_line = false;
        self.at_line_start = true;
        self.next_line();
        self.joined_start = self.line_start;
    }

    /// At a zero byte or the end of the text.
    fn end(&mut self) -> LexResult<bool> {
        if !self.at_end() {
            self.pos = self.line_start;
            return self.error("source code cannot contain null bytes");
        }
        if !self.brackets.is_empty() {
            return Err(LexError::Eof);
        }
        if self.src.is_empty() {
            self.line = 0;
        }
        self.push_placeless(K::EndMarker);
        Ok(false)
    }

    /// An identifier, a keyword, or a string with a prefix.
    fn word(&mut self) -> LexResult<()> {
        let start = self.pos;
        if let Some(len) = string_prefix(&self.src[start..]) {
            let f = self.src[start..start + len].iter().any(|b| matches!(b, b'f' | b'F'));
            self.pos += len;
            return if f { self.fstring_start(start) } else { self.string(start) };
        }
        let rest = &self.src[start..];
        self.pos += rest.iter().position(|&b| !IN_WORD[b as usize]).unwrap_or(rest.len());
        let text = &self.text[start..self.pos];
        if text.is_ascii() {
            let kind = if (2..=8).contains(&text.len()) { keyword(text.as_bytes()) } else { K::Name };
            let name = match kind {
                K::Name => self.interner.intern(text),
                _ => Name(0),
            };
            self.push_named(kind, start, name);
            return Ok(());
        }
        if self.trivia {
            self.push(K::Name, start);
            return Ok(());
        }
        if let Some((at, message)) = super::identifier::invalid_character(text) {
            let len = text[at..].chars().next().map_or(1, char::len_utf8);
            self.pos = start + at + len;
            return self.error(message);
        }
        let name = self.interner.intern(&super::identifier::normalize(text));
        self.push_named(K::Name, start, name);
        Ok(())
    }

    fn operator(&mut self, c: u8) -> LexResult<()> {
        let start = self.pos;
        let (c1, c2) = (self.peek(1), self.peek(2));
        if self.before_operator(c)? {
            return Ok(());
        }
        let (kind, len) = operator(c, c1, c2);
        match kind {
            K::LPar | K::LSqb | K::LBrace => {
                self.pos += 1;
                self.open_bracket(c, start)?;
            }
            K::RPar | K::RSqb | K::RBrace => {
                self.pos += 1;
                self.close_bracket(c)?;
            }
            K::Op if !(b' '..0x7F).contains(&c) => {
                self.pos += 1;
                return self.error(format!("invalid non-printable character U+{c:04X}"));
            }
            _ => self.pos += len,
        }
        if kind == K::Equal
            && let Some(mode) = self.modes.last_mut()
        {
            mode.saw_equal();
        }
        self.push(kind, start);
        Ok(())
    }

    fn open_bracket(&mut self, bracket: u8, start: usize) -> LexResult<()> {
        if self.brackets.len() >= MAX_LEVEL {
            return self.error("too many nested parentheses");
        }
        self.brackets.push(OpenBracket { bracket, line: self.line, col: self.col(start) });
        if let Some(mode) = self.modes.last_mut() {
            mode.depth += 1;
        }
        Ok(())
    }

    fn close_bracket(&mut self, c: u8) -> LexResult<()> {
        let close = c as char;
        if self.modes.last().is_some_and(|mode| mode.depth == 0 && c == b'}') {
            return self.error("f-string: single '}' is not allowed");
        }
        match self.brackets.pop() {
            None if !self.trivia => return self.error(format!("unmatched '{close}'")),
            None => {}
            Some(open) => {
                let matches = matches!((open.bracket, c), (b'(', b')') | (b'[', b']') | (b'{', b'}'));
                if !matches && !self.trivia {
                    if open.bracket == b'{'
                        && self.modes.last().is_some_and(|mode| mode.depth - 1 == mode.field_depth)
                    {
                        return self.error(format!("f-string: unmatched '{close}'"));
                    }
                    let opening = open.bracket as char;
                    let mut message = format!(
                        "closing parenthesis '{close}' does not match opening parenthesis '{opening}'"
                    );
                    if open.line != self.line {
                        message += &format!(" on line {}", open.line);
                    }
                    return self.error(message);
                }
            }
        }
        let closed = self.modes.last_mut().map(|mode| mode.close_bracket(c));
        if closed == Some(false) {
            return self.error(format!("f-string: unmatched '{close}'"));
        }
        Ok(())
    }
}

/// The bytes that identifiers consist of; what is not ASCII is looked at later.
static IN_WORD: [bool; 256] = {
    let mut all = [false; 256];
    let mut b = 0;
    while b < 256 {
        all[b] = b >= 0x80 || b == b'_' as usize || (b as u8).is_ascii_alphanumeric();
        b += 1;
    }
    all
};

/// Length of the string prefix that `text` starts with, if a quote follows it.
fn string_prefix(text: &[u8]) -> Option<usize> {
    let quote = |i: usize| matches!(text.get(i), Some(b'"' | b'\''));
    let first = text.first()?.to_ascii_lowercase();
    if !matches!(first, b'b' | b'r' | b'u' | b'f') {
        return None;
    }
    if quote(1) {
        return Some(1);
    }
    let second = text.get(1)?.to_ascii_lowercase();
    (quote(2) && matches!((first, second), (b'b' | b'f', b'r') | (b'r', b'b' | b'f'))).then_some(2)
}

/// The longest operator that starts with these three bytes, and its length.
fn operator(c: u8, c1: u8, c2: u8) -> (K, usize) {
    let eq = c1 == b'=';
    let pick = |plain: K, with_eq: K| if eq { (with_eq, 2) } else { (plain, 1) };
    let double = |kind: K, with_eq: K| if c2 == b'=' { (with_eq, 3) } else { (kind, 2) };
    match c {
        b'(' => (K::LPar, 1),
        b')' => (K::RPar, 1),
        b'[' => (K::LSqb, 1),
        b']' => (K::RSqb, 1),
        b'{' => (K::LBrace, 1),
        b'}' => (K::RBrace, 1),
        b',' => (K::Comma, 1),
        b';' => (K::Semi, 1),
        b'~' => (K::Tilde, 1),
        b':' => pick(K::Colon, K::ColonEqual),
        b'=' => pick(K::Equal, K::EqEqual),
        b'!' => pick(K::Exclamation, K::NotEqual),
        b'+' => pick(K::Plus, K::PlusEqual),
        b'@' => pick(K::At, K::AtEqual),
        b'%' => pick(K::Percent, K::PercentEqual),
        b'&' => pick(K::Amper, K::AmperEqual),
        b'|' => pick(K::VBar, K::VBarEqual),
        b'^' => pick(K::Circumflex, K::CircumflexEqual),
        b'-' if c1 == b'>' => (K::RArrow, 2),
        b'-' => pick(K::Minus, K::MinEqual),
        b'*' if c1 == b'*' => double(K::DoubleStar, K::DoubleStarEqual),
        b'*' => pick(K::Star, K::StarEqual),
        b'/' if c1 == b'/' => double(K::DoubleSlash, K::DoubleSlashEqual),
        b'/' => pick(K::Slash, K::SlashEqual),
        b'<' if c1 == b'<' => double(K::LeftShift, K::LeftShiftEqual),
        b'<' if c1 == b'>' => (K::NotEqual, 2),
        b'<' => pick(K::Less, K::LessEqual),
        b'>' if c1 == b'>' => double(K::RightShift, K::RightShiftEqual),
        b'>' => pick(K::Greater, K::GreaterEqual),
        b'.' if c1 == b'.' && c2 == b'.' => (K::Ellipsis, 3),
        b'.' => (K::Dot, 1),
        _ => (K::Op, 1),
    }
}
