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

pub mod anchors;
pub mod assemble;
pub mod ast;
pub mod bytecode;
pub mod cfg;
pub mod cli;
pub mod codegen;
pub mod compile;
pub mod constant;
pub mod diagnostic;
pub mod explain;
pub mod heap;
pub mod ledger;
pub mod lex;
pub mod machine;
pub mod object;
pub mod parse;
pub mod program;
pub mod run;
pub mod session;
pub mod source;
pub mod stdlib;
pub mod symtable;
pub mod time;
pub mod trace;
pub mod tui;
pub mod types;
pub mod vm;
pub mod world;
