//! Raising, matching and with.

use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{self, types};
use crate::object::typ::Slot;
use crate::vm::eval::Next;
use crate::vm::frame::FrameKind;
use crate::vm::{Res, Vm};

const CANNOT_CATCH: &str = "catching classes that do not inherit from BaseException is not allowed";
const CANNOT_CATCH_GROUP: &str = "catching ExceptionGroup with except* is not allowed. Use except instead.";

impl Vm {
    pub(in crate::vm) fn op_raise(&mut self, count: u32) -> Res<Next> {
        let cause = (count == 2).then(|| self.pop());
        if count == 0 {
            let Some(handled) = self.handled_exception() else {
                return Err(self.raise(types::RUNTIME_ERROR, "No active exception to reraise"));
            };
            // As it is: neither a new context nor a new traceback entry for this line.
            let handled = self.own(handled);
            self.set_raised(handled);
            return Ok(Next::Reraise);
        }
        let value = self.pop();
        let exception = match self.exception_from(value) {
            Ok(exception) => exception,
            Err(e) => {
                self.release_opt(cause);
                return Err(e);
            }
        };
        if let Some(cause) = cause
            && let Err(e) = self.set_cause(exception.id(), cause)
        {
            self.release(exception);
            return Err(e);
        }
        Err(self.raise_owned(exception))
    }
    fn set_cause(&mut self, exception: ObjId, cause: Owned) -> Res<()> {
        let cause = if cause.id() == ids::NONE {
            self.release(cause);
            None
        } else if self.is_type(cause.id()) && self.is_subtype(cause.id(), types::BASE_EXCEPTION) {
            Some(self.exception_from(cause)?)
        } else if self.is_instance(cause.id(), types::BASE_EXCEPTION) {
            Some(cause)
        } else {
            self.release(cause);
            return Err(self.type_error("exception causes must derive from BaseException"));
        };
        let e = self.exception_mut(exception);
        let old = std::mem::replace(&mut e.cause, cause.map(Owned::into_id));
        e.suppress_context = true;
        self.decref_opt(old);
        Ok(())
    }
    pub(in crate::vm) fn op_reraise(&mut self, depth: u32) -> Res<Next> {
        let exception = self.pop();
        if depth > 0
            && let Some(lasti) = self.as_i64(self.peek(depth as usize - 1))
        {
            let start = self.state.code_of(self.state.frame().code).start;
            self.state.frame_mut().pc = start + lasti as u32;
        }
        self.set_raised(exception);
        Ok(Next::Reraise)
    }

    /// May that be in an `except` clause?
    fn check_catchable(&mut self, ty: ObjId) -> Res<()> {
        let all: Vec<ObjId> = match self.as_tuple(ty) {
            Some(items) => items.to_vec(),
            None => vec![ty],
        };
        for item in all {
            if !self.is_type(item) || !self.is_subtype(item, types::BASE_EXCEPTION) {
                return Err(self.type_error(CANNOT_CATCH));
            }
        }
        Ok(())
    }
    /// Is the exception of one of those types?
    pub fn exception_matches(&mut self, exception: ObjId, ty: ObjId) -> bool {
        match self.as_tuple(ty) {
            Some(items) => {
                let items = items.to_vec();
                items.into_iter().any(|t| self.exception_matches(exception, t))
            }
            None => self.is_type(ty) && self.is_instance(exception, ty),
        }
    }
    pub(in crate::vm) fn op_check_exc_match(&mut self) -> Res<()> {
        let ty = self.pop();
        let exception = self.peek(0);
        if let Err(e) = self.check_catchable(ty.id()) {
            self.release(ty);
            return Err(e);
        }
        let matches = self.exception_matches(exception, ty.id());
        self.release(ty);
        let result = self.new_bool(matches);
        self.push(result);
        Ok(())
    }
    /// `except*`: the part of the group that matches, and the rest.
    pub(in crate::vm) fn op_check_eg_match(&mut self) -> Res<()> {
        let ty = self.pop();
        let exc = self.pop();
        let result = self.split_exception(exc.id(), ty.id());
        self.release(ty);
        self.release(exc);
        let (matched, rest) = result?;
        if matched.id() != ids::NONE {
            let place = self.state.handled.last_mut().expect("an entry for the running frame");
            let old = place.replace(matched.id());
            self.own_also(&matched);
            self.decref_opt(old);
        }
        self.push(rest);
        self.push(matched);
        Ok(())
    }
    fn split_exception(&mut self, exc: ObjId, ty: ObjId) -> Res<(Owned, Owned)> {
        self.check_catchable(ty)?;
        let all = self.as_tuple(ty).map_or(vec![ty], <[ObjId]>::to_vec);
        if all.iter().any(|&t| self.is_subtype(t, types::BASE_EXCEPTION_GROUP)) {
            return Err(self.type_error(CANNOT_CATCH_GROUP));
        }
        if exc == ids::NONE {
            return Ok((self.none(), self.none()));
        }
        if self.exception_matches(exc, ty) {
            if self.is_instance(exc, types::BASE_EXCEPTION_GROUP) {
                return Ok((self.own(exc), self.none()));
            }
            // A naked exception is wrapped, with the traceback entry of this very place.
            let list = self.tuple_of(&[exc]);
            let wrapped = self.call(types::EXCEPTION_GROUP, &[ids::EMPTY_STR, list.id()]);
            self.release(list);
            let wrapped = wrapped?;
            let saved = self.state.raised.replace(wrapped.id());
            self.add_traceback();
            self.state.raised = saved;
            return Ok((wrapped, self.none()));
        }
        if !self.is_instance(exc, types::BASE_EXCEPTION_GROUP) {
            let none = self.none();
            return Ok((none, self.own(exc)));
        }
        let split = self.get_attr_str(exc, "split")?;
        let pair = self.call(split.id(), &[ty]);
        self.release(split);
        let pair = pair?;
        let parts = self.as_tuple(pair.id()).map(<[ObjId]>::to_vec).unwrap_or_default();
        let result = match parts[..] {
            [matched, rest] => {
                let matched = self.own(matched);
                Ok((matched, self.own(rest)))
            }
            _ => {
                let message = format!(
                    "{}.split must return a tuple, not {}",
                    self.class_name(exc),
                    self.class_name(pair.id())
                );
                Err(self.type_error(message))
            }
        };
        self.release(pair);
        result
    }

    fn special_method(&mut self, id: ObjId, slot: Slot) -> Res<Option<Owned>> {
        match self.slot_of(id, slot) {
            Some(method) => {
                let ty = self.type_of(id);
                self.descr_get(method, Some(id), ty).map(Some)
            }
            None => Ok(None),
        }
    }
    pub(in crate::vm) fn op_before_with(&mut self) -> Res<Next> {
        self.enter_context(Slot::Enter, Slot::Exit, "context manager")
    }
    pub(in crate::vm) fn op_before_async_with(&mut self) -> Res<Next> {
        self.enter_context(Slot::Aenter, Slot::Aexit, "asynchronous context manager")
    }
    fn enter_context(&mut self, enter: Slot, exit: Slot, protocol: &str) -> Res<Next> {
        let manager = self.peek(0);
        let Some(enter_method) = self.special_method(manager, enter)? else {
            let message =
                format!("'{}' object does not support the {protocol} protocol", self.class_name(manager));
            return Err(self.type_error(message));
        };
        let exit_method = match self.special_method(manager, exit) {
            Ok(Some(method)) => method,
            Ok(None) => {
                self.release(enter_method);
                let message = format!(
                    "'{}' object does not support the {protocol} protocol (missed {} method)",
                    self.class_name(manager),
                    exit.name()
                );
                return Err(self.type_error(message));
            }
            Err(e) => {
                self.release(enter_method);
                return Err(e);
            }
        };
        self.drop_top();
        self.push(exit_method);
        if let Payload::BoundMethod { func, this } = *self.payload(enter_method.id())
            && let Payload::Function(_) = self.payload(func)
        {
            let floor = self.state.stack.len();
            self.push(enter_method);
            self.push_borrowed(func);
            self.state.stack.push(None);
            self.push_borrowed(this);
            self.enter_function(func, floor, floor + 3, 1, None, FrameKind::Call)?;
            return Ok(Next::Enter);
        }
        let result = self.call(enter_method.id(), &[]);
        self.release(enter_method);
        self.push(result?);
        Ok(Next::Advance)
    }
    /// Calls `__exit__` with the exception that left the block.
    pub(in crate::vm) fn op_with_except_start(&mut self) -> Res<()> {
        let exception = self.peek(0);
        let exit = self.peek(3);
        let ty = self.type_of(exception);
        let traceback = match self.payload(exception) {
            Payload::Exception(e) => e.traceback.unwrap_or(ids::NONE),
            _ => ids::NONE,
        };
        let result = self.call(exit, &[ty, exception, traceback])?;
        self.push(result);
        Ok(())
    }
}
