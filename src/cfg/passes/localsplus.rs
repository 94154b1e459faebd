//! Places cells and free variables behind the locals, and puts the instructions before the code
//! that make cells, copy free variables and start a generator.

use crate::bytecode::Opcode;
use crate::bytecode::code::flags;
use crate::cfg::{Graph, Instr};
use crate::source::Span;

pub fn run(graph: &mut Graph) {
    let places = places(graph);
    let entry = graph.entry();
    let prefix = prefix(graph, &places);
    if !prefix.is_empty() {
        graph[entry].instrs.splice(0..0, prefix);
    }
    if places.is_empty() {
        return;
    }
    let mut at = Some(entry);
    while let Some(block) = at {
        for instr in &mut graph[block].instrs {
            if matches!(
                instr.op,
                Opcode::MAKE_CELL
                    | Opcode::LOAD_CLOSURE
                    | Opcode::LOAD_DEREF
                    | Opcode::STORE_DEREF
                    | Opcode::DELETE_DEREF
                    | Opcode::LOAD_FROM_DICT_OR_DEREF
            ) && let Some(&place) = places.get(instr.arg as usize)
            {
                instr.arg = place;
            }
        }
        at = graph[block].next;
    }
}

/// By cell or free variable: its place among the fast locals. A cell that is a local stays there.
fn places(graph: &Graph) -> Vec<u32> {
    let variables = &graph.variables;
    let mut next = variables.locals;
    let free = (0..variables.free).map(|_| None);
    let own = variables.cells.iter().copied().chain(free);
    own.map(|local| {
        local.unwrap_or_else(|| {
            next += 1;
            next - 1
        })
    })
    .collect()
}

fn prefix(graph: &Graph, places: &[u32]) -> Vec<Instr> {
    let mut prefix = Vec::new();
    if graph.variables.free > 0 {
        prefix.push(Instr::new(Opcode::COPY_FREE_VARS, graph.variables.free, Span::NONE));
    }
    let mut cells: Vec<u32> = (0..graph.variables.cells.len() as u32).collect();
    cells.sort_by_key(|&c| places[c as usize]);
    prefix.extend(cells.into_iter().map(|c| Instr::new(Opcode::MAKE_CELL, c, Span::NONE)));
    if graph.flags & (flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR) != 0 {
        let span = Span::new(graph.firstlineno, -1, graph.firstlineno, -1);
        prefix.push(Instr::new(Opcode::RETURN_GENERATOR, 0, span));
        prefix.push(Instr::new(Opcode::POP_TOP, 0, span));
    }
    prefix
}
