//! `_io.StringIO`: a text file in memory.

use super::base;
use super::newlines::{convert, seen_newlines};
use crate::heap::ObjId;
use crate::object::ids::module_types;
use crate::object::io::{Io, Newline, StringIo};
use crate::object::{Payload, Str, ids};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, attribute, constructor, method, wrapper};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(module_types::STRING_IO),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        wrapper("__next__", NoArgs(next)),
        method("read", Pos(0, 1, read)),
        method("readline", Pos(0, 1, readline)),
        method("write", One(write)),
        method("seek", Pos(1, 2, seek)),
        method("tell", NoArgs(tell)),
        method("truncate", Pos(0, 1, truncate)),
        method("getvalue", NoArgs(getvalue)),
        method("close", NoArgs(close)),
        method("seekable", NoArgs(yes)),
        method("readable", NoArgs(yes)),
        method("writable", NoArgs(yes)),
        attribute("closed", closed, None),
        attribute("line_buffering", no, None),
        attribute("newlines", newlines, None),
    ],
};

fn memory(vm: &mut Vm, this: ObjId) -> Option<&mut StringIo> {
    match vm.payload_mut(this).base_mut() {
        Payload::Io(io) => match &mut **io {
            Io::Chars(chars) => Some(chars),
            _ => None,
        },
        _ => None,
    }
}
fn opened(vm: &mut Vm, this: ObjId) -> Res<&mut StringIo> {
    if memory(vm, this).is_none_or(|m| m.closed) {
        return Err(vm.value_error("I/O operation on closed file"));
    }
    Ok(memory(vm, this).expect("looked at above"))
}
fn yes(vm: &mut Vm, this: ObjId) -> Res {
    opened(vm, this)?;
    Ok(vm.new_bool(true))
}
fn no(vm: &mut Vm, this: ObjId) -> Res {
    opened(vm, this)?;
    Ok(vm.new_bool(false))
}
fn closed(vm: &mut Vm, this: ObjId) -> Res {
    let closed = memory(vm, this).is_none_or(|m| m.closed);
    Ok(vm.new_bool(closed))
}
fn newlines(vm: &mut Vm, this: ObjId) -> Res {
    let seen = opened(vm, this)?.seen;
    seen_newlines(vm, seen)
}
fn new(vm: &mut Vm, class: ObjId, _: Args<'_>) -> Res {
    Ok(vm.new_native_instance(class, Payload::Io(Box::new(Io::Chars(StringIo::default())))))
}
/// What a `newline` argument means.
pub fn newline_arg(vm: &mut Vm, value: ObjId) -> Res<Newline> {
    if value == ids::NONE {
        return Ok(Newline::Universal);
    }
    let Some(text) = vm.as_str(value).map(|s| s.to_lossy().into_owned()) else {
        let message = format!("newline must be str or None, not {}", vm.class_name(value));
        return Err(vm.type_error(message));
    };
    match text.as_str() {
        "" => Ok(Newline::Kept),
        "\n" => Ok(Newline::Lf),
        "\r" => Ok(Newline::Cr),
        "\r\n" => Ok(Newline::CrLf),
        _ => {
            let shown = vm.repr_text(value)?;
            Err(vm.value_error(format!("illegal newline value: {shown}")))
        }
    }
}
fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("StringIO", args, ["initial_value", "newline"], 0, 2)?;
    let newline = bound[1].map_or(Ok(Newline::Lf), |n| newline_arg(vm, n))?;
    let initial = bound[0].unwrap_or(ids::NONE);
    if initial != ids::NONE && vm.as_str(initial).is_none() {
        let message = format!("initial_value must be str or None, not {}", vm.class_name(initial));
        return Err(vm.type_error(message));
    }
    if let Some(memory) = memory(vm, this) {
        *memory = StringIo { newline, ..StringIo::default() };
    }
    if initial != ids::NONE {
        put(vm, this, initial)?;
        opened(vm, this)?.position = 0;
    }
    Ok(vm.none())
}
/// Writes a str at the position, its line ends made what `newline` says.
fn put(vm: &mut Vm, this: ObjId, text: ObjId) -> Res<()> {
    let points: Vec<u32> = vm.as_str(text).map(|s| s.points().collect()).unwrap_or_default();
    let memory = opened(vm, this)?;
    let points = match memory.newline {
        Newline::Universal => convert(points, true, true, &mut false, &mut memory.seen),
        Newline::Kept => convert(points, true, false, &mut false, &mut memory.seen),
        _ => points,
    };
    let newline: &[u32] = match memory.newline {
        Newline::Cr => &[13],
        Newline::CrLf => &[13, 10],
        _ => &[10],
    };
    let points: Vec<u32> = match newline {
        [10] => points,
        _ => points
            .iter()
            .flat_map(|p| if *p == 10 { newline } else { std::slice::from_ref(p) })
            .copied()
            .collect(),
    };
    let end = memory.position + points.len();
    if end > crate::types::MAX_LENGTH {
        return Err(vm.memory_error());
    }
    if !points.is_empty() {
        if memory.text.len() < end {
            memory.text.resize(end, 0);
        }
        memory.text[memory.position..end].copy_from_slice(&points);
        memory.position = end;
    }
    Ok(())
}
fn write(vm: &mut Vm, this: ObjId, text: ObjId) -> Res {
    let Some(length) = vm.as_str(text).map(|s| s.len()) else {
        let message = format!("string argument expected, got '{}'", vm.class_name(text));
        return Err(vm.type_error(message));
    };
    put(vm, this, text)?;
    Ok(vm.new_int(length as i64))
}
fn take(memory: &mut StringIo, limit: usize) -> Vec<u32> {
    let start = memory.position.min(memory.text.len());
    let end = start.saturating_add(limit).min(memory.text.len());
    if end > start {
        memory.position = end;
    }
    memory.text[start..end].to_vec()
}
fn read(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    opened(vm, this)?;
    let limit = base::size_arg(vm, args.first())?.unwrap_or(usize::MAX);
    let points = take(opened(vm, this)?, limit);
    Ok(vm.new_string(Str::from_points(&points)))
}
/// Length of the line at the start of a text, its end included; `None` if the text has no line end.
pub fn line_length(text: &[u32], newline: Newline) -> Option<usize> {
    const R: u32 = b'\r' as u32;
    const N: u32 = b'\n' as u32;
    let find = |wanted: u32| text.iter().position(|&p| p == wanted).map(|i| i + 1);
    match newline {
        Newline::Universal | Newline::Lf => find(N),
        Newline::Cr => find(R),
        Newline::CrLf => text.windows(2).position(|w| w == [R, N]).map(|i| i + 2),
        Newline::Kept => {
            let at = text.iter().position(|&p| p == R || p == N)?;
            Some(if text[at] == R && text.get(at + 1) == Some(&N) { at + 2 } else { at + 1 })
        }
    }
}
fn line(memory: &mut StringIo, limit: usize) -> Vec<u32> {
    let start = memory.position.min(memory.text.len());
    let length = line_length(&memory.text[start..], memory.newline).unwrap_or(usize::MAX);
    take(memory, length.min(limit))
}
fn readline(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    opened(vm, this)?;
    let limit = base::size_arg(vm, args.first())?.unwrap_or(usize::MAX);
    let points = line(opened(vm, this)?, limit);
    Ok(vm.new_string(Str::from_points(&points)))
}
fn next(vm: &mut Vm, this: ObjId) -> Res {
    let points = line(opened(vm, this)?, usize::MAX);
    if points.is_empty() {
        return Err(vm.stop_iteration(None));
    }
    Ok(vm.new_string(Str::from_points(&points)))
}
fn seek(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    opened(vm, this)?;
    let offset = vm.as_index(args[0])?;
    let whence = args.get(1).map_or(Ok(0), |&w| vm.as_index(w))?;
    let at = match whence {
        0 if offset < 0 => return Err(vm.value_error(format!("Negative seek position {offset}"))),
        0 => offset as usize,
        1 | 2 if offset != 0 => {
            return Err(vm.raise(ids::types::OS_ERROR, "Can't do nonzero cur-relative seeks"));
        }
        1 => opened(vm, this)?.position,
        2 => opened(vm, this)?.text.len(),
        _ => return Err(vm.value_error(format!("Invalid whence ({whence}, should be 0, 1 or 2)"))),
    };
    opened(vm, this)?.position = at;
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
        return Err(vm.value_error(format!("Negative size value {size}")));
    };
    opened(vm, this)?.text.truncate(length);
    Ok(vm.new_int(size))
}
fn getvalue(vm: &mut Vm, this: ObjId) -> Res {
    let points = opened(vm, this)?.text.clone();
    Ok(vm.new_string(Str::from_points(&points)))
}
fn close(vm: &mut Vm, this: ObjId) -> Res {
    if let Some(memory) = memory(vm, this) {
        *memory = StringIo { closed: true, ..StringIo::default() };
    }
    Ok(vm.none())
}
