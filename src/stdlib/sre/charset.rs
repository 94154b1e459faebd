//! Sets and classes of characters.

use super::code::{category as cat, op};
use crate::types::str_unicode as unicode;

pub const INFO_PREFIX: u32 = 1;
pub const INFO_CHARSET: u32 = 4;

pub fn is_linebreak(c: u32) -> bool {
    c == u32::from(b'\n')
}
fn ascii(c: u32) -> Option<u8> {
    u8::try_from(c).ok().filter(u8::is_ascii)
}
pub fn is_word(c: u32) -> bool {
    ascii(c).is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_')
}
pub fn is_unicode_word(c: u32) -> bool {
    match ascii(c) {
        Some(_) => is_word(c),
        None => unicode::is_alnum(c),
    }
}
fn is_space(c: u32) -> bool {
    ascii(c).is_some_and(|b| matches!(b, b' ' | b'\t'..=b'\r'))
}

/// Is the character of that class?
pub fn category(class: u32, c: u32) -> bool {
    let digit = || ascii(c).is_some_and(|b| b.is_ascii_digit());
    match class {
        cat::DIGIT => digit(),
        cat::NOT_DIGIT => !digit(),
        cat::SPACE => is_space(c),
        cat::NOT_SPACE => !is_space(c),
        cat::WORD | cat::LOC_WORD => is_word(c),
        cat::NOT_WORD | cat::LOC_NOT_WORD => !is_word(c),
        cat::LINEBREAK => is_linebreak(c),
        cat::NOT_LINEBREAK => !is_linebreak(c),
        cat::UNI_DIGIT => unicode::decimal(c).is_some(),
        cat::UNI_NOT_DIGIT => unicode::decimal(c).is_none(),
        cat::UNI_SPACE => unicode::is_space(c),
        cat::UNI_NOT_SPACE => !unicode::is_space(c),
        cat::UNI_WORD => is_unicode_word(c),
        cat::UNI_NOT_WORD => !is_unicode_word(c),
        cat::UNI_LINEBREAK => unicode::is_line_break(c),
        cat::UNI_NOT_LINEBREAK => !unicode::is_line_break(c),
        _ => false,
    }
}

pub mod lower {
    pub fn ascii(c: u32) -> u32 {
        u8::try_from(c).map_or(c, |b| b.to_ascii_lowercase().into())
    }
    /// The simple lower-case form.
    pub fn unicode(c: u32) -> u32 {
        char::from_u32(c).and_then(|c| c.to_lowercase().next()).map_or(c, u32::from)
    }
}
pub mod upper {
    pub fn ascii(c: u32) -> u32 {
        u8::try_from(c).map_or(c, |b| b.to_ascii_uppercase().into())
    }
    /// The first character of the upper-case form.
    pub fn unicode(c: u32) -> u32 {
        char::from_u32(c).and_then(|c| c.to_uppercase().next()).map_or(c, u32::from)
    }
}
/// Equal but for case, in the C locale.
pub fn locale_equal(wanted: u32, c: u32) -> bool {
    c == wanted || lower::ascii(c) == wanted || upper::ascii(c) == wanted
}

/// Is the character in the set whose items stand from `at` on, up to FAILURE?
pub fn in_set(code: &[u32], mut at: usize, c: u32) -> bool {
    let word = |i: usize| code.get(i).copied().unwrap_or(op::FAILURE);
    let mut yes = true;
    loop {
        match word(at) {
            op::NEGATE => {
                yes = !yes;
                at += 1;
            }
            op::LITERAL => {
                if c == word(at + 1) {
                    return yes;
                }
                at += 2;
            }
            op::CATEGORY => {
                if category(word(at + 1), c) {
                    return yes;
                }
                at += 2;
            }
            op::RANGE => {
                if (word(at + 1)..=word(at + 2)).contains(&c) {
                    return yes;
                }
                at += 3;
            }
            op::RANGE_UNI_IGNORE => {
                let range = word(at + 1)..=word(at + 2);
                if range.contains(&c) || range.contains(&upper::unicode(c)) {
                    return yes;
                }
                at += 3;
            }
            // 256 bits.
            op::CHARSET => {
                if c < 256 && word(at + 1 + (c / 32) as usize) >> (c % 32) & 1 == 1 {
                    return yes;
                }
                at += 9;
            }
            // A number of blocks, 256 block numbers of a byte each, and the blocks of 256 bits.
            op::BIGCHARSET => {
                let count = word(at + 1) as usize;
                let index = at + 2;
                let blocks = index + 64;
                if c < 0x1_0000 {
                    let high = (c >> 8) as usize;
                    let block = word(index + high / 4) >> (8 * (high % 4)) & 0xFF;
                    let low = c & 0xFF;
                    if word(blocks + block as usize * 8 + (low / 32) as usize) >> (low % 32) & 1 == 1 {
                        return yes;
                    }
                }
                at = blocks.saturating_add(count.saturating_mul(8));
            }
            _ => return !yes,
        }
    }
}
