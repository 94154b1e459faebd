//! deque: what adds and takes items at its ends, and what makes deques of deques.

use super::deque_items as items;
use super::deque_iter;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, module_types as types};
use crate::object::native_data::Deque;
use crate::object::{NativeData, Payload};
use crate::types::support::{MAX_ITEMS, Writer};
use crate::vm::compare::{holds, op};
use crate::vm::native::{
    NativeCall::*, NativeTable, Owner, attribute, class_method, constructor, method, sequence, wrapper,
};
use crate::vm::{Args, Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::DEQUE),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__iter__", NoArgs(|vm, this| Ok(deque_iter::make(vm, this, false)))),
        wrapper("__len__", NoArgs(len)),
        wrapper("__lt__", One(|vm, a, b| compare(vm, a, b, op::LT))),
        wrapper("__le__", One(|vm, a, b| compare(vm, a, b, op::LE))),
        wrapper("__eq__", One(|vm, a, b| compare(vm, a, b, op::EQ))),
        wrapper("__ne__", One(|vm, a, b| compare(vm, a, b, op::NE))),
        wrapper("__gt__", One(|vm, a, b| compare(vm, a, b, op::GT))),
        wrapper("__ge__", One(|vm, a, b| compare(vm, a, b, op::GE))),
        sequence("__add__", One(add)),
        sequence("__mul__", One(repeat)),
        sequence("__rmul__", One(repeat)),
        sequence("__iadd__", One(extend_in_place)),
        sequence("__imul__", One(repeat_in_place)),
        wrapper("__contains__", One(items::contains)),
        wrapper("__getitem__", One(items::get)),
        wrapper("__setitem__", Pos(2, 2, items::set)),
        wrapper("__delitem__", One(items::delete)),
        method("append", One(append)),
        method("appendleft", One(append_left)),
        method("clear", NoArgs(clear_method)),
        method("__copy__", NoArgs(copy)),
        method("copy", NoArgs(copy)),
        method("count", One(items::count)),
        method("extend", One(extend_method)),
        method("extendleft", One(extend_left)),
        method("index", Pos(1, 3, items::index)),
        method("insert", Pos(2, 2, items::insert)),
        method("pop", NoArgs(|vm, this| pop(vm, this, false))),
        method("popleft", NoArgs(|vm, this| pop(vm, this, true))),
        method("remove", One(items::remove)),
        method("reverse", NoArgs(items::reverse)),
        method("rotate", Pos(0, 1, items::rotate)),
        method("__reduce__", NoArgs(reduce)),
        method("__reversed__", NoArgs(|vm, this| Ok(deque_iter::make(vm, this, true)))),
        method("__sizeof__", NoArgs(sizeof)),
        class_method("__class_getitem__", One(|vm, cls, item| vm.generic_alias(cls, item))),
        attribute("maxlen", maxlen, None),
    ],
};

static EMPTY: Deque =
    Deque { items: std::collections::VecDeque::new(), maxlen: None, state: 0, begin: Deque::CENTER };

impl Vm {
    /// What a deque holds.
    pub fn deque(&self, id: ObjId) -> &Deque {
        match self.payload(id).base() {
            Payload::Data(data) => match &**data {
                NativeData::Deque(deque) => deque,
                _ => &EMPTY,
            },
            _ => &EMPTY,
        }
    }
    /// The same to be changed; only for deques.
    pub fn deque_mut(&mut self, id: ObjId) -> Option<&mut Deque> {
        match self.payload_mut(id).base_mut() {
            Payload::Data(data) => match &mut **data {
                NativeData::Deque(deque) => Some(deque),
                _ => None,
            },
            _ => None,
        }
    }
}

fn payload(maxlen: Option<usize>) -> Payload {
    Payload::Data(Box::new(NativeData::Deque(Deque { maxlen, ..Deque::default() })))
}
fn new(vm: &mut Vm, class: ObjId, _: Args<'_>) -> Res {
    Ok(vm.new_instance_of(class, types::DEQUE, payload(None)))
}
fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let [iterable, maxlen] = vm.bind("deque", args, ["iterable", "maxlen"], 0, 2)?;
    let maxlen = match maxlen.filter(|&m| m != ids::NONE) {
        None => None,
        Some(maxlen) if !vm.is_int(maxlen) => return Err(vm.type_error("an integer is required")),
        Some(maxlen) => match usize::try_from(vm.word_argument(maxlen)?) {
            Ok(maxlen) => Some(maxlen),
            Err(_) => return Err(vm.value_error("maxlen must be non-negative")),
        },
    };
    if let Some(deque) = vm.deque_mut(this) {
        deque.maxlen = maxlen;
    }
    if !vm.deque(this).items.is_empty() {
        clear(vm, this);
    }
    if let Some(iterable) = iterable {
        extend(vm, this, iterable, false)?;
    }
    Ok(vm.none())
}

/// Adds an item (its reference becomes the deque's); one at the other end goes where there is a limit.
fn push(vm: &mut Vm, this: ObjId, item: ObjId, left: bool) {
    let Some(deque) = vm.deque_mut(this) else { return vm.decref(item) };
    deque.state += 1;
    if left {
        deque.items.push_front(item);
        deque.begin = deque.begin.checked_sub(1).unwrap_or(Deque::BLOCK - 1);
    } else {
        deque.items.push_back(item);
    }
    let surplus = match deque.maxlen {
        Some(limit) if deque.items.len() > limit => {
            let surplus = if left { deque.items.pop_back() } else { deque.items.pop_front() };
            deque.shift(i64::from(!left));
            surplus
        }
        _ => None,
    };
    vm.decref_opt(surplus);
}
fn append(vm: &mut Vm, this: ObjId, item: ObjId) -> Res {
    vm.incref(item);
    push(vm, this, item, false);
    Ok(vm.none())
}
fn append_left(vm: &mut Vm, this: ObjId, item: ObjId) -> Res {
    vm.incref(item);
    push(vm, this, item, true);
    Ok(vm.none())
}
fn pop(vm: &mut Vm, this: ObjId, left: bool) -> Res {
    let item = vm.deque_mut(this).and_then(|deque| {
        let item = if left { deque.items.pop_front() } else { deque.items.pop_back() }?;
        deque.state += 1;
        deque.shift(i64::from(left));
        Some(item)
    });
    match item {
        Some(item) => Ok(Owned::new(item)),
        None => Err(vm.index_error("pop from an empty deque")),
    }
}
fn clear(vm: &mut Vm, this: ObjId) {
    if let Some(deque) = vm.deque_mut(this) {
        deque.state += 1;
        let items = std::mem::take(&mut deque.items);
        deque.shift(0);
        vm.decref_all(items);
    }
}
fn clear_method(vm: &mut Vm, this: ObjId) -> Res {
    clear(vm, this);
    Ok(vm.none())
}

fn extend(vm: &mut Vm, this: ObjId, iterable: ObjId, left: bool) -> Res<()> {
    if iterable == this {
        // Its own items, as they are now.
        let items: Vec<ObjId> = vm.deque(this).items.iter().copied().collect();
        for item in items {
            vm.incref(item);
            push(vm, this, item, left);
        }
        return Ok(());
    }
    let iter = vm.iter(iterable)?;
    if let Some(deque) = vm.deque_mut(this)
        && deque.items.is_empty()
    {
        // An empty deque is filled from one end of its block.
        deque.begin = if left { Deque::BLOCK - 1 } else { 1 };
    }
    let mut round = 0;
    let result = loop {
        let item = match vm.next(iter.id()) {
            Ok(Some(item)) => item,
            Ok(None) => break Ok(()),
            Err(e) => break Err(e),
        };
        if vm.deque(this).items.len() >= MAX_ITEMS {
            vm.release(item);
            break Err(vm.memory_error());
        }
        push(vm, this, item.into_id(), left);
        if let Err(e) = vm.poll_round(round) {
            break Err(e);
        }
        round += 1;
    };
    vm.release(iter);
    result
}
fn extend_method(vm: &mut Vm, this: ObjId, iterable: ObjId) -> Res {
    extend(vm, this, iterable, false)?;
    Ok(vm.none())
}
fn extend_left(vm: &mut Vm, this: ObjId, iterable: ObjId) -> Res {
    extend(vm, this, iterable, true)?;
    Ok(vm.none())
}
fn extend_in_place(vm: &mut Vm, this: ObjId, iterable: ObjId) -> Res {
    extend(vm, this, iterable, false)?;
    Ok(vm.own(this))
}

fn copy(vm: &mut Vm, this: ObjId) -> Res {
    let class = vm.type_of(this);
    let maxlen = vm.deque(this).maxlen;
    if class == types::DEQUE {
        let copy = vm.alloc(class, payload(maxlen));
        let items: Vec<ObjId> = vm.deque(this).items.iter().copied().collect();
        if maxlen != Some(1)
            && let Some(deque) = vm.deque_mut(copy.id())
        {
            deque.begin = 1;
        }
        for item in items {
            vm.incref(item);
            push(vm, copy.id(), item, false);
        }
        return Ok(copy);
    }
    let copy = match maxlen {
        None => vm.call(class, &[this])?,
        Some(maxlen) => {
            let maxlen = vm.new_int(maxlen as i64);
            let copy = vm.call(class, &[this, maxlen.id()]);
            vm.release(maxlen);
            copy?
        }
    };
    if vm.is_instance(copy.id(), types::DEQUE) {
        return Ok(copy);
    }
    let message = format!("{}() must return a deque, not {}", vm.type_name(class), vm.class_name(copy.id()));
    vm.release(copy);
    Err(vm.type_error(message))
}
fn add(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    if !vm.is_instance(other, types::DEQUE) {
        let message = format!("can only concatenate deque (not \"{}\") to deque", vm.class_name(other));
        return Err(vm.type_error(message));
    }
    let sum = copy(vm, this)?;
    match extend(vm, sum.id(), other, false) {
        Ok(()) => Ok(sum),
        Err(e) => {
            vm.release(sum);
            Err(e)
        }
    }
}
/// The items over and over in the deque itself.
fn multiply(vm: &mut Vm, this: ObjId, count: ObjId) -> Res<()> {
    if !vm.has_index(count) {
        let message = format!("can't multiply sequence by non-int of type '{}'", vm.class_name(count));
        return Err(vm.type_error(message));
    }
    let count = vm.as_index(count)?;
    let items: Vec<ObjId> = vm.deque(this).items.iter().copied().collect();
    if items.is_empty() || count == 1 {
        return Ok(());
    }
    if count <= 0 {
        clear(vm, this);
        return Ok(());
    }
    let mut rounds = count as usize - 1;
    if let Some(limit) = vm.deque(this).maxlen {
        rounds = rounds.min(limit.div_ceil(items.len()));
    }
    if items.len().checked_mul(rounds + 1).is_none_or(|total| total > MAX_ITEMS) {
        return Err(vm.memory_error());
    }
    items.iter().for_each(|&i| vm.incref(i));
    for _ in 0..rounds {
        for &item in &items {
            vm.incref(item);
            push(vm, this, item, false);
        }
    }
    vm.decref_all(items);
    Ok(())
}
fn repeat(vm: &mut Vm, this: ObjId, count: ObjId) -> Res {
    let product = copy(vm, this)?;
    match multiply(vm, product.id(), count) {
        Ok(()) => Ok(product),
        Err(e) => {
            vm.release(product);
            Err(e)
        }
    }
}
fn repeat_in_place(vm: &mut Vm, this: ObjId, count: ObjId) -> Res {
    multiply(vm, this, count)?;
    Ok(vm.own(this))
}

fn repr(vm: &mut Vm, this: ObjId) -> Res {
    if !vm.repr_enter(this) {
        return Ok(vm.new_str("[...]"));
    }
    let name = vm.short_type_name(vm.type_of(this));
    let mut out = Writer::new(&format!("{name}("));
    let shown = vm.collect(this).and_then(|items| {
        let list = vm.new_list(items);
        let shown = out.push_repr(vm, list.id());
        vm.release(list);
        shown
    });
    vm.repr_leave(this);
    shown?;
    if let Some(maxlen) = vm.deque(this).maxlen {
        out.push(&format!(", maxlen={maxlen}"));
    }
    out.push(")");
    Ok(out.finish(vm))
}
fn len(vm: &mut Vm, this: ObjId) -> Res {
    let len = vm.deque(this).items.len();
    Ok(vm.new_int(len as i64))
}
fn maxlen(vm: &mut Vm, this: ObjId) -> Res {
    match vm.deque(this).maxlen {
        Some(maxlen) => Ok(vm.new_int(maxlen as i64)),
        None => Ok(vm.none()),
    }
}
/// The header, and blocks of items.
fn sizeof(vm: &mut Vm, this: ObjId) -> Res {
    let deque = vm.deque(this);
    let blocks = (deque.begin + deque.items.len()).div_ceil(Deque::BLOCK).max(1);
    let own = crate::types::object::basic_size(vm, vm.type_of(this));
    Ok(vm.new_int(own + 528 * blocks as i64))
}

fn compare(vm: &mut Vm, a: ObjId, b: ObjId, op: u32) -> Res {
    if !vm.is_instance(b, types::DEQUE) {
        return Ok(vm.not_implemented());
    }
    let lengths = [a, b].map(|d| vm.deque(d).items.len());
    match op {
        op::EQ | op::NE if a == b => return Ok(vm.new_bool(op == op::EQ)),
        op::EQ | op::NE if lengths[0] != lengths[1] => return Ok(vm.new_bool(op == op::NE)),
        _ => {}
    }
    let first = vm.iter(a)?;
    let second = match vm.iter(b) {
        Ok(second) => second,
        Err(e) => {
            vm.release(first);
            return Err(e);
        }
    };
    let result = compare_iters(vm, first.id(), second.id(), op);
    vm.release(first);
    vm.release(second);
    Ok(vm.new_bool(result?))
}
fn compare_iters(vm: &mut Vm, a: ObjId, b: ObjId, op: u32) -> Res<bool> {
    loop {
        let x = vm.next(a)?;
        let y = match vm.next(b) {
            Ok(y) => y,
            Err(e) => {
                vm.release_opt(x);
                return Err(e);
            }
        };
        let (x, y) = match (x, y) {
            (Some(x), Some(y)) => (x, y),
            (x, y) => {
                let order = x.is_some().cmp(&y.is_some());
                vm.release_opt(x);
                vm.release_opt(y);
                return Ok(holds(op, order));
            }
        };
        let result = match vm.equal(x.id(), y.id()) {
            Ok(true) => None,
            Ok(false) => Some(vm.compare_bool(op, x.id(), y.id())),
            Err(e) => Some(Err(e)),
        };
        vm.release(x);
        vm.release(y);
        if let Some(result) = result {
            return result;
        }
    }
}

fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let getstate = vm.get_attr_str(this, "__getstate__")?;
    let state = vm.call(getstate.id(), &[]);
    vm.release(getstate);
    let state = state?;
    let iter = match vm.iter(this) {
        Ok(iter) => iter,
        Err(e) => {
            vm.release(state);
            return Err(e);
        }
    };
    let args = match vm.deque(this).maxlen {
        None => vm.new_tuple(Vec::new()),
        Some(maxlen) => {
            let (empty, maxlen) = (vm.new_tuple(Vec::new()), vm.new_int(maxlen as i64));
            vm.pack(vec![empty, maxlen])
        }
    };
    let ty = vm.own(vm.type_of(this));
    Ok(vm.pack(vec![ty, args, state, iter]))
}
