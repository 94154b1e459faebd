//! `posix`: what `os` leans on. Everything that reaches the outside goes through the world.

mod environment;
mod files;
mod path;
mod process;
mod scandir;
mod stat;

use crate::heap::{ObjId, Owned};
use crate::object::ids::types;
use crate::vm::native::{NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};

pub use path::PathArg;

pub static TABLES: &[&NativeTable] =
    &[&TABLE, &process::TABLE, &environment::TABLE, &scandir::ITERATOR, &scandir::ENTRY];

static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("posix"),
    defs: &[
        function("fspath", Full(files::fspath)),
        function("stat", Full(files::stat)),
        function("lstat", Full(files::lstat)),
        function("fstat", Full(files::fstat)),
        function("listdir", Full(files::listdir)),
        function("scandir", Full(scandir::scandir)),
        function("access", Full(files::access)),
        function("mkdir", Full(files::mkdir)),
        function("rmdir", Full(files::rmdir)),
        function("unlink", Full(files::unlink)),
        function("remove", Full(files::unlink)),
        function("rename", Full(files::rename)),
        function("replace", Full(files::rename)),
        function("link", Full(files::link)),
        function("symlink", Full(files::symlink)),
        function("readlink", Full(files::readlink)),
        function("chdir", Full(files::chdir)),
        function("chmod", Full(files::chmod)),
        function("utime", Full(files::utime)),
        function("truncate", Full(files::truncate)),
        function("open", Full(files::open)),
        function("close", Full(files::close)),
        function("read", Pos(2, 2, files::read)),
        function("write", Pos(2, 2, files::write)),
        function("lseek", Pos(3, 3, files::lseek)),
        function("ftruncate", Pos(2, 2, files::ftruncate)),
        function("fsync", One(files::fsync)),
        function("isatty", One(|vm, _, _| Ok(vm.new_bool(false)))),
        function("_path_splitroot_ex", One(files::splitroot)),
        function("_path_normpath", One(files::normpath)),
    ],
};

const FLAGS: &[(&str, i64)] = &[
    ("F_OK", 0),
    ("R_OK", 4),
    ("W_OK", 2),
    ("X_OK", 1),
    ("O_RDONLY", 0),
    ("O_WRONLY", 1),
    ("O_RDWR", 2),
    ("O_CREAT", 0o100),
    ("O_EXCL", 0o200),
    ("O_NOCTTY", 0o400),
    ("O_TRUNC", 0o1000),
    ("O_APPEND", 0o2000),
    ("O_NONBLOCK", 0o4000),
    ("O_CLOEXEC", 0o2_000_000),
    ("O_NOFOLLOW", 0o400_000),
    ("O_DIRECTORY", 0o200_000),
    ("O_SYNC", 0o4_010_000),
    ("EX_OK", 0),
    ("NGROUPS_MAX", 65536),
    ("TMP_MAX", 238_328),
    ("WNOHANG", 1),
    ("WUNTRACED", 2),
    ("SEEK_DATA", 3),
    ("SEEK_HOLE", 4),
    ("P_WAIT", 0),
    ("P_NOWAIT", 1),
    ("P_NOWAITO", 1),
];

/// Adds the constants, the environment and the classes.
pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    for &(name, value) in FLAGS {
        let value = vm.new_int(value);
        vm.dict_put(dict, name, value);
    }
    vm.dict_put(dict, "error", Owned::new(types::OS_ERROR));
    if let Ok(class) = stat::class(vm) {
        vm.dict_put(dict, "stat_result", Owned::new(class));
    }
    environment::fill(vm, dict);
    vm.put_ints(dict, process::EXITS);
    let functions = vm.new_list(Vec::new());
    vm.dict_put(dict, "_have_functions", functions);
}

/// A function that does something and gives None.
fn done(vm: &Vm) -> Res {
    Ok(vm.none())
}
