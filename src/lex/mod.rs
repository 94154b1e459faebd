//! Source text to tokens, as CPython 3.13's tokenizer makes them.
