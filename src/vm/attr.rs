//! Attributes: look-up through types, descriptors, instances, and stores.

use super::native::{NativeCall, NativeKind};
use super::{Res, Unwind, Vm};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, names, types};
use crate::object::typ::Slot;
use crate::object::{NativeRef, Payload};

impl Vm {
    /// What the type and its bases have under that (interned) name, borrowed.
    pub fn lookup(&mut self, ty: ObjId, name: ObjId) -> Option<ObjId> {
        let before = self.type_obj(ty).version;
        let version = self.type_version(ty);
        if let Some(found) = self.looked_up(version, name) {
            return found;
        }
        let found = self.lookup_uncached(ty, name);
        if !self.state.heap.is_immortal(name) {
            self.hold_looked_up(before, name);
            if before == 0 {
                return found;
            }
        }
        self.method_cache[CacheEntry::place(version, name)] =
            CacheEntry { version, name: name.number(), value: found.map_or(0, |f| f.number()) };
        found
    }
    /// The same of a type in its state of that version, as far as it was looked up lately.
    #[inline]
    pub(super) fn looked_up(&self, version: u32, name: ObjId) -> Option<Option<ObjId>> {
        let entry = self.method_cache[CacheEntry::place(version, name)];
        let known = version != 0 && entry.version == version && entry.name == name.number();
        known.then(|| (entry.value != 0).then(|| ObjId::new(entry.value)))
    }
    /// CPython's cache of look-ups holds the name in each of its places until another one takes the
    /// place. Here a place depends on the name's number instead of its address. It depends on the type's
    /// version, too, as it was before the look-up gave it one.
    #[cold]
    fn hold_looked_up(&mut self, version: u32, name: ObjId) {
        let place = (version ^ name.number()) & (METHOD_CACHE as u32 - 1);
        self.incref(name);
        let old = self.state.looked_up.insert(place, name);
        self.decref_opt(old);
    }
    /// Empties what `hold_looked_up` fills.
    pub fn forget_looked_up(&mut self) {
        std::mem::take(&mut self.state.looked_up).into_values().for_each(|name| self.decref(name));
    }
    fn lookup_uncached(&self, ty: ObjId, name: ObjId) -> Option<ObjId> {
        self.tuple_items(self.type_obj(ty).mro)
            .iter()
            .find_map(|&t| self.namespace_get(self.type_obj(t).dict, name))
    }
    /// A special method that has no slot of its own, by name, on the object's type; borrowed.
    pub fn lookup_special(&mut self, id: ObjId, name: ObjId) -> Option<ObjId> {
        self.lookup(self.type_of(id), name)
    }
    /// Calls what [`Vm::lookup_special`] found: it is bound to the object first.
    pub fn call_bound(&mut self, method: ObjId, id: ObjId, args: &[ObjId]) -> Res {
        if let Payload::Descriptor { native, .. } = *self.payload(method)
            && matches!(self.native(native).kind, NativeKind::Method | NativeKind::Wrapper)
            && !self.type_obj(self.type_of(id)).heap
        {
            // No Python code of a class can see whether a bound method holds the object meanwhile.
            return self.call_native(native, id, super::Args::positional(args));
        }
        let bound = self.descr_get(method, Some(id), self.type_of(id))?;
        let result = self.call(bound.id(), args);
        self.release(bound);
        result
    }
    /// The number that stands for the type's present state in caches.
    #[inline]
    pub fn type_version(&mut self, ty: ObjId) -> u32 {
        let version = self.type_obj(ty).version;
        if version != 0 {
            return version;
        }
        self.state.last_version += 1;
        let version = self.state.last_version;
        self.type_obj_mut(ty).version = version;
        version
    }
    /// A type's namespace changed: its caches and its subclasses' are void.
    pub fn type_modified(&mut self, ty: ObjId) {
        self.void_caches(ty);
        self.fill_slots(ty);
        for sub in self.type_obj(ty).subclasses.clone() {
            self.type_modified(sub);
        }
    }
    /// One name in a type's namespace changed.
    pub fn type_attribute_modified(&mut self, ty: ObjId, name: ObjId) {
        if self.slot_names.contains(&name) {
            return self.type_modified(ty);
        }
        self.forget_version(ty);
    }
    /// No special method changed: only the caches are void.
    fn forget_version(&mut self, ty: ObjId) {
        self.void_caches(ty);
        for i in 0..self.type_obj(ty).subclasses.len() {
            let sub = self.type_obj(ty).subclasses[i];
            self.forget_version(sub);
        }
    }

    /// What is known of the type's present state holds no more.
    fn void_caches(&mut self, ty: ObjId) {
        self.type_obj_mut(ty).version = 0;
        self.void_guards(ty);
    }
    /// The number by which a specialised instruction knows objects of that type, in its present state:
    /// the type's own. When the state changes, no such instruction keeps it.
    pub(super) fn guard_type(&mut self, ty: ObjId) -> u32 {
        self.type_obj_mut(ty).guarded = true;
        ty.number()
    }
    /// Instructions that take the type's present state for granted do so no longer.
    pub(super) fn void_guards(&mut self, ty: ObjId) {
        if std::mem::take(&mut self.type_obj_mut(ty).guarded) {
            for pc in self.state.guards.remove(&ty).unwrap_or_default() {
                // Something else may stand there by now.
                let instr = self.state.program.get_mut(pc as usize);
                if let Some(instr) = instr.filter(|i| i.cache == ty.number() && i.op.guards_type()) {
                    instr.cache = 0;
                    self.unfuse(pc as usize);
                }
            }
        }
    }

    /// `getattr(x, name)`; `name` is an interned str.
    pub fn get_attr(&mut self, id: ObjId, name: ObjId) -> Res {
        self.get_attr_plain(id, name).inspect_err(|_| self.complete_attribute_error(id, name))
    }
    /// An AttributeError on its way learns whose attribute was wanted, if it does not know yet.
    fn complete_attribute_error(&mut self, id: ObjId, name: ObjId) {
        let Some(raised) = self.state.raised else { return };
        if !self.is_instance(raised, types::ATTRIBUTE_ERROR) {
            return;
        }
        if let [name_place @ None, object_place @ None] = &mut *self.exception_mut(raised).fields {
            (*name_place, *object_place) = (Some(name), Some(id));
            self.incref(name);
            self.incref(id);
        }
    }
    fn get_attr_plain(&mut self, id: ObjId, name: ObjId) -> Res {
        let ty = self.type_of(id);
        let slots = self.type_obj(ty);
        let (getattribute, getattr) = (slots.slot(Slot::Getattribute), slots.slot(Slot::Getattr));
        let Some(getattr) = getattr else {
            return match getattribute {
                Some(method) if method != self.state.generic_getattribute => {
                    self.call_slot(method, id, &[name])
                }
                _ => self.generic_get_attr(id, name),
            };
        };
        // The search may take the method out of its class.
        let held = self.own(getattr);
        let result = self.get_attr_else(id, name, getattribute, getattr);
        self.release(held);
        result
    }
    /// An attribute of an object whose class has `__getattr__`.
    fn get_attr_else(&mut self, id: ObjId, name: ObjId, getattribute: Option<ObjId>, getattr: ObjId) -> Res {
        let failed = match getattribute {
            Some(method) if method != self.state.generic_getattribute => self.call_slot(method, id, &[name]),
            _ => match self.generic_get_optional(id, name) {
                Ok(Some(value)) => Ok(value),
                Ok(None) => return self.call_slot(getattr, id, &[name]),
                Err(e) => Err(e),
            },
        };
        match failed {
            Err(e) => {
                self.swallow(e, types::ATTRIBUTE_ERROR)?;
                self.call_slot(getattr, id, &[name])
            }
            found => found,
        }
    }
    /// `getattr(x, name, None)`: no AttributeError.
    pub fn get_attr_optional(&mut self, id: ObjId, name: ObjId) -> Res<Option<Owned>> {
        let ty = self.type_obj(self.type_of(id));
        let result = if ty.slot(Slot::Getattribute) == Some(self.state.generic_getattribute)
            && ty.slot(Slot::Getattr).is_none()
        {
            self.generic_get_optional(id, name)
        } else {
            self.get_attr_plain(id, name).map(Some)
        };
        match result {
            Ok(found) => Ok(found),
            Err(e) => self.swallow(e, types::ATTRIBUTE_ERROR).map(|()| None),
        }
    }

    /// `object.__getattribute__`
    pub fn generic_get_attr(&mut self, id: ObjId, name: ObjId) -> Res {
        match self.generic_get_optional(id, name)? {
            Some(value) => Ok(value),
            None => Err(self.no_attribute(id, name)),
        }
    }
    /// The same, without an exception where there is no such attribute. Descriptors may still raise.
    fn generic_get_optional(&mut self, id: ObjId, name: ObjId) -> Res<Option<Owned>> {
        let ty = self.type_of(id);
        let descr = self.lookup(ty, name);
        if let Some(descr) = descr
            && self.governs_reading(descr)
        {
            return self.held_descr_get(descr, Some(id), ty).map(Some);
        }
        // Looking into the instance may run code that takes the descriptor out of its class.
        let held = descr.map(|d| self.own(d));
        let result = match (self.instance_attr(id, name), descr) {
            (Ok(Some(value)), _) => Ok(Some(self.own(value))),
            (Ok(None), Some(descr)) => self.descr_get(descr, Some(id), ty).map(Some),
            (Ok(None), None) => Ok(None),
            (Err(e), _) => Err(e),
        };
        self.release_opt(held);
        result
    }
    /// The descriptor is held while it is asked, as CPython holds it.
    pub fn held_descr_get(&mut self, descr: ObjId, this: Option<ObjId>, ty: ObjId) -> Res {
        let held = self.own(descr);
        let result = self.descr_get(descr, this, ty);
        self.release(held);
        result
    }
    /// The attribute in the instance itself, borrowed.
    #[inline]
    pub fn instance_attr(&mut self, id: ObjId, name: ObjId) -> Res<Option<ObjId>> {
        let dict = match self.payload(id) {
            Payload::Module { dict } => Some(*dict),
            payload => match payload.attrs() {
                Some(attrs) if attrs.dict.is_none() => {
                    return Ok(attrs.position(name).map(|i| attrs.inline[i].1));
                }
                Some(attrs) => attrs.dict,
                None => None,
            },
        };
        match dict {
            Some(dict) => self.dict_get_name(dict, name),
            None => Ok(None),
        }
    }
    #[cold]
    pub fn no_attribute(&mut self, id: ObjId, name: ObjId) -> Unwind {
        let attr = self.str_lossy(name).into_owned();
        let message = match self.payload(id) {
            Payload::Type(_) => format!("type object '{}' has no attribute '{attr}'", self.type_name(id)),
            _ => format!("'{}' object has no attribute '{attr}'", self.class_name(id)),
        };
        self.attribute_error(message, id, name)
    }
    #[cold]
    pub fn attribute_error(&mut self, message: String, id: ObjId, name: ObjId) -> Unwind {
        let text = self.new_str(&message);
        let exception = self.new_exception(types::ATTRIBUTE_ERROR, &[text.id()]);
        self.release(text);
        self.incref(id);
        self.incref(name);
        self.exception_mut(exception.id()).fields = Box::new([Some(name), Some(id)]);
        self.raise_owned(exception)
    }

    /// Does the descriptor come before the instance's own attributes?
    pub fn is_data_descriptor(&self, descr: ObjId) -> bool {
        match self.payload(descr) {
            Payload::Function(_) | Payload::BoundMethod { .. } => false,
            Payload::Property(_) | Payload::Member { .. } => true,
            Payload::Descriptor { native, .. } => {
                matches!(self.native(*native).kind, NativeKind::Attribute | NativeKind::Member)
            }
            _ => self.slot_of(descr, Slot::Set).is_some() || self.slot_of(descr, Slot::Delete).is_some(),
        }
    }
    /// One that has a say in what is read: without `__get__` the instance's own attribute comes first.
    pub fn governs_reading(&self, descr: ObjId) -> bool {
        self.is_data_descriptor(descr)
            && (matches!(
                self.payload(descr),
                Payload::Property(_) | Payload::Member { .. } | Payload::Descriptor { .. }
            ) || self.slot_of(descr, Slot::Get).is_some())
    }
    /// What an attribute found on the type becomes when got through `this` (or the type itself).
    pub fn descr_get(&mut self, descr: ObjId, this: Option<ObjId>, ty: ObjId) -> Res {
        match (self.type_of(descr), self.payload(descr).base()) {
            (types::STATICMETHOD, Payload::StaticMethod(inner)) => return Ok(self.own(*inner)),
            // Since 3.13 the wrapped object's own `__get__` is not asked.
            (types::CLASSMETHOD, Payload::ClassMethod(inner)) => return Ok(self.bind_method(*inner, ty)),
            _ => {}
        }
        match *self.payload(descr) {
            Payload::Function(_) => Ok(match this {
                Some(this) => self.bind_method(descr, this),
                None => self.own(descr),
            }),
            Payload::Descriptor { native, owner, .. } => {
                self.native_descr_get(descr, native, owner, this, ty)
            }
            Payload::Member { index, name, owner } => {
                let Some(this) = this else { return Ok(self.own(descr)) };
                if !self.is_instance(this, owner) {
                    let message = format!(
                        "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
                        self.str_lossy(name),
                        self.type_name(owner),
                        self.class_name(this)
                    );
                    return Err(self.type_error(message));
                }
                match self.payload(this).attrs().and_then(|a| a.slots.get(index as usize).copied().flatten())
                {
                    Some(value) => Ok(self.own(value)),
                    None => {
                        let class = self.full_type_name(self.type_of(this));
                        let class = class.strip_prefix("__main__.").unwrap_or(&class);
                        let attr = self.str_lossy(name);
                        let message = format!("'{class}' object has no attribute '{attr}'");
                        Err(self.attribute_error(message, this, name))
                    }
                }
            }
            Payload::Int(_) | Payload::Str(_) | Payload::Tuple(_) | Payload::Plain => Ok(self.own(descr)),
            _ => match self.slot_of(descr, Slot::Get) {
                Some(get) => self.call_slot(get, descr, &[this.unwrap_or(ids::NONE), ty]),
                None => Ok(self.own(descr)),
            },
        }
    }
    fn native_descr_get(
        &mut self,
        descr: ObjId,
        native: NativeRef,
        owner: ObjId,
        this: Option<ObjId>,
        ty: ObjId,
    ) -> Res {
        let def = self.native(native);
        if def.kind == NativeKind::Class {
            self.incref(ty);
            return Ok(self.alloc(types::BUILTIN_FUNCTION, Payload::Native { native, this: Some(ty) }));
        }
        let Some(this) = this else { return Ok(self.own(descr)) };
        if !self.is_instance(this, owner) {
            let message = format!(
                "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
                def.name,
                self.type_name(owner),
                self.class_name(this)
            );
            return Err(self.type_error(message));
        }
        match def.call {
            NativeCall::Attr(get, _) => get(self, this),
            _ => {
                let wrapper = matches!(def.kind, NativeKind::Wrapper | NativeKind::Sequence);
                let kind = if wrapper { types::METHOD_WRAPPER } else { types::BUILTIN_FUNCTION };
                self.incref(this);
                Ok(self.alloc(kind, Payload::Native { native, this: Some(this) }))
            }
        }
    }
    pub fn bind_method(&mut self, func: ObjId, this: ObjId) -> Owned {
        self.incref(func);
        self.incref(this);
        self.alloc(types::METHOD, Payload::BoundMethod { func, this })
    }

    /// `x.name` about to be called: the function and the `self` to call it with (a reference each),
    /// or the attribute alone.
    pub fn load_method(&mut self, id: ObjId, name: ObjId) -> Res<(Owned, Option<Owned>)> {
        let ty = self.type_of(id);
        let t = self.type_obj(ty);
        let generic = t.slot(Slot::Getattribute) == Some(self.state.generic_getattribute);
        if !generic || t.slot(Slot::Getattr).is_some() {
            return Ok((self.get_attr(id, name)?, None));
        }
        if let Some(descr) = self.lookup(ty, name) {
            let method = match self.payload(descr) {
                Payload::Function(_) => true,
                _ if self.type_of(descr) == ids::module_types::LRU_CACHE => true,
                Payload::Descriptor { native, .. } => {
                    matches!(
                        self.native(*native).kind,
                        NativeKind::Method | NativeKind::Wrapper | NativeKind::Sequence
                    )
                }
                _ => false,
            };
            if method {
                let func = self.own(descr);
                return match self.instance_attr(id, name) {
                    Ok(None) => Ok((func, Some(self.own(id)))),
                    Ok(Some(value)) => {
                        let value = self.own(value);
                        self.release(func);
                        Ok((value, None))
                    }
                    Err(e) => {
                        self.release(func);
                        Err(e)
                    }
                };
            }
        }
        Ok((self.get_attr(id, name)?, None))
    }

    /// `type.__getattribute__`
    pub fn type_get_attr(&mut self, ty: ObjId, name: ObjId) -> Res {
        let meta = self.type_of(ty);
        let meta_descr = self.lookup(meta, name);
        if let Some(descr) = meta_descr
            && self.is_data_descriptor(descr)
        {
            return self.held_descr_get(descr, Some(ty), meta);
        }
        if let Some(descr) = self.lookup(ty, name) {
            return self.held_descr_get(descr, None, ty);
        }
        match meta_descr {
            Some(descr) => self.held_descr_get(descr, Some(ty), meta),
            None => Err(self.no_attribute(ty, name)),
        }
    }

    /// `setattr(x, name, value)`, or `delattr` without a value.
    pub fn set_attr(&mut self, id: ObjId, name: ObjId, value: Option<ObjId>) -> Res<()> {
        let ty = self.type_of(id);
        let (slot, generic) = match value {
            Some(_) => (self.type_obj(ty).slot(Slot::Setattr), self.state.generic_setattr),
            None => (self.type_obj(ty).slot(Slot::Delattr), self.state.generic_delattr),
        };
        if slot == Some(generic) || slot.is_none() {
            return self.generic_set_attr(id, name, value);
        }
        let none = match (slot, value) {
            (Some(method), Some(value)) => self.call_slot(method, id, &[name, value])?,
            (Some(method), None) => self.call_slot(method, id, &[name])?,
            (None, _) => return Ok(()),
        };
        self.release(none);
        Ok(())
    }
    /// `object.__setattr__`, `object.__delattr__`
    pub fn generic_set_attr(&mut self, id: ObjId, name: ObjId, value: Option<ObjId>) -> Res<()> {
        let ty = self.type_of(id);
        let descr = self.lookup(ty, name);
        if let Some(descr) = descr
            && self.is_data_descriptor(descr)
        {
            let held = self.own(descr);
            let result = self.descr_set(descr, id, name, value);
            self.release(held);
            return result;
        }
        self.set_instance_attr(id, name, value, descr.is_some())
    }
    /// Stores into (or deletes from) the instance itself.
    pub fn set_instance_attr(
        &mut self,
        id: ObjId,
        name: ObjId,
        value: Option<ObjId>,
        class_has_it: bool,
    ) -> Res<()> {
        let ty = self.type_of(id);
        if let Payload::Module { dict } = *self.payload(id) {
            return self.set_in_dict(dict, id, name, value);
        }
        if !self.type_obj(ty).has_dict || self.payload(id).attrs().is_none() {
            let (name, class) = (self.str_lossy(name).into_owned(), self.class_name(id));
            let message = match (class_has_it, value) {
                // CPython does not say in the exception whose attribute it is.
                (true, _) => {
                    let message = format!("'{class}' object attribute '{name}' is read-only");
                    return Err(self.raise(types::ATTRIBUTE_ERROR, message));
                }
                (false, _) => {
                    format!(
                        "'{class}' object has no attribute '{name}' and no __dict__ for setting new attributes"
                    )
                }
            };
            let name = self.intern(&name);
            return Err(self.attribute_error(message, id, name));
        }
        let attrs = self.payload(id).attrs().expect("checked above");
        if let Some(dict) = attrs.dict {
            return self.set_in_dict(dict, id, name, value);
        }
        let place = attrs.position(name);
        match (place, value) {
            (Some(i), Some(value)) => {
                self.incref(value);
                let slot = &mut self.payload_mut(id).attrs_mut().expect("checked above").inline[i].1;
                let old = std::mem::replace(slot, value);
                self.decref(old);
            }
            (Some(i), None) => {
                let (name, old) = self.payload_mut(id).attrs_mut().expect("checked above").inline.remove(i);
                self.decref_all([old, name]);
            }
            (None, Some(value)) => {
                if !self.shares_name(id, name) {
                    let dict = self.materialize_dict(id);
                    let result = self.set_in_dict(dict.id(), id, name, Some(value));
                    self.release(dict);
                    return result;
                }
                self.incref(value);
                self.incref(name);
                self.payload_mut(id).attrs_mut().expect("checked above").inline.push((name, value));
            }
            // Here CPython's error does not tell the object.
            (None, None) => {
                let attr = self.str_lossy(name).into_owned();
                let message = format!("'{}' object has no attribute '{attr}'", self.class_name(id));
                return Err(self.raise(types::ATTRIBUTE_ERROR, message));
            }
        }
        Ok(())
    }
    /// Does the object keep an attribute of that name in itself? Its class remembers the name then.
    pub(super) fn shares_name(&mut self, id: ObjId, name: ObjId) -> bool {
        let ty = self.type_of(id);
        self.type_obj(ty).inline_values && self.share_name(ty, name)
    }
    /// Is the name, or does it become, one of those that a class keeps for its instances?
    pub(super) fn share_name(&mut self, class: ObjId, name: ObjId) -> bool {
        let keys = &mut self.type_obj_mut(class).shared_keys;
        if keys.position(name).is_some() {
            return true;
        }
        if keys.room == 0 {
            return false;
        }
        keys.room -= 1;
        keys.names.push(name);
        self.incref(name);
        true
    }
    fn set_in_dict(&mut self, dict: ObjId, id: ObjId, name: ObjId, value: Option<ObjId>) -> Res<()> {
        match value {
            Some(value) => self.dict_set_name(dict, name, value),
            None => match self.dict_del(dict, name)? {
                true => Ok(()),
                false => Err(self.no_attribute(id, name)),
            },
        }
    }
    /// The object's `__dict__`, made from its inline attributes when first asked for.
    pub fn materialize_dict(&mut self, id: ObjId) -> Owned {
        if let Payload::Module { dict } = *self.payload(id) {
            return self.own(dict);
        }
        if let Some(dict) = self.payload(id).attrs().and_then(|a| a.dict) {
            return self.own(dict);
        }
        let dict = self.new_dict();
        let inline =
            self.payload_mut(id).attrs_mut().map(|a| std::mem::take(&mut a.inline)).unwrap_or_default();
        for (name, value) in inline {
            self.dict_will_hold(dict.id(), None, value);
            let hash = self.as_str(name).map_or(0, |s| s.hash());
            if let Some(d) = self.as_dict_mut(dict.id()) {
                d.insert_new(hash, name, value);
            }
        }
        let class = self.type_of(id);
        let shares = self.type_obj(class).shared_keys.capacity() > 0;
        if let Some(d) = self.as_dict_mut(dict.id()) {
            d.shared_with = shares.then_some(class);
        }
        if let Some(attrs) = self.payload_mut(id).attrs_mut() {
            attrs.dict = Some(dict.id());
            self.own_also(&dict);
        }
        dict
    }

    pub fn descr_set(&mut self, descr: ObjId, id: ObjId, name: ObjId, value: Option<ObjId>) -> Res<()> {
        match *self.payload(descr) {
            Payload::Descriptor { native, .. } => match self.native(native).call {
                NativeCall::Attr(_, Some(set)) => set(self, id, value),
                _ if self.native(native).kind == NativeKind::Member => {
                    let text = self.new_str("readonly attribute");
                    let unwind = self.raise_with(types::ATTRIBUTE_ERROR, &[text.id()]);
                    self.release(text);
                    Err(unwind)
                }
                _ => {
                    let message = format!(
                        "attribute '{}' of '{}' objects is not writable",
                        self.str_lossy(name),
                        self.class_name(id)
                    );
                    Err(self.raise(types::ATTRIBUTE_ERROR, message))
                }
            },
            Payload::Member { index, name, .. } => {
                self.incref_opt(value);
                let Some(place) =
                    self.payload_mut(id).attrs_mut().and_then(|a| a.slots.get_mut(index as usize))
                else {
                    self.decref_opt(value);
                    return Err(self.no_attribute(id, name));
                };
                let old = std::mem::replace(place, value);
                if old.is_none() && value.is_none() {
                    let text = self.str_lossy(name).into_owned();
                    return Err(self.raise(types::ATTRIBUTE_ERROR, text));
                }
                self.decref_opt(old);
                Ok(())
            }
            _ => {
                let (slot, args): (_, &[ObjId]) = match &value {
                    Some(value) => (Slot::Set, &[id, *value]),
                    None => (Slot::Delete, &[id]),
                };
                match self.slot_of(descr, slot) {
                    Some(method) => {
                        let none = self.call_slot(method, descr, args)?;
                        self.release(none);
                        Ok(())
                    }
                    None => {
                        let what = if value.is_some() { "__set__" } else { "__delete__" };
                        let text = self.new_str(what);
                        let unwind = self.raise_with(types::ATTRIBUTE_ERROR, &[text.id()]);
                        self.release(text);
                        Err(unwind)
                    }
                }
            }
        }
    }

    /// `type.__setattr__`: stores into a Python class.
    pub fn type_set_attr(&mut self, ty: ObjId, name: ObjId, value: Option<ObjId>) -> Res<()> {
        if !self.type_obj(ty).heap {
            let message = format!(
                "cannot set '{}' attribute of immutable type '{}'",
                self.str_lossy(name),
                self.type_name(ty)
            );
            return Err(self.type_error(message));
        }
        let meta = self.type_of(ty);
        if let Some(descr) = self.lookup(meta, name)
            && self.is_data_descriptor(descr)
        {
            return self.descr_set(descr, ty, name, value);
        }
        let dict = self.type_obj(ty).dict;
        // A finaliser of what was there must not find it in a cache.
        let old = self.namespace_get(dict, name).map(|old| self.own(old));
        let done = match value {
            Some(value) => self.dict_set_name(dict, name, value).map(|()| true),
            None => self.dict_del(dict, name),
        };
        if matches!(done, Ok(true)) {
            self.type_attribute_modified(ty, name);
        }
        self.release_opt(old);
        if done? { Ok(()) } else { Err(self.no_attribute(ty, name)) }
    }

    /// The attribute by its text.
    pub fn get_attr_str(&mut self, id: ObjId, name: &str) -> Res {
        let name = self.intern(name);
        self.get_attr(id, name)
    }
    /// The object's class as `__class__` shows it; borrowed.
    pub fn qualified_name(&mut self, ty: ObjId) -> String {
        let qualname = self.str_lossy(self.type_obj(ty).qualname).into_owned();
        match self.namespace_get(self.type_obj(ty).dict, names::MODULE).and_then(|m| self.as_str(m)) {
            Some(module) if module.to_lossy() != "builtins" => format!("{}.{qualname}", module.to_lossy()),
            _ => qualname,
        }
    }
}

/// Entries of the method cache, a power of two.
pub(super) const METHOD_CACHE: usize = 4096;

/// What a type's look-up of a name gave; `value` 0: nothing.
#[derive(Clone, Copy, Default, Debug)]
pub struct CacheEntry {
    version: u32,
    name: u32,
    value: u32,
}

impl CacheEntry {
    #[inline]
    fn place(version: u32, name: ObjId) -> usize {
        (version.wrapping_mul(0x9E37_79B9) ^ name.number()) as usize & (METHOD_CACHE - 1)
    }
}
