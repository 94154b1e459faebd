//! Code objects, attribute by attribute, against CPython's (`tests/goldens/*/*.code`).

use crate::goldens::{compare_all, judge, programs, root};
use crate::python::{scratch, stride};
use pvmscope::bytecode::{Code, Const, Opcode, marshal, pyc};
use pvmscope::compile::{Options, compile};
use pvmscope::constant::{Constant, Text};
use pvmscope::source::Source;
use std::fmt::Write;
use std::process::Command;

/// The text of a code object and of those in its constants: what `tests/tools/judge.py` calls `dump_code`.
pub fn dump_code(code: &Code) -> String {
    let mut out = String::new();
    write_code(&mut out, code).expect("a String takes all");
    out
}

fn write_code(out: &mut String, code: &Code) -> std::fmt::Result {
    writeln!(out, "code {}", escape(&code.qualname))?;
    writeln!(out, "  name {}", escape(&code.name))?;
    writeln!(out, "  firstlineno {}", code.firstlineno)?;
    writeln!(out, "  argcount {}", code.argcount)?;
    writeln!(out, "  posonlyargcount {}", code.posonlyargcount)?;
    writeln!(out, "  kwonlyargcount {}", code.kwonlyargcount)?;
    writeln!(out, "  stacksize {}", code.stacksize)?;
    writeln!(out, "  flags {:#x}", code.flags)?;
    writeln!(out, "  names{}", names(code.names.iter()))?;
    writeln!(out, "  varnames{}", names(code.varnames()))?;
    writeln!(out, "  cellvars{}", names(code.cellvars()))?;
    writeln!(out, "  freevars{}", names(code.freevars()))?;
    for (i, constant) in code.consts.iter().enumerate() {
        match constant {
            Const::Value(value) => writeln!(out, "  const {i} {}", show(value))?,
            Const::Code(inner) => {
                writeln!(out, "  const {i} code {} line {}", escape(&inner.qualname), inner.firstlineno)?
            }
        }
    }
    let mut offset = 0;
    while let Some(&number) = code.code.get(offset) {
        let op = Opcode::from_number(number.into());
        let end = (offset + 2 + 2 * op.map_or(0, Opcode::caches)).min(code.code.len());
        let name = op.map_or("?", Opcode::name);
        writeln!(out, "  {offset} {} {name}", hex(&code.code[offset..end]))?;
        offset = end;
    }
    writeln!(out, "  linetable{}", entries(&code.linetable))?;
    writeln!(out, "  exceptiontable{}", entries(&code.exceptiontable))?;
    for constant in &code.consts {
        if let Const::Code(inner) = constant {
            write_code(out, inner)?;
        }
    }
    Ok(())
}

fn names<'a>(names: impl Iterator<Item = &'a Text>) -> String {
    names.map(|n| format!(" {}", escape(n))).collect()
}

/// Printable ASCII as it is, anything else as `\{hex}`.
fn escape(text: &Text) -> String {
    text.code_points().map(escape_point).collect()
}

fn escape_point(point: u32) -> String {
    match char::from_u32(point) {
        Some(c) if (' '..='~').contains(&c) && c != '\'' && c != '\\' => c.to_string(),
        _ => format!("\\{{{point:x}}}"),
    }
}

fn show(constant: &Constant) -> String {
    let all = |elements: &[Constant]| elements.iter().map(show).collect::<Vec<_>>();
    match constant {
        Constant::None => "None".into(),
        Constant::Bool(true) => "True".into(),
        Constant::Bool(false) => "False".into(),
        Constant::Ellipsis => "Ellipsis".into(),
        Constant::Int(value) => format!("int {value}"),
        Constant::BigInt(value) => format!("int {value}"),
        Constant::Float(value) => format!("float {:016x}", value.to_bits()),
        Constant::Complex { re, im } => format!("complex {:016x} {:016x}", re.to_bits(), im.to_bits()),
        Constant::Str(text) => format!("str '{}'", escape(text)),
        Constant::Bytes(bytes) => {
            format!("bytes '{}'", bytes.iter().map(|&b| escape_point(b.into())).collect::<String>())
        }
        Constant::Tuple(elements) => format!("tuple ({})", all(elements).join(", ")),
        Constant::FrozenSet(elements) => {
            let mut shown = all(elements);
            shown.sort();
            format!("frozenset ({})", shown.join(", "))
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Bit 7 opens an entry of the location and exception tables, so entries stand apart.
fn entries(table: &[u8]) -> String {
    table.iter().map(|b| if b & 0x80 != 0 { format!(" {b:02x}") } else { format!("{b:02x}") }).collect()
}

/// `dump_code` here and in `judge.py` say the same of CPython's own code objects.
#[test]
fn dumps_agree() {
    const COMPILE: &str = "
import sys, py_compile
for file in sys.argv[2:]:
    py_compile.compile(file, sys.argv[1] + file.replace('/', '-'), dfile=file, doraise=True)";
    let Some(mut python) = judge() else { return };
    let folder = format!("{}/", scratch("dumps").display());
    let status = python.args(["-W", "ignore", "-c", COMPILE, &folder]).args(programs()).status();
    assert!(status.expect("it runs").success());
    compare_all("code", |program| {
        let bytes = std::fs::read(folder.clone() + &program.replace('/', "-")).expect("a file");
        dump_code(&pyc::read(&bytes).expect("a .pyc file").1)
    });
    let _ = std::fs::remove_dir_all(folder);
}

fn source(program: &str, text: &[u8]) -> Option<Source> {
    let text = std::str::from_utf8(text).ok()?;
    Some(Source::new(program, text.trim_start_matches('\u{feff}')))
}

#[test]
fn programs_compile_as_cpython_compiles_them() {
    compare_all("code", |program| {
        let text = std::fs::read(root().join(program)).expect("a program");
        match compile(&source(program, &text).expect("UTF-8"), &Options::default()) {
            Ok((code, _)) => dump_code(&code),
            Err(error) => format!("{error:?}"),
        }
    });
}

/// The standard library's files at all three levels, by their marshalled code objects, which the
/// judge takes apart (`tests/tools/compare_code.py`).
#[test]
fn standard_library_compiles_as_cpython_compiles_it() {
    const COMPARE: &str = "
import marshal, sys, types, warnings
warnings.simplefilter('ignore')
ATTRIBUTES = ('co_argcount co_posonlyargcount co_kwonlyargcount co_flags co_stacksize co_firstlineno co_name '
    'co_qualname co_filename co_names co_varnames co_cellvars co_freevars co_code co_linetable '
    'co_exceptiontable').split()
def same(a, b):
    if isinstance(a, types.CodeType) and isinstance(b, types.CodeType):
        return all(getattr(a, n) == getattr(b, n) for n in ATTRIBUTES) and same(a.co_consts, b.co_consts)
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return type(a) is type(b) and (a == b or repr(a) == repr(b))
for line in sys.stdin:
    file, level, ours = line.rstrip('\\n').split('\\t')
    try:
        theirs = compile(open(file, 'rb').read(), file, 'exec', dont_inherit=True, optimize=int(level))
    except (SyntaxError, ValueError) as error:
        if not ours.startswith('!'):
            print(file, level, 'CPython says', error)
        continue
    if ours.startswith('!'):
        print(file, level, ours)
    elif not same(marshal.loads(bytes.fromhex(ours)), theirs):
        print(file, level, 'differs')
";
    let Some(mut python) = judge() else { return };
    let library = standard_library(&mut python);
    let mut python = judge().expect("it was there");
    let mut lines = String::new();
    let (mut count, step) = (0, stride(40));
    for file in library.iter().step_by(step) {
        let text = std::fs::read(file).expect("a file");
        // Encodings other than UTF-8 are the lexer's affair.
        let Some(source) = source(file, &text) else { continue };
        count += 1;
        for optimize in 0..3 {
            let ours = match compile(&source, &Options { optimize, ..Options::default() }) {
                Ok((code, _)) => hex(&marshal::write(&code).expect("it can be marshalled")),
                Err(error) => format!("!{:?}", error.message),
            };
            let _ = writeln!(lines, "{file}\t{optimize}\t{ours}");
        }
    }
    let folder = scratch("library");
    let input = folder.join("ours");
    std::fs::write(&input, lines).expect("a scratch file");
    let input = std::fs::File::open(input).expect("the scratch file");
    let output = python.args(["-c", COMPARE]).stdin(input).output().expect("it runs");
    let _ = std::fs::remove_dir_all(folder);
    let told = String::from_utf8_lossy(&output.stdout);
    println!("{count} files of the standard library at three levels, {} differ", told.lines().count());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(told.is_empty(), "{told}");
}

/// All files of the judge's standard library.
fn standard_library(python: &mut Command) -> Vec<String> {
    const LIST: &str = "
import pathlib, sysconfig
top = pathlib.Path(sysconfig.get_path('stdlib'))
for file in sorted(top.rglob('*.py')):
    if 'site-packages' not in file.parts and 'bad_coding' not in file.name:
        print(file)";
    let output = python.args(["-c", LIST]).output().expect("it runs");
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_string).collect()
}
