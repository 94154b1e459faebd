//! `re.Pattern` and its scanners.

use super::found::new_match;
use super::{Found, Kind, Subject, find, part, pattern_of, replace, subject};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, module_types, types};
use crate::object::sre::{Pattern, Scanner, Sre};
use crate::object::{Items, Payload};
use crate::vm::compare::op;
use crate::vm::native::{
    Args, NativeCall::*, NativeTable, Owner as Of, attribute, class_method, method, wrapper,
};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Of::Type(module_types::PATTERN),
    defs: &[
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__hash__", NoArgs(hash)),
        wrapper("__eq__", One(|vm, a, b| equal(vm, a, b, op::EQ))),
        wrapper("__ne__", One(|vm, a, b| equal(vm, a, b, op::NE))),
        method("match", Full(|vm, this, args| one(vm, this, args, "match", Kind::Match))),
        method("fullmatch", Full(|vm, this, args| one(vm, this, args, "fullmatch", Kind::Full))),
        method("search", Full(|vm, this, args| one(vm, this, args, "search", Kind::Search))),
        method("findall", Full(findall)),
        method("finditer", Full(finditer)),
        method("scanner", Full(scanner)),
        method("split", Full(split)),
        method("sub", Full(replace::sub)),
        method("subn", Full(replace::subn)),
        method("__copy__", NoArgs(|vm, this| Ok(vm.own(this)))),
        method("__deepcopy__", One(|vm, this, _| Ok(vm.own(this)))),
        class_method("__class_getitem__", One(|vm, class, args| vm.generic_alias(class, args))),
        attribute("pattern", |vm, this| part_of(vm, this, |p| p.pattern), None),
        attribute("flags", |vm, this| number(vm, this, |p| p.flags), None),
        attribute("groups", |vm, this| number(vm, this, |p| p.groups as i64), None),
        attribute("groupindex", groupindex, None),
    ],
};
pub static SCANNER: NativeTable = NativeTable {
    owner: Of::Type(module_types::SCANNER),
    defs: &[
        method("match", NoArgs(|vm, this| advance(vm, this, Kind::Match))),
        method("search", NoArgs(|vm, this| advance(vm, this, Kind::Search))),
        attribute("pattern", scanner_pattern, None),
    ],
};

/// Names of the flags, for the repr.
const FLAGS: [(&str, i64); 7] = [
    ("re.IGNORECASE", 2),
    ("re.LOCALE", 4),
    ("re.MULTILINE", 8),
    ("re.DOTALL", 16),
    ("re.VERBOSE", 64),
    ("re.DEBUG", 128),
    ("re.ASCII", 256),
];
const UNICODE: i64 = 32;

fn get(vm: &mut Vm, this: ObjId) -> Res<Pattern> {
    match pattern_of(vm, this) {
        Some(pattern) => Ok(pattern),
        None => Err(vm.type_error("a compiled pattern is needed")),
    }
}
fn part_of(vm: &mut Vm, this: ObjId, which: fn(&Pattern) -> ObjId) -> Res {
    let id = which(&get(vm, this)?);
    Ok(vm.own(id))
}
fn number(vm: &mut Vm, this: ObjId, which: fn(&Pattern) -> i64) -> Res {
    let value = which(&get(vm, this)?);
    Ok(vm.new_int(value))
}
fn groupindex(vm: &mut Vm, this: ObjId) -> Res {
    let dict = get(vm, this)?.group_index;
    vm.call(types::MAPPING_PROXY, &[dict])
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let pattern = get(vm, this)?;
    let mut flags = pattern.flags;
    // Unicode is what a str pattern means anyway.
    if vm.as_str(pattern.pattern).is_some() && flags & (4 | 256 | UNICODE) == UNICODE {
        flags &= !UNICODE;
    }
    let mut names: Vec<String> = Vec::new();
    for (name, bit) in FLAGS {
        if flags & bit != 0 {
            names.push(name.into());
            flags &= !bit;
        }
    }
    if flags != 0 {
        names.push(format!("{flags:#x}"));
    }
    let text: String = vm.repr_text(pattern.pattern)?.chars().take(200).collect();
    let tail = if names.is_empty() { String::new() } else { format!(", {}", names.join("|")) };
    Ok(vm.new_str(&format!("re.compile({text}{tail})")))
}
fn hash(vm: &mut Vm, this: ObjId) -> Res {
    use std::hash::{Hash, Hasher};
    let pattern = get(vm, this)?;
    let mut hasher = rustc_hash::FxHasher::default();
    vm.hash(pattern.pattern)?.hash(&mut hasher);
    (pattern.flags, pattern.code).hash(&mut hasher);
    Ok(vm.new_int((hasher.finish() >> 2) as i64))
}
fn equal(vm: &mut Vm, a: ObjId, b: ObjId, operator: u32) -> Res {
    let (Some(x), Some(y)) = (pattern_of(vm, a), pattern_of(vm, b)) else { return Ok(vm.not_implemented()) };
    let same = a == b
        || x.flags == y.flags
            && x.code == y.code
            && vm.as_str(x.pattern).is_some() == vm.as_str(y.pattern).is_some()
            && vm.equal(x.pattern, y.pattern)?;
    Ok(vm.new_bool(same == (operator == op::EQ)))
}

/// The arguments `string, pos, endpos` of most methods.
fn place(vm: &mut Vm, pattern: &Pattern, args: Args<'_>, name: &str) -> Res<(ObjId, Subject, usize, usize)> {
    let bound = vm.bind(name, args, ["string", "pos", "endpos"], 1, 3)?;
    let string = bound[0].unwrap_or(ids::NONE);
    let limit = |vm: &mut Vm, value: Option<ObjId>, default: usize| {
        value.map_or(Ok(default), |v| vm.as_index(v).map(|i| i.max(0) as usize))
    };
    let pos = limit(vm, bound[1], 0)?;
    let end = limit(vm, bound[2], usize::MAX)?;
    let subject = subject(vm, pattern, string)?;
    let end = end.min(subject.len());
    Ok((string, subject, pos.min(end), end))
}
fn one(vm: &mut Vm, this: ObjId, args: Args<'_>, name: &str, kind: Kind) -> Res {
    let pattern = get(vm, this)?;
    let (string, subject, pos, end) = place(vm, &pattern, args, name)?;
    match find(vm, &pattern, &subject, (pos, end), kind, false)? {
        Some(found) => Ok(new_match(vm, this, string, (pos, end), found)),
        None => Ok(vm.none()),
    }
}
/// Calls `each` for every match that does not overlap the one before.
pub fn each_match(
    vm: &mut Vm,
    pattern: &Pattern,
    subject: &Subject,
    (pos, end): (usize, usize),
    mut each: impl FnMut(&mut Vm, Found) -> Res<bool>,
) -> Res<()> {
    let (mut at, mut must_advance) = (pos, false);
    for round in 0.. {
        if at > end {
            break;
        }
        vm.poll_round(round)?;
        let Some(found) = find(vm, pattern, subject, (at, end), Kind::Search, must_advance)? else { break };
        let Some((start, stop)) = found.spans[0] else { break };
        must_advance = start == stop;
        at = stop;
        if !each(vm, found)? {
            break;
        }
    }
    Ok(())
}
/// What `findall` and `split` give for a match: the whole, the one group, or a tuple of all.
fn groups_of(vm: &mut Vm, string: ObjId, subject: &Subject, found: &Found) -> Vec<ObjId> {
    let empty = match subject {
        Subject::Str(_) => ids::EMPTY_STR,
        Subject::Bytes(_) => ids::EMPTY_BYTES,
    };
    found.spans[1..]
        .iter()
        .map(|span| match span {
            Some((start, end)) => part(vm, string, subject, *start, *end).into_id(),
            None => empty,
        })
        .collect()
}
fn findall(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let pattern = get(vm, this)?;
    let (string, subject, pos, end) = place(vm, &pattern, args, "findall")?;
    let mut items = Vec::new();
    let result = each_match(vm, &pattern, &subject, (pos, end), |vm, found| {
        let item = match pattern.groups {
            0 => {
                let (start, end) = found.spans[0].unwrap_or_default();
                part(vm, string, &subject, start, end)
            }
            1 => Owned::new(groups_of(vm, string, &subject, &found)[0]),
            _ => {
                let groups = groups_of(vm, string, &subject, &found);
                vm.new_tuple(groups)
            }
        };
        items.push(item.into_id());
        Ok(true)
    });
    if let Err(e) = result {
        vm.decref_all(items);
        return Err(e);
    }
    Ok(vm.new_list_of(Items::appended(items)))
}
fn new_scanner(vm: &mut Vm, this: ObjId, args: Args<'_>, name: &str) -> Res {
    let pattern = get(vm, this)?;
    let (string, _, pos, endpos) = place(vm, &pattern, args, name)?;
    vm.incref(this);
    vm.incref(string);
    let scanner = Scanner { pattern: this, string, start: Some(pos), pos, endpos, must_advance: false };
    let class = module_types::SCANNER;
    Ok(vm.alloc(class, Payload::Sre(Box::new(Sre::Scanner(scanner)))))
}
fn scanner(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    new_scanner(vm, this, args, "scanner")
}
/// `iter(scanner.search, None)`
fn finditer(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let scanner = new_scanner(vm, this, args, "finditer")?;
    let search = vm.get_attr_str(scanner.id(), "search");
    vm.release(scanner);
    let search = search?;
    let iterator = vm.callable_iterator(search.id(), ids::NONE);
    vm.release(search);
    Ok(iterator)
}
fn scanner_pattern(vm: &mut Vm, this: ObjId) -> Res {
    let pattern = scanner_of(vm, this).map_or(ids::NONE, |s| s.pattern);
    Ok(vm.own(pattern))
}
fn scanner_of(vm: &mut Vm, this: ObjId) -> Option<&mut Scanner> {
    match vm.payload_mut(this) {
        Payload::Sre(sre) => match &mut **sre {
            Sre::Scanner(scanner) => Some(scanner),
            _ => None,
        },
        _ => None,
    }
}
fn advance(vm: &mut Vm, this: ObjId, kind: Kind) -> Res {
    let Some(scanner) = scanner_of(vm, this).cloned() else { return Ok(vm.none()) };
    let Some(start) = scanner.start else { return Ok(vm.none()) };
    let pattern = get(vm, scanner.pattern)?;
    let subject = subject(vm, &pattern, scanner.string)?;
    let endpos = scanner.endpos.min(subject.len());
    let found = find(vm, &pattern, &subject, (start, endpos), kind, scanner.must_advance)?;
    let Some(found) = found else {
        if let Some(scanner) = scanner_of(vm, this) {
            scanner.start = None;
        }
        return Ok(vm.none());
    };
    let (first, stop) = found.spans[0].unwrap_or_default();
    if let Some(scanner) = scanner_of(vm, this) {
        scanner.start = Some(stop);
        scanner.must_advance = if kind == Kind::Search { first == stop } else { start == stop };
    }
    Ok(new_match(vm, scanner.pattern, scanner.string, (scanner.pos, endpos), found))
}
fn split(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let pattern = get(vm, this)?;
    let bound = vm.bind("split", args, ["string", "maxsplit"], 1, 2)?;
    let string = bound[0].unwrap_or(ids::NONE);
    let most = bound[1].map_or(Ok(0), |m| vm.as_index(m))?;
    let subject = subject(vm, &pattern, string)?;
    let end = subject.len();
    let mut items = Vec::new();
    let (mut last, mut count) = (0, 0);
    let result = match most {
        m if m < 0 => Ok(()),
        _ => each_match(vm, &pattern, &subject, (0, end), |vm, found| {
            let (start, stop) = found.spans[0].unwrap_or_default();
            items.push(part(vm, string, &subject, last, start).into_id());
            for span in &found.spans[1..] {
                items.push(match span {
                    Some((start, end)) => part(vm, string, &subject, *start, *end).into_id(),
                    None => ids::NONE,
                });
            }
            last = stop;
            count += 1;
            Ok(most == 0 || count < most)
        }),
    };
    if let Err(e) = result {
        vm.decref_all(items);
        return Err(e);
    }
    items.push(part(vm, string, &subject, last, end).into_id());
    Ok(vm.new_list_of(Items::appended(items)))
}
