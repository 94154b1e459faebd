//! `pvmscope trace --jsonl FILE`: every instruction and every count (`tests/goldens/*/*.walk`, whose
//! form and conditions are described in `tests/tools/observe.py`).

use crate::goldens::{compare_all, golden, pvmscope};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::fmt::Write;

/// What every module has from the start.
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

/// Writes a trace in the goldens' form.
#[derive(Default)]
struct Walk {
    text: String,
    /// The code object of the line before, and what is known of its names.
    code: String,
    counts: BTreeMap<String, String>,
    /// Code and offset of the instructions before a code object's first RESUME.
    preamble: HashSet<(String, u64)>,
    /// Was there a full collection? Those up to it are left out.
    settled: bool,
    /// Has the module returned? What still runs is what the end of the process calls.
    ended: bool,
    /// For each line to come, the names whose counts the golden leaves open.
    open: VecDeque<HashSet<String>>,
}

impl Walk {
    fn step(&mut self, record: &Value) -> Result<(), String> {
        let field = |name: &str| record.get(name).ok_or(format!("no `{name}` in {record}"));
        let text = |name: &str| field(name)?.as_str().ok_or(format!("`{name}` is no text in {record}"));
        let (code, op) = (text("code")?, text("op")?);
        let offset = field("offset")?.as_u64().ok_or("`offset` is no number")?;
        // What has been collected since the record before; the goldens end with the program.
        let collections = record.get("gc").and_then(Value::as_array).filter(|_| !self.ended);
        for event in collections.into_iter().flatten() {
            let number = |name: &str| event.get(name).and_then(Value::as_u64).unwrap_or(u64::MAX);
            let counts = self.settled;
            self.settled |= number("generation") == 2;
            if !counts {
                continue;
            }
            let (collected, rest) = (number("collected"), number("uncollectable"));
            writeln!(self.text, "gc {} {collected} {rest}", number("generation"))
                .expect("a String takes all");
        }
        self.ended |= code == "<module>" && op.starts_with("RETURN_");
        if !self.is_without_event(code, op, offset) {
            if self.code != code {
                writeln!(self.text, "@ {code}").expect("a String takes all");
                self.code = code.to_string();
                self.counts.clear();
            }
            let line = field("line")?.as_u64().map_or("-".to_string(), |l| l.to_string());
            write!(self.text, "{offset} {op} {line}").expect("a String takes all");
            self.refs(field("refs")?.as_object().ok_or("`refs` is no object")?);
            self.text.push('\n');
        }
        Ok(())
    }

    /// CPython gives no event for some instructions.
    fn is_without_event(&mut self, code: &str, op: &str, offset: u64) -> bool {
        let follows = |walk: &Walk| offset >= 2 && walk.preamble.contains(&(code.to_string(), offset - 2));
        let preamble = match op {
            "COPY_FREE_VARS" | "RETURN_GENERATOR" => true,
            "MAKE_CELL" => offset == 0 || follows(self),
            "POP_TOP" => follows(self),
            _ => false,
        };
        if preamble {
            self.preamble.insert((code.to_string(), offset));
        }
        preamble || matches!(op, "RESUME" | "END_FOR" | "EXTENDED_ARG")
    }

    /// Appends what is new in the counts.
    fn refs(&mut self, refs: &serde_json::Map<String, Value>) {
        let open = self.open.pop_front().unwrap_or_default();
        let mut now = BTreeMap::new();
        for (name, count) in refs {
            if !MODULE_NAMES.contains(&name.as_str()) {
                let count = if open.contains(name) { "?".to_string() } else { count.to_string() };
                now.insert(name.clone(), count);
            }
        }
        for (name, count) in &now {
            if self.counts.get(name) != Some(count) {
                write!(self.text, " {name}={count}").expect("a String takes all");
            }
        }
        for name in self.counts.keys().filter(|n| !now.contains_key(*n)) {
            write!(self.text, " -{name}").expect("a String takes all");
        }
        self.counts = now;
    }
}

/// For each line of a golden the names whose count is `?`.
fn open_counts(golden: &str) -> VecDeque<HashSet<String>> {
    let mut open = HashSet::new();
    let mut all = VecDeque::new();
    for line in golden.lines() {
        if line.starts_with('@') {
            open.clear();
        } else if !line.starts_with("gc") {
            for word in line.split(' ').skip(3) {
                let (name, count) = word.split_once('=').unwrap_or((word.trim_start_matches('-'), ""));
                if count == "?" {
                    open.insert(name.to_string());
                } else {
                    open.remove(name);
                }
            }
            all.push_back(open.clone());
        }
    }
    all
}

fn walk(program: &str) -> Result<String, String> {
    let golden = golden(program, "walk").unwrap_or_default();
    let mut walk = Walk { open: open_counts(&golden), ..Walk::default() };
    for line in pvmscope(&["trace", "--jsonl", program])?.stdout.lines() {
        walk.step(&serde_json::from_str(line).map_err(|e| format!("{e} in {line}"))?)?;
    }
    Ok(walk.text)
}

#[test]
fn programs_walk_as_in_cpython() {
    compare_all("walk", |program| walk(program).unwrap_or_else(|why| why));
}

/// The form of the goldens, on a hand-made trace.
#[test]
fn traces_are_rewritten() {
    let mut walk = Walk { open: open_counts("@ g\n6 X 2 c=?\n8 X - c=2"), ..Walk::default() };
    for line in [
        r#"{"code":"g","op":"RETURN_GENERATOR","offset":0,"line":1,"refs":{}}"#,
        r#"{"code":"g","op":"POP_TOP","offset":2,"line":1,"refs":{}}"#,
        r#"{"code":"g","op":"RESUME","offset":4,"line":1,"refs":{}}"#,
        r#"{"code":"g","op":"LOAD_CONST","offset":6,"line":2,"refs":{"c":7,"a":null,"__name__":1}}"#,
        r#"{"code":"g","op":"POP_TOP","offset":8,"line":null,"refs":{"b":3}}"#,
        r#"{"code":"f","op":"NOP","offset":2,"line":9,"refs":{"b":3},
            "gc":[{"generation":2,"collected":1,"uncollectable":0},
            {"generation":2,"collected":3,"uncollectable":0}]}"#,
    ] {
        walk.step(&serde_json::from_str(line).expect("JSON")).expect("a record");
    }
    assert_eq!(
        walk.text,
        "@ g\n6 LOAD_CONST 2 a=null c=?\n8 POP_TOP - b=3 -a -c\ngc 2 3 0\n@ f\n2 NOP 9 b=3\n"
    );
}
