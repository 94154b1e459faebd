//! THE opcode table: one row an opcode, from which everything else about opcodes is made.
//!
//! A row reads `NAME = number, operand kind, cache entries, flow, [pops] => [pushes], "sentence";`.
//! Numbers, cache entries and stack effects are CPython 3.13's (`opcode`, `_opcode_metadata` and
//! `dis.stack_effect` judge every row in `tests/`); operand names are for people.
//! In a stack effect the top of the stack is on the right, and `name * Count` stands for a number
//! of values that depends on the operand (see [`Count`]).
//! In a sentence `{arg}` is the operand's meaning and `{name}` a live stack operand of that name.

use super::opcode::opcodes;

opcodes! {
real {
    CACHE = 0, None, 0, Next, [] => [],
        "";
    BEFORE_ASYNC_WITH = 1, None, 0, Next, [mgr] => [exit, res],
        "";
    BEFORE_WITH = 2, None, 0, Next, [mgr] => [exit, res],
        "";
    BINARY_SLICE = 4, None, 0, Next, [container, start, stop] => [res],
        "";
    BINARY_SUBSCR = 5, None, 1, Next, [container, sub] => [res],
        "";
    CHECK_EG_MATCH = 6, None, 0, Next, [exc, type] => [rest, matched],
        "";
    CHECK_EXC_MATCH = 7, None, 0, Next, [exc, type] => [exc, matched],
        "";
    CLEANUP_THROW = 8, None, 0, Next, [sub_iter, last_sent_val, exc_value] => [none, value],
        "";
    DELETE_SUBSCR = 9, None, 0, Next, [container, sub] => [],
        "";
    END_ASYNC_FOR = 10, None, 0, Next, [awaitable, exc] => [],
        "";
    END_FOR = 11, None, 0, Next, [value] => [],
        "";
    END_SEND = 12, None, 0, Next, [receiver, value] => [value],
        "";
    EXIT_INIT_CHECK = 13, None, 0, Next, [should_be_none] => [],
        "";
    FORMAT_SIMPLE = 14, None, 0, Next, [value] => [res],
        "";
    FORMAT_WITH_SPEC = 15, None, 0, Next, [value, fmt_spec] => [res],
        "";
    GET_AITER = 16, None, 0, Next, [obj] => [iter],
        "";
    RESERVED = 17, None, 0, Next, [] => [],
        "";
    GET_ANEXT = 18, None, 0, Next, [aiter] => [aiter, awaitable],
        "";
    GET_ITER = 19, None, 0, Next, [iterable] => [iter],
        "";
    GET_LEN = 20, None, 0, Next, [obj] => [obj, len_o],
        "";
    GET_YIELD_FROM_ITER = 21, None, 0, Next, [iterable] => [iter],
        "";
    INTERPRETER_EXIT = 22, None, 0, Exit, [value] => [],
        "";
    LOAD_ASSERTION_ERROR = 23, None, 0, Next, [] => [value],
        "";
    LOAD_BUILD_CLASS = 24, None, 0, Next, [] => [bc],
        "";
    LOAD_LOCALS = 25, None, 0, Next, [] => [locals],
        "";
    MAKE_FUNCTION = 26, None, 0, Next, [codeobj] => [func],
        "";
    MATCH_KEYS = 27, None, 0, Next, [subject, keys] => [subject, keys, values_or_none],
        "";
    MATCH_MAPPING = 28, None, 0, Next, [subject] => [subject, res],
        "";
    MATCH_SEQUENCE = 29, None, 0, Next, [subject] => [subject, res],
        "";
    NOP = 30, None, 0, Next, [] => [],
        "";
    POP_EXCEPT = 31, None, 0, Next, [exc_value] => [],
        "";
    POP_TOP = 32, None, 0, Next, [value] => [],
        "";
    PUSH_EXC_INFO = 33, None, 0, Next, [new_exc] => [prev_exc, new_exc],
        "";
    PUSH_NULL = 34, None, 0, Next, [] => [res],
        "";
    RETURN_GENERATOR = 35, None, 0, Next, [] => [res],
        "";
    RETURN_VALUE = 36, None, 0, Exit, [retval] => [],
        "";
    SETUP_ANNOTATIONS = 37, None, 0, Next, [] => [],
        "";
    STORE_SLICE = 38, None, 0, Next, [v, container, start, stop] => [],
        "";
    STORE_SUBSCR = 39, None, 1, Next, [value, container, sub] => [],
        "";
    TO_BOOL = 40, None, 3, Next, [value] => [res],
        "";
    UNARY_INVERT = 41, None, 0, Next, [value] => [res],
        "";
    UNARY_NEGATIVE = 42, None, 0, Next, [value] => [res],
        "";
    UNARY_NOT = 43, None, 0, Next, [value] => [res],
        "";
    WITH_EXCEPT_START = 44, None, 0, Next, [exit, lasti, prev_exc, exc] => [exit, lasti, prev_exc, exc, res],
        "";
    BINARY_OP = 45, BinaryOp, 1, Next, [lhs, rhs] => [res],
        "";
    BUILD_CONST_KEY_MAP = 46, Count, 0, Next, [values * Oparg, keys] => [map],
        "";
    BUILD_LIST = 47, Count, 0, Next, [values * Oparg] => [list],
        "";
    BUILD_MAP = 48, Count, 0, Next, [items * Twice] => [map],
        "";
    BUILD_SET = 49, Count, 0, Next, [values * Oparg] => [set],
        "";
    BUILD_SLICE = 50, Count, 0, Next, [start, stop, step * Less2] => [slice],
        "";
    BUILD_STRING = 51, Count, 0, Next, [pieces * Oparg] => [str],
        "";
    BUILD_TUPLE = 52, Count, 0, Next, [values * Oparg] => [tup],
        "";
    CALL = 53, Count, 3, Next, [callable, self_or_null, args * Oparg] => [res],
        "";
    CALL_FUNCTION_EX = 54, Count, 0, Next, [callable, null, args, kwargs * LowBit] => [res],
        "";
    CALL_INTRINSIC_1 = 55, Intrinsic1, 0, Next, [value] => [res],
        "";
    CALL_INTRINSIC_2 = 56, Intrinsic2, 0, Next, [value2, value1] => [res],
        "";
    CALL_KW = 57, Count, 0, Next, [callable, self_or_null, args * Oparg, kwnames] => [res],
        "";
    COMPARE_OP = 58, Compare, 1, Next, [left, right] => [res],
        "";
    CONTAINS_OP = 59, Invert, 1, Next, [left, right] => [res],
        "";
    CONVERT_VALUE = 60, Convert, 0, Next, [value] => [result],
        "";
    COPY = 61, Count, 0, Next, [bottom, between * Less1] => [bottom, between * Less1, top],
        "";
    COPY_FREE_VARS = 62, Count, 0, Next, [] => [],
        "";
    DELETE_ATTR = 63, Name, 0, Next, [owner] => [],
        "";
    DELETE_DEREF = 64, Free, 0, Next, [] => [],
        "";
    DELETE_FAST = 65, Local, 0, Next, [] => [],
        "";
    DELETE_GLOBAL = 66, Name, 0, Next, [] => [],
        "";
    DELETE_NAME = 67, Name, 0, Next, [] => [],
        "";
    DICT_MERGE = 68, Count, 0, Next, [callable, null, args, dict, between * Less1, update] => [callable, null, args, dict, between * Less1],
        "";
    DICT_UPDATE = 69, Count, 0, Next, [dict, between * Less1, update] => [dict, between * Less1],
        "";
    ENTER_EXECUTOR = 70, Count, 0, Next, [] => [],
        "";
    EXTENDED_ARG = 71, Count, 0, Next, [] => [],
        "";
    FOR_ITER = 72, JumpForward, 1, Branch, [iter] => [iter, next],
        "";
    GET_AWAITABLE = 73, Awaitable, 0, Next, [iterable] => [iter],
        "";
    IMPORT_FROM = 74, Name, 0, Next, [module] => [module, value],
        "";
    IMPORT_NAME = 75, Name, 0, Next, [level, fromlist] => [res],
        "";
    IS_OP = 76, Invert, 0, Next, [left, right] => [b],
        "";
    JUMP_BACKWARD = 77, JumpBackward, 1, Jump, [] => [],
        "";
    JUMP_BACKWARD_NO_INTERRUPT = 78, JumpBackward, 0, Jump, [] => [],
        "";
    JUMP_FORWARD = 79, JumpForward, 0, Jump, [] => [],
        "";
    LIST_APPEND = 80, Count, 0, Next, [list, between * Less1, value] => [list, between * Less1],
        "";
    LIST_EXTEND = 81, Count, 0, Next, [list, between * Less1, iterable] => [list, between * Less1],
        "";
    LOAD_ATTR = 82, AttrName, 9, Next, [owner] => [attr, self_or_null * LowBit],
        "";
    LOAD_CONST = 83, Const, 0, Next, [] => [value],
        "";
    LOAD_DEREF = 84, Free, 0, Next, [] => [value],
        "";
    LOAD_FAST = 85, Local, 0, Next, [] => [value],
        "";
    LOAD_FAST_AND_CLEAR = 86, Local, 0, Next, [] => [value],
        "";
    LOAD_FAST_CHECK = 87, Local, 0, Next, [] => [value],
        "";
    LOAD_FAST_LOAD_FAST = 88, LocalPair, 0, Next, [] => [value1, value2],
        "";
    LOAD_FROM_DICT_OR_DEREF = 89, Free, 0, Next, [class_dict] => [value],
        "";
    LOAD_FROM_DICT_OR_GLOBALS = 90, Name, 0, Next, [mod_or_class_dict] => [v],
        "";
    LOAD_GLOBAL = 91, GlobalName, 4, Next, [] => [value, null * LowBit],
        "";
    LOAD_NAME = 92, Name, 0, Next, [] => [v],
        "";
    LOAD_SUPER_ATTR = 93, SuperName, 1, Next, [global_super, class, self] => [attr, self_or_null * LowBit],
        "";
    MAKE_CELL = 94, Free, 0, Next, [] => [],
        "";
    MAP_ADD = 95, Count, 0, Next, [dict, between * Less1, key, value] => [dict, between * Less1],
        "";
    MATCH_CLASS = 96, Count, 0, Next, [subject, type, names] => [attrs],
        "";
    POP_JUMP_IF_FALSE = 97, JumpForward, 1, Branch, [cond] => [],
        "";
    POP_JUMP_IF_NONE = 98, JumpForward, 1, Branch, [value] => [],
        "";
    POP_JUMP_IF_NOT_NONE = 99, JumpForward, 1, Branch, [value] => [],
        "";
    POP_JUMP_IF_TRUE = 100, JumpForward, 1, Branch, [cond] => [],
        "";
    RAISE_VARARGS = 101, Count, 0, Exit, [args * Oparg] => [],
        "";
    RERAISE = 102, Count, 0, Exit, [values * Oparg, exc] => [values * Oparg],
        "";
    RETURN_CONST = 103, Const, 0, Exit, [] => [],
        "";
    SEND = 104, JumpForward, 1, Branch, [receiver, sent] => [receiver, value],
        "";
    SET_ADD = 105, Count, 0, Next, [set, between * Less1, value] => [set, between * Less1],
        "";
    SET_FUNCTION_ATTRIBUTE = 106, FunctionAttr, 0, Next, [attr, func] => [func],
        "";
    SET_UPDATE = 107, Count, 0, Next, [set, between * Less1, iterable] => [set, between * Less1],
        "";
    STORE_ATTR = 108, Name, 4, Next, [value, owner] => [],
        "";
    STORE_DEREF = 109, Free, 0, Next, [v] => [],
        "";
    STORE_FAST = 110, Local, 0, Next, [value] => [],
        "";
    STORE_FAST_LOAD_FAST = 111, LocalPair, 0, Next, [value1] => [value2],
        "";
    STORE_FAST_STORE_FAST = 112, LocalPair, 0, Next, [value2, value1] => [],
        "";
    STORE_GLOBAL = 113, Name, 0, Next, [v] => [],
        "";
    STORE_NAME = 114, Name, 0, Next, [v] => [],
        "";
    SWAP = 115, Count, 0, Next, [bottom, between * Less2, top] => [top, between * Less2, bottom],
        "";
    UNPACK_EX = 116, Count, 0, Next, [seq] => [after * HighByte, rest, before * LowByte],
        "";
    UNPACK_SEQUENCE = 117, Count, 1, Next, [seq] => [items * Oparg],
        "";
    YIELD_VALUE = 118, Count, 0, Next, [value] => [sent],
        "";
    RESUME = 149, Resume, 0, Next, [] => [],
        "";
}
pseudo {
    JUMP = 256, Label, 0, Jump, [] => [],
        "";
    JUMP_NO_INTERRUPT = 257, Label, 0, Jump, [] => [],
        "";
    LOAD_CLOSURE = 258, Free, 0, Next, [] => [cell],
        "";
    LOAD_METHOD = 259, Name, 0, Next, [owner] => [method, self_or_null],
        "";
    LOAD_SUPER_METHOD = 260, Name, 0, Next, [global_super, class, self] => [method, self_or_null],
        "";
    LOAD_ZERO_SUPER_ATTR = 261, Name, 0, Next, [global_super, class, self] => [attr],
        "";
    LOAD_ZERO_SUPER_METHOD = 262, Name, 0, Next, [global_super, class, self] => [method, self_or_null],
        "";
    POP_BLOCK = 263, None, 0, Next, [] => [],
        "";
    SETUP_CLEANUP = 264, Label, 0, Protect, [] => [],
        "";
    SETUP_FINALLY = 265, Label, 0, Protect, [] => [],
        "";
    SETUP_WITH = 266, Label, 0, Protect, [] => [],
        "";
    STORE_FAST_MAYBE_NULL = 267, Local, 0, Next, [value] => [],
        "";
}
specialized {
    BINARY_OP_INPLACE_ADD_UNICODE = 3, BINARY_OP;
    BINARY_OP_ADD_FLOAT = 150, BINARY_OP;
    BINARY_OP_ADD_INT = 151, BINARY_OP;
    BINARY_OP_ADD_UNICODE = 152, BINARY_OP;
    BINARY_OP_MULTIPLY_FLOAT = 153, BINARY_OP;
    BINARY_OP_MULTIPLY_INT = 154, BINARY_OP;
    BINARY_OP_SUBTRACT_FLOAT = 155, BINARY_OP;
    BINARY_OP_SUBTRACT_INT = 156, BINARY_OP;
    BINARY_SUBSCR_DICT = 157, BINARY_SUBSCR;
    BINARY_SUBSCR_GETITEM = 158, BINARY_SUBSCR;
    BINARY_SUBSCR_LIST_INT = 159, BINARY_SUBSCR;
    BINARY_SUBSCR_STR_INT = 160, BINARY_SUBSCR;
    BINARY_SUBSCR_TUPLE_INT = 161, BINARY_SUBSCR;
    CALL_ALLOC_AND_ENTER_INIT = 162, CALL;
    CALL_BOUND_METHOD_EXACT_ARGS = 163, CALL;
    CALL_BOUND_METHOD_GENERAL = 164, CALL;
    CALL_BUILTIN_CLASS = 165, CALL;
    CALL_BUILTIN_FAST = 166, CALL;
    CALL_BUILTIN_FAST_WITH_KEYWORDS = 167, CALL;
    CALL_BUILTIN_O = 168, CALL;
    CALL_ISINSTANCE = 169, CALL;
    CALL_LEN = 170, CALL;
    CALL_LIST_APPEND = 171, CALL;
    CALL_METHOD_DESCRIPTOR_FAST = 172, CALL;
    CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS = 173, CALL;
    CALL_METHOD_DESCRIPTOR_NOARGS = 174, CALL;
    CALL_METHOD_DESCRIPTOR_O = 175, CALL;
    CALL_NON_PY_GENERAL = 176, CALL;
    CALL_PY_EXACT_ARGS = 177, CALL;
    CALL_PY_GENERAL = 178, CALL;
    CALL_STR_1 = 179, CALL;
    CALL_TUPLE_1 = 180, CALL;
    CALL_TYPE_1 = 181, CALL;
    COMPARE_OP_FLOAT = 182, COMPARE_OP;
    COMPARE_OP_INT = 183, COMPARE_OP;
    COMPARE_OP_STR = 184, COMPARE_OP;
    CONTAINS_OP_DICT = 185, CONTAINS_OP;
    CONTAINS_OP_SET = 186, CONTAINS_OP;
    FOR_ITER_GEN = 187, FOR_ITER;
    FOR_ITER_LIST = 188, FOR_ITER;
    FOR_ITER_RANGE = 189, FOR_ITER;
    FOR_ITER_TUPLE = 190, FOR_ITER;
    LOAD_ATTR_CLASS = 191, LOAD_ATTR;
    LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN = 192, LOAD_ATTR;
    LOAD_ATTR_INSTANCE_VALUE = 193, LOAD_ATTR;
    LOAD_ATTR_METHOD_LAZY_DICT = 194, LOAD_ATTR;
    LOAD_ATTR_METHOD_NO_DICT = 195, LOAD_ATTR;
    LOAD_ATTR_METHOD_WITH_VALUES = 196, LOAD_ATTR;
    LOAD_ATTR_MODULE = 197, LOAD_ATTR;
    LOAD_ATTR_NONDESCRIPTOR_NO_DICT = 198, LOAD_ATTR;
    LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES = 199, LOAD_ATTR;
    LOAD_ATTR_PROPERTY = 200, LOAD_ATTR;
    LOAD_ATTR_SLOT = 201, LOAD_ATTR;
    LOAD_ATTR_WITH_HINT = 202, LOAD_ATTR;
    LOAD_GLOBAL_BUILTIN = 203, LOAD_GLOBAL;
    LOAD_GLOBAL_MODULE = 204, LOAD_GLOBAL;
    LOAD_SUPER_ATTR_ATTR = 205, LOAD_SUPER_ATTR;
    LOAD_SUPER_ATTR_METHOD = 206, LOAD_SUPER_ATTR;
    RESUME_CHECK = 207, RESUME;
    SEND_GEN = 208, SEND;
    STORE_ATTR_INSTANCE_VALUE = 209, STORE_ATTR;
    STORE_ATTR_SLOT = 210, STORE_ATTR;
    STORE_ATTR_WITH_HINT = 211, STORE_ATTR;
    STORE_SUBSCR_DICT = 212, STORE_SUBSCR;
    STORE_SUBSCR_LIST_INT = 213, STORE_SUBSCR;
    TO_BOOL_ALWAYS_TRUE = 214, TO_BOOL;
    TO_BOOL_BOOL = 215, TO_BOOL;
    TO_BOOL_INT = 216, TO_BOOL;
    TO_BOOL_LIST = 217, TO_BOOL;
    TO_BOOL_NONE = 218, TO_BOOL;
    TO_BOOL_STR = 219, TO_BOOL;
    UNPACK_SEQUENCE_LIST = 220, UNPACK_SEQUENCE;
    UNPACK_SEQUENCE_TUPLE = 221, UNPACK_SEQUENCE;
    UNPACK_SEQUENCE_TWO_TUPLE = 222, UNPACK_SEQUENCE;
}
instrumented {
    INSTRUMENTED_RESUME = 236, RESUME;
    INSTRUMENTED_END_FOR = 237, END_FOR;
    INSTRUMENTED_END_SEND = 238, END_SEND;
    INSTRUMENTED_RETURN_VALUE = 239, RETURN_VALUE;
    INSTRUMENTED_RETURN_CONST = 240, RETURN_CONST;
    INSTRUMENTED_YIELD_VALUE = 241, YIELD_VALUE;
    INSTRUMENTED_LOAD_SUPER_ATTR = 242, LOAD_SUPER_ATTR;
    INSTRUMENTED_FOR_ITER = 243, FOR_ITER;
    INSTRUMENTED_CALL = 244, CALL;
    INSTRUMENTED_CALL_KW = 245, CALL_KW;
    INSTRUMENTED_CALL_FUNCTION_EX = 246, CALL_FUNCTION_EX;
    INSTRUMENTED_INSTRUCTION = 247, NOP;
    INSTRUMENTED_JUMP_FORWARD = 248, JUMP_FORWARD;
    INSTRUMENTED_JUMP_BACKWARD = 249, JUMP_BACKWARD;
    INSTRUMENTED_POP_JUMP_IF_TRUE = 250, POP_JUMP_IF_TRUE;
    INSTRUMENTED_POP_JUMP_IF_FALSE = 251, POP_JUMP_IF_FALSE;
    INSTRUMENTED_POP_JUMP_IF_NONE = 252, POP_JUMP_IF_NONE;
    INSTRUMENTED_POP_JUMP_IF_NOT_NONE = 253, POP_JUMP_IF_NOT_NONE;
    INSTRUMENTED_LINE = 254, NOP;
}
}
