//! Every row of the opcode table, held against CPython's `opcode` and `dis.stack_effect`.

use crate::python::python;
use pvmscope::bytecode::Opcode;
use pvmscope::bytecode::opcode::{BINARY_OPS, COMPARE_OPS, Flow, INTRINSICS_1, INTRINSICS_2, Operand};
use std::collections::BTreeMap;

/// Operands for which stack effects are compared.
const OPARGS: [u32; 12] = [0, 1, 2, 3, 4, 5, 7, 31, 255, 256, 259, 1027];

/// One line for each opcode: its number, name, caches, properties and stack effects.
const DESCRIBE: &str = r#"
import dis, opcode, sys, _opcode, _opcode_metadata as m
names = {n: k for k, n in opcode.opmap.items()} | {n: k for k, n in m._specialized_opmap.items()}
base = {s: b for b, family in m._specializations.items() for s in family}
for n, name in sorted(names.items()):
    flags = [f for f in ("arg", "const", "name", "jump", "free", "local", "exc") if getattr(_opcode, "has_" + f)(n)]
    caches = opcode._inline_cache_entries.get(base.get(name, name).removeprefix("INSTRUMENTED_"), 0)
    effects = []
    for jump in (False, True):
        for arg in map(int, sys.argv[1].split()):
            try:
                effects.append(str(dis.stack_effect(n, arg if n >= 256 or n in opcode.hasarg else None, jump=jump)))
            except ValueError:
                effects.append("-")
    print(n, name, base.get(name, name), caches, "+".join(flags) or "-", *effects)
print("binary", *[s for _, s in opcode._nb_ops])
print("compare", *opcode.cmp_op)
print("intrinsic1", *opcode._intrinsic_1_descs)
print("intrinsic2", *opcode._intrinsic_2_descs)
"#;

fn flags(op: Opcode) -> Vec<&'static str> {
    use Operand::*;
    let operand = op.operand();
    let mut flags = Vec::new();
    if op.has_arg() && op.flow() != Flow::Protect {
        flags.push("arg");
    }
    match operand {
        Const => flags.push("const"),
        Name | GlobalName | AttrName | SuperName => flags.push("name"),
        JumpForward | JumpBackward => flags.push("jump"),
        Label if op.flow() == Flow::Protect => flags.extend(["arg", "exc"]),
        Label => flags.push("jump"),
        // It names a cell like the others, and becomes a LOAD_FAST.
        Free if op == Opcode::LOAD_CLOSURE => flags.push("local"),
        Free => flags.push("free"),
        Local | LocalPair => flags.push("local"),
        _ => {}
    }
    flags.sort_unstable();
    flags
}

#[test]
fn the_table_is_cpythons() {
    let Some(mut python) = python() else { return };
    let opargs = OPARGS.map(|a| a.to_string()).join(" ");
    let output = python.args(["-c", DESCRIBE, &opargs]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for line in text.lines() {
        let mut words = line.split(' ');
        lines.insert(words.next().unwrap().to_string(), words.collect());
    }
    assert_eq!(lines.remove("binary").unwrap(), BINARY_OPS);
    assert_eq!(lines.remove("compare").unwrap(), COMPARE_OPS);
    assert_eq!(lines.remove("intrinsic1").unwrap(), INTRINSICS_1);
    assert_eq!(lines.remove("intrinsic2").unwrap(), INTRINSICS_2);
    let mut wrong = Vec::new();
    for (number, fields) in &lines {
        let number: u16 = number.parse().unwrap();
        let Some(op) = Opcode::from_number(number) else {
            wrong.push(format!("{number} {} is missing", fields[0]));
            continue;
        };
        let expected = (fields[0], fields[1], fields[2].parse().unwrap());
        if (op.own_name(), op.base().own_name(), op.caches()) != expected {
            wrong.push(format!("{number}: {} {} {}", op.own_name(), op.name(), op.caches()));
        }
        if op.own_name() != op.name() {
            continue;
        }
        let mut properties: Vec<_> = fields[3].split('+').filter(|f| *f != "-").collect();
        properties.sort_unstable();
        if flags(op) != properties {
            wrong.push(format!("{}: {:?}, not {properties:?}", op.name(), flags(op)));
        }
        let both = [false, true].into_iter().flat_map(|jump| OPARGS.map(|arg| (arg, jump)));
        for ((arg, jump), effect) in both.zip(&fields[4..]) {
            let arg = if op.has_arg() { arg } else { 0 };
            let found = op.stack_effect(arg, jump);
            if *effect != "-" && *effect != found.to_string() {
                wrong.push(format!("{} {arg} {jump}: {found}, not {effect}", op.name()));
            }
        }
    }
    let known = Opcode::rows().len();
    let rows = lines.keys().filter(|n| {
        let op = Opcode::from_number(n.parse().unwrap());
        op.is_some_and(|op| op.own_name() == op.name())
    });
    assert_eq!(rows.count(), known, "rows that CPython does not have");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_row_has_a_sentence() {
    for row in Opcode::rows() {
        assert!(row.sentence.ends_with('.'), "{}: {:?}", row.name, row.sentence);
        for part in row.sentence.split('{').skip(1) {
            let name = part.split('}').next().unwrap_or_default();
            let known = row.pops.iter().chain(row.pushes).any(|item| item.name == name);
            assert!(known || name == "arg", "{}: no operand {name}", row.name);
            assert!(name != "arg" || row.operand != Operand::None, "{} takes no operand", row.name);
        }
    }
}
