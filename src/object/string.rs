//! str: code points in the narrowest form that holds them all, as CPython keeps them.

use crate::constant::Text;
use siphasher::sip::SipHasher13;
use std::borrow::Cow;
use std::hash::Hasher;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

/// The code points. `One` holds Latin-1 (below 256), `Two` below 65536, `Four` any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chars {
    One(Vec<u8>),
    Two(Vec<u16>),
    Four(Vec<u32>),
}

/// A string with its hash, once that was asked for.
#[derive(Debug)]
pub struct Str {
    chars: Chars,
    /// 0 until computed (the empty string's hash is 0 too).
    hash: AtomicI64,
    interned: AtomicBool,
}

impl Clone for Str {
    fn clone(&self) -> Str {
        Str {
            chars: self.chars.clone(),
            hash: AtomicI64::new(self.hash.load(Ordering::Relaxed)),
            interned: AtomicBool::new(self.is_interned()),
        }
    }
}

impl PartialEq for Str {
    fn eq(&self, other: &Str) -> bool {
        self.chars == other.chars
    }
}

impl Str {
    fn with(chars: Chars) -> Str {
        Str { chars, hash: AtomicI64::new(0), interned: AtomicBool::new(false) }
    }
    pub fn from_latin1(bytes: &[u8]) -> Str {
        Str::with(Chars::One(bytes.into()))
    }
    /// From code points below 0x110000, surrogates allowed.
    pub fn from_points(points: &[u32]) -> Str {
        let max = points.iter().copied().max().unwrap_or(0);
        Str::with(if max < 0x100 {
            Chars::One(points.iter().map(|&p| p as u8).collect())
        } else if max < 0x10000 {
            Chars::Two(points.iter().map(|&p| p as u16).collect())
        } else {
            Chars::Four(points.into())
        })
    }
    pub fn from_text(text: &Text) -> Str {
        if text.is_ascii() {
            return Str::from_latin1(text.as_bytes());
        }
        Str::from_points(&text.code_points().collect::<Vec<_>>())
    }
    pub fn to_text(&self) -> Text {
        Text::from_code_points(self.points())
    }
    pub fn chars(&self) -> &Chars {
        &self.chars
    }
    /// Length in code points.
    #[inline]
    pub fn len(&self) -> usize {
        match &self.chars {
            Chars::One(c) => c.len(),
            Chars::Two(c) => c.len(),
            Chars::Four(c) => c.len(),
        }
    }
    /// Bytes that the characters take.
    pub fn byte_len(&self) -> usize {
        match &self.chars {
            Chars::One(chars) => size_of_val(&chars[..]),
            Chars::Two(chars) => size_of_val(&chars[..]),
            Chars::Four(chars) => size_of_val(&chars[..]),
        }
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The code point at `index`, which must be below the length.
    #[inline]
    pub fn at(&self, index: usize) -> u32 {
        match &self.chars {
            Chars::One(c) => c[index] as u32,
            Chars::Two(c) => c[index] as u32,
            Chars::Four(c) => c[index],
        }
    }
    pub fn points(&self) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + '_ {
        (0..self.len()).map(|i| self.at(i))
    }
    pub fn slice(&self, range: std::ops::Range<usize>) -> Str {
        match &self.chars {
            Chars::One(c) => Str::from_latin1(&c[range]),
            Chars::Two(c) => Str::from_points(&c[range].iter().map(|&p| p as u32).collect::<Vec<_>>()),
            Chars::Four(c) => Str::from_points(&c[range]),
        }
    }
    pub fn is_ascii(&self) -> bool {
        matches!(&self.chars, Chars::One(c) if c.is_ascii())
    }
    /// The text, if it is ASCII: the common case, without a copy.
    pub fn as_ascii(&self) -> Option<&str> {
        match &self.chars {
            Chars::One(c) if c.is_ascii() => std::str::from_utf8(c).ok(),
            _ => None,
        }
    }
    /// The text for output; lone surrogates become U+FFFD.
    pub fn to_lossy(&self) -> Cow<'_, str> {
        match self.as_ascii() {
            Some(s) => Cow::Borrowed(s),
            None => self
                .points()
                .map(|p| char::from_u32(p).unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect::<String>()
                .into(),
        }
    }
    /// The two strings one after the other.
    pub fn concat(&self, other: &Str) -> Str {
        match (&self.chars, &other.chars) {
            (Chars::One(a), Chars::One(b)) => {
                let mut out = Vec::with_capacity(a.len() + b.len());
                out.extend_from_slice(a);
                out.extend_from_slice(b);
                Str::with(Chars::One(out))
            }
            _ => Str::from_points(&self.points().chain(other.points()).collect::<Vec<_>>()),
        }
    }
    /// Adds another string at the end, in place. False: it was left as it is, because it needs a wider
    /// form, or somebody knows it by its hash or as an interned string.
    pub fn append(&mut self, other: &Str) -> bool {
        if self.is_interned() || *self.hash.get_mut() != 0 {
            return false;
        }
        match (&mut self.chars, &other.chars) {
            (Chars::One(a), Chars::One(b)) => a.extend_from_slice(b),
            (Chars::Two(a), Chars::One(b)) => a.extend(b.iter().map(|&c| u16::from(c))),
            (Chars::Two(a), Chars::Two(b)) => a.extend_from_slice(b),
            (Chars::Four(a), Chars::One(b)) => a.extend(b.iter().map(|&c| u32::from(c))),
            (Chars::Four(a), Chars::Two(b)) => a.extend(b.iter().map(|&c| u32::from(c))),
            (Chars::Four(a), Chars::Four(b)) => a.extend_from_slice(b),
            _ => return false,
        }
        true
    }
    /// Code point order, as `<` on strings.
    pub fn compare(&self, other: &Str) -> std::cmp::Ordering {
        match (&self.chars, &other.chars) {
            (Chars::One(a), Chars::One(b)) => a.cmp(b),
            _ => self.points().cmp(other.points()),
        }
    }
    /// CPython's hash under `PYTHONHASHSEED=0`: SipHash-1-3 with a zero key over the stored form.
    pub fn hash(&self) -> i64 {
        let known = self.hash.load(Ordering::Relaxed);
        if known != 0 || self.is_empty() {
            return known;
        }
        let hash = match &self.chars {
            Chars::One(c) => hash_bytes(c),
            Chars::Two(c) => hash_bytes(&c.iter().flat_map(|u| u.to_le_bytes()).collect::<Vec<_>>()),
            Chars::Four(c) => hash_bytes(&c.iter().flat_map(|u| u.to_le_bytes()).collect::<Vec<_>>()),
        };
        self.hash.store(hash, Ordering::Relaxed);
        hash
    }
    pub fn is_interned(&self) -> bool {
        self.interned.load(Ordering::Relaxed)
    }
    pub fn set_interned(&self) {
        self.interned.store(true, Ordering::Relaxed);
    }
}

impl From<&str> for Str {
    fn from(s: &str) -> Str {
        if s.is_ascii() {
            return Str::from_latin1(s.as_bytes());
        }
        Str::from_points(&s.chars().map(|c| c as u32).collect::<Vec<_>>())
    }
}

/// The hash of bytes-like data; 0 for none, and never -1.
pub fn hash_bytes(bytes: &[u8]) -> i64 {
    if bytes.is_empty() {
        return 0;
    }
    let mut hasher = SipHasher13::new_with_keys(0, 0);
    hasher.write(bytes);
    match hasher.finish() as i64 {
        -1 => -2,
        hash => hash,
    }
}
