//! Code objects come in: constants and names become objects, code units become instructions.

use super::{Instr, Vm};
use crate::bytecode::{Code, Const, Opcode};
use crate::constant::{Constant, Text};
use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::code::CodeObj;
use crate::object::ids::types;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Constants of one compilation, each with a reference.
type Pool = FxHashMap<Constant, ObjId>;

impl Vm {
    /// The code object of code read from a `.pyc` file, nested ones included. Strings that look like
    /// names are immortal there, as `marshal` interns them.
    pub fn load_code(&mut self, code: &Arc<Code>) -> Owned {
        let loaded = self.load_any(code);
        self.immortalize_constants(loaded.id());
        loaded
    }
    fn immortalize_constants(&mut self, id: ObjId) {
        let consts = match self.payload(id) {
            Payload::Code(code) => code.consts.to_vec(),
            Payload::Tuple(items) => items.to_vec(),
            Payload::Str(s) if s.is_interned() => {
                self.state.heap.make_immortal(id);
                return;
            }
            _ => return,
        };
        consts.into_iter().for_each(|c| self.immortalize_constants(c));
    }
    fn load_any(&mut self, code: &Arc<Code>) -> Owned {
        let mut pool = Pool::default();
        let loaded = self.load_with(code, &mut pool);
        pool.into_values().for_each(|id| self.decref(id));
        loaded
    }
    /// Names are immortal, as CPython's compiler makes them; constants that look like names are
    /// interned and counted.
    fn load_with(&mut self, code: &Arc<Code>, pool: &mut Pool) -> Owned {
        let consts: Box<[ObjId]> = code
            .consts
            .iter()
            .map(|c| match c {
                Const::Value(value) => self.pooled(value, pool).into_id(),
                Const::Code(code) => self.load_with(code, pool).into_id(),
            })
            .collect();
        let values: Option<Arc<[Constant]>> = code
            .consts
            .iter()
            .map(|c| match c {
                Const::Value(value) => Some(value.clone()),
                Const::Code(_) => None,
            })
            .collect();
        let consts_tuple = match values {
            Some(values) => {
                let tuple = self.pooled(&Constant::Tuple(values), pool);
                consts.iter().for_each(|&c| self.decref(c));
                tuple
            }
            None => self.new_tuple(consts.to_vec()),
        };
        let (names_tuple, names) = self.names_tuple(&code.names, pool);
        let (localsplus_tuple, localsplus) = self.names_tuple(&code.localsplusnames, pool);
        let (start, units) = self.decode(code, &consts, &names);
        let object = CodeObj {
            code: code.clone(),
            name: self.intern_text(&code.name).into_id(),
            // A class body has it among its constants too; outside all others it is the name itself.
            qualname: match code.qualname == code.name {
                true => self.intern_text(&code.name).into_id(),
                false => self.pooled(&Constant::Str(code.qualname.clone()), pool).into_id(),
            },
            filename: self.intern_text(&code.filename).into_id(),
            nlocalsplus: localsplus.len() as u32,
            version: 0,
            nfree: code.freevars().count() as u32,
            consts,
            names,
            localsplus,
            tuples: [consts_tuple.into_id(), names_tuple.into_id(), localsplus_tuple.into_id()],
            start,
            units,
            monitor: None,
        };
        self.alloc(types::CODE, Payload::Code(Box::new(object)))
    }
    fn names_tuple(&mut self, names: &[Text], pool: &mut Pool) -> (Owned, Box<[ObjId]>) {
        names.iter().for_each(|n| {
            self.intern_name(n);
        });
        let constant = Constant::Tuple(names.iter().map(|n| Constant::Str(n.clone())).collect());
        let tuple = self.pooled(&constant, pool);
        let items = names.iter().map(|n| self.intern_name(n)).collect();
        (tuple, items)
    }
    /// Equal constants of one compilation are one object, tuples of names included.
    fn pooled(&mut self, constant: &Constant, pool: &mut Pool) -> Owned {
        if let Some(&known) = pool.get(constant) {
            return self.own(known);
        }
        let object = match constant {
            Constant::Tuple(items) => {
                let items = items.iter().map(|c| self.pooled(c, pool).into_id()).collect();
                self.new_tuple(items)
            }
            _ => self.new_constant(constant),
        };
        self.own_also(&object);
        pool.insert(constant.clone(), object.id());
        object
    }

    /// The code object of a program compiled in this run, not read from a `.pyc`.
    pub fn load_compiled(&mut self, code: &Arc<Code>) -> Owned {
        let loaded = self.load_any(code);
        self.immortalize_identifiers(loaded.id());
        loaded
    }
    /// Identifiers that stand in constants: keyword arguments and class patterns.
    fn immortalize_identifiers(&mut self, id: ObjId) {
        let code = self.state.code_of(id);
        let (consts, start, units) = (code.consts.to_vec(), code.start as usize, code.units as usize);
        for i in start + 1..start + units {
            let [before, instr] = [self.state.program[i - 1], self.state.program[i]];
            let takes_names = matches!(instr.op, Opcode::CALL_KW | Opcode::MATCH_CLASS);
            if takes_names && before.op == Opcode::LOAD_CONST {
                self.immortalize_constants(ObjId::new(before.object));
            }
        }
        for id in consts {
            if matches!(self.payload(id), Payload::Code(_)) {
                self.immortalize_identifiers(id);
            }
        }
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
            let mut instr = Instr { op, counter: 0, arg: 0, object: 0, cache: 0 };
            if caches > 0 {
                caches -= 1;
                decoded.push(instr);
                continue;
            }
            // Specialised forms never leave a machine; a file that holds one is read as its base.
            instr.op = op.base();
            instr.arg = extended << 8 | pair[1] as u32;
            caches = instr.op.caches();
            instr.counter = super::adapted::first_counter(instr.op);
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
