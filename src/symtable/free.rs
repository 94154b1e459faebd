//! Sets of free names on their way from the blocks that use them to the block that binds them.

use super::NameSet;
use crate::constant::Text;
use crate::constant::set_order::hash_text;
use crate::constant::set_table::SetTable;
use crate::source::{Interner, Name};

pub(super) trait FreeNames: Clone + Default {
    fn add(&mut self, name: Name, interner: &Interner);
    /// True if the name was there.
    fn remove(&mut self, name: Name, interner: &Interner) -> bool;
    fn contains(&self, name: Name, interner: &Interner) -> bool;
    fn merge(&mut self, other: &Self);
    fn is_empty(&self) -> bool;
    fn names(&self) -> impl Iterator<Item = Name>;
}

/// In order of insertion: all that the compiler needs.
impl FreeNames for NameSet {
    fn add(&mut self, name: Name, _: &Interner) {
        NameSet::add(self, name);
    }
    fn remove(&mut self, name: Name, _: &Interner) -> bool {
        NameSet::remove(self, name).is_some()
    }
    fn contains(&self, name: Name, _: &Interner) -> bool {
        NameSet::contains(self, name)
    }
    fn merge(&mut self, other: &Self) {
        self.extend(other);
    }
    fn is_empty(&self) -> bool {
        NameSet::is_empty(self)
    }
    fn names(&self) -> impl Iterator<Item = Name> {
        NameSet::names(self)
    }
}

/// In the order of a Python set, as CPython keeps them.
#[derive(Default)]
pub(super) struct HashedNames(SetTable<Name>);

/// A copy is a new set into which the old one is merged; it can have another order.
impl Clone for HashedNames {
    fn clone(&self) -> Self {
        let mut copy = HashedNames::default();
        copy.merge(self);
        copy
    }
}

fn hash(name: Name, interner: &Interner) -> i64 {
    hash_text(&Text::from(&**interner.text(name)))
}

impl FreeNames for HashedNames {
    fn add(&mut self, name: Name, interner: &Interner) {
        self.0.add(hash(name, interner), name, |known| known == name);
    }
    fn remove(&mut self, name: Name, interner: &Interner) -> bool {
        self.0.remove(hash(name, interner), |known| known == name)
    }
    fn contains(&self, name: Name, interner: &Interner) -> bool {
        self.0.contains(hash(name, interner), |known| known == name)
    }
    fn merge(&mut self, other: &Self) {
        self.0.merge(&other.0, |a, b| a == b);
    }
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    fn names(&self) -> impl Iterator<Item = Name> {
        self.0.iter().map(|(_, name)| name)
    }
}
