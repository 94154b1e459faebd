//! The virtual machine as something that time can be travelled with.

use crate::machine;
use crate::object::Payload;
use crate::time::{self, Machine, Stopped, Watch};
use crate::vm::{Control, Observer, State, Vm};
use crate::world::WorldMark;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Asks the watcher on the machine's behalf.
struct Gate {
    watch: Rc<RefCell<dyn Watch<Vm>>>,
    /// It was the watcher that gave the run up.
    given_up: Rc<Cell<bool>>,
}

impl Observer for Gate {
    fn before(&mut self, vm: &mut Vm) -> Control {
        match self.watch.borrow_mut().before(vm) {
            time::Control::Go => Control::Go,
            time::Control::Abandon => {
                self.given_up.set(true);
                Control::Abandon
            }
        }
    }
    fn instruments(&self) -> bool {
        false
    }
    fn next_step(&self) -> u64 {
        self.watch.borrow().next_step()
    }
    fn interrupted(&mut self) -> Control {
        match self.watch.borrow_mut().interrupted() {
            // The program's own affair.
            time::Control::Go => Control::Interrupt,
            time::Control::Abandon => Control::Abandon,
        }
    }
}

impl Machine for Vm {
    type Snapshot = (State, WorldMark);

    fn step(&self) -> u64 {
        // What an import's machinery does is within one step.
        self.state.hidden_steps.unwrap_or(self.state.steps)
    }
    fn can_snapshot(&self) -> bool {
        machine::can_resume(self)
    }
    fn snapshot(&self) -> (State, WorldMark) {
        (self.state.clone(), self.world.mark())
    }
    fn size(&self) -> usize {
        // About what a slot takes with what a small payload owns; shared text is not copied.
        const SLOT: usize = 128;
        let large = |payload: &Payload| match payload.base() {
            Payload::List(items) => size_of_val(&items[..]),
            Payload::Tuple(items) => size_of_val(&items[..]),
            Payload::ByteArray(bytes) => bytes.len(),
            Payload::Dict(dict) => dict.entry_count() * 32 + dict.table_size() * 4,
            Payload::Set(set) => set.table_size() * 16,
            _ => 0,
        };
        let state = &self.state;
        let owned: usize = state.heap.iter().map(|(_, slot)| large(&slot.payload)).sum();
        state.heap.slot_count() * SLOT
            + owned
            + size_of_val(&state.program[..])
            + size_of_val(&state.stack[..])
    }
    fn restore(&mut self, (state, mark): &(State, WorldMark)) {
        Vm::restore(self, state, mark);
    }
    fn run(&mut self, watch: Rc<RefCell<dyn Watch<Vm>>>) -> Stopped {
        let given_up = Rc::new(Cell::new(false));
        self.observe(Some(Box::new(Gate { watch, given_up: given_up.clone() })));
        let status = machine::resume(self);
        self.observe(None);
        match status {
            Some(_) => Stopped::Ended,
            None if given_up.get() => Stopped::Abandoned,
            None => Stopped::CutShort,
        }
    }
}
