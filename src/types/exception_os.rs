//! OSError and the classes that error numbers map to.

use super::exception;
use super::exception_kinds::field;
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, types};
use crate::object::typ::Slot;
use crate::vm::native::{
    Args, NativeCall::*, NativeDef, NativeTable, Owner, attribute, constructor, method, wrapper,
};
use crate::vm::{Res, Unwind, Vm};

const ERRNO: usize = 0;
const STRERROR: usize = 1;
const FILENAME: usize = 2;
const FILENAME2: usize = 3;
const WRITTEN: usize = 4;

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::OS_ERROR),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        wrapper("__str__", NoArgs(str_)),
        method("__reduce__", NoArgs(reduce)),
        field!("errno", 0),
        field!("strerror", 1),
        field!("filename", 2),
        field!("filename2", 3),
        attribute("characters_written", written, Some(set_written)),
    ],
};

/// The class for an error number (Linux numbers).
fn class_of_errno(errno: i64) -> Option<ObjId> {
    Some(match errno {
        11 | 114 | 115 => types::BLOCKING_IOERROR,
        32 | 108 => types::BROKEN_PIPE_ERROR,
        10 => types::CHILD_PROCESS_ERROR,
        103 => types::CONNECTION_ABORTED_ERROR,
        111 => types::CONNECTION_REFUSED_ERROR,
        104 => types::CONNECTION_RESET_ERROR,
        17 => types::FILE_EXISTS_ERROR,
        2 => types::FILE_NOT_FOUND_ERROR,
        21 => types::IS_ADIRECTORY_ERROR,
        20 => types::NOT_ADIRECTORY_ERROR,
        4 => types::INTERRUPTED_ERROR,
        13 | 1 => types::PERMISSION_ERROR,
        3 => types::PROCESS_LOOKUP_ERROR,
        110 => types::TIMEOUT_ERROR,
        _ => return None,
    })
}

/// Does the class leave parsing the arguments to `__init__`? (It has an `__init__` of its own.)
fn uses_init(vm: &Vm, class: ObjId) -> bool {
    // Each built-in exception has its own copy of the same native.
    let native = |class, slot| {
        vm.type_obj(class).slot(slot).map(|id| match *vm.payload(id) {
            Payload::Descriptor { native, .. } | Payload::Native { native, .. } => Ok(native),
            _ => Err(id),
        })
    };
    let same = |slot| native(class, slot) == native(types::OS_ERROR, slot);
    !same(Slot::Init) && same(Slot::New)
}

fn new(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    let by_init = uses_init(vm, class);
    let mut class = class;
    if !by_init {
        vm.no_keywords(class, args)?;
        if class == types::OS_ERROR
            && (2..=5).contains(&args.pos.len())
            && let Some(errno) = vm.as_i64(args.pos[0])
        {
            class = class_of_errno(errno).unwrap_or(class);
        }
    }
    let tuple = exception::packed_arguments(vm, args.pos);
    let error = vm.new_exception_of(class, tuple);
    if !by_init {
        parse(vm, error.id(), args.pos);
    }
    Ok(error)
}
fn parse(vm: &mut Vm, this: ObjId, args: &[ObjId]) {
    if !(2..=5).contains(&args.len()) {
        return;
    }
    vm.set_exception_field(this, ERRNO, Some(args[0]));
    vm.set_exception_field(this, STRERROR, Some(args[1]));
    let given = |i: usize| args.get(i).copied().filter(|&v| v != ids::NONE);
    if let Some(filename) = given(2) {
        if vm.type_of(this) == types::BLOCKING_IOERROR && vm.is_int(filename) {
            vm.set_exception_field(this, WRITTEN, Some(filename));
        } else {
            vm.set_exception_field(this, FILENAME, Some(filename));
            vm.set_exception_field(this, FILENAME2, given(4));
            // The file name is no part of `args`.
            vm.set_exception_args(this, &args[..2]);
        }
    }
}
fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let class = vm.type_of(this);
    if uses_init(vm, class) {
        vm.no_keywords(class, args)?;
        vm.set_exception_args(this, args.pos);
        parse(vm, this, args.pos);
    }
    Ok(vm.none())
}
fn str_(vm: &mut Vm, this: ObjId) -> Res {
    let field = |vm: &Vm, i| vm.exception_field(this, i);
    let (errno, message) = (field(vm, ERRNO), field(vm, STRERROR));
    let (file, file2) = (field(vm, FILENAME), field(vm, FILENAME2));
    if file.is_none() && (errno.is_none() || message.is_none()) {
        return exception::str_(vm, this);
    }
    let mut text = format!(
        "[Errno {}] {}",
        vm.str_text(errno.unwrap_or(ids::NONE))?,
        vm.str_text(message.unwrap_or(ids::NONE))?
    );
    if let Some(file) = file {
        text += &format!(": {}", vm.repr_text(file)?);
        if let Some(file2) = file2 {
            text += &format!(" -> {}", vm.repr_text(file2)?);
        }
    }
    Ok(vm.new_str(&text))
}
fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let mut args = vm.tuple_items(vm.exception(this).args).to_vec();
    if let (2, Some(file)) = (args.len(), vm.exception_field(this, FILENAME)) {
        args.push(file);
        if let Some(file2) = vm.exception_field(this, FILENAME2) {
            args.extend([ids::NONE, file2]);
        }
    }
    let args = vm.tuple_of(&args);
    let pair = vm.tuple_of(&[vm.type_of(this), args.id()]);
    vm.release(args);
    Ok(pair)
}
fn written(vm: &mut Vm, this: ObjId) -> Res {
    match vm.exception_field(this, WRITTEN) {
        Some(count) => Ok(vm.own(count)),
        None => {
            let name = vm.intern("characters_written");
            Err(vm.raise_with(types::ATTRIBUTE_ERROR, &[name]))
        }
    }
}
fn set_written(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    if let Some(value) = value {
        vm.as_index(value)?;
    } else if vm.exception_field(this, WRITTEN).is_none() {
        let name = vm.intern("characters_written");
        return Err(vm.raise_with(types::ATTRIBUTE_ERROR, &[name]));
    }
    vm.set_exception_field(this, WRITTEN, value);
    Ok(())
}

impl Vm {
    /// Raises the OSError of an error number, as a failed system call does.
    pub fn os_error(&mut self, errno: i32, message: &str, filename: Option<ObjId>) -> Unwind {
        let number = self.new_int(errno.into());
        let text = self.new_str(message);
        let mut args = vec![number.id(), text.id()];
        args.extend(filename);
        let made = self.call(types::OS_ERROR, &args);
        self.release(number);
        self.release(text);
        match made {
            Ok(error) => self.raise_owned(error),
            Err(e) => e,
        }
    }
}
