//! `_io.BufferedReader`, `BufferedWriter`, `BufferedRandom` and `BufferedRWPair`: bytes read ahead,
//! and bytes that wait to be written.

use super::{BUFFER_SIZE, base, store_bytes, unsupported};
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, module_types, types};
use crate::object::io::{Buffered, Io};
use crate::types::bytes::data;
use crate::vm::native::{
    Args, NativeCall::*, NativeDef, NativeTable, Owner, attribute, constructor, method, wrapper,
};
use crate::vm::{Res, Unwind, Vm};

const INIT: NativeDef = wrapper("__init__", Full(init));
const REPR: NativeDef = wrapper("__repr__", NoArgs(repr));
const CLOSE: NativeDef = method("close", NoArgs(close));
const DEALLOC_WARN: NativeDef =
    method("_dealloc_warn", One(|vm, this, source| call_raw(vm, this, "_dealloc_warn", &[source])));
const DETACH: NativeDef = method("detach", NoArgs(detach));
const FLUSH: NativeDef = method("flush", NoArgs(flush));
const SEEK: NativeDef = method("seek", Pos(1, 2, seek));
const TELL: NativeDef = method("tell", NoArgs(tell));
const TRUNCATE: NativeDef = method("truncate", Pos(0, 1, truncate));
const FILENO: NativeDef = method("fileno", NoArgs(|vm, this| pass(vm, this, "fileno")));
const ISATTY: NativeDef = method("isatty", NoArgs(|vm, this| pass(vm, this, "isatty")));
const SEEKABLE: NativeDef = method("seekable", NoArgs(|vm, this| pass(vm, this, "seekable")));
const READABLE: NativeDef = method("readable", NoArgs(|vm, this| pass(vm, this, "readable")));
const WRITABLE: NativeDef = method("writable", NoArgs(|vm, this| pass(vm, this, "writable")));
const CLOSED: NativeDef = attribute("closed", |vm, this| from_raw(vm, this, "closed"), None);
const NAME: NativeDef = attribute("name", |vm, this| from_raw(vm, this, "name"), None);
const MODE: NativeDef = attribute("mode", |vm, this| from_raw(vm, this, "mode"), None);
const RAW: NativeDef = attribute("raw", raw_object, None);
const READ: NativeDef = method("read", Pos(0, 1, read));
const READ1: NativeDef = method("read1", Pos(0, 1, read1));
const READINTO: NativeDef = method("readinto", One(|vm, this, target| readinto(vm, this, target, false)));
const READINTO1: NativeDef = method("readinto1", One(|vm, this, target| readinto(vm, this, target, true)));
const READLINE: NativeDef = method("readline", Pos(0, 1, readline));
const PEEK: NativeDef = method("peek", Pos(0, 1, peek));
const NEXT: NativeDef = wrapper("__next__", NoArgs(next));
const WRITE: NativeDef = method("write", One(write));

pub static READER_TABLE: NativeTable = NativeTable {
    owner: Owner::Type(module_types::BUFFERED_READER),
    defs: &[
        method("__sizeof__", NoArgs(crate::types::object::sizeof)),
        constructor(|vm, class, _| new(vm, class, true, false)),
        INIT,
        REPR,
        CLOSE,
        DETACH,
        DEALLOC_WARN,
        FLUSH,
        SEEK,
        TELL,
        TRUNCATE,
        FILENO,
        ISATTY,
        SEEKABLE,
        READABLE,
        CLOSED,
        NAME,
        MODE,
        RAW,
        READ,
        READ1,
        READINTO,
        READINTO1,
        READLINE,
        PEEK,
        NEXT,
    ],
};
pub static WRITER_TABLE: NativeTable = NativeTable {
    owner: Owner::Type(module_types::BUFFERED_WRITER),
    defs: &[
        method("__sizeof__", NoArgs(crate::types::object::sizeof)),
        constructor(|vm, class, _| new(vm, class, false, true)),
        INIT,
        REPR,
        CLOSE,
        DETACH,
        DEALLOC_WARN,
        FLUSH,
        SEEK,
        TELL,
        TRUNCATE,
        FILENO,
        ISATTY,
        SEEKABLE,
        WRITABLE,
        CLOSED,
        NAME,
        MODE,
        RAW,
        WRITE,
    ],
};
pub static RANDOM_TABLE: NativeTable = NativeTable {
    owner: Owner::Type(module_types::BUFFERED_RANDOM),
    defs: &[
        method("__sizeof__", NoArgs(crate::types::object::sizeof)),
        constructor(|vm, class, _| new(vm, class, true, true)),
        INIT,
        REPR,
        CLOSE,
        DETACH,
        DEALLOC_WARN,
        FLUSH,
        SEEK,
        TELL,
        TRUNCATE,
        FILENO,
        ISATTY,
        SEEKABLE,
        READABLE,
        WRITABLE,
        CLOSED,
        NAME,
        MODE,
        RAW,
        READ,
        READ1,
        READINTO,
        READINTO1,
        READLINE,
        PEEK,
        NEXT,
        WRITE,
    ],
};

fn new(vm: &mut Vm, class: ObjId, reads: bool, writes: bool) -> Res {
    let buffered = Buffered {
        raw: None,
        detached: false,
        reads,
        writes,
        size: BUFFER_SIZE,
        ahead: Vec::new(),
        taken: 0,
        pending: Vec::new(),
    };
    Ok(vm.new_native_instance(class, Payload::Io(Box::new(Io::Buffered(buffered)))))
}
fn state(vm: &mut Vm, this: ObjId) -> &mut Buffered {
    match vm.payload_mut(this).base_mut() {
        Payload::Io(io) => match &mut **io {
            Io::Buffered(b) => b,
            other => unreachable!("the methods are those of buffers, not of {other:?}"),
        },
        other => unreachable!("the methods are those of buffers, not of {other:?}"),
    }
}
fn raw(vm: &mut Vm, this: ObjId) -> Res {
    let (raw, detached) = (state(vm, this).raw, state(vm, this).detached);
    match raw {
        Some(raw) => Ok(vm.own(raw)),
        None if detached => Err(vm.value_error("raw stream has been detached")),
        None => Err(vm.value_error("I/O operation on uninitialized object")),
    }
}
/// Calls a method of the raw stream.
fn call_raw(vm: &mut Vm, this: ObjId, name: &str, args: &[ObjId]) -> Res {
    let raw = raw(vm, this)?;
    let result = vm.call_named(raw.id(), name, args);
    vm.release(raw);
    result
}
fn pass(vm: &mut Vm, this: ObjId, name: &str) -> Res {
    call_raw(vm, this, name, &[])
}
fn from_raw(vm: &mut Vm, this: ObjId, name: &str) -> Res {
    let raw = raw(vm, this)?;
    let result = vm.get_attr_str(raw.id(), name);
    vm.release(raw);
    result
}
fn raw_object(vm: &mut Vm, this: ObjId) -> Res {
    let raw = state(vm, this).raw.unwrap_or(ids::NONE);
    Ok(vm.own(raw))
}
fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let class = vm.type_of(this);
    let class = vm.type_name(class);
    let bound = vm.bind(&class, args, ["raw", "buffer_size"], 1, 2)?;
    let size = bound[1].map_or(Ok(BUFFER_SIZE as i64), |s| vm.as_index(s))?;
    let raw = bound[0].unwrap_or(ids::NONE);
    let (reads, writes) = (state(vm, this).reads, state(vm, this).writes);
    let wanted = [(reads && writes, "seekable"), (reads, "readable"), (writes, "writable")];
    for (needed, what) in wanted {
        if needed {
            let answer = vm.call_named(raw, what, &[])?;
            let yes = vm.truth(answer.id());
            vm.release(answer);
            if !yes? {
                return Err(unsupported(vm, &format!("File or stream is not {what}.")));
            }
        }
    }
    if size <= 0 {
        return Err(vm.value_error("buffer size must be strictly positive"));
    }
    vm.incref(raw);
    let this_state = state(vm, this);
    let old = this_state.raw.replace(raw);
    (this_state.size, this_state.detached) = (size as usize, false);
    (this_state.ahead, this_state.taken, this_state.pending) = (Vec::new(), 0, Vec::new());
    vm.decref_opt(old);
    Ok(vm.none())
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let class = vm.type_of(this);
    let class = vm.type_name(class);
    let name = vm.intern("name");
    match vm.get_attr_optional(this, name) {
        Ok(Some(name)) => {
            let shown = vm.repr_text(name.id());
            vm.release(name);
            let shown = shown?;
            Ok(vm.new_str(&format!("<{class} name={shown}>")))
        }
        Ok(None) => Ok(vm.new_str(&format!("<{class}>"))),
        Err(e) => {
            vm.swallow(e, types::VALUE_ERROR)?;
            Ok(vm.new_str(&format!("<{class}>")))
        }
    }
}
fn check_open(vm: &mut Vm, this: ObjId, what: &str) -> Res<()> {
    let closed = from_raw(vm, this, "closed")?;
    let yes = vm.truth(closed.id());
    vm.release(closed);
    if yes? { Err(vm.value_error(format!("{what} closed file"))) } else { Ok(()) }
}

/// Writes out what waits.
fn write_out(vm: &mut Vm, this: ObjId) -> Res<()> {
    while !state(vm, this).pending.is_empty() {
        let bytes = state(vm, this).pending.clone();
        let chunk = vm.new_bytes(&bytes);
        let count = call_raw(vm, this, "write", &[chunk.id()]);
        vm.release(chunk);
        let count = count?;
        if count.id() == ids::NONE {
            let error = vm.os_error(11, "write could not complete without blocking", None);
            return Err(error);
        }
        let written = vm.as_index(count.id());
        vm.release(count);
        let written = written?;
        if written < 0 || written as usize > bytes.len() {
            let length = bytes.len();
            let message = format!(
                "raw write() returned invalid length {written} (should have been between 0 and {length})"
            );
            return Err(vm.raise(types::OS_ERROR, message));
        }
        state(vm, this).pending.drain(..written as usize);
    }
    Ok(())
}
/// Gives up what was read ahead: the raw stream goes back to where the reader is.
fn drop_ahead(vm: &mut Vm, this: ObjId) -> Res<()> {
    let b = state(vm, this);
    let left = b.ahead.len() - b.taken;
    (b.ahead, b.taken) = (Vec::new(), 0);
    if left > 0 {
        let back = vm.new_int(-(left as i64));
        let at = call_raw(vm, this, "seek", &[back.id(), ids::small_int(1)]);
        vm.release(back);
        let at = at?;
        vm.release(at);
    }
    Ok(())
}
fn flush(vm: &mut Vm, this: ObjId) -> Res {
    check_open(vm, this, "flush of")?;
    if state(vm, this).writes {
        write_out(vm, this)?;
        if state(vm, this).reads {
            drop_ahead(vm, this)?;
        }
        return Ok(vm.none());
    }
    call_raw(vm, this, "flush", &[])
}
fn close(vm: &mut Vm, this: ObjId) -> Res {
    if base::is_closed(vm, this)? {
        return Ok(vm.none());
    }
    let flushed = vm.call_named(this, "flush", &[]);
    let first = match flushed {
        Ok(none) => {
            vm.release(none);
            None
        }
        Err(Unwind::Raised) => vm.take_raised(),
        Err(e) => return Err(e),
    };
    state(vm, this).pending.clear();
    let closed = call_raw(vm, this, "close", &[]);
    match (first, closed) {
        (None, closed) => closed,
        (Some(error), closed) => {
            if let Ok(none) = closed {
                vm.release(none);
            } else {
                let second = vm.take_raised();
                vm.release_opt(second);
            }
            Err(vm.set_raised(error))
        }
    }
}
fn detach(vm: &mut Vm, this: ObjId) -> Res {
    let raw = raw(vm, this)?;
    let flushed = vm.call_named(this, "flush", &[]);
    match flushed {
        Ok(none) => vm.release(none),
        Err(e) => {
            vm.release(raw);
            return Err(e);
        }
    }
    let b = state(vm, this);
    b.detached = true;
    let old = b.raw.take();
    vm.decref_opt(old);
    Ok(raw)
}

/// Reads from the raw stream: up to `size` bytes, empty at the end.
fn raw_read(vm: &mut Vm, this: ObjId, size: usize) -> Res<Option<Vec<u8>>> {
    let count = vm.new_int(size as i64);
    let piece = call_raw(vm, this, "read", &[count.id()]);
    vm.release(count);
    let piece = piece?;
    let bytes = vm.as_bytes(piece.id()).map(<[u8]>::to_vec);
    let nothing = piece.id() == ids::NONE;
    vm.release(piece);
    match bytes {
        Some(bytes) => Ok(Some(bytes)),
        None if nothing => Ok(None),
        None => Err(vm.raise(types::OS_ERROR, "read() should return bytes")),
    }
}
fn before_reading(vm: &mut Vm, this: ObjId, what: &str) -> Res<()> {
    check_open(vm, this, what)?;
    if state(vm, this).writes { write_out(vm, this) } else { Ok(()) }
}
/// Takes up to so many of the bytes that were read ahead.
fn take_ahead(vm: &mut Vm, this: ObjId, limit: usize) -> Vec<u8> {
    let b = state(vm, this);
    let end = b.taken.saturating_add(limit).min(b.ahead.len());
    let bytes = b.ahead[b.taken..end].to_vec();
    b.taken = end;
    if b.taken == b.ahead.len() {
        (b.ahead, b.taken) = (Vec::new(), 0);
    }
    bytes
}
fn size_arg(vm: &mut Vm, args: &[ObjId]) -> Res<Option<usize>> {
    match args.first() {
        None | Some(&ids::NONE) => Ok(None),
        Some(&size) => match vm.as_index(size)? {
            -1 => Ok(None),
            n if n < -1 => Err(vm.value_error("read length must be non-negative or -1")),
            n => Ok(Some(n as usize)),
        },
    }
}
fn read(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let limit = size_arg(vm, args)?;
    before_reading(vm, this, "read of")?;
    let mut bytes = take_ahead(vm, this, limit.unwrap_or(usize::MAX));
    let Some(limit) = limit else {
        let rest = call_raw(vm, this, "readall", &[])?;
        match vm.as_bytes(rest.id()) {
            Some(rest) => bytes.extend_from_slice(rest),
            None if bytes.is_empty() => return Ok(rest),
            None => {}
        }
        vm.release(rest);
        return Ok(vm.new_bytes(&bytes));
    };
    while bytes.len() < limit {
        let left = limit - bytes.len();
        let size = state(vm, this).size;
        match raw_read(vm, this, left.max(size))? {
            None if bytes.is_empty() => return Ok(vm.none()),
            None => break,
            Some(piece) if piece.is_empty() => break,
            Some(mut piece) => {
                if piece.len() > left {
                    let rest = piece.split_off(left);
                    state(vm, this).ahead = rest;
                }
                bytes.extend_from_slice(&piece);
            }
        }
    }
    Ok(vm.new_bytes(&bytes))
}
fn fill_ahead(vm: &mut Vm, this: ObjId) -> Res<()> {
    if state(vm, this).ahead.is_empty() {
        let size = state(vm, this).size;
        let piece = raw_read(vm, this, size)?.unwrap_or_default();
        state(vm, this).ahead = piece;
    }
    Ok(())
}
fn read1(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let size = args.first().map_or(Ok(-1), |&s| vm.as_index(s))?;
    before_reading(vm, this, "read of")?;
    let limit = usize::try_from(size).unwrap_or(state(vm, this).size);
    if limit > 0 {
        fill_ahead(vm, this)?;
    }
    let bytes = take_ahead(vm, this, limit);
    Ok(vm.new_bytes(&bytes))
}
fn readinto(vm: &mut Vm, this: ObjId, target: ObjId, once: bool) -> Res {
    let length = vm.len(target)?;
    let size = vm.new_int(length as i64);
    let bytes = if once { read1(vm, this, &[size.id()]) } else { read(vm, this, &[size.id()]) };
    vm.release(size);
    let bytes = bytes?;
    let piece = vm.as_bytes(bytes.id()).unwrap_or_default().to_vec();
    vm.release(bytes);
    store_bytes(vm, target, &piece)?;
    Ok(vm.new_int(piece.len() as i64))
}
fn peek(vm: &mut Vm, this: ObjId, _: &[ObjId]) -> Res {
    before_reading(vm, this, "peek of")?;
    fill_ahead(vm, this)?;
    let b = state(vm, this);
    let bytes = b.ahead[b.taken..].to_vec();
    Ok(vm.new_bytes(&bytes))
}
fn line(vm: &mut Vm, this: ObjId, limit: usize) -> Res<Vec<u8>> {
    before_reading(vm, this, "readline of")?;
    let mut out = Vec::new();
    while out.len() < limit {
        vm.poll()?;
        vm.reserve(2 * out.len())?;
        fill_ahead(vm, this)?;
        let b = state(vm, this);
        let rest = &b.ahead[b.taken..];
        if rest.is_empty() {
            break;
        }
        let length = rest.iter().position(|&c| c == b'\n').map_or(rest.len(), |i| i + 1);
        let piece = take_ahead(vm, this, length.min(limit - out.len()));
        out.extend_from_slice(&piece);
        if out.last() == Some(&b'\n') {
            break;
        }
    }
    Ok(out)
}
fn readline(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let limit = size_arg(vm, args)?.unwrap_or(usize::MAX);
    let bytes = line(vm, this, limit)?;
    Ok(vm.new_bytes(&bytes))
}
fn next(vm: &mut Vm, this: ObjId) -> Res {
    let bytes = line(vm, this, usize::MAX)?;
    if bytes.is_empty() { Err(vm.stop_iteration(None)) } else { Ok(vm.new_bytes(&bytes)) }
}
fn write(vm: &mut Vm, this: ObjId, bytes: ObjId) -> Res {
    check_open(vm, this, "write to")?;
    if vm.as_str(bytes).is_some() {
        let message = format!("a bytes-like object is required, not '{}'", vm.class_name(bytes));
        return Err(vm.type_error(message));
    }
    let bytes = data(vm, bytes)?;
    if state(vm, this).reads {
        drop_ahead(vm, this)?;
    }
    let b = state(vm, this);
    let full = b.pending.len() + bytes.len() > b.size;
    if full {
        write_out(vm, this)?;
    }
    let b = state(vm, this);
    b.pending.extend_from_slice(&bytes);
    if b.pending.len() > b.size {
        write_out(vm, this)?;
    }
    Ok(vm.new_int(bytes.len() as i64))
}
/// Where the stream stands for its user.
fn position(vm: &mut Vm, this: ObjId) -> Res<i64> {
    let at = call_raw(vm, this, "tell", &[])?;
    let raw = vm.as_index(at.id());
    vm.release(at);
    let raw = raw?;
    let b = state(vm, this);
    Ok(raw - (b.ahead.len() - b.taken) as i64 + b.pending.len() as i64)
}
fn tell(vm: &mut Vm, this: ObjId) -> Res {
    let at = position(vm, this)?;
    Ok(vm.new_int(at))
}
fn seek(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let whence = args.get(1).map_or(Ok(0), |&w| vm.as_index(w))?;
    if !(0..=4).contains(&whence) {
        return Err(vm.value_error(format!("whence value {whence} unsupported")));
    }
    check_open(vm, this, "seek of")?;
    let answer = pass(vm, this, "seekable")?;
    let yes = vm.truth(answer.id());
    vm.release(answer);
    if !yes? {
        return Err(unsupported(vm, "File or stream is not seekable."));
    }
    let mut offset = vm.as_index(args[0])?;
    write_out(vm, this)?;
    let b = state(vm, this);
    if whence == 1 {
        offset -= (b.ahead.len() - b.taken) as i64;
    }
    (b.ahead, b.taken) = (Vec::new(), 0);
    let (offset, whence) = (vm.new_int(offset), vm.new_int(whence));
    let at = call_raw(vm, this, "seek", &[offset.id(), whence.id()]);
    vm.release(offset);
    vm.release(whence);
    at
}
fn truncate(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    check_open(vm, this, "truncate of")?;
    if !state(vm, this).writes {
        return Err(unsupported(vm, "truncate"));
    }
    write_out(vm, this)?;
    let size = match args.first() {
        None | Some(&ids::NONE) => tell(vm, this)?,
        Some(&size) => vm.own(size),
    };
    let result = call_raw(vm, this, "truncate", &[size.id()]);
    vm.release(size);
    result
}

/// Reading goes to the first, writing to the second of a pair.
pub static PAIR_TABLE: NativeTable = NativeTable {
    owner: Owner::Type(module_types::BUFFERED_RW_PAIR),
    defs: &[
        constructor(new_pair),
        wrapper("__init__", Full(init_pair)),
        method("read", Pos(0, 1, |vm, this, args| pair(vm, this, 0, "read", args))),
        method("read1", Pos(0, 1, |vm, this, args| pair(vm, this, 0, "read1", args))),
        method("readinto", One(|vm, this, arg| pair(vm, this, 0, "readinto", &[arg]))),
        method("readinto1", One(|vm, this, arg| pair(vm, this, 0, "readinto1", &[arg]))),
        method("peek", Pos(0, 1, |vm, this, args| pair(vm, this, 0, "peek", args))),
        method("readable", NoArgs(|vm, this| pair(vm, this, 0, "readable", &[]))),
        method("write", One(|vm, this, arg| pair(vm, this, 1, "write", &[arg]))),
        method("flush", NoArgs(|vm, this| pair(vm, this, 1, "flush", &[]))),
        method("writable", NoArgs(|vm, this| pair(vm, this, 1, "writable", &[]))),
        method("close", NoArgs(close_pair)),
        method("isatty", NoArgs(|vm, this| pair(vm, this, 1, "isatty", &[]))),
        attribute("closed", closed_pair, None),
    ],
};
fn new_pair(vm: &mut Vm, class: ObjId, _: Args<'_>) -> Res {
    Ok(vm.new_native_instance(class, Payload::Io(Box::new(Io::Pair([None, None])))))
}
fn halves(vm: &mut Vm, this: ObjId) -> Option<&mut [Option<ObjId>; 2]> {
    match vm.payload_mut(this).base_mut() {
        Payload::Io(io) => match &mut **io {
            Io::Pair(parts) => Some(parts),
            _ => None,
        },
        _ => None,
    }
}
fn init_pair(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("BufferedRWPair", args, ["reader", "writer", "buffer_size"], 2, 3)?;
    let size = match bound[2] {
        Some(size) => vm.own(size),
        None => vm.new_int(BUFFER_SIZE as i64),
    };
    for (i, class) in [module_types::BUFFERED_READER, module_types::BUFFERED_WRITER].into_iter().enumerate() {
        let half = vm.call(class, &[bound[i].unwrap_or(ids::NONE), size.id()])?.into_id();
        let old = halves(vm, this).and_then(|h| h[i].replace(half));
        vm.decref_opt(old);
    }
    vm.release(size);
    Ok(vm.none())
}
fn pair(vm: &mut Vm, this: ObjId, half: usize, name: &str, args: &[ObjId]) -> Res {
    match halves(vm, this).and_then(|h| h[half]) {
        Some(stream) => vm.call_named(stream, name, args),
        None => Err(vm.value_error("I/O operation on uninitialized object")),
    }
}
fn close_pair(vm: &mut Vm, this: ObjId) -> Res {
    let written = pair(vm, this, 1, "close", &[]);
    let read = pair(vm, this, 0, "close", &[]);
    let none = written?;
    vm.release(none);
    read
}
fn closed_pair(vm: &mut Vm, this: ObjId) -> Res {
    match halves(vm, this).and_then(|h| h[1]) {
        Some(writer) => vm.get_attr_str(writer, "closed"),
        None => Err(vm.value_error("the BufferedRWPair object is being garbage-collected")),
    }
}
