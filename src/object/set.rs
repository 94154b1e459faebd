//! set and frozenset: one table with CPython's probing, so that iteration has CPython's order.

use crate::heap::ObjId;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Empty,
    Dummy,
    Used { hash: i64, key: ObjId },
}

#[derive(Clone, Debug)]
pub struct Set {
    table: Vec<Place>,
    used: usize,
    /// Used places and dummies.
    fill: usize,
    /// frozenset's hash once computed.
    pub hash: Option<i64>,
    /// Where `pop` goes on looking.
    finger: usize,
}

/// Adjacent places that are tried before jumping.
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;
const MIN_SIZE: usize = 8;

/// One step of a look-up.
pub enum Probe {
    /// The key at that place has the hash: compare.
    Candidate(usize, ObjId),
    Absent,
}

pub struct Walk {
    slot: usize,
    perturb: u64,
    probe: usize,
    limit: usize,
}

impl Default for Set {
    fn default() -> Set {
        Set { table: vec![Place::Empty; MIN_SIZE], used: 0, fill: 0, hash: None, finger: 0 }
    }
}

impl Set {
    pub fn len(&self) -> usize {
        self.used
    }
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }
    pub fn table_size(&self) -> usize {
        self.table.len()
    }
    /// The keys in table order.
    pub fn iter(&self) -> impl Iterator<Item = ObjId> + '_ {
        self.iter_hashed().map(|(_, key)| key)
    }
    pub fn iter_hashed(&self) -> impl Iterator<Item = (i64, ObjId)> + '_ {
        self.table.iter().filter_map(|p| match p {
            Place::Used { hash, key } => Some((*hash, *key)),
            _ => None,
        })
    }
    /// The first used place at or after `index`: what iterators advance with.
    pub fn next_used(&self, index: usize) -> Option<(usize, i64, ObjId)> {
        (index..self.table.len()).find_map(|i| match self.table[i] {
            Place::Used { hash, key } => Some((i, hash, key)),
            _ => None,
        })
    }

    fn walk_at(&self, hash: i64) -> Walk {
        let mask = self.table.len() - 1;
        let slot = hash as u64 as usize & mask;
        let limit = if slot + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
        Walk { slot, perturb: hash as u64, probe: 0, limit }
    }
    pub fn walk(&self, hash: i64) -> Walk {
        self.walk_at(hash)
    }
    /// The place under the walk, and a step on.
    fn advance(&self, walk: &mut Walk) -> usize {
        let mask = self.table.len() - 1;
        if walk.probe > walk.limit {
            walk.perturb >>= PERTURB_SHIFT;
            walk.slot =
                (walk.slot.wrapping_mul(5).wrapping_add(1).wrapping_add(walk.perturb as usize)) & mask;
            walk.probe = 0;
            walk.limit = if walk.slot + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
        }
        walk.probe += 1;
        walk.slot + walk.probe - 1
    }
    /// Next candidate for the hash; the set must not have changed since the walk began.
    pub fn next(&self, walk: &mut Walk, hash: i64) -> Probe {
        loop {
            let place = self.advance(walk);
            match self.table[place] {
                Place::Empty => return Probe::Absent,
                Place::Used { hash: h, key } if h == hash => return Probe::Candidate(place, key),
                _ => {}
            }
        }
    }

    /// Adds a key known to be absent; the reference becomes the set's. A removed key's place on the
    /// way is taken again.
    pub fn insert_new(&mut self, hash: i64, key: ObjId) {
        let mut walk = self.walk_at(hash);
        let mut dummy = None;
        let place = loop {
            let place = self.advance(&mut walk);
            match self.table[place] {
                Place::Empty => break place,
                Place::Dummy => dummy = Some(place),
                Place::Used { .. } => {}
            }
        };
        self.used += 1;
        if let Some(dummy) = dummy {
            self.table[dummy] = Place::Used { hash, key };
            return;
        }
        self.table[place] = Place::Used { hash, key };
        self.fill += 1;
        let mask = self.table.len() - 1;
        if self.fill * 5 >= mask * 3 {
            self.resize(self.growth());
        }
    }
    /// What the table is resized to when it is too full, or too full of dummies.
    fn growth(&self) -> usize {
        if self.used > 50_000 { self.used * 2 } else { self.used * 4 }
    }
    /// After many removals: if dummies are more than a quarter, they are swept away.
    pub fn sweep(&mut self) {
        if self.fill - self.used > (self.table.len() - 1) / 4 {
            self.resize(self.growth());
        }
    }
    /// Makes room for `more` keys at once, as merging a set or a dict does.
    pub fn reserve(&mut self, more: usize) {
        let mask = self.table.len() - 1;
        if (self.fill + more) * 5 >= mask * 3 {
            self.resize((self.used + more) * 2);
        }
    }
    /// Has nothing been put in since the last clearing?
    pub fn is_virgin(&self) -> bool {
        self.fill == 0
    }
    /// Takes over all keys of another set into a virgin one; the references are the caller's to count.
    pub fn fill_from(&mut self, other: &Set) {
        if self.table.len() == other.table.len() && other.fill == other.used {
            self.table.clone_from(&other.table);
        } else {
            for (hash, key) in other.iter_hashed() {
                self.put(hash, key);
            }
        }
        self.used = other.used;
        self.fill = other.used;
    }
    /// Changes contents with another set; where `pop` goes on stays.
    pub fn swap_contents(&mut self, other: &mut Set) {
        std::mem::swap(self, other);
        std::mem::swap(&mut self.finger, &mut other.finger);
        self.hash = None;
        other.hash = None;
    }
    fn put(&mut self, hash: i64, key: ObjId) {
        let mut walk = self.walk_at(hash);
        loop {
            let place = self.advance(&mut walk);
            if self.table[place] == Place::Empty {
                self.table[place] = Place::Used { hash, key };
                return;
            }
        }
    }
    /// A table of the next power of two above `want`, without dummies.
    pub fn resize(&mut self, want: usize) {
        let mut size = MIN_SIZE;
        while size <= want {
            size *= 2;
        }
        if size == MIN_SIZE && self.table.len() == MIN_SIZE && self.fill == self.used {
            return;
        }
        let old = std::mem::replace(&mut self.table, vec![Place::Empty; size]);
        self.fill = self.used;
        for place in old {
            if let Place::Used { hash, key } = place {
                self.put(hash, key);
            }
        }
    }
    /// Takes the key at a place out; the reference is the caller's.
    pub fn remove(&mut self, place: usize) -> ObjId {
        let Place::Used { key, .. } = std::mem::replace(&mut self.table[place], Place::Dummy) else {
            unreachable!("only used places are removed")
        };
        self.used -= 1;
        key
    }
    /// Takes any key, as `set.pop` picks it.
    pub fn pop(&mut self) -> Option<ObjId> {
        if self.used == 0 {
            return None;
        }
        let mask = self.table.len() - 1;
        let mut place = self.finger & mask;
        while !matches!(self.table[place], Place::Used { .. }) {
            place = if place >= mask { 0 } else { place + 1 };
        }
        self.finger = place + 1;
        Some(self.remove(place))
    }
    /// Empties the set; the references are the caller's.
    pub fn take_all(&mut self) -> Vec<ObjId> {
        let keys = self.iter().collect();
        *self = Set { finger: self.finger, ..Set::default() };
        keys
    }
}
