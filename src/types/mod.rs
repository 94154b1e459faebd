//! The methods of the built-in types, one Python type a file. Each file ends in a `TABLE` of
//! natives; [`TABLES`] is what the machine is handed.

mod builtin_function;
mod cell;
mod classmethod;
mod dict;
pub mod dict_ops;
mod dict_views;
mod enumerate;
mod exception;
mod exception_kinds;
mod exception_os;
mod exception_unicode;
mod filter;
mod frame_locals;
mod frozenset;
mod function;
pub mod generic_alias;
mod iterators;
pub mod list;
mod list_items;
mod list_sort;
mod map;
mod mappingproxy;
mod memoryview;
mod method;
mod module;
mod none;
mod object;
mod property;
mod range;
mod reversed;
mod set;
pub mod set_ops;
pub mod slice;
mod super_;
pub mod support;
pub mod text_io;
pub mod tuple;
mod typ;
mod typecheck;
mod union;
mod zip;

use crate::vm::NativeTable;

/// Every table of natives of built-in types.
pub static TABLES: &[&NativeTable] = &[
    &list::TABLE,
    &tuple::TABLE,
    &range::TABLE,
    &slice::TABLE,
    &dict::TABLE,
    &dict_views::KEYS,
    &dict_views::VALUES,
    &dict_views::ITEMS,
    &set::TABLE,
    &frozenset::TABLE,
    &enumerate::TABLE,
    &zip::TABLE,
    &map::TABLE,
    &filter::TABLE,
    &reversed::TABLE,
    &mappingproxy::TABLE,
    &generic_alias::TABLE,
    &memoryview::TABLE,
    &iterators::LIST,
    &iterators::LIST_REVERSE,
    &iterators::TUPLE,
    &iterators::STR,
    &iterators::STR_ASCII,
    &iterators::BYTES,
    &iterators::BYTEARRAY,
    &iterators::RANGE,
    &iterators::LONG_RANGE,
    &iterators::SEQUENCE,
    &iterators::CALLABLE,
    &iterators::SET,
    &iterators::DICT_KEY,
    &iterators::DICT_VALUE,
    &iterators::DICT_ITEM,
    &iterators::DICT_REVERSE_KEY,
    &iterators::DICT_REVERSE_VALUE,
    &iterators::DICT_REVERSE_ITEM,
    &object::TABLE,
    &object::HIDDEN,
    &typ::TABLE,
    &none::NONE,
    &none::ELLIPSIS,
    &none::NOT_IMPLEMENTED,
    &function::TABLE,
    &method::TABLE,
    &builtin_function::FUNCTION,
    &builtin_function::METHOD,
    &builtin_function::WRAPPER,
    &builtin_function::METHOD_WRAPPER,
    &builtin_function::CLASS_METHOD,
    &builtin_function::GETSET,
    &builtin_function::MEMBER,
    &property::TABLE,
    &classmethod::CLASS_METHOD,
    &classmethod::STATIC_METHOD,
    &super_::TABLE,
    &module::TABLE,
    &cell::TABLE,
    &text_io::TABLE,
    &union::TABLE,
    &exception::TABLE,
    &exception_kinds::STOP_ITERATION,
    &exception_kinds::SYSTEM_EXIT,
    &exception_kinds::KEY_ERROR,
    &exception_kinds::NAME_ERROR,
    &exception_kinds::ATTRIBUTE_ERROR,
    &exception_kinds::IMPORT_ERROR,
    &exception_kinds::SYNTAX_ERROR,
    &exception_os::TABLE,
    &exception_unicode::ENCODE,
    &exception_unicode::DECODE,
    &exception_unicode::TRANSLATE,
];
