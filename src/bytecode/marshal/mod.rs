//! CPython's marshal format (version 4), as far as code objects and their constants need it.

mod read;
mod write;

pub use read::read;
pub use write::write;

/// How deep objects may nest in marshalled data.
pub const MAX_DEPTH: usize = 2000;
/// Bit of the type byte: the object gets the next reference number.
pub const FLAG_REF: u8 = 0x80;

/// The type byte that each object starts with.
pub mod tag {
    pub const NULL: u8 = b'0';
    pub const NONE: u8 = b'N';
    pub const FALSE: u8 = b'F';
    pub const TRUE: u8 = b'T';
    pub const STOP_ITERATION: u8 = b'S';
    pub const ELLIPSIS: u8 = b'.';
    pub const INT: u8 = b'i';
    pub const INT64: u8 = b'I';
    pub const FLOAT: u8 = b'f';
    pub const BINARY_FLOAT: u8 = b'g';
    pub const COMPLEX: u8 = b'x';
    pub const BINARY_COMPLEX: u8 = b'y';
    pub const LONG: u8 = b'l';
    pub const BYTES: u8 = b's';
    pub const INTERNED: u8 = b't';
    pub const REF: u8 = b'r';
    pub const TUPLE: u8 = b'(';
    pub const LIST: u8 = b'[';
    pub const DICT: u8 = b'{';
    pub const CODE: u8 = b'c';
    pub const UNICODE: u8 = b'u';
    pub const SET: u8 = b'<';
    pub const FROZENSET: u8 = b'>';
    pub const ASCII: u8 = b'a';
    pub const ASCII_INTERNED: u8 = b'A';
    pub const SMALL_TUPLE: u8 = b')';
    pub const SHORT_ASCII: u8 = b'z';
    pub const SHORT_ASCII_INTERNED: u8 = b'Z';
}

/// Why marshalled data cannot be read or an object cannot be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MarshalError {
    pub message: String,
    /// Where in the data reading stopped; `None` when writing.
    pub offset: Option<usize>,
}

impl std::fmt::Display for MarshalError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.offset {
            Some(offset) => write!(f, "{} (at byte {offset})", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for MarshalError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_not_a_code_object() {
        for bytes in [&b""[..], b"N", b"\xe3", b"(\xff\xff\xff\x7f", b"r\0\0\0\0", b"?", b"s\xff\xff\xff\x7f"]
        {
            assert!(read(bytes).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn deep_nesting_is_an_error() {
        let bytes = b")\x01".repeat(1_000_000);
        assert_eq!(read(&bytes).unwrap_err().message, "recursion limit exceeded");
    }

    #[test]
    fn a_tuple_cannot_hold_itself() {
        assert_eq!(read(b"\xa9\x01r\0\0\0\0").unwrap_err().message, "bad marshal data (invalid reference)");
    }

    #[test]
    fn doubling_references_are_an_error() {
        // Each tuple holds the one before it twice: 2^200 values in a few bytes.
        let mut bytes = b"(\xc8\0\0\0\xa9\0".to_vec();
        for n in 0..199u32 {
            bytes.extend(b"\xa9\x02");
            for _ in 0..2 {
                bytes.push(b'r');
                bytes.extend(n.to_le_bytes());
            }
        }
        assert_eq!(read(&bytes).unwrap_err().message, "bad marshal data (too many shared values)");
    }
}
