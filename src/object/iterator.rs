//! Iterators of the built-in types, by what they walk.

use super::Tool;
use super::place::{Place, parts};
use crate::heap::ObjId;

#[derive(Clone, Debug)]
pub enum Iter {
    /// list, tuple: the sequence (`None` when exhausted) and the next index. `step` is -1 for
    /// `reversed`, then `index` counts down.
    List {
        seq: Option<ObjId>,
        index: usize,
    },
    ListReverse {
        seq: Option<ObjId>,
        index: usize,
    },
    Tuple {
        seq: Option<ObjId>,
        index: usize,
    },
    Str {
        seq: Option<ObjId>,
        index: usize,
    },
    Bytes {
        seq: Option<ObjId>,
        index: usize,
    },
    /// Small ranges: next value, step, values left.
    Range {
        next: i64,
        step: i64,
        left: u64,
    },
    /// Ranges beyond 64 bits: the next value, the step, values left; as ints.
    LongRange {
        start: ObjId,
        step: ObjId,
        length: ObjId,
    },
    /// Keys, values or items by the iterator's type; the size at the start guards against changes.
    /// `result` is the pair that an iterator over items gives again when nobody else holds it.
    Dict {
        dict: Option<ObjId>,
        index: usize,
        size: usize,
        left: usize,
        result: Option<ObjId>,
    },
    DictReverse {
        dict: Option<ObjId>,
        index: usize,
        size: usize,
        left: usize,
        result: Option<ObjId>,
    },
    Set {
        set: Option<ObjId>,
        index: usize,
        size: usize,
        left: usize,
    },
    /// By `__getitem__` with 0, 1, 2 …
    Sequence {
        seq: Option<ObjId>,
        index: i64,
    },
    /// `reversed` by `__len__` and `__getitem__`.
    Reversed {
        seq: Option<ObjId>,
        index: i64,
    },
    /// `iter(callable, sentinel)`
    Callable {
        callable: Option<ObjId>,
        sentinel: Option<ObjId>,
    },
    /// The next number is `number`, or `big` once that outgrew 64 bits; `result` as in `Dict`.
    Enumerate {
        iter: ObjId,
        number: i64,
        big: Option<ObjId>,
        result: ObjId,
    },
    /// A tuple of iterators; `result` as in `Dict`.
    Zip {
        iters: ObjId,
        result: ObjId,
        strict: bool,
    },
    /// `iters` is a tuple.
    Map {
        func: ObjId,
        iters: ObjId,
    },
    Filter {
        func: ObjId,
        iter: ObjId,
    },
    /// An iterator of a native module.
    Tool(Tool),
}

impl Iter {
    pub fn children(&self, visit: &mut dyn FnMut(ObjId)) {
        self.references(&mut |_, id| visit(id));
    }
    pub fn references(&self, visit: &mut impl FnMut(Place, ObjId)) {
        match self {
            Iter::List { seq, .. }
            | Iter::ListReverse { seq, .. }
            | Iter::Tuple { seq, .. }
            | Iter::Str { seq, .. }
            | Iter::Bytes { seq, .. }
            | Iter::Set { set: seq, .. }
            | Iter::Sequence { seq, .. }
            | Iter::Reversed { seq, .. } => parts([("sequence", *seq)], visit),
            Iter::Dict { dict, result, .. } | Iter::DictReverse { dict, result, .. } => {
                parts([("dict", *dict), ("result", *result)], visit);
            }
            Iter::Range { .. } => {}
            Iter::LongRange { start, step, length } => {
                parts([("start", Some(*start)), ("step", Some(*step)), ("length", Some(*length))], visit);
            }
            Iter::Callable { callable, sentinel } => {
                parts([("callable", *callable), ("sentinel", *sentinel)], visit);
            }
            Iter::Enumerate { iter, big, result, .. } => {
                parts([("iterator", Some(*iter)), ("result", Some(*result)), ("count", *big)], visit);
            }
            Iter::Zip { iters, result, .. } => {
                parts([("iterators", Some(*iters)), ("result", Some(*result))], visit);
            }
            Iter::Map { func, iters } => {
                parts([("iterators", Some(*iters)), ("function", Some(*func))], visit);
            }
            Iter::Filter { func, iter } => {
                parts([("function", Some(*func)), ("iterator", Some(*iter))], visit);
            }
            Iter::Tool(tool) => tool.references(visit),
        }
    }
}
