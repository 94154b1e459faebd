//! First pass: what each block does with each name. Statements and blocks; expressions are in
//! [`super::collect_expr`].

use super::{Comprehended, Key, Known, NameMap, NameSet, Scope, ScopeId, ScopeKind, SymbolTable, def};
use crate::ast::fold::{MAX_DEPTH, too_deep};
use crate::ast::*;
use crate::diagnostic::Diagnostic;
use crate::source::{Interner, Name, Span};
use rustc_hash::FxHashMap;

pub(super) type Result<T = ()> = std::result::Result<T, Box<Diagnostic>>;

pub(super) fn collect(root: &Root, interner: &mut Interner, annotations: bool) -> Result<SymbolTable> {
    let known = Known::new(interner);
    let table = SymbolTable { scopes: Vec::new(), known, by_key: FxHashMap::default(), mangled: Vec::new() };
    let mut collector = Collector {
        table,
        known,
        interner,
        stack: Vec::new(),
        private: None,
        depth: 0,
        future_annotations: annotations,
    };
    collector.enter(known.top, ScopeKind::Module, None, Span::new(0, 0, 0, 0));
    match root {
        Root::Module { body, .. } | Root::Interactive { body } => collector.stmts(body)?,
        Root::Expression { body } => collector.expr(body)?,
    }
    Ok(collector.table)
}

pub(super) struct Collector<'a> {
    pub table: SymbolTable,
    pub known: Known,
    pub interner: &'a mut Interner,
    pub stack: Vec<ScopeId>,
    /// The class whose private names are mangled.
    private: Option<Name>,
    pub depth: u32,
    future_annotations: bool,
}

pub(super) fn error<T>(message: impl Into<String>, span: Span) -> Result<T> {
    Err(Box::new(Diagnostic::syntax(message, span)))
}

impl Collector<'_> {
    pub fn current(&self) -> ScopeId {
        self.stack.last().copied().unwrap_or(SymbolTable::TOP)
    }
    pub fn scope(&mut self) -> &mut Scope {
        let id = self.current();
        self.table.scope_mut(id)
    }

    pub fn enter(&mut self, name: Name, kind: ScopeKind, key: Option<Key>, span: Span) {
        let id = ScopeId(self.table.scopes.len() as u32);
        let parent = self.stack.last().map(|&parent| self.table.scope_mut(parent));
        let mut scope = Scope {
            name,
            kind,
            symbols: NameMap::default(),
            varnames: Vec::new(),
            children: Vec::new(),
            span,
            nested: false,
            generator: false,
            coroutine: false,
            varargs: false,
            varkeywords: false,
            comprehension: None,
            inlined: false,
            needs_class_closure: false,
            needs_classdict: false,
            sees_class_scope: false,
            has_free: false,
            child_has_free: false,
            directives: Vec::new(),
            mangled: None,
            in_iter_target: false,
            in_iter_expr: 0,
            info: "",
        };
        if let Some(parent) = parent {
            scope.nested = parent.nested || parent.is_function_like();
            scope.in_iter_expr = parent.in_iter_expr;
            if kind != ScopeKind::Class {
                scope.mangled = parent.mangled;
            }
            // Annotations that are never evaluated leave no trace in the block around them.
            if kind != ScopeKind::Annotation {
                parent.children.push(id);
            }
        }
        self.table.scopes.push(scope);
        if let Some(key) = key {
            self.table.by_key.insert(key, id);
        }
        self.stack.push(id);
    }
    pub fn exit(&mut self) {
        self.stack.pop();
    }

    /// The flags of a name in a scope, mangled as that scope does.
    pub fn flags_in(&mut self, scope: ScopeId, name: Name) -> u32 {
        let name = self.table.maybe_mangle(self.interner, self.private, scope, name);
        self.table.scope(scope).flags(name)
    }
    pub fn text(&self, name: Name) -> &str {
        self.interner.text(name)
    }

    pub fn define(&mut self, name: Name, flag: u32, span: Span) -> Result {
        let current = self.current();
        if flag & def::TYPE_PARAM != 0
            && let Some(set) = self.table.scope(current).mangled
        {
            self.table.mangled[set as usize].add(name);
        }
        self.define_in(current, name, flag, span)
    }

    pub fn define_in(&mut self, scope: ScopeId, name: Name, flag: u32, span: Span) -> Result {
        let current = self.current();
        let mangled = self.table.maybe_mangle(self.interner, self.private, current, name);
        let target = self.table.scope_mut(scope);
        let known = target.symbols.position(mangled);
        let old = known.and_then(|at| target.symbols.at(at)).map_or(0, |(_, &flags)| flags);
        if flag & old & def::PARAM != 0 {
            let name = self.interner.text(name);
            return error(format!("duplicate argument '{name}' in function definition"), span);
        }
        if flag & old & def::TYPE_PARAM != 0 {
            return error(format!("duplicate type parameter '{}'", self.interner.text(name)), span);
        }
        let mut flags = old | flag;
        if target.in_iter_target {
            if flags & (def::GLOBAL | def::NONLOCAL) != 0 {
                let name = self.interner.text(name);
                return error(
                    format!("comprehension inner loop cannot rebind assignment expression target '{name}'"),
                    span,
                );
            }
            flags |= def::COMP_ITER;
        }
        match known {
            Some(at) => target.symbols.set_at(at, flags),
            None => _ = target.symbols.append(mangled, flags),
        }
        if flag & def::PARAM != 0 {
            target.varnames.push(mangled);
        } else if flag & def::GLOBAL != 0 {
            let top = self.table.scope_mut(SymbolTable::TOP);
            let old = top.flags(mangled);
            top.symbols.insert(mangled, old | flag);
        }
        Ok(())
    }

    pub fn directive(&mut self, name: Name, span: Span) {
        let current = self.current();
        let mangled = self.table.maybe_mangle(self.interner, self.private, current, name);
        self.scope().directives.push((mangled, span));
    }

    pub fn stmts(&mut self, body: &[Stmt]) -> Result {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }
    pub fn exprs(&mut self, exprs: &[Expr]) -> Result {
        exprs.iter().try_for_each(|expr| self.expr(expr))
    }
    pub fn opt_expr(&mut self, expr: Option<&Expr>) -> Result {
        expr.map_or(Ok(()), |expr| self.expr(expr))
    }

    pub fn deeper(&mut self) -> Result {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(too_deep()) } else { Ok(()) }
    }

    fn stmt(&mut self, s: &Stmt) -> Result {
        self.deeper()?;
        match &s.kind {
            StmtKind::FunctionDef(f) => self.function(s, f, false)?,
            StmtKind::AsyncFunctionDef(f) => self.function(s, f, true)?,
            StmtKind::ClassDef(class) => self.class(s, class)?,
            StmtKind::TypeAlias(alias) => self.type_alias(s, alias)?,
            StmtKind::Return(value) => self.opt_expr(value.as_deref())?,
            StmtKind::Delete(targets) => self.exprs(targets)?,
            StmtKind::Assign { targets, value, .. } => {
                self.exprs(targets)?;
                self.expr(value)?;
            }
            StmtKind::AnnAssign(assign) => self.ann_assign(s, assign)?,
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(target)?;
                self.expr(value)?;
            }
            StmtKind::For(f) | StmtKind::AsyncFor(f) => {
                self.expr(&f.target)?;
                self.expr(&f.iter)?;
                self.stmts(&f.body)?;
                self.stmts(&f.orelse)?;
            }
            StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => {
                self.expr(test)?;
                self.stmts(body)?;
                self.stmts(orelse)?;
            }
            StmtKind::With { items, body, .. } | StmtKind::AsyncWith { items, body, .. } => {
                for item in items {
                    self.expr(&item.context)?;
                    self.opt_expr(item.vars.as_deref())?;
                }
                self.stmts(body)?;
            }
            StmtKind::Match { subject, cases } => {
                self.expr(subject)?;
                for case in cases {
                    self.pattern(&case.pattern)?;
                    self.opt_expr(case.guard.as_deref())?;
                    self.stmts(&case.body)?;
                }
            }
            StmtKind::Raise { exc, cause } => {
                self.opt_expr(exc.as_deref())?;
                self.opt_expr(cause.as_deref())?;
            }
            StmtKind::Try(t) | StmtKind::TryStar(t) => {
                self.stmts(&t.body)?;
                for handler in &t.handlers {
                    self.opt_expr(handler.typ.as_deref())?;
                    if let Some(name) = handler.name {
                        self.define(name, def::LOCAL, handler.span)?;
                    }
                    self.stmts(&handler.body)?;
                }
                self.stmts(&t.orelse)?;
                self.stmts(&t.finalbody)?;
            }
            StmtKind::Assert { test, msg } => {
                self.expr(test)?;
                self.opt_expr(msg.as_deref())?;
            }
            StmtKind::Import { names } | StmtKind::ImportFrom { names, .. } => {
                names.iter().try_for_each(|alias| self.alias(alias))?;
            }
            StmtKind::Global(names) => self.declare(names, def::GLOBAL, s.span)?,
            StmtKind::Nonlocal(names) => self.declare(names, def::NONLOCAL, s.span)?,
            StmtKind::Expr(value) => self.expr(value)?,
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => {}
        }
        self.depth -= 1;
        Ok(())
    }

    /// `global` or `nonlocal`: the names must not have been used in the block before.
    fn declare(&mut self, names: &[Name], flag: u32, span: Span) -> Result {
        let word = if flag == def::GLOBAL { "global" } else { "nonlocal" };
        for &name in names {
            let used = self.flags_in(self.current(), name);
            if used & (def::PARAM | def::LOCAL | def::USE | def::ANNOT) != 0 {
                let text = self.text(name);
                let message = if used & def::PARAM != 0 {
                    format!("name '{text}' is parameter and {word}")
                } else if used & def::USE != 0 {
                    format!("name '{text}' is used prior to {word} declaration")
                } else if used & def::ANNOT != 0 {
                    format!("annotated name '{text}' can't be {word}")
                } else {
                    format!("name '{text}' is assigned to before {word} declaration")
                };
                return error(message, span);
            }
            self.define(name, flag, span)?;
            self.directive(name, span);
        }
        Ok(())
    }

    fn alias(&mut self, alias: &Alias) -> Result {
        let name = alias.asname.unwrap_or(alias.name);
        if name == self.known.star {
            if self.scope().kind != ScopeKind::Module {
                return error("import * only allowed at module level", alias.span);
            }
            return Ok(());
        }
        let text = self.interner.text(name).clone();
        let stored = match text.split_once('.') {
            Some((first, _)) => self.interner.intern(first),
            None => name,
        };
        self.define(stored, def::IMPORT, alias.span)
    }

    fn ann_assign(&mut self, s: &Stmt, assign: &AnnAssign) -> Result {
        if let ExprKind::Name { id, .. } = assign.target.kind {
            let flags = self.flags_in(self.current(), id);
            if flags & (def::GLOBAL | def::NONLOCAL) != 0
                && self.current() != SymbolTable::TOP
                && assign.simple
            {
                let word = if flags & def::GLOBAL != 0 { "global" } else { "nonlocal" };
                return error(format!("annotated name '{}' can't be {word}", self.text(id)), s.span);
            }
            if assign.simple {
                self.define(id, def::ANNOT | def::LOCAL, assign.target.span)?;
            }
            if assign.value.is_some() {
                self.define(id, def::LOCAL, assign.target.span)?;
            }
        } else {
            self.expr(&assign.target)?;
        }
        self.annotation(&assign.annotation)?;
        self.opt_expr(assign.value.as_ref())
    }

    fn annotation(&mut self, annotation: &Expr) -> Result {
        if !self.future_annotations {
            return self.expr(annotation);
        }
        let key = Key::annotations(annotation);
        self.enter(self.known.annotation, ScopeKind::Annotation, Some(key), annotation.span);
        self.expr(annotation)?;
        self.exit();
        Ok(())
    }

    fn function(&mut self, s: &Stmt, f: &FunctionDef, is_async: bool) -> Result {
        self.define(f.name, def::LOCAL, s.span)?;
        self.defaults(&f.args)?;
        self.exprs(&f.decorators)?;
        let generic = !f.type_params.is_empty();
        if generic {
            self.enter_type_params(s, f.name, Some(&f.args))?;
            f.type_params.iter().try_for_each(|param| self.type_param(param))?;
        }
        self.function_annotations(s, f)?;
        self.enter(f.name, ScopeKind::Function, Some(Key::body(s)), s.span);
        self.scope().coroutine = is_async;
        self.arguments(&f.args)?;
        self.stmts(&f.body)?;
        self.exit();
        if generic {
            self.exit();
        }
        Ok(())
    }

    /// Default values belong to the block around the function.
    pub fn defaults(&mut self, args: &Arguments) -> Result {
        self.exprs(&args.defaults)?;
        args.kw_defaults.iter().try_for_each(|value| self.opt_expr(value.as_ref()))
    }

    fn function_annotations(&mut self, s: &Stmt, f: &FunctionDef) -> Result {
        if self.future_annotations {
            self.enter(self.known.annotation, ScopeKind::Annotation, Some(Key::annotations(s)), s.span);
        }
        let args = &f.args;
        let annotated = (args.posonlyargs.iter().chain(&args.args))
            .chain(args.vararg.as_deref())
            .chain(args.kwarg.as_deref())
            .chain(&args.kwonlyargs);
        for arg in annotated {
            self.opt_expr(arg.annotation.as_deref())?;
        }
        if self.future_annotations {
            self.exit();
        }
        f.returns.as_deref().map_or(Ok(()), |returns| self.annotation(returns))
    }

    pub fn arguments(&mut self, args: &Arguments) -> Result {
        let named = args.posonlyargs.iter().chain(&args.args).chain(&args.kwonlyargs);
        for arg in named {
            self.define(arg.name, def::PARAM, arg.span)?;
        }
        if let Some(arg) = &args.vararg {
            self.define(arg.name, def::PARAM, arg.span)?;
            self.scope().varargs = true;
        }
        if let Some(arg) = &args.kwarg {
            self.define(arg.name, def::PARAM, arg.span)?;
            self.scope().varkeywords = true;
        }
        Ok(())
    }

    /// Opens the scope of type parameters; `args` are those of a generic function.
    fn enter_type_params(&mut self, s: &Stmt, name: Name, args: Option<&Arguments>) -> Result {
        let in_class = self.scope().kind == ScopeKind::Class;
        self.enter(name, ScopeKind::TypeParameters, Some(Key::type_params(s)), s.span);
        if in_class {
            self.scope().sees_class_scope = true;
            self.define(self.known.classdict, def::USE, s.span)?;
        }
        if matches!(s.kind, StmtKind::ClassDef(_)) {
            // Set when the tuple of parameters is made, used for the class's bases.
            for name in [self.known.type_params, self.known.generic_base] {
                self.define(name, def::LOCAL, s.span)?;
                self.define(name, def::USE, s.span)?;
            }
        }
        if let Some(args) = args {
            // CPython 3.13.0 makes room for defaults even where there are none.
            self.define(self.known.defaults, def::PARAM, s.span)?;
            if args.kw_defaults.iter().any(Option::is_some) {
                self.define(self.known.kwdefaults, def::PARAM, s.span)?;
            }
        }
        Ok(())
    }

    fn class(&mut self, s: &Stmt, class: &ClassDef) -> Result {
        self.define(class.name, def::LOCAL, s.span)?;
        self.exprs(&class.decorators)?;
        let outer_private = self.private;
        let generic = !class.type_params.is_empty();
        if generic {
            self.enter_type_params(s, class.name, None)?;
            self.private = Some(class.name);
            self.scope().mangled = Some(self.table.mangled.len() as u32);
            self.table.mangled.push(NameSet::default());
            class.type_params.iter().try_for_each(|param| self.type_param(param))?;
        }
        self.exprs(&class.bases)?;
        class.keywords.iter().try_for_each(|keyword| self.expr(&keyword.value))?;
        self.enter(class.name, ScopeKind::Class, Some(Key::body(s)), s.span);
        self.private = Some(class.name);
        if generic {
            self.define(self.known.dunder_type_params, def::LOCAL, s.span)?;
            self.define(self.known.type_params, def::USE, s.span)?;
        }
        self.stmts(&class.body)?;
        self.exit();
        if generic {
            self.exit();
        }
        self.private = outer_private;
        Ok(())
    }

    fn type_alias(&mut self, s: &Stmt, alias: &TypeAlias) -> Result {
        self.expr(&alias.name)?;
        let ExprKind::Name { id: name, .. } = alias.name.kind else {
            return error("type alias target must be a name", alias.name.span);
        };
        let in_class = self.scope().kind == ScopeKind::Class;
        let generic = !alias.type_params.is_empty();
        if generic {
            self.enter_type_params(s, name, None)?;
            alias.type_params.iter().try_for_each(|param| self.type_param(param))?;
        }
        self.enter(name, ScopeKind::TypeAlias, Some(Key::body(s)), s.span);
        self.scope().sees_class_scope = in_class;
        if in_class {
            self.define(self.known.classdict, def::USE, alias.value.span)?;
        }
        self.expr(&alias.value)?;
        self.exit();
        if generic {
            self.exit();
        }
        Ok(())
    }

    fn type_param(&mut self, param: &TypeParam) -> Result {
        self.deeper()?;
        self.define(param.name, def::TYPE_PARAM | def::LOCAL, param.span)?;
        let (bound, bound_info, default_info) = match &param.kind {
            TypeParamKind::TypeVar { bound } => {
                let constraints = bound.as_ref().is_some_and(|b| matches!(b.kind, ExprKind::Tuple { .. }));
                let info = if constraints { "a TypeVar constraint" } else { "a TypeVar bound" };
                (bound.as_deref(), info, "a TypeVar default")
            }
            TypeParamKind::ParamSpec => (None, "", "a ParamSpec default"),
            TypeParamKind::TypeVarTuple => (None, "", "a TypeVarTuple default"),
        };
        self.type_param_part(param, Key::bound(param), bound, bound_info)?;
        self.type_param_part(param, Key::default(param), param.default.as_deref(), default_info)?;
        self.depth -= 1;
        Ok(())
    }

    fn type_param_part(
        &mut self,
        param: &TypeParam,
        key: Key,
        value: Option<&Expr>,
        info: &'static str,
    ) -> Result {
        let Some(value) = value else { return Ok(()) };
        let in_class = self.scope().sees_class_scope;
        self.enter(param.name, ScopeKind::TypeVariable, Some(key), value.span);
        self.scope().sees_class_scope = in_class;
        if in_class {
            self.define(self.known.classdict, def::USE, value.span)?;
        }
        self.scope().info = info;
        self.expr(value)?;
        self.exit();
        Ok(())
    }

    fn pattern(&mut self, p: &Pattern) -> Result {
        self.deeper()?;
        match &p.kind {
            PatternKind::Value(value) => self.expr(value)?,
            PatternKind::Singleton(_) => {}
            PatternKind::Sequence(patterns) | PatternKind::Or(patterns) => self.patterns(patterns)?,
            PatternKind::Star(name) => self.capture(*name, p.span)?,
            PatternKind::Mapping { keys, patterns, rest } => {
                self.exprs(keys)?;
                self.patterns(patterns)?;
                self.capture(*rest, p.span)?;
            }
            PatternKind::Class { cls, patterns, kwd_patterns, .. } => {
                self.expr(cls)?;
                self.patterns(patterns)?;
                self.patterns(kwd_patterns)?;
            }
            PatternKind::As { pattern, name } => {
                if let Some(pattern) = pattern {
                    self.pattern(pattern)?;
                }
                self.capture(*name, p.span)?;
            }
        }
        self.depth -= 1;
        Ok(())
    }
    fn patterns(&mut self, patterns: &[Pattern]) -> Result {
        patterns.iter().try_for_each(|pattern| self.pattern(pattern))
    }
    fn capture(&mut self, name: Option<Name>, span: Span) -> Result {
        name.map_or(Ok(()), |name| self.define(name, def::LOCAL, span))
    }

    /// Opens the function scope that a comprehension's body stands in.
    pub fn enter_comprehension(&mut self, e: &Expr, kind: Comprehended) -> Result {
        let name = match kind {
            Comprehended::List => self.known.listcomp,
            Comprehended::Set => self.known.setcomp,
            Comprehended::Dict => self.known.dictcomp,
            Comprehended::Generator => self.known.genexpr,
        };
        self.enter(name, ScopeKind::Function, Some(Key::expr(e)), e.span);
        self.scope().comprehension = Some(kind);
        self.define(self.known.implicit_arg, def::PARAM, e.span)
    }
}
