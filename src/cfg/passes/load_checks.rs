//! Finds loads of locals that may be unbound; only those need a check at run time.

use crate::bytecode::Opcode;
use crate::cfg::{BlockId, Graph};

/// So many locals are followed through the whole graph; the others within each block only.
const TRACKED: u32 = 64;

pub fn run(graph: &mut Graph) {
    let locals = graph.variables.locals;
    if locals == 0 {
        return;
    }
    if locals > TRACKED {
        check_untracked(graph, locals);
    }
    graph.unvisit();
    let mask = |n: u32| if n >= TRACKED { u64::MAX } else { (1 << n) - 1 };
    let mut todo = Vec::new();
    let entry = graph.entry();
    push(graph, &mut todo, entry, mask(locals) & !mask(graph.variables.params));
    // A variable can be unbound by `del` anywhere, so every block is looked at.
    let mut at = Some(entry);
    while let Some(block) = at {
        graph[block].visited = false;
        scan(graph, &mut todo, block);
        at = graph[block].next;
    }
    while let Some(block) = todo.pop() {
        // Most were scanned since they were put on the list.
        if std::mem::take(&mut graph[block].visited) {
            scan(graph, &mut todo, block);
        }
    }
}

/// Adds what may be unbound at a block's start, and puts it on the list if that is news.
fn push(graph: &mut Graph, todo: &mut Vec<BlockId>, block: BlockId, unbound: u64) {
    let both = graph[block].unsafe_locals | unbound;
    if graph[block].unsafe_locals != both {
        graph[block].unsafe_locals = both;
        if graph.visit(block) {
            todo.push(block);
        }
    }
}

fn scan(graph: &mut Graph, todo: &mut Vec<BlockId>, block: BlockId) {
    let mut unbound = graph[block].unsafe_locals;
    let mut instrs = std::mem::take(&mut graph[block].instrs);
    let mut told = (None, 0);
    for instr in &mut instrs {
        if let Some(handler) = instr.except
            && told != (instr.except, unbound)
        {
            push(graph, todo, handler, unbound);
            told = (instr.except, unbound);
        }
        use Opcode::*;
        let (DELETE_FAST
        | LOAD_FAST_AND_CLEAR
        | STORE_FAST_MAYBE_NULL
        | STORE_FAST
        | LOAD_FAST_CHECK
        | LOAD_FAST) = instr.op
        else {
            continue;
        };
        if instr.arg >= TRACKED {
            continue;
        }
        let bit = 1 << instr.arg;
        match instr.op {
            DELETE_FAST | LOAD_FAST_AND_CLEAR | STORE_FAST_MAYBE_NULL => unbound |= bit,
            _ => {
                if instr.op == LOAD_FAST && unbound & bit != 0 {
                    instr.op = LOAD_FAST_CHECK;
                }
                unbound &= !bit;
            }
        }
    }
    graph[block].instrs = instrs;
    if let Some(next) = graph.fall_through(block) {
        push(graph, todo, next, unbound);
    }
    if let Some(target) = graph[block].last_jump().and_then(|l| l.target) {
        push(graph, todo, target, unbound);
    }
}

fn check_untracked(graph: &mut Graph, locals: u32) {
    // By local: the number of the last block in which it is surely bound.
    let mut bound_in = vec![0; (locals - TRACKED) as usize];
    let (mut at, mut number) = (Some(graph.entry()), 0);
    while let Some(block) = at {
        number += 1;
        for instr in graph[block].instrs.iter_mut().filter(|i| i.arg >= TRACKED) {
            let local = (instr.arg - TRACKED) as usize;
            match instr.op {
                Opcode::DELETE_FAST | Opcode::LOAD_FAST_AND_CLEAR | Opcode::STORE_FAST_MAYBE_NULL => {
                    bound_in[local] = 0;
                }
                Opcode::STORE_FAST => bound_in[local] = number,
                Opcode::LOAD_FAST => {
                    if bound_in[local] != number {
                        instr.op = Opcode::LOAD_FAST_CHECK;
                    }
                    bound_in[local] = number;
                }
                _ => {}
            }
        }
        at = graph[block].next;
    }
}
