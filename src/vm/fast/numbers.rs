//! Arithmetic, comparisons, truth, and the jumps on it.

use super::operands::Operands;
use super::{Core, Exit, Step};
use crate::heap::{Heap, ObjId};
use crate::object::{Payload, ids};
use crate::vm::{Instr, simple, specialize};

/// A new int; small ones exist already.
#[inline(always)]
pub(super) fn new_int(heap: &mut Heap<Payload>, value: i64) -> ObjId {
    if ids::SMALL_INTS.contains(&value) {
        return ids::small_int(value);
    }
    heap.alloc(ids::types::INT, Payload::Int(value)).into_id()
}

/// Gives back a reference to an int or float.
#[inline(always)]
pub(super) fn release_number(heap: &mut Heap<Payload>, id: ObjId) {
    if heap.decref(id) {
        heap.free_plain(id);
    }
}

impl Core<'_> {
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
        let &Payload::Int(x) = self.vm.state.heap.get(a) else { return Err(Exit::Miss) };
        let y = O::right_int(self, instr)?;
        let Some(value) = operation(x, y) else { return Err(Exit::Slow) };
        self.room_for_result::<O>()?;
        let value = new_int(&mut self.vm.state.heap, value);
        self.release_operands::<O>(a, b);
        self.deliver::<O>(value, pc + O::LOADS + 2)
    }
    /// Changes a float that nobody has seen but the stack.
    #[inline(always)]
    fn overwrite(&mut self, id: ObjId, value: f64) {
        if let Payload::Float(float) = self.vm.state.heap.get_mut(id) {
            *float = value;
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
            return Err(Exit::Miss);
        };
        self.room_for_result::<O>()?;
        let value = operation(x, y);
        // Like CPython, the result takes the place of an operand that nobody else holds.
        let result = if O::ON_STACK > 0 && self.vm.state.heap.count(a) == 1 {
            self.overwrite(a, value);
            if O::ON_STACK > 1 {
                release_number(&mut self.vm.state.heap, b);
            }
            a
        } else if O::ON_STACK > 1 && self.vm.state.heap.count(b) == 1 {
            self.overwrite(b, value);
            release_number(&mut self.vm.state.heap, a);
            b
        } else {
            self.release_operands::<O>(a, b);
            self.vm.state.heap.alloc(ids::types::FLOAT, Payload::Float(value)).into_id()
        };
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
            return Err(Exit::Miss);
        }
        self.place.top -= 1;
        self.branch(value == ids::TRUE, pc + 4)
    }
    #[inline(always)]
    pub(super) fn truth_int(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        let &Payload::Int(number) = self.vm.state.heap.get(value) else { return Err(Exit::Miss) };
        release_number(&mut self.vm.state.heap, value);
        self.place.top -= 1;
        self.branch(number != 0, pc + 4)
    }
    #[inline(always)]
    pub(super) fn truth_none(&mut self, pc: usize) -> Step {
        if self.top(1)? != ids::NONE {
            return Err(Exit::Miss);
        }
        self.place.top -= 1;
        self.branch(false, pc + 4)
    }
    #[inline(always)]
    pub(super) fn truth_list(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        let Payload::List(items) = self.vm.state.heap.get(value) else { return Err(Exit::Miss) };
        let full = !items.is_empty();
        self.let_go(value)?;
        self.place.top -= 1;
        self.branch(full, pc + 4)
    }
    #[inline(always)]
    pub(super) fn truth_str(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        let Payload::Str(text) = self.vm.state.heap.get(value) else { return Err(Exit::Miss) };
        let full = !text.is_empty();
        self.let_go(value)?;
        self.place.top -= 1;
        self.branch(full, pc + 4)
    }
    #[inline(always)]
    pub(super) fn is_op(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (b, a) = (self.top(1)?, self.top(2)?);
        self.shared(a)?;
        self.shared(b)?;
        // The same object twice could die of the two releases together.
        if a == b && self.vm.state.heap.count(a) == 2 {
            return Err(Exit::Slow);
        }
        let _ = self.vm.state.heap.decref(a);
        let _ = self.vm.state.heap.decref(b);
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
        let Some(value) = simple::arithmetic(&mut self.vm.state.heap, operation, a, b) else {
            return Err(Exit::Slow);
        };
        if !specialize::wait(&mut self.vm.state.program[at].counter) {
            simple::take_back(&mut self.vm.state.heap, value);
            return Err(Exit::Slow);
        }
        self.release_operands::<O>(a, b);
        self.deliver::<O>(value, at + 2)
    }
    #[inline(always)]
    pub(super) fn compare_op(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (b, a) = (self.top(1)?, self.top(2)?);
        let Some(truth) = simple::order(&self.vm.state.heap, arg >> 5, a, b) else { return Err(Exit::Slow) };
        if !self.vm.state.heap.is_shared(a) && !simple::is_plain(&self.vm.state.heap, a)
            || !self.vm.state.heap.is_shared(b) && !simple::is_plain(&self.vm.state.heap, b)
            || a == b
        {
            return Err(Exit::Slow);
        }
        self.wait(pc)?;
        self.let_go(a)?;
        self.let_go(b)?;
        self.place.top -= 2;
        self.branch(truth, pc + 2)
    }
    #[inline(always)]
    pub(super) fn unary_negative(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        let negated = match *self.vm.state.heap.get(value) {
            Payload::Int(x) if x != i64::MIN => new_int(&mut self.vm.state.heap, -x),
            Payload::Float(x) => {
                let payload = Payload::Float(-x);
                self.vm.state.heap.alloc(ids::types::FLOAT, payload).into_id()
            }
            _ => return Err(Exit::Slow),
        };
        release_number(&mut self.vm.state.heap, value);
        self.vm.state.stack.values[self.place.top - 1] = Some(negated);
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn compare_op_int<O: Operands>(&mut self, instr: Instr, pc: usize) -> Step {
        let at = pc + O::LOADS;
        let (a, b) = (O::left(self, instr)?, O::right(self, instr)?);
        let &Payload::Int(x) = self.vm.state.heap.get(a) else { return Err(Exit::Miss) };
        let y = O::right_int(self, instr)?;
        self.room_for_result::<O>()?;
        let truth = simple::compare(self.vm.state.program[at].arg >> 5, &x, &y);
        self.release_operands::<O>(a, b);
        self.conclude::<O>(truth, at + 2)
    }
    #[inline(always)]
    pub(super) fn compare_op_float<O: Operands>(&mut self, instr: Instr, pc: usize) -> Step {
        let at = pc + O::LOADS;
        let (a, b) = (O::left(self, instr)?, O::right(self, instr)?);
        let (&Payload::Float(x), &Payload::Float(y)) = (self.vm.state.heap.get(a), self.vm.state.heap.get(b))
        else {
            return Err(Exit::Miss);
        };
        self.room_for_result::<O>()?;
        let truth = simple::compare(self.vm.state.program[at].arg >> 5, &x, &y);
        self.release_operands::<O>(a, b);
        self.conclude::<O>(truth, at + 2)
    }
    #[inline(always)]
    pub(super) fn compare_op_str(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (b, a) = (self.top(1)?, self.top(2)?);
        let (Payload::Str(x), Payload::Str(y)) = (self.vm.state.heap.get(a), self.vm.state.heap.get(b))
        else {
            return Err(Exit::Miss);
        };
        let equal = a == b || x == y;
        self.shared(a)?;
        if a == b && self.vm.state.heap.count(a) == 2 {
            return Err(Exit::Slow);
        }
        self.let_go(b)?;
        let _ = self.vm.state.heap.decref(a);
        // Operators 2 and 3: equal, not equal.
        self.place.top -= 2;
        self.branch(equal == (arg >> 5 == 2), pc + 2)
    }
    #[inline(always)]
    pub(super) fn truth_always_true(&mut self, instr: Instr, pc: usize) -> Step {
        let value = self.top(1)?;
        if simple::type_version(&self.vm.state.heap, value) != instr.cache {
            return Err(Exit::Miss);
        }
        self.let_go(value)?;
        self.place.top -= 1;
        self.branch(true, pc + 4)
    }
}
