//! slice, and what all sequences do with slices and indices.

use super::support::Writer;
use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{self, types};
use crate::object::typ::Slot;
use crate::vm::NativeCall::{NoArgs, One};
use crate::vm::compare::op;
use crate::vm::native::{Owner, constructor, member, method, wrapper};
use crate::vm::{Args, NativeTable, Res, Vm};
use num_bigint::BigInt;
use num_traits::Signed;

/// A slice's parts as machine words, before a length is known.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    pub start: i64,
    pub stop: i64,
    pub step: i64,
}

impl Bounds {
    /// Fits start and stop into a sequence of that length; gives the number of items selected.
    pub fn fit(&mut self, len: usize) -> usize {
        let len = len as i64;
        let (low, high) = if self.step < 0 { (-1, len - 1) } else { (0, len) };
        let clip = |i: i64| {
            let i = if i < 0 { i.saturating_add(len) } else { i };
            i.clamp(low, high)
        };
        (self.start, self.stop) = (clip(self.start), clip(self.stop));
        if self.step < 0 {
            if self.stop < self.start { ((self.start - self.stop - 1) / -self.step + 1) as usize } else { 0 }
        } else if self.start < self.stop {
            ((self.stop - self.start - 1) / self.step + 1) as usize
        } else {
            0
        }
    }
    /// The places that `count` steps from `start` touch, in order.
    pub fn places(self, count: usize) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator {
        (0..count).map(move |i| (self.start + self.step * i as i64) as usize)
    }
}

impl Vm {
    /// Start, stop and step of a slice; `slice` must be one.
    pub fn slice_parts(&self, slice: ObjId) -> [ObjId; 3] {
        match self.payload(slice) {
            Payload::Slice(parts) => *parts,
            other => unreachable!("{slice:?} is no slice but {other:?}"),
        }
    }
    pub fn is_slice(&self, id: ObjId) -> bool {
        matches!(self.payload(id), Payload::Slice(_))
    }
    /// A slice's parts as machine words (`PySlice_Unpack`): missing parts by the step's sign, and
    /// numbers that do not fit cut to what fits. Asks step, start and stop in this order.
    pub fn slice_bounds(&mut self, slice: ObjId) -> Res<Bounds> {
        let [start, stop, step] = self.slice_parts(slice);
        let step = match self.slice_index(step)? {
            None => 1,
            Some(0) => return Err(self.value_error("slice step cannot be zero")),
            Some(step) => step.max(-i64::MAX),
        };
        let start = self.slice_index(start)?.unwrap_or(if step < 0 { i64::MAX } else { 0 });
        let stop = self.slice_index(stop)?.unwrap_or(if step < 0 { i64::MIN } else { i64::MAX });
        Ok(Bounds { start, stop, step })
    }
    /// The places that a slice picks of so many items, and how many, if its parts are None or plain ints.
    pub fn plain_bounds(&self, [start, stop, step]: [ObjId; 3], length: usize) -> Option<(Bounds, usize)> {
        let part = |id: ObjId, default: i64| match *self.payload(id) {
            _ if id == ids::NONE => Some(default),
            Payload::Int(value) => Some(value),
            _ => None,
        };
        let step = part(step, 1).filter(|&step| step != 0 && step != i64::MIN)?;
        let (first, last) = if step < 0 { (i64::MAX, i64::MIN) } else { (0, i64::MAX) };
        let mut bounds = Bounds { start: part(start, first)?, stop: part(stop, last)?, step };
        let count = bounds.fit(length);
        Some((bounds, count))
    }
    /// One part of a slice: `None` for None.
    pub fn slice_index(&mut self, id: ObjId) -> Res<Option<i64>> {
        if id == ids::NONE {
            return Ok(None);
        }
        if !self.has_index(id) {
            return Err(self.type_error("slice indices must be integers or None or have an __index__ method"));
        }
        self.clipped_index(id).map(Some)
    }
    /// A position argument such as `list.index`'s: like a slice's part, but None will not do.
    pub fn position_index(&mut self, id: ObjId) -> Res<i64> {
        if !self.has_index(id) {
            return Err(self.type_error("slice indices must be integers or have an __index__ method"));
        }
        self.clipped_index(id)
    }
    /// Is it an int, or has it `__index__`?
    pub fn has_index(&self, id: ObjId) -> bool {
        self.is_int(id) || self.slot_of(id, Slot::Index).is_some()
    }
    fn clipped_index(&mut self, id: ObjId) -> Res<i64> {
        if let Some(i) = self.as_i64(id) {
            return Ok(i);
        }
        let int = self.index(id)?;
        let value = match self.payload(int.id()).base() {
            Payload::Int(i) => *i,
            Payload::BigInt(b) if b.is_negative() => i64::MIN,
            _ => i64::MAX,
        };
        self.release(int);
        Ok(value)
    }
    /// A subscript as an index: `None` if it is no integer at all, IndexError if it does not fit.
    pub fn subscript_index(&mut self, key: ObjId) -> Res<Option<i64>> {
        if let Some(i) = self.as_i64(key) {
            return Ok(Some(i));
        }
        if !self.has_index(key) {
            return Ok(None);
        }
        let int = self.index(key)?;
        let value = self.as_i64(int.id());
        self.release(int);
        match value {
            Some(value) => Ok(Some(value)),
            None => {
                let message = format!("cannot fit '{}' into an index-sized integer", self.class_name(key));
                Err(self.index_error(message))
            }
        }
    }
    /// An argument that must be an integer and fit a machine word.
    pub fn word_argument(&mut self, id: ObjId) -> Res<i64> {
        let int = self.index(id)?;
        let value = self.as_i64(int.id());
        self.release(int);
        value.ok_or_else(|| self.overflow_error("Python int too large to convert to C ssize_t"))
    }
    /// A slice of three borrowed parts.
    pub fn slice_of(&mut self, parts: [ObjId; 3]) -> Owned {
        parts.iter().for_each(|&p| self.incref(p));
        self.alloc(types::SLICE, Payload::Slice(parts))
    }
}

/// Where an index that may count from the end points, if inside.
pub fn place(index: i64, len: usize) -> Option<usize> {
    let index = if index < 0 { index + len as i64 } else { index };
    usize::try_from(index).ok().filter(|&i| i < len)
}

fn new(vm: &mut Vm, _cls: ObjId, args: Args<'_>) -> Res {
    vm.refuse_keywords("slice", args)?;
    vm.check_positional("slice", args, 1, 3)?;
    let parts = match *args.pos {
        [stop] => [ids::NONE, stop, ids::NONE],
        [start, stop] => [start, stop, ids::NONE],
        [start, stop, step, ..] => [start, stop, step],
        [] => [ids::NONE; 3],
    };
    Ok(vm.slice_of(parts))
}

fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let mut out = Writer::new("slice(");
    for (i, part) in vm.slice_parts(this).into_iter().enumerate() {
        if i > 0 {
            out.push(", ");
        }
        out.push_repr(vm, part)?;
    }
    out.push(")");
    Ok(out.finish(vm))
}

/// Slices compare as the tuples of their parts.
fn compare(vm: &mut Vm, this: ObjId, other: ObjId, op: u32) -> Res {
    if !vm.is_slice(other) {
        return Ok(vm.not_implemented());
    }
    if this == other {
        return Ok(vm.new_bool(matches!(op, op::EQ | op::LE | op::GE)));
    }
    let (a, b) = (vm.slice_parts(this), vm.slice_parts(other));
    let (a, b) = (vm.tuple_of(&a), vm.tuple_of(&b));
    let result = vm.compare(op, a.id(), b.id());
    vm.release(a);
    vm.release(b);
    result
}

fn hash(vm: &mut Vm, this: ObjId) -> Res {
    let parts = vm.slice_parts(this);
    let hash = super::tuple::hash_items(vm, &parts, false)?;
    Ok(vm.new_int(hash))
}

/// `slice.indices(length)`, for ints of any size.
fn indices(vm: &mut Vm, this: ObjId, length: ObjId) -> Res {
    let length = big_index(vm, length)?;
    if length.is_negative() {
        return Err(vm.value_error("length should not be negative"));
    }
    let parts = long_indices(vm, this, &length)?;
    let parts = parts.map(|p| vm.new_bigint(p).into_id());
    Ok(vm.new_tuple(parts.to_vec()))
}
fn long_part(vm: &mut Vm, id: ObjId) -> Res<Option<BigInt>> {
    if id == ids::NONE {
        return Ok(None);
    }
    if !vm.has_index(id) {
        return Err(vm.type_error("slice indices must be integers or None or have an __index__ method"));
    }
    big_index(vm, id).map(Some)
}
/// The value of an int or of what has `__index__`.
pub fn big_index(vm: &mut Vm, id: ObjId) -> Res<BigInt> {
    let int = vm.index(id)?;
    let value = vm.as_bigint(int.id()).map(|b| b.into_owned()).unwrap_or_default();
    vm.release(int);
    Ok(value)
}
/// Start, stop and step fitted to a length, as ints of any size.
pub fn long_indices(vm: &mut Vm, slice: ObjId, length: &BigInt) -> Res<[BigInt; 3]> {
    let [start, stop, step] = vm.slice_parts(slice);
    let step = long_part(vm, step)?.unwrap_or(BigInt::from(1));
    if step == BigInt::ZERO {
        return Err(vm.value_error("slice step cannot be zero"));
    }
    let backward = step.is_negative();
    let (low, high) = if backward { (BigInt::from(-1), length - 1) } else { (BigInt::ZERO, length.clone()) };
    let fit = |i: BigInt| {
        let i = if i.is_negative() { i + length } else { i };
        i.clamp(low.clone(), high.clone())
    };
    let start = long_part(vm, start)?.map_or(if backward { high.clone() } else { low.clone() }, fit);
    let stop = long_part(vm, stop)?.map_or(if backward { low.clone() } else { high.clone() }, fit);
    Ok([start, stop, step])
}

fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let parts = vm.slice_parts(this);
    let parts = vm.tuple_of(&parts);
    let ty = vm.own(types::SLICE);
    Ok(vm.new_tuple(vec![ty.into_id(), parts.into_id()]))
}

fn part(vm: &mut Vm, this: ObjId, index: usize) -> Res {
    let part = vm.slice_parts(this)[index];
    Ok(vm.own(part))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::SLICE),
    defs: &[
        constructor(new),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__hash__", NoArgs(hash)),
        wrapper("__lt__", One(|vm, a, b| compare(vm, a, b, op::LT))),
        wrapper("__le__", One(|vm, a, b| compare(vm, a, b, op::LE))),
        wrapper("__eq__", One(|vm, a, b| compare(vm, a, b, op::EQ))),
        wrapper("__ne__", One(|vm, a, b| compare(vm, a, b, op::NE))),
        wrapper("__gt__", One(|vm, a, b| compare(vm, a, b, op::GT))),
        wrapper("__ge__", One(|vm, a, b| compare(vm, a, b, op::GE))),
        method("indices", One(indices)),
        method("__reduce__", NoArgs(reduce)),
        member("start", |vm, this| part(vm, this, 0), None),
        member("stop", |vm, this| part(vm, this, 1), None),
        member("step", |vm, this| part(vm, this, 2), None),
    ],
};
