//! Finding the holders of an object, and holding every count against them.

use super::{Imbalance, describe};
use crate::heap::{IMMORTAL, ObjId};
use crate::vm::{Reference, Root, Vm};

/// What holds a reference.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Owner {
    /// An object, with the place in it.
    Object(ObjId, Reference),
    /// The machine: a frame, an exception on its way, and the like.
    Machine(Root),
    /// Native code at work, in its own hands: arguments and results in flight.
    Native,
}

/// One holder of an object, in words.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Holder {
    pub owner: Owner,
    /// Number of the object that holds; `None` for the machine.
    pub object: Option<u32>,
    /// The owner at a glance: `list #2041`, `frame of f`.
    pub title: String,
    /// The place in it: `[3]`, `local x`, `.name`, `key`.
    pub slot: String,
}

/// Every reference to an object, those of native code at work last. Together they are its count,
/// unless it is immortal.
pub fn holders(vm: &Vm, id: ObjId) -> Vec<Holder> {
    let mut owners = Vec::new();
    vm.state.roots(&mut |root, held| {
        if held == id {
            owners.push(Owner::Machine(root));
        }
    });
    vm.state.references(&mut |owner, reference, held| {
        if held == id {
            owners.push(Owner::Object(owner, reference));
        }
    });
    let count = vm.state.heap.count(id);
    if count & IMMORTAL == 0 {
        let rest = (count as usize).saturating_sub(owners.len());
        owners.extend(std::iter::repeat_n(Owner::Native, rest));
    }
    describe::describe(vm, owners)
}

/// The objects whose counts are not what objects, the machine and native code at work hold of them,
/// immortals apart. What native code holds is known in debug builds, on a thread that counts its tokens
/// ([`crate::heap::tokens`]); elsewhere the counts of what it holds are found too high.
pub fn balance(vm: &Vm) -> Vec<Imbalance> {
    let mut found = vec![0i32; vm.state.heap.slot_count()];
    vm.state.roots(&mut |_, id| found[id.index()] += 1);
    vm.state.references(&mut |_, _, id| found[id.index()] += 1);
    crate::heap::tokens::each(|id, held| found[id.index()] += held);
    let all = vm.state.heap.iter().filter(|(_, slot)| slot.count & IMMORTAL == 0);
    all.map(|(id, slot)| Imbalance { id, count: slot.count, found: found[id.index()] })
        .filter(|w| w.count as i32 != w.found)
        .collect()
}
