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

use crate::ast::Root;
use crate::diagnostic::Diagnostic;
use crate::lex::lex;
use crate::source::{Interner, Source};
use parser::Parser;

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
    let mut lexed = lex(source, interner);
    let mut parser = Parser::new(source, &lexed.tokens, interner, mode);
    match parser.root() {
        Ok(root) => {
            let mut warnings = parser.into_warnings();
            warnings.append(&mut lexed.warnings);
            warnings.sort_by_key(|warning| warning.span.map_or(0, |span| span.line));
            Ok((root, warnings))
        }
        Err(fail) => {
            let statement = parser.statement_start();
            Err(diagnose::plain_failure(fail)
                .unwrap_or_else(|| diagnose::diagnose(source, &lexed, mode, statement)))
        }
    }
}
