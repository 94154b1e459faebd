//! `_io.TextIOWrapper`: the standard streams, and files opened for reading. Files are read whole
//! when they are opened.

use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::object::{Payload, Str};
use crate::vm::native::{NativeCall::*, NativeTable, Owner, attribute, method, wrapper};
use crate::vm::{Res, Unwind, Vm};
use crate::world::Stream;

const NAME: usize = 0;
const MODE: usize = 1;
/// 0, 1, 2 for the standard streams; 3 for a file.
const FD: usize = 2;
/// A str or bytes: what is left to read starts at POSITION.
const CONTENT: usize = 3;
const POSITION: usize = 4;
const CLOSED: usize = 5;
/// What CPython's wrapper has taken and not yet encoded: a str, a list of them, or nothing. What was
/// written goes out at once here, but the references are visible in counts.
const PENDING: usize = 6;
/// Number of bytes pending.
const PENDING_SIZE: usize = 7;

/// More bytes than this are not kept pending (`_CHUNK_SIZE`).
const CHUNK_SIZE: i64 = 8192;

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::TEXT_IO),
    defs: &[
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__iter__", NoArgs(iter)),
        wrapper("__next__", NoArgs(next)),
        method("__enter__", NoArgs(enter)),
        method("__exit__", Pos(0, 3, exit)),
        method("write", One(write)),
        method("writelines", One(writelines)),
        method("read", Pos(0, 1, read)),
        method("readline", Pos(0, 1, readline)),
        method("readlines", Pos(0, 1, readlines)),
        method("flush", NoArgs(flush)),
        method("close", NoArgs(close)),
        method("fileno", NoArgs(fileno)),
        method("isatty", NoArgs(isatty)),
        method("readable", NoArgs(readable)),
        method("writable", NoArgs(writable)),
        method("seekable", NoArgs(seekable)),
        attribute("name", |vm, this| field(vm, this, NAME), None),
        attribute("mode", |vm, this| field(vm, this, MODE), None),
        attribute("closed", |vm, this| field(vm, this, CLOSED), None),
        attribute("encoding", encoding, None),
        attribute("errors", errors, None),
        attribute("line_buffering", |vm, _| Ok(vm.new_bool(false)), None),
    ],
};

fn fields(vm: &Vm, this: ObjId) -> &[Option<ObjId>] {
    match vm.payload(this).base() {
        Payload::Record(fields) => fields,
        _ => &[],
    }
}
fn field(vm: &mut Vm, this: ObjId, index: usize) -> Res {
    let value = fields(vm, this).get(index).copied().flatten().unwrap_or(ids::NONE);
    Ok(vm.own(value))
}
fn set_field(vm: &mut Vm, this: ObjId, index: usize, value: Owned) {
    let old = match vm.payload_mut(this).base_mut() {
        Payload::Record(fields) => fields[index].replace(value.into_id()),
        _ => Some(value.into_id()),
    };
    vm.decref_opt(old);
}
fn fd(vm: &Vm, this: ObjId) -> i64 {
    fields(vm, this).get(FD).copied().flatten().and_then(|f| vm.as_i64(f)).unwrap_or(-1)
}

impl Vm {
    /// A stream object: 0 standard input, 1 output, 2 error.
    pub fn new_stream(&mut self, fd: i64) -> Owned {
        let (name, mode) = match fd {
            0 => ("<stdin>", "r"),
            1 => ("<stdout>", "w"),
            _ => ("<stderr>", "w"),
        };
        let (name, mode) = (self.intern(name), self.intern(mode));
        let fd = self.new_int(fd).into_id();
        let parts = [
            Some(name),
            Some(mode),
            Some(fd),
            Some(ids::EMPTY_STR),
            Some(ids::small_int(0)),
            Some(ids::FALSE),
            None,
            Some(ids::small_int(0)),
        ];
        self.alloc(types::TEXT_IO, Payload::Record(Box::new(parts)))
    }
}

fn check_open(vm: &mut Vm, this: ObjId) -> Res<()> {
    if fields(vm, this).get(CLOSED).copied().flatten() == Some(ids::TRUE) {
        return Err(vm.value_error("I/O operation on closed file."));
    }
    Ok(())
}
fn unsupported(vm: &mut Vm, what: &str) -> Unwind {
    vm.raise(types::OS_ERROR, what)
}

/// Writes a str to a standard stream.
pub fn write_str(vm: &mut Vm, file: ObjId, text: ObjId) -> Res<()> {
    check_open(vm, file)?;
    let stream = match fd(vm, file) {
        1 => Stream::Stdout,
        2 => Stream::Stderr,
        _ => return Err(unsupported(vm, "not writable")),
    };
    let Some(string) = vm.as_str(text).cloned() else {
        let message = format!("write() argument must be str, not {}", vm.class_name(text));
        return Err(vm.type_error(message));
    };
    let written = match string.as_ascii() {
        Some(ascii) => vm.world.write(stream, ascii),
        None if stream == Stream::Stderr => {
            let escaped = backslash_replace(&string);
            vm.world.write(stream, &escaped)
        }
        None => {
            if let Some(start) = string.points().position(is_surrogate) {
                let length = string.points().skip(start).take_while(|&p| is_surrogate(p)).count();
                let range = start..start + length;
                return Err(vm.unicode_error(
                    types::UNICODE_ENCODE_ERROR,
                    "utf-8",
                    text,
                    range,
                    "surrogates not allowed",
                ));
            }
            let text = string.to_lossy().into_owned();
            vm.world.write(stream, &text)
        }
    };
    match written {
        Ok(()) => {
            keep_pending(vm, file, text, &string, stream == Stream::Stderr);
            Ok(())
        }
        Err(e) => {
            let message = e.to_string();
            let message = message.split(" (os error").next().unwrap_or_default().to_string();
            Err(vm.os_error(e.raw_os_error().unwrap_or(5), &message, None))
        }
    }
}
/// Holds on to what was written as long as CPython does, on a stdout that is no terminal.
fn keep_pending(vm: &mut Vm, file: ObjId, text: ObjId, string: &Str, line_buffered: bool) {
    if vm.state.unbuffered {
        return;
    }
    let size = match string.as_ascii() {
        Some(ascii) => ascii.len() as i64,
        None => string.to_lossy().len() as i64,
    };
    let before = fields(vm, file)[PENDING_SIZE].and_then(|n| vm.as_i64(n)).unwrap_or(0);
    if before + size > CHUNK_SIZE {
        drop_pending(vm, file);
    }
    // Text that is not ASCII is encoded at once: then the bytes are kept, not the str.
    let kept = if string.is_ascii() && vm.type_of(text) == types::STR {
        vm.own(text)
    } else {
        let bytes = string.to_lossy().into_owned();
        vm.new_bytes(bytes.as_bytes())
    };
    match fields(vm, file)[PENDING] {
        None => set_field(vm, file, PENDING, kept),
        Some(list) if vm.as_list(list).is_some() => {
            let kept = kept.into_id();
            vm.as_list_mut(list).expect("checked above").push(kept);
        }
        Some(first) => {
            let list = vm.own(first).into_id();
            let list = vm.new_list(vec![list, kept.into_id()]);
            set_field(vm, file, PENDING, list);
        }
    }
    let total = fields(vm, file)[PENDING_SIZE].and_then(|n| vm.as_i64(n)).unwrap_or(0) + size;
    let total_object = vm.new_int(total);
    set_field(vm, file, PENDING_SIZE, total_object);
    let newline = line_buffered && string.points().any(|p| p == 10 || p == 13);
    if total >= CHUNK_SIZE || newline {
        drop_pending(vm, file);
    }
}
fn drop_pending(vm: &mut Vm, file: ObjId) {
    set_field(vm, file, PENDING_SIZE, Owned::new(ids::small_int(0)));
    let old = match vm.payload_mut(file).base_mut() {
        Payload::Record(fields) => fields[PENDING].take(),
        _ => None,
    };
    vm.decref_opt(old);
}

fn is_surrogate(point: u32) -> bool {
    (0xD800..0xE000).contains(&point)
}
/// The text with lone surrogates as `\udc80`.
fn backslash_replace(string: &Str) -> String {
    let mut out = String::new();
    for point in string.points() {
        match char::from_u32(point) {
            Some(c) => out.push(c),
            None => out += &format!("\\u{point:04x}"),
        }
    }
    out
}

fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let (name, mode) = (fields(vm, this)[NAME], fields(vm, this)[MODE]);
    let name = vm.repr_text(name.unwrap_or(ids::NONE))?;
    let mode = vm.repr_text(mode.unwrap_or(ids::NONE))?;
    Ok(vm.new_str(&format!("<_io.TextIOWrapper name={name} mode={mode} encoding='utf-8'>")))
}
fn write(vm: &mut Vm, this: ObjId, text: ObjId) -> Res {
    write_str(vm, this, text)?;
    let length = vm.as_str(text).map_or(0, |s| s.len());
    Ok(vm.new_int(length as i64))
}
fn writelines(vm: &mut Vm, this: ObjId, lines: ObjId) -> Res {
    let items = vm.collect(lines)?;
    let mut result = Ok(());
    for &item in &items {
        if result.is_ok() {
            result = write_str(vm, this, item);
        }
    }
    items.into_iter().for_each(|i| vm.decref(i));
    result?;
    Ok(vm.none())
}
fn flush(vm: &mut Vm, this: ObjId) -> Res {
    check_open(vm, this)?;
    if fd(vm, this) == 1 {
        // A closed pipe is reported by the write that meets it.
        let _ = vm.world.flush();
    }
    Ok(vm.none())
}
fn close(vm: &mut Vm, this: ObjId) -> Res {
    let yes = vm.new_bool(true);
    set_field(vm, this, CLOSED, yes);
    Ok(vm.none())
}
fn fileno(vm: &mut Vm, this: ObjId) -> Res {
    let fd = fd(vm, this);
    Ok(vm.new_int(fd))
}
fn isatty(vm: &mut Vm, _: ObjId) -> Res {
    Ok(vm.new_bool(false))
}
fn readable(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.new_bool(!matches!(fd(vm, this), 1 | 2)))
}
fn writable(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.new_bool(matches!(fd(vm, this), 1 | 2)))
}
fn seekable(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.new_bool(fd(vm, this) == 3))
}
fn encoding(vm: &mut Vm, _: ObjId) -> Res {
    Ok(vm.new_str("utf-8"))
}
fn errors(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.new_str(if fd(vm, this) == 2 { "backslashreplace" } else { "strict" }))
}

/// One line with its newline; empty at the end.
pub fn read_line(vm: &mut Vm, this: ObjId) -> Res {
    check_open(vm, this)?;
    match fd(vm, this) {
        0 => match vm.world.read_line() {
            Some(line) => Ok(vm.new_str(&format!("{line}\n"))),
            None => Ok(Owned::new(ids::EMPTY_STR)),
        },
        3 => {
            let rest = remaining(vm, this);
            let end = match &rest {
                Rest::Text(s, at) => {
                    (*at..s.len()).find(|&i| s.at(i) == u32::from(b'\n')).map_or(s.len(), |i| i + 1)
                }
                Rest::Bytes(b, at) => {
                    b[*at..].iter().position(|&c| c == b'\n').map_or(b.len(), |i| at + i + 1)
                }
            };
            take(vm, this, rest, end)
        }
        _ => Err(unsupported(vm, "not readable")),
    }
}

enum Rest {
    Text(std::sync::Arc<Str>, usize),
    Bytes(Vec<u8>, usize),
}
fn remaining(vm: &Vm, this: ObjId) -> Rest {
    let fields = fields(vm, this);
    let at = fields[POSITION].and_then(|p| vm.as_i64(p)).unwrap_or(0) as usize;
    let content = fields[CONTENT].unwrap_or(ids::EMPTY_STR);
    match vm.as_str(content) {
        Some(s) => Rest::Text(s.clone(), at),
        None => Rest::Bytes(vm.as_bytes(content).unwrap_or_default().to_vec(), at),
    }
}
fn take(vm: &mut Vm, this: ObjId, rest: Rest, end: usize) -> Res {
    let position = vm.new_int(end as i64);
    set_field(vm, this, POSITION, position);
    Ok(match rest {
        Rest::Text(s, at) => vm.new_string(s.slice(at..end)),
        Rest::Bytes(b, at) => vm.new_bytes(&b[at..end]),
    })
}
fn limit(vm: &mut Vm, args: &[ObjId]) -> Res<Option<usize>> {
    match args.first() {
        None | Some(&ids::NONE) => Ok(None),
        Some(&size) => Ok(usize::try_from(vm.as_index(size)?).ok()),
    }
}
fn read(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    check_open(vm, this)?;
    let size = limit(vm, args)?;
    match fd(vm, this) {
        0 => {
            let mut text = String::new();
            while let Some(line) = vm.world.read_line() {
                text += &line;
                text.push('\n');
            }
            Ok(vm.new_str(&text))
        }
        3 => {
            let rest = remaining(vm, this);
            let (at, length) = match &rest {
                Rest::Text(s, at) => (*at, s.len()),
                Rest::Bytes(b, at) => (*at, b.len()),
            };
            let end = size.map_or(length, |size| at.saturating_add(size).min(length));
            take(vm, this, rest, end)
        }
        _ => Err(unsupported(vm, "not readable")),
    }
}
fn readline(vm: &mut Vm, this: ObjId, _: &[ObjId]) -> Res {
    read_line(vm, this)
}
fn next_line(vm: &mut Vm, this: ObjId) -> Res<Option<Owned>> {
    let line = read_line(vm, this)?;
    if vm.len(line.id())? == 0 {
        vm.release(line);
        return Ok(None);
    }
    Ok(Some(line))
}
fn readlines(vm: &mut Vm, this: ObjId, _: &[ObjId]) -> Res {
    let mut lines = Vec::new();
    while let Some(line) = next_line(vm, this)? {
        lines.push(line.into_id());
    }
    Ok(vm.new_list(lines))
}
fn iter(vm: &mut Vm, this: ObjId) -> Res {
    check_open(vm, this)?;
    Ok(vm.own(this))
}
fn next(vm: &mut Vm, this: ObjId) -> Res {
    match next_line(vm, this)? {
        Some(line) => Ok(line),
        None => Err(vm.stop_iteration(None)),
    }
}
fn enter(vm: &mut Vm, this: ObjId) -> Res {
    check_open(vm, this)?;
    Ok(vm.own(this))
}
fn exit(vm: &mut Vm, this: ObjId, _: &[ObjId]) -> Res {
    close(vm, this)
}

/// `open(file, mode)`: reading only.
pub fn open(vm: &mut Vm, file: ObjId, mode: &str) -> Res {
    let binary = mode.contains('b');
    if mode.chars().any(|c| !"rwaxbt+U".contains(c)) {
        return Err(vm.value_error(format!("invalid mode: '{mode}'")));
    }
    if mode.contains(['w', 'a', 'x', '+']) {
        return Err(vm.not_supported("opening a file for writing"));
    }
    let Some(path) = vm.as_str(file).map(|s| s.to_lossy().into_owned()) else {
        let message = format!("expected str, bytes or os.PathLike object, not {}", vm.class_name(file));
        return Err(vm.type_error(message));
    };
    let bytes = match vm.world.read_file(&path) {
        Ok(bytes) => bytes,
        Err(e) => return Err(vm.os_error(e.errno, &e.message, Some(file))),
    };
    let content = if binary {
        vm.new_bytes(&bytes)
    } else {
        match std::str::from_utf8(&bytes) {
            Ok(text) => vm.new_str(&text.replace("\r\n", "\n").replace('\r', "\n")),
            Err(e) => {
                let start = e.valid_up_to();
                let object = vm.new_bytes(&bytes);
                let end = start + e.error_len().unwrap_or(1);
                let unwind = vm.unicode_error(
                    types::UNICODE_DECODE_ERROR,
                    "utf-8",
                    object.id(),
                    start..end,
                    "invalid start byte",
                );
                vm.release(object);
                return Err(unwind);
            }
        }
    };
    let mode = vm.new_str(mode).into_id();
    let name = vm.own(file).into_id();
    let parts = [
        Some(name),
        Some(mode),
        Some(ids::small_int(3)),
        Some(content.into_id()),
        Some(ids::small_int(0)),
        Some(ids::FALSE),
    ];
    Ok(vm.alloc(types::TEXT_IO, Payload::Record(Box::new(parts))))
}
