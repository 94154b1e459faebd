//! `_warnings`: filters, registries, and what is shown. The filters are those of `warnings` once
//! that is imported.

use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, names, types};
use crate::object::typ::Slot;
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, function};
use crate::vm::{Res, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("_warnings"),
    defs: &[
        function("warn", Full(warn)),
        function("warn_explicit", Full(warn_explicit)),
        function("_filters_mutated", NoArgs(filters_mutated)),
    ],
};
pub static TABLES: &[&NativeTable] = &[&TABLE];

/// Adds the default filters.
pub fn fill(vm: &mut Vm, module: ObjId) {
    let dict = vm.module_dict(module);
    let ignored = [
        types::DEPRECATION_WARNING,
        types::PENDING_DEPRECATION_WARNING,
        types::IMPORT_WARNING,
        types::RESOURCE_WARNING,
    ];
    let main = vm.intern("__main__");
    let (default, ignore) = (vm.intern("default"), vm.intern("ignore"));
    let zero = ids::small_int(0);
    let mut filters = vec![vm.tuple_of(&[default, ids::NONE, ignored[0], main, zero]).into_id()];
    for category in ignored {
        filters.push(vm.tuple_of(&[ignore, ids::NONE, category, ids::NONE, zero]).into_id());
    }
    let filters = vm.new_list(filters);
    vm.dict_put(dict, "filters", filters);
    vm.dict_put(dict, "_defaultaction", Owned::new(default));
    let registry = vm.new_dict();
    vm.dict_put(dict, "_onceregistry", registry);
}
fn filters_mutated(vm: &mut Vm, _: ObjId) -> Res {
    vm.state.warnings_version += 1;
    Ok(vm.none())
}

/// A warning on its way: everything is borrowed.
#[derive(Clone, Copy)]
struct Warning {
    category: ObjId,
    message: ObjId,
    filename: ObjId,
    line: i64,
    module: ObjId,
    registry: ObjId,
    source: Option<ObjId>,
}

/// The category that a call of `warn` means.
fn category_of(vm: &mut Vm, message: ObjId, category: Option<ObjId>) -> Res<ObjId> {
    if vm.is_instance(message, types::WARNING) {
        return Ok(vm.type_of(message));
    }
    match category.filter(|&c| c != ids::NONE) {
        None => Ok(types::USER_WARNING),
        Some(category) if vm.is_type(category) && vm.is_subtype(category, types::WARNING) => Ok(category),
        Some(category) => {
            let message = format!("category must be a Warning subclass, not '{}'", vm.class_name(category));
            Err(vm.type_error(message))
        }
    }
}
fn warn(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let names = ["message", "category", "stacklevel", "source", "skip_file_prefixes"];
    let bound = vm.bind("warn", args, names, 1, 4)?;
    let message = bound[0].unwrap_or(ids::NONE);
    let category = category_of(vm, message, bound[1])?;
    let mut level = bound[2].map_or(Ok(1), |l| vm.as_index(l))?;
    let mut prefixes = Vec::new();
    if let Some(given) = bound[4] {
        let Some(items) = vm.as_tuple(given).map(<[ObjId]>::to_vec) else {
            let message = format!(
                "warn() argument 'skip_file_prefixes' must be tuple, not {}",
                vm.argument_class(given)
            );
            return Err(vm.type_error(message));
        };
        for item in items {
            if vm.as_str(item).is_none() {
                let message = format!("Found non-str '{}' in skip_file_prefixes.", vm.class_name(item));
                return Err(vm.type_error(message));
            }
            prefixes.push(vm.str_lossy(item).into_owned());
        }
        if !prefixes.is_empty() {
            level = level.max(2);
        }
    }
    let source = bound[3].filter(|&s| s != ids::NONE);
    issue(vm, message, category, level, &prefixes, source)?;
    Ok(vm.none())
}
/// Warns about the place `level` calls up.
fn issue(
    vm: &mut Vm,
    message: ObjId,
    category: ObjId,
    level: i64,
    prefixes: &[String],
    source: Option<ObjId>,
) -> Res<()> {
    let frame = warned_frame(vm, level, prefixes);
    let (globals, filename, line) = match frame {
        Some(index) => {
            let frame = vm.state.frames[index];
            let filename = vm.state.code_of(frame.code).filename;
            (frame.globals, vm.own(filename), i64::from(vm.frame_line(index)))
        }
        None => (vm.state.sys, vm.new_str("<sys>"), 0),
    };
    let registry_name = vm.intern("__warningregistry__");
    let registry = match vm.namespace_get(globals, registry_name) {
        Some(registry) => vm.own(registry),
        None => {
            let registry = vm.new_dict();
            vm.dict_set_name(globals, registry_name, registry.id())?;
            registry
        }
    };
    let module = match vm.namespace_get(globals, names::NAME).filter(|&n| vm.as_str(n).is_some()) {
        Some(name) => vm.own(name),
        None => vm.new_str("<string>"),
    };
    let (filename_id, module_id, registry_id) = (filename.id(), module.id(), registry.id());
    let warning = Warning {
        category,
        message,
        filename: filename_id,
        line,
        module: module_id,
        registry: registry_id,
        source,
    };
    let result = explicit(vm, warning, None);
    for owned in [filename, module, registry] {
        vm.release(owned);
    }
    result
}
/// The frame that a stack level means, frames of the import machinery passed over.
fn warned_frame(vm: &Vm, level: i64, prefixes: &[String]) -> Option<usize> {
    let file =
        |index: usize| vm.str_lossy(vm.state.code_of(vm.state.frames[index].code).filename).into_owned();
    let internal = |index: usize| {
        let name = file(index);
        name.contains("importlib") && name.contains("_bootstrap")
            || prefixes.iter().any(|p| name.starts_with(p.as_str()))
    };
    let mut at = vm.state.frames.len().checked_sub(1)?;
    let plain = level <= 0 || (prefixes.is_empty() && internal(at));
    for _ in 1..level {
        at = at.checked_sub(1)?;
        while !plain && internal(at) {
            at = at.checked_sub(1)?;
        }
    }
    Some(at)
}

fn warn_explicit(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let names =
        ["message", "category", "filename", "lineno", "module", "registry", "module_globals", "source"];
    let bound = vm.bind("warn_explicit", args, names, 4, 8)?;
    let part = |i: usize| bound[i].unwrap_or(ids::NONE);
    let line = vm.as_index(part(3))?;
    if vm.as_str(part(2)).is_none() {
        let message =
            format!("warn_explicit() argument 'filename' must be str, not {}", vm.argument_class(part(2)));
        return Err(vm.type_error(message));
    }
    let registry = part(5);
    if registry != ids::NONE && vm.as_dict(registry).is_none() {
        let message = format!("'registry' must be a dict or None, not '{}'", vm.class_name(registry));
        return Err(vm.type_error(message));
    }
    let globals = bound[6].filter(|&g| g != ids::NONE);
    if let Some(globals) = globals.filter(|&g| vm.as_dict(g).is_none()) {
        let message = format!("module_globals must be a dict, not '{}'", vm.class_name(globals));
        return Err(vm.type_error(message));
    }
    let module = match part(4) {
        ids::NONE => {
            let name = vm.str_lossy(part(2)).into_owned();
            let name = name.strip_suffix(".py").unwrap_or(&name);
            vm.new_str(if name.is_empty() { "<unknown>" } else { name })
        }
        module => vm.own(module),
    };
    let source_line = match globals {
        Some(globals) => line_from_loader(vm, globals, line)?,
        None => None,
    };
    let warning = Warning {
        category: part(1),
        message: part(0),
        filename: part(2),
        line,
        module: module.id(),
        registry,
        source: bound[7].filter(|&s| s != ids::NONE),
    };
    let result = explicit(vm, warning, source_line);
    vm.release(module);
    result?;
    Ok(vm.none())
}
/// The line that a module's loader has the source of.
fn line_from_loader(vm: &mut Vm, globals: ObjId, line: i64) -> Res<Option<String>> {
    let loader = vm.namespace_get(globals, names::LOADER).filter(|&l| l != ids::NONE);
    let (Some(loader), Some(name)) = (loader, vm.namespace_get(globals, names::NAME)) else {
        return Ok(None);
    };
    let get_source = vm.intern("get_source");
    let Some(method) = vm.get_attr_optional(loader, get_source)? else { return Ok(None) };
    let source = vm.call(method.id(), &[name]);
    vm.release(method);
    let source = source?;
    let text = vm.str_lossy(source.id()).into_owned();
    vm.release(source);
    Ok(usize::try_from(line - 1).ok().and_then(|i| text.lines().nth(i)).map(str::to_string))
}

/// Filters a warning, and shows it or raises it.
fn explicit(vm: &mut Vm, warning: Warning, source_line: Option<String>) -> Res<()> {
    let (text, message, category) = if vm.is_instance(warning.message, types::WARNING) {
        (vm.str_of(warning.message)?, vm.own(warning.message), vm.type_of(warning.message))
    } else {
        let message = vm.call(warning.category, &[warning.message])?;
        (vm.own(warning.message), message, warning.category)
    };
    let line = vm.new_int(warning.line);
    let key = vm.tuple_of(&[text.id(), category, line.id()]);
    let warning = Warning { category, message: message.id(), ..warning };
    let result = filtered(vm, warning, text.id(), line.id(), key.id(), source_line);
    for owned in [text, message, line, key] {
        vm.release(owned);
    }
    result
}
fn filtered(
    vm: &mut Vm,
    warning: Warning,
    text: ObjId,
    line: ObjId,
    key: ObjId,
    source_line: Option<String>,
) -> Res<()> {
    let registry = (warning.registry != ids::NONE).then_some(warning.registry);
    if let Some(registry) = registry
        && already_warned(vm, registry, key, false)?
    {
        return Ok(());
    }
    let action = action_for(vm, warning, text)?;
    if action == "error" {
        let error = vm.own(warning.message);
        return Err(vm.raise_owned(error));
    }
    if action == "ignore" {
        return Ok(());
    }
    if action != "always" {
        if let Some(registry) = registry {
            vm.dict_set(registry, key, ids::TRUE)?;
        }
        let short = vm.tuple_of(&[text, warning.category]);
        let seen = match (action.as_str(), registry) {
            ("once", registry) => {
                let registry = match registry {
                    Some(registry) => Some(registry),
                    None => setting(vm, "onceregistry", "_onceregistry")?,
                };
                registry.map_or(Ok(false), |r| already_warned(vm, r, short.id(), true))
            }
            ("module", Some(registry)) => already_warned(vm, registry, short.id(), true),
            ("default" | "module", _) => Ok(false),
            _ => {
                let message = format!("Unrecognized action ('{action}') in warnings.filters:\n None");
                Err(vm.raise(types::RUNTIME_ERROR, message))
            }
        };
        vm.release(short);
        if seen? {
            return Ok(());
        }
    }
    show(vm, warning, text, line, source_line)
}
/// Is the key in the registry? One made under other filters is emptied first.
fn already_warned(vm: &mut Vm, registry: ObjId, key: ObjId, set: bool) -> Res<bool> {
    let version_name = vm.intern("version");
    let version = vm.state.warnings_version;
    let known = vm.dict_get(registry, version_name)?.and_then(|v| vm.as_i64(v));
    if known != Some(version) {
        vm.dict_clear(registry);
        let version = vm.new_int(version);
        vm.dict_set(registry, version_name, version.id())?;
        vm.release(version);
    } else if let Some(found) = vm.dict_get(registry, key)? {
        let yes = vm.truth(found)?;
        if yes {
            return Ok(true);
        }
    }
    if set {
        vm.dict_set(registry, key, ids::TRUE)?;
    }
    Ok(false)
}
/// The `warnings` module's attribute once that is imported, else our own.
fn setting(vm: &mut Vm, name: &str, own: &str) -> Res<Option<ObjId>> {
    for (module, attribute) in [("warnings", name), ("_warnings", own)] {
        let module = vm.intern(module);
        if let Some(module) = vm.dict_get_name(vm.state.modules, module)?
            && let crate::object::Payload::Module { dict } = *vm.payload(module).base()
        {
            let attribute = vm.intern(attribute);
            if let Some(value) = vm.dict_get_name(dict, attribute)? {
                return Ok(Some(value));
            }
        }
    }
    Ok(None)
}
fn matches(vm: &mut Vm, pattern: ObjId, text: ObjId) -> Res<bool> {
    if pattern == ids::NONE {
        return Ok(true);
    }
    if vm.type_of(pattern) == types::STR {
        return vm.equal(pattern, text);
    }
    let result = vm.call_named(pattern, "match", &[text])?;
    let yes = vm.truth(result.id());
    vm.release(result);
    yes
}
fn action_for(vm: &mut Vm, warning: Warning, text: ObjId) -> Res<String> {
    let Some(filters) = setting(vm, "filters", "filters")? else { return Ok("default".into()) };
    if vm.as_list(filters).is_none() {
        return Err(vm.value_error("_warnings.filters must be a list"));
    }
    let mut i = 0;
    while let Some(&item) = vm.as_list(filters).and_then(|l| l.get(i)) {
        let parts = vm.as_tuple(item).map(<[ObjId]>::to_vec).unwrap_or_default();
        let [action, message, category, module, line] = parts[..] else {
            return Err(vm.value_error(format!("warnings.filters item {i} isn't a 5-tuple")));
        };
        i += 1;
        if vm.as_str(action).is_none() {
            let message = format!("action must be a string, not '{}'", vm.class_name(action));
            return Err(vm.type_error(message));
        }
        let held = vm.own(item);
        let found = matches(vm, message, text)
            .and_then(|m| Ok(m && vm.issubclass(warning.category, category)?))
            .and_then(|m| Ok(m && matches(vm, module, warning.module)?))
            .and_then(|m| {
                let line = vm.as_index(line)?;
                Ok(m && (line == 0 || line == warning.line))
            });
        let action = vm.str_lossy(action).into_owned();
        vm.release(held);
        if found? {
            return Ok(action);
        }
    }
    let default = setting(vm, "defaultaction", "_defaultaction")?;
    Ok(default.map_or("default".into(), |d| vm.str_lossy(d).into_owned()))
}

fn show(vm: &mut Vm, warning: Warning, text: ObjId, line: ObjId, source_line: Option<String>) -> Res<()> {
    let name = vm.intern("warnings");
    let module = match vm.dict_get_name(vm.state.modules, name)? {
        None if warning.source.is_some() => {
            let module = vm.import_module(name)?;
            let id = module.id();
            vm.release(module);
            Some(id)
        }
        module => module,
    };
    if let Some(module) = module {
        let attribute = vm.intern("_showwarnmsg");
        if let Some(function) = vm.get_attr_optional(module, attribute)? {
            let result = show_by(vm, module, function.id(), warning, line);
            vm.release(function);
            return result;
        }
    }
    show_plainly(vm, warning, text, source_line)
}
fn show_by(vm: &mut Vm, module: ObjId, function: ObjId, warning: Warning, line: ObjId) -> Res<()> {
    if vm.slot_of(function, Slot::Call).is_none() {
        return Err(vm.type_error("warnings._showwarnmsg() must be set to a callable"));
    }
    let class = vm.get_attr_str(module, "WarningMessage")?;
    let source = warning.source.unwrap_or(ids::NONE);
    let args = [warning.message, warning.category, warning.filename, line, ids::NONE, ids::NONE, source];
    let message = vm.call(class.id(), &args);
    vm.release(class);
    let message = message?;
    let result = vm.call(function, &[message.id()]);
    vm.release(message);
    let none = result?;
    vm.release(none);
    Ok(())
}
/// Without `warnings`: a line on stderr, and the source line under it.
fn show_plainly(vm: &mut Vm, warning: Warning, text: ObjId, source_line: Option<String>) -> Res<()> {
    let Some(stderr) = vm.namespace_get(vm.state.sys, names::STDERR).filter(|&s| s != ids::NONE) else {
        return Ok(());
    };
    let file = vm.str_lossy(warning.filename).into_owned();
    let text = vm.str_text(text)?;
    let mut out = format!("{file}:{}: {}: {text}\n", warning.line, vm.type_name(warning.category));
    let source_line = source_line.or_else(|| vm.source_line(&file, warning.line as i32));
    if let Some(line) = source_line.map(|l| l.trim().to_string()).filter(|l| !l.is_empty()) {
        out += &format!("  {line}\n");
    }
    let out = vm.new_str(&out);
    let stderr = vm.own(stderr);
    let result = super::builtins_io::write(vm, stderr.id(), out.id());
    vm.release(out);
    vm.release(stderr);
    if let Err(e) = result {
        // A stderr that cannot be written to leaves nobody to tell.
        return vm.swallow(e, types::EXCEPTION);
    }
    Ok(())
}

impl Vm {
    /// The module `warnings`, if the program (or what it imports) has it.
    pub(super) fn warnings_module(&mut self) -> Res<Option<ObjId>> {
        let name = self.intern("warnings");
        self.dict_get_name(self.state.modules, name)
    }
    /// Warns by the program's filters, once `warnings` was imported; false before. `source` is what
    /// the warning is about.
    pub(super) fn warn_by_filters(
        &mut self,
        category: ObjId,
        message: &str,
        source: Option<ObjId>,
    ) -> Res<bool> {
        if self.warnings_module()?.is_none() {
            return Ok(false);
        }
        let text = self.new_str(message);
        let result = issue(self, text.id(), category, 1, &[], source);
        self.release(text);
        result.map(|()| true)
    }
    /// Warns about a line of a file by the program's filters.
    pub(super) fn warn_at(&mut self, category: ObjId, message: &str, file: &str, line: i32) -> Res<()> {
        let stem = file.strip_suffix(".py").unwrap_or(file);
        let module = self.new_str(if stem.is_empty() { "<unknown>" } else { stem });
        let (text, filename) = (self.new_str(message), self.new_str(file));
        let warning = Warning {
            category,
            message: text.id(),
            filename: filename.id(),
            line: line.into(),
            module: module.id(),
            registry: ids::NONE,
            source: None,
        };
        let result = explicit(self, warning, None);
        [module, text, filename].into_iter().for_each(|owned| self.release(owned));
        result
    }
}
