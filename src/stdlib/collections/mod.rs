//! `_collections`.

mod default_dict;
mod deque;
mod deque_items;
mod deque_iter;
mod ordered;
mod ordered_views;
mod tuple_getter;

use crate::heap::ObjId;
use crate::object::ids::{self, names, types as core};
use crate::vm::binary::op;
use crate::vm::native::{NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};

pub use deque_iter::advance as advance_deque;
pub use ordered_views::advance as advance_ordered;

/// The natives of the module and of its types.
pub static TABLES: &[&NativeTable] = &[
    &FUNCTIONS,
    &deque::TABLE,
    &deque_iter::FORWARD,
    &deque_iter::BACKWARD,
    &default_dict::TABLE,
    &ordered::TABLE,
    &ordered_views::ITERATOR,
    &ordered_views::KEYS,
    &ordered_views::VALUES,
    &ordered_views::ITEMS,
    &tuple_getter::TABLE,
];

static FUNCTIONS: NativeTable = NativeTable {
    owner: Owner::Module("_collections"),
    defs: &[function("_count_elements", Pos(2, 2, count_elements))],
};

/// Counts what an iterable yields in a mapping from items to numbers.
fn count_elements(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let mapping = args[0];
    let iter = vm.iter(args[1])?;
    let plain = vm.as_dict(mapping).is_some()
        && [vm.intern("get"), vm.intern("__setitem__")].into_iter().all(|name| {
            let own = vm.lookup_special(mapping, name);
            own.is_some() && own == vm.lookup(core::DICT, name)
        });
    let result = if plain {
        count_in_dict(vm, mapping, iter.id())
    } else {
        match vm.get_attr(mapping, names::GET) {
            Ok(get) => {
                let result = count_in_mapping(vm, mapping, get.id(), iter.id());
                vm.release(get);
                result
            }
            Err(e) => Err(e),
        }
    };
    vm.release(iter);
    result?;
    Ok(vm.none())
}
fn count_in_dict(vm: &mut Vm, dict: ObjId, iter: ObjId) -> Res<()> {
    let one = ids::small_int(1);
    let mut round = 0;
    while let Some(key) = vm.next(iter)? {
        let counted = vm.hash(key.id()).and_then(|hash| {
            let found = vm.dict_find(dict, key.id(), hash)?;
            match found.and_then(|i| vm.as_dict(dict)?.entry(i)) {
                None => vm.dict_set_hashed(dict, key.id(), hash, one),
                Some((_, old)) => {
                    let new = vm.binary(op::ADD, old, one)?;
                    let stored = vm.dict_set_hashed(dict, key.id(), hash, new.id());
                    vm.release(new);
                    stored
                }
            }
        });
        vm.release(key);
        counted?;
        vm.poll_round(round)?;
        round += 1;
    }
    Ok(())
}
fn count_in_mapping(vm: &mut Vm, mapping: ObjId, get: ObjId, iter: ObjId) -> Res<()> {
    let mut round = 0;
    while let Some(key) = vm.next(iter)? {
        let counted = vm.call(get, &[key.id(), ids::small_int(0)]).and_then(|old| {
            let new = vm.binary(op::ADD, old.id(), ids::small_int(1));
            vm.release(old);
            let new = new?;
            let stored = vm.set_item(mapping, key.id(), new.id());
            vm.release(new);
            stored
        });
        vm.release(key);
        counted?;
        vm.poll_round(round)?;
        round += 1;
    }
    Ok(())
}
