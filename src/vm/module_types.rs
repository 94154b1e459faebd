//! Types of native modules: they come into being when their module is first imported, at places
//! that the heap keeps for them, and stay.

use super::{Args, Res, Unwind, Vm};
use crate::constant::Text;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, ModuleType, module_types, types};
use crate::object::typ::{Collection, SLOT_COUNT};
use crate::object::{Attrs, Derived, Payload, SharedKeys, TypeObj};

/// More than a count can be, while a type is made.
const MAKING: u32 = 1 << 30;

/// The modules that are held by their types. (So are others that CPython's start-up imports, but those have
/// more holders besides.)
const HELD: [&str; 12] = [
    "array", "zlib", "select", "_struct", "_random", "_csv", "_md5", "_sha1", "_sha2", "_sha3", "_blake2",
    "_socket",
];

impl Vm {
    /// Makes the types of a native module, unless they exist, and gives the module its names for them.
    pub(super) fn make_module_types(&mut self, module: &str, maker: ObjId, namespace: ObjId) {
        let rows: Vec<&ModuleType> = module_types::ALL.iter().filter(|t| t.module == module).collect();
        if rows.iter().any(|t| !self.state.heap.is_live(t.ty.id)) {
            rows.iter().for_each(|row| self.make_module_type(row));
            self.fill_dicts(|ty| ids::module_type(ty).is_some_and(|t| t.module == module));
            for row in &rows {
                self.complete_type_dict(row.ty.id);
                self.fill_builtin_slots(&row.ty);
                self.keep_forever(row.ty.id);
            }
            rows.iter().for_each(|row| self.count_module_type(row));
            if HELD.contains(&module) {
                for row in &rows {
                    self.incref(maker);
                    self.type_obj_mut(row.ty.id).maker = Some(maker);
                }
            }
        }
        for row in rows.iter().filter(|r| r.flags & module_types::SHOWN != 0) {
            let ty = self.own(row.ty.id);
            self.dict_put(namespace, short_name(row.ty.name), ty);
        }
    }

    fn make_module_type(&mut self, row: &ModuleType) {
        let (id, base) = (row.ty.id, row.ty.base);
        let name = self.intern_name(&Text::from(short_name(row.ty.name)));
        let bases = self.tuple_of(&[base]).into_id();
        let dict = self.new_dict();
        if let Some((module, _)) = row.ty.name.rsplit_once('.') {
            let module = self.intern_name(&Text::from(module));
            self.dict_put(dict.id(), "__module__", Owned::new(module));
        }
        let parent = self.type_obj(base);
        let object = TypeObj {
            name,
            qualname: name,
            bases,
            base: Some(base),
            mro: ids::EMPTY_TUPLE,
            dict: dict.into_id(),
            layout: row.ty.layout,
            heap: false,
            basetype: row.ty.basetype,
            has_dict: row.flags & module_types::ATTRS != 0 || parent.has_dict,
            has_weakref: row.flags & module_types::WEAKREF != 0 || parent.has_weakref,
            slot_count: parent.slot_count + u32::from(row.flags & module_types::SLOT != 0),
            slots: Box::new([None; SLOT_COUNT]),
            version: 0,
            guarded: false,
            subclasses: Vec::new(),
            subclass_refs: Vec::new(),
            inline_values: false,
            shared_keys: SharedKeys::default(),
            maker: None,
            slot_names: None,
            collection: match id {
                module_types::DEQUE | module_types::ARRAY => Some(Collection::Sequence),
                _ => parent.collection,
            },
        };
        self.state.heap.settle(id, types::TYPE, Payload::Type(Box::new(object)));
        self.state.heap.set_count(id, MAKING);
        let mut mro = vec![id];
        mro.extend_from_slice(self.tuple_items(self.type_obj(base).mro));
        let mro = self.tuple_of(&mro).into_id();
        self.type_obj_mut(id).mro = mro;
        self.type_obj_mut(base).subclasses.push(id);
    }

    /// From here on the type's count is as many as CPython's module and the type's own parts hold; the
    /// module's name for it is one more. What nothing holds here is its module's.
    fn count_module_type(&mut self, row: &ModuleType) {
        if row.count == 0 {
            self.state.heap.make_immortal(row.ty.id);
            return;
        }
        let held = self.state.heap.count(row.ty.id) - MAKING;
        let count = row.count - u32::from(row.flags & module_types::SHOWN != 0);
        self.state.heap.set_count(row.ty.id, count);
        self.state.module_holds.push((row.ty.id, count.saturating_sub(held)));
    }
    /// At the end of a run: nothing counts the types of native modules any more.
    pub(super) fn retire_module_types(&mut self) {
        self.state.module_holds.clear();
        for row in module_types::ALL {
            if self.state.heap.is_live(row.ty.id) {
                self.state.heap.make_immortal(row.ty.id);
            }
        }
    }
    /// What a type of a native module is made of lives as long as the machine.
    fn keep_forever(&mut self, ty: ObjId) {
        let t = self.type_obj(ty);
        let mut parts = vec![t.dict, t.bases, t.mro];
        parts.extend(self.as_dict(t.dict).into_iter().flat_map(|d| d.iter()).map(|(_, value)| value));
        for part in parts {
            self.state.heap.make_immortal(part);
            self.state.gc.untrack(part);
        }
    }
    /// An instance of a native module's type or of a Python class derived from it, with room for
    /// attributes where the class gives it any.
    pub fn new_native_instance(&mut self, class: ObjId, payload: Payload) -> Owned {
        let ty = self.type_obj(class);
        if !ty.heap && !ty.has_dict {
            return self.alloc(class, payload);
        }
        let attrs = Attrs::with_slots(ty.slot_count as usize);
        self.alloc(class, Payload::Derived(Box::new(Derived { base: payload, attrs, order: None })))
    }

    /// A class that a native module makes as programs make theirs (an exception, a named tuple),
    /// by its full name (`os.stat_result`), if it was made. Borrowed.
    pub fn late_class(&self, name: &str) -> Option<ObjId> {
        self.state.classes.get(name).copied()
    }
    /// The exception class of a native module, with its full name, made when it is first wanted. Borrowed.
    pub fn late_exception(&mut self, name: &'static str, bases: &[ObjId]) -> Res<ObjId> {
        if let Some(class) = self.late_class(name) {
            return Ok(class);
        }
        let (module, short) = name.rsplit_once('.').unwrap_or(("builtins", name));
        let bases = self.tuple_of(bases);
        let namespace = self.new_dict();
        let (module, short) = (self.intern(module), self.intern(short));
        self.dict_put(namespace.id(), "__module__", Owned::new(module));
        let class = self.new_type(types::TYPE, short, bases.id(), namespace.id(), Args::NONE);
        self.release(bases);
        self.release(namespace);
        let class = class?.into_id();
        self.keep_late_class(name, class);
        Ok(class)
    }
    /// Raises such an exception, derived from `base`.
    #[cold]
    pub fn raise_late(&mut self, name: &'static str, base: ObjId, message: impl AsRef<str>) -> Unwind {
        match self.late_exception(name, &[base]) {
            Ok(class) => self.raise(class, message),
            Err(e) => e,
        }
    }
    /// Puts such an exception into a module's namespace.
    pub fn put_late_exception(&mut self, dict: ObjId, short: &str, name: &'static str, base: ObjId) {
        if let Ok(class) = self.late_exception(name, &[base]) {
            self.dict_put(dict, short, Owned::new(class));
        }
    }
    /// Puts constants into a module's namespace.
    pub fn put_ints(&mut self, dict: ObjId, values: &[(&str, i64)]) {
        for &(name, value) in values {
            let value = self.new_int(value);
            self.dict_put(dict, name, value);
        }
    }
    /// Keeps such a class for the rest of the run.
    pub fn keep_late_class(&mut self, name: &'static str, class: ObjId) {
        self.state.heap.make_immortal(class);
        if let Some(weak) = self.basic_weakref(class, types::WEAKREF) {
            self.state.heap.make_immortal(weak);
        }
        self.state.classes.insert(name, class);
    }
}

/// A type's name without its module.
fn short_name(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
