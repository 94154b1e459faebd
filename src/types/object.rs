//! `object`, and the hidden attributes that classes give their instances.

use super::{reduce, sizes};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, Layout, names, types};
use crate::object::io::Io;
use crate::object::sre::Sre;
use crate::object::typ::Slot;
use crate::object::{Attrs, Payload};
use crate::vm::native::{
    Args, NativeCall::*, NativeTable, Owner, attribute, class_method, constructor, method, wrapper,
};
use crate::vm::{Res, Unwind, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::OBJECT),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__str__", NoArgs(str_)),
        wrapper("__hash__", NoArgs(hash)),
        wrapper("__eq__", One(eq)),
        wrapper("__ne__", One(ne)),
        wrapper("__lt__", One(unordered)),
        wrapper("__le__", One(unordered)),
        wrapper("__gt__", One(unordered)),
        wrapper("__ge__", One(unordered)),
        wrapper("__getattribute__", One(getattribute)),
        wrapper("__setattr__", Pos(2, 2, setattr)),
        wrapper("__delattr__", One(delattr)),
        method("__dir__", NoArgs(dir)),
        method("__format__", One(format)),
        method("__sizeof__", NoArgs(sizeof)),
        method("__reduce__", NoArgs(reduce::reduce)),
        method("__reduce_ex__", One(reduce::reduce_ex)),
        method("__getstate__", NoArgs(reduce::getstate)),
        class_method("__init_subclass__", NoArgs(init_subclass)),
        class_method("__subclasshook__", One(subclasshook)),
        attribute("__class__", class, Some(set_class)),
    ],
};

/// What `Vm::new_type` puts into a class that adds a `__dict__` or weak references.
pub static HIDDEN: NativeTable = NativeTable {
    owner: Owner::Hidden,
    defs: &[
        attribute("__dict__", instance_dict, Some(set_instance_dict)),
        attribute("__weakref__", first_weakref, None),
    ],
};

impl Vm {
    /// The interned form of an attribute's name; TypeError if it is no str.
    pub fn attr_name(&mut self, name: ObjId) -> Res {
        if self.type_of(name) == types::STR {
            return Ok(self.intern_object(name));
        }
        match self.as_str(name).map(|s| s.to_text()) {
            Some(text) => Ok(self.intern_text(&text)),
            None => {
                let message = format!("attribute name must be string, not '{}'", self.class_name(name));
                Err(self.type_error(message))
            }
        }
    }
    /// `0x7f…`, as reprs show identity.
    pub fn address_text(&self, id: ObjId) -> String {
        format!("0x{:x}", self.address(id))
    }
    /// `<module.Class object at 0x…>`
    pub fn default_repr(&mut self, id: ObjId) -> Res {
        let name = self.qualified_name(self.type_of(id));
        let text = format!("<{name} object at {}>", self.address_text(id));
        Ok(self.new_str(&text))
    }
    /// Attributes of a new instance of that class: its slots, all empty.
    pub fn new_attrs(&self, class: ObjId) -> Attrs {
        Attrs::with_slots(self.type_obj(class).slot_count as usize)
    }
    /// `object.__new__(cls)` once the arguments are known to be right.
    pub fn new_plain_instance(&mut self, class: ObjId) -> Owned {
        if class == types::OBJECT {
            return self.alloc(class, Payload::Plain);
        }
        self.new_instance(class)
    }
}

fn new(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    if !args.pos.is_empty() || !args.kw.is_empty() {
        if !vm.is_object_slot(class, Slot::New) {
            return Err(
                vm.type_error("object.__new__() takes exactly one argument (the type to instantiate)")
            );
        }
        if vm.is_object_slot(class, Slot::Init) {
            let message = format!("{}() takes no arguments", vm.type_name(class));
            return Err(vm.type_error(message));
        }
    }
    if vm.type_obj(class).heap {
        check_abstract(vm, class)?;
    }
    if vm.type_obj(class).layout != Layout::Object {
        let name = vm.type_name(class);
        let message = format!("object.__new__({name}) is not safe, use {name}.__new__()");
        return Err(vm.type_error(message));
    }
    Ok(vm.new_plain_instance(class))
}

/// TypeError if the class has abstract methods left.
fn check_abstract(vm: &mut Vm, class: ObjId) -> Res<()> {
    let name = vm.intern("__abstractmethods__");
    let Some(methods) = vm.namespace_get(vm.type_obj(class).dict, name) else { return Ok(()) };
    let items = vm.collect(methods)?;
    let mut texts: Vec<String> = items.iter().map(|&i| vm.str_lossy(i).into_owned()).collect();
    vm.decref_all(items);
    if texts.is_empty() {
        return Ok(());
    }
    texts.sort();
    let plural = if texts.len() == 1 { "" } else { "s" };
    let message = format!(
        "Can't instantiate abstract class {} without an implementation for abstract method{plural} '{}'",
        vm.type_name(class),
        texts.join("', '")
    );
    Err(vm.type_error(message))
}

fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    if !args.pos.is_empty() || !args.kw.is_empty() {
        let class = vm.type_of(this);
        if !vm.is_object_slot(class, Slot::Init) {
            return Err(
                vm.type_error("object.__init__() takes exactly one argument (the instance to initialize)")
            );
        }
        if vm.is_object_slot(class, Slot::New) {
            let class = vm.type_name(class);
            let message =
                format!("{class}.__init__() takes exactly one argument (the instance to initialize)");
            return Err(vm.type_error(message));
        }
    }
    Ok(vm.none())
}

fn repr(vm: &mut Vm, this: ObjId) -> Res {
    vm.default_repr(this)
}
/// What the class's `__repr__` gives, unchecked: `str()` checks, and blames `__str__`.
fn str_(vm: &mut Vm, this: ObjId) -> Res {
    match vm.call_special(this, Slot::Repr, &[]) {
        Some(text) => text,
        None => vm.repr(this),
    }
}
fn hash(vm: &mut Vm, this: ObjId) -> Res {
    let hash = vm.identity_hash(this);
    Ok(vm.new_int(hash))
}
fn eq(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    Ok(if this == other { vm.new_bool(true) } else { vm.not_implemented() })
}
fn ne(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    let Some(result) = vm.call_special(this, Slot::Eq, &[other]) else { return Ok(vm.not_implemented()) };
    let value = result?;
    if value.id() == ids::NOT_IMPLEMENTED {
        return Ok(value);
    }
    let truth = vm.truth(value.id());
    vm.release(value);
    Ok(vm.new_bool(!truth?))
}
fn unordered(vm: &mut Vm, _: ObjId, _: ObjId) -> Res {
    Ok(vm.not_implemented())
}

fn getattribute(vm: &mut Vm, this: ObjId, name: ObjId) -> Res {
    let name = vm.attr_name(name)?;
    let result = vm.generic_get_attr(this, name.id());
    vm.release(name);
    result
}
fn setattr(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    store(vm, this, args[0], Some(args[1]))
}
fn delattr(vm: &mut Vm, this: ObjId, name: ObjId) -> Res {
    store(vm, this, name, None)
}
fn store(vm: &mut Vm, this: ObjId, name: ObjId, value: Option<ObjId>) -> Res {
    if vm.is_type(this) {
        let what = if value.is_some() { "__setattr__" } else { "__delattr__" };
        let message = format!("can't apply this {what} to {} object", vm.class_name(this));
        return Err(vm.type_error(message));
    }
    let name = vm.attr_name(name)?;
    let result = vm.generic_set_attr(this, name.id(), value);
    vm.release(name);
    result?;
    Ok(vm.none())
}

/// Adds the names in a class's namespace and in its bases' to a dict.
pub(super) fn merge_class_names(vm: &mut Vm, into: ObjId, class: ObjId) -> Res<()> {
    let mut mro = vm.tuple_items(vm.type_obj(class).mro).to_vec();
    mro.reverse();
    for ty in mro {
        let names: Vec<_> = vm.as_dict(vm.type_obj(ty).dict).map(|d| d.iter().collect()).unwrap_or_default();
        for (name, _) in names {
            vm.dict_set(into, name, ids::NONE)?;
        }
    }
    Ok(())
}
/// The keys of a dict as a list; the dict is given up.
pub(super) fn keys_as_list(vm: &mut Vm, dict: Owned) -> Owned {
    let keys: Vec<_> = vm.as_dict(dict.id()).map(|d| d.iter().map(|(k, _)| k).collect()).unwrap_or_default();
    keys.iter().for_each(|&k| vm.incref(k));
    vm.release(dict);
    vm.new_list(keys)
}
fn dir(vm: &mut Vm, this: ObjId) -> Res {
    let own = vm.get_attr_optional(this, names::DICT)?;
    let dict = match own {
        Some(own) if vm.as_dict(own.id()).is_some() => {
            let copy = vm.dict_copy(own.id());
            vm.release(own);
            copy
        }
        own => {
            vm.release_opt(own);
            vm.new_dict()
        }
    };
    let class = vm.get_attr_optional(this, names::CLASS)?;
    if let Some(class) = class {
        let merged =
            if vm.is_type(class.id()) { merge_class_names(vm, dict.id(), class.id()) } else { Ok(()) };
        vm.release(class);
        if let Err(e) = merged {
            vm.release(dict);
            return Err(e);
        }
    }
    Ok(keys_as_list(vm, dict))
}

fn format(vm: &mut Vm, this: ObjId, spec: ObjId) -> Res {
    match vm.as_str(spec) {
        Some(s) if s.is_empty() => vm.str_of(this),
        Some(_) => {
            let message = format!("unsupported format string passed to {}.__format__", vm.class_name(this));
            Err(vm.type_error(message))
        }
        None => {
            let message = format!("__format__() argument must be str, not {}", vm.argument_class(spec));
            Err(vm.type_error(message))
        }
    }
}
/// What `__sizeof__` says of most objects.
pub fn sizeof(vm: &mut Vm, this: ObjId) -> Res {
    let class = vm.type_of(this);
    let class = match vm.payload(this) {
        // Proxies are made like the references.
        Payload::WeakRef { .. } => types::WEAKREF,
        _ => class,
    };
    let size = basic_size(vm, class) + items_size(vm, this);
    Ok(vm.new_int(size))
}
/// What an object takes for items besides the fixed part.
fn items_size(vm: &Vm, this: ObjId) -> i64 {
    match vm.payload(this).base() {
        Payload::Tuple(items) => 8 * items.len() as i64,
        Payload::Bytes(bytes) => bytes.len() as i64,
        Payload::Frame(frame) => {
            let code = vm.state.code_of(frame.code);
            8 * (i64::from(code.nlocalsplus) + i64::from(code.code.stacksize))
        }
        // Two marks a group.
        Payload::Sre(sre) => match &**sre {
            Sre::Pattern(pattern) => 4 * pattern.code.len() as i64,
            Sre::Match(found) => 16 * found.spans.len() as i64,
            _ => 0,
        },
        Payload::Io(io) => match &**io {
            Io::Buffered(buffered) => buffered.size as i64,
            Io::Bytes(memory) => memory.own_size(vm),
            _ => 0,
        },
        // Shape, strides and the like of one dimension.
        _ if vm.type_of(this) == types::MEMORYVIEW => 24,
        _ => 0,
    }
}
/// `type.__basicsize__`, for the types whose size does not depend on the value.
pub fn basic_size(vm: &Vm, class: ObjId) -> i64 {
    let ty = vm.type_obj(class);
    let mut native = Some(class);
    while let Some(at) = native {
        if let Some(row) = ids::module_type(at) {
            let slots = ty.slot_count - vm.type_obj(at).slot_count;
            return row.size + 8 * i64::from(slots);
        }
        if let Some(size) = sizes::of_special(at) {
            let slots = ty.slot_count - vm.type_obj(at).slot_count;
            return size + 8 * i64::from(slots);
        }
        native = vm.type_obj(at).base;
    }
    let own = match ty.layout {
        Layout::Object => 16,
        Layout::Int | Layout::Float | Layout::Tuple => 24,
        Layout::Complex => 32,
        Layout::Str => 64,
        Layout::Bytes => 33,
        Layout::ByteArray => 56,
        Layout::List => 40,
        Layout::Dict => 48,
        Layout::Set => 200,
        Layout::Exception => 72,
        Layout::Type => 928,
        Layout::Module => 56,
        Layout::Property => 64,
        Layout::Special => 48,
    };
    own + 8 * ty.slot_count as i64
}

fn init_subclass(vm: &mut Vm, _: ObjId) -> Res {
    Ok(vm.none())
}
fn subclasshook(vm: &mut Vm, _: ObjId, _: ObjId) -> Res {
    Ok(vm.not_implemented())
}

fn class(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.own(vm.type_of(this)))
}
/// The names of all slots that a class's instances have.
fn member_names(vm: &Vm, class: ObjId) -> Vec<ObjId> {
    let mro = vm.tuple_items(vm.type_obj(class).mro);
    let dicts = mro.iter().filter_map(|&t| vm.as_dict(vm.type_obj(t).dict));
    let values = dicts.flat_map(|d| d.iter().map(|(_, value)| value));
    let mut names: Vec<ObjId> = values
        .filter_map(|value| match vm.payload(value) {
            Payload::Member { name, .. } => Some(*name),
            _ => None,
        })
        .collect();
    names.sort_unstable();
    names
}
fn set_class(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let Some(new) = value else { return Err(vm.type_error("can't delete __class__ attribute")) };
    if !vm.is_type(new) {
        let message = format!("__class__ must be set to a class, not '{}' object", vm.class_name(new));
        return Err(vm.type_error(message));
    }
    let old = vm.type_of(this);
    let modules = vm.is_subtype(old, types::MODULE) && vm.is_subtype(new, types::MODULE);
    let heap_types = vm.type_obj(old).heap && vm.type_obj(new).heap;
    if !modules && !heap_types {
        return Err(
            vm.type_error("__class__ assignment only supported for mutable types or ModuleType subclasses")
        );
    }
    let (a, b) = (vm.type_obj(old), vm.type_obj(new));
    let same = a.layout == b.layout
        && a.slot_count == b.slot_count
        && a.has_dict == b.has_dict
        && a.has_weakref == b.has_weakref
        && member_names(vm, old) == member_names(vm, new);
    if !modules && !same {
        let message = format!(
            "__class__ assignment: '{}' object layout differs from '{}'",
            vm.type_name(new),
            vm.type_name(old)
        );
        return Err(vm.type_error(message));
    }
    vm.incref(new);
    vm.state.heap.set_type(this, new);
    vm.decref(old);
    Ok(())
}

pub fn instance_dict(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.materialize_dict(this))
}
pub fn set_instance_dict(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let dict = match value {
        Some(value) if vm.as_dict(value).is_some() => vm.own(value),
        Some(value) => {
            let message = format!("__dict__ must be set to a dictionary, not a '{}'", vm.class_name(value));
            return Err(vm.type_error(message));
        }
        None if matches!(vm.payload(this), Payload::Function(_)) => {
            return Err(vm.type_error("cannot delete __dict__"));
        }
        None => vm.new_dict(),
    };
    let Some(attrs) = vm.payload_mut(this).attrs_mut() else {
        vm.release(dict);
        return Err(no_dict(vm));
    };
    let inline = std::mem::take(&mut attrs.inline);
    let old = attrs.dict.replace(dict.into_id());
    for (name, value) in inline {
        vm.decref_all([name, value]);
    }
    vm.decref_opt(old);
    Ok(())
}
fn no_dict(vm: &mut Vm) -> Unwind {
    vm.raise(types::ATTRIBUTE_ERROR, "This object has no __dict__")
}
fn first_weakref(vm: &mut Vm, this: ObjId) -> Res {
    match vm.state.weakrefs.get(&this).and_then(|refs| refs.last().copied()) {
        Some(weak) => Ok(vm.own(weak)),
        None => Ok(vm.none()),
    }
}
