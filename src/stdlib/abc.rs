//! `_abc`: what `abc.ABCMeta` is made of.

use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{self, module_types, names, types};
use crate::object::typ::Collection;
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, constructor, function};
use crate::vm::{Res, Vm};

/// The natives of the module and of its type.
pub static TABLES: &[&NativeTable] = &[&FUNCTIONS, &DATA, &HIDDEN];

static FUNCTIONS: NativeTable = NativeTable {
    owner: Owner::Module("_abc"),
    defs: &[
        function("get_cache_token", NoArgs(|vm, _| Ok(vm.new_int(vm.state.abc_registrations as i64)))),
        function("_abc_init", One(abc_init)),
        function("_abc_register", Pos(2, 2, register)),
        function("_abc_instancecheck", Pos(2, 2, instance_check)),
        function("_abc_subclasscheck", Pos(2, 2, subclass_check)),
        function("_get_dump", One(dump)),
        function("_reset_registry", One(|vm, _, class| reset(vm, class, &[REGISTRY]))),
        function("_reset_caches", One(|vm, _, class| reset(vm, class, &[CACHE, NEGATIVE]))),
    ],
};
static DATA: NativeTable =
    NativeTable { owner: Owner::Type(module_types::ABC_DATA), defs: &[constructor(new_data)] };
/// What the weak references in the sets call when a class dies.
static HIDDEN: NativeTable =
    NativeTable { owner: Owner::Hidden, defs: &[function("_destroy", One(destroy))] };

/// Fields of `_abc_data`: three sets of weak references, and the registrations (an int) that the
/// negative cache knows of.
const REGISTRY: usize = 0;
const CACHE: usize = 1;
const NEGATIVE: usize = 2;
const VERSION: usize = 3;

fn new_data(vm: &mut Vm, _: ObjId, _: Args<'_>) -> Res {
    let version = vm.new_int(vm.state.abc_registrations as i64).into_id();
    let fields = Box::new([None, None, None, Some(version)]);
    Ok(vm.alloc(module_types::ABC_DATA, Payload::Record(fields)))
}
fn field(vm: &Vm, data: ObjId, index: usize) -> Option<ObjId> {
    match vm.payload(data) {
        Payload::Record(fields) => fields.get(index).copied().flatten(),
        _ => None,
    }
}
fn set_field(vm: &mut Vm, data: ObjId, index: usize, value: Owned) {
    let value = value.into_id();
    match vm.payload_mut(data) {
        Payload::Record(fields) => {
            let old = fields[index].replace(value);
            vm.decref_opt(old);
        }
        _ => vm.decref(value),
    }
}
/// The class's `_abc_impl`.
fn data_of(vm: &mut Vm, class: ObjId) -> Res {
    let data = vm.get_attr_str(class, "_abc_impl")?;
    if vm.type_of(data.id()) == module_types::ABC_DATA {
        return Ok(data);
    }
    vm.release(data);
    Err(vm.type_error("_abc_impl is set to a wrong type"))
}

/// Is a weak reference to the object in that set?
fn in_weak_set(vm: &mut Vm, data: ObjId, index: usize, object: ObjId) -> Res<bool> {
    let Some(set) = field(vm, data, index) else { return Ok(false) };
    if vm.as_set(set).is_none_or(|s| s.is_empty()) {
        return Ok(false);
    }
    let weak = vm.call(types::WEAKREF, &[object]);
    let Some(weak) = vm.optional(weak, types::TYPE_ERROR)? else { return Ok(false) };
    let found = vm.set_contains(set, weak.id());
    vm.release(weak);
    found
}
fn add_to_weak_set(vm: &mut Vm, data: ObjId, index: usize, object: ObjId) -> Res<()> {
    let set = match field(vm, data, index) {
        Some(set) => set,
        None => {
            let set = vm.new_set();
            let id = set.id();
            set_field(vm, data, index, set);
            id
        }
    };
    let to_set = vm.call(types::WEAKREF, &[set])?;
    let callback = match vm.hidden_native("_destroy") {
        Some(native) => {
            let this = Some(to_set.id());
            vm.own_also(&to_set);
            vm.alloc(types::BUILTIN_FUNCTION, Payload::Native { native, this })
        }
        None => vm.none(),
    };
    let weak = vm.call(types::WEAKREF, &[object, callback.id()]);
    vm.release(callback);
    let added = weak.and_then(|weak| {
        let added = vm.set_add(set, weak.id());
        vm.release(weak);
        added
    });
    vm.release(to_set);
    added.map(|_| ())
}
fn destroy(vm: &mut Vm, to_set: ObjId, weak: ObjId) -> Res {
    if let Payload::WeakRef { referent: Some(set), .. } = *vm.payload(to_set).base() {
        let set = vm.own(set);
        let gone = vm.set_discard(set.id(), weak);
        vm.release(set);
        gone?;
    }
    Ok(vm.none())
}

/// Has the function or attribute `__isabstractmethod__` set?
fn is_abstract(vm: &mut Vm, value: ObjId) -> Res<bool> {
    let name = vm.intern("__isabstractmethod__");
    let Some(flag) = vm.get_attr_optional(value, name)? else { return Ok(false) };
    let truth = vm.truth(flag.id());
    vm.release(flag);
    truth
}
fn collect_abstract(vm: &mut Vm, class: ObjId, names: ObjId) -> Res<()> {
    let entries: Vec<(ObjId, ObjId)> = if vm.is_type(class) {
        vm.as_dict(vm.type_obj(class).dict).map(|d| d.iter().collect()).unwrap_or_default()
    } else {
        let dict = vm.get_attr(class, names::DICT)?;
        let entries = vm.as_dict(dict.id()).map(|d| d.iter().collect()).unwrap_or_default();
        vm.release(dict);
        entries
    };
    // Looking at a value may run code that changes the namespace.
    entries.iter().for_each(|&(key, value)| {
        vm.incref(key);
        vm.incref(value);
    });
    let mut result = Ok(());
    for &(key, value) in &entries {
        result = result.and_then(|()| {
            if is_abstract(vm, value)? {
                vm.set_add(names, key)?;
            }
            Ok(())
        });
    }
    entries.into_iter().for_each(|(key, value)| {
        vm.decref_all([key, value]);
    });
    result?;
    let bases = vm.get_attr(class, names::BASES)?;
    let result = match vm.as_tuple(bases.id()).map(<[ObjId]>::to_vec) {
        Some(items) => items.into_iter().try_for_each(|base| inherit_abstract(vm, class, base, names)),
        None => Err(vm.type_error("__bases__ is not tuple")),
    };
    vm.release(bases);
    result
}
/// Adds the names that are abstract in a base and still so in the class.
fn inherit_abstract(vm: &mut Vm, class: ObjId, base: ObjId, names: ObjId) -> Res<()> {
    let name = vm.intern("__abstractmethods__");
    let Some(inherited) = vm.get_attr_optional(base, name)? else { return Ok(()) };
    let keys = vm.collect(inherited.id());
    vm.release(inherited);
    let keys = keys?;
    let mut result = Ok(());
    for &key in &keys {
        result = result.and_then(|()| {
            let name = vm.attr_name(key)?;
            let value = vm.get_attr_optional(class, name.id());
            vm.release(name);
            let Some(value) = value? else { return Ok(()) };
            let still = is_abstract(vm, value.id());
            vm.release(value);
            if still? {
                vm.set_add(names, key)?;
            }
            Ok(())
        });
    }
    vm.decref_all(keys);
    result
}

fn abc_init(vm: &mut Vm, _: ObjId, class: ObjId) -> Res {
    let abstracts = vm.alloc(types::FROZENSET, Payload::Set(Box::default()));
    let name = vm.intern("__abstractmethods__");
    let result = collect_abstract(vm, class, abstracts.id())
        .and_then(|()| vm.set_attr(class, name, Some(abstracts.id())));
    vm.release(abstracts);
    result?;
    let data = new_data(vm, module_types::ABC_DATA, Args::NONE)?;
    let name = vm.intern("_abc_impl");
    let result = vm.set_attr(class, name, Some(data.id()));
    vm.release(data);
    result?;
    if vm.is_type(class) {
        set_collection(vm, class)?;
    }
    Ok(vm.none())
}
/// `__abc_tpflags__` says whether patterns take instances for sequences or mappings.
fn set_collection(vm: &mut Vm, class: ObjId) -> Res<()> {
    let name = vm.intern("__abc_tpflags__");
    let dict = vm.type_obj(class).dict;
    let Some(flags) = vm.dict_pop(dict, name)? else { return Ok(()) };
    let value = vm.as_i64(flags.id()).filter(|_| vm.type_of(flags.id()) == types::INT).unwrap_or(0);
    vm.release(flags);
    vm.type_modified(class);
    vm.type_obj_mut(class).collection = match (value & 1 << 5 != 0, value & 1 << 6 != 0) {
        (true, true) => {
            let message = "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING";
            return Err(vm.type_error(message));
        }
        (true, false) => Some(Collection::Sequence),
        (false, true) => Some(Collection::Mapping),
        (false, false) => return Ok(()),
    };
    Ok(())
}

fn register(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let (class, subclass) = (args[0], args[1]);
    if !vm.is_type(subclass) {
        return Err(vm.type_error("Can only register classes"));
    }
    if vm.issubclass(subclass, class)? {
        return Ok(vm.own(subclass));
    }
    if vm.issubclass(class, subclass)? {
        return Err(vm.raise(types::RUNTIME_ERROR, "Refusing to create an inheritance cycle"));
    }
    let data = data_of(vm, class)?;
    let added = add_to_weak_set(vm, data.id(), REGISTRY, subclass);
    vm.release(data);
    added?;
    vm.state.abc_registrations += 1;
    if vm.is_type(class)
        && vm.type_obj(subclass).heap
        && let Some(collection) = vm.collection_of(class)
    {
        vm.type_obj_mut(subclass).collection = Some(collection);
    }
    Ok(vm.own(subclass))
}

/// `class.__subclasscheck__(subclass)`
fn ask(vm: &mut Vm, class: ObjId, subclass: ObjId) -> Res {
    let check = vm.get_attr(class, names::SUBCLASSCHECK)?;
    let result = vm.call(check.id(), &[subclass]);
    vm.release(check);
    result
}
fn version(vm: &Vm, data: ObjId) -> u64 {
    field(vm, data, VERSION).and_then(|v| vm.as_i64(v)).unwrap_or(0) as u64
}

fn instance_check(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let (class, instance) = (args[0], args[1]);
    let data = data_of(vm, class)?;
    let result = vm.get_attr(instance, names::CLASS).and_then(|subclass| {
        let result = check_class_of(vm, class, data.id(), instance, subclass.id());
        vm.release(subclass);
        result
    });
    vm.release(data);
    result
}
fn check_class_of(vm: &mut Vm, class: ObjId, data: ObjId, instance: ObjId, subclass: ObjId) -> Res {
    if in_weak_set(vm, data, CACHE, subclass)? {
        return Ok(vm.new_bool(true));
    }
    let real = vm.type_of(instance);
    if real == subclass {
        if version(vm, data) == vm.state.abc_registrations && in_weak_set(vm, data, NEGATIVE, subclass)? {
            return Ok(vm.new_bool(false));
        }
        return ask(vm, class, subclass);
    }
    let answer = ask(vm, class, subclass)?;
    if vm.truth(answer.id())? {
        return Ok(answer);
    }
    vm.release(answer);
    ask(vm, class, real)
}

fn subclass_check(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let (class, subclass) = (args[0], args[1]);
    if !vm.is_type(subclass) {
        return Err(vm.type_error("issubclass() arg 1 must be a class"));
    }
    let data = data_of(vm, class)?;
    let result = is_subclass(vm, class, data.id(), subclass);
    vm.release(data);
    let result = result?;
    Ok(vm.new_bool(result))
}
fn is_subclass(vm: &mut Vm, class: ObjId, data: ObjId, subclass: ObjId) -> Res<bool> {
    if in_weak_set(vm, data, CACHE, subclass)? {
        return Ok(true);
    }
    let registrations = vm.state.abc_registrations;
    if version(vm, data) < registrations {
        clear_set(vm, data, NEGATIVE);
        let value = vm.new_int(registrations as i64);
        set_field(vm, data, VERSION, value);
    } else if in_weak_set(vm, data, NEGATIVE, subclass)? {
        return Ok(false);
    }
    let answer = match hook(vm, class, subclass)? {
        Some(answer) => answer,
        None if vm.is_subtype(subclass, class) => true,
        // A class in the registry itself is found there quickly enough.
        None if in_weak_set(vm, data, REGISTRY, subclass)? => return Ok(true),
        None => in_registry(vm, data, subclass)? || in_subclasses(vm, class, subclass)?,
    };
    add_to_weak_set(vm, data, if answer { CACHE } else { NEGATIVE }, subclass)?;
    Ok(answer)
}
/// What `__subclasshook__` says; `None` for NotImplemented.
fn hook(vm: &mut Vm, class: ObjId, subclass: ObjId) -> Res<Option<bool>> {
    let hook = vm.get_attr_str(class, "__subclasshook__")?;
    let answer = vm.call(hook.id(), &[subclass]);
    vm.release(hook);
    let answer = answer?;
    let result = match answer.id() {
        ids::TRUE => Ok(Some(true)),
        ids::FALSE => Ok(Some(false)),
        ids::NOT_IMPLEMENTED => Ok(None),
        _ => {
            let message = "__subclasshook__ must return either False, True, or NotImplemented";
            Err(vm.raise(types::ASSERTION_ERROR, message))
        }
    };
    vm.release(answer);
    result
}
fn in_registry(vm: &mut Vm, data: ObjId, subclass: ObjId) -> Res<bool> {
    let Some(set) = field(vm, data, REGISTRY) else { return Ok(false) };
    // A copy: checks may register more.
    let refs: Vec<ObjId> = vm.as_set(set).map(|s| s.iter().collect()).unwrap_or_default();
    refs.iter().for_each(|&r| vm.incref(r));
    let mut result = Ok(false);
    for &weak in &refs {
        let Payload::WeakRef { referent: Some(registered), .. } = *vm.payload(weak).base() else { continue };
        let registered = vm.own(registered);
        result = vm.issubclass(subclass, registered.id());
        vm.release(registered);
        if result != Ok(false) {
            break;
        }
    }
    vm.decref_all(refs);
    result
}
fn in_subclasses(vm: &mut Vm, class: ObjId, subclass: ObjId) -> Res<bool> {
    let method = vm.get_attr(class, names::SUBCLASSES)?;
    let list = vm.call(method.id(), &[]);
    vm.release(method);
    let list = list?;
    let Some(items) = vm.as_list(list.id()).cloned() else {
        vm.release(list);
        return Err(vm.type_error("__subclasses__() must return a list"));
    };
    let mut result = Ok(false);
    for item in items {
        let item = vm.own(item);
        result = vm.issubclass(subclass, item.id());
        vm.release(item);
        if result != Ok(false) {
            break;
        }
    }
    vm.release(list);
    result
}

fn clear_set(vm: &mut Vm, data: ObjId, index: usize) {
    if let Some(set) = field(vm, data, index) {
        crate::types::set_ops::clear(vm, set);
    }
}
fn reset(vm: &mut Vm, class: ObjId, sets: &[usize]) -> Res {
    let data = data_of(vm, class)?;
    sets.iter().for_each(|&index| clear_set(vm, data.id(), index));
    vm.release(data);
    Ok(vm.none())
}
/// Copies of the sets, and the version of the negative cache.
fn dump(vm: &mut Vm, _: ObjId, class: ObjId) -> Res {
    let data = data_of(vm, class)?;
    let mut parts = Vec::new();
    for index in [REGISTRY, CACHE, NEGATIVE] {
        let copy = vm.new_set();
        if let Some(set) = field(vm, data.id(), index) {
            vm.set_update(copy.id(), set)?;
        }
        parts.push(copy);
    }
    parts.push(vm.new_int(version(vm, data.id()) as i64));
    vm.release(data);
    Ok(vm.pack(parts))
}
