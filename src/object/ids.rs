//! Objects that exist in every run at the same place: singletons, small ints, characters,
//! built-in types and interned names. All are immortal.

use crate::heap::ObjId;

pub const NONE: ObjId = ObjId::new(1);
pub const FALSE: ObjId = ObjId::new(2);
pub const TRUE: ObjId = ObjId::new(3);
pub const ELLIPSIS: ObjId = ObjId::new(4);
pub const NOT_IMPLEMENTED: ObjId = ObjId::new(5);
pub const EMPTY_TUPLE: ObjId = ObjId::new(6);
pub const EMPTY_STR: ObjId = ObjId::new(7);
pub const EMPTY_BYTES: ObjId = ObjId::new(8);
/// `typing.NoDefault`
pub const NO_DEFAULT: ObjId = ObjId::new(9);
/// Number of the ids above.
pub const SINGLETONS: u32 = 9;

/// Ints that exist once: CPython's `_PY_NSMALLNEGINTS` and `_PY_NSMALLPOSINTS`.
pub const SMALL_INTS: std::ops::RangeInclusive<i64> = -5..=256;
const FIRST_INT: u32 = SINGLETONS + 1;
const INT_COUNT: u32 = 262;
/// Strings of one Latin-1 character.
const FIRST_CHAR: u32 = FIRST_INT + INT_COUNT;
/// Bytes objects of length one.
const FIRST_BYTE: u32 = FIRST_CHAR + 256;
pub const FIRST_TYPE: u32 = FIRST_BYTE + 256;

/// The int object of a value in [`SMALL_INTS`].
#[inline(always)]
pub const fn small_int(value: i64) -> ObjId {
    ObjId::new((value + 5 + FIRST_INT as i64) as u32)
}
pub const fn latin1_char(c: u8) -> ObjId {
    ObjId::new(FIRST_CHAR + c as u32)
}
pub const fn single_byte(b: u8) -> ObjId {
    ObjId::new(FIRST_BYTE + b as u32)
}
#[inline(always)]
pub const fn bool(value: bool) -> ObjId {
    if value { TRUE } else { FALSE }
}

/// What the payload of a type's instances is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Layout {
    /// Cannot be instantiated by `object.__new__`-like means, or has a `__new__` of its own that knows.
    Special,
    Object,
    Int,
    Float,
    Complex,
    Str,
    Bytes,
    ByteArray,
    Tuple,
    List,
    Dict,
    Set,
    Exception,
    Type,
    Module,
    Property,
}

/// One row of the table of built-in types.
#[derive(Debug)]
pub struct BuiltinType {
    pub id: ObjId,
    pub name: &'static str,
    pub base: ObjId,
    pub layout: Layout,
    /// May be subclassed.
    pub basetype: bool,
}

macro_rules! builtin_types {
    ($($id:ident = $name:literal, $base:ident, $layout:ident, $flag:ident;)*) => {
        /// The built-in types.
        pub mod types {
            use super::*;
            #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "only its numbers are used")]
            enum Number { $($id,)* }
            $(pub const $id: ObjId = ObjId::new(FIRST_TYPE + Number::$id as u32);)*
            /// All of them, by id from [`FIRST_TYPE`] on; a base stands before what it is the base of.
            pub static ALL: &[BuiltinType] = &[$(BuiltinType {
                id: $id, name: $name, base: $base, layout: Layout::$layout, basetype: builtin_types!(@flag $flag),
            }),*];
        }
    };
    (@flag BASETYPE) => { true };
    (@flag FINAL) => { false };
}

// name, base, layout of instances, may be subclassed
builtin_types! {
    OBJECT = "object", OBJECT, Object, BASETYPE;
    TYPE = "type", OBJECT, Type, BASETYPE;
    NONE_TYPE = "NoneType", OBJECT, Special, FINAL;
    ELLIPSIS_TYPE = "ellipsis", OBJECT, Special, FINAL;
    NOT_IMPLEMENTED_TYPE = "NotImplementedType", OBJECT, Special, FINAL;
    INT = "int", OBJECT, Int, BASETYPE;
    BOOL = "bool", INT, Special, FINAL;
    FLOAT = "float", OBJECT, Float, BASETYPE;
    COMPLEX = "complex", OBJECT, Complex, BASETYPE;
    STR = "str", OBJECT, Str, BASETYPE;
    BYTES = "bytes", OBJECT, Bytes, BASETYPE;
    BYTEARRAY = "bytearray", OBJECT, ByteArray, BASETYPE;
    MEMORYVIEW = "memoryview", OBJECT, Special, FINAL;
    MANAGED_BUFFER = "managedbuffer", OBJECT, Special, FINAL;
    TUPLE = "tuple", OBJECT, Tuple, BASETYPE;
    LIST = "list", OBJECT, List, BASETYPE;
    DICT = "dict", OBJECT, Dict, BASETYPE;
    SET = "set", OBJECT, Set, BASETYPE;
    FROZENSET = "frozenset", OBJECT, Set, BASETYPE;
    RANGE = "range", OBJECT, Special, FINAL;
    SLICE = "slice", OBJECT, Special, FINAL;
    FUNCTION = "function", OBJECT, Special, FINAL;
    BUILTIN_FUNCTION = "builtin_function_or_method", OBJECT, Special, FINAL;
    METHOD = "method", OBJECT, Special, FINAL;
    METHOD_DESCRIPTOR = "method_descriptor", OBJECT, Special, FINAL;
    WRAPPER_DESCRIPTOR = "wrapper_descriptor", OBJECT, Special, FINAL;
    METHOD_WRAPPER = "method-wrapper", OBJECT, Special, FINAL;
    CLASSMETHOD_DESCRIPTOR = "classmethod_descriptor", OBJECT, Special, FINAL;
    GETSET_DESCRIPTOR = "getset_descriptor", OBJECT, Special, FINAL;
    MEMBER_DESCRIPTOR = "member_descriptor", OBJECT, Special, FINAL;
    PROPERTY = "property", OBJECT, Property, BASETYPE;
    CLASSMETHOD = "classmethod", OBJECT, Special, BASETYPE;
    STATICMETHOD = "staticmethod", OBJECT, Special, BASETYPE;
    SUPER = "super", OBJECT, Special, BASETYPE;
    MODULE = "module", OBJECT, Module, BASETYPE;
    CODE = "code", OBJECT, Special, FINAL;
    CELL = "cell", OBJECT, Special, FINAL;
    FRAME = "frame", OBJECT, Special, FINAL;
    FRAME_LOCALS_PROXY = "FrameLocalsProxy", OBJECT, Special, FINAL;
    TRACEBACK = "traceback", OBJECT, Special, FINAL;
    GENERATOR = "generator", OBJECT, Special, FINAL;
    COROUTINE = "coroutine", OBJECT, Special, FINAL;
    COROUTINE_WRAPPER = "coroutine_wrapper", OBJECT, Special, FINAL;
    ASYNC_GENERATOR = "async_generator", OBJECT, Special, FINAL;
    ASYNC_GEN_ASEND = "async_generator_asend", OBJECT, Special, FINAL;
    ASYNC_GEN_ATHROW = "async_generator_athrow", OBJECT, Special, FINAL;
    ASYNC_GEN_WRAPPED_VALUE = "async_generator_wrapped_value", OBJECT, Special, FINAL;
    ANEXT_AWAITABLE = "anext_awaitable", OBJECT, Special, FINAL;
    MAPPING_PROXY = "mappingproxy", OBJECT, Special, FINAL;
    DICT_KEYS = "dict_keys", OBJECT, Special, FINAL;
    DICT_VALUES = "dict_values", OBJECT, Special, FINAL;
    DICT_ITEMS = "dict_items", OBJECT, Special, FINAL;
    DICT_KEY_ITERATOR = "dict_keyiterator", OBJECT, Special, FINAL;
    DICT_VALUE_ITERATOR = "dict_valueiterator", OBJECT, Special, FINAL;
    DICT_ITEM_ITERATOR = "dict_itemiterator", OBJECT, Special, FINAL;
    DICT_REVERSE_KEY_ITERATOR = "dict_reversekeyiterator", OBJECT, Special, FINAL;
    DICT_REVERSE_VALUE_ITERATOR = "dict_reversevalueiterator", OBJECT, Special, FINAL;
    DICT_REVERSE_ITEM_ITERATOR = "dict_reverseitemiterator", OBJECT, Special, FINAL;
    LIST_ITERATOR = "list_iterator", OBJECT, Special, FINAL;
    LIST_REVERSE_ITERATOR = "list_reverseiterator", OBJECT, Special, FINAL;
    TUPLE_ITERATOR = "tuple_iterator", OBJECT, Special, FINAL;
    STR_ITERATOR = "str_iterator", OBJECT, Special, FINAL;
    STR_ASCII_ITERATOR = "str_ascii_iterator", OBJECT, Special, FINAL;
    BYTES_ITERATOR = "bytes_iterator", OBJECT, Special, FINAL;
    BYTEARRAY_ITERATOR = "bytearray_iterator", OBJECT, Special, FINAL;
    SET_ITERATOR = "set_iterator", OBJECT, Special, FINAL;
    RANGE_ITERATOR = "range_iterator", OBJECT, Special, FINAL;
    LONG_RANGE_ITERATOR = "longrange_iterator", OBJECT, Special, FINAL;
    SEQUENCE_ITERATOR = "iterator", OBJECT, Special, FINAL;
    MEMORY_ITERATOR = "memory_iterator", OBJECT, Special, FINAL;
    GENERIC_ALIAS_ITERATOR = "generic_alias_iterator", OBJECT, Special, FINAL;
    CALLABLE_ITERATOR = "callable_iterator", OBJECT, Special, FINAL;
    REVERSED = "reversed", OBJECT, Special, BASETYPE;
    ENUMERATE = "enumerate", OBJECT, Special, BASETYPE;
    ZIP = "zip", OBJECT, Special, BASETYPE;
    MAP = "map", OBJECT, Special, BASETYPE;
    FILTER = "filter", OBJECT, Special, BASETYPE;
    GENERIC_ALIAS = "types.GenericAlias", OBJECT, Special, BASETYPE;
    UNION_TYPE = "types.UnionType", OBJECT, Special, FINAL;
    SIMPLE_NAMESPACE = "types.SimpleNamespace", OBJECT, Object, BASETYPE;
    WEAKREF = "weakref.ReferenceType", OBJECT, Special, BASETYPE;
    TYPE_VAR = "typing.TypeVar", OBJECT, Special, FINAL;
    PARAM_SPEC = "typing.ParamSpec", OBJECT, Special, FINAL;
    TYPE_VAR_TUPLE = "typing.TypeVarTuple", OBJECT, Special, FINAL;
    TYPE_ALIAS_TYPE = "typing.TypeAliasType", OBJECT, Special, FINAL;
    PARAM_SPEC_ARGS = "typing.ParamSpecArgs", OBJECT, Special, FINAL;
    PARAM_SPEC_KWARGS = "typing.ParamSpecKwargs", OBJECT, Special, FINAL;
    NO_DEFAULT_TYPE = "NoDefaultType", OBJECT, Special, FINAL;
    GENERIC = "typing.Generic", OBJECT, Object, BASETYPE;
    TEXT_IO = "_io.TextIOWrapper", OBJECT, Object, BASETYPE;
    BASE_EXCEPTION = "BaseException", OBJECT, Exception, BASETYPE;
    EXCEPTION = "Exception", BASE_EXCEPTION, Exception, BASETYPE;
    BASE_EXCEPTION_GROUP = "BaseExceptionGroup", BASE_EXCEPTION, Exception, BASETYPE;
    EXCEPTION_GROUP = "ExceptionGroup", BASE_EXCEPTION_GROUP, Exception, BASETYPE;
    ARITHMETIC_ERROR = "ArithmeticError", EXCEPTION, Exception, BASETYPE;
    FLOATING_POINT_ERROR = "FloatingPointError", ARITHMETIC_ERROR, Exception, BASETYPE;
    OVERFLOW_ERROR = "OverflowError", ARITHMETIC_ERROR, Exception, BASETYPE;
    ZERO_DIVISION_ERROR = "ZeroDivisionError", ARITHMETIC_ERROR, Exception, BASETYPE;
    ASSERTION_ERROR = "AssertionError", EXCEPTION, Exception, BASETYPE;
    ATTRIBUTE_ERROR = "AttributeError", EXCEPTION, Exception, BASETYPE;
    BUFFER_ERROR = "BufferError", EXCEPTION, Exception, BASETYPE;
    EOF_ERROR = "EOFError", EXCEPTION, Exception, BASETYPE;
    IMPORT_ERROR = "ImportError", EXCEPTION, Exception, BASETYPE;
    MODULE_NOT_FOUND_ERROR = "ModuleNotFoundError", IMPORT_ERROR, Exception, BASETYPE;
    LOOKUP_ERROR = "LookupError", EXCEPTION, Exception, BASETYPE;
    INDEX_ERROR = "IndexError", LOOKUP_ERROR, Exception, BASETYPE;
    KEY_ERROR = "KeyError", LOOKUP_ERROR, Exception, BASETYPE;
    MEMORY_ERROR = "MemoryError", EXCEPTION, Exception, BASETYPE;
    NAME_ERROR = "NameError", EXCEPTION, Exception, BASETYPE;
    UNBOUND_LOCAL_ERROR = "UnboundLocalError", NAME_ERROR, Exception, BASETYPE;
    OS_ERROR = "OSError", EXCEPTION, Exception, BASETYPE;
    BLOCKING_IOERROR = "BlockingIOError", OS_ERROR, Exception, BASETYPE;
    CHILD_PROCESS_ERROR = "ChildProcessError", OS_ERROR, Exception, BASETYPE;
    CONNECTION_ERROR = "ConnectionError", OS_ERROR, Exception, BASETYPE;
    BROKEN_PIPE_ERROR = "BrokenPipeError", CONNECTION_ERROR, Exception, BASETYPE;
    CONNECTION_ABORTED_ERROR = "ConnectionAbortedError", CONNECTION_ERROR, Exception, BASETYPE;
    CONNECTION_REFUSED_ERROR = "ConnectionRefusedError", CONNECTION_ERROR, Exception, BASETYPE;
    CONNECTION_RESET_ERROR = "ConnectionResetError", CONNECTION_ERROR, Exception, BASETYPE;
    FILE_EXISTS_ERROR = "FileExistsError", OS_ERROR, Exception, BASETYPE;
    FILE_NOT_FOUND_ERROR = "FileNotFoundError", OS_ERROR, Exception, BASETYPE;
    INTERRUPTED_ERROR = "InterruptedError", OS_ERROR, Exception, BASETYPE;
    IS_ADIRECTORY_ERROR = "IsADirectoryError", OS_ERROR, Exception, BASETYPE;
    NOT_ADIRECTORY_ERROR = "NotADirectoryError", OS_ERROR, Exception, BASETYPE;
    PERMISSION_ERROR = "PermissionError", OS_ERROR, Exception, BASETYPE;
    PROCESS_LOOKUP_ERROR = "ProcessLookupError", OS_ERROR, Exception, BASETYPE;
    TIMEOUT_ERROR = "TimeoutError", OS_ERROR, Exception, BASETYPE;
    REFERENCE_ERROR = "ReferenceError", EXCEPTION, Exception, BASETYPE;
    RUNTIME_ERROR = "RuntimeError", EXCEPTION, Exception, BASETYPE;
    NOT_IMPLEMENTED_ERROR = "NotImplementedError", RUNTIME_ERROR, Exception, BASETYPE;
    PYTHON_FINALIZATION_ERROR = "PythonFinalizationError", RUNTIME_ERROR, Exception, BASETYPE;
    RECURSION_ERROR = "RecursionError", RUNTIME_ERROR, Exception, BASETYPE;
    STOP_ASYNC_ITERATION = "StopAsyncIteration", EXCEPTION, Exception, BASETYPE;
    STOP_ITERATION = "StopIteration", EXCEPTION, Exception, BASETYPE;
    SYNTAX_ERROR = "SyntaxError", EXCEPTION, Exception, BASETYPE;
    INDENTATION_ERROR = "IndentationError", SYNTAX_ERROR, Exception, BASETYPE;
    TAB_ERROR = "TabError", INDENTATION_ERROR, Exception, BASETYPE;
    _INCOMPLETE_INPUT_ERROR = "_IncompleteInputError", SYNTAX_ERROR, Exception, BASETYPE;
    SYSTEM_ERROR = "SystemError", EXCEPTION, Exception, BASETYPE;
    TYPE_ERROR = "TypeError", EXCEPTION, Exception, BASETYPE;
    VALUE_ERROR = "ValueError", EXCEPTION, Exception, BASETYPE;
    UNICODE_ERROR = "UnicodeError", VALUE_ERROR, Exception, BASETYPE;
    UNICODE_DECODE_ERROR = "UnicodeDecodeError", UNICODE_ERROR, Exception, BASETYPE;
    UNICODE_ENCODE_ERROR = "UnicodeEncodeError", UNICODE_ERROR, Exception, BASETYPE;
    UNICODE_TRANSLATE_ERROR = "UnicodeTranslateError", UNICODE_ERROR, Exception, BASETYPE;
    WARNING = "Warning", EXCEPTION, Exception, BASETYPE;
    BYTES_WARNING = "BytesWarning", WARNING, Exception, BASETYPE;
    DEPRECATION_WARNING = "DeprecationWarning", WARNING, Exception, BASETYPE;
    ENCODING_WARNING = "EncodingWarning", WARNING, Exception, BASETYPE;
    FUTURE_WARNING = "FutureWarning", WARNING, Exception, BASETYPE;
    IMPORT_WARNING = "ImportWarning", WARNING, Exception, BASETYPE;
    PENDING_DEPRECATION_WARNING = "PendingDeprecationWarning", WARNING, Exception, BASETYPE;
    RESOURCE_WARNING = "ResourceWarning", WARNING, Exception, BASETYPE;
    RUNTIME_WARNING = "RuntimeWarning", WARNING, Exception, BASETYPE;
    SYNTAX_WARNING = "SyntaxWarning", WARNING, Exception, BASETYPE;
    UNICODE_WARNING = "UnicodeWarning", WARNING, Exception, BASETYPE;
    USER_WARNING = "UserWarning", WARNING, Exception, BASETYPE;
    GENERATOR_EXIT = "GeneratorExit", BASE_EXCEPTION, Exception, BASETYPE;
    KEYBOARD_INTERRUPT = "KeyboardInterrupt", BASE_EXCEPTION, Exception, BASETYPE;
    SYSTEM_EXIT = "SystemExit", BASE_EXCEPTION, Exception, BASETYPE;
}

macro_rules! names {
    ($($id:ident = $text:literal;)*) => {
        /// Interned names that the machine itself uses.
        pub mod names {
            use super::*;
            #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "only its numbers are used")]
            enum Number { $($id,)* }
            pub const FIRST: u32 = FIRST_TYPE + types::ALL.len() as u32;
            $(pub const $id: ObjId = ObjId::new(FIRST + Number::$id as u32);)*
            /// Their texts, by id.
            pub static TEXTS: &[&str] = &[$($text),*];
        }
    };
}

names! {
    ANNOTATIONS = "__annotations__";
    BASES = "__bases__";
    BUILD_CLASS = "__build_class__";
    BUILTINS = "__builtins__";
    CACHED = "__cached__";
    CLASS = "__class__";
    CLASSCELL = "__classcell__";
    CLASSDICT = "__classdict__";
    CLASSDICTCELL = "__classdictcell__";
    CLASS_GETITEM = "__class_getitem__";
    DICT = "__dict__";
    DOC = "__doc__";
    FILE = "__file__";
    FIRSTLINENO = "__firstlineno__";
    IMPORT = "__import__";
    INIT_SUBCLASS = "__init_subclass__";
    LOADER = "__loader__";
    MAIN = "__main__";
    MATCH_ARGS = "__match_args__";
    METACLASS = "metaclass";
    MODULE = "__module__";
    MRO_ENTRIES = "__mro_entries__";
    NAME = "__name__";
    NOTES = "__notes__";
    ORIG_BASES = "__orig_bases__";
    PACKAGE = "__package__";
    PATH = "__path__";
    PREPARE = "__prepare__";
    QUALNAME = "__qualname__";
    SET_NAME = "__set_name__";
    SLOTS = "__slots__";
    SPEC = "__spec__";
    STATIC_ATTRIBUTES = "__static_attributes__";
    SUBCLASSCHECK = "__subclasscheck__";
    INSTANCECHECK = "__instancecheck__";
    SUBCLASSES = "__subclasses__";
    TYPE_PARAMS = "__type_params__";
    WEAKREF = "__weakref__";
    DIR = "__dir__";
    FORMAT = "__format__";
    REDUCE = "__reduce__";
    REDUCE_EX = "__reduce_ex__";
    REVERSED = "__reversed__";
    ROUND = "__round__";
    TRUNC = "__trunc__";
    FLOOR = "__floor__";
    CEIL = "__ceil__";
    LENGTH_HINT = "__length_hint__";
    MISSING = "__missing__";
    BYTES = "__bytes__";
    FSPATH = "__fspath__";
    COMPLEX = "__complex__";
    SIZEOF = "__sizeof__";
    ALL = "__all__";
    BUILTINS_MODULE = "builtins";
    SEND = "send";
    THROW = "throw";
    CLOSE = "close";
    KEYS = "keys";
    VALUES = "values";
    ITEMS = "items";
    GET = "get";
    UPDATE = "update";
    APPEND = "append";
    SORT = "sort";
    WRITE = "write";
    FLUSH = "flush";
    STDOUT = "stdout";
    STDERR = "stderr";
    STDIN = "stdin";
    MODULES = "modules";
    SELF = "self";
    SEP = "sep";
    END = "end";
    KEY = "key";
    REVERSE = "reverse";
    LOCALS = "<locals>";
    LAMBDA = "<lambda>";
}

/// A type that exists only once the native module that shows it is imported; its place in the heap
/// is kept for it.
#[derive(Debug)]
pub struct ModuleType {
    pub ty: BuiltinType,
    /// The native module.
    pub module: &'static str,
    /// `__basicsize__`
    pub size: i64,
    /// References to the type in a CPython that has just imported the module; 0 for an immortal type.
    pub count: u32,
    /// A sum of the flags in [`module_types`].
    pub flags: u32,
}

macro_rules! module_types {
    ($($id:ident in $module:literal = $name:literal, $base:expr, $size:literal, $count:literal, $($flag:ident)|*;)*) => {
        /// The types of native modules, by the names that error messages give them.
        pub mod module_types {
            use super::*;
            /// May be subclassed.
            pub const BASETYPE: u32 = 1;
            /// Instances can be weakly referenced.
            pub const WEAKREF: u32 = 2;
            /// Instances have a `__dict__`.
            pub const ATTRS: u32 = 4;
            /// The module has a name for it.
            pub const SHOWN: u32 = 8;
            /// Instances have one slot in their attributes.
            pub const SLOT: u32 = 16;
            /// Instances are what `object.__new__` makes.
            pub const PLAIN: u32 = 32;
            const NONE: u32 = 0;
            #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "only its numbers are used")]
            enum Number { $($id,)* }
            pub(super) const FIRST: u32 = names::FIRST + names::TEXTS.len() as u32;
            $(pub const $id: ObjId = ObjId::new(FIRST + Number::$id as u32);)*
            /// All of them, by id; a base stands before what it is the base of.
            pub static ALL: &[ModuleType] = &[$(ModuleType {
                ty: BuiltinType {
                    id: $id,
                    name: $name,
                    base: $base,
                    layout: if ($($flag)|*) & PLAIN != 0 { Layout::Object } else { Layout::Special },
                    basetype: ($($flag)|*) & BASETYPE != 0,
                },
                module: $module,
                size: $size,
                count: $count,
                flags: $($flag)|*,
            }),*];
        }
    };
}

// module, name in messages, base, __basicsize__, count (0: immortal), flags
module_types! {
    ACCUMULATE in "itertools" = "itertools.accumulate", types::OBJECT, 56, 9, BASETYPE | SHOWN;
    BATCHED in "itertools" = "itertools.batched", types::OBJECT, 40, 7, BASETYPE | SHOWN;
    CHAIN in "itertools" = "itertools.chain", types::OBJECT, 32, 11, BASETYPE | SHOWN;
    COMBINATIONS in "itertools" = "itertools.combinations", types::OBJECT, 56, 10, BASETYPE | SHOWN;
    COMBINATIONS_WITH_REPLACEMENT in "itertools" = "itertools.combinations_with_replacement", types::OBJECT, 56, 10, BASETYPE | SHOWN;
    COMPRESS in "itertools" = "itertools.compress", types::OBJECT, 32, 8, BASETYPE | SHOWN;
    COUNT in "itertools" = "itertools.count", types::OBJECT, 40, 9, BASETYPE | SHOWN;
    CYCLE in "itertools" = "itertools.cycle", types::OBJECT, 48, 9, BASETYPE | SHOWN;
    DROPWHILE in "itertools" = "itertools.dropwhile", types::OBJECT, 40, 9, BASETYPE | SHOWN;
    FILTERFALSE in "itertools" = "itertools.filterfalse", types::OBJECT, 32, 8, BASETYPE | SHOWN;
    GROUPBY in "itertools" = "itertools.groupby", types::OBJECT, 72, 9, BASETYPE | SHOWN;
    GROUPER in "itertools" = "itertools._grouper", types::OBJECT, 32, 8, SHOWN;
    ISLICE in "itertools" = "itertools.islice", types::OBJECT, 56, 9, BASETYPE | SHOWN;
    PAIRWISE in "itertools" = "itertools.pairwise", types::OBJECT, 40, 7, BASETYPE | SHOWN;
    PERMUTATIONS in "itertools" = "itertools.permutations", types::OBJECT, 64, 10, BASETYPE | SHOWN;
    PRODUCT in "itertools" = "itertools.product", types::OBJECT, 48, 10, BASETYPE | SHOWN;
    REPEAT in "itertools" = "itertools.repeat", types::OBJECT, 32, 10, BASETYPE | SHOWN;
    STARMAP in "itertools" = "itertools.starmap", types::OBJECT, 32, 8, BASETYPE | SHOWN;
    TAKEWHILE in "itertools" = "itertools.takewhile", types::OBJECT, 40, 9, BASETYPE | SHOWN;
    TEE in "itertools" = "itertools._tee", types::OBJECT, 48, 9, WEAKREF | SHOWN;
    TEE_DATA in "itertools" = "itertools._tee_dataobject", types::OBJECT, 496, 6, SHOWN;
    ZIP_LONGEST in "itertools" = "itertools.zip_longest", types::OBJECT, 56, 9, BASETYPE | SHOWN;
    DEQUE in "_collections" = "collections.deque", types::OBJECT, 216, 44, BASETYPE | WEAKREF | SHOWN;
    DEQUE_ITERATOR in "_collections" = "collections._deque_iterator", types::OBJECT, 56, 9, SHOWN;
    DEQUE_REVERSE_ITERATOR in "_collections" = "collections._deque_reverse_iterator", types::OBJECT, 56, 9, SHOWN;
    DEFAULT_DICT in "_collections" = "collections.defaultdict", types::DICT, 56, 14, BASETYPE | SHOWN | SLOT;
    ORDERED_DICT in "_collections" = "collections.OrderedDict", types::DICT, 112, 0, BASETYPE | WEAKREF | ATTRS | SHOWN;
    ODICT_ITERATOR in "_collections" = "odict_iterator", types::OBJECT, 64, 0, NONE;
    ODICT_KEYS in "_collections" = "odict_keys", types::DICT_KEYS, 24, 0, NONE;
    ODICT_VALUES in "_collections" = "odict_values", types::DICT_VALUES, 24, 0, NONE;
    ODICT_ITEMS in "_collections" = "odict_items", types::DICT_ITEMS, 24, 0, NONE;
    TUPLE_GETTER in "_collections" = "collections._tuplegetter", types::OBJECT, 32, 10, SHOWN;
    PARTIAL in "_functools" = "functools.partial", types::OBJECT, 64, 18, BASETYPE | WEAKREF | ATTRS | SHOWN;
    KEY_WRAPPER in "_functools" = "functools.KeyWrapper", types::OBJECT, 32, 12, NONE;
    LRU_CACHE in "_functools" = "functools._lru_cache_wrapper", types::OBJECT, 152, 11, BASETYPE | WEAKREF | ATTRS | SHOWN;
    ITEM_GETTER in "_operator" = "operator.itemgetter", types::OBJECT, 48, 10, SHOWN;
    ATTR_GETTER in "_operator" = "operator.attrgetter", types::OBJECT, 40, 10, SHOWN;
    METHOD_CALLER in "_operator" = "operator.methodcaller", types::OBJECT, 64, 10, SHOWN;
    RANDOM in "_random" = "_random.Random", types::OBJECT, 2520, 10, BASETYPE | SHOWN;
    ABC_DATA in "_abc" = "_abc._abc_data", types::OBJECT, 48, 0, NONE;
    FORMATTER_ITERATOR in "_string" = "formatteriterator", types::OBJECT, 48, 0, NONE;
    FIELD_NAME_ITERATOR in "_string" = "fieldnameiterator", types::OBJECT, 56, 0, NONE;
    AST in "_ast" = "ast.AST", types::OBJECT, 24, 0, BASETYPE | WEAKREF | ATTRS | SHOWN | PLAIN;
    TOKENIZER_ITER in "_tokenize" = "_tokenize.TokenizerIter", types::OBJECT, 64, 0, SHOWN;
    LOCK in "_thread" = "_thread.lock", types::OBJECT, 40, 0, WEAKREF | SHOWN;
    RLOCK in "_thread" = "_thread.RLock", types::OBJECT, 48, 0, BASETYPE | WEAKREF | SHOWN;
    THREAD_HANDLE in "_thread" = "_thread._ThreadHandle", types::OBJECT, 24, 0, SHOWN;
    THREAD_LOCAL in "_thread" = "_thread._local", types::OBJECT, 56, 0, BASETYPE | WEAKREF | ATTRS | SHOWN;
    PROXY in "_weakref" = "weakref.ProxyType", types::OBJECT, 64, 0, SHOWN;
    CALLABLE_PROXY in "_weakref" = "weakref.CallableProxyType", types::OBJECT, 64, 0, SHOWN;
    SCANDIR_ITERATOR in "posix" = "posix.ScandirIterator", types::OBJECT, 120, 0, NONE;
    DIR_ENTRY in "posix" = "posix.DirEntry", types::OBJECT, 72, 0, SHOWN;
    IO_BASE in "_io" = "_io._IOBase", types::OBJECT, 32, 0, BASETYPE | WEAKREF | ATTRS | SHOWN | PLAIN;
    RAW_IO_BASE in "_io" = "_io._RawIOBase", IO_BASE, 32, 0, BASETYPE | SHOWN | PLAIN;
    BUFFERED_IO_BASE in "_io" = "_io._BufferedIOBase", IO_BASE, 32, 0, BASETYPE | SHOWN | PLAIN;
    TEXT_IO_BASE in "_io" = "_io._TextIOBase", IO_BASE, 32, 0, BASETYPE | SHOWN | PLAIN;
    FILE_IO in "_io" = "_io.FileIO", RAW_IO_BASE, 48, 0, BASETYPE | SHOWN;
    BYTES_IO in "_io" = "_io.BytesIO", BUFFERED_IO_BASE, 64, 0, BASETYPE | SHOWN;
    BUFFERED_READER in "_io" = "_io.BufferedReader", BUFFERED_IO_BASE, 152, 0, BASETYPE | SHOWN;
    BUFFERED_WRITER in "_io" = "_io.BufferedWriter", BUFFERED_IO_BASE, 152, 0, BASETYPE | SHOWN;
    BUFFERED_RANDOM in "_io" = "_io.BufferedRandom", BUFFERED_IO_BASE, 152, 0, BASETYPE | SHOWN;
    BUFFERED_RW_PAIR in "_io" = "_io.BufferedRWPair", BUFFERED_IO_BASE, 48, 0, BASETYPE | SHOWN;
    STRING_IO in "_io" = "_io.StringIO", TEXT_IO_BASE, 168, 0, BASETYPE | SHOWN;
    NEWLINE_DECODER in "_io" = "_io.IncrementalNewlineDecoder", types::OBJECT, 40, 0, BASETYPE | SHOWN;
    PATTERN in "_sre" = "re.Pattern", types::OBJECT, 96, 0, WEAKREF;
    MATCH in "_sre" = "re.Match", types::OBJECT, 88, 0, NONE;
    SCANNER in "_sre" = "_sre.SRE_Scanner", types::OBJECT, 248, 0, NONE;
    TEMPLATE in "_sre" = "_sre.SRE_Template", types::OBJECT, 40, 0, NONE;
    STRUCT in "_struct" = "_struct.Struct", types::OBJECT, 56, 0, BASETYPE | WEAKREF | SHOWN;
    UNPACK_ITERATOR in "_struct" = "_struct.unpack_iterator", types::OBJECT, 112, 0, NONE;
    CONTEXT in "_contextvars" = "_contextvars.Context", types::OBJECT, 48, 0, WEAKREF | SHOWN;
    CONTEXT_VAR in "_contextvars" = "_contextvars.ContextVar", types::OBJECT, 64, 0, SHOWN;
    CONTEXT_TOKEN in "_contextvars" = "_contextvars.Token", types::OBJECT, 48, 0, SHOWN;
    MD5 in "_md5" = "_md5.md5", types::OBJECT, 32, 0, NONE;
    SHA1 in "_sha1" = "_sha1.sha1", types::OBJECT, 40, 0, NONE;
    SHA224 in "_sha2" = "_sha2.SHA224Type", types::OBJECT, 32, 0, SHOWN;
    SHA256 in "_sha2" = "_sha2.SHA256Type", types::OBJECT, 32, 0, SHOWN;
    SHA384 in "_sha2" = "_sha2.SHA384Type", types::OBJECT, 32, 0, SHOWN;
    SHA512 in "_sha2" = "_sha2.SHA512Type", types::OBJECT, 32, 0, SHOWN;
    SHA3_224 in "_sha3" = "_sha3.sha3_224", types::OBJECT, 32, 0, SHOWN;
    SHA3_256 in "_sha3" = "_sha3.sha3_256", types::OBJECT, 32, 0, SHOWN;
    SHA3_384 in "_sha3" = "_sha3.sha3_384", types::OBJECT, 32, 0, SHOWN;
    SHA3_512 in "_sha3" = "_sha3.sha3_512", types::OBJECT, 32, 0, SHOWN;
    SHAKE_128 in "_sha3" = "_sha3.shake_128", types::OBJECT, 32, 0, SHOWN;
    SHAKE_256 in "_sha3" = "_sha3.shake_256", types::OBJECT, 32, 0, SHOWN;
    BLAKE2B in "_blake2" = "_blake2.blake2b", types::OBJECT, 440, 0, BASETYPE | SHOWN;
    BLAKE2S in "_blake2" = "_blake2.blake2s", types::OBJECT, 232, 0, BASETYPE | SHOWN;
    ZLIB_COMPRESS in "zlib" = "zlib.Compress", types::OBJECT, 168, 0, NONE;
    ZLIB_DECOMPRESS in "zlib" = "zlib.Decompress", types::OBJECT, 168, 0, NONE;
    CSV_DIALECT in "_csv" = "_csv.Dialect", types::OBJECT, 48, 0, BASETYPE | SHOWN;
    CSV_READER in "_csv" = "_csv.reader", types::OBJECT, 88, 0, NONE;
    CSV_WRITER in "_csv" = "_csv.writer", types::OBJECT, 72, 0, NONE;
    SOCKET in "_socket" = "_socket.socket", types::OBJECT, 56, 0, BASETYPE | SHOWN;
    UCD in "unicodedata" = "unicodedata.UCD", types::OBJECT, 40, 0, SHOWN;
    ARRAY in "array" = "array.array", types::OBJECT, 64, 0, BASETYPE | WEAKREF | SHOWN;
    ARRAY_ITERATOR in "array" = "array.arrayiterator", types::OBJECT, 40, 0, NONE;
    TOKEN_MISSING in "_contextvars" = "Token.MISSING", types::OBJECT, 16, 0, NONE;
}

/// The row of a type that belongs to a native module.
pub fn module_type(ty: ObjId) -> Option<&'static ModuleType> {
    module_types::ALL.get(ty.number().checked_sub(module_types::FIRST)? as usize)
}

/// The row of a built-in type.
pub fn builtin_type(id: ObjId) -> Option<&'static BuiltinType> {
    types::ALL.get(id.number().checked_sub(FIRST_TYPE)? as usize)
}

/// First id after all well-known objects.
pub const END: u32 = module_types::FIRST + module_types::ALL.len() as u32;
