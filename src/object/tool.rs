//! Iterators of native modules (itertools and others), by what they walk.

use super::place::{Place, parts};
use crate::heap::ObjId;

#[derive(Clone, Debug)]
pub enum Tool {
    /// One whose references the collector took.
    Done,
    Accumulate {
        iter: ObjId,
        func: Option<ObjId>,
        total: Option<ObjId>,
        initial: Option<ObjId>,
    },
    Batched {
        iter: Option<ObjId>,
        size: usize,
        strict: bool,
    },
    /// An iterator over iterables, and one over the present one.
    Chain {
        source: Option<ObjId>,
        active: Option<ObjId>,
    },
    /// Combinations, with replacement or without.
    Combinations(Box<Picks>),
    Permutations {
        picks: Box<Picks>,
        cycles: Box<[usize]>,
    },
    /// `pool` is a tuple of pools.
    Product(Box<Picks>),
    Compress {
        data: ObjId,
        selectors: ObjId,
    },
    /// The next number is `number`, or `big` (any number) if there is one.
    Count {
        number: i64,
        big: Option<ObjId>,
        step: ObjId,
    },
    /// `saved` is a list of what came so far; once `iter` is gone, it is walked from `index`.
    Cycle {
        iter: Option<ObjId>,
        saved: ObjId,
        index: usize,
        first_pass: bool,
    },
    Dropwhile {
        func: ObjId,
        iter: ObjId,
        started: bool,
    },
    Takewhile {
        func: ObjId,
        iter: ObjId,
        stopped: bool,
    },
    Filterfalse {
        func: ObjId,
        iter: ObjId,
    },
    Starmap {
        func: ObjId,
        iter: ObjId,
    },
    /// `grouper` is borrowed: the group being walked, while it is alive.
    Groupby {
        iter: ObjId,
        key_func: ObjId,
        target: Option<ObjId>,
        key: Option<ObjId>,
        value: Option<ObjId>,
        grouper: Option<ObjId>,
    },
    Grouper {
        parent: ObjId,
        target: ObjId,
    },
    /// `stop` is -1 where there is none.
    Islice {
        iter: Option<ObjId>,
        next: i64,
        stop: i64,
        step: i64,
        count: i64,
    },
    Pairwise {
        iter: Option<ObjId>,
        old: Option<ObjId>,
        result: ObjId,
    },
    /// `left` is -1 for ever.
    Repeat {
        element: ObjId,
        left: i64,
    },
    Tee {
        data: ObjId,
        index: usize,
    },
    /// `iters` is a tuple, None in it where an iterator has ended.
    ZipLongest {
        iters: ObjId,
        active: usize,
        result: ObjId,
        fill: ObjId,
    },
    /// `index` items of the deque are behind; `state` as it was at the start.
    Deque {
        deque: ObjId,
        index: usize,
        left: usize,
        state: u64,
        backward: bool,
    },
    OrderedDict(Box<OrderedWalk>),
    /// What is left of a format string, from a place on.
    Formatter {
        text: ObjId,
        at: usize,
    },
    FieldName {
        text: ObjId,
        at: usize,
    },
}

/// The odometer of combinations, permutations and products.
#[derive(Clone, Debug)]
pub struct Picks {
    pub pool: ObjId,
    pub indices: Vec<usize>,
    /// The last tuple given, to be filled anew when nobody else holds it.
    pub result: Option<ObjId>,
    pub stopped: bool,
    /// An item may be picked again.
    pub again: bool,
    /// The pool is a tuple of pools, one for each place.
    pub nested: bool,
}

/// An iterator over an OrderedDict.
#[derive(Clone, Debug)]
pub struct OrderedWalk {
    pub dict: Option<ObjId>,
    /// The next key.
    pub current: Option<ObjId>,
    pub backward: bool,
    pub keys: bool,
    pub values: bool,
    pub version: u64,
    pub size: usize,
    /// The pair that is given again when nobody else holds it.
    pub result: Option<ObjId>,
}

impl Tool {
    pub fn children(&self, visit: &mut dyn FnMut(ObjId)) {
        self.references(&mut |_, id| visit(id));
    }
    pub fn references(&self, visit: &mut impl FnMut(Place, ObjId)) {
        match *self {
            Tool::Done => {}
            Tool::Accumulate { iter, func, total, initial } => parts(
                [("function", func), ("total", total), ("iterator", Some(iter)), ("initial", initial)],
                visit,
            ),
            Tool::Batched { iter, .. } | Tool::Islice { iter, .. } => parts([("iterator", iter)], visit),
            Tool::Chain { source, active } => parts([("active", active), ("source", source)], visit),
            Tool::Combinations(ref picks)
            | Tool::Product(ref picks)
            | Tool::Permutations { ref picks, .. } => {
                parts([("pool", Some(picks.pool)), ("result", picks.result)], visit);
            }
            Tool::Compress { data, selectors } => {
                parts([("data", Some(data)), ("selectors", Some(selectors))], visit);
            }
            Tool::Count { big, step, .. } => parts([("count", big), ("step", Some(step))], visit),
            Tool::Cycle { iter, saved, .. } => parts([("iterator", iter), ("saved", Some(saved))], visit),
            Tool::Dropwhile { func, iter, .. }
            | Tool::Takewhile { func, iter, .. }
            | Tool::Filterfalse { func, iter }
            | Tool::Starmap { func, iter } => {
                parts([("function", Some(func)), ("iterator", Some(iter))], visit);
            }
            Tool::Groupby { iter, key_func, target, key, value, .. } => {
                parts([("iterator", Some(iter)), ("key function", Some(key_func))], visit);
                parts([("target", target), ("key", key), ("value", value)], visit);
            }
            Tool::Grouper { parent, target } => {
                parts([("parent", Some(parent)), ("target", Some(target))], visit);
            }
            Tool::Pairwise { iter, old, result } => {
                parts([("iterator", iter), ("old", old), ("result", Some(result))], visit);
            }
            Tool::Repeat { element, .. } => parts([("element", Some(element))], visit),
            Tool::Tee { data, .. } => parts([("data", Some(data))], visit),
            Tool::ZipLongest { iters, result, fill, .. } => {
                parts([("iterators", Some(iters)), ("result", Some(result)), ("fill", Some(fill))], visit);
            }
            Tool::Deque { deque, .. } => parts([("deque", Some(deque))], visit),
            Tool::OrderedDict(ref walk) => {
                parts([("dict", walk.dict), ("current", walk.current), ("result", walk.result)], visit);
            }
            Tool::Formatter { text, .. } | Tool::FieldName { text, .. } => {
                parts([("text", Some(text))], visit);
            }
        }
    }
}
