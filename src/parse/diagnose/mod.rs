//! Finds CPython's words and place for a text that the plain parser refused.
//!
//! CPython's messages depend on the order in which its parser tries alternatives, so this one
//! follows the same order: a packrat parser over grammar tables, run once for the plain rules (which
//! finds the furthest token) and once more with the `invalid_` rules (which carry the messages).
//! It starts at the top-level statement that is wrong and knows no tree, only spans and kinds.
//!
//! The tables' notation: `name: alternatives`, where `name*` is remembered for each place and
//! `name<` is left-recursive. Items are `'token'`, `"soft keyword"`, `TOKEN_KIND`, rules, groups,
//! `e?`, `e*`, `e+`, `s.e+` (with separators), `&e` and `!e` (look ahead), `~` (no other alternative
//! after this) and `&&'token'` (this or an error). `a=e` names a result. `{ a }` hands a result on,
//! `{ Kind a *b }` makes a node of results (`*` splices a list), a word in lower case raises an
//! error and `@word` calls a function of `actions`.

mod actions;
mod engine;
mod grammar;

use super::Mode;
use super::parser::Fail;
use crate::diagnostic::{Columns, Diagnostic, Kind};
use crate::lex::{LexError, Lexed, Token, TokenKind as K};
use crate::source::{Source, Span};
use engine::{Engine, Raised};

/// The error of a text that failed; `statement` is the token that [`super::run`] gave.
pub(super) fn diagnose(
    source: &Source,
    lexed: &Lexed,
    mode: Mode,
    fail: Fail,
    statement: usize,
) -> Diagnostic {
    match fail {
        Fail::Overflow => overflow(),
        Fail::Depth => {
            let message = "maximum recursion depth exceeded during compilation";
            Diagnostic::placeless(Kind::RecursionError, message)
        }
        Fail::SecondStatement => {
            let message = "multiple statements found while compiling a single statement";
            Diagnostic::syntax(message, lexed.tokens[statement].span)
        }
        Fail::Syntax => super::on_large_stack(|| {
            let first = if has_legacy_look(source, &lexed.tokens[..statement]) { 0 } else { statement };
            explain(Engine::new(source, lexed, first), lexed, mode)
        })
        .map_or_else(overflow, |error| within_first_line(error, source)),
    }
}

/// Something like `print -1`: right Python, but once a later statement is wrong, CPython's search for a message
/// begins at the top and takes this for a print statement.
fn has_legacy_look(source: &Source, right: &[Token]) -> bool {
    let text = |token: &Token| source.text.get(token.start as usize..token.end as usize);
    right.windows(2).any(|pair| {
        matches!(pair[1].kind, K::Plus | K::Minus | K::Star | K::LSqb | K::Not)
            && pair[0].kind == K::Name
            && matches!(text(&pair[0]), Some("print" | "exec"))
    })
}

/// CPython's parser looks for the end of an error in the line where it starts, also where it ends in another.
fn within_first_line(mut error: Diagnostic, source: &Source) -> Diagnostic {
    if let Some(span) = &mut error.span
        && error.columns == Columns::Characters
        && span.end_line > span.line
        && let Some(line) = usize::try_from(span.line).ok().and_then(|line| source.line(line))
    {
        span.end_col = span.end_col.min(line.len() as i32);
    }
    error
}

/// CPython's error for a text that is nested too deeply.
fn overflow() -> Diagnostic {
    let message = "Parser stack overflowed - Python source too complex to parse";
    Diagnostic::placeless(Kind::MemoryError, message)
}

fn explain(mut engine: Engine, lexed: &Lexed, mode: Mode) -> Diagnostic {
    let rule = match mode {
        Mode::Module => "file",
        Mode::Interactive => "interactive",
        Mode::Expression => "eval",
    };
    let raised = engine.run(rule, false).err();
    let last = engine.last_token();
    let raised = raised.or_else(|| engine.run(rule, true).err());
    match raised {
        Some(Raised::Final(diagnostic)) => diagnostic,
        Some(Raised::Parser(diagnostic)) => {
            let line = lexed.tokens[engine.last_token()].span.line;
            tokenizer_error(lexed, line).unwrap_or(diagnostic)
        }
        Some(Raised::Exhausted) | None => generic(&engine, lexed, last),
    }
}

/// No rule had words for it: the furthest token of the first pass is wrong.
fn generic(engine: &Engine, lexed: &Lexed, last: usize) -> Diagnostic {
    let token = lexed.tokens[last];
    match token.kind {
        K::Indent => engine.here(Kind::IndentationError, "unexpected indent".into()),
        K::Dedent => engine.here(Kind::IndentationError, "unexpected unindent".into()),
        _ => {
            let line = lexed.tokens[engine.last_token()].span.line;
            tokenizer_error(lexed, line).unwrap_or_else(|| Diagnostic::syntax("invalid syntax", token.span))
        }
    }
}

/// An error of the lexer somewhere in the rest of the text, where it comes before the parser's.
fn tokenizer_error(lexed: &Lexed, line: i32) -> Option<Diagnostic> {
    if lexed.open_fstrings > 0 {
        return None;
    }
    match lexed.error.as_ref()? {
        LexError::Message(diagnostic) => Some(diagnostic.clone()),
        _ => {
            let open = lexed.open_brackets.last()?;
            (line > open.line).then(|| never_closed(open))
        }
    }
}

fn never_closed(open: &crate::lex::OpenBracket) -> Diagnostic {
    let span = Span::new(open.line, open.col, open.line, -1);
    Diagnostic::syntax(format!("'{}' was never closed", open.bracket as char), span)
}

/// What CPython says when its parser asks for the token that the lexer could not make.
fn lexer_error(engine: &Engine, lexed: &Lexed) -> Diagnostic {
    let Some(error) = &lexed.error else { return overflow() };
    let line = lexed.stopped_at.0;
    let at =
        |kind: Kind, message: &str, col: i32| Diagnostic::new(kind, message, Span::new(line, col, line, -1));
    match error {
        LexError::Message(diagnostic) => diagnostic.clone(),
        LexError::Eof => match lexed.open_brackets.last() {
            Some(open) => never_closed(open),
            None => engine.here(Kind::SyntaxError, "unexpected EOF while parsing".into()),
        },
        LexError::Dedent => {
            let message = "unindent does not match any outer indentation level";
            engine.here(Kind::IndentationError, message.into())
        }
        LexError::TabSpace => at(Kind::TabError, "inconsistent use of tabs and spaces in indentation", 0),
        LexError::TooDeep => at(Kind::IndentationError, "too many levels of indentation", 0),
        LexError::LineContinuation { col } => {
            at(Kind::SyntaxError, "unexpected character after line continuation character", *col)
        }
    }
}
