//! `builtins`: compile, eval, exec, `__import__`, `__build_class__`.

use super::ast_nodes::convert;
use crate::bytecode::code::flags;
use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{self, names, types};
use crate::vm::call::Held;
use crate::vm::native::Args;
use crate::vm::tree::{Request, TreeFault};
use crate::vm::{Res, Vm};

/// Calls `sys.breakpointhook`.
pub fn breakpoint(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let name = vm.intern("breakpointhook");
    let Some(hook) = vm.namespace_get(vm.state.sys, name) else {
        return Err(vm.raise(types::RUNTIME_ERROR, "lost sys.breakpointhook"));
    };
    let hook = vm.own(hook);
    let result = vm.call_with(hook.id(), args);
    vm.release(hook);
    result
}

pub fn import(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("__import__", args, ["name", "globals", "locals", "fromlist", "level"], 1, 5)?;
    let Some(name) = bound[0] else { unreachable!("bind checked it") };
    let level = bound[4].map_or(Ok(0), |l| vm.c_int(l))?.into();
    if vm.as_str(name).is_none() {
        return Err(vm.type_error("module name must be a string"));
    }
    let given = bound[1].filter(|&g| g != ids::NONE);
    let globals = given.filter(|&g| vm.as_dict(g).is_some());
    let globals = globals.or(vm.state.frames.last().map(|f| f.globals)).unwrap_or(vm.state.builtins);
    if level < 0 {
        return Err(vm.value_error("level must be >= 0"));
    }
    if level > 0 && given.is_some_and(|g| g != globals) {
        return Err(vm.type_error("globals must be a dict"));
    }
    vm.import_name(name, globals, bound[3].unwrap_or(ids::NONE), level)
}

impl Vm {
    /// The module of an absolute name, imported if need be.
    pub fn import_by_name(&mut self, name: &str) -> Res {
        let name = self.intern(name);
        self.import_module(name)
    }
}

/// Source text of a str or bytes-like object; `None` for anything else.
fn source_bytes(vm: &mut Vm, source: ObjId) -> Res<Option<Vec<u8>>> {
    if let Some(text) = vm.as_str(source).cloned() {
        vm.check_encodable(source)?;
        return Ok(Some(text.to_lossy().into_owned().into_bytes()));
    }
    crate::types::bytes::buffer(vm, source)
}
/// A code object of the source.
fn compile_bytes(vm: &mut Vm, bytes: &[u8], request: &Request<'_>) -> Res {
    match (vm.hooks.compile)(bytes, request) {
        Ok((code, warnings)) => {
            vm.warn_of_source(request.file, &warnings)?;
            Ok(vm.load_code(&code))
        }
        Err(rejected) => Err(vm.raise_diagnostic(&rejected, request.file)),
    }
}
/// The tree of the source, as objects.
fn parse_bytes(vm: &mut Vm, bytes: &[u8], request: &Request<'_>) -> Res {
    match (vm.hooks.parse)(bytes, request) {
        Ok((tree, warnings)) => {
            vm.warn_of_source(request.file, &warnings)?;
            convert::Maker::run(vm, &tree)
        }
        Err(rejected) => Err(vm.raise_diagnostic(&rejected, request.file)),
    }
}
/// A code object of a tree.
fn compile_nodes(vm: &mut Vm, nodes: ObjId, request: &Request<'_>) -> Res {
    let tree = convert::tree(vm, nodes, 0)?;
    match (vm.hooks.compile_tree)(tree, request) {
        Ok((code, warnings)) => {
            vm.warn_of_source(request.file, &warnings)?;
            Ok(vm.load_code(&code))
        }
        Err(TreeFault::Type(message)) => Err(vm.type_error(message)),
        Err(TreeFault::Value(message)) => Err(vm.value_error(message)),
        Err(TreeFault::Rejected(rejected)) => Err(vm.raise_diagnostic(&rejected, request.file)),
    }
}
/// `from __future__` flags that the running code passes on.
fn inherited_flags(vm: &Vm) -> u32 {
    vm.state.frames.last().map_or(0, |f| vm.state.code_of(f.code).code.flags & FUTURES)
}

// What `ast` calls PyCF_ALLOW_TOP_LEVEL_AWAIT, PyCF_ONLY_AST and so on.
const TOP_LEVEL_AWAIT: i64 = 0x2000;
const ONLY_AST: i64 = 0x400;
const OPTIMIZED_AST: i64 = 0x8000;
const TYPE_COMMENTS: i64 = 0x1000;
/// Flags that say nothing here: source in UTF-8, no implied dedent, incomplete input.
const OTHERS: i64 = 0x100 | 0x200 | ALLOW_INCOMPLETE;
const ALLOW_INCOMPLETE: i64 = 0x4000;
/// The features of `__future__`; those of old are always in force.
const OLD_FUTURES: i64 = 0x10 | 0x2_0000 | 0x4_0000 | 0x8_0000 | 0x10_0000 | 0x20_0000;
const FUTURES: u32 = flags::FUTURE_BARRY_AS_BDFL | flags::FUTURE_GENERATOR_STOP | flags::FUTURE_ANNOTATIONS;

pub fn compile(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let names = ["source", "filename", "mode", "flags", "dont_inherit", "optimize", "_feature_version"];
    let bound = vm.bind("compile", args, names, 3, 6)?;
    let [Some(source), Some(filename), Some(mode), ..] = bound else { unreachable!("bind checked them") };
    let file = vm.fs_path(filename)?;
    let name = match vm.as_bytes(file.id()) {
        Some(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        None => vm.str_lossy(file.id()).into_owned(),
    };
    vm.release(file);
    let Some(mode) = vm.as_str(mode).map(|s| s.to_lossy().into_owned()) else {
        let message = format!("compile() argument 'mode' must be str, not {}", vm.argument_class(mode));
        return Err(vm.type_error(message));
    };
    let flags = bound[3].map_or(Ok(0), |f| vm.as_index(f))?;
    let dont_inherit = bound[4].map_or(Ok(false), |d| vm.truth(d))?;
    let optimize = bound[5].map_or(Ok(-1), |o| vm.as_index(o))?;
    let known = TOP_LEVEL_AWAIT | ONLY_AST | OPTIMIZED_AST | TYPE_COMMENTS | OTHERS | OLD_FUTURES;
    if flags & !(known | i64::from(FUTURES)) != 0 {
        return Err(vm.value_error("compile(): unrecognised flags"));
    }
    if !(-1..=2).contains(&optimize) {
        return Err(vm.value_error("compile(): invalid optimize value"));
    }
    let only_tree = flags & ONLY_AST != 0;
    match mode.as_str() {
        "exec" | "eval" | "single" => {}
        "func_type" if only_tree => return Err(vm.not_supported("compile() in mode 'func_type'")),
        "func_type" => {
            return Err(vm.value_error("compile() mode 'func_type' requires flag PyCF_ONLY_AST"));
        }
        _ if only_tree => {
            let message = "compile() mode must be 'exec', 'eval', 'single' or 'func_type'";
            return Err(vm.value_error(message));
        }
        _ => return Err(vm.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
    }
    let inherited = if dont_inherit { 0 } else { inherited_flags(vm) };
    let request = Request {
        file: &name,
        mode: &mode,
        future: flags as u32 & FUTURES | inherited,
        ignore_cookie: vm.as_str(source).is_some(),
        optimize: optimize.max(0) as u8,
        top_level_await: flags & TOP_LEVEL_AWAIT != 0,
        type_comments: flags & TYPE_COMMENTS != 0,
        fold: flags & OPTIMIZED_AST == OPTIMIZED_AST,
        allow_incomplete: flags & ALLOW_INCOMPLETE != 0,
    };
    if convert::is_node(vm, source) {
        return if only_tree { Ok(vm.own(source)) } else { compile_nodes(vm, source, &request) };
    }
    let Some(bytes) = source_bytes(vm, source)? else {
        return Err(vm.type_error("compile() arg 1 must be a string, bytes or AST object"));
    };
    if only_tree { parse_bytes(vm, &bytes, &request) } else { compile_bytes(vm, &bytes, &request) }
}

/// Globals (borrowed) and locals for eval and exec.
fn namespaces(
    vm: &mut Vm,
    function: &str,
    globals: Option<ObjId>,
    locals: Option<ObjId>,
) -> Res<(ObjId, Owned)> {
    let globals = globals.filter(|&g| g != ids::NONE);
    let locals = locals.filter(|&l| l != ids::NONE);
    // `eval` looks at them in the other order.
    if let Some(locals) = locals
        && function != "exec"
        && vm.slot_of(locals, crate::object::typ::Slot::Getitem).is_none()
    {
        return Err(vm.type_error("locals must be a mapping"));
    }
    if let Some(globals) = globals
        && vm.as_dict(globals).is_none()
    {
        let message = match (function, locals) {
            ("exec", _) => format!("exec() globals must be a dict, not {}", vm.class_name(globals)),
            _ if vm.slot_of(globals, crate::object::typ::Slot::Getitem).is_some() => {
                "globals must be a real dict; try eval(expr, {}, mapping)".to_string()
            }
            _ => "globals must be a dict".to_string(),
        };
        return Err(vm.type_error(message));
    }
    if let Some(locals) = locals
        && vm.slot_of(locals, crate::object::typ::Slot::Getitem).is_none()
    {
        let message = format!("locals must be a mapping or None, not {}", vm.class_name(locals));
        return Err(vm.type_error(message));
    }
    match (globals, locals) {
        (Some(globals), l) => Ok((globals, vm.own(l.unwrap_or(globals)))),
        (None, l) => {
            let Some(frame) = vm.state.frames.last() else {
                return Err(vm.raise(types::SYSTEM_ERROR, "globals and locals cannot be NULL"));
            };
            let globals = frame.globals;
            let locals = match l {
                Some(locals) => vm.own(locals),
                None => vm.current_locals()?,
            };
            Ok((globals, locals))
        }
    }
}

pub fn eval(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("eval", args, ["", "globals", "locals"], 1, 3)?;
    let Some(source) = bound[0] else { unreachable!("bind checked it") };
    let (globals, locals) = namespaces(vm, "eval", bound[1], bound[2])?;
    let result = evaluate(vm, source, globals, locals.id(), "eval");
    vm.release(locals);
    result
}
pub fn exec(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("exec", args, ["", "globals", "locals", "closure"], 1, 3)?;
    let Some(source) = bound[0] else { unreachable!("bind checked it") };
    let (globals, locals) = namespaces(vm, "exec", bound[1], bound[2])?;
    let closure = bound[3].filter(|&c| c != ids::NONE);
    let result = match closure {
        Some(closure) => exec_with_closure(vm, source, globals, locals.id(), closure),
        None => evaluate(vm, source, globals, locals.id(), "exec"),
    };
    vm.release(locals);
    let value = result?;
    vm.release(value);
    Ok(vm.none())
}
fn exec_with_closure(vm: &mut Vm, code: ObjId, globals: ObjId, locals: ObjId, closure: ObjId) -> Res {
    let Payload::Code(body) = vm.payload(code) else {
        return Err(vm.type_error("closure can only be used when source is a code object"));
    };
    let nfree = body.nfree as usize;
    if nfree == 0 {
        return Err(vm.type_error("cannot use a closure with this code object"));
    }
    let fits = vm.as_tuple(closure).is_some_and(|cells| {
        cells.len() == nfree && cells.iter().all(|&c| matches!(vm.payload(c), Payload::Cell(_)))
    });
    if !fits {
        return Err(vm.type_error(format!("code object requires a closure of exactly length {nfree}")));
    }
    let function = vm.call(types::FUNCTION, &[code, globals, ids::NONE, ids::NONE, closure])?;
    let result = vm.run_function_in(function.id(), locals);
    vm.release(function);
    result
}
fn evaluate(vm: &mut Vm, source: ObjId, globals: ObjId, locals: ObjId, function: &str) -> Res {
    if let Payload::Code(code) = vm.payload(source) {
        if code.nfree > 0 {
            let message = match function {
                "exec" => format!("code object requires a closure of exactly length {}", code.nfree),
                _ => format!("code object passed to {function}() may not contain free variables"),
            };
            return Err(vm.type_error(message));
        }
        return vm.run_code(source, globals, locals);
    }
    let Some(bytes) = source_bytes(vm, source)? else {
        return Err(vm.type_error(format!("{function}() arg 1 must be a string, bytes or code object")));
    };
    let blank = bytes.iter().take_while(|&&b| function == "eval" && (b == b' ' || b == b'\t')).count();
    let request = Request {
        mode: function,
        future: inherited_flags(vm),
        ignore_cookie: vm.as_str(source).is_some(),
        ..Request::module("<string>")
    };
    let code = compile_bytes(vm, &bytes[blank..], &request)?;
    let result = vm.run_code(code.id(), globals, locals);
    vm.release(code);
    result
}

/// What a class statement calls: body function, name, bases, keywords.
pub fn build_class(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [func, name, given @ ..] = args.pos else {
        return Err(vm.type_error("__build_class__: not enough arguments"));
    };
    let (func, name) = (*func, *name);
    if !matches!(vm.payload(func), Payload::Function(_)) {
        return Err(vm.type_error("__build_class__: func must be a function"));
    }
    if vm.as_str(name).is_none() {
        return Err(vm.type_error("__build_class__: name is not a string"));
    }
    let bases = resolve_bases(vm, given)?;
    let result = build_with(vm, func, name, given, bases.id(), args.kw);
    vm.release(bases);
    result
}
/// The bases with `__mro_entries__` asked, as a tuple.
fn resolve_bases(vm: &mut Vm, given: &[ObjId]) -> Res {
    let mut bases = Vec::with_capacity(given.len());
    let original = vm.tuple_of(given);
    let mut result = Ok(());
    for &base in given {
        if vm.is_type(base) {
            vm.incref(base);
            bases.push(base);
            continue;
        }
        match mro_entries(vm, base, original.id()) {
            Ok(Some(items)) => bases.extend(items),
            Ok(None) => {
                vm.incref(base);
                bases.push(base);
            }
            Err(e) => {
                result = Err(e);
                break;
            }
        }
    }
    vm.release(original);
    match result {
        Ok(()) => Ok(vm.new_tuple(bases)),
        Err(e) => {
            vm.decref_all(bases);
            Err(e)
        }
    }
}
fn mro_entries(vm: &mut Vm, base: ObjId, original: ObjId) -> Res<Option<Vec<ObjId>>> {
    let Some(method) = vm.get_attr_optional(base, names::MRO_ENTRIES)? else { return Ok(None) };
    let entries = vm.call(method.id(), &[original]);
    vm.release(method);
    let entries = entries?;
    let items = vm.as_tuple(entries.id()).map(<[ObjId]>::to_vec);
    items.iter().flatten().for_each(|&i| vm.incref(i));
    vm.release(entries);
    match items {
        Some(items) => Ok(Some(items)),
        None => Err(vm.type_error("__mro_entries__ must return a tuple")),
    }
}
fn build_with(
    vm: &mut Vm,
    func: ObjId,
    name: ObjId,
    given: &[ObjId],
    bases: ObjId,
    kw: &[(ObjId, ObjId)],
) -> Res {
    let base_list = vm.tuple_items(bases).to_vec();
    let stated = kw.iter().find(|(k, _)| vm.str_lossy(*k) == "metaclass").map(|&(_, v)| v);
    let kw: Vec<(ObjId, ObjId)> =
        kw.iter().copied().filter(|(k, _)| vm.str_lossy(*k) != "metaclass").collect();
    let mut meta = match (stated, base_list.first()) {
        (Some(meta), _) => meta,
        (None, Some(&first)) => vm.type_of(first),
        (None, None) => types::TYPE,
    };
    if vm.is_type(meta) {
        meta = vm.calculate_metaclass(meta, &base_list)?;
    }
    // The keywords are held in a dict of their own, and the metaclass for itself.
    let keywords = (!kw.is_empty()).then(|| vm.keywords_dict(&kw));
    let held = vm.own(meta);
    let result = prepare_and_run(vm, func, name, given, bases, meta, &kw);
    vm.release_opt(keywords);
    vm.release(held);
    result
}
#[allow(clippy::too_many_arguments, reason = "the parts of one class statement, used once")]
fn prepare_and_run(
    vm: &mut Vm,
    func: ObjId,
    name: ObjId,
    given: &[ObjId],
    bases: ObjId,
    meta: ObjId,
    kw: &[(ObjId, ObjId)],
) -> Res {
    let namespace = match vm.get_attr_optional(meta, names::PREPARE)? {
        None => vm.new_dict(),
        Some(prepare) => {
            let result = vm.call_held(prepare.id(), Args { pos: &[name, bases], kw }, Held::Dict);
            vm.release(prepare);
            result?
        }
    };
    let result = run_body(vm, func, name, given, bases, meta, kw, namespace.id());
    vm.release(namespace);
    result
}
#[allow(clippy::too_many_arguments, reason = "the parts of one class statement, used once")]
fn run_body(
    vm: &mut Vm,
    func: ObjId,
    name: ObjId,
    given: &[ObjId],
    bases: ObjId,
    meta: ObjId,
    kw: &[(ObjId, ObjId)],
    namespace: ObjId,
) -> Res {
    let mapping =
        vm.as_dict(namespace).is_some() || vm.slot_of(namespace, crate::object::typ::Slot::Getitem).is_some();
    if !mapping {
        let owner = if vm.is_type(meta) { vm.type_name(meta) } else { "<metaclass>".to_string() };
        let message =
            format!("{owner}.__prepare__() must return a mapping, not {}", vm.class_name(namespace));
        return Err(vm.type_error(message));
    }
    let cell = vm.run_function_in(func, namespace)?;
    if vm.tuple_items(bases) != given {
        let original = vm.tuple_of(given);
        let stored = vm.set_item(namespace, names::ORIG_BASES, original.id());
        vm.release(original);
        if let Err(e) = stored {
            vm.release(cell);
            return Err(e);
        }
    }
    let class = vm.call_held(meta, Args { pos: &[name, bases, namespace], kw }, Held::Dict);
    let result = match class {
        Ok(class) if vm.is_type(class.id()) => check_class_cell(vm, cell.id(), class, name),
        other => other,
    };
    vm.release(cell);
    result
}
/// The `__class__` cell must hold the new class by now.
fn check_class_cell(vm: &mut Vm, cell: ObjId, class: Owned, name: ObjId) -> Res {
    let Payload::Cell(inside) = *vm.payload(cell) else { return Ok(class) };
    if inside == Some(class.id()) {
        return Ok(class);
    }
    let shown = vm.repr_text(class.id());
    vm.release(class);
    let (name, shown) = (vm.repr_text(name)?, shown?);
    match inside {
        None => {
            let message = format!(
                "__class__ not set defining {name} as {shown}. Was __classcell__ propagated to type.__new__?"
            );
            Err(vm.raise(types::RUNTIME_ERROR, message))
        }
        Some(other) => {
            let other = vm.repr_text(other)?;
            Err(vm.type_error(format!("__class__ set to {other} defining {name} as {shown}")))
        }
    }
}
