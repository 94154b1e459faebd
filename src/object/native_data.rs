//! What objects of native modules consist of.

pub use super::deflate::{Deflater, Inflater};
use super::digest::Hash;
use super::iterator::Iter;
use super::place::{Place, parts};
use crate::heap::ObjId;
use std::collections::VecDeque;

#[derive(Clone, Debug)]
pub enum NativeData {
    Deque(Deque),
    TeeData(TeeData),
    LruCache(LruCache),
    Random(Box<Twister>),
    Array(Box<Array>),
    Hash(Box<Hash>),
    Deflater(Box<Deflater>),
    Inflater(Box<Inflater>),
}

/// `collections.deque`
#[derive(Clone, Debug)]
pub struct Deque {
    pub items: VecDeque<ObjId>,
    pub maxlen: Option<usize>,
    /// Changes with every change of the length: iterators look at it.
    pub state: u64,
    /// Where in its first block a CPython's deque begins: that decides its size.
    pub begin: usize,
}

impl Deque {
    /// Items in a block.
    pub const BLOCK: usize = 64;
    /// Where a fresh deque begins.
    pub const CENTER: usize = 32;

    /// The beginning moves by so many places to the right (or left).
    pub fn shift(&mut self, places: i64) {
        self.begin = if self.items.is_empty() {
            Self::CENTER
        } else {
            (self.begin as i64 + places).rem_euclid(Self::BLOCK as i64) as usize
        };
    }
}

impl Default for Deque {
    fn default() -> Deque {
        Deque { items: VecDeque::new(), maxlen: None, state: 0, begin: Deque::CENTER }
    }
}

/// What copies of one `tee` share: the values that not all of them have seen, a part of them.
#[derive(Clone, Debug)]
pub struct TeeData {
    pub iter: Option<ObjId>,
    pub values: Vec<ObjId>,
    pub next: Option<ObjId>,
    pub running: bool,
}

/// `functools.lru_cache`'s wrapper.
#[derive(Clone, Debug)]
pub struct LruCache {
    pub func: Option<ObjId>,
    /// A dict: results, or numbers of nodes where the size is bounded.
    pub cache: Option<ObjId>,
    pub info_type: Option<ObjId>,
    /// `None` for a cache without bounds.
    pub maxsize: Option<usize>,
    pub typed: bool,
    pub hits: u64,
    pub misses: u64,
    /// Remembered calls of a bounded cache; the first node is the list's head: its `next` is the
    /// call used longest ago, its `prev` the newest.
    pub nodes: Vec<LruNode>,
    pub free: Vec<usize>,
}

/// A remembered call in the order of use.
#[derive(Clone, Copy, Debug)]
pub struct LruNode {
    /// The key and the result, each a reference; `None` in the head and in free nodes.
    pub call: Option<(ObjId, ObjId)>,
    pub hash: i64,
    pub prev: usize,
    pub next: usize,
}

/// `array.array`: the type code and the items' bytes, the low ones first.
#[derive(Clone, Debug)]
pub struct Array {
    pub code: u8,
    pub data: Vec<u8>,
    /// Items that CPython would have allocated memory for by now: `sys.getsizeof` shows it.
    pub room: usize,
}

impl Array {
    /// The room after the number of items has changed (CPython's `array_resize`).
    pub fn settle(&mut self, before: usize, now: usize) {
        let shrunk = now + 16 <= before;
        if self.room > 0 && self.room >= now && !shrunk {
            return;
        }
        let spare = if before < 8 { 3 } else { 7 };
        self.room = if now == 0 { 0 } else { now + now / 16 + spare };
    }
}

/// The state of a Mersenne Twister.
#[derive(Clone, Debug)]
pub struct Twister {
    pub words: [u32; 624],
    pub index: usize,
}

impl NativeData {
    pub fn references(&self, visit: &mut impl FnMut(Place, ObjId)) {
        let items = |items: &mut dyn Iterator<Item = &ObjId>, visit: &mut dyn FnMut(Place, ObjId)| {
            items.enumerate().for_each(|(i, id)| visit(Place::Item(i), *id));
        };
        match self {
            NativeData::Deque(d) => items(&mut d.items.iter(), visit),
            NativeData::TeeData(t) => {
                parts([("iterator", t.iter)], visit);
                items(&mut t.values.iter(), visit);
                parts([("next", t.next)], visit);
            }
            NativeData::LruCache(c) => {
                parts([("cache", c.cache), ("__wrapped__", c.func), ("info type", c.info_type)], visit);
                for (key, result) in c.nodes.iter().filter_map(|n| n.call) {
                    visit(Place::Key, key);
                    visit(Place::Value(key), result);
                }
            }
            NativeData::Random(_)
            | NativeData::Array(_)
            | NativeData::Hash(_)
            | NativeData::Deflater(_)
            | NativeData::Inflater(_) => {}
        }
    }
    /// Does the collector look at it?
    pub fn is_container(&self) -> bool {
        match self {
            NativeData::Deque(_)
            | NativeData::TeeData(_)
            | NativeData::LruCache(_)
            | NativeData::Array(_) => true,
            NativeData::Hash(hash) => hash.is_container(),
            NativeData::Random(_) | NativeData::Deflater(_) | NativeData::Inflater(_) => false,
        }
    }
    /// Gives up what the collector may take to break a cycle.
    pub fn take_references(&mut self, out: &mut Vec<ObjId>) {
        match self {
            NativeData::Deque(d) => {
                d.state += 1;
                out.extend(std::mem::take(&mut d.items));
            }
            NativeData::TeeData(t) => {
                out.extend(t.iter.take());
                out.append(&mut t.values);
                out.extend(t.next.take());
            }
            NativeData::LruCache(c) => {
                out.extend(c.take_calls());
                out.extend(
                    [&mut c.cache, &mut c.func, &mut c.info_type].into_iter().filter_map(Option::take),
                );
            }
            NativeData::Random(_)
            | NativeData::Array(_)
            | NativeData::Hash(_)
            | NativeData::Deflater(_)
            | NativeData::Inflater(_) => {}
        }
    }
}

impl LruCache {
    /// Forgets all calls; the references are the caller's.
    pub fn take_calls(&mut self) -> Vec<ObjId> {
        self.free.clear();
        let head = LruNode { call: None, hash: 0, prev: 0, next: 0 };
        let nodes = std::mem::replace(&mut self.nodes, vec![head]);
        nodes.into_iter().filter_map(|n| n.call).flat_map(|(key, result)| [key, result]).collect()
    }
    /// Takes a node out of the order of use.
    pub fn unlink(&mut self, place: usize) {
        let LruNode { prev, next, .. } = self.nodes[place];
        self.nodes[prev].next = next;
        self.nodes[next].prev = prev;
    }
    /// Makes a node the newest.
    pub fn append(&mut self, place: usize) {
        let newest = self.nodes[0].prev;
        (self.nodes[place].prev, self.nodes[place].next) = (newest, 0);
        self.nodes[newest].next = place;
        self.nodes[0].prev = place;
    }
}

impl From<super::Tool> for Iter {
    fn from(tool: super::Tool) -> Iter {
        Iter::Tool(tool)
    }
}
