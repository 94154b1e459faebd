//! Line ends: `_io.IncrementalNewlineDecoder`, and what the text streams do with them.

use crate::heap::{ObjId, Owned};
use crate::object::ids::module_types;
use crate::object::io::{Io, NewlineDecoder};
use crate::object::{Payload, Str, ids};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, attribute, constructor, method, wrapper};
use crate::vm::{Res, Vm};

pub const LF: u8 = 1;
pub const CR: u8 = 2;
pub const CRLF: u8 = 4;

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(module_types::NEWLINE_DECODER),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        method("decode", Full(decode)),
        method("reset", NoArgs(reset)),
        method("getstate", NoArgs(getstate)),
        method("setstate", One(setstate)),
        attribute(
            "newlines",
            |vm, this| {
                let seen = state(vm, this).map_or(0, |s| s.seen);
                seen_newlines(vm, seen)
            },
            None,
        ),
    ],
};

fn state(vm: &mut Vm, this: ObjId) -> Option<&mut NewlineDecoder> {
    match vm.payload_mut(this).base_mut() {
        Payload::Io(io) => match &mut **io {
            Io::Newlines(decoder) => Some(decoder),
            _ => None,
        },
        _ => None,
    }
}
fn new(vm: &mut Vm, class: ObjId, _: Args<'_>) -> Res {
    Ok(vm.new_native_instance(class, Payload::Io(Box::new(Io::Newlines(NewlineDecoder::default())))))
}
fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("IncrementalNewlineDecoder", args, ["decoder", "translate", "errors"], 2, 3)?;
    let translate = vm.truth(bound[1].unwrap_or(ids::NONE))?;
    let decoder = bound[0].filter(|&d| d != ids::NONE);
    vm.incref_opt(decoder);
    let old = state(vm, this).and_then(|s| {
        s.translate = translate;
        std::mem::replace(&mut s.decoder, decoder)
    });
    vm.decref_opt(old);
    Ok(vm.none())
}

/// Takes note of the line ends in a piece of text, and makes them all \n where that is wanted. A
/// \r that may be half of a line end is kept back unless this is the last piece.
pub fn convert(points: Vec<u32>, last: bool, translate: bool, pending: &mut bool, seen: &mut u8) -> Vec<u32> {
    const R: u32 = b'\r' as u32;
    const N: u32 = b'\n' as u32;
    let mut input = points;
    if *pending && (!input.is_empty() || last) {
        input.insert(0, R);
        *pending = false;
    }
    if !last && input.last() == Some(&R) {
        input.pop();
        *pending = true;
    }
    if !input.contains(&R) {
        if input.contains(&N) {
            *seen |= LF;
        }
        return input;
    }
    let mut out = Vec::with_capacity(input.len());
    let mut at = 0;
    while at < input.len() {
        match input[at] {
            R if input.get(at + 1) == Some(&N) => {
                *seen |= CRLF;
                out.extend_from_slice(if translate { &[N] } else { &[R, N] });
                at += 1;
            }
            R => {
                *seen |= CR;
                out.push(if translate { N } else { R });
            }
            N => {
                *seen |= LF;
                out.push(N);
            }
            point => out.push(point),
        }
        at += 1;
    }
    out
}
/// The `newlines` attribute: None, a str, or a tuple of them.
pub fn seen_newlines(vm: &mut Vm, seen: u8) -> Res {
    let kinds = [(CR, "\r"), (LF, "\n"), (CRLF, "\r\n")];
    let texts: Vec<ObjId> =
        kinds.iter().filter(|(bit, _)| seen & bit != 0).map(|(_, text)| vm.new_str(text).into_id()).collect();
    Ok(match texts[..] {
        [] => vm.none(),
        [one] => Owned::new(one),
        _ => vm.new_tuple(texts),
    })
}

fn decode(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("decode", args, ["input", "final"], 1, 2)?;
    let last = bound[1].map_or(Ok(false), |f| vm.truth(f))?;
    let input = bound[0].unwrap_or(ids::NONE);
    let text = match state(vm, this).and_then(|s| s.decoder) {
        Some(decoder) => vm.call_named(decoder, "decode", &[input, ids::bool(last)])?,
        None => vm.own(input),
    };
    let Some(string) = vm.as_str(text.id()).cloned() else {
        let message = format!("decoder should return a string result, not '{}'", vm.class_name(text.id()));
        vm.release(text);
        return Err(vm.type_error(message));
    };
    vm.release(text);
    let Some(state) = state(vm, this) else { return Ok(vm.none()) };
    let translate = state.translate;
    let out = convert(string.points().collect(), last, translate, &mut state.pending_cr, &mut state.seen);
    Ok(vm.new_string(Str::from_points(&out)))
}
fn reset(vm: &mut Vm, this: ObjId) -> Res {
    let mut decoder = None;
    if let Some(state) = state(vm, this) {
        (state.pending_cr, state.seen) = (false, 0);
        decoder = state.decoder;
    }
    match decoder {
        Some(decoder) => vm.call_named(decoder, "reset", &[]),
        None => Ok(vm.none()),
    }
}
fn getstate(vm: &mut Vm, this: ObjId) -> Res {
    let (decoder, pending) = state(vm, this).map_or((None, false), |s| (s.decoder, s.pending_cr));
    let (buffer, flag) = match decoder {
        Some(decoder) => {
            let pair = vm.call_named(decoder, "getstate", &[])?;
            let parts = vm.as_tuple(pair.id()).map(<[ObjId]>::to_vec).unwrap_or_default();
            let [buffer, flag] = parts[..] else {
                vm.release(pair);
                return Err(vm.type_error("illegal decoder state"));
            };
            let flag_value = vm.as_index(flag);
            let buffer = vm.own(buffer);
            vm.release(pair);
            (buffer, flag_value?)
        }
        None => (Owned::new(ids::EMPTY_BYTES), 0),
    };
    let flag = vm.new_int(flag << 1 | i64::from(pending)).into_id();
    Ok(vm.new_tuple(vec![buffer.into_id(), flag]))
}
fn setstate(vm: &mut Vm, this: ObjId, saved: ObjId) -> Res {
    let parts = vm.as_tuple(saved).map(<[ObjId]>::to_vec).unwrap_or_default();
    let [buffer, flag] = parts[..] else { return Err(vm.type_error("state argument must be a tuple")) };
    let flag = vm.as_index(flag)?;
    let mut decoder = None;
    if let Some(state) = state(vm, this) {
        state.pending_cr = flag & 1 != 0;
        decoder = state.decoder;
    }
    let Some(decoder) = decoder else { return Ok(vm.none()) };
    let flag = vm.new_int(flag >> 1);
    let pair = vm.tuple_of(&[buffer, flag.id()]);
    vm.release(flag);
    let result = vm.call_named(decoder, "setstate", &[pair.id()]);
    vm.release(pair);
    result
}
