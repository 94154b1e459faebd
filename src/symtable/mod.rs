//! Which scope each name belongs to, as CPython 3.13's symbol tables say.
//!
//! [`build`] walks the tree twice over: [`collect`] notes what each block does with each name,
//! [`analyze`] then decides between local, global, free and cell.

mod analyze;
mod collect;
mod collect_expr;
mod free;
mod future;
mod mangle;
mod name_map;

pub use future::{Future, future};
pub use mangle::mangle;
pub use name_map::{NameMap, NameSet};

use free::HashedNames;

use crate::ast::{Expr, Root, Stmt, TypeParam};
use crate::diagnostic::Diagnostic;
use crate::source::{Interner, Name, Span};
use rustc_hash::FxHashMap;

/// What a block does with a name (bits, as in CPython's symbol tables).
pub mod def {
    pub const GLOBAL: u32 = 1;
    pub const LOCAL: u32 = 1 << 1;
    pub const PARAM: u32 = 1 << 2;
    pub const NONLOCAL: u32 = 1 << 3;
    pub const USE: u32 = 1 << 4;
    pub const FREE_CLASS: u32 = 1 << 6;
    pub const IMPORT: u32 = 1 << 7;
    pub const ANNOT: u32 = 1 << 8;
    pub const COMP_ITER: u32 = 1 << 9;
    pub const TYPE_PARAM: u32 = 1 << 10;
    pub const COMP_CELL: u32 = 1 << 11;
    pub const BOUND: u32 = LOCAL | PARAM | IMPORT;
    /// The bits of [`super::Binding`] start here.
    pub const SCOPE_OFFSET: u32 = 12;
    pub const SCOPE_MASK: u32 = 15;
}

/// Where a name of a block lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Binding {
    /// The block does not know the name.
    Unknown = 0,
    Local = 1,
    GlobalExplicit = 2,
    GlobalImplicit = 3,
    Free = 4,
    Cell = 5,
}

impl Binding {
    /// The binding in a symbol's flags.
    pub const fn of(flags: u32) -> Binding {
        match flags >> def::SCOPE_OFFSET & def::SCOPE_MASK {
            1 => Binding::Local,
            2 => Binding::GlobalExplicit,
            3 => Binding::GlobalImplicit,
            4 => Binding::Free,
            5 => Binding::Cell,
            _ => Binding::Unknown,
        }
    }
}

/// What kind of block a scope belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScopeKind {
    Function,
    Class,
    Module,
    /// Annotations under `from __future__ import annotations`: never evaluated.
    Annotation,
    TypeAlias,
    TypeParameters,
    /// The bound, constraints or default of one type parameter.
    TypeVariable,
}

/// Which comprehension a function scope stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comprehended {
    List,
    Dict,
    Set,
    Generator,
}

/// A scope's number within its [`SymbolTable`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ScopeId(pub u32);

/// What opens a scope; one node can open several.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Key(usize, Role);

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Role {
    Body,
    TypeParams,
    Bound,
    Default,
    Annotations,
}

impl Key {
    /// The body of a function, class or type alias.
    pub fn body(stmt: &Stmt) -> Key {
        Key(std::ptr::from_ref(stmt) as usize, Role::Body)
    }
    /// A lambda or comprehension.
    pub fn expr(expr: &Expr) -> Key {
        Key(std::ptr::from_ref(expr) as usize, Role::Body)
    }
    /// The type parameters of a generic function, class or type alias.
    pub fn type_params(stmt: &Stmt) -> Key {
        Key(std::ptr::from_ref(stmt) as usize, Role::TypeParams)
    }
    pub fn bound(param: &TypeParam) -> Key {
        Key(std::ptr::from_ref(param) as usize, Role::Bound)
    }
    pub fn default(param: &TypeParam) -> Key {
        Key(std::ptr::from_ref(param) as usize, Role::Default)
    }
    fn annotations<T>(node: &T) -> Key {
        Key(std::ptr::from_ref(node) as usize, Role::Annotations)
    }
}

/// The symbol table of one block.
#[derive(Clone, Debug)]
pub struct Scope {
    pub name: Name,
    pub kind: ScopeKind,
    /// Flags by name: [`def`] bits and, above them, the [`Binding`].
    pub symbols: NameMap<u32>,
    /// Parameters in the order of the code object's locals.
    pub varnames: Vec<Name>,
    pub children: Vec<ScopeId>,
    pub span: Span,
    pub nested: bool,
    pub generator: bool,
    pub coroutine: bool,
    pub varargs: bool,
    pub varkeywords: bool,
    pub comprehension: Option<Comprehended>,
    /// The comprehension's code becomes part of the enclosing block (PEP 709).
    pub inlined: bool,
    /// A class whose methods use `__class__`.
    pub needs_class_closure: bool,
    /// A class whose annotation scopes look names up in its namespace.
    pub needs_classdict: bool,
    /// An annotation scope directly in a class.
    pub sees_class_scope: bool,
    has_free: bool,
    child_has_free: bool,
    /// `global` and `nonlocal` declarations and their places.
    directives: Vec<(Name, Span)>,
    /// Which set of [`SymbolTable::mangled`] limits what is mangled here.
    mangled: Option<u32>,
    /// Inside the target of a comprehension's `for`.
    in_iter_target: bool,
    /// Depth of nested comprehension iterables.
    in_iter_expr: u32,
    /// Words for a type variable's scope in error messages.
    info: &'static str,
}

impl Scope {
    pub fn flags(&self, name: Name) -> u32 {
        self.symbols.get(name).copied().unwrap_or(0)
    }
    pub fn binding(&self, name: Name) -> Binding {
        Binding::of(self.flags(name))
    }
    /// Has the block fast locals, as functions do?
    pub fn is_function_like(&self) -> bool {
        use ScopeKind::*;
        matches!(self.kind, Function | TypeVariable | TypeAlias | TypeParameters)
    }
}

/// Names with a meaning to the compiler.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub top: Name,
    pub class: Name,
    pub classdict: Name,
    pub super_: Name,
    pub debug: Name,
    pub self_: Name,
    pub lambda: Name,
    pub genexpr: Name,
    pub listcomp: Name,
    pub setcomp: Name,
    pub dictcomp: Name,
    pub annotation: Name,
    pub implicit_arg: Name,
    pub type_params: Name,
    pub generic_base: Name,
    pub defaults: Name,
    pub kwdefaults: Name,
    pub dunder_type_params: Name,
    pub future: Name,
    pub star: Name,
}

impl Known {
    fn new(interner: &mut Interner) -> Known {
        let mut name = |text| interner.intern(text);
        Known {
            top: name("top"),
            class: name("__class__"),
            classdict: name("__classdict__"),
            super_: name("super"),
            debug: name("__debug__"),
            self_: name("self"),
            lambda: name("lambda"),
            genexpr: name("genexpr"),
            listcomp: name("listcomp"),
            setcomp: name("setcomp"),
            dictcomp: name("dictcomp"),
            annotation: name("_annotation"),
            implicit_arg: name(".0"),
            type_params: name(".type_params"),
            generic_base: name(".generic_base"),
            defaults: name(".defaults"),
            kwdefaults: name(".kwdefaults"),
            dunder_type_params: name("__type_params__"),
            future: name("__future__"),
            star: name("*"),
        }
    }
}

/// The scopes of one module; the first is the module's own.
#[derive(Clone, Debug)]
pub struct SymbolTable {
    pub scopes: Vec<Scope>,
    pub known: Known,
    by_key: FxHashMap<Key, ScopeId>,
    /// Type parameters of generic classes: the only names mangled in their scopes.
    mangled: Vec<NameSet>,
}

impl SymbolTable {
    pub const TOP: ScopeId = ScopeId(0);

    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }
    pub fn scope_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.scopes[id.0 as usize]
    }
    /// The scope that a node of the tree opens.
    pub fn lookup(&self, key: Key) -> Option<ScopeId> {
        self.by_key.get(&key).copied()
    }
    /// The name as it is known inside the class `private`, seen from a scope: type parameters of
    /// a generic class are mangled, other names in their scope are not.
    pub fn maybe_mangle(
        &self,
        interner: &mut Interner,
        private: Option<Name>,
        scope: ScopeId,
        name: Name,
    ) -> Name {
        let Some(private) = private else { return name };
        if let Some(set) = self.scope(scope).mangled
            && !self.mangled[set as usize].contains(name)
        {
            return name;
        }
        mangle(interner, private, name)
    }
}

/// Builds the symbol tables of a tree; annotations that are kept as text are looked into apart.
pub fn build(
    root: &Root,
    interner: &mut Interner,
    future_annotations: bool,
) -> Result<SymbolTable, Diagnostic> {
    let mut table = collect::collect(root, interner, future_annotations).map_err(|error| *error)?;
    analyze::analyze::<NameSet>(&mut table, interner).map_err(|error| *error)?;
    Ok(table)
}

/// As [`build`], with the names of each block in the order in which CPython's tables have them.
/// That takes longer, and nothing but the order differs.
pub fn build_in_order(
    root: &Root,
    interner: &mut Interner,
    future_annotations: bool,
) -> Result<SymbolTable, Diagnostic> {
    let mut table = collect::collect(root, interner, future_annotations).map_err(|error| *error)?;
    analyze::analyze::<HashedNames>(&mut table, interner).map_err(|error| *error)?;
    Ok(table)
}
