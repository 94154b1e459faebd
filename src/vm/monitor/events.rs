//! Telling tools what happens: before an instruction, after it, and on the way of an exception.

use super::{Event, PROFILE, TRACE, Told, ToolSet};
use crate::bytecode::Opcode;
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, types};
use crate::object::typ::Slot;
use crate::vm::eval::Next;
use crate::vm::{Instr, Res, Unwind, Vm};

/// What is left to do after the tools were told of an instruction.
pub(in crate::vm) enum Before {
    /// Execute it.
    Go,
    /// Go on there instead: a callback has set `f_lineno`.
    Jump(usize),
    /// Nothing: it was executed.
    Done(Next),
}

impl Vm {
    /// Who is told an event at a code unit of the running frame.
    fn told(&self, event: Event, unit: u32) -> ToolSet {
        let listed = event.listed_as();
        if !event.is_local() {
            return self.state.monitor.everywhere[listed];
        }
        self.code_monitor(self.state.frame().code).map_or(0, |m| m.tools(unit, listed))
    }
    pub(in crate::vm) fn unit_of(&self, pc: usize) -> u32 {
        pc as u32 - self.state.code_of(self.state.frame().code).start
    }

    /// Calls one tool's callback; true if it wants to hear no more of this event at this place.
    pub(super) fn call_tool(&mut self, tool: usize, event: Event, args: &[ObjId]) -> Res<bool> {
        let callback = match tool {
            PROFILE | TRACE => None,
            _ => match self.state.monitor.callbacks[tool][event as usize] {
                None => return Ok(false),
                callback => callback,
            },
        };
        let place = Told { event, frame: self.state.frames.len() - 1, height: None };
        let thread = &mut self.state.monitor.thread;
        let before = thread.told.replace(place);
        thread.tracing += 1;
        self.state.monitor.hot = false;
        let result = match callback {
            Some(callback) => {
                let callback = self.own(callback);
                let result = self.call(callback.id(), args);
                self.release(callback);
                result.map(|value| {
                    let disable = self.state.monitor.disable == Some(value.id());
                    self.release(value);
                    disable
                })
            }
            None if tool == TRACE => self.trace_event(event, args),
            None => self.profile_event(event, args).map(|()| false),
        };
        let thread = &mut self.state.monitor.thread;
        let told = std::mem::replace(&mut thread.told, before);
        thread.tracing -= 1;
        self.refresh_hooks();
        if let Some(height) = told.and_then(|t| t.height) {
            self.truncate_stack(height);
        }
        result
    }

    /// Tells the tools of an event at a code unit of the running frame: they are handed its code,
    /// its offset and what else belongs to the event.
    fn tell(&mut self, event: Event, unit: u32, more: &[ObjId]) -> Res<()> {
        if !self.state.monitor.hot {
            return Ok(());
        }
        let tools = self.told(event, unit);
        if tools == 0 {
            return Ok(());
        }
        let code = self.own(self.state.frame().code);
        let offset = self.new_int(i64::from(unit) * 2);
        let mut args = vec![code.id(), offset.id()];
        args.extend_from_slice(more);
        let result = self.tell_tools(tools, event, unit, &args);
        self.release(offset);
        self.release(code);
        result
    }
    fn tell_tools(&mut self, mut tools: ToolSet, event: Event, unit: u32, args: &[ObjId]) -> Res<()> {
        while let Some(tool) = tools.checked_ilog2() {
            tools &= !(1 << tool);
            let tool = tool as usize;
            if !self.call_tool(tool, event, args)? {
                continue;
            }
            if event.is_local() {
                if let Some(own) = self.code_monitor_mut(args[0]) {
                    own.disable(unit, event.listed_as(), tool);
                }
                continue;
            }
            // Without its callback it cannot ask for that again.
            let old = self.state.monitor.set_callback(tool, event as usize, None);
            self.decref_opt(old);
            let name = super::EVENT_NAMES[event as usize];
            return Err(self.value_error(format!("Cannot disable {name} events. Callback removed.")));
        }
        Ok(())
    }
    /// Tells of the exception on its way. An error in a callback takes its place.
    pub(in crate::vm) fn tell_exception(&mut self, event: Event, unit: u32) -> Res<()> {
        if !self.state.monitor.hot || self.told(event, unit) == 0 {
            return Ok(());
        }
        let Some(raised) = self.take_raised() else { return Ok(()) };
        let result = self.tell(event, unit, &[raised.id()]);
        match result {
            Ok(()) => self.put_back(Some(raised)),
            Err(_) => self.release(raised),
        }
        result
    }
    /// The same from where an exception passes through: the answer is which one goes on.
    pub(in crate::vm) fn tell_raised(&mut self, event: Event, unit: u32) -> Res<()> {
        match self.tell_exception(event, unit) {
            Err(Unwind::Abandoned) => Err(Unwind::Abandoned),
            _ => Ok(()),
        }
    }
    /// An exception has reached its handler.
    pub(in crate::vm) fn tell_handled(&mut self, unit: u32, exception: ObjId) -> Res<()> {
        self.tell(Event::ExceptionHandled, unit, &[exception])
    }

    /// An exception is thrown into a generator, whose frame stands behind its `yield`.
    pub(in crate::vm) fn throw_told(&mut self, pc: usize) -> Res<()> {
        let code = self.state.frame().code;
        self.update_code(code);
        let unit = self.unit_of(pc);
        self.tell_raised(Event::PyThrow, unit)
    }

    /// Before the instruction at `pc`, coming from the one at `from`.
    pub(in crate::vm) fn before_instruction(&mut self, instr: Instr, pc: usize, from: usize) -> Res<Before> {
        let base = instr.op.base();
        let code = self.state.frame().code;
        if base == Opcode::RESUME {
            self.update_code(code);
        }
        let unit = self.unit_of(pc);
        let Some(own) = self.code_monitor(code) else { return Ok(Before::Go) };
        if own.listens(Event::Line) && own.starts_line(unit) && base != Opcode::RESUME {
            self.tell_line(unit, from)?;
            let now = self.state.frame().pc as usize;
            if now != pc {
                return Ok(Before::Jump(now));
            }
        }
        if !matches!(base, Opcode::RESUME | Opcode::END_FOR) {
            self.tell(Event::Instruction, unit, &[])?;
        }
        match base {
            Opcode::RESUME => {
                let event = if instr.arg == 0 { Event::PyStart } else { Event::PyResume };
                if self.told(event, unit) == 0 {
                    return Ok(Before::Go);
                }
                self.check_breaker_here()?;
                self.tell(event, unit, &[])?;
                let now = self.state.frame().pc as usize;
                return Ok(if now == pc { Before::Done(Next::Advance) } else { Before::Jump(now) });
            }
            Opcode::RETURN_VALUE => {
                let value = self.peek(0);
                self.tell(Event::PyReturn, unit, &[value])?;
            }
            Opcode::RETURN_CONST => self.tell(Event::PyReturn, unit, &[ObjId::new(instr.object)])?,
            Opcode::YIELD_VALUE => return self.yield_told(pc, unit),
            Opcode::END_SEND => {
                let (receiver, value) = (self.peek(1), self.peek(0));
                if matches!(self.type_of(receiver), types::GENERATOR | types::COROUTINE) {
                    self.tell_stop(unit, value)?;
                }
            }
            Opcode::FOR_ITER => return self.for_iter_told(instr, pc, unit),
            _ => {}
        }
        Ok(Before::Go)
    }
    /// What nobody is told of at this place goes on adapting.
    pub(in crate::vm) fn adapt_untold(&mut self, pc: usize) {
        let instr = self.state.program[pc];
        let base = instr.op.base();
        if base.caches() == 0 || instr.op != base {
            return;
        }
        let unit = self.unit_of(pc);
        let event = match base {
            Opcode::CALL | Opcode::LOAD_SUPER_ATTR => Event::Call,
            _ => Event::Branch,
        };
        let told = self.code_monitor(self.state.frame().code).is_some_and(|own| {
            own.tools(unit, Event::Instruction as usize) != 0
                || own.starts_line(unit) && own.tools(unit, Event::Line as usize) != 0
                || matches!(base, Opcode::CALL | Opcode::LOAD_SUPER_ATTR | Opcode::FOR_ITER)
                    && own.tools(unit, event as usize) != 0
        });
        if !told {
            self.adapt(pc);
        }
    }
    fn tell_line(&mut self, unit: u32, from: usize) -> Res<()> {
        let code = self.state.frame().code;
        let previous = self.unit_of(from);
        let Some(own) = self.code_monitor(code) else { return Ok(()) };
        let line = own.line(unit);
        if own.line(previous) == line {
            // After the start of a frame the line is new in any case, if that start was told (or is
            // still to be looked at).
            let resume = self.state.program[from];
            let event = if resume.arg == 0 { Event::PyStart } else { Event::PyResume };
            let told = own.tools(previous, event as usize) != 0 || resume.op == Opcode::RESUME;
            if resume.op.base() != Opcode::RESUME || !told {
                return Ok(());
            }
        }
        let mut tools = own.tools(unit, Event::Line as usize);
        if tools == 0 {
            return Ok(());
        }
        let code = self.own(code);
        let number = self.new_int(line.into());
        let args = [code.id(), number.id()];
        // The function of `settrace` comes first; it is never disabled.
        let mut result = Ok(());
        if tools >> TRACE & 1 != 0 {
            tools &= !(1 << TRACE);
            result = self.call_tool(TRACE, Event::Line, &args).map(|_| ());
        }
        let result = result.and_then(|()| self.tell_tools(tools, Event::Line, unit, &args));
        self.release(number);
        self.release(code);
        result
    }
    /// `YIELD_VALUE`: for the tools the frame is suspended already.
    fn yield_told(&mut self, pc: usize, unit: u32) -> Res<Before> {
        if self.told(Event::PyYield, unit) == 0 {
            return Ok(Before::Go);
        }
        let value = self.pop();
        self.state.frame_mut().pc = pc as u32 + 1;
        if let Err(e) = self.tell(Event::PyYield, unit, &[value.id()]) {
            self.release(value);
            return Err(e);
        }
        self.push(value);
        let resume = self.state.frame().pc as usize;
        self.op_yield_value(resume - 1).map(Before::Done)
    }
    /// A generator under `yield from`, `await` or `for` returned a value: StopIteration, had it been called.
    pub(in crate::vm) fn tell_stop(&mut self, unit: u32, value: ObjId) -> Res<()> {
        if !self.state.monitor.hot || self.told(Event::StopIteration, unit) == 0 {
            return Ok(());
        }
        let value = (value != ids::NONE).then_some(value);
        self.stop_iteration(value);
        self.tell_exception(Event::StopIteration, unit)?;
        let raised = self.take_raised();
        self.release_opt(raised);
        Ok(())
    }
    /// `FOR_ITER` as it is before it specialises: a generator is called like any other iterator.
    fn for_iter_told(&mut self, instr: Instr, pc: usize, unit: u32) -> Res<Before> {
        let code = self.state.frame().code;
        let Some(own) = self.code_monitor(code) else { return Ok(Before::Go) };
        let plain = own.listens(Event::Line) || own.listens(Event::Instruction) || own.listens(Event::Branch);
        if instr.op == Opcode::FOR_ITER_GEN && !plain {
            return Ok(Before::Go);
        }
        let iter = self.peek(0);
        let result = match self.payload(iter) {
            Payload::Iter(_) => self.advance_raw(iter),
            Payload::Generator(_) => match self.send(iter, None) {
                Ok(crate::vm::generator::Sent::Yielded(value)) => Ok(Some(value)),
                Ok(crate::vm::generator::Sent::Returned(value)) if value.id() == ids::NONE => {
                    self.release(value);
                    Ok(None)
                }
                Ok(crate::vm::generator::Sent::Returned(value)) => {
                    let unwind = self.stop_iteration(Some(value.id()));
                    self.release(value);
                    Err(unwind)
                }
                Err(e) => Err(e),
            },
            _ => match self.call_special(iter, Slot::Next, &[]) {
                Some(result) => result.map(Some),
                None => return Ok(Before::Go),
            },
        };
        // A native ends without an exception, unless it passes one on.
        let silent = !matches!(self.payload(iter), Payload::Iter(_) | Payload::Generator(_))
            && self
                .slot_of(iter, Slot::Next)
                .is_some_and(|m| matches!(self.payload(m), Payload::Descriptor { .. }));
        let value = match result {
            Ok(value) => value,
            Err(Unwind::Raised) if self.raised_is(types::STOP_ITERATION) => {
                if !silent {
                    self.tell_raised(Event::Raise, unit)?;
                }
                let raised = self.take_raised();
                self.release_opt(raised);
                None
            }
            Err(e) => return Err(e),
        };
        Ok(Before::Done(match value {
            Some(value) => {
                self.push(value);
                Next::Advance
            }
            None => {
                self.drop_top();
                Next::Jump(pc + 1 + Opcode::FOR_ITER.caches() + instr.arg as usize + 2)
            }
        }))
    }
    /// StopIteration came out of what a `SEND` called.
    pub(in crate::vm) fn tell_stopped(&mut self, unit: u32) -> Res<()> {
        if self.state.monitor.hot && self.raised_is(types::STOP_ITERATION) {
            self.tell_raised(Event::Raise, unit)?;
        }
        Ok(())
    }
    fn raised_is(&self, ty: ObjId) -> bool {
        self.state.raised.is_some_and(|raised| self.is_instance(raised, ty))
    }

    /// After a jump or branch that goes on at `to`: where it goes on after the tools were told.
    pub(in crate::vm) fn tell_jump(&mut self, base: Opcode, pc: usize, to: usize) -> Res<usize> {
        let event = match base {
            Opcode::JUMP_FORWARD | Opcode::JUMP_BACKWARD => Event::Jump,
            Opcode::POP_JUMP_IF_FALSE
            | Opcode::POP_JUMP_IF_TRUE
            | Opcode::POP_JUMP_IF_NONE
            | Opcode::POP_JUMP_IF_NOT_NONE
            | Opcode::FOR_ITER => Event::Branch,
            _ => return Ok(to),
        };
        let unit = self.unit_of(pc);
        if self.told(event, unit) == 0 {
            return Ok(to);
        }
        let target = self.new_int(i64::from(self.unit_of(to)) * 2);
        let result = self.tell(event, unit, &[target.id()]);
        self.release(target);
        result?;
        let now = self.state.frame().pc as usize;
        Ok(if now == pc { to } else { now })
    }

    /// Is the running call told to anybody?
    #[inline]
    pub(in crate::vm) fn call_is_told(&self) -> bool {
        self.state.monitor.hot && {
            let unit = self.unit_of(self.state.frame().pc as usize);
            self.told(Event::Call, unit) != 0
        }
    }
    /// A call that is about to happen; without arguments `MISSING` stands for the first.
    pub(in crate::vm) fn tell_call(
        &mut self,
        event: Event,
        callable: ObjId,
        first: Option<ObjId>,
    ) -> Res<()> {
        let unit = self.unit_of(self.state.frame().pc as usize);
        let first = first.or(self.state.monitor.missing).unwrap_or(ids::NONE);
        self.tell(event, unit, &[callable, first])
    }
    /// What came of calling something that is no Python function.
    pub(in crate::vm) fn tell_called(&mut self, callable: ObjId, first: Option<ObjId>, result: Res) -> Res {
        match result {
            Ok(value) => match self.tell_call(Event::CReturn, callable, first) {
                Ok(()) => Ok(value),
                Err(e) => {
                    self.release(value);
                    Err(e)
                }
            },
            Err(Unwind::Raised) => {
                let raised = self.take_raised();
                match self.tell_call(Event::CRaise, callable, first) {
                    Ok(()) => self.put_back(raised),
                    Err(e) => {
                        self.release_opt(raised);
                        return Err(e);
                    }
                }
                Err(Unwind::Raised)
            }
            Err(e) => Err(e),
        }
    }
}
