//! The stages of two samples as text, against goldens. CPython wrote those of `tokens`, `ast`,
//! `symtable` and `dis`; `instructions` and `cfg` are ours, for review.
//! `PVMSCOPE_BLESS=1` writes the goldens of the last two anew.

use crate::goldens::root;
use pvmscope::compile::{Options, Stages};
use pvmscope::source::Source;
use std::process::Command;

#[test]
fn stages_are_as_kept() {
    for (sample, stages) in [
        ("hello", &["tokens", "ast", "symtable", "instructions", "cfg", "dis"][..]),
        ("context_manager", &["instructions", "dis"]),
    ] {
        for stage in stages {
            let mut command = Command::new(env!("CARGO_BIN_EXE_pvmscope"));
            let output = command.args([stage, &*format!("samples/{sample}.py")]).current_dir(root()).output();
            let found = String::from_utf8(output.unwrap().stdout).unwrap();
            let found: String = found.split(" at 0x7f").enumerate().fold(String::new(), |out, (i, part)| {
                let part =
                    if i == 0 { part } else { part.trim_start_matches(|c: char| c.is_ascii_hexdigit()) };
                out + if i == 0 { "" } else { " at 0x" } + part
            });
            let golden = root().join(format!("tests/goldens/stages/{sample}.{stage}"));
            if std::env::var_os("PVMSCOPE_BLESS").is_some() && ["instructions", "cfg"].contains(stage) {
                std::fs::write(&golden, &found).unwrap();
            }
            let expected = std::fs::read_to_string(&golden).unwrap();
            for (line, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
                assert_eq!(found, expected, "{stage} {sample} line {}", line + 1);
            }
            assert_eq!(found.lines().count(), expected.lines().count(), "{stage} {sample}");
        }
    }
}

/// What CPython's `-m ast -a` and `-m symtable` print of two programs that are made for it.
#[test]
fn trees_with_types_and_tables_in_order_are_cpythons() {
    for (stage, program) in [("ast", "type_comments"), ("symtable", "free_names")] {
        let folder = root().join("tests/goldens/front");
        let mut command = Command::new(env!("CARGO_BIN_EXE_pvmscope"));
        let output = command.args([stage, &*format!("{program}.py")]).current_dir(&folder).output();
        let found = String::from_utf8(output.unwrap().stdout).unwrap();
        let wanted = std::fs::read_to_string(folder.join(format!("{program}.{stage}"))).unwrap();
        for (line, (found, wanted)) in found.lines().zip(wanted.lines()).enumerate() {
            assert_eq!(found, wanted, "{stage} {program} line {}", line + 1);
        }
        assert_eq!(found.lines().count(), wanted.lines().count());
    }
}

/// A tree as deep as one can be is made and given back on a small stack.
#[test]
fn deep_stages_need_no_deep_stack() {
    let small = std::thread::Builder::new().stack_size(256 << 10).spawn(|| {
        for (open, middle, count, compiles) in [
            ("-", "x", 2900, true),
            ("x + ", "y", 9000, true),
            ("lambda: ", "x", 300, true),
            ("if x: pass\nel", "if y: pass", 900, true),
            ("(", "", 20_000, false),
        ] {
            let source = Source::new("deep.py", &format!("{}{middle}", open.repeat(count)));
            let stages = Stages::new(&source, &Options::default());
            assert_eq!(stages.code.is_some(), compiles, "{open}: {:?}", stages.error);
        }
    });
    small.unwrap().join().unwrap();
}
