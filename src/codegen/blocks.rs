//! Frame blocks: what `return`, `break` and `continue` must undo on their way out.

use super::{Compiler, Result};
use crate::ast::{Ctx, Stmt};
use crate::bytecode::{Label, Opcode};
use crate::constant::Constant;
use crate::source::{Name, Span};

/// CPython's `CO_MAXBLOCKS`.
const MAX_BLOCKS: usize = 21;

#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum BlockKind {
    WhileLoop,
    ForLoop,
    TryExcept,
    FinallyTry,
    FinallyEnd,
    With,
    AsyncWith,
    /// The name of `except … as name`.
    HandlerCleanup(Option<Name>),
    PopValue,
    ExceptionHandler,
    ExceptionGroupHandler,
    AsyncComprehensionGenerator,
    StopIteration,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct FrameBlock<'t> {
    pub kind: BlockKind,
    pub span: Span,
    /// Where `continue` goes.
    pub start: Option<Label>,
    /// Where `break` goes.
    pub exit: Option<Label>,
    /// The statements of a `finally` clause.
    pub finalbody: &'t [Stmt],
}

impl<'t> Compiler<'t, '_> {
    pub(super) fn push_block(&mut self, span: Span, kind: BlockKind) -> Result {
        self.push(FrameBlock { kind, span, start: None, exit: None, finalbody: &[] })
    }
    pub(super) fn push_loop(&mut self, span: Span, kind: BlockKind, start: Label, exit: Label) -> Result {
        self.push(FrameBlock { kind, span, start: Some(start), exit: Some(exit), finalbody: &[] })
    }
    pub(super) fn push_finally(&mut self, span: Span, finalbody: &'t [Stmt]) -> Result {
        self.push(FrameBlock { kind: BlockKind::FinallyTry, span, start: None, exit: None, finalbody })
    }
    fn push(&mut self, block: FrameBlock<'t>) -> Result {
        if self.current.blocks.len() >= MAX_BLOCKS {
            return self.error(block.span, "too many statically nested blocks");
        }
        self.current.blocks.push(block);
        Ok(())
    }
    pub(super) fn pop_block(&mut self) {
        self.current.blocks.pop();
    }

    pub(super) fn call_exit_with_nones(&mut self, span: Span) {
        for _ in 0..3 {
            self.load_const(span, Constant::None);
        }
        self.op_i(span, Opcode::CALL, 2);
    }

    /// `yield from` and `await` on the iterator below the value to send.
    pub(super) fn yield_from(&mut self, span: Span, is_await: bool) {
        let (send, fail, exit) = (self.label(), self.label(), self.label());
        self.place(send);
        self.jump(span, Opcode::SEND, exit);
        // Handles StopIteration raised by `throw` or `close` while suspended.
        self.jump(span, Opcode::SETUP_FINALLY, fail);
        self.op_i(span, Opcode::YIELD_VALUE, 1);
        self.op(Span::NONE, Opcode::POP_BLOCK);
        self.op_i(span, Opcode::RESUME, if is_await { 3 } else { 2 });
        self.jump(span, Opcode::JUMP_NO_INTERRUPT, send);
        self.place(fail);
        self.op(span, Opcode::CLEANUP_THROW);
        self.place(exit);
        self.op(span, Opcode::END_SEND);
    }

    /// Awaits the awaitable on top of the stack.
    pub(super) fn await_top(&mut self, span: Span, what: u32) {
        self.op_i(span, Opcode::GET_AWAITABLE, what);
        self.load_const(span, Constant::None);
        self.yield_from(span, true);
    }

    pub(super) fn pop_except_and_reraise(&mut self, span: Span) {
        self.op_i(span, Opcode::COPY, 3);
        self.op(span, Opcode::POP_EXCEPT);
        self.op_i(span, Opcode::RERAISE, 1);
    }

    /// Undoes one block; with `preserve`, the value on top of the stack stays there.
    /// `span` becomes that of what follows.
    pub(super) fn unwind(&mut self, span: &mut Span, block: &FrameBlock<'t>, preserve: bool) -> Result {
        use BlockKind::*;
        let swap = |this: &mut Self, span: Span| {
            if preserve {
                this.op_i(span, Opcode::SWAP, 2);
            }
        };
        match block.kind {
            WhileLoop
            | ExceptionHandler
            | ExceptionGroupHandler
            | AsyncComprehensionGenerator
            | StopIteration => {}
            ForLoop | PopValue => {
                swap(self, *span);
                self.op(*span, Opcode::POP_TOP);
            }
            TryExcept => self.op(*span, Opcode::POP_BLOCK),
            FinallyTry => {
                self.op(*span, Opcode::POP_BLOCK);
                if preserve {
                    self.push_block(*span, PopValue)?;
                }
                self.stmts(block.finalbody)?;
                if preserve {
                    self.pop_block();
                }
                *span = Span::NONE;
            }
            FinallyEnd => {
                swap(self, *span);
                self.op(*span, Opcode::POP_TOP);
                swap(self, *span);
                self.op(*span, Opcode::POP_BLOCK);
                self.op(*span, Opcode::POP_EXCEPT);
            }
            With | AsyncWith => {
                *span = block.span;
                self.op(*span, Opcode::POP_BLOCK);
                swap(self, *span);
                self.call_exit_with_nones(*span);
                if block.kind == AsyncWith {
                    self.await_top(*span, 2);
                }
                self.op(*span, Opcode::POP_TOP);
                *span = Span::NONE;
            }
            HandlerCleanup(name) => {
                if name.is_some() {
                    self.op(*span, Opcode::POP_BLOCK);
                }
                swap(self, *span);
                self.op(*span, Opcode::POP_BLOCK);
                self.op(*span, Opcode::POP_EXCEPT);
                if let Some(name) = name {
                    self.forget(*span, name)?;
                }
            }
        }
        Ok(())
    }

    /// `name = None; del name`
    pub(super) fn forget(&mut self, span: Span, name: Name) -> Result {
        self.load_const(span, Constant::None);
        self.name(span, name, Ctx::Store)?;
        self.name(span, name, Ctx::Del)
    }

    /// Undoes all open blocks, or those inside the innermost loop if `to_loop`; returns that loop.
    pub(super) fn unwind_all(
        &mut self,
        span: &mut Span,
        preserve: bool,
        to_loop: bool,
    ) -> Result<Option<FrameBlock<'t>>> {
        let Some(&top) = self.current.blocks.last() else { return Ok(None) };
        if top.kind == BlockKind::ExceptionGroupHandler {
            let message = "'break', 'continue' and 'return' cannot appear in an except* block";
            return self.error(*span, message);
        }
        if to_loop && matches!(top.kind, BlockKind::WhileLoop | BlockKind::ForLoop) {
            return Ok(Some(top));
        }
        // While a block's way out is compiled it is not open itself.
        self.current.blocks.pop();
        self.unwind(span, &top, preserve)?;
        let found = self.unwind_all(span, preserve, to_loop)?;
        self.current.blocks.push(top);
        Ok(found)
    }
}
