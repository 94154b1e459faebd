//! `binascii`: bytes as text, and checksums.

mod base64;
mod quoted;

use crate::heap::ObjId;
use crate::object::ids::{self, types};
use crate::types::bytes;
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Unwind, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("binascii"),
    defs: &[
        function("a2b_base64", Full(a2b_base64)),
        function("b2a_base64", Full(b2a_base64)),
        function("a2b_hex", One(|vm, _, text| from_hex(vm, text))),
        function("unhexlify", One(|vm, _, text| from_hex(vm, text))),
        function("b2a_hex", Full(|vm, _, args| to_hex(vm, "b2a_hex", args))),
        function("hexlify", Full(|vm, _, args| to_hex(vm, "hexlify", args))),
        function("a2b_uu", One(a2b_uu)),
        function("b2a_uu", Full(b2a_uu)),
        function("a2b_qp", Full(a2b_qp)),
        function("b2a_qp", Full(b2a_qp)),
        function("crc32", Pos(1, 2, crc32)),
        function("crc_hqx", Pos(2, 2, crc_hqx)),
    ],
};

pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    vm.put_late_exception(dict, "Error", "binascii.Error", types::VALUE_ERROR);
    vm.put_late_exception(dict, "Incomplete", "binascii.Incomplete", types::EXCEPTION);
}
fn error(vm: &mut Vm, message: impl AsRef<str>) -> Unwind {
    vm.raise_late("binascii.Error", types::VALUE_ERROR, message)
}
/// The bytes of an argument that is bytes-like or ASCII text.
fn ascii(vm: &mut Vm, text: ObjId) -> Res<Vec<u8>> {
    if let Some(string) = vm.as_str(text) {
        let bytes: Result<Vec<u8>, _> = string.points().map(u8::try_from).collect();
        return match bytes {
            Ok(bytes) if bytes.is_ascii() => Ok(bytes),
            _ => Err(vm.value_error("string argument should contain only ASCII characters")),
        };
    }
    match bytes::buffer(vm, text)? {
        Some(data) => Ok(data),
        None => {
            let class = vm.class_name(text);
            Err(vm.type_error(format!("argument should be bytes, buffer or ASCII string, not '{class}'")))
        }
    }
}
fn flag(vm: &mut Vm, given: Option<ObjId>, default: bool) -> Res<bool> {
    given.map_or(Ok(default), |g| vm.truth(g))
}
fn as_error(vm: &mut Vm, result: Result<Vec<u8>, String>) -> Res {
    match result {
        Ok(data) => Ok(vm.new_bytes(&data)),
        Err(message) => Err(error(vm, message)),
    }
}

fn a2b_base64(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [data, strict] = vm.bind("a2b_base64", args, ["", "strict_mode"], 1, 1)?;
    let (text, strict) = (ascii(vm, data.unwrap_or(ids::NONE))?, flag(vm, strict, false)?);
    as_error(vm, base64::decode(&text, strict))
}
fn b2a_base64(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [data, newline] = vm.bind("b2a_base64", args, ["", "newline"], 1, 1)?;
    let (data, newline) = (bytes::data(vm, data.unwrap_or(ids::NONE))?, flag(vm, newline, true)?);
    let mut out = base64::encode(&data);
    if newline {
        out.push(b'\n');
    }
    Ok(vm.new_bytes(&out))
}
fn from_hex(vm: &mut Vm, text: ObjId) -> Res {
    let text = ascii(vm, text)?;
    let (pairs, []) = text.as_chunks::<2>() else { return Err(error(vm, "Odd-length string")) };
    let digit = |c: u8| (c as char).to_digit(16).map(|d| d as u8);
    let data: Option<Vec<u8>> = pairs.iter().map(|&[a, b]| Some(digit(a)? << 4 | digit(b)?)).collect();
    as_error(vm, data.ok_or_else(|| "Non-hexadecimal digit found".into()))
}
/// What `bytes.hex` gives, as bytes.
fn to_hex(vm: &mut Vm, name: &str, args: Args<'_>) -> Res {
    let [data, separator, group] = vm.bind(name, args, ["data", "sep", "bytes_per_sep"], 1, 3)?;
    let data = bytes::data(vm, data.unwrap_or(ids::NONE))?;
    let data = vm.new_bytes(&data);
    let options: Vec<ObjId> = [separator, group].into_iter().flatten().collect();
    let text = vm.call_named(data.id(), "hex", &options);
    vm.release(data);
    let text = text?;
    let bytes: Vec<u8> = vm.string(text.id()).points().map(|p| p as u8).collect();
    vm.release(text);
    Ok(vm.new_bytes(&bytes))
}
fn a2b_uu(vm: &mut Vm, _: ObjId, line: ObjId) -> Res {
    let line = ascii(vm, line)?;
    as_error(vm, base64::decode_line(&line))
}
fn b2a_uu(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [data, backtick] = vm.bind("b2a_uu", args, ["", "backtick"], 1, 1)?;
    let (data, backtick) = (bytes::data(vm, data.unwrap_or(ids::NONE))?, flag(vm, backtick, false)?);
    if data.len() > 45 {
        return Err(error(vm, "At most 45 bytes at once"));
    }
    Ok(vm.new_bytes(&base64::encode_line(&data, backtick)))
}
fn a2b_qp(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [data, header] = vm.bind("a2b_qp", args, ["data", "header"], 1, 2)?;
    let (data, header) = (ascii(vm, data.unwrap_or(ids::NONE))?, flag(vm, header, false)?);
    Ok(vm.new_bytes(&quoted::decode(&data, header)))
}
fn b2a_qp(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [data, tabs, text, header] =
        vm.bind("b2a_qp", args, ["data", "quotetabs", "istext", "header"], 1, 4)?;
    let data = bytes::data(vm, data.unwrap_or(ids::NONE))?;
    let rules = quoted::Rules {
        quote_tabs: flag(vm, tabs, false)?,
        is_text: flag(vm, text, true)?,
        header: flag(vm, header, false)?,
    };
    Ok(vm.new_bytes(&quoted::encode(&data, &rules)))
}

/// The low 32 bits of a checksum to go on from.
pub(super) fn start_value(vm: &mut Vm, given: Option<&ObjId>, default: u32) -> Res<u32> {
    match given {
        Some(&given) => {
            let value = vm.index_value(given)?;
            let low = value.iter_u32_digits().next().unwrap_or(0);
            Ok(if value.sign() == num_bigint::Sign::Minus { low.wrapping_neg() } else { low })
        }
        None => Ok(default),
    }
}
pub(super) fn crc32(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let data = bytes::data(vm, args[0])?;
    let start = start_value(vm, args.get(1), 0)?;
    let mut hasher = crc32fast::Hasher::new_with_initial(start);
    hasher.update(&data);
    Ok(vm.new_int(hasher.finalize().into()))
}
/// The CRC of BinHex: polynomial 0x1021, most significant bit first.
fn crc_hqx(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let data = bytes::data(vm, args[0])?;
    let start = start_value(vm, args.get(1), 0)? as u16;
    let crc =
        data.iter().fold(start, |crc, &byte| {
            (0..8).fold(crc ^ u16::from(byte) << 8, |crc, _| {
                if crc & 0x8000 != 0 { crc << 1 ^ 0x1021 } else { crc << 1 }
            })
        });
    Ok(vm.new_int(crc.into()))
}
