//! What several container types share: argument checks, reprs, comparison item by item.

use crate::heap::{ObjId, Owned};
use crate::object::typ::Slot;
use crate::object::{Payload, Str, ids};
use crate::vm::compare::holds;
use crate::vm::compare::op;
use crate::vm::{Args, Res, Vm};

pub use crate::vm::protocol::MAX_ITEMS;
/// Rounds of a native loop between two looks at whether the run is to end.
const POLL_EVERY: usize = 4096;

/// Text under construction, code point by code point.
#[derive(Default)]
pub struct Writer {
    points: Vec<u32>,
    /// Objects written so far.
    rounds: usize,
}

impl Writer {
    pub fn new(start: &str) -> Writer {
        let mut writer = Writer::default();
        writer.push(start);
        writer
    }
    pub fn push(&mut self, text: &str) {
        self.points.extend(text.chars().map(u32::from));
    }
    pub fn push_str(&mut self, text: &Str) {
        self.points.extend(text.points());
    }
    /// The text as a new str object.
    pub fn finish(self, vm: &mut Vm) -> Owned {
        vm.new_string(Str::from_points(&self.points))
    }
    /// Appends `repr(id)`.
    pub fn push_repr(&mut self, vm: &mut Vm, id: ObjId) -> Res<()> {
        self.rounds += 1;
        vm.poll_round(self.rounds)?;
        if self.points.len() > super::MAX_LENGTH / size_of::<u32>() {
            return Err(vm.memory_error());
        }
        let repr = vm.repr(id)?;
        if let Some(text) = vm.as_str(repr.id()) {
            self.push_str(text);
        }
        vm.release(repr);
        Ok(())
    }
}

impl Vm {
    /// TypeError if a type or function that takes none was given keyword arguments.
    pub fn refuse_keywords(&mut self, name: &str, args: Args<'_>) -> Res<()> {
        if args.kw.is_empty() {
            return Ok(());
        }
        Err(self.type_error(format!("{name}() takes no keyword arguments")))
    }
    /// TypeError unless the number of positional arguments is in bounds.
    pub fn check_positional(&mut self, name: &str, args: Args<'_>, min: usize, max: usize) -> Res<()> {
        let given = args.pos.len();
        if (min..=max).contains(&given) {
            return Ok(());
        }
        let bound = if given < min { min } else { max };
        let kind = match (min == max, given < min) {
            (true, _) => "",
            (_, true) => "at least ",
            (_, false) => "at most ",
        };
        let plural = if bound == 1 { "" } else { "s" };
        Err(self.type_error(format!("{name} expected {kind}{bound} argument{plural}, got {given}")))
    }

    /// The objects whose repr is being made.
    fn repr_busy(&self) -> &[ObjId] {
        self.state.repr_busy.and_then(|[_, list]| self.as_list(list)).map_or(&[], |list| list)
    }
    /// Begins an object's repr; false if that object's repr is already being made further out.
    pub fn repr_enter(&mut self, id: ObjId) -> bool {
        if self.repr_busy().contains(&id) {
            return false;
        }
        let list = match self.state.repr_busy {
            Some([_, list]) => list,
            None => {
                let (dict, list) = (self.new_dict(), self.new_list(Vec::new()));
                let list_id = list.id();
                self.dict_put(dict.id(), "Py_Repr", list);
                self.state.repr_busy = Some([dict.into_id(), list_id]);
                list_id
            }
        };
        self.incref(id);
        if let Some(list) = self.as_list_mut(list) {
            list.push(id);
        }
        true
    }
    pub fn repr_leave(&mut self, id: ObjId) {
        let Some(place) = self.repr_busy().iter().rposition(|&r| r == id) else { return };
        let list = self.state.repr_busy.and_then(|[_, list]| self.as_list_mut(list));
        if let Some(list) = list {
            list.remove(place);
            self.decref(id);
        }
    }

    /// Now and then, in round number `round` of a long native loop: may the run go on?
    #[inline]
    pub fn poll_round(&mut self, round: usize) -> Res<()> {
        if round % POLL_EVERY == POLL_EVERY - 1 { self.poll() } else { Ok(()) }
    }

    /// How many items an iterable says it will yield, if it says so (`PyObject_LengthHint`).
    pub fn length_hint(&mut self, id: ObjId) -> Res<Option<usize>> {
        if self.slot_of(id, Slot::Len).is_some_and(|m| m != ids::NONE) {
            return match self.len(id) {
                Ok(len) => Ok(Some(len)),
                Err(e) => self.swallow(e, ids::types::TYPE_ERROR).map(|()| None),
            };
        }
        let Some(method) = self.lookup_special(id, ids::names::LENGTH_HINT) else { return Ok(None) };
        let hint = match self.call_bound(method, id, &[]) {
            Ok(hint) => hint,
            Err(e) => return self.swallow(e, ids::types::TYPE_ERROR).map(|()| None),
        };
        if hint.id() == ids::NOT_IMPLEMENTED {
            self.release(hint);
            return Ok(None);
        }
        if !self.is_int(hint.id()) {
            let message = format!("__length_hint__ must be an integer, not {}", self.class_name(hint.id()));
            self.release(hint);
            return Err(self.type_error(message));
        }
        let value = self.as_index(hint.id());
        self.release(hint);
        match value? {
            n if n < 0 => Err(self.value_error("__length_hint__() should return >= 0")),
            n => Ok(Some(n as usize)),
        }
    }

    /// `==`, `<` … of two lists or two tuples: the first items that differ decide, else the lengths.
    pub fn compare_sequences(&mut self, op: u32, a: ObjId, b: ObjId) -> Res {
        let mut i = 0;
        loop {
            let (x, y) = (self.sequence_items(a), self.sequence_items(b));
            let (Some(&left), Some(&right)) = (x.get(i), y.get(i)) else {
                return Ok(self.new_bool(holds(op, x.len().cmp(&y.len()))));
            };
            i += 1;
            if left == right {
                continue;
            }
            // A comparison may take the items out of lists, never out of tuples.
            let held = self.as_list(a).is_some().then(|| (self.own(left), self.own(right)));
            let equal = self.equal(left, right);
            let [m, n] = [a, b].map(|s| self.sequence_items(s).len());
            let result = match (equal, op) {
                (Ok(true), _) => None,
                // The comparison took items away.
                (Ok(false), _) if i > m || i > n => Some(Ok(self.new_bool(holds(op, m.cmp(&n))))),
                (Ok(false), op::EQ) => Some(Ok(self.new_bool(false))),
                (Ok(false), op::NE) => Some(Ok(self.new_bool(true))),
                (Ok(false), _) => Some(self.compare(op, left, right)),
                (Err(e), _) => Some(Err(e)),
            };
            if let Some((left, right)) = held {
                self.release(left);
                self.release(right);
            }
            if let Some(result) = result {
                return result;
            }
        }
    }
    /// The items of a list or tuple; none for anything else.
    pub fn sequence_items(&self, id: ObjId) -> &[ObjId] {
        match self.payload(id).base() {
            Payload::List(items) => items,
            Payload::Tuple(items) => items,
            _ => &[],
        }
    }

    /// The count in `sequence * count`, at least 0.
    pub fn repeat_count(&mut self, count: ObjId) -> Res<usize> {
        Ok(self.as_index(count)?.max(0) as usize)
    }
    /// The items `count` times over, a new reference for each.
    pub fn repeat_items(&mut self, items: &[ObjId], count: usize) -> Res<Vec<ObjId>> {
        let total = items.len().checked_mul(count).filter(|&t| t <= MAX_ITEMS);
        let Some(total) = total else { return Err(self.memory_error()) };
        self.reserve(total * size_of::<ObjId>())?;
        let mut out = Vec::with_capacity(total);
        for _ in 0..count {
            out.extend_from_slice(items);
        }
        out.iter().for_each(|&i| self.incref(i));
        Ok(out)
    }
}

/// A comparison that a type has but that says nothing.
pub fn unordered(vm: &mut Vm, _: ObjId, _: ObjId) -> Res {
    Ok(vm.not_implemented())
}
