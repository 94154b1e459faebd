//! pvmscope opens a Python program behind glass.
//!
//! ```text
//! source -> lex -> parse -> ast -> symtable -> codegen -> cfg -> assemble -> Code -> .pyc
//!                                                                            |
//!                                  world -> heap -> object -> vm <-----------+
//!                                                              |
//!                                             time -> session -> tui, trace, exports
//! ```
//!
//! Every arrow is judged against CPython 3.13; see `ARCHITECTURE.md`.

pub mod assemble;
pub mod ast;
pub mod bytecode;
pub mod cfg;
pub mod codegen;
pub mod compile;
pub mod constant;
pub mod diagnostic;
pub mod explain;
pub mod lex;
pub mod parse;
pub mod session;
pub mod source;
pub mod symtable;
pub mod tui;
