//! How much memory objects of built-in types take in CPython on a 64-bit machine.

use crate::heap::ObjId;
use crate::object::ids::module_types as made;
use crate::object::ids::types::*;
use crate::object::ids::{self, Layout};
use crate::vm::Vm;

/// `__dictoffset__` and `__weakrefoffset__` of a built-in type, where its objects have such a place.
fn places(ty: ObjId, layout: Layout) -> (i64, i64) {
    match ty {
        _ if layout == Layout::Exception => (16, 0),
        FUNCTION => (88, 96),
        TYPE => (264, 368),
        MODULE => (16, 40),
        SIMPLE_NAMESPACE => (16, 0),
        CLASSMETHOD | STATICMETHOD => (24, 0),
        TEXT_IO => (184, 176),
        GENERATOR | COROUTINE | ASYNC_GENERATOR => (0, 16),
        BUILTIN_FUNCTION | GENERIC_ALIAS => (0, 40),
        CODE => (0, 144),
        MEMORYVIEW => (0, 136),
        METHOD => (0, 32),
        SET | FROZENSET => (0, 192),
        made::IO_BASE | made::RAW_IO_BASE | made::BUFFERED_IO_BASE | made::TEXT_IO_BASE => (16, 24),
        made::FILE_IO => (40, 32),
        made::BYTES_IO => (40, 48),
        made::STRING_IO => (144, 152),
        made::BUFFERED_RW_PAIR => (32, 40),
        made::BUFFERED_READER | made::BUFFERED_WRITER | made::BUFFERED_RANDOM => (136, 144),
        made::ORDERED_DICT => (96, 104),
        made::PARTIAL => (40, 48),
        made::LRU_CACHE => (136, 144),
        made::AST => (16, 0),
        made::DEQUE => (0, 208),
        made::TEE | made::THREAD_LOCAL | made::CONTEXT => (0, 32),
        made::LOCK => (0, 24),
        made::RLOCK => (0, 40),
        made::PATTERN => (0, 64),
        made::STRUCT | made::ARRAY => (0, 48),
        _ => (0, 0),
    }
}
/// `__dictoffset__` and `__weakrefoffset__`; below 0 where the place is in front of the object.
pub fn offsets(vm: &Vm, class: ObjId) -> (i64, i64) {
    let native = vm.native_base(class);
    let (dict, weakref) = places(native, vm.type_obj(native).layout);
    let ty = vm.type_obj(class);
    let has_dict = ty.has_dict && class != made::THREAD_LOCAL;
    let before = |has: bool, place: i64| if has { place } else { 0 };
    (
        if dict == 0 { before(has_dict, -1) } else { dict },
        if weakref == 0 { before(ty.has_weakref, -32) } else { weakref },
    )
}
/// Is a type that is no Python class's a static one in CPython? Most of its modules make theirs anew for
/// each interpreter.
pub fn is_static(vm: &Vm, ty: ObjId) -> bool {
    const STATIC: [ObjId; 13] = [
        made::ORDERED_DICT,
        made::ODICT_ITERATOR,
        made::ODICT_KEYS,
        made::ODICT_VALUES,
        made::ODICT_ITEMS,
        made::PROXY,
        made::CALLABLE_PROXY,
        made::CONTEXT,
        made::CONTEXT_VAR,
        made::CONTEXT_TOKEN,
        made::FORMATTER_ITERATOR,
        made::FIELD_NAME_ITERATOR,
        made::TOKEN_MISSING,
    ];
    if ids::module_type(ty).is_some() {
        return STATIC.contains(&ty);
    }
    let class = vm.type_obj(ty);
    if class.heap && class.basetype {
        return false;
    }
    if ids::builtin_type(ty).is_none() {
        // Named tuples: only those of `sys` are there once for all.
        let module = vm.namespace_get(vm.type_obj(ty).dict, ids::names::MODULE);
        return module.is_none_or(|m| matches!(&*vm.str_lossy(m), "sys" | "builtins"));
    }
    !HEAP.contains(&ty)
}
/// Types that are there from the start, but that CPython makes for each interpreter.
const HEAP: [ObjId; 8] = [
    EXCEPTION_GROUP,
    TEXT_IO,
    GENERIC,
    TYPE_VAR,
    PARAM_SPEC,
    TYPE_VAR_TUPLE,
    PARAM_SPEC_ARGS,
    PARAM_SPEC_KWARGS,
];
/// Built-in types with dicts or weak references that CPython keeps in front of their objects.
pub const MANAGED: [ObjId; 6] =
    [TYPE_VAR, PARAM_SPEC, TYPE_VAR_TUPLE, PARAM_SPEC_ARGS, PARAM_SPEC_KWARGS, EXCEPTION_GROUP];
/// Those of them that keep a table of names for the dicts.
pub const SHARING: [ObjId; 3] = [TYPE_VAR, PARAM_SPEC, TYPE_VAR_TUPLE];
/// Types whose objects the collector of CPython does not know.
pub const UNCOLLECTED: [ObjId; 4] =
    [made::SCANDIR_ITERATOR, made::DIR_ENTRY, made::FORMATTER_ITERATOR, made::FIELD_NAME_ITERATOR];

/// `__basicsize__` of the built-in types whose objects are not of one of the common layouts.
pub fn of_special(ty: ObjId) -> Option<i64> {
    Some(match ty {
        NONE_TYPE | ELLIPSIS_TYPE | NOT_IMPLEMENTED_TYPE | NO_DEFAULT_TYPE | GENERIC => 16,
        CELL
        | BOOL
        | FRAME_LOCALS_PROXY
        | COROUTINE_WRAPPER
        | ASYNC_GEN_WRAPPED_VALUE
        | MAPPING_PROXY
        | DICT_KEYS
        | DICT_VALUES
        | DICT_ITEMS
        | GENERIC_ALIAS_ITERATOR
        | SIMPLE_NAMESPACE
        | PARAM_SPEC_ARGS
        | PARAM_SPEC_KWARGS => 24,
        METHOD_WRAPPER
        | CLASSMETHOD
        | STATICMETHOD
        | ANEXT_AWAITABLE
        | LIST_ITERATOR
        | LIST_REVERSE_ITERATOR
        | TUPLE_ITERATOR
        | STR_ITERATOR
        | STR_ASCII_ITERATOR
        | BYTES_ITERATOR
        | BYTEARRAY_ITERATOR
        | SEQUENCE_ITERATOR
        | CALLABLE_ITERATOR
        | REVERSED
        | MAP
        | FILTER
        | UNION_TYPE => 32,
        SLICE | SUPER | TRACEBACK | ASYNC_GEN_ASEND | ASYNC_GEN_ATHROW | RANGE_ITERATOR
        | LONG_RANGE_ITERATOR | TYPE_VAR_TUPLE => 40,
        RANGE | METHOD | GETSET_DESCRIPTOR | MEMBER_DESCRIPTOR | SET_ITERATOR | MEMORY_ITERATOR | ZIP => 48,
        BUILTIN_FUNCTION
        | METHOD_DESCRIPTOR
        | WRAPPER_DESCRIPTOR
        | CLASSMETHOD_DESCRIPTOR
        | DICT_KEY_ITERATOR
        | DICT_VALUE_ITERATOR
        | DICT_ITEM_ITERATOR
        | DICT_REVERSE_KEY_ITERATOR
        | DICT_REVERSE_VALUE_ITERATOR
        | DICT_REVERSE_ITEM_ITERATOR
        | ENUMERATE
        | PARAM_SPEC
        | TYPE_ALIAS_TYPE => 56,
        GENERIC_ALIAS | WEAKREF => 64,
        TYPE_VAR | NAME_ERROR | UNBOUND_LOCAL_ERROR | STOP_ITERATION | SYSTEM_EXIT => 80,
        BASE_EXCEPTION_GROUP | EXCEPTION_GROUP | ATTRIBUTE_ERROR => 88,
        IMPORT_ERROR | MODULE_NOT_FOUND_ERROR => 104,
        MANAGED_BUFFER
        | OS_ERROR
        | BLOCKING_IOERROR
        | CHILD_PROCESS_ERROR
        | CONNECTION_ERROR
        | BROKEN_PIPE_ERROR
        | CONNECTION_ABORTED_ERROR
        | CONNECTION_REFUSED_ERROR
        | CONNECTION_RESET_ERROR
        | FILE_EXISTS_ERROR
        | FILE_NOT_FOUND_ERROR
        | INTERRUPTED_ERROR
        | IS_ADIRECTORY_ERROR
        | NOT_ADIRECTORY_ERROR
        | PERMISSION_ERROR
        | PROCESS_LOOKUP_ERROR
        | TIMEOUT_ERROR
        | UNICODE_DECODE_ERROR
        | UNICODE_ENCODE_ERROR
        | UNICODE_TRANSLATE_ERROR => 112,
        FRAME | SYNTAX_ERROR | INDENTATION_ERROR | TAB_ERROR | _INCOMPLETE_INPUT_ERROR => 136,
        MEMORYVIEW | FUNCTION | GENERATOR | COROUTINE | ASYNC_GENERATOR => 144,
        CODE | TEXT_IO => 200,
        _ => return None,
    })
}
