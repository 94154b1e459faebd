//! A run is the same however it is watched: at every step, now and then with full speed between, or not
//! at all. What it prints and its status; at the moments in common also every object with its count,
//! and every instruction with its specialised form and counter.

use crate::goldens::{programs, root};
use crate::ledger::in_parallel;
use pvmscope::machine;
use pvmscope::program;
use pvmscope::vm::{Control, Observer, Vm};
use pvmscope::world::{Stream, World};
use rustc_hash::FxHasher;
use std::cell::RefCell;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// Steps between two moments that are compared: a prime, so that loops are met in all places.
const BETWEEN: u64 = 997;
/// A run is given up after so many steps.
const MOST: u64 = 300_000;

/// The step and what the machine looks like before it.
type Moments = Rc<RefCell<Vec<(u64, u64)>>>;

struct Photographer {
    moments: Moments,
    /// Is it content with being asked before the steps that it compares?
    patient: bool,
    next: u64,
}

impl Observer for Photographer {
    fn before(&mut self, vm: &mut Vm) -> Control {
        let step = vm.state.steps;
        if step >= MOST {
            return Control::Abandon;
        }
        if step >= self.next {
            self.moments.borrow_mut().push((step, fingerprint(vm)));
            self.next += BETWEEN;
        }
        Control::Go
    }
    fn instruments(&self) -> bool {
        false
    }
    fn next_step(&self) -> u64 {
        if self.patient { self.next } else { 0 }
    }
}

fn fingerprint(vm: &Vm) -> u64 {
    let mut hasher = FxHasher::default();
    for (id, slot) in vm.state.heap.iter() {
        (id.number(), vm.state.heap.type_of(id).number(), vm.state.heap.count(id)).hash(&mut hasher);
        std::mem::discriminant(&slot.payload).hash(&mut hasher);
    }
    for instr in vm.state.program.iter() {
        (instr.op.number(), instr.arg, instr.object, instr.counter, instr.cache).hash(&mut hasher);
    }
    hasher.finish()
}

#[derive(Clone, Copy, PartialEq)]
enum Watched {
    AtEveryStep,
    NowAndThen,
    Never,
}

#[derive(PartialEq, Debug)]
struct Outcome {
    status: Option<i32>,
    output: Vec<(Stream, String)>,
    moments: Vec<(u64, u64)>,
}

/// Runs a program; the world afterwards, too.
fn outcome(name: &str, watched: Watched, world: World) -> (Outcome, World) {
    let bytes = std::fs::read(root().join(name)).expect("a program");
    let loaded = program::load(name, &bytes);
    let mut vm = machine::new(world);
    let moments = Moments::default();
    let mut status = None;
    if let Ok(code) = &loaded.code {
        let program = machine::prepare(&mut vm, code, &[name.to_string()], loaded.compiled);
        if watched != Watched::Never {
            let patient = watched == Watched::NowAndThen;
            vm.observe(Some(Box::new(Photographer { moments: moments.clone(), patient, next: 0 })));
        }
        status = machine::run(&mut vm, &program);
    }
    let output = vm.world.output().to_vec();
    (Outcome { status, output, moments: moments.take() }, vm.world)
}

#[test]
fn a_run_is_the_same_however_it_is_watched() {
    let only = std::env::var("PVMSCOPE_ONLY").unwrap_or_default();
    let mut programs = programs();
    programs.retain(|p| p.contains(&only));
    let failures = in_parallel(&programs, |_, name| {
        let (every, world) = outcome(name, Watched::AtEveryStep, World::captured([]));
        let (some, _) = outcome(name, Watched::NowAndThen, world.answering_alike());
        if every != some {
            let same = every.moments.iter().zip(&some.moments).take_while(|(a, b)| a == b).count();
            return vec![format!(
                "the same at {same} of {} moments; {:?} and {:?}",
                every.moments.len(),
                (every.status, every.output.len(), every.moments.get(same)),
                (some.status, some.output.len(), some.moments.get(same)),
            )];
        }
        // One that was given up need not have ended as the whole does.
        let never = every.status.map(|_| outcome(name, Watched::Never, world.answering_alike()).0);
        match never {
            Some(never) if (never.status, &never.output) != (every.status, &every.output) => {
                vec![format!("{every:?}\n  and watched by nobody {never:?}")]
            }
            _ => Vec::new(),
        }
    });
    println!("{} of {} programs do the same", programs.len() - failures.len(), programs.len());
    assert!(failures.is_empty(), "{} differ\n{}", failures.len(), failures.join("\n"));
}
