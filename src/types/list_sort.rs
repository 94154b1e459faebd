//! `list.sort`: the adaptive merge sort that CPython describes in `Objects/listsort.txt`, with its
//! comparisons in its order, since a program can watch them.

use super::list::items_mut;
use crate::heap::{ObjId, tokens};
use crate::object::Items;
use crate::object::Payload;
use crate::object::ids::{self, types};
use crate::object::typ::Slot;
use crate::vm::compare::op;
use crate::vm::{Res, Vm};

/// Runs win this often in a row before galloping starts, and must go on so for it to last.
const MIN_GALLOP: usize = 7;
const MAX_MINRUN: usize = 64;

/// What is compared, and what is sorted with it (the same object where there is no key function).
#[derive(Clone, Copy)]
struct Item {
    key: ObjId,
    value: ObjId,
}

/// How two keys are compared: what is known about all of them beforehand.
#[derive(Clone, Copy)]
struct Order {
    /// Every key (or every key's first item, for tuples) is of one type.
    uniform: bool,
    /// Every key is a tuple with items.
    tuples: bool,
    /// The first items of those tuples are tuples.
    nested: bool,
}

impl Order {
    fn of(vm: &Vm, items: &[Item]) -> Order {
        let filled = |key: ObjId| vm.type_of(key) == types::TUPLE && !vm.sequence_items(key).is_empty();
        let first = |key: ObjId| vm.type_of(vm.sequence_items(key)[0]);
        let tuples = items.iter().all(|i| filled(i.key));
        if tuples {
            let ty = first(items[0].key);
            let uniform = items.iter().all(|i| first(i.key) == ty);
            return Order { uniform, tuples, nested: ty == types::TUPLE };
        }
        let ty = vm.type_of(items[0].key);
        // A list that starts with a filled tuple counts as mixed even if only empty ones follow.
        let uniform = !filled(items[0].key) && items.iter().all(|i| vm.type_of(i.key) == ty);
        Order { uniform, tuples, nested: false }
    }

    /// `x < y`
    fn less(self, vm: &mut Vm, x: ObjId, y: ObjId) -> Res<bool> {
        if !self.tuples {
            return self.plain_less(vm, x, y);
        }
        let mut i = 0;
        loop {
            let (a, b) = (vm.sequence_items(x), vm.sequence_items(y));
            let (Some(&left), Some(&right)) = (a.get(i), b.get(i)) else { return Ok(a.len() < b.len()) };
            if !vm.equal(left, right)? {
                return if i == 0 && !self.nested {
                    self.plain_less(vm, left, right)
                } else {
                    vm.compare_bool(op::LT, left, right)
                };
            }
            i += 1;
        }
    }
    fn plain_less(self, vm: &mut Vm, x: ObjId, y: ObjId) -> Res<bool> {
        match (vm.payload(x), vm.payload(y)) {
            (Payload::Int(a), Payload::Int(b)) => return Ok(a < b),
            (Payload::Float(a), Payload::Float(b)) => return Ok(a < b),
            (Payload::Str(a), Payload::Str(b)) => return Ok(a.compare(b).is_lt()),
            _ => {}
        }
        // With keys of one type its method is asked directly, and the general way only then.
        if self.uniform
            && let Some(answer) = vm.call_special(x, Slot::Lt, &[y])
        {
            let answer = answer?;
            if answer.id() != ids::NOT_IMPLEMENTED {
                let truth = vm.truth(answer.id());
                vm.release(answer);
                return truth;
            }
            vm.release(answer);
        }
        vm.compare_bool(op::LT, x, y)
    }
}

/// The room of a list that is being sorted: as soon as anybody put something in and took it out
/// again, it is another one.
const UNTOUCHED: usize = 3;

/// Sorts the list in place. Meanwhile the list is empty; whatever happens, it ends with the items
/// it had.
pub fn sort(vm: &mut Vm, list: ObjId, key: Option<ObjId>, reverse: bool) -> Res<()> {
    let values = std::mem::replace(items_mut(vm, list), Items::with_room(Vec::new(), UNTOUCHED));
    let room = values.room();
    tokens::hold(values.iter().copied());
    let mut items = Vec::with_capacity(values.len());
    let mut result = Ok(());
    for (round, &value) in values.iter().enumerate() {
        let key = match key {
            Some(key) => match vm.poll_round(round).and_then(|()| vm.call(key, &[value])) {
                Ok(made) => {
                    tokens::hold([made.id()]);
                    made.into_id()
                }
                Err(e) => {
                    result = Err(e);
                    break;
                }
            },
            None => value,
        };
        items.push(Item { key, value });
    }
    if result.is_err() {
        tokens::let_go(items.iter().map(|i| i.key));
        vm.decref_all(items.into_iter().rev().map(|i| i.key));
        restore(vm, list, values);
        return result;
    }
    if items.len() > 1 {
        if reverse {
            // Equal items keep their order although the result is turned round.
            items.reverse();
        }
        let order = Order::of(vm, &items);
        let mut sorter = Sorter { items, order, min_gallop: MIN_GALLOP, pending: Vec::new() };
        result = sorter.run(vm);
        items = sorter.items;
    }
    if key.is_some() {
        tokens::let_go(items.iter().map(|i| i.key));
        vm.decref_all(items.iter().map(|i| i.key));
    }
    let left = items_mut(vm, list);
    if result.is_ok() && (!left.is_empty() || left.room() != UNTOUCHED) {
        result = Err(vm.value_error("list modified during sort"));
    }
    if reverse && items.len() > 1 {
        items.reverse();
    }
    restore(vm, list, Items::with_room(items.into_iter().map(|i| i.value).collect(), room));
    result
}
fn restore(vm: &mut Vm, list: ObjId, values: Items) {
    tokens::let_go(values.iter().copied());
    let intruders = std::mem::replace(items_mut(vm, list), values);
    vm.decref_all(intruders.into_iter().rev());
}

/// A sorted stretch that waits to be merged.
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    len: usize,
    /// Depth of the boundary to the next run in the ideal merge tree.
    power: u32,
}

struct Sorter {
    items: Vec<Item>,
    order: Order,
    min_gallop: usize,
    pending: Vec<Run>,
}

/// How a merge's loop ended.
enum Merged {
    /// One side is used up.
    Done,
    /// One item of the smaller side is left, which goes last.
    OneLeft,
}

impl Sorter {
    fn run(&mut self, vm: &mut Vm) -> Res<()> {
        let total = self.items.len();
        let minrun = min_run(total);
        let mut start = 0;
        while start < total {
            vm.poll()?;
            let mut len = self.count_run(vm, start, total)?;
            if len < minrun {
                let forced = minrun.min(total - start);
                self.insert_sorted(vm, start, forced, len)?;
                len = forced;
            }
            self.make_room(vm, len)?;
            self.pending.push(Run { start, len, power: 0 });
            start += len;
        }
        while self.pending.len() > 1 {
            let mut n = self.pending.len() - 2;
            if n > 0 && self.pending[n - 1].len < self.pending[n + 1].len {
                n -= 1;
            }
            self.merge_at(vm, n)?;
        }
        Ok(())
    }

    fn less(&self, vm: &mut Vm, i: usize, j: usize) -> Res<bool> {
        self.order.less(vm, self.items[i].key, self.items[j].key)
    }

    /// Length of the run that starts at `start`; a descending one is turned round, its equal
    /// stretches keeping their order.
    fn count_run(&mut self, vm: &mut Vm, start: usize, total: usize) -> Res<usize> {
        let mut n = start + 1;
        while n < total && !self.less(vm, n, n - 1)? {
            n += 1;
        }
        if n == total {
            return Ok(n - start);
        }
        if n > start + 1 {
            if self.less(vm, start, n - 1)? {
                return Ok(n - start);
            }
            // All equal so far, and then a smaller one: descending after all.
            self.items[start..n].reverse();
        }
        n += 1;
        // Items at the end of the run that equal the one before them.
        let mut equal = 0;
        while n < total {
            if self.less(vm, n, n - 1)? {
                self.turn_equal(n, &mut equal);
            } else if self.less(vm, n - 1, n)? {
                break;
            } else {
                equal += 1;
            }
            n += 1;
        }
        self.turn_equal(n, &mut equal);
        self.items[start..n].reverse();
        while n < total && !self.less(vm, n, n - 1)? {
            n += 1;
        }
        Ok(n - start)
    }
    fn turn_equal(&mut self, end: usize, equal: &mut usize) {
        if *equal > 0 {
            self.items[end - *equal - 1..end].reverse();
            *equal = 0;
        }
    }

    /// Binary insertion: of `len` items from `start` on, the first `sorted` are in order.
    fn insert_sorted(&mut self, vm: &mut Vm, start: usize, len: usize, sorted: usize) -> Res<()> {
        for at in start + sorted.max(1)..start + len {
            let pivot = self.items[at].key;
            let (mut left, mut right) = (start, at);
            while left < right {
                let middle = (left + right - 2 * start) / 2 + start;
                if self.order.less(vm, pivot, self.items[middle].key)? {
                    right = middle;
                } else {
                    left = middle + 1;
                }
            }
            self.items[left..=at].rotate_right(1);
        }
        Ok(())
    }

    /// Merges waiting runs that lie deeper in the merge tree than the boundary to the next run.
    fn make_room(&mut self, vm: &mut Vm, next_len: usize) -> Res<()> {
        let Some(&last) = self.pending.last() else { return Ok(()) };
        let power = boundary_power(last.start, last.len, next_len, self.items.len());
        while self.pending.len() > 1 && self.pending[self.pending.len() - 2].power > power {
            self.merge_at(vm, self.pending.len() - 2)?;
        }
        if let Some(last) = self.pending.last_mut() {
            last.power = power;
        }
        Ok(())
    }

    /// Merges the waiting runs `i` and `i + 1`.
    fn merge_at(&mut self, vm: &mut Vm, i: usize) -> Res<()> {
        let (a, b) = (self.pending[i], self.pending[i + 1]);
        self.pending[i].len += b.len;
        self.pending.remove(i + 1);
        let (order, items) = (self.order, &self.items);
        let key = items[b.start].key;
        let skip = gallop_right(vm, order, key, &items[a.start..a.start + a.len], 0)?;
        let (start, na) = (a.start + skip, a.len - skip);
        if na == 0 {
            return Ok(());
        }
        let key = items[start + na - 1].key;
        let nb = gallop_left(vm, order, key, &items[b.start..b.start + b.len], b.len - 1)?;
        if nb == 0 {
            return Ok(());
        }
        if na <= nb { self.merge_low(vm, start, na, nb) } else { self.merge_high(vm, start, na, nb) }
    }

    /// Merges neighbours front to back; the first (and shorter) is set aside.
    fn merge_low(&mut self, vm: &mut Vm, start: usize, na: usize, nb: usize) -> Res<()> {
        let aside = self.items[start..start + na].to_vec();
        let mut merge = Low { dest: start, a: 0, na, b: start + na, nb };
        let result = self.low_loop(vm, &aside, &mut merge);
        let Low { dest, a, na, b, nb } = merge;
        match result {
            Ok(Merged::OneLeft) => {
                self.items.copy_within(b..b + nb, dest);
                self.items[dest + nb] = aside[a];
                Ok(())
            }
            other => {
                self.items[dest..dest + na].copy_from_slice(&aside[a..a + na]);
                other.map(|_| ())
            }
        }
    }
    fn low_loop(&mut self, vm: &mut Vm, aside: &[Item], m: &mut Low) -> Res<Merged> {
        let order = self.order;
        m.take_b(&mut self.items);
        if m.nb == 0 {
            return Ok(Merged::Done);
        }
        if m.na == 1 {
            return Ok(Merged::OneLeft);
        }
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut a_wins, mut b_wins) = (0, 0);
            loop {
                if order.less(vm, self.items[m.b].key, aside[m.a].key)? {
                    m.take_b(&mut self.items);
                    b_wins += 1;
                    a_wins = 0;
                    if m.nb == 0 {
                        return Ok(Merged::Done);
                    }
                    if b_wins >= min_gallop {
                        break;
                    }
                } else {
                    m.take_a(&mut self.items, aside, 1);
                    a_wins += 1;
                    b_wins = 0;
                    if m.na == 1 {
                        return Ok(Merged::OneLeft);
                    }
                    if a_wins >= min_gallop {
                        break;
                    }
                }
            }
            // One side wins consistently: look for how far.
            min_gallop += 1;
            loop {
                min_gallop -= usize::from(min_gallop > 1);
                self.min_gallop = min_gallop;
                a_wins = gallop_right(vm, order, self.items[m.b].key, &aside[m.a..m.a + m.na], 0)?;
                if a_wins > 0 {
                    m.take_a(&mut self.items, aside, a_wins);
                    if m.na == 1 {
                        return Ok(Merged::OneLeft);
                    }
                    // Only an inconsistent order comes here.
                    if m.na == 0 {
                        return Ok(Merged::Done);
                    }
                }
                m.take_b(&mut self.items);
                if m.nb == 0 {
                    return Ok(Merged::Done);
                }
                b_wins = gallop_left(vm, order, aside[m.a].key, &self.items[m.b..m.b + m.nb], 0)?;
                if b_wins > 0 {
                    self.items.copy_within(m.b..m.b + b_wins, m.dest);
                    m.dest += b_wins;
                    m.b += b_wins;
                    m.nb -= b_wins;
                    if m.nb == 0 {
                        return Ok(Merged::Done);
                    }
                }
                m.take_a(&mut self.items, aside, 1);
                if m.na == 1 {
                    return Ok(Merged::OneLeft);
                }
                if a_wins < MIN_GALLOP && b_wins < MIN_GALLOP {
                    break;
                }
            }
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }

    /// Merges neighbours back to front; the second (and shorter) is set aside.
    fn merge_high(&mut self, vm: &mut Vm, start: usize, na: usize, nb: usize) -> Res<()> {
        let aside = self.items[start + na..start + na + nb].to_vec();
        let mut merge = High { start, na, nb };
        let result = self.high_loop(vm, &aside, &mut merge);
        // What is left of both sides belongs at the front: `na` items of a, then `nb` of b.
        let High { start, na, nb } = merge;
        match result {
            Ok(Merged::OneLeft) => {
                self.items.copy_within(start..start + na, start + 1);
                self.items[start] = aside[0];
                Ok(())
            }
            other => {
                self.items[start + na..start + na + nb].copy_from_slice(&aside[..nb]);
                other.map(|_| ())
            }
        }
    }
    fn high_loop(&mut self, vm: &mut Vm, aside: &[Item], m: &mut High) -> Res<Merged> {
        let order = self.order;
        m.take_a(&mut self.items, 1);
        if m.na == 0 {
            return Ok(Merged::Done);
        }
        if m.nb == 1 {
            return Ok(Merged::OneLeft);
        }
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut a_wins, mut b_wins) = (0, 0);
            loop {
                if order.less(vm, aside[m.nb - 1].key, self.items[m.start + m.na - 1].key)? {
                    m.take_a(&mut self.items, 1);
                    a_wins += 1;
                    b_wins = 0;
                    if m.na == 0 {
                        return Ok(Merged::Done);
                    }
                    if a_wins >= min_gallop {
                        break;
                    }
                } else {
                    m.take_b(&mut self.items, aside, 1);
                    b_wins += 1;
                    a_wins = 0;
                    if m.nb == 1 {
                        return Ok(Merged::OneLeft);
                    }
                    if b_wins >= min_gallop {
                        break;
                    }
                }
            }
            min_gallop += 1;
            loop {
                min_gallop -= usize::from(min_gallop > 1);
                self.min_gallop = min_gallop;
                let side = &self.items[m.start..m.start + m.na];
                a_wins = m.na - gallop_right(vm, order, aside[m.nb - 1].key, side, m.na - 1)?;
                if a_wins > 0 {
                    m.take_a(&mut self.items, a_wins);
                    if m.na == 0 {
                        return Ok(Merged::Done);
                    }
                }
                m.take_b(&mut self.items, aside, 1);
                if m.nb == 1 {
                    return Ok(Merged::OneLeft);
                }
                let key = self.items[m.start + m.na - 1].key;
                b_wins = m.nb - gallop_left(vm, order, key, &aside[..m.nb], m.nb - 1)?;
                if b_wins > 0 {
                    m.take_b(&mut self.items, aside, b_wins);
                    if m.nb == 1 {
                        return Ok(Merged::OneLeft);
                    }
                    // Only an inconsistent order comes here.
                    if m.nb == 0 {
                        return Ok(Merged::Done);
                    }
                }
                m.take_a(&mut self.items, 1);
                if m.na == 0 {
                    return Ok(Merged::Done);
                }
                if a_wins < MIN_GALLOP && b_wins < MIN_GALLOP {
                    break;
                }
            }
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }
}

/// Where a merge front to back stands: next place to fill, next item and number left of each side.
struct Low {
    dest: usize,
    a: usize,
    na: usize,
    b: usize,
    nb: usize,
}
impl Low {
    fn take_a(&mut self, items: &mut [Item], aside: &[Item], count: usize) {
        items[self.dest..self.dest + count].copy_from_slice(&aside[self.a..self.a + count]);
        self.dest += count;
        self.a += count;
        self.na -= count;
    }
    fn take_b(&mut self, items: &mut [Item]) {
        items[self.dest] = items[self.b];
        self.dest += 1;
        self.b += 1;
        self.nb -= 1;
    }
}

/// Where a merge back to front stands: the places `start..start + na + nb` are still to be filled.
struct High {
    start: usize,
    na: usize,
    nb: usize,
}
impl High {
    fn take_a(&mut self, items: &mut [Item], count: usize) {
        let from = self.start + self.na - count;
        items.copy_within(from..from + count, from + self.nb);
        self.na -= count;
    }
    fn take_b(&mut self, items: &mut [Item], aside: &[Item], count: usize) {
        let from = self.nb - count;
        let dest = self.start + self.na + from;
        items[dest..dest + count].copy_from_slice(&aside[from..self.nb]);
        self.nb -= count;
    }
}

/// Number of items that belong before `key` in a sorted stretch: those less than it. The search
/// starts at `hint` and doubles its steps.
fn gallop_left(vm: &mut Vm, order: Order, key: ObjId, items: &[Item], hint: usize) -> Res<usize> {
    let forward = order.less(vm, items[hint].key, key)?;
    let limit = if forward { items.len() - hint } else { hint + 1 };
    let (mut last, mut step) = (0, 1);
    while step < limit {
        let probe = if forward { hint + step } else { hint - step };
        if order.less(vm, items[probe].key, key)? != forward {
            break;
        }
        last = step;
        step = 2 * step + 1;
    }
    let (mut low, mut high) = bracket(forward, hint, last, step.min(limit));
    while low < high {
        let middle = low + (high - low) / 2;
        if order.less(vm, items[middle].key, key)? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(high)
}

/// As [`gallop_left`], but after the items equal to `key`.
fn gallop_right(vm: &mut Vm, order: Order, key: ObjId, items: &[Item], hint: usize) -> Res<usize> {
    let forward = !order.less(vm, key, items[hint].key)?;
    let limit = if forward { items.len() - hint } else { hint + 1 };
    let (mut last, mut step) = (0, 1);
    while step < limit {
        let probe = if forward { hint + step } else { hint - step };
        if order.less(vm, key, items[probe].key)? == forward {
            break;
        }
        last = step;
        step = 2 * step + 1;
    }
    let (mut low, mut high) = bracket(forward, hint, last, step.min(limit));
    while low < high {
        let middle = low + (high - low) / 2;
        if order.less(vm, key, items[middle].key)? {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(high)
}

/// The places between which a gallop from `hint` leaves the answer.
fn bracket(forward: bool, hint: usize, last: usize, step: usize) -> (usize, usize) {
    if forward { (hint + last + 1, hint + step) } else { (hint + 1 - step, hint - last) }
}

/// Runs shorter than this are lengthened: such that the number of runs is a power of two or a
/// little less.
fn min_run(mut total: usize) -> usize {
    let mut rest = 0;
    while total >= MAX_MINRUN {
        rest |= total & 1;
        total >>= 1;
    }
    total + rest
}

/// The power of the boundary between two runs: the first bit in which the positions of their
/// middles differ, as fractions of the whole.
fn boundary_power(start: usize, len: usize, next_len: usize, total: usize) -> u32 {
    let mut a = 2 * start + len;
    let mut b = a + len + next_len;
    let mut power = 0;
    loop {
        power += 1;
        if a >= total {
            a -= total;
            b -= total;
        } else if b >= total {
            return power;
        }
        a *= 2;
        b *= 2;
    }
}
