//! What objects can be asked: text, hash, truth, length, items, iteration.

use super::{Res, Vm, simple};
use crate::heap::{ObjId, Owned, tokens};
use crate::object::ids::{self, names, types};
use crate::object::iterator::Iter;
use crate::object::typ::Slot;
use crate::object::{Payload, string};

impl Vm {
    /// The type's special method, borrowed.
    #[inline(always)]
    pub fn slot_of(&self, id: ObjId, slot: Slot) -> Option<ObjId> {
        self.type_obj(self.type_of(id)).slot(slot)
    }
    /// Calls a special method of the object's type, if it has it. One that is None blocks what it would
    /// be asked for: calling it fails. (Only `__hash__` says by None that there is none.)
    pub fn call_special(&mut self, id: ObjId, slot: Slot, args: &[ObjId]) -> Option<Res> {
        let method = self.slot_of(id, slot).filter(|&m| m != ids::NONE || slot != Slot::Hash)?;
        Some(self.call_slot(method, id, args))
    }

    /// `repr(x)`, a str.
    pub fn repr(&mut self, id: ObjId) -> Res {
        self.text_of(id, Slot::Repr)
    }
    /// `str(x)`
    pub fn str_of(&mut self, id: ObjId) -> Res {
        if self.type_of(id) == types::STR {
            return Ok(self.own(id));
        }
        self.text_of(id, Slot::Str)
    }
    fn text_of(&mut self, id: ObjId, slot: Slot) -> Res {
        if self.state.native_depth >= super::call::NATIVE_LIMIT {
            let what = if slot == Slot::Repr { "repr" } else { "str" };
            return Err(self.recursion_error(&format!(" while getting the {what} of an object")));
        }
        let text = match self.call_special(id, slot, &[]) {
            Some(text) => text?,
            None => {
                return Err(self.type_error(format!(
                    "'{}' object has no {}",
                    self.class_name(id),
                    slot.name()
                )));
            }
        };
        if self.as_str(text.id()).is_some() {
            return Ok(text);
        }
        let message = format!("{} returned non-string (type {})", slot.name(), self.class_name(text.id()));
        self.release(text);
        Err(self.type_error(message))
    }
    /// `repr(x)` as Rust text.
    pub fn repr_text(&mut self, id: ObjId) -> Res<String> {
        let repr = self.repr(id)?;
        let text = self.str_lossy(repr.id()).into_owned();
        self.release(repr);
        Ok(text)
    }
    /// `str(x)` as Rust text.
    pub fn str_text(&mut self, id: ObjId) -> Res<String> {
        let str = self.str_of(id)?;
        let text = self.str_lossy(str.id()).into_owned();
        self.release(str);
        Ok(text)
    }
    /// `format(x, spec)`
    pub fn format(&mut self, id: ObjId, spec: ObjId) -> Res {
        if self.type_of(id) == types::STR && self.as_str(spec).is_some_and(|s| s.is_empty()) {
            return Ok(self.own(id));
        }
        let Some(method) = self.lookup_special(id, names::FORMAT) else {
            return Err(self.type_error(format!("Type {} doesn't define __format__", self.class_name(id))));
        };
        let text = self.call_bound(method, id, &[spec])?;
        if self.as_str(text.id()).is_some() {
            return Ok(text);
        }
        let message = format!("__format__ must return a str, not {}", self.class_name(text.id()));
        self.release(text);
        Err(self.type_error(message))
    }

    /// `hash(x)`
    #[inline]
    pub fn hash(&mut self, id: ObjId) -> Res<i64> {
        match simple::hash(&self.state.heap, id) {
            Some(hash) => Ok(hash),
            None => self.hash_slow(id),
        }
    }
    fn hash_slow(&mut self, id: ObjId) -> Res<i64> {
        if self.type_of(id) == types::BYTES {
            return Ok(self.as_bytes(id).map_or(0, string::hash_bytes));
        }
        let value = match self.call_special(id, Slot::Hash, &[]) {
            Some(value) => value?,
            None => return Err(self.type_error(format!("unhashable type: '{}'", self.class_name(id)))),
        };
        let hash = match self.payload(value.id()).base() {
            Payload::Int(i) => Some(*i),
            Payload::BigInt(b) => Some(super::hash_bigint(b)),
            _ => None,
        };
        self.release(value);
        match hash {
            Some(-1) => Ok(-2),
            Some(hash) => Ok(hash),
            None => Err(self.type_error("__hash__ method should return an integer")),
        }
    }
    /// The hash of identity, as `object.__hash__` gives it.
    pub fn identity_hash(&self, id: ObjId) -> i64 {
        (self.address(id) >> 4) as i64
    }
    /// What `id(x)` shows.
    pub fn address(&self, id: ObjId) -> u64 {
        0x7F00_0000_0000 + id.number() as u64 * 16
    }

    /// `bool(x)`
    #[inline]
    pub fn truth(&mut self, id: ObjId) -> Res<bool> {
        match id {
            ids::TRUE => return Ok(true),
            ids::FALSE | ids::NONE => return Ok(false),
            _ => {}
        }
        match self.payload(id) {
            Payload::Int(i) => return Ok(*i != 0),
            Payload::BigInt(_) => return Ok(true),
            Payload::Float(f) => return Ok(*f != 0.0),
            Payload::Str(s) => return Ok(!s.is_empty()),
            Payload::List(l) => return Ok(!l.is_empty()),
            Payload::Tuple(t) => return Ok(!t.is_empty()),
            Payload::Dict(d) => return Ok(!d.is_empty()),
            Payload::Set(s) => return Ok(!s.is_empty()),
            _ => {}
        }
        if let Some(result) = self.call_special(id, Slot::Bool, &[]) {
            let value = result?;
            if value.id() == ids::TRUE || value.id() == ids::FALSE {
                return Ok(value.into_id() == ids::TRUE);
            }
            let message = format!("__bool__ should return bool, returned {}", self.class_name(value.id()));
            self.release(value);
            return Err(self.type_error(message));
        }
        match self.slot_of(id, Slot::Len) {
            Some(_) => Ok(self.len(id)? != 0),
            None => Ok(true),
        }
    }

    /// `len(x)`
    pub fn len(&mut self, id: ObjId) -> Res<usize> {
        match self.payload(id) {
            Payload::Str(s) => return Ok(s.len()),
            Payload::List(l) => return Ok(l.len()),
            Payload::Tuple(t) => return Ok(t.len()),
            Payload::Dict(d) => return Ok(d.len()),
            Payload::Set(s) => return Ok(s.len()),
            Payload::Bytes(b) => return Ok(b.len()),
            _ => {}
        }
        let value = match self.call_special(id, Slot::Len, &[]) {
            Some(value) => value?,
            None => {
                return Err(self.type_error(format!("object of type '{}' has no len()", self.class_name(id))));
            }
        };
        let int = self.index(value.id());
        self.release(value);
        let int = int?;
        let negative = match self.payload(int.id()).base() {
            Payload::BigInt(i) => i.sign() == num_bigint::Sign::Minus,
            _ => self.as_i64(int.id()).is_some_and(|i| i < 0),
        };
        let length = if negative { Ok(0) } else { self.as_index(int.id()) };
        self.release(int);
        match length {
            _ if negative => Err(self.value_error("__len__() should return >= 0")),
            length => length.map(|n| n as usize),
        }
    }

    /// The value of an object that is an int or has `__index__`, as a new reference to an int.
    pub fn index(&mut self, id: ObjId) -> Res {
        if self.is_int(id) {
            return Ok(self.own(id));
        }
        let value = match self.call_special(id, Slot::Index, &[]) {
            Some(value) => value?,
            None => {
                let message = format!("'{}' object cannot be interpreted as an integer", self.class_name(id));
                return Err(self.type_error(message));
            }
        };
        if self.type_of(value.id()) == types::INT {
            return Ok(value);
        }
        if self.is_int(value.id()) {
            let message = format!(
                "__index__ returned non-int (type {}).  The ability to return an instance of a strict subclass of int is deprecated, and may be removed in a future version of Python.",
                self.class_name(value.id())
            );
            return match self.warn(types::DEPRECATION_WARNING, &message) {
                Ok(()) => Ok(value),
                Err(e) => {
                    self.release(value);
                    Err(e)
                }
            };
        }
        let message = format!("__index__ returned non-int (type {})", self.class_name(value.id()));
        self.release(value);
        Err(self.type_error(message))
    }
    /// The same as a machine word; OverflowError if it does not fit.
    pub fn as_index(&mut self, id: ObjId) -> Res<i64> {
        if let Some(i) = self.as_i64(id) {
            return Ok(i);
        }
        let int = self.index(id)?;
        let value = self.as_i64(int.id());
        self.release(int);
        value.ok_or_else(|| {
            let message = format!("cannot fit '{}' into an index-sized integer", self.class_name(id));
            self.raise(types::OVERFLOW_ERROR, message)
        })
    }

    /// An argument that C code takes as a size: `as_index` with other words.
    pub fn size_argument(&mut self, id: ObjId) -> Res<i64> {
        let int = self.index(id)?;
        let value = self.as_i64(int.id());
        self.release(int);
        value.ok_or_else(|| self.overflow_error("Python int too large to convert to C ssize_t"))
    }

    /// `x[key]`
    pub fn get_item(&mut self, id: ObjId, key: ObjId) -> Res {
        if let Some(result) = self.call_special(id, Slot::Getitem, &[key]) {
            return result;
        }
        if self.is_type(id) {
            if id == types::TYPE {
                return self.generic_alias(id, key);
            }
            if let Some(method) = self.get_attr_optional(id, names::CLASS_GETITEM)? {
                let result = self.call(method.id(), &[key]);
                self.release(method);
                return result;
            }
            let message = format!("type '{}' is not subscriptable", self.type_name(id));
            return Err(self.type_error(message));
        }
        let message = format!("'{}' object is not subscriptable", self.class_name(id));
        Err(self.type_error(message))
    }
    /// `list[int]`
    pub fn generic_alias(&mut self, origin: ObjId, args: ObjId) -> Res {
        let args = if self.type_of(args) == types::TUPLE { self.own(args) } else { self.tuple_of(&[args]) };
        self.incref(origin);
        Ok(self.alloc(
            types::GENERIC_ALIAS,
            Payload::GenericAlias { origin, args: args.into_id(), starred: false },
        ))
    }
    /// `x[key] = value`
    pub fn set_item(&mut self, id: ObjId, key: ObjId, value: ObjId) -> Res<()> {
        if self.type_of(id) == types::DICT {
            return self.dict_set(id, key, value);
        }
        match self.call_special(id, Slot::Setitem, &[key, value]) {
            Some(result) => {
                let none = result?;
                self.release(none);
                Ok(())
            }
            None => {
                let message = format!("'{}' object does not support item assignment", self.class_name(id));
                Err(self.type_error(message))
            }
        }
    }
    /// `del x[key]`
    pub fn del_item(&mut self, id: ObjId, key: ObjId) -> Res<()> {
        match self.call_special(id, Slot::Delitem, &[key]) {
            Some(result) => {
                let none = result?;
                self.release(none);
                Ok(())
            }
            None => {
                let ty = self.type_obj(self.type_of(id));
                let sequence = ty.heap
                    || [Slot::Len, Slot::Contains, Slot::Getitem].iter().any(|&s| ty.slot(s).is_some());
                let not = if sequence && self.has_index(key) { "doesn't" } else { "does not" };
                let message = format!("'{}' object {not} support item deletion", self.class_name(id));
                Err(self.type_error(message))
            }
        }
    }
    /// `item in x`
    pub fn contains(&mut self, id: ObjId, item: ObjId) -> Res<bool> {
        match self.slot_of(id, Slot::Contains) {
            Some(ids::NONE) => {
                let message = format!("'{}' object is not a container", self.class_name(id));
                return Err(self.type_error(message));
            }
            Some(method) => {
                let value = self.call_slot(method, id, &[item])?;
                let result = self.truth(value.id());
                self.release(value);
                return result;
            }
            None => {}
        }
        if self.slot_of(id, Slot::Iter).is_none() && self.slot_of(id, Slot::Getitem).is_none() {
            let message = format!("argument of type '{}' is not iterable", self.class_name(id));
            return Err(self.type_error(message));
        }
        let iter = self.iter(id)?;
        let mut round = 0;
        let result = loop {
            round += 1;
            if let Err(e) = self.poll_round(round) {
                break Err(e);
            }
            match self.next(iter.id()) {
                Ok(Some(value)) => {
                    let same = if value.id() == item { Ok(true) } else { self.equal(value.id(), item) };
                    self.release(value);
                    match same {
                        Ok(false) => {}
                        other => break other,
                    }
                }
                Ok(None) => break Ok(false),
                Err(e) => break Err(e),
            }
        };
        self.release(iter);
        result
    }

    /// `iter(x)`
    pub fn iter(&mut self, id: ObjId) -> Res {
        match self.slot_of(id, Slot::Iter) {
            Some(ids::NONE) => {}
            Some(method) => {
                let iter = self.call_slot(method, id, &[])?;
                if self.slot_of(iter.id(), Slot::Next).is_some() {
                    return Ok(iter);
                }
                let message =
                    format!("iter() returned non-iterator of type '{}'", self.class_name(iter.id()));
                self.release(iter);
                return Err(self.type_error(message));
            }
            None if self.slot_of(id, Slot::Getitem).is_some() && self.as_dict(id).is_none() => {
                self.incref(id);
                let iter = Iter::Sequence { seq: Some(id), index: 0 };
                return Ok(self.alloc(types::SEQUENCE_ITERATOR, Payload::Iter(Box::new(iter))));
            }
            None => {}
        }
        let message = format!("'{}' object is not iterable", self.class_name(id));
        Err(self.type_error(message))
    }
    /// `next(iterator)`; `None` at the end (StopIteration is swallowed).
    pub fn next(&mut self, iter: ObjId) -> Res<Option<Owned>> {
        if let Payload::Iter(_) = self.payload(iter) {
            return self.advance(iter);
        }
        if let Payload::Generator(_) = self.payload(iter) {
            return self.resume_generator(iter, None);
        }
        match self.call_special(iter, Slot::Next, &[]) {
            Some(result) => self.optional(result, types::STOP_ITERATION),
            None => {
                let message = format!("'{}' object is not an iterator", self.class_name(iter));
                Err(self.type_error(message))
            }
        }
    }
    /// Everything that an iterable yields; the references are the caller's.
    pub fn collect(&mut self, iterable: ObjId) -> Res<Vec<ObjId>> {
        let ty = self.type_of(iterable);
        if ty == types::LIST || ty == types::TUPLE {
            let items = match self.payload(iterable) {
                Payload::List(items) => items.to_vec(),
                Payload::Tuple(items) => items.to_vec(),
                _ => Vec::new(),
            };
            items.iter().for_each(|&i| self.incref(i));
            return Ok(items);
        }
        let iter = self.iter(iterable)?;
        let mut items = Vec::new();
        let result = self.collect_into(&mut items, iterable, iter.id());
        self.release(iter);
        tokens::let_go(items.iter().copied());
        match result {
            Ok(()) => Ok(items),
            Err(e) => {
                self.decref_all(items);
                Err(e)
            }
        }
    }
    /// As [`Vm::collect`], where CPython makes the iterator before anything else
    /// (`PySequence_Fast`), and asks that for its length.
    pub fn fast_items(&mut self, iterable: ObjId) -> Res<Vec<ObjId>> {
        if matches!(self.type_of(iterable), types::LIST | types::TUPLE) {
            return self.collect(iterable);
        }
        let iter = self.iter(iterable)?;
        let items = self.collect(iter.id());
        self.release(iter);
        items
    }
    fn collect_into(&mut self, items: &mut Vec<ObjId>, iterable: ObjId, iter: ObjId) -> Res<()> {
        // CPython asks for the length beforehand, which a program can see in classes of its own.
        let asks = match self.payload(iterable) {
            Payload::Instance(_) | Payload::Derived(_) => true,
            Payload::Iter(it) => matches!(**it, Iter::Sequence { .. } | Iter::Reversed { .. }),
            _ => false,
        };
        if asks {
            self.length_hint(iterable)?;
        }
        while let Some(item) = self.next(iter)? {
            items.push(item.into_id());
            tokens::hold(items.last().copied());
            if items.len() > MAX_ITEMS {
                return Err(self.memory_error());
            }
            if items.len() >= 1 << 12 && items.len().is_power_of_two() {
                self.account(size_of_val(&items[..]));
            }
            self.poll_round(items.len())?;
        }
        Ok(())
    }
}

/// No container may hold more items than this: MemoryError instead.
pub const MAX_ITEMS: usize = 1 << 28;
