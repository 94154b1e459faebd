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

    let mut graph = Graph::new(variables, consts, flags, firstlineno);
    let mut current = graph.entry();
    // By instruction: the block that it starts.
    let mut block_at: Vec<Option<BlockId>> = vec![None; instructions.len()];
    for (i, instruction) in instructions.iter().enumerate() {
        let block = &graph[current];
        let ended = block
            .instrs
            .last()
            .is_some_and(|l| matches!(l.op.flow(), Flow::Jump | Flow::Branch | Flow::Exit));
        if ended || (is_target[i] && !block.instrs.is_empty()) {
            let next = graph.add(Block::default());
            graph[current].next = Some(next);
            current = next;
        }
        if is_target[i] {
            graph[current].labelled = true;
            block_at[i] = Some(current);
        }
        graph[current].instrs.push(Instr::new(instruction.op, instruction.arg, instruction.span));
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
