//! bytes: construction, operators, subscripts; and the data of any bytes-like object.

use super::slice::place;
use super::str_repr::bytes_repr;
use super::str_search::find_in;
use super::{MAX_LENGTH, format_percent};
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, names, types};
use crate::object::iterator::Iter;
use crate::object::string::hash_bytes;
use crate::object::typ::Slot;
use crate::vm::NativeCall::{NoArgs, One};
use crate::vm::compare::{holds, op};
use crate::vm::native::{Owner, constructor, method, sequence, wrapper};
use crate::vm::{Args, NativeTable, Res, Vm};

/// The data of a bytes-like object; `None` for anything else.
pub fn buffer(vm: &mut Vm, id: ObjId) -> Res<Option<Vec<u8>>> {
    if let Some(data) = vm.buffer_bytes(id) {
        return Ok(Some(data.to_vec()));
    }
    if vm.type_of(id) != types::MEMORYVIEW {
        return Ok(None);
    }
    let name = vm.intern("tobytes");
    let method = vm.get_attr(id, name)?;
    let result = vm.call(method.id(), &[]);
    vm.release(method);
    let result = result?;
    let data = vm.as_bytes(result.id()).map(<[u8]>::to_vec);
    vm.release(result);
    Ok(data)
}
/// The data of an argument that must be bytes-like.
pub fn data(vm: &mut Vm, id: ObjId) -> Res<Vec<u8>> {
    match buffer(vm, id)? {
        Some(data) => Ok(data),
        None => {
            let class = vm.class_name(id);
            Err(vm.type_error(format!("a bytes-like object is required, not '{class}'")))
        }
    }
}
/// The data of bytes or bytearray, which `id` must be.
pub fn own_data(vm: &Vm, id: ObjId) -> Vec<u8> {
    vm.as_bytes(id).unwrap_or_default().to_vec()
}
/// The byte that an int names.
pub fn byte(vm: &mut Vm, id: ObjId, message: &str) -> Res<u8> {
    let value = vm.index_value(id)?;
    u8::try_from(&value).map_err(|_| vm.value_error(message))
}
pub const ONE_BYTE: &str = "byte must be in range(0, 256)";
const BYTES: &str = "bytes must be in range(0, 256)";

/// What `__bytes__` gives, if the object has it.
fn special(vm: &mut Vm, id: ObjId) -> Res<Option<Vec<u8>>> {
    if vm.type_of(id) == types::BYTES {
        return Ok(Some(own_data(vm, id)));
    }
    let Some(method) = vm.lookup_special(id, names::BYTES) else { return Ok(None) };
    let result = vm.call_bound(method, id, &[])?;
    let data = match vm.payload(result.id()).base() {
        Payload::Bytes(b) => Some(b.to_vec()),
        _ => None,
    };
    let class = vm.class_name(result.id());
    vm.release(result);
    match data {
        Some(data) => Ok(Some(data)),
        None => Err(vm.type_error(format!("__bytes__ returned non-bytes (type {class})"))),
    }
}
/// Bytes of a bytes-like object or of an iterable of ints (`PyObject_Bytes`).
pub fn from_object(vm: &mut Vm, id: ObjId) -> Res<Vec<u8>> {
    match special(vm, id)? {
        Some(data) => Ok(data),
        None => from_iterable(vm, id, "bytes", BYTES),
    }
}
/// The same without asking for `__bytes__`; `kind` and `message` are for errors.
pub fn from_iterable(vm: &mut Vm, id: ObjId, kind: &str, message: &str) -> Res<Vec<u8>> {
    if let Some(data) = buffer(vm, id)? {
        return Ok(data);
    }
    let iterable = vm.slot_of(id, Slot::Iter).is_some() || vm.slot_of(id, Slot::Getitem).is_some();
    if !iterable || vm.as_str(id).is_some() {
        let class = vm.class_name(id);
        return Err(vm.type_error(format!("cannot convert '{class}' object to {kind}")));
    }
    collect_bytes(vm, id, message)
}
pub fn collect_bytes(vm: &mut Vm, id: ObjId, message: &str) -> Res<Vec<u8>> {
    let iter = vm.iter(id)?;
    let mut out = Vec::new();
    let result = loop {
        match vm.next(iter.id()) {
            Ok(Some(item)) => {
                let byte = byte(vm, item.id(), message);
                vm.release(item);
                match byte {
                    Ok(byte) => out.push(byte),
                    Err(e) => break Err(e),
                }
                if out.len() > MAX_LENGTH {
                    break Err(vm.memory_error());
                }
                if let Err(e) = vm.poll_round(out.len()) {
                    break Err(e);
                }
            }
            Ok(None) => break Ok(()),
            Err(e) => break Err(e),
        }
    };
    vm.release(iter);
    result.map(|()| out)
}
/// What `bytes()` and `bytearray()` take: a str with its encoding, a size, bytes or ints.
pub fn construct(vm: &mut Vm, args: Args<'_>, kind: &str) -> Res<Vec<u8>> {
    let [source, encoding, errors] = vm.bind(kind, args, ["source", "encoding", "errors"], 0, 3)?;
    let given = encoding.is_some();
    let encoding = encoding.map(|e| vm.name_argument(kind, " 'encoding'", e)).transpose()?;
    let only_errors = !given && errors.is_some();
    let errors = errors.map(|e| vm.name_argument(kind, " 'errors'", e)).transpose()?;
    if given || only_errors {
        let what = if given { "encoding" } else { "errors" };
        let Some(source) = source.filter(|&s| vm.as_str(s).is_some()) else {
            return Err(vm.type_error(format!("{what} without a string argument")));
        };
        if only_errors {
            return Err(vm.type_error("string argument without an encoding"));
        }
        return vm.encode_object(
            source,
            &encoding.unwrap_or_default(),
            errors.as_deref().unwrap_or("strict"),
        );
    }
    let Some(source) = source else { return Ok(Vec::new()) };
    if kind == "bytes"
        && let Some(data) = special(vm, source)?
    {
        return Ok(data);
    }
    if vm.as_str(source).is_some() {
        return Err(vm.type_error("string argument without an encoding"));
    }
    if vm.has_index(source) && vm.as_bytes(source).is_none() {
        // What fails to be a number may still be an iterable.
        let size = vm.as_index(source);
        match size.map(usize::try_from) {
            Ok(Ok(size)) if size > MAX_LENGTH => return Err(vm.memory_error()),
            Ok(Ok(size)) => {
                vm.reserve(size)?;
                return Ok(vec![0; size]);
            }
            Ok(Err(_)) => return Err(vm.value_error("negative count")),
            Err(e) => vm.swallow(e, types::TYPE_ERROR)?,
        }
    }
    from_iterable(vm, source, kind, if kind == "bytes" { BYTES } else { ONE_BYTE })
}
/// What `%s` of bytes shows of a value.
pub fn for_percent(vm: &mut Vm, id: ObjId) -> Res<Vec<u8>> {
    if let Some(data) = vm.as_bytes(id) {
        return Ok(data.to_vec());
    }
    if let Some(data) = special(vm, id)? {
        return Ok(data);
    }
    match buffer(vm, id)? {
        Some(data) => Ok(data),
        None => {
            let class = vm.class_name(id);
            Err(vm.type_error(format!(
                "%b requires a bytes-like object, or an object that implements __bytes__, not '{class}'"
            )))
        }
    }
}

/// A new object of the kind that `this` is: bytes or bytearray.
pub fn like(vm: &mut Vm, this: ObjId, data: Vec<u8>) -> Res {
    Ok(match vm.payload(this).base() {
        Payload::ByteArray(_) => vm.alloc(types::BYTEARRAY, Payload::ByteArray(data.into())),
        _ => vm.new_bytes(&data),
    })
}
/// The same data: exact bytes themselves, else a copy.
pub fn same(vm: &mut Vm, this: ObjId) -> Res {
    if vm.type_of(this) == types::BYTES {
        return Ok(vm.own(this));
    }
    let data = own_data(vm, this);
    like(vm, this, data)
}

fn new(vm: &mut Vm, cls: ObjId, args: Args<'_>) -> Res {
    if let ([source], []) = (args.pos, args.kw)
        && cls == types::BYTES
        && vm.type_of(*source) == types::BYTES
    {
        return Ok(vm.own(*source));
    }
    let data = construct(vm, args, "bytes")?;
    if cls == types::BYTES {
        return Ok(vm.new_bytes(&data));
    }
    Ok(vm.new_instance_of(cls, types::BYTES, Payload::Bytes(data.into())))
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let text = bytes_repr(vm.as_bytes(this).unwrap_or_default());
    Ok(vm.new_str(&text))
}
fn hash(vm: &mut Vm, this: ObjId) -> Res {
    let hash = hash_bytes(vm.as_bytes(this).unwrap_or_default());
    Ok(vm.new_int(hash))
}
pub fn compare(vm: &mut Vm, this: ObjId, other: ObjId, op: u32) -> Res {
    let is_bytes = |id| matches!(vm.payload(id).base(), Payload::Bytes(_));
    if is_bytes(this) && !is_bytes(other) {
        // Bytes compare with bytes only; other buffers do it the other way round.
        return Ok(vm.not_implemented());
    }
    let Some(right) = buffer(vm, other)? else { return Ok(vm.not_implemented()) };
    let order = vm.as_bytes(this).unwrap_or_default().cmp(&right);
    Ok(vm.new_bool(holds(op, order)))
}
pub fn len(vm: &mut Vm, this: ObjId) -> Res {
    let len = vm.as_bytes(this).map_or(0, <[u8]>::len);
    Ok(vm.new_int(len as i64))
}
pub fn iter(vm: &mut Vm, this: ObjId) -> Res {
    let array = matches!(vm.payload(this).base(), Payload::ByteArray(_));
    vm.incref(this);
    let ty = if array { types::BYTEARRAY_ITERATOR } else { types::BYTES_ITERATOR };
    Ok(vm.alloc(ty, Payload::Iter(Box::new(Iter::Bytes { seq: Some(this), index: 0 }))))
}
pub fn contains(vm: &mut Vm, this: ObjId, item: ObjId) -> Res {
    let part = if vm.has_index(item) { vec![byte(vm, item, ONE_BYTE)?] } else { data(vm, item)? };
    let found = find_in(vm.as_bytes(this).unwrap_or_default(), &part).is_some();
    Ok(vm.new_bool(found))
}
pub fn getitem(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    let array = matches!(vm.payload(this).base(), Payload::ByteArray(_));
    if vm.is_slice(key) {
        let mut bounds = vm.slice_bounds(key)?;
        let data = vm.as_bytes(this).unwrap_or_default();
        let count = bounds.fit(data.len());
        if count == data.len() && bounds.step == 1 {
            return same(vm, this);
        }
        let part = bounds.places(count).map(|i| data[i]).collect();
        return like(vm, this, part);
    }
    let Some(index) = vm.subscript_index(key)? else {
        let (kind, class) = (if array { "bytearray" } else { "byte" }, vm.class_name(key));
        return Err(vm.type_error(format!("{kind} indices must be integers or slices, not {class}")));
    };
    let data = vm.as_bytes(this).unwrap_or_default();
    match place(index, data.len()) {
        Some(place) => Ok(crate::heap::Owned::new(ids::small_int(data[place] as i64))),
        None => {
            Err(vm.index_error(if array { "bytearray index out of range" } else { "index out of range" }))
        }
    }
}
pub fn add(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    let Some(right) = buffer(vm, other)? else {
        let (kind, class) = (vm.class_name(this), vm.class_name(other));
        return Err(vm.type_error(format!("can't concat {class} to {kind}")));
    };
    let exact = vm.type_of(this) == types::BYTES && vm.type_of(other) == types::BYTES;
    if exact && right.is_empty() {
        return Ok(vm.own(this));
    }
    let mut joined = own_data(vm, this);
    if exact && joined.is_empty() {
        return Ok(vm.own(other));
    }
    if joined.len() + right.len() > MAX_LENGTH {
        return Err(vm.memory_error());
    }
    joined.extend(right);
    like(vm, this, joined)
}
pub fn mul(vm: &mut Vm, this: ObjId, count: ObjId) -> Res {
    let count = vm.repeat_count(count)?;
    let data = vm.as_bytes(this).unwrap_or_default();
    let array = matches!(vm.payload(this).base(), Payload::ByteArray(_));
    match data.len().checked_mul(count).filter(|&t| t <= isize::MAX as usize) {
        None if !array => Err(vm.overflow_error("repeated bytes are too long")),
        Some(total) if total <= MAX_LENGTH => {
            if count == 1 {
                return same(vm, this);
            }
            vm.reserve(total)?;
            let data = vm.as_bytes(this).unwrap_or_default();
            let repeated = data.repeat(count);
            like(vm, this, repeated)
        }
        _ => Err(vm.memory_error()),
    }
}
pub fn modulo(vm: &mut Vm, this: ObjId, args: ObjId) -> Res {
    let template = own_data(vm, this);
    let data = format_percent::format_bytes(vm, &template, args)?;
    like(vm, this, data)
}
pub fn rmod(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    let same_kind = match vm.payload(this).base() {
        Payload::ByteArray(_) => matches!(vm.payload(other).base(), Payload::ByteArray(_)),
        _ => matches!(vm.payload(other).base(), Payload::Bytes(_)),
    };
    if same_kind { modulo(vm, other, this) } else { Ok(vm.not_implemented()) }
}
fn getnewargs(vm: &mut Vm, this: ObjId) -> Res {
    let data = own_data(vm, this);
    let copy = vm.new_bytes(&data);
    Ok(vm.new_tuple(vec![copy.into_id()]))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::BYTES),
    defs: &[
        wrapper("__buffer__", One(super::memoryview::buffer)),
        constructor(new),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__hash__", NoArgs(hash)),
        wrapper("__str__", NoArgs(repr)),
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
        method("__bytes__", NoArgs(same)),
        method("__getnewargs__", NoArgs(getnewargs)),
    ],
};
