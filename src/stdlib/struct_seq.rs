//! Named tuples of the native modules: `sys.version_info`, `time.struct_time` and their like.

use crate::heap::{ObjId, Owned};
use crate::object::ids::{names, types};
use crate::object::{Attrs, Derived, Payload};
use crate::vm::native::{
    Args, NativeCall::*, NativeDef, NativeTable, Owner, attribute, constructor, static_method, wrapper,
};
use crate::vm::{Res, Vm};

macro_rules! items {
    ($($index:literal)*) => {
        /// What the classes are made of: an attribute for each place.
        pub static HIDDEN: NativeTable = NativeTable {
            owner: Owner::Hidden,
            defs: &[
                wrapper("struct sequence repr", NoArgs(repr)),
                constructor(new),
                static_method("struct sequence from", Pos(2, 3, from_sequence)),
                $({
                    fn get(vm: &mut Vm, this: ObjId) -> Res {
                        item(vm, this, $index)
                    }
                    const DEF: NativeDef = attribute(concat!("struct sequence item ", $index), get, None);
                    DEF
                }),*
            ],
        };
    };
}
items!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17);

fn item(vm: &mut Vm, this: ObjId, index: usize) -> Res {
    match vm.as_tuple(this).and_then(|t| t.get(index).copied()) {
        Some(value) => Ok(vm.own(value)),
        None => Ok(vm.none()),
    }
}
fn new(vm: &mut Vm, class: ObjId, _: Args<'_>) -> Res {
    let message = format!("cannot create '{}' instances", vm.full_type_name(class));
    Err(vm.type_error(message))
}
/// `__new__` of one that programs make: the class and a sequence.
fn from_sequence(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let class = args[0];
    let dict = vm.type_obj(class).dict;
    let count = |vm: &mut Vm, name: &str| {
        let name = vm.intern(name);
        vm.namespace_get(dict, name).and_then(|n| vm.as_i64(n)).unwrap_or(0) as usize
    };
    let (least, most) = (count(vm, "n_sequence_fields"), count(vm, "n_fields"));
    let mut items = vm.collect(args[1])?;
    let given = items.len();
    if given < least || given > most {
        vm.decref_all(items);
        let bound = if given < least { least } else { most };
        let kind = match least == most {
            true => "",
            false if given < least => "at least ",
            false => "at most ",
        };
        let title = vm.full_type_name(class);
        return Err(
            vm.type_error(format!("{title}() takes an {kind}{bound}-sequence ({given}-sequence given)"))
        );
    }
    let mut more: Vec<Option<ObjId>> = items.split_off(least).into_iter().map(Some).collect();
    more.resize(most - least, Some(crate::object::ids::NONE));
    let made = vm.new_struct_with(class, items, more);
    vm.state.gc.track(made.id());
    Ok(made)
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let class = vm.type_of(this);
    let title = vm.full_type_name(class);
    let names = vm.namespace_get(vm.type_obj(class).dict, names::MATCH_ARGS);
    let names = names.map(|n| vm.tuple_items(n).to_vec()).unwrap_or_default();
    let values = vm.tuple_items(this).to_vec();
    let mut parts = Vec::new();
    for (&name, &value) in names.iter().zip(&values) {
        let value = vm.repr_text(value)?;
        parts.push(format!("{}={value}", vm.str_lossy(name)));
    }
    Ok(vm.new_str(&format!("{title}({})", parts.join(", "))))
}

impl Vm {
    /// A class of named tuples that have some more fields behind the items.
    pub fn new_struct_class_with(
        &mut self,
        module: &str,
        name: &str,
        fields: &[&str],
        more: &[&str],
        unnamed: usize,
    ) -> Res<ObjId> {
        let class = self.new_struct_class(module, name, fields)?.into_id();
        let dict = self.type_obj(class).dict;
        for (i, name) in more.iter().enumerate() {
            let name_id = self.intern(name);
            self.incref(class);
            let payload = Payload::Member { index: i as u32, name: name_id, owner: class };
            let member = self.alloc(types::MEMBER_DESCRIPTOR, payload);
            self.dict_put(dict, name, member);
        }
        self.put_ints(
            dict,
            &[("n_fields", (fields.len() + more.len()) as i64), ("n_unnamed_fields", unnamed as i64)],
        );
        self.type_obj_mut(class).slot_count = more.len() as u32;
        Ok(class)
    }
    /// An instance of such a class; the references become its own.
    pub fn new_struct_with(&mut self, class: ObjId, items: Vec<ObjId>, more: Vec<Option<ObjId>>) -> Owned {
        let attrs = Attrs { slots: more.into(), ..Attrs::default() };
        let derived = Derived { base: Payload::Tuple(items.into()), attrs, order: None };
        let made = self.alloc(class, Payload::Derived(Box::new(derived)));
        self.untrack_plain(&made);
        made
    }
    /// CPython makes them without telling the collector; those that may be part of a cycle stay known.
    fn untrack_plain(&mut self, made: &Owned) {
        if self.tuple_items(made.id()).iter().all(|&i| !self.payload(i).is_container()) {
            self.state.gc.untrack(made.id());
        }
    }
    /// Lets programs make instances: from a sequence.
    pub fn open_struct_class(&mut self, class: ObjId) {
        let Some(native) = self.hidden_native("struct sequence from") else { return };
        let hidden = self.intern("__new__");
        let new = self.alloc(types::BUILTIN_FUNCTION, Payload::Native { native, this: None });
        let method = self.new_wrapper(types::STATICMETHOD, Payload::StaticMethod(new.into_id()));
        let stored = self.dict_set_name(self.type_obj(class).dict, hidden, method.id());
        debug_assert!(stored.is_ok());
        self.release(method);
        self.type_modified(class);
    }
    /// A class of named tuples.
    pub fn new_struct_class(&mut self, module: &str, name: &str, fields: &[&str]) -> Res {
        let namespace = self.new_dict();
        let module = self.intern(module);
        self.dict_put(namespace.id(), "__module__", Owned::new(module));
        let field_names: Vec<ObjId> = fields.iter().map(|f| self.intern(f)).collect();
        let all = self.new_tuple(field_names);
        self.dict_put(namespace.id(), "__match_args__", all);
        for key in ["n_fields", "n_sequence_fields"] {
            let count = self.new_int(fields.len() as i64);
            self.dict_put(namespace.id(), key, count);
        }
        let slots = self.new_tuple(Vec::new());
        self.dict_put(namespace.id(), "__slots__", slots);
        let name_id = self.intern(name);
        let bases = self.tuple_of(&[types::TUPLE]);
        let class = self.new_type(types::TYPE, name_id, bases.id(), namespace.id(), Args::NONE);
        self.release(bases);
        self.release(namespace);
        let class = class?;
        let dict = self.type_obj(class.id()).dict;
        let repr = self.hidden_descriptor("struct sequence repr", class.id(), types::WRAPPER_DESCRIPTOR);
        self.dict_put(dict, "__repr__", repr);
        for (i, field) in fields.iter().enumerate() {
            let item = self.hidden_descriptor(
                &format!("struct sequence item {i}"),
                class.id(),
                types::GETSET_DESCRIPTOR,
            );
            self.dict_put(dict, field, item);
        }
        self.type_obj_mut(class.id()).basetype = false;
        self.type_modified(class.id());
        Ok(class)
    }
    fn hidden_descriptor(&mut self, name: &str, owner: ObjId, ty: ObjId) -> Owned {
        match self.hidden_native(name) {
            Some(native) => {
                let name = self.intern(name);
                self.incref(owner);
                self.incref(name);
                self.alloc(ty, Payload::Descriptor { native, name, owner })
            }
            None => self.none(),
        }
    }
    /// A named tuple; the references in `values` become its own.
    pub fn new_struct(&mut self, class: ObjId, values: Vec<ObjId>) -> Owned {
        let derived = Derived { base: Payload::Tuple(values.into()), attrs: Attrs::default(), order: None };
        let made = self.alloc(class, Payload::Derived(Box::new(derived)));
        self.untrack_plain(&made);
        made
    }
}
