//! `marshal`, for code objects.

use crate::bytecode::marshal;
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::types;
use crate::vm::native::{NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};
use std::sync::Arc;

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("marshal"),
    defs: &[function("loads", One(loads)), function("dumps", Pos(1, 2, dumps))],
};

fn loads(vm: &mut Vm, _: ObjId, data: ObjId) -> Res {
    let bytes = crate::types::bytes::data(vm, data)?;
    match marshal::read(&bytes) {
        Ok(code) => Ok(vm.load_code(&Arc::new(code))),
        Err(e) => Err(vm.value_error(format!("bad marshal data ({e})"))),
    }
}
fn dumps(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let code = match vm.payload(args[0]) {
        Payload::Code(code) => code.code.clone(),
        _ => return Err(vm.value_error("unmarshallable object")),
    };
    match marshal::write(&code) {
        Ok(bytes) => Ok(vm.new_bytes(&bytes)),
        Err(e) => Err(vm.raise(types::VALUE_ERROR, e.to_string())),
    }
}
