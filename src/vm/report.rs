//! What ends a program: an exception that nobody caught is handed to `sys.excepthook`, and the standard
//! streams are flushed.

use super::{Unwind, Vm};
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, names, types};
use crate::world::Stream;

impl Vm {
    /// Tells of an exception that ended the program. A SystemExit that the hook raised comes back.
    pub fn report_uncaught(&mut self, exception: ObjId) -> Option<ObjId> {
        self.keep_last_exception(exception);
        let name = self.intern("excepthook");
        let hook = match self.namespace_get(self.state.sys, name) {
            None => {
                self.write_stderr_pieces(&["sys.excepthook is missing\n"]);
                self.display_exception(exception);
                return None;
            }
            Some(hook) if self.is_native_named(hook, "excepthook") => {
                self.display_exception(exception);
                return None;
            }
            Some(hook) => self.own(hook),
        };
        let traceback = self.exception(exception).traceback.unwrap_or(ids::NONE);
        let result = self.call(hook.id(), &[self.type_of(exception), exception, traceback]);
        self.release(hook);
        match result {
            Ok(value) => self.release(value),
            Err(Unwind::Raised) => {
                let second = self.take_raised()?;
                if self.is_instance(second.id(), types::SYSTEM_EXIT) {
                    return Some(second.into_id());
                }
                self.write_stderr_pieces(&["Error in sys.excepthook:\n"]);
                self.display_exception(second.id());
                self.release(second);
                self.write_stderr_pieces(&["\nOriginal exception was:\n"]);
                self.display_exception(exception);
            }
            Err(Unwind::Abandoned | Unwind::Switch) => {}
        }
        None
    }
    /// Prints an exception to `sys.stderr` as `sys.excepthook` does of itself.
    pub fn display_exception(&mut self, exception: ObjId) {
        let text = self.format_traceback(exception);
        // A stream of the program's own is given an entry at a time, each followed by its end, which is empty.
        let mut pieces: Vec<&str> = Vec::new();
        let (mut start, mut at) = (0, 0);
        for line in text.split_inclusive('\n') {
            if at > start && !line.starts_with("    ") {
                pieces.extend([&text[start..at], ""]);
                start = at;
            }
            at += line.len();
        }
        pieces.extend([&text[start..], ""]);
        self.write_stderr_pieces(&pieces);
    }
    pub(super) fn flush_own_stderr(&mut self) {
        if let Some(stream) = self.own_stderr() {
            let stream = self.own(stream);
            self.quietly(|vm| vm.call_text_method(stream.id(), "flush", &[]));
            self.release(stream);
        }
    }
    /// What the program has put in the place of `sys.stderr`.
    fn own_stderr(&mut self) -> Option<ObjId> {
        let original = self.intern("__stderr__");
        let stream = self.namespace_get(self.state.sys, names::STDERR)?;
        let original = self.namespace_get(self.state.sys, original);
        (stream != ids::NONE && original != Some(stream)).then_some(stream)
    }
    /// Writes to `sys.stderr`, whatever the program made of it, a call for each piece; nothing can be done
    /// if that fails.
    pub fn write_stderr_pieces(&mut self, pieces: &[&str]) {
        let Some(stream) = self.own_stderr() else {
            if self.namespace_get(self.state.sys, names::STDERR).is_some_and(|s| s != ids::NONE) {
                // A closed stderr leaves nobody to tell.
                let _ = self.world.write(Stream::Stderr, &pieces.concat());
            }
            return;
        };
        let stream = self.own(stream);
        for piece in pieces {
            let text = self.new_str(piece);
            self.quietly(|vm| vm.call_text_method(stream.id(), "write", &[text.id()]));
            self.release(text);
        }
        self.release(stream);
    }

    /// Flushes the standard streams when the main program is over; what goes wrong is forgotten.
    pub fn flush_after_main(&mut self) {
        let raised = self.take_raised();
        for name in ["stderr", "stdout"] {
            if let Some(stream) = self.sys_stream(name) {
                let stream = self.own(stream);
                self.quietly(|vm| vm.call_text_method(stream.id(), "flush", &[]));
                self.release(stream);
            }
        }
        self.put_back(raised);
    }
    /// Flushes the standard streams before the modules are torn down; false if one cannot be.
    pub fn flush_at_exit(&mut self) -> bool {
        let mut good = true;
        for name in ["stdout", "stderr"] {
            let Some(stream) = self.sys_stream(name) else { continue };
            let stream = self.own(stream);
            // Whoever cannot say is open.
            let closed = self.quietly(|vm| {
                let closed = vm.get_attr_str(stream.id(), "closed")?;
                let truth = vm.truth(closed.id());
                vm.release(closed);
                truth
            });
            if closed != Some(true) {
                let flushed = self.call_text_method(stream.id(), "flush", &[]);
                good &= flushed.is_ok();
                if flushed == Err(Unwind::Raised) && name == "stdout" {
                    self.report_unraisable("Exception ignored on flushing sys.stdout", ids::NONE);
                } else {
                    self.ignore(flushed);
                }
            }
            self.release(stream);
        }
        good
    }
    fn sys_stream(&mut self, name: &str) -> Option<ObjId> {
        let name = self.intern(name);
        self.namespace_get(self.state.sys, name).filter(|&stream| stream != ids::NONE)
    }
    /// Is it the native function of that name?
    pub(super) fn is_native_named(&self, id: ObjId, name: &str) -> bool {
        matches!(self.payload(id), Payload::Native { native, .. } if self.native(*native).name == name)
    }
}
