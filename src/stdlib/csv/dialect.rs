//! How a CSV file is written: the `Dialect` type.

use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, module_types, types};
use crate::object::{Payload, Str};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, attribute, constructor, member, method};
use crate::vm::{Res, Unwind, Vm};
use std::sync::Arc;

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(module_types::CSV_DIALECT),
    defs: &[
        constructor(new),
        attribute("delimiter", |vm, this| field(vm, this, 0), None),
        member("doublequote", |vm, this| field(vm, this, 1), None),
        attribute("escapechar", |vm, this| field(vm, this, 2), None),
        attribute("lineterminator", |vm, this| field(vm, this, 3), None),
        attribute("quotechar", |vm, this| field(vm, this, 4), None),
        attribute("quoting", |vm, this| field(vm, this, 5), None),
        member("skipinitialspace", |vm, this| field(vm, this, 6), None),
        member("strict", |vm, this| field(vm, this, 7), None),
        method("__reduce__", Full(|vm, this, _| Err(no_pickle(vm, this)))),
        method("__reduce_ex__", Full(|vm, this, _| Err(no_pickle(vm, this)))),
    ],
};

/// Parameters in the order of the object's fields.
const NAMES: [&str; 8] = [
    "delimiter",
    "doublequote",
    "escapechar",
    "lineterminator",
    "quotechar",
    "quoting",
    "skipinitialspace",
    "strict",
];

/// When fields are quoted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quoting {
    Minimal,
    All,
    NonNumeric,
    None,
    Strings,
    NotNull,
}
pub const QUOTINGS: [(&str, i64, Quoting); 6] = [
    ("QUOTE_MINIMAL", 0, Quoting::Minimal),
    ("QUOTE_ALL", 1, Quoting::All),
    ("QUOTE_NONNUMERIC", 2, Quoting::NonNumeric),
    ("QUOTE_NONE", 3, Quoting::None),
    ("QUOTE_STRINGS", 4, Quoting::Strings),
    ("QUOTE_NOTNULL", 5, Quoting::NotNull),
];

/// A dialect's data.
pub struct Dialect {
    pub delimiter: u32,
    pub double_quote: bool,
    pub escape: Option<u32>,
    pub line_end: Arc<Str>,
    pub quote: Option<u32>,
    pub quoting: Quoting,
    pub skip_space: bool,
    pub strict: bool,
}

fn no_pickle(vm: &mut Vm, this: ObjId) -> Unwind {
    let class = vm.full_type_name(vm.type_of(this));
    vm.type_error(format!("cannot pickle '{class}' instances"))
}
fn parts(vm: &Vm, this: ObjId) -> [ObjId; 8] {
    match vm.payload(this).base() {
        Payload::Record(fields) => {
            std::array::from_fn(|i| fields.get(i).copied().flatten().unwrap_or(ids::NONE))
        }
        _ => [ids::NONE; 8],
    }
}
fn field(vm: &mut Vm, this: ObjId, index: usize) -> Res {
    let value = parts(vm, this)[index];
    Ok(vm.own(value))
}
/// The data of a `Dialect` object.
pub fn data(vm: &Vm, this: ObjId) -> Dialect {
    let p = parts(vm, this);
    let letter = |id| vm.as_str(id).and_then(|s| s.points().next());
    let quoting = vm.as_i64(p[5]).unwrap_or(0);
    Dialect {
        delimiter: letter(p[0]).unwrap_or(u32::from(',')),
        double_quote: p[1] == ids::TRUE,
        escape: letter(p[2]),
        line_end: vm.string(p[3]),
        quote: letter(p[4]),
        quoting: QUOTINGS.iter().find(|q| q.1 == quoting).map_or(Quoting::Minimal, |q| q.2),
        skip_space: p[6] == ids::TRUE,
        strict: p[7] == ids::TRUE,
    }
}

/// One character as a parameter; `None` for no character.
fn check_letter(vm: &mut Vm, name: &str, value: ObjId, optional: bool) -> Res<()> {
    let Some(text) = vm.as_str(value) else {
        if optional && value == ids::NONE {
            return Ok(());
        }
        let (or_none, class) = (if optional { " or None" } else { "" }, vm.class_name(value));
        return Err(vm.type_error(format!("\"{name}\" must be string{or_none}, not {class}")));
    };
    match text.len() {
        1 => Ok(()),
        _ => Err(vm.type_error(format!("\"{name}\" must be a 1-character string"))),
    }
}

fn new(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let names: [&str; 9] = std::array::from_fn(|i| if i == 0 { "dialect" } else { NAMES[i - 1] });
    let mut bound = vm.bind("", args, names, 0, 9)?;
    let mut named = None;
    if let Some(dialect) = bound[0] {
        let object =
            if vm.as_str(dialect).is_some() { super::registered(vm, dialect)? } else { vm.own(dialect) };
        if vm.type_of(object.id()) == module_types::CSV_DIALECT && bound[1..].iter().all(Option::is_none) {
            return Ok(object);
        }
        named = Some(object);
    }
    let quoting_given = bound[6].is_some();
    let mut held = Vec::new();
    if let Some(object) = &named {
        for (place, name) in bound[1..].iter_mut().zip(NAMES) {
            if place.is_some() {
                continue;
            }
            let value = vm.get_attr_str(object.id(), name);
            if let Some(value) = vm.optional(value, types::EXCEPTION)? {
                *place = Some(value.id());
                held.push(value);
            }
        }
    }
    let quoting_known = quoting_given || bound[6].is_some();
    let [_, values @ ..] = bound;
    let result = make(vm, class, values, quoting_known);
    held.into_iter().for_each(|h| vm.release(h));
    vm.release_opt(named);
    result
}
fn make(vm: &mut Vm, class: ObjId, given: [Option<ObjId>; 8], quoting_known: bool) -> Res {
    let delimiter = given[0].unwrap_or(ids::latin1_char(b','));
    check_letter(vm, "delimiter", delimiter, false)?;
    let flag = |vm: &mut Vm, i: usize, default| given[i].map_or(Ok(default), |f| vm.truth(f));
    let double_quote = flag(vm, 1, true)?;
    let escape = given[2].unwrap_or(ids::NONE);
    check_letter(vm, "escapechar", escape, true)?;
    let line_end = match given[3] {
        None => vm.intern("\r\n"),
        Some(text) if vm.as_str(text).is_some() => text,
        Some(ids::NONE) => return Err(vm.type_error("lineterminator must be set")),
        Some(_) => return Err(vm.type_error("\"lineterminator\" must be a string")),
    };
    let quote = given[4].unwrap_or(ids::latin1_char(b'"'));
    check_letter(vm, "quotechar", quote, true)?;
    let mut quoting = match given[5] {
        None => 0,
        Some(number) if vm.type_of(number) == types::INT => vm.c_int(number)?.into(),
        Some(_) => return Err(vm.type_error("\"quoting\" must be an integer")),
    };
    let (skip_space, strict) = (flag(vm, 6, false)?, flag(vm, 7, false)?);
    if !QUOTINGS.iter().any(|q| q.1 == quoting) {
        return Err(vm.type_error("bad \"quoting\" value"));
    }
    const NO_QUOTES: i64 = 3;
    if quote == ids::NONE && !quoting_known {
        quoting = NO_QUOTES;
    }
    if quoting != NO_QUOTES && quote == ids::NONE {
        return Err(vm.type_error("quotechar must be set if quoting enabled"));
    }
    check_values(vm, [delimiter, escape, quote], line_end, skip_space)?;
    let quoting = vm.new_int(quoting);
    let [double_quote, skip_space, strict] = [double_quote, skip_space, strict].map(|f| vm.new_bool(f));
    let [delimiter, escape, line_end, quote] = [delimiter, escape, line_end, quote].map(|id| vm.own(id));
    let fields = [delimiter, double_quote, escape, line_end, quote, quoting, skip_space, strict];
    let fields = fields.map(|f: Owned| Some(f.into_id()));
    Ok(vm.new_native_instance(class, Payload::Record(Box::new(fields))))
}
/// ValueError for characters that would be taken for something else.
fn check_values(vm: &mut Vm, letters: [ObjId; 3], line_end: ObjId, skip_space: bool) -> Res<()> {
    const WHAT: [&str; 3] = ["delimiter", "escapechar", "quotechar"];
    let ends: Vec<u32> = vm.string(line_end).points().collect();
    let points = letters.map(|id| vm.as_str(id).and_then(|s| s.points().next()));
    for (i, (name, point)) in WHAT.iter().zip(points).enumerate() {
        let Some(point) = point else { continue };
        if [10, 13].contains(&point) || (point == 32 && i > 0 && skip_space) {
            return Err(vm.value_error(format!("bad {name} value")));
        }
        if ends.contains(&point) {
            return Err(vm.value_error(format!("bad {name} or lineterminator value")));
        }
    }
    for (a, b) in [(0, 1), (0, 2), (1, 2)] {
        if points[a].is_some() && points[a] == points[b] {
            return Err(vm.value_error(format!("bad {} or {} value", WHAT[a], WHAT[b])));
        }
    }
    Ok(())
}
