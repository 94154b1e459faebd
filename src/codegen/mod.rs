//! Code generation: a tree and its scopes become pseudo-instructions.
//!
//! A [`Compiler`] walks the tree and fills one [`builder::Builder`] for each code object. A nested
//! code object is finished (optimised and assembled) before the one around it goes on.

mod blocks;
mod builder;
mod call;
mod check;
mod class;
mod collection;
mod comprehension;
mod docstring;
mod exceptions;
mod expr;
mod flow;
mod function;
mod import;
mod names;
mod pattern;
mod stmt;
pub mod unit;

use crate::ast::{Root, Stmt};
use crate::bytecode::code::flags;
use crate::bytecode::{Code, Label, Opcode};
use crate::constant::{Constant, Text};
use crate::diagnostic::{Diagnostic, Kind};
use crate::source::{Interner, Name, Span};
use crate::symtable::{Key, Scope, ScopeKind, SymbolTable};
use builder::{Builder, UnitKind};
use std::sync::Arc;
use unit::Unit;

type Result<T = ()> = std::result::Result<T, Box<Diagnostic>>;

/// What code generation needs besides the tree and its scopes.
#[derive(Clone, Debug)]
pub struct Settings {
    pub filename: Text,
    /// 0, 1 (`-O`) or 2 (`-OO`).
    pub optimize: u8,
    /// `co_flags` bits of future features.
    pub future: u32,
    /// The last `from __future__` statement that counts.
    pub future_span: Option<Span>,
    /// `await` may stand at the top level (`ast.PyCF_ALLOW_TOP_LEVEL_AWAIT`).
    pub top_level_await: bool,
    /// Optimises and assembles a unit.
    pub finish: fn(Unit, &Text, &Interner) -> std::result::Result<Code, Diagnostic>,
    /// Keep every unit, as it was before optimisation.
    pub keep_units: bool,
}

/// What code generation makes of a module.
#[derive(Debug)]
pub struct Generated {
    pub code: Code,
    pub warnings: Vec<Diagnostic>,
    /// Units in the order in which they were finished, if they were asked for.
    pub units: Vec<Unit>,
}

/// Generates and assembles the code of a module.
pub fn generate(
    root: &Root,
    table: &mut SymbolTable,
    interner: &mut Interner,
    settings: &Settings,
) -> std::result::Result<Generated, Diagnostic> {
    let mut compiler = Compiler {
        current: Builder::new(SymbolTable::TOP, UnitKind::Module, "<module>", 1),
        outer: Vec::new(),
        interactive: matches!(root, Root::Interactive { .. }),
        doc: interner.intern("__doc__"),
        annotations: interner.intern("__annotations__"),
        table,
        interner,
        settings,
        warnings: Vec::new(),
        units: Vec::new(),
        texts: Vec::new(),
    };
    let code = compiler.module(root).map_err(|error| *error)?;
    Ok(Generated { code, warnings: compiler.warnings, units: compiler.units })
}

struct Compiler<'t, 'c> {
    table: &'c mut SymbolTable,
    interner: &'c mut Interner,
    settings: &'c Settings,
    current: Builder<'t>,
    /// The units around the current one, outermost first.
    outer: Vec<Builder<'t>>,
    interactive: bool,
    doc: Name,
    annotations: Name,
    warnings: Vec<Diagnostic>,
    units: Vec<Unit>,
    /// Names as texts, by number.
    texts: Vec<Option<Text>>,
}

impl<'t> Compiler<'t, '_> {
    fn module(&mut self, root: &'t Root) -> Result<Code> {
        let mut unit = Builder::new(SymbolTable::TOP, UnitKind::Module, "<module>", 1);
        self.lay_out(&mut unit, SymbolTable::TOP);
        self.current = unit;
        self.op_i(Span::new(0, 0, 1, 0), Opcode::RESUME, 0);
        let start = Span::new(1, 0, 1, 0);
        match root {
            Root::Module { body, .. } => self.body(body, start)?,
            Root::Interactive { body } => {
                if stmt::has_annotations(body) {
                    self.op(start, Opcode::SETUP_ANNOTATIONS);
                }
                self.stmts(body)?;
            }
            Root::Expression { body } => self.expr(body)?,
        }
        self.finish(!matches!(root, Root::Expression { .. }))
    }

    fn scope(&self) -> &Scope {
        self.table.scope(self.current.scope)
    }
    fn future_annotations(&self) -> bool {
        self.settings.future & flags::FUTURE_ANNOTATIONS != 0
    }
    fn is_top_level_await(&self) -> bool {
        self.settings.top_level_await && self.scope().kind == ScopeKind::Module
    }
    fn text(&mut self, name: Name) -> Text {
        let at = name.0 as usize;
        if self.texts.len() <= at {
            self.texts.resize(at + 1, None);
        }
        self.texts[at].get_or_insert_with(|| Text::from(self.interner.text(name).clone())).clone()
    }
    fn str_of(&mut self, name: Name) -> Constant {
        Constant::Str(self.text(name))
    }

    /// Opens a unit for the scope of `key`.
    fn enter(&mut self, name: &str, kind: UnitKind, key: Key, line: i32) -> Result {
        let Some(scope) = self.table.lookup(key) else {
            return self.error(Span::NONE, "unknown symbol table entry");
        };
        let mut unit = Builder::new(scope, kind, name, line);
        unit.private = self.current.private;
        self.lay_out(&mut unit, scope);
        self.outer.push(std::mem::replace(&mut self.current, unit));
        self.current.qualname = self.qualname();
        self.op_i(Span::new(line, 0, line, 0), Opcode::RESUME, 0);
        Ok(())
    }

    /// Finishes the current unit and goes back to the one around it.
    fn leave(&mut self, add_none: bool) -> Result<Child> {
        let code = self.finish(add_none)?;
        let mut freevars = crate::symtable::NameMap::default();
        if let Some(outer) = self.outer.pop() {
            freevars = std::mem::replace(&mut self.current, outer).freevars;
        }
        Ok(Child { code, freevars: freevars.names().collect() })
    }

    /// Optimises and assembles the current unit.
    fn finish(&mut self, add_none: bool) -> Result<Code> {
        if add_none {
            self.load_const(Span::NONE, Constant::None);
        }
        self.op(Span::NONE, Opcode::RETURN_VALUE);
        let flags = self.code_flags();
        let unit = self.unit(flags);
        if self.settings.keep_units {
            self.units.push(unit.clone());
        }
        Ok((self.settings.finish)(unit, &self.settings.filename, self.interner)?)
    }

    fn code_flags(&self) -> u32 {
        let scope = self.scope();
        let mut bits = self.settings.future;
        if scope.is_function_like() {
            bits |= flags::NEWLOCALS | flags::OPTIMIZED;
            let kind = match (scope.generator, scope.coroutine) {
                (true, true) => flags::ASYNC_GENERATOR,
                (true, false) => flags::GENERATOR,
                (false, true) => flags::COROUTINE,
                (false, false) => 0,
            };
            bits |= kind;
            for (set, flag) in [
                (scope.nested, flags::NESTED),
                (scope.varargs, flags::VARARGS),
                (scope.varkeywords, flags::VARKEYWORDS),
            ] {
                bits |= if set { flag } else { 0 };
            }
        }
        if self.is_top_level_await() && scope.coroutine && !scope.generator {
            bits |= flags::COROUTINE;
        }
        bits
    }

    fn error<T>(&self, span: Span, message: impl Into<String>) -> Result<T> {
        Err(Box::new(Diagnostic::syntax(message, span)))
    }
    fn warn(&mut self, span: Span, message: String) {
        self.warnings.push(Diagnostic::new(Kind::SyntaxWarning, message, span));
    }

    fn op(&mut self, span: Span, op: Opcode) {
        self.current.sequence.push(op, 0, span);
    }
    fn op_i(&mut self, span: Span, op: Opcode, arg: u32) {
        self.current.sequence.push(op, arg, span);
    }
    fn jump(&mut self, span: Span, op: Opcode, target: Label) {
        self.current.sequence.push(op, target.0, span);
    }
    fn label(&mut self) -> Label {
        self.current.sequence.new_label()
    }
    fn place(&mut self, label: Label) {
        self.current.sequence.place(label);
    }
    fn load_const(&mut self, span: Span, value: Constant) {
        let index = self.current.add_const(value);
        self.op_i(span, Opcode::LOAD_CONST, index);
    }
    fn load_code(&mut self, span: Span, code: Code) {
        let index = self.current.add_code(Arc::new(code));
        self.op_i(span, Opcode::LOAD_CONST, index);
    }

    fn stmts(&mut self, body: &'t [Stmt]) -> Result {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }
}

/// A finished nested code object.
struct Child {
    code: Code,
    freevars: Vec<Name>,
}
