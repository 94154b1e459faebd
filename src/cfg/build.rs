//! Cuts a sequence of instructions into basic blocks.

use super::block::{Block, BlockId, Graph, Instr};
use super::malformed;
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
    // By instruction: is it jumped to? Then the block that it starts will stand here.
    let mut block_at: Vec<Option<BlockId>> = vec![None; instructions.len()];
    let mut graph = Graph::new(variables, consts, flags, firstlineno);
    let mut current = graph.entry();
    let mut jumps = Vec::new();
    for (at, instruction) in instructions.iter().enumerate().filter(|i| i.1.op.has_target()) {
        let target = target(instruction.arg)?;
        block_at[target] = Some(current);
        jumps.push((at, target));
    }
    graph.reserve(2 * jumps.len());

    // A block ends before a target, after a jump or exit, at the end.
    let mut start = 0;
    for (i, instruction) in instructions.iter().enumerate() {
        let end = i + 1;
        let ends = match block_at.get(end) {
            Some(target) => target.is_some() || instruction.op.flow().ends_block(),
            None => true,
        };
        if !ends {
            continue;
        }
        let instrs = instructions[start..end].iter().map(|i| Instr::new(i.op, i.arg, i.span)).collect();
        let block = Block { instrs, labelled: block_at[start].is_some(), ..Block::default() };
        if start == 0 {
            graph[current] = block;
        } else {
            let next = graph.add(block);
            graph[current].next = Some(next);
            current = next;
        }
        block_at[start] = Some(current);
        start = end;
    }

    // Jumps and blocks are in the order of the code.
    let (mut block, mut start) = (graph.entry(), 0);
    for (at, target) in jumps {
        while at >= start + graph[block].instrs.len() {
            let Some(next) = graph[block].next else { break };
            start += graph[block].instrs.len();
            block = next;
        }
        graph[block].instrs[at - start].target = block_at[target];
    }
    Ok(graph)
}
