//! `types.SimpleNamespace`.

use super::object::{instance_dict, set_instance_dict};
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::types;
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, attribute, constructor, wrapper};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::SIMPLE_NAMESPACE),
    defs: &[
        constructor(|vm, class, _| Ok(vm.new_plain_instance(class))),
        wrapper("__init__", Full(init)),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__eq__", One(eq)),
        attribute("__dict__", instance_dict, Some(set_instance_dict)),
    ],
};

fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let dict = vm.materialize_dict(this);
    let mut result = match *args.pos {
        [] => Ok(()),
        [mapping] => vm.dict_update(dict.id(), mapping),
        _ => {
            let count = args.pos.len();
            let name = vm.class_name(this);
            let name = name.rsplit('.').next().unwrap_or_default();
            Err(vm.type_error(format!("{name} expected at most 1 argument, got {count}")))
        }
    };
    for &(name, value) in args.kw {
        if result.is_ok() {
            result = vm.dict_set(dict.id(), name, value);
        }
    }
    vm.release(dict);
    result?;
    Ok(vm.none())
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let class = vm.type_of(this);
    let title = if class == types::SIMPLE_NAMESPACE { "namespace".into() } else { vm.type_name(class) };
    let dict = vm.materialize_dict(this);
    let items: Vec<_> = vm.as_dict(dict.id()).map(|d| d.iter().collect()).unwrap_or_default();
    let mut parts = Vec::new();
    let mut result = Ok(());
    for (key, value) in items {
        match vm.repr_text(value) {
            Ok(value) => parts.push(format!("{}={value}", vm.str_lossy(key))),
            Err(e) => {
                result = Err(e);
                break;
            }
        }
    }
    vm.release(dict);
    result?;
    Ok(vm.new_str(&format!("{title}({})", parts.join(", "))))
}
fn eq(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    let both = vm.is_instance(other, types::SIMPLE_NAMESPACE) && !matches!(vm.payload(other), Payload::Plain);
    if !both {
        return Ok(vm.not_implemented());
    }
    let (a, b) = (vm.materialize_dict(this), vm.materialize_dict(other));
    let same = vm.equal(a.id(), b.id());
    vm.release(a);
    vm.release(b);
    Ok(vm.new_bool(same?))
}
