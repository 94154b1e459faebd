//! `try` in all its forms, and `with`.

use super::blocks::BlockKind;
use super::{Compiler, Result};
use crate::ast::*;
use crate::bytecode::{Label, Opcode};
use crate::source::Span;

const NONE: Span = Span::NONE;

impl<'t> Compiler<'t, '_> {
    pub(super) fn try_(&mut self, span: Span, t: &'t Try, star: bool) -> Result {
        if t.finalbody.is_empty() {
            return if star { self.try_star_except(span, t) } else { self.try_except(span, t) };
        }
        let (end, exit, cleanup) = (self.label(), self.label(), self.label());
        self.jump(span, Opcode::SETUP_FINALLY, end);
        self.push_finally(span, &t.finalbody)?;
        match (t.handlers.is_empty(), star) {
            (true, _) => self.stmts(&t.body)?,
            (false, true) => self.try_star_except(span, t)?,
            (false, false) => self.try_except(span, t)?,
        }
        self.op(NONE, Opcode::POP_BLOCK);
        self.pop_block();
        self.stmts(&t.finalbody)?;
        self.jump(NONE, Opcode::JUMP_NO_INTERRUPT, exit);
        // The same statements again, for an exception.
        self.place(end);
        self.jump(NONE, Opcode::SETUP_CLEANUP, cleanup);
        self.op(NONE, Opcode::PUSH_EXC_INFO);
        self.push_block(NONE, BlockKind::FinallyEnd)?;
        self.stmts(&t.finalbody)?;
        self.pop_block();
        self.op_i(NONE, Opcode::RERAISE, 0);
        self.place(cleanup);
        self.pop_except_and_reraise(NONE);
        self.place(exit);
        Ok(())
    }

    fn try_except(&mut self, span: Span, t: &'t Try) -> Result {
        let (except, end, cleanup) = (self.label(), self.label(), self.label());
        self.jump(span, Opcode::SETUP_FINALLY, except);
        self.push_block(span, BlockKind::TryExcept)?;
        self.stmts(&t.body)?;
        self.pop_block();
        self.op(NONE, Opcode::POP_BLOCK);
        self.stmts(&t.orelse)?;
        self.jump(NONE, Opcode::JUMP_NO_INTERRUPT, end);
        self.place(except);
        self.jump(NONE, Opcode::SETUP_CLEANUP, cleanup);
        self.op(NONE, Opcode::PUSH_EXC_INFO);
        self.push_block(span, BlockKind::ExceptionHandler)?;
        for (i, handler) in t.handlers.iter().enumerate() {
            let span = handler.span;
            if handler.typ.is_none() && i + 1 < t.handlers.len() {
                return self.error(span, "default 'except:' must be last");
            }
            let next = self.label();
            if let Some(typ) = &handler.typ {
                self.expr(typ)?;
                self.op(span, Opcode::CHECK_EXC_MATCH);
                self.jump(span, Opcode::POP_JUMP_IF_FALSE, next);
            }
            match handler.name {
                Some(name) => {
                    // try: body finally: name = None; del name
                    let cleanup_end = self.label();
                    self.store(span, name)?;
                    self.jump(span, Opcode::SETUP_CLEANUP, cleanup_end);
                    self.push_block(span, BlockKind::HandlerCleanup(Some(name)))?;
                    self.stmts(&handler.body)?;
                    self.pop_block();
                    self.op(NONE, Opcode::POP_BLOCK);
                    self.op(NONE, Opcode::POP_BLOCK);
                    self.op(NONE, Opcode::POP_EXCEPT);
                    self.forget(NONE, name)?;
                    self.jump(NONE, Opcode::JUMP_NO_INTERRUPT, end);
                    self.place(cleanup_end);
                    self.forget(NONE, name)?;
                    self.op_i(NONE, Opcode::RERAISE, 1);
                }
                None => {
                    self.op(span, Opcode::POP_TOP);
                    self.push_block(span, BlockKind::HandlerCleanup(None))?;
                    self.stmts(&handler.body)?;
                    self.pop_block();
                    self.op(NONE, Opcode::POP_BLOCK);
                    self.op(NONE, Opcode::POP_EXCEPT);
                    self.jump(NONE, Opcode::JUMP_NO_INTERRUPT, end);
                }
            }
            self.place(next);
        }
        self.pop_block();
        self.op_i(NONE, Opcode::RERAISE, 0);
        self.place(cleanup);
        self.pop_except_and_reraise(NONE);
        self.place(end);
        Ok(())
    }

    /// `except*`: under the copy of the group stands a list of what the handlers raised.
    fn try_star_except(&mut self, span: Span, t: &'t Try) -> Result {
        let (except, orelse, end) = (self.label(), self.label(), self.label());
        let (cleanup, reraise_star) = (self.label(), self.label());
        self.jump(span, Opcode::SETUP_FINALLY, except);
        self.push_block(span, BlockKind::TryExcept)?;
        self.stmts(&t.body)?;
        self.pop_block();
        self.op(NONE, Opcode::POP_BLOCK);
        self.jump(NONE, Opcode::JUMP_NO_INTERRUPT, orelse);
        self.place(except);
        self.jump(NONE, Opcode::SETUP_CLEANUP, cleanup);
        self.op(NONE, Opcode::PUSH_EXC_INFO);
        self.push_block(span, BlockKind::ExceptionGroupHandler)?;
        for (i, handler) in t.handlers.iter().enumerate() {
            if i == 0 {
                self.op_i(handler.span, Opcode::BUILD_LIST, 0);
                self.op_i(handler.span, Opcode::COPY, 2);
            }
            let last = i + 1 == t.handlers.len();
            self.star_handler(handler, last.then_some(reraise_star))?;
        }
        self.pop_block();
        let reraise = self.label();
        self.place(reraise_star);
        self.op_i(NONE, Opcode::CALL_INTRINSIC_2, 1);
        self.op_i(NONE, Opcode::COPY, 1);
        self.jump(NONE, Opcode::POP_JUMP_IF_NOT_NONE, reraise);
        self.op(NONE, Opcode::POP_TOP);
        self.op(NONE, Opcode::POP_BLOCK);
        self.op(NONE, Opcode::POP_EXCEPT);
        self.jump(NONE, Opcode::JUMP_NO_INTERRUPT, end);
        self.place(reraise);
        self.op(NONE, Opcode::POP_BLOCK);
        self.op_i(NONE, Opcode::SWAP, 2);
        self.op(NONE, Opcode::POP_EXCEPT);
        self.op_i(NONE, Opcode::RERAISE, 0);
        self.place(cleanup);
        self.pop_except_and_reraise(NONE);
        self.place(orelse);
        self.stmts(&t.orelse)?;
        self.place(end);
        Ok(())
    }

    /// One `except*`; after the last one what nothing matched joins the list.
    fn star_handler(&mut self, handler: &'t ExceptHandler, reraise_star: Option<Label>) -> Result {
        let span = handler.span;
        let (next, with_error, no_match) = (self.label(), self.label(), self.label());
        if let Some(typ) = &handler.typ {
            self.expr(typ)?;
            self.op(span, Opcode::CHECK_EG_MATCH);
            self.op_i(span, Opcode::COPY, 1);
            self.jump(span, Opcode::POP_JUMP_IF_NONE, no_match);
        }
        let cleanup_end = self.label();
        match handler.name {
            Some(name) => self.store(span, name)?,
            None => self.op(span, Opcode::POP_TOP),
        }
        self.jump(span, Opcode::SETUP_CLEANUP, cleanup_end);
        self.push_block(span, BlockKind::HandlerCleanup(handler.name))?;
        self.stmts(&handler.body)?;
        self.pop_block();
        self.op(NONE, Opcode::POP_BLOCK);
        if let Some(name) = handler.name {
            self.forget(NONE, name)?;
        }
        self.jump(NONE, Opcode::JUMP_NO_INTERRUPT, next);
        self.place(cleanup_end);
        if let Some(name) = handler.name {
            self.forget(NONE, name)?;
        }
        self.op_i(NONE, Opcode::LIST_APPEND, 3);
        self.op(NONE, Opcode::POP_TOP);
        self.jump(NONE, Opcode::JUMP_NO_INTERRUPT, with_error);
        self.place(next);
        self.op(NONE, Opcode::NOP);
        self.jump(NONE, Opcode::JUMP_NO_INTERRUPT, with_error);
        self.place(no_match);
        self.op(span, Opcode::POP_TOP);
        self.place(with_error);
        if let Some(reraise_star) = reraise_star {
            self.op_i(NONE, Opcode::LIST_APPEND, 1);
            self.jump(NONE, Opcode::JUMP_NO_INTERRUPT, reraise_star);
        }
        Ok(())
    }

    pub(super) fn with(&mut self, items: &'t [WithItem], body: &'t [Stmt]) -> Result {
        let Some((item, rest)) = items.split_first() else { return self.stmts(body) };
        let (finally, exit, cleanup) = (self.label(), self.label(), self.label());
        self.expr(&item.context)?;
        let span = item.context.span;
        self.op(span, Opcode::BEFORE_WITH);
        self.jump(span, Opcode::SETUP_WITH, finally);
        self.push_block(span, BlockKind::With)?;
        match &item.vars {
            Some(vars) => self.expr(vars)?,
            None => self.op(span, Opcode::POP_TOP),
        }
        self.with(rest, body)?;
        self.op(NONE, Opcode::POP_BLOCK);
        self.pop_block();
        self.call_exit_with_nones(span);
        self.op(span, Opcode::POP_TOP);
        self.jump(span, Opcode::JUMP, exit);
        self.place(finally);
        self.jump(span, Opcode::SETUP_CLEANUP, cleanup);
        self.op(span, Opcode::PUSH_EXC_INFO);
        self.op(span, Opcode::WITH_EXCEPT_START);
        self.with_except_finish(cleanup);
        self.place(exit);
        Ok(())
    }

    pub(super) fn async_with(&mut self, stmt: Span, items: &'t [WithItem], body: &'t [Stmt]) -> Result {
        let Some((item, rest)) = items.split_first() else { return self.stmts(body) };
        self.check_async(stmt, "'async with' outside async function")?;
        let (finally, exit, cleanup) = (self.label(), self.label(), self.label());
        self.expr(&item.context)?;
        let span = item.context.span;
        self.op(span, Opcode::BEFORE_ASYNC_WITH);
        self.await_top(span, 1);
        self.jump(span, Opcode::SETUP_WITH, finally);
        self.push_block(span, BlockKind::AsyncWith)?;
        match &item.vars {
            Some(vars) => self.expr(vars)?,
            None => self.op(span, Opcode::POP_TOP),
        }
        self.async_with(stmt, rest, body)?;
        self.pop_block();
        self.op(span, Opcode::POP_BLOCK);
        self.call_exit_with_nones(span);
        self.await_top(span, 2);
        self.op(span, Opcode::POP_TOP);
        self.jump(span, Opcode::JUMP, exit);
        self.place(finally);
        self.jump(span, Opcode::SETUP_CLEANUP, cleanup);
        self.op(span, Opcode::PUSH_EXC_INFO);
        self.op(span, Opcode::WITH_EXCEPT_START);
        self.await_top(span, 2);
        self.with_except_finish(cleanup);
        self.place(exit);
        Ok(())
    }

    /// After `__exit__` was told of an exception: its answer says whether to swallow it.
    fn with_except_finish(&mut self, cleanup: Label) {
        let suppress = self.label();
        self.op(NONE, Opcode::TO_BOOL);
        self.jump(NONE, Opcode::POP_JUMP_IF_TRUE, suppress);
        self.op_i(NONE, Opcode::RERAISE, 2);
        self.place(suppress);
        self.op(NONE, Opcode::POP_TOP);
        self.op(NONE, Opcode::POP_BLOCK);
        self.op(NONE, Opcode::POP_EXCEPT);
        self.op(NONE, Opcode::POP_TOP);
        self.op(NONE, Opcode::POP_TOP);
        let exit = self.label();
        self.jump(NONE, Opcode::JUMP_NO_INTERRUPT, exit);
        self.place(cleanup);
        self.pop_except_and_reraise(NONE);
        self.place(exit);
    }
}
