//! The blocks one after the other: what the assembler takes.

use super::Graph;
use crate::bytecode::Opcode;
use crate::source::Span;

/// The exception handler of an instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HandlerInfo {
    /// Index of its first instruction.
    pub start: u32,
    /// Values on the stack when it starts.
    pub depth: u32,
    pub preserve_lasti: bool,
}

/// An instruction in its final place. The operand of a jump is the index of its destination.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Linear {
    pub op: Opcode,
    pub arg: u32,
    pub span: Span,
    pub handler: Option<HandlerInfo>,
}

pub fn linear(graph: &Graph) -> Vec<Linear> {
    let mut starts = vec![0; graph.len()];
    let mut count = 0;
    for block in graph.order() {
        starts[block.index()] = count;
        count += graph[block].instrs.len() as u32;
    }
    let mut out = Vec::with_capacity(count as usize);
    for block in graph.order() {
        out.extend(graph[block].instrs.iter().map(|instr| Linear {
            op: instr.op,
            arg: match instr.target.filter(|_| instr.op.has_target()) {
                Some(target) => starts[target.index()],
                None => instr.arg,
            },
            span: instr.span,
            handler: instr.except.map(|handler| HandlerInfo {
                start: starts[handler.index()],
                depth: graph[handler].start_depth.unwrap_or(0),
                preserve_lasti: graph[handler].preserve_lasti,
            }),
        }));
    }
    out
}
