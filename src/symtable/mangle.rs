//! Private names: `__name` in class `C` is `_C__name`.

use crate::source::{Interner, Name};

/// The name as it is known inside the class `private`.
#[inline]
pub fn mangle(interner: &mut Interner, private: Name, name: Name) -> Name {
    if interner.text(name).starts_with("__") { mangle_private(interner, private, name) } else { name }
}

fn mangle_private(interner: &mut Interner, private: Name, name: Name) -> Name {
    let text = interner.text(name);
    if text.ends_with("__") || text.contains('.') {
        return name;
    }
    let class = interner.text(private).trim_start_matches('_');
    if class.is_empty() {
        return name;
    }
    let mangled = format!("_{class}{text}");
    interner.intern(&mangled)
}
