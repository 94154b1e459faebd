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
        let instrs = std::mem::take(&mut graph[id].instrs);
        let mut depth = graph[id].start_depth.unwrap_or(0) as i32;
        let mut falls_through = true;
        for instr in &instrs {
            let after = depth + instr.op.stack_effect(instr.arg, false);
            if after < 0 {
                return Err(malformed("stack underflow"));
            }
            max = max.max(after);
            let flow = instr.op.flow();
            if flow == Flow::Next {
                depth = after;
                continue;
            }
            if let Some(target) = instr.target.filter(|_| instr.op.has_target()) {
                let depth = depth + instr.op.stack_effect(instr.arg, true);
                max = max.max(depth);
                enter(graph, &mut todo, target, depth as u32)?;
            }
            depth = after;
            if matches!(flow, Flow::Jump | Flow::Exit) {
                falls_through = false;
                break;
            }
        }
        graph[id].instrs = instrs;
        if let Some(next) = graph[id].next.filter(|_| falls_through) {
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
