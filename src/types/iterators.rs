//! The iterators that containers give: `__next__`, `__length_hint__`, and how they are copied.

use crate::heap::{ObjId, Owned};
use crate::object::Iter;
use crate::object::ids::types;
use crate::vm::NativeCall::{NoArgs, One};
use crate::vm::native::{NativeDef, Owner, method, wrapper};
use crate::vm::{NativeTable, Res, Vm};
use num_bigint::BigInt;

fn this(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.own(this))
}
fn next(vm: &mut Vm, this: ObjId) -> Res {
    match vm.advance_raw(this)? {
        Some(item) => Ok(item),
        None => Err(vm.stop_iteration(None)),
    }
}

/// Items left, as far as the iterator knows.
fn length_hint(vm: &mut Vm, this: ObjId) -> Res {
    let left = match *vm.iter_data(this) {
        Iter::List { seq: Some(seq), index } | Iter::Tuple { seq: Some(seq), index } => {
            vm.sequence_items(seq).len().saturating_sub(index)
        }
        Iter::ListReverse { seq: Some(seq), index } if index <= vm.sequence_items(seq).len() => index,
        Iter::Str { seq: Some(seq), index } => vm.as_str(seq).map_or(0, |s| s.len().saturating_sub(index)),
        Iter::Bytes { seq: Some(seq), index } => {
            vm.as_bytes(seq).map_or(0, |b| b.len().saturating_sub(index))
        }
        Iter::Range { left, .. } => left as usize,
        Iter::LongRange { length, .. } => return Ok(vm.own(length)),
        Iter::Dict { dict: Some(dict), size, left, .. }
        | Iter::DictReverse { dict: Some(dict), size, left, .. }
            if vm.as_dict(dict).is_some_and(|d| d.len() == size) =>
        {
            left
        }
        Iter::Set { set: Some(set), size, left, .. } if vm.as_set(set).is_some_and(|s| s.len() == size) => {
            left
        }
        Iter::Sequence { seq: Some(seq), index } => {
            if vm.slot_of(seq, crate::object::typ::Slot::Len).is_none() {
                return Ok(vm.not_implemented());
            }
            vm.len(seq)?.saturating_sub(index as usize)
        }
        Iter::Reversed { seq: Some(seq), index } => {
            let position = (index + 1).max(0) as usize;
            if vm.len(seq)? < position { 0 } else { position }
        }
        _ => 0,
    };
    Ok(vm.new_int(left as i64))
}

impl Vm {
    /// A built-in function such as `iter`, as it is now.
    pub fn builtin(&mut self, name: &str) -> Owned {
        let name = self.intern(name);
        let found = self.namespace_get(self.state.builtins, name);
        self.own(found.unwrap_or(crate::object::ids::NONE))
    }
}
/// `(function, (argument,))`, with a state if there is one.
fn recipe(vm: &mut Vm, function: Owned, argument: Owned, state: Option<i64>) -> Res {
    let args = vm.new_tuple(vec![argument.into_id()]);
    let mut parts = vec![function.into_id(), args.into_id()];
    if let Some(state) = state {
        parts.push(vm.new_int(state).into_id());
    }
    Ok(vm.new_tuple(parts))
}

/// What makes an equal iterator: `iter` with what is walked and where it stands.
fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let iter = vm.builtin("iter");
    match *vm.iter_data(this) {
        Iter::List { seq: Some(seq), index }
        | Iter::Tuple { seq: Some(seq), index }
        | Iter::Str { seq: Some(seq), index }
        | Iter::Bytes { seq: Some(seq), index } => {
            let seq = vm.own(seq);
            recipe(vm, iter, seq, Some(index as i64))
        }
        Iter::Sequence { seq: Some(seq), index } => {
            let seq = vm.own(seq);
            recipe(vm, iter, seq, Some(index))
        }
        Iter::ListReverse { seq: Some(seq), index } => {
            vm.release(iter);
            let (reversed, seq) = (vm.builtin("reversed"), vm.own(seq));
            recipe(vm, reversed, seq, Some(index as i64 - 1))
        }
        Iter::Str { seq: None, .. } => {
            let empty = vm.new_str("");
            recipe(vm, iter, empty, None)
        }
        Iter::Tuple { seq: None, .. } | Iter::Bytes { seq: None, .. } | Iter::Sequence { seq: None, .. } => {
            let empty = vm.new_tuple(Vec::new());
            recipe(vm, iter, empty, None)
        }
        Iter::List { seq: None, .. } | Iter::ListReverse { seq: None, .. } => {
            let empty = vm.new_list(Vec::new());
            recipe(vm, iter, empty, None)
        }
        Iter::Range { next, step, left } => {
            let stop = BigInt::from(next) + BigInt::from(step) * left;
            let parts = [BigInt::from(next), stop, BigInt::from(step)].map(|n| vm.new_bigint(n));
            let range = vm.call(types::RANGE, &[parts[0].id(), parts[1].id(), parts[2].id()]);
            parts.into_iter().for_each(|p| vm.release(p));
            range_recipe(vm, iter, range)
        }
        Iter::LongRange { start, step, length } => {
            let number = |id| vm.as_bigint(id).map(|b| b.into_owned()).unwrap_or_default();
            let stop = number(start) + number(step) * number(length);
            let stop = vm.new_bigint(stop);
            let range = vm.call(types::RANGE, &[start, stop.id(), step]);
            vm.release(stop);
            range_recipe(vm, iter, range)
        }
        Iter::Callable { callable: Some(callable), sentinel: Some(sentinel) } => {
            let args = vm.tuple_of(&[callable, sentinel]);
            Ok(vm.new_tuple(vec![iter.into_id(), args.into_id()]))
        }
        _ => {
            // dicts and sets: what is left, from a copy of the iterator.
            let data = vm.iter_data(this).clone();
            let rest = copy_rest(vm, this, data)?;
            let rest = vm.new_list(rest);
            recipe(vm, iter, rest, None)
        }
    }
}
fn range_recipe(vm: &mut Vm, iter: Owned, range: Res) -> Res {
    let range = match range {
        Ok(range) => range,
        Err(e) => {
            vm.release(iter);
            return Err(e);
        }
    };
    let args = vm.new_tuple(vec![range.into_id()]);
    let none = vm.none();
    Ok(vm.new_tuple(vec![iter.into_id(), args.into_id(), none.into_id()]))
}
/// Everything that a copy of an iterator yields.
fn copy_rest(vm: &mut Vm, this: ObjId, data: Iter) -> Res<Vec<ObjId>> {
    data.children(&mut |child| vm.incref(child));
    let ty = vm.type_of(this);
    let copy = vm.alloc(ty, crate::object::Payload::Iter(Box::new(data)));
    let rest = vm.collect(copy.id());
    vm.release(copy);
    rest
}

/// Sets the index of an iterator over a sequence.
fn setstate(vm: &mut Vm, this: ObjId, state: ObjId) -> Res {
    if !vm.is_int(state) {
        return Err(vm.type_error("an integer is required"));
    }
    let wanted = vm.size_argument(state)?;
    let len = match *vm.iter_data(this) {
        Iter::List { seq: Some(seq), .. }
        | Iter::ListReverse { seq: Some(seq), .. }
        | Iter::Tuple { seq: Some(seq), .. } => vm.sequence_items(seq).len(),
        Iter::Str { seq: Some(seq), .. } => vm.as_str(seq).map_or(0, |s| s.len()),
        Iter::Bytes { seq: Some(seq), .. } => vm.as_bytes(seq).map_or(0, |b| b.len()),
        _ => 0,
    };
    let forward = wanted.clamp(0, len as i64) as usize;
    match vm.iter_data_mut(this) {
        Iter::ListReverse { index, .. } => *index = (wanted.clamp(-1, len as i64 - 1) + 1) as usize,
        Iter::List { index, .. }
        | Iter::Tuple { index, .. }
        | Iter::Str { index, .. }
        | Iter::Bytes { index, .. } => {
            *index = forward;
        }
        Iter::Sequence { index, .. } => *index = wanted.max(0),
        Iter::Range { next, step, left } => {
            let skip = wanted.clamp(0, *left as i64);
            *next = next.wrapping_add(step.wrapping_mul(skip));
            *left -= skip as u64;
        }
        &mut Iter::LongRange { start, step, length } => {
            let number = |id| vm.as_bigint(id).map(|b| b.into_owned()).unwrap_or_default();
            let left = number(length);
            let skip = BigInt::from(wanted.max(0)).min(left.clone());
            let (next, left) = (number(start) + number(step) * &skip, left - &skip);
            let (next, left) = (vm.new_bigint(next).into_id(), vm.new_bigint(left).into_id());
            if let Iter::LongRange { start, length, .. } = vm.iter_data_mut(this) {
                (*start, *length) = (next, left);
            }
            vm.decref_all([start, length]);
        }
        _ => {}
    }
    Ok(vm.none())
}

/// What every iterator has.
pub const ITER: NativeDef = wrapper("__iter__", NoArgs(this));
pub const NEXT: NativeDef = wrapper("__next__", NoArgs(next));
pub const LENGTH_HINT: NativeDef = method("__length_hint__", NoArgs(length_hint));
const REDUCE: NativeDef = method("__reduce__", NoArgs(reduce));
const SETSTATE: NativeDef = method("__setstate__", One(setstate));

static OVER_SEQUENCE: [NativeDef; 5] = [ITER, NEXT, LENGTH_HINT, REDUCE, SETSTATE];
static OVER_TABLE: [NativeDef; 4] = [ITER, NEXT, LENGTH_HINT, REDUCE];
static BARE: [NativeDef; 2] = [ITER, NEXT];
static OVER_CALLS: [NativeDef; 3] = [ITER, NEXT, REDUCE];

const fn table(ty: ObjId, defs: &'static [NativeDef]) -> NativeTable {
    NativeTable { owner: Owner::Type(ty), defs }
}

pub static LIST: NativeTable = table(types::LIST_ITERATOR, &OVER_SEQUENCE);
pub static LIST_REVERSE: NativeTable = table(types::LIST_REVERSE_ITERATOR, &OVER_SEQUENCE);
pub static TUPLE: NativeTable = table(types::TUPLE_ITERATOR, &OVER_SEQUENCE);
pub static STR: NativeTable = table(types::STR_ITERATOR, &OVER_SEQUENCE);
pub static STR_ASCII: NativeTable = table(types::STR_ASCII_ITERATOR, &OVER_SEQUENCE);
pub static BYTES: NativeTable = table(types::BYTES_ITERATOR, &OVER_SEQUENCE);
pub static BYTEARRAY: NativeTable = table(types::BYTEARRAY_ITERATOR, &OVER_SEQUENCE);
pub static RANGE: NativeTable = table(types::RANGE_ITERATOR, &OVER_SEQUENCE);
pub static LONG_RANGE: NativeTable = table(types::LONG_RANGE_ITERATOR, &OVER_SEQUENCE);
pub static SEQUENCE: NativeTable = table(types::SEQUENCE_ITERATOR, &OVER_SEQUENCE);
pub static MEMORY: NativeTable = table(types::MEMORY_ITERATOR, &BARE);
pub static GENERIC_ALIAS: NativeTable = table(types::GENERIC_ALIAS_ITERATOR, &OVER_CALLS);
pub static CALLABLE: NativeTable = table(types::CALLABLE_ITERATOR, &OVER_CALLS);
pub static SET: NativeTable = table(types::SET_ITERATOR, &OVER_TABLE);
pub static DICT_KEY: NativeTable = table(types::DICT_KEY_ITERATOR, &OVER_TABLE);
pub static DICT_VALUE: NativeTable = table(types::DICT_VALUE_ITERATOR, &OVER_TABLE);
pub static DICT_ITEM: NativeTable = table(types::DICT_ITEM_ITERATOR, &OVER_TABLE);
pub static DICT_REVERSE_KEY: NativeTable = table(types::DICT_REVERSE_KEY_ITERATOR, &OVER_TABLE);
pub static DICT_REVERSE_VALUE: NativeTable = table(types::DICT_REVERSE_VALUE_ITERATOR, &OVER_TABLE);
pub static DICT_REVERSE_ITEM: NativeTable = table(types::DICT_REVERSE_ITEM_ITERATOR, &OVER_TABLE);
