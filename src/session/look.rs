//! Looking at the machine: from its state, and the state one instruction before, to a moment.

use super::codes::{Codes, Known};
use super::glance::Glance;
use super::{
    Fate, FrameView, GcView, HeapView, LocalKind, LocalView, OutputPiece, OutputView, StackValue, ValueView,
};
use crate::bytecode::Code;
use crate::bytecode::code::kinds;
use crate::explain;
use crate::heap::diff::{Change, diff};
use crate::heap::{Heap, IMMORTAL, ObjId};
use crate::object::Payload;
use crate::vm::{Frame, Vm};
use crate::world::Stream;
use std::sync::Arc;

/// Frames, names of a frame, and objects that a moment shows at most.
const MOST_FRAMES: usize = 48;
const MOST_LOCALS: usize = 200;
const MOST_OBJECTS: usize = 400;
/// Heaps with more slots are not compared at every step.
const MOST_COMPARED: usize = 400_000;
/// Output lines that a moment shows at most.
const MOST_OUTPUT: usize = 64 << 10;

/// What a moment is compared with: the state one instruction before.
pub struct Before {
    pub step: u64,
    heap: Option<Heap<Payload>>,
    frames: Vec<Frame>,
    stack: Vec<Option<ObjId>>,
    /// Values that the instruction takes off the stack.
    pops: usize,
}

impl Before {
    pub fn new(vm: &Vm, codes: &mut Codes) -> Before {
        let state = &vm.state;
        let pops = match state.frames.last() {
            Some(frame) => {
                let (known, row) = position(vm, frame, codes);
                let instruction = row.map(|r| &known.rows[r]);
                instruction.map_or(0, |r| r.op.map_or(0, |op| op.pops(r.arg.unwrap_or(0)))) as usize
            }
            None => 0,
        };
        Before {
            step: state.steps,
            heap: (state.heap.slot_count() <= MOST_COMPARED).then(|| state.heap.clone()),
            frames: state.frames.clone(),
            stack: state.stack.clone(),
            pops,
        }
    }

    fn glance(&self) -> Option<Glance<'_>> {
        self.heap.as_ref().map(|heap| Glance { heap })
    }
    /// Is it the same call in both states?
    fn same_frame(&self, index: usize, frame: &Frame) -> bool {
        self.frames.get(index).is_some_and(|f| f.base == frame.base && f.code == frame.code && f.func == frame.func)
    }
}

/// Which slots were in use when the program began; their objects are not the program's own.
#[derive(Clone, Debug, Default)]
pub struct Base(Vec<bool>);

impl Base {
    pub fn new(vm: &Vm) -> Base {
        let mut used = vec![false; vm.state.heap.slot_count()];
        vm.state.heap.iter().for_each(|(id, _)| used[id.index()] = true);
        Base(used)
    }
    fn holds(&self, id: ObjId) -> bool {
        self.0.get(id.index()).copied().unwrap_or(false)
    }
}

fn body<'v>(vm: &'v Vm, frame: &Frame) -> &'v Arc<Code> {
    &vm.state.code_of(frame.code).code
}

/// What is known of a frame's code, and the row of its current instruction.
fn position(vm: &Vm, frame: &Frame, codes: &mut Codes) -> (Arc<Known>, Option<usize>) {
    let known = codes.get(body(vm, frame));
    let row = known.row_at(vm.state.offset_of(frame.code, frame.pc));
    (known, row)
}

/// The frames, innermost first, and how many were left out.
pub fn frames(vm: &Vm, before: Option<&Before>, codes: &mut Codes) -> (Vec<FrameView>, usize) {
    let all = &vm.state.frames;
    let hidden = all.len().saturating_sub(MOST_FRAMES);
    let shown = all.iter().enumerate().rev().filter(|(i, _)| *i == 0 || *i > hidden);
    let views = shown.map(|(i, frame)| {
        let (known, at) = position(vm, frame, codes);
        FrameView { at, locals: locals(vm, i, frame, before), code: known.view.clone() }
    });
    (views.collect(), hidden)
}

fn locals(vm: &Vm, index: usize, frame: &Frame, before: Option<&Before>) -> Vec<LocalView> {
    let glance = Glance { heap: &vm.state.heap };
    let earlier = before.filter(|b| b.same_frame(index, frame));
    let changed = |now: Option<ObjId>, then: Option<ObjId>| match (now, then) {
        (Some(a), Some(b)) if a == b => {
            // The same object, which may have changed inside.
            earlier.and_then(Before::glance).is_some_and(|g| g.repr(b) != glance.repr(a))
        }
        (a, b) => a != b,
    };
    if let Some(namespace) = frame.locals {
        let Payload::Dict(dict) = vm.state.heap.get(namespace).base() else { return Vec::new() };
        let then = |name: ObjId| {
            let heap = &earlier?.heap.as_ref()?;
            match heap.get(namespace).base() {
                Payload::Dict(d) => d.iter().find(|(key, _)| *key == name).map(|(_, value)| value),
                _ => None,
            }
        };
        let compared = earlier.is_some_and(|e| e.heap.is_some());
        let mut views: Vec<LocalView> = dict
            .iter()
            .take(MOST_LOCALS)
            .map(|(key, value)| {
                let name = glance.text(key);
                let special = name.starts_with("__") && name.ends_with("__");
                LocalView {
                    name,
                    kind: if special { LocalKind::Special } else { LocalKind::Name },
                    value: Some(glance.value(value)),
                    changed: compared && changed(Some(value), then(key)),
                }
            })
            .collect();
        views.sort_by_key(|v| v.kind == LocalKind::Special);
        return views;
    }
    let code = body(vm, frame);
    let count = (frame.nlocals as usize).min(MOST_LOCALS);
    (0..count)
        .filter_map(|i| {
            let place = frame.base as usize + i;
            let slot = vm.state.stack.get(place).copied().flatten();
            let (kind, hidden) = local_kind(*code.localspluskinds.get(i)?);
            if hidden && slot.is_none() {
                return None;
            }
            let inside = |heap: &Heap<Payload>, id: ObjId| match heap.get(id) {
                Payload::Cell(value) if kind != LocalKind::Local => *value,
                _ => Some(id),
            };
            let value = slot.and_then(|id| inside(&vm.state.heap, id));
            let then = || {
                let earlier = earlier?;
                inside(earlier.heap.as_ref()?, earlier.stack.get(place).copied().flatten()?)
            };
            Some(LocalView {
                name: String::from_utf8_lossy(code.localsplusnames.get(i)?.as_bytes()).into_owned(),
                kind,
                value: value.map(|id| glance.value(id)),
                changed: earlier.is_some_and(|e| e.heap.is_some()) && changed(value, then()),
            })
        })
        .collect()
}

fn local_kind(mask: u8) -> (LocalKind, bool) {
    let kind = if mask & kinds::FREE != 0 {
        LocalKind::Free
    } else if mask & kinds::CELL != 0 {
        LocalKind::Cell
    } else {
        LocalKind::Local
    };
    (kind, mask & kinds::HIDDEN != 0)
}

/// The value stack of the innermost frame, and what the last instruction took off it.
pub fn stack(vm: &Vm, before: Option<&Before>, codes: &mut Codes) -> (Vec<StackValue>, Vec<ValueView>) {
    let Some(frame) = vm.state.frames.last() else { return (Vec::new(), Vec::new()) };
    let index = vm.state.frames.len() - 1;
    let first = (frame.base + frame.nlocals) as usize;
    let values = vm.state.stack.get(first..).unwrap_or(&[]);
    let roles = roles(vm, frame, values.len(), codes);
    let glance = Glance { heap: &vm.state.heap };
    let earlier = before.filter(|b| b.same_frame(index, frame));
    let (kept, taken) = match earlier {
        Some(b) => {
            let end = b.frames.get(index + 1).map_or(b.stack.len(), |above| above.floor as usize);
            let old = b.stack.get(first..end).unwrap_or(&[]);
            // The instruction was this frame's own, unless a call has returned.
            let own = b.frames.len() == index + 1;
            let untouched = if own { old.len().saturating_sub(b.pops) } else { old.len() };
            let same = old.iter().zip(values).take_while(|(a, b)| a == b).count();
            let kept = same.min(untouched);
            (kept, old.get(kept..).unwrap_or(&[]))
        }
        None => (values.len(), &[][..]),
    };
    let views = values.iter().zip(roles).enumerate().map(|(i, (value, role))| StackValue {
        value: value.map(|id| glance.value(id)),
        pushed: i >= kept,
        role,
    });
    let old = earlier.and_then(Before::glance);
    let popped = taken.iter().flatten().filter_map(|id| Some(old?.value(*id)));
    (views.collect(), popped.collect())
}

/// The names that the next instruction has for the values on the stack, bottom first.
fn roles(vm: &Vm, frame: &Frame, depth: usize, codes: &mut Codes) -> Vec<Option<String>> {
    let mut roles = vec![None; depth];
    let (known, row) = position(vm, frame, codes);
    let Some(row) = row.map(|r| &known.rows[r]) else { return roles };
    let Some(op) = row.op else { return roles };
    let mut top = depth;
    for (name, count) in explain::stack_operands(op, row.arg.unwrap_or(0)).into_iter().rev() {
        for i in (0..count as usize).rev() {
            let Some(place) = top.checked_sub(1) else { return roles };
            top = place;
            let plain = name.trim_start_matches('_');
            roles[place] = Some(if count > 1 { format!("{plain}[{i}]") } else { plain.to_string() });
        }
    }
    roles
}

/// The sentence about the next instruction, with the values it works on.
pub fn explanation(vm: &Vm, codes: &mut Codes) -> String {
    let Some(frame) = vm.state.frames.last() else { return String::new() };
    let (known, row) = position(vm, frame, codes);
    let Some(row) = row.map(|r| &known.rows[r]) else { return String::new() };
    let Some(op) = row.op else { return String::new() };
    let glance = Glance { heap: &vm.state.heap };
    let values = vm.state.stack.get((frame.base + frame.nlocals) as usize..).unwrap_or(&[]);
    let mut named: Vec<(&str, String)> = Vec::new();
    let mut end = values.len();
    for (name, count) in explain::stack_operands(op, row.arg.unwrap_or(0)).into_iter().rev() {
        let start = end.saturating_sub(count as usize);
        let shown: Vec<String> = values[start..end]
            .iter()
            .take(4)
            .map(|v| v.map_or("NULL".into(), |id| short(&glance.repr(id))))
            .collect();
        let more = if end - start > 4 { ", …" } else { "" };
        if end > start {
            named.push((name, shown.join(", ") + more));
        }
        end = start;
    }
    let operand = |name: &str| named.iter().find(|(n, _)| *n == name).map(|(_, text)| text.clone());
    explain::explain_row(row, &operand)
}

/// A repr that fits into a sentence.
fn short(repr: &str) -> String {
    const MOST: usize = 40;
    match repr.char_indices().nth(MOST) {
        Some((cut, _)) => format!("{}…", &repr[..cut]),
        None => repr.to_string(),
    }
}

pub fn heap(vm: &Vm, before: Option<&Before>, base: &Base) -> HeapView {
    let heap = &vm.state.heap;
    let glance = Glance { heap };
    let old = before.and_then(|b| b.heap.as_ref());
    let changes = old.map(|old| changes(old, heap)).unwrap_or_default();
    let mut own: Vec<ObjId> = heap.iter().map(|(id, _)| id).filter(|id| !base.holds(*id)).collect();
    let hidden = own.len().saturating_sub(MOST_OBJECTS);
    own.drain(..hidden);
    HeapView {
        live: heap.live(),
        changes,
        rows: own.into_iter().rev().map(|id| glance.heap_row(id, 0, Fate::Kept)).collect(),
        hidden,
        unknown: before.is_some() && old.is_none(),
    }
}

/// What differs between two heaps, deaths last.
fn changes(old: &Heap<Payload>, new: &Heap<Payload>) -> Vec<super::HeapRow> {
    let (then, now) = (Glance { heap: old }, Glance { heap: new });
    let mut rows = Vec::new();
    for (id, change) in diff(old, new).into_iter().take(MOST_OBJECTS) {
        match change {
            Change::Born => rows.push(now.heap_row(id, 0, Fate::Born)),
            Change::Freed => rows.push(then.heap_row(id, 0, Fate::Freed)),
            Change::Replaced => {
                rows.push(then.heap_row(id, 0, Fate::Freed));
                rows.push(now.heap_row(id, 0, Fate::Born));
            }
            Change::Count { before, after } => {
                let delta = if (before | after) & IMMORTAL != 0 { 0 } else { after as i64 - before as i64 };
                rows.push(now.heap_row(id, delta, Fate::Kept));
            }
        }
    }
    rows.sort_by_key(|row| match row.fate {
        Fate::Born => 0,
        Fate::Kept => 1,
        Fate::Freed => 2,
    });
    rows
}

pub fn gc(vm: &Vm) -> GcView {
    let gc = &vm.state.gc;
    GcView {
        enabled: gc.enabled,
        counts: gc.counts.map(|c| c.max(0) as u32),
        thresholds: gc.thresholds.map(|t| t.max(0) as u32),
        events: Vec::new(),
    }
}

/// The end of what was written so far.
pub fn output(vm: &Vm) -> OutputView {
    let mut tail: Vec<OutputPiece> = Vec::new();
    let mut bytes = 0;
    for (stream, text) in vm.world.output().iter().rev() {
        if tail.iter().map(|p| p.text.len()).sum::<usize>() > MOST_OUTPUT {
            break;
        }
        let cut = text.len().saturating_sub(MOST_OUTPUT);
        let cut = (cut..=text.len()).find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        tail.push(OutputPiece { stderr: *stream == Stream::Stderr, text: text[cut..].to_string() });
    }
    tail.reverse();
    for (_, text) in vm.world.output() {
        bytes += text.len() as u64;
    }
    OutputView { tail, bytes }
}
