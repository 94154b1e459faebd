//! `_heapq`: heaps in lists, the smallest item first (or, for some functions, the largest).

use crate::heap::{ObjId, Owned};
use crate::vm::compare::op;
use crate::vm::native::{NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("_heapq"),
    defs: &[
        function("heappush", Pos(2, 2, push)),
        function("heappushpop", Pos(2, 2, push_pop)),
        function("heappop", One(|vm, _, heap| pop(vm, "heappop", heap, MIN))),
        function("heapreplace", Pos(2, 2, |vm, _, args| replace(vm, "heapreplace", args, MIN))),
        function("heapify", One(|vm, _, heap| heapify(vm, "heapify", heap, MIN))),
        function("_heappop_max", One(|vm, _, heap| pop(vm, "_heappop_max", heap, MAX))),
        function("_heapify_max", One(|vm, _, heap| heapify(vm, "_heapify_max", heap, MAX))),
        function("_heapreplace_max", Pos(2, 2, |vm, _, args| replace(vm, "_heapreplace_max", args, MAX))),
    ],
};

/// Which end of the order comes first.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Largest(bool);
const MIN: Largest = Largest(false);
const MAX: Largest = Largest(true);

fn check(vm: &mut Vm, name: &str, heap: ObjId, several: bool) -> Res<()> {
    if vm.as_list(heap).is_some() {
        return Ok(());
    }
    let argument = if several { "argument 1" } else { "argument" };
    let message = format!("{name}() {argument} must be list, not {}", vm.argument_class(heap));
    Err(vm.type_error(message))
}
fn len(vm: &Vm, heap: ObjId) -> usize {
    vm.as_list(heap).map_or(0, Vec::len)
}
fn changed(vm: &mut Vm) -> crate::vm::Unwind {
    vm.raise(crate::object::ids::types::RUNTIME_ERROR, "list changed size during iteration")
}
/// Does the item at `a` go before that at `b`? A comparison must not change the list's length.
fn before(vm: &mut Vm, heap: ObjId, a: usize, b: usize, order: Largest) -> Res<bool> {
    let Some(list) = vm.as_list(heap) else { return Ok(false) };
    let size = list.len();
    let (x, y) = if order == MIN { (list[a], list[b]) } else { (list[b], list[a]) };
    let (x, y) = (vm.own(x), vm.own(y));
    let less = vm.compare_bool(op::LT, x.id(), y.id());
    vm.release(x);
    vm.release(y);
    let less = less?;
    if len(vm, heap) != size { Err(changed(vm)) } else { Ok(less) }
}
fn swap(vm: &mut Vm, heap: ObjId, a: usize, b: usize) {
    if let Some(list) = vm.as_list_mut(heap) {
        list.swap(a, b);
    }
}
/// Moves an item towards the front until its parent goes before it.
fn sift_down(vm: &mut Vm, heap: ObjId, start: usize, mut at: usize, order: Largest) -> Res<()> {
    if at >= len(vm, heap) {
        return Err(vm.index_error("index out of range"));
    }
    while at > start {
        let parent = (at - 1) / 2;
        if !before(vm, heap, at, parent, order)? {
            break;
        }
        swap(vm, heap, at, parent);
        at = parent;
    }
    Ok(())
}
/// Moves an item to the bottom along the better children, then back to its place.
fn sift_up(vm: &mut Vm, heap: ObjId, start: usize, order: Largest) -> Res<()> {
    let end = len(vm, heap);
    if start >= end {
        return Err(vm.index_error("index out of range"));
    }
    let mut at = start;
    while at < end / 2 {
        let mut child = 2 * at + 1;
        if child + 1 < end && !before(vm, heap, child, child + 1, order)? {
            child += 1;
        }
        swap(vm, heap, at, child);
        at = child;
    }
    sift_down(vm, heap, start, at, order)
}

fn push(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let (heap, item) = (args[0], args[1]);
    check(vm, "heappush", heap, true)?;
    vm.incref(item);
    if let Some(list) = vm.as_list_mut(heap) {
        list.push(item);
    }
    let last = len(vm, heap) - 1;
    sift_down(vm, heap, 0, last, MIN)?;
    Ok(vm.none())
}
fn pop(vm: &mut Vm, name: &str, heap: ObjId, order: Largest) -> Res {
    check(vm, name, heap, false)?;
    let Some(last) = vm.as_list_mut(heap).and_then(crate::object::Items::pop_last) else {
        return Err(vm.index_error("index out of range"));
    };
    let last = Owned::new(last);
    if len(vm, heap) == 0 {
        return Ok(last);
    }
    put_first(vm, heap, last, order)
}
/// Puts an item in the place of the first, which it gives.
fn put_first(vm: &mut Vm, heap: ObjId, item: Owned, order: Largest) -> Res {
    let item = item.into_id();
    let Some(first) = vm.as_list_mut(heap).and_then(|l| l.first_mut()) else {
        vm.decref(item);
        return Err(vm.index_error("index out of range"));
    };
    let first = Owned::new(std::mem::replace(first, item));
    match sift_up(vm, heap, 0, order) {
        Ok(()) => Ok(first),
        Err(e) => {
            vm.release(first);
            Err(e)
        }
    }
}
fn replace(vm: &mut Vm, name: &str, args: &[ObjId], order: Largest) -> Res {
    check(vm, name, args[0], true)?;
    let item = vm.own(args[1]);
    put_first(vm, args[0], item, order)
}
fn push_pop(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let (heap, item) = (args[0], args[1]);
    check(vm, "heappushpop", heap, true)?;
    let Some(&first) = vm.as_list(heap).and_then(|l| l.first()) else { return Ok(vm.own(item)) };
    let held = vm.own(first);
    let less = vm.compare_bool(op::LT, first, item);
    vm.release(held);
    if !less? {
        return Ok(vm.own(item));
    }
    let item = vm.own(item);
    put_first(vm, heap, item, MIN)
}
fn heapify(vm: &mut Vm, name: &str, heap: ObjId, order: Largest) -> Res {
    check(vm, name, heap, false)?;
    let count = len(vm, heap);
    if count > LARGE {
        heapify_large(vm, heap, count, order)?;
    } else {
        for i in (0..count / 2).rev() {
            sift_up(vm, heap, i, order)?;
            vm.poll_round(i)?;
        }
    }
    Ok(vm.none())
}
/// From this size on, a heap's parents are visited in an order that is kinder to caches.
const LARGE: usize = 2500;
/// Each parent of the lowest row with children is followed by the ancestors that it completes.
fn heapify_large(vm: &mut Vm, heap: ObjId, count: usize, order: Largest) -> Res<()> {
    let parents = count / 2;
    let row = (1 << (parents + 1).ilog2()) - 1;
    for start in (parents / 2..row).rev().chain((row..parents).rev()) {
        let mut i = start;
        loop {
            sift_up(vm, heap, i, order)?;
            if i % 2 == 0 {
                break;
            }
            i /= 2;
        }
        vm.poll_round(start)?;
    }
    Ok(())
}
