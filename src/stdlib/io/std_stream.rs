//! The standard streams, as `_io.TextIOWrapper` objects. What they write goes out at once.

use super::{base, unsupported};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, module_types, types};
use crate::object::{Payload, Str};
use crate::vm::{Res, Vm};
use crate::world::Stream;
use crate::world::keyboard::Interrupted;

pub const NAME: usize = 0;
pub const MODE: usize = 1;
/// 0, 1 or 2.
const FD: usize = 2;
/// The binary stream under it, once somebody asked for it.
const BUFFER: usize = 3;
/// Text that was read and not taken yet: a str, or nothing.
const LEFT: usize = 4;
pub const CLOSED: usize = 5;
/// What CPython's wrapper has taken and not yet encoded: a str, a list of them, or nothing. What was
/// written goes out at once here, but the references are visible in counts.
const PENDING: usize = 6;
/// Number of bytes pending.
const PENDING_SIZE: usize = 7;

/// More bytes than this are not kept pending (`_CHUNK_SIZE`).
const CHUNK_SIZE: i64 = 8192;

fn fields(vm: &Vm, this: ObjId) -> &[Option<ObjId>] {
    match vm.payload(this).base() {
        Payload::Record(fields) => fields,
        _ => &[],
    }
}
pub fn field(vm: &mut Vm, this: ObjId, index: usize) -> Res {
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
        let parts =
            [Some(name), Some(mode), Some(fd), None, None, Some(ids::FALSE), None, Some(ids::small_int(0))];
        self.alloc(types::TEXT_IO, Payload::Record(Box::new(parts)))
    }
}

fn check_open(vm: &mut Vm, this: ObjId) -> Res<()> {
    if fields(vm, this).get(CLOSED).copied().flatten() == Some(ids::TRUE) {
        return Err(vm.value_error("I/O operation on closed file."));
    }
    Ok(())
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
        let message = format!("write() argument must be str, not {}", vm.argument_class(text));
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

pub fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let (name, mode) = (fields(vm, this)[NAME], fields(vm, this)[MODE]);
    let name = vm.repr_text(name.unwrap_or(ids::NONE))?;
    let mode = vm.repr_text(mode.unwrap_or(ids::NONE))?;
    Ok(vm.new_str(&format!("<_io.TextIOWrapper name={name} mode={mode} encoding='utf-8'>")))
}
pub fn write(vm: &mut Vm, this: ObjId, text: ObjId) -> Res {
    write_str(vm, this, text)?;
    let length = vm.as_str(text).map_or(0, |s| s.len());
    Ok(vm.new_int(length as i64))
}
pub fn flush(vm: &mut Vm, this: ObjId) -> Res {
    check_open(vm, this)?;
    if let Some(buffer) = fields(vm, this)[BUFFER].filter(|_| fd(vm, this) != 0) {
        let none = vm.call_named(buffer, "flush", &[])?;
        vm.release(none);
    }
    drop_pending(vm, this);
    if fd(vm, this) == 1 {
        // A closed pipe is reported by the write that meets it.
        let _ = vm.world.flush();
    }
    Ok(vm.none())
}
pub fn close(vm: &mut Vm, this: ObjId) -> Res {
    let yes = vm.new_bool(true);
    set_field(vm, this, CLOSED, yes);
    Ok(vm.none())
}
pub fn fileno(vm: &mut Vm, this: ObjId) -> Res {
    let fd = fd(vm, this);
    Ok(vm.new_int(fd))
}
pub fn isatty(vm: &mut Vm, _: ObjId) -> Res {
    Ok(vm.new_bool(false))
}
pub fn readable(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.new_bool(!matches!(fd(vm, this), 1 | 2)))
}
pub fn writable(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.new_bool(matches!(fd(vm, this), 1 | 2)))
}
pub fn seekable(vm: &mut Vm, _: ObjId) -> Res {
    Ok(vm.new_bool(false))
}
pub fn encoding(vm: &mut Vm, _: ObjId) -> Res {
    Ok(vm.new_str("utf-8"))
}
pub fn errors(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.new_str(if fd(vm, this) == 2 { "backslashreplace" } else { "strict" }))
}

/// One line with its newline; empty at the end.
pub fn read_line(vm: &mut Vm, this: ObjId) -> Res {
    check_open(vm, this)?;
    if fd(vm, this) != 0 {
        return Err(unsupported(vm, "not readable"));
    }
    if let Some(left) = take_left(vm, this) {
        return Ok(left);
    }
    loop {
        match vm.world.read_line() {
            Ok(Some(line)) => return Ok(vm.new_str(&format!("{line}\n"))),
            Ok(None) if vm.world.is_starving() => return Err(vm.abandon()),
            Ok(None) => return Ok(Owned::new(ids::EMPTY_STR)),
            Err(Interrupted) => vm.poll()?,
        }
    }
}
/// The rest of a line of which some was taken.
fn take_left(vm: &mut Vm, this: ObjId) -> Option<Owned> {
    match vm.payload_mut(this).base_mut() {
        Payload::Record(fields) => fields[LEFT].take().map(Owned::new),
        _ => None,
    }
}
/// Takes up to so many characters of a line; the rest is kept for the next reading.
fn cut(vm: &mut Vm, this: ObjId, line: Owned, limit: usize) -> Owned {
    let Some(text) = vm.as_str(line.id()).filter(|s| s.len() > limit).cloned() else { return line };
    vm.release(line);
    let rest = vm.new_string(text.slice(limit..text.len()));
    set_field(vm, this, LEFT, rest);
    vm.new_string(text.slice(0..limit))
}
pub fn read(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let limit = base::size_arg(vm, args.first())?.unwrap_or(usize::MAX);
    let mut points: Vec<u32> = Vec::new();
    while points.len() < limit {
        let line = read_line(vm, this)?;
        let line = cut(vm, this, line, limit - points.len());
        let Some(text) = vm.as_str(line.id()).filter(|s| !s.is_empty()).cloned() else { break };
        vm.release(line);
        points.extend(text.points());
    }
    Ok(vm.new_string(Str::from_points(&points)))
}
pub fn readline(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let limit = base::size_arg(vm, args.first())?.unwrap_or(usize::MAX);
    let line = read_line(vm, this)?;
    Ok(cut(vm, this, line, limit))
}
pub fn next(vm: &mut Vm, this: ObjId) -> Res {
    let line = read_line(vm, this)?;
    if line.id() == ids::EMPTY_STR {
        return Err(vm.stop_iteration(None));
    }
    Ok(line)
}
/// Is it one of the standard streams?
pub fn is_std(vm: &Vm, this: ObjId) -> bool {
    matches!(vm.payload(this).base(), Payload::Record(_))
}
/// The binary stream under it.
pub fn buffer(vm: &mut Vm, this: ObjId) -> Res {
    if let Some(buffer) = fields(vm, this)[BUFFER] {
        return Ok(vm.own(buffer));
    }
    let module = vm.native_module("_io")?;
    vm.release(module);
    let number = fd(vm, this);
    let (mode, class) = if number == 0 {
        ("rb", module_types::BUFFERED_READER)
    } else {
        ("wb", module_types::BUFFERED_WRITER)
    };
    let (mode, number) = (vm.intern(mode), vm.new_int(number));
    let raw = vm.call(module_types::FILE_IO, &[number.id(), mode, ids::FALSE])?;
    vm.release(number);
    let (attribute, name) = (vm.intern("name"), fields(vm, this)[NAME].unwrap_or(ids::NONE));
    vm.set_attr(raw.id(), attribute, Some(name))?;
    let buffer = vm.call(class, &[raw.id()]);
    vm.release(raw);
    let buffer = buffer?;
    vm.own_also(&buffer);
    let kept = Owned::new(buffer.id());
    set_field(vm, this, BUFFER, kept);
    Ok(buffer)
}
