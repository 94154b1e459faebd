//! How much memory a program's objects take, watched from step to step. All sizes are taken now and then;
//! in between what comes and goes is added up, and a doubt leads to another look.

use super::look::Base;
use crate::heap::ObjId;
use crate::ledger::Sizes;
use crate::vm::Vm;
use rustc_hash::FxHashMap;
use std::cell::Cell;
use std::rc::Rc;

/// Steps between two looks at all objects, at least.
const INTERVAL: u64 = 256;

/// Finds where memory grows to a limit.
pub struct Gauge {
    limit: u64,
    base: Base,
    /// Look at all objects at every step.
    closely: bool,
    sizes: Sizes,
    /// The sizes of the objects that came since the last look.
    fresh: FxHashMap<ObjId, u64>,
    /// What the objects take, as far as it is known; `None` before the first look.
    known: Option<u64>,
    grown: usize,
    due: u64,
    /// The step of the last look that found less than the limit.
    below: u64,
    /// Finds from this step on are not asked for.
    before: u64,
    /// What `below` was at the latest find.
    window: Rc<Cell<u64>>,
}

impl Gauge {
    pub fn new(limit: u64, base: &Base, before: u64, closely: bool) -> Gauge {
        Gauge {
            limit,
            base: base.clone(),
            closely,
            sizes: Sizes::default(),
            fresh: FxHashMap::default(),
            known: None,
            grown: 0,
            due: 0,
            below: 0,
            before,
            window: Rc::default(),
        }
    }
    pub fn limit(&self) -> u64 {
        self.limit
    }
    /// Learns, with each find, a step after which the limit was reached.
    pub fn window(&self) -> Rc<Cell<u64>> {
        self.window.clone()
    }
    pub fn reset(&mut self) {
        self.known = None;
    }

    /// The step at which the limit was found to be reached.
    pub fn check(&mut self, vm: &mut Vm) -> Option<u64> {
        let step = vm.state.steps;
        let was = self.known;
        self.follow(vm);
        let sure = self.known.is_some_and(|known| known < self.limit);
        let changed = vm.state.heap.grown() != self.grown;
        if sure && !changed && step < self.due && !self.closely {
            return None;
        }
        let total = self.look(vm);
        if total < self.limit {
            self.below = step;
            return None;
        }
        if was.is_none_or(|was| was >= self.limit) {
            return None;
        }
        if step < self.before {
            self.window.set(self.below);
        }
        Some(step)
    }

    /// Adds up what came and went.
    fn follow(&mut self, vm: &mut Vm) {
        vm.state.heap.set_registered(true);
        let lives = vm.state.heap.register().unwrap_or_default().to_vec();
        vm.state.heap.clear_register();
        let Some(mut known) = self.known else { return };
        for life in lives {
            if !life.born {
                self.sizes.forget(life.id);
                known = known.saturating_sub(self.fresh.remove(&life.id).unwrap_or(0));
            } else if vm.state.heap.is_live(life.id) {
                let size = self.sizes.of(vm, [life.id]).first().copied().unwrap_or(0);
                known += size.saturating_sub(self.fresh.insert(life.id, size).unwrap_or(0));
            }
        }
        vm.state.heap.clear_register();
        self.known = Some(known);
    }

    /// Looks at all objects.
    fn look(&mut self, vm: &mut Vm) -> u64 {
        let own: Vec<ObjId> =
            vm.state.heap.iter().map(|(id, _)| id).filter(|id| !self.base.holds(*id)).collect();
        self.due = vm.state.steps + INTERVAL.max(own.len() as u64 / 4);
        let total = self.sizes.of(vm, own).iter().sum();
        vm.state.heap.clear_register();
        self.fresh.clear();
        self.grown = vm.state.heap.grown();
        self.known = Some(total);
        total
    }
}
