//! What the collector knows: which containers there are, in which generation.

use crate::heap::ObjId;

/// A container's place in the collector's lists.
#[derive(Clone, Copy, Debug, Default)]
struct Head {
    prev: u32,
    next: u32,
    /// 0: not tracked; else the generation plus one.
    list: u8,
    /// Its finaliser has run.
    finalized: bool,
}

/// What one collection did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Collection {
    /// The step during which it ran.
    pub step: u64,
    pub generation: usize,
    pub collected: usize,
    pub uncollectable: usize,
}

pub const GENERATIONS: usize = 3;

#[derive(Clone, Debug)]
pub struct Gc {
    heads: Vec<Head>,
    /// First and last of each generation, 0 if empty.
    ends: [(u32, u32); GENERATIONS],
    /// Allocations less deallocations since the last collection of the youngest; then collections
    /// of the younger generation since the last of this one.
    pub counts: [i32; GENERATIONS],
    pub thresholds: [i32; GENERATIONS],
    pub enabled: bool,
    /// Collections so far.
    pub events: Vec<Collection>,
    /// A collection is due at the next check of the eval breaker.
    pub due: bool,
}

impl Default for Gc {
    fn default() -> Gc {
        Gc {
            heads: Vec::new(),
            ends: [(0, 0); GENERATIONS],
            counts: [0; GENERATIONS],
            thresholds: [2000, 10, 10],
            enabled: true,
            events: Vec::new(),
            due: false,
        }
    }
}

impl Gc {
    fn head(&mut self, id: u32) -> &mut Head {
        if self.heads.len() <= id as usize {
            self.heads.resize(id as usize + 1, Head::default());
        }
        &mut self.heads[id as usize]
    }

    /// A new container: the youngest generation's newest.
    #[inline]
    pub fn track_new(&mut self, id: ObjId) {
        self.head(id.number()).finalized = false;
        self.counts[0] += 1;
        if self.counts[0] > self.thresholds[0] && self.enabled && self.thresholds[0] != 0 {
            self.due = true;
        }
        self.link(id, 0);
    }
    pub fn track(&mut self, id: ObjId) {
        if !self.is_tracked(id) {
            self.link(id, 0);
        }
    }
    fn link(&mut self, id: ObjId, generation: usize) {
        let last = self.ends[generation].1;
        *self.head(id.number()) =
            Head { prev: last, next: 0, list: generation as u8 + 1, finalized: self.is_finalized(id) };
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
    /// The objects of a generation, oldest first.
    pub fn members(&self, generation: usize) -> impl Iterator<Item = ObjId> + '_ {
        let mut at = self.ends[generation].0;
        std::iter::from_fn(move || {
            let id = (at != 0).then(|| ObjId::new(at))?;
            at = self.heads[at as usize].next;
            Some(id)
        })
    }
}
