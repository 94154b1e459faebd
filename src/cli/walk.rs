//! The walk through a program's instructions, ours and CPython's brought to one form.
//!
//! CPython's (made by `observe.py`) tells of each instruction what is new since the one before;
//! ours (`trace`) tells everything each time. Both become lines that tell everything.

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

fn line(code: &str, instruction: &str, counts: &Counts) -> String {
    let mut out = format!("{code} {instruction}");
    for (name, count) in counts {
        let _ = write!(out, " {name}={count}");
    }
    out
}

/// CPython's walk, every line complete. Collections are left out: when one runs depends on how many
/// objects the interpreter has made before.
pub fn theirs(walk: &str) -> String {
    let mut out = String::new();
    for step in steps(walk) {
        let _ = writeln!(out, "{}", line(&step.code, &step.instruction, &step.counts));
    }
    out
}

struct Step {
    code: String,
    instruction: String,
    counts: Counts,
}

fn steps(walk: &str) -> Vec<Step> {
    let (mut code, mut counts, mut steps) = (String::new(), Counts::new(), Vec::new());
    for text in walk.lines() {
        if let Some(name) = text.strip_prefix("@ ") {
            code = name.to_string();
            counts.clear();
            continue;
        }
        if text.starts_with("gc ") {
            continue;
        }
        let mut words = text.split(' ');
        let instruction: Vec<&str> = words.by_ref().take(3).collect();
        for word in words {
            match (word.strip_prefix('-'), word.split_once('=')) {
                (Some(gone), _) => drop(counts.remove(gone)),
                (None, Some((name, count))) => drop(counts.insert(name.into(), count.into())),
                (None, None) => {}
            }
        }
        steps.push(Step { code: code.clone(), instruction: instruction.join(" "), counts: counts.clone() });
    }
    steps
}

/// Our trace in the form of [`theirs`]. Where CPython's count is not to be compared, ours is put
/// aside too.
pub fn ours(trace: &str, walk: &str) -> String {
    let theirs = steps(walk);
    let mut out = String::new();
    let lines = trace.lines().filter_map(|text| serde_json::from_str::<Value>(text).ok());
    // CPython's walk leaves prefixes out.
    for (i, value) in lines.filter(|value| value["op"] != "EXTENDED_ARG").enumerate() {
        let word = |key: &str| match &value[key] {
            Value::String(text) => text.clone(),
            Value::Null => "-".into(),
            other => other.to_string(),
        };
        let instruction = format!("{} {} {}", word("offset"), word("op"), word("line"));
        let mut counts = Counts::new();
        for (name, count) in value["refs"].as_object().into_iter().flatten() {
            let other = theirs.get(i).and_then(|s| s.counts.get(name));
            if !MODULE_NAMES.contains(&name.as_str()) {
                let any = other.is_some_and(|o| o == ANY);
                counts.insert(name.clone(), if any { ANY.into() } else { count.to_string() });
            }
        }
        let _ = writeln!(out, "{}", line(&word("code"), &instruction, &counts));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_become_one() {
        let walk =
            "@ f\n2 LOAD_FAST 3 n=2 m=?\n4 POP_TOP 3\n@ <module>\n8 NOP - x=null\ngc 2 3 0\n10 NOP 4 -x\n";
        let trace = r#"{"code":"f","offset":2,"op":"LOAD_FAST","line":3,"refs":{"n":2,"m":7,"__name__":1}}
{"code":"f","offset":4,"op":"POP_TOP","line":3,"refs":{"n":2,"m":7}}
{"code":"<module>","offset":8,"op":"NOP","line":null,"refs":{"x":null}}
{"code":"<module>","offset":10,"op":"NOP","line":4,"refs":{}}
"#;
        assert_eq!(ours(trace, walk), theirs(walk));
        assert!(theirs(walk).starts_with("f 2 LOAD_FAST 3 m=? n=2\nf 4 POP_TOP 3 m=? n=2\n"));
    }
}
