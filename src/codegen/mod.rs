//! Code generation: a tree and its scopes become pseudo-instructions.

pub mod unit;
