//! Drops constants that nothing loads. The first one stays: it may be the docstring.

use crate::bytecode::opcode::Operand;
use crate::cfg::Graph;

pub fn run(graph: &mut Graph) {
    let mut used = vec![false; graph.consts.len()];
    let Some(first) = used.first_mut() else { return };
    *first = true;
    for block in graph.order() {
        for instr in graph[block].instrs.iter().filter(|i| i.op.operand() == Operand::Const) {
            used[instr.arg as usize] = true;
        }
    }
    if used.iter().all(|&u| u) {
        return;
    }
    let mut count = 0;
    let place: Vec<u32> = used
        .iter()
        .map(|&u| {
            count += u32::from(u);
            count.saturating_sub(1)
        })
        .collect();
    let mut keep = used.into_iter();
    graph.consts.retain(|_| keep.next().unwrap_or(true));
    graph.forget_const_index();
    let mut at = Some(graph.entry());
    while let Some(block) = at {
        for instr in graph[block].instrs.iter_mut().filter(|i| i.op.operand() == Operand::Const) {
            instr.arg = place[instr.arg as usize];
        }
        at = graph[block].next;
    }
}
