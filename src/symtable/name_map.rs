//! Maps and sets of names that keep the order of insertion, as Python's dict does.

use crate::source::Name;
use rustc_hash::FxHashMap;

/// Up to this many entries a search through the list is faster than a hash table.
const SMALL: usize = 12;

/// A map from names, in order of insertion.
#[derive(Clone, Debug)]
pub struct NameMap<V> {
    entries: Vec<(Name, V)>,
    /// Position by name; filled only when there are more than [`SMALL`] entries.
    index: FxHashMap<Name, u32>,
}

/// A set of names, in order of insertion.
pub type NameSet = NameMap<()>;

impl<V> Default for NameMap<V> {
    fn default() -> Self {
        NameMap { entries: Vec::new(), index: FxHashMap::default() }
    }
}

impl<V> NameMap<V> {
    pub fn with_capacity(names: usize) -> NameMap<V> {
        NameMap { entries: Vec::with_capacity(names), index: FxHashMap::default() }
    }
    pub fn len(&self) -> usize {
        self.entries.len()
    }
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
    /// Where the name stands in the order.
    pub fn position(&self, name: Name) -> Option<usize> {
        if self.entries.len() <= SMALL {
            self.entries.iter().position(|e| e.0 == name)
        } else {
            self.index.get(&name).map(|&i| i as usize)
        }
    }
    pub fn contains(&self, name: Name) -> bool {
        self.position(name).is_some()
    }
    pub fn get(&self, name: Name) -> Option<&V> {
        self.position(name).map(|i| &self.entries[i].1)
    }
    pub fn get_mut(&mut self, name: Name) -> Option<&mut V> {
        self.position(name).map(|i| &mut self.entries[i].1)
    }
    /// Sets a value; a new name goes to the end. Returns the name's position.
    pub fn insert(&mut self, name: Name, value: V) -> usize {
        match self.position(name) {
            Some(i) => {
                self.entries[i].1 = value;
                i
            }
            None => self.append(name, value),
        }
    }
    /// Puts a name that is not there at the end. Returns its position.
    pub(super) fn append(&mut self, name: Name, value: V) -> usize {
        let at = self.entries.len();
        self.entries.push((name, value));
        if at == SMALL {
            self.reindex();
        } else if at > SMALL {
            self.index.insert(name, at as u32);
        }
        at
    }
    fn reindex(&mut self) {
        self.index.clear();
        self.index.extend(self.entries.iter().enumerate().map(|(i, e)| (e.0, i as u32)));
    }
    /// Removes a name, keeping the order of the others.
    pub fn remove(&mut self, name: Name) -> Option<V> {
        let at = self.position(name)?;
        let (_, value) = self.entries.remove(at);
        if self.entries.len() > SMALL {
            self.reindex();
        } else {
            self.index.clear();
        }
        Some(value)
    }
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Name, &V)> + ExactSizeIterator {
        self.entries.iter().map(|(n, v)| (*n, v))
    }
    pub fn names(&self) -> impl DoubleEndedIterator<Item = Name> + ExactSizeIterator + '_ {
        self.entries.iter().map(|e| e.0)
    }
    /// The name and value at a position.
    pub fn at(&self, position: usize) -> Option<(Name, &V)> {
        self.entries.get(position).map(|(n, v)| (*n, v))
    }
    /// Sets the value at a position that [`NameMap::position`] gave.
    pub fn set_at(&mut self, position: usize, value: V) {
        self.entries[position].1 = value;
    }
}

impl NameSet {
    pub fn add(&mut self, name: Name) -> usize {
        self.insert(name, ())
    }
    pub fn extend(&mut self, other: &NameSet) {
        for name in other.names() {
            self.add(name);
        }
    }
}
