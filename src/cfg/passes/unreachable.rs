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
        let instrs = std::mem::take(&mut graph[block].instrs);
        for instr in instrs.iter().filter(|i| i.op.has_target()) {
            if let Some(target) = instr.target {
                graph[target].predecessors += 1;
                if graph.visit(target) {
                    todo.push(target);
                }
            }
        }
        graph[block].instrs = instrs;
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
