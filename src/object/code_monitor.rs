//! What a code object knows about those who listen to its events: which instructions begin a line, and
//! what was disabled where.

use crate::bytecode::{Code, Opcode, exctable, linetable};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The first events belong to places in code, and can be listened to there only.
pub const LOCAL_EVENTS: usize = 10;
pub const EVENTS: usize = 17;

/// A set of tools, one bit each.
pub type ToolSet = u8;

/// What happened. The numbers are the bits of `sys.monitoring.events`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    PyStart,
    PyResume,
    PyReturn,
    PyYield,
    Call,
    Line,
    Instruction,
    Jump,
    Branch,
    StopIteration,
    Raise,
    ExceptionHandled,
    PyUnwind,
    PyThrow,
    Reraise,
    CReturn,
    CRaise,
}

/// The events' names, in the order of their numbers.
pub const EVENT_NAMES: [&str; EVENTS] = [
    "PY_START",
    "PY_RESUME",
    "PY_RETURN",
    "PY_YIELD",
    "CALL",
    "LINE",
    "INSTRUCTION",
    "JUMP",
    "BRANCH",
    "STOP_ITERATION",
    "RAISE",
    "EXCEPTION_HANDLED",
    "PY_UNWIND",
    "PY_THROW",
    "RERAISE",
    "C_RETURN",
    "C_RAISE",
];

impl Event {
    /// Is it bound to an instruction, so that it can be disabled there?
    pub fn is_local(self) -> bool {
        (self as usize) < LOCAL_EVENTS || self.comes_with_call()
    }
    pub fn comes_with_call(self) -> bool {
        matches!(self, Event::CReturn | Event::CRaise)
    }
    /// The event that says who listens to this one.
    pub fn listed_as(self) -> usize {
        if self.comes_with_call() { Event::Call as usize } else { self as usize }
    }
}

/// What a code object knows about listeners.
#[derive(Clone, Debug)]
pub struct CodeMonitor {
    /// The version of the machine's list of listeners that it is up to date with.
    pub version: u32,
    /// Who listens in this code only.
    pub local: [ToolSet; LOCAL_EVENTS],
    /// Who listens here, as of that version.
    active: [ToolSet; LOCAL_EVENTS],
    /// Tools that disabled an event at a code unit.
    disabled: FxHashMap<(u32, usize), ToolSet>,
    /// Has more than one tool listened to lines or other events at once?
    several: bool,
    /// The same, and somebody listened to instructions meanwhile.
    several_instructions: bool,
    /// Tools that hear of no instruction any more, since another one came to listen.
    deaf: ToolSet,
    places: Arc<Places>,
}

/// What the instructions of a code object say about events, by code unit.
#[derive(Debug)]
struct Places {
    /// The first `RESUME`: nothing is told of what stands before it.
    first: u32,
    /// Line of each unit (-1: none), and whether a line event belongs there.
    lines: Vec<i32>,
    starts: Vec<bool>,
    /// The units that are a `RESUME`.
    resumes: Vec<u32>,
}

impl CodeMonitor {
    /// Of code in which nobody listens yet; `units` are its decoded instructions.
    pub fn new(code: &Code, units: &[(Opcode, u32)]) -> CodeMonitor {
        CodeMonitor {
            version: 0,
            local: Default::default(),
            active: Default::default(),
            disabled: Default::default(),
            several: false,
            several_instructions: false,
            deaf: 0,
            places: Arc::new(places(code, units)),
        }
    }
    /// The units that are a `RESUME`.
    pub fn resumes(&self) -> &[u32] {
        &self.places.resumes
    }
    /// Who is told an event at a code unit.
    pub fn tools(&self, unit: u32, event: usize) -> ToolSet {
        let active = self.active[event];
        if active == 0 || unit < self.places.first {
            return 0;
        }
        let deaf = if event == Event::Instruction as usize { self.deaf } else { 0 };
        active & !deaf & !self.disabled.get(&(unit, event)).copied().unwrap_or(0)
    }
    pub fn listens(&self, event: Event) -> bool {
        self.active[event as usize] != 0
    }
    /// Does a line begin at the unit?
    pub fn starts_line(&self, unit: u32) -> bool {
        self.places.starts.get(unit as usize).copied().unwrap_or(false)
    }
    pub fn line(&self, unit: u32) -> i32 {
        self.places.lines.get(unit as usize).copied().unwrap_or(-1)
    }
    pub fn disable(&mut self, unit: u32, event: usize, tool: usize) {
        *self.disabled.entry((unit, event)).or_default() |= 1 << tool;
    }
    /// Takes over who listens now: in all code, as of a version. `restarted` is the version at which
    /// everything disabled was enabled again.
    pub fn update(&mut self, everywhere: &[ToolSet], version: u32, restarted: u32) {
        let mut active = self.local;
        active.iter_mut().zip(everywhere).for_each(|(set, all)| *set |= all);
        let restarted = restarted > self.version;
        let fresh: Vec<ToolSet> = active
            .iter()
            .zip(&self.active)
            .map(|(&now, &then)| if restarted { now } else { now & !then })
            .collect();
        let several = active.iter().any(|set| set.count_ones() > 1);
        if several && !std::mem::replace(&mut self.several, true) && fresh[Event::Line as usize] != 0 {
            // The second listener makes the table of lines; it begins with everything on.
            self.disabled.retain(|key, _| key.1 != Event::Line as usize);
        }
        // CPython's table of who listens to instructions begins empty, when a second tool needs one.
        let told = Event::Instruction as usize;
        self.deaf &= !fresh[told];
        if several && active[told] != 0 && !std::mem::replace(&mut self.several_instructions, true) {
            self.deaf = self.active[told] & !fresh[told];
        }
        self.disabled.retain(|key, tools| {
            *tools &= !fresh[key.1];
            *tools != 0
        });
        self.active = active;
        self.version = version;
    }
}

/// Looks a code object's instructions over once.
fn places(code: &Code, program: &[(Opcode, u32)]) -> Places {
    let units = program.len();
    let mut lines = vec![-1; units];
    for entry in linetable::decode(&code.linetable, code.firstlineno) {
        for unit in entry.start / 2..(entry.end / 2).min(units as u32) {
            lines[unit as usize] = entry.span.line;
        }
    }
    let is_resume = |unit: &u32| program[*unit as usize].0 == Opcode::RESUME;
    let resumes: Vec<u32> = (0..units as u32).filter(is_resume).collect();
    let first = resumes.first().copied().unwrap_or(units as u32);
    let mut starts = vec![false; units];
    let mut current = -1;
    let mut unit = 0;
    while unit < units {
        let op = program[unit].0;
        // The loop jumps over the first three, and a RESUME is told as an event of its own.
        let skipped =
            matches!(op, Opcode::END_ASYNC_FOR | Opcode::END_FOR | Opcode::END_SEND | Opcode::RESUME);
        if unit >= first as usize && !skipped {
            starts[unit] = lines[unit] >= 0 && lines[unit] != current;
            current = lines[unit];
        }
        unit += 1 + op.caches();
    }
    let mut mark = |target: usize| {
        if lines.get(target).is_some_and(|&line| line >= 0) {
            starts[target] = true;
        }
    };
    let mut unit = first as usize;
    while unit < units {
        let (op, arg) = program[unit];
        let (after, arg) = (unit + 1 + op.caches(), arg as usize);
        match op {
            Opcode::POP_JUMP_IF_FALSE
            | Opcode::POP_JUMP_IF_TRUE
            | Opcode::POP_JUMP_IF_NONE
            | Opcode::POP_JUMP_IF_NOT_NONE
            | Opcode::JUMP_FORWARD => mark(after + arg),
            // Past the END_FOR or END_SEND.
            Opcode::FOR_ITER | Opcode::SEND => mark(after + arg + 1),
            Opcode::JUMP_BACKWARD | Opcode::JUMP_BACKWARD_NO_INTERRUPT => mark(after.saturating_sub(arg)),
            _ => {}
        }
        unit = after;
    }
    for entry in exctable::decode(&code.exceptiontable) {
        let handler = entry.target as usize / 2;
        if program.get(handler).is_some_and(|i| i.0 != Opcode::END_ASYNC_FOR) {
            mark(handler);
        }
    }
    Places { first, lines, starts, resumes }
}
