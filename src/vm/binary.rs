//! Arithmetic operators: which special method is asked, and in which order.

use super::native::NativeKind;
use super::{Res, Vm};
use crate::bytecode::opcode::BINARY_OPS;
use crate::heap::{ObjId, Owned};
use crate::object::ids::types;
use crate::object::typ::Slot;
use crate::object::{Payload, ids};

/// Operands of `BINARY_OP` from here on are in-place forms.
pub(super) const FIRST_INPLACE: u32 = 13;

/// `BINARY_OP` operands that natives name.
pub mod op {
    pub const ADD: u32 = 0;
    pub const AND: u32 = 1;
    pub const FLOOR_DIVIDE: u32 = 2;
    pub const LSHIFT: u32 = 3;
    pub const MULTIPLY: u32 = 5;
    pub const REMAINDER: u32 = 6;
    pub const OR: u32 = 7;
    pub const POWER: u32 = 8;
    pub const RSHIFT: u32 = 9;
    pub const SUBTRACT: u32 = 10;
    pub const TRUE_DIVIDE: u32 = 11;
    pub const XOR: u32 = 12;
}

/// Operators on ints whose result is an int and fits 64 bits. `exact`: neither is a bool, whose
/// bitwise operators give bools.
#[inline]
pub(super) fn int_operation(op: u32, x: i64, y: i64, exact: bool) -> Option<i64> {
    match op {
        op::ADD => x.checked_add(y),
        op::SUBTRACT => x.checked_sub(y),
        op::MULTIPLY => x.checked_mul(y),
        op::FLOOR_DIVIDE => {
            let quotient = x.checked_div(y)?;
            Some(if x % y != 0 && (x < 0) != (y < 0) { quotient - 1 } else { quotient })
        }
        op::REMAINDER => {
            let rest = x.checked_rem(y)?;
            Some(if rest != 0 && (rest < 0) != (y < 0) { rest + y } else { rest })
        }
        op::AND if exact => Some(x & y),
        op::OR if exact => Some(x | y),
        op::XOR if exact => Some(x ^ y),
        op::RSHIFT => Some(x >> u32::try_from(y).ok()?.min(63)),
        op::LSHIFT => {
            let by = u32::try_from(y).ok().filter(|&by| by < 63)?;
            let value = x << by;
            (value >> by == x).then_some(value)
        }
        _ => None,
    }
}

/// `x / y` where both are floats exactly, so that the division rounds once.
#[inline]
pub(super) fn exact_quotient(x: i64, y: i64) -> Option<f64> {
    (y != 0).then_some(())?;
    Some(exact_float(x)? / exact_float(y)?)
}

/// The int as a float, if there is one just as large.
#[inline]
pub(super) fn exact_float(x: i64) -> Option<f64> {
    const EXACT: u64 = 1 << 53;
    (x.unsigned_abs() <= EXACT).then_some(x as f64)
}

/// Operators on floats that raise nothing.
#[inline]
pub(super) fn float_operation(op: u32, x: f64, y: f64) -> Option<f64> {
    match op {
        op::ADD => Some(x + y),
        op::SUBTRACT => Some(x - y),
        op::MULTIPLY => Some(x * y),
        op::TRUE_DIVIDE if y != 0.0 => Some(x / y),
        _ => None,
    }
}

impl Vm {
    /// `a op b` with `BINARY_OP`'s operand, in-place forms included.
    #[inline]
    pub fn binary(&mut self, op: u32, a: ObjId, b: ObjId) -> Res {
        let plain = if op >= FIRST_INPLACE { op - FIRST_INPLACE } else { op };
        if let (Payload::Int(x), Payload::Int(y)) = (self.payload(a), self.payload(b)) {
            let (x, y) = (*x, *y);
            let exact = self.type_of(a) == types::INT && self.type_of(b) == types::INT;
            if let Some(value) = int_operation(plain, x, y, exact) {
                return Ok(self.new_int(value));
            }
            if plain == op::TRUE_DIVIDE
                && let Some(value) = exact_quotient(x, y)
            {
                return Ok(self.new_float(value));
            }
        }
        if let (Payload::Float(x), Payload::Float(y)) = (self.payload(a), self.payload(b))
            && let Some(value) = float_operation(plain, *x, *y)
        {
            return Ok(self.new_float(value));
        }
        self.binary_slow(op, plain, a, b)
    }

    fn binary_slow(&mut self, op: u32, plain: u32, a: ObjId, b: ObjId) -> Res {
        if op >= FIRST_INPLACE
            && let Some(method) = self.slot_of(a, Slot::inplace(plain))
            // What cannot repeat a sequence may know how to be multiplied by one.
            && (plain != op::MULTIPLY || !self.is_sequence_slot(Some(method)) || self.has_index(b))
            && let Some(value) = self.try_operator(method, a, b)?
        {
            return Ok(value);
        }
        if !(op >= FIRST_INPLACE && plain == op::MULTIPLY && self.keeps_right_unrepeated(a, b))
            && let Some(value) = self.try_binary(Slot::binary(plain), Slot::reflected(plain), a, b)?
        {
            return Ok(value);
        }
        let symbol = BINARY_OPS[op as usize];
        let shown = match plain {
            op::POWER if op < FIRST_INPLACE => "** or pow()",
            _ => symbol,
        };
        let mut message = format!(
            "unsupported operand type(s) for {shown}: '{}' and '{}'",
            self.class_name(a),
            self.class_name(b)
        );
        if op == op::RSHIFT && self.is_print(a) {
            message += ". Did you mean \"print(<message>, file=<output_stream>)\"?";
        }
        Err(self.type_error(message))
    }

    /// `a *= b` repeats no sequence `b` where `a` has methods of sequences and cannot be multiplied.
    fn keeps_right_unrepeated(&self, a: ObjId, b: ObjId) -> bool {
        let (ta, tb) = (self.type_of(a), self.type_of(b));
        let left = self.type_obj(ta);
        left.slot(Slot::binary(op::MULTIPLY)).is_none()
            && (left.slot(Slot::Len).is_some() || ids::builtin_type(ta).is_none())
            && self.is_sequence_slot(self.type_obj(tb).slot(Slot::reflected(op::MULTIPLY)))
    }
    /// Is it the function that was a statement in Python 2?
    fn is_print(&self, id: ObjId) -> bool {
        matches!(*self.payload(id), Payload::Native { native, .. } if self.native_title(native) == "print")
    }
    /// Both sides asked, the more derived first; then what sequences offer.
    pub fn try_binary(&mut self, slot: Slot, reflected: Slot, a: ObjId, b: ObjId) -> Res<Option<Owned>> {
        let (ta, tb) = (self.type_of(a), self.type_of(b));
        let left = self.type_obj(ta).slot(slot);
        let right = if ta == tb { None } else { self.type_obj(tb).slot(reflected) };
        let (left_seq, right_seq) = (self.is_sequence_slot(left), self.is_sequence_slot(right));
        let mut right_asked = false;
        if let Some(method) = right
            && !right_seq
            && left.is_some()
            && self.is_subtype(tb, ta)
            && self.type_obj(ta).slot(reflected) != right
        {
            right_asked = true;
            if let Some(value) = self.try_operator(method, b, a)? {
                return Ok(Some(value));
            }
        }
        if let Some(method) = left
            && !left_seq
            && let Some(value) = self.try_operator(method, a, b)?
        {
            return Ok(Some(value));
        }
        if let Some(method) = right
            && !right_seq
            && !right_asked
            && let Some(value) = self.try_operator(method, b, a)?
        {
            return Ok(Some(value));
        }
        if let Some(method) = left
            && left_seq
        {
            self.check_repeat(slot, b)?;
            if let Some(value) = self.try_operator(method, a, b)? {
                return Ok(Some(value));
            }
        }
        match right {
            Some(method) if right_seq => {
                self.check_repeat(slot, a)?;
                self.try_operator(method, b, a)
            }
            _ => Ok(None),
        }
    }
    /// How often a sequence is to be repeated must be a number; the methods say so in other words.
    fn check_repeat(&mut self, slot: Slot, count: ObjId) -> Res<()> {
        if !matches!(slot, Slot::Mul | Slot::Imul) || self.has_index(count) {
            return Ok(());
        }
        let message = format!("can't multiply sequence by non-int of type '{}'", self.class_name(count));
        Err(self.type_error(message))
    }
    fn is_sequence_slot(&self, method: Option<ObjId>) -> bool {
        match method.map(|m| self.payload(m)) {
            Some(Payload::Descriptor { native, .. }) => self.native(*native).kind == NativeKind::Sequence,
            _ => false,
        }
    }
    fn try_operator(&mut self, method: ObjId, a: ObjId, b: ObjId) -> Res<Option<Owned>> {
        let value = self.call_slot(method, a, &[b])?;
        if value.id() == ids::NOT_IMPLEMENTED {
            self.release(value);
            return Ok(None);
        }
        Ok(Some(value))
    }

    /// `-x`, `+x`, `~x`
    pub fn unary(&mut self, slot: Slot, symbol: &str, id: ObjId) -> Res {
        match self.call_special(id, slot, &[]) {
            Some(result) => result,
            None => {
                let message = format!("bad operand type for unary {symbol}: '{}'", self.class_name(id));
                Err(self.type_error(message))
            }
        }
    }

    /// Two strings one after the other, as a new object; `None` if one is no exact str.
    pub fn concat_strings(&mut self, a: ObjId, b: ObjId) -> Option<Owned> {
        match (self.payload(a), self.payload(b)) {
            (Payload::Str(x), Payload::Str(y))
                if self.type_of(a) == types::STR && self.type_of(b) == types::STR =>
            {
                let joined = x.concat(y);
                Some(self.new_string(joined))
            }
            _ => None,
        }
    }
}
