//! What a question to the ledger takes at the end of a run of 10,000,000 steps.

use pvmscope::session::{Command, Event, Moment, Program, Report, Session};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

const FAR: u64 = 10_000_000;
const ROUNDS: usize = 3;

/// Calls, attributes, lists and dicts; some objects live long, some die at once.
const WORK: &str = "\
class Account:
    def __init__(self, number):
        self.number = number
        self.balance = 0
        self.history = []
    def deposit(self, amount):
        self.balance += amount
        if amount % 50 == 0:
            self.history.append((amount, self.balance))

accounts = [Account(n) for n in range(1000)]
first = accounts[0]
names = {}
turn = 0
while True:
    turn += 1
    account = accounts[turn * 7 % 1000]
    account.deposit(turn % 100)
    names[turn % 5000] = [turn, account]
";

/// The plain loop of the other benches.
const LOOP: &str = "kept = [1.5]\ntotal = 0\nfor n in range(10_000_000):\n    total += n * n % 7\n";

struct Walk {
    session: Session,
    reports: Receiver<Report>,
}

impl Walk {
    fn start(name: &str, text: &str) -> Walk {
        let (send, reports) = channel();
        let program = Program { name: name.into(), bytes: text.as_bytes().to_vec(), ..Program::default() };
        let session = Session::start(program, move |r| send.send(r).is_ok()).expect("a thread");
        let walk = Walk { session, reports };
        walk.answer(1);
        walk
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
    fn timed(&mut self, command: &Command) -> (Duration, Arc<Moment>) {
        let start = Instant::now();
        let moment = self.go(command.clone());
        (start.elapsed(), moment)
    }
}

fn main() {
    if std::env::args().any(|a| a == "--test") {
        return;
    }
    for (name, text, object) in [("loop", LOOP, "kept"), ("accounts", WORK, "first")] {
        let mut walk = Walk::start(name, text);
        let (run, moment) = walk.timed(&Command::ToStep(FAR));
        assert_eq!(moment.step, FAR);
        println!("{name}: {FAR} steps in {:.0} ms", run.as_secs_f64() * 1e3);
        let local = moment.frames.last().and_then(|f| f.locals.iter().find(|l| l.name == object));
        let id = local.and_then(|l| l.value.as_ref()).expect("the object").id;
        let questions = [
            ("holders now", Command::Watch(Some(id))),
            ("history from birth", Command::History { from: 0, to: FAR }),
            ("history of the last 100,000 steps", Command::History { from: FAR - 100_000, to: FAR }),
            ("census and what grew", Command::Census { since: FAR - 100_000 }),
            ("back to the count's last change", Command::BackToEvent(Event::Count(id))),
        ];
        for (what, command) in questions {
            let best = (0..ROUNDS)
                .map(|_| {
                    let (time, moment) = walk.timed(&command);
                    if moment.step != FAR {
                        walk.go(Command::ToStep(FAR));
                    }
                    time
                })
                .min()
                .unwrap_or_default();
            println!("{name}: {what}: {:.1} ms", best.as_secs_f64() * 1e3);
        }
    }
}
