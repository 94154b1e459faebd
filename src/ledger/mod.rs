//! The ledger: who holds an object, from the machine's own tables of references.
//!
//! Nothing is kept while a program runs. A count is what the objects and the machine hold together,
//! so the answer to "why is this count 3?" is found by looking at all of them.

pub mod census;
mod describe;
pub mod history;
mod holders;
mod sizes;
pub mod stress;

pub use history::History;
pub use holders::{Holder, Owner, balance, holders};
pub use sizes::Sizes;

/// A count, and how many references were found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Imbalance {
    pub id: crate::heap::ObjId,
    pub count: u32,
    pub found: i32,
}
