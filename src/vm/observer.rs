//! Who is asked before every instruction.

use super::Vm;

/// What an observer answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Control {
    Go,
    /// Give the run up: unwind every Rust frame without running any handler.
    Abandon,
    /// Raise KeyboardInterrupt here.
    Interrupt,
}

/// Watches a run. The machine is whole when `before` is called: program counter, stack and counts
/// are those before the instruction.
pub trait Observer {
    /// Before the instruction that step number `vm.state.steps` will execute.
    fn before(&mut self, vm: &mut Vm) -> Control;
    /// Is the code instrumented, as CPython's is while each instruction is told of? Such code does not
    /// adapt, and the observer is asked before every instruction.
    fn instruments(&self) -> bool {
        true
    }
    /// The first step before which it wants to be asked again. The steps until then are done at full
    /// speed, unless the code is instrumented or the program itself traces.
    fn next_step(&self) -> u64 {
        0
    }
    /// The run was interrupted, from outside or by the program itself, before an instruction or in the
    /// middle of a long one.
    fn interrupted(&mut self) -> Control {
        Control::Interrupt
    }
}
