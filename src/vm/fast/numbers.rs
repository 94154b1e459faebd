//! Arithmetic, comparisons, truth, and the jumps on it.

use super::{Core, Exit, Step};
use crate::bytecode::Opcode;
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
    #[inline(always)]
    pub(super) fn int_operation(&mut self, pc: usize, operation: fn(i64, i64) -> Option<i64>) -> Step {
        let (b, a) = (self.top(1)?, self.top(2)?);
        let (&Payload::Int(x), &Payload::Int(y)) = (self.state.heap.get(a), self.state.heap.get(b)) else {
            return Err(Exit::Miss);
        };
        let Some(value) = operation(x, y) else { return Err(Exit::Slow) };
        let value = new_int(&mut self.state.heap, value);
        release_number(&mut self.state.heap, a);
        release_number(&mut self.state.heap, b);
        self.state.stack.values[self.top - 2] = Some(value);
        self.top -= 1;
        Ok(pc + 2)
    }
    #[inline(always)]
    pub(super) fn float_operation(&mut self, pc: usize, operation: fn(f64, f64) -> f64) -> Step {
        let (b, a) = (self.top(1)?, self.top(2)?);
        let (&Payload::Float(x), &Payload::Float(y)) = (self.state.heap.get(a), self.state.heap.get(b))
        else {
            return Err(Exit::Miss);
        };
        let value = Payload::Float(operation(x, y));
        // Like CPython, the result takes the place of an operand that nobody else holds.
        let result = if self.state.heap.count(a) == 1 {
            *self.state.heap.get_mut(a) = value;
            release_number(&mut self.state.heap, b);
            a
        } else if self.state.heap.count(b) == 1 {
            *self.state.heap.get_mut(b) = value;
            release_number(&mut self.state.heap, a);
            b
        } else {
            release_number(&mut self.state.heap, a);
            release_number(&mut self.state.heap, b);
            self.state.heap.alloc(ids::types::FLOAT, value).into_id()
        };
        self.state.stack.values[self.top - 2] = Some(result);
        self.top -= 1;
        Ok(pc + 2)
    }
    /// Leaves the truth of a comparison of two numbers on the stack, or, if a jump on it follows, takes that, too:
    /// two steps in one.
    #[inline(always)]
    fn compared(&mut self, truth: bool, a: ObjId, b: ObjId, pc: usize) -> Step {
        release_number(&mut self.state.heap, a);
        release_number(&mut self.state.heap, b);
        let next = self.state.program.get(pc + 2).map(|next| (next.op, next.arg as usize));
        if let Some((Opcode::POP_JUMP_IF_FALSE, distance)) = next {
            self.top -= 2;
            self.state.steps += 1;
            return Ok(if truth { pc + 4 } else { pc + 4 + distance });
        }
        self.state.stack.values[self.top - 2] = Some(ids::bool(truth));
        self.top -= 1;
        Ok(pc + 2)
    }
    #[inline(always)]
    pub(super) fn jump_if(&mut self, truth: ObjId, instr: Instr, pc: usize) -> Step {
        let value = self.top(1)?;
        self.top -= 1;
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
        self.let_go(value)?;
        self.top -= 1;
        Ok(if value == ids::NONE { pc + 2 + arg as usize } else { pc + 2 })
    }
    #[inline(always)]
    pub(super) fn pop_jump_if_not_none(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let value = self.top(1)?;
        self.let_go(value)?;
        self.top -= 1;
        Ok(if value != ids::NONE { pc + 2 + arg as usize } else { pc + 2 })
    }
    #[inline(always)]
    pub(super) fn unary_not(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        self.state.stack.values[self.top - 1] = Some(ids::bool(value == ids::FALSE));
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn truth_bool(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        if value != ids::TRUE && value != ids::FALSE {
            return Err(Exit::Miss);
        }
        Ok(pc + 4)
    }
    #[inline(always)]
    pub(super) fn truth_int(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        let &Payload::Int(number) = self.state.heap.get(value) else { return Err(Exit::Miss) };
        release_number(&mut self.state.heap, value);
        self.state.stack.values[self.top - 1] = Some(ids::bool(number != 0));
        Ok(pc + 4)
    }
    #[inline(always)]
    pub(super) fn truth_none(&mut self, pc: usize) -> Step {
        if self.top(1)? != ids::NONE {
            return Err(Exit::Miss);
        }
        self.state.stack.values[self.top - 1] = Some(ids::FALSE);
        Ok(pc + 4)
    }
    #[inline(always)]
    pub(super) fn truth_list(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        let Payload::List(items) = self.state.heap.get(value) else { return Err(Exit::Miss) };
        let full = !items.is_empty();
        self.let_go(value)?;
        self.state.stack.values[self.top - 1] = Some(ids::bool(full));
        Ok(pc + 4)
    }
    #[inline(always)]
    pub(super) fn truth_str(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        let Payload::Str(text) = self.state.heap.get(value) else { return Err(Exit::Miss) };
        let full = !text.is_empty();
        self.let_go(value)?;
        self.state.stack.values[self.top - 1] = Some(ids::bool(full));
        Ok(pc + 4)
    }
    #[inline(always)]
    pub(super) fn is_op(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (b, a) = (self.top(1)?, self.top(2)?);
        self.shared(a)?;
        self.shared(b)?;
        // The same object twice could die of the two releases together.
        if a == b && self.state.heap.count(a) == 2 {
            return Err(Exit::Slow);
        }
        let _ = self.state.heap.decref(a);
        let _ = self.state.heap.decref(b);
        self.state.stack.values[self.top - 2] = Some(ids::bool((a == b) == (arg == 0)));
        self.top -= 1;
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn binary_op(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (b, a) = (self.top(1)?, self.top(2)?);
        // What is no number goes the long way, and is counted there.
        let Some(value) = simple::arithmetic(&mut self.state.heap, arg, a, b) else { return Err(Exit::Slow) };
        if !specialize::wait(&mut self.state.program[pc].counter) {
            simple::take_back(&mut self.state.heap, value);
            return Err(Exit::Slow);
        }
        release_number(&mut self.state.heap, a);
        release_number(&mut self.state.heap, b);
        self.state.stack.values[self.top - 2] = Some(value);
        self.top -= 1;
        Ok(pc + 2)
    }
    #[inline(always)]
    pub(super) fn compare_op(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (b, a) = (self.top(1)?, self.top(2)?);
        let Some(truth) = simple::order(&self.state.heap, arg >> 5, a, b) else { return Err(Exit::Slow) };
        if !self.state.heap.is_shared(a) && !simple::is_plain(&self.state.heap, a)
            || !self.state.heap.is_shared(b) && !simple::is_plain(&self.state.heap, b)
            || a == b
        {
            return Err(Exit::Slow);
        }
        self.wait(pc)?;
        self.let_go(a)?;
        self.let_go(b)?;
        self.state.stack.values[self.top - 2] = Some(ids::bool(truth));
        self.top -= 1;
        Ok(pc + 2)
    }
    #[inline(always)]
    pub(super) fn unary_negative(&mut self, pc: usize) -> Step {
        let value = self.top(1)?;
        let negated = match *self.state.heap.get(value) {
            Payload::Int(x) if x != i64::MIN => new_int(&mut self.state.heap, -x),
            Payload::Float(x) => {
                let payload = Payload::Float(-x);
                self.state.heap.alloc(ids::types::FLOAT, payload).into_id()
            }
            _ => return Err(Exit::Slow),
        };
        release_number(&mut self.state.heap, value);
        self.state.stack.values[self.top - 1] = Some(negated);
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn compare_op_int(&mut self, instr: Instr, pc: usize) -> Step {
        let (b, a) = (self.top(1)?, self.top(2)?);
        let (Payload::Int(x), Payload::Int(y)) = (self.state.heap.get(a), self.state.heap.get(b)) else {
            return Err(Exit::Miss);
        };
        let truth = simple::compare(instr.arg >> 5, x, y);
        self.compared(truth, a, b, pc)
    }
    #[inline(always)]
    pub(super) fn compare_op_float(&mut self, instr: Instr, pc: usize) -> Step {
        let (b, a) = (self.top(1)?, self.top(2)?);
        let (Payload::Float(x), Payload::Float(y)) = (self.state.heap.get(a), self.state.heap.get(b)) else {
            return Err(Exit::Miss);
        };
        let truth = simple::compare(instr.arg >> 5, x, y);
        self.compared(truth, a, b, pc)
    }
    #[inline(always)]
    pub(super) fn compare_op_str(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (b, a) = (self.top(1)?, self.top(2)?);
        let (Payload::Str(x), Payload::Str(y)) = (self.state.heap.get(a), self.state.heap.get(b)) else {
            return Err(Exit::Miss);
        };
        let equal = a == b || x == y;
        self.shared(a)?;
        if a == b && self.state.heap.count(a) == 2 {
            return Err(Exit::Slow);
        }
        self.let_go(b)?;
        let _ = self.state.heap.decref(a);
        // Operators 2 and 3: equal, not equal.
        self.state.stack.values[self.top - 2] = Some(ids::bool(equal == (arg >> 5 == 2)));
        self.top -= 1;
        Ok(pc + 2)
    }
    #[inline(always)]
    pub(super) fn truth_always_true(&mut self, instr: Instr, pc: usize) -> Step {
        let value = self.top(1)?;
        if simple::type_version(&self.state.heap, value) != instr.cache {
            return Err(Exit::Miss);
        }
        self.let_go(value)?;
        self.state.stack.values[self.top - 1] = Some(ids::TRUE);
        Ok(pc + 4)
    }
}
