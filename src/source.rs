//! A program's text, places in it, and the names found in it.

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;
use std::sync::{Arc, OnceLock};

/// A range of source text as CPython keeps it: 1-based lines, 0-based columns in UTF-8 bytes,
/// the end exclusive.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct Span {
    pub line: i32,
    pub col: i32,
    pub end_line: i32,
    pub end_col: i32,
}

impl Span {
    /// An instruction that belongs to no place in the source (CPython's `NO_LOCATION`).
    pub const NONE: Span = Span { line: -1, col: -1, end_line: -1, end_col: -1 };
    /// An instruction that takes the place of the one after it (CPython's `NEXT_LOCATION`).
    pub const NEXT: Span = Span { line: -2, col: -2, end_line: -2, end_col: -2 };

    pub const fn new(line: i32, col: i32, end_line: i32, end_col: i32) -> Span {
        Span { line, col, end_line, end_col }
    }
    /// From the start of `self` to the end of `end`.
    pub const fn to(self, end: Span) -> Span {
        Span { line: self.line, col: self.col, end_line: end.end_line, end_col: end.end_col }
    }
}

/// One source file, decoded to text.
#[derive(Clone, Debug)]
pub struct Source {
    /// As it appears in `co_filename` and tracebacks.
    pub name: Arc<str>,
    /// The text with line ends as `\n` and no byte order mark.
    pub text: Arc<str>,
    /// Byte offset of each line's start, found when one is first asked for.
    line_starts: Arc<OnceLock<Box<[u32]>>>,
}

impl Source {
    /// Keeps `text` with `\r\n` and `\r` turned into `\n`, as CPython's reader does.
    pub fn new(name: &str, text: &str) -> Source {
        let text: Arc<str> = if text.contains('\r') {
            text.replace("\r\n", "\n").replace('\r', "\n").into()
        } else {
            text.into()
        };
        Source { name: name.into(), text, line_starts: Arc::default() }
    }
    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let after = self.text.match_indices('\n').map(|(at, _)| at as u32 + 1);
            std::iter::once(0).chain(after).collect()
        })
    }
    /// Number of lines; a final newline opens no further line.
    pub fn line_count(&self) -> usize {
        self.line_starts().len() - usize::from(self.text.ends_with('\n') || self.text.is_empty())
    }
    /// Byte offset of the start of line number `line` (1-based).
    pub fn line_start(&self, line: usize) -> Option<usize> {
        self.line_starts().get(line.checked_sub(1)?).map(|&start| start as usize)
    }
    /// Line number `line` (1-based) without its newline.
    pub fn line(&self, line: usize) -> Option<&str> {
        let start = *self.line_starts().get(line.checked_sub(1)?)? as usize;
        let end = self.line_starts().get(line).map_or(self.text.len(), |&e| e as usize - 1);
        if start > end || (start == self.text.len() && line > 1) {
            None
        } else {
            Some(&self.text[start..end])
        }
    }
}

/// An identifier, as a number of its [`Interner`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct Name(pub u32);

/// Gives each distinct identifier of one compilation a number.
#[derive(Clone, Default, Debug)]
pub struct Interner {
    names: HashTable<Name>,
    texts: Vec<Arc<str>>,
}

impl Interner {
    /// Makes room for so many further names.
    pub fn reserve(&mut self, names: usize) {
        self.names.reserve(names, |name| hash(&self.texts[name.0 as usize]));
        self.texts.reserve(names);
    }
    pub fn intern(&mut self, text: &str) -> Name {
        let hashed = hash(text);
        if let Some(name) = self.find(text, hashed) {
            return name;
        }
        let name = Name(self.texts.len() as u32);
        self.texts.push(text.into());
        self.names.insert_unique(hashed, name, |name| hash(&self.texts[name.0 as usize]));
        name
    }
    /// Is the text one of the identifiers?
    pub fn contains(&self, text: &str) -> bool {
        self.find(text, hash(text)).is_some()
    }
    fn find(&self, text: &str, hashed: u64) -> Option<Name> {
        self.names.find(hashed, |name| *self.texts[name.0 as usize] == *text).copied()
    }
    pub fn text(&self, name: Name) -> &Arc<str> {
        &self.texts[name.0 as usize]
    }
}

fn hash(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}
