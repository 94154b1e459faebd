//! Lists, tuples, dicts, sets and strings: made, read, stored into, walked.

use super::numbers::release_number;
use super::operands::Operands;
use super::{Core, Exit, Step, miss, slow};
use crate::bytecode::Opcode;
use crate::heap::ObjId;
use crate::object::iterator::Iter;
use crate::object::{Payload, ids};
use crate::vm::gc::pool;
use crate::vm::simple::{self, Found};
use crate::vm::{Instr, State};
use std::sync::Arc;

impl<const COUNTED: bool> Core<'_, COUNTED> {
    #[inline(always)]
    pub(super) fn build_tuple(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let first = self.place.top - arg as usize;
        let Some(tuple) = simple::tuple(
            &mut self.vm.state.heap,
            &mut self.vm.state.gc,
            &self.vm.state.stack.values[first..self.place.top],
        ) else {
            return slow();
        };
        self.room(1)?;
        self.place.top = first;
        self.push(tuple);
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn build_list(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let first = self.place.top - arg as usize;
        self.room(1)?;
        let list = simple::list(
            &mut self.vm.state.heap,
            &mut self.vm.state.gc,
            &self.vm.state.stack.values[first..self.place.top],
        );
        self.place.top = first;
        self.push(list);
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn get_iter(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        let Some(iter) = simple::iter(&mut self.vm.state.heap, &mut self.vm.state.gc, value) else {
            return slow();
        };
        self.vm.state.stack.values[self.place.top - 1] = Some(iter);
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn binary_subscr_list_int<O: Operands>(&mut self, instr: Instr, pc: usize) -> Step {
        let (container, key) = (O::left(self, instr)?, O::right(self, instr)?);
        let items: &[ObjId] = match self.vm.state.heap.get(container) {
            Payload::List(items) => items,
            Payload::Tuple(items) => items,
            _ => return miss(),
        };
        let Ok(index) = usize::try_from(O::right_int(self, instr)?) else { return miss() };
        let Some(&value) = items.get(index) else { return slow() };
        self.room_for_result::<O>()?;
        if O::ON_STACK > 0 {
            self.shared(container)?;
        }
        self.vm.state.heap.incref(value);
        if O::ON_STACK > 1 {
            release_number(&mut self.vm.state.heap, key);
        }
        if O::ON_STACK > 0 {
            let _ = self.vm.state.heap.decref(container);
        }
        self.deliver::<O>(value, pc + O::LOADS + 2)
    }
    /// `container[start:stop]` of a list, tuple or string, with ints or nothing as bounds.
    #[inline(always)]
    pub(super) fn binary_slice(&mut self, pc: usize) -> Step {
        let (stop, start, container) = (self.top(1)?, self.top(2)?, self.top(3)?);
        let heap = &self.vm.state.heap;
        let ty = heap.type_of(container);
        let length = match heap.get(container) {
            Payload::List(items) if ty == ids::types::LIST => items.len(),
            Payload::Tuple(items) if ty == ids::types::TUPLE => items.len(),
            Payload::Str(text) if ty == ids::types::STR => text.len(),
            _ => return slow(),
        };
        let (from, to) = (self.bound(start, 0, length)?, self.bound(stop, length, length)?);
        let range = from..to.max(from);
        let result = match self.vm.state.heap.get(container) {
            Payload::List(items) => {
                let items = items[range].to_vec();
                let State { heap, gc, .. } = &mut self.vm.state;
                items.iter().for_each(|&item| heap.incref(item));
                simple::list_of(heap, gc, items)
            }
            // The whole of a tuple or string is itself, and the shortest strings are there already.
            _ if range.len() == length || range.len() < 2 => return slow(),
            Payload::Tuple(items) => {
                let items: Box<[ObjId]> = items[range].into();
                let State { heap, gc, .. } = &mut self.vm.state;
                items.iter().for_each(|&item| heap.incref(item));
                simple::tuple_of(heap, gc, items)
            }
            Payload::Str(text) => {
                let text = text.slice(range);
                self.vm.new_string(text).into_id()
            }
            _ => return slow(),
        };
        // The slice object that CPython makes for a moment is counted.
        let State { heap, gc, .. } = &mut self.vm.state;
        gc.count_made(Some(pool::SLICE));
        gc.count_freed(Some(pool::SLICE));
        release_number(heap, start);
        release_number(heap, stop);
        self.place.top -= 3;
        self.push(result);
        self.give_back(container, pc);
        Ok(pc + 1)
    }
    /// A slice's part as a place in a sequence of that length.
    #[inline(always)]
    fn bound(&self, part: ObjId, default: usize, length: usize) -> Result<usize, Exit> {
        match *self.vm.state.heap.get(part) {
            _ if part == ids::NONE => Ok(default),
            Payload::Int(i) if i < 0 => Ok(length.saturating_sub(i.unsigned_abs() as usize)),
            Payload::Int(i) => Ok(length.min(i as usize)),
            _ => slow(),
        }
    }
    /// Two strings one after the other, as a new object.
    #[inline(always)]
    pub(super) fn add_strings(&mut self, pc: usize) -> Step {
        let (b, a) = (self.top(1)?, self.top(2)?);
        let (Payload::Str(x), Payload::Str(y)) = (self.vm.state.heap.get(a), self.vm.state.heap.get(b))
        else {
            return miss();
        };
        // With an empty one, the other is the result.
        if x.is_empty() || y.is_empty() {
            return slow();
        }
        let joined = x.concat(y);
        let joined = self.vm.new_string(joined).into_id();
        self.place.top -= 2;
        self.give_back(a, pc);
        self.give_back(b, pc);
        self.keep(joined, pc + 2)
    }
    /// The same where the result goes into the local that the left one came from: if nobody else holds
    /// that, it grows in place.
    #[inline(always)]
    pub(super) fn append_string(&mut self, pc: usize) -> Step {
        let (b, a) = (self.top(1)?, self.top(2)?);
        let store = self.at(pc + 2);
        let local = self.vm.state.stack.values.get(self.place.base + store.arg as usize);
        if store.op != Opcode::STORE_FAST || local != Some(&Some(a)) {
            return miss();
        }
        let heap = &mut self.vm.state.heap;
        let Payload::Str(tail) = heap.get(b) else { return miss() };
        let tail = tail.clone();
        if heap.count(a) != 2 {
            return self.add_strings(pc);
        }
        let grown = match heap.get_mut(a) {
            Payload::Str(text) => Arc::get_mut(text).is_some_and(|text| text.append(&tail)),
            _ => return miss(),
        };
        if !grown {
            return self.add_strings(pc);
        }
        heap.account(tail.byte_len());
        if !self.may_do(1) {
            // The local holds already what will be stored into it.
            self.place.top -= 1;
            self.give_back(b, pc);
            return Ok(pc + 2);
        }
        let _ = self.vm.state.heap.decref(a);
        self.place.top -= 2;
        self.count_steps(1);
        self.give_back(b, pc);
        Ok(pc + 3)
    }
    #[inline(always)]
    pub(super) fn binary_subscr_str_int(&mut self, pc: usize) -> Step {
        let (key, container) = (self.top(1)?, self.top(2)?);
        let Payload::Str(text) = self.vm.state.heap.get(container) else { return miss() };
        let &Payload::Int(index) = self.vm.state.heap.get(key) else { return miss() };
        let Some(index) = usize::try_from(index).ok().filter(|&i| i < text.len()) else {
            return slow();
        };
        let Ok(character) = u8::try_from(text.at(index)) else { return slow() };
        self.shared(container)?;
        release_number(&mut self.vm.state.heap, key);
        let _ = self.vm.state.heap.decref(container);
        self.vm.state.stack.values[self.place.top - 2] = Some(ids::latin1_char(character));
        self.place.top -= 1;
        Ok(pc + 2)
    }
    #[inline(always)]
    pub(super) fn binary_subscr_dict(&mut self, pc: usize) -> Step {
        let (key, container) = (self.top(1)?, self.top(2)?);
        let Payload::Dict(dict) = self.vm.state.heap.get(container) else { return miss() };
        let Found::At(place) = simple::find(&self.vm.state.heap, dict, key) else { return slow() };
        let Some((_, value)) = dict.entry(place) else { return slow() };
        self.shared(container)?;
        self.let_go(key)?;
        self.vm.state.heap.incref(value);
        let _ = self.vm.state.heap.decref(container);
        self.vm.state.stack.values[self.place.top - 2] = Some(value);
        self.place.top -= 1;
        Ok(pc + 2)
    }
    /// `container[key] = value`; the value lies below the operands that lie on the stack.
    #[inline(always)]
    pub(super) fn store_subscr_list_int<O: Operands>(&mut self, instr: Instr, pc: usize) -> Step {
        self.may_load::<O>()?;
        let (container, key) = (O::left(self, instr)?, O::right(self, instr)?);
        let value = self.top(1 + O::ON_STACK)?;
        let Ok(index) = usize::try_from(O::right_int(self, instr)?) else { return miss() };
        let Payload::List(items) = self.vm.state.heap.get(container) else { return miss() };
        let Some(&old) = items.get(index) else { return slow() };
        if O::ON_STACK > 0 {
            self.shared(container)?;
        }
        if let Payload::List(items) = self.vm.state.heap.get_mut(container) {
            items[index] = value;
        }
        if O::ON_STACK > 1 {
            release_number(&mut self.vm.state.heap, key);
        }
        if O::ON_STACK > 0 {
            let _ = self.vm.state.heap.decref(container);
        }
        self.place.top -= 1 + O::ON_STACK;
        self.count_steps(O::LOADS);
        self.give_back(old, pc + O::LOADS);
        Ok(pc + O::LOADS + 2)
    }
    #[inline(always)]
    pub(super) fn store_subscr_dict(&mut self, pc: usize) -> Step {
        let (key, container, value) = (self.top(1)?, self.top(2)?, self.top(3)?);
        let Payload::Dict(dict) = self.vm.state.heap.get(container) else { return miss() };
        self.shared(container)?;
        let place = match simple::find(&self.vm.state.heap, dict, key) {
            Found::At(place) => place,
            Found::Absent => {
                if dict.shared_with.is_some() {
                    return slow();
                }
                let (heap, gc) = (&mut self.vm.state.heap, &mut self.vm.state.gc);
                simple::insert(heap, gc, container, key, value);
                let _ = self.vm.state.heap.decref(container);
                self.place.top -= 3;
                return Ok(pc + 2);
            }
            Found::Unknown => return slow(),
        };
        let Payload::Dict(dict) = self.vm.state.heap.get(container) else { return miss() };
        let Some((known, old)) = dict.entry(place) else { return slow() };
        self.shared(key)?;
        if known == key && self.vm.state.heap.count(key) == 2 && old == key {
            return slow();
        }
        simple::track_dict(&self.vm.state.heap, &mut self.vm.state.gc, container, None, value);
        if let Payload::Dict(dict) = self.vm.state.heap.get_mut(container) {
            dict.replace_value(place, value);
        }
        let _ = self.vm.state.heap.decref(key);
        let _ = self.vm.state.heap.decref(container);
        self.place.top -= 3;
        self.give_back(old, pc);
        Ok(pc + 2)
    }
    /// Replaces key and container by whether the one is in the other (or not, as the operand says).
    #[inline(always)]
    fn contained(&mut self, found: Found, container: ObjId, key: ObjId, instr: Instr, pc: usize) -> Step {
        let found = match found {
            Found::At(_) => true,
            Found::Absent => false,
            Found::Unknown => return slow(),
        };
        self.shared(container)?;
        self.let_go(key)?;
        let _ = self.vm.state.heap.decref(container);
        self.place.top -= 2;
        self.branch(found == (instr.arg == 0), pc + 2)
    }
    #[inline(always)]
    pub(super) fn contains_op_dict(&mut self, instr: Instr, pc: usize) -> Step {
        let (container, key) = (self.top(1)?, self.top(2)?);
        let Payload::Dict(dict) = self.vm.state.heap.get(container) else { return miss() };
        let found = simple::find(&self.vm.state.heap, dict, key);
        self.contained(found, container, key, instr, pc)
    }
    #[inline(always)]
    pub(super) fn contains_op_set(&mut self, instr: Instr, pc: usize) -> Step {
        let (container, key) = (self.top(1)?, self.top(2)?);
        let Payload::Set(set) = self.vm.state.heap.get(container) else { return miss() };
        let found = simple::find_in_set(&self.vm.state.heap, set, key);
        self.contained(found, container, key, instr, pc)
    }
    #[inline(always)]
    pub(super) fn set_add(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (key, set) = (self.top(1)?, self.top(1 + arg as usize)?);
        let Some(added) = simple::add_to_set(&mut self.vm.state.heap, set, key) else {
            return slow();
        };
        self.place.top -= 1;
        if !added {
            self.give_back(key, pc);
        }
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn list_append(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (value, list) = (self.top(1)?, self.top(1 + arg as usize)?);
        let Payload::List(items) = self.vm.state.heap.get_mut(list) else { return slow() };
        items.push(value);
        self.place.top -= 1;
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn unpack_sequence_two_tuple(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let sequence = self.top(1)?;
        let items: &[ObjId] = match self.vm.state.heap.get(sequence) {
            Payload::Tuple(items) => items,
            Payload::List(items) => items,
            _ => return miss(),
        };
        let wanted = arg as usize;
        if items.len() != wanted {
            return miss();
        }
        self.room(wanted)?;
        for (place, &item) in self.vm.state.stack.values[self.place.top - 1..self.place.top - 1 + wanted]
            .iter_mut()
            .zip(items.iter().rev())
        {
            *place = Some(item);
        }
        let end = self.place.top - 1 + wanted;
        if self.vm.state.heap.count(sequence) == 1 && simple::is_exact_tuple(&self.vm.state.heap, sequence) {
            // Its references become the stack's.
            simple::free_shell(&mut self.vm.state.heap, &mut self.vm.state.gc, sequence);
        } else if self.vm.state.heap.is_shared(sequence) {
            for &item in self.vm.state.stack.values[self.place.top - 1..end].iter().flatten() {
                self.vm.state.heap.incref(item);
            }
            let _ = self.vm.state.heap.decref(sequence);
        } else {
            self.vm.state.stack.values[self.place.top - 1] = Some(sequence);
            return slow();
        }
        self.place.top = end;
        Ok(pc + 2)
    }
    /// Drops an exhausted iterator, and goes on behind the loop.
    #[inline(always)]
    fn end_loop(&mut self, iter: ObjId, instr: Instr, pc: usize) -> Step {
        // One that lives on must learn that it is exhausted.
        if self.vm.state.heap.is_shared(iter) {
            return slow();
        }
        Ok(self.leave_loop(iter, instr, pc))
    }
    /// Takes an exhausted iterator off the stack; gives the index behind the loop.
    #[inline(always)]
    fn leave_loop(&mut self, iter: ObjId, instr: Instr, pc: usize) -> usize {
        self.place.top -= 1;
        self.give_back(iter, pc);
        // END_FOR and POP_TOP are for what a loop over a generator leaves.
        pc + 2 + instr.arg as usize + 2
    }
    /// A loop over what has no form of its own: the machine asks the iterator.
    #[inline(always)]
    pub(super) fn for_iter(&mut self, instr: Instr, pc: usize) -> Step {
        let iter = self.top(1)?;
        self.room(1)?;
        let Payload::Iter(_) = self.vm.state.heap.get(iter) else { return slow() };
        self.wait(pc)?;
        self.sync(pc);
        match self.vm.next(iter) {
            Ok(Some(item)) => self.keep_unless_told(item.into_id(), pc + 2),
            Ok(None) => Ok(self.leave_loop(iter, instr, pc)),
            Err(unwind) => Err(unwind.into()),
        }
    }
    #[inline(always)]
    pub(super) fn for_iter_range(&mut self, instr: Instr, pc: usize) -> Step {
        let iter = self.top(1)?;
        self.room(1)?;
        let Payload::Iter(it) = self.vm.state.heap.get_mut(iter) else { return miss() };
        let Iter::Range { next, step, left } = &mut **it else { return miss() };
        if *left == 0 {
            return self.end_loop(iter, instr, pc);
        }
        let value = *next;
        *next = next.wrapping_add(*step);
        *left -= 1;
        self.keep_int(value, pc + 2)
    }
    /// Pushes the item that an iterator over a sequence stands before, or ends the loop.
    #[inline(always)]
    fn next_item(&mut self, item: Option<ObjId>, iter: ObjId, instr: Instr, pc: usize) -> Step {
        let Some(item) = item else { return self.end_loop(iter, instr, pc) };
        simple::advance(&mut self.vm.state.heap, iter);
        self.vm.state.heap.incref(item);
        self.keep(item, pc + 2)
    }
    #[inline(always)]
    pub(super) fn for_iter_list(&mut self, instr: Instr, pc: usize) -> Step {
        let iter = self.top(1)?;
        self.room(1)?;
        let Payload::Iter(it) = self.vm.state.heap.get(iter) else { return miss() };
        let &Iter::List { seq: Some(seq), index } = &**it else { return slow() };
        let Payload::List(items) = self.vm.state.heap.get(seq) else { return slow() };
        let item = items.get(index).copied();
        self.next_item(item, iter, instr, pc)
    }
    #[inline(always)]
    pub(super) fn for_iter_tuple(&mut self, instr: Instr, pc: usize) -> Step {
        let iter = self.top(1)?;
        self.room(1)?;
        let Payload::Iter(it) = self.vm.state.heap.get(iter) else { return miss() };
        let &Iter::Tuple { seq: Some(seq), index } = &**it else { return slow() };
        let Payload::Tuple(items) = self.vm.state.heap.get(seq) else { return slow() };
        let item = items.get(index).copied();
        self.next_item(item, iter, instr, pc)
    }
}
