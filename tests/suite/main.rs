//! The integration tests: one module a stage.

mod bytecode;
mod cfg;
mod cli;
mod compile;
mod compile_errors;
mod dis;
mod front;
mod fuzz;
mod goldens;
mod leaks;
mod ledger;
mod limits;
mod opcodes;
mod pty;
mod python;
mod readme;
mod run;
mod screen;
mod session;
mod stages;
mod tidy;
mod walk;
mod watched;
