//! Code objects, attribute by attribute, against CPython's (`tests/goldens/*/*.code`).

use crate::goldens::{compare_all, judge, programs};
use crate::python::scratch;
use pvmscope::bytecode::{Code, Const, Opcode, pyc};
use pvmscope::constant::{Constant, Text};
use std::fmt::Write;

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
