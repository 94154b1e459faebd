//! Making classes: `type(name, bases, namespace)`, method resolution order, slots.

use super::call::Held;
use super::native::NativeKind;
use super::{Args, Res, Vm};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, Layout, names, types};
use crate::object::instance::MAX_SHARED;
use crate::object::typ::{SLOT_COUNT, SLOT_NAMES, Slot};
use crate::object::{Payload, SharedKeys, TypeObj};

impl Vm {
    /// The most derived metaclass of the bases.
    pub fn calculate_metaclass(&mut self, start: ObjId, bases: &[ObjId]) -> Res<ObjId> {
        let mut winner = start;
        for &base in bases {
            let meta = self.type_of(base);
            if self.is_subtype(winner, meta) {
                continue;
            }
            if self.is_subtype(meta, winner) {
                winner = meta;
                continue;
            }
            return Err(self.type_error(
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
            ));
        }
        Ok(winner)
    }

    /// `type.__new__(meta, name, bases, namespace, **kw)`
    pub fn new_type(
        &mut self,
        meta: ObjId,
        name: ObjId,
        bases: ObjId,
        namespace: ObjId,
        kw: Args<'_>,
    ) -> Res {
        let mut base_list = self.tuple_items(bases).to_vec();
        let bases = if base_list.is_empty() {
            base_list.push(types::OBJECT);
            self.tuple_of(&base_list)
        } else {
            self.own(bases)
        };
        let base = match self.best_base(&base_list) {
            Ok(base) => base,
            Err(e) => {
                self.release(bases);
                return Err(e);
            }
        };
        let dict = self.new_dict();
        if let Err(e) = self.dict_update(dict.id(), namespace) {
            self.release(dict);
            self.release(bases);
            return Err(e);
        }
        let (members, mut has_dict, mut has_weakref) = match self.slot_members(dict.id(), base, name) {
            Ok(parts) => parts,
            Err(e) => {
                self.release(dict);
                self.release(bases);
                return Err(e);
            }
        };
        let base_obj = self.type_obj(base);
        let (layout, inherited) = (base_obj.layout, base_obj.slot_count);
        // Objects of varying size have no room for weak references.
        let sized = matches!(layout, Layout::Int | Layout::Tuple | Layout::Bytes);
        for &b in &base_list {
            let b = self.type_obj(b);
            has_dict |= b.has_dict;
            has_weakref |= b.has_weakref && !sized;
        }
        let qualname = match self.dict_pop(dict.id(), names::QUALNAME)? {
            Some(q) if self.as_str(q.id()).is_some() => q,
            Some(q) => {
                let message = format!("type __qualname__ must be a str, not {}", self.class_name(q.id()));
                for owned in [q, dict, bases] {
                    self.release(owned);
                }
                return Err(self.type_error(message));
            }
            None => self.own(name),
        };
        let classcell = self.dict_pop(dict.id(), ids::names::CLASSCELL)?;
        if let Some(cell) = &classcell
            && !matches!(self.payload(cell.id()), Payload::Cell(_))
        {
            let class = self.type_of(cell.id());
            let shown = self.repr_text(class);
            for owned in [classcell, Some(qualname), Some(dict), Some(bases)] {
                self.release_opt(owned);
            }
            return Err(self.type_error(format!("__classcell__ must be a nonlocal cell, not {}", shown?)));
        }
        let classdictcell = self.dict_pop(dict.id(), ids::names::CLASSDICTCELL)?;
        // Attributes are kept in instances that are nothing but attributes.
        let inline_values = has_dict && layout == Layout::Object && inherited == 0 && members.is_empty();
        // Those that have a dict by nature keep it in a way of their own.
        let room = if has_dict && !self.has_own_dict(self.native_base(base)) { MAX_SHARED } else { 0 };
        let shared_keys = SharedKeys { room, ..SharedKeys::default() };
        let slot_names = self.slot_names(dict.id(), &members);
        self.incref(name);
        self.incref(base);
        let dict_id = dict.id();
        let object = TypeObj {
            name,
            qualname: qualname.into_id(),
            bases: bases.into_id(),
            base: Some(base),
            mro: ids::EMPTY_TUPLE,
            dict: dict.into_id(),
            layout,
            heap: true,
            basetype: true,
            has_dict,
            has_weakref,
            slot_count: inherited + members.len() as u32,
            slots: Box::new([None; SLOT_COUNT]),
            version: 0,
            guarded: false,
            subclasses: Vec::new(),
            subclass_refs: Vec::new(),
            inline_values,
            shared_keys,
            maker: None,
            slot_names,
            collection: None,
        };
        let ty = self.alloc(meta, Payload::Type(Box::new(object)));
        if let Err(e) =
            self.finish_type(ty.id(), dict_id, &base_list, members, inherited, classcell, classdictcell, kw)
        {
            self.release(ty);
            return Err(e);
        }
        Ok(ty)
    }

    /// The names in a class's `__slots__`, as the class keeps them: sorted in a list, then in a tuple.
    fn slot_names(&mut self, dict: ObjId, members: &[ObjId]) -> Option<ObjId> {
        let name = self.intern("__slots__");
        self.namespace_get(dict, name)?;
        members.iter().for_each(|&id| self.incref(id));
        let list = self.new_list(members.to_vec());
        let names = (!members.is_empty()).then(|| self.tuple_of(members).into_id());
        self.release(list);
        names
    }
    /// Do objects of a built-in type have their dict in themselves, where classes derived from it have it, too?
    pub fn has_own_dict(&self, native: ObjId) -> bool {
        self.type_obj(native).has_dict && native != ids::module_types::THREAD_LOCAL
    }
    /// The built-in type that a class comes from.
    pub fn native_base(&self, class: ObjId) -> ObjId {
        let mut at = class;
        while self.type_obj(at).heap
            && let Some(base) = self.type_obj(at).base
        {
            at = base;
        }
        at
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one construction, used once")]
    fn finish_type(
        &mut self,
        ty: ObjId,
        dict: ObjId,
        bases: &[ObjId],
        members: Vec<ObjId>,
        first_member: u32,
        classcell: Option<Owned>,
        classdictcell: Option<Owned>,
        kw: Args<'_>,
    ) -> Res<()> {
        if self.namespace_get(dict, names::MODULE).is_none()
            && let Some(frame) = self.state.frames.last()
            && let Some(module) = self.namespace_get(frame.globals, names::NAME)
        {
            self.dict_set_name(dict, names::MODULE, module)?;
        }
        for special in ["__init_subclass__", "__class_getitem__"] {
            let name = self.intern(special);
            if let Some(f) = self.namespace_get(dict, name)
                && matches!(self.payload(f), Payload::Function(_))
            {
                self.incref(f);
                let wrapped = self.new_wrapper(types::CLASSMETHOD, Payload::ClassMethod(f));
                self.dict_set_name(dict, name, wrapped.id())?;
                self.release(wrapped);
            }
        }
        let new = self.intern("__new__");
        if let Some(f) = self.namespace_get(dict, new)
            && matches!(self.payload(f), Payload::Function(_))
        {
            self.incref(f);
            let wrapped = self.new_wrapper(types::STATICMETHOD, Payload::StaticMethod(f));
            self.dict_set_name(dict, new, wrapped.id())?;
            self.release(wrapped);
        }
        if let Some(cell) = classcell {
            self.set_cell(cell.id(), Some(ty));
            self.release(cell);
        }
        if let Some(cell) = classdictcell {
            self.set_cell(cell.id(), Some(dict));
            self.release(cell);
        }
        let mro = self.resolve_mro(ty, bases)?;
        let old = std::mem::replace(&mut self.type_obj_mut(ty).mro, mro.into_id());
        self.decref(old);
        for (i, &member) in members.iter().enumerate() {
            self.incref(member);
            self.incref(ty);
            let payload = Payload::Member { index: first_member + i as u32, name: member, owner: ty };
            let descriptor = self.alloc(types::MEMBER_DESCRIPTOR, payload);
            self.dict_set_name(dict, member, descriptor.id())?;
            self.release(descriptor);
        }
        // What the base adds to has no such place yet, whatever the other bases have.
        let base = self.type_obj(ty).base.unwrap_or(types::OBJECT);
        let has_dict_slot = self.type_obj(ty).has_dict && !self.type_obj(base).has_dict;
        let has_weakref_slot = self.type_obj(ty).has_weakref && !self.type_obj(base).has_weakref;
        for (wanted, name) in [(has_dict_slot, "__dict__"), (has_weakref_slot, "__weakref__")] {
            let shown = self.intern(name);
            let free = self.namespace_get(dict, shown).is_none();
            if wanted
                && free
                && let Some(native) = self.hidden_native(name)
            {
                self.incref(ty);
                self.incref(shown);
                let payload = Payload::Descriptor { native, name: shown, owner: ty };
                let descriptor = self.alloc(types::GETSET_DESCRIPTOR, payload);
                self.dict_put(dict, name, descriptor);
            }
        }
        if self.namespace_get(dict, names::DOC).is_none() {
            self.dict_set_name(dict, names::DOC, ids::NONE)?;
        }
        // A class that defines __eq__ without __hash__ is unhashable.
        let (eq, hash) = (self.intern("__eq__"), self.intern("__hash__"));
        if self.namespace_get(dict, eq).is_some() && self.namespace_get(dict, hash).is_none() {
            self.dict_set_name(dict, hash, ids::NONE)?;
        }
        for &base in bases {
            self.add_subclass(base, ty);
        }
        self.fill_slots(ty);
        self.call_set_name(ty, dict)?;
        self.call_init_subclass(ty, kw)
    }
    /// Puts a (borrowed) value into a cell.
    pub fn set_cell(&mut self, cell: ObjId, value: Option<ObjId>) {
        self.incref_opt(value);
        if let Payload::Cell(place) = self.payload_mut(cell) {
            let old = std::mem::replace(place, value);
            self.decref_opt(old);
        } else {
            self.decref_opt(value);
        }
    }
    fn call_set_name(&mut self, ty: ObjId, dict: ObjId) -> Res<()> {
        let copy = self.dict_copy(dict);
        let result = self.call_set_name_on(ty, copy.id());
        self.release(copy);
        result
    }
    fn call_set_name_on(&mut self, ty: ObjId, dict: ObjId) -> Res<()> {
        let items: Vec<_> = self.as_dict(dict).map(|d| d.iter().collect()).unwrap_or_default();
        for (name, value) in items {
            let Some(method) = self.lookup_special(value, names::SET_NAME) else { continue };
            let result = self.call_bound(method, value, &[ty, name]);
            let none = match result {
                Ok(none) => none,
                Err(e) => {
                    let note = format!(
                        "Error calling __set_name__ on '{}' instance '{}' in '{}'",
                        self.class_name(value),
                        self.str_lossy(name),
                        self.type_name(ty)
                    );
                    self.add_note_to_raised(&note);
                    return Err(e);
                }
            };
            self.release(none);
        }
        Ok(())
    }
    /// `super(cls, cls).__init_subclass__(**kw)`
    fn call_init_subclass(&mut self, ty: ObjId, kw: Args<'_>) -> Res<()> {
        let mro = self.tuple_items(self.type_obj(ty).mro).to_vec();
        for &base in mro.iter().skip(1) {
            let dict = self.type_obj(base).dict;
            if let Some(method) = self.namespace_get(dict, names::INIT_SUBCLASS) {
                let bound = self.descr_get(method, None, ty)?;
                let result = self.call_held(bound.id(), Args { pos: &[], kw: kw.kw }, Held::Dict);
                self.release(bound);
                let none = result?;
                self.release(none);
                return Ok(());
            }
        }
        Ok(())
    }

    /// The base whose layout the new type extends.
    pub fn best_base(&mut self, bases: &[ObjId]) -> Res<ObjId> {
        let mut best: Option<ObjId> = None;
        for &base in bases {
            if !self.is_type(base) {
                return Err(self.type_error("bases must be types"));
            }
            if !self.type_obj(base).basetype {
                let message = format!("type '{}' is not an acceptable base type", self.full_type_name(base));
                return Err(self.type_error(message));
            }
            let solid = self.solid_base(base);
            best = match best {
                None => Some(base),
                Some(b) if self.is_subtype(self.solid_base(b), solid) => Some(b),
                Some(b) if self.is_subtype(solid, self.solid_base(b)) => Some(base),
                Some(_) => {
                    return Err(self.type_error("multiple bases have instance lay-out conflict"));
                }
            };
        }
        Ok(best.unwrap_or(types::OBJECT))
    }
    /// The nearest type in the chain of bases that adds something to the layout.
    fn solid_base(&self, ty: ObjId) -> ObjId {
        let mut at = ty;
        loop {
            let t = self.type_obj(at);
            let Some(base) = t.base else { return at };
            if !t.heap && t.layout != self.type_obj(base).layout {
                return at;
            }
            if t.slot_count != self.type_obj(base).slot_count {
                return at;
            }
            at = base;
        }
    }

    /// `__slots__`: the members that the class adds; whether instances have a dict and weak references.
    fn slot_members(&mut self, dict: ObjId, base: ObjId, class: ObjId) -> Res<(Vec<ObjId>, bool, bool)> {
        let Some(slots) = self.namespace_get(dict, names::SLOTS) else {
            // Objects of varying size have no room for weak references.
            let sized = matches!(self.type_obj(base).layout, Layout::Int | Layout::Tuple | Layout::Bytes);
            return Ok((Vec::new(), true, !sized));
        };
        let entries = if self.as_str(slots).is_some() {
            self.incref(slots);
            vec![slots]
        } else {
            self.collect(slots)?
        };
        let result = self.check_slots(dict, base, class, &entries);
        self.decref_all(entries);
        result
    }
    fn check_slots(
        &mut self,
        dict: ObjId,
        base: ObjId,
        class: ObjId,
        entries: &[ObjId],
    ) -> Res<(Vec<ObjId>, bool, bool)> {
        let sized = matches!(self.type_obj(base).layout, Layout::Int | Layout::Tuple | Layout::Bytes);
        if !entries.is_empty() && sized {
            let message =
                format!("nonempty __slots__ not supported for subtype of '{}'", self.type_name(base));
            return Err(self.type_error(message));
        }
        let mut members = Vec::new();
        // What the base has already, its subclass cannot add.
        let (mut dict_known, mut weakref_known) =
            (self.type_obj(base).has_dict, self.type_obj(base).has_weakref);
        let (mut has_dict, mut has_weakref) = (false, false);
        for &entry in entries {
            let Some(text) = self.as_str(entry).map(|s| s.to_lossy().into_owned()) else {
                let message = format!("__slots__ items must be strings, not '{}'", self.class_name(entry));
                return Err(self.type_error(message));
            };
            if !is_identifier(&text) {
                return Err(self.type_error("__slots__ must be identifiers"));
            }
            let (known, has) = match text.as_str() {
                "__dict__" => (&mut dict_known, &mut has_dict),
                "__weakref__" => (&mut weakref_known, &mut has_weakref),
                _ => continue,
            };
            *has = true;
            if std::mem::replace(known, true) {
                let message = format!("{text} slot disallowed: we already got one");
                return Err(self.type_error(message));
            }
        }
        for &entry in entries {
            let text = self.str_lossy(entry).into_owned();
            if matches!(text.as_str(), "__dict__" | "__weakref__") {
                continue;
            }
            let class = self.str_lossy(class).into_owned();
            let name = self.intern(&mangle(&class, &text));
            // The compiler itself puts these two into the namespace.
            let made = [names::QUALNAME, names::CLASSCELL].contains(&name);
            if !made && self.namespace_get(dict, name).is_some() {
                let message = format!("'{text}' in __slots__ conflicts with class variable");
                return Err(self.value_error(message));
            }
            members.push(name);
        }
        members.sort_by(|&a, &b| self.str_lossy(a).cmp(&self.str_lossy(b)));
        Ok((members, has_dict, has_weakref))
    }

    /// C3 linearisation, or what the metaclass's `mro()` says.
    pub fn resolve_mro(&mut self, ty: ObjId, bases: &[ObjId]) -> Res {
        let meta = self.type_of(ty);
        let name = self.intern("mro");
        let own = match meta == types::TYPE {
            true => None,
            false => self.lookup(meta, name).filter(|&f| self.lookup(types::TYPE, name) != Some(f)),
        };
        let Some(method) = own else { return self.compute_mro(ty, bases) };
        let answer = self.call_slot(method, ty, &[])?;
        let items = self.collect(answer.id());
        self.release(answer);
        let items = items?;
        let checked = items.iter().try_for_each(|&item| self.check_in_mro(ty, item));
        let mro = self.tuple_of(&items);
        items.into_iter().for_each(|i| self.decref(i));
        match checked {
            Ok(()) => Ok(mro),
            Err(e) => {
                self.release(mro);
                Err(e)
            }
        }
    }
    /// What `mro()` names must be a class whose instances are laid out as those of `ty`.
    fn check_in_mro(&mut self, ty: ObjId, item: ObjId) -> Res<()> {
        if !matches!(self.payload(item), Payload::Type(_)) {
            let message = format!("mro() returned a non-class ('{}')", self.class_name(item));
            return Err(self.type_error(message));
        }
        let (solid, other) = (self.native_base(ty), self.native_base(item));
        if solid == other || self.tuple_items(self.type_obj(solid).mro).contains(&other) {
            return Ok(());
        }
        let message = format!("mro() returned base with unsuitable layout ('{}')", self.type_name(item));
        Err(self.type_error(message))
    }
    /// C3 linearisation.
    pub fn compute_mro(&mut self, ty: ObjId, bases: &[ObjId]) -> Res {
        let mut chains: Vec<Vec<ObjId>> =
            bases.iter().map(|&b| self.tuple_items(self.type_obj(b).mro).to_vec()).collect();
        chains.push(bases.to_vec());
        let mut mro = vec![ty];
        loop {
            chains.retain(|c| !c.is_empty());
            if chains.is_empty() {
                return Ok(self.tuple_of(&mro));
            }
            let head = chains.iter().map(|c| c[0]).find(|h| !chains.iter().any(|c| c[1..].contains(h)));
            match head {
                Some(head) => {
                    mro.push(head);
                    chains.iter_mut().filter(|c| c[0] == head).for_each(|c| {
                        c.remove(0);
                    });
                }
                None => {
                    for (i, b) in bases.iter().enumerate() {
                        if bases[..i].contains(b) {
                            let message = format!("duplicate base class {}", self.type_name(*b));
                            return Err(self.type_error(message));
                        }
                    }
                    let mut heads = Vec::new();
                    chains.iter().for_each(|c| {
                        if !heads.contains(&c[0]) {
                            heads.push(c[0]);
                        }
                    });
                    let list: Vec<String> = heads.iter().map(|&h| self.type_name(h)).collect();
                    return Err(self.type_error(format!(
                        "Cannot create a consistent method resolution order (MRO) for bases {}",
                        list.join(", ")
                    )));
                }
            }
        }
    }

    /// Finds each special method through the MRO.
    pub fn fill_slots(&mut self, ty: ObjId) {
        let mro = self.tuple_items(self.type_obj(ty).mro).to_vec();
        let mut slots = Box::new([None; SLOT_COUNT]);
        for (slot, &name) in slots.iter_mut().zip(self.slot_names.iter()) {
            *slot = mro.iter().find_map(|&t| self.namespace_get(self.type_obj(t).dict, name));
        }
        // Types that list `object`'s `__getattribute__` as their own are known by that one.
        let generic = self.state.generic_getattribute;
        let own = slots[Slot::Getattribute as usize];
        if generic != ids::NONE && own.is_some_and(|own| self.same_native(own, generic)) {
            slots[Slot::Getattribute as usize] = Some(generic);
        }
        self.type_obj_mut(ty).slots = slots;
    }
    /// The names of special methods as objects, by slot.
    pub(super) fn intern_slot_names(&mut self) {
        self.slot_names = SLOT_NAMES.iter().map(|name| self.intern(name)).collect();
    }

    fn same_native(&self, a: ObjId, b: ObjId) -> bool {
        match (self.payload(a), self.payload(b)) {
            (Payload::Descriptor { native: a, .. }, Payload::Descriptor { native: b, .. }) => a == b,
            _ => false,
        }
    }
    /// A native of the hidden table, by name.
    pub fn hidden_native(&self, name: &str) -> Option<crate::object::NativeRef> {
        self.hooks.natives.iter().enumerate().find_map(|(table, t)| {
            if t.owner != super::native::Owner::Hidden {
                return None;
            }
            let row = t.defs.iter().position(|d| d.name == name)?;
            Some(crate::object::NativeRef { table: table as u16, row: row as u16 })
        })
    }
    /// Is `__init__` (or another slot) the type `object`'s own?
    pub fn is_object_slot(&self, ty: ObjId, slot: Slot) -> bool {
        self.type_obj(ty).slot(slot) == self.type_obj(types::OBJECT).slot(slot)
    }
    /// A native's kind where the object is an unbound native.
    pub fn descriptor_kind(&self, id: ObjId) -> Option<NativeKind> {
        match self.payload(id) {
            Payload::Descriptor { native, .. } => Some(self.native(*native).kind),
            _ => None,
        }
    }
}

/// Private names in a class body: `__x` becomes `_Class__x`.
pub fn mangle(class: &str, name: &str) -> String {
    let class = class.trim_start_matches('_');
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') || class.is_empty() {
        return name.to_string();
    }
    format!("_{class}{name}")
}

fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c == '_' || unicode_ident::is_xid_start(c))
        && chars.all(unicode_ident::is_xid_continue)
}
