//! The tokens as `python3.13 -m tokenize -e` lists them.

use crate::lex::dump::tokens_text;
use crate::source::Source;

/// One line a token: its place, its kind, its text. Where the text is wrong, the message and place
/// that the tool gives.
pub fn text(source: &Source) -> Result<String, String> {
    tokens_text(source).map_err(|error| {
        let (line, column, ..) = error.place(source).unwrap_or_default();
        // The tool has kept one message from older versions.
        let message = if error.message.contains("unterminated triple-quoted string literal") {
            "EOF in multi-line string"
        } else {
            &error.message
        };
        format!("{}:{line}:{column}: error: {message}", source.name)
    })
}
