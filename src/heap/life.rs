//! Births and deaths, written down while somebody watches: an instruction can free a slot and use it
//! again, which two states do not tell.

use super::{Heap, ObjId, Payload};

/// A birth or a death.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Life {
    pub id: ObjId,
    /// The object's type.
    pub ty: ObjId,
    pub born: bool,
}

/// Births and deaths in order.
#[derive(Clone, Default, Debug)]
pub(super) struct Register(Vec<Life>);

/// What a heap counts beside its objects.
#[derive(Clone, Copy, Debug)]
pub struct Tally {
    births: u64,
    deaths: u64,
    grown: usize,
}

impl<P: Payload> Heap<P> {
    /// What is counted; objects that come and go before it is set back have never been.
    pub fn tally(&self) -> Tally {
        Tally { births: self.births, deaths: self.deaths, grown: self.grown }
    }
    pub fn set_tally(&mut self, tally: Tally) {
        (self.births, self.deaths, self.grown) = (tally.births, tally.deaths, tally.grown);
    }
    /// Bytes that came since the memory budget was looked at.
    pub fn grown(&self) -> usize {
        self.grown
    }
    /// An object of that type comes, or (`None`) the one in the slot goes.
    #[cold]
    #[inline(never)]
    pub(super) fn write_down(&mut self, id: ObjId, born: Option<ObjId>) {
        let ty = born.unwrap_or_else(|| self.type_of(id));
        if let Some(register) = &mut self.register {
            register.0.push(Life { id, ty, born: born.is_some() });
        }
    }
    /// Births and deaths are written down from now on, or no longer.
    pub fn set_registered(&mut self, on: bool) {
        match (on, &self.register) {
            (true, None) => self.register = Some(Box::default()),
            (false, Some(_)) => self.register = None,
            _ => {}
        }
    }
    /// Births and deaths since the register was emptied, in order; `None` where none is kept.
    pub fn register(&self) -> Option<&[Life]> {
        self.register.as_ref().map(|r| &r.0[..])
    }
    pub fn clear_register(&mut self) {
        if let Some(register) = &mut self.register {
            register.0.clear();
        }
    }
    /// Objects that ever came, and that went.
    pub fn births_and_deaths(&self) -> (u64, u64) {
        (self.births, self.deaths)
    }
}
