//! `marshal`: objects of the built-in types as bytes, and back.

mod dump;
mod load;

use crate::heap::ObjId;
use crate::object::{Payload, ids};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("marshal"),
    defs: &[
        function("dumps", Full(dumps)),
        function("dump", Full(dump)),
        function("loads", Full(loads)),
        function("load", Full(load)),
    ],
};

/// The format's version.
const VERSION: i64 = 4;

/// Adds the version to the fresh module.
pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    let version = vm.new_int(VERSION);
    vm.dict_put(dict, "version", version);
}

/// `version=4`, `allow_code=True`
fn options(vm: &mut Vm, version: Option<ObjId>, allow_code: Option<ObjId>) -> Res<(i64, bool)> {
    let version = match version {
        Some(version) => vm.word_argument(version)?,
        None => VERSION,
    };
    let allow_code = match allow_code {
        Some(allow) => vm.truth(allow)?,
        None => true,
    };
    Ok((version, allow_code))
}

fn dumps(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [value, version, allow_code] = vm.bind("dumps", args, ["", "", "allow_code"], 1, 2)?;
    let (version, allow_code) = options(vm, version, allow_code)?;
    let bytes = dump::bytes(vm, value.unwrap_or(ids::NONE), version, allow_code)?;
    // Even a single byte is an object of its own.
    Ok(vm.alloc(ids::types::BYTES, Payload::Bytes(bytes.into())))
}
fn dump(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [value, file, version, allow_code] = vm.bind("dump", args, ["", "", "", "allow_code"], 2, 3)?;
    let (version, allow_code) = options(vm, version, allow_code)?;
    let bytes = dump::bytes(vm, value.unwrap_or(ids::NONE), version, allow_code)?;
    let bytes = vm.new_bytes(&bytes);
    let file = file.unwrap_or(ids::NONE);
    let result = vm.call_method(file, ids::names::WRITE, Args::positional(&[bytes.id()]));
    vm.release(bytes);
    result
}
fn loads(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [data, allow_code] = vm.bind("loads", args, ["", "allow_code"], 1, 1)?;
    let (_, allow_code) = options(vm, None, allow_code)?;
    let data = crate::types::bytes::data(vm, data.unwrap_or(ids::NONE))?;
    load::object(vm, load::Source::Bytes { data, at: 0 }, allow_code)
}
fn load(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [file, allow_code] = vm.bind("load", args, ["", "allow_code"], 1, 1)?;
    let (_, allow_code) = options(vm, None, allow_code)?;
    let file = file.unwrap_or(ids::NONE);
    let read = vm.get_attr_str(file, "read")?;
    let nothing = vm.call(read.id(), &[ids::small_int(0)]);
    vm.release(read);
    let nothing = nothing?;
    let is_bytes = vm.is_instance(nothing.id(), ids::types::BYTES);
    let class = vm.class_name(nothing.id());
    vm.release(nothing);
    if !is_bytes {
        return Err(vm.type_error(format!("file.read() returned not bytes but {class}")));
    }
    load::object(vm, load::Source::File(file), allow_code)
}
