//! The integration tests: one module a stage.

mod bytecode;
mod python;
