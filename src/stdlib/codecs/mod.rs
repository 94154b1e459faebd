//! `_codecs`: the registry of encodings and error handlers, and the built-in codecs.

mod charmap;
mod errors;

use super::io::unfinished;
use crate::heap::{ObjId, Owned};
use crate::object::Str;
use crate::object::ids::{self, types};
use crate::types::bytes::data;
use crate::types::str_codec::{self, Codec, CodecFault, Order};
use crate::vm::native::{Args, NativeCall::*, NativeDef, NativeTable, Owner as Of, function};
use crate::vm::{Res, Vm};

pub static TABLES: &[&NativeTable] = &[&TABLE, &errors::TABLE];

macro_rules! codec {
    ($encode:literal, $decode:literal, $codec:expr) => {
        [
            function($encode, Pos(1, 2, |vm, _, args| encode_by(vm, args, $encode, $codec))),
            function($decode, Pos(1, 3, |vm, _, args| decode_by(vm, args, $codec))),
        ]
    };
}
const UTF_8: [NativeDef; 2] = codec!("utf_8_encode", "utf_8_decode", Codec::Utf8);
const ASCII: [NativeDef; 2] = codec!("ascii_encode", "ascii_decode", Codec::Ascii);
const LATIN: [NativeDef; 2] = codec!("latin_1_encode", "latin_1_decode", Codec::Latin1);
const UTF_16: [NativeDef; 2] = codec!("utf_16_encode", "utf_16_decode", Codec::Utf16(Order::Marked));
const UTF_16_LE: [NativeDef; 2] = codec!("utf_16_le_encode", "utf_16_le_decode", Codec::Utf16(Order::Little));
const UTF_16_BE: [NativeDef; 2] = codec!("utf_16_be_encode", "utf_16_be_decode", Codec::Utf16(Order::Big));
const UTF_32: [NativeDef; 2] = codec!("utf_32_encode", "utf_32_decode", Codec::Utf32(Order::Marked));
const UTF_32_LE: [NativeDef; 2] = codec!("utf_32_le_encode", "utf_32_le_decode", Codec::Utf32(Order::Little));
const UTF_32_BE: [NativeDef; 2] = codec!("utf_32_be_encode", "utf_32_be_decode", Codec::Utf32(Order::Big));
const ESCAPE: [NativeDef; 2] = codec!("unicode_escape_encode", "unicode_escape_decode", Codec::Escape);
const RAW: [NativeDef; 2] =
    codec!("raw_unicode_escape_encode", "raw_unicode_escape_decode", Codec::RawEscape);

static TABLE: NativeTable = NativeTable {
    owner: Of::Module("_codecs"),
    defs: &[
        function("register", One(register)),
        function("unregister", One(unregister)),
        function("lookup", One(lookup)),
        function("encode", Full(|vm, _, args| convert(vm, args, "encode", false))),
        function("decode", Full(|vm, _, args| convert(vm, args, "decode", false))),
        function("_encode_text", Full(|vm, _, args| convert(vm, args, "encode", true))),
        function("_decode_text", Full(|vm, _, args| convert(vm, args, "decode", true))),
        function("register_error", Pos(2, 2, register_error)),
        function("lookup_error", One(lookup_error)),
        UTF_8[0],
        UTF_8[1],
        ASCII[0],
        ASCII[1],
        LATIN[0],
        LATIN[1],
        UTF_16[0],
        UTF_16[1],
        UTF_16_LE[0],
        UTF_16_LE[1],
        UTF_16_BE[0],
        UTF_16_BE[1],
        UTF_32[0],
        UTF_32[1],
        UTF_32_LE[0],
        UTF_32_LE[1],
        UTF_32_BE[0],
        UTF_32_BE[1],
        ESCAPE[0],
        ESCAPE[1],
        RAW[0],
        RAW[1],
        function("utf_16_ex_decode", Pos(1, 4, |vm, _, args| decode_ex(vm, args, 2))),
        function("utf_32_ex_decode", Pos(1, 4, |vm, _, args| decode_ex(vm, args, 4))),
        function("escape_encode", Pos(1, 2, escape_encode)),
        function("escape_decode", Pos(1, 2, escape_decode)),
        function("readbuffer_encode", Pos(1, 2, readbuffer_encode)),
        function("charmap_build", One(charmap::build)),
        function("charmap_encode", Pos(1, 3, charmap::encode)),
        function("charmap_decode", Pos(1, 3, charmap::decode)),
    ],
};

/// What a program registered: search functions (a list), codecs by name, handlers by name (dicts).
fn registry(vm: &mut Vm) -> [ObjId; 3] {
    if let Some(registry) = vm.state.codecs {
        return registry;
    }
    let registry = [vm.new_list(Vec::new()), vm.new_dict(), vm.new_dict()].map(Owned::into_id);
    vm.state.codecs = Some(registry);
    registry
}
fn register(vm: &mut Vm, _: ObjId, search: ObjId) -> Res {
    if vm.slot_of(search, crate::object::typ::Slot::Call).is_none() {
        return Err(vm.type_error("argument must be callable"));
    }
    let list = registry(vm)[0];
    vm.incref(search);
    if let Some(list) = vm.as_list_mut(list) {
        list.push(search);
    }
    Ok(vm.none())
}
fn unregister(vm: &mut Vm, _: ObjId, search: ObjId) -> Res {
    let [list, cache, _] = registry(vm);
    let place = vm.as_list(list).and_then(|l| l.iter().position(|&f| f == search));
    if let Some(place) = place {
        let old = vm.as_list_mut(list).map(|l| l.remove(place));
        vm.dict_clear(cache);
        vm.decref_opt(old);
    }
    Ok(vm.none())
}
fn lookup(vm: &mut Vm, _: ObjId, encoding: ObjId) -> Res {
    if vm.as_str(encoding).is_none() {
        let message = format!("lookup() argument must be str, not {}", vm.argument_class(encoding));
        return Err(vm.type_error(message));
    }
    let name = vm.str_lossy(encoding).into_owned();
    vm.lookup_codec(&name)
}
/// Letters in lower case, runs of anything but letters, digits and dots as one underscore.
fn normal(name: &str) -> String {
    let mut out = String::new();
    let mut gap = false;
    for c in name.chars() {
        if c.is_alphanumeric() || c == '.' {
            if gap && !out.is_empty() {
                out.push('_');
            }
            gap = false;
            if c.is_ascii() {
                out.push(c.to_ascii_lowercase());
            }
        } else {
            gap = true;
        }
    }
    out
}
impl Vm {
    /// The codec of that name, as a tuple of the library's.
    pub fn lookup_codec(&mut self, name: &str) -> Res {
        let [search, cache, _] = registry(self);
        let key = self.new_str(&normal(name));
        let result = self.search_codec(search, cache, key.id(), name);
        self.release(key);
        result
    }
    fn search_codec(&mut self, search: ObjId, cache: ObjId, key: ObjId, name: &str) -> Res {
        if let Some(known) = self.dict_get(cache, key)? {
            return Ok(self.own(known));
        }
        // The library's own search function comes first.
        let package = self.intern("encodings");
        if self.dict_get_name(self.state.modules, package)?.is_none() {
            match self.import_module(package) {
                Ok(module) => self.release(module),
                Err(e) => self.swallow(e, types::MODULE_NOT_FOUND_ERROR)?,
            }
        }
        let mut i = 0;
        while let Some(&function) = self.as_list(search).and_then(|l| l.get(i)) {
            i += 1;
            let function = self.own(function);
            let found = self.call(function.id(), &[key]);
            self.release(function);
            let found = found?;
            if found.id() == ids::NONE {
                self.release(found);
                continue;
            }
            if self.as_tuple(found.id()).is_none_or(|t| t.len() != 4) {
                self.release(found);
                return Err(self.type_error("codec search functions must return 4-tuples"));
            }
            self.dict_set(cache, key, found.id())?;
            return Ok(found);
        }
        Err(self.raise(types::LOOKUP_ERROR, format!("unknown encoding: {name}")))
    }
}

/// `encode(object, encoding, errors)` and `decode`.
fn convert(vm: &mut Vm, args: Args<'_>, function: &str, text_only: bool) -> Res {
    let bound = vm.bind(function, args, ["obj", "encoding", "errors"], 1, 3)?;
    let object = bound[0].unwrap_or(ids::NONE);
    let name = bound[1].map_or("utf-8".into(), |e| vm.str_lossy(e).into_owned());
    let info = vm.lookup_codec(&name)?;
    let result = convert_by(vm, info.id(), object, bound[2], (function, &name, text_only));
    vm.release(info);
    result
}
fn convert_by(
    vm: &mut Vm,
    info: ObjId,
    object: ObjId,
    errors: Option<ObjId>,
    (function, name, text_only): (&str, &str, bool),
) -> Res {
    if text_only {
        let mark = vm.intern("_is_text_encoding");
        if let Some(mark) = vm.get_attr_optional(info, mark)? {
            let is_text = vm.truth(mark.id());
            vm.release(mark);
            if !is_text? {
                let message = format!(
                    "'{name}' is not a text encoding; use codecs.{function}() to handle arbitrary codecs"
                );
                return Err(vm.raise(types::LOOKUP_ERROR, message));
            }
        }
    }
    let index = usize::from(function == "decode");
    let coder = vm.tuple_items(info)[index];
    let mut args = vec![object];
    args.extend(errors);
    let result = match vm.call(coder, &args) {
        Ok(result) => result,
        Err(e) => {
            let doing = function.strip_suffix('e').unwrap_or(function);
            vm.add_note_to_raised(&format!("{doing}ing with '{name}' codec failed"));
            return Err(e);
        }
    };
    let first = vm.as_tuple(result.id()).filter(|t| t.len() == 2).map(|t| t[0]);
    let value = match first {
        Some(value) => Ok(vm.own(value)),
        None if function == "encode" => Err(vm.type_error("encoder must return a tuple (object, integer)")),
        None => Err(vm.type_error("decoder must return a tuple (object,integer)")),
    };
    vm.release(result);
    value
}

fn register_error(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    if vm.as_str(args[0]).is_none() {
        let class = vm.argument_class(args[0]);
        return Err(vm.type_error(format!("register_error() argument 1 must be str, not {class}")));
    }
    if vm.slot_of(args[1], crate::object::typ::Slot::Call).is_none() {
        return Err(vm.type_error("handler must be callable"));
    }
    let handlers = registry(vm)[2];
    vm.dict_set(handlers, args[0], args[1])?;
    Ok(vm.none())
}
fn lookup_error(vm: &mut Vm, _: ObjId, name: ObjId) -> Res {
    if vm.as_str(name).is_none() {
        let class = vm.argument_class(name);
        return Err(vm.type_error(format!("lookup_error() argument must be str, not {class}")));
    }
    let text = vm.str_lossy(name).into_owned();
    handler(vm, &text)
}
/// The error handler of a name.
fn handler(vm: &mut Vm, name: &str) -> Res {
    let handlers = registry(vm)[2];
    let key = vm.new_str(name);
    let known = vm.dict_get(handlers, key.id());
    if let Some(known) = known? {
        vm.release(key);
        return Ok(vm.own(known));
    }
    let result = match errors::builtin(vm, name) {
        Some(function) => {
            let stored = vm.dict_set(handlers, key.id(), function.id());
            stored.map(|()| function)
        }
        None => Err(vm.raise(types::LOOKUP_ERROR, format!("unknown error handler name '{name}'"))),
    };
    vm.release(key);
    result
}
fn errors_arg(vm: &mut Vm, args: &[ObjId], place: usize) -> String {
    args.get(place).filter(|&&e| e != ids::NONE).map_or("strict".into(), |&e| vm.str_lossy(e).into_owned())
}

impl Vm {
    /// Encodes a str object; handlers that the program registered are asked.
    pub fn encode_with(&mut self, text: ObjId, codec: Codec, errors: &str) -> Res<Vec<u8>> {
        let Some(string) = self.as_str(text).cloned() else { return Ok(Vec::new()) };
        if str_codec::is_handler(errors) {
            return str_codec::encode(&string, codec, errors)
                .map_err(|fault| self.raise_codec(fault, types::UNICODE_ENCODE_ERROR, text));
        }
        let mut out = Vec::new();
        let mut at = 0;
        loop {
            let rest = string.slice(at..string.len());
            match str_codec::encode(&rest, codec, "strict") {
                Ok(bytes) => {
                    out.extend(bytes);
                    return Ok(out);
                }
                Err(CodecFault::Unicode { encoding, start, end, reason }) => {
                    let before = rest.slice(0..start);
                    out.extend(str_codec::encode(&before, codec, "strict").unwrap_or_default());
                    let range = at + start..at + end;
                    let (made, next) =
                        self.ask_handler(errors, types::UNICODE_ENCODE_ERROR, encoding, text, range, reason)?;
                    let piece = match self.as_str(made.id()).cloned() {
                        Some(piece) => str_codec::encode(&piece, codec, "strict").ok(),
                        None => self.as_bytes(made.id()).map(<[u8]>::to_vec),
                    };
                    self.release(made);
                    match piece {
                        Some(piece) => out.extend(piece),
                        None => {
                            let range = at + start..at + end;
                            let ty = types::UNICODE_ENCODE_ERROR;
                            return Err(self.unicode_error(ty, encoding, text, range, reason));
                        }
                    }
                    at = next;
                }
                Err(fault) => return Err(self.raise_codec(fault, types::UNICODE_ENCODE_ERROR, text)),
            }
        }
    }
    /// Decodes bytes; `object` is what an error names.
    pub fn decode_with(&mut self, object: ObjId, bytes: &[u8], codec: Codec, errors: &str) -> Res<Vec<u32>> {
        if str_codec::is_handler(errors) {
            return match str_codec::decode(bytes, codec, errors) {
                Ok(text) => Ok(text.points().collect()),
                Err(fault) => Err(self.raise_codec(fault, types::UNICODE_DECODE_ERROR, object)),
            };
        }
        let mut out = Vec::new();
        let mut at = 0;
        loop {
            match str_codec::decode(&bytes[at..], codec, "strict") {
                Ok(text) => {
                    out.extend(text.points());
                    return Ok(out);
                }
                Err(CodecFault::Unicode { encoding, start, end, reason }) => {
                    if let Ok(text) = str_codec::decode(&bytes[at..at + start], codec, "strict") {
                        out.extend(text.points());
                    }
                    let range = at + start..at + end;
                    let (made, next) = self.ask_handler(
                        errors,
                        types::UNICODE_DECODE_ERROR,
                        encoding,
                        object,
                        range,
                        reason,
                    )?;
                    if let Some(text) = self.as_str(made.id()) {
                        out.extend(text.points());
                    }
                    self.release(made);
                    at = next.min(bytes.len());
                }
                Err(fault) => return Err(self.raise_codec(fault, types::UNICODE_DECODE_ERROR, object)),
            }
        }
    }
    fn ask_handler(
        &mut self,
        errors: &str,
        ty: ObjId,
        encoding: &str,
        object: ObjId,
        range: std::ops::Range<usize>,
        reason: &str,
    ) -> Res<(Owned, usize)> {
        let handler = handler(self, errors)?;
        let unwind = self.unicode_error(ty, encoding, object, range, reason);
        let error = self.catch(unwind, ty)?;
        let length = self.len(object)?;
        let result = errors::ask(self, handler.id(), error.id(), length, ty == types::UNICODE_DECODE_ERROR);
        self.release(error);
        self.release(handler);
        result
    }
}
fn pair(vm: &mut Vm, first: Owned, length: usize) -> Res {
    let length = vm.new_int(length as i64).into_id();
    Ok(vm.new_tuple(vec![first.into_id(), length]))
}
fn encode_by(vm: &mut Vm, args: &[ObjId], name: &str, codec: Codec) -> Res {
    let Some(length) = vm.as_str(args[0]).map(|s| s.len()) else {
        let class = vm.argument_class(args[0]);
        return Err(vm.type_error(format!("{name}() argument 1 must be str, not {class}")));
    };
    let errors = errors_arg(vm, args, 1);
    let bytes = vm.encode_with(args[0], codec, &errors)?;
    let bytes = vm.new_bytes(&bytes);
    pair(vm, bytes, length)
}
fn decode_by(vm: &mut Vm, args: &[ObjId], codec: Codec) -> Res {
    let escapes = matches!(codec, Codec::Escape | Codec::RawEscape);
    let mut bytes = match vm.as_str(args[0]).filter(|_| escapes) {
        Some(text) => text.to_lossy().into_owned().into_bytes(),
        None => data(vm, args[0])?,
    };
    let errors = errors_arg(vm, args, 1);
    let last = args.get(2).map_or(Ok(escapes), |&f| vm.truth(f))?;
    if !last {
        let tail = unfinished(codec, &bytes);
        bytes.truncate(bytes.len() - tail);
    }
    let object = vm.new_bytes(&bytes);
    let points = vm.decode_with(object.id(), &bytes, codec, &errors);
    vm.release(object);
    let text = vm.new_string(Str::from_points(&points?));
    pair(vm, text, bytes.len())
}
/// Decoding that tells the byte order as well.
fn decode_ex(vm: &mut Vm, args: &[ObjId], width: usize) -> Res {
    let bytes = data(vm, args[0])?;
    let errors = errors_arg(vm, args, 1);
    let given = args.get(2).map_or(Ok(0), |&o| vm.as_index(o))?;
    let last = args.get(3).map_or(Ok(false), |&f| vm.truth(f))?;
    let (mark, order) = match (&bytes[..], width, given) {
        ([0xFF, 0xFE, 0, 0, ..], 4, 0) => (4, -1),
        ([0, 0, 0xFE, 0xFF, ..], 4, 0) => (4, 1),
        ([0xFF, 0xFE, ..], 2, 0) => (2, -1),
        ([0xFE, 0xFF, ..], 2, 0) => (2, 1),
        (bytes, _, 0) if bytes.len() >= width => (0, -1),
        (_, _, given) => (0, given),
    };
    let side = if order > 0 { Order::Big } else { Order::Little };
    let codec = if width == 2 { Codec::Utf16(side) } else { Codec::Utf32(side) };
    let mut rest = bytes[mark..].to_vec();
    if !last {
        let tail = unfinished(codec, &rest);
        rest.truncate(rest.len() - tail);
    }
    let object = vm.new_bytes(&rest);
    let points = vm.decode_with(object.id(), &rest, codec, &errors);
    vm.release(object);
    let text = vm.new_string(Str::from_points(&points?)).into_id();
    let parts = [vm.new_int((mark + rest.len()) as i64), vm.new_int(order)].map(Owned::into_id);
    Ok(vm.new_tuple(vec![text, parts[0], parts[1]]))
}
/// The escapes of a bytes literal, without its quotes.
fn escape_encode(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let bytes = data(vm, args[0])?;
    let mut out = Vec::new();
    for &b in &bytes {
        match b {
            b'\\' | b'\'' => out.extend([b'\\', b]),
            b'\t' => out.extend(b"\\t"),
            b'\n' => out.extend(b"\\n"),
            b'\r' => out.extend(b"\\r"),
            b' '..=b'~' => out.push(b),
            b => out.extend(format!("\\x{b:02x}").bytes()),
        }
    }
    let made = vm.new_bytes(&out);
    pair(vm, made, bytes.len())
}
fn escape_decode(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let bytes = match vm.as_str(args[0]) {
        Some(text) => text.to_lossy().into_owned().into_bytes(),
        None => data(vm, args[0])?,
    };
    let errors = errors_arg(vm, args, 1);
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at + 1..];
        if bytes[at] != b'\\' {
            out.push(bytes[at]);
            at += 1;
            continue;
        }
        let Some(&next) = rest.first() else { return Err(vm.value_error("Trailing \\ in string")) };
        at += 2;
        match next {
            b'\n' => {}
            b'\\' | b'\'' | b'"' => out.push(next),
            b'a' => out.push(7),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'v' => out.push(11),
            b'0'..=b'7' => {
                let digits = rest.iter().take(3).take_while(|d| (b'0'..=b'7').contains(d)).count();
                let value = rest[..digits].iter().fold(0u32, |v, d| v * 8 + u32::from(d - b'0'));
                out.push(value as u8);
                at += digits - 1;
            }
            b'x' => {
                let pair = rest.get(1..3).and_then(|d| std::str::from_utf8(d).ok());
                match pair.and_then(|d| u8::from_str_radix(d, 16).ok()) {
                    Some(value) => {
                        out.push(value);
                        at += 2;
                    }
                    None if errors == "ignore" => {}
                    None if errors == "replace" => out.push(b'?'),
                    None => {
                        return Err(vm.value_error(format!("invalid \\x escape at position {}", at - 2)));
                    }
                }
            }
            other => out.extend([b'\\', other]),
        }
    }
    let made = vm.new_bytes(&out);
    pair(vm, made, bytes.len())
}
fn readbuffer_encode(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let bytes = match vm.as_str(args[0]) {
        Some(text) => text.to_lossy().into_owned().into_bytes(),
        None => data(vm, args[0])?,
    };
    let made = vm.new_bytes(&bytes);
    pair(vm, made, bytes.len())
}
