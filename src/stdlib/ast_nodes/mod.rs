//! `_ast`: the classes of the tree's nodes. `nodes.txt` has a line for each: name, base, fields with
//! their types, and attributes; `?` marks what may be None, `*` a list, `!` the context of a name.

pub mod convert;

use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{self, module_types, types};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, wrapper};
use crate::vm::{Res, Vm};

const NODES: &str = include_str!("nodes.txt");

pub static MODULE: NativeTable = NativeTable { owner: Owner::Module("_ast"), defs: &[] };
pub static TABLE: NativeTable =
    NativeTable { owner: Owner::Type(module_types::AST), defs: &[wrapper("__init__", Full(init))] };

/// Fields of a list in the table: name, type, mark.
fn fields(list: &str) -> impl Iterator<Item = (&str, &str, char)> {
    list.split(',').filter(|n| *n != "-" && !n.is_empty()).map(|field| {
        let mark = field.chars().last().filter(|c| "?*!".contains(*c)).unwrap_or(' ');
        let (name, kind) = field.split_once(':').unwrap_or((field, ""));
        match kind {
            "" => (name.trim_end_matches(mark), kind, mark),
            _ => (name, kind.trim_end_matches(mark), mark),
        }
    })
}
/// Their names, each with its mark.
fn names(list: &str) -> impl Iterator<Item = (&str, char)> {
    fields(list).map(|(name, _, mark)| (name, mark))
}

/// Makes the classes and puts them into the module.
pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    let base_dict = vm.type_obj(module_types::AST).dict;
    for name in ["_fields", "__match_args__", "_attributes"] {
        vm.dict_put(base_dict, name, Owned::new(ids::EMPTY_TUPLE));
    }
    // A type of a field may be a class that comes later.
    let added = NODES.lines().map(|line| (line, add as fn(&mut Vm, ObjId, &str) -> Res<()>));
    for (line, step) in added.chain(NODES.lines().map(|line| (line, add_types as _))) {
        if let Err(e) = step(vm, dict, line) {
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
    let mut field_names = Vec::new();
    for (field, mark) in names(fields) {
        field_names.push(vm.intern(field));
        if mark == '?' {
            let none = vm.none();
            vm.dict_put(namespace.id(), field, none);
        }
    }
    for key in ["_fields", "__match_args__"] {
        let fields = vm.tuple_of(&field_names);
        vm.dict_put(namespace.id(), key, fields);
    }
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

/// Sets a class's `_field_types`.
fn add_types(vm: &mut Vm, dict: ObjId, line: &str) -> Res<()> {
    let mut parts = line.split(' ');
    let class = vm.intern(parts.next().unwrap_or_default());
    let list = parts.nth(1).unwrap_or_default();
    let Some(class) = vm.dict_get_name(dict, class)? else { return Ok(()) };
    // Sums of others have none.
    if list == "-" && line.split(' ').nth(1) == Some("AST") {
        return Ok(());
    }
    let kinds = vm.new_dict();
    for (field, kind, mark) in fields(list) {
        let kind = match kind {
            "str" => types::STR,
            "int" => types::INT,
            "object" => types::OBJECT,
            name => {
                let name = vm.intern(name);
                vm.dict_get_name(dict, name)?.unwrap_or(types::OBJECT)
            }
        };
        let kind = match mark {
            '?' => vm.type_union(kind, ids::NONE)?,
            '*' => vm.generic_alias(types::LIST, kind)?,
            _ => vm.own(kind),
        };
        vm.dict_put(kinds.id(), field, kind);
    }
    vm.dict_put(vm.type_obj(class).dict, "_field_types", kinds);
    vm.type_modified(class);
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
        let context = vm.intern("expr_context");
        let module = vm.native_module("_ast")?;
        let context = vm.get_attr(module.id(), context);
        vm.release(module);
        let context = context?;
        let is_context = kind.as_ref().is_ok_and(|&kind| kind == Some(context.id()));
        vm.release(context);
        let value = match kind? {
            Some(kind) if matches!(vm.payload(kind), Payload::GenericAlias { .. }) => vm.new_list(Vec::new()),
            Some(_) if is_context => {
                let module = vm.native_module("_ast")?;
                let load = vm.get_attr_str(module.id(), "Load");
                vm.release(module);
                let load = load?;
                let made = vm.call(load.id(), &[]);
                vm.release(load);
                made?
            }
            _ => {
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
