//! Instructions that take more than a line, by family.

mod asynchronous;
mod build;
mod call;
mod exceptions;
mod iterate;
mod names;
mod pattern;
mod unpack;
