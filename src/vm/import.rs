//! Import: native modules, and the user's own from `sys.path`.

use super::import_lib::Importer;
use super::tree::Request;
use super::{Res, Vm};
use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{self, names, types};

impl Vm {
    /// The module of that absolute dotted name, imported if need be.
    pub fn import_module(&mut self, name: ObjId) -> Res {
        let known = self.dict_get_name(self.state.modules, name)?;
        if let Some(module) = known.filter(|&m| m != ids::NONE) {
            return Ok(self.own(module));
        }
        let full = self.str_lossy(name).into_owned();
        if known.is_none() && self.imports_natively(&full) {
            return self.native_module(&full);
        }
        if let Some(importer) = self.importer()? {
            let import = self.dict_get_name(self.state.builtins, names::IMPORT)?.unwrap_or(ids::NONE);
            let result = self.call_name_in(importer, "_find_and_load", &[name, import]);
            return self.imported(result);
        }
        if known.is_some() {
            let message = format!("import of {full} halted; None in sys.modules");
            return Err(self.import_error(types::MODULE_NOT_FOUND_ERROR, &message, &full, None));
        }
        self.import_plainly(&full)
    }
    /// Is it a native module that no finder of the program's comes before?
    fn imports_natively(&mut self, full: &str) -> bool {
        if !self.is_native_module(full) {
            return false;
        }
        let meta_path = self.intern("meta_path");
        let empty = self.namespace_get(self.state.sys, meta_path).is_none();
        empty || matches!(self.state.importer, Importer::Starting | Importer::Missing)
    }
    /// A native module, made if need be.
    pub fn native_module(&mut self, name: &str) -> Res {
        let key = self.intern(name);
        if let Some(module) = self.dict_get_name(self.state.modules, key)?.filter(|&m| m != ids::NONE) {
            return Ok(self.own(module));
        }
        let module = self.new_module(name);
        let namespace = self.module_dict(module);
        self.fill_module(name, module);
        self.make_module_types(name, module, namespace);
        (self.hooks.fill)(self, name, module);
        Ok(self.own(module))
    }
    /// Import without the library's machinery: source files along `sys.path` and packages' paths.
    fn import_plainly(&mut self, full: &str) -> Res {
        let parent = match full.rsplit_once('.') {
            Some((parent, _)) => {
                let parent = self.intern(parent);
                Some(self.import_module(parent)?)
            }
            None => None,
        };
        let result = self.find_and_load(full, parent.as_ref().map(Owned::id));
        let module = match result {
            Ok(module) => module,
            Err(e) => {
                self.release_opt(parent);
                return Err(e);
            }
        };
        if let Some(parent) = parent {
            let tail = full.rsplit('.').next().unwrap_or_default();
            let tail = self.intern(tail);
            let result = self.set_attr(parent.id(), tail, Some(module.id()));
            self.release(parent);
            if let Err(e) = result {
                self.release(module);
                return Err(e);
            }
        }
        Ok(module)
    }

    fn find_and_load(&mut self, full: &str, parent: Option<ObjId>) -> Res {
        let (path, tail) = match parent {
            Some(parent) => {
                let Some(path) = self.get_attr_optional(parent, names::PATH)? else {
                    let head = full.rsplit_once('.').map_or("", |p| p.0);
                    let message = format!("No module named '{full}'; '{head}' is not a package");
                    return Err(self.import_error(types::MODULE_NOT_FOUND_ERROR, &message, full, None));
                };
                (path, full.rsplit('.').next().unwrap_or_default())
            }
            None => {
                let name = self.intern("path");
                match self.dict_get_name(self.state.sys, name)? {
                    Some(path) => (self.own(path), full),
                    None => {
                        return Err(
                            self.raise(types::RUNTIME_ERROR, "sys.path must be a list of directory names")
                        );
                    }
                }
            }
        };
        let entries = self.collect(path.id());
        self.release(path);
        let entries = entries?;
        let directories: Vec<String> = entries.iter().map(|&e| self.str_lossy(e).into_owned()).collect();
        self.decref_all(entries);
        for directory in directories {
            let base = if directory.is_empty() { tail.to_string() } else { format!("{directory}/{tail}") };
            let init = format!("{base}/__init__.py");
            if self.world.is_dir(&base) && self.world.is_file(&init) {
                return self.load_source(full, &init, Some(&base));
            }
            let file = format!("{base}.py");
            if self.world.is_file(&file) {
                return self.load_source(full, &file, None);
            }
        }
        let message = format!("No module named '{full}'{}", self.library_hint(full));
        Err(self.import_error(types::MODULE_NOT_FOUND_ERROR, &message, full, None))
    }

    /// What to do about a module that only an installed library would have.
    fn library_hint(&mut self, full: &str) -> &'static str {
        let names = self.intern("stdlib_module_names");
        let name = self.intern(full);
        let known = self.namespace_get(self.state.sys, names);
        match known.map(|k| self.set_contains(k, name)) {
            Some(Ok(true)) => {
                "; it belongs to the standard library: install CPython 3.13, or say in PVMSCOPE_STDLIB where its library is"
            }
            _ => "",
        }
    }

    /// Runs a source file as a module.
    fn load_source(&mut self, full: &str, file: &str, package: Option<&str>) -> Res {
        let bytes = match self.world.read_file(file) {
            Ok(bytes) => bytes,
            Err(e) => {
                return Err(
                    self.raise(types::OS_ERROR, format!("[Errno {}] {}: '{file}'", e.errno, e.message))
                );
            }
        };
        let code = match (self.hooks.compile)(&bytes, &Request::module(file)) {
            Ok((code, warnings)) => {
                self.warn_of_source(file, &warnings)?;
                code
            }
            Err(rejected) => return Err(self.raise_diagnostic(&rejected, file)),
        };
        let module = self.new_module(full);
        let module = self.own(module);
        let dict = self.module_dict(module.id());
        let path = self.new_str(file);
        self.dict_put(dict, "__file__", path);
        let parent = match (package, full.rsplit_once('.')) {
            (Some(_), _) => full,
            (None, Some((parent, _))) => parent,
            (None, None) => "",
        };
        let parent = self.new_str(parent);
        self.dict_put(dict, "__package__", parent);
        if let Some(directory) = package {
            let directory = self.new_str(directory).into_id();
            let list = self.new_list(vec![directory]);
            self.dict_put(dict, "__path__", list);
        }
        let code = self.load_compiled(&code);
        let result = self.run_code(code.id(), dict, dict);
        self.release(code);
        match result {
            Ok(none) => self.release(none),
            Err(e) => {
                self.release(module);
                let name = self.intern(full);
                let saved = self.take_raised();
                let removed = self.dict_del(self.state.modules, name);
                self.put_back(saved);
                removed?;
                return Err(e);
            }
        }
        // A module may have put something else in its place.
        let name = self.intern(full);
        match self.dict_get_name(self.state.modules, name)? {
            Some(found) if found != module.id() => {
                self.release(module);
                Ok(self.own(found))
            }
            _ => Ok(module),
        }
    }

    /// Runs a code object in a namespace (`exec`).
    pub fn run_code(&mut self, code: ObjId, globals: ObjId, locals: ObjId) -> Res {
        self.enter_code(code, globals, locals)?;
        self.run_entered()
    }

    /// Runs the frame on top until it returns to Rust.
    pub fn run_entered(&mut self) -> Res {
        self.state.native_depth += 1;
        let result = self.run_frame();
        self.state.native_depth -= 1;
        result
    }

    /// Pushes the frame of a code object in a namespace; nothing of it has run.
    pub fn enter_code(&mut self, code: ObjId, globals: ObjId, locals: ObjId) -> Res<()> {
        if self.namespace_get(globals, names::BUILTINS).is_none() {
            let builtins = self.intern("builtins");
            if let Some(module) = self.dict_get_name(self.state.modules, builtins)? {
                self.dict_set_name(globals, names::BUILTINS, module)?;
            }
        }
        let name = self.state.code_of(code).name;
        let qualname = self.state.code_of(code).qualname;
        let builtins = self.builtins_of(globals);
        for id in [code, globals, builtins, name, qualname] {
            self.incref(id);
        }
        let function = crate::object::Function {
            code,
            globals,
            builtins,
            name,
            qualname,
            defaults: None,
            kwdefaults: None,
            closure: None,
            annotations: None,
            doc: ids::NONE,
            module: None,
            type_params: None,
            version: 0,
            attrs: Default::default(),
        };
        let function = self.alloc(types::FUNCTION, Payload::Function(Box::new(function)));
        let entered = self.enter_function_in(function.id(), locals);
        self.release(function);
        entered
    }
    /// Runs a function without arguments with `locals` (borrowed) as its namespace: module and class bodies.
    pub fn run_function_in(&mut self, function: ObjId, locals: ObjId) -> Res {
        self.enter_function_in(function, locals)?;
        self.run_entered()
    }
    fn enter_function_in(&mut self, function: ObjId, locals: ObjId) -> Res<()> {
        let floor = self.state.stack.len();
        self.push_borrowed(function);
        self.state.stack.push(None);
        self.enter_function(function, floor, floor + 2, 0, None, super::frame::FrameKind::Native)?;
        self.incref(locals);
        let old = self.state.frame_mut().locals.replace(locals);
        self.decref_opt(old);
        Ok(())
    }

    /// `__import__(name, globals, locals, fromlist, level)`
    pub fn import_name(&mut self, name: ObjId, globals: ObjId, from_list: ObjId, level: i64) -> Res {
        let text = self.str_lossy(name).into_owned();
        let absolute = if level > 0 { self.resolve_relative(&text, globals, level)? } else { text.clone() };
        if absolute.is_empty() {
            return Err(self.value_error("Empty module name"));
        }
        let full = self.intern(&absolute);
        let module = self.import_module(full)?;
        if from_list == ids::NONE || !self.truth(from_list)? {
            let Some((head, rest)) = text.split_once('.') else { return Ok(module) };
            let cut = if level > 0 { &absolute[..absolute.len() - rest.len() - 1] } else { head };
            let top = self.intern(cut);
            self.release(module);
            return self.import_module(top);
        }
        // `from package import submodule`
        if let Importer::Ready(importer) = self.state.importer {
            return self.import_names(importer, module, from_list);
        }
        if let Some(path) = self.get_attr_optional(module.id(), names::PATH)? {
            self.release(path);
            let wanted = self.collect(from_list)?;
            let mut result = Ok(());
            for &item in &wanted {
                if result.is_ok() && self.str_lossy(item) != "*" {
                    result = self.import_submodule(module.id(), &absolute, item);
                }
            }
            self.decref_all(wanted);
            if let Err(e) = result {
                self.release(module);
                return Err(e);
            }
        }
        Ok(module)
    }
    /// The submodules that a `from` names, by the machinery.
    fn import_names(&mut self, importer: ObjId, module: Owned, from_list: ObjId) -> Res {
        let path = match self.get_attr_optional(module.id(), names::PATH) {
            Ok(path) => path,
            Err(e) => {
                self.release(module);
                return Err(e);
            }
        };
        let Some(path) = path else { return Ok(module) };
        self.release(path);
        let import = self.dict_get_name(self.state.builtins, names::IMPORT)?.unwrap_or(ids::NONE);
        let result = self.call_name_in(importer, "_handle_fromlist", &[module.id(), from_list, import]);
        self.release(module);
        self.imported(result)
    }
    fn import_submodule(&mut self, module: ObjId, package: &str, item: ObjId) -> Res<()> {
        let item = self.intern_object(item);
        let found = self.get_attr_optional(module, item.id());
        let full = format!("{package}.{}", self.str_lossy(item.id()));
        self.release(item);
        if let Some(found) = found? {
            self.release(found);
            return Ok(());
        }
        let name = self.intern(&full);
        match self.import_module(name) {
            Ok(sub) => {
                self.release(sub);
                Ok(())
            }
            Err(e) => self.swallow(e, types::MODULE_NOT_FOUND_ERROR),
        }
    }
    fn resolve_relative(&mut self, name: &str, globals: ObjId, level: i64) -> Res<String> {
        if self.as_dict(globals).is_none() {
            return Err(self.type_error("globals must be a dict"));
        }
        let package = self.namespace_get(globals, names::PACKAGE).filter(|&p| p != ids::NONE);
        let package = match package {
            Some(p) if self.as_str(p).is_none() => return Err(self.type_error("package must be a string")),
            Some(p) => self.str_lossy(p).into_owned(),
            None => {
                self.warn(
                    types::IMPORT_WARNING,
                    "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__",
                )?;
                let Some(own) = self.namespace_get(globals, names::NAME) else {
                    let message = self.new_str("'__name__' not in globals");
                    let unwind = self.key_error(message.id());
                    self.release(message);
                    return Err(unwind);
                };
                if self.as_str(own).is_none() {
                    return Err(self.type_error("__name__ must be a string"));
                }
                let own = self.str_lossy(own).into_owned();
                if self.namespace_get(globals, names::PATH).is_some() {
                    own
                } else {
                    own.rsplit_once('.').map_or(String::new(), |p| p.0.to_string())
                }
            }
        };
        if package.is_empty() {
            return Err(
                self.raise(types::IMPORT_ERROR, "attempted relative import with no known parent package")
            );
        }
        let mut base = package.as_str();
        for _ in 1..level {
            match base.rsplit_once('.') {
                Some((head, _)) => base = head,
                None => {
                    return Err(
                        self.raise(types::IMPORT_ERROR, "attempted relative import beyond top-level package")
                    );
                }
            }
        }
        Ok(if name.is_empty() { base.to_string() } else { format!("{base}.{name}") })
    }

    /// `from module import name`
    pub(super) fn import_from(&mut self, module: ObjId, name: ObjId) -> Res {
        if let Some(value) = self.get_attr_optional(module, name)? {
            return Ok(value);
        }
        let owner = self.get_attr_optional(module, names::NAME)?;
        let owner_name = match &owner {
            Some(owner) => self.str_lossy(owner.id()).into_owned(),
            None => "<unknown module name>".into(),
        };
        self.release_opt(owner);
        let text = self.str_lossy(name).into_owned();
        let full = self.intern(&format!("{owner_name}.{text}"));
        if let Some(found) = self.dict_get_name(self.state.modules, full)? {
            return Ok(self.own(found));
        }
        let (origin, initializing) = self.module_origin(module)?;
        let shown = origin.as_deref().unwrap_or("unknown location");
        let stem = origin.as_deref().and_then(|o| o.rsplit('/').next()).and_then(|f| f.strip_suffix(".py"));
        let message = if self.shadows_library(origin.as_deref(), stem)? {
            format!(
                "cannot import name '{text}' from '{owner_name}' (consider renaming '{shown}' since it has the same name as the standard library module named '{owner_name}' and the import system gives it precedence)"
            )
        } else if initializing {
            format!(
                "cannot import name '{text}' from partially initialized module '{owner_name}' (most likely due to a circular import) ({shown})"
            )
        } else {
            format!("cannot import name '{text}' from '{owner_name}' ({shown})")
        };
        let unwind = self.import_error(types::IMPORT_ERROR, &message, &owner_name, Some(name));
        if let (Some(origin), Some(raised)) = (&origin, self.state.raised) {
            let path = self.new_str(origin).into_id();
            self.exception_mut(raised).fields[2] = Some(path);
        }
        Err(unwind)
    }
    /// Where a module says that it came from, and whether it is still being imported.
    fn module_origin(&mut self, module: ObjId) -> Res<(Option<String>, bool)> {
        let spec = self.get_attr_optional(module, names::SPEC)?;
        let mut origin = None;
        let mut initializing = false;
        if let Some(spec) = &spec {
            let flag = self.intern("_initializing");
            if let Some(value) = self.get_attr_optional(spec.id(), flag)? {
                initializing = value.id() == ids::TRUE;
                self.release(value);
            }
            for (attribute, wanted) in [("has_location", false), ("origin", true)] {
                let attribute = self.intern(attribute);
                let value = self.get_attr_optional(spec.id(), attribute)?;
                let Some(value) = value else { break };
                if wanted {
                    origin = self.as_str(value.id()).map(|s| s.to_lossy().into_owned());
                }
                let yes = self.truth(value.id());
                self.release(value);
                if !yes? {
                    break;
                }
            }
        }
        self.release_opt(spec);
        if origin.is_none()
            && let Some(file) = self.get_attr_optional(module, names::FILE)?
        {
            origin = self.as_str(file.id()).map(|s| s.to_lossy().into_owned());
            self.release(file);
        }
        Ok((origin, initializing))
    }
    /// Does a file of the program's stand before a module of the standard library that has its name?
    fn shadows_library(&mut self, origin: Option<&str>, stem: Option<&str>) -> Res<bool> {
        let (Some(origin), Some(stem)) = (origin, stem) else { return Ok(false) };
        let names = self.intern("stdlib_module_names");
        let Some(known) = self.namespace_get(self.state.sys, names) else { return Ok(false) };
        let name = self.new_str(stem);
        let is_known = self.set_contains(known, name.id());
        self.release(name);
        if !is_known? {
            return Ok(false);
        }
        let folder = origin.rsplit_once('/').map_or("", |p| p.0);
        let path = self.intern("path");
        let first = self.namespace_get(self.state.sys, path).and_then(|p| self.as_list(p)?.first().copied());
        let first = first.map(|f| self.str_lossy(f).into_owned()).unwrap_or_default();
        Ok(!folder.is_empty() && first == folder)
    }
    /// ImportError with its `name` and `name_from`.
    fn import_error(&mut self, ty: ObjId, message: &str, module: &str, from: Option<ObjId>) -> super::Unwind {
        let text = self.new_str(message);
        let name = self.new_str(module).into_id();
        let exception = self.new_exception(ty, &[text.id()]);
        self.incref_opt(from);
        let message = text.into_id();
        self.exception_mut(exception.id()).fields = Box::new([Some(message), Some(name), None, from]);
        self.raise_owned(exception)
    }
    /// `from module import *`
    pub(super) fn import_star(&mut self, module: ObjId) -> Res<()> {
        let locals = self.frame_locals()?;
        let dict = self.materialize_dict(module);
        let wanted = self.get_attr_optional(module, names::ALL);
        let names = match wanted {
            Ok(Some(all)) => {
                let names = self.collect(all.id());
                self.release(all);
                names
            }
            Ok(None) => {
                let names: Vec<ObjId> =
                    self.as_dict(dict.id()).map(|d| d.iter().map(|e| e.0).collect()).unwrap_or_default();
                let names: Vec<ObjId> =
                    names.into_iter().filter(|&n| !self.str_lossy(n).starts_with('_')).collect();
                names.iter().for_each(|&n| self.incref(n));
                Ok(names)
            }
            Err(e) => Err(e),
        };
        self.release(dict);
        let names = names?;
        let mut result = Ok(());
        for &name in &names {
            if result.is_ok() {
                result = self.get_attr(module, name).and_then(|value| {
                    let stored = self.set_item(locals, name, value.id());
                    self.release(value);
                    stored
                });
            }
        }
        self.decref_all(names);
        result
    }

    /// Raises a compile-time diagnostic as the exception it stands for.
    pub fn raise_diagnostic(&mut self, rejected: &crate::diagnostic::Rejected, file: &str) -> super::Unwind {
        use crate::diagnostic::{Columns, Kind, Rejected};
        let Rejected { error: diagnostic, source } = rejected;
        let ty = match diagnostic.kind {
            Kind::SyntaxError => types::SYNTAX_ERROR,
            Kind::IndentationError => types::INDENTATION_ERROR,
            Kind::TabError => types::TAB_ERROR,
            Kind::IncompleteInputError => types::_INCOMPLETE_INPUT_ERROR,
            Kind::ValueError | Kind::UnicodeEncodeError | Kind::UnicodeDecodeError => types::VALUE_ERROR,
            Kind::RecursionError => types::RECURSION_ERROR,
            Kind::MemoryError => types::MEMORY_ERROR,
            Kind::OverflowError => types::OVERFLOW_ERROR,
            Kind::SyntaxWarning | Kind::DeprecationWarning | Kind::Unsupported => types::SYNTAX_ERROR,
        };
        if !self.is_subtype(ty, types::SYNTAX_ERROR) {
            return self.raise(ty, &diagnostic.message);
        }
        let message = self.new_str(&diagnostic.message).into_id();
        let Some(place) = diagnostic.place(source) else {
            let result = self.call(ty, &[message]);
            self.decref(message);
            return match result {
                Ok(exception) => self.raise_owned(exception),
                Err(e) => e,
            };
        };
        let file = self.new_str(file).into_id();
        let number = |vm: &mut Self, value: Option<i32>| match value {
            Some(value) => vm.new_int(value.into()).into_id(),
            None => ids::NONE,
        };
        let lineno = number(self, Some(place.line));
        let offset = number(self, Some(place.offset));
        // After the parser the text is no longer at hand: CPython looks for the file.
        let line = match diagnostic.columns {
            Columns::Characters => {
                let line = source.line(place.line as usize);
                Some(line.map_or(String::new(), |line| format!("{line}\n")))
            }
            Columns::Nowhere => None,
            _ => self.source_line(&source.name, place.line).map(|line| line + "\n"),
        };
        let text = match line {
            Some(line) => self.new_str(&line).into_id(),
            None => ids::NONE,
        };
        let end_lineno = number(self, place.end_line);
        let end_offset = number(self, place.end_offset);
        let details = self.new_tuple(vec![file, lineno, offset, text, end_lineno, end_offset]);
        let result = self.call(ty, &[message, details.id()]);
        self.release(details);
        self.decref(message);
        match result {
            Ok(exception) => self.raise_owned(exception),
            Err(e) => e,
        }
    }
}
