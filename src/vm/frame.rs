//! Frames: where execution stands in each call.

use super::{Res, State, Vm};
use crate::heap::{ObjId, Owned};
use crate::object::generator::{FrameOf, Suspended};
use crate::object::ids::types;
use crate::object::{CodeObj, FrameObj, Payload};
use crate::source::Span;

/// One call in progress. Its fast locals are `stack[base..base + nlocalsplus]`, its value stack
/// what is above, up to the next frame's base.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    pub code: ObjId,
    /// Borrowed: the callable below `base` on the caller's stack, or the generator, keeps it.
    pub func: ObjId,
    pub globals: ObjId,
    pub builtins: ObjId,
    /// Owned: the namespace of a module or class body.
    pub locals: Option<ObjId>,
    /// Next instruction, as an index into the program.
    pub pc: u32,
    /// First fast local, as an index into the stack.
    pub base: u32,
    /// Where the value stack goes back to when the call ends: the callable and its arguments
    /// start there.
    pub floor: u32,
    /// Number of fast locals.
    pub nlocals: u32,
    pub kind: FrameKind,
    /// Owned: the frame object, once somebody asked for one.
    pub object: Option<ObjId>,
}

/// What waits for a frame's result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FrameKind {
    /// The instruction of the frame below: the value is pushed there.
    Call,
    /// `__init__`, called by the frame below for the instance on its stack: None is checked and dropped.
    Init,
    /// The same where the instance lies on the caller's stack already, in the place of the result;
    /// the frame holds its function.
    Alloc,
    /// Rust: the loop returns the value.
    Native,
    /// A generator resumed by the frame below (`FOR_ITER`, `SEND`); the id is the generator's.
    Generator(ObjId),
    /// The first frame of a thread.
    Thread,
    /// A generator resumed by Rust.
    NativeGenerator(ObjId),
}

impl Frame {
    /// The frame of a generator that goes on, its locals from `base` on.
    #[inline]
    pub fn resumed(from: &Suspended, base: u32, kind: FrameKind, object: Option<ObjId>) -> Frame {
        Frame {
            code: from.code,
            func: from.func,
            globals: from.globals,
            builtins: from.builtins,
            locals: from.locals,
            pc: from.pc + 1,
            base,
            floor: base,
            nlocals: from.nlocals,
            kind,
            object,
        }
    }
}

impl FrameKind {
    /// The generator whose frame it is.
    pub fn generator(self) -> Option<ObjId> {
        match self {
            FrameKind::Generator(g) | FrameKind::NativeGenerator(g) => Some(g),
            _ => None,
        }
    }
    /// Does a thread begin with it?
    pub fn starts_thread(self) -> bool {
        self == FrameKind::Thread
    }
    /// Does the loop return when this frame ends?
    pub fn returns_to_rust(self) -> bool {
        matches!(self, FrameKind::Native | FrameKind::NativeGenerator(_))
    }
}

impl State {
    /// The running frame.
    #[inline(always)]
    pub fn frame(&self) -> &Frame {
        self.frames.last().expect("a running frame")
    }
    #[inline(always)]
    pub fn frame_mut(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("a running frame")
    }
    pub fn code_of(&self, id: ObjId) -> &CodeObj {
        match self.heap.get(id) {
            Payload::Code(code) => code,
            other => unreachable!("{id:?} is no code object but {other:?}"),
        }
    }
    /// Byte offset in its code of the instruction at program index `pc`.
    pub fn offset_of(&self, code: ObjId, pc: u32) -> u32 {
        (pc - self.code_of(code).start) * 2
    }
    /// Where a frame's part of the stack ends.
    pub fn stack_end(&self, frame: usize) -> usize {
        self.frames.get(frame + 1).map_or(self.stack.len(), |above| above.floor as usize)
    }
}

impl Vm {
    /// The frame object of a running frame, made when first asked for.
    pub fn frame_object(&mut self, index: usize) -> Owned {
        if let Some(object) = self.state.frames[index].object {
            return self.own(object);
        }
        let frame = self.state.frames[index];
        let object = FrameObj {
            of: FrameOf::Running(index as u32),
            code: frame.code,
            back: None,
            extra_locals: None,
            trace: None,
            trace_lines: true,
            trace_opcodes: false,
            lineno: None,
        };
        let object = self.alloc(types::FRAME, Payload::Frame(Box::new(object)));
        // The collector looks at it when it has the frame for its own.
        self.state.gc.untrack(object.id());
        self.state.frames[index].object = Some(object.id());
        self.own_also(&object);
        object
    }

    /// Called when frame number `index` (the top one) ends and somebody else holds its frame
    /// object: the object takes the frame's contents over, and the caller's frame object as `f_back`.
    pub(super) fn detach_frame_object(&mut self, index: usize, contents: Suspended) {
        let object = self.state.frames[index].object.expect("a frame object");
        let back = index.checked_sub(1).map(|below| self.frame_object(below).into_id());
        self.own_frame(object, contents);
        if let Payload::Frame(f) = self.state.heap.get_mut(object) {
            f.back = back;
        }
    }

    /// The frame object takes a frame's contents over.
    pub(super) fn own_frame(&mut self, object: ObjId, contents: Suspended) {
        self.incref(contents.code);
        if let Payload::Frame(f) = self.state.heap.get_mut(object) {
            f.of = FrameOf::Own(Box::new(contents));
        }
        self.state.gc.track(object);
    }

    /// Line number of a frame's current instruction.
    pub fn frame_line(&self, index: usize) -> i32 {
        let frame = self.state.frames[index];
        self.line_of(frame.code, frame.pc)
    }

    /// Line number of the instruction at program index `pc`; -1 if it has none.
    pub fn line_of(&self, code: ObjId, pc: u32) -> i32 {
        let code = self.state.code_of(code);
        self.span_at(code, (pc - code.start) * 2).line
    }

    /// Source position of the instruction at a byte offset.
    pub fn span_at(&self, code: &CodeObj, offset: u32) -> Span {
        crate::bytecode::linetable::decode(&code.code.linetable, code.code.firstlineno)
            .find(|l| (l.start..l.end).contains(&offset))
            .map_or(Span::NONE, |l| l.span)
    }

    /// The namespace that a frame's names are stored in: module and class bodies only.
    pub fn frame_locals(&mut self) -> Res<ObjId> {
        match self.state.frame().locals {
            Some(locals) => Ok(locals),
            None => Err(self.raise(types::SYSTEM_ERROR, "no locals found")),
        }
    }
}
