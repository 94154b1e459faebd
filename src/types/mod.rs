//! The methods of the built-in types, one Python type a file. Each file ends in a `TABLE` of
//! natives; [`TABLES`] is what the machine is handed.

use crate::vm::NativeTable;

/// Every table of natives of built-in types.
pub static TABLES: &[&NativeTable] = &[];
