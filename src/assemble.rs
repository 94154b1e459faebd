//! Optimised blocks to a code object: jumps, line table, exception table, bytes.

use crate::bytecode::code::{Code, kinds};
use crate::bytecode::opcode::Operand;
use crate::bytecode::{Const, Opcode, exctable, linetable};
use crate::cfg::{self, Linear};
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
    let mut instructions = cfg::linear(&graph);
    let offsets = resolve_jumps(&mut instructions);
    let (localsplusnames, localspluskinds) = localsplus(&unit);
    Ok(Code {
        argcount: unit.argcount,
        posonlyargcount: unit.posonlyargcount,
        kwonlyargcount: unit.kwonlyargcount,
        stacksize: stacksize.max(1),
        flags: unit.flags,
        code: emit(&instructions),
        consts: graph.consts.into_iter().map(|c| with_set_order(c, interner)).collect(),
        names: unit.names,
        localsplusnames,
        localspluskinds,
        filename: filename.clone(),
        name: unit.name,
        qualname: unit.qualname,
        firstlineno: unit.firstlineno,
        linetable: linetable::encode(unit.firstlineno, instructions.iter().map(|i| (size(i), i.span))),
        exceptiontable: exctable::encode(&handlers(&instructions, &offsets)),
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
fn size(instruction: &Linear) -> u32 {
    let prefixes = match instruction.arg {
        0..=0xFF => 0,
        0x100..=0xFFFF => 1,
        0x1_0000..=0xFF_FFFF => 2,
        _ => 3,
    };
    prefixes + 1 + instruction.op.caches() as u32
}

/// Gives unconditional jumps their direction and every jump its distance. Answers the offset of
/// each instruction in code units.
fn resolve_jumps(instructions: &mut [Linear]) -> Vec<u32> {
    let mut jumps = Vec::new();
    for (i, instruction) in instructions.iter_mut().enumerate() {
        let target = instruction.arg as usize;
        let forward = target > i;
        match instruction.op {
            Opcode::JUMP if forward => instruction.op = Opcode::JUMP_FORWARD,
            Opcode::JUMP => instruction.op = Opcode::JUMP_BACKWARD,
            Opcode::JUMP_NO_INTERRUPT if forward => instruction.op = Opcode::JUMP_FORWARD,
            Opcode::JUMP_NO_INTERRUPT => instruction.op = Opcode::JUMP_BACKWARD_NO_INTERRUPT,
            _ => {}
        }
        if matches!(instruction.op.operand(), Operand::JumpForward | Operand::JumpBackward) {
            jumps.push((i, target));
        }
    }
    // A longer distance may need a prefix, which makes other distances longer.
    let mut offsets = vec![0; instructions.len() + 1];
    loop {
        let mut offset = 0;
        for (i, instruction) in instructions.iter().enumerate() {
            offsets[i] = offset;
            offset += size(instruction);
        }
        offsets[instructions.len()] = offset;
        let mut changed = false;
        for &(i, target) in &jumps {
            let before = size(&instructions[i]);
            instructions[i].arg = offsets[target].abs_diff(offsets[i] + before);
            changed |= size(&instructions[i]) != before;
        }
        if !changed {
            return offsets;
        }
    }
}

fn emit(instructions: &[Linear]) -> Vec<u8> {
    let mut out = Vec::with_capacity(instructions.len() * 4);
    for instruction in instructions {
        let [a, b, c, low] = instruction.arg.to_be_bytes();
        let skip = [a, b, c].iter().take_while(|&&byte| byte == 0).count();
        for prefix in &[a, b, c][skip..] {
            out.extend([Opcode::EXTENDED_ARG.number() as u8, *prefix]);
        }
        out.extend([instruction.op.number() as u8, low]);
        out.resize(out.len() + 2 * instruction.op.caches(), 0);
    }
    out
}

/// Runs of instructions with the same handler.
fn handlers(instructions: &[Linear], offsets: &[u32]) -> Vec<exctable::Handler> {
    let mut table = Vec::new();
    let start_of = |i: usize| instructions.get(i).and_then(|i| i.handler).map(|h| h.start);
    let mut start = 0;
    while start < instructions.len() {
        let same = |i: &usize| start_of(*i) == start_of(start);
        let end = (start..instructions.len()).take_while(same).count() + start;
        if let Some(handler) = instructions[start].handler {
            let below = 1 + u32::from(handler.preserve_lasti);
            table.push(exctable::Handler {
                start: offsets[start] * 2,
                end: offsets[end] * 2,
                target: offsets[handler.start as usize] * 2,
                depth: handler.depth.saturating_sub(below),
                lasti: handler.preserve_lasti,
            });
        }
        start = end;
    }
    table
}

/// Names and kinds of the fast locals: locals, then cells that are no locals, then free variables.
fn localsplus(unit: &Unit) -> (Vec<Text>, Vec<u8>) {
    let hidden: FxHashSet<&Text> = unit.hidden.iter().collect();
    let cells: FxHashSet<&Text> = unit.cellvars.iter().collect();
    let bit = |set: &FxHashSet<&Text>, name, bit| if set.contains(name) { bit } else { 0 };
    let local = unit.varnames.iter().map(|name| {
        let kind = kinds::LOCAL | bit(&hidden, name, kinds::HIDDEN) | bit(&cells, name, kinds::CELL);
        (name.clone(), kind)
    });
    let mut all: Vec<(Text, u8)> = local.collect();
    if !cells.is_empty() {
        let locals: FxHashSet<&Text> = unit.varnames.iter().collect();
        let own = unit.cellvars.iter().filter(|c| !locals.contains(c));
        all.extend(own.map(|c| (c.clone(), kinds::CELL)));
    }
    all.extend(unit.freevars.iter().map(|f| (f.clone(), kinds::FREE)));
    all.into_iter().unzip()
}
