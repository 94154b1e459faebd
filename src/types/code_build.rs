//! Making code objects in a program: `CodeType(...)` and `code.replace(...)`.

use crate::bytecode::code::{flags, kinds};
use crate::bytecode::{Code, Const};
use crate::constant::{Constant, Text};
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, types};
use crate::vm::native::Args;
use crate::vm::{Res, Vm};
use std::sync::Arc;

/// Parameters of `CodeType`, in order; the last two may be left out.
const FIELDS: [&str; 18] = [
    "co_argcount",
    "co_posonlyargcount",
    "co_kwonlyargcount",
    "co_nlocals",
    "co_stacksize",
    "co_flags",
    "co_code",
    "co_consts",
    "co_names",
    "co_varnames",
    "co_filename",
    "co_name",
    "co_qualname",
    "co_firstlineno",
    "co_linetable",
    "co_exceptiontable",
    "co_freevars",
    "co_cellvars",
];
const REQUIRED: usize = 16;
/// Constants nested deeper than this are refused.
const MAX_DEPTH: usize = 100;

/// A code object under construction, its variables still apart.
struct Draft {
    body: Code,
    nlocals: u32,
    varnames: Vec<Text>,
    cellvars: Vec<Text>,
    freevars: Vec<Text>,
}

/// `CodeType(argcount, posonlyargcount, …)`: positional arguments only.
pub(super) fn new(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    if !args.kw.is_empty() {
        return Err(vm.type_error("code() takes no keyword arguments"));
    }
    let given = args.pos.len();
    if !(REQUIRED..=FIELDS.len()).contains(&given) {
        let (bound, most) = if given < REQUIRED { ("at least", REQUIRED) } else { ("at most", FIELDS.len()) };
        return Err(vm.type_error(format!("code expected {bound} {most} arguments, got {given}")));
    }
    let mut draft = Draft {
        body: Code {
            argcount: 0,
            posonlyargcount: 0,
            kwonlyargcount: 0,
            stacksize: 0,
            flags: 0,
            code: Vec::new(),
            consts: Vec::new(),
            names: Vec::new(),
            localsplusnames: Vec::new(),
            localspluskinds: Vec::new(),
            filename: Text::default(),
            name: Text::default(),
            qualname: Text::default(),
            firstlineno: 0,
            linetable: Vec::new(),
            exceptiontable: Vec::new(),
        },
        nlocals: 0,
        varnames: Vec::new(),
        cellvars: Vec::new(),
        freevars: Vec::new(),
    };
    for (i, &value) in args.pos.iter().enumerate() {
        let label = format!("code() argument {}", i + 1);
        set_field(vm, &mut draft, FIELDS[i], value, &label)?;
    }
    finish(vm, draft, "code")
}

/// A copy with some attributes changed.
pub(super) fn replace(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    if !args.pos.is_empty() {
        return Err(vm.type_error("replace() takes no positional arguments"));
    }
    let body = (*vm.state.code_of(this).code).clone();
    let mut draft = Draft {
        nlocals: body.varnames().count() as u32,
        varnames: body.varnames().cloned().collect(),
        cellvars: body.cellvars().cloned().collect(),
        freevars: body.freevars().cloned().collect(),
        body,
    };
    for &(name, value) in args.kw {
        let key = vm.str_lossy(name).into_owned();
        if !FIELDS.contains(&key.as_str()) {
            return Err(vm.type_error(format!("replace() got an unexpected keyword argument '{key}'")));
        }
        let label = format!("replace() argument '{key}'");
        set_field(vm, &mut draft, &key, value, &label)?;
        if key == "co_varnames" && !args.kw.iter().any(|&(n, _)| vm.str_lossy(n) == "co_nlocals") {
            draft.nlocals = draft.varnames.len() as u32;
        }
    }
    finish(vm, draft, "code")
}

fn set_field(vm: &mut Vm, draft: &mut Draft, field: &str, value: ObjId, label: &str) -> Res<()> {
    let body = &mut draft.body;
    match field {
        "co_argcount" => body.argcount = number(vm, value)?,
        "co_posonlyargcount" => body.posonlyargcount = number(vm, value)?,
        "co_kwonlyargcount" => body.kwonlyargcount = number(vm, value)?,
        "co_nlocals" => draft.nlocals = number(vm, value)?,
        "co_stacksize" => body.stacksize = number(vm, value)?,
        "co_flags" => body.flags = number(vm, value)?,
        "co_firstlineno" => body.firstlineno = number(vm, value)? as i32,
        "co_code" => body.code = bytes(vm, value, label)?,
        "co_linetable" => body.linetable = bytes(vm, value, label)?,
        "co_exceptiontable" => body.exceptiontable = bytes(vm, value, label)?,
        "co_filename" => body.filename = text(vm, value, label)?,
        "co_name" => body.name = text(vm, value, label)?,
        "co_qualname" => body.qualname = text(vm, value, label)?,
        "co_names" => body.names = names(vm, value, label)?,
        "co_varnames" => draft.varnames = names(vm, value, label)?,
        "co_cellvars" => draft.cellvars = names(vm, value, label)?,
        "co_freevars" => draft.freevars = names(vm, value, label)?,
        _ => {
            let items = tuple(vm, value, label)?;
            body.consts = items.into_iter().map(|item| constant(vm, item)).collect::<Res<_>>()?;
        }
    }
    Ok(())
}
fn finish(vm: &mut Vm, draft: Draft, function: &str) -> Res {
    let Draft { mut body, nlocals, varnames, cellvars, freevars } = draft;
    if body.argcount < body.posonlyargcount {
        return Err(vm.value_error("code: argcount is too small"));
    }
    let parameters = body.argcount
        + body.kwonlyargcount
        + u32::from(body.flags & flags::VARARGS != 0)
        + u32::from(body.flags & flags::VARKEYWORDS != 0);
    if (varnames.len() as u32) < parameters {
        return Err(vm.value_error("code: co_varnames is too small"));
    }
    if nlocals as usize != varnames.len() {
        return Err(vm.value_error(format!("{function}: co_nlocals != len(co_varnames)")));
    }
    if body.code.len() % 2 != 0 || body.code.is_empty() {
        return Err(vm.value_error(format!("{function}: co_code is malformed")));
    }
    body.localsplusnames.clear();
    body.localspluskinds.clear();
    // A parameter that inner functions use is a local and a cell in one.
    for name in &varnames {
        let cell = if cellvars.contains(name) { kinds::CELL } else { 0 };
        body.localsplusnames.push(name.clone());
        body.localspluskinds.push(kinds::LOCAL | cell);
    }
    for name in cellvars.iter().filter(|n| !varnames.contains(n)) {
        body.localsplusnames.push(name.clone());
        body.localspluskinds.push(kinds::CELL);
    }
    for name in freevars {
        body.localsplusnames.push(name);
        body.localspluskinds.push(kinds::FREE);
    }
    Ok(vm.load_code(&Arc::new(body)))
}

fn number(vm: &mut Vm, value: ObjId) -> Res<u32> {
    match vm.c_int(value)? {
        n if n >= 0 => Ok(n as u32),
        _ => Err(vm.value_error("code: argcount must not be negative")),
    }
}
fn wrong<T>(vm: &mut Vm, value: ObjId, label: &str, wanted: &str) -> Res<T> {
    let message = format!("{label} must be {wanted}, not {}", vm.class_name(value));
    Err(vm.type_error(message))
}
fn bytes(vm: &mut Vm, value: ObjId, label: &str) -> Res<Vec<u8>> {
    match vm.payload(value) {
        Payload::Bytes(b) => Ok(b.to_vec()),
        _ => wrong(vm, value, label, "bytes"),
    }
}
fn text(vm: &mut Vm, value: ObjId, label: &str) -> Res<Text> {
    match vm.as_str(value) {
        Some(s) => Ok(s.to_text()),
        None => wrong(vm, value, label, "str"),
    }
}
fn tuple(vm: &mut Vm, value: ObjId, label: &str) -> Res<Vec<ObjId>> {
    match vm.as_tuple(value) {
        Some(items) => Ok(items.to_vec()),
        None => wrong(vm, value, label, "tuple"),
    }
}
fn names(vm: &mut Vm, value: ObjId, label: &str) -> Res<Vec<Text>> {
    let items = tuple(vm, value, label)?;
    let mut names = Vec::with_capacity(items.len());
    for item in items {
        match vm.as_str(item) {
            Some(s) => names.push(s.to_text()),
            None => {
                let message = format!("name tuples must contain only strings, not '{}'", vm.class_name(item));
                return Err(vm.type_error(message));
            }
        }
    }
    Ok(names)
}

pub fn constant(vm: &mut Vm, item: ObjId) -> Res<Const> {
    if let Payload::Code(code) = vm.payload(item) {
        return Ok(Const::Code(code.code.clone()));
    }
    match value(vm, item, 0) {
        Some(value) => Ok(Const::Value(value)),
        None => {
            let what = format!("a code object's constant of type '{}'", vm.class_name(item));
            Err(vm.not_supported(&what))
        }
    }
}
/// An object as the compiler holds constants, if it is of such a kind.
pub fn value(vm: &Vm, id: ObjId, depth: usize) -> Option<Constant> {
    if depth > MAX_DEPTH {
        return None;
    }
    match id {
        ids::NONE => return Some(Constant::None),
        ids::TRUE => return Some(Constant::Bool(true)),
        ids::FALSE => return Some(Constant::Bool(false)),
        ids::ELLIPSIS => return Some(Constant::Ellipsis),
        _ => {}
    }
    let items = |items: &mut dyn Iterator<Item = ObjId>| -> Option<Arc<[Constant]>> {
        items.map(|item| value(vm, item, depth + 1)).collect()
    };
    Some(match vm.payload(id) {
        Payload::Int(n) => Constant::Int(*n),
        Payload::BigInt(n) => Constant::BigInt(n.clone()),
        Payload::Float(f) => Constant::Float(*f),
        Payload::Complex(parts) => Constant::Complex { re: parts.0, im: parts.1 },
        Payload::Str(s) => Constant::Str(s.to_text()),
        Payload::Bytes(b) => Constant::Bytes(b.to_vec().into()),
        Payload::Tuple(all) => Constant::Tuple(items(&mut all.iter().copied())?),
        Payload::Set(set) if vm.type_of(id) == types::FROZENSET => {
            Constant::FrozenSet(items(&mut set.iter())?)
        }
        _ => return None,
    })
}
