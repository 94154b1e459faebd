//! Copies small blocks that leave the code, or that have no line, to where they are jumped to.

use crate::bytecode::Opcode;
use crate::cfg::{BlockId, Graph};

/// How many instructions an exit may have to be copied.
const MAX_COPY: usize = 4;

pub fn run(graph: &mut Graph) {
    let mut changed = true;
    while changed {
        changed = false;
        let mut at = Some(graph.entry());
        while let Some(block) = at {
            changed |= inline(graph, block);
            at = graph[block].next;
        }
    }
}

fn inline(graph: &mut Graph, block: BlockId) -> bool {
    let Some(last) = graph[block].instrs.last().copied().filter(|l| l.is_unconditional_jump()) else {
        return false;
    };
    let Some(target_id) = last.target else { return false };
    let target = &graph[target_id];
    let small_exit = target.exits_scope() && target.instrs.len() <= MAX_COPY;
    let no_line = target.has_no_line() && !target.falls_through();
    if !(small_exit || no_line) {
        return false;
    }
    let copied = target.instrs.clone();
    let instrs = &mut graph[block].instrs;
    if let Some(last) = instrs.last_mut() {
        last.set_nop();
    }
    instrs.extend(copied);
    // The jump that went may have been where the program could be interrupted.
    if no_line
        && last.op == Opcode::JUMP
        && let Some(last) = instrs.last_mut().filter(|l| l.is_unconditional_jump())
    {
        last.op = Opcode::JUMP;
    }
    let predecessors = &mut graph[target_id].predecessors;
    *predecessors = predecessors.wrapping_sub(1);
    true
}
