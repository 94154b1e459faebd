//! Checks bytecode that did not come from our compiler, so that the machine can trust it: CPython
//! runs what it is given and may crash.
//!
//! A code object that passes has only known instructions, whose operands are in range and whose
//! jumps lead to instructions; on no path does the value stack run empty or grow beyond its size,
//! and where an instruction relies on a kind of value (a list to append to, a cell, an exception,
//! a local that is bound) it surely finds one.

mod flow;
mod kind;

use super::code::{Code, Const, flags, kinds};
use super::opcode::{BINARY_OPS, COMPARE_OPS, Count, INTRINSICS_1, INTRINSICS_2, Operand};
use super::{Opcode, linetable};
use std::sync::Arc;

/// Checks a code object and all that are nested in it; the error says what is wrong and where.
pub fn check(code: &Code) -> Result<(), String> {
    let mut todo: Vec<Arc<Code>> = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    let mut nested = |code: &Code, todo: &mut Vec<Arc<Code>>| {
        for constant in &code.consts {
            if let Const::Code(inner) = constant
                && seen.insert(Arc::as_ptr(inner))
            {
                todo.push(inner.clone());
            }
        }
    };
    Checker::new(code)?.run()?;
    nested(code, &mut todo);
    while let Some(code) = todo.pop() {
        Checker::new(&code)?.run()?;
        nested(&code, &mut todo);
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Instr {
    op: Opcode,
    arg: u32,
    /// Code units: where it starts, prefixes included, and where the next one starts.
    start: u32,
    next: u32,
}

struct Checker<'a> {
    code: &'a Code,
    instrs: Vec<Instr>,
    /// By code unit: the instruction that starts there.
    at: Vec<Option<u32>>,
}

/// No instruction that code needs takes larger operands, and jumps stay within 32 bits.
const MAX_ARG: u32 = 1 << 30;
/// The largest value stack that a frame is made for.
const MAX_STACK: u32 = 1 << 20;

impl<'a> Checker<'a> {
    fn new(code: &'a Code) -> Result<Checker<'a>, String> {
        let units = code.code.len() / 2;
        let mut checker = Checker { code, instrs: Vec::new(), at: vec![None; units] };
        let (mut unit, mut start, mut prefix) = (0, 0, 0u32);
        while unit < units {
            let number = code.code[2 * unit];
            let op = Opcode::from_number(number as u16).filter(|op| op.own_name() == op.name());
            let Some(op) = op else { return Err(checker.wrong(unit as u32, "an unknown opcode")) };
            if prefix >= MAX_ARG >> 8 {
                return Err(checker.wrong(unit as u32, "too large an operand"));
            }
            let arg = prefix << 8 | code.code[2 * unit + 1] as u32;
            unit += 1;
            if op == Opcode::EXTENDED_ARG {
                prefix = arg;
                continue;
            }
            unit += op.caches();
            if unit > units {
                return Err(checker.wrong(start as u32, "cut off"));
            }
            checker.at[start] = Some(checker.instrs.len() as u32);
            let arg = if op.has_arg() { arg } else { 0 };
            checker.instrs.push(Instr { op, arg, start: start as u32, next: unit as u32 });
            (start, prefix) = (unit, 0);
        }
        if start != units || units == 0 {
            return Err(checker.wrong(start as u32, "no end"));
        }
        Ok(checker)
    }

    fn wrong(&self, unit: u32, what: &str) -> String {
        let name = String::from_utf8_lossy(self.code.qualname.as_bytes());
        format!("bad bytecode in {name} at offset {}: {what}", unit * 2)
    }

    fn run(&self) -> Result<(), String> {
        let code = self.code;
        if code.stacksize > MAX_STACK || code.localsplusnames.len() > MAX_STACK as usize {
            return Err(self.wrong(0, "too large a frame"));
        }
        for instr in &self.instrs {
            self.operand(instr).map_err(|what| self.wrong(instr.start, what))?;
        }
        let covered = linetable::decode(&code.linetable, code.firstlineno).last().map_or(0, |l| l.end);
        if (covered as usize) < code.code.len() {
            return Err(self.wrong(covered / 2, "no entry in the line table"));
        }
        flow::follow(self)
    }

    fn operand(&self, instr: &Instr) -> Result<(), &'static str> {
        let Instr { op, arg, .. } = *instr;
        let code = self.code;
        let kind = |index: u32| code.localspluskinds.get(index as usize).copied().unwrap_or(0);
        let name = |index: u32| (index as usize) < code.names.len();
        let free = code.localspluskinds.iter().filter(|&&k| k & kinds::FREE != 0).count();
        let generator = flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR;
        let ok = match op.operand() {
            Operand::Const => (arg as usize) < code.consts.len(),
            Operand::Name => name(arg),
            Operand::GlobalName | Operand::AttrName => name(arg >> 1),
            Operand::SuperName => name(arg >> 2),
            Operand::Local => kind(arg) != 0,
            Operand::LocalPair => kind(arg >> 4) != 0 && kind(arg & 15) != 0,
            // An inlined comprehension may make a cell of its own for any local.
            Operand::Free if op == Opcode::MAKE_CELL => kind(arg) != 0,
            Operand::Free => kind(arg) & (kinds::CELL | kinds::FREE) != 0,
            Operand::Compare => arg >> 5 < COMPARE_OPS.len() as u32,
            Operand::BinaryOp => arg < BINARY_OPS.len() as u32,
            Operand::Intrinsic1 => (1..INTRINSICS_1.len() as u32).contains(&arg),
            Operand::Intrinsic2 => (1..INTRINSICS_2.len() as u32).contains(&arg),
            Operand::Invert => arg <= 1,
            Operand::Convert => (1..=3).contains(&arg),
            Operand::FunctionAttr => matches!(arg, 1 | 2 | 4 | 8),
            Operand::Awaitable => arg <= 2,
            Operand::Label => false,
            Operand::JumpForward | Operand::JumpBackward => self.target(instr).is_some(),
            Operand::None | Operand::Count | Operand::Resume => true,
        };
        if !ok {
            return Err("an operand out of range");
        }
        let ok = match op {
            Opcode::CACHE
            | Opcode::RESERVED
            | Opcode::INTERPRETER_EXIT
            | Opcode::EXIT_INIT_CHECK
            | Opcode::ENTER_EXECUTOR => false,
            Opcode::COPY_FREE_VARS => arg as usize == free,
            Opcode::BUILD_SLICE => matches!(arg, 2 | 3),
            Opcode::RAISE_VARARGS => arg <= 2,
            Opcode::RERAISE => arg <= 2,
            Opcode::RETURN_GENERATOR | Opcode::YIELD_VALUE => code.flags & generator != 0,
            // The machine skips these two when the iterator is exhausted.
            Opcode::FOR_ITER => self.target(instr).is_some_and(|t| {
                let op = |i: u32| self.instrs.get(i as usize).map(|i| i.op);
                op(t) == Some(Opcode::END_FOR) && op(t + 1) == Some(Opcode::POP_TOP)
            }),
            _ => {
                let less = op.info().pops.iter().any(|i| matches!(i.count, Count::Less1 | Count::Less2));
                !less || arg >= 1
            }
        };
        if ok { Ok(()) } else { Err("an instruction that cannot stand there") }
    }

    /// Index of the instruction that a jump leads to.
    fn target(&self, instr: &Instr) -> Option<u32> {
        let unit = match instr.op.operand() {
            Operand::JumpForward => instr.next.checked_add(instr.arg)?,
            Operand::JumpBackward => instr.next.checked_sub(instr.arg)?,
            _ => return None,
        };
        *self.at.get(unit as usize)?
    }
}
