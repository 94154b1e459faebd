//! `__reduce__` and `__setstate__`: copying of iterators, which 3.14 has no more.

use super::{tee, types};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types as core};
use crate::object::tool::Picks;
use crate::object::{NativeData, Payload, Tool};
use crate::vm::{Res, Vm};

pub fn deprecated(vm: &mut Vm) -> Res<()> {
    vm.warn(
        core::DEPRECATION_WARNING,
        "Pickle, copy, and deepcopy support will be removed from itertools in Python 3.14.",
    )
}

/// `(type, args, state)` of owned parts.
fn recipe(vm: &mut Vm, this: ObjId, args: Owned, state: Option<Owned>) -> Res {
    let ty = vm.own(vm.type_of(this));
    Ok(vm.pack([Some(ty), Some(args), state].into_iter().flatten().collect()))
}
fn numbers(vm: &mut Vm, numbers: &[usize]) -> Owned {
    let items = numbers.iter().map(|&n| vm.new_int(n as i64).into_id()).collect();
    vm.new_tuple(items)
}

pub fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    deprecated(vm)?;
    match vm.tool(this).clone() {
        Tool::Accumulate { iter, func, total, initial } => accumulate(vm, this, iter, func, total, initial),
        Tool::Chain { source: Some(source), active } => {
            let args = vm.new_tuple(Vec::new());
            let state = match active {
                Some(active) => vm.tuple_of(&[source, active]),
                None => vm.tuple_of(&[source]),
            };
            recipe(vm, this, args, Some(state))
        }
        Tool::Chain { source: None, .. } => {
            let args = vm.new_tuple(Vec::new());
            recipe(vm, this, args, None)
        }
        Tool::Combinations(picks) => combinations(vm, this, &picks),
        Tool::Permutations { picks, cycles } => permutations(vm, this, &picks, &cycles),
        Tool::Product(picks) => product(vm, this, &picks),
        Tool::Compress { data: a, selectors: b }
        | Tool::Filterfalse { func: a, iter: b }
        | Tool::Starmap { func: a, iter: b } => {
            let args = vm.tuple_of(&[a, b]);
            recipe(vm, this, args, None)
        }
        Tool::Count { number, big: None, .. } => {
            let number = vm.new_int(number);
            let args = vm.pack(vec![number]);
            recipe(vm, this, args, None)
        }
        Tool::Count { big: Some(big), step, .. } => {
            let args = vm.tuple_of(&[big, step]);
            recipe(vm, this, args, None)
        }
        Tool::Cycle { iter, saved, index, first_pass } => cycle(vm, this, iter, saved, index, first_pass),
        Tool::Dropwhile { func, iter, started: flag } | Tool::Takewhile { func, iter, stopped: flag } => {
            let args = vm.tuple_of(&[func, iter]);
            let state = vm.new_int(flag.into());
            recipe(vm, this, args, Some(state))
        }
        Tool::Groupby { iter, key_func, target, key, value, .. } => {
            let args = vm.tuple_of(&[iter, key_func]);
            let state = match (key, value, target) {
                (Some(key), Some(value), Some(target)) => Some(vm.tuple_of(&[key, value, target])),
                _ => None,
            };
            recipe(vm, this, args, state)
        }
        Tool::Grouper { parent, target } => {
            if matches!(vm.tool(parent), Tool::Groupby { grouper, .. } if *grouper == Some(this)) {
                let args = vm.tuple_of(&[parent, target]);
                return recipe(vm, this, args, None);
            }
            let iter = vm.builtin("iter");
            let args = vm.tuple_of(&[ids::EMPTY_TUPLE]);
            Ok(vm.pack(vec![iter, args]))
        }
        Tool::Islice { iter, next, stop, step, count } => islice(vm, this, iter, [next, stop, step, count]),
        Tool::Repeat { element, left } => {
            let element = vm.own(element);
            let mut args = vec![element];
            if left >= 0 {
                args.push(vm.new_int(left));
            }
            let args = vm.pack(args);
            recipe(vm, this, args, None)
        }
        Tool::Tee { data, index } => {
            let args = vm.tuple_of(&[ids::EMPTY_TUPLE]);
            let (data, index) = (vm.own(data), vm.new_int(index as i64));
            let state = vm.pack(vec![data, index]);
            recipe(vm, this, args, Some(state))
        }
        Tool::ZipLongest { iters, fill, .. } => {
            let items: Vec<ObjId> = vm
                .sequence_items(iters)
                .iter()
                .map(|&i| if i == ids::NONE { ids::EMPTY_TUPLE } else { i })
                .collect();
            let (args, fill) = (vm.tuple_of(&items), vm.own(fill));
            recipe(vm, this, args, Some(fill))
        }
        _ => Err(vm.type_error("cannot pickle this iterator")),
    }
}

fn accumulate(
    vm: &mut Vm,
    this: ObjId,
    iter: ObjId,
    func: Option<ObjId>,
    total: Option<ObjId>,
    initial: Option<ObjId>,
) -> Res {
    let func = func.unwrap_or(ids::NONE);
    let Some(first) = initial.or(total.filter(|&t| t == ids::NONE)) else {
        let args = vm.tuple_of(&[iter, func]);
        let total = vm.own(total.unwrap_or(ids::NONE));
        return recipe(vm, this, args, Some(total));
    };
    let head = vm.tuple_of(&[first]);
    let whole = vm.call(types::CHAIN, &[head.id(), iter]);
    vm.release(head);
    let whole = whole?;
    if initial.is_some() {
        let args = vm.tuple_of(&[whole.id(), func]);
        vm.release(whole);
        let none = vm.none();
        return recipe(vm, this, args, Some(none));
    }
    let again = vm.call(vm.type_of(this), &[whole.id(), func]);
    vm.release(whole);
    let again = again?;
    let (one, none) = (vm.new_int(1), vm.none());
    let args = vm.pack(vec![again, one, none]);
    let ty = vm.own(types::ISLICE);
    Ok(vm.pack(vec![ty, args]))
}
fn combinations(vm: &mut Vm, this: ObjId, picks: &Picks) -> Res {
    let length = vm.new_int(picks.indices.len() as i64);
    let (pool, state) = match (picks.result, picks.stopped) {
        (None, _) => (vm.own(picks.pool), None),
        (Some(_), true) => (vm.new_tuple(Vec::new()), None),
        (Some(_), false) => (vm.own(picks.pool), Some(numbers(vm, &picks.indices))),
    };
    let args = vm.pack(vec![pool, length]);
    recipe(vm, this, args, state)
}
fn permutations(vm: &mut Vm, this: ObjId, picks: &Picks, cycles: &[usize]) -> Res {
    let length = vm.new_int(cycles.len() as i64);
    let (pool, state) = match (picks.result, picks.stopped) {
        (None, _) => (vm.own(picks.pool), None),
        (Some(_), true) => (vm.new_tuple(Vec::new()), None),
        (Some(_), false) => {
            let (indices, cycles) = (numbers(vm, &picks.indices), numbers(vm, cycles));
            (vm.own(picks.pool), Some(vm.pack(vec![indices, cycles])))
        }
    };
    let args = vm.pack(vec![pool, length]);
    recipe(vm, this, args, state)
}
fn product(vm: &mut Vm, this: ObjId, picks: &Picks) -> Res {
    if picks.stopped {
        let args = vm.tuple_of(&[ids::EMPTY_TUPLE]);
        return recipe(vm, this, args, None);
    }
    let pools = vm.own(picks.pool);
    let state = picks.result.map(|_| numbers(vm, &picks.indices));
    recipe(vm, this, pools, state)
}
fn cycle(vm: &mut Vm, this: ObjId, iter: Option<ObjId>, saved: ObjId, index: usize, first_pass: bool) -> Res {
    let (iter, first_pass) = match iter {
        Some(iter) => (vm.own(iter), first_pass),
        None => {
            let iter = vm.iter(saved)?;
            if index != 0
                && let crate::object::Iter::List { index: place, .. } = vm.iter_data_mut(iter.id())
            {
                *place = index;
            }
            (iter, true)
        }
    };
    let args = vm.pack(vec![iter]);
    let (saved, flag) = (vm.own(saved), vm.new_bool(first_pass));
    let state = vm.pack(vec![saved, flag]);
    recipe(vm, this, args, Some(state))
}
fn islice(vm: &mut Vm, this: ObjId, iter: Option<ObjId>, [next, stop, step, count]: [i64; 4]) -> Res {
    let Some(iter) = iter else {
        let empty = vm.new_list(Vec::new());
        let iter = vm.iter(empty.id());
        vm.release(empty);
        let (iter, zero) = (iter?, vm.new_int(0));
        let args = vm.pack(vec![iter, zero]);
        let zero = vm.new_int(0);
        return recipe(vm, this, args, Some(zero));
    };
    let stop = if stop == -1 { vm.none() } else { vm.new_int(stop) };
    let (iter, next, step) = (vm.own(iter), vm.new_int(next), vm.new_int(step));
    let args = vm.pack(vec![iter, next, stop, step]);
    let count = vm.new_int(count);
    recipe(vm, this, args, Some(count))
}

/// A state's items, or TypeError; their number is checked as `PyArg_ParseTuple` checks it.
fn items(vm: &mut Vm, state: ObjId, min: usize, max: usize) -> Res<Vec<ObjId>> {
    let Some(items) = vm.as_tuple(state).map(<[ObjId]>::to_vec) else {
        return Err(vm.type_error("state is not a tuple"));
    };
    if (min..=max).contains(&items.len()) {
        return Ok(items);
    }
    let kind = match (min == max, items.len() < min) {
        (true, _) => "exactly",
        (_, true) => "at least",
        (_, false) => "at most",
    };
    let bound = if items.len() < min { min } else { max };
    let plural = if bound == 1 { "" } else { "s" };
    let message = format!("function takes {kind} {bound} argument{plural} ({} given)", items.len());
    Err(vm.type_error(message))
}
/// Stores into a field of the iterator, which `place` finds; the value is borrowed.
fn store(
    vm: &mut Vm,
    this: ObjId,
    value: ObjId,
    place: impl FnOnce(&mut Tool) -> Option<&mut Option<ObjId>>,
) {
    vm.incref(value);
    let old = vm.tool_mut(this).and_then(place).map(|p| p.replace(value));
    match old {
        Some(old) => vm.decref_opt(old),
        None => vm.decref(value),
    }
}

pub fn setstate(vm: &mut Vm, this: ObjId, state: ObjId) -> Res {
    deprecated(vm)?;
    match vm.tool(this).clone() {
        Tool::Accumulate { .. } => store(vm, this, state, |t| match t {
            Tool::Accumulate { total, .. } => Some(total),
            _ => None,
        }),
        Tool::Chain { .. } => set_chain(vm, this, state)?,
        Tool::Combinations(picks) => set_combinations(vm, this, state, *picks)?,
        Tool::Permutations { picks, cycles } => set_permutations(vm, this, state, *picks, cycles)?,
        Tool::Product(picks) => set_product(vm, this, state, *picks)?,
        Tool::Cycle { saved: old, .. } => {
            let parts = items(vm, state, 2, 2)?;
            if vm.as_list(parts[0]).is_none() {
                let message = format!("argument 1 must be list, not {}", vm.argument_class(parts[0]));
                return Err(vm.type_error(message));
            }
            let flag = vm.word_argument(parts[1])? != 0;
            vm.incref(parts[0]);
            if let Some(Tool::Cycle { saved, index, first_pass, .. }) = vm.tool_mut(this) {
                (*saved, *index, *first_pass) = (parts[0], 0, flag);
            }
            vm.decref(old);
        }
        Tool::Dropwhile { .. } | Tool::Takewhile { .. } => {
            let flag = vm.truth(state)?;
            if let Some(Tool::Dropwhile { started: place, .. } | Tool::Takewhile { stopped: place, .. }) =
                vm.tool_mut(this)
            {
                *place = flag;
            }
        }
        Tool::Groupby { .. } => {
            let parts = items(vm, state, 3, 3)?;
            parts.iter().for_each(|&p| vm.incref(p));
            if let Some(Tool::Groupby { key, value, target, .. }) = vm.tool_mut(this) {
                let old = [key.replace(parts[0]), value.replace(parts[1]), target.replace(parts[2])];
                vm.decref_all(old.into_iter().flatten());
            }
        }
        Tool::Islice { .. } => {
            let wanted = vm.word_argument(state)?;
            if let Some(Tool::Islice { count, .. }) = vm.tool_mut(this) {
                *count = wanted;
            }
        }
        Tool::Tee { data: old, .. } => {
            let parts = items(vm, state, 2, 2)?;
            let is_data =
                matches!(vm.payload(parts[0]), Payload::Data(d) if matches!(**d, NativeData::TeeData(_)));
            if !is_data {
                let message =
                    format!("argument 1 must be itertools._tee_dataobject, not {}", vm.class_name(parts[0]));
                return Err(vm.type_error(message));
            }
            let index = match usize::try_from(vm.word_argument(parts[1])?) {
                Ok(index) if index <= tee::LINK => index,
                _ => return Err(vm.value_error("Index out of range")),
            };
            vm.incref(parts[0]);
            if let Some(place) = vm.tool_mut(this) {
                *place = Tool::Tee { data: parts[0], index };
            }
            vm.decref(old);
        }
        Tool::ZipLongest { fill: old, .. } => {
            vm.incref(state);
            if let Some(Tool::ZipLongest { fill, .. }) = vm.tool_mut(this) {
                *fill = state;
            }
            vm.decref(old);
        }
        _ => {}
    }
    Ok(vm.none())
}
fn set_chain(vm: &mut Vm, this: ObjId, state: ObjId) -> Res<()> {
    let parts = items(vm, state, 1, 2)?;
    if parts.iter().any(|&p| vm.slot_of(p, crate::object::typ::Slot::Next).is_none()) {
        return Err(vm.type_error("Arguments must be iterators."));
    }
    parts.iter().for_each(|&p| vm.incref(p));
    if let Some(Tool::Chain { source, active }) = vm.tool_mut(this) {
        let old = [source.replace(parts[0]), std::mem::replace(active, parts.get(1).copied())];
        vm.decref_all(old.into_iter().flatten());
    }
    Ok(())
}
/// Indices from a state, each kept between bounds.
fn clamped(vm: &mut Vm, state: ObjId, bounds: impl Fn(usize) -> (i64, i64)) -> Res<Vec<usize>> {
    let values = vm.sequence_items(state).to_vec();
    let mut indices = Vec::with_capacity(values.len());
    for (i, value) in values.into_iter().enumerate() {
        let (low, high) = bounds(i);
        indices.push(vm.word_argument(value)?.min(high).max(low) as usize);
    }
    Ok(indices)
}
fn invalid(vm: &mut Vm) -> crate::vm::Unwind {
    vm.value_error("invalid arguments")
}
/// Puts an odometer back with new indices and the result that belongs to them.
fn restart(vm: &mut Vm, picks: &mut Picks, length: usize) -> Option<ObjId> {
    let items: Option<Vec<ObjId>> = (0..length)
        .map(|i| {
            let pool = if picks.nested { vm.sequence_items(picks.pool)[i] } else { picks.pool };
            vm.sequence_items(pool).get(picks.indices[i]).copied()
        })
        .collect();
    let result = vm.tuple_of(&items?).into_id();
    picks.result.replace(result)
}
fn set_combinations(vm: &mut Vm, this: ObjId, state: ObjId, mut picks: Picks) -> Res<()> {
    let (n, r) = (vm.sequence_items(picks.pool).len() as i64, picks.indices.len());
    if vm.as_tuple(state).is_none_or(|t| t.len() != r) {
        return Err(invalid(vm));
    }
    let again = picks.again;
    picks.indices = clamped(vm, state, |i| (0, if again { n - 1 } else { i as i64 + n - r as i64 }))?;
    let old = restart(vm, &mut picks, r);
    if let Some(place) = vm.tool_mut(this) {
        *place = Tool::Combinations(Box::new(picks));
    }
    vm.decref_opt(old);
    Ok(())
}
fn set_product(vm: &mut Vm, this: ObjId, state: ObjId, mut picks: Picks) -> Res<()> {
    let sizes: Vec<usize> =
        vm.sequence_items(picks.pool).iter().map(|&p| vm.sequence_items(p).len()).collect();
    if vm.as_tuple(state).is_none_or(|t| t.len() != sizes.len()) {
        return Err(invalid(vm));
    }
    let mut old = None;
    if sizes.contains(&0) {
        picks.stopped = true;
    } else {
        picks.indices = clamped(vm, state, |i| (0, sizes[i] as i64 - 1))?;
        old = restart(vm, &mut picks, sizes.len());
    }
    if let Some(place) = vm.tool_mut(this) {
        *place = Tool::Product(Box::new(picks));
    }
    vm.decref_opt(old);
    Ok(())
}
fn set_permutations(
    vm: &mut Vm,
    this: ObjId,
    state: ObjId,
    mut picks: Picks,
    mut cycles: Box<[usize]>,
) -> Res<()> {
    let parts = items(vm, state, 2, 2)?;
    let (n, r) = (picks.indices.len(), cycles.len());
    for (i, &part) in parts.iter().enumerate() {
        if vm.as_tuple(part).is_none() {
            let message = format!("argument {} must be tuple, not {}", i + 1, vm.argument_class(part));
            return Err(vm.type_error(message));
        }
    }
    if vm.sequence_items(parts[0]).len() != n || vm.sequence_items(parts[1]).len() != r {
        return Err(invalid(vm));
    }
    picks.indices = clamped(vm, parts[0], |_| (0, n as i64 - 1))?;
    cycles = clamped(vm, parts[1], |i| (1, n as i64 - i as i64))?.into();
    if r > n {
        return Ok(());
    }
    let old = restart(vm, &mut picks, r);
    if let Some(place) = vm.tool_mut(this) {
        *place = Tool::Permutations { picks: Box::new(picks), cycles };
    }
    vm.decref_opt(old);
    Ok(())
}
