//! `_tokenize`: there so that `tokenize` and what imports it can be imported. Tokens as Python
//! objects are not made yet.

use crate::object::ids::module_types;
use crate::vm::native::{NativeTable, Owner, constructor};

pub static MODULE: NativeTable = NativeTable { owner: Owner::Module("_tokenize"), defs: &[] };
pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(module_types::TOKENIZER_ITER),
    defs: &[constructor(|vm, _, _| Err(vm.not_supported("tokenize.generate_tokens()")))],
};
