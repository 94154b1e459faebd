//! Code objects as the machine holds them.

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
    pub fn children(&self, visit: &mut dyn FnMut(ObjId)) {
        self.tuples.into_iter().for_each(&mut *visit);
        [self.name, self.qualname, self.filename].into_iter().for_each(visit);
    }
}
