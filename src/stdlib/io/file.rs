//! `_io.FileIO`: a file by its number, without a buffer.

use super::{base, unsupported};
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, module_types, types};
use crate::object::io::{Io, RawFile};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, attribute, constructor, method, wrapper};
use crate::vm::{Res, Unwind, Vm};
use crate::world::{O_APPEND, O_CREAT, O_EXCL, O_RDWR, O_TRUNC, O_WRONLY};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(module_types::FILE_IO),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        wrapper("__repr__", NoArgs(repr)),
        method("read", Pos(0, 1, read)),
        method("readall", NoArgs(|vm, this| read(vm, this, &[]))),
        method("readinto", One(readinto)),
        method("write", One(write)),
        method("seek", Pos(1, 2, seek)),
        method("tell", NoArgs(|vm, this| seek(vm, this, &[ids::small_int(0), ids::small_int(1)]))),
        method("truncate", Pos(0, 1, truncate)),
        method("close", NoArgs(close)),
        method("fileno", NoArgs(fileno)),
        method("isatty", NoArgs(|vm, this| open_fd(vm, this).map(|_| vm.new_bool(false)))),
        method("seekable", NoArgs(seekable)),
        method("readable", NoArgs(|vm, this| open_fd(vm, this).map(|f| vm.new_bool(f.readable)))),
        method("writable", NoArgs(|vm, this| open_fd(vm, this).map(|f| vm.new_bool(f.writable)))),
        attribute("closed", |vm, this| Ok(vm.new_bool(file(vm, this).fd < 0)), None),
        attribute("closefd", |vm, this| Ok(vm.new_bool(file(vm, this).closefd)), None),
        attribute("mode", mode, None),
        attribute("_blksize", block_size, None),
        method("_dealloc_warn", One(dealloc_warn)),
    ],
};

const CLOSED: RawFile =
    RawFile { fd: -1, readable: false, writable: false, created: false, appending: false, closefd: true };

fn file(vm: &Vm, this: ObjId) -> RawFile {
    match vm.payload(this).base() {
        Payload::Io(io) => match &**io {
            Io::File(file) => file.clone(),
            _ => CLOSED,
        },
        _ => CLOSED,
    }
}
fn set_file(vm: &mut Vm, this: ObjId, file: RawFile) {
    if let Payload::Io(io) = vm.payload_mut(this).base_mut() {
        **io = Io::File(file);
    }
}
fn open_fd(vm: &mut Vm, this: ObjId) -> Res<RawFile> {
    let file = file(vm, this);
    if file.fd < 0 { Err(vm.value_error("I/O operation on closed file")) } else { Ok(file) }
}
pub fn new(vm: &mut Vm, class: ObjId, _: Args<'_>) -> Res {
    Ok(vm.new_native_instance(class, Payload::Io(Box::new(Io::File(CLOSED)))))
}
/// What a mode string asks for, and the flags to open with.
fn parse_mode(vm: &mut Vm, mode: &str) -> Res<(RawFile, i64)> {
    let mut file = CLOSED;
    let (mut kinds, mut plus, mut flags) = (0, 0, 0);
    for c in mode.chars() {
        match c {
            'r' => file.readable = true,
            'w' => flags |= O_CREAT | O_TRUNC,
            'x' => {
                file.created = true;
                flags |= O_EXCL | O_CREAT;
            }
            'a' => {
                file.appending = true;
                flags |= O_APPEND | O_CREAT;
            }
            'b' => continue,
            '+' => {
                plus += 1;
                continue;
            }
            _ => return Err(vm.value_error(format!("invalid mode: {mode}"))),
        }
        file.writable |= c != 'r';
        kinds += 1;
    }
    if kinds != 1 || plus > 1 {
        let message = "Must have exactly one of create/read/write/append mode and at most one plus";
        return Err(vm.value_error(message));
    }
    if plus == 1 {
        (file.readable, file.writable) = (true, true);
    }
    flags |= match (file.readable, file.writable) {
        (true, true) => O_RDWR,
        (false, true) => O_WRONLY,
        _ => 0,
    };
    Ok((file, flags))
}
fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("FileIO", args, ["file", "mode", "closefd", "opener"], 1, 4)?;
    let name = bound[0].unwrap_or(ids::NONE);
    let mode = match bound[1] {
        Some(mode) if vm.as_str(mode).is_none() => {
            let message = format!("FileIO() argument 'mode' must be str, not {}", vm.argument_class(mode));
            return Err(vm.type_error(message));
        }
        Some(mode) => vm.str_lossy(mode).into_owned(),
        None => "r".into(),
    };
    let closefd = bound[2].map_or(Ok(true), |c| vm.truth(c))?;
    let opener = bound[3].filter(|&o| o != ids::NONE);
    if file(vm, this).fd >= 0 {
        let none = close(vm, this)?;
        vm.release(none);
    }
    let (mut parsed, flags) = parse_mode(vm, &mode)?;
    parsed.closefd = closefd;
    parsed.fd = match vm.is_int(name) {
        true => {
            let fd = vm.fd_arg(name)?;
            if fd < 0 {
                return Err(vm.value_error("negative file descriptor"));
            }
            if let Err(e) = vm.world.fstat(fd) {
                return Err(vm.fd_error(&e));
            }
            fd
        }
        false => {
            if !closefd {
                return Err(vm.value_error("Cannot use closefd=False with file name"));
            }
            open_named(vm, name, flags, opener)?
        }
    };
    let fd = parsed.fd;
    let appending = parsed.appending;
    set_file(vm, this, parsed);
    let attribute = vm.intern("name");
    vm.set_attr(this, attribute, Some(name))?;
    if appending {
        // A stream that cannot be positioned stays where it is.
        let _ = vm.world.seek(fd, 0, 2);
    }
    Ok(vm.none())
}
fn open_named(vm: &mut Vm, name: ObjId, flags: i64, opener: Option<ObjId>) -> Res<i64> {
    const FOLDER: u32 = 0o040_000;
    const KINDS: u32 = 0o170_000;
    const CLOSE_ON_EXEC: i64 = 0o2_000_000;
    let fd = match opener {
        Some(opener) => {
            let flags = vm.new_int(flags | CLOSE_ON_EXEC);
            let fd = vm.call(opener, &[name, flags.id()]);
            vm.release(flags);
            let fd = fd?;
            if !vm.is_int(fd.id()) {
                vm.release(fd);
                return Err(vm.type_error("expected integer from opener"));
            }
            let number = vm.fd_arg(fd.id());
            vm.release(fd);
            let number = number?;
            if number < 0 {
                return Err(vm.value_error(format!("opener returned {number}")));
            }
            number
        }
        None => {
            let path = vm.open_path_arg(name)?;
            match vm.world.open(&path.bytes, flags, 0o666) {
                Ok(fd) => {
                    vm.release(path.object);
                    fd
                }
                Err(e) => {
                    // The error names what the caller gave.
                    vm.release(path.object);
                    return Err(vm.os_error(e.errno, &e.message, Some(name)));
                }
            }
        }
    };
    if vm.world.fstat(fd).is_ok_and(|s| s.mode & KINDS == FOLDER) {
        let _ = vm.world.close(fd);
        return Err(vm.os_error(21, "Is a directory", Some(name)));
    }
    Ok(fd)
}
/// The size of the system's blocks: what a buffer over the file holds.
fn block_size(vm: &mut Vm, this: ObjId) -> Res {
    let fd = file(vm, this).fd;
    let size = vm.world.fstat(fd).map_or(0, |s| s.blksize as i64);
    Ok(vm.new_int(if size > 1 { size } else { super::BUFFER_SIZE as i64 }))
}
fn mode_text(file: &RawFile) -> &'static str {
    match (file.created, file.appending, file.readable, file.writable) {
        (true, _, true, _) => "xb+",
        (true, ..) => "xb",
        (_, true, true, _) => "ab+",
        (_, true, ..) => "ab",
        (_, _, true, true) => "rb+",
        (_, _, true, false) => "rb",
        _ => "wb",
    }
}
fn mode(vm: &mut Vm, this: ObjId) -> Res {
    let text = mode_text(&file(vm, this));
    Ok(vm.new_str(text))
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let file = file(vm, this);
    let class = vm.type_of(this);
    let class = vm.type_name(class);
    if file.fd < 0 {
        return Ok(vm.new_str(&format!("<{class} [closed]>")));
    }
    let name = vm.intern("name");
    let name = vm.get_attr_optional(this, name)?;
    let what = match &name {
        Some(name) => format!("name={}", vm.repr_text(name.id())?),
        None => format!("fd={}", file.fd),
    };
    vm.release_opt(name);
    let closefd = if file.closefd { "True" } else { "False" };
    Ok(vm.new_str(&format!("<{class} {what} mode='{}' closefd={closefd}>", mode_text(&file))))
}
fn not(vm: &mut Vm, what: &str) -> Unwind {
    unsupported(vm, &format!("File not open for {what}"))
}
fn reading(vm: &mut Vm, this: ObjId) -> Res<RawFile> {
    let file = open_fd(vm, this)?;
    if file.readable { Ok(file) } else { Err(not(vm, "reading")) }
}
fn read(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let file = reading(vm, this)?;
    let limit = base::size_arg(vm, args.first())?;
    match vm.world.read(file.fd, limit) {
        Ok(bytes) => Ok(vm.new_bytes(&bytes)),
        Err(e) => Err(vm.fd_error(&e)),
    }
}
fn readinto(vm: &mut Vm, this: ObjId, target: ObjId) -> Res {
    let file = reading(vm, this)?;
    let length = vm.len(target)?;
    match vm.world.read(file.fd, Some(length)) {
        Ok(bytes) => {
            super::store_bytes(vm, target, &bytes)?;
            Ok(vm.new_int(bytes.len() as i64))
        }
        Err(e) => Err(vm.fd_error(&e)),
    }
}
fn write(vm: &mut Vm, this: ObjId, data: ObjId) -> Res {
    let file = open_fd(vm, this)?;
    if !file.writable {
        return Err(not(vm, "writing"));
    }
    let bytes = crate::types::bytes::data(vm, data)?;
    match vm.world.write_fd(file.fd, &bytes) {
        Ok(count) => Ok(vm.new_int(count)),
        Err(e) => Err(vm.fd_error(&e)),
    }
}
fn seek(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let file = open_fd(vm, this)?;
    let offset = vm.as_index(args[0])?;
    let whence = args.get(1).map_or(Ok(0), |&w| vm.as_index(w))?;
    match vm.world.seek(file.fd, offset, whence) {
        Ok(at) => Ok(vm.new_int(at)),
        Err(e) => Err(vm.fd_error(&e)),
    }
}
fn truncate(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let file = open_fd(vm, this)?;
    if !file.writable {
        return Err(not(vm, "writing"));
    }
    let size = match args.first() {
        None | Some(&ids::NONE) => match vm.world.seek(file.fd, 0, 1) {
            Ok(at) => at,
            Err(e) => return Err(vm.fd_error(&e)),
        },
        Some(&size) => vm.as_index(size)?,
    };
    let Ok(wanted) = u64::try_from(size) else { return Err(vm.os_error(22, "Invalid argument", None)) };
    match vm.world.truncate(file.fd, wanted) {
        Ok(()) => Ok(vm.new_int(size)),
        Err(e) => Err(vm.fd_error(&e)),
    }
}
fn close(vm: &mut Vm, this: ObjId) -> Res {
    let mut raw = file(vm, this);
    let fd = std::mem::replace(&mut raw.fd, -1);
    let closefd = raw.closefd;
    // The base marks the object closed while its file is still known.
    if vm.type_of(this) != module_types::FILE_IO {
        let flushed = vm.call_named(this, "flush", &[])?;
        vm.release(flushed);
    }
    set_file(vm, this, raw);
    if fd >= 3
        && closefd
        && let Err(e) = vm.world.close(fd)
    {
        return Err(vm.fd_error(&e));
    }
    Ok(vm.none())
}
fn fileno(vm: &mut Vm, this: ObjId) -> Res {
    let file = open_fd(vm, this)?;
    Ok(vm.new_int(file.fd))
}
fn seekable(vm: &mut Vm, this: ObjId) -> Res {
    let file = open_fd(vm, this)?;
    let yes = vm.world.seek(file.fd, 0, 1).is_ok();
    Ok(vm.new_bool(yes))
}
/// A file that was never closed dies: `source` is the stream that its owner knows.
fn dealloc_warn(vm: &mut Vm, this: ObjId, source: ObjId) -> Res {
    let file = file(vm, this);
    if file.fd >= 0 && file.closefd {
        let text = format!("unclosed file {}", vm.repr_text(source)?);
        let warned = vm.warn_about_object(types::RESOURCE_WARNING, &text, source);
        if warned == Err(Unwind::Raised) {
            vm.write_unraisable(this);
        } else {
            warned?;
        }
    }
    Ok(vm.none())
}
