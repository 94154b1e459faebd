//! Finds each instruction's exception handler.

use crate::bytecode::Opcode;
use crate::cfg::{BlockId, Graph};

/// `RESUME` after a `yield` that only the generator's own handler protects.
const RESUME_DEPTH_1: u32 = 4;

/// The handlers in force, innermost first: a list that shares its tail with other lists.
struct Stack {
    nodes: Vec<(BlockId, Option<u32>, u32)>,
}

impl Stack {
    fn top(&self, stack: Option<u32>) -> Option<BlockId> {
        stack.map(|s| self.nodes[s as usize].0)
    }
    fn push(&mut self, stack: Option<u32>, handler: BlockId) -> Option<u32> {
        self.nodes.push((handler, stack, self.depth(stack) + 1));
        Some(self.nodes.len() as u32 - 1)
    }
    fn pop(&self, stack: Option<u32>) -> Option<u32> {
        stack.and_then(|s| self.nodes[s as usize].1)
    }
    fn depth(&self, stack: Option<u32>) -> u32 {
        stack.map_or(0, |s| self.nodes[s as usize].2)
    }
}

pub fn run(graph: &mut Graph) {
    if !mark_handlers(graph) {
        return;
    }
    graph.unvisit();
    let mut stacks = Stack { nodes: Vec::new() };
    let entry = graph.entry();
    graph.visit(entry);
    let mut todo = vec![(entry, None)];
    while let Some((block, mut stack)) = todo.pop() {
        let mut instrs = std::mem::take(&mut graph[block].instrs);
        let mut yield_depth = 0;
        for instr in &mut instrs {
            if let Some(handler) = instr.target.filter(|_| instr.is_block_push()) {
                if graph.visit(handler) {
                    todo.push((handler, stack));
                }
                if matches!(instr.op, Opcode::SETUP_WITH | Opcode::SETUP_CLEANUP) {
                    graph[handler].preserve_lasti = true;
                }
                stack = stacks.push(stack, handler);
                continue;
            }
            if instr.op == Opcode::POP_BLOCK {
                stack = stacks.pop(stack);
                instr.set_nop();
                continue;
            }
            instr.except = stacks.top(stack);
            match instr.op {
                Opcode::YIELD_VALUE => yield_depth = stacks.depth(stack),
                Opcode::RESUME if instr.arg != 0 => {
                    if yield_depth == 1 {
                        instr.arg |= RESUME_DEPTH_1;
                    }
                    yield_depth = 0;
                }
                _ => {}
            }
            if let Some(target) = instr.target.filter(|_| instr.is_jump())
                && graph.visit(target)
            {
                todo.push((target, stack));
            }
        }
        graph[block].instrs = instrs;
        if let Some(next) = graph.fall_through(block)
            && graph.visit(next)
        {
            todo.push((next, stack));
        }
    }
}

/// Marks the blocks that handle exceptions; are there any, or markers of protected code?
fn mark_handlers(graph: &mut Graph) -> bool {
    let mut any = false;
    let mut at = Some(graph.entry());
    while let Some(block) = at {
        let instrs = std::mem::take(&mut graph[block].instrs);
        for instr in instrs.iter().filter(|i| i.is_block_push() || i.op == Opcode::POP_BLOCK) {
            any = true;
            if let Some(handler) = instr.target.filter(|_| instr.is_block_push()) {
                graph[handler].is_handler = true;
            }
        }
        graph[block].instrs = instrs;
        at = graph[block].next;
    }
    any
}
