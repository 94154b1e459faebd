//! `pvmscope compile`: sources to `.pyc` files.

use super::args::{Invalidation, Output};
use super::{decode, files, show, stages};
use crate::bytecode::pyc::{self, Validation};
use crate::compile::{Options, compile, on_deep_stack};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// Compiles all files. Answers whether every one of them could be compiled; problems go to
/// standard error.
pub fn run(optimize: u8, invalidation: Invalidation, output: &Output, sources: &[OsString]) -> bool {
    on_deep_stack(|| all(optimize, invalidation, output, sources)).unwrap_or_else(|error| {
        eprintln!("pvmscope: no memory for the compiler's stack: {error}");
        false
    })
}

fn all(optimize: u8, invalidation: Invalidation, output: &Output, sources: &[OsString]) -> bool {
    let mut ok = true;
    let mut written: Vec<PathBuf> = Vec::new();
    for source in sources {
        let path = path(optimize, output, source);
        let done = if written.contains(&path) {
            Err(format!("pvmscope: {}: another source was written to {}", source.display(), path.display()))
        } else {
            one(optimize, invalidation, &path, source)
        };
        written.push(path);
        if let Err(message) = done {
            eprintln!("{message}");
            ok = false;
        }
    }
    ok
}

fn path(optimize: u8, output: &Output, source: &OsStr) -> PathBuf {
    let cached = pyc::cache_path(Path::new(source), optimize);
    match output {
        Output::Cache => cached,
        Output::File(path) => path.clone(),
        Output::Folder(folder) => folder.join(cached.file_name().unwrap_or_default()),
    }
}

fn one(optimize: u8, invalidation: Invalidation, path: &Path, source: &OsStr) -> Result<(), String> {
    let input = files::read(source).map_err(|e| format!("pvmscope: {e}"))?;
    let text = decode(&input)?;
    let options = Options { optimize, ..Options::default() };
    let (code, warnings) = compile(&text, &options).map_err(|error| show(&error, &text))?;
    eprint!("{}", stages::warnings(&text, &warnings));
    let hash = |check_source| Validation::Hash { hash: pyc::source_hash(&input.bytes), check_source };
    let validation = match invalidation {
        Invalidation::Timestamp => {
            Validation::Timestamp { mtime: input.mtime, size: input.bytes.len() as u32 }
        }
        Invalidation::CheckedHash => hash(true),
        Invalidation::UncheckedHash => hash(false),
    };
    let bytes = pyc::write(validation, &code).map_err(|e| format!("pvmscope: {}: {e}", input.name))?;
    files::write(path, &bytes).map_err(|e| format!("pvmscope: {e}"))
}
