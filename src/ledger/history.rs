//! The history of an object: its birth, each instruction that changed its count, its death. It is told
//! by going through the steps once more; nothing is kept before somebody asks.

use super::Holder;
use crate::heap::{IMMORTAL, ObjId};
use crate::vm::Vm;

/// One instruction that changed an object's count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Change {
    /// The instruction's step.
    pub step: u64,
    /// 0 before the object's birth and after its death.
    pub before: u32,
    pub after: u32,
}

/// What happened to the object that is in a slot at some moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct History {
    pub id: ObjId,
    /// The moment at which the slot holds the object that is meant.
    pub now: u64,
    /// The instruction that made it, if that was seen.
    pub born: Option<u64>,
    /// The instruction that freed it, if that was seen.
    pub died: Option<u64>,
    /// The changes, in order; with very many the latest before `now` and the first after it.
    pub changes: Vec<Change>,
    /// All of them, those that `changes` has dropped included.
    pub total: u64,
    /// Step and count before the next instruction to be seen.
    last: Option<(u64, u32)>,
}

/// Changes that are kept.
const MOST: usize = 1 << 16;

impl History {
    pub fn new(id: ObjId, now: u64) -> History {
        History { id, now, born: None, died: None, changes: Vec::new(), total: 0, last: None }
    }

    /// Looks at the machine before an instruction, or at the end. False: all is known.
    #[inline]
    pub fn see(&mut self, vm: &mut Vm) -> bool {
        let step = vm.state.steps;
        let heap = &mut vm.state.heap;
        let count = if heap.is_live(self.id) { heap.count(self.id) } else { 0 };
        let Some((before_step, before)) = self.last.replace((step, count)) else {
            heap.set_registered(true);
            heap.clear_register();
            return true;
        };
        let lives = heap.register().is_some_and(|r| !r.is_empty());
        if count == before && !lives {
            return true;
        }
        let fates: Vec<bool> =
            heap.register().unwrap_or_default().iter().filter(|l| l.id == self.id).map(|l| l.born).collect();
        heap.clear_register();
        self.passed(before_step, before, count, &fates)
    }

    /// An instruction has passed; `fates` are the births (true) and deaths in the slot.
    fn passed(&mut self, step: u64, before: u32, after: u32, fates: &[bool]) -> bool {
        let (mut alive, mut count) = (before > 0, before);
        for (i, &born) in fates.iter().enumerate() {
            let last = i + 1 == fates.len();
            if born {
                if last && after > 0 {
                    // The object in the slot from here on.
                    if step < self.now {
                        self.begin(step);
                        self.change(step, 0, after);
                    }
                    return true;
                }
                alive = true;
            } else {
                if alive && count > 0 && i == 0 {
                    self.change(step, count, 0);
                    self.died = Some(step);
                    if step >= self.now {
                        return false;
                    }
                }
                (alive, count) = (false, 0);
            }
        }
        if fates.is_empty() && before != after {
            self.change(step, before, after);
        }
        true
    }

    fn begin(&mut self, step: u64) {
        self.changes.clear();
        (self.total, self.born, self.died) = (0, Some(step), None);
    }
    fn change(&mut self, step: u64, before: u32, after: u32) {
        if (before | after) & IMMORTAL != 0 {
            return;
        }
        self.total += 1;
        if self.changes.len() == MOST {
            if step >= self.now {
                return;
            }
            self.changes.drain(..MOST / 2);
        }
        self.changes.push(Change { step, before, after });
    }
    /// The machine was put somewhere else.
    pub fn interrupted(&mut self) {
        self.last = None;
    }
}

/// The holders that one instruction gave an object, and those that it took.
pub fn compare(before: &[Holder], after: &[Holder]) -> (Vec<Holder>, Vec<Holder>) {
    let mut lost = before.to_vec();
    let mut gained = Vec::new();
    for holder in after {
        match lost.iter().position(|h| h == holder) {
            Some(place) => {
                lost.swap_remove(place);
            }
            None => gained.push(holder.clone()),
        }
    }
    (gained, lost)
}
