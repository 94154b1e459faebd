//! Decides at compile time what depends on a constant only.

use crate::bytecode::Opcode;
use crate::cfg::{BlockId, Graph};
use crate::constant::Constant;

pub fn run(graph: &mut Graph) {
    let mut at = Some(graph.entry());
    while let Some(block) = at {
        optimize(graph, block);
        at = graph[block].next;
    }
}

fn optimize(graph: &mut Graph, block: BlockId) {
    let mut instrs = std::mem::take(&mut graph[block].instrs);
    // The instruction that pushed the top of the stack: a copy of a constant counts as its load.
    let (mut op, mut arg) = (Opcode::NOP, 0);
    let mut i = 0;
    while i < instrs.len() {
        let instr = instrs[i];
        let copies_const = op == Opcode::LOAD_CONST && instr.op == Opcode::COPY && instr.arg == 1;
        if !copies_const {
            (op, arg) = (instr.op, instr.arg);
        }
        let here = i;
        i += 1;
        if op != Opcode::LOAD_CONST {
            continue;
        }
        let Some(next) = instrs.get(here + 1).map(|n| n.op) else { continue };
        match next {
            Opcode::POP_JUMP_IF_FALSE | Opcode::POP_JUMP_IF_TRUE => {
                let taken = is_true(graph, arg) == (next == Opcode::POP_JUMP_IF_TRUE);
                instrs[here].set_nop();
                if taken {
                    instrs[here + 1].op = Opcode::JUMP;
                } else {
                    instrs[here + 1].set_nop();
                }
            }
            Opcode::IS_OP if graph.constant(arg) == Some(&Constant::None) => {
                let mut jump = here + 2;
                if instrs.get(jump).is_some_and(|j| j.op == Opcode::TO_BOOL) {
                    instrs[jump].set_nop();
                    jump += 1;
                }
                let is_not = instrs[here + 1].arg != 0;
                let jumps_if_none = match instrs.get(jump).map(|j| j.op) {
                    Some(Opcode::POP_JUMP_IF_TRUE) => !is_not,
                    Some(Opcode::POP_JUMP_IF_FALSE) => is_not,
                    _ => continue,
                };
                instrs[here].set_nop();
                instrs[here + 1].set_nop();
                instrs[jump].op =
                    if jumps_if_none { Opcode::POP_JUMP_IF_NONE } else { Opcode::POP_JUMP_IF_NOT_NONE };
            }
            Opcode::RETURN_VALUE => {
                instrs[here].set_nop();
                instrs[here + 1].set(Opcode::RETURN_CONST, arg);
                i += 1;
            }
            Opcode::TO_BOOL => {
                let index = graph.const_index(Constant::Bool(is_true(graph, arg)));
                instrs[here].set_nop();
                instrs[here + 1].set(Opcode::LOAD_CONST, index);
            }
            _ => {}
        }
    }
    graph[block].instrs = instrs;
}

fn is_true(graph: &Graph, index: u32) -> bool {
    match graph.constant(index) {
        Some(Constant::None) => false,
        Some(Constant::Bool(b)) => *b,
        Some(Constant::Int(i)) => *i != 0,
        Some(Constant::Float(f)) => *f != 0.0,
        Some(Constant::Complex { re, im }) => *re != 0.0 || *im != 0.0,
        Some(Constant::Str(s)) => !s.is_empty(),
        Some(Constant::Bytes(b)) => !b.is_empty(),
        Some(Constant::Tuple(t) | Constant::FrozenSet(t)) => !t.is_empty(),
        Some(Constant::BigInt(_) | Constant::Ellipsis) | None => true,
    }
}
