//! A source text with its tokens classed for colouring.

use crate::source::Source;
use std::ops::Range;

/// What a piece of source text is, for colouring.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum TokenClass {
    Keyword,
    /// `True`, `False`, `None` and `...`
    Constant,
    Name,
    /// The name that a `def` defines.
    Function,
    /// The name that a `class` defines.
    Class,
    Decorator,
    Number,
    String,
    Comment,
    Operator,
    Punctuation,
}

impl TokenClass {
    pub const ALL: [TokenClass; 11] = [
        TokenClass::Keyword,
        TokenClass::Constant,
        TokenClass::Name,
        TokenClass::Function,
        TokenClass::Class,
        TokenClass::Decorator,
        TokenClass::Number,
        TokenClass::String,
        TokenClass::Comment,
        TokenClass::Operator,
        TokenClass::Punctuation,
    ];
}

/// A source text, and for each line the classed byte ranges in order.
#[derive(Debug)]
pub struct Listing {
    pub source: Source,
    lines: Vec<Vec<(Range<u32>, TokenClass)>>,
}

impl Listing {
    /// A text without classes.
    pub fn plain(source: Source) -> Listing {
        Listing { source, lines: Vec::new() }
    }
    /// The classed ranges of a line (1-based), as byte columns.
    pub fn classes(&self, line: usize) -> &[(Range<u32>, TokenClass)] {
        line.checked_sub(1).and_then(|i| self.lines.get(i)).map_or(&[], |l| l)
    }
}
