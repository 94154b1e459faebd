//! `_io.BytesIO`: a file in memory.

use super::{base, closed_error};
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, module_types};
use crate::object::io::{BytesIo, Io};
use crate::types::bytes::data;
use crate::types::object::sizeof;
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
        method("__sizeof__", NoArgs(sizeof)),
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
    if let Some(memory) = memory(vm, this) {
        memory.data.clear();
        memory.position = 0;
        memory.closed = false;
    }
    let Some(initial) = bound[0].filter(|&b| b != ids::NONE) else { return Ok(vm.none()) };
    if vm.type_of(initial) != ids::types::BYTES {
        let written = write(vm, this, initial)?;
        vm.release(written);
    } else {
        let bytes = data(vm, initial)?;
        vm.incref(initial);
        let room = bytes.len();
        let old = opened(vm, this)?.shared.take();
        *opened(vm, this)? = BytesIo { data: bytes, room, shared: Some(initial), position: 0, closed: false };
        vm.decref_opt(old);
    }
    opened(vm, this)?.position = 0;
    Ok(vm.none())
}

impl BytesIo {
    /// Does nobody else hold the bytes? The empty bytes are everybody's.
    fn is_own(&self, vm: &Vm) -> bool {
        match self.shared {
            Some(bytes) => vm.state.heap.count(bytes) == 1,
            None => self.room > 0,
        }
    }
    /// The size of the bytes, where nobody else has them.
    pub fn own_size(&self, vm: &Vm) -> i64 {
        const BYTES: i64 = 33;
        if !self.closed && self.is_own(vm) { BYTES + self.room as i64 } else { 0 }
    }
}
/// The data has an object of its own now, with room for so many bytes.
fn set_room(vm: &mut Vm, this: ObjId, room: usize) -> Res<()> {
    let memory = opened(vm, this)?;
    memory.room = room;
    let shared = memory.shared.take();
    vm.decref_opt(shared);
    Ok(())
}
/// CPython's `resize_buffer`.
fn resize(vm: &mut Vm, this: ObjId, length: usize) -> Res<()> {
    let room = opened(vm, this)?.room;
    let enough = length < room && length >= room / 2;
    if enough {
        return Ok(());
    }
    let little_more = length >= room && length <= room + room / 8;
    let spare = if length < 9 { 3 } else { 6 };
    set_room(vm, this, if little_more { length + length / 8 + spare } else { length + 1 })
}
/// All the data as the object that holds it.
fn whole(vm: &mut Vm, this: ObjId) -> Res {
    let memory = opened(vm, this)?;
    let length = memory.data.len();
    if length != memory.room {
        set_room(vm, this, length)?;
    }
    let memory = opened(vm, this)?;
    if let Some(shared) = memory.shared {
        return Ok(vm.own(shared));
    }
    let bytes = memory.data.clone();
    let bytes = vm.new_bytes(&bytes);
    vm.incref(bytes.id());
    opened(vm, this)?.shared = Some(bytes.id());
    Ok(bytes)
}
/// Bytes that were taken from the start: all of them are given as the object that holds them.
fn taken(vm: &mut Vm, this: ObjId, bytes: &[u8]) -> Res {
    let memory = opened(vm, this)?;
    if bytes.len() > 1 && memory.position == bytes.len() && bytes.len() == memory.room {
        return whole(vm, this);
    }
    Ok(vm.new_bytes(bytes))
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
    taken(vm, this, &bytes)
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
    taken(vm, this, &bytes)
}
fn next(vm: &mut Vm, this: ObjId) -> Res {
    let bytes = line(opened(vm, this)?, usize::MAX);
    if bytes.is_empty() { Err(vm.stop_iteration(None)) } else { taken(vm, this, &bytes) }
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
        let (length, room, shared) = (memory.data.len(), memory.room, memory.shared);
        if end > room {
            resize(vm, this, end)?;
        } else if shared.is_some_and(|bytes| vm.state.heap.count(bytes) > 1) {
            set_room(vm, this, end.max(length))?;
        } else {
            // Nobody sees that it changes.
            set_room(vm, this, room)?;
        }
        let memory = opened(vm, this)?;
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
    if length < opened(vm, this)?.data.len() {
        opened(vm, this)?.data.truncate(length);
        resize(vm, this, length)?;
    }
    Ok(vm.new_int(size))
}
fn getvalue(vm: &mut Vm, this: ObjId) -> Res {
    let memory = opened(vm, this)?;
    if memory.data.len() > 1 {
        return whole(vm, this);
    }
    let bytes = memory.data.clone();
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
        let memory = std::mem::replace(memory, BytesIo { closed: true, ..BytesIo::default() });
        vm.decref_opt(memory.shared);
    }
    Ok(vm.none())
}
