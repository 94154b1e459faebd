//! `sys`.

use crate::heap::{IMMORTAL, ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{self, names, types};
use crate::types::sizes;
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, function};
use crate::vm::unraisable::{self, Unraisable};
use crate::vm::{Res, Unwind, Vm};

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Module("sys"),
    defs: &[
        function("displayhook", One(displayhook)),
        function("excepthook", Pos(3, 3, excepthook)),
        function("unraisablehook", One(unraisablehook)),
        function("exc_info", NoArgs(exc_info)),
        function("exception", NoArgs(exception)),
        function("exit", Pos(0, 1, exit)),
        function("getdefaultencoding", NoArgs(|vm, _| Ok(vm.new_str("utf-8")))),
        function("getfilesystemencoding", NoArgs(|vm, _| Ok(vm.new_str("utf-8")))),
        function("getfilesystemencodeerrors", NoArgs(|vm, _| Ok(vm.new_str("surrogateescape")))),
        function("getrecursionlimit", NoArgs(getrecursionlimit)),
        function("setrecursionlimit", One(setrecursionlimit)),
        function("getrefcount", One(getrefcount)),
        function("getsizeof", Full(getsizeof)).varargs(),
        function("getswitchinterval", NoArgs(|vm, _| Ok(vm.new_float(0.005)))),
        function("get_int_max_str_digits", NoArgs(get_max_digits)),
        function("set_int_max_str_digits", Full(set_max_digits)),
        function("intern", One(intern)),
        function("is_finalizing", NoArgs(|vm, _| Ok(vm.new_bool(false)))),
        function("_is_gil_enabled", NoArgs(|vm, _| Ok(vm.new_bool(true)))),
        function("_is_interned", One(is_interned)),
        function("_getframe", Pos(0, 1, getframe)),
        function("_get_cpu_count_config", NoArgs(|vm, _| Ok(vm.new_int(-1)))),
        function("_getframemodulename", Full(getframemodulename)),
        function("audit", Full(|vm, _, _| Ok(vm.none()))),
        function("addaudithook", Full(|vm, _, _| Err(vm.not_supported("sys.addaudithook()")))),
        function("_clear_type_cache", NoArgs(clear_caches)),
        function("_clear_internal_caches", NoArgs(clear_caches)),
    ],
};

const VERSION: &str = "3.13.0 (main, Oct  7 2024, 05:02:14) [pvmscope]";
const VERSION_FIELDS: [&str; 5] = ["major", "minor", "micro", "releaselevel", "serial"];
const HEX_VERSION: i64 = 0x030D_00F0;

/// A field's value in one of the named tuples.
enum Field {
    Int(i64),
    Float(f64),
    Str(&'static str),
    Bool(bool),
}
use Field::{Bool, Float, Int, Str};

const FLOAT_INFO: &[(&str, Field)] = &[
    ("max", Float(f64::MAX)),
    ("max_exp", Int(1024)),
    ("max_10_exp", Int(308)),
    ("min", Float(f64::MIN_POSITIVE)),
    ("min_exp", Int(-1021)),
    ("min_10_exp", Int(-307)),
    ("dig", Int(15)),
    ("mant_dig", Int(53)),
    ("epsilon", Float(f64::EPSILON)),
    ("radix", Int(2)),
    ("rounds", Int(1)),
];
const INT_INFO: &[(&str, Field)] = &[
    ("bits_per_digit", Int(30)),
    ("sizeof_digit", Int(4)),
    ("default_max_str_digits", Int(4300)),
    ("str_digits_check_threshold", Int(640)),
];
const HASH_INFO: &[(&str, Field)] = &[
    ("width", Int(64)),
    ("modulus", Int((1 << 61) - 1)),
    ("inf", Int(314_159)),
    ("nan", Int(0)),
    ("imag", Int(1_000_003)),
    ("algorithm", Str("siphash13")),
    ("hash_bits", Int(64)),
    ("seed_bits", Int(128)),
    ("cutoff", Int(0)),
];
const THREAD_INFO: &[(&str, Field)] =
    &[("name", Str("pthread")), ("lock", Str("semaphore")), ("version", Str("NPTL 2.36"))];
const FLAGS: &[(&str, Field)] = &[
    ("debug", Int(0)),
    ("inspect", Int(0)),
    ("interactive", Int(0)),
    ("optimize", Int(0)),
    ("dont_write_bytecode", Int(0)),
    ("no_user_site", Int(0)),
    ("no_site", Int(0)),
    ("ignore_environment", Int(0)),
    ("verbose", Int(0)),
    ("bytes_warning", Int(0)),
    ("quiet", Int(0)),
    ("hash_randomization", Int(0)),
    ("isolated", Int(0)),
    ("dev_mode", Bool(false)),
    ("utf8_mode", Int(0)),
    ("warn_default_encoding", Int(0)),
    ("safe_path", Bool(false)),
    ("int_max_str_digits", Int(4300)),
];

/// Puts the constants and streams into the module of a fresh machine.
pub fn start(vm: &mut Vm) {
    let sys = vm.state.sys;
    let texts = [
        ("version", VERSION),
        ("platform", "linux"),
        ("byteorder", "little"),
        ("float_repr_style", "short"),
        ("executable", ""),
        ("_base_executable", ""),
        ("prefix", "/usr"),
        ("exec_prefix", "/usr"),
        ("base_prefix", "/usr"),
        ("base_exec_prefix", "/usr"),
        ("platlibdir", "lib"),
        ("abiflags", ""),
        (
            "copyright",
            "Copyright (c) the pvmscope authors. The language is the Python Software Foundation's.",
        ),
    ];
    for (name, text) in texts {
        let text = vm.new_str(text);
        vm.dict_put(sys, name, text);
    }
    let numbers = [
        ("hexversion", HEX_VERSION),
        ("api_version", 1013),
        ("maxsize", i64::MAX),
        ("maxunicode", 0x10_FFFF),
    ];
    for (name, number) in numbers {
        let number = vm.new_int(number);
        vm.dict_put(sys, name, number);
    }
    for name in ["argv", "path", "warnoptions", "orig_argv"] {
        let list = vm.new_list(Vec::new());
        vm.dict_put(sys, name, list);
    }
    let options = vm.new_dict();
    vm.dict_put(sys, "_xoptions", options);
    for name in ["dont_write_bytecode", "pycache_prefix"] {
        let value = if name == "pycache_prefix" { vm.none() } else { vm.new_bool(false) };
        vm.dict_put(sys, name, value);
    }
    for (fd, name) in [(0, "stdin"), (1, "stdout"), (2, "stderr")] {
        let stream = vm.new_stream(fd);
        vm.own_also(&stream);
        let same = Owned::new(stream.id());
        vm.dict_put(sys, name, stream);
        vm.dict_put(sys, &format!("__{name}__"), same);
    }
    for name in ["breakpointhook", "displayhook", "excepthook", "unraisablehook"] {
        let original = vm.intern(name);
        if let Some(hook) = vm.namespace_get(sys, original) {
            let hook = vm.own(hook);
            vm.dict_put(sys, &format!("__{name}__"), hook);
        }
    }
    if let Ok(class) = vm.new_struct_class("builtins", "UnraisableHookArgs", &unraisable::HOOK_FIELDS) {
        vm.own_also(&class);
        let shown = Owned::new(class.id());
        vm.set_hook_args(class);
        vm.dict_put(sys, "UnraisableHookArgs", shown);
    }
    let structs = [
        ("float_info", FLOAT_INFO),
        ("int_info", INT_INFO),
        ("hash_info", HASH_INFO),
        ("thread_info", THREAD_INFO),
        ("flags", FLAGS),
    ];
    for (name, fields) in structs {
        add_struct(vm, name, fields);
    }
    add_version(vm);
    let library = vm.new_set();
    for name in super::module_names::NAMES {
        let name = vm.new_str(name);
        // Strings hash and compare without running any code.
        let added = vm.set_add(library.id(), name.id());
        debug_assert!(added.is_ok());
        vm.release(name);
    }
    let library = vm.frozen(library);
    vm.dict_put(sys, "stdlib_module_names", library);
    let names: Vec<ObjId> = module_names().into_iter().map(|n| vm.intern(n)).collect();
    names.iter().for_each(|&name| vm.incref(name));
    let names = vm.new_tuple(names);
    vm.dict_put(sys, "builtin_module_names", names);
}
fn module_names() -> Vec<&'static str> {
    let mut names: Vec<&str> = super::TABLES
        .iter()
        .flat_map(|tables| tables.iter())
        .filter_map(|t| match t.owner {
            Owner::Module(name) => Some(name),
            _ => None,
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}
fn add_struct(vm: &mut Vm, name: &str, fields: &[(&str, Field)]) {
    let names: Vec<&str> = fields.iter().map(|f| f.0).collect();
    // Making a class without metaclass, hooks or descriptors runs no Python code and cannot fail.
    // One field of the flags is no item.
    let more: &[&str] = if name == "flags" { &["gil"] } else { &[] };
    let Ok(class) = vm.new_struct_class_with("sys", name, &names, more, 0).map(Owned::new) else { return };
    let values = fields
        .iter()
        .map(|(_, field)| match *field {
            Int(i) => vm.new_int(i).into_id(),
            Float(f) => vm.new_float(f).into_id(),
            Str(s) => vm.intern(s),
            Bool(b) => ids::bool(b),
        })
        .collect();
    let value = vm.new_struct_with(class.id(), values, vec![Some(ids::small_int(1)); more.len()]);
    vm.state.gc.untrack(value.id());
    vm.release(class);
    vm.dict_put(vm.state.sys, name, value);
}
fn add_version(vm: &mut Vm) {
    let Ok(class) = vm.new_struct_class("sys", "version_info", &VERSION_FIELDS) else { return };
    let level = vm.intern("final");
    let parts = [3, 13, 0].map(ids::small_int);
    let value = vm.new_struct(class.id(), vec![parts[0], parts[1], parts[2], level, ids::small_int(0)]);
    vm.release(class);
    vm.own_also(&value);
    let second = Owned::new(value.id());
    vm.dict_put(vm.state.sys, "version_info", value);
    let implementation = vm.new_plain_instance(types::SIMPLE_NAMESPACE);
    let (name, tag) = (vm.intern("cpython"), vm.intern("cpython-313"));
    let arch = vm.intern("x86_64-linux-gnu");
    let hex = vm.new_int(HEX_VERSION);
    let attributes = [
        ("name", Owned::new(name)),
        ("cache_tag", Owned::new(tag)),
        ("version", second),
        ("hexversion", hex),
        ("_multiarch", Owned::new(arch)),
    ];
    for (key, value) in attributes {
        let key = vm.intern(key);
        let stored = vm.set_instance_attr(implementation.id(), key, Some(value.id()), false);
        debug_assert!(stored.is_ok());
        vm.release(value);
    }
    vm.dict_put(vm.state.sys, "implementation", implementation);
    super::monitoring::add(vm);
}

fn displayhook(vm: &mut Vm, _: ObjId, value: ObjId) -> Res {
    if value == ids::NONE {
        return Ok(vm.none());
    }
    let underscore = vm.intern("_");
    let builtins = vm.state.builtins;
    vm.dict_set_name(builtins, underscore, ids::NONE)?;
    let Some(stdout) = vm.namespace_get(vm.state.sys, names::STDOUT) else {
        return Err(vm.raise(types::RUNTIME_ERROR, "lost sys.stdout"));
    };
    let text = vm.repr(value)?;
    super::builtins_io::write_line(vm, stdout, text)?;
    vm.dict_set_name(builtins, underscore, value)?;
    Ok(vm.none())
}
fn excepthook(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    if vm.is_exception(args[1]) {
        vm.display_exception(args[1]);
    }
    Ok(vm.none())
}
fn unraisablehook(vm: &mut Vm, _: ObjId, args: ObjId) -> Res {
    if Some(vm.type_of(args)) != vm.late_class(unraisable::HOOK_ARGS) {
        return Err(vm.type_error("sys.unraisablehook argument type must be UnraisableHookArgs"));
    }
    let items = vm.tuple_items(args).to_vec();
    let [class, value, traceback, message, place] = items[..] else { return Ok(vm.none()) };
    let message = vm.as_str(message).map(|m| m.to_lossy().into_owned());
    vm.print_unraisable(&Unraisable {
        class,
        value: Some(value),
        traceback: Some(traceback),
        message,
        place: Some(place),
    });
    Ok(vm.none())
}
fn exception(vm: &mut Vm, _: ObjId) -> Res {
    let handled = vm.handled_exception().unwrap_or(ids::NONE);
    Ok(vm.own(handled))
}
fn exc_info(vm: &mut Vm, _: ObjId) -> Res {
    let parts = match vm.handled_exception() {
        Some(e) => [vm.type_of(e), e, vm.exception(e).traceback.unwrap_or(ids::NONE)],
        None => [ids::NONE; 3],
    };
    Ok(vm.tuple_of(&parts))
}
fn exit(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let status = args.first().copied().unwrap_or(ids::NONE);
    let args = match vm.as_tuple(status) {
        Some(items) => items.to_vec(),
        None if status == ids::NONE => Vec::new(),
        None => vec![status],
    };
    let made = vm.call(types::SYSTEM_EXIT, &args)?;
    Err(vm.raise_owned(made))
}
fn getrecursionlimit(vm: &mut Vm, _: ObjId) -> Res {
    let limit = vm.state.recursion_limit;
    Ok(vm.new_int(limit.into()))
}
fn setrecursionlimit(vm: &mut Vm, _: ObjId, limit: ObjId) -> Res {
    let limit = vm.c_int(limit)?;
    if limit < 1 {
        return Err(vm.value_error("recursion limit must be greater or equal than 1"));
    }
    let depth = vm.state.frames.len();
    if depth >= limit as usize {
        let message = format!(
            "cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit is too low"
        );
        return Err(vm.raise(types::RECURSION_ERROR, message));
    }
    vm.state.recursion_limit = limit as u32;
    Ok(vm.none())
}
/// What `sys.getrefcount` shows for an immortal object.
const IMMORTAL_COUNT: i64 = u32::MAX as i64;
fn getrefcount(vm: &mut Vm, _: ObjId, object: ObjId) -> Res {
    let count = vm.state.heap.count(object);
    let count = if count & IMMORTAL != 0 { IMMORTAL_COUNT } else { i64::from(count) };
    Ok(vm.new_int(count))
}
fn clear_caches(vm: &mut Vm, _: ObjId) -> Res {
    vm.forget_looked_up();
    Ok(vm.none())
}
fn getsizeof(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("getsizeof", args, ["object", "default"], 1, 2)?;
    let Some(object) = bound[0] else { unreachable!("bind checked it") };
    match (vm.size_of(object), bound[1]) {
        (Err(e), Some(default)) => vm.swallow(e, types::TYPE_ERROR).map(|()| vm.own(default)),
        (size, _) => {
            let size = size?;
            Ok(vm.new_int(size))
        }
    }
}
impl Vm {
    /// A frozenset of what a new set holds.
    fn frozen(&mut self, set: Owned) -> Owned {
        let items = self.as_set_mut(set.id()).map(std::mem::take).unwrap_or_default();
        self.release(set);
        self.alloc(types::FROZENSET, crate::object::Payload::Set(Box::new(items)))
    }
    /// `sys.getsizeof(x)`: what `__sizeof__` says and the collector's header.
    fn size_of(&mut self, object: ObjId) -> Res<i64> {
        let Some(method) = self.lookup_special(object, names::SIZEOF) else {
            let message = format!("Type {} doesn't define __sizeof__", self.class_name(object));
            return Err(self.type_error(message));
        };
        let answer = self.call_bound(method, object, &[])?;
        let size = match self.is_int(answer.id()) {
            true => self.as_index(answer.id()),
            false => Err(self.type_error("an integer is required")),
        };
        self.release(answer);
        let size = size?;
        if size < 0 {
            return Err(self.value_error("__sizeof__() should return >= 0"));
        }
        Ok(size + self.header_size(object))
    }
    /// Bytes in front of an object: the collector's, and those of an instance's managed dict.
    pub fn header_size(&self, object: ObjId) -> i64 {
        let ty = self.type_obj(self.type_of(object));
        let collected = match self.payload(object) {
            Payload::Type(_) => !sizes::is_static(self, object),
            payload => payload.is_container() && !sizes::UNCOLLECTED.contains(&self.type_of(object)),
        };
        let mut header = if collected { 16 } else { 0 };
        let native = self.native_base(self.type_of(object));
        let own_dict = self.has_own_dict(native);
        let native = self.type_obj(native);
        if (ty.has_dict && !own_dict && ty.heap) || (ty.has_weakref && !native.has_weakref) {
            header += 16;
        }
        if sizes::MANAGED.contains(&self.type_of(object)) {
            header += 16;
        }
        header
    }
}
fn get_max_digits(vm: &mut Vm, _: ObjId) -> Res {
    let digits = vm.state.max_str_digits;
    Ok(vm.new_int(digits as i64))
}
fn set_max_digits(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("set_int_max_str_digits", args, ["maxdigits"], 1, 1)?;
    let Some(digits) = bound[0] else { unreachable!("bind checked it") };
    let digits = vm.c_int(digits)?;
    if digits != 0 && digits < 640 {
        return Err(vm.value_error("maxdigits must be 0 or larger than 640"));
    }
    vm.state.max_str_digits = digits as usize;
    Ok(vm.none())
}
fn intern(vm: &mut Vm, _: ObjId, text: ObjId) -> Res {
    if vm.type_of(text) == types::STR {
        return Ok(vm.intern_object(text));
    }
    let class = vm.argument_class(text);
    let message = match vm.as_str(text) {
        Some(_) => format!("can't intern {class}"),
        None => format!("intern() argument must be str, not {class}"),
    };
    Err(vm.type_error(message))
}
fn is_interned(vm: &mut Vm, _: ObjId, text: ObjId) -> Res {
    match vm.as_str(text).map(|s| s.is_interned()) {
        Some(yes) => Ok(vm.new_bool(yes)),
        None => {
            let message = format!("_is_interned() argument must be str, not {}", vm.class_name(text));
            Err(vm.type_error(message))
        }
    }
}
fn frame_index(vm: &mut Vm, depth: i64) -> Result<usize, Unwind> {
    let depth = usize::try_from(depth).unwrap_or(0);
    match vm.state.frames.len().checked_sub(depth + 1) {
        Some(index) => Ok(index),
        None => Err(vm.value_error("call stack is not deep enough")),
    }
}
fn getframe(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let depth = match args.first() {
        Some(&depth) => vm.c_int(depth)?.into(),
        None => 0,
    };
    let index = frame_index(vm, depth)?;
    Ok(vm.frame_object(index))
}
fn getframemodulename(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let bound = vm.bind("_getframemodulename", args, ["depth"], 0, 1)?;
    let depth = bound[0].map_or(Ok(0), |d| vm.as_index(d))?;
    let index = usize::try_from(depth).ok().and_then(|d| vm.state.frames.len().checked_sub(d + 1));
    let module = index.and_then(|i| vm.namespace_get(vm.state.frames[i].globals, names::NAME));
    Ok(vm.own(module.unwrap_or(ids::NONE)))
}
