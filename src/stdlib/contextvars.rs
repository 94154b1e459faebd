//! `_contextvars`: variables whose value depends on the context that code runs in.
//!
//! A context is a dict that is replaced, never changed, so that copies share it. Each thread has a
//! current one from the first time that it is needed.

use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{self, module_types, types};
use crate::object::typ::Slot;
use crate::vm::compare::op;
use crate::vm::native::{
    Args, NativeCall::*, NativeTable, Owner, attribute, class_method, constructor, function, method, wrapper,
};
use crate::vm::{Res, Vm};

static MODULE: NativeTable = NativeTable {
    owner: Owner::Module("_contextvars"),
    defs: &[function("copy_context", NoArgs(copy_context))],
};
static CONTEXT: NativeTable = NativeTable {
    owner: Owner::Type(module_types::CONTEXT),
    defs: &[
        constructor(new_context),
        method("run", Full(run)),
        method("copy", NoArgs(copy)),
        method("get", Pos(1, 2, get_or)),
        method("keys", NoArgs(|vm, this| of_dict(vm, this, "keys"))),
        method("values", NoArgs(|vm, this| of_dict(vm, this, "values"))),
        method("items", NoArgs(|vm, this| of_dict(vm, this, "items"))),
        wrapper("__getitem__", One(get_item)),
        wrapper(
            "__contains__",
            One(|vm, this, var| Ok(find(vm, this, var)?.is_some()).map(|b| vm.new_bool(b))),
        ),
        wrapper(
            "__iter__",
            NoArgs(|vm, this| {
                let dict = dict(vm, this);
                vm.iter(dict)
            }),
        ),
        wrapper(
            "__len__",
            NoArgs(|vm, this| {
                let dict = dict(vm, this);
                let n = vm.len(dict)?;
                Ok(vm.new_int(n as i64))
            }),
        ),
        wrapper("__eq__", One(|vm, this, other| compare(vm, op::EQ, this, other))),
        wrapper("__ne__", One(|vm, this, other| compare(vm, op::NE, this, other))),
    ],
};
static VAR: NativeTable = NativeTable {
    owner: Owner::Type(module_types::CONTEXT_VAR),
    defs: &[
        constructor(new_var),
        wrapper("__repr__", NoArgs(var_repr)),
        class_method("__class_getitem__", One(|vm, class, item| vm.generic_alias(class, item))),
        method("get", Pos(0, 1, var_get)),
        method("set", One(var_set)),
        method("reset", One(var_reset)),
        attribute("name", |vm, this| Ok(owned_field(vm, this, NAME)), None),
    ],
};
static TOKEN: NativeTable = NativeTable {
    owner: Owner::Type(module_types::CONTEXT_TOKEN),
    defs: &[
        constructor(|vm, _, _| {
            Err(vm.raise(types::RUNTIME_ERROR, "Tokens can only be created by ContextVars"))
        }),
        wrapper("__repr__", NoArgs(token_repr)),
        class_method("__class_getitem__", One(|vm, class, item| vm.generic_alias(class, item))),
        attribute("var", |vm, this| Ok(owned_field(vm, this, VAR_OF)), None),
        attribute("old_value", |vm, this| Ok(owned_field(vm, this, OLD)), None),
    ],
};
static MISSING: NativeTable = NativeTable {
    owner: Owner::Type(module_types::TOKEN_MISSING),
    defs: &[wrapper("__repr__", NoArgs(|vm, _| Ok(vm.new_str("<Token.MISSING>"))))],
};
pub static TABLES: &[&NativeTable] = &[&MODULE, &CONTEXT, &VAR, &TOKEN, &MISSING];

// Fields of a context: what it maps, and whether it is entered.
const DICT: usize = 0;
const ENTERED: usize = 1;
// Of a variable.
const NAME: usize = 0;
const DEFAULT: usize = 1;
// Of a token: its variable, the value before, the context, and whether it was used.
const VAR_OF: usize = 0;
const OLD: usize = 1;
const MADE_IN: usize = 2;
const USED: usize = 3;

pub fn fill(vm: &mut Vm, _: ObjId) {
    let dict = vm.type_obj(module_types::CONTEXT_TOKEN).dict;
    let name = vm.intern("MISSING");
    if vm.namespace_get(dict, name).is_none() {
        let missing = vm.alloc(module_types::TOKEN_MISSING, Payload::Plain);
        vm.state.heap.make_immortal(missing.id());
        vm.dict_put(dict, "MISSING", missing);
    }
    // Contexts are compared by what is in them.
    let hash = vm.intern("__hash__");
    let dict = vm.type_obj(module_types::CONTEXT).dict;
    if vm.namespace_get(dict, hash).is_none() {
        let none = vm.none();
        vm.dict_put(dict, "__hash__", none);
        vm.type_obj_mut(module_types::CONTEXT).slots[Slot::Hash as usize] = None;
    }
}

fn field(vm: &Vm, this: ObjId, index: usize) -> Option<ObjId> {
    match vm.payload(this).base() {
        Payload::Record(fields) => fields.get(index).copied().flatten(),
        _ => None,
    }
}
fn owned_field(vm: &mut Vm, this: ObjId, index: usize) -> Owned {
    let value = field(vm, this, index).unwrap_or(ids::NONE);
    vm.own(value)
}
fn set_field(vm: &mut Vm, this: ObjId, index: usize, value: Owned) {
    let value = value.into_id();
    let old = match vm.payload_mut(this).base_mut() {
        Payload::Record(fields) => fields[index].replace(value),
        _ => Some(value),
    };
    vm.decref_opt(old);
}
fn dict(vm: &Vm, context: ObjId) -> ObjId {
    field(vm, context, DICT).unwrap_or(ids::NONE)
}

fn make(vm: &mut Vm, dict: Owned) -> Owned {
    let fields = [Some(dict.into_id()), Some(ids::FALSE)];
    vm.alloc(module_types::CONTEXT, Payload::Record(Box::new(fields)))
}
fn new_context(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    if !args.pos.is_empty() || !args.kw.is_empty() {
        return Err(vm.type_error("Context() does not accept any arguments"));
    }
    let dict = vm.new_dict();
    Ok(make(vm, dict))
}
/// The running thread's context. Borrowed.
fn current(vm: &mut Vm) -> ObjId {
    let thread = vm.thread_ident();
    if let Some(&context) = vm.state.contexts.get(&thread) {
        return context;
    }
    let dict = vm.new_dict();
    let context = make(vm, dict);
    set_field(vm, context.id(), ENTERED, Owned::new(ids::TRUE));
    let context = context.into_id();
    vm.state.contexts.insert(thread, context);
    context
}
fn copy(vm: &mut Vm, this: ObjId) -> Res {
    let dict = dict(vm, this);
    let dict = vm.own(dict);
    Ok(make(vm, dict))
}
fn copy_context(vm: &mut Vm, _: ObjId) -> Res {
    let context = current(vm);
    copy(vm, context)
}
fn run(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let Some((&callable, rest)) = args.pos.split_first() else {
        return Err(vm.type_error("run() missing 1 required positional argument"));
    };
    if field(vm, this, ENTERED) == Some(ids::TRUE) {
        let context = vm.repr_text(this)?;
        let message = format!("cannot enter context: {context} is already entered");
        return Err(vm.raise(types::RUNTIME_ERROR, message));
    }
    let thread = vm.thread_ident();
    set_field(vm, this, ENTERED, Owned::new(ids::TRUE));
    let entered = vm.own(this).into_id();
    let before = vm.state.contexts.insert(thread, entered);
    let result = vm.call_with(callable, Args { pos: rest, kw: args.kw });
    match before {
        Some(before) => vm.state.contexts.insert(thread, before),
        None => vm.state.contexts.remove(&thread),
    };
    set_field(vm, this, ENTERED, Owned::new(ids::FALSE));
    vm.decref(entered);
    result
}
/// What a context maps the variable to. Borrowed.
fn find(vm: &mut Vm, context: ObjId, var: ObjId) -> Res<Option<ObjId>> {
    if vm.type_of(var) != module_types::CONTEXT_VAR {
        let var = vm.repr_text(var)?;
        return Err(vm.type_error(format!("a ContextVar key was expected, got {var}")));
    }
    let dict = dict(vm, context);
    vm.dict_get(dict, var)
}
fn get_item(vm: &mut Vm, this: ObjId, var: ObjId) -> Res {
    match find(vm, this, var)? {
        Some(value) => Ok(vm.own(value)),
        None => Err(vm.key_error(var)),
    }
}
fn get_or(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let value = find(vm, this, args[0])?.or(args.get(1).copied()).unwrap_or(ids::NONE);
    Ok(vm.own(value))
}
fn of_dict(vm: &mut Vm, this: ObjId, name: &str) -> Res {
    let dict = dict(vm, this);
    let view = vm.call_named(dict, name, &[])?;
    let iter = vm.iter(view.id());
    vm.release(view);
    iter
}
fn compare(vm: &mut Vm, op: u32, this: ObjId, other: ObjId) -> Res {
    if vm.type_of(other) != module_types::CONTEXT {
        return Ok(vm.not_implemented());
    }
    let (a, b) = (dict(vm, this), dict(vm, other));
    vm.compare(op, a, b)
}

fn new_var(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let [name, default] = vm.bind("ContextVar", args, ["", "default"], 1, 1)?;
    let name = name.unwrap_or(ids::NONE);
    if vm.as_str(name).is_none() {
        return Err(vm.type_error("context variable name must be a str"));
    }
    vm.incref(name);
    vm.incref_opt(default);
    Ok(vm.alloc(class, Payload::Record(Box::new([Some(name), default]))))
}
fn var_repr(vm: &mut Vm, this: ObjId) -> Res {
    let name = vm.repr_text(field(vm, this, NAME).unwrap_or(ids::NONE))?;
    let default = match field(vm, this, DEFAULT) {
        Some(default) => format!(" default={}", vm.repr_text(default)?),
        None => String::new(),
    };
    let at = vm.address_text(this);
    Ok(vm.new_str(&format!("<ContextVar name={name}{default} at {at}>")))
}
fn var_get(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let context = current(vm);
    let value = find(vm, context, this)?;
    match value.or(args.first().copied()).or(field(vm, this, DEFAULT)) {
        Some(value) => Ok(vm.own(value)),
        None => Err(vm.raise_with(types::LOOKUP_ERROR, &[this])),
    }
}
/// Gives the current context a dict in which the variable has that value, or none.
fn assign(vm: &mut Vm, var: ObjId, value: Option<ObjId>) -> Res<()> {
    let context = current(vm);
    let copy = vm.dict_copy(dict(vm, context));
    let done = match value {
        Some(value) => vm.dict_set(copy.id(), var, value),
        None => vm.dict_del(copy.id(), var).map(|_| ()),
    };
    set_field(vm, context, DICT, copy);
    done
}
fn var_set(vm: &mut Vm, this: ObjId, value: ObjId) -> Res {
    let context = current(vm);
    let old = match find(vm, context, this)? {
        Some(old) => vm.own(old),
        None => missing(vm),
    };
    assign(vm, this, Some(value))?;
    let fields = [this, context].map(|id| Some(vm.own(id).into_id()));
    let fields = [fields[0], Some(old.into_id()), fields[1], Some(ids::FALSE)];
    Ok(vm.alloc(module_types::CONTEXT_TOKEN, Payload::Record(Box::new(fields))))
}
fn missing(vm: &mut Vm) -> Owned {
    let name = vm.intern("MISSING");
    let missing = vm.namespace_get(vm.type_obj(module_types::CONTEXT_TOKEN).dict, name);
    vm.own(missing.unwrap_or(ids::NONE))
}
fn var_reset(vm: &mut Vm, this: ObjId, token: ObjId) -> Res {
    if vm.type_of(token) != module_types::CONTEXT_TOKEN {
        let token = vm.repr_text(token)?;
        return Err(vm.type_error(format!("expected an instance of Token, got {token}")));
    }
    let text = vm.repr_text(token)?;
    if field(vm, token, USED) == Some(ids::TRUE) {
        return Err(vm.raise(types::RUNTIME_ERROR, format!("{text} has already been used once")));
    }
    if field(vm, token, VAR_OF) != Some(this) {
        return Err(vm.value_error(format!("{text} was created by a different ContextVar")));
    }
    if field(vm, token, MADE_IN) != Some(current(vm)) {
        return Err(vm.value_error(format!("{text} was created in a different Context")));
    }
    set_field(vm, token, USED, Owned::new(ids::TRUE));
    let old = owned_field(vm, token, OLD);
    let is_missing = vm.type_of(old.id()) == module_types::TOKEN_MISSING;
    let result = assign(vm, this, (!is_missing).then_some(old.id()));
    vm.release(old);
    result?;
    Ok(vm.none())
}
fn token_repr(vm: &mut Vm, this: ObjId) -> Res {
    let used = if field(vm, this, USED) == Some(ids::TRUE) { " used" } else { "" };
    let var = vm.repr_text(field(vm, this, VAR_OF).unwrap_or(ids::NONE))?;
    let at = vm.address_text(this);
    Ok(vm.new_str(&format!("<Token{used} var={var} at {at}>")))
}
