//! The virtual machine: a state that is plain data, and the code that moves it on.

mod adapted;
mod arguments;
mod attr;
pub mod binary;
pub mod boot;
pub mod breaker;
pub mod call;
mod code;
pub mod compare;
mod dicts;
mod errors;
mod eval;
mod fast;
pub mod film;
mod finalize;
mod frame;
mod fuse;
pub mod gc;
mod gc_clear;
mod gc_collect;
pub mod generator;
mod guards;
mod hashing;
mod import;
mod import_lib;
mod inspect;
mod iterate;
mod lifetime;
pub mod memory;
mod module_types;
pub mod monitor;
pub mod native;
mod objects;
pub mod observer;
mod ops;
pub mod protocol;
mod report;
mod roots;
mod simple;
pub mod sockets;
mod specialize;
pub mod stack;
pub mod suggest;
pub mod threads;
mod traceback;
mod traceback_frames;
mod traceback_hints;
pub mod tree;
mod typebuild;
pub mod unraisable;
mod unwind;

pub use frame::Frame;
pub use hashing::{TupleHash, hash_bigint, hash_float, hash_int};
pub use native::{Args, NativeCall, NativeDef, NativeTable};
pub use observer::{Control, Observer};
pub use roots::{Reference, Root};
pub use stack::ValueStack;
pub use traceback::Anchors;

use crate::bytecode::Code;
use crate::constant::Text;
use crate::diagnostic::{Diagnostic, Rejected};
use crate::heap::{Heap, ObjId, Owned, Table};
use crate::object::Payload;
use crate::world::{World, WorldMark};
use rustc_hash::FxHashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Why a native or an instruction did not finish.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unwind {
    /// An exception is set in the state.
    Raised,
    /// The run is being given up: every Rust frame returns at once, and nothing is handled.
    Abandoned,
    /// Another thread's turn has come: from an instruction to the loop, no further.
    Switch,
}

/// What a native gives back.
pub type Res<T = Owned> = Result<T, Unwind>;

/// One decoded instruction. There is one for each code unit, so that a program counter is a code
/// unit's number; units of inline caches decode to `CACHE` and are jumped over.
#[derive(Clone, Copy, Debug)]
pub struct Instr {
    pub op: crate::bytecode::Opcode,
    /// Of an adaptive instruction: executions left before it tries to specialise, times 16, plus
    /// the exponent of the next such wait (see [`specialize`]).
    pub counter: u16,
    /// The full operand, `EXTENDED_ARG` prefixes included. In the units of an inline cache this
    /// field and the next two hold what the specialised instruction before has learned.
    pub arg: u32,
    /// What the operand names (a constant or a name), as an object; 0 otherwise.
    pub object: u32,
    /// Of a specialised instruction: the version that its guard compares.
    pub cache: u32,
}

/// All that a run consists of. A clone is a snapshot.
#[derive(Clone, Debug)]
pub struct State {
    pub heap: Heap<Payload>,
    /// Locals and value stacks of all frames, one on the other.
    pub stack: ValueStack,
    pub frames: Vec<Frame>,
    /// Decoded instructions of all code objects.
    pub program: Table<Instr>,
    /// Parts of `program` whose code object died: (start, length).
    pub free_program: Vec<(u32, u32)>,
    /// Where in the program specialised instructions know a type by its number.
    pub guards: FxHashMap<ObjId, Vec<u32>>,
    /// Interned strings by text, borrowed.
    pub interned: FxHashMap<Text, ObjId>,
    /// The exception on its way, if any (owned).
    pub raised: Option<ObjId>,
    /// Exceptions being handled: the outermost entry, then one for each running generator (owned).
    pub handled: Vec<Option<ObjId>>,
    /// Instructions executed, while somebody watches.
    pub steps: u64,
    /// Borrowed: the code object of the program, once it was started.
    pub main: Option<ObjId>,
    /// The module of the program, as long as it runs.
    pub main_module: Option<ObjId>,
    /// The program's exit status, once it has ended.
    pub exit_status: Option<i32>,
    /// Times that an exception began its way up through frames.
    pub raises: u64,
    /// Finalisers and callbacks of weak references that were called.
    pub finalizers: u64,
    /// Last version number given to a type, a dict's keys or a function.
    pub last_version: u32,
    /// Weak references by referent (both borrowed): the order of CPython's lists, from the end (see `add_weakref`).
    pub weakrefs: FxHashMap<ObjId, Vec<ObjId>>,
    /// How many of those referents are classes: each has a weak reference that its base holds.
    pub weak_classes: usize,
    /// Memoryviews that look at a bytearray (borrowed), which cannot be resized as long as any does.
    pub exports: FxHashMap<ObjId, u32>,
    /// `sys.modules`, the `builtins` and `sys` module dicts.
    pub modules: ObjId,
    pub builtins: ObjId,
    pub sys: ObjId,
    /// Names that are held since they were looked up on a type (`Vm::lookup`), where they are counted.
    pub looked_up: FxHashMap<u32, ObjId>,
    /// The functions that `sys` and `builtins` began with.
    pub originals: [Option<ObjId>; 2],
    pub recursion_limit: u32,
    /// Bytes that the program may use.
    pub memory_limit: usize,
    /// Frames that `cr_origin` keeps of a new coroutine's callers.
    pub origin_depth: u32,
    /// `sys.set_asyncgen_hooks`: called for an async generator's first use, and when it dies (owned).
    pub asyncgen_hooks: [Option<ObjId>; 2],
    /// The types of native modules, and how often their module holds each in CPython.
    pub module_holds: Vec<(ObjId, u32)>,
    /// `sys.get_int_max_str_digits()`: decimal digits that an int's text may have (0: any number).
    pub max_str_digits: usize,
    /// The frame that is about to run starts by raising the exception on its way.
    pub throwing: bool,
    /// `object`'s own `__getattribute__`, `__setattr__` and `__delattr__`, to know them by.
    pub generic_getattribute: ObjId,
    pub generic_setattr: ObjId,
    pub generic_delattr: ObjId,
    /// PYTHONUNBUFFERED is set: the standard streams keep nothing pending.
    pub unbuffered: bool,
    /// Native calls on the Rust stack.
    pub native_depth: u32,
    pub gc: gc::Gc,
    /// The tuple of arguments of the built-in `__new__` that is being called, if there is one (borrowed).
    pub packed: Option<ObjId>,
    /// References to be given back, while an object is being torn down.
    pub trash: Vec<ObjId>,
    pub trash_depth: u32,
    /// Objects below this number were there before the program started.
    pub first_user_object: u32,
    /// A dict with the list of objects whose repr is being made, so that one inside itself shows as dots:
    /// the dict (owned), and the list in it. CPython's threads have such a dict.
    pub repr_busy: Option<[ObjId; 2]>,
    /// Classes of native modules by full name, as far as they were made (immortal).
    pub classes: FxHashMap<&'static str, ObjId>,
    /// The library's import machinery.
    pub importer: import_lib::Importer,
    /// Steps up to the import that the machinery's own frames are busy with.
    pub hidden_steps: Option<u64>,
    /// Who listens to the events of the run.
    pub monitor: monitor::Monitoring,
    /// The program's threads.
    pub threads: threads::Threads,
    /// Functions to call at the exit, with their arguments (a tuple) and keywords: all held.
    pub exit_calls: Vec<(ObjId, ObjId, Option<ObjId>)>,
    /// Counts the changes of the warnings' filters.
    pub warnings_version: i64,
    /// Search functions for encodings (a list), codecs and error handlers by name (dicts): owned.
    pub codecs: Option<[ObjId; 3]>,
    /// Times that the import lock is held.
    pub import_lock: u32,
    /// Classes registered with abstract base classes so far.
    pub abc_registrations: u64,
    /// The context (`contextvars`) of each thread that has one.
    pub contexts: FxHashMap<i64, ObjId>,
    pub sockets: sockets::Sockets,
    /// Longest field that `csv` reads.
    pub csv_field_limit: i64,
    /// Handlers of signals that the program has set.
    pub signals: FxHashMap<i64, ObjId>,
}

use tree::{Request, TokenRow, Tree, TreeFault};

/// See [`Hooks::compile`].
pub type CompileFn = fn(&[u8], &Request<'_>) -> Result<(Arc<Code>, Vec<Diagnostic>), Box<Rejected>>;
/// See [`Hooks::parse`].
pub type ParseFn = fn(&[u8], &Request<'_>) -> Result<(Tree, Vec<Diagnostic>), Box<Rejected>>;
/// See [`Hooks::tokens`].
pub type TokensFn = fn(&str) -> (Vec<TokenRow>, Option<Box<Rejected>>);
/// See [`Hooks::compile_tree`].
pub type CompileTreeFn = fn(Tree, &Request<'_>) -> Result<(Arc<Code>, Vec<Diagnostic>), TreeFault>;

/// What the machine is handed from outside, so that it need not know the compiler.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// Compiles source bytes. Answers the code and the compiler's warnings.
    pub compile: CompileFn,
    /// Makes the syntax tree of source bytes.
    pub parse: ParseFn,
    /// Compiles a syntax tree.
    pub compile_tree: CompileTreeFn,
    /// The tokens of a text, and where it goes wrong.
    pub tokens: TokensFn,
    /// Where the carets under a failing expression change.
    pub anchors: fn(&str) -> Option<Anchors>,
    /// Is the text a plain `return f(...)` or `x = f(...)` whose call goes from one column to the other?
    pub is_plain_call: fn(&str, usize, usize) -> bool,
    /// One step of an iterator of a native module: (machine, iterator).
    pub advance_tool: fn(&mut Vm, ObjId) -> Res<Option<Owned>>,
    /// Adds what is no native (constants, types) to a native module: (machine, name, module).
    pub fill: fn(&mut Vm, &str, ObjId),
    /// Fills `sys` and whatever else a fresh machine needs.
    pub start: fn(&mut Vm),
    /// Puts docstrings into the built-in types' namespaces.
    pub docs: fn(&mut Vm),
    /// All native functions.
    pub natives: &'static [&'static NativeTable],
}

/// The machine: the state, the world, and who watches.
pub struct Vm {
    pub state: State,
    pub world: World,
    pub hooks: Hooks,
    /// Asked before instructions when set.
    observer: Option<Box<dyn Observer>>,
    /// The observer's code does not adapt (see [`Observer::instruments`]).
    instrumented: bool,
    /// Before steps of a smaller number the observer need not be asked.
    unasked: u64,
    /// Films collections when there.
    pub camera: Option<Box<film::Camera>>,
    /// Set once a run is given up.
    pub abandoned: bool,
    /// Set from outside: KeyboardInterrupt at the next chance.
    pub interrupt: Arc<AtomicBool>,
    /// The names of special methods, by slot: immortal, the same in every state.
    slot_names: Box<[ObjId]>,
    method_cache: Vec<attr::CacheEntry>,
}

impl Vm {
    /// From the next instruction on, it is this observer (or none) that is asked.
    pub fn observe(&mut self, observer: Option<Box<dyn Observer>>) {
        self.instrumented = observer.as_ref().is_some_and(|o| o.instruments());
        self.observer = observer;
        self.unasked = 0;
    }
    /// Goes back to a snapshot of the state and to the place in the world's journal that belongs to it.
    pub fn restore(&mut self, state: &State, mark: &WorldMark) {
        self.state.clone_from(state);
        self.world.rewind(mark);
        self.abandoned = false;
        self.unasked = 0;
        self.state.heap.set_registered(false);
        // Versions are given out anew from here.
        self.method_cache.fill_with(attr::CacheEntry::default);
    }
}
