//! Format strings of `struct`: parsed, and values to bytes and back.

use crate::heap::{ObjId, Owned};
use crate::object::ids::types;
use crate::object::{Payload, ids};
use crate::vm::{Res, Unwind, Vm};
use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

/// So many fields of one kind; for `s` and `p`, one field of so many bytes.
#[derive(Clone, Copy)]
pub struct Item {
    code: u8,
    /// Bytes of one field.
    size: usize,
    count: usize,
    /// Where the first field begins.
    at: usize,
}

/// A format, understood.
pub struct Layout {
    items: Vec<Item>,
    big: bool,
    pub size: usize,
    /// Number of Python values.
    pub values: usize,
}

/// Larger structs are refused as too long.
const LONGEST: usize = isize::MAX as usize;

/// Raises `struct.error`.
pub fn error(vm: &mut Vm, message: impl AsRef<str>) -> Unwind {
    vm.raise_late("struct.error", types::EXCEPTION, message)
}

/// Size and alignment of a field: native, or in the standard form.
fn field_size(code: u8, native: bool) -> Option<(usize, usize)> {
    let size = match code {
        b'x' | b'c' | b'b' | b'B' | b'?' | b's' | b'p' => 1,
        b'h' | b'H' | b'e' => 2,
        b'i' | b'I' | b'f' => 4,
        b'l' | b'L' => return Some(if native { (8, 8) } else { (4, 1) }),
        b'q' | b'Q' | b'd' => 8,
        b'n' | b'N' | b'P' if native => 8,
        _ => return None,
    };
    Some((size, if native { size } else { 1 }))
}

impl Layout {
    /// How many codes it has; one with a number in front counts once.
    pub fn codes(&self) -> usize {
        self.items.len()
    }
    /// Understands a format; what is wrong with it as a message.
    pub fn parse(format: &[u8]) -> Result<Layout, &'static str> {
        const TOO_LONG: &str = "total struct size too long";
        let (native, big, rest) = match format.first() {
            Some(b'@') => (true, false, &format[1..]),
            Some(b'=' | b'<') => (false, false, &format[1..]),
            Some(b'>' | b'!') => (false, true, &format[1..]),
            _ => (true, false, format),
        };
        let mut layout = Layout { items: Vec::new(), big, size: 0, values: 0 };
        let mut codes = rest.iter().copied().peekable();
        while let Some(mut code) = codes.next() {
            if code.is_ascii_whitespace() || code == 0x0B {
                continue;
            }
            let mut count = 1usize;
            if code.is_ascii_digit() {
                count = 0;
                while code.is_ascii_digit() {
                    let digit = usize::from(code - b'0');
                    count = count.checked_mul(10).and_then(|c| c.checked_add(digit)).ok_or(TOO_LONG)?;
                    code = codes.next().ok_or("repeat count given without format specifier")?;
                }
            }
            let (size, align) = field_size(code, native).ok_or("bad char in struct format")?;
            let at = layout.size.checked_next_multiple_of(align).ok_or(TOO_LONG)?;
            let bytes = size.checked_mul(count).and_then(|b| b.checked_add(at));
            layout.size = bytes.filter(|&b| b <= LONGEST).ok_or(TOO_LONG)?;
            match code {
                b'x' => {}
                b's' | b'p' => {
                    layout.values += 1;
                    layout.items.push(Item { code, size: count, count: 1, at });
                }
                _ => {
                    layout.values += count;
                    layout.items.push(Item { code, size, count, at });
                }
            }
        }
        Ok(layout)
    }

    /// Puts the values, of which there are enough, into the bytes.
    pub fn pack(&self, vm: &mut Vm, values: &[ObjId], out: &mut [u8]) -> Res<()> {
        let mut values = values.iter();
        for item in &self.items {
            for i in 0..item.count {
                let at = item.at + i * item.size;
                let value = values.next().copied().unwrap_or(ids::NONE);
                self.pack_one(vm, item.code, value, &mut out[at..at + item.size])?;
            }
        }
        Ok(())
    }
    fn pack_one(&self, vm: &mut Vm, code: u8, value: ObjId, out: &mut [u8]) -> Res<()> {
        let bytes = match code {
            b'c' => match vm.as_bytes(value) {
                Some(&[byte]) if vm.is_instance(value, types::BYTES) => {
                    out[0] = byte;
                    return Ok(());
                }
                _ => return Err(error(vm, "char format requires a bytes object of length 1")),
            },
            b's' | b'p' => {
                let Some(text) = vm.as_bytes(value) else {
                    return Err(error(vm, format!("argument for '{}' must be a bytes object", code as char)));
                };
                if code == b's' {
                    let length = text.len().min(out.len());
                    out[..length].copy_from_slice(&text[..length]);
                } else if let Some((first, rest)) = out.split_first_mut() {
                    let length = text.len().min(rest.len());
                    rest[..length].copy_from_slice(&text[..length]);
                    *first = length.min(255) as u8;
                }
                return Ok(());
            }
            b'?' => {
                out[0] = u8::from(vm.truth(value)?);
                return Ok(());
            }
            b'e' | b'f' | b'd' => {
                let Some(float) = vm.float_of(value)? else {
                    return Err(error(vm, "required argument is not a float"));
                };
                self.float_bytes(vm, code, float)?
            }
            _ => self.int_bytes(vm, code, value, out.len())?,
        };
        let size = out.len();
        out.copy_from_slice(&bytes[..size]);
        if self.big {
            out.reverse();
        }
        Ok(())
    }
    fn float_bytes(&self, vm: &mut Vm, code: u8, float: f64) -> Res<[u8; 8]> {
        let mut bytes = [0; 8];
        match code {
            b'e' => match half_bits(float) {
                Some(bits) => bytes[..2].copy_from_slice(&bits.to_le_bytes()),
                None => return Err(vm.overflow_error("float too large to pack with e format")),
            },
            b'f' => {
                let narrow = float as f32;
                bytes[..4].copy_from_slice(&narrow.to_le_bytes());
            }
            _ => bytes = float.to_le_bytes(),
        }
        Ok(bytes)
    }
    fn int_bytes(&self, vm: &mut Vm, code: u8, value: ObjId, size: usize) -> Res<[u8; 8]> {
        let signed = code.is_ascii_lowercase();
        let bits = 8 * size as u32;
        if !vm.is_int(value) && !vm.has_index(value) {
            return Err(error(vm, "required argument is not an integer"));
        }
        let value = vm.index_value(value)?.to_i128();
        let (least, most) = match (code, signed) {
            (b'P', _) => (-(1i128 << 63), (1i128 << 64) - 1),
            (_, true) => (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1),
            (_, false) => (0, (1i128 << bits) - 1),
        };
        match value {
            Some(value) if (least..=most).contains(&value) => Ok((value as u64).to_le_bytes()),
            _ if code == b'P' => Err(error(vm, "int too large to convert")),
            _ => {
                let message = format!("'{}' format requires {least} <= number <= {most}", code as char);
                Err(error(vm, message))
            }
        }
    }

    /// The values in the bytes, as a tuple.
    pub fn unpack(&self, vm: &mut Vm, data: &[u8]) -> Owned {
        let mut values = Vec::with_capacity(self.values.min(data.len() + 1));
        for item in &self.items {
            for i in 0..item.count {
                let at = item.at + i * item.size;
                let value = self.unpack_one(vm, item.code, &data[at..at + item.size]);
                values.push(value.into_id());
            }
        }
        vm.new_tuple(values)
    }
    fn unpack_one(&self, vm: &mut Vm, code: u8, data: &[u8]) -> Owned {
        match code {
            b'c' | b's' => return vm.new_bytes(data),
            b'p' => {
                let length = data.first().map_or(0, |&n| usize::from(n).min(data.len() - 1));
                return vm.new_bytes(data.get(1..1 + length).unwrap_or_default());
            }
            b'?' => return vm.new_bool(data[0] != 0),
            _ => {}
        }
        let mut wide = [0; 8];
        wide[..data.len()].copy_from_slice(data);
        if self.big {
            wide[..data.len()].reverse();
        }
        let unsigned = u64::from_le_bytes(wide);
        let shift = 64 - 8 * data.len() as u32;
        match code {
            b'e' => vm.new_float(half_value(unsigned as u16)),
            b'f' => vm.new_float(f32::from_bits(unsigned as u32).into()),
            b'd' => vm.new_float(f64::from_bits(unsigned)),
            _ if code.is_ascii_lowercase() => vm.new_int(((unsigned << shift) as i64) >> shift),
            _ => vm.new_bigint(BigInt::from_biguint(Sign::Plus, unsigned.into())),
        }
    }
}

/// A float as binary16, rounded to even; none for a number that is too large.
pub fn half_bits(value: f64) -> Option<u16> {
    let sign = u16::from(value.is_sign_negative()) << 15;
    if value.is_nan() {
        return Some(sign | 0x7E00);
    }
    if value.is_infinite() {
        return Some(sign | 0x7C00);
    }
    let size = value.abs();
    // 2^-24 is the step below 2^-14, from there on there are ten bits after the leading one.
    let exponent = (((size.to_bits() >> 52) as i32) - 1023).max(-14);
    let step = 2f64.powi(exponent - 10);
    let steps = (size / step).round_ties_even();
    // With the leading one, `steps` carries into the exponent by itself.
    let bits = steps as u32 + (((exponent + 14) as u32) << 10);
    u16::try_from(bits).ok().filter(|&b| b < 0x7C00).map(|b| sign | b)
}
/// The value of a binary16.
pub fn half_value(bits: u16) -> f64 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f64::from(bits & 0x3FF));
    match exponent {
        31 if fraction == 0.0 => sign * f64::INFINITY,
        31 => f64::NAN.copysign(sign),
        0 => sign * fraction * 2f64.powi(-24),
        _ => sign * (1024.0 + fraction) * 2f64.powi(exponent - 25),
    }
}

/// The text of a format, as bytes.
pub fn text(vm: &mut Vm, format: ObjId) -> Res<Vec<u8>> {
    if let Some(bytes) = vm.as_bytes(format).filter(|_| vm.is_instance(format, types::BYTES)) {
        return Ok(bytes.to_vec());
    }
    if vm.as_str(format).is_none() {
        let class = vm.class_name(format);
        let message = format!("Struct() argument 1 must be a str or bytes object, not {class}");
        return Err(vm.type_error(message));
    }
    vm.encode_object(format, "ascii", "strict")
}
/// The layout that a `Struct` or a format stands for.
pub fn layout(vm: &mut Vm, format: &[u8]) -> Res<Layout> {
    Layout::parse(format).map_err(|message| error(vm, message))
}
/// The format that a `Struct` was made with.
pub fn format_of(vm: &Vm, this: ObjId) -> ObjId {
    match vm.payload(this).base() {
        Payload::Record(fields) => fields[0].unwrap_or(ids::EMPTY_STR),
        _ => ids::EMPTY_STR,
    }
}
