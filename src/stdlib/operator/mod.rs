//! `_operator`.

mod getters;

use crate::heap::ObjId;
use crate::object::ids::module_types as types;
use crate::object::ids::{self, types as core};
use crate::object::typ::Slot;
use crate::vm::binary::op;
use crate::vm::compare::op as cmp;
use crate::vm::native::{
    NativeCall::*, NativeDef, NativeKind, NativeTable, Owner, attribute, constructor, function, method,
    wrapper,
};
use crate::vm::{Args, Res, Vm};

/// The natives of the module and of its types.
pub static TABLES: &[&NativeTable] = &[&FUNCTIONS, &ITEM_GETTER, &ATTR_GETTER, &METHOD_CALLER];

/// `a op b`
macro_rules! binary {
    ($name:literal, $op:expr) => {
        function($name, Pos(2, 2, |vm, _, args| vm.binary($op, args[0], args[1])))
    };
}
macro_rules! compare {
    ($name:literal, $op:expr) => {
        function($name, Pos(2, 2, |vm, _, args| vm.compare($op, args[0], args[1])))
    };
}
macro_rules! unary {
    ($name:literal, $slot:ident, $symbol:literal) => {
        function($name, One(|vm, _, x| vm.unary(Slot::$slot, $symbol, x)))
    };
}
/// From an operator to its in-place form.
const INPLACE: u32 = 13;
const MATMUL: u32 = 4;

static FUNCTIONS: NativeTable = NativeTable {
    owner: Owner::Module("_operator"),
    defs: &[
        binary!("add", op::ADD),
        binary!("sub", op::SUBTRACT),
        binary!("mul", op::MULTIPLY),
        binary!("matmul", MATMUL),
        binary!("floordiv", op::FLOOR_DIVIDE),
        binary!("truediv", op::TRUE_DIVIDE),
        binary!("mod", op::REMAINDER),
        binary!("pow", op::POWER),
        binary!("lshift", op::LSHIFT),
        binary!("rshift", op::RSHIFT),
        binary!("and_", op::AND),
        binary!("or_", op::OR),
        binary!("xor", op::XOR),
        binary!("iadd", op::ADD + INPLACE),
        binary!("isub", op::SUBTRACT + INPLACE),
        binary!("imul", op::MULTIPLY + INPLACE),
        binary!("imatmul", MATMUL + INPLACE),
        binary!("ifloordiv", op::FLOOR_DIVIDE + INPLACE),
        binary!("itruediv", op::TRUE_DIVIDE + INPLACE),
        binary!("imod", op::REMAINDER + INPLACE),
        binary!("ipow", op::POWER + INPLACE),
        binary!("ilshift", op::LSHIFT + INPLACE),
        binary!("irshift", op::RSHIFT + INPLACE),
        binary!("iand", op::AND + INPLACE),
        binary!("ior", op::OR + INPLACE),
        binary!("ixor", op::XOR + INPLACE),
        compare!("lt", cmp::LT),
        compare!("le", cmp::LE),
        compare!("eq", cmp::EQ),
        compare!("ne", cmp::NE),
        compare!("ge", cmp::GE),
        compare!("gt", cmp::GT),
        unary!("neg", Neg, "-"),
        unary!("pos", Pos, "+"),
        unary!("inv", Invert, "~"),
        unary!("invert", Invert, "~"),
        function("abs", One(abs)),
        function("index", One(index)),
        function(
            "not_",
            One(|vm, _, x| {
                Ok({
                    let t = vm.truth(x)?;
                    vm.new_bool(!t)
                })
            }),
        ),
        function(
            "truth",
            One(|vm, _, x| {
                Ok({
                    let t = vm.truth(x)?;
                    vm.new_bool(t)
                })
            }),
        ),
        function("is_", Pos(2, 2, |vm, _, args| Ok(vm.new_bool(args[0] == args[1])))),
        function("is_not", Pos(2, 2, |vm, _, args| Ok(vm.new_bool(args[0] != args[1])))),
        function("contains", Pos(2, 2, contains)),
        function("countOf", Pos(2, 2, count_of)),
        function("indexOf", Pos(2, 2, index_of)),
        function("concat", Pos(2, 2, |vm, _, args| concat(vm, args[0], args[1], false))),
        function("iconcat", Pos(2, 2, |vm, _, args| concat(vm, args[0], args[1], true))),
        function("getitem", Pos(2, 2, |vm, _, args| vm.get_item(args[0], args[1]))),
        function("setitem", Pos(3, 3, set_item)),
        function("delitem", Pos(2, 2, del_item)),
        function("length_hint", Pos(1, 2, length_hint)),
        function("_compare_digest", Pos(2, 2, compare_digest)),
        function("call", Full(call)),
    ],
};

const SIGNATURE: NativeDef = attribute("__text_signature__", |vm, _| Ok(vm.new_str("(obj, /)")), None);

static ITEM_GETTER: NativeTable = NativeTable {
    owner: Owner::Type(types::ITEM_GETTER),
    defs: &[
        constructor(getters::new_item),
        wrapper("__call__", Full(getters::call_item)),
        wrapper("__repr__", NoArgs(getters::repr)),
        method("__reduce__", NoArgs(getters::reduce)),
        SIGNATURE,
    ],
};
static ATTR_GETTER: NativeTable = NativeTable {
    owner: Owner::Type(types::ATTR_GETTER),
    defs: &[
        constructor(getters::new_attr),
        wrapper("__call__", Full(getters::call_attr)),
        wrapper("__repr__", NoArgs(getters::repr)),
        method("__reduce__", NoArgs(getters::reduce)),
        SIGNATURE,
    ],
};
static METHOD_CALLER: NativeTable = NativeTable {
    owner: Owner::Type(types::METHOD_CALLER),
    defs: &[
        constructor(getters::new_method),
        wrapper("__call__", Full(getters::call_method)),
        wrapper("__repr__", NoArgs(getters::repr_method)),
        method("__reduce__", NoArgs(getters::reduce_method)),
        SIGNATURE,
    ],
};

fn abs(vm: &mut Vm, _: ObjId, x: ObjId) -> Res {
    match vm.call_special(x, Slot::Abs, &[]) {
        Some(result) => result,
        None => {
            let message = format!("bad operand type for abs(): '{}'", vm.class_name(x));
            Err(vm.type_error(message))
        }
    }
}
fn index(vm: &mut Vm, _: ObjId, x: ObjId) -> Res {
    let int = vm.index(x)?;
    let exact = vm.exact_int(int.id());
    vm.release(int);
    Ok(exact)
}
fn contains(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let found = vm.contains(args[0], args[1])?;
    Ok(vm.new_bool(found))
}
/// Calls `seen` for each item: is it equal to the one sought? It answers whether to go on.
fn search(vm: &mut Vm, iterable: ObjId, wanted: ObjId, mut seen: impl FnMut(bool) -> bool) -> Res<()> {
    let iter = match vm.iter(iterable) {
        Ok(iter) => iter,
        Err(e) => {
            vm.swallow(e, core::TYPE_ERROR)?;
            let message = format!("argument of type '{}' is not iterable", vm.class_name(iterable));
            return Err(vm.type_error(message));
        }
    };
    let mut round = 0;
    let result = loop {
        let item = match vm.next(iter.id()) {
            Ok(Some(item)) => item,
            Ok(None) => break Ok(()),
            Err(e) => break Err(e),
        };
        let equal = vm.equal(item.id(), wanted);
        vm.release(item);
        match equal {
            Ok(equal) if seen(equal) => {}
            Ok(_) => break Ok(()),
            Err(e) => break Err(e),
        }
        if let Err(e) = vm.poll_round(round) {
            break Err(e);
        }
        round += 1;
    };
    vm.release(iter);
    result
}
fn count_of(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let mut count = 0;
    search(vm, args[0], args[1], |equal| {
        count += i64::from(equal);
        true
    })?;
    Ok(vm.new_int(count))
}
fn index_of(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let (mut place, mut found) = (0, false);
    search(vm, args[0], args[1], |equal| {
        found = equal;
        place += i64::from(!equal);
        !equal
    })?;
    if found { Ok(vm.new_int(place)) } else { Err(vm.value_error("sequence.index(x): x not in sequence")) }
}

/// `a + b` for sequences only.
fn concat(vm: &mut Vm, a: ObjId, b: ObjId, in_place: bool) -> Res {
    let sequence =
        |vm: &Vm, slot| vm.slot_of(a, slot).filter(|&m| vm.descriptor_kind(m) == Some(NativeKind::Sequence));
    let own = sequence(vm, Slot::Iadd).filter(|_| in_place).or_else(|| sequence(vm, Slot::Add));
    if let Some(method) = own {
        return vm.call_slot(method, a, &[b]);
    }
    let indexed = |vm: &Vm, id| vm.slot_of(id, Slot::Getitem).is_some() && vm.as_dict(id).is_none();
    if indexed(vm, a) && indexed(vm, b) {
        if in_place && let Some(result) = vm.call_special(a, Slot::Iadd, &[b]) {
            let result = result?;
            if result.id() != ids::NOT_IMPLEMENTED {
                return Ok(result);
            }
        }
        if let Some(result) = vm.try_binary(Slot::Add, Slot::Radd, a, b)? {
            return Ok(result);
        }
    }
    let message = format!("'{}' object can't be concatenated", vm.class_name(a));
    Err(vm.type_error(message))
}
fn set_item(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    vm.set_item(args[0], args[1], args[2])?;
    Ok(vm.none())
}
fn del_item(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    vm.del_item(args[0], args[1])?;
    Ok(vm.none())
}
fn length_hint(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let default = match args.get(1) {
        Some(&default) => vm.word_argument(default)?,
        None => 0,
    };
    let hint = vm.length_hint(args[0])?;
    Ok(vm.new_int(hint.map_or(default, |h| h as i64)))
}
fn compare_digest(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    if let (Some(a), Some(b)) = (vm.as_str(args[0]), vm.as_str(args[1])) {
        if !a.is_ascii() || !b.is_ascii() {
            return Err(vm.type_error("comparing strings with non-ASCII characters is not supported"));
        }
        return Ok(vm.new_bool(a == b));
    }
    let first = crate::types::bytes::buffer(vm, args[0])?;
    let second = crate::types::bytes::buffer(vm, args[1])?;
    match (first, second) {
        (Some(a), Some(b)) => Ok(vm.new_bool(a == b)),
        (None, None) => {
            let message = format!(
                "unsupported operand types(s) or combination of types: '{}' and '{}'",
                vm.class_name(args[0]),
                vm.class_name(args[1])
            );
            Err(vm.type_error(message))
        }
        (first, _) => {
            let wrong = if first.is_none() { args[0] } else { args[1] };
            let message = format!("a bytes-like object is required, not '{}'", vm.class_name(wrong));
            Err(vm.type_error(message))
        }
    }
}
fn call(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    vm.check_positional("call", args, 1, usize::MAX)?;
    vm.call_with(args.pos[0], Args { pos: &args.pos[1..], kw: args.kw })
}

/// The name under which messages know these types' keyword checks.
fn one_argument(vm: &mut Vm, name: &str, args: Args<'_>) -> Res<ObjId> {
    vm.refuse_keywords(name, args)?;
    vm.check_positional(name, args, 1, 1)?;
    Ok(args.pos[0])
}
