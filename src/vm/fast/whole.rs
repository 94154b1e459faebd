//! Instructions that the fast loop leaves to the whole machine, done without leaving the loop.

use super::{Core, Exit, Place, Step};
use crate::vm::eval::Next;
use crate::vm::{Res, Vm};

/// Executes the instruction at `pc`, which was not begun for the reason `exit`.
#[inline(never)]
pub(super) fn execute(vm: &mut Vm, place: &mut Place, pc: usize, exit: Exit) -> Step {
    let mut core = Core { vm, place };
    match core.general(pc, exit) {
        Err(Exit::Slow | Exit::Miss) => {}
        done => {
            core.vm.state.steps += 1;
            return done;
        }
    }
    core.sync(pc);
    let next = core.vm.execute_adaptive(pc, exit == Exit::Miss);
    if let (Ok(Next::Advance), false) = (&next, core.vm.state.monitor.hot) {
        core.place.top = core.vm.state.stack.len();
        return Ok(core.vm.after(pc));
    }
    core.on_from(next, pc)
}

impl Core<'_> {
    /// Where execution goes on, in the frame that is now the running one.
    fn on_from(&mut self, next: Res<Next>, pc: usize) -> Step {
        let vm = &mut *self.vm;
        let next = match next {
            Ok(Next::Advance) => Ok(vm.after(pc)),
            Ok(Next::Jump(target)) => Ok(target),
            Ok(Next::Enter) => Ok(vm.state.frame().pc as usize),
            Ok(Next::Resume) => Ok(vm.after_current()),
            Ok(Next::ResumeAtTarget) => Ok(vm.target_of_current()),
            Ok(Next::Leave(value)) => {
                vm.push(value);
                Err(Exit::Leave)
            }
            Ok(Next::Reraise) => Err(Exit::Reraise),
            Err(unwind) => Err(unwind.into()),
        };
        if let Some(frame) = vm.state.frames.last() {
            (self.place.base, self.place.globals) = (frame.base as usize, frame.globals);
        }
        self.place.top = vm.state.stack.len();
        match next {
            Ok(next) if vm.state.monitor.hot => {
                self.place.next = next;
                Err(Exit::Told)
            }
            step => step,
        }
    }
}
