//! `os.scandir` and its entries.

use super::{done, stat as stat_result};
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, module_types};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, attribute, method, wrapper};
use crate::vm::{Res, Vm};

/// Entries still to come, the last first: a list. The path is kept behind it.
const REST: usize = 0;

pub static ITERATOR: NativeTable = NativeTable {
    owner: Owner::Type(module_types::SCANDIR_ITERATOR),
    defs: &[
        wrapper("__iter__", NoArgs(|vm, this| Ok(vm.own(this)))),
        wrapper("__next__", NoArgs(next)),
        method("__enter__", NoArgs(|vm, this| Ok(vm.own(this)))),
        method("__exit__", Pos(0, 3, |vm, this, _| close(vm, this))),
        method("close", NoArgs(close)),
    ],
};

const NAME: usize = 0;
const PATH: usize = 1;
const KIND: usize = 2;
const INODE: usize = 3;

const FOLDER: i64 = 1;
const FILE: i64 = 2;
const LINK: i64 = 3;

pub static ENTRY: NativeTable = NativeTable {
    owner: Owner::Type(module_types::DIR_ENTRY),
    defs: &[
        wrapper("__repr__", NoArgs(repr)),
        method("__fspath__", NoArgs(|vm, this| field(vm, this, PATH))),
        method("inode", NoArgs(|vm, this| field(vm, this, INODE))),
        method("is_dir", Full(|vm, this, args| is(vm, this, args, "is_dir", FOLDER, 0o040_000))),
        method("is_file", Full(|vm, this, args| is(vm, this, args, "is_file", FILE, 0o100_000))),
        method("is_symlink", NoArgs(is_symlink)),
        method("is_junction", NoArgs(|vm, _| Ok(vm.new_bool(false)))),
        method("stat", Full(stat)),
        attribute("name", |vm, this| field(vm, this, NAME), None),
        attribute("path", |vm, this| field(vm, this, PATH), None),
    ],
};

fn record(vm: &Vm, this: ObjId, index: usize) -> ObjId {
    match vm.payload(this) {
        Payload::Record(fields) => fields.get(index).copied().flatten().unwrap_or(ids::NONE),
        _ => ids::NONE,
    }
}
fn field(vm: &mut Vm, this: ObjId, index: usize) -> Res {
    let value = record(vm, this, index);
    Ok(vm.own(value))
}

pub fn scandir(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("scandir", args, ["path"], 0, 1)?;
    let path = bound[0].filter(|&p| p != ids::NONE).unwrap_or(ids::latin1_char(b'.'));
    let path = vm.path_arg("scandir", "path should be string, bytes, os.PathLike, integer or None", path)?;
    let entries = match vm.world.list_dir(&path.bytes) {
        Ok(entries) => entries,
        Err(e) => return Err(vm.file_error(&e, path)),
    };
    let class = module_types::DIR_ENTRY;
    let mut items = Vec::new();
    for entry in entries.iter().rev() {
        let mut full = path.bytes.clone();
        if !full.ends_with(b"/") {
            full.push(b'/');
        }
        full.extend_from_slice(&entry.name);
        let kind = match () {
            _ if entry.is_link => LINK,
            _ if entry.is_dir => FOLDER,
            _ if entry.is_file => FILE,
            _ => 0,
        };
        let parts = [
            vm.name_like(&path, &entry.name),
            vm.name_like(&path, &full),
            vm.new_int(kind),
            vm.new_int(entry.inode as i64),
        ];
        let fields = parts.map(|p| Some(p.into_id()));
        items.push(vm.alloc(class, Payload::Record(Box::new(fields))).into_id());
    }
    let rest = vm.new_list(items).into_id();
    let fields = [Some(rest), Some(path.object.into_id())];
    Ok(vm.alloc(module_types::SCANDIR_ITERATOR, Payload::Record(Box::new(fields))))
}
fn next(vm: &mut Vm, this: ObjId) -> Res {
    let rest = record(vm, this, REST);
    match vm.as_list_mut(rest).and_then(crate::object::Items::pop_last) {
        Some(entry) => Ok(crate::heap::Owned::new(entry)),
        None => Err(vm.stop_iteration(None)),
    }
}
fn close(vm: &mut Vm, this: ObjId) -> Res {
    let rest = record(vm, this, REST);
    let items = vm.as_list_mut(rest).map(std::mem::take).unwrap_or_default();
    vm.decref_all(items);
    done(vm)
}

fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let name = vm.repr_text(record(vm, this, NAME))?;
    Ok(vm.new_str(&format!("<DirEntry {name}>")))
}
fn is_symlink(vm: &mut Vm, this: ObjId) -> Res {
    let kind = vm.as_i64(record(vm, this, KIND));
    Ok(vm.new_bool(kind == Some(LINK)))
}
fn follows(vm: &mut Vm, function: &str, args: Args<'_>) -> Res<bool> {
    let bound = vm.bind(function, args, ["follow_symlinks"], 0, 0)?;
    bound[0].map_or(Ok(true), |f| vm.truth(f))
}
fn is(vm: &mut Vm, this: ObjId, args: Args<'_>, function: &str, wanted: i64, mode: u32) -> Res {
    const KINDS: u32 = 0o170_000;
    let follow = follows(vm, function, args)?;
    let kind = vm.as_i64(record(vm, this, KIND)).unwrap_or(0);
    if kind != LINK || !follow {
        return Ok(vm.new_bool(kind == wanted));
    }
    let path = vm.path_arg(function, "path", record(vm, this, PATH))?;
    let stat = vm.world.stat(&path.bytes, true);
    vm.release(path.object);
    Ok(vm.new_bool(stat.is_ok_and(|s| s.mode & KINDS == mode)))
}
fn stat(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let follow = follows(vm, "stat", args)?;
    let path = vm.path_arg("stat", "path", record(vm, this, PATH))?;
    match vm.world.stat(&path.bytes, follow) {
        Ok(stat) => {
            vm.release(path.object);
            stat_result::result(vm, &stat)
        }
        Err(e) => Err(vm.file_error(&e, path)),
    }
}
