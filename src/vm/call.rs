//! Calls: what a callable is, how arguments become locals, and how a frame ends.

use super::frame::{Frame, FrameKind};
use super::native::{Args, NativeKind, Packing};
use super::{Res, State, Unwind, Vm};
use crate::bytecode::code::flags;
use crate::heap::{ObjId, Owned, tokens};
use crate::object::generator::Suspended;
use crate::object::ids::{self, module_types, names, types};
use crate::object::typ::Slot;
use crate::object::{NativeRef, Payload};

/// Native calls that may be on the Rust stack at once (CPython's `Py_C_RECURSION_LIMIT`).
pub const NATIVE_LIMIT: u32 = 10_000;

/// Built-in types that take their arguments where they lie (`tp_vectorcall`).
pub(super) const VECTORCALL_TYPES: [ObjId; 16] = [
    types::BOOL,
    types::DICT,
    types::ENUMERATE,
    types::REVERSED,
    types::FLOAT,
    types::LIST,
    types::INT,
    types::RANGE,
    types::SET,
    types::FROZENSET,
    types::TUPLE,
    types::TYPE,
    types::SUPER,
    types::STR,
    types::FILTER,
    types::MAP,
];

/// Types of native modules whose instances, when called, take their arguments where they lie.
const VECTORCALL_OBJECTS: [ObjId; 5] = [
    module_types::PARTIAL,
    module_types::LRU_CACHE,
    module_types::ITEM_GETTER,
    module_types::ATTR_GETTER,
    module_types::METHOD_CALLER,
];

/// Where the arguments of a call lie: that decides who else holds them while it lasts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Held {
    /// In an array, the keywords' values after the positional ones (`PyObject_Vectorcall`).
    Array,
    /// In an array, the keywords in a dict (`PyObject_VectorcallDict`).
    Dict,
    /// In a tuple, where it is known, and a dict (`PyObject_Call`).
    Tuple(Option<ObjId>),
}

impl Vm {
    /// `callable(*args)`
    pub fn call(&mut self, callable: ObjId, args: &[ObjId]) -> Res {
        self.call_with(callable, Args::positional(args))
    }
    /// `callable(*args, **kw)`; everything is borrowed.
    pub fn call_with(&mut self, callable: ObjId, args: Args<'_>) -> Res {
        self.call_held(callable, args, Held::Array)
    }
    /// The same for arguments that lie somewhere else. What takes them otherwise gets copies, which
    /// count as long as the call lasts.
    pub fn call_held(&mut self, callable: ObjId, args: Args<'_>, held: Held) -> Res {
        if !self.takes_array(callable) {
            if self.state.native_depth >= NATIVE_LIMIT {
                return Err(self.recursion_error(" while calling a Python object"));
            }
            self.state.native_depth += 1;
            let tuple = match held {
                Held::Tuple(_) => None,
                _ => Some(self.tuple_of(args.pos)),
            };
            let dict = (held == Held::Array && !args.kw.is_empty()).then(|| self.keywords_dict(args.kw));
            let packed = match held {
                Held::Tuple(packed) => packed,
                _ => tuple.as_ref().map(Owned::id),
            };
            let result = self.call_with_tuple(callable, args, packed);
            self.state.native_depth -= 1;
            self.release_opt(tuple);
            self.release_opt(dict);
            return result;
        }
        if held == Held::Array || args.kw.is_empty() {
            return self.call_with_array(callable, args);
        }
        let names = self.hold_arguments(None, args);
        let result = match self.payload(callable) {
            Payload::Function(_) => self.call_function_named(callable, None, args, Some(names.id())),
            _ => self.call_with_array(callable, args),
        };
        self.let_go_arguments(None, args, names);
        result
    }
    /// Does the callable take its arguments where they lie (CPython's vectorcall)?
    fn takes_array(&self, callable: ObjId) -> bool {
        match *self.payload(callable) {
            Payload::Function(_) | Payload::BoundMethod { .. } => true,
            Payload::Native { native, .. } => {
                let def = self.native(native);
                def.packing != Packing::Tuple
                    && def.kind != NativeKind::New
                    && self.type_of(callable) != types::METHOD_WRAPPER
            }
            Payload::Descriptor { native, .. } => self.native(native).kind == NativeKind::Method,
            Payload::Type(_) => VECTORCALL_TYPES.contains(&callable),
            Payload::Record(_) | Payload::Derived(_) => VECTORCALL_OBJECTS.contains(&self.type_of(callable)),
            _ => false,
        }
    }
    fn call_with_array(&mut self, callable: ObjId, args: Args<'_>) -> Res {
        match *self.payload(callable) {
            Payload::Function(_) => self.call_function(callable, None, args),
            Payload::Native { native, this } => {
                let collected =
                    (self.native(native).packing == Packing::Collected).then(|| self.tuple_of(args.pos));
                let result = self.call_bound_native(native, this, args);
                self.release_opt(collected);
                result
            }
            Payload::Descriptor { native, owner, .. } => {
                let rest = args.pos.get(1..).unwrap_or_default();
                let packed = (self.native(native).packing != Packing::Array).then(|| self.tuple_of(rest));
                let result = self.call_descriptor(callable, native, owner, args);
                self.release_opt(packed);
                result
            }
            Payload::BoundMethod { func, this } => self.call_with_first(func, this, args),
            // `type(name, bases, namespace)` goes the long way.
            _ if callable == types::TYPE && args.pos.len() != 1 => {
                let tuple = self.tuple_of(args.pos);
                let dict = (!args.kw.is_empty()).then(|| self.keywords_dict(args.kw));
                let result = self.call_type(callable, args, Some(tuple.id()));
                self.release(tuple);
                self.release_opt(dict);
                result
            }
            Payload::Type(_) => self.call_type(callable, args, None),
            _ => self.call_with_tuple(callable, args, None),
        }
    }
    fn call_with_tuple(&mut self, callable: ObjId, args: Args<'_>, packed: Option<ObjId>) -> Res {
        match *self.payload(callable) {
            Payload::Native { native, this } => {
                // `__new__` is handed the arguments after the class.
                let sliced = self.native(native).kind == NativeKind::New;
                let rest = args.pos.get(1..).unwrap_or_default();
                let rest = sliced.then(|| self.tuple_of(rest));
                let result = self.call_bound_native(native, this, args);
                self.release_opt(rest);
                if let (Some(this), "__init__") = (this, self.native(native).name) {
                    self.share_arguments(this, packed);
                }
                result
            }
            Payload::Descriptor { native, owner, .. } => {
                let rest = args.pos.get(1..).unwrap_or_default();
                let rest = self.tuple_of(rest);
                let result = self.call_descriptor(callable, native, owner, args);
                self.release(rest);
                result
            }
            Payload::Type(_) => self.call_type(callable, args, packed),
            _ => match self.slot_of(callable, Slot::Call) {
                Some(method) => self.call_prepended(method, callable, args, packed),
                None => Err(self.not_callable(callable)),
            },
        }
    }
    /// A module that holds a callable of its own name may have been meant as that.
    #[cold]
    fn not_callable(&mut self, callable: ObjId) -> Unwind {
        let mut message = format!("'{}' object is not callable", self.class_name(callable));
        if let Payload::Module { .. } = self.payload(callable).base() {
            let dict = self.module_dict(callable);
            let name = self.namespace_get(dict, names::NAME).filter(|&n| self.as_str(n).is_some());
            let found = name.and_then(|n| self.namespace_get(dict, n)).filter(|&f| self.is_callable(f));
            if let (Some(name), Some(_)) = (name, found) {
                let name = self.str_lossy(name);
                message += &format!(". Did you mean: '{name}.{name}(...)'?");
            }
        }
        self.type_error(message)
    }
    pub fn keywords_dict(&mut self, kw: &[(ObjId, ObjId)]) -> Owned {
        let dict = self.new_dict();
        for &(name, value) in kw {
            // Keyword names are strings: storing under them runs no Python code.
            let stored = self.dict_set(dict.id(), name, value);
            debug_assert!(stored.is_ok());
        }
        dict
    }
    /// What CPython does where keywords in a dict must become an array: every argument is held
    /// once more, and the names are put into a tuple.
    fn hold_arguments(&mut self, first: Option<ObjId>, args: Args<'_>) -> Owned {
        let names: Vec<ObjId> = args.kw.iter().map(|&(name, _)| name).collect();
        let values = args.kw.iter().map(|&(_, value)| value);
        for value in first.into_iter().chain(args.pos.iter().copied()).chain(values) {
            self.incref(value);
            tokens::hold([value]);
        }
        self.tuple_of(&names)
    }
    fn let_go_arguments(&mut self, first: Option<ObjId>, args: Args<'_>, names: Owned) {
        let values = args.kw.iter().map(|&(_, value)| value);
        for value in first.into_iter().chain(args.pos.iter().copied()).chain(values) {
            tokens::let_go([value]);
            self.decref(value);
        }
        self.release(names);
    }
    /// `callable(first, *args, **kw)`
    pub fn call_with_first(&mut self, callable: ObjId, first: ObjId, args: Args<'_>) -> Res {
        self.call_held_first(callable, first, args, Held::Array)
    }
    fn call_held_first(&mut self, callable: ObjId, first: ObjId, args: Args<'_>, held: Held) -> Res {
        if let Payload::Function(_) = self.payload(callable) {
            if held == Held::Array || args.kw.is_empty() {
                return self.call_function(callable, Some(first), args);
            }
            let names = self.hold_arguments(Some(first), args);
            let result = self.call_function_named(callable, Some(first), args, Some(names.id()));
            self.let_go_arguments(Some(first), args, names);
            return result;
        }
        let mut pos = Vec::with_capacity(args.pos.len() + 1);
        pos.push(first);
        pos.extend_from_slice(args.pos);
        self.call_held(callable, Args { pos: &pos, kw: args.kw }, held)
    }
    /// `x.name(*args, **kw)` without a bound method in between; the caller holds `x`.
    pub fn call_method(&mut self, id: ObjId, name: ObjId, args: Args<'_>) -> Res {
        let (method, receiver) = self.load_method(id, name)?;
        let result = match receiver {
            Some(receiver) => {
                self.release(receiver);
                self.call_with_first(method.id(), id, args)
            }
            None => self.call_with(method.id(), args),
        };
        self.release(method);
        result
    }
    /// Calls a special method that was found on the type of `this`.
    pub fn call_slot(&mut self, method: ObjId, this: ObjId, args: &[ObjId]) -> Res {
        let args = Args::positional(args);
        match *self.payload(method) {
            Payload::Function(_) => {
                let held = self.own(method);
                let result = self.call_function(method, Some(this), args);
                self.release(held);
                result
            }
            Payload::Descriptor { native, .. } if self.native(native).kind != NativeKind::Class => {
                self.call_native(native, this, args)
            }
            _ => {
                let bound = self.held_descr_get(method, Some(this), self.type_of(this))?;
                let result = self.call_with(bound.id(), args);
                self.release(bound);
                result
            }
        }
    }
    /// The same for `__init__` and `__call__`, whose arguments come as a tuple and a dict.
    fn call_prepended(&mut self, method: ObjId, this: ObjId, args: Args<'_>, packed: Option<ObjId>) -> Res {
        match *self.payload(method) {
            Payload::Function(_) => {
                let held = self.own(method);
                let result = self.call_held_first(method, this, args, Held::Dict);
                self.release(held);
                result
            }
            Payload::Descriptor { native, .. } if self.native(native).kind != NativeKind::Class => {
                self.call_native(native, this, args)
            }
            _ => {
                let bound = self.descr_get(method, Some(this), self.type_of(this))?;
                let result = self.call_held(bound.id(), args, Held::Tuple(packed));
                self.release(bound);
                result
            }
        }
    }

    fn call_bound_native(&mut self, native: NativeRef, this: Option<ObjId>, args: Args<'_>) -> Res {
        let def = self.native(native);
        if def.kind == NativeKind::New {
            return self.call_new(native, this.unwrap_or(types::OBJECT), args);
        }
        if let Some(this) = this {
            self.check_bound(def, this, args)?;
        }
        self.call_native(native, this.unwrap_or(ids::NONE), args)
    }
    /// `T.__new__(cls, ...)` of a built-in type `owner`.
    fn call_new(&mut self, native: NativeRef, owner: ObjId, args: Args<'_>) -> Res {
        let name = self.type_name(owner);
        let Some((&class, rest)) = args.pos.split_first() else {
            return Err(self.type_error(format!("{name}.__new__(): not enough arguments")));
        };
        if !self.is_type(class) {
            let message = format!("{name}.__new__(X): X is not a type object ({})", self.class_name(class));
            return Err(self.type_error(message));
        }
        if !self.is_subtype(class, owner) {
            let class = self.type_name(class);
            return Err(
                self.type_error(format!("{name}.__new__({class}): {class} is not a subtype of {name}"))
            );
        }
        self.call_native(native, class, Args { pos: rest, kw: args.kw })
    }
    /// `list.append(x, ...)`: the first argument is what the method is called on.
    fn call_descriptor(&mut self, callable: ObjId, native: NativeRef, owner: ObjId, args: Args<'_>) -> Res {
        let def = self.native(native);
        if matches!(def.kind, NativeKind::Attribute | NativeKind::Member) {
            let message = format!("'{}' object is not callable", self.class_name(callable));
            return Err(self.type_error(message));
        }
        if def.kind == NativeKind::Class {
            return self.call_native(native, owner, args);
        }
        let owner_name = self.type_name(owner);
        let Some((&this, rest)) = args.pos.split_first() else {
            let message = if def.kind == NativeKind::Method {
                format!("unbound method {owner_name}.{}() needs an argument", def.name)
            } else {
                format!("descriptor '{}' of '{owner_name}' object needs an argument", def.name)
            };
            return Err(self.type_error(message));
        };
        if !self.is_instance(this, owner) {
            let class = self.class_name(this);
            let message = if def.kind == NativeKind::Method {
                format!(
                    "descriptor '{}' for '{owner_name}' objects doesn't apply to a '{class}' object",
                    def.name
                )
            } else {
                format!("descriptor '{}' requires a '{owner_name}' object but received a '{class}'", def.name)
            };
            return Err(self.type_error(message));
        }
        self.call_native(native, this, Args { pos: rest, kw: args.kw })
    }

    /// A Python function from Rust: its frame runs in a loop of its own.
    pub fn call_function(&mut self, func: ObjId, first: Option<ObjId>, args: Args<'_>) -> Res {
        self.call_function_named(func, first, args, None)
    }
    /// The same, with the tuple of the keywords' names if there is one already.
    fn call_function_named(
        &mut self,
        func: ObjId,
        first: Option<ObjId>,
        args: Args<'_>,
        known_names: Option<ObjId>,
    ) -> Res {
        if self.state.native_depth >= NATIVE_LIMIT {
            return Err(self.recursion_error(""));
        }
        let floor = self.state.stack.len();
        self.push_borrowed(func);
        self.state.stack.push(None);
        first.into_iter().for_each(|f| self.push_borrowed(f));
        args.pos.iter().for_each(|&a| self.push_borrowed(a));
        let npos = args.pos.len() + usize::from(first.is_some());
        let kwnames = if args.kw.is_empty() {
            None
        } else {
            args.kw.iter().for_each(|&(_, v)| self.push_borrowed(v));
            let names: Vec<_> = args.kw.iter().map(|&(n, _)| n).collect();
            Some(match known_names {
                Some(known) => self.own(known),
                None => self.tuple_of(&names),
            })
        };
        let entered = self.enter_function(
            func,
            floor,
            floor + 2,
            npos,
            kwnames.as_ref().map(Owned::id),
            FrameKind::Native,
        );
        if let Some(kwnames) = kwnames {
            self.release(kwnames);
        }
        entered?;
        self.state.native_depth += 1;
        let result = self.run_frame();
        self.state.native_depth -= 1;
        result
    }
    pub(super) fn push_borrowed(&mut self, id: ObjId) {
        self.incref(id);
        self.state.stack.push(Some(id));
    }

    /// Calls a type: `__new__`, then `__init__`.
    fn call_type(&mut self, ty: ObjId, args: Args<'_>, packed: Option<ObjId>) -> Res {
        if ty == types::TYPE && args.pos.len() == 1 && args.kw.is_empty() {
            return Ok(self.own(self.type_of(args.pos[0])));
        }
        if ty == types::TYPE && args.pos.len() != 3 {
            return Err(self.type_error(match args.pos.len() {
                1 => "type() takes no keyword arguments",
                _ => "type() takes 1 or 3 arguments",
            }));
        }
        let meta = self.type_of(ty);
        if meta != types::TYPE
            && let Some(call) = self.type_obj(meta).slot(Slot::Call)
            && !matches!(self.payload(call), Payload::Descriptor { .. })
        {
            return self.call_prepended(call, ty, args, packed);
        }
        self.construct(ty, args, packed)
    }
    /// `type.__call__`
    /// `packed` is the tuple that holds the positional arguments, if one does.
    pub fn construct(&mut self, ty: ObjId, args: Args<'_>, packed: Option<ObjId>) -> Res {
        let new = self.type_obj(ty).slot(Slot::New);
        let object = match new.map(|n| (n, self.payload(n))) {
            Some((_, &Payload::Native { native, .. })) if self.native(native).kind == NativeKind::New => {
                self.state.packed = packed;
                let object = self.call_native(native, ty, args);
                self.state.packed = None;
                object?
            }
            Some((new, _)) => {
                let new = self.descr_get(new, None, ty)?;
                let result = self.call_held_first(new.id(), ty, args, Held::Dict);
                self.release(new);
                result?
            }
            None => {
                let message = format!("cannot create '{}' instances", self.title(ty));
                return Err(self.type_error(message));
            }
        };
        if !self.is_instance(object.id(), ty) {
            return Ok(object);
        }
        self.share_arguments(object.id(), packed);
        let Some(init) = self.slot_of(object.id(), Slot::Init) else { return Ok(object) };
        match self.call_prepended(init, object.id(), args, packed) {
            Ok(none) if none.id() == ids::NONE => {
                self.release(none);
                Ok(object)
            }
            Ok(other) => {
                let message = format!("__init__() should return None, not '{}'", self.class_name(other.id()));
                self.release(other);
                self.release(object);
                Err(self.type_error(message))
            }
            Err(e) => {
                self.release(object);
                Err(e)
            }
        }
    }

    /// An exception's `args` are the very tuple that its arguments came in.
    fn share_arguments(&mut self, object: ObjId, packed: Option<ObjId>) {
        let Some(packed) = packed.filter(|&p| p != ids::EMPTY_TUPLE) else { return };
        let Payload::Exception(e) = self.payload(object) else { return };
        let own = e.args;
        if own != packed && self.tuple_items(own) == self.tuple_items(packed) {
            self.incref(packed);
            self.exception_mut(object).args = packed;
            self.decref(own);
        }
    }

    /// Pushes the frame of a Python function whose arguments are on the stack from `base` on:
    /// `npos` positional ones, then one for each of `kwnames`. What lies from `floor` on belongs to
    /// the call and is released when the frame ends (or here, on an error).
    pub(super) fn enter_function(
        &mut self,
        func: ObjId,
        floor: usize,
        base: usize,
        npos: usize,
        kwnames: Option<ObjId>,
        kind: FrameKind,
    ) -> Res<()> {
        let Payload::Function(function) = self.payload(func) else { unreachable!("{func:?} is no function") };
        let (code_id, globals, builtins) = (function.code, function.globals, function.builtins);
        let code = self.state.code_of(code_id);
        let (start, nlocals, body) = (code.start, code.nlocalsplus, &code.code);
        // A module's code called as a function works on its globals.
        let locals = (body.flags & flags::OPTIMIZED == 0).then_some(globals);
        let simple = body.flags & (flags::VARARGS | flags::VARKEYWORDS) == 0
            && body.kwonlyargcount == 0
            && kwnames.is_none()
            && npos == body.argcount as usize;
        if simple {
            self.state.stack.fill_to(base + nlocals as usize);
        } else if let Err(e) = self.bind_arguments(func, base, npos, kwnames) {
            self.truncate_stack(floor);
            return Err(e);
        }
        if self.state.frames.len() >= self.state.recursion_limit as usize {
            self.truncate_stack(floor);
            return Err(self.recursion_error(""));
        }
        self.incref(code_id);
        self.incref_opt(locals);
        self.state.frames.push(Frame {
            code: code_id,
            func,
            globals,
            builtins,
            locals,
            pc: start,
            base: base as u32,
            floor: floor as u32,
            nlocals,
            kind,
            object: None,
        });
        Ok(())
    }

    /// Releases everything on the stack from `floor` on, bottom first.
    pub(super) fn truncate_stack(&mut self, floor: usize) {
        for i in floor..self.state.stack.len() {
            let State { heap, stack, .. } = &mut self.state;
            if let Some(id) = stack.values[i].take()
                && !heap.decref_shared(id)
            {
                self.decref(id);
            }
        }
        self.state.stack.truncate(floor);
    }

    /// Gives the contents of the top frame, which ends, to its frame object and drops the frame, if
    /// somebody else holds that object; false if the contents are still to be released.
    fn hand_over_frame(&mut self, index: usize, holds_function: bool) -> bool {
        let frame = self.state.frames[index];
        let Some(object) = frame.object else { return false };
        if self.state.heap.count(object) <= 1 {
            self.state.frames[index].object = None;
            self.decref(object);
            return false;
        }
        let values = self.state.stack.split_off(frame.base as usize);
        if !holds_function {
            self.incref(frame.func);
        }
        let contents = Suspended {
            func: frame.func,
            code: frame.code,
            globals: frame.globals,
            builtins: frame.builtins,
            locals: frame.locals,
            pc: frame.pc,
            nlocals: frame.nlocals,
            values,
        };
        self.detach_frame_object(index, contents);
        self.state.frames.pop();
        self.decref(object);
        self.truncate_stack(frame.floor as usize);
        if frame.kind.generator().is_none() {
            self.decref(frame.code);
        }
        true
    }

    /// Ends the running frame: releases its locals and what was below them for the call. The caller's
    /// frame is the running one by then, and a generator has ended. Gives what waited for it.
    pub(super) fn leave_frame(&mut self) -> FrameKind {
        let index = self.state.frames.len() - 1;
        let frame = self.state.frames[index];
        // A generator's frame holds its function; its code belongs to the generator.
        let generator = frame.kind.generator();
        let holds_function = generator.is_some() || frame.kind == FrameKind::Alloc;
        if self.hand_over_frame(index, holds_function) {
            if let Some(id) = generator {
                self.finish_generator(id);
            }
            return frame.kind;
        }
        self.state.frames.pop();
        let function = holds_function.then_some(frame.func);
        let code = generator.is_none().then_some(frame.code);
        let parts = [frame.locals, function, code];
        tokens::hold(parts.into_iter().flatten());
        if let Some(id) = generator {
            self.finish_generator(id);
        }
        for i in frame.base as usize..self.state.stack.len() {
            if let Some(id) = self.state.stack[i].take() {
                self.decref(id);
            }
        }
        let [locals, function, code] = parts;
        tokens::let_go(locals);
        self.decref_opt(locals);
        self.truncate_stack(frame.floor as usize);
        tokens::let_go(function);
        self.decref_opt(function);
        tokens::let_go(code);
        self.decref_opt(code);
        frame.kind
    }
}
