//! Methods that bytes and bytearray share: searching, splitting, joining, replacing.

use super::bytes::{ONE_BYTE, byte, data, like, own_data, same};
use super::str_search::{find_all, find_in, replace_in, rfind_in};
use super::str_split::{rsplit_at, rsplit_blank, split_at, split_blank, split_lines, strip_range};
use super::{MAX_LENGTH, bytes};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::object::{Items, Payload};
use crate::vm::NativeCall::{Full, One, Pos};
use crate::vm::native::{NativeDef, Owner, method, static_method};
use crate::vm::{Args, NativeTable, Res, Vm};
use std::ops::Range;

/// What to search for: bytes, or one byte given as an int.
fn needle(vm: &mut Vm, id: ObjId) -> Res<Vec<u8>> {
    if let Some(data) = bytes::buffer(vm, id)? {
        return Ok(data);
    }
    if vm.has_index(id) {
        return Ok(vec![byte(vm, id, ONE_BYTE)?]);
    }
    let class = vm.class_name(id);
    Err(vm.type_error(format!("argument should be integer or bytes-like object, not '{class}'")))
}
fn search(
    vm: &mut Vm,
    this: ObjId,
    args: &[ObjId],
    f: fn(&[u8], &[u8]) -> Option<usize>,
) -> Res<Option<usize>> {
    let len = vm.as_bytes(this).map_or(0, <[u8]>::len);
    let range = vm.search_range(&args[1..], len)?;
    let needle = needle(vm, args[0])?;
    let Some(range) = range else { return Ok(None) };
    let start = range.start;
    let data = vm.as_bytes(this).unwrap_or_default();
    Ok(data.get(range).and_then(|d| f(d, &needle)).map(|i| start + i))
}
fn position(vm: &mut Vm, place: Option<usize>) -> Res {
    Ok(vm.new_int(place.map_or(-1, |p| p as i64)))
}
fn position_or_error(vm: &mut Vm, place: Option<usize>) -> Res {
    match place {
        Some(place) => Ok(vm.new_int(place as i64)),
        None => Err(vm.value_error("subsection not found")),
    }
}
fn find(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let place = search(vm, this, args, find_in)?;
    position(vm, place)
}
fn rfind(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let place = search(vm, this, args, rfind_in)?;
    position(vm, place)
}
fn index(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let place = search(vm, this, args, find_in)?;
    position_or_error(vm, place)
}
fn rindex(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let place = search(vm, this, args, rfind_in)?;
    position_or_error(vm, place)
}
fn count(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let len = vm.as_bytes(this).map_or(0, <[u8]>::len);
    let range = vm.search_range(&args[1..], len)?;
    let needle = needle(vm, args[0])?;
    let data = vm.as_bytes(this).unwrap_or_default();
    let number = range.and_then(|r| data.get(r)).map_or(0, |d| find_all(d, &needle, usize::MAX).len());
    Ok(vm.new_int(number as i64))
}

fn affix(vm: &mut Vm, this: ObjId, args: &[ObjId], name: &str, holds: fn(&[u8], &[u8]) -> bool) -> Res {
    let text = own_data(vm, this);
    let range = vm.search_range(&args[1..], text.len())?;
    let test = |part: &[u8]| range.clone().is_some_and(|r| holds(&text[r], part));
    if let Some(items) = vm.as_tuple(args[0]) {
        for &item in &items.to_vec() {
            let part = data(vm, item)?;
            if test(&part) {
                return Ok(vm.new_bool(true));
            }
        }
        return Ok(vm.new_bool(false));
    }
    match bytes::buffer(vm, args[0])? {
        Some(part) => Ok(vm.new_bool(test(&part))),
        None => {
            let class = vm.class_name(args[0]);
            Err(vm.type_error(format!("{name} first arg must be bytes or a tuple of bytes, not {class}")))
        }
    }
}
fn startswith(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    affix(vm, this, args, "startswith", |d, p| d.starts_with(p))
}
fn endswith(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    affix(vm, this, args, "endswith", |d, p| d.ends_with(p))
}

/// A part; the whole of exact bytes is the object itself.
fn part(vm: &mut Vm, this: ObjId, range: Range<usize>) -> Res {
    let data = vm.as_bytes(this).unwrap_or_default();
    if range == (0..data.len()) {
        return same(vm, this);
    }
    let part = data.get(range).unwrap_or_default().to_vec();
    like(vm, this, part)
}
fn parts(vm: &mut Vm, this: ObjId, ranges: Vec<Range<usize>>) -> Res<Vec<ObjId>> {
    let mut items = Vec::with_capacity(ranges.len());
    for range in ranges {
        items.push(part(vm, this, range)?.into_id());
    }
    Ok(items)
}
fn removeprefix(vm: &mut Vm, this: ObjId, prefix: ObjId) -> Res {
    let (prefix, text) = (data(vm, prefix)?, own_data(vm, this));
    let cut = if text.starts_with(&prefix) { prefix.len() } else { 0 };
    part(vm, this, cut..text.len())
}
fn removesuffix(vm: &mut Vm, this: ObjId, suffix: ObjId) -> Res {
    let (suffix, text) = (data(vm, suffix)?, own_data(vm, this));
    let cut = if text.ends_with(&suffix) { suffix.len() } else { 0 };
    part(vm, this, 0..text.len() - cut)
}

/// The blanks of bytes: ASCII's six.
pub fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}
fn split_with(vm: &mut Vm, this: ObjId, args: Args<'_>, name: &str, right: bool) -> Res {
    let [separator, limit] = vm.bind(name, args, ["sep", "maxsplit"], 0, 2)?;
    let limit = match limit {
        Some(limit) => vm.size_argument(limit)?,
        None => -1,
    };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let ranges = match separator.filter(|&s| s != ids::NONE) {
        None => {
            let text = own_data(vm, this);
            let split = |blank: &dyn Fn(usize) -> bool| match right {
                true => rsplit_blank(text.len(), blank, limit),
                false => split_blank(text.len(), blank, limit),
            };
            split(&|i| is_blank(text[i]))
        }
        Some(separator) => {
            let separator = data(vm, separator)?;
            if separator.is_empty() {
                return Err(vm.value_error("empty separator"));
            }
            let text = own_data(vm, this);
            if right { rsplit_at(&text, &separator, limit) } else { split_at(&text, &separator, limit) }
        }
    };
    let items = parts(vm, this, ranges)?;
    Ok(vm.new_list_of(Items::parts(items, limit)))
}
fn split(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    split_with(vm, this, args, "split", false)
}
fn rsplit(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    split_with(vm, this, args, "rsplit", true)
}
fn splitlines(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let [keep] = vm.bind("splitlines", args, ["keepends"], 0, 1)?;
    let keep = match keep {
        Some(keep) => vm.truth(keep)?,
        None => false,
    };
    let text = own_data(vm, this);
    let ranges = split_lines(text.len(), keep, |i| text[i] as u32, |p| p == 0xA || p == 0xD);
    let items = parts(vm, this, ranges)?;
    Ok(vm.new_list_of(Items::appended(items)))
}
fn partition_with(vm: &mut Vm, this: ObjId, separator: ObjId, right: bool) -> Res {
    let sep = data(vm, separator)?;
    if sep.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let text = own_data(vm, this);
    let place = if right { rfind_in(&text, &sep) } else { find_in(&text, &sep) };
    let items = match place {
        Some(place) => {
            // bytearray makes its own of the separator.
            let middle = match vm.payload(this).base() {
                Payload::ByteArray(_) => like(vm, this, sep.clone())?,
                _ => vm.own(separator),
            };
            [part(vm, this, 0..place)?, middle, part(vm, this, place + sep.len()..text.len())?]
        }
        None => {
            let (a, b, whole) = (like(vm, this, Vec::new())?, like(vm, this, Vec::new())?, same(vm, this)?);
            if right { [a, b, whole] } else { [whole, a, b] }
        }
    };
    Ok(vm.new_tuple(items.map(Owned::into_id).to_vec()))
}
fn partition(vm: &mut Vm, this: ObjId, separator: ObjId) -> Res {
    partition_with(vm, this, separator, false)
}
fn rpartition(vm: &mut Vm, this: ObjId, separator: ObjId) -> Res {
    partition_with(vm, this, separator, true)
}
fn strip_with(vm: &mut Vm, this: ObjId, args: &[ObjId], left: bool, right: bool) -> Res {
    let drop = match args.first().filter(|&&a| a != ids::NONE) {
        None => None,
        Some(&chars) => Some(data(vm, chars)?),
    };
    let text = vm.as_bytes(this).unwrap_or_default();
    let range = strip_range(text.len(), left, right, |i| match &drop {
        None => is_blank(text[i]),
        Some(set) => set.contains(&text[i]),
    });
    part(vm, this, range)
}
fn strip(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    strip_with(vm, this, args, true, true)
}
fn lstrip(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    strip_with(vm, this, args, true, false)
}
fn rstrip(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    strip_with(vm, this, args, false, true)
}

fn join(vm: &mut Vm, this: ObjId, iterable: ObjId) -> Res {
    let items = vm.join_items(iterable)?;
    let result = join_data(vm, this, &items);
    vm.decref_all(items);
    result
}
fn join_data(vm: &mut Vm, this: ObjId, items: &[ObjId]) -> Res {
    if let [only] = items
        && vm.type_of(*only) == types::BYTES
        && vm.type_of(this) == types::BYTES
    {
        return Ok(vm.own(*only));
    }
    let separator = own_data(vm, this);
    let mut out = Vec::new();
    for (i, &item) in items.iter().enumerate() {
        let Some(data) = bytes::buffer(vm, item)? else {
            let class = vm.class_name(item);
            return Err(
                vm.type_error(format!("sequence item {i}: expected a bytes-like object, {class} found"))
            );
        };
        if i > 0 {
            out.extend_from_slice(&separator);
        }
        out.extend(data);
        if out.len() > MAX_LENGTH {
            return Err(vm.memory_error());
        }
    }
    like(vm, this, out)
}
fn replace(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let (old, new) = (data(vm, args[0])?, data(vm, args[1])?);
    let limit = match args.get(2) {
        Some(&limit) => usize::try_from(vm.size_argument(limit)?).unwrap_or(usize::MAX),
        None => usize::MAX,
    };
    let text = own_data(vm, this);
    let places = find_all(&text, &old, limit).len();
    if text.len() + new.len().saturating_sub(old.len()).saturating_mul(places) > MAX_LENGTH {
        return Err(vm.memory_error());
    }
    match replace_in(&text, &old, &new, limit) {
        Some(data) => like(vm, this, data),
        None => same(vm, this),
    }
}

/// `translate(table, /, delete=b'')`
fn translate(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let [table, delete] = vm.bind("translate", args, ["", "delete"], 1, 2)?;
    let table = match table.filter(|&t| t != ids::NONE) {
        Some(table) => Some(data(vm, table)?),
        None => None,
    };
    if table.as_ref().is_some_and(|t| t.len() != 256) {
        return Err(vm.value_error("translation table must be 256 characters long"));
    }
    let delete = match delete {
        Some(delete) => data(vm, delete)?,
        None => Vec::new(),
    };
    let mut gone = [false; 256];
    delete.iter().for_each(|&b| gone[b as usize] = true);
    let text = own_data(vm, this);
    let kept = text.iter().filter(|&&b| !gone[b as usize]);
    let out: Vec<u8> = kept.map(|&b| table.as_ref().map_or(b, |t| t[b as usize])).collect();
    if out == text { same(vm, this) } else { like(vm, this, out) }
}
fn maketrans(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let (from, to) = (data(vm, args[0])?, data(vm, args[1])?);
    if from.len() != to.len() {
        return Err(vm.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    from.iter().zip(&to).for_each(|(&f, &t)| table[f as usize] = t);
    Ok(vm.new_bytes(&table))
}

const DEFS: &[NativeDef] = &[
    method("find", Pos(1, 3, find)),
    method("rfind", Pos(1, 3, rfind)),
    method("index", Pos(1, 3, index)),
    method("rindex", Pos(1, 3, rindex)),
    method("count", Pos(1, 3, count)),
    method("startswith", Pos(1, 3, startswith)),
    method("endswith", Pos(1, 3, endswith)),
    method("removeprefix", One(removeprefix)),
    method("removesuffix", One(removesuffix)),
    method("split", Full(split)),
    method("rsplit", Full(rsplit)),
    method("splitlines", Full(splitlines)),
    method("partition", One(partition)),
    method("rpartition", One(rpartition)),
    method("strip", Pos(0, 1, strip)),
    method("lstrip", Pos(0, 1, lstrip)),
    method("rstrip", Pos(0, 1, rstrip)),
    method("join", One(join)),
    method("replace", Pos(2, 3, replace)),
    method("translate", Full(translate)),
    static_method("maketrans", Pos(2, 2, maketrans)),
];
pub static TABLE: NativeTable = NativeTable { owner: Owner::Type(types::BYTES), defs: DEFS };
pub static ARRAY_TABLE: NativeTable = NativeTable { owner: Owner::Type(types::BYTEARRAY), defs: DEFS };
