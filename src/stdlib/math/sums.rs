//! `math`: sums and products of many numbers.

use crate::heap::{ObjId, Owned};
use crate::object::Payload;
use crate::object::ids::{self, types};
use crate::vm::binary::op;
use crate::vm::{Args, Res, Vm};
use pymath::{Error, math};

fn floats(vm: &mut Vm, items: &[ObjId]) -> Res<Vec<f64>> {
    items.iter().map(|&i| vm.to_float(i)).collect()
}
pub fn hypot(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let coordinates = floats(vm, args)?;
    Ok(vm.new_float(math::hypot(&coordinates)))
}
pub fn dist(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let p = vm.sequence_tuple(args[0])?;
    let q = match vm.sequence_tuple(args[1]) {
        Ok(q) => q,
        Err(e) => {
            vm.release(p);
            return Err(e);
        }
    };
    let (a, b) = (vm.sequence_items(p.id()).to_vec(), vm.sequence_items(q.id()).to_vec());
    let result = if a.len() == b.len() {
        floats(vm, &a).and_then(|a| Ok(math::dist(&a, &floats(vm, &b)?)))
    } else {
        Err(vm.value_error("both points must have the same number of dimensions"))
    };
    vm.release(p);
    vm.release(q);
    Ok(vm.new_float(result?))
}
pub fn fsum(vm: &mut Vm, _: ObjId, iterable: ObjId) -> Res {
    let iter = vm.iter(iterable)?;
    let mut values = Vec::new();
    let result = loop {
        match vm.next(iter.id()) {
            Ok(Some(item)) => {
                let value = vm.to_float(item.id());
                vm.release(item);
                match value {
                    Ok(value) => values.push(value),
                    Err(e) => break Err(e),
                }
            }
            Ok(None) => break Ok(()),
            Err(e) => break Err(e),
        }
        if let Err(e) = vm.poll_round(values.len()) {
            break Err(e);
        }
    };
    vm.release(iter);
    result?;
    match math::fsum(values) {
        Ok(sum) => Ok(vm.new_float(sum)),
        Err(Error::EDOM) => Err(vm.value_error("-inf + inf in fsum")),
        Err(Error::ERANGE) => Err(vm.overflow_error("intermediate overflow in fsum")),
    }
}
pub fn prod(vm: &mut Vm, _: ObjId, args: Args<'_>) -> Res {
    let [iterable, start] = vm.bind("prod", args, ["", "start"], 1, 1)?;
    let iter = vm.iter(iterable.unwrap_or(ids::NONE))?;
    let mut result = vm.own(start.unwrap_or(ids::small_int(1)));
    let mut round = 0;
    let outcome = loop {
        let item = match vm.next(iter.id()) {
            Ok(Some(item)) => item,
            Ok(None) => break Ok(()),
            Err(e) => break Err(e),
        };
        let product = vm.binary(op::MULTIPLY, result.id(), item.id());
        vm.release(item);
        match product.and_then(|p| vm.poll_round(round).map(|()| p)) {
            Ok(product) => vm.release(std::mem::replace(&mut result, product)),
            Err(e) => break Err(e),
        }
        round += 1;
    };
    vm.release(iter);
    match outcome {
        Ok(()) => Ok(result),
        Err(e) => {
            vm.release(result);
            Err(e)
        }
    }
}

/// A sum to triple precision (Ogita, Rump and Oishi: Accurate Sum and Dot Product).
#[derive(Clone, Copy, Default)]
struct Triple {
    high: f64,
    low: f64,
    tiny: f64,
}
/// A sum and its rounding error.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}
impl Triple {
    fn add_product(self, x: f64, y: f64) -> Triple {
        let product = x * y;
        let (high, error) = two_sum(self.high, product);
        let (low, lost) = two_sum(self.low, x.mul_add(y, -product));
        let (low, more) = two_sum(low, error);
        Triple { high, low, tiny: self.tiny + lost + more }
    }
    fn value(self) -> f64 {
        let (high, low) = two_sum(self.low, self.high);
        self.tiny + low + high
    }
}

/// Where a sum of products stands: small ints and floats are added up apart while only they come.
struct SumProd {
    ints: Option<i64>,
    ints_used: bool,
    floats: Option<Triple>,
    floats_used: bool,
    total: ObjId,
}
impl SumProd {
    /// Adds to the total; takes the term's reference.
    fn add(&mut self, vm: &mut Vm, term: Owned) -> Res<()> {
        let sum = vm.binary(op::ADD, self.total, term.id());
        vm.release(term);
        let old = std::mem::replace(&mut self.total, sum?.into_id());
        vm.decref(old);
        Ok(())
    }
    fn end_ints(&mut self, vm: &mut Vm) -> Res<()> {
        match self.ints.take() {
            Some(sum) if self.ints_used => {
                let sum = vm.new_int(sum);
                self.add(vm, sum)
            }
            _ => Ok(()),
        }
    }
    fn end_floats(&mut self, vm: &mut Vm) -> Res<()> {
        match self.floats.take() {
            Some(sum) if self.floats_used => {
                let sum = vm.new_float(sum.value());
                self.add(vm, sum)
            }
            _ => Ok(()),
        }
    }
    /// Takes one pair in.
    fn take(&mut self, vm: &mut Vm, p: ObjId, q: ObjId) -> Res<()> {
        let exact = |vm: &Vm, id, ty| vm.type_of(id) == ty;
        if let Some(sum) = self.ints {
            let product = match (vm.payload(p), vm.payload(q)) {
                (&Payload::Int(a), &Payload::Int(b))
                    if exact(vm, p, types::INT) && exact(vm, q, types::INT) =>
                {
                    a.checked_mul(b).and_then(|ab| sum.checked_add(ab))
                }
                _ => None,
            };
            if let Some(sum) = product {
                (self.ints, self.ints_used) = (Some(sum), true);
                return Ok(());
            }
            self.end_ints(vm)?;
        }
        if let Some(sum) = self.floats {
            if let Some((a, b)) = float_pair(vm, p, q) {
                let sum = sum.add_product(a, b);
                if sum.high.is_finite() {
                    (self.floats, self.floats_used) = (Some(sum), true);
                    return Ok(());
                }
            }
            self.end_floats(vm)?;
        }
        let term = vm.binary(op::MULTIPLY, p, q)?;
        self.add(vm, term)
    }
}
/// Two floats, or a float and an int.
fn float_pair(vm: &Vm, p: ObjId, q: ObjId) -> Option<(f64, f64)> {
    let float = |id| match vm.payload(id) {
        Payload::Float(f) if vm.type_of(id) == types::FLOAT => Some(*f),
        _ => None,
    };
    let int = |id| match vm.payload(id) {
        Payload::Int(i) if matches!(vm.type_of(id), types::INT | types::BOOL) => Some(*i as f64),
        Payload::BigInt(b) => crate::types::int_math::to_float(b),
        _ => None,
    };
    match (float(p), float(q)) {
        (Some(a), Some(b)) => Some((a, b)),
        (Some(a), None) => Some((a, int(q)?)),
        (None, Some(b)) => Some((int(p)?, b)),
        (None, None) => None,
    }
}
pub fn sumprod(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    let p = vm.iter(args[0])?;
    let q = match vm.iter(args[1]) {
        Ok(q) => q,
        Err(e) => {
            vm.release(p);
            return Err(e);
        }
    };
    let mut sum = SumProd {
        ints: Some(0),
        ints_used: false,
        floats: Some(Triple::default()),
        floats_used: false,
        total: ids::small_int(0),
    };
    let mut round = 0;
    let outcome = loop {
        match next_pair(vm, p.id(), q.id()) {
            Ok(None) => break sum.end_ints(vm).and_then(|()| sum.end_floats(vm)),
            Ok(Some((a, b))) => {
                let taken = sum.take(vm, a.id(), b.id()).and_then(|()| vm.poll_round(round));
                vm.release(a);
                vm.release(b);
                if taken.is_err() {
                    break taken;
                }
            }
            Err(e) => break Err(e),
        }
        round += 1;
    };
    vm.release(p);
    vm.release(q);
    let total = Owned::new(sum.total);
    match outcome {
        Ok(()) => Ok(total),
        Err(e) => {
            vm.release(total);
            Err(e)
        }
    }
}
fn next_pair(vm: &mut Vm, p: ObjId, q: ObjId) -> Res<Option<(Owned, Owned)>> {
    let a = vm.next(p)?;
    match (a, vm.next(q)) {
        (Some(a), Ok(Some(b))) => Ok(Some((a, b))),
        (None, Ok(None)) => Ok(None),
        (a, Ok(b)) => {
            vm.release_opt(a);
            vm.release_opt(b);
            Err(vm.value_error("Inputs are not the same length"))
        }
        (a, Err(e)) => {
            vm.release_opt(a);
            Err(e)
        }
    }
}
