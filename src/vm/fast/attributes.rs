//! Attributes found through what the inline cache knows of the type.

use super::operands::Operands;
use super::{Core, Exit, Step, miss, slow};
use crate::heap::ObjId;
use crate::object::Payload;
use crate::vm::{Instr, simple};

impl<const COUNTED: bool> Core<'_, COUNTED> {
    /// Is the object of the type that the instruction knows?
    #[inline(always)]
    fn is_known(&self, owner: ObjId, instr: Instr) -> Result<(), Exit> {
        if self.vm.state.heap.type_number(owner) == instr.cache { Ok(()) } else { miss() }
    }
    /// The value in that place of an instance, if its name is the instruction's.
    #[inline(always)]
    fn instance_value(&self, owner: ObjId, place: usize, instr: Instr) -> Result<ObjId, Exit> {
        let Payload::Instance(instance) = self.vm.state.heap.get(owner) else { return miss() };
        match instance.attrs.inline.get(place) {
            Some(&(name, value)) if name.number() == instr.object => Ok(value),
            _ => miss(),
        }
    }
    #[inline(always)]
    fn slot_value(&self, owner: ObjId, place: usize) -> Result<ObjId, Exit> {
        let Payload::Instance(instance) = self.vm.state.heap.get(owner) else { return miss() };
        match instance.attrs.slots.get(place) {
            Some(&Some(value)) => Ok(value),
            _ => slow(),
        }
    }
    /// Puts an attribute's value where its owner was.
    #[inline(always)]
    fn replace_owner(&mut self, owner: ObjId, value: ObjId, instr: Instr, pc: usize) -> Step {
        self.shared(owner)?;
        self.room(1)?;
        self.vm.state.heap.incref(value);
        let _ = self.vm.state.heap.decref(owner);
        self.vm.state.stack.values[self.place.top - 1] = Some(value);
        if instr.arg & 1 != 0 {
            self.vm.state.stack.values[self.place.top] = None;
            self.place.top += 1;
        }
        Ok(pc + 10)
    }
    /// The owner that the fused `LOAD_FAST` would push, if both may be done together.
    #[inline(always)]
    fn fused_owner(&self, instr: Instr) -> Result<ObjId, Exit> {
        if self.may_do(1) { self.local(instr.arg) } else { slow() }
    }
    /// Pushes the value of an attribute whose owner was not pushed before.
    #[inline(always)]
    fn push_attribute(&mut self, value: ObjId, pc: usize) -> Step {
        self.push_also(value)?;
        self.count_steps(1);
        Ok(pc + 11)
    }
    #[inline(always)]
    pub(super) fn load_attr_instance_value(&mut self, instr: Instr, pc: usize) -> Step {
        let owner = self.top(1)?;
        self.is_known(owner, instr)?;
        let value = self.instance_value(owner, self.vm.state.program[pc + 1].arg as usize, instr)?;
        self.replace_owner(owner, value, instr, pc)
    }
    /// `LOAD_FAST` and the same: all that it needs is in the head (see `vm/fuse.rs`).
    #[inline(always)]
    pub(super) fn fast_attr_instance_value(&mut self, instr: Instr, pc: usize) -> Step {
        let owner = self.fused_owner(instr)?;
        self.is_known(owner, instr)?;
        let value = self.instance_value(owner, instr.counter as usize, instr)?;
        self.push_attribute(value, pc)
    }
    #[inline(always)]
    pub(super) fn load_attr_slot(&mut self, instr: Instr, pc: usize) -> Step {
        let owner = self.top(1)?;
        self.is_known(owner, instr)?;
        let value = self.slot_value(owner, self.vm.state.program[pc + 1].arg as usize)?;
        self.replace_owner(owner, value, instr, pc)
    }
    #[inline(always)]
    pub(super) fn fast_attr_slot(&mut self, instr: Instr, pc: usize) -> Step {
        let owner = self.fused_owner(instr)?;
        self.is_known(owner, instr)?;
        let value = self.slot_value(owner, instr.counter as usize)?;
        self.push_attribute(value, pc)
    }
    #[inline(always)]
    pub(super) fn load_attr_nondescriptor_with_values(&mut self, instr: Instr, pc: usize) -> Step {
        let owner = self.top(1)?;
        self.is_known(owner, instr)?;
        if !simple::lacks(&self.vm.state.heap, owner, instr.object) {
            return miss();
        }
        self.replace_owner(owner, ObjId::new(self.vm.state.program[pc + 1].object), instr, pc)
    }
    /// A method found on the type: it, and the owner to call it with. `FUSED`: with the `LOAD_FAST` before.
    #[inline(always)]
    pub(super) fn load_attr_method_with_values<const FUSED: bool>(
        &mut self,
        instr: Instr,
        pc: usize,
    ) -> Step {
        let owner = if FUSED { self.fused_owner(instr)? } else { self.top(1)? };
        self.is_known(owner, instr)?;
        if !simple::lacks(&self.vm.state.heap, owner, instr.object) {
            return miss();
        }
        let at = pc + usize::from(FUSED);
        let method = ObjId::new(self.vm.state.program[at + 1].object);
        if FUSED {
            self.room(2)?;
            self.vm.state.heap.incref(owner);
            self.place.top += 1;
            self.count_steps(1);
        } else {
            self.room(1)?;
        }
        self.vm.state.heap.incref(method);
        self.vm.state.stack.values[self.place.top - 1] = Some(method);
        self.vm.state.stack.values[self.place.top] = Some(owner);
        self.place.top += 1;
        Ok(at + 10)
    }
    #[inline(always)]
    pub(super) fn load_attr_class(&mut self, instr: Instr, pc: usize) -> Step {
        let owner = self.top(1)?;
        let Payload::Type(class) = self.vm.state.heap.get(owner) else { return miss() };
        if class.version != instr.cache {
            return miss();
        }
        self.replace_owner(owner, ObjId::new(self.vm.state.program[pc + 1].object), instr, pc)
    }
    #[inline(always)]
    pub(super) fn load_attr_module(&mut self, instr: Instr, pc: usize) -> Step {
        let owner = self.top(1)?;
        let &Payload::Module { dict } = self.vm.state.heap.get(owner) else { return miss() };
        let Payload::Dict(dict) = self.vm.state.heap.get(dict) else { return miss() };
        if dict.keys_version != instr.cache {
            return miss();
        }
        let Some((_, value)) = dict.entry(self.vm.state.program[pc + 1].arg as usize) else {
            return miss();
        };
        self.replace_owner(owner, value, instr, pc)
    }
    /// `owner.name = value`, both on the stack or in locals.
    #[inline(always)]
    pub(super) fn store_attr_instance_value<O: Operands>(&mut self, instr: Instr, pc: usize) -> Step {
        self.may_load::<O>()?;
        let (value, owner) = (O::left(self, instr)?, O::right(self, instr)?);
        let at = pc + O::LOADS;
        let (instr, place) = (self.vm.state.program[at], self.vm.state.program[at + 1].arg as usize);
        self.is_known(owner, instr)?;
        if O::ON_STACK > 1 {
            self.shared(owner)?;
        }
        let Payload::Instance(instance) = self.vm.state.heap.get_mut(owner) else { return miss() };
        let attrs = &mut instance.attrs;
        let name = ObjId::new(instr.object);
        let mut old = None;
        if let Some(known) = attrs.inline.get_mut(place) {
            if known.0 != name {
                return miss();
            }
            old = Some(std::mem::replace(&mut known.1, value));
        } else if attrs.dict.is_none() && attrs.inline.len() == place && attrs.position(name).is_none() {
            attrs.inline.push((name, value));
            self.vm.state.heap.incref(name);
        } else {
            return miss();
        }
        if O::ON_STACK == 0 {
            self.vm.state.heap.incref(value);
        }
        if O::ON_STACK > 1 {
            let _ = self.vm.state.heap.decref(owner);
        }
        self.place.top -= O::ON_STACK;
        self.count_steps(O::LOADS);
        if let Some(old) = old {
            self.give_back(old, at);
        }
        Ok(at + 5)
    }
    #[inline(always)]
    pub(super) fn store_attr_slot(&mut self, instr: Instr, pc: usize) -> Step {
        let (owner, value) = (self.top(1)?, self.top(2)?);
        self.is_known(owner, instr)?;
        self.shared(owner)?;
        let place = self.vm.state.program[pc + 1].arg as usize;
        let Payload::Instance(instance) = self.vm.state.heap.get(owner) else { return miss() };
        let Some(&old) = instance.attrs.slots.get(place) else { return miss() };
        if let Payload::Instance(instance) = self.vm.state.heap.get_mut(owner) {
            instance.attrs.slots[place] = Some(value);
        }
        let _ = self.vm.state.heap.decref(owner);
        self.place.top -= 2;
        if let Some(old) = old {
            self.give_back(old, pc);
        }
        Ok(pc + 5)
    }
}
