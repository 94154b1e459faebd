//! `_string`: format strings taken apart, for `string.Formatter`.

use crate::heap::{ObjId, Owned};
use crate::object::ids::module_types as types;
use crate::object::{Str, Tool, ids};
use crate::types::format_string::{number, parse_field};
use crate::types::iterators::{ITER, NEXT};
use crate::vm::native::{NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};

/// The natives of the module and of its types.
pub static TABLES: &[&NativeTable] = &[&FUNCTIONS, &FORMATTER, &FIELD_NAME];

static FUNCTIONS: NativeTable = NativeTable {
    owner: Owner::Module("_string"),
    defs: &[function("formatter_parser", One(parser)), function("formatter_field_name_split", One(split))],
};
static FORMATTER: NativeTable =
    NativeTable { owner: Owner::Type(types::FORMATTER_ITERATOR), defs: &[ITER, NEXT] };
static FIELD_NAME: NativeTable =
    NativeTable { owner: Owner::Type(types::FIELD_NAME_ITERATOR), defs: &[ITER, NEXT] };

fn check(vm: &mut Vm, text: ObjId) -> Res<()> {
    if vm.as_str(text).is_some() {
        return Ok(());
    }
    let message = format!("expected str, got {}", vm.class_name(text));
    Err(vm.type_error(message))
}
fn points(vm: &Vm, text: ObjId) -> Vec<u32> {
    vm.as_str(text).map(|s| s.points().collect()).unwrap_or_default()
}
fn new_text(vm: &mut Vm, points: &[u32]) -> Owned {
    vm.new_string(Str::from_points(points))
}
/// A part of the text: the text itself, if it is all of it.
fn part(vm: &mut Vm, text: ObjId, whole: &[u32], range: std::ops::Range<usize>) -> Owned {
    if range.len() == whole.len() && vm.type_of(text) == ids::types::STR {
        return vm.own(text);
    }
    new_text(vm, &whole[range])
}
fn is(point: Option<&u32>, c: char) -> bool {
    point == Some(&u32::from(c))
}

fn parser(vm: &mut Vm, _: ObjId, text: ObjId) -> Res {
    check(vm, text)?;
    vm.incref(text);
    let ty = types::FORMATTER_ITERATOR;
    Ok(vm.new_tool(ty, ty, Tool::Formatter { text, at: 0 }))
}
/// The next literal text with the field behind it: a tuple of four.
pub fn next_field(vm: &mut Vm, this: ObjId, text: ObjId, at: usize) -> Res<Option<Owned>> {
    let points = points(vm, text);
    if at >= points.len() {
        return Ok(None);
    }
    let (open, close) = (u32::from('{'), u32::from('}'));
    let brace = (at..points.len()).find(|&i| points[i] == open || points[i] == close);
    let (end, mut next, markup) = match brace {
        None => (points.len(), points.len(), false),
        Some(i) if points.get(i + 1) == Some(&points[i]) => (i + 1, i + 2, false),
        Some(i) if points[i] == close => {
            return Err(vm.value_error("Single '}' encountered in format string"));
        }
        Some(i) if i + 1 == points.len() => {
            return Err(vm.value_error("Single '{' encountered in format string"));
        }
        Some(i) => (i, i + 1, true),
    };
    let field = if markup {
        match parse_field(&points, &mut next) {
            Ok(field) => Some(field),
            Err(message) => return Err(vm.value_error(message)),
        }
    } else {
        None
    };
    let mut parts = vec![part(vm, text, &points, at..end)];
    match field {
        None => parts.extend((0..3).map(|_| vm.none())),
        Some(field) => {
            parts.push(new_text(vm, field.name));
            parts.push(new_text(vm, field.spec));
            parts.push(match field.conversion {
                Some(conversion) => new_text(vm, &[conversion]),
                None => vm.none(),
            });
        }
    }
    if let Some(Tool::Formatter { at, .. }) = vm.tool_mut(this) {
        *at = next;
    }
    Ok(Some(vm.pack(parts)))
}

/// A number as an int, anything else as text.
fn number_or_text(vm: &mut Vm, points: &[u32]) -> Res {
    match number(vm, points)? {
        Some(number) => Ok(vm.new_int(number as i64)),
        None => Ok(new_text(vm, points)),
    }
}
fn split(vm: &mut Vm, _: ObjId, text: ObjId) -> Res {
    check(vm, text)?;
    let points = points(vm, text);
    let end = points.iter().position(|&p| is(Some(&p), '.') || is(Some(&p), '[')).unwrap_or(points.len());
    let first = match number(vm, &points[..end])? {
        Some(number) => vm.new_int(number as i64),
        None => part(vm, text, &points, 0..end),
    };
    vm.incref(text);
    let ty = types::FIELD_NAME_ITERATOR;
    let rest = vm.new_tool(ty, ty, Tool::FieldName { text, at: end });
    Ok(vm.pack(vec![first, rest]))
}
/// The next `.name` or `[index]`: whether it is an attribute, and its text or number.
pub fn next_accessor(vm: &mut Vm, this: ObjId, text: ObjId, at: usize) -> Res<Option<Owned>> {
    let points = points(vm, text);
    if at >= points.len() {
        return Ok(None);
    }
    let start = at + 1;
    let rest = &points[start..];
    let attribute = is(points.get(at), '.');
    let (length, next) = if attribute {
        let length = rest.iter().position(|&p| is(Some(&p), '.') || is(Some(&p), '['));
        let length = length.unwrap_or(rest.len());
        (length, start + length)
    } else if is(points.get(at), '[') {
        match rest.iter().position(|&p| is(Some(&p), ']')) {
            Some(length) => (length, start + length + 1),
            None => return Err(vm.value_error("Missing ']' in format string")),
        }
    } else {
        let message = "Only '.' or '[' may follow ']' in format field specifier";
        return Err(vm.value_error(message));
    };
    if length == 0 {
        return Err(vm.value_error("Empty attribute in format string"));
    }
    let name = &rest[..length];
    let name = if attribute { new_text(vm, name) } else { number_or_text(vm, name)? };
    if let Some(Tool::FieldName { at, .. }) = vm.tool_mut(this) {
        *at = next;
    }
    let flag = Owned::new(ids::bool(attribute));
    Ok(Some(vm.pack(vec![flag, name])))
}
