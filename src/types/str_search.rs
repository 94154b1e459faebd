//! Searching: in any sequence of code points or bytes, and str's methods that search.

use super::str;
use crate::heap::ObjId;
use crate::object::Str;
use crate::object::ids::{self, types};
use crate::object::string::Chars;
use crate::vm::NativeCall::{Full, One, Pos};
use crate::vm::native::{Owner, method};
use crate::vm::{Args, NativeTable, Res, Vm};
use std::borrow::Cow;
use std::ops::Range;

/// Where `needle` first is in `hay`. Plain search at first; once that does more work than it should,
/// the search that never looks back.
pub fn find_in<T: Copy + PartialEq>(hay: &[T], needle: &[T]) -> Option<usize> {
    let Some((&first, rest)) = needle.split_first() else { return Some(0) };
    let last = hay.len().checked_sub(needle.len())?;
    let mut work = 0;
    let mut at = 0;
    while at <= last {
        at += hay[at..=last].iter().position(|&x| x == first)?;
        let same = hay[at + 1..].iter().zip(rest).take_while(|(a, b)| a == b).count();
        if same == rest.len() {
            return Some(at);
        }
        at += 1;
        work += same;
        if work > 64 + 4 * at {
            return find_steady(&hay[at..], needle).map(|i| at + i);
        }
    }
    None
}
/// Knuth, Morris and Pratt's search.
fn find_steady<T: Copy + PartialEq>(hay: &[T], needle: &[T]) -> Option<usize> {
    let mut border = vec![0; needle.len()];
    let mut k = 0;
    for i in 1..needle.len() {
        while k > 0 && needle[i] != needle[k] {
            k = border[k - 1];
        }
        k += usize::from(needle[i] == needle[k]);
        border[i] = k;
    }
    k = 0;
    for (i, &x) in hay.iter().enumerate() {
        while k > 0 && x != needle[k] {
            k = border[k - 1];
        }
        k += usize::from(x == needle[k]);
        if k == needle.len() {
            return Some(i + 1 - k);
        }
    }
    None
}
/// Where `needle` last is in `hay`.
pub fn rfind_in<T: Copy + PartialEq>(hay: &[T], needle: &[T]) -> Option<usize> {
    let Some(&last) = needle.last() else { return Some(hay.len()) };
    let mut end = hay.len();
    let mut work = 0;
    while end >= needle.len() {
        end = hay[..end].iter().rposition(|&x| x == last)? + 1;
        let start = end.checked_sub(needle.len())?;
        let same = hay[start..end].iter().rev().zip(needle.iter().rev()).take_while(|(a, b)| a == b).count();
        if same == needle.len() {
            return Some(start);
        }
        end -= 1;
        work += same;
        if work > 64 + 4 * (hay.len() - end) {
            let reversed: Vec<T> = hay[..end].iter().rev().copied().collect();
            let needle: Vec<T> = needle.iter().rev().copied().collect();
            return find_steady(&reversed, &needle).map(|i| end - i - needle.len());
        }
    }
    None
}
/// Where `needle` is in `hay`, none overlapping, at most `limit` times.
pub fn find_all<T: Copy + PartialEq>(hay: &[T], needle: &[T], limit: usize) -> Vec<usize> {
    let mut places = Vec::new();
    let mut at = 0;
    while places.len() < limit && at <= hay.len() {
        let Some(i) = find_in(&hay[at..], needle) else { break };
        places.push(at + i);
        at += i + needle.len().max(1);
    }
    places
}
/// `hay` with `new` in place of the first `limit` occurrences of `old`; `None` if there is none.
pub fn replace_in<T: Copy + PartialEq>(hay: &[T], old: &[T], new: &[T], limit: usize) -> Option<Vec<T>> {
    let places = find_all(hay, old, limit);
    if places.is_empty() {
        return None;
    }
    let mut out = Vec::with_capacity(hay.len() + places.len() * new.len().saturating_sub(old.len()));
    let mut done = 0;
    for place in places {
        out.extend_from_slice(&hay[done..place]);
        out.extend_from_slice(new);
        done = place + old.len();
    }
    out.extend_from_slice(&hay[done..]);
    Some(out)
}

/// Code points of any string.
pub fn wide(s: &Str) -> Cow<'_, [u32]> {
    match s.chars() {
        Chars::Four(c) => Cow::Borrowed(c),
        _ => Cow::Owned(s.points().collect()),
    }
}
/// Runs the same code on bytes if all strings are Latin-1, else on code points.
macro_rules! on_chars {
    ($a:expr, $b:expr, |$x:ident, $y:ident| $body:expr) => {
        match ($a.chars(), $b.chars()) {
            ($crate::object::string::Chars::One($x), $crate::object::string::Chars::One($y)) => {
                let ($x, $y): (&[u8], &[u8]) = ($x, $y);
                $body
            }
            ($crate::object::string::Chars::Two($x), $crate::object::string::Chars::Two($y)) => {
                let ($x, $y): (&[u16], &[u16]) = ($x, $y);
                $body
            }
            _ => {
                let ($x, $y) = ($crate::types::str_search::wide($a), $crate::types::str_search::wide($b));
                let ($x, $y): (&[u32], &[u32]) = (&$x, &$y);
                $body
            }
        }
    };
}
pub(super) use on_chars;

/// Where a part first is within a range of a string.
pub fn find(text: &Str, part: &Str, range: Range<usize>) -> Option<usize> {
    let start = range.start;
    on_chars!(text, part, |t, p| find_in(&t[range], p)).map(|i| start + i)
}
pub fn rfind(text: &Str, part: &Str, range: Range<usize>) -> Option<usize> {
    let start = range.start;
    on_chars!(text, part, |t, p| rfind_in(&t[range], p)).map(|i| start + i)
}
fn count(text: &Str, part: &Str, range: Range<usize>) -> usize {
    on_chars!(text, part, |t, p| find_all(&t[range], p, usize::MAX)).len()
}

impl Vm {
    /// Is the one string part of the other? None if these are not strings.
    pub fn is_part(&self, text: ObjId, part: ObjId) -> Option<bool> {
        let (text, part) = (self.as_str(text)?, self.as_str(part)?);
        Some(find(text, part, 0..text.len()).is_some())
    }
    /// The range that `start` and `end` arguments choose; `None` if start is beyond end or length.
    pub fn search_range(&mut self, args: &[ObjId], len: usize) -> Res<Option<Range<usize>>> {
        let start = args.first().map(|&a| self.slice_index(a)).transpose()?.flatten().unwrap_or(0);
        let end = args.get(1).map(|&a| self.slice_index(a)).transpose()?.flatten().unwrap_or(i64::MAX);
        let clip = |i: i64| if i < 0 { i.saturating_add(len as i64).max(0) } else { i } as usize;
        let (start, end) = (clip(start), clip(end).min(len));
        Ok((start <= end).then_some(start..end))
    }
}

fn search(
    vm: &mut Vm,
    this: ObjId,
    args: &[ObjId],
    name: &str,
    f: fn(&Str, &Str, Range<usize>) -> Option<usize>,
) -> Res<Option<usize>> {
    let part = str::expect(vm, name, " 1", args[0])?;
    let text = vm.string(this);
    Ok(vm.search_range(&args[1..], text.len())?.and_then(|range| f(&text, &part, range)))
}
fn position(vm: &mut Vm, place: Option<usize>) -> Res {
    Ok(vm.new_int(place.map_or(-1, |p| p as i64)))
}
fn position_or_error(vm: &mut Vm, place: Option<usize>) -> Res {
    match place {
        Some(place) => Ok(vm.new_int(place as i64)),
        None => Err(vm.value_error("substring not found")),
    }
}
fn find_method(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let place = search(vm, this, args, "find", find)?;
    position(vm, place)
}
fn rfind_method(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let place = search(vm, this, args, "rfind", rfind)?;
    position(vm, place)
}
fn index(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let place = search(vm, this, args, "index", find)?;
    position_or_error(vm, place)
}
fn rindex(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let place = search(vm, this, args, "rindex", rfind)?;
    position_or_error(vm, place)
}
fn count_method(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let number = search(vm, this, args, "count", |t, p, r| Some(count(t, p, r)))?;
    Ok(vm.new_int(number.unwrap_or(0) as i64))
}

/// `startswith` and `endswith`: one str or a tuple of them.
fn affix(
    vm: &mut Vm,
    this: ObjId,
    args: &[ObjId],
    name: &str,
    holds: fn(&Str, &Str, Range<usize>) -> bool,
) -> Res {
    let text = vm.string(this);
    let range = vm.search_range(&args[1..], text.len())?;
    let test = |part: &Str| range.clone().is_some_and(|r| holds(&text, part, r));
    if let Some(items) = vm.as_tuple(args[0]) {
        for &item in &items.to_vec() {
            let Some(part) = vm.as_str(item) else {
                let class = vm.class_name(item);
                return Err(vm.type_error(format!("tuple for {name} must only contain str, not {class}")));
            };
            if test(part) {
                return Ok(vm.new_bool(true));
            }
        }
        return Ok(vm.new_bool(false));
    }
    let Some(part) = vm.as_str(args[0]) else {
        let class = vm.class_name(args[0]);
        return Err(vm.type_error(format!("{name} first arg must be str or a tuple of str, not {class}")));
    };
    Ok(vm.new_bool(test(part)))
}
fn startswith(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    affix(vm, this, args, "startswith", |t, p, r| on_chars!(t, p, |t, p| t[r].starts_with(p)))
}
fn endswith(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    affix(vm, this, args, "endswith", |t, p, r| on_chars!(t, p, |t, p| t[r].ends_with(p)))
}

fn removeprefix(vm: &mut Vm, this: ObjId, part: ObjId) -> Res {
    let part = str::expect(vm, "removeprefix", "", part)?;
    let text = vm.string(this);
    if part.is_empty() || !on_chars!(&*text, &*part, |t, p| t.starts_with(p)) {
        return str::exact(vm, this);
    }
    Ok(vm.new_string(text.slice(part.len()..text.len())))
}
fn removesuffix(vm: &mut Vm, this: ObjId, part: ObjId) -> Res {
    let part = str::expect(vm, "removesuffix", "", part)?;
    let text = vm.string(this);
    if part.is_empty() || !on_chars!(&*text, &*part, |t, p| t.ends_with(p)) {
        return str::exact(vm, this);
    }
    Ok(vm.new_string(text.slice(0..text.len() - part.len())))
}

/// `replace(old, new, /, count=-1)`
fn replace(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let [old, new, count] = vm.bind("replace", args, ["", "", "count"], 2, 3)?;
    let old = str::expect(vm, "replace", " 1", old.unwrap_or(ids::NONE))?;
    let new = str::expect(vm, "replace", " 2", new.unwrap_or(ids::NONE))?;
    let count = match count {
        Some(count) => vm.as_index(count)?,
        None => -1,
    };
    let limit = usize::try_from(count).unwrap_or(usize::MAX);
    let text = vm.string(this);
    let places = on_chars!(&*text, &*old, |t, o| find_all(t, o, limit)).len();
    let grown = new.len().saturating_sub(old.len()).saturating_mul(places);
    if text.len().saturating_add(grown) > super::MAX_LENGTH {
        return Err(vm.memory_error());
    }
    if places == 0 {
        return str::exact(vm, this);
    }
    let replaced = match (text.chars(), old.chars(), new.chars()) {
        (Chars::One(t), Chars::One(o), Chars::One(n)) => {
            replace_in(t, o, n, limit).map(|b| Str::from_latin1(&b))
        }
        _ => replace_in(&wide(&text), &wide(&old), &wide(&new), limit).map(|p| Str::from_points(&p)),
    };
    match replaced {
        Some(string) => Ok(vm.new_string(string)),
        None => str::exact(vm, this),
    }
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::STR),
    defs: &[
        method("find", Pos(1, 3, find_method)),
        method("rfind", Pos(1, 3, rfind_method)),
        method("index", Pos(1, 3, index)),
        method("rindex", Pos(1, 3, rindex)),
        method("count", Pos(1, 3, count_method)),
        method("startswith", Pos(1, 3, startswith)),
        method("endswith", Pos(1, 3, endswith)),
        method("removeprefix", One(removeprefix)),
        method("removesuffix", One(removesuffix)),
        method("replace", Full(replace)),
    ],
};
