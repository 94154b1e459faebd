//! The methods of the built-in types, one Python type a file. Each file ends in a `TABLE` of
//! natives; [`TABLES`] is what the machine is handed.

mod async_generator;
mod bool;
mod builtin_function;
mod bytearray;
pub mod bytes;
mod bytes_methods;
mod bytes_text;
mod cell;
mod classmethod;
mod code;
pub mod code_build;
pub mod complex;
pub mod dict;
pub mod dict_ops;
pub mod dict_views;
pub mod docs;
mod enumerate;
mod exception;
mod exception_group;
mod exception_kinds;
mod exception_os;
mod exception_unicode;
mod filter;
mod float;
pub mod float_math;
pub mod float_text;
mod format_percent;
pub mod format_string;
mod frame;
mod frame_locals;
mod frozenset;
pub mod function;
mod generator;
pub mod generic_alias;
pub mod int;
pub mod int_long;
pub mod int_math;
mod int_methods;
mod int_text;
pub mod iterators;
pub mod list;
mod list_items;
mod list_sort;
mod map;
mod mappingproxy;
mod memoryview;
mod method;
mod module;
mod none;
mod number_format;
pub mod object;
mod property;
mod range;
pub mod reduce;
mod reversed;
mod set;
pub mod set_ops;
mod simple_namespace;
pub mod sizes;
pub mod slice;
mod str;
mod str_case;
pub mod str_codec;
mod str_escape;
mod str_methods;
mod str_repr;
mod str_search;
mod str_split;
pub mod str_unicode;
mod super_;
pub mod support;
pub mod tuple;
mod typ;
mod type_params;
mod typecheck;
mod union;
mod weakref;
pub mod zip;

pub use async_generator::anext_default;
pub use float_text::float_repr;
pub use int_text::{decimal, to_decimal};
pub use str_repr::{str_ascii, str_repr};

use crate::heap::ObjId;
use crate::object::ids;
use crate::vm::{NativeTable, Res, Unwind, Vm};

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
    &iterators::MEMORY,
    &iterators::GENERIC_ALIAS,
    &iterators::CALLABLE,
    &iterators::SET,
    &iterators::DICT_KEY,
    &iterators::DICT_VALUE,
    &iterators::DICT_ITEM,
    &iterators::DICT_REVERSE_KEY,
    &iterators::DICT_REVERSE_VALUE,
    &iterators::DICT_REVERSE_ITEM,
    &int::TABLE,
    &int_methods::TABLE,
    &bool::TABLE,
    &float::TABLE,
    &complex::TABLE,
    &str::TABLE,
    &str_methods::TABLE,
    &str_case::TABLE,
    &str_search::TABLE,
    &str_split::TABLE,
    &bytes::TABLE,
    &bytes_methods::TABLE,
    &bytes_text::TABLE,
    &bytearray::TABLE,
    &bytes_methods::ARRAY_TABLE,
    &bytes_text::ARRAY_TABLE,
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
    &code::TABLE,
    &frame::FRAME,
    &frame::LOCALS,
    &frame::TRACEBACK,
    &generator::GENERATOR,
    &generator::COROUTINE,
    &generator::COROUTINE_WRAPPER,
    &async_generator::TABLE,
    &async_generator::ASEND,
    &async_generator::ATHROW,
    &async_generator::ANEXT,
    &union::TABLE,
    &simple_namespace::TABLE,
    &type_params::TYPE_VAR,
    &type_params::PARAM_SPEC,
    &type_params::TYPE_VAR_TUPLE,
    &type_params::PARAM_SPEC_ARGS,
    &type_params::PARAM_SPEC_KWARGS,
    &type_params::NO_DEFAULT,
    &type_params::ALIAS,
    &weakref::TABLE,
    &exception::TABLE,
    &exception_kinds::STOP_ITERATION,
    &exception_kinds::SYSTEM_EXIT,
    &exception_kinds::KEY_ERROR,
    &exception_kinds::NAME_ERROR,
    &exception_kinds::ATTRIBUTE_ERROR,
    &exception_kinds::IMPORT_ERROR,
    &exception_kinds::SYNTAX_ERROR,
    &exception_os::TABLE,
    &exception_group::TABLE,
    &exception_unicode::ENCODE,
    &exception_unicode::DECODE,
    &exception_unicode::TRANSLATE,
];

/// An exception that code without a machine asks for: type and message.
pub type Fault = (ObjId, String);

/// Objects above this size are refused with a MemoryError.
pub const MAX_LENGTH: usize = 1 << 30;

impl Vm {
    /// Does long arithmetic, which asks now and then whether it may go on.
    pub fn patiently<T>(&mut self, work: impl FnOnce(&mut int_long::Poll) -> Result<T, Fault>) -> Res<T> {
        let mut unwind = None;
        let result = work(&mut || {
            self.poll().map_err(|e| {
                unwind = Some(e);
                (ids::types::KEYBOARD_INTERRUPT, String::new())
            })
        });
        match (result, unwind) {
            (_, Some(unwind)) => Err(unwind),
            (Ok(value), None) => Ok(value),
            (Err(fault), None) => Err(self.raise_fault(fault)),
        }
    }
    /// Raises what a computation asked for.
    pub fn raise_fault(&mut self, (ty, message): Fault) -> Unwind {
        if message.is_empty() { self.raise_with(ty, &[]) } else { self.raise(ty, message) }
    }
}
