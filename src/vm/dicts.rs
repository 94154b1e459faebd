//! Looking up, storing and deleting in dicts and sets: comparing keys may run Python code.

use super::{Res, State, Vm};
use crate::heap::{ObjId, Owned};
use crate::object::{dict, ids, set};

impl Vm {
    /// Are the keys equal? Identical objects are; exact strings are compared at once.
    #[inline]
    fn keys_equal(&mut self, a: ObjId, b: ObjId) -> Res<bool> {
        if a == b {
            return Ok(true);
        }
        if let Some(equal) = super::simple::order(&self.state.heap, super::compare::op::EQ, a, b) {
            return Ok(equal);
        }
        // The dict's key must outlive a comparison that may delete it.
        let held = self.own(a);
        let result = self.equal(held.id(), b);
        self.release(held);
        result
    }

    /// Number of the entry that holds the key.
    pub fn dict_find(&mut self, dict: ObjId, key: ObjId, hash: i64) -> Res<Option<usize>> {
        'again: loop {
            let Some(d) = self.as_dict(dict) else { return Ok(None) };
            let mut walk = d.walk(hash);
            loop {
                let Some(d) = self.as_dict(dict) else { return Ok(None) };
                let index = match d.next(&mut walk, hash) {
                    dict::Probe::Absent => return Ok(None),
                    dict::Probe::Candidate(index) => index,
                };
                let Some((found, _)) = d.entry(index) else { continue };
                if found == key {
                    return Ok(Some(index));
                }
                let (size, count) = (d.table_size(), d.entry_count());
                if self.keys_equal(found, key)? {
                    return Ok(Some(index));
                }
                let same = self.as_dict(dict).is_some_and(|d| {
                    d.table_size() == size
                        && d.entry_count() == count
                        && d.entry(index).is_some_and(|e| e.0 == found)
                });
                if !same {
                    continue 'again;
                }
            }
        }
    }

    /// The value of a key, borrowed.
    pub fn dict_get(&mut self, dict: ObjId, key: ObjId) -> Res<Option<ObjId>> {
        let hash = self.hash(key)?;
        let found = self.dict_find(dict, key, hash)?;
        Ok(found.and_then(|i| self.as_dict(dict)?.entry(i)).map(|e| e.1))
    }
    /// The value of an interned name, borrowed. Runs no Python code in dicts keyed by strings.
    pub fn dict_get_name(&mut self, dict: ObjId, name: ObjId) -> Res<Option<ObjId>> {
        let hash = self.as_str(name).map_or(0, |s| s.hash());
        let found = self.dict_find(dict, name, hash)?;
        Ok(found.and_then(|i| self.as_dict(dict)?.entry(i)).map(|e| e.1))
    }
    /// Like [`Vm::dict_get_name`] for namespaces known to hold only string keys.
    pub fn namespace_get(&self, dict: ObjId, name: ObjId) -> Option<ObjId> {
        let wanted = self.as_str(name)?;
        let hash = wanted.hash();
        let d = self.as_dict(dict)?;
        let mut walk = d.walk(hash);
        loop {
            match d.next(&mut walk, hash) {
                dict::Probe::Absent => return None,
                dict::Probe::Candidate(i) => {
                    let (key, value) = d.entry(i)?;
                    if key == name || self.as_str(key).is_some_and(|k| k == wanted) {
                        return Some(value);
                    }
                }
            }
        }
    }

    /// Stores borrowed key and value (`PyDict_SetItem`).
    pub fn dict_set(&mut self, dict: ObjId, key: ObjId, value: ObjId) -> Res<()> {
        // Both are held before the key is asked for its hash.
        self.incref(key);
        self.incref(value);
        self.dict_set_owned(dict, Owned::new(key), Owned::new(value))
    }
    /// The same for key and value that become the dict's.
    pub fn dict_set_owned(&mut self, dict: ObjId, key: Owned, value: Owned) -> Res<()> {
        match self.hash(key.id()) {
            Ok(hash) => self.dict_store(dict, key, hash, value),
            Err(e) => {
                self.release(key);
                self.release(value);
                Err(e)
            }
        }
    }
    pub fn dict_set_hashed(&mut self, dict: ObjId, key: ObjId, hash: i64, value: ObjId) -> Res<()> {
        self.incref(key);
        self.incref(value);
        self.dict_store(dict, Owned::new(key), hash, Owned::new(value))
    }
    fn dict_store(&mut self, dict: ObjId, key: Owned, hash: i64, value: Owned) -> Res<()> {
        match self.dict_find(dict, key.id(), hash) {
            Ok(Some(index)) => {
                let value = value.into_id();
                self.dict_will_hold(dict, None, value);
                let old = self.as_dict_mut(dict).map(|d| d.replace_value(index, value));
                self.decref_opt(old);
                self.release(key);
                Ok(())
            }
            Ok(None) => {
                let (key, value) = (key.into_id(), value.into_id());
                self.dict_will_hold(dict, Some(key), value);
                if let Some(d) = self.as_dict_mut(dict) {
                    d.insert_new(hash, key, value);
                }
                Ok(())
            }
            Err(e) => {
                self.release(key);
                self.release(value);
                Err(e)
            }
        }
    }
    /// What comes with a new value, and a new key if it is one: the collector looks at a dict from the
    /// moment that something in it may be part of a cycle, and a dict that shares its keys with a
    /// class's instances does so no more once a key is none of theirs.
    pub fn dict_will_hold(&mut self, dict: ObjId, key: Option<ObjId>, value: ObjId) {
        let State { heap, gc, .. } = &mut self.state;
        super::simple::track_dict(heap, gc, dict, key, value);
        let Some(key) = key else { return };
        if self.type_of(key) != ids::types::STR
            && let Some(d) = self.as_dict_mut(dict)
        {
            d.generalize();
        }
        let Some(class) = self.as_dict(dict).and_then(|d| d.shared_with) else { return };
        let name = self.type_of(key) == ids::types::STR && self.state.heap.is_live(class);
        let fits = name && self.is_type(class) && self.share_name(class, key);
        if !fits && let Some(d) = self.as_dict_mut(dict) {
            d.unshare();
        }
    }
    /// Stores under an interned name.
    pub fn dict_set_name(&mut self, dict: ObjId, name: ObjId, value: ObjId) -> Res<()> {
        let hash = self.as_str(name).map_or(0, |s| s.hash());
        self.dict_set_hashed(dict, name, hash, value)
    }
    /// Stores under a name given as text; takes the reference to the value.
    pub fn dict_put(&mut self, dict: ObjId, name: &str, value: Owned) {
        let name = self.intern(name);
        // String keys compare without running Python code, so that nothing can fail.
        let stored = self.dict_set_name(dict, name, value.id());
        debug_assert!(stored.is_ok());
        self.release(value);
    }
    /// The same where CPython makes the key anew each time, as for the dicts that its C code builds.
    pub fn dict_put_fresh(&mut self, dict: ObjId, name: &str, value: Owned) {
        let name = self.new_str(name);
        let stored = self.dict_set_name(dict, name.id(), value.id());
        debug_assert!(stored.is_ok());
        self.release(name);
        self.release(value);
    }
    /// Deletes a key; false if it was not there.
    pub fn dict_del(&mut self, dict: ObjId, key: ObjId) -> Res<bool> {
        let removed = self.dict_pop(dict, key)?;
        match removed {
            Some(value) => {
                self.release(value);
                Ok(true)
            }
            None => Ok(false),
        }
    }
    /// Takes a key out and gives its value.
    pub fn dict_pop(&mut self, dict: ObjId, key: ObjId) -> Res<Option<Owned>> {
        let hash = self.hash(key)?;
        let Some(index) = self.dict_find(dict, key, hash)? else { return Ok(None) };
        let Some(d) = self.as_dict_mut(dict) else { return Ok(None) };
        let (old_key, value) = d.remove(index);
        let value = Owned::new(value);
        self.decref(old_key);
        Ok(Some(value))
    }
    /// A copy with the same order.
    pub fn dict_copy(&mut self, dict: ObjId) -> Owned {
        let items: Vec<_> = self.as_dict(dict).map(|d| d.iter_hashed().collect()).unwrap_or_default();
        let copy = self.new_dict();
        for (hash, key, value) in items {
            self.incref(key);
            self.incref(value);
            self.dict_will_hold(copy.id(), Some(key), value);
            if let Some(d) = self.as_dict_mut(copy.id()) {
                d.insert_new(hash, key, value);
            }
        }
        copy
    }
    pub fn dict_clear(&mut self, dict: ObjId) {
        // The attributes of an instance that has room for them in itself keep that.
        let class = self.as_dict(dict).and_then(|d| d.shared_with);
        let class = class.filter(|&c| self.state.heap.is_live(c) && self.is_type(c));
        let class = class.filter(|&c| self.type_obj(c).inline_values);
        let items = self.as_dict_mut(dict).map(|d| d.take_all()).unwrap_or_default();
        if let Some(d) = self.as_dict_mut(dict) {
            d.shared_with = class;
        }
        self.decref_all(items.into_iter().flat_map(|(key, value)| [key, value]));
    }
    /// Stores the pairs that an iterable yields.
    pub fn dict_update_pairs(&mut self, dict: ObjId, pairs: ObjId) -> Res<()> {
        let iter = self.iter(pairs)?;
        let mut number = 0;
        let result = loop {
            let pair = match self.next(iter.id()) {
                Ok(Some(pair)) => pair,
                Ok(None) => break Ok(()),
                Err(e) => break Err(e),
            };
            let items = match self.fast_items(pair.id()) {
                Ok(items) => items,
                Err(e) => {
                    self.release(pair);
                    break match self.swallow(e, ids::types::TYPE_ERROR) {
                        Ok(()) => Err(self.type_error(format!(
                            "cannot convert dictionary update sequence element #{number} to a sequence"
                        ))),
                        Err(e) => Err(e),
                    };
                }
            };
            let stored = match items[..] {
                [key, value] => self.dict_set(dict, key, value),
                _ => Err(self.value_error(format!(
                    "dictionary update sequence element #{number} has length {}; 2 is required",
                    items.len()
                ))),
            };
            self.decref_all(items);
            self.release(pair);
            if let Err(e) = stored.and_then(|()| self.poll_round(number)) {
                break Err(e);
            }
            number += 1;
        };
        self.release(iter);
        result
    }

    /// Place of a key in a set.
    pub fn set_find(&mut self, set: ObjId, key: ObjId, hash: i64) -> Res<Option<usize>> {
        'again: loop {
            let Some(s) = self.as_set(set) else { return Ok(None) };
            let mut walk = s.walk(hash);
            loop {
                let Some(s) = self.as_set(set) else { return Ok(None) };
                let (place, found) = match s.next(&mut walk, hash) {
                    set::Probe::Absent => return Ok(None),
                    set::Probe::Candidate(place, found) => (place, found),
                };
                let size = s.table_size();
                let equal = self.keys_equal(found, key)?;
                // The comparison may have changed the set.
                let same = self.as_set(set).is_some_and(|s| {
                    s.table_size() == size && s.next_used(place).is_some_and(|u| u.0 == place && u.2 == found)
                });
                match (same, equal) {
                    (false, _) => continue 'again,
                    (true, true) => return Ok(Some(place)),
                    (true, false) => {}
                }
            }
        }
    }
    /// Adds a borrowed key; true if it is new.
    pub fn set_add(&mut self, set: ObjId, key: ObjId) -> Res<bool> {
        let hash = self.hash(key)?;
        self.set_add_hashed(set, key, hash)
    }
    pub fn set_add_hashed(&mut self, set: ObjId, key: ObjId, hash: i64) -> Res<bool> {
        // Held while it is compared.
        let key = self.own(key);
        match self.set_find(set, key.id(), hash) {
            Ok(None) => {
                let key = key.into_id();
                if let Some(s) = self.as_set_mut(set) {
                    s.insert_new(hash, key);
                }
                Ok(true)
            }
            other => {
                self.release(key);
                other.map(|_| false)
            }
        }
    }
    pub fn set_contains(&mut self, set: ObjId, key: ObjId) -> Res<bool> {
        let hash = self.hash(key)?;
        Ok(self.set_find(set, key, hash)?.is_some())
    }
    /// Takes a key out; false if it was not there.
    pub fn set_discard(&mut self, set: ObjId, key: ObjId) -> Res<bool> {
        let hash = self.hash(key)?;
        let Some(place) = self.set_find(set, key, hash)? else { return Ok(false) };
        let removed = self.as_set_mut(set).map(|s| s.remove(place));
        self.decref_opt(removed);
        Ok(true)
    }

    /// The number that stands for the present keys of a dict in inline caches.
    pub fn keys_version(&mut self, dict: ObjId) -> u32 {
        let next = self.state.last_version + 1;
        let Some(d) = self.as_dict_mut(dict) else { return 0 };
        if d.keys_version == 0 {
            d.keys_version = next;
            self.state.last_version = next;
            return next;
        }
        d.keys_version
    }
}
