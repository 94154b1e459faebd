//! Values moved about: locals, constants, names, cells, the stack itself.

use super::{Core, Exit, Step};
use crate::heap::ObjId;
use crate::object::{Payload, ids};
use crate::vm::Instr;
use crate::vm::frame::Frame;
use crate::vm::simple::{self, Found};

impl Core<'_> {
    /// Pushes one more reference to an object.
    #[inline(always)]
    fn push_also(&mut self, value: ObjId) -> Result<(), Exit> {
        let Some(place) = self.state.stack.values.get_mut(self.top) else { return Err(Exit::Slow) };
        self.state.heap.incref(value);
        *place = Some(value);
        self.top += 1;
        Ok(())
    }
    #[inline(always)]
    fn push_global(&mut self, value: ObjId, instr: Instr, pc: usize) -> Step {
        self.room(2)?;
        self.push_also(value)?;
        if instr.arg & 1 != 0 {
            self.state.stack.values[self.top] = None;
            self.top += 1;
        }
        Ok(pc + 5)
    }
    #[inline(always)]
    pub(super) fn load_fast(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        self.push_also(self.local(arg)?)?;
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn load_fast_load_fast(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (first, second) = (self.local(arg >> 4)?, self.local(arg & 15)?);
        self.room(2)?;
        self.state.heap.incref(first);
        self.state.heap.incref(second);
        self.state.stack.values[self.top] = Some(first);
        self.state.stack.values[self.top + 1] = Some(second);
        self.top += 2;
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn load_const(&mut self, instr: Instr, pc: usize) -> Step {
        self.push_also(ObjId::new(instr.object))?;
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn store_fast(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let value = self.top(1)?;
        if let Some(old) = self.state.stack.values[self.base + arg as usize] {
            self.let_go(old)?;
        }
        self.state.stack.values[self.base + arg as usize] = Some(value);
        self.top -= 1;
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn store_fast_load_fast(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let value = self.top(1)?;
        let place = self.base + (arg >> 4) as usize;
        // What is loaded may be what is stored.
        let loaded = if arg >> 4 == arg & 15 { value } else { self.local(arg & 15)? };
        if let Some(old) = self.state.stack.values[place] {
            self.let_go(old)?;
        }
        self.state.stack.values[place] = Some(value);
        self.state.heap.incref(loaded);
        self.state.stack.values[self.top - 1] = Some(loaded);
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn store_fast_store_fast(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (value, second) = (self.top(1)?, self.top(2)?);
        let (place, next) = (self.base + (arg >> 4) as usize, self.base + (arg & 15) as usize);
        if let Some(old) = self.state.stack.values[place] {
            self.let_go(old)?;
            self.state.stack.values[place] = None;
        }
        if let Some(old) = self.state.stack.values[next] {
            self.let_go(old)?;
        }
        self.state.stack.values[place] = Some(value);
        self.state.stack.values[next] = Some(second);
        self.top -= 2;
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn pop_top(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        self.let_go(value)?;
        self.top -= 1;
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn push_null(&mut self, pc: usize) -> Step {
        self.room(1)?;
        self.state.stack.values[self.top] = None;
        self.top += 1;
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn copy(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let value = self.top(arg as usize)?;
        self.room(1)?;
        self.state.heap.incref(value);
        self.state.stack.values[self.top] = Some(value);
        self.top += 1;
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn swap(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        if self.top < arg as usize || arg == 0 {
            return Err(Exit::Slow);
        }
        self.state.stack.values.swap(self.top - 1, self.top - arg as usize);
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn load_global_module(&mut self, instr: Instr, pc: usize) -> Step {
        let Payload::Dict(dict) = self.state.heap.get(self.globals) else { return Err(Exit::Miss) };
        if dict.keys_version != instr.cache {
            return Err(Exit::Miss);
        }
        let Some((_, value)) = dict.entry(self.state.program[pc + 1].arg as usize) else {
            return Err(Exit::Miss);
        };
        self.push_global(value, instr, pc)
    }
    #[inline(always)]
    pub(super) fn load_global_builtin(&mut self, instr: Instr, pc: usize) -> Step {
        let Some(frame) = self.state.frames.last() else { return Err(Exit::Slow) };
        let (Payload::Dict(dict), Payload::Dict(builtins)) =
            (self.state.heap.get(self.globals), self.state.heap.get(frame.builtins))
        else {
            return Err(Exit::Miss);
        };
        let cache = self.state.program[pc + 1];
        if dict.keys_version != instr.cache || builtins.keys_version != cache.object {
            return Err(Exit::Miss);
        }
        let Some((_, value)) = builtins.entry(cache.arg as usize) else { return Err(Exit::Miss) };
        self.push_global(value, instr, pc)
    }
    #[inline(always)]
    pub(super) fn load_name(&mut self, instr: Instr, pc: usize) -> Step {
        let Some(&Frame { locals: Some(locals), .. }) = self.state.frames.last() else {
            return Err(Exit::Slow);
        };
        let Payload::Dict(dict) = self.state.heap.get(locals) else { return Err(Exit::Slow) };
        let name = ObjId::new(instr.object);
        let Found::At(place) = simple::find(&self.state.heap, dict, name) else { return Err(Exit::Slow) };
        let Some((_, value)) = dict.entry(place) else { return Err(Exit::Slow) };
        self.room(1)?;
        self.state.heap.incref(value);
        self.push(value);
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn store_name(&mut self, instr: Instr, pc: usize) -> Step {
        let Some(&Frame { locals: Some(locals), .. }) = self.state.frames.last() else {
            return Err(Exit::Slow);
        };
        let value = self.top(1)?;
        let Payload::Dict(dict) = self.state.heap.get(locals) else { return Err(Exit::Slow) };
        let name = ObjId::new(instr.object);
        let Found::At(place) = simple::find(&self.state.heap, dict, name) else { return Err(Exit::Slow) };
        let Some((_, old)) = dict.entry(place) else { return Err(Exit::Slow) };
        self.let_go(old)?;
        simple::track_dict(&self.state.heap, &mut self.state.gc, locals, None, value);
        if let Payload::Dict(dict) = self.state.heap.get_mut(locals) {
            dict.replace_value(place, value);
        }
        self.top -= 1;
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn copy_free_vars(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let Some(frame) = self.state.frames.last() else { return Err(Exit::Slow) };
        let Payload::Function(function) = self.state.heap.get(frame.func) else { return Err(Exit::Slow) };
        let Some(closure) = function.closure else { return Err(Exit::Slow) };
        let first = self.base + (frame.nlocals - arg) as usize;
        for i in 0..arg as usize {
            let Payload::Tuple(cells) = self.state.heap.get(closure) else { break };
            let cell = cells[i];
            self.state.heap.incref(cell);
            self.state.stack.values[first + i] = Some(cell);
        }
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn make_cell(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let place = self.base + arg as usize;
        let value = self.state.stack.values[place].take();
        self.state.stack.values[place] = Some(simple::alloc(
            &mut self.state.heap,
            &mut self.state.gc,
            ids::types::CELL,
            Payload::Cell(value),
        ));
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn load_fast_and_clear(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        self.room(1)?;
        self.state.stack.values[self.top] = self.state.stack.values[self.base + arg as usize].take();
        self.top += 1;
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn load_deref(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let &Payload::Cell(Some(value)) = self.state.heap.get(self.local(arg)?) else {
            return Err(Exit::Slow);
        };
        self.room(1)?;
        self.state.heap.incref(value);
        self.state.stack.values[self.top] = Some(value);
        self.top += 1;
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn store_deref(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let value = self.top(1)?;
        let cell = self.local(arg)?;
        let &Payload::Cell(old) = self.state.heap.get(cell) else { return Err(Exit::Slow) };
        if let Some(old) = old {
            self.let_go(old)?;
        }
        *self.state.heap.get_mut(cell) = Payload::Cell(Some(value));
        self.top -= 1;
        Ok(pc + 1)
    }
}
