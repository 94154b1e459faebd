//! Values moved about: locals, constants, names, cells, the stack itself.

use super::{Core, Exit, Step, miss, slow};
use crate::heap::ObjId;
use crate::object::{Payload, ids};
use crate::vm::frame::Frame;
use crate::vm::simple::{self, Found};
use crate::vm::{Instr, State};

impl<const COUNTED: bool> Core<'_, COUNTED> {
    /// Pushes one more reference to an object.
    #[inline(always)]
    pub(super) fn push_also(&mut self, value: ObjId) -> Result<(), Exit> {
        let Some(place) = self.vm.state.stack.values.get_mut(self.place.top) else { return slow() };
        self.vm.state.heap.incref(value);
        *place = Some(value);
        self.place.top += 1;
        Ok(())
    }
    #[inline(always)]
    fn push_global(&mut self, value: ObjId, instr: Instr, pc: usize) -> Step {
        if instr.arg & 1 == 0 {
            self.push_also(value)?;
            return Ok(pc + 5);
        }
        let State { heap, stack, .. } = &mut self.vm.state;
        let Some([callable, this]) = stack.values.get_mut(self.place.top..).and_then(|v| v.first_chunk_mut())
        else {
            return slow();
        };
        heap.incref(value);
        (*callable, *this) = (Some(value), None);
        self.place.top += 2;
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
        self.vm.state.heap.incref(first);
        self.vm.state.heap.incref(second);
        self.vm.state.stack.values[self.place.top] = Some(first);
        self.vm.state.stack.values[self.place.top + 1] = Some(second);
        self.place.top += 2;
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
        let old = self.vm.state.stack.values[self.place.base + arg as usize].replace(value);
        self.place.top -= 1;
        if let Some(old) = old {
            self.give_back(old, pc);
        }
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn store_fast_load_fast(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let value = self.top(1)?;
        let place = self.place.base + (arg >> 4) as usize;
        // What is loaded may be what is stored.
        let loaded = if arg >> 4 == arg & 15 { value } else { self.local(arg & 15)? };
        let old = self.vm.state.stack.values[place].replace(value);
        self.vm.state.heap.incref(loaded);
        self.vm.state.stack.values[self.place.top - 1] = Some(loaded);
        if let Some(old) = old {
            self.give_back(old, pc);
        }
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn store_fast_store_fast(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (value, second) = (self.top(1)?, self.top(2)?);
        let (place, next) = (self.place.base + (arg >> 4) as usize, self.place.base + (arg & 15) as usize);
        self.place.top -= 1;
        if let Some(old) = self.vm.state.stack.values[place].replace(value) {
            self.give_back(old, pc);
        }
        self.place.top -= 1;
        if let Some(old) = self.vm.state.stack.values[next].replace(second) {
            self.give_back(old, pc);
        }
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn pop_top(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        self.place.top -= 1;
        self.give_back(value, pc);
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn push_null(&mut self, pc: usize) -> Step {
        self.room(1)?;
        self.vm.state.stack.values[self.place.top] = None;
        self.place.top += 1;
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn copy(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        self.push_also(self.top(arg as usize)?)?;
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn swap(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (top, other) = (self.place.top.wrapping_sub(1), self.place.top.wrapping_sub(arg as usize));
        let values = &mut self.vm.state.stack.values;
        let (Some(&upper), Some(&lower)) = (values.get(top), values.get(other)) else {
            return slow();
        };
        (values[top], values[other]) = (lower, upper);
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn load_global_module(&mut self, instr: Instr, pc: usize) -> Step {
        let Payload::Dict(dict) = self.vm.state.heap.get(self.place.globals) else { return miss() };
        if dict.keys_version != instr.cache {
            return miss();
        }
        let Some((_, value)) = dict.entry(self.vm.state.program[pc + 1].arg as usize) else {
            return miss();
        };
        self.push_global(value, instr, pc)
    }
    #[inline(always)]
    pub(super) fn load_global_builtin(&mut self, instr: Instr, pc: usize) -> Step {
        let Some(frame) = self.vm.state.frames.last() else { return slow() };
        let (Payload::Dict(dict), Payload::Dict(builtins)) =
            (self.vm.state.heap.get(self.place.globals), self.vm.state.heap.get(frame.builtins))
        else {
            return miss();
        };
        let cache = self.vm.state.program[pc + 1];
        if dict.keys_version != instr.cache || builtins.keys_version != cache.object {
            return miss();
        }
        let Some((_, value)) = builtins.entry(cache.arg as usize) else { return miss() };
        self.push_global(value, instr, pc)
    }
    #[inline(always)]
    pub(super) fn load_name(&mut self, instr: Instr, pc: usize) -> Step {
        let Some(&Frame { locals: Some(locals), .. }) = self.vm.state.frames.last() else {
            return slow();
        };
        let value = self.name_in(locals, instr)?;
        let value = match (value, self.vm.state.frames.last()) {
            (Some(value), _) => value,
            (None, Some(&Frame { globals, builtins, .. })) => {
                let global = if globals == locals { None } else { self.name_in(globals, instr)? };
                match global {
                    Some(value) => value,
                    None => self.name_in(builtins, instr)?.ok_or(Exit::Slow)?,
                }
            }
            _ => return slow(),
        };
        self.push_also(value)?;
        Ok(pc + 1)
    }
    /// What a dict has under the name of an instruction.
    #[inline]
    fn name_in(&self, dict: ObjId, instr: Instr) -> Result<Option<ObjId>, Exit> {
        let heap = &self.vm.state.heap;
        let Payload::Dict(dict) = heap.get(dict) else { return slow() };
        match simple::find(heap, dict, ObjId::new(instr.object)) {
            Found::At(place) => Ok(dict.entry(place).map(|entry| entry.1)),
            Found::Absent => Ok(None),
            Found::Unknown => slow(),
        }
    }
    #[inline(always)]
    pub(super) fn store_name(&mut self, instr: Instr, pc: usize) -> Step {
        let Some(&Frame { locals: Some(locals), .. }) = self.vm.state.frames.last() else {
            return slow();
        };
        let value = self.top(1)?;
        let Payload::Dict(dict) = self.vm.state.heap.get(locals) else { return slow() };
        let name = ObjId::new(instr.object);
        let Found::At(place) = simple::find(&self.vm.state.heap, dict, name) else { return slow() };
        let Some((_, old)) = dict.entry(place) else { return slow() };
        simple::track_dict(&self.vm.state.heap, &mut self.vm.state.gc, locals, None, value);
        if let Payload::Dict(dict) = self.vm.state.heap.get_mut(locals) {
            dict.replace_value(place, value);
        }
        self.place.top -= 1;
        self.give_back(old, pc);
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn copy_free_vars(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let Some(frame) = self.vm.state.frames.last() else { return slow() };
        let Payload::Function(function) = self.vm.state.heap.get(frame.func) else { return slow() };
        let Some(closure) = function.closure else { return slow() };
        let first = self.place.base + (frame.nlocals - arg) as usize;
        for i in 0..arg as usize {
            let Payload::Tuple(cells) = self.vm.state.heap.get(closure) else { break };
            let cell = cells[i];
            self.vm.state.heap.incref(cell);
            self.vm.state.stack.values[first + i] = Some(cell);
        }
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn make_cell(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let place = self.place.base + arg as usize;
        let value = self.vm.state.stack.values[place].take();
        self.vm.state.stack.values[place] = Some(simple::alloc(
            &mut self.vm.state.heap,
            &mut self.vm.state.gc,
            ids::types::CELL,
            Payload::Cell(value),
        ));
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn load_fast_and_clear(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        self.room(1)?;
        self.vm.state.stack.values[self.place.top] =
            self.vm.state.stack.values[self.place.base + arg as usize].take();
        self.place.top += 1;
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn load_deref(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let &Payload::Cell(Some(value)) = self.vm.state.heap.get(self.local(arg)?) else {
            return slow();
        };
        self.push_also(value)?;
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn store_deref(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let value = self.top(1)?;
        let cell = self.local(arg)?;
        let &Payload::Cell(old) = self.vm.state.heap.get(cell) else { return slow() };
        *self.vm.state.heap.get_mut(cell) = Payload::Cell(Some(value));
        self.place.top -= 1;
        if let Some(old) = old {
            self.give_back(old, pc);
        }
        Ok(pc + 1)
    }
}
