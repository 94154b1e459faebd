//! The tree as text: what `python -m ast -a` prints.

use super::*;
use crate::constant::Text;
use crate::constant::repr::{repr, repr_text};
use crate::diagnostic::{Diagnostic, Kind};
use crate::source::Interner;
use std::ops::Range;

const INDENT: usize = 3;
/// `ast.dump` recurses, so Python's recursion limit ends it; lists cost two of its frames.
const MAX_FRAMES: usize = 985;

/// The text of `ast.dump(tree, include_attributes=True, indent=3)`.
///
/// # Errors
/// A `RecursionError` where the tree is too deep for Python's own function.
pub fn dump(root: &Root, interner: &Interner) -> Result<String, Diagnostic> {
    dump_nodes(root, interner).map(|(text, _)| text)
}

/// A node of the tree and where it stands in the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NodeRow {
    pub kind: &'static str,
    /// Where it stands in the source; few kinds of nodes have no place.
    pub span: Option<Span>,
    /// How many nodes it is inside of.
    pub depth: usize,
    /// Its lines of the text, counted from 0.
    pub lines: Range<usize>,
}

/// The text of [`dump`] and all nodes, outer ones first.
///
/// # Errors
/// As [`dump`].
pub fn dump_nodes(root: &Root, interner: &Interner) -> Result<(String, Vec<NodeRow>), Diagnostic> {
    let mut d = Dumper {
        out: String::new(),
        interner,
        level: 0,
        frames: 0,
        depth: 0,
        line: 0,
        nodes: Vec::new(),
        first: true,
        failed: false,
    };
    match root {
        Root::Module { body, type_ignores } => d.node("Module", None, |d| {
            d.stmts("body", body);
            d.list("type_ignores", type_ignores, |d, ignore| {
                // Plain values alone stand on one line.
                let tag = repr_text(&Text::from(&**d.interner.text(ignore.tag)));
                d.out.push_str(&format!("TypeIgnore(lineno={}, tag={tag})", ignore.line));
            });
        }),
        Root::Interactive { body } => d.node("Interactive", None, |d| d.stmts("body", body)),
        Root::Expression { body } => d.node("Expression", None, |d| d.child("body", body)),
    }
    if d.failed {
        return Err(Diagnostic::placeless(Kind::RecursionError, "maximum recursion depth exceeded"));
    }
    Ok((d.out, d.nodes))
}

struct Dumper<'a> {
    out: String,
    interner: &'a Interner,
    level: usize,
    frames: usize,
    depth: usize,
    /// The line that is being written.
    line: usize,
    nodes: Vec<NodeRow>,
    /// The next field or element is its node's first.
    first: bool,
    failed: bool,
}

impl Dumper<'_> {
    fn line(&mut self) {
        if !self.first {
            self.out.push(',');
        }
        self.first = false;
        self.out.push('\n');
        self.line += 1;
        let width = self.level * INDENT;
        self.out.extend(std::iter::repeat_n(' ', width));
    }

    /// `Name(fields, attributes)`.
    fn node(&mut self, name: &'static str, span: Option<Span>, fields: impl FnOnce(&mut Self)) {
        self.frames += 1;
        if self.frames > MAX_FRAMES {
            self.failed = true;
        }
        if self.failed {
            return;
        }
        let number = self.nodes.len();
        self.nodes.push(NodeRow { kind: name, span, depth: self.depth, lines: self.line..self.line });
        self.out.push_str(name);
        self.out.push('(');
        self.level += 1;
        self.depth += 1;
        self.first = true;
        fields(self);
        if let Some(span) = span {
            self.raw("lineno", span.line);
            self.raw("col_offset", span.col);
            self.raw("end_lineno", span.end_line);
            self.raw("end_col_offset", span.end_col);
        }
        self.first = false;
        self.level -= 1;
        self.depth -= 1;
        self.frames -= 1;
        self.nodes[number].lines.end = self.line + 1;
        self.out.push(')');
    }

    fn field(&mut self, name: &str) {
        self.line();
        self.out.push_str(name);
        self.out.push('=');
    }

    fn raw(&mut self, name: &str, value: impl std::fmt::Display) {
        self.field(name);
        self.out.push_str(&value.to_string());
    }

    fn id(&mut self, name: &str, id: Name) {
        self.field(name);
        let text = self.interner.text(id).clone();
        self.out.push_str(&repr_text(&Text::from(&*text)));
    }

    fn maybe_id(&mut self, name: &str, id: Option<Name>) {
        if let Some(id) = id {
            self.id(name, id);
        }
    }

    /// A list of nodes; an empty one is left out.
    fn list<T>(&mut self, name: &str, items: &[T], mut item: impl FnMut(&mut Self, &T)) {
        if items.is_empty() {
            return;
        }
        self.field(name);
        self.out.push('[');
        self.level += 1;
        self.frames += 2;
        self.first = true;
        for each in items {
            if self.failed {
                break;
            }
            self.line();
            item(self, each);
        }
        self.first = false;
        self.frames -= 2;
        self.level -= 1;
        self.out.push(']');
    }

    fn child(&mut self, name: &str, expr: &Expr) {
        self.field(name);
        self.expr(expr);
    }

    fn maybe_child(&mut self, name: &str, expr: Option<&Expr>) {
        if let Some(expr) = expr {
            self.child(name, expr);
        }
    }

    fn exprs(&mut self, name: &str, exprs: &[Expr]) {
        self.list(name, exprs, Self::expr);
    }

    fn stmts(&mut self, name: &str, body: &[Stmt]) {
        self.list(name, body, Self::stmt);
    }

    fn ids(&mut self, name: &str, ids: &[Name]) {
        self.list(name, ids, |d, &id| {
            let text = d.interner.text(id).clone();
            d.out.push_str(&repr_text(&Text::from(&*text)));
        });
    }

    fn ctx(&mut self, ctx: Ctx) {
        self.raw("ctx", format_args!("{ctx:?}()"));
    }

    fn stmt(&mut self, stmt: &Stmt) {
        let span = Some(stmt.span);
        use StmtKind as S;
        match &stmt.kind {
            S::FunctionDef(f) => self.function("FunctionDef", span, f),
            S::AsyncFunctionDef(f) => self.function("AsyncFunctionDef", span, f),
            S::ClassDef(c) => self.node("ClassDef", span, |d| {
                d.id("name", c.name);
                d.exprs("bases", &c.bases);
                d.list("keywords", &c.keywords, Self::keyword);
                d.stmts("body", &c.body);
                d.exprs("decorator_list", &c.decorators);
                d.list("type_params", &c.type_params, Self::type_param);
            }),
            S::Return(value) => self.node("Return", span, |d| d.maybe_child("value", value.as_deref())),
            S::Delete(targets) => self.node("Delete", span, |d| d.exprs("targets", targets)),
            S::Assign { targets, value, type_comment } => self.node("Assign", span, |d| {
                d.exprs("targets", targets);
                d.child("value", value);
                d.maybe_id("type_comment", *type_comment);
            }),
            S::TypeAlias(alias) => self.node("TypeAlias", span, |d| {
                d.child("name", &alias.name);
                d.list("type_params", &alias.type_params, Self::type_param);
                d.child("value", &alias.value);
            }),
            S::AugAssign { target, op, value } => self.node("AugAssign", span, |d| {
                d.child("target", target);
                d.raw("op", format_args!("{op:?}()"));
                d.child("value", value);
            }),
            S::AnnAssign(a) => self.node("AnnAssign", span, |d| {
                d.child("target", &a.target);
                d.child("annotation", &a.annotation);
                d.maybe_child("value", a.value.as_ref());
                d.raw("simple", a.simple as i32);
            }),
            S::For(f) => self.for_loop("For", span, f),
            S::AsyncFor(f) => self.for_loop("AsyncFor", span, f),
            S::While { test, body, orelse } => self.branch("While", span, test, body, orelse),
            S::If { test, body, orelse } => self.branch("If", span, test, body, orelse),
            S::With { items, body, type_comment } => self.with("With", span, items, body, *type_comment),
            S::AsyncWith { items, body, type_comment } => {
                self.with("AsyncWith", span, items, body, *type_comment);
            }
            S::Match { subject, cases } => self.node("Match", span, |d| {
                d.child("subject", subject);
                d.list("cases", cases, |d, case| {
                    d.node("match_case", None, |d| {
                        d.field("pattern");
                        d.pattern(&case.pattern);
                        d.maybe_child("guard", case.guard.as_deref());
                        d.stmts("body", &case.body);
                    })
                });
            }),
            S::Raise { exc, cause } => self.node("Raise", span, |d| {
                d.maybe_child("exc", exc.as_deref());
                d.maybe_child("cause", cause.as_deref());
            }),
            S::Try(t) => self.try_statement("Try", span, t),
            S::TryStar(t) => self.try_statement("TryStar", span, t),
            S::Assert { test, msg } => self.node("Assert", span, |d| {
                d.child("test", test);
                d.maybe_child("msg", msg.as_deref());
            }),
            S::Import { names } => {
                self.node("Import", span, |d| d.list("names", names, Self::alias));
            }
            S::ImportFrom { module, names, level } => self.node("ImportFrom", span, |d| {
                d.maybe_id("module", *module);
                d.list("names", names, Self::alias);
                d.raw("level", level);
            }),
            S::Global(names) => self.node("Global", span, |d| d.ids("names", names)),
            S::Nonlocal(names) => self.node("Nonlocal", span, |d| d.ids("names", names)),
            S::Expr(value) => self.node("Expr", span, |d| d.child("value", value)),
            S::Pass => self.node("Pass", span, |_| {}),
            S::Break => self.node("Break", span, |_| {}),
            S::Continue => self.node("Continue", span, |_| {}),
        }
    }

    fn function(&mut self, kind: &'static str, span: Option<Span>, f: &FunctionDef) {
        self.node(kind, span, |d| {
            d.id("name", f.name);
            d.field("args");
            d.arguments(&f.args);
            d.stmts("body", &f.body);
            d.exprs("decorator_list", &f.decorators);
            d.maybe_child("returns", f.returns.as_deref());
            d.maybe_id("type_comment", f.type_comment);
            d.list("type_params", &f.type_params, Self::type_param);
        });
    }

    fn for_loop(&mut self, kind: &'static str, span: Option<Span>, f: &For) {
        self.node(kind, span, |d| {
            d.child("target", &f.target);
            d.child("iter", &f.iter);
            d.stmts("body", &f.body);
            d.stmts("orelse", &f.orelse);
            d.maybe_id("type_comment", f.type_comment);
        });
    }

    fn branch(
        &mut self,
        kind: &'static str,
        span: Option<Span>,
        test: &Expr,
        body: &[Stmt],
        orelse: &[Stmt],
    ) {
        self.node(kind, span, |d| {
            d.child("test", test);
            d.stmts("body", body);
            d.stmts("orelse", orelse);
        });
    }

    fn with(
        &mut self,
        kind: &'static str,
        span: Option<Span>,
        items: &[WithItem],
        body: &[Stmt],
        type_comment: Option<Name>,
    ) {
        self.node(kind, span, |d| {
            d.list("items", items, |d, item| {
                d.node("withitem", None, |d| {
                    d.child("context_expr", &item.context);
                    d.maybe_child("optional_vars", item.vars.as_deref());
                })
            });
            d.stmts("body", body);
            d.maybe_id("type_comment", type_comment);
        });
    }

    fn try_statement(&mut self, kind: &'static str, span: Option<Span>, t: &Try) {
        self.node(kind, span, |d| {
            d.stmts("body", &t.body);
            d.list("handlers", &t.handlers, |d, handler| {
                d.node("ExceptHandler", Some(handler.span), |d| {
                    d.maybe_child("type", handler.typ.as_deref());
                    d.maybe_id("name", handler.name);
                    d.stmts("body", &handler.body);
                })
            });
            d.stmts("orelse", &t.orelse);
            d.stmts("finalbody", &t.finalbody);
        });
    }

    fn alias(&mut self, alias: &Alias) {
        self.node("alias", Some(alias.span), |d| {
            d.id("name", alias.name);
            d.maybe_id("asname", alias.asname);
        });
    }

    fn keyword(&mut self, keyword: &Keyword) {
        self.node("keyword", Some(keyword.span), |d| {
            d.maybe_id("arg", keyword.name);
            d.child("value", &keyword.value);
        });
    }

    fn arg(&mut self, arg: &Arg) {
        self.node("arg", Some(arg.span), |d| {
            d.id("arg", arg.name);
            d.maybe_child("annotation", arg.annotation.as_deref());
            d.maybe_id("type_comment", arg.type_comment);
        });
    }

    fn arguments(&mut self, args: &Arguments) {
        self.node("arguments", None, |d| {
            d.list("posonlyargs", &args.posonlyargs, Self::arg);
            d.list("args", &args.args, Self::arg);
            if let Some(arg) = &args.vararg {
                d.field("vararg");
                d.arg(arg);
            }
            d.list("kwonlyargs", &args.kwonlyargs, Self::arg);
            d.list("kw_defaults", &args.kw_defaults, |d, default| match default {
                Some(default) => d.expr(default),
                None => d.out.push_str("None"),
            });
            if let Some(arg) = &args.kwarg {
                d.field("kwarg");
                d.arg(arg);
            }
            d.exprs("defaults", &args.defaults);
        });
    }

    fn type_param(&mut self, param: &TypeParam) {
        let span = Some(param.span);
        let (kind, bound) = match &param.kind {
            TypeParamKind::TypeVar { bound } => ("TypeVar", bound.as_deref()),
            TypeParamKind::ParamSpec => ("ParamSpec", None),
            TypeParamKind::TypeVarTuple => ("TypeVarTuple", None),
        };
        self.node(kind, span, |d| {
            d.id("name", param.name);
            d.maybe_child("bound", bound);
            d.maybe_child("default_value", param.default.as_deref());
        });
    }

    fn comprehensions(&mut self, generators: &[Comprehension]) {
        self.list("generators", generators, |d, clause| {
            d.node("comprehension", None, |d| {
                d.child("target", &clause.target);
                d.child("iter", &clause.iter);
                d.exprs("ifs", &clause.ifs);
                d.raw("is_async", clause.is_async as i32);
            })
        });
    }

    fn comprehension(
        &mut self,
        kind: &'static str,
        span: Option<Span>,
        elt: &Expr,
        generators: &[Comprehension],
    ) {
        self.node(kind, span, |d| {
            d.child("elt", elt);
            d.comprehensions(generators);
        });
    }

    fn expr(&mut self, expr: &Expr) {
        let span = Some(expr.span);
        use ExprKind as E;
        match &expr.kind {
            E::BoolOp { op, values } => self.node("BoolOp", span, |d| {
                d.raw("op", format_args!("{op:?}()"));
                d.exprs("values", values);
            }),
            E::NamedExpr { target, value } => self.node("NamedExpr", span, |d| {
                d.child("target", target);
                d.child("value", value);
            }),
            E::BinOp { left, op, right } => self.node("BinOp", span, |d| {
                d.child("left", left);
                d.raw("op", format_args!("{op:?}()"));
                d.child("right", right);
            }),
            E::UnaryOp { op, operand } => self.node("UnaryOp", span, |d| {
                d.raw("op", format_args!("{op:?}()"));
                d.child("operand", operand);
            }),
            E::Lambda { args, body } => self.node("Lambda", span, |d| {
                d.field("args");
                d.arguments(args);
                d.child("body", body);
            }),
            E::IfExp { test, body, orelse } => self.node("IfExp", span, |d| {
                d.child("test", test);
                d.child("body", body);
                d.child("orelse", orelse);
            }),
            E::Dict { keys, values } => self.node("Dict", span, |d| {
                d.list("keys", keys, |d, key| match key {
                    Some(key) => d.expr(key),
                    None => d.out.push_str("None"),
                });
                d.exprs("values", values);
            }),
            E::Set(elts) => self.node("Set", span, |d| d.exprs("elts", elts)),
            E::ListComp { elt, generators } => self.comprehension("ListComp", span, elt, generators),
            E::SetComp { elt, generators } => self.comprehension("SetComp", span, elt, generators),
            E::GeneratorExp { elt, generators } => self.comprehension("GeneratorExp", span, elt, generators),
            E::DictComp { key, value, generators } => self.node("DictComp", span, |d| {
                d.child("key", key);
                d.child("value", value);
                d.comprehensions(generators);
            }),
            E::Await(value) => self.node("Await", span, |d| d.child("value", value)),
            E::Yield(value) => self.node("Yield", span, |d| d.maybe_child("value", value.as_deref())),
            E::YieldFrom(value) => self.node("YieldFrom", span, |d| d.child("value", value)),
            E::Compare { left, ops, comparators } => self.node("Compare", span, |d| {
                d.child("left", left);
                d.list("ops", ops, |d, op| d.out.push_str(&format!("{op:?}()")));
                d.exprs("comparators", comparators);
            }),
            E::Call { func, args, keywords } => self.node("Call", span, |d| {
                d.child("func", func);
                d.exprs("args", args);
                d.list("keywords", keywords, Self::keyword);
            }),
            E::FormattedValue { value, conversion, format_spec } => self.node("FormattedValue", span, |d| {
                d.child("value", value);
                d.raw("conversion", *conversion as i32);
                d.maybe_child("format_spec", format_spec.as_deref());
            }),
            E::JoinedStr(values) => self.node("JoinedStr", span, |d| d.exprs("values", values)),
            E::Constant { value, u } => self.node("Constant", span, |d| {
                d.raw("value", repr(value));
                if *u {
                    d.raw("kind", "'u'");
                }
            }),
            E::Attribute { value, attr, ctx } => self.node("Attribute", span, |d| {
                d.child("value", value);
                d.id("attr", *attr);
                d.ctx(*ctx);
            }),
            E::Subscript { value, slice, ctx } => self.node("Subscript", span, |d| {
                d.child("value", value);
                d.child("slice", slice);
                d.ctx(*ctx);
            }),
            E::Starred { value, ctx } => self.node("Starred", span, |d| {
                d.child("value", value);
                d.ctx(*ctx);
            }),
            E::Name { id, ctx } => self.node("Name", span, |d| {
                d.id("id", *id);
                d.ctx(*ctx);
            }),
            E::List { elts, ctx } => self.node("List", span, |d| {
                d.exprs("elts", elts);
                d.ctx(*ctx);
            }),
            E::Tuple { elts, ctx } => self.node("Tuple", span, |d| {
                d.exprs("elts", elts);
                d.ctx(*ctx);
            }),
            E::Slice { lower, upper, step } => self.node("Slice", span, |d| {
                d.maybe_child("lower", lower.as_deref());
                d.maybe_child("upper", upper.as_deref());
                d.maybe_child("step", step.as_deref());
            }),
        }
    }

    fn pattern(&mut self, pattern: &Pattern) {
        let span = Some(pattern.span);
        use PatternKind as P;
        match &pattern.kind {
            P::Value(value) => self.node("MatchValue", span, |d| d.child("value", value)),
            P::Singleton(value) => self.node("MatchSingleton", span, |d| d.raw("value", repr(value))),
            P::Sequence(patterns) => {
                self.node("MatchSequence", span, |d| d.list("patterns", patterns, Self::pattern));
            }
            P::Mapping { keys, patterns, rest } => self.node("MatchMapping", span, |d| {
                d.exprs("keys", keys);
                d.list("patterns", patterns, Self::pattern);
                d.maybe_id("rest", *rest);
            }),
            P::Class { cls, patterns, kwd_attrs, kwd_patterns } => self.node("MatchClass", span, |d| {
                d.child("cls", cls);
                d.list("patterns", patterns, Self::pattern);
                d.ids("kwd_attrs", kwd_attrs);
                d.list("kwd_patterns", kwd_patterns, Self::pattern);
            }),
            P::Star(name) => self.node("MatchStar", span, |d| d.maybe_id("name", *name)),
            P::As { pattern, name } => self.node("MatchAs", span, |d| {
                if let Some(pattern) = pattern {
                    d.field("pattern");
                    d.pattern(pattern);
                }
                d.maybe_id("name", *name);
            }),
            P::Or(patterns) => self.node("MatchOr", span, |d| d.list("patterns", patterns, Self::pattern)),
        }
    }
}
