//! Where the operands of an instruction come from: the stack, or, in a fused form, straight from
//! where the loads before it would have fetched them.

use super::numbers::new_int;
use super::{Core, Exit, Step, miss, slow};
use crate::bytecode::Opcode;
use crate::heap::ObjId;
use crate::object::{Payload, ids};
use crate::vm::{Instr, State};

/// The two operands of an instruction; the right one is the upper one on the stack.
pub(super) trait Operands {
    /// Instructions that load them and are fused with the one that uses them.
    const LOADS: usize;
    /// How many of the two lie on the stack: 2, 1 (the left one) or 0. Those are references to give back.
    const ON_STACK: usize;
    fn left<const COUNTED: bool>(core: &Core<COUNTED>, instr: Instr) -> Result<ObjId, Exit>;
    fn right<const COUNTED: bool>(core: &Core<COUNTED>, instr: Instr) -> Result<ObjId, Exit>;
    /// The right operand as an int.
    #[inline(always)]
    fn right_int<const COUNTED: bool>(core: &Core<COUNTED>, instr: Instr) -> Result<i64, Exit> {
        match core.vm.state.heap.get(Self::right(core, instr)?) {
            &Payload::Int(value) => Ok(value),
            _ => miss(),
        }
    }
}

/// Both on the stack.
pub(super) struct Stack;
/// `LOAD_FAST_LOAD_FAST`
pub(super) struct FastFast;
/// `LOAD_FAST`, `LOAD_CONST`
pub(super) struct FastConst;
/// The left one on the stack, then `LOAD_CONST`.
pub(super) struct Const;
/// The left one on the stack, then `LOAD_FAST`.
pub(super) struct Fast;

impl Operands for Stack {
    const LOADS: usize = 0;
    const ON_STACK: usize = 2;
    #[inline(always)]
    fn left<const COUNTED: bool>(core: &Core<COUNTED>, _: Instr) -> Result<ObjId, Exit> {
        core.top(2)
    }
    #[inline(always)]
    fn right<const COUNTED: bool>(core: &Core<COUNTED>, _: Instr) -> Result<ObjId, Exit> {
        core.top(1)
    }
}
impl Operands for FastFast {
    const LOADS: usize = 1;
    const ON_STACK: usize = 0;
    #[inline(always)]
    fn left<const COUNTED: bool>(core: &Core<COUNTED>, instr: Instr) -> Result<ObjId, Exit> {
        core.local(instr.arg >> 4)
    }
    #[inline(always)]
    fn right<const COUNTED: bool>(core: &Core<COUNTED>, instr: Instr) -> Result<ObjId, Exit> {
        core.local(instr.arg & 15)
    }
}
impl Operands for FastConst {
    const LOADS: usize = 2;
    const ON_STACK: usize = 0;
    #[inline(always)]
    fn left<const COUNTED: bool>(core: &Core<COUNTED>, instr: Instr) -> Result<ObjId, Exit> {
        core.local(instr.arg)
    }
    #[inline(always)]
    fn right<const COUNTED: bool>(_: &Core<COUNTED>, instr: Instr) -> Result<ObjId, Exit> {
        Ok(ObjId::new(instr.object))
    }
    #[inline(always)]
    fn right_int<const COUNTED: bool>(_: &Core<COUNTED>, instr: Instr) -> Result<i64, Exit> {
        Ok(i64::from(instr.cache as i32))
    }
}
impl Operands for Const {
    const LOADS: usize = 1;
    const ON_STACK: usize = 1;
    #[inline(always)]
    fn left<const COUNTED: bool>(core: &Core<COUNTED>, _: Instr) -> Result<ObjId, Exit> {
        core.top(1)
    }
    #[inline(always)]
    fn right<const COUNTED: bool>(_: &Core<COUNTED>, instr: Instr) -> Result<ObjId, Exit> {
        Ok(ObjId::new(instr.object))
    }
    #[inline(always)]
    fn right_int<const COUNTED: bool>(_: &Core<COUNTED>, instr: Instr) -> Result<i64, Exit> {
        Ok(i64::from(instr.cache as i32))
    }
}
impl Operands for Fast {
    const LOADS: usize = 1;
    const ON_STACK: usize = 1;
    #[inline(always)]
    fn left<const COUNTED: bool>(core: &Core<COUNTED>, _: Instr) -> Result<ObjId, Exit> {
        core.top(1)
    }
    #[inline(always)]
    fn right<const COUNTED: bool>(core: &Core<COUNTED>, instr: Instr) -> Result<ObjId, Exit> {
        core.local(instr.arg)
    }
}

impl<const COUNTED: bool> Core<'_, COUNTED> {
    /// Is there room for the result where the operands lie elsewhere?
    #[inline(always)]
    pub(super) fn room_for_result<O: Operands>(&self) -> Result<(), Exit> {
        self.may_load::<O>()?;
        if O::ON_STACK == 0 { self.room(1) } else { Ok(()) }
    }
    /// May the loads of a fused form be done together with what uses them?
    #[inline(always)]
    pub(super) fn may_load<O: Operands>(&self) -> Result<(), Exit> {
        if O::LOADS == 0 || self.may_do(O::LOADS) { Ok(()) } else { slow() }
    }
    /// Puts a result in the operands' place and goes on at `next`; where it is stored into a local
    /// there, that is done, too. The operands themselves are given back already.
    #[inline(always)]
    pub(super) fn deliver<O: Operands>(&mut self, result: ObjId, next: usize) -> Step {
        self.count_steps(O::LOADS);
        self.place.top -= O::ON_STACK;
        self.keep(result, next)
    }
    /// Pushes a value, or stores it into a local where that follows at `next`. There must be room.
    #[inline(always)]
    pub(super) fn keep(&mut self, value: ObjId, next: usize) -> Step {
        if let Some(&Instr { op: Opcode::STORE_FAST, arg, .. }) = self.vm.state.program.get(next)
            && self.may_do(1)
        {
            let place = self.place.base + arg as usize;
            self.count_steps(1);
            if let Some(old) = self.vm.state.stack.values[place].replace(value) {
                self.give_back(old, next);
            }
            return Ok(next + 1);
        }
        self.push(value);
        Ok(next)
    }
    /// The same for a new int. In a loop it mostly replaces one that dies, whose slot goes to the next.
    #[inline(always)]
    pub(super) fn keep_int(&mut self, value: i64, next: usize) -> Step {
        let may_store = self.may_do(1);
        let State { heap, stack, program, .. } = &mut self.vm.state;
        if may_store
            && !ids::SMALL_INTS.contains(&value)
            && let Some(&Instr { op: Opcode::STORE_FAST, arg, .. }) = program.get(next)
            && let Some(place) = stack.values.get_mut(self.place.base + arg as usize)
            && let &mut Some(old) = place
            && matches!(heap.sole_mut(old), Some(Payload::Int(_)))
        {
            *place = Some(heap.exchange_plain(old, ids::types::INT, || Payload::Int(value)));
            self.count_steps(1);
            return Ok(next + 1);
        }
        let value = new_int(heap, value);
        self.keep(value, next)
    }
    /// Puts a truth in the operands' place and goes on at `next`; where a jump on it is there, it is
    /// taken at once. The operands themselves are given back already.
    #[inline(always)]
    pub(super) fn conclude<O: Operands>(&mut self, truth: bool, next: usize) -> Step {
        self.count_steps(O::LOADS);
        self.place.top -= O::ON_STACK;
        self.branch(truth, next)
    }
    /// Pushes a truth, or takes the jump on it that follows at `next`. There must be room.
    #[inline(always)]
    pub(super) fn branch(&mut self, truth: bool, next: usize) -> Step {
        if let Some(&jump) = self.vm.state.program.get(next)
            && matches!(jump.op, Opcode::POP_JUMP_IF_FALSE | Opcode::POP_JUMP_IF_TRUE)
            && self.may_do(1)
        {
            self.count_steps(1);
            let taken = truth == (jump.op == Opcode::POP_JUMP_IF_TRUE);
            return Ok(next + 2 + if taken { jump.arg as usize } else { 0 });
        }
        self.push(ids::bool(truth));
        Ok(next)
    }
    /// The instruction that a fused form stands for first, by itself.
    #[inline(always)]
    pub(super) fn load_only(&mut self, instr: Instr, pc: usize) -> Step {
        match instr.op.base() {
            Opcode::LOAD_FAST_LOAD_FAST => self.load_fast_load_fast(instr, pc),
            Opcode::LOAD_CONST => self.load_const(instr, pc),
            _ => self.load_fast(instr, pc),
        }
    }
}
