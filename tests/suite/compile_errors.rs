//! Errors and warnings of the stages after the parser (`tests/goldens/compile_errors.txt`).

use crate::goldens::{judge, root};
use pvmscope::compile::{Options, compile};
use pvmscope::source::Source;

/// What CPython's `SyntaxError` would say, in the golden file's words.
fn answer(program: &str) -> String {
    let source = Source::new("program", program);
    match compile(&source, &Options::default()) {
        Err(error) => {
            let place = error.place(&source).expect("a place");
            let (line, start) = (place.line, place.offset);
            let (end_line, end) = (place.end_line.unwrap_or(line), place.end_offset.unwrap_or(start));
            format!("=> {line} {start} {end_line} {end} {}\n", error.message)
        }
        Ok((_, warnings)) if warnings.is_empty() => "=> fine\n".into(),
        Ok((_, warnings)) => {
            let line = |w: &pvmscope::diagnostic::Diagnostic| w.span.map_or(0, |span| span.line);
            warnings.iter().map(|w| format!("=> warning {} {}\n", line(w), w.message)).collect()
        }
    }
}

#[test]
fn errors_are_cpythons() {
    let golden = std::fs::read_to_string(root().join("tests/goldens/compile_errors.txt")).expect("the file");
    let (mut program, mut wanted) = (String::new(), String::new());
    let (mut count, mut wrong) = (0, Vec::new());
    for line in golden.lines().chain([""]) {
        if line.starts_with("=> ") {
            wanted += &format!("{line}\n");
            continue;
        }
        if !wanted.is_empty() {
            let ours = answer(&program);
            if ours != wanted {
                wrong.push(format!("{program}   ours  {ours}   wanted {wanted}"));
            }
            count += 1;
            program.clear();
            wanted.clear();
        }
        program += &format!("{line}\n");
    }
    println!("{count} programs that do not compile, {} with another answer", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_answers_are_true() {
    if let Some(mut python) = judge() {
        let status = python.args(["tests/tools/compile_errors.py", "--check"]).status();
        assert!(status.expect("it runs").success());
    }
}
