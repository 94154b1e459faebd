//! bytearray.

use super::MAX_LENGTH;
use super::bytes::{self, ONE_BYTE, byte};
use super::slice::place;
use super::str_repr::bytearray_literal;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::object::typ::Slot;
use crate::object::{ByteBuf, Payload};
use crate::vm::NativeCall::{Full, NoArgs, One, Pos};
use crate::vm::compare::op;
use crate::vm::native::{Owner, constructor, method, sequence, wrapper};
use crate::vm::{Args, NativeTable, Res, Vm};

/// The data, to be changed; `id` must be a bytearray.
fn data_mut(vm: &mut Vm, id: ObjId) -> &mut ByteBuf {
    match vm.payload_mut(id).base_mut() {
        Payload::ByteArray(data) => data,
        other => unreachable!("{id:?} is no bytearray but {other:?}"),
    }
}

/// While a memoryview looks at the data, its size is fixed.
fn may_resize(vm: &mut Vm, this: ObjId) -> Res<()> {
    if vm.state.exports.contains_key(&this) {
        let message = "Existing exports of data: object cannot be re-sized";
        return Err(vm.raise(types::BUFFER_ERROR, message));
    }
    Ok(())
}

fn new(vm: &mut Vm, cls: ObjId, _: Args<'_>) -> Res {
    Ok(vm.new_instance_of(cls, types::BYTEARRAY, Payload::ByteArray(Box::default())))
}
fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let data = bytes::construct(vm, args, "bytearray")?;
    may_resize(vm, this)?;
    let one_by_one = args.pos.first().is_some_and(|&source| {
        ![types::MEMORYVIEW, types::LIST, types::TUPLE].contains(&vm.type_of(source))
            && vm.buffer_bytes(source).is_none()
            && vm.as_str(source).is_none()
            && !vm.has_index(source)
    });
    *data_mut(vm, this) = if one_by_one { ByteBuf::appended(data) } else { data.into() };
    Ok(vm.none())
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let literal = bytearray_literal(vm.as_bytes(this).unwrap_or_default());
    let class = vm.class_name(this);
    Ok(vm.new_str(&format!("{class}({literal})")))
}

/// The bytes that an assignment to a slice, `+=` or `extend` brings.
fn incoming(vm: &mut Vm, value: ObjId) -> Res<Vec<u8>> {
    if let Some(data) = bytes::buffer(vm, value)? {
        return Ok(data);
    }
    if vm.has_index(value) || vm.as_str(value).is_some() {
        return Err(vm.type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)"));
    }
    bytes::from_iterable(vm, value, "bytearray", ONE_BYTE)
}
fn index_of(vm: &mut Vm, this: ObjId, key: ObjId) -> Res<usize> {
    let Some(index) = vm.subscript_index(key)? else {
        let class = vm.class_name(key);
        return Err(vm.type_error(format!("bytearray indices must be integers or slices, not {class}")));
    };
    let len = data_mut(vm, this).len();
    place(index, len).ok_or_else(|| vm.index_error("bytearray index out of range"))
}
fn setitem(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let (key, value) = (args[0], args[1]);
    if !vm.is_slice(key) {
        let index = index_of(vm, this, key)?;
        let byte = byte(vm, value, ONE_BYTE)?;
        if let Some(slot) = data_mut(vm, this).get_mut(index) {
            *slot = byte;
        }
        return Ok(vm.none());
    }
    let new = incoming(vm, value)?;
    let mut bounds = vm.slice_bounds(key)?;
    let len = data_mut(vm, this).len();
    let count = bounds.fit(len);
    if bounds.step == 1 {
        if len - count + new.len() > MAX_LENGTH {
            return Err(vm.memory_error());
        }
        if new.len() != count {
            may_resize(vm, this)?;
        }
        let start = bounds.start as usize;
        let cut = if start == 0 { count.saturating_sub(new.len()) } else { 0 };
        let data = data_mut(vm, this);
        data.splice(start..start + count, new);
        data.settle_front(cut);
    } else if new.len() == count {
        let data = data_mut(vm, this);
        bounds.places(count).zip(new).for_each(|(i, b)| data[i] = b);
    } else {
        let given = new.len();
        let message = format!("attempt to assign bytes of size {given} to extended slice of size {count}");
        return Err(vm.value_error(message));
    }
    Ok(vm.none())
}
fn delitem(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    if !vm.is_slice(key) {
        let index = index_of(vm, this, key)?;
        may_resize(vm, this)?;
        let data = data_mut(vm, this);
        data.remove(index);
        data.settle_front(usize::from(index == 0));
        return Ok(vm.none());
    }
    let mut bounds = vm.slice_bounds(key)?;
    let count = bounds.fit(data_mut(vm, this).len());
    if count > 0 {
        may_resize(vm, this)?;
    }
    let data = data_mut(vm, this);
    let mut gone = vec![false; data.len()];
    bounds.places(count).for_each(|i| gone[i] = true);
    let mut at = 0;
    data.retain(|_| {
        at += 1;
        !gone[at - 1]
    });
    data.settle_front(if bounds.step == 1 && bounds.start == 0 { count } else { 0 });
    Ok(vm.none())
}
/// Appends data, within the limit.
fn append_all(vm: &mut Vm, this: ObjId, new: Vec<u8>) -> Res<()> {
    if data_mut(vm, this).len() + new.len() > MAX_LENGTH {
        return Err(vm.memory_error());
    }
    if !new.is_empty() {
        may_resize(vm, this)?;
    }
    let data = data_mut(vm, this);
    let grows = data.len() + new.len() > data.capacity();
    data.extend(new);
    data.settle();
    let capacity = data.capacity();
    if grows {
        vm.account(capacity);
    }
    Ok(())
}
fn iadd(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    let Some(new) = bytes::buffer(vm, other)? else {
        let (kind, class) = (vm.class_name(this), vm.class_name(other));
        return Err(vm.type_error(format!("can't concat {class} to {kind}")));
    };
    append_all(vm, this, new)?;
    Ok(vm.own(this))
}
fn imul(vm: &mut Vm, this: ObjId, count: ObjId) -> Res {
    let count = vm.repeat_count(count)?;
    if count != 1 {
        may_resize(vm, this)?;
    }
    let data = data_mut(vm, this);
    match data.len().checked_mul(count) {
        Some(total) if total <= MAX_LENGTH => {
            **data = data.repeat(count);
            data.settle();
            Ok(vm.own(this))
        }
        _ => Err(vm.memory_error()),
    }
}

fn append(vm: &mut Vm, this: ObjId, item: ObjId) -> Res {
    let byte = byte(vm, item, ONE_BYTE)?;
    append_all(vm, this, vec![byte])?;
    Ok(vm.none())
}
fn extend(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    let new = match bytes::buffer(vm, other)? {
        Some(data) => data,
        None if vm.as_str(other).is_some() => {
            let class = vm.class_name(other);
            return Err(vm.type_error(format!("expected iterable of integers; got: '{class}'")));
        }
        None if vm.slot_of(other, Slot::Iter).is_none() && vm.slot_of(other, Slot::Getitem).is_none() => {
            let class = vm.class_name(other);
            return Err(vm.type_error(format!("can't extend bytearray with {class}")));
        }
        None => bytes::collect_bytes(vm, other, ONE_BYTE)?,
    };
    append_all(vm, this, new)?;
    Ok(vm.none())
}
fn insert(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let index = vm.size_argument(args[0])?;
    let byte = byte(vm, args[1], ONE_BYTE)?;
    may_resize(vm, this)?;
    let data = data_mut(vm, this);
    let len = data.len() as i64;
    let place = if index < 0 { index.saturating_add(len).max(0) } else { index.min(len) };
    data.insert(place as usize, byte);
    data.settle();
    Ok(vm.none())
}
fn pop(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let index = match args.first() {
        Some(&index) => vm.size_argument(index)?,
        None => -1,
    };
    let data = data_mut(vm, this);
    if data.is_empty() {
        return Err(vm.index_error("pop from empty bytearray"));
    }
    let len = data.len();
    match place(index, len) {
        Some(place) => {
            may_resize(vm, this)?;
            let data = data_mut(vm, this);
            let byte = data.remove(place);
            data.settle();
            Ok(Owned::new(ids::small_int(byte.into())))
        }
        None => Err(vm.index_error("pop index out of range")),
    }
}
fn remove(vm: &mut Vm, this: ObjId, item: ObjId) -> Res {
    let byte = byte(vm, item, ONE_BYTE)?;
    let data = data_mut(vm, this);
    match data.iter().position(|&b| b == byte) {
        Some(place) => {
            may_resize(vm, this)?;
            let data = data_mut(vm, this);
            data.remove(place);
            data.settle();
            Ok(vm.none())
        }
        None => Err(vm.value_error("value not found in bytearray")),
    }
}
fn clear(vm: &mut Vm, this: ObjId) -> Res {
    may_resize(vm, this)?;
    let data = data_mut(vm, this);
    data.clear();
    data.settle();
    Ok(vm.none())
}
fn copy(vm: &mut Vm, this: ObjId) -> Res {
    bytes::same(vm, this)
}
fn reverse(vm: &mut Vm, this: ObjId) -> Res {
    data_mut(vm, this).reverse();
    Ok(vm.none())
}
/// Bytes allocated: the data and its NUL.
fn alloc(vm: &mut Vm, this: ObjId) -> Res {
    let room = data_mut(vm, this).room() as i64;
    Ok(vm.new_int(room))
}
fn sizeof(vm: &mut Vm, this: ObjId) -> Res {
    let room = data_mut(vm, this).room() as i64;
    let own = super::object::basic_size(vm, vm.type_of(this));
    Ok(vm.new_int(own + room))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::BYTEARRAY),
    defs: &[
        wrapper("__buffer__", One(super::memoryview::buffer)),
        wrapper("__release_buffer__", One(super::memoryview::release_buffer)),
        constructor(new),
        wrapper("__init__", Full(init)),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__str__", NoArgs(repr)),
        wrapper("__lt__", One(|vm, a, b| bytes::compare(vm, a, b, op::LT))),
        wrapper("__le__", One(|vm, a, b| bytes::compare(vm, a, b, op::LE))),
        wrapper("__eq__", One(|vm, a, b| bytes::compare(vm, a, b, op::EQ))),
        wrapper("__ne__", One(|vm, a, b| bytes::compare(vm, a, b, op::NE))),
        wrapper("__gt__", One(|vm, a, b| bytes::compare(vm, a, b, op::GT))),
        wrapper("__ge__", One(|vm, a, b| bytes::compare(vm, a, b, op::GE))),
        wrapper("__iter__", NoArgs(bytes::iter)),
        wrapper("__mod__", One(bytes::modulo)),
        wrapper("__rmod__", One(bytes::rmod)),
        wrapper("__len__", NoArgs(bytes::len)),
        wrapper("__getitem__", One(bytes::getitem)),
        wrapper("__setitem__", Pos(2, 2, setitem)),
        wrapper("__delitem__", One(delitem)),
        sequence("__add__", One(bytes::add)),
        sequence("__mul__", One(bytes::mul)),
        sequence("__rmul__", One(bytes::mul)),
        sequence("__iadd__", One(iadd)),
        sequence("__imul__", One(imul)),
        wrapper("__contains__", One(bytes::contains)),
        method("append", One(append)),
        method("extend", One(extend)),
        method("insert", Pos(2, 2, insert)),
        method("pop", Pos(0, 1, pop)),
        method("remove", One(remove)),
        method("clear", NoArgs(clear)),
        method("copy", NoArgs(copy)),
        method("reverse", NoArgs(reverse)),
        method("__alloc__", NoArgs(alloc)),
        method("__sizeof__", NoArgs(sizeof)),
    ],
};
