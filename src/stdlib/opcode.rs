//! `_opcode`: what the opcode table says, for `dis`.

use crate::bytecode::Opcode;
use crate::bytecode::opcode::{BINARY_OPS, INTRINSICS_1, INTRINSICS_2, Operand};
use crate::heap::ObjId;
use crate::object::ids;
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("_opcode"),
    defs: &[
        function("stack_effect", Full(stack_effect)),
        function("is_valid", Full(|vm, _, args| ask(vm, args, |_| true))),
        function("has_arg", Full(|vm, _, args| ask(vm, args, Opcode::has_arg))),
        function("has_const", Full(|vm, _, args| ask(vm, args, |op| matches!(op.operand(), Operand::Const)))),
        function("has_name", Full(|vm, _, args| ask(vm, args, has_name))),
        function("has_jump", Full(|vm, _, args| ask(vm, args, Opcode::has_target))),
        function("has_free", Full(|vm, _, args| ask(vm, args, |op| matches!(op.operand(), Operand::Free)))),
        function("has_local", Full(|vm, _, args| ask(vm, args, has_local))),
        function("has_exc", Full(|vm, _, args| ask(vm, args, |op| EXCEPTIONS.contains(&op.name())))),
        function("get_nb_ops", NoArgs(nb_ops)),
        function("get_intrinsic1_descs", NoArgs(|vm, _| texts(vm, &INTRINSICS_1))),
        function("get_intrinsic2_descs", NoArgs(|vm, _| texts(vm, &INTRINSICS_2))),
        function("get_specialization_stats", NoArgs(|vm, _| Ok(vm.none()))),
        function("get_executor", Full(|vm, _, _| Ok(vm.none()))),
    ],
};

const EXCEPTIONS: [&str; 3] = ["SETUP_CLEANUP", "SETUP_FINALLY", "SETUP_WITH"];
const NB_NAMES: [&str; 13] = [
    "ADD",
    "AND",
    "FLOOR_DIVIDE",
    "LSHIFT",
    "MATRIX_MULTIPLY",
    "MULTIPLY",
    "REMAINDER",
    "OR",
    "POWER",
    "RSHIFT",
    "SUBTRACT",
    "TRUE_DIVIDE",
    "XOR",
];

pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    let yes = vm.new_bool(true);
    vm.dict_put(dict, "ENABLE_SPECIALIZATION", yes);
}
fn opcode(number: i64) -> Option<Opcode> {
    u16::try_from(number).ok().and_then(Opcode::from_number)
}
fn has_name(op: Opcode) -> bool {
    let name = op.name();
    matches!(op.operand(), Operand::Name)
        || name.ends_with("_NAME")
        || name.ends_with("_ATTR")
        || name.ends_with("_GLOBAL")
        || ["LOAD_SUPER_ATTR", "LOAD_METHOD", "IMPORT_FROM", "LOAD_FROM_DICT_OR_GLOBALS"].contains(&name)
}
fn has_local(op: Opcode) -> bool {
    op.name().contains("_FAST")
}
fn ask(vm: &mut Vm, args: Args<'_>, question: impl Fn(Opcode) -> bool) -> Res {
    let bound = vm.bind("opcode", args, ["opcode"], 1, 1)?;
    let number = vm.as_index(bound[0].unwrap_or(ids::NONE))?;
    let answer = opcode(number).is_some_and(question);
    Ok(vm.new_bool(answer))
}
fn stack_effect(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("stack_effect", args, ["opcode", "oparg", "jump"], 1, 2)?;
    let number = vm.as_index(bound[0].unwrap_or(ids::NONE))?;
    let given = bound[1].filter(|&a| a != ids::NONE);
    let oparg = given.map_or(Ok(0), |a| vm.as_index(a))?;
    let jump = match bound[2] {
        None | Some(ids::NONE) => None,
        Some(ids::TRUE) => Some(true),
        Some(ids::FALSE) => Some(false),
        Some(_) => return Err(vm.value_error("stack_effect: jump must be False, True or None")),
    };
    let Some(op) = opcode(number) else { return Err(vm.value_error("invalid opcode or oparg")) };
    let oparg = oparg as u32;
    let effect = match jump {
        Some(jump) => op.stack_effect(oparg, jump),
        None => op.stack_effect(oparg, true).max(op.stack_effect(oparg, false)),
    };
    Ok(vm.new_int(effect.into()))
}
fn texts(vm: &mut Vm, texts: &[&str]) -> Res {
    let items = texts.iter().map(|t| vm.new_str(t).into_id()).collect();
    Ok(vm.new_list(items))
}
fn nb_ops(vm: &mut Vm, _: ObjId) -> Res {
    let mut items = Vec::new();
    for (i, symbol) in BINARY_OPS.iter().enumerate() {
        let kind = if i < NB_NAMES.len() { "NB_" } else { "NB_INPLACE_" };
        let name = vm.new_str(&format!("{kind}{}", NB_NAMES[i % NB_NAMES.len()])).into_id();
        let symbol = vm.new_str(symbol).into_id();
        items.push(vm.new_tuple(vec![name, symbol]).into_id());
    }
    Ok(vm.new_list(items))
}
