//! `_ast`: the classes of the tree's nodes. `nodes.txt` has a line for each: name, base, fields and
//! attributes; `?` marks what may be None, `*` a list, `!` the context of a name.

pub mod convert;

use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, module_types, types};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, wrapper};
use crate::vm::{Res, Vm};

const NODES: &str = include_str!("nodes.txt");

pub static MODULE: NativeTable = NativeTable { owner: Owner::Module("_ast"), defs: &[] };
pub static TABLE: NativeTable =
    NativeTable { owner: Owner::Type(module_types::AST), defs: &[wrapper("__init__", Full(init))] };

/// Names of a list in the table, each with its mark.
fn names(list: &str) -> impl Iterator<Item = (&str, char)> {
    list.split(',').filter(|n| *n != "-" && !n.is_empty()).map(|name| {
        let mark = name.chars().last().filter(|c| "?*!".contains(*c)).unwrap_or(' ');
        (name.trim_end_matches(mark), mark)
    })
}

/// Makes the classes and puts them into the module.
pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    let base_dict = vm.type_obj(module_types::AST).dict;
    for name in ["_fields", "__match_args__", "_attributes"] {
        vm.dict_put(base_dict, name, Owned::new(ids::EMPTY_TUPLE));
    }
    for line in NODES.lines() {
        if let Err(e) = add(vm, dict, line) {
            // Making a class of constants runs no Python code.
            debug_assert!(false, "{line}: {e:?}");
            let lost = vm.take_raised();
            vm.release_opt(lost);
        }
    }
    let flags = [
        ("PyCF_ALLOW_TOP_LEVEL_AWAIT", 0x2000),
        ("PyCF_ONLY_AST", 0x400),
        ("PyCF_OPTIMIZED_AST", 0x8400),
        ("PyCF_TYPE_COMMENTS", 0x1000),
    ];
    for (name, value) in flags {
        let value = vm.new_int(value);
        vm.dict_put(dict, name, value);
    }
}
fn add(vm: &mut Vm, dict: ObjId, line: &str) -> Res<()> {
    let mut parts = line.split(' ');
    let mut next = || parts.next().unwrap_or("-");
    let (name, base, fields, attributes) = (next(), next(), next(), next());
    let base = vm.intern(base);
    let base = vm.dict_get_name(dict, base)?.unwrap_or(types::OBJECT);
    let namespace = vm.new_dict();
    let module = vm.intern("ast");
    vm.dict_put(namespace.id(), "__module__", Owned::new(module));
    let kinds = vm.new_dict();
    let mut field_names = Vec::new();
    for (field, mark) in names(fields) {
        let id = vm.intern(field);
        field_names.push(id);
        match mark {
            '?' => {
                let none = vm.none();
                vm.dict_put(namespace.id(), field, none);
            }
            '*' => {
                let alias = vm.generic_alias(types::LIST, types::OBJECT)?;
                vm.dict_put(kinds.id(), field, alias);
            }
            '!' => {
                let context = vm.intern("Load");
                vm.dict_put(kinds.id(), field, Owned::new(context));
            }
            _ => {}
        }
    }
    for key in ["_fields", "__match_args__"] {
        let fields = vm.tuple_of(&field_names);
        vm.dict_put(namespace.id(), key, fields);
    }
    vm.dict_put(namespace.id(), "_field_types", kinds);
    if attributes != "-" {
        let mut attribute_names = Vec::new();
        for (attribute, mark) in names(attributes) {
            attribute_names.push(vm.intern(attribute));
            if mark == '?' {
                let none = vm.none();
                vm.dict_put(namespace.id(), attribute, none);
            }
        }
        let attributes = vm.new_tuple(attribute_names);
        vm.dict_put(namespace.id(), "_attributes", attributes);
    }
    let (name_id, bases) = (vm.intern(name), vm.tuple_of(&[base]));
    let class = vm.new_type(types::TYPE, name_id, bases.id(), namespace.id(), Args::NONE);
    vm.release(bases);
    vm.release(namespace);
    vm.dict_put(dict, name, class?);
    Ok(())
}

/// Sets the fields by position and name; lists that are not given are empty, names are loaded.
fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let class = vm.type_of(this);
    let class_name = vm.type_name(class);
    let fields = vm.get_attr_str(class, "_fields")?;
    let names = vm.as_tuple(fields.id()).map(<[ObjId]>::to_vec).unwrap_or_default();
    names.iter().for_each(|&n| vm.incref(n));
    vm.release(fields);
    let result = set_fields(vm, this, &class_name, &names, args);
    vm.decref_all(names);
    result?;
    Ok(vm.none())
}
fn set_fields(vm: &mut Vm, this: ObjId, class: &str, names: &[ObjId], args: Args<'_>) -> Res<()> {
    if args.pos.len() > names.len() {
        let plural = if names.len() == 1 { "" } else { "s" };
        let message =
            format!("{class} constructor takes at most {} positional argument{plural}", names.len());
        return Err(vm.type_error(message));
    }
    for (&name, &value) in names.iter().zip(args.pos) {
        vm.set_attr(this, name, Some(value))?;
    }
    for &(name, value) in args.kw {
        let text = vm.str_lossy(name).into_owned();
        let place = names.iter().position(|&n| vm.str_lossy(n) == text);
        if place.is_some_and(|p| p < args.pos.len()) {
            return Err(vm.type_error(format!("{class} got multiple values for argument '{text}'")));
        }
        let known =
            place.is_some() || ["lineno", "col_offset", "end_lineno", "end_col_offset"].contains(&&*text);
        if !known {
            let message = format!(
                "{class}.__init__ got an unexpected keyword argument '{text}'. Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15."
            );
            vm.warn(types::DEPRECATION_WARNING, &message)?;
        }
        let name = vm.intern_object(name);
        let stored = vm.set_attr(this, name.id(), Some(value));
        vm.release(name);
        stored?;
    }
    let given = |vm: &Vm, name: ObjId| args.kw.iter().any(|(n, _)| vm.str_lossy(*n) == vm.str_lossy(name));
    for &name in names.iter().skip(args.pos.len()) {
        if given(vm, name) {
            continue;
        }
        let kinds = vm.get_attr_str(vm.type_of(this), "_field_types")?;
        let kind = vm.dict_get(kinds.id(), name);
        vm.release(kinds);
        let value = match kind? {
            Some(kind) if vm.as_str(kind).is_some() => {
                let module = vm.native_module("_ast")?;
                let load = vm.get_attr_str(module.id(), "Load");
                vm.release(module);
                let load = load?;
                let made = vm.call(load.id(), &[]);
                vm.release(load);
                made?
            }
            Some(_) => vm.new_list(Vec::new()),
            None => {
                if let Some(default) = vm.get_attr_optional(this, name)? {
                    vm.release(default);
                    continue;
                }
                let field = vm.str_lossy(name).into_owned();
                let message = format!(
                    "{class}.__init__ missing 1 required positional argument: '{field}'. This will become an error in Python 3.15."
                );
                vm.warn(types::DEPRECATION_WARNING, &message)?;
                continue;
            }
        };
        let stored = vm.set_attr(this, name, Some(value.id()));
        vm.release(value);
        stored?;
    }
    Ok(())
}
