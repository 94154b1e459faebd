//! Making and reading objects of the built-in types.

use super::Vm;
use crate::constant::{Constant, Text};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::object::{Attrs, Derived, Dict, Items, NativeData, Payload, Set, Str, TypeObj};
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use std::borrow::Cow;
use std::sync::Arc;

impl Vm {
    #[inline]
    pub fn new_int(&mut self, value: i64) -> Owned {
        if ids::SMALL_INTS.contains(&value) {
            return Owned::new(ids::small_int(value));
        }
        Owned::new(self.state.heap.alloc_plain(types::INT, || Payload::Int(value)))
    }
    pub fn new_bigint(&mut self, value: BigInt) -> Owned {
        match value.to_i64() {
            Some(small) => self.new_int(small),
            None => {
                self.account(value.bits() as usize / 8);
                self.state.heap.alloc(types::INT, Payload::BigInt(Arc::new(value)))
            }
        }
    }
    #[inline]
    pub fn new_float(&mut self, value: f64) -> Owned {
        Owned::new(self.state.heap.alloc_plain(types::FLOAT, || Payload::Float(value)))
    }
    pub fn new_complex(&mut self, re: f64, im: f64) -> Owned {
        self.alloc(types::COMPLEX, Payload::Complex(Box::new((re, im))))
    }
    /// Tells the heap of bytes beside a slot.
    #[inline]
    pub fn account(&mut self, bytes: usize) {
        self.state.heap.account(bytes);
    }
    pub fn new_str(&mut self, text: &str) -> Owned {
        self.new_string(Str::from(text))
    }
    /// A string object of its own even where it is a single character: an int's text is one.
    pub fn new_own_str(&mut self, text: &str) -> Owned {
        self.state.heap.alloc(types::STR, Payload::Str(Arc::new(Str::from(text))))
    }
    /// Strings of no or one Latin-1 character exist once.
    pub fn new_string(&mut self, string: Str) -> Owned {
        match string.len() {
            0 => return Owned::new(ids::EMPTY_STR),
            1 if string.at(0) < 256 => return Owned::new(ids::latin1_char(string.at(0) as u8)),
            _ => {}
        }
        self.account(string.byte_len());
        self.state.heap.alloc(types::STR, Payload::Str(Arc::new(string)))
    }
    /// The string of one character.
    pub fn new_character(&mut self, point: u32) -> Owned {
        match u8::try_from(point) {
            Ok(latin1) => Owned::new(ids::latin1_char(latin1)),
            Err(_) => self.new_string(Str::from_points(&[point])),
        }
    }
    pub fn new_bytes(&mut self, bytes: &[u8]) -> Owned {
        match bytes {
            [] => Owned::new(ids::EMPTY_BYTES),
            [b] => Owned::new(ids::single_byte(*b)),
            _ => {
                self.account(bytes.len());
                self.state.heap.alloc(types::BYTES, Payload::Bytes(bytes.into()))
            }
        }
    }
    /// The references in `items` become the tuple's.
    pub fn new_tuple(&mut self, items: Vec<ObjId>) -> Owned {
        if items.is_empty() {
            return Owned::new(ids::EMPTY_TUPLE);
        }
        self.account(size_of_val(&items[..]));
        self.alloc(types::TUPLE, Payload::Tuple(items.into()))
    }
    /// A tuple of borrowed objects.
    pub fn tuple_of(&mut self, items: &[ObjId]) -> Owned {
        items.iter().for_each(|&i| self.incref(i));
        self.new_tuple(items.to_vec())
    }
    /// The references in `items` become the list's.
    pub fn new_list(&mut self, items: Vec<ObjId>) -> Owned {
        self.account(size_of_val(&items[..]));
        self.alloc(types::LIST, Payload::List(items.into()))
    }
    /// A list with the room that it has.
    pub fn new_list_of(&mut self, items: Items) -> Owned {
        self.account(size_of_val(&items[..]));
        self.alloc(types::LIST, Payload::List(items))
    }
    pub fn new_dict(&mut self) -> Owned {
        self.alloc(types::DICT, Payload::Dict(Box::default()))
    }
    pub fn new_set(&mut self) -> Owned {
        self.alloc(types::SET, Payload::Set(Box::default()))
    }
    /// An instance of `class`, which is the built-in type `exact` or derived from it.
    pub fn new_instance_of(&mut self, class: ObjId, exact: ObjId, payload: Payload) -> Owned {
        if class == exact {
            return self.alloc(class, payload);
        }
        let slots = self.type_obj(class).slot_count as usize;
        let derived = Derived { base: payload, attrs: Attrs::with_slots(slots), order: None };
        self.alloc(class, Payload::Derived(Box::new(derived)))
    }
    pub fn none(&self) -> Owned {
        Owned::new(ids::NONE)
    }
    pub fn new_bool(&self, value: bool) -> Owned {
        Owned::new(ids::bool(value))
    }
    pub fn not_implemented(&self) -> Owned {
        Owned::new(ids::NOT_IMPLEMENTED)
    }

    /// The one string object of that text that names are compared by, for names that the machine
    /// itself uses: borrowed, and made immortal if it did not exist.
    pub fn intern(&mut self, text: &str) -> ObjId {
        let text = Text::from(text);
        match self.state.interned.get(&text) {
            Some(&id) => id,
            None => self.intern_name(&text),
        }
    }
    /// An identifier of a program: immortal (CPython's `_PyUnicode_InternImmortal`).
    pub fn intern_name(&mut self, text: &Text) -> ObjId {
        let id = self.intern_text(text).into_id();
        self.state.heap.make_immortal(id);
        id
    }
    /// The one string object of a program's text. It is counted, and forgotten when it dies
    /// (CPython's `_PyUnicode_InternMortal`).
    pub fn intern_text(&mut self, text: &Text) -> Owned {
        if let Some(&id) = self.state.interned.get(text) {
            return self.own(id);
        }
        let string = Str::from_text(text);
        string.set_interned();
        let id = self.new_string(string);
        self.state.interned.insert(text.clone(), id.id());
        id
    }
    /// The interned form of a string object; the object itself becomes it if there is none yet.
    /// A new reference.
    pub fn intern_object(&mut self, id: ObjId) -> Owned {
        let Payload::Str(s) = self.state.heap.get(id) else { return self.own(id) };
        if s.is_interned() {
            return self.own(id);
        }
        let text = s.to_text();
        if let Some(&known) = self.state.interned.get(&text) {
            return self.own(known);
        }
        s.set_interned();
        self.state.interned.insert(text, id);
        self.own(id)
    }

    /// A constant as an object; strings that look like names are interned as CPython does.
    pub fn new_constant(&mut self, constant: &Constant) -> Owned {
        match constant {
            Constant::None => self.none(),
            Constant::Bool(b) => self.new_bool(*b),
            Constant::Ellipsis => Owned::new(ids::ELLIPSIS),
            Constant::Int(i) => self.new_int(*i),
            Constant::BigInt(i) => self.new_bigint((**i).clone()),
            Constant::Float(f) => self.new_float(*f),
            Constant::Complex { re, im } => self.new_complex(*re, *im),
            Constant::Str(text) => {
                let name_like = text.as_bytes().iter().all(|&b| b == b'_' || b.is_ascii_alphanumeric());
                if name_like {
                    return self.intern_text(text);
                }
                let string = Str::from_text(text);
                self.new_string(string)
            }
            Constant::Bytes(b) => self.new_bytes(b),
            Constant::Tuple(items) => {
                let items = items.iter().map(|c| self.new_constant(c).into_id()).collect();
                self.new_tuple(items)
            }
            Constant::FrozenSet(items) => {
                let mut set = Set::default();
                for item in items.iter() {
                    let key = self.new_constant(item);
                    // Constants hash and compare without running any code of the program.
                    let hash = self.hash(key.id()).unwrap_or_default();
                    set.insert_new(hash, key.into_id());
                }
                self.alloc(types::FROZENSET, Payload::Set(Box::new(set)))
            }
        }
    }

    #[inline(always)]
    pub fn type_of(&self, id: ObjId) -> ObjId {
        self.state.heap.type_of(id)
    }
    #[inline(always)]
    pub fn payload(&self, id: ObjId) -> &Payload {
        self.state.heap.get(id)
    }
    #[inline(always)]
    pub fn payload_mut(&mut self, id: ObjId) -> &mut Payload {
        self.state.heap.get_mut(id)
    }
    /// The type's data; `ty` must be a type.
    #[inline(always)]
    pub fn type_obj(&self, ty: ObjId) -> &TypeObj {
        match self.state.heap.get(ty).base() {
            Payload::Type(t) => t,
            other => unreachable!("{ty:?} is no type but {other:?}"),
        }
    }
    #[inline]
    pub fn type_obj_mut(&mut self, ty: ObjId) -> &mut TypeObj {
        match self.state.heap.get_mut(ty).base_mut() {
            Payload::Type(t) => t,
            other => unreachable!("{ty:?} is no type but {other:?}"),
        }
    }
    pub fn is_type(&self, id: ObjId) -> bool {
        matches!(self.payload(id).base(), Payload::Type(_))
    }
    /// The type's name as messages give it (`tp_name`): `__name__`, with the module for some types.
    pub fn type_name(&self, ty: ObjId) -> String {
        if let Some(row) = ids::module_type(ty) {
            return row.ty.name.to_string();
        }
        self.str_lossy(self.type_obj(ty).name).into_owned()
    }
    /// Name of the object's type.
    pub fn class_name(&self, id: ObjId) -> String {
        self.title(self.type_of(id))
    }
    /// A type's name in messages: that of a built-in type has its module in front (`types.UnionType`).
    pub fn title(&self, ty: ObjId) -> String {
        match ids::builtin_type(ty) {
            Some(row) => row.name.to_string(),
            None => self.type_name(ty),
        }
    }
    /// Is `sub` the type `base` or derived from it?
    pub fn is_subtype(&self, sub: ObjId, base: ObjId) -> bool {
        sub == base || self.tuple_items(self.type_obj(sub).mro).contains(&base)
    }
    /// Is the object an instance of that type (without asking `__class__` or `__instancecheck__`)?
    #[inline]
    pub fn is_instance(&self, id: ObjId, ty: ObjId) -> bool {
        let own = self.type_of(id);
        own == ty || self.is_subtype(own, ty)
    }

    /// The items of a tuple (or of a subclass's instance); `id` must be one.
    #[inline]
    pub fn tuple_items(&self, id: ObjId) -> &[ObjId] {
        match self.payload(id).base() {
            Payload::Tuple(items) => items,
            other => unreachable!("{id:?} is no tuple but {other:?}"),
        }
    }
    pub fn as_tuple(&self, id: ObjId) -> Option<&[ObjId]> {
        match self.payload(id).base() {
            Payload::Tuple(items) => Some(items),
            _ => None,
        }
    }
    pub fn as_list(&self, id: ObjId) -> Option<&Vec<ObjId>> {
        match self.payload(id).base() {
            Payload::List(items) => Some(items),
            _ => None,
        }
    }
    pub fn as_list_mut(&mut self, id: ObjId) -> Option<&mut Items> {
        match self.payload_mut(id).base_mut() {
            Payload::List(items) => Some(items),
            _ => None,
        }
    }
    pub fn as_dict(&self, id: ObjId) -> Option<&Dict> {
        match self.payload(id).base() {
            Payload::Dict(d) => Some(d),
            _ => None,
        }
    }
    pub fn as_dict_mut(&mut self, id: ObjId) -> Option<&mut Dict> {
        match self.payload_mut(id).base_mut() {
            Payload::Dict(d) => Some(d),
            _ => None,
        }
    }
    pub fn as_set(&self, id: ObjId) -> Option<&Set> {
        match self.payload(id).base() {
            Payload::Set(s) => Some(s),
            _ => None,
        }
    }
    pub fn as_set_mut(&mut self, id: ObjId) -> Option<&mut Set> {
        match self.payload_mut(id).base_mut() {
            Payload::Set(s) => Some(s),
            _ => None,
        }
    }
    /// The string of a str (or of a subclass's instance).
    pub fn as_str(&self, id: ObjId) -> Option<&Arc<Str>> {
        match self.payload(id).base() {
            Payload::Str(s) => Some(s),
            _ => None,
        }
    }
    /// The bytes of bytes or bytearray.
    pub fn as_bytes(&self, id: ObjId) -> Option<&[u8]> {
        match self.payload(id).base() {
            Payload::Bytes(b) => Some(b),
            Payload::ByteArray(b) => Some(b),
            _ => None,
        }
    }
    /// The memory that a view of the object shows: that of bytes, a bytearray or an array.
    pub fn buffer_bytes(&self, id: ObjId) -> Option<&[u8]> {
        match self.payload(id).base() {
            Payload::Data(data) => match &**data {
                NativeData::Array(array) => Some(&array.data),
                _ => None,
            },
            _ => self.as_bytes(id),
        }
    }
    /// The same to be written to; none for bytes.
    pub fn buffer_bytes_mut(&mut self, id: ObjId) -> Option<&mut [u8]> {
        match self.payload_mut(id).base_mut() {
            Payload::ByteArray(data) => Some(data),
            Payload::Data(data) => match &mut **data {
                NativeData::Array(array) => Some(&mut array.data),
                _ => None,
            },
            _ => None,
        }
    }
    /// Text of a str for messages and output; empty for anything else.
    pub fn str_lossy(&self, id: ObjId) -> Cow<'_, str> {
        self.as_str(id).map_or(Cow::Borrowed(""), |s| s.to_lossy())
    }
    /// The value of an int or bool (or of a subclass's instance) that fits.
    #[inline]
    pub fn as_i64(&self, id: ObjId) -> Option<i64> {
        match self.payload(id).base() {
            Payload::Int(i) => Some(*i),
            _ => None,
        }
    }
    /// The value of any int, bool or subclass.
    pub fn as_bigint(&self, id: ObjId) -> Option<Cow<'_, BigInt>> {
        match self.payload(id).base() {
            Payload::Int(i) => Some(Cow::Owned(BigInt::from(*i))),
            Payload::BigInt(b) => Some(Cow::Borrowed(b)),
            _ => None,
        }
    }
    pub fn is_int(&self, id: ObjId) -> bool {
        matches!(self.payload(id).base(), Payload::Int(_) | Payload::BigInt(_))
    }
    /// The value of a float or subclass.
    pub fn as_float(&self, id: ObjId) -> Option<f64> {
        match self.payload(id).base() {
            Payload::Float(f) => Some(*f),
            _ => None,
        }
    }
}
