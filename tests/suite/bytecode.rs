//! Encodings of code objects, held against CPython's own.

use crate::python::{python, scratch, stride};
use pvmscope::bytecode::code::{Code, Const};
use pvmscope::bytecode::{Opcode, dis, exctable, linetable, marshal, pyc};
use pvmscope::compile::{Options, compile};
use pvmscope::constant::Constant;
use pvmscope::source::Source;
use std::path::PathBuf;

/// Compiles every n-th standard library file to `.pyc` files in a directory.
const COMPILE: &str = r#"
import sys, os, py_compile, sysconfig
out, stride = sys.argv[1], int(sys.argv[2])
lib = sysconfig.get_path("stdlib")
files = sorted(os.path.join(d, f) for d, _, fs in os.walk(lib) for f in fs
               if f.endswith(".py") and "site-packages" not in d)
for n, file in enumerate(files[::stride]):
    try:
        py_compile.compile(file, os.path.join(out, f"{n}.pyc"), dfile=file, doraise=True)
    except Exception:
        pass
"#;

/// Files whose marshalled form depends on which strings happened to be interned in the process that
/// compiled them.
const DEPENDS: [&str; 5] =
    ["/functools.py", "/test_functools.py", "/importlib/_bootstrap.py", "/ftplib.py", "/pickletester.py"];

pub fn depends_on_process(file: &str) -> bool {
    DEPENDS.iter().any(|end| file.ends_with(end))
}

fn stdlib_pycs(name: &str) -> Option<(PathBuf, Vec<PathBuf>)> {
    let dir = scratch(name);
    let status =
        python()?.args(["-W", "ignore", "-c", COMPILE]).arg(&dir).arg(stride(40).to_string()).status();
    assert!(status.unwrap().success());
    let mut files: Vec<_> = std::fs::read_dir(&dir).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 30);
    Some((dir, files))
}

fn each_code(code: &Code, check: &mut impl FnMut(&Code)) {
    check(code);
    for constant in &code.consts {
        if let Const::Code(inner) = constant {
            each_code(inner, check);
        }
    }
}

#[test]
fn pyc_files_come_back_byte_for_byte() {
    let Some((dir, files)) = stdlib_pycs("pyc") else { return };
    let mut different = Vec::new();
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        let (validation, code) = pyc::read(&bytes).unwrap();
        let name = code.filename.as_str().unwrap().to_string();
        if pyc::write(validation, &code).unwrap() != bytes && !depends_on_process(&name) {
            different.push(name);
        }
        each_code(&code, &mut |code| {
            let mut units = 0;
            let runs = linetable::decode(&code.linetable, code.firstlineno).map(|l| {
                units += (l.end - l.start) as usize;
                ((l.end - l.start) / 2, l.span)
            });
            assert_eq!(linetable::encode(code.firstlineno, runs), code.linetable, "{:?}", code.qualname);
            assert_eq!(units, code.code.len(), "{:?}", code.qualname);
            let handlers: Vec<_> = exctable::decode(&code.exceptiontable).collect();
            assert_eq!(exctable::encode(&handlers), code.exceptiontable, "{:?}", code.qualname);
        });
    }
    std::fs::remove_dir_all(dir).unwrap();
    assert!(different.is_empty(), "{} of {} differ: {different:?}", different.len(), files.len());
    println!("{} files equal", files.len());
}

#[test]
fn damaged_pyc_files_are_refused_or_read_but_never_panic() {
    let Some((dir, files)) = stdlib_pycs("damaged") else { return };
    let mut seed = 12345u32;
    let mut random = move || {
        seed = seed.wrapping_mul(1664525).wrapping_add(1013904223);
        (seed >> 8) as usize
    };
    for file in files.iter().step_by(3) {
        let bytes = std::fs::read(file).unwrap();
        for _ in 0..200 {
            let mut bad = bytes.clone();
            for _ in 0..1 + random() % 3 {
                let at = 16 + random() % (bad.len() - 16);
                bad[at] = random() as u8;
            }
            if random() % 2 == 0 {
                bad.truncate(random() % bad.len());
            }
            if let Ok((_, code)) = pyc::read(&bad) {
                let _ = (marshal::write(&code), dis::text(&code));
                each_code(&code, &mut |code| {
                    linetable::decode(&code.linetable, code.firstlineno).count();
                    exctable::decode(&code.exceptiontable).count();
                });
            }
        }
    }
    std::fs::remove_dir_all(dir).unwrap();
}

/// Sets of many kinds of constants, the order in which CPython iterates over each.
const SETS: &str = r#"
import random
random.seed(1)
def item(depth=0):
    match random.randrange(9 - depth):
        case 0: return random.randrange(-9, 300)
        case 1: return random.choice([1, -1]) * 3 ** random.randrange(90)
        case 2: return random.choice([0.5, -2.0, 1e300, 1e-310, 3.25, float("inf"), 1e22])
        case 3: return "".join(random.choices("abcxyz_é€𐀀", k=random.randrange(5)))
        case 4: return bytes(random.choices(range(256), k=random.randrange(4)))
        case 5: return random.choice([None, True, False])
        case 6: return complex(random.randrange(5), random.randrange(5))
        case 7: return random.choice("abcdefghij")
        case _: return tuple(item(1) for _ in range(random.randrange(4)))
for _ in range(400):
    items = [item() for _ in range(random.choice([1, 2, 3, 5, 8, 20, 60]))]
    print(",".join(map(repr, items)))
    print(repr(frozenset(items)))
"#;

#[test]
fn sets_are_in_cpythons_order() {
    let Some(mut python) = python() else { return };
    let output = python.args(["-X", "utf8", "-c", SETS]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines = text.lines();
    let mut count = 0;
    while let (Some(items), Some(expected)) = (lines.next(), lines.next()) {
        // Our own compiler reads the items: a tuple of constants.
        let source = pvmscope::source::Source::new("x", &format!("({},)", items.replace("inf", "1e999")));
        let options =
            pvmscope::compile::Options { mode: pvmscope::parse::Mode::Expression, ..Default::default() };
        let (code, _) = pvmscope::compile::compile(&source, &options).unwrap();
        let Some(Const::Value(Constant::Tuple(items))) = code.consts.last() else { panic!("{items}") };
        let set = Constant::FrozenSet(items.clone());
        assert_eq!(pvmscope::constant::repr::repr(&set), expected);
        count += 1;
    }
    assert_eq!(count, 400);
}

/// What the reader says of a program's code in which the first instruction `from` has become `to` (with another
/// operand, if one is given).
fn after_change(program: &str, from: Opcode, to: Opcode, arg: Option<u8>) -> String {
    let source = Source::new("changed.py", program);
    let (code, _) = compile(&source, &Options::default()).expect("a right program");
    let mut code = Code::clone(&code);
    let unit =
        code.code.chunks_exact_mut(2).find(|unit| unit[0] as u16 == from.number()).expect("the instruction");
    unit[0] = to.number() as u8;
    unit[1] = arg.unwrap_or(unit[1]);
    match marshal::read(&marshal::write(&code).expect("it can be written")) {
        Ok(_) => "fine".into(),
        Err(error) => error.to_string(),
    }
}

/// Found by the fuzzer: the machine relies on these, so a `.pyc` that breaks them is refused.
#[test]
fn values_of_the_wrong_kind_are_refused() {
    use Opcode::*;
    let cases = [
        ("x = [*a]", BUILD_LIST, BUILD_TUPLE, None, "a value of the wrong kind"),
        ("x = {**a}", BUILD_MAP, BUILD_LIST, None, "a value of the wrong kind"),
        ("def f(): pass", LOAD_CONST, LOAD_NAME, None, "a value of the wrong kind"),
        ("x = [i for i in y]", LOAD_FAST_AND_CLEAR, LOAD_FAST, None, "a local that may be unbound"),
        ("f(1)", PUSH_NULL, NOP, None, "the stack runs empty"),
        ("f()", LOAD_NAME, PUSH_NULL, Some(0), "a value of the wrong kind"),
        ("try: a\nexcept b: c", PUSH_EXC_INFO, NOP, None, "needs more stack"),
        ("f(a=1)", CALL_KW, CALL_KW, Some(0), "a value of the wrong kind"),
        ("x = {1: a, 2: b}", BUILD_CONST_KEY_MAP, BUILD_CONST_KEY_MAP, Some(1), "no keys for a dictionary"),
    ];
    for (program, from, to, arg, wanted) in cases {
        let said = after_change(program, from, to, arg);
        assert!(said.contains(wanted), "{program}: {from:?} to {to:?}: {said}");
    }
}

#[test]
fn the_code_of_a_function_is_no_module() {
    let source = Source::new("f.py", "def f(a): pass");
    let (code, _) = compile(&source, &Options::default()).expect("a right program");
    let inner = code.consts.iter().find_map(|c| if let Const::Code(inner) = c { Some(inner) } else { None });
    let header = pyc::Validation::Timestamp { mtime: 0, size: 0 };
    let bytes = pyc::write(header, inner.expect("a function")).expect("it can be written");
    let error = pyc::read(&bytes).expect_err("refused");
    assert_eq!(error.to_string(), "the code is that of a function, not of a module");
}
