//! `atexit`: functions to call when the program has ended.

use crate::heap::{ObjId, tokens};
use crate::object::typ::Slot;
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Unwind, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("atexit"),
    defs: &[
        function("register", Full(register)),
        function("unregister", One(unregister)),
        function("_clear", NoArgs(clear)),
        function("_run_exitfuncs", NoArgs(run_exitfuncs)),
        function("_ncallbacks", NoArgs(count)),
    ],
};

fn register(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let Some((&callable, rest)) = args.pos.split_first() else {
        return Err(vm.type_error("register() takes at least 1 argument (0 given)"));
    };
    if vm.slot_of(callable, Slot::Call).is_none() {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let rest = vm.tuple_of(rest).into_id();
    let keywords = (!args.kw.is_empty()).then(|| vm.keywords_dict(args.kw).into_id());
    vm.incref(callable);
    vm.state.exit_calls.push((callable, rest, keywords));
    Ok(vm.own(callable))
}
fn release(vm: &mut Vm, (callable, args, keywords): (ObjId, ObjId, Option<ObjId>)) {
    vm.decref_all([callable, args]);
    vm.decref_opt(keywords);
}
fn unregister(vm: &mut Vm, _: ObjId, callable: ObjId) -> Res {
    let mut i = 0;
    while let Some(&entry) = vm.state.exit_calls.get(i) {
        if vm.equal(entry.0, callable)? && vm.state.exit_calls.get(i) == Some(&entry) {
            vm.state.exit_calls.remove(i);
            release(vm, entry);
        } else {
            i += 1;
        }
    }
    Ok(vm.none())
}
fn clear(vm: &mut Vm, _: ObjId) -> Res {
    let calls = std::mem::take(&mut vm.state.exit_calls);
    calls.into_iter().for_each(|entry| release(vm, entry));
    Ok(vm.none())
}
fn count(vm: &mut Vm, _: ObjId) -> Res {
    let count = vm.state.exit_calls.len();
    Ok(vm.new_int(count as i64))
}
fn run_exitfuncs(vm: &mut Vm, _: ObjId) -> Res {
    run(vm);
    Ok(vm.none())
}
/// Calls the functions, the last registered first.
pub fn run(vm: &mut Vm) {
    while let Some(entry) = vm.state.exit_calls.pop() {
        let (callable, args, keywords) = entry;
        let parts = || [callable, args].into_iter().chain(keywords);
        tokens::hold(parts());
        let pos = vm.as_tuple(args).map(<[ObjId]>::to_vec).unwrap_or_default();
        let kw: Vec<(ObjId, ObjId)> =
            keywords.and_then(|k| vm.as_dict(k)).map(|d| d.iter().collect()).unwrap_or_default();
        match vm.call_with(callable, Args { pos: &pos, kw: &kw }) {
            Ok(value) => vm.release(value),
            Err(Unwind::Raised) => vm.report_unraisable("Exception ignored in atexit callback", callable),
            Err(_) => return,
        }
        tokens::let_go(parts());
        release(vm, entry);
    }
}
