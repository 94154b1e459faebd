//! The plain parser's state, its token helpers and the roots.

use super::Mode;
use crate::ast::{Expr, ExprKind, Root, Stmt, StmtKind};
use crate::diagnostic::Diagnostic;
use crate::lex::{Token, TokenKind as K};
use crate::source::{Interner, Name, Source, Span};

/// CPython's parser gives up when this many of its rules are active.
pub(super) const MAX_LEVEL: u32 = 6000;
/// As many levels as any thread's stack has room for; real programs have far fewer.
pub(super) const USUAL_LEVEL: u32 = 1000;
/// CPython's compiler gives up on a tree deeper than this.
pub(super) const MAX_DEPTH: u32 = 9997;

/// Why the plain parser stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fail {
    /// The text is not right; where and why is found out later.
    Syntax,
    /// More levels than were allowed.
    Overflow,
    /// A tree too deep for CPython's compiler.
    Depth,
    /// At a prompt there may be only one.
    SecondStatement,
}

pub(super) type PResult<T> = Result<T, Fail>;

pub(super) struct Parser<'a> {
    pub(super) src: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) at: usize,
    pub(super) interner: &'a mut Interner,
    pub(super) warnings: Vec<Diagnostic>,
    mode: Mode,
    /// The first token of the top-level statement being parsed.
    statement: usize,
    /// Active rules of CPython's parser, about.
    level: u32,
    max_level: u32,
    /// Depth of the expression parsed last.
    pub(super) depth: u32,
}

/// Where to go back to when a guess was wrong.
pub(super) struct Mark {
    at: usize,
    level: u32,
    warnings: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(
        source: &'a Source,
        tokens: &'a [Token],
        interner: &'a mut Interner,
        mode: Mode,
        max_level: u32,
    ) -> Parser<'a> {
        Parser {
            src: &source.text,
            tokens,
            at: 0,
            interner,
            warnings: Vec::new(),
            mode,
            statement: 0,
            level: 30,
            max_level,
            depth: 0,
        }
    }

    /// Where the top-level statement begins that could not be parsed.
    pub(super) fn statement_start(&self) -> usize {
        self.statement
    }

    /// The token to be read next.
    pub(super) fn next(&self) -> usize {
        self.at
    }

    /// The token read last.
    pub(super) fn last(&self) -> usize {
        self.at.saturating_sub(1)
    }

    pub(super) fn into_warnings(self) -> Vec<Diagnostic> {
        self.warnings
    }

    pub(super) fn root(&mut self) -> PResult<Root> {
        match self.mode {
            Mode::Module => self.module(),
            Mode::Interactive => self.interactive(),
            Mode::Expression => {
                let body = Box::new(self.expressions()?);
                while self.eat(K::Newline) {}
                self.expect(K::EndMarker)?;
                Ok(Root::Expression { body })
            }
        }
    }

    fn module(&mut self) -> PResult<Root> {
        let mut body = Vec::new();
        while self.kind() != K::EndMarker {
            self.statement = self.at;
            self.statement(&mut body)?;
        }
        Ok(Root::Module { body, type_ignores: Vec::new() })
    }

    fn interactive(&mut self) -> PResult<Root> {
        let mut body = Vec::new();
        if self.kind() == K::Newline {
            let span = self.token().span;
            self.at += 1;
            body.push(Stmt { span, kind: StmtKind::Pass });
        } else {
            let compound = self.statement(&mut body)?;
            if compound {
                self.expect(K::Newline)?;
            }
        }
        let read = self.tokens[self.at - 1].end as usize;
        let mut rest = self.src.get(read..).unwrap_or_default().trim_start();
        while rest.starts_with('#') {
            rest = rest.find('\n').map_or("", |end| rest[end..].trim_start());
        }
        if !rest.is_empty() {
            return Err(Fail::SecondStatement);
        }
        Ok(Root::Interactive { body })
    }

    /// Counts `rules` more active rules; pair with [`Parser::leave`].
    #[inline]
    pub(super) fn enter(&mut self, rules: u32) -> PResult<()> {
        self.level += rules;
        if self.level > self.max_level { Err(Fail::Overflow) } else { Ok(()) }
    }

    #[inline]
    pub(super) fn leave(&mut self, rules: u32) {
        self.level -= rules;
    }

    /// Sets the depth of an expression over children of depth `depth`.
    #[inline]
    pub(super) fn over(&mut self, depth: u32) -> PResult<()> {
        self.depth = depth + 1;
        if self.depth > MAX_DEPTH { Err(Fail::Depth) } else { Ok(()) }
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { at: self.at, level: self.level, warnings: self.warnings.len() }
    }

    pub(super) fn back_to(&mut self, mark: Mark) {
        self.at = mark.at;
        self.level = mark.level;
        self.warnings.truncate(mark.warnings);
    }

    #[inline(always)]
    pub(super) fn kind(&self) -> K {
        self.tokens[self.at].kind
    }

    /// The kind of the token after the next; `EndMarker` past the end.
    #[inline]
    pub(super) fn second(&self) -> K {
        self.tokens.get(self.at + 1).map_or(K::EndMarker, |token| token.kind)
    }

    #[inline(always)]
    pub(super) fn token(&self) -> &'a Token {
        &self.tokens[self.at]
    }

    #[inline(always)]
    pub(super) fn start(&self) -> Span {
        self.tokens[self.at].span
    }

    #[inline]
    pub(super) fn fail<T>(&self) -> PResult<T> {
        Err(Fail::Syntax)
    }

    /// Takes the next token. The last token is never taken.
    #[inline]
    pub(super) fn bump(&mut self) -> &'a Token {
        let token = self.token();
        self.at += 1;
        token
    }

    #[inline(always)]
    pub(super) fn eat(&mut self, kind: K) -> bool {
        let found = self.kind() == kind;
        if found && kind != K::EndMarker {
            self.at += 1;
        }
        found
    }

    #[inline(always)]
    pub(super) fn expect(&mut self, kind: K) -> PResult<()> {
        if self.eat(kind) { Ok(()) } else { self.fail() }
    }

    #[inline]
    pub(super) fn name(&mut self) -> PResult<Name> {
        if self.kind() == K::Name { Ok(self.bump().name) } else { self.fail() }
    }

    /// What a type comment says, if one comes next.
    #[inline]
    pub(super) fn type_comment(&mut self) -> Option<Name> {
        (self.kind() == K::TypeComment).then(|| self.bump().name)
    }

    /// The source text of a token.
    pub(super) fn text(&self, token: &Token) -> &'a str {
        self.src.get(token.start as usize..token.end as usize).unwrap_or_default()
    }

    /// The next token is a name with this text: a soft keyword.
    #[inline]
    pub(super) fn at_word(&self, word: &str) -> bool {
        self.kind() == K::Name && self.text(self.token()) == word
    }

    /// From `start` to the last token that is no line end, indent or dedent.
    #[inline]
    pub(super) fn span_from(&self, start: Span) -> Span {
        let mut at = self.at;
        while at > 0 {
            at -= 1;
            let token = &self.tokens[at];
            if !matches!(token.kind, K::Newline | K::Indent | K::Dedent) {
                return start.to(token.span);
            }
        }
        start
    }

    #[inline]
    pub(super) fn expr(&self, start: Span, kind: ExprKind) -> Expr {
        let end = self.tokens[self.at - 1].span;
        Expr { span: start.to(end), kind }
    }
}
