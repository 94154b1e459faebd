//! One kind of message for everything that is wrong with a program's text, in CPython's words.

use crate::source::{Source, Span};

/// Which exception CPython raises (or warning it issues) for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    SyntaxError,
    IndentationError,
    TabError,
    /// The text ends where more is needed; only where that was asked for.
    IncompleteInputError,
    /// `ValueError`, such as an int literal over the digit limit or a null byte.
    ValueError,
    /// A docstring with a lone surrogate.
    UnicodeEncodeError,
    RecursionError,
    MemoryError,
    OverflowError,
    UnicodeDecodeError,
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
            Kind::IncompleteInputError => "_IncompleteInputError",
            Kind::ValueError => "ValueError",
            Kind::UnicodeEncodeError => "UnicodeEncodeError",
            Kind::RecursionError => "RecursionError",
            Kind::MemoryError => "MemoryError",
            Kind::OverflowError => "OverflowError",
            Kind::UnicodeDecodeError => "UnicodeDecodeError",
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
    /// `SyntaxError.offset` shows is made from them as `columns` says.
    pub span: Option<Span>,
    pub columns: Columns,
}

/// An error and the text that it is about.
#[derive(Debug)]
pub struct Rejected {
    pub error: Diagnostic,
    /// With U+FFFD for bytes that could not be read.
    pub source: Source,
}

/// How columns in bytes become those of the exception.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Columns {
    /// To characters of the first line: what the parser says.
    Characters,
    /// CPython's later stages show columns in bytes as if they were characters.
    Bytes,
    /// The same, and there is no end.
    BytesNoEnd,
    /// A line that is none of the text's, and no more.
    Nowhere,
}

/// The attributes `lineno`, `offset`, `end_lineno` and `end_offset` of a `SyntaxError`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    pub line: i32,
    pub offset: i32,
    pub end_line: Option<i32>,
    pub end_offset: Option<i32>,
}

impl Diagnostic {
    pub fn new(kind: Kind, message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic { kind, message: message.into(), span: Some(span), columns: Columns::Characters }
    }
    pub fn placeless(kind: Kind, message: impl Into<String>) -> Diagnostic {
        Diagnostic { kind, message: message.into(), span: None, columns: Columns::Characters }
    }
    pub fn syntax(message: impl Into<String>, span: Span) -> Diagnostic {
        Diagnostic::new(Kind::SyntaxError, message, span)
    }

    /// Where the exception says that it is; columns count from 1.
    pub fn place(&self, source: &Source) -> Option<Place> {
        let span = self.span?;
        let line = span.line;
        let text = error_line(source, line);
        let (offset, end) = match self.columns {
            Columns::Characters => {
                // A start column of -1 has no offset, an end column below that no end.
                let end = match span.end_col {
                    ..-1 => -1,
                    // An end on a later line is looked for in the first line, too.
                    col if span.end_line != line => characters(text, (col + 1).min(text.len() as i32 + 1)),
                    col => characters(text, col.min(text.len() as i32 + 1) + 1),
                };
                (characters(text, span.col + 1), Some(end))
            }
            Columns::Bytes => (span.col + 1, Some(span.end_col + 1)),
            Columns::BytesNoEnd => (span.col + 1, None),
            Columns::Nowhere => return Some(Place { line, offset: -1, end_line: None, end_offset: None }),
        };
        Some(Place { line, offset, end_line: Some(span.end_line), end_offset: end })
    }

    /// As CPython prints the exception when nothing catches it, without a final newline.
    pub fn render(&self, source: Option<&Source>) -> String {
        let last = match &*self.message {
            "" => self.kind.name().to_string(),
            message => format!("{}: {message}", self.kind.name()),
        };
        let Some((source, place)) = source.and_then(|source| Some((source, self.place(source)?))) else {
            return last;
        };
        let Place { line, mut offset, end_line, end_offset } = place;
        if line == 0 {
            return format!("  File \"{}\", line 0\n{last}", source.name);
        }
        let full = error_line(source, line);
        let rest = full.trim_start_matches([' ', '\n', '\x0C']);
        let spaces = (full.len() - rest.len()) as i32;
        let length = full.chars().count() as i32;
        let mut end = match end_offset {
            _ if end_line != Some(line) => length + 1,
            None | Some(0) => offset,
            Some(end) => end,
        };
        // CPython measures against the line with its newline.
        if offset > length + 1 {
            offset = length + 1;
        }
        if end > length + 1 {
            end = length + 1;
        }
        if offset >= end || end < 0 {
            end = offset + 1;
        }
        let head = format!("  File \"{}\", line {line}\n    {rest}\n", source.name);
        let col = offset - 1 - spaces;
        if col < 0 {
            return head + &last;
        }
        let margin: String =
            rest.chars().take(col as usize).map(|c| if c.is_whitespace() { c } else { ' ' }).collect();
        let carets = "^".repeat((end - offset) as usize);
        format!("{head}    {margin}{carets}\n{last}")
    }
}

/// The line's text for a message; CPython stops reading it at a zero byte.
fn error_line(source: &Source, line: i32) -> &str {
    let text = usize::try_from(line).ok().and_then(|line| source.line(line)).unwrap_or_default();
    text.split('\0').next().unwrap_or_default()
}

/// Characters in the first `col` bytes of a line; columns past its end count on.
fn characters(text: &str, col: i32) -> i32 {
    let Ok(col) = usize::try_from(col) else { return col };
    let inside = text.bytes().take(col).filter(|b| b & 0xC0 != 0x80).count();
    (inside + col.saturating_sub(text.len())) as i32
}
