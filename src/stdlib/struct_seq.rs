//! Named tuples of the native modules: `sys.version_info`, `time.struct_time` and their like.

use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, names, types};
use crate::object::{Attrs, Derived, Payload};
use crate::vm::native::{
    Args, NativeCall::*, NativeDef, NativeTable, Owner, attribute, method, static_method, wrapper,
};
use crate::vm::{Res, Vm};

/// Methods of all the classes, each with its hidden native.
const METHODS: [(&str, &str); 2] =
    [("__reduce__", "struct sequence reduce"), ("__replace__", "struct sequence replace")];

macro_rules! items {
    ($($index:literal)*) => {
        /// What the classes are made of: an attribute for each place.
        pub static HIDDEN: NativeTable = NativeTable {
            owner: Owner::Hidden,
            defs: &[
                wrapper("struct sequence repr", NoArgs(repr)),
                static_method("struct sequence refuse", Full(refuse)),
                static_method("struct sequence from", Full(from_sequence)),
                method("struct sequence reduce", NoArgs(reduce)),
                method("struct sequence replace", Full(replace)),
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
/// `__new__` of one that programs cannot make.
fn refuse(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let class = args.pos.first().copied().filter(|&c| vm.is_type(c)).unwrap_or(types::TUPLE);
    let message = format!("cannot create '{}' instances", vm.full_type_name(class));
    Err(vm.type_error(message))
}
/// One of the numbers that a class tells about its fields.
fn count_of(vm: &mut Vm, class: ObjId, name: &str) -> usize {
    let name = vm.intern(name);
    let dict = vm.type_obj(class).dict;
    vm.namespace_get(dict, name).and_then(|n| vm.as_i64(n)).unwrap_or(0) as usize
}
/// Names of the fields behind the items, borrowed.
fn hidden_names(vm: &Vm, class: ObjId) -> Vec<ObjId> {
    let entries =
        vm.as_dict(vm.type_obj(class).dict).map(|d| d.iter().collect::<Vec<_>>()).unwrap_or_default();
    let mut found: Vec<(u32, ObjId)> = entries
        .into_iter()
        .filter_map(|(name, value)| match *vm.payload(value) {
            Payload::Member { index, owner, .. } if owner == class => Some((index, name)),
            _ => None,
        })
        .collect();
    found.sort_unstable_by_key(|f| f.0);
    found.into_iter().map(|f| f.1).collect()
}
/// Names of the items; an item without one has that of the field that says the same.
fn item_names(vm: &mut Vm, class: ObjId) -> Vec<ObjId> {
    let names = vm.namespace_get(vm.type_obj(class).dict, names::MATCH_ARGS);
    let mut names = names.map(|n| vm.tuple_items(n).to_vec()).unwrap_or_default();
    names.extend(hidden_names(vm, class).into_iter().take(count_of(vm, class, "n_unnamed_fields")));
    names
}
/// `__new__` of one that programs make: the class, a sequence, and a dict of fields behind the items.
fn from_sequence(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let Some((&class, rest)) = args.pos.split_first().filter(|(c, _)| vm.is_type(**c)) else {
        return Err(vm.type_error("structseq.__new__(): not enough arguments"));
    };
    let bound = vm.bind("structseq", Args { pos: rest, kw: args.kw }, ["sequence", "dict"], 1, 2)?;
    let [Some(sequence), more] = bound else { unreachable!("bind checked it") };
    let items = match vm.collect(sequence) {
        Ok(items) => Ok(vm.new_tuple(items)),
        Err(e) => Err(e),
    };
    let Some(items) = vm.optional(items, types::TYPE_ERROR)? else {
        return Err(vm.type_error("constructor requires a sequence"));
    };
    let made = from_items(vm, class, items.id(), more);
    vm.release(items);
    made
}
fn from_items(vm: &mut Vm, class: ObjId, items: ObjId, more: Option<ObjId>) -> Res {
    let title = vm.full_type_name(class);
    let fields = more.filter(|&d| d != ids::NONE);
    if fields.is_some_and(|d| vm.as_dict(d).is_none()) {
        return Err(vm.type_error(format!("{title}() takes a dict as second arg, if any")));
    }
    let [least, most, unnamed] =
        ["n_sequence_fields", "n_fields", "n_unnamed_fields"].map(|name| count_of(vm, class, name));
    let items = vm.tuple_items(items).to_vec();
    let given = items.len();
    if given < least || given > most {
        let bound = if given < least { least } else { most };
        let kind = match least == most {
            true => "a ",
            false if given < least => "an at least ",
            false => "an at most ",
        };
        return Err(vm.type_error(format!("{title}() takes {kind}{bound}-sequence ({given}-sequence given)")));
    }
    let (visible, rest) = items.split_at(least);
    let mut hidden: Vec<ObjId> = rest.to_vec();
    let mut used = 0;
    for name in hidden_names(vm, class).into_iter().skip(rest.len()) {
        let value = match fields {
            Some(fields) => vm.dict_get(fields, name)?,
            None => None,
        };
        used += usize::from(value.is_some());
        hidden.push(value.unwrap_or(ids::NONE));
    }
    if fields.and_then(|d| vm.as_dict(d)).is_some_and(|d| d.len() != used) {
        return Err(vm.type_error(format!("{title}() got duplicate or unexpected field name(s)")));
    }
    // A field with the name that an item has not says the same, if nothing else was given.
    for (place, value) in hidden.iter_mut().take(unnamed).enumerate() {
        if *value == ids::NONE {
            *value = visible[least - unnamed + place];
        }
    }
    visible.iter().chain(&hidden).for_each(|&o| vm.incref(o));
    let made = vm.new_struct_with(class, visible.to_vec(), hidden.into_iter().map(Some).collect());
    vm.state.gc.track(made.id());
    Ok(made)
}
/// The fields behind the items, as a dict.
fn hidden_fields(vm: &mut Vm, this: ObjId) -> Res {
    let fields = vm.new_dict();
    for name in hidden_names(vm, vm.type_of(this)) {
        let value = match vm.get_attr(this, name) {
            Ok(value) => value,
            Err(e) => {
                vm.release(fields);
                return Err(e);
            }
        };
        let stored = vm.dict_set_name(fields.id(), name, value.id());
        vm.release(value);
        debug_assert!(stored.is_ok(), "string keys compare without running Python code");
    }
    Ok(fields)
}
fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let fields = hidden_fields(vm, this)?;
    let items = vm.tuple_items(this).to_vec();
    let items = vm.tuple_of(&items);
    let args = vm.pack(vec![items, fields]);
    let class = vm.own(vm.type_of(this));
    Ok(vm.pack(vec![class, args]))
}
/// `__replace__`: the same with other values of some fields.
fn replace(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let class = vm.type_of(this);
    if !args.pos.is_empty() {
        return Err(vm.type_error("__replace__() takes no positional arguments"));
    }
    if count_of(vm, class, "n_unnamed_fields") > 0 {
        let title = vm.full_type_name(class);
        let message = format!("__replace__() is not supported for {title} because it has unnamed field(s)");
        return Err(vm.type_error(message));
    }
    let mut items = vm.tuple_items(this).to_vec();
    let names: Vec<String> =
        item_names(vm, class).into_iter().map(|n| vm.str_lossy(n).into_owned()).collect();
    let hidden: Vec<String> =
        hidden_names(vm, class).into_iter().map(|n| vm.str_lossy(n).into_owned()).collect();
    let fields = hidden_fields(vm, this)?;
    let mut unknown = Vec::new();
    for &(name, value) in args.kw {
        let text = vm.str_lossy(name).into_owned();
        if let Some(place) = names.iter().position(|n| *n == text) {
            items[place] = value;
        } else if hidden.contains(&text) {
            let value = vm.own(value);
            vm.dict_put(fields.id(), &text, value);
        } else {
            unknown.push(name);
        }
    }
    let result = if unknown.is_empty() {
        let items = vm.tuple_of(&items);
        let made = from_items(vm, class, items.id(), Some(fields.id()));
        vm.release(items);
        made
    } else {
        unknown.iter().for_each(|&n| vm.incref(n));
        let unknown = vm.new_list(unknown);
        let shown = vm.repr_text(unknown.id());
        vm.release(unknown);
        shown.and_then(|shown| Err(vm.type_error(format!("Got unexpected field name(s): {shown}"))))
    };
    vm.release(fields);
    result
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let class = vm.type_of(this);
    let title = vm.full_type_name(class);
    let names = item_names(vm, class);
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
        self.set_struct_maker(class, "struct sequence from");
    }
    fn set_struct_maker(&mut self, class: ObjId, hidden: &str) {
        let Some(native) = self.hidden_native(hidden) else { return };
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
        let count = fields.len() as i64;
        let counts = [("n_sequence_fields", count), ("n_fields", count), ("n_unnamed_fields", 0)];
        self.put_ints(namespace.id(), &counts);
        let slots = self.new_tuple(Vec::new());
        self.dict_put(namespace.id(), "__slots__", slots);
        let name_id = self.intern(name);
        let bases = self.tuple_of(&[types::TUPLE]);
        let class = self.new_type(types::TYPE, name_id, bases.id(), namespace.id(), Args::NONE);
        self.release(bases);
        self.release(namespace);
        let class = class?;
        let dict = self.type_obj(class.id()).dict;
        let repr =
            self.hidden_descriptor("struct sequence repr", "__repr__", class.id(), types::WRAPPER_DESCRIPTOR);
        self.dict_put(dict, "__repr__", repr);
        for (name, hidden) in METHODS {
            let method = self.hidden_descriptor(hidden, name, class.id(), types::METHOD_DESCRIPTOR);
            self.dict_put(dict, name, method);
        }
        for (i, field) in fields.iter().enumerate() {
            let item = self.hidden_descriptor(
                &format!("struct sequence item {i}"),
                field,
                class.id(),
                types::MEMBER_DESCRIPTOR,
            );
            self.dict_put(dict, field, item);
        }
        self.set_struct_maker(class.id(), "struct sequence refuse");
        self.type_obj_mut(class.id()).basetype = false;
        self.type_modified(class.id());
        Ok(class)
    }
    fn hidden_descriptor(&mut self, hidden: &str, name: &str, owner: ObjId, ty: ObjId) -> Owned {
        match self.hidden_native(hidden) {
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
