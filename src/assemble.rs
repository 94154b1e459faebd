//! Optimised blocks to a code object: jumps, line table, exception table, bytes.

use crate::bytecode::code::{Code, kinds};
use crate::bytecode::{Const, Opcode, exctable, linetable};
use crate::cfg::{self, BlockId, Graph, Instr};
use crate::codegen::unit::Unit;
use crate::constant::set_order::compiled;
use crate::constant::{Constant, Text};
use crate::diagnostic::Diagnostic;
use crate::source::Interner;
use rustc_hash::FxHashSet;

/// From what code generation made to the finished code object.
pub fn finish(mut unit: Unit, filename: &Text, interner: &Interner) -> Result<Code, Diagnostic> {
    let consts = std::mem::take(&mut unit.consts);
    let mut graph = cfg::graph_of(&unit, consts)?;
    cfg::run(&mut graph, cfg::OPTIMIZE, |_, _| {});
    let stacksize = cfg::stack_depth(&mut graph)?;
    cfg::run(&mut graph, cfg::PREPARE, |_, _| {});
    let layout = resolve_jumps(&mut graph);
    let emitted = emit(&graph, &layout, unit.firstlineno);
    let (localsplusnames, localspluskinds) = localsplus(&mut unit);
    Ok(Code {
        argcount: unit.argcount,
        posonlyargcount: unit.posonlyargcount,
        kwonlyargcount: unit.kwonlyargcount,
        stacksize: stacksize.max(1),
        flags: unit.flags,
        code: emitted.code,
        consts: graph.consts.into_iter().map(|c| with_set_order(c, interner)).collect(),
        names: unit.names,
        localsplusnames,
        localspluskinds,
        filename: filename.clone(),
        name: unit.name,
        qualname: unit.qualname,
        firstlineno: unit.firstlineno,
        linetable: emitted.linetable,
        exceptiontable: exctable::encode(&emitted.handlers),
    })
}

/// Puts the elements of sets into the order in which CPython's compiler fills the set.
fn with_set_order(constant: Const, interner: &Interner) -> Const {
    match constant {
        Const::Value(Constant::FrozenSet(items)) => {
            Const::Value(Constant::FrozenSet(compiled(&items, |text| interner.contains(text)).into()))
        }
        other => other,
    }
}

/// Code units of an instruction with its prefixes and caches.
fn size(instr: &Instr) -> u32 {
    let prefixes = match instr.arg {
        0..=0xFF => 0,
        0x100..=0xFFFF => 1,
        0x1_0000..=0xFF_FFFF => 2,
        _ => 3,
    };
    prefixes + 1 + instr.op.caches() as u32
}

/// Where the blocks go.
struct Layout {
    blocks: Vec<Placed>,
    /// By block number: index of its first instruction.
    index: Vec<u32>,
    /// By block number: offset of its first instruction in code units.
    offset: Vec<u32>,
    /// Code units of all blocks.
    units: u32,
}

struct Placed {
    block: BlockId,
    /// Code units of its instructions, a jump at its end apart.
    units: u32,
    /// Where that jump leads.
    target: Option<BlockId>,
}

/// Gives unconditional jumps their direction and every jump its distance.
fn resolve_jumps(graph: &mut Graph) -> Layout {
    let mut blocks: Vec<Placed> = Vec::with_capacity(graph.len());
    let (mut index, mut count) = (vec![u32::MAX; graph.len()], 0);
    let mut at = Some(graph.entry());
    while let Some(block) = at {
        index[block.index()] = count;
        count += graph[block].instrs.len() as u32;
        at = graph[block].next;
        let (mut units, mut target) = (0, None);
        if let Some((last, rest)) = graph[block].instrs.split_last_mut() {
            units = rest.iter().map(size).sum();
            target = last.target.filter(|_| last.op.has_target());
            match target {
                // A block has its index if it stands before this one, or is this one.
                Some(target) => turn(last, index[target.index()] == u32::MAX),
                None => units += size(last),
            }
        }
        blocks.push(Placed { block, units, target });
    }
    // The first guess of a jump's size is made from the index of what it leads to.
    for placed in &blocks {
        if let (Some(target), Some(jump)) = (placed.target, graph[placed.block].instrs.last_mut()) {
            jump.arg = index[target.index()];
        }
    }
    // A longer distance may need a prefix, which makes other distances longer.
    let mut offset = vec![0; graph.len()];
    loop {
        let mut units = 0;
        for placed in &blocks {
            offset[placed.block.index()] = units;
            let jump = graph[placed.block].instrs.last().filter(|_| placed.target.is_some());
            units += placed.units + jump.map_or(0, size);
        }
        let mut changed = false;
        for placed in &blocks {
            if let (Some(target), Some(jump)) = (placed.target, graph[placed.block].instrs.last_mut()) {
                let before = size(jump);
                let end = offset[placed.block.index()] + placed.units + before;
                jump.arg = offset[target.index()].abs_diff(end);
                changed |= size(jump) != before;
            }
        }
        if !changed {
            return Layout { blocks, index, offset, units };
        }
    }
}

/// Makes an unconditional jump one that leads forward, or back.
fn turn(jump: &mut Instr, forward: bool) {
    jump.op = match jump.op {
        Opcode::JUMP | Opcode::JUMP_NO_INTERRUPT if forward => Opcode::JUMP_FORWARD,
        Opcode::JUMP => Opcode::JUMP_BACKWARD,
        Opcode::JUMP_NO_INTERRUPT => Opcode::JUMP_BACKWARD_NO_INTERRUPT,
        other => other,
    };
}

/// The bytes and tables that are made of the instructions.
struct Emitted {
    code: Vec<u8>,
    linetable: Vec<u8>,
    handlers: Vec<exctable::Handler>,
}

fn emit(graph: &Graph, layout: &Layout, firstlineno: i32) -> Emitted {
    // The caches are the zeros that are left between the instructions.
    let mut code = vec![0; layout.units as usize * 2];
    let mut lines = linetable::Encoder::new(firstlineno, layout.units as usize);
    let mut handlers = Handlers { graph, layout, table: Vec::new(), current: None, start: 0 };
    let mut at = 0;
    for placed in &layout.blocks {
        for instr in &graph[placed.block].instrs {
            handlers.at(at as u32, instr.except);
            let start = at;
            let [a, b, c, low] = instr.arg.to_be_bytes();
            if instr.arg > 0xFF {
                let skip = [a, b, c].iter().take_while(|&&byte| byte == 0).count();
                for prefix in &[a, b, c][skip..] {
                    code[at..at + 2].copy_from_slice(&[Opcode::EXTENDED_ARG.number() as u8, *prefix]);
                    at += 2;
                }
            }
            code[at..at + 2].copy_from_slice(&[instr.op.number() as u8, low]);
            at += 2 + 2 * instr.op.caches();
            lines.push((at - start) as u32 / 2, instr.span);
        }
    }
    handlers.at(at as u32, None);
    Emitted { code, linetable: lines.finish(), handlers: handlers.table }
}

/// Collects runs of instructions with the same handler.
struct Handlers<'a> {
    graph: &'a Graph,
    layout: &'a Layout,
    table: Vec<exctable::Handler>,
    current: Option<BlockId>,
    /// Where the current run starts, in bytes.
    start: u32,
}

impl Handlers<'_> {
    /// The instruction at `offset` has this handler.
    #[inline]
    fn at(&mut self, offset: u32, handler: Option<BlockId>) {
        if handler != self.current {
            self.change(offset, handler);
        }
    }

    fn change(&mut self, offset: u32, handler: Option<BlockId>) {
        let place = |handler: BlockId| self.layout.index[handler.index()];
        if handler.map(place) == self.current.map(place) {
            return;
        }
        if let Some(current) = self.current {
            let lasti = self.graph[current].preserve_lasti;
            let depth = self.graph[current].start_depth.unwrap_or(0);
            self.table.push(exctable::Handler {
                start: self.start,
                end: offset,
                target: self.layout.offset[current.index()] * 2,
                depth: depth.saturating_sub(1 + u32::from(lasti)),
                lasti,
            });
        }
        (self.current, self.start) = (handler, offset);
    }
}

/// Names and kinds of the fast locals: locals, then cells that are no locals, then free variables.
fn localsplus(unit: &mut Unit) -> (Vec<Text>, Vec<u8>) {
    let varnames = std::mem::take(&mut unit.varnames);
    let hidden: FxHashSet<&Text> = unit.hidden.iter().collect();
    let cells: FxHashSet<&Text> = unit.cellvars.iter().collect();
    let bit = |set: &FxHashSet<&Text>, name, bit| if set.contains(name) { bit } else { 0 };
    let kind = |name| kinds::LOCAL | bit(&hidden, name, kinds::HIDDEN) | bit(&cells, name, kinds::CELL);
    let mut kinds: Vec<u8> = varnames.iter().map(kind).collect();
    let mut names = varnames;
    if !cells.is_empty() {
        let locals: FxHashSet<&Text> = names.iter().collect();
        let own: Vec<Text> = unit.cellvars.iter().filter(|c| !locals.contains(c)).cloned().collect();
        names.extend(own);
        kinds.resize(names.len(), kinds::CELL);
    }
    names.append(&mut unit.freevars);
    kinds.resize(names.len(), kinds::FREE);
    (names, kinds)
}
