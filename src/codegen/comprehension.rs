//! Comprehensions, inlined where PEP 709 says so, and generator expressions.

use super::blocks::BlockKind;
use super::builder::UnitKind;
use super::{Compiler, Result};
use crate::ast::{Comprehension, Expr, ExprKind};
use crate::bytecode::{Label, Opcode};
use crate::constant::Constant;
use crate::source::{Name, Span};
use crate::symtable::{Binding, Key, ScopeId, ScopeKind, def};

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Generator,
    List,
    Set,
    Dict,
}

/// A comprehension's parts: what it makes, from which loops.
struct Parts<'e> {
    kind: Kind,
    elt: &'e Expr,
    /// A dict comprehension's value.
    value: Option<&'e Expr>,
    generators: &'e [Comprehension],
    span: Span,
}

/// What must be put back after an inlined comprehension.
#[derive(Default)]
struct Inlined {
    /// Locals whose values wait on the stack.
    pushed: Vec<Name>,
    /// Flags of the enclosing scope's symbols.
    symbols: Vec<(Name, u32)>,
    /// Names that are fast locals only inside.
    hidden: Vec<Name>,
    /// Exception handler and end.
    labels: Option<(Label, Label)>,
}

impl Compiler<'_, '_> {
    pub(super) fn comprehension(&mut self, e: &Expr) -> Result {
        let (kind, elt, value, generators) = match &e.kind {
            ExprKind::ListComp { elt, generators } => (Kind::List, elt, None, generators),
            ExprKind::SetComp { elt, generators } => (Kind::Set, elt, None, generators),
            ExprKind::GeneratorExp { elt, generators } => (Kind::Generator, elt, None, generators),
            ExprKind::DictComp { key, value, generators } => (Kind::Dict, key, Some(&**value), generators),
            _ => return Ok(()),
        };
        let parts = Parts { kind, elt, value, generators, span: e.span };
        let span = e.span;
        let outer_kind = self.current.kind;
        let top_level_await = self.is_top_level_await();
        let (Some(id), Some(outermost)) = (self.table.lookup(Key::expr(e)), generators.first()) else {
            return self.error(span, "unknown symbol table entry");
        };
        let inlined = self.table.scope(id).inlined;
        let is_async = self.table.scope(id).coroutine;
        let state = if inlined {
            self.outermost_iter(outermost)?;
            Some(self.begin_inlined(span, id)?)
        } else {
            let name = match kind {
                Kind::Generator => "<genexpr>",
                Kind::List => "<listcomp>",
                Kind::Set => "<setcomp>",
                Kind::Dict => "<dictcomp>",
            };
            self.enter(name, UnitKind::Comprehension, Key::expr(e), span.line)?;
            None
        };
        if is_async
            && kind != Kind::Generator
            && !matches!(outer_kind, UnitKind::AsyncFunction | UnitKind::Comprehension)
            && !top_level_await
        {
            return self.error(span, "asynchronous comprehension outside of an asynchronous function");
        }
        let new = match kind {
            Kind::Generator => None,
            Kind::List => Some(Opcode::BUILD_LIST),
            Kind::Set => Some(Opcode::BUILD_SET),
            Kind::Dict => Some(Opcode::BUILD_MAP),
        };
        if let Some(new) = new {
            self.op_i(span, new, 0);
            if inlined {
                self.op_i(span, Opcode::SWAP, 2);
            }
        }
        self.generator(&parts, 0, 0, inlined)?;
        if let Some(state) = state {
            self.end_inlined(span, state);
            return Ok(());
        }
        if kind == Kind::Generator {
            self.stop_iteration_handler();
        } else {
            self.op(span, Opcode::RETURN_VALUE);
        }
        let child = self.leave(true)?;
        if top_level_await && is_async {
            self.table.scope_mut(self.current.scope).coroutine = true;
        }
        self.make_closure(span, child, 0);
        self.outermost_iter(outermost)?;
        self.op_i(span, Opcode::CALL, 0);
        if is_async && kind != Kind::Generator {
            self.await_top(span, 0);
        }
        Ok(())
    }

    /// The outermost iterable is evaluated in the block around the comprehension.
    fn outermost_iter(&mut self, outermost: &Comprehension) -> Result {
        self.expr(&outermost.iter)?;
        let op = if outermost.is_async { Opcode::GET_AITER } else { Opcode::GET_ITER };
        self.op(outermost.iter.span, op);
        Ok(())
    }

    /// One loop of a comprehension and all inside it; `depth` loops' iterators are on the stack
    /// above the collection.
    fn generator(&mut self, parts: &Parts<'_>, index: usize, depth: u32, on_stack: bool) -> Result {
        match parts.generators.get(index) {
            Some(generator) if generator.is_async => {
                self.async_generator(parts, generator, index, depth, on_stack)
            }
            Some(generator) => self.sync_generator(parts, generator, index, depth, on_stack),
            None => Ok(()),
        }
    }

    fn sync_generator(
        &mut self,
        parts: &Parts<'_>,
        generator: &Comprehension,
        index: usize,
        mut depth: u32,
        on_stack: bool,
    ) -> Result {
        let (start, if_cleanup, anchor) = (self.label(), self.label(), self.label());
        let mut loops = true;
        if !on_stack {
            if index == 0 {
                self.current.argcount = 1;
                self.op_i(parts.span, Opcode::LOAD_FAST, 0);
            } else {
                // `for y in [f(x)]` is an assignment.
                let elts = match &generator.iter.kind {
                    ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => &elts[..],
                    _ => &[],
                };
                match elts {
                    [only] if !matches!(only.kind, ExprKind::Starred { .. }) => {
                        self.expr(only)?;
                        loops = false;
                    }
                    _ => {
                        self.expr(&generator.iter)?;
                        self.op(generator.iter.span, Opcode::GET_ITER);
                    }
                }
            }
        }
        if loops {
            depth += 1;
            self.place(start);
            self.jump(generator.iter.span, Opcode::FOR_ITER, anchor);
        }
        self.expr(&generator.target)?;
        for condition in &generator.ifs {
            self.jump_if(condition, if_cleanup, false)?;
        }
        let elt_span = self.inner(parts, index, depth)?;
        self.place(if_cleanup);
        if loops {
            self.jump(elt_span, Opcode::JUMP, start);
            self.place(anchor);
            self.op(Span::NONE, Opcode::END_FOR);
            self.op(Span::NONE, Opcode::POP_TOP);
        }
        Ok(())
    }

    fn async_generator(
        &mut self,
        parts: &Parts<'_>,
        generator: &Comprehension,
        index: usize,
        depth: u32,
        on_stack: bool,
    ) -> Result {
        let span = parts.span;
        let (start, except, if_cleanup) = (self.label(), self.label(), self.label());
        if !on_stack {
            if index == 0 {
                self.current.argcount = 1;
                self.op_i(span, Opcode::LOAD_FAST, 0);
            } else {
                self.expr(&generator.iter)?;
                self.op(generator.iter.span, Opcode::GET_AITER);
            }
        }
        self.place(start);
        self.push_block(span, BlockKind::AsyncComprehensionGenerator)?;
        self.jump(span, Opcode::SETUP_FINALLY, except);
        self.op(span, Opcode::GET_ANEXT);
        self.load_const(span, Constant::None);
        self.yield_from(span, true);
        self.op(span, Opcode::POP_BLOCK);
        self.expr(&generator.target)?;
        for condition in &generator.ifs {
            self.jump_if(condition, if_cleanup, false)?;
        }
        let elt_span = self.inner(parts, index, depth + 1)?;
        self.place(if_cleanup);
        self.jump(elt_span, Opcode::JUMP, start);
        self.pop_block();
        self.place(except);
        self.op(span, Opcode::END_ASYNC_FOR);
        Ok(())
    }

    /// What stands inside a loop: the next loop, or the element. Returns the element's place.
    fn inner(&mut self, parts: &Parts<'_>, index: usize, depth: u32) -> Result<Span> {
        let elt = parts.elt;
        let span = elt.span;
        if index + 1 < parts.generators.len() {
            self.generator(parts, index + 1, depth, false)?;
            return Ok(span);
        }
        self.expr(elt)?;
        match parts.kind {
            Kind::Generator => {
                self.yield_value(span);
                self.op(span, Opcode::POP_TOP);
            }
            Kind::List => self.op_i(span, Opcode::LIST_APPEND, depth + 1),
            Kind::Set => self.op_i(span, Opcode::SET_ADD, depth + 1),
            Kind::Dict => {
                if let Some(value) = parts.value {
                    self.expr(value)?;
                    let span = span.to(value.span);
                    self.op_i(span, Opcode::MAP_ADD, depth + 1);
                    return Ok(span);
                }
            }
        }
        Ok(span)
    }

    /// Puts the comprehension's names in force, and aside what they hide.
    fn begin_inlined(&mut self, span: Span, comp: ScopeId) -> Result<Inlined> {
        let mut state = Inlined::default();
        let id = self.current.scope;
        let in_class = self.scope().kind == ScopeKind::Class && self.current.inlined == 0;
        let function_like = self.scope().is_function_like();
        self.current.inlined += 1;
        for i in 0..self.table.scope(comp).symbols.len() {
            let Some((name, &symbol)) = self.table.scope(comp).symbols.at(i) else { break };
            let binding = Binding::of(symbol);
            let outer_symbol = self.table.scope(id).flags(name);
            let outer = Binding::of(outer_symbol);
            // A name that is free inside is handled as around the comprehension; cell inside and
            // free outside is free all over.
            let differs = binding != outer
                && binding != Binding::Free
                && !(binding == Binding::Cell && outer == Binding::Free);
            if differs || in_class {
                self.table.scope_mut(id).symbols.insert(name, symbol);
                state.symbols.push((name, outer_symbol));
            }
            let bound = symbol & def::LOCAL != 0 && symbol & def::NONLOCAL == 0;
            if !bound && !in_class {
                continue;
            }
            if !function_like && self.current.fast_hidden.get(name) != Some(&true) {
                self.current.fast_hidden.insert(name, true);
                state.hidden.push(name);
            }
            self.op_local(span, Opcode::LOAD_FAST_AND_CLEAR, name);
            if binding == Binding::Cell {
                let index = self.free_index(name, outer != Binding::Free);
                self.op_i(span, Opcode::MAKE_CELL, index);
            }
            state.pushed.push(name);
        }
        if !state.pushed.is_empty() {
            // The iterable back to the top.
            self.op_i(span, Opcode::SWAP, state.pushed.len() as u32 + 1);
            let (cleanup, end) = (self.label(), self.label());
            state.labels = Some((cleanup, end));
            self.jump(span, Opcode::SETUP_FINALLY, cleanup);
        }
        Ok(state)
    }

    fn end_inlined(&mut self, span: Span, state: Inlined) {
        self.current.inlined -= 1;
        let id = self.current.scope;
        for (name, symbol) in state.symbols {
            self.table.scope_mut(id).symbols.insert(name, symbol);
        }
        if let Some((cleanup, end)) = state.labels {
            self.op(Span::NONE, Opcode::POP_BLOCK);
            self.jump(Span::NONE, Opcode::JUMP_NO_INTERRUPT, end);
            self.place(cleanup);
            // The unfinished collection lies under the exception.
            self.op_i(Span::NONE, Opcode::SWAP, 2);
            self.op(Span::NONE, Opcode::POP_TOP);
            self.restore_locals(span, &state.pushed);
            self.op_i(Span::NONE, Opcode::RERAISE, 0);
            self.place(end);
            self.restore_locals(span, &state.pushed);
        }
        for name in state.hidden {
            self.current.fast_hidden.insert(name, false);
        }
    }

    fn restore_locals(&mut self, span: Span, pushed: &[Name]) {
        self.op_i(span, Opcode::SWAP, pushed.len() as u32 + 1);
        for &name in pushed.iter().rev() {
            self.op_local(span, Opcode::STORE_FAST_MAYBE_NULL, name);
        }
    }
}
