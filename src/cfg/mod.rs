//! The control-flow graph: instructions as basic blocks, and the passes that improve them.
