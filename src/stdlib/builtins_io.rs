//! `builtins`: print, input, open.

use super::io::std_stream;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, names, types};
use crate::vm::native::Args;
use crate::vm::{Res, Vm};

pub fn print(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let (mut sep, mut end, mut file, mut flush) = (None, None, None, false);
    for &(name, value) in args.kw {
        let given = (value != ids::NONE).then_some(value);
        match &*vm.str_lossy(name) {
            "sep" => sep = given,
            "end" => end = given,
            "file" => file = given,
            "flush" => flush = vm.truth(value)?,
            other => {
                let other = other.to_string();
                return Err(vm.unexpected_argument("print", &other, &["sep", "end", "file", "flush"]));
            }
        }
    }
    for (name, value) in [("sep", sep), ("end", end)] {
        if let Some(value) = value.filter(|&v| vm.as_str(v).is_none()) {
            let message = format!("{name} must be None or a string, not {}", vm.class_name(value));
            return Err(vm.type_error(message));
        }
    }
    let file = match file {
        Some(file) => vm.own(file),
        None => match vm.namespace_get(vm.state.sys, names::STDOUT) {
            Some(ids::NONE) => return Ok(vm.none()),
            Some(stdout) => vm.own(stdout),
            None => return Err(vm.raise(types::RUNTIME_ERROR, "lost sys.stdout")),
        },
    };
    let result = print_to(vm, file.id(), args.pos, sep, end, flush);
    vm.release(file);
    result
}
fn print_to(
    vm: &mut Vm,
    file: ObjId,
    items: &[ObjId],
    sep: Option<ObjId>,
    end: Option<ObjId>,
    flush: bool,
) -> Res {
    let space = ids::latin1_char(b' ');
    let newline = ids::latin1_char(b'\n');
    for (i, &item) in items.iter().enumerate() {
        if i > 0 {
            write(vm, file, sep.unwrap_or(space))?;
        }
        write(vm, file, item)?;
    }
    write(vm, file, end.unwrap_or(newline))?;
    if flush {
        let method = vm.get_attr(file, names::FLUSH)?;
        let result = vm.call(method.id(), &[]);
        vm.release(method);
        let none = result?;
        vm.release(none);
    }
    Ok(vm.none())
}
/// `file.write(str(item))`, where the method comes first. The machine's own streams are written to
/// directly; the collector counts the method all the same.
pub fn write(vm: &mut Vm, file: ObjId, item: ObjId) -> Res<()> {
    if std_stream::is_std(vm, file) && vm.type_of(file) == types::TEXT_IO {
        vm.state.gc.count_made(None);
        let result = vm.str_of(item).and_then(|text| {
            let result = std_stream::write_str(vm, file, text.id());
            vm.release(text);
            result
        });
        vm.state.gc.count_freed(None);
        return result;
    }
    let method = vm.get_attr(file, names::WRITE)?;
    let result = vm.str_of(item).and_then(|text| {
        let result = vm.call(method.id(), &[text.id()]);
        vm.release(text);
        result
    });
    vm.release(method);
    let count = result?;
    vm.release(count);
    Ok(())
}

pub fn input(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let stdin = vm.namespace_get(vm.state.sys, names::STDIN).filter(|&s| s != ids::NONE);
    let Some(stdin) = stdin else { return Err(vm.raise(types::RUNTIME_ERROR, "input(): lost sys.stdin")) };
    let stdout = vm.namespace_get(vm.state.sys, names::STDOUT).filter(|&s| s != ids::NONE);
    let Some(stdout) = stdout else { return Err(vm.raise(types::RUNTIME_ERROR, "input(): lost sys.stdout")) };
    if let Some(&prompt) = args.first() {
        let text = vm.str_of(prompt)?;
        let result = write(vm, stdout, text.id());
        vm.release(text);
        result?;
    }
    let line = if std_stream::is_std(vm, stdin) && vm.type_of(stdin) == types::TEXT_IO {
        std_stream::read_line(vm, stdin)?
    } else {
        let method = vm.get_attr_str(stdin, "readline")?;
        let line = vm.call(method.id(), &[]);
        vm.release(method);
        line?
    };
    let Some(text) = vm.as_str(line.id()).cloned() else {
        vm.release(line);
        return Err(vm.type_error("object.readline() returned non-string"));
    };
    if text.is_empty() {
        vm.release(line);
        return Err(vm.raise(types::EOF_ERROR, "EOF when reading a line"));
    }
    vm.release(line);
    let end = if text.at(text.len() - 1) == u32::from(b'\n') { text.len() - 1 } else { text.len() };
    Ok(vm.new_string(text.slice(0..end)))
}

/// `str(x)` written with a newline, as the prompt shows values.
pub fn write_line(vm: &mut Vm, file: ObjId, text: Owned) -> Res<()> {
    let result = write(vm, file, text.id());
    vm.release(text);
    result?;
    write(vm, file, ids::latin1_char(b'\n'))
}
