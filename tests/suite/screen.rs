//! The screen as its users meet it: keys in, pictures out, the terminal as it was at the end.

use crate::pty::{Pty, TempFile};
use std::time::{Duration, Instant};

const COUNT: &str = "n = 0\nwhile n < 5:\n    n = n + 1\nm = n\n";

fn at_step(pty: &Pty, step: &str) -> String {
    let wanted = format!("step {step}");
    pty.wait(&wanted, |picture| {
        let first = picture.lines().next().unwrap_or_default();
        first
            .split_once(&wanted)
            .is_some_and(|(_, rest)| !rest.starts_with(|c: char| c.is_ascii_digit() || c == ','))
    })
}

fn quit(mut pty: Pty) {
    pty.keys("q");
    let (status, _) = pty.end();
    assert_eq!(status.exit_code(), 0);
}

#[test]
fn a_walk_there_and_back() {
    let file = TempFile::new("walk.py", COUNT);
    // On a large screen nothing scrolls.
    let mut pty = Pty::start(&[file.path()], 200, 60);
    at_step(&pty, "0");
    for _ in 0..20 {
        pty.keys("l");
    }
    at_step(&pty, "20");
    let there = pty.still();
    pty.keys("7h");
    at_step(&pty, "13");
    pty.keys("7l");
    at_step(&pty, "20");
    let again = pty.still();
    assert_eq!(there, again, "a moment looks the same from both sides");
    pty.keys("\u{1b}[F");
    pty.wait_for("finished");
    pty.keys("\u{1b}[H");
    at_step(&pty, "0");
    let start = pty.still();
    assert!(start.contains("RESUME"), "{start}");
    quit(pty);
}

#[test]
fn edit_and_run_again() {
    let file = TempFile::new("edit.py", COUNT);
    let mut pty = Pty::start(&[file.path()], 100, 30);
    at_step(&pty, "0");
    pty.keys("e");
    pty.wait_for("Editing");
    pty.keys("abc = 41 +\r");
    pty.keys("\u{12}");
    pty.wait_for("SyntaxError: invalid syntax");
    pty.keys("\u{1b}[D\u{1b}[D");
    std::thread::sleep(Duration::from_millis(100));
    pty.keys("\u{1b}");
    pty.wait("the panes", |p| p.contains("Bytecode"));
    pty.keys("e");
    pty.wait_for("Editing");
    // Back to where the line ends, and make it right.
    pty.keys("\u{1b}[1;5H");
    pty.keys("\u{1b}[F 1");
    pty.keys("\u{12}");
    at_step(&pty, "0");
    let picture = pty.still();
    assert!(picture.contains("abc = 41 + 1"), "{picture}");
    pty.keys("G");
    pty.wait_for("finished");
    pty.keys("r");
    at_step(&pty, "0");
    quit(pty);
}

#[test]
fn signals_give_the_terminal_back() {
    let file = TempFile::new("signal.py", COUNT);
    for signal in ["TERM", "INT", "HUP"] {
        let pty = Pty::start(&[file.path()], 80, 24);
        at_step(&pty, "0");
        let sent =
            std::process::Command::new("kill").args([format!("-{signal}"), pty.pid().to_string()]).status();
        assert!(sent.expect("kill").success());
        let (status, _) = pty.end();
        let expected = match signal {
            "TERM" => 143,
            "INT" => 130,
            _ => 129,
        };
        assert_eq!(status.exit_code(), expected, "SIG{signal}");
    }
}

#[test]
fn what_is_no_program_is_told_in_a_sentence() {
    for (path, sentence) in [
        ("no/such/file.py", "can't open file 'no/such/file.py': [Errno 2] No such file or directory"),
        ("src", "can't open file 'src': [Errno 21] Is a directory"),
    ] {
        let (status, picture) = Pty::start(&[path], 100, 10).end();
        assert_eq!(status.exit_code(), 2);
        assert!(picture.contains(sentence), "{picture}");
    }
}

#[test]
fn files_that_do_not_compile_are_shown() {
    let error = TempFile::new("error.py", "x = 1\nx = = 2\n");
    let pty = Pty::start(&[error.path()], 100, 30);
    pty.wait_for("SyntaxError: invalid syntax");
    quit(pty);

    let binary = TempFile::new("binary.py", (0..=255u8).cycle().take(5000).collect::<Vec<_>>());
    let mut pty = Pty::start(&[binary.path()], 100, 30);
    pty.wait_for("Error");
    pty.keys("lhGge");
    quit(pty);

    let empty = TempFile::new("empty.py", "");
    let mut pty = Pty::start(&[empty.path()], 100, 30);
    at_step(&pty, "0");
    pty.keys("G");
    pty.wait_for("finished");
    quit(pty);
}

#[test]
fn an_endless_loop_can_be_stopped() {
    let file = TempFile::new("loop.py", "n = 0\nwhile True:\n    n = n + 1\n");
    let mut pty = Pty::start(&[file.path()], 100, 30);
    at_step(&pty, "0");
    pty.keys("G");
    pty.wait_for("running");
    // Looking around goes on meanwhile.
    pty.keys("?");
    pty.wait_for("Forward in time");
    pty.keys("?");
    pty.keys("\u{1b}");
    let stopped = pty.wait_for("Stopped at step");
    assert!(stopped.contains("n = n + 1"), "{stopped}");
    let start = Instant::now();
    pty.keys("h");
    pty.wait("a step back", |p| !p.contains("Stopped at step") && p.contains("step "));
    println!("one step back took {:?}", start.elapsed());
    quit(pty);
}

#[test]
fn leaving_does_not_wait_for_the_machine() {
    let file = TempFile::new("busy.py", "while True:\n    pass\n");
    let mut pty = Pty::start(&[file.path()], 80, 24);
    at_step(&pty, "0");
    pty.keys("G");
    pty.wait_for("running");
    let start = Instant::now();
    quit(pty);
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn endless_output_is_kept_short() {
    let file = TempFile::new("output.py", "while True:\n    print('all work and no play')\n");
    let mut pty = Pty::start(&[file.path()], 120, 40);
    at_step(&pty, "0");
    pty.keys("G");
    pty.wait_for("running");
    pty.keys("\u{1b}");
    let stopped = pty.wait_for("Stopped at step");
    assert!(stopped.matches("all work and no play").count() > 3, "{stopped}");
    quit(pty);
}

#[test]
fn any_size_is_survived() {
    let file = TempFile::new("size.py", COUNT);
    let mut pty = Pty::start(&[file.path()], 120, 40);
    at_step(&pty, "0");
    for (columns, rows) in [(1, 1), (3, 2), (10, 5), (200, 60), (40, 3), (1, 50), (80, 24)] {
        pty.resize(columns, rows);
        pty.keys("l");
        std::thread::sleep(Duration::from_millis(30));
    }
    at_step(&pty, "7");
    quit(pty);
}

#[test]
fn with_no_file_the_samples_are_offered() {
    let mut pty = Pty::start(&[], 100, 30);
    pty.wait_for("hello.py");
    pty.keys("loop\r");
    at_step(&pty, "0");
    quit(pty);
}

#[test]
fn the_first_picture_comes_at_once() {
    let start = Instant::now();
    let pty = Pty::start(&["samples/hello.py"], 120, 40);
    pty.wait_for("pvmscope");
    println!("the first picture took {:?}", start.elapsed());
    assert!(start.elapsed() < Duration::from_secs(5));
    at_step(&pty, "0");
    quit(pty);
}

#[test]
fn without_a_terminal_there_is_a_sentence() {
    let out =
        std::process::Command::new(env!("CARGO_BIN_EXE_pvmscope")).arg("samples/hello.py").output().unwrap();
    assert_eq!(out.status.code(), Some(2));
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(said.contains("needs a terminal") && said.contains("pvmscope run"), "{said}");
    assert!(out.stdout.is_empty());
}
