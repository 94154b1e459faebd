//! Docstrings and signatures of what is built in. `docs.txt` is written by `tests/tools/docs.py`,
//! which describes its form.

use crate::heap::ObjId;
use crate::object::ids::{NONE, module_types, names, types};
use crate::vm::Vm;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

static TEXT: &str = include_str!("docs.txt");
/// Stands after the part about types and modules.
const PART_END: &str = "\n%%\n";

/// Signature and docstring, escaped; either may be empty.
type Entry = (&'static str, &'static str);

fn parse(part: &'static str) -> impl Iterator<Item = (&'static str, Entry)> {
    let mut lines = part.lines();
    std::iter::from_fn(move || Some((lines.next()?, lines.next()?, lines.next()?)))
        .flat_map(|(signature, doc, names)| names.split(' ').map(move |name| (name, (signature, doc))))
}
fn parts() -> (&'static str, &'static str) {
    TEXT.split_once(PART_END).unwrap_or((TEXT, ""))
}
fn find(title: &str) -> Option<Entry> {
    static ENTRIES: OnceLock<FxHashMap<&'static str, Entry>> = OnceLock::new();
    let entries = ENTRIES.get_or_init(|| {
        let (types, members) = parts();
        parse(types).chain(parse(members)).collect()
    });
    entries.get(title).copied()
}
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => out.push(if rest.next() == Some('n') { '\n' } else { '\\' }),
            c => out.push(c),
        }
    }
    out
}

/// The docstring of a type (`int`), of what is in one (`int.real`), or of what is in a module (`math:sin`).
pub fn doc(title: &str) -> Option<String> {
    find(title).filter(|(_, doc)| !doc.is_empty()).map(|(_, doc)| unescape(doc))
}
/// Its `__text_signature__`.
pub fn signature(title: &str) -> Option<String> {
    find(title).filter(|(signature, _)| !signature.is_empty()).map(|(signature, _)| unescape(signature))
}

impl Vm {
    /// Puts `__doc__` into the namespaces of a native module's types.
    pub fn fill_module_type_docs(&mut self, module: &str) {
        for row in module_types::ALL.iter().filter(|t| t.module == module) {
            let dict = self.type_obj(row.ty.id).dict;
            let known = self.namespace_get(dict, names::DOC).is_some_and(|d| d != NONE);
            if !known && let Some(doc) = doc(row.ty.name) {
                let doc = self.new_str(&doc);
                self.state.heap.make_immortal(doc.id());
                self.dict_put(dict, "__doc__", doc);
            }
        }
    }
    /// Puts `__doc__` into the namespaces of the built-in types.
    pub fn fill_type_docs(&mut self) {
        let ids: FxHashMap<&str, ObjId> = types::ALL.iter().map(|ty| (ty.name, ty.id)).collect();
        for (name, (_, doc)) in parse(parts().0) {
            let Some(&id) = ids.get(name) else { continue };
            let dict = self.type_obj(id).dict;
            if !doc.is_empty() && self.namespace_get(dict, crate::object::ids::names::DOC).is_none() {
                let doc = self.new_str(&unescape(doc));
                self.dict_put(dict, "__doc__", doc);
            }
        }
    }
}
