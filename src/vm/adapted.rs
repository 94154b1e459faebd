//! Adapted code as CPython would hold it: the forms that instructions have become, and what stands in
//! their inline caches. Versions are numbers of this machine's own.

use super::{Instr, Vm, specialize};
use crate::bytecode::Opcode;
use crate::heap::ObjId;

/// The history of a branch before it ran: taken every other time.
const HISTORY: u16 = 0x5555;
/// Of a jump that might start a trace, which this interpreter never does.
const JUMPS: u16 = 16 << 4 | 4;

/// What the first unit of an instruction's cache holds before it runs.
pub(super) fn first_counter(op: Opcode) -> u16 {
    match op {
        Opcode::POP_JUMP_IF_FALSE
        | Opcode::POP_JUMP_IF_TRUE
        | Opcode::POP_JUMP_IF_NONE
        | Opcode::POP_JUMP_IF_NOT_NONE => HISTORY,
        Opcode::JUMP_BACKWARD => JUMPS,
        _ if op.caches() > 0 => specialize::WARMUP,
        _ => 0,
    }
}

impl Vm {
    /// The code units of a code object as they stand now.
    pub fn adapted_code(&self, code: ObjId) -> Vec<u8> {
        let code = self.state.code_of(code);
        let (start, units) = (code.start as usize, code.units as usize);
        let mut bytes = Vec::with_capacity(units * 2);
        let mut program = self.state.program[start..start + units].iter();
        while let Some(instr) = program.next() {
            // Forms of this machine's own are shown as what they stand for.
            let op = if instr.op.number() > u16::from(u8::MAX) { instr.op.base() } else { instr.op };
            bytes.extend([op.number() as u8, instr.arg as u8]);
            let caches = instr.op.base().caches();
            let learned: Vec<&Instr> = program.by_ref().take(caches).collect();
            for unit in cache_units(instr, &learned) {
                bytes.extend(unit.to_le_bytes());
            }
        }
        bytes
    }
}

/// An instruction's cache: the counter, then the version that its guard compares, then the rest.
fn cache_units(instr: &Instr, learned: &[&Instr]) -> Vec<u16> {
    let mut units = vec![0; learned.len()];
    let words = |value: u32| [value as u16, (value >> 16) as u16];
    match instr.op {
        Opcode::LOAD_GLOBAL_MODULE | Opcode::LOAD_GLOBAL_BUILTIN => {
            units[1..].copy_from_slice(&[
                learned[0].arg as u16,
                instr.cache as u16,
                learned[0].object as u16,
            ]);
        }
        op if op != op.base() && units.len() >= 3 => units[1..3].copy_from_slice(&words(instr.cache)),
        _ => {}
    }
    if let Some(first) = units.first_mut() {
        *first = instr.counter;
    }
    units
}
