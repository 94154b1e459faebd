//! `code`.

use super::support::unordered;
use crate::bytecode::code::kinds;
use crate::bytecode::linetable;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::vm::native::{NativeCall::*, NativeTable, Owner, attribute, constructor, member, method, wrapper};
use crate::vm::{Res, Vm};
use std::sync::Arc;

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::CODE),
    defs: &[
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__eq__", One(eq)),
        wrapper("__hash__", NoArgs(hash)),
        method("co_positions", NoArgs(positions)),
        method("co_lines", NoArgs(lines)),
        method("replace", Full(super::code_build::replace)),
        method("__replace__", Full(super::code_build::replace)),
        constructor(super::code_build::new),
        wrapper("__ne__", One(ne)),
        wrapper("__lt__", One(unordered)),
        wrapper("__le__", One(unordered)),
        wrapper("__gt__", One(unordered)),
        wrapper("__ge__", One(unordered)),
        method("__sizeof__", NoArgs(sizeof)),
        method("_varname_from_oparg", One(varname)),
        attribute("co_lnotab", lnotab, None),
        member("co_argcount", |vm, c| number(vm, c, |b| b.argcount), None),
        member("co_posonlyargcount", |vm, c| number(vm, c, |b| b.posonlyargcount), None),
        member("co_kwonlyargcount", |vm, c| number(vm, c, |b| b.kwonlyargcount), None),
        member("co_nlocals", |vm, c| number(vm, c, |b| b.varnames().count() as u32), None),
        member("co_stacksize", |vm, c| number(vm, c, |b| b.stacksize), None),
        member("co_flags", |vm, c| number(vm, c, |b| b.flags), None),
        member("co_firstlineno", |vm, c| number(vm, c, |b| b.firstlineno as u32), None),
        attribute("co_code", |vm, c| bytes(vm, c, |b| &b.code), None),
        attribute("_co_code_adaptive", adapted, None),
        member("co_linetable", |vm, c| bytes(vm, c, |b| &b.linetable), None),
        member("co_exceptiontable", |vm, c| bytes(vm, c, |b| &b.exceptiontable), None),
        member("co_consts", consts, None),
        member("co_names", names, None),
        attribute("co_varnames", |vm, c| of_kind(vm, c, kinds::LOCAL), None),
        attribute("co_cellvars", |vm, c| of_kind(vm, c, kinds::CELL), None),
        attribute("co_freevars", |vm, c| of_kind(vm, c, kinds::FREE), None),
        member("co_filename", |vm, c| Ok(vm.own(vm.state.code_of(c).filename)), None),
        member("co_name", |vm, c| Ok(vm.own(vm.state.code_of(c).name)), None),
        member("co_qualname", |vm, c| Ok(vm.own(vm.state.code_of(c).qualname)), None),
    ],
};

type Body = crate::bytecode::Code;

/// The code as it stands now, adapted instructions and their caches included.
fn adapted(vm: &mut Vm, this: ObjId) -> Res {
    let code = vm.adapted_code(this);
    Ok(vm.new_bytes(&code))
}
fn number(vm: &mut Vm, this: ObjId, get: fn(&Body) -> u32) -> Res {
    let value = get(&vm.state.code_of(this).code);
    Ok(vm.new_int(value.into()))
}
fn bytes(vm: &mut Vm, this: ObjId, get: fn(&Body) -> &Vec<u8>) -> Res {
    let body = vm.state.code_of(this).code.clone();
    Ok(vm.new_bytes(get(&body)))
}
fn consts(vm: &mut Vm, this: ObjId) -> Res {
    let [consts, ..] = vm.state.code_of(this).tuples;
    Ok(vm.own(consts))
}
fn names(vm: &mut Vm, this: ObjId) -> Res {
    let [_, names, _] = vm.state.code_of(this).tuples;
    Ok(vm.own(names))
}
fn of_kind(vm: &mut Vm, this: ObjId, kind: u8) -> Res {
    let code = vm.state.code_of(this);
    let pairs = code.localsplus.iter().zip(&code.code.localspluskinds);
    let items: Vec<ObjId> = pairs.filter(|(_, k)| **k & kind != 0).map(|(&n, _)| n).collect();
    Ok(vm.tuple_of(&items))
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let code = vm.state.code_of(this);
    let line = if code.code.firstlineno != 0 { code.code.firstlineno } else { -1 };
    let text = format!(
        "<code object {} at {}, file \"{}\", line {line}>",
        vm.str_lossy(code.name),
        vm.address_text(this),
        vm.str_lossy(code.filename)
    );
    Ok(vm.new_str(&text))
}
fn eq(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    if vm.type_of(other) != types::CODE {
        return Ok(vm.not_implemented());
    }
    let (a, b) = (&vm.state.code_of(this).code, &vm.state.code_of(other).code);
    let same = Arc::ptr_eq(a, b) || same_body(a, b);
    Ok(vm.new_bool(same))
}
fn ne(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    let same = eq(vm, this, other)?;
    if same.id() == ids::NOT_IMPLEMENTED {
        return Ok(same);
    }
    let differs = vm.new_bool(same.id() != ids::TRUE);
    vm.release(same);
    Ok(differs)
}
fn sizeof(vm: &mut Vm, this: ObjId) -> Res {
    /// Bytes of a code object without its instructions.
    const HEAD: i64 = 200;
    let size = HEAD + vm.state.code_of(this).code.code.len() as i64;
    Ok(vm.new_int(size))
}
/// The name of the fast local that an operand stands for.
fn varname(vm: &mut Vm, this: ObjId, oparg: ObjId) -> Res {
    let index = vm.as_index(oparg)?;
    let name = usize::try_from(index).ok().and_then(|i| vm.state.code_of(this).localsplus.get(i).copied());
    match name {
        Some(name) => Ok(vm.own(name)),
        None => Err(vm.index_error("tuple index out of range")),
    }
}
/// The table of lines as it was before 3.10: pairs of an offset's and a line's increase.
fn lnotab(vm: &mut Vm, this: ObjId) -> Res {
    vm.warn(types::DEPRECATION_WARNING, "co_lnotab is deprecated, use co_lines instead.")?;
    let body = vm.state.code_of(this).code.clone();
    let mut table = Vec::new();
    let (mut offset, mut line) = (0u32, body.firstlineno);
    for place in linetable::decode(&body.linetable, body.firstlineno) {
        if place.span.line < 0 || place.span.line == line {
            continue;
        }
        let (mut bytes, mut lines) = (place.start - offset, place.span.line - line);
        while bytes > 255 {
            table.extend([255, 0]);
            bytes -= 255;
        }
        while !(-128..=127).contains(&lines) {
            let part = if lines > 0 { 127 } else { -128 };
            table.extend([bytes as u8, part as u8]);
            bytes = 0;
            lines -= part;
        }
        table.extend([bytes as u8, lines as u8]);
        (offset, line) = (place.start, place.span.line);
    }
    Ok(vm.new_bytes(&table))
}
/// File names do not count; everything else does.
fn same_body(a: &Body, b: &Body) -> bool {
    let strip = |c: &Body| Body { filename: Default::default(), ..c.clone() };
    strip(a) == strip(b)
}
fn hash(vm: &mut Vm, this: ObjId) -> Res {
    let body = vm.state.code_of(this).code.clone();
    let mut hash =
        crate::object::string::hash_bytes(&body.code) ^ crate::object::string::hash_bytes(&body.linetable);
    hash ^= crate::object::string::hash_bytes(body.name.as_bytes());
    hash ^= i64::from(body.argcount) ^ i64::from(body.firstlineno) << 16;
    Ok(vm.new_int(if hash == -1 { -2 } else { hash }))
}

fn optional_int(vm: &mut Vm, value: i32) -> Owned {
    if value < 0 { vm.none() } else { vm.new_int(value.into()) }
}
/// An iterator over the items of a list.
fn iterate(vm: &mut Vm, items: Vec<ObjId>) -> Res {
    let list = vm.new_list(items);
    let iter = vm.iter(list.id());
    vm.release(list);
    iter
}
fn positions(vm: &mut Vm, this: ObjId) -> Res {
    let body = vm.state.code_of(this).code.clone();
    let mut items = Vec::new();
    for place in linetable::decode(&body.linetable, body.firstlineno) {
        for _ in (place.start..place.end).step_by(2) {
            let s = place.span;
            let parts = [s.line, s.end_line, s.col, s.end_col].map(|v| optional_int(vm, v).into_id());
            items.push(vm.new_tuple(parts.to_vec()).into_id());
        }
    }
    iterate(vm, items)
}
fn lines(vm: &mut Vm, this: ObjId) -> Res {
    let body = vm.state.code_of(this).code.clone();
    let mut merged: Vec<(u32, u32, i32)> = Vec::new();
    for place in linetable::decode(&body.linetable, body.firstlineno) {
        match merged.last_mut() {
            Some(last) if last.2 == place.span.line => last.1 = place.end,
            _ => merged.push((place.start, place.end, place.span.line)),
        }
    }
    let mut items = Vec::new();
    for (start, end, line) in merged {
        let parts = [vm.new_int(start.into()), vm.new_int(end.into()), optional_int(vm, line)];
        items.push(vm.new_tuple(parts.map(Owned::into_id).to_vec()).into_id());
    }
    iterate(vm, items)
}
