//! Between instructions: interrupts and their handlers, collections, and the turns of threads.

use super::{Control, Res, Unwind, Vm};
use crate::heap::ObjId;
use crate::object::ids::{self, types};
use crate::world::signals;
use std::sync::atomic::Ordering;

/// The signal of Ctrl-C.
pub const INTERRUPT: i64 = 2;
/// `signal.SIG_DFL` and `signal.SIG_IGN`.
pub const DEFAULT: ObjId = ids::small_int(0);
pub const IGNORE: ObjId = ids::small_int(1);

impl Vm {
    #[cold]
    pub(super) fn breaker(&mut self) -> Res<()> {
        self.poll()?;
        if self.state.threads.must_wait() {
            return Err(Unwind::Switch);
        }
        self.collect_if_due()?;
        self.yield_to_owner();
        if self.switch_due()? { Err(Unwind::Switch) } else { Ok(()) }
    }
    /// The same where no other thread can go on.
    pub(super) fn check_breaker_here(&mut self) -> Res<()> {
        self.poll()?;
        self.collect_if_due()
    }
    fn collect_if_due(&mut self) -> Res<()> {
        // While there are other threads every look counts.
        if std::mem::replace(&mut self.state.gc.due, self.state.threads.are_many()) {
            self.collect_due()?;
        }
        Ok(())
    }
    /// For long native loops: does what the program wants to be done about an interrupt, which is to
    /// raise KeyboardInterrupt unless it has a handler of its own.
    pub fn poll(&mut self) -> Res<()> {
        if self.state.heap.pressed() {
            self.check_memory()?;
        }
        if self.interrupt.load(Ordering::Relaxed) && !self.is_for_main() {
            self.interrupt.store(false, Ordering::Relaxed);
            return match self.observer.as_mut().map_or(Control::Interrupt, |o| o.interrupted()) {
                Control::Go => Ok(()),
                Control::Interrupt => self.handle_interrupt(),
                Control::Abandon => {
                    self.world.spoil();
                    Err(self.abandon())
                }
            };
        }
        Ok(())
    }
    /// Gives the run up in the middle of an instruction.
    #[cold]
    pub fn abandon(&mut self) -> Unwind {
        self.abandoned = true;
        // Should native code hide this, the observer's next question ends the run.
        self.unasked = 0;
        Unwind::Abandoned
    }
    #[cold]
    fn handle_interrupt(&mut self) -> Res<()> {
        if !self.world.has_signals() {
            return self.handle_signal(INTERRUPT);
        }
        while let Some(number) = self.world.signals.take() {
            if let Err(e) = self.handle_signal(number as i64) {
                // What else has come waits for the next look.
                let more = self.world.signals.pending() & !self.world.signals.blocked != 0;
                self.interrupt.store(more, Ordering::Relaxed);
                return Err(e);
            }
        }
        Ok(())
    }
    /// Does what is to be done about a signal that has come.
    pub fn handle_signal(&mut self, number: i64) -> Res<()> {
        match self.state.signals.get(&number) {
            Some(&handler) if handler != DEFAULT => self.call_handler(handler, number),
            _ if number == INTERRUPT && !self.world.has_signals() => {
                Err(self.raise_with(types::KEYBOARD_INTERRUPT, &[]))
            }
            None if number == INTERRUPT => Err(self.raise_with(types::KEYBOARD_INTERRUPT, &[])),
            _ if self.world.has_signals() => {
                signals::act_as_default(number as usize);
                Ok(())
            }
            // The process is not the program's to end.
            _ if matches!(number, 0 | 17 | 18 | 23 | 28) => Ok(()),
            _ => Err(self.not_supported("the default action of a signal")),
        }
    }
    /// Calls what a program has set as the handler of a signal (borrowed).
    pub fn call_handler(&mut self, handler: ObjId, signal: i64) -> Res<()> {
        let handler = self.own(handler);
        if handler.id() == IGNORE {
            self.release(handler);
            return Ok(());
        }
        let number = self.new_int(signal);
        let frame = match self.state.frames.len().checked_sub(1) {
            Some(top) => self.frame_object(top),
            None => self.none(),
        };
        let result = self.call(handler.id(), &[number.id(), frame.id()]);
        [number, frame, handler].into_iter().for_each(|o| self.release(o));
        let value = result?;
        self.release(value);
        Ok(())
    }
}
