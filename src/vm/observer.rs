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
}
