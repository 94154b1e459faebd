//! The passes, in the order in which they run.

mod cold_blocks;
mod exception_targets;
mod inline_exits;
mod line_numbers;
mod load_checks;
mod load_const;
mod localsplus;
mod normalize_jumps;
mod peephole;
mod pseudo_ops;
mod redundant;
mod superinstructions;
mod swaps;
mod unreachable;
mod unused_consts;

use super::Graph;

/// One step from the first graph to the last.
#[derive(Debug)]
pub struct Pass {
    pub name: &'static str,
    /// What it does, for people.
    pub about: &'static str,
    pub run: fn(&mut Graph),
}

const fn pass(name: &'static str, run: fn(&mut Graph), about: &'static str) -> Pass {
    Pass { name, about, run }
}

/// What `_testinternalcapi.optimize_cfg` does.
pub static OPTIMIZE: &[Pass] = &[
    pass(
        "exception targets",
        exception_targets::run,
        "each instruction learns its handler; the markers around protected code go",
    ),
    pass(
        "inline small exits",
        inline_exits::run,
        "a jump to a few instructions that leave the code becomes those instructions",
    ),
    pass("remove unreachable", unreachable::run, "blocks that no path reaches lose their instructions"),
    pass(
        "line numbers",
        line_numbers::run,
        "exits without a line are copied for each way in; lines spread to what has none",
    ),
    pass("constants", load_const::run, "tests of constants are decided; `is None` and a jump become one"),
    pass(
        "peephole",
        peephole::run,
        "tuples of constants are folded, jumps to jumps shortened, swaps done by reordering stores",
    ),
    pass("redundant pairs", redundant::nops_and_pairs, "values that are pushed only to be popped go"),
    pass("remove unreachable", unreachable::run, "what the jumps no longer reach goes"),
    pass("redundant jumps", redundant::nops_and_jumps, "jumps to the next instruction and empty NOPs go"),
    pass("unused constants", unused_consts::run, "constants that nothing loads any more go"),
    pass("checked loads", load_checks::run, "a load of a local that may be unbound becomes LOAD_FAST_CHECK"),
    pass(
        "superinstructions",
        superinstructions::run,
        "two neighbouring loads or stores of locals become one",
    ),
    pass("cold blocks", cold_blocks::run, "exception handlers move to the end"),
    pass("line numbers", line_numbers::run, "lines again, for what moved"),
];

/// What remains before assembly, when the stack's depth is known.
pub static PREPARE: &[Pass] = &[
    pass(
        "variables",
        localsplus::run,
        "cells and free variables get their places among the locals; a generator's and the cells' first instructions",
    ),
    pass("pseudo-instructions", pseudo_ops::run, "what only the compiler knows becomes real instructions"),
    pass("jump directions", normalize_jumps::run, "conditional jumps are made to lead forward"),
];
