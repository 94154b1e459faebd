//! The compiler. Where a python3.13 is found: its whole standard library, file by file in one
//! process and on one core, beside CPython's `compile()` on the same bytes. Then `.pyc` files.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use pvmscope::bytecode::{Code, pyc};
use pvmscope::compile::{Options, compile, on_deep_stack};
use pvmscope::lex::Reader;
use pvmscope::source::Source;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Each side compiles everything so many times, in turns.
const ROUNDS: usize = 5;

/// Compiles every file named on standard input and says: lines compiled, seconds of the clock for
/// that, seconds of the processor with the reading of the files, peak memory in KiB.
const CPYTHON: &str = r#"
import resource, sys, time, warnings
warnings.simplefilter("ignore")
names = sys.stdin.read().split("\n")
lines = clock = 0
start = time.process_time()
for name in names:
    with open(name, "rb") as file:
        source = file.read()
    before = time.perf_counter()
    try:
        compile(source, name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        fine = False
    else:
        fine = True
    clock += time.perf_counter() - before
    lines += fine and source.count(b"\n")
print(lines, clock, time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"#;

fn main() {
    if !std::env::args().any(|a| a == "--test") {
        match standard_library() {
            Some(files) => side_by_side(&files),
            None => println!("no python3.13 found: no comparison"),
        }
    }
    divan::main();
}

fn python() -> Command {
    let mut command = Command::new("python3.13");
    command.env("PYENV_VERSION", "3.13.0");
    command
}

/// All sources of the installed CPython's library, its tests included.
fn standard_library() -> Option<Vec<PathBuf>> {
    let ask = "import sys, sysconfig; print(sys.version.split()[0]); print(sysconfig.get_path('stdlib'))";
    let answer = python().args(["-c", ask]).output().ok().filter(|o| o.status.success())?;
    let answer = String::from_utf8(answer.stdout).ok()?;
    let (version, folder) = answer.trim().split_once('\n')?;
    println!("against CPython {version}");
    let mut files = Vec::new();
    collect(Path::new(folder), &mut files);
    files.sort();
    Some(files)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).into_iter().flatten().filter_map(|e| Some(e.ok()?.path())) {
        if path.is_dir() && !path.ends_with("site-packages") {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "py") {
            files.push(path);
        }
    }
}

/// What one side did in one round.
#[derive(Clone, Copy)]
struct Run {
    lines: usize,
    clock: f64,
    processor: f64,
    peak_kib: u64,
}

fn ours(files: &[PathBuf]) -> Run {
    let all = || {
        let mut run = Run { lines: 0, clock: 0.0, processor: 0.0, peak_kib: 0 };
        let start = processor_seconds();
        for file in files {
            let bytes = std::fs::read(file).expect("a readable file");
            let name = file.to_string_lossy();
            let before = Instant::now();
            let source = Source::decode(&name, &bytes, Reader::Bytes);
            let fine = source.is_ok_and(|source| compile(&source, &Options::default()).is_ok());
            run.clock += before.elapsed().as_secs_f64();
            run.lines += if fine { bytes.iter().filter(|&&b| b == b'\n').count() } else { 0 };
        }
        run.processor = processor_seconds() - start;
        run
    };
    let run = on_deep_stack(all).expect("a thread");
    Run { peak_kib: peak_kib(), ..run }
}

fn theirs(files: &[PathBuf]) -> Option<Run> {
    use std::io::Write;
    let mut child = python()
        .args(["-c", CPYTHON])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .ok()?;
    let names: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
    child.stdin.take()?.write_all(names.join("\n").as_bytes()).ok()?;
    let answer = String::from_utf8(child.wait_with_output().ok()?.stdout).ok()?;
    let mut words = answer.split_whitespace();
    Some(Run {
        lines: words.next()?.parse().ok()?,
        clock: words.next()?.parse().ok()?,
        processor: words.next()?.parse().ok()?,
        peak_kib: words.next()?.parse().ok()?,
    })
}

/// The time that the processor spent on this thread, to a few milliseconds (Linux; elsewhere 0).
fn processor_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

/// The most memory that this process had (Linux; elsewhere 0).
fn peak_kib() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|p| p.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

fn side_by_side(files: &[PathBuf]) {
    println!("{} files, best of {ROUNDS} rounds in turns", files.len());
    let mut rounds: Vec<(Run, Run)> = Vec::new();
    for _ in 0..ROUNDS {
        let ours = ours(files);
        let Some(theirs) = theirs(files) else { return println!("CPython's compile() failed") };
        rounds.push((ours, theirs));
    }
    let best = |of: fn(&(Run, Run)) -> f64| rounds.iter().map(of).fold(f64::INFINITY, f64::min);
    let (ours, theirs) = rounds[0];
    println!("{:<28} {:>12} {:>12} {:>6}", "", "pvmscope", "CPython", "ratio");
    println!("{:<28} {:>12} {:>12}", "lines compiled", ours.lines, theirs.lines);
    let row = |what: &str, a: f64, b: f64| println!("{what:<28} {a:>12.0} {b:>12.0} {:>6.2}", a / b);
    let lines = |run: &Run, seconds: f64| run.lines as f64 / seconds;
    row("lines a second", lines(&ours, best(|r| r.0.clock)), lines(&theirs, best(|r| r.1.clock)));
    row(
        "lines a processor second",
        lines(&ours, best(|r| r.0.processor)),
        lines(&theirs, best(|r| r.1.processor)),
    );
    row("peak memory, KiB", ours.peak_kib as f64, theirs.peak_kib as f64);
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
