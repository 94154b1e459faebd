//! memoryview, over bytes and bytearray. Views of several dimensions come from `cast` only, so their items
//! lie one behind the other.

use super::slice::place;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::object::{Iter, NativeData, Payload, string};
use crate::vm::NativeCall::{Full, NoArgs, One, Pos};
use crate::vm::compare::op;
use crate::vm::native::{Owner, attribute, class_method, constructor, method, wrapper};
use crate::vm::{Args, NativeTable, Res, Unwind, Vm};
use num_bigint::BigInt;

/// A view's fields, as `Payload::Record` keeps them.
struct View {
    /// The managed buffer, which all views made from one another share; none yet in a new view.
    buffer: Option<ObjId>,
    /// The bytes or bytearray looked at.
    object: ObjId,
    /// Byte offset of the first item, number of items, bytes from one item to the next.
    start: i64,
    count: usize,
    step: i64,
    format: char,
    readonly: bool,
    /// A tuple of the lengths, unless there is one dimension.
    shape: Option<ObjId>,
}

/// The fields; ValueError once the view is released.
fn view(vm: &mut Vm, this: ObjId) -> Res<View> {
    if let Payload::Record(fields) = vm.payload(this)
        && let [Some(buffer), Some(start), Some(count), Some(step), Some(format), Some(readonly), shape] =
            **fields
        && let Payload::Record(held) = vm.payload(buffer)
        && let [Some(object)] = **held
    {
        let number = |id| vm.as_i64(id).unwrap_or(0);
        let format = vm.as_str(format).map_or('B', |f| f.at(0) as u8 as char);
        return Ok(View {
            buffer: Some(buffer),
            object,
            start: number(start),
            count: number(count) as usize,
            step: number(step),
            format,
            readonly: readonly == ids::TRUE,
            shape,
        });
    }
    Err(vm.value_error("operation forbidden on released memoryview object"))
}
fn make(vm: &mut Vm, v: View) -> Owned {
    let buffer = match v.buffer {
        Some(buffer) => vm.own(buffer),
        None => {
            if vm.buffer_bytes_mut(v.object).is_some() {
                *vm.state.exports.entry(v.object).or_default() += 1;
            }
            let object = vm.own(v.object).into_id();
            vm.alloc(types::MANAGED_BUFFER, Payload::Record(Box::new([Some(object)])))
        }
    };
    let readonly = vm.new_bool(v.readonly);
    let format = vm.new_str(&v.format.to_string());
    let numbers = [v.start, v.count as i64, v.step].map(|n| vm.new_int(n));
    let [start, count, step] = numbers;
    let fields = [buffer, start, count, step, format, readonly].map(|f| Some(f.into_id()));
    let shape = v.shape.map(|s| vm.own(s).into_id());
    let fields: Vec<Option<ObjId>> = fields.into_iter().chain([shape]).collect();
    vm.alloc(types::MEMORYVIEW, Payload::Record(fields.into()))
}

/// Bytes of one item; 0 for a format that is not known.
fn item_size(format: char) -> usize {
    match format {
        'B' | 'b' | 'c' | '?' => 1,
        'h' | 'H' => 2,
        'i' | 'I' | 'f' | 'u' | 'w' => 4,
        'l' | 'L' | 'q' | 'Q' | 'n' | 'N' | 'd' => 8,
        _ => 0,
    }
}

impl Vm {
    /// What a memoryview shows, as contiguous bytes.
    pub fn memoryview_bytes(&mut self, id: ObjId) -> Res<Vec<u8>> {
        let v = view(self, id)?;
        let size = item_size(v.format);
        let data = self.buffer_bytes(v.object).unwrap_or_default();
        let items = (0..v.count).filter_map(|i| {
            let at = usize::try_from(v.start + v.step * i as i64).ok()?;
            data.get(at..at + size)
        });
        Ok(items.flatten().copied().collect())
    }
}

/// The format of an object's items: bytes, but for arrays.
fn format_of(vm: &Vm, object: ObjId) -> char {
    match vm.payload(object).base() {
        Payload::Data(data) => match &**data {
            NativeData::Array(array) => array.code as char,
            _ => 'B',
        },
        _ => 'B',
    }
}
/// Is it a view that was released?
fn is_released(vm: &Vm, object: ObjId) -> bool {
    match vm.payload(object) {
        Payload::Record(fields) => vm.type_of(object) == types::MEMORYVIEW && fields[0].is_none(),
        _ => false,
    }
}
fn new(vm: &mut Vm, _cls: ObjId, args: Args<'_>) -> Res {
    let [object] = vm.bind("memoryview", args, ["object"], 1, 1)?;
    let object = object.unwrap_or(ids::NONE);
    if vm.type_of(object) == types::MEMORYVIEW {
        let v = view(vm, object)?;
        return Ok(make(vm, v));
    }
    let format = format_of(vm, object);
    match vm.buffer_bytes(object).map(<[u8]>::len) {
        Some(length) => {
            let readonly = vm.buffer_bytes_mut(object).is_none();
            let step = item_size(format).max(1);
            let (count, step) = (length / step, step as i64);
            Ok(make(vm, View { buffer: None, object, start: 0, count, step, format, readonly, shape: None }))
        }
        None => {
            let message =
                format!("memoryview: a bytes-like object is required, not '{}'", vm.class_name(object));
            Err(vm.type_error(message))
        }
    }
}

/// `__buffer__`: a view of the object; the flags ask for nothing that it could not give.
pub(super) fn buffer(vm: &mut Vm, this: ObjId, flags: ObjId) -> Res {
    vm.as_index(flags)?;
    new(vm, types::MEMORYVIEW, Args::positional(&[this]))
}
pub(super) fn release_buffer(vm: &mut Vm, _: ObjId, view: ObjId) -> Res {
    if vm.type_of(view) != types::MEMORYVIEW {
        return Err(vm.type_error("expected a memoryview object"));
    }
    release(vm, view)
}

/// The item of that number as a Python object.
fn read(vm: &mut Vm, v: &View, index: usize) -> Res {
    let size = item_size(v.format);
    let at = (v.start + v.step * index as i64) as usize;
    let Some(raw) = vm.buffer_bytes(v.object).and_then(|b| b.get(at..at + size)).map(<[u8]>::to_vec) else {
        return Err(vm.index_error("index out of bounds on dimension 1"));
    };
    let mut wide = [0; 8];
    wide[..size].copy_from_slice(&raw);
    let unsigned = u64::from_le_bytes(wide);
    let shift = 64 - 8 * size as u32;
    let signed = ((unsigned << shift) as i64) >> shift;
    Ok(match v.format {
        'c' => vm.new_bytes(&raw),
        '?' => vm.new_bool(unsigned != 0),
        'f' => vm.new_float(f32::from_bits(unsigned as u32).into()),
        'd' => vm.new_float(f64::from_bits(unsigned)),
        'B' | 'H' | 'I' | 'L' | 'Q' | 'N' => vm.new_bigint(BigInt::from(unsigned)),
        _ => vm.new_int(signed),
    })
}
/// The bytes that stand for a value in the view's format.
fn encode(vm: &mut Vm, format: char, value: ObjId) -> Res<Vec<u8>> {
    let size = item_size(format);
    match format {
        'c' => {
            return match vm.as_bytes(value) {
                Some([byte]) => Ok(vec![*byte]),
                Some(_) => Err(vm.value_error("memoryview: invalid value for format 'c'")),
                None => Err(vm.type_error("memoryview: invalid type for format 'c'")),
            };
        }
        '?' => return Ok(vec![u8::from(vm.truth(value)?)]),
        'f' | 'd' => {
            let number = vm.as_float(value).or_else(|| vm.as_i64(value).map(|i| i as f64));
            return match number {
                Some(n) if format == 'f' => Ok((n as f32).to_le_bytes().to_vec()),
                Some(n) => Ok(n.to_le_bytes().to_vec()),
                None => Err(vm.type_error(format!("memoryview: invalid type for format '{format}'"))),
            };
        }
        _ => {}
    }
    if !vm.has_index(value) {
        return Err(vm.type_error(format!("memoryview: invalid type for format '{format}'")));
    }
    let number = super::slice::big_index(vm, value)?;
    let bits = 8 * size as u32;
    let signed = format.is_ascii_lowercase();
    let (low, high) = if signed {
        (-(BigInt::from(1) << (bits - 1)), (BigInt::from(1) << (bits - 1)) - 1)
    } else {
        (BigInt::ZERO, (BigInt::from(1) << bits) - 1)
    };
    if number < low || number > high {
        return Err(vm.value_error(format!("memoryview: invalid value for format '{format}'")));
    }
    let mut bytes = number.to_signed_bytes_le();
    let fill = if number < BigInt::ZERO { 0xFF } else { 0 };
    bytes.resize(size.max(bytes.len()), fill);
    bytes.truncate(size);
    Ok(bytes)
}

/// A slice of a view; its bounds counted in items.
fn cut(vm: &mut Vm, v: View, key: ObjId) -> Res<View> {
    let mut bounds = vm.slice_bounds(key)?;
    let count = bounds.fit(v.count);
    Ok(View { start: v.start + bounds.start * v.step, count, step: v.step * bounds.step, ..v })
}

/// The lengths of a view's dimensions.
fn shape_of(vm: &Vm, v: &View) -> Vec<usize> {
    match v.shape {
        Some(shape) => vm.tuple_items(shape).iter().map(|&n| vm.as_i64(n).unwrap_or(0) as usize).collect(),
        None => vec![v.count],
    }
}
/// Of a view that has not one dimension: the item that a tuple of numbers names.
fn shaped_place(vm: &mut Vm, v: &View, key: ObjId) -> Res<usize> {
    let lengths = shape_of(vm, v);
    let dimensions = lengths.len();
    let keys = vm.as_tuple(key).map(<[ObjId]>::to_vec);
    let Some(keys) = keys.filter(|keys| keys.iter().all(|&k| vm.has_index(k))) else {
        if dimensions == 0 && key == ids::ELLIPSIS {
            return Ok(0);
        }
        if dimensions == 0 {
            return Err(vm.type_error("invalid indexing of 0-dim memory"));
        }
        if vm.has_index(key) {
            return Err(vm.raise(types::NOT_IMPLEMENTED_ERROR, "sub-views are not implemented"));
        }
        let message = "memoryview slice assignments are currently restricted to ndim = 1";
        return Err(match vm.is_slice(key) {
            true => vm.raise(types::NOT_IMPLEMENTED_ERROR, message),
            false => wrong_key(vm, key, message),
        });
    };
    if keys.len() > dimensions {
        let given = keys.len();
        let message = format!("cannot index {dimensions}-dimension view with {given}-element tuple");
        return Err(vm.type_error(message));
    }
    if keys.len() < dimensions {
        return Err(vm.raise(types::NOT_IMPLEMENTED_ERROR, "sub-views are not implemented"));
    }
    let mut at = 0;
    for (dimension, (&key, &length)) in keys.iter().zip(&lengths).enumerate() {
        let index = vm.as_index(key)?;
        let Some(index) = place(index, length) else {
            let message = format!("index out of bounds on dimension {}", dimension + 1);
            return Err(vm.index_error(message));
        };
        at = at * length + index;
    }
    Ok(at)
}
/// Whether a key is a tuple of numbers.
fn is_place(vm: &Vm, key: ObjId) -> bool {
    vm.as_tuple(key).is_some_and(|keys| keys.iter().all(|&k| vm.has_index(k)))
}
/// An item of such a view, or the view itself.
fn get_shaped(vm: &mut Vm, this: ObjId, v: &View, key: ObjId) -> Res {
    let dimensions = shape_of(vm, v).len();
    if dimensions == 0 && key == ids::ELLIPSIS {
        return Ok(vm.own(this));
    }
    if dimensions > 0 && vm.has_index(key) {
        let message = "multi-dimensional sub-views are not implemented";
        return Err(vm.raise(types::NOT_IMPLEMENTED_ERROR, message));
    }
    if dimensions > 0 && vm.is_slice(key) {
        let count = shape_of(vm, v)[0];
        let _ = vm.slice_bounds(key)?.fit(count);
        let message = "multi-dimensional slicing is not implemented";
        return Err(vm.raise(types::NOT_IMPLEMENTED_ERROR, message));
    }
    if dimensions > 0 && !is_place(vm, key) {
        return Err(wrong_key(vm, key, "multi-dimensional slicing is not implemented"));
    }
    let at = shaped_place(vm, v, key)?;
    read(vm, v, at)
}
/// A shape that `cast` was given: a tuple of the lengths, and the number of items; None for one dimension.
fn wanted_shape(vm: &mut Vm, shape: ObjId, bytes: usize, size: usize) -> Res<(Owned, usize)> {
    const MOST: usize = 64;
    let items = match vm.as_tuple(shape) {
        Some(items) => items.to_vec(),
        None => match vm.as_list(shape) {
            Some(items) => items.to_vec(),
            None => return Err(vm.type_error("shape must be a list or a tuple")),
        },
    };
    if items.len() > MOST {
        return Err(vm.value_error(format!("memoryview: number of dimensions must not exceed {MOST}")));
    }
    let mut count = 1usize;
    for &item in &items {
        if !vm.is_int(item) {
            return Err(vm.type_error("memoryview.cast(): elements of shape must be integers"));
        }
        let length = vm.as_i64(item).filter(|&n| n > 0).and_then(|n| usize::try_from(n).ok());
        let Some(length) = length else {
            return Err(vm.value_error("memoryview.cast(): elements of shape must be integers > 0"));
        };
        let Some(product) = count.checked_mul(length) else {
            return Err(vm.value_error("memoryview.cast(): product(shape) > SSIZE_MAX"));
        };
        count = product;
    }
    if count.checked_mul(size) != Some(bytes) {
        return Err(vm.type_error("memoryview: product(shape) * itemsize != buffer size"));
    }
    Ok((vm.tuple_of(&items), count))
}

/// A key that is none; a tuple of slices is one of several dimensions.
fn wrong_key(vm: &mut Vm, key: ObjId, several: &str) -> Unwind {
    match vm.as_tuple(key) {
        Some(items) if !items.is_empty() && items.iter().all(|&item| vm.is_slice(item)) => {
            vm.raise(types::NOT_IMPLEMENTED_ERROR, several)
        }
        _ => vm.type_error("memoryview: invalid slice key"),
    }
}
fn get(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    let v = view(vm, this)?;
    if v.shape.is_some() {
        return get_shaped(vm, this, &v, key);
    }
    if let Some(index) = vm.subscript_index(key)? {
        return match place(index, v.count) {
            Some(index) => read(vm, &v, index),
            None => Err(vm.index_error("index out of bounds on dimension 1")),
        };
    }
    if is_place(vm, key) {
        let index = shaped_place(vm, &v, key)?;
        return read(vm, &v, index);
    }
    if !vm.is_slice(key) {
        return Err(wrong_key(vm, key, "multi-dimensional slicing is not implemented"));
    }
    let v = cut(vm, v, key)?;
    Ok(make(vm, v))
}
fn set(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let v = view(vm, this)?;
    let (key, value) = (args[0], args[1]);
    if v.readonly {
        return Err(vm.type_error("cannot modify read-only memory"));
    }
    if v.shape.is_some() || is_place(vm, key) {
        let index = shaped_place(vm, &v, key)?;
        let bytes = encode(vm, v.format, value)?;
        store(vm, &v, index, &bytes);
        return Ok(vm.none());
    }
    if let Some(index) = vm.subscript_index(key)? {
        let Some(index) = place(index, v.count) else {
            return Err(vm.index_error("index out of bounds on dimension 1"));
        };
        let bytes = encode(vm, v.format, value)?;
        store(vm, &v, index, &bytes);
        return Ok(vm.none());
    }
    if !vm.is_slice(key) {
        let message = "memoryview slice assignments are currently restricted to ndim = 1";
        return Err(wrong_key(vm, key, message));
    }
    let (size, format) = (item_size(v.format), v.format);
    let target = cut(vm, v, key)?;
    let (bytes, other) = match vm.type_of(value) {
        types::MEMORYVIEW => (vm.memoryview_bytes(value)?, view(vm, value)?.format),
        _ => match vm.buffer_bytes(value) {
            Some(bytes) => (bytes.to_vec(), format_of(vm, value)),
            None => {
                let class = vm.class_name(value);
                return Err(vm.type_error(format!("a bytes-like object is required, not '{class}'")));
            }
        },
    };
    if bytes.len() != target.count * size || other != format {
        return Err(vm.value_error("memoryview assignment: lvalue and rvalue have different structures"));
    }
    for (i, item) in bytes.chunks(size).enumerate() {
        store(vm, &target, i, item);
    }
    Ok(vm.none())
}
fn store(vm: &mut Vm, v: &View, index: usize, bytes: &[u8]) {
    let at = (v.start + v.step * index as i64) as usize;
    if let Some(data) = vm.buffer_bytes_mut(v.object)
        && let Some(places) = data.get_mut(at..at + bytes.len())
    {
        places.copy_from_slice(bytes);
    }
}

fn tolist(vm: &mut Vm, this: ObjId) -> Res {
    let v = view(vm, this)?;
    let lengths = shape_of(vm, &v);
    nested(vm, &v, &lengths, 0)
}
/// The items of all dimensions from one on, in lists in lists; the first of them is the item `at`.
fn nested(vm: &mut Vm, v: &View, lengths: &[usize], at: usize) -> Res {
    let Some((&count, inner)) = lengths.split_first() else { return read(vm, v, at) };
    let apart: usize = inner.iter().product();
    vm.reserve(count * size_of::<ObjId>())?;
    let mut items = Vec::with_capacity(count);
    for i in 0..count {
        let item = vm.poll_round(i).and_then(|()| nested(vm, v, inner, at + i * apart));
        match item {
            Ok(item) => items.push(item.into_id()),
            Err(e) => {
                vm.decref_all(items);
                return Err(e);
            }
        }
    }
    Ok(vm.new_list(items))
}
fn tobytes(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let [order] = vm.bind("tobytes", args, ["order"], 0, 1)?;
    let v = view(vm, this)?;
    let order = match order.filter(|&o| o != ids::NONE) {
        Some(order) if vm.as_str(order).is_none() => {
            let class = vm.class_name(order);
            let message = format!("tobytes() argument 'order' must be str or None, not {class}");
            return Err(vm.type_error(message));
        }
        Some(order) => vm.as_str(order).map(|o| o.to_lossy().into_owned()),
        None => Some("C".to_string()),
    };
    if !matches!(order.as_deref(), Some("C" | "F" | "A")) {
        return Err(vm.value_error("order must be 'C', 'F' or 'A'"));
    }
    let mut bytes = vm.memoryview_bytes(this)?;
    if order.as_deref() == Some("F") && v.shape.is_some() {
        bytes = columns_first(&bytes, &shape_of(vm, &v), item_size(v.format));
    }
    Ok(vm.new_bytes(&bytes))
}
/// Items in the order that lets the first index run fastest.
fn columns_first(bytes: &[u8], lengths: &[usize], size: usize) -> Vec<u8> {
    let mut steps = vec![size; lengths.len()];
    for i in (1..lengths.len()).rev() {
        steps[i - 1] = steps[i] * lengths[i];
    }
    let mut ordered = Vec::with_capacity(bytes.len());
    for mut item in 0..bytes.len() / size {
        let mut at = 0;
        for (length, step) in lengths.iter().zip(&steps) {
            at += item % length * step;
            item /= length;
        }
        ordered.extend_from_slice(&bytes[at..at + size]);
    }
    ordered
}
/// A method of the bytes that the view shows.
fn as_bytes_method(vm: &mut Vm, this: ObjId, name: &str, args: Args<'_>) -> Res {
    let bytes = vm.memoryview_bytes(this)?;
    let bytes = vm.new_bytes(&bytes);
    let result = vm.get_attr_str(bytes.id(), name).and_then(|method| {
        let result = vm.call_with(method.id(), args);
        vm.release(method);
        result
    });
    vm.release(bytes);
    result
}

fn cast(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let [format, shape] = vm.bind("cast", args, ["format", "shape"], 1, 2)?;
    let format = format.unwrap_or(ids::NONE);
    let Some(text) = vm.as_str(format).map(|s| s.to_lossy().trim_start_matches('@').to_string()) else {
        let class = vm.argument_class(format);
        return Err(vm.type_error(format!("cast() argument 'format' must be str, not {class}")));
    };
    let v = view(vm, this)?;
    let (old, new) = (item_size(v.format), text.chars().next().map_or(0, item_size));
    if new == 0 || text.len() != 1 {
        return Err(vm.value_error("memoryview: destination format must be a native single character format prefixed with an optional '@'"));
    }
    let wanted = shape.map(|s| vm.sequence_items(s).len());
    if v.shape.is_some() && wanted.is_some_and(|n| n != 1) {
        return Err(vm.type_error("memoryview: cast must be 1D -> ND or ND -> 1D"));
    }
    if v.step != old as i64 {
        return Err(vm.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    if !matches!(v.format, 'B' | 'b' | 'c') && new != 1 {
        return Err(vm.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    let bytes = v.count * old;
    if bytes % new != 0 {
        return Err(vm.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let format = text.chars().next().unwrap_or('B');
    let cast = View { count: bytes / new, step: new as i64, format, shape: None, ..v };
    let Some(shape) = shape.filter(|&s| s != ids::NONE) else { return Ok(make(vm, cast)) };
    let (shape, count) = wanted_shape(vm, shape, bytes, new)?;
    let several = (vm.tuple_items(shape.id()).len() != 1).then_some(shape.id());
    let made = make(vm, View { count, shape: several, ..cast });
    vm.release(shape);
    Ok(made)
}

fn release(vm: &mut Vm, this: ObjId) -> Res {
    let old = match vm.payload_mut(this) {
        Payload::Record(fields) => fields[0].take(),
        _ => None,
    };
    vm.decref_opt(old);
    Ok(vm.none())
}

fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let released = view(vm, this).is_err();
    if released {
        let raised = vm.take_raised();
        vm.release_opt(raised);
    }
    let kind = if released { "released memory" } else { "memory" };
    let text = format!("<{kind} at {:#x}>", vm.address(this));
    Ok(vm.new_str(&text))
}
fn compare(vm: &mut Vm, this: ObjId, other: ObjId, op: u32) -> Res {
    let is_view = vm.type_of(other) == types::MEMORYVIEW;
    if !matches!(op, op::EQ | op::NE) || !is_view && vm.buffer_bytes(other).is_none() {
        return Ok(vm.not_implemented());
    }
    let equal =
        this == other || !is_released(vm, this) && !is_released(vm, other) && same_items(vm, this, other)?;
    Ok(vm.new_bool(equal == (op == op::EQ)))
}
/// Do two buffers hold equal items?
fn same_items(vm: &mut Vm, this: ObjId, other: ObjId) -> Res<bool> {
    let other = new(vm, types::MEMORYVIEW, Args::positional(&[other]))?;
    let (v, w) = (view(vm, this)?, view(vm, other.id())?);
    let result = match () {
        _ if shape_of(vm, &v) != shape_of(vm, &w) => Ok(false),
        // Numbers that are equal may have other bytes, and some numbers equal nothing.
        _ if v.format == w.format && !matches!(v.format, 'f' | 'd') => {
            vm.memoryview_bytes(this).and_then(|a| Ok(a == vm.memoryview_bytes(other.id())?))
        }
        _ => {
            let (a, b) = (tolist(vm, this)?, tolist(vm, other.id())?);
            let equal = vm.compare_bool(op::EQ, a.id(), b.id());
            vm.release(a);
            vm.release(b);
            equal
        }
    };
    vm.release(other);
    result
}
fn hash(vm: &mut Vm, this: ObjId) -> Res {
    let v = view(vm, this)?;
    if !v.readonly {
        return Err(vm.value_error("cannot hash writable memoryview object"));
    }
    if !matches!(v.format, 'B' | 'b' | 'c') {
        return Err(vm.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    let bytes = vm.memoryview_bytes(this)?;
    Ok(vm.new_int(string::hash_bytes(&bytes)))
}
fn iter(vm: &mut Vm, this: ObjId) -> Res {
    let v = view(vm, this)?;
    if v.shape.is_some() {
        return Err(match shape_of(vm, &v).len() {
            0 => vm.type_error("invalid indexing of 0-dim memory"),
            _ => vm.raise(types::NOT_IMPLEMENTED_ERROR, "multi-dimensional sub-views are not implemented"),
        });
    }
    vm.incref(this);
    let iter = Iter::Sequence { seq: Some(this), index: 0 };
    Ok(vm.alloc(types::MEMORY_ITERATOR, Payload::Iter(Box::new(iter))))
}
fn contiguous(vm: &mut Vm, this: ObjId) -> Res {
    let v = view(vm, this)?;
    Ok(vm.new_bool(v.count == 1 || v.step == item_size(v.format) as i64))
}
fn tuple_of_sizes(vm: &mut Vm, sizes: impl Iterator<Item = i64>) -> Owned {
    let sizes = sizes.map(|n| vm.new_int(n)).collect();
    vm.pack(sizes)
}
/// Do the items lie as Fortran has them? Where only one dimension is longer than 1, they do.
fn by_columns(vm: &mut Vm, this: ObjId) -> Res {
    let v = view(vm, this)?;
    if v.shape.is_none() {
        return contiguous(vm, this);
    }
    let long = shape_of(vm, &v).iter().filter(|&&n| n > 1).count();
    Ok(vm.new_bool(long <= 1))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::MEMORYVIEW),
    defs: &[
        constructor(new),
        wrapper("__buffer__", One(buffer)),
        wrapper("__release_buffer__", One(release_buffer)),
        class_method("_from_flags", Pos(2, 2, |vm, _, args| buffer(vm, args[0], args[1]))),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__hash__", NoArgs(hash)),
        wrapper("__eq__", One(|vm, a, b| compare(vm, a, b, op::EQ))),
        wrapper("__ne__", One(|vm, a, b| compare(vm, a, b, op::NE))),
        wrapper("__lt__", One(|vm, a, b| compare(vm, a, b, op::LT))),
        wrapper("__le__", One(|vm, a, b| compare(vm, a, b, op::LE))),
        wrapper("__gt__", One(|vm, a, b| compare(vm, a, b, op::GT))),
        wrapper("__ge__", One(|vm, a, b| compare(vm, a, b, op::GE))),
        wrapper("__iter__", NoArgs(iter)),
        wrapper(
            "__len__",
            NoArgs(|vm, this| {
                let v = view(vm, this)?;
                match shape_of(vm, &v).first() {
                    Some(&count) => Ok(vm.new_int(count as i64)),
                    None => Err(vm.type_error("0-dim memory has no length")),
                }
            }),
        ),
        wrapper("__getitem__", One(get)),
        wrapper("__setitem__", Pos(2, 2, set)),
        wrapper("__delitem__", One(|vm, _, _| Err(vm.type_error("cannot delete memory")))),
        method("tolist", NoArgs(tolist)),
        method("tobytes", Full(tobytes)),
        method("hex", Full(|vm, this, args| as_bytes_method(vm, this, "hex", args))),
        method("cast", Full(cast)),
        method("release", NoArgs(release)),
        method(
            "toreadonly",
            NoArgs(|vm, this| {
                let v = view(vm, this)?;
                Ok(make(vm, View { readonly: true, ..v }))
            }),
        ),
        method(
            "__enter__",
            NoArgs(|vm, this| {
                view(vm, this)?;
                Ok(vm.own(this))
            }),
        ),
        method("__exit__", Full(|vm, this, _| release(vm, this))),
        attribute(
            "obj",
            |vm, this| {
                let object = view(vm, this)?.object;
                Ok(vm.own(object))
            },
            None,
        ),
        attribute(
            "format",
            |vm, this| {
                let format = view(vm, this)?.format.to_string();
                Ok(vm.new_str(&format))
            },
            None,
        ),
        attribute(
            "itemsize",
            |vm, this| {
                let size = item_size(view(vm, this)?.format);
                Ok(vm.new_int(size as i64))
            },
            None,
        ),
        attribute(
            "nbytes",
            |vm, this| {
                let v = view(vm, this)?;
                Ok(vm.new_int((v.count * item_size(v.format)) as i64))
            },
            None,
        ),
        attribute(
            "readonly",
            |vm, this| {
                let writable = !view(vm, this)?.readonly;
                Ok(vm.new_bool(!writable))
            },
            None,
        ),
        attribute(
            "ndim",
            |vm, this| {
                let v = view(vm, this)?;
                let dimensions = shape_of(vm, &v).len();
                Ok(vm.new_int(dimensions as i64))
            },
            None,
        ),
        attribute(
            "shape",
            |vm, this| {
                let v = view(vm, this)?;
                let lengths = shape_of(vm, &v);
                Ok(tuple_of_sizes(vm, lengths.into_iter().map(|n| n as i64)))
            },
            None,
        ),
        attribute(
            "strides",
            |vm, this| {
                let v = view(vm, this)?;
                let lengths = shape_of(vm, &v);
                let mut step = v.step;
                let mut steps: Vec<i64> = Vec::new();
                for length in lengths.into_iter().rev() {
                    steps.push(step);
                    step *= length as i64;
                }
                Ok(tuple_of_sizes(vm, steps.into_iter().rev()))
            },
            None,
        ),
        attribute(
            "suboffsets",
            |vm, this| {
                view(vm, this)?;
                Ok(vm.new_tuple(Vec::new()))
            },
            None,
        ),
        attribute("contiguous", contiguous, None),
        attribute("c_contiguous", contiguous, None),
        attribute("f_contiguous", by_columns, None),
    ],
};
