//! Shortens runs of `SWAP` and reorders stores so that fewer are needed.

use crate::bytecode::Opcode;
use crate::cfg::Instr;

pub fn optimize(instrs: &mut [Instr]) {
    let mut i = 0;
    while i < instrs.len() {
        if instrs[i].op == Opcode::SWAP {
            i = shorten(instrs, i);
            apply(instrs, i);
        }
        i += 1;
    }
}

/// Rewrites the run of `SWAP`s and `NOP`s at `start` with the fewest `SWAP`s, put at its end.
/// Answers the run's last index, or `start` where there is only one `SWAP`.
fn shorten(instrs: &mut [Instr], start: usize) -> usize {
    let is_run = |i: &&Instr| matches!(i.op, Opcode::SWAP | Opcode::NOP);
    let len = instrs[start..].iter().take_while(is_run).count();
    let run = &mut instrs[start..start + len];
    let swaps = || run.iter().filter(|i| i.op == Opcode::SWAP).map(|i| i.arg as usize);
    if swaps().count() < 2 {
        return start;
    }
    // Where each value ends up: item i of `stack` came from depth `stack[i]`.
    let mut stack: Vec<Option<usize>> = (0..swaps().max().unwrap_or(0)).map(Some).collect();
    for depth in swaps().filter(|&d| d > 0) {
        stack.swap(0, depth - 1);
    }
    // Undo the permutation cycle by cycle; backwards, so that the code does it. A swap always takes
    // part with the top, so each cycle is entered through it.
    let mut put = len;
    for i in 0..stack.len() {
        if stack[i].is_none_or(|s| s == i) {
            continue;
        }
        let mut j = i;
        loop {
            if j != 0 && put > 0 {
                put -= 1;
                run[put].set(Opcode::SWAP, j as u32 + 1);
            }
            match stack[j].take() {
                Some(next) => j = next,
                None => break,
            }
        }
    }
    run[..put].iter_mut().for_each(Instr::set_nop);
    start + len - 1
}

/// The local that a store writes; other instructions give `None`.
fn stores_to(instr: &Instr) -> Option<u32> {
    matches!(instr.op, Opcode::STORE_FAST | Opcode::STORE_FAST_MAYBE_NULL).then_some(instr.arg)
}

/// May the instruction change places with another of its kind? It only pops the top and can
/// neither raise nor jump.
fn is_swappable(instr: &Instr) -> bool {
    instr.op == Opcode::POP_TOP || stores_to(instr).is_some()
}

/// The next swappable instruction after `i`, `NOP`s skipped; on `line` if one is given.
fn next_swappable(instrs: &[Instr], i: usize, line: Option<i32>) -> Option<usize> {
    for (k, instr) in instrs.iter().enumerate().skip(i + 1) {
        if line.is_some_and(|line| line >= 0 && instr.span.line != line) {
            return None;
        }
        if instr.op != Opcode::NOP {
            return is_swappable(instr).then_some(k);
        }
    }
    None
}

/// Does the `SWAP`s up to `last` by swapping the instructions that take the values instead.
fn apply(instrs: &mut [Instr], last: usize) {
    for i in (0..=last).rev() {
        let swap = instrs[i];
        if swap.op != Opcode::SWAP {
            if swap.op == Opcode::NOP || is_swappable(&swap) {
                continue;
            }
            return;
        }
        let Some(j) = next_swappable(instrs, i, None) else { return };
        let mut k = j;
        for _ in 1..swap.arg {
            match next_swappable(instrs, k, Some(instrs[j].span.line)) {
                Some(next) => k = next,
                None => return,
            }
        }
        // The last store to a variable must stay the last.
        let (first, second) = (stores_to(&instrs[j]), stores_to(&instrs[k]));
        if first.is_some() || second.is_some() {
            let clashes = |s: Option<u32>| s.is_some() && (s == first || s == second);
            if first == second || instrs[j + 1..k].iter().map(stores_to).any(clashes) {
                return;
            }
        }
        instrs[i].set_nop();
        instrs.swap(j, k);
    }
}
