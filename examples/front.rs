//! Development aid: the front end's products for many files, for comparison with CPython.
//!
//! `front ast|tokens|time FILE...`: each product goes to standard output behind a header line.

use pvmscope::source::{Interner, Source};
use pvmscope::{ast, lex, parse};
use std::io::Write;

fn main() {
    let mut args = std::env::args().skip(1);
    let what = args.next().unwrap_or_default();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for file in args {
        let Ok(bytes) = std::fs::read(&file) else { continue };
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let source = Source::new(&file, text.trim_start_matches('\u{feff}'));
        let mut interner = Interner::default();
        let text = match &*what {
            "ast" => parse::parse_module(&source, &mut interner)
                .and_then(|(root, _)| ast::dump::dump(&root, &interner))
                .unwrap_or_else(|error| format!("{error:?}")),
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
