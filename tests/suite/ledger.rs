//! The ledger: every count is what its holders hold, at every step.

use crate::goldens::{golden, programs, root};
use pvmscope::vm::{Control, Observer, Vm};
use pvmscope::world::World;
use pvmscope::{ledger, machine, program};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What went wrong, at the first step where it did.
type Found = Rc<RefCell<Vec<String>>>;

struct Auditor {
    found: Found,
    /// Steps looked at, and those with native code at work.
    steps: u64,
    most: u64,
}

impl Observer for Auditor {
    fn before(&mut self, vm: &mut Vm) -> Control {
        self.steps += 1;
        if self.steps > self.most {
            return Control::Abandon;
        }
        let native = vm.state.native_at_work();
        let mut wrong = ledger::balance(vm);
        wrong.retain(|w| !native || w.found > w.count);
        if wrong.is_empty() {
            return Control::Go;
        }
        for w in wrong.iter().take(3) {
            let holders: Vec<String> =
                ledger::holders(vm, w.id).iter().map(|h| format!("{}: {}", h.title, h.slot)).collect();
            self.found.borrow_mut().push(format!(
                "step {} (native {native}): {} counts {}, found {}: {holders:?}",
                vm.state.steps,
                vm.short_repr(w.id, 60),
                w.count,
                w.found
            ));
        }
        Control::Abandon
    }
}

/// Runs a program; the counts that are not what the ledger finds.
fn audit(name: &str, most: u64) -> Vec<String> {
    let bytes = std::fs::read(root().join(name)).expect("a program");
    let loaded = program::load(name, &bytes);
    let Ok(code) = &loaded.code else { return Vec::new() };
    let mut vm = machine::new(World::captured(Vec::new()));
    let found = Found::default();
    let program = machine::prepare(&mut vm, code, &[name.to_string()], loaded.compiled);
    vm.observer = Some(Box::new(Auditor { found: found.clone(), steps: 0, most }));
    machine::run(&mut vm, &program);
    found.take()
}

/// Programs that are watched to their end: those with the shortest walks. The others are watched for
/// some steps, or for as many as `PVMSCOPE_STEPS` says.
const WHOLE: usize = 60;
const SOME: u64 = 200;

#[test]
fn every_count_is_the_sum_of_its_holders() {
    let only = std::env::var("PVMSCOPE_ONLY").unwrap_or_default();
    let some = std::env::var("PVMSCOPE_STEPS").ok().and_then(|n| n.parse().ok()).unwrap_or(SOME);
    let length = |p: &String| golden(p, "walk").map_or(usize::MAX, |walk| walk.lines().count());
    let mut programs = programs();
    programs.retain(|p| p.contains(&only));
    programs.sort_by_cached_key(length);
    let failures = in_parallel(&programs, |i, name| audit(name, if i < WHOLE { u64::MAX } else { some }));
    assert!(failures.is_empty(), "{}\n{}", failures.len(), failures.join("\n"));
}

/// Does something with each program on a thread with room for natives, some at a time; what went wrong.
fn in_parallel(programs: &[String], work: impl Fn(usize, &str) -> Vec<String> + Sync) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    let one = || {
        while let i = next.fetch_add(1, Ordering::Relaxed)
            && let Some(name) = programs.get(i)
        {
            let found = work(i, name);
            failures.lock().expect("no panic").extend(found.into_iter().map(|f| format!("{name}: {f}")));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            let thread = std::thread::Builder::new().stack_size(machine::STACK_SIZE);
            thread.spawn_scoped(scope, one).expect("a thread");
        }
    });
    failures.into_inner().expect("no panic")
}
