//! `_sre`: compiled patterns and their matches.

mod charset;
mod code;
mod engine;
mod found;
mod pattern;
mod replace;

use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, module_types, types};
use crate::object::sre::{Pattern, Sre};
use crate::object::string::Chars;
use crate::object::{Payload, Str};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};
use engine::{Matcher, Stop, Text};
use std::sync::Arc;

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("_sre"),
    defs: &[
        function("compile", Full(compile)),
        function("template", Pos(2, 2, template)),
        function("getcodesize", NoArgs(|vm, _| Ok(vm.new_int(4)))),
        function("ascii_iscased", One(|vm, _, c| cased(vm, c, 128))),
        function("unicode_iscased", One(|vm, _, c| cased(vm, c, u32::MAX))),
        function("ascii_tolower", One(|vm, _, c| lowered(vm, c, charset::lower::ascii))),
        function("unicode_tolower", One(|vm, _, c| lowered(vm, c, charset::lower::unicode))),
    ],
};
pub static TABLES: &[&NativeTable] =
    &[&TABLE, &pattern::TABLE, &pattern::SCANNER, &replace::TABLE, &found::TABLE];

/// Adds the classes and constants.
pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    let numbers =
        [("MAGIC", code::MAGIC), ("CODESIZE", 4), ("MAXREPEAT", 0xFFFF_FFFF), ("MAXGROUPS", 0x7FFF_FFFF)];
    for (name, value) in numbers {
        let value = vm.new_int(value);
        vm.dict_put(dict, name, value);
    }
}

/// Has a character below `limit` another case?
fn cased(vm: &mut Vm, c: ObjId, limit: u32) -> Res {
    let point = vm.as_index(c)? as u32;
    let other = charset::lower::unicode(point) != point || charset::upper::unicode(point) != point;
    Ok(vm.new_bool(point < limit && other))
}
fn lowered(vm: &mut Vm, c: ObjId, lower: fn(u32) -> u32) -> Res {
    let point = vm.as_index(c)? as u32;
    Ok(vm.new_int(lower(point).into()))
}

/// A code unit of the matcher; anything that is no 32-bit number is an error.
fn code_unit(vm: &mut Vm, item: ObjId) -> Res<u32> {
    match u32::try_from(vm.as_index(item)?) {
        Ok(unit) => Ok(unit),
        Err(_) => Err(vm.overflow_error("regular expression code size limit exceeded")),
    }
}
fn compile(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let names = ["pattern", "flags", "code", "groups", "groupindex", "indexgroup"];
    let bound = vm.bind("compile", args, names, 6, 6)?;
    let [pattern, flags, code, groups, group_index, index_group] = bound.map(|b| b.unwrap_or(ids::NONE));
    let items = match vm.as_list(code) {
        Some(items) => items.clone(),
        None => {
            let message = format!("compile() argument 'code' must be list, not {}", vm.argument_class(code));
            return Err(vm.type_error(message));
        }
    };
    let mut units = Vec::with_capacity(items.len());
    for item in items {
        units.push(code_unit(vm, item)?);
    }
    let (flags, groups) = (vm.as_index(flags)?, vm.as_index(groups)?);
    let groups = usize::try_from(groups).ok().filter(|&g| g <= units.len());
    let (Some(groups), Some(_), Some(_)) = (groups, vm.as_dict(group_index), vm.as_tuple(index_group)) else {
        return Err(vm.raise(types::RUNTIME_ERROR, "invalid SRE code"));
    };
    if !is_sound(&units) {
        return Err(vm.raise(types::RUNTIME_ERROR, "invalid SRE code"));
    }
    [pattern, group_index, index_group].into_iter().for_each(|id| vm.incref(id));
    let object = Pattern { pattern, flags, code: Arc::from(units), groups, group_index, index_group };
    let class = module_types::PATTERN;
    Ok(vm.alloc(class, Payload::Sre(Box::new(Sre::Pattern(object)))))
}
/// Look-arounds and atomic groups nest in Rust: not deeper than this, whatever made the code.
fn is_sound(code: &[u32]) -> bool {
    const DEEPEST: usize = 2_000;
    let nests = |&&unit: &&u32| {
        [code::op::ASSERT, code::op::ASSERT_NOT, code::op::ATOMIC_GROUP, code::op::POSSESSIVE_REPEAT]
            .contains(&unit)
    };
    // A number in the code may look like an instruction: this counts too many, never too few.
    code.len() < DEEPEST || code.iter().filter(nests).count() < DEEPEST
}
fn template(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let items = vm.as_list(args[1]).cloned().unwrap_or_default();
    if items.len() % 2 == 0 {
        return Err(vm.type_error("invalid template"));
    }
    let (mut texts, mut groups) = (Vec::new(), Vec::new());
    for (i, &item) in items.iter().enumerate() {
        if i % 2 == 0 {
            texts.push(item);
        } else {
            match usize::try_from(vm.as_index(item)?) {
                Ok(group) => groups.push(group),
                Err(_) => return Err(vm.type_error("invalid template")),
            }
        }
    }
    texts.iter().for_each(|&t| vm.incref(t));
    let class = module_types::TEMPLATE;
    Ok(vm.alloc(class, Payload::Sre(Box::new(Sre::Template { texts, groups }))))
}

/// The pattern that an object is, cheaply copied.
fn pattern_of(vm: &Vm, id: ObjId) -> Option<Pattern> {
    match vm.payload(id) {
        Payload::Sre(sre) => match &**sre {
            Sre::Pattern(p) => Some(p.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// The text of a subject: what a search reads.
#[derive(Clone)]
enum Subject {
    Str(Arc<Str>),
    Bytes(Arc<[u8]>),
}
impl Subject {
    fn len(&self) -> usize {
        match self {
            Subject::Str(s) => s.len(),
            Subject::Bytes(b) => b.len(),
        }
    }
}
/// The text of a str or bytes-like object; TypeError if it is not of the pattern's kind.
fn subject(vm: &mut Vm, pattern: &Pattern, string: ObjId) -> Res<Subject> {
    let subject = match vm.payload(string).base() {
        Payload::Str(s) => Subject::Str(s.clone()),
        Payload::Bytes(b) => Subject::Bytes(b.clone()),
        _ => match crate::types::bytes::buffer(vm, string)? {
            Some(bytes) => Subject::Bytes(bytes.into()),
            None => {
                let message =
                    format!("expected string or bytes-like object, got '{}'", vm.class_name(string));
                return Err(vm.type_error(message));
            }
        },
    };
    let wants_str = vm.as_str(pattern.pattern).is_some();
    match (&subject, pattern.pattern) {
        (_, ids::NONE) => Ok(subject),
        (Subject::Str(_), _) if !wants_str => {
            Err(vm.type_error("cannot use a bytes pattern on a string-like object"))
        }
        (Subject::Bytes(_), _) if wants_str => {
            Err(vm.type_error("cannot use a string pattern on a bytes-like object"))
        }
        _ => Ok(subject),
    }
}
/// A part of a subject as an object; the whole is the object itself.
fn part(vm: &mut Vm, string: ObjId, subject: &Subject, start: usize, end: usize) -> Owned {
    let whole = start == 0 && end == subject.len();
    if whole && (vm.type_of(string) == types::STR || vm.type_of(string) == types::BYTES) {
        return vm.own(string);
    }
    match subject {
        Subject::Str(s) => vm.new_string(s.slice(start..end)),
        Subject::Bytes(b) => vm.new_bytes(&b[start..end]),
    }
}

/// How a match is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Search,
    Match,
    Full,
}
/// What was found: spans by group, the whole first, and the last group that matched.
struct Found {
    spans: Vec<Option<(usize, usize)>>,
    last_index: usize,
}

/// Looks for a match between two positions.
fn find(
    vm: &mut Vm,
    pattern: &Pattern,
    subject: &Subject,
    range: (usize, usize),
    kind: Kind,
    must_advance: bool,
) -> Res<Option<Found>> {
    let mut interrupted = None;
    let mut poll = || match vm.poll() {
        Ok(()) => true,
        Err(e) => {
            interrupted = Some(e);
            false
        }
    };
    let result = match subject {
        Subject::Bytes(b) => attempt(pattern, &**b, range, kind, must_advance, &mut poll),
        Subject::Str(s) => match s.chars() {
            Chars::One(t) => attempt(pattern, &**t, range, kind, must_advance, &mut poll),
            Chars::Two(t) => attempt(pattern, &**t, range, kind, must_advance, &mut poll),
            Chars::Four(t) => attempt(pattern, &**t, range, kind, must_advance, &mut poll),
        },
    };
    match (result, interrupted) {
        (_, Some(e)) => Err(e),
        (Ok(found), None) => Ok(found),
        (Err(_), None) => Err(vm.memory_error()),
    }
}
fn attempt<T: Text>(
    pattern: &Pattern,
    text: T,
    (start, end): (usize, usize),
    kind: Kind,
    must_advance: bool,
    poll: &mut dyn FnMut() -> bool,
) -> Result<Option<Found>, Stop> {
    let mut matcher = Matcher::new(&pattern.code, text, end, pattern.groups, poll);
    matcher.must_advance = must_advance;
    matcher.match_all = kind == Kind::Full;
    let whole = match kind {
        Kind::Search => matcher.search(start)?,
        _ if start > matcher.end => None,
        _ => matcher.match_at(start)?.map(|end| (start, end)),
    };
    let Some(whole) = whole else { return Ok(None) };
    let groups = (0..pattern.groups).map(|g| {
        let (start, end) = (matcher.marks[2 * g], matcher.marks[2 * g + 1]);
        (start != usize::MAX && end != usize::MAX && start <= end).then_some((start, end))
    });
    let spans = std::iter::once(Some(whole)).chain(groups).collect();
    Ok(Some(Found { spans, last_index: matcher.last_index }))
}
