//! Identifiers outside ASCII (PEP 3131).

use unicode_general_category::{GeneralCategory as G, get_general_category};
use unicode_normalization::UnicodeNormalization;

/// The identifier in the form that names are compared in.
pub fn normalize(text: &str) -> String {
    text.nfkc().collect()
}

/// Offset of the first character that cannot stand in an identifier, and CPython's message.
pub fn invalid_character(text: &str) -> Option<(usize, String)> {
    let (at, c) = text.char_indices().find(|&(i, c)| {
        c != '_' && if i == 0 { !unicode_ident::is_xid_start(c) } else { !unicode_ident::is_xid_continue(c) }
    })?;
    let point = c as u32;
    let message = if is_printable(c) {
        format!("invalid character '{c}' (U+{point:04X})")
    } else {
        format!("invalid non-printable character U+{point:04X}")
    };
    Some((at, message))
}

/// What `str.isprintable` says of a character.
pub fn is_printable(c: char) -> bool {
    c == ' '
        || !matches!(
            get_general_category(c),
            G::Control
                | G::Format
                | G::Surrogate
                | G::PrivateUse
                | G::Unassigned
                | G::LineSeparator
                | G::ParagraphSeparator
                | G::SpaceSeparator
        )
}
