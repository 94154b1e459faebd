//! Calls, functions made, and the intrinsics.

use crate::bytecode::code::flags;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, names, types};
use crate::object::instance::Attrs;
use crate::object::typ::Slot;
use crate::object::{Function, Payload};
use crate::vm::call::Held;
use crate::vm::eval::Next;
use crate::vm::frame::FrameKind;
use crate::vm::monitor::Event;
use crate::vm::native::{Args, NativeCall, NativeKind, Packing};
use crate::vm::{Res, Unwind, Vm};

/// So many arguments of a native are handed over without a vector.
const FEW: usize = 8;

impl Vm {
    /// `CALL` and `CALL_KW`: callable, self or NULL, then `count` arguments on the stack.
    pub(in crate::vm) fn op_call(&mut self, count: usize, kwnames: Option<ObjId>) -> Res<Next> {
        let floor = self.state.stack.len() - count - 2;
        let told = self.call_is_told();
        if told {
            let callable = self.state.stack[floor].expect("a callable");
            let first = self.state.stack[floor + 1].or(self.state.stack.get(floor + 2).copied().flatten());
            self.tell_call(Event::Call, callable, first)?;
        }
        if self.state.stack[floor + 1].is_none()
            && let Some(method) = self.state.stack[floor]
            && let Payload::BoundMethod { func, this } = *self.payload(method)
        {
            self.incref(func);
            self.incref(this);
            self.state.stack[floor] = Some(func);
            self.state.stack[floor + 1] = Some(this);
            self.decref(method);
        }
        let callable = self.state.stack[floor].expect("a callable");
        let has_self = self.state.stack[floor + 1].is_some();
        let base = floor + 2 - usize::from(has_self);
        let total = count + usize::from(has_self);
        let keywords = kwnames.map_or(0, |k| self.tuple_items(k).len());
        if let Payload::Function(_) = self.payload(callable) {
            self.enter_function(callable, floor, base, total - keywords, kwnames, FrameKind::Call)?;
            return Ok(Next::Enter);
        }
        if keywords == 0 && !has_self && !told && self.enters_init(callable) {
            return self.enter_init(callable, base);
        }
        // Few arguments are the rule: they need no memory of their own.
        let mut few = [ids::NONE; FEW];
        let many: Vec<ObjId>;
        let arguments = &self.state.stack[base..];
        let values: &[ObjId] = if arguments.len() <= FEW {
            few.iter_mut().zip(arguments).for_each(|(to, from)| *to = from.expect("an argument"));
            &few[..arguments.len()]
        } else {
            many = arguments.iter().map(|v| v.expect("an argument")).collect();
            &many
        };
        let (pos, rest) = values.split_at(total - keywords);
        let result = match kwnames {
            Some(names) => {
                let names = self.tuple_items(names).iter().copied();
                let kw: Vec<(ObjId, ObjId)> = names.zip(rest.iter().copied()).collect();
                self.call_with(callable, Args { pos, kw: &kw })
            }
            None => self.call_plain(callable, pos),
        };
        let result = if told { self.tell_called(callable, values.first().copied(), result) } else { result };
        self.truncate_stack(floor);
        self.push(result?);
        self.check_breaker()?;
        Ok(Next::Advance)
    }
    /// A call with positional arguments that lie in an array; the common natives without a detour.
    #[inline]
    fn call_plain(&mut self, callable: ObjId, pos: &[ObjId]) -> Res {
        if let Payload::Native { native, this } = *self.payload(callable) {
            let def = self.native(native);
            if def.packing == Packing::Array
                && matches!(def.kind, NativeKind::Function | NativeKind::Method)
                && self.type_of(callable) != types::METHOD_WRAPPER
            {
                if let Some(this) = this {
                    self.check_bound(def, this, Args::positional(pos))?;
                }
                return self.call_native(native, this.unwrap_or(ids::NONE), Args::positional(pos));
            }
        }
        if let Payload::Descriptor { native, owner, .. } = *self.payload(callable)
            && let Some((&this, rest)) = pos.split_first()
        {
            let def = self.native(native);
            if def.packing == Packing::Array
                && def.kind == NativeKind::Method
                && (self.type_of(this) == owner || self.is_instance(this, owner))
            {
                return self.call_native(native, this, Args::positional(rest));
            }
        }
        self.call_with(callable, Args::positional(pos))
    }

    /// Calls the native that lies on the stack at `floor`, self or NULL and its arguments above it, if
    /// that takes no more than handing them over: `None` if not, and nothing was done. Otherwise the
    /// stack ends at `floor`, and what it held is released.
    #[inline(never)]
    pub(in crate::vm) fn call_where_it_lies(&mut self, floor: usize) -> Option<Res> {
        let callable = (*self.state.stack.get(floor)?)?;
        let first = if self.state.stack.get(floor + 1)?.is_some() { floor + 1 } else { floor + 2 };
        let (native, this, first) = match *self.payload(callable) {
            Payload::Native { native, this } => (self.native(native), this.unwrap_or(ids::NONE), first),
            Payload::Descriptor { native, owner, .. } => {
                let this = (*self.state.stack.get(first)?)?;
                let native = self.native(native);
                if native.kind != NativeKind::Method || self.type_of(this) != owner {
                    return None;
                }
                (native, this, first + 1)
            }
            _ => return None,
        };
        if native.packing != Packing::Array
            || !matches!(native.kind, NativeKind::Function | NativeKind::Method)
            || self.state.native_depth >= crate::vm::call::NATIVE_LIMIT
        {
            return None;
        }
        let given = &self.state.stack[first..];
        let count = given.len();
        let mut few = [ids::NONE; FEW];
        let result = match native.call {
            NativeCall::NoArgs(f) if count == 0 => {
                self.state.native_depth += 1;
                f(self, this)
            }
            NativeCall::One(f) if count == 1 => {
                let argument = given[0]?;
                self.state.native_depth += 1;
                f(self, this, argument)
            }
            NativeCall::Pos(..) | NativeCall::Full(_) if count <= FEW => {
                for (to, from) in few.iter_mut().zip(given) {
                    *to = (*from)?;
                }
                let given = &few[..count];
                self.state.native_depth += 1;
                match native.call {
                    NativeCall::Full(f) => f(self, this, Args::positional(given)),
                    NativeCall::Pos(min, max, f) if (min..=max).contains(&count) => f(self, this, given),
                    _ => {
                        self.state.native_depth -= 1;
                        return None;
                    }
                }
            }
            _ => return None,
        };
        self.state.native_depth -= 1;
        self.truncate_stack(floor);
        let result = match result {
            Ok(result) => result,
            Err(unwind) => return Some(Err(unwind)),
        };
        if let Err(unwind) = self.check_breaker() {
            // As the whole instruction does it: the result lies on the stack by then.
            self.push(result);
            return Some(Err(unwind));
        }
        Some(Ok(result))
    }

    /// Is it a Python class whose construction is `object.__new__` and a Python `__init__`? Then the
    /// `__init__` runs as a frame of this loop.
    pub(in crate::vm) fn enters_init(&self, callable: ObjId) -> bool {
        if !matches!(self.payload(callable), Payload::Type(_)) || self.type_of(callable) != types::TYPE {
            return false;
        }
        let ty = self.type_obj(callable);
        ty.heap
            && ty.layout == ids::Layout::Object
            && self.is_object_slot(callable, Slot::New)
            && ty.slot(Slot::Init).is_some_and(|i| matches!(self.payload(i), Payload::Function(_)))
    }
    /// The references are those that CPython's generic path holds: the caller's stack, a tuple of
    /// the arguments, and the new frame's locals.
    fn enter_init(&mut self, ty: ObjId, base: usize) -> Res<Next> {
        let args: Vec<ObjId> = self.state.stack[base..].iter().map(|v| v.expect("an argument")).collect();
        let init = self.type_obj(ty).slot(Slot::Init).expect("checked by the caller");
        let tuple = self.tuple_of(&args);
        let instance = self.new_instance(ty);
        // Where the result belongs: over the callable and its arguments, which go when the call ends.
        self.push(tuple);
        self.push(instance);
        let this = self.peek(0);
        let floor = self.state.stack.len();
        self.push_borrowed(init);
        self.state.stack.push(None);
        self.push_borrowed(this);
        args.iter().for_each(|&a| self.push_borrowed(a));
        let entered = self.enter_function(init, floor, floor + 2, args.len() + 1, None, FrameKind::Init);
        if let Err(e) = entered {
            self.drop_top();
            return Err(e);
        }
        Ok(Next::Enter)
    }
    /// After `__init__`: the instance takes the place of the callable and its arguments.
    pub(in crate::vm) fn finish_init(&mut self) {
        let instance = self.pop();
        self.drop_top();
        let pc = self.state.frame().pc as usize;
        let floor = self.state.stack.len() - self.state.program[pc].arg as usize - 2;
        for i in floor + 1..self.state.stack.len() {
            if let Some(id) = self.state.stack[i].take() {
                self.decref(id);
            }
        }
        self.truncate_stack(floor);
        self.push(instance);
    }
    /// A bare instance of a Python class over `object`.
    pub fn new_instance(&mut self, ty: ObjId) -> Owned {
        let instance = self.type_obj_mut(ty).new_instance();
        self.alloc(ty, Payload::Instance(instance))
    }

    pub(in crate::vm) fn op_call_function_ex(&mut self, has_kwargs: bool) -> Res<Next> {
        let kwargs = has_kwargs.then(|| self.pop());
        let callargs = self.pop();
        let callargs = match self.as_tuple(callargs.id()) {
            Some(_) if self.type_of(callargs.id()) == types::TUPLE => callargs,
            _ => match self.star_args_tuple(callargs) {
                Ok(tuple) => tuple,
                Err(e) => {
                    self.release_opt(kwargs);
                    self.pop_opt();
                    self.drop_top();
                    return Err(e);
                }
            },
        };
        let func = self.peek(1);
        let pos = self.tuple_items(callargs.id()).to_vec();
        let kw: Vec<(ObjId, ObjId)> = kwargs
            .as_ref()
            .and_then(|k| self.as_dict(k.id()))
            .map(|d| d.iter().collect())
            .unwrap_or_default();
        // `str.format` looks names up and minds no other key.
        let any_key = matches!(*self.payload(func), Payload::Native { native, .. } if self.native(native).name == "format");
        let told = self.call_is_told();
        if told && let Err(e) = self.tell_call(Event::Call, func, pos.first().copied()) {
            self.release_opt(kwargs);
            self.release(callargs);
            return Err(e);
        }
        let python = matches!(self.payload(func), Payload::Function(_) | Payload::BoundMethod { .. });
        let told = told && !python;
        if !any_key && kw.iter().any(|(name, _)| self.as_str(*name).is_none()) {
            let error = Err(self.type_error("keywords must be strings"));
            let error = if told { self.tell_called(func, pos.first().copied(), error) } else { error };
            self.release_opt(kwargs);
            self.release(callargs);
            self.pop_opt();
            self.drop_top();
            return error.map(|value| {
                self.push(value);
                Next::Advance
            });
        }
        if let Payload::Function(_) = self.payload(func) {
            // The callable and the NULL are on the stack: the arguments go on top of them.
            let floor = self.state.stack.len() - 2;
            pos.iter().for_each(|&a| self.push_borrowed(a));
            kw.iter().for_each(|&(_, v)| self.push_borrowed(v));
            let kwnames = (!kw.is_empty()).then(|| {
                let names: Vec<_> = kw.iter().map(|k| k.0).collect();
                self.tuple_of(&names)
            });
            self.release(callargs);
            self.release_opt(kwargs);
            let names = kwnames.as_ref().map(Owned::id);
            let entered = self.enter_function(func, floor, floor + 2, pos.len(), names, FrameKind::Call);
            self.release_opt(kwnames);
            entered?;
            return Ok(Next::Enter);
        }
        if let Payload::BoundMethod { func: target, this } = *self.payload(func)
            && let Payload::Function(_) = self.payload(target)
        {
            return self.enter_method(target, this, callargs, kwargs, &pos, &kw);
        }
        let result = self.call_held(func, Args { pos: &pos, kw: &kw }, Held::Tuple(Some(callargs.id())));
        let result = if told { self.tell_called(func, pos.first().copied(), result) } else { result };
        self.pop_opt();
        self.drop_top();
        self.release(callargs);
        self.release_opt(kwargs);
        self.push(result?);
        self.check_breaker()?;
        Ok(Next::Advance)
    }
    /// A bound method with its arguments in a tuple and a dict, which stay on the stack until it
    /// ends: so does what CPython copies of them where there are keywords.
    fn enter_method(
        &mut self,
        target: ObjId,
        this: ObjId,
        callargs: Owned,
        kwargs: Option<Owned>,
        pos: &[ObjId],
        kw: &[(ObjId, ObjId)],
    ) -> Res<Next> {
        let floor = self.state.stack.len() - 2;
        self.push(callargs);
        self.state.stack.push(kwargs.map(Owned::into_id));
        let kwnames = (!kw.is_empty()).then(|| {
            let values = kw.iter().map(|&(_, value)| value);
            pos.iter().copied().chain(values).for_each(|v| self.push_borrowed(v));
            let names: Vec<_> = kw.iter().map(|&(name, _)| name).collect();
            let names = self.tuple_of(&names);
            let id = names.id();
            self.push(names);
            id
        });
        self.push_borrowed(target);
        let base = self.state.stack.len();
        self.push_borrowed(this);
        pos.iter().for_each(|&a| self.push_borrowed(a));
        kw.iter().for_each(|&(_, v)| self.push_borrowed(v));
        self.enter_function(target, floor, base, pos.len() + 1, kwnames, FrameKind::Call)?;
        Ok(Next::Enter)
    }
    fn star_args_tuple(&mut self, callargs: Owned) -> Res {
        if !self.is_iterable(callargs.id()) {
            let callable = self.peek(1);
            let title = self.callable_title(callable);
            let message = format!(
                "{title} argument after * must be an iterable, not {}",
                self.class_name(callargs.id())
            );
            self.release(callargs);
            return Err(self.type_error(message));
        }
        let items = self.collect(callargs.id());
        self.release(callargs);
        let items = items?;
        Ok(self.new_tuple(items))
    }

    pub(in crate::vm) fn op_make_function(&mut self) {
        let code_object = self.pop().into_id();
        let frame = *self.state.frame();
        let version = self.code_version(code_object);
        let code = self.state.code_of(code_object);
        let (name, qualname) = (code.name, code.qualname);
        let doc = match code.consts.first() {
            Some(&doc) if self.as_str(doc).is_some() => doc,
            _ => ids::NONE,
        };
        let module = self.namespace_get(frame.globals, names::NAME);
        self.incref_opt(module);
        for id in [frame.globals, frame.builtins, name, qualname, doc] {
            self.incref(id);
        }
        let function = Function {
            code: code_object,
            globals: frame.globals,
            builtins: frame.builtins,
            name,
            qualname,
            defaults: None,
            kwdefaults: None,
            closure: None,
            annotations: None,
            doc,
            module,
            type_params: None,
            version,
            attrs: Attrs::default(),
        };
        let function = self.alloc(types::FUNCTION, Payload::Function(Box::new(function)));
        self.push(function);
    }
    pub(in crate::vm) fn op_set_function_attribute(&mut self, which: u32) -> Res<()> {
        let value = self.peek(1);
        // The compiler makes nothing else; a `.pyc` by somebody else may.
        let fits = match which {
            1 => self.as_tuple(value).is_some(),
            2 => self.as_dict(value).is_some(),
            _ => true,
        };
        if !fits {
            return Err(self.raise(types::SYSTEM_ERROR, "bad defaults of a function"));
        }
        let func = self.pop();
        let value = self.pop().into_id();
        if let Payload::Function(f) = self.payload_mut(func.id()) {
            match which {
                1 => f.defaults = Some(value),
                2 => f.kwdefaults = Some(value),
                4 => f.annotations = Some(value),
                _ => f.closure = Some(value),
            }
        }
        self.push(func);
        Ok(())
    }

    pub(in crate::vm) fn op_intrinsic_1(&mut self, which: u32) -> Res<()> {
        let value = self.pop();
        let result = match which {
            1 => self.display(value.id()),
            2 => self.import_star(value.id()).map(|()| self.none()),
            3 => return self.stop_iteration_error(value),
            4 => self.wrap_async_value(value.id()),
            5 => self.unary(Slot::Pos, "+", value.id()),
            6 => {
                let items = self.as_list(value.id()).cloned().unwrap_or_default();
                Ok(self.tuple_of(&items))
            }
            7..=9 => self.new_type_param(which, value.id(), None),
            10 => self.subscript_generic(value.id()),
            11 => self.new_type_alias(value.id()),
            _ => Err(self.raise(types::SYSTEM_ERROR, "invalid intrinsic")),
        };
        self.release(value);
        self.push(result?);
        Ok(())
    }
    pub(in crate::vm) fn op_intrinsic_2(&mut self, which: u32) -> Res<()> {
        let second = self.pop();
        let first = self.pop();
        let result = match which {
            1 => self.rest_of_star(first.id(), second.id()),
            2 | 3 => self.new_type_param(7, first.id(), Some((which == 3, second.id()))),
            4 => {
                self.incref(second.id());
                let old = match self.payload_mut(first.id()) {
                    Payload::Function(f) => f.type_params.replace(second.id()),
                    _ => Some(second.id()),
                };
                self.decref_opt(old);
                Ok(self.own(first.id()))
            }
            5 => {
                self.set_type_param_default(first.id(), second.id());
                Ok(self.own(first.id()))
            }
            _ => Err(self.raise(types::SYSTEM_ERROR, "invalid intrinsic")),
        };
        self.release(first);
        self.release(second);
        self.push(result?);
        Ok(())
    }
    /// StopIteration that leaves a generator becomes RuntimeError.
    fn stop_iteration_error(&mut self, exc: Owned) -> Res<()> {
        let frame = self.state.frame();
        let flags = self.state.code_of(frame.code).code.flags;
        let stop = self.is_instance(exc.id(), types::STOP_ITERATION);
        let message = if stop {
            match flags {
                f if f & flags::ASYNC_GENERATOR != 0 => Some("async generator raised StopIteration"),
                f if f & flags::COROUTINE != 0 => Some("coroutine raised StopIteration"),
                _ => Some("generator raised StopIteration"),
            }
        } else if flags & flags::ASYNC_GENERATOR != 0
            && self.is_instance(exc.id(), types::STOP_ASYNC_ITERATION)
        {
            Some("async generator raised StopAsyncIteration")
        } else {
            None
        };
        let Some(message) = message else {
            self.push(exc);
            return Ok(());
        };
        let text = self.new_str(message);
        let error = self.new_exception(types::RUNTIME_ERROR, &[text.id()]);
        self.release(text);
        self.incref(exc.id());
        self.incref(exc.id());
        let e = self.exception_mut(error.id());
        (e.cause, e.context, e.suppress_context) = (Some(exc.id()), Some(exc.id()), true);
        self.release(exc);
        self.push(error);
        Ok(())
    }
    /// What the interactive mode does with an expression's value: `sys.displayhook`.
    fn display(&mut self, value: ObjId) -> Res {
        let hook = self.intern("displayhook");
        match self.dict_get_name(self.state.sys, hook)? {
            Some(hook) => self.call(hook, &[value]),
            None => Err(self.raise(types::RUNTIME_ERROR, "lost sys.displayhook")),
        }
    }
    /// TypeVar, ParamSpec, TypeVarTuple: name, bound, constraints, default.
    fn new_type_param(&mut self, which: u32, name: ObjId, bound: Option<(bool, ObjId)>) -> Res {
        let ty = match which {
            7 => types::TYPE_VAR,
            8 => types::PARAM_SPEC,
            _ => types::TYPE_VAR_TUPLE,
        };
        // Places for what is evaluated, too: see `types::type_params`.
        let mut fields = vec![None; 9];
        fields[0] = Some(name);
        if let Some((constraints, evaluate)) = bound {
            fields[1 + usize::from(constraints)] = Some(evaluate);
        }
        fields.iter().flatten().for_each(|&f| self.incref(f));
        Ok(self.alloc(ty, Payload::Record(fields.into())))
    }
    fn set_type_param_default(&mut self, param: ObjId, default: ObjId) {
        self.incref(default);
        let old = match self.payload_mut(param) {
            Payload::Record(fields) => fields[3].replace(default),
            _ => Some(default),
        };
        self.decref_opt(old);
    }
    /// The tuple (name, type parameters, value function) of a `type` statement.
    fn new_type_alias(&mut self, parts: ObjId) -> Res {
        let mut fields: Vec<_> = self.tuple_items(parts).iter().map(|&p| Some(p)).collect();
        fields.resize(5, None);
        fields.iter().flatten().for_each(|&f| self.incref(f));
        Ok(self.alloc(types::TYPE_ALIAS_TYPE, Payload::Record(fields.into())))
    }
    /// `Generic[params]`, which `typing` holds.
    fn subscript_generic(&mut self, params: ObjId) -> Res {
        let name = self.intern("typing");
        let typing = self.import_module(name)?;
        let generic = self.get_attr_str(typing.id(), "_GenericAlias").and_then(|alias| {
            let generic = self.get_attr_str(typing.id(), "Generic");
            let result = generic.and_then(|g| {
                let result = self.call(alias.id(), &[g.id(), params]);
                self.release(g);
                result
            });
            self.release(alias);
            result
        });
        self.release(typing);
        generic
    }
    /// `super().name` without making the super object: the value, and self for a method call.
    pub(in crate::vm) fn super_load(
        &mut self,
        class: ObjId,
        this: ObjId,
        name: ObjId,
        method: bool,
    ) -> Res<(Owned, Option<Owned>)> {
        let this_type = self.super_check(class, this)?;
        if name != names::CLASS {
            let mro = self.tuple_items(self.type_obj(this_type).mro).to_vec();
            let rest = mro.iter().skip_while(|&&t| t != class).skip(1);
            for &base in rest {
                let Some(found) = self.namespace_get(self.type_obj(base).dict, name) else { continue };
                let plain = match self.payload(found) {
                    Payload::Function(_) => true,
                    Payload::Descriptor { native, .. } => !matches!(
                        self.native(*native).kind,
                        NativeKind::Attribute | NativeKind::Member | NativeKind::Class | NativeKind::Static
                    ),
                    _ => false,
                };
                if method && plain && this_type != this {
                    let func = self.own(found);
                    return Ok((func, Some(self.own(this))));
                }
                let through = (this_type != this).then_some(this);
                return self.held_descr_get(found, through, this_type).map(|v| (v, None));
            }
        }
        self.incref(class);
        self.incref(this);
        self.incref(this_type);
        let payload = Payload::Super { class, this: Some(this), this_type: Some(this_type) };
        let object = self.alloc(types::SUPER, payload);
        let value = self.generic_get_attr(object.id(), name);
        self.release(object);
        value.map(|v| (v, None))
    }
    /// Not an Unwind of its own: a helper for natives that must not be called.
    #[cold]
    pub fn not_supported(&mut self, what: &str) -> Unwind {
        self.raise(types::NOT_IMPLEMENTED_ERROR, format!("{what} is not supported by pvmscope yet"))
    }
}
