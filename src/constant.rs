//! The values that can stand in a program's text: what a literal means.

mod aliases;
pub mod repr;
pub mod set_order;
pub mod set_table;
pub mod static_names;
pub mod unicode;

use num_bigint::BigInt;
use std::sync::Arc;

/// A Python string: code points, lone surrogates included, in generalised UTF-8 (each surrogate
/// as its own three bytes, what CPython's `surrogatepass` writes).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Text(Arc<[u8]>);

impl Text {
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
    /// The text as a Rust string, if it holds no surrogate.
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }
    /// From generalised UTF-8; `None` if the bytes are not that.
    pub fn from_bytes(bytes: &[u8]) -> Option<Text> {
        if std::str::from_utf8(bytes).is_ok() {
            return Some(Text(bytes.into()));
        }
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = &rest[decode(rest)?.1..];
        }
        Some(Text(bytes.into()))
    }
    pub fn from_code_points(points: impl IntoIterator<Item = u32>) -> Text {
        let mut out = Vec::new();
        for point in points {
            push_code_point(&mut out, point);
        }
        Text(out.into())
    }
    /// The code points, surrogates included.
    pub fn code_points(&self) -> impl Iterator<Item = u32> + '_ {
        let mut rest = &self.0[..];
        std::iter::from_fn(move || {
            let (point, len) = decode(rest)?;
            rest = &rest[len..];
            Some(point)
        })
    }
    pub fn is_ascii(&self) -> bool {
        self.0.is_ascii()
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Text {
    fn from(s: &str) -> Text {
        Text(s.as_bytes().into())
    }
}

impl From<Arc<str>> for Text {
    fn from(s: Arc<str>) -> Text {
        Text(s.into())
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", String::from_utf8_lossy(&self.0))
    }
}

/// Appends a code point (below 0x110000, surrogates allowed) in generalised UTF-8.
pub fn push_code_point(out: &mut Vec<u8>, point: u32) {
    match char::from_u32(point) {
        Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        None => out.extend_from_slice(&[
            0xE0 | (point >> 12) as u8,
            0x80 | (point >> 6 & 0x3F) as u8,
            0x80 | (point & 0x3F) as u8,
        ]),
    }
}

/// The first code point of generalised UTF-8 and its length in bytes.
fn decode(bytes: &[u8]) -> Option<(u32, usize)> {
    let first = *bytes.first()?;
    let (len, min, mut point) = match first {
        0..=0x7F => return Some((first as u32, 1)),
        0xC0..=0xDF => (2, 0x80, first as u32 & 0x1F),
        0xE0..=0xEF => (3, 0x800, first as u32 & 0x0F),
        0xF0..=0xF7 => (4, 0x10000, first as u32 & 0x07),
        _ => return None,
    };
    for &b in bytes.get(1..len)? {
        if b & 0xC0 != 0x80 {
            return None;
        }
        point = point << 6 | (b & 0x3F) as u32;
    }
    (min..0x110000).contains(&point).then_some((point, len))
}

/// A constant as a literal (or the folding of literals) gives it.
/// Equality is identity of type and value as CPython merges constants: floats by their bits.
#[derive(Clone, Debug)]
pub enum Constant {
    None,
    Bool(bool),
    Ellipsis,
    /// An int that fits 64 bits; any other is a `BigInt`.
    Int(i64),
    BigInt(Arc<BigInt>),
    Float(f64),
    Complex {
        re: f64,
        im: f64,
    },
    Str(Text),
    Bytes(Arc<[u8]>),
    Tuple(Arc<[Constant]>),
    /// In the order in which they are put into the set: that of their first appearance in the
    /// source, and in a code object as [`set_order::compiled`] says.
    FrozenSet(Arc<[Constant]>),
}

impl Constant {
    pub fn str(text: &str) -> Constant {
        Constant::Str(text.into())
    }
    /// Is it, or holds it, a NaN (which equals nothing)?
    pub fn has_nan(&self) -> bool {
        match self {
            Constant::Float(f) => f.is_nan(),
            Constant::Complex { re, im } => re.is_nan() || im.is_nan(),
            Constant::Tuple(items) | Constant::FrozenSet(items) => items.iter().any(Constant::has_nan),
            _ => false,
        }
    }
    pub fn int(value: BigInt) -> Constant {
        match i64::try_from(&value) {
            Ok(small) => Constant::Int(small),
            Err(_) => Constant::BigInt(Arc::new(value)),
        }
    }
}

impl PartialEq for Constant {
    fn eq(&self, other: &Constant) -> bool {
        use Constant::*;
        match (self, other) {
            (None, None) | (Ellipsis, Ellipsis) => true,
            (Bool(a), Bool(b)) => a == b,
            (Int(a), Int(b)) => a == b,
            (BigInt(a), BigInt(b)) => a == b,
            (Float(a), Float(b)) => a.to_bits() == b.to_bits(),
            (Complex { re: a, im: b }, Complex { re: c, im: d }) => {
                a.to_bits() == c.to_bits() && b.to_bits() == d.to_bits()
            }
            (Str(a), Str(b)) => a == b,
            (Bytes(a), Bytes(b)) => a == b,
            (Tuple(a), Tuple(b)) | (FrozenSet(a), FrozenSet(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Constant {}

impl std::hash::Hash for Constant {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Constant::None | Constant::Ellipsis => {}
            Constant::Bool(b) => b.hash(state),
            Constant::Int(i) => i.hash(state),
            Constant::BigInt(i) => i.hash(state),
            Constant::Float(f) => f.to_bits().hash(state),
            Constant::Complex { re, im } => (re.to_bits(), im.to_bits()).hash(state),
            Constant::Str(s) => s.hash(state),
            Constant::Bytes(b) => b.hash(state),
            Constant::Tuple(t) | Constant::FrozenSet(t) => t.hash(state),
        }
    }
}
