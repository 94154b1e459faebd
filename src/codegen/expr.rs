//! Expressions.

use super::builder::UnitKind;
use super::{Compiler, Result};
use crate::ast::*;
use crate::bytecode::Opcode;
use crate::constant::Constant;
use crate::source::{Name, Span};

const ASYNC_GEN_WRAP: u32 = 4;
const UNARY_POSITIVE: u32 = 5;

impl Compiler<'_, '_> {
    pub(super) fn exprs(&mut self, exprs: &[Expr]) -> Result {
        exprs.iter().try_for_each(|expr| self.expr(expr))
    }

    pub(super) fn expr(&mut self, e: &Expr) -> Result {
        let span = e.span;
        match &e.kind {
            ExprKind::NamedExpr { target, value } => {
                self.expr(value)?;
                self.op_i(span, Opcode::COPY, 1);
                self.expr(target)
            }
            ExprKind::BoolOp { op, values } => self.bool_op(span, *op, values),
            ExprKind::BinOp { left, op, right } => {
                self.expr(left)?;
                self.expr(right)?;
                self.binary(span, *op, false);
                Ok(())
            }
            ExprKind::UnaryOp { op, operand } => {
                self.expr(operand)?;
                match op {
                    UnaryOp::UAdd => self.op_i(span, Opcode::CALL_INTRINSIC_1, UNARY_POSITIVE),
                    UnaryOp::Not => {
                        self.op(span, Opcode::TO_BOOL);
                        self.op(span, Opcode::UNARY_NOT);
                    }
                    UnaryOp::Invert => self.op(span, Opcode::UNARY_INVERT),
                    UnaryOp::USub => self.op(span, Opcode::UNARY_NEGATIVE),
                }
                Ok(())
            }
            ExprKind::Lambda { args, body } => self.lambda(e, args, body),
            ExprKind::IfExp { test, body, orelse } => {
                let (end, next) = (self.label(), self.label());
                self.jump_if(test, next, false)?;
                self.expr(body)?;
                self.jump(Span::NONE, Opcode::JUMP_NO_INTERRUPT, end);
                self.place(next);
                self.expr(orelse)?;
                self.place(end);
                Ok(())
            }
            ExprKind::Dict { keys, values } => self.dict(span, keys, values),
            ExprKind::Set(elts) => self.set(span, elts),
            ExprKind::ListComp { .. }
            | ExprKind::SetComp { .. }
            | ExprKind::DictComp { .. }
            | ExprKind::GeneratorExp { .. } => self.comprehension(e),
            ExprKind::Yield(value) => {
                if !self.scope().is_function_like() {
                    return self.error(span, "'yield' outside function");
                }
                match value {
                    Some(value) => self.expr(value)?,
                    None => self.load_const(span, Constant::None),
                }
                self.yield_value(span);
                Ok(())
            }
            ExprKind::YieldFrom(value) => {
                if !self.scope().is_function_like() {
                    return self.error(span, "'yield from' outside function");
                }
                if self.current.kind == UnitKind::AsyncFunction {
                    return self.error(span, "'yield from' inside async function");
                }
                self.expr(value)?;
                self.op(span, Opcode::GET_YIELD_FROM_ITER);
                self.load_const(span, Constant::None);
                self.yield_from(span, false);
                Ok(())
            }
            ExprKind::Await(value) => {
                if !self.is_top_level_await() {
                    if !self.scope().is_function_like() {
                        return self.error(span, "'await' outside function");
                    }
                    if !matches!(self.current.kind, UnitKind::AsyncFunction | UnitKind::Comprehension) {
                        return self.error(span, "'await' outside async function");
                    }
                }
                self.expr(value)?;
                self.await_top(span, 0);
                Ok(())
            }
            ExprKind::Compare { left, ops, comparators } => self.compare(e, left, ops, comparators),
            ExprKind::Call { func, args, keywords } => self.call(e, func, args, keywords),
            ExprKind::Constant { value, .. } => {
                let index = self.current.add_const_of(value);
                self.op_i(span, Opcode::LOAD_CONST, index);
                Ok(())
            }
            ExprKind::JoinedStr(values) => self.joined_str(span, values),
            ExprKind::FormattedValue { value, conversion, format_spec } => {
                self.expr(value)?;
                let oparg = match conversion {
                    Conversion::None => 0,
                    Conversion::Str => 1,
                    Conversion::Repr => 2,
                    Conversion::Ascii => 3,
                };
                if oparg != 0 {
                    self.op_i(span, Opcode::CONVERT_VALUE, oparg);
                }
                match format_spec {
                    Some(spec) => {
                        self.expr(spec)?;
                        self.op(span, Opcode::FORMAT_WITH_SPEC);
                    }
                    None => self.op(span, Opcode::FORMAT_SIMPLE),
                }
                Ok(())
            }
            ExprKind::Attribute { value, attr, ctx } => self.attribute(e, value, *attr, *ctx),
            ExprKind::Subscript { value, slice, ctx } => self.subscript(span, value, slice, *ctx),
            ExprKind::Starred { ctx, .. } => match ctx {
                Ctx::Store => self.error(span, "starred assignment target must be in a list or tuple"),
                _ => self.error(span, "can't use starred expression here"),
            },
            ExprKind::Slice { lower, upper, step } => {
                let count = self.slice(span, lower.as_deref(), upper.as_deref(), step.as_deref())?;
                self.op_i(span, Opcode::BUILD_SLICE, count);
                Ok(())
            }
            ExprKind::Name { id, ctx } => self.name(span, *id, *ctx),
            ExprKind::List { elts, ctx } => self.list(span, elts, *ctx),
            ExprKind::Tuple { elts, ctx } => self.tuple(span, elts, *ctx),
        }
    }

    fn bool_op(&mut self, span: Span, op: BoolOp, values: &[Expr]) -> Result {
        let Some((last, first)) = values.split_last() else { return Ok(()) };
        let branch = match op {
            BoolOp::And => Opcode::POP_JUMP_IF_FALSE,
            BoolOp::Or => Opcode::POP_JUMP_IF_TRUE,
        };
        let end = self.label();
        for value in first {
            self.expr(value)?;
            self.op_i(span, Opcode::COPY, 1);
            self.op(span, Opcode::TO_BOOL);
            self.jump(span, branch, end);
            self.op(span, Opcode::POP_TOP);
        }
        self.expr(last)?;
        self.place(end);
        Ok(())
    }

    pub(super) fn binary(&mut self, span: Span, op: Operator, in_place: bool) {
        // Indices into `BINARY_OPS`, whose second half is the in-place forms.
        let arg = match op {
            Operator::Add => 0,
            Operator::BitAnd => 1,
            Operator::FloorDiv => 2,
            Operator::LShift => 3,
            Operator::MatMult => 4,
            Operator::Mult => 5,
            Operator::Mod => 6,
            Operator::BitOr => 7,
            Operator::Pow => 8,
            Operator::RShift => 9,
            Operator::Sub => 10,
            Operator::Div => 11,
            Operator::BitXor => 12,
        };
        self.op_i(span, Opcode::BINARY_OP, if in_place { arg + 13 } else { arg });
    }

    pub(super) fn compare_op(&mut self, span: Span, op: CmpOp) {
        const LESS: u32 = 2;
        const GREATER: u32 = 4;
        const EQUAL: u32 = 8;
        const UNORDERED: u32 = 1;
        let (number, mask) = match op {
            CmpOp::Is | CmpOp::IsNot => {
                return self.op_i(span, Opcode::IS_OP, u32::from(op == CmpOp::IsNot));
            }
            CmpOp::In | CmpOp::NotIn => {
                return self.op_i(span, Opcode::CONTAINS_OP, u32::from(op == CmpOp::NotIn));
            }
            CmpOp::Lt => (0, LESS),
            CmpOp::LtE => (1, LESS | EQUAL),
            CmpOp::Eq => (2, EQUAL),
            CmpOp::NotEq => (3, UNORDERED | LESS | GREATER),
            CmpOp::Gt => (4, GREATER),
            CmpOp::GtE => (5, GREATER | EQUAL),
        };
        self.op_i(span, Opcode::COMPARE_OP, number << 5 | mask);
    }

    fn compare(&mut self, e: &Expr, left: &Expr, ops: &[CmpOp], comparators: &[Expr]) -> Result {
        let span = e.span;
        self.check_compare(e);
        self.expr(left)?;
        let (Some((&last_op, ops)), Some((last, comparators))) = (ops.split_last(), comparators.split_last())
        else {
            return Ok(());
        };
        if ops.is_empty() {
            self.expr(last)?;
            self.compare_op(span, last_op);
            return Ok(());
        }
        let cleanup = self.label();
        for (op, comparator) in ops.iter().zip(comparators) {
            self.expr(comparator)?;
            self.op_i(span, Opcode::SWAP, 2);
            self.op_i(span, Opcode::COPY, 2);
            self.compare_op(span, *op);
            self.op_i(span, Opcode::COPY, 1);
            self.op(span, Opcode::TO_BOOL);
            self.jump(span, Opcode::POP_JUMP_IF_FALSE, cleanup);
            self.op(span, Opcode::POP_TOP);
        }
        self.expr(last)?;
        self.compare_op(span, last_op);
        let end = self.label();
        self.jump(Span::NONE, Opcode::JUMP_NO_INTERRUPT, end);
        self.place(cleanup);
        self.op_i(span, Opcode::SWAP, 2);
        self.op(span, Opcode::POP_TOP);
        self.place(end);
        Ok(())
    }

    /// Yields the value on top of the stack.
    pub(super) fn yield_value(&mut self, span: Span) {
        let scope = self.scope();
        if scope.generator && scope.coroutine {
            self.op_i(span, Opcode::CALL_INTRINSIC_1, ASYNC_GEN_WRAP);
        }
        self.op_i(span, Opcode::YIELD_VALUE, 0);
        self.op_i(span, Opcode::RESUME, 1);
    }

    /// An attribute that ends on another line than its expression begins is placed at its name.
    pub(super) fn attr_span(&self, mut span: Span, attribute: &Expr, attr: Name) -> Span {
        let end = attribute.span;
        if span.line == end.end_line {
            return span;
        }
        span.line = end.end_line;
        let len = self.interner.text(attr).chars().count() as i32;
        if len <= end.end_col {
            span.col = end.end_col - len;
        } else {
            span.col = -1;
            span.end_col = -1;
        }
        span.end_line = span.end_line.max(span.line);
        if span.line == span.end_line {
            span.end_col = span.end_col.max(span.col);
        }
        span
    }

    fn attribute(&mut self, e: &Expr, value: &Expr, attr: Name, ctx: Ctx) -> Result {
        let span = e.span;
        if ctx == Ctx::Load
            && let Some(call) = self.super_call(value, attr)
        {
            self.load_super(&call)?;
            let op =
                if call.args.is_empty() { Opcode::LOAD_ZERO_SUPER_ATTR } else { Opcode::LOAD_SUPER_ATTR };
            self.op_name(span, op, attr);
            self.op(self.attr_span(span, e, attr), Opcode::NOP);
            return Ok(());
        }
        if ctx == Ctx::Store {
            self.note_static_attribute(value, attr);
        }
        self.expr(value)?;
        let span = self.attr_span(span, e, attr);
        let op = match ctx {
            Ctx::Load => Opcode::LOAD_ATTR,
            Ctx::Store => {
                self.forbidden_name(span, attr, ctx)?;
                Opcode::STORE_ATTR
            }
            Ctx::Del => Opcode::DELETE_ATTR,
        };
        self.op_name(span, op, attr);
        Ok(())
    }

    fn subscript(&mut self, span: Span, value: &Expr, slice: &Expr, ctx: Ctx) -> Result {
        if ctx == Ctx::Load {
            self.check_subscripter(value);
            self.check_index(value, slice);
        }
        self.expr(value)?;
        if ctx != Ctx::Del && self.two_element_slice(slice)? {
            let op = if ctx == Ctx::Load { Opcode::BINARY_SLICE } else { Opcode::STORE_SLICE };
            self.op(span, op);
            return Ok(());
        }
        self.expr(slice)?;
        let op = match ctx {
            Ctx::Load => Opcode::BINARY_SUBSCR,
            Ctx::Store => Opcode::STORE_SUBSCR,
            Ctx::Del => Opcode::DELETE_SUBSCR,
        };
        self.op(span, op);
        Ok(())
    }

    /// For a slice without a step: loads its two ends and says so.
    pub(super) fn two_element_slice(&mut self, e: &Expr) -> Result<bool> {
        let ExprKind::Slice { lower, upper, step: None } = &e.kind else { return Ok(false) };
        self.slice(e.span, lower.as_deref(), upper.as_deref(), None)?;
        Ok(true)
    }

    /// Loads the parts of a slice; returns how many there are.
    fn slice(
        &mut self,
        span: Span,
        lower: Option<&Expr>,
        upper: Option<&Expr>,
        step: Option<&Expr>,
    ) -> Result<u32> {
        for end in [lower, upper] {
            match end {
                Some(end) => self.expr(end)?,
                None => self.load_const(span, Constant::None),
            }
        }
        match step {
            Some(step) => {
                self.expr(step)?;
                Ok(3)
            }
            None => Ok(2),
        }
    }
}
