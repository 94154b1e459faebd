//! Gives a line to what has none. An exit must have one, for tracebacks and debuggers read it when
//! the frame is gone; so exits without a line are first copied, one for each way to reach them.

use crate::cfg::{Block, Graph};
use crate::source::Span;

pub fn run(graph: &mut Graph) {
    duplicate_exits(graph);
    propagate(graph);
}

/// Leaves the code, or is a place where it can be interrupted, and shows no line.
fn needs_line(block: &Block) -> bool {
    block.has_no_line() && (block.exits_scope() || block.instrs.iter().any(|i| i.op.has_eval_break()))
}

fn duplicate_exits(graph: &mut Graph) {
    let mut at = Some(graph.entry());
    while let Some(block) = at {
        if let Some(jump) = graph[block].last_jump().copied()
            && let Some(target) = graph.nonempty(jump.target)
            && graph[target].predecessors > 1
            && needs_line(&graph[target])
        {
            let mut copy = Block {
                instrs: graph[target].instrs.clone(),
                next: graph[target].next,
                labelled: true,
                predecessors: 1,
                ..Block::default()
            };
            copy.instrs[0].span = jump.span;
            let copy = graph.add(copy);
            if let Some(last) = graph[block].instrs.last_mut() {
                last.target = Some(copy);
            }
            graph[target].predecessors -= 1;
            graph[target].next = Some(copy);
        }
        at = graph[block].next;
    }

    // Those that are left are reached only by falling through, so from one block.
    let mut at = Some(graph.entry());
    while let Some(block) = at {
        if let Some(last) = graph[block].instrs.last().copied()
            && let Some(next) = graph.fall_through(block)
            && needs_line(&graph[next])
            && let Some(first) = graph[next].instrs.first_mut()
        {
            first.span = last.span;
        }
        at = graph[block].next;
    }
}

fn propagate(graph: &mut Graph) {
    let mut at = Some(graph.entry());
    while let Some(id) = at {
        let mut span = Span::NONE;
        let block = &mut graph[id];
        at = block.next;
        for instr in &mut block.instrs {
            if instr.span.line < 0 {
                instr.span = span;
            } else {
                span = instr.span;
            }
        }
        let Some(last) = block.instrs.last().copied() else { continue };
        let next = graph.fall_through(id);
        for follower in [next, last.target.filter(|_| last.is_jump())].into_iter().flatten() {
            let follower = &mut graph[follower];
            if follower.predecessors == 1
                && let Some(first) = follower.instrs.first_mut().filter(|f| f.span.line < 0)
            {
                first.span = span;
            }
        }
    }
}
