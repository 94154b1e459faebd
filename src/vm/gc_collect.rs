//! The cycle collector: CPython 3.13's three generations. A collection is a row of phases, each a
//! method of its own; [`Vm::collect_now`] says their order.

use super::film::Phase;
use super::gc::{
    Collection, GENERATIONS, Gc, IMMORTALS, NONE_LEFT, OUTSIDE, PERMANENT, SUSPECT, UNREACHABLE, WORK, debug,
};
use super::simple::may_be_tracked;
use super::{Res, State, Unwind, Vm};
use crate::heap::{Heap, ObjId};
use crate::object::generator::Status;
use crate::object::typ::{SLOT_NAMES_HELD, SUBCLASS_REF, Slot};
use crate::object::{Payload, Place};

impl Vm {
    /// A collection that became due: of the oldest generation that needs one.
    pub(super) fn collect_due(&mut self) -> Res<()> {
        if !self.state.gc.enabled {
            return Ok(());
        }
        let gc = &self.state.gc;
        let due = (0..GENERATIONS).rev().find(|&g| {
            gc.counts[g] > gc.thresholds[g]
                && !(g == GENERATIONS - 1 && gc.long_lived_pending < gc.long_lived_total / 4)
        });
        match due {
            Some(generation) => self.collect_generation(generation).map(|_| ()),
            None => Ok(()),
        }
    }

    /// Collects a generation and those younger; the number of objects found.
    pub fn collect_generation(&mut self, generation: usize) -> Res<usize> {
        if std::mem::replace(&mut self.state.gc.collecting, true) {
            return Ok(0);
        }
        // What is on its way stays so: a collection raises nothing.
        let raised = self.take_raised();
        let result = self.collect_now(generation);
        self.state.gc.collecting = false;
        self.put_back(raised);
        result
    }

    fn collect_now(&mut self, generation: usize) -> Res<usize> {
        self.state.gc.started += 1;
        self.gc_callbacks("start", generation, 0)?;
        let started = self.debug_start(generation);
        self.gather_young(generation);
        let old = (generation + 1).min(GENERATIONS - 1);
        self.picture(Phase::Picked, generation);
        let plain = self.deduce_unreachable(generation);
        self.untrack(&plain, generation == old);
        self.picture(Phase::Separated, generation);
        self.age(generation, old);
        self.picture(Phase::Promoted, generation);
        self.debug_found();
        let mut found = self.clear_weakrefs_to_garbage(old)?;
        self.picture(Phase::WeakrefsCleared, generation);
        let ran = self.finalize_garbage()?;
        self.picture(Phase::Finalized, generation);
        if ran {
            // What the finalisers made reachable again goes on living.
            self.state.gc.merge(UNREACHABLE, WORK);
            self.deduce_unreachable(WORK);
            self.state.gc.merge(WORK, old);
        }
        self.picture(Phase::Resurrected, generation);
        found += self.state.gc.len(UNREACHABLE);
        self.clear_garbage(old)?;
        self.picture(Phase::Cleared, generation);
        self.debug_done(started, found);
        if generation == GENERATIONS - 1 {
            self.state.gc.clear_pools();
        }
        let step = self.state.steps.saturating_sub(1);
        let gc = &mut self.state.gc;
        gc.stats[generation][0] += 1;
        gc.stats[generation][1] += found;
        gc.record(Collection { step, generation, collected: found, uncollectable: 0 });
        self.gc_callbacks("stop", generation, found)?;
        Ok(found)
    }

    /// The younger generations join the one that is collected, and the counters begin anew.
    fn gather_young(&mut self, generation: usize) {
        let gc = &mut self.state.gc;
        if generation + 1 < GENERATIONS {
            gc.counts[generation + 1] += 1;
        }
        gc.counts[..=generation].fill(0);
        for younger in 0..generation {
            gc.merge(younger, generation);
        }
    }

    /// The survivors go to the next generation; the long-lived are counted.
    fn age(&mut self, generation: usize, old: usize) {
        let gc = &mut self.state.gc;
        let size = gc.len(generation);
        let phantoms = if gc.phantoms.1 <= generation { gc.phantoms.0 } else { 0 };
        if generation == old {
            gc.long_lived_pending = 0;
            gc.long_lived_total = size + phantoms;
        } else {
            if generation == GENERATIONS - 2 {
                gc.long_lived_pending += size + phantoms;
            }
            gc.merge(generation, old);
        }
        if phantoms > 0 {
            gc.phantoms.1 = if generation == old { GENERATIONS } else { old };
        }
    }

    /// Moves what is reachable only from within `base` to the list of the unreachable. The tuples and
    /// dicts among the others, in their order.
    fn deduce_unreachable(&mut self, base: usize) -> Vec<ObjId> {
        // The second time it is about those that finalisers may have made reachable again.
        let shown = base != WORK;
        copy_counts(&self.state.heap, &mut self.state.gc, base);
        if shown {
            self.picture(Phase::Copied, base);
        }
        subtract_internal(&self.state.heap, &mut self.state.gc, base);
        if shown {
            self.picture(Phase::Subtracted, base);
        }
        let plain = move_unreachable(&self.state.heap, &mut self.state.gc, base);
        if shown {
            self.picture(Phase::Reached, base);
        }
        let gc = &mut self.state.gc;
        let mut at = gc.first(UNREACHABLE);
        while let Some(id) = at {
            gc.set_refs(id, OUTSIDE);
            at = gc.next(id);
        }
        plain
    }

    /// Tuples without containers in them leave the collector's lists for good. So do dicts, in full
    /// collections; they are tracked again once there is reason to.
    fn untrack(&mut self, candidates: &[ObjId], full: bool) {
        let State { heap, gc, .. } = &mut self.state;
        for &id in candidates {
            if let Payload::Tuple(items) = heap.get(id)
                && !items.iter().any(|&i| may_be_tracked(heap, gc, i))
            {
                gc.untrack(id);
            }
        }
        for &id in candidates.iter().filter(|_| full) {
            if let Payload::Dict(dict) = heap.get(id)
                && !dict.iter().any(|(k, v)| may_be_tracked(heap, gc, v) || may_be_tracked(heap, gc, k))
            {
                gc.untrack(id);
            }
        }
    }

    /// Clears the weak references to garbage and calls the callbacks of those that are not garbage
    /// themselves. The number of weak references that died of it.
    fn clear_weakrefs_to_garbage(&mut self, old: usize) -> Res<usize> {
        if self.state.weakrefs.is_empty() {
            return Ok(0);
        }
        let mut calls = Vec::new();
        let instances = self.state.instance_weakrefs();
        let mut at = self.state.gc.first(UNREACHABLE);
        while let Some(id) = at {
            at = self.state.gc.next(id);
            if !instances && !matches!(self.payload(id).base(), Payload::WeakRef { .. } | Payload::Type(_)) {
                continue;
            }
            if let Payload::WeakRef { referent: Some(referent), .. } = *self.payload(id).base() {
                self.clear_weakref(id);
                self.forget_weakref(referent, id);
            }
            let Some(list) = self.take_weakrefs(id) else { continue };
            for weak in list.into_iter().rev() {
                self.clear_weakref(weak);
                let Payload::WeakRef { callback: Some(callback), .. } = *self.payload(weak).base() else {
                    continue;
                };
                if self.state.gc.generation(weak) != Some(UNREACHABLE) {
                    calls.push((self.own(weak), callback));
                }
            }
        }
        let (mut died, mut outcome) = (0, Ok(()));
        for (weak, callback) in calls {
            if outcome.is_err() {
                self.release(weak);
                continue;
            }
            self.state.finalizers += 1;
            match self.call(callback, &[weak.id()]) {
                Ok(value) => self.release(value),
                Err(Unwind::Raised) => self.write_unraisable(callback),
                Err(e) => outcome = Err(e),
            }
            if self.state.heap.count(weak.id()) == 1 {
                died += 1;
            } else {
                self.state.gc.move_to(weak.id(), old);
            }
            self.release(weak);
        }
        outcome.map(|()| died)
    }
    fn clear_weakref(&mut self, weak: ObjId) {
        if let Payload::WeakRef { referent, .. } = self.payload_mut(weak).base_mut() {
            *referent = None;
        }
    }

    /// Has the object a finaliser that has not run yet?
    fn awaits_finalizer(&self, id: ObjId) -> bool {
        let has = match self.payload(id) {
            Payload::Generator(g) => g.status == Status::Suspended,
            _ => self.slot_of(id, Slot::Del).is_some(),
        };
        has && !self.state.gc.is_finalized(id)
    }
    /// Runs the finalisers of garbage that have not run yet; false if there are none.
    fn finalize_garbage(&mut self) -> Res<bool> {
        if !self.state.gc.members(UNREACHABLE).any(|id| self.awaits_finalizer(id)) {
            return Ok(false);
        }
        while let Some(id) = self.state.gc.first(UNREACHABLE) {
            self.state.gc.move_to(id, WORK);
            let del = self.slot_of(id, Slot::Del);
            let generator =
                matches!(self.payload(id), Payload::Generator(g) if g.status == Status::Suspended);
            if (del.is_none() && !generator) || self.state.gc.is_finalized(id) {
                continue;
            }
            self.state.gc.set_finalized(id);
            self.state.finalizers += 1;
            let held = self.own(id);
            let result = match del {
                Some(del) => self.call_slot(del, id, &[]),
                None => self.close_generator(id),
            };
            match result {
                Ok(value) => self.release(value),
                Err(Unwind::Raised) => self.write_unraisable(del.unwrap_or(id)),
                Err(e) => {
                    self.release(held);
                    return Err(e);
                }
            }
            self.release(held);
        }
        self.state.gc.merge(WORK, UNREACHABLE);
        Ok(true)
    }

    /// Breaks the cycles: each object of the garbage lets go of what it holds, or is kept in
    /// `gc.garbage` if that was asked for.
    fn clear_garbage(&mut self, old: usize) -> Res<()> {
        let kept = self.state.gc.garbage.filter(|_| self.state.gc.debug & debug::SAVE_ALL != 0);
        let mut released = Vec::new();
        while let Some(id) = self.state.gc.first(UNREACHABLE) {
            if let Some(garbage) = kept {
                self.incref(id);
                match self.as_list_mut(garbage) {
                    Some(list) => list.push(id),
                    None => self.decref(id),
                }
            } else {
                let held = self.own(id);
                self.take_references(id, &mut released);
                self.decref_all(released.drain(..));
                self.release(held);
            }
            if self.state.gc.first(UNREACHABLE) == Some(id) {
                self.state.gc.move_to(id, old);
            }
            if self.abandoned {
                return Err(Unwind::Abandoned);
            }
        }
        Ok(())
    }

    /// Calls `gc.callbacks` with the phase and what is known.
    fn gc_callbacks(&mut self, phase: &str, generation: usize, collected: usize) -> Res<()> {
        let Some(list) = self.state.gc.callbacks else { return Ok(()) };
        if self.as_list(list).is_none_or(|l| l.is_empty()) {
            return Ok(());
        }
        let info = self.new_dict();
        for (key, value) in [("generation", generation), ("collected", collected), ("uncollectable", 0)] {
            let value = self.new_int(value as i64);
            self.dict_put_fresh(info.id(), key, value);
        }
        let phase = self.new_str(phase);
        let mut outcome = Ok(());
        let mut at = 0;
        // A callback may change the list.
        while let Some(&callback) = self.as_list(list).and_then(|l| l.get(at)) {
            at += 1;
            let callback = self.own(callback);
            match self.call(callback.id(), &[phase.id(), info.id()]) {
                Ok(value) => self.release(value),
                Err(Unwind::Raised) => self.write_unraisable(callback.id()),
                Err(e) => outcome = Err(e),
            }
            self.release(callback);
            if outcome.is_err() {
                break;
            }
        }
        self.release(info);
        self.release(phase);
        outcome
    }

    /// What `gc.DEBUG_STATS` has printed before a collection; when it began.
    fn debug_start(&mut self, generation: usize) -> Option<f64> {
        if self.state.gc.debug & debug::STATS == 0 {
            return None;
        }
        let gc = &self.state.gc;
        let sizes = (0..GENERATIONS).map(|g| {
            let phantoms = if gc.phantoms.1.min(GENERATIONS - 1) == g { gc.phantoms.0 } else { 0 };
            format!(" {}", gc.len(g) + phantoms)
        });
        let text = format!(
            "gc: collecting generation {generation}...\n\
             gc: objects in each generation:{}\n\
             gc: objects in permanent generation: {}\n",
            sizes.collect::<String>(),
            gc.len(PERMANENT)
        );
        self.write_stderr(&text);
        Some(self.world.monotonic().as_secs_f64())
    }
    /// What `gc.DEBUG_COLLECTABLE` has printed: each object that was found.
    fn debug_found(&mut self) {
        if self.state.gc.debug & debug::COLLECTABLE == 0 {
            return;
        }
        for id in self.state.gc.members(UNREACHABLE).collect::<Vec<_>>() {
            let (class, address) = (self.class_name(id), self.address_text(id));
            self.write_stderr(&format!("gc: collectable <{class} {address}>\n"));
        }
    }
    fn debug_done(&mut self, started: Option<f64>, found: usize) {
        let Some(started) = started else { return };
        let elapsed = self.world.monotonic().as_secs_f64() - started;
        self.write_stderr(&format!(
            "gc: done, {found} unreachable, 0 uncollectable, {elapsed:.4}s elapsed\n"
        ));
    }
}

/// Notes each object's count; immortals are nobody's garbage and leave.
fn copy_counts(heap: &Heap<Payload>, gc: &mut Gc, base: usize) {
    let mut at = gc.first(base);
    while let Some(id) = at {
        at = gc.next(id);
        if heap.is_immortal(id) {
            gc.move_to(id, IMMORTALS);
        } else {
            gc.set_refs(id, heap.count(id) as i32 + NONE_LEFT);
        }
    }
}
/// Takes away the references that come from among the objects looked at.
fn subtract_internal(heap: &Heap<Payload>, gc: &mut Gc, base: usize) {
    let mut at = gc.first(base);
    while let Some(id) = at {
        at = gc.next(id);
        references(heap, id, &mut |child| gc.account(child));
    }
}
/// Moves what is held from nowhere else to the unreachable, and back what turns out to be reachable
/// from an object that is.
fn move_unreachable(heap: &Heap<Payload>, gc: &mut Gc, base: usize) -> Vec<ObjId> {
    let mut plain = Vec::new();
    let mut at = gc.first(base);
    while let Some(id) = at {
        if gc.refs(id) == NONE_LEFT {
            at = gc.next(id);
            gc.set_refs(id, SUSPECT);
            gc.move_to(id, UNREACHABLE);
            continue;
        }
        gc.set_refs(id, OUTSIDE);
        if matches!(heap.get(id), Payload::Tuple(_) | Payload::Dict(_)) {
            plain.push(id);
        }
        references(heap, id, &mut |child| match gc.refs(child) {
            SUSPECT => {
                // Reachable after all: looked at again at the end.
                gc.move_to(child, base);
                gc.set_refs(child, NONE_LEFT + 1);
            }
            NONE_LEFT => gc.set_refs(child, NONE_LEFT + 1),
            _ => {}
        });
        at = gc.next(id);
    }
    plain
}
/// Calls `visit` for each reference that an object holds, its class's included.
#[inline(always)]
fn references(heap: &Heap<Payload>, id: ObjId, visit: &mut impl FnMut(ObjId)) {
    match heap.get(id) {
        Payload::Type(t) => t.references(&mut |place, child| {
            if !matches!(place, Place::Part(SUBCLASS_REF | SLOT_NAMES_HELD)) {
                visit(child);
            }
        }),
        payload => payload.references(&mut |_, child| visit(child)),
    }
    visit(heap.type_of(id));
}
