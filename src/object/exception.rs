//! Exceptions and tracebacks.

use super::Attrs;
use crate::heap::ObjId;

#[derive(Clone, Debug)]
pub struct Exception {
    /// A tuple.
    pub args: ObjId,
    pub traceback: Option<ObjId>,
    pub context: Option<ObjId>,
    pub cause: Option<ObjId>,
    pub suppress_context: bool,
    /// What the exception's built-in type adds, in the order of its members (`StopIteration.value`,
    /// `OSError.errno` …); empty for most.
    pub fields: Box<[Option<ObjId>]>,
    pub attrs: Attrs,
}

impl Exception {
    pub fn children(&self, visit: &mut dyn FnMut(ObjId)) {
        self.fields.iter().flatten().copied().for_each(&mut *visit);
        self.attrs.children(visit);
        visit(self.args);
        [self.traceback, self.cause, self.context].into_iter().flatten().for_each(&mut *visit);
    }
}

#[derive(Clone, Debug)]
pub struct Traceback {
    pub next: Option<ObjId>,
    pub frame: ObjId,
    /// Byte offset of the instruction.
    pub lasti: u32,
    /// Where a program gave one; else it follows from `lasti`.
    pub lineno: Option<i32>,
}

impl Traceback {
    pub fn children(&self, visit: &mut dyn FnMut(ObjId)) {
        self.next.iter().copied().for_each(&mut *visit);
        visit(self.frame);
    }
}
