//! Errors and warnings of the stages after the parser (`tests/goldens/compile_errors.txt`).

use crate::goldens::{judge, root};
use pvmscope::compile::{Options, compile};
use pvmscope::source::Source;

/// What CPython's `SyntaxError` would say, in the golden file's words.
fn answer(program: &str) -> String {
    let source = Source::new("program", program);
    // A place's column in characters, from 1.
    let column = |line: i32, col: i32| {
        let text = source.line(line as usize).unwrap_or_default();
        text.get(..col as usize).unwrap_or(text).chars().count() + 1
    };
    match compile(&source, &Options::default()) {
        Err(error) => {
            let span = error.span.expect("a place");
            let (start, end) = (column(span.line, span.col), column(span.end_line, span.end_col));
            format!("=> {} {start} {} {end} {}\n", span.line, span.end_line, error.message)
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
