//! What a person waits for: the first frame, a redraw, one step back from far into a loop.

use divan::Bencher;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use pvmscope::session::{Command, Moment, Program, Report, Session};
use pvmscope::tui::app::{self, App};
use pvmscope::tui::msg::Msg;
use pvmscope::tui::update::{open, update};
use pvmscope::tui::{assets, view::view};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::cell::RefCell;
use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

const LOOP: &str = "total = 0\nfor n in range(10_000_000):\n    total += n * n % 7\n";
const FAR: u64 = 1_000_000;

fn main() {
    divan::main();
}

fn program(name: &str, text: &str) -> Program {
    Program { name: name.into(), bytes: text.as_bytes().to_vec(), ..Program::default() }
}

/// A session and its answers.
struct Walk {
    session: Session,
    reports: Receiver<Report>,
}

impl Walk {
    fn start(name: &str, text: &str) -> (Walk, Arc<Moment>) {
        let (send, reports) = channel();
        let report = move |r| send.send(r).is_ok();
        let session = Session::start(program(name, text), report).expect("a thread");
        let walk = Walk { session, reports };
        let first = walk.answer(1);
        (walk, first)
    }
    fn answer(&self, number: u64) -> Arc<Moment> {
        loop {
            match self.reports.recv().expect("an answer") {
                Report::Moment { command, moment } if command == number => return moment,
                _ => {}
            }
        }
    }
    fn go(&mut self, command: Command) -> Arc<Moment> {
        let number = self.session.send(command);
        self.answer(number)
    }
}

/// From the start of the process to the program's text on the terminal.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn first_frame(bencher: Bencher) {
    bencher.bench_local(|| {
        let size = PtySize { rows: 50, cols: 160, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_pvmscope"));
        command.arg("samples/hello.py");
        command.env("TERM", "xterm-256color");
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        let mut child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (mut seen, mut buffer) = (Vec::new(), [0; 1 << 16]);
        while !seen.windows(5).any(|w| w == b"world") {
            match reader.read(&mut buffer) {
                Ok(n) if n > 0 => seen.extend_from_slice(&buffer[..n]),
                _ => panic!("the program ended"),
            }
        }
        let mut keys = pair.master.take_writer().expect("a writer");
        // What is dropped is not measured: the end of the process.
        Defer(Some(move || {
            let _ = keys.write_all(b"q");
            let _ = child.kill();
            let _ = child.wait();
        }))
    });
}

/// Does something when it is dropped.
struct Defer<F: FnOnce()>(Option<F>);

impl<F: FnOnce()> Drop for Defer<F> {
    fn drop(&mut self) {
        if let Some(act) = self.0.take() {
            act();
        }
    }
}

/// An answered step, taken in and drawn.
#[divan::bench(args = [(80, 24), (200, 60)])]
fn redraw(bencher: Bencher, (width, height): (u16, u16)) {
    let text = include_str!("../samples/classes.py");
    let (mut walk, _) = Walk::start("classes.py", text);
    let moments: Vec<_> = (0..60).map(|_| walk.go(Command::Step(1))).collect();
    let mut app = App::default();
    app.themes = assets::theme_names();
    update(&mut app, Msg::Resize(width, height));
    open(&mut app, app::Program { run: program("classes.py", text), path: None });
    let theme = assets::theme("dark").expect("a theme");
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal");
    let mut moments = moments.iter().cycle();
    bencher.bench_local(|| {
        let moment = moments.next().expect("they repeat").clone();
        let command = app.answered + 1;
        update(&mut app, Msg::Report(Report::Moment { command, moment }));
        terminal.draw(|frame| view(&app, &theme, frame)).expect("it draws");
    });
}

/// One step forward through the session, without a screen.
#[divan::bench]
fn step(bencher: Bencher) {
    let mut walk = Walk::start("loop.py", LOOP).0;
    bencher.bench_local(|| walk.go(Command::Step(1)));
}

/// A jump from the start to step 1,000,000.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn to_step_1_000_000(bencher: Bencher) {
    bencher
        .with_inputs(|| Walk::start("loop.py", LOOP).0)
        .bench_local_refs(|walk| assert_eq!(walk.go(Command::ToStep(FAR)).step, FAR));
}

/// One step back from there.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn back_from_1_000_000(bencher: Bencher) {
    let walk = RefCell::new(Walk::start("loop.py", LOOP).0);
    bencher
        .with_inputs(|| assert_eq!(walk.borrow_mut().go(Command::ToStep(FAR)).step, FAR))
        .bench_local_values(|()| assert_eq!(walk.borrow_mut().go(Command::Back(1)).step, FAR - 1));
}
