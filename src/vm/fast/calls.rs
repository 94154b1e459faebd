//! Calls whose frame is pushed here, returns, generators, and a few natives.

use super::numbers::new_int;
use super::{Core, Exit, Step, miss, slow};
use crate::bytecode::Opcode;
use crate::heap::ObjId;
use crate::object::generator::Status;
use crate::object::{Function, Payload, ids};
use crate::vm::frame::{Frame, FrameKind};
use crate::vm::specialize::BARE;
use crate::vm::{Instr, State, simple};

/// A Python function about to be entered.
#[derive(Clone, Copy)]
pub(super) struct Callee {
    func: ObjId,
    code: ObjId,
    globals: ObjId,
    builtins: ObjId,
}

impl Callee {
    #[inline(always)]
    pub(super) fn of(func: ObjId, f: &Function) -> Callee {
        Callee { func, code: f.code, globals: f.globals, builtins: f.builtins }
    }
}

impl<const COUNTED: bool> Core<'_, COUNTED> {
    /// The function, if it is one of the version that the cache knows.
    #[inline(always)]
    fn callee(&self, func: ObjId, version: u32) -> Result<Callee, Exit> {
        match self.vm.state.heap.get(func) {
            Payload::Function(f) if f.version == version => Ok(Callee::of(func, f)),
            _ => miss(),
        }
    }
    /// May there be a frame more, and is there room for it? `shape` is what `exact_shape` learned.
    #[inline(always)]
    pub(super) fn fits(&self, base: usize, shape: Instr) -> Result<(), Exit> {
        let end = base + (shape.object + shape.cache) as usize;
        let deep = self.vm.state.frames.len() >= self.vm.state.recursion_limit as usize;
        if deep || end > self.vm.state.stack.values.len() { slow() } else { Ok(()) }
    }
    /// Pushes the frame of a function whose arguments lie on the stack from `base` on; gives the
    /// index of its first instruction.
    #[inline(always)]
    pub(super) fn enter(
        &mut self,
        callee: Callee,
        kind: FrameKind,
        floor: usize,
        base: usize,
        shape: Instr,
        pc: usize,
    ) -> usize {
        let body = base + shape.object as usize;
        let State { heap, stack, frames, .. } = &mut self.vm.state;
        if self.place.top < body {
            stack.values[self.place.top..body].fill(None);
        }
        heap.incref(callee.code);
        if let Some(caller) = frames.last_mut() {
            caller.pc = pc as u32;
        }
        frames.push(Frame {
            code: callee.code,
            func: callee.func,
            globals: callee.globals,
            builtins: callee.builtins,
            locals: None,
            pc: shape.arg,
            base: base as u32,
            floor: floor as u32,
            nlocals: shape.object,
            kind,
            object: None,
        });
        (self.place.top, self.place.base, self.place.globals) = (body, base, callee.globals);
        let start = shape.arg as usize;
        // The first instruction is run at once, unless it has something to do.
        if self.at(start).op == Opcode::RESUME_CHECK && self.may_do(1) && self.eval_breaker().is_ok() {
            self.count_steps(1);
            return start + 1;
        }
        start
    }
    /// Is it the built-in function or method of that number? The object may be another than when the
    /// cache was filled; what it does is the same.
    #[inline(always)]
    fn is_native(&self, callable: ObjId, number: u32) -> bool {
        match self.vm.state.heap.get(callable) {
            Payload::Native { native, .. } | Payload::Descriptor { native, .. } => native.number() == number,
            _ => false,
        }
    }
    #[inline(always)]
    pub(super) fn end_send(&mut self, pc: usize) -> Step {
        let (value, receiver) = (self.top(1)?, self.top(2)?);
        self.vm.state.stack.values[self.place.top - 2] = Some(value);
        self.place.top -= 1;
        self.give_back(receiver, pc);
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn get_yield_from_iter(&mut self, pc: usize) -> Step {
        if self.vm.state.heap.type_of(self.top(1)?) != ids::types::GENERATOR {
            return slow();
        }
        Ok(pc + 1)
    }
    /// A call of a Python function, or of a bound method of one, whose arguments are all positional.
    /// `EXACT`: there are as many as it takes; otherwise its defaults make up what is missing.
    #[inline(always)]
    pub(super) fn call_py<const BOUND: bool, const EXACT: bool>(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let given = arg as usize;
        let floor = self.place.top.wrapping_sub(given + 2);
        let (Some(&Some(mut callable)), Some(&this)) =
            (self.vm.state.stack.values.get(floor), self.vm.state.stack.values.get(floor + 1))
        else {
            return slow();
        };
        let mut this = this;
        let mut method = None;
        if BOUND {
            let &Payload::BoundMethod { func, this: bound } = self.vm.state.heap.get(callable) else {
                return miss();
            };
            if this.is_some() {
                return miss();
            }
            self.shared(callable)?;
            method = Some(callable);
            (callable, this) = (func, Some(bound));
        }
        let Some(&[_, shape, Instr { arg: total, .. }, extra]) = self.vm.state.program[pc..].first_chunk()
        else {
            return slow();
        };
        let total = total as usize;
        let with_self = usize::from(this.is_some());
        let callee = self.callee(callable, instr.cache)?;
        let missing = if EXACT { 0 } else { extra.arg as usize };
        if !EXACT && (missing == 0 || total != given + with_self) {
            return slow();
        }
        if total != given + with_self {
            return miss();
        }
        let base = floor + 2 - with_self;
        self.fits(base, shape)?;
        if let Some(method) = method {
            self.vm.state.heap.incref(callable);
            if let Some(this) = this {
                self.vm.state.heap.incref(this);
            }
            let _ = self.vm.state.heap.decref(method);
            self.vm.state.stack.values[floor] = Some(callable);
            self.vm.state.stack.values[floor + 1] = this;
        }
        if !EXACT {
            self.push_defaults(callable, missing);
        }
        Ok(self.enter(callee, FrameKind::Call, floor, base, shape, pc))
    }
    /// Pushes the last so many defaults of a function; there must be room.
    #[inline(always)]
    fn push_defaults(&mut self, func: ObjId, count: usize) {
        let Payload::Function(function) = self.vm.state.heap.get(func) else { return };
        let Some(defaults) = function.defaults else { return };
        for back in (1..=count).rev() {
            let Payload::Tuple(items) = self.vm.state.heap.get(defaults) else { return };
            let value = items[items.len() - back];
            self.vm.state.heap.incref(value);
            self.push(value);
        }
    }
    /// Ends the frame of a plain call: the caller's is the running one when the locals go, then the
    /// callable below them.
    #[inline(always)]
    pub(super) fn return_value<const CONST: bool>(&mut self, instr: Instr, pc: usize) -> Step {
        let Some(frame) = self.vm.state.frames.last() else { return slow() };
        let (code, floor) = (frame.code, frame.floor as usize);
        // More than a callable and its NULL below the locals: the arguments of a method's star call.
        let more_below = self.place.base > floor + 2;
        if frame.kind != FrameKind::Call || frame.object.is_some() || frame.locals.is_some() || more_below {
            return self.return_elsewhere::<CONST>(instr, pc);
        }
        self.shared(code)?;
        let callable = self.callable_below(floor)?;
        let value = if CONST { ObjId::new(instr.object) } else { self.top(1)? };
        let State { heap, frames, .. } = &mut self.vm.state;
        frames.pop();
        let _ = heap.decref(code);
        let Some(caller) = frames.last() else { return slow() };
        let (at, base, globals) = (caller.pc as usize, caller.base as usize, caller.globals);
        self.let_frame_go::<CONST>(value, callable, at);
        (self.place.top, self.place.base, self.place.globals) = (floor, base, globals);
        self.push(value);
        Ok(self.vm.after(at))
    }
    /// What lies below the locals of a frame that ends, where the call has not made it an argument.
    #[inline(always)]
    fn callable_below(&self, floor: usize) -> Result<Option<ObjId>, Exit> {
        let callable = if floor < self.place.base { self.vm.state.stack.values[floor] } else { None };
        if let Some(callable) = callable {
            self.shared(callable)?;
        }
        Ok(callable)
    }
    /// Gives back what a frame that is gone has on the stack, and the callable. What it returns is the
    /// topmost value, or gets a reference. The machine stands at `at` in the caller.
    #[inline(always)]
    fn let_frame_go<const CONST: bool>(&mut self, value: ObjId, callable: Option<ObjId>, at: usize) {
        let end = if CONST { self.place.top } else { self.place.top - 1 };
        for place in self.place.base..end {
            let Some(&Some(id)) = self.vm.state.stack.values.get(place) else { continue };
            if !self.vm.state.heap.decref_shared(id) {
                self.let_local_go(id, place, at);
            }
        }
        if let Some(callable) = callable {
            self.give_back(callable, at);
        }
        if CONST {
            self.vm.state.heap.incref(value);
        }
    }
    /// Gives back the last reference to what a frame that ends has at `place`.
    #[inline(never)]
    fn let_local_go(&mut self, id: ObjId, place: usize, pc: usize) {
        if self.let_go(id).is_err() {
            // What is gone is marked only now, when somebody may look.
            self.vm.state.stack.values[self.place.base..=place].fill(None);
            self.vm.bury(id, self.place.top, pc);
        }
    }
    /// The frame just entered becomes a generator's, which is the call's result.
    #[inline(always)]
    pub(super) fn return_generator(&mut self, pc: usize) -> Step {
        let Some(&frame) = self.vm.state.frames.last() else { return slow() };
        let floor = frame.floor as usize;
        if frame.kind != FrameKind::Call
            || frame.object.is_some()
            || self.place.base > floor + 2
            || self.vm.state.origin_depth > 0
        {
            return slow();
        }
        // The callable below the locals is the function, whose reference the generator takes over;
        // otherwise the call has none.
        let callable = if floor < self.place.base { self.vm.state.stack.values[floor] } else { None };
        if callable != Some(frame.func) {
            return slow();
        }
        let generator = self.vm.new_generator(frame, pc, self.place.base, self.place.top);
        let State { heap, frames, .. } = &mut self.vm.state;
        frames.pop();
        let Some(caller) = frames.last() else { return slow() };
        let at = caller.pc as usize;
        // Code and function were the frame's.
        let _ = heap.decref(frame.code);
        let _ = heap.decref(frame.func);
        (self.place.top, self.place.base, self.place.globals) = (floor, caller.base as usize, caller.globals);
        self.push(generator);
        Ok(self.vm.after(at))
    }
    /// A coroutine that nobody has awaited yet is its own iterator.
    #[inline(always)]
    pub(super) fn get_awaitable(&mut self, pc: usize) -> Step {
        match self.vm.state.heap.get(self.top(1)?) {
            Payload::Generator(g)
                if g.status == Status::Created
                    && self.vm.state.heap.type_of(self.top(1)?) == ids::types::COROUTINE =>
            {
                Ok(pc + 1)
            }
            _ => slow(),
        }
    }
    /// Ends a frame of another kind.
    fn return_elsewhere<const CONST: bool>(&mut self, instr: Instr, pc: usize) -> Step {
        let Some(frame) = self.vm.state.frames.last() else { return slow() };
        let (code, func, floor, kind) = (frame.code, frame.func, frame.floor as usize, frame.kind);
        // More than a callable and its NULL below the locals: the arguments of a method's star call.
        let more_below = self.place.base > floor + 2;
        if frame.object.is_some()
            || frame.locals.is_some()
            || more_below
            || !self.vm.state.heap.is_shared(code)
        {
            return slow();
        }
        let value = if CONST { ObjId::new(instr.object) } else { self.top(1)? };
        let mut generator = None;
        match kind {
            FrameKind::Native => {}
            // `__init__` must return None; its function is the frame's to release.
            FrameKind::Alloc if value == ids::NONE => self.shared(func)?,
            FrameKind::Generator(id) | FrameKind::NativeGenerator(id) => {
                if self.vm.state.handled.last().is_none_or(|h| h.is_some()) {
                    return slow();
                }
                generator = Some(id);
            }
            _ => return slow(),
        }
        let callable = self.callable_below(floor)?;
        self.vm.state.frames.pop();
        let at = self.vm.state.frames.last().map_or(pc, |f| f.pc as usize);
        if let Some(id) = generator {
            self.vm.finish_generator(id);
        }
        self.let_frame_go::<CONST>(value, callable, at);
        self.place.top = floor;
        match generator {
            // Its code is its own.
            Some(_) => self.give_back(func, at),
            None => {
                let _ = self.vm.state.heap.decref(code);
            }
        }
        if kind.returns_to_rust() {
            self.push(value);
            return Err(Exit::Leave);
        }
        let Some(caller) = self.vm.state.frames.last() else { return slow() };
        self.place.base = caller.base as usize;
        self.place.globals = caller.globals;
        let next = self.vm.after(at);
        match kind {
            FrameKind::Alloc => {
                let _ = self.vm.state.heap.decref(func);
                Ok(next)
            }
            FrameKind::Generator(id) => {
                let target = next + self.at(at).arg as usize;
                if self.at(at).op.base() != Opcode::FOR_ITER {
                    self.push(value);
                    return Ok(target);
                }
                // The loop is over: the generator goes, and with it what it returned.
                self.place.top -= 1;
                self.give_back(value, at);
                self.give_back(id, at);
                Ok(target + 2)
            }
            _ => {
                self.push(value);
                Ok(next)
            }
        }
    }
    #[inline(always)]
    pub(super) fn call_alloc_and_enter_init(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let floor = self.place.top.wrapping_sub(arg as usize + 2);
        let (Some(&Some(class)), Some(None)) =
            (self.vm.state.stack.values.get(floor), self.vm.state.stack.values.get(floor + 1))
        else {
            return miss();
        };
        let Payload::Type(ty) = self.vm.state.heap.get(class) else { return miss() };
        let (shape, init, hint) =
            (self.vm.state.program[pc + 1], self.vm.state.program[pc + 2], self.vm.state.program[pc + 3]);
        if ty.version != instr.cache {
            return miss();
        }
        let func = ObjId::new(init.object);
        let callee = self.callee(func, init.cache)?;
        let base = floor + 1;
        self.fits(base, shape)?;
        self.shared(class)?;
        let instance =
            simple::new_instance(&mut self.vm.state.heap, &mut self.vm.state.gc, class, hint.arg as usize);
        self.vm.state.heap.incref(instance);
        let _ = self.vm.state.heap.decref(class);
        self.vm.state.heap.incref(func);
        self.vm.state.stack.values[floor] = Some(instance);
        self.vm.state.stack.values[base] = Some(instance);
        Ok(self.enter(callee, FrameKind::Alloc, base, base, shape, pc))
    }
    #[inline(always)]
    pub(super) fn load_attr_property(&mut self, instr: Instr, pc: usize) -> Step {
        let owner = self.top(1)?;
        let (getter, shape) = (self.vm.state.program[pc + 1], self.vm.state.program[pc + 2]);
        let func = ObjId::new(getter.object);
        if self.vm.state.heap.type_number(owner) != instr.cache {
            return miss();
        }
        let callee = self.callee(func, getter.cache)?;
        let base = self.place.top;
        // Its room has a place for the argument at least.
        self.fits(base, shape)?;
        self.vm.state.heap.incref(func);
        self.vm.state.stack.values[base - 1] = Some(func);
        self.push(owner);
        Ok(self.enter(callee, FrameKind::Call, base - 1, base, shape, pc))
    }
    #[inline(always)]
    pub(super) fn for_iter_gen(&mut self, instr: Instr, pc: usize) -> Step {
        let send = instr.op == Opcode::SEND_GEN;
        let (id, sent) = if send { (self.top(2)?, self.top(1)?) } else { (self.top(1)?, ids::NONE) };
        let ty = self.vm.state.heap.type_of(id);
        if ty != ids::types::GENERATOR && !(send && ty == ids::types::COROUTINE) {
            return miss();
        }
        if self.vm.state.frames.len() >= self.vm.state.recursion_limit as usize {
            return slow();
        }
        let above = if send { self.place.top - 1 } else { self.place.top };
        let kind = FrameKind::Generator(id);
        if let Some(caller) = self.vm.state.frames.last_mut() {
            caller.pc = pc as u32;
        }
        let Some(end) = simple::resume(&mut self.vm.state, above, id, sent, kind) else { return slow() };
        self.place.base = above;
        self.place.top = end;
        let Some(frame) = self.vm.state.frames.last() else { return slow() };
        self.place.globals = frame.globals;
        Ok(frame.pc as usize)
    }
    #[inline(always)]
    pub(super) fn yield_value(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        let Some(frame) = self.vm.state.frames.last() else { return slow() };
        let Some(id) = frame.kind.generator() else { return slow() };
        let to_rust = frame.kind.returns_to_rust();
        if frame.object.is_some() {
            return slow();
        }
        let Payload::Generator(generator) = self.vm.state.heap.get_mut(id) else { return slow() };
        generator.handled = self.vm.state.handled.pop().flatten();
        let values = &self.vm.state.stack.values[self.place.base..self.place.top - 1];
        generator.suspend(pc as u32, frame.locals, values);
        self.vm.state.frames.pop();
        self.vm.state.stack.values[self.place.base] = Some(value);
        self.place.top = self.place.base + 1;
        if to_rust {
            return Err(Exit::Leave);
        }
        let Some(caller) = self.vm.state.frames.last() else { return slow() };
        self.place.base = caller.base as usize;
        self.place.globals = caller.globals;
        Ok(self.vm.after(caller.pc as usize))
    }
    #[inline(always)]
    pub(super) fn call_len(&mut self, instr: Instr, pc: usize) -> Step {
        let (value, callable) = (self.top(1)?, self.top(3)?);
        if !self.is_native(callable, instr.cache) || self.vm.state.stack.values[self.place.top - 2].is_some()
        {
            return miss();
        }
        self.shared(callable)?;
        let length = match self.vm.state.heap.get(value) {
            Payload::List(items) => items.len(),
            Payload::Tuple(items) => items.len(),
            Payload::Dict(dict) => dict.len(),
            Payload::Str(text) => text.len(),
            _ => return slow(),
        };
        self.eval_breaker()?;
        self.shared(value)?;
        let length = new_int(&mut self.vm.state.heap, length as i64);
        let _ = self.vm.state.heap.decref(value);
        let _ = self.vm.state.heap.decref(callable);
        self.vm.state.stack.values[self.place.top - 3] = Some(length);
        self.place.top -= 2;
        Ok(pc + 4)
    }
    #[inline(always)]
    pub(super) fn call_isinstance(&mut self, instr: Instr, pc: usize) -> Step {
        let (class, value, callable) = (self.top(1)?, self.top(2)?, self.top(4)?);
        if !self.is_native(callable, instr.cache) || self.vm.state.stack.values[self.place.top - 3].is_some()
        {
            return miss();
        }
        self.shared(callable)?;
        // The very class: no hook is asked. Anything else goes the long way.
        if self.vm.state.heap.type_of(value) != class {
            return slow();
        }
        self.eval_breaker()?;
        self.shared(value)?;
        self.shared(class)?;
        let _ = self.vm.state.heap.decref(value);
        let _ = self.vm.state.heap.decref(class);
        let _ = self.vm.state.heap.decref(callable);
        self.vm.state.stack.values[self.place.top - 4] = Some(ids::TRUE);
        self.place.top -= 3;
        Ok(pc + 4)
    }
    #[inline(always)]
    pub(super) fn call_list_append(&mut self, instr: Instr, pc: usize) -> Step {
        let (value, list, callable) = (self.top(1)?, self.top(2)?, self.top(3)?);
        if !self.is_native(callable, instr.cache) {
            return miss();
        }
        self.shared(callable)?;
        self.shared(list)?;
        let Payload::List(items) = self.vm.state.heap.get_mut(list) else { return miss() };
        items.push(value);
        let _ = self.vm.state.heap.decref(list);
        let _ = self.vm.state.heap.decref(callable);
        self.place.top -= 3;
        if !self.may_do(1) {
            self.push(ids::NONE);
            return Ok(pc + 4);
        }
        self.count_steps(1);
        // The POP_TOP that follows has nothing to pop.
        Ok(pc + 5)
    }
    /// A call of a built-in function or method that the machine can make where it stands.
    #[inline(always)]
    pub(super) fn call_native(&mut self, instr: Instr, pc: usize) -> Step {
        let floor = self.place.top.wrapping_sub(instr.arg as usize + 2);
        let callable = self.top(instr.arg as usize + 2)?;
        // Whether the form fits another one, too, is looked into elsewhere.
        if !self.is_native(callable, instr.cache) {
            return self.call_class(callable, instr, pc);
        }
        self.sync(pc);
        match self.vm.call_where_it_lies(floor) {
            None => slow(),
            Some(Err(unwind)) => {
                self.place.top = self.vm.state.stack.len();
                Err(unwind.into())
            }
            Some(Ok(result)) => {
                self.place.top = floor;
                self.keep_unless_told(result.into_id(), pc + 4)
            }
        }
    }
    /// A call of a class whose construction the general form has learned.
    #[inline]
    fn call_class(&mut self, class: ObjId, instr: Instr, pc: usize) -> Step {
        let Payload::Type(ty) = self.vm.state.heap.get(class) else { return slow() };
        let known = self.vm.state.program[pc + 2];
        if ty.version != instr.cache {
            return slow();
        }
        if known.object != 0 {
            // A class that has changed is no miss of the general form.
            return self.call_alloc_and_enter_init(instr, pc).map_err(|_| Exit::Slow);
        }
        if known.arg != BARE || instr.arg != 0 || self.vm.state.stack.values[self.place.top - 1].is_some() {
            return slow();
        }
        self.shared(class)?;
        let State { heap, gc, .. } = &mut self.vm.state;
        let instance = simple::new_instance(heap, gc, class, 0);
        let _ = heap.decref(class);
        self.place.top -= 2;
        // As the whole instruction does it, the result lies on the stack by then.
        self.push(instance);
        self.sync(pc);
        self.vm.check_breaker()?;
        self.place.top -= 1;
        self.keep_unless_told(instance, pc + 4)
    }
    #[inline(always)]
    pub(super) fn call_type_1(&mut self, pc: usize) -> Step {
        let (value, callable) = (self.top(1)?, self.top(3)?);
        if callable != ids::types::TYPE || self.vm.state.stack.values[self.place.top - 2].is_some() {
            return miss();
        }
        self.shared(value)?;
        let ty = self.vm.state.heap.type_of(value);
        self.vm.state.heap.incref(ty);
        let _ = self.vm.state.heap.decref(value);
        self.vm.state.stack.values[self.place.top - 3] = Some(ty);
        self.place.top -= 2;
        Ok(pc + 4)
    }
}
