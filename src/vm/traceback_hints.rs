//! "Did you mean": what an uncaught NameError, AttributeError or ImportError suggests.

use super::{Res, Vm, suggest};
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::{names, types};

impl Vm {
    /// The tail that the exception's message gets.
    pub(super) fn suggestion(&mut self, exception: ObjId) -> Option<String> {
        let ty = self.type_of(exception);
        let field = |vm: &Vm, i: usize| vm.exception(exception).fields.get(i).copied().flatten();
        let is = |vm: &Vm, base| vm.is_subtype(ty, base);
        let (wrong, name_error) = if is(self, types::IMPORT_ERROR) {
            (field(self, 3)?, false)
        } else if is(self, types::NAME_ERROR) {
            (field(self, 0)?, true)
        } else if is(self, types::ATTRIBUTE_ERROR) {
            (field(self, 0)?, false)
        } else {
            return None;
        };
        let wrong = self.as_str(wrong)?.to_lossy().into_owned();
        let found = match self.find_suggestion(exception, &wrong, name_error) {
            Ok(found) => found,
            Err(_) => {
                let lost = self.take_raised();
                self.release_opt(lost);
                None
            }
        };
        let module = name_error && self.is_library_name(&wrong);
        match (found, module) {
            (Some(name), false) => Some(format!(". Did you mean: '{name}'?")),
            (Some(name), true) => {
                Some(format!(". Did you mean: '{name}'? Or did you forget to import '{wrong}'?"))
            }
            (None, true) => Some(format!(". Did you forget to import '{wrong}'?")),
            (None, false) => None,
        }
    }
    /// Is it in `sys.stdlib_module_names`?
    fn is_library_name(&mut self, name: &str) -> bool {
        let key = self.intern("stdlib_module_names");
        let Some(set) = self.namespace_get(self.state.sys, key) else { return false };
        let name = self.intern(name);
        matches!(self.set_contains(set, name), Ok(true))
    }

    fn find_suggestion(&mut self, exception: ObjId, wrong: &str, name_error: bool) -> Res<Option<String>> {
        let frame = self.innermost_frame(exception);
        let candidates = if name_error {
            let Some(frame) = frame else { return Ok(None) };
            let this = self.local_of(frame, names::SELF);
            if let Some(this) = this {
                let name = self.intern(wrong);
                let has = self.get_attr_optional(this, name)?;
                let found = has.is_some();
                self.release_opt(has);
                if found {
                    return Ok(Some(format!("self.{wrong}")));
                }
            }
            self.names_in_frame(frame)
        } else if self.is_instance(exception, types::IMPORT_ERROR) {
            let Some(module) = self.exception(exception).fields.get(1).copied().flatten() else {
                return Ok(None);
            };
            let module = self.import_module(module)?;
            let list = self.attribute_names(module.id());
            self.release(module);
            visible(list?, wrong)
        } else {
            let Some(object) = self.exception(exception).fields.get(1).copied().flatten() else {
                return Ok(None);
            };
            let list = self.attribute_names(object)?;
            let own = frame.and_then(|f| self.local_of(f, names::SELF)) == Some(object);
            if own { list } else { visible(list, wrong) }
        };
        Ok(suggest::closest(wrong, &candidates).map(str::to_string))
    }
    fn innermost_frame(&self, exception: ObjId) -> Option<ObjId> {
        let mut at = self.exception(exception).traceback?;
        loop {
            let Payload::Traceback(t) = self.payload(at) else { return None };
            match t.next {
                Some(next) => at = next,
                None => return Some(t.frame),
            }
        }
    }
    /// A variable of a frame, borrowed.
    fn local_of(&self, frame: ObjId, name: ObjId) -> Option<ObjId> {
        if let Some(namespace) = self.frame_namespace(frame) {
            return self.namespace_get(namespace, name);
        }
        let values = self.frame_values(frame);
        self.bound_variables(self.frame_obj(frame).code, &values)
            .into_iter()
            .find(|v| v.0 == name)
            .map(|v| v.1)
    }
    /// Local, global and built-in names that a frame sees, in that order.
    fn names_in_frame(&self, frame: ObjId) -> Vec<String> {
        let (globals, builtins) = self.frame_scopes(frame);
        let mut found = match self.frame_namespace(frame) {
            Some(namespace) => self.text_keys(namespace),
            None => {
                let bound = self.bound_variables(self.frame_obj(frame).code, &self.frame_values(frame));
                bound.into_iter().map(|(n, _)| self.str_lossy(n).into_owned()).collect()
            }
        };
        found.extend(self.text_keys(globals));
        found.extend(self.text_keys(builtins));
        found
    }
    fn text_keys(&self, dict: ObjId) -> Vec<String> {
        let keys = self.as_dict(dict).map(|d| d.iter().map(|e| e.0).collect::<Vec<_>>()).unwrap_or_default();
        keys.into_iter().filter_map(|k| self.as_str(k).map(|s| s.to_lossy().into_owned())).collect()
    }
    /// `dir(x)`
    fn attribute_names(&mut self, object: ObjId) -> Res<Vec<String>> {
        let Some(method) = self.lookup_special(object, names::DIR) else { return Ok(Vec::new()) };
        let list = self.call_slot(method, object, &[])?;
        let items = self.collect(list.id());
        self.release(list);
        let items = items?;
        let mut texts: Vec<String> =
            items.iter().filter_map(|&i| self.as_str(i).map(|s| s.to_lossy().into_owned())).collect();
        self.decref_all(items);
        texts.sort();
        Ok(texts)
    }
}

/// Names that begin with an underscore are suggested only for one that does.
fn visible(mut names: Vec<String>, wrong: &str) -> Vec<String> {
    if !wrong.starts_with('_') {
        names.retain(|n| !n.starts_with('_'));
    }
    names
}
