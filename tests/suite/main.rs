//! The integration tests: one module a stage.

mod bytecode;
mod compile;
mod dis;
mod goldens;
mod python;
mod tidy;
