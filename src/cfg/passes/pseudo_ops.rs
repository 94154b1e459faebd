//! Replaces the compiler's own instructions by those that the machine knows.

use super::redundant;
use crate::bytecode::Opcode;
use crate::cfg::Graph;

pub fn run(graph: &mut Graph) {
    let mut at = Some(graph.entry());
    while let Some(block) = at {
        for instr in &mut graph[block].instrs {
            match instr.op {
                Opcode::SETUP_FINALLY | Opcode::SETUP_WITH | Opcode::SETUP_CLEANUP => instr.set_nop(),
                Opcode::LOAD_CLOSURE => instr.op = Opcode::LOAD_FAST,
                Opcode::STORE_FAST_MAYBE_NULL => instr.op = Opcode::STORE_FAST,
                _ => {}
            }
        }
        at = graph[block].next;
    }
    redundant::nops_and_jumps(graph);
}
