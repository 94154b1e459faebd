//! Items of arrays: Python values in so many bytes.

use crate::heap::{ObjId, Owned};
use crate::object::Str;
use crate::object::ids::types;
use crate::vm::{Res, Vm};
use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

pub const CODES: &str = "bBuwhHiIlLqQfd";

/// Bytes of an item.
pub fn size(code: u8) -> usize {
    match code {
        b'b' | b'B' => 1,
        b'h' | b'H' => 2,
        b'u' | b'w' | b'i' | b'I' | b'f' => 4,
        _ => 8,
    }
}

/// The item that the bytes are.
pub fn read(vm: &mut Vm, code: u8, data: &[u8]) -> Owned {
    let mut wide = [0; 8];
    wide[..data.len()].copy_from_slice(data);
    let unsigned = u64::from_le_bytes(wide);
    let shift = 64 - 8 * data.len() as u32;
    match code {
        b'f' => vm.new_float(f32::from_bits(unsigned as u32).into()),
        b'd' => vm.new_float(f64::from_bits(unsigned)),
        b'u' | b'w' => vm.new_string(Str::from_points(&[(unsigned as u32).min(0x10_FFFF)])),
        _ if code.is_ascii_lowercase() => vm.new_int(((unsigned << shift) as i64) >> shift),
        _ => vm.new_bigint(BigInt::from_biguint(Sign::Plus, unsigned.into())),
    }
}

/// The bytes of an item; the first `size` of them count.
pub fn write(vm: &mut Vm, code: u8, value: ObjId) -> Res<[u8; 8]> {
    match code {
        b'f' => {
            let narrow = vm.to_float(value)? as f32;
            Ok(u64::from(narrow.to_bits()).to_le_bytes())
        }
        b'd' => Ok(vm.to_float(value)?.to_le_bytes()),
        b'u' | b'w' => match vm.as_str(value).map(|s| (s.len(), s.points().next())) {
            Some((1, Some(point))) => Ok(u64::from(point).to_le_bytes()),
            _ => Err(vm.type_error("array item must be unicode character")),
        },
        _ => write_int(vm, code, value),
    }
}
fn write_int(vm: &mut Vm, code: u8, value: ObjId) -> Res<[u8; 8]> {
    let number = vm.index_value(value)?;
    let bits = 8 * size(code) as u32;
    let (least, most, name) = match code {
        b'b' => (-0x80, 0x7F, "signed char"),
        b'B' => (0, 0xFF, "unsigned byte integer"),
        b'h' => (-0x8000, 0x7FFF, "signed short integer"),
        b'H' => (0, 0xFFFF, "unsigned short"),
        b'i' => (-0x8000_0000, 0x7FFF_FFFF, "signed integer"),
        b'I' => (0, 0xFFFF_FFFF, "unsigned int"),
        b'l' | b'q' => (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1, "long"),
        _ => (0, (1i128 << bits) - 1, "unsigned long"),
    };
    let small = number.to_i128().filter(|n| (least..=most).contains(n));
    if let Some(small) = small {
        return Ok((small as u64).to_le_bytes());
    }
    let negative = number.sign() == Sign::Minus;
    let message = match code {
        b'q' | b'Q' if negative && code == b'Q' => "can't convert negative int to unsigned".to_string(),
        b'q' | b'Q' => "int too big to convert".to_string(),
        b'L' if negative => "can't convert negative value to unsigned int".to_string(),
        b'l' | b'L' => format!("Python int too large to convert to C {name}"),
        _ if number.to_i64().is_none() && code != b'I' => {
            "Python int too large to convert to C long".to_string()
        }
        _ => format!(
            "{name} is {} than {}",
            if negative { "less" } else { "greater" },
            if negative { "minimum" } else { "maximum" }
        ),
    };
    Err(vm.raise(types::OVERFLOW_ERROR, message))
}
