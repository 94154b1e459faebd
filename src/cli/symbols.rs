//! Symbol tables as `python3.13 -m symtable` prints them.

use crate::constant::Text;
use crate::constant::repr::repr_text;
use crate::source::{Interner, Name};
use crate::symtable::{Binding, Scope, ScopeId, ScopeKind, SymbolTable, def};
use std::fmt::Write;

/// The flags that the tool names, in its order.
const FLAGS: [(u32, &str); 8] = [
    (def::USE, "use"),
    (def::GLOBAL, "def_global"),
    (def::NONLOCAL, "def_nonlocal"),
    (def::LOCAL, "def_local"),
    (def::PARAM, "def_param"),
    (def::IMPORT, "def_import"),
    (def::BOUND, "def_bound"),
    (def::ANNOT, "def_annot"),
];

pub fn text(table: &SymbolTable, interner: &Interner, filename: &str) -> String {
    let quoted = |name: Name| repr_text(&Text::from(&**interner.text(name)));
    let mut out = String::new();
    let mut todo: Vec<(ScopeId, usize)> = vec![(SymbolTable::TOP, 0)];
    while let Some((id, level)) = todo.pop() {
        let scope = table.scope(id);
        let indent = "    ".repeat(level);
        let nested = if scope.nested { "nested " } else { "" };
        let what = match scope.kind {
            ScopeKind::Module => format!("from file {}", repr_text(&Text::from(filename))),
            _ => quoted(scope.name),
        };
        let _ = writeln!(out, "{indent}symbol table for {nested}{} {what}:", kind(scope));
        for (name, &flags) in scope.symbols.iter() {
            let named = FLAGS.iter().filter(|(bits, _)| flags & bits == *bits).map(|(_, name)| *name);
            let named = named.collect::<Vec<_>>().join(", ");
            let _ = writeln!(out, "{indent}    {} symbol {}: {named}", binding(flags), quoted(name));
        }
        out.push('\n');
        todo.extend(scope.children.iter().rev().map(|&child| (child, level + 1)));
    }
    out
}

fn kind(scope: &Scope) -> &'static str {
    match scope.kind {
        ScopeKind::Module => "module",
        ScopeKind::Function => "function",
        ScopeKind::Class => "class",
        ScopeKind::Annotation => "annotation",
        ScopeKind::TypeAlias => "type alias",
        ScopeKind::TypeParameters => "type parameters",
        ScopeKind::TypeVariable => "type variable",
    }
}

fn binding(flags: u32) -> &'static str {
    match Binding::of(flags) {
        Binding::Unknown => "0",
        Binding::Local => "local",
        Binding::GlobalExplicit => "global_explicit",
        Binding::GlobalImplicit => "global_implicit",
        Binding::Free => "free",
        Binding::Cell => "cell",
    }
}
