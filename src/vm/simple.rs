//! What the fast loop does with objects without the machine: freeing plain ones, finding simple keys.

use super::frame::{Frame, FrameKind};
use super::gc::{Gc, pool};
use super::{State, binary};
use crate::heap::{Heap, ObjId, Payload as _};
use crate::object::generator::Status;
use crate::object::iterator::Iter;
use crate::object::{Dict, Items, Payload, Set, dict, ids, set};

/// Frees an object that has one reference left, if nothing but plain objects die with it and no
/// Python code runs. False: it was left as it is.
#[inline(always)]
pub(super) fn free(heap: &mut Heap<Payload>, gc: &mut Gc, id: ObjId) -> bool {
    match heap.get(id) {
        Payload::Int(_) | Payload::Float(_) => {
            heap.free_plain(id);
            true
        }
        _ => free_more(heap, gc, id),
    }
}

/// Is it an object that [`free`] surely frees?
#[inline(always)]
pub(super) fn is_plain(heap: &Heap<Payload>, id: ObjId) -> bool {
    match heap.get(id) {
        Payload::Int(_) | Payload::Float(_) => true,
        Payload::Str(text) => !text.is_interned(),
        _ => false,
    }
}

#[inline(never)]
fn free_more(heap: &mut Heap<Payload>, gc: &mut Gc, id: ObjId) -> bool {
    match heap.get(id) {
        Payload::Str(text) if !text.is_interned() => {
            heap.free(id);
            true
        }
        Payload::BigInt(_) | Payload::Bytes(_) => {
            heap.free(id);
            true
        }
        _ => free_container(heap, gc, id),
    }
}

/// Children of a container that is freed here.
const FEW: usize = 6;

/// Frees a small container of a kind that nothing refers to weakly, if its children live on or are
/// plain themselves.
fn free_container(heap: &mut Heap<Payload>, gc: &mut Gc, id: ObjId) -> bool {
    let payload = heap.get(id);
    match payload {
        Payload::Tuple(items) if heap.type_of(id) == ids::types::TUPLE => {
            if !may_go(heap, items) {
                return false;
            }
            gc.forget(id, payload.pool(ids::types::TUPLE));
            let Payload::Tuple(items) = heap.free(id) else { return true };
            release_items(heap, &items);
            return true;
        }
        Payload::List(items) if heap.type_of(id) == ids::types::LIST => {
            if !may_go(heap, items) {
                return false;
            }
            gc.forget(id, Some(pool::LIST));
            let Payload::List(items) = heap.free(id) else { return true };
            release_items(heap, &items);
            return true;
        }
        Payload::Cell(None) => {}
        &Payload::Cell(Some(value)) => {
            if !may_go(heap, &[value]) {
                return false;
            }
        }
        Payload::Range(parts) => {
            if !may_go(heap, &parts[..]) {
                return false;
            }
        }
        Payload::Slice(parts) => {
            if !may_go(heap, &parts[..]) {
                return false;
            }
        }
        Payload::Iter(iter) => match &**iter {
            Iter::Range { .. } => {}
            Iter::List { seq, .. } | Iter::Tuple { seq, .. } => {
                if let &Some(seq) = seq
                    && !may_go(heap, &[seq])
                {
                    return false;
                }
            }
            _ => return false,
        },
        _ => return false,
    }
    free_shell(heap, gc, id).children(&mut |child| {
        if heap.decref(child) {
            heap.free(child);
        }
    });
    true
}
/// Gives back what a list or tuple held, the last one first as CPython does. What dies is plain.
#[inline(always)]
fn release_items(heap: &mut Heap<Payload>, items: &[ObjId]) {
    for &item in items.iter().rev() {
        if !heap.decref_shared(item) {
            release_plain(heap, item);
        }
    }
}
/// Gives back the last reference to a plain object.
#[inline(never)]
fn release_plain(heap: &mut Heap<Payload>, id: ObjId) {
    if heap.decref(id) {
        heap.free(id);
    }
}
/// Can one reference to each of these be given back, with no more than plain objects dying?
fn may_go(heap: &Heap<Payload>, children: &[ObjId]) -> bool {
    children.len() <= FEW
        && children.iter().all(|&child| {
            let count = heap.count(child) as usize;
            // The same object several times could die of the releases together.
            count > children.len()
                || is_plain(heap, child)
                || count > children.iter().filter(|&&other| other == child).count()
        })
}

/// Is it a tuple, and of no derived class?
#[inline(always)]
pub(super) fn is_exact_tuple(heap: &Heap<Payload>, id: ObjId) -> bool {
    matches!(heap.get(id), Payload::Tuple(_)) && heap.type_of(id) == ids::types::TUPLE
}
/// Frees a container; the references that it held are the caller's.
#[inline(never)]
pub(super) fn free_shell(heap: &mut Heap<Payload>, gc: &mut Gc, id: ObjId) -> Payload {
    let payload = heap.get(id);
    if payload.is_container() {
        let pool = payload.pool(heap.type_of(id));
        gc.forget(id, pool);
    }
    heap.free(id)
}

/// A new container, known to the collector.
#[inline(always)]
pub(super) fn alloc(heap: &mut Heap<Payload>, gc: &mut Gc, ty: ObjId, payload: Payload) -> ObjId {
    heap.incref(ty);
    let object = heap.alloc(ty, payload).into_id();
    gc.track_new(object, None);
    object
}
/// A bare instance of a Python class over `object`, with room for so many attributes.
#[inline(never)]
pub(super) fn new_instance(heap: &mut Heap<Payload>, gc: &mut Gc, ty: ObjId, room: usize) -> ObjId {
    let mut instance = match heap.get_mut(ty) {
        Payload::Type(t) => t.new_instance(),
        _ => Box::default(),
    };
    instance.attrs.inline.reserve_exact(room);
    alloc(heap, gc, ty, Payload::Instance(instance))
}

/// Puts a suspended generator's frame on the stack, whose top is at `top`, and gives the new top. None if
/// that needs more than copying: then nothing was done.
#[inline]
pub(super) fn resume(
    state: &mut State,
    top: usize,
    id: ObjId,
    sent: ObjId,
    kind: FrameKind,
) -> Option<usize> {
    let State { heap, stack, frames, handled, .. } = state;
    let stack = &mut stack.values;
    let Payload::Generator(g) = heap.get_mut(id) else { return None };
    if !matches!(g.status, Status::Created | Status::Suspended) || g.frame_obj.is_some() {
        return None;
    }
    let end = top + g.frame.as_ref()?.values.len();
    if end >= stack.len() {
        return None;
    }
    handled.push(g.handled.take());
    let suspended = g.resume()?;
    stack[top..end].copy_from_slice(&suspended.values);
    suspended.values.clear();
    stack[end] = Some(sent);
    frames.push(Frame::resumed(suspended, top as u32, kind, None));
    Some(end + 1)
}

/// Has the object surely no attribute of its own of that (interned) name?
#[inline(always)]
pub(super) fn lacks(heap: &Heap<Payload>, id: ObjId, name: u32) -> bool {
    match heap.get(id) {
        Payload::Instance(i) => {
            i.attrs.dict.is_none() && i.attrs.inline.iter().all(|&(n, _)| n.number() != name)
        }
        Payload::Module { .. } => false,
        other => match other.attrs() {
            Some(attrs) => attrs.dict.is_none() && attrs.inline.iter().all(|&(n, _)| n.number() != name),
            None => true,
        },
    }
}
/// Moves an iterator over a sequence on by one.
#[inline(always)]
pub(super) fn advance(heap: &mut Heap<Payload>, iter: ObjId) {
    if let Payload::Iter(it) = heap.get_mut(iter)
        && let Iter::List { index, .. } | Iter::Tuple { index, .. } = &mut **it
    {
        *index += 1;
    }
}

/// The comparison that `COMPARE_OP`'s operand names, of two numbers of a kind.
#[inline(always)]
pub(super) fn compare<T: PartialOrd>(op: u32, x: &T, y: &T) -> bool {
    match op {
        0 => x < y,
        1 => x <= y,
        2 => x == y,
        3 => x != y,
        4 => x > y,
        _ => x >= y,
    }
}

/// The same by the operand's lower half, which says for each way two numbers can stand to each other
/// whether it counts: 1 unordered, 2 less, 4 greater, 8 equal.
#[inline(always)]
pub(super) fn compare_by<T: PartialOrd>(arg: u32, x: &T, y: &T) -> bool {
    arg & 1 << (2 * u32::from(x >= y) + u32::from(x <= y)) != 0
}

/// Where a key is in a dict.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Found {
    At(usize),
    Absent,
    /// Telling needs the machine.
    Unknown,
}

/// Looks an int or string up in a dict, as long as no Python code is needed to compare keys.
#[inline]
pub(super) fn find(heap: &Heap<Payload>, dict: &Dict, key: ObjId) -> Found {
    let Some(hash) = hash(heap, key) else { return Found::Unknown };
    let mut walk = dict.walk(hash);
    loop {
        match dict.next(&mut walk, hash) {
            dict::Probe::Absent => return Found::Absent,
            dict::Probe::Candidate(place) => {
                let Some((known, _)) = dict.entry(place) else { return Found::Unknown };
                match same_key(heap, known, key) {
                    Some(true) => return Found::At(place),
                    Some(false) => {}
                    None => return Found::Unknown,
                }
            }
        }
    }
}

/// Where a key is in a set, under the same condition.
#[inline]
pub(super) fn find_in_set(heap: &Heap<Payload>, set: &Set, key: ObjId) -> Found {
    let Some(hash) = hash(heap, key) else { return Found::Unknown };
    let mut walk = set.walk(hash);
    loop {
        match set.next(&mut walk, hash) {
            set::Probe::Absent => return Found::Absent,
            set::Probe::Candidate(place, known) => match same_key(heap, known, key) {
                Some(true) => return Found::At(place),
                Some(false) => {}
                None => return Found::Unknown,
            },
        }
    }
}
/// Are two keys equal? Nothing where telling needs the machine.
#[inline]
fn same_key(heap: &Heap<Payload>, known: ObjId, key: ObjId) -> Option<bool> {
    if known == key {
        return Some(true);
    }
    match (heap.get(known), heap.get(key)) {
        (Payload::Str(a), Payload::Str(b)) => Some(a == b),
        (Payload::Int(a), Payload::Int(b)) => Some(a == b),
        _ => relation(heap, super::compare::op::EQ, known, key, DEPTH),
    }
}
/// Can the object be part of a cycle, as far as its own kind tells?
#[inline]
pub(super) fn may_be_tracked(heap: &Heap<Payload>, gc: &Gc, id: ObjId) -> bool {
    match heap.get(id) {
        Payload::Int(_) | Payload::Str(_) | Payload::Float(_) => false,
        Payload::Tuple(_) if heap.type_of(id) == ids::types::TUPLE => gc.is_tracked(id),
        Payload::Type(ty) => ty.heap,
        payload => payload.is_container(),
    }
}
/// Makes a dict known to the collector, if what it is about to hold asks for it.
#[inline]
pub(super) fn track_dict(heap: &Heap<Payload>, gc: &mut Gc, dict: ObjId, key: Option<ObjId>, value: ObjId) {
    if may_be_tracked(heap, gc, value) || key.is_some_and(|key| may_be_tracked(heap, gc, key)) {
        gc.track(dict);
    }
}
/// Puts an absent int or string into a dict, with the references to it and its value.
#[inline(never)]
pub(super) fn insert(heap: &mut Heap<Payload>, gc: &mut Gc, dict: ObjId, key: ObjId, value: ObjId) {
    let Some(hash) = hash(heap, key) else { return };
    track_dict(heap, gc, dict, None, value);
    let general = !matches!(heap.get(key), Payload::Str(_));
    if let Payload::Dict(dict) = heap.get_mut(dict) {
        if general {
            dict.generalize();
        }
        dict.insert_new(hash, key, value);
    }
}
/// Adds an int or string to a set, with the reference to it, unless it is there already; says
/// whether it did. None if telling needs the machine.
#[inline(never)]
pub(super) fn add_to_set(heap: &mut Heap<Payload>, set: ObjId, key: ObjId) -> Option<bool> {
    let Payload::Set(table) = heap.get(set) else { return None };
    match find_in_set(heap, table, key) {
        Found::At(_) => return Some(false),
        Found::Unknown => return None,
        Found::Absent => {}
    }
    let hash = hash(heap, key)?;
    if let Payload::Set(table) = heap.get_mut(set) {
        table.insert_new(hash, key);
    }
    Some(true)
}

/// What an operation on numbers gives.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Number {
    Int(i64),
    Float(f64),
}

/// `a op b` of ints and floats, as far as it needs no big int and raises nothing.
#[inline(never)]
pub(super) fn arithmetic(heap: &Heap<Payload>, op: u32, a: ObjId, b: ObjId) -> Option<Number> {
    let plain = if op >= binary::FIRST_INPLACE { op - binary::FIRST_INPLACE } else { op };
    let float = match (heap.get(a), heap.get(b)) {
        (&Payload::Int(x), &Payload::Int(y)) => {
            let exact = heap.type_of(a) == ids::types::INT && heap.type_of(b) == ids::types::INT;
            match binary::int_operation(plain, x, y, exact) {
                Some(value) => return Some(Number::Int(value)),
                None if plain == binary::op::TRUE_DIVIDE => binary::exact_quotient(x, y)?,
                None => return None,
            }
        }
        (&Payload::Float(x), &Payload::Float(y)) => binary::float_operation(plain, x, y)?,
        (&Payload::Float(x), &Payload::Int(y)) => binary::float_operation(plain, x, binary::exact_float(y)?)?,
        (&Payload::Int(x), &Payload::Float(y)) => binary::float_operation(plain, binary::exact_float(x)?, y)?,
        _ => return None,
    };
    Some(Number::Float(float))
}
/// Plain containers within plain containers that are compared and hashed without the machine.
const DEPTH: u32 = 4;

/// A comparison that needs no Python code: numbers, strings, tuples and lists of such.
#[inline]
pub(super) fn order(heap: &Heap<Payload>, op: u32, a: ObjId, b: ObjId) -> Option<bool> {
    relation(heap, op, a, b, DEPTH)
}
fn relation(heap: &Heap<Payload>, op: u32, a: ObjId, b: ObjId, depth: u32) -> Option<bool> {
    match (heap.get(a), heap.get(b)) {
        (Payload::Int(x), Payload::Int(y)) => Some(compare(op, x, y)),
        (Payload::Float(x), Payload::Float(y)) => Some(compare(op, x, y)),
        (Payload::Float(x), Payload::Int(y)) => Some(compare(op, x, &binary::exact_float(*y)?)),
        (Payload::Int(x), Payload::Float(y)) => Some(compare(op, &binary::exact_float(*x)?, y)),
        (Payload::Str(x), Payload::Str(y)) => Some(match op {
            super::compare::op::EQ => x == y,
            super::compare::op::NE => x != y,
            _ => super::compare::holds(op, x.compare(y)),
        }),
        (Payload::Tuple(x), Payload::Tuple(y))
            if heap.type_of(a) == ids::types::TUPLE && heap.type_of(b) == ids::types::TUPLE =>
        {
            sequences(heap, op, x, y, depth)
        }
        (Payload::List(x), Payload::List(y))
            if heap.type_of(a) == ids::types::LIST && heap.type_of(b) == ids::types::LIST =>
        {
            sequences(heap, op, x, y, depth)
        }
        _ if matches!(op, super::compare::op::EQ | super::compare::op::NE) => {
            let different = family(heap, a)? != family(heap, b)?;
            different.then_some(op == super::compare::op::NE)
        }
        _ => None,
    }
}
/// Built-in values that are never equal to one of another family.
#[derive(PartialEq)]
enum Family {
    None,
    Number,
    Str,
    Tuple,
    List,
}
fn family(heap: &Heap<Payload>, id: ObjId) -> Option<Family> {
    match heap.get(id) {
        Payload::Int(_) | Payload::Float(_) => Some(Family::Number),
        Payload::Str(_) => Some(Family::Str),
        Payload::Tuple(_) if heap.type_of(id) == ids::types::TUPLE => Some(Family::Tuple),
        Payload::List(_) if heap.type_of(id) == ids::types::LIST => Some(Family::List),
        _ => (id == ids::NONE).then_some(Family::None),
    }
}
fn sequences(heap: &Heap<Payload>, op: u32, x: &[ObjId], y: &[ObjId], depth: u32) -> Option<bool> {
    use super::compare::op::{EQ, NE};
    let deeper = depth.checked_sub(1)?;
    for (&left, &right) in x.iter().zip(y) {
        // Identical items count as equal, whatever they are.
        if left == right || relation(heap, EQ, left, right, deeper)? {
            continue;
        }
        return match op {
            EQ => Some(false),
            NE => Some(true),
            _ => relation(heap, op, left, right, deeper),
        };
    }
    Some(super::compare::holds(op, x.len().cmp(&y.len())))
}
/// The hash of an int, float or string, or of a tuple of such.
#[inline]
pub(super) fn hash(heap: &Heap<Payload>, id: ObjId) -> Option<i64> {
    match heap.get(id) {
        Payload::Str(text) => Some(text.hash()),
        Payload::Int(value) => Some(super::hash_int(*value)),
        _ => hash_deep(heap, id, DEPTH),
    }
}
fn hash_deep(heap: &Heap<Payload>, id: ObjId, depth: u32) -> Option<i64> {
    match heap.get(id) {
        Payload::Str(text) => Some(text.hash()),
        Payload::Int(value) => Some(super::hash_int(*value)),
        Payload::Float(value) => super::hash_float(*value),
        Payload::Tuple(items) if heap.type_of(id) == ids::types::TUPLE => {
            let deeper = depth.checked_sub(1)?;
            let mut hash = super::TupleHash::default();
            for &item in items.iter() {
                hash.add(match heap.get(item) {
                    &Payload::Int(value) => super::hash_int(value),
                    _ => hash_deep(heap, item, deeper)?,
                });
            }
            Some(hash.finish(items.len()))
        }
        _ => None,
    }
}

/// A tuple of values from the stack, whose references become the tuple's.
#[inline(never)]
pub(super) fn tuple(heap: &mut Heap<Payload>, gc: &mut Gc, values: &[Option<ObjId>]) -> Option<ObjId> {
    if values.is_empty() {
        return Some(ids::EMPTY_TUPLE);
    }
    Some(tuple_of(heap, gc, values.iter().map(|v| v.unwrap_or(ids::NONE)).collect()))
}
/// A tuple of so many references (one at least).
pub(super) fn tuple_of(heap: &mut Heap<Payload>, gc: &mut Gc, items: Box<[ObjId]>) -> ObjId {
    heap.account(size_of_val(&items[..]));
    pooled(heap, gc, ids::types::TUPLE, Payload::Tuple(items))
}
/// A list of values from the stack, whose references become the list's.
#[inline(never)]
pub(super) fn list(heap: &mut Heap<Payload>, gc: &mut Gc, values: &[Option<ObjId>]) -> ObjId {
    list_of(heap, gc, values.iter().map(|v| v.unwrap_or(ids::NONE)).collect())
}
pub(super) fn list_of(heap: &mut Heap<Payload>, gc: &mut Gc, items: Vec<ObjId>) -> ObjId {
    heap.account(size_of_val(&items[..]));
    pooled(heap, gc, ids::types::LIST, Payload::List(Items::from(items)))
}
/// A slice of three references.
pub(super) fn slice_of(heap: &mut Heap<Payload>, gc: &mut Gc, parts: [ObjId; 3]) -> ObjId {
    pooled(heap, gc, ids::types::SLICE, Payload::Slice(parts))
}
/// A new object of a built-in type that CPython may take from a pool.
#[inline(always)]
pub(super) fn pooled(heap: &mut Heap<Payload>, gc: &mut Gc, ty: ObjId, payload: Payload) -> ObjId {
    let pool = payload.pool(ty);
    let object = heap.alloc(ty, payload).into_id();
    gc.track_new(object, pool);
    object
}
/// An iterator over a list, tuple or small range, which takes the reference to it over; a generator
/// is its own.
#[inline(never)]
pub(super) fn iter(heap: &mut Heap<Payload>, gc: &mut Gc, id: ObjId) -> Option<ObjId> {
    let ty = heap.type_of(id);
    let (ty, iter) = match heap.get(id) {
        Payload::List(_) if ty == ids::types::LIST => {
            (ids::types::LIST_ITERATOR, Iter::List { seq: Some(id), index: 0 })
        }
        Payload::Tuple(_) if ty == ids::types::TUPLE => {
            (ids::types::TUPLE_ITERATOR, Iter::Tuple { seq: Some(id), index: 0 })
        }
        Payload::Generator(_) if ty == ids::types::GENERATOR => return Some(id),
        _ => return None,
    };
    Some(alloc(heap, gc, ty, Payload::Iter(Box::new(iter))))
}
