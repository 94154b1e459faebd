//! Parameters of functions and lambdas, and type parameters.

use super::parser::{PResult, Parser};
use crate::ast::{Arg, Arguments, Ctx, Expr, ExprKind, TypeParam, TypeParamKind};
use crate::lex::TokenKind as K;

impl Parser<'_> {
    /// Parameters up to `end`, which is not taken. Leaves the depth of the deepest default.
    pub(super) fn parameters(&mut self, end: K, annotated: bool) -> PResult<Arguments> {
        let mut args = Arguments::default();
        let (mut slash, mut star) = (false, false);
        let mut depth = 0;
        while self.kind() != end {
            let comma = match self.kind() {
                K::Slash => {
                    if slash || star || args.args.is_empty() {
                        return self.fail();
                    }
                    self.at += 1;
                    slash = true;
                    args.posonlyargs = std::mem::take(&mut args.args);
                    self.eat(K::Comma)
                }
                K::Star => {
                    if star {
                        return self.fail();
                    }
                    self.at += 1;
                    star = true;
                    if self.kind() == K::Name {
                        let mut arg = self.parameter(annotated, true)?;
                        depth = depth.max(self.depth);
                        let comma = self.after_parameter(&mut arg, annotated);
                        args.vararg = Some(Box::new(arg));
                        comma
                    } else if self.kind() != K::Comma || self.second() != K::Name {
                        return self.fail();
                    } else {
                        self.eat(K::Comma)
                    }
                }
                K::DoubleStar => {
                    self.at += 1;
                    let mut arg = self.parameter(annotated, false)?;
                    depth = depth.max(self.depth);
                    self.after_parameter(&mut arg, annotated);
                    args.kwarg = Some(Box::new(arg));
                    if self.kind() != end {
                        return self.fail();
                    }
                    break;
                }
                _ => {
                    let mut arg = self.parameter(annotated, false)?;
                    depth = depth.max(self.depth);
                    let mut default = None;
                    if self.eat(K::Equal) {
                        default = Some(self.expression()?);
                        depth = depth.max(self.depth);
                    }
                    let comma = self.after_parameter(&mut arg, annotated);
                    if star {
                        args.kwonlyargs.push(arg);
                        args.kw_defaults.push(default);
                    } else {
                        args.args.push(arg);
                        match default {
                            Some(default) => args.defaults.push(default),
                            None if args.defaults.is_empty() => {}
                            None => return self.fail(),
                        }
                    }
                    comma
                }
            };
            if !comma {
                break;
            }
        }
        self.depth = depth;
        Ok(args)
    }

    /// Takes the comma and the type comment that may follow a parameter; true if there was a comma.
    fn after_parameter(&mut self, arg: &mut Arg, annotated: bool) -> bool {
        let comma = self.eat(K::Comma);
        if annotated {
            arg.type_comment = self.type_comment();
        }
        comma
    }

    fn parameter(&mut self, annotated: bool, vararg: bool) -> PResult<Arg> {
        let start = self.start();
        self.depth = 0;
        let name = self.name()?;
        let mut annotation = None;
        if annotated && self.eat(K::Colon) {
            let value =
                if vararg && self.kind() == K::Star { self.star_expression()? } else { self.expression()? };
            annotation = Some(Box::new(value));
        }
        Ok(Arg { span: self.to_here(start), name, annotation, type_comment: None })
    }

    /// `[T, ...]` after a name; nothing if no bracket follows.
    pub(super) fn type_params(&mut self) -> PResult<Vec<TypeParam>> {
        let mut params = Vec::new();
        if !self.eat(K::LSqb) {
            return Ok(params);
        }
        loop {
            params.push(self.type_param()?);
            if !self.eat(K::Comma) || self.kind() == K::RSqb {
                break;
            }
        }
        self.expect(K::RSqb)?;
        Ok(params)
    }

    fn type_param(&mut self) -> PResult<TypeParam> {
        let start = self.start();
        let (star, double_star) = (self.eat(K::Star), self.eat(K::DoubleStar));
        if star && double_star {
            return self.fail();
        }
        let name = self.name()?;
        let kind = if star {
            TypeParamKind::TypeVarTuple
        } else if double_star {
            TypeParamKind::ParamSpec
        } else {
            let bound = if self.eat(K::Colon) { Some(Box::new(self.expression()?)) } else { None };
            TypeParamKind::TypeVar { bound }
        };
        let default = if self.eat(K::Equal) { Some(Box::new(self.type_default(star)?)) } else { None };
        Ok(TypeParam { span: self.to_here(start), name, default, kind })
    }

    fn type_default(&mut self, starred: bool) -> PResult<Expr> {
        if starred { self.star_expression() } else { self.expression() }
    }
}

/// A name as an expression to read.
pub(super) fn load_name(token: &crate::lex::Token) -> Expr {
    Expr { span: token.span, kind: ExprKind::Name { id: token.name, ctx: Ctx::Load } }
}
