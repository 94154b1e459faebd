//! What the collector knows: which containers there are, in which generation.

use crate::heap::{ObjId, Table};
use std::collections::VecDeque;

/// A container's place in the collector's lists.
#[derive(Clone, Copy, Debug, Default)]
struct Head {
    prev: u32,
    next: u32,
    /// 0: not tracked; else the generation plus one.
    list: u8,
    /// Its finaliser has run.
    finalized: bool,
    /// During a collection: [`OUTSIDE`], [`SUSPECT`], or one more than the references that are not
    /// accounted for yet.
    refs: i32,
}

/// Not among the objects being looked at, or known to be reachable by now.
pub const OUTSIDE: i32 = 0;
/// All its references come from the objects being looked at.
pub const NONE_LEFT: i32 = 1;
/// Thought unreachable so far.
pub const SUSPECT: i32 = -1;

/// What one collection did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Collection {
    /// The step during which it ran.
    pub step: u64,
    pub generation: usize,
    pub collected: usize,
    pub uncollectable: usize,
}

/// What `gc.set_debug` can ask for.
pub mod debug {
    /// Print what each collection did.
    pub const STATS: i32 = 1;
    /// Print each object that is found.
    pub const COLLECTABLE: i32 = 2;
    /// Print each object that is found and cannot be freed.
    pub const UNCOLLECTABLE: i32 = 4;
    /// Keep what is found in `gc.garbage`.
    pub const SAVE_ALL: i32 = 32;
}

pub const GENERATIONS: usize = 3;
/// Lists after the generations: objects never collected, and the collector's own working lists.
pub const PERMANENT: usize = 3;
pub const UNREACHABLE: usize = 4;
pub const WORK: usize = 5;
/// Immortal objects: no collection looks at them again, and `gc.freeze` does not know them.
pub const IMMORTALS: usize = 6;
const LISTS: usize = 7;

/// What a collector of 3.13 has behind it when a program of the user starts: counts, and objects
/// that the interpreter's own start left in the second generation.
const START_COUNTS: [i32; GENERATIONS] = [27, 3, 0];
const START_OBJECTS: usize = 5084;
/// Freed lists and dicts that are waiting for reuse then.
const START_LISTS: u16 = 10;
const START_DICTS: u16 = 15;

/// CPython keeps freed objects of some types for reuse, which its allocation counts do not see.
pub mod pool {
    pub const LIST: usize = 0;
    pub const DICT: usize = 1;
    /// Tuples of one to twenty items: this plus the length.
    pub const TUPLE: usize = 1;
    pub const LARGEST_TUPLE: usize = 20;
    pub const SLICE: usize = TUPLE + LARGEST_TUPLE + 1;
    pub const COUNT: usize = SLICE + 1;
    /// Most that a pool keeps.
    pub const fn limit(pool: usize) -> u16 {
        match pool {
            SLICE => 1,
            LIST | DICT => 80,
            _ => 2000,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Gc {
    heads: Table<Head>,
    /// First and last of each list, 0 if empty.
    ends: [(u32, u32); LISTS],
    lengths: [usize; LISTS],
    /// Allocations less deallocations since the last collection of the youngest; then collections
    /// of the younger generation since the last of this one.
    pub counts: [i32; GENERATIONS],
    pub thresholds: [i32; GENERATIONS],
    pub enabled: bool,
    /// Collections that began, and that came to their end.
    pub started: u64,
    pub collections: u64,
    /// The latest of them, oldest first.
    latest: VecDeque<Collection>,
    /// A collection is due at the next check of the eval breaker.
    pub due: bool,
    /// A collection is running: none other starts.
    pub collecting: bool,
    /// Objects in the oldest generation after the last full collection, and those that came since.
    pub long_lived_total: usize,
    pub long_lived_pending: usize,
    /// Objects of the interpreter's own start that are counted but do not exist here, and the
    /// generation they are in.
    pub phantoms: (usize, usize),
    /// Collections, objects collected and uncollectable by generation.
    pub stats: [[usize; 3]; GENERATIONS],
    /// `gc.callbacks` and `gc.garbage`, once the module is imported (the module owns them).
    pub callbacks: Option<ObjId>,
    pub garbage: Option<ObjId>,
    /// Of [`debug`].
    pub debug: i32,
    /// Freed objects in each [`pool`].
    pools: [u16; pool::COUNT],
}

impl Default for Gc {
    fn default() -> Gc {
        Gc {
            heads: Table::default(),
            ends: [(0, 0); LISTS],
            lengths: [0; LISTS],
            counts: [0; GENERATIONS],
            thresholds: [2000, 10, 10],
            enabled: true,
            started: 0,
            collections: 0,
            latest: VecDeque::new(),
            due: false,
            collecting: false,
            long_lived_total: 0,
            long_lived_pending: 0,
            phantoms: (0, 0),
            stats: [[0; 3]; GENERATIONS],
            callbacks: None,
            garbage: None,
            debug: 0,
            pools: [0; pool::COUNT],
        }
    }
}

/// Collections that are remembered.
const LATEST: usize = 1000;

impl Gc {
    /// A collection came to its end.
    pub fn record(&mut self, collection: Collection) {
        self.collections += 1;
        if self.latest.len() == LATEST {
            self.latest.pop_front();
        }
        self.latest.push_back(collection);
    }
    /// The latest so many collections, oldest first, as far as they are remembered.
    pub fn latest(&self, count: usize) -> impl Iterator<Item = &Collection> {
        self.latest.iter().skip(self.latest.len().saturating_sub(count))
    }
    fn head(&mut self, id: u32) -> &mut Head {
        if self.heads.len() <= id as usize {
            self.heads.resize(id as usize + 1, Head::default());
        }
        &mut self.heads[id as usize]
    }

    /// A new container: the youngest generation's newest.
    #[inline(never)]
    pub fn track_new(&mut self, id: ObjId, pool: Option<usize>) {
        self.count_new(id, pool);
        self.link(id, 0);
    }
    /// A new container that the collector need not look at yet. One that comes out of a pool is not
    /// counted.
    #[inline]
    pub fn count_new(&mut self, id: ObjId, pool: Option<usize>) {
        *self.head(id.number()) = Head::default();
        self.count_made(pool);
    }
    /// The counters' side of a birth.
    #[inline]
    pub fn count_made(&mut self, pool: Option<usize>) {
        match pool {
            Some(pool) if self.pools[pool] > 0 => self.pools[pool] -= 1,
            _ => {
                self.counts[0] += 1;
                if self.counts[0] > self.thresholds[0]
                    && self.enabled
                    && self.thresholds[0] != 0
                    && !self.collecting
                {
                    self.due = true;
                }
            }
        }
    }
    /// A container died.
    #[inline]
    pub fn forget(&mut self, id: ObjId, pool: Option<usize>) {
        self.untrack(id);
        self.count_freed(pool);
    }
    /// The counters' side of a death.
    #[inline]
    pub fn count_freed(&mut self, pool: Option<usize>) {
        match pool {
            Some(pool) if self.pools[pool] < pool::limit(pool) => self.pools[pool] += 1,
            _ => {
                if self.counts[0] > 0 {
                    self.counts[0] -= 1;
                }
            }
        }
    }
    /// Empties the pools, as a full collection does; but for the one slice.
    pub fn clear_pools(&mut self) {
        self.pools[..pool::SLICE].fill(0);
    }
    /// The state in which a program of the user begins.
    pub fn program_starts(&mut self, is_immortal: impl Fn(ObjId) -> bool) {
        for generation in [0, 2] {
            self.merge(generation, 1);
        }
        let immortal: Vec<ObjId> = self.members(1).filter(|&id| is_immortal(id)).collect();
        immortal.into_iter().for_each(|id| self.move_to(id, IMMORTALS));
        let own = self.len(1);
        self.counts = START_COUNTS;
        self.phantoms = (START_OBJECTS.saturating_sub(own), 1);
        self.stats[0] = [3, 24, 0];
        self.due = false;
        self.pools = [0; pool::COUNT];
        self.pools[pool::LIST] = START_LISTS;
        self.pools[pool::DICT] = START_DICTS;
        self.pools[pool::SLICE] = 1;
    }
    /// Appends one list to another.
    pub fn merge(&mut self, from: usize, to: usize) {
        if from == to {
            return;
        }
        let (first, last) = std::mem::take(&mut self.ends[from]);
        if first == 0 {
            return;
        }
        let mut at = first;
        while at != 0 {
            let head = &mut self.heads[at as usize];
            head.list = to as u8 + 1;
            at = head.next;
        }
        self.lengths[to] += std::mem::take(&mut self.lengths[from]);
        let end = self.ends[to].1;
        if end == 0 {
            self.ends[to].0 = first;
        } else {
            self.heads[end as usize].next = first;
            self.heads[first as usize].prev = end;
        }
        self.ends[to].1 = last;
    }
    /// What a collection knows of an object's references, see [`OUTSIDE`], [`NONE_LEFT`].
    #[inline]
    pub fn refs(&self, id: ObjId) -> i32 {
        self.heads.get(id.index()).map_or(OUTSIDE, |h| h.refs)
    }
    #[inline]
    pub fn set_refs(&mut self, id: ObjId, refs: i32) {
        self.heads[id.index()].refs = refs;
    }
    /// A reference from within the objects being looked at was found.
    #[inline]
    pub fn account(&mut self, id: ObjId) {
        if let Some(head) = self.heads.get_mut(id.index())
            && head.refs > NONE_LEFT
        {
            head.refs -= 1;
        }
    }
    /// The oldest object of a list.
    pub fn first(&self, list: usize) -> Option<ObjId> {
        let first = self.ends[list].0;
        (first != 0).then(|| ObjId::new(first))
    }
    /// The object after one in its list.
    pub fn next(&self, id: ObjId) -> Option<ObjId> {
        let next = self.heads.get(id.index())?.next;
        (next != 0).then(|| ObjId::new(next))
    }
    pub fn track(&mut self, id: ObjId) {
        if !self.is_tracked(id) {
            self.link(id, 0);
        }
    }
    fn link(&mut self, id: ObjId, generation: usize) {
        let last = self.ends[generation].1;
        self.lengths[generation] += 1;
        let head = self.head(id.number());
        *head = Head { prev: last, next: 0, list: generation as u8 + 1, ..*head };
        if last == 0 {
            self.ends[generation].0 = id.number();
        } else {
            self.heads[last as usize].next = id.number();
        }
        self.ends[generation].1 = id.number();
    }
    /// Takes an object out of its list, if it is in one.
    pub fn untrack(&mut self, id: ObjId) {
        let Some(&Head { prev, next, list, .. }) = self.heads.get(id.index()) else { return };
        if list == 0 {
            return;
        }
        self.lengths[list as usize - 1] -= 1;
        let ends = &mut self.ends[list as usize - 1];
        if prev == 0 {
            ends.0 = next;
        } else {
            self.heads[prev as usize].next = next;
        }
        if next == 0 {
            ends.1 = prev;
        } else {
            self.heads[next as usize].prev = prev;
        }
        self.heads[id.index()].list = 0;
    }
    /// Moves an object to the end of a generation's list.
    pub fn move_to(&mut self, id: ObjId, generation: usize) {
        self.untrack(id);
        self.link(id, generation);
    }
    pub fn is_tracked(&self, id: ObjId) -> bool {
        self.heads.get(id.index()).is_some_and(|h| h.list != 0)
    }
    pub fn generation(&self, id: ObjId) -> Option<usize> {
        self.heads.get(id.index()).filter(|h| h.list != 0).map(|h| h.list as usize - 1)
    }
    pub fn is_finalized(&self, id: ObjId) -> bool {
        self.heads.get(id.index()).is_some_and(|h| h.finalized)
    }
    pub fn set_finalized(&mut self, id: ObjId) {
        self.head(id.number()).finalized = true;
    }
    /// Number of objects in a list.
    pub fn len(&self, list: usize) -> usize {
        self.lengths[list]
    }
    /// The objects of a list, oldest first.
    pub fn members(&self, generation: usize) -> impl Iterator<Item = ObjId> + '_ {
        let mut at = self.ends[generation].0;
        std::iter::from_fn(move || {
            let id = (at != 0).then(|| ObjId::new(at))?;
            at = self.heads[at as usize].next;
            Some(id)
        })
    }
}
