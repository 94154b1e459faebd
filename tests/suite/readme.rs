//! What the README lists is what the program has: commands, keys, samples, dependencies.
//!
//! `PVMSCOPE_WRITE_README=1 cargo test readme` writes the commands and keys anew.

use crate::goldens::{programs, pvmscope, root};

/// The README with the text between two of its lines replaced.
fn with_section(readme: &str, from: &str, to: &str, text: &str) -> String {
    let start = readme.find(from).unwrap_or_else(|| panic!("the README has no {from:?}")) + from.len();
    let end = start + readme[start..].find(to).unwrap_or_else(|| panic!("the README has no {to:?}"));
    format!("{}{text}{}", &readme[..start], &readme[end..])
}

#[test]
fn readme_lists_commands_and_keys() {
    let file = root().join("README.md");
    let readme = std::fs::read_to_string(&file).expect("the README");
    let help = pvmscope(&["--help"]).expect("it ends");
    assert!(help.status == 0 && help.stderr.is_empty(), "{}", help.stderr);
    let usage: String = help
        .stdout
        .lines()
        .filter(|l| l.starts_with("  "))
        .map(|l| l.strip_prefix("  ").unwrap_or(l).to_string() + "\n")
        .collect();
    let wanted = with_section(&readme, "## The command line\n\n```\n", "```", &usage);
    let keys = pvmscope::tui::command::keys_as_markdown();
    let wanted = with_section(&wanted, "## Keys\n", "\n## ", &keys);
    if std::env::var_os("PVMSCOPE_WRITE_README").is_some() {
        std::fs::write(&file, wanted).expect("the README can be written");
    } else {
        assert!(
            wanted == readme,
            "the README's commands or keys are stale: run with PVMSCOPE_WRITE_README=1"
        );
    }
}

#[test]
fn readme_lists_samples_and_dependencies() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("the README");
    for sample in programs().iter().filter_map(|p| p.strip_prefix("samples/")?.strip_suffix(".py")) {
        assert!(readme.contains(&format!("`{sample}`")), "the README does not name the sample {sample}");
    }
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    for section in ["dependencies", "dev-dependencies"] {
        for (name, value) in manifest[section].as_table().expect("a table") {
            let name = value.get("package").and_then(|p| p.as_str()).unwrap_or(name);
            assert!(readme.contains(name), "the README does not say what {name} saves");
        }
    }
}
