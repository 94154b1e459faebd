//! `generator` and `coroutine`: sending, throwing, closing, and what they show of themselves.

use crate::bytecode::Opcode;
use crate::heap::{ObjId, Owned, tokens};
use crate::object::Payload;
use crate::object::generator::Status;
use crate::object::ids::{self, names, types};
use crate::vm::generator::Sent;
use crate::vm::native::{
    NativeCall::*, NativeTable, Owner, attribute, class_method, member, method, wrapper,
};
use crate::vm::{Res, Unwind, Vm};

pub static GENERATOR: NativeTable = NativeTable {
    owner: Owner::Type(types::GENERATOR),
    defs: &[
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__iter__", NoArgs(itself)),
        wrapper("__next__", NoArgs(next)),
        method("send", One(send)),
        method("throw", Pos(1, 3, throw)),
        method("close", NoArgs(close)),
        attribute("__name__", name, Some(set_name)),
        attribute("__qualname__", qualname, Some(set_qualname)),
        attribute("gi_yieldfrom", awaited, None),
        attribute("gi_running", running, None),
        attribute("gi_frame", frame, None),
        attribute("gi_suspended", suspended, None),
        attribute("gi_code", code, None),
        wrapper("__del__", NoArgs(del)),
        method("__sizeof__", NoArgs(sizeof)),
        class_method("__class_getitem__", One(|vm, class, item| vm.generic_alias(class, item))),
    ],
};
pub static COROUTINE: NativeTable = NativeTable {
    owner: Owner::Type(types::COROUTINE),
    defs: &[
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__await__", NoArgs(wrap)),
        method("send", One(send)),
        method("throw", Pos(1, 3, throw)),
        method("close", NoArgs(close)),
        attribute("__name__", name, Some(set_name)),
        attribute("__qualname__", qualname, Some(set_qualname)),
        attribute("cr_await", awaited, None),
        attribute("cr_running", running, None),
        attribute("cr_frame", frame, None),
        attribute("cr_suspended", suspended, None),
        attribute("cr_code", code, None),
        member("cr_origin", |vm, this| Ok(vm.own(vm.generator(this).origin.unwrap_or(ids::NONE))), None),
        wrapper("__del__", NoArgs(del)),
        method("__sizeof__", NoArgs(sizeof)),
        class_method("__class_getitem__", One(|vm, class, item| vm.generic_alias(class, item))),
    ],
};
pub static COROUTINE_WRAPPER: NativeTable = NativeTable {
    owner: Owner::Type(types::COROUTINE_WRAPPER),
    defs: &[
        wrapper("__iter__", NoArgs(itself)),
        wrapper("__next__", NoArgs(|vm, this| next(vm, wrapped(vm, this)))),
        method("send", One(|vm, this, value| send(vm, wrapped(vm, this), value))),
        method("throw", Pos(1, 3, |vm, this, args| throw(vm, wrapped(vm, this), args))),
        method("close", NoArgs(|vm, this| close(vm, wrapped(vm, this)))),
    ],
};

/// Bytes of a generator without its frame's variables and stack.
const HEAD_SIZE: i64 = 144;

fn wrapped(vm: &Vm, this: ObjId) -> ObjId {
    match vm.payload(this) {
        Payload::Record(fields) => fields[0].unwrap_or(this),
        _ => this,
    }
}
pub(super) fn wrap(vm: &mut Vm, this: ObjId) -> Res {
    vm.incref(this);
    Ok(vm.alloc(types::COROUTINE_WRAPPER, Payload::Record(Box::new([Some(this)]))))
}
pub(super) fn itself(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.own(this))
}
pub(super) fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let word = vm.generator_word(this).replace(' ', "_");
    let text =
        format!("<{word} object {} at {}>", vm.str_lossy(vm.generator(this).qualname), vm.address_text(this));
    Ok(vm.new_str(&text))
}

/// What throwing into an inner iterator gave: an exception that comes out of it is raised in the
/// outer generator.
fn thrown(result: Res) -> Res<Option<Owned>> {
    match result {
        Err(Unwind::Raised) => Ok(None),
        other => other.map(Some),
    }
}
/// What resuming gave, as a method returns it: the end is StopIteration with the value.
fn outcome(vm: &mut Vm, sent: Sent) -> Res {
    match sent {
        Sent::Yielded(value) => Ok(value),
        Sent::Returned(value) => {
            let stop = vm.stop_iteration(Some(value.id()));
            vm.release(value);
            Err(stop)
        }
    }
}
pub(super) fn next(vm: &mut Vm, this: ObjId) -> Res {
    send(vm, this, ids::NONE)
}
pub(super) fn send(vm: &mut Vm, this: ObjId, value: ObjId) -> Res {
    let value = vm.own(value);
    let sent = vm.send(this, Some(value))?;
    outcome(vm, sent)
}
/// `__del__`: what happens to one that is dropped.
pub(super) fn del(vm: &mut Vm, this: ObjId) -> Res {
    vm.finalize_generator(this)?;
    Ok(vm.none())
}
/// Its header and the frame it carries.
pub(super) fn sizeof(vm: &mut Vm, this: ObjId) -> Res {
    let code = vm.state.code_of(vm.generator(this).code);
    let slots = i64::from(code.nlocalsplus) + i64::from(code.code.stacksize);
    Ok(vm.new_int(HEAD_SIZE + 8 * slots))
}
/// Number and warning of the arguments of `throw`.
pub(super) fn check_throw_args(vm: &mut Vm, args: &[ObjId]) -> Res<()> {
    if args.is_empty() || args.len() > 3 {
        let bound = if args.is_empty() { "at least 1 argument" } else { "at most 3 arguments" };
        return Err(vm.type_error(format!("throw expected {bound}, got {}", args.len())));
    }
    if args.len() > 1 {
        vm.warn(
            types::DEPRECATION_WARNING,
            "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.",
        )?;
    }
    Ok(())
}
pub(super) fn throw(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    check_throw_args(vm, args)?;
    let exception = exception_to_throw(vm, args)?;
    vm.set_raised(exception);
    let sent = vm.throw(this, true)?;
    outcome(vm, sent)
}
/// The exception instance that the arguments of `throw` stand for.
pub(super) fn exception_to_throw(vm: &mut Vm, args: &[ObjId]) -> Res {
    let (ty, value) = (args[0], args.get(1).copied().unwrap_or(ids::NONE));
    let tb = args.get(2).copied().filter(|&t| t != ids::NONE);
    if tb.is_some_and(|t| !matches!(vm.payload(t), Payload::Traceback(_))) {
        return Err(vm.type_error("throw() third argument must be a traceback object"));
    }
    let exception = if vm.is_exception_class(ty) {
        if vm.is_instance(value, ty) {
            vm.own(value)
        } else {
            let args = match vm.as_tuple(value) {
                Some(items) => items.to_vec(),
                None if value == ids::NONE => Vec::new(),
                None => vec![value],
            };
            let class = vm.own(ty);
            let made = vm.call(ty, &args);
            vm.release(class);
            match made {
                Ok(made) if vm.is_exception(made.id()) => made,
                other => not_made(vm, ty, other)?,
            }
        }
    } else if vm.is_exception(ty) {
        if value != ids::NONE {
            return Err(vm.type_error("instance exception may not have a separate value"));
        }
        vm.own(ty)
    } else {
        let message = format!(
            "exceptions must be classes or instances deriving from BaseException, not {}",
            vm.class_name(ty)
        );
        return Err(vm.type_error(message));
    };
    if let Some(tb) = tb {
        vm.incref(tb);
        let old = vm.exception_mut(exception.id()).traceback.replace(tb);
        vm.decref_opt(old);
    }
    Ok(exception)
}
/// The class did not make an exception: what is wrong with that is thrown instead.
fn not_made(vm: &mut Vm, class: ObjId, made: Res) -> Res {
    let unwind = match made {
        Ok(made) => {
            let message = format!(
                "calling {} should have returned an instance of BaseException, not {}",
                vm.repr_text(class)?,
                vm.class_name(made.id())
            );
            vm.release(made);
            vm.type_error(message)
        }
        Err(unwind) => unwind,
    };
    vm.catch(unwind, types::BASE_EXCEPTION)
}
pub(super) fn close(vm: &mut Vm, this: ObjId) -> Res {
    vm.close_generator(this)
}

impl Vm {
    /// What a suspended generator waits for in `yield from` or `await`, borrowed.
    pub fn yield_from(&self, id: ObjId) -> Option<ObjId> {
        let frame = self.generator(id).suspended()?;
        if self.generator(id).status != Status::Suspended {
            return None;
        }
        let instr = self.state.program.get(frame.pc as usize)?;
        if instr.op == Opcode::YIELD_VALUE && instr.arg > 0 {
            frame.values.last().copied().flatten()
        } else {
            None
        }
    }

    /// Raises the exception on its way in the generator, or in what it waits for.
    /// `close` tells that GeneratorExit closes that first.
    pub fn throw(&mut self, id: ObjId, close: bool) -> Res<Sent> {
        let Some(inner) = self.yield_from(id) else { return self.throw_into(id) };
        let inner = self.own(inner);
        let result = self.throw_through(id, inner.id(), close);
        self.release(inner);
        match result {
            Ok(Some(value)) => Ok(Sent::Yielded(value)),
            Ok(None) => self.throw_into(id),
            Err(e) => Err(e),
        }
    }
    /// Throws into the inner iterator. Its yielded value, or `None` if the exception on its way is
    /// to be raised in the outer generator itself; an error is the caller's.
    fn throw_through(&mut self, id: ObjId, inner: ObjId, close: bool) -> Res<Option<Owned>> {
        let Some(raised) = self.state.raised else { return Ok(None) };
        if close && self.is_instance(raised, types::GENERATOR_EXIT) {
            let raised = self.take_raised();
            self.delegate(id, true);
            let closed = self.close_iterator(inner);
            self.delegate(id, false);
            match closed {
                Ok(()) => self.put_back(raised),
                Err(Unwind::Raised) => self.release_opt(raised),
                Err(e) => return Err(e),
            }
            return Ok(None);
        }
        if matches!(self.payload(inner), Payload::Generator(_))
            && self.type_of(inner) != types::ASYNC_GENERATOR
        {
            self.delegate(id, true);
            let result = self.throw(inner, close);
            self.delegate(id, false);
            let result = result.and_then(|sent| outcome(self, sent));
            return thrown(result);
        }
        let taken = self.take_raised();
        let method = self.get_attr_optional(inner, names::THROW);
        let method = match method {
            Ok(Some(method)) => method,
            Ok(None) => {
                self.put_back(taken);
                return Ok(None);
            }
            Err(e) => {
                self.release_opt(taken);
                return Err(e);
            }
        };
        self.delegate(id, true);
        let result = match &taken {
            Some(exception) => self.call(method.id(), &[exception.id()]),
            None => Ok(self.none()),
        };
        self.delegate(id, false);
        self.release_opt(taken);
        self.release(method);
        thrown(result)
    }
    /// While what a generator waits for is thrown into or closed, the generator counts as running, and
    /// nothing but this code speaks for what its frame holds.
    fn delegate(&mut self, id: ObjId, on: bool) {
        self.generator_mut(id).status = Status::Suspended;
        if let Some(frame) = self.generator(id).suspended() {
            let note = if on { tokens::hold } else { tokens::let_go };
            frame.references(&mut |_, held| note([held]));
        }
        if on {
            self.generator_mut(id).status = Status::Running;
        }
    }
    /// Closes an iterator that has a `close`.
    pub fn close_iterator(&mut self, id: ObjId) -> Res<()> {
        let result = if matches!(self.payload(id), Payload::Generator(_)) {
            self.close_generator(id)?
        } else {
            let method = match self.get_attr_optional(id, names::CLOSE) {
                Ok(Some(method)) => method,
                Ok(None) => return Ok(()),
                Err(Unwind::Raised) => {
                    self.write_unraisable(id);
                    return Ok(());
                }
                Err(e) => return Err(e),
            };
            let result = self.call(method.id(), &[]);
            self.release(method);
            result?
        };
        self.release(result);
        Ok(())
    }
}

pub(super) fn name(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.own(vm.generator(this).name))
}
fn check_str(vm: &mut Vm, value: Option<ObjId>, what: &str) -> Res<ObjId> {
    match value.filter(|&v| vm.as_str(v).is_some()) {
        Some(value) => {
            vm.incref(value);
            Ok(value)
        }
        None => Err(vm.type_error(format!("{what} must be set to a string object"))),
    }
}
pub(super) fn set_name(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let value = check_str(vm, value, "__name__")?;
    let old = std::mem::replace(&mut vm.generator_mut(this).name, value);
    vm.decref(old);
    Ok(())
}
pub(super) fn qualname(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.own(vm.generator(this).qualname))
}
pub(super) fn set_qualname(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let value = check_str(vm, value, "__qualname__")?;
    let old = std::mem::replace(&mut vm.generator_mut(this).qualname, value);
    vm.decref(old);
    Ok(())
}
pub(super) fn awaited(vm: &mut Vm, this: ObjId) -> Res {
    let inner = vm.yield_from(this).unwrap_or(ids::NONE);
    Ok(vm.own(inner))
}
pub(super) fn running(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.new_bool(vm.generator(this).status == Status::Running))
}
pub(super) fn suspended(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.new_bool(vm.generator(this).status == Status::Suspended))
}
pub(super) fn code(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.own(vm.generator(this).code))
}
pub(super) fn frame(vm: &mut Vm, this: ObjId) -> Res {
    vm.generator_frame_object(this)
}
