//! How deep the value stack gets.

use super::{BlockId, Graph, malformed};
use crate::bytecode::opcode::Flow;
use crate::diagnostic::Diagnostic;

/// The largest depth on any path; every reachable block learns the depth at its start.
pub fn stack_depth(graph: &mut Graph) -> Result<u32, Diagnostic> {
    let mut at = Some(graph.entry());
    while let Some(block) = at {
        graph[block].start_depth = None;
        at = graph[block].next;
    }
    let mut max = 0;
    let mut todo = Vec::new();
    enter(graph, &mut todo, graph.entry(), 0)?;
    while let Some(id) = todo.pop() {
        let mut depth = graph[id].start_depth.unwrap_or(0) as i32;
        let mut next = graph[id].next;
        for i in 0..graph[id].instrs.len() {
            let instr = graph[id].instrs[i];
            let after = depth + instr.op.stack_effect(instr.arg, false);
            if after < 0 {
                return Err(malformed("stack underflow"));
            }
            max = max.max(after);
            if let Some(target) = instr.target.filter(|_| instr.op.has_target()) {
                let depth = depth + instr.op.stack_effect(instr.arg, true);
                max = max.max(depth);
                enter(graph, &mut todo, target, depth as u32)?;
            }
            depth = after;
            if matches!(instr.op.flow(), Flow::Jump | Flow::Exit) {
                next = None;
                break;
            }
        }
        if let Some(next) = next {
            enter(graph, &mut todo, next, depth as u32)?;
        }
    }
    Ok(max as u32)
}

fn enter(graph: &mut Graph, todo: &mut Vec<BlockId>, block: BlockId, depth: u32) -> Result<(), Diagnostic> {
    match graph[block].start_depth {
        None => {
            graph[block].start_depth = Some(depth);
            todo.push(block);
            Ok(())
        }
        Some(known) if known == depth => Ok(()),
        Some(_) => Err(malformed("inconsistent stack depth")),
    }
}
