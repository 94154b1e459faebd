//! `re.Match`.

use super::{Found, part, pattern_of, replace, subject};
use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{self, module_types};
use crate::object::sre::{Match, Sre};
use crate::vm::native::{
    Args, NativeCall::*, NativeTable, Owner as Of, attribute, class_method, method, wrapper,
};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Of::Type(module_types::MATCH),
    defs: &[
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__getitem__", One(group_by)),
        method("group", Pos(0, usize::MAX, group)),
        method("groups", Full(groups)),
        method("groupdict", Full(groupdict)),
        method("start", Pos(0, 1, |vm, this, args| edge(vm, this, args, true))),
        method("end", Pos(0, 1, |vm, this, args| edge(vm, this, args, false))),
        method("span", Pos(0, 1, span)),
        method("expand", One(replace::expand)),
        method("__copy__", NoArgs(|vm, this| Ok(vm.own(this)))),
        method("__deepcopy__", One(|vm, this, _| Ok(vm.own(this)))),
        class_method("__class_getitem__", One(|vm, class, args| vm.generic_alias(class, args))),
        attribute("string", |vm, this| object(vm, this, |m| m.string), None),
        attribute("re", |vm, this| object(vm, this, |m| m.pattern), None),
        attribute("pos", |vm, this| number(vm, this, |m| m.pos as i64), None),
        attribute("endpos", |vm, this| number(vm, this, |m| m.endpos as i64), None),
        attribute("lastindex", lastindex, None),
        attribute("lastgroup", lastgroup, None),
        attribute("regs", regs, None),
    ],
};

pub fn new_match(
    vm: &mut Vm,
    pattern: ObjId,
    string: ObjId,
    (pos, endpos): (usize, usize),
    found: Found,
) -> Owned {
    vm.incref(pattern);
    vm.incref(string);
    let object = Match { pattern, string, pos, endpos, spans: found.spans, last_index: found.last_index };
    let class = module_types::MATCH;
    vm.alloc(class, Payload::Sre(Box::new(Sre::Match(object))))
}
pub fn match_of(vm: &Vm, this: ObjId) -> Option<Match> {
    match vm.payload(this) {
        Payload::Sre(sre) => match &**sre {
            Sre::Match(m) => Some(m.clone()),
            _ => None,
        },
        _ => None,
    }
}
fn get(vm: &mut Vm, this: ObjId) -> Res<Match> {
    match match_of(vm, this) {
        Some(found) => Ok(found),
        None => Err(vm.type_error("a match is needed")),
    }
}
fn object(vm: &mut Vm, this: ObjId, which: fn(&Match) -> ObjId) -> Res {
    let id = which(&get(vm, this)?);
    Ok(vm.own(id))
}
fn number(vm: &mut Vm, this: ObjId, which: fn(&Match) -> i64) -> Res {
    let value = which(&get(vm, this)?);
    Ok(vm.new_int(value))
}
/// The number of a group given by number or name.
fn group_number(vm: &mut Vm, found: &Match, key: ObjId) -> Res<usize> {
    let number = if vm.is_int(key) || vm.slot_of(key, crate::object::typ::Slot::Index).is_some() {
        Some(vm.as_index(key)?)
    } else {
        match pattern_of(vm, found.pattern) {
            Some(pattern) => {
                let known = vm.dict_get(pattern.group_index, key)?;
                known.and_then(|k| vm.as_i64(k))
            }
            None => None,
        }
    };
    match number.and_then(|n| usize::try_from(n).ok()).filter(|&n| n < found.spans.len()) {
        Some(number) => Ok(number),
        None => Err(vm.index_error("no such group")),
    }
}
/// The text of a group; `default` where it did not match.
fn group_text(vm: &mut Vm, found: &Match, number: usize, default: ObjId) -> Res {
    let Some((start, end)) = found.spans[number] else { return Ok(vm.own(default)) };
    let Some(pattern) = pattern_of(vm, found.pattern) else { return Ok(vm.own(default)) };
    let subject = subject(vm, &pattern, found.string)?;
    // The text of a bytearray may have become shorter.
    let end = end.min(subject.len());
    Ok(part(vm, found.string, &subject, start.min(end), end))
}
fn group_by(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    let found = get(vm, this)?;
    let number = group_number(vm, &found, key)?;
    group_text(vm, &found, number, ids::NONE)
}
fn group(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    match args {
        [] => group_by(vm, this, ids::small_int(0)),
        [key] => group_by(vm, this, *key),
        keys => {
            let mut items = Vec::new();
            for &key in keys {
                match group_by(vm, this, key) {
                    Ok(item) => items.push(item.into_id()),
                    Err(e) => {
                        vm.decref_all(items);
                        return Err(e);
                    }
                }
            }
            Ok(vm.new_tuple(items))
        }
    }
}
fn groups(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("groups", args, ["default"], 0, 1)?;
    let default = bound[0].unwrap_or(ids::NONE);
    let found = get(vm, this)?;
    let mut items = Vec::new();
    for number in 1..found.spans.len() {
        items.push(group_text(vm, &found, number, default)?.into_id());
    }
    Ok(vm.new_tuple(items))
}
fn groupdict(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("groupdict", args, ["default"], 0, 1)?;
    let default = bound[0].unwrap_or(ids::NONE);
    let found = get(vm, this)?;
    let names: Vec<(ObjId, ObjId)> = pattern_of(vm, found.pattern)
        .and_then(|p| vm.as_dict(p.group_index).map(|d| d.iter().collect()))
        .unwrap_or_default();
    let dict = vm.new_dict();
    for (name, number) in names {
        let stored = group_number(vm, &found, number)
            .and_then(|number| group_text(vm, &found, number, default))
            .and_then(|text| {
                let stored = vm.dict_set(dict.id(), name, text.id());
                vm.release(text);
                stored
            });
        if let Err(e) = stored {
            vm.release(dict);
            return Err(e);
        }
    }
    Ok(dict)
}
fn span_of(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res<(i64, i64)> {
    let found = get(vm, this)?;
    let number = args.first().map_or(Ok(0), |&key| group_number(vm, &found, key))?;
    Ok(found.spans[number].map_or((-1, -1), |(start, end)| (start as i64, end as i64)))
}
fn edge(vm: &mut Vm, this: ObjId, args: &[ObjId], start: bool) -> Res {
    let (first, last) = span_of(vm, this, args)?;
    Ok(vm.new_int(if start { first } else { last }))
}
fn pair(vm: &mut Vm, (start, end): (i64, i64)) -> Owned {
    let parts = vec![vm.new_int(start).into_id(), vm.new_int(end).into_id()];
    vm.new_tuple(parts)
}
fn span(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let span = span_of(vm, this, args)?;
    Ok(pair(vm, span))
}
fn regs(vm: &mut Vm, this: ObjId) -> Res {
    let spans = get(vm, this)?.spans;
    let items = spans
        .iter()
        .map(|s| pair(vm, s.map_or((-1, -1), |(start, end)| (start as i64, end as i64))).into_id())
        .collect();
    Ok(vm.new_tuple(items))
}
fn lastindex(vm: &mut Vm, this: ObjId) -> Res {
    match get(vm, this)?.last_index {
        0 => Ok(vm.none()),
        index => Ok(vm.new_int(index as i64)),
    }
}
fn lastgroup(vm: &mut Vm, this: ObjId) -> Res {
    let found = get(vm, this)?;
    let name = pattern_of(vm, found.pattern)
        .and_then(|p| vm.as_tuple(p.index_group)?.get(found.last_index).copied())
        .filter(|_| found.last_index > 0);
    Ok(vm.own(name.unwrap_or(ids::NONE)))
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let found = get(vm, this)?;
    let text = group_text(vm, &found, 0, ids::NONE)?;
    let shown = vm.repr_text(text.id());
    vm.release(text);
    let shown = shown?;
    let (start, end) = found.spans[0].unwrap_or_default();
    let class = vm.type_of(this);
    let class = vm.full_type_name(class);
    Ok(vm.new_str(&format!("<{class} object; span=({start}, {end}), match={shown}>")))
}
