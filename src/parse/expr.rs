//! Expressions, from conditional expressions down to primaries.

use super::parser::{PResult, Parser};
use crate::ast::{BoolOp, CmpOp, Comprehension, Ctx, Expr, ExprKind, Keyword, Operator, UnaryOp};
use crate::lex::TokenKind as K;
use crate::source::Span;

/// Active rules that CPython's parser has for one pair of brackets, about.
pub(super) const BRACKET_RULES: u32 = 27;

impl Parser<'_> {
    /// `expressions`: one, or a tuple without parentheses.
    pub(super) fn expressions(&mut self) -> PResult<Expr> {
        let start = self.start();
        let first = self.expression()?;
        self.tuple_rest(start, first, Self::expression)
    }

    /// `star_expressions`: as `expressions`, and elements may be starred.
    pub(super) fn star_expressions(&mut self) -> PResult<Expr> {
        let start = self.start();
        let first = self.star_expression()?;
        self.tuple_rest(start, first, Self::star_expression)
    }

    #[inline]
    fn tuple_rest(
        &mut self,
        start: Span,
        first: Expr,
        element: fn(&mut Self) -> PResult<Expr>,
    ) -> PResult<Expr> {
        if self.kind() != K::Comma {
            return Ok(first);
        }
        let mut depth = self.depth;
        let mut elts = vec![first];
        while self.eat(K::Comma) && self.starts_expression() {
            elts.push(element(self)?);
            depth = depth.max(self.depth);
        }
        self.over(depth)?;
        Ok(self.expr(start, ExprKind::Tuple { elts, ctx: Ctx::Load }))
    }

    /// The next token can begin an expression or a starred one.
    pub(super) fn starts_expression(&self) -> bool {
        use K::*;
        matches!(
            self.kind(),
            Name | Number
                | String
                | FStringStart
                | LPar
                | LSqb
                | LBrace
                | Minus
                | Plus
                | Tilde
                | Star
                | Not
                | Lambda
                | Await
                | None
                | True
                | False
                | Ellipsis
        )
    }

    pub(super) fn star_expression(&mut self) -> PResult<Expr> {
        if self.kind() == K::Star { self.starred_bitwise() } else { self.expression() }
    }

    /// `*` and an expression without comparisons.
    fn starred_bitwise(&mut self) -> PResult<Expr> {
        let start = self.bump().span;
        let value = Box::new(self.binary(0)?);
        self.over(self.depth)?;
        Ok(self.expr(start, ExprKind::Starred { value, ctx: Ctx::Load }))
    }

    /// An element of a display: starred, `:=` or an expression.
    pub(super) fn star_named_expression(&mut self) -> PResult<Expr> {
        if self.kind() == K::Star { self.starred_bitwise() } else { self.named_expression() }
    }

    pub(super) fn named_expression(&mut self) -> PResult<Expr> {
        if self.kind() == K::Name && self.second() == K::ColonEqual {
            let name = self.bump();
            self.at += 1;
            let target =
                Box::new(Expr { span: name.span, kind: ExprKind::Name { id: name.name, ctx: Ctx::Store } });
            let value = Box::new(self.expression()?);
            self.over(self.depth)?;
            return Ok(self.expr(name.span, ExprKind::NamedExpr { target, value }));
        }
        self.expression()
    }

    /// A named expression without parentheses, just parsed: it ends where the last token ends.
    pub(super) fn is_bare_walrus(&self, expr: &Expr) -> bool {
        let last = self.tokens[self.at - 1].span;
        matches!(expr.kind, ExprKind::NamedExpr { .. })
            && (expr.span.end_line, expr.span.end_col) == (last.end_line, last.end_col)
    }

    pub(super) fn yield_expression(&mut self) -> PResult<Expr> {
        let start = self.bump().span;
        self.depth = 0;
        let kind = if self.eat(K::From) {
            ExprKind::YieldFrom(Box::new(self.expression()?))
        } else if self.starts_expression() {
            ExprKind::Yield(Some(Box::new(self.star_expressions()?)))
        } else {
            ExprKind::Yield(None)
        };
        self.over(self.depth)?;
        Ok(self.expr(start, kind))
    }

    /// `yield` or `star_expressions`: what may stand right of `=`.
    pub(super) fn right_side(&mut self) -> PResult<Expr> {
        if self.kind() == K::Yield { self.yield_expression() } else { self.star_expressions() }
    }

    pub(super) fn expression(&mut self) -> PResult<Expr> {
        if self.kind() == K::Lambda {
            return self.lambda();
        }
        let start = self.start();
        let body = self.disjunction()?;
        if self.kind() != K::If {
            return Ok(body);
        }
        self.conditional(start, body)
    }

    #[inline(never)]
    fn conditional(&mut self, start: Span, body: Expr) -> PResult<Expr> {
        let mut depth = self.depth;
        self.at += 1;
        let test = self.disjunction()?;
        depth = depth.max(self.depth);
        self.expect(K::Else)?;
        self.enter(1)?;
        let orelse = self.expression()?;
        self.leave(1);
        self.over(depth.max(self.depth))?;
        let kind = ExprKind::IfExp { test: Box::new(test), body: Box::new(body), orelse: Box::new(orelse) };
        Ok(self.expr(start, kind))
    }

    #[inline(never)]
    fn lambda(&mut self) -> PResult<Expr> {
        let start = self.bump().span;
        self.enter(2)?;
        let args = Box::new(self.parameters(K::Colon, false)?);
        let depth = if args.args.is_empty() && args.kwonlyargs.is_empty() { 0 } else { self.depth };
        self.expect(K::Colon)?;
        let body = Box::new(self.expression()?);
        self.leave(2);
        self.over(depth.max(self.depth))?;
        Ok(self.expr(start, ExprKind::Lambda { args, body }))
    }

    pub(super) fn disjunction(&mut self) -> PResult<Expr> {
        let start = self.start();
        // Most expressions are a primary and no more, which needs none of the levels between.
        let first = if starts_primary(self.kind()) {
            let first = self.primary()?;
            if !continues(self.kind()) {
                return Ok(first);
            }
            let left = self.power_of(start, first)?;
            let left = self.binary_of(start, left, 0)?;
            let left = self.comparison_of(start, left)?;
            self.conjunction_of(start, left)?
        } else {
            self.conjunction()?
        };
        if self.kind() != K::Or {
            return Ok(first);
        }
        self.bool_op(start, first, BoolOp::Or, K::Or, Self::conjunction)
    }

    fn conjunction(&mut self) -> PResult<Expr> {
        let start = self.start();
        let first = self.inversion()?;
        self.conjunction_of(start, first)
    }

    #[inline]
    fn conjunction_of(&mut self, start: Span, first: Expr) -> PResult<Expr> {
        if self.kind() != K::And {
            return Ok(first);
        }
        self.bool_op(start, first, BoolOp::And, K::And, Self::inversion)
    }

    #[inline(never)]
    fn bool_op(
        &mut self,
        start: Span,
        first: Expr,
        op: BoolOp,
        word: K,
        operand: fn(&mut Self) -> PResult<Expr>,
    ) -> PResult<Expr> {
        let mut depth = self.depth;
        let mut values = vec![first];
        while self.eat(word) {
            values.push(operand(self)?);
            depth = depth.max(self.depth);
        }
        self.over(depth)?;
        Ok(self.expr(start, ExprKind::BoolOp { op, values }))
    }

    fn inversion(&mut self) -> PResult<Expr> {
        if self.kind() == K::Not {
            let start = self.bump().span;
            self.enter(1)?;
            let operand = Box::new(self.inversion()?);
            self.leave(1);
            self.over(self.depth)?;
            return Ok(self.expr(start, ExprKind::UnaryOp { op: UnaryOp::Not, operand }));
        }
        let start = self.start();
        let left = self.binary(0)?;
        self.comparison_of(start, left)
    }

    #[inline]
    fn comparison_of(&mut self, start: Span, left: Expr) -> PResult<Expr> {
        if self.comparison_operator().is_none() {
            return Ok(left);
        }
        self.comparison(start, left)
    }

    #[inline(never)]
    fn comparison(&mut self, start: Span, left: Expr) -> PResult<Expr> {
        let mut depth = self.depth;
        let (mut ops, mut comparators) = (Vec::new(), Vec::new());
        while let Some((op, tokens)) = self.comparison_operator() {
            if op == CmpOp::NotEq && self.text(self.token()) == "<>" {
                return self.fail();
            }
            self.at += tokens;
            ops.push(op);
            comparators.push(self.binary(0)?);
            depth = depth.max(self.depth);
        }
        self.over(depth)?;
        Ok(self.expr(start, ExprKind::Compare { left: Box::new(left), ops, comparators }))
    }

    /// The comparison operator that comes next, and how many tokens it is.
    #[inline]
    fn comparison_operator(&self) -> Option<(CmpOp, usize)> {
        Some(match self.kind() {
            K::EqEqual => (CmpOp::Eq, 1),
            K::NotEqual => (CmpOp::NotEq, 1),
            K::Less => (CmpOp::Lt, 1),
            K::LessEqual => (CmpOp::LtE, 1),
            K::Greater => (CmpOp::Gt, 1),
            K::GreaterEqual => (CmpOp::GtE, 1),
            K::In => (CmpOp::In, 1),
            K::Not if self.second() == K::In => (CmpOp::NotIn, 2),
            K::Is if self.second() == K::Not => (CmpOp::IsNot, 2),
            K::Is => (CmpOp::Is, 1),
            _ => return None,
        })
    }

    /// Binary operators that bind at least as tightly as `min`, by precedence climbing.
    pub(super) fn binary(&mut self, min: u8) -> PResult<Expr> {
        let start = self.start();
        let left = self.factor()?;
        self.binary_of(start, left, min)
    }

    #[inline]
    fn binary_of(&mut self, start: Span, mut left: Expr, min: u8) -> PResult<Expr> {
        while let Some((op, precedence)) = binary_operator(self.kind()) {
            if precedence < min {
                break;
            }
            let depth = self.depth;
            self.at += 1;
            let right = self.binary(precedence + 1)?;
            self.over(depth.max(self.depth))?;
            left = self.expr(start, ExprKind::BinOp { left: Box::new(left), op, right: Box::new(right) });
        }
        Ok(left)
    }

    fn factor(&mut self) -> PResult<Expr> {
        let op = match self.kind() {
            K::Minus => UnaryOp::USub,
            K::Plus => UnaryOp::UAdd,
            K::Tilde => UnaryOp::Invert,
            _ => return self.power(),
        };
        let start = self.bump().span;
        self.enter(1)?;
        let operand = Box::new(self.factor()?);
        self.leave(1);
        self.over(self.depth)?;
        Ok(self.expr(start, ExprKind::UnaryOp { op, operand }))
    }

    fn power(&mut self) -> PResult<Expr> {
        let start = self.start();
        let left = if self.kind() == K::Await {
            self.at += 1;
            let value = Box::new(self.primary()?);
            self.over(self.depth)?;
            self.expr(start, ExprKind::Await(value))
        } else {
            self.primary()?
        };
        self.power_of(start, left)
    }

    #[inline]
    fn power_of(&mut self, start: Span, left: Expr) -> PResult<Expr> {
        if self.kind() != K::DoubleStar {
            return Ok(left);
        }
        let depth = self.depth;
        self.at += 1;
        self.enter(2)?;
        let right = Box::new(self.factor()?);
        self.leave(2);
        self.over(depth.max(self.depth))?;
        Ok(self.expr(start, ExprKind::BinOp { left: Box::new(left), op: Operator::Pow, right }))
    }

    /// An atom with its attributes, calls and subscripts.
    pub(super) fn primary(&mut self) -> PResult<Expr> {
        let start = self.start();
        let mut value = self.atom()?;
        loop {
            match self.kind() {
                K::Dot => {
                    self.at += 1;
                    let attr = self.name()?;
                    self.over(self.depth)?;
                    let kind = ExprKind::Attribute { value: Box::new(value), attr, ctx: Ctx::Load };
                    value = self.expr(start, kind);
                }
                K::LPar => value = self.call(start, value)?,
                K::LSqb => value = self.subscript(start, value)?,
                _ => return Ok(value),
            }
        }
    }

    #[inline(never)]
    fn subscript(&mut self, start: Span, value: Expr) -> PResult<Expr> {
        let depth = self.depth;
        self.at += 1;
        self.enter(BRACKET_RULES)?;
        let slice = Box::new(self.slices()?);
        self.leave(BRACKET_RULES);
        self.expect(K::RSqb)?;
        self.over(depth.max(self.depth))?;
        let kind = ExprKind::Subscript { value: Box::new(value), slice, ctx: Ctx::Load };
        Ok(self.expr(start, kind))
    }

    fn slices(&mut self) -> PResult<Expr> {
        let start = self.start();
        let first = self.slice_or_starred()?;
        if self.kind() != K::Comma && !matches!(first.kind, ExprKind::Starred { .. }) {
            return Ok(first);
        }
        let mut depth = self.depth;
        let mut elts = vec![first];
        while self.eat(K::Comma) && self.kind() != K::RSqb {
            elts.push(self.slice_or_starred()?);
            depth = depth.max(self.depth);
        }
        self.over(depth)?;
        Ok(self.expr(start, ExprKind::Tuple { elts, ctx: Ctx::Load }))
    }

    fn slice_or_starred(&mut self) -> PResult<Expr> {
        let start = self.start();
        if self.kind() == K::Star {
            return self.starred_expression();
        }
        let mut depth = 0;
        let mut lower = None;
        if self.kind() != K::Colon {
            let first = self.named_expression()?;
            if self.kind() != K::Colon || self.is_bare_walrus(&first) {
                return Ok(first);
            }
            depth = self.depth;
            lower = Some(Box::new(first));
        }
        self.expect(K::Colon)?;
        let upper = self.slice_bound(&mut depth)?;
        let step = if self.eat(K::Colon) { self.slice_bound(&mut depth)? } else { None };
        self.over(depth)?;
        Ok(self.expr(start, ExprKind::Slice { lower, upper, step }))
    }

    fn slice_bound(&mut self, depth: &mut u32) -> PResult<Option<Box<Expr>>> {
        if matches!(self.kind(), K::Colon | K::Comma | K::RSqb) {
            return Ok(None);
        }
        let bound = self.expression()?;
        *depth = self.depth.max(*depth);
        Ok(Some(Box::new(bound)))
    }

    /// `*` and any expression, as in calls and subscripts.
    fn starred_expression(&mut self) -> PResult<Expr> {
        let start = self.bump().span;
        let value = Box::new(self.expression()?);
        self.over(self.depth)?;
        Ok(self.expr(start, ExprKind::Starred { value, ctx: Ctx::Load }))
    }

    #[inline(never)]
    fn call(&mut self, start: Span, func: Expr) -> PResult<Expr> {
        let depth = self.depth;
        self.depth = 0;
        self.enter(BRACKET_RULES)?;
        let (args, keywords) = self.arguments()?;
        self.leave(BRACKET_RULES);
        self.over(depth.max(self.depth))?;
        Ok(self.expr(start, ExprKind::Call { func: Box::new(func), args, keywords }))
    }

    /// At the parenthesis of a call or of a class's bases; takes both parentheses.
    pub(super) fn arguments(&mut self) -> PResult<(Vec<Expr>, Vec<Keyword>)> {
        let open = self.bump().span;
        let (mut args, mut keywords) = (Vec::new(), Vec::new());
        let (mut depth, mut unpacked) = (0, false);
        while self.kind() != K::RPar {
            let start = self.start();
            match self.kind() {
                K::Star if !unpacked => args.push(self.starred_expression()?),
                K::DoubleStar => {
                    self.at += 1;
                    unpacked = true;
                    let value = self.expression()?;
                    keywords.push(Keyword { span: self.span_from(start), name: None, value });
                }
                K::Name if self.second() == K::Equal => {
                    let name = Some(self.name()?);
                    self.at += 1;
                    let value = self.expression()?;
                    keywords.push(Keyword { span: self.span_from(start), name, value });
                }
                _ if !keywords.is_empty() => return self.fail(),
                _ => {
                    let arg = self.named_expression()?;
                    if matches!(self.kind(), K::For | K::Async) {
                        // The only argument may be a generator without its own parentheses.
                        if !args.is_empty() {
                            return self.fail();
                        }
                        let generators = self.comprehension_clauses()?;
                        self.expect(K::RPar)?;
                        let elt = Box::new(arg);
                        args.push(self.expr(open, ExprKind::GeneratorExp { elt, generators }));
                        return Ok((args, keywords));
                    }
                    args.push(arg);
                }
            }
            depth = depth.max(self.depth);
            if !self.eat(K::Comma) {
                break;
            }
        }
        self.expect(K::RPar)?;
        self.depth = depth;
        Ok((args, keywords))
    }

    /// At `for` or `async for`, with the element parsed just before. Leaves the depth of the whole
    /// comprehension.
    pub(super) fn comprehension_clauses(&mut self) -> PResult<Vec<Comprehension>> {
        let mut depth = self.depth;
        let mut clauses = Vec::new();
        while matches!(self.kind(), K::For | K::Async) {
            let is_async = self.eat(K::Async);
            self.expect(K::For)?;
            let target = self.star_targets()?;
            depth = depth.max(self.depth);
            self.expect(K::In)?;
            let iter = self.disjunction()?;
            depth = depth.max(self.depth);
            let mut ifs = Vec::new();
            while self.eat(K::If) {
                ifs.push(self.disjunction()?);
                depth = depth.max(self.depth);
            }
            clauses.push(Comprehension { target, iter, ifs, is_async });
        }
        self.over(depth)?;
        Ok(clauses)
    }
}

/// Does an atom start with such a token?
#[inline(always)]
fn starts_primary(kind: K) -> bool {
    use K::*;
    matches!(
        kind,
        Name | Number | String | FStringStart | LPar | LSqb | LBrace | None | True | False | Ellipsis
    )
}

/// May a primary before such a token be the start of a larger `disjunction`?
#[inline(always)]
fn continues(kind: K) -> bool {
    use K::*;
    matches!(
        kind,
        DoubleStar
            | EqEqual
            | NotEqual
            | Less
            | LessEqual
            | Greater
            | GreaterEqual
            | In
            | Is
            | Not
            | And
            | Or
    ) || binary_operator(kind).is_some()
}

/// A binary operator and how tightly it binds; `**` is not among them.
#[inline(always)]
fn binary_operator(kind: K) -> Option<(Operator, u8)> {
    Some(match kind {
        K::VBar => (Operator::BitOr, 1),
        K::Circumflex => (Operator::BitXor, 2),
        K::Amper => (Operator::BitAnd, 3),
        K::LeftShift => (Operator::LShift, 4),
        K::RightShift => (Operator::RShift, 4),
        K::Plus => (Operator::Add, 5),
        K::Minus => (Operator::Sub, 5),
        K::Star => (Operator::Mult, 6),
        K::Slash => (Operator::Div, 6),
        K::DoubleSlash => (Operator::FloorDiv, 6),
        K::Percent => (Operator::Mod, 6),
        K::At => (Operator::MatMult, 6),
        _ => return None,
    })
}
