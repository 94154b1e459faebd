//! Methods that bytes and bytearray share: text forms, case, predicates, padding.

use super::bytes::{like, own_data, same};
use super::bytes_methods::is_blank;
use super::str_methods::expand_tabs;
use super::{MAX_LENGTH, str};
use crate::heap::ObjId;
use crate::object::Payload;
use crate::object::ids::types;
use crate::vm::NativeCall::{Full, NoArgs, One, Pos};
use crate::vm::native::{NativeDef, Owner, class_method, method};
use crate::vm::{Args, NativeTable, Res, Vm};

fn decode(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let (encoding, errors) = vm.codec_arguments("decode", args)?;
    let text = vm.decode_object(this, &encoding, &errors)?;
    Ok(vm.new_string(text))
}

/// `hex(sep, bytes_per_sep=1)`
fn hex(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let [separator, group] = vm.bind("hex", args, ["sep", "bytes_per_sep"], 0, 2)?;
    let group = match group {
        Some(group) => vm.c_int(group)?,
        None => 1,
    };
    let separator = match separator {
        Some(separator) => {
            if vm.len(separator)? != 1 {
                return Err(vm.value_error("sep must be length 1."));
            }
            let point = match (vm.as_str(separator), vm.as_bytes(separator)) {
                (Some(s), _) => s.at(0),
                (_, Some(b)) => b[0] as u32,
                _ => return Err(vm.type_error("sep must be str or bytes.")),
            };
            if point >= 0x80 {
                return Err(vm.value_error("sep must be ASCII."));
            }
            Some(point as u8 as char)
        }
        None => None,
    };
    let data = vm.as_bytes(this).unwrap_or_default();
    let size = group.unsigned_abs() as usize;
    let mut out = String::with_capacity(data.len() * 3);
    for (i, b) in data.iter().enumerate() {
        let distance = if group > 0 { data.len() - i } else { i };
        if let Some(separator) = separator
            && i > 0
            && size > 0
            && distance.is_multiple_of(size)
        {
            out.push(separator);
        }
        out.push_str(&format!("{b:02x}"));
    }
    Ok(vm.new_str(&out))
}
fn fromhex(vm: &mut Vm, class: ObjId, text: ObjId) -> Res {
    let text = str::expect(vm, "fromhex", "", text)?;
    let digit = |i: usize| {
        if i < text.len() { char::from_u32(text.at(i)).and_then(|c| c.to_digit(16)) } else { None }
    };
    let mut data = Vec::with_capacity(text.len() / 2);
    let mut at = 0;
    loop {
        while at < text.len() && text.at(at) < 0x80 && is_blank(text.at(at) as u8) {
            at += 1;
        }
        if at >= text.len() {
            break;
        }
        match (digit(at), digit(at + 1)) {
            (Some(high), Some(low)) => data.push((high * 16 + low) as u8),
            (high, _) => {
                let place = at + usize::from(high.is_some());
                let message = format!("non-hexadecimal number found in fromhex() arg at position {place}");
                return Err(vm.value_error(message));
            }
        }
        at += 2;
    }
    let array = vm.is_subtype(class, types::BYTEARRAY);
    let exact = if array { types::BYTEARRAY } else { types::BYTES };
    let object = match array {
        true => vm.alloc(exact, Payload::ByteArray(data.into())),
        false => vm.new_bytes(&data),
    };
    if class == exact {
        return Ok(object);
    }
    let result = vm.call(class, &[object.id()]);
    vm.release(object);
    result
}

fn mapped(vm: &mut Vm, this: ObjId, f: fn(u8) -> u8) -> Res {
    let data = own_data(vm, this).into_iter().map(f).collect();
    like(vm, this, data)
}
fn upper(vm: &mut Vm, this: ObjId) -> Res {
    mapped(vm, this, |b| b.to_ascii_uppercase())
}
fn lower(vm: &mut Vm, this: ObjId) -> Res {
    mapped(vm, this, |b| b.to_ascii_lowercase())
}
fn swapcase(vm: &mut Vm, this: ObjId) -> Res {
    mapped(vm, this, |b| if b.is_ascii_lowercase() { b.to_ascii_uppercase() } else { b.to_ascii_lowercase() })
}
fn title(vm: &mut Vm, this: ObjId) -> Res {
    let mut inside = false;
    let title = |b: u8| {
        let out = if inside { b.to_ascii_lowercase() } else { b.to_ascii_uppercase() };
        inside = b.is_ascii_alphabetic();
        out
    };
    let data = own_data(vm, this).into_iter().map(title).collect();
    like(vm, this, data)
}
fn capitalize(vm: &mut Vm, this: ObjId) -> Res {
    let mut data = own_data(vm, this).to_ascii_lowercase();
    if let Some(first) = data.first_mut() {
        first.make_ascii_uppercase();
    }
    like(vm, this, data)
}

fn all(vm: &mut Vm, this: ObjId, test: fn(u8) -> bool) -> Res {
    let data = vm.as_bytes(this).unwrap_or_default();
    Ok(vm.new_bool(!data.is_empty() && data.iter().all(|&b| test(b))))
}
fn isalpha(vm: &mut Vm, this: ObjId) -> Res {
    all(vm, this, |b| b.is_ascii_alphabetic())
}
fn isalnum(vm: &mut Vm, this: ObjId) -> Res {
    all(vm, this, |b| b.is_ascii_alphanumeric())
}
fn isdigit(vm: &mut Vm, this: ObjId) -> Res {
    all(vm, this, |b| b.is_ascii_digit())
}
fn isspace(vm: &mut Vm, this: ObjId) -> Res {
    all(vm, this, is_blank)
}
fn isascii(vm: &mut Vm, this: ObjId) -> Res {
    let ascii = vm.as_bytes(this).unwrap_or_default().is_ascii();
    Ok(vm.new_bool(ascii))
}
fn islower(vm: &mut Vm, this: ObjId) -> Res {
    let data = vm.as_bytes(this).unwrap_or_default();
    Ok(vm.new_bool(data.iter().any(u8::is_ascii_lowercase) && !data.iter().any(u8::is_ascii_uppercase)))
}
fn isupper(vm: &mut Vm, this: ObjId) -> Res {
    let data = vm.as_bytes(this).unwrap_or_default();
    Ok(vm.new_bool(data.iter().any(u8::is_ascii_uppercase) && !data.iter().any(u8::is_ascii_lowercase)))
}
fn istitle(vm: &mut Vm, this: ObjId) -> Res {
    let (mut inside, mut cased) = (false, false);
    for &b in vm.as_bytes(this).unwrap_or_default() {
        if b.is_ascii_alphabetic() && b.is_ascii_uppercase() == inside {
            return Ok(vm.new_bool(false));
        }
        inside = b.is_ascii_alphabetic();
        cased |= inside;
    }
    Ok(vm.new_bool(cased))
}

/// The data between `left` and `right` fill bytes.
fn padded(vm: &mut Vm, this: ObjId, left: usize, right: usize, fill: u8) -> Res {
    if left + right == 0 {
        return same(vm, this);
    }
    if left.saturating_add(right) > MAX_LENGTH {
        return Err(vm.memory_error());
    }
    let mut out = vec![fill; left];
    out.extend(vm.as_bytes(this).unwrap_or_default());
    out.resize(out.len() + right, fill);
    like(vm, this, out)
}
fn width_and_fill(vm: &mut Vm, this: ObjId, args: &[ObjId], name: &str) -> Res<(usize, usize, u8)> {
    let width = usize::try_from(vm.size_argument(args[0])?).unwrap_or(0);
    let fill = match args.get(1) {
        None => b' ',
        Some(&fill) => match vm.as_bytes(fill) {
            Some(&[fill]) => fill,
            _ => {
                let class = vm.argument_class(fill);
                let message = format!("{name}() argument 2 must be a byte string of length 1, not {class}");
                return Err(vm.type_error(message));
            }
        },
    };
    let len = vm.as_bytes(this).map_or(0, <[u8]>::len);
    Ok((width, width.saturating_sub(len), fill))
}
fn center(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let (width, missing, fill) = width_and_fill(vm, this, args, "center")?;
    let left = missing / 2 + (missing & width & 1);
    padded(vm, this, left, missing - left, fill)
}
fn ljust(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let (_, missing, fill) = width_and_fill(vm, this, args, "ljust")?;
    padded(vm, this, 0, missing, fill)
}
fn rjust(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let (_, missing, fill) = width_and_fill(vm, this, args, "rjust")?;
    padded(vm, this, missing, 0, fill)
}
fn zfill(vm: &mut Vm, this: ObjId, width: ObjId) -> Res {
    let width = usize::try_from(vm.size_argument(width)?).unwrap_or(0);
    let data = own_data(vm, this);
    let missing = width.saturating_sub(data.len());
    if missing == 0 {
        return same(vm, this);
    }
    if width > MAX_LENGTH {
        return Err(vm.memory_error());
    }
    let sign = usize::from(matches!(data.first(), Some(b'+' | b'-')));
    let mut out = data[..sign].to_vec();
    out.resize(sign + missing, b'0');
    out.extend_from_slice(&data[sign..]);
    like(vm, this, out)
}
fn expandtabs(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let [size] = vm.bind("expandtabs", args, ["tabsize"], 0, 1)?;
    let size = match size {
        Some(size) => usize::try_from(vm.c_int(size)?).unwrap_or(0),
        None => 8,
    };
    match expand_tabs(vm.as_bytes(this).unwrap_or_default(), size) {
        Some(out) => like(vm, this, out),
        None => Err(vm.overflow_error("result too long")),
    }
}

const DEFS: &[NativeDef] = &[
    method("decode", Full(decode)),
    method("hex", Full(hex)),
    class_method("fromhex", One(fromhex)),
    method("upper", NoArgs(upper)),
    method("lower", NoArgs(lower)),
    method("swapcase", NoArgs(swapcase)),
    method("title", NoArgs(title)),
    method("capitalize", NoArgs(capitalize)),
    method("isalpha", NoArgs(isalpha)),
    method("isalnum", NoArgs(isalnum)),
    method("isdigit", NoArgs(isdigit)),
    method("isspace", NoArgs(isspace)),
    method("isascii", NoArgs(isascii)),
    method("islower", NoArgs(islower)),
    method("isupper", NoArgs(isupper)),
    method("istitle", NoArgs(istitle)),
    method("center", Pos(1, 2, center)),
    method("ljust", Pos(1, 2, ljust)),
    method("rjust", Pos(1, 2, rjust)),
    method("zfill", One(zfill)),
    method("expandtabs", Full(expandtabs)),
];
pub static TABLE: NativeTable = NativeTable { owner: Owner::Type(types::BYTES), defs: DEFS };
pub static ARRAY_TABLE: NativeTable = NativeTable { owner: Owner::Type(types::BYTEARRAY), defs: DEFS };
