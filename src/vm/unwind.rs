//! Exceptions on their way: handlers found through the exception table, frames left behind.

use super::frame::FrameKind;
use super::monitor::Event;
use super::{Res, Unwind, Vm};
use crate::bytecode::{Opcode, exctable};
use crate::heap::{ObjId, Owned};
use crate::object::ids::types;
use crate::object::{Payload, Traceback};

/// Where an exception on its way comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// An instruction raised it.
    Instruction,
    /// It came up at that place, not by what the instruction does.
    Place,
    /// An instruction raised it again: its traceback has this place already.
    Reraise,
}

impl Vm {
    /// Finds the handler of the exception on its way: where to go on, with the top frame's stack
    /// made ready; `pc` is the instruction that raised it. Frames without a handler end; `Err` when the loop's own frame did.
    pub(super) fn unwind(&mut self, pc: usize, origin: Origin) -> Res<usize> {
        let mut add_traceback = origin != Origin::Reraise;
        // Tools are told the last code unit of the instruction, and in the callers the one before it.
        let mut shift = match origin {
            Origin::Instruction => self.state.program[pc].op.caches() as i32,
            _ => 0,
        };
        // RERAISE has set the frame back to where the exception came from: that counts for
        // tracebacks, the handler is looked for from the instruction itself.
        let mut raised_at = pc as u32;
        self.state.raises += u64::from(add_traceback);
        loop {
            if self.abandoned {
                return Err(Unwind::Abandoned);
            }
            if add_traceback {
                self.add_traceback();
                let unit = self.unit_of(raised_at as usize).saturating_add_signed(shift);
                self.tell_raised(Event::Raise, unit)?;
            }
            let frame = *self.state.frame();
            let code = self.state.code_of(frame.code);
            let unit = raised_at - code.start;
            let (start, body) = (code.start, code.code.clone());
            let handler =
                exctable::decode(&body.exceptiontable).find(|h| (h.start..h.end).contains(&(unit * 2)));
            if let Some(handler) = handler {
                let level = (frame.base + frame.nlocals + handler.depth) as usize;
                self.pop_to(level);
                if handler.lasti {
                    let lasti = self.new_int(i64::from(frame.pc - start));
                    self.push(lasti);
                }
                let raised = self.take_raised().expect("an exception on its way").into_id();
                self.state.stack.push(Some(raised));
                let unit = handler.target / 2;
                match self.tell_handled(unit, raised) {
                    Ok(()) => return Ok((start + unit) as usize),
                    Err(Unwind::Raised) => {
                        (raised_at, add_traceback, shift) = (start + unit, false, 0);
                        continue;
                    }
                    Err(e) => return Err(e),
                }
            }
            self.pop_to((frame.base + frame.nlocals) as usize);
            self.tell_raised(Event::PyUnwind, unit.saturating_add_signed(shift))?;
            let function = (frame.kind == FrameKind::Thread).then(|| self.own(frame.func));
            let kind = self.leave_frame();
            match kind {
                FrameKind::Thread => {
                    if let Some(function) = function {
                        self.report_thread(function.id());
                        self.release(function);
                    }
                    return Err(Unwind::Switch);
                }
                FrameKind::Call | FrameKind::Init | FrameKind::Alloc | FrameKind::Generator(_) => {}
                FrameKind::Native | FrameKind::NativeGenerator(_) => return Err(Unwind::Raised),
            }
            raised_at = self.state.frame().pc;
            // What is called with `*args` is called like a native while calls are told.
            let op = self.state.program[raised_at as usize].op.base();
            let native = op == Opcode::CALL_FUNCTION_EX && self.call_is_told();
            (add_traceback, shift) = (true, if native { 0 } else { -1 });
        }
    }
    /// Releases the stack above `level`, top first.
    fn pop_to(&mut self, level: usize) {
        while self.state.stack.len() > level {
            if let Some(value) = self.state.stack.pop().flatten() {
                self.decref(value);
            }
        }
    }

    /// Puts the running frame's current place in front of the exception's traceback.
    pub(super) fn add_traceback(&mut self) {
        let Some(raised) = self.state.raised else { return };
        let Some(index) = self.state.frames.len().checked_sub(1) else { return };
        let frame = self.frame_object(index);
        let code = self.state.frames[index].code;
        let pc = self.state.frames[index].pc;
        let lasti = self.state.offset_of(code, pc);
        let next = self.exception_mut(raised).traceback.take();
        let traceback = Traceback { next, frame: frame.into_id(), lasti, lineno: None };
        let traceback = self.alloc(types::TRACEBACK, Payload::Traceback(Box::new(traceback)));
        self.exception_mut(raised).traceback = Some(traceback.into_id());
    }

    /// `raise exc` / `raise exc from cause`: an instance to raise, from an instance or a class.
    pub(super) fn exception_from(&mut self, value: Owned) -> Res {
        if self.is_type(value.id()) && self.is_subtype(value.id(), types::BASE_EXCEPTION) {
            let result = self.call(value.id(), &[]);
            let class = value.id();
            let instance = match result {
                Ok(instance) => instance,
                Err(e) => {
                    self.release(value);
                    return Err(e);
                }
            };
            if !self.is_instance(instance.id(), types::BASE_EXCEPTION) {
                let message = format!(
                    "calling {} should have returned an instance of BaseException, not {}",
                    self.repr_text(class)?,
                    self.class_repr(instance.id())
                );
                self.release(value);
                self.release(instance);
                return Err(self.type_error(message));
            }
            self.release(value);
            return Ok(instance);
        }
        if self.is_instance(value.id(), types::BASE_EXCEPTION) {
            return Ok(value);
        }
        self.release(value);
        Err(self.type_error("exceptions must derive from BaseException"))
    }
    fn class_repr(&mut self, id: ObjId) -> String {
        let ty = self.type_of(id);
        self.repr_text(ty).unwrap_or_default()
    }

    /// Adds a note to the exception on its way.
    pub fn add_note_to_raised(&mut self, note: &str) {
        let Some(raised) = self.state.raised else { return };
        let name = crate::object::ids::names::NOTES;
        let saved = self.take_raised();
        let notes = match self.get_attr_optional(raised, name) {
            Ok(Some(notes)) => Some(notes),
            Ok(None) => {
                let list = self.new_list(Vec::new());
                match self.set_attr(raised, name, Some(list.id())) {
                    Ok(()) => Some(list),
                    Err(_) => {
                        self.release(list);
                        None
                    }
                }
            }
            Err(_) => None,
        };
        if let Some(notes) = notes {
            let text = self.new_str(note).into_id();
            match self.as_list_mut(notes.id()) {
                Some(list) => list.push(text),
                None => self.decref(text),
            }
            self.release(notes);
        }
        let failed = self.take_raised();
        self.put_back(saved);
        self.release_opt(failed);
    }
}
