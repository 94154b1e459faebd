//! GenericAlias: `list[int]`.

use super::support::Writer;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, names, types};
use crate::object::{Iter, Payload};
use crate::vm::NativeCall::{Full, NoArgs, One};
use crate::vm::compare::op;
use crate::vm::native::{Owner, attribute, constructor, member, method, wrapper};
use crate::vm::{Args, NativeTable, Res, Vm};

/// Attributes of the alias itself; all others are the origin's.
const OWN: [&str; 12] = [
    "__class__",
    "__bases__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__copy__",
    "__deepcopy__",
];

/// Origin, arguments (a tuple), and whether it is unpacked (`*tuple[int]`).
fn parts(vm: &Vm, this: ObjId) -> (ObjId, ObjId, bool) {
    match *vm.payload(this).base() {
        Payload::GenericAlias { origin, args, starred } => (origin, args, starred),
        ref other => unreachable!("{this:?} is no generic alias but {other:?}"),
    }
}
fn make(vm: &mut Vm, cls: ObjId, origin: ObjId, args: ObjId, starred: bool) -> Owned {
    let args = if vm.as_tuple(args).is_some() { vm.own(args) } else { vm.tuple_of(&[args]) };
    vm.incref(origin);
    let payload = Payload::GenericAlias { origin, args: args.into_id(), starred };
    vm.new_instance_of(cls, types::GENERIC_ALIAS, payload)
}

fn new(vm: &mut Vm, cls: ObjId, args: Args<'_>) -> Res {
    vm.refuse_keywords("GenericAlias", args)?;
    vm.check_positional("GenericAlias", args, 2, 2)?;
    Ok(make(vm, cls, args.pos[0], args.pos[1], false))
}

fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let (origin, args, starred) = parts(vm, this);
    let mut out = Writer::new(if starred { "*" } else { "" });
    push_type(vm, &mut out, origin)?;
    out.push("[");
    let args = vm.sequence_items(args).to_vec();
    for (i, &arg) in args.iter().enumerate() {
        if i > 0 {
            out.push(", ");
        }
        if vm.type_of(arg) != types::LIST {
            push_type(vm, &mut out, arg)?;
            continue;
        }
        out.push("[");
        let mut place = 0;
        while let Some(&item) = vm.sequence_items(arg).get(place) {
            if place > 0 {
                out.push(", ");
            }
            push_type(vm, &mut out, item)?;
            place += 1;
        }
        out.push("]");
    }
    if args.is_empty() {
        out.push("()");
    }
    out.push("]");
    Ok(out.finish(vm))
}
/// A class by its full name, anything else by its repr.
fn push_type(vm: &mut Vm, out: &mut Writer, id: ObjId) -> Res<()> {
    if id == ids::ELLIPSIS {
        out.push("...");
        return Ok(());
    }
    let alias = has_attr(vm, id, "__origin__")? && has_attr(vm, id, "__args__")?;
    if alias {
        return out.push_repr(vm, id);
    }
    let Some(qualname) = vm.get_attr_optional(id, names::QUALNAME)? else { return out.push_repr(vm, id) };
    let result = push_qualified(vm, out, id, qualname.id());
    vm.release(qualname);
    result
}
fn push_qualified(vm: &mut Vm, out: &mut Writer, id: ObjId, qualname: ObjId) -> Res<()> {
    let module = match vm.get_attr_optional(id, names::MODULE)? {
        Some(module) if module.id() != ids::NONE => module,
        _ => return out.push_repr(vm, id),
    };
    let text = vm.str_text(module.id());
    vm.release(module);
    let text = text?;
    if text != "builtins" {
        out.push(&text);
        out.push(".");
    }
    out.push(&vm.str_text(qualname)?);
    Ok(())
}
fn has_attr(vm: &mut Vm, id: ObjId, name: &str) -> Res<bool> {
    let name = vm.intern(name);
    let found = vm.get_attr_optional(id, name)?;
    let there = found.is_some();
    vm.release_opt(found);
    Ok(there)
}

fn hash(vm: &mut Vm, this: ObjId) -> Res {
    let (origin, args, _) = parts(vm, this);
    let hash = vm.hash(origin)? ^ vm.hash(args)?;
    Ok(vm.new_int(hash))
}
fn compare(vm: &mut Vm, this: ObjId, other: ObjId, op: u32) -> Res {
    if !vm.is_instance(other, types::GENERIC_ALIAS) || !matches!(op, op::EQ | op::NE) {
        return Ok(vm.not_implemented());
    }
    let ((a, a_args, a_star), (b, b_args, b_star)) = (parts(vm, this), parts(vm, other));
    let equal = a_star == b_star && vm.equal(a, b)? && vm.compare_bool(op::EQ, a_args, b_args)?;
    Ok(vm.new_bool(equal == (op == op::EQ)))
}

fn getattribute(vm: &mut Vm, this: ObjId, name: ObjId) -> Res {
    if vm.as_str(name).is_some() && !OWN.contains(&&*vm.str_lossy(name)) {
        return vm.get_attr(parts(vm, this).0, name);
    }
    vm.generic_get_attr(this, name)
}

fn call(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let object = vm.call_with(parts(vm, this).0, args)?;
    let name = vm.intern("__orig_class__");
    if let Err(e) = vm.set_attr(object.id(), name, Some(this)) {
        let swallowed = vm.swallow(e, types::ATTRIBUTE_ERROR).or_else(|e| vm.swallow(e, types::TYPE_ERROR));
        if let Err(e) = swallowed {
            vm.release(object);
            return Err(e);
        }
    }
    Ok(object)
}

fn get_item(vm: &mut Vm, this: ObjId, item: ObjId) -> Res {
    let (origin, args, starred) = parts(vm, this);
    let parameters = vm.type_parameters(args)?;
    let new_args = vm.substitute_parameters(this, args, parameters.id(), item);
    vm.release(parameters);
    let new_args = new_args?;
    let alias = make(vm, types::GENERIC_ALIAS, origin, new_args.id(), starred);
    vm.release(new_args);
    Ok(alias)
}

/// Yields the alias once, unpacked: `*tuple[int]`.
fn iter(vm: &mut Vm, this: ObjId) -> Res {
    let (origin, args, _) = parts(vm, this);
    let starred = make(vm, types::GENERIC_ALIAS, origin, args, true);
    let seq = vm.new_tuple(vec![starred.into_id()]).into_id();
    let iter = Iter::Tuple { seq: Some(seq), index: 0 };
    Ok(vm.alloc(types::GENERIC_ALIAS_ITERATOR, Payload::Iter(Box::new(iter))))
}

fn mro_entries(vm: &mut Vm, this: ObjId, _bases: ObjId) -> Res {
    let origin = parts(vm, this).0;
    Ok(vm.tuple_of(&[origin]))
}
fn instancecheck(vm: &mut Vm, _this: ObjId, _object: ObjId) -> Res {
    Err(vm.type_error("isinstance() argument 2 cannot be a parameterized generic"))
}
fn subclasscheck(vm: &mut Vm, _this: ObjId, _class: ObjId) -> Res {
    Err(vm.type_error("issubclass() argument 2 cannot be a parameterized generic"))
}
fn reduce(vm: &mut Vm, this: ObjId) -> Res {
    let (origin, args, _) = parts(vm, this);
    let pair = vm.tuple_of(&[origin, args]);
    let ty = vm.type_of(this);
    vm.incref(ty);
    Ok(vm.new_tuple(vec![ty, pair.into_id()]))
}
fn unpacked_args(vm: &mut Vm, this: ObjId) -> Res {
    let (origin, args, starred) = parts(vm, this);
    Ok(vm.own(if starred && origin == types::TUPLE { args } else { ids::NONE }))
}

/// Objects that a substitution holds until it is done.
#[derive(Default)]
struct Held(Vec<Owned>);
impl Held {
    fn keep(&mut self, owned: Owned) -> ObjId {
        let id = owned.id();
        self.0.push(owned);
        id
    }
    fn release(self, vm: &mut Vm) {
        self.0.into_iter().for_each(|o| vm.release(o));
    }
}

impl Vm {
    /// The arguments of an alias with its type variables replaced by what is in the brackets, as a
    /// tuple: `dict[str, T][int]` gives `(str, int)`.
    pub fn substitute_parameters(&mut self, this: ObjId, args: ObjId, parameters: ObjId, item: ObjId) -> Res {
        let mut held = Held::default();
        let result = self.substitute(&mut held, this, args, parameters, item);
        let result = result.map(|new_args| self.tuple_of(&new_args));
        held.release(self);
        result
    }
    fn substitute(
        &mut self,
        held: &mut Held,
        this: ObjId,
        args: ObjId,
        parameters: ObjId,
        item: ObjId,
    ) -> Res<Vec<ObjId>> {
        let parameters = self.tuple_items(parameters).to_vec();
        if parameters.is_empty() {
            let message = format!("{} is not a generic class", self.repr_text(this)?);
            return Err(self.type_error(message));
        }
        let unpacked = self.unpack_items(held, item)?;
        let unpacked = self.tuple_of(&unpacked);
        let mut item = held.keep(unpacked);
        for &parameter in &parameters {
            let name = self.intern("__typing_prepare_subst__");
            let Some(prepare) = self.get_attr_optional(parameter, name)? else { continue };
            let prepare = held.keep(prepare);
            if prepare != ids::NONE {
                let wrapped =
                    if self.as_tuple(item).is_some() { self.own(item) } else { self.tuple_of(&[item]) };
                let wrapped = held.keep(wrapped);
                let prepared = self.call(prepare, &[this, wrapped])?;
                item = held.keep(prepared);
            }
        }
        let values = self.as_tuple(item).map_or(vec![item], <[ObjId]>::to_vec);
        if values.len() != parameters.len() {
            let message = format!(
                "Too {} arguments for {}; actual {}, expected {}",
                if values.len() > parameters.len() { "many" } else { "few" },
                self.repr_text(this)?,
                values.len(),
                parameters.len()
            );
            return Err(self.type_error(message));
        }
        let mut new_args = Vec::new();
        for arg in self.tuple_items(args).to_vec() {
            if self.is_type(arg) {
                new_args.push(arg);
                continue;
            }
            let unpack = self.truth_of_attr(arg, "__typing_is_unpacked_typevartuple__")?;
            let name = self.intern("__typing_subst__");
            let replaced = match self.get_attr_optional(arg, name)? {
                Some(subst) => {
                    let subst = held.keep(subst);
                    let place = parameters.iter().position(|&p| p == arg).unwrap_or(0);
                    self.call(subst, &[values[place]])?
                }
                None => self.substitute_inside(held, arg, &parameters, &values)?,
            };
            let replaced = held.keep(replaced);
            match self.as_tuple(replaced) {
                Some(items) if unpack => new_args.extend_from_slice(items),
                _ => new_args.push(replaced),
            }
        }
        Ok(new_args)
    }
    /// What is in the brackets, with unpacked tuples of known length opened.
    fn unpack_items(&mut self, held: &mut Held, item: ObjId) -> Res<Vec<ObjId>> {
        let mut out = Vec::new();
        for item in self.as_tuple(item).map_or(vec![item], <[ObjId]>::to_vec) {
            if !self.is_type(item) {
                let name = self.intern("__typing_unpacked_tuple_args__");
                if let Some(args) = self.get_attr_optional(item, name)? {
                    let args = held.keep(args);
                    if let Some(args) = self.as_tuple(args)
                        && args.last() != Some(&ids::ELLIPSIS)
                    {
                        out.extend_from_slice(args);
                        continue;
                    }
                }
            }
            out.push(item);
        }
        Ok(out)
    }
    /// An argument that is itself generic over some of the parameters.
    fn substitute_inside(
        &mut self,
        held: &mut Held,
        arg: ObjId,
        parameters: &[ObjId],
        values: &[ObjId],
    ) -> Res {
        let name = self.intern("__parameters__");
        let Some(own) = self.get_attr_optional(arg, name)? else { return Ok(self.own(arg)) };
        let own = held.keep(own);
        let own = self.as_tuple(own).map(<[ObjId]>::to_vec).unwrap_or_default();
        if own.is_empty() {
            return Ok(self.own(arg));
        }
        let mut keys = Vec::new();
        for parameter in own {
            match parameters.iter().position(|&p| p == parameter) {
                Some(place) => {
                    let value = values[place];
                    let many = self.slot_of(parameter, crate::object::typ::Slot::Iter).is_some();
                    match self.as_tuple(value) {
                        Some(items) if many => keys.extend_from_slice(items),
                        _ => keys.push(value),
                    }
                }
                None => keys.push(parameter),
            }
        }
        let keys = self.tuple_of(&keys);
        let result = self.get_item(arg, keys.id());
        self.release(keys);
        result
    }
    fn truth_of_attr(&mut self, id: ObjId, name: &str) -> Res<bool> {
        let name = self.intern(name);
        let Some(value) = self.get_attr_optional(id, name)? else { return Ok(false) };
        let truth = self.truth(value.id());
        self.release(value);
        truth
    }
}

/// The origin's names and those of the alias itself.
fn dir(vm: &mut Vm, this: ObjId) -> Res {
    let origin = parts(vm, this).0;
    let Some(method) = vm.lookup_special(origin, names::DIR) else { return Ok(vm.new_list(Vec::new())) };
    let listed = vm.call_bound(method, origin, &[])?;
    let found = vm.collect(listed.id());
    vm.release(listed);
    let list = found.map(|items| vm.new_list(items))?;
    for name in OWN.iter().filter(|n| !matches!(**n, "__class__" | "__bases__")) {
        let name = vm.intern(name);
        if !vm.contains(list.id(), name)? {
            let name = vm.own(name).into_id();
            if let Some(items) = vm.as_list_mut(list.id()) {
                items.push(name);
            }
        }
    }
    Ok(list)
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::GENERIC_ALIAS),
    defs: &[
        constructor(new),
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__hash__", NoArgs(hash)),
        wrapper("__call__", Full(call)),
        wrapper("__getattribute__", One(getattribute)),
        wrapper("__eq__", One(|vm, a, b| compare(vm, a, b, op::EQ))),
        wrapper("__ne__", One(|vm, a, b| compare(vm, a, b, op::NE))),
        wrapper("__lt__", One(|vm, a, b| compare(vm, a, b, op::LT))),
        wrapper("__le__", One(|vm, a, b| compare(vm, a, b, op::LE))),
        wrapper("__gt__", One(|vm, a, b| compare(vm, a, b, op::GT))),
        wrapper("__ge__", One(|vm, a, b| compare(vm, a, b, op::GE))),
        wrapper("__or__", One(|vm, a, b| vm.type_union(a, b))),
        wrapper("__ror__", One(|vm, b, a| vm.type_union(a, b))),
        wrapper("__getitem__", One(get_item)),
        wrapper("__iter__", NoArgs(iter)),
        method("__mro_entries__", One(mro_entries)),
        method("__instancecheck__", One(instancecheck)),
        method("__subclasscheck__", One(subclasscheck)),
        method("__reduce__", NoArgs(reduce)),
        method("__dir__", NoArgs(dir)),
        member("__origin__", |vm, this| Ok(vm.own(parts(vm, this).0)), None),
        member("__args__", |vm, this| Ok(vm.own(parts(vm, this).1)), None),
        member("__unpacked__", |vm, this| Ok(vm.new_bool(parts(vm, this).2)), None),
        attribute("__parameters__", |vm, this| vm.type_parameters(parts(vm, this).1), None),
        attribute("__typing_unpacked_tuple_args__", unpacked_args, None),
    ],
};
