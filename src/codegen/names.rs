//! Loads, stores and deletions of names, and of attributes.

use super::builder::UnitKind;
use super::{Compiler, Result};
use crate::ast::Ctx;
use crate::bytecode::Opcode;
use crate::source::{Name, Span};
use crate::symtable::{Binding, ScopeKind};

impl Compiler<'_, '_> {
    pub(super) fn mangled(&mut self, name: Name) -> Name {
        self.table.maybe_mangle(self.interner, self.current.private, self.current.scope, name)
    }

    /// `__debug__` is neither assigned nor deleted.
    pub(super) fn forbidden_name(&self, span: Span, name: Name, ctx: Ctx) -> Result {
        if name != self.table.known.debug {
            return Ok(());
        }
        match ctx {
            Ctx::Store => self.error(span, "cannot assign to __debug__"),
            Ctx::Del => self.error(span, "cannot delete __debug__"),
            Ctx::Load => Ok(()),
        }
    }

    pub(super) fn load(&mut self, span: Span, name: Name) -> Result {
        self.name(span, name, Ctx::Load)
    }
    pub(super) fn store(&mut self, span: Span, name: Name) -> Result {
        self.name(span, name, Ctx::Store)
    }
    /// For names that the compiler itself makes up.
    pub(super) fn store_text(&mut self, span: Span, name: &str) -> Result {
        let name = self.interner.intern(name);
        self.store(span, name)
    }

    pub(super) fn name(&mut self, span: Span, name: Name, ctx: Ctx) -> Result {
        use Opcode::*;
        self.forbidden_name(span, name, ctx)?;
        let name = self.mangled(name);
        let scope = self.scope();
        let binding = scope.binding(name);
        let function_like = scope.is_function_like();
        let in_class = scope.kind == ScopeKind::Class;
        let sees_class = scope.sees_class_scope;
        match binding {
            Binding::Free | Binding::Cell => {
                let index = self.free_index(name, binding == Binding::Cell);
                let op = match ctx {
                    Ctx::Load if in_class && self.current.inlined == 0 => {
                        self.op(span, LOAD_LOCALS);
                        LOAD_FROM_DICT_OR_DEREF
                    }
                    Ctx::Load if sees_class => {
                        self.load_classdict(span);
                        LOAD_FROM_DICT_OR_DEREF
                    }
                    Ctx::Load => LOAD_DEREF,
                    Ctx::Store => STORE_DEREF,
                    Ctx::Del => DELETE_DEREF,
                };
                self.op_i(span, op, index);
            }
            Binding::Local if function_like || self.current.fast_hidden.get(name) == Some(&true) => {
                let op = match ctx {
                    Ctx::Load => LOAD_FAST,
                    Ctx::Store => STORE_FAST,
                    Ctx::Del => DELETE_FAST,
                };
                self.op_local(span, op, name);
            }
            Binding::GlobalExplicit | Binding::GlobalImplicit
                if function_like || binding == Binding::GlobalExplicit =>
            {
                let op = match ctx {
                    Ctx::Load if sees_class && binding == Binding::GlobalImplicit => {
                        self.load_classdict(span);
                        LOAD_FROM_DICT_OR_GLOBALS
                    }
                    Ctx::Load => LOAD_GLOBAL,
                    Ctx::Store => STORE_GLOBAL,
                    Ctx::Del => DELETE_GLOBAL,
                };
                self.op_global(span, op, name);
            }
            _ => {
                let op = match ctx {
                    Ctx::Load if in_class && self.current.inlined > 0 => LOAD_GLOBAL,
                    Ctx::Load => LOAD_NAME,
                    Ctx::Store => STORE_NAME,
                    Ctx::Del => DELETE_NAME,
                };
                self.op_global(span, op, name);
            }
        }
        Ok(())
    }

    fn op_global(&mut self, span: Span, op: Opcode, name: Name) {
        let index = self.current.names.add(name) as u32;
        self.op_i(span, op, if op == Opcode::LOAD_GLOBAL { index << 1 } else { index });
    }

    /// An instruction on a fast local, by its mangled name.
    pub(super) fn op_local(&mut self, span: Span, op: Opcode, name: Name) {
        let index = self.current.varnames.add(name) as u32;
        self.op_i(span, op, index);
    }

    /// The index of a cell or free variable; free variables come after the cells.
    pub(super) fn free_index(&mut self, name: Name, cell: bool) -> u32 {
        if cell {
            return self.current.cellvars.add(name) as u32;
        }
        let cells = self.current.cellvars.len() as u32;
        cells + self.current.freevars.add(name) as u32
    }

    fn load_classdict(&mut self, span: Span) {
        let index = self.free_index(self.table.known.classdict, false);
        self.op_i(span, Opcode::LOAD_DEREF, index);
    }

    /// An instruction on an entry of `co_names`. The pseudo-instructions for methods and `super`
    /// become their real ones with the bits that tell them apart.
    pub(super) fn op_name(&mut self, span: Span, op: Opcode, name: Name) {
        use Opcode::*;
        let name = self.mangled(name);
        let index = self.current.names.add(name) as u32;
        let (op, arg) = match op {
            LOAD_ATTR => (op, index << 1),
            LOAD_METHOD => (LOAD_ATTR, index << 1 | 1),
            LOAD_SUPER_ATTR => (op, index << 2 | 2),
            LOAD_SUPER_METHOD => (LOAD_SUPER_ATTR, index << 2 | 3),
            LOAD_ZERO_SUPER_ATTR => (LOAD_SUPER_ATTR, index << 2),
            LOAD_ZERO_SUPER_METHOD => (LOAD_SUPER_ATTR, index << 2 | 1),
            _ => (op, index),
        };
        self.op_i(span, op, arg);
    }

    /// Is the name a cell of this unit, seen from a closure that needs it?
    pub(super) fn is_cell(&self, name: Name) -> bool {
        let known = &self.table.known;
        let class_cell =
            self.current.kind == UnitKind::Class && (name == known.class || name == known.classdict);
        class_cell || self.scope().binding(name) == Binding::Cell
    }
}
