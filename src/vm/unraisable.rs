//! Exceptions that nobody can handle: raised in `__del__`, in a callback of a weak reference, of the
//! collector, at exit. They go to `sys.unraisablehook`.

use super::{Args, Res, Unwind, Vm};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::object::{Attrs, Derived, Payload};

/// The class of what the hook is handed.
pub const HOOK_ARGS: &str = "sys.UnraisableHookArgs";
/// What a report begins with unless the place of the failure has words of its own.
const IGNORED: &str = "Exception ignored in";

/// What an unraisable hook is told.
pub struct Unraisable {
    pub class: ObjId,
    pub value: Option<ObjId>,
    pub traceback: Option<ObjId>,
    /// The beginning of the report.
    pub message: Option<String>,
    /// Where it happened.
    pub place: Option<ObjId>,
}

impl Vm {
    /// Reports the exception on its way, which nobody can handle, and drops it.
    pub fn write_unraisable(&mut self, place: ObjId) {
        self.tell_unraisable(None, place);
    }
    /// The same with other words in front.
    pub fn report_unraisable(&mut self, what: &str, place: ObjId) {
        self.tell_unraisable(Some(what), place);
    }
    fn tell_unraisable(&mut self, what: Option<&str>, place: ObjId) {
        if self.state.raised.is_some_and(|raised| self.exception(raised).traceback.is_none()) {
            self.add_traceback();
        }
        let Some(held) = self.take_raised() else { return };
        let raised = held.id();
        let hook = self.intern("unraisablehook");
        match self.namespace_get(self.state.sys, hook) {
            None | Some(ids::NONE) => self.default_report(raised, what, place),
            Some(hook) if self.is_native_named(hook, "unraisablehook") => {
                self.default_report(raised, what, place)
            }
            Some(hook) => self.call_unraisable_hook(hook, raised, what, place),
        }
        self.release(held);
    }
    fn default_report(&mut self, raised: ObjId, what: Option<&str>, place: ObjId) {
        let unraisable = Unraisable {
            class: self.type_of(raised),
            value: Some(raised),
            traceback: self.exception(raised).traceback,
            message: what.map(str::to_string),
            place: Some(place),
        };
        self.print_unraisable(&unraisable);
    }
    fn call_unraisable_hook(&mut self, hook: ObjId, raised: ObjId, what: Option<&str>, place: ObjId) {
        let hook = self.own(hook);
        let message = match what {
            Some(what) => self.new_str(what),
            None => self.none(),
        };
        let traceback = self.exception(raised).traceback.unwrap_or(ids::NONE);
        let values = [self.type_of(raised), raised, traceback, message.id(), place];
        values.iter().for_each(|&v| self.incref(v));
        self.release(message);
        let class = self.late_class(HOOK_ARGS).unwrap_or(types::TUPLE);
        let base = Payload::Tuple(values.into());
        let args = Derived { base, attrs: Attrs::default(), order: None };
        let args = self.alloc(class, Payload::Derived(Box::new(args)));
        match self.call(hook.id(), &[args.id()]) {
            Ok(value) => self.release(value),
            Err(Unwind::Raised) => {
                if let Some(second) = self.take_raised() {
                    self.default_report(
                        second.id(),
                        Some("Exception ignored in sys.unraisablehook"),
                        hook.id(),
                    );
                    self.release(second);
                }
            }
            Err(Unwind::Abandoned | Unwind::Switch) => {}
        }
        self.release(args);
        self.release(hook);
    }

    /// What CPython's own hook prints.
    pub fn print_unraisable(&mut self, what: &Unraisable) {
        let mut text = String::new();
        match (what.place.filter(|&p| p != ids::NONE), &what.message) {
            (Some(place), message) => {
                let shown = self.quietly(|vm| vm.repr_text(place));
                let shown = shown.unwrap_or_else(|| "<object repr() failed>".to_string());
                text += &format!("{}: {shown}\n", message.as_deref().unwrap_or(IGNORED));
            }
            (None, Some(message)) => text += &format!("{message}:\n"),
            (None, None) => {}
        }
        if let Some(traceback) = what.traceback.filter(|&t| t != ids::NONE) {
            text += &self.plain_traceback(traceback);
        }
        text += &self.fully_qualified_name(what.class);
        if let Some(value) = what.value.filter(|&v| v != ids::NONE) {
            let shown = self.quietly(|vm| vm.str_text(value));
            text += &format!(": {}", shown.as_deref().unwrap_or("<exception str() failed>"));
        }
        text.push('\n');
        self.write_stderr(&text);
    }
    pub(super) fn call_text_method(&mut self, stream: ObjId, method: &str, args: &[ObjId]) -> Res<()> {
        let method = self.intern(method);
        let result = self.call_method(stream, method, Args::positional(args))?;
        self.release(result);
        Ok(())
    }
    pub(super) fn write_stderr(&mut self, text: &str) {
        self.write_stderr_pieces(&[text]);
        self.flush_own_stderr();
    }
}

/// The class of the hook's argument, as `sys` shows it.
pub const HOOK_FIELDS: [&str; 5] = ["exc_type", "exc_value", "exc_traceback", "err_msg", "object"];

impl Vm {
    /// Keeps the class of the hook's argument.
    pub fn set_hook_args(&mut self, class: Owned) {
        self.keep_late_class(HOOK_ARGS, class.into_id());
    }
}
