//! `sub`, `subn`, and replacement templates.

use super::found::{match_of, new_match};
use super::pattern::each_match;
use super::{Subject, part, pattern_of, subject};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, module_types};
use crate::object::sre::Sre;
use crate::object::typ::Slot;
use crate::object::{Payload, Str};
use crate::vm::native::{Args, NativeTable, Owner as Of};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable { owner: Of::Type(module_types::TEMPLATE), defs: &[] };

/// Text being put together: of the kind that the subject is.
enum Joined {
    Str(Vec<u32>),
    Bytes(Vec<u8>),
}
impl Joined {
    fn new(subject: &Subject) -> Joined {
        match subject {
            Subject::Str(_) => Joined::Str(Vec::new()),
            Subject::Bytes(_) => Joined::Bytes(Vec::new()),
        }
    }
    fn push_part(&mut self, subject: &Subject, start: usize, end: usize) {
        match (self, subject) {
            (Joined::Str(out), Subject::Str(s)) => out.extend((start..end).map(|i| s.at(i))),
            (Joined::Bytes(out), Subject::Bytes(b)) => out.extend_from_slice(&b[start..end]),
            _ => {}
        }
    }
    /// Appends a replacement; TypeError if it is of the wrong kind.
    fn push(&mut self, vm: &mut Vm, item: ObjId, index: usize) -> Res<()> {
        match self {
            Joined::Str(out) => match vm.as_str(item) {
                Some(text) => out.extend(text.points()),
                None => {
                    let class = vm.class_name(item);
                    let message = format!("sequence item {index}: expected str instance, {class} found");
                    return Err(vm.type_error(message));
                }
            },
            Joined::Bytes(out) => match crate::types::bytes::buffer(vm, item)? {
                Some(bytes) => out.extend_from_slice(&bytes),
                None => {
                    let class = vm.class_name(item);
                    let message =
                        format!("sequence item {index}: expected a bytes-like object, {class} found");
                    return Err(vm.type_error(message));
                }
            },
        }
        Ok(())
    }
    fn finish(self, vm: &mut Vm) -> Owned {
        match self {
            Joined::Str(points) => vm.new_string(Str::from_points(&points)),
            Joined::Bytes(bytes) => vm.new_bytes(&bytes),
        }
    }
}

/// Literal texts and group numbers of a template.
fn template_parts(vm: &Vm, id: ObjId) -> Option<(Vec<ObjId>, Vec<usize>)> {
    match vm.payload(id) {
        Payload::Sre(sre) => match &**sre {
            Sre::Template { texts, groups } => Some((texts.clone(), groups.clone())),
            _ => None,
        },
        _ => None,
    }
}
/// What a replacement text means for a pattern.
fn compiled(vm: &mut Vm, pattern: ObjId, text: ObjId) -> Res {
    let re = vm.import_by_name("re")?;
    let result = vm.call_named(re.id(), "_compile_template", &[pattern, text]);
    vm.release(re);
    result
}
/// Appends a template with the groups of a match in it.
fn expand_into(
    vm: &mut Vm,
    out: &mut Joined,
    (texts, groups): &(Vec<ObjId>, Vec<usize>),
    subject: &Subject,
    spans: &[Option<(usize, usize)>],
) -> Res<()> {
    for (i, &text) in texts.iter().enumerate() {
        out.push(vm, text, 2 * i)?;
        if let Some(&group) = groups.get(i) {
            match spans.get(group) {
                Some(Some((start, end))) => out.push_part(subject, *start, *end),
                Some(None) => {}
                None => return Err(vm.index_error("no such group")),
            }
        }
    }
    Ok(())
}
/// `match.expand(template)`
pub fn expand(vm: &mut Vm, this: ObjId, text: ObjId) -> Res {
    let Some(found) = match_of(vm, this) else { return Ok(vm.none()) };
    let Some(pattern) = pattern_of(vm, found.pattern) else { return Ok(vm.none()) };
    let template = compiled(vm, found.pattern, text)?;
    let subject = subject(vm, &pattern, found.string);
    let result = match (subject, template_parts(vm, template.id())) {
        (Ok(subject), Some(parts)) => {
            let mut out = Joined::new(&subject);
            expand_into(vm, &mut out, &parts, &subject, &found.spans).map(|()| out)
        }
        (Ok(_), None) => Err(vm.type_error("invalid template")),
        (Err(e), _) => Err(e),
    };
    vm.release(template);
    Ok(result?.finish(vm))
}

/// How matches are replaced.
enum Replacement {
    Literal(ObjId),
    Template((Vec<ObjId>, Vec<usize>)),
    Call(ObjId),
}

/// The text with the matches replaced, and how many they were.
fn substitute(vm: &mut Vm, this: ObjId, args: Args<'_>, name: &str) -> Res<(Owned, i64)> {
    let Some(pattern) = pattern_of(vm, this) else {
        return Err(vm.type_error("a compiled pattern is needed"));
    };
    let bound = vm.bind(name, args, ["repl", "string", "count"], 2, 3)?;
    let (repl, string) = (bound[0].unwrap_or(ids::NONE), bound[1].unwrap_or(ids::NONE));
    let most = bound[2].map_or(Ok(0), |c| vm.as_index(c))?;
    let mut template = None;
    let replacement = if vm.slot_of(repl, Slot::Call).is_some() {
        Replacement::Call(repl)
    } else {
        const ESCAPE: u8 = b'\\';
        let literal = match vm.as_str(repl) {
            Some(text) => !text.points().any(|p| p == u32::from(ESCAPE)),
            None => crate::types::bytes::buffer(vm, repl)?.is_some_and(|bytes| !bytes.contains(&ESCAPE)),
        };
        if literal {
            Replacement::Literal(repl)
        } else {
            let made = compiled(vm, this, repl)?;
            let parts = template_parts(vm, made.id());
            let made = template.insert(made);
            match parts {
                Some(parts) => Replacement::Template(parts),
                None => Replacement::Call(made.id()),
            }
        }
    };
    let result = subject(vm, &pattern, string).and_then(|subject| {
        let mut out = Joined::new(&subject);
        let (mut last, mut count, mut pieces) = (0, 0, 0);
        let end = subject.len();
        if most >= 0 {
            each_match(vm, &pattern, &subject, (0, end), |vm, found| {
                let (start, stop) = found.spans[0].unwrap_or_default();
                if start > last {
                    out.push_part(&subject, last, start);
                    pieces += 1;
                }
                last = stop;
                match &replacement {
                    Replacement::Literal(text) => out.push(vm, *text, pieces)?,
                    Replacement::Template(parts) => expand_into(vm, &mut out, parts, &subject, &found.spans)?,
                    Replacement::Call(function) => {
                        let object = new_match(vm, this, string, (0, end), found);
                        let made = vm.call(*function, &[object.id()]);
                        vm.release(object);
                        let made = made?;
                        let pushed = match made.id() {
                            ids::NONE => Ok(()),
                            id => out.push(vm, id, pieces),
                        };
                        vm.release(made);
                        pushed?;
                    }
                }
                pieces += 1;
                count += 1;
                Ok(most == 0 || count < most)
            })?;
        }
        if count == 0 {
            return Ok((part(vm, string, &subject, 0, end), 0));
        }
        out.push_part(&subject, last, end);
        Ok((out.finish(vm), count))
    });
    vm.release_opt(template);
    result
}
pub fn sub(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    substitute(vm, this, args, "sub").map(|(text, _)| text)
}
pub fn subn(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let (text, count) = substitute(vm, this, args, "subn")?;
    let count = vm.new_int(count).into_id();
    Ok(vm.new_tuple(vec![text.into_id(), count]))
}
