//! Text to bytes and back: the UTF codecs, ASCII and Latin-1, with the built-in error handlers.

use super::{Fault, str_escape, str_unicode as unicode};
use crate::object::Str;
use crate::object::ids::types;
use crate::object::string::Chars;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Codec {
    Utf8,
    /// With a byte order mark in front.
    Utf8Sig,
    Ascii,
    Latin1,
    Utf16(Order),
    Utf32(Order),
    /// Python's own escapes.
    Escape,
    RawEscape,
}
/// Byte order; `Marked` writes a mark and reads one if it is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    Little,
    Big,
    Marked,
}

/// Why a conversion failed.
#[derive(Debug)]
pub enum CodecFault {
    /// A UnicodeEncodeError or UnicodeDecodeError.
    Unicode {
        encoding: &'static str,
        start: usize,
        end: usize,
        reason: &'static str,
    },
    Other(Fault),
}

impl Codec {
    /// The codec of a name as programs write it.
    pub fn find(name: &str) -> Option<Codec> {
        let mut plain = String::new();
        let mut gap = false;
        for c in name.chars() {
            if c.is_ascii_alphanumeric() || c == '.' {
                if gap && !plain.is_empty() {
                    plain.push('_');
                }
                plain.push(c.to_ascii_lowercase());
                gap = false;
            } else {
                gap = true;
            }
        }
        Some(match plain.as_str() {
            "utf_8" | "u8" | "utf" | "utf8" | "utf8_ucs2" | "utf8_ucs4" | "cp65001" => Codec::Utf8,
            "utf_8_sig" => Codec::Utf8Sig,
            "ascii" | "646" | "ansi_x3.4_1968" | "ansi_x3_4_1968" | "ansi_x3.4_1986" | "cp367"
            | "csascii" | "ibm367" | "iso646_us" | "iso_646.irv_1991" | "iso_ir_6" | "us" | "us_ascii" => {
                Codec::Ascii
            }
            "latin_1" | "8859" | "cp819" | "csisolatin1" | "ibm819" | "iso8859" | "iso8859_1"
            | "iso_8859_1" | "iso_8859_1_1987" | "iso_ir_100" | "l1" | "latin" | "latin1" => Codec::Latin1,
            "utf_16" | "u16" | "utf16" => Codec::Utf16(Order::Marked),
            "utf_16_le" | "utf_16le" | "unicodelittleunmarked" => Codec::Utf16(Order::Little),
            "utf_16_be" | "utf_16be" | "unicodebigunmarked" => Codec::Utf16(Order::Big),
            "utf_32" | "u32" | "utf32" => Codec::Utf32(Order::Marked),
            "utf_32_le" | "utf_32le" => Codec::Utf32(Order::Little),
            "utf_32_be" | "utf_32be" => Codec::Utf32(Order::Big),
            "unicode_escape" | "unicodeescape" => Codec::Escape,
            "raw_unicode_escape" | "rawunicodeescape" => Codec::RawEscape,
            _ => return None,
        })
    }
    /// The name that error messages give.
    fn title(self) -> &'static str {
        match self {
            Codec::Utf8 | Codec::Utf8Sig => "utf-8",
            Codec::Ascii => "ascii",
            Codec::Latin1 => "latin-1",
            Codec::Utf16(Order::Marked) => "utf-16",
            Codec::Utf16(Order::Little) => "utf-16-le",
            Codec::Utf16(Order::Big) => "utf-16-be",
            Codec::Utf32(Order::Marked) => "utf-32",
            Codec::Utf32(Order::Little) => "utf-32-le",
            Codec::Utf32(Order::Big) => "utf-32-be",
            Codec::Escape => "unicodeescape",
            Codec::RawEscape => "rawunicodeescape",
        }
    }
    fn encodes(self, point: u32) -> bool {
        match self {
            Codec::Ascii => point < 0x80,
            Codec::Latin1 => point < 0x100,
            Codec::Escape | Codec::RawEscape => true,
            _ => !is_surrogate(point),
        }
    }
    /// Appends a code point, which the codec may call unencodable but which has a form in it.
    fn push(self, out: &mut Vec<u8>, point: u32) {
        match self {
            Codec::Ascii | Codec::Latin1 => out.push(point as u8),
            Codec::Utf8 | Codec::Utf8Sig => crate::constant::push_code_point(out, point),
            Codec::Utf16(order) => {
                let mut unit = |u: u16| match order {
                    Order::Big => out.extend(u.to_be_bytes()),
                    _ => out.extend(u.to_le_bytes()),
                };
                if point < 0x10000 {
                    unit(point as u16);
                } else {
                    unit((0xD800 + ((point - 0x10000) >> 10)) as u16);
                    unit((0xDC00 + ((point - 0x10000) & 0x3FF)) as u16);
                }
            }
            Codec::Escape => str_escape::push_escaped(out, point),
            Codec::RawEscape => str_escape::push_raw_escaped(out, point),
            Codec::Utf32(Order::Big) => out.extend(point.to_be_bytes()),
            Codec::Utf32(_) => out.extend(point.to_le_bytes()),
        }
    }
}

fn is_surrogate(point: u32) -> bool {
    (0xD800..0xE000).contains(&point)
}
fn unknown_handler(errors: &str) -> CodecFault {
    CodecFault::Other((types::LOOKUP_ERROR, format!("unknown error handler name '{errors}'")))
}
/// Is there an error handler of that name?
pub fn is_handler(errors: &str) -> bool {
    const ALL: [&str; 8] = [
        "strict",
        "ignore",
        "replace",
        "surrogateescape",
        "surrogatepass",
        "backslashreplace",
        "xmlcharrefreplace",
        "namereplace",
    ];
    ALL.contains(&errors)
}

/// `s.encode(codec, errors)`
pub fn encode(text: &Str, codec: Codec, errors: &str) -> Result<Vec<u8>, CodecFault> {
    if let Chars::One(bytes) = text.chars()
        && (codec == Codec::Latin1 || matches!(codec, Codec::Utf8 | Codec::Ascii) && bytes.is_ascii())
    {
        return Ok(bytes.to_vec());
    }
    let mut out = Vec::with_capacity(text.len() + 4);
    if matches!(codec, Codec::Utf8Sig | Codec::Utf16(Order::Marked) | Codec::Utf32(Order::Marked)) {
        codec.push(&mut out, 0xFEFF);
    }
    let mut at = 0;
    while at < text.len() {
        let point = text.at(at);
        if codec.encodes(point) {
            codec.push(&mut out, point);
            at += 1;
            continue;
        }
        let mut end = at + 1;
        if !matches!(codec, Codec::Utf16(_) | Codec::Utf32(_)) {
            while end < text.len() && !codec.encodes(text.at(end)) {
                end += 1;
            }
        }
        encode_run(&mut out, text, at..end, codec, errors)?;
        at = end;
    }
    Ok(out)
}

/// What the error handler makes of characters that the codec cannot encode.
fn encode_run(
    out: &mut Vec<u8>,
    text: &Str,
    mut run: std::ops::Range<usize>,
    codec: Codec,
    errors: &str,
) -> Result<(), CodecFault> {
    let mut replaced = String::new();
    match errors {
        "strict" => {}
        "ignore" => return Ok(()),
        "replace" => replaced = "?".repeat(run.len()),
        "backslashreplace" => run.clone().for_each(|i| replaced.push_str(&backslashed(text.at(i)))),
        "xmlcharrefreplace" => run.clone().for_each(|i| replaced.push_str(&format!("&#{};", text.at(i)))),
        "namereplace" => run.clone().for_each(|i| replaced.push_str(&named(text.at(i)))),
        "surrogatepass" if !matches!(codec, Codec::Ascii | Codec::Latin1) => {
            run.for_each(|i| codec.push(out, text.at(i)));
            return Ok(());
        }
        "surrogateescape" if !matches!(codec, Codec::Utf16(_) | Codec::Utf32(_)) => {
            while run.start < run.end && (0xDC80..0xDD00).contains(&text.at(run.start)) {
                out.push(text.at(run.start) as u8);
                run.start += 1;
            }
            if run.is_empty() {
                return Ok(());
            }
        }
        _ if is_handler(errors) => {}
        _ => return Err(unknown_handler(errors)),
    }
    if replaced.is_empty() {
        let reason = match codec {
            Codec::Ascii => "ordinal not in range(128)",
            Codec::Latin1 => "ordinal not in range(256)",
            _ => "surrogates not allowed",
        };
        return Err(CodecFault::Unicode { encoding: codec.title(), start: run.start, end: run.end, reason });
    }
    replaced.bytes().for_each(|b| codec.push(out, b as u32));
    Ok(())
}
/// What stands for a character that an encoding lacks, by a handler that writes ASCII.
pub fn replacement(point: u32, errors: &str) -> String {
    match errors {
        "xmlcharrefreplace" => format!("&#{point};"),
        "namereplace" => named(point),
        _ => backslashed(point),
    }
}
fn backslashed(point: u32) -> String {
    match point {
        0..=0xFF => format!("\\x{point:02x}"),
        0x100..=0xFFFF => format!("\\u{point:04x}"),
        _ => format!("\\U{point:08x}"),
    }
}
fn named(point: u32) -> String {
    let known = unicode::category(point) != unicode_general_category::GeneralCategory::Unassigned;
    match char::from_u32(point).filter(|_| known).and_then(unicode_names2::name) {
        Some(name) => format!("\\N{{{name}}}"),
        None => backslashed(point),
    }
}

/// `b.decode(codec, errors)`
pub fn decode(bytes: &[u8], codec: Codec, errors: &str) -> Result<Str, CodecFault> {
    match codec {
        Codec::Latin1 => return Ok(Str::from_latin1(bytes)),
        Codec::Utf8 | Codec::Ascii if bytes.is_ascii() => return Ok(Str::from_latin1(bytes)),
        Codec::Utf8 => {
            if let Ok(text) = std::str::from_utf8(bytes) {
                return Ok(Str::from(text));
            }
        }
        _ => {}
    }
    let (codec, start) = match codec {
        Codec::Utf8Sig => (Codec::Utf8, if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 }),
        Codec::Utf16(Order::Marked) => match bytes {
            [0xFF, 0xFE, ..] => (Codec::Utf16(Order::Little), 2),
            [0xFE, 0xFF, ..] => (Codec::Utf16(Order::Big), 2),
            _ => (Codec::Utf16(Order::Little), 0),
        },
        Codec::Utf32(Order::Marked) => match bytes {
            [0xFF, 0xFE, 0, 0, ..] => (Codec::Utf32(Order::Little), 4),
            [0, 0, 0xFE, 0xFF, ..] => (Codec::Utf32(Order::Big), 4),
            _ => (Codec::Utf32(Order::Little), 0),
        },
        other => (other, 0),
    };
    let mut decoder =
        Decoder { bytes, at: start, codec, errors, out: Vec::with_capacity(bytes.len()), escaped: false };
    while decoder.at < bytes.len() {
        match decoder.step() {
            Ok((point, length)) => {
                decoder.escaped = !decoder.escaped && length == 1 && bytes[decoder.at] == b'\\';
                decoder.out.extend(point);
                decoder.at += length;
            }
            Err((length, reason)) => decoder.handle(length, reason)?,
        }
    }
    Ok(Str::from_points(&decoder.out))
}

struct Decoder<'a> {
    bytes: &'a [u8],
    at: usize,
    codec: Codec,
    errors: &'a str,
    out: Vec<u32>,
    /// The byte before is a backslash that is not escaped itself (`raw_unicode_escape`).
    escaped: bool,
}

/// A code point (or none, where the text has a gap) and its length, or the length of what is wrong
/// and why.
pub type Step = Result<(Option<u32>, usize), (usize, &'static str)>;

impl Decoder<'_> {
    fn step(&self) -> Step {
        let rest = &self.bytes[self.at..];
        match self.codec {
            Codec::Utf16(order) => step_utf16(rest, order),
            Codec::Utf32(order) => step_utf32(rest, order),
            Codec::Ascii if rest[0] >= 0x80 => Err((1, "ordinal not in range(128)")),
            Codec::Ascii | Codec::Latin1 => Ok((Some(rest[0] as u32), 1)),
            Codec::Escape => str_escape::step_escape(rest),
            Codec::RawEscape => str_escape::step_raw(rest, self.escaped),
            Codec::Utf8 | Codec::Utf8Sig => step_utf8(rest),
        }
    }

    /// What the error handler makes of bytes that mean nothing.
    fn handle(&mut self, length: usize, reason: &'static str) -> Result<(), CodecFault> {
        let (start, end) = (self.at, self.at + length);
        let wrong = &self.bytes[start..end];
        self.at = end;
        match self.errors {
            "strict" => {}
            "ignore" => return Ok(()),
            "replace" => {
                self.out.push(0xFFFD);
                return Ok(());
            }
            "backslashreplace" => {
                for &b in wrong {
                    self.out.extend(format!("\\x{b:02x}").bytes().map(u32::from));
                }
                return Ok(());
            }
            "surrogateescape" => {
                let escaped = wrong.iter().take_while(|&&b| b >= 0x80).count();
                if escaped > 0 {
                    self.out.extend(wrong[..escaped].iter().map(|&b| 0xDC00 + b as u32));
                    self.at = start + escaped;
                    return Ok(());
                }
            }
            "surrogatepass" => {
                if let Some((point, length)) = self.surrogate(&self.bytes[start..]) {
                    self.out.push(point);
                    self.at = start + length;
                    return Ok(());
                }
            }
            "xmlcharrefreplace" | "namereplace" => {
                let message = "don't know how to handle UnicodeDecodeError in error callback";
                return Err(CodecFault::Other((types::TYPE_ERROR, message.into())));
            }
            other => return Err(unknown_handler(other)),
        }
        Err(CodecFault::Unicode { encoding: self.codec.title(), start, end, reason })
    }
    /// A surrogate in the codec's own form.
    fn surrogate(&self, rest: &[u8]) -> Option<(u32, usize)> {
        let (point, length) = match (self.codec, rest) {
            (Codec::Utf8, [0xED, a @ 0xA0..=0xBF, b @ 0x80..=0xBF, ..]) => {
                (0xD000 | (*a as u32 & 0x3F) << 6 | (*b as u32 & 0x3F), 3)
            }
            (Codec::Utf16(Order::Big), [a, b, ..]) => (u16::from_be_bytes([*a, *b]) as u32, 2),
            (Codec::Utf16(_), [a, b, ..]) => (u16::from_le_bytes([*a, *b]) as u32, 2),
            (Codec::Utf32(Order::Big), [a, b, c, d, ..]) => (u32::from_be_bytes([*a, *b, *c, *d]), 4),
            (Codec::Utf32(_), [a, b, c, d, ..]) => (u32::from_le_bytes([*a, *b, *c, *d]), 4),
            _ => return None,
        };
        is_surrogate(point).then_some((point, length))
    }
}

fn step_utf8(rest: &[u8]) -> Step {
    const END: &str = "unexpected end of data";
    const CONTINUATION: &str = "invalid continuation byte";
    let first = rest[0];
    // Length, and the range of the second byte.
    let (length, second) = match first {
        0..=0x7F => return Ok((Some(first as u32), 1)),
        0xC2..=0xDF => (2, 0x80..=0xBF),
        0xE0 => (3, 0xA0..=0xBF),
        0xED => (3, 0x80..=0x9F),
        0xE1..=0xEF => (3, 0x80..=0xBF),
        0xF0 => (4, 0x90..=0xBF),
        0xF4 => (4, 0x80..=0x8F),
        0xF1..=0xF3 => (4, 0x80..=0xBF),
        _ => return Err((1, "invalid start byte")),
    };
    let mut point = first as u32 & (0x7F >> length);
    for i in 1..length {
        match rest.get(i) {
            None => return Err((i, END)),
            Some(b) if if i == 1 { second.contains(b) } else { (0x80..=0xBF).contains(b) } => {
                point = point << 6 | (*b as u32 & 0x3F);
            }
            Some(_) => return Err((i, CONTINUATION)),
        }
    }
    Ok((Some(point), length))
}

fn step_utf16(rest: &[u8], order: Order) -> Step {
    let unit = |at: usize| {
        let pair = [*rest.get(at)?, *rest.get(at + 1)?];
        Some(if order == Order::Big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) } as u32)
    };
    match unit(0) {
        None => Err((rest.len(), "truncated data")),
        Some(high @ 0xD800..=0xDBFF) => match unit(2) {
            None => Err((rest.len(), "unexpected end of data")),
            Some(low @ 0xDC00..=0xDFFF) => Ok((Some(0x10000 + ((high & 0x3FF) << 10 | low & 0x3FF)), 4)),
            Some(_) => Err((2, "illegal UTF-16 surrogate")),
        },
        Some(0xDC00..=0xDFFF) => Err((2, "illegal encoding")),
        Some(point) => Ok((Some(point), 2)),
    }
}

fn step_utf32(rest: &[u8], order: Order) -> Step {
    let Some(&[a, b, c, d]) = rest.first_chunk() else { return Err((rest.len(), "truncated data")) };
    let bytes = [a, b, c, d];
    match if order == Order::Big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) } {
        0xD800..=0xDFFF => Err((4, "code point in surrogate code point range(0xd800, 0xe000)")),
        point if point < 0x110000 => Ok((Some(point), 4)),
        _ => Err((4, "code point not in range(0x110000)")),
    }
}
