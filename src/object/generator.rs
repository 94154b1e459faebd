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
    /// Index into the machine's program of the next instruction.
    pub pc: u32,
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
    /// The frame, while it does not run.
    pub frame: Option<Suspended>,
    /// Empty: the memory that the frame's values had, while it runs.
    pub room: Vec<Option<ObjId>>,
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
    /// Keeps the memory of a frame's values, which are elsewhere now.
    pub fn keep_room(&mut self, mut values: Vec<Option<ObjId>>) {
        values.clear();
        self.room = values;
    }
    pub fn references(&self, visit: &mut impl FnMut(Place, ObjId)) {
        if let Some(frame) = &self.frame {
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
        if let FrameOf::Own(frame) = &self.of {
            frame.references(visit);
        }
        let rest = [("f_back", self.back), ("extra locals", self.extra_locals), ("f_trace", self.trace)];
        parts([("f_code", Some(self.code))], visit);
        parts(rest, visit);
    }
}
