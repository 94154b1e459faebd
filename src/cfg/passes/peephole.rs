//! Replaces short runs of instructions by shorter ones.

use super::swaps;
use crate::bytecode::Opcode;
use crate::cfg::{BlockId, Graph, Instr};
use crate::constant::Constant;

pub fn run(graph: &mut Graph) {
    let mut at = Some(graph.entry());
    while let Some(block) = at {
        optimize(graph, block);
        swaps::optimize(&mut graph[block].instrs);
        at = graph[block].next;
    }
}

/// `COMPARE_OP`'s bit that says: give a bool.
const COMPARE_TO_BOOL: u32 = 16;

fn optimize(graph: &mut Graph, block: BlockId) {
    let mut i = 0;
    while i < graph[block].instrs.len() {
        let Instr { op, arg, span, target, .. } = graph[block].instrs[i];
        let next = graph[block].instrs.get(i + 1).copied();
        let next_op = next.map_or(Opcode::CACHE, |n| n.op);
        let target = target.filter(|_| op.has_target()).and_then(|t| graph[t].instrs.first().copied());
        let target_op = target.map_or(Opcode::NOP, |t| t.op);
        let instrs = &mut graph[block].instrs;
        i += 1;
        match op {
            Opcode::BUILD_TUPLE => {
                let unpacked = next.is_some_and(|n| n.op == Opcode::UNPACK_SEQUENCE && n.arg == arg);
                match arg {
                    1 if unpacked => {
                        instrs[i - 1].set_nop();
                        instrs[i].set_nop();
                    }
                    2 | 3 if unpacked => {
                        instrs[i - 1].set_nop();
                        instrs[i].op = Opcode::SWAP;
                    }
                    _ => fold_tuple(graph, block, i - 1),
                }
            }
            Opcode::POP_JUMP_IF_NONE
            | Opcode::POP_JUMP_IF_NOT_NONE
            | Opcode::POP_JUMP_IF_FALSE
            | Opcode::POP_JUMP_IF_TRUE
                if target_op == Opcode::JUMP =>
            {
                i -= thread(instrs, target, op);
            }
            Opcode::JUMP | Opcode::JUMP_NO_INTERRUPT if target_op == Opcode::JUMP => {
                i -= thread(instrs, target, Opcode::JUMP);
            }
            Opcode::JUMP | Opcode::JUMP_NO_INTERRUPT if target_op == Opcode::JUMP_NO_INTERRUPT => {
                i -= thread(instrs, target, op);
            }
            Opcode::STORE_FAST
                if next.is_some_and(|n| n.op == op && n.arg == arg && n.span.line == span.line) =>
            {
                instrs[i - 1].set(Opcode::POP_TOP, 0);
            }
            Opcode::SWAP if arg == 1 => instrs[i - 1].set_nop(),
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
}

/// Lets the jump at a block's end skip the jump that it leads to. Answers how far to step back.
fn thread(instrs: &mut Vec<Instr>, target: Option<Instr>, op: Opcode) -> usize {
    let (Some(jump), Some(target)) = (instrs.last_mut(), target) else { return 0 };
    if jump.target == target.target {
        return 0;
    }
    // The old jump stays as a NOP: it may be the only instruction of its line.
    jump.set_nop();
    instrs.push(Instr { target: target.target, ..Instr::new(op, 0, target.span) });
    1
}

/// A tuple built of constants becomes a constant.
fn fold_tuple(graph: &mut Graph, block: BlockId, at: usize) {
    let n = graph[block].instrs[at].arg as usize;
    let Some(start) = at.checked_sub(n) else { return };
    let value = |instr: &Instr| match instr.op {
        Opcode::LOAD_CONST => graph.constant(instr.arg).cloned(),
        _ => None,
    };
    let Some(items) = graph[block].instrs[start..at].iter().map(value).collect::<Option<Vec<_>>>() else {
        return;
    };
    let index = graph.const_index(Constant::Tuple(items.into()));
    let instrs = &mut graph[block].instrs;
    instrs[start..at].iter_mut().for_each(Instr::set_nop);
    instrs[at].set(Opcode::LOAD_CONST, index);
}
