//! Source text to tokens, as CPython 3.13's tokenizer makes them.

mod charmaps;
mod decode;
pub mod dump;
mod fstring;
pub mod identifier;
mod lexer;
mod number;
mod string;
mod token;

pub use lexer::{LexError, Lexed, OpenBracket, lex, lex_with_trivia, lex_with_type_comments};
pub use token::{KEYWORDS, OPERATORS, Token, TokenKind};
