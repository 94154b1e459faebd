//! Code objects as the machine holds them.

use super::place::{Place, parts};
use crate::bytecode::Code;
use crate::heap::ObjId;
use crate::object::code_monitor::CodeMonitor;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct CodeObj {
    /// The code as compiled or read.
    pub code: Arc<Code>,
    /// `co_consts`, `co_names` and the names of the fast locals, as tuples (in this order).
    pub tuples: [ObjId; 3],
    /// Their items, borrowed.
    pub consts: Box<[ObjId]>,
    pub names: Box<[ObjId]>,
    pub localsplus: Box<[ObjId]>,
    pub name: ObjId,
    pub qualname: ObjId,
    pub filename: ObjId,
    /// Where the decoded instructions start in the machine's program, and how many code units.
    pub start: u32,
    pub units: u32,
    /// Number of fast locals, cells and free variables included.
    pub nlocalsplus: u32,
    /// The version of functions made of this code, which caches compare; 0 until one is made.
    pub version: u32,
    /// Number of free variables (the last of the fast locals).
    pub nfree: u32,
    /// Who listens to what happens in it, once somebody does.
    pub monitor: Option<Box<CodeMonitor>>,
}

impl CodeObj {
    pub fn references(&self, visit: &mut impl FnMut(Place, ObjId)) {
        let [consts, names, locals] = self.tuples.map(Some);
        parts([("co_consts", consts), ("co_names", names), ("names of the fast locals", locals)], visit);
        parts(
            [
                ("co_name", Some(self.name)),
                ("co_qualname", Some(self.qualname)),
                ("co_filename", Some(self.filename)),
            ],
            visit,
        );
    }
}
