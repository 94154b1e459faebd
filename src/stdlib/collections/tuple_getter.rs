//! `_tuplegetter`: the descriptors that named tuples' fields are.

use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, module_types as types, types as core};
use crate::types::support::Writer;
use crate::vm::native::{NativeCall::*, NativeTable, Owner, attribute, constructor, method, wrapper};
use crate::vm::{Args, Res, Unwind, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::TUPLE_GETTER),
    defs: &[
        constructor(new),
        wrapper("__get__", Pos(1, 2, get)),
        wrapper("__set__", Pos(2, 2, |vm, _, _| Err(refuse(vm, "can't set attribute")))),
        wrapper("__delete__", One(|vm, _, _| Err(refuse(vm, "can't delete attribute")))),
        wrapper("__repr__", NoArgs(repr)),
        method("__reduce__", NoArgs(reduce)),
        attribute(
            "__doc__",
            |vm, this| {
                let d = parts(vm, this).1;
                Ok(vm.own(d))
            },
            Some(set_doc),
        ),
    ],
};

/// The index and the documentation.
fn parts(vm: &Vm, this: ObjId) -> (i64, ObjId) {
    match vm.payload(this) {
        Payload::Record(fields) => {
            let index = fields[0].and_then(|i| vm.as_i64(i)).unwrap_or(0);
            (index, fields[1].unwrap_or(ids::NONE))
        }
        _ => (0, ids::NONE),
    }
}
fn new(vm: &mut Vm, class: ObjId, args: Args<'_>) -> Res {
    vm.only_positional(class, types::TUPLE_GETTER, args, 2, 2)?;
    let index = vm.word_argument(args.pos[0])?;
    let index = vm.new_int(index).into_id();
    vm.incref(args.pos[1]);
    Ok(vm.alloc(class, Payload::Record(Box::new([Some(index), Some(args.pos[1])]))))
}
fn get(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let (index, _) = parts(vm, this);
    let object = args[0];
    let Some(items) = vm.as_tuple(object) else {
        if object == ids::NONE {
            return Ok(vm.own(this));
        }
        let message = format!(
            "descriptor for index '{index}' for tuple subclasses doesn't apply to '{}' object",
            vm.class_name(object)
        );
        return Err(vm.type_error(message));
    };
    match usize::try_from(index).ok().and_then(|i| items.get(i).copied()) {
        Some(item) => Ok(vm.own(item)),
        None => Err(vm.index_error("tuple index out of range")),
    }
}
fn refuse(vm: &mut Vm, message: &str) -> Unwind {
    vm.raise(core::ATTRIBUTE_ERROR, message)
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let (index, doc) = parts(vm, this);
    let mut out = Writer::new(&format!("{}({index}, ", vm.short_type_name(vm.type_of(this))));
    out.push_repr(vm, doc)?;
    out.push(")");
    Ok(out.finish(vm))
}
fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let (index, doc) = parts(vm, this);
    let (index, doc, ty) = (vm.new_int(index), vm.own(doc), vm.own(vm.type_of(this)));
    let args = vm.pack(vec![index, doc]);
    Ok(vm.pack(vec![ty, args]))
}
fn set_doc(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    vm.incref_opt(value);
    if let Payload::Record(fields) = vm.payload_mut(this) {
        let old = std::mem::replace(&mut fields[1], value);
        vm.decref_opt(old);
    }
    Ok(())
}
