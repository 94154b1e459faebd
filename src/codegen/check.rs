//! Warnings about expressions that can hardly be meant.

use super::Compiler;
use crate::ast::{CmpOp, Expr, ExprKind};
use crate::constant::Constant;

/// The type that a display or constant has.
fn type_of(e: &Expr) -> Option<&'static str> {
    Some(match &e.kind {
        ExprKind::Tuple { .. } => "tuple",
        ExprKind::List { .. } | ExprKind::ListComp { .. } => "list",
        ExprKind::Dict { .. } | ExprKind::DictComp { .. } => "dict",
        ExprKind::Set(_) | ExprKind::SetComp { .. } => "set",
        ExprKind::GeneratorExp { .. } => "generator",
        ExprKind::Lambda { .. } => "function",
        ExprKind::JoinedStr(_) | ExprKind::FormattedValue { .. } => "str",
        ExprKind::Constant { value, .. } => match value {
            Constant::None => "NoneType",
            Constant::Bool(_) => "bool",
            Constant::Ellipsis => "ellipsis",
            Constant::Int(_) | Constant::BigInt(_) => "int",
            Constant::Float(_) => "float",
            Constant::Complex { .. } => "complex",
            Constant::Str(_) => "str",
            Constant::Bytes(_) => "bytes",
            Constant::Tuple(_) => "tuple",
            Constant::FrozenSet(_) => "frozenset",
        },
        _ => return None,
    })
}

/// Is it sensible to compare the value with `is`?
fn has_identity(e: &Expr) -> bool {
    match &e.kind {
        ExprKind::Constant { value, .. } => {
            matches!(value, Constant::None | Constant::Bool(_) | Constant::Ellipsis)
        }
        _ => true,
    }
}

impl Compiler<'_, '_> {
    pub(super) fn check_compare(&mut self, e: &Expr) {
        let ExprKind::Compare { left, ops, comparators } = &e.kind else { return };
        let mut left = &**left;
        for (op, right) in ops.iter().zip(comparators) {
            if matches!(op, CmpOp::Is | CmpOp::IsNot) && !(has_identity(left) && has_identity(right)) {
                let literal = if has_identity(left) { right } else { left };
                let kind = type_of(literal).unwrap_or("object");
                let message = if *op == CmpOp::Is {
                    format!("\"is\" with '{kind}' literal. Did you mean \"==\"?")
                } else {
                    format!("\"is not\" with '{kind}' literal. Did you mean \"!=\"?")
                };
                return self.warn(e.span, message);
            }
            left = right;
        }
    }

    pub(super) fn check_caller(&mut self, e: &Expr) {
        if !matches!(e.kind, ExprKind::Lambda { .. })
            && let Some(kind) = type_of(e)
        {
            let message = format!("'{kind}' object is not callable; perhaps you missed a comma?");
            self.warn(e.span, message);
        }
    }

    pub(super) fn check_subscripter(&mut self, e: &Expr) {
        let wrong = match &e.kind {
            ExprKind::Constant { value, .. } => matches!(
                value,
                Constant::None
                    | Constant::Ellipsis
                    | Constant::Bool(_)
                    | Constant::Int(_)
                    | Constant::BigInt(_)
                    | Constant::Float(_)
                    | Constant::Complex { .. }
                    | Constant::FrozenSet(_)
            ),
            ExprKind::Set(_)
            | ExprKind::SetComp { .. }
            | ExprKind::GeneratorExp { .. }
            | ExprKind::Lambda { .. } => true,
            _ => false,
        };
        if wrong && let Some(kind) = type_of(e) {
            let message = format!("'{kind}' object is not subscriptable; perhaps you missed a comma?");
            self.warn(e.span, message);
        }
    }

    pub(super) fn check_index(&mut self, e: &Expr, index: &Expr) {
        let Some(index) = type_of(index).filter(|kind| !matches!(*kind, "int" | "bool")) else { return };
        let indexed = match &e.kind {
            ExprKind::Constant { value, .. } => {
                matches!(value, Constant::Str(_) | Constant::Bytes(_) | Constant::Tuple(_))
            }
            ExprKind::Tuple { .. }
            | ExprKind::List { .. }
            | ExprKind::ListComp { .. }
            | ExprKind::JoinedStr(_)
            | ExprKind::FormattedValue { .. } => true,
            _ => false,
        };
        if indexed && let Some(kind) = type_of(e) {
            let message = format!(
                "{kind} indices must be integers or slices, not {index}; perhaps you missed a comma?"
            );
            self.warn(e.span, message);
        }
    }
}
