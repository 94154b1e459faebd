//! The fuzzer: hostile and random inputs for every stage, from a seed.
//!
//! `tests/tools/fuzz.rs` runs it for as long as one likes, `tests/suite/fuzz.rs` for a few seconds with fixed
//! seeds. A case is made from its number alone, so that a finding can be made again.

pub mod corpus;
mod expressions;
pub mod generate;
pub mod judge;
pub mod mutate;
pub mod pyc;
pub mod rng;
pub mod run;
pub mod source;
pub mod templates;

use corpus::Corpus;
use judge::Judge;
use rng::Rng;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Mutated texts through every stage of the compiler.
    Source,
    /// Mutated `.pyc` files: read, listed and run.
    Pyc,
    /// Generated and mutated programs, run.
    Run,
    /// Mutated texts: does CPython say the same of them?
    Differential,
    /// Generated and mutated programs: does CPython print the same?
    Output,
}

/// Makes cases of one kind and tries them.
pub struct Fuzzer {
    kind: Kind,
    seed: u64,
    corpus: Corpus,
    judge: Option<Judge>,
}

impl Fuzzer {
    pub fn new(kind: Kind, seed: u64, corpus: Corpus, judge: Option<Judge>) -> Fuzzer {
        Fuzzer { kind, seed, corpus, judge }
    }

    /// The input of case `number`.
    pub fn case(&self, number: u64) -> Vec<u8> {
        let mut rng = Rng::new(self.seed ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        match self.kind {
            Kind::Source => mutate::bytes(&self.corpus, &mut rng),
            Kind::Differential => mutate::text(&self.corpus, &mut rng).into_bytes(),
            Kind::Pyc => pyc::mutated(&self.corpus, &mut rng),
            Kind::Run | Kind::Output if rng.chance(1, 2) => mutate::program(&self.corpus, &mut rng),
            Kind::Run | Kind::Output => generate::program(&mut rng).into_bytes(),
        }
    }

    /// Tries an input; what is wrong with the answers, if anything.
    pub fn try_case(&mut self, input: &[u8]) -> Result<(), String> {
        match (self.kind, &mut self.judge) {
            (Kind::Source, _) => source::all_stages(input),
            (Kind::Pyc, _) => pyc::read_and_run(input),
            (Kind::Run, _) => run::to_an_end(input),
            (Kind::Differential, Some(judge)) => judge.compare_compiled(input),
            (Kind::Output, Some(judge)) => judge.compare_output(input),
            (_, None) => Err("there is no python3.13 to compare with".into()),
        }
    }
}
