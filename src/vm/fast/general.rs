//! Instructions whose specialised form does not fit, or that have none: done here where the usual case
//! still needs little, before the whole machine is asked.

use super::calls::Callee;
use super::{Core, Exit, Step, slow};
use crate::bytecode::Opcode;
use crate::heap::ObjId;
use crate::object::ids::{self, types};
use crate::object::typ::Slot;
use crate::object::{Payload, TypeObj};
use crate::vm::frame::FrameKind;
use crate::vm::{Instr, State, simple};

/// What the attribute of an object turned out to be.
enum Attribute {
    Value(ObjId),
    /// A function of the class, to be called with the object.
    Method(ObjId),
}

impl Core<'_> {
    /// Does the instruction at `pc`, which its own form has not begun for the reason `exit`.
    #[inline]
    pub(super) fn general(&mut self, pc: usize, exit: Exit) -> Step {
        let instr = self.at(pc);
        match instr.op.base() {
            Opcode::LOAD_ATTR => self.load_attr(instr, pc, exit),
            Opcode::STORE_ATTR => self.store_attr(instr, pc, exit),
            Opcode::CALL => self.call_any_function(instr, pc, exit),
            Opcode::BUILD_SLICE => self.build_slice(instr, pc),
            Opcode::PUSH_EXC_INFO => self.push_exc_info(pc),
            Opcode::POP_EXCEPT => self.pop_except(pc),
            _ => Err(exit),
        }
    }
    /// Counts the execution where the form does not fit. An error when it should look around.
    #[inline(always)]
    fn count(&mut self, instr: Instr, pc: usize, exit: Exit) -> Result<(), Exit> {
        let base = instr.op.base();
        if exit == Exit::Miss || instr.op == base || !self.vm.guard_holds(instr, pc) {
            self.wait(pc).map_err(|_| exit)?;
        }
        Ok(())
    }
    #[inline(always)]
    fn class_of(&self, id: ObjId) -> Option<&TypeObj> {
        match self.vm.state.heap.get(self.vm.state.heap.type_of(id)) {
            Payload::Type(class) => Some(class),
            _ => None,
        }
    }
    /// An instance's own attribute. None if it has a dict for them.
    #[inline(always)]
    fn own_attribute(&self, owner: ObjId, name: ObjId) -> Option<Option<ObjId>> {
        match self.vm.state.heap.get(owner) {
            Payload::Module { .. } => None,
            payload => match payload.attrs() {
                Some(attrs) if attrs.dict.is_some() => None,
                Some(attrs) => Some(attrs.position(name).map(|i| attrs.inline[i].1)),
                None => Some(None),
            },
        }
    }
    /// What `owner.name` is, if it is there and no code runs to get it.
    fn attribute(&self, owner: ObjId, name: ObjId) -> Option<Attribute> {
        let class = self.class_of(owner)?;
        if class.slot(Slot::Getattribute) != Some(self.vm.state.generic_getattribute)
            || class.slot(Slot::Getattr).is_some()
        {
            return None;
        }
        let Some(found) = self.vm.looked_up(class.version, name)? else {
            return self.own_attribute(owner, name)?.map(Attribute::Value);
        };
        let heap = &self.vm.state.heap;
        let method = match *heap.get(found) {
            Payload::Function(_) => true,
            Payload::Descriptor { .. } if self.vm.is_method_descriptor(found) => true,
            Payload::Member { index, owner: class, .. } if self.vm.is_instance(owner, class) => {
                let Payload::Instance(instance) = heap.get(owner) else { return None };
                return (*instance.attrs.slots.get(index as usize)?).map(Attribute::Value);
            }
            // Plain values are no descriptors.
            Payload::Int(_) | Payload::Float(_) | Payload::Str(_) | Payload::Tuple(_)
                if self.class_of(found).is_some_and(|c| !c.heap) =>
            {
                false
            }
            _ => return None,
        };
        match self.own_attribute(owner, name)? {
            Some(value) => Some(Attribute::Value(value)),
            None if method => Some(Attribute::Method(found)),
            None => Some(Attribute::Value(found)),
        }
    }
    fn load_attr(&mut self, instr: Instr, pc: usize, exit: Exit) -> Step {
        let owner = self.top(1)?;
        let to_call = instr.arg & 1 != 0;
        self.room(1)?;
        let attribute = self.attribute(owner, ObjId::new(instr.object)).ok_or(exit)?;
        if matches!(attribute, Attribute::Method(found)
            if !to_call && !matches!(self.vm.state.heap.get(found), Payload::Function(_)))
        {
            return Err(exit);
        }
        self.count(instr, pc, exit)?;
        let State { heap, stack, gc, .. } = &mut self.vm.state;
        let place = &mut stack.values[self.place.top - 1];
        match attribute {
            Attribute::Method(func) if to_call => {
                heap.incref(func);
                *place = Some(func);
                // The owner is the first argument.
                stack.values[self.place.top] = Some(owner);
                self.place.top += 1;
            }
            Attribute::Method(func) => {
                heap.incref(func);
                let method = Payload::BoundMethod { func, this: owner };
                *place = Some(simple::pooled(heap, gc, types::METHOD, method));
            }
            Attribute::Value(value) => {
                heap.incref(value);
                *place = Some(value);
                if to_call {
                    stack.values[self.place.top] = None;
                    self.place.top += 1;
                }
                self.give_back(owner, pc);
            }
        }
        Ok(pc + 10)
    }
    fn store_attr(&mut self, instr: Instr, pc: usize, exit: Exit) -> Step {
        let (owner, value) = (self.top(1)?, self.top(2)?);
        let name = ObjId::new(instr.object);
        let class = self.class_of(owner).ok_or(exit)?;
        if class.slot(Slot::Setattr) != Some(self.vm.state.generic_setattr) {
            return Err(exit);
        }
        let found = self.vm.looked_up(class.version, name).ok_or(exit)?;
        let heap = &self.vm.state.heap;
        let Payload::Instance(instance) = heap.get(owner) else { return Err(exit) };
        let attrs = &instance.attrs;
        let slot = match found.map(|found| (found, heap.get(found))) {
            None => None,
            Some((_, &Payload::Member { index, owner: class, .. }))
                if self.vm.is_instance(owner, class) && (index as usize) < attrs.slots.len() =>
            {
                Some(index as usize)
            }
            Some((found, _)) if !self.vm.is_data_descriptor(found) => None,
            _ => return Err(exit),
        };
        let place = match slot {
            Some(index) => index,
            // A new attribute may need a name in the class, or a dict.
            None if attrs.dict.is_some() => return Err(exit),
            None => attrs.position(name).ok_or(exit)?,
        };
        self.shared(owner)?;
        self.count(instr, pc, exit)?;
        let State { heap, .. } = &mut self.vm.state;
        let mut old = None;
        if let Payload::Instance(instance) = heap.get_mut(owner) {
            old = match slot {
                Some(index) => instance.attrs.slots[index].replace(value),
                None => Some(std::mem::replace(&mut instance.attrs.inline[place].1, value)),
            };
        }
        let _ = heap.decref(owner);
        self.place.top -= 2;
        if let Some(old) = old {
            self.give_back(old, pc);
        }
        Ok(pc + 5)
    }
    /// A call of a Python function that takes just the arguments given, whichever it is.
    fn call_any_function(&mut self, instr: Instr, pc: usize, exit: Exit) -> Step {
        let given = instr.arg as usize;
        let floor = self.place.top.wrapping_sub(given + 2);
        let callable = self.top(given + 2)?;
        let this = self.vm.state.stack.values[floor + 1];
        let Payload::Function(function) = self.vm.state.heap.get(callable) else { return Err(exit) };
        let callee = Callee::of(callable, function);
        let total = given + usize::from(this.is_some());
        let shape = self.vm.exact_shape(callable, total).ok_or(exit)?;
        let shape = Instr { arg: shape.arg, object: shape.object, cache: shape.cache, ..instr };
        let base = floor + 2 - usize::from(this.is_some());
        self.fits(base, shape)?;
        self.count(instr, pc, exit)?;
        Ok(self.enter(callee, FrameKind::Call, floor, base, shape, pc))
    }
    fn build_slice(&mut self, instr: Instr, pc: usize) -> Step {
        let step = if instr.arg == 3 { self.top(1)? } else { ids::NONE };
        let count = instr.arg as usize;
        let (start, stop) = (self.top(count)?, self.top(count - 1)?);
        self.place.top -= count;
        let State { heap, gc, .. } = &mut self.vm.state;
        let slice = simple::slice_of(heap, gc, [start, stop, step]);
        self.push(slice);
        Ok(pc + 1)
    }
    fn push_exc_info(&mut self, pc: usize) -> Step {
        let exception = self.top(1)?;
        self.room(1)?;
        let State { heap, handled, stack, .. } = &mut self.vm.state;
        let Some(place) = handled.last_mut() else { return slow() };
        // No exception being handled shows as None on the stack.
        let previous = place.replace(exception).unwrap_or(ids::NONE);
        heap.incref(exception);
        stack.values[self.place.top - 1] = Some(previous);
        self.push(exception);
        Ok(pc + 1)
    }
    fn pop_except(&mut self, pc: usize) -> Step {
        let previous = self.top(1)?;
        let Some(place) = self.vm.state.handled.last_mut() else { return slow() };
        let old = std::mem::replace(place, (previous != ids::NONE).then_some(previous));
        self.place.top -= 1;
        if let Some(old) = old {
            self.give_back(old, pc);
        }
        Ok(pc + 1)
    }
}
