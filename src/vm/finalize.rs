//! The end of a run: garbage is collected, modules are torn down, and what is left dies in the
//! order in which CPython lets it die.

use super::gc::GENERATIONS;
use super::{Unwind, Vm};
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{self, names};

/// Names in `sys` that are set to None first.
const SYS_NAMES: [&str; 11] = [
    "path",
    "argv",
    "ps1",
    "ps2",
    "last_exc",
    "last_type",
    "last_value",
    "last_traceback",
    "path_hooks",
    "path_importer_cache",
    "meta_path",
];

impl Vm {
    /// Keeps an exception that ended the program in `sys.last_exc` and its kin.
    pub fn keep_last_exception(&mut self, exception: ObjId) {
        let traceback = self.exception(exception).traceback.unwrap_or(ids::NONE);
        let values = [
            ("last_exc", exception),
            ("last_type", self.type_of(exception)),
            ("last_value", exception),
            ("last_traceback", traceback),
        ];
        for (name, value) in values {
            let value = self.own(value);
            self.dict_put(self.state.sys, name, value);
        }
    }

    /// Ends the run of a program that has come to its end.
    pub fn finalize_modules(&mut self) {
        if self.abandoned {
            return;
        }
        if self.state.gc.enabled {
            self.collect_quietly();
        }
        let none = self.none();
        self.dict_put(self.state.builtins, "_", none);
        for name in SYS_NAMES {
            let key = self.intern(name);
            if self.namespace_get(self.state.sys, key).is_some() {
                let none = self.none();
                self.dict_put(self.state.sys, name, none);
            }
        }
        for name in ["stdin", "stdout", "stderr"] {
            let original = self.intern(&format!("__{name}__"));
            let original = self.namespace_get(self.state.sys, original).unwrap_or(ids::NONE);
            let original = self.own(original);
            self.dict_put(self.state.sys, name, original);
        }
        self.restore_builtins();
        // Modules that something else than `sys.modules` holds are cleared name by name at the end.
        let modules = self.state.modules;
        // The machine itself holds these two namespaces to the end.
        let kept = [self.own(self.state.sys), self.own(self.state.builtins)];
        let entries: Vec<(ObjId, ObjId)> =
            self.as_dict(modules).map(|d| d.iter().collect()).unwrap_or_default();
        let mut survivors = Vec::new();
        for &(key, module) in &entries {
            if let Payload::Module { dict } = *self.payload(module).base() {
                // Held here only to see whether anybody else does.
                survivors.push((module, dict));
            }
            let replaced = self.dict_set(modules, key, ids::NONE);
            self.ignore(replaced);
        }
        self.dict_clear(modules);
        self.collect_quietly();
        for (module, dict) in survivors.into_iter().rev() {
            let alive = self.state.heap.is_live(module)
                && matches!(*self.payload(module).base(), Payload::Module { dict: d } if d == dict);
            if alive && dict != self.state.builtins && dict != self.state.sys {
                self.clear_module_dict(dict);
            }
        }
        self.collect_quietly();
        for hook in std::mem::take(&mut self.state.asyncgen_hooks) {
            self.decref_opt(hook);
        }
        let contexts = std::mem::take(&mut self.state.contexts);
        let handlers = std::mem::take(&mut self.state.signals);
        self.decref_all(contexts.into_values().chain(handlers.into_values()));
        self.drop_hooks();
        self.clear_module_dict(self.state.sys);
        self.clear_module_dict(self.state.builtins);
        let originals = std::mem::take(&mut self.state.originals);
        self.decref_all(originals.into_iter().flatten());
        self.forget_looked_up();
        self.retire_module_types();
        // Nothing runs any more, but the state may still be looked at: these stay.
        for dict in kept {
            dict.into_id();
        }
    }
    /// What dies from here on finds the built-in functions as they were.
    fn restore_builtins(&mut self) {
        let [_, originals] = self.state.originals;
        let entries: Vec<(ObjId, ObjId)> =
            originals.and_then(|id| self.as_dict(id)).map(|d| d.iter().collect()).unwrap_or_default();
        for (name, value) in entries {
            let restored = self.dict_set_name(self.state.builtins, name, value);
            self.ignore(restored);
        }
    }
    fn collect_quietly(&mut self) {
        let found = self.collect_generation(GENERATIONS - 1).map(|_| ());
        self.ignore(found);
    }
    pub(super) fn ignore(&mut self, result: Result<(), Unwind>) {
        if result.is_err() {
            let lost = self.take_raised();
            self.release_opt(lost);
        }
    }
    /// Sets every name to None: those with one leading underscore first, `__builtins__` never.
    fn clear_module_dict(&mut self, dict: ObjId) {
        for private in [true, false] {
            let entries: Vec<(ObjId, ObjId)> =
                self.as_dict(dict).map(|d| d.iter().collect()).unwrap_or_default();
            for (key, value) in entries {
                let Some(name) = self.as_str(key).map(|s| s.to_lossy().into_owned()) else { continue };
                let single = name.starts_with('_') && !name.starts_with("__");
                let wanted = if private { single } else { !name.starts_with('_') || key != names::BUILTINS };
                // The value may be gone already: look again.
                let present = self.namespace_get(dict, key);
                if wanted && value != ids::NONE && present.is_some_and(|v| v != ids::NONE) {
                    let cleared = self.dict_set_name(dict, key, ids::NONE);
                    self.ignore(cleared);
                }
            }
        }
    }
}
