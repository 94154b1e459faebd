//! Files and folders.

use super::path::PathArg;
use super::{done, stat as stat_result};
use crate::heap::ObjId;
use crate::object::ids::{self, types};
use crate::vm::native::Args;
use crate::vm::{Res, Vm};
use crate::world::PathAction;

const PATH: &str = "path should be string, bytes or os.PathLike";
const PATH_OR_FD: &str = "path should be string, bytes, os.PathLike or integer";

pub fn fspath(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("fspath", args, ["path"], 1, 1)?;
    vm.fs_path(bound[0].unwrap_or(ids::NONE))
}
fn stat_path(vm: &mut Vm, function: &str, path: ObjId, follow: bool) -> Res {
    if vm.is_int(path) {
        let fd = vm.fd_arg(path)?;
        return match vm.world.fstat(fd) {
            Ok(stat) => stat_result::result(vm, &stat),
            Err(e) => Err(vm.fd_error(&e)),
        };
    }
    let what = if function == "stat" { PATH_OR_FD } else { PATH };
    let path = vm.path_arg(function, what, path)?;
    match vm.world.stat(&path.bytes, follow) {
        Ok(stat) => {
            vm.release(path.object);
            stat_result::result(vm, &stat)
        }
        Err(e) => Err(vm.file_error(&e, path)),
    }
}
pub fn stat(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("stat", args, ["path", "dir_fd", "follow_symlinks"], 1, 1)?;
    let follow = bound[2].map_or(Ok(true), |f| vm.truth(f))?;
    stat_path(vm, "stat", bound[0].unwrap_or(ids::NONE), follow)
}
pub fn lstat(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("lstat", args, ["path", "dir_fd"], 1, 1)?;
    let path = bound[0].unwrap_or(ids::NONE);
    if vm.is_int(path) {
        return Err(vm.type_error(format!("lstat: {PATH}, not int")));
    }
    stat_path(vm, "lstat", path, false)
}
pub fn fstat(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("fstat", args, ["fd"], 1, 1)?;
    let fd = vm.fd_arg(bound[0].unwrap_or(ids::NONE))?;
    match vm.world.fstat(fd) {
        Ok(stat) => stat_result::result(vm, &stat),
        Err(e) => Err(vm.fd_error(&e)),
    }
}
pub fn listdir(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("listdir", args, ["path"], 0, 1)?;
    let dot = ids::latin1_char(b'.');
    let path = bound[0].filter(|&p| p != ids::NONE).unwrap_or(dot);
    let path = vm.path_arg("listdir", "path should be string, bytes, os.PathLike, integer or None", path)?;
    match vm.world.list_dir(&path.bytes) {
        Ok(entries) => {
            let names = entries.iter().map(|e| vm.name_like(&path, &e.name).into_id()).collect();
            vm.release(path.object);
            Ok(vm.new_list(names))
        }
        Err(e) => Err(vm.file_error(&e, path)),
    }
}
pub fn access(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let names = ["path", "mode", "dir_fd", "effective_ids", "follow_symlinks"];
    let bound = vm.bind("access", args, names, 2, 2)?;
    let path = vm.path_arg("access", PATH, bound[0].unwrap_or(ids::NONE))?;
    let mode = vm.as_index(bound[1].unwrap_or(ids::NONE))? as u32;
    let stat = vm.world.stat(&path.bytes, true);
    vm.release(path.object);
    let owner = vm.world.user_ids();
    let allowed = stat.is_ok_and(|s| {
        let bits = match owner {
            (0, _) if mode & 1 == 0 || s.mode & 0o111 != 0 => 7,
            (user, _) if user == s.uid => s.mode >> 6,
            (_, group) if group == s.gid => s.mode >> 3,
            _ => s.mode,
        };
        bits & 7 & mode == mode & 7
    });
    Ok(vm.new_bool(allowed))
}

/// Does one thing to one path.
fn change(vm: &mut Vm, function: &str, path: ObjId, action: PathAction) -> Res {
    let path = vm.path_arg(function, PATH, path)?;
    match vm.world.change_path(action, &path.bytes, &[]) {
        Ok(()) => {
            vm.release(path.object);
            done(vm)
        }
        Err(e) => Err(vm.file_error(&e, path)),
    }
}
pub fn mkdir(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("mkdir", args, ["path", "mode", "dir_fd"], 1, 2)?;
    let mode = bound[1].map_or(Ok(0o777), |m| vm.as_index(m))?;
    change(vm, "mkdir", bound[0].unwrap_or(ids::NONE), PathAction::MakeDir(mode as u32))
}
pub fn rmdir(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("rmdir", args, ["path", "dir_fd"], 1, 1)?;
    change(vm, "rmdir", bound[0].unwrap_or(ids::NONE), PathAction::RemoveDir)
}
pub fn unlink(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("unlink", args, ["path", "dir_fd"], 1, 1)?;
    change(vm, "unlink", bound[0].unwrap_or(ids::NONE), PathAction::Unlink)
}
pub fn chdir(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("chdir", args, ["path"], 1, 1)?;
    change(vm, "chdir", bound[0].unwrap_or(ids::NONE), PathAction::ChangeDir)
}
pub fn chmod(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("chmod", args, ["path", "mode", "dir_fd", "follow_symlinks"], 2, 2)?;
    let mode = vm.as_index(bound[1].unwrap_or(ids::NONE))?;
    change(vm, "chmod", bound[0].unwrap_or(ids::NONE), PathAction::ChangeMode(mode as u32))
}
pub fn truncate(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("truncate", args, ["path", "length"], 2, 2)?;
    let length = vm.as_index(bound[1].unwrap_or(ids::NONE))?.max(0);
    change(vm, "truncate", bound[0].unwrap_or(ids::NONE), PathAction::Truncate(length as u64))
}
/// Times from `times=(a, m)` in seconds, `ns=(a, m)`, or now.
pub fn utime(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("utime", args, ["path", "times", "ns", "dir_fd", "follow_symlinks"], 1, 2)?;
    let times = bound[1].filter(|&t| t != ids::NONE);
    let nanos = bound[2].filter(|&t| t != ids::NONE);
    if times.is_some() && nanos.is_some() {
        return Err(vm.value_error("utime: you may specify either 'times' or 'ns' but not both"));
    }
    let pair = times.or(nanos);
    let items = pair.and_then(|p| vm.as_tuple(p)).filter(|p| p.len() == 2).map(<[ObjId]>::to_vec);
    let (accessed, modified) = match (pair, items) {
        (None, _) => {
            let now = vm.world.wall_clock().as_nanos() as i128;
            (now, now)
        }
        (Some(_), Some(items)) => {
            let at = |vm: &mut Vm, item: ObjId| -> Res<i128> {
                Ok(match (vm.as_float(item), nanos) {
                    (Some(seconds), None) => (seconds * 1e9).floor() as i128,
                    (_, None) => i128::from(vm.as_index(item)?) * 1_000_000_000,
                    _ => vm.as_index(item)?.into(),
                })
            };
            (at(vm, items[0])?, at(vm, items[1])?)
        }
        _ => {
            let what = if times.is_some() { "'times' must be either" } else { "'ns' must be" };
            let tail = if times.is_some() { " a tuple of two ints or None" } else { " a tuple of two ints" };
            return Err(vm.type_error(format!("utime: {what}{tail}")));
        }
    };
    change(vm, "utime", bound[0].unwrap_or(ids::NONE), PathAction::Times(modified, accessed))
}

/// Does something to two paths.
fn change_two(
    vm: &mut Vm,
    function: &str,
    paths: [Option<ObjId>; 2],
    names: [&str; 2],
    action: PathAction,
) -> Res {
    let arg = |vm: &mut Vm, i: usize| {
        let what = format!("{} should be string, bytes or os.PathLike", names[i]);
        vm.path_arg(function, &what, paths[i].unwrap_or(ids::NONE))
    };
    let first = arg(vm, 0)?;
    let second = match arg(vm, 1) {
        Ok(second) => second,
        Err(e) => {
            vm.release(first.object);
            return Err(e);
        }
    };
    match vm.world.change_path(action, &first.bytes, &second.bytes) {
        Ok(()) => {
            vm.release(first.object);
            vm.release(second.object);
            done(vm)
        }
        Err(e) => {
            let (number, text) = (vm.new_int(e.errno.into()), vm.new_str(&e.message));
            let args = [number.id(), text.id(), first.object.id(), ids::NONE, second.object.id()];
            let error = vm.call(types::OS_ERROR, &args);
            for owned in [number, text, first.object, second.object] {
                vm.release(owned);
            }
            let error = error?;
            Err(vm.raise_owned(error))
        }
    }
}
pub fn rename(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("rename", args, ["src", "dst", "src_dir_fd", "dst_dir_fd"], 2, 2)?;
    change_two(vm, "rename", [bound[0], bound[1]], ["src", "dst"], PathAction::Rename)
}
pub fn link(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let names = ["src", "dst", "src_dir_fd", "dst_dir_fd", "follow_symlinks"];
    let bound = vm.bind("link", args, names, 2, 2)?;
    change_two(vm, "link", [bound[0], bound[1]], ["src", "dst"], PathAction::Link)
}
pub fn symlink(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("symlink", args, ["src", "dst", "target_is_directory", "dir_fd"], 2, 3)?;
    change_two(vm, "symlink", [bound[0], bound[1]], ["src", "dst"], PathAction::SymLink)
}
pub fn readlink(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("readlink", args, ["path", "dir_fd"], 1, 1)?;
    let path = vm.path_arg("readlink", PATH, bound[0].unwrap_or(ids::NONE))?;
    match vm.world.read_link(&path.bytes) {
        Ok(target) => {
            let name = vm.name_like(&path, &target);
            vm.release(path.object);
            Ok(name)
        }
        Err(e) => Err(vm.file_error(&e, path)),
    }
}

pub fn open(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("open", args, ["path", "flags", "mode", "dir_fd"], 2, 3)?;
    let path = vm.path_arg("open", PATH, bound[0].unwrap_or(ids::NONE))?;
    let flags = vm.as_index(bound[1].unwrap_or(ids::NONE))?;
    let mode = bound[2].map_or(Ok(0o777), |m| vm.as_index(m))?;
    opened(vm, path, flags, mode as u32)
}
fn opened(vm: &mut Vm, path: PathArg, flags: i64, mode: u32) -> Res {
    match vm.world.open(&path.bytes, flags, mode) {
        Ok(fd) => {
            vm.release(path.object);
            Ok(vm.new_int(fd))
        }
        Err(e) => Err(vm.file_error(&e, path)),
    }
}
pub fn close(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("close", args, ["fd"], 1, 1)?;
    let fd = vm.fd_arg(bound[0].unwrap_or(ids::NONE))?;
    match vm.world.close(fd) {
        Ok(()) => done(vm),
        Err(e) => Err(vm.fd_error(&e)),
    }
}
pub fn read(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let (fd, length) = (vm.fd_arg(args[0])?, vm.as_index(args[1])?);
    if length < 0 {
        return Err(vm.os_error(22, "Invalid argument", None));
    }
    match vm.world.read(fd, Some(length as usize)) {
        Ok(bytes) => Ok(vm.new_bytes(&bytes)),
        Err(e) => Err(vm.fd_error(&e)),
    }
}
pub fn write(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let fd = vm.fd_arg(args[0])?;
    let bytes = crate::types::bytes::data(vm, args[1])?;
    match vm.world.write_fd(fd, &bytes) {
        Ok(count) => Ok(vm.new_int(count)),
        Err(e) => Err(vm.fd_error(&e)),
    }
}
pub fn lseek(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let (fd, offset, whence) = (vm.fd_arg(args[0])?, vm.as_index(args[1])?, vm.as_index(args[2])?);
    match vm.world.seek(fd, offset, whence) {
        Ok(at) => Ok(vm.new_int(at)),
        Err(e) => Err(vm.fd_error(&e)),
    }
}
pub fn ftruncate(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let (fd, length) = (vm.fd_arg(args[0])?, vm.as_index(args[1])?);
    match vm.world.truncate(fd, length.max(0) as u64) {
        Ok(()) => done(vm),
        Err(e) => Err(vm.fd_error(&e)),
    }
}
pub fn fsync(vm: &mut Vm, _: ObjId, fd: ObjId) -> Res {
    let fd = vm.fd_arg(fd)?;
    match vm.world.sync(fd) {
        Ok(()) => done(vm),
        Err(e) => Err(vm.fd_error(&e)),
    }
}

/// The text of a path argument, code point by code point, and whether it was bytes.
fn points(vm: &mut Vm, path: ObjId) -> Res<(Vec<u32>, bool)> {
    let path = vm.fs_path(path)?;
    let result = match vm.as_str(path.id()) {
        Some(text) => (text.points().collect(), false),
        None => (vm.as_bytes(path.id()).unwrap_or_default().iter().map(|&b| b.into()).collect(), true),
    };
    vm.release(path);
    Ok(result)
}
fn from_points(vm: &mut Vm, points: &[u32], is_bytes: bool) -> ObjId {
    if is_bytes {
        let bytes: Vec<u8> = points.iter().map(|&p| p as u8).collect();
        return vm.new_bytes(&bytes).into_id();
    }
    vm.new_string(crate::object::Str::from_points(points)).into_id()
}
const SLASH: u32 = b'/' as u32;

/// Drive (none here), root and the rest of a path.
pub fn splitroot(vm: &mut Vm, _: ObjId, path: ObjId) -> Res {
    let (points, is_bytes) = points(vm, path)?;
    let slashes = points.iter().take_while(|&&p| p == SLASH).count();
    // Exactly two slashes at the start stand for something of their own.
    let root = match slashes {
        2 => 2,
        n => n.min(1),
    };
    let parts = [&[], &points[..root], &points[root..]].map(|p| from_points(vm, p, is_bytes));
    Ok(vm.new_tuple(parts.to_vec()))
}
/// A path without empty parts, `.` and `..` as far as they can go.
pub fn normpath(vm: &mut Vm, _: ObjId, path: ObjId) -> Res {
    let (points, is_bytes) = points(vm, path)?;
    let slashes = points.iter().take_while(|&&p| p == SLASH).count();
    let root = if slashes == 2 { 2 } else { slashes.min(1) };
    let (dot, up) = ([u32::from(b'.')], [u32::from(b'.'); 2]);
    let mut parts: Vec<&[u32]> = Vec::new();
    for part in points[slashes..].split(|&p| p == SLASH) {
        if part.is_empty() || part == dot {
            continue;
        }
        if part != up || (root == 0 && parts.is_empty()) || parts.last().is_some_and(|p| *p == up) {
            parts.push(part);
        } else {
            parts.pop();
        }
    }
    let mut out = vec![SLASH; root];
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            out.push(SLASH);
        }
        out.extend_from_slice(part);
    }
    if out.is_empty() {
        out.push(dot[0]);
    }
    let normal = from_points(vm, &out, is_bytes);
    Ok(crate::heap::Owned::new(normal))
}
