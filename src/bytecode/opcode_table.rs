//! THE opcode table: one row an opcode, from which everything else about opcodes is made.
//!
//! A row reads `NAME = number, operand kind, cache entries, flow, [pops] => [pushes], "sentence";`.
//! Numbers, cache entries and stack effects are CPython 3.13's (`opcode`, `_opcode_metadata` and
//! `dis.stack_effect` judge every row in `tests/`); operand names are for people.
//! In a stack effect the top of the stack is on the right, and `name * Count` stands for a number
//! of values that depends on the operand (see [`Count`]).
//! A fused form stands, in a running machine, for instructions that load and the one that uses what they
//! loaded; CPython does not have them, and no listing shows them.
//! In a sentence `{arg}` is the operand's meaning and `{name}` a live stack operand of that name.

use super::opcode::opcodes;

opcodes! {
real {
    CACHE = 0, None, 0, Next, [] => [],
        "Not an instruction: room in which the instruction before keeps what it has learned.";
    BEFORE_ASYNC_WITH = 1, None, 0, Next, [mgr] => [exit, res],
        "Looks up __aexit__ and __aenter__ of {mgr}, keeps the first for later and calls the second.";
    BEFORE_WITH = 2, None, 0, Next, [mgr] => [exit, res],
        "Looks up __exit__ and __enter__ of {mgr}, keeps the first for later and calls the second.";
    BINARY_SLICE = 4, None, 0, Next, [container, start, stop] => [res],
        "Replaces {container}, {start} and {stop} by the slice {container}[{start}:{stop}].";
    BINARY_SUBSCR = 5, None, 1, Next, [container, sub] => [res],
        "Replaces {container} and {sub} by the item {container}[{sub}].";
    CHECK_EG_MATCH = 6, None, 0, Next, [exc, type] => [rest, matched],
        "Splits the exception group {exc} into what matches {type} and the rest, and pushes both.";
    CHECK_EXC_MATCH = 7, None, 0, Next, [exc, type] => [exc, matched],
        "Tests whether the exception {exc} is one that `except {type}` catches, and pushes the answer.";
    CLEANUP_THROW = 8, None, 0, Next, [sub_iter, last_sent_val, exc_value] => [none, value],
        "Ends a `yield from` or `await` into which {exc_value} was thrown: if it is StopIteration its value is the result, otherwise it is raised again.";
    DELETE_SUBSCR = 9, None, 0, Next, [container, sub] => [],
        "Deletes the item {container}[{sub}].";
    END_ASYNC_FOR = 10, None, 0, Next, [awaitable, exc] => [],
        "Ends an `async for`: if {exc} is StopAsyncIteration the loop is over, otherwise it is raised again.";
    END_FOR = 11, None, 0, Next, [value] => [],
        "Pops {value}: the loop is over and its leftovers go.";
    END_SEND = 12, None, 0, Next, [receiver, value] => [value],
        "Removes {receiver} from below the result: the `yield from` or `await` is over.";
    EXIT_INIT_CHECK = 13, None, 0, Next, [should_be_none] => [],
        "Checks that __init__ returned None, not {should_be_none}.";
    FORMAT_SIMPLE = 14, None, 0, Next, [value] => [res],
        "Turns {value} into a string for an f-string, as format() does without a format.";
    FORMAT_WITH_SPEC = 15, None, 0, Next, [value, fmt_spec] => [res],
        "Turns {value} into a string for an f-string, by the format {fmt_spec}.";
    GET_AITER = 16, None, 0, Next, [obj] => [iter],
        "Replaces {obj} by its asynchronous iterator, from __aiter__.";
    RESERVED = 17, None, 0, Next, [] => [],
        "Never runs: the number is kept free for the interpreter.";
    GET_ANEXT = 18, None, 0, Next, [aiter] => [aiter, awaitable],
        "Asks {aiter} for its next item with __anext__ and pushes what is to be awaited.";
    GET_ITER = 19, None, 0, Next, [iterable] => [iter],
        "Replaces {iterable} by an iterator over it.";
    GET_LEN = 20, None, 0, Next, [obj] => [obj, len_o],
        "Pushes len({obj}) and leaves {obj} where it is.";
    GET_YIELD_FROM_ITER = 21, None, 0, Next, [iterable] => [iter],
        "Replaces {iterable} by an iterator for `yield from`; a generator stays as it is.";
    INTERPRETER_EXIT = 22, None, 0, Exit, [value] => [],
        "Leaves the interpreter's loop with {value}.";
    LOAD_ASSERTION_ERROR = 23, None, 0, Next, [] => [value],
        "Pushes the class AssertionError, whatever that name may mean in the program.";
    LOAD_BUILD_CLASS = 24, None, 0, Next, [] => [bc],
        "Pushes the builtin function __build_class__, which makes classes.";
    LOAD_LOCALS = 25, None, 0, Next, [] => [locals],
        "Pushes the dictionary of the local names.";
    MAKE_FUNCTION = 26, None, 0, Next, [codeobj] => [func],
        "Makes a function from the code object {codeobj} and the current globals.";
    MATCH_KEYS = 27, None, 0, Next, [subject, keys] => [subject, keys, values_or_none],
        "Looks up the keys {keys} in {subject} and pushes a tuple of their values, or None if one is missing.";
    MATCH_MAPPING = 28, None, 0, Next, [subject] => [subject, res],
        "Pushes whether {subject} is a mapping, for a mapping pattern.";
    MATCH_SEQUENCE = 29, None, 0, Next, [subject] => [subject, res],
        "Pushes whether {subject} is a sequence, for a sequence pattern; strings and bytes are not.";
    NOP = 30, None, 0, Next, [] => [],
        "Does nothing. It is there so that its line of the source can be seen to run.";
    POP_EXCEPT = 31, None, 0, Next, [exc_value] => [],
        "Ends the handling of an exception: {exc_value} is again the exception being handled, as before.";
    POP_TOP = 32, None, 0, Next, [value] => [],
        "Drops {value}, the top of the stack.";
    PUSH_EXC_INFO = 33, None, 0, Next, [new_exc] => [prev_exc, new_exc],
        "Starts the handling of {new_exc}: it becomes the exception being handled, and the one before is kept below it.";
    PUSH_NULL = 34, None, 0, Next, [] => [res],
        "Pushes an empty slot, where a call may find the object that a method belongs to.";
    RETURN_GENERATOR = 35, None, 0, Next, [] => [res],
        "Makes a generator (or coroutine) of this call and returns it; the body runs later, step by step.";
    RETURN_VALUE = 36, None, 0, Exit, [retval] => [],
        "Returns {retval} to the caller.";
    SETUP_ANNOTATIONS = 37, None, 0, Next, [] => [],
        "Makes sure that there is a dictionary __annotations__ among the local names.";
    STORE_SLICE = 38, None, 0, Next, [v, container, start, stop] => [],
        "Stores {v} in the slice {container}[{start}:{stop}].";
    STORE_SUBSCR = 39, None, 1, Next, [value, container, sub] => [],
        "Stores {value} as the item {container}[{sub}].";
    TO_BOOL = 40, None, 3, Next, [value] => [res],
        "Replaces {value} by True or False, as bool() does.";
    UNARY_INVERT = 41, None, 0, Next, [value] => [res],
        "Replaces {value} by ~{value}.";
    UNARY_NEGATIVE = 42, None, 0, Next, [value] => [res],
        "Replaces {value} by -{value}.";
    UNARY_NOT = 43, None, 0, Next, [value] => [res],
        "Replaces {value} by `not {value}`.";
    WITH_EXCEPT_START = 44, None, 0, Next, [exit, lasti, prev_exc, exc] => [exit, lasti, prev_exc, exc, res],
        "Calls the __exit__ of a `with` whose body raised {exc}, and pushes its answer: a true one means that the exception is dealt with.";
    BINARY_OP = 45, BinaryOp, 1, Next, [lhs, rhs] => [res],
        "Replaces {lhs} and {rhs} by {lhs} {arg} {rhs}.";
    BUILD_CONST_KEY_MAP = 46, Count, 0, Next, [values * Oparg, keys] => [map],
        "Makes a dictionary of the {arg} values on top of the stack; its keys are {keys}.";
    BUILD_LIST = 47, Count, 0, Next, [values * Oparg] => [list],
        "Makes a list of the {arg} values on top of the stack.";
    BUILD_MAP = 48, Count, 0, Next, [items * Twice] => [map],
        "Makes a dictionary of {arg} pairs of key and value from the stack.";
    BUILD_SET = 49, Count, 0, Next, [values * Oparg] => [set],
        "Makes a set of the {arg} values on top of the stack.";
    BUILD_SLICE = 50, Count, 0, Next, [start, stop, step * IfThree] => [slice],
        "Makes a slice object of the {arg} values on top of the stack.";
    BUILD_STRING = 51, Count, 0, Next, [pieces * Oparg] => [str],
        "Joins the {arg} strings on top of the stack into one.";
    BUILD_TUPLE = 52, Count, 0, Next, [values * Oparg] => [tup],
        "Makes a tuple of the {arg} values on top of the stack.";
    CALL = 53, Count, 3, Next, [callable, self_or_null, args * Oparg] => [res],
        "Calls {callable} with {arg} arguments and pushes what it returns.";
    CALL_FUNCTION_EX = 54, Count, 0, Next, [callable, null, args, kwargs * LowBit] => [res],
        "Calls {callable} with the arguments in {args}, and with keyword arguments from a dictionary if there is one.";
    CALL_INTRINSIC_1 = 55, Intrinsic1, 0, Next, [value] => [res],
        "Does {arg}, a service of the interpreter, with {value}.";
    CALL_INTRINSIC_2 = 56, Intrinsic2, 0, Next, [value2, value1] => [res],
        "Does {arg}, a service of the interpreter, with {value2} and {value1}.";
    CALL_KW = 57, Count, 0, Next, [callable, self_or_null, args * Oparg, kwnames] => [res],
        "Calls {callable} with {arg} arguments, of which the last have the names {kwnames}.";
    COMPARE_OP = 58, Compare, 1, Next, [left, right] => [res],
        "Compares: replaces {left} and {right} by the answer to {left} {arg} {right}.";
    CONTAINS_OP = 59, Invert, 1, Next, [left, right] => [res],
        "Replaces {left} and {right} by whether {left} is in {right}; operand 1 turns the answer round.";
    CONVERT_VALUE = 60, Convert, 0, Next, [value] => [result],
        "Turns {value} into a string with {arg}(), for an f-string.";
    COPY = 61, Count, 0, Next, [bottom, between * Less1] => [bottom, between * Less1, top],
        "Pushes again the value that is number {arg} from the top: {bottom}.";
    COPY_FREE_VARS = 62, Count, 0, Next, [] => [],
        "Takes the {arg} variables of enclosing functions that this function uses from its closure.";
    DELETE_ATTR = 63, Name, 0, Next, [owner] => [],
        "Deletes the attribute {arg} of {owner}.";
    DELETE_DEREF = 64, Free, 0, Next, [] => [],
        "Unbinds the variable {arg}, which functions share through a cell.";
    DELETE_FAST = 65, Local, 0, Next, [] => [],
        "Unbinds the local variable {arg}.";
    DELETE_GLOBAL = 66, Name, 0, Next, [] => [],
        "Deletes the global name {arg}.";
    DELETE_NAME = 67, Name, 0, Next, [] => [],
        "Deletes the name {arg} from the local names.";
    DICT_MERGE = 68, Count, 0, Next, [callable, null, args, dict, between * Less1, update] => [callable, null, args, dict, between * Less1],
        "Adds the items of {update} to the dictionary of keyword arguments; a key that is there already is an error.";
    DICT_UPDATE = 69, Count, 0, Next, [dict, between * Less1, update] => [dict, between * Less1],
        "Adds the items of {update} to the dictionary that is being built.";
    ENTER_EXECUTOR = 70, Count, 0, Next, [] => [],
        "Continues in code that the optimiser made while the program ran.";
    EXTENDED_ARG = 71, Count, 0, Next, [] => [],
        "Not an instruction of its own: carries the higher bits of the next one's operand.";
    FOR_ITER = 72, JumpForward, 1, Branch, [iter] => [iter, next],
        "Asks {iter} for its next item and pushes it; when there is none, the loop ends at {arg}.";
    GET_AWAITABLE = 73, Awaitable, 0, Next, [iterable] => [iter],
        "Replaces {iterable} by what `await` has to wait for.";
    IMPORT_FROM = 74, Name, 0, Next, [module] => [module, value],
        "Pushes the attribute {arg} of the module {module}, which stays on the stack.";
    IMPORT_NAME = 75, Name, 0, Next, [level, fromlist] => [res],
        "Imports the module {arg} and pushes it; {fromlist} are the names wanted from it, {level} the dots before its name.";
    IS_OP = 76, Invert, 0, Next, [left, right] => [b],
        "Replaces {left} and {right} by whether they are one and the same object; operand 1 turns the answer round.";
    JUMP_BACKWARD = 77, JumpBackward, 1, Jump, [] => [],
        "Goes back to {arg}, to the start of a loop.";
    JUMP_BACKWARD_NO_INTERRUPT = 78, JumpBackward, 0, Jump, [] => [],
        "Goes back to {arg} without looking for signals.";
    JUMP_FORWARD = 79, JumpForward, 0, Jump, [] => [],
        "Goes on at {arg}.";
    LIST_APPEND = 80, Count, 0, Next, [list, between * Less1, value] => [list, between * Less1],
        "Appends {value} to the list that the comprehension builds.";
    LIST_EXTEND = 81, Count, 0, Next, [list, between * Less1, iterable] => [list, between * Less1],
        "Appends all items of {iterable} to the list that is being built.";
    LOAD_ATTR = 82, AttrName, 9, Next, [owner] => [attr, self_or_null * LowBit],
        "Replaces {owner} by its attribute {arg}; a method about to be called leaves its object for the call.";
    LOAD_CONST = 83, Const, 0, Next, [] => [value],
        "Pushes the constant {arg}.";
    LOAD_DEREF = 84, Free, 0, Next, [] => [value],
        "Pushes the variable {arg}, which functions share through a cell.";
    LOAD_FAST = 85, Local, 0, Next, [] => [value],
        "Pushes the local variable {arg}, which is surely bound here.";
    LOAD_FAST_AND_CLEAR = 86, Local, 0, Next, [] => [value],
        "Pushes the local variable {arg}, bound or not, and unbinds it: a comprehension is about to use that name.";
    LOAD_FAST_CHECK = 87, Local, 0, Next, [] => [value],
        "Pushes the local variable {arg}; it may be unbound, and that is an error.";
    LOAD_FAST_LOAD_FAST = 88, LocalPair, 0, Next, [] => [value1, value2],
        "Pushes the two local variables {arg}.";
    LOAD_FROM_DICT_OR_DEREF = 89, Free, 0, Next, [class_dict] => [value],
        "Pushes {arg} from the class's own names, or else from the cell that functions share.";
    LOAD_FROM_DICT_OR_GLOBALS = 90, Name, 0, Next, [mod_or_class_dict] => [v],
        "Pushes {arg} from the class's own names, or else from the globals and builtins.";
    LOAD_GLOBAL = 91, GlobalName, 4, Next, [] => [value, null * LowBit],
        "Looks {arg} up among the globals, then among the builtins, and pushes it.";
    LOAD_NAME = 92, Name, 0, Next, [] => [v],
        "Looks {arg} up among the local names, the globals and the builtins, in this order, and pushes it.";
    LOAD_SUPER_ATTR = 93, SuperName, 1, Next, [global_super, class, self] => [attr, self_or_null * LowBit],
        "Replaces super, {class} and {self} by what super().{arg} finds: the attribute in the classes after {class}.";
    MAKE_CELL = 94, Free, 0, Next, [] => [],
        "Puts the variable {arg} into a cell, so that inner functions can share it.";
    MAP_ADD = 95, Count, 0, Next, [dict, between * Less1, key, value] => [dict, between * Less1],
        "Adds {key}: {value} to the dictionary that the comprehension builds.";
    MATCH_CLASS = 96, Count, 0, Next, [subject, type, names] => [attrs],
        "Tests whether {subject} is a {type}, for a class pattern, and pushes a tuple of the attributes asked for, or None.";
    POP_JUMP_IF_FALSE = 97, JumpForward, 1, Branch, [cond] => [],
        "Pops {cond} and, if it is false, goes on at {arg}.";
    POP_JUMP_IF_NONE = 98, JumpForward, 1, Branch, [value] => [],
        "Pops {value} and, if it is None, goes on at {arg}.";
    POP_JUMP_IF_NOT_NONE = 99, JumpForward, 1, Branch, [value] => [],
        "Pops {value} and, unless it is None, goes on at {arg}.";
    POP_JUMP_IF_TRUE = 100, JumpForward, 1, Branch, [cond] => [],
        "Pops {cond} and, if it is true, goes on at {arg}.";
    RAISE_VARARGS = 101, Count, 0, Exit, [args * Oparg] => [],
        "Raises an exception; of the {arg} values on the stack the first is the exception, the second its cause. With none, the one being handled is raised again.";
    RERAISE = 102, Count, 0, Exit, [values * Oparg, exc] => [values * Oparg],
        "Raises {exc} again, as if it had never been caught.";
    RETURN_CONST = 103, Const, 0, Exit, [] => [],
        "Returns the constant {arg} to the caller.";
    SEND = 104, JumpForward, 1, Branch, [receiver, sent] => [receiver, value],
        "Sends {sent} into {receiver} and pushes what it yields; when it has finished, goes on at {arg} with its result.";
    SET_ADD = 105, Count, 0, Next, [set, between * Less1, value] => [set, between * Less1],
        "Adds {value} to the set that the comprehension builds.";
    SET_FUNCTION_ATTRIBUTE = 106, FunctionAttr, 0, Next, [attr, func] => [func],
        "Gives the function {func} its {arg}: {attr}.";
    SET_UPDATE = 107, Count, 0, Next, [set, between * Less1, iterable] => [set, between * Less1],
        "Adds all items of {iterable} to the set that is being built.";
    STORE_ATTR = 108, Name, 4, Next, [value, owner] => [],
        "Stores {value} as the attribute {arg} of {owner}.";
    STORE_DEREF = 109, Free, 0, Next, [v] => [],
        "Binds the variable {arg}, which functions share through a cell, to {v}.";
    STORE_FAST = 110, Local, 0, Next, [value] => [],
        "Binds the local variable {arg} to {value}.";
    STORE_FAST_LOAD_FAST = 111, LocalPair, 0, Next, [value1] => [value2],
        "Two in one, for the local variables {arg}: binds the first to {value1} and pushes the second.";
    STORE_FAST_STORE_FAST = 112, LocalPair, 0, Next, [value2, value1] => [],
        "Two in one, for the local variables {arg}: binds the first to {value1} and the second to {value2}.";
    STORE_GLOBAL = 113, Name, 0, Next, [v] => [],
        "Binds the global name {arg} to {v}.";
    STORE_NAME = 114, Name, 0, Next, [v] => [],
        "Binds the name {arg} to {v}.";
    SWAP = 115, Count, 0, Next, [bottom, between * Less2, top] => [top, between * Less2, bottom],
        "Swaps the top of the stack, {top}, with value number {arg} from the top, {bottom}.";
    UNPACK_EX = 116, Count, 0, Next, [seq] => [after * HighByte, rest, before * LowByte],
        "Takes {seq} apart for an assignment with a star: single items before and after it, a list of the rest.";
    UNPACK_SEQUENCE = 117, Count, 1, Next, [seq] => [items * Oparg],
        "Takes {seq} apart into exactly {arg} items; the first comes to the top.";
    YIELD_VALUE = 118, Count, 0, Next, [value] => [sent],
        "Hands {value} to whoever iterates, and pauses here until asked to go on.";
    RESUME = 149, Resume, 0, Next, [] => [],
        "A call starts or goes on here; the interpreter looks whether a signal waits.";
}
pseudo {
    JUMP = 256, Label, 0, Jump, [] => [],
        "Goes on at {arg}, forward or backward: the assembler decides.";
    JUMP_NO_INTERRUPT = 257, Label, 0, Jump, [] => [],
        "Goes on at {arg} without looking for signals.";
    LOAD_CLOSURE = 258, Free, 0, Next, [] => [cell],
        "Pushes the cell of the variable {arg}, for an inner function.";
    LOAD_METHOD = 259, Name, 0, Next, [owner] => [method, self_or_null],
        "Replaces {owner} by its method {arg}, with the object for the call.";
    LOAD_SUPER_METHOD = 260, Name, 0, Next, [global_super, class, self] => [method, self_or_null],
        "Replaces super, {class} and {self} by the method {arg} that super({class}, {self}) finds.";
    LOAD_ZERO_SUPER_ATTR = 261, Name, 0, Next, [global_super, class, self] => [attr, null],
        "Replaces super, {class} and {self} by what super().{arg} finds.";
    LOAD_ZERO_SUPER_METHOD = 262, Name, 0, Next, [global_super, class, self] => [method, self_or_null],
        "Replaces super, {class} and {self} by the method {arg} that super() finds.";
    POP_BLOCK = 263, None, 0, Next, [] => [],
        "Marks the end of protected code; the exception table will say it.";
    SETUP_CLEANUP = 264, Label, 0, Protect, [] => [],
        "Marks the start of a handler's own code, whose exceptions go to {arg}.";
    SETUP_FINALLY = 265, Label, 0, Protect, [] => [],
        "Marks the start of protected code, whose exceptions go to {arg}.";
    SETUP_WITH = 266, Label, 0, Protect, [] => [],
        "Marks the start of a `with` body, whose exceptions go to {arg}.";
    STORE_FAST_MAYBE_NULL = 267, Local, 0, Next, [value] => [],
        "Gives the local variable {arg} back what a comprehension took from it: {value}, or nothing.";
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
fused {
    FAST_FAST_ADD_INT = 272, [LOAD_FAST_LOAD_FAST], BINARY_OP_ADD_INT;
    FAST_FAST_SUBTRACT_INT = 273, [LOAD_FAST_LOAD_FAST], BINARY_OP_SUBTRACT_INT;
    FAST_FAST_MULTIPLY_INT = 274, [LOAD_FAST_LOAD_FAST], BINARY_OP_MULTIPLY_INT;
    FAST_FAST_ADD_FLOAT = 275, [LOAD_FAST_LOAD_FAST], BINARY_OP_ADD_FLOAT;
    FAST_FAST_SUBTRACT_FLOAT = 276, [LOAD_FAST_LOAD_FAST], BINARY_OP_SUBTRACT_FLOAT;
    FAST_FAST_MULTIPLY_FLOAT = 277, [LOAD_FAST_LOAD_FAST], BINARY_OP_MULTIPLY_FLOAT;
    FAST_FAST_BINARY_OP = 278, [LOAD_FAST_LOAD_FAST], BINARY_OP;
    FAST_FAST_COMPARE_INT = 279, [LOAD_FAST_LOAD_FAST], COMPARE_OP_INT;
    FAST_FAST_COMPARE_FLOAT = 280, [LOAD_FAST_LOAD_FAST], COMPARE_OP_FLOAT;
    FAST_FAST_SUBSCR_LIST_INT = 281, [LOAD_FAST_LOAD_FAST], BINARY_SUBSCR_LIST_INT;
    FAST_CONST_ADD_INT = 282, [LOAD_FAST, LOAD_CONST], BINARY_OP_ADD_INT;
    FAST_CONST_SUBTRACT_INT = 283, [LOAD_FAST, LOAD_CONST], BINARY_OP_SUBTRACT_INT;
    FAST_CONST_MULTIPLY_INT = 284, [LOAD_FAST, LOAD_CONST], BINARY_OP_MULTIPLY_INT;
    FAST_CONST_ADD_FLOAT = 285, [LOAD_FAST, LOAD_CONST], BINARY_OP_ADD_FLOAT;
    FAST_CONST_SUBTRACT_FLOAT = 286, [LOAD_FAST, LOAD_CONST], BINARY_OP_SUBTRACT_FLOAT;
    FAST_CONST_MULTIPLY_FLOAT = 287, [LOAD_FAST, LOAD_CONST], BINARY_OP_MULTIPLY_FLOAT;
    FAST_CONST_BINARY_OP = 288, [LOAD_FAST, LOAD_CONST], BINARY_OP;
    FAST_CONST_COMPARE_INT = 289, [LOAD_FAST, LOAD_CONST], COMPARE_OP_INT;
    FAST_CONST_COMPARE_FLOAT = 290, [LOAD_FAST, LOAD_CONST], COMPARE_OP_FLOAT;
    FAST_CONST_SUBSCR_LIST_INT = 291, [LOAD_FAST, LOAD_CONST], BINARY_SUBSCR_LIST_INT;
    CONST_ADD_INT = 292, [LOAD_CONST], BINARY_OP_ADD_INT;
    CONST_SUBTRACT_INT = 293, [LOAD_CONST], BINARY_OP_SUBTRACT_INT;
    CONST_MULTIPLY_INT = 294, [LOAD_CONST], BINARY_OP_MULTIPLY_INT;
    CONST_ADD_FLOAT = 295, [LOAD_CONST], BINARY_OP_ADD_FLOAT;
    CONST_SUBTRACT_FLOAT = 296, [LOAD_CONST], BINARY_OP_SUBTRACT_FLOAT;
    CONST_MULTIPLY_FLOAT = 297, [LOAD_CONST], BINARY_OP_MULTIPLY_FLOAT;
    CONST_BINARY_OP = 298, [LOAD_CONST], BINARY_OP;
    CONST_COMPARE_INT = 299, [LOAD_CONST], COMPARE_OP_INT;
    CONST_COMPARE_FLOAT = 300, [LOAD_CONST], COMPARE_OP_FLOAT;
    CONST_SUBSCR_LIST_INT = 301, [LOAD_CONST], BINARY_SUBSCR_LIST_INT;
    FAST_ADD_INT = 302, [LOAD_FAST], BINARY_OP_ADD_INT;
    FAST_SUBTRACT_INT = 303, [LOAD_FAST], BINARY_OP_SUBTRACT_INT;
    FAST_MULTIPLY_INT = 304, [LOAD_FAST], BINARY_OP_MULTIPLY_INT;
    FAST_ADD_FLOAT = 305, [LOAD_FAST], BINARY_OP_ADD_FLOAT;
    FAST_SUBTRACT_FLOAT = 306, [LOAD_FAST], BINARY_OP_SUBTRACT_FLOAT;
    FAST_MULTIPLY_FLOAT = 307, [LOAD_FAST], BINARY_OP_MULTIPLY_FLOAT;
    FAST_BINARY_OP = 308, [LOAD_FAST], BINARY_OP;
    FAST_COMPARE_INT = 309, [LOAD_FAST], COMPARE_OP_INT;
    FAST_COMPARE_FLOAT = 310, [LOAD_FAST], COMPARE_OP_FLOAT;
    FAST_SUBSCR_LIST_INT = 311, [LOAD_FAST], BINARY_SUBSCR_LIST_INT;
    FAST_ATTR_INSTANCE_VALUE = 312, [LOAD_FAST], LOAD_ATTR_INSTANCE_VALUE;
    FAST_ATTR_SLOT = 313, [LOAD_FAST], LOAD_ATTR_SLOT;
    FAST_ATTR_METHOD_WITH_VALUES = 314, [LOAD_FAST], LOAD_ATTR_METHOD_WITH_VALUES;
    FAST_ATTR_METHOD_NO_DICT = 315, [LOAD_FAST], LOAD_ATTR_METHOD_NO_DICT;
    FAST_STORE_ATTR_INSTANCE_VALUE = 316, [LOAD_FAST], STORE_ATTR_INSTANCE_VALUE;
    FAST_FAST_STORE_ATTR_INSTANCE_VALUE = 317, [LOAD_FAST_LOAD_FAST], STORE_ATTR_INSTANCE_VALUE;
    FAST_FAST_STORE_SUBSCR_LIST_INT = 318, [LOAD_FAST_LOAD_FAST], STORE_SUBSCR_LIST_INT;
    FAST_STORE_SUBSCR_LIST_INT = 319, [LOAD_FAST], STORE_SUBSCR_LIST_INT;
}
}
