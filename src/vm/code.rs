//! Code objects come in: constants and names become objects, code units become instructions.

use super::{Instr, Vm};
use crate::bytecode::{Code, Const, Opcode};
use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::code::CodeObj;
use crate::object::ids::types;
use std::sync::Arc;

impl Vm {
    /// The code object of compiled code, nested ones included.
    pub fn load_code(&mut self, code: &Arc<Code>) -> Owned {
        let consts: Box<[ObjId]> = code
            .consts
            .iter()
            .map(|c| match c {
                Const::Value(value) => self.new_constant(value).into_id(),
                Const::Code(code) => self.load_code(code).into_id(),
            })
            .collect();
        let names: Box<[ObjId]> = code.names.iter().map(|n| self.intern_text(n)).collect();
        let localsplus: Box<[ObjId]> = code.localsplusnames.iter().map(|n| self.intern_text(n)).collect();
        let (start, units) = self.decode(code, &consts, &names);
        let object = CodeObj {
            code: code.clone(),
            name: self.intern_text(&code.name),
            qualname: self.intern_text(&code.qualname),
            filename: self.intern_text(&code.filename),
            nlocalsplus: localsplus.len() as u32,
            nfree: code.freevars().count() as u32,
            consts,
            names,
            localsplus,
            start,
            units,
        };
        self.alloc(types::CODE, Payload::Code(Box::new(object)))
    }

    /// Appends the decoded instructions to the program: where they start, and how many units.
    fn decode(&mut self, code: &Code, consts: &[ObjId], names: &[ObjId]) -> (u32, u32) {
        let units = (code.code.len() / 2) as u32;
        let mut decoded = Vec::with_capacity(units as usize);
        let mut extended = 0u32;
        let mut caches = 0;
        for pair in code.code.chunks_exact(2) {
            let op = if caches > 0 {
                Opcode::CACHE
            } else {
                Opcode::from_number(pair[0] as u16).unwrap_or(Opcode::RESERVED)
            };
            let mut instr =
                Instr { op, caches: 0, arg: 0, object: 0, version: 0, place: 0, builtins_version: 0 };
            if caches > 0 {
                caches -= 1;
                decoded.push(instr);
                continue;
            }
            // Specialised forms never leave a machine; a file that holds one is read as its base.
            instr.op = op.base();
            instr.arg = extended << 8 | pair[1] as u32;
            instr.caches = instr.op.caches() as u8;
            caches = instr.caches;
            let object = match instr.op {
                Opcode::LOAD_CONST | Opcode::RETURN_CONST => consts.get(instr.arg as usize),
                Opcode::LOAD_GLOBAL | Opcode::LOAD_ATTR => names.get(instr.arg as usize >> 1),
                Opcode::LOAD_SUPER_ATTR => names.get(instr.arg as usize >> 2),
                op if op.operand() == crate::bytecode::opcode::Operand::Name => names.get(instr.arg as usize),
                _ => None,
            };
            instr.object = object.map_or(0, |o| o.number());
            extended = if instr.op == Opcode::EXTENDED_ARG { instr.arg } else { 0 };
            decoded.push(instr);
        }
        let program = &mut self.state.program;
        let start = match self.state.free_program.iter().position(|&(_, length)| length == units) {
            Some(i) => {
                let (start, _) = self.state.free_program.swap_remove(i);
                program[start as usize..(start + units) as usize].copy_from_slice(&decoded);
                start
            }
            None => {
                program.extend(decoded);
                program.len() as u32 - units
            }
        };
        (start, units)
    }
}
