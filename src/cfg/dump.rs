//! The graph and its history as text.

use super::{BlockId, Graph, Instr, OPTIMIZE, PREPARE, graph_of, run, stack_depth};
use crate::bytecode::operand::{Tables, show};
use crate::bytecode::{Code, Opcode};
use crate::codegen::unit::Unit;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use std::fmt::Write;
use std::sync::Arc;

/// A graph at one point of its way, with what led to it.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub title: &'static str,
    pub about: &'static str,
    pub graph: Graph,
}

/// The graph of a unit as built and after each pass.
pub fn history(unit: &Unit) -> Result<Vec<Snapshot>, Diagnostic> {
    let mut graph = graph_of(unit, unit.consts.clone())?;
    let about = "the instructions cut at labels, jumps and exits";
    let mut out = vec![Snapshot { title: "built", about, graph: graph.clone() }];
    let mut keep = |pass: &super::Pass, graph: &Graph| {
        out.push(Snapshot { title: pass.name, about: pass.about, graph: graph.clone() });
    };
    run(&mut graph, OPTIMIZE, &mut keep);
    stack_depth(&mut graph)?;
    run(&mut graph, PREPARE, &mut keep);
    Ok(out)
}

/// The tables that a unit's operands index; `graph` has the constants as they are at its point.
fn tables<'a>(unit: &'a Unit, graph: &'a Graph, placed: bool) -> Tables<'a> {
    let cells = unit.cellvars.iter().filter(|c| !unit.varnames.contains(c));
    let locals = unit.varnames.iter().chain(cells).chain(&unit.freevars).cloned().collect::<Vec<_>>();
    let free = unit.cellvars.iter().chain(&unit.freevars).cloned().collect();
    Tables {
        consts: &graph.consts,
        names: &unit.names,
        free: if placed { locals.clone().into() } else { free },
        locals: locals.into(),
    }
}

fn show_code(code: &Arc<Code>) -> String {
    format!("<code object {}, line {}>", show(&code.name), code.firstlineno)
}

/// `12:4-16` or `12:4-13:8`; what is not known is left out.
pub fn show_span(span: Span) -> String {
    match span {
        Span { line, .. } if line < 0 => "-".into(),
        Span { line, col, .. } if col < 0 => line.to_string(),
        Span { line, col, end_line, end_col } if line == end_line => format!("{line}:{col}-{end_col}"),
        Span { line, col, end_line, end_col } => format!("{line}:{col}-{end_line}:{end_col}"),
    }
}

fn name(block: BlockId) -> String {
    format!("B{}", block.index())
}

/// One graph: its blocks in the order of the code. `placed` says whether cells and free variables
/// have their places among the locals already.
pub fn graph(unit: &Unit, graph: &Graph, placed: bool) -> String {
    let tables = tables(unit, graph, placed);
    let mut out = String::new();
    for id in graph.order().filter(|&b| !graph[b].instrs.is_empty()) {
        let block = &graph[id];
        let _ = write!(out, "{}:", name(id));
        if let Some(depth) = block.start_depth {
            let _ = write!(out, " depth {depth}");
        }
        for (is, word) in [(block.is_handler, " handler"), (block.cold, " cold")] {
            out.push_str(if is { word } else { "" });
        }
        if let Some(next) = graph.nonempty(graph.fall_through(id)) {
            let _ = write!(out, " -> {}", name(next));
        }
        out.push('\n');
        for instr in &block.instrs {
            let mut line = format!("    {:<13} {:<26}", show_span(instr.span), instr.op.name());
            match instr.target.filter(|_| instr.op.has_target()) {
                Some(target) => {
                    let _ = write!(line, "       (to {})", name(target));
                }
                None if instr.op.has_arg() => {
                    let _ = write!(line, "{:>6}", instr.arg);
                    let argrepr = tables.argrepr(instr.op, instr.arg, &mut show_code);
                    if !argrepr.is_empty() {
                        let _ = write!(line, " ({argrepr})");
                    }
                }
                None => {}
            }
            if let Some(handler) = instr.except {
                let _ = write!(line, "  on error {}", name(handler));
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
    out
}

/// The whole way of one unit: each pass that changed something with the graph it left.
pub fn text(unit: &Unit) -> Result<String, Diagnostic> {
    let mut out = format!("Control-flow graph of {}, line {}:\n", show(&unit.qualname), unit.firstlineno);
    let mut before = String::new();
    let mut placed = false;
    for snapshot in history(unit)? {
        placed |= snapshot.title == PREPARE[0].name;
        let now = graph(unit, &snapshot.graph, placed);
        if now == before {
            let _ = writeln!(out, "== {}: no change", snapshot.title);
        } else {
            let _ = write!(out, "== {}: {}\n{now}", snapshot.title, snapshot.about);
        }
        before = now;
    }
    Ok(out)
}

/// A pseudo-instruction as it came from code generation.
#[derive(Clone, Debug)]
pub struct InstructionRow {
    /// Number of the label before it; labels are numbered in the order of the code.
    pub label: Option<u32>,
    pub op: Opcode,
    /// The operand; for one that is a label, its number.
    pub arg: Option<u32>,
    pub argrepr: String,
    pub span: Span,
}

/// A unit's instructions before any pass.
pub fn instruction_rows(unit: &Unit) -> Result<Vec<InstructionRow>, Diagnostic> {
    let built = graph_of(unit, unit.consts.clone())?;
    let tables = tables(unit, &built, false);
    let sequence = &unit.sequence;
    let target = |arg| sequence.target(crate::bytecode::Label(arg)).unwrap_or(0);
    let mut targets: Vec<usize> =
        sequence.instructions.iter().filter(|i| i.op.has_target()).map(|i| target(i.arg)).collect();
    targets.sort_unstable();
    targets.dedup();
    let label = |index: usize| targets.binary_search(&index).ok().map(|l| l as u32 + 1);
    let rows = sequence.instructions.iter().enumerate().map(|(i, instruction)| {
        let op = instruction.op;
        let (arg, argrepr) = if op.has_target() {
            let label = label(target(instruction.arg)).unwrap_or(0);
            (label, format!("to L{label}"))
        } else {
            (instruction.arg, tables.argrepr(op, instruction.arg, &mut show_code))
        };
        InstructionRow {
            label: label(i),
            op,
            arg: op.has_arg().then_some(arg),
            argrepr,
            span: instruction.span,
        }
    });
    Ok(rows.collect())
}

/// A unit's instructions as text.
pub fn instructions(unit: &Unit) -> Result<String, Diagnostic> {
    let mut out = format!("Instructions of {}, line {}:\n", show(&unit.qualname), unit.firstlineno);
    for row in instruction_rows(unit)? {
        let label = row.label.map(|l| format!("L{l}:")).unwrap_or_default();
        let mut line = format!("{:<13} {label:>6} {:<26}", show_span(row.span), row.op.name());
        if let Some(arg) = row.arg {
            let _ = write!(line, "{arg:>6}");
            if !row.argrepr.is_empty() {
                let _ = write!(line, " ({})", row.argrepr);
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    Ok(out)
}

/// The blocks one after the other as CPython's `_testinternalcapi.optimize_cfg` gives them: opcode,
/// operand, line, end line, column, end column. A jump's operand is the index of its target.
pub fn rows(graph: &Graph) -> Vec<[i64; 6]> {
    let (mut starts, mut count) = (vec![0; graph.len()], 0);
    for block in graph.order() {
        starts[block.index()] = count;
        count += graph[block].instrs.len() as i64;
    }
    let row = |i: &Instr| {
        let target = i.target.filter(|_| i.op.has_target());
        let arg = target.map_or(i.arg as i64, |target| starts[target.index()]);
        let Span { line, col, end_line, end_col } = i.span;
        [i.op.number() as i64, arg, line as i64, end_line as i64, col as i64, end_col as i64]
    };
    graph.order().flat_map(|block| graph[block].instrs.iter().map(row)).collect()
}
