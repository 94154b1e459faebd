//! Displays of lists, tuples, sets and dicts, and assignment to several targets.

use super::{Compiler, Result};
use crate::ast::*;
use crate::bytecode::Opcode;
use crate::constant::Constant;
use crate::source::Span;

/// More values than this are not kept on the stack at a time.
pub(super) const STACK_USE_GUIDELINE: usize = 30;
const LIST_TO_TUPLE: u32 = 6;

fn constant(e: &Expr) -> Option<&Constant> {
    match &e.kind {
        ExprKind::Constant { value, .. } => Some(value),
        _ => None,
    }
}

/// The instructions that build one kind of collection.
struct Build {
    new: Opcode,
    add: Opcode,
    extend: Opcode,
    tuple: bool,
}

const LIST: Build =
    Build { new: Opcode::BUILD_LIST, add: Opcode::LIST_APPEND, extend: Opcode::LIST_EXTEND, tuple: false };
const TUPLE: Build = Build { tuple: true, ..LIST };
const SET: Build =
    Build { new: Opcode::BUILD_SET, add: Opcode::SET_ADD, extend: Opcode::SET_UPDATE, tuple: false };

impl Compiler<'_, '_> {
    pub(super) fn list(&mut self, span: Span, elts: &[Expr], ctx: Ctx) -> Result {
        match ctx {
            Ctx::Store => self.unpack(span, elts),
            Ctx::Load => self.star_unpack(span, elts, None, 0, &LIST),
            Ctx::Del => self.exprs(elts),
        }
    }
    pub(super) fn tuple(&mut self, span: Span, elts: &[Expr], ctx: Ctx) -> Result {
        match ctx {
            Ctx::Store => self.unpack(span, elts),
            Ctx::Load => self.star_unpack(span, elts, None, 0, &TUPLE),
            Ctx::Del => self.exprs(elts),
        }
    }
    pub(super) fn set(&mut self, span: Span, elts: &[Expr]) -> Result {
        self.star_unpack(span, elts, None, 0, &SET)
    }
    /// The positional arguments of a call as a tuple.
    pub(super) fn star_tuple(
        &mut self,
        span: Span,
        elts: &[Expr],
        last: Option<&Expr>,
        pushed: u32,
    ) -> Result {
        self.star_unpack(span, elts, last, pushed, &TUPLE)
    }

    /// A collection of items, some of them perhaps `*iterable`; `pushed` are on the stack already.
    fn star_unpack(
        &mut self,
        span: Span,
        elts: &[Expr],
        last: Option<&Expr>,
        pushed: u32,
        build: &Build,
    ) -> Result {
        let all = || elts.iter().chain(last);
        let count = all().count();
        if count > 2
            && let Some(values) = all().map(|elt| constant(elt).cloned()).collect::<Option<Vec<_>>>()
        {
            if build.tuple && pushed == 0 {
                self.load_const(span, Constant::Tuple(values.into()));
                return Ok(());
            }
            let folded = match build.add {
                Opcode::SET_ADD => Constant::FrozenSet(arith::distinct(values).into()),
                _ => Constant::Tuple(values.into()),
            };
            self.op_i(span, build.new, pushed);
            self.load_const(span, folded);
            self.op_i(span, build.extend, 1);
            if build.tuple {
                self.op_i(span, Opcode::CALL_INTRINSIC_1, LIST_TO_TUPLE);
            }
            return Ok(());
        }
        let big = count + pushed as usize > STACK_USE_GUIDELINE;
        let starred = |elt: &Expr| matches!(elt.kind, ExprKind::Starred { .. });
        if !big && !all().any(starred) {
            for elt in all() {
                self.expr(elt)?;
            }
            let op = if build.tuple { Opcode::BUILD_TUPLE } else { build.new };
            self.op_i(span, op, count as u32 + pushed);
            return Ok(());
        }
        let mut built = big;
        if big {
            self.op_i(span, build.new, pushed);
        }
        for (i, elt) in all().enumerate() {
            if let ExprKind::Starred { value, .. } = &elt.kind {
                if !built {
                    self.op_i(span, build.new, i as u32 + pushed);
                    built = true;
                }
                self.expr(value)?;
                self.op_i(span, build.extend, 1);
            } else {
                self.expr(elt)?;
                if built {
                    self.op_i(span, build.add, 1);
                }
            }
        }
        if build.tuple {
            self.op_i(span, Opcode::CALL_INTRINSIC_1, LIST_TO_TUPLE);
        }
        Ok(())
    }

    /// Assigns the items of the value on the stack to several targets.
    fn unpack(&mut self, span: Span, elts: &[Expr]) -> Result {
        let mut star = None;
        for (i, elt) in elts.iter().enumerate() {
            if !matches!(elt.kind, ExprKind::Starred { .. }) {
                continue;
            }
            if star.is_some() {
                return self.error(span, "multiple starred expressions in assignment");
            }
            let after = elts.len() - i - 1;
            if i >= 1 << 8 || after >= (i32::MAX >> 8) as usize {
                return self.error(span, "too many expressions in star-unpacking assignment");
            }
            self.op_i(span, Opcode::UNPACK_EX, (i + (after << 8)) as u32);
            star = Some(i);
        }
        if star.is_none() {
            self.op_i(span, Opcode::UNPACK_SEQUENCE, elts.len() as u32);
        }
        for elt in elts {
            match &elt.kind {
                ExprKind::Starred { value, .. } => self.expr(value)?,
                _ => self.expr(elt)?,
            }
        }
        Ok(())
    }

    pub(super) fn dict(&mut self, span: Span, keys: &[Option<Expr>], values: &[Expr]) -> Result {
        let mut have_dict = false;
        let update = |this: &mut Self, have_dict: &mut bool| {
            if *have_dict {
                this.op_i(span, Opcode::DICT_UPDATE, 1);
            }
            *have_dict = true;
        };
        // Items that wait from here on.
        let mut start = 0;
        for (i, (key, value)) in keys.iter().zip(values).enumerate() {
            if key.is_none() {
                if start < i {
                    self.sub_dict(span, &keys[start..i], &values[start..i])?;
                    update(self, &mut have_dict);
                }
                if !have_dict {
                    self.op_i(span, Opcode::BUILD_MAP, 0);
                    have_dict = true;
                }
                self.expr(value)?;
                self.op_i(span, Opcode::DICT_UPDATE, 1);
                start = i + 1;
            } else if (i - start) * 2 > STACK_USE_GUIDELINE {
                self.sub_dict(span, &keys[start..=i], &values[start..=i])?;
                update(self, &mut have_dict);
                start = i + 1;
            }
        }
        if start < keys.len() {
            self.sub_dict(span, &keys[start..], &values[start..])?;
            update(self, &mut have_dict);
        }
        if !have_dict {
            self.op_i(span, Opcode::BUILD_MAP, 0);
        }
        Ok(())
    }

    fn sub_dict(&mut self, span: Span, keys: &[Option<Expr>], values: &[Expr]) -> Result {
        let count = keys.len();
        let big = count * 2 > STACK_USE_GUIDELINE;
        if count > 1
            && !big
            && let Some(keys) =
                keys.iter().map(|key| key.as_ref().and_then(constant).cloned()).collect::<Option<Vec<_>>>()
        {
            self.exprs(values)?;
            self.load_const(span, Constant::Tuple(keys.into()));
            self.op_i(span, Opcode::BUILD_CONST_KEY_MAP, count as u32);
            return Ok(());
        }
        if big {
            self.op_i(span, Opcode::BUILD_MAP, 0);
        }
        for (key, value) in keys.iter().zip(values) {
            if let Some(key) = key {
                self.expr(key)?;
            }
            self.expr(value)?;
            if big {
                self.op_i(span, Opcode::MAP_ADD, 1);
            }
        }
        if !big {
            self.op_i(span, Opcode::BUILD_MAP, count as u32);
        }
        Ok(())
    }
}
