//! `co_exceptiontable`: which instructions a handler protects, packed.

/// One protected range and its handler.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Handler {
    /// Byte offsets in `co_code` of the protected instructions, the end exclusive.
    pub start: u32,
    pub end: u32,
    /// Byte offset of the handler.
    pub target: u32,
    /// How many values stay on the stack when the handler starts.
    pub depth: u32,
    /// Is the offset of the raising instruction pushed under the exception?
    pub lasti: bool,
}

pub fn encode(handlers: &[Handler]) -> Vec<u8> {
    let mut out = Vec::new();
    for handler in handlers {
        varint(&mut out, handler.start / 2, 0x80);
        varint(&mut out, (handler.end - handler.start) / 2, 0);
        varint(&mut out, handler.target / 2, 0);
        varint(&mut out, handler.depth << 1 | u32::from(handler.lasti), 0);
    }
    out
}

/// Six bits a byte, the highest first; bit 6 says that more follow. `mark` is the bit that an entry
/// starts with.
fn varint(out: &mut Vec<u8>, n: u32, mark: u8) {
    let start = out.len();
    for shift in [24, 18, 12, 6] {
        if n >> shift != 0 {
            out.push((n >> shift & 0x3F) as u8 | 0x40);
        }
    }
    out.push((n & 0x3F) as u8);
    out[start] |= mark;
}

/// Unpacks `co_exceptiontable`. Damaged data ends the iteration.
pub fn decode(table: &[u8]) -> impl Iterator<Item = Handler> + '_ {
    let mut bytes = table.iter();
    std::iter::from_fn(move || {
        let mut next = || {
            let mut n = 0u32;
            loop {
                let byte = *bytes.next()?;
                n = n.checked_mul(64)? | (byte & 0x3F) as u32;
                if byte & 0x40 == 0 {
                    return Some(n);
                }
            }
        };
        let start = next()?.checked_mul(2)?;
        let end = next()?.checked_mul(2)?.checked_add(start)?;
        let target = next()?.checked_mul(2)?;
        let depth = next()?;
        Some(Handler { start, end, target, depth: depth >> 1, lasti: depth & 1 == 1 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back() {
        let handlers = [
            Handler { start: 0, end: 2, target: 126, depth: 0, lasti: false },
            Handler { start: 4, end: 400, target: 1 << 20, depth: 70, lasti: true },
            Handler { start: 1 << 25, end: 1 << 26, target: 0, depth: 1, lasti: true },
        ];
        assert_eq!(decode(&encode(&handlers)).collect::<Vec<_>>(), handlers);
    }
}
