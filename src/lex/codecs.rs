//! Python's codecs as far as a program's text may be written in them.

use super::charmaps::CHARMAPS;
use super::multibyte::{MULTI_BYTE, MultiByte};

/// How the bytes of an encoding are read.
pub(super) enum Codec {
    Utf8,
    Ascii,
    Latin1,
    /// The characters from 0x80 on; U+FFFD where there is none.
    Charmap(&'static str),
    MultiByte(&'static MultiByte),
    /// Python knows it, as no encoding of text.
    NotText,
    /// More than a byte for each ASCII character: the declaration cannot be read and be right.
    Wide,
    /// Python knows it, pvmscope does not.
    Unsupported,
}

/// Bytes that stand for nothing: what a `UnicodeDecodeError` says.
pub(super) struct Undefined {
    pub(super) codec: &'static str,
    pub(super) at: usize,
    pub(super) len: usize,
    pub(super) byte: u8,
    pub(super) reason: &'static str,
}

impl Undefined {
    pub(super) fn message(&self) -> String {
        let Undefined { codec, at, len, byte, reason } = self;
        match len {
            0 | 1 => format!("'{codec}' codec can't decode byte {byte:#04x} in position {at}: {reason}"),
            _ => format!("'{codec}' codec can't decode bytes in position {at}-{}: {reason}", at + len - 1),
        }
    }
}

const UTF_8: &[&str] = &["utf_8", "cp65001", "u8", "utf", "utf8", "utf8_ucs2", "utf8_ucs4", "utf_8_sig"];
const ASCII: &[&str] = &[
    "ascii",
    "646",
    "ansi_x3.4_1968",
    "ansi_x3.4_1986",
    "ansi_x3_4_1968",
    "cp367",
    "csascii",
    "ibm367",
    "iso646_us",
    "iso_646.irv_1991",
    "iso_ir_6",
    "us",
    "us_ascii",
];
const LATIN_1: &[&str] = &[
    "latin_1",
    "8859",
    "cp819",
    "csisolatin1",
    "ibm819",
    "iso8859",
    "iso8859_1",
    "iso_8859_1",
    "iso_8859_1_1987",
    "iso_ir_100",
    "l1",
    "latin",
    "latin1",
];
const NOT_TEXT: &[&str] = &[
    "base64",
    "base64_codec",
    "base_64",
    "bz2",
    "bz2_codec",
    "hex",
    "hex_codec",
    "quopri",
    "quopri_codec",
    "quoted_printable",
    "quotedprintable",
    "rot13",
    "rot_13",
    "uu",
    "uu_codec",
    "zip",
    "zlib",
    "zlib_codec",
];
const WIDE: &[&str] = &[
    "utf_16",
    "u16",
    "utf16",
    "utf_16_be",
    "utf_16be",
    "utf_16_le",
    "utf_16le",
    "utf_32",
    "u32",
    "utf32",
    "utf_32_be",
    "utf_32be",
    "utf_32_le",
    "utf_32le",
];
const UNSUPPORTED: &[&str] = &[
    "euc_jis_2004",
    "euc_jisx0213",
    "hz",
    "idna",
    "iso2022_jp",
    "iso2022_jp_1",
    "iso2022_jp_2",
    "iso2022_jp_2004",
    "iso2022_jp_3",
    "iso2022_jp_ext",
    "iso2022_kr",
    "johab",
    "mac_arabic",
    "punycode",
    "raw_unicode_escape",
    "shift_jis_2004",
    "shift_jisx0213",
    "unicode_escape",
    "utf_7",
];

/// The codec of an encoding's name; `None` if Python knows none.
pub(super) fn lookup(name: &str) -> Option<Codec> {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').filter(|word| !word.is_empty());
    let normal = words.collect::<Vec<_>>().join("_").to_ascii_lowercase();
    let without_dots = normal.replace('.', "_");
    let known = |names: &[&str]| names.contains(&&*normal) || names.contains(&&*without_dots);
    if known(UTF_8) {
        Some(Codec::Utf8)
    } else if known(ASCII) {
        Some(Codec::Ascii)
    } else if known(LATIN_1) {
        Some(Codec::Latin1)
    } else if known(NOT_TEXT) {
        Some(Codec::NotText)
    } else if known(WIDE) {
        Some(Codec::Wide)
    } else if known(UNSUPPORTED) {
        Some(Codec::Unsupported)
    } else if let Some((_, map)) = CHARMAPS.iter().find(|(names, _)| known(names)) {
        Some(Codec::Charmap(map))
    } else {
        MULTI_BYTE.iter().find(|codec| known(codec.names)).map(Codec::MultiByte)
    }
}

impl Codec {
    /// The text. Where bytes stand for nothing, `wrong` answers whether to go on with U+FFFD.
    pub(super) fn decode(&self, bytes: &[u8], mut wrong: impl FnMut(Undefined) -> bool) -> Option<String> {
        let mut out = String::with_capacity(bytes.len());
        let mut fail = |codec, at: usize, len, reason| {
            let byte = bytes.get(at).copied().unwrap_or_default();
            wrong(Undefined { codec, at, len, byte, reason })
        };
        match self {
            Codec::Utf8 => {
                let mut at = 0;
                for chunk in bytes.utf8_chunks() {
                    out.push_str(chunk.valid());
                    at += chunk.valid().len();
                    let invalid = chunk.invalid();
                    if !invalid.is_empty() {
                        let reason = utf8_reason(invalid, at + invalid.len() == bytes.len());
                        if !fail("utf-8", at, invalid.len(), reason) {
                            return None;
                        }
                        out.push('\u{FFFD}');
                        at += invalid.len();
                    }
                }
            }
            Codec::Latin1 => out.extend(bytes.iter().map(|&b| b as char)),
            Codec::Ascii | Codec::Charmap(_) => {
                let (codec, reason, map) = match self {
                    Codec::Charmap(map) => ("charmap", "character maps to <undefined>", *map),
                    _ => ("ascii", "ordinal not in range(128)", ""),
                };
                let high: Vec<char> = map.chars().collect();
                for (at, &b) in bytes.iter().enumerate() {
                    let c = match b.checked_sub(0x80) {
                        None => b as char,
                        Some(high_index) => high.get(high_index as usize).copied().unwrap_or('\u{FFFD}'),
                    };
                    if c == '\u{FFFD}' && !fail(codec, at, 1, reason) {
                        return None;
                    }
                    out.push(c);
                }
            }
            Codec::MultiByte(codec) => {
                let mut at = 0;
                while at < bytes.len() {
                    let len = codec.unit(&bytes[at..]);
                    let found = bytes.get(at..at + len).and_then(|unit| codec.character(unit, &mut out));
                    if found.is_some() {
                        at += len;
                        continue;
                    }
                    let (len, reason) = match at + len > bytes.len() {
                        true => (bytes.len() - at, "incomplete multibyte sequence"),
                        false => (1, "illegal multibyte sequence"),
                    };
                    if !fail(codec.names[0], at, len, reason) {
                        return None;
                    }
                    out.push('\u{FFFD}');
                    at += len;
                }
            }
            Codec::NotText | Codec::Wide | Codec::Unsupported => return None,
        }
        Some(out)
    }
}

/// Why these bytes, as many as belong together, are no UTF-8.
fn utf8_reason(invalid: &[u8], at_end: bool) -> &'static str {
    let wanted = match invalid[0] {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return "invalid start byte",
    };
    if at_end && invalid.len() < wanted { "unexpected end of data" } else { "invalid continuation byte" }
}

impl MultiByte {
    /// How many bytes the next character has.
    fn unit(&self, bytes: &[u8]) -> usize {
        let (first, second) = (bytes[0], bytes.get(1).copied());
        match (self.names[0], first) {
            (_, 0..0x80) => 1,
            ("shift_jis" | "cp932", 0x80 | 0xA0..=0xDF | 0xFD..) => 1,
            ("euc_jp", 0x8F) => 3,
            ("gb18030", _) if second.is_some_and(|b| b.is_ascii_digit()) => 4,
            (_, 0x80 | 0xFF) => 1,
            _ => 2,
        }
    }

    /// Appends what a unit stands for; `None` if that is nothing.
    fn character(&self, unit: &[u8], out: &mut String) -> Option<()> {
        let code = unit.iter().fold(0, |code, &b| code << 8 | u32::from(b));
        let own = self
            .own
            .iter()
            .find_map(|&(first, text)| text.chars().nth(usize::try_from(code.checked_sub(first)?).ok()?));
        if let Some(c) = own {
            out.push(c);
            return Some(());
        }
        if self.excluded.iter().any(|&(first, last)| (first..=last).contains(&code)) {
            return None;
        }
        let text = self.base.decode_without_bom_handling_and_without_replacement(unit)?;
        out.push_str(&text);
        Some(())
    }
}
