//! Optimised blocks to a code object: jumps, line table, exception table, bytes.
