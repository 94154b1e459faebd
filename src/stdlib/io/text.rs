//! `_io.TextIOWrapper` over a binary stream.

use super::newlines::{convert, seen_newlines};
use super::string_io::{line_length, newline_arg};
use super::text_codec::{decode_piece, encode_text};
use super::{base, closed_error, std_stream, unsupported};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::object::io::{Io, Newline, TextWrapper};
use crate::object::{Payload, Str};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, attribute, constructor, method, wrapper};
use crate::vm::{Res, Unwind, Vm};

/// Bytes that are taken from the stream below at a time.
const CHUNK: usize = 8192;

/// The standard streams are of this class, too, but made otherwise.
macro_rules! either {
    ($name:ident) => {
        |vm, this| if std_stream::is_std(vm, this) { std_stream::$name(vm, this) } else { $name(vm, this) }
    };
    ($name:ident, $arg:ident) => {
        |vm, this, $arg| {
            if std_stream::is_std(vm, this) {
                std_stream::$name(vm, this, $arg)
            } else {
                $name(vm, this, $arg)
            }
        }
    };
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::TEXT_IO),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        wrapper("__repr__", NoArgs(either!(repr))),
        wrapper("__iter__", NoArgs(base::enter)),
        wrapper("__next__", NoArgs(either!(next))),
        wrapper("__del__", NoArgs(finalize)),
        method("__enter__", NoArgs(base::enter)),
        method("__exit__", Pos(0, usize::MAX, |vm, this, _| vm.call_named(this, "close", &[]))),
        method("write", One(either!(write, text))),
        method("writelines", One(base::writelines)),
        method("read", Pos(0, 1, either!(read, args))),
        method("readline", Pos(0, 1, either!(readline, args))),
        method("readlines", Pos(0, 1, base::readlines)),
        method("flush", NoArgs(either!(flush))),
        method("close", NoArgs(either!(close))),
        method("detach", NoArgs(detach)),
        method("reconfigure", Full(reconfigure)),
        method("seek", Pos(1, 2, seek)),
        method("tell", NoArgs(tell)),
        method("truncate", Pos(0, 1, truncate)),
        method("fileno", NoArgs(either!(fileno))),
        method("isatty", NoArgs(either!(isatty))),
        method("readable", NoArgs(either!(readable))),
        method("writable", NoArgs(either!(writable))),
        method("seekable", NoArgs(either!(seekable))),
        attribute("buffer", either!(buffer), None),
        attribute("name", name, None),
        attribute("mode", mode, Some(set_mode)),
        attribute("closed", closed, None),
        attribute("encoding", either!(encoding), None),
        attribute("errors", either!(errors), None),
        attribute("newlines", newlines, None),
        attribute("line_buffering", line_buffering, None),
        attribute("write_through", write_through, None),
        attribute("_CHUNK_SIZE", |vm, _| Ok(vm.new_int(CHUNK as i64)), None),
    ],
};

pub fn state(vm: &mut Vm, this: ObjId) -> Res<&mut TextWrapper> {
    let ready = match vm.payload(this).base() {
        Payload::Io(io) => match &**io {
            Io::Text(text) if text.detached => Err("underlying buffer has been detached"),
            Io::Text(_) => Ok(()),
            _ => Err("I/O operation on uninitialized object"),
        },
        _ => Err("the standard streams cannot do this"),
    };
    if let Err(message) = ready {
        return Err(vm.value_error(message));
    }
    match vm.payload_mut(this).base_mut() {
        Payload::Io(io) => match &mut **io {
            Io::Text(text) => Ok(text),
            other => unreachable!("looked at above: {other:?}"),
        },
        other => unreachable!("looked at above: {other:?}"),
    }
}
/// The stream below, borrowed.
fn below(vm: &mut Vm, this: ObjId) -> Res<ObjId> {
    Ok(state(vm, this)?.buffer.unwrap_or(ids::NONE))
}
fn ask(vm: &mut Vm, stream: ObjId, question: &str) -> Res<bool> {
    let answer = vm.call_named(stream, question, &[])?;
    let yes = vm.truth(answer.id());
    vm.release(answer);
    yes
}

fn new(vm: &mut Vm, class: ObjId, _: Args<'_>) -> Res {
    let nothing = Io::Pair([None, None]);
    Ok(vm.new_native_instance(class, Payload::Io(Box::new(nothing))))
}
fn text_arg(vm: &mut Vm, value: Option<ObjId>, place: &str) -> Res<Option<ObjId>> {
    match value.filter(|&v| v != ids::NONE) {
        Some(value) if vm.as_str(value).is_none() => {
            let class = vm.class_name(value);
            let message = format!("TextIOWrapper() argument '{place}' must be str or None, not {class}");
            Err(vm.type_error(message))
        }
        value => Ok(value),
    }
}
fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let names = ["buffer", "encoding", "errors", "newline", "line_buffering", "write_through"];
    let bound = vm.bind("TextIOWrapper", args, names, 1, 6)?;
    let buffer = bound[0].unwrap_or(ids::NONE);
    let encoding = text_arg(vm, bound[1], "encoding")?;
    let errors = text_arg(vm, bound[2], "errors")?;
    let newline = newline_arg(vm, bound[3].unwrap_or(ids::NONE))?;
    let line_buffering = bound[4].map_or(Ok(false), |b| vm.truth(b))?;
    let write_through = bound[5].map_or(Ok(false), |b| vm.truth(b))?;
    let encoding = match encoding.map(|e| vm.str_lossy(e).into_owned()) {
        None => vm.new_str("UTF-8"),
        Some(name) if name == "locale" => vm.new_str("UTF-8"),
        Some(_) => vm.own(encoding.unwrap_or(ids::NONE)),
    };
    let errors = match errors {
        Some(errors) => vm.own(errors),
        None => vm.new_str("strict"),
    };
    let result = wrap(vm, this, buffer, &encoding, &errors, (newline, line_buffering, write_through));
    vm.release(encoding);
    vm.release(errors);
    result
}
fn wrap(
    vm: &mut Vm,
    this: ObjId,
    buffer: ObjId,
    encoding: &Owned,
    errors: &Owned,
    (newline, line_buffering, write_through): (Newline, bool, bool),
) -> Res {
    let (encoder, decoder) = super::text_codec::find(vm, encoding.id(), errors.id())?;
    let (readable, writable, seekable) =
        (ask(vm, buffer, "readable")?, ask(vm, buffer, "writable")?, ask(vm, buffer, "seekable")?);
    let mut started = false;
    if seekable && writable {
        // A byte order mark belongs at the start of a file only.
        let at = vm.call_named(buffer, "tell", &[])?;
        started = vm.as_i64(at.id()).is_some_and(|at| at != 0);
        vm.release(at);
    }
    vm.incref(buffer);
    vm.own_also(encoding);
    vm.own_also(errors);
    let wrapper = TextWrapper {
        buffer: Some(buffer),
        detached: false,
        encoding: encoding.id(),
        errors: errors.id(),
        encoder: encoder.map(Owned::into_id),
        decoder: decoder.map(Owned::into_id),
        newline,
        order: 0,
        readable,
        writable,
        line_buffering,
        write_through,
        seekable,
        pending: Vec::new(),
        decoded: Vec::new(),
        position: 0,
        undecoded: Vec::new(),
        pending_cr: false,
        seen: 0,
        chunk: Vec::new(),
        telling: seekable,
        started,
    };
    let old = match vm.payload_mut(this).base_mut() {
        Payload::Io(io) => Some(std::mem::replace(&mut **io, Io::Text(Box::new(wrapper)))),
        _ => None,
    };
    if let Some(old) = old {
        let mut held = Vec::new();
        old.children(&mut |child| held.push(child));
        vm.decref_all(held);
    }
    Ok(vm.none())
}

fn buffer(vm: &mut Vm, this: ObjId) -> Res {
    let buffer = below(vm, this)?;
    Ok(vm.own(buffer))
}
fn name(vm: &mut Vm, this: ObjId) -> Res {
    if std_stream::is_std(vm, this) {
        return std_stream::field(vm, this, std_stream::NAME);
    }
    let buffer = below(vm, this)?;
    vm.get_attr_str(buffer, "name")
}
fn mode(vm: &mut Vm, this: ObjId) -> Res {
    if std_stream::is_std(vm, this) {
        return std_stream::field(vm, this, std_stream::MODE);
    }
    let name = vm.intern("mode");
    match vm.instance_attr(this, name)? {
        Some(mode) => Ok(vm.own(mode)),
        None => Err(vm.no_attribute(this, name)),
    }
}
fn set_mode(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let name = vm.intern("mode");
    vm.set_instance_attr(this, name, value, true)
}
fn closed(vm: &mut Vm, this: ObjId) -> Res {
    if std_stream::is_std(vm, this) {
        return std_stream::field(vm, this, std_stream::CLOSED);
    }
    let buffer = below(vm, this)?;
    vm.get_attr_str(buffer, "closed")
}
fn check_open(vm: &mut Vm, this: ObjId) -> Res<()> {
    if base::is_closed(vm, this)? { Err(closed_error(vm)) } else { Ok(()) }
}
fn encoding(vm: &mut Vm, this: ObjId) -> Res {
    let encoding = state(vm, this)?.encoding;
    Ok(vm.own(encoding))
}
fn errors(vm: &mut Vm, this: ObjId) -> Res {
    let errors = state(vm, this)?.errors;
    Ok(vm.own(errors))
}
fn newlines(vm: &mut Vm, this: ObjId) -> Res {
    if std_stream::is_std(vm, this) {
        return Ok(vm.none());
    }
    let seen = state(vm, this)?.seen;
    seen_newlines(vm, seen)
}
fn line_buffering(vm: &mut Vm, this: ObjId) -> Res {
    let yes = !std_stream::is_std(vm, this) && state(vm, this)?.line_buffering;
    Ok(vm.new_bool(yes))
}
fn write_through(vm: &mut Vm, this: ObjId) -> Res {
    let yes = !std_stream::is_std(vm, this) && state(vm, this)?.write_through;
    Ok(vm.new_bool(yes))
}
fn fileno(vm: &mut Vm, this: ObjId) -> Res {
    let buffer = below(vm, this)?;
    vm.call_named(buffer, "fileno", &[])
}
fn isatty(vm: &mut Vm, this: ObjId) -> Res {
    let buffer = below(vm, this)?;
    vm.call_named(buffer, "isatty", &[])
}
fn readable(vm: &mut Vm, this: ObjId) -> Res {
    let buffer = below(vm, this)?;
    vm.call_named(buffer, "readable", &[])
}
fn writable(vm: &mut Vm, this: ObjId) -> Res {
    let buffer = below(vm, this)?;
    vm.call_named(buffer, "writable", &[])
}
fn seekable(vm: &mut Vm, this: ObjId) -> Res {
    let buffer = below(vm, this)?;
    vm.call_named(buffer, "seekable", &[])
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let mut parts = String::new();
    for attribute in ["name", "mode"] {
        let attribute_id = vm.intern(attribute);
        match vm.get_attr_optional(this, attribute_id) {
            Ok(Some(value)) => {
                let shown = vm.repr_text(value.id());
                vm.release(value);
                parts += &format!(" {attribute}={}", shown?);
            }
            Ok(None) => {}
            Err(e) => vm.swallow(e, types::VALUE_ERROR)?,
        }
    }
    let encoding = state(vm, this)?.encoding;
    let encoding = vm.repr_text(encoding)?;
    let class = vm.class_name(this);
    Ok(vm.new_str(&format!("<{class}{parts} encoding={encoding}>")))
}

/// Hands what is pending to the stream below.
fn write_pending(vm: &mut Vm, this: ObjId) -> Res<()> {
    let pending = std::mem::take(&mut state(vm, this)?.pending);
    if pending.is_empty() {
        return Ok(());
    }
    let buffer = below(vm, this)?;
    let bytes = vm.new_bytes(&pending);
    let count = vm.call_named(buffer, "write", &[bytes.id()]);
    vm.release(bytes);
    let count = count?;
    vm.release(count);
    Ok(())
}
/// Forgets what was decoded and not taken.
fn drop_decoded(vm: &mut Vm, this: ObjId) -> Res<()> {
    let t = state(vm, this)?;
    t.decoded.clear();
    t.chunk.clear();
    t.undecoded.clear();
    (t.position, t.pending_cr) = (0, false);
    Ok(())
}
fn write(vm: &mut Vm, this: ObjId, text: ObjId) -> Res {
    let Some(string) = vm.as_str(text).cloned() else {
        let message = format!("write() argument must be str, not {}", vm.argument_class(text));
        return Err(vm.type_error(message));
    };
    check_open(vm, this)?;
    let t = state(vm, this)?;
    if !t.writable {
        return Err(unsupported(vm, "not writable"));
    }
    let newline: Option<&[u32]> = match t.newline {
        Newline::Cr => Some(&[13]),
        Newline::CrLf => Some(&[13, 10]),
        _ => None,
    };
    let (line_buffering, write_through) = (t.line_buffering, t.write_through);
    let has_newline = string.points().any(|p| p == 10 || p == 13);
    let translated = match newline.filter(|_| has_newline) {
        Some(newline) => {
            let points: Vec<u32> =
                string.points().flat_map(|p| if p == 10 { newline.to_vec() } else { vec![p] }).collect();
            vm.new_string(Str::from_points(&points))
        }
        None => vm.own(text),
    };
    let bytes = encode_text(vm, this, translated.id());
    vm.release(translated);
    let bytes = bytes?;
    let t = state(vm, this)?;
    t.pending.extend_from_slice(&bytes);
    t.started = true;
    let flush_below = line_buffering && has_newline;
    if t.pending.len() > CHUNK || flush_below || write_through {
        write_pending(vm, this)?;
    }
    if flush_below {
        let buffer = below(vm, this)?;
        let none = vm.call_named(buffer, "flush", &[])?;
        vm.release(none);
    }
    drop_decoded(vm, this)?;
    Ok(vm.new_int(string.len() as i64))
}
fn flush(vm: &mut Vm, this: ObjId) -> Res {
    check_open(vm, this)?;
    let t = state(vm, this)?;
    t.telling = t.seekable;
    write_pending(vm, this)?;
    let buffer = below(vm, this)?;
    vm.call_named(buffer, "flush", &[])
}
fn close(vm: &mut Vm, this: ObjId) -> Res {
    if base::is_closed(vm, this)? {
        return Ok(vm.none());
    }
    let flushed = vm.call_named(this, "flush", &[]);
    let saved = match flushed {
        Ok(none) => {
            vm.release(none);
            None
        }
        Err(Unwind::Raised) => vm.take_raised(),
        Err(e) => return Err(e),
    };
    let buffer = below(vm, this)?;
    let closed = vm.call_named(buffer, "close", &[]);
    match saved {
        None => closed,
        Some(error) => {
            if let Ok(none) = closed {
                vm.release(none);
            }
            Err(vm.set_raised(error))
        }
    }
}
fn finalize(vm: &mut Vm, this: ObjId) -> Res {
    let is_open = match vm.payload(this).base() {
        Payload::Io(io) => matches!(&**io, Io::Text(t) if !t.detached),
        _ => false,
    };
    if is_open { base::finalize(vm, this) } else { Ok(vm.none()) }
}
fn detach(vm: &mut Vm, this: ObjId) -> Res {
    if std_stream::is_std(vm, this) {
        return std_stream::buffer(vm, this);
    }
    let none = vm.call_named(this, "flush", &[])?;
    vm.release(none);
    let t = state(vm, this)?;
    t.detached = true;
    let buffer = t.buffer.take().unwrap_or(ids::NONE);
    Ok(Owned::new(buffer))
}
fn reconfigure(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let names = ["encoding", "errors", "newline", "line_buffering", "write_through"];
    let bound = vm.bind("reconfigure", args, names, 0, 0)?;
    let given = |i: usize| bound[i].filter(|&v| v != ids::NONE);
    let none = vm.call_named(this, "flush", &[])?;
    vm.release(none);
    if std_stream::is_std(vm, this) {
        return Ok(vm.none());
    }
    let (encoding, errors) = (text_arg(vm, bound[0], "encoding")?, text_arg(vm, bound[1], "errors")?);
    if let Some(newline) = bound[2] {
        let newline = newline_arg(vm, newline)?;
        state(vm, this)?.newline = newline;
    }
    for i in [3, 4] {
        if let Some(value) = given(i) {
            let yes = vm.truth(value)?;
            let t = state(vm, this)?;
            *(if i == 3 { &mut t.line_buffering } else { &mut t.write_through }) = yes;
        }
    }
    if encoding.is_some() || errors.is_some() {
        let t = state(vm, this)?;
        if !t.decoded.is_empty() {
            let message = "It is not possible to set the encoding or newline of stream after the first read";
            return Err(unsupported(vm, message));
        }
        let old_encoding = t.encoding;
        let encoding = vm.own(encoding.unwrap_or(old_encoding));
        let errors = match errors {
            Some(errors) => vm.own(errors),
            None => vm.new_str("strict"),
        };
        let found = super::text_codec::find(vm, encoding.id(), errors.id());
        let (encoder, decoder) = match found {
            Ok(found) => found,
            Err(e) => {
                vm.release(encoding);
                vm.release(errors);
                return Err(e);
            }
        };
        let t = state(vm, this)?;
        let old = [
            Some(std::mem::replace(&mut t.encoding, encoding.into_id())),
            Some(std::mem::replace(&mut t.errors, errors.into_id())),
            std::mem::replace(&mut t.encoder, encoder.map(Owned::into_id)),
            std::mem::replace(&mut t.decoder, decoder.map(Owned::into_id)),
        ];
        vm.decref_all(old.into_iter().flatten());
    }
    Ok(vm.none())
}

/// Reads and decodes the next chunk; false at the end.
fn read_chunk(vm: &mut Vm, this: ObjId) -> Res<bool> {
    let buffer = below(vm, this)?;
    let size = vm.new_int(CHUNK as i64);
    let piece = vm.call_named(buffer, "read1", &[size.id()]);
    vm.release(size);
    let piece = piece?;
    let Some(bytes) = vm.as_bytes(piece.id()).map(<[u8]>::to_vec) else {
        let message = format!(
            "underlying read1() should have returned a bytes-like object, not '{}'",
            vm.class_name(piece.id())
        );
        vm.release(piece);
        return Err(vm.type_error(message));
    };
    vm.release(piece);
    let last = bytes.is_empty();
    take_in(vm, this, &bytes, last)?;
    Ok(!last)
}
/// Decodes bytes behind what is decoded already.
fn take_in(vm: &mut Vm, this: ObjId, bytes: &[u8], last: bool) -> Res<()> {
    let t = state(vm, this)?;
    if t.position >= t.decoded.len() {
        // What was decoded is all taken: from here on positions are counted in this chunk.
        t.chunk = t.undecoded.clone();
        t.decoded.clear();
        t.position = 0;
    }
    t.chunk.extend_from_slice(bytes);
    let points = decode_piece(vm, this, bytes, last)?;
    let t = state(vm, this)?;
    let points = match t.newline {
        Newline::Universal | Newline::Kept => {
            let translate = t.newline == Newline::Universal;
            convert(points, last, translate, &mut t.pending_cr, &mut t.seen)
        }
        _ => points,
    };
    t.decoded.extend(points);
    Ok(())
}
fn before_reading(vm: &mut Vm, this: ObjId) -> Res<()> {
    check_open(vm, this)?;
    if !state(vm, this)?.readable {
        return Err(unsupported(vm, "not readable"));
    }
    if state(vm, this)?.pending.is_empty() {
        return Ok(());
    }
    let none = flush(vm, this)?;
    vm.release(none);
    Ok(())
}
fn take(t: &mut TextWrapper, limit: usize) -> Vec<u32> {
    let end = t.position.saturating_add(limit).min(t.decoded.len());
    let points = t.decoded[t.position..end].to_vec();
    t.position = end;
    points
}
fn read(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let limit = base::size_arg(vm, args.first())?;
    before_reading(vm, this)?;
    let Some(limit) = limit else {
        let buffer = below(vm, this)?;
        let rest = vm.call_named(buffer, "read", &[])?;
        let bytes = vm.as_bytes(rest.id()).unwrap_or_default().to_vec();
        vm.release(rest);
        take_in(vm, this, &bytes, true)?;
        let points = take(state(vm, this)?, usize::MAX);
        return Ok(vm.new_string(Str::from_points(&points)));
    };
    let mut points = take(state(vm, this)?, limit);
    while points.len() < limit {
        let more = read_chunk(vm, this)?;
        points.extend(take(state(vm, this)?, limit - points.len()));
        if !more {
            break;
        }
    }
    Ok(vm.new_string(Str::from_points(&points)))
}
fn line(vm: &mut Vm, this: ObjId, limit: usize) -> Res<Vec<u32>> {
    before_reading(vm, this)?;
    loop {
        let t = state(vm, this)?;
        let rest = &t.decoded[t.position..];
        // A \r at the very end may be the first half of a line end.
        let open = t.newline == Newline::Kept && rest.last() == Some(&13);
        if let Some(length) = line_length(rest, t.newline).filter(|&l| !(open && l == rest.len())) {
            return Ok(take(t, length.min(limit)));
        }
        if rest.len() >= limit {
            return Ok(take(t, limit));
        }
        // What is left stays in front of what comes.
        let left = rest.to_vec();
        let more = match left.is_empty() {
            true => read_chunk(vm, this)?,
            false => read_behind(vm, this)?,
        };
        if !more {
            let t = state(vm, this)?;
            let rest = &t.decoded[t.position..];
            let length = line_length(rest, t.newline).unwrap_or(rest.len());
            return Ok(take(t, length.min(limit)));
        }
    }
}
/// Reads a chunk while some of the last one is not taken yet.
fn read_behind(vm: &mut Vm, this: ObjId) -> Res<bool> {
    let t = state(vm, this)?;
    let grown = t.decoded.len();
    let more = read_chunk(vm, this)?;
    debug_assert!(state(vm, this)?.decoded.len() >= grown);
    Ok(more)
}
fn readline(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let limit = base::size_arg(vm, args.first())?.unwrap_or(usize::MAX);
    let points = line(vm, this, limit)?;
    Ok(vm.new_string(Str::from_points(&points)))
}
fn next(vm: &mut Vm, this: ObjId) -> Res {
    state(vm, this)?.telling = false;
    let points = line(vm, this, usize::MAX)?;
    if points.is_empty() {
        let t = state(vm, this)?;
        t.telling = t.seekable;
        return Err(vm.stop_iteration(None));
    }
    Ok(vm.new_string(Str::from_points(&points)))
}

fn tell(vm: &mut Vm, this: ObjId) -> Res {
    if std_stream::is_std(vm, this) || !state(vm, this)?.seekable {
        return Err(unsupported(vm, "underlying stream is not seekable"));
    }
    check_open(vm, this)?;
    if !state(vm, this)?.telling {
        return Err(vm.raise(types::OS_ERROR, "telling position disabled by next() call"));
    }
    write_pending(vm, this)?;
    let buffer = below(vm, this)?;
    let none = vm.call_named(buffer, "flush", &[])?;
    vm.release(none);
    let at = vm.call_named(buffer, "tell", &[])?;
    let below_at = vm.as_index(at.id());
    vm.release(at);
    let below_at = below_at?;
    let used = super::text_codec::bytes_used(vm, this)?;
    let length = state(vm, this)?.chunk.len();
    Ok(vm.new_int(below_at - length as i64 + used as i64))
}
fn seek(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let whence = args.get(1).map_or(Ok(0), |&w| vm.as_index(w))?;
    if std_stream::is_std(vm, this) || !state(vm, this)?.seekable {
        return Err(unsupported(vm, "underlying stream is not seekable"));
    }
    check_open(vm, this)?;
    let mut cookie = vm.as_index(args[0])?;
    match whence {
        0 if cookie < 0 => return Err(vm.value_error(format!("negative seek position {cookie}"))),
        0 => {}
        1 | 2 if cookie != 0 => {
            let kind = if whence == 1 { "cur" } else { "end" };
            return Err(unsupported(vm, &format!("can't do nonzero {kind}-relative seeks")));
        }
        1 => {
            let at = tell(vm, this)?;
            cookie = vm.as_index(at.id())?;
            vm.release(at);
        }
        2 => {}
        _ => {
            return Err(vm.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)")));
        }
    }
    let none = flush(vm, this)?;
    vm.release(none);
    drop_decoded(vm, this)?;
    let buffer = below(vm, this)?;
    let (to, from) = (vm.new_int(cookie), ids::small_int(if whence == 2 { 2 } else { 0 }));
    let at = vm.call_named(buffer, "seek", &[to.id(), from]);
    vm.release(to);
    let at = at?;
    let position = vm.as_i64(at.id()).unwrap_or(0);
    let t = state(vm, this)?;
    t.started = position != 0;
    if position == 0 {
        t.order = 0;
    }
    Ok(at)
}
fn truncate(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let none = flush(vm, this)?;
    vm.release(none);
    let size = match args.first() {
        None | Some(&ids::NONE) => tell(vm, this)?,
        Some(&size) => vm.own(size),
    };
    let buffer = below(vm, this)?;
    let result = vm.call_named(buffer, "truncate", &[size.id()]);
    vm.release(size);
    result
}
