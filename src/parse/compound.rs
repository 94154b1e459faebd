//! Compound statements and blocks.

use super::parser::{Fail, PResult, Parser};
use crate::ast::{
    ClassDef, Ctx, ExceptHandler, Expr, ExprKind, For, FunctionDef, MatchCase, Stmt, StmtKind, Try, WithItem,
};
use crate::lex::TokenKind as K;
use crate::source::{Name, Span};

impl Parser<'_> {
    /// One compound statement or one line of simple statements; true if it was compound.
    pub(super) fn statement(&mut self, body: &mut Vec<Stmt>) -> PResult<bool> {
        let start = self.start();
        let kind = match self.kind() {
            K::If => self.if_statement()?,
            K::Def => self.function(Vec::new())?,
            K::For => self.for_statement(false)?,
            K::While => self.while_statement()?,
            K::With => self.with_statement(false)?,
            K::Try => self.try_statement()?,
            K::Class => self.class(Vec::new())?,
            K::At => {
                let stmt = self.decorated()?;
                body.push(stmt);
                return Ok(true);
            }
            K::Async => match self.second() {
                K::Def => self.function(Vec::new())?,
                K::For => self.for_statement(true)?,
                K::With => self.with_statement(true)?,
                _ => {
                    self.at += 1;
                    return self.fail();
                }
            },
            K::Name if self.at_word("match") => match self.match_statement()? {
                Some(kind) => kind,
                None => {
                    self.simple_statements(body)?;
                    return Ok(false);
                }
            },
            _ => {
                self.simple_statements(body)?;
                return Ok(false);
            }
        };
        body.push(Stmt { span: self.span_from(start), kind });
        Ok(true)
    }

    /// `:` and a block, indented or on the same line.
    pub(super) fn block(&mut self) -> PResult<Vec<Stmt>> {
        self.expect(K::Colon)?;
        self.block_body()
    }

    /// The block of a loop or `with`, whose colon a type comment may follow.
    fn commented_block(&mut self) -> PResult<(Option<Name>, Vec<Stmt>)> {
        self.expect(K::Colon)?;
        let comment = self.type_comment();
        Ok((comment, self.block_body()?))
    }

    /// A function's block; its type comment may have a line of its own.
    fn function_block(&mut self) -> PResult<(Option<Name>, Vec<Stmt>)> {
        let ahead = |i: usize| self.tokens.get(self.at + i).map(|token| token.kind);
        if ahead(1) == Some(K::Newline) && ahead(2) == Some(K::TypeComment) {
            if (ahead(3), ahead(4)) != (Some(K::Newline), Some(K::Indent)) {
                return self.fail();
            }
            self.expect(K::Colon)?;
            self.at += 1;
            let comment = self.type_comment();
            return Ok((comment, self.block_body()?));
        }
        self.commented_block()
    }

    fn block_body(&mut self) -> PResult<Vec<Stmt>> {
        let mut body = Vec::new();
        if !self.eat(K::Newline) {
            self.simple_statements(&mut body)?;
            return Ok(body);
        }
        self.expect(K::Indent)?;
        while !self.eat(K::Dedent) {
            self.statement(&mut body)?;
        }
        Ok(body)
    }

    fn optional_block(&mut self, word: K) -> PResult<Vec<Stmt>> {
        if self.eat(word) { self.block() } else { Ok(Vec::new()) }
    }

    fn if_statement(&mut self) -> PResult<StmtKind> {
        self.at += 1;
        let test = Box::new(self.named_expression()?);
        let body = self.block()?;
        // Each `elif` is an `if` inside the `else` of the one before: nested from the last one.
        let mut elifs = Vec::new();
        while self.kind() == K::Elif {
            let start = self.bump().span;
            self.enter(1)?;
            let test = Box::new(self.named_expression()?);
            elifs.push((start, test, self.block()?));
        }
        let mut orelse = self.optional_block(K::Else)?;
        self.leave(elifs.len() as u32);
        while let Some((start, test, body)) = elifs.pop() {
            let span = self.span_from(start);
            orelse = vec![Stmt { span, kind: StmtKind::If { test, body, orelse } }];
        }
        Ok(StmtKind::If { test, body, orelse })
    }

    fn while_statement(&mut self) -> PResult<StmtKind> {
        self.at += 1;
        let test = Box::new(self.named_expression()?);
        let body = self.block()?;
        let orelse = self.optional_block(K::Else)?;
        Ok(StmtKind::While { test, body, orelse })
    }

    fn for_statement(&mut self, is_async: bool) -> PResult<StmtKind> {
        self.at += if is_async { 2 } else { 1 };
        let target = self.star_targets()?;
        self.expect(K::In)?;
        let iter = self.star_expressions()?;
        let (type_comment, body) = self.commented_block()?;
        let orelse = self.optional_block(K::Else)?;
        let node = Box::new(For { target, iter, body, orelse, type_comment });
        Ok(if is_async { StmtKind::AsyncFor(node) } else { StmtKind::For(node) })
    }

    fn with_statement(&mut self, is_async: bool) -> PResult<StmtKind> {
        self.at += if is_async { 2 } else { 1 };
        let items = self.with_items(is_async)?;
        let (type_comment, body) = self.commented_block()?;
        Ok(match is_async {
            true => StmtKind::AsyncWith { items, body, type_comment },
            false => StmtKind::With { items, body, type_comment },
        })
    }

    /// A parenthesis may enclose all items or begin the first one's expression.
    fn with_items(&mut self, is_async: bool) -> PResult<Vec<WithItem>> {
        if self.kind() == K::LPar {
            let mark = self.mark();
            match self.parenthesized_with_items() {
                // CPython's grammar has no type comment here.
                Ok(_) if is_async && self.second() == K::TypeComment => self.back_to(mark),
                Ok(items) => return Ok(items),
                Err(Fail::Syntax) => self.back_to(mark),
                Err(fail) => return Err(fail),
            }
        }
        let mut items = vec![self.with_item()?];
        while self.eat(K::Comma) {
            items.push(self.with_item()?);
        }
        Ok(items)
    }

    fn parenthesized_with_items(&mut self) -> PResult<Vec<WithItem>> {
        self.expect(K::LPar)?;
        let mut items = vec![self.with_item()?];
        while self.eat(K::Comma) && self.kind() != K::RPar {
            items.push(self.with_item()?);
        }
        self.expect(K::RPar)?;
        if self.kind() == K::Colon { Ok(items) } else { self.fail() }
    }

    fn with_item(&mut self) -> PResult<WithItem> {
        let context = self.expression()?;
        if !self.eat(K::As) {
            return Ok(WithItem { context, vars: None });
        }
        let vars = Some(Box::new(self.star_target()?));
        if !matches!(self.kind(), K::Comma | K::RPar | K::Colon) {
            return self.fail();
        }
        Ok(WithItem { context, vars })
    }

    fn try_statement(&mut self) -> PResult<StmtKind> {
        self.at += 1;
        let body = self.block()?;
        let star = self.kind() == K::Except && self.second() == K::Star;
        let mut handlers = Vec::new();
        while self.kind() == K::Except {
            handlers.push(self.handler(star)?);
        }
        let orelse = if handlers.is_empty() { Vec::new() } else { self.optional_block(K::Else)? };
        let finalbody = self.optional_block(K::Finally)?;
        if handlers.is_empty() && finalbody.is_empty() {
            return self.fail();
        }
        let node = Box::new(Try { body, handlers, orelse, finalbody });
        Ok(if star { StmtKind::TryStar(node) } else { StmtKind::Try(node) })
    }

    fn handler(&mut self, star: bool) -> PResult<ExceptHandler> {
        let start = self.bump().span;
        if self.eat(K::Star) != star {
            return self.fail();
        }
        let (mut typ, mut name) = (None, None);
        if star || self.kind() != K::Colon {
            typ = Some(Box::new(self.expression()?));
            if self.eat(K::As) {
                name = Some(self.name()?);
            }
        }
        let body = self.block()?;
        Ok(ExceptHandler { span: self.span_from(start), typ, name, body })
    }

    fn decorated(&mut self) -> PResult<Stmt> {
        let mut decorators = Vec::new();
        while self.eat(K::At) {
            decorators.push(self.named_expression()?);
            self.expect(K::Newline)?;
        }
        let start = self.start();
        let kind = match self.kind() {
            K::Class => self.class(decorators)?,
            _ => self.function(decorators)?,
        };
        Ok(Stmt { span: self.span_from(start), kind })
    }

    fn function(&mut self, decorators: Vec<Expr>) -> PResult<StmtKind> {
        let is_async = self.eat(K::Async);
        self.expect(K::Def)?;
        let name = self.name()?;
        let type_params = self.type_params()?;
        self.expect(K::LPar)?;
        let args = self.parameters(K::RPar, true)?;
        self.expect(K::RPar)?;
        let returns = if self.eat(K::RArrow) { Some(Box::new(self.expression()?)) } else { None };
        let (type_comment, body) = self.function_block()?;
        let node = Box::new(FunctionDef { name, args, body, decorators, returns, type_comment, type_params });
        Ok(if is_async { StmtKind::AsyncFunctionDef(node) } else { StmtKind::FunctionDef(node) })
    }

    fn class(&mut self, decorators: Vec<Expr>) -> PResult<StmtKind> {
        self.at += 1;
        let name = self.name()?;
        let type_params = self.type_params()?;
        let (bases, keywords) =
            if self.kind() == K::LPar { self.class_arguments()? } else { Default::default() };
        let body = self.block()?;
        Ok(StmtKind::ClassDef(Box::new(ClassDef { name, bases, keywords, body, decorators, type_params })))
    }

    /// A class's bases are a call's arguments, but no lone generator.
    fn class_arguments(&mut self) -> PResult<(Vec<Expr>, Vec<crate::ast::Keyword>)> {
        let open = self.start();
        let (bases, keywords) = self.arguments()?;
        let lone_generator = bases.first().is_some_and(|base| {
            matches!(base.kind, ExprKind::GeneratorExp { .. })
                && (base.span.line, base.span.col) == (open.line, open.col)
        });
        if lone_generator { self.fail() } else { Ok((bases, keywords)) }
    }

    /// `None` if `match` is an ordinary name here.
    fn match_statement(&mut self) -> PResult<Option<StmtKind>> {
        if matches!(self.second(), K::Equal | K::Dot | K::Colon | K::Comma | K::RPar | K::Newline) {
            return Ok(None);
        }
        let mark = self.mark();
        match self.match_head() {
            Ok(subject) => {
                let mut cases = Vec::new();
                while self.at_word("case") {
                    cases.push(self.case_block()?);
                }
                if cases.is_empty() {
                    return self.fail();
                }
                self.expect(K::Dedent)?;
                Ok(Some(StmtKind::Match { subject: Box::new(subject), cases }))
            }
            Err(Fail::Syntax) => {
                self.back_to(mark);
                Ok(None)
            }
            Err(fail) => Err(fail),
        }
    }

    fn match_head(&mut self) -> PResult<Expr> {
        self.at += 1;
        let start = self.start();
        let first = self.star_named_expression()?;
        let starred = matches!(first.kind, ExprKind::Starred { .. });
        let subject = if self.kind() == K::Comma {
            self.subject_tuple(start, first)?
        } else if starred {
            return self.fail();
        } else {
            first
        };
        self.expect(K::Colon)?;
        self.expect(K::Newline)?;
        self.expect(K::Indent)?;
        Ok(subject)
    }

    fn subject_tuple(&mut self, start: Span, first: Expr) -> PResult<Expr> {
        let mut depth = self.depth;
        let mut elts = vec![first];
        while self.eat(K::Comma) && self.starts_expression() {
            elts.push(self.star_named_expression()?);
            depth = depth.max(self.depth);
        }
        self.over(depth)?;
        Ok(self.expr(start, ExprKind::Tuple { elts, ctx: Ctx::Load }))
    }

    fn case_block(&mut self) -> PResult<MatchCase> {
        self.at += 1;
        let pattern = self.patterns()?;
        let guard = if self.eat(K::If) { Some(Box::new(self.named_expression()?)) } else { None };
        let body = self.block()?;
        Ok(MatchCase { pattern, guard, body })
    }
}
