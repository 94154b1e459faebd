//! frozenset: what [`super::set`] does not share.

use super::{set, set_ops};
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::types;
use crate::object::typ::Slot;
use crate::vm::NativeCall::NoArgs;
use crate::vm::native::{Owner, constructor, method, wrapper};
use crate::vm::{Args, NativeTable, Res, Vm};

fn new(vm: &mut Vm, cls: ObjId, args: Args<'_>) -> Res {
    // A subclass with an `__init__` of its own may take keyword arguments that frozenset ignores.
    if vm.type_obj(cls).slot(Slot::Init) == vm.type_obj(types::FROZENSET).slot(Slot::Init) {
        vm.refuse_keywords("frozenset", args)?;
    }
    let name = vm.type_name(cls);
    vm.check_positional(&name, args, 0, 1)?;
    if let [same] = *args.pos
        && cls == types::FROZENSET
        && vm.type_of(same) == types::FROZENSET
    {
        return Ok(vm.own(same));
    }
    let object = vm.new_instance_of(cls, types::FROZENSET, Payload::Set(Box::default()));
    if let [iterable] = *args.pos
        && let Err(e) = vm.set_update(object.id(), iterable)
    {
        vm.release(object);
        return Err(e);
    }
    Ok(object)
}

fn copy(vm: &mut Vm, this: ObjId) -> Res {
    if vm.type_of(this) == types::FROZENSET {
        return Ok(vm.own(this));
    }
    set_ops::copy(vm, this)
}

/// The elements' hashes mixed so that their order does not count (CPython's `frozenset_hash`).
fn hash(vm: &mut Vm, this: ObjId) -> Res {
    let set = set_ops::data_mut(vm, this);
    let hash = match set.hash {
        Some(hash) => hash,
        None => {
            let shuffle = |h: u64| ((h ^ 89869747) ^ (h << 16)).wrapping_mul(3644798167);
            let mut hash = set.iter_hashed().fold(0, |all, (hash, _)| all ^ shuffle(hash as u64));
            hash ^= (set.len() as u64 + 1).wrapping_mul(1927868237);
            hash ^= (hash >> 11) ^ (hash >> 25);
            hash = hash.wrapping_mul(69069).wrapping_add(907133923);
            // -1 means an error in C.
            let hash = if hash == u64::MAX { 590923713 } else { hash as i64 };
            set.hash = Some(hash);
            hash
        }
    };
    Ok(vm.new_int(hash))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::FROZENSET),
    defs: &[
        constructor(new),
        set::REPR,
        wrapper("__hash__", NoArgs(hash)),
        set::LT,
        set::LE,
        set::EQ,
        set::NE,
        set::GT,
        set::GE,
        set::ITER,
        set::LEN,
        set::SUB,
        set::RSUB,
        set::AND,
        set::RAND,
        set::XOR,
        set::RXOR,
        set::OR,
        set::ROR,
        set::CONTAINS,
        method("copy", NoArgs(copy)),
        set::DIFFERENCE,
        set::INTERSECTION,
        set::ISDISJOINT,
        set::ISSUBSET,
        set::ISSUPERSET,
        set::REDUCE,
        set::SIZEOF,
        set::SYMMETRIC_DIFFERENCE,
        set::UNION,
        set::CLASS_GETITEM,
    ],
};
