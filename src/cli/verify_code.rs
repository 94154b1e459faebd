//! Code objects and control-flow graphs, ours and CPython's side by side, for `verify`.

use crate::bytecode::operand::show;
use crate::bytecode::{Code, Const, InstructionSequence, Label, Opcode, marshal};
use crate::cfg::{self, Variables};
use crate::codegen::unit::Unit;
use crate::constant::repr::repr;
use crate::constant::{Constant, Text};
use crate::source::Span;
use std::fmt::Write;

/// What differs, ours and CPython's; `None` if nothing does.
type Found = Option<(String, String, String)>;

/// An attribute's name and how it is shown.
type Attribute<'a> = (&'a str, &'a dyn Fn(&Code) -> String);

/// The instructions of all units, as `verify.py` prints them.
pub fn instructions(units: &[Unit]) -> String {
    units.iter().map(unit_instructions).collect()
}

/// One line an instruction, as `verify.py` prints them.
fn unit_instructions(unit: &Unit) -> String {
    let mut out = String::new();
    for i in &unit.sequence.instructions {
        let target = || unit.sequence.target(Label(i.arg)).unwrap_or(0) as u32;
        let arg = if i.op.has_target() { target() } else { i.arg };
        let s = i.span;
        let _ = writeln!(out, "{} {arg} {} {} {} {}", i.op.number(), s.line, s.end_line, s.col, s.end_col);
    }
    out.push('\n');
    out
}

/// Compares a code object with a marshalled one.
pub fn codes(ours: &Code, theirs: Option<&str>) -> Result<Found, String> {
    let theirs = from_hex(theirs.unwrap_or_default());
    // As CPython reads it back: sets are then in one order on both sides.
    let ours = marshal::write(ours).and_then(|bytes| marshal::read(&bytes)).map_err(|e| e.to_string())?;
    let theirs = marshal::read(&theirs).map_err(|e| format!("CPython's code object: {e}"))?;
    Ok(difference(&ours, &theirs))
}

/// Compares what stands in a `.pyc` file after its header.
pub fn bytes(ours: &[u8], theirs: Option<&str>) -> Found {
    let theirs = from_hex(theirs.unwrap_or_default());
    if ours == theirs {
        return None;
    }
    let at = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
    let near = |bytes: &[u8]| {
        let part = bytes.iter().skip(at).take(16).map(|b| format!("{b:02x}"));
        format!("{} bytes, there {}", bytes.len(), part.collect::<Vec<_>>().join(" "))
    };
    Some((format!("pyc differs in byte {at} of the code"), near(ours), near(&theirs)))
}

/// Has our passes optimise CPython's sequences and compares the outcome with that of its own.
pub fn graphs(units: &str) -> Result<Found, String> {
    for (i, unit) in units.split("unit ").skip(1).enumerate() {
        let wrong = || "CPython's control-flow graph cannot be read".to_string();
        let (head, rest) = unit.split_once('\n').ok_or_else(wrong)?;
        let (before, after) = rest.split_once("-\n").ok_or_else(wrong)?;
        let mut words = head.split(' ');
        let locals = words.next().and_then(|w| w.parse().ok()).ok_or_else(wrong)?;
        let consts = words.map(|word| match word.parse() {
            Ok(int) => Const::Value(Constant::Int(int)),
            Err(_) => Const::Value(Constant::None),
        });
        let sequence = sequence(before).ok_or_else(wrong)?;
        let variables = Variables { locals, params: 0, cells: vec![], free: 0 };
        let mut graph = cfg::build(&sequence, variables, consts.collect(), 0, 1).map_err(|e| e.message)?;
        cfg::run(&mut graph, cfg::OPTIMIZE, |_, _| {});
        let rows = cfg::dump::rows(&graph);
        let mut ours = rows.iter().map(|row| row.map(|number| number.to_string()).join(" "));
        let mut theirs = after.lines();
        for row in 0.. {
            match (ours.next(), theirs.next()) {
                (None, None) => break,
                (ours, theirs) if ours.as_deref() == theirs => {}
                (ours, theirs) => {
                    let text = format!("cfg differs in instruction {row} of code object {i}");
                    let shown = |row: Option<&str>| row.unwrap_or("nothing").to_string();
                    return Ok(Some((text, shown(ours.as_deref()), shown(theirs))));
                }
            }
        }
    }
    Ok(None)
}

fn sequence(rows: &str) -> Option<InstructionSequence> {
    let mut sequence = InstructionSequence::default();
    let rows: Option<Vec<Vec<i64>>> =
        rows.lines().map(|row| row.split(' ').map(|word| word.parse().ok()).collect()).collect();
    let rows = rows?;
    let labels: Vec<Label> = rows.iter().map(|_| sequence.new_label()).collect();
    for (label, row) in labels.into_iter().zip(rows) {
        let [op, arg, line, end_line, col, end_col] = row[..] else { return None };
        sequence.place(label);
        let span = Span::new(line as i32, col as i32, end_line as i32, end_col as i32);
        sequence.push(Opcode::from_number(op as u16)?, arg as u32, span);
    }
    Some(sequence)
}

fn from_hex(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks_exact(2);
    digits.filter_map(|d| u8::from_str_radix(std::str::from_utf8(d).ok()?, 16).ok()).collect()
}

/// The first attribute in which two code objects, or two that are nested in them, differ.
fn difference(ours: &Code, theirs: &Code) -> Found {
    let mut todo = vec![(ours, theirs)];
    while let Some((a, b)) = todo.pop() {
        let texts = |texts: &[Text]| texts.iter().map(show).collect::<Vec<_>>().join(" ");
        let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
        let attributes: [Attribute<'_>; 15] = [
            ("co_argcount", &|c| c.argcount.to_string()),
            ("co_posonlyargcount", &|c| c.posonlyargcount.to_string()),
            ("co_kwonlyargcount", &|c| c.kwonlyargcount.to_string()),
            ("co_stacksize", &|c| c.stacksize.to_string()),
            ("co_flags", &|c| c.flags.to_string()),
            ("co_code", &|c| hex(&c.code)),
            ("co_names", &|c| texts(&c.names)),
            ("the fast locals", &|c| format!("{} {}", texts(&c.localsplusnames), hex(&c.localspluskinds))),
            ("co_filename", &|c| show(&c.filename).into_owned()),
            ("co_name", &|c| show(&c.name).into_owned()),
            ("co_qualname", &|c| show(&c.qualname).into_owned()),
            ("co_firstlineno", &|c| c.firstlineno.to_string()),
            ("co_linetable", &|c| hex(&c.linetable)),
            ("co_exceptiontable", &|c| hex(&c.exceptiontable)),
            ("the number of co_consts", &|c| c.consts.len().to_string()),
        ];
        for (name, shown) in attributes {
            let (ours, theirs) = (shown(a), shown(b));
            if ours != theirs {
                return Some((format!("code differs: {name} of {}", show(&b.qualname)), ours, theirs));
            }
        }
        for (x, y) in a.consts.iter().zip(&b.consts) {
            match (x, y) {
                (Const::Code(x), Const::Code(y)) => todo.push((x, y)),
                (Const::Value(x), Const::Value(y)) if same(x, y) => {}
                _ => {
                    let text = format!("code differs: a constant of {}", show(&b.qualname));
                    return Some((text, shown_const(x), shown_const(y)));
                }
            }
        }
    }
    None
}

fn shown_const(constant: &Const) -> String {
    match constant {
        Const::Value(value) => repr(value),
        Const::Code(code) => format!("<code object {}>", show(&code.name)),
    }
}

/// Equal by type and value, whatever the order of sets.
fn same(a: &Constant, b: &Constant) -> bool {
    match (a, b) {
        (Constant::FrozenSet(a), Constant::FrozenSet(b)) => {
            a.len() == b.len() && a.iter().all(|x| b.iter().any(|y| same(x, y)))
        }
        (Constant::Tuple(a), Constant::Tuple(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(x, y)| same(x, y))
        }
        _ => a == b,
    }
}
