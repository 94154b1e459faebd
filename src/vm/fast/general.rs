//! Instructions whose specialised form does not fit, or that have none: done here where the usual case
//! still needs little, before the whole machine is asked.

use super::calls::Callee;
use super::numbers::{new_int, release_number};
use super::{Core, Exit, Step, slow};
use crate::bytecode::Opcode;
use crate::heap::ObjId;
use crate::object::ids::{self, types};
use crate::object::iterator::Iter;
use crate::object::typ::Slot;
use crate::object::{Payload, TypeObj};
use crate::vm::frame::FrameKind;
use crate::vm::gc::pool;
use crate::vm::{Instr, State, Vm, compare, simple};

/// Items that are searched here; among more of them an interrupt must be heeded.
const SHORT: usize = 1 << 12;

/// What the attribute of an object turned out to be.
enum Attribute {
    Value(ObjId),
    /// A function of the class, to be called with the object.
    Method(ObjId),
}

impl<const COUNTED: bool> Core<'_, COUNTED> {
    /// Does the instruction at `pc`, which its own form has not begun for the reason `exit`.
    #[inline]
    pub(super) fn general(&mut self, pc: usize, exit: Exit) -> Step {
        let instr = self.at(pc);
        match instr.op.base() {
            Opcode::LOAD_ATTR => self.load_attr(instr, pc, exit),
            Opcode::STORE_ATTR => self.store_attr(instr, pc, exit),
            Opcode::CALL => self.call_any_function(instr, pc, exit),
            Opcode::COMPARE_OP => self.compare_any(instr, pc, exit),
            Opcode::CONTAINS_OP => self.contains_any(instr, pc, exit),
            Opcode::BINARY_SUBSCR => self.subscript_slice(instr, pc, exit),
            Opcode::STORE_SLICE => self.store_slice(pc),
            Opcode::BUILD_SLICE => self.build_slice(instr, pc),
            Opcode::GET_ITER => self.iterate_range(pc),
            Opcode::STORE_FAST => self.clear_local(instr, pc),
            Opcode::FORMAT_SIMPLE => self.format_simple(pc),
            Opcode::PUSH_EXC_INFO => self.push_exc_info(pc),
            Opcode::POP_EXCEPT => self.pop_except(pc),
            _ => Err(exit),
        }
    }
    /// Counts the execution where the form does not fit. An error when it should look around.
    #[inline(always)]
    fn count(&mut self, instr: Instr, pc: usize, exit: Exit) -> Result<(), Exit> {
        let base = instr.op.base();
        self.vm.state.stack.set_top(self.place.top);
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
        let function = match self.vm.state.heap.get(callable) {
            Payload::Function(function) => function,
            Payload::Type(_) if this.is_none() => return self.call_builtin_class(callable, instr, pc, exit),
            _ => return Err(exit),
        };
        let callee = Callee::of(callable, function);
        let total = given + usize::from(this.is_some());
        let shape = self.vm.exact_shape(callable, total).ok_or(exit)?;
        let shape = Instr { arg: shape.arg, object: shape.object, cache: shape.cache, ..instr };
        let base = floor + 2 - usize::from(this.is_some());
        self.fits(base, shape)?;
        self.count(instr, pc, exit)?;
        Ok(self.enter(callee, FrameKind::Call, floor, base, shape, pc))
    }
    /// `range` of ints that fit machine words, and `str` of such an int.
    fn call_builtin_class(&mut self, class: ObjId, instr: Instr, pc: usize, exit: Exit) -> Step {
        let given = instr.arg as usize;
        let int = |id: ObjId| match self.vm.state.heap.get(id) {
            &Payload::Int(value) if self.vm.state.heap.type_of(id) == types::INT => Some(value),
            _ => None,
        };
        self.eval_breaker().map_err(|_| exit)?;
        let result = match (class, given) {
            (types::RANGE, 1 | 2) => {
                let stop = self.top(1)?;
                let start = if given == 2 { self.top(2)? } else { ids::small_int(0) };
                let (Some(from), Some(to)) = (int(start), int(stop)) else { return Err(exit) };
                let Some(length) = to.checked_sub(from) else { return Err(exit) };
                self.count(instr, pc, exit)?;
                let heap = &mut self.vm.state.heap;
                let length = new_int(heap, length.max(0));
                // The arguments become the range's.
                let parts = [start, stop, ids::small_int(1), length];
                heap.alloc(types::RANGE, Payload::Range(parts)).into_id()
            }
            (types::STR, 1) => {
                let number = self.top(1)?;
                let Some(value) = int(number) else { return Err(exit) };
                self.count(instr, pc, exit)?;
                let text = self.vm.new_own_str(&value.to_string()).into_id();
                release_number(&mut self.vm.state.heap, number);
                text
            }
            _ => return Err(exit),
        };
        self.place.top -= given + 2;
        // The class is immortal.
        self.keep(result, pc + 4)
    }
    /// A loop over a range: all of it fits machine words, if its length and its ends do.
    fn iterate_range(&mut self, pc: usize) -> Step {
        let range = self.top(1)?;
        let heap = &self.vm.state.heap;
        let &Payload::Range(parts) = heap.get(range) else { return Err(Exit::Slow) };
        let word = |id| match heap.get(id) {
            &Payload::Int(value) => Ok(value),
            _ => Err(Exit::Slow),
        };
        let [start, stop, step, length] = parts;
        if step != ids::small_int(1) || word(stop)? == i64::MAX {
            return Err(Exit::Slow);
        }
        let iter = Iter::Range { next: word(start)?, step: 1, left: word(length)? as u64 };
        let iter = self.vm.state.heap.alloc(types::RANGE_ITERATOR, Payload::Iter(Box::new(iter))).into_id();
        self.vm.state.stack.values[self.place.top - 1] = Some(iter);
        self.give_back(range, pc);
        Ok(pc + 1)
    }
    /// A local whose former value, put aside by a comprehension, is none.
    fn clear_local(&mut self, instr: Instr, pc: usize) -> Step {
        let Some(None) = self.vm.state.stack.values.get(self.place.top.wrapping_sub(1)) else {
            return Err(Exit::Slow);
        };
        self.place.top -= 1;
        let place = self.place.base + instr.arg as usize;
        if let Some(old) = self.vm.state.stack.values[place].take() {
            self.give_back(old, pc);
        }
        Ok(pc + 1)
    }
    /// A comparison that needs no Python code, whatever the form.
    fn compare_any(&mut self, instr: Instr, pc: usize, exit: Exit) -> Step {
        let (b, a) = (self.top(1)?, self.top(2)?);
        let truth = simple::order(&self.vm.state.heap, instr.arg >> 5, a, b).ok_or(exit)?;
        self.count(instr, pc, exit)?;
        self.place.top -= 2;
        self.give_back(a, pc);
        self.give_back(b, pc);
        self.branch(truth, pc + 2)
    }
    /// A string in a string, or a plain item in a list or tuple of such.
    fn contains_any(&mut self, instr: Instr, pc: usize, exit: Exit) -> Step {
        let (container, item) = (self.top(1)?, self.top(2)?);
        let heap = &self.vm.state.heap;
        let is_in = |items: &[ObjId]| {
            if items.len() > SHORT {
                return None;
            }
            for &other in items {
                if other == item || simple::order(heap, compare::op::EQ, other, item)? {
                    return Some(true);
                }
            }
            Some(false)
        };
        let found = match heap.get(container) {
            Payload::Str(_) => self.vm.is_part(container, item),
            Payload::List(items) if heap.type_of(container) == types::LIST => is_in(items),
            Payload::Tuple(items) if heap.type_of(container) == types::TUPLE => is_in(items),
            _ => None,
        };
        let found = found.ok_or(exit)?;
        self.count(instr, pc, exit)?;
        self.place.top -= 2;
        self.give_back(item, pc);
        self.give_back(container, pc);
        self.branch(found == (instr.arg == 0), pc + 2)
    }
    /// `list[slice]`
    fn subscript_slice(&mut self, instr: Instr, pc: usize, exit: Exit) -> Step {
        let (slice, list) = (self.top(1)?, self.top(2)?);
        let heap = &self.vm.state.heap;
        let (&Payload::Slice(parts), Payload::List(items)) = (heap.get(slice), heap.get(list)) else {
            return Err(exit);
        };
        if heap.type_of(list) != types::LIST {
            return Err(exit);
        }
        let (bounds, count) = self.vm.plain_bounds(parts, items.len()).ok_or(exit)?;
        let picked: Vec<ObjId> = bounds.places(count).map(|place| items[place]).collect();
        self.count(instr, pc, exit)?;
        let State { heap, gc, .. } = &mut self.vm.state;
        picked.iter().for_each(|&item| heap.incref(item));
        let picked = simple::list_of(heap, gc, picked);
        self.place.top -= 2;
        self.push(picked);
        self.give_back(list, pc);
        self.give_back(slice, pc);
        Ok(pc + 2)
    }
    /// `list[start:stop] = list`
    fn store_slice(&mut self, pc: usize) -> Step {
        let (stop, start, list, source) = (self.top(1)?, self.top(2)?, self.top(3)?, self.top(4)?);
        let heap = &self.vm.state.heap;
        let plain = |id| matches!(heap.get(id), Payload::Int(_)) || id == ids::NONE;
        if [list, source].iter().any(|&id| heap.type_of(id) != types::LIST) || !plain(start) || !plain(stop) {
            return slow();
        }
        // The slice object that CPython makes for a moment is counted.
        self.vm.state.gc.count_made(Some(pool::SLICE));
        self.sync(pc);
        let values = |vm: &mut Vm| {
            let values = vm.sequence_items(source).to_vec();
            values.iter().for_each(|&value| vm.incref(value));
            values
        };
        let replaced = self.vm.replace_part(list, [start, stop], values).unwrap_or(Ok(()));
        let State { heap, gc, .. } = &mut self.vm.state;
        gc.count_freed(Some(pool::SLICE));
        release_number(heap, start);
        release_number(heap, stop);
        self.place.top -= 4;
        self.give_back(source, pc);
        self.give_back(list, pc);
        replaced?;
        Ok(pc + 1)
    }
    fn build_slice(&mut self, instr: Instr, pc: usize) -> Step {
        // Whatever else the operand is, it means two.
        let (step, count) = if instr.arg == 3 { (self.top(1)?, 3) } else { (ids::NONE, 2) };
        let (start, stop) = (self.top(count)?, self.top(count - 1)?);
        self.place.top -= count;
        let State { heap, gc, .. } = &mut self.vm.state;
        let slice = simple::slice_of(heap, gc, [start, stop, step]);
        self.push(slice);
        Ok(pc + 1)
    }
    /// A string as it is, or an int in decimal.
    fn format_simple(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        let heap = &self.vm.state.heap;
        match (heap.type_of(value), heap.get(value)) {
            (types::STR, _) => {}
            (types::INT, &Payload::Int(number)) => {
                let text = self.vm.new_own_str(&number.to_string()).into_id();
                release_number(&mut self.vm.state.heap, value);
                self.vm.state.stack.values[self.place.top - 1] = Some(text);
            }
            _ => return Err(Exit::Slow),
        }
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
