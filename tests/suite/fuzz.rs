//! The fuzzer (`tests/fuzz`) for a few seconds with fixed seeds, and what it found in the past.

use crate::goldens::root;
use crate::python::{python, scratch};
use std::time::{Duration, Instant};

#[path = "../fuzz/mod.rs"]
mod fuzzer;

use fuzzer::corpus::Corpus;
use fuzzer::judge::Judge;
use fuzzer::{Fuzzer, Kind};

/// No case may take longer than this in a test build on a busy machine.
const SLOWEST: Duration = Duration::from_secs(20);

/// Tries that many cases; a few hundred are enough to see a stage that fell over.
fn fuzz(kind: Kind, cases: u64, judge: Option<Judge>, stack: usize) {
    let work = move || {
        let mut fuzzer = Fuzzer::new(kind, 1, Corpus::new(root(), &[]), judge);
        let mut wrong = Vec::new();
        for number in 0..cases {
            let input = fuzzer.case(number);
            let begun = Instant::now();
            if let Err(why) = fuzzer.try_case(&input) {
                wrong.push(format!("case {number}: {why}"));
            }
            assert!(begun.elapsed() < SLOWEST, "case {number} took {:?}", begun.elapsed());
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    };
    let thread = std::thread::Builder::new().stack_size(stack).spawn(work).expect("a thread");
    thread.join().expect("no case panics");
}

/// The stack of a usual main thread.
const USUAL_STACK: usize = 8 << 20;

#[test]
fn mutated_texts_come_through_all_stages() {
    fuzz(Kind::Source, 250, None, USUAL_STACK);
}

#[test]
fn mutated_pyc_files_are_refused_or_run() {
    fuzz(Kind::Pyc, 400, None, pvmscope::machine::STACK_SIZE);
}

#[test]
fn random_programs_run_to_an_end() {
    fuzz(Kind::Run, 150, None, pvmscope::machine::STACK_SIZE);
}

fn judge(name: &str) -> Option<Judge> {
    python()?;
    Some(Judge::new(root(), scratch(name), || python().expect("found a moment ago")))
}

#[test]
fn mutated_texts_are_judged_as_cpython_judges_them() {
    if let Some(judge) = judge("fuzz-texts") {
        fuzz(Kind::Differential, 250, Some(judge), USUAL_STACK);
    }
}

#[test]
fn random_programs_print_what_cpython_prints() {
    if let Some(judge) = judge("fuzz-programs") {
        fuzz(Kind::Output, 50, Some(judge), pvmscope::machine::STACK_SIZE);
    }
}

/// Programs that once made the machine lose a reference, which is a panic in a debug build.
#[test]
fn programs_that_fell_over_run_to_an_end() {
    let programs = [
        // The class cannot be made, and the cell of its methods' super() is left over.
        "class A: pass\nclass B(A): pass\nclass C(A, B):\n def f(self): return super().f()\n",
    ];
    let run = move || programs.iter().try_for_each(|program| fuzzer::run::to_an_end(program.as_bytes()));
    let thread =
        std::thread::Builder::new().stack_size(pvmscope::machine::STACK_SIZE).spawn(run).expect("a thread");
    assert_eq!(thread.join().expect("no panic"), Ok(()));
}
