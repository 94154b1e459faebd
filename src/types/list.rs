//! list: methods and operators. Sorting is in [`super::list_sort`], subscripts in [`super::list_items`].

use super::support::{MAX_ITEMS, Writer};
use super::{list_items, list_sort};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::object::typ::Slot;
use crate::object::{Items, Iter, Payload};
use crate::vm::NativeCall::{Full, NoArgs, One, Pos};
use crate::vm::compare::op;
use crate::vm::native::{Owner, class_method, constructor, method, sequence, wrapper};
use crate::vm::{Args, NativeTable, Res, Vm};

/// The list's items; `list` must be a list or an instance of a subclass.
pub fn items_mut(vm: &mut Vm, list: ObjId) -> &mut Items {
    match vm.payload_mut(list).base_mut() {
        Payload::List(items) => items,
        other => unreachable!("{list:?} is no list but {other:?}"),
    }
}

/// The item at a place, as a new reference.
fn item(vm: &mut Vm, list: ObjId, index: usize) -> Option<Owned> {
    let item = *vm.sequence_items(list).get(index)?;
    Some(vm.own(item))
}

fn new(vm: &mut Vm, cls: ObjId, _args: Args<'_>) -> Res {
    if cls == types::LIST {
        // A call makes a list of its own, whatever freed ones are kept.
        return Ok(vm.alloc_from(None, cls, Payload::List(Items::default())));
    }
    Ok(vm.new_instance_of(cls, types::LIST, Payload::List(Items::default())))
}

fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    // A subclass with a `__new__` of its own may take keyword arguments that list ignores.
    let ty = vm.type_of(this);
    let slot = crate::object::typ::Slot::New;
    if vm.type_obj(ty).slot(slot) == vm.type_obj(types::LIST).slot(slot) {
        vm.refuse_keywords("list", args)?;
    }
    vm.check_positional("list", args, 0, 1)?;
    clear(vm, this);
    if let [iterable] = *args.pos {
        vm.list_extend(this, iterable)?;
    }
    Ok(vm.none())
}

fn clear(vm: &mut Vm, list: ObjId) {
    let old = std::mem::take(items_mut(vm, list));
    vm.decref_all(old.into_iter().rev());
}

fn append(vm: &mut Vm, this: ObjId, item: ObjId) -> Res {
    vm.incref(item);
    let items = items_mut(vm, this);
    let grows = items.len() == items.capacity();
    items.push(item);
    if grows {
        let bytes = items.capacity() * size_of::<ObjId>();
        vm.account(bytes);
    }
    Ok(vm.none())
}

/// How much room a list without any takes for the first items.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    /// Only what it needs, made even.
    Exact,
    /// As when it grows.
    Growing,
}

/// Appends the items at hand (a reference each).
fn append_all(vm: &mut Vm, list: ObjId, more: Vec<ObjId>, room: Room) -> Res<()> {
    if items_mut(vm, list).len() + more.len() > MAX_ITEMS {
        vm.decref_all(more);
        return Err(vm.memory_error());
    }
    let items = items_mut(vm, list);
    match room {
        Room::Exact if items.room() == 0 && !more.is_empty() => items.first_room(more.len()),
        _ => items.make_room(items.len() + more.len()),
    }
    items.extend(more);
    Ok(())
}

impl Vm {
    /// `list.extend`: containers of exact built-in types at once, anything else item by item, each
    /// visible in the list as soon as it came.
    pub fn list_extend(&mut self, list: ObjId, iterable: ObjId) -> Res<()> {
        let ready: Option<Vec<ObjId>> = match (self.payload(iterable), self.type_of(iterable)) {
            (Payload::List(items), _) => Some(items.to_vec()),
            (Payload::Tuple(items), types::TUPLE) => Some(items.to_vec()),
            (Payload::Set(set), _) => Some(set.iter().collect()),
            (Payload::Dict(dict), types::DICT) => Some(dict.iter().map(|e| e.0).collect()),
            (Payload::DictView(dict), types::DICT_KEYS) => {
                self.as_dict(*dict).map(|d| d.iter().map(|e| e.0).collect())
            }
            (Payload::DictView(dict), types::DICT_VALUES) => {
                self.as_dict(*dict).map(|d| d.iter().map(|e| e.1).collect())
            }
            (Payload::DictView(dict), types::DICT_ITEMS) => {
                let pairs: Vec<_> = self.as_dict(*dict).map(|d| d.iter().collect()).unwrap_or_default();
                let pairs = pairs.into_iter().map(|(k, v)| self.tuple_of(&[k, v]).into_id()).collect();
                return append_all(self, list, pairs, Room::Growing);
            }
            _ => None,
        };
        if let Some(items) = ready {
            items.iter().for_each(|&i| self.incref(i));
            let sequence = matches!(self.payload(iterable), Payload::List(_) | Payload::Tuple(_));
            return append_all(self, list, items, if sequence { Room::Exact } else { Room::Growing });
        }
        let iter = self.iter(iterable)?;
        let hint = self.length_hint(iterable);
        let result = hint.and_then(|hint| {
            expect(self, list, hint.unwrap_or(GUESSED_LENGTH))?;
            extend_from(self, list, iter.id())
        });
        items_mut(self, list).settle();
        self.release(iter);
        result
    }
}

/// Items for which a list makes room if the iterable says nothing of its length.
const GUESSED_LENGTH: usize = 8;

/// Makes room for so many more items.
fn expect(vm: &mut Vm, list: ObjId, count: usize) -> Res<()> {
    let items = items_mut(vm, list);
    // A wrong promise is worth no memory.
    if count > PROMISED {
        return Ok(());
    }
    match (items.room(), count) {
        (_, 0) => {}
        (0, _) => items.first_room(count),
        _ => items.make_room(items.len() + count),
    }
    Ok(())
}
/// Items for which room is made on an iterable's word.
const PROMISED: usize = 1 << 20;

fn extend_from(vm: &mut Vm, list: ObjId, iter: ObjId) -> Res<()> {
    let mut round = 0;
    while let Some(item) = vm.next(iter)? {
        let item = item.into_id();
        if items_mut(vm, list).len() >= MAX_ITEMS {
            vm.decref(item);
            return Err(vm.memory_error());
        }
        items_mut(vm, list).push(item);
        vm.poll_round(round)?;
        round += 1;
    }
    Ok(())
}

fn extend(vm: &mut Vm, this: ObjId, iterable: ObjId) -> Res {
    vm.list_extend(this, iterable)?;
    Ok(vm.none())
}
fn inplace_add(vm: &mut Vm, this: ObjId, iterable: ObjId) -> Res {
    vm.list_extend(this, iterable)?;
    Ok(vm.own(this))
}

fn insert(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let index = vm.word_argument(args[0])?;
    vm.incref(args[1]);
    let items = items_mut(vm, this);
    let len = items.len() as i64;
    let place = if index < 0 { (index + len).max(0) } else { index.min(len) };
    items.insert(place as usize, args[1]);
    Ok(vm.none())
}

fn pop(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let index = match args.first() {
        Some(&index) => vm.word_argument(index)?,
        None => -1,
    };
    let items = items_mut(vm, this);
    if items.is_empty() {
        return Err(vm.index_error("pop from empty list"));
    }
    match super::slice::place(index, items.len()) {
        Some(place) => Ok(Owned::new(items.remove(place))),
        None => Err(vm.index_error("pop index out of range")),
    }
}

fn remove(vm: &mut Vm, this: ObjId, value: ObjId) -> Res {
    let mut i = 0;
    while let Some(item) = item(vm, this, i) {
        let equal = vm.equal(item.id(), value);
        vm.release(item);
        if equal? {
            let items = items_mut(vm, this);
            if i < items.len() {
                let old = items.remove(i);
                vm.decref(old);
            }
            return Ok(vm.none());
        }
        i += 1;
    }
    Err(vm.value_error("list.remove(x): x not in list"))
}

/// The first place from `start` to `stop` with an item equal to `value`.
fn find(vm: &mut Vm, this: ObjId, value: ObjId, start: usize, stop: usize) -> Res<Option<usize>> {
    let mut i = start;
    while i < stop
        && let Some(item) = item(vm, this, i)
    {
        let equal = vm.equal(item.id(), value);
        vm.release(item);
        if equal? {
            return Ok(Some(i));
        }
        i += 1;
    }
    Ok(None)
}

fn index(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let (start, stop) = position_range(vm, this, &args[1..])?;
    match find(vm, this, args[0], start, stop)? {
        Some(place) => Ok(vm.new_int(place as i64)),
        None => {
            let mut text = Writer::default();
            text.push_repr(vm, args[0])?;
            text.push(" is not in list");
            let text = text.finish(vm);
            let unwind = vm.raise_with(types::VALUE_ERROR, &[text.id()]);
            vm.release(text);
            Err(unwind)
        }
    }
}
/// `start` and `stop` arguments of `index`, counting from the end where negative.
pub fn position_range(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res<(usize, usize)> {
    let len = vm.sequence_items(this).len();
    position_range_of(vm, len, args)
}
/// The same for a sequence of that length.
pub fn position_range_of(vm: &mut Vm, len: usize, args: &[ObjId]) -> Res<(usize, usize)> {
    let mut bounds = [0, i64::MAX];
    for (bound, &arg) in bounds.iter_mut().zip(args) {
        *bound = vm.position_index(arg)?;
    }
    let len = len as i64;
    let [start, stop] = bounds.map(|b| if b < 0 { (b.saturating_add(len)).max(0) } else { b } as usize);
    Ok((start, stop))
}

fn count(vm: &mut Vm, this: ObjId, value: ObjId) -> Res {
    let (mut count, mut from) = (0, 0);
    while let Some(place) = find(vm, this, value, from, usize::MAX)? {
        count += 1;
        from = place + 1;
    }
    Ok(vm.new_int(count))
}

fn contains(vm: &mut Vm, this: ObjId, value: ObjId) -> Res {
    let found = find(vm, this, value, 0, usize::MAX)?.is_some();
    Ok(vm.new_bool(found))
}

fn reverse(vm: &mut Vm, this: ObjId) -> Res {
    items_mut(vm, this).reverse();
    Ok(vm.none())
}

fn copy(vm: &mut Vm, this: ObjId) -> Res {
    let items = vm.sequence_items(this).to_vec();
    items.iter().for_each(|&i| vm.incref(i));
    Ok(vm.new_list(items))
}

fn add(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    let Some(more) = vm.as_list(other) else {
        let message = format!("can only concatenate list (not \"{}\") to list", vm.class_name(other));
        return Err(vm.type_error(message));
    };
    let items = [vm.sequence_items(this), more].concat();
    if items.len() > MAX_ITEMS {
        return Err(vm.memory_error());
    }
    items.iter().for_each(|&i| vm.incref(i));
    Ok(vm.new_list(items))
}

fn multiply(vm: &mut Vm, this: ObjId, count: ObjId) -> Res {
    let count = vm.repeat_count(count)?;
    let items = vm.sequence_items(this).to_vec();
    let items = vm.repeat_items(&items, count)?;
    Ok(vm.new_list(items))
}
fn inplace_multiply(vm: &mut Vm, this: ObjId, count: ObjId) -> Res {
    let count = vm.repeat_count(count)?;
    if count == 0 {
        clear(vm, this);
    } else {
        let items = vm.sequence_items(this).to_vec();
        let more = vm.repeat_items(&items, count - 1)?;
        append_all(vm, this, more, Room::Growing)?;
    }
    Ok(vm.own(this))
}

fn repr(vm: &mut Vm, this: ObjId) -> Res {
    if vm.sequence_items(this).is_empty() {
        return Ok(vm.new_str("[]"));
    }
    if !vm.repr_enter(this) {
        return Ok(vm.new_str("[...]"));
    }
    let mut out = Writer::new("[");
    let mut i = 0;
    let mut result = Ok(());
    while let Some(&item) = vm.sequence_items(this).get(i) {
        if i > 0 {
            out.push(", ");
        }
        // 3.13.0 does not hold the item. A `__repr__` in Python holds it itself; elsewhere it must
        // not die while it is looked at.
        let python =
            vm.slot_of(item, Slot::Repr).is_some_and(|r| matches!(vm.payload(r), Payload::Function(_)));
        let held = (!python).then(|| vm.own(item));
        result = out.push_repr(vm, item);
        vm.release_opt(held);
        if result.is_err() {
            break;
        }
        i += 1;
    }
    vm.repr_leave(this);
    result?;
    out.push("]");
    Ok(out.finish(vm))
}

fn compare(vm: &mut Vm, this: ObjId, other: ObjId, op: u32) -> Res {
    let Some(others) = vm.as_list(other) else { return Ok(vm.not_implemented()) };
    if others.len() != vm.sequence_items(this).len() && matches!(op, op::EQ | op::NE) {
        return Ok(vm.new_bool(op == op::NE));
    }
    vm.compare_sequences(op, this, other)
}

fn len(vm: &mut Vm, this: ObjId) -> Res {
    let len = vm.sequence_items(this).len();
    Ok(vm.new_int(len as i64))
}

fn iter(vm: &mut Vm, this: ObjId) -> Res {
    vm.incref(this);
    let iter = Iter::List { seq: Some(this), index: 0 };
    Ok(vm.alloc(types::LIST_ITERATOR, Payload::Iter(Box::new(iter))))
}
fn reversed(vm: &mut Vm, this: ObjId) -> Res {
    vm.incref(this);
    let iter = Iter::ListReverse { seq: Some(this), index: vm.sequence_items(this).len() };
    Ok(vm.alloc(types::LIST_REVERSE_ITERATOR, Payload::Iter(Box::new(iter))))
}

fn sizeof(vm: &mut Vm, this: ObjId) -> Res {
    let own = super::object::basic_size(vm, vm.type_of(this));
    let room = items_mut(vm, this).room();
    Ok(vm.new_int(own + 8 * room as i64))
}

fn sort(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let [key, reverse] = vm.bind("sort", args, ["key", "reverse"], 0, 0)?;
    let reverse = match reverse {
        Some(reverse) => vm.truth(reverse)?,
        None => false,
    };
    list_sort::sort(vm, this, key.filter(|&k| k != ids::NONE), reverse)?;
    Ok(vm.none())
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::LIST),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__lt__", One(|vm, a, b| compare(vm, a, b, op::LT))),
        wrapper("__le__", One(|vm, a, b| compare(vm, a, b, op::LE))),
        wrapper("__eq__", One(|vm, a, b| compare(vm, a, b, op::EQ))),
        wrapper("__ne__", One(|vm, a, b| compare(vm, a, b, op::NE))),
        wrapper("__gt__", One(|vm, a, b| compare(vm, a, b, op::GT))),
        wrapper("__ge__", One(|vm, a, b| compare(vm, a, b, op::GE))),
        wrapper("__iter__", NoArgs(iter)),
        wrapper("__len__", NoArgs(len)),
        method("__getitem__", One(list_items::get)),
        wrapper("__setitem__", Pos(2, 2, list_items::set)),
        wrapper("__delitem__", One(list_items::delete)),
        sequence("__add__", One(add)),
        sequence("__mul__", One(multiply)),
        sequence("__rmul__", One(multiply)),
        wrapper("__contains__", One(contains)),
        sequence("__iadd__", One(inplace_add)),
        sequence("__imul__", One(inplace_multiply)),
        method("__reversed__", NoArgs(reversed)),
        method("__sizeof__", NoArgs(sizeof)),
        method(
            "clear",
            NoArgs(|vm, this| {
                clear(vm, this);
                Ok(vm.none())
            }),
        ),
        method("copy", NoArgs(copy)),
        method("append", One(append)),
        method("insert", Pos(2, 2, insert)),
        method("extend", One(extend)),
        method("pop", Pos(0, 1, pop)),
        method("remove", One(remove)),
        method("index", Pos(1, 3, index)),
        method("count", One(count)),
        method("reverse", NoArgs(reverse)),
        method("sort", Full(sort)),
        class_method("__class_getitem__", One(|vm, cls, item| vm.generic_alias(cls, item))),
    ],
};
