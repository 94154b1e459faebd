//! `.pyc` files: a header that says what they were made from, and a marshalled code object.

use super::code::{Code, flags};
use super::marshal::{self, MarshalError};
use std::path::{Path, PathBuf};

/// CPython 3.13's magic number, 3571, and the line end that a text-mode copy would spoil.
pub const MAGIC: [u8; 4] = [0xF3, 0x0D, 0x0D, 0x0A];
const HEADER_LEN: usize = 16;
const HASH_BASED: u32 = 1;
const CHECK_SOURCE: u32 = 2;

/// How an importer finds out whether the file still belongs to its source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Validation {
    /// The source's modification time (seconds since 1970) and size, both modulo 2^32.
    Timestamp { mtime: u32, size: u32 },
    /// A hash of the source; see [`source_hash`].
    Hash { hash: [u8; 8], check_source: bool },
}

/// Why a file is not a usable `.pyc`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PycError {
    /// The file is not CPython 3.13's.
    BadMagic([u8; 4]),
    ShortHeader,
    BadFlags(u32),
    Marshal(MarshalError),
    /// The code wants arguments, which nobody can give.
    NoModule,
}

impl std::fmt::Display for PycError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PycError::BadMagic(found) => {
                let number = u16::from_le_bytes([found[0], found[1]]);
                write!(f, "bad magic number {number}: the file was not made by CPython 3.13 (3571)")
            }
            PycError::ShortHeader => f.write_str("reached the end of the file in the .pyc header"),
            PycError::BadFlags(flags) => write!(f, "invalid flags {flags:#x} in the .pyc header"),
            PycError::Marshal(error) => error.fmt(f),
            PycError::NoModule => f.write_str("the code is that of a function, not of a module"),
        }
    }
}

impl std::error::Error for PycError {}

impl From<MarshalError> for PycError {
    fn from(error: MarshalError) -> PycError {
        PycError::Marshal(error)
    }
}

/// Does the data start like a CPython 3.13 `.pyc`?
pub fn is_pyc(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC)
}

pub fn read(bytes: &[u8]) -> Result<(Validation, Code), PycError> {
    let Some((header, body)) = bytes.split_first_chunk::<HEADER_LEN>() else {
        return match bytes.first_chunk::<4>() {
            Some(magic) if *magic != MAGIC => Err(PycError::BadMagic(*magic)),
            _ => Err(PycError::ShortHeader),
        };
    };
    let word = |at: usize| [header[at], header[at + 1], header[at + 2], header[at + 3]];
    if word(0) != MAGIC {
        return Err(PycError::BadMagic(word(0)));
    }
    let header_flags = u32::from_le_bytes(word(4));
    let validation = match header_flags {
        0 => Validation::Timestamp { mtime: u32::from_le_bytes(word(8)), size: u32::from_le_bytes(word(12)) },
        HASH_BASED | 3 => {
            let mut hash = [0; 8];
            hash.copy_from_slice(&header[8..]);
            Validation::Hash { hash, check_source: header_flags & CHECK_SOURCE != 0 }
        }
        _ => return Err(PycError::BadFlags(header_flags)),
    };
    let code = marshal::read(body)?;
    let arguments = code.argcount + code.kwonlyargcount;
    if arguments > 0 || code.flags & (flags::VARARGS | flags::VARKEYWORDS) != 0 {
        return Err(PycError::NoModule);
    }
    Ok((validation, code))
}

pub fn write(validation: Validation, code: &Code) -> Result<Vec<u8>, PycError> {
    let body = marshal::write(code)?;
    let mut out = Vec::with_capacity(HEADER_LEN + body.len());
    out.extend(MAGIC);
    match validation {
        Validation::Timestamp { mtime, size } => {
            out.extend(0u32.to_le_bytes());
            out.extend(mtime.to_le_bytes());
            out.extend(size.to_le_bytes());
        }
        Validation::Hash { hash, check_source } => {
            let flags = HASH_BASED | if check_source { CHECK_SOURCE } else { 0 };
            out.extend(flags.to_le_bytes());
            out.extend(hash);
        }
    }
    out.extend(body);
    Ok(out)
}

/// The hash that hash-based files keep: SipHash-1-3 of the source's bytes under the magic number.
pub fn source_hash(source: &[u8]) -> [u8; 8] {
    use std::hash::Hasher;
    let key = u32::from_le_bytes(MAGIC) as u64;
    let mut hasher = siphasher::sip::SipHasher13::new_with_keys(key, 0);
    hasher.write(source);
    hasher.finish().to_le_bytes()
}

/// Where CPython caches a source file's code: `__pycache__/NAME.cpython-313.pyc` beside it, with
/// `.opt-1` or `.opt-2` before the ending for `-O` and `-OO`.
pub fn cache_path(source: &Path, optimize: u8) -> PathBuf {
    let stem = source.file_stem().unwrap_or_default().to_string_lossy();
    let level = match optimize {
        0 => String::new(),
        n => format!(".opt-{n}"),
    };
    source.with_file_name("__pycache__").join(format!("{stem}.cpython-313{level}.pyc"))
}
