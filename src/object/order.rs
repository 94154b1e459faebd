//! The order of keys that an OrderedDict keeps beside its dict: a linked list in an arena.

use crate::heap::ObjId;
use rustc_hash::FxHashMap;

const NIL: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Node {
    key: ObjId,
    prev: u32,
    next: u32,
}

/// Keys in order, each found by its identity. Each key is one counted reference.
#[derive(Clone, Debug)]
pub struct Order {
    nodes: Vec<Node>,
    free: Vec<u32>,
    places: FxHashMap<ObjId, u32>,
    first: u32,
    last: u32,
    /// Changes with every change of the order: iterators look at it.
    pub version: u64,
}

impl Default for Order {
    fn default() -> Order {
        Order {
            nodes: Vec::new(),
            free: Vec::new(),
            places: FxHashMap::default(),
            first: NIL,
            last: NIL,
            version: 0,
        }
    }
}

impl Order {
    pub fn len(&self) -> usize {
        self.places.len()
    }
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
    fn key(&self, place: u32) -> Option<ObjId> {
        self.nodes.get(place as usize).map(|n| n.key)
    }
    pub fn first(&self) -> Option<ObjId> {
        self.key(self.first)
    }
    pub fn last(&self) -> Option<ObjId> {
        self.key(self.last)
    }
    pub fn contains(&self, key: ObjId) -> bool {
        self.places.contains_key(&key)
    }
    /// The key after (or before) one.
    pub fn neighbour(&self, key: ObjId, backward: bool) -> Option<ObjId> {
        let node = self.nodes[*self.places.get(&key)? as usize];
        self.key(if backward { node.prev } else { node.next })
    }
    /// The keys in order.
    pub fn keys(&self) -> impl Iterator<Item = ObjId> + '_ {
        let mut at = self.first;
        std::iter::from_fn(move || {
            let node = self.nodes.get(at as usize)?;
            at = node.next;
            Some(node.key)
        })
    }
    /// Adds a key that is not there at the end (or at the front).
    pub fn add(&mut self, key: ObjId, front: bool) {
        let node = Node { key, prev: NIL, next: NIL };
        let place = match self.free.pop() {
            Some(place) => {
                self.nodes[place as usize] = node;
                place
            }
            None => {
                self.nodes.push(node);
                (self.nodes.len() - 1) as u32
            }
        };
        self.places.insert(key, place);
        self.link(place, front);
        self.version += 1;
    }
    fn link(&mut self, place: u32, front: bool) {
        let (prev, next) = if front { (NIL, self.first) } else { (self.last, NIL) };
        let node = &mut self.nodes[place as usize];
        (node.prev, node.next) = (prev, next);
        match prev {
            NIL => self.first = place,
            prev => self.nodes[prev as usize].next = place,
        }
        match next {
            NIL => self.last = place,
            next => self.nodes[next as usize].prev = place,
        }
    }
    fn unlink(&mut self, place: u32) {
        let Node { prev, next, .. } = self.nodes[place as usize];
        match prev {
            NIL => self.first = next,
            prev => self.nodes[prev as usize].next = next,
        }
        match next {
            NIL => self.last = prev,
            next => self.nodes[next as usize].prev = prev,
        }
    }
    /// Takes a key out; true if it was there: its reference is the caller's then.
    pub fn remove(&mut self, key: ObjId) -> bool {
        let Some(place) = self.places.remove(&key) else { return false };
        self.unlink(place);
        self.free.push(place);
        self.version += 1;
        true
    }
    /// Moves a key to an end.
    pub fn move_to(&mut self, key: ObjId, front: bool) {
        let Some(&place) = self.places.get(&key) else { return };
        let end = if front { self.first } else { self.last };
        if place != end {
            self.unlink(place);
            self.link(place, front);
            self.version += 1;
        }
    }
    /// Takes all keys out; their references are the caller's.
    pub fn take_all(&mut self) -> Vec<ObjId> {
        let keys = self.keys().collect();
        let version = self.version + 1;
        *self = Order { version, ..Order::default() };
        keys
    }
}
