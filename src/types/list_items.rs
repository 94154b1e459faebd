//! `list[i]`, `list[i:j:k]`: reading, storing, deleting.

use super::list::items_mut;
use super::slice::{Bounds, place};
use super::support::MAX_ITEMS;
use crate::heap::ObjId;
use crate::object::ids::{self, types};
use crate::vm::{Res, Unwind, Vm};

pub fn get(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    if let Some(index) = vm.subscript_index(key)? {
        let items = vm.sequence_items(this);
        return match place(index, items.len()).map(|i| items[i]) {
            Some(item) => Ok(vm.own(item)),
            None => Err(vm.index_error("list index out of range")),
        };
    }
    if !vm.is_slice(key) {
        return Err(wrong_key(vm, key));
    }
    let mut bounds = vm.slice_bounds(key)?;
    let items = vm.sequence_items(this);
    let count = bounds.fit(items.len());
    let picked: Vec<ObjId> = bounds.places(count).map(|i| items[i]).collect();
    picked.iter().for_each(|&i| vm.incref(i));
    Ok(vm.new_list(picked))
}

fn wrong_key(vm: &mut Vm, key: ObjId) -> Unwind {
    let message = format!("list indices must be integers or slices, not {}", vm.class_name(key));
    vm.type_error(message)
}

/// A slice fitted to the list.
fn fitted(vm: &mut Vm, this: ObjId, mut bounds: Bounds) -> (Bounds, usize) {
    let count = bounds.fit(vm.sequence_items(this).len());
    (or_nothing(bounds, count), count)
}
/// An empty part ends where it starts: `x[5:2] = …` inserts before 5.
fn or_nothing(bounds: Bounds, count: usize) -> Bounds {
    if count == 0 { Bounds { stop: bounds.start, ..bounds } } else { bounds }
}

impl Vm {
    /// Puts values (a reference each) where a list has the part from `start` to `stop`. None, and nothing
    /// done, if those are not plain.
    pub fn replace_part(
        &mut self,
        list: ObjId,
        [start, stop]: [ObjId; 2],
        values: impl FnOnce(&mut Vm) -> Vec<ObjId>,
    ) -> Option<Res<()>> {
        let length = self.sequence_items(list).len();
        let (bounds, count) = self.plain_bounds([start, stop, ids::NONE], length)?;
        let values = values(self);
        Some(replace_range(self, list, or_nothing(bounds, count), values))
    }
}

pub fn set(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let (key, value) = (args[0], args[1]);
    if let Some(index) = vm.subscript_index(key)? {
        let items = items_mut(vm, this);
        let Some(place) = place(index, items.len()) else {
            return Err(vm.index_error("list assignment index out of range"));
        };
        let old = std::mem::replace(&mut items[place], value);
        vm.incref(value);
        vm.decref(old);
        return Ok(vm.none());
    }
    if !vm.is_slice(key) {
        return Err(wrong_key(vm, key));
    }
    let bounds = vm.slice_bounds(key)?;
    let values = sequence_of(vm, value)?;
    let (bounds, count) = fitted(vm, this, bounds);
    if bounds.step == 1 {
        replace_range(vm, this, bounds, values)?;
        return Ok(vm.none());
    }
    if values.len() != count {
        let message =
            format!("attempt to assign sequence of size {} to extended slice of size {count}", values.len());
        vm.decref_all(values);
        return Err(vm.value_error(message));
    }
    let items = items_mut(vm, this);
    let old: Vec<ObjId> =
        bounds.places(count).zip(values).map(|(i, v)| std::mem::replace(&mut items[i], v)).collect();
    vm.decref_all(old);
    Ok(vm.none())
}

/// The items to assign to a slice, a reference each.
fn sequence_of(vm: &mut Vm, value: ObjId) -> Res<Vec<ObjId>> {
    if matches!(vm.type_of(value), types::LIST | types::TUPLE) {
        return vm.collect(value);
    }
    let iter = match vm.iter(value) {
        Ok(iter) => iter,
        Err(e) => {
            vm.swallow(e, types::TYPE_ERROR)?;
            return Err(vm.type_error("must assign iterable to extended slice"));
        }
    };
    let items = vm.collect(iter.id());
    vm.release(iter);
    items
}

/// Puts values (a reference each) where the range was; what was there is released last to first.
fn replace_range(vm: &mut Vm, this: ObjId, bounds: Bounds, mut values: Vec<ObjId>) -> Res<()> {
    let items = items_mut(vm, this);
    let (start, stop) = (bounds.start as usize, bounds.stop as usize);
    if values.len() == stop - start {
        items[start..stop].swap_with_slice(&mut values);
        vm.decref_all(values.into_iter().rev());
        return Ok(());
    }
    if items.len() - (stop - start) + values.len() > MAX_ITEMS {
        vm.decref_all(values);
        return Err(vm.memory_error());
    }
    items.make_room(items.len() - (stop - start) + values.len());
    let old: Vec<ObjId> = items.splice(start..stop, values).collect();
    items.settle();
    vm.decref_all(old.into_iter().rev());
    Ok(())
}

pub fn delete(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    if let Some(index) = vm.subscript_index(key)? {
        let items = items_mut(vm, this);
        let Some(place) = place(index, items.len()) else {
            return Err(vm.index_error("list assignment index out of range"));
        };
        let old = items.remove(place);
        vm.decref(old);
        return Ok(vm.none());
    }
    if !vm.is_slice(key) {
        return Err(wrong_key(vm, key));
    }
    let bounds = vm.slice_bounds(key)?;
    let (bounds, count) = fitted(vm, this, bounds);
    if bounds.step == 1 {
        replace_range(vm, this, bounds, Vec::new())?;
        return Ok(vm.none());
    }
    let mut places: Vec<usize> = bounds.places(count).collect();
    places.sort_unstable();
    let items = items_mut(vm, this);
    let mut doomed = Vec::with_capacity(count);
    let mut next = places.iter().peekable();
    let mut index = 0;
    items.retain(|&item| {
        let goes = next.next_if(|&&p| p == index).is_some();
        index += 1;
        if goes {
            doomed.push(item);
        }
        !goes
    });
    items.settle();
    vm.decref_all(doomed);
    Ok(vm.none())
}
