//! Time travel by checkpoint and replay.
//!
//! A run is deterministic, so any moment can be reached from an earlier one: a checkpoint is
//! restored and the machine runs forward to the moment asked for. Nothing is logged for each step.
//! This module knows no Python: it drives any [`Machine`], and asks a [`Client`] where to go next.

mod navigator;
mod timeline;

pub use navigator::{Arrival, Client, Job, Survey, Test, drive};
pub use timeline::Timeline;

use std::cell::RefCell;
use std::rc::Rc;

/// What a watcher answers before an instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Control {
    Go,
    /// Give up the run, so that another state can be restored.
    Abandon,
}

/// Asked before instructions. It may block: the machine waits at its gate.
pub trait Watch<M> {
    fn before(&mut self, machine: &mut M) -> Control;
    /// The first step before which it must be asked again; the machine may ask earlier.
    fn next_step(&self) -> u64;
    /// The machine was interrupted. `Abandon` if that is the watcher's doing.
    fn interrupted(&mut self) -> Control;
}

/// How a stretch of running came to an end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stopped {
    /// The program is over.
    Ended,
    /// The watcher gave the run up; the machine must be restored.
    Abandoned,
    /// The instruction begun last could not be done (it was interrupted, or needs something that is
    /// not there); the machine must be restored.
    CutShort,
}

/// Something that runs in steps, the same way every time.
pub trait Machine: Sized + 'static {
    type Snapshot;
    /// Instructions executed so far.
    fn step(&self) -> u64;
    /// Can a snapshot taken now be run on? Not while native code waits for a call.
    fn can_snapshot(&self) -> bool;
    fn snapshot(&self) -> Self::Snapshot;
    /// About how many bytes a snapshot of this state takes.
    fn size(&self) -> usize;
    fn restore(&mut self, snapshot: &Self::Snapshot);
    /// Runs on, asking before the instructions that the watcher wants to be asked about.
    fn run(&mut self, watch: Rc<RefCell<dyn Watch<Self>>>) -> Stopped;
}
