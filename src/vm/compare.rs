//! Comparison.

use super::{Res, Vm};
use crate::bytecode::opcode::COMPARE_OPS;
use crate::heap::{ObjId, Owned};
use crate::object::typ::Slot;
use crate::object::{Payload, ids};

/// Comparison operators as `COMPARE_OP` numbers them.
pub mod op {
    pub const LT: u32 = 0;
    pub const LE: u32 = 1;
    pub const EQ: u32 = 2;
    pub const NE: u32 = 3;
    pub const GT: u32 = 4;
    pub const GE: u32 = 5;
}

/// The operator with its sides changed.
const SWAPPED: [u32; 6] = [op::GT, op::GE, op::EQ, op::NE, op::LT, op::LE];

/// Does an ordering satisfy the operator?
#[inline]
pub fn holds(op: u32, order: std::cmp::Ordering) -> bool {
    match op {
        op::LT => order.is_lt(),
        op::LE => order.is_le(),
        op::EQ => order.is_eq(),
        op::NE => order.is_ne(),
        op::GT => order.is_gt(),
        _ => order.is_ge(),
    }
}

impl Vm {
    /// `a op b`, any object.
    #[inline]
    pub fn compare(&mut self, op: u32, a: ObjId, b: ObjId) -> Res {
        if let Some(truth) = super::simple::order(&self.state.heap, op, a, b) {
            return Ok(Owned::new(ids::bool(truth)));
        }
        if self.state.native_depth >= super::call::NATIVE_LIMIT {
            return Err(self.recursion_error(" in comparison"));
        }
        self.compare_slow(op, a, b)
    }
    fn compare_slow(&mut self, op: u32, a: ObjId, b: ObjId) -> Res {
        let (ta, tb) = (self.type_of(a), self.type_of(b));
        let reflected_first = ta != tb
            && self.is_subtype(tb, ta)
            && self.type_obj(tb).slot(Slot::compare(SWAPPED[op as usize])).is_some();
        if reflected_first && let Some(value) = self.try_compare(SWAPPED[op as usize], b, a)? {
            return Ok(value);
        }
        if let Some(value) = self.try_compare(op, a, b)? {
            return Ok(value);
        }
        if !reflected_first && let Some(value) = self.try_compare(SWAPPED[op as usize], b, a)? {
            return Ok(value);
        }
        match op {
            op::EQ => Ok(self.new_bool(a == b)),
            op::NE => Ok(self.new_bool(a != b)),
            _ => {
                let message = format!(
                    "'{}' not supported between instances of '{}' and '{}'",
                    COMPARE_OPS[op as usize],
                    self.class_name(a),
                    self.class_name(b)
                );
                Err(self.type_error(message))
            }
        }
    }
    /// A comparison that is a property. One that cannot be got is none.
    fn compare_by_property(&mut self, property: ObjId, a: ObjId, b: ObjId) -> Res<Option<Owned>> {
        let class = self.type_of(a);
        let Ok(method) = self.descr_get(property, Some(a), class) else {
            let lost = self.take_raised();
            self.release_opt(lost);
            return Ok(None);
        };
        let result = self.call(method.id(), &[b]);
        self.release(method);
        let value = result?;
        if value.id() == ids::NOT_IMPLEMENTED {
            self.release(value);
            return Ok(None);
        }
        Ok(Some(value))
    }
    /// The special method's answer, unless it is NotImplemented or missing.
    fn try_compare(&mut self, op: u32, a: ObjId, b: ObjId) -> Res<Option<Owned>> {
        if let Some(method) = self.slot_of(a, Slot::compare(op))
            && matches!(self.payload(method).base(), Payload::Property(_))
        {
            return self.compare_by_property(method, a, b);
        }
        // Where a class has some comparison of its own, even those it inherits are called as
        // methods, with their arguments in tuples.
        let packed = self.inherits_comparison(a, op).then(|| {
            let (both, other) = (self.tuple_of(&[a, b]), self.tuple_of(&[b]));
            (both, other)
        });
        let result = self.call_special(a, Slot::compare(op), &[b]);
        if let Some((both, other)) = packed {
            self.release(other);
            self.release(both);
        }
        match result {
            Some(result) => {
                let value = result?;
                if value.id() == ids::NOT_IMPLEMENTED {
                    self.release(value);
                    return Ok(None);
                }
                Ok(Some(value))
            }
            None => Ok(None),
        }
    }
    /// Is that comparison a built-in type's, while another one is the class's own?
    fn inherits_comparison(&self, id: ObjId, op: u32) -> bool {
        let ty = self.type_obj(self.type_of(id));
        let built_in = |op| {
            ty.slot(Slot::compare(op)).is_none_or(|m| matches!(self.payload(m), Payload::Descriptor { .. }))
        };
        ty.heap && built_in(op) && (op::LT..=op::GE).any(|other| !built_in(other))
    }
    /// The truth of `a op b`.
    pub fn compare_bool(&mut self, op: u32, a: ObjId, b: ObjId) -> Res<bool> {
        if let Some(truth) = super::simple::order(&self.state.heap, op, a, b) {
            return Ok(truth);
        }
        let value = self.compare(op, a, b)?;
        let truth = self.truth(value.id());
        self.release(value);
        truth
    }
    /// `a is b or a == b`, as containers compare.
    pub fn equal(&mut self, a: ObjId, b: ObjId) -> Res<bool> {
        if a == b {
            return Ok(true);
        }
        self.compare_bool(op::EQ, a, b)
    }
}
