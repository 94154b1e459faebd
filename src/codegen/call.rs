//! Calls, methods, `super()` and f-strings.

use super::collection::STACK_USE_GUIDELINE;
use super::{Compiler, Result};
use crate::ast::*;
use crate::bytecode::Opcode;
use crate::constant::Constant;
use crate::source::{Name, Span};
use crate::symtable::{Binding, SymbolTable, def};
use rustc_hash::FxHashSet;

/// A call of `super` whose attribute is loaded without making the `super` object.
pub(super) struct SuperCall<'e> {
    span: Span,
    func: &'e Expr,
    pub args: &'e [Expr],
}

fn is_starred(e: &Expr) -> bool {
    matches!(e.kind, ExprKind::Starred { .. })
}

impl Compiler<'_, '_> {
    pub(super) fn call(&mut self, e: &Expr, func: &Expr, args: &[Expr], keywords: &[Keyword]) -> Result {
        self.check_keywords(keywords)?;
        if self.method_call(e, func, args, keywords)? {
            return Ok(());
        }
        self.check_caller(func);
        self.expr(func)?;
        self.op(func.span, Opcode::PUSH_NULL);
        self.call_helper(e.span, 0, args, None, keywords)
    }

    fn check_keywords(&self, keywords: &[Keyword]) -> Result {
        // Known beforehand, so that a call with very many keywords does not take long.
        let mut seen = FxHashSet::default();
        let repeated: FxHashSet<Name> =
            keywords.iter().filter_map(|k| k.name).filter(|&name| !seen.insert(name)).collect();
        for (i, keyword) in keywords.iter().enumerate() {
            let Some(name) = keyword.name else { continue };
            self.forbidden_name(keyword.span, name, Ctx::Store)?;
            if repeated.contains(&name)
                && let Some(other) = keywords[i + 1..].iter().find(|other| other.name == Some(name))
            {
                let name = self.interner.text(name);
                return self.error(other.span, format!("keyword argument repeated: {name}"));
            }
        }
        Ok(())
    }

    /// Compiles `object.method(…)` without making a bound method, where that can be done.
    fn method_call(&mut self, e: &Expr, func: &Expr, args: &[Expr], keywords: &[Keyword]) -> Result<bool> {
        let ExprKind::Attribute { value, attr, ctx: Ctx::Load } = &func.kind else { return Ok(false) };
        // A module's function is no method.
        if let ExprKind::Name { id, .. } = value.kind
            && self.table.scope(SymbolTable::TOP).flags(id) & def::IMPORT != 0
        {
            return Ok(false);
        }
        let pushed = args.len() + keywords.len() + usize::from(!keywords.is_empty());
        if pushed >= STACK_USE_GUIDELINE
            || args.iter().any(is_starred)
            || keywords.iter().any(|keyword| keyword.name.is_none())
        {
            return Ok(false);
        }
        let mut span = func.span;
        if let Some(call) = self.super_call(value, *attr) {
            self.load_super(&call)?;
            let op =
                if call.args.is_empty() { Opcode::LOAD_ZERO_SUPER_METHOD } else { Opcode::LOAD_SUPER_METHOD };
            self.op_name(span, op, *attr);
            span = self.attr_span(span, func, *attr);
            self.op(span, Opcode::NOP);
        } else {
            self.expr(value)?;
            span = self.attr_span(span, func, *attr);
            self.op_name(span, Opcode::LOAD_METHOD, *attr);
        }
        self.exprs(args)?;
        let call_span = self.attr_span(e.span, func, *attr);
        if keywords.is_empty() {
            self.op_i(call_span, Opcode::CALL, args.len() as u32);
        } else {
            self.keyword_values(keywords)?;
            self.keyword_names(span, keywords);
            self.op_i(call_span, Opcode::CALL_KW, (args.len() + keywords.len()) as u32);
        }
        Ok(true)
    }

    fn keyword_values(&mut self, keywords: &[Keyword]) -> Result {
        keywords.iter().try_for_each(|keyword| self.expr(&keyword.value))
    }

    /// Loads the tuple of keyword names.
    fn keyword_names(&mut self, span: Span, keywords: &[Keyword]) {
        let names: Vec<Constant> =
            keywords.iter().filter_map(|keyword| keyword.name).map(|name| self.str_of(name)).collect();
        self.load_const(span, Constant::Tuple(names.into()));
    }

    /// Is this `super()` or `super(a, b)` in a place where the builtin is meant?
    pub(super) fn super_call<'e>(&self, e: &'e Expr, attr: Name) -> Option<SuperCall<'e>> {
        let known = &self.table.known;
        let ExprKind::Call { func, args, keywords } = &e.kind else { return None };
        let ExprKind::Name { id, .. } = func.kind else { return None };
        if id != known.super_ || attr == known.class || !keywords.is_empty() {
            return None;
        }
        if self.scope().binding(id) != Binding::GlobalImplicit
            || self.table.scope(SymbolTable::TOP).binding(id) != Binding::Unknown
        {
            return None;
        }
        let optimal = match args.len() {
            2 => !args.iter().any(is_starred),
            0 => {
                let has_argument = self.current.argcount > 0 || self.current.posonlyargcount > 0;
                has_argument
                    && !self.is_cell(known.class)
                    && self.scope().binding(known.class) == Binding::Free
            }
            _ => false,
        };
        optimal.then_some(SuperCall { span: e.span, func, args })
    }

    /// Loads `super`, the class and the object.
    pub(super) fn load_super(&mut self, call: &SuperCall<'_>) -> Result {
        self.load(call.func.span, self.table.known.super_)?;
        if !call.args.is_empty() {
            return self.exprs(call.args);
        }
        self.load(call.span, self.table.known.class)?;
        match self.current.varnames.at(0) {
            Some((first, ())) => self.load(call.span, first),
            None => Ok(()),
        }
    }

    /// The arguments and the call itself; `pushed` arguments are on the stack already, `last` is
    /// one more positional argument.
    pub(super) fn call_helper(
        &mut self,
        span: Span,
        pushed: u32,
        args: &[Expr],
        last: Option<&Expr>,
        keywords: &[Keyword],
    ) -> Result {
        self.check_keywords(keywords)?;
        let count = args.len() + usize::from(last.is_some());
        let plain = count + keywords.len() * 2 <= STACK_USE_GUIDELINE
            && !args.iter().any(is_starred)
            && keywords.iter().all(|keyword| keyword.name.is_some());
        if plain {
            self.exprs(args)?;
            if let Some(last) = last {
                self.expr(last)?;
            }
            let total = pushed + count as u32;
            if keywords.is_empty() {
                self.op_i(span, Opcode::CALL, total);
            } else {
                self.keyword_values(keywords)?;
                self.keyword_names(span, keywords);
                self.op_i(span, Opcode::CALL_KW, total + keywords.len() as u32);
            }
            return Ok(());
        }
        match (args, last) {
            ([Expr { kind: ExprKind::Starred { value, .. }, .. }], None) if pushed == 0 => {
                self.expr(value)?
            }
            _ => self.star_tuple(span, args, last, pushed)?,
        }
        if !keywords.is_empty() {
            self.keyword_dict(span, keywords)?;
        }
        self.op_i(span, Opcode::CALL_FUNCTION_EX, u32::from(!keywords.is_empty()));
        Ok(())
    }

    /// All keyword arguments as one dict.
    fn keyword_dict(&mut self, span: Span, keywords: &[Keyword]) -> Result {
        let mut have_dict = false;
        let merge = |this: &mut Self, have_dict: &mut bool| {
            if *have_dict {
                this.op_i(span, Opcode::DICT_MERGE, 1);
            }
            *have_dict = true;
        };
        let mut start = 0;
        for (i, keyword) in keywords.iter().enumerate() {
            if keyword.name.is_some() {
                continue;
            }
            if start < i {
                self.named_keywords(span, &keywords[start..i])?;
                merge(self, &mut have_dict);
            }
            if !have_dict {
                self.op_i(span, Opcode::BUILD_MAP, 0);
                have_dict = true;
            }
            self.expr(&keyword.value)?;
            self.op_i(span, Opcode::DICT_MERGE, 1);
            start = i + 1;
        }
        if start < keywords.len() {
            self.named_keywords(span, &keywords[start..])?;
            merge(self, &mut have_dict);
        }
        Ok(())
    }

    /// A dict of `name=value` arguments.
    fn named_keywords(&mut self, span: Span, keywords: &[Keyword]) -> Result {
        let count = keywords.len();
        let big = count * 2 > STACK_USE_GUIDELINE;
        if count > 1 && !big {
            self.keyword_values(keywords)?;
            self.keyword_names(span, keywords);
            self.op_i(span, Opcode::BUILD_CONST_KEY_MAP, count as u32);
            return Ok(());
        }
        if big {
            self.op_i(Span::NONE, Opcode::BUILD_MAP, 0);
        }
        for keyword in keywords {
            if let Some(name) = keyword.name {
                let name = self.str_of(name);
                self.load_const(span, name);
            }
            self.expr(&keyword.value)?;
            if big {
                self.op_i(Span::NONE, Opcode::MAP_ADD, 1);
            }
        }
        if !big {
            self.op_i(span, Opcode::BUILD_MAP, count as u32);
        }
        Ok(())
    }

    pub(super) fn joined_str(&mut self, span: Span, values: &[Expr]) -> Result {
        let empty = || Constant::str("");
        if values.len() > STACK_USE_GUIDELINE {
            self.load_const(span, empty());
            let join = self.interner.intern("join");
            self.op_name(span, Opcode::LOAD_METHOD, join);
            self.op_i(span, Opcode::BUILD_LIST, 0);
            for value in values {
                self.expr(value)?;
                self.op_i(span, Opcode::LIST_APPEND, 1);
            }
            self.op_i(span, Opcode::CALL, 1);
            return Ok(());
        }
        self.exprs(values)?;
        match values.len() {
            0 => self.load_const(span, empty()),
            1 => {}
            count => self.op_i(span, Opcode::BUILD_STRING, count as u32),
        }
        Ok(())
    }
}
