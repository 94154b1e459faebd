//! The exceptions with fields of their own: StopIteration, SystemExit, KeyError, NameError,
//! AttributeError, ImportError and SyntaxError.

use super::exception;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::vm::native::{Args, NativeCall::*, NativeDef, NativeTable, Owner, wrapper};
use crate::vm::{Res, Vm};

/// A field of an exception as a readable and writable attribute: None where empty.
macro_rules! field {
    ($name:literal, $index:literal) => {{
        fn get(vm: &mut Vm, this: ObjId) -> Res {
            let value = vm.exception_field(this, $index).unwrap_or(ids::NONE);
            Ok(vm.own(value))
        }
        fn set(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
            vm.set_exception_field(this, $index, value);
            Ok(())
        }
        const DEF: NativeDef = $crate::vm::native::member($name, get, Some(set));
        DEF
    }};
}
pub(super) use field;

pub static STOP_ITERATION: NativeTable = NativeTable {
    owner: Owner::Type(types::STOP_ITERATION),
    defs: &[wrapper("__init__", Full(stop_init)), field!("value", 0)],
};
pub static SYSTEM_EXIT: NativeTable = NativeTable {
    owner: Owner::Type(types::SYSTEM_EXIT),
    defs: &[wrapper("__init__", Full(exit_init)), field!("code", 0)],
};
pub static KEY_ERROR: NativeTable =
    NativeTable { owner: Owner::Type(types::KEY_ERROR), defs: &[wrapper("__str__", NoArgs(key_str))] };
pub static NAME_ERROR: NativeTable = NativeTable {
    owner: Owner::Type(types::NAME_ERROR),
    defs: &[wrapper("__init__", Full(name_init)), field!("name", 0)],
};
pub static ATTRIBUTE_ERROR: NativeTable = NativeTable {
    owner: Owner::Type(types::ATTRIBUTE_ERROR),
    defs: &[wrapper("__init__", Full(attribute_init)), field!("name", 0), field!("obj", 1)],
};
pub static IMPORT_ERROR: NativeTable = NativeTable {
    owner: Owner::Type(types::IMPORT_ERROR),
    defs: &[
        wrapper("__init__", Full(import_init)),
        wrapper("__str__", NoArgs(import_str)),
        field!("msg", 0),
        field!("name", 1),
        field!("path", 2),
        field!("name_from", 3),
    ],
};
pub static SYNTAX_ERROR: NativeTable = NativeTable {
    owner: Owner::Type(types::SYNTAX_ERROR),
    defs: &[
        wrapper("__init__", Full(syntax_init)),
        wrapper("__str__", NoArgs(syntax_str)),
        field!("msg", 0),
        field!("filename", 1),
        field!("lineno", 2),
        field!("offset", 3),
        field!("text", 4),
        field!("end_lineno", 5),
        field!("end_offset", 6),
        field!("print_file_and_line", 7),
    ],
};

/// `BaseException.__init__` without the keyword arguments, which are the caller's.
fn init_args(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res<()> {
    let none = exception::init(vm, this, Args::positional(args.pos))?;
    vm.release(none);
    Ok(())
}

fn stop_init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let none = exception::init(vm, this, args)?;
    vm.set_exception_field(this, 0, Some(args.pos.first().copied().unwrap_or(ids::NONE)));
    Ok(none)
}
fn exit_init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let none = exception::init(vm, this, args)?;
    match args.pos {
        [] => {}
        [code] => vm.set_exception_field(this, 0, Some(*code)),
        _ => {
            let all = vm.exception(this).args;
            vm.set_exception_field(this, 0, Some(all));
        }
    }
    Ok(none)
}
fn key_str(vm: &mut Vm, this: ObjId) -> Res {
    match *vm.tuple_items(vm.exception(this).args) {
        [key] => vm.repr(key),
        _ => exception::str_(vm, this),
    }
}

/// Stores keyword arguments into fields; `fields` are (name, index).
fn init_keywords(vm: &mut Vm, this: ObjId, args: Args<'_>, class: &str, fields: &[(&str, usize)]) -> Res<()> {
    init_args(vm, this, args)?;
    if args.kw.len() > fields.len() {
        let most = fields.len();
        let plural = if most == 1 { "" } else { "s" };
        let message =
            format!("{class}() takes at most {most} keyword argument{plural} ({} given)", args.kw.len());
        return Err(vm.type_error(message));
    }
    for &(_, index) in fields {
        vm.set_exception_field(this, index, None);
    }
    for &(name, value) in args.kw {
        let text = vm.str_lossy(name).into_owned();
        match fields.iter().find(|f| f.0 == text) {
            Some(&(_, index)) => vm.set_exception_field(this, index, Some(value)),
            None => {
                let names: Vec<&str> = fields.iter().map(|f| f.0).collect();
                return Err(vm.unexpected_argument(class, &text, &names));
            }
        }
    }
    Ok(())
}
fn name_init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    init_keywords(vm, this, args, "NameError", &[("name", 0)])?;
    Ok(vm.none())
}
fn attribute_init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    init_keywords(vm, this, args, "AttributeError", &[("name", 0), ("obj", 1)])?;
    Ok(vm.none())
}
fn import_init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    init_keywords(vm, this, args, "ImportError", &[("name", 1), ("path", 2), ("name_from", 3)])?;
    let message = match args.pos {
        [one] => Some(*one),
        _ => None,
    };
    vm.set_exception_field(this, 0, message);
    Ok(vm.none())
}
fn import_str(vm: &mut Vm, this: ObjId) -> Res {
    match vm.exception_field(this, 0) {
        Some(message) if vm.type_of(message) == types::STR => Ok(vm.own(message)),
        _ => exception::str_(vm, this),
    }
}

fn syntax_init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let none = exception::init(vm, this, args)?;
    vm.release(none);
    if let Some(&message) = args.pos.first() {
        vm.set_exception_field(this, 0, Some(message));
    }
    let &[_, info] = args.pos else { return Ok(vm.none()) };
    let items = vm.collect(info)?;
    let result = syntax_details(vm, this, &items);
    vm.decref_all(items);
    result?;
    Ok(vm.none())
}
/// filename, lineno, offset, text and perhaps end_lineno, end_offset.
fn syntax_details(vm: &mut Vm, this: ObjId, items: &[ObjId]) -> Res<()> {
    let given = items.len();
    if !(4..=6).contains(&given) {
        let (word, bound) = if given < 4 { ("at least", 4) } else { ("at most", 6) };
        return Err(vm.type_error(format!("function takes {word} {bound} arguments ({given} given)")));
    }
    for field in 0..6 {
        vm.set_exception_field(this, field + 1, items.get(field).copied());
    }
    if given == 5 {
        return Err(vm.type_error("end_offset must be provided when end_lineno is provided"));
    }
    Ok(())
}
fn syntax_str(vm: &mut Vm, this: ObjId) -> Res {
    let message = vm.exception_field(this, 0).unwrap_or(ids::NONE);
    let filename = vm.exception_field(this, 1).and_then(|f| vm.as_str(f)).map(|f| {
        let path = f.to_lossy().into_owned();
        path.rsplit('/').next().unwrap_or_default().to_string()
    });
    let line =
        vm.exception_field(this, 2).filter(|&l| vm.type_of(l) == types::INT).and_then(|l| vm.as_i64(l));
    let tail = match (filename, line) {
        (None, None) => return vm.str_of(message),
        (Some(file), Some(line)) => format!(" ({file}, line {line})"),
        (Some(file), None) => format!(" ({file})"),
        (None, Some(line)) => format!(" (line {line})"),
    };
    let text = vm.str_of(message)?;
    let tail = vm.new_str(&tail);
    let joined = vm.concat_strings(text.id(), tail.id()).unwrap_or_else(|| Owned::new(ids::EMPTY_STR));
    vm.release(text);
    vm.release(tail);
    Ok(joined)
}
