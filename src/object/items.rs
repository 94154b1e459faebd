//! The items of a list, with room for more as CPython gives it: `sys.getsizeof` shows the room.

use crate::heap::ObjId;
use std::ops::{Deref, DerefMut};

/// Items, and room for as many as the vector's capacity says.
#[derive(Debug, Default)]
pub struct Items(Vec<ObjId>);

impl Items {
    /// Appends one; the room grows by an eighth or so at a time.
    #[inline]
    pub fn push(&mut self, item: ObjId) {
        if self.0.len() == self.0.capacity() {
            self.make_room(self.0.len() + 1);
        }
        self.0.push(item);
    }
    pub fn insert(&mut self, index: usize, item: ObjId) {
        self.make_room(self.0.len() + 1);
        self.0.insert(index, item);
    }
    pub fn extend(&mut self, more: Vec<ObjId>) {
        self.make_room(self.0.len() + more.len());
        self.0.extend(more);
    }
    /// Room for a list that is to have so many items (CPython's `list_resize`). Nothing changes as
    /// long as the present room is neither too small nor more than twice of that.
    pub fn make_room(&mut self, length: usize) {
        let room = self.0.capacity();
        if room >= length && length >= room / 2 {
            return;
        }
        let mut wanted = (length + (length >> 3) + 6) & !3;
        if length.saturating_sub(self.0.len()) > wanted - length {
            wanted = (length + 3) & !3;
        }
        if length == 0 {
            wanted = 0;
        }
        self.set_room(wanted);
    }
    /// Room for the first items of an empty list: an even number.
    pub fn first_room(&mut self, count: usize) {
        self.set_room((count + 1) & !1);
    }
    fn set_room(&mut self, room: usize) {
        if room > self.0.capacity() {
            self.0.reserve_exact(room - self.0.len());
        } else {
            self.0.shrink_to(room);
        }
    }
    /// Takes out the last item.
    pub fn pop_last(&mut self) -> Option<ObjId> {
        let item = self.0.pop();
        self.settle();
        item
    }
    /// Takes out the item at a place.
    pub fn remove(&mut self, index: usize) -> ObjId {
        let item = self.0.remove(index);
        self.settle();
        item
    }
    /// These items, with room for so many.
    pub fn with_room(items: Vec<ObjId>, room: usize) -> Items {
        let mut items = Items(items);
        items.set_room(room.max(items.len()));
        items
    }
    /// Items that were appended one by one to an empty list.
    pub fn appended(items: Vec<ObjId>) -> Items {
        Items::grown(items, 0)
    }
    /// The parts of a text cut in at most so many and one more: as in CPython there is room for twelve
    /// at the most from the start, and more come by appending.
    pub fn parts(items: Vec<ObjId>, cuts: usize) -> Items {
        const FIRST_ROOM: usize = 12;
        Items::grown(items, cuts.saturating_add(1).min(FIRST_ROOM))
    }
    fn grown(items: Vec<ObjId>, mut room: usize) -> Items {
        while room < items.len() {
            room = (room + 1 + ((room + 1) >> 3) + 6) & !3;
        }
        Items::with_room(items, room)
    }
    /// The room shrinks with the list.
    pub fn settle(&mut self) {
        self.make_room(self.0.len());
    }
    /// Items that there is room for.
    pub fn room(&self) -> usize {
        self.0.capacity()
    }
    pub fn into_vec(self) -> Vec<ObjId> {
        self.0
    }
}

/// A copy has the same room, so that nothing changes by going back to a snapshot.
impl Clone for Items {
    fn clone(&self) -> Items {
        let mut copy = Vec::with_capacity(self.0.capacity());
        copy.extend_from_slice(&self.0);
        Items(copy)
    }
}
impl From<Vec<ObjId>> for Items {
    fn from(mut items: Vec<ObjId>) -> Items {
        items.shrink_to_fit();
        Items(items)
    }
}
impl Deref for Items {
    type Target = Vec<ObjId>;
    #[inline(always)]
    fn deref(&self) -> &Vec<ObjId> {
        &self.0
    }
}
impl DerefMut for Items {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Vec<ObjId> {
        &mut self.0
    }
}
impl IntoIterator for Items {
    type Item = ObjId;
    type IntoIter = std::vec::IntoIter<ObjId>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
