//! `pvmscope run` beside CPython 3.13: the time of each program in benches/programs/, and what hello costs.
//!
//! `cargo bench --bench versus` runs all of them, `cargo bench --bench versus -- dict` those with `dict`
//! in their name. The two take turns, so that a busy moment hurts both, and the best of the rounds counts.
//! Where the system tells it (Linux), the ratio is that of processor time, user and system together: on
//! a busy machine it is steadier than the wall clock's, whose ratio stands beside it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 5;
const HELLO_ROUNDS: usize = 30;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|a| a == "--test") {
        return;
    }
    let filter = arguments.iter().find(|a| !a.starts_with('-')).map_or("", String::as_str);
    let ours = Interpreter { path: env!("CARGO_BIN_EXE_pvmscope").into(), arguments: &["run"] };
    let theirs = find_python();
    let benches = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches");
    let both: Vec<&Interpreter> = std::iter::once(&ours).chain(&theirs).collect();
    compare_programs(&programs(&benches.join("programs"), filter), &both);
    if "hello".contains(filter) {
        compare_hello(&benches, &both);
    }
}

/// A program that runs Python programs.
struct Interpreter {
    path: PathBuf,
    arguments: &'static [&'static str],
}

impl Interpreter {
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(&self.path);
        command.args(self.arguments).arg(program);
        command.env("PYTHONHASHSEED", "0").env_remove("PYTHONUNBUFFERED").stderr(Stdio::null());
        command
    }

    /// One run from start to end; `None` if it does not end well.
    fn run(&self, program: &Path) -> Option<Run> {
        let (start, busy) = (Instant::now(), children_time());
        let output = self.command(program).stdin(Stdio::null()).output().ok()?;
        let wall = start.elapsed();
        let cpu = children_time().zip(busy).map(|(after, before)| after.saturating_sub(before));
        output.status.success().then_some(Run { wall, cpu, printed: output.stdout })
    }

    /// The most memory a hello needed, in KiB; `None` where the system does not tell.
    fn peak_memory(&self, program: &Path) -> Option<u64> {
        let mut child = self.command(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take()?).read_line(&mut line).ok()?;
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()));
        drop(child.stdin.take());
        child.wait().ok()?;
        status.ok()?.lines().find_map(|l| l.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
    }
}

/// What one run took and printed.
struct Run {
    wall: Duration,
    cpu: Option<Duration>,
    printed: Vec<u8>,
}

impl Run {
    /// The best of each measure.
    fn best(runs: &[Run]) -> Option<(f64, Option<f64>)> {
        let wall = runs.iter().map(|r| r.wall.as_secs_f64()).reduce(f64::min)?;
        Some((wall, runs.iter().filter_map(|r| r.cpu).map(|t| t.as_secs_f64()).reduce(f64::min)))
    }
}

/// CPython 3.13 itself, not a script that looks for it: that would cost more than hello does.
fn find_python() -> Option<Interpreter> {
    let answer = Command::new("python3.13")
        .args(["-c", "import sys; print(sys.executable); print(sys.version.split()[0])"])
        .env("PYENV_VERSION", "3.13.0")
        .output();
    let text = match answer {
        Ok(output) if output.status.success() => String::from_utf8(output.stdout).ok()?,
        _ => {
            println!("no python3.13 found: our times only");
            return None;
        }
    };
    let (path, version) = text.trim_end().split_once('\n')?;
    println!("against CPython {version}");
    Some(Interpreter { path: path.into(), arguments: &[] })
}

fn programs(folder: &Path, filter: &str) -> Vec<(String, PathBuf)> {
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .expect("programs")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|e| e == "py"))
        .map(|path| (path.file_stem().expect("a name").to_string_lossy().into_owned(), path))
        .filter(|(name, _)| name.contains(filter))
        .collect();
    found.sort();
    found
}

fn compare_programs(programs: &[(String, PathBuf)], both: &[&Interpreter]) {
    println!("{:<18} {:>8} {:>8} {:>6} {:>6}", "program", "ours s", "CPython", "ratio", "wall");
    let mut ratios: Vec<(f64, f64, &str)> = Vec::new();
    for (name, program) in programs {
        let runs = take_turns(ROUNDS, program, both);
        let best: Vec<_> = runs.iter().map(|r| r.as_ref().and_then(|r| Run::best(r))).collect();
        let show = |i: usize| match best.get(i) {
            Some(Some((wall, cpu))) => format!("{:.3}", cpu.unwrap_or(*wall)),
            Some(None) => "failed".into(),
            None => "-".into(),
        };
        print!("{name:<18} {:>8} {:>8}", show(0), show(1));
        if let [Some((wall, cpu)), Some((their_wall, their_cpu))] = best[..] {
            let wall = wall / their_wall;
            let ratio = cpu.zip(their_cpu).map_or(wall, |(a, b)| a / b);
            let agree = runs.iter().flatten().flatten().all(|r| Some(&r.printed) == printed(&runs));
            print!(" {ratio:>6.2} {wall:>6.2}{}", if agree { "" } else { "  prints something else" });
            ratios.push((ratio, wall, name));
        }
        println!();
    }
    if let Some((worst, _, name)) = ratios.iter().max_by(|a, b| a.0.total_cmp(&b.0)) {
        let mean = |of: fn(&(f64, f64, &str)) -> f64| {
            (ratios.iter().map(|r| of(r).ln()).sum::<f64>() / ratios.len() as f64).exp()
        };
        println!(
            "{:<18} {:>24.2} {:>6.2}  {} of {}",
            "geometric mean",
            mean(|r| r.0),
            mean(|r| r.1),
            ratios.len(),
            programs.len()
        );
        println!("{:<18} {worst:>24.2}  {name}", "worst");
    }
}

/// What the first run printed.
fn printed(runs: &[Option<Vec<Run>>]) -> Option<&Vec<u8>> {
    runs.iter().flatten().flatten().map(|r| &r.printed).next()
}

/// The runs of each interpreter, one after the other in each round; `None` for one that failed.
fn take_turns(rounds: usize, program: &Path, both: &[&Interpreter]) -> Vec<Option<Vec<Run>>> {
    let mut runs: Vec<_> = both.iter().map(|_| Some(Vec::new())).collect();
    for _ in 0..rounds {
        for (interpreter, slot) in both.iter().zip(&mut runs) {
            if let Some(done) = slot {
                match interpreter.run(program) {
                    Some(run) => done.push(run),
                    None => *slot = None,
                }
            }
        }
    }
    runs
}

/// The whole process that prints one line: start, compilation, run and end.
fn compare_hello(benches: &Path, both: &[&Interpreter]) {
    let sample = benches.with_file_name("samples").join("hello.py");
    let runs = take_turns(HELLO_ROUNDS, &sample, both);
    let name = |i: usize| if i == 0 { "ours" } else { "CPython" };
    for (i, (interpreter, runs)) in both.iter().zip(&runs).enumerate() {
        let wall = runs.as_ref().and_then(|r| Run::best(r)).map(|(wall, _)| wall * 1000.0);
        let memory = interpreter.peak_memory(&benches.join("waits.py")).map(|kib| kib as f64 / 1024.0);
        let show = |figure: Option<f64>| figure.map_or("-".into(), |f| format!("{f:.1}"));
        println!("hello, {:<11} {:>8} ms {:>8} MiB", name(i), show(wall), show(memory));
    }
}

/// Processor time of all children that have ended, in steps of 10 ms; `None` where the system does not tell.
fn children_time() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in parentheses, may hold spaces; children's user time is the 16th field.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(13);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some(Duration::from_millis((user + system) * 10))
}
