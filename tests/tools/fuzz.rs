//! Fuzzes the crate; see `tests/fuzz/mod.rs`.
//!
//! `fuzz --kind source|pyc|run|differential|output [--seconds N] [--seed S] [--from CASE] [--slow MS]
//! [--memory MB] [FILE_OR_FOLDER...]`: the programs to start from are samples, test programs and those given.
//! `fuzz --kind KIND --case FILE` tries one input. Findings go to `target/fuzz`; a case that kills the process is
//! found there as `KIND-SEED.now`.

#[path = "../fuzz/mod.rs"]
mod fuzz;
#[path = "../fuzz/watch.rs"]
mod watch;

use fuzz::corpus::Corpus;
use fuzz::judge::Judge;
use fuzz::{Fuzzer, Kind};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What a usual main thread has; a machine gets what the binary gives it.
const USUAL_STACK: usize = 8 << 20;
/// A case that takes this long is stuck.
const STUCK: Duration = Duration::from_secs(60);
/// Findings of one sort of which the input is kept.
const KEPT: u32 = 3;

struct Options {
    kind: Kind,
    seconds: u64,
    seed: u64,
    from: u64,
    slow: Duration,
    memory: u64,
    case: Option<PathBuf>,
    folders: Vec<PathBuf>,
}

fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "source" => Kind::Source,
        "pyc" => Kind::Pyc,
        "run" => Kind::Run,
        "differential" => Kind::Differential,
        "output" => Kind::Output,
        _ => return None,
    })
}

fn options() -> Option<Options> {
    let mut args = std::env::args().skip(1);
    let mut found = Options {
        kind: Kind::Source,
        seconds: 600,
        seed: 1,
        from: 0,
        slow: Duration::from_millis(1000),
        memory: 500,
        case: None,
        folders: Vec::new(),
    };
    while let Some(arg) = args.next() {
        match &*arg {
            "--kind" => found.kind = kind(&args.next()?)?,
            "--seconds" => found.seconds = args.next()?.parse().ok()?,
            "--seed" => found.seed = args.next()?.parse().ok()?,
            "--from" => found.from = args.next()?.parse().ok()?,
            "--slow" => found.slow = Duration::from_millis(args.next()?.parse().ok()?),
            "--memory" => found.memory = args.next()?.parse().ok()?,
            "--case" => found.case = Some(args.next()?.into()),
            flag if flag.starts_with('-') => return None,
            folder => found.folders.push(folder.into()),
        }
    }
    Some(found)
}

fn python() -> Command {
    let mut command = Command::new("python3.13");
    command.env("PYENV_VERSION", "3.13.0").env("PYTHONHASHSEED", "0").stdin(Stdio::null());
    command
}

fn main() -> ExitCode {
    let Some(options) = options() else {
        eprintln!("fuzz: unknown option; see the head of tests/tools/fuzz.rs");
        return ExitCode::from(2);
    };
    let stack = match options.kind {
        Kind::Source | Kind::Differential => USUAL_STACK,
        Kind::Pyc | Kind::Run | Kind::Output => pvmscope::machine::STACK_SIZE,
    };
    let thread = std::thread::Builder::new().stack_size(stack).spawn(move || work(&options));
    match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(true)) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Milliseconds since the start at which the case at hand began.
static BEGAN: AtomicU64 = AtomicU64::new(0);

fn work(options: &Options) -> bool {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let judge = matches!(options.kind, Kind::Differential | Kind::Output)
        .then(|| Judge::new(root, watch::folder(), python));
    let corpus = Corpus::new(root, &options.folders);
    let mut fuzzer = Fuzzer::new(options.kind, options.seed, corpus, judge);
    if let Some(path) = &options.case {
        let input = std::fs::read(path).unwrap_or_default();
        let answer = fuzzer.try_case(&input);
        println!("{answer:?}");
        return answer.is_ok();
    }
    watch::catch_panics();
    let start = Instant::now();
    let _ = std::thread::Builder::new().spawn(move || {
        loop {
            std::thread::sleep(Duration::from_secs(1));
            let now = start.elapsed().as_millis() as u64;
            if now > BEGAN.load(Ordering::SeqCst) + STUCK.as_millis() as u64 {
                eprintln!("fuzz: stuck; the case is the file that ends in .now");
                std::process::exit(3);
            }
        }
    });
    let mut findings: HashMap<String, u32> = HashMap::new();
    let mut number = options.from;
    let name = format!("{:?}-{}", options.kind, options.seed).to_lowercase();
    let current = watch::folder().join(format!("{name}.now"));
    while start.elapsed() < Duration::from_secs(options.seconds) {
        let input = fuzzer.case(number);
        let _ = std::fs::write(&current, &input);
        BEGAN.store(start.elapsed().as_millis() as u64, Ordering::SeqCst);
        let (memory, time) = (watch::peak_memory(), watch::processor_time());
        let tried = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| fuzzer.try_case(&input)));
        let mut wrong: Vec<String> = watch::panicked().into_iter().collect();
        wrong.extend(tried.ok().and_then(Result::err));
        let (took, grown) = (watch::processor_time() - time, watch::peak_memory() - memory);
        if took > options.slow {
            wrong.push("slow".into());
        }
        if grown > options.memory {
            wrong.push("much memory".into());
        }
        for what in wrong {
            let sort: String = what.chars().filter(|c| !c.is_ascii_digit()).take(70).collect();
            let count = findings.entry(sort).or_default();
            *count += 1;
            if *count <= KEPT {
                let file = watch::folder().join(format!("{name}-{number}"));
                let _ = std::fs::write(&file, &input);
                println!("case {number}: {what} ({took:?}, {grown} MB) {}", file.display());
            }
        }
        number += 1;
    }
    let _ = std::fs::remove_file(&current);
    println!(
        "{} cases, {} findings of {} sorts",
        number - options.from,
        findings.values().sum::<u32>(),
        findings.len()
    );
    findings.is_empty()
}
