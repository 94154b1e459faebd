//! `module`.

use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, names, types};
use crate::vm::native::{
    Args, NativeCall::*, NativeTable, Owner, attribute, constructor, member, method, wrapper,
};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::MODULE),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__getattribute__", One(getattribute)),
        method("__dir__", NoArgs(dir)),
        member("__dict__", dict, None),
        attribute("__annotations__", annotations, Some(set_annotations)),
    ],
};

/// The module's namespace, borrowed.
pub fn namespace(vm: &Vm, id: ObjId) -> ObjId {
    match *vm.payload(id).base() {
        Payload::Module { dict } => dict,
        ref other => unreachable!("{id:?} is no module but {other:?}"),
    }
}

fn new(vm: &mut Vm, class: ObjId, _: Args<'_>) -> Res {
    let dict = vm.new_dict().into_id();
    let module = vm.alloc(class, Payload::Module { dict });
    Ok(module)
}
fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("module", args, ["name", "doc"], 1, 2)?;
    let name = bound[0].unwrap_or(ids::NONE);
    if vm.as_str(name).is_none() {
        let message = format!("module() argument 'name' must be str, not {}", vm.argument_class(name));
        return Err(vm.type_error(message));
    }
    let dict = namespace(vm, this);
    vm.dict_set_name(dict, names::NAME, name)?;
    vm.dict_set_name(dict, names::DOC, bound[1].unwrap_or(ids::NONE))?;
    for name in [names::PACKAGE, names::LOADER, names::SPEC] {
        vm.dict_set_name(dict, name, ids::NONE)?;
    }
    Ok(vm.none())
}

fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let dict = namespace(vm, this);
    let name = vm.namespace_get(dict, names::NAME);
    let name = match name {
        Some(name) => vm.repr_text(name)?,
        None => "'?'".to_string(),
    };
    let text = match vm.namespace_get(dict, names::FILE) {
        Some(file) if vm.as_str(file).is_some() => format!("<module {name} from {}>", vm.repr_text(file)?),
        _ => match vm.namespace_get(dict, names::LOADER) {
            Some(ids::NONE) | None if vm.namespace_get(dict, names::SPEC).is_none_or(|s| s == ids::NONE) => {
                if vm.is_native_module(&vm.module_name_of(dict)) {
                    format!("<module {name} (built-in)>")
                } else {
                    format!("<module {name}>")
                }
            }
            _ => format!("<module {name} (built-in)>"),
        },
    };
    Ok(vm.new_str(&text))
}

fn getattribute(vm: &mut Vm, this: ObjId, name: ObjId) -> Res {
    let name = vm.attr_name(name)?;
    let result = vm.module_get_attr(this, name.id());
    vm.release(name);
    result
}
impl Vm {
    /// An attribute of a module: its namespace, then its `__getattr__`.
    pub fn module_get_attr(&mut self, this: ObjId, name: ObjId) -> Res {
        let ty = self.type_of(this);
        if let Some(descr) = self.lookup(ty, name) {
            if self.is_data_descriptor(descr) {
                return self.descr_get(descr, Some(this), ty);
            }
            if let Some(value) = self.dict_get_name(namespace(self, this), name)? {
                return Ok(self.own(value));
            }
            return self.descr_get(descr, Some(this), ty);
        }
        let dict = namespace(self, this);
        if let Some(value) = self.dict_get_name(dict, name)? {
            return Ok(self.own(value));
        }
        let getattr = self.intern("__getattr__");
        if let Some(function) = self.dict_get_name(dict, getattr)? {
            return self.call(function, &[name]);
        }
        if let Some(value) = self.late_sys_attribute(this, name)? {
            return Ok(value);
        }
        let text = self.str_lossy(name).into_owned();
        let message = match self.namespace_get(dict, names::NAME).and_then(|n| self.as_str(n)) {
            Some(module) => {
                let module = module.to_lossy().into_owned();
                if self.is_initializing(dict) {
                    format!(
                        "partially initialized module '{module}' has no attribute '{text}' (most likely due to a circular import)"
                    )
                } else {
                    format!("module '{module}' has no attribute '{text}'")
                }
            }
            None => format!("module has no attribute '{text}'"),
        };
        Err(self.attribute_error(message, this, name))
    }
}

fn dir(vm: &mut Vm, this: ObjId) -> Res {
    let shown = vm.get_attr(this, names::DICT)?;
    let is_dict = vm.as_dict(shown.id()).is_some();
    vm.release(shown);
    if !is_dict {
        return Err(vm.type_error("<module>.__dict__ is not a dictionary"));
    }
    let dict = namespace(vm, this);
    let name = vm.intern("__dir__");
    if let Some(function) = vm.dict_get_name(dict, name)? {
        return vm.call(function, &[]);
    }
    let keys: Vec<ObjId> = vm.as_dict(dict).map(|d| d.iter().map(|(k, _)| k).collect()).unwrap_or_default();
    keys.iter().for_each(|&k| vm.incref(k));
    Ok(vm.new_list(keys))
}
fn dict(vm: &mut Vm, this: ObjId) -> Res {
    let dict = namespace(vm, this);
    Ok(vm.own(dict))
}
fn annotations(vm: &mut Vm, this: ObjId) -> Res {
    let dict = namespace(vm, this);
    if let Some(found) = vm.namespace_get(dict, names::ANNOTATIONS) {
        return Ok(vm.own(found));
    }
    let fresh = vm.new_dict();
    vm.dict_set_name(dict, names::ANNOTATIONS, fresh.id())?;
    Ok(fresh)
}
fn set_annotations(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    let dict = namespace(vm, this);
    match value {
        Some(value) => vm.dict_set_name(dict, names::ANNOTATIONS, value),
        None => {
            if vm.dict_del(dict, names::ANNOTATIONS)? {
                return Ok(());
            }
            Err(vm.raise_with(types::ATTRIBUTE_ERROR, &[names::ANNOTATIONS]))
        }
    }
}
