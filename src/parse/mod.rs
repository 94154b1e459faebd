//! Tokens to the syntax tree, with CPython 3.13's grammar and error messages.
