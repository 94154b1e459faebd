//! After its end a program leaves nothing behind: each object that it made is gone, unless it is
//! immortal or the machine itself keeps it.

use crate::goldens::{programs, root};
use crate::ledger::in_parallel;
use pvmscope::heap::ObjId;
use pvmscope::object::Payload;
use pvmscope::vm::Vm;
use pvmscope::world::World;
use pvmscope::{ledger, machine, program};
use std::collections::HashMap;

/// Runs a program to its end; the machine afterwards.
fn ended(name: &str) -> Option<Vm> {
    let bytes = std::fs::read(root().join(name)).expect("a program");
    let loaded = program::load(name, &bytes);
    let code = loaded.code.as_ref().ok()?;
    let mut vm = machine::new(World::captured(Vec::new()));
    let program = machine::prepare(&mut vm, code, &[name.to_string()], loaded.compiled);
    machine::run(&mut vm, &program);
    // Cycles that the teardown itself let go of.
    vm.collect_generation(2).ok()?;
    Some(vm)
}

/// The mortal objects that nothing leads to from what the machine keeps and what is immortal.
fn unreachable(vm: &Vm) -> Vec<ObjId> {
    let state = &vm.state;
    let mut edges: HashMap<ObjId, Vec<ObjId>> = HashMap::new();
    state.references(&mut |owner, _, held| edges.entry(owner).or_default().push(held));
    let mut seen = vec![false; state.heap.slot_count()];
    let mut open: Vec<ObjId> =
        state.heap.iter().map(|(id, _)| id).filter(|&id| state.heap.is_immortal(id)).collect();
    state.roots(&mut |_, id| open.push(id));
    open.extend([state.modules, state.builtins, state.sys]);
    open.extend(state.importer_namespace());
    while let Some(id) = open.pop() {
        if !std::mem::replace(&mut seen[id.index()], true) {
            open.extend(edges.remove(&id).into_iter().flatten());
        }
    }
    state.heap.iter().map(|(id, _)| id).filter(|id| !seen[id.index()]).collect()
}

/// What a program left, by kind: type, count, what it is, and who holds it.
fn left_behind(name: &str) -> Vec<String> {
    let Some(mut vm) = ended(name) else { return Vec::new() };
    let mut found: Vec<String> = Vec::new();
    // What was there before the program is the machine's own.
    let own = vm.state.first_user_object;
    let wrong = ledger::balance(&vm).into_iter().filter(|w| w.id.number() >= own);
    // The descriptors of native modules' types hold their names, which are text and no references.
    let wrong = wrong.filter(|w| w.found == 0 || vm.as_str(w.id).is_none());
    let importer = vm.state.importer_namespace();
    let is_importer = |id| matches!(vm.payload(id), Payload::Module { dict } if Some(*dict) == importer);
    let wrong = wrong.filter(|w| !is_importer(w.id));
    for wrong in wrong.take(5).collect::<Vec<_>>() {
        let text = describe(&mut vm, wrong.id);
        found.push(format!("{} references are held by nobody: {text}", wrong.count as i32 - wrong.found));
    }
    let mut lost = unreachable(&vm);
    lost.retain(|&id| {
        let module = matches!(vm.payload(id), Payload::Module { dict } if Some(*dict) == vm.state.importer_namespace());
        id.number() >= own && !module
    });
    let count = lost.len();
    for id in lost.into_iter().take(5) {
        let text = describe(&mut vm, id);
        found.push(format!("one of {count} lost objects: {text}"));
    }
    found
}
fn describe(vm: &mut Vm, id: ObjId) -> String {
    let holders: Vec<String> =
        ledger::holders(vm, id).iter().map(|h| format!("{}: {}", h.title, h.slot)).collect();
    let (class, count) = (vm.class_name(id), vm.state.heap.count(id));
    format!("{class} {} with a count of {count}, held by {holders:?}", vm.short_repr(id, 60))
}

#[test]
fn programs_leave_nothing_behind() {
    let only = std::env::var("PVMSCOPE_ONLY").unwrap_or_default();
    let mut programs = programs();
    programs.retain(|p| p.contains(&only));
    let failures = in_parallel(&programs, |_, name| left_behind(name));
    assert!(failures.is_empty(), "{}\n{}", failures.len(), failures.join("\n"));
}
