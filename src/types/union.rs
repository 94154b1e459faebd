//! `types.UnionType`: `int | str`.

use super::support::unordered;
use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{self, types};
use crate::vm::native::{NativeCall::*, NativeTable, Owner, attribute, member, wrapper};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::UNION_TYPE),
    defs: &[
        wrapper("__repr__", NoArgs(repr)),
        wrapper("__hash__", NoArgs(hash)),
        wrapper("__eq__", One(eq)),
        wrapper("__ne__", One(ne)),
        wrapper("__lt__", One(unordered)),
        wrapper("__le__", One(unordered)),
        wrapper("__gt__", One(unordered)),
        wrapper("__ge__", One(unordered)),
        wrapper("__getitem__", One(get_item)),
        wrapper("__or__", One(|vm, this, other| vm.type_union(this, other))),
        wrapper("__ror__", One(|vm, this, other| vm.type_union(other, this))),
        member("__args__", args, None),
        attribute("__parameters__", parameters, None),
    ],
};

impl Vm {
    /// `a | b` between types; NotImplemented where one is no type.
    pub fn type_union(&mut self, a: ObjId, b: ObjId) -> Res {
        let mut parts: Vec<ObjId> = Vec::new();
        for side in [a, b] {
            let members = match *self.payload(side).base() {
                Payload::Union(args) => self.tuple_items(args).to_vec(),
                Payload::GenericAlias { .. } => vec![side],
                _ if side == ids::NONE => vec![types::NONE_TYPE],
                _ if self.is_type(side) || self.type_of(side) == types::TYPE_ALIAS_TYPE => vec![side],
                _ => return Ok(self.not_implemented()),
            };
            for member in members {
                let mut seen = false;
                for &p in &parts {
                    seen = seen || self.equal(p, member)?;
                }
                if !seen {
                    parts.push(member);
                }
            }
        }
        if let [one] = parts[..] {
            return Ok(self.own(one));
        }
        let args = self.tuple_of(&parts).into_id();
        Ok(self.alloc(types::UNION_TYPE, Payload::Union(args)))
    }
    /// A type as `int | str` and `list[int]` show it.
    pub fn type_repr(&mut self, id: ObjId) -> Res<String> {
        match id {
            ids::ELLIPSIS => return Ok("...".into()),
            types::NONE_TYPE => return Ok("None".into()),
            _ => {}
        }
        if self.is_type(id) {
            return Ok(self.full_type_name(id));
        }
        self.repr_text(id)
    }
}

fn members(vm: &Vm, this: ObjId) -> (ObjId, Vec<ObjId>) {
    match *vm.payload(this) {
        Payload::Union(args) => (args, vm.tuple_items(args).to_vec()),
        ref other => unreachable!("{this:?} is no union but {other:?}"),
    }
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let mut texts = Vec::new();
    for member in members(vm, this).1 {
        texts.push(vm.type_repr(member)?);
    }
    Ok(vm.new_str(&texts.join(" | ")))
}
/// The hash of the set of members.
fn hash(vm: &mut Vm, this: ObjId) -> Res {
    let mut hash = 0i64;
    for member in members(vm, this).1 {
        hash ^= vm.hash(member)?;
    }
    Ok(vm.new_int(hash))
}
fn eq(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    if !matches!(vm.payload(other), Payload::Union(_)) {
        return Ok(vm.not_implemented());
    }
    let (a, b) = (members(vm, this).1, members(vm, other).1);
    if a.len() != b.len() {
        return Ok(vm.new_bool(false));
    }
    for &x in &a {
        let mut found = false;
        for &y in &b {
            found = found || vm.equal(x, y)?;
        }
        if !found {
            return Ok(vm.new_bool(false));
        }
    }
    Ok(vm.new_bool(true))
}
fn ne(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    let same = eq(vm, this, other)?;
    if same.id() == ids::NOT_IMPLEMENTED {
        return Ok(same);
    }
    let differs = same.id() != ids::TRUE;
    vm.release(same);
    Ok(vm.new_bool(differs))
}
/// Puts types in the place of the type variables: the union of what comes of each member.
fn get_item(vm: &mut Vm, this: ObjId, item: ObjId) -> Res {
    /// `BINARY_OP`'s operand for `|`.
    const OR: u32 = 7;
    let (args, _) = members(vm, this);
    let parameters = vm.type_parameters(args)?;
    let changed = vm.substitute_parameters(this, args, parameters.id(), item);
    vm.release(parameters);
    let changed = changed?;
    let items = vm.tuple_items(changed.id()).to_vec();
    let mut union: Option<Owned> = None;
    for item in items {
        let next = match &union {
            None => vm.own(item),
            Some(left) => vm.binary(OR, left.id(), item)?,
        };
        vm.release_opt(union.replace(next));
    }
    vm.release(changed);
    Ok(union.unwrap_or_else(|| vm.none()))
}
fn args(vm: &mut Vm, this: ObjId) -> Res {
    let (args, _) = members(vm, this);
    Ok(vm.own(args))
}
fn parameters(vm: &mut Vm, this: ObjId) -> Res {
    let (args, _) = members(vm, this);
    vm.type_parameters(args)
}

impl Vm {
    /// The type variables among a tuple of types, each once, as a tuple.
    pub fn type_parameters(&mut self, args: ObjId) -> Res {
        let mut found: Vec<ObjId> = Vec::new();
        let mut held = Vec::new();
        for arg in self.tuple_items(args).to_vec() {
            if [types::TYPE_VAR, types::PARAM_SPEC, types::TYPE_VAR_TUPLE].contains(&self.type_of(arg)) {
                if !found.contains(&arg) {
                    found.push(arg);
                }
            } else if !self.is_type(arg) {
                let name = self.intern("__parameters__");
                if let Some(nested) = self.get_attr_optional(arg, name)? {
                    for &p in self.as_tuple(nested.id()).unwrap_or_default() {
                        if !found.contains(&p) {
                            found.push(p);
                        }
                    }
                    held.push(nested);
                }
            }
        }
        let tuple = self.tuple_of(&found);
        held.into_iter().for_each(|h| self.release(h));
        Ok(tuple)
    }
}
