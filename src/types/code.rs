//! `code`.

use crate::bytecode::Const;
use crate::bytecode::code::kinds;
use crate::bytecode::linetable;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, attribute, method, wrapper};
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
        method("replace", Full(replace)),
        method("__replace__", Full(replace)),
        attribute("co_argcount", |vm, c| number(vm, c, |b| b.argcount), None),
        attribute("co_posonlyargcount", |vm, c| number(vm, c, |b| b.posonlyargcount), None),
        attribute("co_kwonlyargcount", |vm, c| number(vm, c, |b| b.kwonlyargcount), None),
        attribute("co_nlocals", |vm, c| number(vm, c, |b| b.varnames().count() as u32), None),
        attribute("co_stacksize", |vm, c| number(vm, c, |b| b.stacksize), None),
        attribute("co_flags", |vm, c| number(vm, c, |b| b.flags), None),
        attribute("co_firstlineno", |vm, c| number(vm, c, |b| b.firstlineno as u32), None),
        attribute("co_code", |vm, c| bytes(vm, c, |b| &b.code), None),
        attribute("_co_code_adaptive", |vm, c| bytes(vm, c, |b| &b.code), None),
        attribute("co_linetable", |vm, c| bytes(vm, c, |b| &b.linetable), None),
        attribute("co_exceptiontable", |vm, c| bytes(vm, c, |b| &b.exceptiontable), None),
        attribute("co_consts", consts, None),
        attribute("co_names", names, None),
        attribute("co_varnames", |vm, c| of_kind(vm, c, kinds::LOCAL), None),
        attribute("co_cellvars", |vm, c| of_kind(vm, c, kinds::CELL), None),
        attribute("co_freevars", |vm, c| of_kind(vm, c, kinds::FREE), None),
        attribute("co_filename", |vm, c| Ok(vm.own(vm.state.code_of(c).filename)), None),
        attribute("co_name", |vm, c| Ok(vm.own(vm.state.code_of(c).name)), None),
        attribute("co_qualname", |vm, c| Ok(vm.own(vm.state.code_of(c).qualname)), None),
    ],
};

type Body = crate::bytecode::Code;

fn number(vm: &mut Vm, this: ObjId, get: fn(&Body) -> u32) -> Res {
    let value = get(&vm.state.code_of(this).code);
    Ok(vm.new_int(value.into()))
}
fn bytes(vm: &mut Vm, this: ObjId, get: fn(&Body) -> &Vec<u8>) -> Res {
    let body = vm.state.code_of(this).code.clone();
    Ok(vm.new_bytes(get(&body)))
}
fn consts(vm: &mut Vm, this: ObjId) -> Res {
    let items = vm.state.code_of(this).consts.to_vec();
    Ok(vm.tuple_of(&items))
}
fn names(vm: &mut Vm, this: ObjId) -> Res {
    let items = vm.state.code_of(this).names.to_vec();
    Ok(vm.tuple_of(&items))
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

/// A copy with some attributes changed: names, file name, flags and line number.
fn replace(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let mut body = (*vm.state.code_of(this).code).clone();
    for &(name, value) in args.kw {
        let key = vm.str_lossy(name).into_owned();
        let text = vm.as_str(value).map(|s| s.to_text());
        let number = vm.as_i64(value);
        match (key.as_str(), text, number) {
            ("co_name", Some(text), _) => body.name = text,
            ("co_qualname", Some(text), _) => body.qualname = text,
            ("co_filename", Some(text), _) => body.filename = text,
            ("co_firstlineno", _, Some(n)) => body.firstlineno = n as i32,
            ("co_flags", _, Some(n)) => body.flags = n as u32,
            ("co_stacksize", _, Some(n)) => body.stacksize = n as u32,
            ("co_consts", ..) => body.consts = constants(vm, value, &body.consts)?,
            _ => {
                return Err(vm.not_supported(&format!("code.replace() of {key}")));
            }
        }
    }
    Ok(vm.load_code(&Arc::new(body)))
}
/// Constants as the compiler holds them, where the objects are of such kinds.
fn constants(vm: &mut Vm, tuple: ObjId, old: &[Const]) -> Res<Vec<Const>> {
    let items = vm.as_tuple(tuple).map(<[ObjId]>::to_vec).unwrap_or_default();
    let mut out = Vec::with_capacity(items.len());
    for (i, item) in items.into_iter().enumerate() {
        let constant = match vm.payload(item) {
            crate::object::Payload::Code(code) => Const::Code(code.code.clone()),
            crate::object::Payload::Str(s) => Const::Value(crate::constant::Constant::Str(s.to_text())),
            crate::object::Payload::Int(n) if vm.type_of(item) == types::INT => {
                Const::Value(crate::constant::Constant::Int(*n))
            }
            _ if item == ids::NONE => Const::Value(crate::constant::Constant::None),
            _ => match old.get(i) {
                Some(same) => same.clone(),
                None => return Err(vm.not_supported("code.replace() with constants of that kind")),
            },
        };
        out.push(constant);
    }
    Ok(out)
}
