//! Patterns of `case`.

use super::expr::BRACKET_RULES;
use super::function::load_name;
use super::parser::{PResult, Parser};
use crate::ast::{Ctx, Expr, ExprKind, Operator, Pattern, PatternKind, UnaryOp};
use crate::constant::Constant;
use crate::lex::TokenKind as K;
use crate::source::{Name, Span};

impl Parser<'_> {
    fn pattern_node(&self, start: Span, kind: PatternKind) -> Pattern {
        Pattern { span: self.to_here(start), kind }
    }

    /// What follows `case`: a pattern or a sequence without brackets.
    pub(super) fn patterns(&mut self) -> PResult<Pattern> {
        let start = self.start();
        let first = self.maybe_star_pattern()?;
        if self.kind() != K::Comma {
            return match first.kind {
                PatternKind::Star(_) => self.fail(),
                _ => Ok(first),
            };
        }
        let mut patterns = vec![first];
        while self.eat(K::Comma) && !matches!(self.kind(), K::Colon | K::If) {
            patterns.push(self.maybe_star_pattern()?);
        }
        Ok(self.pattern_node(start, PatternKind::Sequence(patterns)))
    }

    fn maybe_star_pattern(&mut self) -> PResult<Pattern> {
        let start = self.start();
        if !self.eat(K::Star) {
            return self.pattern();
        }
        let name = if self.at_word("_") {
            self.at += 1;
            None
        } else {
            Some(self.capture_target()?)
        };
        Ok(self.pattern_node(start, PatternKind::Star(name)))
    }

    /// A name to bind: not `_`, and not the start of something longer.
    fn capture_target(&mut self) -> PResult<Name> {
        if self.at_word("_") || matches!(self.second(), K::Dot | K::LPar | K::Equal) {
            return self.fail();
        }
        self.name()
    }

    fn pattern(&mut self) -> PResult<Pattern> {
        let start = self.start();
        let first = self.closed_pattern()?;
        let mut pattern = first;
        if self.kind() == K::VBar {
            let mut patterns = vec![pattern];
            while self.eat(K::VBar) {
                patterns.push(self.closed_pattern()?);
            }
            pattern = self.pattern_node(start, PatternKind::Or(patterns));
        }
        if self.eat(K::As) {
            let name = Some(self.capture_target()?);
            return Ok(self.pattern_node(start, PatternKind::As { pattern: Some(Box::new(pattern)), name }));
        }
        Ok(pattern)
    }

    fn closed_pattern(&mut self) -> PResult<Pattern> {
        let start = self.start();
        let kind = match self.kind() {
            K::Number | K::Minus | K::String | K::FStringStart => {
                PatternKind::Value(Box::new(self.literal()?))
            }
            K::None => self.singleton(Constant::None),
            K::True => self.singleton(Constant::Bool(true)),
            K::False => self.singleton(Constant::Bool(false)),
            K::LPar | K::LSqb | K::LBrace => {
                self.enter(BRACKET_RULES)?;
                let pattern = match self.kind() {
                    K::LPar => self.group_or_sequence(start)?,
                    K::LSqb => self.list_pattern(start)?,
                    _ => self.mapping_pattern(start)?,
                };
                self.leave(BRACKET_RULES);
                return Ok(pattern);
            }
            _ => return self.name_pattern(start),
        };
        Ok(self.pattern_node(start, kind))
    }

    fn singleton(&mut self, value: Constant) -> PatternKind {
        self.at += 1;
        PatternKind::Singleton(value)
    }

    /// A capture, a wildcard, a dotted name or a class.
    fn name_pattern(&mut self, start: Span) -> PResult<Pattern> {
        if !matches!(self.second(), K::Dot | K::LPar | K::Equal) {
            let name = if self.at_word("_") {
                self.at += 1;
                None
            } else {
                Some(self.name()?)
            };
            return Ok(self.pattern_node(start, PatternKind::As { pattern: None, name }));
        }
        let value = self.dotted_value()?;
        match self.kind() {
            K::LPar => self.class_pattern(start, value),
            K::Equal => self.fail(),
            _ => Ok(self.pattern_node(start, PatternKind::Value(Box::new(value)))),
        }
    }

    fn dotted_value(&mut self) -> PResult<Expr> {
        let start = self.start();
        let token = self.token();
        self.name()?;
        let mut value = load_name(token);
        self.depth = 1;
        while self.eat(K::Dot) {
            let attr = self.name()?;
            self.over(self.depth)?;
            let kind = ExprKind::Attribute { value: Box::new(value), attr, ctx: Ctx::Load };
            value = self.expr(start, kind);
        }
        Ok(value)
    }

    /// A number, a complex number or strings.
    fn literal(&mut self) -> PResult<Expr> {
        if matches!(self.kind(), K::String | K::FStringStart) {
            return self.strings();
        }
        let start = self.start();
        let left = self.signed_number()?;
        let op = match self.kind() {
            K::Plus => Operator::Add,
            K::Minus => Operator::Sub,
            _ => return Ok(left),
        };
        let real = match &left.kind {
            ExprKind::UnaryOp { operand, .. } => !is_imaginary(operand),
            _ => !is_imaginary(&left),
        };
        self.at += 1;
        if self.kind() != K::Number || !real {
            return self.fail();
        }
        let right = self.atom()?;
        if !is_imaginary(&right) {
            return self.fail();
        }
        Ok(self.expr(start, ExprKind::BinOp { left: Box::new(left), op, right: Box::new(right) }))
    }

    fn signed_number(&mut self) -> PResult<Expr> {
        let start = self.start();
        let negative = self.eat(K::Minus);
        if self.kind() != K::Number {
            return self.fail();
        }
        let number = self.atom()?;
        if !negative {
            return Ok(number);
        }
        Ok(self.expr(start, ExprKind::UnaryOp { op: UnaryOp::USub, operand: Box::new(number) }))
    }

    fn group_or_sequence(&mut self, start: Span) -> PResult<Pattern> {
        self.at += 1;
        if self.eat(K::RPar) {
            return Ok(self.pattern_node(start, PatternKind::Sequence(Vec::new())));
        }
        let first = self.maybe_star_pattern()?;
        if self.kind() == K::RPar && !matches!(first.kind, PatternKind::Star(_)) {
            self.at += 1;
            return Ok(first);
        }
        let mut patterns = vec![first];
        self.expect(K::Comma)?;
        self.more_patterns(&mut patterns, K::RPar)?;
        Ok(self.pattern_node(start, PatternKind::Sequence(patterns)))
    }

    fn list_pattern(&mut self, start: Span) -> PResult<Pattern> {
        self.at += 1;
        let mut patterns = Vec::new();
        self.more_patterns(&mut patterns, K::RSqb)?;
        Ok(self.pattern_node(start, PatternKind::Sequence(patterns)))
    }

    fn more_patterns(&mut self, patterns: &mut Vec<Pattern>, close: K) -> PResult<()> {
        while self.kind() != close {
            patterns.push(self.maybe_star_pattern()?);
            if !self.eat(K::Comma) {
                break;
            }
        }
        // A comma alone is no pattern.
        self.expect(close)
    }

    fn mapping_pattern(&mut self, start: Span) -> PResult<Pattern> {
        self.at += 1;
        let (mut keys, mut patterns, mut rest) = (Vec::new(), Vec::new(), None);
        while self.kind() != K::RBrace && rest.is_none() {
            if self.eat(K::DoubleStar) {
                rest = Some(self.capture_target()?);
            } else {
                keys.push(self.mapping_key()?);
                self.expect(K::Colon)?;
                patterns.push(self.pattern()?);
            }
            if !self.eat(K::Comma) {
                break;
            }
        }
        self.expect(K::RBrace)?;
        Ok(self.pattern_node(start, PatternKind::Mapping { keys, patterns, rest }))
    }

    fn mapping_key(&mut self) -> PResult<Expr> {
        match self.kind() {
            K::Name if self.second() == K::Dot => self.dotted_value(),
            K::Number | K::Minus | K::String | K::FStringStart => self.literal(),
            K::None | K::True | K::False => self.atom(),
            _ => self.fail(),
        }
    }

    fn class_pattern(&mut self, start: Span, cls: Expr) -> PResult<Pattern> {
        self.at += 1;
        self.enter(BRACKET_RULES)?;
        let (mut patterns, mut kwd_attrs, mut kwd_patterns) = (Vec::new(), Vec::new(), Vec::new());
        while self.kind() != K::RPar {
            if self.kind() == K::Name && self.second() == K::Equal {
                kwd_attrs.push(self.name()?);
                self.at += 1;
                kwd_patterns.push(self.pattern()?);
            } else if kwd_attrs.is_empty() {
                patterns.push(self.pattern()?);
            } else {
                return self.fail();
            }
            if !self.eat(K::Comma) {
                break;
            }
        }
        self.expect(K::RPar)?;
        self.leave(BRACKET_RULES);
        let cls = Box::new(cls);
        Ok(self.pattern_node(start, PatternKind::Class { cls, patterns, kwd_attrs, kwd_patterns }))
    }
}

fn is_imaginary(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Constant { value: Constant::Complex { .. }, .. })
}
