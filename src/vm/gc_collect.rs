//! The collector.

use super::{Res, Vm};

impl Vm {
    /// A collection that became due.
    pub(super) fn collect_due(&mut self) -> Res<()> {
        Ok(())
    }
}
