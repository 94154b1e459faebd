//! What the objects of `_io` consist of.

use super::place::{Place, parts};
use crate::heap::ObjId;

/// See [`super::Payload::Io`].
#[derive(Clone, Debug)]
pub enum Io {
    File(RawFile),
    Bytes(BytesIo),
    Buffered(Buffered),
    /// A reader and a writer.
    Pair([Option<ObjId>; 2]),
    Chars(StringIo),
    Text(Box<TextWrapper>),
    Newlines(NewlineDecoder),
}

/// `FileIO`: a file by its number; -1 where it is closed.
#[derive(Clone, Debug)]
pub struct RawFile {
    pub fd: i64,
    pub readable: bool,
    pub writable: bool,
    pub created: bool,
    pub appending: bool,
    pub closefd: bool,
}

#[derive(Clone, Debug, Default)]
pub struct BytesIo {
    pub data: Vec<u8>,
    /// The length of the bytes object that CPython keeps the data in: there may be more than is used.
    pub room: usize,
    /// That object, once others have it, too: it is given away and taken in as it is.
    pub shared: Option<ObjId>,
    pub position: usize,
    pub closed: bool,
}

/// `BufferedReader`, `BufferedWriter` and `BufferedRandom`.
#[derive(Clone, Debug)]
pub struct Buffered {
    /// `None` before `__init__` and once it is detached.
    pub raw: Option<ObjId>,
    pub detached: bool,
    pub reads: bool,
    pub writes: bool,
    pub size: usize,
    /// What was read ahead, and how much of it was taken.
    pub ahead: Vec<u8>,
    pub taken: usize,
    /// What waits to be written.
    pub pending: Vec<u8>,
}

#[derive(Clone, Debug, Default)]
pub struct StringIo {
    /// Code points.
    pub text: Vec<u32>,
    pub position: usize,
    pub closed: bool,
    pub newline: Newline,
    /// `newlines`: which line ends were seen (1: \n, 2: \r, 4: \r\n).
    pub seen: u8,
}

/// The `newline` argument.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Newline {
    /// None: every line end is read as \n, and \n is written as the system's.
    Universal,
    /// '': every line end ends a line and is left as it is.
    Kept,
    #[default]
    Lf,
    Cr,
    CrLf,
}

#[derive(Clone, Debug, Default)]
pub struct NewlineDecoder {
    pub decoder: Option<ObjId>,
    pub translate: bool,
    /// A \r at the end of the last piece waits for what comes next.
    pub pending_cr: bool,
    pub seen: u8,
}

#[derive(Clone, Debug)]
pub struct TextWrapper {
    pub buffer: Option<ObjId>,
    pub detached: bool,
    /// The encoding's and the error handler's names: str objects.
    pub encoding: ObjId,
    pub errors: ObjId,
    /// Incremental codecs of Python's, for encodings that are not built in.
    pub encoder: Option<ObjId>,
    pub decoder: Option<ObjId>,
    pub newline: Newline,
    /// The byte order that a mark told: 0 not known yet, 1 little, 2 big.
    pub order: u8,
    pub readable: bool,
    pub writable: bool,
    pub line_buffering: bool,
    pub write_through: bool,
    pub seekable: bool,
    /// Encoded, not yet handed to the buffer.
    pub pending: Vec<u8>,
    /// Decoded and not yet taken, from `position` on.
    pub decoded: Vec<u32>,
    pub position: usize,
    /// Bytes that do not make up a character yet.
    pub undecoded: Vec<u8>,
    pub pending_cr: bool,
    pub seen: u8,
    /// The bytes that `decoded` came from.
    pub chunk: Vec<u8>,
    /// `next()` was called: the position is not known.
    pub telling: bool,
    /// Something was written: a byte order mark is not due again.
    pub started: bool,
}

impl Io {
    pub fn children(&self, visit: &mut dyn FnMut(ObjId)) {
        self.references(&mut |_, id| visit(id));
    }
    pub fn references(&self, visit: &mut impl FnMut(Place, ObjId)) {
        match self {
            Io::File(_) | Io::Chars(_) => {}
            Io::Bytes(b) => parts([("buffer", b.shared)], visit),
            Io::Buffered(b) => parts([("raw", b.raw)], visit),
            Io::Pair([reader, writer]) => parts([("reader", *reader), ("writer", *writer)], visit),
            Io::Newlines(d) => parts([("decoder", d.decoder)], visit),
            Io::Text(t) => parts(
                [
                    ("buffer", t.buffer),
                    ("encoder", t.encoder),
                    ("decoder", t.decoder),
                    ("encoding", Some(t.encoding)),
                    ("errors", Some(t.errors)),
                ],
                visit,
            ),
        }
    }
}
