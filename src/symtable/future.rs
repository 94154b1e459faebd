//! `from __future__ import …`: which features a module asks for.

use crate::ast::{Root, StmtKind, fold::docstring};
use crate::diagnostic::{Columns, Diagnostic};
use crate::source::{Interner, Span};

/// The future statements of a module.
#[derive(Clone, Copy, Default, Debug)]
pub struct Future {
    /// Annotations are kept as text (PEP 563).
    pub annotations: bool,
    /// `<>` stands for `!=` (PEP 401).
    pub barry_as_bdfl: bool,
    /// The last future statement.
    pub span: Option<Span>,
}

/// Features that every program has by now.
const MANDATORY: [&str; 8] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "generator_stop",
];

/// Reads the future statements, which stand before all others but a docstring.
pub fn future(root: &Root, interner: &Interner) -> Result<Future, Diagnostic> {
    let mut found = Future::default();
    let (Root::Module { body, .. } | Root::Interactive { body }) = root else { return Ok(found) };
    let skip = usize::from(docstring(body).is_some());
    for stmt in &body[skip..] {
        let StmtKind::ImportFrom { module: Some(module), names, level: 0 } = &stmt.kind else { break };
        if &**interner.text(*module) != "__future__" {
            break;
        }
        let start = Span::new(stmt.span.line, stmt.span.col, stmt.span.line, stmt.span.col);
        for alias in names {
            match &**interner.text(alias.name) {
                "annotations" => found.annotations = true,
                "barry_as_FLUFL" => found.barry_as_bdfl = true,
                name if MANDATORY.contains(&name) => {}
                "braces" => return Err(endless("not a chance".into(), start)),
                name => {
                    let message = format!("future feature {name:.100} is not defined");
                    return Err(endless(message, start));
                }
            }
        }
        found.span = Some(stmt.span);
    }
    Ok(found)
}

/// CPython 3.13.0 gives these errors a start only.
fn endless(message: String, start: Span) -> Diagnostic {
    Diagnostic { columns: Columns::BytesNoEnd, ..Diagnostic::syntax(message, start) }
}
