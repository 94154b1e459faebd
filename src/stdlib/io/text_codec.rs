//! Text to bytes and back, piece by piece.

use super::text::state;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::object::io::Newline;
use crate::types::str_codec::{self, Codec, Order};
use crate::vm::{Res, Vm};

/// Incremental codecs of the library's, for an encoding that is not built in.
type Codecs = (Option<Owned>, Option<Owned>);

/// Checks that there is such an encoding.
pub fn find(vm: &mut Vm, encoding: ObjId, errors: ObjId) -> Res<Codecs> {
    let name = vm.str_lossy(encoding).into_owned();
    if Codec::find(&name).is_some() {
        return Ok((None, None));
    }
    let info = vm.lookup_codec(&name)?;
    let mut made = Vec::new();
    for kind in ["incrementalencoder", "incrementaldecoder"] {
        let class = vm.get_attr_str(info.id(), kind)?;
        let object = if class.id() == ids::NONE { None } else { Some(vm.call(class.id(), &[errors])?) };
        vm.release(class);
        made.push(object);
    }
    vm.release(info);
    let decoder = made.pop().flatten();
    Ok((made.pop().flatten(), decoder))
}
fn codec_of(vm: &mut Vm, this: ObjId) -> Res<(Option<Codec>, String)> {
    let t = state(vm, this)?;
    let (encoding, errors, order, started) = (t.encoding, t.errors, t.order, t.started);
    let codec = Codec::find(&vm.str_lossy(encoding));
    let order = match order {
        1 => Some(Order::Little),
        2 => Some(Order::Big),
        _ if started => Some(Order::Little),
        _ => None,
    };
    let codec = match (codec, order) {
        (Some(Codec::Utf16(Order::Marked)), Some(order)) => Some(Codec::Utf16(order)),
        (Some(Codec::Utf32(Order::Marked)), Some(order)) => Some(Codec::Utf32(order)),
        (Some(Codec::Utf8Sig), Some(_)) => Some(Codec::Utf8),
        (codec, _) => codec,
    };
    Ok((codec, vm.str_lossy(errors).into_owned()))
}
/// The bytes of a text to be written.
pub fn encode_text(vm: &mut Vm, this: ObjId, text: ObjId) -> Res<Vec<u8>> {
    let (codec, errors) = codec_of(vm, this)?;
    let Some(codec) = codec else {
        let encoder = state(vm, this)?.encoder.unwrap_or(ids::NONE);
        let bytes = vm.call_named(encoder, "encode", &[text])?;
        let result = vm.as_bytes(bytes.id()).unwrap_or_default().to_vec();
        vm.release(bytes);
        return Ok(result);
    };
    let Some(string) = vm.as_str(text).cloned() else { return Ok(Vec::new()) };
    match str_codec::encode(&string, codec, &errors) {
        Ok(bytes) => Ok(bytes),
        Err(fault) => Err(vm.raise_codec(fault, types::UNICODE_ENCODE_ERROR, text)),
    }
}
/// Length of the last bytes that are the start of a character.
pub fn unfinished(codec: Codec, bytes: &[u8]) -> usize {
    match codec {
        Codec::Utf8 | Codec::Utf8Sig => {
            let back = bytes.iter().rev().take(3).position(|b| b & 0xC0 != 0x80);
            let Some(back) = back else { return 0 };
            let first = bytes[bytes.len() - 1 - back];
            let length = match first {
                0xC2..=0xDF => 2,
                0xE0..=0xEF => 3,
                0xF0..=0xF4 => 4,
                _ => 1,
            };
            let tail = &bytes[bytes.len() - 1 - back..];
            // What can never become a character is no unfinished one.
            let possible = match (tail, first) {
                ([_, b, ..], 0xE0) => *b >= 0xA0,
                ([_, b, ..], 0xED) => *b < 0xA0,
                ([_, b, ..], 0xF0) => *b >= 0x90,
                ([_, b, ..], 0xF4) => *b < 0x90,
                _ => true,
            };
            if back + 1 < length && possible { back + 1 } else { 0 }
        }
        Codec::Utf16(order) => {
            let odd = bytes.len() % 2;
            let whole = &bytes[..bytes.len() - odd];
            let high = match (order, whole) {
                (Order::Big, [.., h, _]) => Some(*h),
                (_, [.., _, h]) => Some(*h),
                _ => None,
            };
            odd + if high.is_some_and(|h| (0xD8..0xDC).contains(&h)) { 2 } else { 0 }
        }
        Codec::Utf32(_) => bytes.len() % 4,
        _ => 0,
    }
}
/// Decodes what was read; a character's first bytes are kept back until its last ones come.
pub fn decode_piece(vm: &mut Vm, this: ObjId, bytes: &[u8], last: bool) -> Res<Vec<u32>> {
    let (codec, errors) = codec_of(vm, this)?;
    let Some(mut codec) = codec else {
        let decoder = state(vm, this)?.decoder.unwrap_or(ids::NONE);
        let input = vm.new_bytes(bytes);
        let text = vm.call_named(decoder, "decode", &[input.id(), ids::bool(last)]);
        vm.release(input);
        let text = text?;
        let points = vm.as_str(text.id()).map(|s| s.points().collect()).unwrap_or_default();
        vm.release(text);
        return Ok(points);
    };
    let t = state(vm, this)?;
    let mut all = std::mem::take(&mut t.undecoded);
    all.extend_from_slice(bytes);
    if t.order == 0 {
        let mark: (usize, u8) = match (codec, &all[..]) {
            (Codec::Utf8Sig, [0xEF, 0xBB, 0xBF, ..]) => (3, 1),
            (Codec::Utf8Sig, [0xEF] | [0xEF, 0xBB] | []) if !last => (0, 0),
            (Codec::Utf8Sig, _) => (0, 1),
            (Codec::Utf32(Order::Marked), [0xFF, 0xFE, 0, 0, ..]) => (4, 1),
            (Codec::Utf32(Order::Marked), [0, 0, 0xFE, 0xFF, ..]) => (4, 2),
            (Codec::Utf32(Order::Marked), [_, _, _, _, ..]) => (0, 1),
            (Codec::Utf16(Order::Marked), [0xFF, 0xFE, ..]) => (2, 1),
            (Codec::Utf16(Order::Marked), [0xFE, 0xFF, ..]) => (2, 2),
            (Codec::Utf16(Order::Marked), [_, _, ..]) => (0, 1),
            _ => (0, 0),
        };
        t.order = mark.1;
        all.drain(..mark.0);
        let marked =
            [Codec::Utf8Sig, Codec::Utf16(Order::Marked), Codec::Utf32(Order::Marked)].contains(&codec);
        if marked && mark.1 == 0 && !last {
            t.undecoded = all;
            return Ok(Vec::new());
        }
        let order = if mark.1 == 2 { Order::Big } else { Order::Little };
        codec = match codec {
            Codec::Utf8Sig => Codec::Utf8,
            Codec::Utf16(Order::Marked) => Codec::Utf16(order),
            Codec::Utf32(Order::Marked) => Codec::Utf32(order),
            codec => codec,
        };
    }
    if !last {
        let tail = unfinished(codec, &all);
        t.undecoded = all.split_off(all.len() - tail);
    }
    match str_codec::decode(&all, codec, &errors) {
        Ok(text) => Ok(text.points().collect()),
        Err(fault) => {
            let object = vm.new_bytes(&all);
            let unwind = vm.raise_codec(fault, types::UNICODE_DECODE_ERROR, object.id());
            vm.release(object);
            Err(unwind)
        }
    }
}
/// How many bytes of the chunk the characters that were taken came from.
pub fn bytes_used(vm: &mut Vm, this: ObjId) -> Res<usize> {
    let (codec, errors) = codec_of(vm, this)?;
    let t = state(vm, this)?;
    if t.position >= t.decoded.len() {
        return Ok(t.chunk.len() - t.undecoded.len().min(t.chunk.len()));
    }
    let (wanted, chunk, newline) = (t.position, t.chunk.clone(), t.newline);
    let Some(codec) = codec else {
        return Err(super::unsupported(vm, "telling the position in this encoding"));
    };
    let count = |bytes: &[u8]| -> usize {
        let whole = &bytes[..bytes.len() - unfinished(codec, bytes)];
        let Ok(text) = str_codec::decode(whole, codec, &errors) else { return 0 };
        let points: Vec<u32> = text.points().collect();
        match newline {
            Newline::Universal => points.len() - points.windows(2).filter(|w| *w == [13, 10]).count(),
            _ => points.len(),
        }
    };
    // The number of characters grows with the number of bytes: halve until it fits.
    let (mut low, mut high) = (0, chunk.len());
    while low < high {
        let middle = (low + high) / 2;
        if count(&chunk[..middle]) < wanted { low = middle + 1 } else { high = middle }
    }
    // A \r\n is one character, both bytes of it.
    if newline == Newline::Universal && low > 0 && chunk[low - 1] == b'\r' && chunk.get(low) == Some(&b'\n') {
        low += 1;
    }
    Ok(low)
}
