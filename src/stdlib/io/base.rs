//! `_io._IOBase` and the three classes under it: what every stream can do.

use super::{closed_error, unsupported};
use crate::heap::{ObjId, tokens};
use crate::object::Payload;
use crate::object::ids::{self, module_types, types};
use crate::object::io::Io;
use crate::vm::native::{NativeCall::*, NativeTable, Owner, attribute, method, wrapper};
use crate::vm::{Res, Unwind, Vm};

pub static BASE: NativeTable = NativeTable {
    owner: Owner::Type(module_types::IO_BASE),
    defs: &[
        method("seek", Full(|vm, _, _| Err(unsupported(vm, "seek")))),
        method("tell", NoArgs(tell)),
        method("truncate", Full(|vm, _, _| Err(unsupported(vm, "truncate")))),
        method("fileno", NoArgs(|vm, _| Err(unsupported(vm, "fileno")))),
        method("flush", NoArgs(flush)),
        method("close", NoArgs(close)),
        method("seekable", NoArgs(no)),
        method("readable", NoArgs(no)),
        method("writable", NoArgs(no)),
        method("isatty", NoArgs(no)),
        method("_checkClosed", Full(|vm, this, _| check_closed(vm, this).map(|()| vm.none()))),
        method("_checkReadable", Full(|vm, this, _| check(vm, this, "readable"))),
        method("_checkWritable", Full(|vm, this, _| check(vm, this, "writable"))),
        method("_checkSeekable", Full(|vm, this, _| check(vm, this, "seekable"))),
        method("readline", Pos(0, 1, readline)),
        method("readlines", Pos(0, 1, readlines)),
        method("writelines", One(writelines)),
        method("__enter__", NoArgs(enter)),
        method("__exit__", Pos(0, usize::MAX, exit)),
        wrapper("__iter__", NoArgs(enter)),
        wrapper("__next__", NoArgs(next)),
        wrapper("__del__", NoArgs(finalize)),
        attribute("closed", closed, None),
    ],
};
pub static RAW: NativeTable = NativeTable {
    owner: Owner::Type(module_types::RAW_IO_BASE),
    defs: &[method("read", Pos(0, 1, raw_read)), method("readall", NoArgs(raw_readall))],
};
pub static BUFFERED: NativeTable = NativeTable {
    owner: Owner::Type(module_types::BUFFERED_IO_BASE),
    defs: &[
        method("detach", Full(|vm, _, _| Err(unsupported(vm, "detach")))),
        method("read", Full(|vm, _, _| Err(unsupported(vm, "read")))),
        method("read1", Full(|vm, _, _| Err(unsupported(vm, "read1")))),
        method("readinto", One(|vm, this, target| read_into(vm, this, target, "read"))),
        method("readinto1", One(|vm, this, target| read_into(vm, this, target, "read1"))),
        method("write", Full(|vm, _, _| Err(unsupported(vm, "write")))),
    ],
};
pub static TEXT: NativeTable = NativeTable {
    owner: Owner::Type(module_types::TEXT_IO_BASE),
    defs: &[
        method("detach", Full(|vm, _, _| Err(unsupported(vm, "detach")))),
        method("read", Full(|vm, _, _| Err(unsupported(vm, "read")))),
        method("readline", Full(|vm, _, _| Err(unsupported(vm, "readline")))),
        method("write", Full(|vm, _, _| Err(unsupported(vm, "write")))),
        attribute("encoding", |vm, _| Ok(vm.none()), None),
        attribute("newlines", |vm, _| Ok(vm.none()), None),
        attribute("errors", |vm, _| Ok(vm.none()), None),
    ],
};

/// The mark that a Python class's stream was closed.
const MARK: &str = "__IOBase_closed";

fn no(vm: &mut Vm, this: ObjId) -> Res {
    check_closed(vm, this)?;
    Ok(vm.new_bool(false))
}
fn closed(vm: &mut Vm, this: ObjId) -> Res {
    let marked = is_marked(vm, this)?;
    Ok(vm.new_bool(marked))
}
fn is_marked(vm: &mut Vm, this: ObjId) -> Res<bool> {
    let mark = vm.intern(MARK);
    let marked = vm.get_attr_optional(this, mark)?;
    let yes = marked.is_some();
    vm.release_opt(marked);
    Ok(yes)
}
/// `stream.closed` as a truth value.
pub fn is_closed(vm: &mut Vm, this: ObjId) -> Res<bool> {
    let closed = vm.get_attr_str(this, "closed")?;
    let yes = vm.truth(closed.id());
    vm.release(closed);
    yes
}
pub fn check_closed(vm: &mut Vm, this: ObjId) -> Res<()> {
    if is_closed(vm, this)? { Err(closed_error(vm)) } else { Ok(()) }
}
fn check(vm: &mut Vm, this: ObjId, what: &str) -> Res {
    let answer = vm.call_named(this, what, &[])?;
    let yes = answer.id() == ids::TRUE;
    if yes {
        return Ok(answer);
    }
    vm.release(answer);
    let message = match what {
        "seekable" => "File or stream is not seekable.",
        "readable" => "File or stream is not readable.",
        _ => "File or stream is not writable.",
    };
    Err(unsupported(vm, message))
}
fn tell(vm: &mut Vm, this: ObjId) -> Res {
    vm.call_named(this, "seek", &[ids::small_int(0), ids::small_int(1)])
}
fn flush(vm: &mut Vm, this: ObjId) -> Res {
    if is_marked(vm, this)? {
        return Err(closed_error(vm));
    }
    Ok(vm.none())
}
fn close(vm: &mut Vm, this: ObjId) -> Res {
    if is_marked(vm, this)? {
        return Ok(vm.none());
    }
    let flushed = vm.call_named(this, "flush", &[]);
    let mark = vm.intern(MARK);
    let saved = vm.take_raised();
    let stored = vm.set_attr(this, mark, Some(ids::TRUE));
    if saved.is_some() {
        vm.put_back(saved);
    } else {
        stored?;
    }
    let none = flushed?;
    vm.release(none);
    Ok(vm.none())
}
/// A stream that nobody closed is closed when it dies; an error then is nobody's.
pub fn finalize(vm: &mut Vm, this: ObjId) -> Res {
    let result = is_closed(vm, this).and_then(|closed| match closed {
        true => Ok(()),
        false => {
            warn_unclosed(vm, this);
            let none = vm.call_named(this, "close", &[])?;
            vm.release(none);
            Ok(())
        }
    });
    match result {
        Err(Unwind::Raised) => {
            let lost = vm.take_raised();
            vm.release_opt(lost);
        }
        Err(e) => return Err(e),
        Ok(()) => {}
    }
    Ok(vm.none())
}
/// A file that nobody closed is worth a warning.
fn warn_unclosed(vm: &mut Vm, this: ObjId) {
    let below = match vm.payload(this).base() {
        Payload::Io(io) => match &**io {
            Io::File(_) => Some(this),
            Io::Buffered(b) => b.raw,
            Io::Text(t) => t.buffer,
            _ => None,
        },
        _ => None,
    };
    if let Some(below) = below {
        let warned = vm.call_named(below, "_dealloc_warn", &[this]);
        match warned {
            Ok(none) => vm.release(none),
            Err(_) => {
                let lost = vm.take_raised();
                vm.release_opt(lost);
            }
        }
    }
}
pub fn enter(vm: &mut Vm, this: ObjId) -> Res {
    check_closed(vm, this)?;
    Ok(vm.own(this))
}
fn exit(vm: &mut Vm, this: ObjId, _: &[ObjId]) -> Res {
    vm.call_named(this, "close", &[])
}
fn next(vm: &mut Vm, this: ObjId) -> Res {
    let line = vm.call_named(this, "readline", &[])?;
    if vm.len(line.id())? == 0 {
        vm.release(line);
        return Err(vm.stop_iteration(None));
    }
    Ok(line)
}
/// The `size` argument: `None` for all there is.
pub fn size_arg(vm: &mut Vm, size: Option<&ObjId>) -> Res<Option<usize>> {
    match size {
        None | Some(&ids::NONE) => Ok(None),
        Some(&size) => {
            if !vm.is_int(size) && vm.slot_of(size, crate::object::typ::Slot::Index).is_none() {
                let message = format!("argument should be integer or None, not '{}'", vm.class_name(size));
                return Err(vm.type_error(message));
            }
            Ok(usize::try_from(vm.as_index(size)?).ok())
        }
    }
}
fn readline(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let limit = size_arg(vm, args.first())?.unwrap_or(usize::MAX);
    let peek = vm.intern("peek");
    let peek = vm.get_attr_optional(this, peek)?;
    let mut line = Vec::new();
    let result = fill_line(vm, this, peek.as_ref().map(|p| p.id()), limit, &mut line);
    vm.release_opt(peek);
    result?;
    Ok(vm.new_bytes(&line))
}
fn fill_line(vm: &mut Vm, this: ObjId, peek: Option<ObjId>, limit: usize, line: &mut Vec<u8>) -> Res<()> {
    while line.len() < limit {
        let mut wanted = 1;
        if let Some(peek) = peek {
            let ahead = vm.call(peek, &[ids::small_int(1)])?;
            let bytes = vm.as_bytes(ahead.id()).unwrap_or_default();
            let end = bytes.iter().position(|&b| b == b'\n').map_or(bytes.len(), |i| i + 1);
            wanted = end.max(1).min(limit - line.len());
            vm.release(ahead);
        }
        let count = vm.new_int(wanted as i64);
        let piece = vm.call_named(this, "read", &[count.id()]);
        vm.release(count);
        let piece = piece?;
        let Some(bytes) = vm.as_bytes(piece.id()).map(<[u8]>::to_vec) else {
            let message =
                format!("read() should have returned a bytes object, not '{}'", vm.class_name(piece.id()));
            vm.release(piece);
            return Err(vm.raise(types::OS_ERROR, message));
        };
        vm.release(piece);
        if bytes.is_empty() {
            break;
        }
        line.extend_from_slice(&bytes);
        if line.last() == Some(&b'\n') {
            break;
        }
    }
    Ok(())
}
pub fn readlines(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let hint = size_arg(vm, args.first())?.filter(|&h| h > 0);
    let iterator = vm.iter(this)?;
    let mut lines = Vec::new();
    let mut length = 0;
    let result = loop {
        match vm.next(iterator.id()) {
            Ok(Some(line)) => {
                length += vm.len(line.id()).unwrap_or(0);
                tokens::hold([line.id()]);
                lines.push(line.into_id());
                if hint.is_some_and(|h| length >= h) {
                    break Ok(());
                }
            }
            Ok(None) => break Ok(()),
            Err(e) => break Err(e),
        }
    };
    vm.release(iterator);
    tokens::let_go(lines.iter().copied());
    match result {
        Ok(()) => Ok(vm.new_list(lines)),
        Err(e) => {
            vm.decref_all(lines);
            Err(e)
        }
    }
}
pub fn writelines(vm: &mut Vm, this: ObjId, lines: ObjId) -> Res {
    check_closed(vm, this)?;
    let iterator = vm.iter(lines)?;
    let result = loop {
        match vm.next(iterator.id()) {
            Ok(Some(line)) => {
                let written = vm.call_named(this, "write", &[line.id()]);
                vm.release(line);
                match written {
                    Ok(count) => vm.release(count),
                    Err(e) => break Err(e),
                }
            }
            Ok(None) => break Ok(()),
            Err(e) => break Err(e),
        }
    };
    vm.release(iterator);
    result?;
    Ok(vm.none())
}

/// `read(n)` by way of `readinto`.
fn raw_read(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let Some(size) = size_arg(vm, args.first())? else { return vm.call_named(this, "readall", &[]) };
    if size > crate::types::MAX_LENGTH {
        return Err(vm.memory_error());
    }
    let payload = crate::object::Payload::ByteArray(vec![0; size].into());
    let target = vm.alloc(types::BYTEARRAY, payload);
    let count = match vm.call_named(this, "readinto", &[target.id()]) {
        Ok(count) => count,
        Err(e) => {
            vm.release(target);
            return Err(e);
        }
    };
    if count.id() == ids::NONE {
        vm.release(target);
        return Ok(count);
    }
    let taken = vm.as_index(count.id());
    vm.release(count);
    let bytes = vm.as_bytes(target.id()).unwrap_or_default().to_vec();
    vm.release(target);
    let taken = usize::try_from(taken?).unwrap_or(0).min(bytes.len());
    Ok(vm.new_bytes(&bytes[..taken]))
}
fn raw_readall(vm: &mut Vm, this: ObjId) -> Res {
    let mut all = Vec::new();
    loop {
        let size = vm.new_int(super::BUFFER_SIZE as i64);
        let piece = vm.call_named(this, "read", &[size.id()]);
        vm.release(size);
        let piece = piece?;
        if piece.id() == ids::NONE && all.is_empty() {
            return Ok(piece);
        }
        let Some(bytes) = vm.as_bytes(piece.id()).map(<[u8]>::to_vec) else {
            vm.release(piece);
            return Err(vm.type_error("read() should return bytes"));
        };
        vm.release(piece);
        if bytes.is_empty() {
            return Ok(vm.new_bytes(&all));
        }
        all.extend_from_slice(&bytes);
    }
}
/// `readinto` by way of `read` or `read1`.
fn read_into(vm: &mut Vm, this: ObjId, target: ObjId, method: &str) -> Res {
    let length = vm.len(target)?;
    let size = vm.new_int(length as i64);
    let piece = vm.call_named(this, method, &[size.id()]);
    vm.release(size);
    let piece = piece?;
    let Some(bytes) = vm.as_bytes(piece.id()).map(<[u8]>::to_vec) else {
        vm.release(piece);
        return Err(vm.type_error("read() should return bytes"));
    };
    vm.release(piece);
    super::store_bytes(vm, target, &bytes)?;
    Ok(vm.new_int(bytes.len() as i64))
}
