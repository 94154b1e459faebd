//! Import by CPython's own machinery: `importlib`, taken from an installed library. It is started by
//! the first import that wants more than a native module, and by the first look at `sys.meta_path`.

use super::tree::Request;
use super::{Res, Unwind, Vm};
use crate::bytecode::{Code, Const, pyc};
use crate::constant::Text;
use crate::heap::{ObjId, Owned};
use crate::object::ids::{self, names, types};
use crate::object::{Payload, Traceback};
use std::sync::Arc;

/// How far the machinery has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Importer {
    /// Nobody has asked for it.
    #[default]
    Untried,
    /// It is being set up: native modules only.
    Starting,
    /// `_frozen_importlib`'s namespace (borrowed: the module is held by the machine).
    Ready(ObjId),
    /// No library is installed.
    Missing,
}

impl super::State {
    /// The namespace of the library's import machinery, if that runs: its module is held for good.
    pub fn importer_namespace(&self) -> Option<ObjId> {
        match self.importer {
            Importer::Ready(namespace) => Some(namespace),
            _ => None,
        }
    }
}

const BOOTSTRAP: &str = "_frozen_importlib";
const FILES: [&str; 2] = ["<frozen importlib._bootstrap>", "<frozen importlib._bootstrap_external>"];

/// What `sys` gets from the machinery.
const SYS_LISTS: [&str; 2] = ["meta_path", "path_hooks"];

impl Vm {
    /// The namespace of the import machinery, started if need be; `None` where no library is installed.
    pub(super) fn importer(&mut self) -> Res<Option<ObjId>> {
        match self.state.importer {
            Importer::Ready(dict) => return Ok(Some(dict)),
            Importer::Starting | Importer::Missing => return Ok(None),
            Importer::Untried => {}
        }
        let Some(library) = self.world.library() else {
            self.state.importer = Importer::Missing;
            self.add_sys_lists();
            return Ok(None);
        };
        self.state.importer = Importer::Starting;
        // CPython does this before the program runs: no exception is being handled then, and
        // nothing of it shows in the collector's counters.
        let (counts, enabled) = (self.state.gc.counts, self.state.gc.enabled);
        self.state.gc.enabled = false;
        self.state.handled.push(None);
        let raised = self.take_raised();
        let result = self.start_importer(&library);
        self.state.handled.pop();
        if result.is_ok() {
            self.put_back(raised);
        }
        (self.state.gc.counts, self.state.gc.enabled) = (counts, enabled);
        match result {
            Ok(dict) => {
                self.state.importer = Importer::Ready(dict);
                Ok(Some(dict))
            }
            Err(e) => {
                self.state.importer = Importer::Missing;
                Err(e)
            }
        }
    }
    fn add_sys_lists(&mut self) {
        for name in SYS_LISTS {
            let key = self.intern(name);
            if self.namespace_get(self.state.sys, key).is_none() {
                let list = self.new_list(Vec::new());
                self.dict_put(self.state.sys, name, list);
            }
        }
        let cache = self.intern("path_importer_cache");
        if self.namespace_get(self.state.sys, cache).is_none() {
            let dict = self.new_dict();
            self.dict_put(self.state.sys, "path_importer_cache", dict);
        }
    }
    fn start_importer(&mut self, library: &str) -> Res<ObjId> {
        self.add_sys_lists();
        self.add_library_to_path(library)?;
        let folder = self.new_str(library);
        self.dict_put(self.state.sys, "_stdlib_dir", folder);
        let code = self.library_code("importlib._bootstrap", FILES[0])?;
        let module = self.new_module(BOOTSTRAP);
        let module = self.own(module);
        let dict = self.module_dict(module.id());
        let origin = self.new_str("importlib._bootstrap");
        self.dict_put(dict, "__origname__", origin);
        let result = self.run_code(code.id(), dict, dict);
        self.release(code);
        // The machine holds the module from here on.
        module.into_id();
        let none = result?;
        self.release(none);
        let imp = self.native_module("_imp")?;
        let sys = self.native_module("sys")?;
        let installed = self.call_in(dict, "_install", &[sys.id(), imp.id()]);
        self.release(sys);
        self.release(imp);
        installed?;
        // `_install_external_importers` imports its other half by the machinery itself.
        self.state.importer = Importer::Ready(dict);
        self.call_in(dict, "_install_external_importers", &[])?;
        self.set_loader_of_main()?;
        Ok(dict)
    }
    /// For a script that asks for its `__loader__`: starts the machinery of imports, which sets it.
    pub fn give_main_its_loader(&mut self) {
        if let Err(e) = self.importer() {
            // A program without a library goes without.
            let _ = self.swallow(e, types::BASE_EXCEPTION);
        }
    }
    /// A script's `__loader__`, which CPython makes before the program runs.
    fn set_loader_of_main(&mut self) -> Res<()> {
        let Some(main) = self.state.main_module.map(|m| self.module_dict(m)) else { return Ok(()) };
        let (file, loader) = (self.intern("__file__"), names::LOADER);
        let Some(file) = self.dict_get_name(main, file)? else { return Ok(()) };
        if self.dict_get_name(main, loader)? != Some(ids::NONE) {
            return Ok(());
        }
        let module = self.native_module("_frozen_importlib_external")?;
        let class = self.get_attr_str(module.id(), "SourceFileLoader");
        self.release(module);
        let (class, name) = (class?, self.intern("__main__"));
        let made = self.call(class.id(), &[name, file]);
        self.release(class);
        let made = made?;
        self.dict_put(main, "__loader__", made);
        Ok(())
    }
    fn call_in(&mut self, dict: ObjId, function: &str, args: &[ObjId]) -> Res<()> {
        let result = self.call_name_in(dict, function, args)?;
        self.release(result);
        Ok(())
    }
    /// Calls a function of a namespace.
    pub(super) fn call_name_in(&mut self, dict: ObjId, function: &str, args: &[ObjId]) -> Res {
        let name = self.intern(function);
        match self.dict_get_name(dict, name)? {
            Some(function) => {
                let function = self.own(function);
                let result = self.call(function.id(), args);
                self.release(function);
                result
            }
            None => Err(self.raise(types::SYSTEM_ERROR, format!("the import machinery has no {function}"))),
        }
    }
    /// Puts the library's folders at the end of `sys.path`, where the program left a list there.
    fn add_library_to_path(&mut self, library: &str) -> Res<()> {
        let name = self.intern("path");
        let Some(path) = self.namespace_get(self.state.sys, name) else { return Ok(()) };
        if self.as_list(path).is_none() {
            return Ok(());
        }
        let mut folders = vec![library.to_string()];
        let packages = format!("{library}/site-packages");
        if self.world.is_dir(&packages) {
            folders.push(packages);
        }
        for folder in folders {
            let known = self.as_list(path).is_some_and(|l| l.iter().any(|&e| self.str_lossy(e) == folder));
            if !known {
                let folder = self.new_str(&folder).into_id();
                if let Some(list) = self.as_list_mut(path) {
                    list.push(folder);
                }
            }
        }
        Ok(())
    }

    /// The code of a library module under another file name: from its `.pyc` where that is valid,
    /// else compiled.
    pub fn library_code(&mut self, module: &str, filename: &str) -> Res {
        let Some(library) = self.world.library() else {
            return Err(self.raise(types::IMPORT_ERROR, "no standard library is installed"));
        };
        let path = format!("{library}/{}.py", module.replace('.', "/"));
        let code = match self.cached_code(&path) {
            Some(code) => Arc::new(renamed(&code, &Text::from(filename))),
            None => {
                let bytes = match self.world.read_file(&path) {
                    Ok(bytes) => bytes,
                    Err(e) => return Err(self.os_error(e.errno, &e.message, None)),
                };
                match (self.hooks.compile)(&bytes, &Request::module(filename)) {
                    Ok((code, _)) => code,
                    Err(d) => return Err(self.raise_diagnostic(&d, filename)),
                }
            }
        };
        Ok(self.load_code(&code))
    }
    fn cached_code(&mut self, path: &str) -> Option<Code> {
        let cache = pyc::cache_path(std::path::Path::new(path), 0);
        let stat = self.world.stat(path.as_bytes(), true).ok()?;
        let bytes = self.world.read_file(&cache.to_string_lossy()).ok()?;
        let (validation, code) = pyc::read(&bytes).ok()?;
        let seconds = stat.mtime.div_euclid(1_000_000_000) as u32;
        let valid = match validation {
            pyc::Validation::Timestamp { mtime, size } => mtime == seconds && size == stat.size as u32,
            pyc::Validation::Hash { check_source, .. } => !check_source,
        };
        valid.then_some(code)
    }
    /// Gives a code object and those in it the file name that is a str object.
    pub fn set_code_filename(&mut self, code: ObjId, filename: ObjId) {
        let text = self.as_str(filename).map(|s| s.to_text()).unwrap_or_default();
        let mut waiting = vec![code];
        while let Some(id) = waiting.pop() {
            let Payload::Code(code) = self.payload(id) else { continue };
            waiting.extend(code.consts.iter().copied());
            let changed = Arc::new(Code { filename: text.clone(), ..(*code.code).clone() });
            self.incref(filename);
            let old = match self.payload_mut(id) {
                Payload::Code(code) => {
                    code.code = changed;
                    std::mem::replace(&mut code.filename, filename)
                }
                _ => filename,
            };
            self.decref(old);
        }
    }

    /// Takes the machinery's own frames out of the traceback of the exception on its way: all of
    /// them for an ImportError, else those that only call what failed.
    pub(super) fn trim_import_frames(&mut self) {
        let Some(raised) = self.state.raised else { return };
        let always = self.is_instance(raised, types::IMPORT_ERROR);
        // The link that a whole run of such frames hangs on, and the one before the entry looked at.
        let (mut outer, mut before): (Option<ObjId>, Option<ObjId>) = (None, None);
        let mut inside = false;
        let mut at = self.exception(raised).traceback;
        while let Some(entry) = at {
            let Payload::Traceback(traceback) = self.payload(entry) else { return };
            let (next, frame) = (traceback.next, traceback.frame);
            let (file, name) = self.frame_code_names(frame);
            let now_inside = FILES.contains(&file.as_str());
            if now_inside && !inside {
                outer = before;
            }
            inside = now_inside;
            if now_inside && (always || name == "_call_with_frames_removed") {
                self.incref_opt(next);
                let old = match outer {
                    None => std::mem::replace(&mut self.exception_mut(raised).traceback, next),
                    Some(outer) => match self.payload_mut(outer) {
                        Payload::Traceback(t) => {
                            let link: &mut Traceback = t;
                            std::mem::replace(&mut link.next, next)
                        }
                        _ => None,
                    },
                };
                // What follows is held by its new place.
                self.decref_opt(old);
                before = outer;
            } else {
                before = Some(entry);
            }
            at = next;
        }
    }
    /// Does the top frame belong to the import machinery?
    #[inline]
    pub(super) fn is_import_frame(&self) -> bool {
        if self.state.importer == Importer::Untried {
            return false;
        }
        let filename = self.state.code_of(self.state.frame().code).filename;
        self.as_str(filename).and_then(|f| f.as_ascii()).is_some_and(|f| FILES.contains(&f))
    }
    fn frame_code_names(&self, frame: ObjId) -> (String, String) {
        let Payload::Frame(frame) = self.payload(frame) else { return Default::default() };
        let code = self.state.code_of(frame.code);
        (self.str_lossy(code.filename).into_owned(), self.str_lossy(code.name).into_owned())
    }

    /// `sys.meta_path` and its kin exist from the first look at them.
    pub fn late_sys_attribute(&mut self, module: ObjId, name: ObjId) -> Res<Option<Owned>> {
        if self.state.importer != Importer::Untried || self.module_dict(module) != self.state.sys {
            return Ok(None);
        }
        let text = self.str_lossy(name).into_owned();
        if !SYS_LISTS.contains(&text.as_str()) && text != "path_importer_cache" {
            return Ok(None);
        }
        self.importer()?;
        let found = self.namespace_get(self.state.sys, name);
        Ok(found.map(|f| self.own(f)))
    }
    /// Does the module's spec say that it is still being imported?
    pub fn is_initializing(&mut self, dict: ObjId) -> bool {
        let Some(spec) = self.namespace_get(dict, ids::names::SPEC).filter(|&s| s != ids::NONE) else {
            return false;
        };
        let flag = self.intern("_initializing");
        matches!(self.instance_attr(spec, flag), Ok(Some(ids::TRUE)))
    }
    /// The result of an import by the machinery; its frames leave the traceback.
    pub(super) fn imported(&mut self, result: Res) -> Res {
        if let Err(Unwind::Raised) = result {
            self.trim_import_frames();
        }
        result
    }
}

fn renamed(code: &Code, filename: &Text) -> Code {
    let consts = code.consts.iter().map(|c| match c {
        Const::Code(inner) => Const::Code(Arc::new(renamed(inner, filename))),
        value => value.clone(),
    });
    Code { filename: filename.clone(), consts: consts.collect(), ..code.clone() }
}
