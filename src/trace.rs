//! `trace`: every executed instruction as a line of JSON.

use crate::bytecode::{Code, Opcode};
use crate::heap::{IMMORTAL, ObjId};
use crate::ledger;
use crate::vm::{Control, Observer, Vm};
use serde_json::{Map, Value, json};
use std::io::Write;
use std::sync::Arc;

/// What is traced.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Stop writing after that many instructions.
    pub limit: Option<u64>,
    /// Frames of other files too.
    pub all: bool,
    /// Tell who holds the object of that name.
    pub ledger: Option<String>,
}

/// Characters of a value on the stack.
const VALUE_WIDTH: usize = 80;

/// Writes a line before each instruction that CPython's `sys.monitoring` reports: not RESUME, and
/// nothing before a code object's first RESUME.
pub struct Tracer<W: Write> {
    out: W,
    options: Options,
    file: String,
    written: u64,
    /// Collections seen so far.
    collections: u64,
    /// The reader has gone away: the run is given up.
    pub broken: bool,
}

impl<W: Write> Tracer<W> {
    /// `file` is the `co_filename` of the frames to trace.
    pub fn new(out: W, file: &str, options: Options) -> Tracer<W> {
        Tracer { out, options, file: file.to_string(), written: 0, collections: 0, broken: false }
    }

    fn line(&mut self, vm: &Vm) -> Option<Value> {
        let frame = vm.state.frame();
        let code = vm.state.code_of(frame.code);
        if !self.options.all && vm.str_lossy(code.filename) != self.file {
            return None;
        }
        let instr = vm.state.program[frame.pc as usize];
        let unit = frame.pc - code.start;
        if instr.op.base() == Opcode::RESUME || unit < first_traceable(&code.code) {
            return None;
        }
        let line = match vm.span_at(code, unit * 2).line {
            line if line > 0 => json!(line),
            _ => Value::Null,
        };
        let values = &vm.state.stack[(frame.base + frame.nlocals) as usize..];
        let stack: Vec<Value> =
            values.iter().map(|v| v.map_or(Value::Null, |v| json!(vm.short_repr(v, VALUE_WIDTH)))).collect();
        let refs: Map<String, Value> =
            vm.frame_names(frame).into_iter().map(|(name, value)| (name, count(vm, value))).collect();
        let op = instr.op.base();
        let arg = op.has_arg().then_some(instr.arg);
        let mut line = json!({
            "step": vm.state.steps,
            "code": vm.str_lossy(code.qualname),
            "offset": unit * 2,
            "op": op.name(),
            "arg": arg,
            "line": line,
            "stack": stack,
            "refs": refs,
        });
        if let Some(name) = &self.options.ledger
            && let Some((_, id)) = vm.frame_names(frame).into_iter().find(|(n, _)| n == name)
        {
            let holders = ledger::holders(vm, id);
            line["ledger"] = holders
                .iter()
                .map(|h| json!({ "owner": h.title, "object": h.object, "slot": h.slot }))
                .collect();
        }
        let gc = &vm.state.gc;
        // The collections of the end of a run are no affair of the program's.
        if vm.state.main.is_some() && self.collections < gc.collections {
            let new: Vec<Value> = gc
                .latest((gc.collections - self.collections) as usize)
                .map(|e| {
                    json!({ "generation": e.generation, "collected": e.collected, "uncollectable": e.uncollectable })
                })
                .collect();
            self.collections = gc.collections;
            line["gc"] = json!(new);
        }
        Some(line)
    }
}

/// The count as a program would see it; `null` for immortals.
fn count(vm: &Vm, id: ObjId) -> Value {
    match vm.state.heap.count(id) {
        count if count & IMMORTAL != 0 => Value::Null,
        count => json!(count),
    }
}

/// Code unit of the first RESUME: CPython's `_co_firsttraceable`.
pub fn first_traceable(code: &Arc<Code>) -> u32 {
    code.code.chunks_exact(2).position(|unit| unit[0] as u16 == Opcode::RESUME.number()).unwrap_or(0) as u32
}

impl<W: Write> Observer for Tracer<W> {
    fn before(&mut self, vm: &mut Vm) -> Control {
        if self.options.limit.is_some_and(|limit| self.written >= limit) {
            return Control::Abandon;
        }
        if let Some(line) = self.line(vm) {
            self.written += 1;
            if writeln!(self.out, "{line}").is_err() {
                self.broken = true;
                return Control::Abandon;
            }
        }
        Control::Go
    }
}
