//! Moves blocks that only exceptions reach behind all others.

use super::redundant;
use crate::bytecode::Opcode;
use crate::cfg::{Block, BlockId, Graph, Instr};
use crate::source::Span;

pub fn run(graph: &mut Graph) {
    if graph[graph.entry()].next.is_none() {
        return;
    }
    let handlers: Vec<BlockId> = graph.order().filter(|&b| graph[b].is_handler).collect();
    if handlers.is_empty() {
        return;
    }
    mark(graph, handlers);

    // A cold block that falls through to a warm one will need a jump.
    let mut at = Some(graph.entry());
    while let Some(block) = at {
        at = graph[block].next;
        if graph[block].cold
            && let Some(next) = graph.fall_through(block)
            && graph[next].warm
        {
            let jump = Instr::new(Opcode::JUMP_NO_INTERRUPT, 0, Span::NONE);
            let jump = graph.add(Block {
                instrs: vec![Instr { target: Some(next), ..jump }],
                next: Some(next),
                predecessors: 1,
                cold: true,
                ..Block::default()
            });
            graph[next].labelled = true;
            graph[block].next = Some(jump);
        }
    }

    let (cold, warm): (Vec<_>, Vec<_>) = graph.order().partition(|&b| graph[b].cold);
    if cold.is_empty() {
        return;
    }
    let order: Vec<BlockId> = warm.into_iter().chain(cold).collect();
    for pair in order.windows(2) {
        graph[pair[0]].next = Some(pair[1]);
    }
    if let Some(&last) = order.last() {
        graph[last].next = None;
    }
    redundant::nops_and_jumps(graph);
}

/// Marks what normal control flow reaches as warm, and what else the handlers reach as cold.
fn mark(graph: &mut Graph, handlers: Vec<BlockId>) {
    graph.unvisit();
    let entry = graph.entry();
    graph.visit(entry);
    flood(graph, vec![entry], |block| block.warm = true);

    graph.unvisit();
    handlers.iter().for_each(|&b| graph[b].visited = true);
    flood(graph, handlers, |block| block.cold = true);
}

/// Marks all that is reached from `todo` and not warm yet.
fn flood(graph: &mut Graph, mut todo: Vec<BlockId>, mark: fn(&mut Block)) {
    while let Some(block) = todo.pop() {
        mark(&mut graph[block]);
        let target = graph[block].last_jump().and_then(|l| l.target);
        for follower in [graph.fall_through(block), target].into_iter().flatten() {
            if !graph[follower].warm && graph.visit(follower) {
                todo.push(follower);
            }
        }
    }
}
