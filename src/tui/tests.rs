//! The screen without a terminal: a hand-made moment, keys in, drawn cells out.

use super::app::{App, Program};
use super::assets;
use super::layout::Pane;
use super::msg::{Effect, Msg};
use super::update::{open, update};
use super::view::view;
use super::widgets::list::Overlay;
use crate::diagnostic::Diagnostic;
use crate::session::*;
use crate::source::{Source, Span};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::sync::Arc;

const TEXT: &str = "def add(left, right):\n    return left + right\n\nprint(add(1, 2))\n";

fn value(id: u32, type_name: &str, repr: &str, count: Option<u32>) -> ValueView {
    ValueView { id, type_name: type_name.into(), repr: repr.into(), count }
}

fn row(offset: u32, opname: &'static str, arg: Option<u32>, argrepr: &str, line: u32) -> CodeRow {
    CodeRow {
        offset,
        opname: opname.into(),
        arg,
        argrepr: argrepr.into(),
        target: None,
        label: None,
        line: Some(line),
        starts_line: false,
        span: Some(Span::new(line as i32, 11, line as i32, 23)),
    }
}

/// Inside `add`, before its `BINARY_OP`.
fn moment() -> Moment {
    let listing = Arc::new(Listing::new(Source::new("add.py", TEXT)));
    let code = |name: &str, rows| CodeView {
        name: name.into(),
        qualname: name.into(),
        listing: listing.clone(),
        rows,
        handlers: vec![],
    };
    let add = vec![
        row(0, "RESUME", Some(0), "", 1),
        row(2, "LOAD_FAST_LOAD_FAST", Some(1), "left, right", 2),
        row(4, "BINARY_OP", Some(0), "+", 2),
        row(8, "RETURN_VALUE", None, "", 2),
    ];
    let module = vec![row(0, "RESUME", Some(0), "", 0), row(2, "CALL", Some(2), "", 4)];
    let local =
        |name: &str, value, changed| LocalView { name: name.into(), kind: LocalKind::Local, value, changed };
    let one = value(11, "int", "1", None);
    let two = value(12, "int", "2", None);
    Moment {
        step: 1234,
        furthest: 2000,
        frames: vec![
            FrameView {
                code: Arc::new(code("add", add)),
                at: Some(2),
                locals: vec![
                    local("left", Some(one.clone()), false),
                    local("right", Some(two.clone()), true),
                ],
            },
            FrameView {
                code: Arc::new(code("<module>", module)),
                at: Some(1),
                locals: vec![local("add", Some(value(40, "function", "<function add>", Some(2))), false)],
            },
        ],
        stack: vec![
            StackValue { value: Some(one), pushed: true, role: Some("lhs".into()) },
            StackValue { value: Some(two), pushed: true, role: Some("rhs".into()) },
        ],
        heap: HeapView {
            live: 321,
            changes: vec![HeapRow {
                value: value(40, "function", "<function add>", Some(2)),
                delta: 1,
                fate: Fate::Kept,
            }],
            rows: vec![],
            hidden: 3,
            unknown: false,
        },
        explanation: "Adds 1 and 2 and pushes the sum.".into(),
        ..Moment::blank(listing, Status::Paused)
    }
}

/// A screen with a program on show.
struct Screen {
    app: App,
    sent: Vec<Command>,
    last: Effect,
}

impl Screen {
    fn empty(width: u16, height: u16) -> Screen {
        let mut screen = Screen { app: App::default(), sent: vec![], last: Effect::None };
        screen.app.themes = assets::theme_names();
        screen.msg(Msg::Resize(width, height));
        screen
    }
    fn new(width: u16, height: u16) -> Screen {
        let mut screen = Screen::empty(width, height);
        let program = Program::new("add.py", None, TEXT.as_bytes().to_vec());
        assert_eq!(open(&mut screen.app, program.clone()), Effect::Open(program));
        screen.answer(moment());
        screen
    }
    fn msg(&mut self, msg: Msg) {
        self.last = update(&mut self.app, msg);
        if let Effect::Send(c) | Effect::Interrupt(Some(c)) = &self.last {
            self.sent.push(c.clone());
        }
    }
    fn answer(&mut self, moment: Moment) {
        let command = self.app.answered + 1;
        self.msg(Msg::Report(Report::Moment { command, moment: Arc::new(moment) }));
    }
    fn code(&mut self, code: KeyCode) {
        self.msg(Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }
    fn keys(&mut self, text: &str) {
        for c in text.chars() {
            self.code(if c == '\n' { KeyCode::Enter } else { KeyCode::Char(c) });
        }
    }
    fn draw(&mut self) -> String {
        let theme = assets::theme("dark").unwrap();
        if let Some(editor) = &mut self.app.editor {
            editor.dress(&theme, true);
        }
        let area = self.app.area;
        let mut terminal = Terminal::new(TestBackend::new(area.width, area.height)).unwrap();
        terminal.draw(|frame| view(&self.app, &theme, frame)).unwrap();
        terminal.backend().to_string()
    }
    fn click(&mut self, column: u16, row: u16) {
        let kind = MouseEventKind::Down(MouseButton::Left);
        self.msg(Msg::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
    }
}

#[test]
fn everything_is_on_the_screen() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let picture = Screen::new(width, height).draw();
        if std::env::var_os("SHOW").is_some() {
            println!("{picture}");
        }
        for wanted in [
            "return left + right",
            "BINARY_OP",
            "Adds 1 and 2",
            "lhs",
            "right",
            "add.py",
            "1,234",
            "help",
            "quit",
        ] {
            assert!(picture.contains(wanted), "{wanted} at {width}x{height}\n{picture}");
        }
    }
}

#[test]
fn any_size_draws() {
    let mut screen = Screen::new(120, 40);
    for width in [1, 2, 3, 7, 20, 40, 61, 100, 161, 300] {
        for height in [1, 2, 3, 5, 9, 14, 30, 41, 90] {
            screen.msg(Msg::Resize(width, height));
            screen.draw();
            for key in ["?", ":", "S", "s", "e"] {
                screen.keys(key);
                screen.draw();
                screen.code(KeyCode::Esc);
            }
            screen.keys("z");
            screen.draw();
            screen.keys("z");
        }
    }
    screen.msg(Msg::Resize(80, 24));
    assert!(screen.draw().contains("BINARY_OP"));
}

#[test]
fn keys_become_commands() {
    let mut screen = Screen::new(80, 24);
    for (keys, expected) in [
        ("l", Command::Step(1)),
        ("12l", Command::Step(12)),
        ("10h", Command::Back(10)),
        ("n", Command::Over(1)),
        ("G", Command::End),
        ("120G", Command::ToStep(120)),
        ("g", Command::Start),
        ("o", Command::Out),
        ("]", Command::ToEvent(Event::Line)),
        ("r", Command::Rerun),
        ("s55\n", Command::ToStep(55)),
        (":55\n", Command::ToStep(55)),
        (":back-out\n", Command::BackOut),
        ("b", Command::Breakpoints(vec![2])),
    ] {
        screen.keys(keys);
        assert_eq!(screen.sent.last(), Some(&expected), "{keys}");
        screen.answer(moment());
    }
    screen.code(KeyCode::Right);
    assert_eq!(screen.sent.last(), Some(&Command::Step(1)));
    screen.keys("q");
    assert_eq!(screen.last, Effect::Quit);
}

#[test]
fn a_held_key_never_falls_behind() {
    let mut screen = Screen::new(80, 24);
    screen.keys("llllllllll");
    assert_eq!(screen.sent, [Command::Step(1), Command::Step(1)]);
    screen.answer(moment());
    assert_eq!(screen.sent.last(), Some(&Command::Step(8)), "the rest goes as one");
    assert!(screen.app.queue.is_empty());
}

#[test]
fn a_long_run_is_stopped_for_the_next_command() {
    let mut screen = Screen::new(80, 24);
    screen.keys("G");
    let command = screen.app.sent;
    screen.msg(Msg::Report(Report::Progress { command, step: 5_000_000 }));
    assert!(screen.draw().contains("5,000,000"));
    screen.code(KeyCode::Esc);
    assert_eq!(screen.last, Effect::Interrupt(None));
    screen.keys("h");
    assert_eq!(screen.last, Effect::Interrupt(Some(Command::Back(1))));
    screen.answer(moment());
    screen.answer(moment());
    assert!(!screen.app.busy());
}

#[test]
fn the_line_under_the_cursor() {
    let mut screen = Screen::new(80, 24);
    screen.code(KeyCode::Down);
    screen.code(KeyCode::Down);
    screen.code(KeyCode::Enter);
    assert_eq!(screen.sent.last(), Some(&Command::ToLine(4)));
    screen.answer(moment());
    assert_eq!(screen.app.cursor(Pane::Source), None);
}

#[test]
fn a_name_is_chosen_and_searched() {
    let mut screen = Screen::new(80, 24);
    screen.keys("W");
    assert_eq!(screen.app.focus(), Pane::Frames);
    screen.keys("jj");
    screen.keys("W");
    let event = Event::Write { frame: 1, name: "right".into() };
    assert_eq!(screen.sent.last(), Some(&Command::BackToEvent(event)));
    screen.answer(moment());
    screen.keys("j");
    assert_eq!(screen.app.frame, 1, "the module's frame is on show");
    assert!(screen.draw().contains("CALL"));
}

#[test]
fn the_editor_runs_what_is_typed() {
    let mut screen = Screen::new(80, 24);
    screen.keys("e");
    assert!(screen.draw().contains("Editing add.py"));
    screen.keys("x = 1\n");
    screen.code(KeyCode::F(5));
    let text = match screen.sent.last() {
        Some(Command::Edit(text)) => text.clone(),
        other => panic!("{other:?}"),
    };
    assert!(text.contains("x = 1\n"), "{text}");
    let wrong = Diagnostic::syntax("invalid syntax", Span::new(1, 0, 1, 3));
    screen.answer(Moment { status: Status::CompileError(wrong), ..moment() });
    assert!(screen.app.editing, "stays open with the message");
    assert!(screen.draw().contains("SyntaxError: invalid syntax"));
    screen.code(KeyCode::F(5));
    screen.answer(moment());
    assert!(!screen.app.editing);
}

#[test]
fn samples_open() {
    let mut screen = Screen::empty(100, 40);
    screen.keys("S");
    assert!(screen.draw().contains("hello.py"));
    screen.keys("hello\n");
    assert!(matches!(&screen.last, Effect::Open(p) if p.run.name == "hello.py"), "{:?}", screen.last);
    assert!(screen.draw().contains("name = "), "the text is there before the machine is");
}

#[test]
fn the_mouse_chooses() {
    let mut screen = Screen::new(80, 24);
    let slot = screen.app.layout().slots.into_iter().find(|s| s.panes.contains(&Pane::Heap)).unwrap();
    let (_, tab) = slot.tabs().into_iter().find(|(p, _)| *p == Pane::Heap).unwrap();
    screen.click(tab.x + 1, tab.y);
    assert_eq!(screen.app.focus(), Pane::Heap);
    assert!(screen.draw().contains("#40"));
    let source = screen.app.layout().pane_area(Pane::Source);
    screen.click(source.x + 5, source.y + 3);
    assert_eq!(screen.app.cursor(Pane::Source), Some(3));
    let footer = screen.app.layout().footer;
    screen.click(footer.x + 1, footer.y);
    assert_eq!(screen.sent.last(), Some(&Command::Step(1)));
}

#[test]
fn input_is_asked_for() {
    let mut screen = Screen::new(80, 24);
    screen.keys("l");
    screen.answer(Moment { status: Status::WaitingForInput, ..moment() });
    assert!(matches!(screen.app.overlay, Some(Overlay::Input(_))));
    screen.keys("Ada\n");
    assert_eq!(screen.sent.last(), Some(&Command::Input("Ada".into())));
}

#[test]
fn playing_steps_when_the_last_step_has_come() {
    let mut screen = Screen::new(80, 24);
    screen.keys(" ");
    assert!(screen.app.tick_interval().is_some());
    screen.msg(Msg::Tick);
    assert_eq!(screen.sent.last(), Some(&Command::Play(1)));
    screen.msg(Msg::Tick);
    assert_eq!(screen.last, Effect::None, "the answer is not there yet");
    screen.answer(moment());
    assert!(screen.app.playing.is_some());
    screen.msg(Msg::Tick);
    screen.answer(Moment { status: Status::Finished(0), ..moment() });
    assert!(screen.app.playing.is_none());
}
