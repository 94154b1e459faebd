//! The program's threads.

use super::{Res, Vm};
use crate::heap::ObjId;
use crate::object::ids::types;

/// The number of the thread that a program starts in.
pub const MAIN: i64 = 1;

impl Vm {
    /// The number of the running thread.
    pub fn thread_ident(&self) -> i64 {
        MAIN
    }
    pub fn wait_for_lock(&mut self, lock: ObjId, patience: Option<f64>) -> Res {
        let _ = lock;
        match patience {
            Some(_) => Ok(self.new_bool(false)),
            None => Err(self.raise(types::RUNTIME_ERROR, "deadlock: no other thread can release the lock")),
        }
    }
    pub fn wait_to_restore(&mut self, lock: ObjId, _count: i64) -> Res {
        self.wait_for_lock(lock, None)
    }
}
