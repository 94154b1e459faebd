//! `zlib`: deflate and its checksums. What is compressed is another stream than the C library's, which
//! unpacks to the same.

use super::binascii;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, module_types, types};
use crate::object::native_data::{Deflater, Inflater};
use crate::object::{NativeData, Payload};
use crate::types::bytes;
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, attribute, function, method};
use crate::vm::{Res, Unwind, Vm};

static MODULE: NativeTable = NativeTable {
    owner: Owner::Module("zlib"),
    defs: &[
        function("adler32", Pos(1, 2, adler32)),
        function("crc32", Pos(1, 2, binascii::crc32)),
        function("compress", Full(compress)),
        function("decompress", Full(decompress)),
        function("compressobj", Full(compressobj)),
        function("decompressobj", Full(decompressobj)),
    ],
};
static COMPRESS: NativeTable = NativeTable {
    owner: Owner::Type(module_types::ZLIB_COMPRESS),
    defs: &[
        method(
            "compress",
            One(|vm, this, data| {
                let data = bytes::data(vm, data)?;
                deflate(vm, this, &data, NO_FLUSH)
            }),
        ),
        method("flush", Pos(0, 1, flush_compress)),
        method("copy", NoArgs(copy)),
        method("__copy__", NoArgs(copy)),
        method("__deepcopy__", One(|vm, this, _| copy(vm, this))),
    ],
};
static DECOMPRESS: NativeTable = NativeTable {
    owner: Owner::Type(module_types::ZLIB_DECOMPRESS),
    defs: &[
        method("decompress", Full(decompress_part)),
        method(
            "flush",
            Pos(0, 1, |vm, this, _| {
                let data = std::mem::take(&mut inflater(vm, this).tail);
                inflate(vm, this, data, usize::MAX)
            }),
        ),
        method("copy", NoArgs(copy)),
        method("__copy__", NoArgs(copy)),
        method("__deepcopy__", One(|vm, this, _| copy(vm, this))),
        attribute(
            "eof",
            |vm, this| {
                let eof = inflater(vm, this).ended;
                Ok(vm.new_bool(eof))
            },
            None,
        ),
        attribute(
            "unused_data",
            |vm, this| {
                let data = inflater(vm, this).unused.clone();
                Ok(vm.new_bytes(&data))
            },
            None,
        ),
        attribute(
            "unconsumed_tail",
            |vm, this| {
                let data = inflater(vm, this).tail.clone();
                Ok(vm.new_bytes(&data))
            },
            None,
        ),
    ],
};
pub static TABLES: &[&NativeTable] = &[&MODULE, &COMPRESS, &DECOMPRESS];

const NO_FLUSH: i64 = 0;
const FINISH: i64 = 4;

pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    vm.put_late_exception(dict, "error", "zlib.error", types::EXCEPTION);
    let numbers = [
        ("MAX_WBITS", 15),
        ("DEFLATED", 8),
        ("DEF_MEM_LEVEL", 8),
        ("DEF_BUF_SIZE", 16384),
        ("Z_NO_COMPRESSION", 0),
        ("Z_BEST_SPEED", 1),
        ("Z_BEST_COMPRESSION", 9),
        ("Z_DEFAULT_COMPRESSION", -1),
        ("Z_FILTERED", 1),
        ("Z_HUFFMAN_ONLY", 2),
        ("Z_RLE", 3),
        ("Z_FIXED", 4),
        ("Z_DEFAULT_STRATEGY", 0),
        ("Z_NO_FLUSH", NO_FLUSH),
        ("Z_PARTIAL_FLUSH", 1),
        ("Z_SYNC_FLUSH", 2),
        ("Z_FULL_FLUSH", 3),
        ("Z_FINISH", FINISH),
        ("Z_BLOCK", 5),
        ("Z_TREES", 6),
    ];
    vm.put_ints(dict, &numbers);
    for (name, text) in [("ZLIB_VERSION", "1.3.1"), ("ZLIB_RUNTIME_VERSION", "1.3.1"), ("__version__", "1.0")]
    {
        let text = vm.new_str(text);
        vm.dict_put(dict, name, text);
    }
}
fn error(vm: &mut Vm, message: impl AsRef<str>) -> Unwind {
    vm.raise_late("zlib.error", types::EXCEPTION, message)
}
fn adler32(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    const BASE: u32 = 65_521;
    let data = bytes::data(vm, args[0])?;
    let start = binascii::start_value(vm, args.get(1), 1)?;
    let (mut a, mut b) = ((start & 0xFFFF) % BASE, (start >> 16) % BASE);
    // So many bytes can be added up before the sums overflow.
    for chunk in data.chunks(5552) {
        for &byte in chunk {
            a += u32::from(byte);
            b += a;
        }
        (a, b) = (a % BASE, b % BASE);
    }
    Ok(vm.new_int((b << 16 | a).into()))
}

/// Level and window, as checked numbers.
fn settings(vm: &mut Vm, level: Option<ObjId>, wbits: Option<ObjId>) -> Res<(u8, i64)> {
    let level = level.map_or(Ok(-1), |l| vm.as_index(l))?;
    let wbits = wbits.map_or(Ok(15), |w| vm.as_index(w))?;
    if !(-1..=9).contains(&level) {
        return Err(error(vm, "Bad compression level"));
    }
    if !matches!(wbits, 9..=15 | -15..=-9 | 25..=31) {
        return Err(vm.value_error("Invalid initialization option"));
    }
    Ok((if level < 0 { 6 } else { level as u8 }, wbits))
}
/// Data are compressed in parts of this size; between two of them the run may be interrupted.
const PART: usize = 1 << 20;

fn compress(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [data, level, wbits] = vm.bind("compress", args, ["", "level", "wbits"], 1, 3)?;
    let data = bytes::data(vm, data.unwrap_or(ids::NONE))?;
    let (level, wbits) = settings(vm, level, wbits)?;
    let mut deflater = Deflater::new(level, wbits);
    let mut out = Vec::new();
    let mut parts = data.chunks(PART).peekable();
    while let Some(part) = parts.next_if(|part| part.len() == PART) {
        out.extend(deflater.feed(part, false, false));
        vm.poll()?;
    }
    out.extend(deflater.feed(parts.next().unwrap_or_default(), FINISH != NO_FLUSH, true));
    out.shrink_to_fit();
    Ok(vm.new_bytes(&out))
}
fn compressobj(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let names = ["level", "method", "wbits", "memLevel", "strategy", "zdict"];
    let bound = vm.bind("compressobj", args, names, 0, 6)?;
    if bound[5].is_some() {
        return Err(vm.not_supported("a dictionary for zlib"));
    }
    let (level, wbits) = settings(vm, bound[0], bound[2])?;
    let data = NativeData::Deflater(Box::new(Deflater::new(level, wbits)));
    Ok(vm.alloc(module_types::ZLIB_COMPRESS, Payload::Data(Box::new(data))))
}
fn deflate(vm: &mut Vm, this: ObjId, data: &[u8], mode: i64) -> Res {
    let Payload::Data(state) = vm.payload_mut(this) else { return Ok(vm.none()) };
    let NativeData::Deflater(state) = &mut **state else { return Ok(vm.none()) };
    if state.ended {
        return Err(error(vm, "Error -2 while compressing data: inconsistent stream state"));
    }
    let out = state.feed(data, mode != NO_FLUSH, mode == FINISH);
    Ok(vm.new_bytes(&out))
}
fn flush_compress(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let mode = args.first().map_or(Ok(FINISH), |&m| vm.as_index(m))?;
    if mode == NO_FLUSH {
        return Ok(vm.new_bytes(&[]));
    }
    deflate(vm, this, &[], mode)
}
fn copy(vm: &mut Vm, this: ObjId) -> Res {
    let (class, state) = (vm.type_of(this), vm.payload(this).clone());
    Ok(vm.alloc(class, state))
}

fn decompress(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [data, wbits, size] = vm.bind("decompress", args, ["", "wbits", "bufsize"], 1, 3)?;
    let data = bytes::data(vm, data.unwrap_or(ids::NONE))?;
    let wbits = wbits.map_or(Ok(15), |w| vm.as_index(w))?;
    if let Some(size) = size
        && vm.as_index(size)? <= 0
    {
        return Err(vm.value_error("bufsize must be greater than zero"));
    }
    let mut state = Inflater::new(wbits);
    let out = unpack(vm, &mut state, &data, usize::MAX)?;
    if !state.ended {
        return Err(error(vm, "Error -5 while decompressing data: incomplete or truncated stream"));
    }
    Ok(vm.new_bytes(&out))
}
/// Unpacks, with the errors of the C library.
fn unpack(vm: &mut Vm, state: &mut Inflater, data: &[u8], most: usize) -> Res<Vec<u8>> {
    let budget = vm.state.memory_limit;
    match state.feed(data, most.min(budget)) {
        Ok(out) if out.len() >= budget => Err(vm.memory_error()),
        Ok(out) => Ok(out),
        Err(what) => Err(error(vm, format!("Error -3 while decompressing data: {what}"))),
    }
}
fn decompressobj(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [wbits, dictionary] = vm.bind("decompressobj", args, ["wbits", "zdict"], 0, 2)?;
    if dictionary.is_some() {
        return Err(vm.not_supported("a dictionary for zlib"));
    }
    let wbits = wbits.map_or(Ok(15), |w| vm.as_index(w))?;
    let data = NativeData::Inflater(Box::new(Inflater::new(wbits)));
    Ok(vm.alloc(module_types::ZLIB_DECOMPRESS, Payload::Data(Box::new(data))))
}
fn inflater(vm: &mut Vm, this: ObjId) -> &mut Inflater {
    match vm.payload_mut(this) {
        Payload::Data(data) => match &mut **data {
            NativeData::Inflater(state) => state,
            other => unreachable!("{other:?} is no decompressor"),
        },
        other => unreachable!("{other:?} is no decompressor"),
    }
}
fn decompress_part(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let [data, most] = vm.bind("decompress", args, ["", "max_length"], 1, 2)?;
    let data = bytes::data(vm, data.unwrap_or(ids::NONE))?;
    let most = match most.map_or(Ok(0), |m| vm.as_index(m))? {
        n if n < 0 => return Err(vm.value_error("max_length must be non-negative")),
        0 => usize::MAX,
        n => n as usize,
    };
    inflate(vm, this, data, most)
}
fn inflate(vm: &mut Vm, this: ObjId, data: Vec<u8>, most: usize) -> Res {
    let mut state = inflater(vm, this).clone();
    let out = unpack(vm, &mut state, &data, most)?;
    *inflater(vm, this) = state;
    let out: Owned = vm.new_bytes(&out);
    Ok(out)
}
