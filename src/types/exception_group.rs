//! BaseExceptionGroup and ExceptionGroup: nesting, `split`, `subgroup`, `derive`, and `except*`.

use crate::heap::{ObjId, Owned, tokens};
use crate::object::ids::{self, names, types};
use crate::vm::native::{
    Args, NativeCall::*, NativeTable, Owner, class_method, constructor, member, method, wrapper,
};
use crate::vm::{Res, Vm};

const MESSAGE: usize = 0;
const EXCEPTIONS: usize = 1;

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::BASE_EXCEPTION_GROUP),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        wrapper("__str__", NoArgs(str_)),
        method("derive", One(derive)),
        method("split", One(split)),
        method("subgroup", One(subgroup)),
        class_method("__class_getitem__", One(|vm, class, args| vm.generic_alias(class, args))),
        member("message", |vm, this| part(vm, this, MESSAGE), None),
        member("exceptions", |vm, this| part(vm, this, EXCEPTIONS), None),
    ],
};

fn part(vm: &mut Vm, this: ObjId, index: usize) -> Res {
    let value = vm.exception_field(this, index).unwrap_or(ids::NONE);
    Ok(vm.own(value))
}
fn new(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let &[message, given] = args.pos else {
        let count = args.pos.len();
        return Err(
            vm.type_error(format!("BaseExceptionGroup.__new__() takes exactly 2 arguments ({count} given)"))
        );
    };
    if vm.as_str(message).is_none() {
        let text = format!(
            "BaseExceptionGroup.__new__() argument 1 must be str, not {}",
            vm.argument_class(message)
        );
        return Err(vm.type_error(text));
    }
    let sequence = vm.as_list(given).is_some()
        || vm.as_tuple(given).is_some()
        || (vm.as_dict(given).is_none() && vm.slot_of(given, crate::object::typ::Slot::Getitem).is_some());
    if !sequence {
        return Err(vm.type_error("second argument (exceptions) must be a sequence"));
    }
    let items = vm.collect(given)?;
    let exceptions = vm.new_tuple(items);
    let result = check_members(vm, class, exceptions.id());
    let class = match result {
        Ok(class) => class,
        Err(e) => {
            vm.release(exceptions);
            return Err(e);
        }
    };
    let args = vm.tuple_of(args.pos);
    let group = vm.new_exception_of(class, args);
    vm.set_exception_field(group.id(), MESSAGE, Some(message));
    vm.set_exception_field(group.id(), EXCEPTIONS, Some(exceptions.id()));
    vm.release(exceptions);
    Ok(group)
}
/// The class that the group gets: ExceptionGroup where nothing in it is a bare BaseException.
fn check_members(vm: &mut Vm, class: ObjId, exceptions: ObjId) -> Res<ObjId> {
    let items = vm.tuple_items(exceptions).to_vec();
    if items.is_empty() {
        return Err(vm.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    let mut only_exceptions = true;
    for (i, &item) in items.iter().enumerate() {
        if !vm.is_exception(item) {
            return Err(
                vm.value_error(format!("Item {i} of second argument (exceptions) is not an exception"))
            );
        }
        only_exceptions &= vm.is_instance(item, types::EXCEPTION);
    }
    if class == types::BASE_EXCEPTION_GROUP {
        return Ok(if only_exceptions { types::EXCEPTION_GROUP } else { class });
    }
    if !only_exceptions {
        if class == types::EXCEPTION_GROUP {
            return Err(vm.type_error("Cannot nest BaseExceptions in an ExceptionGroup"));
        }
        if vm.is_subtype(class, types::EXCEPTION) {
            let message = format!("Cannot nest BaseExceptions in '{}'", vm.type_name(class));
            return Err(vm.type_error(message));
        }
    }
    Ok(class)
}
fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let class = vm.type_of(this);
    vm.no_keywords(class, args)?;
    vm.set_exception_args(this, args.pos);
    Ok(vm.none())
}
fn members(vm: &Vm, this: ObjId) -> Vec<ObjId> {
    let tuple = vm.exception_field(this, EXCEPTIONS);
    tuple.and_then(|t| vm.as_tuple(t)).map(<[ObjId]>::to_vec).unwrap_or_default()
}
fn str_(vm: &mut Vm, this: ObjId) -> Res {
    let count = members(vm, this).len();
    let message = vm.exception_field(this, MESSAGE).unwrap_or(ids::NONE);
    let message = vm.str_text(message)?;
    let plural = if count == 1 { "" } else { "s" };
    Ok(vm.new_str(&format!("{message} ({count} sub-exception{plural})")))
}
fn derive(vm: &mut Vm, this: ObjId, exceptions: ObjId) -> Res {
    let message = vm.exception_field(this, MESSAGE).unwrap_or(ids::NONE);
    vm.call(types::BASE_EXCEPTION_GROUP, &[message, exceptions])
}

/// What decides whether an exception belongs to the first part of a split.
#[derive(Clone, Copy)]
enum Matcher<'a> {
    /// A class or a tuple of classes.
    Type(ObjId),
    Callable(ObjId),
    /// One of these very exceptions.
    Leaves(&'a [ObjId]),
}

fn matcher(vm: &mut Vm, value: ObjId) -> Res<Matcher<'static>> {
    if vm.is_type(value) {
        if vm.is_exception_class(value) {
            return Ok(Matcher::Type(value));
        }
    } else if let Some(items) = vm.as_tuple(value) {
        if items.iter().all(|&i| vm.is_exception_class(i)) {
            return Ok(Matcher::Type(value));
        }
    } else if vm.is_callable(value) {
        return Ok(Matcher::Callable(value));
    }
    Err(vm.type_error(
        "expected an exception type, a tuple of exception types, or a callable (other than a class)",
    ))
}
fn matches(vm: &mut Vm, exception: ObjId, matcher: Matcher<'_>) -> Res<bool> {
    match matcher {
        Matcher::Type(ty) => Ok(vm.exception_matches(exception, ty)),
        Matcher::Callable(f) => {
            let answer = vm.call(f, &[exception])?;
            let truth = vm.truth(answer.id());
            vm.release(answer);
            truth
        }
        Matcher::Leaves(leaves) => {
            Ok(!vm.is_instance(exception, types::BASE_EXCEPTION_GROUP) && leaves.contains(&exception))
        }
    }
}

/// The two parts of an exception or group; `None` for an empty one. `rest` is made only if wanted.
struct Parts {
    matched: Option<Owned>,
    rest: Option<Owned>,
}

/// Nesting of groups.
const MAX_DEPTH: u32 = 900;

fn split_group(vm: &mut Vm, this: ObjId, matcher: Matcher<'_>, want_rest: bool, depth: u32) -> Res<Parts> {
    if matches(vm, this, matcher)? {
        return Ok(Parts { matched: Some(vm.own(this)), rest: None });
    }
    if !vm.is_instance(this, types::BASE_EXCEPTION_GROUP) {
        let rest = want_rest.then(|| vm.own(this));
        return Ok(Parts { matched: None, rest });
    }
    if depth > MAX_DEPTH {
        return Err(vm.recursion_error(" in exceptiongroup_split_recursive"));
    }
    let (mut yes, mut no) = (Vec::new(), Vec::new());
    let mut result = Ok(());
    for member in members(vm, this) {
        match split_group(vm, member, matcher, want_rest, depth + 1) {
            Ok(parts) => {
                tokens::hold(parts.matched.iter().chain(&parts.rest).map(Owned::id));
                yes.extend(parts.matched.map(Owned::into_id));
                no.extend(parts.rest.map(Owned::into_id));
            }
            Err(e) => {
                result = Err(e);
                break;
            }
        }
    }
    tokens::let_go(yes.iter().copied());
    let matched = match result {
        Ok(()) => subset(vm, this, yes),
        Err(e) => {
            vm.decref_all(yes);
            Err(e)
        }
    };
    tokens::let_go(no.iter().copied());
    let matched = match matched {
        Ok(matched) => matched,
        Err(e) => {
            vm.decref_all(no);
            return Err(e);
        }
    };
    match subset(vm, this, no) {
        Ok(rest) => Ok(Parts { matched, rest }),
        Err(e) => {
            vm.release_opt(matched);
            Err(e)
        }
    }
}
/// A group like `original` with those members (whose references are taken), by its `derive`.
fn subset(vm: &mut Vm, original: ObjId, members: Vec<ObjId>) -> Res<Option<Owned>> {
    if members.is_empty() {
        return Ok(None);
    }
    let list = vm.new_list(members);
    let derived = vm.get_attr_str(original, "derive").and_then(|derive| {
        let result = vm.call(derive.id(), &[list.id()]);
        vm.release(derive);
        result
    });
    vm.release(list);
    let group = derived?;
    if !vm.is_instance(group.id(), types::BASE_EXCEPTION_GROUP) {
        vm.release(group);
        return Err(vm.type_error("derive must return an instance of BaseExceptionGroup"));
    }
    let old = vm.exception(original);
    let (traceback, context, cause) = (old.traceback, old.context, old.cause);
    let suppress = old.suppress_context;
    for id in [traceback, context, cause] {
        vm.incref_opt(id);
    }
    let new = vm.exception_mut(group.id());
    let before = [
        std::mem::replace(&mut new.traceback, traceback),
        std::mem::replace(&mut new.context, context),
        std::mem::replace(&mut new.cause, cause),
    ];
    new.suppress_context = suppress || cause.is_some();
    vm.decref_all(before.into_iter().flatten());
    match copy_notes(vm, original, group.id()) {
        Ok(()) => Ok(Some(group)),
        Err(e) => {
            vm.release(group);
            Err(e)
        }
    }
}
/// Gives the part of a group a copy of the group's list of notes.
fn copy_notes(vm: &mut Vm, original: ObjId, part: ObjId) -> Res<()> {
    let Some(notes) = vm.get_attr_optional(original, names::NOTES)? else { return Ok(()) };
    let items = vm.as_list(notes.id()).cloned().or_else(|| vm.as_tuple(notes.id()).map(<[ObjId]>::to_vec));
    items.iter().flatten().for_each(|&i| vm.incref(i));
    vm.release(notes);
    let Some(items) = items else { return Ok(()) };
    let copy = vm.new_list(items);
    let stored = vm.set_attr(part, names::NOTES, Some(copy.id()));
    vm.release(copy);
    stored
}
fn split(vm: &mut Vm, this: ObjId, condition: ObjId) -> Res {
    let condition = matcher(vm, condition)?;
    let parts = split_group(vm, this, condition, true, 0)?;
    let pair = [parts.matched, parts.rest].map(|p| p.map_or(ids::NONE, Owned::into_id));
    Ok(vm.new_tuple(pair.to_vec()))
}
fn subgroup(vm: &mut Vm, this: ObjId, condition: ObjId) -> Res {
    let condition = matcher(vm, condition)?;
    let parts = split_group(vm, this, condition, false, 0)?;
    vm.release_opt(parts.rest);
    Ok(parts.matched.unwrap_or_else(|| Owned::new(ids::NONE)))
}

impl Vm {
    /// What `except*` clauses leave to raise: `original` is the group that was caught, `raised` the
    /// list of what the clauses raised and of the unhandled rest (None entries are dropped). None
    /// if nothing is left.
    pub fn rest_of_star(&mut self, original: ObjId, raised: ObjId) -> Res {
        let items: Vec<ObjId> = self.as_list(raised).cloned().unwrap_or_default();
        let items: Vec<ObjId> = items.into_iter().filter(|&i| i != ids::NONE).collect();
        let Some(&first) = items.first() else { return Ok(self.none()) };
        if !self.is_instance(original, types::BASE_EXCEPTION_GROUP) {
            return Ok(self.own(first));
        }
        let (reraised, new): (Vec<ObjId>, Vec<ObjId>) =
            items.into_iter().partition(|&e| self.same_origin(original, e));
        let mut leaves = Vec::new();
        reraised.iter().for_each(|&e| self.leaves_of(e, &mut leaves, 0));
        let merged = if reraised.is_empty() {
            None
        } else {
            let parts = split_group(self, original, Matcher::Leaves(&leaves), false, 0)?;
            self.release_opt(parts.rest);
            parts.matched
        };
        if new.is_empty() {
            return Ok(merged.unwrap_or_else(|| Owned::new(ids::NONE)));
        }
        let mut all = new;
        all.extend(merged.as_ref().map(Owned::id));
        if let [one] = all[..] {
            let one = self.own(one);
            self.release_opt(merged);
            return Ok(one);
        }
        all.iter().for_each(|&e| self.incref(e));
        let list = self.new_list(all);
        let result = self.call(types::BASE_EXCEPTION_GROUP, &[ids::EMPTY_STR, list.id()]);
        self.release(list);
        self.release_opt(merged);
        result
    }
    /// Was the exception split from that group? Parts keep its notes, traceback, cause and context.
    fn same_origin(&mut self, original: ObjId, part: ObjId) -> bool {
        if part == original {
            return true;
        }
        if !self.is_instance(part, types::BASE_EXCEPTION_GROUP) {
            return false;
        }
        let (a, b) = (self.exception(original), self.exception(part));
        (a.traceback, a.cause, a.context) == (b.traceback, b.cause, b.context)
    }
    fn leaves_of(&self, exception: ObjId, out: &mut Vec<ObjId>, depth: u32) {
        if self.is_instance(exception, types::BASE_EXCEPTION_GROUP) && depth < MAX_DEPTH {
            members(self, exception).into_iter().for_each(|m| self.leaves_of(m, out, depth + 1));
        } else {
            out.push(exception);
        }
    }
}
