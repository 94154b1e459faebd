//! Source text to tokens, as CPython 3.13's tokenizer makes them.

mod charmaps;
mod codecs;
mod decode;
pub mod dump;
mod fstring;
pub mod identifier;
mod invalid_utf8;
mod lexer;
mod listing;
mod multibyte;
mod number;
mod string;
mod token;

pub use decode::Reader;
pub use lexer::{
    LexError, Lexed, OpenBracket, lex, lex_expression, lex_interactive, lex_with_trivia,
    lex_with_type_comments,
};
pub use listing::Listed;
pub use token::{KEYWORDS, OPERATORS, Token, TokenKind};
