//! `_struct`: Python values as packed bytes, and back.

mod format;

use crate::heap::ObjId;
use crate::object::ids::{self, module_types, types};
use crate::object::{Payload, Str};
use crate::types::bytes;
use crate::vm::native::{
    Args, NativeCall::*, NativeTable, Owner, attribute, constructor, function, method, wrapper,
};
use crate::vm::{Res, Unwind, Vm};
use format::{Layout, error, format_of, layout, text};

static MODULE: NativeTable = NativeTable {
    owner: Owner::Module("_struct"),
    defs: &[
        function("_clearcache", NoArgs(|vm, _| Ok(vm.none()))),
        function("calcsize", One(|vm, _, format| made(vm, format, size))),
        function("pack", Full(|vm, _, args| with_format(vm, "pack", args, pack))),
        function("pack_into", Full(|vm, _, args| with_format(vm, "pack_into", args, pack_into))),
        function("unpack", Pos(2, 2, |vm, _, a| made(vm, a[0], |vm, this| unpack(vm, this, a[1])))),
        function("unpack_from", Full(unpack_from_format)),
        function("iter_unpack", Pos(2, 2, |vm, _, a| made(vm, a[0], |vm, this| iter_unpack(vm, this, a[1])))),
    ],
};
static STRUCT: NativeTable = NativeTable {
    owner: Owner::Type(module_types::STRUCT),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        wrapper("__repr__", NoArgs(repr)),
        method("pack", Full(pack)),
        method("pack_into", Full(pack_into)),
        method("unpack", One(unpack)),
        method("unpack_from", Full(unpack_from)),
        method("iter_unpack", One(iter_unpack)),
        method("__sizeof__", NoArgs(sizeof)),
        attribute(
            "format",
            |vm, this| {
                let f = format_of(vm, this);
                Ok(vm.own(f))
            },
            None,
        ),
        attribute("size", size, None),
    ],
};
static ITERATOR: NativeTable = NativeTable {
    owner: Owner::Type(module_types::UNPACK_ITERATOR),
    defs: &[
        wrapper("__iter__", NoArgs(|vm, this| Ok(vm.own(this)))),
        wrapper("__next__", NoArgs(next)),
        method("__length_hint__", NoArgs(remaining)),
    ],
};
pub static TABLES: &[&NativeTable] = &[&MODULE, &STRUCT, &ITERATOR];

pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    vm.put_late_exception(dict, "error", "struct.error", types::EXCEPTION);
}

fn new(vm: &mut Vm, class: ObjId, _: Args<'_>) -> Res {
    let fields = Box::new([Some(ids::EMPTY_STR)]);
    Ok(vm.new_native_instance(class, Payload::Record(fields)))
}
fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("Struct", args, ["format"], 1, 1)?;
    let text = text(vm, bound[0].unwrap_or(ids::NONE))?;
    layout(vm, &text)?;
    let format = vm.new_string(Str::from_latin1(&text)).into_id();
    let old = match vm.payload_mut(this).base_mut() {
        Payload::Record(fields) => fields[0].replace(format),
        _ => Some(format),
    };
    vm.decref_opt(old);
    Ok(vm.none())
}
/// Does something with the `Struct` of a format.
fn made(vm: &mut Vm, format: ObjId, action: impl FnOnce(&mut Vm, ObjId) -> Res) -> Res {
    let this = vm.call(module_types::STRUCT, &[format])?;
    let result = action(vm, this.id());
    vm.release(this);
    result
}
fn with_format(vm: &mut Vm, name: &str, args: Args<'_>, action: fn(&mut Vm, ObjId, Args<'_>) -> Res) -> Res {
    vm.refuse_keywords(&format!("_struct.{name}"), args)?;
    match args.pos.split_first() {
        Some((&format, rest)) => made(vm, format, |vm, this| action(vm, this, Args::positional(rest))),
        None => Err(vm.type_error("missing format argument")),
    }
}
fn unpack_from_format(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("unpack_from", args, ["", "buffer", "offset"], 2, 3)?;
    made(vm, bound[0].unwrap_or(ids::NONE), |vm, this| unpack_at(vm, this, [bound[1], bound[2]]))
}

fn layout_of(vm: &mut Vm, this: ObjId) -> Res<Layout> {
    let format = vm.string(format_of(vm, this));
    let text: Vec<u8> = format.points().map(|p| p as u8).collect();
    layout(vm, &text)
}
fn size(vm: &mut Vm, this: ObjId) -> Res {
    let size = layout_of(vm, this)?.size;
    Ok(vm.new_int(size as i64))
}
/// The object, and 32 bytes for each of its codes and for the end.
fn sizeof(vm: &mut Vm, this: ObjId) -> Res {
    let codes = layout_of(vm, this)?.codes();
    Ok(vm.new_int(56 + 32 * (codes as i64 + 1)))
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let format = vm.repr_text(format_of(vm, this))?;
    let name = vm.short_type_name(vm.type_of(this));
    Ok(vm.new_str(&format!("{name}({format})")))
}
fn check_count(vm: &mut Vm, name: &str, layout: &Layout, given: usize) -> Res<()> {
    if given == layout.values {
        return Ok(());
    }
    Err(error(vm, format!("{name} expected {} items for packing (got {given})", layout.values)))
}
/// Zeros to be filled, if that is not too much.
fn zeros(vm: &mut Vm, layout: &Layout) -> Res<Vec<u8>> {
    vm.reserve(layout.size)?;
    Ok(vec![0; layout.size])
}
fn pack(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    vm.refuse_keywords("Struct.pack", args)?;
    let layout = layout_of(vm, this)?;
    check_count(vm, "pack", &layout, args.pos.len())?;
    let mut out = zeros(vm, &layout)?;
    layout.pack(vm, args.pos, &mut out)?;
    Ok(vm.new_bytes(&out))
}
fn pack_into(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    vm.refuse_keywords("Struct.pack_into", args)?;
    let layout = layout_of(vm, this)?;
    let (buffer, offset, values) = match args.pos {
        [buffer, offset, values @ ..] => (*buffer, *offset, values),
        [_] => return Err(error(vm, "pack_into expected offset argument")),
        [] => return Err(error(vm, "pack_into expected buffer argument")),
    };
    check_count(vm, "pack_into", &layout, values.len())?;
    if !is_writable(vm, buffer) {
        let class = vm.class_name(buffer);
        return Err(vm.type_error(format!("argument must be read-write bytes-like object, not {class}")));
    }
    let length = vm.len(buffer)?;
    let offset = vm.as_index(offset)?;
    let at = place(vm, &layout, length, offset, true)?;
    let mut out = zeros(vm, &layout)?;
    layout.pack(vm, values, &mut out)?;
    store(vm, buffer, at, &out)?;
    Ok(vm.none())
}
fn is_writable(vm: &mut Vm, buffer: ObjId) -> bool {
    match vm.payload(buffer).base() {
        Payload::ByteArray(_) => true,
        _ if vm.type_of(buffer) == types::MEMORYVIEW => match vm.get_attr_str(buffer, "readonly") {
            Ok(flag) => flag_value(vm, flag) == ids::FALSE,
            Err(_) => false,
        },
        _ => false,
    }
}
fn flag_value(vm: &mut Vm, flag: crate::heap::Owned) -> ObjId {
    let id = flag.id();
    vm.release(flag);
    id
}
/// Writes into a bytearray or through a memoryview.
fn store(vm: &mut Vm, buffer: ObjId, at: usize, out: &[u8]) -> Res<()> {
    if let Payload::ByteArray(data) = vm.payload_mut(buffer).base_mut() {
        if let Some(place) = data.get_mut(at..at + out.len()) {
            place.copy_from_slice(out);
        }
        return Ok(());
    }
    let (start, end) = (vm.new_int(at as i64), vm.new_int((at + out.len()) as i64));
    let slice = vm.slice_of([start.id(), end.id(), ids::NONE]);
    let value = vm.new_bytes(out);
    let result = vm.set_item(buffer, slice.id(), value.id());
    [start, end, slice, value].into_iter().for_each(|o| vm.release(o));
    result
}
/// Where in a buffer of that length the offset points; there must be room.
fn place(vm: &mut Vm, layout: &Layout, length: usize, offset: i64, packing: bool) -> Res<usize> {
    let size = layout.size;
    let mut at = i128::from(offset);
    if at < 0 {
        if at + size as i128 > 0 {
            return Err(match packing {
                true => error(vm, format!("no space to pack {size} bytes at offset {offset}")),
                false => error(vm, format!("not enough data to unpack {size} bytes at offset {offset}")),
            });
        }
        at += length as i128;
        if at < 0 {
            return Err(error(vm, format!("offset {offset} out of range for {length}-byte buffer")));
        }
    }
    if length as i128 - at < size as i128 {
        let (name, verb) = if packing { ("pack_into", "packing") } else { ("unpack_from", "unpacking") };
        let needed = at + size as i128;
        return Err(error(
            vm,
            format!(
                "{name} requires a buffer of at least {needed} bytes for {verb} {size} bytes at offset {at} (actual buffer size is {length})"
            ),
        ));
    }
    Ok(at as usize)
}
fn unpack(vm: &mut Vm, this: ObjId, buffer: ObjId) -> Res {
    let layout = layout_of(vm, this)?;
    let data = bytes::data(vm, buffer)?;
    if data.len() != layout.size {
        return Err(error(vm, format!("unpack requires a buffer of {} bytes", layout.size)));
    }
    Ok(layout.unpack(vm, &data))
}
fn unpack_from(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("unpack_from", args, ["buffer", "offset"], 1, 2)?;
    unpack_at(vm, this, bound)
}
fn unpack_at(vm: &mut Vm, this: ObjId, [buffer, offset]: [Option<ObjId>; 2]) -> Res {
    let layout = layout_of(vm, this)?;
    let offset = offset.map_or(Ok(0), |o| vm.as_index(o))?;
    let data = bytes::data(vm, buffer.unwrap_or(ids::NONE))?;
    let at = place(vm, &layout, data.len(), offset, false)?;
    Ok(layout.unpack(vm, &data[at..at + layout.size]))
}

/// The iterator holds the `Struct`, the buffer and the place.
fn iter_unpack(vm: &mut Vm, this: ObjId, buffer: ObjId) -> Res {
    let layout = layout_of(vm, this)?;
    if layout.size == 0 {
        return Err(error(vm, "cannot iteratively unpack with a struct of length 0"));
    }
    let data = bytes::data(vm, buffer)?;
    if data.len() % layout.size != 0 {
        let message = format!("iterative unpacking requires a buffer of a multiple of {} bytes", layout.size);
        return Err(error(vm, message));
    }
    let fields = [this, buffer, ids::small_int(0)].map(|id| Some(vm.own(id).into_id()));
    Ok(vm.alloc(module_types::UNPACK_ITERATOR, Payload::Record(Box::new(fields))))
}
/// The iterator's parts; none once it is exhausted.
fn parts(vm: &Vm, this: ObjId) -> Option<(ObjId, ObjId, usize)> {
    match vm.payload(this) {
        Payload::Record(fields) => match **fields {
            [Some(made), Some(buffer), Some(at)] => Some((made, buffer, vm.as_i64(at)? as usize)),
            _ => None,
        },
        _ => None,
    }
}
fn next(vm: &mut Vm, this: ObjId) -> Res {
    let Some((made, buffer, at)) = parts(vm, this) else { return Err(vm.stop_iteration(None)) };
    let layout = layout_of(vm, made)?;
    let data = bytes::data(vm, buffer)?;
    let end = at + layout.size;
    let (result, left) = match data.get(at..end) {
        Some(part) => {
            (Ok(layout.unpack(vm, part)), [Some(made), Some(buffer), Some(vm.new_int(end as i64).into_id())])
        }
        None => (Err(stop(vm)), [None; 3]),
    };
    let old = match vm.payload_mut(this) {
        Payload::Record(fields) => std::mem::replace(fields, Box::new(left)),
        _ => Box::new([None; 3]),
    };
    // The first two stay where the iterator goes on.
    for (old, new) in old.iter().zip(left) {
        if *old != new {
            vm.decref_opt(*old);
        }
    }
    result
}
fn stop(vm: &mut Vm) -> Unwind {
    vm.stop_iteration(None)
}
fn remaining(vm: &mut Vm, this: ObjId) -> Res {
    let Some((made, buffer, at)) = parts(vm, this) else { return Ok(vm.new_int(0)) };
    let (size, length) = (layout_of(vm, made)?.size, vm.len(buffer)?);
    Ok(vm.new_int((length.saturating_sub(at) / size.max(1)) as i64))
}
