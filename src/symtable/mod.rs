//! Which scope each name belongs to, as CPython 3.13's symbol tables say.
