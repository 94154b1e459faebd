//! `builtins`: the functions about objects in general. Numbers are in `builtins_numbers`, code and
//! classes in `builtins_code`, `print` and `input` in `builtins_io`.

use super::{builtins_code as code, builtins_io as io, builtins_numbers as numbers};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, names, types};
use crate::object::iterator::Iter;
use crate::object::typ::Slot;
use crate::object::{Payload, Str};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("builtins"),
    defs: &[
        function("abs", One(numbers::abs)),
        function("aiter", One(aiter)),
        function("all", One(numbers::all)),
        function("anext", Pos(1, 2, anext)),
        function("any", One(numbers::any)),
        function("ascii", One(ascii)),
        function("bin", One(numbers::bin)),
        function("breakpoint", Full(code::breakpoint)),
        function("callable", One(callable)),
        function("chr", One(numbers::chr)),
        function("compile", Full(code::compile)),
        function("delattr", Pos(2, 2, delattr)),
        function("dir", Pos(0, 1, dir)).varargs(),
        function("divmod", Pos(2, 2, numbers::divmod)),
        function("eval", Full(code::eval)),
        function("exec", Full(code::exec)),
        function("format", Pos(1, 2, format)),
        function("getattr", Pos(2, 3, getattr)),
        function("globals", NoArgs(globals)),
        function("hasattr", Pos(2, 2, hasattr)),
        function("hash", One(hash)),
        function("hex", One(numbers::hex)),
        function("id", One(id)),
        function("input", Pos(0, 1, io::input)),
        function("isinstance", Pos(2, 2, isinstance)),
        function("issubclass", Pos(2, 2, issubclass)),
        function("iter", Pos(1, 2, iter)),
        function("len", One(len)),
        function("locals", NoArgs(locals)),
        function("max", Full(numbers::max)),
        function("min", Full(numbers::min)),
        function("next", Pos(1, 2, next)),
        function("oct", One(numbers::oct)),
        function("open", Full(super::io::open)),
        function("ord", One(numbers::ord)),
        function("pow", Full(numbers::pow)),
        function("print", Full(io::print)).collecting(),
        function("repr", One(repr)),
        function("round", Full(numbers::round)),
        function("setattr", Pos(3, 3, setattr)),
        function("sorted", Full(sorted)),
        function("sum", Full(numbers::sum)),
        function("vars", Pos(0, 1, vars)).varargs(),
        function("__build_class__", Full(code::build_class)),
        function("__import__", Full(code::import)),
    ],
};

fn repr(vm: &mut Vm, _: ObjId, x: ObjId) -> Res {
    vm.repr(x)
}
fn ascii(vm: &mut Vm, _: ObjId, x: ObjId) -> Res {
    vm.ascii(x)
}
fn len(vm: &mut Vm, _: ObjId, x: ObjId) -> Res {
    let length = vm.len(x)?;
    Ok(vm.new_int(length as i64))
}
fn hash(vm: &mut Vm, _: ObjId, x: ObjId) -> Res {
    let hash = vm.hash(x)?;
    Ok(vm.new_int(hash))
}
fn id(vm: &mut Vm, _: ObjId, x: ObjId) -> Res {
    let address = vm.address(x);
    Ok(vm.new_int(address as i64))
}
fn callable(vm: &mut Vm, _: ObjId, x: ObjId) -> Res {
    Ok(vm.new_bool(vm.is_callable(x)))
}
fn isinstance(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let yes = vm.isinstance(args[0], args[1])?;
    Ok(vm.new_bool(yes))
}
fn issubclass(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let yes = vm.issubclass(args[0], args[1])?;
    Ok(vm.new_bool(yes))
}
fn format(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let spec = args.get(1).copied().unwrap_or(ids::EMPTY_STR);
    if vm.as_str(spec).is_none() {
        let message = format!("format() argument 2 must be str, not {}", vm.argument_class(spec));
        return Err(vm.type_error(message));
    }
    vm.format(args[0], spec)
}

fn getattr(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let (name, held) = wanted_name(vm, args[1])?;
    let result = match args.get(2) {
        Some(&default) => {
            let found = vm.get_attr_optional(args[0], name);
            found.map(|found| found.unwrap_or_else(|| vm.own(default)))
        }
        None => vm.get_attr(args[0], name),
    };
    vm.release_opt(held);
    result
}
/// An attribute's name to look for; held only if it is another object than the one given.
fn wanted_name(vm: &mut Vm, given: ObjId) -> Res<(ObjId, Option<Owned>)> {
    let name = vm.attr_name(given)?;
    if name.id() == given {
        vm.release(name);
        return Ok((given, None));
    }
    Ok((name.id(), Some(name)))
}
fn hasattr(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let (name, held) = wanted_name(vm, args[1])?;
    let found = vm.get_attr_optional(args[0], name);
    vm.release_opt(held);
    let found = found?;
    let yes = found.is_some();
    vm.release_opt(found);
    Ok(vm.new_bool(yes))
}
fn setattr(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    store(vm, args[0], args[1], Some(args[2]))
}
fn delattr(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    store(vm, args[0], args[1], None)
}
fn store(vm: &mut Vm, object: ObjId, name: ObjId, value: Option<ObjId>) -> Res {
    let name = vm.attr_name(name)?;
    let result = vm.set_attr(object, name.id(), value);
    vm.release(name);
    result?;
    Ok(vm.none())
}

fn iter(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let &[callable, sentinel] = args else { return vm.iter(args[0]) };
    if !vm.is_callable(callable) {
        return Err(vm.type_error("iter(v, w): v must be callable"));
    }
    Ok(vm.callable_iterator(callable, sentinel))
}
impl Vm {
    /// `iter(callable, sentinel)`
    pub fn callable_iterator(&mut self, callable: ObjId, sentinel: ObjId) -> Owned {
        self.incref(callable);
        self.incref(sentinel);
        let iter = Iter::Callable { callable: Some(callable), sentinel: Some(sentinel) };
        self.alloc(types::CALLABLE_ITERATOR, Payload::Iter(Box::new(iter)))
    }
}
/// `next(iterator[, default])`: StopIteration of a Python `__next__` goes through with its value.
fn next(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let iterator = args[0];
    let result = match vm.payload(iterator) {
        Payload::Iter(_) => match vm.advance_raw(iterator) {
            Ok(Some(value)) => return Ok(value),
            Ok(None) => Err(None),
            Err(e) => Err(Some(e)),
        },
        _ => match vm.call_special(iterator, Slot::Next, &[]) {
            Some(Ok(value)) => return Ok(value),
            Some(Err(e)) => Err(Some(e)),
            None => {
                let message = format!("'{}' object is not an iterator", vm.class_name(iterator));
                return Err(vm.type_error(message));
            }
        },
    };
    match (result, args.get(1)) {
        (Ok(value), _) => Ok(value),
        (Err(None), Some(&default)) => Ok(vm.own(default)),
        (Err(None), None) => Err(vm.stop_iteration(None)),
        (Err(Some(e)), Some(&default)) => vm.swallow(e, types::STOP_ITERATION).map(|()| vm.own(default)),
        (Err(Some(e)), None) => Err(e),
    }
}
fn aiter(vm: &mut Vm, _: ObjId, x: ObjId) -> Res {
    let Some(result) = vm.call_special(x, Slot::Aiter, &[]) else {
        let message = format!("'{}' object is not an async iterable", vm.class_name(x));
        return Err(vm.type_error(message));
    };
    let iterator = result?;
    if vm.slot_of(iterator.id(), Slot::Anext).is_some() {
        return Ok(iterator);
    }
    let message =
        format!("aiter() returned not an async iterator of type '{}'", vm.class_name(iterator.id()));
    vm.release(iterator);
    Err(vm.type_error(message))
}
fn anext(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let Some(result) = vm.call_special(args[0], Slot::Anext, &[]) else {
        let message = format!("'{}' object is not an async iterator", vm.class_name(args[0]));
        return Err(vm.type_error(message));
    };
    if args.len() == 2 {
        let awaitable = result?;
        return Ok(crate::types::anext_default(vm, awaitable, args[1]));
    }
    result
}

/// `list(iterable)` as a new list object.
pub fn list_of(vm: &mut Vm, iterable: ObjId) -> Res {
    let items = vm.collect(iterable)?;
    Ok(vm.new_list(items))
}
fn sorted(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let &[iterable] = args.pos else {
        return Err(vm.type_error(format!("sorted expected 1 argument, got {}", args.pos.len())));
    };
    let list = vm.new_list(Vec::new());
    if let Err(e) = vm.list_extend(list.id(), iterable) {
        vm.release(list);
        return Err(e);
    }
    let sort = match vm.get_attr(list.id(), names::SORT) {
        Ok(sort) => sort,
        Err(e) => {
            vm.release(list);
            return Err(e);
        }
    };
    let result = vm.call_with(sort.id(), Args { pos: &[], kw: args.kw });
    vm.release(sort);
    match result {
        Ok(none) => {
            vm.release(none);
            Ok(list)
        }
        Err(e) => {
            vm.release(list);
            Err(e)
        }
    }
}

fn globals(vm: &mut Vm, _: ObjId) -> Res {
    match vm.state.frames.last().map(|f| f.globals) {
        Some(globals) => Ok(vm.own(globals)),
        None => Ok(vm.none()),
    }
}
fn locals(vm: &mut Vm, _: ObjId) -> Res {
    vm.current_locals()
}
fn vars(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let Some(&object) = args.first() else { return vm.current_locals() };
    match vm.get_attr_optional(object, names::DICT)? {
        Some(dict) => Ok(dict),
        None => Err(vm.type_error("vars() argument must have __dict__ attribute")),
    }
}
fn dir(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let list = match args.first() {
        None => {
            let locals = vm.current_locals()?;
            let keys = vm.get_attr(locals.id(), names::KEYS).and_then(|keys| {
                let view = vm.call(keys.id(), &[]);
                vm.release(keys);
                view
            });
            vm.release(locals);
            let view = keys?;
            let list = list_of(vm, view.id());
            vm.release(view);
            list?
        }
        Some(&object) => {
            let Some(method) = vm.lookup_special(object, names::DIR) else {
                return Err(vm.type_error("object does not provide __dir__"));
            };
            let names = vm.call_bound(method, object, &[])?;
            let list = list_of(vm, names.id());
            vm.release(names);
            list?
        }
    };
    sort_names(vm, list)
}
/// Sorts a list in place by its `sort` method.
fn sort_names(vm: &mut Vm, list: Owned) -> Res {
    // Nearly always strings: sorted here without a call.
    let items = vm.as_list(list.id()).cloned().unwrap_or_default();
    let texts: Option<Vec<(std::sync::Arc<Str>, ObjId)>> =
        items.iter().map(|&i| Some((vm.as_str(i)?.clone(), i))).collect();
    if let Some(mut texts) = texts {
        texts.sort_by(|a, b| a.0.compare(&b.0));
        if let Some(items) = vm.as_list_mut(list.id()) {
            items.copy_from_slice(&texts.iter().map(|t| t.1).collect::<Vec<_>>());
        }
        return Ok(list);
    }
    let sort = vm.get_attr(list.id(), names::SORT)?;
    let result = vm.call(sort.id(), &[]);
    vm.release(sort);
    match result {
        Ok(none) => {
            vm.release(none);
            Ok(list)
        }
        Err(e) => {
            vm.release(list);
            Err(e)
        }
    }
}
