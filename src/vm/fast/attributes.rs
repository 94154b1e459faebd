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
        self.heap.incref(value);
        let _ = self.heap.decref(owner);
        self.stack[self.top - 1] = Some(value);
        if instr.arg & 1 != 0 {
            self.stack[self.top] = None;
            self.top += 1;
        }
        Ok(pc + 10)
    }
    #[inline(always)]
    pub(super) fn load_attr_instance_value(&mut self, instr: Instr, pc: usize) -> Step {
        let owner = self.top(1)?;
        if simple::type_version(self.heap, owner) != instr.cache {
            return Err(Exit::Miss);
        }
        let Payload::Instance(instance) = self.heap.get(owner) else { return Err(Exit::Miss) };
        match instance.attrs.inline.get(self.program[pc + 1].arg as usize) {
            Some(&(name, value)) if name.number() == instr.object => {
                self.replace_owner(owner, value, instr, pc)
            }
            _ => return Err(Exit::Miss),
        }
    }
    #[inline(always)]
    pub(super) fn load_attr_slot(&mut self, instr: Instr, pc: usize) -> Step {
        let owner = self.top(1)?;
        if simple::type_version(self.heap, owner) != instr.cache {
            return Err(Exit::Miss);
        }
        let Payload::Instance(instance) = self.heap.get(owner) else { return Err(Exit::Miss) };
        match instance.attrs.slots.get(self.program[pc + 1].arg as usize) {
            Some(&Some(value)) => self.replace_owner(owner, value, instr, pc),
            _ => return Err(Exit::Slow),
        }
    }
    #[inline(always)]
    pub(super) fn load_attr_nondescriptor_with_values(&mut self, instr: Instr, pc: usize) -> Step {
        let owner = self.top(1)?;
        if simple::type_version(self.heap, owner) != instr.cache
            || !simple::lacks(self.heap, owner, instr.object)
        {
            return Err(Exit::Miss);
        }
        self.replace_owner(owner, ObjId::new(self.program[pc + 1].object), instr, pc)
    }
    #[inline(always)]
    pub(super) fn load_attr_method_with_values(&mut self, instr: Instr, pc: usize) -> Step {
        let owner = self.top(1)?;
        if simple::type_version(self.heap, owner) != instr.cache
            || !simple::lacks(self.heap, owner, instr.object)
        {
            return Err(Exit::Miss);
        }
        self.room(1)?;
        let method = ObjId::new(self.program[pc + 1].object);
        self.heap.incref(method);
        self.stack[self.top - 1] = Some(method);
        self.stack[self.top] = Some(owner);
        self.top += 1;
        Ok(pc + 10)
    }
    #[inline(always)]
    pub(super) fn load_attr_class(&mut self, instr: Instr, pc: usize) -> Step {
        let owner = self.top(1)?;
        let Payload::Type(class) = self.heap.get(owner) else { return Err(Exit::Miss) };
        if class.version != instr.cache {
            return Err(Exit::Miss);
        }
        self.replace_owner(owner, ObjId::new(self.program[pc + 1].object), instr, pc)
    }
    #[inline(always)]
    pub(super) fn load_attr_module(&mut self, instr: Instr, pc: usize) -> Step {
        let owner = self.top(1)?;
        let &Payload::Module { dict } = self.heap.get(owner) else { return Err(Exit::Miss) };
        let Payload::Dict(dict) = self.heap.get(dict) else { return Err(Exit::Miss) };
        if dict.keys_version != instr.cache {
            return Err(Exit::Miss);
        }
        let Some((_, value)) = dict.entry(self.program[pc + 1].arg as usize) else { return Err(Exit::Miss) };
        self.replace_owner(owner, value, instr, pc)
    }
    #[inline(always)]
    pub(super) fn store_attr_instance_value(&mut self, instr: Instr, pc: usize) -> Step {
        let (owner, value) = (self.top(1)?, self.top(2)?);
        if simple::type_version(self.heap, owner) != instr.cache {
            return Err(Exit::Miss);
        }
        self.shared(owner)?;
        let Payload::Instance(instance) = self.heap.get_mut(owner) else { return Err(Exit::Miss) };
        let place = self.program[pc + 1].arg as usize;
        let attrs = &mut instance.attrs;
        let name = ObjId::new(instr.object);
        if let Some(known) = attrs.inline.get_mut(place) {
            if known.0 != name {
                return Err(Exit::Miss);
            }
            let old = std::mem::replace(&mut known.1, value);
            if !(self.heap.decref_shared(old) || simple::free(self.heap, self.gc, old)) {
                simple::put_back(self.heap, owner, place, old);
                return Err(Exit::Slow);
            }
        } else if attrs.dict.is_none() && attrs.inline.len() == place && attrs.position(name).is_none() {
            attrs.inline.push((name, value));
            self.heap.incref(name);
        } else {
            return Err(Exit::Miss);
        }
        let _ = self.heap.decref(owner);
        self.top -= 2;
        Ok(pc + 5)
    }
    #[inline(always)]
    pub(super) fn store_attr_slot(&mut self, instr: Instr, pc: usize) -> Step {
        let (owner, value) = (self.top(1)?, self.top(2)?);
        if simple::type_version(self.heap, owner) != instr.cache {
            return Err(Exit::Miss);
        }
        self.shared(owner)?;
        let place = self.program[pc + 1].arg as usize;
        let Payload::Instance(instance) = self.heap.get(owner) else { return Err(Exit::Miss) };
        let Some(&old) = instance.attrs.slots.get(place) else { return Err(Exit::Miss) };
        if let Some(old) = old {
            self.let_go(old)?;
        }
        if let Payload::Instance(instance) = self.heap.get_mut(owner) {
            instance.attrs.slots[place] = Some(value);
        }
        let _ = self.heap.decref(owner);
        self.top -= 2;
        Ok(pc + 5)
    }
}
