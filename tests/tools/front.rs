//! Development aid: the front end's products for many files, for comparison with CPython.
//!
//! `front ast|tokens|time FILE...`: each product goes to standard output behind a header line.
//! `front compile`: for each line `MODE str|bytes HEX` on standard input what `compile()` says of that
//! program: its warnings, or its error and the place of it (`tests/tools/compile_snippets.py`).

use pvmscope::lex::Reader;
use pvmscope::source::{Interner, Source};
use pvmscope::{ast, lex, parse};
use std::io::Write;

fn main() {
    let mut args = std::env::args().skip(1);
    let what = args.next().unwrap_or_default();
    if what == "cases2m" {
        // As small a stack as a test's thread has.
        let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(cases);
        return thread.map_or((), |thread| thread.join().unwrap_or(()));
    }
    if what == "cases" {
        return cases();
    }
    if what == "compile" {
        return compiled();
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for file in args {
        let Ok(bytes) = std::fs::read(&file) else { continue };
        let source = match Source::decode(&file, &bytes, Reader::Bytes) {
            Ok(source) => source,
            Err(wrong) => {
                let _ = writeln!(out, "=== {file}\n{}", wrong.error.render(Some(&wrong.source)));
                continue;
            }
        };
        let mut interner = Interner::default();
        let text = match &*what {
            "error" => match parse::parse_module(&source, &mut interner) {
                Ok(_) => "ok".into(),
                Err(error) => error.render(Some(&source)),
            },
            "place" => match parse::parse_module(&source, &mut interner) {
                Ok(_) => "ok".into(),
                Err(error) => {
                    let place = error.place(&source);
                    format!("{} {:?} {}", error.kind.name(), place, error.message)
                }
            },
            "tokens" => match lex::Listed::read(&file, &bytes) {
                Ok(listed) => {
                    lex::dump::tokens_text(&listed).unwrap_or_else(|error| error.render(Some(&source)))
                }
                Err(message) => message,
            },
            "ast" => parse::parse_with_type_comments(&source, &mut interner)
                .and_then(|(root, _)| ast::dump::dump(&root, &interner))
                .unwrap_or_else(|error| error.render(Some(&source))),
            _ => {
                let start = std::time::Instant::now();
                let lexed = lex::lex(&source, &mut interner);
                let lexing = start.elapsed();
                let ok = parse::parse_module(&source, &mut interner).is_ok();
                let lines = source.line_count();
                format!("{} {lines} {:?} {:?} {ok}", lexed.tokens.len(), lexing, start.elapsed() - lexing)
            }
        };
        let _ = writeln!(out, "=== {file}\n{text}");
    }
}

/// Programs on standard input, each behind a line with its length in bytes; a line for each on
/// standard output.
fn cases() {
    let mut input = Vec::new();
    let _ = std::io::Read::read_to_end(&mut std::io::stdin(), &mut input);
    let mut rest = &input[..];
    while let Some(end) = rest.iter().position(|&b| b == b'\n') {
        let len: usize = String::from_utf8_lossy(&rest[..end]).parse().unwrap_or(0);
        rest = &rest[end + 1..];
        let Some(text) = rest.get(..len) else { return };
        rest = &rest[len..];
        let source = match Source::decode("x.py", text, Reader::Bytes) {
            Ok(source) => source,
            Err(wrong) => {
                let error = wrong.error;
                println!("{}|None|{}", error.kind.name(), error.message.replace('\n', "\\n"));
                continue;
            }
        };
        let mut interner = Interner::default();
        match parse::parse_module(&source, &mut interner) {
            Ok((root, _)) if std::env::args().nth(2).is_some() => {
                let text = ast::dump::dump(&root, &interner).unwrap_or_default();
                println!("ok{text:?}");
            }
            Ok((_, warnings)) => {
                let shown: Vec<String> = warnings
                    .iter()
                    .map(|w| format!("{}:{}:{}", w.kind.name(), w.span.map_or(0, |s| s.line), w.message))
                    .collect();
                println!("ok{}", shown.join("|").replace('\n', "\\n"));
            }
            Err(error) => {
                let place = error.place(&source);
                let place = place.map_or("None".into(), shown);
                println!("{}|{place}|{}", error.kind.name(), error.message.replace('\n', "\\n"));
            }
        }
    }
}

fn shown(place: pvmscope::diagnostic::Place) -> String {
    let maybe = |value: Option<i32>| value.map_or("None".to_string(), |value| value.to_string());
    format!("{},{},{},{}", place.line, place.offset, maybe(place.end_line), maybe(place.end_offset))
}

fn compiled() {
    use pvmscope::compile::{Mode, Options, compile};
    for line in std::io::stdin().lines().map_while(Result::ok) {
        let mut words = line.split(' ');
        let mode = match words.next() {
            Some("eval") => Mode::Expression,
            Some("single") => Mode::Interactive,
            _ => Mode::Module,
        };
        let bytes = words.next() == Some("bytes");
        let digits = words.next().unwrap_or_default().as_bytes().chunks(2);
        let text: Vec<u8> =
            digits.filter_map(|d| u8::from_str_radix(std::str::from_utf8(d).ok()?, 16).ok()).collect();
        let source = match bytes {
            true => Source::decode("x.py", &text, Reader::Bytes),
            false => Source::from_str("x.py", &String::from_utf8_lossy(&text)),
        };
        let (source, result) = match source {
            Ok(source) => {
                let result = compile(&source, &Options { mode, ..Options::default() });
                (source, result.map(|(_, warnings)| warnings))
            }
            Err(wrong) => (wrong.source, Err(wrong.error)),
        };
        let answer = match result {
            Ok(warnings) => {
                let line = |w: &pvmscope::diagnostic::Diagnostic| w.span.map_or(0, |span| span.line);
                let shown = warnings.iter().map(|w| format!("|{}:{}:{}", w.kind.name(), line(w), w.message));
                format!("ok{}", shown.collect::<String>())
            }
            Err(error) => {
                let place = error.place(&source).map(shown);
                format!("{}|{}|{}", error.kind.name(), place.unwrap_or_else(|| "None".into()), error.message)
            }
        };
        println!("{}", answer.replace('\\', "\\\\").replace('\n', "\\n"));
    }
}
