//! Replaces short runs of instructions by shorter ones.

use super::swaps;
use crate::bytecode::Opcode;
use crate::cfg::{BlockId, Graph, Instr};
use crate::constant::Constant;

pub fn run(graph: &mut Graph) {
    let mut at = Some(graph.entry());
    while let Some(block) = at {
        let mut instrs = std::mem::take(&mut graph[block].instrs);
        if optimize(graph, block, &mut instrs) {
            swaps::optimize(&mut instrs);
        }
        graph[block].instrs = instrs;
        at = graph[block].next;
    }
}

/// `COMPARE_OP`'s bit that says: give a bool.
const COMPARE_TO_BOOL: u32 = 16;

/// Works on the instructions of `block`. Answers whether there are swaps among them.
fn optimize(graph: &mut Graph, block: BlockId, instrs: &mut Vec<Instr>) -> bool {
    let mut any_swap = false;
    let mut i = 0;
    while let Some(&Instr { op, arg, .. }) = instrs.get(i) {
        let next_op = instrs.get(i + 1).map_or(Opcode::CACHE, |n| n.op);
        i += 1;
        match op {
            Opcode::BUILD_TUPLE => {
                let unpacked = next_op == Opcode::UNPACK_SEQUENCE && instrs[i].arg == arg;
                match arg {
                    1 if unpacked => {
                        instrs[i - 1].set_nop();
                        instrs[i].set_nop();
                    }
                    2 | 3 if unpacked => {
                        instrs[i - 1].set_nop();
                        instrs[i].op = Opcode::SWAP;
                    }
                    _ => fold_tuple(graph, instrs, i - 1),
                }
            }
            Opcode::POP_JUMP_IF_NONE
            | Opcode::POP_JUMP_IF_NOT_NONE
            | Opcode::POP_JUMP_IF_FALSE
            | Opcode::POP_JUMP_IF_TRUE
            | Opcode::JUMP
            | Opcode::JUMP_NO_INTERRUPT => {
                let first =
                    |target| if target == block { instrs.first() } else { graph[target].instrs.first() };
                let Some(target) = instrs[i - 1].target.and_then(first).copied() else { continue };
                let unconditional = op == Opcode::JUMP || op == Opcode::JUMP_NO_INTERRUPT;
                let op = match target.op {
                    Opcode::JUMP if unconditional => Opcode::JUMP,
                    Opcode::JUMP => op,
                    Opcode::JUMP_NO_INTERRUPT if unconditional => op,
                    _ => continue,
                };
                i -= thread(instrs, target, op);
            }
            Opcode::STORE_FAST
                if next_op == op
                    && instrs[i].arg == arg
                    && instrs[i].span.line == instrs[i - 1].span.line =>
            {
                instrs[i - 1].set(Opcode::POP_TOP, 0);
            }
            Opcode::SWAP if arg == 1 => instrs[i - 1].set_nop(),
            Opcode::SWAP => any_swap = true,
            Opcode::LOAD_GLOBAL if next_op == Opcode::PUSH_NULL && arg & 1 == 0 => {
                instrs[i - 1].arg |= 1;
                instrs[i].set_nop();
            }
            Opcode::COMPARE_OP if next_op == Opcode::TO_BOOL => {
                instrs[i - 1].set_nop();
                instrs[i].set(op, arg | COMPARE_TO_BOOL);
            }
            Opcode::CONTAINS_OP | Opcode::IS_OP | Opcode::UNARY_NOT | Opcode::TO_BOOL
                if next_op == Opcode::TO_BOOL =>
            {
                instrs[i - 1].set_nop();
                instrs[i].set(op, arg);
            }
            Opcode::UNARY_NOT if next_op == Opcode::UNARY_NOT => {
                instrs[i - 1].set_nop();
                instrs[i].set_nop();
            }
            _ => {}
        }
    }
    any_swap
}

/// Lets the jump at a block's end skip the jump that it leads to. Answers how far to step back.
fn thread(instrs: &mut Vec<Instr>, target: Instr, op: Opcode) -> usize {
    let Some(jump) = instrs.last_mut() else { return 0 };
    if jump.target == target.target {
        return 0;
    }
    // The old jump stays as a NOP: it may be the only instruction of its line.
    jump.set_nop();
    instrs.push(Instr { target: target.target, ..Instr::new(op, 0, target.span) });
    1
}

/// A tuple built of constants becomes a constant.
fn fold_tuple(graph: &mut Graph, instrs: &mut [Instr], at: usize) {
    let n = instrs[at].arg as usize;
    let Some(start) = at.checked_sub(n) else { return };
    let value = |instr: &Instr| match instr.op {
        Opcode::LOAD_CONST => graph.constant(instr.arg).cloned(),
        _ => None,
    };
    let Some(items) = instrs[start..at].iter().map(value).collect::<Option<Vec<_>>>() else { return };
    let index = graph.const_index(Constant::Tuple(items.into()));
    instrs[start..at].iter_mut().for_each(Instr::set_nop);
    instrs[at].set(Opcode::LOAD_CONST, index);
}
