//! The tokens as `python3.13 -m tokenize -e` lists them.

use crate::lex::Listed;
use crate::lex::dump::tokens_text;

/// One line a token: its place, its kind, its text. Where the text is wrong, the message and place
/// that the tool gives.
pub fn text(name: &str, bytes: &[u8]) -> Result<String, String> {
    let listed = Listed::read(name, bytes).map_err(|message| format!("{name}: error: {message}"))?;
    tokens_text(&listed).map_err(|error| {
        let (line, column) = error.place(&listed.source).map_or((0, 0), |place| (place.line, place.offset));
        // The tool has kept one message from older versions.
        let message = if error.message.contains("unterminated triple-quoted string literal") {
            "EOF in multi-line string"
        } else {
            &error.message
        };
        format!("{name}:{line}:{column}: error: {message}")
    })
}
