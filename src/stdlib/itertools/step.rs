//! One step of each iterator.

use super::{group, picks, tee};
use crate::heap::{ObjId, Owned};
use crate::object::{Payload, Tool, ids};
use crate::vm::binary::op;
use crate::vm::call::Held;
use crate::vm::{Args, Res, Vm};

/// The next value; `None` at the end.
pub fn advance(vm: &mut Vm, this: ObjId) -> Res<Option<Owned>> {
    match *vm.tool(this) {
        Tool::Done => Ok(None),
        Tool::Count { number, big, step } => count(vm, this, number, big, step),
        Tool::Repeat { element, left } => {
            if left == 0 {
                return Ok(None);
            }
            if let Some(Tool::Repeat { left: left @ 1.., .. }) = vm.tool_mut(this) {
                *left -= 1;
            }
            Ok(Some(vm.own(element)))
        }
        Tool::Chain { .. } => chain(vm, this),
        Tool::Islice { iter: Some(iter), stop, .. } => islice(vm, this, iter, stop),
        Tool::Accumulate { iter, func, initial, .. } => accumulate(vm, this, iter, func, initial),
        Tool::Batched { iter: Some(iter), size, strict } => batched(vm, this, iter, size, strict),
        Tool::Batched { iter: None, .. } | Tool::Islice { iter: None, .. } => Ok(None),
        Tool::Combinations(_) | Tool::Permutations { .. } | Tool::Product(_) => Ok(picks::advance(vm, this)),
        Tool::Compress { data, selectors } => compress(vm, data, selectors),
        Tool::Cycle { iter, saved, index, first_pass } => cycle(vm, this, iter, saved, index, first_pass),
        Tool::Dropwhile { func, iter, started } => dropwhile(vm, this, func, iter, started),
        Tool::Takewhile { func, iter, stopped } => takewhile(vm, this, func, iter, stopped),
        Tool::Filterfalse { func, iter } => filterfalse(vm, func, iter),
        Tool::Starmap { func, iter } => starmap(vm, func, iter),
        Tool::Groupby { .. } => group::next_group(vm, this),
        Tool::Grouper { parent, target } => group::next_member(vm, this, parent, target),
        Tool::Pairwise { iter, old, .. } => pairwise(vm, this, iter, old),
        Tool::Tee { data, index } => tee::advance(vm, this, data, index),
        Tool::ZipLongest { iters, result, .. } => zip_longest(vm, this, iters, result),
        // Other modules' iterators: see `stdlib::advance_tool`.
        Tool::Deque { .. } | Tool::OrderedDict(_) | Tool::Formatter { .. } | Tool::FieldName { .. } => {
            Ok(None)
        }
    }
}

fn count(vm: &mut Vm, this: ObjId, number: i64, big: Option<ObjId>, step: ObjId) -> Res<Option<Owned>> {
    let current = match big {
        None if number != i64::MAX => {
            if let Some(Tool::Count { number, .. }) = vm.tool_mut(this) {
                *number += 1;
            }
            return Ok(Some(vm.new_int(number)));
        }
        None => {
            let last = vm.new_int(i64::MAX).into_id();
            if let Some(Tool::Count { big, .. }) = vm.tool_mut(this) {
                *big = Some(last);
            }
            last
        }
        Some(big) => big,
    };
    let next = vm.binary(op::ADD, current, step)?;
    match vm.tool_mut(this) {
        Some(Tool::Count { big, .. }) => Ok(big.replace(next.into_id()).map(Owned::new)),
        _ => {
            vm.release(next);
            Ok(None)
        }
    }
}

fn chain(vm: &mut Vm, this: ObjId) -> Res<Option<Owned>> {
    let mut round = 0;
    loop {
        let &Tool::Chain { source: Some(source), active } = vm.tool(this) else { return Ok(None) };
        let active = match active {
            Some(active) => active,
            None => match next_active(vm, source) {
                Ok(Some(iter)) => {
                    let iter = iter.into_id();
                    if let Some(Tool::Chain { active, .. }) = vm.tool_mut(this) {
                        let old = active.replace(iter);
                        vm.decref_opt(old);
                    }
                    iter
                }
                end => {
                    if let Some(Tool::Chain { source, .. }) = vm.tool_mut(this) {
                        let old = source.take();
                        vm.decref_opt(old);
                    }
                    return end;
                }
            },
        };
        if let Some(item) = vm.next(active)? {
            return Ok(Some(item));
        }
        if let Some(Tool::Chain { active, .. }) = vm.tool_mut(this) {
            let old = active.take();
            vm.decref_opt(old);
        }
        vm.poll_round(round)?;
        round += 1;
    }
}
/// An iterator over the next of chain's iterables.
fn next_active(vm: &mut Vm, source: ObjId) -> Res<Option<Owned>> {
    let Some(iterable) = vm.next(source)? else { return Ok(None) };
    let iter = vm.iter(iterable.id());
    vm.release(iterable);
    iter.map(Some)
}

fn islice(vm: &mut Vm, this: ObjId, iter: ObjId, stop: i64) -> Res<Option<Owned>> {
    let item = islice_item(vm, this, iter, stop);
    if let Some(Tool::Islice { iter, next, step, count, .. }) = vm.tool_mut(this) {
        if let Ok(Some(_)) = item {
            *count += 1;
            *next = match next.checked_add(*step) {
                Some(n) if stop == -1 || n <= stop => n,
                _ => stop,
            };
        } else {
            let ended = iter.take();
            vm.decref_opt(ended);
        }
    }
    item
}
fn islice_item(vm: &mut Vm, this: ObjId, iter: ObjId, stop: i64) -> Res<Option<Owned>> {
    let mut round = 0;
    loop {
        let &Tool::Islice { next, count, .. } = vm.tool(this) else { return Ok(None) };
        if count >= next {
            return if stop != -1 && count >= stop { Ok(None) } else { vm.next(iter) };
        }
        let Some(skipped) = vm.next(iter)? else { return Ok(None) };
        vm.release(skipped);
        if let Some(Tool::Islice { count, .. }) = vm.tool_mut(this) {
            *count += 1;
        }
        vm.poll_round(round)?;
        round += 1;
    }
}

fn accumulate(
    vm: &mut Vm,
    this: ObjId,
    iter: ObjId,
    func: Option<ObjId>,
    initial: Option<ObjId>,
) -> Res<Option<Owned>> {
    if initial.is_some() {
        if let Some(Tool::Accumulate { initial, total, .. }) = vm.tool_mut(this) {
            *total = initial.take();
        }
        return Ok(initial.map(|i| vm.own(i)));
    }
    let Some(item) = vm.next(iter)? else { return Ok(None) };
    let &Tool::Accumulate { total, .. } = vm.tool(this) else { return Ok(Some(item)) };
    let sum = match (total, func) {
        (None, _) => item,
        (Some(total), func) => {
            let sum = match func {
                None => vm.binary(op::ADD, total, item.id()),
                Some(func) => vm.call(func, &[total, item.id()]),
            };
            vm.release(item);
            sum?
        }
    };
    if let Some(Tool::Accumulate { total, .. }) = vm.tool_mut(this) {
        let old = total.replace(sum.id());
        vm.own_also(&sum);
        vm.decref_opt(old);
    }
    Ok(Some(sum))
}

fn batched(vm: &mut Vm, this: ObjId, iter: ObjId, size: usize, strict: bool) -> Res<Option<Owned>> {
    let mut items = Vec::new();
    let outcome = loop {
        if items.len() == size {
            return Ok(Some(vm.pack(items)));
        }
        match vm.next(iter) {
            Ok(Some(item)) => items.push(item),
            Ok(None) => break Ok(()),
            Err(e) => break Err(e),
        }
        if let Err(e) = vm.poll_round(items.len()) {
            break Err(e);
        }
    };
    if outcome.is_ok() && !items.is_empty() && !strict {
        return Ok(Some(vm.pack(items)));
    }
    if let Some(Tool::Batched { iter, .. }) = vm.tool_mut(this) {
        let ended = iter.take();
        vm.decref_opt(ended);
    }
    let missing = !items.is_empty();
    vm.release_all(items);
    outcome?;
    if missing { Err(vm.value_error("batched(): incomplete batch")) } else { Ok(None) }
}

fn compress(vm: &mut Vm, data: ObjId, selectors: ObjId) -> Res<Option<Owned>> {
    let mut round = 0;
    loop {
        let Some(item) = vm.next(data)? else { return Ok(None) };
        let wanted = match vm.next(selectors) {
            Ok(Some(selector)) => {
                let truth = vm.truth(selector.id());
                vm.release(selector);
                truth
            }
            end => {
                vm.release(item);
                return end;
            }
        };
        match wanted {
            Ok(true) => return Ok(Some(item)),
            Ok(false) => vm.release(item),
            Err(e) => {
                vm.release(item);
                return Err(e);
            }
        }
        vm.poll_round(round)?;
        round += 1;
    }
}

fn cycle(
    vm: &mut Vm,
    this: ObjId,
    iter: Option<ObjId>,
    saved: ObjId,
    index: usize,
    first_pass: bool,
) -> Res<Option<Owned>> {
    if let Some(iter) = iter {
        if let Some(item) = vm.next(iter)? {
            if !first_pass && let Some(list) = vm.as_list_mut(saved) {
                list.push(item.id());
                vm.own_also(&item);
            }
            return Ok(Some(item));
        }
        if let Some(Tool::Cycle { iter, .. }) = vm.tool_mut(this) {
            let ended = iter.take();
            vm.decref_opt(ended);
        }
    }
    let Some(list) = vm.as_list(saved) else { return Ok(None) };
    let (item, count) = (list.get(index).copied(), list.len());
    if let Some(Tool::Cycle { index, .. }) = vm.tool_mut(this) {
        *index = if *index + 1 >= count { 0 } else { *index + 1 };
    }
    Ok(item.map(|i| vm.own(i)))
}

/// Is the function's answer for the item true?
fn holds(vm: &mut Vm, func: ObjId, item: ObjId) -> Res<bool> {
    let answer = vm.call(func, &[item])?;
    let truth = vm.truth(answer.id());
    vm.release(answer);
    truth
}

fn dropwhile(vm: &mut Vm, this: ObjId, func: ObjId, iter: ObjId, started: bool) -> Res<Option<Owned>> {
    let mut round = 0;
    loop {
        let Some(item) = vm.next(iter)? else { return Ok(None) };
        if started {
            return Ok(Some(item));
        }
        match holds(vm, func, item.id()) {
            Ok(true) => vm.release(item),
            Ok(false) => {
                if let Some(Tool::Dropwhile { started, .. }) = vm.tool_mut(this) {
                    *started = true;
                }
                return Ok(Some(item));
            }
            Err(e) => {
                vm.release(item);
                return Err(e);
            }
        }
        vm.poll_round(round)?;
        round += 1;
    }
}
fn takewhile(vm: &mut Vm, this: ObjId, func: ObjId, iter: ObjId, stopped: bool) -> Res<Option<Owned>> {
    if stopped {
        return Ok(None);
    }
    let Some(item) = vm.next(iter)? else { return Ok(None) };
    match holds(vm, func, item.id()) {
        Ok(true) => Ok(Some(item)),
        Ok(false) => {
            vm.release(item);
            if let Some(Tool::Takewhile { stopped, .. }) = vm.tool_mut(this) {
                *stopped = true;
            }
            Ok(None)
        }
        Err(e) => {
            vm.release(item);
            Err(e)
        }
    }
}
fn filterfalse(vm: &mut Vm, func: ObjId, iter: ObjId) -> Res<Option<Owned>> {
    let plain = func == ids::NONE || func == ids::types::BOOL;
    let mut round = 0;
    loop {
        let Some(item) = vm.next(iter)? else { return Ok(None) };
        let truth = if plain { vm.truth(item.id()) } else { holds(vm, func, item.id()) };
        match truth {
            Ok(false) => return Ok(Some(item)),
            Ok(true) => vm.release(item),
            Err(e) => {
                vm.release(item);
                return Err(e);
            }
        }
        vm.poll_round(round)?;
        round += 1;
    }
}
fn starmap(vm: &mut Vm, func: ObjId, iter: ObjId) -> Res<Option<Owned>> {
    let Some(item) = vm.next(iter)? else { return Ok(None) };
    let args = if vm.as_tuple(item.id()).is_some() {
        item
    } else {
        let args = vm.sequence_tuple(item.id());
        vm.release(item);
        args?
    };
    let items = vm.sequence_items(args.id()).to_vec();
    let result = vm.call_held(func, Args::positional(&items), Held::Tuple(Some(args.id())));
    vm.release(args);
    result.map(Some)
}

/// Ends a pairwise iterator.
fn end_pairs(vm: &mut Vm, this: ObjId) {
    if let Some(Tool::Pairwise { iter, old, .. }) = vm.tool_mut(this) {
        let parts = [iter.take(), old.take()];
        vm.decref_all(parts.into_iter().flatten());
    }
}
fn pairwise(vm: &mut Vm, this: ObjId, iter: Option<ObjId>, old: Option<ObjId>) -> Res<Option<Owned>> {
    let Some(mut iter) = iter else { return Ok(None) };
    let mut first = old;
    if first.is_none() {
        let item = vm.next(iter);
        let got = match &item {
            Ok(Some(item)) => Some(item.id()),
            _ => None,
        };
        if let Some(Tool::Pairwise { old, .. }) = vm.tool_mut(this) {
            let replaced = std::mem::replace(old, got);
            vm.decref_opt(replaced);
        }
        match item {
            Ok(Some(item)) => {
                first = Some(item.into_id());
            }
            Ok(None) => {
                end_iter(vm, this);
                return Ok(None);
            }
            Err(e) => {
                end_iter(vm, this);
                return Err(e);
            }
        }
        match *vm.tool(this) {
            Tool::Pairwise { iter: Some(still), .. } => iter = still,
            _ => {
                end_pairs(vm, this);
                return Ok(None);
            }
        }
    }
    let Some(first) = first else { return Ok(None) };
    let first = vm.own(first);
    let second = match vm.next(iter) {
        Ok(Some(second)) => second,
        end => {
            end_pairs(vm, this);
            vm.release(first);
            return end;
        }
    };
    let &Tool::Pairwise { result, .. } = vm.tool(this) else {
        vm.release(first);
        vm.release(second);
        return Ok(None);
    };
    vm.own_also(&second);
    let newest = second.id();
    let pair = vm.reuse_pair(result, [first, second]);
    if let Some(Tool::Pairwise { old, .. }) = vm.tool_mut(this) {
        let replaced = old.replace(newest);
        vm.decref_opt(replaced);
    } else {
        vm.decref(newest);
    }
    Ok(Some(pair))
}
fn end_iter(vm: &mut Vm, this: ObjId) {
    if let Some(Tool::Pairwise { iter, .. }) = vm.tool_mut(this) {
        let ended = iter.take();
        vm.decref_opt(ended);
    }
}

fn zip_longest(vm: &mut Vm, this: ObjId, iters: ObjId, result: ObjId) -> Res<Option<Owned>> {
    let count = vm.sequence_items(iters).len();
    if count == 0 || matches!(vm.tool(this), Tool::ZipLongest { active: 0, .. }) {
        return Ok(None);
    }
    // While only the iterator holds its last tuple, that is filled anew, item by item.
    let tuple =
        if vm.state.heap.count(result) == 1 { vm.own(result) } else { vm.new_tuple(vec![ids::NONE; count]) };
    for i in 0..count {
        let item = match longest_item(vm, this, iters, i) {
            Ok(Some(item)) => item.into_id(),
            end => {
                if let Some(Tool::ZipLongest { active, .. }) = vm.tool_mut(this) {
                    *active = 0;
                }
                vm.release(tuple);
                return end;
            }
        };
        if let Payload::Tuple(places) = vm.payload_mut(tuple.id()) {
            let old = std::mem::replace(&mut places[i], item);
            vm.decref(old);
        }
    }
    vm.state.gc.track(tuple.id());
    Ok(Some(tuple))
}
/// The item from iterator number `i`, or what stands for it; `None` once all have ended.
fn longest_item(vm: &mut Vm, this: ObjId, iters: ObjId, i: usize) -> Res<Option<Owned>> {
    let inner = vm.sequence_items(iters)[i];
    if inner != ids::NONE
        && let Some(item) = vm.next(inner)?
    {
        return Ok(Some(item));
    }
    let (left, fill) = match vm.tool_mut(this) {
        Some(Tool::ZipLongest { active, fill, .. }) => {
            if inner != ids::NONE {
                *active = active.saturating_sub(1);
            }
            (*active, *fill)
        }
        _ => return Ok(None),
    };
    if left == 0 {
        return Ok(None);
    }
    if inner != ids::NONE
        && let Payload::Tuple(places) = vm.payload_mut(iters)
    {
        places[i] = ids::NONE;
        vm.decref(inner);
    }
    Ok(Some(vm.own(fill)))
}
