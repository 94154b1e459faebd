//! Conditions, loops and the ways out of them.

use super::blocks::BlockKind;
use super::builder::UnitKind;
use super::{Compiler, Result};
use crate::ast::*;
use crate::bytecode::{Label, Opcode};
use crate::constant::Constant;
use crate::source::Span;

impl<'t> Compiler<'t, '_> {
    /// Jumps to `target` if the expression's truth is `when`, else goes on.
    pub(super) fn jump_if(&mut self, e: &Expr, target: Label, when: bool) -> Result {
        let branch = if when { Opcode::POP_JUMP_IF_TRUE } else { Opcode::POP_JUMP_IF_FALSE };
        match &e.kind {
            ExprKind::UnaryOp { op: UnaryOp::Not, operand } => {
                return self.jump_if(operand, target, !when);
            }
            ExprKind::BoolOp { op, values } => {
                let Some((last, first)) = values.split_last() else { return Ok(()) };
                // A value that decides for the other outcome jumps past the test.
                let decides = *op == BoolOp::Or;
                let early = if decides == when { target } else { self.label() };
                for value in first {
                    self.jump_if(value, early, decides)?;
                }
                self.jump_if(last, target, when)?;
                if early != target {
                    self.place(early);
                }
                return Ok(());
            }
            ExprKind::IfExp { test, body, orelse } => {
                let (end, other) = (self.label(), self.label());
                self.jump_if(test, other, false)?;
                self.jump_if(body, target, when)?;
                self.jump(Span::NONE, Opcode::JUMP_NO_INTERRUPT, end);
                self.place(other);
                self.jump_if(orelse, target, when)?;
                self.place(end);
                return Ok(());
            }
            ExprKind::Compare { left, ops, comparators } if ops.len() > 1 => {
                self.check_compare(e);
                let cleanup = self.label();
                self.expr(left)?;
                let last = ops.len() - 1;
                for i in 0..last {
                    self.expr(&comparators[i])?;
                    self.op_i(e.span, Opcode::SWAP, 2);
                    self.op_i(e.span, Opcode::COPY, 2);
                    self.compare_op(e.span, ops[i]);
                    self.op(e.span, Opcode::TO_BOOL);
                    self.jump(e.span, Opcode::POP_JUMP_IF_FALSE, cleanup);
                }
                self.expr(&comparators[last])?;
                self.compare_op(e.span, ops[last]);
                self.op(e.span, Opcode::TO_BOOL);
                self.jump(e.span, branch, target);
                let end = self.label();
                self.jump(Span::NONE, Opcode::JUMP_NO_INTERRUPT, end);
                self.place(cleanup);
                self.op(e.span, Opcode::POP_TOP);
                if !when {
                    self.jump(Span::NONE, Opcode::JUMP_NO_INTERRUPT, target);
                }
                self.place(end);
                return Ok(());
            }
            _ => {}
        }
        self.expr(e)?;
        self.op(e.span, Opcode::TO_BOOL);
        self.jump(e.span, branch, target);
        Ok(())
    }

    pub(super) fn if_(&mut self, test: &Expr, body: &'t [Stmt], orelse: &'t [Stmt]) -> Result {
        let end = self.label();
        let next = if orelse.is_empty() { end } else { self.label() };
        self.jump_if(test, next, false)?;
        self.stmts(body)?;
        if !orelse.is_empty() {
            self.jump(Span::NONE, Opcode::JUMP_NO_INTERRUPT, end);
            self.place(next);
            self.stmts(orelse)?;
        }
        self.place(end);
        Ok(())
    }

    pub(super) fn for_(&mut self, span: Span, f: &'t For) -> Result {
        let (start, cleanup, end) = (self.label(), self.label(), self.label());
        self.push_loop(span, BlockKind::ForLoop, start, end)?;
        self.expr(&f.iter)?;
        let span = f.iter.span;
        self.op(span, Opcode::GET_ITER);
        self.place(start);
        self.jump(span, Opcode::FOR_ITER, cleanup);
        // For line tracing of loops over several lines.
        self.op(f.target.span, Opcode::NOP);
        self.expr(&f.target)?;
        self.stmts(&f.body)?;
        self.jump(Span::NONE, Opcode::JUMP, start);
        self.place(cleanup);
        self.op(Span::NONE, Opcode::END_FOR);
        self.op(Span::NONE, Opcode::POP_TOP);
        self.pop_block();
        self.stmts(&f.orelse)?;
        self.place(end);
        Ok(())
    }

    pub(super) fn async_for(&mut self, span: Span, f: &'t For) -> Result {
        self.check_async(span, "'async for' outside async function")?;
        let (start, except, end) = (self.label(), self.label(), self.label());
        self.expr(&f.iter)?;
        self.op(f.iter.span, Opcode::GET_AITER);
        self.place(start);
        self.push_loop(span, BlockKind::ForLoop, start, end)?;
        self.jump(span, Opcode::SETUP_FINALLY, except);
        self.op(span, Opcode::GET_ANEXT);
        self.load_const(span, Constant::None);
        self.yield_from(span, true);
        self.op(span, Opcode::POP_BLOCK);
        self.expr(&f.target)?;
        self.stmts(&f.body)?;
        self.jump(Span::NONE, Opcode::JUMP, start);
        self.pop_block();
        self.place(except);
        self.op(f.iter.span, Opcode::END_ASYNC_FOR);
        self.stmts(&f.orelse)?;
        self.place(end);
        Ok(())
    }

    /// `async for` and `async with` stand in async functions, or at the top level if allowed.
    pub(super) fn check_async(&mut self, span: Span, message: &str) -> Result {
        if self.is_top_level_await() {
            self.table.scope_mut(self.current.scope).coroutine = true;
        } else if self.current.kind != UnitKind::AsyncFunction {
            return self.error(span, message);
        }
        Ok(())
    }

    pub(super) fn while_(&mut self, span: Span, test: &Expr, body: &'t [Stmt], orelse: &'t [Stmt]) -> Result {
        let (start, again, end, anchor) = (self.label(), self.label(), self.label(), self.label());
        self.place(start);
        self.push_loop(span, BlockKind::WhileLoop, start, end)?;
        self.jump_if(test, anchor, false)?;
        self.place(again);
        self.stmts(body)?;
        self.jump_if(test, again, true)?;
        self.pop_block();
        self.place(anchor);
        self.stmts(orelse)?;
        self.place(end);
        Ok(())
    }

    pub(super) fn return_(&mut self, span: Span, value: Option<&Expr>) -> Result {
        let scope = self.scope();
        if !scope.is_function_like() {
            return self.error(span, "'return' outside function");
        }
        if value.is_some() && scope.coroutine && scope.generator {
            return self.error(span, "'return' with value in async generator");
        }
        let mut at = span;
        let constant = match value.map(|e| &e.kind) {
            None => Some(Constant::None),
            Some(ExprKind::Constant { value, .. }) => Some(value.clone()),
            Some(_) => None,
        };
        if let Some(value) = value {
            if constant.is_some() {
                at = value.span;
                self.op(at, Opcode::NOP);
            } else {
                self.expr(value)?;
            }
        }
        if value.is_none_or(|value| value.span.line != span.line) {
            at = span;
            self.op(at, Opcode::NOP);
        }
        self.unwind_all(&mut at, constant.is_none(), false)?;
        if let Some(constant) = constant {
            self.load_const(at, constant);
        }
        self.op(at, Opcode::RETURN_VALUE);
        Ok(())
    }

    pub(super) fn break_(&mut self, span: Span) -> Result {
        let mut at = span;
        self.op(at, Opcode::NOP);
        let Some(block) = self.unwind_all(&mut at, false, true)? else {
            return self.error(span, "'break' outside loop");
        };
        self.unwind(&mut at, &block, false)?;
        if let Some(exit) = block.exit {
            self.jump(at, Opcode::JUMP, exit);
        }
        Ok(())
    }

    pub(super) fn continue_(&mut self, span: Span) -> Result {
        let mut at = span;
        self.op(at, Opcode::NOP);
        let Some(block) = self.unwind_all(&mut at, false, true)? else {
            return self.error(span, "'continue' not properly in loop");
        };
        if let Some(start) = block.start {
            self.jump(at, Opcode::JUMP, start);
        }
        Ok(())
    }
}
