//! Arithmetic, comparisons, truth, and the jumps on it.

use super::operands::Operands;
use super::{Core, Exit, Step, miss, slow};
use crate::heap::{Heap, ObjId};
use crate::object::{Payload, ids};
use crate::vm::simple::{self, Number};
use crate::vm::{Instr, specialize};

/// A new int; small ones exist already.
#[inline(always)]
pub(super) fn new_int(heap: &mut Heap<Payload>, value: i64) -> ObjId {
    if ids::SMALL_INTS.contains(&value) {
        return ids::small_int(value);
    }
    heap.alloc_plain(ids::types::INT, || Payload::Int(value))
}

/// Gives back a reference to an int or float.
#[inline(always)]
pub(super) fn release_number(heap: &mut Heap<Payload>, id: ObjId) {
    if heap.decref(id) {
        heap.free_plain(id);
    }
}

impl<const COUNTED: bool> Core<'_, COUNTED> {
    /// Gives back those of two number operands that lie on the stack.
    #[inline(always)]
    fn release_operands<O: Operands>(&mut self, a: ObjId, b: ObjId) {
        if O::ON_STACK > 0 {
            release_number(&mut self.vm.state.heap, a);
        }
        if O::ON_STACK > 1 {
            release_number(&mut self.vm.state.heap, b);
        }
    }
    #[inline(always)]
    pub(super) fn int_operation<O: Operands>(
        &mut self,
        instr: Instr,
        pc: usize,
        operation: fn(i64, i64) -> Option<i64>,
    ) -> Step {
        let (a, b) = (O::left(self, instr)?, O::right(self, instr)?);
        let &Payload::Int(x) = self.vm.state.heap.get(a) else { return miss() };
        let y = O::right_int(self, instr)?;
        let Some(value) = operation(x, y) else { return slow() };
        self.room_for_result::<O>()?;
        if O::ON_STACK == 0 {
            self.count_steps(O::LOADS);
            return self.keep_int(value, pc + O::LOADS + 2);
        }
        let result = self.number::<O>(a, b, Number::Int(value));
        self.deliver::<O>(result, pc + O::LOADS + 2)
    }
    /// The result of an operation on two numbers, which are given back. Like CPython's, a float takes
    /// the place of an operand that nobody else holds.
    #[inline(always)]
    fn number<O: Operands>(&mut self, a: ObjId, b: ObjId, value: Number) -> ObjId {
        let heap = &mut self.vm.state.heap;
        match value {
            Number::Int(value) if ids::SMALL_INTS.contains(&value) => {
                self.release_operands::<O>(a, b);
                ids::small_int(value)
            }
            Number::Int(value) => {
                let (ty, make) = (ids::types::INT, || Payload::Int(value));
                if O::ON_STACK > 0 && matches!(heap.sole_mut(a), Some(Payload::Int(_))) {
                    let result = heap.exchange_plain(a, ty, make);
                    if O::ON_STACK > 1 {
                        release_number(heap, b);
                    }
                    return result;
                }
                let result = heap.alloc_plain(ty, make);
                self.release_operands::<O>(a, b);
                result
            }
            Number::Float(value) => {
                if O::ON_STACK > 0
                    && let Some(Payload::Float(place)) = heap.sole_mut(a)
                {
                    *place = value;
                    if O::ON_STACK > 1 {
                        release_number(heap, b);
                    }
                    return a;
                }
                if O::ON_STACK > 1
                    && let Some(Payload::Float(place)) = heap.sole_mut(b)
                {
                    *place = value;
                    release_number(heap, a);
                    return b;
                }
                self.release_operands::<O>(a, b);
                self.vm.state.heap.alloc_plain(ids::types::FLOAT, || Payload::Float(value))
            }
        }
    }
    #[inline(always)]
    pub(super) fn float_operation<O: Operands>(
        &mut self,
        instr: Instr,
        pc: usize,
        operation: fn(f64, f64) -> f64,
    ) -> Step {
        let (a, b) = (O::left(self, instr)?, O::right(self, instr)?);
        let (&Payload::Float(x), &Payload::Float(y)) = (self.vm.state.heap.get(a), self.vm.state.heap.get(b))
        else {
            return miss();
        };
        self.room_for_result::<O>()?;
        let result = self.number::<O>(a, b, Number::Float(operation(x, y)));
        self.deliver::<O>(result, pc + O::LOADS + 2)
    }
    #[inline(always)]
    pub(super) fn jump_if(&mut self, truth: ObjId, instr: Instr, pc: usize) -> Step {
        let value = self.top(1)?;
        self.place.top -= 1;
        Ok(if value == truth { pc + 2 + instr.arg as usize } else { pc + 2 })
    }
    #[inline(always)]
    pub(super) fn resume_check(&mut self, pc: usize) -> Step {
        self.eval_breaker()?;
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn jump_backward(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        self.eval_breaker()?;
        Ok(pc + 2 - arg as usize)
    }
    #[inline(always)]
    pub(super) fn pop_jump_if_none(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let value = self.top(1)?;
        self.place.top -= 1;
        self.give_back(value, pc);
        Ok(if value == ids::NONE { pc + 2 + arg as usize } else { pc + 2 })
    }
    #[inline(always)]
    pub(super) fn pop_jump_if_not_none(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let value = self.top(1)?;
        self.place.top -= 1;
        self.give_back(value, pc);
        Ok(if value != ids::NONE { pc + 2 + arg as usize } else { pc + 2 })
    }
    #[inline(always)]
    pub(super) fn unary_not(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        self.vm.state.stack.values[self.place.top - 1] = Some(ids::bool(value == ids::FALSE));
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn truth_bool(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        if value != ids::TRUE && value != ids::FALSE {
            return miss();
        }
        self.place.top -= 1;
        self.branch(value == ids::TRUE, pc + 4)
    }
    #[inline(always)]
    pub(super) fn truth_int(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        let &Payload::Int(number) = self.vm.state.heap.get(value) else { return miss() };
        release_number(&mut self.vm.state.heap, value);
        self.place.top -= 1;
        self.branch(number != 0, pc + 4)
    }
    #[inline(always)]
    pub(super) fn truth_none(&mut self, pc: usize) -> Step {
        if self.top(1)? != ids::NONE {
            return miss();
        }
        self.place.top -= 1;
        self.branch(false, pc + 4)
    }
    #[inline(always)]
    pub(super) fn truth_list(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        let Payload::List(items) = self.vm.state.heap.get(value) else { return miss() };
        let full = !items.is_empty();
        self.let_go(value)?;
        self.place.top -= 1;
        self.branch(full, pc + 4)
    }
    #[inline(always)]
    pub(super) fn truth_str(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        let Payload::Str(text) = self.vm.state.heap.get(value) else { return miss() };
        let full = !text.is_empty();
        self.let_go(value)?;
        self.place.top -= 1;
        self.branch(full, pc + 4)
    }
    #[inline(always)]
    pub(super) fn is_op(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (b, a) = (self.top(1)?, self.top(2)?);
        self.let_both_go(a, b)?;
        self.place.top -= 2;
        self.branch((a == b) == (arg == 0), pc + 1)
    }
    #[inline(always)]
    pub(super) fn binary_op<O: Operands>(&mut self, instr: Instr, pc: usize) -> Step {
        let at = pc + O::LOADS;
        let (a, b) = (O::left(self, instr)?, O::right(self, instr)?);
        self.room_for_result::<O>()?;
        let operation = if O::LOADS == 0 { instr.arg } else { self.vm.state.program[at].arg };
        // What is no number goes the long way, and is counted there.
        let Some(value) = simple::arithmetic(&self.vm.state.heap, operation, a, b) else {
            return slow();
        };
        if !specialize::wait(&mut self.vm.state.program[at].counter) {
            return slow();
        }
        let result = self.number::<O>(a, b, value);
        self.deliver::<O>(result, at + 2)
    }
    #[inline(always)]
    pub(super) fn compare_op(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (b, a) = (self.top(1)?, self.top(2)?);
        let Some(truth) = simple::order(&self.vm.state.heap, arg >> 5, a, b) else { return slow() };
        if !self.may_let_both_go(a, b) {
            return slow();
        }
        self.wait(pc)?;
        self.let_both_go(a, b)?;
        self.place.top -= 2;
        self.branch(truth, pc + 2)
    }
    /// Can two references be given back, with no more than plain objects dying?
    #[inline(always)]
    fn may_let_both_go(&self, a: ObjId, b: ObjId) -> bool {
        let heap = &self.vm.state.heap;
        match a == b {
            // The same object could die of the two together.
            true => heap.count(a) > 2,
            false => [a, b].iter().all(|&id| heap.is_shared(id) || simple::is_plain(heap, id)),
        }
    }
    /// Gives back two references, or neither.
    #[inline(always)]
    fn let_both_go(&mut self, a: ObjId, b: ObjId) -> Result<(), Exit> {
        if !self.may_let_both_go(a, b) {
            return slow();
        }
        self.let_go(a)?;
        self.let_go(b)
    }
    #[inline(always)]
    pub(super) fn unary_negative(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        let negated = match *self.vm.state.heap.get(value) {
            Payload::Int(x) if x != i64::MIN => new_int(&mut self.vm.state.heap, -x),
            Payload::Float(x) => self.vm.state.heap.alloc_plain(ids::types::FLOAT, || Payload::Float(-x)),
            _ => return slow(),
        };
        release_number(&mut self.vm.state.heap, value);
        self.vm.state.stack.values[self.place.top - 1] = Some(negated);
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn compare_op_int<O: Operands>(&mut self, instr: Instr, pc: usize) -> Step {
        let at = pc + O::LOADS;
        let (a, b) = (O::left(self, instr)?, O::right(self, instr)?);
        let &Payload::Int(x) = self.vm.state.heap.get(a) else { return miss() };
        let y = O::right_int(self, instr)?;
        self.room_for_result::<O>()?;
        let truth = simple::compare_by(self.vm.state.program[at].arg, &x, &y);
        self.release_operands::<O>(a, b);
        self.conclude::<O>(truth, at + 2)
    }
    #[inline(always)]
    pub(super) fn compare_op_float<O: Operands>(&mut self, instr: Instr, pc: usize) -> Step {
        let at = pc + O::LOADS;
        let (a, b) = (O::left(self, instr)?, O::right(self, instr)?);
        let (&Payload::Float(x), &Payload::Float(y)) = (self.vm.state.heap.get(a), self.vm.state.heap.get(b))
        else {
            return miss();
        };
        self.room_for_result::<O>()?;
        let truth = simple::compare_by(self.vm.state.program[at].arg, &x, &y);
        self.release_operands::<O>(a, b);
        self.conclude::<O>(truth, at + 2)
    }
    #[inline(always)]
    pub(super) fn compare_op_str(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (b, a) = (self.top(1)?, self.top(2)?);
        let (Payload::Str(x), Payload::Str(y)) = (self.vm.state.heap.get(a), self.vm.state.heap.get(b))
        else {
            return miss();
        };
        let equal = a == b || x == y;
        self.let_both_go(a, b)?;
        // Operators 2 and 3: equal, not equal.
        self.place.top -= 2;
        self.branch(equal == (arg >> 5 == 2), pc + 2)
    }
    #[inline(always)]
    pub(super) fn truth_always_true(&mut self, instr: Instr, pc: usize) -> Step {
        let value = self.top(1)?;
        if self.vm.state.heap.type_number(value) != instr.cache {
            return miss();
        }
        self.let_go(value)?;
        self.place.top -= 1;
        self.branch(true, pc + 4)
    }
}
