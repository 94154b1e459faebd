//! `TypeVar`, `ParamSpec`, `TypeVarTuple` and `TypeAliasType`: what `def f[T]`, `class C[T]` and
//! `type A[T] = …` make. Bounds, constraints, defaults and values are evaluated when asked for.

use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, names, types};
use crate::vm::binary::op::ADD;
use crate::vm::native::{
    Args, NativeCall::*, NativeDef, NativeTable, Owner, attribute, constructor, member, method, wrapper,
};
use crate::vm::{Res, Vm};

/// Fields of a type parameter. What is not evaluated yet is a function at the first place, and its
/// value afterwards at the second.
mod field {
    pub const NAME: usize = 0;
    pub const BOUND: (usize, usize) = (1, 4);
    pub const CONSTRAINTS: (usize, usize) = (2, 5);
    pub const DEFAULT: (usize, usize) = (3, 6);
    /// A small int: see [`super::variance`]; none for a parameter that the compiler made.
    pub const VARIANCE: usize = 7;
    pub const MODULE: usize = 8;
    pub const COUNT: usize = 9;
    /// Fields of an alias; its name is the first, too.
    pub const PARAMS: usize = 1;
    pub const VALUE: (usize, usize) = (2, 3);
    pub const ALIAS_MODULE: usize = 4;
    pub const ALIAS_COUNT: usize = 5;
}
mod variance {
    pub const COVARIANT: i64 = 1;
    pub const CONTRAVARIANT: i64 = 2;
    pub const INFERRED: i64 = 4;
}

const NAME: NativeDef = member("__name__", |vm, this| get(vm, this, field::NAME), None);
const REPR: NativeDef = wrapper("__repr__", NoArgs(repr));
const REDUCE: NativeDef = method("__reduce__", NoArgs(|vm, this| get(vm, this, field::NAME)));
const MRO_ENTRIES: NativeDef = method("__mro_entries__", One(mro_entries));
const HAS_DEFAULT: NativeDef = method("has_default", NoArgs(has_default));
const DEFAULT: NativeDef = attribute("__default__", default, None);
const SUBST: NativeDef = method("__typing_subst__", One(subst));
const PREPARE: NativeDef = method("__typing_prepare_subst__", Pos(2, 2, prepare_subst));
const MODULE: NativeDef = attribute("__module__", module, Some(set_module));
const OR: NativeDef = wrapper("__or__", One(|vm, a, b| in_typing(vm, "_make_union", &[a, b])));
const ROR: NativeDef = wrapper("__ror__", One(|vm, b, a| in_typing(vm, "_make_union", &[a, b])));

macro_rules! flag {
    ($name:literal, $bit:expr) => {
        member($name, |vm, this| Ok(vm.new_bool(flags(vm, this) & $bit != 0)), None)
    };
}

pub static TYPE_VAR: NativeTable = NativeTable {
    owner: Owner::Type(types::TYPE_VAR),
    defs: &[
        constructor(new_type_var),
        NAME,
        REPR,
        REDUCE,
        MRO_ENTRIES,
        HAS_DEFAULT,
        DEFAULT,
        SUBST,
        PREPARE,
        MODULE,
        OR,
        ROR,
        attribute("__bound__", |vm, this| value(vm, this, field::BOUND, ids::NONE), None),
        attribute("__constraints__", |vm, this| value(vm, this, field::CONSTRAINTS, ids::EMPTY_TUPLE), None),
        flag!("__covariant__", variance::COVARIANT),
        flag!("__contravariant__", variance::CONTRAVARIANT),
        flag!("__infer_variance__", variance::INFERRED),
    ],
};
pub static PARAM_SPEC: NativeTable = NativeTable {
    owner: Owner::Type(types::PARAM_SPEC),
    defs: &[
        constructor(new_param_spec),
        NAME,
        REPR,
        REDUCE,
        MRO_ENTRIES,
        HAS_DEFAULT,
        DEFAULT,
        SUBST,
        PREPARE,
        MODULE,
        OR,
        ROR,
        member("__bound__", |vm, this| value(vm, this, field::BOUND, ids::NONE), None),
        flag!("__covariant__", variance::COVARIANT),
        flag!("__contravariant__", variance::CONTRAVARIANT),
        flag!("__infer_variance__", variance::INFERRED),
        attribute("args", |vm, this| Ok(part(vm, this, types::PARAM_SPEC_ARGS)), None),
        attribute("kwargs", |vm, this| Ok(part(vm, this, types::PARAM_SPEC_KWARGS)), None),
    ],
};
pub static TYPE_VAR_TUPLE: NativeTable = NativeTable {
    owner: Owner::Type(types::TYPE_VAR_TUPLE),
    defs: &[
        constructor(new_type_var_tuple),
        NAME,
        REPR,
        REDUCE,
        MRO_ENTRIES,
        HAS_DEFAULT,
        DEFAULT,
        MODULE,
        PREPARE,
        method("__typing_subst__", One(no_subst)),
        wrapper("__iter__", NoArgs(unpacked)),
    ],
};
macro_rules! spec_part {
    ($name:ident, $ty:ident) => {
        pub static $name: NativeTable = NativeTable {
            owner: Owner::Type(types::$ty),
            defs: &[
                wrapper("__repr__", NoArgs(part_repr)),
                wrapper("__eq__", One(part_eq)),
                member("__origin__", |vm, this| get(vm, this, 0), None),
                MRO_ENTRIES,
            ],
        };
    };
}
spec_part!(PARAM_SPEC_ARGS, PARAM_SPEC_ARGS);
spec_part!(PARAM_SPEC_KWARGS, PARAM_SPEC_KWARGS);
pub static NO_DEFAULT: NativeTable = NativeTable {
    owner: Owner::Type(types::NO_DEFAULT_TYPE),
    defs: &[
        constructor(no_default),
        wrapper("__repr__", NoArgs(|vm, _| Ok(vm.new_str("typing.NoDefault")))),
        method("__reduce__", NoArgs(|vm, _| Ok(vm.new_str("NoDefault")))),
    ],
};
pub static ALIAS: NativeTable = NativeTable {
    owner: Owner::Type(types::TYPE_ALIAS_TYPE),
    defs: &[
        constructor(new_alias),
        NAME,
        wrapper("__repr__", NoArgs(|vm, this| get(vm, this, field::NAME))),
        REDUCE,
        wrapper("__getitem__", One(subscribe)),
        wrapper("__or__", One(|vm, a, b| vm.type_union(a, b))),
        wrapper("__ror__", One(|vm, b, a| vm.type_union(a, b))),
        attribute("__value__", |vm, this| value(vm, this, field::VALUE, ids::NONE), None),
        attribute("__type_params__", |vm, this| Ok(params(vm, this)), None),
        attribute("__parameters__", parameters, None),
        attribute("__module__", alias_module, None),
    ],
};

fn at(vm: &Vm, this: ObjId, index: usize) -> Option<ObjId> {
    match vm.payload(this) {
        Payload::Record(fields) => fields.get(index).copied().flatten(),
        _ => None,
    }
}
fn get(vm: &mut Vm, this: ObjId, index: usize) -> Res {
    Ok(vm.own(at(vm, this, index).unwrap_or(ids::NONE)))
}
/// A field's value, evaluated once.
fn value(vm: &mut Vm, this: ObjId, (function, place): (usize, usize), absent: ObjId) -> Res {
    if let Some(known) = at(vm, this, place) {
        return Ok(vm.own(known));
    }
    let Some(evaluate) = at(vm, this, function) else { return Ok(vm.own(absent)) };
    let value = vm.call(evaluate, &[])?;
    vm.own_also(&value);
    if let Payload::Record(fields) = vm.payload_mut(this) {
        let old = fields[place].replace(value.id());
        vm.decref_opt(old);
    }
    Ok(value)
}
fn flags(vm: &Vm, this: ObjId) -> i64 {
    at(vm, this, field::VARIANCE).and_then(|v| vm.as_i64(v)).unwrap_or(variance::INFERRED)
}
fn repr(vm: &mut Vm, this: ObjId) -> Res {
    let flags = flags(vm, this);
    let sign = match () {
        _ if vm.type_of(this) == types::TYPE_VAR_TUPLE || flags & variance::INFERRED != 0 => "",
        _ if flags & variance::COVARIANT != 0 => "+",
        _ if flags & variance::CONTRAVARIANT != 0 => "-",
        _ => "~",
    };
    let name = at(vm, this, field::NAME).map_or(String::new(), |n| vm.str_lossy(n).into_owned());
    Ok(vm.new_str(&format!("{sign}{name}")))
}
fn mro_entries(vm: &mut Vm, this: ObjId, _: ObjId) -> Res {
    let class = vm.type_of(this);
    let message = format!("Cannot subclass an instance of {}", vm.type_name(class));
    Err(vm.type_error(message))
}
fn default(vm: &mut Vm, this: ObjId) -> Res {
    value(vm, this, field::DEFAULT, ids::NO_DEFAULT)
}
fn has_default(vm: &mut Vm, this: ObjId) -> Res {
    let value = at(vm, this, field::DEFAULT.1).filter(|&d| d != ids::NO_DEFAULT);
    let has = value.is_some() || at(vm, this, field::DEFAULT.0).is_some();
    Ok(vm.new_bool(has))
}
fn module(vm: &mut Vm, this: ObjId) -> Res {
    match at(vm, this, field::MODULE) {
        Some(module) => Ok(vm.own(module)),
        None => Ok(vm.new_str("typing")),
    }
}
fn set_module(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res<()> {
    vm.incref_opt(value);
    if let Payload::Record(fields) = vm.payload_mut(this) {
        let old = std::mem::replace(&mut fields[field::MODULE], value);
        vm.decref_opt(old);
    }
    Ok(())
}
/// Calls a function of `typing`.
fn in_typing(vm: &mut Vm, function: &str, args: &[ObjId]) -> Res {
    let name = vm.intern("typing");
    let typing = vm.import_name(name, vm.state.builtins, ids::NONE, 0)?;
    let function = vm.get_attr_str(typing.id(), function);
    vm.release(typing);
    let function = function?;
    let result = vm.call(function.id(), args);
    vm.release(function);
    result
}
fn subst(vm: &mut Vm, this: ObjId, arg: ObjId) -> Res {
    let function = if vm.type_of(this) == types::TYPE_VAR { "_typevar_subst" } else { "_paramspec_subst" };
    in_typing(vm, function, &[this, arg])
}
/// `T.__typing_prepare_subst__(alias, args)`: the arguments with the defaults that are missing.
fn prepare_subst(vm: &mut Vm, this: ObjId, given: &[ObjId]) -> Res {
    let &[alias, args] = given else { return Ok(vm.none()) };
    match vm.type_of(this) {
        types::TYPE_VAR => type_var_prepare(vm, this, alias, args),
        types::PARAM_SPEC => in_typing(vm, "_paramspec_prepare_subst", &[this, alias, args]),
        _ => in_typing(vm, "_typevartuple_prepare_subst", &[this, alias, args]),
    }
}
fn type_var_prepare(vm: &mut Vm, this: ObjId, alias: ObjId, args: ObjId) -> Res {
    let params = vm.get_attr_str(alias, "__parameters__")?;
    let listed = vm.collect(params.id());
    vm.release(params);
    let listed = listed?;
    let index = listed.iter().position(|&p| p == this);
    vm.decref_all(listed);
    let Some(index) = index else {
        return Err(vm.value_error("tuple.index(x): x not in tuple"));
    };
    let count = vm.len(args)?;
    if index < count {
        return Ok(vm.own(args));
    }
    if index == count {
        let default = default(vm, this)?;
        if default.id() != ids::NO_DEFAULT {
            let rest = vm.tuple_of(&[default.id()]);
            vm.release(default);
            let all = vm.binary(ADD, args, rest.id());
            vm.release(rest);
            return all;
        }
        vm.release(default);
    }
    let alias = vm.str_text(alias)?;
    let message = format!("Too few arguments for {alias}; actual {}, expected at least {}", count, index + 1);
    Err(vm.type_error(message))
}
fn no_subst(vm: &mut Vm, _: ObjId, _: ObjId) -> Res {
    Err(vm.type_error("Substitution of bare TypeVarTuple is not supported"))
}
/// `*Ts`: one item, `Unpack[Ts]`.
fn unpacked(vm: &mut Vm, this: ObjId) -> Res {
    let item = unpack(vm, this)?;
    let tuple = vm.new_tuple(vec![item.into_id()]);
    let iter = vm.iter(tuple.id());
    vm.release(tuple);
    iter
}
fn unpack(vm: &mut Vm, this: ObjId) -> Res {
    let name = vm.intern("typing");
    let typing = vm.import_name(name, vm.state.builtins, ids::NONE, 0)?;
    let unpack = vm.get_attr_str(typing.id(), "Unpack");
    vm.release(typing);
    let unpack = unpack?;
    let result = vm.get_item(unpack.id(), this);
    vm.release(unpack);
    result
}
fn part(vm: &mut Vm, this: ObjId, ty: ObjId) -> crate::heap::Owned {
    vm.incref(this);
    vm.alloc(ty, Payload::Record(Box::new([Some(this)])))
}
fn part_repr(vm: &mut Vm, this: ObjId) -> Res {
    let word = if vm.type_of(this) == types::PARAM_SPEC_ARGS { "args" } else { "kwargs" };
    let origin = at(vm, this, 0).unwrap_or(ids::NONE);
    let name = match vm.type_of(origin) {
        types::PARAM_SPEC => {
            at(vm, origin, field::NAME).map_or(String::new(), |n| vm.str_lossy(n).into_owned())
        }
        _ => vm.repr_text(origin)?,
    };
    Ok(vm.new_str(&format!("{name}.{word}")))
}
fn part_eq(vm: &mut Vm, this: ObjId, other: ObjId) -> Res {
    if vm.type_of(this) != vm.type_of(other) {
        return Ok(vm.not_implemented());
    }
    let (a, b) = (at(vm, this, 0).unwrap_or(this), at(vm, other, 0).unwrap_or(other));
    let same = vm.equal(a, b)?;
    Ok(vm.new_bool(same))
}

/// The name of the module whose code runs.
fn caller_module(vm: &mut Vm) -> Option<ObjId> {
    let globals = vm.state.frames.last()?.globals;
    Some(vm.namespace_get(globals, names::NAME).unwrap_or(ids::NONE))
}
fn record(vm: &mut Vm, ty: ObjId, fields: Vec<Option<ObjId>>) -> Res {
    fields.iter().flatten().for_each(|&f| vm.incref(f));
    Ok(vm.alloc(ty, Payload::Record(fields.into())))
}
fn check_name(vm: &mut Vm, function: &str, name: Option<ObjId>) -> Res<ObjId> {
    let name = name.unwrap_or(ids::NONE);
    if vm.as_str(name).is_none() {
        let message = format!("{function}() argument 'name' must be str, not {}", vm.argument_class(name));
        return Err(vm.type_error(message));
    }
    Ok(name)
}
fn variance_of(vm: &mut Vm, flags: [Option<ObjId>; 3]) -> Res<i64> {
    let mut bits = 0;
    for (flag, bit) in
        flags.into_iter().zip([variance::COVARIANT, variance::CONTRAVARIANT, variance::INFERRED])
    {
        if let Some(flag) = flag
            && vm.truth(flag)?
        {
            bits |= bit;
        }
    }
    if bits & 3 == 3 {
        return Err(vm.value_error("Bivariant types are not supported."));
    }
    if bits & variance::INFERRED != 0 && bits & 3 != 0 {
        return Err(vm.value_error("Variance cannot be specified with infer_variance."));
    }
    Ok(bits)
}
fn new_type_var(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let keywords = ["name", "bound", "default", "covariant", "contravariant", "infer_variance"];
    let (own, rest) = args.pos.split_at(args.pos.len().min(1));
    let [name, bound, default, co, contra, infer] =
        vm.bind("typevar", Args { pos: own, kw: args.kw }, keywords, 1, 1)?;
    let name = check_name(vm, "typevar", name)?;
    let bits = variance_of(vm, [co, contra, infer])?;
    let bound = bound.filter(|&b| b != ids::NONE);
    if rest.len() == 1 {
        return Err(vm.type_error("A single constraint is not allowed"));
    }
    if !rest.is_empty() && bound.is_some() {
        return Err(vm.type_error("Constraints cannot be combined with bound=..."));
    }
    // A string becomes a reference to what it names.
    let bound = match bound {
        Some(given) => {
            let message = vm.new_str("Bound must be a type.");
            let checked = in_typing(vm, "_type_check", &[given, message.id()]);
            vm.release(message);
            Some(checked?)
        }
        None => None,
    };
    let constraints = vm.tuple_of(rest);
    let mut fields = vec![None; field::COUNT];
    fields[field::NAME] = Some(name);
    fields[field::BOUND.1] = bound.as_ref().map(crate::heap::Owned::id);
    fields[field::CONSTRAINTS.1] = Some(constraints.id());
    fields[field::DEFAULT.1] = default;
    fields[field::VARIANCE] = Some(ids::small_int(bits));
    fields[field::MODULE] = caller_module(vm);
    let made = record(vm, types::TYPE_VAR, fields);
    vm.release_opt(bound);
    vm.release(constraints);
    made
}
fn no_default(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    if !args.pos.is_empty() || !args.kw.is_empty() {
        return Err(vm.type_error("NoDefaultType takes no arguments"));
    }
    Ok(vm.own(ids::NO_DEFAULT))
}
fn new_param_spec(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let keywords = ["name", "bound", "default", "covariant", "contravariant", "infer_variance"];
    let [name, bound, default, co, contra, infer] = vm.bind("paramspec", args, keywords, 1, 1)?;
    let name = check_name(vm, "paramspec", name)?;
    let bits = variance_of(vm, [co, contra, infer])?;
    let mut fields = vec![None; field::COUNT];
    fields[field::NAME] = Some(name);
    fields[field::BOUND.1] = bound;
    fields[field::DEFAULT.1] = default;
    fields[field::VARIANCE] = Some(ids::small_int(bits));
    fields[field::MODULE] = caller_module(vm);
    record(vm, types::PARAM_SPEC, fields)
}
fn new_type_var_tuple(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [name, default] = vm.bind("typevartuple", args, ["name", "default"], 1, 1)?;
    let name = check_name(vm, "typevartuple", name)?;
    let mut fields = vec![None; field::COUNT];
    fields[field::NAME] = Some(name);
    fields[field::DEFAULT.1] = default;
    fields[field::MODULE] = caller_module(vm);
    record(vm, types::TYPE_VAR_TUPLE, fields)
}

fn new_alias(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [name, value, params] = vm.bind("typealias", args, ["name", "value", "type_params"], 2, 2)?;
    let name = check_name(vm, "typealias", name)?;
    if params.is_some_and(|p| vm.as_tuple(p).is_none()) {
        return Err(vm.type_error("type_params must be a tuple"));
    }
    let mut fields = vec![None; field::ALIAS_COUNT];
    fields[field::NAME] = Some(name);
    fields[field::PARAMS] = params;
    fields[field::VALUE.1] = value;
    fields[field::ALIAS_MODULE] = caller_module(vm);
    record(vm, types::TYPE_ALIAS_TYPE, fields)
}
fn params(vm: &mut Vm, this: ObjId) -> crate::heap::Owned {
    let params = at(vm, this, field::PARAMS).filter(|&p| p != ids::NONE);
    vm.own(params.unwrap_or(ids::EMPTY_TUPLE))
}
/// The parameters, those that stand for several unpacked.
fn parameters(vm: &mut Vm, this: ObjId) -> Res {
    let params = params(vm, this);
    let list = vm.tuple_items(params.id()).to_vec();
    let mut items = Vec::new();
    for param in list {
        let item = match vm.type_of(param) {
            types::TYPE_VAR_TUPLE => unpack(vm, param)?,
            _ => vm.own(param),
        };
        items.push(item.into_id());
    }
    vm.release(params);
    Ok(vm.new_tuple(items))
}
fn subscribe(vm: &mut Vm, this: ObjId, item: ObjId) -> Res {
    if at(vm, this, field::PARAMS).is_none_or(|p| p == ids::NONE) {
        return Err(vm.type_error("Only generic type aliases are subscriptable"));
    }
    vm.generic_alias(this, item)
}
fn alias_module(vm: &mut Vm, this: ObjId) -> Res {
    if let Some(module) = at(vm, this, field::ALIAS_MODULE) {
        return Ok(vm.own(module));
    }
    match at(vm, this, field::VALUE.0).map(|f| (f, vm.payload(f))) {
        Some((_, Payload::Function(f))) => {
            let module = f.module.unwrap_or(ids::NONE);
            Ok(vm.own(module))
        }
        _ => Ok(vm.none()),
    }
}
