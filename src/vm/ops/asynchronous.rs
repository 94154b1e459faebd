//! Awaiting and asynchronous iteration.

use crate::bytecode::code::flags;
use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::types;
use crate::object::typ::Slot;
use crate::vm::eval::Next;
use crate::vm::{Res, Unwind, Vm};

impl Vm {
    /// The iterator behind an awaitable.
    pub fn awaitable_iter(&mut self, id: ObjId) -> Res {
        if self.type_of(id) == types::COROUTINE {
            return Ok(self.own(id));
        }
        if let Payload::Generator(g) = self.payload(id)
            && self.state.code_of(g.code).code.flags & flags::ITERABLE_COROUTINE != 0
        {
            return Ok(self.own(id));
        }
        let iter = match self.call_special(id, Slot::Await, &[]) {
            Some(iter) => iter?,
            None => {
                let message = format!("object {} can't be used in 'await' expression", self.class_name(id));
                return Err(self.type_error(message));
            }
        };
        if self.type_of(iter.id()) == types::COROUTINE {
            self.release(iter);
            return Err(self.type_error("__await__() returned a coroutine"));
        }
        if self.slot_of(iter.id(), Slot::Next).is_none() {
            let message =
                format!("__await__() returned non-iterator of type '{}'", self.class_name(iter.id()));
            self.release(iter);
            return Err(self.type_error(message));
        }
        Ok(iter)
    }
    pub(in crate::vm) fn op_get_awaitable(&mut self, kind: u32) -> Res<()> {
        let id = self.peek(0);
        let iter = match self.awaitable_iter(id) {
            Err(e) if kind > 0 && self.slot_of(id, Slot::Await).is_none() => {
                self.swallow(e, types::TYPE_ERROR)?;
                let method = if kind == 1 { "__aenter__" } else { "__aexit__" };
                let message = format!(
                    "'async with' received an object from {method} that does not implement __await__: {}",
                    self.class_name(id)
                );
                return Err(self.type_error(message));
            }
            other => other?,
        };
        if self.type_of(iter.id()) == types::COROUTINE && self.yield_from(iter.id()).is_some() {
            self.release(iter);
            return Err(self.raise(types::RUNTIME_ERROR, "coroutine is being awaited already"));
        }
        self.drop_top();
        self.push(iter);
        Ok(())
    }
    pub(in crate::vm) fn op_get_aiter(&mut self) -> Res<()> {
        let id = self.peek(0);
        let iter = match self.call_special(id, Slot::Aiter, &[]) {
            Some(iter) => iter?,
            None => {
                let message = format!(
                    "'async for' requires an object with __aiter__ method, got {}",
                    self.class_name(id)
                );
                return Err(self.type_error(message));
            }
        };
        if self.slot_of(iter.id(), Slot::Anext).is_none() {
            let message = format!(
                "'async for' received an object from __aiter__ that does not implement __anext__: {}",
                self.class_name(iter.id())
            );
            self.release(iter);
            return Err(self.type_error(message));
        }
        self.drop_top();
        self.push(iter);
        Ok(())
    }
    pub(in crate::vm) fn op_get_anext(&mut self) -> Res<()> {
        let id = self.peek(0);
        let next = match self.call_special(id, Slot::Anext, &[]) {
            Some(next) => next?,
            None => {
                let message = format!(
                    "'async for' requires an iterator with __anext__ method, got {}",
                    self.class_name(id)
                );
                return Err(self.type_error(message));
            }
        };
        if self.type_of(id) == types::ASYNC_GENERATOR {
            self.push(next);
            return Ok(());
        }
        let iter = self.awaitable_iter(next.id());
        let iter = match iter {
            Ok(iter) => iter,
            Err(Unwind::Raised) => {
                let message = format!(
                    "'async for' received an invalid object from __anext__: {}",
                    self.class_name(next.id())
                );
                self.release(next);
                return Err(self.raise_from_raised(types::TYPE_ERROR, message));
            }
            Err(e) => return Err(e),
        };
        self.release(next);
        self.push(iter);
        Ok(())
    }
    pub(in crate::vm) fn op_end_async_for(&mut self) -> Res<Next> {
        let exc = self.pop();
        if self.is_instance(exc.id(), types::STOP_ASYNC_ITERATION) {
            self.drop_top();
            self.release(exc);
            return Ok(Next::Advance);
        }
        self.set_raised(exc);
        Ok(Next::Reraise)
    }
    /// `cr_origin`: file, line and name of the frames that a coroutine is made in, innermost first.
    pub(in crate::vm) fn coroutine_origin(&mut self) -> Owned {
        let depth = self.state.origin_depth as usize;
        let frames: Vec<_> = (0..self.state.frames.len()).rev().take(depth).collect();
        let mut entries = Vec::new();
        for index in frames {
            let line = self.frame_line(index);
            let code = self.state.code_of(self.state.frames[index].code);
            let (file, name) = (code.filename, code.name);
            let line = self.new_int(line.into());
            entries.push(self.tuple_of(&[file, line.id(), name]).into_id());
            self.release(line);
        }
        self.new_tuple(entries)
    }
    /// What an async generator yields, marked so that `asend` knows it from an awaited value.
    pub(in crate::vm) fn wrap_async_value(&mut self, value: ObjId) -> Res {
        self.incref(value);
        Ok(self.alloc(types::ASYNC_GEN_WRAPPED_VALUE, Payload::Record(Box::new([Some(value)]))))
    }
}
