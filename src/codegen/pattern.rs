//! `match` statements (PEP 634).
//!
//! A pattern takes the subject from the top of the stack; on failure it jumps to the label that
//! pops what it has left there. Captured values wait on the stack, below what is still needed,
//! until the whole pattern has matched.

use super::{Compiler, Result};
use crate::ast::*;
use crate::bytecode::{Label, Opcode};
use crate::constant::Constant;
use crate::constant::repr::repr;
use crate::source::{Name, Span};

/// The state of one case.
#[derive(Default)]
struct Context {
    /// Names captured so far, in the order of their values on the stack.
    stores: Vec<Name>,
    allow_irrefutable: bool,
    /// By number of values to pop: where to jump on failure.
    fail_pop: Vec<Label>,
    /// Values that must stay on top of captured ones.
    on_top: usize,
}

fn is_wildcard(p: &Pattern) -> bool {
    // `p as _` cannot be written, so no name means no pattern either.
    matches!(p.kind, PatternKind::As { name: None, .. })
}
fn is_star_wildcard(p: &Pattern) -> bool {
    matches!(p.kind, PatternKind::Star(None))
}
fn is_star(p: &Pattern) -> bool {
    matches!(p.kind, PatternKind::Star(_))
}

impl<'t> Compiler<'t, '_> {
    pub(super) fn match_(&mut self, subject: &Expr, cases: &'t [MatchCase]) -> Result {
        self.expr(subject)?;
        let end = self.label();
        let Some((last, first)) = cases.split_last() else { return Ok(()) };
        let has_default = is_wildcard(&last.pattern) && !first.is_empty();
        let tested = if has_default { first } else { cases };
        for (i, case) in tested.iter().enumerate() {
            let span = case.pattern.span;
            let is_last = i + 1 == tested.len();
            if !is_last {
                self.op_i(span, Opcode::COPY, 1);
            }
            let mut context = Context {
                allow_irrefutable: case.guard.is_some() || i + 1 == cases.len(),
                ..Context::default()
            };
            self.pattern(&case.pattern, &mut context)?;
            for name in std::mem::take(&mut context.stores) {
                self.store(span, name)?;
            }
            if let Some(guard) = &case.guard {
                let fail = self.fail_label(&mut context, 0);
                self.jump_if(guard, fail, false)?;
            }
            if !is_last {
                self.op(span, Opcode::POP_TOP);
            }
            self.stmts(&case.body)?;
            self.jump(Span::NONE, Opcode::JUMP, end);
            self.place_fail_labels(span, &mut context);
        }
        if has_default {
            // Says that the line of `case _:` was reached.
            self.op(last.pattern.span, Opcode::NOP);
            if let Some(guard) = &last.guard {
                self.jump_if(guard, end, false)?;
            }
            self.stmts(&last.body)?;
        }
        self.place(end);
        Ok(())
    }

    fn fail_label(&mut self, context: &mut Context, pops: usize) -> Label {
        while context.fail_pop.len() <= pops {
            let label = self.label();
            context.fail_pop.push(label);
        }
        context.fail_pop[pops]
    }

    fn jump_to_fail(&mut self, span: Span, context: &mut Context, op: Opcode) {
        let pops = context.on_top + context.stores.len();
        let label = self.fail_label(context, pops);
        self.jump(span, op, label);
    }

    fn place_fail_labels(&mut self, span: Span, context: &mut Context) {
        let labels = std::mem::take(&mut context.fail_pop);
        for (pops, label) in labels.into_iter().enumerate().rev() {
            self.place(label);
            if pops > 0 {
                self.op(span, Opcode::POP_TOP);
            }
        }
    }

    /// Moves the top of the stack below `count - 1` values.
    fn rotate(&mut self, span: Span, count: usize) {
        for depth in (2..=count).rev() {
            self.op_i(span, Opcode::SWAP, depth as u32);
        }
    }

    fn capture(&mut self, span: Span, name: Option<Name>, context: &mut Context) -> Result {
        let Some(name) = name else {
            self.op(span, Opcode::POP_TOP);
            return Ok(());
        };
        self.forbidden_name(span, name, Ctx::Store)?;
        if context.stores.contains(&name) {
            return self.duplicate_capture(span, name);
        }
        self.rotate(span, context.on_top + context.stores.len() + 1);
        context.stores.push(name);
        Ok(())
    }
    fn duplicate_capture(&self, span: Span, name: Name) -> Result {
        let name = self.interner.text(name);
        self.error(span, format!("multiple assignments to name '{name}' in pattern"))
    }

    fn pattern(&mut self, p: &Pattern, context: &mut Context) -> Result {
        let span = p.span;
        match &p.kind {
            PatternKind::Value(value) => {
                if !matches!(value.kind, ExprKind::Constant { .. } | ExprKind::Attribute { .. }) {
                    return self.error(span, "patterns may only match literals and attribute lookups");
                }
                self.expr(value)?;
                self.compare_op(span, CmpOp::Eq);
                self.op(span, Opcode::TO_BOOL);
                self.jump_to_fail(span, context, Opcode::POP_JUMP_IF_FALSE);
                Ok(())
            }
            PatternKind::Singleton(value) => {
                self.load_const(span, value.clone());
                self.compare_op(span, CmpOp::Is);
                self.jump_to_fail(span, context, Opcode::POP_JUMP_IF_FALSE);
                Ok(())
            }
            PatternKind::Sequence(patterns) => self.sequence_pattern(span, patterns, context),
            PatternKind::Mapping { keys, patterns, rest } => {
                self.mapping_pattern(span, keys, patterns, *rest, context)
            }
            PatternKind::Class { cls, patterns, kwd_attrs, kwd_patterns } => {
                self.class_pattern(span, cls, patterns, kwd_attrs, kwd_patterns, context)
            }
            PatternKind::Star(name) => self.capture(span, *name, context),
            PatternKind::As { pattern: None, name } => {
                if !context.allow_irrefutable {
                    return match name {
                        Some(name) => {
                            let name = self.interner.text(*name);
                            let message =
                                format!("name capture '{name}' makes remaining patterns unreachable");
                            self.error(span, message)
                        }
                        None => self.error(span, "wildcard makes remaining patterns unreachable"),
                    };
                }
                self.capture(span, *name, context)
            }
            PatternKind::As { pattern: Some(pattern), name } => {
                context.on_top += 1;
                self.op_i(span, Opcode::COPY, 1);
                self.pattern(pattern, context)?;
                context.on_top -= 1;
                self.capture(span, *name, context)
            }
            PatternKind::Or(patterns) => self.or_pattern(span, patterns, context),
        }
    }

    /// A pattern inside another one may match anything.
    fn subpattern(&mut self, p: &Pattern, context: &mut Context) -> Result {
        let allow = std::mem::replace(&mut context.allow_irrefutable, true);
        self.pattern(p, context)?;
        context.allow_irrefutable = allow;
        Ok(())
    }

    /// Fails unless the subject's length compares so.
    fn check_length(&mut self, span: Span, size: usize, op: CmpOp, context: &mut Context) {
        self.op(span, Opcode::GET_LEN);
        self.load_const(span, Constant::Int(size as i64));
        self.compare_op(span, op);
        self.jump_to_fail(span, context, Opcode::POP_JUMP_IF_FALSE);
    }

    fn sequence_pattern(&mut self, span: Span, patterns: &[Pattern], context: &mut Context) -> Result {
        let mut stars = patterns.iter().enumerate().filter(|(_, p)| is_star(p));
        let star = stars.next().map(|(i, _)| i);
        if stars.next().is_some() {
            return self.error(span, "multiple starred names in sequence pattern");
        }
        let only_wildcards = patterns.iter().all(|p| is_wildcard(p) || is_star_wildcard(p));
        context.on_top += 1;
        self.op(span, Opcode::MATCH_SEQUENCE);
        self.jump_to_fail(span, context, Opcode::POP_JUMP_IF_FALSE);
        if star.is_none() {
            self.check_length(span, patterns.len(), CmpOp::Eq, context);
        } else if patterns.len() > 1 {
            self.check_length(span, patterns.len() - 1, CmpOp::GtE, context);
        }
        context.on_top -= 1;
        match star {
            _ if only_wildcards => self.op(span, Opcode::POP_TOP),
            Some(star) if is_star_wildcard(&patterns[star]) => {
                return self.sequence_by_index(span, patterns, star, context);
            }
            _ => return self.sequence_by_unpacking(span, patterns, star, context),
        }
        Ok(())
    }

    fn sequence_by_unpacking(
        &mut self,
        span: Span,
        patterns: &[Pattern],
        star: Option<usize>,
        context: &mut Context,
    ) -> Result {
        match star {
            Some(before) => {
                let after = patterns.len() - before - 1;
                if before >= 1 << 8 || after >= (i32::MAX >> 8) as usize {
                    return self.error(span, "too many expressions in star-unpacking sequence pattern");
                }
                self.op_i(span, Opcode::UNPACK_EX, (before + (after << 8)) as u32);
            }
            None => self.op_i(span, Opcode::UNPACK_SEQUENCE, patterns.len() as u32),
        }
        context.on_top += patterns.len();
        for pattern in patterns {
            context.on_top -= 1;
            self.subpattern(pattern, context)?;
        }
        Ok(())
    }

    /// With `*_` among the patterns only the items that matter are looked up.
    fn sequence_by_index(
        &mut self,
        span: Span,
        patterns: &[Pattern],
        star: usize,
        context: &mut Context,
    ) -> Result {
        context.on_top += 1;
        for (i, pattern) in patterns.iter().enumerate() {
            if i == star || is_wildcard(pattern) {
                continue;
            }
            self.op_i(span, Opcode::COPY, 1);
            if i < star {
                self.load_const(span, Constant::Int(i as i64));
            } else {
                self.op(span, Opcode::GET_LEN);
                self.load_const(span, Constant::Int((patterns.len() - i) as i64));
                self.binary(span, Operator::Sub, false);
            }
            self.op(span, Opcode::BINARY_SUBSCR);
            self.subpattern(pattern, context)?;
        }
        context.on_top -= 1;
        self.op(span, Opcode::POP_TOP);
        Ok(())
    }

    /// Fails if the value on top is None (which then stays there).
    fn fail_if_none(&mut self, span: Span, context: &mut Context) {
        self.op_i(span, Opcode::COPY, 1);
        self.load_const(span, Constant::None);
        self.compare_op(span, CmpOp::IsNot);
        self.jump_to_fail(span, context, Opcode::POP_JUMP_IF_FALSE);
    }

    fn class_pattern(
        &mut self,
        span: Span,
        cls: &Expr,
        patterns: &[Pattern],
        attrs: &[Name],
        attr_patterns: &[Pattern],
        context: &mut Context,
    ) -> Result {
        for (i, (&attr, pattern)) in attrs.iter().zip(attr_patterns).enumerate() {
            self.forbidden_name(pattern.span, attr, Ctx::Store)?;
            if let Some(other) = attrs[i + 1..].iter().position(|other| *other == attr) {
                let attr = self.interner.text(attr);
                let message = format!("attribute name repeated in class pattern: {attr}");
                return self.error(attr_patterns[i + 1 + other].span, message);
            }
        }
        self.expr(cls)?;
        let names = attrs.iter().map(|attr| self.str_of(*attr)).collect();
        self.load_const(span, Constant::Tuple(names));
        self.op_i(span, Opcode::MATCH_CLASS, patterns.len() as u32);
        // The tuple of attributes stands where the subject stood.
        self.op_i(span, Opcode::COPY, 1);
        self.load_const(span, Constant::None);
        self.compare_op(span, CmpOp::IsNot);
        context.on_top += 1;
        self.jump_to_fail(span, context, Opcode::POP_JUMP_IF_FALSE);
        let count = patterns.len() + attrs.len();
        self.op_i(span, Opcode::UNPACK_SEQUENCE, count as u32);
        context.on_top = context.on_top + count - 1;
        for pattern in patterns.iter().chain(attr_patterns) {
            context.on_top -= 1;
            if is_wildcard(pattern) {
                self.op(span, Opcode::POP_TOP);
            } else {
                self.subpattern(pattern, context)?;
            }
        }
        Ok(())
    }

    fn mapping_pattern(
        &mut self,
        span: Span,
        keys: &[Expr],
        patterns: &[Pattern],
        rest: Option<Name>,
        context: &mut Context,
    ) -> Result {
        context.on_top += 1;
        self.op(span, Opcode::MATCH_MAPPING);
        self.jump_to_fail(span, context, Opcode::POP_JUMP_IF_FALSE);
        if keys.is_empty() && rest.is_none() {
            context.on_top -= 1;
            self.op(span, Opcode::POP_TOP);
            return Ok(());
        }
        if !keys.is_empty() {
            self.check_length(span, keys.len(), CmpOp::GtE, context);
        }
        let mut seen: Vec<&Constant> = Vec::new();
        for key in keys {
            match &key.kind {
                ExprKind::Constant { value, .. } => {
                    if seen.iter().any(|old| arith::equal(old, value)) {
                        let repr = repr(value);
                        let message = format!("mapping pattern checks duplicate key ({repr})");
                        return self.error(span, message);
                    }
                    seen.push(value);
                }
                ExprKind::Attribute { .. } => {}
                _ => {
                    let message = "mapping pattern keys may only match literals and attribute lookups";
                    return self.error(span, message);
                }
            }
            self.expr(key)?;
        }
        let size = keys.len() as u32;
        self.op_i(span, Opcode::BUILD_TUPLE, size);
        self.op(span, Opcode::MATCH_KEYS);
        context.on_top += 2;
        self.fail_if_none(span, context);
        self.op_i(span, Opcode::UNPACK_SEQUENCE, size);
        context.on_top = context.on_top + keys.len() - 1;
        for pattern in patterns {
            context.on_top -= 1;
            self.subpattern(pattern, context)?;
        }
        context.on_top -= 2;
        if rest.is_none() {
            self.op(span, Opcode::POP_TOP);
            self.op(span, Opcode::POP_TOP);
            return Ok(());
        }
        // A copy of the subject, less the keys.
        self.op_i(span, Opcode::BUILD_MAP, 0);
        self.op_i(span, Opcode::SWAP, 3);
        self.op_i(span, Opcode::DICT_UPDATE, 2);
        self.op_i(span, Opcode::UNPACK_SEQUENCE, size);
        for left in (1..=size).rev() {
            self.op_i(span, Opcode::COPY, 1 + left);
            self.op_i(span, Opcode::SWAP, 2);
            self.op(span, Opcode::DELETE_SUBSCR);
        }
        self.capture(span, rest, context)
    }

    fn or_pattern(&mut self, span: Span, patterns: &[Pattern], context: &mut Context) -> Result {
        let end = self.label();
        // The names that the first alternative captures, in its order.
        let mut control: Option<Vec<Name>> = None;
        for (i, alternative) in patterns.iter().enumerate() {
            let mut inner = Context {
                allow_irrefutable: i + 1 == patterns.len() && context.allow_irrefutable,
                ..Context::default()
            };
            let place = alternative.span;
            self.op_i(place, Opcode::COPY, 1);
            self.pattern(alternative, &mut inner)?;
            match &control {
                None => control = Some(std::mem::take(&mut inner.stores)),
                Some(control) => {
                    if !self.reorder(place, control, &mut inner.stores) {
                        return self.error(span, "alternative patterns bind different names");
                    }
                }
            }
            self.jump(place, Opcode::JUMP, end);
            inner.stores.clear();
            self.place_fail_labels(place, &mut inner);
        }
        // No alternative matched: drop the copy of the subject and fail.
        self.op(span, Opcode::POP_TOP);
        self.jump_to_fail(span, context, Opcode::JUMP);
        self.place(end);
        let names = control.unwrap_or_default();
        let rotations = names.len() + 1 + context.on_top + context.stores.len();
        for name in names {
            self.rotate(span, rotations);
            if context.stores.contains(&name) {
                return self.duplicate_capture(span, name);
            }
            context.stores.push(name);
        }
        self.op(span, Opcode::POP_TOP);
        Ok(())
    }

    /// Brings an alternative's captures into the order of the first one's; false if the names
    /// differ.
    fn reorder(&mut self, span: Span, control: &[Name], stores: &mut Vec<Name>) -> bool {
        if stores.len() != control.len() {
            return false;
        }
        for (wanted, name) in control.iter().enumerate().rev() {
            let Some(found) = stores.iter().position(|store| store == name) else { return false };
            if found == wanted {
                continue;
            }
            let rotated: Vec<Name> = stores.drain(..=found).collect();
            let at = wanted - found;
            stores.splice(at..at, rotated);
            for _ in 0..=found {
                self.rotate(span, wanted + 1);
            }
        }
        true
    }
}
