//! The token listing: what `python -m tokenize -e` prints.

use super::lexer::{LexError, Lexed, lex_with_trivia};
use super::listing::Listed;
use super::token::{OPERATORS, Token, TokenKind as K};
use crate::constant::Text;
use crate::constant::repr::repr_text;
use crate::diagnostic::{Diagnostic, Kind};
use crate::source::{Interner, Source, Span};
use std::fmt::Write;

/// One line for each token: its place (columns in characters), its kind and its text.
///
/// # Errors
/// Where CPython's tokenizer stops with one.
pub fn tokens_text(listed: &Listed) -> Result<String, Diagnostic> {
    let (rows, error) = token_rows(listed);
    if let Some(error) = error {
        return Err(error);
    }
    let mut out = String::new();
    line(&mut out, [0; 4], "ENCODING", &listed.encoding);
    rows.iter().for_each(|row| line(&mut out, row.place, row.kind, &row.text));
    Ok(out)
}

/// A token as Python's `tokenize` has it.
#[derive(Clone, Debug)]
pub struct TokenRow {
    /// First line and column, last line and column, in characters.
    pub place: [i32; 4],
    /// The name that the module `token` has for it; that of the operator, for an operator.
    pub kind: &'static str,
    pub text: String,
}

/// The tokens, and where CPython's tokenizer stops with an error.
pub fn token_rows(listed: &Listed) -> (Vec<TokenRow>, Option<Diagnostic>) {
    let source = &listed.source;
    let lexed = lex_with_trivia(source, &mut Interner::default());
    let error = lexed.error.as_ref().map(|error| tokenizer_error(error, &lexed));
    let last_line = source.line_count() as i32;
    let unfinished = !source.text.is_empty() && !source.text.ends_with('\n');
    let row = |token: &Token| {
        let at_end = token.start as usize >= source.text.len() + usize::from(unfinished);
        let place = if at_end && matches!(token.kind, K::EndMarker | K::Dedent) {
            let line = if source.text.is_empty() { 1 } else { last_line + 1 };
            [line, 0, line, 0]
        } else {
            let span = token.span;
            let column = |line: i32, col: i32| characters(source, line, col);
            let end = match token.kind {
                K::Newline => span.col,
                // The second of two braces belongs to the span but not to the text.
                K::FStringMiddle => {
                    token.end as i32 - source.line_start(span.end_line as usize).unwrap_or_default() as i32
                }
                _ => span.end_col,
            };
            let line_end = matches!(token.kind, K::Newline | K::Nl);
            let end_col = column(span.end_line, end)
                + i32::from(token.kind == K::Newline)
                + i32::from(line_end && listed.has_crlf(span.line));
            [span.line, column(span.line, span.col), span.end_line, end_col]
        };
        let text = source.text.get(token.start as usize..token.end as usize).unwrap_or_default();
        let text = listed.with_line_ends(text, token.span.line);
        TokenRow { place, kind: kind_name(token, &text), text }
    };
    (lexed.tokens.iter().map(row).collect(), error)
}

fn line(out: &mut String, [line, col, end_line, end_col]: [i32; 4], kind: &str, text: &str) {
    let place = format!("{line},{col}-{end_line},{end_col}:");
    let text = repr_text(&Text::from(text));
    let _ = writeln!(out, "{place:<20}{kind:<15}{text:<15}");
}

/// The column in characters.
fn characters(source: &Source, line: i32, col: i32) -> i32 {
    let text = source.line(line as usize).unwrap_or_default();
    let col = col.max(0) as usize;
    let inside = text.bytes().take(col).filter(|b| b & 0xC0 != 0x80).count();
    (inside + col.saturating_sub(text.len())) as i32
}

fn kind_name(token: &Token, text: &str) -> &'static str {
    match token.kind {
        K::EndMarker => "ENDMARKER",
        K::Number => "NUMBER",
        K::String => "STRING",
        K::FStringStart => "FSTRING_START",
        K::FStringMiddle => "FSTRING_MIDDLE",
        K::FStringEnd => "FSTRING_END",
        K::Newline => "NEWLINE",
        K::Indent => "INDENT",
        K::Dedent => "DEDENT",
        K::Comment => "COMMENT",
        K::Nl => "NL",
        K::Op => "OP",
        // Python's table of exact names has no `<>`.
        K::NotEqual if text == "<>" => "OP",
        kind => OPERATORS.iter().find(|&&(_, op, _)| op == kind).map_or("NAME", |&(_, _, name)| name),
    }
}

/// The error as the tool reports it: its columns are those of its line's end.
fn tokenizer_error(error: &LexError, lexed: &Lexed) -> Diagnostic {
    let (line, col) = lexed.stopped_at;
    let (kind, offset, message) = match error {
        LexError::Message(diagnostic) => return diagnostic.clone(),
        LexError::Eof => (Kind::SyntaxError, col, "unexpected EOF in multi-line statement"),
        LexError::Dedent => {
            (Kind::IndentationError, col + 1, "unindent does not match any outer indentation level")
        }
        LexError::TabSpace => (Kind::TabError, col, "inconsistent use of tabs and spaces in indentation"),
        LexError::TooDeep => (Kind::IndentationError, col, "too many levels of indentation"),
        LexError::LineContinuation { col } => {
            (Kind::SyntaxError, *col, "unexpected character after line continuation character")
        }
    };
    Diagnostic::new(kind, message, Span::new(line, offset - 1, line, offset - 1))
}
