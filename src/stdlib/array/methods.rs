//! Methods of arrays.

use super::{
    array, count, data_of, item, item_at, iterator_parts, make, may_resize, place, set_iterator_part, splice,
};
use crate::heap::ObjId;
use crate::object::Str;
use crate::object::ids::{self, types};
use crate::types::list::position_range_of;
use crate::vm::{Res, Vm};

pub fn append(vm: &mut Vm, this: ObjId, value: ObjId) -> Res<()> {
    let end = count(vm, this);
    insert_at(vm, this, end, value)
}
fn insert_at(vm: &mut Vm, this: ObjId, index: usize, value: ObjId) -> Res<()> {
    let code = array(vm, this).code;
    let bytes = item::write(vm, code, value)?;
    let size = item::size(code);
    let at = (index * size).min(array(vm, this).data.len());
    splice(vm, this, at..at, &bytes[..size])
}
pub fn insert(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let index = vm.as_index(args[0])?;
    let len = count(vm, this) as i64;
    let index = if index < 0 { (index + len).max(0) } else { index.min(len) };
    insert_at(vm, this, index as usize, args[1])?;
    Ok(vm.none())
}
pub fn pop(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    if count(vm, this) == 0 {
        return Err(vm.index_error("pop from empty array"));
    }
    let index = match args.first() {
        Some(&index) => place(vm, this, index, "pop index out of range")?,
        None => count(vm, this) - 1,
    };
    may_resize(vm, this)?;
    let value = item_at(vm, this, index);
    let size = item::size(array(vm, this).code);
    splice(vm, this, index * size..(index + 1) * size, &[])?;
    Ok(value)
}
/// The first item in a range that is equal to the value.
pub fn find(vm: &mut Vm, this: ObjId, value: ObjId, start: usize, stop: usize) -> Res<Option<usize>> {
    let mut index = start;
    while index < stop.min(count(vm, this)) {
        let item = item_at(vm, this, index);
        let same = vm.equal(item.id(), value);
        vm.release(item);
        if same? {
            return Ok(Some(index));
        }
        index += 1;
        vm.poll_round(index)?;
    }
    Ok(None)
}
pub fn remove(vm: &mut Vm, this: ObjId, value: ObjId) -> Res {
    let Some(index) = find(vm, this, value, 0, usize::MAX)? else {
        return Err(vm.value_error("array.remove(x): x not in array"));
    };
    let size = item::size(array(vm, this).code);
    splice(vm, this, index * size..(index + 1) * size, &[])?;
    Ok(vm.none())
}
pub fn index(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let len = count(vm, this);
    let (start, stop) = position_range_of(vm, len, &args[1..])?;
    match find(vm, this, args[0], start, stop)? {
        Some(index) => Ok(vm.new_int(index as i64)),
        None => Err(vm.value_error("array.index(x): x not in array")),
    }
}
pub fn count_of(vm: &mut Vm, this: ObjId, value: ObjId) -> Res {
    let (mut found, mut from) = (0, 0);
    while let Some(index) = find(vm, this, value, from, usize::MAX)? {
        found += 1;
        from = index + 1;
    }
    Ok(vm.new_int(found))
}
pub fn reverse(vm: &mut Vm, this: ObjId) -> Res {
    let array = array(vm, this);
    let size = item::size(array.code);
    array.data = array.data.chunks(size).rev().flatten().copied().collect();
    Ok(vm.none())
}
pub fn clear(vm: &mut Vm, this: ObjId) -> Res {
    let end = array(vm, this).data.len();
    splice(vm, this, 0..end, &[])?;
    Ok(vm.none())
}
pub fn byteswap(vm: &mut Vm, this: ObjId) -> Res {
    let array = array(vm, this);
    let size = item::size(array.code);
    array.data.chunks_mut(size).for_each(<[u8]>::reverse);
    Ok(vm.none())
}
pub fn to_list(vm: &mut Vm, this: ObjId) -> Res {
    let items = (0..count(vm, this)).map(|i| item_at(vm, this, i).into_id()).collect();
    Ok(vm.new_list(items))
}
pub fn from_list(vm: &mut Vm, this: ObjId, list: ObjId) -> Res {
    let Some(items) = vm.as_list(list).cloned() else { return Err(vm.type_error("arg must be list")) };
    let mut data = Vec::with_capacity(items.len());
    let code = array(vm, this).code;
    for item in items {
        let bytes = item::write(vm, code, item)?;
        data.extend_from_slice(&bytes[..item::size(code)]);
    }
    let end = array(vm, this).data.len();
    splice(vm, this, end..end, &data)?;
    Ok(vm.none())
}
pub fn from_bytes(vm: &mut Vm, this: ObjId, data: ObjId) -> Res {
    let data = data_of(vm, data)?;
    if data.len() % item::size(array(vm, this).code) != 0 {
        return Err(vm.value_error("bytes length not a multiple of item size"));
    }
    let end = array(vm, this).data.len();
    splice(vm, this, end..end, &data)?;
    Ok(vm.none())
}
pub fn to_file(vm: &mut Vm, this: ObjId, file: ObjId) -> Res {
    let data = array(vm, this).data.clone();
    let data = vm.new_bytes(&data);
    let written = vm.call_named(file, "write", &[data.id()]);
    vm.release(data);
    let written = written?;
    vm.release(written);
    Ok(vm.none())
}
pub fn from_file(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let items = vm.as_index(args[1])?;
    if items < 0 {
        return Err(vm.value_error("negative count"));
    }
    let wanted = items.saturating_mul(item::size(array(vm, this).code) as i64);
    let size = vm.new_int(wanted);
    let data = vm.call_named(args[0], "read", &[size.id()]);
    vm.release(size);
    let data = data?;
    let Some(length) = vm.as_bytes(data.id()).map(<[u8]>::len) else {
        vm.release(data);
        return Err(vm.type_error("read() didn't return bytes"));
    };
    let done = from_bytes(vm, this, data.id());
    vm.release(data);
    let none = done?;
    if (length as i64) < wanted {
        vm.release(none);
        return Err(vm.raise(types::EOF_ERROR, "read() didn't return enough bytes"));
    }
    Ok(none)
}
fn is_text(vm: &mut Vm, this: ObjId, method: &str) -> Res<()> {
    if matches!(array(vm, this).code, b'u' | b'w') {
        return Ok(());
    }
    Err(vm.value_error(format!("{method}() may only be called on unicode type arrays ('u' or 'w')")))
}
pub fn to_unicode(vm: &mut Vm, this: ObjId) -> Res {
    is_text(vm, this, "tounicode")?;
    let (groups, _) = array(vm, this).data.as_chunks::<4>();
    let points: Vec<u32> = groups.iter().map(|c| u32::from_le_bytes(*c)).collect();
    if let Some(wrong) = points.iter().find(|&&p| p > 0x10_FFFF) {
        return Err(vm.value_error(format!("character U+{wrong:x} is not in range [U+0000; U+10ffff]")));
    }
    Ok(vm.new_string(Str::from_points(&points)))
}
pub fn from_unicode(vm: &mut Vm, this: ObjId, text: ObjId) -> Res {
    if vm.as_str(text).is_none() {
        let class = vm.class_name(text);
        return Err(vm.type_error(format!("fromunicode() argument must be str, not {class}")));
    }
    is_text(vm, this, "fromunicode")?;
    let data: Vec<u8> = vm.string(text).points().flat_map(u32::to_le_bytes).collect();
    let end = array(vm, this).data.len();
    splice(vm, this, end..end, &data)?;
    Ok(vm.none())
}
pub fn buffer_info(vm: &mut Vm, this: ObjId) -> Res {
    let (at, items) = (vm.address(this) as i64 + 64, count(vm, this) as i64);
    let parts = vec![vm.new_int(at), vm.new_int(items)];
    Ok(vm.pack(parts))
}

/// Numbers of machine formats, as pickles name them.
fn machine_format(code: u8) -> i64 {
    match code {
        b'b' => 1,
        b'B' => 0,
        b'h' => 4,
        b'H' => 2,
        b'i' => 8,
        b'I' => 6,
        b'l' | b'q' => 12,
        b'L' | b'Q' => 10,
        b'f' => 14,
        b'd' => 16,
        _ => 20,
    }
}
/// What pickles are made of: bytes from protocol 3 on, a list before.
pub fn reduce(vm: &mut Vm, this: ObjId, protocol: ObjId) -> Res {
    let protocol = vm.as_index(protocol)?;
    let class = vm.type_of(this);
    let name = vm.intern("__dict__");
    let state = vm.get_attr_optional(this, name)?.unwrap_or_else(|| vm.none());
    let code = array(vm, this).code;
    let (class, letter) = (vm.own(class), vm.new_str(&(code as char).to_string()));
    if protocol < 3 {
        let items = to_list(vm, this)?;
        let args = vm.pack(vec![letter, items]);
        return Ok(vm.pack(vec![class, args, state]));
    }
    let module = vm.native_module("array")?;
    let maker = vm.get_attr_str(module.id(), "_array_reconstructor");
    vm.release(module);
    let data = array(vm, this).data.clone();
    let (format, data) = (vm.new_int(machine_format(code)), vm.new_bytes(&data));
    let args = vm.pack(vec![class, letter, format, data]);
    let maker = maker?;
    Ok(vm.pack(vec![maker, args, state]))
}
pub fn reconstruct(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let class = args[0];
    if !vm.is_type(class) {
        let class = vm.type_name(vm.type_of(class));
        return Err(vm.type_error(format!("first argument must be a type object, not {class}")));
    }
    if !vm.is_subtype(class, ids::module_types::ARRAY) {
        let class = vm.type_name(class);
        return Err(vm.type_error(format!("{class} is not a subtype of array.array")));
    }
    let code = match vm.as_str(args[1]).and_then(|s| s.points().next()) {
        Some(point) if item::CODES.bytes().any(|c| u32::from(c) == point) => point as u8,
        _ => return Err(vm.value_error("second argument must be a valid type code")),
    };
    let format = vm.as_index(args[2])?;
    if !(0..=21).contains(&format) {
        return Err(vm.value_error("third argument must be a valid machine format code."));
    }
    let Some(data) = vm.as_bytes(args[3]).map(<[u8]>::to_vec) else {
        let class = vm.class_name(args[3]);
        return Err(vm.type_error(format!("fourth argument should be bytes, not {class}")));
    };
    if format != machine_format(code) {
        return Err(vm.not_supported("an array of another machine's format"));
    }
    if data.len() % item::size(code) != 0 {
        return Err(vm.value_error("string length not a multiple of item size"));
    }
    Ok(make(vm, class, code, data))
}
pub fn reduce_iterator(vm: &mut Vm, this: ObjId) -> Res {
    let iter = vm.builtin("iter");
    let (held, at) = iterator_parts(vm, this);
    match held {
        Some(held) => {
            let (args, place) = (vm.tuple_of(&[held]), vm.new_int(at as i64));
            Ok(vm.pack(vec![iter, args, place]))
        }
        None => {
            let empty = vm.new_list(Vec::new());
            let args = vm.pack(vec![empty]);
            Ok(vm.pack(vec![iter, args]))
        }
    }
}
pub fn set_iterator(vm: &mut Vm, this: ObjId, place: ObjId) -> Res {
    let place = vm.as_index(place)?;
    if let (Some(held), _) = iterator_parts(vm, this) {
        let most = count(vm, held) as i64;
        let place = vm.new_int(place.clamp(0, most));
        set_iterator_part(vm, this, 1, Some(place));
    }
    Ok(vm.none())
}
