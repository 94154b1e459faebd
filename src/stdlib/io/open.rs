//! `open`.

use super::BUFFER_SIZE;

use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, module_types, types};
use crate::vm::native::Args;
use crate::vm::{Res, Vm};

/// The letters of a mode.
#[derive(Default)]
struct Mode {
    creating: bool,
    reading: bool,
    writing: bool,
    appending: bool,
    updating: bool,
    text: bool,
    binary: bool,
}
fn parse(vm: &mut Vm, text: &str) -> Res<Mode> {
    let mut mode = Mode::default();
    for (i, c) in text.char_indices() {
        let flag = match c {
            'x' => &mut mode.creating,
            'r' => &mut mode.reading,
            'w' => &mut mode.writing,
            'a' => &mut mode.appending,
            '+' => &mut mode.updating,
            't' => &mut mode.text,
            'b' => &mut mode.binary,
            _ => return Err(vm.value_error(format!("invalid mode: '{text}'"))),
        };
        *flag = true;
        if text[..i].contains(c) {
            return Err(vm.value_error(format!("invalid mode: '{text}'")));
        }
    }
    if mode.text && mode.binary {
        return Err(vm.value_error("can't have text and binary mode at once"));
    }
    let kinds = [mode.creating, mode.reading, mode.writing, mode.appending];
    if kinds.into_iter().filter(|&k| k).count() != 1 {
        return Err(vm.value_error("must have exactly one of create/read/write/append mode"));
    }
    Ok(mode)
}

pub fn open(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let names = ["file", "mode", "buffering", "encoding", "errors", "newline", "closefd", "opener"];
    let bound = vm.bind("open", args, names, 1, 8)?;
    let given = |i: usize| bound[i].filter(|&v| v != ids::NONE);
    for (i, name) in [(1, "mode"), (3, "encoding"), (4, "errors"), (5, "newline")] {
        let value = if i == 1 { bound[i] } else { given(i) };
        if let Some(value) = value.filter(|&v| vm.as_str(v).is_none()) {
            let kind = if i == 1 { "str" } else { "str or None" };
            let class = vm.argument_class(value);
            return Err(vm.type_error(format!("open() argument '{name}' must be {kind}, not {class}")));
        }
    }
    let module = vm.native_module("_io")?;
    vm.release(module);
    let text = bound[1].map_or("r".into(), |m| vm.str_lossy(m).into_owned());
    let mode = parse(vm, &text)?;
    let buffering = bound[2].map_or(Ok(-1), |b| vm.as_index(b))?;
    if mode.binary {
        for (i, name) in [(3, "an encoding"), (4, "an errors"), (5, "a newline")] {
            if given(i).is_some() {
                return Err(vm.value_error(format!("binary mode doesn't take {name} argument")));
            }
        }
        if buffering == 1 {
            let message = "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used";
            vm.warn(types::RUNTIME_WARNING, message)?;
        }
    }
    let file = bound[0].unwrap_or(ids::NONE);
    let path = if vm.is_int(file) { vm.own(file) } else { vm.fs_path(file)? };
    let raw = open_raw(vm, path.id(), &mode, [bound[6], bound[7]]);
    vm.release(path);
    let raw = raw?;
    let result = dress(vm, &raw, &mode, &text, buffering, [bound[3], bound[4], bound[5]]);
    if result.is_err() {
        let saved = vm.take_raised();
        if let Ok(none) = vm.call_named(raw.id(), "close", &[]) {
            vm.release(none);
        }
        vm.put_back(saved);
    }
    vm.release(raw);
    result
}
fn open_raw(vm: &mut Vm, path: ObjId, mode: &Mode, [closefd, opener]: [Option<ObjId>; 2]) -> Res {
    let letters = [(mode.creating, 'x'), (mode.reading, 'r'), (mode.writing, 'w'), (mode.appending, 'a')];
    let mut raw_mode: String = letters.into_iter().filter(|(set, _)| *set).map(|(_, c)| c).collect();
    raw_mode += "b";
    if mode.updating {
        raw_mode.push('+');
    }
    let raw_mode = vm.intern(&raw_mode);
    let class = module_types::FILE_IO;
    vm.call(class, &[path, raw_mode, closefd.unwrap_or(ids::TRUE), opener.unwrap_or(ids::NONE)])
}
/// Puts the buffer and the text wrapper around a raw file.
fn dress(
    vm: &mut Vm,
    raw: &Owned,
    mode: &Mode,
    text: &str,
    buffering: i64,
    codec: [Option<ObjId>; 3],
) -> Res {
    if buffering == 0 {
        if !mode.binary {
            return Err(vm.value_error("can't have unbuffered text I/O"));
        }
        return Ok(vm.own(raw.id()));
    }
    let size = match buffering {
        n if n < 0 || n == 1 => {
            let size = vm.get_attr_str(raw.id(), "_blksize")?;
            let number = vm.as_index(size.id());
            vm.release(size);
            number.unwrap_or(BUFFER_SIZE as i64)
        }
        n => n,
    };
    let class = match () {
        () if mode.updating => module_types::BUFFERED_RANDOM,
        () if mode.reading => module_types::BUFFERED_READER,
        () => module_types::BUFFERED_WRITER,
    };
    let size = vm.new_int(size);
    let buffer = vm.call(class, &[raw.id(), size.id()]);
    vm.release(size);
    let buffer = buffer?;
    if mode.binary {
        return Ok(buffer);
    }
    let [encoding, errors, newline] = codec.map(|c| c.unwrap_or(ids::NONE));
    let args = [buffer.id(), encoding, errors, newline, ids::bool(buffering == 1)];
    let wrapper = vm.call(types::TEXT_IO, &args);
    vm.release(buffer);
    let wrapper = wrapper?;
    let (name, text) = (vm.intern("mode"), vm.new_str(text));
    let stored = vm.set_instance_attr(wrapper.id(), name, Some(text.id()), true);
    vm.release(text);
    match stored {
        Ok(()) => Ok(wrapper),
        Err(e) => {
            vm.release(wrapper);
            Err(e)
        }
    }
}
