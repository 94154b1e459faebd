//! The program's threads. There is one interpreter thread; a thread is another list of frames in the
//! state. The running one goes on until it has to wait, sleeps, ends, or its turn is over; then the one
//! that has waited longest goes on. Turns are counted in looks at the eval breaker, not in time: the order
//! is always the same, so that a run with threads can be replayed.
//!
//! A thread that stands in its own Python frames only is set aside as data. One that waits with a
//! native on the Rust stack cannot be: the others run on top of it, in a loop of their own, until
//! what it waits for has come.

use super::frame::{Frame, FrameKind};
use super::monitor::ThreadHooks;
use super::roots::{self, Root};
use super::{Res, Unwind, Vm};
use crate::bytecode::Opcode;
use crate::heap::{Heap, ObjId, Owned};
use crate::object::Payload;
use crate::object::generator::FrameOf;
use crate::object::ids::{self, types};
use crate::world::Duration;
use std::sync::atomic::Ordering;

/// The number of the thread that a program starts in.
pub const MAIN: i64 = 1;

/// Instructions after which a thread can be set aside.
const WAITING: [Opcode; 4] = [Opcode::CALL, Opcode::CALL_KW, Opcode::CALL_FUNCTION_EX, Opcode::BEFORE_WITH];
/// Instructions that look at the eval breaker, after which a thread whose turn is over can be set aside.
const BREAKING: [Opcode; 5] =
    [Opcode::CALL, Opcode::CALL_KW, Opcode::CALL_FUNCTION_EX, Opcode::JUMP_BACKWARD, Opcode::RESUME];
/// Looks at the eval breaker in a thread's turn: about what CPython does in its 5 ms.
const TURN: u32 = 5_000;
/// The same for a thread with natives on the Rust stack, which it is better not to build upon.
const LONG_TURN: u32 = 10 * TURN;
/// An interrupt waits no longer than this.
const NAP: Duration = Duration::from_millis(20);
/// The frame of a frame object whose thread is not running.
const NOWHERE: u32 = u32::MAX;

/// What a thread waits for. Objects are held.
#[derive(Clone, Copy, Debug)]
enum Wait {
    /// A lock to become free, until a moment at most. `count` is how often it is taken then.
    Lock {
        lock: ObjId,
        until: Option<Duration>,
        count: i64,
    },
    /// A handle to be done.
    Done {
        handle: ObjId,
        until: Option<Duration>,
    },
    Moment(Duration),
    /// All threads that are no daemons to end.
    Others,
}

/// Which thread can go on.
enum Readiness {
    /// This one; `came` tells whether what it waited for has come.
    Thread { index: usize, came: bool },
    /// None ever will.
    Nobody,
    /// The main one is at this place, to be told of an interrupt.
    Interrupted(usize),
}

/// A call that a new thread begins with: all are held.
#[derive(Clone, Copy, Debug)]
struct Start {
    function: ObjId,
    args: ObjId,
    keywords: Option<ObjId>,
}

/// A thread: what of it is not in the state while another one runs.
#[derive(Clone, Debug)]
struct Thread {
    ident: i64,
    frames: Vec<Frame>,
    stack: super::stack::ValueStack,
    handled: Vec<Option<ObjId>>,
    /// Where it goes on, as an index into the program.
    resume: usize,
    start: Option<Start>,
    wait: Option<Wait>,
    /// Tells others when it is done (held).
    handle: Option<ObjId>,
    hooks: ThreadHooks,
    daemon: bool,
    /// It has natives on the Rust stack: only the loop on top of it may go back to it.
    pinned: bool,
}

/// The threads of a run.
#[derive(Clone, Debug)]
pub struct Threads {
    current: i64,
    handle: Option<ObjId>,
    daemon: bool,
    /// The others, the longest set aside first.
    others: Vec<Thread>,
    last: i64,
    /// What the running one is about to wait for.
    waiting: Option<Wait>,
    /// Looks at the eval breaker in this turn.
    looks: u32,
    /// Did what the thread waited for come before its time was over?
    came: bool,
    /// Threads that others run on top of, the innermost last.
    owners: Vec<i64>,
    /// The running one has had its turn: it steps aside for an owner as soon as it can.
    yields: bool,
    /// Native calls that were on the Rust stack when the innermost loop began.
    pub loop_depth: u32,
}

impl Threads {
    /// The frames of the threads that do not run.
    pub(super) fn each_frame(&self, visit: impl FnMut(&Frame)) {
        self.others.iter().flat_map(|t| &t.frames).for_each(visit);
    }
}

impl Default for Threads {
    fn default() -> Threads {
        Threads {
            current: MAIN,
            handle: None,
            daemon: false,
            others: Vec::new(),
            last: MAIN,
            waiting: None,
            looks: 0,
            came: true,
            owners: Vec::new(),
            yields: false,
            loop_depth: 0,
        }
    }
}

impl Threads {
    /// The number of the running thread.
    pub fn current(&self) -> i64 {
        self.current
    }
    /// Is the running one about to wait?
    pub(super) fn must_wait(&self) -> bool {
        self.waiting.is_some()
    }
    /// Are there threads besides the running one?
    pub(super) fn are_many(&self) -> bool {
        !self.others.is_empty()
    }
    /// Does a thread wait under the running one's loop, on the Rust stack?
    pub fn are_nested(&self) -> bool {
        !self.owners.is_empty()
    }
    /// A thread's frame by its number; `running` are those of the running thread.
    pub fn frame<'a>(&'a self, thread: i64, running: &'a [Frame], frame: usize) -> Option<&'a Frame> {
        match thread == self.current {
            true => running.get(frame),
            false => self.others.iter().find(|t| t.ident == thread)?.frames.get(frame),
        }
    }
    /// What the threads hold, the running one's frames apart.
    pub(super) fn roots(&self, heap: &Heap<Payload>, visit: &mut impl FnMut(Root, ObjId)) {
        let waits = self.others.iter().filter_map(|t| t.wait).chain(self.waiting);
        for wait in waits {
            match wait {
                Wait::Lock { lock: id, .. } | Wait::Done { handle: id, .. } => {
                    visit(Root::Kept("thread waiting"), id);
                }
                Wait::Moment(_) | Wait::Others => {}
            }
        }
        let handles = self.others.iter().filter_map(|t| t.handle).chain(self.handle);
        handles.for_each(|id| visit(Root::Kept("thread handle"), id));
        for thread in &self.others {
            roots::frames(heap, thread.ident, &thread.frames, &thread.stack, visit);
            roots::handled(thread.ident, &thread.handled, visit);
            thread.hooks.held().for_each(|id| visit(Root::Kept("hooks"), id));
            if let Some(start) = thread.start {
                let parts = [Some(start.function), Some(start.args), start.keywords];
                parts.into_iter().flatten().for_each(|id| visit(Root::Kept("thread start"), id));
            }
        }
    }
}

impl Vm {
    /// The number of the running thread.
    pub fn thread_ident(&self) -> i64 {
        self.state.threads.current
    }
    /// Has the running thread to wait now, or is its turn over?
    pub(super) fn switch_due(&mut self) -> Res<bool> {
        if self.state.threads.waiting.is_some() {
            return Ok(true);
        }
        if self.interrupt.load(Ordering::Relaxed) && self.is_for_main() && self.can_break_off() {
            return Ok(true);
        }
        let threads = &mut self.state.threads;
        if threads.others.is_empty() {
            return Ok(false);
        }
        threads.looks += 1;
        if threads.looks.is_multiple_of(LONG_TURN) {
            self.next_turn()
        } else {
            Ok(threads.looks.is_multiple_of(TURN) && self.can_break_off() && self.others_can_go_on())
        }
    }
    /// A thread that cannot be set aside has kept the others waiting for very long: they go on top of it.
    #[cold]
    fn next_turn(&mut self) -> Res<bool> {
        if !self.others_can_go_on() {
            return Ok(false);
        }
        if self.can_break_off() {
            return Ok(true);
        }
        self.wait_on_top(None).map(|_| false)
    }
    /// Can the running thread be set aside behind the instruction that looks at the eval breaker?
    fn can_break_off(&self) -> bool {
        self.stands_alone(0, &BREAKING)
    }
    /// Could another thread go on now? One that waits for a moment is asked when its turn comes.
    fn others_can_go_on(&self) -> bool {
        let innermost = self.state.threads.owners.last().copied();
        self.state.threads.others.iter().any(|thread| {
            let reachable = !thread.pinned || Some(thread.ident) == innermost;
            reachable
                && match thread.wait {
                    None => true,
                    Some(Wait::Lock { lock, until, .. }) => until.is_some() || lock_is_free(self, lock),
                    Some(Wait::Done { handle, until }) => until.is_some() || is_done(self, handle),
                    Some(Wait::Moment(_)) => true,
                    Some(Wait::Others) => false,
                }
        })
    }
    /// Threads besides the main one that have not ended.
    pub fn thread_count(&self) -> usize {
        let threads = &self.state.threads;
        let all = threads.others.iter().map(|t| t.ident).chain([threads.current]);
        all.filter(|&ident| ident != MAIN).count()
    }
    /// Makes a thread that will call the function; `args` is a tuple. All are borrowed.
    pub fn start_thread(
        &mut self,
        function: ObjId,
        args: ObjId,
        keywords: Option<ObjId>,
        handle: Option<ObjId>,
        daemon: bool,
    ) -> i64 {
        [Some(function), Some(args), keywords, handle].into_iter().for_each(|id| self.incref_opt(id));
        let threads = &mut self.state.threads;
        threads.last += 1;
        let ident = threads.last;
        threads.others.push(Thread {
            ident,
            frames: Vec::new(),
            stack: Default::default(),
            handled: vec![None],
            resume: 0,
            start: Some(Start { function, args, keywords }),
            wait: None,
            handle,
            hooks: ThreadHooks::default(),
            daemon,
            pinned: false,
        });
        // The eval breaker counts turns from now on.
        self.state.gc.due = true;
        ident
    }

    fn deadline(&mut self, patience: Option<f64>) -> Option<Duration> {
        /// Longer than any program runs.
        const AGES: Duration = Duration::from_secs(1 << 40);
        let seconds = patience?;
        let now = self.world.monotonic();
        Some(now + Duration::try_from_secs_f64(seconds).unwrap_or(AGES).min(AGES))
    }
    /// `lock.acquire()` of a lock that is held. `patience` is the longest time to wait, in seconds.
    pub fn wait_for_lock(&mut self, lock: ObjId, patience: Option<f64>) -> Res {
        if patience == Some(0.0) {
            return Ok(self.new_bool(false));
        }
        let until = self.deadline(patience);
        self.incref(lock);
        let came = self.wait(Wait::Lock { lock, until, count: 1 })?;
        Ok(self.new_bool(came))
    }
    /// `RLock._acquire_restore()` of a lock that is held.
    pub fn wait_to_restore(&mut self, lock: ObjId, count: i64) -> Res {
        self.incref(lock);
        self.wait(Wait::Lock { lock, until: None, count })?;
        Ok(self.none())
    }
    /// Waits until a thread is done.
    pub fn wait_for_thread(&mut self, handle: ObjId, patience: Option<f64>) -> Res<()> {
        let until = self.deadline(patience);
        self.incref(handle);
        self.wait(Wait::Done { handle, until }).map(|_| ())
    }
    /// Waits until all threads that are no daemons have ended.
    pub fn wait_for_others(&mut self) -> Res<()> {
        if self.state.threads.others.iter().all(|t| t.daemon) {
            return Ok(());
        }
        self.wait(Wait::Others).map(|_| ())
    }
    /// Lets time pass: other threads run meanwhile.
    pub fn sleep(&mut self, time: Duration) -> Res<()> {
        let alone = self.state.threads.others.is_empty();
        if alone && !self.world.lets_time_pass() {
            return Ok(());
        }
        let end = self.world.monotonic().saturating_add(time);
        if !alone {
            return self.wait(Wait::Moment(end)).map(|_| ());
        }
        loop {
            let left = end.saturating_sub(self.world.monotonic());
            if left.is_zero() {
                return Ok(());
            }
            self.world.sleep(left.min(NAP));
            self.poll()?;
        }
    }

    /// Does the running thread stand in its own Python frames only, at one of some instructions? `natives`
    /// are the native calls that this instruction itself has made.
    fn stands_alone(&self, natives: u32, instructions: &[Opcode]) -> bool {
        let state = &self.state;
        let bottom = match state.frames.first() {
            Some(frame) if frame.kind == FrameKind::Thread => true,
            Some(frame) => state.threads.current == MAIN && Some(frame.code) == state.main,
            None => false,
        };
        let direct = state.native_depth == state.threads.loop_depth + natives
            && state
                .frames
                .last()
                .is_some_and(|f| instructions.contains(&state.program[f.pc as usize].op.base()));
        direct && bottom && !state.frames[1..].iter().any(|f| f.kind.returns_to_rust())
    }
    /// Waits, and says whether what was waited for has come before the time was over. Where the
    /// thread can be set aside, that happens after the instruction, and the answer is the hopeful
    /// one: it is put right when the thread goes on.
    fn wait(&mut self, wait: Wait) -> Res<bool> {
        if self.stands_alone(1, &WAITING) {
            self.state.threads.waiting = Some(wait);
            // The eval breaker looks.
            self.state.gc.due = true;
            return Ok(true);
        }
        self.wait_on_top(Some(wait))
    }
    /// Waits with natives on the Rust stack: the others run on top of them meanwhile.
    fn wait_on_top(&mut self, wait: Option<Wait>) -> Res<bool> {
        let owner = self.state.threads.current;
        self.set_aside(0, wait, true);
        self.state.threads.owners.push(owner);
        let result = self.run_on_top();
        self.state.threads.owners.pop();
        self.state.threads.yields = !self.state.threads.owners.is_empty();
        self.state.gc.due |= self.state.threads.yields;
        result
    }
    /// At the eval breaker: a thread that waited with natives on the Rust stack lets the owner below it
    /// go on, which could not meanwhile. Two such threads would else keep each other busy for good.
    pub(super) fn yield_to_owner(&mut self) {
        if !self.state.threads.yields {
            return;
        }
        self.state.gc.due = true;
        if self.stands_alone(0, &WAITING) {
            self.state.threads.yields = false;
            self.state.threads.waiting = Some(Wait::Moment(self.world.monotonic()));
        }
    }
    /// Runs other threads until the owner of this loop can go on.
    fn run_on_top(&mut self) -> Res<bool> {
        if let Some(pc) = self.next_thread()? {
            self.state.frame_mut().pc = pc as u32;
            // The loop ends when the owner's turn has come.
            let none = self.run_frame()?;
            self.release(none);
        }
        if self.state.raised.is_some() { Err(Unwind::Raised) } else { Ok(self.state.threads.came) }
    }

    /// After an instruction that has to wait, or at the end of a thread: where another thread goes
    /// on; `None` if it is the one that this loop runs on top of.
    #[cold]
    pub(super) fn switch_threads(&mut self, resume: usize) -> Res<Option<usize>> {
        if self.state.frames.is_empty() {
            self.end_thread();
        } else {
            let wait = self.state.threads.waiting.take();
            self.set_aside(resume, wait, false);
        }
        self.next_thread()
    }
    /// Moves the running thread out of the state.
    fn set_aside(&mut self, resume: usize, wait: Option<Wait>, pinned: bool) {
        self.number_frames(false);
        let state = &mut self.state;
        state.threads.others.push(Thread {
            ident: state.threads.current,
            frames: std::mem::take(&mut state.frames),
            stack: std::mem::take(&mut state.stack),
            handled: std::mem::replace(&mut state.handled, vec![None]),
            resume,
            start: None,
            wait,
            handle: state.threads.handle.take(),
            hooks: std::mem::take(&mut state.monitor.thread),
            daemon: state.threads.daemon,
            pinned,
        });
    }
    /// Frame objects know their frames by number: only while their thread runs.
    fn number_frames(&mut self, running: bool) {
        for i in 0..self.state.frames.len() {
            if let Some(object) = self.state.frames[i].object
                && let Payload::Frame(frame) = self.payload_mut(object)
                && matches!(frame.of, FrameOf::Running(_))
            {
                frame.of = FrameOf::Running(if running { i as u32 } else { NOWHERE });
            }
        }
    }
    /// What `threading.local` objects keep for a thread dies with it.
    fn forget_thread_locals(&mut self, ident: i64) {
        let class = ids::module_types::THREAD_LOCAL;
        if !self.state.heap.is_live(class) {
            return;
        }
        let ids = self.state.heap.iter().map(|(id, slot)| (id, ObjId::new(slot.ty)));
        let locals: Vec<ObjId> =
            ids.filter(|&(_, ty)| self.is_subtype(ty, class)).map(|(id, _)| id).collect();
        for local in locals {
            let Payload::Record(fields) = self.payload(local).base() else { continue };
            let Some(spaces) = fields[0] else { continue };
            let local = self.own(local);
            let key = self.new_int(ident);
            if let Ok(Some(space)) = self.dict_pop(spaces, key.id()) {
                let shown = self.payload_mut(local.id()).attrs_mut();
                let shown = shown.and_then(|a| a.dict.take_if(|d| *d == space.id()));
                self.decref_opt(shown);
                self.release(space);
            }
            self.release(key);
            self.release(local);
        }
    }
    /// The running thread has no frames any more: whoever waits for it can go on.
    fn end_thread(&mut self) {
        self.forget_thread_locals(self.state.threads.current);
        let context = self.state.contexts.remove(&self.state.threads.current);
        self.decref_opt(context);
        self.state.stack.truncate(0);
        let handled = std::mem::replace(&mut self.state.handled, vec![None]);
        self.decref_all(handled.into_iter().flatten());
        self.drop_thread_hooks();
        if let Some(handle) = self.state.threads.handle.take() {
            set_done(self, handle);
            self.decref(handle);
        }
    }

    /// Picks the next thread that can go on and puts it into the state: where it goes on, or `None`
    /// if it is the one that this loop runs on top of.
    fn next_thread(&mut self) -> Res<Option<usize>> {
        loop {
            self.poll_threads()?;
            let (index, came) = match self.ready_thread()? {
                Readiness::Thread { index, came } => (index, came),
                Readiness::Nobody => {
                    let told = self.state.threads.owners.last().copied().unwrap_or(MAIN);
                    let place = self.state.threads.others.iter().position(|t| t.ident == told);
                    let message = "deadlock: every thread waits for another one";
                    match self.tell_waiting(place, |vm| Err(vm.raise(types::RUNTIME_ERROR, message)))? {
                        Some(end) => return Ok(end),
                        None => continue,
                    }
                }
                Readiness::Interrupted(main) => match self.tell_waiting(Some(main), Vm::poll)? {
                    Some(end) => return Ok(end),
                    None => continue,
                },
            };
            let thread = self.state.threads.others.remove(index);
            let state = &mut self.state;
            state.frames = thread.frames;
            state.stack = thread.stack;
            state.handled = thread.handled;
            state.threads.current = thread.ident;
            state.threads.handle = thread.handle;
            state.threads.daemon = thread.daemon;
            state.monitor.thread = thread.hooks;
            state.threads.came = came;
            state.threads.looks = 0;
            self.number_frames(true);
            self.refresh_hooks();
            if let Some(wait) = thread.wait {
                self.finish_wait(wait, came, thread.pinned);
            }
            if thread.pinned {
                return Ok(None);
            }
            match thread.start {
                None => return Ok(Some(thread.resume)),
                Some(start) => {
                    if let Some(pc) = self.begin_thread(start)? {
                        return Ok(Some(pc));
                    }
                    self.end_thread();
                }
            }
        }
    }
    fn poll_threads(&mut self) -> Res<()> {
        if self.abandoned { Err(Unwind::Abandoned) } else { Ok(()) }
    }
    /// What a wait was for is taken, and the answer of a call that was hopeful is put right.
    fn finish_wait(&mut self, wait: Wait, came: bool, pinned: bool) {
        match wait {
            Wait::Lock { lock, until, count } => {
                if came {
                    let owner = self.state.threads.current;
                    set_lock(self, lock, owner, count);
                } else if until.is_some() && !pinned {
                    let top = self.state.stack.last_mut();
                    let old = top.and_then(|t| t.replace(ids::FALSE));
                    self.decref_opt(old);
                }
                self.decref(lock);
            }
            Wait::Done { handle, .. } => self.decref(handle),
            Wait::Moment(_) | Wait::Others => {}
        }
    }
    /// The first thread that can go on. While all wait for a moment, time passes.
    fn ready_thread(&mut self) -> Res<Readiness> {
        if self.interrupt.load(Ordering::Relaxed)
            && let Some(index) = self.main_place()
        {
            return Ok(match self.state.threads.others[index].wait {
                None => Readiness::Thread { index, came: true },
                Some(_) => Readiness::Interrupted(index),
            });
        }
        let innermost = self.state.threads.owners.last().copied();
        let mut earliest: Option<(Duration, usize)> = None;
        let timed = self.state.threads.others.iter().any(|t| t.wait.is_some_and(|w| w.until().is_some()));
        let now = if timed { self.world.monotonic() } else { Duration::ZERO };
        for (i, thread) in self.state.threads.others.iter().enumerate() {
            if thread.pinned && Some(thread.ident) != innermost {
                continue;
            }
            let Some(wait) = thread.wait else { return Ok(Readiness::Thread { index: i, came: true }) };
            let come = match wait {
                Wait::Lock { lock, .. } => lock_is_free(self, lock),
                Wait::Done { handle, .. } => is_done(self, handle),
                Wait::Moment(_) => false,
                Wait::Others => self.state.threads.others.iter().all(|t| t.daemon || t.ident == thread.ident),
            };
            if come {
                return Ok(Readiness::Thread { index: i, came: true });
            }
            if let Some(until) = wait.until() {
                if until <= now {
                    return Ok(Readiness::Thread { index: i, came: false });
                }
                if earliest.is_none_or(|(best, _)| until < best) {
                    earliest = Some((until, i));
                }
            }
        }
        let Some((until, index)) = earliest else { return Ok(Readiness::Nobody) };
        // Nobody can go on before that moment.
        let mut left = until - now;
        while !left.is_zero() {
            self.world.sleep(left.min(NAP));
            if self.interrupt.load(Ordering::Relaxed)
                && let Some(main) = self.main_place()
            {
                return Ok(Readiness::Interrupted(main));
            }
            left = match self.world.lets_time_pass() {
                true => until.saturating_sub(self.world.monotonic()),
                false => Duration::ZERO,
            };
        }
        Ok(Readiness::Thread { index, came: false })
    }
    /// Where the main thread is, if it is set aside and could go on, in a process with signals.
    fn main_place(&self) -> Option<usize> {
        if !self.world.has_signals() {
            return None;
        }
        let threads = &self.state.threads;
        let innermost = threads.owners.last().copied();
        threads.others.iter().position(|t| t.ident == MAIN && (!t.pinned || innermost == Some(MAIN)))
    }
    /// Is an interrupt to be left for the main thread, which is set aside?
    pub(super) fn is_for_main(&self) -> bool {
        self.state.threads.current != MAIN && self.main_place().is_some()
    }
    /// Tells a thread something that may end its wait with an error; `Some(None)` is one below this
    /// loop. Without an error it waits on.
    fn tell_waiting(
        &mut self,
        place: Option<usize>,
        tell: impl FnOnce(&mut Vm) -> Res<()>,
    ) -> Res<Option<Option<usize>>> {
        let (mut wait, mut resume) = (None, 0);
        let mut pinned = false;
        if let Some(place) = place {
            let thread = self.state.threads.others.remove(place);
            pinned = thread.pinned;
            let state = &mut self.state;
            state.frames = thread.frames;
            state.stack = thread.stack;
            state.handled = thread.handled;
            state.threads.current = thread.ident;
            state.threads.handle = thread.handle;
            state.threads.daemon = thread.daemon;
            state.monitor.thread = thread.hooks;
            self.number_frames(true);
            self.refresh_hooks();
            (wait, resume) = (thread.wait, thread.resume);
        }
        let Err(unwind) = tell(self) else {
            self.set_aside(resume, wait, pinned);
            return Ok(None);
        };
        if let Some(Wait::Lock { lock: held, .. } | Wait::Done { handle: held, .. }) = wait {
            self.decref(held);
        }
        if pinned { Ok(Some(None)) } else { Err(unwind) }
    }

    /// Pushes the first frame of a thread: where it begins; `None` if there is nothing to run.
    fn begin_thread(&mut self, start: Start) -> Res<Option<usize>> {
        let Start { function, args, keywords } = start;
        let pos = self.as_tuple(args).map(<[ObjId]>::to_vec).unwrap_or_default();
        let kw: Vec<(ObjId, ObjId)> =
            keywords.and_then(|k| self.as_dict(k)).map(|d| d.iter().collect()).unwrap_or_default();
        let result = self.enter_thread(function, &pos, &kw);
        let entered = match result {
            Ok(entered) => entered,
            Err(Unwind::Raised) => {
                self.report_thread(function);
                None
            }
            Err(e) => return Err(e),
        };
        self.decref_all([Some(function), Some(args), keywords].into_iter().flatten());
        Ok(entered)
    }
    fn enter_thread(&mut self, function: ObjId, pos: &[ObjId], kw: &[(ObjId, ObjId)]) -> Res<Option<usize>> {
        let (target, first) = match *self.payload(function) {
            Payload::BoundMethod { func, this } => (func, Some(this)),
            _ => (function, None),
        };
        if !matches!(self.payload(target), Payload::Function(_)) {
            let none = self.call_with(function, super::Args { pos, kw })?;
            self.release(none);
            return Ok(None);
        }
        self.push_borrowed(target);
        self.state.stack.push(None);
        first.into_iter().for_each(|f| self.push_borrowed(f));
        pos.iter().for_each(|&a| self.push_borrowed(a));
        kw.iter().for_each(|&(_, v)| self.push_borrowed(v));
        let names: Vec<ObjId> = kw.iter().map(|&(n, _)| n).collect();
        let names = (!kw.is_empty()).then(|| self.tuple_of(&names));
        let count = pos.len() + usize::from(first.is_some());
        let kwnames = names.as_ref().map(Owned::id);
        let entered = self.enter_function(target, 0, 2, count, kwnames, FrameKind::Thread);
        self.release_opt(names);
        entered?;
        Ok(Some(self.state.frame().pc as usize))
    }
    /// Reports an exception that ended a thread; SystemExit ends one quietly.
    pub(super) fn report_thread(&mut self, function: ObjId) {
        let Some(raised) = self.state.raised else { return };
        if self.is_instance(raised, types::SYSTEM_EXIT) {
            self.state.raised = None;
            self.decref(raised);
            return;
        }
        self.report_unraisable("Exception ignored in thread started by", function);
    }
}

impl Wait {
    fn until(self) -> Option<Duration> {
        match self {
            Wait::Lock { until, .. } | Wait::Done { until, .. } => until,
            Wait::Moment(until) => Some(until),
            Wait::Others => None,
        }
    }
}

/// Fields of locks: who holds one (a thread's number, 0 nobody), and how many times. A handle's
/// fields: the thread's number, and 1 once it is done.
pub const OWNER: usize = 0;
pub const COUNT: usize = 1;

fn number(vm: &Vm, object: ObjId, index: usize) -> i64 {
    let Payload::Record(fields) = vm.payload(object).base() else { return 0 };
    fields.get(index).copied().flatten().and_then(|n| vm.as_i64(n)).unwrap_or(0)
}
fn set_number(vm: &mut Vm, object: ObjId, index: usize, value: i64) {
    let value = vm.new_int(value).into_id();
    let old = match vm.payload_mut(object).base_mut() {
        Payload::Record(fields) => fields[index].replace(value),
        _ => Some(value),
    };
    vm.decref_opt(old);
}
/// Who holds a lock, and how often.
pub fn lock_state(vm: &Vm, lock: ObjId) -> (i64, i64) {
    (number(vm, lock, OWNER), number(vm, lock, COUNT))
}
pub fn set_lock(vm: &mut Vm, lock: ObjId, owner: i64, count: i64) {
    set_number(vm, lock, OWNER, owner);
    set_number(vm, lock, COUNT, count);
}
fn lock_is_free(vm: &Vm, lock: ObjId) -> bool {
    number(vm, lock, COUNT) == 0
}
/// Is the thread of a handle done?
pub fn is_done(vm: &Vm, handle: ObjId) -> bool {
    number(vm, handle, COUNT) != 0
}
pub fn set_done(vm: &mut Vm, handle: ObjId) {
    set_number(vm, handle, COUNT, 1);
}
