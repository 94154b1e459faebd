//! `str.format` and `str.format_map`.

use super::{MAX_LENGTH, number_format, str_repr};
use crate::heap::{ObjId, Owned};
use crate::object::Str;
use crate::object::ids::types;
use crate::vm::{Args, Res, Vm};

/// Where the fields' values come from.
#[derive(Clone, Copy)]
pub enum Source<'a> {
    Call(Args<'a>),
    Mapping(ObjId),
}

/// Fields may stand in format specifications, but not deeper.
const MAX_DEPTH: u32 = 2;

/// How fields without a name get their number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Unknown,
    Automatic(usize),
    Manual,
}

/// One replacement field taken apart.
pub struct Field<'a> {
    pub name: &'a [u32],
    pub conversion: Option<u32>,
    pub spec: &'a [u32],
    /// There are fields within the specification.
    nested: bool,
}

pub fn format(vm: &mut Vm, template: ObjId, source: Source<'_>) -> Res {
    let points: Vec<u32> = vm.string(template).points().collect();
    let mut numbering = Numbering::Unknown;
    let out = build(vm, &points, source, MAX_DEPTH, &mut numbering)?;
    Ok(vm.new_string(Str::from_points(&out)))
}

fn build(
    vm: &mut Vm,
    template: &[u32],
    source: Source<'_>,
    depth: u32,
    numbering: &mut Numbering,
) -> Res<Vec<u32>> {
    if depth == 0 {
        return Err(vm.value_error("Max string recursion exceeded"));
    }
    const OPEN: u32 = '{' as u32;
    const CLOSE: u32 = '}' as u32;
    let mut out = Vec::with_capacity(template.len());
    let mut at = 0;
    while at < template.len() {
        let point = template[at];
        at += 1;
        if point != OPEN && point != CLOSE {
            out.push(point);
            continue;
        }
        if template.get(at) == Some(&point) {
            out.push(point);
            at += 1;
            continue;
        }
        if point == CLOSE {
            return Err(vm.value_error("Single '}' encountered in format string"));
        }
        if at == template.len() {
            return Err(vm.value_error("Single '{' encountered in format string"));
        }
        let field = match parse_field(template, &mut at) {
            Ok(field) => field,
            Err(message) => return Err(vm.value_error(message)),
        };
        let text = render(vm, &field, source, depth, numbering)?;
        out.extend(vm.string(text.id()).points());
        vm.release(text);
        if out.len() > MAX_LENGTH {
            return Err(vm.memory_error());
        }
    }
    Ok(out)
}

/// Reads a field up to its closing brace; `at` is just behind the opening one.
pub fn parse_field<'a>(template: &'a [u32], at: &mut usize) -> Result<Field<'a>, &'static str> {
    let next = |at: &mut usize| {
        let c = template.get(*at).map(|&p| char::from_u32(p).unwrap_or('\0'));
        *at += usize::from(c.is_some());
        c
    };
    let start = *at;
    let end = loop {
        match next(at) {
            Some('{') => return Err("unexpected '{' in field name"),
            Some('[') => {
                while *at < template.len() && template[*at] != ']' as u32 {
                    *at += 1;
                }
            }
            Some(c @ ('}' | ':' | '!')) => break c,
            Some(_) => {}
            None => return Err("expected '}' before end of string"),
        }
    };
    let mut field = Field { name: &template[start..*at - 1], conversion: None, spec: &[], nested: false };
    if end == '}' {
        return Ok(field);
    }
    if end == '!' {
        if *at == template.len() {
            return Err("end of string while looking for conversion specifier");
        }
        field.conversion = Some(template[*at]);
        *at += 1;
        match next(at) {
            Some('}') => return Ok(field),
            Some(':') | None => {}
            Some(_) => return Err("expected ':' after conversion specifier"),
        }
    }
    let start = *at;
    let mut open = 1;
    while let Some(c) = next(at) {
        match c {
            '{' => {
                field.nested = true;
                open += 1;
            }
            '}' => {
                open -= 1;
                if open == 0 {
                    field.spec = &template[start..*at - 1];
                    return Ok(field);
                }
            }
            _ => {}
        }
    }
    Err("unmatched '{' in format spec")
}

/// The field's text, a str.
fn render(vm: &mut Vm, field: &Field<'_>, source: Source<'_>, depth: u32, numbering: &mut Numbering) -> Res {
    let mut value = lookup(vm, field.name, source, numbering)?;
    if let Some(conversion) = field.conversion {
        let converted = convert(vm, value.id(), conversion);
        vm.release(value);
        value = converted?;
    }
    let spec = if field.nested {
        match build(vm, field.spec, source, depth - 1, numbering) {
            Ok(spec) => Str::from_points(&spec),
            Err(e) => {
                vm.release(value);
                return Err(e);
            }
        }
    } else {
        Str::from_points(field.spec)
    };
    let spec = vm.new_string(spec);
    let result = vm.format(value.id(), spec.id());
    vm.release(spec);
    vm.release(value);
    result
}
fn convert(vm: &mut Vm, value: ObjId, conversion: u32) -> Res {
    match char::from_u32(conversion) {
        Some('r') => vm.repr(value),
        Some('s') => vm.str_of(value),
        Some('a') => vm.ascii(value),
        _ => {
            let shown = match conversion {
                0x21..=0x7E => (conversion as u8 as char).to_string(),
                _ => format!("\\x{conversion:x}"),
            };
            Err(vm.value_error(format!("Unknown conversion specifier {shown}")))
        }
    }
}
impl Vm {
    /// `ascii(x)`
    pub fn ascii(&mut self, id: ObjId) -> Res {
        let repr = self.repr(id)?;
        if self.as_str(repr.id()).is_some_and(|s| s.is_ascii()) {
            return Ok(repr);
        }
        let escaped = str_repr::escape_non_ascii(&self.string(repr.id()));
        self.release(repr);
        Ok(self.new_string(escaped))
    }
}

/// A number, if the text is one.
pub fn number(vm: &mut Vm, text: &[u32]) -> Res<Option<usize>> {
    let mut at = 0;
    match number_format::read_number(text, &mut at) {
        Ok(value) => Ok(value.filter(|_| at == text.len())),
        Err(fault) => Err(vm.raise_fault(fault)),
    }
}

/// The object that a field's name stands for.
fn lookup(vm: &mut Vm, name: &[u32], source: Source<'_>, numbering: &mut Numbering) -> Res {
    let is_end = |p: &u32| *p == '.' as u32 || *p == '[' as u32;
    let first_end = name.iter().position(is_end).unwrap_or(name.len());
    let first = &name[..first_end];
    let mut index = number(vm, first)?;
    if first.is_empty() || index.is_some() {
        match (*numbering, first.is_empty()) {
            (Numbering::Manual, true) => {
                let message = "cannot switch from manual field specification to automatic field numbering";
                return Err(vm.value_error(message));
            }
            (Numbering::Automatic(_), false) => {
                let message = "cannot switch from automatic field numbering to manual field specification";
                return Err(vm.value_error(message));
            }
            (Numbering::Unknown, true) => {
                index = Some(0);
                *numbering = Numbering::Automatic(1);
            }
            (Numbering::Automatic(next), true) => {
                index = Some(next);
                *numbering = Numbering::Automatic(next + 1);
            }
            (_, false) => *numbering = Numbering::Manual,
        }
    }
    let mut value = match index {
        Some(index) => positional(vm, source, index)?,
        None => by_name(vm, source, first)?,
    };
    let mut at = first_end;
    while at < name.len() {
        let next = step(vm, value.id(), name, &mut at);
        vm.release(value);
        value = next?;
    }
    Ok(value)
}
fn positional(vm: &mut Vm, source: Source<'_>, index: usize) -> Res {
    match source {
        Source::Mapping(_) => Err(vm.value_error("Format string contains positional fields")),
        Source::Call(args) => match args.pos.get(index) {
            Some(&value) => Ok(vm.own(value)),
            None => {
                let message = format!("Replacement index {index} out of range for positional args tuple");
                Err(vm.index_error(message))
            }
        },
    }
}
fn by_name(vm: &mut Vm, source: Source<'_>, name: &[u32]) -> Res {
    let key = vm.new_string(Str::from_points(name));
    let result = match source {
        Source::Mapping(mapping) => vm.get_item(mapping, key.id()),
        Source::Call(args) => {
            let found = args.kw.iter().find(|&&(n, _)| vm.as_str(n) == vm.as_str(key.id()));
            match found {
                Some(&(_, value)) => Ok(vm.own(value)),
                None => Err(vm.raise_with(types::KEY_ERROR, &[key.id()])),
            }
        }
    };
    vm.release(key);
    result
}
/// Takes the next `.name` or `[key]`.
fn step(vm: &mut Vm, value: ObjId, name: &[u32], at: &mut usize) -> Res {
    let item = match char::from_u32(name[*at]) {
        Some('.') => false,
        Some('[') => true,
        _ => return Err(vm.value_error("Only '.' or '[' may follow ']' in format field specifier")),
    };
    *at += 1;
    let rest = &name[*at..];
    let end = if item {
        rest.iter().position(|&p| p == ']' as u32)
    } else {
        Some(rest.iter().position(|&p| p == '.' as u32 || p == '[' as u32).unwrap_or(rest.len()))
    };
    let Some(end) = end else { return Err(vm.value_error("Missing ']' in format string")) };
    let key = &rest[..end];
    let index = if item { number(vm, key)? } else { None };
    *at += end + usize::from(item);
    if key.is_empty() {
        return Err(vm.value_error("Empty attribute in format string"));
    }
    if !item {
        let text = vm.new_string(Str::from_points(key));
        let interned = vm.intern_object(text.id());
        vm.release(text);
        let result = vm.get_attr(value, interned.id());
        vm.release(interned);
        return result;
    }
    let key: Owned = match index {
        Some(index) => vm.new_int(index as i64),
        None => vm.new_string(Str::from_points(key)),
    };
    let result = vm.get_item(value, key.id());
    vm.release(key);
    result
}
