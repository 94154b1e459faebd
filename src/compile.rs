//! Runs the compiler's stages in order and keeps every product.
