//! The references that the machine itself holds: frames, value stacks, exceptions on their way, and
//! the few objects that it keeps for good. With [`Payload::references`] they are all that there are,
//! but for what native code at work has in its own hands.

use super::frame::FrameKind;
use super::import_lib::Importer;
use super::{Frame, State};
use crate::heap::{Heap, ObjId};
use crate::object::Payload;

/// A place in the machine that holds a reference. Frames are numbered from the outermost.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Root {
    /// The callable below a frame's locals, and what else its call left there.
    Callable { thread: i64, frame: usize, index: usize },
    /// A fast local.
    Local { thread: i64, frame: usize, index: usize },
    /// The value stack above the locals.
    Stack { thread: i64, frame: usize, index: usize },
    /// The code being run.
    Code { thread: i64, frame: usize },
    /// The function, where no stack below holds it.
    Function { thread: i64, frame: usize },
    /// The namespace of a module or class body.
    Namespace { thread: i64, frame: usize },
    /// The frame object, once somebody asked for it.
    FrameObject { thread: i64, frame: usize },
    /// The exceptions being handled, the outermost first.
    Handled { thread: i64, index: usize },
    /// The exception on its way.
    Raised,
    /// Anything else that the machine keeps, by what it is for.
    Kept(&'static str),
}

impl State {
    /// Calls `visit` for each counted reference that the machine itself holds.
    pub fn roots(&self, visit: &mut impl FnMut(Root, ObjId)) {
        let thread = self.threads.current();
        frames(&self.heap, thread, &self.frames, &self.stack, visit);
        handled(thread, &self.handled, visit);
        self.threads.roots(&self.heap, visit);
        self.raised.iter().for_each(|id| visit(Root::Raised, *id));
        let mut kept = |what, id: Option<ObjId>| id.iter().for_each(|id| visit(Root::Kept(what), *id));
        kept("program", self.main);
        kept("program", self.main_module);
        self.looked_up.values().for_each(|id| kept("cache of look-ups", Some(*id)));
        kept("sys.modules", Some(self.modules));
        kept("dict of the thread", self.repr_busy.map(|[dict, _]| dict));
        self.originals.iter().for_each(|id| kept("first contents of a module", *id));
        if let Importer::Ready(dict) = self.importer {
            let is_importer = |p: &Payload| matches!(p, Payload::Module { dict: d } if *d == dict);
            let found = self.heap.iter().find(|(_, slot)| is_importer(&slot.payload));
            kept("import machinery", found.map(|(id, _)| id));
        }
        for (function, args, keywords) in &self.exit_calls {
            [Some(*function), Some(*args), *keywords].into_iter().for_each(|id| kept("atexit", id));
        }
        self.asyncgen_hooks.iter().for_each(|id| kept("asyncgen hooks", *id));
        self.codecs.iter().flatten().for_each(|id| kept("codecs", Some(*id)));
        self.trash.iter().for_each(|id| kept("being freed", Some(*id)));
        self.contexts.values().for_each(|id| kept("contexts", Some(*id)));
        self.signals.values().for_each(|id| kept("signal handlers", Some(*id)));
        self.monitor.held().for_each(|id| kept("hooks", Some(id)));
        [self.gc.callbacks, self.gc.garbage].into_iter().for_each(|id| kept("gc", id));
        for &(id, times) in &self.module_holds {
            (0..times).for_each(|_| kept("its module's state", Some(id)));
        }
    }
}

/// What a thread's frames hold.
pub(super) fn frames(
    heap: &Heap<Payload>,
    thread: i64,
    frames: &[Frame],
    stack: &[Option<ObjId>],
    visit: &mut impl FnMut(Root, ObjId),
) {
    for (frame, f) in frames.iter().enumerate() {
        let (floor, base, locals) = (f.floor as usize, f.base as usize, (f.base + f.nlocals) as usize);
        let end = frames.get(frame + 1).map_or(stack.len(), |above| above.floor as usize);
        for at in floor..end {
            let Some(Some(id)) = stack.get(at) else { continue };
            let root = match at {
                _ if at < base => Root::Callable { thread, frame, index: at - floor },
                _ if at < locals => Root::Local { thread, frame, index: at - base },
                _ => Root::Stack { thread, frame, index: at - locals },
            };
            visit(root, *id);
        }
        f.locals.iter().for_each(|id| visit(Root::Namespace { thread, frame }, *id));
        let generator = f.kind.generator().is_some();
        if !generator {
            visit(Root::Code { thread, frame }, f.code);
        }
        if generator || f.kind == FrameKind::Alloc {
            visit(Root::Function { thread, frame }, f.func);
        }
        // Where the generator knows its frame object, that is the generator's.
        let known = f
            .kind
            .generator()
            .is_some_and(|g| matches!(heap.get(g), Payload::Generator(g) if g.frame_obj.is_some()));
        let own = f.object.filter(|_| !known);
        own.iter().for_each(|id| visit(Root::FrameObject { thread, frame }, *id));
    }
}

pub(super) fn handled(thread: i64, handled: &[Option<ObjId>], visit: &mut impl FnMut(Root, ObjId)) {
    for (index, id) in handled.iter().enumerate() {
        id.iter().for_each(|id| visit(Root::Handled { thread, index }, *id));
    }
}

impl State {
    /// Is native code at work that may hold references of its own?
    pub fn native_at_work(&self) -> bool {
        // At the end of a run, where the program's own frame is gone, there is always some.
        let own =
            self.frames.first().is_some_and(|f| Some(f.code) == self.main || f.kind == FrameKind::Thread);
        !own || self.frames.iter().skip(1).any(|f| f.kind.returns_to_rust())
    }
    /// Calls `visit` for each reference that objects hold: the owner, and the place in it. The class
    /// of an object comes last. An object whose count is 0 while the callbacks of its weak references are
    /// called holds what it held.
    pub fn references(&self, visit: &mut impl FnMut(ObjId, Reference, ObjId)) {
        let dying = self.heap.uncounted().filter(|(_, slot)| !matches!(slot.payload, Payload::Vacant));
        for (owner, slot) in self.heap.iter().chain(dying) {
            slot.payload.references(&mut |place, id| visit(owner, Reference::Place(place), id));
            visit(owner, Reference::Class, self.heap.type_of(owner));
        }
    }
}

/// How an object refers to another.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Reference {
    /// From a place in what the object consists of.
    Place(crate::object::Place),
    /// The other is its class.
    Class,
}
