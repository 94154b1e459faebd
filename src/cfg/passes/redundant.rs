//! Removes instructions that do nothing.

use crate::bytecode::Opcode;
use crate::cfg::{BlockId, Graph, Instr};
use crate::source::Span;

/// What a search for `NOP`s found.
#[derive(Clone, Copy, Default)]
pub struct Nops {
    removed: bool,
    /// Some had to stay.
    left: bool,
}

/// Removes `NOP`s, except where one is the only instruction of its line.
pub fn nops(graph: &mut Graph) -> Nops {
    let mut all = Nops::default();
    let mut at = Some(graph.entry());
    while let Some(block) = at {
        let here = nops_in(graph, block);
        all.removed |= here.removed;
        all.left |= here.left;
        at = graph[block].next;
    }
    all
}

#[inline]
fn nops_in(graph: &mut Graph, block: BlockId) -> Nops {
    match graph[block].instrs.iter().position(|i| i.op == Opcode::NOP) {
        Some(first) => nops_from(graph, block, first),
        None => Nops::default(),
    }
}

fn nops_from(graph: &mut Graph, block: BlockId, first: usize) -> Nops {
    let mut instrs = std::mem::take(&mut graph[block].instrs);
    let mut previous_line = first.checked_sub(1).map_or(-1, |i| instrs[i].span.line);
    let (mut kept, mut left) = (first, false);
    for i in first..instrs.len() {
        let Span { line, .. } = instrs[i].span;
        if instrs[i].op == Opcode::NOP {
            if line < 0 || previous_line == line {
                continue;
            }
            if let Some(next) = instrs.get(i + 1).map(|n| n.span.line) {
                if next == line {
                    continue;
                }
                if next < 0 {
                    instrs[i + 1].span = instrs[i].span;
                    continue;
                }
            } else if line_after(graph, block) == Some(line) {
                continue;
            }
            left = true;
        }
        instrs[kept] = instrs[i];
        kept += 1;
        previous_line = line;
    }
    let removed = kept < instrs.len();
    instrs.truncate(kept);
    graph[block].instrs = instrs;
    Nops { removed, left }
}

/// Line of the first instruction in the blocks after `block` that is no `NOP` without a place.
fn line_after(graph: &Graph, block: BlockId) -> Option<i32> {
    let next = graph.nonempty(graph[block].next)?;
    let stays = |line: i32, op| op != Opcode::NOP || line != Span::NONE.line;
    graph[next].instrs.iter().find(|i| stays(i.span.line, i.op)).map(|i| i.span.line)
}

/// Removes a push with the `POP_TOP` that follows it, until there is none.
pub fn nops_and_pairs(graph: &mut Graph) {
    let mut done = false;
    while !done {
        done = true;
        let mut previous: Option<(BlockId, usize)> = None;
        let mut at = Some(graph.entry());
        while let Some(block) = at {
            nops_in(graph, block);
            if graph[block].labelled {
                previous = None;
            }
            let len = graph[block].instrs.len();
            let is_pop = |instrs: &[Instr], i: usize| instrs[i].op == Opcode::POP_TOP;
            let mut pops = (0..len).find(|&i| is_pop(&graph[block].instrs, i));
            while let Some(i) = pops {
                let before = if i > 0 { Some((block, i - 1)) } else { previous };
                if let Some((b, k)) = before {
                    let push = &mut graph[b].instrs[k];
                    if push.op == Opcode::LOAD_CONST || (push.op == Opcode::COPY && push.arg == 1) {
                        push.set_nop();
                        graph[block].instrs[i].set_nop();
                        done = false;
                    }
                }
                pops = (i + 1..len).find(|&i| is_pop(&graph[block].instrs, i));
            }
            previous = len.checked_sub(1).map(|last| (block, last)).or(previous);
            let jumps = previous.is_some_and(|(b, k)| graph[b].instrs[k].is_jump());
            if jumps || !graph[block].falls_through() {
                previous = None;
            }
            at = graph[block].next;
        }
    }
}

/// Removes jumps to what follows anyway, and the `NOP`s that this leaves.
pub fn nops_and_jumps(graph: &mut Graph) {
    loop {
        let nops = nops(graph);
        // One `NOP` gone may be why another can go.
        let again = jumps(graph) || (nops.removed && nops.left);
        if !again {
            return;
        }
    }
}

fn jumps(graph: &mut Graph) -> bool {
    let mut removed = false;
    let mut at = Some(graph.entry());
    while let Some(block) = at {
        let next = graph[block].next;
        let last = graph[block].instrs.last().filter(|l| l.is_unconditional_jump());
        if let Some(target) = last.map(|l| l.target)
            && graph.nonempty(target) == graph.nonempty(next)
            && let Some(last) = graph[block].instrs.last_mut()
        {
            last.set_nop();
            removed = true;
        }
        at = next;
    }
    removed
}
