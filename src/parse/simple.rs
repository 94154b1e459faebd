//! Statements that stand on one line.

use super::parser::{PResult, Parser};
use crate::ast::{Alias, AnnAssign, Expr, ExprKind, Operator, Stmt, StmtKind, TypeAlias};
use crate::lex::TokenKind as K;
use crate::source::{Name, Span};

impl Parser<'_> {
    /// Simple statements up to the end of their line.
    pub(super) fn simple_statements(&mut self, body: &mut Vec<Stmt>) -> PResult<()> {
        loop {
            body.push(self.simple_statement()?);
            if !self.eat(K::Semi) {
                return self.expect(K::Newline);
            }
            if self.eat(K::Newline) {
                return Ok(());
            }
        }
    }

    fn simple_statement(&mut self) -> PResult<Stmt> {
        let start = self.start();
        let kind = match self.kind() {
            K::Return => {
                self.at += 1;
                let value = self.starts_expression().then(|| self.star_expressions()).transpose()?;
                StmtKind::Return(value.map(Box::new))
            }
            K::Import => self.import()?,
            K::From => self.import_from()?,
            K::Raise => self.raise()?,
            K::Pass => self.word(StmtKind::Pass),
            K::Break => self.word(StmtKind::Break),
            K::Continue => self.word(StmtKind::Continue),
            K::Del => {
                self.at += 1;
                let targets = self.del_targets()?;
                if !matches!(self.kind(), K::Semi | K::Newline) {
                    return self.fail();
                }
                StmtKind::Delete(targets)
            }
            K::Assert => {
                self.at += 1;
                let test = Box::new(self.expression()?);
                let msg = if self.eat(K::Comma) { Some(Box::new(self.expression()?)) } else { None };
                StmtKind::Assert { test, msg }
            }
            K::Global => StmtKind::Global(self.names()?),
            K::Nonlocal => StmtKind::Nonlocal(self.names()?),
            K::Name if self.second() == K::Name && self.at_word("type") => self.type_alias()?,
            _ => self.expression_statement(start)?,
        };
        Ok(Stmt { span: self.to_here(start), kind })
    }

    fn word(&mut self, kind: StmtKind) -> StmtKind {
        self.at += 1;
        kind
    }

    /// An expression, an assignment of any kind.
    fn expression_statement(&mut self, start: Span) -> PResult<StmtKind> {
        let parenthesized = self.kind() == K::LPar;
        let first = if self.kind() == K::Yield { self.yield_expression()? } else { self.star_expressions()? };
        match self.kind() {
            K::Equal => self.assignment(first),
            K::Colon => {
                self.at += 1;
                let simple = !parenthesized && matches!(first.kind, ExprKind::Name { .. });
                // `(a).b` begins with a parenthesis too, and is as good a target as `(a)`.
                let target = self.single_target(first)?;
                let annotation = self.expression()?;
                let value = if self.eat(K::Equal) { Some(self.right_side()?) } else { None };
                Ok(StmtKind::AnnAssign(Box::new(AnnAssign { target, annotation, value, simple })))
            }
            kind => match augmented(kind) {
                Some(op) => {
                    let target = Box::new(self.single_target(first)?);
                    debug_assert!(target.span.line >= start.line);
                    self.at += 1;
                    let value = Box::new(self.right_side()?);
                    Ok(StmtKind::AugAssign { target, op, value })
                }
                None => Ok(StmtKind::Expr(Box::new(first))),
            },
        }
    }

    fn assignment(&mut self, first: Expr) -> PResult<StmtKind> {
        let mut targets = Vec::new();
        let mut value = first;
        while self.eat(K::Equal) {
            targets.push(self.store(value)?);
            value = self.right_side()?;
        }
        let type_comment = self.type_comment();
        Ok(StmtKind::Assign { targets, value: Box::new(value), type_comment })
    }

    fn raise(&mut self) -> PResult<StmtKind> {
        self.at += 1;
        if !self.starts_expression() {
            return Ok(StmtKind::Raise { exc: None, cause: None });
        }
        let exc = Some(Box::new(self.expression()?));
        let cause = if self.eat(K::From) { Some(Box::new(self.expression()?)) } else { None };
        Ok(StmtKind::Raise { exc, cause })
    }

    fn names(&mut self) -> PResult<Vec<Name>> {
        self.at += 1;
        let mut names = vec![self.name()?];
        while self.eat(K::Comma) {
            names.push(self.name()?);
        }
        Ok(names)
    }

    fn type_alias(&mut self) -> PResult<StmtKind> {
        self.at += 1;
        let name = self.atom()?;
        let name = self.store(name)?;
        let type_params = self.type_params()?;
        self.expect(K::Equal)?;
        let value = self.expression()?;
        Ok(StmtKind::TypeAlias(Box::new(TypeAlias { name, type_params, value })))
    }

    fn dotted_name(&mut self) -> PResult<Name> {
        let first = self.name()?;
        if self.kind() != K::Dot {
            return Ok(first);
        }
        let mut text = self.interner.text(first).to_string();
        while self.eat(K::Dot) {
            let part = self.name()?;
            text.push('.');
            text.push_str(self.interner.text(part));
        }
        Ok(self.interner.intern(&text))
    }

    fn alias(&mut self, dotted: bool) -> PResult<Alias> {
        let start = self.start();
        let name = if dotted { self.dotted_name()? } else { self.name()? };
        let asname = if self.eat(K::As) { Some(self.name()?) } else { None };
        Ok(Alias { span: self.to_here(start), name, asname })
    }

    fn import(&mut self) -> PResult<StmtKind> {
        self.at += 1;
        let mut names = vec![self.alias(true)?];
        while self.eat(K::Comma) {
            names.push(self.alias(true)?);
        }
        Ok(StmtKind::Import { names })
    }

    fn import_from(&mut self) -> PResult<StmtKind> {
        self.at += 1;
        let mut level = 0;
        loop {
            match self.kind() {
                K::Dot => level += 1,
                K::Ellipsis => level += 3,
                _ => break,
            }
            self.at += 1;
        }
        let module = if level > 0 && self.kind() == K::Import { None } else { Some(self.dotted_name()?) };
        self.expect(K::Import)?;
        let names = self.imported_names()?;
        Ok(StmtKind::ImportFrom { module, names, level })
    }

    fn imported_names(&mut self) -> PResult<Vec<Alias>> {
        let start = self.start();
        if self.eat(K::Star) {
            return Ok(vec![Alias { span: start, name: self.interner.intern("*"), asname: None }]);
        }
        let parenthesized = self.eat(K::LPar);
        let mut names = vec![self.alias(false)?];
        while self.eat(K::Comma) {
            if parenthesized && self.kind() == K::RPar {
                break;
            }
            names.push(self.alias(false)?);
        }
        if parenthesized {
            self.expect(K::RPar)?;
        }
        Ok(names)
    }
}

/// The operator of an augmented assignment.
fn augmented(kind: K) -> Option<Operator> {
    Some(match kind {
        K::PlusEqual => Operator::Add,
        K::MinEqual => Operator::Sub,
        K::StarEqual => Operator::Mult,
        K::AtEqual => Operator::MatMult,
        K::SlashEqual => Operator::Div,
        K::PercentEqual => Operator::Mod,
        K::AmperEqual => Operator::BitAnd,
        K::VBarEqual => Operator::BitOr,
        K::CircumflexEqual => Operator::BitXor,
        K::LeftShiftEqual => Operator::LShift,
        K::RightShiftEqual => Operator::RShift,
        K::DoubleStarEqual => Operator::Pow,
        K::DoubleSlashEqual => Operator::FloorDiv,
        _ => return None,
    })
}
