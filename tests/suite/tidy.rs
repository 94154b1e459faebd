//! The house's order: import directions, file sizes, the samples' first lines.

use crate::goldens::root;
use std::path::{Path, PathBuf};

/// The modules from the top down: one may import those above it, and nothing else.
const HOUSE: &[&str] = &[
    "source",
    "constant",
    "diagnostic",
    "lex",
    "ast",
    "parse",
    "symtable",
    "bytecode",
    "codegen",
    "cfg",
    "assemble",
    "compile",
    "world",
    "heap",
    "object",
    "vm",
    "types",
    "stdlib",
    "program",
    "anchors",
    "machine",
    "ledger",
    "trace",
    "run",
    "time",
    "explain",
    "session",
    "tui",
];

/// Modules of the machine that may know no compiler stage but `bytecode`, nor what leads to it.
const MACHINE: &[&str] = &["world", "heap", "object", "vm", "types", "stdlib"];
const MACHINE_MAY: &[&str] =
    &["source", "constant", "diagnostic", "bytecode", "world", "heap", "object", "vm", "types", "stdlib"];

const MOST_LINES: usize = 800;

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// Each source file as (path from src, its module, its text without comments and trailing unit tests).
fn sources() -> Vec<(String, String, String)> {
    let src = root().join("src");
    let mut paths = Vec::new();
    files(&src, &mut paths);
    paths
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&src).expect("below src").to_string_lossy().into_owned();
            let module = name.split('/').next().expect("a name").trim_end_matches(".rs").to_string();
            let text = std::fs::read_to_string(path).expect("a readable file");
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            let code =
                text.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
            (name, module, code)
        })
        .collect()
}

/// The names that directly follow `prefix` in a text: `std::fs::File` and `std::{fs, env::args}` after `std::`.
fn names_after(code: &str, prefix: &str) -> Vec<String> {
    let word = |s: &str| s.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut names = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            names.push(word(rest));
            continue;
        };
        let (mut depth, mut start) = (0, true);
        for (i, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                c if start && !c.is_whitespace() => {
                    names.push(word(&group[i..]));
                    start = false;
                }
                _ => {}
            }
        }
    }
    names
}

#[test]
fn names_are_found_in_groups() {
    let names = names_after("use std::{fs, env::{a, b},\n time};\nstd::io::Read; mystd::x", "std::");
    assert_eq!(names, ["fs", "env", "time", "io"]);
}

#[test]
fn imports_point_up_the_house() {
    let place = |module: &str| HOUSE.iter().position(|m| *m == module);
    let mut wrong = Vec::new();
    for (name, module, code) in sources() {
        if ["main", "lib", "cli"].contains(&module.as_str()) {
            continue;
        }
        let Some(own) = place(&module) else {
            wrong.push(format!("{name}: the module `{module}` has no place in HOUSE"));
            continue;
        };
        for import in names_after(&code, "crate::") {
            let Some(other) = place(&import) else { continue };
            if other > own {
                wrong.push(format!("{name}: {module} imports {import}, which stands below it"));
            }
            if MACHINE.contains(&module.as_str()) && !MACHINE_MAY.contains(&import.as_str()) {
                wrong.push(format!("{name}: {module} is of the machine and must not know {import}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_heap_knows_no_python() {
    for (name, module, code) in sources() {
        if module == "heap" {
            let others = names_after(&code, "crate::");
            assert!(others.iter().all(|m| m == "heap"), "{name} imports {others:?}");
        }
    }
}

#[test]
fn only_world_touches_the_outside() {
    let mut wrong = Vec::new();
    for (name, module, code) in sources() {
        if ["main", "cli", "world", "tui"].contains(&module.as_str()) {
            continue;
        }
        for import in names_after(&code, "std::") {
            if ["time", "env", "fs", "net"].contains(&import.as_str()) {
                wrong.push(format!("{name}: std::{import} belongs to world.rs"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_screen_draws() {
    for (name, module, code) in sources() {
        let draws = ["ratatui::", "crossterm::", "tui_textarea::", "syntect::"];
        if module != "tui" {
            for library in draws {
                assert!(!code.contains(library), "{name} uses {library}");
            }
        }
    }
}

#[test]
fn no_file_is_too_long() {
    let mut paths = Vec::new();
    for folder in ["src", "tests", "benches"] {
        let folder = root().join(folder);
        if folder.exists() {
            files(&folder, &mut paths);
        }
    }
    for path in paths {
        let lines = std::fs::read_to_string(&path).expect("a readable file").lines().count();
        assert!(lines <= MOST_LINES, "{}: {lines} lines; split it by what it does", path.display());
    }
}

#[test]
fn every_sample_says_what_to_watch() {
    let mut count = 0;
    for entry in std::fs::read_dir(root().join("samples")).expect("samples") {
        let path = entry.expect("a readable folder").path();
        if path.extension().is_none_or(|e| e != "py") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a readable file");
        let first = text.lines().next().unwrap_or_default();
        let said = first.strip_prefix("\"\"\"").and_then(|l| l.strip_suffix("\"\"\""));
        assert!(said.is_some_and(|s| s.len() > 20), "{}: no docstring on line 1", path.display());
        assert!(text.lines().count() <= 50, "{} is long for a sample", path.display());
        count += 1;
    }
    assert!(count >= 16, "only {count} samples");
}
