//! The session: commands in, moments out, no drawing.
//!
//! Nothing here or below knows of a screen. A client sends [`Command`]s and receives [`Report`]s;
//! the machine works on its own thread and no call of this interface waits for it.

mod client;
mod codes;
mod command;
mod inquiry;
pub mod ledger;
pub mod listing;
mod look;
mod machine;
mod memory;
mod moment;
mod program;
mod search;
mod worker;

pub use command::{Command, Event, Whose};
pub use ledger::{CensusObject, CensusType, CensusView, HistoryRow, HistoryView, HolderView, LedgerView};
pub use listing::{Listing, TokenClass};
pub use moment::*;

use crate::world;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The name of the machine's thread.
pub const THREAD: &str = "machine";

/// What a session tells its client.
#[derive(Clone, Debug)]
pub enum Report {
    /// The answer to the command of that number.
    Moment { command: u64, moment: Arc<Moment> },
    /// The command of that number is still at work.
    Progress { command: u64, step: u64 },
}

/// A program to be observed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Program {
    /// As tracebacks name it.
    pub name: String,
    /// Source text, or a `.pyc` file.
    pub bytes: Vec<u8>,
    /// Files that only this program sees, by path.
    pub files: Vec<(String, Vec<u8>)>,
}

/// A program under observation. Commands are numbered as they are sent; number 1 is the start.
#[derive(Debug)]
pub struct Session {
    commands: Sender<(u64, Command)>,
    sent: u64,
    stop: Stop,
}

/// How commands at work are stopped, from any thread.
#[derive(Clone, Default, Debug)]
struct Stop {
    /// Commands up to this number are cancelled.
    cancelled: Arc<AtomicU64>,
    /// Cuts the machine's long natives short.
    interrupt: Arc<AtomicBool>,
    /// The latest cancelling that the machine has noticed.
    noticed: Arc<Mutex<u64>>,
}

/// A machine that does not notice within so many milliseconds is in a long native.
const PATIENCE: u64 = 60;

impl Session {
    /// Compiles and starts a program on a thread of its own. `report` is called from there; when
    /// it answers false, nobody listens any more and the session ends.
    pub fn start(
        program: Program,
        report: impl Fn(Report) -> bool + Send + 'static,
    ) -> std::io::Result<Session> {
        let (commands, received) = channel();
        let stop = Stop::default();
        let worker = worker::Worker::new(program, received, Box::new(report), stop.clone());
        std::thread::Builder::new()
            .name(THREAD.into())
            .stack_size(crate::machine::STACK_SIZE)
            .spawn(move || worker.work())?;
        Ok(Session { commands, sent: 1, stop })
    }

    /// Asks for something; the answer comes as a report. Returns the command's number.
    pub fn send(&mut self, command: Command) -> u64 {
        self.sent += 1;
        // A worker that is gone has reported why.
        let _ = self.commands.send((self.sent, command));
        self.sent
    }

    /// Stops all commands sent so far, wherever they are.
    pub fn interrupt(&self) {
        self.stop.cancel(self.sent);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.stop.cancel(u64::MAX);
    }
}

impl Stop {
    fn cancel(&self, number: u64) {
        self.cancelled.store(number, Ordering::SeqCst);
        let stop = self.clone();
        world::later(PATIENCE, move || {
            if *stop.latest_noticed() < number {
                stop.interrupt.store(true, Ordering::SeqCst);
            }
        });
    }
    fn is_cancelled(&self, number: u64) -> bool {
        self.cancelled.load(Ordering::Relaxed) >= number
    }
    /// The machine looks up: no native need be interrupted any more.
    fn notice(&self) {
        let mut noticed = self.latest_noticed();
        *noticed = self.cancelled.load(Ordering::SeqCst);
        self.interrupt.store(false, Ordering::SeqCst);
    }
    fn latest_noticed(&self) -> MutexGuard<'_, u64> {
        self.noticed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
