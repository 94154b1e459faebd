//! Tokens to the syntax tree, with CPython 3.13's grammar and error messages.
//!
//! The plain parser (`parser` and the files beside it) is a single predictive pass that only says
//! *whether* the text is right. When it is not, `diagnose` reads the tokens again by CPython's own
//! order of alternatives and finds the message and the place.

mod atom;
mod compound;
mod diagnose;
mod expr;
mod fstring;
mod function;
mod number;
mod parser;
mod pattern;
mod simple;
mod string;
mod target;

use crate::ast::{Root, StmtKind, TypeIgnore};
use crate::diagnostic::Diagnostic;
use crate::lex::{LexError, Lexed, TokenKind, lex, lex_expression, lex_interactive, lex_with_type_comments};
use crate::source::{Interner, Source};
use parser::{Fail, MAX_LEVEL, Parser, USUAL_LEVEL};

/// How a program's text is given: what `compile()` calls its mode.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// A file: `exec`.
    Module,
    /// One statement typed at a prompt: `single`.
    Interactive,
    /// One expression: `eval`.
    Expression,
}

/// A tree and the warnings that CPython issues while it makes it.
pub type Parsed = Result<(Root, Vec<Diagnostic>), Diagnostic>;

pub fn parse_module(source: &Source, interner: &mut Interner) -> Parsed {
    parse(source, interner, Mode::Module)
}

pub fn parse_interactive(source: &Source, interner: &mut Interner) -> Parsed {
    parse(source, interner, Mode::Interactive)
}

pub fn parse_expression(source: &Source, interner: &mut Interner) -> Parsed {
    parse(source, interner, Mode::Expression)
}

pub fn parse(source: &Source, interner: &mut Interner, mode: Mode) -> Parsed {
    let lexed = lex_as(source, interner, mode);
    parse_tokens(source, lexed, interner, mode)
}
fn lex_as(source: &Source, interner: &mut Interner, mode: Mode) -> Lexed {
    match mode {
        Mode::Expression => lex_expression(source, interner),
        Mode::Interactive => lex_interactive(source, interner),
        Mode::Module => lex(source, interner),
    }
}
/// At a prompt a statement that may have a block goes on until a line of its own ends it.
fn wants_blank_line(root: &Root, source: &Source) -> bool {
    let Root::Interactive { body } = root else { return false };
    let compound = body.first().is_some_and(|statement| {
        matches!(
            statement.kind,
            StmtKind::FunctionDef(_)
                | StmtKind::AsyncFunctionDef(_)
                | StmtKind::ClassDef(_)
                | StmtKind::For(_)
                | StmtKind::AsyncFor(_)
                | StmtKind::While { .. }
                | StmtKind::If { .. }
                | StmtKind::With { .. }
                | StmtKind::AsyncWith { .. }
                | StmtKind::Match { .. }
                | StmtKind::Try(_)
                | StmtKind::TryStar(_)
        )
    });
    compound && !source.text.ends_with('\n')
}
/// Is a text wrong only because it ends too early?
pub fn is_incomplete(source: &Source, mode: Mode) -> bool {
    let mut interner = Interner::default();
    let lexed = lex_as(source, &mut interner, mode);
    let mut parser = Parser::new(source, &lexed.tokens, &mut interner, mode, USUAL_LEVEL);
    match parser.root() {
        Err(Fail::Syntax) => {}
        Err(_) => return false,
        Ok(root) => return wants_blank_line(&root, source),
    }
    let before = lexed.tokens.get(parser.last()).map(|token| token.kind);
    let after_newline = matches!(before, Some(TokenKind::Newline | TokenKind::Dedent));
    let rest = &lexed.tokens[parser.next().min(lexed.tokens.len())..];
    match &lexed.error {
        None => rest.iter().all(|token| match token.kind {
            TokenKind::Dedent | TokenKind::EndMarker => true,
            // A line end that is not in the text.
            TokenKind::Newline if mode == Mode::Interactive => !source.text.ends_with('\n') || after_newline,
            _ => false,
        }),
        Some(LexError::Eof) => rest.len() <= 1,
        Some(LexError::Message(error)) => {
            rest.len() <= 1 && error.message.starts_with("unterminated triple-quoted")
        }
        Some(_) => false,
    }
}

/// A module's tree with the types that its comments give, as `ast.parse(type_comments=True)` makes it:
/// such a comment may only stand where the grammar has a place for it.
pub fn parse_with_type_comments(source: &Source, interner: &mut Interner) -> Parsed {
    let mut lexed = lex_with_type_comments(source, interner);
    let ignores = std::mem::take(&mut lexed.type_ignores);
    let (mut root, warnings) = parse_tokens(source, lexed, interner, Mode::Module)?;
    if let Root::Module { type_ignores, .. } = &mut root {
        *type_ignores = ignores.into_iter().map(|(line, tag)| TypeIgnore { line, tag }).collect();
    }
    Ok((root, warnings))
}

fn parse_tokens(source: &Source, lexed: Lexed, interner: &mut Interner, mode: Mode) -> Parsed {
    let mut attempt = run(source, &lexed, interner, mode, USUAL_LEVEL);
    if attempt.as_ref().is_err_and(|&(fail, _)| fail == Fail::Overflow) {
        attempt = on_large_stack(|| run(source, &lexed, interner, mode, MAX_LEVEL))
            .unwrap_or(Err((Fail::Overflow, 0)));
    }
    match attempt {
        Ok((root, mut warnings)) => {
            warnings.extend(lexed.warnings);
            warnings.sort_by_key(|warning| warning.span.map_or(0, |span| span.line));
            Ok((root, warnings))
        }
        Err((fail, statement)) => Err(diagnose::diagnose(source, &lexed, mode, fail, statement)),
    }
}

/// The plain parser's tree and warnings, or why it stopped and the token where the top-level
/// statement begins in which it did; for a second statement the last token before it.
fn run(
    source: &Source,
    lexed: &Lexed,
    interner: &mut Interner,
    mode: Mode,
    max_level: u32,
) -> Result<(Root, Vec<Diagnostic>), (Fail, usize)> {
    let mut parser = Parser::new(source, &lexed.tokens, interner, mode, max_level);
    match parser.root() {
        Ok(root) => Ok((root, parser.into_warnings())),
        Err(Fail::SecondStatement) => Err((Fail::SecondStatement, parser.last())),
        Err(fail) => Err((fail, parser.statement_start())),
    }
}

/// Runs `work` where it may recurse as deeply as CPython's parser may; `None` if there is no thread.
fn on_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    const STACK: usize = 256 << 20;
    std::thread::scope(|scope| {
        std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok()?.join().ok()
    })
}
