//! Where in its owner a reference stands. Each kind of object tells its references with their places
//! once (`references`); freeing, collecting, `gc.get_referents` and the ledger all ask that.

use crate::heap::ObjId;

/// The place of one reference within its owner.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Place {
    /// A part that every object of the kind has, under this name.
    Part(&'static str),
    /// An element of a sequence, by its index.
    Item(usize),
    /// An element of a set.
    Element,
    /// A key of a dict.
    Key,
    /// The value under a key of a dict.
    Value(ObjId),
    /// The name of an attribute, kept with its value.
    Name,
    /// The value of the attribute of that name.
    Attribute(ObjId),
    /// A member of `__slots__`, by its number.
    Slot(usize),
    /// A fast local, or a value on the stack above them, of a frame that does not run.
    Frame(usize),
}

/// Tells those of some parts that are there.
#[inline(always)]
pub fn parts<const N: usize>(
    parts: [(&'static str, Option<ObjId>); N],
    visit: &mut impl FnMut(Place, ObjId),
) {
    for (name, id) in parts {
        if let Some(id) = id {
            visit(Place::Part(name), id);
        }
    }
}
