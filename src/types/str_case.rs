//! str's case mappings and predicates.

use super::str_unicode as unicode;
use crate::heap::ObjId;
use crate::object::ids::types;
use crate::object::string::Chars;
use crate::object::{Payload, Str};
use crate::vm::NativeCall::NoArgs;
use crate::vm::native::{Owner, method};
use crate::vm::{NativeTable, Res, Vm};
use std::sync::Arc;

/// Maps ASCII text byte by byte, any other by code points. A single ASCII character gets an object of its own.
fn mapped(vm: &mut Vm, this: ObjId, ascii: fn(u8) -> u8, wide: fn(&[u32]) -> Vec<u32>) -> Res {
    let string = vm.string(this);
    let text = match string.chars() {
        Chars::One(bytes) if bytes.is_ascii() => {
            let mapped = Str::from_latin1(&bytes.iter().map(|&b| ascii(b)).collect::<Vec<_>>());
            return Ok(match mapped.len() {
                0 => vm.new_string(mapped),
                _ => vm.alloc(types::STR, Payload::Str(Arc::new(mapped))),
            });
        }
        _ => Str::from_points(&wide(&string.points().collect::<Vec<_>>())),
    };
    Ok(vm.new_string(text))
}
fn each(points: &[u32], push: fn(&mut Vec<u32>, u32)) -> Vec<u32> {
    let mut out = Vec::with_capacity(points.len());
    points.iter().for_each(|&p| push(&mut out, p));
    out
}
fn upper(vm: &mut Vm, this: ObjId) -> Res {
    mapped(vm, this, |b| b.to_ascii_uppercase(), |points| each(points, unicode::push_upper))
}
fn casefold(vm: &mut Vm, this: ObjId) -> Res {
    mapped(vm, this, |b| b.to_ascii_lowercase(), |points| each(points, unicode::push_folded))
}
fn lower(vm: &mut Vm, this: ObjId) -> Res {
    mapped(
        vm,
        this,
        |b| b.to_ascii_lowercase(),
        |points| {
            let mut out = Vec::with_capacity(points.len());
            (0..points.len()).for_each(|i| unicode::push_lower_at(&mut out, points, i));
            out
        },
    )
}
fn swapcase(vm: &mut Vm, this: ObjId) -> Res {
    let swap = |b: u8| if b.is_ascii_lowercase() { b.to_ascii_uppercase() } else { b.to_ascii_lowercase() };
    mapped(vm, this, swap, |points| {
        let mut out = Vec::with_capacity(points.len());
        for (i, &p) in points.iter().enumerate() {
            if unicode::is_upper(p) {
                unicode::push_lower_at(&mut out, points, i);
            } else if unicode::is_lower(p) {
                unicode::push_upper(&mut out, p);
            } else {
                out.push(p);
            }
        }
        out
    })
}
fn from_points(vm: &mut Vm, this: ObjId, f: fn(&[u32]) -> Vec<u32>) -> Res {
    let points: Vec<u32> = vm.string(this).points().collect();
    Ok(vm.new_string(Str::from_points(&f(&points))))
}
fn title(vm: &mut Vm, this: ObjId) -> Res {
    from_points(vm, this, |points| {
        let mut out = Vec::with_capacity(points.len());
        let mut inside = false;
        for (i, &p) in points.iter().enumerate() {
            if inside {
                unicode::push_lower_at(&mut out, points, i);
            } else {
                unicode::push_title(&mut out, p);
            }
            inside = unicode::is_cased(p);
        }
        out
    })
}
fn capitalize(vm: &mut Vm, this: ObjId) -> Res {
    from_points(vm, this, |points| {
        let mut out = Vec::with_capacity(points.len());
        points.iter().take(1).for_each(|&p| unicode::push_title(&mut out, p));
        (1..points.len()).for_each(|i| unicode::push_lower_at(&mut out, points, i));
        out
    })
}

/// True if there is a character, and all are of the kind.
fn all(vm: &mut Vm, this: ObjId, test: fn(u32) -> bool) -> Res {
    let string = vm.string(this);
    Ok(vm.new_bool(!string.is_empty() && string.points().all(test)))
}
fn isalpha(vm: &mut Vm, this: ObjId) -> Res {
    all(vm, this, unicode::is_alpha)
}
fn isalnum(vm: &mut Vm, this: ObjId) -> Res {
    all(vm, this, unicode::is_alnum)
}
fn isdecimal(vm: &mut Vm, this: ObjId) -> Res {
    all(vm, this, |p| unicode::decimal(p).is_some())
}
fn isdigit(vm: &mut Vm, this: ObjId) -> Res {
    all(vm, this, unicode::is_digit)
}
fn isnumeric(vm: &mut Vm, this: ObjId) -> Res {
    all(vm, this, unicode::is_numeric)
}
fn isspace(vm: &mut Vm, this: ObjId) -> Res {
    all(vm, this, unicode::is_space)
}
fn isprintable(vm: &mut Vm, this: ObjId) -> Res {
    let printable = vm.string(this).points().all(unicode::is_printable);
    Ok(vm.new_bool(printable))
}
fn isascii(vm: &mut Vm, this: ObjId) -> Res {
    let ascii = vm.string(this).is_ascii();
    Ok(vm.new_bool(ascii))
}
fn isidentifier(vm: &mut Vm, this: ObjId) -> Res {
    let string = vm.string(this);
    let mut points = string.points();
    let fine = points.next().is_some_and(unicode::is_identifier_start)
        && points.all(unicode::is_identifier_continue);
    Ok(vm.new_bool(fine))
}
/// A cased character, and none of the wrong case.
fn one_case(vm: &mut Vm, this: ObjId, right: fn(u32) -> bool, wrong: fn(u32) -> bool) -> Res {
    let string = vm.string(this);
    let fine = string.points().any(right) && !string.points().any(|p| wrong(p) || unicode::is_title(p));
    Ok(vm.new_bool(fine))
}
fn islower(vm: &mut Vm, this: ObjId) -> Res {
    one_case(vm, this, unicode::is_lower, unicode::is_upper)
}
fn isupper(vm: &mut Vm, this: ObjId) -> Res {
    one_case(vm, this, unicode::is_upper, unicode::is_lower)
}
fn istitle(vm: &mut Vm, this: ObjId) -> Res {
    let string = vm.string(this);
    let (mut inside, mut cased) = (false, false);
    for p in string.points() {
        if unicode::is_upper(p) || unicode::is_title(p) {
            if inside {
                return Ok(vm.new_bool(false));
            }
            (inside, cased) = (true, true);
        } else if unicode::is_lower(p) {
            if !inside {
                return Ok(vm.new_bool(false));
            }
            cased = true;
        } else {
            inside = false;
        }
    }
    Ok(vm.new_bool(cased))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::STR),
    defs: &[
        method("upper", NoArgs(upper)),
        method("lower", NoArgs(lower)),
        method("swapcase", NoArgs(swapcase)),
        method("title", NoArgs(title)),
        method("capitalize", NoArgs(capitalize)),
        method("casefold", NoArgs(casefold)),
        method("islower", NoArgs(islower)),
        method("isupper", NoArgs(isupper)),
        method("istitle", NoArgs(istitle)),
        method("isspace", NoArgs(isspace)),
        method("isdecimal", NoArgs(isdecimal)),
        method("isdigit", NoArgs(isdigit)),
        method("isnumeric", NoArgs(isnumeric)),
        method("isalpha", NoArgs(isalpha)),
        method("isalnum", NoArgs(isalnum)),
        method("isidentifier", NoArgs(isidentifier)),
        method("isprintable", NoArgs(isprintable)),
        method("isascii", NoArgs(isascii)),
    ],
};
