//! itemgetter, attrgetter and methodcaller.

use super::{one_argument, types};
use crate::heap::{ObjId, Owned};
use crate::object::{Payload, Str, ids};
use crate::types::support::Writer;
use crate::vm::{Args, Res, Vm};

/// Field of an itemgetter or attrgetter: a tuple of what to get; of a methodcaller: name, arguments
/// (a tuple), keywords (a dict, if there are any).
fn field(vm: &Vm, id: ObjId, index: usize) -> Option<ObjId> {
    match vm.payload(id) {
        Payload::Record(fields) => fields.get(index).copied().flatten(),
        _ => None,
    }
}
fn wanted(vm: &Vm, id: ObjId) -> Vec<ObjId> {
    field(vm, id, 0).map(|t| vm.sequence_items(t).to_vec()).unwrap_or_default()
}
/// One value as it is, several as a tuple.
fn each(vm: &mut Vm, wanted: &[ObjId], mut get: impl FnMut(&mut Vm, ObjId) -> Res) -> Res {
    if let &[only] = wanted {
        return get(vm, only);
    }
    let mut values = Vec::with_capacity(wanted.len());
    for &part in wanted {
        match get(vm, part) {
            Ok(value) => values.push(value),
            Err(e) => {
                vm.release_all(values);
                return Err(e);
            }
        }
    }
    Ok(vm.pack(values))
}

pub fn new_item(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    vm.refuse_keywords("itemgetter", args)?;
    if args.pos.is_empty() {
        vm.check_positional("itemgetter", args, 1, 1)?;
    }
    let items = vm.tuple_of(args.pos).into_id();
    Ok(vm.alloc(types::ITEM_GETTER, Payload::Record(Box::new([Some(items)]))))
}
pub fn call_item(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let object = one_argument(vm, "itemgetter", args)?;
    let items = wanted(vm, this);
    each(vm, &items, |vm, item| vm.get_item(object, item))
}

pub fn new_attr(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    vm.refuse_keywords("attrgetter", args)?;
    if args.pos.is_empty() {
        vm.check_positional("attrgetter", args, 1, 1)?;
    }
    if args.pos.iter().any(|&a| vm.as_str(a).is_none()) {
        return Err(vm.type_error("attribute name must be a string"));
    }
    let mut paths = Vec::with_capacity(args.pos.len());
    for &name in args.pos {
        paths.push(path(vm, name).into_id());
    }
    let paths = vm.new_tuple(paths).into_id();
    Ok(vm.alloc(types::ATTR_GETTER, Payload::Record(Box::new([Some(paths)]))))
}
/// A name, or a tuple of the names in a dotted one.
fn path(vm: &mut Vm, name: ObjId) -> Owned {
    let Some(text) = vm.as_str(name).cloned() else { return vm.own(name) };
    let points: Vec<u32> = text.points().collect();
    let dot = u32::from('.');
    if !points.contains(&dot) {
        let text = text.to_text();
        return vm.intern_text(&text);
    }
    let names = points
        .split(|&p| p == dot)
        .map(|part| {
            let text = Str::from_points(part).to_text();
            vm.intern_text(&text).into_id()
        })
        .collect();
    vm.new_tuple(names)
}
pub fn call_attr(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let object = one_argument(vm, "attrgetter", args)?;
    let paths = wanted(vm, this);
    each(vm, &paths, |vm, path| {
        if vm.as_tuple(path).is_none() {
            return vm.get_attr(object, path);
        }
        let mut at = vm.own(object);
        for name in vm.sequence_items(path).to_vec() {
            let next = vm.get_attr(at.id(), name);
            vm.release(at);
            at = next?;
        }
        Ok(at)
    })
}

/// The arguments that would make an equal object.
fn arguments(vm: &mut Vm, this: ObjId) -> Vec<ObjId> {
    let mut out = Vec::new();
    for part in wanted(vm, this) {
        let dotted = vm.type_of(this) == types::ATTR_GETTER && vm.as_tuple(part).is_some();
        if !dotted {
            vm.incref(part);
            out.push(part);
            continue;
        }
        let mut writer = Writer::default();
        for (i, name) in vm.sequence_items(part).to_vec().into_iter().enumerate() {
            if i > 0 {
                writer.push(".");
            }
            if let Some(text) = vm.as_str(name).cloned() {
                writer.push_str(&text);
            }
        }
        out.push(writer.finish(vm).into_id());
    }
    out
}
pub fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let name = vm.class_name(this);
    if !vm.repr_enter(this) {
        return Ok(vm.new_str(&format!("{name}(...)")));
    }
    let args = arguments(vm, this);
    let single = args.len() == 1;
    let args = vm.new_tuple(args);
    let mut out = Writer::new(&name);
    let shown = if single {
        let only = vm.sequence_items(args.id())[0];
        out.push("(");
        out.push_repr(vm, only).map(|()| out.push(")"))
    } else {
        out.push_repr(vm, args.id())
    };
    vm.release(args);
    vm.repr_leave(this);
    shown?;
    Ok(out.finish(vm))
}
pub fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let args = arguments(vm, this);
    let args = vm.new_tuple(args);
    let ty = vm.own(vm.type_of(this));
    Ok(vm.pack(vec![ty, args]))
}

pub fn new_method(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let Some((&name, rest)) = args.pos.split_first() else {
        return Err(vm.type_error("methodcaller needs at least one argument, the method name"));
    };
    if vm.as_str(name).is_none() {
        return Err(vm.type_error("method name must be a string"));
    }
    let name = vm.attr_name(name)?.into_id();
    let positional = vm.tuple_of(rest).into_id();
    let keywords = (!args.kw.is_empty()).then(|| vm.keywords_dict(args.kw).into_id());
    let fields = Box::new([Some(name), Some(positional), keywords]);
    Ok(vm.alloc(types::METHOD_CALLER, Payload::Record(fields)))
}
fn method_parts(vm: &Vm, this: ObjId) -> (ObjId, Vec<ObjId>, Vec<(ObjId, ObjId)>) {
    let name = field(vm, this, 0).unwrap_or(ids::EMPTY_STR);
    let pos = field(vm, this, 1).map(|t| vm.sequence_items(t).to_vec()).unwrap_or_default();
    let kw = field(vm, this, 2).and_then(|d| vm.as_dict(d)).map(|d| d.iter().collect()).unwrap_or_default();
    (name, pos, kw)
}
pub fn call_method(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let object = one_argument(vm, "methodcaller", args)?;
    let (name, pos, kw) = method_parts(vm, this);
    vm.call_method(object, name, Args { pos: &pos, kw: &kw })
}
pub fn repr_method(vm: &mut Vm, this: ObjId) -> Res {
    let title = vm.class_name(this);
    if !vm.repr_enter(this) {
        return Ok(vm.new_str(&format!("{title}(...)")));
    }
    let (name, pos, kw) = method_parts(vm, this);
    let mut out = Writer::new(&format!("{title}("));
    let mut shown = out.push_repr(vm, name);
    for item in pos {
        shown = shown.and_then(|()| {
            out.push(", ");
            out.push_repr(vm, item)
        });
    }
    for (key, value) in kw {
        shown = shown.and_then(|()| {
            out.push(", ");
            if let Some(key) = vm.as_str(key).cloned() {
                out.push_str(&key);
            }
            out.push("=");
            out.push_repr(vm, value)
        });
    }
    vm.repr_leave(this);
    shown?;
    out.push(")");
    Ok(out.finish(vm))
}
pub fn reduce_method(vm: &mut Vm, this: ObjId) -> Res {
    let (name, pos, kw) = method_parts(vm, this);
    if kw.is_empty() {
        let args = vm.tuple_of(&[&[name], &pos[..]].concat());
        let ty = vm.own(types::METHOD_CALLER);
        return Ok(vm.pack(vec![ty, args]));
    }
    let functools = vm.import_by_name("functools")?;
    let partial = vm.get_attr_str(functools.id(), "partial");
    vm.release(functools);
    let partial = partial?;
    let maker = vm.call_with(partial.id(), Args { pos: &[types::METHOD_CALLER, name], kw: &kw });
    vm.release(partial);
    let maker = maker?;
    let args = vm.tuple_of(&pos);
    Ok(vm.pack(vec![maker, args]))
}
