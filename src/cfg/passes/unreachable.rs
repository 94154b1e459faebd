//! Empties blocks that no path reaches, and counts each block's predecessors.

use crate::cfg::Graph;

pub fn run(graph: &mut Graph) {
    graph.unvisit();
    let mut at = Some(graph.entry());
    while let Some(block) = at {
        graph[block].predecessors = 0;
        at = graph[block].next;
    }
    let entry = graph.entry();
    graph[entry].predecessors = 1;
    graph.visit(entry);
    let mut todo = vec![entry];
    while let Some(block) = todo.pop() {
        if let Some(next) = graph.fall_through(block) {
            graph[next].predecessors += 1;
            if graph.visit(next) {
                todo.push(next);
            }
        }
        for i in 0..graph[block].instrs.len() {
            let instr = graph[block].instrs[i];
            if let Some(target) = instr.target.filter(|_| instr.op.has_target()) {
                graph[target].predecessors += 1;
                if graph.visit(target) {
                    todo.push(target);
                }
            }
        }
    }
    let mut at = Some(graph.entry());
    while let Some(id) = at {
        let block = &mut graph[id];
        if block.predecessors == 0 {
            block.instrs.clear();
            block.is_handler = false;
        }
        at = block.next;
    }
}
