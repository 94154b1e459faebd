//! Native functions: how they are declared, and the arguments they get.

use super::{Res, Unwind, Vm};
use crate::heap::ObjId;
use crate::object::NativeRef;
use crate::object::ids;

/// Arguments of a call, borrowed: positional ones, and keyword names with their values.
#[derive(Clone, Copy, Debug)]
pub struct Args<'a> {
    pub pos: &'a [ObjId],
    pub kw: &'a [(ObjId, ObjId)],
}

/// Sets an attribute, or deletes it where no value is given.
pub type Setter = fn(&mut Vm, ObjId, Option<ObjId>) -> Res<()>;

/// The native's signature. `this` is the object a method is called on (the type for `__new__` and
/// class methods, the module for functions).
#[derive(Clone, Copy)]
pub enum NativeCall {
    NoArgs(fn(&mut Vm, ObjId) -> Res),
    One(fn(&mut Vm, ObjId, ObjId) -> Res),
    /// Positional arguments only: their least and greatest number are checked for the native.
    Pos(usize, usize, fn(&mut Vm, ObjId, &[ObjId]) -> Res),
    /// Everything; the native checks.
    Full(fn(&mut Vm, ObjId, Args<'_>) -> Res),
    /// An attribute: reads it; sets it (or deletes it, without a value).
    Attr(fn(&mut Vm, ObjId) -> Res, Option<Setter>),
}

impl NativeCall {
    /// Does a native of this kind take so many arguments of these kinds?
    #[inline]
    fn takes(&self, args: Args<'_>) -> bool {
        let given = args.pos.len();
        match self {
            NativeCall::NoArgs(_) => given == 0 && args.kw.is_empty(),
            NativeCall::One(_) => given == 1 && args.kw.is_empty(),
            NativeCall::Pos(min, max, _) => (*min..=*max).contains(&given) && args.kw.is_empty(),
            NativeCall::Full(_) => true,
            NativeCall::Attr(..) => args.kw.is_empty(),
        }
    }
}

/// What kind of thing a native is in its type's namespace.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NativeKind {
    /// A function of a module.
    Function,
    /// `method_descriptor`
    Method,
    /// `wrapper_descriptor`: a special method.
    Wrapper,
    /// A special method of the sequence kind: binary operators try it after the numeric ones.
    Sequence,
    /// `classmethod_descriptor`
    Class,
    Static,
    /// `__new__`: a built-in method of the type.
    New,
    /// `getset_descriptor`
    Attribute,
    /// `member_descriptor`
    Member,
}

#[derive(Clone, Copy)]
pub struct NativeDef {
    pub name: &'static str,
    pub kind: NativeKind,
    pub call: NativeCall,
    pub packing: Packing,
}

/// Who else holds the positional arguments of a function or method while it runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Packing {
    /// Nobody: they are read where they lie (`METH_FASTCALL`, `METH_O`).
    Array,
    /// It wants them as a tuple (`METH_VARARGS`).
    Tuple,
    /// It collects them into a tuple of its own.
    Collected,
}

impl NativeDef {
    /// Its CPython counterpart is declared `METH_VARARGS`.
    pub const fn varargs(mut self) -> NativeDef {
        self.packing = Packing::Tuple;
        self
    }
    /// Its CPython counterpart collects its positional arguments into a tuple.
    pub const fn collecting(mut self) -> NativeDef {
        self.packing = Packing::Collected;
        self
    }
}

/// Where a table's natives belong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owner {
    Type(ObjId),
    Module(&'static str),
    /// Reachable only from inside (made into function objects by other natives).
    Hidden,
}

/// The natives of one type or module.
pub struct NativeTable {
    pub owner: Owner,
    pub defs: &'static [NativeDef],
}

const fn def(name: &'static str, kind: NativeKind, call: NativeCall) -> NativeDef {
    NativeDef { name, kind, call, packing: Packing::Array }
}
/// A function of a module.
pub const fn function(name: &'static str, call: NativeCall) -> NativeDef {
    def(name, NativeKind::Function, call)
}
/// A method of a type.
pub const fn method(name: &'static str, call: NativeCall) -> NativeDef {
    def(name, NativeKind::Method, call)
}
/// A special method of a type.
pub const fn wrapper(name: &'static str, call: NativeCall) -> NativeDef {
    def(name, NativeKind::Wrapper, call)
}
/// `__add__`, `__mul__` … of a sequence.
pub const fn sequence(name: &'static str, call: NativeCall) -> NativeDef {
    def(name, NativeKind::Sequence, call)
}
pub const fn class_method(name: &'static str, call: NativeCall) -> NativeDef {
    def(name, NativeKind::Class, call)
}
pub const fn static_method(name: &'static str, call: NativeCall) -> NativeDef {
    def(name, NativeKind::Static, call)
}
/// `__new__`, called with the type as `this`.
pub const fn constructor(new: fn(&mut Vm, ObjId, Args<'_>) -> Res) -> NativeDef {
    def("__new__", NativeKind::New, NativeCall::Full(new))
}
/// A computed attribute; without `set` it is read-only.
pub const fn attribute(name: &'static str, get: fn(&mut Vm, ObjId) -> Res, set: Option<Setter>) -> NativeDef {
    def(name, NativeKind::Attribute, NativeCall::Attr(get, set))
}

/// The same for what is a field of the C struct in CPython: its descriptor is of another type.
pub const fn member(name: &'static str, get: fn(&mut Vm, ObjId) -> Res, set: Option<Setter>) -> NativeDef {
    def(name, NativeKind::Member, NativeCall::Attr(get, set))
}

impl Vm {
    pub fn native(&self, native: NativeRef) -> &'static NativeDef {
        &self.hooks.natives[native.table as usize].defs[native.row as usize]
    }
    pub fn native_owner(&self, native: NativeRef) -> Owner {
        self.hooks.natives[native.table as usize].owner
    }

    /// Calls a native with arguments that are in the right form already.
    pub fn call_native(&mut self, native: NativeRef, this: ObjId, args: Args<'_>) -> Res {
        let def = self.native(native);
        // A little above what comparisons and reprs check, so that their own messages come first.
        if self.state.native_depth >= super::call::NATIVE_LIMIT + 8 {
            return Err(self.recursion_error(""));
        }
        self.state.native_depth += 1;
        let result = self.call_native_def(native, def, this, args);
        self.state.native_depth -= 1;
        result
    }

    fn call_native_def(&mut self, native: NativeRef, def: &NativeDef, this: ObjId, args: Args<'_>) -> Res {
        if !def.call.takes(args) {
            let name = match def.kind {
                // A class method is named after the class that it is called on.
                NativeKind::Class if self.is_type(this) => format!("{}.{}", self.type_name(this), def.name),
                _ => self.native_title(native),
            };
            return Err(self.wrong_arguments(def, &name, args));
        }
        match (&def.call, args.pos) {
            (NativeCall::NoArgs(f), _) => f(self, this),
            (NativeCall::One(f), &[arg]) => f(self, this, arg),
            (NativeCall::One(_), _) => Ok(self.none()),
            (NativeCall::Pos(_, _, f), pos) => {
                if let [ids::NONE, rest @ ..] = pos
                    && matches!(rest, [] | [ids::NONE])
                    && def.name == "__get__"
                {
                    return Err(self.type_error("__get__(None, None) is invalid"));
                }
                f(self, this, pos)
            }
            (NativeCall::Full(f), _) => f(self, this, args),
            (NativeCall::Attr(get, _), _) => get(self, this),
        }
    }
    /// A call with keywords or a number of arguments that a native does not take. `name` is what the
    /// message calls it.
    #[cold]
    fn wrong_arguments(&mut self, def: &NativeDef, name: &str, args: Args<'_>) -> Unwind {
        let wraps = matches!(def.kind, NativeKind::Wrapper | NativeKind::Sequence);
        let given = args.pos.len();
        if !args.kw.is_empty() {
            return self.type_error(match wraps {
                true => format!("wrapper {}() takes no keyword arguments", def.name),
                false => format!("{name}() takes no keyword arguments"),
            });
        }
        let (min, max) = match def.call {
            NativeCall::NoArgs(_) if !wraps => {
                return self.type_error(format!("{name}() takes no arguments ({given} given)"));
            }
            NativeCall::One(_) if !wraps => {
                return self.type_error(format!("{name}() takes exactly one argument ({given} given)"));
            }
            NativeCall::NoArgs(_) => (0, 0),
            NativeCall::Pos(min, max, _) => (min, max),
            _ => (1, 1),
        };
        let bound = if given < min { min } else { max };
        let kind = match (min == max, given < min) {
            (true, _) => "",
            (_, true) => "at least ",
            (_, false) => "at most ",
        };
        let plural = if bound == 1 { "" } else { "s" };
        // Some wrappers unpack their arguments by a function that names the callee, and give it no name.
        let callee = match (wraps, def.name) {
            (false, name) => format!("{name} "),
            (_, "__mul__" | "__rmul__" | "__imul__") if def.kind == NativeKind::Sequence => " ".into(),
            (_, "__buffer__" | "__release_buffer__") => " ".into(),
            _ if matches!(def.call, NativeCall::Pos(..)) => " ".into(),
            _ => String::new(),
        };
        self.type_error(format!("{callee}expected {kind}{bound} argument{plural}, got {given}"))
    }
    /// The same for a method that is bound to an object, whose class then names it.
    pub(super) fn check_bound(&mut self, def: &NativeDef, this: ObjId, args: Args<'_>) -> Res<()> {
        if def.kind != NativeKind::Method || def.call.takes(args) {
            return Ok(());
        }
        let class = self.str_lossy(self.type_obj(self.type_of(this)).qualname).into_owned();
        let name = format!("{class}.{}", def.name);
        Err(self.wrong_arguments(def, &name, args))
    }

    /// `list.append` for a method, `len` for a function: as error messages name a native.
    pub fn native_title(&self, native: NativeRef) -> String {
        let def = self.native(native);
        match self.native_owner(native) {
            Owner::Type(ty) => format!("{}.{}", self.str_lossy(self.type_obj(ty).qualname), def.name),
            Owner::Module("builtins") | Owner::Hidden => def.name.to_string(),
            Owner::Module(module) => format!("{module}.{}", def.name),
        }
    }
}

impl<'a> Args<'a> {
    pub const NONE: Args<'static> = Args { pos: &[], kw: &[] };
    pub fn positional(pos: &'a [ObjId]) -> Args<'a> {
        Args { pos, kw: &[] }
    }
}

impl Vm {
    /// A keyword that a native does not know; the closest of those that it does is suggested.
    #[cold]
    pub fn unexpected_argument(&mut self, function: &str, keyword: &str, names: &[&str]) -> Unwind {
        let names: Vec<String> = names.iter().filter(|n| !n.is_empty()).map(|n| n.to_string()).collect();
        let function =
            if function.is_empty() { "this function".to_string() } else { format!("{function}()") };
        let mut message = format!("{function} got an unexpected keyword argument '{keyword}'");
        if let Some(best) = super::suggest::closest(keyword, &names) {
            message += &format!(". Did you mean '{best}'?");
        }
        self.type_error(message)
    }
}

/// Arguments by parameter, as [`Vm::bind`] sorts them.
pub type Bound<const N: usize> = [Option<ObjId>; N];

impl Vm {
    /// Sorts a native's arguments into its parameters. `names` are the parameters' names, the
    /// first `positional_only` of which (named "") cannot be given by keyword; `required` of them
    /// must be given; those from `keyword_only` on cannot be given by position.
    pub fn bind<const N: usize>(
        &mut self,
        function: &str,
        args: Args<'_>,
        names: [&str; N],
        required: usize,
        keyword_only: usize,
    ) -> Res<Bound<N>> {
        let mut bound = [None; N];
        let total = args.pos.len() + args.kw.len();
        if args.pos.len() > keyword_only || total > N {
            let kind = if args.pos.is_empty() { "keyword " } else { "" };
            let (limit, what) = if total > N { (N, kind) } else { (keyword_only, "positional ") };
            let given = if total > N { total } else { args.pos.len() };
            let most = if total > N || required < limit { "at most" } else { "exactly" };
            let plural = if limit == 1 { "" } else { "s" };
            let message = if limit == 0 {
                format!("{function}() takes no {what}arguments")
            } else {
                format!("{function}() takes {most} {limit} {what}argument{plural} ({given} given)")
            };
            return Err(self.type_error(message));
        }
        for (place, &arg) in bound.iter_mut().zip(args.pos) {
            *place = Some(arg);
        }
        // A keyword that does not fit is told of only once all that is required is there.
        let mut stray = None;
        for &(name, value) in args.kw {
            let text = self.str_lossy(name);
            match names.iter().position(|n| *n == text && !n.is_empty()) {
                Some(i) if bound[i].is_none() => bound[i] = Some(value),
                place => stray = stray.or(Some((name, place))),
            }
        }
        let positional_only = names.iter().take_while(|n| n.is_empty()).count();
        if let Some(i) = (0..required).find(|&i| bound[i].is_none()) {
            let message = if i < positional_only {
                let least = required.min(positional_only);
                let kind = if least < keyword_only { "at least" } else { "exactly" };
                let plural = if least == 1 { "" } else { "s" };
                format!(
                    "{function}() takes {kind} {least} positional argument{plural} ({} given)",
                    args.pos.len()
                )
            } else {
                format!("{function}() missing required argument '{}' (pos {})", names[i], i + 1)
            };
            return Err(self.type_error(message));
        }
        if let Some((name, place)) = stray {
            let text = self.str_lossy(name);
            let message = match place {
                Some(i) => {
                    format!("argument for {function}() given by name ('{text}') and position ({})", i + 1)
                }
                None => {
                    let text = text.into_owned();
                    return Err(self.unexpected_argument(function, &text, &names));
                }
            };
            return Err(self.type_error(message));
        }
        Ok(bound)
    }
}
