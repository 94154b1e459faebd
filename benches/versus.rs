//! `pvmscope run` beside CPython 3.13 on benches/programs/: seconds, and how many times as long we take.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 5;

fn main() {
    if std::env::args().any(|a| a == "--test") {
        return;
    }
    let python = || {
        let mut command = Command::new("python3.13");
        command.env("PYENV_VERSION", "3.13.0").env("PYTHONHASHSEED", "0");
        command
    };
    let version = python().arg("--version").output().ok().filter(|o| o.status.success());
    match &version {
        Some(answer) => println!("against {}", String::from_utf8_lossy(&answer.stdout).trim()),
        None => println!("no python3.13 found: our times only"),
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/programs");
    let mut programs: Vec<_> =
        std::fs::read_dir(folder).expect("programs").map(|e| e.expect("a readable folder").path()).collect();
    programs.sort();
    println!("{:<12} {:>8} {:>8} {:>6}", "program", "ours", "CPython", "ratio");
    for program in programs {
        let name = program.file_stem().expect("a name").to_string_lossy().into_owned();
        let ours = best(|| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_pvmscope"));
            command.arg("run").arg(&program);
            command
        });
        let theirs = version.as_ref().and_then(|_| {
            best(|| {
                let mut command = python();
                command.arg(&program);
                command
            })
        });
        let show =
            |time: Option<Duration>| time.map_or("failed".into(), |t| format!("{:.3}", t.as_secs_f64()));
        let ratio = match (ours, theirs) {
            (Some(a), Some(b)) => format!("{:.2}", a.as_secs_f64() / b.as_secs_f64()),
            _ => "-".into(),
        };
        println!("{name:<12} {:>8} {:>8} {ratio:>6}", show(ours), show(theirs));
    }
}

/// The shortest of some runs; `None` if the program does not end well.
fn best(command: impl Fn() -> Command) -> Option<Duration> {
    let mut best = None;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let status = command().stdin(Stdio::null()).stdout(Stdio::null()).status();
        let time = start.elapsed();
        if !status.is_ok_and(|s| s.success()) {
            return None;
        }
        best = Some(best.map_or(time, |b: Duration| b.min(time)));
    }
    best
}
