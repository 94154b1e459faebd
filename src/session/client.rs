//! The traveller's guide: turns commands into journeys, and answers with a moment on arrival.

use super::codes::Codes;
use super::inquiry::{self, Inquiry};
use super::look::{self, Base, Before};
use super::memory::Gauge;
use super::search::{Goal, Search};
use super::worker::Link;
use super::{CensusView, Command, ErrorView, Event, HistoryView, Listing, Moment, Report, Status, Whose};
use crate::heap::ObjId;
use crate::time::{Arrival, Client, Job};
use crate::vm::Vm;
use crate::vm::film::Film;
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

/// What follows a run.
#[derive(Default)]
pub enum Next {
    /// The same text again.
    Again,
    /// Another text.
    Text(String),
    #[default]
    Quit,
}

/// The command at work.
struct Task {
    command: Command,
    /// How often it is still to be repeated, this time included.
    left: u64,
}

pub struct Walker {
    listing: Arc<Listing>,
    link: Rc<Link>,
    next: Rc<Cell<Next>>,
    codes: Codes,
    base: Option<Base>,
    before: Option<Before>,
    task: Task,
    /// The latest command that was seen to be cancelled.
    noticed: u64,
    furthest: u64,
    length: Option<u64>,
    /// The object that is watched, and its history once that was asked for.
    watched: Option<(ObjId, Option<Arc<HistoryView>>)>,
    /// Has the latest playing met a breakpoint?
    hit: Rc<Cell<bool>>,
    inquiry: Option<Inquiry>,
    film: Option<Arc<Film>>,
    census: Option<Arc<CensusView>>,
}

impl Walker {
    pub fn new(listing: Arc<Listing>, link: Rc<Link>, next: Rc<Cell<Next>>) -> Walker {
        Walker {
            codes: Codes::new(&listing),
            listing,
            link,
            next,
            base: None,
            before: None,
            task: Task { command: Command::Start, left: 1 },
            noticed: 0,
            furthest: 0,
            length: None,
            watched: None,
            hit: Rc::default(),
            inquiry: None,
            film: None,
            census: None,
        }
    }

    /// The moment that the machine stands at.
    fn moment(&mut self, vm: &mut Vm, arrival: Arrival) -> Moment {
        let step = vm.state.steps;
        self.furthest = self.furthest.max(step);
        if arrival == Arrival::Ended {
            self.length = Some(step);
        }
        let mut moment = Moment::blank(self.listing.clone(), Status::Paused);
        (moment.step, moment.furthest, moment.length) = (step, self.furthest, self.length);
        // The end is compared with nothing: it comes after much more than an instruction.
        let ended = arrival == Arrival::Ended;
        let mut before = self.before.take().filter(|b| b.step + 1 == step && !ended);
        let base = self.base.get_or_insert_with(|| Base::new(vm));
        look::look(&mut moment, vm, before.as_mut(), base, &mut self.codes);
        self.before = before;
        match (arrival, vm.state.exit_status) {
            (Arrival::Stuck, _) => moment.status = Status::WaitingForInput,
            (_, Some(status)) => {
                moment.error = uncaught(&moment).filter(|_| status != 0);
                moment.status = match moment.error {
                    Some(_) => Status::Raised,
                    None => Status::Finished(status),
                };
            }
            _ => {}
        }
        self.look_at_memory(&mut moment, vm);
        moment.note = self.note(arrival, step);
        moment
    }

    /// Adds the watched object, the film and the census.
    fn look_at_memory(&self, moment: &mut Moment, vm: &Vm) {
        moment.ledger = self.watched.as_ref().map(|(id, history)| inquiry::ledger(vm, *id, history.clone()));
        moment.film = self.film.clone().filter(|film| film.step == moment.step);
        moment.census = self.census.clone();
    }

    /// The next journey of a question that takes several; `None` when it is answered.
    fn inquire(&mut self, vm: &mut Vm, arrival: Arrival) -> Option<Job<Vm>> {
        let inquiry = self.inquiry.take()?;
        if matches!(arrival, Arrival::Cancelled | Arrival::Stuck) {
            return None;
        }
        let step = vm.state.steps;
        let (inquiry, job) = match inquiry {
            Inquiry::History { from, to, seen } => {
                let slots = vm.state.heap.slot_count();
                Inquiry::details(&seen.borrow(), from, to, slots, &self.listing)
            }
            Inquiry::Details { mut view, seen } => {
                view.rows = seen.take();
                if let Some((_, history)) = &mut self.watched {
                    *history = Some(Arc::new(view));
                }
                return None;
            }
            Inquiry::Film { seen, search } => {
                self.film = inquiry::filmed(&seen.borrow());
                if self.film.is_some() || !search {
                    return None;
                }
                let search = self.search(Goal::Event(Event::CollectionStart));
                (Inquiry::FilmSearch, Job::Forward(search))
            }
            Inquiry::FilmSearch if arrival == Arrival::Reached => Inquiry::film(step, false),
            Inquiry::Memory { limit, window } if arrival == Arrival::Reached => {
                (Inquiry::MemoryClosely { limit }, Job::Seek(window.get()))
            }
            Inquiry::MemoryClosely { limit } => {
                let gauge = Gauge::new(limit, self.base.as_ref()?, u64::MAX, true);
                return Some(Job::Forward(Box::new(Search::of_memory(gauge, &self.listing))));
            }
            Inquiry::Census { seen } => {
                self.census = Some(Arc::new(inquiry::census(vm, &seen.borrow())));
                return None;
            }
            Inquiry::FilmSearch | Inquiry::Memory { .. } => return None,
        };
        self.inquiry = Some(inquiry);
        Some(job)
    }

    /// Where memory grows to a limit, after this moment or before it.
    fn memory_search(&mut self, limit: u64, before: u64) -> Option<Box<Search>> {
        let gauge = Gauge::new(limit, self.base.as_ref()?, before, false);
        self.inquiry = Some(Inquiry::Memory { limit, window: gauge.window() });
        Some(Box::new(Search::of_memory(gauge, &self.listing)))
    }

    /// What to say where a command did not do what it says.
    fn note(&self, arrival: Arrival, step: u64) -> Option<String> {
        let command = &self.task.command;
        let text = match (arrival, command) {
            (Arrival::NotFound, Command::BackToEvent(event)) => {
                format!("There is no earlier {}.", called(event))
            }
            (Arrival::NotFound, Command::BackContinue) => {
                "No breakpoint was passed before this moment.".into()
            }
            (Arrival::NotFound, Command::BackToLine(line)) => {
                format!("Line {line} did not begin before this moment.")
            }
            (Arrival::NotFound, Command::BackFilm) => "There is no earlier collection.".into(),
            (Arrival::NotFound, _) => "This is the first step.".into(),
            (Arrival::Cancelled, _) => format!("Stopped at step {step}."),
            (Arrival::Reached, Command::Play(_)) if self.hit.take() => "A breakpoint.".into(),
            (Arrival::Reached, Command::Back(_)) if step == 0 => "This is the first step.".into(),
            (Arrival::Ended, Command::ToEvent(event)) => {
                format!("There is no further {}: the program ended.", called(event))
            }
            (Arrival::Ended, Command::Film) if self.film.is_none() => {
                "There is no further collection: the program ended.".into()
            }
            (Arrival::Ended, Command::Continue) => "No breakpoint was met: the program ended.".into(),
            (Arrival::Ended, Command::ToLine(line)) => {
                format!("Line {line} did not begin: the program ended.")
            }
            (Arrival::Ended, Command::ToOffset(_)) => {
                "That instruction was not reached: the program ended.".into()
            }
            _ => return None,
        };
        Some(text)
    }

    fn search(&self, goal: Goal) -> Box<Search> {
        Box::new(Search::new(goal, &self.listing))
    }

    /// Where a command leads from here. `None`: it is answered on the spot.
    fn journey(&mut self, vm: &mut Vm) -> Option<Job<Vm>> {
        let step = vm.state.steps;
        let depth = vm.state.frames.len();
        let line = |line: u32| Goal::Lines([line].into());
        let stops = || Goal::Lines(self.link.breakpoints.borrow().iter().copied().collect());
        Some(match &self.task.command {
            Command::Step(n) => Job::Seek(step.saturating_add(*n)),
            Command::Play(n) => {
                let target = step.saturating_add(*n);
                if self.link.breakpoints.borrow().is_empty() {
                    Job::Seek(target)
                } else {
                    let (search, hit) = Search::new(stops(), &self.listing).bounded(target);
                    self.hit = hit;
                    Job::Forward(Box::new(search))
                }
            }
            Command::Back(n) => Job::Seek(step.saturating_sub(*n)),
            Command::Over(_) => Job::Forward(self.search(Goal::Depth(depth))),
            Command::BackOver(_) => Job::Backward(self.search(Goal::Depth(depth.max(1)))),
            Command::Out => Job::Forward(self.search(Goal::Depth(depth.saturating_sub(1)))),
            Command::BackOut if depth < 2 => Job::Seek(0),
            Command::BackOut => Job::Backward(self.search(Goal::Depth(depth - 1))),
            Command::ToLine(n) => Job::Forward(self.search(line(*n))),
            Command::BackToLine(n) => Job::Backward(self.search(line(*n))),
            Command::ToOffset(offset) => {
                let frame = vm.state.frames.last()?;
                let pc = vm.state.code_of(frame.code).start + offset / 2;
                Job::Forward(self.search(Goal::Instruction(pc)))
            }
            Command::ToStep(n) => Job::Seek(*n),
            Command::Start => Job::Seek(0),
            Command::End => Job::Seek(u64::MAX),
            Command::ToEvent(Event::Memory(limit)) => {
                let limit = *limit;
                Job::Forward(self.memory_search(limit, u64::MAX)?)
            }
            Command::BackToEvent(Event::Memory(limit)) => {
                let limit = *limit;
                Job::Backward(self.memory_search(limit, step)?)
            }
            Command::History { from, to } => {
                let (id, _) = self.watched.as_ref()?;
                let (inquiry, job) = Inquiry::history(*id, step, *from, (*to).max(*from));
                self.inquiry = Some(inquiry);
                job
            }
            Command::Film => {
                let (inquiry, job) = Inquiry::film(step, true);
                self.inquiry = Some(inquiry);
                job
            }
            Command::BackFilm => {
                let search = self.search(Goal::Event(Event::CollectionStart));
                self.inquiry = Some(Inquiry::FilmSearch);
                Job::Backward(search)
            }
            Command::Census { since } => {
                let (inquiry, job) = Inquiry::census((*since).min(step), step, self.base.as_ref()?);
                self.inquiry = Some(inquiry);
                job
            }
            Command::ToEvent(event) => Job::Forward(self.search(Goal::Event(event.clone()))),
            Command::BackToEvent(event) => Job::Backward(self.search(Goal::Event(event.clone()))),
            Command::Continue => Job::Forward(self.search(stops())),
            Command::BackContinue => Job::Backward(self.search(stops())),
            Command::Input(text) => {
                let wanted = self.base.is_some() && self.task.left == WAITING;
                if !wanted {
                    return None;
                }
                vm.world.type_line(text.clone());
                Job::Seek(step + 1)
            }
            Command::Watch(_) | Command::Breakpoints(_) | Command::Edit(_) | Command::Rerun => return None,
        })
    }
}

/// Marks a task that was given while the program waited for input.
const WAITING: u64 = u64::MAX;

/// An event's name in a sentence.
fn called(event: &Event) -> String {
    match event {
        Event::Line => "line".into(),
        Event::Call => "call".into(),
        Event::Return => "return".into(),
        Event::Raise => "exception".into(),
        Event::Output => "output".into(),
        Event::Collection | Event::CollectionStart => "collection".into(),
        Event::Count(id) => format!("change of the count of #{id}"),
        Event::Birth(Whose::Object(id)) => format!("birth of #{id}"),
        Event::Birth(Whose::Class(class)) => format!("birth of a {class}"),
        Event::Death(Whose::Object(id)) => format!("death of #{id}"),
        Event::Death(Whose::Class(class)) => format!("death of a {class}"),
        Event::Finalizer => "finaliser".into(),
        Event::Memory(bytes) => format!("growth to {bytes} bytes"),
        Event::Write { name, .. } => format!("change of {name}"),
    }
}

/// The exception that ended the program, from the last line of the traceback.
fn uncaught(moment: &Moment) -> Option<ErrorView> {
    let text: String = moment.output.tail.iter().filter(|p| p.stderr).map(|p| p.text.as_str()).collect();
    let at = text.rfind("Traceback (most recent call last):\n")?;
    // Below the traceback's indented lines stands the exception.
    let line = text[at..].lines().skip(1).find(|l| !l.starts_with(' '))?;
    let (name, message) = line.split_once(": ").unwrap_or((line, ""));
    Some(ErrorView { type_name: name.into(), message: message.into(), unwinding: false })
}

impl Client<Vm> for Walker {
    fn look(&mut self, vm: &Vm) {
        self.before = Some(Before::new(vm, &mut self.codes));
    }

    fn arrived(&mut self, vm: &mut Vm, arrival: Arrival) -> Job<Vm> {
        vm.state.heap.set_registered(false);
        let inquired = self.inquire(vm, arrival);
        vm.camera = None;
        if let Some(job) = inquired {
            return job;
        }
        if arrival == Arrival::Reached && self.task.left > 1 && self.task.left != WAITING {
            self.task.left -= 1;
            if let Some(job) = self.journey(vm) {
                return job;
            }
        }
        let mut moment = self.moment(vm, arrival);
        loop {
            if !self.link.send(moment.clone()) {
                return Job::Quit;
            }
            let Ok((number, command)) = self.link.commands.recv() else { return Job::Quit };
            self.link.number.set(number);
            if self.link.stop.is_cancelled(number) {
                self.link.stop.notice();
                moment.note = Some(format!("Stopped at step {}.", moment.step));
                continue;
            }
            moment.note = None;
            match &command {
                Command::Edit(text) => {
                    self.next.set(Next::Text(text.clone()));
                    return Job::Quit;
                }
                Command::Rerun => {
                    self.next.set(Next::Again);
                    return Job::Quit;
                }
                Command::Breakpoints(lines) => {
                    *self.link.breakpoints.borrow_mut() = lines.clone();
                    continue;
                }
                Command::Watch(number) => {
                    self.watched = number.filter(|n| *n > 0).map(|n| (ObjId::new(n), None));
                    self.look_at_memory(&mut moment, vm);
                    continue;
                }
                Command::History { .. } if self.watched.is_none() => {
                    moment.note = Some("No object is watched.".into());
                    continue;
                }
                Command::Continue | Command::BackContinue if self.link.breakpoints.borrow().is_empty() => {
                    moment.note = Some("No breakpoint is set.".into());
                    continue;
                }
                _ => {}
            }
            let left = match &command {
                Command::Over(n) | Command::BackOver(n) => (*n).clamp(1, WAITING - 1),
                Command::Input(_) if arrival == Arrival::Stuck => WAITING,
                _ => 1,
            };
            self.task = Task { command, left };
            match self.journey(vm) {
                Some(job) => return job,
                None => moment.note = Some("The program does not wait for input.".into()),
            }
        }
    }

    fn cancels(&mut self) -> bool {
        let number = self.link.number.get();
        if self.noticed == number || !self.link.stop.is_cancelled(number) {
            return false;
        }
        self.noticed = number;
        self.link.stop.notice();
        true
    }

    fn cut_short(&mut self, vm: &Vm) -> Arrival {
        if vm.world.is_starving() {
            return Arrival::Stuck;
        }
        self.noticed = self.link.number.get();
        self.link.stop.notice();
        Arrival::Cancelled
    }

    fn progress(&mut self, step: u64) {
        (self.link.report)(Report::Progress { command: self.link.number.get(), step });
    }
}
