//! `_io.BytesIO`: a file in memory.

use super::{base, closed_error};
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, module_types};
use crate::object::io::{BytesIo, Io};
use crate::types::bytes::data;
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, attribute, constructor, method, wrapper};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(module_types::BYTES_IO),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        wrapper("__iter__", NoArgs(base::enter)),
        wrapper("__next__", NoArgs(next)),
        method("read", Pos(0, 1, read)),
        method("read1", Pos(0, 1, read)),
        method("readinto", One(readinto)),
        method("readline", Pos(0, 1, readline)),
        method("readlines", Pos(0, 1, base::readlines)),
        method("write", One(write)),
        method("seek", Pos(1, 2, seek)),
        method("tell", NoArgs(tell)),
        method("truncate", Pos(0, 1, truncate)),
        method("getvalue", NoArgs(getvalue)),
        method("getbuffer", NoArgs(getbuffer)),
        method("close", NoArgs(close)),
        method("flush", NoArgs(flush)),
        method("isatty", NoArgs(isatty)),
        method("seekable", NoArgs(yes)),
        method("readable", NoArgs(yes)),
        method("writable", NoArgs(yes)),
        attribute("closed", closed, None),
    ],
};

fn memory(vm: &mut Vm, this: ObjId) -> Option<&mut BytesIo> {
    match vm.payload_mut(this).base_mut() {
        Payload::Io(io) => match &mut **io {
            Io::Bytes(bytes) => Some(bytes),
            _ => None,
        },
        _ => None,
    }
}
fn opened(vm: &mut Vm, this: ObjId) -> Res<&mut BytesIo> {
    if memory(vm, this).is_none_or(|m| m.closed) {
        return Err(closed_error(vm));
    }
    Ok(memory(vm, this).expect("looked at above"))
}
fn flush(vm: &mut Vm, this: ObjId) -> Res {
    opened(vm, this)?;
    Ok(vm.none())
}
fn isatty(vm: &mut Vm, this: ObjId) -> Res {
    opened(vm, this)?;
    Ok(vm.new_bool(false))
}
fn closed(vm: &mut Vm, this: ObjId) -> Res {
    let closed = memory(vm, this).is_none_or(|m| m.closed);
    Ok(vm.new_bool(closed))
}
fn yes(vm: &mut Vm, this: ObjId) -> Res {
    opened(vm, this)?;
    Ok(vm.new_bool(true))
}
fn new(vm: &mut Vm, class: ObjId, _: Args<'_>) -> Res {
    Ok(vm.new_native_instance(class, Payload::Io(Box::new(Io::Bytes(BytesIo::default())))))
}
fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("BytesIO", args, ["initial_bytes"], 0, 1)?;
    let initial = match bound[0].filter(|&b| b != ids::NONE) {
        Some(bytes) => data(vm, bytes)?,
        None => Vec::new(),
    };
    if let Some(memory) = memory(vm, this) {
        *memory = BytesIo { data: initial, position: 0, closed: false };
    }
    Ok(vm.none())
}
/// The next bytes, at most so many; the position moves on.
fn take(memory: &mut BytesIo, limit: usize) -> Vec<u8> {
    let start = memory.position.min(memory.data.len());
    let end = start.saturating_add(limit).min(memory.data.len());
    if end > start {
        memory.position = end;
    }
    memory.data[start..end].to_vec()
}
fn read(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    opened(vm, this)?;
    let limit = base::size_arg(vm, args.first())?.unwrap_or(usize::MAX);
    let bytes = take(opened(vm, this)?, limit);
    Ok(vm.new_bytes(&bytes))
}
fn readinto(vm: &mut Vm, this: ObjId, target: ObjId) -> Res {
    opened(vm, this)?;
    let length = vm.len(target)?;
    let bytes = take(opened(vm, this)?, length);
    super::store_bytes(vm, target, &bytes)?;
    Ok(vm.new_int(bytes.len() as i64))
}
fn line(memory: &mut BytesIo, limit: usize) -> Vec<u8> {
    let start = memory.position.min(memory.data.len());
    let rest = &memory.data[start..];
    let length = rest.iter().position(|&b| b == b'\n').map_or(rest.len(), |i| i + 1);
    take(memory, length.min(limit))
}
fn readline(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    opened(vm, this)?;
    let limit = base::size_arg(vm, args.first())?.unwrap_or(usize::MAX);
    let bytes = line(opened(vm, this)?, limit);
    Ok(vm.new_bytes(&bytes))
}
fn next(vm: &mut Vm, this: ObjId) -> Res {
    let bytes = line(opened(vm, this)?, usize::MAX);
    if bytes.is_empty() { Err(vm.stop_iteration(None)) } else { Ok(vm.new_bytes(&bytes)) }
}
fn write(vm: &mut Vm, this: ObjId, bytes: ObjId) -> Res {
    opened(vm, this)?;
    let bytes = data(vm, bytes)?;
    let memory = opened(vm, this)?;
    let end = memory.position + bytes.len();
    if end > crate::types::MAX_LENGTH {
        return Err(vm.memory_error());
    }
    if !bytes.is_empty() {
        if memory.data.len() < end {
            memory.data.resize(end, 0);
        }
        memory.data[memory.position..end].copy_from_slice(&bytes);
        memory.position = end;
    }
    Ok(vm.new_int(bytes.len() as i64))
}
fn seek(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    opened(vm, this)?;
    let offset = vm.as_index(args[0])?;
    let whence = args.get(1).map_or(Ok(0), |&w| vm.as_index(w))?;
    let memory = opened(vm, this)?;
    let base = match whence {
        0 if offset < 0 => return Err(vm.value_error(format!("negative seek value {offset}"))),
        0 => 0,
        1 => memory.position as i64,
        2 => memory.data.len() as i64,
        _ => return Err(vm.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    };
    memory.position = base.saturating_add(offset).max(0) as usize;
    let at = memory.position;
    Ok(vm.new_int(at as i64))
}
fn tell(vm: &mut Vm, this: ObjId) -> Res {
    let at = opened(vm, this)?.position;
    Ok(vm.new_int(at as i64))
}
fn truncate(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let at = opened(vm, this)?.position as i64;
    let size = match args.first() {
        None | Some(&ids::NONE) => at,
        Some(&size) => vm.as_index(size)?,
    };
    let Ok(length) = usize::try_from(size) else {
        return Err(vm.value_error(format!("negative size value {size}")));
    };
    opened(vm, this)?.data.truncate(length);
    Ok(vm.new_int(size))
}
fn getvalue(vm: &mut Vm, this: ObjId) -> Res {
    let bytes = opened(vm, this)?.data.clone();
    Ok(vm.new_bytes(&bytes))
}
/// A view of what is there now; CPython's writes through, this one is a copy of its own.
fn getbuffer(vm: &mut Vm, this: ObjId) -> Res {
    let bytes = opened(vm, this)?.data.clone();
    let array = vm.alloc(ids::types::BYTEARRAY, Payload::ByteArray(bytes.into()));
    let view = vm.call(ids::types::MEMORYVIEW, &[array.id()]);
    vm.release(array);
    view
}
fn close(vm: &mut Vm, this: ObjId) -> Res {
    if let Some(memory) = memory(vm, this) {
        *memory = BytesIo { closed: true, ..BytesIo::default() };
    }
    Ok(vm.none())
}
