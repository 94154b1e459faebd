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
        let (&Payload::Int(x), &Payload::Int(y)) = (self.heap.get(a), self.heap.get(b)) else {
            return Err(Exit::Miss);
        };
        let Some(value) = operation(x, y) else { return Err(Exit::Slow) };
        let value = new_int(self.heap, value);
        release_number(self.heap, a);
        release_number(self.heap, b);
        self.stack[self.top - 2] = Some(value);
        self.top -= 1;
        Ok(pc + 2)
    }
    #[inline(always)]
    pub(super) fn float_operation(&mut self, pc: usize, operation: fn(f64, f64) -> f64) -> Step {
        let (b, a) = (self.top(1)?, self.top(2)?);
        let (&Payload::Float(x), &Payload::Float(y)) = (self.heap.get(a), self.heap.get(b)) else {
            return Err(Exit::Miss);
        };
        let value = Payload::Float(operation(x, y));
        // Like CPython, the result takes the place of an operand that nobody else holds.
        let result = if self.heap.count(a) == 1 {
            *self.heap.get_mut(a) = value;
            release_number(self.heap, b);
            a
        } else if self.heap.count(b) == 1 {
            *self.heap.get_mut(b) = value;
            release_number(self.heap, a);
            b
        } else {
            release_number(self.heap, a);
            release_number(self.heap, b);
            self.heap.alloc(ids::types::FLOAT, value).into_id()
        };
        self.stack[self.top - 2] = Some(result);
        self.top -= 1;
        Ok(pc + 2)
    }
    /// Leaves the truth of a comparison on the stack, or, if a jump on it follows, takes that, too:
    /// two steps in one.
    #[inline(always)]
    fn compared(&mut self, truth: bool, pc: usize) -> Step {
        let next = self.program.get(pc + 2).map(|next| (next.op, next.arg as usize));
        if let Some((Opcode::POP_JUMP_IF_FALSE, distance)) = next {
            self.top -= 2;
            *self.steps += 1;
            return Ok(if truth { pc + 4 } else { pc + 4 + distance });
        }
        self.stack[self.top - 2] = Some(ids::bool(truth));
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
    pub(super) fn resume_check(&mut self, _: Instr, pc: usize) -> Step {
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
    pub(super) fn unary_not(&mut self, _: Instr, pc: usize) -> Step {
        let value = self.top(1)?;
        self.stack[self.top - 1] = Some(ids::bool(value == ids::FALSE));
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn to_bool_bool(&mut self, _: Instr, pc: usize) -> Step {
        let value = self.top(1)?;
        if value != ids::TRUE && value != ids::FALSE {
            return Err(Exit::Miss);
        }
        Ok(pc + 4)
    }
    #[inline(always)]
    pub(super) fn to_bool_int(&mut self, _: Instr, pc: usize) -> Step {
        let value = self.top(1)?;
        let &Payload::Int(number) = self.heap.get(value) else { return Err(Exit::Miss) };
        release_number(self.heap, value);
        self.stack[self.top - 1] = Some(ids::bool(number != 0));
        Ok(pc + 4)
    }
    #[inline(always)]
    pub(super) fn to_bool_none(&mut self, _: Instr, pc: usize) -> Step {
        if self.top(1)? != ids::NONE {
            return Err(Exit::Miss);
        }
        self.stack[self.top - 1] = Some(ids::FALSE);
        Ok(pc + 4)
    }
    #[inline(always)]
    pub(super) fn to_bool_list(&mut self, _: Instr, pc: usize) -> Step {
        let value = self.top(1)?;
        let Payload::List(items) = self.heap.get(value) else { return Err(Exit::Miss) };
        let full = !items.is_empty();
        self.let_go(value)?;
        self.stack[self.top - 1] = Some(ids::bool(full));
        Ok(pc + 4)
    }
    #[inline(always)]
    pub(super) fn to_bool_str(&mut self, _: Instr, pc: usize) -> Step {
        let value = self.top(1)?;
        let Payload::Str(text) = self.heap.get(value) else { return Err(Exit::Miss) };
        let full = text.len() != 0;
        self.let_go(value)?;
        self.stack[self.top - 1] = Some(ids::bool(full));
        Ok(pc + 4)
    }
    #[inline(always)]
    pub(super) fn is_op(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (b, a) = (self.top(1)?, self.top(2)?);
        self.shared(a)?;
        self.shared(b)?;
        // The same object twice could die of the two releases together.
        if a == b && self.heap.count(a) == 2 {
            return Err(Exit::Slow);
        }
        let _ = self.heap.decref(a);
        let _ = self.heap.decref(b);
        self.stack[self.top - 2] = Some(ids::bool((a == b) == (arg == 0)));
        self.top -= 1;
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn binary_op(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (b, a) = (self.top(1)?, self.top(2)?);
        // What is no number goes the long way, and is counted there.
        let Some(value) = simple::arithmetic(self.heap, arg, a, b) else { return Err(Exit::Slow) };
        if !specialize::wait(&mut self.program[pc].counter) {
            simple::take_back(self.heap, value);
            return Err(Exit::Slow);
        }
        release_number(self.heap, a);
        release_number(self.heap, b);
        self.stack[self.top - 2] = Some(value);
        self.top -= 1;
        Ok(pc + 2)
    }
    #[inline(always)]
    pub(super) fn compare_op(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (b, a) = (self.top(1)?, self.top(2)?);
        let Some(truth) = simple::order(self.heap, arg >> 5, a, b) else { return Err(Exit::Slow) };
        if !self.heap.is_shared(a) && !simple::is_plain(self.heap, a)
            || !self.heap.is_shared(b) && !simple::is_plain(self.heap, b)
            || a == b
        {
            return Err(Exit::Slow);
        }
        self.wait(pc)?;
        self.let_go(a)?;
        self.let_go(b)?;
        self.stack[self.top - 2] = Some(ids::bool(truth));
        self.top -= 1;
        Ok(pc + 2)
    }
    #[inline(always)]
    pub(super) fn unary_negative(&mut self, _: Instr, pc: usize) -> Step {
        let value = self.top(1)?;
        let negated = match self.heap.get(value) {
            Payload::Int(x) if *x != i64::MIN => new_int(self.heap, -x),
            Payload::Float(x) => {
                let payload = Payload::Float(-x);
                self.heap.alloc(ids::types::FLOAT, payload).into_id()
            }
            _ => return Err(Exit::Slow),
        };
        release_number(self.heap, value);
        self.stack[self.top - 1] = Some(negated);
        Ok(pc + 1)
    }
    #[inline(always)]
    pub(super) fn compare_op_int(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (b, a) = (self.top(1)?, self.top(2)?);
        let (Payload::Int(x), Payload::Int(y)) = (self.heap.get(a), self.heap.get(b)) else {
            return Err(Exit::Miss);
        };
        let truth = simple::compare(arg >> 5, x, y);
        release_number(self.heap, a);
        release_number(self.heap, b);
        self.compared(truth, pc)
    }
    #[inline(always)]
    pub(super) fn compare_op_float(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (b, a) = (self.top(1)?, self.top(2)?);
        let (Payload::Float(x), Payload::Float(y)) = (self.heap.get(a), self.heap.get(b)) else {
            return Err(Exit::Miss);
        };
        let truth = simple::compare(arg >> 5, x, y);
        release_number(self.heap, a);
        release_number(self.heap, b);
        self.compared(truth, pc)
    }
    #[inline(always)]
    pub(super) fn compare_op_str(&mut self, instr: Instr, pc: usize) -> Step {
        let arg = instr.arg;
        let (b, a) = (self.top(1)?, self.top(2)?);
        let (Payload::Str(x), Payload::Str(y)) = (self.heap.get(a), self.heap.get(b)) else {
            return Err(Exit::Miss);
        };
        let equal = a == b || x == y;
        self.shared(a)?;
        if a == b && self.heap.count(a) == 2 {
            return Err(Exit::Slow);
        }
        self.let_go(b)?;
        let _ = self.heap.decref(a);
        // Operators 2 and 3: equal, not equal.
        self.stack[self.top - 2] = Some(ids::bool(equal == (arg >> 5 == 2)));
        self.top -= 1;
        Ok(pc + 2)
    }
    #[inline(always)]
    pub(super) fn to_bool_always_true(&mut self, instr: Instr, pc: usize) -> Step {
        let value = self.top(1)?;
        if simple::type_version(self.heap, value) != instr.cache {
            return Err(Exit::Miss);
        }
        self.let_go(value)?;
        self.stack[self.top - 1] = Some(ids::TRUE);
        Ok(pc + 4)
    }
}
