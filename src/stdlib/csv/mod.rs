//! `_csv`: comma-separated values.

mod dialect;
mod read;
mod write;

use crate::heap::{ObjId, Owned};
use crate::object::ids::{module_types, types};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Unwind, Vm};

static MODULE: NativeTable = NativeTable {
    owner: Owner::Module("_csv"),
    defs: &[
        function("reader", Full(|vm, _, args| with_dialect(vm, args, read::new))),
        function("writer", Full(|vm, _, args| with_dialect(vm, args, write::new))),
        function("list_dialects", NoArgs(list_dialects)),
        function("register_dialect", Full(register)),
        function("unregister_dialect", Full(unregister)),
        function("get_dialect", Full(get_dialect)),
        function("field_size_limit", Full(field_size_limit)),
    ],
};
pub static TABLES: &[&NativeTable] = &[&MODULE, &dialect::TABLE, &read::TABLE, &write::TABLE];

pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    vm.put_late_exception(dict, "Error", "_csv.Error", types::EXCEPTION);
    for (name, value, _) in dialect::QUOTINGS {
        vm.put_ints(dict, &[(name, value)]);
    }
    let dialects = vm.new_dict();
    vm.dict_put(dict, "_dialects", dialects);
    let version = vm.new_str("1.0");
    vm.dict_put(dict, "__version__", version);
    vm.dict_put(dict, "Reader", Owned::new(module_types::CSV_READER));
    vm.dict_put(dict, "Writer", Owned::new(module_types::CSV_WRITER));
}
fn error(vm: &mut Vm, message: impl AsRef<str>) -> Unwind {
    vm.raise_late("_csv.Error", types::EXCEPTION, message)
}

/// The dict of registered dialects.
fn dialects(vm: &mut Vm) -> Res {
    let module = vm.native_module("_csv")?;
    let dialects = vm.get_attr_str(module.id(), "_dialects");
    vm.release(module);
    dialects
}
/// The dialect of that name.
fn registered(vm: &mut Vm, name: ObjId) -> Res {
    let dialects = dialects(vm)?;
    let found = vm.dict_get(dialects.id(), name);
    let found = found.map(|f| f.map(|dialect| vm.own(dialect)));
    vm.release(dialects);
    match found? {
        Some(dialect) => Ok(dialect),
        None => Err(error(vm, "unknown dialect")),
    }
}
/// The dialect that an optional argument and keywords describe.
fn make_dialect(vm: &mut Vm, given: Option<ObjId>, kw: &[(ObjId, ObjId)]) -> Res {
    let pos: Vec<ObjId> = given.into_iter().collect();
    vm.call_with(module_types::CSV_DIALECT, Args { pos: &pos, kw })
}
fn with_dialect(vm: &mut Vm, args: Args<'_>, make: fn(&mut Vm, ObjId, Owned) -> Res) -> Res {
    // These functions do not name themselves when they are given too little or too much.
    vm.check_positional("", args, 1, 2)?;
    let dialect = make_dialect(vm, args.pos.get(1).copied(), args.kw)?;
    make(vm, args.pos[0], dialect)
}
fn list_dialects(vm: &mut Vm, _: ObjId) -> Res {
    let dialects = dialects(vm)?;
    let list = vm.call(types::LIST, &[dialects.id()]);
    vm.release(dialects);
    list
}
fn register(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    vm.check_positional("", args, 1, 2)?;
    if vm.as_str(args.pos[0]).is_none() {
        return Err(vm.type_error("dialect name must be a string"));
    }
    let dialect = make_dialect(vm, args.pos.get(1).copied(), args.kw)?;
    let dialects = dialects(vm)?;
    let stored = vm.dict_set(dialects.id(), args.pos[0], dialect.id());
    vm.release(dialect);
    vm.release(dialects);
    stored?;
    Ok(vm.none())
}
fn name_argument(vm: &mut Vm, function: &str, args: Args<'_>) -> Res<ObjId> {
    let [name] = vm.bind(function, args, ["name"], 1, 1)?;
    Ok(name.unwrap_or(crate::object::ids::NONE))
}
fn unregister(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let name = name_argument(vm, "unregister_dialect", args)?;
    let dialects = dialects(vm)?;
    let removed = vm.dict_del(dialects.id(), name);
    vm.release(dialects);
    if removed? { Ok(vm.none()) } else { Err(error(vm, "unknown dialect")) }
}
fn get_dialect(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let name = name_argument(vm, "get_dialect", args)?;
    registered(vm, name)
}
fn field_size_limit(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [limit] = vm.bind("field_size_limit", args, ["new_limit"], 0, 1)?;
    let old = vm.state.csv_field_limit;
    if let Some(limit) = limit {
        if vm.type_of(limit) != types::INT {
            return Err(vm.type_error("limit must be an integer"));
        }
        vm.state.csv_field_limit = vm.as_index(limit)?;
    }
    Ok(vm.new_int(old))
}
