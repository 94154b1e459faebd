//! Is a tree that a program made one that the grammar could have made? The compiler relies on it.

use super::*;
use crate::source::Interner;

/// Why a tree is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// TypeError
    Type(String),
    /// ValueError
    Value(String),
}

type Checked = Result<(), Fault>;

fn value_fault(message: impl Into<String>) -> Checked {
    Err(Fault::Value(message.into()))
}
fn type_fault(message: &str) -> Checked {
    Err(Fault::Type(message.into()))
}
fn check(holds: bool, message: &str) -> Checked {
    if holds { Ok(()) } else { value_fault(message) }
}
fn not_empty<T>(items: &[T], what: &str, owner: &str) -> Checked {
    if items.is_empty() { value_fault(format!("empty {what} on {owner}")) } else { Ok(()) }
}

/// Holds a whole tree against the grammar.
pub fn validate(root: &Root, names: &Interner) -> Checked {
    let validator = Validator { names };
    match root {
        Root::Module { body, .. } | Root::Interactive { body } => validator.stmts(body),
        Root::Expression { body } => validator.expr(body, Ctx::Load),
    }
}

struct Validator<'a> {
    names: &'a Interner,
}

impl Validator<'_> {
    fn place(&self, span: &Span) -> Checked {
        let Span { line, col, end_line, end_col } = *span;
        if line > end_line {
            return value_fault(format!("AST node line range ({line}, {end_line}) is not valid"));
        }
        if (line < 0 && end_line != line) || (col < 0 && end_col != col) {
            return value_fault(format!(
                "AST node column range ({col}, {end_col}) for line range ({line}, {end_line}) is not valid"
            ));
        }
        if line == end_line && col > end_col {
            return value_fault(format!("line {line}, column {col}-{end_col} is not a valid range"));
        }
        Ok(())
    }
    fn name(&self, name: Name) -> Checked {
        match &**self.names.text(name) {
            text @ ("None" | "True" | "False") => {
                value_fault(format!("identifier field can't represent '{text}' constant"))
            }
            _ => Ok(()),
        }
    }
    fn capture(&self, name: Name) -> Checked {
        check(&**self.names.text(name) != "_", "can't capture name '_' in patterns")?;
        self.name(name)
    }

    fn stmts(&self, body: &[Stmt]) -> Checked {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }
    fn body(&self, body: &[Stmt], owner: &str) -> Checked {
        not_empty(body, "body", owner)?;
        self.stmts(body)
    }
    fn exprs(&self, exprs: &[Expr], ctx: Ctx) -> Checked {
        exprs.iter().try_for_each(|expr| self.expr(expr, ctx))
    }
    fn load<'e>(&self, exprs: impl IntoIterator<Item = &'e Expr>) -> Checked {
        exprs.into_iter().try_for_each(|expr| self.expr(expr, Ctx::Load))
    }
    fn keywords(&self, keywords: &[Keyword]) -> Checked {
        self.load(keywords.iter().map(|keyword| &keyword.value))
    }
    fn args<'e>(&self, args: impl IntoIterator<Item = &'e Arg>) -> Checked {
        args.into_iter().try_for_each(|arg| {
            self.place(&arg.span)?;
            self.load(arg.annotation.as_deref())
        })
    }
    fn arguments(&self, args: &Arguments) -> Checked {
        self.args(args.posonlyargs.iter().chain(&args.args))?;
        self.load(args.vararg.as_ref().and_then(|arg| arg.annotation.as_deref()))?;
        self.args(&args.kwonlyargs)?;
        self.load(args.kwarg.as_ref().and_then(|arg| arg.annotation.as_deref()))?;
        check(
            args.defaults.len() <= args.posonlyargs.len() + args.args.len(),
            "more positional defaults than args on arguments",
        )?;
        check(
            args.kw_defaults.len() == args.kwonlyargs.len(),
            "length of kwonlyargs is not the same as kw_defaults on arguments",
        )?;
        self.load(&args.defaults)?;
        self.load(args.kw_defaults.iter().flatten())
    }
    fn type_params(&self, params: &[TypeParam]) -> Checked {
        params.iter().try_for_each(|param| {
            self.place(&param.span)?;
            self.name(param.name)?;
            if let TypeParamKind::TypeVar { bound } = &param.kind {
                self.load(bound.as_deref())?;
            }
            self.load(param.default.as_deref())
        })
    }
    fn function(&self, def: &FunctionDef, owner: &str) -> Checked {
        self.body(&def.body, owner)?;
        self.type_params(&def.type_params)?;
        self.arguments(&def.args)?;
        self.load(&def.decorators)?;
        self.load(def.returns.as_deref())
    }
    fn for_loop(&self, it: &For, owner: &str) -> Checked {
        self.expr(&it.target, Ctx::Store)?;
        self.expr(&it.iter, Ctx::Load)?;
        self.body(&it.body, owner)?;
        self.stmts(&it.orelse)
    }
    fn with(&self, items: &[WithItem], body: &[Stmt], owner: &str) -> Checked {
        not_empty(items, "items", owner)?;
        for item in items {
            self.expr(&item.context, Ctx::Load)?;
            if let Some(vars) = &item.vars {
                self.expr(vars, Ctx::Store)?;
            }
        }
        self.body(body, owner)
    }
    fn try_block(&self, it: &Try, owner: &str) -> Checked {
        self.body(&it.body, owner)?;
        if it.handlers.is_empty() {
            if it.finalbody.is_empty() {
                return value_fault(format!("{owner} has neither except handlers nor finalbody"));
            }
            if !it.orelse.is_empty() {
                return value_fault(format!("{owner} has orelse but no except handlers"));
            }
        }
        for handler in &it.handlers {
            self.place(&handler.span)?;
            self.load(handler.typ.as_deref())?;
            self.body(&handler.body, "ExceptHandler")?;
        }
        self.stmts(&it.finalbody)?;
        self.stmts(&it.orelse)
    }

    fn stmt(&self, stmt: &Stmt) -> Checked {
        self.place(&stmt.span)?;
        match &stmt.kind {
            StmtKind::FunctionDef(def) => self.function(def, "FunctionDef"),
            StmtKind::AsyncFunctionDef(def) => self.function(def, "AsyncFunctionDef"),
            StmtKind::ClassDef(def) => {
                self.body(&def.body, "ClassDef")?;
                self.type_params(&def.type_params)?;
                self.load(&def.bases)?;
                self.keywords(&def.keywords)?;
                self.load(&def.decorators)
            }
            StmtKind::Return(value) => self.load(value.as_deref()),
            StmtKind::Delete(targets) => {
                not_empty(targets, "targets", "Delete")?;
                self.exprs(targets, Ctx::Del)
            }
            StmtKind::Assign { targets, value, .. } => {
                not_empty(targets, "targets", "Assign")?;
                self.exprs(targets, Ctx::Store)?;
                self.expr(value, Ctx::Load)
            }
            StmtKind::TypeAlias(it) => {
                if !matches!(it.name.kind, ExprKind::Name { .. }) {
                    return type_fault("TypeAlias with non-Name name");
                }
                self.expr(&it.name, Ctx::Store)?;
                self.type_params(&it.type_params)?;
                self.expr(&it.value, Ctx::Load)
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(target, Ctx::Store)?;
                self.expr(value, Ctx::Load)
            }
            StmtKind::AnnAssign(it) => {
                if it.simple && !matches!(it.target.kind, ExprKind::Name { .. }) {
                    return type_fault("AnnAssign with simple non-Name target");
                }
                self.expr(&it.target, Ctx::Store)?;
                self.load(&it.value)?;
                self.expr(&it.annotation, Ctx::Load)
            }
            StmtKind::For(it) => self.for_loop(it, "For"),
            StmtKind::AsyncFor(it) => self.for_loop(it, "AsyncFor"),
            StmtKind::While { test, body, orelse } => {
                self.expr(test, Ctx::Load)?;
                self.body(body, "While")?;
                self.stmts(orelse)
            }
            StmtKind::If { test, body, orelse } => {
                self.expr(test, Ctx::Load)?;
                self.body(body, "If")?;
                self.stmts(orelse)
            }
            StmtKind::With { items, body, .. } => self.with(items, body, "With"),
            StmtKind::AsyncWith { items, body, .. } => self.with(items, body, "AsyncWith"),
            StmtKind::Match { subject, cases } => {
                self.expr(subject, Ctx::Load)?;
                not_empty(cases, "cases", "Match")?;
                cases.iter().try_for_each(|case| {
                    self.pattern(&case.pattern, false)?;
                    self.load(case.guard.as_deref())?;
                    self.body(&case.body, "match_case")
                })
            }
            StmtKind::Raise { exc: None, cause: Some(_) } => value_fault("Raise with cause but no exception"),
            StmtKind::Raise { exc, cause } => self.load(exc.as_deref().into_iter().chain(cause.as_deref())),
            StmtKind::Try(it) => self.try_block(it, "Try"),
            StmtKind::TryStar(it) => self.try_block(it, "TryStar"),
            StmtKind::Assert { test, msg } => {
                self.expr(test, Ctx::Load)?;
                self.load(msg.as_deref())
            }
            StmtKind::Import { names } => not_empty(names, "names", "Import"),
            StmtKind::ImportFrom { names, .. } => not_empty(names, "names", "ImportFrom"),
            StmtKind::Global(names) => not_empty(names, "names", "Global"),
            StmtKind::Nonlocal(names) => not_empty(names, "names", "Nonlocal"),
            StmtKind::Expr(value) => self.expr(value, Ctx::Load),
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => Ok(()),
        }
    }

    fn generators(&self, generators: &[Comprehension]) -> Checked {
        check(!generators.is_empty(), "comprehension with no generators")?;
        generators.iter().try_for_each(|it| {
            self.expr(&it.target, Ctx::Store)?;
            self.expr(&it.iter, Ctx::Load)?;
            self.load(&it.ifs)
        })
    }
    /// Has the expression the context that its place asks for?
    fn context(&self, expr: &Expr, wanted: Ctx) -> Checked {
        let ctx = match &expr.kind {
            ExprKind::Name { id, ctx } => {
                self.name(*id)?;
                *ctx
            }
            ExprKind::Attribute { ctx, .. }
            | ExprKind::Subscript { ctx, .. }
            | ExprKind::Starred { ctx, .. }
            | ExprKind::List { ctx, .. }
            | ExprKind::Tuple { ctx, .. } => *ctx,
            _ if wanted == Ctx::Load => return Ok(()),
            _ => {
                return value_fault(format!("expression which can't be assigned to in {wanted:?} context"));
            }
        };
        if ctx == wanted {
            return Ok(());
        }
        value_fault(format!("expression must have {wanted:?} context but has {ctx:?} instead"))
    }
    fn expr(&self, expr: &Expr, ctx: Ctx) -> Checked {
        self.place(&expr.span)?;
        self.context(expr, ctx)?;
        match &expr.kind {
            ExprKind::BoolOp { values, .. } => {
                check(values.len() >= 2, "BoolOp with less than 2 values")?;
                self.load(values)
            }
            ExprKind::NamedExpr { target, value } => {
                if !matches!(target.kind, ExprKind::Name { .. }) {
                    return type_fault("NamedExpr target must be a Name");
                }
                self.expr(value, Ctx::Load)
            }
            ExprKind::BinOp { left, right, .. } => self.load([&**left, &**right]),
            ExprKind::UnaryOp { operand, .. } => self.expr(operand, Ctx::Load),
            ExprKind::Lambda { args, body } => {
                self.arguments(args)?;
                self.expr(body, Ctx::Load)
            }
            ExprKind::IfExp { test, body, orelse } => self.load([&**test, &**body, &**orelse]),
            ExprKind::Dict { keys, values } => {
                check(keys.len() == values.len(), "Dict doesn't have the same number of keys as values")?;
                self.load(keys.iter().flatten())?;
                self.load(values)
            }
            ExprKind::Set(elts) => self.load(elts),
            ExprKind::ListComp { elt, generators }
            | ExprKind::SetComp { elt, generators }
            | ExprKind::GeneratorExp { elt, generators } => {
                self.generators(generators)?;
                self.expr(elt, Ctx::Load)
            }
            ExprKind::DictComp { key, value, generators } => {
                self.generators(generators)?;
                self.load([&**key, &**value])
            }
            ExprKind::Await(value) | ExprKind::YieldFrom(value) => self.expr(value, Ctx::Load),
            ExprKind::Yield(value) => self.load(value.as_deref()),
            ExprKind::Compare { left, ops, comparators } => {
                check(!comparators.is_empty(), "Compare with no comparators")?;
                check(
                    comparators.len() == ops.len(),
                    "Compare has a different number of comparators and operands",
                )?;
                self.load(comparators)?;
                self.expr(left, Ctx::Load)
            }
            ExprKind::Call { func, args, keywords } => {
                self.expr(func, Ctx::Load)?;
                self.load(args)?;
                self.keywords(keywords)
            }
            ExprKind::FormattedValue { value, format_spec, .. } => {
                self.expr(value, Ctx::Load)?;
                self.load(format_spec.as_deref())
            }
            ExprKind::JoinedStr(values) => self.load(values),
            ExprKind::Attribute { value, .. } => self.expr(value, Ctx::Load),
            ExprKind::Subscript { value, slice, .. } => self.load([&**slice, &**value]),
            ExprKind::Starred { value, .. } => self.expr(value, ctx),
            ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => self.exprs(elts, ctx),
            ExprKind::Slice { lower, upper, step } => {
                self.load([lower, upper, step].into_iter().filter_map(|part| part.as_deref()))
            }
            ExprKind::Constant { .. } | ExprKind::Name { .. } => Ok(()),
        }
    }

    fn patterns(&self, patterns: &[Pattern], star: bool) -> Checked {
        patterns.iter().try_for_each(|pattern| self.pattern(pattern, star))
    }
    /// `star`: may it be a starred pattern?
    fn pattern(&self, pattern: &Pattern, star: bool) -> Checked {
        self.place(&pattern.span)?;
        match &pattern.kind {
            PatternKind::Value(value) => self.literal(value),
            PatternKind::Singleton(value) => check(
                matches!(value, Constant::None | Constant::Bool(_)),
                "MatchSingleton can only contain True, False and None",
            ),
            PatternKind::Sequence(patterns) => self.patterns(patterns, true),
            PatternKind::Mapping { keys, patterns, rest } => {
                check(
                    keys.len() == patterns.len(),
                    "MatchMapping doesn't have the same number of keys as patterns",
                )?;
                rest.map_or(Ok(()), |rest| self.capture(rest))?;
                let single = |key: &&Expr| {
                    matches!(&key.kind, ExprKind::Constant { value: Constant::None | Constant::Bool(_), .. })
                };
                keys.iter().filter(|key| !single(key)).try_for_each(|key| self.literal(key))?;
                self.patterns(patterns, false)
            }
            PatternKind::Class { cls, patterns, kwd_attrs, kwd_patterns } => {
                check(
                    kwd_attrs.len() == kwd_patterns.len(),
                    "MatchClass doesn't have the same number of keyword attributes as patterns",
                )?;
                self.expr(cls, Ctx::Load)?;
                let mut root = &**cls;
                while let ExprKind::Attribute { value, .. } = &root.kind {
                    root = value;
                }
                check(
                    matches!(root.kind, ExprKind::Name { .. }),
                    "MatchClass cls field can only contain Name or Attribute nodes.",
                )?;
                kwd_attrs.iter().try_for_each(|&name| self.name(name))?;
                self.patterns(patterns, false)?;
                self.patterns(kwd_patterns, false)
            }
            PatternKind::Star(name) => {
                check(star, "can't use MatchStar here")?;
                name.map_or(Ok(()), |name| self.capture(name))
            }
            PatternKind::As { pattern, name } => {
                name.map_or(Ok(()), |name| self.capture(name))?;
                match (pattern, name) {
                    (None, _) => Ok(()),
                    (Some(_), None) => {
                        value_fault("MatchAs must specify a target name if a pattern is given")
                    }
                    (Some(pattern), Some(_)) => self.pattern(pattern, false),
                }
            }
            PatternKind::Or(patterns) => {
                check(patterns.len() >= 2, "MatchOr requires at least 2 patterns")?;
                self.patterns(patterns, false)
            }
        }
    }
    /// What a pattern may compare with.
    fn literal(&self, value: &Expr) -> Checked {
        self.expr(value, Ctx::Load)?;
        let fits = match &value.kind {
            ExprKind::Constant { value, .. } => {
                let plain = number(value) || matches!(value, Constant::Str(_) | Constant::Bytes(_));
                return check(plain, "unexpected constant inside of a literal pattern");
            }
            ExprKind::Attribute { .. } | ExprKind::JoinedStr(_) => true,
            ExprKind::UnaryOp { .. } => negative(value, number),
            ExprKind::BinOp { left, op: Operator::Add | Operator::Sub, right } => {
                let imaginary =
                    matches!(&right.kind, ExprKind::Constant { value: Constant::Complex { .. }, .. });
                let left_real = matches!(&left.kind, ExprKind::Constant { value, .. } if real(value))
                    || negative(left, real);
                left_real && imaginary
            }
            _ => false,
        };
        check(fits, "patterns may only match literals and attribute lookups")
    }
}

fn real(value: &Constant) -> bool {
    matches!(value, Constant::Int(_) | Constant::BigInt(_) | Constant::Float(_))
}
fn number(value: &Constant) -> bool {
    real(value) || matches!(value, Constant::Complex { .. })
}
/// Is it a minus before a number of that kind?
fn negative(expr: &Expr, kind: fn(&Constant) -> bool) -> bool {
    match &expr.kind {
        ExprKind::UnaryOp { op: UnaryOp::USub, operand } => {
            matches!(&operand.kind, ExprKind::Constant { value, .. } if kind(value))
        }
        _ => false,
    }
}
