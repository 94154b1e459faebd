//! The session without a screen: every program can be walked through, there and back.

use crate::goldens::{programs, root};
use pvmscope::session::{Command, Event, Moment, Program, Report, Session, Status};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);

pub struct Walk {
    session: Session,
    reports: Receiver<Report>,
    pub now: Arc<Moment>,
}

impl Walk {
    pub fn start(name: &str, text: &str) -> Walk {
        let (send, reports) = channel();
        let report = move |r| send.send(r).is_ok();
        let program = Program { name: name.into(), bytes: text.as_bytes().to_vec(), ..Program::default() };
        let session = Session::start(program, report).expect("a thread");
        let now = next(&reports, 1);
        Walk { session, reports, now }
    }
    pub fn go(&mut self, command: Command) -> &Moment {
        let number = self.session.send(command);
        self.now = next(&self.reports, number);
        &self.now
    }
}

/// The answer to a command.
fn next(reports: &Receiver<Report>, number: u64) -> Arc<Moment> {
    loop {
        match reports.recv_timeout(PATIENCE).expect("an answer") {
            Report::Moment { command, moment } if command == number => return moment,
            _ => {}
        }
    }
}

/// All that a moment shows, as text; what is known of the rest of the run is left out.
fn picture(moment: &Moment) -> String {
    let mut shown = Moment { furthest: 0, length: None, note: None, ..moment.clone() };
    shown.frames.iter_mut().for_each(|f| f.at = f.at.or(Some(usize::MAX)));
    let frames: Vec<String> =
        shown.frames.iter().map(|f| format!("{} {:?} {:?}", f.code.qualname, f.at, f.locals)).collect();
    format!(
        "{} {:?}\n{frames:#?}\n{:#?}\n{:#?}\n{:#?}\n{:?}\n{:?}\n{}",
        shown.step,
        shown.status,
        shown.stack,
        shown.popped,
        shown.heap,
        shown.gc,
        shown.output,
        shown.explanation
    )
}

#[test]
fn every_moment_is_the_same_from_both_sides() {
    for program in programs() {
        let text = std::fs::read_to_string(root().join(&program)).expect("a program");
        let mut walk = Walk::start(&program, &text);
        if matches!(walk.now.status, Status::CompileError(_)) {
            continue;
        }
        // Forward, one by one.
        let mut pictures = vec![picture(&walk.now)];
        for _ in 0..24 {
            walk.go(Command::Step(1));
            assert!(!matches!(walk.now.status, Status::Failed(_)), "{program}: {:?}", walk.now.status);
            pictures.push(picture(&walk.now));
        }
        let there = walk.now.step as usize;
        walk.go(Command::End);
        let end = walk.now.clone();
        assert!(
            matches!(end.status, Status::Finished(_) | Status::Raised),
            "{program}: {:?} at step {}",
            end.status,
            end.step
        );
        // And back, by jumps and by steps.
        for step in [there, there / 2, there / 3] {
            walk.go(Command::ToStep(step as u64));
            assert_eq!(picture(&walk.now), pictures[step], "{program}, step {step}");
            for back in (step.saturating_sub(3)..step).rev() {
                walk.go(Command::Back(1));
                assert_eq!(picture(&walk.now), pictures[back], "{program}, step {back}");
            }
        }
        let last = end.step;
        walk.go(Command::ToStep(last * 2 / 3));
        let middle = picture(&walk.now);
        walk.go(Command::ToStep(last));
        assert_eq!(picture(&walk.now), picture(&end), "{program}, the end");
        walk.go(Command::ToStep(last * 2 / 3));
        assert_eq!(picture(&walk.now), middle, "{program}, step {}", last * 2 / 3);
    }
}

const CALLS: &str = "\
def double(n):
    result = n + n
    return result

a = double(1)
b = double(2)
print(a)
try:
    {}['x']
except KeyError:
    c = 3
";

#[test]
fn searches_find_events_both_ways() {
    let mut walk = Walk::start("calls.py", CALLS);
    let name = |m: &Moment| m.frames[0].code.name.clone();
    walk.go(Command::ToEvent(Event::Call));
    assert_eq!(name(&walk.now), "double");
    let first = walk.now.step;
    walk.go(Command::ToEvent(Event::Return));
    assert_eq!(name(&walk.now), "<module>");
    walk.go(Command::ToEvent(Event::Call));
    let second = walk.now.step;
    assert!(second > first && name(&walk.now) == "double");
    walk.go(Command::BackToEvent(Event::Call));
    assert_eq!(walk.now.step, first);
    assert!(walk.go(Command::BackToEvent(Event::Call)).note.is_some());
    assert_eq!(walk.now.step, first);

    walk.go(Command::Out);
    assert_eq!((name(&walk.now).as_str(), walk.now.frames[0].line()), ("<module>", Some(5)));
    walk.go(Command::ToLine(6));
    assert_eq!(walk.now.frames[0].line(), Some(6));
    walk.go(Command::Over(100));
    assert!(matches!(walk.now.status, Status::Finished(0)), "{:?}", walk.now.status);
    walk.go(Command::BackToLine(2));
    assert_eq!((name(&walk.now).as_str(), walk.now.frames[0].line()), ("double", Some(2)));
    assert!(walk.now.step > second);

    walk.go(Command::Start);
    walk.go(Command::ToEvent(Event::Raise));
    assert_eq!(walk.now.frames[0].line(), Some(9));
    assert_eq!(walk.now.frames[0].row().unwrap().opname, "BINARY_SUBSCR");
    walk.go(Command::BackToEvent(Event::Output));
    assert_eq!(walk.now.output.tail.len(), 1);
    let write = Event::Write { frame: 0, name: "b".into() };
    walk.go(Command::BackToEvent(write));
    let b = walk.now.frames[0].locals.iter().find(|l| l.name == "b").expect("b is bound");
    assert!(b.changed && b.value.as_ref().unwrap().repr == "4");

    walk.go(Command::Breakpoints(vec![2]));
    walk.go(Command::Start);
    walk.go(Command::Continue);
    walk.go(Command::Continue);
    assert_eq!(walk.now.frames[0].line(), Some(2));
    let there = walk.now.step;
    assert!(walk.go(Command::Continue).note.is_some(), "the program ended");
    walk.go(Command::BackContinue);
    assert_eq!(walk.now.step, there);
    walk.go(Command::BackOut);
    assert_eq!(walk.now.frames[0].row().unwrap().opname, "CALL");
}

#[test]
fn a_program_waits_for_its_input() {
    let mut walk = Walk::start("ask.py", "name = input('who? ')\nprint('hello', name)\n");
    walk.go(Command::End);
    assert_eq!(walk.now.status, Status::WaitingForInput);
    let waiting = walk.now.step;
    walk.go(Command::Back(2));
    assert_eq!(walk.now.step, waiting - 2);
    assert!(walk.go(Command::Input("nobody".into())).note.is_some(), "nobody asked");
    walk.go(Command::End);
    assert_eq!((walk.now.status.clone(), walk.now.step), (Status::WaitingForInput, waiting));
    walk.go(Command::Input("Ada".into()));
    assert_eq!(walk.now.step, waiting + 1);
    walk.go(Command::End);
    let text: String = walk.now.output.tail.iter().map(|p| p.text.clone()).collect();
    assert!(text.ends_with("hello Ada\n"), "{text}");
    walk.go(Command::Start);
    walk.go(Command::End);
    assert!(matches!(walk.now.status, Status::Finished(0)), "the line is remembered");
}

#[test]
fn another_text_and_the_same_again() {
    let mut walk = Walk::start("edit.py", "x = 1\n");
    walk.go(Command::Edit("x = (\n".into()));
    assert!(matches!(walk.now.status, Status::CompileError(_)));
    walk.go(Command::Step(1));
    assert!(matches!(walk.now.status, Status::CompileError(_)));
    walk.go(Command::Edit("y = 2\n".into()));
    assert_eq!((walk.now.status.clone(), walk.now.step), (Status::Paused, 0));
    walk.go(Command::End);
    walk.go(Command::Rerun);
    assert_eq!((walk.now.status.clone(), walk.now.step), (Status::Paused, 0));
}

#[test]
fn playing_stops_at_breakpoints() {
    let mut walk = Walk::start("calls.py", CALLS);
    assert_eq!(walk.go(Command::Play(3)).step, 3, "without breakpoints it only goes on");
    walk.go(Command::Breakpoints(vec![2]));
    let stopped = walk.go(Command::Play(1000)).clone();
    assert_eq!((stopped.frames[0].line(), stopped.note.is_some()), (Some(2), true));
    let again = walk.go(Command::Play(1000)).clone();
    assert!(again.step > stopped.step && again.frames[0].line() == Some(2));
    assert!(matches!(walk.go(Command::Play(1000)).status, Status::Finished(0)));
}

/// A sequence of numbers that is the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % end.max(1)
    }
}

/// Some programs (`PVMSCOPE_TRAVEL=text` chooses them, `all` takes all): every fourth moment of a stretch, first in their
/// order, then in any order, from anywhere.
#[test]
fn journeys_in_any_order_find_the_same_moments() {
    const STOPS: u64 = 12;
    let wanted = std::env::var("PVMSCOPE_TRAVEL").ok();
    let chosen = |p: &String| match &wanted {
        Some(text) => text == "all" || p.contains(text.as_str()),
        None => p.contains("trac") || p.contains("monitor") || p.len().is_multiple_of(27),
    };
    for program in programs().into_iter().filter(chosen) {
        let text = std::fs::read_to_string(root().join(&program)).expect("a program");
        let mut walk = Walk::start(&program, &text);
        if matches!(walk.now.status, Status::CompileError(_)) {
            continue;
        }
        walk.go(Command::End);
        let end = walk.now.step;
        let mut dice = Dice(end);
        // Forward in one go, from a fresh start.
        walk = Walk::start(&program, &text);
        let mut straight = Vec::new();
        let mut stops: Vec<u64> = (0..STOPS).map(|_| dice.below(end)).collect();
        stops.sort_unstable();
        for stop in stops {
            walk.go(Command::Step(stop.saturating_sub(walk.now.step)));
            walk.go(Command::Step(1));
            straight.push((walk.now.step, picture(&walk.now)));
        }
        for _ in 0..2 * STOPS {
            let (step, expected) = &straight[dice.below(STOPS) as usize];
            match dice.below(4) {
                0 => walk.go(Command::ToStep(*step)),
                1 => {
                    walk.go(Command::ToStep(*step + 1));
                    walk.go(Command::Back(walk.now.step - step))
                }
                2 => {
                    walk.go(Command::BackToEvent(Event::Line));
                    walk.go(Command::ToStep(*step))
                }
                _ => {
                    walk.go(Command::ToStep(step - 1));
                    walk.go(Command::Step(1))
                }
            };
            assert_eq!(walk.now.step, *step, "{program}");
            assert_eq!(picture(&walk.now), *expected, "{program}, step {step}");
        }
    }
}
