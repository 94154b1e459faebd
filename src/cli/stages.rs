//! One stage of the compiler as text.

use super::args::Stage;
use super::files::Input;
use super::{decode, show, symbols, tokens};
use crate::bytecode::{dis, pyc};
use crate::cfg;
use crate::codegen::unit::Unit;
use crate::compile::{Options, Stages};
use crate::diagnostic::Diagnostic;
use crate::{ast, source::Source};

/// The text of a stage, or the message that goes to standard error.
pub fn text(stage: Stage, input: &Input) -> Result<String, String> {
    if input.name.ends_with(".pyc") || pyc::is_pyc(&input.bytes) {
        let (_, code) = pyc::read(&input.bytes).map_err(|e| format!("pvmscope: {}: {e}", input.name))?;
        return match stage {
            Stage::Dis => Ok(dis::text(&code)),
            _ => Err(format!("pvmscope: {}: a .pyc file has no source; only `dis` can show it", input.name)),
        };
    }
    let source = decode(input)?;
    let shown = |error: Diagnostic| show(&error, &source);
    if stage == Stage::Tokens {
        return tokens::text(&source);
    }
    let stages = Stages::new(&source, &Options::default());
    let product = match stage {
        Stage::Ast => {
            stages.tree.as_ref().map(|tree| ast::dump::dump(tree, &stages.interner).map(|t| t + "\n"))
        }
        Stage::Symtable => {
            stages.symbols.as_ref().map(|table| Ok(symbols::text(table, &stages.interner, &source.name)))
        }
        Stage::Instructions => whole(&stages).then(|| units(&stages, cfg::dump::instructions)),
        Stage::Cfg => whole(&stages).then(|| units(&stages, cfg::dump::text)),
        Stage::Dis | Stage::Tokens => stages.code.as_ref().map(|code| Ok(dis::text(code))),
    };
    match (product, stages.error) {
        (Some(product), _) => product.map_err(shown),
        (None, Some(error)) => Err(shown(error)),
        (None, None) => Err("pvmscope: the compiler stopped without a reason".into()),
    }
}

fn whole(stages: &Stages) -> bool {
    stages.code.is_some()
}

/// The units, outer ones first.
fn units(stages: &Stages, text: fn(&Unit) -> Result<String, Diagnostic>) -> Result<String, Diagnostic> {
    let texts: Result<Vec<String>, Diagnostic> = stages.units.iter().rev().map(text).collect();
    Ok(texts?.join("\n"))
}

/// Warnings as CPython prints them; each place and text once.
pub fn warnings(source: &Source, warnings: &[Diagnostic]) -> String {
    let mut seen = Vec::new();
    let mut out = String::new();
    for warning in warnings.iter().filter(|w| w.kind == crate::diagnostic::Kind::SyntaxWarning) {
        let line = warning.span.map_or(1, |s| s.line);
        if seen.contains(&(line, &warning.message)) {
            continue;
        }
        seen.push((line, &warning.message));
        let text = usize::try_from(line).ok().and_then(|l| source.line(l)).unwrap_or_default().trim();
        out += &format!("{}:{line}: {}: {}\n  {text}\n", source.name, warning.kind.name(), warning.message);
    }
    out
}
