//! dict: entries in order of insertion behind an index table with CPython's probing.
//! Comparing keys may run Python code, so a look-up is a walk that its caller drives (see [`Probe`]).

use super::place::Place;
use crate::heap::ObjId;

#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub hash: i64,
    /// `None` once deleted.
    pub item: Option<(ObjId, ObjId)>,
}

const EMPTY: u32 = u32::MAX;
const DELETED: u32 = u32::MAX - 1;

#[derive(Clone, Debug, Default)]
pub struct Dict {
    /// Power of two in length, or empty: entry numbers, [`EMPTY`] or [`DELETED`].
    indices: Vec<u32>,
    entries: Vec<Entry>,
    used: usize,
    /// Entries that `popitem` took off the end: their room comes back only with a resize.
    spent: usize,
    /// A number given to this very set of keys and places (see `Vm::keys_version`); 0 once a key
    /// came, went or moved.
    pub keys_version: u32,
}

/// One step of the walk through the places where a key of that hash may be.
pub enum Probe {
    /// The entry of that number has the hash: compare keys.
    Candidate(usize),
    /// The key is not in the dict.
    Absent,
}

/// The walk's position.
pub struct Walk {
    slot: usize,
    perturb: u64,
    started: bool,
}

const PERTURB_SHIFT: u32 = 5;

impl Dict {
    pub fn len(&self) -> usize {
        self.used
    }
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }
    /// Number of entry places, deleted ones included: what iteration counts through.
    pub fn entry_count(&self) -> usize {
        self.entries.len()
    }
    /// Size of the index table (0 before the first insertion).
    pub fn table_size(&self) -> usize {
        self.indices.len()
    }
    /// The living entry at a place.
    #[inline]
    pub fn entry(&self, index: usize) -> Option<(ObjId, ObjId)> {
        self.entries.get(index)?.item
    }
    pub fn entry_hash(&self, index: usize) -> i64 {
        self.entries[index].hash
    }
    /// Key and value of each living entry, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (ObjId, ObjId)> + '_ {
        self.entries.iter().filter_map(|e| e.item)
    }
    pub fn iter_hashed(&self) -> impl Iterator<Item = (i64, ObjId, ObjId)> + '_ {
        self.entries.iter().filter_map(|e| e.item.map(|(k, v)| (e.hash, k, v)))
    }
    pub fn references(&self, visit: &mut impl FnMut(Place, ObjId)) {
        for (key, value) in self.iter() {
            visit(Place::Key, key);
            visit(Place::Value(key), value);
        }
    }

    pub fn walk(&self, hash: i64) -> Walk {
        Walk {
            slot: hash as u64 as usize & self.indices.len().wrapping_sub(1),
            perturb: hash as u64,
            started: false,
        }
    }
    /// Next candidate for the hash. The dict must not have changed since the walk began.
    #[inline]
    pub fn next(&self, walk: &mut Walk, hash: i64) -> Probe {
        if self.indices.is_empty() {
            return Probe::Absent;
        }
        let mask = self.indices.len() - 1;
        loop {
            if walk.started {
                walk.perturb >>= PERTURB_SHIFT;
                walk.slot =
                    (walk.slot.wrapping_mul(5).wrapping_add(walk.perturb as usize).wrapping_add(1)) & mask;
            }
            walk.started = true;
            match self.indices[walk.slot] {
                EMPTY => return Probe::Absent,
                DELETED => {}
                index if self.entries[index as usize].hash == hash => {
                    return Probe::Candidate(index as usize);
                }
                _ => {}
            }
        }
    }
    /// The entry whose key is that very object. Right for interned strings in dicts that hold only
    /// interned strings, and a quick first try elsewhere.
    #[inline]
    pub fn find_identical(&self, key: ObjId, hash: i64) -> Option<usize> {
        let mut walk = self.walk(hash);
        loop {
            match self.next(&mut walk, hash) {
                Probe::Absent => return None,
                Probe::Candidate(i) => {
                    if self.entries[i].item.is_some_and(|(k, _)| k == key) {
                        return Some(i);
                    }
                }
            }
        }
    }

    /// Replaces the value of a living entry; gives the old one.
    #[inline]
    pub fn replace_value(&mut self, index: usize, value: ObjId) -> ObjId {
        let item = self.entries[index].item.as_mut().expect("a living entry");
        std::mem::replace(&mut item.1, value)
    }

    /// Adds a key known to be absent. Both references become the dict's.
    pub fn insert_new(&mut self, hash: i64, key: ObjId, value: ObjId) {
        if (self.entries.len() + self.spent + 1) * 3 > self.indices.len() * 2 {
            self.resize((self.used * 3).max(8).next_power_of_two());
        }
        let number = self.entries.len() as u32;
        self.entries.push(Entry { hash, item: Some((key, value)) });
        self.place(hash, number);
        self.used += 1;
        self.keys_version = 0;
    }

    fn place(&mut self, hash: i64, number: u32) {
        let mask = self.indices.len() - 1;
        let mut slot = hash as u64 as usize & mask;
        let mut perturb = hash as u64;
        while self.indices[slot] != EMPTY {
            perturb >>= PERTURB_SHIFT;
            slot = (slot.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1)) & mask;
        }
        self.indices[slot] = number;
    }

    /// Makes room for so many keys in all, if `more` of them do not fit into an empty table of the
    /// present size: what merging and literals do beforehand.
    pub fn reserve(&mut self, more: usize) {
        if self.indices.len() * 2 / 3 < more {
            self.resize(((self.used + more) * 3).div_ceil(2).max(8).next_power_of_two());
        }
    }
    /// Makes room in a fresh dict for that many keys of a literal.
    pub fn presize(&mut self, count: usize) {
        if count > 5 {
            self.reserve(count);
        }
    }
    /// A new index table of that size, and deleted entries swept away.
    fn resize(&mut self, size: usize) {
        self.spent = 0;
        self.entries.retain(|e| e.item.is_some());
        self.indices.clear();
        self.indices.resize(size, EMPTY);
        for number in 0..self.entries.len() {
            self.place(self.entries[number].hash, number as u32);
        }
        // Entry numbers moved: cached places are void.
        self.keys_version = 0;
    }

    /// Takes an entry out; its key and value are the caller's.
    pub fn remove(&mut self, index: usize) -> (ObjId, ObjId) {
        let hash = self.entries[index].hash;
        let mask = self.indices.len() - 1;
        let mut slot = hash as u64 as usize & mask;
        let mut perturb = hash as u64;
        while self.indices[slot] != index as u32 {
            perturb >>= PERTURB_SHIFT;
            slot = (slot.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1)) & mask;
        }
        self.indices[slot] = DELETED;
        self.used -= 1;
        self.keys_version = 0;
        self.entries[index].item.take().expect("a living entry")
    }

    /// Takes the last entry out; its key and value are the caller's.
    pub fn pop_last(&mut self) -> Option<(ObjId, ObjId)> {
        let index = self.entries.iter().rposition(|e| e.item.is_some())?;
        let item = self.remove(index);
        self.spent += self.entries.len() - index;
        self.entries.truncate(index);
        Some(item)
    }
    /// A copy, table and all; the references are the caller's to count.
    pub fn clone_fresh(&self) -> Dict {
        Dict { keys_version: 0, ..self.clone() }
    }
    /// The same if few of the entries are deleted ones.
    pub fn clone_dense(&self) -> Option<Dict> {
        (self.used >= self.entries.len() * 2 / 3).then(|| self.clone_fresh())
    }
    /// Empties the dict; the references are the caller's.
    pub fn take_all(&mut self) -> Vec<(ObjId, ObjId)> {
        let version = self.keys_version;
        let old = std::mem::take(self);
        self.keys_version = version.wrapping_add(1);
        old.entries.into_iter().filter_map(|e| e.item).collect()
    }
}
