//! `sys.settrace` and `sys.setprofile`: two more tools, whose callbacks are one function each that is
//! told of all events by name.

use super::{Event, PROFILE, TRACE};
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, types};
use crate::vm::{Res, Vm};

/// What a traced program is told of.
const TRACED: [Event; 10] = [
    Event::PyStart,
    Event::PyResume,
    Event::PyReturn,
    Event::PyYield,
    Event::Raise,
    Event::Line,
    Event::Jump,
    Event::PyUnwind,
    Event::PyThrow,
    Event::StopIteration,
];
const PROFILED: [Event; 7] = [
    Event::PyStart,
    Event::PyResume,
    Event::PyReturn,
    Event::PyYield,
    Event::Call,
    Event::PyUnwind,
    Event::PyThrow,
];
const INSTRUCTION: u32 = 1 << Event::Instruction as u32;

fn set_of(events: &[Event], wanted: bool) -> u32 {
    if wanted { events.iter().map(|&e| 1 << e as u32).sum() } else { 0 }
}

impl Vm {
    /// `sys.settrace()` of the running thread.
    pub fn set_trace(&mut self, function: Option<ObjId>) {
        self.incref_opt(function);
        let m = &mut self.state.monitor;
        let old = std::mem::replace(&mut m.thread.trace, function);
        m.tracing_threads = m.tracing_threads + u32::from(function.is_some()) - u32::from(old.is_some());
        let wanted = m.tracing_threads > 0;
        self.decref_opt(old);
        if wanted
            && let Some(top) = self.state.frames.len().checked_sub(1)
            && let Some(frame) = self.state.frames[top].object
            && self.frame_obj(frame).trace_opcodes
        {
            self.trace_opcodes_of(frame, true);
        }
        self.set_events(TRACE, set_of(&TRACED, wanted));
    }
    /// `sys.setprofile()` of the running thread.
    pub fn set_profile(&mut self, function: Option<ObjId>) {
        self.incref_opt(function);
        let m = &mut self.state.monitor;
        let old = std::mem::replace(&mut m.thread.profile, function);
        m.profiling_threads = m.profiling_threads + u32::from(function.is_some()) - u32::from(old.is_some());
        let wanted = m.profiling_threads > 0;
        self.decref_opt(old);
        self.set_events(PROFILE, set_of(&PROFILED, wanted));
    }
    /// A thread has ended: its functions go.
    pub(in crate::vm) fn drop_thread_hooks(&mut self) {
        let m = &mut self.state.monitor;
        let thread = std::mem::take(&mut m.thread);
        m.tracing_threads -= u32::from(thread.trace.is_some());
        m.profiling_threads -= u32::from(thread.profile.is_some());
        self.decref_opt(thread.trace);
        self.decref_opt(thread.profile);
        self.refresh_hooks();
    }
    /// Calls a function as if no callback were running (`sys.call_tracing`).
    pub fn call_tracing(&mut self, function: ObjId, args: &[ObjId]) -> Res {
        let before = std::mem::take(&mut self.state.monitor.thread.tracing);
        self.refresh_hooks();
        let result = self.call(function, args);
        self.state.monitor.thread.tracing = before;
        self.refresh_hooks();
        result
    }
    /// Are the single instructions of a frame's code told to the trace function?
    pub fn trace_opcodes_of(&mut self, frame: ObjId, wanted: bool) {
        let code = self.frame_obj(frame).code;
        let events = self.local_events(TRACE, code);
        let events = if wanted { events | INSTRUCTION } else { events & !INSTRUCTION };
        self.set_local_events(TRACE, code, events);
    }

    /// An event for the function of `settrace`. True: not again at this place.
    pub(super) fn trace_event(&mut self, event: Event, args: &[ObjId]) -> Res<bool> {
        let Some(tracer) = self.state.monitor.thread.trace else {
            if event == Event::Instruction {
                self.stop_opcodes();
            }
            return Ok(false);
        };
        let more = args.get(2).copied();
        match event {
            Event::PyStart | Event::PyResume | Event::PyThrow => {
                self.trace_call(tracer, "call", None, None)?;
            }
            Event::PyReturn | Event::PyYield => self.trace_call(tracer, "return", None, more)?,
            Event::PyUnwind => self.trace_call(tracer, "return", None, None)?,
            Event::Raise | Event::StopIteration => {
                let exception = more.unwrap_or(ids::NONE);
                let ty = self.type_of(exception);
                let traceback = match self.payload(exception).base() {
                    Payload::Exception(e) => e.traceback.unwrap_or(ids::NONE),
                    _ => ids::NONE,
                };
                let triple = self.tuple_of(&[ty, exception, traceback]);
                let result = self.trace_call(tracer, "exception", None, Some(triple.id()));
                self.release(triple);
                result?;
            }
            Event::Line => {
                let line = more.or(args.get(1).copied()).and_then(|l| self.as_i64(l)).unwrap_or(-1);
                self.trace_line(tracer, line as i32)?;
            }
            Event::Jump => return self.trace_jump(tracer, args),
            Event::Instruction => {
                let wanted = self.top_frame_object().is_some_and(|f| self.frame_obj(f).trace_opcodes);
                if wanted {
                    self.trace_call(tracer, "opcode", None, None)?;
                } else {
                    self.stop_opcodes();
                }
            }
            _ => {}
        }
        Ok(false)
    }
    fn top_frame_object(&self) -> Option<ObjId> {
        self.state.frames.last().and_then(|f| f.object)
    }
    fn stop_opcodes(&mut self) {
        let top = self.state.frames.len() - 1;
        let frame = self.frame_object(top);
        self.trace_opcodes_of(frame.id(), false);
        self.release(frame);
    }
    /// A loop on one line: each turn is a line of its own.
    fn trace_jump(&mut self, tracer: ObjId, args: &[ObjId]) -> Res<bool> {
        let (Some(from), Some(to)) = (self.as_i64(args[1]), args.get(2).and_then(|&t| self.as_i64(t))) else {
            return Ok(false);
        };
        let start = self.state.code_of(args[0]).start as usize;
        let from_line = self.traced_line(args[0], start + from as usize / 2);
        let to_line = self.traced_line(args[0], start + to as usize / 2);
        if to > from || from_line != to_line {
            return Ok(true);
        }
        self.trace_line(tracer, to_line)?;
        Ok(false)
    }
    fn trace_line(&mut self, tracer: ObjId, line: i32) -> Res<()> {
        let top = self.state.frames.len() - 1;
        let frame = self.frame_object(top);
        let wanted = self.frame_obj(frame.id()).trace_lines && line >= 0;
        self.release(frame);
        if !wanted {
            return Ok(());
        }
        self.trace_call(tracer, "line", Some(line), None)
    }
    /// Calls the trace function, or the one that the frame has for itself.
    fn trace_call(&mut self, tracer: ObjId, what: &str, line: Option<i32>, arg: Option<ObjId>) -> Res<()> {
        let top = self.state.frames.len() - 1;
        let frame = self.frame_object(top);
        // Not for lines: there the frame's wish was heard before.
        if line.is_none() && what != "opcode" && self.frame_obj(frame.id()).trace_opcodes {
            self.trace_opcodes_of(frame.id(), true);
        }
        self.set_frame_line(frame.id(), line);
        let callback = if what == "call" { Some(tracer) } else { self.frame_obj(frame.id()).trace };
        let result = match callback {
            Some(callback) => self.trace_with(callback, frame.id(), what, arg),
            None => Ok(()),
        };
        self.set_frame_line(frame.id(), None);
        self.release(frame);
        result
    }
    fn set_frame_line(&mut self, frame: ObjId, line: Option<i32>) {
        if let Some(f) = self.frame_obj_mut(frame) {
            f.lineno = line;
        }
    }
    fn trace_with(&mut self, callback: ObjId, frame: ObjId, what: &str, arg: Option<ObjId>) -> Res<()> {
        match self.call_hook(callback, frame, what, arg) {
            Ok(value) if value == ids::NONE => Ok(()),
            Ok(value) => {
                let old = self.frame_obj_mut(frame).and_then(|f| f.trace.replace(value));
                self.decref_opt(old);
                // What it holds now may hold it.
                self.state.gc.track(frame);
                Ok(())
            }
            Err(e) => {
                let raised = self.take_raised();
                self.set_trace(None);
                let old = self.frame_obj_mut(frame).and_then(|f| f.trace.take());
                self.decref_opt(old);
                self.put_back(raised);
                Err(e)
            }
        }
    }
    /// The result is the caller's.
    fn call_hook(&mut self, callback: ObjId, frame: ObjId, what: &str, arg: Option<ObjId>) -> Res<ObjId> {
        let callback = self.own(callback);
        let what = self.intern(what);
        let result = self.call(callback.id(), &[frame, what, arg.unwrap_or(ids::NONE)]);
        self.release(callback);
        result.map(|value| value.into_id())
    }

    /// An event for the function of `setprofile`.
    pub(super) fn profile_event(&mut self, event: Event, args: &[ObjId]) -> Res<()> {
        if self.state.monitor.thread.profile.is_none() {
            return Ok(());
        }
        let more = args.get(2).copied();
        match event {
            Event::PyStart | Event::PyResume | Event::PyThrow => self.profile("call", None),
            Event::PyReturn | Event::PyYield => self.profile("return", more),
            Event::PyUnwind => self.profile("return", None),
            Event::Call => self.profile_call("c_call", args),
            Event::CReturn => self.profile_call("c_return", args),
            Event::CRaise => self.profile_call("c_exception", args),
            _ => Ok(()),
        }
    }
    fn profile_call(&mut self, what: &str, args: &[ObjId]) -> Res<()> {
        let &[_, _, callable, first] = args else { return Ok(()) };
        match *self.payload(callable) {
            Payload::Native { .. } if self.type_of(callable) == types::BUILTIN_FUNCTION => {
                self.profile(what, Some(callable))
            }
            // As a method of the object that it is called on.
            Payload::Descriptor { .. } if self.type_of(callable) == types::METHOD_DESCRIPTOR => {
                if self.state.monitor.missing == Some(first) {
                    return Ok(());
                }
                let method = self.descr_get(callable, Some(first), self.type_of(first))?;
                let result = self.profile(what, Some(method.id()));
                self.release(method);
                result
            }
            Payload::BoundMethod { func, .. } if self.type_of(func) == types::BUILTIN_FUNCTION => {
                self.profile(what, Some(func))
            }
            _ => Ok(()),
        }
    }
    fn profile(&mut self, what: &str, arg: Option<ObjId>) -> Res<()> {
        let Some(profiler) = self.state.monitor.thread.profile else { return Ok(()) };
        let top = self.state.frames.len() - 1;
        let frame = self.frame_object(top);
        let result = self.call_hook(profiler, frame.id(), what, arg);
        self.release(frame);
        match result {
            Ok(value) => {
                self.decref(value);
                Ok(())
            }
            Err(e) => {
                let raised = self.take_raised();
                self.set_profile(None);
                self.put_back(raised);
                Err(e)
            }
        }
    }
}
