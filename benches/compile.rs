//! The compiler: lines in a second, over the test programs, stage by stage as a whole.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use pvmscope::bytecode::{Code, pyc};
use pvmscope::compile::{Options, compile};
use pvmscope::source::Source;
use std::sync::Arc;

fn main() {
    divan::main();
}

fn sources() -> Vec<Source> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/programs");
    let mut sources = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the test programs") {
        let path = entry.expect("a readable folder").path();
        if path.extension().is_some_and(|e| e == "py") {
            let text = std::fs::read_to_string(&path).expect("UTF-8");
            sources.push(Source::new(&path.to_string_lossy(), &text));
        }
    }
    sources
}

fn compiled(source: &Source) -> Arc<Code> {
    compile(source, &Options::default()).expect("a right program").0
}

/// Source text to code object; an item is a line.
#[divan::bench]
fn lines(bencher: Bencher) {
    let sources = sources();
    let lines = sources.iter().map(Source::line_count).sum::<usize>();
    bencher.counter(ItemsCount::new(lines)).bench(|| sources.iter().map(compiled).count());
}

/// Code object to `.pyc` and back; an item is a file.
#[divan::bench]
fn pyc_files(bencher: Bencher) {
    let codes: Vec<_> = sources().iter().map(compiled).collect();
    bencher.counter(ItemsCount::new(codes.len())).bench(|| {
        for code in &codes {
            let stamp = pyc::Validation::Timestamp { mtime: 0, size: 0 };
            let bytes = pyc::write(stamp, code).expect("it can be written");
            black_box(pyc::read(&bytes).expect("it can be read"));
        }
    });
}
