//! Cuts a sequence of instructions into basic blocks.

use super::block::{Block, BlockId, Graph, Instr};
use super::malformed;
use crate::bytecode::opcode::Flow;
use crate::bytecode::{Const, InstructionSequence, Label};
use crate::cfg::Variables;
use crate::diagnostic::Diagnostic;

/// A block starts at every label that is jumped to and after every jump and exit.
pub fn build(
    sequence: &InstructionSequence,
    variables: Variables,
    consts: Vec<Const>,
    flags: u32,
    firstlineno: i32,
) -> Result<Graph, Diagnostic> {
    let instructions = &sequence.instructions;
    let target = |arg| {
        sequence
            .target(Label(arg))
            .filter(|&t| t < instructions.len())
            .ok_or_else(|| malformed("a jump to a label that is not placed"))
    };
    let mut is_target = vec![false; instructions.len()];
    for instruction in instructions.iter().filter(|i| i.op.has_target()) {
        is_target[target(instruction.arg)?] = true;
    }

    // Where each block ends: before a target, after a jump or exit, at the end.
    let ends = |i: usize| {
        i + 1 == instructions.len()
            || is_target[i + 1]
            || matches!(instructions[i].op.flow(), Flow::Jump | Flow::Branch | Flow::Exit)
    };
    let mut graph = Graph::new(variables, consts, flags, firstlineno);
    let mut current = graph.entry();
    // By instruction: the block that it starts.
    let mut block_at: Vec<Option<BlockId>> = vec![None; instructions.len()];
    let mut start = 0;
    for end in (0..instructions.len()).filter(|&i| ends(i)).map(|i| i + 1) {
        if start > 0 {
            let next = graph.add(Block::default());
            graph[current].next = Some(next);
            current = next;
        }
        block_at[start] = Some(current);
        graph[current].labelled = is_target[start];
        graph[current].instrs =
            instructions[start..end].iter().map(|i| Instr::new(i.op, i.arg, i.span)).collect();
        start = end;
    }
    let mut at = Some(graph.entry());
    while let Some(block) = at {
        for instr in graph[block].instrs.iter_mut().filter(|i| i.op.has_target()) {
            instr.target = block_at[target(instr.arg)?];
        }
        at = graph[block].next;
    }
    Ok(graph)
}
