//! What the checker knows of a value: the set of kinds that it may have.

use super::Instr;
use crate::bytecode::Opcode;
use crate::bytecode::code::Const;
use crate::constant::Constant;

/// A set of kinds, a bit each.
pub(super) type Kinds = u16;

/// An empty place.
pub(super) const NULL: Kinds = 1;
/// Any object of which nothing need be known.
pub(super) const OTHER: Kinds = 1 << 1;
pub(super) const NONE: Kinds = 1 << 2;
pub(super) const STR: Kinds = 1 << 3;
pub(super) const TUPLE: Kinds = 1 << 4;
/// A tuple of strings.
pub(super) const NAMES: Kinds = 1 << 5;
/// A tuple of cells.
pub(super) const CLOSURE: Kinds = 1 << 6;
pub(super) const LIST: Kinds = 1 << 7;
pub(super) const SET: Kinds = 1 << 8;
pub(super) const DICT: Kinds = 1 << 9;
pub(super) const CODE: Kinds = 1 << 10;
pub(super) const FUNCTION: Kinds = 1 << 11;
pub(super) const EXCEPTION: Kinds = 1 << 12;
pub(super) const CELL: Kinds = 1 << 13;
/// The offset that a handler finds under its exception.
pub(super) const LASTI: Kinds = 1 << 14;
/// A type variable.
pub(super) const PARAMETER: Kinds = 1 << 15;

pub(super) const OBJECT: Kinds = !NULL;
pub(super) const TUPLES: Kinds = TUPLE | NAMES | CLOSURE;
/// What is being handled: an exception or nothing.
pub(super) const HANDLED: Kinds = EXCEPTION | NONE;

pub(super) fn of_constant(constant: &Const) -> Kinds {
    match constant {
        Const::Code(_) => CODE,
        Const::Value(Constant::None) => NONE,
        Const::Value(Constant::Str(_)) => STR,
        Const::Value(Constant::Tuple(items)) if items.iter().all(|i| matches!(i, Constant::Str(_))) => NAMES,
        Const::Value(Constant::Tuple(_)) => TUPLE,
        Const::Value(_) => OTHER,
    }
}

/// What an instruction's operands must be, the lowest first, as far as more than an object is asked.
pub(super) fn wanted(instr: &Instr) -> &'static [Kinds] {
    match (instr.op, instr.arg) {
        (Opcode::MAKE_FUNCTION, _) => &[CODE],
        // Defaults come through a local in generic functions: the machine looks at them itself.
        (Opcode::SET_FUNCTION_ATTRIBUTE, 1 | 2) => &[OBJECT, FUNCTION],
        (Opcode::SET_FUNCTION_ATTRIBUTE, 4) => &[TUPLES | DICT, FUNCTION],
        (Opcode::SET_FUNCTION_ATTRIBUTE, _) => &[CLOSURE, FUNCTION],
        (Opcode::PUSH_EXC_INFO, _) => &[EXCEPTION],
        (Opcode::POP_EXCEPT, _) => &[HANDLED],
        (Opcode::CHECK_EXC_MATCH, _) => &[EXCEPTION, OBJECT],
        (Opcode::CHECK_EG_MATCH, _) => &[HANDLED, OBJECT],
        (Opcode::WITH_EXCEPT_START, _) => &[OBJECT, LASTI, HANDLED, EXCEPTION],
        (Opcode::CLEANUP_THROW, _) => &[OBJECT, OBJECT, EXCEPTION],
        (Opcode::END_ASYNC_FOR, _) => &[OBJECT, EXCEPTION],
        (Opcode::MATCH_KEYS, _) => &[OBJECT, TUPLES],
        (Opcode::MATCH_CLASS, _) => &[OBJECT, OBJECT, NAMES],
        (Opcode::CALL_INTRINSIC_1, 3) => &[EXCEPTION],
        (Opcode::CALL_INTRINSIC_1, 6) => &[LIST],
        (Opcode::CALL_INTRINSIC_1, 7..=9) => &[STR],
        (Opcode::CALL_INTRINSIC_1, 11) => &[TUPLES],
        (Opcode::CALL_INTRINSIC_2, 1) => &[EXCEPTION, LIST],
        (Opcode::CALL_INTRINSIC_2, 2 | 3) => &[STR, OBJECT],
        (Opcode::CALL_INTRINSIC_2, 4) => &[FUNCTION, TUPLES],
        (Opcode::CALL_INTRINSIC_2, 5) => &[PARAMETER, OBJECT],
        _ => &[],
    }
}

/// What an instruction leaves as its one result, where more is known than that it is an object.
pub(super) fn result(instr: &Instr) -> Kinds {
    match (instr.op, instr.arg) {
        (Opcode::BUILD_LIST, _) => LIST,
        (Opcode::BUILD_SET, _) => SET,
        (Opcode::BUILD_MAP | Opcode::BUILD_CONST_KEY_MAP, _) => DICT,
        (Opcode::BUILD_STRING | Opcode::FORMAT_SIMPLE | Opcode::FORMAT_WITH_SPEC, _) => STR,
        (Opcode::MAKE_FUNCTION | Opcode::SET_FUNCTION_ATTRIBUTE, _) => FUNCTION,
        (Opcode::CALL_INTRINSIC_1, 3) => EXCEPTION,
        (Opcode::CALL_INTRINSIC_1, 6) => TUPLE,
        (Opcode::CALL_INTRINSIC_1, 7..=9) => PARAMETER,
        (Opcode::CALL_INTRINSIC_2, 1) => HANDLED,
        (Opcode::CALL_INTRINSIC_2, 2 | 3 | 5) => PARAMETER,
        (Opcode::CALL_INTRINSIC_2, 4) => FUNCTION,
        _ => OTHER,
    }
}
