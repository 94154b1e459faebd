//! The methods of the built-in types, one Python type a file. Each file ends in a `TABLE` of
//! natives; [`TABLES`] is what the machine is handed.

mod dict;
pub mod dict_ops;
mod dict_views;
mod enumerate;
mod filter;
mod frozenset;
pub mod generic_alias;
mod iterators;
pub mod list;
mod list_items;
mod list_sort;
mod map;
mod mappingproxy;
mod memoryview;
mod range;
mod reversed;
mod set;
pub mod set_ops;
pub mod slice;
pub mod support;
pub mod tuple;
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
];
