//! The tokens as `python3.13 -m tokenize -e` lists them.

use crate::constant::Text;
use crate::constant::repr::repr_text;
use crate::diagnostic::Diagnostic;
use crate::lex::{LexError, OPERATORS, Token, TokenKind, lex_with_trivia};
use crate::source::{Interner, Source};
use std::fmt::Write;

/// One line a token: its place, its kind, its text. Where the text is wrong, the message and place
/// that the tool gives.
pub fn text(source: &Source) -> Result<String, String> {
    let lexed = lex_with_trivia(source, &mut Interner::default());
    if let Some(error) = &lexed.error {
        return Err(message(source, error, lexed.stopped_at));
    }
    let mut places = Places::new(&source.text);
    let mut out = String::new();
    row(&mut out, (0, 0), (0, 0), "ENCODING", "utf-8");
    let mut tokens = lexed.tokens.iter().peekable();
    while let Some(token) = tokens.next() {
        let (mut start, mut end) = (places.at(token.start), places.at(token.end));
        let mut string = source.text.get(token.start as usize..token.end as usize).unwrap_or("");
        match token.kind {
            TokenKind::Newline | TokenKind::Nl => {
                string = if (token.start as usize) < source.text.len() { "\n" } else { "" };
                end = (start.0, start.1 + 1);
            }
            TokenKind::Dedent => {
                // Where the next token that is none starts.
                let next = tokens.clone().find(|t| t.kind != TokenKind::Dedent);
                start = next.map_or(start, |t| places.at(t.start));
                if next.is_none_or(|t| t.kind == TokenKind::EndMarker) {
                    start = (places.last_line() + 1, 0);
                }
                (end, string) = (start, "");
            }
            TokenKind::EndMarker => {
                start = (places.last_line() + 1, 0);
                (end, string) = (start, "");
            }
            _ => {}
        }
        row(&mut out, start, end, name(token), string);
    }
    Ok(out)
}

fn row(out: &mut String, start: (usize, usize), end: (usize, usize), name: &str, string: &str) {
    let range = format!("{},{}-{},{}:", start.0, start.1, end.0, end.1);
    let _ = writeln!(out, "{range:<20}{name:<15}{:<15}", repr_text(&Text::from(string)));
}

fn name(token: &Token) -> &'static str {
    match token.kind {
        TokenKind::EndMarker => "ENDMARKER",
        TokenKind::Number => "NUMBER",
        TokenKind::String => "STRING",
        TokenKind::FStringStart => "FSTRING_START",
        TokenKind::FStringMiddle => "FSTRING_MIDDLE",
        TokenKind::FStringEnd => "FSTRING_END",
        TokenKind::Newline => "NEWLINE",
        TokenKind::Indent => "INDENT",
        TokenKind::Dedent => "DEDENT",
        TokenKind::Comment => "COMMENT",
        TokenKind::Nl => "NL",
        TokenKind::Error => "ERRORTOKEN",
        TokenKind::Op => "OP",
        kind => OPERATORS.iter().find(|o| o.1 == kind).map_or("NAME", |o| o.2),
    }
}

/// Byte offsets to lines and columns in characters, quick for offsets that go up.
struct Places<'a> {
    text: &'a str,
    line_starts: Vec<usize>,
    /// The last answer: line index, byte offset, column.
    last: (usize, usize, usize),
}

impl<'a> Places<'a> {
    fn new(text: &'a str) -> Places<'a> {
        let mut line_starts = vec![0];
        line_starts.extend(text.bytes().enumerate().filter(|&(_, b)| b == b'\n').map(|(i, _)| i + 1));
        Places { text, line_starts, last: (0, 0, 0) }
    }
    fn at(&mut self, offset: u32) -> (usize, usize) {
        let offset = (offset as usize).min(self.text.len());
        let line = self.line_starts.partition_point(|&s| s <= offset) - 1;
        let (known_line, from, col) = self.last;
        let (from, col) =
            if known_line == line && from <= offset { (from, col) } else { (self.line_starts[line], 0) };
        let col = col + self.text.get(from..offset).map_or(0, |t| t.chars().count());
        self.last = (line, offset, col);
        (line + 1, col)
    }
    fn last_line(&self) -> usize {
        self.line_starts.len() - usize::from(self.text.ends_with('\n') || self.text.is_empty())
    }
}

fn message(source: &Source, error: &LexError, stopped: (i32, i32)) -> String {
    let at = |line: i32, col: i32, text: &str| format!("{}:{line}:{col}: error: {text}", source.name);
    match error {
        LexError::Message(diagnostic) => {
            let place = diagnostic.span.map_or((0, 0), |s| (s.line, s.col + 1));
            at(place.0, place.1, spoken(diagnostic))
        }
        LexError::Eof => at(stopped.0, stopped.1, "unexpected EOF in multi-line statement"),
        LexError::Dedent => {
            at(stopped.0, stopped.1 + 1, "unindent does not match any outer indentation level")
        }
        LexError::TabSpace => at(stopped.0, stopped.1, "inconsistent use of tabs and spaces in indentation"),
        LexError::TooDeep => at(stopped.0, stopped.1, "too many levels of indentation"),
        LexError::LineContinuation { col } => {
            at(stopped.0, *col, "unexpected character after line continuation character")
        }
    }
}

/// The tool has kept one message from older versions.
fn spoken(diagnostic: &Diagnostic) -> &str {
    if diagnostic.message.contains("unterminated triple-quoted string literal") {
        return "EOF in multi-line string";
    }
    &diagnostic.message
}
