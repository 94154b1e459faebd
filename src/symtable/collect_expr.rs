//! First pass over expressions: names used and bound, lambdas, comprehensions, and what may not
//! stand where.

use super::collect::{Collector, Result, error};
use super::{Comprehended, Key, ScopeKind, def};
use crate::ast::{Comprehension, Ctx, Expr, ExprKind};
use crate::source::Name;

impl Collector<'_> {
    pub fn expr(&mut self, e: &Expr) -> Result {
        self.deeper()?;
        match &e.kind {
            ExprKind::NamedExpr { target, value } => {
                self.not_in_annotation("named expression", e)?;
                self.named_expr(e, target, value)?;
            }
            ExprKind::BoolOp { values, .. } => self.exprs(values)?,
            ExprKind::BinOp { left, right, .. } => {
                self.expr(left)?;
                self.expr(right)?;
            }
            ExprKind::UnaryOp { operand, .. } => self.expr(operand)?,
            ExprKind::Lambda { args, body } => {
                self.defaults(args)?;
                self.enter(self.known.lambda, ScopeKind::Function, Some(Key::expr(e)), e.span);
                self.arguments(args)?;
                self.expr(body)?;
                self.exit();
            }
            ExprKind::IfExp { test, body, orelse } => {
                self.expr(test)?;
                self.expr(body)?;
                self.expr(orelse)?;
            }
            ExprKind::Dict { keys, values } => {
                keys.iter().try_for_each(|key| self.opt_expr(key.as_ref()))?;
                self.exprs(values)?;
            }
            ExprKind::ListComp { elt, generators } => {
                self.comprehension(e, Comprehended::List, generators, elt, None)?;
            }
            ExprKind::SetComp { elt, generators } => {
                self.comprehension(e, Comprehended::Set, generators, elt, None)?;
            }
            ExprKind::GeneratorExp { elt, generators } => {
                self.comprehension(e, Comprehended::Generator, generators, elt, None)?;
            }
            ExprKind::DictComp { key, value, generators } => {
                self.comprehension(e, Comprehended::Dict, generators, key, Some(value))?;
            }
            ExprKind::Yield(value) => {
                self.not_in_annotation("yield expression", e)?;
                self.opt_expr(value.as_deref())?;
                self.yields(e)?;
            }
            ExprKind::YieldFrom(value) => {
                self.not_in_annotation("yield expression", e)?;
                self.expr(value)?;
                self.yields(e)?;
            }
            ExprKind::Await(value) => {
                self.not_in_annotation("await expression", e)?;
                self.expr(value)?;
                self.scope().coroutine = true;
            }
            ExprKind::Compare { left, comparators, .. } => {
                self.expr(left)?;
                self.exprs(comparators)?;
            }
            ExprKind::Call { func, args, keywords } => {
                self.expr(func)?;
                self.exprs(args)?;
                keywords.iter().try_for_each(|keyword| self.expr(&keyword.value))?;
            }
            ExprKind::FormattedValue { value, format_spec, .. } => {
                self.expr(value)?;
                self.opt_expr(format_spec.as_deref())?;
            }
            ExprKind::Attribute { value, .. } | ExprKind::Starred { value, .. } => self.expr(value)?,
            ExprKind::Subscript { value, slice, .. } => {
                self.expr(value)?;
                self.expr(slice)?;
            }
            ExprKind::Slice { lower, upper, step } => {
                for part in [lower, upper, step] {
                    self.opt_expr(part.as_deref())?;
                }
            }
            ExprKind::Name { id, ctx } => {
                let flag = if *ctx == Ctx::Load { def::USE } else { def::LOCAL };
                self.define(*id, flag, e.span)?;
                // `super` needs the cell of the class around it.
                if *id == self.known.super_ && *ctx == Ctx::Load && self.scope().is_function_like() {
                    self.define(self.known.class, def::USE, e.span)?;
                }
            }
            ExprKind::Set(elts)
            | ExprKind::List { elts, .. }
            | ExprKind::Tuple { elts, .. }
            | ExprKind::JoinedStr(elts) => self.exprs(elts)?,
            ExprKind::Constant { .. } => {}
        }
        self.depth -= 1;
        Ok(())
    }

    fn yields(&mut self, e: &Expr) -> Result {
        let scope = self.scope();
        scope.generator = true;
        let place = match scope.comprehension {
            None => return Ok(()),
            Some(Comprehended::List) => "list comprehension",
            Some(Comprehended::Set) => "set comprehension",
            Some(Comprehended::Dict) => "dict comprehension",
            Some(Comprehended::Generator) => "generator expression",
        };
        error(format!("'yield' inside {place}"), e.span)
    }

    fn not_in_annotation(&mut self, what: &str, e: &Expr) -> Result {
        let scope = self.scope();
        let place = match scope.kind {
            ScopeKind::Annotation => "an annotation",
            ScopeKind::TypeVariable => scope.info,
            ScopeKind::TypeAlias => "a type alias",
            ScopeKind::TypeParameters => "the definition of a generic",
            _ => return Ok(()),
        };
        error(format!("{what} cannot be used within {place}"), e.span)
    }

    fn named_expr(&mut self, e: &Expr, target: &Expr, value: &Expr) -> Result {
        if self.scope().in_iter_expr > 0 {
            return error(
                "assignment expression cannot be used in a comprehension iterable expression",
                e.span,
            );
        }
        if self.scope().comprehension.is_some()
            && let ExprKind::Name { id, .. } = target.kind
        {
            self.bind_outside_comprehension(id, target)?;
        }
        self.expr(value)?;
        self.expr(target)
    }

    /// The target of `:=` in a comprehension belongs to the block around all comprehensions.
    fn bind_outside_comprehension(&mut self, id: Name, target: &Expr) -> Result {
        let span = target.span;
        for at in (0..self.stack.len()).rev() {
            let scope_id = self.stack[at];
            let scope = self.table.scope(scope_id);
            let comprehension = scope.comprehension.is_some();
            let place = match scope.kind {
                _ if comprehension => {
                    let flags = self.flags_in(scope_id, id);
                    if flags & def::COMP_ITER != 0 && flags & def::LOCAL != 0 {
                        let name = self.text(id);
                        return error(
                            format!(
                                "assignment expression cannot rebind comprehension iteration variable '{name}'"
                            ),
                            span,
                        );
                    }
                    continue;
                }
                ScopeKind::Function => {
                    let global = self.flags_in(scope_id, id) & def::GLOBAL != 0;
                    self.define(id, if global { def::GLOBAL } else { def::NONLOCAL }, span)?;
                    self.directive(id, span);
                    return self.define_in(scope_id, id, def::LOCAL, span);
                }
                ScopeKind::Module => {
                    self.define(id, def::GLOBAL, span)?;
                    self.directive(id, span);
                    return self.define_in(scope_id, id, def::GLOBAL, span);
                }
                ScopeKind::Annotation => continue,
                ScopeKind::Class => "in a class body",
                ScopeKind::TypeParameters => "within the definition of a generic",
                ScopeKind::TypeAlias => "in a type alias",
                ScopeKind::TypeVariable => "in a TypeVar bound",
            };
            return error(
                format!("assignment expression within a comprehension cannot be used {place}"),
                span,
            );
        }
        Ok(())
    }

    fn comprehension(
        &mut self,
        e: &Expr,
        kind: Comprehended,
        generators: &[Comprehension],
        elt: &Expr,
        value: Option<&Expr>,
    ) -> Result {
        let Some((outermost, rest)) = generators.split_first() else { return Ok(()) };
        // The outermost iterable is evaluated in the block around the comprehension.
        self.scope().in_iter_expr += 1;
        self.expr(&outermost.iter)?;
        self.scope().in_iter_expr -= 1;
        self.enter_comprehension(e, kind)?;
        if outermost.is_async {
            self.scope().coroutine = true;
        }
        self.iter_target(&outermost.target)?;
        self.exprs(&outermost.ifs)?;
        for generator in rest {
            self.iter_target(&generator.target)?;
            self.scope().in_iter_expr += 1;
            self.expr(&generator.iter)?;
            self.scope().in_iter_expr -= 1;
            self.exprs(&generator.ifs)?;
            if generator.is_async {
                self.scope().coroutine = true;
            }
        }
        self.opt_expr(value)?;
        self.expr(elt)?;
        let generator = kind == Comprehended::Generator;
        let scope = self.scope();
        scope.generator = generator;
        let makes_coroutine = scope.coroutine && !generator;
        self.exit();
        if makes_coroutine {
            self.scope().coroutine = true;
        }
        Ok(())
    }

    fn iter_target(&mut self, target: &Expr) -> Result {
        self.scope().in_iter_target = true;
        self.expr(target)?;
        self.scope().in_iter_target = false;
        Ok(())
    }
}
