//! Hashes of numbers and tuples: CPython's, so that sets have its order.

/// Modulus of numeric hashes: 2**61 - 1.
const MODULUS: u64 = (1 << BITS) - 1;
const BITS: u32 = 61;
/// Of an infinite float.
const INFINITE: i64 = 314159;

/// A hash is never -1, which means an error in C.
fn valid(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

/// Hash of an int that fits 64 bits.
#[inline]
pub fn hash_int(value: i64) -> i64 {
    let magnitude = (value.unsigned_abs() % MODULUS) as i64;
    valid(if value < 0 { -magnitude } else { magnitude })
}
/// Hash of any int.
pub fn hash_bigint(value: &num_bigint::BigInt) -> i64 {
    use num_traits::{Signed, ToPrimitive};
    let magnitude = (value.magnitude() % MODULUS).to_i64().unwrap_or(0);
    valid(if value.is_negative() { -magnitude } else { magnitude })
}
/// Hash of a float, equal to that of an equal int; `None` for nan, whose hash is its identity's.
pub fn hash_float(value: f64) -> Option<i64> {
    if value.is_nan() {
        return None;
    }
    if value.is_infinite() {
        return Some(if value > 0.0 { INFINITE } else { -INFINITE });
    }
    // value = mantissa * 2**exponent; doubling is a rotation under this modulus.
    let bits = value.to_bits();
    let (fraction, field) = (bits & ((1 << 52) - 1), (bits >> 52 & 0x7FF) as i32);
    let (mantissa, exponent) =
        if field == 0 { (fraction, -1074) } else { (fraction | 1 << 52, field - 1075) };
    let shift = exponent.rem_euclid(BITS as i32) as u32;
    let rotated = match shift {
        0 => mantissa,
        _ => (mantissa << shift | mantissa >> (BITS - shift)) & MODULUS,
    };
    let hash = (rotated % MODULUS) as i64;
    Some(valid(if value < 0.0 { -hash } else { hash }))
}

const PRIME_1: u64 = 11400714785074694791;
const PRIME_2: u64 = 14029467366897019727;
const PRIME_5: u64 = 2870177450012600261;

/// The hash of a tuple, made of those of its items.
#[derive(Clone, Copy, Debug)]
pub struct TupleHash(u64);

impl Default for TupleHash {
    fn default() -> TupleHash {
        TupleHash(PRIME_5)
    }
}

impl TupleHash {
    pub fn add(&mut self, item: i64) {
        let mixed = self.0.wrapping_add((item as u64).wrapping_mul(PRIME_2));
        self.0 = mixed.rotate_left(31).wrapping_mul(PRIME_1);
    }
    /// The hash of a tuple of so many items.
    pub fn finish(self, length: usize) -> i64 {
        TupleHash(self.0.wrapping_add(length as u64 ^ (PRIME_5 ^ 3527539))).without_length()
    }
    /// The same where the length does not count (slices).
    pub fn without_length(self) -> i64 {
        if self.0 == u64::MAX { 1546275796 } else { self.0 as i64 }
    }
}
