//! Looking at the machine: from its state, and the state one instruction before, to a moment.

use super::codes::{Codes, Known};
use super::{
    Fate, FrameView, GcEvent, GcView, HeapRow, HeapView, LocalKind, LocalView, Moment, OutputPiece,
    OutputView, StackValue, ValueView,
};
use crate::bytecode::code::kinds;
use crate::explain;
use crate::heap::diff::{Change, diff};
use crate::heap::{IMMORTAL, ObjId};
use crate::object::Payload;
use crate::time::Machine;
use crate::vm::{Frame, State, Vm};
use crate::world::Stream;
use std::sync::Arc;

/// Frames, names of a frame, objects and collections that a moment shows at most.
const MOST_FRAMES: usize = 48;
const MOST_LOCALS: usize = 200;
const MOST_OBJECTS: usize = 400;
const MOST_COLLECTIONS: usize = 100;
/// States that take more bytes are not compared at every step.
const MOST_COMPARED: usize = 48 << 20;
/// Characters of a value.
const LONGEST: usize = 200;
/// Attributes of an instance.
const MOST_ATTRIBUTES: usize = 8;

/// What a moment is compared with: the state one instruction before.
pub struct Before {
    pub step: u64,
    state: Option<State>,
    /// Values that the instruction takes off the stack.
    pops: usize,
}

impl Before {
    pub fn new(vm: &Vm, codes: &mut Codes) -> Before {
        let state = &vm.state;
        let instruction = state.frames.last().map(|f| position(vm, f, codes));
        let pops = instruction.and_then(|(known, row)| {
            let row = &known.rows[row?];
            Some(row.op?.pops(row.arg.unwrap_or(0)))
        });
        let small = vm.size() <= MOST_COMPARED;
        Before { step: state.steps, state: small.then(|| state.clone()), pops: pops.unwrap_or(0) as usize }
    }
}

/// Lets the machine be looked at in another state.
fn in_state<T>(vm: &mut Vm, state: &mut State, look: impl FnOnce(&Vm) -> T) -> T {
    std::mem::swap(&mut vm.state, state);
    let seen = look(vm);
    std::mem::swap(&mut vm.state, state);
    seen
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
    pub fn holds(&self, id: ObjId) -> bool {
        self.0.get(id.index()).copied().unwrap_or(false)
    }
}

/// Fills in what the machine's state says of a moment.
pub fn look(moment: &mut Moment, vm: &mut Vm, before: Option<&mut Before>, base: &Base, codes: &mut Codes) {
    (moment.frames, moment.frames_hidden) = frames(vm, codes);
    moment.stack = stack(vm, codes);
    moment.explanation = explanation(vm, codes);
    moment.gc = gc(vm);
    moment.output = output(vm);
    moment.heap = own_objects(vm, base);
    let Some(before) = before else { return };
    let Some(old) = &mut before.state else {
        moment.heap.unknown = true;
        return;
    };
    let (old_frames, old_stack) = in_state(vm, old, |vm| (frames(vm, codes).0, stack(vm, codes)));
    let (depth, shown) = (vm.state.frames.len(), moment.frames.len());
    for (i, frame) in moment.frames.iter_mut().enumerate() {
        // Frames are listed from the innermost, which may be another one than before.
        let Some(place) = (old_frames.len() + i).checked_sub(shown) else { continue };
        let number = depth - 1 - i.min(depth - 1);
        if same_call(old, &vm.state, number) {
            mark_changes(&mut frame.locals, &old_frames[place].locals);
        }
    }
    if depth > 0 && same_call(old, &vm.state, depth - 1) {
        let own = old.frames.len() == depth;
        let before_stack = if own { old_stack } else { in_state(vm, old, |vm| values(vm, depth - 1)) };
        let untouched = before_stack.len().saturating_sub(if own { before.pops } else { 0 });
        let id = |v: &StackValue| v.value.as_ref().map(|v| v.id);
        let same = before_stack.iter().zip(&moment.stack).take_while(|(a, b)| id(a) == id(b)).count();
        let kept = same.min(untouched);
        moment.stack.iter_mut().skip(kept).for_each(|v| v.pushed = true);
        moment.popped = before_stack.into_iter().skip(kept).filter_map(|v| v.value).collect();
    }
    moment.heap.changes = changes(vm, old);
}

/// Is the frame of that number the same call in both states?
fn same_call(old: &State, new: &State, number: usize) -> bool {
    match (old.frames.get(number), new.frames.get(number)) {
        (Some(a), Some(b)) => a.base == b.base && a.code == b.code && a.func == b.func,
        _ => false,
    }
}

/// A name is changed if it is bound to another object, or to one that looks different.
fn mark_changes(new: &mut [LocalView], old: &[LocalView]) {
    for local in new {
        let then = old.iter().find(|o| o.name == local.name).and_then(|o| o.value.as_ref());
        local.changed = match (&local.value, then) {
            (Some(a), Some(b)) => a.id != b.id || a.repr != b.repr,
            (None, None) => false,
            _ => true,
        };
    }
}

/// What is known of a frame's code, and the row of its current instruction.
pub fn position(vm: &Vm, frame: &Frame, codes: &mut Codes) -> (Arc<Known>, Option<usize>) {
    let known = codes.get(&vm.state.code_of(frame.code).code);
    let row = known.row_at(vm.state.offset_of(frame.code, frame.pc));
    (known, row)
}

pub fn value(vm: &Vm, id: ObjId) -> ValueView {
    let count = vm.state.heap.count(id);
    ValueView {
        id: id.number(),
        type_name: vm.class_name(id),
        repr: repr(vm, id),
        count: (count & IMMORTAL == 0).then_some(count),
    }
}

/// A short repr; instances of Python classes show their attributes.
fn repr(vm: &Vm, id: ObjId) -> String {
    let mut text = vm.short_repr(id, LONGEST);
    let payload = vm.payload(id);
    let Some(attrs) = payload.attrs().filter(|_| matches!(payload, Payload::Instance(_))) else {
        return text;
    };
    let pairs: Vec<(ObjId, ObjId)> = match attrs.dict.and_then(|d| vm.as_dict(d)) {
        Some(dict) => dict.iter().take(MOST_ATTRIBUTES).collect(),
        None => attrs.inline.iter().copied().take(MOST_ATTRIBUTES).collect(),
    };
    if text.ends_with('>') && !pairs.is_empty() {
        text.pop();
        for (name, value) in pairs {
            text += &format!(" {}={}", vm.str_lossy(name), vm.short_repr(value, LONGEST / 4));
        }
        text.push('>');
    }
    text
}

/// The frames, innermost first, and how many were left out.
fn frames(vm: &Vm, codes: &mut Codes) -> (Vec<FrameView>, usize) {
    let all = &vm.state.frames;
    let hidden = all.len().saturating_sub(MOST_FRAMES);
    let shown = all.iter().enumerate().rev().filter(|(i, _)| *i == 0 || *i > hidden);
    let views = shown.map(|(_, frame)| {
        let (known, at) = position(vm, frame, codes);
        FrameView { at, locals: locals(vm, frame), code: known.view.clone() }
    });
    (views.collect(), hidden)
}

fn locals(vm: &Vm, frame: &Frame) -> Vec<LocalView> {
    if let Some(dict) = frame.locals.and_then(|namespace| vm.as_dict(namespace)) {
        let mut views: Vec<LocalView> = dict
            .iter()
            .take(MOST_LOCALS)
            .map(|(key, bound)| {
                let name = vm.str_lossy(key).into_owned();
                let special = name.starts_with("__") && name.ends_with("__");
                let kind = if special { LocalKind::Special } else { LocalKind::Name };
                LocalView { name, kind, value: Some(value(vm, bound)), changed: false }
            })
            .collect();
        views.sort_by_key(|v| v.kind == LocalKind::Special);
        return views;
    }
    let code = &vm.state.code_of(frame.code).code;
    let slots = vm.state.stack.get(frame.base as usize..(frame.base + frame.nlocals) as usize).unwrap_or(&[]);
    let named = code.localsplusnames.iter().zip(&code.localspluskinds).zip(slots).take(MOST_LOCALS);
    named
        .filter(|((_, kind), slot)| *kind & kinds::HIDDEN == 0 || slot.is_some())
        .map(|((name, mask), slot)| {
            let kind = match mask {
                m if m & kinds::FREE != 0 => LocalKind::Free,
                m if m & kinds::CELL != 0 => LocalKind::Cell,
                _ => LocalKind::Local,
            };
            let bound = slot.and_then(|id| match vm.payload(id) {
                Payload::Cell(inside) if kind != LocalKind::Local => *inside,
                _ => Some(id),
            });
            LocalView {
                name: String::from_utf8_lossy(name.as_bytes()).into_owned(),
                kind,
                value: bound.map(|id| value(vm, id)),
                changed: false,
            }
        })
        .collect()
}

/// The value stack of a frame, bottom first.
fn values(vm: &Vm, number: usize) -> Vec<StackValue> {
    let Some(frame) = vm.state.frames.get(number) else { return Vec::new() };
    let range = (frame.base + frame.nlocals) as usize..vm.state.stack_end(number);
    let slots = vm.state.stack.get(range).unwrap_or(&[]);
    slots.iter().map(|v| StackValue { value: v.map(|id| value(vm, id)), pushed: false, role: None }).collect()
}

/// The innermost frame's value stack with the names that the next instruction has for its values.
fn stack(vm: &Vm, codes: &mut Codes) -> Vec<StackValue> {
    let Some(frame) = vm.state.frames.last() else { return Vec::new() };
    let mut stack = values(vm, vm.state.frames.len() - 1);
    let (known, row) = position(vm, frame, codes);
    let Some((op, arg)) = row.and_then(|r| Some((known.rows[r].op?, known.rows[r].arg.unwrap_or(0)))) else {
        return stack;
    };
    let mut top = stack.iter_mut().rev();
    for (name, count) in explain::stack_operands(op, arg).into_iter().rev() {
        let name = name.trim_start_matches('_');
        for i in (0..count).rev() {
            let Some(value) = top.next() else { return stack };
            value.role = Some(if count > 1 { format!("{name}[{i}]") } else { name.to_string() });
        }
    }
    stack
}

/// The sentence about the next instruction, with the values it works on.
fn explanation(vm: &Vm, codes: &mut Codes) -> String {
    let Some(frame) = vm.state.frames.last() else { return String::new() };
    let (known, row) = position(vm, frame, codes);
    let Some(row) = row.map(|r| &known.rows[r]) else { return String::new() };
    let Some(op) = row.op else { return String::new() };
    let values = vm.state.stack.get((frame.base + frame.nlocals) as usize..).unwrap_or(&[]);
    let mut named: Vec<(&str, String)> = Vec::new();
    let mut end = values.len();
    for (name, count) in explain::stack_operands(op, row.arg.unwrap_or(0)).into_iter().rev() {
        const MOST: usize = 4;
        let start = end.saturating_sub(count as usize);
        let shown: Vec<String> = values[start..end]
            .iter()
            .take(MOST)
            .map(|v| v.map_or("NULL".into(), |id| vm.short_repr(id, 40)))
            .collect();
        let more = if end - start > MOST { ", …" } else { "" };
        if end > start {
            named.push((name, shown.join(", ") + more));
        }
        end = start;
    }
    let operand = |name: &str| named.iter().find(|(n, _)| *n == name).map(|(_, text)| text.clone());
    explain::explain_row(row, &operand)
}

/// The objects that the program made, the highest numbers first.
fn own_objects(vm: &Vm, base: &Base) -> HeapView {
    let mut own: Vec<ObjId> = vm.state.heap.iter().map(|(id, _)| id).filter(|id| !base.holds(*id)).collect();
    let hidden = own.len().saturating_sub(MOST_OBJECTS);
    own.drain(..hidden);
    let rows = own.into_iter().rev().map(|id| row(vm, id, 0, Fate::Kept)).collect();
    HeapView { live: vm.state.heap.live(), changes: Vec::new(), rows, hidden, unknown: false }
}

fn row(vm: &Vm, id: ObjId, delta: i64, fate: Fate) -> HeapRow {
    HeapRow { value: value(vm, id), delta, fate }
}

/// What differs between two states of the heap, deaths last.
fn changes(vm: &mut Vm, old: &mut State) -> Vec<HeapRow> {
    let mut all = diff(&old.heap, &vm.state.heap);
    all.truncate(MOST_OBJECTS);
    let dead: Vec<ObjId> = all
        .iter()
        .filter(|(_, c)| matches!(c, Change::Freed | Change::Replaced))
        .map(|(id, _)| *id)
        .collect();
    let freed =
        in_state(vm, old, |vm| dead.iter().map(|id| row(vm, *id, 0, Fate::Freed)).collect::<Vec<_>>());
    let mut born = Vec::new();
    let mut counted = Vec::new();
    for (id, change) in all {
        match change {
            Change::Freed => {}
            Change::Born | Change::Replaced => born.push(row(vm, id, 0, Fate::Born)),
            Change::Count { before, after } => {
                let immortal = (before | after) & IMMORTAL != 0;
                let delta = if immortal { 0 } else { after as i64 - before as i64 };
                counted.push(row(vm, id, delta, Fate::Kept));
            }
        }
    }
    born.into_iter().chain(counted).chain(freed).collect()
}

fn gc(vm: &Vm) -> GcView {
    let gc = &vm.state.gc;
    let events = gc.latest(MOST_COLLECTIONS).map(|e| GcEvent {
        step: e.step,
        generation: e.generation as u8,
        collected: e.collected as u64,
        uncollectable: e.uncollectable as u64,
    });
    GcView {
        enabled: gc.enabled,
        counts: gc.counts.map(|c| c.max(0) as u32),
        thresholds: gc.thresholds.map(|t| t.max(0) as u32),
        events: events.collect(),
        collections: gc.collections,
    }
}

/// The end of what was written so far.
pub fn output(vm: &Vm) -> OutputView {
    let Some(tail) = vm.world.tail() else { return OutputView::default() };
    let pieces = tail
        .pieces
        .iter()
        .map(|(stream, text)| OutputPiece { stderr: *stream == Stream::Stderr, text: text.clone() });
    OutputView { tail: pieces.collect(), bytes: tail.written }
}
