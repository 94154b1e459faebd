//! `async_generator` and the awaitables that its methods return.

use super::generator::{self, exception_to_throw};
use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::generator::Status;
use crate::object::ids::{self, names, types};
use crate::vm::generator::Sent;
use crate::vm::native::{
    NativeCall::*, NativeTable, Owner, attribute, class_method, member, method, wrapper,
};
use crate::vm::{Res, Unwind, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::ASYNC_GENERATOR),
    defs: &[
        wrapper("__repr__", NoArgs(generator::repr)),
        wrapper("__aiter__", NoArgs(generator::itself)),
        wrapper("__anext__", NoArgs(anext)),
        wrapper("__del__", NoArgs(generator::del)),
        method("asend", One(asend)),
        method("athrow", Pos(0, usize::MAX, athrow)).varargs(),
        method("aclose", NoArgs(aclose)),
        class_method("__class_getitem__", One(|vm, class, item| vm.generic_alias(class, item))),
        method("__sizeof__", NoArgs(generator::sizeof)),
        attribute("__name__", generator::name, Some(generator::set_name)),
        attribute("__qualname__", generator::qualname, Some(generator::set_qualname)),
        attribute("ag_await", generator::awaited, None),
        member("ag_running", |vm, this| Ok(vm.new_bool(vm.generator(this).running_async)), None),
        attribute("ag_frame", generator::frame, None),
        attribute("ag_suspended", generator::suspended, None),
        attribute("ag_code", generator::code, None),
    ],
};
pub static ASEND: NativeTable = NativeTable {
    owner: Owner::Type(types::ASYNC_GEN_ASEND),
    defs: &[
        wrapper("__await__", NoArgs(generator::itself)),
        wrapper("__iter__", NoArgs(generator::itself)),
        wrapper("__next__", NoArgs(|vm, this| asend_send(vm, this, ids::NONE))),
        wrapper("__del__", NoArgs(finalize)),
        method("send", One(asend_send)),
        method("throw", Pos(0, usize::MAX, asend_throw)),
        method("close", NoArgs(close)),
    ],
};
pub static ATHROW: NativeTable = NativeTable {
    owner: Owner::Type(types::ASYNC_GEN_ATHROW),
    defs: &[
        wrapper("__await__", NoArgs(generator::itself)),
        wrapper("__iter__", NoArgs(generator::itself)),
        wrapper("__next__", NoArgs(|vm, this| athrow_send(vm, this, ids::NONE))),
        wrapper("__del__", NoArgs(finalize)),
        method("send", One(athrow_send)),
        method("throw", Pos(0, usize::MAX, athrow_throw)),
        method("close", NoArgs(close)),
    ],
};
/// What `anext(x, default)` returns.
pub static ANEXT: NativeTable = NativeTable {
    owner: Owner::Type(types::ANEXT_AWAITABLE),
    defs: &[
        wrapper("__await__", NoArgs(generator::itself)),
        wrapper("__iter__", NoArgs(generator::itself)),
        wrapper("__next__", NoArgs(default_next)),
        method("send", One(|vm, this, value| default_call(vm, this, names::SEND, &[value]))),
        method("throw", Pos(0, usize::MAX, |vm, this, args| default_call(vm, this, names::THROW, args)))
            .varargs(),
        method("close", Pos(0, usize::MAX, |vm, this, args| default_call(vm, this, names::CLOSE, args)))
            .varargs(),
    ],
};

/// Fields of an awaitable: the generator; what is sent (or the arguments of `athrow`, none for
/// `aclose`); and its state, a small int.
const GENERATOR: usize = 0;
const ARGUMENT: usize = 1;
const STATE: usize = 2;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Fresh = 0,
    Started = 1,
    Closed = 2,
}

const ASEND_REUSED: &str = "cannot reuse already awaited __anext__()/asend()";
const ATHROW_REUSED: &str = "cannot reuse already awaited aclose()/athrow()";
const IGNORED_EXIT: &str = "async generator ignored GeneratorExit";

fn field(vm: &Vm, this: ObjId, index: usize) -> Option<ObjId> {
    match vm.payload(this) {
        Payload::Record(fields) => fields.get(index).copied().flatten(),
        _ => None,
    }
}
fn state(vm: &Vm, this: ObjId) -> State {
    match field(vm, this, STATE).and_then(|s| vm.as_i64(s)) {
        Some(0) => State::Fresh,
        Some(1) => State::Started,
        _ => State::Closed,
    }
}
fn set_state(vm: &mut Vm, this: ObjId, state: State) {
    if let Payload::Record(fields) = vm.payload_mut(this) {
        fields[STATE] = Some(ids::small_int(state as i64));
    }
}
fn generator_of(vm: &Vm, this: ObjId) -> ObjId {
    field(vm, this, GENERATOR).expect("an awaitable knows its generator")
}

/// The first use of an async generator tells the program's hooks about it.
fn init_hooks(vm: &mut Vm, this: ObjId) -> Res<()> {
    if std::mem::replace(&mut vm.generator_mut(this).hooked, true) {
        return Ok(());
    }
    let [first, finalizer] = vm.state.asyncgen_hooks;
    vm.incref_opt(finalizer);
    vm.generator_mut(this).origin = finalizer;
    if let Some(first) = first {
        let first = vm.own(first);
        let result = vm.call(first.id(), &[this]);
        vm.release(first);
        let result = result?;
        vm.release(result);
    }
    Ok(())
}
fn awaitable(vm: &mut Vm, this: ObjId, ty: ObjId, argument: Option<ObjId>) -> Res {
    init_hooks(vm, this)?;
    vm.incref(this);
    vm.incref_opt(argument);
    let fields = [Some(this), argument, Some(ids::small_int(State::Fresh as i64))];
    Ok(vm.alloc(ty, Payload::Record(Box::new(fields))))
}
fn anext(vm: &mut Vm, this: ObjId) -> Res {
    awaitable(vm, this, types::ASYNC_GEN_ASEND, None)
}
fn asend(vm: &mut Vm, this: ObjId, value: ObjId) -> Res {
    awaitable(vm, this, types::ASYNC_GEN_ASEND, Some(value))
}
fn athrow(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    if args.len() > 1 {
        vm.warn(
            types::DEPRECATION_WARNING,
            "the (type, exc, tb) signature of athrow() is deprecated, use the single-arg signature instead.",
        )?;
    }
    let args = vm.tuple_of(args);
    let result = awaitable(vm, this, types::ASYNC_GEN_ATHROW, Some(args.id()));
    vm.release(args);
    result
}
fn aclose(vm: &mut Vm, this: ObjId) -> Res {
    awaitable(vm, this, types::ASYNC_GEN_ATHROW, None)
}

/// What resuming the generator gave, before it is looked at.
fn resumed(vm: &mut Vm, sent: Res<Sent>) -> Res {
    match sent? {
        Sent::Yielded(value) => Ok(value),
        Sent::Returned(value) => {
            vm.release(value);
            Err(vm.raise_with(types::STOP_ASYNC_ITERATION, &[]))
        }
    }
}
fn raised_is(vm: &Vm, kinds: &[ObjId]) -> bool {
    vm.state.raised.is_some_and(|r| kinds.iter().any(|&k| vm.is_instance(r, k)))
}
fn drop_raised(vm: &mut Vm) {
    let raised = vm.take_raised();
    vm.release_opt(raised);
}
/// A yielded value ends the awaiting with StopIteration; what an inner `await` yields goes on out.
fn unwrap(vm: &mut Vm, generator: ObjId, result: Res) -> Res {
    match result {
        Err(Unwind::Raised) => {
            let ended = raised_is(vm, &[types::STOP_ASYNC_ITERATION, types::GENERATOR_EXIT]);
            let g = vm.generator_mut(generator);
            g.closed |= ended;
            g.running_async = false;
            Err(Unwind::Raised)
        }
        Ok(value) if vm.type_of(value.id()) == types::ASYNC_GEN_WRAPPED_VALUE => {
            let inner = field(vm, value.id(), 0).unwrap_or(ids::NONE);
            let stop = vm.stop_iteration(Some(inner));
            vm.release(value);
            vm.generator_mut(generator).running_async = false;
            Err(stop)
        }
        other => other,
    }
}
fn runtime_error(vm: &mut Vm, this: ObjId, message: &str) -> Res {
    set_state(vm, this, State::Closed);
    Err(vm.raise(types::RUNTIME_ERROR, message))
}

fn asend_start(vm: &mut Vm, this: ObjId) -> Res<bool> {
    match state(vm, this) {
        State::Closed => Err(vm.raise(types::RUNTIME_ERROR, ASEND_REUSED)),
        State::Started => Ok(false),
        State::Fresh => {
            if vm.generator(generator_of(vm, this)).running_async {
                return runtime_error(vm, this, "anext(): asynchronous generator is already running")
                    .map(|_| false);
            }
            set_state(vm, this, State::Started);
            Ok(true)
        }
    }
}
fn asend_send(vm: &mut Vm, this: ObjId, value: ObjId) -> Res {
    let fresh = asend_start(vm, this)?;
    let value = match field(vm, this, ARGUMENT) {
        Some(own) if fresh && value == ids::NONE => own,
        _ => value,
    };
    let generator = generator_of(vm, this);
    vm.generator_mut(generator).running_async = true;
    let value = vm.own(value);
    let sent = vm.send(generator, Some(value));
    let result = resumed(vm, sent);
    let result = unwrap(vm, generator, result);
    if result.is_err() {
        set_state(vm, this, State::Closed);
    }
    result
}
/// `throw(…)` into the generator of an awaitable.
fn throw_in(vm: &mut Vm, generator: ObjId, args: &[ObjId], close: bool) -> Res {
    let exception = exception_to_throw(vm, args)?;
    vm.set_raised(exception);
    let sent = vm.throw(generator, close);
    resumed(vm, sent)
}
fn asend_throw(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let fresh = asend_start(vm, this)?;
    let generator = generator_of(vm, this);
    if fresh {
        vm.generator_mut(generator).running_async = true;
    }
    let result = generator::check_throw_args(vm, args).and_then(|()| throw_in(vm, generator, args, true));
    let result = unwrap(vm, generator, result);
    if result.is_err() {
        vm.generator_mut(generator).running_async = false;
        set_state(vm, this, State::Closed);
    }
    result
}

/// Starts `athrow` or `aclose`: false if it was started before.
fn athrow_start(vm: &mut Vm, this: ObjId) -> Res<bool> {
    match state(vm, this) {
        State::Closed => Err(vm.raise(types::RUNTIME_ERROR, ATHROW_REUSED)),
        State::Started => Ok(false),
        State::Fresh => {
            if vm.generator(generator_of(vm, this)).running_async {
                let name = if field(vm, this, ARGUMENT).is_some() { "athrow" } else { "aclose" };
                let message = format!("{name}(): asynchronous generator is already running");
                return runtime_error(vm, this, &message).map(|_| false);
            }
            Ok(true)
        }
    }
}
fn athrow_send(vm: &mut Vm, this: ObjId, value: ObjId) -> Res {
    let generator = generator_of(vm, this);
    if state(vm, this) != State::Closed && vm.generator(generator).status == Status::Finished {
        set_state(vm, this, State::Closed);
        return Err(vm.stop_iteration(None));
    }
    let fresh = athrow_start(vm, this)?;
    let args = field(vm, this, ARGUMENT);
    if !fresh {
        let value = vm.own(value);
        let sent = vm.send(generator, Some(value));
        let result = resumed(vm, sent);
        return if args.is_some() { unwrap(vm, generator, result) } else { after_close(vm, this, result) };
    }
    if vm.generator(generator).closed {
        set_state(vm, this, State::Closed);
        return Err(vm.raise_with(types::STOP_ASYNC_ITERATION, &[]));
    }
    if value != ids::NONE {
        return Err(
            vm.raise(types::RUNTIME_ERROR, "can't send non-None value to a just-started async generator")
        );
    }
    set_state(vm, this, State::Started);
    vm.generator_mut(generator).running_async = true;
    let Some(args) = args else {
        vm.generator_mut(generator).closed = true;
        let result = throw_in(vm, generator, &[types::GENERATOR_EXIT], false);
        return after_close(vm, this, result);
    };
    let args = vm.tuple_items(args).to_vec();
    if args.is_empty() || args.len() > 3 {
        let (bound, count) =
            if args.is_empty() { ("at least 1 argument", 0) } else { ("at most 3 arguments", args.len()) };
        return Err(vm.type_error(format!("athrow expected {bound}, got {count}")));
    }
    let result = throw_in(vm, generator, &args, false);
    let result = unwrap(vm, generator, result);
    if result.is_err() {
        vm.generator_mut(generator).running_async = false;
        set_state(vm, this, State::Closed);
    }
    result
}
/// What `aclose()` makes of a result: a yield is an error, the end is StopIteration.
fn after_close(vm: &mut Vm, this: ObjId, result: Res) -> Res {
    let generator = generator_of(vm, this);
    match result {
        Ok(value) if vm.type_of(value.id()) == types::ASYNC_GEN_WRAPPED_VALUE => {
            vm.release(value);
            vm.generator_mut(generator).running_async = false;
            runtime_error(vm, this, IGNORED_EXIT)
        }
        Err(Unwind::Raised) => {
            vm.generator_mut(generator).running_async = false;
            set_state(vm, this, State::Closed);
            if raised_is(vm, &[types::STOP_ASYNC_ITERATION, types::GENERATOR_EXIT]) {
                drop_raised(vm);
                return Err(vm.stop_iteration(None));
            }
            Err(Unwind::Raised)
        }
        other => other,
    }
}
fn athrow_throw(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let generator = generator_of(vm, this);
    if athrow_start(vm, this)? {
        set_state(vm, this, State::Started);
        vm.generator_mut(generator).running_async = true;
    }
    let result = generator::check_throw_args(vm, args).and_then(|()| throw_in(vm, generator, args, true));
    if field(vm, this, ARGUMENT).is_none() {
        return after_close(vm, this, result);
    }
    let result = unwrap(vm, generator, result);
    if result.is_err() {
        vm.generator_mut(generator).running_async = false;
        set_state(vm, this, State::Closed);
    }
    result
}
fn close(vm: &mut Vm, this: ObjId) -> Res {
    if state(vm, this) == State::Closed {
        return Ok(vm.none());
    }
    let exit = [types::GENERATOR_EXIT];
    let result = if vm.type_of(this) == types::ASYNC_GEN_ASEND {
        asend_throw(vm, this, &exit)
    } else {
        athrow_throw(vm, this, &exit)
    };
    match result {
        Ok(value) => {
            vm.release(value);
            Err(vm.raise(types::RUNTIME_ERROR, "coroutine ignored GeneratorExit"))
        }
        Err(Unwind::Raised)
            if raised_is(
                vm,
                &[types::STOP_ITERATION, types::STOP_ASYNC_ITERATION, types::GENERATOR_EXIT],
            ) =>
        {
            drop_raised(vm);
            Ok(vm.none())
        }
        Err(e) => Err(e),
    }
}
/// An awaitable that dies without having been awaited is worth a warning.
fn finalize(vm: &mut Vm, this: ObjId) -> Res {
    if state(vm, this) != State::Fresh {
        return Ok(vm.none());
    }
    let name = match (vm.type_of(this) == types::ASYNC_GEN_ASEND, field(vm, this, ARGUMENT)) {
        (true, _) => "asend",
        (false, Some(_)) => "athrow",
        (false, None) => "aclose",
    };
    let qualname = vm.generator(generator_of(vm, this)).qualname;
    let qualname = vm.repr_text(qualname)?;
    let message = format!("coroutine method '{name}' of {qualname} was never awaited");
    vm.warn_about_object(types::RUNTIME_WARNING, &message, this)?;
    Ok(vm.none())
}

/// `anext(iterator, default)`: the awaitable and the default are its fields.
pub fn anext_default(vm: &mut Vm, awaitable: Owned, default: ObjId) -> Owned {
    vm.incref(default);
    let fields = [Some(awaitable.into_id()), Some(default)];
    vm.alloc(types::ANEXT_AWAITABLE, Payload::Record(Box::new(fields)))
}
/// The iterator behind the awaitable.
fn default_iter(vm: &mut Vm, this: ObjId) -> Res {
    let awaitable = field(vm, this, 0).unwrap_or(ids::NONE);
    let iter = vm.awaitable_iter(awaitable)?;
    if vm.type_of(iter.id()) != types::COROUTINE {
        return Ok(iter);
    }
    let wrapped = generator::wrap(vm, iter.id());
    vm.release(iter);
    wrapped
}
fn default_outcome(vm: &mut Vm, this: ObjId, result: Res) -> Res {
    if result.is_err() && raised_is(vm, &[types::STOP_ASYNC_ITERATION]) {
        drop_raised(vm);
        let default = field(vm, this, 1);
        return Err(vm.stop_iteration(default));
    }
    result
}
fn default_next(vm: &mut Vm, this: ObjId) -> Res {
    let iter = default_iter(vm, this)?;
    let result = vm.send_next(iter.id());
    vm.release(iter);
    default_outcome(vm, this, result)
}
fn default_call(vm: &mut Vm, this: ObjId, name: ObjId, args: &[ObjId]) -> Res {
    let iter = default_iter(vm, this)?;
    let result = vm.get_attr(iter.id(), name).and_then(|method| {
        let result = vm.call(method.id(), args);
        vm.release(method);
        result
    });
    vm.release(iter);
    default_outcome(vm, this, result)
}
