//! `itertools`.

mod group;
mod make;
mod pickle;
mod picks;
mod step;
mod tee;

use crate::heap::{ObjId, Owned};
use crate::object::ids::module_types as types;
use crate::object::{Iter, Payload, Tool};
use crate::types::iterators::{ITER, NEXT};
use crate::vm::native::{
    NativeCall::*, NativeDef, NativeTable, Owner, class_method, constructor, function, method, wrapper,
};
use crate::vm::{Res, Vm};

pub use step::advance;

pub static FUNCTIONS: NativeTable =
    NativeTable { owner: Owner::Module("itertools"), defs: &[function("tee", Pos(1, 2, tee::tee))] };

const REDUCE: NativeDef = method("__reduce__", NoArgs(pickle::reduce));
const SETSTATE: NativeDef = method("__setstate__", One(pickle::setstate));
const SIZEOF: NativeDef = method("__sizeof__", NoArgs(picks::sizeof));

macro_rules! tables {
    ($($name:ident: [$($extra:expr),*];)*) => {
        $(static $name: NativeTable = NativeTable {
            owner: Owner::Type(types::$name),
            defs: &[$($extra),*],
        };)*
        /// The natives of the module's types.
        pub static TABLES: &[&NativeTable] = &[&FUNCTIONS, $(&$name),*];
    };
}
tables! {
    ACCUMULATE: [constructor(make::accumulate), ITER, NEXT, REDUCE, SETSTATE];
    BATCHED: [constructor(make::batched), ITER, NEXT];
    CHAIN: [
        constructor(make::chain),
        ITER,
        NEXT,
        REDUCE,
        SETSTATE,
        class_method("from_iterable", One(make::chain_from_iterable)),
        class_method("__class_getitem__", One(|vm, cls, item| vm.generic_alias(cls, item)))
    ];
    COMBINATIONS: [constructor(picks::combinations), ITER, NEXT, REDUCE, SETSTATE, SIZEOF];
    COMBINATIONS_WITH_REPLACEMENT: [
        constructor(picks::combinations_with_replacement),
        ITER,
        NEXT,
        REDUCE,
        SETSTATE,
        SIZEOF
    ];
    COMPRESS: [constructor(make::compress), ITER, NEXT, REDUCE];
    COUNT: [constructor(make::count), ITER, NEXT, REDUCE, wrapper("__repr__", NoArgs(make::count_repr))];
    CYCLE: [constructor(make::cycle), ITER, NEXT, REDUCE, SETSTATE];
    DROPWHILE: [constructor(make::dropwhile), ITER, NEXT, REDUCE, SETSTATE];
    FILTERFALSE: [constructor(make::filterfalse), ITER, NEXT, REDUCE];
    GROUPBY: [constructor(group::groupby), ITER, NEXT, REDUCE, SETSTATE];
    GROUPER: [constructor(group::grouper), ITER, NEXT, REDUCE];
    ISLICE: [constructor(make::islice), ITER, NEXT, REDUCE, SETSTATE];
    PAIRWISE: [constructor(make::pairwise), ITER, NEXT];
    PERMUTATIONS: [constructor(picks::permutations), ITER, NEXT, REDUCE, SETSTATE, SIZEOF];
    PRODUCT: [constructor(picks::product), ITER, NEXT, REDUCE, SETSTATE, SIZEOF];
    REPEAT: [
        constructor(make::repeat),
        ITER,
        NEXT,
        REDUCE,
        wrapper("__repr__", NoArgs(make::repeat_repr)),
        method("__length_hint__", NoArgs(make::repeat_length))
    ];
    STARMAP: [constructor(make::starmap), ITER, NEXT, REDUCE];
    TAKEWHILE: [constructor(make::takewhile), ITER, NEXT, REDUCE, SETSTATE];
    TEE: [
        constructor(tee::new),
        ITER,
        NEXT,
        REDUCE,
        SETSTATE,
        method("__copy__", NoArgs(tee::copy))
    ];
    TEE_DATA: [constructor(tee::new_data), method("__reduce__", NoArgs(tee::reduce_data))];
    ZIP_LONGEST: [constructor(make::zip_longest), ITER, NEXT, REDUCE, SETSTATE];
}

static DONE: Tool = Tool::Done;

impl Vm {
    /// What an iterator of a native module consists of.
    pub fn tool(&self, id: ObjId) -> &Tool {
        match self.payload(id).base() {
            Payload::Iter(it) => match &**it {
                Iter::Tool(tool) => tool,
                _ => &DONE,
            },
            _ => &DONE,
        }
    }
    pub fn tool_mut(&mut self, id: ObjId) -> Option<&mut Tool> {
        match self.payload_mut(id).base_mut() {
            Payload::Iter(it) => match &mut **it {
                Iter::Tool(tool) => Some(tool),
                _ => None,
            },
            _ => None,
        }
    }
    /// A new iterator of a native module; `exact` is its type, `class` that or one derived from it.
    pub fn new_tool(&mut self, class: ObjId, exact: ObjId, tool: Tool) -> Owned {
        self.new_instance_of(class, exact, Payload::Iter(Box::new(Iter::Tool(tool))))
    }
    /// `tuple(x)`
    pub fn sequence_tuple(&mut self, id: ObjId) -> Res {
        if self.type_of(id) == crate::object::ids::types::TUPLE {
            return Ok(self.own(id));
        }
        let items = self.collect(id)?;
        Ok(self.new_tuple(items))
    }
    /// A tuple of the references at hand.
    pub fn pack(&mut self, items: Vec<Owned>) -> Owned {
        self.new_tuple(items.into_iter().map(Owned::into_id).collect())
    }
}
