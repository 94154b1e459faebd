//! Attributes found through what the inline cache knows of the type.

use super::{Core, Exit, Step};
use crate::heap::ObjId;
use crate::object::Payload;
use crate::vm::{Instr, simple};

impl Core<'_> {
    /// Puts an attribute's value where its owner was.
    #[inline(always)]
    fn replace_owner(&mut self, owner: ObjId, value: ObjId, instr: Instr, pc: usize) -> Step {
        self.shared(owner)?;
        self.room(1)?;
        self.state.heap.incref(value);
        let _ = self.state.heap.decref(owner);
        self.state.stack.values[self.top - 1] = Some(value);
        if instr.arg & 1 != 0 {
            self.state.stack.values[self.top] = None;
            self.top += 1;
        }
        Ok(pc + 10)
    }
    #[inline(always)]
    pub(super) fn load_attr_instance_value(&mut self, instr: Instr, pc: usize) -> Step {
        let owner = self.top(1)?;
        if simple::type_version(&self.state.heap, owner) != instr.cache {
            return Err(Exit::Miss);
        }
        let Payload::Instance(instance) = self.state.heap.get(owner) else { return Err(Exit::Miss) };
        match instance.attrs.inline.get(self.state.program[pc + 1].arg as usize) {
            Some(&(name, value)) if name.number() == instr.object => {
                self.replace_owner(owner, value, instr, pc)
            }
            _ => Err(Exit::Miss),
        }
    }
    #[inline(always)]
    pub(super) fn load_attr_slot(&mut self, instr: Instr, pc: usize) -> Step {
        let owner = self.top(1)?;
        if simple::type_version(&self.state.heap, owner) != instr.cache {
            return Err(Exit::Miss);
        }
        let Payload::Instance(instance) = self.state.heap.get(owner) else { return Err(Exit::Miss) };
        match instance.attrs.slots.get(self.state.program[pc + 1].arg as usize) {
            Some(&Some(value)) => self.replace_owner(owner, value, instr, pc),
            _ => Err(Exit::Slow),
        }
    }
    #[inline(always)]
    pub(super) fn load_attr_nondescriptor_with_values(&mut self, instr: Instr, pc: usize) -> Step {
        let owner = self.top(1)?;
        if simple::type_version(&self.state.heap, owner) != instr.cache
            || !simple::lacks(&self.state.heap, owner, instr.object)
        {
            return Err(Exit::Miss);
        }
        self.replace_owner(owner, ObjId::new(self.state.program[pc + 1].object), instr, pc)
    }
    #[inline(always)]
    pub(super) fn load_attr_method_with_values(&mut self, instr: Instr, pc: usize) -> Step {
        let owner = self.top(1)?;
        if simple::type_version(&self.state.heap, owner) != instr.cache
            || !simple::lacks(&self.state.heap, owner, instr.object)
        {
            return Err(Exit::Miss);
        }
        self.room(1)?;
        let method = ObjId::new(self.state.program[pc + 1].object);
        self.state.heap.incref(method);
        self.state.stack.values[self.top - 1] = Some(method);
        self.state.stack.values[self.top] = Some(owner);
        self.top += 1;
        Ok(pc + 10)
    }
    #[inline(always)]
    pub(super) fn load_attr_class(&mut self, instr: Instr, pc: usize) -> Step {
        let owner = self.top(1)?;
        let Payload::Type(class) = self.state.heap.get(owner) else { return Err(Exit::Miss) };
        if class.version != instr.cache {
            return Err(Exit::Miss);
        }
        self.replace_owner(owner, ObjId::new(self.state.program[pc + 1].object), instr, pc)
    }
    #[inline(always)]
    pub(super) fn load_attr_module(&mut self, instr: Instr, pc: usize) -> Step {
        let owner = self.top(1)?;
        let &Payload::Module { dict } = self.state.heap.get(owner) else { return Err(Exit::Miss) };
        let Payload::Dict(dict) = self.state.heap.get(dict) else { return Err(Exit::Miss) };
        if dict.keys_version != instr.cache {
            return Err(Exit::Miss);
        }
        let Some((_, value)) = dict.entry(self.state.program[pc + 1].arg as usize) else {
            return Err(Exit::Miss);
        };
        self.replace_owner(owner, value, instr, pc)
    }
    #[inline(always)]
    pub(super) fn store_attr_instance_value(&mut self, instr: Instr, pc: usize) -> Step {
        let (owner, value) = (self.top(1)?, self.top(2)?);
        if simple::type_version(&self.state.heap, owner) != instr.cache {
            return Err(Exit::Miss);
        }
        self.shared(owner)?;
        let Payload::Instance(instance) = self.state.heap.get_mut(owner) else { return Err(Exit::Miss) };
        let place = self.state.program[pc + 1].arg as usize;
        let attrs = &mut instance.attrs;
        let name = ObjId::new(instr.object);
        if let Some(known) = attrs.inline.get_mut(place) {
            if known.0 != name {
                return Err(Exit::Miss);
            }
            let old = std::mem::replace(&mut known.1, value);
            if !(self.state.heap.decref_shared(old)
                || simple::free(&mut self.state.heap, &mut self.state.gc, old))
            {
                simple::put_back(&mut self.state.heap, owner, place, old);
                return Err(Exit::Slow);
            }
        } else if attrs.dict.is_none() && attrs.inline.len() == place && attrs.position(name).is_none() {
            attrs.inline.push((name, value));
            self.state.heap.incref(name);
        } else {
            return Err(Exit::Miss);
        }
        let _ = self.state.heap.decref(owner);
        self.top -= 2;
        Ok(pc + 5)
    }
    #[inline(always)]
    pub(super) fn store_attr_slot(&mut self, instr: Instr, pc: usize) -> Step {
        let (owner, value) = (self.top(1)?, self.top(2)?);
        if simple::type_version(&self.state.heap, owner) != instr.cache {
            return Err(Exit::Miss);
        }
        self.shared(owner)?;
        let place = self.state.program[pc + 1].arg as usize;
        let Payload::Instance(instance) = self.state.heap.get(owner) else { return Err(Exit::Miss) };
        let Some(&old) = instance.attrs.slots.get(place) else { return Err(Exit::Miss) };
        if let Some(old) = old {
            self.let_go(old)?;
        }
        if let Payload::Instance(instance) = self.state.heap.get_mut(owner) {
            instance.attrs.slots[place] = Some(value);
        }
        let _ = self.state.heap.decref(owner);
        self.top -= 2;
        Ok(pc + 5)
    }
}
