//! `BaseException` and what all exceptions share.

use super::object::{instance_dict, set_instance_dict};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, names, types};
use crate::object::{Exception, Payload};
use crate::vm::native::{
    Args, NativeCall::*, NativeTable, Owner, attribute, constructor, member, method, wrapper,
};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::BASE_EXCEPTION),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__str__", NoArgs(str_)),
        method("with_traceback", One(with_traceback)),
        method("add_note", One(add_note)),
        method("__reduce__", NoArgs(reduce)),
        method("__setstate__", One(setstate)),
        attribute("args", args, Some(set_args)),
        attribute("__traceback__", traceback, Some(set_traceback)),
        attribute("__context__", context, Some(set_context)),
        attribute("__cause__", cause, Some(set_cause)),
        member("__suppress_context__", suppress, Some(set_suppress)),
        attribute("__dict__", instance_dict, Some(set_instance_dict)),
    ],
};

impl Vm {
    /// An exception of a class with those arguments (a tuple, whose reference is taken), before `__init__`.
    pub fn new_exception_of(&mut self, class: ObjId, args: Owned) -> Owned {
        let fields = vec![None; self.exception_field_count(class)].into();
        let attrs = self.new_attrs(class);
        let exception = Exception {
            args: args.into_id(),
            traceback: None,
            context: None,
            cause: None,
            suppress_context: false,
            fields,
            attrs,
        };
        self.alloc(class, Payload::Exception(Box::new(exception)))
    }
    /// Replaces `args` by a tuple of borrowed objects.
    pub(super) fn set_exception_args(&mut self, id: ObjId, items: &[ObjId]) {
        let tuple = self.tuple_of(items).into_id();
        let old = std::mem::replace(&mut self.exception_mut(id).args, tuple);
        self.decref(old);
    }
    /// Stores a (borrowed) value into a field of an exception.
    pub fn set_exception_field(&mut self, id: ObjId, field: usize, value: Option<ObjId>) {
        self.incref_opt(value);
        let Some(place) = self.exception_mut(id).fields.get_mut(field) else {
            self.decref_opt(value);
            return;
        };
        let old = std::mem::replace(place, value);
        self.decref_opt(old);
    }
    /// A field of an exception, borrowed.
    pub fn exception_field(&self, id: ObjId, field: usize) -> Option<ObjId> {
        self.exception(id).fields.get(field).copied().flatten()
    }
    /// TypeError where keyword arguments are given.
    pub(super) fn no_keywords(&mut self, class: ObjId, args: Args<'_>) -> Res<()> {
        if args.kw.is_empty() {
            return Ok(());
        }
        let message = format!("{}() takes no keyword arguments", self.type_name(class));
        Err(self.type_error(message))
    }
}

/// The arguments as a tuple: a call by a tuple of arguments hands over that very tuple.
pub(super) fn packed_arguments(vm: &mut Vm, args: &[ObjId]) -> Owned {
    match vm.state.packed.take().filter(|&p| vm.tuple_items(p) == args) {
        Some(packed) => vm.own(packed),
        None => vm.tuple_of(args),
    }
}
pub(super) fn new(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let tuple = packed_arguments(vm, args.pos);
    Ok(vm.new_exception_of(class, tuple))
}
pub(super) fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let class = vm.type_of(this);
    vm.no_keywords(class, args)?;
    // The arguments are the same that `__new__` has kept, in the usual case.
    if vm.tuple_items(vm.exception(this).args) != args.pos {
        vm.set_exception_args(this, args.pos);
    }
    Ok(vm.none())
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let name = vm.class_name(this);
    let args = vm.exception(this).args;
    let text = match *vm.tuple_items(args) {
        [one] => format!("({})", vm.repr_text(one)?),
        _ => vm.repr_text(args)?,
    };
    Ok(vm.new_str(&format!("{name}{text}")))
}
pub(super) fn str_(vm: &mut Vm, this: ObjId) -> Res {
    let args = vm.exception(this).args;
    match *vm.tuple_items(args) {
        [] => Ok(Owned::new(ids::EMPTY_STR)),
        [one] => vm.str_of(one),
        _ => vm.str_of(args),
    }
}

fn with_traceback(vm: &mut Vm, this: ObjId, tb: ObjId) -> Res {
    set_traceback(vm, this, Some(tb))?;
    Ok(vm.own(this))
}
fn add_note(vm: &mut Vm, this: ObjId, note: ObjId) -> Res {
    if vm.as_str(note).is_none() {
        let message = format!("note must be a str, not '{}'", vm.class_name(note));
        return Err(vm.type_error(message));
    }
    let notes = match vm.get_attr_optional(this, names::NOTES)? {
        Some(notes) => notes,
        None => {
            let list = vm.new_list(Vec::new());
            if let Err(e) = vm.set_attr(this, names::NOTES, Some(list.id())) {
                vm.release(list);
                return Err(e);
            }
            list
        }
    };
    vm.incref(note);
    let Some(items) = vm.as_list_mut(notes.id()) else {
        vm.decref(note);
        vm.release(notes);
        return Err(vm.type_error("Cannot add note: __notes__ is not a list"));
    };
    items.push(note);
    vm.release(notes);
    Ok(vm.none())
}
fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let mut parts = vec![vm.type_of(this), vm.exception(this).args];
    let attrs = &vm.exception(this).attrs;
    let dict = (!attrs.inline.is_empty() || attrs.dict.is_some()).then(|| vm.materialize_dict(this));
    parts.extend(dict.as_ref().map(Owned::id));
    let tuple = vm.tuple_of(&parts);
    vm.release_opt(dict);
    Ok(tuple)
}
fn setstate(vm: &mut Vm, this: ObjId, state: ObjId) -> Res {
    if state != ids::NONE {
        let Some(items) = vm.as_dict(state).map(|d| d.iter().collect::<Vec<_>>()) else {
            return Err(vm.type_error("state is not a dictionary"));
        };
        for (name, value) in items {
            let name = vm.attr_name(name)?;
            let result = vm.set_attr(this, name.id(), Some(value));
            vm.release(name);
            result?;
        }
    }
    Ok(vm.none())
}

fn args(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.own(vm.exception(this).args))
}
fn set_args(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let Some(value) = value else { return Err(vm.type_error("args may not be deleted")) };
    let items = vm.collect(value)?;
    let tuple = vm.new_tuple(items).into_id();
    let old = std::mem::replace(&mut vm.exception_mut(this).args, tuple);
    vm.decref(old);
    Ok(())
}
fn traceback(vm: &mut Vm, this: ObjId) -> Res {
    let tb = vm.exception(this).traceback.unwrap_or(ids::NONE);
    Ok(vm.own(tb))
}
fn set_traceback(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let tb = match value {
        None => return Err(vm.type_error("__traceback__ may not be deleted")),
        Some(ids::NONE) => None,
        Some(tb) if matches!(vm.payload(tb), Payload::Traceback(_)) => Some(tb),
        Some(_) => return Err(vm.type_error("__traceback__ must be a traceback or None")),
    };
    vm.incref_opt(tb);
    let old = std::mem::replace(&mut vm.exception_mut(this).traceback, tb);
    vm.decref_opt(old);
    Ok(())
}
/// The value for `__context__` or `__cause__`.
fn chained(vm: &mut Vm, value: Option<ObjId>, name: &str, what: &str) -> Res<Option<ObjId>> {
    match value {
        None => Err(vm.type_error(format!("{name} may not be deleted"))),
        Some(ids::NONE) => Ok(None),
        Some(exception) if vm.is_exception(exception) => {
            vm.incref(exception);
            Ok(Some(exception))
        }
        Some(_) => Err(vm.type_error(format!("exception {what} must be None or derive from BaseException"))),
    }
}
fn context(vm: &mut Vm, this: ObjId) -> Res {
    let context = vm.exception(this).context.unwrap_or(ids::NONE);
    Ok(vm.own(context))
}
fn set_context(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let new = chained(vm, value, "__context__", "context")?;
    let old = std::mem::replace(&mut vm.exception_mut(this).context, new);
    vm.decref_opt(old);
    Ok(())
}
fn cause(vm: &mut Vm, this: ObjId) -> Res {
    let cause = vm.exception(this).cause.unwrap_or(ids::NONE);
    Ok(vm.own(cause))
}
fn set_cause(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let new = chained(vm, value, "__cause__", "cause")?;
    let exception = vm.exception_mut(this);
    exception.suppress_context = true;
    let old = std::mem::replace(&mut exception.cause, new);
    vm.decref_opt(old);
    Ok(())
}
fn suppress(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.new_bool(vm.exception(this).suppress_context))
}
fn set_suppress(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    match value {
        None => Err(vm.type_error("can't delete numeric/char attribute")),
        Some(value @ (ids::TRUE | ids::FALSE)) => {
            vm.exception_mut(this).suppress_context = value == ids::TRUE;
            Ok(())
        }
        Some(_) => Err(vm.type_error("attribute value type must be bool")),
    }
}

impl Vm {
    /// Is it an exception instance?
    pub fn is_exception(&self, id: ObjId) -> bool {
        matches!(self.payload(id), Payload::Exception(_))
    }
    /// Is it an exception class?
    pub fn is_exception_class(&self, id: ObjId) -> bool {
        self.is_type(id) && self.is_subtype(id, types::BASE_EXCEPTION)
    }
}
