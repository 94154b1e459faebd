//! Identifiers outside ASCII (PEP 3131).

use crate::constant::repr::is_printable;
use crate::constant::unicode::category;
use unicode_general_category::GeneralCategory;
use unicode_normalization::UnicodeNormalization;

/// The identifier in the form that names are compared in.
pub fn normalize(text: &str) -> String {
    text.nfkc().collect()
}

/// Offset of the first character that cannot stand in an identifier, and CPython's message.
pub fn invalid_character(text: &str) -> Option<(usize, String)> {
    let (at, c) = text.char_indices().find(|&(i, c)| {
        let fits = if i == 0 { unicode_ident::is_xid_start(c) } else { unicode_ident::is_xid_continue(c) };
        c != '_' && (!fits || category(c) == GeneralCategory::Unassigned)
    })?;
    let point = c as u32;
    let message = if is_printable(c) {
        format!("invalid character '{c}' (U+{point:04X})")
    } else {
        format!("invalid non-printable character U+{point:04X}")
    };
    Some((at, message))
}
