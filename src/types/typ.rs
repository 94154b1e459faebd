//! `type`: making classes, calling them, and what can be asked of them.

use super::object::{basic_size, keys_as_list, merge_class_names};
use super::sizes;
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, Layout, names, types};
use crate::object::typ::Slot;
use crate::vm::native::{
    Args, NativeCall::*, NativeTable, Owner, attribute, class_method, constructor, member, method, wrapper,
};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::TYPE),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        wrapper("__call__", Full(call)),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__getattribute__", One(getattribute)),
        wrapper("__setattr__", Pos(2, 2, setattr)),
        wrapper("__delattr__", One(delattr)),
        wrapper("__or__", One(or)),
        wrapper("__ror__", One(ror)),
        method("mro", NoArgs(mro_method)),
        method("__subclasses__", NoArgs(subclasses)),
        method("__instancecheck__", One(instancecheck)),
        method("__subclasscheck__", One(subclasscheck)),
        method("__dir__", NoArgs(dir)),
        method("__sizeof__", NoArgs(sizeof)),
        class_method("__prepare__", Full(prepare)),
        attribute("__name__", name, Some(set_name)),
        attribute("__qualname__", qualname, Some(set_qualname)),
        attribute("__module__", module, Some(set_module)),
        attribute("__bases__", bases, Some(set_bases)),
        member("__base__", base, None),
        attribute("__mro__", mro, None),
        attribute("__dict__", dict, None),
        attribute("__doc__", doc, Some(set_doc)),
        attribute("__annotations__", annotations, Some(set_annotations)),
        attribute("__type_params__", type_params, Some(set_type_params)),
        attribute("__abstractmethods__", abstractmethods, Some(set_abstractmethods)),
        attribute("__text_signature__", text_signature, None),
        member("__flags__", flags, None),
        member("__basicsize__", basicsize, None),
        member("__itemsize__", itemsize, None),
        member("__dictoffset__", dictoffset, None),
        member("__weakrefoffset__", weakrefoffset, None),
    ],
};

fn new(vm: &mut Vm, meta: ObjId, args: Args<'_>) -> Res {
    let &[name, bases, namespace] = args.pos else {
        let message = format!("type.__new__() takes exactly 3 arguments ({} given)", args.pos.len());
        return Err(vm.type_error(message));
    };
    let checks = [
        (vm.as_str(name).is_some(), name, "1", "str"),
        (vm.as_tuple(bases).is_some(), bases, "2", "tuple"),
        (vm.as_dict(namespace).is_some(), namespace, "3", "dict"),
    ];
    for (right, value, number, wanted) in checks {
        if !right {
            let message = format!(
                "type.__new__() argument {number} must be {wanted}, not {}",
                vm.argument_class(value)
            );
            return Err(vm.type_error(message));
        }
    }
    if vm.as_str(name).is_some_and(|s| s.to_lossy().contains('\0')) {
        return Err(vm.value_error("type name must not contain null characters"));
    }
    vm.check_encodable(name)?;
    if let Some(doc) = vm.namespace_get(namespace, names::DOC) {
        vm.check_encodable(doc)?;
    }
    for base in vm.tuple_items(bases).to_vec() {
        if !vm.is_type(base)
            && vm.get_attr_optional(base, names::MRO_ENTRIES)?.map(|m| vm.release(m)).is_some()
        {
            return Err(vm.type_error("type() doesn't support MRO entry resolution; use types.new_class()"));
        }
    }
    let base_list = vm.tuple_items(bases).to_vec();
    let winner = vm.calculate_metaclass(meta, &base_list)?;
    if winner != meta
        && let Some(new) = vm.type_obj(winner).slot(Slot::New)
        && Some(new) != vm.type_obj(types::TYPE).slot(Slot::New)
    {
        let new = vm.descr_get(new, None, winner)?;
        let result = vm.call_with_first(new.id(), winner, args);
        vm.release(new);
        return result;
    }
    vm.new_type(winner, name, bases, namespace, args)
}
fn init(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    match args.pos.len() {
        1 if !args.kw.is_empty() => Err(vm.type_error("type.__init__() takes no keyword arguments")),
        1 | 3 => Ok(vm.none()),
        _ => Err(vm.type_error("type.__init__() takes 1 or 3 arguments")),
    }
}
fn call(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    if this == types::TYPE {
        match args.pos {
            [object] if args.kw.is_empty() => return Ok(vm.own(vm.type_of(*object))),
            [_] => return Err(vm.type_error("type() takes no keyword arguments")),
            [_, _, _] => {}
            _ => return Err(vm.type_error("type() takes 1 or 3 arguments")),
        }
    }
    vm.construct(this, args, None)
}

impl Vm {
    /// `T.__module__`, borrowed, where the class has one.
    pub fn type_module(&mut self, ty: ObjId) -> Option<ObjId> {
        let t = self.type_obj(ty);
        if t.heap || ty.number() >= ids::END {
            return self.namespace_get(t.dict, names::MODULE);
        }
        let row = match ids::module_type(ty) {
            Some(row) => Some(&row.ty),
            None => ids::types::ALL.iter().find(|row| row.id == ty),
        };
        let full = row.map_or("", |row| row.name);
        match full.rsplit_once('.') {
            Some((module, _)) => Some(self.intern(module)),
            None => Some(names::BUILTINS_MODULE),
        }
    }
    /// `module.Qualified.Name`, without `builtins.`: how messages and reprs show a class.
    pub fn full_type_name(&mut self, ty: ObjId) -> String {
        let qualname = self.str_lossy(self.type_obj(ty).qualname).into_owned();
        match self.type_module(ty).and_then(|m| self.as_str(m)).map(|m| m.to_lossy()) {
            Some(module) if module != "builtins" => format!("{module}.{qualname}"),
            _ => qualname,
        }
    }
}

fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let text = format!("<class '{}'>", vm.full_type_name(this));
    Ok(vm.new_str(&text))
}
fn getattribute(vm: &mut Vm, this: ObjId, name: ObjId) -> Res {
    let name = vm.attr_name(name)?;
    let result = vm.type_get_attr(this, name.id());
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
    let name = vm.attr_name(name)?;
    let result = vm.type_set_attr(this, name.id(), value);
    vm.release(name);
    result?;
    Ok(vm.none())
}
fn or(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    vm.type_union(this, other)
}
fn ror(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    vm.type_union(other, this)
}
fn mro_method(vm: &mut Vm, this: ObjId) -> Res {
    let bases = vm.tuple_items(vm.type_obj(this).bases).to_vec();
    let mro = vm.compute_mro(this, &bases)?;
    let items = vm.tuple_items(mro.id()).to_vec();
    items.iter().for_each(|&i| vm.incref(i));
    vm.release(mro);
    Ok(vm.new_list(items))
}
fn subclasses(vm: &mut Vm, this: ObjId) -> Res {
    let list = vm.type_obj(this).subclasses.clone();
    list.iter().for_each(|&t| vm.incref(t));
    Ok(vm.new_list(list))
}
fn instancecheck(vm: &mut Vm, this: ObjId, object: ObjId) -> Res {
    let result = vm.plain_isinstance(object, this)?;
    Ok(vm.new_bool(result))
}
fn subclasscheck(vm: &mut Vm, this: ObjId, class: ObjId) -> Res {
    let result = vm.plain_issubclass(class, this)?;
    Ok(vm.new_bool(result))
}
fn dir(vm: &mut Vm, this: ObjId) -> Res {
    let dict = vm.new_dict();
    match merge_class_names(vm, dict.id(), this) {
        Ok(()) => Ok(keys_as_list(vm, dict)),
        Err(e) => {
            vm.release(dict);
            Err(e)
        }
    }
}
fn sizeof(vm: &mut Vm, this: ObjId) -> Res {
    /// A class's own part, and the table of names that it keeps for its instances.
    const CLASS: i64 = 928;
    const SHARED_KEYS: i64 = 768;
    let ty = vm.type_obj(this);
    let size = match (ty.heap, ty.shared_keys.capacity()) {
        _ if sizes::is_static(vm, this) => 416,
        (false, _) if sizes::SHARING.contains(&this) => CLASS + SHARED_KEYS,
        (false, _) => CLASS,
        (true, 0) => CLASS,
        (true, _) => CLASS + SHARED_KEYS,
    };
    Ok(vm.new_int(size))
}
fn prepare(vm: &mut Vm, _: ObjId, _: Args<'_>) -> Res {
    Ok(vm.new_dict())
}

/// Refuses changes to built-in types and deletions, as the special attributes of types do.
fn check_settable(vm: &mut Vm, this: ObjId, value: Option<ObjId>, name: &str) -> Res<ObjId> {
    if !vm.type_obj(this).heap {
        let message = format!("cannot set '{name}' attribute of immutable type '{}'", vm.type_name(this));
        return Err(vm.type_error(message));
    }
    match value {
        Some(value) => Ok(value),
        None => {
            let message =
                format!("cannot delete '{name}' attribute of immutable type '{}'", vm.type_name(this));
            Err(vm.type_error(message))
        }
    }
}
/// The names of built-in types are made anew each time.
fn shown_name(vm: &mut Vm, this: ObjId, name: ObjId) -> Res {
    if vm.type_obj(this).heap {
        return Ok(vm.own(name));
    }
    let text = vm.str_lossy(name).into_owned();
    Ok(vm.new_str(&text))
}
fn name(vm: &mut Vm, this: ObjId) -> Res {
    shown_name(vm, this, vm.type_obj(this).name)
}
fn set_name(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let value = check_settable(vm, this, value, "__name__")?;
    let Some(text) = vm.as_str(value) else {
        let message = format!(
            "can only assign string to {}.__name__, not '{}'",
            vm.type_name(this),
            vm.class_name(value)
        );
        return Err(vm.type_error(message));
    };
    if text.points().any(|p| p == 0) {
        return Err(vm.value_error("type name must not contain null characters"));
    }
    vm.check_encodable(value)?;
    vm.incref(value);
    let old = std::mem::replace(&mut vm.type_obj_mut(this).name, value);
    vm.decref(old);
    Ok(())
}
fn qualname(vm: &mut Vm, this: ObjId) -> Res {
    shown_name(vm, this, vm.type_obj(this).qualname)
}
fn set_qualname(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let value = check_settable(vm, this, value, "__qualname__")?;
    if vm.as_str(value).is_none() {
        let message = format!(
            "can only assign string to {}.__qualname__, not '{}'",
            vm.type_name(this),
            vm.class_name(value)
        );
        return Err(vm.type_error(message));
    }
    vm.incref(value);
    let old = std::mem::replace(&mut vm.type_obj_mut(this).qualname, value);
    vm.decref(old);
    Ok(())
}
fn module(vm: &mut Vm, this: ObjId) -> Res {
    match vm.type_module(this) {
        Some(module) => Ok(vm.own(module)),
        None => Err(vm.raise_with(types::ATTRIBUTE_ERROR, &[names::MODULE])),
    }
}
/// Stores into the class's own namespace under a name that `type` has an attribute for.
fn store_own(vm: &mut Vm, this: ObjId, name: ObjId, value: ObjId) -> Res<()> {
    vm.dict_set_name(vm.type_obj(this).dict, name, value)?;
    vm.type_modified(this);
    Ok(())
}
fn set_module(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let value = check_settable(vm, this, value, "__module__")?;
    vm.dict_del(vm.type_obj(this).dict, names::FIRSTLINENO)?;
    store_own(vm, this, names::MODULE, value)
}
fn bases(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.own(vm.type_obj(this).bases))
}
fn set_bases(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let value = check_settable(vm, this, value, "__bases__")?;
    let name = vm.type_name(this);
    let Some(list) = vm.as_tuple(value).map(<[ObjId]>::to_vec) else {
        let message = format!("can only assign tuple to {name}.__bases__, not {}", vm.class_name(value));
        return Err(vm.type_error(message));
    };
    if list.is_empty() {
        let message = format!("can only assign non-empty tuple to {name}.__bases__, not ()");
        return Err(vm.type_error(message));
    }
    for &base in &list {
        if !vm.is_type(base) {
            let message = format!("{name}.__bases__ must be tuple of classes, not '{}'", vm.class_name(base));
            return Err(vm.type_error(message));
        }
        // While a metaclass's mro() runs, only the bases tell.
        let mut bases = std::iter::successors(Some(base), |&t| vm.type_obj(t).base);
        if bases.any(|t| t == this) || vm.is_subtype(base, this) {
            return Err(vm.type_error("a __bases__ item causes an inheritance cycle"));
        }
    }
    let best = vm.best_base(&list)?;
    let (new, old) = (vm.type_obj(best), vm.type_obj(this));
    let old_base = vm.type_obj(old.base.unwrap_or(types::OBJECT));
    if new.heap != old_base.heap {
        let old_base = vm.type_obj(this).base.unwrap_or(types::OBJECT);
        let message = format!(
            "__bases__ assignment: '{}' deallocator differs from '{}'",
            vm.type_name(best),
            vm.type_name(old_base)
        );
        return Err(vm.type_error(message));
    }
    if new.layout != old.layout || new.slot_count != old_base.slot_count || new.has_dict != old_base.has_dict
    {
        let message = format!(
            "__bases__ assignment: '{}' object layout differs from '{}'",
            vm.type_name(best),
            vm.type_name(old.base.unwrap_or(types::OBJECT))
        );
        return Err(vm.type_error(message));
    }
    let old_bases = vm.tuple_items(vm.type_obj(this).bases).to_vec();
    vm.incref(value);
    vm.incref(best);
    let t = vm.type_obj_mut(this);
    let old_tuple = std::mem::replace(&mut t.bases, value);
    let old_base = t.base.replace(best);
    for base in old_bases {
        vm.remove_subclass(base, this);
    }
    for &base in &list {
        vm.add_subclass(base, this);
    }
    if let Err(e) = recompute_mro(vm, this) {
        // The metaclass's mro() has failed: all is as it was.
        let old_list = vm.tuple_items(old_tuple).to_vec();
        list.iter().for_each(|&base| vm.remove_subclass(base, this));
        old_list.iter().for_each(|&base| vm.add_subclass(base, this));
        let t = vm.type_obj_mut(this);
        let new_tuple = std::mem::replace(&mut t.bases, old_tuple);
        let new_base = std::mem::replace(&mut t.base, old_base);
        vm.decref(new_tuple);
        vm.decref_opt(new_base);
        return Err(e);
    }
    vm.decref(old_tuple);
    vm.decref_opt(old_base);
    vm.type_modified(this);
    Ok(())
}
fn recompute_mro(vm: &mut Vm, ty: ObjId) -> Res<()> {
    let bases = vm.tuple_items(vm.type_obj(ty).bases).to_vec();
    let mro = vm.resolve_mro(ty, &bases)?;
    let old = std::mem::replace(&mut vm.type_obj_mut(ty).mro, mro.into_id());
    vm.decref(old);
    for sub in vm.type_obj(ty).subclasses.clone() {
        recompute_mro(vm, sub)?;
    }
    Ok(())
}
fn base(vm: &mut Vm, this: ObjId) -> Res {
    Ok(match vm.type_obj(this).base {
        Some(base) => vm.own(base),
        None => vm.none(),
    })
}
fn mro(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.own(vm.type_obj(this).mro))
}
fn dict(vm: &mut Vm, this: ObjId) -> Res {
    let dict = vm.type_obj(this).dict;
    vm.incref(dict);
    Ok(vm.alloc(types::MAPPING_PROXY, Payload::MappingProxy(dict)))
}
fn doc(vm: &mut Vm, this: ObjId) -> Res {
    if !vm.type_obj(this).heap {
        let title = vm.full_type_name(this);
        if let Some(doc) = super::docs::doc(&title) {
            return Ok(vm.new_str(&doc));
        }
    }
    match vm.namespace_get(vm.type_obj(this).dict, names::DOC) {
        Some(doc) => vm.descr_get(doc, None, this),
        None => Ok(vm.none()),
    }
}
fn set_doc(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let value = check_settable(vm, this, value, "__doc__")?;
    store_own(vm, this, names::DOC, value)
}
fn missing(vm: &mut Vm, this: ObjId, name: ObjId) -> crate::vm::Unwind {
    vm.no_attribute(this, name)
}
fn annotations(vm: &mut Vm, this: ObjId) -> Res {
    if !vm.type_obj(this).heap {
        return Err(missing(vm, this, names::ANNOTATIONS));
    }
    let dict = vm.type_obj(this).dict;
    match vm.namespace_get(dict, names::ANNOTATIONS) {
        Some(value) => vm.descr_get(value, None, this),
        None => {
            let fresh = vm.new_dict();
            store_own(vm, this, names::ANNOTATIONS, fresh.id())?;
            Ok(fresh)
        }
    }
}
fn set_annotations(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    if !vm.type_obj(this).heap {
        return check_settable(vm, this, value, "__annotations__").map(|_| ());
    }
    match value {
        Some(value) => store_own(vm, this, names::ANNOTATIONS, value),
        None => {
            if !vm.dict_del(vm.type_obj(this).dict, names::ANNOTATIONS)? {
                return Err(vm.raise_with(types::ATTRIBUTE_ERROR, &[names::ANNOTATIONS]));
            }
            vm.type_modified(this);
            Ok(())
        }
    }
}
fn type_params(vm: &mut Vm, this: ObjId) -> Res {
    Ok(match vm.namespace_get(vm.type_obj(this).dict, names::TYPE_PARAMS) {
        Some(params) if vm.type_obj(this).heap => vm.own(params),
        _ => vm.own(ids::EMPTY_TUPLE),
    })
}
fn set_type_params(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let value = check_settable(vm, this, value, "__type_params__")?;
    store_own(vm, this, names::TYPE_PARAMS, value)
}
fn abstractmethods(vm: &mut Vm, this: ObjId) -> Res {
    let name = vm.intern("__abstractmethods__");
    match vm.namespace_get(vm.type_obj(this).dict, name) {
        Some(value) if this != types::TYPE => Ok(vm.own(value)),
        _ => Err(vm.raise_with(types::ATTRIBUTE_ERROR, &[name])),
    }
}
fn set_abstractmethods(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let name = vm.intern("__abstractmethods__");
    match value {
        Some(value) => store_own(vm, this, name, value),
        None => {
            if !vm.dict_del(vm.type_obj(this).dict, name)? {
                return Err(missing(vm, this, name));
            }
            vm.type_modified(this);
            Ok(())
        }
    }
}
fn text_signature(vm: &mut Vm, this: ObjId) -> Res {
    let title = vm.full_type_name(this);
    match super::docs::signature(&title).filter(|_| !vm.type_obj(this).heap) {
        Some(signature) => Ok(vm.new_str(&signature)),
        None => Ok(vm.none()),
    }
}

/// `Py_TPFLAGS_…` bits that programs look at.
mod flag {
    pub const INLINE_VALUES: i64 = 1 << 2;
    pub const MANAGED_WEAKREF: i64 = 1 << 3;
    pub const MANAGED_DICT: i64 = 1 << 4;
    pub const HEAPTYPE: i64 = 1 << 9;
    pub const BASETYPE: i64 = 1 << 10;
    pub const READY: i64 = 1 << 12;
    pub const HAVE_GC: i64 = 1 << 14;
    pub const IS_ABSTRACT: i64 = 1 << 20;
    pub const SUBCLASSES: [(super::ObjId, i64); 7] = [
        (super::types::INT, 1 << 24),
        (super::types::LIST, 1 << 25),
        (super::types::TUPLE, 1 << 26),
        (super::types::BYTES, 1 << 27),
        (super::types::STR, 1 << 28),
        (super::types::DICT, 1 << 29),
        (super::types::BASE_EXCEPTION, 1 << 30),
    ];
    pub const TYPE_SUBCLASS: i64 = 1 << 31;
}
fn itemsize(vm: &mut Vm, this: ObjId) -> Res {
    let native = vm.native_base(this);
    let size = match vm.type_obj(native).layout {
        _ if matches!(native, types::INT | types::BOOL) => 4,
        Layout::Tuple => 8,
        Layout::Bytes => 1,
        Layout::Type => 40,
        _ if native == ids::module_types::TEMPLATE => 16,
        _ if native == ids::module_types::MATCH => 8,
        _ if native == ids::module_types::PATTERN => 4,
        _ => match native {
            types::MEMORYVIEW
            | types::FRAME
            | types::GENERATOR
            | types::COROUTINE
            | types::ASYNC_GENERATOR => 8,
            types::CODE => 2,
            _ => 0,
        },
    };
    Ok(vm.new_int(size))
}
/// Is it a native type that CPython makes when its module is imported?
fn is_made_by_module(vm: &mut Vm, this: ObjId) -> bool {
    let name = vm.full_type_name(this);
    match name.split_once('.') {
        None | Some(("types" | "weakref" | "_contextvars" | "contextvars", _)) => false,
        _ => !matches!(&*name, "collections.OrderedDict" | "typing.TypeAliasType"),
    }
}
fn flags(vm: &mut Vm, this: ObjId) -> Res {
    let t = vm.type_obj(this);
    let mut bits = flag::READY;
    if t.heap {
        bits |= flag::HEAPTYPE | flag::HAVE_GC;
        let native = vm.type_obj(vm.native_base(this));
        if t.inline_values {
            bits |= flag::INLINE_VALUES;
        }
        if t.has_weakref && !native.has_weakref {
            bits |= flag::MANAGED_WEAKREF;
        }
        if t.has_dict && !vm.has_own_dict(vm.native_base(this)) {
            bits |= flag::MANAGED_DICT;
        }
    }
    if !t.heap && is_made_by_module(vm, this) {
        bits |= flag::HEAPTYPE;
    }
    let t = vm.type_obj(this);
    if t.basetype {
        bits |= flag::BASETYPE;
    }
    for (base, bit) in flag::SUBCLASSES {
        if vm.is_subtype(this, base) {
            bits |= bit;
        }
    }
    if vm.is_subtype(this, types::TYPE) {
        bits |= flag::TYPE_SUBCLASS;
    }
    let name = vm.intern("__abstractmethods__");
    if let Some(methods) = vm.namespace_get(vm.type_obj(this).dict, name)
        && this != types::TYPE
        && vm.truth(methods)?
    {
        bits |= flag::IS_ABSTRACT;
    }
    Ok(vm.new_int(bits))
}
fn basicsize(vm: &mut Vm, this: ObjId) -> Res {
    let size = basic_size(vm, this);
    Ok(vm.new_int(size))
}
fn dictoffset(vm: &mut Vm, this: ObjId) -> Res {
    let (offset, _) = sizes::offsets(vm, this);
    Ok(vm.new_int(offset))
}
fn weakrefoffset(vm: &mut Vm, this: ObjId) -> Res {
    let (_, offset) = sizes::offsets(vm, this);
    Ok(vm.new_int(offset))
}
