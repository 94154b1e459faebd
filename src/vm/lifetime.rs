//! Birth and death of objects: references taken and given back, and what happens at the last one.

use super::gc::pool;
use super::{Res, State, Unwind, Vm, simple};
use crate::heap::{ObjId, Owned, Payload as _};
use crate::object::generator::{Generator, Status};
use crate::object::ids::types;
use crate::object::typ::Slot;
use crate::object::{FrameObj, Payload};

/// Native calls on the stack up to which the death of a callback is not put off.
const NESTED: u32 = 50;
/// Attributes of an instance that is freed without the long way.
const FEW: usize = 8;

impl Vm {
    /// A new object. Containers become known to the collector.
    #[inline(always)]
    pub fn alloc(&mut self, ty: ObjId, payload: Payload) -> Owned {
        let pool = payload.pool(ty);
        self.alloc_from(pool, ty, payload)
    }
    /// The same for an object that CPython takes from another pool than is usual for its kind, or
    /// from none.
    #[inline(always)]
    pub fn alloc_from(&mut self, pool: Option<usize>, ty: ObjId, payload: Payload) -> Owned {
        let container = payload.is_container();
        self.incref(ty);
        let object = self.state.heap.alloc(ty, payload);
        if container && ty == types::DICT {
            self.state.gc.count_new(object.id(), pool);
        } else if container {
            self.state.gc.track_new(object.id(), pool);
        }
        object
    }

    #[inline(always)]
    pub fn incref(&mut self, id: ObjId) {
        self.state.heap.incref(id);
    }
    /// One more reference to an object.
    #[inline(always)]
    pub fn own(&mut self, id: ObjId) -> Owned {
        self.state.heap.incref(id);
        Owned::new(id)
    }
    /// One more reference, for a place that stores the bare id.
    #[inline(always)]
    pub fn own_also(&mut self, owned: &Owned) {
        self.state.heap.incref(owned.id());
    }
    /// Gives a reference back; the object dies here if it was the last.
    #[inline(always)]
    pub fn release(&mut self, owned: Owned) {
        self.decref(owned.into_id());
    }
    #[inline(always)]
    pub fn decref(&mut self, id: ObjId) {
        if self.state.heap.decref(id) {
            self.dealloc(id);
        }
    }
    pub fn release_all(&mut self, all: Vec<Owned>) {
        all.into_iter().for_each(|owned| self.release(owned));
    }
    /// Takes the exception on its way aside, for [`Vm::put_back`].
    pub fn take_raised(&mut self) -> Option<Owned> {
        self.state.raised.take().map(Owned::new)
    }
    pub fn put_back(&mut self, raised: Option<Owned>) {
        self.state.raised = raised.map(Owned::into_id);
    }
    /// Gives back references that native code has by their bare ids, one after the other.
    pub fn decref_all(&mut self, ids: impl IntoIterator<Item = ObjId>) {
        if cfg!(debug_assertions) {
            let held: Vec<Owned> = ids.into_iter().map(Owned::new).collect();
            held.into_iter().for_each(|owned| self.release(owned));
        } else {
            ids.into_iter().for_each(|id| self.decref(id));
        }
    }
    #[inline]
    pub fn decref_opt(&mut self, id: Option<ObjId>) {
        if let Some(id) = id {
            self.decref(id);
        }
    }

    /// Frees an object whose count reached zero, and whatever dies with it, in CPython's order:
    /// children first to last as `children` lists them, each with all that hangs on it.
    #[inline(never)]
    pub(super) fn dealloc(&mut self, id: ObjId) {
        if self.state.trash_depth > 0 {
            // Called while another object is being torn down: the loop below (further up) goes on
            // with this one next, so that long chains need no Rust stack.
            self.state.heap.set_count(id, 1);
            self.state.trash.push(id);
            return;
        }
        let State { heap, gc, .. } = &mut self.state;
        if simple::free(heap, gc, id) || self.free_quickly(id) {
            return;
        }
        self.state.trash_depth = 1;
        let done = self.state.trash.len();
        self.dealloc_one(id);
        while self.state.trash.len() > done {
            let Some(id) = self.state.trash.pop() else { break };
            if self.state.heap.decref(id) {
                self.dealloc_one(id);
            }
        }
        self.state.trash_depth = 0;
    }

    /// Frees an instance of a Python class, a bound method or a generator that has ended, whose last
    /// reference is the caller's, if no Python code runs for that and what dies with it is plain.
    /// False: it was left as it is.
    #[inline(never)]
    pub(super) fn free_quickly(&mut self, id: ObjId) -> bool {
        let State { heap, gc, weakrefs, .. } = &mut self.state;
        if !weakrefs.is_empty() && weakrefs.contains_key(&id) {
            return false;
        }
        let held = match heap.get(id) {
            Payload::Instance(_) => return self.free_instance(id),
            &Payload::BoundMethod { func, this } => [func, this, func],
            Payload::Generator(g) if g.is_bare() => [g.code, g.name, g.qualname],
            _ => return false,
        };
        // One of these may be there twice, or all be one.
        if held.iter().any(|&child| heap.count(child) <= held.len() as u32) {
            return false;
        }
        simple::free_shell(heap, gc, id).children(&mut |child| {
            let _ = heap.decref(child);
        });
        true
    }
    fn free_instance(&mut self, id: ObjId) -> bool {
        let heap = &self.state.heap;
        let (payload, ty) = (heap.get(id), heap.type_of(id));
        let (Payload::Instance(instance), Payload::Type(class)) = (payload, heap.get(ty)) else {
            return false;
        };
        let attrs = &instance.attrs;
        if attrs.inline.len() + attrs.slots.len() > FEW
            || attrs.dict.is_some()
            || class.slot(Slot::Del).is_some()
            || !heap.is_shared(ty)
            || !attrs.inline.iter().all(|a| heap.is_shared(a.0))
        {
            return false;
        }
        let values = || attrs.inline.iter().map(|a| a.1).chain(attrs.slots.iter().flatten().copied());
        // The same object twice could die of two releases together.
        let lives_on = |v| heap.is_shared(v) && values().filter(|&other| other == v).count() == 1;
        if !values().all(|v| simple::is_plain(heap, v) || lives_on(v)) {
            return false;
        }
        let pool = payload.pool(ty);
        self.state.gc.forget(id, pool);
        let payload = self.state.heap.free(id);
        payload.children(&mut |child| {
            if self.state.heap.decref(child) {
                self.state.heap.free(child);
            }
        });
        let _ = self.state.heap.decref(ty);
        true
    }
    fn dealloc_one(&mut self, id: ObjId) {
        if simple::is_plain(&self.state.heap, id) {
            // Holds nothing, has no finaliser, cannot be referred to weakly.
            self.state.heap.free(id);
            return;
        }
        let ty = self.state.heap.type_of(id);
        if matches!(self.state.heap.get(id), Payload::Generator(_)) {
            // Nobody gets at it through a weak reference while it is closed.
            self.bury_weakrefs(id);
        }
        if !self.finalize(id, ty) {
            return;
        }
        self.bury_weakrefs(id);
        let payload = self.state.heap.get(id);
        if payload.is_container() {
            let pool = payload.pool(ty);
            self.state.gc.forget(id, pool);
        }
        match self.state.heap.get(id).base() {
            Payload::WeakRef { referent: Some(referent), .. } => {
                let referent = *referent;
                self.forget_weakref(referent, id);
            }
            Payload::Record(fields) if ty == types::MANAGED_BUFFER => {
                let object = fields[0];
                self.drop_export(object);
            }
            Payload::Type(_) => self.forget_type(id),
            Payload::Code(code) => {
                let part = (code.start, code.units);
                self.state.free_program.push(part);
                self.forget_code_monitor(id);
            }
            Payload::Str(s) if s.is_interned() => {
                let text = s.to_text();
                self.state.interned.remove(&text);
            }
            _ => {}
        }
        let mut payload = self.state.heap.free(id);
        if let Payload::Generator(generator) = &mut payload {
            self.leave_frame_object(generator);
        }
        self.order_attrs(ty, &mut payload);
        // References are given back one by one, so that a finaliser still sees those to come; the
        // type's is the last.
        if !self.state.heap.is_immortal(ty) {
            self.state.trash.push(ty);
        }
        let mark = self.state.trash.len();
        payload.children(&mut |child| {
            if !self.state.heap.is_immortal(child) {
                self.state.trash.push(child);
            }
        });
        self.state.trash[mark..].reverse();
    }

    /// The frame of a dying generator becomes its frame object's own, if somebody else holds that.
    fn leave_frame_object(&mut self, generator: &mut Generator) {
        if let Some(object) = generator.frame_obj
            && self.state.heap.count(object) > 1
            && let Some(suspended) = generator.frame.take()
        {
            self.own_frame(object, suspended);
        }
    }

    /// Puts what a dying instance holds in the order in which CPython lets it go: the slots of its
    /// class before those of the class's bases, attributes as the class's shared names have them.
    fn order_attrs(&self, ty: ObjId, payload: &mut Payload) {
        let Some(attrs) = payload.attrs_mut() else { return };
        if attrs.slots.len() > 1 {
            let mut ordered = Vec::with_capacity(attrs.slots.len());
            let mut class = Some(ty);
            let mut end = attrs.slots.len();
            while let Some(this) = class {
                let class_obj = self.type_obj(this);
                class = class_obj.base;
                let start = class.map_or(0, |base| self.type_obj(base).slot_count as usize).min(end);
                ordered.extend_from_slice(&attrs.slots[start..end]);
                end = start;
            }
            attrs.slots = ordered.into();
        }
        if attrs.inline.len() > 1 {
            let keys = &self.type_obj(ty).shared_keys;
            let in_order = keys.names.iter().zip(&attrs.inline).all(|(&a, &(b, _))| a == b);
            if !in_order {
                attrs.inline.sort_by_key(|&(name, _)| keys.position(name).unwrap_or(usize::MAX));
            }
        }
    }

    /// Runs `__del__`, or closes a generator. False if the object came back to life.
    fn finalize(&mut self, id: ObjId, ty: ObjId) -> bool {
        let generator = match self.state.heap.get(id) {
            // One that has not begun matters only where a warning or a hook is due.
            Payload::Generator(g) => match g.status {
                Status::Created if ty == types::GENERATOR => return true,
                Status::Created | Status::Suspended => true,
                Status::Running | Status::Finished => return true,
            },
            _ => false,
        };
        let del = if generator { None } else { self.type_obj(ty).slot(Slot::Del) };
        if (del.is_none() && !generator) || self.state.gc.is_finalized(id) || self.abandoned {
            return true;
        }
        self.state.gc.set_finalized(id);
        self.state.finalizers += 1;
        // The finaliser sees the object alive, held by one temporary reference, and to the collector
        // it is new.
        self.state.heap.set_count(id, 1);
        let held = Owned::new(id);
        if self.state.heap.get(id).is_container() {
            self.state.gc.move_to(id, 0);
        }
        let depth = std::mem::take(&mut self.state.trash_depth);
        let saved = self.take_raised();
        let result = match del {
            Some(del) => self.call_slot(del, id, &[]),
            None => self.finalize_generator(id).map(|()| self.none()),
        };
        match result {
            Ok(value) => self.release(value),
            Err(Unwind::Raised) => self.write_unraisable(del.unwrap_or(id)),
            Err(Unwind::Abandoned | Unwind::Switch) => {}
        }
        self.put_back(saved);
        self.state.trash_depth = depth;
        self.state.heap.decref(held.into_id())
    }

    /// A memoryview looks at the object no more.
    pub fn drop_export(&mut self, object: Option<ObjId>) {
        let Some(object) = object else { return };
        if let Some(views) = self.state.exports.get_mut(&object) {
            *views -= 1;
            if *views == 0 {
                self.state.exports.remove(&object);
            }
        }
    }
    /// What happens to a generator that is dropped unfinished: a coroutine that nobody awaited is
    /// worth a warning, an async generator is handed to its hook, and anything else is closed.
    pub fn finalize_generator(&mut self, id: ObjId) -> Res<()> {
        let g = self.generator(id);
        if g.status == Status::Finished {
            return Ok(());
        }
        let (ty, fresh) = (self.type_of(id), g.status == Status::Created);
        if ty == types::ASYNC_GENERATOR
            && !g.closed
            && let Some(finalizer) = g.origin
        {
            let result = self.call(finalizer, &[id])?;
            self.release(result);
            return Ok(());
        }
        if ty == types::COROUTINE && fresh {
            return self.warn_unawaited(id);
        }
        let result = self.close_generator(id)?;
        self.release(result);
        Ok(())
    }
    /// The frame object's frame is gone or somebody else's: used when a frame ends.
    pub(super) fn frame_obj_mut(&mut self, id: ObjId) -> Option<&mut FrameObj> {
        match self.state.heap.get_mut(id) {
            Payload::Frame(f) => Some(f),
            _ => None,
        }
    }

    /// What refers weakly to a dying object forgets it. Its count is 0 by now: a collection that a
    /// callback asks for must not come across it.
    fn bury_weakrefs(&mut self, id: ObjId) {
        if self.state.instance_weakrefs() || self.is_type(id) {
            self.state.gc.untrack(id);
            self.clear_weakrefs(id);
        }
    }
    fn clear_weakrefs(&mut self, id: ObjId) {
        let Some(refs) = self.take_weakrefs(id) else { return };
        let mut callbacks = Vec::new();
        for weak in refs {
            if let Payload::WeakRef { referent, callback, .. } = self.state.heap.get_mut(weak).base_mut() {
                *referent = None;
                if let Some(callback) = callback.take() {
                    callbacks.push((weak, Owned::new(callback)));
                }
            }
        }
        // Newest first, as CPython calls them; meanwhile all are held, and let go the other way round.
        callbacks.reverse();
        let alive = |vm: &Vm, weak| vm.state.heap.count(weak) > 0 && !vm.abandoned;
        let (called, orphans): (Vec<_>, Vec<_>) =
            callbacks.into_iter().partition(|&(weak, _)| alive(self, weak));
        let called: Vec<_> = called.into_iter().map(|(weak, callback)| (self.own(weak), callback)).collect();
        let depth = self.state.trash_depth;
        for (weak, callback) in &called {
            self.state.trash_depth = 0;
            let saved = self.take_raised();
            self.state.finalizers += 1;
            match self.call(callback.id(), &[weak.id()]) {
                Ok(value) => self.release(value),
                Err(Unwind::Raised) => self.write_unraisable(callback.id()),
                Err(Unwind::Abandoned | Unwind::Switch) => {}
            }
            self.put_back(saved);
        }
        // At once, unless callbacks hang on callbacks without end.
        self.state.trash_depth = if self.state.native_depth < NESTED { 0 } else { depth };
        self.state.native_depth += 1;
        orphans.into_iter().for_each(|(_, callback)| self.release(callback));
        for (weak, callback) in called.into_iter().rev() {
            self.release(callback);
            self.release(weak);
        }
        self.state.native_depth -= 1;
        self.state.trash_depth = depth;
    }

    /// Notes a new weak reference. As in CPython one plain `ref` and one plain proxy come first, the
    /// others newest first; they are kept the other way round.
    pub fn add_weakref(&mut self, referent: ObjId, weak: ObjId) {
        let known = self.state.weakrefs.get(&referent).map_or(&[][..], |refs| refs);
        let first = known.is_empty();
        let rank = |id: ObjId| match self.payload(id) {
            Payload::WeakRef { callback: None, .. } if self.type_of(id) == types::WEAKREF => 2,
            Payload::WeakRef { callback: None, .. } => 1,
            _ => 0,
        };
        let basic = known.iter().rev().take_while(|&&id| rank(id) > rank(weak)).count();
        let place = known.len() - basic;
        self.state.weakrefs.entry(referent).or_default().insert(place, weak);
        self.state.weak_classes += usize::from(first && self.is_type(referent));
    }
    /// Takes an object's list of weak references away.
    pub(super) fn take_weakrefs(&mut self, referent: ObjId) -> Option<Vec<ObjId>> {
        let refs = self.state.weakrefs.remove(&referent)?;
        self.state.weak_classes -= usize::from(self.is_type(referent));
        Some(refs)
    }
    /// The weak reference without callback of just that class that exists already; `class` is `ref` or
    /// a proxy's.
    pub fn basic_weakref(&self, referent: ObjId, class: ObjId) -> Option<ObjId> {
        let refs = self.state.weakrefs.get(&referent)?;
        refs.iter().rev().take(2).copied().find(|&id| {
            self.type_of(id) == class && matches!(self.payload(id), Payload::WeakRef { callback: None, .. })
        })
    }
    pub(super) fn forget_weakref(&mut self, referent: ObjId, weak: ObjId) {
        if let Some(refs) = self.state.weakrefs.get_mut(&referent) {
            refs.retain(|&r| r != weak);
            if refs.is_empty() {
                self.take_weakrefs(referent);
            }
        }
    }

    /// Takes a type out of its bases' lists of subclasses.
    fn forget_type(&mut self, id: ObjId) {
        let bases = self.tuple_items(self.type_obj(id).bases).to_vec();
        for base in bases {
            self.remove_subclass(base, id);
        }
        self.void_guards(id);
    }
    /// Makes a class known to its base. As in CPython the base holds a weak reference to it, in a dict,
    /// which the collector counts.
    pub fn add_subclass(&mut self, base: ObjId, class: ObjId) {
        let weak = match self.basic_weakref(class, types::WEAKREF) {
            Some(known) => self.own(known),
            None => {
                let payload = Payload::WeakRef { referent: Some(class), callback: None, hash: None };
                let weak = self.alloc(types::WEAKREF, payload);
                self.add_weakref(class, weak.id());
                weak
            }
        };
        let ty = self.type_obj_mut(base);
        ty.subclasses.push(class);
        ty.subclass_refs.push((class, weak.into_id()));
        if ty.subclasses.len() == 1 {
            self.state.gc.count_made(Some(pool::DICT));
        }
    }
    pub fn remove_subclass(&mut self, base: ObjId, class: ObjId) {
        let Payload::Type(t) = self.state.heap.get_mut(base) else { return };
        let Some(place) = t.subclasses.iter().position(|&s| s == class) else { return };
        t.subclasses.remove(place);
        let last = t.subclasses.is_empty();
        let held = t.subclass_refs.iter().position(|&(s, _)| s == class);
        let weak = held.map(|place| t.subclass_refs.remove(place).1);
        self.decref_opt(weak);
        if last {
            self.state.gc.count_freed(Some(pool::DICT));
        }
    }
}

impl State {
    /// Are there weak references to anything else than classes?
    #[inline]
    pub fn instance_weakrefs(&self) -> bool {
        self.weakrefs.len() > self.weak_classes
    }
}

impl Payload {
    /// The pool of freed objects that CPython takes one of this kind from, and puts it back to.
    #[inline(always)]
    pub fn pool(&self, ty: ObjId) -> Option<usize> {
        match self {
            Payload::List(_) if ty == types::LIST => Some(pool::LIST),
            Payload::Slice(_) => Some(pool::SLICE),
            Payload::Dict(_) if ty == types::DICT => Some(pool::DICT),
            Payload::Tuple(items) if ty == types::TUPLE && items.len() <= pool::LARGEST_TUPLE => {
                Some(pool::TUPLE + items.len())
            }
            _ => None,
        }
    }
    /// Does the collector look at objects of this kind?
    #[inline(always)]
    pub fn is_container(&self) -> bool {
        if let Payload::Data(data) = self {
            return data.is_container();
        }
        !matches!(
            self,
            Payload::Vacant
                | Payload::Plain
                | Payload::Int(_)
                | Payload::BigInt(_)
                | Payload::Float(_)
                | Payload::Complex(_)
                | Payload::Str(_)
                | Payload::Bytes(_)
                | Payload::ByteArray(_)
                | Payload::Range(_)
                | Payload::Code(_)
        ) && !matches!(self, Payload::Iter(i) if matches!(**i, crate::object::Iter::Range { .. } | crate::object::Iter::LongRange { .. }))
    }
}
