//! Joins two neighbouring loads or stores of locals into one instruction.

use super::redundant;
use crate::bytecode::Opcode;
use crate::cfg::{Graph, Instr};

pub fn run(graph: &mut Graph) {
    let mut joined_any = false;
    let mut at = Some(graph.entry());
    while let Some(block) = at {
        let instrs = &mut graph[block].instrs;
        for i in 1..instrs.len() {
            let joined = match (instrs[i - 1].op, instrs[i].op) {
                (Opcode::LOAD_FAST, Opcode::LOAD_FAST) => Opcode::LOAD_FAST_LOAD_FAST,
                (Opcode::STORE_FAST, Opcode::LOAD_FAST) => Opcode::STORE_FAST_LOAD_FAST,
                (Opcode::STORE_FAST, Opcode::STORE_FAST) => Opcode::STORE_FAST_STORE_FAST,
                _ => continue,
            };
            if can_join(&instrs[i - 1], &instrs[i]) {
                let arg = instrs[i - 1].arg << 4 | instrs[i].arg;
                instrs[i - 1].set(joined, arg);
                instrs[i].set_nop();
                joined_any = true;
            }
        }
        at = graph[block].next;
    }
    if joined_any {
        redundant::nops(graph);
    }
}

/// Both operands must fit four bits, and no line may get lost.
fn can_join(first: &Instr, second: &Instr) -> bool {
    let (a, b) = (first.span.line, second.span.line);
    (a < 0 || b < 0 || a == b) && first.arg < 16 && second.arg < 16
}
