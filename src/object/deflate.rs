//! Streams of `zlib`: deflate with one of three wrappings.

use miniz_oxide::deflate::core::{CompressorOxide, TDEFLFlush, compress, create_comp_flags_from_zip_params};
use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZError, MZFlush, MZStatus};

/// Bytes made at a time.
const PIECE: usize = 32 << 10;
const GZIP_HEADER: [u8; 10] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3];
const GZIP_TRAILER: usize = 8;

/// A compressor at work.
#[derive(Clone)]
pub struct Deflater {
    state: Box<CompressorOxide>,
    /// What gzip's trailer says, where there is one: checksum and length.
    gzip: Option<(crc32fast::Hasher, u32)>,
    started: bool,
    pub ended: bool,
}

impl std::fmt::Debug for Deflater {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Deflater {{ ended: {} }}", self.ended)
    }
}

impl Deflater {
    /// Level 0 to 9; window bits as `zlib` takes them: negative for none, above 15 for gzip's wrapping.
    pub fn new(level: u8, wbits: i64) -> Deflater {
        let wrapped = if (9..=15).contains(&wbits) { 1 } else { -1 };
        let flags = create_comp_flags_from_zip_params(level.into(), wrapped, 0);
        Deflater {
            state: Box::new(CompressorOxide::new(flags)),
            gzip: (wbits > 15).then(|| (crc32fast::Hasher::new(), 0)),
            started: false,
            ended: false,
        }
    }
    /// What comes out for that input; all of it, where it is flushed.
    pub fn feed(&mut self, mut data: &[u8], flush: bool, finish: bool) -> Vec<u8> {
        let mut out = Vec::new();
        if let Some((crc, size)) = &mut self.gzip {
            crc.update(data);
            *size = size.wrapping_add(data.len() as u32);
            if !self.started {
                out.extend(GZIP_HEADER);
            }
        }
        self.started = true;
        let mode = match (flush, finish) {
            (_, true) => TDEFLFlush::Finish,
            (true, _) => TDEFLFlush::Sync,
            _ => TDEFLFlush::None,
        };
        let mut piece = vec![0; PIECE];
        loop {
            let (_, read, written) = compress(&mut self.state, data, &mut piece, mode);
            data = &data[read..];
            out.extend_from_slice(&piece[..written]);
            if data.is_empty() && written < PIECE {
                break;
            }
        }
        if finish {
            self.ended = true;
            if let Some((crc, size)) = self.gzip.take() {
                out.extend(crc.finalize().to_le_bytes());
                out.extend(size.to_le_bytes());
            }
        }
        out
    }
}

/// A decompressor at work.
#[derive(Clone)]
pub struct Inflater {
    state: Box<InflateState>,
    /// Gzip's wrapping: its header before, its trailer after the data.
    wrapping: Wrapping,
    pub ended: bool,
    /// What came after the end of the stream.
    pub unused: Vec<u8>,
    /// Input that was not looked at, since enough had come out.
    pub tail: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq)]
enum Wrapping {
    /// None, or one that the state knows.
    None,
    /// Gzip's, or zlib's: the first bytes tell.
    Unknown,
    /// The header's beginning.
    Header(Vec<u8>),
    Body,
    /// So much of the trailer is still to come.
    Trailer(usize),
}

impl std::fmt::Debug for Inflater {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Inflater {{ ended: {}, tail: {} }}", self.ended, self.tail.len())
    }
}

impl Inflater {
    pub fn new(wbits: i64) -> Inflater {
        let format = if (0..=15).contains(&wbits) { DataFormat::Zlib } else { DataFormat::Raw };
        let wrapping = match wbits {
            ..=15 => Wrapping::None,
            16..=31 => Wrapping::Header(Vec::new()),
            _ => Wrapping::Unknown,
        };
        Inflater {
            state: InflateState::new_boxed(format),
            wrapping,
            ended: false,
            unused: Vec::new(),
            tail: Vec::new(),
        }
    }
    /// What comes out for that input, `most` bytes at most; what is wrong with the input, in zlib's words.
    pub fn feed(&mut self, data: &[u8], most: usize) -> Result<Vec<u8>, &'static str> {
        if self.ended {
            self.unused.extend_from_slice(data);
            return Ok(Vec::new());
        }
        let mut data = data.to_vec();
        if self.wrapping == Wrapping::Unknown && !data.is_empty() {
            self.wrapping = if data[0] == GZIP_HEADER[0] {
                Wrapping::Header(Vec::new())
            } else {
                self.state = InflateState::new_boxed(DataFormat::Zlib);
                Wrapping::None
            };
        }
        if let Wrapping::Header(before) = &mut self.wrapping {
            before.append(&mut data);
            match header_length(before)? {
                Some(length) => {
                    data = before.split_off(length);
                    self.wrapping = Wrapping::Body;
                }
                None => return Ok(Vec::new()),
            }
        }
        self.tail.clear();
        self.run(data, most)
    }
    fn run(&mut self, data: Vec<u8>, most: usize) -> Result<Vec<u8>, &'static str> {
        let mut out = Vec::new();
        let (mut at, mut piece) = (0, vec![0; PIECE]);
        if let Wrapping::Trailer(missing) = self.wrapping {
            self.end(&data, missing);
            return Ok(out);
        }
        loop {
            let room = PIECE.min(most - out.len());
            if room == 0 {
                self.tail = data[at..].to_vec();
                return Ok(out);
            }
            let step = inflate(&mut self.state, &data[at..], &mut piece[..room], MZFlush::None);
            at += step.bytes_consumed;
            out.extend_from_slice(&piece[..step.bytes_written]);
            match step.status {
                Ok(MZStatus::StreamEnd) => {
                    let missing = if self.wrapping == Wrapping::Body { GZIP_TRAILER } else { 0 };
                    self.end(&data[at..], missing);
                    return Ok(out);
                }
                Ok(_) if step.bytes_consumed == 0 && step.bytes_written == 0 => return Ok(out),
                Ok(_) => {}
                // Nothing more can be done with what is there.
                Err(MZError::Buf) => return Ok(out),
                Err(_) => return Err(fault(&data, self.wrapping == Wrapping::None)),
            }
        }
    }
    /// The data is over: the trailer comes, and what comes then is not the stream's.
    fn end(&mut self, rest: &[u8], missing: usize) {
        if rest.len() < missing {
            self.wrapping = Wrapping::Trailer(missing - rest.len());
            return;
        }
        self.ended = true;
        self.unused.extend_from_slice(&rest[missing..]);
    }
}

/// The length of gzip's header, once it is there.
fn header_length(data: &[u8]) -> Result<Option<usize>, &'static str> {
    if data.iter().zip(&GZIP_HEADER[..3]).any(|(a, b)| a != b) {
        return Err("incorrect header check");
    }
    let Some(&flags) = data.get(3) else { return Ok(None) };
    let mut length = GZIP_HEADER.len();
    if flags & 4 != 0 {
        let (Some(&low), Some(&high)) = (data.get(length), data.get(length + 1)) else { return Ok(None) };
        length += 2 + usize::from(u16::from_le_bytes([low, high]));
    }
    // A name and a comment, each up to a zero.
    for flag in [8, 16] {
        if flags & flag != 0 {
            let Some(end) = data.get(length..).and_then(|d| d.iter().position(|&b| b == 0)) else {
                return Ok(None);
            };
            length += end + 1;
        }
    }
    if flags & 2 != 0 {
        length += 2;
    }
    Ok((data.len() >= length).then_some(length))
}
/// What zlib would say is wrong.
fn fault(data: &[u8], wrapped: bool) -> &'static str {
    match data {
        [first, second, ..] if wrapped && (u16::from(*first) << 8 | u16::from(*second)) % 31 != 0 => {
            "incorrect header check"
        }
        _ => "invalid block type",
    }
}
