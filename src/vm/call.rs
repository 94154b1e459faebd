//! Calls: what a callable is, how arguments become locals, and how a frame ends.

use super::frame::{Frame, FrameKind};
use super::native::{Args, NativeKind};
use super::{Res, Vm};
use crate::bytecode::code::flags;
use crate::heap::{ObjId, Owned};
use crate::object::generator::Suspended;
use crate::object::ids::{self, types};
use crate::object::typ::Slot;
use crate::object::{NativeRef, Payload};

/// Native calls that may be on the Rust stack at once (CPython's `Py_C_RECURSION_LIMIT`).
pub const NATIVE_LIMIT: u32 = 10_000;

/// Built-in types that take their arguments where they lie (`tp_vectorcall`).
const VECTORCALL_TYPES: [ObjId; 16] = [
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

impl Vm {
    /// `callable(*args)`
    pub fn call(&mut self, callable: ObjId, args: &[ObjId]) -> Res {
        self.call_with(callable, Args::positional(args))
    }
    /// `callable(*args, **kw)`; everything is borrowed.
    pub fn call_with(&mut self, callable: ObjId, args: Args<'_>) -> Res {
        match *self.payload(callable) {
            Payload::Function(_) => self.call_function(callable, None, args),
            Payload::Native { native, this } => self.call_bound_native(native, this, args),
            Payload::Descriptor { native, owner } => self.call_descriptor(callable, native, owner, args),
            Payload::BoundMethod { func, this } => self.call_with_first(func, this, args),
            Payload::Type(_) => self.call_type(callable, args),
            _ => match self.slot_of(callable, Slot::Call) {
                Some(method) => self.call_slot_with(method, callable, args),
                None => {
                    let message = format!("'{}' object is not callable", self.class_name(callable));
                    Err(self.type_error(message))
                }
            },
        }
    }
    /// `callable(first, *args, **kw)`
    pub fn call_with_first(&mut self, callable: ObjId, first: ObjId, args: Args<'_>) -> Res {
        if let Payload::Function(_) = self.payload(callable) {
            return self.call_function(callable, Some(first), args);
        }
        let mut pos = Vec::with_capacity(args.pos.len() + 1);
        pos.push(first);
        pos.extend_from_slice(args.pos);
        self.call_with(callable, Args { pos: &pos, kw: args.kw })
    }
    /// Calls a special method that was found on the type of `this`.
    pub fn call_slot(&mut self, method: ObjId, this: ObjId, args: &[ObjId]) -> Res {
        self.call_slot_with(method, this, Args::positional(args))
    }
    pub fn call_slot_with(&mut self, method: ObjId, this: ObjId, args: Args<'_>) -> Res {
        match *self.payload(method) {
            Payload::Function(_) => self.call_function(method, Some(this), args),
            Payload::Descriptor { native, .. } if self.native(native).kind != NativeKind::Class => {
                self.call_native(native, this, args)
            }
            _ => {
                let bound = self.descr_get(method, Some(this), self.type_of(this))?;
                let result = self.call_with(bound.id(), args);
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
        if def.kind == NativeKind::Attribute {
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
            Some(self.tuple_of(&names))
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
    pub fn call_type(&mut self, ty: ObjId, args: Args<'_>) -> Res {
        if ty == types::TYPE && args.pos.len() == 1 && args.kw.is_empty() {
            return Ok(self.own(self.type_of(args.pos[0])));
        }
        if ty == types::TYPE && args.pos.len() != 3 {
            return Err(self.type_error("type() takes 1 or 3 arguments"));
        }
        let meta = self.type_of(ty);
        if meta != types::TYPE
            && let Some(call) = self.type_obj(meta).slot(Slot::Call)
            && !matches!(self.payload(call), Payload::Descriptor { .. })
        {
            return self.call_slot_with(call, ty, args);
        }
        if VECTORCALL_TYPES.contains(&ty) {
            return self.construct(ty, args);
        }
        // CPython's generic path holds the arguments in a tuple of their own.
        let tuple = self.tuple_of(args.pos);
        args.kw.iter().for_each(|&(_, value)| self.incref(value));
        let result = self.construct(ty, args);
        args.kw.iter().for_each(|&(_, value)| self.decref(value));
        self.release(tuple);
        result
    }
    /// `type.__call__`
    pub fn construct(&mut self, ty: ObjId, args: Args<'_>) -> Res {
        let new = self.type_obj(ty).slot(Slot::New);
        let object = match new.map(|n| (n, self.payload(n))) {
            Some((_, &Payload::Native { native, .. })) if self.native(native).kind == NativeKind::New => {
                self.call_native(native, ty, args)?
            }
            Some((new, _)) => {
                let new = self.descr_get(new, None, ty)?;
                let result = self.call_with_first(new.id(), ty, args);
                self.release(new);
                result?
            }
            None => {
                let message = format!("cannot create '{}' instances", self.type_name(ty));
                return Err(self.type_error(message));
            }
        };
        if !self.is_instance(object.id(), ty) {
            return Ok(object);
        }
        let Some(init) = self.slot_of(object.id(), Slot::Init) else { return Ok(object) };
        match self.call_slot_with(init, object.id(), args) {
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
        let simple = body.flags & (flags::VARARGS | flags::VARKEYWORDS) == 0
            && body.kwonlyargcount == 0
            && kwnames.is_none()
            && npos == body.argcount as usize;
        if simple {
            self.state.stack.resize(base + nlocals as usize, None);
        } else if let Err(e) = self.bind_arguments(func, base, npos, kwnames) {
            self.truncate_stack(floor);
            return Err(e);
        }
        if self.state.frames.len() >= self.state.recursion_limit as usize {
            self.truncate_stack(floor);
            return Err(self.recursion_error(""));
        }
        self.incref(code_id);
        self.state.frames.push(Frame {
            code: code_id,
            func,
            globals,
            builtins,
            locals: None,
            pc: start,
            base: base as u32,
            floor: floor as u32,
            nlocals,
            kind,
            object: None,
        });
        Ok(())
    }

    /// Turns the arguments on the stack from `base` on into the function's locals.
    fn bind_arguments(&mut self, func: ObjId, base: usize, npos: usize, kwnames: Option<ObjId>) -> Res<()> {
        let Payload::Function(function) = self.payload(func) else { unreachable!("{func:?} is no function") };
        let (defaults, kwdefaults) = (function.defaults, function.kwdefaults);
        let qualname = function.qualname;
        let code = self.state.code_of(function.code);
        let body = code.code.clone();
        let parameters = code.localsplus.clone();
        let nlocals = code.nlocalsplus as usize;
        let argcount = body.argcount as usize;
        let posonly = body.posonlyargcount as usize;
        let kwonly = body.kwonlyargcount as usize;
        let named = argcount + kwonly;
        let varargs = body.flags & flags::VARARGS != 0;
        let varkw = body.flags & flags::VARKEYWORDS != 0;

        let given: Vec<ObjId> = self.state.stack.drain(base..).flatten().collect();
        let mut locals: Vec<Option<ObjId>> = vec![None; nlocals];
        let (positional, keyword) = given.split_at(npos);
        let taken = npos.min(argcount);
        for (place, &value) in locals.iter_mut().zip(&positional[..taken]) {
            *place = Some(value);
        }
        // From here on every reference in `given` must reach the stack or be released.
        let mut spare: Vec<ObjId> = Vec::new();
        if varargs {
            locals[named] = Some(self.new_tuple(positional[taken..].to_vec()).into_id());
        } else {
            spare.extend_from_slice(&positional[taken..]);
        }
        let dict = varkw.then(|| self.new_dict().into_id());
        if let Some(dict) = dict {
            locals[named + usize::from(varargs)] = Some(dict);
        }
        let mut problem: Option<String> = None;
        let mut raised = None;
        let names: Vec<ObjId> = kwnames.map(|k| self.tuple_items(k).to_vec()).unwrap_or_default();
        let title = self.str_lossy(qualname).into_owned();
        let mut posonly_by_keyword = Vec::new();
        for (&name, &value) in names.iter().zip(keyword) {
            if problem.is_some() || raised.is_some() {
                spare.push(value);
                continue;
            }
            let place = (posonly..named).find(|&i| self.same_text(parameters[i], name));
            match (place, dict) {
                (Some(i), _) if locals[i].is_none() => locals[i] = Some(value),
                (Some(_), _) => {
                    let text = self.str_lossy(name);
                    problem = Some(format!("{title}() got multiple values for argument '{text}'"));
                    spare.push(value);
                }
                (None, Some(dict)) => {
                    match self.dict_set(dict, name, value) {
                        Ok(()) => {}
                        Err(e) => raised = Some(e),
                    }
                    spare.push(value);
                }
                (None, None) => {
                    spare.push(value);
                    if (0..posonly).any(|i| self.same_text(parameters[i], name)) {
                        posonly_by_keyword.push(self.str_lossy(name).into_owned());
                    } else {
                        problem = Some(self.unexpected_keyword(&title, name, &parameters[posonly..named]));
                    }
                }
            }
        }
        if problem.is_none() && !posonly_by_keyword.is_empty() {
            problem = Some(format!(
                "{title}() got some positional-only arguments passed as keyword arguments: '{}'",
                posonly_by_keyword.join(", ")
            ));
        }
        if problem.is_none() && raised.is_none() && npos > argcount && !varargs {
            problem = Some(self.too_many_positional(&title, &locals, argcount, kwonly, npos, defaults));
        }
        if problem.is_none() && raised.is_none() {
            problem =
                self.fill_defaults(&title, &mut locals, &parameters, argcount, kwonly, defaults, kwdefaults);
        }
        self.state.stack.extend(locals);
        spare.into_iter().for_each(|s| self.decref(s));
        match (problem, raised) {
            (_, Some(e)) => Err(e),
            (Some(message), _) => Err(self.type_error(message)),
            (None, None) => Ok(()),
        }
    }
    fn same_text(&self, a: ObjId, b: ObjId) -> bool {
        a == b || matches!((self.as_str(a), self.as_str(b)), (Some(x), Some(y)) if x == y)
    }
    fn unexpected_keyword(&self, title: &str, name: ObjId, candidates: &[ObjId]) -> String {
        let text = self.str_lossy(name);
        let names: Vec<String> = candidates.iter().map(|&c| self.str_lossy(c).into_owned()).collect();
        match super::suggest::closest(&text, &names) {
            Some(best) => {
                format!("{title}() got an unexpected keyword argument '{text}'. Did you mean '{best}'?")
            }
            None => format!("{title}() got an unexpected keyword argument '{text}'"),
        }
    }
    fn too_many_positional(
        &self,
        title: &str,
        locals: &[Option<ObjId>],
        argcount: usize,
        kwonly: usize,
        given: usize,
        defaults: Option<ObjId>,
    ) -> String {
        let kwonly_given = locals[argcount..argcount + kwonly].iter().flatten().count();
        let optional = defaults.map_or(0, |d| self.tuple_items(d).len());
        let takes = if optional > 0 {
            format!("from {} to {argcount}", argcount - optional)
        } else {
            argcount.to_string()
        };
        let plural = if argcount != 1 { "s" } else { "" };
        let given_text = if kwonly_given > 0 {
            format!(
                "{given} positional argument{} (and {kwonly_given} keyword-only argument{}) were given",
                if given != 1 { "s" } else { "" },
                if kwonly_given != 1 { "s" } else { "" }
            )
        } else {
            format!("{given} {} given", if given != 1 { "were" } else { "was" })
        };
        format!("{title}() takes {takes} positional argument{plural} but {given_text}")
    }
    /// Puts defaults where nothing was given; the message if something is missing.
    #[allow(clippy::too_many_arguments, reason = "the parts of one call, used once")]
    fn fill_defaults(
        &mut self,
        title: &str,
        locals: &mut [Option<ObjId>],
        parameters: &[ObjId],
        argcount: usize,
        kwonly: usize,
        defaults: Option<ObjId>,
        kwdefaults: Option<ObjId>,
    ) -> Option<String> {
        let defaults: Vec<ObjId> = defaults.map(|d| self.tuple_items(d).to_vec()).unwrap_or_default();
        let required = argcount - defaults.len().min(argcount);
        let missing: Vec<ObjId> =
            (0..required).filter(|&i| locals[i].is_none()).map(|i| parameters[i]).collect();
        if !missing.is_empty() {
            return Some(self.missing_arguments(title, "positional", &missing));
        }
        for i in required..argcount {
            if locals[i].is_none() {
                let value = defaults[i - required];
                self.incref(value);
                locals[i] = Some(value);
            }
        }
        let mut missing = Vec::new();
        for i in argcount..argcount + kwonly {
            if locals[i].is_none() {
                match kwdefaults.and_then(|d| self.namespace_get(d, parameters[i])) {
                    Some(value) => {
                        self.incref(value);
                        locals[i] = Some(value);
                    }
                    None => missing.push(parameters[i]),
                }
            }
        }
        (!missing.is_empty()).then(|| self.missing_arguments(title, "keyword-only", &missing))
    }
    fn missing_arguments(&self, title: &str, kind: &str, missing: &[ObjId]) -> String {
        let names: Vec<String> = missing.iter().map(|&m| format!("'{}'", self.str_lossy(m))).collect();
        let list = match &names[..] {
            [one] => one.clone(),
            [a, b] => format!("{a} and {b}"),
            [all @ .., last] => format!("{}, and {last}", all.join(", ")),
            [] => String::new(),
        };
        let plural = if names.len() == 1 { "" } else { "s" };
        format!("{title}() missing {} required {kind} argument{plural}: {list}", names.len())
    }

    /// Releases everything on the stack from `floor` on, bottom first.
    pub(super) fn truncate_stack(&mut self, floor: usize) {
        for i in floor..self.state.stack.len() {
            if let Some(id) = self.state.stack[i].take() {
                self.decref(id);
            }
        }
        self.state.stack.truncate(floor);
    }

    /// Ends the running frame: releases its locals and what was below them for the call.
    /// Gives what waited for it.
    pub(super) fn leave_frame(&mut self) -> FrameKind {
        let index = self.state.frames.len() - 1;
        let frame = self.state.frames[index];
        let floor = frame.floor as usize;
        let mut contents = None;
        if let Some(object) = frame.object {
            if self.state.heap.count(object) > 1 {
                let values = self.state.stack.drain(frame.base as usize..).collect();
                self.incref(frame.func);
                contents = Some(Suspended {
                    func: frame.func,
                    code: frame.code,
                    globals: frame.globals,
                    builtins: frame.builtins,
                    locals: frame.locals,
                    pc: frame.pc,
                    values,
                });
            }
            if let Some(contents) = contents.take() {
                self.detach_frame_object(index, contents);
                self.state.frames.pop();
                self.decref(object);
                self.truncate_stack(floor);
                self.release_frame_parts(&frame);
                return frame.kind;
            }
            self.state.frames[index].object = None;
            self.decref(object);
        }
        for i in frame.base as usize..self.state.stack.len() {
            if let Some(id) = self.state.stack[i].take() {
                self.decref(id);
            }
        }
        self.state.frames.pop();
        self.decref_opt(frame.locals);
        self.truncate_stack(floor);
        self.release_frame_parts(&frame);
        frame.kind
    }
    /// The code of a frame that ended, and a generator's function, which only its frame holds.
    fn release_frame_parts(&mut self, frame: &Frame) {
        self.decref(frame.code);
        if frame.kind.generator().is_some() {
            self.decref(frame.func);
        }
    }
}
