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
}

/// Above this many attributes CPython gives up key sharing and makes a dict (SHARED_KEYS_MAX_SIZE).
pub const MAX_INLINE: usize = 30;

impl Attrs {
    pub fn with_slots(count: usize) -> Attrs {
        Attrs { slots: vec![None; count].into(), ..Attrs::default() }
    }
    /// Where the attribute of that (interned) name is in `inline`.
    #[inline]
    pub fn position(&self, name: ObjId) -> Option<usize> {
        self.inline.iter().position(|&(n, _)| n == name)
    }
    pub fn references(&self, visit: &mut impl FnMut(Place, ObjId)) {
        for &(name, value) in &self.inline {
            visit(Place::Name, name);
            visit(Place::Attribute(name), value);
        }
        parts([("__dict__", self.dict)], visit);
        for (i, slot) in self.slots.iter().enumerate() {
            slot.iter().for_each(|id| visit(Place::Slot(i), *id));
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Instance {
    pub attrs: Attrs,
}
