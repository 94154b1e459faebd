//! Class statements.

use super::builder::UnitKind;
use super::{Compiler, Result};
use crate::ast::*;
use crate::bytecode::Opcode;
use crate::constant::Constant;
use crate::source::{Name, Span};
use crate::symtable::Key;

const SUBSCRIPT_GENERIC: u32 = 10;

impl<'t> Compiler<'t, '_> {
    pub(super) fn class(&mut self, s: &'t Stmt, class: &'t ClassDef) -> Result {
        self.decorators(&class.decorators)?;
        let line = class.decorators.first().map_or(s.span.line, |decorator| decorator.span.line);
        let span = s.span;
        let known = self.table.known;
        let generic = !class.type_params.is_empty();
        if generic {
            let name = format!("<generic parameters of {}>", self.interner.text(class.name));
            self.enter(&name, UnitKind::TypeParams, Key::type_params(s), line)?;
            self.current.private = Some(class.name);
            self.type_params(&class.type_params)?;
            self.store(span, known.type_params)?;
        }
        self.class_body(s, class, line)?;
        if generic {
            self.load(span, known.type_params)?;
            self.op_i(span, Opcode::CALL_INTRINSIC_1, SUBSCRIPT_GENERIC);
            self.store(span, known.generic_base)?;
            let base = ExprKind::Name { id: known.generic_base, ctx: Ctx::Load };
            let base = Expr { span, kind: base };
            self.call_helper(span, 2, &class.bases, Some(&base), &class.keywords)?;
            let child = self.leave(false)?;
            self.make_closure(span, child, 0);
            self.op(span, Opcode::PUSH_NULL);
            self.op_i(span, Opcode::CALL, 0);
        } else {
            self.call_helper(span, 2, &class.bases, None, &class.keywords)?;
        }
        self.apply_decorators(&class.decorators);
        self.store(span, class.name)
    }

    /// Compiles the body to a function and loads what `__build_class__` takes first.
    fn class_body(&mut self, s: &'t Stmt, class: &'t ClassDef, line: i32) -> Result {
        let name = self.interner.text(class.name).clone();
        self.enter(&name, UnitKind::Class, Key::body(s), line)?;
        self.current.private = Some(class.name);
        let known = self.table.known;
        let span = Span::new(line, 0, line, 0);
        let module = self.interner.intern("__name__");
        self.load(span, module)?;
        self.store_text(span, "__module__")?;
        let qualname = Constant::str(&self.current.qualname);
        self.load_const(span, qualname);
        self.store_text(span, "__qualname__")?;
        self.load_const(span, Constant::Int(line.into()));
        self.store_text(span, "__firstlineno__")?;
        if !class.type_params.is_empty() {
            self.load(span, known.type_params)?;
            self.store(span, known.dunder_type_params)?;
        }
        let (needs_classdict, needs_closure) =
            (self.scope().needs_classdict, self.scope().needs_class_closure);
        if needs_classdict {
            self.op(span, Opcode::LOAD_LOCALS);
            let index = self.free_index(known.classdict, true);
            self.op_i(span, Opcode::STORE_DEREF, index);
        }
        self.body(&class.body, span)?;
        let attributes = self.static_attributes();
        self.load_const(Span::NONE, attributes);
        self.store_text(Span::NONE, "__static_attributes__")?;
        if needs_classdict {
            let index = self.free_index(known.classdict, true);
            self.op_i(Span::NONE, Opcode::LOAD_CLOSURE, index);
            self.store_text(Span::NONE, "__classdictcell__")?;
        }
        if needs_closure {
            let index = self.free_index(known.class, true);
            self.op_i(Span::NONE, Opcode::LOAD_CLOSURE, index);
            self.op_i(Span::NONE, Opcode::COPY, 1);
            self.store_text(Span::NONE, "__classcell__")?;
        } else {
            self.load_const(Span::NONE, Constant::None);
        }
        self.op(Span::NONE, Opcode::RETURN_VALUE);
        let child = self.leave(true)?;
        // These belong to the class's own line, not to a decorator's.
        let span = s.span;
        self.op(span, Opcode::LOAD_BUILD_CLASS);
        self.op(span, Opcode::PUSH_NULL);
        self.make_closure(span, child, 0);
        let name = self.str_of(class.name);
        self.load_const(span, name);
        Ok(())
    }

    /// The names of attributes that methods set on `self`, sorted.
    fn static_attributes(&mut self) -> Constant {
        let mut names: Vec<Name> = self.current.static_attributes.names().collect();
        names.sort_by(|a, b| self.interner.text(*a).cmp(self.interner.text(*b)));
        Constant::Tuple(names.into_iter().map(|name| self.str_of(name)).collect())
    }

    /// Notes `self.attr = …` for the innermost class around the current unit.
    pub(super) fn note_static_attribute(&mut self, object: &Expr, attr: Name) {
        if let ExprKind::Name { id, .. } = object.kind
            && id == self.table.known.self_
            && let Some(class) = self.outer.iter_mut().rev().find(|unit| unit.kind == UnitKind::Class)
        {
            class.static_attributes.add(attr);
        }
    }
}
