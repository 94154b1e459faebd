//! Development aid: marshalled code objects of many files, for comparison with CPython
//! (`tests/tools/compare_code.py`).
//!
//! `codes LEVEL [exec|eval|single]`: reads file names from standard input; for each it writes one line: `ok`, the
//! file and the marshalled code in hex, or `error`, the file and the problem. Warnings come first.
//! A line `=HEX` gives a program's text itself, compiled under the name `<s>`.
//! `codes time FILE...`: lines compiled in a second.

use pvmscope::bytecode::marshal;
use pvmscope::compile::{Mode, Options, compile};
use pvmscope::source::Source;
use std::io::{BufRead, Write};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(text.get(i..i + 2)?, 16).ok()).collect()
}

fn read(file: &str) -> Option<Source> {
    if let Some(text) = file.strip_prefix('=') {
        return Some(Source::new("<s>", &String::from_utf8(unhex(text)?).ok()?));
    }
    let text = String::from_utf8(std::fs::read(file).ok()?).ok()?;
    Some(Source::new(file, text.trim_start_matches('\u{feff}')))
}

fn time(files: impl Iterator<Item = String>) {
    let sources: Vec<Source> = files.filter_map(|file| read(&file)).collect();
    let start = std::time::Instant::now();
    let mut lines = 0;
    for source in &sources {
        if compile(source, &Options::default()).is_ok() {
            lines += source.line_count();
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{lines} lines in {seconds:.3} s: {:.0} lines/s", lines as f64 / seconds);
}

fn main() {
    let mut args = std::env::args().skip(1);
    let level = args.next().unwrap_or_default();
    if level == "time" {
        return time(args);
    }
    let mode = match args.next().as_deref() {
        Some("eval") => Mode::Expression,
        Some("single") => Mode::Interactive,
        _ => Mode::Module,
    };
    let options = Options { optimize: level.parse().unwrap_or(0), mode, ..Options::default() };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for file in std::io::stdin().lock().lines().map_while(Result::ok) {
        let Some(source) = read(&file) else { continue };
        let line = match compile(&source, &options) {
            Ok((code, warnings)) => {
                for warning in warnings {
                    let line = warning.span.map_or(0, |span| span.line);
                    let _ = writeln!(out, "warning\t{file}\t{line}\t{}", hex(warning.message.as_bytes()));
                }
                match marshal::write(&code) {
                    Ok(bytes) => format!("ok\t{file}\t{}", hex(&bytes)),
                    Err(error) => format!("error\t{file}\t{error:?}"),
                }
            }
            Err(error) => {
                let place = error.span.map_or(String::new(), |s| {
                    format!("{} {} {} {}", s.line, s.col + 1, s.end_line, s.end_col + 1)
                });
                let message = hex(error.message.as_bytes());
                format!("error\t{file}\t{}\t{place}\t{message}", error.kind.name())
            }
        };
        let _ = writeln!(out, "{line}");
    }
}
