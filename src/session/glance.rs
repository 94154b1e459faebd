//! Objects at a glance: types, counts and short reprs, read from the heap without running anything.
//!
//! A class's own `__repr__` is Python code, and running it would change what is looked at; such
//! objects are shown as `object.__repr__` would, with the object's number for its address.

use super::{Fate, HeapRow, ValueView};
use crate::constant::repr::{repr_bytes, repr_complex, repr_float, repr_text};
use crate::heap::{Heap, IMMORTAL, ObjId};
use crate::object::ids::{self, types};
use crate::object::{Attrs, Payload};

/// Longest repr, in bytes, about.
const LONGEST: usize = 240;
/// Containers within containers are shown so deep.
const DEEPEST: usize = 4;

/// A view of one state of the heap.
#[derive(Clone, Copy)]
pub struct Glance<'h> {
    pub heap: &'h Heap<Payload>,
}

impl Glance<'_> {
    pub fn value(&self, id: ObjId) -> ValueView {
        let count = self.heap.count(id);
        ValueView {
            id: id.number(),
            type_name: self.type_name(id),
            repr: self.repr(id),
            count: (count & IMMORTAL == 0).then_some(count),
        }
    }
    pub fn heap_row(&self, id: ObjId, delta: i64, fate: Fate) -> HeapRow {
        HeapRow { value: self.value(id), delta, fate }
    }

    /// The text of a str object; empty for any other.
    pub fn text(&self, id: ObjId) -> String {
        match self.heap.get(id).base() {
            Payload::Str(s) => s.to_lossy().into_owned(),
            _ => String::new(),
        }
    }
    pub fn name_of_type(&self, ty: ObjId) -> String {
        match self.heap.get(ty) {
            Payload::Type(t) => self.text(t.name),
            _ => "?".into(),
        }
    }
    pub fn type_name(&self, id: ObjId) -> String {
        self.name_of_type(self.heap.type_of(id))
    }

    pub fn repr(&self, id: ObjId) -> String {
        let mut out = String::new();
        self.write(id, DEEPEST, &mut out);
        if out.len() > LONGEST {
            let cut = (0..=LONGEST).rev().find(|i| out.is_char_boundary(*i)).unwrap_or(0);
            out.truncate(cut);
            out.push('…');
        }
        out
    }

    fn write(&self, id: ObjId, depth: usize, out: &mut String) {
        if out.len() > LONGEST {
            return;
        }
        if depth == 0 {
            out.push('…');
            return;
        }
        let payload = self.heap.get(id);
        if matches!(payload, Payload::Instance(_)) || matches!(payload, Payload::Derived(_)) {
            return self.instance(id, depth, out);
        }
        self.built_in(id, payload, depth, out);
    }

    fn built_in(&self, id: ObjId, payload: &Payload, depth: usize, out: &mut String) {
        match payload {
            Payload::Plain if id == ids::NONE => out.push_str("None"),
            Payload::Plain if id == ids::ELLIPSIS => out.push_str("Ellipsis"),
            Payload::Plain if id == ids::NOT_IMPLEMENTED => out.push_str("NotImplemented"),
            Payload::Int(i) if self.heap.type_of(id) == types::BOOL => {
                out.push_str(if *i != 0 { "True" } else { "False" });
            }
            Payload::Int(i) => out.push_str(&i.to_string()),
            Payload::BigInt(i) if i.bits() > 4 * LONGEST as u64 => {
                out.push_str(&format!("an int of {} bits", i.bits()));
            }
            Payload::BigInt(i) => out.push_str(&i.to_string()),
            Payload::Float(f) => out.push_str(&repr_float(*f)),
            Payload::Complex(c) => out.push_str(&repr_complex(c.0, c.1)),
            Payload::Str(s) if s.len() > LONGEST => {
                out.push_str(&repr_text(&s.slice(0..LONGEST).to_text()));
                out.push('…');
            }
            Payload::Str(s) => out.push_str(&repr_text(&s.to_text())),
            Payload::Bytes(b) => out.push_str(&repr_bytes(&b[..b.len().min(LONGEST)])),
            Payload::ByteArray(b) => {
                out.push_str(&format!("bytearray({})", repr_bytes(&b[..b.len().min(LONGEST)])));
            }
            Payload::Tuple(items) => {
                self.list(items.iter().copied(), "(", if items.len() == 1 { ",)" } else { ")" }, depth, out);
            }
            Payload::List(items) => self.list(items.iter().copied(), "[", "]", depth, out),
            Payload::Set(set) if set.is_empty() => out.push_str(&format!("{}()", self.type_name(id))),
            Payload::Set(set) if self.heap.type_of(id) == types::SET => self.list(set.iter(), "{", "}", depth, out),
            Payload::Set(set) => self.list(set.iter(), "frozenset({", "})", depth, out),
            Payload::Dict(dict) => self.pairs(dict.iter(), depth, out),
            Payload::Range(parts) => {
                let shown = if self.repr(parts[2]) == "1" { 2 } else { 3 };
                self.list(parts[..shown].iter().copied(), "range(", ")", depth, out);
            }
            Payload::Slice(parts) => self.list(parts.iter().copied(), "slice(", ")", depth, out),
            Payload::Function(f) => out.push_str(&format!("<function {}>", self.text(f.qualname))),
            Payload::BoundMethod { func, this } => {
                out.push_str("<bound method ");
                self.write(*func, depth - 1, out);
                out.push_str(" of ");
                self.write(*this, depth - 1, out);
                out.push('>');
            }
            Payload::Code(c) => out.push_str(&format!("<code object {}>", self.text(c.name))),
            Payload::Cell(Some(value)) => {
                out.push_str("<cell: ");
                self.write(*value, depth - 1, out);
                out.push('>');
            }
            Payload::Cell(None) => out.push_str("<cell: empty>"),
            Payload::Type(t) => out.push_str(&format!("<class '{}'>", self.text(t.qualname))),
            Payload::Module { dict } => {
                let name = self.lookup(*dict, "__name__").map(|n| self.repr(n)).unwrap_or_default();
                out.push_str(&format!("<module {name}>"));
            }
            Payload::Exception(e) => {
                out.push_str(&self.type_name(id));
                match self.heap.get(e.args) {
                    Payload::Tuple(args) => self.list(args.iter().copied(), "(", ")", depth, out),
                    _ => out.push_str("()"),
                }
            }
            Payload::Generator(g) => {
                out.push_str(&format!("<{} {}>", self.type_name(id), self.text(g.qualname)));
            }
            Payload::Property(_) => out.push_str("<property>"),
            _ => out.push_str(&format!("<{} #{}>", self.type_name(id), id.number())),
        }
    }

    /// An instance of a Python class: its class, the built-in part if there is one, its attributes.
    fn instance(&self, id: ObjId, depth: usize, out: &mut String) {
        out.push_str(&format!("<{}", self.type_name(id)));
        let payload = self.heap.get(id);
        if let Payload::Derived(derived) = payload {
            out.push(' ');
            self.built_in(id, &derived.base, depth - 1, out);
        }
        if let Some(attrs) = payload.attrs() {
            for (name, value) in self.attributes(attrs).into_iter().take(6) {
                out.push_str(&format!(" {}=", self.text(name)));
                self.write(value, depth.min(2) - 1, out);
            }
        }
        out.push('>');
    }

    fn attributes(&self, attrs: &Attrs) -> Vec<(ObjId, ObjId)> {
        match attrs.dict.map(|d| self.heap.get(d).base()) {
            Some(Payload::Dict(dict)) => dict.iter().collect(),
            _ => attrs.inline.clone(),
        }
    }

    fn list(&self, items: impl Iterator<Item = ObjId>, open: &str, close: &str, depth: usize, out: &mut String) {
        out.push_str(open);
        for (i, item) in items.enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            if out.len() > LONGEST {
                return;
            }
            self.write(item, depth - 1, out);
        }
        out.push_str(close);
    }

    fn pairs(&self, items: impl Iterator<Item = (ObjId, ObjId)>, depth: usize, out: &mut String) {
        out.push('{');
        for (i, (key, value)) in items.enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            if out.len() > LONGEST {
                return;
            }
            self.write(key, depth - 1, out);
            out.push_str(": ");
            self.write(value, depth - 1, out);
        }
        out.push('}');
    }

    /// The value of a text key in a namespace.
    pub fn lookup(&self, dict: ObjId, name: &str) -> Option<ObjId> {
        match self.heap.get(dict).base() {
            Payload::Dict(d) => d.iter().find(|(key, _)| self.text(*key) == name).map(|(_, value)| value),
            _ => None,
        }
    }
}
