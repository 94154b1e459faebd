//! `_random`: the Mersenne Twister (MT19937 of Matsumoto and Nishimura) as CPython seeds and reads it.

use crate::heap::ObjId;
use crate::object::ids::{self, module_types as types};
use crate::object::native_data::Twister;
use crate::object::{NativeData, Payload};
use crate::vm::native::{Args, NativeCall::*, NativeTable, Owner, constructor, method, wrapper};
use crate::vm::{Res, Vm};
use num_bigint::{BigInt, BigUint};
use num_traits::Signed;

/// The module's table is empty: all it has is the type.
pub static TABLES: &[&NativeTable] = &[&NativeTable { owner: Owner::Module("_random"), defs: &[] }, &RANDOM];

static RANDOM: NativeTable = NativeTable {
    owner: Owner::Type(types::RANDOM),
    defs: &[
        constructor(new),
        wrapper("__init__", Full(init)),
        method("random", NoArgs(random)),
        method("seed", Pos(0, 1, |vm, this, args| seed(vm, this, args.first().copied()))),
        method("getstate", NoArgs(get_state)),
        method("setstate", One(set_state)),
        method("getrandbits", One(get_bits)),
    ],
};

const N: usize = 624;
const M: usize = 397;

impl Twister {
    fn new(seed: u32) -> Twister {
        let mut words = [0; N];
        words[0] = seed;
        for i in 1..N {
            let last = words[i - 1];
            words[i] = 1_812_433_253u32.wrapping_mul(last ^ last >> 30).wrapping_add(i as u32);
        }
        Twister { words, index: N }
    }
    fn by_key(key: &[u32]) -> Twister {
        let mut twister = Twister::new(19_650_218);
        let words = &mut twister.words;
        let mut i = 1;
        let next = |i: &mut usize, words: &mut [u32; N]| {
            *i += 1;
            if *i >= N {
                words[0] = words[N - 1];
                *i = 1;
            }
        };
        for step in 0..N.max(key.len()) {
            let j = step % key.len();
            let last = words[i - 1];
            words[i] = (words[i] ^ (last ^ last >> 30).wrapping_mul(1_664_525))
                .wrapping_add(key[j])
                .wrapping_add(j as u32);
            next(&mut i, words);
        }
        for _ in 1..N {
            let last = words[i - 1];
            words[i] = (words[i] ^ (last ^ last >> 30).wrapping_mul(1_566_083_941)).wrapping_sub(i as u32);
            next(&mut i, words);
        }
        words[0] = 1 << 31;
        twister
    }
    fn twist(&mut self) {
        for i in 0..N {
            let mixed = self.words[i] & 0x8000_0000 | self.words[(i + 1) % N] & 0x7FFF_FFFF;
            let odd = if mixed & 1 == 0 { 0 } else { 0x9908_B0DF };
            self.words[i] = self.words[(i + M) % N] ^ mixed >> 1 ^ odd;
        }
        self.index = 0;
    }
    fn next(&mut self) -> u32 {
        if self.index >= N {
            self.twist();
        }
        let mut y = self.words[self.index];
        self.index += 1;
        y ^= y >> 11;
        y ^= y << 7 & 0x9D2C_5680;
        y ^= y << 15 & 0xEFC6_0000;
        y ^ y >> 18
    }
}

fn twister(vm: &mut Vm, id: ObjId) -> Option<&mut Twister> {
    match vm.payload_mut(id).base_mut() {
        Payload::Data(data) => match &mut **data {
            NativeData::Random(twister) => Some(twister),
            _ => None,
        },
        _ => None,
    }
}
fn next(vm: &mut Vm, this: ObjId) -> u32 {
    twister(vm, this).map_or(0, Twister::next)
}

fn new(vm: &mut Vm, class: ObjId, _: Args<'_>) -> Res {
    let data = NativeData::Random(Box::new(Twister::new(0)));
    Ok(vm.new_instance_of(class, types::RANDOM, Payload::Data(Box::new(data))))
}
fn init(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    if vm.type_of(this) == types::RANDOM {
        vm.refuse_keywords("Random", args)?;
    }
    if args.pos.len() > 1 {
        return Err(vm.type_error("Random() requires 0 or 1 argument"));
    }
    seed(vm, this, args.pos.first().copied())
}
fn seed(vm: &mut Vm, this: ObjId, value: Option<ObjId>) -> Res {
    let key = match value.filter(|&v| v != ids::NONE) {
        None => vm.world.entropy(N),
        Some(value) => {
            let number = match vm.as_bigint(value) {
                Some(number) => number.into_owned().abs(),
                None => BigInt::from(vm.hash(value)? as u64),
            };
            number.magnitude().to_u32_digits()
        }
    };
    let key = if key.is_empty() { vec![0] } else { key };
    if let Some(twister) = twister(vm, this) {
        *twister = Twister::by_key(&key);
    }
    Ok(vm.none())
}

fn random(vm: &mut Vm, this: ObjId) -> Res {
    let (a, b) = (next(vm, this) >> 5, next(vm, this) >> 6);
    Ok(vm.new_float((f64::from(a) * 67_108_864.0 + f64::from(b)) * (1.0 / 9_007_199_254_740_992.0)))
}
fn get_bits(vm: &mut Vm, this: ObjId, count: ObjId) -> Res {
    let int = vm.index(count)?;
    let count = vm.as_i64(int.id()).and_then(|c| i32::try_from(c).ok());
    vm.release(int);
    let Some(count) = count else {
        return Err(vm.overflow_error("Python int too large to convert to C int"));
    };
    if count < 0 {
        return Err(vm.value_error("number of bits must be non-negative"));
    }
    if count == 0 {
        return Ok(vm.new_int(0));
    }
    let mut left = count as u32;
    let mut digits = Vec::with_capacity(left.div_ceil(32) as usize);
    while left > 0 {
        let word = next(vm, this);
        digits.push(if left < 32 { word >> (32 - left) } else { word });
        left = left.saturating_sub(32);
        vm.poll_round(digits.len())?;
    }
    Ok(vm.new_bigint(BigUint::new(digits).into()))
}
fn get_state(vm: &mut Vm, this: ObjId) -> Res {
    let Some(Twister { words, index }) = twister(vm, this).cloned() else { return Ok(vm.none()) };
    let numbers = words.into_iter().map(i64::from).chain([index as i64]);
    let items = numbers.map(|n| vm.new_int(n).into_id()).collect();
    Ok(vm.new_tuple(items))
}
fn set_state(vm: &mut Vm, this: ObjId, state: ObjId) -> Res {
    let Some(items) = vm.as_tuple(state).map(<[ObjId]>::to_vec) else {
        return Err(vm.type_error("state vector must be a tuple"));
    };
    if items.len() != N + 1 {
        return Err(vm.value_error("state vector is the wrong size"));
    }
    let mut words = [0; N];
    for (word, &item) in words.iter_mut().zip(&items) {
        *word = unsigned(vm, item)? as u32;
    }
    let index = vm.word_argument(items[N])?;
    if !(0..=N as i64).contains(&index) {
        return Err(vm.value_error("invalid state"));
    }
    if let Some(twister) = twister(vm, this) {
        *twister = Twister { words, index: index as usize };
    }
    Ok(vm.none())
}
/// A machine word without sign (`PyLong_AsUnsignedLong`).
fn unsigned(vm: &mut Vm, item: ObjId) -> Res<u64> {
    let Some(value) = vm.as_bigint(item) else { return Err(vm.type_error("an integer is required")) };
    match u64::try_from(&*value) {
        Ok(word) => Ok(word),
        Err(_) if value.is_negative() => {
            Err(vm.overflow_error("can't convert negative value to unsigned int"))
        }
        Err(_) => Err(vm.overflow_error("Python int too large to convert to C unsigned long")),
    }
}
