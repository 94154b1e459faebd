//! `_bisect`.

use crate::heap::ObjId;
use crate::object::ids;
use crate::vm::compare::op;
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("_bisect"),
    defs: &[
        function("bisect_right", Full(|vm, _, args| bisect(vm, "bisect_right", args, true))),
        function("bisect_left", Full(|vm, _, args| bisect(vm, "bisect_left", args, false))),
        function("insort_right", Full(|vm, _, args| insort(vm, "insort_right", args, true))),
        function("insort_left", Full(|vm, _, args| insort(vm, "insort_left", args, false))),
    ],
};

struct Search {
    list: ObjId,
    item: ObjId,
    low: i64,
    high: i64,
    key: Option<ObjId>,
}
fn search_of(vm: &mut Vm, name: &str, args: Args<'_>) -> Res<Search> {
    let [list, item, low, high, key] = vm.bind(name, args, ["a", "x", "lo", "hi", "key"], 2, 4)?;
    let low = match low {
        Some(low) => vm.word_argument(low)?,
        None => 0,
    };
    let high = match high.filter(|&h| h != ids::NONE) {
        Some(high) if vm.has_index(high) => vm.as_index(high)?,
        Some(high) => {
            let message = format!("argument should be integer or None, not '{}'", vm.class_name(high));
            return Err(vm.type_error(message));
        }
        None => -1,
    };
    let key = key.filter(|&k| k != ids::NONE);
    let list = list.unwrap_or(ids::NONE);
    if low < 0 {
        return Err(vm.value_error("lo must be non-negative"));
    }
    let high = if high == -1 { vm.len(list)? as i64 } else { high };
    Ok(Search { list, item: item.unwrap_or(ids::NONE), low, high, key })
}
/// Where the item belongs, after its equals or before them.
fn place(vm: &mut Vm, search: &Search, item: ObjId, after: bool) -> Res<i64> {
    let (mut low, mut high) = (search.low, search.high);
    while low < high {
        let middle = low + (high - low) / 2;
        let number = vm.new_int(middle);
        let found = vm.get_item(search.list, number.id());
        vm.release(number);
        let mut found = found?;
        if let Some(key) = search.key {
            let keyed = vm.call(key, &[found.id()]);
            vm.release(found);
            found = keyed?;
        }
        let less = if after {
            vm.compare_bool(op::LT, item, found.id())
        } else {
            vm.compare_bool(op::LT, found.id(), item)
        };
        vm.release(found);
        if less? == after { high = middle } else { low = middle + 1 }
    }
    Ok(low)
}
fn bisect(vm: &mut Vm, name: &str, args: Args<'_>, after: bool) -> Res {
    let search = search_of(vm, name, args)?;
    let place = place(vm, &search, search.item, after)?;
    Ok(vm.new_int(place))
}
fn insort(vm: &mut Vm, name: &str, args: Args<'_>, after: bool) -> Res {
    let search = search_of(vm, name, args)?;
    let place = match search.key {
        None => place(vm, &search, search.item, after)?,
        Some(key) => {
            let keyed = vm.call(key, &[search.item])?;
            let place = place(vm, &search, keyed.id(), after);
            vm.release(keyed);
            place?
        }
    };
    if vm.type_of(search.list) == ids::types::LIST {
        vm.incref(search.item);
        if let Some(items) = vm.as_list_mut(search.list) {
            let place = (place as usize).min(items.len());
            items.insert(place, search.item);
        }
        return Ok(vm.none());
    }
    let method = vm.intern("insert");
    let method = vm.get_attr(search.list, method)?;
    let place = vm.new_int(place);
    let result = vm.call(method.id(), &[place.id(), search.item]);
    vm.release(place);
    vm.release(method);
    let result = result?;
    vm.release(result);
    Ok(vm.none())
}
