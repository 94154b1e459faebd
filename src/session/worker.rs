//! The machine's thread: one run after the other, each of one text.

use super::client::{Next, Walker};
use super::program::{self, Loaded};
use super::{Command, Listing, Moment, Program, Report, Status, Stop};
use crate::machine;
use crate::time;
use crate::world::World;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

/// How reports go out; false when nobody listens.
pub type Reporter = Box<dyn Fn(Report) -> bool + Send>;

pub struct Worker {
    program: Program,
    commands: Receiver<(u64, Command)>,
    report: Reporter,
    stop: Stop,
}

/// What is handed from run to run, and outlives a machine that fails.
pub struct Link {
    pub commands: Receiver<(u64, Command)>,
    pub report: Reporter,
    pub stop: Stop,
    /// The command at work.
    pub number: Cell<u64>,
    /// Lines with breakpoints.
    pub breakpoints: std::cell::RefCell<Vec<u32>>,
}

impl Link {
    pub fn send(&self, moment: Moment) -> bool {
        (self.report)(Report::Moment { command: self.number.get(), moment: Arc::new(moment) })
    }
}

impl Worker {
    pub fn new(program: Program, commands: Receiver<(u64, Command)>, report: Reporter, stop: Stop) -> Worker {
        Worker { program, commands, report, stop }
    }

    /// Serves until the client is gone.
    pub fn work(self) {
        let link = Rc::new(Link {
            commands: self.commands,
            report: self.report,
            stop: self.stop,
            number: Cell::new(1),
            breakpoints: Default::default(),
        });
        let mut program = self.program;
        loop {
            let Loaded { listing, code, compiled } = program::load(&program.name, &program.bytes);
            let next = match code {
                Ok(code) => run(&program, &listing, &code, compiled, &link),
                Err(error) => idle(&listing, Status::CompileError(error), &link),
            };
            match next {
                Next::Text(text) => program.bytes = text.into_bytes(),
                Next::Again => {}
                Next::Quit => return,
            }
        }
    }
}

/// Runs one text in a fresh machine.
fn run(
    program: &Program,
    listing: &Arc<Listing>,
    code: &Arc<crate::bytecode::Code>,
    compiled: bool,
    link: &Rc<Link>,
) -> Next {
    let next = Rc::new(Cell::new(Next::Quit));
    let walker = Walker::new(listing.clone(), link.clone(), next.clone());
    let travelled = catch_unwind(AssertUnwindSafe(|| {
        let mut vm = machine::new(World::screen().with_files(program.files.clone()));
        vm.interrupt = link.stop.interrupt.clone();
        let program = machine::prepare(&mut vm, code, std::slice::from_ref(&program.name), compiled);
        machine::start(&mut vm, &program);
        time::drive(&mut vm, walker);
    }));
    match travelled {
        Ok(()) => next.replace(Next::Quit),
        Err(panic) => {
            let why = panic
                .downcast_ref::<String>()
                .cloned()
                .or_else(|| panic.downcast_ref::<&str>().map(|s| s.to_string()))
                .unwrap_or_default();
            idle(
                listing,
                Status::Failed(format!("The machine has failed, which is a defect of pvmscope: {why}")),
                link,
            )
        }
    }
}

/// There is nothing to run: every command but a new start is answered with the same moment.
fn idle(listing: &Arc<Listing>, status: Status, link: &Link) -> Next {
    loop {
        if !link.send(Moment::blank(listing.clone(), status.clone())) {
            return Next::Quit;
        }
        let Ok((number, command)) = link.commands.recv() else { return Next::Quit };
        link.number.set(number);
        link.stop.notice();
        match command {
            Command::Edit(text) => return Next::Text(text),
            Command::Rerun => return Next::Again,
            Command::Breakpoints(lines) => *link.breakpoints.borrow_mut() = lines,
            _ => {}
        }
    }
}
