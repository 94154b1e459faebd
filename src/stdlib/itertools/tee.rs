//! tee: copies of an iterator that share what not all of them have seen.

use super::types;
use crate::heap::{ObjId, Owned};
use crate::object::native_data::TeeData;
use crate::object::{NativeData, Payload, Tool, ids};
use crate::types::support::MAX_ITEMS;
use crate::vm::{Args, Res, Vm};

/// Values that one link of the shared chain holds.
pub const LINK: usize = 57;

fn data_mut(vm: &mut Vm, id: ObjId) -> Option<&mut TeeData> {
    match vm.payload_mut(id) {
        Payload::Data(data) => match &mut **data {
            NativeData::TeeData(data) => Some(data),
            _ => None,
        },
        _ => None,
    }
}
fn link(vm: &mut Vm, iter: ObjId) -> Owned {
    vm.incref(iter);
    let data = TeeData { iter: Some(iter), values: Vec::new(), next: None, running: false };
    vm.alloc(types::TEE_DATA, Payload::Data(Box::new(NativeData::TeeData(data))))
}
fn new_tee(vm: &mut Vm, data: Owned, index: usize) -> Owned {
    vm.new_tool(types::TEE, types::TEE, Tool::Tee { data: data.into_id(), index })
}

pub fn tee(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let count = match args.get(1) {
        Some(&n) => vm.word_argument(n)?,
        None => 2,
    };
    if count < 0 {
        return Err(vm.value_error("n must be >= 0"));
    }
    if count as usize > MAX_ITEMS {
        return Err(vm.memory_error());
    }
    if count == 0 {
        return Ok(vm.new_tuple(Vec::new()));
    }
    // The tuple is there before its items are.
    let copies = vm.new_tuple(vec![ids::NONE; count as usize]);
    match fill(vm, copies.id(), args[0], count as usize) {
        Ok(()) => Ok(copies),
        Err(e) => {
            vm.release(copies);
            Err(e)
        }
    }
}
/// The iterator itself, if it can be copied (else a tee object), then its copies.
fn fill(vm: &mut Vm, copies: ObjId, iterable: ObjId, count: usize) -> Res<()> {
    let mut first = vm.iter(iterable)?;
    let name = vm.intern("__copy__");
    let copier = match vm.get_attr_optional(first.id(), name) {
        Ok(Some(copier)) => Ok(copier),
        Ok(None) => {
            let tee = from_iterable(vm, first.id());
            vm.release(first);
            first = tee?;
            vm.get_attr(first.id(), name)
        }
        Err(e) => Err(e),
    };
    let copier = match copier {
        Ok(copier) => copier,
        Err(e) => {
            vm.release(first);
            return Err(e);
        }
    };
    put(vm, copies, 0, first);
    let mut result = Ok(());
    for i in 1..count {
        match vm.call(copier.id(), &[]) {
            Ok(copy) => put(vm, copies, i, copy),
            Err(e) => {
                result = Err(e);
                break;
            }
        }
    }
    vm.release(copier);
    result
}
fn put(vm: &mut Vm, tuple: ObjId, place: usize, item: Owned) {
    if let Payload::Tuple(places) = vm.payload_mut(tuple) {
        places[place] = item.into_id();
    } else {
        vm.release(item);
    }
}
fn from_iterable(vm: &mut Vm, iterable: ObjId) -> Res {
    let iter = vm.iter(iterable)?;
    let tee = if vm.type_of(iter.id()) == types::TEE {
        copy(vm, iter.id())
    } else {
        let data = link(vm, iter.id());
        Ok(new_tee(vm, data, 0))
    };
    vm.release(iter);
    tee
}
pub fn new(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    vm.only_positional(class, types::TEE, args, 1, 1)?;
    from_iterable(vm, args.pos[0])
}
pub fn copy(vm: &mut Vm, this: ObjId) -> Res {
    let &Tool::Tee { data, index } = vm.tool(this) else { return Ok(vm.none()) };
    let data = vm.own(data);
    Ok(new_tee(vm, data, index))
}

pub fn advance(vm: &mut Vm, this: ObjId, data: ObjId, index: usize) -> Res<Option<Owned>> {
    let (mut data, mut index) = (data, index);
    if index >= LINK {
        let Some(next) = next_link(vm, data) else { return Ok(None) };
        let next = next.into_id();
        if let Some(place) = vm.tool_mut(this) {
            *place = Tool::Tee { data: next, index: 0 };
            vm.decref(data);
        }
        (data, index) = (next, 0);
    }
    let value = value_at(vm, data, index)?;
    if value.is_some()
        && let Some(Tool::Tee { index, .. }) = vm.tool_mut(this)
    {
        *index += 1;
    }
    Ok(value)
}
fn next_link(vm: &mut Vm, data: ObjId) -> Option<Owned> {
    let (next, iter) = data_mut(vm, data).map(|d| (d.next, d.iter))?;
    if let Some(next) = next {
        return Some(vm.own(next));
    }
    let new = link(vm, iter?);
    if let Some(d) = data_mut(vm, data) {
        d.next = Some(new.id());
        vm.own_also(&new);
    }
    Some(new)
}
fn value_at(vm: &mut Vm, data: ObjId, index: usize) -> Res<Option<Owned>> {
    let Some(d) = data_mut(vm, data) else { return Ok(None) };
    if let Some(&value) = d.values.get(index) {
        return Ok(Some(vm.own(value)));
    }
    let Some(iter) = d.iter else { return Ok(None) };
    if d.running {
        return Err(vm.raise(ids::types::RUNTIME_ERROR, "cannot re-enter the tee iterator"));
    }
    d.running = true;
    let value = vm.next(iter);
    let Some(d) = data_mut(vm, data) else { return value };
    d.running = false;
    if let Ok(Some(value)) = &value {
        d.values.push(value.id());
        vm.own_also(value);
    }
    value
}

/// `_tee_dataobject(iterable, values, next)`
pub fn new_data(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    if class == types::TEE_DATA {
        vm.refuse_keywords("teedataobject", args)?;
    }
    vm.check_positional("teedataobject", args, 3, 3)?;
    let (iter, values, next) = (args.pos[0], args.pos[1], args.pos[2]);
    let Some(items) = vm.as_list(values).cloned() else {
        let message = format!("teedataobject() argument 2 must be list, not {}", vm.argument_class(values));
        return Err(vm.type_error(message));
    };
    let has_next = next != ids::NONE;
    if items.len() > LINK || has_next && (items.len() < LINK || vm.type_of(next) != types::TEE_DATA) {
        return Err(vm.value_error("Invalid arguments"));
    }
    let new = link(vm, iter);
    items.iter().for_each(|&i| vm.incref(i));
    let next = has_next.then_some(next);
    vm.incref_opt(next);
    if let Some(d) = data_mut(vm, new.id()) {
        (d.values, d.next) = (items, next);
    }
    Ok(new)
}
pub fn reduce_data(vm: &mut Vm, this: ObjId) -> Res {
    super::pickle::deprecated(vm)?;
    let Some(TeeData { iter, values, next, .. }) = data_mut(vm, this).cloned() else {
        return Ok(vm.none());
    };
    values.iter().for_each(|&v| vm.incref(v));
    let values = vm.new_list(values);
    let args = vm.tuple_of(&[iter.unwrap_or(ids::NONE), values.id(), next.unwrap_or(ids::NONE)]);
    vm.release(values);
    let result = vm.tuple_of(&[types::TEE_DATA, args.id()]);
    vm.release(args);
    Ok(result)
}
