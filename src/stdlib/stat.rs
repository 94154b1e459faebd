//! `_stat`: what the bits of a file's mode mean.

use crate::heap::ObjId;
use crate::vm::native::{NativeCall::*, NativeDef, NativeTable, Owner, function};
use crate::vm::{Res, Vm};

const TYPE: u32 = 0o170000;

/// Is the file of that type?
macro_rules! is {
    ($name:literal, $ty:expr) => {
        function(
            $name,
            One(|vm, _, mode| {
                let mode = mode_of(vm, mode)?;
                Ok(vm.new_bool($ty != 0 && mode & TYPE == $ty))
            }),
        )
    };
}
const fn part(name: &'static str, call: fn(&mut Vm, ObjId, ObjId) -> Res) -> NativeDef {
    function(name, One(call))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("_stat"),
    defs: &[
        is!("S_ISDIR", 0o040000),
        is!("S_ISCHR", 0o020000),
        is!("S_ISBLK", 0o060000),
        is!("S_ISREG", 0o100000),
        is!("S_ISFIFO", 0o010000),
        is!("S_ISLNK", 0o120000),
        is!("S_ISSOCK", 0o140000),
        is!("S_ISDOOR", 0),
        is!("S_ISPORT", 0),
        is!("S_ISWHT", 0),
        part("S_IMODE", |vm, _, mode| {
            Ok({
                let m = mode_of(vm, mode)?;
                vm.new_int((m & 0o7777).into())
            })
        }),
        part("S_IFMT", |vm, _, mode| {
            Ok({
                let m = mode_of(vm, mode)?;
                vm.new_int((m & TYPE).into())
            })
        }),
        part("filemode", file_mode),
    ],
};

/// Adds the constants to the fresh module.
pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    for &(name, value) in CONSTANTS {
        let value = vm.new_int(value);
        vm.dict_put(dict, name, value);
    }
}

fn mode_of(vm: &mut Vm, mode: ObjId) -> Res<u32> {
    if !vm.is_int(mode) {
        return Err(vm.type_error("an integer is required"));
    }
    match vm.as_i64(mode) {
        Some(value) if value < 0 => Err(vm.overflow_error("can't convert negative value to unsigned int")),
        Some(value) => match u32::try_from(value) {
            Ok(mode) => Ok(mode),
            Err(_) => Err(vm.overflow_error("mode out of range")),
        },
        None => Err(vm.overflow_error("Python int too large to convert to C unsigned long")),
    }
}
/// As `ls -l` shows it: `-rwxr-xr-x`.
fn file_mode(vm: &mut Vm, _: ObjId, mode: ObjId) -> Res {
    let mode = mode_of(vm, mode)?;
    let mut text = String::from(match mode & TYPE {
        0o100000 => "-",
        0o040000 => "d",
        0o120000 => "l",
        0o060000 => "b",
        0o020000 => "c",
        0o010000 => "p",
        0o140000 => "s",
        _ => "?",
    });
    // For each of owner, group and others: three permissions, and the bit that changes the last.
    for (shift, special, letter) in [(6, 0o4000, 's'), (3, 0o2000, 's'), (0, 0o1000, 't')] {
        let bits = mode >> shift;
        text.push(if bits & 4 != 0 { 'r' } else { '-' });
        text.push(if bits & 2 != 0 { 'w' } else { '-' });
        text.push(match (mode & special != 0, bits & 1 != 0) {
            (true, true) => letter,
            (true, false) => letter.to_ascii_uppercase(),
            (false, true) => 'x',
            (false, false) => '-',
        });
    }
    Ok(vm.new_str(&text))
}

#[rustfmt::skip]
static CONSTANTS: &[(&str, i64)] = &[
    ("SF_APPEND", 0x40000), ("SF_ARCHIVED", 0x10000), ("SF_DATALESS", 0x40000000),
    ("SF_FIRMLINK", 0x800000), ("SF_IMMUTABLE", 0x20000), ("SF_NOUNLINK", 0x100000),
    ("SF_SETTABLE", 0xffff0000), ("SF_SNAPSHOT", 0x200000), ("ST_ATIME", 7), ("ST_CTIME", 9), ("ST_DEV", 2),
    ("ST_GID", 5), ("ST_INO", 1), ("ST_MODE", 0), ("ST_MTIME", 8), ("ST_NLINK", 3), ("ST_SIZE", 6),
    ("ST_UID", 4), ("S_ENFMT", 0o2000), ("S_IEXEC", 0o100), ("S_IFBLK", 0o60000), ("S_IFCHR", 0o20000),
    ("S_IFDIR", 0o40000), ("S_IFDOOR", 0o0), ("S_IFIFO", 0o10000), ("S_IFLNK", 0o120000), ("S_IFPORT", 0o0),
    ("S_IFREG", 0o100000), ("S_IFSOCK", 0o140000), ("S_IFWHT", 0o0), ("S_IREAD", 0o400), ("S_IRGRP", 0o40),
    ("S_IROTH", 0o4), ("S_IRUSR", 0o400), ("S_IRWXG", 0o70), ("S_IRWXO", 0o7), ("S_IRWXU", 0o700),
    ("S_ISGID", 0o2000), ("S_ISUID", 0o4000), ("S_ISVTX", 0o1000), ("S_IWGRP", 0o20), ("S_IWOTH", 0o2),
    ("S_IWRITE", 0o200), ("S_IWUSR", 0o200), ("S_IXGRP", 0o10), ("S_IXOTH", 0o1), ("S_IXUSR", 0o100),
    ("UF_APPEND", 0x4), ("UF_COMPRESSED", 0x20), ("UF_DATAVAULT", 0x80), ("UF_HIDDEN", 0x8000),
    ("UF_IMMUTABLE", 0x2), ("UF_NODUMP", 0x1), ("UF_NOUNLINK", 0x10), ("UF_OPAQUE", 0x8),
    ("UF_SETTABLE", 0xffff), ("UF_TRACKED", 0x40),
];
