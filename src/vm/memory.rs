//! The memory budget: what the heap may take before a program gets a MemoryError.
//!
//! Growth is counted as it happens (slots, and payloads that are large). Only when as much as was
//! allowed has come together is the whole heap looked at, since much of it may be free again.

use super::{Res, State, Vm};
use crate::object::Payload;

/// Bytes that a program may use unless `--max-memory` says otherwise.
pub const DEFAULT_LIMIT: usize = 2 << 30;
/// Growth that is always allowed before the next look.
const STRIDE: usize = 32 << 20;
/// Objects below this size are not asked for beforehand.
const LARGE: usize = 1 << 20;

/// A number of bytes: `1000000`, `64K`, `500M`, `2G`.
pub fn parse_size(text: &str) -> Option<usize> {
    let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let unit = match unit.to_ascii_uppercase().trim_end_matches(['I', 'B']) {
        "" => 1,
        "K" => 1 << 10,
        "M" => 1 << 20,
        "G" => 1 << 30,
        _ => return None,
    };
    number.parse::<usize>().ok()?.checked_mul(unit)
}

impl State {
    /// About how many bytes all objects take.
    pub fn bytes(&self) -> usize {
        let owned: usize = self.heap.iter().map(|(_, slot)| slot.payload.large_bytes()).sum();
        self.heap.slot_bytes() + owned + size_of_val(&self.program[..]) + size_of_val(&self.stack[..])
    }
}

impl Payload {
    /// Bytes that the payload keeps outside its slot.
    fn large_bytes(&self) -> usize {
        match self.base() {
            Payload::List(items) => items.capacity() * size_of::<crate::heap::ObjId>(),
            Payload::Tuple(items) => size_of_val(&items[..]),
            Payload::ByteArray(bytes) => bytes.capacity(),
            Payload::Bytes(bytes) => bytes.len(),
            Payload::Str(text) => text.byte_len(),
            Payload::BigInt(int) => int.bits() as usize / 8,
            Payload::Dict(dict) => dict.entry_count() * 32 + dict.table_size() * 4,
            Payload::Set(set) => set.table_size() * 16,
            Payload::Instance(_) | Payload::Derived(_) | Payload::Exception(_) => 64,
            _ => 0,
        }
    }
}

impl Vm {
    /// Changes the budget.
    pub fn set_memory_limit(&mut self, bytes: usize) {
        self.state.memory_limit = bytes;
        self.state.heap.allow(STRIDE.min(bytes / 4));
    }
    /// The heap has grown as much as it may before somebody looks: is there room for more?
    #[cold]
    pub(super) fn check_memory(&mut self) -> Res<()> {
        let used = self.state.bytes();
        let left = self.state.memory_limit.saturating_sub(used);
        self.state.heap.allow((left / 2).max(STRIDE.min(self.state.memory_limit / 4)));
        if left == 0 { Err(self.memory_error()) } else { Ok(()) }
    }
    /// Is there room for one new object of that size?
    pub fn reserve(&mut self, bytes: usize) -> Res<()> {
        if bytes < LARGE || !self.state.heap.would_press(bytes) {
            return Ok(());
        }
        let limit = self.state.memory_limit;
        if bytes > limit || self.state.bytes().saturating_add(bytes) > limit {
            return Err(self.memory_error());
        }
        Ok(())
    }
}
