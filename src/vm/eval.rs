//! The loop: one instruction after the other.

use super::fast::Exit;
use super::frame::FrameKind;
use super::monitor::{Before, Event};
use super::unwind::Origin;
use super::{Control, Instr, Res, Unwind, Vm};
use crate::bytecode::Opcode;
use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids;
use crate::object::typ::Slot;
use std::sync::atomic::Ordering;

/// Where execution goes after an instruction.
pub(super) enum Next {
    /// To the instruction after this one and its caches.
    Advance,
    /// To that program index.
    Jump(usize),
    /// A frame was pushed: to its first instruction.
    Enter,
    /// A frame ended or was suspended: on after the instruction of the frame that is now on top.
    Resume,
    /// The same, but on from the jump target of that instruction (a finished generator under `SEND`).
    ResumeAtTarget,
    /// Out of the loop with a value.
    Leave(Owned),
    /// An exception goes on from here without a new traceback entry.
    Reraise,
}

impl Vm {
    /// Runs the top frame until it returns to Rust. The import machinery's own frames are no steps:
    /// an import is one instruction, and what the imported module does is what can be seen of it.
    pub(super) fn run_frame(&mut self) -> Res {
        let hidden = self.is_import_frame();
        let around = self.state.hidden_steps;
        match (hidden, around) {
            (true, None) => self.state.hidden_steps = Some(self.state.steps),
            (false, Some(steps)) => {
                self.state.steps = steps;
                self.state.hidden_steps = None;
            }
            _ => {}
        }
        let watched = self.observer.is_some() && !hidden;
        let depth = std::mem::replace(&mut self.state.threads.loop_depth, self.state.native_depth);
        let result = if watched { self.run::<true>() } else { self.run::<false>() };
        self.state.threads.loop_depth = depth;
        match (hidden, around) {
            (true, None) => self.state.steps = self.state.hidden_steps.take().unwrap_or(self.state.steps),
            (false, Some(_)) => self.state.hidden_steps = Some(self.state.steps),
            _ => {}
        }
        if matches!(result, Err(Unwind::Abandoned)) {
            self.discard_frames();
        }
        result
    }

    /// Drops the frames of a loop that is given up, so that who called it finds its own stack. What
    /// they held is not released: the state is about to be replaced.
    fn discard_frames(&mut self) {
        while let Some(frame) = self.state.frames.pop() {
            self.state.stack.truncate(frame.floor as usize);
            if frame.kind.returns_to_rust() {
                return;
            }
        }
    }

    fn run<const WATCHED: bool>(&mut self) -> Res {
        let mut pc = self.state.frame().pc as usize;
        if std::mem::take(&mut self.state.throwing) {
            self.throw_told(pc)?;
            // Handlers are looked for at the `yield` itself.
            pc = self.unwind(pc - 1, Origin::Place)?;
        }
        loop {
            let hot = self.state.monitor.hot;
            let instrumented = hot || WATCHED && self.instrumented;
            let asks = WATCHED && (instrumented || self.state.steps >= self.unasked);
            let mut from = self.state.frame().pc as usize;
            if asks || instrumented {
                self.state.frame_mut().pc = pc as u32;
            }
            if asks {
                if hot {
                    // A snapshot taken now must know it, too.
                    from = self.state.monitor.came_from.take().map_or(from, |pc| pc as usize);
                    self.state.monitor.came_from = Some(from as u32);
                }
                let watched = self.watch();
                self.state.monitor.came_from = None;
                if let Err(e) = watched {
                    if e == Unwind::Abandoned {
                        return Err(e);
                    }
                    match self.unwind_or_switch(pc, Origin::Place)? {
                        Some(next) => pc = next,
                        None => return Ok(self.none()),
                    }
                    continue;
                }
            }
            if !instrumented {
                let (at, exit) = self.run_fast::<WATCHED>(pc);
                let next = match exit {
                    Exit::Told => Some(at),
                    Exit::Leave => return Ok(self.pop()),
                    Exit::Reraise => self.reraise(at)?,
                    _ => {
                        let unwind = exit.unwind().unwrap_or_else(|| self.off_the_code());
                        self.after_unwind(unwind)?
                    }
                };
                match next {
                    Some(next) => pc = next,
                    None => return Ok(self.none()),
                }
                continue;
            }
            if !(WATCHED && self.instrumented) {
                self.adapt_untold(pc);
            }
            let instr = self.state.program[pc];
            let base = instr.op.base();
            self.resumed(instr, pc);
            // What is called before the instruction are steps, too, and come after this one.
            self.state.steps += 1;
            let mut before = Before::Go;
            if hot {
                before = match self.before_instruction(instr, pc, from) {
                    Ok(Before::Jump(target)) => {
                        pc = target;
                        continue;
                    }
                    Ok(before) => before,
                    Err(Unwind::Abandoned) => return Err(Unwind::Abandoned),
                    Err(_) => {
                        let iterated = base == Opcode::FOR_ITER;
                        let origin = if iterated { Origin::Instruction } else { Origin::Place };
                        match self.unwind_or_switch(pc, origin)? {
                            Some(next) => pc = next,
                            None => return Ok(self.none()),
                        }
                        continue;
                    }
                };
            }
            let result = match before {
                Before::Done(next) => Ok(next),
                _ => self.execute(instr, base, pc),
            };
            if hot && let Ok(next @ (Next::Advance | Next::Jump(_))) = &result {
                let to = if let Next::Jump(target) = next { *target } else { pc + 1 + base.caches() };
                pc = match self.tell_jump(base, pc, to) {
                    Ok(target) => target,
                    Err(Unwind::Abandoned) => return Err(Unwind::Abandoned),
                    // The jump was made: a handler is looked for there.
                    Err(_) => match self.unwind_or_switch(to, Origin::Place)? {
                        Some(next) => next,
                        None => return Ok(self.none()),
                    },
                };
                continue;
            }
            let next = match result {
                Ok(Next::Advance) => {
                    pc += 1 + base.caches();
                    continue;
                }
                other => other,
            };
            pc = match next {
                Ok(Next::Advance) => unreachable!("handled above"),
                Ok(Next::Jump(target)) => target,
                Ok(Next::Enter) => self.state.frame().pc as usize,
                Ok(Next::Resume) => self.after_current(),
                Ok(Next::ResumeAtTarget) => self.target_of_current(),
                Ok(Next::Leave(value)) => return Ok(value),
                Ok(Next::Reraise) => match self.reraise(pc)? {
                    Some(next) => next,
                    None => return Ok(self.none()),
                },
                Err(unwind) => match self.after_unwind(unwind)? {
                    Some(next) => next,
                    None => return Ok(self.none()),
                },
            };
        }
    }

    /// Where execution goes on after an instruction that did not end well. `None`: out of this loop.
    /// The frame may have ended already (an `__init__` that returned something): what counts is where
    /// the frame now on top stands.
    fn after_unwind(&mut self, unwind: Unwind) -> Res<Option<usize>> {
        match unwind {
            Unwind::Raised => self.unwind_or_switch(self.state.frame().pc as usize, Origin::Instruction),
            Unwind::Abandoned => Err(Unwind::Abandoned),
            Unwind::Switch => self.go_on_elsewhere(),
        }
    }
    /// Unwinds to a handler; where the exception ended a thread, another one goes on.
    fn unwind_or_switch(&mut self, pc: usize, origin: Origin) -> Res<Option<usize>> {
        match self.unwind(pc, origin) {
            Ok(next) => Ok(Some(next)),
            Err(Unwind::Switch) => self.go_on_elsewhere(),
            Err(e) => Err(e),
        }
    }
    /// Another thread's turn. `None`: out of this loop.
    #[cold]
    fn go_on_elsewhere(&mut self) -> Res<Option<usize>> {
        let resume = if self.state.frames.is_empty() { 0 } else { self.after_break() };
        match self.switch_threads(resume) {
            Err(Unwind::Raised) => self.unwind_or_switch(self.state.frame().pc as usize, Origin::Instruction),
            result => result,
        }
    }

    /// Execution ran past its code's end, which no compiled code does.
    #[cold]
    fn off_the_code(&mut self) -> Unwind {
        self.raise(ids::types::SYSTEM_ERROR, "execution ran past the end of its code")
    }
    /// The exception on its way goes on from `pc`. `None`: out of this loop.
    fn reraise(&mut self, pc: usize) -> Res<Option<usize>> {
        let unit = self.unit_of(pc);
        self.tell_raised(Event::Reraise, unit)?;
        self.unwind_or_switch(pc, Origin::Reraise)
    }

    /// Program index after an instruction and its caches.
    pub(super) fn after(&self, pc: usize) -> usize {
        pc + 1 + self.state.program[pc].op.caches()
    }
    /// The same of the top frame's current instruction.
    pub(super) fn after_current(&self) -> usize {
        self.after(self.state.frame().pc as usize)
    }
    /// Where the jump of the top frame's current instruction leads.
    pub(super) fn target_of_current(&self) -> usize {
        let pc = self.state.frame().pc as usize;
        self.after(pc) + self.state.program[pc].arg as usize
    }

    /// Before a code object's first instruction: who listens to it is brought up to date.
    #[inline(always)]
    fn resumed(&mut self, instr: Instr, pc: usize) {
        if instr.op == Opcode::RESUME {
            let code = self.state.frame().code;
            self.update_code(code);
            self.state.program[pc].op = Opcode::RESUME_CHECK;
        }
    }
    /// One instruction that the fast loop has counted, but not done. An adaptive one that waits for its
    /// time, or whose guard failed (`missed`), counts that; where it becomes another, that one is next.
    #[inline]
    pub(super) fn execute_adaptive<const COUNTED: bool>(&mut self, pc: usize, missed: bool) -> Res<Next> {
        let instr = self.state.program[pc];
        let base = instr.op.base();
        self.resumed(instr, pc);
        if base.caches() > 0 {
            let missed = missed || instr.op == base || !self.guard_holds(instr, pc);
            if missed && self.adapt(pc) {
                if COUNTED {
                    self.state.steps -= 1;
                }
                return Ok(Next::Jump(pc));
            }
        }
        self.execute(instr, base, pc)
    }

    /// Where a thread goes on that was set aside at the top frame's current instruction.
    fn after_break(&self) -> usize {
        let instr = self.state.program[self.state.frame().pc as usize];
        let after = self.after_current();
        // A jump back looks at the eval breaker before it is made.
        if instr.op.base() == Opcode::JUMP_BACKWARD { after - instr.arg as usize } else { after }
    }

    #[inline(never)]
    fn watch(&mut self) -> Res<()> {
        if self.abandoned {
            return Err(Unwind::Abandoned);
        }
        let Some(mut observer) = self.observer.take() else { return Ok(()) };
        let control = observer.before(self);
        self.unasked = observer.next_step().max(self.state.steps + 1);
        self.observer = Some(observer);
        match control {
            Control::Go => Ok(()),
            Control::Abandon => Err(self.abandon()),
            Control::Interrupt => Err(self.raise_with(ids::types::KEYBOARD_INTERRUPT, &[])),
        }
    }

    /// What CPython's eval breaker does: interrupts and collections that are due.
    #[inline(always)]
    pub(super) fn check_breaker(&mut self) -> Res<()> {
        if self.state.gc.due || self.state.heap.pressed() || self.interrupt.load(Ordering::Relaxed) {
            self.breaker()
        } else {
            Ok(())
        }
    }
    #[inline(always)]
    fn local(&mut self, index: u32) -> &mut Option<ObjId> {
        let base = self.state.frame().base;
        &mut self.state.stack[(base + index) as usize]
    }
    #[inline(always)]
    fn load_fast(&mut self, index: u32) {
        let value = self.local(index).expect("a local that the compiler knows to be set");
        self.push_borrowed(value);
    }
    #[inline(always)]
    fn store_fast(&mut self, index: u32) {
        let value = self.state.stack.pop().flatten();
        let old = std::mem::replace(self.local(index), value);
        self.decref_opt(old);
    }
    /// Releases the two topmost values, the lower one first, and pushes what came of them.
    #[inline(always)]
    fn replace_two(&mut self, result: Res) -> Res<Next> {
        let b = self.pop();
        let a = self.pop();
        self.release(a);
        self.release(b);
        self.push(result?);
        Ok(Next::Advance)
    }
    #[inline(always)]
    fn replace_top(&mut self, result: Res) -> Res<Next> {
        self.drop_top();
        self.push(result?);
        Ok(Next::Advance)
    }

    #[inline(never)]
    fn execute(&mut self, instr: Instr, op: Opcode, pc: usize) -> Res<Next> {
        let arg = instr.arg;
        let after = pc + 1 + op.caches();
        match op {
            Opcode::NOP | Opcode::EXTENDED_ARG | Opcode::CACHE => {}
            Opcode::RESUME => self.check_breaker()?,

            Opcode::LOAD_FAST => self.load_fast(arg),
            Opcode::LOAD_FAST_LOAD_FAST => {
                self.load_fast(arg >> 4);
                self.load_fast(arg & 15);
            }
            Opcode::STORE_FAST => self.store_fast(arg),
            Opcode::STORE_FAST_LOAD_FAST => {
                self.store_fast(arg >> 4);
                self.load_fast(arg & 15);
            }
            Opcode::STORE_FAST_STORE_FAST => {
                self.store_fast(arg >> 4);
                self.store_fast(arg & 15);
            }
            Opcode::LOAD_FAST_CHECK => match *self.local(arg) {
                Some(value) => self.push_borrowed(value),
                None => return Err(self.unbound_local(arg)),
            },
            Opcode::LOAD_FAST_AND_CLEAR => {
                let value = self.local(arg).take();
                self.state.stack.push(value);
            }
            Opcode::DELETE_FAST => match self.local(arg).take() {
                Some(value) => self.decref(value),
                None => return Err(self.unbound_local(arg)),
            },
            Opcode::LOAD_CONST => self.push_borrowed(ObjId::new(instr.object)),
            Opcode::POP_TOP | Opcode::END_FOR => self.drop_top(),
            Opcode::PUSH_NULL => self.state.stack.push(None),
            Opcode::COPY => {
                let value = self.peek_opt(arg as usize - 1);
                self.incref_opt(value);
                self.state.stack.push(value);
            }
            Opcode::SWAP => {
                let top = self.state.stack.len() - 1;
                self.state.stack.swap(top, top + 1 - arg as usize);
            }

            Opcode::BINARY_OP => {
                let result = self.binary(arg, self.peek(1), self.peek(0));
                return self.replace_two(result);
            }
            Opcode::COMPARE_OP => {
                let result = self.compare(arg >> 5, self.peek(1), self.peek(0));
                let result = if arg & 16 != 0 { self.as_truth(result) } else { result };
                return self.replace_two(result);
            }
            Opcode::CONTAINS_OP => {
                let result =
                    self.contains(self.peek(0), self.peek(1)).map(|c| self.new_bool(c == (arg == 0)));
                return self.replace_two(result);
            }
            Opcode::IS_OP => {
                let same = self.peek(1) == self.peek(0);
                let result = Ok(self.new_bool(same == (arg == 0)));
                return self.replace_two(result);
            }
            Opcode::UNARY_NEGATIVE => {
                let result = self.unary(Slot::Neg, "-", self.peek(0));
                return self.replace_top(result);
            }
            Opcode::UNARY_INVERT => {
                let result = self.unary(Slot::Invert, "~", self.peek(0));
                return self.replace_top(result);
            }
            Opcode::UNARY_NOT => {
                let value = self.pop();
                let inverted = self.new_bool(value.id() == ids::FALSE);
                self.release(value);
                self.push(inverted);
            }
            Opcode::TO_BOOL => {
                let top = self.peek(0);
                if top != ids::TRUE && top != ids::FALSE {
                    let result = self.truth(top).map(|t| self.new_bool(t));
                    return self.replace_top(result);
                }
            }
            Opcode::BINARY_SUBSCR => {
                let result = self.subscript(self.peek(1), self.peek(0));
                return self.replace_two(result);
            }
            Opcode::STORE_SUBSCR => {
                let (key, container, value) = (self.peek(0), self.peek(1), self.peek(2));
                let result = self.set_item(container, key, value);
                return self.drop_three(result);
            }
            Opcode::DELETE_SUBSCR => {
                let result = self.del_item(self.peek(1), self.peek(0));
                let key = self.pop();
                let container = self.pop();
                self.release(container);
                self.release(key);
                result?;
            }
            Opcode::BINARY_SLICE => self.op_binary_slice()?,
            Opcode::STORE_SLICE => self.op_store_slice()?,

            Opcode::POP_JUMP_IF_FALSE => {
                let value = self.pop().into_id();
                if value == ids::FALSE {
                    return Ok(Next::Jump(after + arg as usize));
                }
            }
            Opcode::POP_JUMP_IF_TRUE => {
                let value = self.pop().into_id();
                if value == ids::TRUE {
                    return Ok(Next::Jump(after + arg as usize));
                }
            }
            Opcode::POP_JUMP_IF_NONE => {
                let value = self.pop();
                let none = value.id() == ids::NONE;
                self.release(value);
                if none {
                    return Ok(Next::Jump(after + arg as usize));
                }
            }
            Opcode::POP_JUMP_IF_NOT_NONE => {
                let value = self.pop();
                let none = value.id() == ids::NONE;
                self.release(value);
                if !none {
                    return Ok(Next::Jump(after + arg as usize));
                }
            }
            Opcode::JUMP_FORWARD => return Ok(Next::Jump(after + arg as usize)),
            Opcode::JUMP_BACKWARD => {
                self.check_breaker()?;
                return Ok(Next::Jump(after - arg as usize));
            }
            Opcode::JUMP_BACKWARD_NO_INTERRUPT => return Ok(Next::Jump(after - arg as usize)),

            Opcode::LOAD_GLOBAL => self.op_load_global(instr)?,
            Opcode::LOAD_NAME => self.op_load_name(instr)?,
            Opcode::STORE_NAME => self.op_store_name(instr)?,
            Opcode::DELETE_NAME => self.op_delete_name(instr)?,
            Opcode::STORE_GLOBAL => self.op_store_global(instr)?,
            Opcode::DELETE_GLOBAL => self.op_delete_global(instr)?,
            Opcode::LOAD_LOCALS => {
                let locals = self.frame_locals()?;
                self.push_borrowed(locals);
            }
            Opcode::LOAD_FROM_DICT_OR_GLOBALS => self.op_load_from_dict_or_globals(instr)?,
            Opcode::LOAD_FROM_DICT_OR_DEREF => self.op_load_from_dict_or_deref(arg)?,
            Opcode::MAKE_CELL => {
                let value = self.local(arg).take();
                let cell = self.alloc(ids::types::CELL, Payload::Cell(value));
                *self.local(arg) = Some(cell.into_id());
            }
            Opcode::LOAD_DEREF => self.op_load_deref(arg)?,
            Opcode::STORE_DEREF => {
                let value = self.pop().into_id();
                let cell = self.local(arg).expect("a cell");
                let old = match self.payload_mut(cell) {
                    Payload::Cell(place) => place.replace(value),
                    other => unreachable!("no cell but {other:?}"),
                };
                self.decref_opt(old);
            }
            Opcode::DELETE_DEREF => self.op_delete_deref(arg)?,
            Opcode::COPY_FREE_VARS => self.op_copy_free_vars(arg)?,

            Opcode::LOAD_ATTR => self.op_load_attr(instr)?,
            Opcode::STORE_ATTR => {
                let (owner, value) = (self.peek(0), self.peek(1));
                let result = self.set_attr(owner, ObjId::new(instr.object), Some(value));
                let owner = self.pop();
                let value = self.pop();
                self.release(value);
                self.release(owner);
                result?;
            }
            Opcode::DELETE_ATTR => {
                let result = self.set_attr(self.peek(0), ObjId::new(instr.object), None);
                self.drop_top();
                result?;
            }
            Opcode::LOAD_SUPER_ATTR => self.op_load_super_attr(instr)?,

            Opcode::BUILD_TUPLE => {
                let items = self.pop_many(arg as usize);
                let tuple = self.new_tuple(items);
                self.push(tuple);
            }
            Opcode::BUILD_LIST => {
                let items = self.pop_many(arg as usize);
                let list = self.new_list(items);
                self.push(list);
            }
            Opcode::BUILD_SET => self.op_build_set(arg)?,
            Opcode::BUILD_MAP => self.op_build_map(arg)?,
            Opcode::BUILD_CONST_KEY_MAP => self.op_build_const_key_map(arg)?,
            Opcode::BUILD_STRING => self.op_build_string(arg),
            Opcode::BUILD_SLICE => self.op_build_slice(arg),
            Opcode::LIST_APPEND => {
                let value = self.pop().into_id();
                let list = self.peek(arg as usize - 1);
                self.as_list_mut(list).expect("a list").push(value);
            }
            Opcode::LIST_EXTEND => self.op_list_extend(arg)?,
            Opcode::SET_ADD => {
                let set = self.peek(arg as usize);
                let result = self.set_add(set, self.peek(0));
                self.drop_top();
                result?;
            }
            Opcode::SET_UPDATE => self.op_set_update(arg)?,
            Opcode::MAP_ADD => {
                let dict = self.peek(arg as usize + 1);
                let value = self.pop();
                let key = self.pop();
                self.dict_set_owned(dict, key, value)?;
            }
            Opcode::DICT_UPDATE => self.op_dict_update(arg)?,
            Opcode::DICT_MERGE => self.op_dict_merge(arg)?,
            Opcode::UNPACK_SEQUENCE => self.op_unpack_sequence(arg as usize)?,
            Opcode::UNPACK_EX => self.op_unpack_ex((arg & 0xFF) as usize, (arg >> 8) as usize)?,
            Opcode::CONVERT_VALUE => self.op_convert_value(arg)?,
            Opcode::FORMAT_SIMPLE => {
                if self.type_of(self.peek(0)) != ids::types::STR {
                    let result = self.format(self.peek(0), ids::EMPTY_STR);
                    return self.replace_top(result);
                }
            }
            Opcode::FORMAT_WITH_SPEC => {
                let result = self.format(self.peek(1), self.peek(0));
                return self.replace_two(result);
            }

            Opcode::CALL => return self.op_call(arg as usize, None),
            Opcode::CALL_KW => {
                let names = self.pop();
                let result = self.op_call(arg as usize, Some(names.id()));
                self.release(names);
                return result;
            }
            Opcode::CALL_FUNCTION_EX => return self.op_call_function_ex(arg & 1 != 0),
            Opcode::MAKE_FUNCTION => self.op_make_function(),
            Opcode::SET_FUNCTION_ATTRIBUTE => self.op_set_function_attribute(arg)?,
            Opcode::CALL_INTRINSIC_1 => self.op_intrinsic_1(arg)?,
            Opcode::CALL_INTRINSIC_2 => self.op_intrinsic_2(arg)?,
            Opcode::LOAD_BUILD_CLASS => self.op_load_build_class()?,
            Opcode::LOAD_ASSERTION_ERROR => self.push_borrowed(ids::types::ASSERTION_ERROR),
            Opcode::SETUP_ANNOTATIONS => self.op_setup_annotations()?,
            Opcode::IMPORT_NAME => self.op_import_name(instr)?,
            Opcode::IMPORT_FROM => self.op_import_from(instr)?,
            Opcode::RETURN_VALUE => {
                let value = self.pop();
                return self.return_value(value);
            }
            Opcode::RETURN_CONST => {
                let value = self.own(ObjId::new(instr.object));
                return self.return_value(value);
            }
            Opcode::INTERPRETER_EXIT => {
                let value = self.pop();
                return Ok(Next::Leave(value));
            }
            Opcode::EXIT_INIT_CHECK => self.drop_top(),

            Opcode::GET_ITER => {
                let result = self.iter(self.peek(0));
                return self.replace_top(result);
            }
            Opcode::FOR_ITER => return self.op_for_iter(after + arg as usize),
            Opcode::GET_YIELD_FROM_ITER => self.op_get_yield_from_iter()?,
            Opcode::SEND => return self.op_send(after + arg as usize),
            Opcode::END_SEND => {
                let value = self.pop();
                self.drop_top();
                self.push(value);
            }
            Opcode::YIELD_VALUE => return self.op_yield_value(pc),
            Opcode::RETURN_GENERATOR => return self.op_return_generator(pc),
            Opcode::GET_AWAITABLE => self.op_get_awaitable(arg)?,
            Opcode::GET_AITER => self.op_get_aiter()?,
            Opcode::GET_ANEXT => self.op_get_anext()?,
            Opcode::END_ASYNC_FOR => return self.op_end_async_for(),
            Opcode::CLEANUP_THROW => return self.op_cleanup_throw(),

            Opcode::BEFORE_WITH => {
                let next = self.op_before_with()?;
                if self.state.threads.must_wait() {
                    return Err(Unwind::Switch);
                }
                return Ok(next);
            }
            Opcode::BEFORE_ASYNC_WITH => return self.op_before_async_with(),
            Opcode::WITH_EXCEPT_START => self.op_with_except_start()?,
            Opcode::PUSH_EXC_INFO => {
                let exc = self.pop();
                let place = self.state.handled.last_mut().expect("an entry for the running frame");
                let previous = place.replace(exc.id());
                self.own_also(&exc);
                // No exception being handled shows as None on the stack.
                self.state.stack.push(Some(previous.unwrap_or(ids::NONE)));
                self.push(exc);
            }
            Opcode::POP_EXCEPT => {
                let previous = self.pop().into_id();
                let place = self.state.handled.last_mut().expect("an entry for the running frame");
                let old = std::mem::replace(place, (previous != ids::NONE).then_some(previous));
                self.decref_opt(old);
            }
            Opcode::CHECK_EXC_MATCH => self.op_check_exc_match()?,
            Opcode::CHECK_EG_MATCH => self.op_check_eg_match()?,
            Opcode::RAISE_VARARGS => return self.op_raise(arg),
            Opcode::RERAISE => return self.op_reraise(arg),

            Opcode::GET_LEN => {
                let length = self.len(self.peek(0))? as i64;
                let length = self.new_int(length);
                self.push(length);
            }
            Opcode::MATCH_MAPPING => self.op_match_kind(true),
            Opcode::MATCH_SEQUENCE => self.op_match_kind(false),
            Opcode::MATCH_KEYS => self.op_match_keys()?,
            Opcode::MATCH_CLASS => self.op_match_class(arg as usize)?,

            Opcode::RESERVED | Opcode::ENTER_EXECUTOR => return Err(self.bad_opcode(instr)),
            // Specialised, instrumented and pseudo-opcodes are never decoded (see `Vm::load_code`).
            _ => return Err(self.bad_opcode(instr)),
        }
        Ok(Next::Advance)
    }

    fn as_truth(&mut self, result: Res) -> Res {
        let value = result?;
        let truth = self.truth(value.id());
        self.release(value);
        truth.map(|t| self.new_bool(t))
    }
    /// Releases the three topmost values, the lowest first.
    fn drop_three(&mut self, result: Res<()>) -> Res<Next> {
        let key = self.pop();
        let container = self.pop();
        let value = self.pop();
        self.release(value);
        self.release(container);
        self.release(key);
        result.map(|()| Next::Advance)
    }
    /// `x[key]`, the common cases first.
    fn subscript(&mut self, container: ObjId, key: ObjId) -> Res {
        if let (Payload::List(items), Payload::Int(i)) = (self.payload(container), self.payload(key)) {
            let index = if *i < 0 { *i + items.len() as i64 } else { *i };
            if let Some(&item) = usize::try_from(index).ok().and_then(|i| items.get(i)) {
                return Ok(self.own(item));
            }
        }
        if self.type_of(container) == ids::types::DICT {
            return match self.dict_get(container, key)? {
                Some(value) => Ok(self.own(value)),
                None => Err(self.key_error(key)),
            };
        }
        self.get_item(container, key)
    }
    #[cold]
    fn unbound_local(&mut self, index: u32) -> Unwind {
        let code = self.state.frame().code;
        let name = self.state.code_of(code).localsplus[index as usize];
        let text = self.str_lossy(name).into_owned();
        let message =
            format!("cannot access local variable '{text}' where it is not associated with a value");
        self.name_error_of(ids::types::UNBOUND_LOCAL_ERROR, &message, name)
    }
    #[cold]
    fn bad_opcode(&mut self, instr: Instr) -> Unwind {
        self.raise(ids::types::SYSTEM_ERROR, format!("unknown opcode {}", instr.op.number()))
    }

    /// Ends the running frame with a value.
    pub(super) fn return_value(&mut self, value: Owned) -> Res<Next> {
        let kind = self.leave_frame();
        match kind {
            FrameKind::Call => {
                self.push(value);
                Ok(Next::Resume)
            }
            FrameKind::Native => Ok(Next::Leave(value)),
            FrameKind::Thread => {
                self.release(value);
                Err(Unwind::Switch)
            }
            FrameKind::Alloc => {
                if value.id() != ids::NONE {
                    let message =
                        format!("__init__() should return None, not '{}'", self.class_name(value.id()));
                    self.release(value);
                    self.drop_top();
                    return Err(self.type_error(message));
                }
                self.release(value);
                Ok(Next::Resume)
            }
            FrameKind::Init => {
                if value.id() != ids::NONE {
                    let message =
                        format!("__init__() should return None, not '{}'", self.class_name(value.id()));
                    self.release(value);
                    return Err(self.type_error(message));
                }
                self.release(value);
                self.finish_init();
                Ok(Next::Resume)
            }
            FrameKind::NativeGenerator(_) => Ok(Next::Leave(value)),
            FrameKind::Generator(_) => {
                let pc = self.state.frame().pc as usize;
                if self.state.program[pc].op.base() == Opcode::FOR_ITER {
                    let target = self.after_current() + self.state.program[pc].arg as usize;
                    let unit = self.unit_of(target);
                    let told = self.tell_stop(unit, value.id());
                    self.release(value);
                    told?;
                    self.drop_top();
                    return Ok(Next::Jump(target + 2));
                }
                self.push(value);
                Ok(Next::ResumeAtTarget)
            }
        }
    }
}
