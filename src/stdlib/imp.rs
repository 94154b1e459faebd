//! `_imp`: what the import machinery asks the interpreter for. Modules that CPython carries frozen
//! are those of the library here, under the frozen ones' names.

use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("_imp"),
    defs: &[
        function("acquire_lock", NoArgs(acquire)),
        function("release_lock", NoArgs(release)),
        function("lock_held", NoArgs(|vm, _| Ok(vm.new_bool(vm.state.import_lock > 0)))),
        function("is_builtin", One(is_builtin)),
        function("create_builtin", One(create_builtin)),
        function("exec_builtin", One(|vm, _, _| Ok(vm.new_int(0)))),
        function("is_frozen", One(is_frozen)),
        function("is_frozen_package", One(is_frozen_package)),
        function("find_frozen", Full(find_frozen)),
        function("get_frozen_object", Pos(1, 2, get_frozen)),
        function("init_frozen", One(|vm, _, _| Ok(vm.none()))),
        function("_frozen_module_names", NoArgs(frozen_names)),
        function("extension_suffixes", NoArgs(|vm, _| Ok(vm.new_list(Vec::new())))),
        function("create_dynamic", Pos(1, 2, no_dynamic)),
        function("exec_dynamic", One(|vm, _, _| Ok(vm.new_int(0)))),
        function("_fix_co_filename", Pos(2, 2, fix_filename)),
        function("source_hash", Full(source_hash)),
        function("_override_frozen_modules_for_tests", One(|vm, _, _| Ok(vm.none()))),
        function("_override_multi_interp_extensions_check", One(|vm, _, _| Ok(vm.new_int(0)))),
    ],
};

/// Modules that CPython 3.13 carries frozen, in its order, and whether each is a package.
const FROZEN: &[(&str, bool)] = &[
    ("_frozen_importlib", false),
    ("_frozen_importlib_external", false),
    ("zipimport", false),
    ("abc", false),
    ("codecs", false),
    ("io", false),
    ("_collections_abc", false),
    ("_sitebuiltins", false),
    ("genericpath", false),
    ("ntpath", false),
    ("posixpath", false),
    ("os.path", false),
    ("os", false),
    ("site", false),
    ("stat", false),
    ("importlib.util", false),
    ("importlib.machinery", false),
    ("runpy", false),
];

/// The module whose file has the code, where that has another name.
fn original(name: &str) -> &str {
    match name {
        "_frozen_importlib" => "importlib._bootstrap",
        "_frozen_importlib_external" => "importlib._bootstrap_external",
        "os.path" => "posixpath",
        _ => name,
    }
}
/// The name in the code's file name, and in messages.
fn shown(name: &str) -> &str {
    match name {
        "os.path" => "posixpath",
        _ => original(name),
    }
}

pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    let check = vm.intern("default");
    vm.dict_put(dict, "check_hash_based_pycs", Owned::new(check));
    let token = vm.new_int(0);
    vm.dict_put(dict, "pyc_magic_number_token", token);
}

fn acquire(vm: &mut Vm, _: ObjId) -> Res {
    vm.state.import_lock += 1;
    Ok(vm.none())
}
fn release(vm: &mut Vm, _: ObjId) -> Res {
    if vm.state.import_lock == 0 {
        return Err(vm.raise(types::RUNTIME_ERROR, "not holding the import lock"));
    }
    vm.state.import_lock -= 1;
    Ok(vm.none())
}
/// -1 for a module that cannot be made again, 1 for any other built-in one, 0 for none.
fn is_builtin(vm: &mut Vm, _: ObjId, name: ObjId) -> Res {
    let name = vm.str_lossy(name).into_owned();
    let answer = match name.as_str() {
        "sys" | "builtins" => -1,
        _ => i64::from(vm.is_native_module(&name)),
    };
    Ok(vm.new_int(answer))
}
fn create_builtin(vm: &mut Vm, _: ObjId, spec: ObjId) -> Res {
    let name = vm.get_attr_str(spec, "name")?;
    let text = vm.str_lossy(name.id()).into_owned();
    vm.release(name);
    vm.native_module(&text)
}
fn no_dynamic(vm: &mut Vm, _: ObjId, _: &[ObjId]) -> Res {
    Err(vm.raise(types::IMPORT_ERROR, "extension modules cannot be loaded here"))
}

fn frozen(vm: &mut Vm, name: ObjId) -> Option<(&'static str, bool)> {
    let text = vm.str_lossy(name);
    FROZEN.iter().find(|(n, _)| *n == text).copied()
}
fn is_frozen(vm: &mut Vm, _: ObjId, name: ObjId) -> Res {
    let known = frozen(vm, name).is_some();
    Ok(vm.new_bool(known))
}
fn is_frozen_package(vm: &mut Vm, _: ObjId, name: ObjId) -> Res {
    match frozen(vm, name) {
        Some((_, package)) => Ok(vm.new_bool(package)),
        None => Err(no_frozen(vm, name)),
    }
}
fn no_frozen(vm: &mut Vm, name: ObjId) -> crate::vm::Unwind {
    let message = match vm.repr_text(name) {
        Ok(name) => format!("No such frozen object named {}", name.trim_matches('\'')),
        Err(e) => return e,
    };
    vm.raise(types::IMPORT_ERROR, message)
}
fn find_frozen(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("find_frozen", args, ["", "withdata"], 1, 1)?;
    let Some((name, package)) = frozen(vm, bound[0].unwrap_or(ids::NONE)) else { return Ok(vm.none()) };
    let original = vm.new_str(original(name)).into_id();
    Ok(vm.new_tuple(vec![ids::NONE, ids::bool(package), original]))
}
fn get_frozen(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    match frozen(vm, args[0]) {
        Some((name, _)) => vm.library_code(original(name), &format!("<frozen {}>", shown(name))),
        None => Err(no_frozen(vm, args[0])),
    }
}
fn frozen_names(vm: &mut Vm, _: ObjId) -> Res {
    let names = FROZEN.iter().map(|(name, _)| vm.intern(name)).collect();
    Ok(vm.new_list(names))
}
/// Gives a code object, and those in it, another file name.
fn fix_filename(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    vm.set_code_filename(args[0], args[1]);
    Ok(vm.none())
}

/// SipHash-1-3 of a source under a key: what hash-based `.pyc` files hold.
fn source_hash(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    use std::hash::Hasher;
    let bound = vm.bind("source_hash", args, ["key", "source"], 2, 2)?;
    let key = vm.as_index(bound[0].unwrap_or(ids::NONE))? as u64;
    let source = crate::types::bytes::data(vm, bound[1].unwrap_or(ids::NONE))?;
    let mut hasher = siphasher::sip::SipHasher13::new_with_keys(key, 0);
    hasher.write(&source);
    Ok(vm.new_bytes(&hasher.finish().to_le_bytes()))
}
