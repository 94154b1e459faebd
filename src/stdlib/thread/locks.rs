//! `_thread.lock` and `_thread.RLock`.

use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, module_types, types};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, attribute, constructor, method, wrapper};
use crate::vm::{Res, Vm};

pub static LOCK: NativeTable = NativeTable {
    owner: Owner::Type(module_types::LOCK),
    defs: &[
        constructor(new),
        wrapper("__repr__", NoArgs(lock_repr)),
        method("acquire", Full(acquire)),
        method("acquire_lock", Full(acquire)),
        method("release", NoArgs(release)),
        method("release_lock", NoArgs(release)),
        method("locked", NoArgs(locked)),
        method("locked_lock", NoArgs(locked)),
        method("__enter__", Full(acquire)),
        method("__exit__", Pos(0, usize::MAX, |vm, this, _| release(vm, this))),
        method("_at_fork_reinit", NoArgs(reinit)),
    ],
};
pub static RLOCK: NativeTable = NativeTable {
    owner: Owner::Type(module_types::RLOCK),
    defs: &[
        constructor(new),
        wrapper("__repr__", NoArgs(rlock_repr)),
        method("acquire", Full(rlock_acquire)),
        method("release", NoArgs(rlock_release)),
        method("__enter__", Full(rlock_acquire)),
        method("__exit__", Pos(0, usize::MAX, |vm, this, _| rlock_release(vm, this))),
        method("_is_owned", NoArgs(is_owned)),
        method("_recursion_count", NoArgs(recursion_count)),
        method("_release_save", NoArgs(release_save)),
        method("_acquire_restore", One(acquire_restore)),
        method("_at_fork_reinit", NoArgs(reinit)),
        attribute("_count", count_attribute, None),
    ],
};

use crate::vm::threads::{lock_state as state, set_lock as set_state};

fn new(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let name = vm.str_lossy(vm.type_obj(class).qualname).into_owned();
    if class == module_types::LOCK {
        vm.refuse_keywords(&name, args)?;
        vm.check_positional(&name, args, 0, 0)?;
    }
    let zero = Some(ids::small_int(0));
    Ok(vm.new_native_instance(class, Payload::Record(Box::new([zero, zero]))))
}
/// `acquire(blocking=True, timeout=-1)`: seconds to wait at most; `None` for ever, 0 not at all.
fn patience(vm: &mut Vm, args: Args<'_>) -> Res<Option<f64>> {
    const MOST: f64 = 9_223_372_036.0;
    let bound = vm.bind("acquire", args, ["blocking", "timeout"], 0, 2)?;
    let blocking = bound[0].map_or(Ok(true), |b| vm.truth(b))?;
    let timeout = match bound[1] {
        None => -1.0,
        Some(timeout) => match vm.as_float(timeout) {
            Some(seconds) => seconds,
            None => vm.as_index(timeout)? as f64,
        },
    };
    match (blocking, timeout) {
        (false, -1.0) => Ok(Some(0.0)),
        (false, _) => Err(vm.value_error("can't specify a timeout for a non-blocking call")),
        (true, -1.0) => Ok(None),
        (true, t) if t < 0.0 => Err(vm.value_error("timeout value must be a non-negative number")),
        (true, t) if t > MOST => Err(vm.overflow_error("timeout value is too large")),
        (true, t) => Ok(Some(t)),
    }
}
fn acquire(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let patience = patience(vm, args)?;
    let me = vm.thread_ident();
    if state(vm, this).1 == 0 {
        set_state(vm, this, me, 1);
        return Ok(vm.new_bool(true));
    }
    vm.wait_for_lock(this, patience)
}
fn release(vm: &mut Vm, this: ObjId) -> Res {
    if state(vm, this).0 == 0 {
        return Err(vm.raise(types::RUNTIME_ERROR, "release unlocked lock"));
    }
    set_state(vm, this, 0, 0);
    Ok(vm.none())
}
fn locked(vm: &mut Vm, this: ObjId) -> Res {
    let held = state(vm, this).0 != 0;
    Ok(vm.new_bool(held))
}
fn reinit(vm: &mut Vm, this: ObjId) -> Res {
    set_state(vm, this, 0, 0);
    Ok(vm.none())
}
fn lock_repr(vm: &mut Vm, this: ObjId) -> Res {
    let held = if state(vm, this).0 == 0 { "unlocked" } else { "locked" };
    let class = vm.type_of(this);
    let (class, at) = (vm.full_type_name(class), vm.address_text(this));
    Ok(vm.new_str(&format!("<{held} {class} object at {at}>")))
}
fn rlock_repr(vm: &mut Vm, this: ObjId) -> Res {
    let (owner, count) = state(vm, this);
    let held = if count == 0 { "unlocked" } else { "locked" };
    let class = vm.type_of(this);
    let (class, at) = (vm.full_type_name(class), vm.address_text(this));
    Ok(vm.new_str(&format!("<{held} {class} object owner={owner} count={count} at {at}>")))
}
fn rlock_acquire(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let patience = patience(vm, args)?;
    let me = vm.thread_ident();
    match state(vm, this) {
        (_, 0) => set_state(vm, this, me, 1),
        (owner, count) if owner == me => set_state(vm, this, me, count + 1),
        _ => return vm.wait_for_lock(this, patience),
    }
    Ok(vm.new_bool(true))
}
fn not_owned(vm: &mut Vm) -> crate::vm::Unwind {
    vm.raise(types::RUNTIME_ERROR, "cannot release un-acquired lock")
}
fn rlock_release(vm: &mut Vm, this: ObjId) -> Res {
    match state(vm, this) {
        (owner, count) if count > 0 && owner == vm.thread_ident() => {
            set_state(vm, this, if count == 1 { 0 } else { owner }, count - 1);
            Ok(vm.none())
        }
        _ => Err(not_owned(vm)),
    }
}
fn is_owned(vm: &mut Vm, this: ObjId) -> Res {
    let (owner, count) = state(vm, this);
    Ok(vm.new_bool(count > 0 && owner == vm.thread_ident()))
}
fn recursion_count(vm: &mut Vm, this: ObjId) -> Res {
    let (owner, count) = state(vm, this);
    let count = if owner == vm.thread_ident() { count } else { 0 };
    Ok(vm.new_int(count))
}
fn count_attribute(vm: &mut Vm, this: ObjId) -> Res {
    let count = state(vm, this).1;
    Ok(vm.new_int(count))
}
fn release_save(vm: &mut Vm, this: ObjId) -> Res {
    let (owner, count) = state(vm, this);
    if count == 0 {
        return Err(not_owned(vm));
    }
    set_state(vm, this, 0, 0);
    let parts = vec![vm.new_int(count).into_id(), vm.new_int(owner).into_id()];
    Ok(vm.new_tuple(parts))
}
fn acquire_restore(vm: &mut Vm, this: ObjId, saved: ObjId) -> Res {
    let parts = vm.as_tuple(saved).map(<[ObjId]>::to_vec).unwrap_or_default();
    let [count, owner] = parts[..] else {
        return Err(vm.type_error("a pair from _release_save() is needed"));
    };
    let (count, owner) = (vm.as_index(count)?, vm.as_index(owner)?);
    if state(vm, this).1 == 0 {
        set_state(vm, this, owner, count);
        return Ok(vm.none());
    }
    vm.wait_to_restore(this, count)
}
