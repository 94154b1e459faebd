//! `co_linetable`: the source position of every instruction, packed.
//!
//! An entry covers one to eight code units. Its first byte holds the entry's form and the number of
//! units; lines are kept as differences from the entry before.

use crate::source::Span;

/// Forms 0 to 9: same line, start column in tens of eight, a few columns wide.
const SHORT_MAX: u8 = 9;
/// Forms 10 to 12: zero to two lines further, both columns in a byte.
const ONE_LINE: u8 = 10;
const ONE_LINE_MAX: u8 = 12;
const NO_COLUMNS: u8 = 13;
const LONG: u8 = 14;
const NO_LOCATION: u8 = 15;

/// Source position of a run of instructions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Location {
    /// Byte offsets in `co_code`, the end exclusive.
    pub start: u32,
    pub end: u32,
    /// Line -1: no place at all. Column -1: the line is known, the columns are not.
    pub span: Span,
}

/// Packs positions, each with the number of code units it holds for.
pub fn encode(firstlineno: i32, runs: impl IntoIterator<Item = (u32, Span)>) -> Vec<u8> {
    let mut encoder = Encoder::new(firstlineno, 0);
    runs.into_iter().for_each(|(units, span)| encoder.push(units, span));
    encoder.finish()
}

/// Packs positions as they come.
pub struct Encoder {
    out: Vec<u8>,
    line: i32,
    /// The run of units with one position that is not written yet.
    units: u32,
    span: Span,
}

impl Encoder {
    /// For about so many code units.
    pub fn new(firstlineno: i32, units: usize) -> Encoder {
        Encoder { out: Vec::with_capacity(units), line: firstlineno, units: 0, span: Span::NONE }
    }
    /// The next `units` code units have this position.
    #[inline]
    pub fn push(&mut self, units: u32, span: Span) {
        if span != self.span {
            self.run();
            self.span = span;
        }
        self.units += units;
    }
    pub fn finish(mut self) -> Vec<u8> {
        self.run();
        self.out.shrink_to_fit();
        self.out
    }

    fn run(&mut self) {
        while self.units > 0 {
            let part = self.units.min(8);
            self.entry(part as u8, self.span);
            self.units -= part;
        }
    }

    fn first(form: u8, units: u8) -> u8 {
        0x80 | form << 3 | (units - 1)
    }

    fn entry(&mut self, units: u8, span: Span) {
        let Span { line, col, end_line, end_col } = span;
        if line == Span::NONE.line {
            return self.out.push(Self::first(NO_LOCATION, units));
        }
        let delta = line.wrapping_sub(self.line);
        self.line = line;
        if col < 0 || end_col < 0 {
            if end_line == line || end_line < 0 {
                self.out.push(Self::first(NO_COLUMNS, units));
                return self.signed(delta);
            }
        } else if end_line == line {
            if delta == 0 && col < 80 && (col..col + 16).contains(&end_col) {
                let columns = (col as u8 & 7) << 4 | (end_col - col) as u8;
                self.out.extend_from_slice(&[Self::first((col >> 3) as u8, units), columns]);
                return;
            }
            if (0..3).contains(&delta) && col < 128 && end_col < 128 {
                let first = Self::first(ONE_LINE + delta as u8, units);
                self.out.extend_from_slice(&[first, col as u8, end_col as u8]);
                return;
            }
        }
        self.out.push(Self::first(LONG, units));
        self.signed(delta);
        self.unsigned(end_line.wrapping_sub(line) as u32);
        self.unsigned((col + 1) as u32);
        self.unsigned((end_col + 1) as u32);
    }

    /// Six bits a byte, the lowest first; bit 6 says that more follow.
    fn unsigned(&mut self, mut n: u32) {
        while n >= 64 {
            self.out.push(0x40 | (n & 0x3F) as u8);
            n >>= 6;
        }
        self.out.push(n as u8);
    }
    /// The sign goes to the lowest bit.
    fn signed(&mut self, n: i32) {
        self.unsigned(n.unsigned_abs() << 1 | u32::from(n < 0));
    }
}

/// Unpacks `co_linetable`, one item an entry. Damaged data ends the iteration.
pub fn decode(linetable: &[u8], firstlineno: i32) -> impl Iterator<Item = Location> + '_ {
    let mut decoder = Decoder { bytes: linetable, line: firstlineno };
    let mut offset = 0u32;
    std::iter::from_fn(move || {
        let (units, span) = decoder.entry()?;
        let start = offset;
        offset = offset.checked_add(units as u32 * 2)?;
        Some(Location { start, end: offset, span })
    })
}

struct Decoder<'a> {
    bytes: &'a [u8],
    line: i32,
}

impl Decoder<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(first)
    }

    fn entry(&mut self) -> Option<(u8, Span)> {
        let first = self.byte()?;
        let units = (first & 7) + 1;
        let form = first >> 3 & 0x0F;
        let span = match form {
            0..=SHORT_MAX => {
                let second = self.byte()?;
                let col = (form as i32) << 3 | (second >> 4 & 7) as i32;
                Span::new(self.line, col, self.line, col + (second & 0x0F) as i32)
            }
            ONE_LINE..=ONE_LINE_MAX => {
                self.line = self.line.wrapping_add((form - ONE_LINE) as i32);
                let (col, end_col) = (self.byte()? as i32, self.byte()? as i32);
                Span::new(self.line, col, self.line, end_col)
            }
            NO_COLUMNS => {
                self.line = self.line.wrapping_add(self.signed()?);
                Span::new(self.line, -1, self.line, -1)
            }
            LONG => {
                self.line = self.line.wrapping_add(self.signed()?);
                let end_line = self.line.wrapping_add(self.unsigned()? as i32);
                let (col, end_col) = (self.unsigned()? as i32, self.unsigned()? as i32);
                Span::new(self.line, col.wrapping_sub(1), end_line, end_col.wrapping_sub(1))
            }
            _ => Span::NONE,
        };
        Some((units, span))
    }

    fn unsigned(&mut self) -> Option<u32> {
        let mut n = 0;
        for shift in (0..32).step_by(6) {
            let byte = self.byte()?;
            n |= ((byte & 0x3F) as u32) << shift;
            if byte & 0x40 == 0 {
                return Some(n);
            }
        }
        None
    }
    fn signed(&mut self) -> Option<i32> {
        let n = self.unsigned()?;
        let magnitude = (n >> 1) as i32;
        Some(if n & 1 == 1 { -magnitude } else { magnitude })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_comes_back() {
        let runs = [
            (1, Span::new(10, 0, 10, 0)),
            (3, Span::new(10, 79, 10, 94)),
            (2, Span::new(12, 100, 12, 127)),
            (20, Span::new(7, 3, 9, 1)),
            (1, Span::NONE),
            (8, Span::new(1000, -1, 1000, -1)),
            (9, Span::new(1000, 200, 1000, 3000)),
        ];
        let bytes = encode(10, runs);
        let mut offset = 0;
        for (units, span) in runs {
            let end = offset + units * 2;
            let found: Vec<_> = decode(&bytes, 10).filter(|l| offset <= l.start && l.end <= end).collect();
            assert!(found.iter().all(|l| l.span == span), "{span:?} {found:?}");
            assert_eq!(found.iter().map(|l| l.end - l.start).sum::<u32>(), units * 2);
            offset = end;
        }
    }

    #[test]
    fn any_bytes_decode_without_trouble() {
        for seed in 0..5000u32 {
            let bytes: Vec<u8> =
                (0..seed % 40).map(|i| (seed.wrapping_mul(2654435761) >> (i % 25)) as u8 ^ i as u8).collect();
            assert!(decode(&bytes, i32::MAX).count() <= bytes.len());
        }
    }
}
