//! Instructions that the fast loop leaves to the whole machine, done without leaving the loop.

use super::{Core, Exit, Place, Step};
use crate::vm::eval::Next;
use crate::vm::{Res, Vm};

/// Pattern of the instructions that have no arm of their own in the loop (some have a short way in
/// `general.rs`). With them the loop's `match` names every opcode, so that no test before each instruction
/// need ask whether it knows this one: a new opcode goes here, or gets an arm.
macro_rules! left_whole {
    () => {
        Opcode::CACHE
            | Opcode::BEFORE_ASYNC_WITH
            | Opcode::BEFORE_WITH
            | Opcode::BINARY_SUBSCR
            | Opcode::CHECK_EG_MATCH
            | Opcode::CHECK_EXC_MATCH
            | Opcode::CLEANUP_THROW
            | Opcode::DELETE_SUBSCR
            | Opcode::END_ASYNC_FOR
            | Opcode::END_FOR
            | Opcode::EXIT_INIT_CHECK
            | Opcode::FORMAT_SIMPLE
            | Opcode::FORMAT_WITH_SPEC
            | Opcode::GET_AITER
            | Opcode::RESERVED
            | Opcode::GET_ANEXT
            | Opcode::GET_LEN
            | Opcode::INTERPRETER_EXIT
            | Opcode::LOAD_ASSERTION_ERROR
            | Opcode::LOAD_BUILD_CLASS
            | Opcode::LOAD_LOCALS
            | Opcode::MAKE_FUNCTION
            | Opcode::MATCH_KEYS
            | Opcode::MATCH_MAPPING
            | Opcode::MATCH_SEQUENCE
            | Opcode::POP_EXCEPT
            | Opcode::PUSH_EXC_INFO
            | Opcode::SETUP_ANNOTATIONS
            | Opcode::STORE_SLICE
            | Opcode::STORE_SUBSCR
            | Opcode::TO_BOOL
            | Opcode::UNARY_INVERT
            | Opcode::WITH_EXCEPT_START
            | Opcode::BUILD_CONST_KEY_MAP
            | Opcode::BUILD_MAP
            | Opcode::BUILD_SET
            | Opcode::BUILD_SLICE
            | Opcode::BUILD_STRING
            | Opcode::CALL
            | Opcode::CALL_FUNCTION_EX
            | Opcode::CALL_INTRINSIC_1
            | Opcode::CALL_INTRINSIC_2
            | Opcode::CALL_KW
            | Opcode::CONTAINS_OP
            | Opcode::CONVERT_VALUE
            | Opcode::DELETE_ATTR
            | Opcode::DELETE_DEREF
            | Opcode::DELETE_FAST
            | Opcode::DELETE_GLOBAL
            | Opcode::DELETE_NAME
            | Opcode::DICT_MERGE
            | Opcode::DICT_UPDATE
            | Opcode::ENTER_EXECUTOR
            | Opcode::IMPORT_FROM
            | Opcode::IMPORT_NAME
            | Opcode::LIST_EXTEND
            | Opcode::LOAD_ATTR
            | Opcode::LOAD_FAST_CHECK
            | Opcode::LOAD_FROM_DICT_OR_DEREF
            | Opcode::LOAD_FROM_DICT_OR_GLOBALS
            | Opcode::LOAD_GLOBAL
            | Opcode::LOAD_SUPER_ATTR
            | Opcode::MAP_ADD
            | Opcode::MATCH_CLASS
            | Opcode::RAISE_VARARGS
            | Opcode::RERAISE
            | Opcode::SEND
            | Opcode::SET_FUNCTION_ATTRIBUTE
            | Opcode::SET_UPDATE
            | Opcode::STORE_ATTR
            | Opcode::STORE_GLOBAL
            | Opcode::UNPACK_EX
            | Opcode::UNPACK_SEQUENCE
            | Opcode::RESUME
            | Opcode::JUMP
            | Opcode::JUMP_NO_INTERRUPT
            | Opcode::LOAD_CLOSURE
            | Opcode::LOAD_METHOD
            | Opcode::LOAD_SUPER_METHOD
            | Opcode::LOAD_ZERO_SUPER_ATTR
            | Opcode::LOAD_ZERO_SUPER_METHOD
            | Opcode::POP_BLOCK
            | Opcode::SETUP_CLEANUP
            | Opcode::SETUP_FINALLY
            | Opcode::SETUP_WITH
            | Opcode::STORE_FAST_MAYBE_NULL
            | Opcode::BINARY_SUBSCR_GETITEM
            | Opcode::CALL_BUILTIN_CLASS
            | Opcode::CALL_STR_1
            | Opcode::CALL_TUPLE_1
            | Opcode::LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN
            | Opcode::LOAD_ATTR_WITH_HINT
            | Opcode::LOAD_SUPER_ATTR_ATTR
            | Opcode::LOAD_SUPER_ATTR_METHOD
            | Opcode::STORE_ATTR_WITH_HINT
            | Opcode::INSTRUMENTED_RESUME
            | Opcode::INSTRUMENTED_END_FOR
            | Opcode::INSTRUMENTED_END_SEND
            | Opcode::INSTRUMENTED_RETURN_VALUE
            | Opcode::INSTRUMENTED_RETURN_CONST
            | Opcode::INSTRUMENTED_YIELD_VALUE
            | Opcode::INSTRUMENTED_LOAD_SUPER_ATTR
            | Opcode::INSTRUMENTED_FOR_ITER
            | Opcode::INSTRUMENTED_CALL
            | Opcode::INSTRUMENTED_CALL_KW
            | Opcode::INSTRUMENTED_CALL_FUNCTION_EX
            | Opcode::INSTRUMENTED_INSTRUCTION
            | Opcode::INSTRUMENTED_JUMP_FORWARD
            | Opcode::INSTRUMENTED_JUMP_BACKWARD
            | Opcode::INSTRUMENTED_POP_JUMP_IF_TRUE
            | Opcode::INSTRUMENTED_POP_JUMP_IF_FALSE
            | Opcode::INSTRUMENTED_POP_JUMP_IF_NONE
            | Opcode::INSTRUMENTED_POP_JUMP_IF_NOT_NONE
            | Opcode::INSTRUMENTED_LINE
    };
}
pub(super) use left_whole;

/// Executes the instruction at `pc`, which was not begun for the reason `exit`.
#[inline(never)]
pub(super) fn execute<const COUNTED: bool>(vm: &mut Vm, place: &mut Place, pc: usize, exit: Exit) -> Step {
    let mut core = Core::<COUNTED> { vm, place };
    match core.general(pc, exit) {
        Err(Exit::Slow | Exit::Miss) => {}
        done => return done,
    }
    core.sync(pc);
    let next = core.vm.execute_adaptive::<COUNTED>(pc, exit == Exit::Miss);
    if let (Ok(Next::Advance), false) = (&next, core.vm.state.monitor.hot) {
        core.place.top = core.vm.state.stack.len();
        return Ok(core.vm.after(pc));
    }
    core.on_from(next, pc)
}

impl<const COUNTED: bool> Core<'_, COUNTED> {
    /// Where execution goes on, in the frame that is now the running one.
    fn on_from(&mut self, next: Res<Next>, pc: usize) -> Step {
        let vm = &mut *self.vm;
        let next = match next {
            Ok(Next::Advance) => Ok(vm.after(pc)),
            Ok(Next::Jump(target)) => Ok(target),
            Ok(Next::Enter) => Ok(vm.state.frame().pc as usize),
            Ok(Next::Resume) => Ok(vm.after_current()),
            Ok(Next::ResumeAtTarget) => Ok(vm.target_of_current()),
            Ok(Next::Leave(value)) => {
                vm.push(value);
                Err(Exit::Leave)
            }
            Ok(Next::Reraise) => Err(Exit::Reraise),
            Err(unwind) => Err(unwind.into()),
        };
        if let Some(frame) = vm.state.frames.last() {
            (self.place.base, self.place.globals) = (frame.base as usize, frame.globals);
        }
        self.place.top = vm.state.stack.len();
        match next {
            Ok(next) if vm.state.monitor.hot => {
                self.place.next = next;
                Err(Exit::Told)
            }
            step => step,
        }
    }
}
