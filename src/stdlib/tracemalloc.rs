//! `_tracemalloc`: allocations are not traced here. The ledger and the census of a session tell more.

use crate::heap::ObjId;
use crate::object::ids::types;
use crate::vm::native::{NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("_tracemalloc"),
    defs: &[
        function("is_tracing", NoArgs(|vm, _| Ok(vm.new_bool(false)))),
        function("start", Pos(0, 1, start)),
        function("stop", NoArgs(nothing)),
        function("clear_traces", NoArgs(nothing)),
        function("reset_peak", NoArgs(nothing)),
        function("get_traceback_limit", NoArgs(|vm, _| Ok(vm.new_int(1)))),
        function("get_tracemalloc_memory", NoArgs(|vm, _| Ok(vm.new_int(0)))),
        function("get_traced_memory", NoArgs(|vm, _| Ok(vm.tuple_of(&[ZERO, ZERO])))),
        function("_get_traces", NoArgs(|vm, _| Ok(vm.new_list(Vec::new())))),
        function("_get_object_traceback", One(|vm, _, _| Ok(vm.none()))),
    ],
};
const ZERO: ObjId = crate::object::ids::small_int(0);

fn nothing(vm: &mut Vm, _: ObjId) -> Res {
    Ok(vm.none())
}
fn start(vm: &mut Vm, _: ObjId, _: &[ObjId]) -> Res {
    Err(vm.raise(types::RUNTIME_ERROR, "allocations are not traced by this machine"))
}
