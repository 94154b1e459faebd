//! The adaptive interpreter: an instruction that has run often enough looks at its operands and
//! turns into a form made for their kind, with what it learned in its inline cache. A form whose
//! guard fails too often turns back. The rules are CPython 3.13's; forms that the fast loop does not
//! know run as their plain instruction.

use super::guards::Convention;
use super::native::{NativeKind, Owner};
use super::{Instr, State, Vm};
use crate::bytecode::Opcode;
use crate::bytecode::code::flags;
use crate::heap::ObjId;
use crate::object::ids::{self, types};
use crate::object::iterator::Iter;
use crate::object::typ::Slot;
use crate::object::{NativeRef, Payload};

/// Low bits of a counter: the exponent of the next wait after a failure.
const BACKOFF_BITS: u32 = 4;
const MAX_BACKOFF: u16 = 12;
/// Of an instruction that has not run: one execution, then the first try.
pub(super) const WARMUP: u16 = 1 << BACKOFF_BITS | 1;
/// After a success: so many misses, then another try.
const COOLDOWN: u16 = 52 << BACKOFF_BITS;

/// Ints below this (either sign) are one digit long.
pub(super) const COMPACT: u64 = 1 << 30;

/// Room for so many attributes is made in an instance beforehand.
const USUAL_ATTRIBUTES: u32 = 4;

/// In the unit where `CALL` learns an `__init__`: the class has none of its own.
pub(super) const BARE: u32 = 1;

/// A specialised form and what its cache holds.
struct Form {
    op: Opcode,
    /// Compared by the guard.
    cache: u32,
    /// Fields of the units after the instruction.
    learned: [Learned; 3],
}

#[derive(Clone, Copy, Default)]
pub(super) struct Learned {
    pub(super) arg: u32,
    pub(super) object: u32,
    pub(super) cache: u32,
}

fn form(op: Opcode) -> Option<Form> {
    Some(Form { op, cache: 0, learned: Default::default() })
}
fn guarded(op: Opcode, cache: u32, learned: Learned) -> Option<Form> {
    Some(Form { op, cache, learned: [learned, Learned::default(), Learned::default()] })
}

/// Counts one execution of an adaptive instruction; false when it should look at its operands.
#[inline(always)]
pub(super) fn wait(counter: &mut u16) -> bool {
    let waiting = *counter >> BACKOFF_BITS != 0;
    if waiting {
        *counter -= 1 << BACKOFF_BITS;
    }
    waiting
}

impl Vm {
    /// Counts one execution of an adaptive instruction, and specialises it when its time has come.
    /// True if the instruction became another.
    #[inline]
    pub(super) fn adapt(&mut self, pc: usize) -> bool {
        if !self.state.program[pc].op.base().adapts() {
            return false;
        }
        !wait(&mut self.state.program[pc].counter) && self.specialize(pc)
    }

    #[inline(never)]
    fn specialize(&mut self, pc: usize) -> bool {
        let instr = self.state.program[pc];
        let base = instr.op.base();
        let found = match base {
            Opcode::LOAD_GLOBAL => self.specialize_global(instr),
            Opcode::LOAD_ATTR => self.specialize_load_attr(instr),
            Opcode::STORE_ATTR => self.specialize_store_attr(instr),
            Opcode::LOAD_SUPER_ATTR => self.specialize_super(instr),
            Opcode::BINARY_OP => self.specialize_binary(instr, pc),
            Opcode::COMPARE_OP => self.specialize_compare(instr),
            Opcode::TO_BOOL => self.specialize_truth(),
            Opcode::BINARY_SUBSCR => self.specialize_subscript(),
            Opcode::STORE_SUBSCR => self.specialize_store_subscript(),
            Opcode::CONTAINS_OP => match self.payload(self.peek(0)) {
                Payload::Dict(_) => form(Opcode::CONTAINS_OP_DICT),
                Payload::Set(_) => form(Opcode::CONTAINS_OP_SET),
                _ => None,
            },
            Opcode::UNPACK_SEQUENCE => self.specialize_unpack(instr),
            Opcode::FOR_ITER => self.specialize_for(),
            Opcode::SEND => match self.payload(self.peek(1)) {
                Payload::Generator(_) if self.type_of(self.peek(1)) != types::ASYNC_GENERATOR => {
                    form(Opcode::SEND_GEN)
                }
                _ => None,
            },
            Opcode::CALL => self.specialize_call(instr, pc),
            _ => return false,
        };
        let State { program, guards, .. } = &mut self.state;
        let specialized = found.is_some();
        match found {
            Some(form) => {
                program[pc].op = form.op;
                program[pc].cache = form.cache;
                program[pc].counter = COOLDOWN;
                if form.op.guards_type() && form.cache != 0 {
                    let places = guards.entry(ObjId::new(form.cache)).or_default();
                    if !places.contains(&(pc as u32)) {
                        places.push(pc as u32);
                    }
                }
                let units = base.caches().min(form.learned.len());
                for (unit, learned) in program[pc + 1..].iter_mut().zip(&form.learned[..units]) {
                    (unit.arg, unit.object, unit.cache) = (learned.arg, learned.object, learned.cache);
                }
            }
            None => {
                let exponent = (program[pc].counter & ((1 << BACKOFF_BITS) - 1)) + 1;
                let exponent = exponent.min(MAX_BACKOFF);
                program[pc].op = base;
                // The execution that failed to specialise is the first of the next wait.
                program[pc].counter = ((1u16 << exponent) - 2) << BACKOFF_BITS | exponent;
            }
        }
        self.fuse(pc);
        specialized
    }

    fn specialize_global(&mut self, instr: Instr) -> Option<Form> {
        let frame = self.state.frame();
        let (globals, builtins) = (frame.globals, frame.builtins);
        if [globals, builtins].iter().any(|&scope| self.type_of(scope) != types::DICT) {
            return None;
        }
        let name = ObjId::new(instr.object);
        let hash = self.as_str(name)?.hash();
        if let Some(place) = self.as_dict(globals)?.find_identical(name, hash) {
            let learned = Learned { arg: place as u32, ..Default::default() };
            return guarded(Opcode::LOAD_GLOBAL_MODULE, self.keys_version(globals), learned);
        }
        // A key equal but not identical would hide what the builtins have.
        if self.dict_get_name(globals, name).ok()?.is_some() {
            return None;
        }
        let place = self.as_dict(builtins)?.find_identical(name, hash)? as u32;
        let learned = Learned { arg: place, object: self.keys_version(builtins), cache: 0 };
        guarded(Opcode::LOAD_GLOBAL_BUILTIN, self.keys_version(globals), learned)
    }

    fn specialize_load_attr(&mut self, instr: Instr) -> Option<Form> {
        let owner = self.peek(0);
        let name = ObjId::new(instr.object);
        let ty = self.type_of(owner);
        let method = instr.arg & 1 != 0;
        if let (Payload::Module { dict }, true) = (self.payload(owner), ty == types::MODULE) {
            let dict = *dict;
            let hash = self.as_str(name)?.hash();
            let hook = self.intern("__getattr__");
            self.namespace_get(dict, hook).is_none().then_some(())?;
            let place = self.as_dict(dict)?.find_identical(name, hash)? as u32;
            let learned = Learned { arg: place, ..Default::default() };
            return guarded(Opcode::LOAD_ATTR_MODULE, self.keys_version(dict), learned);
        }
        if let Payload::Type(_) = self.payload(owner) {
            return self.specialize_class_attr(owner, name);
        }
        let access = self.type_obj(ty).slot(Slot::Getattribute);
        if access != Some(self.state.generic_getattribute) {
            let access = access.filter(|_| !method && self.type_obj(ty).slot(Slot::Getattr).is_none())?;
            self.exact_shape(access, 2)?;
            let version = self.guard_type(ty);
            return guarded(Opcode::LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN, version, Learned::default());
        }
        let may_raise = self.type_obj(ty).slot(Slot::Getattr).is_none();
        let descr = self.lookup(ty, name);
        let version = self.guard_type(ty);
        let Some(descr) = descr else { return self.specialize_instance_value(owner, name, version) };
        let learned = Learned { object: descr.number(), ..Default::default() };
        match *self.payload(descr) {
            Payload::Property(ref parts) if may_raise && !method => {
                let getter = parts[0]?;
                let shape = self.exact_shape(getter, 1)?;
                let cache = self.function_version(getter);
                let getter = Learned { arg: 0, object: getter.number(), cache };
                let learned = [getter, shape, Learned::default()];
                Some(Form { op: Opcode::LOAD_ATTR_PROPERTY, cache: version, learned })
            }
            Payload::Member { index, owner: class, .. } if self.is_instance(owner, class) => {
                let learned = Learned { arg: index, ..Default::default() };
                guarded(Opcode::LOAD_ATTR_SLOT, version, learned)
            }
            _ if self.is_method_descriptor(descr) => {
                if !method || !super::simple::lacks(&self.state.heap, owner, instr.object) {
                    return None;
                }
                let op = match self.type_obj(ty).has_dict {
                    true => Opcode::LOAD_ATTR_METHOD_WITH_VALUES,
                    false => Opcode::LOAD_ATTR_METHOD_NO_DICT,
                };
                guarded(op, version, learned)
            }
            _ if self.is_data_descriptor(descr) || self.slot_of(descr, Slot::Get).is_some() => None,
            // An instance of a class that may change could become a descriptor.
            _ if self.type_obj(self.type_of(descr)).heap => None,
            _ => {
                if let Some(form) = self.specialize_instance_value(owner, name, version) {
                    return Some(form);
                }
                if method || !super::simple::lacks(&self.state.heap, owner, instr.object) {
                    return None;
                }
                let op = match self.type_obj(ty).has_dict {
                    true => Opcode::LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES,
                    false => Opcode::LOAD_ATTR_NONDESCRIPTOR_NO_DICT,
                };
                guarded(op, version, learned)
            }
        }
    }
    fn specialize_instance_value(&mut self, owner: ObjId, name: ObjId, version: u32) -> Option<Form> {
        let Payload::Instance(instance) = self.payload(owner) else { return None };
        match instance.attrs.dict {
            None => {
                let place = instance.attrs.position(name)? as u32;
                let learned = Learned { arg: place, ..Default::default() };
                guarded(Opcode::LOAD_ATTR_INSTANCE_VALUE, version, learned)
            }
            Some(dict) => {
                let hash = self.as_str(name)?.hash();
                let place = self.as_dict(dict)?.find_identical(name, hash)? as u32;
                let learned = Learned { arg: place, ..Default::default() };
                guarded(Opcode::LOAD_ATTR_WITH_HINT, version, learned)
            }
        }
    }
    /// A class's own attribute that binding leaves as it is.
    fn specialize_class_attr(&mut self, class: ObjId, name: ObjId) -> Option<Form> {
        let meta = self.type_of(class);
        let plain_access = self.type_obj(meta).slot(Slot::Getattribute);
        let base_access = self.type_obj(types::TYPE).slot(Slot::Getattribute);
        if plain_access != base_access || self.lookup(meta, name).is_some() {
            return None;
        }
        let found = self.lookup(class, name)?;
        let plain = match self.payload(found) {
            Payload::Function(_) => true,
            Payload::Descriptor { .. } => self.is_method_descriptor(found),
            _ => {
                !self.is_data_descriptor(found)
                    && self.slot_of(found, Slot::Get).is_none()
                    && !matches!(
                        self.payload(found).base(),
                        Payload::StaticMethod(_) | Payload::ClassMethod(_) | Payload::Member { .. }
                    )
                    && !self.type_obj(self.type_of(found)).heap
            }
        };
        plain.then_some(())?;
        let version = self.type_version(class);
        guarded(Opcode::LOAD_ATTR_CLASS, version, Learned { object: found.number(), ..Default::default() })
    }
    pub(super) fn is_method_descriptor(&self, descr: ObjId) -> bool {
        match self.payload(descr) {
            Payload::Function(_) => true,
            Payload::Descriptor { native, .. } => matches!(
                self.native(*native).kind,
                NativeKind::Method | NativeKind::Wrapper | NativeKind::Sequence
            ),
            _ => false,
        }
    }

    fn specialize_store_attr(&mut self, instr: Instr) -> Option<Form> {
        let owner = self.peek(0);
        let name = ObjId::new(instr.object);
        let ty = self.type_of(owner);
        if self.type_obj(ty).slot(Slot::Setattr) != Some(self.state.generic_setattr) {
            return None;
        }
        let descr = self.lookup(ty, name);
        let version = self.guard_type(ty);
        if let Some(descr) = descr {
            let Payload::Member { index, owner: class, .. } = *self.payload(descr) else { return None };
            self.is_instance(owner, class).then_some(())?;
            return guarded(Opcode::STORE_ATTR_SLOT, version, Learned { arg: index, ..Default::default() });
        }
        let Payload::Instance(instance) = self.payload(owner) else { return None };
        if instance.attrs.dict.is_some() || !self.type_obj(ty).has_dict {
            return None;
        }
        let place = instance.attrs.position(name).unwrap_or(instance.attrs.inline.len());
        if !self.shares_name(owner, name) {
            return None;
        }
        let learned = Learned { arg: place as u32, ..Default::default() };
        guarded(Opcode::STORE_ATTR_INSTANCE_VALUE, version, learned)
    }

    fn specialize_super(&mut self, instr: Instr) -> Option<Form> {
        if self.peek(2) != types::SUPER || !self.is_type(self.peek(1)) {
            return None;
        }
        match instr.arg & 1 {
            0 => form(Opcode::LOAD_SUPER_ATTR_ATTR),
            _ => form(Opcode::LOAD_SUPER_ATTR_METHOD),
        }
    }

    fn specialize_binary(&mut self, instr: Instr, pc: usize) -> Option<Form> {
        use super::binary::op;
        let (a, b) = (self.peek(1), self.peek(0));
        if self.type_of(a) != self.type_of(b) {
            return None;
        }
        let plain = if instr.arg >= 13 { instr.arg - 13 } else { instr.arg };
        match (self.payload(a), self.payload(b), plain) {
            (Payload::Int(_), Payload::Int(_), _) if self.type_of(a) == types::BOOL => None,
            (Payload::Int(_), Payload::Int(_), op::ADD) => form(Opcode::BINARY_OP_ADD_INT),
            (Payload::Int(_), Payload::Int(_), op::SUBTRACT) => form(Opcode::BINARY_OP_SUBTRACT_INT),
            (Payload::Int(_), Payload::Int(_), op::MULTIPLY) => form(Opcode::BINARY_OP_MULTIPLY_INT),
            (Payload::Float(_), Payload::Float(_), op::ADD) => form(Opcode::BINARY_OP_ADD_FLOAT),
            (Payload::Float(_), Payload::Float(_), op::SUBTRACT) => form(Opcode::BINARY_OP_SUBTRACT_FLOAT),
            (Payload::Float(_), Payload::Float(_), op::MULTIPLY) => form(Opcode::BINARY_OP_MULTIPLY_FLOAT),
            (Payload::Str(_), Payload::Str(_), op::ADD) => {
                // The result goes where the left operand came from: it can grow in place.
                let store = self.state.program[pc + 1 + Opcode::BINARY_OP.caches()];
                let base = self.state.frame().base as usize;
                let into_left = store.op == Opcode::STORE_FAST
                    && self.state.stack.get(base + store.arg as usize) == Some(&Some(a));
                form(if into_left {
                    Opcode::BINARY_OP_INPLACE_ADD_UNICODE
                } else {
                    Opcode::BINARY_OP_ADD_UNICODE
                })
            }
            _ => None,
        }
    }
    fn specialize_compare(&mut self, instr: Instr) -> Option<Form> {
        let (a, b) = (self.peek(1), self.peek(0));
        if self.type_of(a) != self.type_of(b) || self.type_of(a) == types::BOOL {
            return None;
        }
        match (self.payload(a), self.payload(b)) {
            (Payload::Float(_), Payload::Float(_)) => form(Opcode::COMPARE_OP_FLOAT),
            (Payload::Int(x), Payload::Int(y))
                if x.unsigned_abs() < COMPACT && y.unsigned_abs() < COMPACT =>
            {
                form(Opcode::COMPARE_OP_INT)
            }
            (Payload::Str(_), Payload::Str(_)) if matches!(instr.arg >> 5, 2 | 3) => {
                form(Opcode::COMPARE_OP_STR)
            }
            _ => None,
        }
    }
    fn specialize_truth(&mut self) -> Option<Form> {
        let value = self.peek(0);
        let ty = self.type_of(value);
        match self.payload(value) {
            _ if ty == types::BOOL => form(Opcode::TO_BOOL_BOOL),
            Payload::Int(_) | Payload::BigInt(_) => form(Opcode::TO_BOOL_INT),
            Payload::List(_) => form(Opcode::TO_BOOL_LIST),
            _ if value == ids::NONE => form(Opcode::TO_BOOL_NONE),
            Payload::Str(_) => form(Opcode::TO_BOOL_STR),
            _ => {
                let t = self.type_obj(ty);
                if !t.heap || t.slot(Slot::Bool).is_some() || t.slot(Slot::Len).is_some() {
                    return None;
                }
                let version = self.guard_type(ty);
                guarded(Opcode::TO_BOOL_ALWAYS_TRUE, version, Learned::default())
            }
        }
    }
    fn specialize_subscript(&mut self) -> Option<Form> {
        let (container, key) = (self.peek(1), self.peek(0));
        let index =
            matches!(self.payload(key), Payload::Int(i) if *i >= 0) && self.type_of(key) == types::INT;
        match self.payload(container) {
            Payload::List(_) if index => form(Opcode::BINARY_SUBSCR_LIST_INT),
            Payload::Tuple(_) if index => form(Opcode::BINARY_SUBSCR_TUPLE_INT),
            Payload::Str(_) if index => form(Opcode::BINARY_SUBSCR_STR_INT),
            Payload::Dict(_) => form(Opcode::BINARY_SUBSCR_DICT),
            _ => {
                let getitem = self.python_getitem(container)?;
                self.exact_shape(getitem, 2)?;
                let version = self.guard_type(self.type_of(container));
                guarded(Opcode::BINARY_SUBSCR_GETITEM, version, Learned::default())
            }
        }
    }
    fn specialize_store_subscript(&mut self) -> Option<Form> {
        let (container, key) = (self.peek(1), self.peek(0));
        match (self.payload(container), self.payload(key)) {
            (Payload::List(items), Payload::Int(i))
                if usize::try_from(*i).is_ok_and(|i| i < items.len()) && self.type_of(key) == types::INT =>
            {
                form(Opcode::STORE_SUBSCR_LIST_INT)
            }
            (Payload::Dict(_), _) => form(Opcode::STORE_SUBSCR_DICT),
            _ => None,
        }
    }
    fn specialize_unpack(&mut self, instr: Instr) -> Option<Form> {
        let wanted = instr.arg as usize;
        match self.payload(self.peek(0)) {
            Payload::Tuple(items) if items.len() != wanted => None,
            Payload::Tuple(_) if wanted == 2 => form(Opcode::UNPACK_SEQUENCE_TWO_TUPLE),
            Payload::Tuple(_) => form(Opcode::UNPACK_SEQUENCE_TUPLE),
            Payload::List(items) if items.len() == wanted => form(Opcode::UNPACK_SEQUENCE_LIST),
            _ => None,
        }
    }
    fn specialize_for(&mut self) -> Option<Form> {
        match self.payload(self.peek(0)) {
            Payload::Iter(iter) => match **iter {
                Iter::Range { .. } => form(Opcode::FOR_ITER_RANGE),
                Iter::List { .. } => form(Opcode::FOR_ITER_LIST),
                Iter::Tuple { .. } => form(Opcode::FOR_ITER_TUPLE),
                _ => None,
            },
            Payload::Generator(_) if self.type_of(self.peek(0)) == types::GENERATOR => {
                form(Opcode::FOR_ITER_GEN)
            }
            _ => None,
        }
    }

    fn specialize_call(&mut self, instr: Instr, pc: usize) -> Option<Form> {
        let given = instr.arg as usize;
        let (callable, this) = (self.peek_opt(given + 1)?, self.peek_opt(given));
        let total = given + usize::from(this.is_some());
        match *self.payload(callable) {
            Payload::Function(_) => {
                Some(self.call_form(callable, total, Opcode::CALL_PY_EXACT_ARGS, Opcode::CALL_PY_GENERAL))
            }
            Payload::BoundMethod { func, .. } if this.is_none() => match self.payload(func) {
                Payload::Function(_) => Some(self.call_form(
                    func,
                    total + 1,
                    Opcode::CALL_BOUND_METHOD_EXACT_ARGS,
                    Opcode::CALL_BOUND_METHOD_GENERAL,
                )),
                _ => None,
            },
            Payload::Type(_) => self.specialize_class_call(callable, total, this.is_some()),
            Payload::Native { native, .. } if self.is_builtin_function(callable) => {
                let op = match (self.native_in_builtins(native), total) {
                    (Some("len"), 1) => Opcode::CALL_LEN,
                    (Some("isinstance"), 2) => Opcode::CALL_ISINSTANCE,
                    _ => match self.convention(native) {
                        Convention::One if total == 1 => Opcode::CALL_BUILTIN_O,
                        Convention::One => return None,
                        Convention::Fast => Opcode::CALL_BUILTIN_FAST,
                        Convention::FastKeywords => Opcode::CALL_BUILTIN_FAST_WITH_KEYWORDS,
                        Convention::None | Convention::Tuple => Opcode::CALL_NON_PY_GENERAL,
                    },
                };
                guarded(op, native.number(), Learned::default())
            }
            Payload::Descriptor { native, owner, .. }
                if self.type_of(callable) == types::METHOD_DESCRIPTOR =>
            {
                // The result of `append` is dropped: the form leaves it out together with its POP_TOP.
                let next = self.state.program[pc + 1 + Opcode::CALL.caches()].op;
                let append = owner == types::LIST
                    && self.native(native).name == "append"
                    && given == 1
                    && this.is_some_and(|l| matches!(self.payload(l), Payload::List(_)))
                    && next == Opcode::POP_TOP;
                let op = match self.convention(native) {
                    _ if append => Opcode::CALL_LIST_APPEND,
                    Convention::None if total == 1 => Opcode::CALL_METHOD_DESCRIPTOR_NOARGS,
                    Convention::One if total == 2 => Opcode::CALL_METHOD_DESCRIPTOR_O,
                    Convention::None | Convention::One => return None,
                    Convention::Fast => Opcode::CALL_METHOD_DESCRIPTOR_FAST,
                    Convention::FastKeywords => Opcode::CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS,
                    Convention::Tuple => Opcode::CALL_NON_PY_GENERAL,
                };
                guarded(op, native.number(), Learned::default())
            }
            _ => form(Opcode::CALL_NON_PY_GENERAL),
        }
    }
    fn native_in_builtins(&self, native: NativeRef) -> Option<&'static str> {
        match self.native_owner(native) {
            Owner::Module("builtins") => Some(self.native(native).name),
            _ => None,
        }
    }
    fn specialize_class_call(&mut self, class: ObjId, total: usize, with_self: bool) -> Option<Form> {
        if total == 1 && !with_self {
            let op = match class {
                types::TYPE => Some(Opcode::CALL_TYPE_1),
                types::STR => Some(Opcode::CALL_STR_1),
                types::TUPLE => Some(Opcode::CALL_TUPLE_1),
                _ => None,
            };
            if let Some(op) = op {
                return form(op);
            }
        }
        if !self.type_obj(class).heap {
            return if self.is_vectorcall_class(class) { form(Opcode::CALL_BUILTIN_CLASS) } else { None };
        }
        let init = self.type_obj(class).slot(Slot::Init).filter(|_| self.enters_init(class));
        match init {
            // Its `__init__` takes other arguments, or in another way.
            Some(init) if self.is_simple(init) && self.exact_shape(init, total + 1).is_none() => None,
            Some(_) if !with_self => {
                self.specialize_construction(class, total).or_else(|| form(Opcode::CALL_NON_PY_GENERAL))
            }
            None if !with_self && total == 0 => {
                self.specialize_bare_construction(class).or_else(|| form(Opcode::CALL_NON_PY_GENERAL))
            }
            _ => form(Opcode::CALL_NON_PY_GENERAL),
        }
    }
    /// A Python class with `object`'s `__new__` and a Python `__init__` that takes just the arguments.
    fn specialize_construction(&mut self, class: ObjId, total: usize) -> Option<Form> {
        let init = self.type_obj(class).slot(Slot::Init)?;
        let shape = self.exact_shape(init, total + 1)?;
        let known = Learned { arg: 0, object: init.number(), cache: self.function_version(init) };
        // Instances get as much room as their class has had attributes for.
        let hint = Learned { arg: USUAL_ATTRIBUTES, ..Default::default() };
        let cache = self.type_version(class);
        // Of classes without a `__dict__` CPython has no such form; the general one learns the same.
        let op = match self.type_obj(class).has_dict {
            true => Opcode::CALL_ALLOC_AND_ENTER_INIT,
            false => Opcode::CALL_NON_PY_GENERAL,
        };
        Some(Form { op, cache, learned: [shape, known, hint] })
    }
    /// The general form for a class whose construction is `object`'s alone.
    fn specialize_bare_construction(&mut self, class: ObjId) -> Option<Form> {
        let ty = self.type_obj(class);
        let bare = self.type_of(class) == types::TYPE
            && ty.layout == ids::Layout::Object
            && self.is_object_slot(class, Slot::New)
            && self.is_object_slot(class, Slot::Init);
        bare.then_some(())?;
        let known = Learned { arg: BARE, ..Default::default() };
        let cache = self.type_version(class);
        Some(Form {
            op: Opcode::CALL_NON_PY_GENERAL,
            cache,
            learned: [Learned::default(), known, Learned::default()],
        })
    }
    /// The form for a function called with so many arguments.
    fn call_form(&mut self, func: ObjId, total: usize, exact: Opcode, general: Opcode) -> Form {
        let cache = self.function_version(func);
        let Some((shape, defaults)) = self.shape(func, total) else {
            return Form { op: general, cache, learned: Default::default() };
        };
        let op = if defaults == 0 { exact } else { general };
        let number = |arg: usize| Learned { arg: arg as u32, ..Default::default() };
        Form { op, cache, learned: [shape, number(total), number(defaults)] }
    }
    /// Does the function take positional parameters only?
    fn is_simple(&self, func: ObjId) -> bool {
        let Payload::Function(function) = self.payload(func) else { return false };
        let code = &self.state.code_of(function.code).code;
        code.flags & (flags::VARARGS | flags::VARKEYWORDS) == 0
            && code.flags & flags::OPTIMIZED != 0
            && code.kwonlyargcount == 0
    }
    /// The shape of a function that takes just so many positional arguments.
    pub(super) fn exact_shape(&self, func: ObjId, total: usize) -> Option<Learned> {
        self.shape(func, total).filter(|s| s.1 == 0).map(|s| s.0)
    }
    /// Of a function that can take just so many positional arguments: where its code starts, its fast
    /// locals, and the room it needs on the stack above them; and how many defaults are added.
    fn shape(&self, func: ObjId, total: usize) -> Option<(Learned, usize)> {
        let Payload::Function(function) = self.payload(func) else { return None };
        let code = self.state.code_of(function.code);
        let missing = (code.code.argcount as usize).checked_sub(total).filter(|_| self.is_simple(func))?;
        if missing > function.defaults.map_or(0, |d| self.tuple_items(d).len()) {
            return None;
        }
        let shape = Learned { arg: code.start, object: code.nlocalsplus, cache: code.code.stacksize };
        Some((shape, missing))
    }
    /// The version that functions start with: the same for all that are made of one code object.
    pub(super) fn code_version(&mut self, code: ObjId) -> u32 {
        let next = self.state.last_version + 1;
        let Payload::Code(code) = self.state.heap.get_mut(code) else { return 0 };
        if code.version == 0 {
            code.version = next;
            self.state.last_version = next;
        }
        code.version
    }
    /// The number that stands for the function's code and defaults in caches.
    fn function_version(&mut self, func: ObjId) -> u32 {
        let next = self.state.last_version + 1;
        let Payload::Function(function) = self.state.heap.get_mut(func) else { return 0 };
        if function.version == 0 {
            function.version = next;
            self.state.last_version = next;
        }
        function.version
    }
}
