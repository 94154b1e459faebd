//! One moment of a run, as plain data: everything that a client needs to show it.

use super::ledger::{CensusView, LedgerView};
use super::listing::Listing;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::vm::film::Film;
use std::borrow::Cow;
use std::sync::Arc;

/// The state before the instruction number `step` (counted from 0 over all frames), and what the
/// instruction before it changed.
#[derive(Clone, Debug)]
pub struct Moment {
    pub step: u64,
    pub status: Status,
    /// Greatest step seen so far in this run.
    pub furthest: u64,
    /// Number of instructions of the whole run, once the end was seen.
    pub length: Option<u64>,
    /// The program's own text.
    pub listing: Arc<Listing>,
    /// Innermost first.
    pub frames: Vec<FrameView>,
    /// Frames between the last two of `frames` that were left out.
    pub frames_hidden: usize,
    /// The innermost frame's value stack, bottom first.
    pub stack: Vec<StackValue>,
    /// What the last instruction took off the stack, deepest first.
    pub popped: Vec<ValueView>,
    pub heap: HeapView,
    pub gc: GcView,
    /// The object that is watched.
    pub ledger: Option<LedgerView>,
    /// The collection that the next instruction will run, if it was asked for.
    pub film: Option<Arc<Film>>,
    /// The latest census that was asked for.
    pub census: Option<Arc<CensusView>>,
    pub output: OutputView,
    /// What the next instruction will do; empty at the end.
    pub explanation: String,
    /// The exception that ended the run or is on its way up.
    pub error: Option<ErrorView>,
    /// Something to tell about the last command, such as a search that found nothing.
    pub note: Option<String>,
}

impl Moment {
    /// A run that has not begun: nothing but the program's text.
    pub fn blank(listing: Arc<Listing>, status: Status) -> Moment {
        Moment {
            step: 0,
            status,
            furthest: 0,
            length: None,
            listing,
            frames: Vec::new(),
            frames_hidden: 0,
            stack: Vec::new(),
            popped: Vec::new(),
            heap: HeapView::default(),
            gc: GcView::default(),
            ledger: None,
            film: None,
            census: None,
            output: OutputView::default(),
            explanation: String::new(),
            error: None,
            note: None,
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Status {
    /// The text is being compiled.
    Compiling,
    /// Stopped before an instruction.
    Paused,
    /// The program waits for a line of input.
    WaitingForInput,
    /// The program ended, with that exit status.
    Finished(i32),
    /// The program ended with an uncaught exception.
    Raised,
    /// The text does not compile.
    CompileError(Diagnostic),
    /// The machine cannot go on; the sentence says why.
    Failed(String),
}

/// An object at a glance.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ValueView {
    pub id: u32,
    pub type_name: String,
    /// `repr()`, shortened.
    pub repr: String,
    /// References; `None` if the object is immortal.
    pub count: Option<u32>,
}

#[derive(Clone, Debug)]
pub struct FrameView {
    pub code: Arc<CodeView>,
    /// Index in `code.rows`: the next instruction of the innermost frame, the call in the others.
    pub at: Option<usize>,
    pub locals: Vec<LocalView>,
}

impl FrameView {
    pub fn row(&self) -> Option<&CodeRow> {
        self.code.rows.get(self.at?)
    }
    pub fn line(&self) -> Option<u32> {
        self.row()?.line
    }
    /// The source columns of the instruction.
    pub fn span(&self) -> Option<Span> {
        self.row()?.span
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LocalKind {
    Local,
    Cell,
    Free,
    /// A name in a module's or class's namespace.
    Name,
    /// A name with two underscores on both sides that every module has.
    Special,
}

#[derive(Clone, Debug)]
pub struct LocalView {
    pub name: String,
    pub kind: LocalKind,
    /// `None` while nothing is bound to it.
    pub value: Option<ValueView>,
    /// Bound to another object, or changed inside, by the last instruction.
    pub changed: bool,
}

#[derive(Clone, Debug)]
pub struct StackValue {
    /// `None` for the NULL that a call may keep below its arguments.
    pub value: Option<ValueView>,
    /// Left by the last instruction.
    pub pushed: bool,
    /// The operand name under which the next instruction will use it.
    pub role: Option<String>,
}

/// A code object's instructions, made once and shared by all moments.
#[derive(Debug)]
pub struct CodeView {
    pub name: String,
    pub qualname: String,
    pub listing: Arc<Listing>,
    pub rows: Vec<CodeRow>,
    pub handlers: Vec<HandlerRange>,
}

#[derive(Clone, Debug)]
pub struct CodeRow {
    /// In bytes, as `dis` shows it.
    pub offset: u32,
    pub opname: Cow<'static, str>,
    pub arg: Option<u32>,
    /// What the operand means, as `dis` says in parentheses; empty if nothing.
    pub argrepr: String,
    /// Row that a jump goes to.
    pub target: Option<usize>,
    /// Number of the label that stands before the row.
    pub label: Option<u32>,
    pub line: Option<u32>,
    /// The first row of a run of rows on one line.
    pub starts_line: bool,
    pub span: Option<Span>,
}

/// A row of the exception table, in row numbers; the end is exclusive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HandlerRange {
    pub start: usize,
    pub end: usize,
    pub target: usize,
    pub depth: u32,
    pub lasti: bool,
}

#[derive(Clone, Default, Debug)]
pub struct HeapView {
    /// Number of objects alive.
    pub live: usize,
    /// What the last instruction changed, then the program's own objects, newest first.
    pub changes: Vec<HeapRow>,
    pub rows: Vec<HeapRow>,
    /// Objects that `rows` leaves out.
    pub hidden: usize,
    /// The heap is too large to be compared at every step: `changes` is not known.
    pub unknown: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    Kept,
    Born,
    Freed,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeapRow {
    pub value: ValueView,
    /// Change of the count by the last instruction.
    pub delta: i64,
    pub fate: Fate,
}

#[derive(Clone, Default, Debug)]
pub struct GcView {
    pub enabled: bool,
    /// `gc.get_count()`
    pub counts: [u32; 3],
    /// `gc.get_threshold()`
    pub thresholds: [u32; 3],
    /// Oldest first, the latest ones only.
    pub events: Vec<GcEvent>,
    /// All collections so far.
    pub collections: u64,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GcEvent {
    /// The instruction during which it ran.
    pub step: u64,
    pub generation: u8,
    pub collected: u64,
    pub uncollectable: u64,
}

#[derive(Clone, Default, Debug)]
pub struct OutputView {
    /// The end of what was written so far.
    pub tail: Vec<OutputPiece>,
    /// Bytes written so far, those before the tail included.
    pub bytes: u64,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutputPiece {
    pub stderr: bool,
    pub text: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ErrorView {
    pub type_name: String,
    pub message: String,
    /// Is it still looking for a handler?
    pub unwinding: bool,
}
