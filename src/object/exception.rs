//! Exceptions and tracebacks.

use super::Attrs;
use super::place::{Place, parts};
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
    pub fn references(&self, visit: &mut impl FnMut(Place, ObjId)) {
        parts(
            [
                ("args", Some(self.args)),
                ("__traceback__", self.traceback),
                ("__context__", self.context),
                ("__cause__", self.cause),
            ],
            visit,
        );
        for (i, field) in self.fields.iter().enumerate() {
            field.iter().for_each(|id| visit(Place::Item(i), *id));
        }
        self.attrs.references(visit);
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
    pub fn references(&self, visit: &mut impl FnMut(Place, ObjId)) {
        parts([("tb_next", self.next), ("tb_frame", Some(self.frame))], visit);
    }
}
