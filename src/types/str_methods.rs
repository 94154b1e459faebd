//! The remaining methods of str: padding, tabs, translation, encoding, formatting.

use super::{MAX_LENGTH, format_string, str, str_codec};
use crate::heap::{ObjId, Owned};
use crate::object::Str;
use crate::object::ids::{self, types};
use crate::object::string::Chars;
use crate::vm::NativeCall::{Full, One, Pos};
use crate::vm::native::{Owner, method, static_method};
use crate::vm::{Args, NativeTable, Res, Vm};

/// The text between `left` and `right` fill characters.
fn padded(vm: &mut Vm, this: ObjId, left: usize, right: usize, fill: u32) -> Res {
    let string = vm.string(this);
    if left + right == 0 {
        return str::exact(vm, this);
    }
    if string.len().saturating_add(left).saturating_add(right) > MAX_LENGTH {
        return Err(vm.memory_error());
    }
    let total = string.len() + left + right;
    if let (Ok(fill), Chars::One(text)) = (u8::try_from(fill), string.chars()) {
        vm.reserve(total)?;
        let mut out = Vec::with_capacity(total);
        out.resize(left, fill);
        out.extend_from_slice(text);
        out.resize(total, fill);
        return Ok(vm.new_string(Str::from_latin1(&out)));
    }
    vm.reserve(total * size_of::<u32>())?;
    let mut out = vec![fill; left];
    out.extend(string.points());
    out.resize(total, fill);
    Ok(vm.new_string(Str::from_points(&out)))
}
/// Width and fill character, and how much is missing.
fn width_and_fill(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res<(usize, usize, u32)> {
    let width = usize::try_from(vm.size_argument(args[0])?).unwrap_or(0);
    let fill = match args.get(1) {
        None => ' ' as u32,
        Some(&fill) => {
            let Some(fill) = vm.as_str(fill) else {
                let class = vm.class_name(fill);
                return Err(
                    vm.type_error(format!("The fill character must be a unicode character, not {class}"))
                );
            };
            if fill.len() != 1 {
                return Err(vm.type_error("The fill character must be exactly one character long"));
            }
            fill.at(0)
        }
    };
    Ok((width, width.saturating_sub(vm.string(this).len()), fill))
}
fn center(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let (width, missing, fill) = width_and_fill(vm, this, args)?;
    let left = missing / 2 + (missing & width & 1);
    padded(vm, this, left, missing - left, fill)
}
fn ljust(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let (_, missing, fill) = width_and_fill(vm, this, args)?;
    padded(vm, this, 0, missing, fill)
}
fn rjust(vm: &mut Vm, this: ObjId, args: &[ObjId]) -> Res {
    let (_, missing, fill) = width_and_fill(vm, this, args)?;
    padded(vm, this, missing, 0, fill)
}
fn zfill(vm: &mut Vm, this: ObjId, width: ObjId) -> Res {
    let width = usize::try_from(vm.size_argument(width)?).unwrap_or(0);
    let string = vm.string(this);
    let missing = width.saturating_sub(string.len());
    if missing == 0 {
        return str::exact(vm, this);
    }
    if width > MAX_LENGTH {
        return Err(vm.memory_error());
    }
    vm.reserve(width * size_of::<u32>())?;
    let sign = usize::from(!string.is_empty() && matches!(string.at(0), 0x2B | 0x2D));
    let mut out: Vec<u32> = string.points().take(sign).collect();
    out.resize(sign + missing, '0' as u32);
    out.extend(string.points().skip(sign));
    Ok(vm.new_string(Str::from_points(&out)))
}
fn expandtabs(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let [size] = vm.bind("expandtabs", args, ["tabsize"], 0, 1)?;
    let size = match size {
        Some(size) => usize::try_from(vm.c_int(size)?).unwrap_or(0),
        None => 8,
    };
    let string = vm.string(this);
    let points: Vec<u32> = string.points().collect();
    let tabs = points.iter().filter(|&&p| p == 0x9).count();
    let most = tabs.saturating_mul(size).saturating_add(points.len());
    if most <= MAX_LENGTH {
        vm.reserve(most * size_of::<u32>())?;
    }
    match expand_tabs(&points, size) {
        Some(out) => Ok(vm.new_string(Str::from_points(&out))),
        None => Err(vm.overflow_error("new string is too long")),
    }
}
/// Blanks up to the next multiple of `size` for each tab; `None` if that grows too long.
pub fn expand_tabs<T: Copy + Into<u32> + From<u8>>(text: &[T], size: usize) -> Option<Vec<T>> {
    let mut out = Vec::with_capacity(text.len());
    let mut column = 0;
    for &c in text {
        match c.into() {
            0x9 if size > 0 => {
                let blanks = size - column % size;
                if out.len() + blanks > MAX_LENGTH {
                    return None;
                }
                out.resize(out.len() + blanks, T::from(b' '));
                column += blanks;
            }
            0x9 => {}
            point => {
                column = if matches!(point, 0xA | 0xD) { 0 } else { column + 1 };
                out.push(c);
            }
        }
    }
    Some(out)
}

impl Vm {
    /// An argument that C code takes as an int.
    pub fn c_int(&mut self, id: ObjId) -> Res<i32> {
        let value = self.index_value(id)?;
        i32::try_from(&value).map_err(|_| self.overflow_error("Python int too large to convert to C int"))
    }
    /// The same where the C code parses its arguments by a format string, which has words of its own.
    pub fn parsed_c_int(&mut self, id: ObjId) -> Res<i32> {
        let value = self.index_value(id)?;
        i32::try_from(&value).map_err(|_| {
            self.overflow_error(match i64::try_from(&value) {
                Ok(1..) => "signed integer is greater than maximum",
                Ok(_) => "signed integer is less than minimum",
                Err(_) => "Python int too large to convert to C long",
            })
        })
    }
    /// Encoding and error handler arguments of `encode` and `decode`.
    pub fn codec_arguments(&mut self, function: &str, args: Args<'_>) -> Res<(String, String)> {
        let [encoding, errors] = self.bind(function, args, ["encoding", "errors"], 0, 2)?;
        let encoding = encoding.map(|e| self.name_argument(function, " 'encoding'", e)).transpose()?;
        let errors = errors.map(|e| self.name_argument(function, " 'errors'", e)).transpose()?;
        Ok((encoding.unwrap_or_else(|| "utf-8".into()), errors.unwrap_or_else(|| "strict".into())))
    }
    /// The bytes of a str in an encoding.
    pub fn encode_object(&mut self, text: ObjId, encoding: &str, errors: &str) -> Res<Vec<u8>> {
        if self.is_registered(encoding, errors) {
            let bytes = self.convert_by_registry("_encode_text", text, encoding, errors)?;
            let data = self.as_bytes(bytes.id()).map(<[u8]>::to_vec);
            let class = self.class_name(bytes.id());
            self.release(bytes);
            return match data {
                Some(data) => Ok(data),
                None => {
                    let message = format!(
                        "'{encoding}' encoder returned '{class}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types"
                    );
                    Err(self.type_error(message))
                }
            };
        }
        let codec = self.find_codec(encoding, false)?;
        let string = self.string(text);
        str_codec::encode(&string, codec, errors)
            .map_err(|fault| self.raise_codec(fault, types::UNICODE_ENCODE_ERROR, text))
    }
}
fn encode(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    let (encoding, errors) = vm.codec_arguments("encode", args)?;
    let bytes = vm.encode_object(this, &encoding, &errors)?;
    Ok(vm.new_bytes(&bytes))
}

/// What a translation table says of a character.
enum Translation {
    Same,
    Gone,
    Text(Str),
    Point(u32),
}
fn translation(vm: &mut Vm, table: ObjId, point: u32) -> Res<Translation> {
    let key = vm.new_int(point as i64);
    let found = vm.get_item(table, key.id());
    vm.release(key);
    let found = match found {
        Ok(found) => found,
        Err(e) => return vm.swallow(e, types::LOOKUP_ERROR).map(|()| Translation::Same),
    };
    let result = if found.id() == ids::NONE {
        Ok(Translation::Gone)
    } else if let Some(text) = vm.as_str(found.id()) {
        Ok(Translation::Text((**text).clone()))
    } else if vm.is_int(found.id()) {
        match vm.as_i64(found.id()).and_then(|p| u32::try_from(p).ok()).filter(|&p| p < 0x110000) {
            Some(point) => Ok(Translation::Point(point)),
            None => Err(vm.value_error("character mapping must be in range(0x110000)")),
        }
    } else {
        Err(vm.type_error("character mapping must return integer, None or str"))
    };
    vm.release(found);
    result
}
fn translate(vm: &mut Vm, this: ObjId, table: ObjId) -> Res {
    let string = vm.string(this);
    let mut out = Vec::with_capacity(string.len());
    for (i, point) in string.points().enumerate() {
        vm.poll_round(i)?;
        match translation(vm, table, point)? {
            Translation::Same => out.push(point),
            Translation::Gone => {}
            Translation::Point(point) => out.push(point),
            Translation::Text(text) => out.extend(text.points()),
        }
        if out.len() > MAX_LENGTH {
            return Err(vm.memory_error());
        }
    }
    Ok(vm.new_string(Str::from_points(&out)))
}
fn maketrans(vm: &mut Vm, _: ObjId, args: &[ObjId]) -> Res {
    for (i, &arg) in args.iter().enumerate().skip(1) {
        str::expect(vm, "maketrans", &format!(" {}", i + 1), arg)?;
    }
    let table = vm.new_dict();
    match fill_table(vm, table.id(), args) {
        Ok(()) => Ok(table),
        Err(e) => {
            vm.release(table);
            Err(e)
        }
    }
}
fn put(vm: &mut Vm, table: ObjId, key: u32, value: Owned) -> Res<()> {
    let key = vm.new_int(key as i64);
    let result = vm.dict_set(table, key.id(), value.id());
    vm.release(key);
    vm.release(value);
    result
}
fn fill_table(vm: &mut Vm, table: ObjId, args: &[ObjId]) -> Res<()> {
    let Some(&second) = args.get(1) else {
        let entries: Vec<(ObjId, ObjId)> = match vm.as_dict(args[0]) {
            Some(dict) if vm.type_of(args[0]) == types::DICT => {
                dict.iter_hashed().map(|(_, k, v)| (k, v)).collect()
            }
            _ => return Err(vm.type_error("if you give only one argument to maketrans it must be a dict")),
        };
        for (key, value) in entries {
            if let Some(text) = vm.as_str(key) {
                if text.len() != 1 {
                    return Err(vm.value_error("string keys in translate table must be of length 1"));
                }
                let point = text.at(0);
                let value = vm.own(value);
                put(vm, table, point, value)?;
            } else if vm.is_int(key) {
                vm.dict_set(table, key, value)?;
            } else {
                return Err(vm.type_error("keys in translate table must be strings or integers"));
            }
        }
        return Ok(());
    };
    let Some(from) = vm.as_str(args[0]).cloned() else {
        return Err(vm.type_error("first maketrans argument must be a string if there is a second argument"));
    };
    let to = str::expect(vm, "maketrans", " 2", second)?;
    let gone = args.get(2).map(|&gone| str::expect(vm, "maketrans", " 3", gone)).transpose()?;
    if from.len() != to.len() {
        return Err(vm.value_error("the first two maketrans arguments must have equal length"));
    }
    for (key, value) in from.points().zip(to.points()) {
        let value = vm.new_int(value as i64);
        put(vm, table, key, value)?;
    }
    for key in gone.iter().flat_map(|g| g.points()) {
        let none = vm.none();
        put(vm, table, key, none)?;
    }
    Ok(())
}

fn format(vm: &mut Vm, this: ObjId, args: Args<'_>) -> Res {
    format_string::format(vm, this, format_string::Source::Call(args))
}
fn format_map(vm: &mut Vm, this: ObjId, mapping: ObjId) -> Res {
    format_string::format(vm, this, format_string::Source::Mapping(mapping))
}

pub static TABLE: NativeTable = NativeTable {
    owner: Owner::Type(types::STR),
    defs: &[
        method("encode", Full(encode)),
        method("center", Pos(1, 2, center)),
        method("ljust", Pos(1, 2, ljust)),
        method("rjust", Pos(1, 2, rjust)),
        method("zfill", One(zfill)),
        method("expandtabs", Full(expandtabs)),
        method("translate", One(translate)),
        static_method("maketrans", Pos(1, 3, maketrans)),
        method("format", Full(format)).varargs(),
        method("format_map", One(format_map)),
    ],
};
