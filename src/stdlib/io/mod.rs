//! `_io`: files and streams.

mod base;
mod buffered;
mod bytes_io;
mod file;
mod newlines;
mod open;
pub mod std_stream;
mod string_io;
mod text;
mod text_codec;

pub use open::open;
pub use text_codec::unfinished;

use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{self, module_types, types};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Unwind, Vm};

/// `io.DEFAULT_BUFFER_SIZE`
pub const BUFFER_SIZE: usize = 8192;

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("_io"),
    defs: &[
        function("open", Full(open)),
        function("open_code", Full(open_code)),
        function("text_encoding", Pos(1, 2, text_encoding)),
    ],
};
pub static TABLES: &[&NativeTable] = &[
    &TABLE,
    &base::BASE,
    &base::RAW,
    &base::BUFFERED,
    &base::TEXT,
    &file::TABLE,
    &bytes_io::TABLE,
    &newlines::TABLE,
    &buffered::READER_TABLE,
    &buffered::WRITER_TABLE,
    &buffered::RANDOM_TABLE,
    &buffered::PAIR_TABLE,
    &string_io::TABLE,
    &text::TABLE,
];

/// Adds the classes and constants.
pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    let size = vm.new_int(BUFFER_SIZE as i64);
    vm.dict_put(dict, "DEFAULT_BUFFER_SIZE", size);
    vm.dict_put(dict, "BlockingIOError", Owned::new(types::BLOCKING_IOERROR));
    vm.dict_put(dict, "TextIOWrapper", Owned::new(types::TEXT_IO));
    if let Ok(class) = unsupported_class(vm) {
        vm.dict_put(dict, "UnsupportedOperation", Owned::new(class));
    }
}

/// `io.UnsupportedOperation`: an OSError and a ValueError.
fn unsupported_class(vm: &mut Vm) -> Res<ObjId> {
    vm.late_exception("io.UnsupportedOperation", &[types::OS_ERROR, types::VALUE_ERROR])
}
fn unsupported(vm: &mut Vm, message: &str) -> Unwind {
    match unsupported_class(vm) {
        Ok(class) => vm.raise(class, message),
        Err(e) => e,
    }
}
fn closed_error(vm: &mut Vm) -> Unwind {
    vm.value_error("I/O operation on closed file.")
}
/// Puts bytes at the start of a writable bytes-like object.
pub fn store_bytes(vm: &mut Vm, target: ObjId, bytes: &[u8]) -> Res<()> {
    if let Payload::ByteArray(data) = vm.payload_mut(target).base_mut() {
        let count = bytes.len().min(data.len());
        data[..count].copy_from_slice(&bytes[..count]);
        return Ok(());
    }
    if vm.type_of(target) != types::MEMORYVIEW {
        let message = format!(
            "readinto() argument must be read-write bytes-like object, not {}",
            vm.class_name(target)
        );
        return Err(vm.type_error(message));
    }
    let (end, value) = (vm.new_int(bytes.len() as i64), vm.new_bytes(bytes));
    let slice = vm.call(types::SLICE, &[ids::small_int(0), end.id()]);
    vm.release(end);
    let result = slice.and_then(|slice| {
        let stored = vm.set_item(target, slice.id(), value.id());
        vm.release(slice);
        stored
    });
    vm.release(value);
    result
}

impl Vm {
    /// `object.name(*args)`
    pub fn call_named(&mut self, object: ObjId, name: &str, args: &[ObjId]) -> Res {
        let name = self.intern(name);
        self.call_method(object, name, Args::positional(args))
    }
    /// The path that `open()` is given.
    pub fn open_path_arg(&mut self, path: ObjId) -> Res<super::posix::PathArg> {
        let text = self.fs_path(path)?;
        let is_null = match self.as_str(text.id()) {
            Some(s) => s.points().any(|p| p == 0),
            None => self.as_bytes(text.id()).is_some_and(|b| b.contains(&0)),
        };
        if is_null {
            let kind = if self.as_str(text.id()).is_some() { "character" } else { "byte" };
            self.release(text);
            return Err(self.value_error(format!("embedded null {kind}")));
        }
        let result = self.path_arg("open", "path should be string, bytes or os.PathLike", text.id());
        self.release(text);
        result
    }
}

/// `open(path, "rb")`, which embedders may look at.
fn open_code(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("open_code", args, ["path"], 1, 1)?;
    let path = bound[0].unwrap_or(ids::NONE);
    if vm.as_str(path).is_none() {
        let message = format!("open_code() argument 'path' must be str, not {}", vm.argument_class(path));
        return Err(vm.type_error(message));
    }
    let class = module_types::FILE_IO;
    let mode = vm.intern("rb");
    vm.call(class, &[path, mode])
}
fn text_encoding(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    match args[0] {
        ids::NONE => {
            let locale = vm.intern("locale");
            Ok(vm.own(locale))
        }
        encoding => Ok(vm.own(encoding)),
    }
}
