//! deque: items by their place, and searching.

use crate::heap::ObjId;
use crate::object::ids::types as core;
use crate::types::slice::place;
use crate::vm::{Res, Unwind, Vm};

fn item_place(vm: &mut Vm, this: ObjId, key: ObjId) -> Res<usize> {
    let Some(index) = vm.subscript_index(key)? else {
        let message = format!("sequence index must be integer, not '{}'", vm.class_name(key));
        return Err(vm.type_error(message));
    };
    let len = vm.deque(this).items.len();
    place(index, len).ok_or_else(|| vm.index_error("deque index out of range"))
}
pub fn get(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    let place = item_place(vm, this, key)?;
    let item = vm.deque(this).items[place];
    Ok(vm.own(item))
}
pub fn set(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let place = item_place(vm, this, args[0])?;
    vm.incref(args[1]);
    let old = vm.deque_mut(this).map(|d| std::mem::replace(&mut d.items[place], args[1]));
    vm.decref_opt(old);
    Ok(vm.none())
}
pub fn delete(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    let place = item_place(vm, this, key)?;
    remove_at(vm, this, place);
    Ok(vm.none())
}
fn remove_at(vm: &mut Vm, this: ObjId, place: usize) {
    let old = vm.deque_mut(this).and_then(|d| {
        d.state += 1;
        // CPython turns the item to the front, pops it there, and turns back.
        let (len, i) = (d.items.len() as i64, place as i64);
        let removed = d.items.remove(place);
        d.shift(turned(len, -i) + 1 + turned(len - 1, i));
        removed
    });
    vm.decref_opt(old);
}

/// Compares the items between two places with a value until `seen` has enough. Any change of the
/// deque meanwhile is an error.
fn search(
    vm: &mut Vm,
    this: ObjId,
    value: ObjId,
    range: std::ops::Range<usize>,
    mutated: ObjId,
    mut seen: impl FnMut(usize, bool) -> bool,
) -> Res<()> {
    let state = vm.deque(this).state;
    for i in range {
        let Some(&item) = vm.deque(this).items.get(i) else { break };
        let item = vm.own(item);
        let equal = vm.equal(item.id(), value);
        vm.release(item);
        let equal = equal?;
        let changed = vm.deque(this).state != state;
        // `remove` and `count` look for changes even after a hit.
        if changed && (!equal || mutated == core::INDEX_ERROR) {
            return Err(vm.raise(mutated, "deque mutated during iteration"));
        }
        if !seen(i, equal) {
            break;
        }
        vm.poll_round(i)?;
    }
    Ok(())
}
fn all(vm: &Vm, this: ObjId) -> std::ops::Range<usize> {
    0..vm.deque(this).items.len()
}
fn missing(vm: &mut Vm, value: ObjId) -> Unwind {
    match vm.repr_text(value) {
        Ok(text) => vm.value_error(format!("{text} is not in deque")),
        Err(e) => e,
    }
}
pub fn contains(vm: &mut Vm, this: ObjId, value: ObjId) -> Res {
    let mut found = false;
    let range = all(vm, this);
    search(vm, this, value, range, core::RUNTIME_ERROR, |_, equal| {
        found = equal;
        !equal
    })?;
    Ok(vm.new_bool(found))
}
pub fn count(vm: &mut Vm, this: ObjId, value: ObjId) -> Res {
    let mut count = 0;
    let range = all(vm, this);
    search(vm, this, value, range, core::RUNTIME_ERROR, |_, equal| {
        count += i64::from(equal);
        true
    })?;
    Ok(vm.new_int(count))
}
pub fn index(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let len = vm.deque(this).items.len() as i64;
    let mut bounds = [0, len];
    for (bound, &arg) in bounds.iter_mut().zip(&args[1..]) {
        let value = vm.position_index(arg)?;
        *bound = if value < 0 { value.saturating_add(len).max(0) } else { value };
    }
    let stop = bounds[1].min(len);
    let start = bounds[0].min(stop);
    let mut found = None;
    search(vm, this, args[0], start as usize..stop as usize, core::RUNTIME_ERROR, |i, equal| {
        found = equal.then_some(i);
        !equal
    })?;
    match found {
        Some(place) => Ok(vm.new_int(place as i64)),
        None => Err(missing(vm, args[0])),
    }
}
pub fn remove(vm: &mut Vm, this: ObjId, value: ObjId) -> Res {
    let mut found = None;
    let range = all(vm, this);
    search(vm, this, value, range, core::INDEX_ERROR, |i, equal| {
        found = equal.then_some(i);
        !equal
    })?;
    match found {
        Some(place) => remove_at(vm, this, place),
        None => return Err(missing(vm, value)),
    }
    Ok(vm.none())
}

pub fn insert(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let index = vm.word_argument(args[0])?;
    let deque = vm.deque(this);
    let len = deque.items.len() as i64;
    if deque.maxlen == Some(len as usize) {
        return Err(vm.index_error("deque already at its maximum size"));
    }
    let place = if index < 0 { (index + len).max(0) } else { index.min(len) };
    vm.incref(args[1]);
    if let Some(deque) = vm.deque_mut(this) {
        deque.state += 1;
        deque.items.insert(place as usize, args[1]);
        deque.shift(match index {
            _ if index >= len => 0,
            _ if index <= -len || index == 0 => -1,
            _ => turned(len, -index) - i64::from(index > 0) + turned(len + 1, index),
        });
    }
    Ok(vm.none())
}
pub fn reverse(vm: &mut Vm, this: ObjId) -> Res {
    if let Some(deque) = vm.deque_mut(this) {
        deque.items.make_contiguous().reverse();
    }
    Ok(vm.none())
}
pub fn rotate(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let steps = match args.first() {
        Some(&steps) => vm.word_argument(steps)?,
        None => 1,
    };
    if let Some(deque) = vm.deque_mut(this)
        && deque.items.len() > 1
    {
        deque.state += 1;
        let len = deque.items.len() as i64;
        deque.items.rotate_right(steps.rem_euclid(len) as usize);
        deque.shift(turned(len, steps));
    }
    Ok(vm.none())
}
/// How far a turn moves the beginning: CPython turns the shorter way.
fn turned(len: i64, steps: i64) -> i64 {
    let half = len / 2;
    match steps {
        _ if len <= 1 => 0,
        steps if (-half..=half).contains(&steps) => -steps,
        steps => match steps % len {
            rest if rest > half => len - rest,
            rest if rest < -half => -len - rest,
            rest => -rest,
        },
    }
}
