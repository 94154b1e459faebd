//! Functions, lambdas and type parameters.

use super::blocks::BlockKind;
use super::builder::UnitKind;
use super::{Child, Compiler, Result};
use crate::ast::fold::docstring;
use crate::ast::*;
use crate::bytecode::Opcode;
use crate::constant::Constant;
use crate::source::{Name, Span};
use crate::symtable::Key;

/// Which attributes a new function gets (`SET_FUNCTION_ATTRIBUTE`).
const DEFAULTS: u32 = 1;
const KWDEFAULTS: u32 = 2;
const ANNOTATIONS: u32 = 4;
const CLOSURE: u32 = 8;

/// Intrinsic functions by their operands.
mod intrinsic {
    pub const TYPEVAR: u32 = 7;
    pub const PARAMSPEC: u32 = 8;
    pub const TYPEVARTUPLE: u32 = 9;
    pub const TYPEALIAS: u32 = 11;
    pub const TYPEVAR_WITH_BOUND: u32 = 2;
    pub const TYPEVAR_WITH_CONSTRAINTS: u32 = 3;
    pub const SET_FUNCTION_TYPE_PARAMS: u32 = 4;
    pub const SET_TYPEPARAM_DEFAULT: u32 = 5;
}

impl<'t> Compiler<'t, '_> {
    /// Makes a function of a code object, with its closure; `flags` say what is on the stack.
    pub(super) fn make_closure(&mut self, span: Span, child: Child, mut flags: u32) {
        if !child.freevars.is_empty() {
            for &name in &child.freevars {
                let cell = self.is_cell(name);
                let index = self.free_index(name, cell);
                self.op_i(span, Opcode::LOAD_CLOSURE, index);
            }
            flags |= CLOSURE;
            self.op_i(span, Opcode::BUILD_TUPLE, child.freevars.len() as u32);
        }
        self.load_code(span, child.code);
        self.op(span, Opcode::MAKE_FUNCTION);
        for flag in [CLOSURE, ANNOTATIONS, KWDEFAULTS, DEFAULTS] {
            if flags & flag != 0 {
                self.op_i(span, Opcode::SET_FUNCTION_ATTRIBUTE, flag);
            }
        }
    }

    pub(super) fn decorators(&mut self, decorators: &[Expr]) -> Result {
        self.exprs(decorators)
    }
    pub(super) fn apply_decorators(&mut self, decorators: &[Expr]) {
        for decorator in decorators.iter().rev() {
            self.op_i(decorator.span, Opcode::CALL, 0);
        }
    }

    fn check_arguments(&self, args: &Arguments) -> Result {
        let all = args.posonlyargs.iter().chain(&args.args).chain(args.vararg.as_deref());
        for arg in all.chain(&args.kwonlyargs).chain(args.kwarg.as_deref()) {
            self.forbidden_name(arg.span, arg.name, Ctx::Store)?;
        }
        Ok(())
    }

    /// Evaluates default values; returns which function attributes are on the stack.
    fn defaults(&mut self, span: Span, args: &Arguments) -> Result<u32> {
        let mut flags = 0;
        if !args.defaults.is_empty() {
            self.exprs(&args.defaults)?;
            self.op_i(span, Opcode::BUILD_TUPLE, args.defaults.len() as u32);
            flags |= DEFAULTS;
        }
        let mut keys = Vec::new();
        for (arg, default) in args.kwonlyargs.iter().zip(&args.kw_defaults) {
            if let Some(default) = default {
                let name = self.mangled(arg.name);
                keys.push(self.str_of(name));
                self.expr(default)?;
            }
        }
        if !keys.is_empty() {
            let count = keys.len() as u32;
            self.load_const(span, Constant::Tuple(keys.into()));
            self.op_i(span, Opcode::BUILD_CONST_KEY_MAP, count);
            flags |= KWDEFAULTS;
        }
        Ok(flags)
    }

    /// Names and values of annotations as one tuple; says whether there were any.
    fn annotations(&mut self, span: Span, args: &Arguments, returns: Option<&Expr>) -> Result<bool> {
        let mut count = 0;
        let all = args.args.iter().chain(&args.posonlyargs).chain(args.vararg.as_deref());
        for arg in all.chain(&args.kwonlyargs).chain(args.kwarg.as_deref()) {
            if let Some(annotation) = &arg.annotation {
                self.annotation(span, arg.name, annotation)?;
                count += 2;
            }
        }
        if let Some(returns) = returns {
            let name = self.interner.intern("return");
            self.annotation(span, name, returns)?;
            count += 2;
        }
        if count > 0 {
            self.op_i(span, Opcode::BUILD_TUPLE, count);
        }
        Ok(count > 0)
    }

    fn annotation(&mut self, span: Span, name: Name, annotation: &Expr) -> Result {
        let name = self.mangled(name);
        let name = self.str_of(name);
        self.load_const(span, name);
        if self.future_annotations() {
            self.annotation_text(annotation);
            return Ok(());
        }
        match &annotation.kind {
            // `*args: *Ts`
            ExprKind::Starred { value, .. } => {
                self.expr(value)?;
                self.op_i(span, Opcode::UNPACK_SEQUENCE, 1);
                Ok(())
            }
            _ => self.expr(annotation),
        }
    }

    pub(super) fn function(&mut self, s: &'t Stmt, f: &'t FunctionDef, is_async: bool) -> Result {
        self.check_arguments(&f.args)?;
        self.decorators(&f.decorators)?;
        let line = f.decorators.first().map_or(s.span.line, |decorator| decorator.span.line);
        let span = s.span;
        let mut flags = self.defaults(span, &f.args)?;
        let generic = !f.type_params.is_empty();
        let passed = u32::from(flags & DEFAULTS != 0) + u32::from(flags & KWDEFAULTS != 0);
        if generic {
            if passed == 2 {
                self.op_i(span, Opcode::SWAP, 2);
            }
            let name = format!("<generic parameters of {}>", self.interner.text(f.name));
            self.enter(&name, UnitKind::TypeParams, Key::type_params(s), line)?;
            self.type_params(&f.type_params)?;
            for i in 0..passed {
                self.op_i(span, Opcode::LOAD_FAST, i);
            }
        }
        if self.annotations(span, &f.args, f.returns.as_deref())? {
            flags |= ANNOTATIONS;
        }
        self.function_body(s, f, is_async, flags, line)?;
        if generic {
            self.op_i(span, Opcode::SWAP, 2);
            self.op_i(span, Opcode::CALL_INTRINSIC_2, intrinsic::SET_FUNCTION_TYPE_PARAMS);
            self.current.argcount = passed;
            let child = self.leave(false)?;
            self.make_closure(span, child, 0);
            if passed > 0 {
                self.op_i(span, Opcode::SWAP, passed + 1);
                self.op_i(span, Opcode::CALL, passed - 1);
            } else {
                self.op(span, Opcode::PUSH_NULL);
                self.op_i(span, Opcode::CALL, 0);
            }
        }
        self.apply_decorators(&f.decorators);
        self.store(span, f.name)
    }

    fn count_arguments(&mut self, args: &Arguments) {
        self.current.argcount = args.args.len() as u32;
        self.current.posonlyargcount = args.posonlyargs.len() as u32;
        self.current.kwonlyargcount = args.kwonlyargs.len() as u32;
    }

    fn function_body(
        &mut self,
        s: &'t Stmt,
        f: &'t FunctionDef,
        is_async: bool,
        flags: u32,
        line: i32,
    ) -> Result {
        let kind = if is_async { UnitKind::AsyncFunction } else { UnitKind::Function };
        let name = self.interner.text(f.name).clone();
        self.enter(&name, kind, Key::body(s), line)?;
        // The first constant is the docstring or None.
        let mut first = Constant::None;
        let mut body = &f.body[..];
        if let Some(doc) = docstring(body) {
            body = &body[1..];
            if self.settings.optimize < 2 {
                first = Constant::Str(super::docstring::clean(doc)?);
            }
        }
        self.current.add_const(first);
        self.count_arguments(&f.args);
        let scope = self.scope();
        let suspends = scope.coroutine || scope.generator;
        if suspends {
            self.push_block(Span::NONE, BlockKind::StopIteration)?;
        }
        self.stmts(body)?;
        if suspends {
            self.stop_iteration_handler();
            self.pop_block();
        }
        let child = self.leave(true)?;
        self.make_closure(s.span, child, flags);
        Ok(())
    }

    /// Wraps the whole unit so that a StopIteration that leaves it becomes a RuntimeError.
    pub(super) fn stop_iteration_handler(&mut self) {
        let handler = self.label();
        let setup =
            crate::bytecode::Instruction { op: Opcode::SETUP_CLEANUP, arg: handler.0, span: Span::NONE };
        self.current.sequence.insert(0, setup);
        self.load_const(Span::NONE, Constant::None);
        self.op(Span::NONE, Opcode::RETURN_VALUE);
        self.place(handler);
        self.op_i(Span::NONE, Opcode::CALL_INTRINSIC_1, 3);
        self.op_i(Span::NONE, Opcode::RERAISE, 1);
    }

    pub(super) fn lambda(&mut self, e: &Expr, args: &Arguments, body: &Expr) -> Result {
        self.check_arguments(args)?;
        let flags = self.defaults(e.span, args)?;
        self.enter("<lambda>", UnitKind::Lambda, Key::expr(e), e.span.line)?;
        // A lambda has no docstring.
        self.current.add_const(Constant::None);
        self.count_arguments(args);
        self.expr(body)?;
        let child = if self.scope().generator {
            self.leave(false)?
        } else {
            self.op(body.span, Opcode::RETURN_VALUE);
            self.leave(true)?
        };
        self.make_closure(e.span, child, flags);
        Ok(())
    }

    /// Makes the type parameters, stores each and leaves a tuple of them.
    pub(super) fn type_params(&mut self, params: &[TypeParam]) -> Result {
        let Some(first) = params.first() else { return Ok(()) };
        let mut seen_default = false;
        for param in params {
            let span = param.span;
            let name = self.str_of(param.name);
            self.load_const(span, name);
            let starred = matches!(param.kind, TypeParamKind::TypeVarTuple);
            match &param.kind {
                TypeParamKind::TypeVar { bound: Some(bound) } => {
                    self.type_param_value(param, bound, Key::bound(param), false)?;
                    let constraints = matches!(bound.kind, ExprKind::Tuple { .. });
                    let which = if constraints {
                        intrinsic::TYPEVAR_WITH_CONSTRAINTS
                    } else {
                        intrinsic::TYPEVAR_WITH_BOUND
                    };
                    self.op_i(span, Opcode::CALL_INTRINSIC_2, which);
                }
                TypeParamKind::TypeVar { bound: None } => {
                    self.op_i(span, Opcode::CALL_INTRINSIC_1, intrinsic::TYPEVAR);
                }
                TypeParamKind::TypeVarTuple => {
                    self.op_i(span, Opcode::CALL_INTRINSIC_1, intrinsic::TYPEVARTUPLE);
                }
                TypeParamKind::ParamSpec => {
                    self.op_i(span, Opcode::CALL_INTRINSIC_1, intrinsic::PARAMSPEC);
                }
            }
            if let Some(default) = &param.default {
                seen_default = true;
                self.type_param_value(param, default, Key::default(param), starred)?;
                self.op_i(span, Opcode::CALL_INTRINSIC_2, intrinsic::SET_TYPEPARAM_DEFAULT);
            } else if seen_default {
                let name = self.interner.text(param.name);
                return self.error(
                    span,
                    format!("non-default type parameter '{name}' follows default type parameter"),
                );
            }
            self.op_i(span, Opcode::COPY, 1);
            self.store(span, param.name)?;
        }
        self.op_i(first.span, Opcode::BUILD_TUPLE, params.len() as u32);
        Ok(())
    }

    /// A bound or default is a function of its own, called when it is needed.
    fn type_param_value(&mut self, param: &TypeParam, value: &Expr, key: Key, starred: bool) -> Result {
        let name = self.interner.text(param.name).clone();
        self.enter(&name, UnitKind::TypeParams, key, value.span.line)?;
        match &value.kind {
            ExprKind::Starred { value: inner, .. } if starred => {
                self.expr(inner)?;
                self.op_i(value.span, Opcode::UNPACK_SEQUENCE, 1);
            }
            _ => self.expr(value)?,
        }
        self.op(value.span, Opcode::RETURN_VALUE);
        let child = self.leave(true)?;
        self.make_closure(value.span, child, 0);
        Ok(())
    }

    pub(super) fn type_alias(&mut self, s: &'t Stmt, alias: &'t TypeAlias) -> Result {
        let ExprKind::Name { id, .. } = alias.name.kind else {
            return self.error(s.span, "type alias target must be a name");
        };
        let span = s.span;
        let text = self.interner.text(id).clone();
        let name = self.str_of(id);
        let generic = !alias.type_params.is_empty();
        if generic {
            let title = format!("<generic parameters of {text}>");
            self.enter(&title, UnitKind::TypeParams, Key::type_params(s), span.line)?;
            self.load_const(span, name);
            self.type_params(&alias.type_params)?;
        } else {
            self.load_const(span, name);
            self.load_const(span, Constant::None);
        }
        self.enter(&text, UnitKind::Function, Key::body(s), span.line)?;
        self.current.add_const(Constant::None);
        self.expr(&alias.value)?;
        self.op(span, Opcode::RETURN_VALUE);
        let child = self.leave(false)?;
        self.make_closure(span, child, 0);
        self.op_i(span, Opcode::BUILD_TUPLE, 3);
        self.op_i(span, Opcode::CALL_INTRINSIC_1, intrinsic::TYPEALIAS);
        if generic {
            let child = self.leave(false)?;
            self.make_closure(span, child, 0);
            self.op(span, Opcode::PUSH_NULL);
            self.op_i(span, Opcode::CALL, 0);
        }
        self.store(span, id)
    }
}
