//! `isinstance` and `issubclass`.

use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{names, types};
use crate::vm::{Res, Vm};

const INSTANCE_ARG: &str = "isinstance() arg 2 must be a type, a tuple of types, or a union";
const SUBCLASS_ARG: &str = "issubclass() arg 2 must be a class, a tuple of classes, or a union";
/// Nesting of tuples of classes.
const MAX_DEPTH: u32 = 900;

impl Vm {
    /// `isinstance(x, class)`, with tuples, unions and `__instancecheck__`.
    pub fn isinstance(&mut self, id: ObjId, class: ObjId) -> Res<bool> {
        self.isinstance_at(id, class, 0)
    }
    fn isinstance_at(&mut self, id: ObjId, class: ObjId, depth: u32) -> Res<bool> {
        if self.type_of(id) == class {
            return Ok(true);
        }
        if self.type_of(class) == types::TYPE {
            return self.plain_isinstance(id, class);
        }
        if let Some(list) = self.class_list(class) {
            if depth > MAX_DEPTH {
                return Err(self.recursion_error(" in __instancecheck__"));
            }
            for one in list {
                if self.isinstance_at(id, one, depth + 1)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        match self.lookup_special(class, names::INSTANCECHECK) {
            Some(method) => self.ask_class(method, class, id),
            None => self.plain_isinstance(id, class),
        }
    }
    /// The classes in a tuple or a union.
    fn class_list(&self, class: ObjId) -> Option<Vec<ObjId>> {
        match self.payload(class) {
            Payload::Union(args) => Some(self.tuple_items(*args).to_vec()),
            _ => self.as_tuple(class).map(<[ObjId]>::to_vec),
        }
    }
    fn ask_class(&mut self, method: ObjId, class: ObjId, arg: ObjId) -> Res<bool> {
        let answer = self.call_bound(method, class, &[arg])?;
        let truth = self.truth(answer.id());
        self.release(answer);
        truth
    }
    /// `type.__instancecheck__`: by type, then by `__class__`.
    pub fn plain_isinstance(&mut self, id: ObjId, class: ObjId) -> Res<bool> {
        if self.is_type(class) {
            if self.is_instance(id, class) {
                return Ok(true);
            }
            if self.type_obj(self.type_of(id)).heap || matches!(self.payload(id), Payload::WeakRef { .. }) {
                let Some(shown) = self.get_attr_optional(id, names::CLASS)? else { return Ok(false) };
                let yes = shown.id() != self.type_of(id)
                    && self.is_type(shown.id())
                    && self.is_subtype(shown.id(), class);
                self.release(shown);
                return Ok(yes);
            }
            return Ok(false);
        }
        self.check_class(class, INSTANCE_ARG)?;
        let Some(shown) = self.get_attr_optional(id, names::CLASS)? else { return Ok(false) };
        let result = self.abstract_issubclass(shown.id(), class, 0);
        self.release(shown);
        result
    }

    /// `issubclass(sub, class)`, with tuples, unions and `__subclasscheck__`.
    pub fn issubclass(&mut self, sub: ObjId, class: ObjId) -> Res<bool> {
        self.issubclass_at(sub, class, 0)
    }
    fn issubclass_at(&mut self, sub: ObjId, class: ObjId, depth: u32) -> Res<bool> {
        if self.type_of(class) == types::TYPE {
            return if sub == class { Ok(true) } else { self.plain_issubclass(sub, class) };
        }
        if let Some(list) = self.class_list(class) {
            if depth > MAX_DEPTH {
                return Err(self.recursion_error(" in __subclasscheck__"));
            }
            for one in list {
                if self.issubclass_at(sub, one, depth + 1)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        match self.lookup_special(class, names::SUBCLASSCHECK) {
            Some(method) => self.ask_class(method, class, sub),
            None => self.plain_issubclass(sub, class),
        }
    }
    /// `type.__subclasscheck__`
    pub fn plain_issubclass(&mut self, sub: ObjId, class: ObjId) -> Res<bool> {
        if self.is_type(sub) && self.is_type(class) {
            return Ok(self.is_subtype(sub, class));
        }
        self.check_class(sub, "issubclass() arg 1 must be a class")?;
        self.check_class(class, SUBCLASS_ARG)?;
        self.abstract_issubclass(sub, class, 0)
    }

    /// The `__bases__` tuple of something that acts as a class; the items are held.
    fn bases_of(&mut self, class: ObjId) -> Res<Option<Vec<ObjId>>> {
        let Some(bases) = self.get_attr_optional(class, names::BASES)? else { return Ok(None) };
        let items = self.as_tuple(bases.id()).map(<[ObjId]>::to_vec);
        items.iter().flatten().for_each(|&i| self.incref(i));
        self.release(bases);
        Ok(items)
    }
    fn check_class(&mut self, class: ObjId, message: &str) -> Res<()> {
        match self.bases_of(class)? {
            Some(items) => {
                self.decref_all(items);
                Ok(())
            }
            None => Err(self.type_error(message)),
        }
    }
    fn abstract_issubclass(&mut self, sub: ObjId, class: ObjId, depth: u32) -> Res<bool> {
        if sub == class {
            return Ok(true);
        }
        if depth > MAX_DEPTH {
            return Err(self.recursion_error(" in __issubclass__"));
        }
        let Some(items) = self.bases_of(sub)? else { return Ok(false) };
        let mut result = Ok(false);
        for &base in &items {
            result = self.abstract_issubclass(base, class, depth + 1);
            if !matches!(result, Ok(false)) {
                break;
            }
        }
        self.decref_all(items);
        result
    }
}
