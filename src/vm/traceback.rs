//! Exceptions as text.

use super::Vm;
use crate::heap::ObjId;

impl Vm {
    /// What CPython prints for an uncaught exception.
    pub fn format_traceback(&mut self, exception: ObjId) -> String {
        let name = self.class_name(exception);
        let text = self.str_text(exception).unwrap_or_default();
        format!("Traceback (most recent call last):\n{name}: {text}\n")
    }
}
