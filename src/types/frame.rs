//! `frame`, its `f_locals` view (`FrameLocalsProxy`) and `traceback`.

use super::support::unordered;
use crate::heap::{ObjId, Owned};
use crate::object::exception::Traceback;
use crate::object::generator::{FrameOf, Status};
use crate::object::ids::{self, names, types};
use crate::object::{FrameObj, Payload};
use crate::vm::native::{
    Args, NativeCall::*, NativeTable, Owner, attribute, constructor, member, method, wrapper,
};
use crate::vm::{Res, Vm};

pub static FRAME: NativeTable = NativeTable {
    owner: Owner::Type(types::FRAME),
    defs: &[
        wrapper("__repr__", NoArgs(repr)),
        method("clear", NoArgs(clear)),
        attribute("f_back", back, None),
        attribute("f_code", code, None),
        attribute("f_globals", globals, None),
        attribute("f_builtins", builtins, None),
        attribute("f_locals", locals, None),
        attribute("f_lineno", lineno, Some(Vm::set_frame_lineno)),
        attribute("f_lasti", lasti, None),
        attribute("f_trace", trace, Some(set_trace)),
        member("f_trace_lines", trace_lines, Some(set_trace_lines)),
        attribute("f_trace_opcodes", trace_opcodes, Some(set_trace_opcodes)),
    ],
};
pub static TRACEBACK: NativeTable = NativeTable {
    owner: Owner::Type(types::TRACEBACK),
    defs: &[
        constructor(new_traceback),
        attribute("tb_next", tb_next, Some(set_tb_next)),
        member("tb_frame", tb_frame, None),
        member("tb_lasti", tb_lasti, None),
        attribute("tb_lineno", tb_lineno, None),
        method("__dir__", NoArgs(tb_dir)),
    ],
};

impl Vm {
    /// The frame object of a generator, or None once it has ended.
    pub fn generator_frame_object(&mut self, generator: ObjId) -> Res {
        let g = self.generator(generator);
        if let Some(frame) = g.frame_obj.filter(|_| g.status != Status::Finished) {
            return Ok(self.own(frame));
        }
        match g.status {
            Status::Finished => Ok(self.none()),
            Status::Running => {
                let index = self.state.frames.iter().rposition(|f| f.kind.generator() == Some(generator));
                match index {
                    Some(index) => Ok(self.frame_object(index)),
                    None => Ok(self.none()),
                }
            }
            Status::Created | Status::Suspended => {
                let code = g.code;
                let object = FrameObj {
                    of: FrameOf::Generator(generator),
                    code,
                    back: None,
                    extra_locals: None,
                    trace: None,
                    trace_lines: true,
                    trace_opcodes: false,
                    lineno: None,
                };
                let object = self.alloc(types::FRAME, Payload::Frame(Box::new(object)));
                self.state.gc.untrack(object.id());
                self.generator_mut(generator).frame_obj = Some(object.id());
                self.own_also(&object);
                Ok(object)
            }
        }
    }
    /// Program index where a frame stands.
    fn frame_pc(&self, frame: ObjId) -> Option<u32> {
        match &self.frame_obj(frame).of {
            FrameOf::Running(index) => Some(self.state.frames.get(*index as usize)?.pc),
            // It stands behind the instruction that suspended it.
            FrameOf::Generator(g) => Some(self.generator(*g).suspended()?.pc + 1),
            FrameOf::Own(f) => Some(f.pc),
        }
    }
    /// `f_lineno`
    pub fn frame_lineno(&self, frame: ObjId) -> Option<i32> {
        let object = self.frame_obj(frame);
        if let Some(line) = object.lineno {
            return Some(line);
        }
        let pc = self.frame_pc(frame)?;
        Some(self.line_of(object.code, pc)).filter(|&l| l >= 0)
    }
}

fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let line = vm.frame_lineno(this).unwrap_or(-1);
    let code = vm.state.code_of(vm.frame_obj(this).code);
    let (file, name) = (code.filename, vm.str_lossy(code.name).into_owned());
    let file = vm.repr_text(file)?;
    let text = format!("<frame at {}, file {file}, line {line}, code {name}>", vm.address_text(this));
    Ok(vm.new_str(&text))
}
fn clear(vm: &mut Vm, this: ObjId) -> Res {
    match vm.frame_obj(this).of.clone() {
        FrameOf::Running(_) => Err(vm.raise(types::RUNTIME_ERROR, "cannot clear an executing frame")),
        FrameOf::Generator(generator) => {
            if vm.generator(generator).status == Status::Suspended {
                return Err(vm.raise(types::RUNTIME_ERROR, "cannot clear a suspended frame"));
            }
            vm.finalize_generator(generator)?;
            vm.close_generator(generator)
        }
        FrameOf::Own(_) => {
            let values = match vm.payload_mut(this) {
                Payload::Frame(f) => match &mut f.of {
                    FrameOf::Own(own) => std::mem::take(&mut own.values),
                    _ => Vec::new(),
                },
                _ => Vec::new(),
            };
            vm.decref_all(values.into_iter().flatten());
            Ok(vm.none())
        }
    }
}
fn back(vm: &mut Vm, this: ObjId) -> Res {
    if let FrameOf::Running(index) = vm.frame_obj(this).of {
        return Ok(match (index as usize).checked_sub(1) {
            Some(below) => vm.frame_object(below),
            None => vm.none(),
        });
    }
    let back = vm.frame_obj(this).back.unwrap_or(ids::NONE);
    Ok(vm.own(back))
}
fn code(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.own(vm.frame_obj(this).code))
}
fn globals(vm: &mut Vm, this: ObjId) -> Res {
    let (globals, _) = vm.frame_scopes(this);
    Ok(vm.own(globals))
}
fn builtins(vm: &mut Vm, this: ObjId) -> Res {
    let (_, builtins) = vm.frame_scopes(this);
    Ok(vm.own(builtins))
}
fn locals(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.frame_locals_of(this))
}
fn lineno(vm: &mut Vm, this: ObjId) -> Res {
    Ok(match vm.frame_lineno(this) {
        Some(line) => vm.new_int(line.into()),
        None => vm.none(),
    })
}
fn lasti(vm: &mut Vm, this: ObjId) -> Res {
    let code = vm.frame_obj(this).code;
    let offset = vm.frame_pc(this).map_or(-1, |pc| i64::from(vm.state.offset_of(code, pc)));
    Ok(vm.new_int(offset))
}
fn trace(vm: &mut Vm, this: ObjId) -> Res {
    let trace = vm.frame_obj(this).trace.unwrap_or(ids::NONE);
    Ok(vm.own(trace))
}
fn set_trace(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let value = value.filter(|&v| v != ids::NONE);
    vm.incref_opt(value);
    if let Payload::Frame(f) = vm.payload_mut(this) {
        let old = std::mem::replace(&mut f.trace, value);
        vm.decref_opt(old);
    }
    if value.is_some() {
        vm.state.gc.track(this);
    }
    if value.is_some() && vm.frame_obj(this).trace_opcodes {
        vm.trace_opcodes_of(this, true);
    }
    Ok(())
}
fn trace_lines(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.new_bool(vm.frame_obj(this).trace_lines))
}
fn set_trace_lines(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let wanted = match value {
        None => return Err(vm.type_error("can't delete numeric/char attribute")),
        value => truth_value(vm, value)?,
    };
    if let Payload::Frame(f) = vm.payload_mut(this) {
        f.trace_lines = wanted;
    }
    Ok(())
}
fn trace_opcodes(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.new_bool(vm.frame_obj(this).trace_opcodes))
}
fn set_trace_opcodes(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let wanted = truth_value(vm, value)?;
    let mut traced = false;
    if let Payload::Frame(f) = vm.payload_mut(this) {
        f.trace_opcodes = wanted;
        traced = f.trace.is_some();
    }
    if traced || !wanted {
        vm.trace_opcodes_of(this, wanted);
    }
    Ok(())
}
/// True or False, and nothing else that is true or false.
fn truth_value(vm: &mut Vm, value: Option<ObjId>) -> Res<bool> {
    match value {
        Some(ids::TRUE) => Ok(true),
        Some(ids::FALSE) => Ok(false),
        _ => Err(vm.type_error("attribute value type must be bool")),
    }
}

fn tb(vm: &Vm, id: ObjId) -> &Traceback {
    match vm.payload(id) {
        Payload::Traceback(t) => t,
        other => unreachable!("{id:?} is no traceback but {other:?}"),
    }
}
fn new_traceback(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("TracebackType", args, ["tb_next", "tb_frame", "tb_lasti", "tb_lineno"], 4, 4)?;
    let [Some(next), Some(frame), Some(lasti), Some(lineno)] = bound else {
        unreachable!("bind checked them")
    };
    let next = match next {
        ids::NONE => None,
        next if matches!(vm.payload(next), Payload::Traceback(_)) => Some(next),
        next => {
            let message = format!("expected traceback object or None, got '{}'", vm.class_name(next));
            return Err(vm.type_error(message));
        }
    };
    if !matches!(vm.payload(frame), Payload::Frame(_)) {
        let message =
            format!("TracebackType() argument 'tb_frame' must be frame, not {}", vm.argument_class(frame));
        return Err(vm.type_error(message));
    }
    let (lasti, lineno) = (vm.as_index(lasti)? as u32, Some(vm.as_index(lineno)? as i32));
    vm.incref_opt(next);
    vm.incref(frame);
    Ok(vm.alloc(types::TRACEBACK, Payload::Traceback(Box::new(Traceback { next, frame, lasti, lineno }))))
}
fn tb_next(vm: &mut Vm, this: ObjId) -> Res {
    let next = tb(vm, this).next.unwrap_or(ids::NONE);
    Ok(vm.own(next))
}
fn set_tb_next(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let next = match value {
        None => return Err(vm.type_error("can't delete tb_next attribute")),
        Some(ids::NONE) => None,
        Some(next) if matches!(vm.payload(next), Payload::Traceback(_)) => Some(next),
        Some(next) => {
            let message = format!("expected traceback object, got '{}'", vm.class_name(next));
            return Err(vm.type_error(message));
        }
    };
    let mut at = next;
    while let Some(id) = at {
        if id == this {
            return Err(vm.value_error("traceback loop detected"));
        }
        at = tb(vm, id).next;
    }
    vm.incref_opt(next);
    if let Payload::Traceback(t) = vm.payload_mut(this) {
        let old = std::mem::replace(&mut t.next, next);
        vm.decref_opt(old);
    }
    Ok(())
}
fn tb_frame(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.own(tb(vm, this).frame))
}
fn tb_lasti(vm: &mut Vm, this: ObjId) -> Res {
    let lasti = tb(vm, this).lasti;
    Ok(vm.new_int(lasti.into()))
}
fn tb_lineno(vm: &mut Vm, this: ObjId) -> Res {
    let t = tb(vm, this);
    let line = match (t.lineno, vm.payload(t.frame)) {
        (Some(line), _) => line,
        (None, Payload::Frame(f)) => vm.span_at(vm.state.code_of(f.code), t.lasti).line,
        (None, _) => -1,
    };
    Ok(if line >= 0 { vm.new_int(line.into()) } else { vm.none() })
}
fn tb_dir(vm: &mut Vm, _: ObjId) -> Res {
    let list = ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"].map(|n| vm.intern(n));
    Ok(vm.new_list(list.to_vec()))
}

pub static LOCALS: NativeTable = NativeTable {
    owner: Owner::Type(types::FRAME_LOCALS_PROXY),
    defs: &[
        wrapper("__repr__", NoArgs(proxy_repr)),
        wrapper("__len__", NoArgs(proxy_len)),
        wrapper("__iter__", NoArgs(proxy_iter)),
        constructor(new_proxy),
        method("__contains__", One(proxy_contains)),
        method("__getitem__", One(proxy_getitem)),
        method("__reversed__", NoArgs(proxy_reversed)),
        wrapper("__or__", One(|vm, this, other| proxy_or(vm, this, other, this))),
        wrapper("__ror__", One(|vm, this, other| proxy_or(vm, other, this, this))),
        wrapper("__ior__", One(proxy_ior)),
        wrapper("__ne__", One(proxy_ne)),
        wrapper("__lt__", One(unordered)),
        wrapper("__le__", One(unordered)),
        wrapper("__gt__", One(unordered)),
        wrapper("__ge__", One(unordered)),
        wrapper("__setitem__", Pos(2, 2, proxy_setitem)),
        wrapper("__delitem__", One(proxy_delitem)),
        wrapper("__eq__", One(proxy_eq)),
        method("get", Pos(1, 2, proxy_get)),
        method("keys", NoArgs(|vm, this| snapshot_call(vm, this, names::KEYS, &[]))),
        method("values", NoArgs(|vm, this| snapshot_call(vm, this, names::VALUES, &[]))),
        method("items", NoArgs(|vm, this| snapshot_call(vm, this, names::ITEMS, &[]))),
        method("copy", NoArgs(snapshot)),
        method("update", One(proxy_update)),
        method("setdefault", Pos(1, 2, proxy_setdefault)),
    ],
};

fn new_proxy(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let (&[frame], []) = (args.pos, args.kw) else {
        let message = format!("FrameLocalsProxy expected 1 argument, got {}", args.pos.len() + args.kw.len());
        return Err(vm.type_error(message));
    };
    if !matches!(vm.payload(frame), Payload::Frame(_)) {
        let message = format!("expect frame, not {}", vm.class_name(frame));
        return Err(vm.type_error(message));
    }
    vm.incref(frame);
    Ok(vm.alloc(types::FRAME_LOCALS_PROXY, Payload::FrameLocals(frame)))
}
fn proxy_reversed(vm: &mut Vm, this: ObjId) -> Res {
    let keys = snapshot_call(vm, this, names::KEYS, &[])?;
    if let Some(items) = vm.as_list_mut(keys.id()) {
        items.reverse();
    }
    // A list, not an iterator.
    Ok(keys)
}
/// A dict of both sides, the right one's values winning; one of them is `this`.
fn proxy_or(vm: &mut Vm, left: ObjId, right: ObjId, this: ObjId) -> Res {
    let other = if left == this { right } else { left };
    if vm.as_dict(other).is_none() && !matches!(vm.payload(other), Payload::FrameLocals(_)) {
        return Ok(vm.not_implemented());
    }
    let dict = vm.new_dict();
    for side in [left, right] {
        vm.dict_update(dict.id(), side)?;
    }
    Ok(dict)
}
fn proxy_ior(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    let none = proxy_update(vm, this, other)?;
    vm.release(none);
    Ok(vm.own(this))
}
fn proxy_ne(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    let same = proxy_eq(vm, this, other)?;
    if same.id() == ids::NOT_IMPLEMENTED {
        return Ok(same);
    }
    let differs = vm.new_bool(same.id() != ids::TRUE);
    vm.release(same);
    Ok(differs)
}
fn frame_of(vm: &Vm, this: ObjId) -> ObjId {
    match *vm.payload(this) {
        Payload::FrameLocals(frame) => frame,
        _ => this,
    }
}
/// The variables as a new dict.
fn snapshot(vm: &mut Vm, this: ObjId) -> Res {
    let frame = frame_of(vm, this);
    let dict = vm.new_dict();
    let values = vm.frame_values(frame);
    for (name, value) in vm.bound_variables(vm.frame_obj(frame).code, &values) {
        vm.dict_set_name(dict.id(), name, value)?;
    }
    if let Some(extra) = vm.frame_obj(frame).extra_locals {
        vm.dict_update(dict.id(), extra)?;
    }
    Ok(dict)
}
/// Calls a method of the snapshot; keys, values and items become lists.
fn snapshot_call(vm: &mut Vm, this: ObjId, name: ObjId, args: &[ObjId]) -> Res {
    let dict = snapshot(vm, this)?;
    let result = vm.get_attr(dict.id(), name).and_then(|method| {
        let result = vm.call(method.id(), args);
        vm.release(method);
        result
    });
    let view = match result {
        Ok(view) => view,
        Err(e) => {
            vm.release(dict);
            return Err(e);
        }
    };
    let items = vm.collect(view.id());
    vm.release(view);
    vm.release(dict);
    let items = items?;
    Ok(vm.new_list(items))
}
fn with_snapshot<T>(vm: &mut Vm, this: ObjId, f: impl FnOnce(&mut Vm, ObjId) -> Res<T>) -> Res<T> {
    let dict = snapshot(vm, this)?;
    let result = f(vm, dict.id());
    vm.release(dict);
    result
}
fn proxy_repr(vm: &mut Vm, this: ObjId) -> Res {
    with_snapshot(vm, this, |vm, dict| vm.repr(dict))
}
fn proxy_len(vm: &mut Vm, this: ObjId) -> Res {
    let length = with_snapshot(vm, this, |vm, dict| vm.len(dict))?;
    Ok(vm.new_int(length as i64))
}
fn proxy_iter(vm: &mut Vm, this: ObjId) -> Res {
    let keys = snapshot_call(vm, this, names::KEYS, &[])?;
    let iter = vm.iter(keys.id());
    vm.release(keys);
    iter
}
fn proxy_contains(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    let yes = with_snapshot(vm, this, |vm, dict| vm.contains(dict, key))?;
    Ok(vm.new_bool(yes))
}
fn proxy_eq(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    if !matches!(vm.payload(other), Payload::FrameLocals(_)) && vm.as_dict(other).is_none() {
        return Ok(vm.not_implemented());
    }
    let same = with_snapshot(vm, this, |vm, dict| match *vm.payload(other) {
        Payload::FrameLocals(frame) => Ok(frame == frame_of(vm, this)),
        _ => vm.equal(dict, other),
    })?;
    Ok(vm.new_bool(same))
}
fn find(vm: &mut Vm, this: ObjId, key: ObjId) -> Res<Option<Owned>> {
    with_snapshot(vm, this, |vm, dict| {
        let found = vm.dict_get(dict, key)?;
        Ok(found.map(|value| vm.own(value)))
    })
}
fn proxy_getitem(vm: &mut Vm, this: ObjId, key: ObjId) -> Res {
    match find(vm, this, key)? {
        Some(value) => Ok(value),
        None => {
            let shown = vm.repr_text(key)?;
            Err(vm.raise(types::KEY_ERROR, format!("local variable '{shown}' is not defined")))
        }
    }
}
fn proxy_get(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    match find(vm, this, args[0])? {
        Some(value) => Ok(value),
        None => Ok(vm.own(args.get(1).copied().unwrap_or(ids::NONE))),
    }
}
/// Number of the fast local of that name.
fn place_of(vm: &Vm, frame: ObjId, key: ObjId) -> Option<usize> {
    let wanted = vm.as_str(key)?;
    let code = vm.state.code_of(vm.frame_obj(frame).code);
    code.localsplus.iter().position(|&n| vm.as_str(n) == Some(wanted))
}
fn proxy_setitem(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let frame = frame_of(vm, this);
    if let Some(place) = place_of(vm, frame, args[0]) {
        vm.set_frame_value(frame, place, Some(args[1]));
        return Ok(vm.none());
    }
    let extra = match vm.frame_obj(frame).extra_locals {
        Some(extra) => extra,
        None => {
            let dict = vm.new_dict().into_id();
            if let Payload::Frame(f) = vm.payload_mut(frame) {
                f.extra_locals = Some(dict);
            }
            vm.state.gc.track(frame);
            dict
        }
    };
    vm.dict_set(extra, args[0], args[1])?;
    Ok(vm.none())
}
fn proxy_delitem(vm: &mut Vm, _: ObjId, _: ObjId) -> Res {
    Err(vm.type_error("cannot remove variables from FrameLocalsProxy"))
}
fn proxy_update(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    if vm.as_dict(other).is_none() && !matches!(vm.payload(other), Payload::FrameLocals(_)) {
        return Err(vm.type_error("update() argument must be dict or another FrameLocalsProxy"));
    }
    let dict = vm.new_dict();
    let result = vm.dict_update(dict.id(), other);
    let items: Vec<_> = vm.as_dict(dict.id()).map(|d| d.iter().collect()).unwrap_or_default();
    let mut result = result;
    for (key, value) in items {
        if result.is_ok() {
            result = proxy_setitem(vm, this, &[key, value]).map(|none| vm.release(none));
        }
    }
    vm.release(dict);
    result?;
    Ok(vm.none())
}
fn proxy_setdefault(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    if let Some(value) = find(vm, this, args[0])? {
        return Ok(value);
    }
    let default = args.get(1).copied().unwrap_or(ids::NONE);
    let none = proxy_setitem(vm, this, &[args[0], default])?;
    vm.release(none);
    Ok(vm.own(default))
}
