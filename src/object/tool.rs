//! Iterators of native modules (itertools and others), by what they walk.

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
        let mut some = |ids: &[Option<ObjId>]| ids.iter().flatten().copied().for_each(&mut *visit);
        match *self {
            Tool::Done => {}
            Tool::Accumulate { iter, func, total, initial } => some(&[func, total, Some(iter), initial]),
            Tool::Batched { iter, .. } | Tool::Islice { iter, .. } => some(&[iter]),
            Tool::Chain { source, active } => some(&[active, source]),
            Tool::Combinations(ref picks)
            | Tool::Product(ref picks)
            | Tool::Permutations { ref picks, .. } => {
                some(&[Some(picks.pool), picks.result]);
            }
            Tool::Compress { data, selectors } => some(&[Some(data), Some(selectors)]),
            Tool::Count { big, step, .. } => some(&[big, Some(step)]),
            Tool::Cycle { iter, saved, .. } => some(&[iter, Some(saved)]),
            Tool::Dropwhile { func, iter, .. }
            | Tool::Takewhile { func, iter, .. }
            | Tool::Filterfalse { func, iter }
            | Tool::Starmap { func, iter } => some(&[Some(func), Some(iter)]),
            Tool::Groupby { iter, key_func, target, key, value, .. } => {
                some(&[Some(iter), Some(key_func), target, key, value]);
            }
            Tool::Grouper { parent, target } => some(&[Some(parent), Some(target)]),
            Tool::Pairwise { iter, old, result } => some(&[iter, old, Some(result)]),
            Tool::Repeat { element, .. } => some(&[Some(element)]),
            Tool::Tee { data, .. } => some(&[Some(data)]),
            Tool::ZipLongest { iters, result, fill, .. } => some(&[Some(iters), Some(result), Some(fill)]),
            Tool::Deque { deque, .. } => some(&[Some(deque)]),
            Tool::OrderedDict(ref walk) => some(&[walk.dict, walk.current, walk.result]),
            Tool::Formatter { text, .. } | Tool::FieldName { text, .. } => some(&[Some(text)]),
        }
    }
}
