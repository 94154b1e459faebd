//! Classes of native modules. They are made when their module is, so that a program that imports
//! none of them starts no slower for them.

use super::Vm;
use super::native::Owner;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, Layout, types};
use crate::object::typ::SLOT_COUNT;
use crate::object::{Attrs, Derived, Payload, SharedKeys, TypeObj};

/// What a native class is, apart from its natives (those are in tables owned by
/// [`Owner::Class`] with the same full name).
#[derive(Clone, Copy, Debug)]
pub struct ClassSpec {
    /// With its module before it: `_io.BytesIO`.
    pub name: &'static str,
    /// May be subclassed.
    pub basetype: bool,
    /// Instances have a `__dict__`.
    pub has_dict: bool,
    /// Instances can be weakly referenced.
    pub has_weakref: bool,
    /// What instances are made of.
    pub layout: Layout,
}

impl ClassSpec {
    /// A class that cannot be subclassed, whose instances have no attributes of their own.
    pub const fn sealed(name: &'static str) -> ClassSpec {
        ClassSpec { name, basetype: false, has_dict: false, has_weakref: false, layout: Layout::Special }
    }
    /// A class that may be subclassed.
    pub const fn open(name: &'static str) -> ClassSpec {
        ClassSpec { name, basetype: true, has_dict: false, has_weakref: false, layout: Layout::Special }
    }
    /// Instances are what `object.__new__` makes.
    pub const fn plain(mut self) -> ClassSpec {
        self.layout = Layout::Object;
        self
    }
    pub const fn with_dict(mut self) -> ClassSpec {
        self.has_dict = true;
        self
    }
    pub const fn with_weakref(mut self) -> ClassSpec {
        self.has_weakref = true;
        self
    }
}

impl Vm {
    /// The class of that full name (`_io.BytesIO`), if its module was made. Borrowed.
    pub fn native_class(&self, name: &str) -> Option<ObjId> {
        self.state.classes.get(name).copied()
    }
    /// Makes a native class, immortal as static types are, and gives it the natives of its tables.
    /// `base` is what it derives from. A class that exists already is given back as it is.
    pub fn make_native_class(&mut self, spec: &ClassSpec, base: ObjId) -> ObjId {
        if let Some(known) = self.native_class(spec.name) {
            return known;
        }
        let (module, name) = spec.name.rsplit_once('.').unwrap_or(("builtins", spec.name));
        let name = self.intern(name);
        let dict = self.new_dict().into_id();
        let bases = self.tuple_of(&[base]).into_id();
        let parent = self.type_obj(base);
        let object = TypeObj {
            name,
            qualname: name,
            bases,
            base: Some(base),
            mro: ids::EMPTY_TUPLE,
            dict,
            layout: spec.layout,
            heap: false,
            basetype: spec.basetype,
            has_dict: spec.has_dict || parent.has_dict,
            has_weakref: spec.has_weakref || parent.has_weakref,
            collection: parent.collection,
            slot_count: 0,
            slots: Box::new([None; SLOT_COUNT]),
            version: 0,
            subclasses: Vec::new(),
            inline_values: false,
            shared_keys: SharedKeys::default(),
        };
        let inherited = self.tuple_items(parent.mro).to_vec();
        let class = self.state.heap.alloc(types::TYPE, Payload::Type(Box::new(object))).into_id();
        let mro: Vec<ObjId> = std::iter::once(class).chain(inherited).collect();
        self.type_obj_mut(class).mro = self.tuple_of(&mro).into_id();
        for id in [class, dict, bases] {
            self.state.heap.make_immortal(id);
        }
        self.type_obj_mut(base).subclasses.push(class);
        let module = self.intern(module);
        self.dict_put(dict, "__module__", Owned::new(module));
        self.fill_type_dict(Owner::Class(spec.name), class);
        self.complete_type_dict(class);
        self.fill_slots(class);
        self.state.classes.insert(spec.name, class);
        class
    }
    /// The same, put into its module under its short name as well.
    pub fn add_native_class(&mut self, module: ObjId, spec: &ClassSpec, base: ObjId) -> ObjId {
        let class = self.make_native_class(spec, base);
        let short = spec.name.rsplit('.').next().unwrap_or(spec.name);
        self.dict_put(self.module_dict(module), short, Owned::new(class));
        class
    }
    /// An instance of a native class or of a Python class derived from it, with room for attributes
    /// where the class gives it any.
    pub fn new_native_instance(&mut self, class: ObjId, payload: Payload) -> Owned {
        let ty = self.type_obj(class);
        if !ty.heap && !ty.has_dict {
            return self.alloc(class, payload);
        }
        let attrs = Attrs::with_slots(ty.slot_count as usize);
        self.alloc(class, Payload::Derived(Box::new(Derived { base: payload, attrs, order: None })))
    }
}
