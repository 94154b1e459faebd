//! Iteration and generators.

use crate::bytecode::code::flags;
use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::generator::{Generator, Status, Suspended};
use crate::object::ids::{self, types};
use crate::object::iterator::Iter;
use crate::vm::eval::Next;
use crate::vm::frame::{Frame, FrameKind};
use crate::vm::generator::Sent;
use crate::vm::{Res, Vm};

/// A suspended frame has room for so many values above its locals from the start, if it may need it.
const USUAL_STACK: usize = 8;

impl Vm {
    /// `target` is the END_FOR after the loop; a finished iterator is dropped here, and execution
    /// goes on after END_FOR and POP_TOP.
    pub(in crate::vm) fn op_for_iter(&mut self, target: usize) -> Res<Next> {
        let iter = self.peek(0);
        if let Payload::Iter(it) = self.state.heap.get_mut(iter)
            && let Iter::Range { next, step, left } = &mut **it
            && *left > 0
        {
            let value = *next;
            *next = next.wrapping_add(*step);
            *left -= 1;
            let value = self.new_int(value);
            self.push(value);
            return Ok(Next::Advance);
        }
        if let Payload::Generator(g) = self.payload(iter)
            && matches!(g.status, Status::Created | Status::Suspended)
            && self.type_of(iter) == types::GENERATOR
        {
            self.push_generator_frame(iter, None, false)?;
            return Ok(Next::Enter);
        }
        match self.next(iter)? {
            Some(value) => {
                self.push(value);
                Ok(Next::Advance)
            }
            None => {
                self.drop_top();
                Ok(Next::Jump(target + 2))
            }
        }
    }

    /// A generator (or coroutine) of a frame that has just begun, stopped at `pc`. What the frame has on
    /// the stack between the two heights becomes the generator's.
    pub(in crate::vm) fn new_generator(&mut self, frame: Frame, pc: usize, base: usize, top: usize) -> ObjId {
        let code = self.state.code_of(frame.code);
        let ty = match code.code.flags {
            f if f & flags::COROUTINE != 0 => types::COROUTINE,
            f if f & flags::ASYNC_GENERATOR != 0 => types::ASYNC_GENERATOR,
            _ => types::GENERATOR,
        };
        let room = top - base + (code.code.stacksize as usize).min(USUAL_STACK);
        let (name, qualname) = match self.payload(frame.func) {
            Payload::Function(f) => (f.name, f.qualname),
            _ => (code.name, code.qualname),
        };
        let mut values = Vec::with_capacity(room);
        values.extend_from_slice(&self.state.stack.values[base..top]);
        for id in [frame.func, frame.code, name, qualname] {
            self.incref(id);
        }
        let suspended = Suspended {
            func: frame.func,
            code: frame.code,
            globals: frame.globals,
            builtins: frame.builtins,
            locals: frame.locals,
            pc: pc as u32,
            nlocals: frame.nlocals,
            values,
        };
        let generator = Generator {
            status: Status::Created,
            frame: Some(suspended),
            frame_obj: None,
            code: frame.code,
            name,
            qualname,
            handled: None,
            origin: None,
            running_async: false,
            closed: false,
            hooked: false,
        };
        self.alloc(ty, Payload::Generator(Box::new(generator))).into_id()
    }
    pub(in crate::vm) fn op_return_generator(&mut self, pc: usize) -> Res<Next> {
        let frame = *self.state.frame();
        let (base, top) = (frame.base as usize, self.state.stack.len());
        let generator = Owned::new(self.new_generator(frame, pc, base, top));
        let ty = self.type_of(generator.id());
        self.state.stack.truncate(base);
        self.state.frames.pop();
        self.truncate_stack(frame.floor as usize);
        self.decref(frame.code);
        if ty == types::COROUTINE && self.state.origin_depth > 0 {
            let origin = self.coroutine_origin();
            self.generator_mut(generator.id()).origin = Some(origin.into_id());
        }
        match frame.kind {
            FrameKind::Native => Ok(Next::Leave(generator)),
            _ => {
                self.push(generator);
                Ok(Next::Resume)
            }
        }
    }

    pub(in crate::vm) fn op_yield_value(&mut self, pc: usize) -> Res<Next> {
        let value = self.pop();
        let id = self.state.frame().kind.generator().expect("a generator's frame");
        let kind = self.suspend_generator(id, pc as u32);
        match kind {
            FrameKind::NativeGenerator(_) => Ok(Next::Leave(value)),
            _ => {
                self.push(value);
                Ok(Next::Resume)
            }
        }
    }

    /// Passes a value on to the generator, coroutine or iterator under it.
    pub(in crate::vm) fn op_send(&mut self, target: usize) -> Res<Next> {
        let receiver = self.peek(1);
        let sent = self.pop();
        if let Payload::Generator(g) = self.payload(receiver)
            && matches!(g.status, Status::Created | Status::Suspended)
            && self.type_of(receiver) != types::ASYNC_GENERATOR
        {
            self.push_generator_frame(receiver, Some(sent), false)?;
            return Ok(Next::Enter);
        }
        let result = if self.type_of(receiver) == types::COROUTINE {
            // It has ended, or runs: the error says which.
            let sent = self.own(sent.id());
            self.send(receiver, Some(sent)).map(|sent| match sent {
                Sent::Yielded(value) | Sent::Returned(value) => value,
            })
        } else if sent.id() == ids::NONE {
            self.send_next(receiver)
        } else {
            let send = self.get_attr(receiver, ids::names::SEND);
            send.and_then(|send| {
                let result = self.call(send.id(), &[sent.id()]);
                self.release(send);
                result
            })
        };
        self.release(sent);
        match result {
            Ok(value) => {
                self.push(value);
                Ok(Next::Advance)
            }
            Err(e) => {
                // A plain iterator ends without an exception.
                if !matches!(self.payload(receiver), Payload::Iter(_)) {
                    let unit = self.unit_of(self.state.frame().pc as usize);
                    self.tell_stopped(unit)?;
                }
                let value = self.stop_value(e)?;
                self.push(value);
                Ok(Next::Jump(target))
            }
        }
    }
    /// `next(x)` with StopIteration as an exception.
    pub fn send_next(&mut self, receiver: ObjId) -> Res {
        if let Payload::Iter(_) = self.payload(receiver) {
            return match self.next(receiver)? {
                Some(value) => Ok(value),
                None => Err(self.stop_iteration(None)),
            };
        }
        match self.call_special(receiver, crate::object::typ::Slot::Next, &[]) {
            Some(result) => result,
            None => {
                let message = format!("'{}' object is not an iterator", self.class_name(receiver));
                Err(self.type_error(message))
            }
        }
    }
    /// The value that a StopIteration on its way carries; anything else goes on.
    pub fn stop_value(&mut self, unwind: crate::vm::Unwind) -> Res {
        let stop = self.catch(unwind, types::STOP_ITERATION)?;
        let value = self.exception(stop.id()).fields.first().copied().flatten().unwrap_or(ids::NONE);
        let value = self.own(value);
        self.release(stop);
        Ok(value)
    }

    pub(in crate::vm) fn op_get_yield_from_iter(&mut self) -> Res<()> {
        let iterable = self.peek(0);
        let ty = self.type_of(iterable);
        if ty == types::GENERATOR {
            return Ok(());
        }
        if ty == types::COROUTINE {
            let own = self.state.code_of(self.state.frame().code).code.flags;
            if own & (flags::COROUTINE | flags::ITERABLE_COROUTINE) == 0 {
                return Err(
                    self.type_error("cannot 'yield from' a coroutine object in a non-coroutine generator")
                );
            }
            return Ok(());
        }
        let iter = self.iter(iterable);
        self.drop_top();
        self.push(iter?);
        Ok(())
    }

    /// `throw()` into what a `yield from` or `await` waits for ended with StopIteration.
    pub(in crate::vm) fn op_cleanup_throw(&mut self) -> Res<Next> {
        let exc = self.pop();
        if !self.is_instance(exc.id(), types::STOP_ITERATION) {
            self.set_raised(exc);
            return Ok(Next::Reraise);
        }
        let value = self.exception(exc.id()).fields.first().copied().flatten().unwrap_or(ids::NONE);
        let value = self.own(value);
        self.release(exc);
        self.drop_top();
        self.drop_top();
        let none = self.none();
        self.push(none);
        self.push(value);
        Ok(Next::Advance)
    }
}
