//! The passes over the control-flow graph, held against CPython's own (`_testinternalcapi`).

use crate::python::{python, scratch, stride};
use pvmscope::bytecode::{Const, InstructionSequence, Opcode};
use pvmscope::cfg::{self, Variables};
use pvmscope::constant::Constant;
use pvmscope::source::Span;

/// Has CPython compile and optimise every n-th standard library file. For each code object: the
/// number of locals; the instructions before; a `-`; the instructions and the constants after.
/// The real constants of nested code are not to be had, so numbers and None stand for them.
const OPTIMIZE: &str = r#"
import ast, opcode, os, sys, sysconfig, warnings
import _testinternalcapi as internal
warnings.simplefilter("ignore")
out, stride = open(sys.argv[1], "w"), int(sys.argv[2])
locals_of = {n: k for k, n in opcode.opmap.items()}
fast = {n for n, name in locals_of.items() if "FAST" in name}

def show(sequence):
    for row in sequence.get_instructions():
        print(*(x or 0 for x in row), file=out)

def one(sequence):
    rows = sequence.get_instructions()
    count = 1 + max((r[1] for r in rows if r[0] == opcode.opmap["LOAD_CONST"]), default=0)
    locals = 1 + max((r[1] for r in rows if r[0] in fast), default=-1)
    consts = [None if i % 5 == len(rows) % 5 else i // 2 * 2 if i % 3 else 0 for i in range(count)]
    print("unit", locals, *consts, file=out)
    show(sequence)
    inner = sequence.get_nested()
    print("-", file=out)
    show(internal.optimize_cfg(sequence, consts, locals))
    print("consts", repr(consts).replace(" ", ""), file=out)
    for nested in inner:
        one(nested)

lib = sysconfig.get_path("stdlib")
files = sorted(os.path.join(d, f) for d, _, fs in os.walk(lib) for f in fs
               if f.endswith(".py") and "site-packages" not in d)
for file in files[::stride]:
    try:
        sequence = internal.compiler_codegen(ast.parse(open(file, "rb").read()), file, 0, 0)[0]
    except Exception:
        continue
    one(sequence)
"#;

fn numbers(line: &str) -> [i64; 6] {
    let mut out = [0; 6];
    for (slot, word) in out.iter_mut().zip(line.split(' ')) {
        *slot = word.parse().unwrap();
    }
    out
}

fn show(consts: &[Const]) -> String {
    let text = |constant: &Const| match constant {
        Const::Value(value) => pvmscope::constant::repr::repr(value).replace(' ', ""),
        Const::Code(_) => "code".into(),
    };
    format!("[{}]", consts.iter().map(text).collect::<Vec<_>>().join(","))
}

#[test]
fn passes_do_what_cpythons_do() {
    let Some(mut python) = python() else { return };
    if !python.args(["-c", "import _testinternalcapi"]).output().unwrap().status.success() {
        return;
    }
    let dir = scratch("cfg");
    let file = dir.join("units");
    let mut python = crate::python::python().unwrap();
    assert!(python.args(["-c", OPTIMIZE]).arg(&file).arg(stride(60).to_string()).status().unwrap().success());
    let text = std::fs::read_to_string(&file).unwrap();
    let mut count = 0;
    for unit in text.split("unit ").skip(1) {
        let (head, rest) = unit.split_once('\n').unwrap();
        let (before, after) = rest.split_once("-\n").unwrap();
        let (after, consts) = after.split_once("consts ").unwrap();
        let mut words = head.split(' ');
        let locals = words.next().unwrap().parse().unwrap();
        let value = |word: &str| match word.parse() {
            Ok(int) => Const::Value(Constant::Int(int)),
            Err(_) => Const::Value(Constant::None),
        };
        let mut sequence = InstructionSequence::default();
        let rows: Vec<_> = before.lines().map(numbers).collect();
        let labels: Vec<_> = rows.iter().map(|_| sequence.new_label()).collect();
        for (label, [op, arg, line, end_line, col, end_col]) in labels.into_iter().zip(rows) {
            sequence.place(label);
            let span = Span::new(line as i32, col as i32, end_line as i32, end_col as i32);
            sequence.push(Opcode::from_number(op as u16).unwrap(), arg as u32, span);
        }
        let variables = Variables { locals, params: 0, cells: vec![], free: 0 };
        let mut graph = cfg::build(&sequence, variables, words.map(value).collect(), 0, 1).unwrap();
        cfg::run(&mut graph, cfg::OPTIMIZE, |_, _| {});
        let found = cfg::dump::rows(&graph);
        let expected: Vec<_> = after.lines().map(numbers).collect();
        assert_eq!(found, expected, "unit {count}");
        assert_eq!(show(&graph.consts), consts.trim_end(), "unit {count}");
        count += 1;
    }
    std::fs::remove_dir_all(dir).unwrap();
    assert!(count > 500);
    println!("{count} code objects equal");
}
