//! The cycle collector: CPython 3.13's three generations.

use super::film::Phase;
use super::gc::{Collection, GENERATIONS, NONE_LEFT, OUTSIDE, PERMANENT, SUSPECT, UNREACHABLE, WORK};
use super::{Res, State, Unwind, Vm};
use crate::heap::{Heap, ObjId, Payload as _};
use crate::object::generator::{FrameOf, Status};
use crate::object::ids::{EMPTY_STR, EMPTY_TUPLE, NONE, types};
use crate::object::typ::Slot;
use crate::object::{Iter, Payload, Tool};

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
        let raised = self.state.raised.take();
        let result = self.collect_now(generation);
        self.state.gc.collecting = false;
        self.state.raised = raised;
        result
    }

    fn collect_now(&mut self, generation: usize) -> Res<usize> {
        self.state.gc.started += 1;
        self.gc_callbacks("start", generation, 0)?;
        let gc = &mut self.state.gc;
        if generation + 1 < GENERATIONS {
            gc.counts[generation + 1] += 1;
        }
        gc.counts[..=generation].fill(0);
        for younger in 0..generation {
            gc.merge(younger, generation);
        }
        let old = (generation + 1).min(GENERATIONS - 1);
        self.picture(Phase::Picked, generation);
        self.deduce_unreachable(generation, UNREACHABLE);
        self.untrack_tuples(generation);
        self.picture(Phase::Separated, generation);
        self.age(generation, old);
        self.picture(Phase::Promoted, generation);
        let mut found = self.gc_weakrefs(old)?;
        self.picture(Phase::WeakrefsCleared, generation);
        self.gc_finalize()?;
        self.picture(Phase::Finalized, generation);
        // What the finalisers made reachable again goes on living.
        self.state.gc.merge(UNREACHABLE, WORK);
        self.deduce_unreachable(WORK, UNREACHABLE);
        self.state.gc.merge(WORK, old);
        self.picture(Phase::Resurrected, generation);
        found += self.state.gc.members(UNREACHABLE).count();
        self.clear_garbage(old)?;
        self.picture(Phase::Cleared, generation);
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

    /// The survivors go to the next generation; the long-lived are counted.
    fn age(&mut self, generation: usize, old: usize) {
        let gc = &mut self.state.gc;
        let size = gc.members(generation).count();
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

    /// Moves what is reachable only from within `base` to the list `unreachable`.
    fn deduce_unreachable(&mut self, base: usize, unreachable: usize) {
        let members: Vec<ObjId> = self.state.gc.members(base).collect();
        for &id in &members {
            if self.state.heap.is_immortal(id) {
                self.state.gc.move_to(id, PERMANENT);
            } else if !self.is_untracked_dict(id) {
                let refs = self.state.heap.count(id) as i32 + NONE_LEFT;
                self.state.gc.set_refs(id, refs);
            }
        }
        // The second time it is about those that finalisers may have made reachable again.
        let shown = base != WORK;
        if shown {
            self.picture(Phase::Copied, base);
        }
        let State { heap, gc, .. } = &mut self.state;
        for &id in &members {
            if gc.refs(id) != OUTSIDE {
                references(heap, id, &mut |child| gc.account(child));
            }
        }
        if shown {
            self.picture(Phase::Subtracted, base);
        }
        let State { heap, gc, .. } = &mut self.state;
        let mut at = gc.first(base);
        let mut children = Vec::new();
        while let Some(id) = at {
            let refs = gc.refs(id);
            if refs == NONE_LEFT {
                at = gc.next(id);
                gc.set_refs(id, SUSPECT);
                gc.move_to(id, unreachable);
                continue;
            }
            if refs != OUTSIDE {
                gc.set_refs(id, OUTSIDE);
                children.clear();
                references(heap, id, &mut |child| children.push(child));
                for &child in &children {
                    match gc.refs(child) {
                        SUSPECT => {
                            // Reachable after all: looked at again at the end.
                            gc.move_to(child, base);
                            gc.set_refs(child, NONE_LEFT + 1);
                        }
                        NONE_LEFT => gc.set_refs(child, NONE_LEFT + 1),
                        _ => {}
                    }
                }
            }
            at = gc.next(id);
        }
        if shown {
            self.picture(Phase::Reached, base);
        }
        let State { gc, .. } = &mut self.state;
        let mut at = gc.first(unreachable);
        while let Some(id) = at {
            gc.set_refs(id, OUTSIDE);
            at = gc.next(id);
        }
    }

    /// Can the object be part of a cycle, as far as its own kind tells?
    fn may_be_tracked(&self, id: ObjId) -> bool {
        let payload = self.payload(id);
        payload.is_container() && (self.type_of(id) != types::TUPLE || self.state.gc.is_tracked(id))
    }
    /// CPython tracks a dict only once something is in it that may be part of a cycle.
    pub fn is_untracked_dict(&self, id: ObjId) -> bool {
        if self.type_of(id) != types::DICT {
            return false;
        }
        let Payload::Dict(d) = self.payload(id) else { return false };
        d.iter().all(|(k, v)| !self.may_be_tracked(k) && !self.may_be_tracked(v))
    }
    /// Tuples without containers in them leave the collector's lists for good.
    fn untrack_tuples(&mut self, list: usize) {
        let tuples: Vec<ObjId> =
            self.state.gc.members(list).filter(|&id| self.type_of(id) == types::TUPLE).collect();
        for id in tuples {
            if !self.tuple_items(id).iter().any(|&i| self.may_be_tracked(i)) {
                self.state.gc.untrack(id);
            }
        }
    }

    /// Clears the weak references to garbage and calls the callbacks of those that are not garbage
    /// themselves. The number of weak references that died of it.
    fn gc_weakrefs(&mut self, old: usize) -> Res<usize> {
        let mut calls = Vec::new();
        for id in self.state.gc.members(UNREACHABLE).collect::<Vec<_>>() {
            if let Payload::WeakRef { referent: Some(referent), .. } = *self.payload(id).base() {
                self.clear_weakref(id);
                self.forget_weakref(referent, id);
            }
            let Some(list) = self.state.weakrefs.remove(&id) else { continue };
            for weak in list.into_iter().rev() {
                self.clear_weakref(weak);
                let Payload::WeakRef { callback: Some(callback), .. } = *self.payload(weak).base() else {
                    continue;
                };
                if self.state.gc.generation(weak) != Some(UNREACHABLE) {
                    self.incref(weak);
                    calls.push((weak, callback));
                }
            }
        }
        let mut died = 0;
        for (weak, callback) in calls {
            self.state.finalizers += 1;
            match self.call(callback, &[weak]) {
                Ok(value) => self.release(value),
                Err(Unwind::Raised) => self.write_unraisable(callback),
                Err(e) => return Err(e),
            }
            if self.state.heap.count(weak) == 1 {
                died += 1;
            } else {
                self.state.gc.move_to(weak, old);
            }
            self.decref(weak);
        }
        Ok(died)
    }
    fn clear_weakref(&mut self, weak: ObjId) {
        if let Payload::WeakRef { referent, .. } = self.payload_mut(weak).base_mut() {
            *referent = None;
        }
    }

    /// Runs the finalisers of garbage that have not run yet.
    fn gc_finalize(&mut self) -> Res<()> {
        while let Some(id) = self.state.gc.first(UNREACHABLE) {
            self.state.gc.move_to(id, WORK);
            let del = self.slot_of(id, Slot::Del);
            let generator =
                matches!(self.payload(id), Payload::Generator(g) if g.status == Status::Suspended);
            if self.state.gc.is_finalized(id) || (del.is_none() && !generator) {
                continue;
            }
            self.state.gc.set_finalized(id);
            self.state.finalizers += 1;
            self.incref(id);
            let result = match del {
                Some(del) => self.call_slot(del, id, &[]),
                None => self.close_generator(id),
            };
            match result {
                Ok(value) => self.release(value),
                Err(Unwind::Raised) => self.write_unraisable(del.unwrap_or(id)),
                Err(e) => {
                    self.decref(id);
                    return Err(e);
                }
            }
            self.decref(id);
        }
        self.state.gc.merge(WORK, UNREACHABLE);
        Ok(())
    }

    /// Breaks the cycles: each object of the garbage lets go of what it holds.
    fn clear_garbage(&mut self, old: usize) -> Res<()> {
        while let Some(id) = self.state.gc.first(UNREACHABLE) {
            self.incref(id);
            let released = self.take_references(id);
            released.into_iter().for_each(|r| self.decref(r));
            self.decref(id);
            if self.state.gc.first(UNREACHABLE) == Some(id) {
                self.state.gc.move_to(id, old);
            }
            if self.abandoned {
                return Err(Unwind::Abandoned);
            }
        }
        Ok(())
    }

    /// What the object gives up to break a cycle (`tp_clear`), in CPython's order. Kinds that have
    /// no such method keep everything.
    fn take_references(&mut self, id: ObjId) -> Vec<ObjId> {
        let mut out = Vec::new();
        let clears = crate::object::ids::module_type(self.type_of(id)).is_some();
        match self.payload_mut(id) {
            Payload::Record(fields) if clears => out.extend(fields.iter_mut().filter_map(Option::take)),
            Payload::List(items) => out.extend(std::mem::take(items).into_iter().rev()),
            Payload::Dict(d) => out.extend(d.take_all().into_iter().flat_map(|(k, v)| [k, v])),
            Payload::Set(s) => out.extend(s.take_all()),
            Payload::Cell(value) => out.extend(value.take()),
            Payload::Module { .. } => {}
            Payload::Instance(i) => take_attrs(&mut i.attrs, &mut out),
            Payload::Derived(d) => {
                take_attrs(&mut d.attrs, &mut out);
                match &mut d.base {
                    Payload::List(items) => out.extend(std::mem::take(items).into_iter().rev()),
                    Payload::Dict(d) => out.extend(d.take_all().into_iter().flat_map(|(k, v)| [k, v])),
                    Payload::Set(s) => out.extend(s.take_all()),
                    Payload::Data(data) => data.take_references(&mut out),
                    Payload::Iter(it) => take_tool(it, &mut out),
                    Payload::Record(fields) => out.extend(fields.iter_mut().filter_map(Option::take)),
                    _ => {}
                }
                out.extend(d.order.iter_mut().flat_map(|o| o.take_all()));
            }
            Payload::Data(data) => data.take_references(&mut out),
            Payload::Iter(it) => take_tool(it, &mut out),
            Payload::Exception(e) => {
                take_attrs(&mut e.attrs, &mut out);
                out.push(std::mem::replace(&mut e.args, EMPTY_TUPLE));
                out.extend(e.traceback.take());
                out.extend(e.cause.take());
                out.extend(e.context.take());
                out.extend(e.fields.iter_mut().filter_map(Option::take));
            }
            Payload::Traceback(t) => {
                // The frame cannot be missing: it goes with the traceback itself.
                out.extend(t.next.take());
            }
            Payload::Function(f) => {
                let parts = [
                    &mut f.defaults,
                    &mut f.kwdefaults,
                    &mut f.closure,
                    &mut f.annotations,
                    &mut f.module,
                    &mut f.type_params,
                ];
                out.extend(parts.into_iter().filter_map(Option::take));
                out.push(std::mem::replace(&mut f.doc, NONE));
                out.push(std::mem::replace(&mut f.name, EMPTY_STR));
                out.push(std::mem::replace(&mut f.qualname, EMPTY_STR));
                take_attrs(&mut f.attrs, &mut out);
            }
            Payload::Frame(f) => {
                out.extend(f.trace.take());
                out.extend(f.extra_locals.take());
                if let FrameOf::Own(own) = &mut f.of {
                    out.extend(own.values.iter_mut().filter_map(Option::take));
                }
            }
            Payload::ClassMethod(f) | Payload::StaticMethod(f) => out.push(std::mem::replace(f, NONE)),
            Payload::Type(t) if t.heap => {
                let (dict, mro) = (t.dict, t.mro);
                t.mro = EMPTY_TUPLE;
                let items = self.as_dict_mut(dict).map(|d| d.take_all()).unwrap_or_default();
                out.extend(items.into_iter().flat_map(|(k, v)| [k, v]));
                out.push(mro);
            }
            _ => {}
        }
        if let Payload::Module { dict } = *self.payload(id) {
            let items = self.as_dict_mut(dict).map(|d| d.take_all()).unwrap_or_default();
            out.extend(items.into_iter().flat_map(|(k, v)| [k, v]));
        }
        out
    }

    /// Calls `gc.callbacks` with the phase and what is known.
    fn gc_callbacks(&mut self, phase: &str, generation: usize, collected: usize) -> Res<()> {
        let Some(list) = self.state.gc.callbacks else { return Ok(()) };
        let callbacks = self.as_list(list).cloned().unwrap_or_default();
        if callbacks.is_empty() {
            return Ok(());
        }
        let info = self.new_dict();
        for (key, value) in [("generation", generation), ("collected", collected), ("uncollectable", 0)] {
            let value = self.new_int(value as i64);
            self.dict_put(info.id(), key, value);
        }
        let phase = self.intern(phase);
        callbacks.iter().for_each(|&c| self.incref(c));
        let mut outcome = Ok(());
        for &callback in &callbacks {
            match self.call(callback, &[phase, info.id()]) {
                Ok(value) => self.release(value),
                Err(Unwind::Raised) => self.write_unraisable(callback),
                Err(e) => outcome = Err(e),
            }
        }
        callbacks.into_iter().for_each(|c| self.decref(c));
        self.release(info);
        outcome
    }
}

/// Calls `visit` for each reference that an object holds, its class's included.
fn references(heap: &Heap<Payload>, id: ObjId, visit: &mut dyn FnMut(ObjId)) {
    heap.get(id).children(visit);
    let ty = heap.type_of(id);
    if matches!(heap.get(ty), Payload::Type(t) if t.heap) {
        visit(ty);
    }
}

/// An iterator of a native module ends, and lets go of what it held.
fn take_tool(iter: &mut Iter, out: &mut Vec<ObjId>) {
    if let Iter::Tool(tool) = iter {
        tool.children(&mut |child| out.push(child));
        *tool = Tool::Done;
    }
}

fn take_attrs(attrs: &mut crate::object::Attrs, out: &mut Vec<ObjId>) {
    out.extend(attrs.slots.iter_mut().filter_map(Option::take));
    out.extend(std::mem::take(&mut attrs.inline).into_iter().flat_map(|(n, v)| [n, v]));
    out.extend(attrs.dict.take());
}
