//! `_suggestions`, which finds the name that was meant, and `_tracemalloc`, which never traces here.

use crate::heap::ObjId;
use crate::object::ids::types;
use crate::vm::native::{NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm, suggest};

pub static TABLES: &[&NativeTable] = &[&SUGGESTIONS, &TRACEMALLOC];

static SUGGESTIONS: NativeTable = NativeTable {
    owner: Owner::Module("_suggestions"),
    defs: &[function("_generate_suggestions", Pos(2, 2, generate))],
};

static TRACEMALLOC: NativeTable = NativeTable {
    owner: Owner::Module("_tracemalloc"),
    defs: &[
        function("is_tracing", NoArgs(|vm, _| Ok(vm.new_bool(false)))),
        function("clear_traces", NoArgs(|vm, _| Ok(vm.none()))),
        function("reset_peak", NoArgs(|vm, _| Ok(vm.none()))),
        function("stop", NoArgs(|vm, _| Ok(vm.none()))),
        function("start", Pos(0, 1, |vm, _, _| Err(vm.not_supported("tracing allocations")))),
        function("_get_traces", NoArgs(|vm, _| Ok(vm.new_list(Vec::new())))),
        function("_get_object_traceback", One(|vm, _, _| Ok(vm.none()))),
        function("get_traceback_limit", NoArgs(|vm, _| Ok(vm.new_int(1)))),
        function("get_tracemalloc_memory", NoArgs(|vm, _| Ok(vm.new_int(0)))),
        function("get_traced_memory", NoArgs(traced_memory)),
    ],
};

fn generate(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let &[candidates, wrong] = args else { unreachable!("two arguments were asked for") };
    let Some(list) = vm.as_list(candidates).cloned().filter(|_| vm.type_of(candidates) == types::LIST) else {
        return Err(vm.type_error("candidates must be a list"));
    };
    let Some(wrong) = vm.as_str(wrong).map(|s| s.to_lossy().into_owned()) else {
        let message =
            format!("_generate_suggestions() argument 2 must be str, not {}", vm.argument_class(wrong));
        return Err(vm.type_error(message));
    };
    let names: Option<Vec<String>> =
        list.iter().map(|&name| Some(vm.as_str(name)?.to_lossy().into_owned())).collect();
    let Some(names) = names else {
        return Err(vm.type_error("all elements in 'candidates' must be strings"));
    };
    Ok(match suggest::closest(&wrong, &names) {
        Some(name) => vm.new_str(name),
        None => vm.none(),
    })
}
fn traced_memory(vm: &mut Vm, _: ObjId) -> Res {
    let (now, peak) = (vm.new_int(0), vm.new_int(0));
    let pair = vm.tuple_of(&[now.id(), peak.id()]);
    vm.release(now);
    vm.release(peak);
    Ok(pair)
}
