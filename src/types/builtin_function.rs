//! Native functions and the descriptors that native methods, special methods and attributes of
//! built-in types are.

use super::support::unordered;
use crate::heap::ObjId;
use crate::object::ids::{self, types};
use crate::object::{NativeRef, Payload};
use crate::vm::native::{
    Args, NativeCall::*, NativeDef, NativeKind, NativeTable, Owner, attribute, member, method, wrapper,
};
use crate::vm::{Res, Vm};

macro_rules! descriptor_table {
    ($name:ident, $ty:ident, [$($extra:expr),*]) => {
        pub static $name: NativeTable = NativeTable {
            owner: Owner::Type(types::$ty),
            defs: &[
                wrapper("__repr__", NoArgs(repr)),
                attribute("__qualname__", qualname, None),
                attribute("__doc__", doc, None),
                $($extra),*
            ],
        };
    };
}

const CALL: NativeDef = wrapper("__call__", Full(call));
const GET: NativeDef = wrapper("__get__", Pos(1, 2, get));
const SET: NativeDef = wrapper("__set__", Pos(2, 2, set));
const DELETE: NativeDef = wrapper("__delete__", One(delete));
const OBJCLASS: NativeDef = member("__objclass__", objclass, None);
const NAME: NativeDef = attribute("__name__", name, None);
const MEMBER_NAME: NativeDef = member("__name__", name, None);
const REDUCE: NativeDef = method("__reduce__", NoArgs(reduce));
const SIGNATURE: NativeDef = attribute("__text_signature__", signature, None);

descriptor_table!(
    FUNCTION,
    BUILTIN_FUNCTION,
    [
        CALL,
        NAME,
        REDUCE,
        SIGNATURE,
        wrapper("__lt__", One(unordered)),
        wrapper("__le__", One(unordered)),
        wrapper("__gt__", One(unordered)),
        wrapper("__ge__", One(unordered)),
        wrapper("__eq__", One(eq)),
        wrapper("__ne__", One(ne)),
        wrapper("__hash__", NoArgs(hash)),
        attribute("__self__", this, None),
        member("__module__", module, None)
    ]
);
descriptor_table!(METHOD, METHOD_DESCRIPTOR, [CALL, GET, OBJCLASS, MEMBER_NAME, SIGNATURE, REDUCE]);
descriptor_table!(WRAPPER, WRAPPER_DESCRIPTOR, [CALL, GET, OBJCLASS, MEMBER_NAME, SIGNATURE, REDUCE]);
descriptor_table!(
    METHOD_WRAPPER,
    METHOD_WRAPPER,
    [
        CALL,
        NAME,
        REDUCE,
        SIGNATURE,
        attribute("__objclass__", objclass, None),
        wrapper("__eq__", One(eq)),
        wrapper("__ne__", One(ne)),
        wrapper("__hash__", NoArgs(hash)),
        wrapper("__lt__", One(unordered)),
        wrapper("__le__", One(unordered)),
        wrapper("__gt__", One(unordered)),
        wrapper("__ge__", One(unordered)),
        member("__self__", this, None)
    ]
);
descriptor_table!(CLASS_METHOD, CLASSMETHOD_DESCRIPTOR, [CALL, GET, OBJCLASS, MEMBER_NAME, SIGNATURE]);
descriptor_table!(GETSET, GETSET_DESCRIPTOR, [GET, SET, DELETE, OBJCLASS, MEMBER_NAME]);
descriptor_table!(MEMBER, MEMBER_DESCRIPTOR, [GET, SET, DELETE, OBJCLASS, MEMBER_NAME, REDUCE]);

enum Parts {
    Native { native: NativeRef, this: Option<ObjId> },
    Descriptor { native: NativeRef, owner: ObjId },
    Member { name: ObjId, owner: ObjId },
}
fn parts(vm: &Vm, id: ObjId) -> Parts {
    match *vm.payload(id) {
        Payload::Native { native, this } => Parts::Native { native, this },
        Payload::Descriptor { native, owner, .. } => Parts::Descriptor { native, owner },
        Payload::Member { name, owner, .. } => Parts::Member { name, owner },
        ref other => unreachable!("{id:?} is no native but {other:?}"),
    }
}
fn text_name(vm: &Vm, id: ObjId) -> String {
    match parts(vm, id) {
        Parts::Native { native, .. } | Parts::Descriptor { native, .. } => vm.native(native).name.to_string(),
        Parts::Member { name, .. } => vm.str_lossy(name).into_owned(),
    }
}

fn repr(vm: &mut Vm, id: ObjId) -> Res {
    let name = text_name(vm, id);
    let text = match parts(vm, id) {
        Parts::Native { native, this } => {
            let wrapper = matches!(vm.native(native).kind, NativeKind::Wrapper | NativeKind::Sequence);
            match this {
                Some(this) if wrapper => {
                    let class = vm.class_name(this);
                    format!("<method-wrapper '{name}' of {class} object at {}>", vm.address_text(this))
                }
                Some(this) if !matches!(vm.payload(this), Payload::Module { .. }) => {
                    let class = vm.class_name(this);
                    format!("<built-in method {name} of {class} object at {}>", vm.address_text(this))
                }
                _ => format!("<built-in function {name}>"),
            }
        }
        Parts::Descriptor { native, owner } => {
            let owner_name = vm.type_name(owner);
            match vm.native(native).kind {
                NativeKind::Wrapper | NativeKind::Sequence => {
                    format!("<slot wrapper '{name}' of '{owner_name}' objects>")
                }
                NativeKind::Attribute => format!("<attribute '{name}' of '{owner_name}' objects>"),
                NativeKind::Member => format!("<member '{name}' of '{owner_name}' objects>"),
                _ => format!("<method '{name}' of '{owner_name}' objects>"),
            }
        }
        Parts::Member { owner, .. } => format!("<member '{name}' of '{}' objects>", vm.type_name(owner)),
    };
    Ok(vm.new_str(&text))
}
fn name(vm: &mut Vm, id: ObjId) -> Res {
    // Only a descriptor keeps its name; others make it each time.
    if let Payload::Descriptor { name, .. } = *vm.payload(id) {
        return Ok(vm.own(name));
    }
    let name = text_name(vm, id);
    Ok(vm.new_str(&name))
}
/// The class that a bound special method was found in.
fn wrapped_owner(vm: &Vm, native: NativeRef, this: ObjId) -> ObjId {
    let ty = vm.type_of(this);
    let mro = vm.tuple_items(vm.type_obj(ty).mro);
    let found = mro.iter().copied().find(|&class| {
        let entries = vm.as_dict(vm.type_obj(class).dict).into_iter().flat_map(|d| d.iter());
        entries.into_iter().any(|(_, value)| {
            matches!(*vm.payload(value), Payload::Descriptor { native: n, owner, .. } if n == native && owner == class)
        })
    });
    found.unwrap_or(ty)
}
fn qualname(vm: &mut Vm, id: ObjId) -> Res {
    let name = text_name(vm, id);
    let owner = match parts(vm, id) {
        Parts::Native { native, this: Some(this) } if vm.type_of(id) == types::METHOD_WRAPPER => {
            let owner = wrapped_owner(vm, native, this);
            Some(vm.type_obj(owner).qualname)
        }
        Parts::Native { this: Some(this), .. } => match vm.payload(this) {
            Payload::Module { .. } => None,
            Payload::Type(t) => Some(t.qualname),
            _ => Some(vm.type_obj(vm.type_of(this)).qualname),
        },
        Parts::Native { .. } => None,
        Parts::Descriptor { owner, .. } | Parts::Member { owner, .. } => Some(vm.type_obj(owner).qualname),
    };
    let text = match owner {
        Some(owner) => format!("{}.{name}", vm.str_lossy(owner)),
        None => name,
    };
    Ok(vm.new_str(&text))
}
/// The name under which `docs` knows a native.
fn title(vm: &mut Vm, id: ObjId) -> String {
    let owner = match parts(vm, id) {
        Parts::Native { native, this } => match vm.native_owner(native) {
            Owner::Module(module) => return format!("{module}:{}", vm.native(native).name),
            Owner::Type(_) if vm.native(native).kind == NativeKind::New => this.unwrap_or(types::OBJECT),
            Owner::Type(owner) => owner,
            Owner::Hidden => return String::new(),
        },
        Parts::Descriptor { owner, .. } | Parts::Member { owner, .. } => owner,
    };
    if vm.type_obj(owner).heap {
        return String::new();
    }
    format!("{}.{}", vm.full_type_name(owner), text_name(vm, id))
}
fn doc(vm: &mut Vm, id: ObjId) -> Res {
    let title = title(vm, id);
    match super::docs::doc(&title) {
        Some(doc) => Ok(vm.new_str(&doc)),
        None => Ok(vm.none()),
    }
}
fn signature(vm: &mut Vm, id: ObjId) -> Res {
    let title = title(vm, id);
    match super::docs::signature(&title) {
        Some(signature) => Ok(vm.new_str(&signature)),
        None => Ok(vm.none()),
    }
}
/// How to find it again: its name, or `getattr` with its owner and name.
fn reduce(vm: &mut Vm, id: ObjId) -> Res {
    let name = text_name(vm, id);
    let name = vm.intern(&name);
    let owner = match parts(vm, id) {
        Parts::Native { this: Some(this), .. } if !matches!(vm.payload(this), Payload::Module { .. }) => this,
        Parts::Native { .. } => return Ok(vm.own(name)),
        Parts::Descriptor { owner, .. } | Parts::Member { owner, .. } => owner,
    };
    let key = vm.intern("getattr");
    let getattr = vm.namespace_get(vm.state.builtins, key).unwrap_or(ids::NONE);
    let args = vm.tuple_of(&[owner, name]);
    let result = vm.tuple_of(&[getattr, args.id()]);
    vm.release(args);
    Ok(result)
}
fn this(vm: &mut Vm, id: ObjId) -> Res {
    match parts(vm, id) {
        Parts::Native { this: Some(this), .. } => Ok(vm.own(this)),
        // A function of a module is bound to that.
        Parts::Native { native, .. } => {
            let Owner::Module(name) = vm.native_owner(native) else { return Ok(vm.none()) };
            let name = vm.intern(name);
            let module = vm.namespace_get(vm.state.modules, name).unwrap_or(ids::NONE);
            Ok(vm.own(module))
        }
        _ => Ok(vm.none()),
    }
}
fn module(vm: &mut Vm, id: ObjId) -> Res {
    let Parts::Native { native, .. } = parts(vm, id) else { return Ok(vm.none()) };
    match vm.native_owner(native) {
        Owner::Module(module) => {
            let module = vm.intern(module);
            Ok(vm.own(module))
        }
        _ => Ok(vm.none()),
    }
}
fn objclass(vm: &mut Vm, id: ObjId) -> Res {
    match parts(vm, id) {
        Parts::Descriptor { owner, .. } | Parts::Member { owner, .. } => Ok(vm.own(owner)),
        Parts::Native { native, .. } => match vm.native_owner(native) {
            Owner::Type(owner) => Ok(vm.own(owner)),
            _ => {
                let name = vm.intern("__objclass__");
                Err(vm.no_attribute(id, name))
            }
        },
    }
}
fn call(vm: &mut Vm, id: ObjId, args: Args<'_>) -> Res {
    vm.call_with(id, args)
}
fn get(vm: &mut Vm, id: ObjId, args: &[ObjId]) -> Res {
    let (this, class) = (args[0], args.get(1).copied().unwrap_or(ids::NONE));
    if this == ids::NONE && class == ids::NONE {
        return Err(vm.type_error("__get__(None, None) is invalid"));
    }
    let class = if class == ids::NONE { vm.type_of(this) } else { class };
    // None itself has methods: `None.__repr__` is got through the instance None.
    let through = (this != ids::NONE || class == types::NONE_TYPE).then_some(this);
    vm.descr_get(id, through, class)
}
fn set(vm: &mut Vm, id: ObjId, args: &[ObjId]) -> Res {
    store(vm, id, args[0], Some(args[1]))
}
fn delete(vm: &mut Vm, id: ObjId, instance: ObjId) -> Res {
    store(vm, id, instance, None)
}
fn store(vm: &mut Vm, id: ObjId, instance: ObjId, value: Option<ObjId>) -> Res {
    let (Parts::Descriptor { owner, .. } | Parts::Member { owner, .. }) = parts(vm, id) else {
        return Ok(vm.none());
    };
    if !vm.is_instance(instance, owner) {
        let message = format!(
            "descriptor '{}' for '{}' objects doesn't apply to a '{}' object",
            text_name(vm, id),
            vm.type_name(owner),
            vm.class_name(instance)
        );
        return Err(vm.type_error(message));
    }
    let name = text_name(vm, id);
    let name = vm.intern(&name);
    vm.descr_set(id, instance, name, value)?;
    Ok(vm.none())
}
fn same(vm: &Vm, id: ObjId, other: ObjId) -> Option<bool> {
    let Payload::Native { native: n2, this: t2 } = *vm.payload(other) else { return None };
    match parts(vm, id) {
        Parts::Native { native, this } => Some(native == n2 && this == t2),
        _ => None,
    }
}
fn eq(vm: &mut Vm, id: ObjId, other: ObjId) -> Res {
    Ok(match same(vm, id, other) {
        Some(yes) => vm.new_bool(yes),
        None => vm.not_implemented(),
    })
}
fn ne(vm: &mut Vm, id: ObjId, other: ObjId) -> Res {
    Ok(match same(vm, id, other) {
        Some(yes) => vm.new_bool(!yes),
        None => vm.not_implemented(),
    })
}
fn hash(vm: &mut Vm, id: ObjId) -> Res {
    let hash = match parts(vm, id) {
        Parts::Native { native, this } => {
            let this = this.map_or(0, |t| vm.identity_hash(t));
            this ^ (i64::from(native.table) << 32 | i64::from(native.row) << 4)
        }
        _ => vm.identity_hash(id),
    };
    Ok(vm.new_int(hash))
}
