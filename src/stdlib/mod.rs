//! The native modules, one Python module a file.

use crate::vm::NativeTable;

/// Every table of natives of modules.
pub static TABLES: &[&NativeTable] = &[];
