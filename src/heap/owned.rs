//! A token for one reference.

use super::{ObjId, tokens};

/// One counted reference in a Rust local: it must end up in an object, a frame or on the value
/// stack ([`Owned::into_id`]) or be given back (`Vm::release`). Debug builds panic on one that is
/// dropped instead, so that a leak is found where it happens.
#[must_use = "a reference must be stored or released"]
#[derive(Debug)]
pub struct Owned(ObjId);

impl Owned {
    /// Takes charge of one reference that is counted already.
    #[inline(always)]
    pub fn new(id: ObjId) -> Owned {
        tokens::hold([id]);
        Owned(id)
    }
    /// The object, while the reference stays here.
    #[inline(always)]
    pub fn id(&self) -> ObjId {
        self.0
    }
    /// Hands the reference on.
    #[inline(always)]
    pub fn into_id(self) -> ObjId {
        let id = self.0;
        tokens::let_go([id]);
        std::mem::forget(self);
        id
    }
}

#[cfg(debug_assertions)]
impl Drop for Owned {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            panic!("reference to {:?} dropped without release", self.0);
        }
    }
}
