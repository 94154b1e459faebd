//! What a client can ask of a session.

/// One request. The session answers each with exactly one [`super::Report::Moment`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command {
    /// Executes so many instructions, into whatever they call.
    Step(u64),
    /// Executes so many instructions, but stops at a breakpoint.
    Play(u64),
    /// Goes so many instructions back.
    Back(u64),
    /// To the next instruction of this frame; calls run through.
    Over(u64),
    /// To the previous instruction of this frame.
    BackOver(u64),
    /// Until this frame has returned to its caller.
    Out,
    /// Back to the instruction that called this frame.
    BackOut,
    /// Forward until a line of the program's own file begins.
    ToLine(u32),
    /// Back to the last time a line of the program's own file began.
    BackToLine(u32),
    /// Forward to an instruction of the code object on show, by its offset.
    ToOffset(u32),
    ToStep(u64),
    Start,
    /// Runs until the program ends.
    End,
    /// Forward to the next event of a kind.
    ToEvent(Event),
    /// Back to the previous event of a kind.
    BackToEvent(Event),
    /// The object of that number is watched from now on: its holders are part of each moment.
    Watch(Option<u32>),
    /// What happened to the watched object between two steps; the end of the run bounds the second.
    History {
        from: u64,
        to: u64,
    },
    /// Forward to the next collection, and through its phases: the moment before it has its film.
    Film,
    /// The same, back to the previous collection.
    BackFilm,
    /// The objects of the program by class, compared with those at an earlier step.
    Census {
        since: u64,
    },
    /// The lines where `Continue` stops, from now on.
    Breakpoints(Vec<u32>),
    /// Forward to the next breakpoint.
    Continue,
    /// Back to the previous breakpoint.
    BackContinue,
    /// A line for the program's `input()`.
    Input(String),
    /// Compiles another text under the same name and starts it.
    Edit(String),
    /// Starts the same program again.
    Rerun,
}

impl Command {
    /// Is the work bounded by what was asked for, so that it ends by itself soon (a slow machine or
    /// a long native apart)?
    pub fn is_short(&self) -> bool {
        const FEW: u64 = 10_000;
        matches!(self, Command::Step(n) | Command::Play(n) | Command::Back(n) if *n <= FEW)
            || matches!(self, Command::Start | Command::Breakpoints(_) | Command::BackOver(_))
    }
}

/// What a search can stop at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Event {
    /// An instruction on another line, or in another frame.
    Line,
    /// A new frame.
    Call,
    /// A frame that ended.
    Return,
    /// An exception that was raised.
    Raise,
    /// Something written to stdout or stderr.
    Output,
    /// A run of the cyclic garbage collector.
    Collection,
    /// A change of the count of the object of that number, its birth and death included.
    Count(u32),
    Birth(Whose),
    Death(Whose),
    /// A collection that is about to begin.
    CollectionStart,
    /// A finaliser or a weak reference's callback that was called.
    Finalizer,
    /// The program's objects take that many bytes or more, after less.
    Memory(u64),
    /// A change of what a local name is bound to, in the frame of that number (0: outermost).
    Write {
        frame: usize,
        name: String,
    },
}

/// Which objects a birth or a death is of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Whose {
    /// The object of that number.
    Object(u32),
    /// Any object of the class of that name.
    Class(String),
}
