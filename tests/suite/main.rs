//! The integration tests: one module a stage.

mod bytecode;
mod cli;
mod compile;
mod compile_errors;
mod dis;
mod goldens;
mod opcodes;
mod python;
mod tidy;
