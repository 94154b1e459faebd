//! Raising and catching exceptions from Rust.

use super::{Res, Unwind, Vm};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::object::{Attrs, Exception, Payload};

impl Vm {
    /// Makes an exception instance with those arguments (borrowed), without running Python code.
    pub fn new_exception(&mut self, ty: ObjId, args: &[ObjId]) -> Owned {
        let args = self.tuple_of(args).into_id();
        let fields = self.exception_field_count(ty);
        let exception = Exception {
            args,
            traceback: None,
            context: None,
            cause: None,
            suppress_context: false,
            fields: vec![None; fields].into(),
            attrs: Attrs::default(),
        };
        self.alloc(ty, Payload::Exception(Box::new(exception)))
    }

    /// Number of fields that the built-in exception type adds.
    pub fn exception_field_count(&self, ty: ObjId) -> usize {
        let is = |base| self.is_subtype(ty, base);
        match () {
            _ if is(types::STOP_ITERATION) || is(types::SYSTEM_EXIT) || is(types::NAME_ERROR) => 1,
            _ if is(types::ATTRIBUTE_ERROR) || is(types::BASE_EXCEPTION_GROUP) => 2,
            _ if is(types::IMPORT_ERROR) => 4,
            _ if is(types::OS_ERROR) || is(types::UNICODE_ERROR) => 5,
            _ if is(types::SYNTAX_ERROR) => 8,
            _ => 0,
        }
    }

    /// Raises `ty(message)`.
    #[cold]
    pub fn raise(&mut self, ty: ObjId, message: impl AsRef<str>) -> Unwind {
        let text = self.new_str(message.as_ref());
        let exception = self.new_exception(ty, &[text.id()]);
        self.release(text);
        self.raise_owned(exception)
    }
    /// Raises `ty(*args)`; the arguments are borrowed.
    #[cold]
    pub fn raise_with(&mut self, ty: ObjId, args: &[ObjId]) -> Unwind {
        let exception = self.new_exception(ty, args);
        self.raise_owned(exception)
    }
    /// Raises an exception instance, with the one being handled as its context.
    #[cold]
    pub fn raise_owned(&mut self, exception: Owned) -> Unwind {
        self.chain_context(exception.id());
        self.set_raised(exception)
    }
    /// Makes an exception the one on its way, as it is.
    pub fn set_raised(&mut self, exception: Owned) -> Unwind {
        let old = self.state.raised.replace(exception.into_id());
        self.decref_opt(old);
        Unwind::Raised
    }

    /// Sets `__context__` to the exception being handled; cycles are avoided as CPython avoids them.
    pub(super) fn chain_context(&mut self, exception: ObjId) {
        let Some(handled) = self.handled_exception().filter(|&h| h != exception) else { return };
        // If the exception is already in the handled one's chain, cut it out there.
        let mut at = handled;
        let mut steps = 0u32;
        while let Some(context) = self.exception(at).context {
            if context == exception {
                self.exception_mut(at).context = None;
                self.decref(context);
                break;
            }
            at = context;
            steps += 1;
            if steps > 100_000 {
                break;
            }
        }
        self.incref(handled);
        let old = self.exception_mut(exception).context.replace(handled);
        self.decref_opt(old);
    }

    /// The innermost exception being handled (`sys.exception()`), borrowed.
    pub fn handled_exception(&self) -> Option<ObjId> {
        self.state.handled.iter().rev().flatten().next().copied()
    }

    pub fn type_error(&mut self, message: impl AsRef<str>) -> Unwind {
        self.raise(types::TYPE_ERROR, message)
    }
    pub fn value_error(&mut self, message: impl AsRef<str>) -> Unwind {
        self.raise(types::VALUE_ERROR, message)
    }
    pub fn index_error(&mut self, message: impl AsRef<str>) -> Unwind {
        self.raise(types::INDEX_ERROR, message)
    }
    pub fn overflow_error(&mut self, message: impl AsRef<str>) -> Unwind {
        self.raise(types::OVERFLOW_ERROR, message)
    }
    /// `KeyError(key)`
    pub fn key_error(&mut self, key: ObjId) -> Unwind {
        self.raise_with(types::KEY_ERROR, &[key])
    }
    /// `StopIteration(value)`; without a value it has no arguments.
    pub fn stop_iteration(&mut self, value: Option<ObjId>) -> Unwind {
        let exception = match value {
            Some(value) if value != ids::NONE => self.new_exception(types::STOP_ITERATION, &[value]),
            _ => self.new_exception(types::STOP_ITERATION, &[]),
        };
        self.incref_opt(value);
        self.exception_mut(exception.id()).fields[0] = Some(value.unwrap_or(ids::NONE));
        self.raise_owned(exception)
    }
    /// `RecursionError`; `where_` is CPython's tail of the message, such as " in comparison".
    pub fn recursion_error(&mut self, where_: &str) -> Unwind {
        self.raise(types::RECURSION_ERROR, format!("maximum recursion depth exceeded{where_}"))
    }
    pub fn memory_error(&mut self) -> Unwind {
        self.raise_with(types::MEMORY_ERROR, &[])
    }

    pub fn incref_opt(&mut self, id: Option<ObjId>) {
        if let Some(id) = id {
            self.incref(id);
        }
    }

    /// The exception's data; `id` must be an exception.
    pub fn exception(&self, id: ObjId) -> &Exception {
        match self.payload(id) {
            Payload::Exception(e) => e,
            other => unreachable!("{id:?} is no exception but {other:?}"),
        }
    }
    pub fn exception_mut(&mut self, id: ObjId) -> &mut Exception {
        match self.payload_mut(id) {
            Payload::Exception(e) => e,
            other => unreachable!("{id:?} is no exception but {other:?}"),
        }
    }

    /// Takes the exception on its way if it is of that type; anything else goes on.
    pub fn catch(&mut self, unwind: Unwind, ty: ObjId) -> Result<Owned, Unwind> {
        match (unwind, self.state.raised) {
            (Unwind::Raised, Some(raised)) if self.is_instance(raised, ty) => {
                self.state.raised = None;
                Ok(Owned::new(raised))
            }
            _ => Err(unwind),
        }
    }
    /// Raises `ty(message)`; the exception on its way becomes its cause.
    pub fn raise_from_raised(&mut self, ty: ObjId, message: impl AsRef<str>) -> Unwind {
        let cause = self.take_raised();
        let unwind = self.raise(ty, message);
        if let (Some(cause), Some(raised)) = (cause, self.state.raised) {
            // Held once as the cause, once as the context.
            let cause = cause.into_id();
            self.incref(cause);
            let exception = self.exception_mut(raised);
            exception.suppress_context = true;
            let old = [exception.cause.replace(cause), exception.context.replace(cause)];
            self.decref_all(old.into_iter().flatten());
        }
        unwind
    }
    /// Drops the exception on its way if it is of that type; anything else goes on.
    pub fn swallow(&mut self, unwind: Unwind, ty: ObjId) -> Res<()> {
        let exception = self.catch(unwind, ty)?;
        self.release(exception);
        Ok(())
    }
    /// `Ok(None)` where the call failed with that exception.
    pub fn optional(&mut self, result: Res, ty: ObjId) -> Res<Option<Owned>> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(e) => self.swallow(e, ty).map(|()| None),
        }
    }
}
