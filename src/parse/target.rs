//! Targets of assignments, loops, `with` and `del`: expressions with another context.

use super::parser::{PResult, Parser};
use crate::ast::{Ctx, Expr, ExprKind};
use crate::lex::TokenKind as K;
use crate::source::Span;

impl Parser<'_> {
    /// `star_targets`: what follows `for`, up to `in`.
    pub(super) fn star_targets(&mut self) -> PResult<Expr> {
        let start = self.start();
        let first = self.star_target()?;
        if self.kind() != K::Comma {
            return Ok(first);
        }
        let mut depth = self.depth;
        let mut elts = vec![first];
        while self.eat(K::Comma) && self.starts_expression() {
            elts.push(self.star_target()?);
            depth = depth.max(self.depth);
        }
        self.over(depth)?;
        Ok(self.expr(start, ExprKind::Tuple { elts, ctx: Ctx::Store }))
    }

    pub(super) fn star_target(&mut self) -> PResult<Expr> {
        let start = self.start();
        if self.eat(K::Star) {
            if self.kind() == K::Star {
                return self.fail();
            }
            let value = self.star_target()?;
            self.over(self.depth)?;
            let kind = ExprKind::Starred { value: Box::new(value), ctx: Ctx::Store };
            return Ok(self.expr(start, kind));
        }
        let target = self.primary()?;
        self.store(target)
    }

    /// Turns an expression into a target to assign to, if it can be one.
    pub(super) fn store(&self, mut expr: Expr) -> PResult<Expr> {
        if set_context(&mut expr, Ctx::Store) { Ok(expr) } else { self.fail() }
    }

    /// `single_target`: a name, attribute or subscript, parenthesized or not.
    pub(super) fn single_target(&self, expr: Expr) -> PResult<Expr> {
        match expr.kind {
            ExprKind::Name { .. } | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => {
                self.store(expr)
            }
            _ => self.fail(),
        }
    }

    pub(super) fn del_targets(&mut self) -> PResult<Vec<Expr>> {
        let mut targets = Vec::new();
        loop {
            let mut target = self.primary()?;
            if !set_context(&mut target, Ctx::Del) {
                return self.fail();
            }
            targets.push(target);
            if !self.eat(K::Comma) || matches!(self.kind(), K::Semi | K::Newline) {
                return Ok(targets);
            }
        }
    }

    /// From the start of `start` to the end of the last token.
    pub(super) fn to_here(&self, start: Span) -> Span {
        start.to(self.tokens[self.at - 1].span)
    }
}

/// Gives a target and its elements their context; false if it is no target.
fn set_context(expr: &mut Expr, to: Ctx) -> bool {
    match &mut expr.kind {
        ExprKind::Name { ctx, .. } | ExprKind::Attribute { ctx, .. } | ExprKind::Subscript { ctx, .. } => {
            *ctx = to;
            true
        }
        ExprKind::Starred { value, ctx } if to == Ctx::Store => {
            *ctx = to;
            set_context(value, to)
        }
        ExprKind::List { elts, ctx } | ExprKind::Tuple { elts, ctx } => {
            *ctx = to;
            elts.iter_mut().all(|elt| set_context(elt, to))
        }
        _ => false,
    }
}
