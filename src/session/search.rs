//! What searches through time look for, decided from one step to the next.

use super::codes::{Codes, Known};
use super::memory::Gauge;
use super::{Event, Listing, Whose};
use crate::heap::ObjId;
use crate::ledger::census::title;
use crate::object::Payload;
use crate::time::Test;
use crate::vm::{Frame, Vm};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

/// A place or an event that a search stops at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Goal {
    /// No more frames than that.
    Depth(usize),
    /// The start of one of these lines of the program's own file.
    Lines(BTreeSet<u32>),
    /// An instruction of a code object, by program index.
    Instruction(u32),
    Event(Event),
}

/// What is compared from step to step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Probe {
    step: u64,
    depth: usize,
    /// Where the innermost frame's stack part begins: it tells one call from another.
    base: u32,
    code: Option<ObjId>,
    pc: u32,
    line: u32,
    own: bool,
    output: usize,
    raises: u64,
    collections: u64,
    started: u64,
    finalizers: u64,
    count: u32,
    bound: Option<ObjId>,
}

/// A goal, with what was seen at the step before.
pub struct Search {
    goal: Goal,
    codes: Codes,
    /// The code object looked up last: most steps stay in one.
    last: Option<(ObjId, Arc<Known>)>,
    previous: Option<Probe>,
    gauge: Option<Gauge>,
    /// The search ends here if it has found nothing.
    bound: Option<u64>,
    /// Tells that something was found.
    hit: Rc<Cell<bool>>,
}

impl Search {
    pub fn new(goal: Goal, listing: &Arc<Listing>) -> Search {
        Search {
            goal,
            codes: Codes::new(listing),
            last: None,
            previous: None,
            gauge: None,
            bound: None,
            hit: Rc::default(),
        }
    }
    /// Goes no further than to a step; the second tells whether the goal was met by then.
    pub fn bounded(self, bound: u64) -> (Search, Rc<Cell<bool>>) {
        let hit = self.hit.clone();
        (Search { bound: Some(bound), ..self }, hit)
    }
    /// For the event that the program's memory grows past a size.
    pub fn of_memory(gauge: Gauge, listing: &Arc<Listing>) -> Search {
        let goal = Goal::Event(Event::Memory(gauge.limit()));
        Search { gauge: Some(gauge), ..Search::new(goal, listing) }
    }

    /// Was an object born or did one die, in the instruction before, that the goal asks for?
    fn fate(&self, vm: &Vm) -> bool {
        let lives = vm.state.heap.register().unwrap_or_default();
        let Goal::Event(event) = &self.goal else { return false };
        lives.iter().any(|life| match event {
            Event::Count(id) => life.id.number() == *id,
            Event::Birth(whose) | Event::Death(whose) => {
                life.born == matches!(event, Event::Birth(_))
                    && match whose {
                        Whose::Object(id) => life.id.number() == *id,
                        Whose::Class(class) => title(vm, life.ty) == *class,
                    }
            }
            _ => false,
        })
    }

    fn known(&mut self, vm: &Vm, frame: &Frame) -> Arc<Known> {
        let body = &vm.state.code_of(frame.code).code;
        match &self.last {
            Some((id, known)) if *id == frame.code && Arc::ptr_eq(&known.code, body) => known.clone(),
            _ => {
                let known = self.codes.get(body);
                self.last = Some((frame.code, known.clone()));
                known
            }
        }
    }

    fn probe(&mut self, vm: &Vm) -> Probe {
        let state = &vm.state;
        let top = state.frames.last();
        let needs_line = matches!(self.goal, Goal::Lines(_) | Goal::Event(Event::Line));
        let (line, own) = match top.filter(|_| needs_line) {
            Some(frame) => {
                let known = self.known(vm, frame);
                let unit = frame.pc - state.code_of(frame.code).start;
                (known.lines.get(unit as usize).copied().unwrap_or(0), known.own)
            }
            None => (0, false),
        };
        let bound = match &self.goal {
            Goal::Event(Event::Write { frame, name }) => bound(vm, *frame, name),
            _ => None,
        };
        Probe {
            step: state.steps,
            depth: state.frames.len(),
            base: top.map_or(0, |f| f.base),
            code: top.map(|f| f.code),
            pc: top.map_or(0, |f| f.pc),
            line,
            own,
            output: vm.world.emitted(),
            raises: state.raises,
            collections: state.gc.collections,
            started: state.gc.started,
            finalizers: state.finalizers,
            count: match &self.goal {
                Goal::Event(Event::Count(id)) => count(vm, *id),
                _ => 0,
            },
            bound,
        }
    }
}

/// The count of the object of that number; 0 if there is none.
fn count(vm: &Vm, number: u32) -> u32 {
    let id = ObjId::new(number.max(1));
    if vm.state.heap.is_live(id) { vm.state.heap.count(id) } else { 0 }
}

/// What a name is bound to in a frame, by its distance from the outermost.
fn bound(vm: &Vm, index: usize, name: &str) -> Option<ObjId> {
    let state = &vm.state;
    let frame = state.frames.get(index)?;
    if let Some(dict) = frame.locals.and_then(|namespace| vm.as_dict(namespace)) {
        return dict.iter().find(|(key, _)| vm.str_lossy(*key) == name).map(|(_, value)| value);
    }
    let names = &state.code_of(frame.code).code.localsplusnames;
    let place = names.iter().position(|n| n.as_bytes() == name.as_bytes())?;
    let id = state.stack.get(frame.base as usize + place).copied().flatten()?;
    match state.heap.get(id) {
        Payload::Cell(value) => *value,
        _ => Some(id),
    }
}

/// Has a line begun between two steps? As for CPython's line events, a jump back begins it anew.
fn line_began(old: &Probe, new: &Probe) -> bool {
    let same_call = old.depth == new.depth && old.base == new.base && old.code == new.code;
    new.line != 0
        && (!same_call && new.depth >= old.depth || same_call && (new.line != old.line || new.pc < old.pc))
}

impl Test<Vm> for Search {
    fn reset(&mut self) {
        self.previous = None;
        if let Some(gauge) = &mut self.gauge {
            gauge.reset();
        }
    }

    fn check(&mut self, vm: &mut Vm, _ended: bool) -> Option<u64> {
        let found = self.find(vm);
        self.hit.set(found.is_some());
        found.or(self.bound.filter(|bound| vm.state.steps >= *bound))
    }
}

impl Search {
    fn find(&mut self, vm: &mut Vm) -> Option<u64> {
        let new = self.probe(vm);
        let old = self.previous.replace(new);
        let here = |found: bool| found.then_some(new.step);
        if let Some(gauge) = &mut self.gauge {
            return gauge.check(vm);
        }
        let mut fate = false;
        if let Goal::Event(Event::Count(_) | Event::Death(_) | Event::Birth(_)) = self.goal {
            vm.state.heap.set_registered(true);
            fate = self.fate(vm);
            vm.state.heap.clear_register();
        }
        match (&self.goal, old) {
            (Goal::Depth(depth), _) => here(new.depth <= *depth && new.depth > 0),
            (Goal::Instruction(pc), _) => here(new.pc == *pc && new.depth > 0),
            (_, None) => None,
            (Goal::Lines(lines), Some(old)) => {
                here(new.own && lines.contains(&new.line) && line_began(&old, &new))
            }
            (Goal::Event(event), Some(old)) => match event {
                Event::Line => here(line_began(&old, &new)),
                Event::Call => here(new.depth > old.depth),
                Event::Return => here(new.depth < old.depth && new.depth > 0),
                // The moment before the instruction that raises says more than the one after it.
                Event::Raise => (new.raises > old.raises).then_some(old.step),
                Event::Output => here(new.output > old.output),
                Event::Count(_) => here(fate || new.count != old.count),
                Event::Death(_) | Event::Birth(_) => here(fate),
                Event::CollectionStart => (new.started > old.started).then_some(old.step),
                Event::Finalizer => here(new.finalizers > old.finalizers),
                // That is the gauge's affair.
                Event::Memory(_) => None,
                Event::Collection => here(new.collections > old.collections),
                Event::Write { frame, .. } => {
                    here(new.bound != old.bound && new.depth > *frame && old.depth > *frame)
                }
            },
        }
    }
}
