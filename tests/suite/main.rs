//! The integration tests: one module a stage.

mod bytecode;
mod cli;
mod compile;
mod dis;
mod front;
mod goldens;
mod opcodes;
mod pty;
mod python;
mod readme;
mod run;
mod screen;
mod tidy;
mod walk;
