//! Expressions back to text, as `from __future__ import annotations` stores them (PEP 563).

use super::*;
use crate::constant::repr::repr;
use crate::constant::{Text, push_code_point};
use crate::source::Interner;

/// How tightly an operator binds, loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Tuple,
    Test,
    Or,
    And,
    Not,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Arith,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

/// The expression's text.
pub fn unparse(e: &Expr, interner: &Interner) -> Text {
    Text::from_bytes(&unparse_at(e, interner, Level::Test)).unwrap_or_default()
}

fn unparse_at(e: &Expr, interner: &Interner, level: Level) -> Vec<u8> {
    let mut writer = Writer { out: Vec::new(), interner };
    writer.expr(e, level);
    writer.out
}

struct Writer<'a> {
    out: Vec<u8>,
    interner: &'a Interner,
}

impl Writer<'_> {
    fn text(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }
    fn name(&mut self, name: Name) {
        let interner = self.interner;
        self.text(interner.text(name));
    }

    /// Something in parentheses if the place binds tighter than it does.
    fn grouped(&mut self, parens: bool, write: impl FnOnce(&mut Self)) {
        if parens {
            self.text("(");
        }
        write(self);
        if parens {
            self.text(")");
        }
    }

    fn list(&mut self, exprs: &[Expr], level: Level) {
        for (i, expr) in exprs.iter().enumerate() {
            if i > 0 {
                self.text(", ");
            }
            self.expr(expr, level);
        }
    }

    fn expr(&mut self, e: &Expr, level: Level) {
        match &e.kind {
            ExprKind::BoolOp { op, values } => {
                let (word, own, next) = match op {
                    BoolOp::And => (" and ", Level::And, Level::Not),
                    BoolOp::Or => (" or ", Level::Or, Level::And),
                };
                self.grouped(level > own, |w| {
                    for (i, value) in values.iter().enumerate() {
                        if i > 0 {
                            w.text(word);
                        }
                        w.expr(value, next);
                    }
                });
            }
            ExprKind::BinOp { left, op, right } => self.binary(left, *op, right, level),
            ExprKind::UnaryOp { op, operand } => {
                let (word, own) = match op {
                    UnaryOp::Invert => ("~", Level::Factor),
                    UnaryOp::Not => ("not ", Level::Not),
                    UnaryOp::UAdd => ("+", Level::Factor),
                    UnaryOp::USub => ("-", Level::Factor),
                };
                self.grouped(level > own, |w| {
                    w.text(word);
                    w.expr(operand, own);
                });
            }
            ExprKind::Lambda { args, body } => self.grouped(level > Level::Test, |w| {
                let positional = !args.args.is_empty() || !args.posonlyargs.is_empty();
                w.text(if positional { "lambda " } else { "lambda" });
                w.arguments(args);
                w.text(": ");
                w.expr(body, Level::Test);
            }),
            ExprKind::IfExp { test, body, orelse } => self.grouped(level > Level::Test, |w| {
                w.expr(body, Level::Or);
                w.text(" if ");
                w.expr(test, Level::Or);
                w.text(" else ");
                w.expr(orelse, Level::Test);
            }),
            ExprKind::Dict { keys, values } => {
                self.text("{");
                for (i, (key, value)) in keys.iter().zip(values).enumerate() {
                    if i > 0 {
                        self.text(", ");
                    }
                    match key {
                        Some(key) => {
                            self.expr(key, Level::Test);
                            self.text(": ");
                            self.expr(value, Level::Test);
                        }
                        None => {
                            self.text("**");
                            self.expr(value, Level::BitOr);
                        }
                    }
                }
                self.text("}");
            }
            ExprKind::Set(elts) => {
                self.text("{");
                self.list(elts, Level::Test);
                self.text("}");
            }
            ExprKind::GeneratorExp { elt, generators } => self.comprehension("(", elt, generators, ")"),
            ExprKind::ListComp { elt, generators } => self.comprehension("[", elt, generators, "]"),
            ExprKind::SetComp { elt, generators } => self.comprehension("{", elt, generators, "}"),
            ExprKind::DictComp { key, value, generators } => {
                self.text("{");
                self.expr(key, Level::Test);
                self.text(": ");
                self.comprehension("", value, generators, "}");
            }
            ExprKind::Yield(None) => self.text("(yield)"),
            ExprKind::Yield(Some(value)) => {
                self.text("(yield ");
                self.expr(value, Level::Test);
                self.text(")");
            }
            ExprKind::YieldFrom(value) => {
                self.text("(yield from ");
                self.expr(value, Level::Test);
                self.text(")");
            }
            ExprKind::Await(value) => self.grouped(level > Level::Await, |w| {
                w.text("await ");
                w.expr(value, Level::Atom);
            }),
            ExprKind::Compare { left, ops, comparators } => self.grouped(level > Level::Compare, |w| {
                w.expr(left, Level::BitOr);
                for (op, comparator) in ops.iter().zip(comparators) {
                    w.text(match op {
                        CmpOp::Eq => " == ",
                        CmpOp::NotEq => " != ",
                        CmpOp::Lt => " < ",
                        CmpOp::LtE => " <= ",
                        CmpOp::Gt => " > ",
                        CmpOp::GtE => " >= ",
                        CmpOp::Is => " is ",
                        CmpOp::IsNot => " is not ",
                        CmpOp::In => " in ",
                        CmpOp::NotIn => " not in ",
                    });
                    w.expr(comparator, Level::BitOr);
                }
            }),
            ExprKind::Call { func, args, keywords } => {
                self.expr(func, Level::Atom);
                if let ([only], []) = (&args[..], &keywords[..])
                    && matches!(only.kind, ExprKind::GeneratorExp { .. })
                {
                    return self.expr(only, Level::Test);
                }
                self.text("(");
                self.list(args, Level::Test);
                for (i, keyword) in keywords.iter().enumerate() {
                    if i > 0 || !args.is_empty() {
                        self.text(", ");
                    }
                    match keyword.name {
                        Some(name) => {
                            self.name(name);
                            self.text("=");
                        }
                        None => self.text("**"),
                    }
                    self.expr(&keyword.value, Level::Test);
                }
                self.text(")");
            }
            ExprKind::Constant { value: Constant::Ellipsis, .. } => self.text("..."),
            ExprKind::Constant { value, u } => {
                if *u {
                    self.text("u");
                }
                self.constant(value);
            }
            ExprKind::JoinedStr(values) => self.joined(values, false),
            ExprKind::FormattedValue { value, conversion, format_spec } => {
                self.formatted(value, *conversion, format_spec.as_deref());
            }
            ExprKind::Attribute { value, attr, .. } => {
                self.expr(value, Level::Atom);
                let int = matches!(
                    value.kind,
                    ExprKind::Constant { value: Constant::Int(_) | Constant::BigInt(_), .. }
                );
                // `1 .real`, as `1.real` is no number.
                self.text(if int { " ." } else { "." });
                self.name(*attr);
            }
            ExprKind::Subscript { value, slice, .. } => {
                self.expr(value, Level::Atom);
                self.text("[");
                self.expr(slice, Level::Tuple);
                self.text("]");
            }
            ExprKind::Starred { value, .. } => {
                self.text("*");
                self.expr(value, Level::BitOr);
            }
            ExprKind::Slice { lower, upper, step } => {
                if let Some(lower) = lower {
                    self.expr(lower, Level::Test);
                }
                self.text(":");
                if let Some(upper) = upper {
                    self.expr(upper, Level::Test);
                }
                if let Some(step) = step {
                    self.text(":");
                    self.expr(step, Level::Test);
                }
            }
            ExprKind::Name { id, .. } => self.name(*id),
            ExprKind::List { elts, .. } => {
                self.text("[");
                self.list(elts, Level::Test);
                self.text("]");
            }
            ExprKind::Tuple { elts, .. } if elts.is_empty() => self.text("()"),
            ExprKind::Tuple { elts, .. } => self.grouped(level > Level::Tuple, |w| {
                w.list(elts, Level::Test);
                if elts.len() == 1 {
                    w.text(",");
                }
            }),
            ExprKind::NamedExpr { target, value } => self.grouped(level > Level::Tuple, |w| {
                w.expr(target, Level::Atom);
                w.text(" := ");
                w.expr(value, Level::Atom);
            }),
        }
    }

    fn binary(&mut self, left: &Expr, op: Operator, right: &Expr, level: Level) {
        // The operator, how tightly it binds, and the next tighter level.
        let (word, own, next) = match op {
            Operator::Add => (" + ", Level::Arith, Level::Term),
            Operator::Sub => (" - ", Level::Arith, Level::Term),
            Operator::Mult => (" * ", Level::Term, Level::Factor),
            Operator::MatMult => (" @ ", Level::Term, Level::Factor),
            Operator::Div => (" / ", Level::Term, Level::Factor),
            Operator::Mod => (" % ", Level::Term, Level::Factor),
            Operator::FloorDiv => (" // ", Level::Term, Level::Factor),
            Operator::LShift => (" << ", Level::Shift, Level::Arith),
            Operator::RShift => (" >> ", Level::Shift, Level::Arith),
            Operator::BitOr => (" | ", Level::BitOr, Level::BitXor),
            Operator::BitXor => (" ^ ", Level::BitXor, Level::BitAnd),
            Operator::BitAnd => (" & ", Level::BitAnd, Level::Shift),
            Operator::Pow => (" ** ", Level::Power, Level::Await),
        };
        let (before, after) = if op == Operator::Pow { (next, own) } else { (own, next) };
        self.grouped(level > own, |w| {
            w.expr(left, before);
            w.text(word);
            w.expr(right, after);
        });
    }

    fn comprehension(&mut self, open: &str, elt: &Expr, generators: &[Comprehension], close: &str) {
        self.text(open);
        self.expr(elt, Level::Test);
        for generator in generators {
            self.text(if generator.is_async { " async for " } else { " for " });
            self.expr(&generator.target, Level::Tuple);
            self.text(" in ");
            self.expr(&generator.iter, Level::Or);
            for condition in &generator.ifs {
                self.text(" if ");
                self.expr(condition, Level::Or);
            }
        }
        self.text(close);
    }

    fn arguments(&mut self, args: &Arguments) {
        let mut first = true;
        let mut comma = |w: &mut Self| {
            if !std::mem::take(&mut first) {
                w.text(", ");
            }
        };
        let positional = args.posonlyargs.len() + args.args.len();
        let without_default = positional.saturating_sub(args.defaults.len());
        for (i, arg) in args.posonlyargs.iter().chain(&args.args).enumerate() {
            comma(self);
            self.name(arg.name);
            if let Some(default) = i.checked_sub(without_default).and_then(|i| args.defaults.get(i)) {
                self.text("=");
                self.expr(default, Level::Test);
            }
            if i + 1 == args.posonlyargs.len() {
                self.text(", /");
            }
        }
        if args.vararg.is_some() || !args.kwonlyargs.is_empty() {
            comma(self);
            self.text("*");
            if let Some(arg) = &args.vararg {
                self.name(arg.name);
            }
        }
        for (arg, default) in args.kwonlyargs.iter().zip(&args.kw_defaults) {
            comma(self);
            self.name(arg.name);
            if let Some(default) = default {
                self.text("=");
                self.expr(default, Level::Test);
            }
        }
        if let Some(arg) = &args.kwarg {
            comma(self);
            self.text("**");
            self.name(arg.name);
        }
    }

    fn constant(&mut self, value: &Constant) {
        match value {
            Constant::Tuple(items) => {
                self.text("(");
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        self.text(", ");
                    }
                    self.constant(item);
                }
                self.text(if items.len() == 1 { ",)" } else { ")" });
            }
            // There is no literal for infinity, but this one is too big.
            Constant::Float(f) if f.is_infinite() => self.text(&repr(value).replace("inf", "1e309")),
            Constant::Complex { .. } => self.text(&repr(value).replace("inf", "1e309")),
            _ => self.text(&repr(value)),
        }
    }

    fn joined(&mut self, values: &[Expr], in_spec: bool) {
        let mut body = Writer { out: Vec::new(), interner: self.interner };
        for value in values {
            body.fstring_part(value, in_spec);
        }
        if in_spec {
            self.out.append(&mut body.out);
            return;
        }
        let body = Text::from_bytes(&body.out).unwrap_or_default();
        self.text("f");
        self.text(&repr(&Constant::Str(body)));
    }

    fn fstring_part(&mut self, e: &Expr, in_spec: bool) {
        match &e.kind {
            ExprKind::Constant { value: Constant::Str(text), .. } => {
                for point in text.code_points() {
                    push_code_point(&mut self.out, point);
                    if point == '{' as u32 || point == '}' as u32 {
                        push_code_point(&mut self.out, point);
                    }
                }
            }
            ExprKind::JoinedStr(values) => self.joined(values, in_spec),
            ExprKind::FormattedValue { value, conversion, format_spec } => {
                self.formatted(value, *conversion, format_spec.as_deref());
            }
            _ => self.expr(e, Level::Test),
        }
    }

    fn formatted(&mut self, value: &Expr, conversion: Conversion, spec: Option<&Expr>) {
        // A lambda needs parentheses because of its colon.
        let mut inner = unparse_at(value, self.interner, Level::Or);
        self.text(if inner.starts_with(b"{") { "{ " } else { "{" });
        self.out.append(&mut inner);
        self.text(match conversion {
            Conversion::None => "",
            Conversion::Str => "!s",
            Conversion::Repr => "!r",
            Conversion::Ascii => "!a",
        });
        if let Some(spec) = spec {
            self.text(":");
            self.fstring_part(spec, true);
        }
        self.text("}");
    }
}
