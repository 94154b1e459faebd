//! Generators, coroutines and async generators: resuming, throwing, closing.

use super::frame::{Frame, FrameKind};
use super::{Res, State, Unwind, Vm, simple};
use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::generator::{Generator, Status};
use crate::object::ids::{self, types};

impl Vm {
    pub fn generator(&self, id: ObjId) -> &Generator {
        match self.payload(id) {
            Payload::Generator(g) => g,
            other => unreachable!("{id:?} is no generator but {other:?}"),
        }
    }
    pub fn generator_mut(&mut self, id: ObjId) -> &mut Generator {
        match self.payload_mut(id) {
            Payload::Generator(g) => g,
            other => unreachable!("{id:?} is no generator but {other:?}"),
        }
    }
    /// "generator", "coroutine" or "async generator", as messages say it.
    pub fn generator_word(&self, id: ObjId) -> &'static str {
        match self.type_of(id) {
            types::COROUTINE => "coroutine",
            types::ASYNC_GENERATOR => "async generator",
            _ => "generator",
        }
    }

    /// Puts a suspended generator's frame on the stack; `sent` is what its `yield` evaluates to
    /// (nothing when it has not started). Who resumes it holds it.
    pub(super) fn push_generator_frame(&mut self, id: ObjId, sent: Option<Owned>, native: bool) -> Res<()> {
        if self.state.frames.len() >= self.state.recursion_limit as usize {
            if let Some(sent) = sent {
                self.release(sent);
            }
            return Err(self.recursion_error(""));
        }
        let base = self.state.stack.len() as u32;
        let kind = if native { FrameKind::NativeGenerator(id) } else { FrameKind::Generator(id) };
        let State { heap, stack, .. } = &mut self.state;
        let Payload::Generator(g) = heap.get_mut(id) else { unreachable!("no generator: {id:?}") };
        let handled = g.handled.take();
        let object = g.frame_obj;
        let suspended = g.resume().expect("a suspended frame");
        let frame = Frame::resumed(suspended, base, kind, object);
        stack.extend(suspended.values.drain(..));
        // A generator that starts begins with a POP_TOP for this value.
        self.state.stack.push(Some(sent.map_or(ids::NONE, Owned::into_id)));
        self.state.handled.push(handled);
        if let Some(object) = object {
            let index = self.state.frames.len() as u32;
            if let Some(f) = self.frame_obj_mut(object) {
                f.of = crate::object::generator::FrameOf::Running(index);
            }
        }
        self.state.frames.push(frame);
        Ok(())
    }

    /// Takes the running generator's frame off the stack and keeps it in the generator (`yield`).
    pub(super) fn suspend_generator(&mut self, id: ObjId, pc: u32) -> FrameKind {
        let frame = self.state.frames.pop().expect("a running frame");
        let base = frame.base as usize;
        let handled = self.state.handled.pop().flatten();
        if let Some(object) = frame.object
            && let Some(f) = self.frame_obj_mut(object)
        {
            f.of = crate::object::generator::FrameOf::Generator(id);
        }
        let State { heap, stack, .. } = &mut self.state;
        if let Payload::Generator(g) = heap.get_mut(id) {
            g.handled = handled;
            g.frame_obj = frame.object;
            g.suspend(pc, frame.locals, &stack[base..]);
        }
        stack.truncate(base);
        frame.kind
    }

    /// A generator's frame has ended (its contents are released already).
    pub(super) fn finish_generator(&mut self, id: ObjId) {
        let handled = self.state.handled.pop().flatten();
        self.decref_opt(handled);
        let g = self.generator_mut(id);
        g.status = Status::Finished;
        g.frame = None;
        g.frame_obj = None;
    }

    /// `next(g)` / `g.send(value)` from Rust: what it yields, or `None` when it returned. The
    /// returned value, if it is not None, is lost: use [`Vm::send`] where it counts.
    pub fn resume_generator(&mut self, id: ObjId, sent: Option<Owned>) -> Res<Option<Owned>> {
        let result = match sent {
            None if self.push_suspended(id) => self.run_generator(id),
            sent => self.send(id, sent),
        };
        match result? {
            Sent::Yielded(value) => Ok(Some(value)),
            Sent::Returned(value) => {
                self.release(value);
                Ok(None)
            }
        }
    }

    /// Resumes a generator with a value.
    pub fn send(&mut self, id: ObjId, sent: Option<Owned>) -> Res<Sent> {
        match self.generator(id).status {
            Status::Created => {
                if let Some(value) = &sent
                    && value.id() != ids::NONE
                {
                    let message =
                        format!("can't send non-None value to a just-started {}", self.generator_word(id));
                    self.release_opt(sent);
                    return Err(self.type_error(message));
                }
            }
            Status::Suspended => {}
            Status::Running => {
                self.release_opt(sent);
                let message = format!("{} already executing", self.generator_word(id));
                return Err(self.value_error(message));
            }
            Status::Finished => {
                self.release_opt(sent);
                if self.type_of(id) == types::COROUTINE {
                    return Err(self.raise(types::RUNTIME_ERROR, "cannot reuse already awaited coroutine"));
                }
                return Ok(Sent::Returned(self.none()));
            }
        }
        self.push_generator_frame(id, sent, true)?;
        self.run_generator(id)
    }
    /// The common case of [`Vm::push_generator_frame`], for Rust: no more than copying. False: nothing was done.
    #[inline]
    fn push_suspended(&mut self, id: ObjId) -> bool {
        if self.state.frames.len() >= self.state.recursion_limit as usize {
            return false;
        }
        let (top, kind) = (self.state.stack.len(), FrameKind::NativeGenerator(id));
        match simple::resume(&mut self.state, top, id, ids::NONE, kind) {
            Some(top) => {
                self.state.stack.set_top(top);
                true
            }
            None => false,
        }
    }
    fn run_generator(&mut self, id: ObjId) -> Res<Sent> {
        self.state.native_depth += 1;
        let result = self.run_frame();
        self.state.native_depth -= 1;
        let value = result?;
        Ok(match self.generator(id).status {
            Status::Finished => Sent::Returned(value),
            _ => Sent::Yielded(value),
        })
    }
    pub fn release_opt(&mut self, owned: Option<Owned>) {
        if let Some(owned) = owned {
            self.release(owned);
        }
    }

    /// Raises an exception (set as the one on its way) at the place where the generator waits.
    pub fn throw_into(&mut self, id: ObjId) -> Res<Sent> {
        match self.generator(id).status {
            Status::Created | Status::Suspended => {}
            Status::Running => {
                let message = format!("{} already executing", self.generator_word(id));
                return Err(self.value_error(message));
            }
            Status::Finished if self.type_of(id) == types::COROUTINE => {
                let thrown = self.take_raised();
                self.release_opt(thrown);
                return Err(self.raise(types::RUNTIME_ERROR, "cannot reuse already awaited coroutine"));
            }
            Status::Finished => return Err(Unwind::Raised),
        }
        self.push_generator_frame(id, None, true)?;
        // Thrown inside a handler of the generator's own, it has that one's exception as context.
        if let (Some(raised), Some(Some(_))) = (self.state.raised, self.state.handled.last()) {
            self.chain_context(raised);
        }
        self.state.throwing = true;
        self.run_generator(id)
    }

    /// `g.close()`: GeneratorExit at the yield; None, or what it returned.
    pub fn close_generator(&mut self, id: ObjId) -> Res {
        match self.generator(id).status {
            // Its frame lasts as long as the generator.
            Status::Created => {
                self.generator_mut(id).status = Status::Finished;
                return Ok(self.none());
            }
            Status::Finished => return Ok(self.none()),
            Status::Running => {
                let message = format!("{} already executing", self.generator_word(id));
                return Err(self.value_error(message));
            }
            Status::Suspended => {}
        }
        if self.yield_from(id).is_none() && self.closes_at_once(id) {
            self.generator_mut(id).status = Status::Finished;
            if let Some(frame) = &mut self.generator_mut(id).frame {
                let values = std::mem::take(&mut frame.values);
                let locals = frame.locals.take();
                self.decref_all(values.into_iter().flatten());
                self.decref_opt(locals);
            }
            return Ok(self.none());
        }
        let exit = self.new_exception(types::GENERATOR_EXIT, &[]);
        self.set_raised(exit);
        match self.throw(id, true) {
            Ok(Sent::Yielded(value)) => {
                self.release(value);
                let message = format!("{} ignored GeneratorExit", self.generator_word(id));
                Err(self.raise(types::RUNTIME_ERROR, message))
            }
            Ok(Sent::Returned(value)) => Ok(value),
            Err(e) => match self.swallow(e, types::GENERATOR_EXIT) {
                Ok(()) => Ok(self.none()),
                Err(e) => self.swallow(e, types::STOP_ITERATION).map(|()| self.none()),
            },
        }
    }

    /// Does the generator wait outside any handler of its own? Then closing it runs nothing.
    fn closes_at_once(&self, id: ObjId) -> bool {
        /// Bit of `RESUME`'s operand: one handler only, the generator's outermost.
        const OUTERMOST_ONLY: u32 = 4;
        let Some(frame) = self.generator(id).suspended() else { return false };
        let next = self.state.program.get(frame.pc as usize + 1);
        next.is_some_and(|i| i.op.base() == crate::bytecode::Opcode::RESUME && i.arg & OUTERMOST_ONLY != 0)
    }
}

/// What came of resuming a generator.
#[derive(Debug)]
pub enum Sent {
    Yielded(Owned),
    Returned(Owned),
}
