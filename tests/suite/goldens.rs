//! Samples, test programs, and what CPython 3.13.0 says of them (`tests/goldens`, by `tests/tools/judge.py`).

use crate::python::python;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long one run of the binary may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All judged programs, as paths relative to the repository: `samples/hello.py`.
pub fn programs() -> Vec<String> {
    let mut found = Vec::new();
    for folder in ["samples", "tests/programs"] {
        for entry in std::fs::read_dir(root().join(folder)).expect("the folder exists") {
            let name = entry.expect("a readable folder").file_name().into_string().expect("an ASCII name");
            if name.ends_with(".py") && !name.starts_with('_') {
                found.push(format!("{folder}/{name}"));
            }
        }
    }
    found.sort();
    found
}

/// The installed CPython, started in the repository, if it is the very version that made the goldens.
pub fn judge() -> Option<Command> {
    let version = python()?.arg("--version").output().ok()?.stdout;
    if version != b"Python 3.13.0\n" {
        println!(
            "the goldens are not checked: they are by 3.13.0, not {}",
            String::from_utf8_lossy(&version)
        );
        return None;
    }
    let mut command = python()?;
    command.current_dir(root());
    Some(command)
}

/// What CPython gave for a program, if that was asked; `kind` is `code`, `out` or `walk`.
pub fn golden(program: &str, kind: &str) -> Option<String> {
    let path = Path::new(program);
    let folder = path.parent().and_then(Path::file_name).expect("a program in a folder");
    let file = root().join("tests/goldens").join(folder).join(path.file_name().expect("a file"));
    let file = file.with_extension(kind);
    std::fs::read_to_string(file).ok()
}

/// What a run of the binary gave.
pub struct Done {
    pub stdout: String,
    pub stderr: String,
    pub status: i32,
}

/// Runs our binary in the repository; an error if it does not end in time.
pub fn pvmscope(arguments: &[&str]) -> Result<Done, String> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_pvmscope"))
        .env_remove("PYTHONUNBUFFERED")
        .args(arguments)
        .current_dir(root())
        .env("PYTHONHASHSEED", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| e.to_string())?;
    let (stdout, stderr) = (read_all(child.stdout.take()), read_all(child.stderr.take()));
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
            break status;
        }
        if start.elapsed() > TIMEOUT {
            let _ = child.kill();
            return Err(format!("still running after {TIMEOUT:?}"));
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let text = |reader: JoinHandle<Vec<u8>>| {
        String::from_utf8_lossy(&reader.join().unwrap_or_default()).into_owned()
    };
    let status = status.code().ok_or(format!("ended by {status}"))?;
    Ok(Done { stdout: text(stdout), stderr: text(stderr), status })
}

/// Reads a pipe to its end on a thread of its own, so that the other side never waits.
fn read_all(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        bytes
    })
}

/// Programs that differ still, a line each: `walk tests/programs/x.py`. The list only gets shorter.
const UNFINISHED: &str = include_str!("unfinished.txt");

/// Compares `actual(program)` with the golden of each program; fails with the first differing line of each.
/// `PVMSCOPE_ONLY=text` takes the programs whose path holds that text.
pub fn compare_all(kind: &str, actual: impl Fn(&str) -> String + Sync) {
    let only = std::env::var("PVMSCOPE_ONLY").unwrap_or_default();
    let mut programs = programs();
    programs.retain(|p| p.contains(&only) && golden(p, kind).is_some());
    let next = std::sync::atomic::AtomicUsize::new(0);
    let failures = std::sync::Mutex::new(Vec::new());
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(program) =
                    programs.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
                {
                    let wanted = golden(program, kind).unwrap_or_default();
                    if let Err(why) = compare(&wanted, &actual(program)) {
                        failures.lock().expect("no panic").push((program.clone(), why));
                    }
                }
            });
        }
    });
    let mut failures = failures.into_inner().expect("no panic");
    failures.sort();
    println!("{kind}: {} of {} programs equal CPython's", programs.len() - failures.len(), programs.len());
    let listed = |program: &str| UNFINISHED.lines().any(|l| l.split_once(' ') == Some((kind, program)));
    for program in programs.iter().filter(|p| listed(p) && !failures.iter().any(|(f, _)| f == *p)) {
        println!("now equal, to be taken from unfinished.txt: {kind} {program}");
    }
    failures.retain(|(program, _)| !only.is_empty() || !listed(program));
    let text: Vec<_> = failures.iter().map(|(program, why)| format!("{program}: {why}")).collect();
    assert!(failures.is_empty(), "{} differ\n{}", failures.len(), text.join("\n"));
}

/// Where two texts begin to differ, with some lines before.
pub fn compare(wanted: &str, actual: &str) -> Result<(), String> {
    if wanted == actual {
        return Ok(());
    }
    let (wanted, actual): (Vec<_>, Vec<_>) = (wanted.lines().collect(), actual.lines().collect());
    let same = wanted.iter().zip(&actual).take_while(|(w, a)| w == a).count();
    let mut text = format!("line {} differs\n", same + 1);
    for line in &wanted[same.saturating_sub(3)..same] {
        text += &format!("          {line}\n");
    }
    let show = |lines: &[&str]| lines.get(same).map_or("(the end)".to_string(), |l| l.to_string());
    Err(format!("{text}  CPython {}\n  ours    {}", show(&wanted), show(&actual)))
}

/// The goldens say what the installed CPython says.
#[test]
fn goldens_are_true() {
    let Some(mut python) = judge() else { return };
    let done = python.args(["tests/tools/judge.py", "--check"]).output().expect("it runs");
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{said}");
}

#[test]
fn every_program_has_its_goldens() {
    for program in programs() {
        for kind in ["code", "out"] {
            assert!(
                golden(&program, kind).is_some_and(|g| !g.is_empty()),
                "{program} has no {kind}; run judge.py"
            );
        }
    }
}
