//! `_tokenize`: there so that `tokenize` and what imports it can be imported. Tokens as Python
//! objects are not made yet.

use crate::heap::ObjId;
use crate::object::ids::types;
use crate::vm::Vm;
use crate::vm::native::{NativeTable, Owner, constructor};
use crate::vm::native_class::ClassSpec;

const ITERATOR: &str = "_tokenize.TokenizerIter";

pub static MODULE: NativeTable = NativeTable { owner: Owner::Module("_tokenize"), defs: &[] };
pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Class(ITERATOR),
    defs: &[constructor(|vm, _, _| Err(vm.not_supported("tokenize.generate_tokens()")))],
};

pub fn fill(vm: &mut Vm, module: ObjId) {
    vm.add_native_class(module, &ClassSpec::sealed(ITERATOR), types::OBJECT);
}
