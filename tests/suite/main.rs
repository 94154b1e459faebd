//! All integration tests, in one binary: one module for each thing that is judged.

mod judge;
mod tidy;
