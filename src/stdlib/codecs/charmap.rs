//! Encodings by table: one byte for a character.

use super::{errors_arg, handler, pair};
use crate::heap::ObjId;
use crate::object::Str;
use crate::object::ids::{self, types};
use crate::types::bytes::data;
use crate::types::str_codec::{self, Codec};
use crate::vm::{Res, Vm};

const REASON: &str = "character maps to <undefined>";
/// In a table of decoding: nothing.
const UNDEFINED: u32 = 0xFFFE;

/// The table of encoding that belongs to one of decoding.
pub fn build(vm: &mut Vm, _: ObjId, table: ObjId) -> Res {
    let points: Vec<u32> = match vm.as_str(table) {
        Some(text) => text.points().take(256).collect(),
        None => return Err(vm.type_error("charmap_build() argument must be str")),
    };
    let dict = vm.new_dict();
    for (i, point) in points.into_iter().enumerate() {
        if point != UNDEFINED {
            let (key, value) = (vm.new_int(point.into()), vm.new_int(i as i64));
            vm.dict_set(dict.id(), key.id(), value.id())?;
            vm.release(key);
            vm.release(value);
        }
    }
    Ok(dict)
}
/// What a mapping has for a number; `None` where it has nothing.
fn look_up(vm: &mut Vm, mapping: ObjId, number: u32) -> Res<Option<crate::heap::Owned>> {
    let key = vm.new_int(number.into());
    let result = vm.get_item(mapping, key.id());
    vm.release(key);
    match result {
        Ok(value) if value.id() == ids::NONE => {
            vm.release(value);
            Ok(None)
        }
        Ok(value) => Ok(Some(value)),
        Err(e) => vm.swallow(e, types::LOOKUP_ERROR).map(|()| None),
    }
}
fn encoded(vm: &mut Vm, mapping: ObjId, point: u32) -> Res<Option<Vec<u8>>> {
    let Some(value) = look_up(vm, mapping, point)? else { return Ok(None) };
    let bytes = match (vm.as_i64(value.id()), vm.as_bytes(value.id())) {
        (Some(number), _) => match u8::try_from(number) {
            Ok(byte) => Ok(vec![byte]),
            Err(_) => Err(vm.type_error("character mapping must be in range(256)")),
        },
        (_, Some(bytes)) => Ok(bytes.to_vec()),
        _ => {
            let class = vm.class_name(value.id());
            Err(vm.type_error(format!("character mapping must return integer, bytes or None, not {class}")))
        }
    };
    vm.release(value);
    bytes.map(Some)
}
pub fn encode(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let Some(text) = vm.as_str(args[0]).cloned() else {
        let class = vm.argument_class(args[0]);
        return Err(vm.type_error(format!("charmap_encode() argument 1 must be str, not {class}")));
    };
    let errors = errors_arg(vm, args, 1);
    let Some(&mapping) = args.get(2).filter(|&&m| m != ids::NONE) else {
        let bytes = vm.encode_with(args[0], Codec::Latin1, &errors)?;
        let bytes = vm.new_bytes(&bytes);
        return pair(vm, bytes, text.len());
    };
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if let Some(bytes) = encoded(vm, mapping, text.at(at))? {
            out.extend(bytes);
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < text.len() && encoded(vm, mapping, text.at(end))?.is_none() {
            end += 1;
        }
        let unwind = vm.unicode_error(types::UNICODE_ENCODE_ERROR, "charmap", args[0], at..end, REASON);
        if errors == "strict" {
            return Err(unwind);
        }
        let error = vm.catch(unwind, types::UNICODE_ENCODE_ERROR)?;
        let function = match handler(vm, &errors) {
            Ok(function) => function,
            Err(e) => {
                vm.release(error);
                return Err(e);
            }
        };
        let answer = super::errors::ask(vm, function.id(), error.id(), text.len(), false);
        vm.release(function);
        vm.release(error);
        let (made, next) = answer?;
        let points: Option<Vec<u32>> = vm.as_str(made.id()).map(|s| s.points().collect());
        match points {
            None => out.extend_from_slice(vm.as_bytes(made.id()).unwrap_or_default()),
            Some(points) => {
                for point in points {
                    let found = encoded(vm, mapping, point).and_then(|found| {
                        let ty = types::UNICODE_ENCODE_ERROR;
                        found.ok_or_else(|| vm.unicode_error(ty, "charmap", args[0], at..end, REASON))
                    });
                    match found {
                        Ok(bytes) => out.extend(bytes),
                        Err(e) => {
                            vm.release(made);
                            return Err(e);
                        }
                    }
                }
            }
        }
        vm.release(made);
        at = next;
    }
    let bytes = vm.new_bytes(&out);
    pair(vm, bytes, text.len())
}
fn decoded(vm: &mut Vm, mapping: ObjId, byte: u8) -> Res<Option<Vec<u32>>> {
    if let Some(table) = vm.as_str(mapping) {
        let index = usize::from(byte);
        return Ok((index < table.len())
            .then(|| table.at(index))
            .filter(|&p| p != UNDEFINED)
            .map(|p| vec![p]));
    }
    let Some(value) = look_up(vm, mapping, byte.into())? else { return Ok(None) };
    let points = match (vm.as_i64(value.id()), vm.as_str(value.id())) {
        (Some(number), _) => match u32::try_from(number).ok().filter(|&n| n < 0x11_0000) {
            Some(point) => Ok(vec![point]),
            None => Err(vm.type_error("character mapping must be in range(0x110000)")),
        },
        (_, Some(text)) => Ok(text.points().collect()),
        _ => {
            let class = vm.class_name(value.id());
            Err(vm.type_error(format!("character mapping must return integer, None or str, not {class}")))
        }
    };
    vm.release(value);
    points.map(|p| (p != [UNDEFINED]).then_some(p))
}
pub fn decode(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let bytes = data(vm, args[0])?;
    let errors = errors_arg(vm, args, 1);
    let mut out = Vec::new();
    let Some(&mapping) = args.get(2).filter(|&&m| m != ids::NONE) else {
        let text = str_codec::decode(&bytes, Codec::Latin1, "strict").unwrap_or_else(|_| Str::from(""));
        let text = vm.new_string(text);
        return pair(vm, text, bytes.len());
    };
    let mut at = 0;
    while at < bytes.len() {
        if let Some(points) = decoded(vm, mapping, bytes[at])? {
            out.extend(points);
            at += 1;
            continue;
        }
        let unwind = vm.unicode_error(types::UNICODE_DECODE_ERROR, "charmap", args[0], at..at + 1, REASON);
        if errors == "strict" {
            return Err(unwind);
        }
        let error = vm.catch(unwind, types::UNICODE_DECODE_ERROR)?;
        let function = match handler(vm, &errors) {
            Ok(function) => function,
            Err(e) => {
                vm.release(error);
                return Err(e);
            }
        };
        let answer = super::errors::ask(vm, function.id(), error.id(), bytes.len(), true);
        vm.release(function);
        vm.release(error);
        let (made, next) = answer?;
        if let Some(text) = vm.as_str(made.id()) {
            out.extend(text.points());
        }
        vm.release(made);
        at = next;
    }
    let text = vm.new_string(Str::from_points(&out));
    pair(vm, text, bytes.len())
}
