//! Paths and numbers of open files as arguments, and the errors of the system.

use crate::heap::{ObjId, Owned};
use crate::object::ids::{names, types};
use crate::types::str_codec::{self, Codec};
use crate::vm::{Res, Unwind, Vm};
use crate::world::{EINTR, FileError};

/// A path argument: its bytes, and the object to name in an error.
pub struct PathArg {
    pub bytes: Vec<u8>,
    /// It was given as bytes: names come back as bytes.
    pub is_bytes: bool,
    /// What `os.fspath` made of it.
    pub object: Owned,
}

impl Vm {
    /// The bytes of a str in the encoding of file names.
    pub fn fs_encode(&mut self, text: ObjId) -> Res<Vec<u8>> {
        let Some(string) = self.as_str(text).cloned() else { return Ok(Vec::new()) };
        match str_codec::encode(&string, Codec::Utf8, "surrogateescape") {
            Ok(bytes) => Ok(bytes),
            Err(fault) => Err(self.raise_codec(fault, types::UNICODE_ENCODE_ERROR, text)),
        }
    }
    /// A file name as a str; bytes that are no UTF-8 are escaped.
    pub fn fs_decode(&mut self, bytes: &[u8]) -> Owned {
        match str_codec::decode(bytes, Codec::Utf8, "surrogateescape") {
            Ok(string) => self.new_string(string),
            Err(_) => self.new_str(&String::from_utf8_lossy(bytes)),
        }
    }
    /// `os.fspath(path)`
    pub fn fs_path(&mut self, path: ObjId) -> Res {
        let is_bytes = |vm: &Vm, id| vm.is_instance(id, types::BYTES);
        if self.as_str(path).is_some() || is_bytes(self, path) {
            return Ok(self.own(path));
        }
        let Some(method) = self.lookup_special(path, names::FSPATH) else {
            let message = format!("expected str, bytes or os.PathLike object, not {}", self.class_name(path));
            return Err(self.type_error(message));
        };
        let result = self.call_bound(method, path, &[])?;
        if self.as_str(result.id()).is_some() || is_bytes(self, result.id()) {
            return Ok(result);
        }
        let message = format!(
            "expected {}.__fspath__() to return str or bytes, not {}",
            self.class_name(path),
            self.class_name(result.id())
        );
        self.release(result);
        Err(self.type_error(message))
    }
    /// The path that an argument of `function` gives.
    pub fn path_arg(&mut self, function: &str, what: &str, path: ObjId) -> Res<PathArg> {
        let plain = self.as_str(path).is_some() || self.is_instance(path, types::BYTES);
        if !plain && self.lookup_special(path, names::FSPATH).is_none() {
            let message = format!("{function}: {what}, not {}", self.class_name(path));
            return Err(self.type_error(message));
        }
        let object = self.fs_path(path)?;
        let is_bytes = self.as_str(object.id()).is_none();
        let bytes = match is_bytes {
            true => Ok(self.as_bytes(object.id()).unwrap_or_default().to_vec()),
            false => self.fs_encode(object.id()),
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(e) => {
                self.release(object);
                return Err(e);
            }
        };
        if bytes.contains(&0) {
            self.release(object);
            let kind = if is_bytes { "byte" } else { "character" };
            return Err(self.value_error(format!("{function}: embedded null {kind} in path")));
        }
        Ok(PathArg { bytes, is_bytes, object })
    }
    /// A name of the kind that the path was given in.
    pub fn name_like(&mut self, path: &PathArg, bytes: &[u8]) -> Owned {
        if path.is_bytes { self.new_bytes(bytes) } else { self.fs_decode(bytes) }
    }
    /// Raises what the system answered; `path` is released.
    pub fn file_error(&mut self, error: &FileError, path: PathArg) -> Unwind {
        let unwind = self.os_error(error.errno, &error.message, Some(path.object.id()));
        self.release(path.object);
        unwind
    }
    pub fn fd_error(&mut self, error: &FileError) -> Unwind {
        if error.errno == EINTR
            && let Err(interrupted) = self.poll()
        {
            return interrupted;
        }
        self.os_error(error.errno, &error.message, None)
    }
    /// An argument that C takes as an `int`: the number of an open file.
    pub fn fd_arg(&mut self, value: ObjId) -> Res<i64> {
        self.c_int(value).map(i64::from)
    }
}
