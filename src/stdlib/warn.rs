//! Warnings that the machine itself issues, shown as the default filters show them.

use crate::diagnostic::{Diagnostic, Kind, Rejected};
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, types};
use crate::vm::{Res, Unwind, Vm};
use crate::world::Stream;

/// Categories that are shown nowhere by default; DeprecationWarning is shown in `__main__` only.
const IGNORED: [ObjId; 4] = [
    types::DEPRECATION_WARNING,
    types::PENDING_DEPRECATION_WARNING,
    types::IMPORT_WARNING,
    types::RESOURCE_WARNING,
];

impl Vm {
    /// Warns at the running line, once for each place.
    pub fn warn(&mut self, category: ObjId, message: &str) -> Res<()> {
        if self.warn_by_filters(category, message, None)? {
            return Ok(());
        }
        self.warn_with(category, message, "")
    }
    /// A warning about one object: the default handler adds how to find where that was made.
    pub fn warn_about_object(&mut self, category: ObjId, message: &str, source: ObjId) -> Res<()> {
        if self.warn_by_filters(category, message, Some(source))? {
            return Ok(());
        }
        let tail = format!(
            "{}: Enable tracemalloc to get the object allocation traceback\n",
            self.type_name(category)
        );
        self.warn_with(category, message, &tail)
    }
    /// A coroutine died without having been awaited.
    pub fn warn_unawaited(&mut self, coroutine: ObjId) -> Res<()> {
        if let Some(module) = self.warnings_module()? {
            let name = self.intern("_warn_unawaited_coroutine");
            if let Some(function) = self.get_attr_optional(module, name)? {
                let result = self.call(function.id(), &[coroutine]);
                self.release(function);
                match result {
                    Ok(none) => self.release(none),
                    Err(Unwind::Raised) => self.write_unraisable(coroutine),
                    Err(e) => return Err(e),
                }
                return Ok(());
            }
        }
        let g = self.generator(coroutine);
        let (qualname, origin) = (g.qualname, g.origin);
        let mut message = format!("coroutine '{}' was never awaited", self.str_lossy(qualname));
        if let Some(origin) = origin {
            message += "\nCoroutine created at (most recent call last)";
            let entries = self.as_tuple(origin).unwrap_or_default().to_vec();
            for entry in entries.into_iter().rev() {
                let &[file, line, name] = self.tuple_items(entry) else { continue };
                let line = self.as_i64(line).unwrap_or_default();
                let (file, name) = (self.str_lossy(file).into_owned(), self.str_lossy(name).into_owned());
                message += &format!("\n  File \"{file}\", line {line}, in {name}");
                if let Some(source) = self.source_line(&file, line as i32) {
                    message += &format!("\n    {}", source.trim());
                }
            }
        }
        self.warn_about_object(types::RUNTIME_WARNING, &message, coroutine)
    }
    /// Warnings of the compiler about a program's text.
    pub fn warn_of_source(&mut self, file: &str, warnings: &[Diagnostic]) -> Res<()> {
        for warning in warnings {
            if warning.kind == Kind::DeprecationWarning {
                // It comes of a computation, not of the text.
                self.warn(types::DEPRECATION_WARNING, &warning.message)?;
                continue;
            }
            let line = warning.span.map_or(0, |span| span.line);
            if self.warnings_module()?.is_some() {
                self.warn_at(types::SYNTAX_WARNING, &warning.message, file, line)
                    .map_err(|e| self.syntax_error_instead(e, file, warning))?;
                continue;
            }
            let mut text = format!("{file}:{line}: {}: {}\n", warning.kind.name(), warning.message);
            if let Some(source) = self.source_line(file, line).filter(|line| !line.trim().is_empty()) {
                text += &format!("  {}\n", source.trim());
            }
            let _ = self.world.write(Stream::Stderr, &text);
        }
        Ok(())
    }
    /// A SyntaxWarning that the filters made an exception is a SyntaxError at its place.
    fn syntax_error_instead(&mut self, unwind: Unwind, file: &str, warning: &Diagnostic) -> Unwind {
        match self.catch(unwind, types::SYNTAX_WARNING) {
            Ok(raised) => self.release(raised),
            Err(other) => return other,
        }
        let error = Diagnostic { kind: Kind::SyntaxError, ..warning.clone() };
        let text = self.world.read_file(file).unwrap_or_default();
        let source = crate::source::Source::new(file, &String::from_utf8_lossy(&text));
        self.raise_diagnostic(&Rejected { error, source }, file)
    }
    fn warn_with(&mut self, category: ObjId, message: &str, tail: &str) -> Res<()> {
        let Some(frame) = self.state.frames.last().copied() else {
            // The program is over: there is no line to name.
            if !IGNORED.contains(&category) {
                let text = format!("<sys>:0: {}: {message}\n", self.type_name(category));
                self.write_stderr_pieces(&[&text]);
            }
            return Ok(());
        };
        let registry = self.warning_registry(frame.globals)?;
        let in_main = self.module_name_of(frame.globals) == "__main__";
        if IGNORED.contains(&category) && !(category == types::DEPRECATION_WARNING && in_main) {
            self.release(registry);
            return Ok(());
        }
        let line = self.frame_line(self.state.frames.len() - 1);
        if !self.first_warning(registry, message, category, line)? {
            return Ok(());
        }
        let file = self.str_lossy(self.state.code_of(frame.code).filename).into_owned();
        let mut text = format!("{file}:{line}: {}: {message}\n", self.type_name(category));
        if let Some(source) = self.source_line(&file, line) {
            let source = source.trim();
            if !source.is_empty() {
                text += &format!("  {source}\n");
            }
        }
        text += tail;
        // A closed stderr leaves nobody to tell.
        let _ = self.world.write(Stream::Stderr, &text);
        Ok(())
    }
    /// A module's `__warningregistry__`, which a warning makes even if it is not shown.
    fn warning_registry(&mut self, globals: ObjId) -> Res {
        let name = self.intern("__warningregistry__");
        if let Some(registry) = self.namespace_get(globals, name) {
            return Ok(self.own(registry));
        }
        let registry = self.new_dict();
        self.dict_put(registry.id(), "version", Owned::new(ids::small_int(0)));
        self.dict_set_name(globals, name, registry.id())?;
        Ok(registry)
    }
    /// Enters the warning into the registry; false if it is there already.
    fn first_warning(&mut self, registry: Owned, message: &str, category: ObjId, line: i32) -> Res<bool> {
        let text = self.new_str(message).into_id();
        let line = self.new_int(line.into()).into_id();
        self.incref(category);
        let key = self.new_tuple(vec![text, category, line]);
        let result = match self.dict_get(registry.id(), key.id()) {
            Ok(Some(_)) => Ok(false),
            Ok(None) => self.dict_set(registry.id(), key.id(), ids::TRUE).map(|()| true),
            Err(e) => Err(e),
        };
        self.release(key);
        self.release(registry);
        result
    }
    /// A line of a source file without its newline, if the file can be read.
    pub fn source_line(&mut self, file: &str, line: i32) -> Option<String> {
        let number = usize::try_from(line).ok()?;
        let bytes = self.world.read_file(file).ok()?;
        let source = crate::source::Source::new(file, &String::from_utf8_lossy(&bytes));
        source.line(number).map(str::to_string)
    }
}
