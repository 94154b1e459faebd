//! Text with bytes that are no UTF-8. CPython looks at a token's bytes when it needs them, so what
//! stands in a comment does no harm.

use super::codecs::{Codec, Undefined};
use super::lexer::lex_with_trivia;
use super::token::{Token, TokenKind as K};
use crate::diagnostic::{Diagnostic, Kind, Rejected};
use crate::source::{Interner, Source, Span};

/// The program, if only comments are wrong, or what CPython says of the first wrong token.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Source, Box<Rejected>> {
    // Letters in place of the wrong bytes: the tokens and their places are the same.
    let mut letters = bytes.to_vec();
    let mut wrong = Vec::new();
    let mut note = |undefined: Undefined| {
        letters[undefined.at..undefined.at + undefined.len].fill(b'x');
        wrong.push(undefined.at);
        true
    };
    let shown = Codec::Utf8.decode(bytes, &mut note).unwrap_or_default();
    let source = Source::new(name, &shown);
    let letters = Source::new(name, &String::from_utf8_lossy(&letters));
    let tokens = lex_with_trivia(&letters, &mut Interner::default()).tokens;
    let token = wrong.iter().find_map(|&at| {
        let inside = |token: &&Token| (token.start as usize..token.end as usize).contains(&at);
        tokens.iter().find(inside).filter(|token| token.kind != K::Comment)
    });
    match token {
        Some(token) => {
            let error = token_error(token, bytes);
            Err(Box::new(Rejected { error, source }))
        }
        None => Ok(source),
    }
}

fn token_error(token: &Token, bytes: &[u8]) -> Diagnostic {
    let text = &bytes[token.start as usize..token.end as usize];
    match token.kind {
        K::String => {
            let prefix = text.iter().position(|b| matches!(b, b'"' | b'\'')).unwrap_or(0);
            if text[..prefix].iter().any(|b| b.eq_ignore_ascii_case(&b'b')) {
                return Diagnostic::syntax("bytes can only contain ASCII literal characters", token.span);
            }
            let raw = text[..prefix].iter().any(|b| b.eq_ignore_ascii_case(&b'r'));
            let rest = &text[prefix..];
            let quotes = if rest.len() >= 6 && rest[0] == rest[1] && rest[1] == rest[2] { 3 } else { 1 };
            let body = &rest[quotes..rest.len() - quotes];
            Diagnostic::syntax(format!("(unicode error) {}", literal_error(body, raw)), token.span)
        }
        K::FStringMiddle => Diagnostic::placeless(Kind::UnicodeDecodeError, first_error(text)),
        _ => {
            // CPython points at where the tokenizer stands: behind the name.
            let span = Span::new(token.span.line, token.span.end_col - 1, token.span.line, -2);
            Diagnostic::syntax(format!("(unicode error) {}", first_error(text)), span)
        }
    }
}

/// A literal's body is decoded as a whole, or, where it has escapes, one run of characters outside
/// ASCII at a time.
fn literal_error(body: &[u8], raw: bool) -> String {
    if raw || !body.contains(&b'\\') {
        return first_error(body);
    }
    let runs = body.split(|b| b.is_ascii());
    runs.map(first_error).find(|message| !message.is_empty()).unwrap_or_default()
}

fn first_error(bytes: &[u8]) -> String {
    let mut message = String::new();
    let mut note = |undefined: Undefined| {
        message = undefined.message();
        false
    };
    let _ = Codec::Utf8.decode(bytes, &mut note);
    message
}
