//! Statements: which function compiles which, and the simple ones.

use super::builder::UnitKind;
use super::{Compiler, Result};
use crate::ast::fold::docstring;
use crate::ast::*;
use crate::bytecode::Opcode;
use crate::constant::Constant;
use crate::source::Span;

/// Does a block annotate variables, blocks nested in it included (functions and classes not)?
pub(super) fn has_annotations(body: &[Stmt]) -> bool {
    body.iter().any(|stmt| match &stmt.kind {
        StmtKind::AnnAssign(_) => true,
        StmtKind::For(f) | StmtKind::AsyncFor(f) => has_annotations(&f.body) || has_annotations(&f.orelse),
        StmtKind::While { body, orelse, .. } | StmtKind::If { body, orelse, .. } => {
            has_annotations(body) || has_annotations(orelse)
        }
        StmtKind::With { body, .. } | StmtKind::AsyncWith { body, .. } => has_annotations(body),
        StmtKind::Try(t) | StmtKind::TryStar(t) => {
            has_annotations(&t.body)
                || has_annotations(&t.orelse)
                || has_annotations(&t.finalbody)
                || t.handlers.iter().any(|handler| has_annotations(&handler.body))
        }
        StmtKind::Match { cases, .. } => cases.iter().any(|case| has_annotations(&case.body)),
        _ => false,
    })
}

impl<'t> Compiler<'t, '_> {
    /// The body of a module or class.
    pub(super) fn body(&mut self, body: &'t [Stmt], span: Span) -> Result {
        let span = match body.first() {
            Some(first) if self.current.kind == UnitKind::Module => first.span,
            _ => span,
        };
        if has_annotations(body) {
            self.op(span, Opcode::SETUP_ANNOTATIONS);
        }
        let mut rest = body;
        if let Some(doc) = docstring(body)
            && let StmtKind::Expr(value) = &body[0].kind
        {
            rest = &body[1..];
            if self.settings.optimize < 2 {
                let doc = super::docstring::clean(doc)?;
                self.load_const(value.span, Constant::Str(doc));
                self.store(Span::NONE, self.doc)?;
            }
        }
        self.stmts(rest)
    }

    pub(super) fn stmt(&mut self, s: &'t Stmt) -> Result {
        match &s.kind {
            StmtKind::FunctionDef(f) => self.function(s, f, false),
            StmtKind::AsyncFunctionDef(f) => self.function(s, f, true),
            StmtKind::ClassDef(class) => self.class(s, class),
            StmtKind::TypeAlias(alias) => self.type_alias(s, alias),
            StmtKind::Return(value) => self.return_(s.span, value.as_deref()),
            StmtKind::Delete(targets) => self.exprs(targets),
            StmtKind::Assign { targets, value, .. } => {
                self.expr(value)?;
                for (i, target) in targets.iter().enumerate() {
                    if i + 1 < targets.len() {
                        self.op_i(s.span, Opcode::COPY, 1);
                    }
                    self.expr(target)?;
                }
                Ok(())
            }
            StmtKind::AugAssign { target, op, value } => self.aug_assign(s.span, target, *op, value),
            StmtKind::AnnAssign(assign) => self.ann_assign(s.span, assign),
            StmtKind::For(f) => self.for_(s.span, f),
            StmtKind::AsyncFor(f) => self.async_for(s.span, f),
            StmtKind::While { test, body, orelse } => self.while_(s.span, test, body, orelse),
            StmtKind::If { test, body, orelse } => self.if_(test, body, orelse),
            StmtKind::With { items, body, .. } => self.with(items, body),
            StmtKind::AsyncWith { items, body, .. } => self.async_with(s.span, items, body),
            StmtKind::Match { subject, cases } => self.match_(subject, cases),
            StmtKind::Raise { exc, cause } => {
                let mut count = 0;
                for part in [exc, cause].into_iter().flatten() {
                    self.expr(part)?;
                    count += 1;
                }
                self.op_i(s.span, Opcode::RAISE_VARARGS, count);
                Ok(())
            }
            StmtKind::Try(t) => self.try_(s.span, t, false),
            StmtKind::TryStar(t) => self.try_(s.span, t, true),
            StmtKind::Assert { test, msg } => self.assert(s.span, test, msg.as_deref()),
            StmtKind::Import { names } => self.import(s.span, names),
            StmtKind::ImportFrom { module, names, level } => self.import_from(s.span, *module, names, *level),
            StmtKind::Global(_) | StmtKind::Nonlocal(_) => Ok(()),
            StmtKind::Expr(value) => self.expr_stmt(s.span, value),
            StmtKind::Pass => {
                self.op(s.span, Opcode::NOP);
                Ok(())
            }
            StmtKind::Break => self.break_(s.span),
            StmtKind::Continue => self.continue_(s.span),
        }
    }

    fn expr_stmt(&mut self, span: Span, value: &Expr) -> Result {
        if self.interactive && self.outer.is_empty() {
            self.expr(value)?;
            self.op_i(span, Opcode::CALL_INTRINSIC_1, 1);
            self.op(Span::NONE, Opcode::POP_TOP);
            return Ok(());
        }
        if matches!(value.kind, ExprKind::Constant { .. }) {
            self.op(span, Opcode::NOP);
            return Ok(());
        }
        self.expr(value)?;
        self.op(Span::NONE, Opcode::POP_TOP);
        Ok(())
    }

    fn assert(&mut self, span: Span, test: &Expr, msg: Option<&Expr>) -> Result {
        let always_true = match &test.kind {
            ExprKind::Tuple { elts, .. } => !elts.is_empty(),
            ExprKind::Constant { value: Constant::Tuple(items), .. } => !items.is_empty(),
            _ => false,
        };
        if always_true {
            self.warn(span, "assertion is always true, perhaps remove parentheses?".into());
        }
        if self.settings.optimize > 0 {
            return Ok(());
        }
        let end = self.label();
        self.jump_if(test, end, true)?;
        self.op(span, Opcode::LOAD_ASSERTION_ERROR);
        if let Some(msg) = msg {
            self.expr(msg)?;
            self.op_i(span, Opcode::CALL, 0);
        }
        self.op_i(test.span, Opcode::RAISE_VARARGS, 1);
        self.place(end);
        Ok(())
    }

    fn aug_assign(&mut self, span: Span, target: &Expr, op: Operator, value: &Expr) -> Result {
        let place = target.span;
        match &target.kind {
            ExprKind::Attribute { value: object, attr, .. } => {
                let name_place = self.attr_span(place, target, *attr);
                self.expr(object)?;
                self.op_i(place, Opcode::COPY, 1);
                self.op_name(name_place, Opcode::LOAD_ATTR, *attr);
                self.expr(value)?;
                self.binary(span, op, true);
                self.op_i(name_place, Opcode::SWAP, 2);
                self.op_name(name_place, Opcode::STORE_ATTR, *attr);
            }
            ExprKind::Subscript { value: object, slice, .. } => {
                self.expr(object)?;
                let sliced = self.two_element_slice(slice)?;
                if sliced {
                    for _ in 0..3 {
                        self.op_i(place, Opcode::COPY, 3);
                    }
                    self.op(place, Opcode::BINARY_SLICE);
                } else {
                    self.expr(slice)?;
                    self.op_i(place, Opcode::COPY, 2);
                    self.op_i(place, Opcode::COPY, 2);
                    self.op(place, Opcode::BINARY_SUBSCR);
                }
                self.expr(value)?;
                self.binary(span, op, true);
                if sliced {
                    self.op_i(place, Opcode::SWAP, 4);
                }
                self.op_i(place, Opcode::SWAP, 3);
                self.op_i(place, Opcode::SWAP, 2);
                self.op(place, if sliced { Opcode::STORE_SLICE } else { Opcode::STORE_SUBSCR });
            }
            ExprKind::Name { id, .. } => {
                self.load(place, *id)?;
                self.expr(value)?;
                self.binary(span, op, true);
                self.store(place, *id)?;
            }
            _ => return self.error(place, "invalid node type for augmented assignment"),
        }
        Ok(())
    }

    fn ann_assign(&mut self, span: Span, assign: &AnnAssign) -> Result {
        if let Some(value) = &assign.value {
            self.expr(value)?;
            self.expr(&assign.target)?;
        }
        let evaluated = matches!(self.current.kind, UnitKind::Module | UnitKind::Class);
        let place = &assign.target;
        match &place.kind {
            ExprKind::Name { id, .. } => {
                self.forbidden_name(span, *id, Ctx::Store)?;
                if assign.simple && evaluated {
                    if self.future_annotations() {
                        self.annotation_text(&assign.annotation);
                    } else {
                        self.expr(&assign.annotation)?;
                    }
                    self.op_name(span, Opcode::LOAD_NAME, self.annotations);
                    let mangled = self.mangled(*id);
                    let text = self.str_of(mangled);
                    self.load_const(span, text);
                    self.op(span, Opcode::STORE_SUBSCR);
                }
            }
            ExprKind::Attribute { value, attr, .. } => {
                self.forbidden_name(span, *attr, Ctx::Store)?;
                if assign.value.is_none() {
                    self.evaluate_and_drop(value)?;
                }
            }
            ExprKind::Subscript { value, slice, .. } => {
                if assign.value.is_none() {
                    self.evaluate_and_drop(value)?;
                    self.evaluate_subscript(slice)?;
                }
            }
            _ => return self.error(span, "invalid node type for annotated assignment"),
        }
        if !assign.simple && evaluated && !self.future_annotations() {
            self.evaluate_and_drop(&assign.annotation)?;
        }
        Ok(())
    }

    fn evaluate_and_drop(&mut self, e: &Expr) -> Result {
        self.expr(e)?;
        self.op(e.span, Opcode::POP_TOP);
        Ok(())
    }

    /// Evaluates the parts of a subscript that is only annotated.
    fn evaluate_subscript(&mut self, slice: &Expr) -> Result {
        match &slice.kind {
            ExprKind::Slice { lower, upper, step } => {
                for part in [lower, upper, step].into_iter().flatten() {
                    self.evaluate_and_drop(part)?;
                }
                Ok(())
            }
            ExprKind::Tuple { elts, .. } => elts.iter().try_for_each(|elt| self.evaluate_subscript(elt)),
            _ => self.evaluate_and_drop(slice),
        }
    }

    /// Loads an annotation as the text that `from __future__ import annotations` makes of it.
    pub(super) fn annotation_text(&mut self, annotation: &Expr) {
        let text = unparse::unparse(annotation, self.interner);
        self.load_const(annotation.span, Constant::Str(text));
    }
}
