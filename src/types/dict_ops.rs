//! Copying and merging dicts, and making their iterators.

use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, names, types};
use crate::object::typ::Slot;
use crate::object::{Dict, Iter, Payload};
use crate::vm::{Res, Vm};

/// What merging does with a key that is there already.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Present {
    Replace,
    /// KeyError with the key: for `f(**a, **b)`.
    Refuse,
}

pub fn data(vm: &Vm, dict: ObjId) -> &Dict {
    match vm.payload(dict).base() {
        Payload::Dict(dict) => dict,
        other => unreachable!("{dict:?} is no dict but {other:?}"),
    }
}
pub fn data_mut(vm: &mut Vm, dict: ObjId) -> &mut Dict {
    match vm.payload_mut(dict).base_mut() {
        Payload::Dict(dict) => dict,
        other => unreachable!("{dict:?} is no dict but {other:?}"),
    }
}

/// An entry at or after a place: the dict may change between two steps.
pub struct Step {
    pub hash: i64,
    pub key: Owned,
    pub value: Owned,
}
impl Step {
    pub fn release(self, vm: &mut Vm) {
        vm.release(self.key);
        vm.release(self.value);
    }
}
/// The next entry from a place on; a reference to key and value each.
pub fn step(vm: &mut Vm, dict: ObjId, at: &mut usize) -> Option<Step> {
    let d = vm.as_dict(dict)?;
    let (index, (key, value)) = (*at..d.entry_count()).find_map(|i| d.entry(i).map(|e| (i, e)))?;
    let hash = d.entry_hash(index);
    *at = index + 1;
    Some(Step { hash, key: vm.own(key), value: vm.own(value) })
}

/// Is it a dict whose iteration no subclass has changed?
fn iterates_as_dict(vm: &Vm, id: ObjId) -> bool {
    vm.as_dict(id).is_some() && vm.slot_of(id, Slot::Iter) == vm.type_obj(types::DICT).slot(Slot::Iter)
}

impl Vm {
    /// The collector looks at a copy if it looks at the original.
    fn track_like(&mut self, copy: ObjId, original: ObjId) {
        if self.state.gc.is_tracked(original) {
            self.state.gc.track(copy);
        }
    }
}

/// A copy with the same order: always an exact dict.
pub fn copy(vm: &mut Vm, dict: ObjId) -> Res {
    let result = vm.new_dict();
    let dense = if data(vm, dict).is_empty() { None } else { data(vm, dict).clone_dense() };
    if let Some(dense) = dense
        && iterates_as_dict(vm, dict)
    {
        dense.iter().for_each(|(key, value)| {
            vm.incref(key);
            vm.incref(value);
        });
        *data_mut(vm, result.id()) = dense;
        vm.track_like(result.id(), dict);
        return Ok(result);
    }
    match vm.merge_mapping(result.id(), dict, Present::Replace) {
        Ok(()) => Ok(result),
        Err(e) => {
            vm.release(result);
            Err(e)
        }
    }
}

impl Vm {
    /// `dict.update` with one argument: a mapping, or an iterable of pairs.
    pub fn dict_update(&mut self, dict: ObjId, other: ObjId) -> Res<()> {
        if self.type_of(other) == types::DICT {
            return self.merge_mapping(dict, other, Present::Replace);
        }
        match self.get_attr_optional(other, names::KEYS)? {
            Some(keys) => {
                self.release(keys);
                self.merge_mapping(dict, other, Present::Replace)
            }
            None => self.dict_update_pairs(dict, other),
        }
    }

    /// Stores all that a mapping holds (`PyDict_Merge`).
    pub fn merge_mapping(&mut self, dict: ObjId, other: ObjId, present: Present) -> Res<()> {
        if iterates_as_dict(self, other) {
            return self.merge_dicts(dict, other, present);
        }
        let (method, this) = self.load_method(other, names::KEYS)?;
        // The caller holds the mapping: nobody else does while its method runs.
        let args: Vec<ObjId> = this.iter().map(Owned::id).collect();
        self.release_opt(this);
        let result = self.call(method.id(), &args);
        self.release(method);
        let keys = result?;
        let iter = self.iter(keys.id());
        self.release(keys);
        let iter = iter?;
        let result = self.merge_keys(dict, other, iter.id(), present);
        self.release(iter);
        result
    }
    fn merge_keys(&mut self, dict: ObjId, other: ObjId, keys: ObjId, present: Present) -> Res<()> {
        let mut round = 0;
        while let Some(key) = self.next(keys)? {
            let result = self.merge_key(dict, other, key.id(), present);
            self.release(key);
            result?;
            self.poll_round(round)?;
            round += 1;
        }
        Ok(())
    }
    fn merge_key(&mut self, dict: ObjId, other: ObjId, key: ObjId, present: Present) -> Res<()> {
        if present == Present::Refuse && self.dict_get(dict, key)?.is_some() {
            return Err(self.key_error(key));
        }
        let value = self.get_item(other, key)?;
        let result = self.dict_set(dict, key, value.id());
        self.release(value);
        result
    }
    fn merge_dicts(&mut self, dict: ObjId, other: ObjId, present: Present) -> Res<()> {
        let (count, entries) = (data(self, other).len(), data(self, other).entry_count());
        if dict == other || count == 0 {
            return Ok(());
        }
        if data(self, dict).is_empty()
            && count == entries
            && data(self, other).shared_with.is_none()
            && let size = data(self, other).table_size()
            && (size == 8 || size / 2 * 2 / 3 < count)
        {
            let clone = data(self, other).clone_fresh();
            clone.iter().for_each(|(key, value)| {
                self.incref(key);
                self.incref(value);
            });
            *data_mut(self, dict) = clone;
            self.track_like(dict, other);
            return Ok(());
        }
        data_mut(self, dict).reserve(count);
        let mut at = 0;
        while let Some(entry) = step(self, other, &mut at) {
            let refused =
                present == Present::Refuse && self.dict_find(dict, entry.key.id(), entry.hash)?.is_some();
            let result = if refused {
                Err(self.key_error(entry.key.id()))
            } else {
                self.dict_set_hashed(dict, entry.key.id(), entry.hash, entry.value.id())
            };
            entry.release(self);
            result?;
            if data(self, other).entry_count() != entries {
                return Err(self.raise(types::RUNTIME_ERROR, "dict mutated during update"));
            }
        }
        Ok(())
    }

    /// An iterator over a dict, forward or backward by its type.
    pub fn dict_iterator(&mut self, dict: ObjId, ty: ObjId) -> Owned {
        let (used, entries) = (data(self, dict).len(), data(self, dict).entry_count());
        self.incref(dict);
        let pairs = matches!(ty, types::DICT_ITEM_ITERATOR | types::DICT_REVERSE_ITEM_ITERATOR);
        let result = pairs.then(|| self.new_tuple(vec![ids::NONE; 2]).into_id());
        let backward = matches!(
            ty,
            types::DICT_REVERSE_KEY_ITERATOR
                | types::DICT_REVERSE_VALUE_ITERATOR
                | types::DICT_REVERSE_ITEM_ITERATOR
        );
        let iter = if backward {
            Iter::DictReverse { dict: Some(dict), index: entries, size: used, left: used, result }
        } else {
            Iter::Dict { dict: Some(dict), index: 0, size: used, left: used, result }
        };
        self.alloc(ty, Payload::Iter(Box::new(iter)))
    }
}

/// `a == b`, with the values compared in the order of `a`.
pub fn equal(vm: &mut Vm, a: ObjId, b: ObjId) -> Res<bool> {
    if data(vm, a).len() != data(vm, b).len() {
        return Ok(false);
    }
    let mut at = 0;
    while let Some(entry) = step(vm, a, &mut at) {
        let result = entry_equal(vm, b, &entry);
        entry.release(vm);
        if !result? {
            return Ok(false);
        }
    }
    Ok(true)
}
fn entry_equal(vm: &mut Vm, dict: ObjId, entry: &Step) -> Res<bool> {
    let found = vm.dict_find(dict, entry.key.id(), entry.hash)?;
    let Some((_, other)) = found.and_then(|i| data(vm, dict).entry(i)) else { return Ok(false) };
    let other = vm.own(other);
    let result = vm.equal(entry.value.id(), other.id());
    vm.release(other);
    result
}
