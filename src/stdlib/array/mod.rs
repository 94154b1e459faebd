//! `array`: numbers of one kind, side by side.

mod item;
mod methods;

use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, module_types, types};
use crate::object::native_data::Array;
use crate::object::{NativeData, Payload};
use crate::types::bytes;
use crate::types::object::basic_size;
use crate::vm::compare::{holds, op};
use crate::vm::native::{
    Args, NativeCall::*, NativeTable, Owner, attribute, class_method, constructor, function, method,
    sequence, wrapper,
};
use crate::vm::{Res, Unwind, Vm};

static MODULE: NativeTable = NativeTable {
    owner: Owner::Module("array"),
    defs: &[function("_array_reconstructor", Pos(4, 4, methods::reconstruct))],
};
static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(module_types::ARRAY),
    defs: &[
        constructor(new),
        wrapper("__repr__", NoArgs(repr)),
        wrapper(
            "__len__",
            NoArgs(|vm, this| {
                let n = count(vm, this);
                Ok(vm.new_int(n as i64))
            }),
        ),
        wrapper("__getitem__", One(get_item)),
        wrapper("__setitem__", Pos(2, 2, |vm, this, args| store(vm, this, args[0], Some(args[1])))),
        wrapper("__delitem__", One(|vm, this, key| store(vm, this, key, None))),
        wrapper(
            "__contains__",
            One(|vm, this, value| {
                let found = methods::find(vm, this, value, 0, usize::MAX)?.is_some();
                Ok(vm.new_bool(found))
            }),
        ),
        wrapper("__iter__", NoArgs(iter)),
        sequence("__add__", One(add)),
        sequence("__mul__", One(|vm, this, n| multiply(vm, this, n, false))),
        sequence("__rmul__", One(|vm, this, n| multiply(vm, this, n, false))),
        sequence("__iadd__", One(inplace_add)),
        sequence("__imul__", One(|vm, this, n| multiply(vm, this, n, true))),
        wrapper("__eq__", One(|vm, this, other| compare(vm, op::EQ, this, other))),
        wrapper("__ne__", One(|vm, this, other| compare(vm, op::NE, this, other))),
        wrapper("__lt__", One(|vm, this, other| compare(vm, op::LT, this, other))),
        wrapper("__le__", One(|vm, this, other| compare(vm, op::LE, this, other))),
        wrapper("__gt__", One(|vm, this, other| compare(vm, op::GT, this, other))),
        wrapper("__ge__", One(|vm, this, other| compare(vm, op::GE, this, other))),
        class_method("__class_getitem__", One(|vm, class, item| vm.generic_alias(class, item))),
        attribute(
            "typecode",
            |vm, this| {
                let code = array(vm, this).code;
                Ok(vm.new_str(&(code as char).to_string()))
            },
            None,
        ),
        attribute(
            "itemsize",
            |vm, this| {
                let size = item::size(array(vm, this).code);
                Ok(vm.new_int(size as i64))
            },
            None,
        ),
        method(
            "append",
            One(|vm, this, value| {
                methods::append(vm, this, value)?;
                Ok(vm.none())
            }),
        ),
        method(
            "extend",
            One(|vm, this, more| {
                extend(vm, this, more)?;
                Ok(vm.none())
            }),
        ),
        method("insert", Pos(2, 2, methods::insert)),
        method("pop", Pos(0, 1, methods::pop)),
        method("remove", One(methods::remove)),
        method("index", Pos(1, 3, methods::index)),
        method("count", One(methods::count_of)),
        method("reverse", NoArgs(methods::reverse)),
        method("clear", NoArgs(methods::clear)),
        method("byteswap", NoArgs(methods::byteswap)),
        method("tolist", NoArgs(methods::to_list)),
        method("fromlist", One(methods::from_list)),
        method(
            "tobytes",
            NoArgs(|vm, this| {
                let data = array(vm, this).data.clone();
                Ok(vm.new_bytes(&data))
            }),
        ),
        method("frombytes", One(methods::from_bytes)),
        method("tofile", One(methods::to_file)),
        method("fromfile", Pos(2, 2, methods::from_file)),
        method("tounicode", NoArgs(methods::to_unicode)),
        method("fromunicode", One(methods::from_unicode)),
        method("buffer_info", NoArgs(methods::buffer_info)),
        method("__copy__", NoArgs(copy)),
        method("__deepcopy__", One(|vm, this, _| copy(vm, this))),
        method("__reduce_ex__", One(methods::reduce)),
        method(
            "__sizeof__",
            NoArgs(|vm, this| {
                let own = basic_size(vm, vm.type_of(this));
                let array = array(vm, this);
                let room = array.room * item::size(array.code);
                Ok(vm.new_int(own + room as i64))
            }),
        ),
    ],
};
static ITERATOR: NativeTable = NativeTable {
    owner: Owner::Type(module_types::ARRAY_ITERATOR),
    defs: &[
        wrapper("__iter__", NoArgs(|vm, this| Ok(vm.own(this)))),
        wrapper("__next__", NoArgs(next)),
        method("__reduce__", NoArgs(methods::reduce_iterator)),
        method("__setstate__", One(methods::set_iterator)),
    ],
};
pub static TABLES: &[&NativeTable] = &[&MODULE, &TABLE, &ITERATOR];

pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    let codes = vm.new_str(item::CODES);
    vm.dict_put(dict, "typecodes", codes);
    vm.dict_put(dict, "ArrayType", Owned::new(module_types::ARRAY));
    // Without a library nobody asks.
    if register(vm).is_err() {
        let lost = vm.take_raised();
        vm.release_opt(lost);
    }
}
/// Arrays are mutable sequences.
fn register(vm: &mut Vm) -> Res<()> {
    let module = vm.import_by_name("collections.abc")?;
    let class = vm.get_attr_str(module.id(), "MutableSequence");
    vm.release(module);
    let class = class?;
    let result = vm.call_named(class.id(), "register", &[module_types::ARRAY]);
    vm.release(class);
    let same = result?;
    vm.release(same);
    Ok(())
}

/// An array's data; `this` is one.
fn array(vm: &mut Vm, this: ObjId) -> &mut Array {
    match vm.payload_mut(this).base_mut() {
        Payload::Data(data) => match &mut **data {
            NativeData::Array(array) => array,
            other => unreachable!("{other:?} is no array"),
        },
        other => unreachable!("{other:?} is no array"),
    }
}
fn is_array(vm: &Vm, id: ObjId) -> bool {
    vm.state.heap.is_live(module_types::ARRAY) && vm.is_instance(id, module_types::ARRAY)
}
fn count(vm: &mut Vm, this: ObjId) -> usize {
    let array = array(vm, this);
    array.data.len() / item::size(array.code)
}
fn make(vm: &mut Vm, class: ObjId, code: u8, data: Vec<u8>) -> Owned {
    vm.account(data.len());
    let room = data.len() / item::size(code);
    let data = NativeData::Array(Box::new(Array { code, data, room }));
    vm.new_native_instance(class, Payload::Data(Box::new(data)))
}
/// The item of that number, which is there.
fn item_at(vm: &mut Vm, this: ObjId, index: usize) -> Owned {
    let array = array(vm, this);
    let (code, size) = (array.code, item::size(array.code));
    let data = array.data[index * size..(index + 1) * size].to_vec();
    item::read(vm, code, &data)
}
/// BufferError while somebody looks at the array's memory.
fn may_resize(vm: &mut Vm, this: ObjId) -> Res<()> {
    if vm.state.exports.get(&this).is_some_and(|&n| n > 0) {
        return Err(vm.raise(types::BUFFER_ERROR, "cannot resize an array that is exporting buffers"));
    }
    Ok(())
}
/// Puts bytes in the place of others.
fn splice(vm: &mut Vm, this: ObjId, range: std::ops::Range<usize>, bytes: &[u8]) -> Res<()> {
    let resized = range.len() != bytes.len();
    if resized {
        may_resize(vm, this)?;
        vm.reserve(bytes.len())?;
        vm.account(bytes.len());
    }
    let array = array(vm, this);
    let (before, size) = (array.data.len(), item::size(array.code));
    array.data.splice(range, bytes.iter().copied());
    if resized {
        array.settle(before / size, array.data.len() / size);
    }
    Ok(())
}

fn new(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    if class == module_types::ARRAY {
        vm.refuse_keywords("array.array", args)?;
    }
    let given = args.pos.len();
    if given == 0 {
        return Err(vm.type_error("array() takes at least 1 argument (0 given)"));
    }
    if given > 2 {
        return Err(vm.type_error(format!("array() takes at most 2 arguments ({given} given)")));
    }
    let code = match vm.as_str(args.pos[0]).map(|s| (s.len(), s.points().next())) {
        Some((1, Some(point))) => u8::try_from(point).unwrap_or(0),
        _ => {
            let class = vm.argument_class(args.pos[0]);
            return Err(vm.type_error(format!("array() argument 1 must be a unicode character, not {class}")));
        }
    };
    let initial = args.pos.get(1).copied();
    if let Some(initial) = initial.filter(|_| !matches!(code, b'u' | b'w')) {
        if vm.as_str(initial).is_some() {
            let message = format!("cannot use a str to initialize an array with typecode '{}'", code as char);
            return Err(vm.type_error(message));
        }
        if is_array(vm, initial) && matches!(array(vm, initial).code, b'u' | b'w') {
            let message =
                format!("cannot use a unicode array to initialize an array with typecode '{}'", code as char);
            return Err(vm.type_error(message));
        }
    }
    if !item::CODES.as_bytes().contains(&code) {
        return Err(vm.value_error("bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)"));
    }
    if code == b'u' {
        let message = "The 'u' type code is deprecated and will be removed in Python 3.16";
        vm.warn(types::DEPRECATION_WARNING, message)?;
    }
    let this = make(vm, class, code, Vec::new());
    match initial.map_or(Ok(()), |initial| fill_from(vm, this.id(), initial)) {
        Ok(()) => Ok(this),
        Err(e) => {
            vm.release(this);
            Err(e)
        }
    }
}
fn fill_from(vm: &mut Vm, this: ObjId, initial: ObjId) -> Res<()> {
    let code = array(vm, this).code;
    if vm.as_str(initial).is_some() {
        return methods::from_unicode(vm, this, initial).map(|none| vm.release(none));
    }
    if vm.as_bytes(initial).is_some() {
        return methods::from_bytes(vm, this, initial).map(|none| vm.release(none));
    }
    if is_array(vm, initial) && array(vm, initial).code == code {
        let data = array(vm, initial).data.clone();
        let array = array(vm, this);
        array.room = data.len() / item::size(code);
        array.data = data;
        return Ok(());
    }
    append_all(vm, this, initial)?;
    // The length of these is known before.
    if vm.as_list(initial).is_some() || vm.as_tuple(initial).is_some() {
        array(vm, this).room = count(vm, this);
    }
    Ok(())
}
/// Appends what an iterable yields.
fn append_all(vm: &mut Vm, this: ObjId, iterable: ObjId) -> Res<()> {
    let iter = vm.iter(iterable)?;
    let mut round = 0;
    let result = loop {
        match vm.next(iter.id()) {
            Ok(Some(value)) => {
                let added = methods::append(vm, this, value.id());
                vm.release(value);
                if let Err(e) = added {
                    break Err(e);
                }
                round += 1;
                if let Err(e) = vm.poll_round(round) {
                    break Err(e);
                }
            }
            Ok(None) => break Ok(()),
            Err(e) => break Err(e),
        }
    };
    vm.release(iter);
    result
}
fn extend(vm: &mut Vm, this: ObjId, more: ObjId) -> Res<()> {
    if !is_array(vm, more) {
        return append_all(vm, this, more);
    }
    let (code, data) = (array(vm, more).code, array(vm, more).data.clone());
    if code != array(vm, this).code {
        return Err(vm.type_error("can only extend with array of same kind"));
    }
    let end = array(vm, this).data.len();
    splice(vm, this, end..end, &data)
}

fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let code = array(vm, this).code as char;
    let class = vm.short_type_name(vm.type_of(this));
    if count(vm, this) == 0 {
        return Ok(vm.new_str(&format!("{class}('{code}')")));
    }
    let items =
        if matches!(code, 'u' | 'w') { methods::to_unicode(vm, this)? } else { methods::to_list(vm, this)? };
    let text = vm.repr(items.id());
    vm.release(items);
    let text = text?;
    let mut out = crate::types::support::Writer::new(&format!("{class}('{code}', "));
    let string = vm.string(text.id());
    out.push_str(&string);
    out.push(")");
    vm.release(text);
    Ok(out.finish(vm))
}
fn copy(vm: &mut Vm, this: ObjId) -> Res {
    let (code, data) = (array(vm, this).code, array(vm, this).data.clone());
    Ok(make(vm, module_types::ARRAY, code, data))
}
/// The number of an item that an index names.
fn place(vm: &mut Vm, this: ObjId, key: ObjId, message: &str) -> Res<usize> {
    let index = vm.as_index(key)?;
    let len = count(vm, this) as i64;
    let index = if index < 0 { index + len } else { index };
    if (0..len).contains(&index) { Ok(index as usize) } else { Err(vm.index_error(message)) }
}
fn no_index(vm: &mut Vm) -> Unwind {
    vm.type_error("array indices must be integers")
}
fn get_item(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    if vm.is_slice(key) {
        let mut bounds = vm.slice_bounds(key)?;
        let picked = bounds.fit(count(vm, this));
        let source = array(vm, this);
        let (code, size) = (source.code, item::size(source.code));
        let mut data = Vec::with_capacity(picked * size);
        for i in 0..picked {
            let at = (bounds.start + i as i64 * bounds.step) as usize * size;
            data.extend_from_slice(&source.data[at..at + size]);
        }
        return Ok(make(vm, module_types::ARRAY, code, data));
    }
    if !vm.has_index(key) && !vm.is_int(key) {
        return Err(no_index(vm));
    }
    let index = place(vm, this, key, "array index out of range")?;
    Ok(item_at(vm, this, index))
}
/// `a[key] = value`; without a value, `del a[key]`.
fn store(vm: &mut Vm, this: ObjId, key: ObjId, value: Option<ObjId>) -> Res {
    if vm.is_slice(key) {
        return store_slice(vm, this, key, value);
    }
    if !vm.has_index(key) && !vm.is_int(key) {
        return Err(no_index(vm));
    }
    let index = place(vm, this, key, "array assignment index out of range")?;
    let size = item::size(array(vm, this).code);
    let range = index * size..(index + 1) * size;
    match value {
        Some(value) => {
            let code = array(vm, this).code;
            let bytes = item::write(vm, code, value)?;
            if let Some(room) = array(vm, this).data.get_mut(range) {
                room.copy_from_slice(&bytes[..size]);
            }
        }
        None => splice(vm, this, range, &[])?,
    }
    Ok(vm.none())
}
fn store_slice(vm: &mut Vm, this: ObjId, key: ObjId, value: Option<ObjId>) -> Res {
    let data = match value {
        Some(value) if is_array(vm, value) => {
            if array(vm, value).code != array(vm, this).code {
                return Err(vm.type_error("bad argument type for built-in operation"));
            }
            array(vm, value).data.clone()
        }
        Some(value) => {
            let class = vm.class_name(value);
            return Err(vm.type_error(format!("can only assign array (not \"{class}\") to array slice")));
        }
        None => Vec::new(),
    };
    let mut bounds = vm.slice_bounds(key)?;
    let picked = bounds.fit(count(vm, this));
    let size = item::size(array(vm, this).code);
    if bounds.step == 1 {
        let start = bounds.start as usize * size;
        splice(vm, this, start..start + picked * size, &data)?;
        return Ok(vm.none());
    }
    let places = (0..picked).map(|i| (bounds.start + i as i64 * bounds.step) as usize);
    if value.is_none() {
        may_resize(vm, this)?;
        let mut gone: Vec<usize> = places.collect();
        gone.sort_unstable();
        let array = array(vm, this);
        let before = array.data.len() / size;
        let kept = array.data.chunks(size).enumerate().filter(|(i, _)| gone.binary_search(i).is_err());
        array.data = kept.flat_map(|(_, item)| item).copied().collect();
        array.settle(before, before - picked);
        return Ok(vm.none());
    }
    let given = data.len() / size;
    if given != picked {
        let message = format!("attempt to assign array of size {given} to extended slice of size {picked}");
        return Err(vm.value_error(message));
    }
    for (index, bytes) in places.zip(data.chunks(size)) {
        array(vm, this).data[index * size..(index + 1) * size].copy_from_slice(bytes);
    }
    Ok(vm.none())
}
fn add(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    if !is_array(vm, other) {
        let class = vm.class_name(other);
        return Err(vm.type_error(format!("can only append array (not \"{class}\") to array")));
    }
    if array(vm, other).code != array(vm, this).code {
        return Err(vm.type_error("bad argument type for built-in operation"));
    }
    let (code, mut data) = (array(vm, this).code, array(vm, this).data.clone());
    data.extend_from_slice(&array(vm, other).data);
    Ok(make(vm, module_types::ARRAY, code, data))
}
fn inplace_add(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    if !is_array(vm, other) {
        let class = vm.class_name(other);
        return Err(vm.type_error(format!("can only extend with array (not \"{class}\")")));
    }
    extend(vm, this, other)?;
    Ok(vm.own(this))
}
fn multiply(vm: &mut Vm, this: ObjId, times: ObjId, inplace: bool) -> Res {
    let times = vm.repeat_count(times)?;
    let (code, data) = (array(vm, this).code, array(vm, this).data.clone());
    if data.len().saturating_mul(times) > crate::types::MAX_LENGTH {
        return Err(vm.memory_error());
    }
    vm.reserve(data.len() * times)?;
    let repeated = data.repeat(times);
    if inplace {
        let end = data.len();
        splice(vm, this, 0..end, &repeated)?;
        return Ok(vm.own(this));
    }
    Ok(make(vm, module_types::ARRAY, code, repeated))
}
fn compare(vm: &mut Vm, op: u32, this: ObjId, other: ObjId) -> Res {
    if !is_array(vm, other) {
        return Ok(vm.not_implemented());
    }
    let mut i = 0;
    loop {
        let (left, right) = (count(vm, this), count(vm, other));
        if i >= left || i >= right {
            return Ok(vm.new_bool(holds(op, left.cmp(&right))));
        }
        if i == 0 && left != right && op == op::EQ {
            return Ok(vm.new_bool(false));
        }
        let (a, b) = (item_at(vm, this, i), item_at(vm, other, i));
        let same = vm.equal(a.id(), b.id());
        let result = match same {
            Ok(true) => None,
            Ok(false) => Some(vm.compare(op, a.id(), b.id())),
            Err(e) => Some(Err(e)),
        };
        vm.release(a);
        vm.release(b);
        if let Some(result) = result {
            return result;
        }
        i += 1;
        vm.poll_round(i)?;
    }
}

/// The iterator holds the array (until it is exhausted) and a place.
fn iter(vm: &mut Vm, this: ObjId) -> Res {
    let held = vm.own(this).into_id();
    let fields = [Some(held), Some(ids::small_int(0))];
    Ok(vm.alloc(module_types::ARRAY_ITERATOR, Payload::Record(Box::new(fields))))
}
fn iterator_parts(vm: &Vm, this: ObjId) -> (Option<ObjId>, usize) {
    match vm.payload(this) {
        Payload::Record(fields) => {
            let place = fields[1].and_then(|p| vm.as_i64(p)).unwrap_or(0);
            (fields[0], place.max(0) as usize)
        }
        _ => (None, 0),
    }
}
fn set_iterator_part(vm: &mut Vm, this: ObjId, index: usize, value: Option<Owned>) {
    let value = value.map(Owned::into_id);
    let old = match vm.payload_mut(this) {
        Payload::Record(fields) => std::mem::replace(&mut fields[index], value),
        _ => value,
    };
    vm.decref_opt(old);
}
fn next(vm: &mut Vm, this: ObjId) -> Res {
    let (held, at) = iterator_parts(vm, this);
    let Some(held) = held else { return Err(vm.stop_iteration(None)) };
    if at >= count(vm, held) {
        set_iterator_part(vm, this, 0, None);
        return Err(vm.stop_iteration(None));
    }
    let item = item_at(vm, held, at);
    let place = vm.new_int(at as i64 + 1);
    set_iterator_part(vm, this, 1, Some(place));
    Ok(item)
}
/// Bytes of anything bytes-like.
fn data_of(vm: &mut Vm, id: ObjId) -> Res<Vec<u8>> {
    bytes::data(vm, id)
}
