//! The walk through a program's instructions, ours and CPython's brought to one form: a line for each
//! instruction with its code object, its offset and the count of every name.
//!
//! CPython's (made by `observe.py`) gives the number of the code object, ours (`trace`) its name.

use crate::bytecode::{Code, Const, Opcode};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Names that every module has, and of which CPython's walk does not speak.
const MODULE_NAMES: [&str; 8] = [
    "__name__",
    "__package__",
    "__loader__",
    "__spec__",
    "__file__",
    "__cached__",
    "__builtins__",
    "__annotations__",
];

/// A count that is not compared: a built-in module's, which each of its functions holds.
const ANY: &str = "?";

type Counts = BTreeMap<String, String>;

fn line(code: &str, offset: usize, counts: &Counts) -> String {
    let mut out = format!("{code} {offset}");
    for (name, count) in counts {
        let _ = write!(out, " {name}={count}");
    }
    out
}

/// A program's code objects in the order in which `observe.py` numbers them: depth first.
fn numbered<'a>(code: &'a Code, out: &mut Vec<&'a Code>) {
    out.push(code);
    for constant in &code.consts {
        if let Const::Code(inner) = constant {
            numbered(inner, out);
        }
    }
}

struct Step {
    code: String,
    offset: usize,
    counts: Counts,
}

/// CPython's walk. Prefixes are left out, and collections: when one runs depends on how many objects
/// the interpreter has made before.
fn steps(walk: &str, program: &Code) -> Vec<Step> {
    let mut codes = Vec::new();
    numbered(program, &mut codes);
    let mut steps = Vec::new();
    for text in walk.lines() {
        let mut words = text.split(' ');
        let number = words.next().and_then(|w| w.parse::<usize>().ok());
        let (Some(code), Some(offset)) =
            (number.and_then(|n| codes.get(n)), words.next().and_then(|w| w.parse::<usize>().ok()))
        else {
            continue;
        };
        if code.code.get(offset).is_some_and(|&op| op as u16 == Opcode::EXTENDED_ARG.number()) {
            continue;
        }
        let counts = words.filter_map(|w| w.split_once('=')).map(|(n, c)| (n.into(), c.into())).collect();
        let code = String::from_utf8_lossy(code.qualname.as_bytes()).into_owned();
        steps.push(Step { code, offset, counts });
    }
    steps
}

/// CPython's walk in the common form.
pub fn theirs(walk: &str, program: &Code) -> String {
    let mut out = String::new();
    for step in steps(walk, program) {
        let _ = writeln!(out, "{}", line(&step.code, step.offset, &step.counts));
    }
    out
}

/// Our trace in the form of [`theirs`]. Where CPython's count is not to be compared, ours is put
/// aside too.
pub fn ours(trace: &str, walk: &str, program: &Code) -> String {
    let theirs = steps(walk, program);
    let mut out = String::new();
    let lines = trace.lines().filter_map(|text| serde_json::from_str::<Value>(text).ok());
    for (i, value) in lines.filter(|value| value["op"] != "EXTENDED_ARG").enumerate() {
        let mut counts = Counts::new();
        for (name, count) in value["refs"].as_object().into_iter().flatten() {
            let other = theirs.get(i).and_then(|s| s.counts.get(name));
            if !MODULE_NAMES.contains(&name.as_str()) {
                let any = other.is_some_and(|o| o == ANY);
                counts.insert(name.clone(), if any { ANY.into() } else { count.to_string() });
            }
        }
        let offset = value["offset"].as_u64().unwrap_or(0) as usize;
        let _ = writeln!(out, "{}", line(value["code"].as_str().unwrap_or_default(), offset, &counts));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::{Options, compile};
    use crate::source::Source;

    #[test]
    fn both_forms_become_one() {
        let source = Source::new("t.py", "def f():\n    pass\nf()\n");
        let (program, _) = compile(&source, &Options::default()).expect("a program");
        let walk = "0 2 x=null\ngc 2 3 0\n1 2 m=? n=2\n";
        let trace = r#"{"code":"<module>","offset":2,"op":"NOP","refs":{"x":null,"__name__":1}}
{"code":"f","offset":2,"op":"NOP","refs":{"n":2,"m":7}}
"#;
        assert_eq!(ours(trace, walk, &program), theirs(walk, &program));
        assert_eq!(theirs(walk, &program), "<module> 2 x=null\nf 2 m=? n=2\n");
    }
}
