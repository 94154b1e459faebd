//! product, combinations and permutations: odometers over pools of items.

use super::types;
use crate::heap::{ObjId, Owned};
use crate::object::ids;
use crate::object::tool::Picks;
use crate::object::{Payload, Tool};
use crate::types::support::MAX_ITEMS;
use crate::vm::{Args, Res, Vm};

fn picks(pool: Owned, indices: Vec<usize>, stopped: bool) -> Picks {
    Picks { pool: pool.into_id(), indices, result: None, stopped, again: false, nested: false }
}

pub fn product(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let [repeat] = vm.bind("product", Args { pos: &[], kw: args.kw }, ["repeat"], 0, 0)?;
    let repeat = match repeat {
        Some(repeat) => vm.word_argument(repeat)?,
        None => 1,
    };
    if repeat < 0 {
        return Err(vm.value_error("repeat argument cannot be negative"));
    }
    let given = if repeat == 0 { &[] } else { args.pos };
    let total = match given.len().checked_mul(repeat as usize) {
        Some(total) if total <= i64::MAX as usize / 8 => total,
        _ => return Err(vm.overflow_error("repeat argument too large")),
    };
    if total > MAX_ITEMS {
        return Err(vm.memory_error());
    }
    let mut pools = Vec::with_capacity(total);
    for &iterable in given {
        match vm.sequence_tuple(iterable) {
            Ok(pool) => pools.push(pool),
            Err(e) => {
                vm.release_all(pools);
                return Err(e);
            }
        }
    }
    for i in given.len()..total {
        pools.push(vm.own(pools[i - given.len()].id()));
    }
    let pools = vm.pack(pools);
    let picks = Picks { nested: true, ..picks(pools, vec![0; total], false) };
    Ok(vm.new_tool(class, types::PRODUCT, Tool::Product(Box::new(picks))))
}

/// The pool and the length of what is picked from it.
fn pool_and_length(vm: &mut Vm, args: Args<'_>, name: &str) -> Res<(Owned, usize)> {
    let [iterable, r] = vm.bind(name, args, ["iterable", "r"], 2, 2)?;
    let r = vm.word_argument(r.unwrap_or(ids::NONE))?;
    let pool = vm.sequence_tuple(iterable.unwrap_or(ids::NONE))?;
    if r < 0 {
        vm.release(pool);
        return Err(vm.value_error("r must be non-negative"));
    }
    if r as usize > MAX_ITEMS {
        vm.release(pool);
        return Err(vm.memory_error());
    }
    Ok((pool, r as usize))
}
pub fn combinations(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let (pool, r) = pool_and_length(vm, args, "combinations")?;
    let stopped = r > vm.sequence_items(pool.id()).len();
    let tool = Tool::Combinations(Box::new(picks(pool, (0..r).collect(), stopped)));
    Ok(vm.new_tool(class, types::COMBINATIONS, tool))
}
pub fn combinations_with_replacement(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let (pool, r) = pool_and_length(vm, args, "combinations_with_replacement")?;
    let stopped = vm.sequence_items(pool.id()).is_empty() && r > 0;
    let picks = Picks { again: true, ..picks(pool, vec![0; r], stopped) };
    let tool = Tool::Combinations(Box::new(picks));
    Ok(vm.new_tool(class, types::COMBINATIONS_WITH_REPLACEMENT, tool))
}
pub fn permutations(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let [iterable, r] = vm.bind("permutations", args, ["iterable", "r"], 1, 2)?;
    let pool = vm.sequence_tuple(iterable.unwrap_or(ids::NONE))?;
    let n = vm.sequence_items(pool.id()).len();
    let r = match r.filter(|&r| r != ids::NONE) {
        None => Ok(n as i64),
        Some(r) if vm.is_int(r) => vm.word_argument(r),
        Some(_) => Err(vm.type_error("Expected int as r")),
    };
    let r = match r {
        Ok(r) if r < 0 => Err(vm.value_error("r must be non-negative")),
        Ok(r) if r as usize > MAX_ITEMS => Err(vm.memory_error()),
        Ok(r) => Ok(r as usize),
        Err(e) => Err(e),
    };
    let r = match r {
        Ok(r) => r,
        Err(e) => {
            vm.release(pool);
            return Err(e);
        }
    };
    let cycles = (0..r).map(|i| n.saturating_sub(i)).collect();
    let tool = Tool::Permutations { picks: Box::new(picks(pool, (0..n).collect(), r > n)), cycles };
    Ok(vm.new_tool(class, types::PERMUTATIONS, tool))
}

pub fn sizeof(vm: &mut Vm, this: ObjId) -> Res {
    let words = match vm.tool(this) {
        Tool::Combinations(p) => 5 + p.indices.len(),
        Tool::Product(p) => 4 + p.indices.len(),
        Tool::Permutations { picks, cycles } => 6 + picks.indices.len() + cycles.len(),
        _ => 0,
    };
    Ok(vm.new_int(16 + 8 * words as i64))
}

/// The next tuple; `None` at the end.
pub fn advance(vm: &mut Vm, this: ObjId) -> Option<Owned> {
    // The odometer is taken out while it turns; nothing of the program runs meanwhile.
    let tool = std::mem::replace(vm.tool_mut(this)?, Tool::Done);
    let mut replaced = Vec::new();
    let (tool, result) = match tool {
        Tool::Product(mut picks) => {
            let result = turn(vm, &mut picks, None, &mut replaced, |vm, p, _| next_product(vm, p));
            (Tool::Product(picks), result)
        }
        Tool::Combinations(mut picks) => {
            let result = turn(vm, &mut picks, None, &mut replaced, |vm, p, _| next_combination(vm, p));
            (Tool::Combinations(picks), result)
        }
        Tool::Permutations { mut picks, mut cycles } => {
            let result =
                turn(vm, &mut picks, Some(&mut cycles), &mut replaced, |_, p, c| next_permutation(p, c));
            (Tool::Permutations { picks, cycles }, result)
        }
        other => (other, None),
    };
    if let Some(place) = vm.tool_mut(this) {
        *place = tool;
    }
    vm.decref_all(replaced);
    result
}

/// Which places of the result change, if there is a next one.
type Changed = Option<std::ops::Range<usize>>;

/// Makes the first result, or turns the odometer and brings the last result up to date.
fn turn(
    vm: &mut Vm,
    picks: &mut Picks,
    cycles: Option<&mut Box<[usize]>>,
    replaced: &mut Vec<ObjId>,
    next: impl FnOnce(&mut Vm, &mut Picks, &mut [usize]) -> Changed,
) -> Option<Owned> {
    if picks.stopped {
        return None;
    }
    let length = cycles.as_ref().map_or(picks.indices.len(), |c| c.len());
    let item = |vm: &Vm, picks: &Picks, i: usize| {
        let pool = if picks.nested { vm.sequence_items(picks.pool)[i] } else { picks.pool };
        vm.sequence_items(pool).get(picks.indices[i]).copied()
    };
    let Some(last) = picks.result else {
        let items: Option<Vec<ObjId>> = (0..length).map(|i| item(vm, picks, i)).collect();
        let Some(items) = items else {
            picks.stopped = true;
            return None;
        };
        let result = vm.tuple_of(&items);
        vm.own_also(&result);
        picks.result = Some(result.id());
        return Some(result);
    };
    if cycles.is_some() && picks.indices.is_empty() {
        picks.stopped = true;
        return None;
    }
    // The last result is given up even if there is no next one.
    let result = if vm.state.heap.count(last) == 1 {
        vm.state.gc.track(last);
        last
    } else {
        let items = vm.sequence_items(last).to_vec();
        let copy = vm.tuple_of(&items).into_id();
        picks.result = Some(copy);
        replaced.push(last);
        copy
    };
    let changed = next(vm, picks, cycles.map_or(&mut [], |c| &mut c[..]));
    let Some(changed) = changed else {
        picks.stopped = true;
        return None;
    };
    for i in changed {
        let Some(new) = item(vm, picks, i) else { continue };
        vm.incref(new);
        if let Payload::Tuple(places) = vm.payload_mut(result) {
            replaced.push(std::mem::replace(&mut places[i], new));
        }
    }
    Some(vm.own(result))
}

fn next_product(vm: &mut Vm, picks: &mut Picks) -> Changed {
    let count = picks.indices.len();
    for i in (0..count).rev() {
        picks.indices[i] += 1;
        let pool = vm.sequence_items(picks.pool)[i];
        if picks.indices[i] < vm.sequence_items(pool).len() {
            return Some(i..count);
        }
        picks.indices[i] = 0;
    }
    None
}
fn next_combination(vm: &mut Vm, picks: &mut Picks) -> Changed {
    let (n, r) = (vm.sequence_items(picks.pool).len(), picks.indices.len());
    let again = picks.again;
    let last = |i: usize| if again { n - 1 } else { i + n - r };
    let i = (0..r).rev().find(|&i| picks.indices[i] != last(i))?;
    let start = picks.indices[i] + 1;
    for j in i..r {
        picks.indices[j] = if again { start } else { start + j - i };
    }
    Some(i..r)
}
fn next_permutation(picks: &mut Picks, cycles: &mut [usize]) -> Changed {
    let (n, r) = (picks.indices.len(), cycles.len());
    if n == 0 {
        return None;
    }
    for i in (0..r).rev() {
        cycles[i] -= 1;
        if cycles[i] == 0 {
            picks.indices[i..].rotate_left(1);
            cycles[i] = n - i;
        } else {
            picks.indices.swap(i, n - cycles[i]);
            return Some(i..r);
        }
    }
    None
}
