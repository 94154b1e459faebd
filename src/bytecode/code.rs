//! The code object: what the compiler makes, `.pyc` files hold and the machine runs.

use crate::constant::{Constant, Text};
use std::sync::Arc;

/// `co_flags` bits.
pub mod flags {
    pub const OPTIMIZED: u32 = 0x1;
    pub const NEWLOCALS: u32 = 0x2;
    pub const VARARGS: u32 = 0x4;
    pub const VARKEYWORDS: u32 = 0x8;
    pub const NESTED: u32 = 0x10;
    pub const GENERATOR: u32 = 0x20;
    pub const COROUTINE: u32 = 0x80;
    pub const ITERABLE_COROUTINE: u32 = 0x100;
    pub const ASYNC_GENERATOR: u32 = 0x200;
    pub const FUTURE_BARRY_AS_BDFL: u32 = 0x40_0000;
    pub const FUTURE_GENERATOR_STOP: u32 = 0x80_0000;
    pub const FUTURE_ANNOTATIONS: u32 = 0x100_0000;
    pub const NO_MONITORING_EVENTS: u32 = 0x200_0000;
    pub const HAS_DOCSTRING: u32 = 0x400_0000;
    pub const METHOD: u32 = 0x800_0000;
}

/// `co_localspluskinds` bits: what a fast local is.
pub mod kinds {
    pub const HIDDEN: u8 = 0x10;
    pub const LOCAL: u8 = 0x20;
    pub const CELL: u8 = 0x40;
    pub const FREE: u8 = 0x80;
}

/// An element of `co_consts`.
#[derive(Clone, PartialEq, Debug)]
pub enum Const {
    Value(Constant),
    Code(Arc<Code>),
}

/// A CPython 3.13 code object, attribute by attribute.
#[derive(Clone, PartialEq, Debug)]
pub struct Code {
    pub argcount: u32,
    pub posonlyargcount: u32,
    pub kwonlyargcount: u32,
    pub stacksize: u32,
    pub flags: u32,
    /// Code units, two bytes each, inline caches zero.
    pub code: Vec<u8>,
    pub consts: Vec<Const>,
    pub names: Vec<Text>,
    /// Fast locals: locals, then cells, then free variables (a local that is a cell stands once).
    pub localsplusnames: Vec<Text>,
    /// One [`kinds`] mask for each of `localsplusnames`.
    pub localspluskinds: Vec<u8>,
    pub filename: Text,
    pub name: Text,
    pub qualname: Text,
    pub firstlineno: i32,
    /// Source positions, encoded as in CPython's `InternalDocs/code_objects.md` (locations table).
    pub linetable: Vec<u8>,
    /// Handlers, encoded as in CPython's `InternalDocs/exception_handling.md`.
    pub exceptiontable: Vec<u8>,
}

impl Code {
    fn names_of(&self, kind: u8) -> impl Iterator<Item = &Text> {
        self.localsplusnames
            .iter()
            .zip(&self.localspluskinds)
            .filter(move |(_, k)| **k & kind != 0)
            .map(|(n, _)| n)
    }
    /// `co_varnames`
    pub fn varnames(&self) -> impl Iterator<Item = &Text> {
        self.names_of(kinds::LOCAL)
    }
    /// `co_cellvars`
    pub fn cellvars(&self) -> impl Iterator<Item = &Text> {
        self.names_of(kinds::CELL)
    }
    /// `co_freevars`
    pub fn freevars(&self) -> impl Iterator<Item = &Text> {
        self.names_of(kinds::FREE)
    }
}
