//! Finding the holders of an object, and holding every count against them.

use super::{Imbalance, describe};
use crate::heap::{IMMORTAL, ObjId};
use crate::object::ids::module_type;
use crate::vm::{Reference, Root, Vm};

/// What holds a reference.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Owner {
    /// An object, with the place in it.
    Object(ObjId, Reference),
    /// The machine: a frame, an exception on its way, and the like.
    Machine(Root),
    /// The state of a native module, which a class of the module is part of.
    Module,
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
        let owner = if module_type(id).is_some() { Owner::Module } else { Owner::Native };
        owners.extend(std::iter::repeat_n(owner, rest));
    }
    describe::describe(vm, owners)
}

/// The objects whose counts are not what objects and the machine hold of them, immortals apart.
/// While native code is at work it may hold more; otherwise there is none. The classes of native modules
/// are left out: what their modules hold of them is a number, as CPython's modules have it.
pub fn balance(vm: &Vm) -> Vec<Imbalance> {
    let mut found = vec![0u32; vm.state.heap.slot_count()];
    vm.state.roots(&mut |_, id| found[id.index()] += 1);
    vm.state.references(&mut |_, _, id| found[id.index()] += 1);
    let all = vm.state.heap.iter().filter(|(_, slot)| slot.count & IMMORTAL == 0);
    let all = all.filter(|(id, slot)| module_type(*id).is_none() || slot.count < found[id.index()]);
    all.filter(|(id, slot)| slot.count != found[id.index()])
        .map(|(id, slot)| Imbalance { id, count: slot.count, found: found[id.index()] })
        .collect()
}
