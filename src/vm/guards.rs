//! What specialised forms take for granted, where the fast loop does not look at it itself: such a form
//! runs as its plain instruction, and here is decided whether that was a miss.

use super::native::{NativeCall, NativeKind, Packing};
use super::specialize::COMPACT;
use super::{Instr, Vm};
use crate::bytecode::Opcode;
use crate::heap::ObjId;
use crate::object::generator::Status;
use crate::object::ids::types;
use crate::object::iterator::Iter;
use crate::object::typ::Slot;
use crate::object::{NativeRef, Payload};

/// How CPython declares a native: which arguments it takes, and how they are handed over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Convention {
    None,
    One,
    Fast,
    FastKeywords,
    Tuple,
}

impl Vm {
    pub(super) fn convention(&self, native: NativeRef) -> Convention {
        let def = self.native(native);
        match (def.packing, def.call) {
            (Packing::Tuple, _) => Convention::Tuple,
            (_, NativeCall::NoArgs(_)) => Convention::None,
            (_, NativeCall::One(_)) => Convention::One,
            (_, NativeCall::Full(_)) | (Packing::Collected, _) => Convention::FastKeywords,
            (_, NativeCall::Pos(..)) => Convention::Fast,
            (_, NativeCall::Attr(..)) => Convention::Tuple,
        }
    }
    /// Is it a built-in function or method, and no wrapper of a special method?
    pub(super) fn is_builtin_function(&self, callable: ObjId) -> bool {
        self.type_of(callable) == types::BUILTIN_FUNCTION
    }
    /// Is it a method descriptor, and is it called on an object of just its class?
    fn fits_descriptor(&self, callable: ObjId, this: Option<ObjId>, wanted: Convention) -> bool {
        match *self.payload(callable) {
            Payload::Descriptor { native, owner, .. } => {
                self.native(native).kind == NativeKind::Method
                    && self.convention(native) == wanted
                    && this.is_some_and(|this| self.type_of(this) == owner)
            }
            _ => false,
        }
    }
    fn fits_function(&self, callable: ObjId, wanted: Convention) -> bool {
        match *self.payload(callable) {
            Payload::Native { native, .. } => {
                self.is_builtin_function(callable) && self.convention(native) == wanted
            }
            _ => false,
        }
    }
    fn function_is(&self, func: ObjId, version: u32) -> bool {
        matches!(self.payload(func), Payload::Function(f) if f.version == version)
    }
    /// Built-in classes that are called without a tuple of arguments in between.
    pub(super) fn is_vectorcall_class(&self, class: ObjId) -> bool {
        super::call::VECTORCALL_TYPES.contains(&class)
    }

    /// Does what the specialised instruction took for granted hold?
    pub(super) fn guard_holds(&self, instr: Instr, pc: usize) -> bool {
        let exact = |depth: usize, ty| self.peek_opt(depth).is_some_and(|v| self.type_of(v) == ty);
        match instr.op {
            Opcode::BINARY_OP_ADD_UNICODE => exact(0, types::STR) && exact(1, types::STR),
            Opcode::BINARY_OP_INPLACE_ADD_UNICODE => {
                let store = self.state.program[pc + 1 + Opcode::BINARY_OP.caches()];
                let place = self.state.frame().base as usize + store.arg as usize;
                let target = self.state.stack.get(place).copied().flatten();
                exact(0, types::STR) && exact(1, types::STR) && target == self.peek_opt(1)
            }
            Opcode::COMPARE_OP_INT => [0, 1].iter().all(|&depth| {
                exact(depth, types::INT)
                    && matches!(*self.payload(self.peek(depth)), Payload::Int(i) if i.unsigned_abs() < COMPACT)
            }),
            Opcode::BINARY_SUBSCR_LIST_INT => exact(0, types::INT) && exact(1, types::LIST),
            Opcode::BINARY_SUBSCR_TUPLE_INT => exact(0, types::INT) && exact(1, types::TUPLE),
            Opcode::BINARY_SUBSCR_STR_INT => exact(0, types::INT) && exact(1, types::STR),
            Opcode::BINARY_SUBSCR_DICT | Opcode::STORE_SUBSCR_DICT => exact(1, types::DICT),
            Opcode::STORE_SUBSCR_LIST_INT => exact(0, types::INT) && exact(1, types::LIST),
            Opcode::CONTAINS_OP_DICT => exact(0, types::DICT),
            Opcode::CONTAINS_OP_SET => exact(0, types::SET) || exact(0, types::FROZENSET),
            Opcode::UNPACK_SEQUENCE_LIST => exact(0, types::LIST),
            Opcode::UNPACK_SEQUENCE_TUPLE | Opcode::UNPACK_SEQUENCE_TWO_TUPLE => exact(0, types::TUPLE),
            Opcode::BINARY_SUBSCR_GETITEM => {
                let container = self.peek(1);
                self.state.heap.type_number(container) == instr.cache
            }
            Opcode::LOAD_ATTR_WITH_HINT
            | Opcode::STORE_ATTR_WITH_HINT
            | Opcode::LOAD_ATTR_METHOD_LAZY_DICT
            | Opcode::LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN => {
                self.state.heap.type_number(self.peek(0)) == instr.cache
            }
            Opcode::FOR_ITER_LIST | Opcode::FOR_ITER_TUPLE | Opcode::FOR_ITER_RANGE => {
                let Payload::Iter(iter) = self.payload(self.peek(0)) else { return false };
                matches!(
                    (instr.op, &**iter),
                    (Opcode::FOR_ITER_LIST, Iter::List { .. })
                        | (Opcode::FOR_ITER_TUPLE, Iter::Tuple { .. })
                        | (Opcode::FOR_ITER_RANGE, Iter::Range { .. })
                )
            }
            Opcode::FOR_ITER_GEN => self.may_resume(self.peek(0)) && exact(0, types::GENERATOR),
            Opcode::SEND_GEN => self.may_resume(self.peek(1)) && !exact(1, types::ASYNC_GENERATOR),
            _ if instr.op.base() == Opcode::CALL => self.call_guard_holds(instr),
            _ => true,
        }
    }
    fn may_resume(&self, generator: ObjId) -> bool {
        matches!(self.payload(generator), Payload::Generator(g)
            if matches!(g.status, Status::Created | Status::Suspended))
    }
    fn call_guard_holds(&self, instr: Instr) -> bool {
        let given = instr.arg as usize;
        let (Some(callable), this) = (self.peek_opt(given + 1), self.peek_opt(given)) else { return true };
        let total = given + usize::from(this.is_some());
        let first = this.or_else(|| given.checked_sub(1).and_then(|last| self.peek_opt(last)));
        match instr.op {
            Opcode::CALL_PY_GENERAL => self.function_is(callable, instr.cache),
            Opcode::CALL_BOUND_METHOD_GENERAL => match *self.payload(callable) {
                Payload::BoundMethod { func, .. } => this.is_none() && self.function_is(func, instr.cache),
                _ => false,
            },
            Opcode::CALL_NON_PY_GENERAL => {
                !matches!(self.payload(callable), Payload::Function(_) | Payload::BoundMethod { .. })
            }
            Opcode::CALL_STR_1 => total == 1 && callable == types::STR,
            Opcode::CALL_TUPLE_1 => total == 1 && callable == types::TUPLE,
            Opcode::CALL_BUILTIN_CLASS => self.is_vectorcall_class(callable),
            Opcode::CALL_BUILTIN_O => total == 1 && self.fits_function(callable, Convention::One),
            Opcode::CALL_BUILTIN_FAST => self.fits_function(callable, Convention::Fast),
            Opcode::CALL_BUILTIN_FAST_WITH_KEYWORDS => self.fits_function(callable, Convention::FastKeywords),
            Opcode::CALL_METHOD_DESCRIPTOR_O => {
                total == 2 && self.fits_descriptor(callable, first, Convention::One)
            }
            Opcode::CALL_METHOD_DESCRIPTOR_NOARGS => {
                total == 1 && self.fits_descriptor(callable, first, Convention::None)
            }
            Opcode::CALL_METHOD_DESCRIPTOR_FAST => self.fits_descriptor(callable, first, Convention::Fast),
            Opcode::CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS => {
                self.fits_descriptor(callable, first, Convention::FastKeywords)
            }
            _ => true,
        }
    }

    /// The class's own Python `__getitem__` that takes just the key.
    pub(super) fn python_getitem(&self, container: ObjId) -> Option<ObjId> {
        let ty = self.type_obj(self.type_of(container));
        let method = ty.slot(Slot::Getitem).filter(|_| ty.heap)?;
        matches!(self.payload(method), Payload::Function(_)).then_some(method)
    }
}
