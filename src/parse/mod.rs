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

use crate::ast::{Root, TypeIgnore};
use crate::diagnostic::Diagnostic;
use crate::lex::{Lexed, lex, lex_expression, lex_interactive, lex_with_type_comments};
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
    let lexed = match mode {
        Mode::Expression => lex_expression(source, interner),
        Mode::Interactive => lex_interactive(source, interner),
        Mode::Module => lex(source, interner),
    };
    parse_tokens(source, lexed, interner, mode)
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
