//! The heap: an arena of slots addressed by number, each with its count. It knows nothing of Python.
//!
//! All of it is plain data: a clone is a snapshot, and [`diff`] tells two snapshots apart.

pub mod diff;
pub mod life;
mod owned;
mod table;
pub mod tokens;

pub use owned::Owned;
pub use table::Table;

use life::Register;
use std::num::NonZeroU32;

/// Which slot: the identity of an object. Slot 0 is never used, so that an `Option` costs nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjId(NonZeroU32);

impl ObjId {
    /// The slot of that number, which is not 0.
    #[inline(always)]
    pub const fn new(index: u32) -> ObjId {
        match NonZeroU32::new(index) {
            Some(n) => ObjId(n),
            None => panic!("slot 0 is never used"),
        }
    }
    #[inline(always)]
    pub const fn index(self) -> usize {
        self.0.get() as usize
    }
    #[inline(always)]
    pub const fn number(self) -> u32 {
        self.0.get()
    }
}

impl std::fmt::Debug for ObjId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// About what a new object takes with its slot and what a small payload owns.
const SLOT_ESTIMATE: usize = 128;

/// Set in a count: the object is never freed and its count does not change.
pub const IMMORTAL: u32 = 1 << 31;

/// Kinds of objects that have free slots of their own, so that an object's number goes to one of the
/// same kind next: programs see it by `id()`.
pub const KINDS: usize = 32;
/// How often a growing arena looks whether another kind has slots to spare: a power of two.
const LOOK: usize = 1 << 10;
/// Free slots of a kind that others may take.
const MANY_FREE: u32 = 1 << 14;

/// What a slot holds; the heap asks only what it must.
pub trait Payload {
    /// Below [`KINDS`].
    fn kind(&self) -> usize;
    /// The same, for a payload that is most likely a plain number.
    fn number_kind(&self) -> usize;
    /// The payload of a free slot.
    fn vacant() -> Self;
    /// Calls `visit` for each counted reference that the payload holds.
    fn children(&self, visit: &mut dyn FnMut(ObjId));
}

#[derive(Clone, Debug)]
pub struct Slot<P> {
    /// References, or [`IMMORTAL`]; 0 in a free slot.
    pub count: u32,
    /// Number of the object's type; in a free slot the number of the next free one.
    pub ty: u32,
    pub payload: P,
}

/// The arena.
#[derive(Clone, Debug)]
pub struct Heap<P> {
    slots: Table<Slot<P>>,
    /// First free slot of each kind, 0 if none, and how many there are: last freed, first used.
    free: [(u32, u32); KINDS],
    /// Objects that ever came, and that went.
    births: u64,
    deaths: u64,
    /// Each birth and death since somebody last looked, where somebody does.
    register: Option<Box<Register>>,
    /// Bytes that came since somebody last looked, and how many may come before the next look.
    grown: usize,
    allowance: usize,
}

impl<P: Payload> Default for Heap<P> {
    fn default() -> Self {
        Heap {
            slots: vec![Slot { count: 0, ty: 0, payload: P::vacant() }].into(),
            free: [(0, 0); KINDS],
            births: 0,
            deaths: 0,
            register: None,
            grown: 0,
            allowance: usize::MAX,
        }
    }
}

impl<P: Payload> Heap<P> {
    /// A new object with a count of one.
    #[inline(always)]
    pub fn alloc(&mut self, ty: ObjId, payload: P) -> Owned {
        let id = self.take(payload.kind(), ty);
        // What was there is vacant: nothing is dropped.
        std::mem::forget(std::mem::replace(&mut self.slots[id.index()].payload, payload));
        Owned::new(id)
    }
    /// A slot for a new object of that kind, which has its count and type.
    #[inline(never)]
    fn take(&mut self, kind: usize, ty: ObjId) -> ObjId {
        self.births += 1;
        let mut id = self.free[kind].0;
        if id == 0 && self.slots.len() & (LOOK - 1) == 0 {
            id = self.borrow_free(kind);
        }
        if id != 0 {
            if self.register.is_some() {
                self.write_down(ObjId::new(id), Some(ty));
            }
            let slot = &mut self.slots[id as usize];
            let free = &mut self.free[kind];
            *free = (slot.ty, free.1 - 1);
            (slot.count, slot.ty) = (1, ty.number());
            return ObjId::new(id);
        }
        self.grown += SLOT_ESTIMATE;
        let id = self.slots.len() as u32;
        assert!(id < IMMORTAL, "object numbers are exhausted");
        if self.register.is_some() {
            self.write_down(ObjId::new(id), Some(ty));
        }
        self.slots.push(Slot { count: 1, ty: ty.number(), payload: P::vacant() });
        ObjId::new(id)
    }

    /// The same for a payload that owns nothing. It is made anew for each place it could go to, since one
    /// that is handed about would be written and copied.
    #[inline(always)]
    pub fn alloc_plain(&mut self, ty: ObjId, make: impl Fn() -> P) -> ObjId {
        let kind = make().kind();
        let free = &mut self.free[kind];
        let id = if free.0 == 0 || self.register.is_some() {
            self.take(kind, ty)
        } else {
            self.births += 1;
            let id = ObjId::new(free.0);
            let slot = &mut self.slots[id.index()];
            *free = (slot.ty, free.1 - 1);
            (slot.count, slot.ty) = (1, ty.number());
            id
        };
        // What was there is vacant: nothing is dropped.
        std::mem::forget(std::mem::replace(&mut self.slots[id.index()].payload, make()));
        id
    }
    /// A new object that owns nothing, then the death of another such of the same kind, whose last
    /// reference is the caller's: as if one had been made, and the other freed after it.
    #[inline(always)]
    pub fn exchange_plain(&mut self, old: ObjId, ty: ObjId, make: impl Fn() -> P) -> ObjId {
        let kind = make().kind();
        let free = &mut self.free[kind];
        if free.0 == 0 || self.register.is_some() {
            let new = self.alloc_plain(ty, make);
            self.free_plain(old);
            return new;
        }
        self.births += 1;
        self.deaths += 1;
        let id = ObjId::new(free.0);
        let slot = &mut self.slots[id.index()];
        let next = std::mem::replace(&mut slot.ty, ty.number());
        slot.count = 1;
        std::mem::forget(std::mem::replace(&mut slot.payload, make()));
        free.0 = old.number();
        let slot = &mut self.slots[old.index()];
        (slot.count, slot.ty) = (0, next);
        std::mem::forget(std::mem::replace(&mut slot.payload, P::vacant()));
        id
    }

    /// Now and then while the arena grows: a kind that has many free slots gives them all to the one that has none.
    #[cold]
    #[inline(never)]
    fn borrow_free(&mut self, kind: usize) -> u32 {
        match (0..KINDS).max_by_key(|&k| self.free[k].1) {
            Some(other) if self.free[other].1 > MANY_FREE => {
                self.free[kind] = std::mem::take(&mut self.free[other]);
                self.free[kind].0
            }
            _ => 0,
        }
    }

    /// Keeps that many slots for objects that may come later (see [`Heap::settle`]).
    pub fn reserve(&mut self, count: usize) {
        let free = || Slot { count: 0, ty: 0, payload: P::vacant() };
        self.slots.extend(std::iter::repeat_with(free).take(count));
    }
    /// Puts an immortal object into a slot that was kept for it.
    pub fn settle(&mut self, id: ObjId, ty: ObjId, payload: P) {
        debug_assert!(!self.is_live(id), "{id:?} is taken");
        self.births += 1;
        self.slots[id.index()] = Slot { count: IMMORTAL, ty: ty.number(), payload };
    }

    /// Empties a slot and puts it on the free list; the payload's children are the caller's to release.
    #[inline]
    pub fn free(&mut self, id: ObjId) -> P {
        self.deaths += 1;
        if self.register.is_some() {
            self.write_down(id, None);
        }
        let slot = &mut self.slots[id.index()];
        slot.count = 0;
        let free = &mut self.free[slot.payload.kind()];
        slot.ty = free.0;
        *free = (id.number(), free.1 + 1);
        std::mem::replace(&mut slot.payload, P::vacant())
    }

    #[inline(always)]
    pub fn incref(&mut self, id: ObjId) {
        let count = &mut self.slots[id.index()].count;
        if *count & IMMORTAL == 0 {
            *count += 1;
        }
    }

    /// Takes one reference away; true when it was the last and the object must die.
    #[inline(always)]
    #[must_use]
    pub fn decref(&mut self, id: ObjId) -> bool {
        let count = &mut self.slots[id.index()].count;
        if *count & IMMORTAL != 0 {
            return false;
        }
        debug_assert!(*count > 0, "{id:?} released more often than held");
        *count -= 1;
        *count == 0
    }

    /// Takes one reference away if it is not the last; false if it is.
    #[inline(always)]
    #[must_use]
    pub fn decref_shared(&mut self, id: ObjId) -> bool {
        let count = &mut self.slots[id.index()].count;
        if *count & IMMORTAL != 0 {
            return true;
        }
        if *count > 1 {
            *count -= 1;
            return true;
        }
        false
    }
    /// Is there more than one reference, or is it immortal?
    #[inline(always)]
    pub fn is_shared(&self, id: ObjId) -> bool {
        self.slots[id.index()].count > 1
    }
    /// Empties the slot of an object that holds on to nothing.
    #[inline(always)]
    pub fn free_plain(&mut self, id: ObjId) {
        self.deaths += 1;
        if self.register.is_some() {
            self.write_down(id, None);
        }
        let slot = &mut self.slots[id.index()];
        slot.count = 0;
        let free = &mut self.free[slot.payload.number_kind()];
        slot.ty = free.0;
        *free = (id.number(), free.1 + 1);
        // It owns nothing: there is nothing to drop.
        std::mem::forget(std::mem::replace(&mut slot.payload, P::vacant()));
    }
    /// The count, [`IMMORTAL`] set for immortals.
    #[inline(always)]
    pub fn count(&self, id: ObjId) -> u32 {
        self.slots[id.index()].count
    }
    pub fn set_count(&mut self, id: ObjId, count: u32) {
        self.slots[id.index()].count = count;
    }
    pub fn is_immortal(&self, id: ObjId) -> bool {
        self.count(id) & IMMORTAL != 0
    }
    pub fn make_immortal(&mut self, id: ObjId) {
        self.slots[id.index()].count = IMMORTAL;
    }
    #[inline(always)]
    pub fn type_of(&self, id: ObjId) -> ObjId {
        ObjId::new(self.slots[id.index()].ty)
    }
    #[inline(always)]
    pub fn type_number(&self, id: ObjId) -> u32 {
        self.slots[id.index()].ty
    }
    /// Changes the type's number only; the counts are the caller's.
    pub fn set_type(&mut self, id: ObjId, ty: ObjId) {
        self.slots[id.index()].ty = ty.number();
    }
    #[inline(always)]
    pub fn get(&self, id: ObjId) -> &P {
        &self.slots[id.index()].payload
    }
    #[inline(always)]
    pub fn get_mut(&mut self, id: ObjId) -> &mut P {
        &mut self.slots[id.index()].payload
    }
    /// The payload, if there is one reference only.
    #[inline(always)]
    pub fn sole_mut(&mut self, id: ObjId) -> Option<&mut P> {
        let slot = &mut self.slots[id.index()];
        (slot.count == 1).then_some(&mut slot.payload)
    }
    /// Is there an object in that slot?
    pub fn is_live(&self, id: ObjId) -> bool {
        self.slots.get(id.index()).is_some_and(|s| s.count != 0)
    }
    /// Counts bytes that an object owns besides its slot.
    #[inline]
    pub fn account(&mut self, bytes: usize) {
        self.grown += bytes;
    }
    /// Has the heap grown by as much as was allowed?
    #[inline(always)]
    pub fn pressed(&self) -> bool {
        self.grown > self.allowance
    }
    /// Would it, with that much more?
    pub fn would_press(&self, bytes: usize) -> bool {
        self.grown.saturating_add(bytes) > self.allowance
    }
    /// Allows that much growth from here.
    pub fn allow(&mut self, bytes: usize) {
        (self.grown, self.allowance) = (0, bytes);
    }
    /// Bytes that the slots take.
    pub fn slot_bytes(&self) -> usize {
        self.slots.capacity() * size_of::<Slot<P>>()
    }
    /// Number of objects.
    pub fn live(&self) -> usize {
        (self.births - self.deaths) as usize
    }
    /// Number of slots, free ones and slot 0 included.
    pub fn slot_count(&self) -> usize {
        self.slots.len()
    }
    /// All slots whose count is 0: free ones, and those of objects that are being freed.
    pub fn uncounted(&self) -> impl Iterator<Item = (ObjId, &Slot<P>)> {
        let slots = self.slots.iter().enumerate().skip(1).filter(|(_, s)| s.count == 0);
        slots.map(|(i, s)| (ObjId::new(i as u32), s))
    }
    /// All objects by number.
    pub fn iter(&self) -> impl Iterator<Item = (ObjId, &Slot<P>)> {
        self.slots
            .iter()
            .enumerate()
            .skip(1)
            .filter(|(_, s)| s.count != 0)
            .map(|(i, s)| (ObjId::new(i as u32), s))
    }
}
