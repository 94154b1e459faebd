//! A source text with its tokens classed for colouring.

use crate::lex::{KEYWORDS, Token, TokenKind, lex_with_trivia};
use crate::source::{Interner, Source, Span};
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
    /// Classes a text by its tokens; what follows an error of the lexer stays without class.
    pub fn new(source: Source) -> Listing {
        let lexed = lex_with_trivia(&source, &mut Interner::default());
        let mut lines: Vec<Vec<(Range<u32>, TokenClass)>> = vec![Vec::new(); source.line_count()];
        let mut before = TokenKind::Newline;
        for (i, token) in lexed.tokens.iter().enumerate() {
            if let Some(class) = class_of(token, before, lexed.tokens.get(i + 1)) {
                add(&mut lines, &source, token.span, class);
            }
            if !matches!(token.kind, TokenKind::Comment | TokenKind::Nl) {
                before = token.kind;
            }
        }
        Listing { source, lines }
    }
    /// The classed ranges of a line (1-based), as byte columns.
    pub fn classes(&self, line: usize) -> &[(Range<u32>, TokenClass)] {
        line.checked_sub(1).and_then(|i| self.lines.get(i)).map_or(&[], |l| l)
    }
}

/// The class of a token between its neighbours; `None` for those without text.
fn class_of(token: &Token, before: TokenKind, after: Option<&Token>) -> Option<TokenClass> {
    use TokenKind as K;
    Some(match token.kind {
        K::EndMarker | K::Newline | K::Indent | K::Dedent | K::Nl | K::Error | K::Op => return None,
        K::True | K::False | K::None | K::Ellipsis => TokenClass::Constant,
        K::Name => match before {
            K::Def => TokenClass::Function,
            K::Class => TokenClass::Class,
            K::At if after.is_some_and(|t| starts_line(t.kind)) => TokenClass::Decorator,
            _ => TokenClass::Name,
        },
        K::Number => TokenClass::Number,
        K::String | K::FStringStart | K::FStringMiddle | K::FStringEnd => TokenClass::String,
        K::Comment => TokenClass::Comment,
        K::LPar
        | K::RPar
        | K::LSqb
        | K::RSqb
        | K::LBrace
        | K::RBrace
        | K::Colon
        | K::Comma
        | K::Semi
        | K::Dot => TokenClass::Punctuation,
        kind if KEYWORDS.iter().any(|(_, k)| *k == kind) => TokenClass::Keyword,
        _ => TokenClass::Operator,
    })
}

/// What may follow the name of a decorator (`@name` or `@name(...)` or `@name.attr`).
fn starts_line(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Newline | TokenKind::LPar | TokenKind::Dot)
}

/// Adds a token's range to each line that it touches.
fn add(lines: &mut [Vec<(Range<u32>, TokenClass)>], source: &Source, span: Span, class: TokenClass) {
    for line in span.line.max(1)..=span.end_line {
        let Some(ranges) = lines.get_mut(line as usize - 1) else { return };
        let len = source.line(line as usize).map_or(0, str::len) as u32;
        let start = if line == span.line { span.col.max(0) as u32 } else { 0 };
        let end = if line == span.end_line { (span.end_col.max(0) as u32).min(len) } else { len };
        if start < end {
            ranges.push((start..end, class));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, line: usize, expected: &[(&str, TokenClass)]) {
        let listing = Listing::new(Source::new("t.py", text));
        let source = listing.source.line(line).unwrap();
        let found: Vec<_> = listing
            .classes(line)
            .iter()
            .map(|(r, class)| (&source[r.start as usize..r.end as usize], *class))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn tokens_have_classes() {
        use TokenClass::*;
        check(
            "def f(x): # no\n  return 'é' + x\n",
            1,
            &[
                ("def", Keyword),
                ("f", Function),
                ("(", Punctuation),
                ("x", Name),
                (")", Punctuation),
                (":", Punctuation),
                ("# no", Comment),
            ],
        );
        check(
            "x = 'é' + None",
            1,
            &[("x", Name), ("=", Operator), ("'é'", String), ("+", Operator), ("None", Constant)],
        );
        check("'''a\nbc'''\n", 2, &[("bc'''", String)]);
        check("@deco\nclass C: pass\n", 1, &[("@", Operator), ("deco", Decorator)]);
    }

    #[test]
    fn a_broken_text_is_a_listing_too() {
        for text in ["", "\n", "x = $", "'", "(((", "\u{c}x", "é = \"\"\"\n\n"] {
            Listing::new(Source::new("t.py", text));
        }
    }
}
