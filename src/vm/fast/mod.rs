//! The fast loop: instructions whose common case needs the stack, the heap and an inline cache, and
//! nothing else. It stops before the first instruction that needs more; what it has not finished it
//! has not begun, so that the whole machine (`eval.rs`) can execute that instruction from the start.

mod attributes;
mod calls;
mod containers;
mod moves;
mod numbers;

use super::{State, Vm, simple, specialize};
use crate::bytecode::Opcode;
use crate::heap::ObjId;
use crate::object::ids;
use std::sync::atomic::{AtomicBool, Ordering};

/// Why the fast loop stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Exit {
    /// The instruction needs the whole machine.
    Slow,
    /// The guard of a specialised instruction failed.
    Miss,
}

/// The index of the next instruction, or why this one was not begun.
type Step = Result<usize, Exit>;

/// What the fast loop works on: the machine's state, and the running frame's place on the stack. It
/// has as few parts of its own as it can, so that they stay in the processor's registers.
struct Core<'a> {
    state: &'a mut State,
    /// Height of the value stack, which the state learns when the loop stops.
    top: usize,
    base: usize,
    globals: ObjId,
    interrupt: &'a AtomicBool,
}

impl Core<'_> {
    /// The value `n` places below the room above the top (1: the top), if it is none but a value.
    #[inline(always)]
    fn top(&self, n: usize) -> Result<ObjId, Exit> {
        match self.state.stack.values.get(self.top.wrapping_sub(n)) {
            Some(&Some(value)) => Ok(value),
            _ => Err(Exit::Slow),
        }
    }
    #[inline(always)]
    fn local(&self, index: u32) -> Result<ObjId, Exit> {
        match self.state.stack.values.get(self.base + index as usize) {
            Some(&Some(value)) => Ok(value),
            _ => Err(Exit::Slow),
        }
    }
    /// Is there room for so many values?
    #[inline(always)]
    fn room(&self, count: usize) -> Result<(), Exit> {
        if self.top + count > self.state.stack.values.len() { Err(Exit::Slow) } else { Ok(()) }
    }
    /// Pushes a reference; there must be room.
    #[inline(always)]
    fn push(&mut self, value: ObjId) {
        self.state.stack.values[self.top] = Some(value);
        self.top += 1;
    }
    /// Gives back a reference, unless more than a plain object would die with it.
    #[inline(always)]
    fn let_go(&mut self, id: ObjId) -> Result<(), Exit> {
        if self.state.heap.decref_shared(id) || simple::free(&mut self.state.heap, &mut self.state.gc, id) {
            return Ok(());
        }
        Err(Exit::Slow)
    }
    /// Goes on only if somebody else holds the object, too, so that it cannot die here.
    #[inline(always)]
    fn shared(&self, id: ObjId) -> Result<(), Exit> {
        if self.state.heap.is_shared(id) { Ok(()) } else { Err(Exit::Slow) }
    }
    #[inline(always)]
    fn eval_breaker(&self) -> Result<(), Exit> {
        let State { gc, heap, .. } = &*self.state;
        if gc.due || heap.pressed() || self.interrupt.load(Ordering::Relaxed) {
            Err(Exit::Slow)
        } else {
            Ok(())
        }
    }
    /// Counts an execution of an adaptive instruction; at the end of its wait it must look around.
    #[inline(always)]
    fn wait(&mut self, pc: usize) -> Result<(), Exit> {
        if specialize::wait(&mut self.state.program[pc].counter) { Ok(()) } else { Err(Exit::Slow) }
    }
}

impl Vm {
    /// Runs from program index `pc` of the top frame; gives the index of the instruction that it
    /// stopped before, which the frame then has as its own.
    #[inline(always)]
    pub(super) fn run_fast(&mut self, mut pc: usize) -> (usize, Exit) {
        let state = &mut self.state;
        let Some(frame) = state.frames.last() else { return (pc, Exit::Slow) };
        let (base, globals) = (frame.base as usize, frame.globals);
        let top = state.stack.len();
        let mut core = Core { state, top, base, globals, interrupt: &self.interrupt };
        let exit = loop {
            let Some(&instr) = core.state.program.get(pc) else { break Exit::Slow };
            let step = match instr.op {
                Opcode::LOAD_FAST => core.load_fast(instr, pc),
                Opcode::LOAD_FAST_LOAD_FAST => core.load_fast_load_fast(instr, pc),
                Opcode::LOAD_CONST => core.load_const(instr, pc),
                Opcode::STORE_FAST => core.store_fast(instr, pc),
                Opcode::STORE_FAST_LOAD_FAST => core.store_fast_load_fast(instr, pc),
                Opcode::STORE_FAST_STORE_FAST => core.store_fast_store_fast(instr, pc),
                Opcode::POP_TOP => core.pop_top(pc),
                Opcode::PUSH_NULL => core.push_null(pc),
                Opcode::COPY => core.copy(instr, pc),
                Opcode::SWAP => core.swap(instr, pc),
                Opcode::NOP | Opcode::EXTENDED_ARG => Ok(pc + 1),
                Opcode::RESUME_CHECK => core.resume_check(pc),
                Opcode::JUMP_FORWARD => Ok(pc + 1 + instr.arg as usize),
                Opcode::JUMP_BACKWARD => core.jump_backward(instr, pc),
                Opcode::JUMP_BACKWARD_NO_INTERRUPT => Ok(pc + 1 - instr.arg as usize),
                Opcode::POP_JUMP_IF_FALSE => core.jump_if(ids::FALSE, instr, pc),
                Opcode::POP_JUMP_IF_TRUE => core.jump_if(ids::TRUE, instr, pc),
                Opcode::POP_JUMP_IF_NONE => core.pop_jump_if_none(instr, pc),
                Opcode::POP_JUMP_IF_NOT_NONE => core.pop_jump_if_not_none(instr, pc),
                Opcode::UNARY_NOT => core.unary_not(pc),
                Opcode::TO_BOOL_BOOL => core.truth_bool(pc),
                Opcode::TO_BOOL_INT => core.truth_int(pc),
                Opcode::TO_BOOL_NONE => core.truth_none(pc),
                Opcode::TO_BOOL_LIST => core.truth_list(pc),
                Opcode::TO_BOOL_STR => core.truth_str(pc),
                Opcode::IS_OP => core.is_op(instr, pc),
                Opcode::BINARY_OP => core.binary_op(instr, pc),
                Opcode::COMPARE_OP => core.compare_op(instr, pc),
                Opcode::UNARY_NEGATIVE => core.unary_negative(pc),
                Opcode::BINARY_OP_ADD_INT => core.int_operation(pc, i64::checked_add),
                Opcode::BINARY_OP_SUBTRACT_INT => core.int_operation(pc, i64::checked_sub),
                Opcode::BINARY_OP_MULTIPLY_INT => core.int_operation(pc, i64::checked_mul),
                Opcode::BINARY_OP_ADD_FLOAT => core.float_operation(pc, |x, y| x + y),
                Opcode::BINARY_OP_SUBTRACT_FLOAT => core.float_operation(pc, |x, y| x - y),
                Opcode::BINARY_OP_MULTIPLY_FLOAT => core.float_operation(pc, |x, y| x * y),
                Opcode::COMPARE_OP_INT => core.compare_op_int(instr, pc),
                Opcode::COMPARE_OP_FLOAT => core.compare_op_float(instr, pc),
                Opcode::COMPARE_OP_STR => core.compare_op_str(instr, pc),
                Opcode::LOAD_GLOBAL_MODULE => core.load_global_module(instr, pc),
                Opcode::LOAD_GLOBAL_BUILTIN => core.load_global_builtin(instr, pc),
                Opcode::LOAD_NAME => core.load_name(instr, pc),
                Opcode::STORE_NAME => core.store_name(instr, pc),
                Opcode::COPY_FREE_VARS => core.copy_free_vars(instr, pc),
                Opcode::MAKE_CELL => core.make_cell(instr, pc),
                Opcode::LOAD_FAST_AND_CLEAR => core.load_fast_and_clear(instr, pc),
                Opcode::BUILD_TUPLE => core.build_tuple(instr, pc),
                Opcode::BUILD_LIST => core.build_list(instr, pc),
                Opcode::GET_ITER => core.get_iter(pc),
                Opcode::TO_BOOL_ALWAYS_TRUE => core.truth_always_true(instr, pc),
                Opcode::END_SEND => core.end_send(pc),
                Opcode::GET_YIELD_FROM_ITER => core.get_yield_from_iter(pc),
                Opcode::LOAD_DEREF => core.load_deref(instr, pc),
                Opcode::STORE_DEREF => core.store_deref(instr, pc),
                Opcode::LOAD_ATTR_INSTANCE_VALUE => core.load_attr_instance_value(instr, pc),
                Opcode::LOAD_ATTR_SLOT => core.load_attr_slot(instr, pc),
                Opcode::LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES | Opcode::LOAD_ATTR_NONDESCRIPTOR_NO_DICT => {
                    core.load_attr_nondescriptor_with_values(instr, pc)
                }
                Opcode::LOAD_ATTR_METHOD_WITH_VALUES
                | Opcode::LOAD_ATTR_METHOD_NO_DICT
                | Opcode::LOAD_ATTR_METHOD_LAZY_DICT => core.load_attr_method_with_values(instr, pc),
                Opcode::LOAD_ATTR_CLASS => core.load_attr_class(instr, pc),
                Opcode::LOAD_ATTR_MODULE => core.load_attr_module(instr, pc),
                Opcode::STORE_ATTR_INSTANCE_VALUE => core.store_attr_instance_value(instr, pc),
                Opcode::STORE_ATTR_SLOT => core.store_attr_slot(instr, pc),
                Opcode::BINARY_SUBSCR_LIST_INT | Opcode::BINARY_SUBSCR_TUPLE_INT => {
                    core.binary_subscr_list_int(pc)
                }
                Opcode::BINARY_SUBSCR_STR_INT => core.binary_subscr_str_int(pc),
                Opcode::BINARY_SUBSCR_DICT => core.binary_subscr_dict(pc),
                Opcode::STORE_SUBSCR_LIST_INT => core.store_subscr_list_int(pc),
                Opcode::STORE_SUBSCR_DICT => core.store_subscr_dict(pc),
                Opcode::CONTAINS_OP_DICT => core.contains_op_dict(instr, pc),
                Opcode::CONTAINS_OP_SET => core.contains_op_set(instr, pc),
                Opcode::SET_ADD => core.set_add(instr, pc),
                Opcode::LIST_APPEND => core.list_append(instr, pc),
                Opcode::UNPACK_SEQUENCE_TWO_TUPLE
                | Opcode::UNPACK_SEQUENCE_TUPLE
                | Opcode::UNPACK_SEQUENCE_LIST => core.unpack_sequence_two_tuple(instr, pc),
                Opcode::FOR_ITER_RANGE => core.for_iter_range(instr, pc),
                Opcode::FOR_ITER_LIST => core.for_iter_list(instr, pc),
                Opcode::FOR_ITER_TUPLE => core.for_iter_tuple(instr, pc),
                Opcode::CALL_PY_EXACT_ARGS | Opcode::CALL_BOUND_METHOD_EXACT_ARGS => {
                    core.call_py_exact_args(instr, pc)
                }
                Opcode::RETURN_VALUE | Opcode::RETURN_CONST => core.return_value(instr),
                Opcode::CALL_ALLOC_AND_ENTER_INIT => core.call_alloc_and_enter_init(instr, pc),
                Opcode::LOAD_ATTR_PROPERTY => core.load_attr_property(instr, pc),
                Opcode::FOR_ITER_GEN | Opcode::SEND_GEN => core.for_iter_gen(instr, pc),
                Opcode::YIELD_VALUE => core.yield_value(pc),
                Opcode::CALL_LEN => core.call_len(instr, pc),
                Opcode::CALL_ISINSTANCE => core.call_isinstance(instr, pc),
                Opcode::CALL_LIST_APPEND => core.call_list_append(instr, pc),
                Opcode::CALL_TYPE_1 => core.call_type_1(pc),
                _ => Err(Exit::Slow),
            };
            match step {
                Ok(next) => pc = next,
                Err(exit) => break exit,
            }
            core.state.steps += 1;
        };
        if let Some(frame) = core.state.frames.last_mut() {
            frame.pc = pc as u32;
        }
        let top = core.top;
        core.state.stack.set_top(top);
        (pc, exit)
    }
}
