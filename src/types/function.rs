//! `function`.

use super::object::{instance_dict, set_instance_dict};
use crate::heap::ObjId;
use crate::object::function::Function;
use crate::object::ids::{self, names, types};
use crate::object::{Attrs, Payload};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, attribute, constructor, member, wrapper};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::FUNCTION),
    defs: &[
        constructor(new),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__call__", Full(call)),
        wrapper("__get__", Pos(1, 2, get)),
        attribute("__code__", code, Some(set_code)),
        member("__globals__", globals, None),
        member("__builtins__", builtins, None),
        member("__closure__", closure, None),
        attribute("__defaults__", defaults, Some(set_defaults)),
        attribute("__kwdefaults__", kwdefaults, Some(set_kwdefaults)),
        attribute("__name__", name, Some(set_name)),
        attribute("__qualname__", qualname, Some(set_qualname)),
        member("__doc__", doc, Some(set_doc)),
        member("__module__", module, Some(set_module)),
        attribute("__annotations__", annotations, Some(set_annotations)),
        attribute("__type_params__", type_params, Some(set_type_params)),
        attribute("__dict__", instance_dict, Some(set_instance_dict)),
    ],
};

impl Vm {
    /// The function's data; `id` must be a Python function.
    pub fn function(&self, id: ObjId) -> &Function {
        match self.payload(id) {
            Payload::Function(f) => f,
            other => unreachable!("{id:?} is no function but {other:?}"),
        }
    }
    pub fn function_mut(&mut self, id: ObjId) -> &mut Function {
        match self.payload_mut(id) {
            Payload::Function(f) => f,
            other => unreachable!("{id:?} is no function but {other:?}"),
        }
    }
    fn own_or_none(&mut self, id: Option<ObjId>) -> Res {
        Ok(self.own(id.unwrap_or(ids::NONE)))
    }
}

/// `FunctionType(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)`
fn new(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound =
        vm.bind("function", args, ["code", "globals", "name", "argdefs", "closure", "kwdefaults"], 2, 6)?;
    let given = |i: usize| bound[i].filter(|&v| v != ids::NONE);
    let (Some(code), Some(globals)) = (bound[0], bound[1]) else { unreachable!("bind checked them") };
    let Payload::Code(body) = vm.payload(code) else {
        let message = format!("function() argument 'code' must be code, not {}", vm.argument_class(code));
        return Err(vm.type_error(message));
    };
    let (nfree, code_name, qualname) = (body.nfree as usize, body.name, body.qualname);
    if vm.as_dict(globals).is_none() {
        let message =
            format!("function() argument 'globals' must be dict, not {}", vm.argument_class(globals));
        return Err(vm.type_error(message));
    }
    if given(2).is_some_and(|n| vm.as_str(n).is_none()) {
        return Err(vm.type_error("arg 3 (name) must be None or string"));
    }
    if given(3).is_some_and(|d| vm.as_tuple(d).is_none()) {
        return Err(vm.type_error("arg 4 (defaults) must be None or tuple"));
    }
    if given(5).is_some_and(|d| vm.as_dict(d).is_none()) {
        return Err(vm.type_error("arg 6 (kwdefaults) must be None or dict"));
    }
    let cells = match given(4) {
        None if nfree > 0 => return Err(vm.type_error("arg 5 (closure) must be tuple")),
        None => 0,
        Some(closure) => match vm.as_tuple(closure) {
            None => return Err(vm.type_error("arg 5 (closure) must be None or tuple")),
            Some(cells) => {
                if let Some(&bad) = cells.iter().find(|&&c| !matches!(vm.payload(c), Payload::Cell(_))) {
                    let message = format!("arg 5 (closure) expected cell, found {}", vm.class_name(bad));
                    return Err(vm.type_error(message));
                }
                cells.len()
            }
        },
    };
    if cells != nfree {
        let message = format!("{} requires closure of length {nfree}, not {cells}", vm.str_lossy(code_name));
        return Err(vm.value_error(message));
    }
    let builtins = vm.builtins_of(globals);
    let module = vm.dict_get_name(globals, names::NAME)?;
    let name = given(2).unwrap_or(code_name);
    let doc = vm.code_doc(code);
    let function = Function {
        code,
        globals,
        builtins,
        name,
        qualname,
        defaults: given(3),
        kwdefaults: given(5),
        closure: given(4),
        annotations: None,
        doc,
        module,
        type_params: None,
        version: 0,
        attrs: Attrs::default(),
    };
    function.children(&mut |child| vm.incref(child));
    Ok(vm.alloc(types::FUNCTION, Payload::Function(Box::new(function))))
}

impl Vm {
    /// The namespace of built-ins that functions with those globals see, borrowed.
    pub fn builtins_of(&mut self, globals: ObjId) -> ObjId {
        match self.namespace_get(globals, names::BUILTINS).map(|b| (b, self.payload(b))) {
            Some((_, &Payload::Module { dict })) => dict,
            Some((builtins, _)) => builtins,
            None => self.state.builtins,
        }
    }
    /// The docstring of a code object, borrowed; None if it has none.
    pub fn code_doc(&self, code: ObjId) -> ObjId {
        let code = self.state.code_of(code);
        match code.consts.first() {
            Some(&first) if self.as_str(first).is_some() => first,
            _ => ids::NONE,
        }
    }
}

fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let text =
        format!("<function {} at {}>", vm.str_lossy(vm.function(this).qualname), vm.address_text(this));
    Ok(vm.new_str(&text))
}
fn call(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    vm.call_with(this, args)
}
fn get(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    super::method::bind_for_get(vm, this, args)
}

fn code(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.own(vm.function(this).code))
}
fn set_code(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let Some((value, Payload::Code(new))) = value.map(|v| (v, vm.payload(v))) else {
        return Err(vm.type_error("__code__ must be set to a code object"));
    };
    let nfree = new.nfree as usize;
    let f = vm.function(this);
    let cells = f.closure.map_or(0, |c| vm.tuple_items(c).len());
    if cells != nfree {
        let message =
            format!("{}() requires a code object with {cells} free vars, not {nfree}", vm.str_lossy(f.name));
        return Err(vm.value_error(message));
    }
    vm.incref(value);
    let f = vm.function_mut(this);
    f.version = 0;
    let old = std::mem::replace(&mut f.code, value);
    vm.decref(old);
    Ok(())
}
fn globals(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.own(vm.function(this).globals))
}
fn builtins(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.own(vm.function(this).builtins))
}
fn closure(vm: &mut Vm, this: ObjId) -> Res {
    vm.own_or_none(vm.function(this).closure)
}
fn defaults(vm: &mut Vm, this: ObjId) -> Res {
    vm.own_or_none(vm.function(this).defaults)
}
fn set_defaults(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let value = value.filter(|&v| v != ids::NONE);
    if value.is_some_and(|v| vm.as_tuple(v).is_none()) {
        return Err(vm.type_error("__defaults__ must be set to a tuple object"));
    }
    vm.incref_opt(value);
    let f = vm.function_mut(this);
    f.version = 0;
    let old = std::mem::replace(&mut f.defaults, value);
    vm.decref_opt(old);
    Ok(())
}
fn kwdefaults(vm: &mut Vm, this: ObjId) -> Res {
    vm.own_or_none(vm.function(this).kwdefaults)
}
fn set_kwdefaults(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let value = value.filter(|&v| v != ids::NONE);
    if value.is_some_and(|v| vm.as_dict(v).is_none()) {
        return Err(vm.type_error("__kwdefaults__ must be set to a dict object"));
    }
    vm.incref_opt(value);
    let f = vm.function_mut(this);
    f.version = 0;
    let old = std::mem::replace(&mut f.kwdefaults, value);
    vm.decref_opt(old);
    Ok(())
}
fn name(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.own(vm.function(this).name))
}
fn set_name(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let Some(value) = value.filter(|&v| vm.as_str(v).is_some()) else {
        return Err(vm.type_error("__name__ must be set to a string object"));
    };
    vm.incref(value);
    let old = std::mem::replace(&mut vm.function_mut(this).name, value);
    vm.decref(old);
    Ok(())
}
fn qualname(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.own(vm.function(this).qualname))
}
fn set_qualname(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let Some(value) = value.filter(|&v| vm.as_str(v).is_some()) else {
        return Err(vm.type_error("__qualname__ must be set to a string object"));
    };
    vm.incref(value);
    let old = std::mem::replace(&mut vm.function_mut(this).qualname, value);
    vm.decref(old);
    Ok(())
}
fn doc(vm: &mut Vm, this: ObjId) -> Res {
    Ok(vm.own(vm.function(this).doc))
}
fn set_doc(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let value = value.unwrap_or(ids::NONE);
    vm.incref(value);
    let old = std::mem::replace(&mut vm.function_mut(this).doc, value);
    vm.decref(old);
    Ok(())
}
fn module(vm: &mut Vm, this: ObjId) -> Res {
    vm.own_or_none(vm.function(this).module)
}
fn set_module(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    vm.incref_opt(value);
    let old = std::mem::replace(&mut vm.function_mut(this).module, value);
    vm.decref_opt(old);
    Ok(())
}
fn annotations(vm: &mut Vm, this: ObjId) -> Res {
    let Some(stored) = vm.function(this).annotations else {
        let dict = vm.new_dict();
        vm.own_also(&dict);
        vm.function_mut(this).annotations = Some(dict.id());
        return Ok(dict);
    };
    // The compiler hands over a flat tuple of names and values; it becomes a dict when asked for.
    let Some(flat) = vm.as_tuple(stored).map(<[ObjId]>::to_vec) else { return Ok(vm.own(stored)) };
    let dict = vm.new_dict();
    for pair in flat.chunks_exact(2) {
        vm.dict_set(dict.id(), pair[0], pair[1])?;
    }
    vm.own_also(&dict);
    vm.function_mut(this).annotations = Some(dict.id());
    vm.decref(stored);
    Ok(dict)
}
fn set_annotations(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let value = value.filter(|&v| v != ids::NONE);
    if value.is_some_and(|v| vm.as_dict(v).is_none()) {
        return Err(vm.type_error("__annotations__ must be set to a dict object"));
    }
    vm.incref_opt(value);
    let old = std::mem::replace(&mut vm.function_mut(this).annotations, value);
    vm.decref_opt(old);
    Ok(())
}
fn type_params(vm: &mut Vm, this: ObjId) -> Res {
    let params = vm.function(this).type_params.unwrap_or(ids::EMPTY_TUPLE);
    Ok(vm.own(params))
}
fn set_type_params(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let Some(value) = value.filter(|&v| vm.as_tuple(v).is_some()) else {
        return Err(vm.type_error("__type_params__ must be set to a tuple"));
    };
    vm.incref(value);
    let old = vm.function_mut(this).type_params.replace(value);
    vm.decref_opt(old);
    Ok(())
}
