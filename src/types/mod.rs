//! The methods of the built-in types, one Python type a file. Each file ends in a `TABLE` of
//! natives; [`TABLES`] is what the machine is handed.

mod builtin_function;
mod cell;
mod classmethod;
mod exception;
mod exception_kinds;
mod exception_os;
mod exception_unicode;
mod frame_locals;
mod function;
mod method;
mod module;
mod none;
mod object;
mod property;
mod super_;
pub mod text_io;
mod typ;
mod typecheck;
mod union;

use crate::vm::NativeTable;

/// Every table of natives of built-in types.
pub static TABLES: &[&NativeTable] = &[
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
