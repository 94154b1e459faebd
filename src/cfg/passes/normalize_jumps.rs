//! The machine's conditional jumps only lead forward: one that leads back becomes its opposite over
//! an unconditional jump.

use crate::bytecode::Opcode;
use crate::cfg::{Block, Graph, Instr};

pub fn run(graph: &mut Graph) {
    graph.unvisit();
    let mut at = Some(graph.entry());
    while let Some(block) = at {
        graph[block].visited = true;
        let next = graph[block].next;
        at = next;
        let Some(&last) = graph[block].last_jump() else { continue };
        let Some(target) = last.target.filter(|&t| graph[t].visited) else { continue };
        let opposite = match last.op {
            Opcode::POP_JUMP_IF_NONE => Opcode::POP_JUMP_IF_NOT_NONE,
            Opcode::POP_JUMP_IF_NOT_NONE => Opcode::POP_JUMP_IF_NONE,
            Opcode::POP_JUMP_IF_FALSE => Opcode::POP_JUMP_IF_TRUE,
            Opcode::POP_JUMP_IF_TRUE => Opcode::POP_JUMP_IF_FALSE,
            _ => continue,
        };
        let jump = Instr { target: Some(target), ..Instr::new(Opcode::JUMP, 0, last.span) };
        let back = Block { instrs: vec![jump], next, cold: graph[block].cold, ..Block::default() };
        let back = graph.add(back);
        if let Some(last) = graph[block].instrs.last_mut() {
            last.op = opposite;
            last.target = next;
        }
        graph[block].next = Some(back);
    }
}
