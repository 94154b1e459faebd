//! Pattern matching.

use crate::heap::{ObjId, Owned, tokens};
use crate::object::Payload;
use crate::object::ids::{Layout, names, types};
use crate::object::typ::Collection;
use crate::vm::{Res, Vm};

impl Vm {
    /// What `match` takes instances of that class for.
    pub fn collection_of(&self, class: ObjId) -> Option<Collection> {
        self.tuple_items(self.type_obj(class).mro).iter().find_map(|&t| self.type_obj(t).collection)
    }
    /// Is the subject a mapping, or a sequence, to `match`?
    pub(in crate::vm) fn op_match_kind(&mut self, mapping: bool) {
        let wanted = if mapping { Collection::Mapping } else { Collection::Sequence };
        let found = self.collection_of(self.type_of(self.peek(0))) == Some(wanted);
        let result = self.new_bool(found);
        self.push(result);
    }

    pub(in crate::vm) fn op_match_keys(&mut self) -> Res<()> {
        let (keys, subject) = (self.peek(0), self.peek(1));
        let keys = self.tuple_items(keys).to_vec();
        let mut values = Vec::new();
        for (i, &key) in keys.iter().enumerate() {
            let mut duplicate = false;
            for &other in &keys[..i] {
                match self.equal(other, key) {
                    Ok(equal) => duplicate |= equal,
                    Err(e) => {
                        self.release_all(values);
                        return Err(e);
                    }
                }
            }
            if duplicate {
                self.release_all(values);
                let message = format!("mapping pattern checks duplicate key ({})", self.repr_text(key)?);
                return Err(self.value_error(message));
            }
            match self.mapping_value(subject, key) {
                Ok(Some(value)) => values.push(value),
                Ok(None) => {
                    self.release_all(values);
                    let none = self.none();
                    self.push(none);
                    return Ok(());
                }
                Err(e) => {
                    self.release_all(values);
                    return Err(e);
                }
            }
        }
        let tuple = self.pack(values);
        self.push(tuple);
        Ok(())
    }
    /// `subject.get(key, missing)`
    fn mapping_value(&mut self, subject: ObjId, key: ObjId) -> Res<Option<Owned>> {
        if self.type_of(subject) == types::DICT {
            return Ok(self.dict_get(subject, key)?.map(|v| self.own(v)));
        }
        let missing = self.alloc(types::OBJECT, Payload::Plain);
        let get = self.get_attr(subject, names::GET);
        let result = get.and_then(|get| {
            let result = self.call(get.id(), &[key, missing.id()]);
            self.release(get);
            result
        });
        let value = match result {
            Ok(value) if value.id() == missing.id() => {
                self.release(value);
                Ok(None)
            }
            Ok(value) => Ok(Some(value)),
            Err(e) => Err(e),
        };
        self.release(missing);
        value
    }

    pub(in crate::vm) fn op_match_class(&mut self, positional: usize) -> Res<()> {
        let keywords = self.pop();
        let class = self.pop();
        let subject = self.pop();
        let names = self.tuple_items(keywords.id()).to_vec();
        let result = self.match_class(subject.id(), class.id(), positional, &names);
        self.release(subject);
        self.release(class);
        self.release(keywords);
        let value = match result? {
            Some(values) => self.new_tuple(values),
            None => self.none(),
        };
        self.push(value);
        Ok(())
    }
    /// The attributes that the pattern's sub-patterns look at; `None` if it does not match.
    fn match_class(
        &mut self,
        subject: ObjId,
        class: ObjId,
        positional: usize,
        keywords: &[ObjId],
    ) -> Res<Option<Vec<ObjId>>> {
        if !self.is_type(class) {
            return Err(self.type_error("called match pattern must be a class"));
        }
        if !self.isinstance(subject, class)? {
            return Ok(None);
        }
        let mut attrs = Vec::new();
        let mut seen: Vec<ObjId> = Vec::new();
        let result = self.match_attributes(subject, class, positional, keywords, &mut attrs, &mut seen);
        tokens::let_go(attrs.iter().copied());
        match result {
            Ok(true) => Ok(Some(attrs)),
            Ok(false) => {
                self.release_many(attrs);
                Ok(None)
            }
            Err(e) => {
                self.release_many(attrs);
                Err(e)
            }
        }
    }
    fn match_attributes(
        &mut self,
        subject: ObjId,
        class: ObjId,
        positional: usize,
        keywords: &[ObjId],
        attrs: &mut Vec<ObjId>,
        seen: &mut Vec<ObjId>,
    ) -> Res<bool> {
        if positional > 0 {
            let match_args = self.get_attr_optional(class, names::MATCH_ARGS)?;
            let (order, match_self) = match match_args {
                Some(tuple) if self.type_of(tuple.id()) == types::TUPLE => {
                    let items = self.tuple_items(tuple.id()).to_vec();
                    self.release(tuple);
                    (items, false)
                }
                Some(other) => {
                    let message = format!(
                        "{}.__match_args__ must be a tuple (got {})",
                        self.type_name(class),
                        self.class_name(other.id())
                    );
                    self.release(other);
                    return Err(self.type_error(message));
                }
                None => (Vec::new(), self.matches_itself(class)),
            };
            let allowed = if match_self { 1 } else { order.len() };
            if positional > allowed {
                let plural = if allowed == 1 { "" } else { "s" };
                let message = format!(
                    "{}() accepts {allowed} positional sub-pattern{plural} ({positional} given)",
                    self.type_name(class)
                );
                return Err(self.type_error(message));
            }
            if match_self {
                self.incref(subject);
                tokens::hold([subject]);
                attrs.push(subject);
            } else {
                for &name in &order[..positional] {
                    if self.as_str(name).is_none() {
                        let message = format!(
                            "__match_args__ elements must be strings (got {})",
                            self.class_name(name)
                        );
                        return Err(self.type_error(message));
                    }
                    if !self.match_attribute(subject, class, name, attrs, seen)? {
                        return Ok(false);
                    }
                }
            }
        }
        for &name in keywords {
            if !self.match_attribute(subject, class, name, attrs, seen)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
    fn match_attribute(
        &mut self,
        subject: ObjId,
        class: ObjId,
        name: ObjId,
        attrs: &mut Vec<ObjId>,
        seen: &mut Vec<ObjId>,
    ) -> Res<bool> {
        if seen.iter().any(|&s| self.str_lossy(s) == self.str_lossy(name)) {
            let message = format!(
                "{}() got multiple sub-patterns for attribute {}",
                self.type_name(class),
                self.repr_text(name)?
            );
            return Err(self.type_error(message));
        }
        seen.push(name);
        match self.get_attr_optional(subject, name)? {
            Some(value) => {
                tokens::hold([value.id()]);
                attrs.push(value.into_id());
                Ok(true)
            }
            None => Ok(false),
        }
    }
    /// Does a class pattern with one positional sub-pattern match the subject itself (`int(x)`)?
    fn matches_itself(&self, class: ObjId) -> bool {
        let layout = self.type_obj(class).layout;
        matches!(
            layout,
            Layout::Int
                | Layout::Float
                | Layout::Str
                | Layout::Bytes
                | Layout::ByteArray
                | Layout::Tuple
                | Layout::List
                | Layout::Dict
                | Layout::Set
        ) || class == types::BOOL
    }
}
