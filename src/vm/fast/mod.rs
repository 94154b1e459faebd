//! The fast loop: instructions whose common case needs the stack, the heap and an inline cache, and
//! nothing else. What it has not finished it has not begun, so that the whole machine (`eval.rs`) can
//! execute an instruction that needs more from the start.

mod attributes;
mod calls;
mod containers;
mod general;
mod moves;
mod numbers;
mod operands;
mod whole;

use super::{Instr, State, Unwind, Vm, simple, specialize};
use crate::bytecode::Opcode;
use crate::heap::ObjId;
use crate::object::ids;
use operands::{Const, Fast, FastConst, FastFast, Stack};
use std::hint::cold_path;
use std::sync::atomic::Ordering;

/// Why a step was not done, or the fast loop stopped. As wide as an index, so that a [`Step`] fits two registers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u64)]
pub(super) enum Exit {
    /// The instruction needs the whole machine.
    Slow,
    /// The guard of a specialised instruction failed.
    Miss,
    /// It is done, and what it called wants to be told of the next: on at [`Place::next`].
    Told,
    /// The frame that Rust waits for is done: its value lies on the stack.
    Leave,
    /// The exception on its way goes on from here.
    Reraise,
    /// It was begun, and did not end well: see [`Unwind`].
    Raised,
    Abandoned,
    Switch,
}

impl From<Unwind> for Exit {
    fn from(unwind: Unwind) -> Exit {
        match unwind {
            Unwind::Raised => Exit::Raised,
            Unwind::Abandoned => Exit::Abandoned,
            Unwind::Switch => Exit::Switch,
        }
    }
}
impl Exit {
    /// How an instruction that was begun ended.
    pub(super) fn unwind(self) -> Option<Unwind> {
        match self {
            Exit::Slow | Exit::Miss | Exit::Told | Exit::Leave | Exit::Reraise => None,
            Exit::Raised => Some(Unwind::Raised),
            Exit::Abandoned => Some(Unwind::Abandoned),
            Exit::Switch => Some(Unwind::Switch),
        }
    }
}

/// The index of the next instruction, or why this one was not begun.
type Step = Result<usize, Exit>;

/// The instruction is left to the whole machine, which is not the common way.
#[inline(always)]
fn slow<T>() -> Result<T, Exit> {
    cold_path();
    Err(Exit::Slow)
}
/// The guard fails.
#[inline(always)]
fn miss<T>() -> Result<T, Exit> {
    cold_path();
    Err(Exit::Miss)
}

/// What the fast loop works on: the machine, and the running frame's place on the stack. Steps are
/// counted where somebody watches.
struct Core<'a, const COUNTED: bool> {
    vm: &'a mut Vm,
    place: &'a mut Place,
}

/// Where the running frame is.
#[derive(Clone, Copy)]
struct Place {
    /// Height of the value stack, which the machine learns when the loop stops.
    top: usize,
    base: usize,
    globals: ObjId,
    next: usize,
}

/// Does a step in a function of its own: a long one would take the registers from all the others.
#[inline(never)]
fn apart<const COUNTED: bool>(
    vm: &mut Vm,
    place: &mut Place,
    pc: usize,
    step: impl FnOnce(&mut Core<COUNTED>, Instr, usize) -> Step,
) -> Step {
    // The place is not copied: a wide load right after a narrow store would have to wait for it.
    let mut core = Core { vm, place };
    let instr = core.at(pc);
    step(&mut core, instr, pc)
}

impl<const COUNTED: bool> Core<'_, COUNTED> {
    /// See [`apart`].
    #[inline(always)]
    fn apart(&mut self, pc: usize, step: impl FnOnce(&mut Core<COUNTED>, Instr, usize) -> Step) -> Step {
        apart(self.vm, self.place, pc, step)
    }
    /// May so many instructions be done besides the one that is counted already? Not if somebody wants
    /// to be asked before.
    #[inline(always)]
    fn may_do(&self, more: usize) -> bool {
        !COUNTED || self.vm.state.steps + more as u64 <= self.vm.unasked
    }
    /// Counts instructions that are done besides the one that is counted already. Before code of any kind
    /// may run: what that does are steps, too, and come after these.
    #[inline(always)]
    fn count_steps(&mut self, more: usize) {
        if COUNTED {
            self.vm.state.steps += more as u64;
        }
    }
    /// The instruction at a program index.
    #[inline(always)]
    fn at(&self, pc: usize) -> Instr {
        self.vm.state.program[pc]
    }
    /// The value `n` places below the room above the top (1: the top), if it is none but a value.
    #[inline(always)]
    fn top(&self, n: usize) -> Result<ObjId, Exit> {
        match self.vm.state.stack.values.get(self.place.top.wrapping_sub(n)) {
            Some(&Some(value)) => Ok(value),
            _ => slow(),
        }
    }
    #[inline(always)]
    fn local(&self, index: u32) -> Result<ObjId, Exit> {
        match self.vm.state.stack.values.get(self.place.base + index as usize) {
            Some(&Some(value)) => Ok(value),
            _ => slow(),
        }
    }
    /// Is there room for so many values?
    #[inline(always)]
    fn room(&self, count: usize) -> Result<(), Exit> {
        if self.place.top + count > self.vm.state.stack.values.len() { slow() } else { Ok(()) }
    }
    /// Pushes a reference; there must be room.
    #[inline(always)]
    fn push(&mut self, value: ObjId) {
        self.vm.state.stack.values[self.place.top] = Some(value);
        self.place.top += 1;
    }
    /// Gives back a reference, unless more than a plain object would die with it.
    #[inline(always)]
    fn let_go(&mut self, id: ObjId) -> Result<(), Exit> {
        if self.vm.state.heap.decref_shared(id)
            || simple::free(&mut self.vm.state.heap, &mut self.vm.state.gc, id)
        {
            return Ok(());
        }
        if self.vm.free_quickly(id) { Ok(()) } else { slow() }
    }
    /// Tells the machine where execution stands, before it does something itself.
    #[inline(always)]
    fn sync(&mut self, pc: usize) {
        self.vm.stand_at(self.place.top, pc);
    }
    /// Gives back a reference, whatever dies with it. For the end of a step, when all else is done.
    #[inline(always)]
    fn give_back(&mut self, id: ObjId, pc: usize) {
        if self.let_go(id).is_err() {
            cold_path();
            self.vm.bury(id, self.place.top, pc);
        }
    }
    /// Keeps what code of any kind gave, and goes on at `next`, unless that code asked to be told of
    /// what happens.
    #[inline(always)]
    fn keep_unless_told(&mut self, value: ObjId, next: usize) -> Step {
        if !self.vm.state.monitor.hot {
            return self.keep(value, next);
        }
        cold_path();
        self.push(value);
        self.place.next = next;
        Err(Exit::Told)
    }
    /// Goes on only if somebody else holds the object, too, so that it cannot die here.
    #[inline(always)]
    fn shared(&self, id: ObjId) -> Result<(), Exit> {
        if self.vm.state.heap.is_shared(id) { Ok(()) } else { slow() }
    }
    #[inline(always)]
    fn eval_breaker(&self) -> Result<(), Exit> {
        let State { gc, heap, monitor, .. } = &self.vm.state;
        if gc.due || heap.pressed() || monitor.hot || self.vm.interrupt.load(Ordering::Relaxed) {
            slow()
        } else {
            Ok(())
        }
    }
    /// Counts an execution of an adaptive instruction; at the end of its wait it must look around.
    #[inline(always)]
    fn wait(&mut self, pc: usize) -> Result<(), Exit> {
        if specialize::wait(&mut self.vm.state.program[pc].counter) { Ok(()) } else { slow() }
    }
}

impl Vm {
    /// Notes the height of the value stack and the running frame's instruction.
    #[inline(always)]
    fn stand_at(&mut self, top: usize, pc: usize) {
        if let Some(frame) = self.state.frames.last_mut() {
            frame.pc = pc as u32;
        }
        self.state.stack.set_top(top);
    }
    /// Gives back the last reference to an object; Python code may run.
    #[inline(never)]
    fn bury(&mut self, id: ObjId, top: usize, pc: usize) {
        self.stand_at(top, pc);
        self.decref(id);
    }
    /// Runs from program index `pc` of the top frame; gives the index of the instruction that it
    /// stopped at. `COUNTED`: steps are counted, and before the one of number `unasked` somebody wants to be
    /// asked.
    #[inline(always)]
    pub(super) fn run_fast<const COUNTED: bool>(&mut self, mut pc: usize) -> (usize, Exit) {
        let Some(frame) = self.state.frames.last() else { return (pc, Exit::Slow) };
        let (base, globals) = (frame.base as usize, frame.globals);
        let top = self.state.stack.len();
        let mut place = Place { top, base, globals, next: pc };
        let mut core = Core::<COUNTED> { vm: self, place: &mut place };
        /// Goes on at the instruction that the step gives, or says why it was not begun.
        macro_rules! go {
            ($step:expr) => {
                match $step {
                    Ok(next) => {
                        pc = next;
                        continue;
                    }
                    Err(exit) => {
                        cold_path();
                        exit
                    }
                }
            };
        }
        let exit = loop {
            if COUNTED && core.vm.state.steps >= core.vm.unasked {
                core.place.next = pc;
                break Exit::Told;
            }
            let Some(&Instr { op, .. }) = core.vm.state.program.get(pc) else { break Exit::Slow };
            core.count_steps(1);
            let exit = match op {
                Opcode::LOAD_FAST => go!(core.load_fast(core.at(pc), pc)),
                Opcode::LOAD_FAST_LOAD_FAST => go!(core.load_fast_load_fast(core.at(pc), pc)),
                Opcode::LOAD_CONST => go!(core.load_const(core.at(pc), pc)),
                Opcode::STORE_FAST => go!(core.store_fast(core.at(pc), pc)),
                Opcode::STORE_FAST_LOAD_FAST => go!(core.store_fast_load_fast(core.at(pc), pc)),
                Opcode::STORE_FAST_STORE_FAST => go!(core.store_fast_store_fast(core.at(pc), pc)),
                Opcode::POP_TOP => go!(core.pop_top(pc)),
                Opcode::PUSH_NULL => go!(core.push_null(pc)),
                Opcode::COPY => go!(core.copy(core.at(pc), pc)),
                Opcode::SWAP => go!(core.swap(core.at(pc), pc)),
                Opcode::NOP | Opcode::EXTENDED_ARG => go!(Ok(pc + 1)),
                Opcode::RESUME_CHECK => go!(core.resume_check(pc)),
                Opcode::JUMP_FORWARD => go!(Ok(pc + 1 + core.at(pc).arg as usize)),
                Opcode::JUMP_BACKWARD => go!(core.jump_backward(core.at(pc), pc)),
                Opcode::JUMP_BACKWARD_NO_INTERRUPT => go!(Ok(pc + 1 - core.at(pc).arg as usize)),
                Opcode::POP_JUMP_IF_FALSE => go!(core.jump_if(ids::FALSE, core.at(pc), pc)),
                Opcode::POP_JUMP_IF_TRUE => go!(core.jump_if(ids::TRUE, core.at(pc), pc)),
                Opcode::POP_JUMP_IF_NONE => go!(core.pop_jump_if_none(core.at(pc), pc)),
                Opcode::POP_JUMP_IF_NOT_NONE => go!(core.pop_jump_if_not_none(core.at(pc), pc)),
                Opcode::UNARY_NOT => go!(core.unary_not(pc)),
                Opcode::TO_BOOL_BOOL => go!(core.truth_bool(pc)),
                Opcode::TO_BOOL_INT => go!(core.truth_int(pc)),
                Opcode::TO_BOOL_NONE => go!(core.truth_none(pc)),
                Opcode::TO_BOOL_LIST => {
                    go!(core.apart(pc, |core, _, pc| core.truth_list(pc)))
                }
                Opcode::TO_BOOL_STR => {
                    go!(core.apart(pc, |core, _, pc| core.truth_str(pc)))
                }
                Opcode::IS_OP => {
                    go!(core.apart(pc, |core, instr, pc| core.is_op(instr, pc)))
                }
                Opcode::BINARY_OP => go!(core.binary_op::<Stack>(core.at(pc), pc)),
                Opcode::COMPARE_OP => {
                    go!(core.apart(pc, |core, instr, pc| core.compare_op(instr, pc)))
                }
                Opcode::UNARY_NEGATIVE => {
                    go!(core.apart(pc, |core, _, pc| core.unary_negative(pc)))
                }
                Opcode::BINARY_OP_ADD_INT => {
                    go!(core.int_operation::<Stack>(core.at(pc), pc, i64::checked_add))
                }
                Opcode::BINARY_OP_SUBTRACT_INT => {
                    go!(core.int_operation::<Stack>(core.at(pc), pc, i64::checked_sub))
                }
                Opcode::BINARY_OP_MULTIPLY_INT => {
                    go!(core.int_operation::<Stack>(core.at(pc), pc, i64::checked_mul))
                }
                Opcode::BINARY_OP_ADD_UNICODE => {
                    go!(core.apart(pc, |core, _, pc| core.add_strings(pc)))
                }
                Opcode::BINARY_OP_INPLACE_ADD_UNICODE => {
                    go!(core.apart(pc, |core, _, pc| core.append_string(pc)))
                }
                Opcode::BINARY_OP_ADD_FLOAT => {
                    go!(core.float_operation::<Stack>(core.at(pc), pc, |x, y| x + y))
                }
                Opcode::BINARY_OP_SUBTRACT_FLOAT => {
                    go!(core.float_operation::<Stack>(core.at(pc), pc, |x, y| x - y))
                }
                Opcode::BINARY_OP_MULTIPLY_FLOAT => {
                    go!(core.float_operation::<Stack>(core.at(pc), pc, |x, y| x * y))
                }
                Opcode::COMPARE_OP_INT => go!(core.compare_op_int::<Stack>(core.at(pc), pc)),
                Opcode::COMPARE_OP_FLOAT => go!(core.compare_op_float::<Stack>(core.at(pc), pc)),
                Opcode::COMPARE_OP_STR => {
                    go!(core.apart(pc, |core, instr, pc| core.compare_op_str(instr, pc)))
                }
                Opcode::LOAD_GLOBAL_MODULE => go!(core.load_global_module(core.at(pc), pc)),
                Opcode::LOAD_GLOBAL_BUILTIN => go!(core.load_global_builtin(core.at(pc), pc)),
                Opcode::LOAD_NAME => {
                    go!(core.apart(pc, |core, instr, pc| core.load_name(instr, pc)))
                }
                Opcode::STORE_NAME => {
                    go!(core.apart(pc, |core, instr, pc| core.store_name(instr, pc)))
                }
                Opcode::COPY_FREE_VARS => {
                    go!(core.apart(pc, |core, instr, pc| core.copy_free_vars(instr, pc)))
                }
                Opcode::MAKE_CELL => {
                    go!(core.apart(pc, |core, instr, pc| core.make_cell(instr, pc)))
                }
                Opcode::LOAD_FAST_AND_CLEAR => go!(core.load_fast_and_clear(core.at(pc), pc)),
                Opcode::BUILD_TUPLE => {
                    go!(core.apart(pc, |core, instr, pc| core.build_tuple(instr, pc)))
                }
                Opcode::BUILD_LIST => {
                    go!(core.apart(pc, |core, instr, pc| core.build_list(instr, pc)))
                }
                Opcode::GET_ITER => go!(core.apart(pc, |core, _, pc| core.get_iter(pc))),
                Opcode::TO_BOOL_ALWAYS_TRUE => {
                    go!(core.apart(pc, |core, instr, pc| core.truth_always_true(instr, pc)))
                }
                Opcode::RETURN_GENERATOR => {
                    go!(core.apart(pc, |core, _, pc| core.return_generator(pc)))
                }
                Opcode::GET_AWAITABLE => {
                    go!(core.apart(pc, |core, _, pc| core.get_awaitable(pc)))
                }
                Opcode::END_SEND => go!(core.apart(pc, |core, _, pc| core.end_send(pc))),
                Opcode::GET_YIELD_FROM_ITER => {
                    go!(core.apart(pc, |core, _, pc| core.get_yield_from_iter(pc)))
                }
                Opcode::LOAD_DEREF => go!(core.load_deref(core.at(pc), pc)),
                Opcode::STORE_DEREF => go!(core.store_deref(core.at(pc), pc)),
                Opcode::LOAD_ATTR_INSTANCE_VALUE => {
                    go!(core.load_attr_instance_value(core.at(pc), pc))
                }
                Opcode::LOAD_ATTR_SLOT => go!(core.load_attr_slot(core.at(pc), pc)),
                Opcode::LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES | Opcode::LOAD_ATTR_NONDESCRIPTOR_NO_DICT => {
                    go!(core.apart(pc, |core, instr, pc| core.load_attr_nondescriptor_with_values(instr, pc)))
                }
                Opcode::LOAD_ATTR_METHOD_WITH_VALUES
                | Opcode::LOAD_ATTR_METHOD_NO_DICT
                | Opcode::LOAD_ATTR_METHOD_LAZY_DICT => {
                    go!(core
                        .apart(pc, |core, instr, pc| core.load_attr_method_with_values::<false>(instr, pc)))
                }
                Opcode::LOAD_ATTR_CLASS => {
                    go!(core.apart(pc, |core, instr, pc| core.load_attr_class(instr, pc)))
                }
                Opcode::LOAD_ATTR_MODULE => {
                    go!(core.apart(pc, |core, instr, pc| core.load_attr_module(instr, pc)))
                }
                Opcode::STORE_ATTR_INSTANCE_VALUE => {
                    go!(core.apart(pc, |core, instr, pc| core.store_attr_instance_value::<Stack>(instr, pc)))
                }
                Opcode::STORE_ATTR_SLOT => {
                    go!(core.apart(pc, |core, instr, pc| core.store_attr_slot(instr, pc)))
                }
                Opcode::BINARY_SUBSCR_LIST_INT | Opcode::BINARY_SUBSCR_TUPLE_INT => {
                    go!(core.binary_subscr_list_int::<Stack>(core.at(pc), pc))
                }
                Opcode::BINARY_SLICE => {
                    go!(core.apart(pc, |core, _, pc| core.binary_slice(pc)))
                }
                Opcode::BINARY_SUBSCR_STR_INT => {
                    go!(core.apart(pc, |core, _, pc| core.binary_subscr_str_int(pc)))
                }
                Opcode::BINARY_SUBSCR_DICT => {
                    go!(core.apart(pc, |core, _, pc| core.binary_subscr_dict(pc)))
                }
                Opcode::STORE_SUBSCR_LIST_INT => go!(core.store_subscr_list_int::<Stack>(core.at(pc), pc)),
                Opcode::STORE_SUBSCR_DICT => {
                    go!(core.apart(pc, |core, _, pc| core.store_subscr_dict(pc)))
                }
                Opcode::CONTAINS_OP_DICT => {
                    go!(core.apart(pc, |core, instr, pc| core.contains_op_dict(instr, pc)))
                }
                Opcode::CONTAINS_OP_SET => {
                    go!(core.apart(pc, |core, instr, pc| core.contains_op_set(instr, pc)))
                }
                Opcode::SET_ADD => {
                    go!(core.apart(pc, |core, instr, pc| core.set_add(instr, pc)))
                }
                Opcode::LIST_APPEND => go!(core.list_append(core.at(pc), pc)),
                Opcode::UNPACK_SEQUENCE_TWO_TUPLE
                | Opcode::UNPACK_SEQUENCE_TUPLE
                | Opcode::UNPACK_SEQUENCE_LIST => {
                    go!(core.apart(pc, |core, instr, pc| core.unpack_sequence_two_tuple(instr, pc)))
                }
                Opcode::FOR_ITER_RANGE => go!(core.for_iter_range(core.at(pc), pc)),
                Opcode::FOR_ITER_LIST => go!(core.for_iter_list(core.at(pc), pc)),
                Opcode::FOR_ITER_TUPLE => {
                    go!(core.apart(pc, |core, instr, pc| core.for_iter_tuple(instr, pc)))
                }
                Opcode::CALL_PY_EXACT_ARGS => {
                    go!(core.apart(pc, |core, instr, pc| core.call_py::<false, true>(instr, pc)))
                }
                Opcode::CALL_BOUND_METHOD_EXACT_ARGS => {
                    go!(core.apart(pc, |core, instr, pc| core.call_py::<true, true>(instr, pc)))
                }
                Opcode::CALL_PY_GENERAL => {
                    go!(core.apart(pc, |core, instr, pc| core.call_py::<false, false>(instr, pc)))
                }
                Opcode::CALL_BOUND_METHOD_GENERAL => {
                    go!(core.apart(pc, |core, instr, pc| core.call_py::<true, false>(instr, pc)))
                }
                Opcode::RETURN_VALUE => {
                    go!(core.apart(pc, |core, instr, pc| core.return_value::<false>(instr, pc)))
                }
                Opcode::RETURN_CONST => {
                    go!(core.apart(pc, |core, instr, pc| core.return_value::<true>(instr, pc)))
                }
                Opcode::CALL_ALLOC_AND_ENTER_INIT => {
                    go!(core.apart(pc, |core, instr, pc| core.call_alloc_and_enter_init(instr, pc)))
                }
                Opcode::LOAD_ATTR_PROPERTY => {
                    go!(core.apart(pc, |core, instr, pc| core.load_attr_property(instr, pc)))
                }
                Opcode::FOR_ITER_GEN | Opcode::SEND_GEN => {
                    go!(core.apart(pc, |core, instr, pc| core.for_iter_gen(instr, pc)))
                }
                Opcode::YIELD_VALUE => {
                    go!(core.apart(pc, |core, _, pc| core.yield_value(pc)))
                }
                Opcode::CALL_NON_PY_GENERAL
                | Opcode::CALL_BUILTIN_FAST
                | Opcode::CALL_BUILTIN_FAST_WITH_KEYWORDS
                | Opcode::CALL_BUILTIN_O
                | Opcode::CALL_METHOD_DESCRIPTOR_FAST
                | Opcode::CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS
                | Opcode::CALL_METHOD_DESCRIPTOR_NOARGS
                | Opcode::CALL_METHOD_DESCRIPTOR_O => {
                    go!(core.apart(pc, |core, instr, pc| core.call_native(instr, pc)))
                }
                Opcode::FOR_ITER => {
                    go!(core.apart(pc, |core, instr, pc| core.for_iter(instr, pc)))
                }
                Opcode::CALL_LEN => {
                    go!(core.apart(pc, |core, instr, pc| core.call_len(instr, pc)))
                }
                Opcode::CALL_ISINSTANCE => {
                    go!(core.apart(pc, |core, instr, pc| core.call_isinstance(instr, pc)))
                }
                Opcode::CALL_LIST_APPEND => {
                    go!(core.apart(pc, |core, instr, pc| core.call_list_append(instr, pc)))
                }
                Opcode::CALL_TYPE_1 => {
                    go!(core.apart(pc, |core, _, pc| core.call_type_1(pc)))
                }
                Opcode::FAST_FAST_ADD_INT => {
                    go!(core.int_operation::<FastFast>(core.at(pc), pc, i64::checked_add))
                }
                Opcode::FAST_FAST_SUBTRACT_INT => {
                    go!(core.int_operation::<FastFast>(core.at(pc), pc, i64::checked_sub))
                }
                Opcode::FAST_FAST_MULTIPLY_INT => {
                    go!(core.int_operation::<FastFast>(core.at(pc), pc, i64::checked_mul))
                }
                Opcode::FAST_FAST_ADD_FLOAT => {
                    go!(core.float_operation::<FastFast>(core.at(pc), pc, |x, y| x + y))
                }
                Opcode::FAST_FAST_SUBTRACT_FLOAT => {
                    go!(core.float_operation::<FastFast>(core.at(pc), pc, |x, y| x - y))
                }
                Opcode::FAST_FAST_MULTIPLY_FLOAT => {
                    go!(core.float_operation::<FastFast>(core.at(pc), pc, |x, y| x * y))
                }
                Opcode::FAST_FAST_BINARY_OP => go!(core.binary_op::<FastFast>(core.at(pc), pc)),
                Opcode::FAST_FAST_COMPARE_INT => go!(core.compare_op_int::<FastFast>(core.at(pc), pc)),
                Opcode::FAST_FAST_COMPARE_FLOAT => go!(core.compare_op_float::<FastFast>(core.at(pc), pc)),
                Opcode::FAST_FAST_SUBSCR_LIST_INT => {
                    go!(core.binary_subscr_list_int::<FastFast>(core.at(pc), pc))
                }
                Opcode::FAST_CONST_ADD_INT => {
                    go!(core.int_operation::<FastConst>(core.at(pc), pc, i64::checked_add))
                }
                Opcode::FAST_CONST_SUBTRACT_INT => {
                    go!(core.int_operation::<FastConst>(core.at(pc), pc, i64::checked_sub))
                }
                Opcode::FAST_CONST_MULTIPLY_INT => {
                    go!(core.int_operation::<FastConst>(core.at(pc), pc, i64::checked_mul))
                }
                Opcode::FAST_CONST_ADD_FLOAT => {
                    go!(core.float_operation::<FastConst>(core.at(pc), pc, |x, y| x + y))
                }
                Opcode::FAST_CONST_SUBTRACT_FLOAT => {
                    go!(core.float_operation::<FastConst>(core.at(pc), pc, |x, y| x - y))
                }
                Opcode::FAST_CONST_MULTIPLY_FLOAT => {
                    go!(core.float_operation::<FastConst>(core.at(pc), pc, |x, y| x * y))
                }
                Opcode::FAST_CONST_BINARY_OP => go!(core.binary_op::<FastConst>(core.at(pc), pc)),
                Opcode::FAST_CONST_COMPARE_INT => go!(core.compare_op_int::<FastConst>(core.at(pc), pc)),
                Opcode::FAST_CONST_COMPARE_FLOAT => go!(core.compare_op_float::<FastConst>(core.at(pc), pc)),
                Opcode::FAST_CONST_SUBSCR_LIST_INT => {
                    go!(core.binary_subscr_list_int::<FastConst>(core.at(pc), pc))
                }
                Opcode::CONST_ADD_INT => go!(core.int_operation::<Const>(core.at(pc), pc, i64::checked_add)),
                Opcode::CONST_SUBTRACT_INT => {
                    go!(core.int_operation::<Const>(core.at(pc), pc, i64::checked_sub))
                }
                Opcode::CONST_MULTIPLY_INT => {
                    go!(core.int_operation::<Const>(core.at(pc), pc, i64::checked_mul))
                }
                Opcode::CONST_ADD_FLOAT => go!(core.float_operation::<Const>(core.at(pc), pc, |x, y| x + y)),
                Opcode::CONST_SUBTRACT_FLOAT => {
                    go!(core.float_operation::<Const>(core.at(pc), pc, |x, y| x - y))
                }
                Opcode::CONST_MULTIPLY_FLOAT => {
                    go!(core.float_operation::<Const>(core.at(pc), pc, |x, y| x * y))
                }
                Opcode::CONST_BINARY_OP => go!(core.binary_op::<Const>(core.at(pc), pc)),
                Opcode::CONST_COMPARE_INT => go!(core.compare_op_int::<Const>(core.at(pc), pc)),
                Opcode::CONST_COMPARE_FLOAT => go!(core.compare_op_float::<Const>(core.at(pc), pc)),
                Opcode::CONST_SUBSCR_LIST_INT => go!(core.binary_subscr_list_int::<Const>(core.at(pc), pc)),
                Opcode::FAST_ADD_INT => go!(core.int_operation::<Fast>(core.at(pc), pc, i64::checked_add)),
                Opcode::FAST_SUBTRACT_INT => {
                    go!(core.int_operation::<Fast>(core.at(pc), pc, i64::checked_sub))
                }
                Opcode::FAST_MULTIPLY_INT => {
                    go!(core.int_operation::<Fast>(core.at(pc), pc, i64::checked_mul))
                }
                Opcode::FAST_ADD_FLOAT => go!(core.float_operation::<Fast>(core.at(pc), pc, |x, y| x + y)),
                Opcode::FAST_SUBTRACT_FLOAT => {
                    go!(core.float_operation::<Fast>(core.at(pc), pc, |x, y| x - y))
                }
                Opcode::FAST_MULTIPLY_FLOAT => {
                    go!(core.float_operation::<Fast>(core.at(pc), pc, |x, y| x * y))
                }
                Opcode::FAST_BINARY_OP => go!(core.binary_op::<Fast>(core.at(pc), pc)),
                Opcode::FAST_COMPARE_INT => go!(core.compare_op_int::<Fast>(core.at(pc), pc)),
                Opcode::FAST_COMPARE_FLOAT => go!(core.compare_op_float::<Fast>(core.at(pc), pc)),
                Opcode::FAST_SUBSCR_LIST_INT => go!(core.binary_subscr_list_int::<Fast>(core.at(pc), pc)),
                Opcode::FAST_ATTR_INSTANCE_VALUE => {
                    go!(core.fast_attr_instance_value(core.at(pc), pc))
                }
                Opcode::FAST_ATTR_SLOT => go!(core.fast_attr_slot(core.at(pc), pc)),
                Opcode::FAST_ATTR_METHOD_WITH_VALUES | Opcode::FAST_ATTR_METHOD_NO_DICT => {
                    go!(core
                        .apart(pc, |core, instr, pc| core.load_attr_method_with_values::<true>(instr, pc)))
                }
                Opcode::FAST_STORE_ATTR_INSTANCE_VALUE => {
                    go!(core.apart(pc, |core, instr, pc| core.store_attr_instance_value::<Fast>(instr, pc)))
                }
                Opcode::FAST_FAST_STORE_ATTR_INSTANCE_VALUE => {
                    go!(core
                        .apart(pc, |core, instr, pc| core.store_attr_instance_value::<FastFast>(instr, pc)))
                }
                Opcode::FAST_FAST_STORE_SUBSCR_LIST_INT => {
                    go!(core.store_subscr_list_int::<FastFast>(core.at(pc), pc))
                }
                Opcode::FAST_STORE_SUBSCR_LIST_INT => {
                    go!(core.store_subscr_list_int::<Fast>(core.at(pc), pc))
                }
                whole::left_whole!() => Exit::Slow,
            };
            if !matches!(exit, Exit::Slow | Exit::Miss) {
                break exit;
            }
            // A fused form that cannot do it all does the load, and leaves the rest to the others.
            if op.loads_fused() > 0
                && let Ok(next) = core.load_only(core.at(pc), pc)
            {
                pc = next;
                continue;
            }
            match whole::execute::<COUNTED>(core.vm, core.place, pc, exit) {
                Ok(next) => pc = next,
                Err(exit) => break exit,
            }
        };
        if exit == Exit::Told {
            pc = core.place.next;
            core.sync(pc);
        }
        let top = core.place.top;
        core.vm.state.stack.set_top(top);
        (pc, exit)
    }
}
