//! A machine before its first instruction: singletons, built-in types, names, modules.

use super::native::{NativeKind, Owner};
use super::{Hooks, State, Vm, attr};
use crate::constant::Text;
use crate::heap::{Heap, ObjId};
use crate::object::ids::{self, BuiltinType, Layout, names, types};
use crate::object::static_names::STATIC_NAMES;
use crate::object::typ::{Collection, SLOT_COUNT, Slot};
use crate::object::{NativeRef, Payload, SharedKeys, Str, TypeObj};
use crate::world::World;
use std::sync::Arc;

/// CPython's default.
const RECURSION_LIMIT: u32 = 1000;
/// `sys.get_int_max_str_digits()` at the start.
const MAX_STR_DIGITS: usize = 4300;

impl Vm {
    /// A machine with the built-in types and the modules `builtins` and `sys`, ready for a program.
    pub fn new(hooks: Hooks, world: World) -> Vm {
        let state = State {
            heap: Heap::default(),
            stack: Default::default(),
            frames: Vec::new(),
            program: Vec::new().into(),
            free_program: Vec::new(),
            guards: Default::default(),
            interned: Default::default(),
            raised: None,
            handled: vec![None],
            steps: 0,
            main: None,
            main_module: None,
            exit_status: None,
            raises: 0,
            finalizers: 0,
            last_version: 0,
            weakrefs: Default::default(),
            weak_classes: 0,
            exports: Default::default(),
            modules: ids::NONE,
            builtins: ids::NONE,
            sys: ids::NONE,
            looked_up: Default::default(),
            originals: [None; 2],
            recursion_limit: RECURSION_LIMIT,
            memory_limit: super::memory::DEFAULT_LIMIT,
            origin_depth: 0,
            asyncgen_hooks: [None; 2],
            module_holds: Vec::new(),
            max_str_digits: MAX_STR_DIGITS,
            throwing: false,
            unbuffered: false,
            generic_getattribute: ids::NONE,
            generic_setattr: ids::NONE,
            generic_delattr: ids::NONE,
            native_depth: 0,
            gc: Default::default(),
            packed: None,
            trash: Vec::new(),
            trash_depth: 0,
            first_user_object: 0,
            repr_busy: None,
            classes: Default::default(),
            importer: Default::default(),
            import_lock: 0,
            monitor: Default::default(),
            threads: Default::default(),
            exit_calls: Vec::new(),
            hidden_steps: None,
            codecs: None,
            warnings_version: 0,
            abc_registrations: 0,
            contexts: Default::default(),
            sockets: Default::default(),
            csv_field_limit: 128 << 10,
            signals: Default::default(),
        };
        let interrupt = world.interrupt.clone();
        let mut vm = Vm {
            state,
            world,
            hooks,
            observer: None,
            instrumented: false,
            unasked: 0,
            camera: None,
            abandoned: false,
            interrupt,
            slot_names: Box::default(),
            method_cache: vec![attr::CacheEntry::default(); attr::METHOD_CACHE],
        };
        vm.state.unbuffered = vm.world.variable("PYTHONUNBUFFERED").is_some_and(|v| !v.is_empty());
        vm.make_singletons();
        vm.make_types();
        vm.make_modules();
        vm.set_memory_limit(super::memory::DEFAULT_LIMIT);
        vm.state.first_user_object = vm.state.heap.slot_count() as u32;
        vm
    }

    fn put(&mut self, expected: ObjId, ty: ObjId, payload: Payload) {
        let id = self.state.heap.alloc(ty, payload).into_id();
        debug_assert_eq!(id, expected, "well-known objects are made in the order of their ids");
        self.state.heap.make_immortal(id);
    }

    fn make_singletons(&mut self) {
        self.put(ids::NONE, types::NONE_TYPE, Payload::Plain);
        self.put(ids::FALSE, types::BOOL, Payload::Int(0));
        self.put(ids::TRUE, types::BOOL, Payload::Int(1));
        self.put(ids::ELLIPSIS, types::ELLIPSIS_TYPE, Payload::Plain);
        self.put(ids::NOT_IMPLEMENTED, types::NOT_IMPLEMENTED_TYPE, Payload::Plain);
        self.put(ids::EMPTY_TUPLE, types::TUPLE, Payload::Tuple(Box::default()));
        let empty = Str::from("");
        empty.set_interned();
        self.put(ids::EMPTY_STR, types::STR, Payload::Str(Arc::new(empty)));
        self.put(ids::EMPTY_BYTES, types::BYTES, Payload::Bytes(Arc::from([])));
        self.put(ids::NO_DEFAULT, types::NO_DEFAULT_TYPE, Payload::Plain);
        for value in ids::SMALL_INTS {
            self.put(ids::small_int(value), types::INT, Payload::Int(value));
        }
        for c in 0..=255u8 {
            let string = Str::from_latin1(&[c]);
            string.set_interned();
            self.put(ids::latin1_char(c), types::STR, Payload::Str(Arc::new(string)));
            self.state.interned.insert(Text::from_code_points([c as u32]), ids::latin1_char(c));
        }
        self.state.interned.insert(Text::default(), ids::EMPTY_STR);
        for b in 0..=255u8 {
            self.put(ids::single_byte(b), types::BYTES, Payload::Bytes(Arc::from([b])));
        }
    }

    fn make_types(&mut self) {
        for ty in types::ALL {
            let object = TypeObj {
                name: ids::EMPTY_STR,
                qualname: ids::EMPTY_STR,
                bases: ids::EMPTY_TUPLE,
                base: (ty.id != types::OBJECT).then_some(ty.base),
                mro: ids::EMPTY_TUPLE,
                dict: ids::NONE,
                layout: ty.layout,
                heap: false,
                basetype: ty.basetype,
                has_dict: matches!(ty.layout, Layout::Exception | Layout::Module)
                    || HAVE_DICTS.contains(&ty.id),
                has_weakref: weakly_referable(ty.id),
                slot_count: 0,
                slots: Box::new([None; SLOT_COUNT]),
                version: 0,
                guarded: false,
                subclasses: Vec::new(),
                subclass_refs: Vec::new(),
                inline_values: false,
                shared_keys: SharedKeys::default(),
                maker: None,
                slot_names: None,
                collection: collection(ty.id),
            };
            self.put(ty.id, types::TYPE, Payload::Type(Box::new(object)));
        }
        for (i, name) in names::TEXTS.iter().enumerate() {
            let string = Str::from(*name);
            string.set_interned();
            let id = ObjId::new(names::FIRST + i as u32);
            self.put(id, types::STR, Payload::Str(Arc::new(string)));
            self.state.interned.insert(Text::from(*name), id);
        }
        self.state.heap.reserve(ids::module_types::ALL.len());
        for name in STATIC_NAMES {
            self.intern(name);
        }
        for ty in types::ALL {
            let (module, name) = ty.name.rsplit_once('.').unwrap_or(("builtins", ty.name));
            let name = self.intern(name);
            let mut bases = vec![ty.base];
            if ty.id == types::EXCEPTION_GROUP {
                bases.push(types::EXCEPTION);
            }
            if ty.id == types::OBJECT {
                bases.clear();
            }
            let mut mro = vec![ty.id];
            bases.iter().for_each(|&b| {
                let rest: Vec<_> = self
                    .tuple_items(self.type_obj(b).mro)
                    .iter()
                    .copied()
                    .filter(|t| !mro.contains(t))
                    .collect();
                mro.extend(rest);
            });
            if ty.id == types::EXCEPTION_GROUP {
                mro = vec![
                    ty.id,
                    types::BASE_EXCEPTION_GROUP,
                    types::EXCEPTION,
                    types::BASE_EXCEPTION,
                    types::OBJECT,
                ];
            }
            bases.iter().for_each(|&b| self.type_obj_mut(b).subclasses.push(ty.id));
            let (bases, mro) = (self.tuple_of(&bases).into_id(), self.tuple_of(&mro).into_id());
            let dict = self.new_dict().into_id();
            let t = self.type_obj_mut(ty.id);
            (t.name, t.qualname, t.bases, t.mro, t.dict) = (name, name, bases, mro, dict);
            if module != "builtins" {
                let module = self.intern(module);
                self.dict_put(dict, "__module__", crate::heap::Owned::new(module));
            }
        }
        self.fill_type_dicts();
        self.intern_slot_names();
        self.fill_slots(types::OBJECT);
        self.state.generic_getattribute =
            self.type_obj(types::OBJECT).slot(Slot::Getattribute).unwrap_or(ids::NONE);
        for ty in types::ALL {
            self.fill_builtin_slots(ty);
        }
        let slot = |vm: &Vm, slot| vm.type_obj(types::OBJECT).slot(slot).unwrap_or(ids::NONE);
        self.state.generic_setattr = slot(self, Slot::Setattr);
        self.state.generic_delattr = slot(self, Slot::Delattr);
    }

    /// Finds a built-in type's special methods.
    pub(super) fn fill_builtin_slots(&mut self, ty: &BuiltinType) {
        self.fill_slots(ty.id);
        // `object.__new__` makes no instances of other built-in types.
        let new = self.intern("__new__");
        let own_new = self.namespace_get(self.type_obj(ty.id).dict, new).is_some();
        if !own_new && ty.base == types::OBJECT && ty.layout == Layout::Special {
            self.type_obj_mut(ty.id).slots[Slot::New as usize] = None;
        }
    }

    /// Puts every native of a built-in type into the type's namespace.
    fn fill_type_dicts(&mut self) {
        self.fill_dicts(|ty| ids::module_type(ty).is_none());
        self.fill_exception_types();
        self.share_getattribute();
        (self.hooks.docs)(self);
        for ty in types::ALL {
            self.complete_type_dict(ty.id);
        }
    }
    /// Puts natives into the namespaces of the types that `wanted` picks.
    pub(super) fn fill_dicts(&mut self, wanted: impl Fn(ObjId) -> bool) {
        for (table, natives) in self.hooks.natives.iter().enumerate() {
            let Owner::Type(owner) = natives.owner else { continue };
            if wanted(owner) {
                self.fill_from_table(table, owner);
            }
        }
    }
    fn fill_from_table(&mut self, table: usize, owner: ObjId) {
        let dict = self.type_obj(owner).dict;
        for (row, def) in self.hooks.natives[table].defs.iter().enumerate() {
            let native = NativeRef { table: table as u16, row: row as u16 };
            let name = self.intern_text(&Text::from(def.name));
            let object = match def.kind {
                NativeKind::New => {
                    self.alloc(types::BUILTIN_FUNCTION, Payload::Native { native, this: Some(owner) })
                }
                NativeKind::Static => {
                    let this = Some(owner);
                    let f = self.alloc(types::BUILTIN_FUNCTION, Payload::Native { native, this });
                    self.new_wrapper(types::STATICMETHOD, Payload::StaticMethod(f.into_id()))
                }
                kind => {
                    let ty = match kind {
                        NativeKind::Wrapper | NativeKind::Sequence => types::WRAPPER_DESCRIPTOR,
                        NativeKind::Class => types::CLASSMETHOD_DESCRIPTOR,
                        NativeKind::Attribute => types::GETSET_DESCRIPTOR,
                        NativeKind::Member => types::MEMBER_DESCRIPTOR,
                        _ => types::METHOD_DESCRIPTOR,
                    };
                    self.own_also(&name);
                    self.alloc(ty, Payload::Descriptor { native, name: name.id(), owner })
                }
            };
            self.incref(owner);
            let stored = self.dict_set_name(dict, name.id(), object.id());
            debug_assert!(stored.is_ok(), "string keys compare without running Python code");
            self.release(object);
            self.release(name);
        }
    }
    /// What a type's namespace has even where no native says so.
    pub(super) fn complete_type_dict(&mut self, ty: ObjId) {
        let dict = self.type_obj(ty).dict;
        let (eq, hash) = (self.intern("__eq__"), self.intern("__hash__"));
        if self.namespace_get(dict, eq).is_some() && self.namespace_get(dict, hash).is_none() {
            let none = self.none();
            self.dict_put(dict, "__hash__", none);
        }
        if self.namespace_get(dict, names::DOC).is_none() {
            let none = self.none();
            self.dict_put(dict, "__doc__", none);
        }
    }

    /// Exception types have an `__init__` of their own, and most a `__new__`, which are their base's.
    fn fill_exception_types(&mut self) {
        let exceptions = types::ALL.iter().filter(|ty| ty.layout == Layout::Exception);
        for ty in exceptions.filter(|ty| ty.id != types::EXCEPTION_GROUP) {
            let base_dict = self.type_obj(types::BASE_EXCEPTION).dict;
            let own = self.type_obj(ty.id).dict;
            let mut copies = vec![("__init__", types::WRAPPER_DESCRIPTOR)];
            if NEW_OF_THEIR_OWN.contains(&ty.base) && !NO_NEW_OF_THEIR_OWN.contains(&ty.id) {
                copies.push(("__new__", types::BUILTIN_FUNCTION));
            }
            for (name, kind) in copies {
                let name = self.intern(name);
                if self.namespace_get(own, name).is_some() {
                    continue;
                }
                let mut at = ty.base;
                let inherited = loop {
                    match self.namespace_get(self.type_obj(at).dict, name) {
                        Some(found) => break Some(found),
                        None if at == types::BASE_EXCEPTION => break self.namespace_get(base_dict, name),
                        None => at = self.type_obj(at).base.unwrap_or(types::BASE_EXCEPTION),
                    }
                };
                let payload = match inherited.map(|i| self.payload(i)) {
                    Some(&Payload::Descriptor { native, .. }) => {
                        self.incref(name);
                        Payload::Descriptor { native, name, owner: ty.id }
                    }
                    Some(&Payload::Native { native, .. }) => Payload::Native { native, this: Some(ty.id) },
                    _ => continue,
                };
                let copy = self.alloc(kind, payload);
                let stored = self.dict_set_name(own, name, copy.id());
                debug_assert!(stored.is_ok(), "string keys compare without running Python code");
                self.release(copy);
            }
        }
    }
    /// Types that CPython gives `object`'s `__getattribute__` once more.
    fn share_getattribute(&mut self) {
        let name = self.intern("__getattribute__");
        let Some(shared) = self.namespace_get(self.type_obj(types::OBJECT).dict, name) else { return };
        let Payload::Descriptor { native, .. } = *self.payload(shared) else { return };
        for owner in GENERIC_GETATTRIBUTE {
            let dict = self.type_obj(owner).dict;
            self.incref(name);
            let copy = self.alloc(types::WRAPPER_DESCRIPTOR, Payload::Descriptor { native, name, owner });
            let stored = self.dict_set_name(dict, name, copy.id());
            debug_assert!(stored.is_ok(), "string keys compare without running Python code");
            self.release(copy);
        }
    }

    /// A module object with its name set, registered in `sys.modules`. Borrowed.
    pub fn new_module(&mut self, name: &str) -> ObjId {
        let dict = self.new_dict();
        let text = self.intern(name);
        let text = self.own(text);
        self.dict_put(dict.id(), "__name__", text);
        for attribute in ["__doc__", "__package__", "__loader__", "__spec__"] {
            let none = self.none();
            self.dict_put(dict.id(), attribute, none);
        }
        let module = self.alloc(types::MODULE, Payload::Module { dict: dict.into_id() });
        let id = module.id();
        self.dict_put(self.state.modules, name, module);
        id
    }
    pub fn module_dict(&self, module: ObjId) -> ObjId {
        match self.payload(module).base() {
            Payload::Module { dict } => *dict,
            other => unreachable!("{module:?} is no module but {other:?}"),
        }
    }

    fn make_modules(&mut self) {
        self.state.modules = self.new_dict().into_id();
        let builtins = self.new_module("builtins");
        self.state.builtins = self.module_dict(builtins);
        self.fill_module("builtins", builtins);
        for ty in types::ALL {
            let visible = !ty.name.contains(['.', '_', '-']) && !HIDDEN_TYPES.contains(&ty.name);
            if visible || ty.id == types::_INCOMPLETE_INPUT_ERROR {
                self.dict_put(self.state.builtins, ty.name, crate::heap::Owned::new(ty.id));
            }
        }
        let alias = [("EnvironmentError", types::OS_ERROR), ("IOError", types::OS_ERROR)];
        for (name, ty) in alias {
            self.dict_put(self.state.builtins, name, crate::heap::Owned::new(ty));
        }
        let constants = [
            ("None", ids::NONE),
            ("True", ids::TRUE),
            ("False", ids::FALSE),
            ("Ellipsis", ids::ELLIPSIS),
            ("NotImplemented", ids::NOT_IMPLEMENTED),
            ("__debug__", ids::TRUE),
        ];
        for (name, value) in constants {
            self.dict_put(self.state.builtins, name, crate::heap::Owned::new(value));
        }
        let sys = self.new_module("sys");
        self.state.sys = self.module_dict(sys);
        let modules = self.own(self.state.modules);
        self.dict_put(self.state.sys, "modules", modules);
        self.fill_module("sys", sys);
        for (place, dict) in [self.state.sys, self.state.builtins].into_iter().enumerate() {
            self.state.originals[place] = Some(self.copy_natives(dict));
        }
        (self.hooks.start)(self);
    }
    /// CPython keeps a copy of the first contents of `sys` and `builtins`, which holds each function
    /// once more.
    fn copy_natives(&mut self, namespace: ObjId) -> ObjId {
        let entries: Vec<_> = self.as_dict(namespace).map(|d| d.iter().collect()).unwrap_or_default();
        let copy = self.new_dict();
        for (name, value) in entries {
            if matches!(self.payload(value), Payload::Native { .. }) {
                let stored = self.dict_set_name(copy.id(), name, value);
                debug_assert!(stored.is_ok(), "string keys compare without running Python code");
            }
        }
        copy.into_id()
    }

    /// Puts a module's natives into its namespace. Each holds the module.
    pub fn fill_module(&mut self, name: &str, module: ObjId) {
        let dict = self.module_dict(module);
        for (table, natives) in self.hooks.natives.iter().enumerate() {
            if !matches!(natives.owner, Owner::Module(n) if n == name) {
                continue;
            }
            for (row, def) in natives.defs.iter().enumerate() {
                let native = NativeRef { table: table as u16, row: row as u16 };
                self.incref(module);
                let payload = Payload::Native { native, this: Some(module) };
                let function = self.alloc(types::BUILTIN_FUNCTION, payload);
                self.dict_put(dict, def.name, function);
            }
        }
    }
    /// Is there a native module of that name?
    pub fn is_native_module(&self, name: &str) -> bool {
        self.hooks.natives.iter().any(|t| matches!(t.owner, Owner::Module(n) if n == name))
    }
}

/// Exceptions derived directly from these have a `__new__` of their own, but for a few.
const NEW_OF_THEIR_OWN: [ObjId; 10] = [
    types::BASE_EXCEPTION,
    types::EXCEPTION,
    types::ARITHMETIC_ERROR,
    types::LOOKUP_ERROR,
    types::RUNTIME_ERROR,
    types::VALUE_ERROR,
    types::UNICODE_ERROR,
    types::WARNING,
    types::BASE_EXCEPTION_GROUP,
    types::OBJECT,
];
const NO_NEW_OF_THEIR_OWN: [ObjId; 8] = [
    types::KEY_ERROR,
    types::ATTRIBUTE_ERROR,
    types::IMPORT_ERROR,
    types::NAME_ERROR,
    types::STOP_ITERATION,
    types::SYNTAX_ERROR,
    types::SYSTEM_EXIT,
    types::EXCEPTION_GROUP,
];
const GENERIC_GETATTRIBUTE: [ObjId; 19] = [
    types::BASE_EXCEPTION,
    types::BYTEARRAY,
    types::BYTES,
    types::COMPLEX,
    types::DICT,
    types::ENUMERATE,
    types::FILTER,
    types::INT,
    types::LIST,
    types::MAP,
    types::MEMORYVIEW,
    types::PROPERTY,
    types::RANGE,
    types::REVERSED,
    types::SET,
    types::SLICE,
    types::TUPLE,
    types::ZIP,
    types::UNION_TYPE,
];

/// Types that `builtins` does not show.
const HIDDEN_TYPES: &[&str] = &[
    "NoneType",
    "ellipsis",
    "NotImplementedType",
    "function",
    "method",
    "module",
    "code",
    "cell",
    "frame",
    "FrameLocalsProxy",
    "traceback",
    "generator",
    "coroutine",
    "mappingproxy",
    "NoDefaultType",
    "managedbuffer",
    "iterator",
];

/// What patterns take instances of a built-in type for.
fn collection(ty: ObjId) -> Option<Collection> {
    match ty {
        types::LIST | types::TUPLE | types::RANGE | types::MEMORYVIEW => Some(Collection::Sequence),
        types::DICT | types::MAPPING_PROXY | types::FRAME_LOCALS_PROXY => Some(Collection::Mapping),
        _ => None,
    }
}

/// Types whose instances have a `__dict__`, besides exceptions and modules.
const HAVE_DICTS: [ObjId; 6] = [
    types::FUNCTION,
    types::TYPE,
    types::SIMPLE_NAMESPACE,
    types::TEXT_IO,
    types::CLASSMETHOD,
    types::STATICMETHOD,
];

fn weakly_referable(ty: ObjId) -> bool {
    [
        types::EXCEPTION_GROUP,
        types::TYPE,
        types::FUNCTION,
        types::METHOD,
        types::BUILTIN_FUNCTION,
        types::SET,
        types::FROZENSET,
        types::MODULE,
        types::CODE,
        types::GENERATOR,
        types::COROUTINE,
        types::ASYNC_GENERATOR,
        types::MEMORYVIEW,
        types::GENERIC_ALIAS,
        types::TEXT_IO,
        types::TYPE_VAR,
        types::PARAM_SPEC,
        types::PARAM_SPEC_ARGS,
        types::PARAM_SPEC_KWARGS,
        types::TYPE_VAR_TUPLE,
    ]
    .contains(&ty)
}
