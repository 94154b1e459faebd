//! What keeps a frame beyond its call: generators (of all kinds) and frame objects.

use super::place::{Place, parts};
use crate::heap::ObjId;

/// A frame that is not running: everything it holds.
#[derive(Clone, Debug)]
pub struct Suspended {
    pub func: ObjId,
    pub code: ObjId,
    pub globals: ObjId,
    pub builtins: ObjId,
    /// A dict (or mapping), in module and class frames.
    pub locals: Option<ObjId>,
    /// Index into the machine's program of the instruction that it stopped at.
    pub pc: u32,
    pub nlocals: u32,
    /// Fast locals, then the value stack. Bottom first.
    pub values: Vec<Option<ObjId>>,
}

impl Suspended {
    pub fn references(&self, visit: &mut impl FnMut(Place, ObjId)) {
        parts([("function", Some(self.func)), ("namespace", self.locals)], visit);
        for (i, value) in self.values.iter().enumerate() {
            value.iter().for_each(|id| visit(Place::Frame(i), *id));
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    Created,
    Suspended,
    Running,
    Finished,
}

/// generator, coroutine or async_generator, by its type.
#[derive(Clone, Debug)]
pub struct Generator {
    pub status: Status,
    /// The frame as it was when it last stopped. While it runs, its values are on the stack, and it
    /// is the machine's (see [`Generator::suspended`]).
    pub frame: Option<Suspended>,
    /// The frame's frame object, if somebody asked for it.
    pub frame_obj: Option<ObjId>,
    pub code: ObjId,
    pub name: ObjId,
    pub qualname: ObjId,
    /// The exception being handled inside, while suspended in a handler.
    pub handled: Option<ObjId>,
    /// Where a coroutine was made (`cr_origin`), or an async generator's finaliser.
    pub origin: Option<ObjId>,
    /// Of async generators: an awaitable of its methods is under way; it was closed or has ended;
    /// the hooks know it.
    pub running_async: bool,
    pub closed: bool,
    pub hooked: bool,
}

impl Generator {
    /// The frame, while it does not run.
    #[inline]
    pub fn suspended(&self) -> Option<&Suspended> {
        if self.status == Status::Running { None } else { self.frame.as_ref() }
    }
    /// The frame goes on: what it holds is the caller's, who takes the values away.
    #[inline]
    pub fn resume(&mut self) -> Option<&mut Suspended> {
        self.status = Status::Running;
        self.frame.as_mut()
    }
    /// The frame stops at the instruction `pc`: what it holds is the generator's again.
    #[inline]
    pub fn suspend(&mut self, pc: u32, locals: Option<ObjId>, values: &[Option<ObjId>]) {
        self.status = Status::Suspended;
        if let Some(frame) = &mut self.frame {
            (frame.pc, frame.locals) = (pc, locals);
            frame.values.clear();
            frame.values.extend_from_slice(values);
        }
    }
    /// Has it ended, and holds no more than its code and names?
    pub fn is_bare(&self) -> bool {
        self.status == Status::Finished
            && self.frame.is_none()
            && [self.frame_obj, self.handled, self.origin].iter().all(Option::is_none)
    }
    pub fn references(&self, visit: &mut impl FnMut(Place, ObjId)) {
        if let Some(frame) = self.suspended() {
            frame.references(visit);
        }
        parts(
            [
                ("gi_code", Some(self.code)),
                ("__name__", Some(self.name)),
                ("__qualname__", Some(self.qualname)),
                ("gi_frame", self.frame_obj),
                ("exception being handled", self.handled),
                ("origin", self.origin),
            ],
            visit,
        );
    }
}

/// Whose frame a frame object shows.
#[derive(Clone, Debug)]
pub enum FrameOf {
    /// A running frame, by its number from the bottom.
    Running(u32),
    /// A suspended generator's (borrowed).
    Generator(ObjId),
    /// Its own: the call is over.
    Own(Box<Suspended>),
}

#[derive(Clone, Debug)]
pub struct FrameObj {
    pub of: FrameOf,
    /// Held only once the call is over; before, the running frame or the generator holds it.
    pub code: ObjId,
    /// The caller's frame object, once the call is over.
    pub back: Option<ObjId>,
    /// Locals that are not fast locals, set through `f_locals`.
    pub extra_locals: Option<ObjId>,
    /// The trace function of its own, and whether lines and opcodes are told to it.
    pub trace: Option<ObjId>,
    pub trace_lines: bool,
    pub trace_opcodes: bool,
    /// The line that a trace function is just told of.
    pub lineno: Option<i32>,
}

impl FrameObj {
    pub fn references(&self, visit: &mut impl FnMut(Place, ObjId)) {
        let own = if let FrameOf::Own(frame) = &self.of {
            frame.references(visit);
            Some(self.code)
        } else {
            None
        };
        let rest = [("f_back", self.back), ("extra locals", self.extra_locals), ("f_trace", self.trace)];
        parts([("f_code", own)], visit);
        parts(rest, visit);
    }
}
