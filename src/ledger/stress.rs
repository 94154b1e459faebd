//! Two ways to run a program that must not change what it does: a full collection whenever an object
//! came, and every instruction from a snapshot. They find what a plain run hides.

use crate::machine::{self, Program};
use crate::vm::gc::{GENERATIONS, PERMANENT};
use crate::vm::{Control, Observer, State, Vm};
use crate::world::WorldMark;
use std::cell::RefCell;
use std::rc::Rc;

/// Collects before each instruction that follows the birth of an object. The program sees nothing of
/// it: no callback is told, and counters and statistics stay as they are.
#[derive(Clone, Copy, Default, Debug)]
pub struct CollectAlways {
    births: u64,
    started: bool,
}

impl Observer for CollectAlways {
    fn before(&mut self, vm: &mut Vm) -> Control {
        if !self.started {
            // What the interpreter made is no garbage; without it a collection is short.
            (0..GENERATIONS).for_each(|g| vm.state.gc.merge(g, PERMANENT));
            // The program's own namespace is part of its cycles.
            if let Some(globals) = vm.state.frames.first().map(|f| f.globals) {
                vm.state.gc.move_to(globals, GENERATIONS - 1);
            }
            self.started = true;
        }
        let (births, _) = vm.state.heap.births_and_deaths();
        if births == self.births || vm.state.gc.collecting {
            return Control::Go;
        }
        let gc = &mut vm.state.gc;
        let (counts, stats, debug) = (gc.counts, gc.stats, std::mem::take(&mut gc.debug));
        let callbacks = gc.callbacks.take();
        let collected = vm.collect_generation(GENERATIONS - 1);
        let gc = &mut vm.state.gc;
        (gc.counts, gc.stats, gc.debug, gc.callbacks) = (counts, stats, debug, callbacks);
        (self.births, _) = vm.state.heap.births_and_deaths();
        if collected.is_err() { Control::Abandon } else { Control::Go }
    }
}

/// A state to go back to.
type Snapshot = Rc<RefCell<Option<(State, WorldMark)>>>;

/// Gives a run up before each instruction but the first, with a snapshot.
struct OneInstruction {
    snapshot: Snapshot,
    first: bool,
}

impl Observer for OneInstruction {
    fn before(&mut self, vm: &mut Vm) -> Control {
        if std::mem::take(&mut self.first) || !machine::can_resume(vm) {
            return Control::Go;
        }
        *self.snapshot.borrow_mut() = Some((vm.state.clone(), vm.world.mark()));
        Control::Abandon
    }
}

/// Runs a prepared program, each instruction from a snapshot that is restored for it, but for those
/// under native code.
pub fn run_from_snapshots(vm: &mut Vm, program: &Program) -> Option<i32> {
    machine::start(vm, program);
    let snapshot = Snapshot::default();
    loop {
        vm.observe(Some(Box::new(OneInstruction { snapshot: snapshot.clone(), first: true })));
        let status = machine::resume(vm);
        vm.observe(None);
        if status.is_some() {
            return status;
        }
        let (state, mark) = snapshot.take()?;
        vm.restore(&state, &mark);
    }
}
