//! UnicodeEncodeError, UnicodeDecodeError and UnicodeTranslateError.

use super::exception;
use super::exception_kinds::field;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::vm::native::{Args, NativeCall::*, NativeDef, NativeTable, Owner, wrapper};
use crate::vm::{Res, Unwind, Vm};

const ENCODING: usize = 0;
const OBJECT: usize = 1;
const START: usize = 2;
const END: usize = 3;
const REASON: usize = 4;

macro_rules! table {
    ($name:ident, $ty:ident, $init:ident, $str:ident $(, $extra:expr)*) => {
        pub static $name: NativeTable = NativeTable {
            owner: Owner::Type(types::$ty),
            defs: &[
                wrapper("__init__", Full($init)),
                wrapper("__str__", NoArgs($str)),
                $($extra,)*
                field!("object", 1),
                field!("start", 2),
                field!("end", 3),
                field!("reason", 4),
            ],
        };
    };
}
table!(ENCODE, UNICODE_ENCODE_ERROR, encode_init, encode_str, field!("encoding", 0));
table!(DECODE, UNICODE_DECODE_ERROR, decode_init, decode_str, field!("encoding", 0));
table!(TRANSLATE, UNICODE_TRANSLATE_ERROR, translate_init, translate_str);

/// Checks and stores the arguments; `kinds` has a letter each: s str, b bytes, n number.
fn init(vm: &mut Vm, this: ObjId, args: Args<'_>, kinds: &str, first: usize) -> Res {
    let none = exception::init(vm, this, args)?;
    vm.release(none);
    let wanted = kinds.len();
    if args.pos.len() != wanted {
        return Err(
            vm.type_error(format!("function takes exactly {wanted} arguments ({} given)", args.pos.len()))
        );
    }
    for (i, (kind, &value)) in kinds.chars().zip(args.pos).enumerate() {
        let (right, name) = match kind {
            's' => (vm.as_str(value).is_some(), "str"),
            'b' => (vm.as_bytes(value).is_some(), "a bytes-like object"),
            _ => {
                vm.as_index(value)?;
                (true, "")
            }
        };
        if !right {
            let class = vm.class_name(value);
            let message = if kind == 'b' {
                format!("{name} is required, not '{class}'")
            } else {
                format!("argument {} must be {name}, not {class}", i + 1)
            };
            return Err(vm.type_error(message));
        }
        vm.set_exception_field(this, first + i, Some(value));
    }
    Ok(vm.none())
}
fn encode_init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    init(vm, this, args, "ssnns", ENCODING)
}
fn decode_init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    init(vm, this, args, "sbnns", ENCODING)
}
fn translate_init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    init(vm, this, args, "snns", OBJECT)
}

/// Start and end of the bad part.
fn range(vm: &Vm, this: ObjId) -> (i64, i64) {
    let at = |i| vm.exception_field(this, i).and_then(|v| vm.as_i64(v)).unwrap_or(0);
    (at(START), at(END))
}
fn text(vm: &mut Vm, this: ObjId, field: usize) -> Res<String> {
    let value = vm.exception_field(this, field).unwrap_or(ids::NONE);
    vm.str_text(value)
}
/// `'\x80'` in the shortest of CPython's escapes.
fn escape(point: u32) -> String {
    match point {
        0..=0xff => format!("\\x{point:02x}"),
        0x100..=0xffff => format!("\\u{point:04x}"),
        _ => format!("\\U{point:08x}"),
    }
}
fn character_at(vm: &Vm, this: ObjId, start: i64, end: i64) -> Option<u32> {
    let s = vm.as_str(vm.exception_field(this, OBJECT)?)?;
    let index = usize::try_from(start).ok()?;
    (end == start + 1 && index < s.len()).then(|| s.at(index))
}
fn encode_str(vm: &mut Vm, this: ObjId) -> Res {
    if vm.exception_field(this, OBJECT).is_none() {
        return Ok(Owned::new(ids::EMPTY_STR));
    }
    let (start, end) = range(vm, this);
    let (encoding, reason) = (text(vm, this, ENCODING)?, text(vm, this, REASON)?);
    let message = match character_at(vm, this, start, end) {
        Some(c) => {
            format!("'{encoding}' codec can't encode character '{}' in position {start}: {reason}", escape(c))
        }
        None => {
            format!("'{encoding}' codec can't encode characters in position {start}-{}: {reason}", end - 1)
        }
    };
    Ok(vm.new_str(&message))
}
fn decode_str(vm: &mut Vm, this: ObjId) -> Res {
    let Some(object) = vm.exception_field(this, OBJECT) else { return Ok(Owned::new(ids::EMPTY_STR)) };
    let (start, end) = range(vm, this);
    let (encoding, reason) = (text(vm, this, ENCODING)?, text(vm, this, REASON)?);
    let byte = vm.as_bytes(object).and_then(|b| b.get(usize::try_from(start).ok()?).copied());
    let message = match byte {
        Some(byte) if end == start + 1 => {
            format!("'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}")
        }
        _ => format!("'{encoding}' codec can't decode bytes in position {start}-{}: {reason}", end - 1),
    };
    Ok(vm.new_str(&message))
}
fn translate_str(vm: &mut Vm, this: ObjId) -> Res {
    if vm.exception_field(this, OBJECT).is_none() {
        return Ok(Owned::new(ids::EMPTY_STR));
    }
    let (start, end) = range(vm, this);
    let reason = text(vm, this, REASON)?;
    let message = match character_at(vm, this, start, end) {
        Some(c) => format!("can't translate character '{}' in position {start}: {reason}", escape(c)),
        None => format!("can't translate characters in position {start}-{}: {reason}", end - 1),
    };
    Ok(vm.new_str(&message))
}

impl Vm {
    /// UnicodeEncodeError for a string that UTF-8 cannot hold.
    pub fn check_encodable(&mut self, text: ObjId) -> Res<()> {
        let lone = self.as_str(text).and_then(|s| s.points().position(|p| (0xD800..0xE000).contains(&p)));
        let Some(at) = lone else { return Ok(()) };
        let reason = "surrogates not allowed";
        Err(self.unicode_error(types::UNICODE_ENCODE_ERROR, "utf-8", text, at..at + 1, reason))
    }
    /// Raises UnicodeEncodeError or UnicodeDecodeError for a part of `object`.
    pub fn unicode_error(
        &mut self,
        ty: ObjId,
        encoding: &str,
        object: ObjId,
        range: std::ops::Range<usize>,
        reason: &str,
    ) -> Unwind {
        let parts = [
            self.new_str(encoding),
            self.own(object),
            self.new_int(range.start as i64),
            self.new_int(range.end as i64),
            self.new_str(reason),
        ];
        let args: Vec<ObjId> = parts.iter().map(Owned::id).collect();
        let error = self.new_exception(ty, &args);
        for (i, &value) in args.iter().enumerate() {
            self.set_exception_field(error.id(), i, Some(value));
        }
        parts.into_iter().for_each(|p| self.release(p));
        self.raise_owned(error)
    }
}
