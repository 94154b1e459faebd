//! Iterators over deques.

use crate::heap::{ObjId, Owned};
use crate::object::Tool;
use crate::object::ids::{module_types as types, types as core};
use crate::types::iterators::{ITER, NEXT};
use crate::vm::native::{NativeCall::*, NativeDef, NativeTable, Owner, constructor, method};
use crate::vm::{Args, Res, Vm};

const LENGTH_HINT: NativeDef = method("__length_hint__", NoArgs(length_hint));
const REDUCE: NativeDef = method("__reduce__", NoArgs(reduce));
pub static FORWARD: NativeTable = NativeTable {
    owner: Owner::Type(types::DEQUE_ITERATOR),
    defs: &[constructor(|vm, _, args| new(vm, args, false)), ITER, NEXT, LENGTH_HINT, REDUCE],
};
pub static BACKWARD: NativeTable = NativeTable {
    owner: Owner::Type(types::DEQUE_REVERSE_ITERATOR),
    defs: &[constructor(|vm, _, args| new(vm, args, true)), ITER, NEXT, LENGTH_HINT, REDUCE],
};

pub fn make(vm: &mut Vm, deque: ObjId, backward: bool) -> Owned {
    let (left, state) = (vm.deque(deque).items.len(), vm.deque(deque).state);
    vm.incref(deque);
    let ty = if backward { types::DEQUE_REVERSE_ITERATOR } else { types::DEQUE_ITERATOR };
    vm.new_tool(ty, ty, Tool::Deque { deque, index: 0, left, state, backward })
}
fn new(vm: &mut Vm, args: Args<'_>, backward: bool) -> Res {
    let (deque, skip) = match *args.pos {
        [deque] => (deque, 0),
        [deque, index] => (deque, vm.word_argument(index)?),
        _ => {
            let given = args.pos.len();
            let (kind, bound, s) = if given == 0 { ("at least", 1, "") } else { ("at most", 2, "s") };
            let message = format!("function takes {kind} {bound} argument{s} ({given} given)");
            return Err(vm.type_error(message));
        }
    };
    if !vm.is_instance(deque, types::DEQUE) {
        let message = format!("argument 1 must be collections.deque, not {}", vm.argument_class(deque));
        return Err(vm.type_error(message));
    }
    let iter = make(vm, deque, backward);
    if let Some(Tool::Deque { index, left, .. }) = vm.tool_mut(iter.id()) {
        let skip = (skip.max(0) as usize).min(*left);
        *index += skip;
        *left -= skip;
    }
    Ok(iter)
}

/// The next item; `None` at the end.
pub fn advance(vm: &mut Vm, this: ObjId) -> Res<Option<Owned>> {
    let &Tool::Deque { deque, index, left, state, backward } = vm.tool(this) else { return Ok(None) };
    let data = vm.deque(deque);
    if data.state != state {
        if let Some(Tool::Deque { left, .. }) = vm.tool_mut(this) {
            *left = 0;
        }
        return Err(vm.raise(core::RUNTIME_ERROR, "deque mutated during iteration"));
    }
    if left == 0 {
        return Ok(None);
    }
    let place = if backward { (data.items.len() - 1).checked_sub(index) } else { Some(index) };
    let Some(&item) = place.and_then(|p| data.items.get(p)) else { return Ok(None) };
    if let Some(Tool::Deque { index, left, .. }) = vm.tool_mut(this) {
        *index += 1;
        *left -= 1;
    }
    Ok(Some(vm.own(item)))
}

fn length_hint(vm: &mut Vm, this: ObjId) -> Res {
    let left = if let Tool::Deque { left, .. } = *vm.tool(this) { left } else { 0 };
    Ok(vm.new_int(left as i64))
}
fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let &Tool::Deque { deque, left, .. } = vm.tool(this) else { return Ok(vm.none()) };
    let done = vm.deque(deque).items.len() as i64 - left as i64;
    let (deque, done) = (vm.own(deque), vm.new_int(done));
    let args = vm.pack(vec![deque, done]);
    let ty = vm.own(vm.type_of(this));
    Ok(vm.pack(vec![ty, args]))
}
