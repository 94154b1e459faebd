//! Atoms: names, literals and displays.

use super::expr::BRACKET_RULES;
use super::parser::{PResult, Parser};
use crate::ast::{Ctx, Expr, ExprKind};
use crate::constant::Constant;
use crate::lex::TokenKind as K;

impl Parser<'_> {
    pub(super) fn atom(&mut self) -> PResult<Expr> {
        let token = self.token();
        let constant = |value| ExprKind::Constant { value, u: false };
        let kind = match token.kind {
            K::Name => ExprKind::Name { id: token.name, ctx: Ctx::Load },
            K::Number => match super::number::parse(self.text(token)) {
                Some(value) => constant(value),
                None => return self.fail(),
            },
            K::String | K::FStringStart => return self.strings(),
            K::LPar => return self.parenthesized(),
            K::LSqb => return self.list(),
            K::LBrace => return self.dict_or_set(),
            K::None => constant(Constant::None),
            K::True => constant(Constant::Bool(true)),
            K::False => constant(Constant::Bool(false)),
            K::Ellipsis => constant(Constant::Ellipsis),
            _ => return self.fail(),
        };
        self.at += 1;
        self.depth = 1;
        Ok(Expr { span: token.span, kind })
    }

    /// A tuple, a group or a generator expression.
    #[inline(never)]
    fn parenthesized(&mut self) -> PResult<Expr> {
        let start = self.bump().span;
        self.depth = 0;
        if self.eat(K::RPar) {
            self.over(0)?;
            return Ok(self.expr(start, ExprKind::Tuple { elts: Vec::new(), ctx: Ctx::Load }));
        }
        self.enter(BRACKET_RULES)?;
        if self.kind() == K::Yield {
            let value = self.yield_expression()?;
            self.leave(BRACKET_RULES);
            self.expect(K::RPar)?;
            return Ok(value);
        }
        let first = self.star_named_expression()?;
        let starred = matches!(first.kind, ExprKind::Starred { .. });
        let result = match self.kind() {
            K::Comma => {
                let elts = self.elements(first, K::RPar)?;
                self.expr(start, ExprKind::Tuple { elts, ctx: Ctx::Load })
            }
            K::For | K::Async if !starred => {
                let generators = self.comprehension_clauses()?;
                self.expect(K::RPar)?;
                self.expr(start, ExprKind::GeneratorExp { elt: Box::new(first), generators })
            }
            K::RPar if !starred => {
                self.at += 1;
                first
            }
            _ => return self.fail(),
        };
        self.leave(BRACKET_RULES);
        Ok(result)
    }

    /// The elements of a display after `first`, with its closing bracket.
    fn elements(&mut self, first: Expr, close: K) -> PResult<Vec<Expr>> {
        let mut depth = self.depth;
        let mut elts = vec![first];
        while self.eat(K::Comma) && self.kind() != close {
            elts.push(self.star_named_expression()?);
            depth = depth.max(self.depth);
        }
        self.expect(close)?;
        self.over(depth)?;
        Ok(elts)
    }

    #[inline(never)]
    fn list(&mut self) -> PResult<Expr> {
        let start = self.bump().span;
        if self.eat(K::RSqb) {
            self.over(0)?;
            return Ok(self.expr(start, ExprKind::List { elts: Vec::new(), ctx: Ctx::Load }));
        }
        self.enter(BRACKET_RULES)?;
        let first = self.star_named_expression()?;
        let starred = matches!(first.kind, ExprKind::Starred { .. });
        let kind = if matches!(self.kind(), K::For | K::Async) && !starred {
            let generators = self.comprehension_clauses()?;
            self.expect(K::RSqb)?;
            ExprKind::ListComp { elt: Box::new(first), generators }
        } else {
            ExprKind::List { elts: self.elements(first, K::RSqb)?, ctx: Ctx::Load }
        };
        self.leave(BRACKET_RULES);
        Ok(self.expr(start, kind))
    }

    #[inline(never)]
    fn dict_or_set(&mut self) -> PResult<Expr> {
        let start = self.bump().span;
        if self.eat(K::RBrace) {
            self.over(0)?;
            return Ok(self.expr(start, ExprKind::Dict { keys: Vec::new(), values: Vec::new() }));
        }
        self.enter(BRACKET_RULES)?;
        let kind = self.dict_or_set_rest()?;
        self.leave(BRACKET_RULES);
        Ok(self.expr(start, kind))
    }

    fn dict_or_set_rest(&mut self) -> PResult<ExprKind> {
        if self.kind() == K::DoubleStar {
            return self.dict(Vec::new(), Vec::new(), 0);
        }
        let first = self.star_named_expression()?;
        let depth = self.depth;
        let starred = matches!(first.kind, ExprKind::Starred { .. });
        match self.kind() {
            K::Colon if !starred && !self.is_bare_walrus(&first) => {
                self.at += 1;
                let value = self.expression()?;
                let depth = depth.max(self.depth);
                if matches!(self.kind(), K::For | K::Async) {
                    self.depth = depth;
                    let generators = self.comprehension_clauses()?;
                    self.expect(K::RBrace)?;
                    let (key, value) = (Box::new(first), Box::new(value));
                    return Ok(ExprKind::DictComp { key, value, generators });
                }
                let (keys, values) = (vec![Some(first)], vec![value]);
                if self.eat(K::Comma) {
                    return self.dict(keys, values, depth);
                }
                self.expect(K::RBrace)?;
                self.over(depth)?;
                Ok(ExprKind::Dict { keys, values })
            }
            K::For | K::Async if !starred => {
                let generators = self.comprehension_clauses()?;
                self.expect(K::RBrace)?;
                Ok(ExprKind::SetComp { elt: Box::new(first), generators })
            }
            _ => Ok(ExprKind::Set(self.elements(first, K::RBrace)?)),
        }
    }

    /// The further items of a dict, with the closing brace.
    fn dict(
        &mut self,
        mut keys: Vec<Option<Expr>>,
        mut values: Vec<Expr>,
        mut depth: u32,
    ) -> PResult<ExprKind> {
        while self.kind() != K::RBrace {
            if self.eat(K::DoubleStar) {
                keys.push(None);
                values.push(self.binary(0)?);
            } else {
                keys.push(Some(self.expression()?));
                depth = depth.max(self.depth);
                self.expect(K::Colon)?;
                values.push(self.expression()?);
            }
            depth = depth.max(self.depth);
            if !self.eat(K::Comma) {
                break;
            }
        }
        self.expect(K::RBrace)?;
        self.over(depth)?;
        Ok(ExprKind::Dict { keys, values })
    }
}
