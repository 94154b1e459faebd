//! What a client sees of memory: an object's holders and history, a collection, a census.

use super::ValueView;
use crate::ledger::Holder;
use std::sync::Arc;

/// The object that is watched, at this moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LedgerView {
    /// Its number.
    pub id: u32,
    /// `None` where the number belongs to no object now.
    pub value: Option<ValueView>,
    /// Everything that holds it. They make up its count, unless it is immortal.
    pub holders: Vec<HolderView>,
    /// Holders that are left out.
    pub hidden: usize,
    /// Once it was asked for.
    pub history: Option<Arc<HistoryView>>,
}

/// One reference to the watched object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HolderView {
    /// Number of the object that holds; `None` for the machine and native code.
    pub object: Option<u32>,
    /// The owner: `list #2041`, `frame 1 of f`.
    pub title: String,
    /// The place in it: `[3]`, `local x`, `.name`, `key`.
    pub slot: String,
}

impl From<Holder> for HolderView {
    fn from(holder: Holder) -> HolderView {
        HolderView { object: holder.object, title: holder.title, slot: holder.slot }
    }
}

/// What happened to an object between two steps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HistoryView {
    pub id: u32,
    /// The steps that were gone through.
    pub from: u64,
    pub to: u64,
    /// The instruction that made the object, and the one that freed it, where they are among these steps.
    pub born: Option<u64>,
    pub died: Option<u64>,
    /// Instructions that changed its count.
    pub total: u64,
    /// Those nearest to the moment that was asked from, in order.
    pub rows: Vec<HistoryRow>,
}

/// An instruction that changed the count of an object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HistoryRow {
    pub step: u64,
    /// The code object's qualified name, the offset in it, and the instruction with its operand.
    pub code: String,
    pub offset: u32,
    pub instruction: String,
    pub line: Option<u32>,
    /// 0 before the birth and after the death.
    pub before: u32,
    pub after: u32,
    /// Holders that came and that went.
    pub gained: Vec<HolderView>,
    pub lost: Vec<HolderView>,
}

/// The objects of the program at one step, compared with another.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct CensusView {
    pub step: u64,
    pub since: u64,
    /// The program's own objects; those that the interpreter made before it began.
    pub objects: u64,
    pub bytes: u64,
    pub other_objects: u64,
    pub other_bytes: u64,
    /// By class, the most bytes first.
    pub types: Vec<CensusType>,
    pub largest: Vec<CensusObject>,
    /// The oldest first.
    pub oldest: Vec<CensusObject>,
    /// Births and deaths in stretches of so many steps, from `since` on.
    pub width: u64,
    pub stretches: Vec<(u64, u64)>,
}

#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct CensusType {
    pub name: String,
    pub objects: u64,
    pub bytes: u64,
    /// What came and went since.
    pub born: u64,
    pub died: u64,
    /// Growth since then.
    pub more_objects: i64,
    pub more_bytes: i64,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CensusObject {
    pub value: ValueView,
    pub bytes: u64,
    /// The instruction that made it; `None` if it is older than the steps looked at.
    pub born: Option<u64>,
}
