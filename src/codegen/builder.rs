//! The unit being filled: its tables of names and constants, its open frame blocks.

use super::Compiler;
use super::blocks::FrameBlock;
use super::unit::Unit;
use crate::bytecode::{Code, Const, InstructionSequence};
use crate::constant::{Constant, Text};
use crate::source::Name;
use crate::symtable::{Binding, NameMap, NameSet, ScopeId, def, mangle};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Up to so many constants a search through them is faster than a hash table.
const FEW: usize = 12;

/// What a unit is compiled from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum UnitKind {
    Module,
    Class,
    Function,
    AsyncFunction,
    Lambda,
    Comprehension,
    TypeParams,
}

pub(super) struct Builder<'t> {
    pub scope: ScopeId,
    pub kind: UnitKind,
    pub name: String,
    pub qualname: String,
    pub firstlineno: i32,
    /// The class whose private names are mangled.
    pub private: Option<Name>,
    pub argcount: u32,
    pub posonlyargcount: u32,
    pub kwonlyargcount: u32,
    pub names: NameSet,
    pub varnames: NameSet,
    pub cellvars: NameSet,
    pub freevars: NameSet,
    /// Names that are or were fast locals for an inlined comprehension, outside functions.
    pub fast_hidden: NameMap<bool>,
    /// In a class: attributes that its methods set on `self`.
    pub static_attributes: NameSet,
    pub sequence: InstructionSequence,
    pub blocks: Vec<FrameBlock<'t>>,
    /// How many inlined comprehensions are open.
    pub inlined: u32,
    consts: Vec<Const>,
    /// Where code objects stand in `consts`, by hash.
    codes: FxHashMap<u64, Vec<u32>>,
    /// Where constants stand in `consts`: those with frozensets in them, and all when there are
    /// more than [`FEW`].
    const_index: FxHashMap<Constant, u32>,
    all_indexed: bool,
    /// Constants that equal nothing, by their node's address.
    unequal: Vec<(usize, u32)>,
}

impl<'t> Builder<'t> {
    pub fn new(scope: ScopeId, kind: UnitKind, name: &str, firstlineno: i32) -> Builder<'t> {
        Builder {
            scope,
            kind,
            name: name.to_string(),
            qualname: name.to_string(),
            firstlineno,
            private: None,
            argcount: 0,
            posonlyargcount: 0,
            kwonlyargcount: 0,
            names: NameSet::with_capacity(8),
            varnames: NameSet::default(),
            cellvars: NameSet::default(),
            freevars: NameSet::default(),
            fast_hidden: NameMap::default(),
            static_attributes: NameSet::default(),
            sequence: InstructionSequence::with_capacity(32),
            blocks: Vec::new(),
            inlined: 0,
            consts: Vec::new(),
            codes: FxHashMap::default(),
            const_index: FxHashMap::default(),
            all_indexed: false,
            unequal: Vec::new(),
        }
    }

    /// The constant's index; equal constants share one.
    pub fn add_const(&mut self, value: Constant) -> u32 {
        if self.consts.len() > FEW && !self.all_indexed {
            self.index_consts();
        }
        let key = order_free(&value);
        let known = if self.all_indexed || key.is_some() {
            self.const_index.get(key.as_ref().unwrap_or(&value)).copied()
        } else {
            let same = |c: &Const| matches!(c, Const::Value(known) if *known == value);
            self.consts.iter().position(same).map(|index| index as u32)
        };
        if let Some(index) = known {
            return index;
        }
        let index = self.consts.len() as u32;
        if let Some(key) = key {
            self.const_index.insert(key, index);
        } else if self.all_indexed {
            self.const_index.insert(value.clone(), index);
        }
        self.consts.push(Const::Value(value));
        index
    }

    fn index_consts(&mut self) {
        for (constant, index) in self.consts.iter().zip(0..) {
            if let Const::Value(value) = constant {
                self.const_index.entry(value.clone()).or_insert(index);
            }
        }
        self.all_indexed = true;
    }

    /// As [`Builder::add_const`] for a constant of the tree, which may be NaN: that equals only
    /// itself, when one node is compiled twice.
    pub fn add_const_of(&mut self, value: &Constant) -> u32 {
        if !value.has_nan() {
            return self.add_const(value.clone());
        }
        let address = std::ptr::from_ref(value) as usize;
        if let Some(known) = self.unequal.iter().find(|known| known.0 == address) {
            return known.1;
        }
        let index = self.consts.len() as u32;
        self.consts.push(Const::Value(value.clone()));
        self.unequal.push((address, index));
        index
    }

    /// The code object's index; code compiled twice from one place is one constant.
    pub fn add_code(&mut self, code: Arc<Code>) -> u32 {
        let mut hasher = FxHasher::default();
        (code.name.as_bytes(), code.firstlineno, &code.code, &code.linetable).hash(&mut hasher);
        let alike = self.codes.entry(hasher.finish()).or_default();
        let same = |&&index: &&u32| matches!(&self.consts[index as usize], Const::Code(old) if *old == code);
        if let Some(&index) = alike.iter().find(same) {
            return index;
        }
        let index = self.consts.len() as u32;
        alike.push(index);
        self.consts.push(Const::Code(code));
        index
    }
}

/// For a constant with a frozenset in it: a key that does not depend on the order of items.
fn order_free(value: &Constant) -> Option<Constant> {
    match value {
        Constant::FrozenSet(items) => {
            let mut items: Vec<Constant> =
                items.iter().map(|item| order_free(item).unwrap_or_else(|| item.clone())).collect();
            items.sort_by_cached_key(|item| format!("{item:?}"));
            Some(Constant::FrozenSet(items.into()))
        }
        Constant::Tuple(items) if items.iter().any(|item| order_free(item).is_some()) => {
            let items = items.iter().map(|item| order_free(item).unwrap_or_else(|| item.clone()));
            Some(Constant::Tuple(items.collect()))
        }
        _ => None,
    }
}

impl<'t> Compiler<'t, '_> {
    /// Fills the tables of a unit's locals from its scope.
    pub(super) fn lay_out(&mut self, unit: &mut Builder<'t>, id: ScopeId) {
        let scope = self.table.scope(id);
        unit.varnames = NameSet::with_capacity(scope.symbols.len());
        for &name in &scope.varnames {
            unit.varnames.add(name);
        }
        let cell = |flags: u32| Binding::of(flags) == Binding::Cell || flags & def::COMP_CELL != 0;
        let free = |flags: u32| Binding::of(flags) == Binding::Free || flags & def::FREE_CLASS != 0;
        let mut cells: Vec<Name> = scope.symbols.iter().filter(|s| cell(*s.1)).map(|s| s.0).collect();
        let mut frees: Vec<Name> = scope.symbols.iter().filter(|s| free(*s.1)).map(|s| s.0).collect();
        // Python sorts strings by code point, as UTF-8 bytes sort.
        cells.sort_by(|a, b| self.interner.text(*a).cmp(self.interner.text(*b)));
        frees.sort_by(|a, b| self.interner.text(*a).cmp(self.interner.text(*b)));
        if scope.needs_class_closure {
            cells.push(self.table.known.class);
        }
        if scope.needs_classdict {
            cells.push(self.table.known.classdict);
        }
        for name in cells {
            unit.cellvars.add(name);
        }
        for name in frees {
            unit.freevars.add(name);
        }
    }

    /// The current unit's qualified name, from the units around it.
    pub(super) fn qualname(&mut self) -> String {
        let name = self.current.name.clone();
        let mut around = self.outer.len();
        if around <= 1 {
            return name;
        }
        if self.outer[around - 1].kind == UnitKind::TypeParams {
            if around == 2 {
                return name;
            }
            around -= 1;
        }
        let parent = &self.outer[around - 1];
        if matches!(self.current.kind, UnitKind::Function | UnitKind::AsyncFunction | UnitKind::Class) {
            let plain = self.interner.intern(&name);
            let mangled = match parent.private {
                Some(private) => mangle(self.interner, private, plain),
                None => plain,
            };
            if self.table.scope(parent.scope).binding(mangled) == Binding::GlobalExplicit {
                return name;
            }
        }
        match parent.kind {
            UnitKind::Function | UnitKind::AsyncFunction | UnitKind::Lambda => {
                format!("{}.<locals>.{name}", parent.qualname)
            }
            _ => format!("{}.{name}", parent.qualname),
        }
    }

    fn texts_of(&mut self, names: &NameSet) -> Vec<Text> {
        names.names().map(|name| self.text(name)).collect()
    }

    /// Takes what was built as a unit for the optimiser; the tables of locals stay.
    pub(super) fn unit(&mut self, flags: u32) -> Unit {
        let names = std::mem::take(&mut self.current.names);
        let varnames = std::mem::take(&mut self.current.varnames);
        let cellvars = std::mem::take(&mut self.current.cellvars);
        let hidden: Vec<Name> = self.current.fast_hidden.names().collect();
        let freevars = std::mem::take(&mut self.current.freevars);
        let unit = Unit {
            name: self.current.name.as_str().into(),
            qualname: self.current.qualname.as_str().into(),
            argcount: self.current.posonlyargcount + self.current.argcount,
            posonlyargcount: self.current.posonlyargcount,
            kwonlyargcount: self.current.kwonlyargcount,
            flags,
            firstlineno: self.current.firstlineno,
            consts: std::mem::take(&mut self.current.consts),
            names: self.texts_of(&names),
            varnames: self.texts_of(&varnames),
            cellvars: self.texts_of(&cellvars),
            freevars: self.texts_of(&freevars),
            hidden: hidden.into_iter().map(|name| self.text(name)).collect(),
            sequence: std::mem::take(&mut self.current.sequence),
        };
        self.current.freevars = freevars;
        unit
    }
}
