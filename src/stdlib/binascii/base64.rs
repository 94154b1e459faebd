//! Base64 and uuencode: six bits a character.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Four characters for three bytes, `=` for what is missing at the end.
pub fn encode(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len().div_ceil(3) * 4);
    for chunk in data.chunks(3) {
        let bits =
            chunk.iter().fold(0u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            out.push(match i <= chunk.len() {
                true => ALPHABET[(bits >> (18 - 6 * i) & 63) as usize],
                false => b'=',
            });
        }
    }
    out
}

fn value(c: u8) -> Option<u8> {
    Some(match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

/// The bytes that the characters stand for; strictly, nothing else may stand between them.
pub fn decode(text: &[u8], strict: bool) -> Result<Vec<u8>, String> {
    if strict && text.first() == Some(&b'=') {
        return Err("Leading padding not allowed".into());
    }
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let (mut place, mut left, mut pads, mut padded) = (0, 0u8, 0, false);
    for (i, &c) in text.iter().enumerate() {
        if c == b'=' {
            padded = true;
            if strict && place == 0 {
                return Err("Excess padding not allowed".into());
            }
            if place >= 2 {
                pads += 1;
                if place + pads >= 4 {
                    return match strict && i + 1 < text.len() {
                        true => Err("Excess data after padding".into()),
                        false => Ok(out),
                    };
                }
            }
            continue;
        }
        let Some(bits) = value(c) else {
            if strict {
                return Err("Only base64 data is allowed".into());
            }
            continue;
        };
        if strict && padded {
            return Err("Discontinuous padding not allowed".into());
        }
        pads = 0;
        match place {
            0 => {}
            1 => out.push(left << 2 | bits >> 4),
            2 => out.push(left << 4 | bits >> 2),
            _ => out.push(left << 6 | bits),
        }
        left = bits;
        place = (place + 1) % 4;
    }
    match place {
        0 => Ok(out),
        1 => Err(format!(
            "Invalid base64-encoded string: number of data characters ({}) cannot be 1 more than a multiple of 4",
            out.len() / 3 * 4 + 1
        )),
        _ => Err("Incorrect padding".into()),
    }
}

/// A line of uuencode; a backtick may stand for a space.
pub fn encode_line(data: &[u8], backtick: bool) -> Vec<u8> {
    let letter = |bits: u8| if bits == 0 && backtick { b'`' } else { b' ' + bits };
    let mut out = vec![letter(data.len() as u8)];
    for chunk in data.chunks(3) {
        let byte = |i: usize| chunk.get(i).copied().unwrap_or(0);
        let (a, b, c) = (byte(0), byte(1), byte(2));
        out.extend([a >> 2, (a & 3) << 4 | b >> 4, (b & 15) << 2 | c >> 6, c & 63].map(letter));
    }
    out.push(b'\n');
    out
}
/// The data of a line of uuencode.
pub fn decode_line(line: &[u8]) -> Result<Vec<u8>, String> {
    let Some((&first, rest)) = line.split_first() else { return Ok(Vec::new()) };
    let length = usize::from(first.wrapping_sub(b' ') & 63);
    let mut out = Vec::with_capacity(length);
    let (mut bits, mut count, mut at) = (0u32, 0, 0);
    while out.len() < length {
        let six = match rest.get(at) {
            // A line that ends early stands for zeros.
            None | Some(b'\n' | b'\r') => 0,
            Some(&c) if !(b' '..=b' ' + 64).contains(&c) => return Err("Illegal char".into()),
            Some(&c) => (c - b' ') & 63,
        };
        at += 1;
        bits = bits << 6 | u32::from(six);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    match rest.get(at..).unwrap_or_default().iter().all(|c| matches!(c, b' ' | b'`' | b'\n' | b'\r')) {
        true => Ok(out),
        false => Err("Trailing garbage".into()),
    }
}
