//! One step of each built-in iterator.

use super::{Res, Vm};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::object::{Iter, Payload};
use num_bigint::BigInt;

/// Stands for a size that no container has: an iterator that met a change stays broken.
const BROKEN: usize = usize::MAX;

/// Why a walk over a container stops.
enum Stop {
    End,
    Changed(&'static str),
}

impl Vm {
    /// What the iterator's fields are; `iter` must be a built-in iterator.
    pub fn iter_data(&self, iter: ObjId) -> &Iter {
        match self.payload(iter).base() {
            Payload::Iter(it) => it,
            other => unreachable!("{iter:?} is no built-in iterator but {other:?}"),
        }
    }
    pub fn iter_data_mut(&mut self, iter: ObjId) -> &mut Iter {
        match self.payload_mut(iter).base_mut() {
            Payload::Iter(it) => it,
            other => unreachable!("{iter:?} is no built-in iterator but {other:?}"),
        }
    }

    /// The next value of a built-in iterator; `None` at its end.
    #[inline]
    pub fn advance(&mut self, iter: ObjId) -> Res<Option<Owned>> {
        match *self.iter_data(iter) {
            Iter::List { seq, index } => {
                let Some(seq) = seq else { return Ok(None) };
                match self.as_list(seq).and_then(|l| l.get(index).copied()) {
                    Some(item) => Ok(Some(self.step_to(iter, item))),
                    None => Ok(self.exhaust(iter)),
                }
            }
            Iter::Range { next, step, left } => {
                if left == 0 {
                    return Ok(None);
                }
                if let Iter::Range { next, left, .. } = self.iter_data_mut(iter) {
                    *next = next.wrapping_add(step);
                    *left -= 1;
                }
                Ok(Some(self.new_int(next)))
            }
            Iter::Tuple { seq, index } => {
                let Some(seq) = seq else { return Ok(None) };
                match self.as_tuple(seq).and_then(|t| t.get(index).copied()) {
                    Some(item) => Ok(Some(self.step_to(iter, item))),
                    None => Ok(self.exhaust(iter)),
                }
            }
            _ => {
                let value = self.advance_raw(iter);
                match value {
                    Err(e) => self.swallow(e, types::STOP_ITERATION).map(|()| None),
                    value => value,
                }
            }
        }
    }

    /// As [`Vm::advance`], but a StopIteration that a called function raised stays raised.
    pub fn advance_raw(&mut self, iter: ObjId) -> Res<Option<Owned>> {
        match *self.iter_data(iter) {
            Iter::List { .. } | Iter::Tuple { .. } | Iter::Range { .. } => self.advance(iter),
            Iter::ListReverse { seq, index } => {
                let Some(seq) = seq else { return Ok(None) };
                // `index` is one above the place of the next item. At the front the list stays held:
                // only an iterator that finds its list shortened lets go of it.
                let Some(place) = index.checked_sub(1) else { return Ok(None) };
                match self.as_list(seq).and_then(|l| l.get(place).copied()) {
                    Some(item) => {
                        if let Iter::ListReverse { index, .. } = self.iter_data_mut(iter) {
                            *index = place;
                        }
                        Ok(Some(self.own(item)))
                    }
                    None => {
                        if let Iter::ListReverse { index, .. } = self.iter_data_mut(iter) {
                            *index = 0;
                        }
                        Ok(self.exhaust(iter))
                    }
                }
            }
            Iter::Str { seq, index } => {
                let Some(seq) = seq else { return Ok(None) };
                match self.as_str(seq).filter(|s| index < s.len()).map(|s| s.at(index)) {
                    Some(character) => {
                        self.step(iter);
                        Ok(Some(self.new_character(character)))
                    }
                    None => Ok(self.exhaust(iter)),
                }
            }
            Iter::Bytes { seq, index } => {
                let Some(seq) = seq else { return Ok(None) };
                match self.as_bytes(seq).and_then(|b| b.get(index).copied()) {
                    Some(byte) => {
                        self.step(iter);
                        Ok(Some(self.new_int(byte.into())))
                    }
                    None => Ok(self.exhaust(iter)),
                }
            }
            Iter::LongRange { start, step, length } => Ok(self.advance_long_range(iter, start, step, length)),
            Iter::Dict { dict, index, size, left, .. } => {
                let Some(dict) = dict else { return Ok(None) };
                self.advance_dict(iter, dict, index, size, left)
            }
            Iter::DictReverse { dict, index, size, .. } => {
                let Some(dict) = dict else { return Ok(None) };
                self.advance_dict_reverse(iter, dict, index, size)
            }
            Iter::Set { set, index, size, .. } => {
                let Some(set) = set else { return Ok(None) };
                self.advance_set(iter, set, index, size)
            }
            Iter::Sequence { seq, index } => {
                let Some(seq) = seq else { return Ok(None) };
                self.advance_sequence(iter, seq, index)
            }
            Iter::Reversed { seq, index } => {
                let Some(seq) = seq else { return Ok(None) };
                self.advance_reversed(iter, seq, index)
            }
            Iter::Callable { callable, sentinel } => {
                let (Some(callable), Some(sentinel)) = (callable, sentinel) else { return Ok(None) };
                self.advance_callable(iter, callable, sentinel)
            }
            Iter::Enumerate { iter: inner, .. } => match self.next(inner)? {
                Some(item) => Ok(Some(self.enumerated(iter, item))),
                None => Ok(None),
            },
            Iter::Zip { iters, result, strict } => self.advance_zip(iters, result, strict),
            Iter::Map { func, iters } => self.advance_map(func, iters),
            Iter::Filter { func, iter: inner } => self.advance_filter(func, inner),
            Iter::Tool(_) => (self.hooks.advance_tool)(self, iter),
        }
    }

    /// Moves a forward iterator over a sequence one place on.
    #[inline(always)]
    fn step(&mut self, iter: ObjId) {
        if let Iter::List { index, .. }
        | Iter::Tuple { index, .. }
        | Iter::Str { index, .. }
        | Iter::Bytes { index, .. } = self.iter_data_mut(iter)
        {
            *index += 1;
        }
    }
    #[inline(always)]
    fn step_to(&mut self, iter: ObjId, item: ObjId) -> Owned {
        self.step(iter);
        self.own(item)
    }
    /// The end: an exhausted iterator lets go of what it walked.
    fn exhaust(&mut self, iter: ObjId) -> Option<Owned> {
        let walked = match self.iter_data_mut(iter) {
            Iter::List { seq, .. }
            | Iter::ListReverse { seq, .. }
            | Iter::Tuple { seq, .. }
            | Iter::Str { seq, .. }
            | Iter::Bytes { seq, .. }
            | Iter::Dict { dict: seq, .. }
            | Iter::DictReverse { dict: seq, .. }
            | Iter::Set { set: seq, .. }
            | Iter::Sequence { seq, .. }
            | Iter::Reversed { seq, .. } => seq.take(),
            _ => None,
        };
        self.decref_opt(walked);
        None
    }

    fn advance_long_range(&mut self, iter: ObjId, start: ObjId, step: ObjId, length: ObjId) -> Option<Owned> {
        let (a, s, n) = (self.as_bigint(start)?, self.as_bigint(step)?, self.as_bigint(length)?);
        if *n <= BigInt::ZERO {
            return None;
        }
        let (next, left) = (a.as_ref() + s.as_ref(), n.as_ref() - 1);
        let next = self.new_bigint(next).into_id();
        let left = self.new_bigint(left).into_id();
        if let Iter::LongRange { start, length, .. } = self.iter_data_mut(iter) {
            (*start, *length) = (next, left);
        }
        self.decref(length);
        Some(Owned::new(start))
    }

    /// The pair (or longer tuple) that an iterator gives again and again: filled anew if only the
    /// iterator holds it, otherwise a new one. Takes the references in `items`.
    pub fn reuse_pair(&mut self, result: ObjId, items: [Owned; 2]) -> Owned {
        let items = items.map(Owned::into_id);
        if self.state.heap.count(result) != 1 {
            return self.new_tuple(items.to_vec());
        }
        let shared = self.own(result);
        let old = match self.payload_mut(result) {
            Payload::Tuple(places) if places.len() == 2 => {
                let old = [places[0], places[1]];
                places.copy_from_slice(&items);
                old
            }
            other => unreachable!("a pair, not {other:?}"),
        };
        self.decref_all(old);
        self.state.gc.track(result);
        shared
    }

    fn advance_dict(
        &mut self,
        iter: ObjId,
        dict: ObjId,
        index: usize,
        size: usize,
        left: usize,
    ) -> Res<Option<Owned>> {
        let found = match self.as_dict(dict) {
            Some(d) if d.len() != size => Err(Stop::Changed("dictionary changed size during iteration")),
            Some(d) => (index..d.entry_count()).find_map(|i| d.entry(i).map(|e| (i, e))).ok_or(Stop::End),
            None => Err(Stop::End),
        };
        let (place, entry) = match found {
            Ok(_) if left == 0 => {
                self.exhaust(iter);
                return Err(self.raise(types::RUNTIME_ERROR, "dictionary keys changed during iteration"));
            }
            Ok(found) => found,
            Err(stop) => return self.stop_walk(iter, stop),
        };
        if let Iter::Dict { index, left, .. } = self.iter_data_mut(iter) {
            *index = place + 1;
            *left -= 1;
        }
        Ok(Some(self.dict_entry(iter, entry)))
    }
    fn advance_dict_reverse(
        &mut self,
        iter: ObjId,
        dict: ObjId,
        index: usize,
        size: usize,
    ) -> Res<Option<Owned>> {
        let found = match self.as_dict(dict) {
            Some(d) if d.len() != size => Err(Stop::Changed("dictionary changed size during iteration")),
            Some(d) => (0..index).rev().find_map(|i| d.entry(i).map(|e| (i, e))).ok_or(Stop::End),
            None => Err(Stop::End),
        };
        let (place, entry) = match found {
            Ok(found) => found,
            Err(stop) => return self.stop_walk(iter, stop),
        };
        if let Iter::DictReverse { index, left, .. } = self.iter_data_mut(iter) {
            *index = place;
            *left = left.saturating_sub(1);
        }
        Ok(Some(self.dict_entry(iter, entry)))
    }
    /// Key, value or both, by the iterator's type.
    fn dict_entry(&mut self, iter: ObjId, (key, value): (ObjId, ObjId)) -> Owned {
        let result = match self.iter_data(iter) {
            Iter::Dict { result, .. } | Iter::DictReverse { result, .. } => *result,
            _ => None,
        };
        match (self.type_of(iter), result) {
            (types::DICT_VALUE_ITERATOR | types::DICT_REVERSE_VALUE_ITERATOR, _) => self.own(value),
            (_, Some(result)) => {
                let items = [self.own(key), self.own(value)];
                self.reuse_pair(result, items)
            }
            (_, None) => self.own(key),
        }
    }
    fn stop_walk(&mut self, iter: ObjId, stop: Stop) -> Res<Option<Owned>> {
        match stop {
            Stop::End => Ok(self.exhaust(iter)),
            Stop::Changed(message) => {
                if let Iter::Dict { size, .. } | Iter::DictReverse { size, .. } | Iter::Set { size, .. } =
                    self.iter_data_mut(iter)
                {
                    *size = BROKEN;
                }
                Err(self.raise(types::RUNTIME_ERROR, message))
            }
        }
    }
    fn advance_set(&mut self, iter: ObjId, set: ObjId, index: usize, size: usize) -> Res<Option<Owned>> {
        let found = match self.as_set(set) {
            Some(s) if s.len() != size => Err(Stop::Changed("Set changed size during iteration")),
            Some(s) => s.next_used(index).ok_or(Stop::End),
            None => Err(Stop::End),
        };
        let (place, _, key) = match found {
            Ok(found) => found,
            Err(stop) => return self.stop_walk(iter, stop),
        };
        if let Iter::Set { index, left, .. } = self.iter_data_mut(iter) {
            *index = place + 1;
            *left = left.saturating_sub(1);
        }
        Ok(Some(self.own(key)))
    }

    fn advance_sequence(&mut self, iter: ObjId, seq: ObjId, index: i64) -> Res<Option<Owned>> {
        if index == i64::MAX {
            return Err(self.overflow_error("iter index too large"));
        }
        match self.sequence_item(seq, index)? {
            Some(item) => {
                if let Iter::Sequence { index, .. } = self.iter_data_mut(iter) {
                    *index += 1;
                }
                Ok(Some(item))
            }
            None => Ok(self.exhaust(iter)),
        }
    }
    fn advance_reversed(&mut self, iter: ObjId, seq: ObjId, index: i64) -> Res<Option<Owned>> {
        let item = if index >= 0 { self.sequence_item(seq, index) } else { Ok(None) };
        if let Iter::Reversed { index, .. } = self.iter_data_mut(iter) {
            *index = if matches!(item, Ok(Some(_))) { *index - 1 } else { -1 };
        }
        if !matches!(item, Ok(Some(_))) {
            self.exhaust(iter);
        }
        item
    }
    /// `seq[index]`; `None` where that raises IndexError or StopIteration.
    fn sequence_item(&mut self, seq: ObjId, index: i64) -> Res<Option<Owned>> {
        let number = self.new_int(index);
        let item = self.get_item(seq, number.id());
        self.release(number);
        match item {
            Ok(item) => Ok(Some(item)),
            Err(e) => match self.swallow(e, types::INDEX_ERROR) {
                Ok(()) => Ok(None),
                Err(e) => self.swallow(e, types::STOP_ITERATION).map(|()| None),
            },
        }
    }

    fn advance_callable(&mut self, iter: ObjId, callable: ObjId, sentinel: ObjId) -> Res<Option<Owned>> {
        let over = match self.call(callable, &[]) {
            // The call came to the end itself.
            Ok(value) if matches!(self.iter_data(iter), Iter::Callable { sentinel: None, .. }) => {
                self.release(value);
                Ok(())
            }
            Ok(value) => match self.equal(sentinel, value.id()) {
                Ok(false) => return Ok(Some(value)),
                other => {
                    self.release(value);
                    other.map(|_| ())
                }
            },
            Err(e) => self.swallow(e, types::STOP_ITERATION),
        };
        over?;
        if let Iter::Callable { callable, sentinel } = self.iter_data_mut(iter) {
            let parts = [callable.take(), sentinel.take()];
            self.decref_all(parts.into_iter().flatten());
        }
        Ok(None)
    }

    /// The pair of the next number and `item`.
    fn enumerated(&mut self, iter: ObjId, item: Owned) -> Owned {
        let Iter::Enumerate { number, big, result, .. } = *self.iter_data(iter) else {
            unreachable!("an enumerate object")
        };
        let index = if number < i64::MAX {
            if let Iter::Enumerate { number, .. } = self.iter_data_mut(iter) {
                *number += 1;
            }
            self.new_int(number)
        } else {
            let index = match big {
                Some(big) => Owned::new(big),
                None => self.new_int(i64::MAX),
            };
            let next = self.as_bigint(index.id()).map_or(BigInt::ZERO, |b| b.into_owned()) + 1;
            let next = self.new_bigint(next).into_id();
            if let Iter::Enumerate { big, .. } = self.iter_data_mut(iter) {
                *big = Some(next);
            }
            index
        };
        self.reuse_pair(result, [index, item])
    }

    fn advance_zip(&mut self, iters: ObjId, result: ObjId, strict: bool) -> Res<Option<Owned>> {
        let count = self.tuple_items(iters).len();
        if count == 0 {
            return Ok(None);
        }
        // While only the zip holds its last tuple, that is filled anew, item by item.
        let tuple = if self.state.heap.count(result) == 1 {
            self.own(result)
        } else {
            self.new_tuple(vec![ids::NONE; count])
        };
        for i in 0..count {
            let inner = self.tuple_items(iters)[i];
            let item = match self.next(inner) {
                Ok(Some(item)) => item.into_id(),
                Ok(None) => {
                    self.release(tuple);
                    return if strict { self.check_strict(iters, i).map(|()| None) } else { Ok(None) };
                }
                Err(e) => {
                    self.release(tuple);
                    return Err(e);
                }
            };
            if let Payload::Tuple(places) = self.payload_mut(tuple.id()) {
                let old = std::mem::replace(&mut places[i], item);
                self.decref(old);
            }
        }
        self.state.gc.track(tuple.id());
        Ok(Some(tuple))
    }
    /// `zip(strict=True)` after its iterator number `ended` (from 0) gave nothing more.
    fn check_strict(&mut self, iters: ObjId, ended: usize) -> Res<()> {
        let complaint = |i: usize, what: &str| {
            let others = if i == 1 { " " } else { "s 1-" };
            format!("zip() argument {} is {what} than argument{others}{i}", i + 1)
        };
        if ended > 0 {
            return Err(self.value_error(complaint(ended, "shorter")));
        }
        for i in 1..self.tuple_items(iters).len() {
            let inner = self.tuple_items(iters)[i];
            if let Some(item) = self.next(inner)? {
                self.release(item);
                return Err(self.value_error(complaint(i, "longer")));
            }
        }
        Ok(())
    }

    fn advance_map(&mut self, func: ObjId, iters: ObjId) -> Res<Option<Owned>> {
        let count = self.tuple_items(iters).len();
        let mut args = Vec::with_capacity(count);
        let mut held = Vec::with_capacity(count);
        let mut result = Ok(None);
        for i in 0..count {
            let inner = self.tuple_items(iters)[i];
            match self.next(inner) {
                Ok(Some(item)) => {
                    args.push(item.id());
                    held.push(item);
                }
                Ok(None) => break,
                Err(e) => {
                    result = Err(e);
                    break;
                }
            }
        }
        if args.len() == count {
            result = self.call(func, &args).map(Some);
        }
        self.release_all(held);
        result
    }

    fn advance_filter(&mut self, func: ObjId, inner: ObjId) -> Res<Option<Owned>> {
        for round in 0.. {
            self.poll_round(round)?;
            let Some(item) = self.next(inner)? else { return Ok(None) };
            let verdict = if func == ids::NONE || func == types::BOOL {
                self.truth(item.id())
            } else {
                self.call(func, &[item.id()]).and_then(|answer| {
                    let truth = self.truth(answer.id());
                    self.release(answer);
                    truth
                })
            };
            match verdict {
                Ok(true) => return Ok(Some(item)),
                Ok(false) => self.release(item),
                Err(e) => {
                    self.release(item);
                    return Err(e);
                }
            }
        }
        Ok(None)
    }
}
