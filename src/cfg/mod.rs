//! The control-flow graph: instructions as basic blocks, and the passes that improve them.
//!
//! The passes and their order are those of CPython 3.13's `flowgraph.c`.

mod block;
mod build;
pub mod dump;
pub mod passes;
mod stack_depth;

pub use block::{Block, BlockId, Graph, Instr, Variables};
pub use build::build;
pub use passes::{OPTIMIZE, PREPARE, Pass};
pub use stack_depth::stack_depth;

use crate::bytecode::Const;
use crate::codegen::unit::Unit;
use crate::diagnostic::{Diagnostic, Kind};

/// The graph of one unit before any pass. `consts` are the unit's.
pub fn graph_of(unit: &Unit, consts: Vec<Const>) -> Result<Graph, Diagnostic> {
    build(&unit.sequence, Variables::of(unit), consts, unit.flags, unit.firstlineno)
}

/// Runs passes in order; `seen` is shown the graph after each.
pub fn run(graph: &mut Graph, passes: &[Pass], mut seen: impl FnMut(&Pass, &Graph)) {
    for pass in passes {
        (pass.run)(graph);
        seen(pass, graph);
    }
}

/// Only a fault in code generation leads here.
fn malformed(what: &str) -> Diagnostic {
    Diagnostic::placeless(Kind::Unsupported, format!("malformed control flow graph: {what}"))
}
