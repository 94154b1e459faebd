//! One kind of message for everything that is wrong with a program's text, in CPython's words.

use crate::source::Span;

/// Which exception CPython raises (or warning it issues) for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    SyntaxError,
    IndentationError,
    TabError,
    /// `ValueError`, such as an int literal over the digit limit or a null byte.
    ValueError,
    /// A docstring with a lone surrogate.
    UnicodeEncodeError,
    RecursionError,
    MemoryError,
    OverflowError,
    SyntaxWarning,
    DeprecationWarning,
    /// Right Python that pvmscope cannot compile yet.
    Unsupported,
}

impl Kind {
    pub const fn name(self) -> &'static str {
        match self {
            Kind::SyntaxError => "SyntaxError",
            Kind::IndentationError => "IndentationError",
            Kind::TabError => "TabError",
            Kind::ValueError => "ValueError",
            Kind::UnicodeEncodeError => "UnicodeEncodeError",
            Kind::RecursionError => "RecursionError",
            Kind::MemoryError => "MemoryError",
            Kind::OverflowError => "OverflowError",
            Kind::SyntaxWarning => "SyntaxWarning",
            Kind::DeprecationWarning => "DeprecationWarning",
            Kind::Unsupported => "pvmscope: not supported yet",
        }
    }
}

/// A problem and its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    pub kind: Kind,
    /// CPython's text, without the exception's name.
    pub message: String,
    /// `None` where CPython gives no place. Columns in UTF-8 bytes as everywhere; what
    /// `SyntaxError.offset` shows is made from them.
    pub span: Option<Span>,
}

impl Diagnostic {
    pub fn new(kind: Kind, message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic { kind, message: message.into(), span: Some(span) }
    }
    pub fn syntax(message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic::new(Kind::SyntaxError, message, span)
    }
}
