//! Damaged `.pyc` files: each is refused with one error, or listed and run.

use super::corpus::Corpus;
use super::rng::Rng;
use super::run;
use pvmscope::bytecode::{dis, pyc};
use pvmscope::compile::{Options, compile};
use pvmscope::source::Source;
use std::sync::Arc;

/// The `.pyc` of a small program, damaged.
pub fn mutated(corpus: &Corpus, rng: &mut Rng) -> Vec<u8> {
    let at = rng.below(corpus.programs.len());
    let text = corpus.programs.get(at).map_or("", String::as_str);
    let Ok((code, _)) = compile(&Source::new("case.py", text), &Options::default()) else {
        return Vec::new();
    };
    let header = pyc::Validation::Timestamp { mtime: 0, size: 0 };
    let mut bytes = pyc::write(header, &code).unwrap_or_default();
    // Only what is behind the header, mostly; a damaged header is soon told.
    let start = if rng.chance(1, 20) { 0 } else { 16 };
    for _ in 0..=rng.below(3) {
        damage(&mut bytes, start, &code.code, rng);
    }
    bytes
}

fn damage(bytes: &mut Vec<u8>, start: usize, code: &[u8], rng: &mut Rng) {
    let at = start + rng.below(bytes.len().saturating_sub(start));
    if at >= bytes.len() {
        return;
    }
    match rng.below(10) {
        0 => bytes[at] ^= 1 << rng.below(8),
        1 => bytes[at] = rng.below(256) as u8,
        2 => bytes.truncate(at),
        3 => {
            bytes.remove(at);
        }
        4 => bytes.insert(at, rng.below(256) as u8),
        5 => {
            // A size or a number becomes extreme.
            let number: i32 =
                *[i32::MAX, i32::MIN, -1, 0, 1 << 24, 255, 256, 65536].get(rng.below(8)).unwrap_or(&0);
            let end = (at + 4).min(bytes.len());
            bytes[at..end].copy_from_slice(&number.to_le_bytes()[..end - at]);
        }
        6 => {
            let end = (at + 1 + rng.below(40)).min(bytes.len());
            let piece = bytes[at..end].to_vec();
            let to = start + rng.below(bytes.len() - start);
            bytes.splice(to..to, piece);
        }
        _ => {
            // An instruction of the module's own code: the most that a check must see.
            let found = bytes.windows(code.len().max(1)).position(|window| window == code);
            let Some(first) = found else { return };
            let unit = first + 2 * rng.below(code.len() / 2);
            match rng.below(4) {
                0 => bytes[unit] = rng.below(150) as u8,
                1 => bytes[unit + 1] = rng.below(256) as u8,
                2 => bytes[unit + 1] = bytes[unit + 1].wrapping_add(1),
                _ => {
                    let other = first + 2 * rng.below(code.len() / 2);
                    bytes.swap(unit, other);
                    bytes.swap(unit + 1, other + 1);
                }
            }
        }
    }
}

pub fn read_and_run(input: &[u8]) -> Result<(), String> {
    match pyc::read(input) {
        Err(error) => {
            let text = error.to_string();
            if text.is_empty() || text.contains('\n') {
                return Err(format!("not one line of error: {text:?}"));
            }
            Ok(())
        }
        Ok((_, code)) => {
            let _ = dis::text(&code);
            run::limited(&Arc::new(code), false);
            Ok(())
        }
    }
}
