//! str: construction, operators, subscripts.

use super::str_codec::{self, Codec, CodecFault};
use super::{MAX_LENGTH, format_percent, number_format, str_repr};
use crate::heap::ObjId;
use crate::object::ids::{self, types};
use crate::object::iterator::Iter;
use crate::object::string::Chars;
use crate::object::{Payload, Str};
use crate::vm::NativeCall::{NoArgs, One};
use crate::vm::compare::{holds, op};
use crate::vm::native::{Owner, constructor, method, sequence, wrapper};
use crate::vm::{Args, NativeTable, Res, Unwind, Vm};
use std::sync::Arc;

/// The string of an argument that must be a str. `place` tells which one in the message: "", " 1",
/// " 'encoding'".
pub fn expect(vm: &mut Vm, function: &str, place: &str, id: ObjId) -> Res<Arc<Str>> {
    match vm.as_str(id) {
        Some(s) => Ok(s.clone()),
        None => {
            let class = vm.argument_class(id);
            Err(vm.type_error(format!("{function}() argument{place} must be str, not {class}")))
        }
    }
}

impl Vm {
    /// The class as messages about a wrong argument name it.
    pub fn argument_class(&self, id: ObjId) -> String {
        if id == ids::NONE { "None".to_string() } else { self.class_name(id) }
    }
    /// A str argument without surrogates and NULs, such as the name of an encoding.
    pub fn name_argument(&mut self, function: &str, place: &str, id: ObjId) -> Res<String> {
        let text = expect(self, function, place, id)?;
        let text = text.to_lossy().into_owned();
        if text.contains('\0') {
            return Err(self.value_error("embedded null character"));
        }
        Ok(text)
    }
    /// The codec of that name; LookupError if there is none.
    pub fn find_codec(&mut self, name: &str, decoding: bool) -> Res<Codec> {
        // Codecs that do not turn text into bytes.
        const OTHERS: [&str; 14] = [
            "rot13",
            "rot_13",
            "hex",
            "hex_codec",
            "base64",
            "base64_codec",
            "base_64",
            "bz2",
            "bz2_codec",
            "zip",
            "zlib",
            "zlib_codec",
            "quopri",
            "uu",
        ];
        if let Some(codec) = Codec::find(name) {
            return Ok(codec);
        }
        let message = if OTHERS.contains(&name.to_ascii_lowercase().replace('-', "_").as_str()) {
            let function = if decoding { "decode" } else { "encode" };
            format!("'{name}' is not a text encoding; use codecs.{function}() to handle arbitrary codecs")
        } else {
            format!("unknown encoding: {name}")
        };
        Err(self.raise(types::LOOKUP_ERROR, message))
    }
    /// Raises what a conversion of `object` failed with.
    pub fn raise_codec(&mut self, fault: CodecFault, ty: ObjId, object: ObjId) -> Unwind {
        match fault {
            CodecFault::Unicode { encoding, start, end, reason } => {
                self.unicode_error(ty, encoding, object, start..end, reason)
            }
            CodecFault::Other(fault) => self.raise_fault(fault),
        }
    }
    /// Must the program's own codecs and error handlers be asked, or the library's?
    pub fn is_registered(&mut self, encoding: &str, errors: &str) -> bool {
        if Codec::find(encoding).is_some() {
            return !str_codec::is_handler(errors) && self.state.codecs.is_some();
        }
        self.state.codecs.is_some() || self.world.library().is_some()
    }
    /// Converts text by `_codecs`, whose function of that name does it.
    pub fn convert_by_registry(
        &mut self,
        function: &str,
        object: ObjId,
        encoding: &str,
        errors: &str,
    ) -> Res {
        let name = self.intern("_codecs");
        let module = self.import_module(name)?;
        let function = self.get_attr_str(module.id(), function);
        self.release(module);
        let function = function?;
        let (encoding, errors) = (self.new_str(encoding), self.new_str(errors));
        let result = self.call(function.id(), &[object, encoding.id(), errors.id()]);
        for owned in [function, encoding, errors] {
            self.release(owned);
        }
        result
    }
    /// Decodes the bytes of an object.
    pub fn decode_object(&mut self, object: ObjId, encoding: &str, errors: &str) -> Res<Str> {
        if self.is_registered(encoding, errors) {
            let text = self.convert_by_registry("_decode_text", object, encoding, errors)?;
            let string = self.as_str(text.id()).map(|s| s.slice(0..s.len()));
            let class = self.class_name(text.id());
            self.release(text);
            return match string {
                Some(string) => Ok(string),
                None => {
                    let message = format!(
                        "'{encoding}' decoder returned '{class}' instead of 'str'; use codecs.decode() to decode to arbitrary types"
                    );
                    Err(self.type_error(message))
                }
            };
        }
        let codec = self.find_codec(encoding, true)?;
        let data = match self.as_bytes(object) {
            Some(data) => str_codec::decode(data, codec, errors),
            None => Ok(Str::from("")),
        };
        data.map_err(|fault| {
            // The exception holds bytes, whatever was decoded.
            let data = self.as_bytes(object).unwrap_or_default().to_vec();
            let data = self.new_bytes(&data);
            let unwind = self.raise_codec(fault, types::UNICODE_DECODE_ERROR, data.id());
            self.release(data);
            unwind
        })
    }
    /// Makes a str, or an instance of a subclass.
    fn new_str_of(&mut self, class: ObjId, string: Str) -> Res {
        if class == types::STR {
            return Ok(self.new_string(string));
        }
        Ok(self.new_instance_of(class, types::STR, Payload::Str(Arc::new(string))))
    }
    /// The string of a str; empty for anything else.
    pub fn string(&self, id: ObjId) -> Arc<Str> {
        self.as_str(id).cloned().unwrap_or_else(|| Arc::new(Str::from("")))
    }
}

fn new(vm: &mut Vm, cls: ObjId, args: Args<'_>) -> Res {
    if args.kw.is_empty() && args.pos.len() > 3 {
        return Err(vm.type_error(format!("str expected at most 3 arguments, got {}", args.pos.len())));
    }
    let [object, encoding, errors] = vm.bind("str", args, ["object", "encoding", "errors"], 0, 3)?;
    if encoding == Some(ids::NONE) {
        return Err(vm.type_error("str() argument 'encoding' must be str, not NoneType"));
    }
    let encoding = encoding.map(|e| vm.name_argument("str", " 'encoding'", e)).transpose()?;
    let errors = errors.map(|e| vm.name_argument("str", " 'errors'", e)).transpose()?;
    let Some(object) = object else { return vm.new_str_of(cls, Str::from("")) };
    if encoding.is_none() && errors.is_none() {
        let text = vm.str_of(object)?;
        if cls == types::STR {
            return Ok(text);
        }
        let string = vm.string(text.id());
        vm.release(text);
        return Ok(vm.new_instance_of(cls, types::STR, Payload::Str(string)));
    }
    if vm.as_str(object).is_some() {
        return Err(vm.type_error("decoding str is not supported"));
    }
    let Some(data) = super::bytes::buffer(vm, object)? else {
        let message = format!("decoding to str: need a bytes-like object, {} found", vm.class_name(object));
        return Err(vm.type_error(message));
    };
    let data = vm.new_bytes(&data);
    let encoding = encoding.as_deref().unwrap_or("utf-8");
    let string = vm.decode_object(data.id(), encoding, errors.as_deref().unwrap_or("strict"));
    vm.release(data);
    vm.new_str_of(cls, string?)
}

fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let text = str_repr::str_repr(&vm.string(this));
    Ok(vm.new_string(text))
}
/// The str itself, or an exact copy of a subclass's instance.
pub fn exact(vm: &mut Vm, this: ObjId) -> Res {
    if vm.type_of(this) == types::STR {
        return Ok(vm.own(this));
    }
    let string = vm.string(this);
    Ok(vm.new_string((*string).clone()))
}
fn hash(vm: &mut Vm, this: ObjId) -> Res {
    let hash = vm.string(this).hash();
    Ok(vm.new_int(hash))
}
fn compare(vm: &mut Vm, this: ObjId, other: ObjId, op: u32) -> Res {
    match (vm.as_str(this), vm.as_str(other)) {
        (Some(a), Some(b)) => Ok(vm.new_bool(holds(op, a.compare(b)))),
        _ => Ok(vm.not_implemented()),
    }
}
fn len(vm: &mut Vm, this: ObjId) -> Res {
    let len = vm.string(this).len();
    Ok(vm.new_int(len as i64))
}
/// An iterator; `str_ascii_iterator` for ASCII text.
fn iter(vm: &mut Vm, this: ObjId) -> Res {
    let ascii = vm.as_str(this).is_some_and(|s| s.is_ascii());
    vm.incref(this);
    let ty = if ascii { types::STR_ASCII_ITERATOR } else { types::STR_ITERATOR };
    Ok(vm.alloc(ty, Payload::Iter(Box::new(Iter::Str { seq: Some(this), index: 0 }))))
}
fn contains(vm: &mut Vm, this: ObjId, item: ObjId) -> Res {
    let (Some(text), Some(part)) = (vm.as_str(this), vm.as_str(item)) else {
        let class = vm.class_name(item);
        return Err(vm.type_error(format!("'in <string>' requires string as left operand, not {class}")));
    };
    Ok(vm.new_bool(super::str_search::find(text, part, 0..text.len()).is_some()))
}
fn getitem(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    if vm.is_slice(key) {
        let mut bounds = vm.slice_bounds(key)?;
        let string = vm.string(this);
        let count = bounds.fit(string.len());
        if count == string.len() && bounds.step == 1 {
            return exact(vm, this);
        }
        if bounds.step == 1 {
            let start = bounds.start as usize;
            return Ok(vm.new_string(string.slice(start..start + count)));
        }
        let text = match string.chars() {
            Chars::One(c) => Str::from_latin1(&bounds.places(count).map(|i| c[i]).collect::<Vec<_>>()),
            _ => Str::from_points(&bounds.places(count).map(|i| string.at(i)).collect::<Vec<_>>()),
        };
        return Ok(vm.new_string(text));
    }
    let Some(index) = vm.subscript_index(key)? else {
        let class = vm.class_name(key);
        return Err(vm.type_error(format!("string indices must be integers, not '{class}'")));
    };
    let string = vm.string(this);
    match super::slice::place(index, string.len()) {
        Some(place) => Ok(vm.new_string(string.slice(place..place + 1))),
        None => Err(vm.index_error("string index out of range")),
    }
}
fn add(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    let (Some(a), Some(b)) = (vm.as_str(this), vm.as_str(other)) else {
        let class = vm.class_name(other);
        return Err(vm.type_error(format!("can only concatenate str (not \"{class}\") to str")));
    };
    if a.is_empty() && vm.type_of(other) == types::STR {
        return Ok(vm.own(other));
    }
    if b.is_empty() && vm.type_of(this) == types::STR {
        return Ok(vm.own(this));
    }
    let joined = a.concat(b);
    Ok(vm.new_string(joined))
}
fn mul(vm: &mut Vm, this: ObjId, count: ObjId) -> Res {
    let count = vm.repeat_count(count)?;
    let string = vm.string(this);
    if count == 1 {
        return exact(vm, this);
    }
    match string.len().checked_mul(count) {
        None => Err(vm.overflow_error("repeated string is too long")),
        Some(total) if total > isize::MAX as usize => Err(vm.overflow_error("repeated string is too long")),
        Some(total) if total > MAX_LENGTH => Err(vm.memory_error()),
        Some(_) => {
            vm.reserve(string.byte_len().saturating_mul(count))?;
            let text = match string.chars() {
                Chars::One(c) => Str::from_latin1(&c.repeat(count)),
                _ => Str::from_points(&string.points().collect::<Vec<_>>().repeat(count)),
            };
            Ok(vm.new_string(text))
        }
    }
}
fn modulo(vm: &mut Vm, this: ObjId, args: ObjId) -> Res {
    format_percent::format_str(vm, this, args)
}
fn rmod(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    if vm.as_str(other).is_none() {
        return Ok(vm.not_implemented());
    }
    format_percent::format_str(vm, other, this)
}
fn format(vm: &mut Vm, this: ObjId, spec: ObjId) -> Res {
    let spec = expect(vm, "__format__", "", spec)?;
    if spec.is_empty() {
        return vm.str_of(this);
    }
    vm.room_for_format(&spec)?;
    let class = vm.class_name(this);
    match number_format::format_str(&vm.string(this), &spec, &class) {
        Ok(text) if text == *vm.string(this) => vm.str_of(this),
        Ok(text) => Ok(vm.new_string(text)),
        Err(fault) => Err(vm.raise_fault(fault)),
    }
}
fn getnewargs(vm: &mut Vm, this: ObjId) -> Res {
    let string = vm.string(this);
    let copy = vm.new_string((*string).clone());
    Ok(vm.new_tuple(vec![copy.into_id()]))
}
/// Bytes that CPython's str takes: the header of its form, and the characters with their NUL.
fn sizeof(vm: &mut Vm, this: ObjId) -> Res {
    let string = vm.string(this);
    let derived = vm.type_of(this) != types::STR;
    let (header, width) = match string.chars() {
        Chars::One(_) if derived => (64, 1),
        Chars::Two(_) if derived => (64, 2),
        Chars::Four(_) if derived => (64, 4),
        _ if string.is_ascii() => (40, 1),
        // The single characters of Latin-1 have their UTF-8 form with them.
        Chars::One(_) if string.len() == 1 => (59, 1),
        Chars::One(_) => (56, 1),
        Chars::Two(_) => (56, 2),
        Chars::Four(_) => (56, 4),
    };
    Ok(vm.new_int(header + (string.len() as i64 + 1) * width))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::STR),
    defs: &[
        constructor(new),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__hash__", NoArgs(hash)),
        wrapper("__str__", NoArgs(exact)),
        wrapper("__lt__", One(|vm, a, b| compare(vm, a, b, op::LT))),
        wrapper("__le__", One(|vm, a, b| compare(vm, a, b, op::LE))),
        wrapper("__eq__", One(|vm, a, b| compare(vm, a, b, op::EQ))),
        wrapper("__ne__", One(|vm, a, b| compare(vm, a, b, op::NE))),
        wrapper("__gt__", One(|vm, a, b| compare(vm, a, b, op::GT))),
        wrapper("__ge__", One(|vm, a, b| compare(vm, a, b, op::GE))),
        wrapper("__iter__", NoArgs(iter)),
        wrapper("__mod__", One(modulo)),
        wrapper("__rmod__", One(rmod)),
        wrapper("__len__", NoArgs(len)),
        wrapper("__getitem__", One(getitem)),
        sequence("__add__", One(add)),
        sequence("__mul__", One(mul)),
        sequence("__rmul__", One(mul)),
        wrapper("__contains__", One(contains)),
        method("__format__", One(format)),
        method("__getnewargs__", NoArgs(getnewargs)),
        method("__sizeof__", NoArgs(sizeof)),
    ],
};
