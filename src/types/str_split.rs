//! Taking strings apart and putting them together: split, strip, partition, join. The parts that
//! work on places alone serve bytes as well.

use super::str_search::{find_all, find_in, on_chars, rfind_in};
use super::{MAX_LENGTH, str, str_unicode as unicode};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::object::string::Chars;
use crate::object::{Items, Str};
use crate::vm::NativeCall::{Full, One, Pos};
use crate::vm::native::{Owner, method};
use crate::vm::{Args, NativeTable, Res, Vm};
use std::ops::Range;

/// Words between blanks, at most `limit` cuts from the left.
pub fn split_blank(len: usize, is_blank: impl Fn(usize) -> bool, limit: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut at = 0;
    loop {
        while at < len && is_blank(at) {
            at += 1;
        }
        if at == len {
            return parts;
        }
        if parts.len() == limit {
            parts.push(at..len);
            return parts;
        }
        let start = at;
        while at < len && !is_blank(at) {
            at += 1;
        }
        parts.push(start..at);
    }
}
/// The same from the right.
pub fn rsplit_blank(len: usize, is_blank: impl Fn(usize) -> bool, limit: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut end = len;
    loop {
        while end > 0 && is_blank(end - 1) {
            end -= 1;
        }
        if end == 0 {
            break;
        }
        if parts.len() == limit {
            parts.push(0..end);
            break;
        }
        let stop = end;
        while end > 0 && !is_blank(end - 1) {
            end -= 1;
        }
        parts.push(end..stop);
    }
    parts.reverse();
    parts
}
/// The parts between separators.
pub fn split_at<T: Copy + PartialEq>(text: &[T], separator: &[T], limit: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for place in find_all(text, separator, limit) {
        parts.push(start..place);
        start = place + separator.len();
    }
    parts.push(start..text.len());
    parts
}
pub fn rsplit_at<T: Copy + PartialEq>(text: &[T], separator: &[T], limit: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut end = text.len();
    while parts.len() < limit
        && let Some(place) = rfind_in(&text[..end], separator)
    {
        parts.push(place + separator.len()..end);
        end = place;
    }
    parts.push(0..end);
    parts.reverse();
    parts
}
/// Lines; with `keep` each with its end.
pub fn split_lines(
    len: usize,
    keep: bool,
    at: impl Fn(usize) -> u32,
    is_break: impl Fn(u32) -> bool,
) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut i = 0;
    while i < len {
        let start = i;
        while i < len && !is_break(at(i)) {
            i += 1;
        }
        let end = i;
        if i < len {
            i += if at(i) == 0xD && i + 1 < len && at(i + 1) == 0xA { 2 } else { 1 };
        }
        parts.push(start..if keep { i } else { end });
    }
    parts
}
/// What is left when characters that `drop` takes are gone from the chosen ends.
pub fn strip_range(len: usize, left: bool, right: bool, drop: impl Fn(usize) -> bool) -> Range<usize> {
    let (mut start, mut end) = (0, len);
    while left && start < end && drop(start) {
        start += 1;
    }
    while right && end > start && drop(end - 1) {
        end -= 1;
    }
    start..end
}

/// A part of a str; the whole is the str itself.
fn part(vm: &mut Vm, this: ObjId, range: Range<usize>) -> Owned {
    let string = vm.string(this);
    if range == (0..string.len()) && vm.type_of(this) == types::STR {
        return vm.own(this);
    }
    vm.new_string(string.slice(range))
}
fn parts(vm: &mut Vm, this: ObjId, ranges: Vec<Range<usize>>) -> Vec<ObjId> {
    ranges.into_iter().map(|r| part(vm, this, r).into_id()).collect()
}

/// Bytes of a character.
fn width(text: &Str) -> usize {
    text.byte_len().checked_div(text.len()).unwrap_or(1)
}
fn split_with(vm: &mut Vm, this: ObjId, args: Args<'_>, name: &str, right: bool) -> Res {
    let [separator, limit] = vm.bind(name, args, ["sep", "maxsplit"], 0, 2)?;
    let limit = match limit {
        Some(limit) => vm.size_argument(limit)?,
        None => -1,
    };
    let given = usize::try_from(limit);
    let limit = given.unwrap_or(usize::MAX);
    let text = vm.string(this);
    let Some(separator) = separator.filter(|&s| s != ids::NONE) else {
        let blank = |i: usize| unicode::is_space(text.at(i));
        let ranges = if right {
            rsplit_blank(text.len(), blank, limit)
        } else {
            split_blank(text.len(), blank, limit)
        };
        let cuts = given.unwrap_or(text.len().saturating_sub(1) / 2 + 1);
        let items = parts(vm, this, ranges);
        return Ok(vm.new_list_of(Items::parts(items, cuts)));
    };
    let Some(separator) = vm.as_str(separator).cloned() else {
        let class = vm.class_name(separator);
        return Err(vm.type_error(format!("must be str or None, not {class}")));
    };
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let ranges = if right {
        on_chars!(&*text, &*separator, |t, s| rsplit_at(t, s, limit))
    } else {
        on_chars!(&*text, &*separator, |t, s| split_at(t, s, limit))
    };
    let cuts = match given {
        _ if text.len() < separator.len() || width(&text) < width(&separator) => 0,
        Ok(limit) => limit,
        Err(_) => text.len() / separator.len() + 1,
    };
    let items = parts(vm, this, ranges);
    Ok(vm.new_list_of(Items::parts(items, cuts)))
}
fn split(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    split_with(vm, this, args, "split", false)
}
fn rsplit(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    split_with(vm, this, args, "rsplit", true)
}
fn splitlines(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let [keep] = vm.bind("splitlines", args, ["keepends"], 0, 1)?;
    let keep = match keep {
        Some(keep) => vm.truth(keep)?,
        None => false,
    };
    let text = vm.string(this);
    let ranges = split_lines(text.len(), keep, |i| text.at(i), unicode::is_line_break);
    let items = parts(vm, this, ranges);
    Ok(vm.new_list_of(Items::appended(items)))
}

fn partition_with(vm: &mut Vm, this: ObjId, separator: ObjId, right: bool) -> Res {
    let Some(sep) = vm.as_str(separator).cloned() else {
        let class = vm.class_name(separator);
        return Err(vm.type_error(format!("must be str, not {class}")));
    };
    if sep.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let text = vm.string(this);
    let place = if right {
        on_chars!(&*text, &*sep, |t, s| rfind_in(t, s))
    } else {
        on_chars!(&*text, &*sep, |t, s| find_in(t, s))
    };
    let empty = || Owned::new(ids::EMPTY_STR);
    let items = match place {
        Some(place) => {
            let before = part(vm, this, 0..place);
            let middle = vm.own(separator);
            [before, middle, part(vm, this, place + sep.len()..text.len())]
        }
        None if right => [empty(), empty(), str::exact(vm, this)?],
        None => [str::exact(vm, this)?, empty(), empty()],
    };
    Ok(vm.new_tuple(items.map(Owned::into_id).to_vec()))
}
fn partition(vm: &mut Vm, this: ObjId, separator: ObjId) -> Res {
    partition_with(vm, this, separator, false)
}
fn rpartition(vm: &mut Vm, this: ObjId, separator: ObjId) -> Res {
    partition_with(vm, this, separator, true)
}

fn strip_with(vm: &mut Vm, this: ObjId, args: &[ObjId], name: &str, left: bool, right: bool) -> Res {
    let text = vm.string(this);
    let range = match args.first().filter(|&&a| a != ids::NONE) {
        None => strip_range(text.len(), left, right, |i| unicode::is_space(text.at(i))),
        Some(&chars) => {
            let Some(chars) = vm.as_str(chars) else {
                return Err(vm.type_error(format!("{name} arg must be None or str")));
            };
            let mut set: Vec<u32> = chars.points().collect();
            set.sort_unstable();
            strip_range(text.len(), left, right, |i| set.binary_search(&text.at(i)).is_ok())
        }
    };
    Ok(part(vm, this, range))
}
fn strip(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    strip_with(vm, this, args, "strip", true, true)
}
fn lstrip(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    strip_with(vm, this, args, "lstrip", true, false)
}
fn rstrip(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    strip_with(vm, this, args, "rstrip", false, true)
}

impl Vm {
    /// The items of an iterable to be joined; the references are the caller's.
    pub fn join_items(&mut self, iterable: ObjId) -> Res<Vec<ObjId>> {
        use crate::object::typ::Slot;
        let iterable_at_all =
            self.slot_of(iterable, Slot::Iter).is_some() || self.slot_of(iterable, Slot::Getitem).is_some();
        if !iterable_at_all {
            return Err(self.type_error("can only join an iterable"));
        }
        self.collect(iterable)
    }
}
/// `separator.join(iterable)`
fn join(vm: &mut Vm, this: ObjId, iterable: ObjId) -> Res {
    let items = vm.join_items(iterable)?;
    let result = join_strings(vm, this, &items);
    vm.decref_all(items);
    result
}
fn join_strings(vm: &mut Vm, this: ObjId, items: &[ObjId]) -> Res {
    if let [only] = items
        && vm.type_of(*only) == types::STR
    {
        return Ok(vm.own(*only));
    }
    let separator = vm.string(this);
    let mut length = separator.len().saturating_mul(items.len().saturating_sub(1));
    let mut narrow = matches!(separator.chars(), Chars::One(_));
    for (i, &item) in items.iter().enumerate() {
        let Some(s) = vm.as_str(item) else {
            let class = vm.class_name(item);
            return Err(vm.type_error(format!("sequence item {i}: expected str instance, {class} found")));
        };
        length = length.saturating_add(s.len());
        narrow &= matches!(s.chars(), Chars::One(_));
    }
    if length > MAX_LENGTH {
        return Err(vm.memory_error());
    }
    let strings = items.iter().filter_map(|&i| vm.as_str(i));
    let joined = if narrow {
        let mut out = Vec::with_capacity(length);
        for (i, s) in strings.enumerate() {
            for s in [&separator, s].into_iter().skip(usize::from(i == 0)) {
                if let Chars::One(c) = s.chars() {
                    out.extend_from_slice(c);
                }
            }
        }
        Str::from_latin1(&out)
    } else {
        let mut out = Vec::with_capacity(length);
        for (i, s) in strings.enumerate() {
            if i > 0 {
                out.extend(separator.points());
            }
            out.extend(s.points());
        }
        Str::from_points(&out)
    };
    Ok(vm.new_string(joined))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::STR),
    defs: &[
        method("split", Full(split)),
        method("rsplit", Full(rsplit)),
        method("join", One(join)),
        method("partition", One(partition)),
        method("rpartition", One(rpartition)),
        method("splitlines", Full(splitlines)),
        method("strip", Pos(0, 1, strip)),
        method("lstrip", Pos(0, 1, lstrip)),
        method("rstrip", Pos(0, 1, rstrip)),
    ],
};
