//! Looking at the machine without touching it: short texts for values, a frame's names.

use super::{Frame, Vm};
use crate::bytecode::code::{flags, kinds};
use crate::heap::ObjId;
use crate::object::generator::Status;
use crate::object::ids::{self, types};
use crate::object::{Payload, Set};

/// Containers deeper than this are shown as `…`.
const MAX_DEPTH: usize = 3;

impl Vm {
    /// The value in a few words: like `repr`, but no code of the program runs, and it is cut at
    /// about `limit` characters.
    pub fn short_repr(&self, id: ObjId, limit: usize) -> String {
        let mut out = String::new();
        self.write_short(id, limit, 0, &mut out);
        if out.chars().count() > limit {
            out = out.chars().take(limit.saturating_sub(1)).collect();
            out.push('…');
        }
        out
    }

    fn write_short(&self, id: ObjId, limit: usize, depth: usize, out: &mut String) {
        let ty = self.type_of(id);
        match self.payload(id).base() {
            Payload::Plain => out.push_str(match id {
                ids::NONE => "None",
                ids::ELLIPSIS => "Ellipsis",
                ids::NOT_IMPLEMENTED => "NotImplemented",
                _ => return self.write_plain(id, out),
            }),
            Payload::Int(i) if ty == types::BOOL => out.push_str(if *i != 0 { "True" } else { "False" }),
            Payload::Int(i) => out.push_str(&i.to_string()),
            Payload::BigInt(i) => {
                if i.bits() < 4096 {
                    out.push_str(&i.to_string());
                } else {
                    out.push_str(&format!("<int of {} bits>", i.bits()));
                }
            }
            Payload::Float(f) => out.push_str(&crate::constant::repr::repr_float(*f)),
            Payload::Complex(c) => out.push_str(&crate::constant::repr::repr_complex(c.0, c.1)),
            Payload::Str(s) => {
                let shown: Vec<u32> = s.points().take(limit + 1).collect();
                out.push_str(&crate::constant::repr::repr_text(&crate::constant::Text::from_code_points(
                    shown,
                )));
            }
            Payload::Bytes(b) => out.push_str(&crate::constant::repr::repr_bytes(&b[..b.len().min(limit)])),
            Payload::ByteArray(b) => {
                out.push_str(&format!(
                    "bytearray({})",
                    crate::constant::repr::repr_bytes(&b[..b.len().min(limit)])
                ));
            }
            Payload::Tuple(items) => {
                let close = if items.len() == 1 { ",)" } else { ")" };
                self.write_items("(", items.iter().copied(), close, limit, depth, out);
            }
            Payload::List(items) => self.write_items("[", items.iter().copied(), "]", limit, depth, out),
            Payload::Set(set) => self.write_set(ty, set, limit, depth, out),
            Payload::Dict(dict) => {
                out.push('{');
                for (i, (key, value)) in dict.iter().enumerate() {
                    if i > 0 {
                        out.push_str(", ");
                    }
                    if depth >= MAX_DEPTH || out.len() > limit {
                        out.push('…');
                        break;
                    }
                    self.write_short(key, limit, depth + 1, out);
                    out.push_str(": ");
                    self.write_short(value, limit, depth + 1, out);
                }
                out.push('}');
            }
            Payload::Range([start, stop, step, _]) => {
                out.push_str("range(");
                self.write_short(*start, limit, depth + 1, out);
                out.push_str(", ");
                self.write_short(*stop, limit, depth + 1, out);
                if self.as_i64(*step) != Some(1) {
                    out.push_str(", ");
                    self.write_short(*step, limit, depth + 1, out);
                }
                out.push(')');
            }
            Payload::Slice([start, stop, step]) => {
                self.write_items("slice(", [*start, *stop, *step].into_iter(), ")", limit, depth, out);
            }
            Payload::Function(f) => out.push_str(&format!("<function {}>", self.str_lossy(f.qualname))),
            Payload::Native { native, .. } | Payload::Descriptor { native, .. } => {
                out.push_str(&format!("<built-in {}>", self.native_title(*native)));
            }
            Payload::BoundMethod { func, this } => {
                out.push_str("<bound method ");
                match self.payload(*func) {
                    Payload::Function(f) => out.push_str(&self.str_lossy(f.qualname)),
                    _ => self.write_short(*func, limit, depth + 1, out),
                }
                out.push_str(" of ");
                self.write_plain(*this, out);
                out.push('>');
            }
            Payload::Code(code) => out.push_str(&format!("<code {}>", self.str_lossy(code.qualname))),
            Payload::Cell(Some(value)) => {
                out.push_str("<cell: ");
                if depth < MAX_DEPTH {
                    self.write_short(*value, limit, depth + 1, out);
                }
                out.push('>');
            }
            Payload::Cell(None) => out.push_str("<cell: empty>"),
            Payload::Type(t) => out.push_str(&format!("<class '{}'>", self.str_lossy(t.qualname))),
            Payload::Module { dict } => {
                let name = self.namespace_get(*dict, ids::names::NAME).map(|n| self.str_lossy(n));
                out.push_str(&format!("<module '{}'>", name.unwrap_or_default()));
            }
            Payload::Exception(e) => {
                out.push_str(&self.type_name(ty));
                let items = self.as_tuple(e.args).unwrap_or_default();
                self.write_items("(", items.iter().copied(), ")", limit, depth, out);
            }
            Payload::Generator(g) => {
                let state = match g.status {
                    Status::Created => "created",
                    Status::Suspended => "suspended",
                    Status::Running => "running",
                    Status::Finished => "finished",
                };
                out.push_str(&format!("<{} {}, {state}>", self.type_name(ty), self.str_lossy(g.qualname)));
            }
            _ => self.write_plain(id, out),
        }
    }
    fn write_plain(&self, id: ObjId, out: &mut String) {
        out.push_str(&format!("<{} #{}>", self.class_name(id), id.number()));
    }
    fn write_set(&self, ty: ObjId, set: &Set, limit: usize, depth: usize, out: &mut String) {
        match (set.is_empty(), ty == types::FROZENSET) {
            (true, _) => out.push_str(&format!("{}()", self.type_name(ty))),
            (false, false) => self.write_items("{", set.iter(), "}", limit, depth, out),
            (false, true) => self.write_items("frozenset({", set.iter(), "})", limit, depth, out),
        }
    }
    fn write_items(
        &self,
        open: &str,
        items: impl Iterator<Item = ObjId>,
        close: &str,
        limit: usize,
        depth: usize,
        out: &mut String,
    ) {
        out.push_str(open);
        for (i, item) in items.enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            if depth >= MAX_DEPTH || out.len() > limit {
                out.push('…');
                break;
            }
            self.write_short(item, limit, depth + 1, out);
        }
        out.push_str(close);
    }

    /// Name and value of everything that `frame.f_locals` shows, in its order.
    pub fn frame_names(&self, frame: &Frame) -> Vec<(String, ObjId)> {
        let code = self.state.code_of(frame.code);
        let values = &self.state.stack[frame.base as usize..(frame.base + frame.nlocals) as usize];
        let kinds = &code.code.localspluskinds;
        let optimized = code.code.flags & flags::OPTIMIZED != 0;
        let shown = |kind: u8, value: Option<ObjId>| match value.map(|v| (v, self.payload(v))) {
            Some((_, Payload::Cell(inside))) if kind & (kinds::CELL | kinds::FREE) != 0 => *inside,
            other => other.map(|(v, _)| v),
        };
        let inside_comprehension =
            kinds.iter().zip(values).any(|(&k, &value)| k & kinds::HIDDEN != 0 && shown(k, value).is_some());
        if let Some(locals) = frame.locals
            && !optimized
            && !inside_comprehension
        {
            let Some(dict) = self.as_dict(locals) else { return Vec::new() };
            return dict
                .iter()
                .filter(|&(key, _)| self.as_str(key).is_some())
                .map(|(key, value)| (self.str_lossy(key).into_owned(), value))
                .collect();
        }
        let mut names: Vec<(String, ObjId)> = Vec::new();
        for ((&name, kind), &value) in code.localsplus.iter().zip(kinds).zip(values) {
            if !optimized && kind & kinds::HIDDEN == 0 && kind & kinds::FREE == 0 {
                continue;
            }
            // A comprehension's variable hides a free variable of the same name, which comes later.
            let text = self.str_lossy(name);
            if let Some(value) = shown(*kind, value)
                && !names.iter().any(|(known, _)| *known == text)
            {
                names.push((text.into_owned(), value));
            }
        }
        let extra = match frame.object.map(|object| self.payload(object)) {
            Some(Payload::Frame(object)) => object.extra_locals.and_then(|extra| self.as_dict(extra)),
            _ => None,
        };
        names.extend(
            extra
                .into_iter()
                .flat_map(|extra| extra.iter().map(|(key, value)| (self.str_lossy(key).into_owned(), value))),
        );
        names
    }
}
