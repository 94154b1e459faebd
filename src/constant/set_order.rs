//! The order in which CPython keeps the elements of a set constant: that of its hash table.
//!
//! Strings hash as under `PYTHONHASHSEED=0`.

use super::set_table::SetTable;
use super::static_names::is_interned_at_start;
use super::{Constant, Text};
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use std::hash::Hasher;

/// The elements as a set iterates over them that was filled in the given order. Of equal elements
/// (`1` and `1.0`) the first stays.
pub fn arrange(items: &[Constant]) -> Vec<Constant> {
    let mut table = SetTable::default();
    for (i, item) in items.iter().enumerate() {
        table.add(hash(item), i, |other: usize| equal(&items[other], item));
    }
    table.iter().map(|(_, i)| items[i].clone()).collect()
}

/// The order in which the elements of a set in the source go into the set of the code object. The
/// compiler builds each set anew when it merges constants, and once more if for one of its strings there
/// is an interned object already: one of the program's `identifiers`, or one of CPython's own.
pub fn compiled(items: &[Constant], identifiers: impl Fn(&str) -> bool) -> Vec<Constant> {
    let merged = arrange(items);
    if merged.iter().any(|item| has_other_object(item, &identifiers)) { arrange(&merged) } else { merged }
}

/// Is the constant a string that is interned, and is another object than the literal's the interned one?
/// There is only one object for each Latin-1 character.
pub fn has_other_object(constant: &Constant, identifiers: impl Fn(&str) -> bool) -> bool {
    let Constant::Str(text) = constant else { return false };
    let bytes = text.as_bytes();
    bytes.len() > 1
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_')
        && text.as_str().is_some_and(|text| identifiers(text) || is_interned_at_start(text))
}

/// Python's `==` of constants with the same hash.
fn equal(a: &Constant, b: &Constant) -> bool {
    let number = |c: &Constant| match c {
        Constant::Bool(b) => Some((f64::from(u8::from(*b)), 0.0)),
        Constant::Int(i) => Some((*i as f64, 0.0)),
        Constant::BigInt(i) => Some((i.to_f64()?, 0.0)),
        Constant::Float(f) => Some((*f, 0.0)),
        Constant::Complex { re, im } => Some((*re, *im)),
        _ => None,
    };
    let exact = |c: &Constant| matches!(c, Constant::Int(_) | Constant::BigInt(_));
    match (a, b) {
        (Constant::Tuple(a), Constant::Tuple(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| equal(a, b))
        }
        _ if exact(a) && exact(b) => a == b,
        _ => match (number(a), number(b)) {
            (Some(a), Some(b)) => a == b,
            _ => a == b,
        },
    }
}

/// Python's `hash()`. That of `...` depends on its address.
fn hash(constant: &Constant) -> i64 {
    match constant {
        Constant::None => 0xFCA8_6420,
        Constant::Ellipsis => 0,
        Constant::Bool(b) => i64::from(*b),
        Constant::Int(i) => hash_int(&BigInt::from(*i)),
        Constant::BigInt(i) => hash_int(i),
        Constant::Float(f) => hash_float(*f),
        Constant::Complex { re, im } => {
            let imaginary = 1_000_003i64.wrapping_mul(hash_float(*im));
            not_minus_one(hash_float(*re).wrapping_add(imaginary))
        }
        Constant::Str(text) => hash_text(text),
        Constant::Bytes(bytes) => hash_bytes(bytes),
        Constant::Tuple(items) => hash_tuple(items),
        Constant::FrozenSet(items) => hash_set(items),
    }
}

/// -1 means an error in C, so no hash is that.
fn not_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

/// Numbers hash by their value modulo this prime.
const MODULUS: u64 = (1 << 61) - 1;

fn hash_int(int: &BigInt) -> i64 {
    // The remainder has the sign of the int.
    not_minus_one((int % BigInt::from(MODULUS)).to_i64().unwrap_or(0))
}

fn hash_float(value: f64) -> i64 {
    if value.is_infinite() {
        return if value > 0.0 { 314_159 } else { -314_159 };
    }
    if value == 0.0 || value.is_nan() {
        return 0;
    }
    // value = mantissa * 2^exponent, exactly.
    let bits = value.abs().to_bits();
    let (mantissa, exponent) = match (bits >> 52, bits & ((1 << 52) - 1)) {
        (0, fraction) => (fraction, -1074),
        (exponent, fraction) => (fraction | 1 << 52, exponent as i64 - 1075),
    };
    let shift = exponent.rem_euclid(61) as u32;
    let product = (mantissa as u128) << shift;
    let rest = (product % MODULUS as u128) as i64;
    not_minus_one(if value < 0.0 { -rest } else { rest })
}

fn hash_bytes(bytes: &[u8]) -> i64 {
    if bytes.is_empty() {
        return 0;
    }
    let mut hasher = siphasher::sip::SipHasher13::new_with_keys(0, 0);
    hasher.write(bytes);
    not_minus_one(hasher.finish() as i64)
}

/// A string hashes by its characters in the narrowest form that holds all of them.
pub fn hash_text(text: &Text) -> i64 {
    let max = text.code_points().max().unwrap_or(0);
    let width = match max {
        0..=0xFF => 1,
        0x100..=0xFFFF => 2,
        _ => 4,
    };
    let bytes: Vec<u8> = text.code_points().flat_map(|p| p.to_le_bytes().into_iter().take(width)).collect();
    hash_bytes(&bytes)
}

fn hash_tuple(items: &[Constant]) -> i64 {
    const PRIME_1: u64 = 11_400_714_785_074_694_791;
    const PRIME_2: u64 = 14_029_467_366_897_019_727;
    const PRIME_5: u64 = 2_870_177_450_012_600_261;
    let mut all = PRIME_5;
    for item in items {
        all = all.wrapping_add((hash(item) as u64).wrapping_mul(PRIME_2));
        all = all.rotate_left(31).wrapping_mul(PRIME_1);
    }
    all = all.wrapping_add(items.len() as u64 ^ (PRIME_5 ^ 3_527_539));
    if all == u64::MAX { 1_546_275_796 } else { all as i64 }
}

fn hash_set(items: &[Constant]) -> i64 {
    let mut all = 0u64;
    for item in items {
        let hash = hash(item) as u64;
        all ^= ((hash ^ 89_869_747) ^ (hash << 16)).wrapping_mul(3_644_798_167);
    }
    all ^= (items.len() as u64 + 1).wrapping_mul(1_927_868_237);
    all ^= (all >> 11) ^ (all >> 25);
    all = all.wrapping_mul(69_069).wrapping_add(907_133_923);
    if all == u64::MAX { 590_923_713 } else { all as i64 }
}
