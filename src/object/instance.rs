//! Instances of Python classes: attributes in order of insertion, slots, or a materialised dict.

use super::place::{Place, parts};
use crate::heap::ObjId;

/// What a Python class adds to its instances.
#[derive(Clone, Debug, Default)]
pub struct Attrs {
    /// Name and value in order of insertion, while nobody has asked for `__dict__`.
    pub inline: Vec<(ObjId, ObjId)>,
    /// The dict object once there is one; `inline` is empty then.
    pub dict: Option<ObjId>,
    /// Values of `__slots__` members.
    pub slots: Box<[Option<ObjId>]>,
    /// Attributes that CPython's instance has room for in itself.
    pub room: u8,
}

/// Names that a class keeps for all its instances (SHARED_KEYS_MAX_SIZE).
pub const MAX_SHARED: u8 = 30;

/// The names of a class's instances' attributes, in the order in which CPython's instances keep the
/// values. Each new instance takes away room for another name, so that names settle.
#[derive(Clone, Debug, Default)]
pub struct SharedKeys {
    pub names: Vec<ObjId>,
    /// Names that still fit.
    pub room: u8,
}

impl SharedKeys {
    /// Values that an instance made now has room for.
    pub fn capacity(&self) -> usize {
        self.names.len() + usize::from(self.room)
    }
    /// Where a name has its value.
    pub fn position(&self, name: ObjId) -> Option<usize> {
        self.names.iter().position(|&n| n == name)
    }
}

impl Attrs {
    pub fn with_slots(count: usize) -> Attrs {
        Attrs { slots: vec![None; count].into(), ..Attrs::default() }
    }
    /// The class of CPython's allocator that the instance's memory is of.
    pub fn size_class(&self) -> usize {
        let room = usize::from(self.room);
        (room.next_multiple_of(8) + 8 * (room + self.slots.len() + 1)).div_ceil(16)
    }
    /// Where the attribute of that (interned) name is in `inline`.
    #[inline]
    pub fn position(&self, name: ObjId) -> Option<usize> {
        self.inline.iter().position(|&(n, _)| n == name)
    }
    pub fn references(&self, visit: &mut impl FnMut(Place, ObjId)) {
        for (i, slot) in self.slots.iter().enumerate() {
            slot.iter().for_each(|id| visit(Place::Slot(i), *id));
        }
        for &(name, value) in &self.inline {
            visit(Place::Name, name);
            visit(Place::Attribute(name), value);
        }
        parts([("__dict__", self.dict)], visit);
    }
}

#[derive(Clone, Debug, Default)]
pub struct Instance {
    pub attrs: Attrs,
}
