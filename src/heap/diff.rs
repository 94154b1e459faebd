//! What differs between two states of a heap.

use super::{Heap, ObjId, Payload};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    Born,
    Freed,
    /// The slot was freed and given to an object of another type.
    Replaced,
    Count {
        before: u32,
        after: u32,
    },
}

/// Births, deaths and changed counts from `before` to `after`, by object number.
pub fn diff<P: Payload>(before: &Heap<P>, after: &Heap<P>) -> Vec<(ObjId, Change)> {
    let mut changes = Vec::new();
    for index in 1..before.slots.len().max(after.slots.len()) {
        let old = before.slots.get(index).filter(|s| s.count != 0);
        let new = after.slots.get(index).filter(|s| s.count != 0);
        let change = match (old, new) {
            (None, Some(_)) => Change::Born,
            (Some(_), None) => Change::Freed,
            (Some(a), Some(b)) if a.ty != b.ty => Change::Replaced,
            (Some(a), Some(b)) if a.count != b.count => Change::Count { before: a.count, after: b.count },
            _ => continue,
        };
        changes.push((ObjId::new(index as u32), change));
    }
    changes
}
