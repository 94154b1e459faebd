//! A program's text made ready for the screen.

use super::Listing;
use crate::bytecode::Code;
use crate::diagnostic::Diagnostic;
use crate::program;
use std::sync::Arc;

/// A program's text, and its code if it compiles.
pub struct Loaded {
    pub listing: Arc<Listing>,
    pub code: Result<Arc<Code>, Diagnostic>,
    /// The code was compiled here, not read from a `.pyc`.
    pub compiled: bool,
}

/// Compiles source text, or reads the code out of a `.pyc` file.
pub fn load(name: &str, bytes: &[u8]) -> Loaded {
    let program::Loaded { source, code, compiled, .. } = program::load(name, bytes);
    Loaded { listing: Arc::new(Listing::new(source)), code, compiled }
}
