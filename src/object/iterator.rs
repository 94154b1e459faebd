//! Iterators of the built-in types, by what they walk.

use crate::heap::ObjId;

#[derive(Clone, Debug)]
pub enum Iter {
    /// list, tuple: the sequence (`None` when exhausted) and the next index. `step` is -1 for
    /// `reversed`, then `index` counts down.
    List { seq: Option<ObjId>, index: usize },
    ListReverse { seq: Option<ObjId>, index: usize },
    Tuple { seq: Option<ObjId>, index: usize },
    Str { seq: Option<ObjId>, index: usize },
    Bytes { seq: Option<ObjId>, index: usize },
    /// Small ranges: next value, step, values left.
    Range { next: i64, step: i64, left: u64 },
    /// Ranges beyond 64 bits: start, step, length as ints, and the number of the next element.
    LongRange { start: ObjId, step: ObjId, length: ObjId, index: u64 },
    /// Keys, values or items by the iterator's type; the size at the start guards against changes.
    Dict { dict: Option<ObjId>, index: usize, size: usize, left: usize },
    DictReverse { dict: Option<ObjId>, index: usize, size: usize },
    Set { set: Option<ObjId>, index: usize, size: usize, left: usize },
    /// By `__getitem__` with 0, 1, 2 …
    Sequence { seq: Option<ObjId>, index: i64 },
    /// `reversed` by `__len__` and `__getitem__`.
    Reversed { seq: Option<ObjId>, index: i64 },
    /// `iter(callable, sentinel)`
    Callable { callable: Option<ObjId>, sentinel: ObjId },
    /// The next number is `number`, or `big` once it outgrew 64 bits.
    Enumerate { iter: ObjId, number: i64, big: Option<ObjId> },
    Zip { iters: Box<[ObjId]>, strict: bool },
    Map { func: ObjId, iters: Box<[ObjId]> },
    Filter { func: ObjId, iter: ObjId },
}

impl Iter {
    pub fn children(&self, visit: &mut dyn FnMut(ObjId)) {
        match self {
            Iter::List { seq, .. }
            | Iter::ListReverse { seq, .. }
            | Iter::Tuple { seq, .. }
            | Iter::Str { seq, .. }
            | Iter::Bytes { seq, .. }
            | Iter::Dict { dict: seq, .. }
            | Iter::DictReverse { dict: seq, .. }
            | Iter::Set { set: seq, .. }
            | Iter::Sequence { seq, .. }
            | Iter::Reversed { seq, .. } => seq.iter().copied().for_each(visit),
            Iter::Range { .. } => {}
            Iter::LongRange { start, step, length, .. } => [*start, *step, *length].into_iter().for_each(visit),
            Iter::Callable { callable, sentinel } => {
                callable.iter().copied().for_each(&mut *visit);
                visit(*sentinel);
            }
            Iter::Enumerate { iter, big, .. } => {
                visit(*iter);
                big.iter().copied().for_each(visit);
            }
            Iter::Zip { iters, .. } => iters.iter().copied().for_each(visit),
            Iter::Map { func, iters } => {
                iters.iter().copied().for_each(&mut *visit);
                visit(*func);
            }
            Iter::Filter { func, iter } => {
                visit(*func);
                visit(*iter);
            }
        }
    }
}
