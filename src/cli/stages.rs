//! One stage of the compiler as text.

use super::args::Stage;
use super::files::Input;
use super::{decode, show, symbols, tokens};
use crate::bytecode::{dis, pyc};
use crate::cfg;
use crate::codegen::unit::Unit;
use crate::compile::{Options, Stages};
use crate::diagnostic::Diagnostic;
use crate::parse::parse_with_type_comments;
use crate::{
    ast,
    source::{Interner, Source},
};

/// The text of a stage, or the message that goes to standard error.
pub fn text(stage: Stage, input: &Input) -> Result<String, String> {
    if input.name.ends_with(".pyc") || pyc::is_pyc(&input.bytes) {
        let (_, code) = pyc::read(&input.bytes).map_err(|e| format!("pvmscope: {}: {e}", input.name))?;
        return match stage {
            Stage::Dis => Ok(dis::text(&code)),
            _ => Err(format!("pvmscope: {}: a .pyc file has no source; only `dis` can show it", input.name)),
        };
    }
    if stage == Stage::Tokens {
        return tokens::text(&input.name, &input.bytes);
    }
    let source = decode(input)?;
    let shown = |error: Diagnostic| show(&error, &source);
    if stage == Stage::Ast {
        return tree(&source).map_err(shown);
    }
    let stages = Stages::new(&source, &Options::default());
    let product = match stage {
        Stage::Symtable => {
            stages.symbols.as_ref().map(|table| Ok(symbols::text(table, &stages.interner, &source.name)))
        }
        Stage::Instructions => whole(&stages).then(|| units(&stages, cfg::dump::instructions)),
        Stage::Cfg => whole(&stages).then(|| units(&stages, cfg::dump::text)),
        Stage::Dis | Stage::Tokens | Stage::Ast => stages.code.as_ref().map(|code| Ok(dis::text(code))),
    };
    match (product, &stages.error) {
        (Some(product), _) => product.map_err(shown),
        (None, Some(error)) => Err(shown(error.clone())),
        (None, None) => Err("pvmscope: the compiler stopped without a reason".into()),
    }
}

/// The tree as `python3.13 -m ast -a` prints it, types from comments included.
pub fn tree(source: &Source) -> Result<String, Diagnostic> {
    let mut interner = Interner::default();
    let (root, _) = parse_with_type_comments(source, &mut interner)?;
    ast::dump::dump(&root, &interner).map(|text| text + "\n")
}

fn whole(stages: &Stages) -> bool {
    stages.code.is_some()
}

/// The units, outer ones first.
fn units(stages: &Stages, text: fn(&Unit) -> Result<String, Diagnostic>) -> Result<String, Diagnostic> {
    let texts: Result<Vec<String>, Diagnostic> = stages.units.iter().rev().map(text).collect();
    Ok(texts?.join("\n"))
}

/// Warnings as CPython prints them.
pub fn warnings(source: &Source, warnings: &[Diagnostic]) -> String {
    let mut out = String::new();
    for warning in warnings.iter().filter(|w| w.kind == crate::diagnostic::Kind::SyntaxWarning) {
        let line = warning.span.map_or(1, |s| s.line);
        let text = usize::try_from(line).ok().and_then(|l| source.line(l)).unwrap_or_default().trim();
        out += &format!("{}:{line}: {}: {}\n  {text}\n", source.name, warning.kind.name(), warning.message);
    }
    out
}
