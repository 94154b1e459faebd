//! Error handlers: the built-in ones as functions, and those that a program registers.

use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::object::{NativeRef, Payload, Str};
use crate::types::str_codec;
use crate::vm::native::{NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};
use std::ops::Range;

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Hidden,
    defs: &[
        function("strict_errors", One(|vm, _, e| handle(vm, "strict", e))),
        function("ignore_errors", One(|vm, _, e| handle(vm, "ignore", e))),
        function("replace_errors", One(|vm, _, e| handle(vm, "replace", e))),
        function("xmlcharrefreplace_errors", One(|vm, _, e| handle(vm, "xmlcharrefreplace", e))),
        function("backslashreplace_errors", One(|vm, _, e| handle(vm, "backslashreplace", e))),
        function("namereplace_errors", One(|vm, _, e| handle(vm, "namereplace", e))),
        function("surrogatepass", One(|vm, _, e| handle(vm, "surrogatepass", e))),
        function("surrogateescape", One(|vm, _, e| handle(vm, "surrogateescape", e))),
    ],
};

/// The function of a built-in handler.
pub fn builtin(vm: &mut Vm, name: &str) -> Option<Owned> {
    if !str_codec::is_handler(name) {
        return None;
    }
    let function = if name.starts_with("surrogate") { name.to_string() } else { format!("{name}_errors") };
    let native: NativeRef = vm.hidden_native(&function)?;
    Some(vm.alloc(types::BUILTIN_FUNCTION, Payload::Native { native, this: None }))
}

/// What an exception says: its object, the range, and the encoding.
fn parts(vm: &mut Vm, error: ObjId) -> Res<(ObjId, Range<usize>, String)> {
    let object = vm.get_attr_str(error, "object")?;
    let id = object.id();
    // The exception holds on to it.
    vm.release(object);
    let mut bounds = [0; 2];
    for (place, name) in bounds.iter_mut().zip(["start", "end"]) {
        let value = vm.get_attr_str(error, name)?;
        *place = vm.as_i64(value.id()).unwrap_or(0).max(0) as usize;
        vm.release(value);
    }
    let encoding = match vm.is_instance(error, types::UNICODE_TRANSLATE_ERROR) {
        true => String::new(),
        false => {
            let value = vm.get_attr_str(error, "encoding")?;
            let text = vm.str_lossy(value.id()).into_owned();
            vm.release(value);
            text
        }
    };
    Ok((id, bounds[0]..bounds[1], encoding))
}
fn answer(vm: &mut Vm, text: Owned, position: usize) -> Res {
    let position = vm.new_int(position as i64).into_id();
    Ok(vm.new_tuple(vec![text.into_id(), position]))
}
fn give_up(vm: &mut Vm, error: ObjId) -> Res {
    let error = vm.own(error);
    Err(vm.raise_owned(error))
}
/// What a built-in handler makes of an exception.
fn handle(vm: &mut Vm, name: &str, error: ObjId) -> Res {
    if !vm.is_exception(error) {
        return Err(vm.type_error("codec must pass exception instance"));
    }
    if name == "strict" {
        return give_up(vm, error);
    }
    let encodes = vm.is_instance(error, types::UNICODE_ENCODE_ERROR);
    let decodes = vm.is_instance(error, types::UNICODE_DECODE_ERROR);
    let translates = vm.is_instance(error, types::UNICODE_TRANSLATE_ERROR);
    let fits = match name {
        "xmlcharrefreplace" | "namereplace" => encodes,
        "surrogatepass" | "surrogateescape" => encodes || decodes,
        _ => encodes || decodes || translates,
    };
    if !fits {
        let class = vm.class_name(error);
        return Err(vm.type_error(format!("don't know how to handle {class} in error callback")));
    }
    let (object, range, encoding) = parts(vm, error)?;
    let (start, end) = (range.start, range.end);
    match name {
        "ignore" => return answer(vm, Owned::new(ids::EMPTY_STR), end),
        "replace" if decodes => {
            let text = vm.new_character(0xFFFD);
            return answer(vm, text, end);
        }
        "replace" => {
            let point = if encodes { u32::from(b'?') } else { 0xFFFD };
            let points = vec![point; end.saturating_sub(start).min(crate::types::MAX_LENGTH)];
            let text = vm.new_string(Str::from_points(&points));
            return answer(vm, text, end);
        }
        _ => {}
    }
    if decodes {
        let bytes = vm.as_bytes(object).unwrap_or_default();
        let wrong = &bytes[start.min(bytes.len())..end.min(bytes.len())];
        let text = match name {
            "backslashreplace" => {
                let text: String = wrong.iter().map(|b| format!("\\x{b:02x}")).collect();
                vm.new_str(&text)
            }
            "surrogateescape" => {
                let points: Vec<u32> =
                    wrong.iter().take_while(|b| **b >= 0x80).map(|&b| 0xDC00 + u32::from(b)).collect();
                if points.is_empty() {
                    return give_up(vm, error);
                }
                let end = start + points.len();
                let text = vm.new_string(Str::from_points(&points));
                return answer(vm, text, end);
            }
            _ => {
                let point = match bytes.get(start..start + 3) {
                    Some([0xED, a @ 0xA0..=0xBF, b @ 0x80..=0xBF]) if encoding.starts_with("utf-8") => {
                        0xD000 | (u32::from(*a) & 0x3F) << 6 | u32::from(*b) & 0x3F
                    }
                    _ => return give_up(vm, error),
                };
                let text = vm.new_character(point);
                return answer(vm, text, start + 3);
            }
        };
        return answer(vm, text, end);
    }
    let Some(string) = vm.as_str(object).cloned() else { return give_up(vm, error) };
    let end = end.min(string.len());
    let part = string.slice(start.min(end)..end);
    if name == "surrogateescape" || name == "surrogatepass" {
        // What they put in are bytes.
        let codec = str_codec::Codec::find(&encoding).unwrap_or(str_codec::Codec::Utf8);
        return match str_codec::encode(&part, codec, name) {
            Ok(bytes) => {
                let bytes = vm.new_bytes(&bytes);
                answer(vm, bytes, end)
            }
            Err(_) => give_up(vm, error),
        };
    }
    // ASCII takes the replacement of every character, and the characters are those that ASCII lacks.
    let mut text = String::new();
    for point in part.points() {
        text += &str_codec::replacement(point, name);
    }
    let text = vm.new_str(&text);
    answer(vm, text, end)
}

/// Asks a handler about an exception: the replacement, and where to go on.
pub fn ask(vm: &mut Vm, handler: ObjId, error: ObjId, length: usize, decoding: bool) -> Res<(Owned, usize)> {
    let result = vm.call(handler, &[error])?;
    let items = vm.as_tuple(result.id()).map(<[ObjId]>::to_vec).unwrap_or_default();
    let usable = match items[..] {
        [text, at] => {
            let fits = vm.as_str(text).is_some() || !decoding && vm.as_bytes(text).is_some();
            fits && vm.is_int(at)
        }
        _ => false,
    };
    if !usable {
        vm.release(result);
        let kind = if decoding {
            "decoding error handler must return (str, int) tuple"
        } else {
            "encoding error handler must return (str/bytes, int) tuple"
        };
        return Err(vm.type_error(kind));
    }
    let at = vm.as_i64(items[1]).unwrap_or(i64::MAX);
    let text = vm.own(items[0]);
    vm.release(result);
    let place = if at < 0 { at + length as i64 } else { at };
    match usize::try_from(place).ok().filter(|&p| p <= length) {
        Some(place) => Ok((text, place)),
        None => {
            vm.release(text);
            Err(vm.index_error(format!("position {at} from error handler out of bounds")))
        }
    }
}
