//! What sets do with each other and with other iterables: union, intersection and so on. Which set
//! is walked, and how the result's table is filled, is CPython's choice: it decides the order in
//! which the result is iterated.

use crate::heap::{ObjId, Owned};
use crate::object::ids::types;
use crate::object::{Payload, Set};
use crate::vm::{Res, Vm};

fn data(vm: &Vm, set: ObjId) -> &Set {
    match vm.payload(set).base() {
        Payload::Set(set) => set,
        other => unreachable!("{set:?} is no set but {other:?}"),
    }
}
pub fn data_mut(vm: &mut Vm, set: ObjId) -> &mut Set {
    match vm.payload_mut(set).base_mut() {
        Payload::Set(set) => set,
        other => unreachable!("{set:?} is no set but {other:?}"),
    }
}
/// Number of keys.
pub fn size(vm: &Vm, set: ObjId) -> usize {
    data(vm, set).len()
}
/// Is it a set or frozenset, or an instance of a subclass?
pub fn is_set(vm: &Vm, id: ObjId) -> bool {
    vm.as_set(id).is_some()
}

/// The next key from a place in the table on, with its hash. The set may change between two steps.
fn step(vm: &mut Vm, set: ObjId, at: &mut usize) -> Option<(Owned, i64)> {
    let (place, hash, key) = vm.as_set(set)?.next_used(*at)?;
    *at = place + 1;
    Some((vm.own(key), hash))
}
/// Calls `f` with each key and hash of a set; ends early when it answers false.
fn each_key(vm: &mut Vm, set: ObjId, mut f: impl FnMut(&mut Vm, ObjId, i64) -> Res<bool>) -> Res<bool> {
    let mut at = 0;
    while let Some((key, hash)) = step(vm, set, &mut at) {
        let go_on = f(vm, key.id(), hash);
        vm.release(key);
        if !go_on? {
            return Ok(false);
        }
    }
    Ok(true)
}
/// The same for what an iterable yields.
fn each_item(vm: &mut Vm, iterable: ObjId, mut f: impl FnMut(&mut Vm, ObjId) -> Res<bool>) -> Res<bool> {
    let iter = vm.iter(iterable)?;
    let mut round = 0;
    let result = loop {
        let item = match vm.next(iter.id()) {
            Ok(Some(item)) => item,
            Ok(None) => break Ok(true),
            Err(e) => break Err(e),
        };
        let go_on = f(vm, item.id());
        vm.release(item);
        match go_on.and_then(|g| vm.poll_round(round).map(|()| g)) {
            Ok(true) => round += 1,
            other => break other,
        }
    };
    vm.release(iter);
    result
}
fn has(vm: &mut Vm, set: ObjId, key: ObjId, hash: i64) -> Res<bool> {
    Ok(vm.set_find(set, key, hash)?.is_some())
}
/// Takes a key out; false if it was not there.
fn discard(vm: &mut Vm, set: ObjId, key: ObjId, hash: i64) -> Res<bool> {
    let Some(place) = vm.set_find(set, key, hash)? else { return Ok(false) };
    let old = data_mut(vm, set).remove(place);
    vm.decref(old);
    Ok(true)
}

/// A new set of set's or frozenset's own type, as operations on subclasses give it.
fn new_like(vm: &mut Vm, set: ObjId) -> Owned {
    let ty = if vm.is_instance(set, types::SET) { types::SET } else { types::FROZENSET };
    vm.alloc(ty, Payload::Set(Box::default()))
}
/// Releases a result that could not be finished.
fn finish(vm: &mut Vm, result: Owned, outcome: Res<bool>) -> Res {
    match outcome {
        Ok(_) => Ok(result),
        Err(e) => {
            vm.release(result);
            Err(e)
        }
    }
}

pub fn clear(vm: &mut Vm, set: ObjId) {
    let keys = data_mut(vm, set).take_all();
    vm.decref_all(keys);
}

impl Vm {
    /// Adds all that an iterable yields (`set.update`).
    pub fn set_update(&mut self, set: ObjId, other: ObjId) -> Res<()> {
        if is_set(self, other) {
            return merge(self, set, other);
        }
        if self.type_of(other) == types::DICT {
            let count = self.as_dict(other).map_or(0, |d| d.len());
            data_mut(self, set).reserve(count);
            let mut at = 0;
            while let Some(d) = self.as_dict(other)
                && at < d.entry_count()
            {
                if let Some((key, _)) = d.entry(at) {
                    let hash = d.entry_hash(at);
                    self.set_add_hashed(set, key, hash)?;
                }
                at += 1;
            }
            return Ok(());
        }
        each_item(self, other, |vm, item| vm.set_add(set, item).map(|_| true)).map(|_| ())
    }
}

fn merge(vm: &mut Vm, set: ObjId, other: ObjId) -> Res<()> {
    let count = size(vm, other);
    if set == other || count == 0 {
        return Ok(());
    }
    let target = data_mut(vm, set);
    target.reserve(count);
    if target.is_virgin() {
        let source = data(vm, other).clone();
        source.iter().for_each(|k| vm.incref(k));
        data_mut(vm, set).fill_from(&source);
        return Ok(());
    }
    // Each key is held by adding it.
    let mut at = 0;
    while let Some((place, hash, key)) = data(vm, other).next_used(at) {
        vm.set_add_hashed(set, key, hash)?;
        at = place + 1;
    }
    Ok(())
}

/// A copy, of set's or frozenset's own type.
pub fn copy(vm: &mut Vm, set: ObjId) -> Res {
    let result = new_like(vm, set);
    let merged = merge(vm, result.id(), set).map(|()| true);
    finish(vm, result, merged)
}

/// `set | other | …`
pub fn union(vm: &mut Vm, set: ObjId, others: &[ObjId]) -> Res {
    let result = copy(vm, set)?;
    let mut outcome = Ok(true);
    for &other in others {
        if other != set && outcome.is_ok() {
            outcome = vm.set_update(result.id(), other).map(|()| true);
        }
    }
    finish(vm, result, outcome)
}

/// `set & other`
pub fn intersection(vm: &mut Vm, set: ObjId, other: ObjId) -> Res {
    if set == other {
        return copy(vm, set);
    }
    let result = new_like(vm, set);
    let into = result.id();
    let outcome = if is_set(vm, other) {
        // The smaller one is walked.
        let (walked, asked) = if size(vm, other) > size(vm, set) { (set, other) } else { (other, set) };
        each_key(vm, walked, |vm, key, hash| {
            if has(vm, asked, key, hash)? {
                vm.set_add_hashed(into, key, hash)?;
            }
            Ok(true)
        })
    } else {
        each_item(vm, other, |vm, key| {
            let hash = vm.hash(key)?;
            if has(vm, set, key, hash)? {
                vm.set_add_hashed(into, key, hash)?;
                return Ok(size(vm, into) < size(vm, set));
            }
            Ok(true)
        })
    };
    finish(vm, result, outcome)
}
pub fn intersection_all(vm: &mut Vm, set: ObjId, others: &[ObjId]) -> Res {
    if others.is_empty() {
        return copy(vm, set);
    }
    let mut result = vm.own(set);
    for &other in others {
        let next = intersection(vm, result.id(), other);
        vm.release(result);
        result = next?;
    }
    Ok(result)
}
/// Puts the contents of `result` into the set.
pub fn replace(vm: &mut Vm, set: ObjId, result: Owned) {
    let mut contents = std::mem::take(data_mut(vm, result.id()));
    data_mut(vm, set).swap_contents(&mut contents);
    *data_mut(vm, result.id()) = contents;
    vm.release(result);
}

/// `set -= other`
pub fn difference_update(vm: &mut Vm, set: ObjId, other: ObjId) -> Res<()> {
    if set == other {
        clear(vm, set);
        return Ok(());
    }
    if is_set(vm, other) {
        // What is common is found faster from the smaller side.
        let walked =
            if size(vm, other) >> 3 > size(vm, set) { intersection(vm, set, other)? } else { vm.own(other) };
        let result = each_key(vm, walked.id(), |vm, key, hash| discard(vm, set, key, hash).map(|_| true));
        vm.release(walked);
        result?;
    } else {
        each_item(vm, other, |vm, key| {
            let hash = vm.hash(key)?;
            discard(vm, set, key, hash).map(|_| true)
        })?;
    }
    data_mut(vm, set).sweep();
    Ok(())
}
/// `set - other`
pub fn difference(vm: &mut Vm, set: ObjId, other: ObjId) -> Res {
    let dict = vm.type_of(other) == types::DICT;
    let other_size = match (vm.as_set(other), dict) {
        (Some(other), _) => Some(other.len()),
        (None, true) => vm.as_dict(other).map(|d| d.len()),
        (None, false) => None,
    };
    if other_size.is_none_or(|n| size(vm, set) >> 2 > n) {
        let result = copy(vm, set)?;
        let outcome = difference_update(vm, result.id(), other).map(|()| true);
        return finish(vm, result, outcome);
    }
    let result = new_like(vm, set);
    let into = result.id();
    let outcome = each_key(vm, set, |vm, key, hash| {
        let there = if dict { vm.dict_find(other, key, hash)?.is_some() } else { has(vm, other, key, hash)? };
        if !there {
            vm.set_add_hashed(into, key, hash)?;
        }
        Ok(true)
    });
    finish(vm, result, outcome)
}
pub fn difference_all(vm: &mut Vm, set: ObjId, others: &[ObjId]) -> Res {
    let Some((&first, rest)) = others.split_first() else { return copy(vm, set) };
    let result = difference(vm, set, first)?;
    let mut outcome = Ok(true);
    for &other in rest {
        if outcome.is_ok() {
            outcome = difference_update(vm, result.id(), other).map(|()| true);
        }
    }
    finish(vm, result, outcome)
}

/// Takes out what is there and adds what is not.
fn toggle(vm: &mut Vm, set: ObjId, key: ObjId, hash: i64) -> Res<bool> {
    if !discard(vm, set, key, hash)? {
        vm.set_add_hashed(set, key, hash)?;
    }
    Ok(true)
}
/// `set ^= other`
pub fn symmetric_difference_update(vm: &mut Vm, set: ObjId, other: ObjId) -> Res<()> {
    if set == other {
        clear(vm, set);
        return Ok(());
    }
    if vm.type_of(other) == types::DICT {
        let items: Vec<_> = vm.as_dict(other).map(|d| d.iter_hashed().collect()).unwrap_or_default();
        let items: Vec<_> = items.into_iter().map(|(hash, key, _)| (hash, vm.own(key))).collect();
        let mut result = Ok(true);
        for (hash, key) in items {
            if result.is_ok() {
                result = toggle(vm, set, key.id(), hash);
            }
            vm.release(key);
        }
        return result.map(|_| ());
    }
    let walked = if is_set(vm, other) {
        vm.own(other)
    } else {
        let temporary = new_like(vm, set);
        let outcome = vm.set_update(temporary.id(), other).map(|()| true);
        finish(vm, temporary, outcome)?
    };
    let result = each_key(vm, walked.id(), |vm, key, hash| toggle(vm, set, key, hash));
    vm.release(walked);
    result.map(|_| ())
}
/// `set ^ other`
pub fn symmetric_difference(vm: &mut Vm, set: ObjId, other: ObjId) -> Res {
    let result = new_like(vm, set);
    let into = result.id();
    let outcome = vm
        .set_update(into, other)
        .and_then(|()| each_key(vm, set, |vm, key, hash| toggle(vm, into, key, hash)));
    finish(vm, result, outcome)
}

pub fn is_subset(vm: &mut Vm, set: ObjId, other: ObjId) -> Res<bool> {
    if !is_set(vm, other) {
        let common = intersection(vm, set, other)?;
        let all = size(vm, common.id()) == size(vm, set);
        vm.release(common);
        return Ok(all);
    }
    if size(vm, set) > size(vm, other) {
        return Ok(false);
    }
    each_key(vm, set, |vm, key, hash| has(vm, other, key, hash))
}
pub fn is_superset(vm: &mut Vm, set: ObjId, other: ObjId) -> Res<bool> {
    if is_set(vm, other) {
        return is_subset(vm, other, set);
    }
    each_item(vm, other, |vm, key| vm.set_contains(set, key))
}
pub fn is_disjoint(vm: &mut Vm, set: ObjId, other: ObjId) -> Res<bool> {
    if set == other {
        return Ok(size(vm, set) == 0);
    }
    if matches!(vm.type_of(other), types::SET | types::FROZENSET) {
        let (walked, asked) = if size(vm, other) > size(vm, set) { (set, other) } else { (other, set) };
        return each_key(vm, walked, |vm, key, hash| has(vm, asked, key, hash).map(|there| !there));
    }
    each_item(vm, other, |vm, key| vm.set_contains(set, key).map(|there| !there))
}
