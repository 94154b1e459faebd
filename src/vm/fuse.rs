//! Fused forms: where an instruction has been specialised, those before it that load its operands
//! learn to do its work too, without putting what they load on the stack. Only the fast loop knows
//! of them: to everything else the first of them is the plain load that it was.

use super::Vm;
use crate::bytecode::Opcode;
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::types;

/// Loads before the instruction that uses them.
const LONGEST: usize = 2;

impl Vm {
    /// Fits the loads before the instruction at `pc` to the form that it has now.
    pub(super) fn fuse(&mut self, pc: usize) {
        self.unfuse(pc);
        let tail = self.state.program[pc].op;
        for (op, loads, of) in Opcode::fused() {
            let Some(head) = pc.checked_sub(loads.len()).filter(|_| *of == tail) else { continue };
            let before = &self.state.program[head..pc];
            if before.iter().map(|i| i.op).eq(loads.iter().copied()) && self.prepare(head, pc) {
                self.state.program[head].op = *op;
                return;
            }
        }
    }
    /// The loads before the instruction at `pc` are what they were: what they learned of it may hold no more.
    pub(super) fn unfuse(&mut self, pc: usize) {
        for back in 1..=LONGEST.min(pc) {
            let load = &mut self.state.program[pc - back];
            if load.op.loads_fused() == back {
                load.op = load.op.base();
            }
        }
    }
    /// Writes into the head what it needs at hand: a constant operand (as a number where the tail works
    /// on ints), or what the tail has learned. False: that cannot be fused.
    fn prepare(&mut self, head: usize, pc: usize) -> bool {
        let program = &mut self.state.program;
        if program[pc].op.base() == Opcode::LOAD_ATTR {
            let (tail, place) = (program[pc], program[pc + 1].arg);
            let valued = matches!(tail.op, Opcode::LOAD_ATTR_INSTANCE_VALUE | Opcode::LOAD_ATTR_SLOT);
            let Ok(place) = u16::try_from(place) else { return false };
            if valued && tail.arg & 1 != 0 {
                return false;
            }
            let head = &mut program[head];
            (head.cache, head.object, head.counter) = (tail.cache, tail.object, place);
            return true;
        }
        let load = program[pc - 1];
        if load.op != Opcode::LOAD_CONST {
            return true;
        }
        let constant = ObjId::new(load.object);
        program[head].object = load.object;
        match program[pc].op {
            Opcode::BINARY_OP
            | Opcode::BINARY_OP_ADD_FLOAT
            | Opcode::BINARY_OP_SUBTRACT_FLOAT
            | Opcode::BINARY_OP_MULTIPLY_FLOAT
            | Opcode::COMPARE_OP_FLOAT => true,
            _ => match *self.state.heap.get(constant) {
                Payload::Int(value) if self.state.heap.type_of(constant) == types::INT => {
                    let Ok(value) = i32::try_from(value) else { return false };
                    self.state.program[head].cache = value as u32;
                    true
                }
                _ => false,
            },
        }
    }
}
