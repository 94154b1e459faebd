//! Constant folding of the tree, as CPython 3.13 does before it compiles one.

use super::arith;
use super::*;
use crate::constant::Text;
use crate::diagnostic::{Diagnostic, Kind};
use crate::source::Interner;

/// How deep statements, expressions and patterns may nest (CPython's limit of 10,000, less the
/// two levels that a call of `compile` has used up).
pub const MAX_DEPTH: u32 = 9_998;

type Result<T = ()> = std::result::Result<T, Box<Diagnostic>>;

/// The error for a tree that is nested more than [`MAX_DEPTH`] deep.
pub fn too_deep() -> Box<Diagnostic> {
    let message = "maximum recursion depth exceeded during compilation".to_string();
    Box::new(Diagnostic::placeless(Kind::RecursionError, message))
}

const INVERTED_BOOL: &str = "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. \
This returns the bitwise inversion of the underlying int object and is usually not what you expect from \
negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise \
inversion of the underlying int.";

/// Folds constants in place, but not in annotations that are kept as text. Answers warnings of what was
/// computed, as if it had been at run time.
pub fn fold(
    root: &mut Root,
    interner: &mut Interner,
    optimize: u8,
    future_annotations: bool,
) -> std::result::Result<Vec<Diagnostic>, Diagnostic> {
    let mut folder = Folder {
        debug: interner.intern("__debug__"),
        debug_value: optimize == 0,
        annotations: !future_annotations,
        depth: 0,
        warnings: Vec::new(),
    };
    let result = match root {
        Root::Module { body, .. } => folder.body(body),
        Root::Interactive { body } => folder.stmts(body),
        Root::Expression { body } => folder.expr(body),
    };
    result.map(|()| folder.warnings).map_err(|error| *error)
}

/// The docstring, if the first statement is one.
pub fn docstring(body: &[Stmt]) -> Option<&Text> {
    match &body.first()?.kind {
        StmtKind::Expr(e) => match &e.kind {
            ExprKind::Constant { value: Constant::Str(text), .. } => Some(text),
            _ => None,
        },
        _ => None,
    }
}

struct Folder {
    debug: Name,
    debug_value: bool,
    /// Are annotations evaluated (and so folded)?
    annotations: bool,
    depth: u32,
    warnings: Vec<Diagnostic>,
}

impl Folder {
    fn deeper(&mut self) -> Result {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(too_deep()) } else { Ok(()) }
    }

    /// A body that may start with a docstring. Folding must not make a docstring of an
    /// expression, so a first statement that became a string is wrapped.
    fn body(&mut self, body: &mut [Stmt]) -> Result {
        let had_docstring = docstring(body).is_some();
        self.stmts(body)?;
        if !had_docstring
            && docstring(body).is_some()
            && let Some(Stmt { span, kind: StmtKind::Expr(value) }) = body.first_mut()
        {
            let inner = std::mem::replace(&mut value.kind, ExprKind::JoinedStr(Vec::new()));
            let inner = Expr { span: value.span, kind: inner };
            **value = Expr { span: *span, kind: ExprKind::JoinedStr(vec![inner]) };
        }
        Ok(())
    }
    fn stmts(&mut self, body: &mut [Stmt]) -> Result {
        body.iter_mut().try_for_each(|stmt| self.stmt(stmt))
    }
    fn exprs(&mut self, exprs: &mut [Expr]) -> Result {
        exprs.iter_mut().try_for_each(|expr| self.expr(expr))
    }
    fn opt(&mut self, expr: Option<&mut Box<Expr>>) -> Result {
        expr.map_or(Ok(()), |expr| self.expr(expr))
    }

    fn stmt(&mut self, s: &mut Stmt) -> Result {
        self.deeper()?;
        match &mut s.kind {
            StmtKind::FunctionDef(f) | StmtKind::AsyncFunctionDef(f) => {
                self.type_params(&mut f.type_params)?;
                self.arguments(&mut f.args)?;
                self.body(&mut f.body)?;
                self.exprs(&mut f.decorators)?;
                if self.annotations {
                    self.opt(f.returns.as_mut())?;
                }
            }
            StmtKind::ClassDef(class) => {
                self.type_params(&mut class.type_params)?;
                self.exprs(&mut class.bases)?;
                self.keywords(&mut class.keywords)?;
                self.body(&mut class.body)?;
                self.exprs(&mut class.decorators)?;
            }
            StmtKind::Return(value) => self.opt(value.as_mut())?,
            StmtKind::Delete(targets) => self.exprs(targets)?,
            StmtKind::Assign { targets, value, .. } => {
                self.exprs(targets)?;
                self.expr(value)?;
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(target)?;
                self.expr(value)?;
            }
            StmtKind::AnnAssign(assign) => {
                self.expr(&mut assign.target)?;
                if self.annotations {
                    self.expr(&mut assign.annotation)?;
                }
                if let Some(value) = &mut assign.value {
                    self.expr(value)?;
                }
            }
            StmtKind::TypeAlias(alias) => {
                self.expr(&mut alias.name)?;
                self.type_params(&mut alias.type_params)?;
                self.expr(&mut alias.value)?;
            }
            StmtKind::For(f) => {
                self.for_(f)?;
                fold_iter(&mut f.iter);
            }
            StmtKind::AsyncFor(f) => self.for_(f)?,
            StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => {
                self.expr(test)?;
                self.stmts(body)?;
                self.stmts(orelse)?;
            }
            StmtKind::With { items, body, .. } | StmtKind::AsyncWith { items, body, .. } => {
                for item in items {
                    self.expr(&mut item.context)?;
                    self.opt(item.vars.as_mut())?;
                }
                self.stmts(body)?;
            }
            StmtKind::Raise { exc, cause } => {
                self.opt(exc.as_mut())?;
                self.opt(cause.as_mut())?;
            }
            StmtKind::Try(t) | StmtKind::TryStar(t) => {
                self.stmts(&mut t.body)?;
                for handler in &mut t.handlers {
                    self.opt(handler.typ.as_mut())?;
                    self.stmts(&mut handler.body)?;
                }
                self.stmts(&mut t.orelse)?;
                self.stmts(&mut t.finalbody)?;
            }
            StmtKind::Assert { test, msg } => {
                self.expr(test)?;
                self.opt(msg.as_mut())?;
            }
            StmtKind::Expr(value) => self.expr(value)?,
            StmtKind::Match { subject, cases } => {
                self.expr(subject)?;
                for case in cases {
                    self.pattern(&mut case.pattern)?;
                    self.opt(case.guard.as_mut())?;
                    self.stmts(&mut case.body)?;
                }
            }
            StmtKind::Import { .. }
            | StmtKind::ImportFrom { .. }
            | StmtKind::Global(_)
            | StmtKind::Nonlocal(_)
            | StmtKind::Pass
            | StmtKind::Break
            | StmtKind::Continue => {}
        }
        self.depth -= 1;
        Ok(())
    }

    fn for_(&mut self, f: &mut For) -> Result {
        self.expr(&mut f.target)?;
        self.expr(&mut f.iter)?;
        self.stmts(&mut f.body)?;
        self.stmts(&mut f.orelse)
    }

    fn type_params(&mut self, params: &mut [TypeParam]) -> Result {
        for param in params {
            if let TypeParamKind::TypeVar { bound } = &mut param.kind {
                self.opt(bound.as_mut())?;
            }
            self.opt(param.default.as_mut())?;
        }
        Ok(())
    }

    fn keywords(&mut self, keywords: &mut [Keyword]) -> Result {
        keywords.iter_mut().try_for_each(|keyword| self.expr(&mut keyword.value))
    }

    fn arguments(&mut self, args: &mut Arguments) -> Result {
        if self.annotations {
            let named = args.posonlyargs.iter_mut().chain(&mut args.args);
            let named = named.chain(args.vararg.as_deref_mut()).chain(&mut args.kwonlyargs);
            for arg in named.chain(args.kwarg.as_deref_mut()) {
                self.opt(arg.annotation.as_mut())?;
            }
        }
        args.kw_defaults.iter_mut().flatten().try_for_each(|value| self.expr(value))?;
        self.exprs(&mut args.defaults)
    }

    fn generators(&mut self, generators: &mut [Comprehension]) -> Result {
        for generator in generators {
            self.expr(&mut generator.target)?;
            self.expr(&mut generator.iter)?;
            self.exprs(&mut generator.ifs)?;
            fold_iter(&mut generator.iter);
        }
        Ok(())
    }

    fn pattern(&mut self, p: &mut Pattern) -> Result {
        self.deeper()?;
        match &mut p.kind {
            PatternKind::Value(value) => self.expr(value)?,
            PatternKind::Singleton(_) | PatternKind::Star(_) => {}
            PatternKind::Sequence(patterns) | PatternKind::Or(patterns) => self.patterns(patterns)?,
            PatternKind::Mapping { keys, patterns, .. } => {
                self.exprs(keys)?;
                self.patterns(patterns)?;
            }
            PatternKind::Class { cls, patterns, kwd_patterns, .. } => {
                self.expr(cls)?;
                self.patterns(patterns)?;
                self.patterns(kwd_patterns)?;
            }
            PatternKind::As { pattern, .. } => {
                if let Some(pattern) = pattern {
                    self.pattern(pattern)?;
                }
            }
        }
        self.depth -= 1;
        Ok(())
    }
    fn patterns(&mut self, patterns: &mut [Pattern]) -> Result {
        patterns.iter_mut().try_for_each(|pattern| self.pattern(pattern))
    }

    fn expr(&mut self, e: &mut Expr) -> Result {
        self.deeper()?;
        match &mut e.kind {
            ExprKind::BoolOp { values, .. } => self.exprs(values)?,
            ExprKind::BinOp { left, right, .. } => {
                self.expr(left)?;
                self.expr(right)?;
                fold_binop(e);
            }
            ExprKind::UnaryOp { op, operand } => {
                self.expr(operand)?;
                let bool = matches!(operand.kind, ExprKind::Constant { value: Constant::Bool(_), .. });
                if *op == UnaryOp::Invert && bool {
                    self.warnings.push(Diagnostic::new(Kind::DeprecationWarning, INVERTED_BOOL, e.span));
                }
                fold_unaryop(e);
            }
            ExprKind::Lambda { args, body } => {
                self.arguments(args)?;
                self.expr(body)?;
            }
            ExprKind::IfExp { test, body, orelse } => {
                self.expr(test)?;
                self.expr(body)?;
                self.expr(orelse)?;
            }
            ExprKind::Dict { keys, values } => {
                keys.iter_mut().flatten().try_for_each(|key| self.expr(key))?;
                self.exprs(values)?;
            }
            ExprKind::ListComp { elt, generators }
            | ExprKind::SetComp { elt, generators }
            | ExprKind::GeneratorExp { elt, generators } => {
                self.expr(elt)?;
                self.generators(generators)?;
            }
            ExprKind::DictComp { key, value, generators } => {
                self.expr(key)?;
                self.expr(value)?;
                self.generators(generators)?;
            }
            ExprKind::Await(value) | ExprKind::YieldFrom(value) => self.expr(value)?,
            ExprKind::Yield(value) => self.opt(value.as_mut())?,
            ExprKind::Compare { left, ops, comparators } => {
                self.expr(left)?;
                self.exprs(comparators)?;
                if matches!(ops.last(), Some(CmpOp::In | CmpOp::NotIn))
                    && let Some(last) = comparators.last_mut()
                {
                    fold_iter(last);
                }
            }
            ExprKind::Call { func, args, keywords } => {
                self.expr(func)?;
                self.exprs(args)?;
                self.keywords(keywords)?;
            }
            ExprKind::FormattedValue { value, format_spec, .. } => {
                self.expr(value)?;
                self.opt(format_spec.as_mut())?;
            }
            ExprKind::Set(elts) | ExprKind::List { elts, .. } | ExprKind::JoinedStr(elts) => {
                self.exprs(elts)?;
            }
            ExprKind::Tuple { elts, ctx } => {
                self.exprs(elts)?;
                if *ctx == Ctx::Load
                    && let Some(values) = constants(elts)
                {
                    set(e, Constant::Tuple(values.into()));
                }
            }
            ExprKind::Attribute { value, .. } | ExprKind::Starred { value, .. } => self.expr(value)?,
            ExprKind::Subscript { value, slice, ctx } => {
                self.expr(value)?;
                self.expr(slice)?;
                if *ctx == Ctx::Load
                    && let ExprKind::Constant { value, .. } = &value.kind
                    && let ExprKind::Constant { value: index, .. } = &slice.kind
                    && let Some(item) = arith::item(value, index)
                {
                    set(e, item);
                }
            }
            ExprKind::Slice { lower, upper, step } => {
                for part in [lower, upper, step] {
                    self.opt(part.as_mut())?;
                }
            }
            ExprKind::Name { id, ctx } => {
                if *ctx == Ctx::Load && *id == self.debug {
                    set(e, Constant::Bool(self.debug_value));
                }
            }
            ExprKind::NamedExpr { value, .. } => self.expr(value)?,
            ExprKind::Constant { .. } => {}
        }
        self.depth -= 1;
        Ok(())
    }
}

fn set(e: &mut Expr, value: Constant) {
    e.kind = ExprKind::Constant { value, u: false };
}

/// The values, if all are constants.
fn constants(elts: &[Expr]) -> Option<Vec<Constant>> {
    elts.iter()
        .map(|elt| match &elt.kind {
            ExprKind::Constant { value, .. } => Some(value.clone()),
            _ => None,
        })
        .collect()
}

/// A list or set that is only iterated over or searched becomes a tuple or frozenset.
fn fold_iter(e: &mut Expr) {
    match &mut e.kind {
        ExprKind::List { elts, ctx } => {
            if elts.iter().any(|elt| matches!(elt.kind, ExprKind::Starred { .. })) {
                return;
            }
            match constants(elts) {
                Some(values) => set(e, Constant::Tuple(values.into())),
                None => e.kind = ExprKind::Tuple { elts: std::mem::take(elts), ctx: *ctx },
            }
        }
        ExprKind::Set(elts) => {
            if let Some(values) = constants(elts) {
                set(e, Constant::FrozenSet(arith::distinct(values).into()));
            }
        }
        _ => {}
    }
}

fn fold_unaryop(e: &mut Expr) {
    let ExprKind::UnaryOp { op, operand } = &mut e.kind else { return };
    match &mut operand.kind {
        ExprKind::Constant { value, .. } => {
            if let Some(value) = arith::unary(*op, value) {
                set(e, value);
            }
        }
        // `not a is b` is `a is not b`; the node takes the comparison's place.
        ExprKind::Compare { ops, .. } if *op == UnaryOp::Not && ops.len() == 1 => {
            ops[0] = match ops[0] {
                CmpOp::Is => CmpOp::IsNot,
                CmpOp::IsNot => CmpOp::Is,
                CmpOp::In => CmpOp::NotIn,
                CmpOp::NotIn => CmpOp::In,
                _ => return,
            };
            let comparison = std::mem::replace(&mut operand.kind, ExprKind::Set(Vec::new()));
            *e = Expr { span: operand.span, kind: comparison };
        }
        _ => {}
    }
}

fn fold_binop(e: &mut Expr) {
    let ExprKind::BinOp { left, op, right } = &mut e.kind else { return };
    let ExprKind::Constant { value: left, .. } = &left.kind else { return };
    match (&mut right.kind, left) {
        (ExprKind::Tuple { elts, .. }, Constant::Str(format))
            if *op == Operator::Mod
                && !elts.iter().any(|elt| matches!(elt.kind, ExprKind::Starred { .. })) =>
        {
            if let Some(parts) = super::percent::joined(format, elts) {
                e.kind = ExprKind::JoinedStr(parts);
            }
        }
        (ExprKind::Constant { value: right, .. }, left) => {
            if let Some(value) = arith::binary(*op, left, right) {
                set(e, value);
            }
        }
        _ => {}
    }
}
