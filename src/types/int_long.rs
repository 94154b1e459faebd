//! Arithmetic on very long ints, in parts: between two parts the run may be interrupted. num-bigint's
//! own methods do the parts.

use super::Fault;
use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Asked between two parts; an error ends the work.
pub type Poll<'a> = dyn FnMut() -> Result<(), Fault> + 'a;

/// Factors up to this many bits are multiplied in one part.
const PRODUCT: u64 = 1 << 19;
/// Divisions up to this many steps (a bit of the quotient for each bit of the divisor) are one part.
const QUOTIENT: u64 = 1 << 36;
/// Digits up to this many bits become text, or are read, in one part.
const TEXT: u64 = 1 << 14;
/// Up to this many bits num-bigint is quick enough, whatever is asked of it.
pub const SHORT: u64 = 1 << 15;

pub fn multiply(a: &BigInt, b: &BigInt, poll: &mut Poll) -> Result<BigInt, Fault> {
    let sign = a.sign() * b.sign();
    Ok(BigInt::from_biguint(sign, product(a.magnitude(), b.magnitude(), poll)?))
}
fn product(a: &BigUint, b: &BigUint, poll: &mut Poll) -> Result<BigUint, Fault> {
    let (short, long) = if a.bits() <= b.bits() { (a, b) } else { (b, a) };
    if short.bits().saturating_mul(long.bits()) <= PRODUCT * PRODUCT {
        poll()?;
        return Ok(short * long);
    }
    if long.bits() / 2 >= short.bits() {
        let half = long.bits() / 2;
        let (high, low) = cut(long, half);
        return Ok((product(short, &high, poll)? << half) + product(short, &low, poll)?);
    }
    toom(short, long, poll)
}
/// Toom and Cook's way: both numbers are polynomials of three coefficients, multiplied by their
/// values at 0, 1, -1, -2 and infinity.
fn toom(a: &BigUint, b: &BigUint, poll: &mut Poll) -> Result<BigUint, Fault> {
    let third = b.bits().div_ceil(3);
    let values = |n: &BigUint| {
        let (high, low) = cut(n, third);
        let (high, middle) = cut(&high, third);
        let [low, middle, high] = [low, middle, high].map(BigInt::from);
        let even = &low + &high;
        let (plus, minus) = (&even + &middle, even - middle);
        let two = ((&minus + &high) << 1) - &low;
        [low, plus, minus, two, high]
    };
    let mut products = Vec::with_capacity(5);
    for (x, y) in values(a).iter().zip(&values(b)) {
        products.push(multiply(x, y, poll)?);
    }
    let [zero, one, minus, two, top] = <[BigInt; 5]>::try_from(products).unwrap_or_default();
    // The coefficients of the product from its values.
    let cubic: BigInt = (two - &one) / 3;
    let odd: BigInt = (one - &minus) >> 1;
    let square = minus - &zero;
    let cubic: BigInt = ((&square - cubic) >> 1) + (&top << 1);
    let square = square + &odd - &top;
    let linear = odd - &cubic;
    let sum = [cubic, square, linear, zero].into_iter().fold(top, |sum, next| (sum << third) + next);
    Ok(sum.into_parts().1)
}
/// The bits from a place on, and those below it.
fn cut(n: &BigUint, place: u64) -> (BigUint, BigUint) {
    let high = n >> place;
    let low = n - (&high << place);
    (high, low)
}

/// Quotient and remainder, rounding down; the divisor is not zero.
pub fn divide(a: &BigInt, b: &BigInt, poll: &mut Poll) -> Result<(BigInt, BigInt), Fault> {
    let (q, r) = quotient(a.magnitude(), b.magnitude(), poll)?;
    let (mut q, mut r) = (BigInt::from_biguint(a.sign() * b.sign(), q), BigInt::from_biguint(a.sign(), r));
    if !r.is_zero() && r.is_negative() != b.is_negative() {
        q -= 1;
        r += b;
    }
    Ok((q, r))
}
/// By Burnikel and Ziegler's idea: a long quotient is found in two halves, a short one from the
/// leading bits of both numbers, and then corrected.
fn quotient(a: &BigUint, b: &BigUint, poll: &mut Poll) -> Result<(BigUint, BigUint), Fault> {
    let bits = (a.bits() + 1).saturating_sub(b.bits());
    if bits.saturating_mul(b.bits()) <= QUOTIENT {
        poll()?;
        return Ok(a.div_rem(b));
    }
    if bits > b.bits() / 4 * 3 {
        let half = bits / 2;
        let (high, low) = cut(a, half);
        let (above, rest) = quotient(&high, b, poll)?;
        let (below, rest) = quotient(&((rest << half) + low), b, poll)?;
        return Ok(((above << half) + below, rest));
    }
    let dropped = b.bits() - bits;
    let (b_high, b_low) = cut(b, dropped);
    let (a_high, a_low) = cut(a, dropped);
    let (mut q, rest) = quotient(&a_high, &b_high, poll)?;
    let mut rest = BigInt::from((rest << dropped) + a_low) - BigInt::from(product(&q, &b_low, poll)?);
    while rest.is_negative() {
        q -= 1u32;
        rest += BigInt::from(b.clone());
    }
    Ok((q, rest.into_parts().1))
}

/// The root of a number that is not negative, rounded down.
pub fn root(n: &BigInt, poll: &mut Poll) -> Result<BigInt, Fault> {
    if n.bits() <= SHORT {
        return Ok(n.sqrt());
    }
    // The root of the upper half gives half of the digits; one of Newton's steps gives the rest.
    let shift = n.bits() / 4;
    let near = root(&(n >> (2 * shift)), poll)? << shift;
    let mut root: BigInt = (&near + divide(n, &near, poll)?.0) >> 1;
    while multiply(&root, &root, poll)? > *n {
        root -= 1;
    }
    Ok(root)
}

/// The greatest common divisor: Euclid's way, many steps at a time from the leading bits (Lehmer).
pub fn gcd(a: &BigInt, b: &BigInt, poll: &mut Poll) -> Result<BigInt, Fault> {
    let (mut a, mut b) = (a.abs(), b.abs());
    loop {
        if a < b {
            std::mem::swap(&mut a, &mut b);
        }
        if b.bits() <= SHORT {
            break;
        }
        poll()?;
        let shift = a.bits() - 62;
        let leading = |n: &BigInt| (n >> shift).to_i64().unwrap_or(0);
        (a, b) = match matrix(leading(&a), leading(&b)) {
            Some([[p, q], [r, s]]) => (p * &a + q * &b, r * &a + s * &b),
            None => {
                let rest = divide(&a, &b, poll)?.1;
                (b, rest)
            }
        };
    }
    Ok(if b.is_zero() { a } else { (a % &b).gcd(&b) })
}
/// The steps of Euclid that the leading 62 bits of two numbers are sure of, as one; `None` if not even one is.
fn matrix(mut x: i64, mut y: i64) -> Option<[[i64; 2]; 2]> {
    let (mut first, mut second) = ([1i64, 0], [0i64, 1]);
    while let (Some(least), Some(most)) = (y.checked_add(second[0]), y.checked_add(second[1])) {
        if least <= 0 || most <= 0 {
            break;
        }
        let step = (x + first[0]) / least;
        if step != (x + first[1]) / most {
            break;
        }
        let next = |a: i64, b: i64| step.checked_mul(b).and_then(|b| a.checked_sub(b));
        let small = |n: &i64| n.unsigned_abs() < 1 << 31;
        let (Some(u), Some(v)) = (next(first[0], second[0]), next(first[1], second[1])) else { break };
        if !small(&u) || !small(&v) {
            break;
        }
        (x, y) = (y, x - step * y);
        (first, second) = (second, [u, v]);
    }
    (first != [1, 0]).then_some([first, second])
}

/// `base ** exponent % modulus` for a base from 0 to the modulus.
pub fn power_mod(
    base: &BigInt,
    exponent: &BigInt,
    modulus: &BigInt,
    poll: &mut Poll,
) -> Result<BigInt, Fault> {
    let mut result = BigInt::one();
    for place in (0..exponent.bits()).rev() {
        result = divide(&multiply(&result, &result, poll)?, modulus, poll)?.1;
        if exponent.bit(place) {
            result = divide(&multiply(&result, base, poll)?, modulus, poll)?.1;
        }
    }
    Ok(result)
}
/// What times `a` leaves 1 when divided by the modulus, if anything does.
pub fn inverse(a: &BigInt, modulus: &BigInt, poll: &mut Poll) -> Result<Option<BigInt>, Fault> {
    let (mut x, mut y) = (a.clone(), modulus.clone());
    let (mut factor, mut next) = (BigInt::one(), BigInt::zero());
    while !y.is_zero() {
        poll()?;
        let (q, rest) = divide(&x, &y, poll)?;
        (x, y) = (y, rest);
        let after = factor - multiply(&q, &next, poll)?;
        (factor, next) = (next, after);
    }
    Ok(x.is_one().then(|| factor.mod_floor(modulus)))
}

/// The text of a number in a base from 2 to 36.
pub fn to_text(value: &BigInt, radix: u32, poll: &mut Poll) -> Result<String, Fault> {
    if value.bits() <= TEXT || radix.is_power_of_two() {
        return Ok(value.to_str_radix(radix));
    }
    // Powers of the base, each the square of the one before; the digits are cut in halves by them.
    let mut count = (TEXT as f64 / f64::from(radix).log2()) as usize;
    let mut powers = vec![(count, BigUint::from(radix).pow(count as u32))];
    while let Some((_, last)) = powers.last()
        && last.bits() * 2 <= value.bits()
    {
        let square = product(last, last, poll)?;
        count *= 2;
        powers.push((count, square));
    }
    let mut text = String::from(if value.is_negative() { "-" } else { "" });
    digits(value.magnitude(), radix, &powers, false, &mut text, poll)?;
    Ok(text)
}
/// Adds the digits of a number below the square of the last power, with zeros before them where `full`.
fn digits(
    n: &BigUint,
    radix: u32,
    powers: &[(usize, BigUint)],
    full: bool,
    text: &mut String,
    poll: &mut Poll,
) -> Result<(), Fault> {
    let Some(((count, power), smaller)) = powers.split_last() else {
        let plain = if n.is_zero() { String::new() } else { n.to_str_radix(radix) };
        text.push_str(&plain);
        return Ok(());
    };
    let (high, low) = quotient(n, power, poll)?;
    for (part, full) in [(high, full), (low, full || n >= power)] {
        if !full && part.is_zero() {
            continue;
        }
        let width = if full { *count } else { 0 };
        let start = text.len();
        digits(&part, radix, smaller, full, text, poll)?;
        let missing = width.saturating_sub(text.len() - start);
        text.insert_str(start, &"0".repeat(missing));
    }
    Ok(())
}
/// Reads digits, which are all of the base.
pub fn from_digits(digits: &[u8], radix: u32, poll: &mut Poll) -> Result<Option<BigInt>, Fault> {
    let part = (TEXT as f64 / f64::from(radix).log2()) as usize;
    if digits.len() <= part || radix.is_power_of_two() {
        return Ok(BigInt::parse_bytes(digits, radix));
    }
    // The parts from the right end, then pairs of neighbours until one number is left.
    let mut parts: Vec<BigUint> =
        digits.rchunks(part).filter_map(|chunk| BigUint::parse_bytes(chunk, radix)).collect();
    let mut power = BigUint::from(radix).pow(part as u32);
    while parts.len() > 1 {
        let mut joined = Vec::with_capacity(parts.len().div_ceil(2));
        for pair in parts.chunks(2) {
            joined.push(match pair {
                [low, high] => product(high, &power, poll)? + low,
                _ => pair[0].clone(),
            });
        }
        parts = joined;
        if parts.len() > 1 {
            power = product(&power, &power, poll)?;
        }
    }
    Ok(parts.pop().map(|n| BigInt::from_biguint(Sign::Plus, n)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number of so many bits that looks random.
    fn number(bits: u64, seed: u64) -> BigInt {
        let mut state = seed | 1;
        let words = (0..bits.div_ceil(32)).map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state as u32
        });
        BigInt::from(BigUint::new(words.collect()) >> (bits.div_ceil(32) * 32 - bits))
    }

    #[test]
    fn parts_make_the_whole() -> Result<(), Fault> {
        let poll: &mut Poll = &mut || Ok(());
        let (a, b) = (number(2_000_000, 1), -number(900_001, 2));
        let c = multiply(&a, &b, poll)?;
        assert_eq!(c, &a * &b);
        assert_eq!(divide(&(&c + 5), &b, poll)?, (&a - 1, &b + 5));
        assert_eq!(divide(&a, &b, poll)?, a.div_mod_floor(&b));
        let square = multiply(&b, &b, poll)?;
        assert_eq!(root(&square, poll)?, b.abs());
        assert_eq!(root(&(square - 1), poll)?, b.abs() - 1);
        Ok(())
    }
    #[test]
    fn common_divisors() -> Result<(), Fault> {
        let poll: &mut Poll = &mut || Ok(());
        let (a, b, c) = (number(60_000, 3), number(50_001, 4), number(40_000, 5));
        assert_eq!(gcd(&(&a * &c), &(&b * &c), poll)?, (&a * &c).gcd(&(&b * &c)));
        assert_eq!(gcd(&BigInt::zero(), &a, poll)?, a);
        let modulus: BigInt = (BigInt::one() << 3_000) + 1;
        let found = inverse(&number(2_000, 6), &modulus, poll)?;
        assert!(found.is_none_or(|i| (i * number(2_000, 6)).mod_floor(&modulus).is_one()));
        let power = power_mod(&number(2_000, 6), &BigInt::from(1_000), &modulus, poll)?;
        assert_eq!(power, number(2_000, 6).modpow(&BigInt::from(1_000), &modulus));
        Ok(())
    }
    #[test]
    fn texts() -> Result<(), Fault> {
        let poll: &mut Poll = &mut || Ok(());
        for n in [number(200_000, 7), BigInt::from(10).pow(40_000), BigInt::from(10).pow(40_000) - 1] {
            for radix in [7, 10, 36] {
                let text = to_text(&n, radix, poll)?;
                assert_eq!(text, n.to_str_radix(radix));
                assert_eq!(from_digits(text.as_bytes(), radix, poll)?, Some(n.clone()));
            }
        }
        Ok(())
    }
}
