//! CPython's hash table of a set, for the order in which it gives its elements.

/// A set whose elements are compared by the caller.
#[derive(Debug)]
pub struct SetTable<T> {
    places: Vec<Place<T>>,
    used: usize,
    /// Places that are not empty: used ones and those of removed elements.
    fill: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place<T> {
    Empty,
    Removed,
    Used { hash: i64, item: T },
}

/// The smallest table.
const MIN_SIZE: usize = 8;
/// How many neighbouring places are tried before the next jump.
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;

impl<T: Copy> Default for SetTable<T> {
    fn default() -> Self {
        SetTable { places: vec![Place::Empty; MIN_SIZE], used: 0, fill: 0 }
    }
}

impl<T: Copy> SetTable<T> {
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// The elements in the set's own order, with their hashes.
    pub fn iter(&self) -> impl Iterator<Item = (i64, T)> + '_ {
        self.places.iter().filter_map(|place| match *place {
            Place::Used { hash, item } => Some((hash, item)),
            _ => None,
        })
    }

    /// Calls `visit` for each place that a search for `hash` looks at, until it answers true.
    fn probe(&self, hash: i64, mut visit: impl FnMut(usize, &Place<T>) -> bool) {
        let mask = self.places.len() - 1;
        let mut perturb = hash as usize;
        let mut start = hash as usize & mask;
        loop {
            let probes = if start + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
            if (start..=start + probes).any(|at| visit(at, &self.places[at])) {
                return;
            }
            perturb >>= PERTURB_SHIFT;
            start = start.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb) & mask;
        }
    }

    fn find(&self, hash: i64, same: impl Fn(T) -> bool) -> Option<usize> {
        let mut found = None;
        self.probe(hash, |at, place| match *place {
            Place::Empty => true,
            Place::Used { hash: h, item } if h == hash && same(item) => {
                found = Some(at);
                true
            }
            _ => false,
        });
        found
    }

    pub fn contains(&self, hash: i64, same: impl Fn(T) -> bool) -> bool {
        self.find(hash, same).is_some()
    }

    /// Adds an element unless one that is the same is there.
    pub fn add(&mut self, hash: i64, item: T, same: impl Fn(T) -> bool) {
        let (mut free, mut removed, mut known) = (0, None, false);
        self.probe(hash, |at, place| match *place {
            Place::Empty => {
                free = at;
                true
            }
            Place::Removed => {
                removed = Some(at);
                false
            }
            Place::Used { hash: h, item } => {
                known = h == hash && same(item);
                known
            }
        });
        if known {
            return;
        }
        self.used += 1;
        self.places[removed.unwrap_or(free)] = Place::Used { hash, item };
        if removed.is_some() {
            return;
        }
        self.fill += 1;
        if self.fill * 5 >= (self.places.len() - 1) * 3 {
            self.resize(if self.used > 50_000 { self.used * 2 } else { self.used * 4 });
        }
    }

    /// Removes an element; true if it was there.
    pub fn remove(&mut self, hash: i64, same: impl Fn(T) -> bool) -> bool {
        let Some(at) = self.find(hash, same) else { return false };
        self.places[at] = Place::Removed;
        self.used -= 1;
        true
    }

    /// Adds the elements of another set, as `|=` does.
    pub fn merge(&mut self, other: &SetTable<T>, same: impl Fn(T, T) -> bool) {
        if other.used == 0 {
            return;
        }
        if (self.fill + other.used) * 5 >= (self.places.len() - 1) * 3 {
            self.resize((self.used + other.used) * 2);
        }
        if self.fill > 0 {
            for (hash, item) in other.iter() {
                self.add(hash, item, |known| same(known, item));
            }
        } else if self.places.len() == other.places.len() && other.fill == other.used {
            self.places.clone_from(&other.places);
            (self.used, self.fill) = (other.used, other.fill);
        } else {
            other.iter().for_each(|(hash, item)| self.put(hash, item));
            (self.used, self.fill) = (other.used, other.used);
        }
    }

    /// Puts an element that is not there yet into a table without removed ones.
    fn put(&mut self, hash: i64, item: T) {
        let mut free = 0;
        self.probe(hash, |at, place| {
            free = at;
            matches!(place, Place::Empty)
        });
        self.places[free] = Place::Used { hash, item };
    }

    /// Makes the table larger than `least`.
    fn resize(&mut self, least: usize) {
        let mut size = MIN_SIZE;
        while size <= least {
            size *= 2;
        }
        let old = std::mem::replace(&mut self.places, vec![Place::Empty; size]);
        for place in old {
            if let Place::Used { hash, item } = place {
                self.put(hash, item);
            }
        }
        self.fill = self.used;
    }
}
