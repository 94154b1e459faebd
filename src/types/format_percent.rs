//! `%`-formatting of str and bytes.

use super::float_text::{self, Form, Style};
use super::{MAX_LENGTH, bytes, int_text};
use crate::heap::{ObjId, Owned};
use crate::object::Str;
use crate::object::ids::types;
use crate::object::typ::Slot;
use crate::vm::{Res, Vm};
use num_traits::Signed;

/// One conversion: what stands between `%` and its letter.
#[derive(Default)]
struct Conversion {
    left: bool,
    sign: bool,
    blank: bool,
    alternate: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
    letter: u32,
}

struct Formatter<'a> {
    template: &'a [u32],
    at: usize,
    /// bytes are formatted, not str.
    binary: bool,
    args: ObjId,
    /// The arguments' object as a mapping, if it is one.
    mapping: Option<ObjId>,
    /// The value that the last `%(key)` fetched: the only argument from then on.
    fetched: Option<Owned>,
    /// Arguments taken; of a value that is no tuple there is one.
    taken: usize,
    count: usize,
    out: Vec<u32>,
}

/// `template % args` of str.
pub fn format_str(vm: &mut Vm, template: ObjId, args: ObjId) -> Res {
    let points: Vec<u32> = vm.string(template).points().collect();
    let out = run(vm, &points, args, false)?;
    Ok(vm.new_string(Str::from_points(&out)))
}
/// `template % args` of bytes.
pub fn format_bytes(vm: &mut Vm, template: &[u8], args: ObjId) -> Res<Vec<u8>> {
    let points: Vec<u32> = template.iter().map(|&b| b as u32).collect();
    let out = run(vm, &points, args, true)?;
    Ok(out.into_iter().map(|p| p as u8).collect())
}

fn run(vm: &mut Vm, template: &[u32], args: ObjId, binary: bool) -> Res<Vec<u32>> {
    let tuple = vm.as_tuple(args).map(<[ObjId]>::len);
    let text = vm.as_str(args).is_some() || binary && vm.as_bytes(args).is_some();
    let is_mapping = tuple.is_none() && !text && vm.slot_of(args, Slot::Getitem).is_some();
    let mut formatter = Formatter {
        template,
        at: 0,
        binary,
        args,
        mapping: is_mapping.then_some(args),
        fetched: None,
        taken: 0,
        count: tuple.unwrap_or(1),
        out: Vec::with_capacity(template.len()),
    };
    let result = formatter.run(vm);
    let Formatter { fetched, out, .. } = formatter;
    if let Some(fetched) = fetched {
        vm.release(fetched);
    }
    result.map(|()| out)
}

impl Formatter<'_> {
    fn run(&mut self, vm: &mut Vm) -> Res<()> {
        const PERCENT: u32 = '%' as u32;
        while let Some(&point) = self.template.get(self.at) {
            self.at += 1;
            if point != PERCENT {
                self.out.push(point);
            } else if self.template.get(self.at) == Some(&PERCENT) {
                self.at += 1;
                self.out.push(PERCENT);
            } else {
                self.conversion(vm)?;
            }
            if self.out.len() > MAX_LENGTH {
                return Err(vm.memory_error());
            }
        }
        if self.taken < self.count && self.mapping.is_none() {
            let kind = if self.binary { "bytes" } else { "string" };
            return Err(vm.type_error(format!("not all arguments converted during {kind} formatting")));
        }
        Ok(())
    }

    fn next_argument(&mut self, vm: &mut Vm) -> Res<ObjId> {
        if self.taken >= self.count {
            return Err(vm.type_error("not enough arguments for format string"));
        }
        self.taken += 1;
        match &self.fetched {
            Some(value) => Ok(value.id()),
            None => Ok(vm.as_tuple(self.args).map_or(self.args, |items| items[self.taken - 1])),
        }
    }
    /// The character under the cursor, passed.
    fn next(&mut self) -> Option<char> {
        let point = *self.template.get(self.at)?;
        self.at += 1;
        Some(char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// `%(key)`: the cursor is at the parenthesis.
    fn fetch(&mut self, vm: &mut Vm) -> Res<()> {
        let Some(mapping) = self.mapping else { return Err(vm.type_error("format requires a mapping")) };
        self.at += 1;
        let start = self.at;
        let mut open = 1;
        while open > 0 {
            match self.next() {
                Some('(') => open += 1,
                Some(')') => open -= 1,
                Some(_) => {}
                None => return Err(vm.value_error("incomplete format key")),
            }
        }
        let key = &self.template[start..self.at - 1];
        let key = if self.binary {
            vm.new_bytes(&key.iter().map(|&p| p as u8).collect::<Vec<_>>())
        } else {
            vm.new_string(Str::from_points(key))
        };
        let value = vm.get_item(mapping, key.id());
        vm.release(key);
        if let Some(old) = self.fetched.replace(value?) {
            vm.release(old);
        }
        (self.taken, self.count) = (0, 1);
        Ok(())
    }

    /// A number given as digits or as `*`; the cursor is behind its first character `c`.
    fn number(&mut self, vm: &mut Vm, c: &mut Option<char>, limit: usize, what: &str) -> Res<Option<i64>> {
        if *c == Some('*') {
            let value = self.next_argument(vm)?;
            if !vm.is_int(value) {
                return Err(vm.type_error("* wants int"));
            }
            let number = vm.as_i64(value).filter(|n| n.unsigned_abs() <= limit as u64);
            *c = self.next();
            let kind = if limit == i32::MAX as usize { "int" } else { "ssize_t" };
            return match number {
                Some(number) => Ok(Some(number)),
                None => Err(vm.overflow_error(format!("Python int too large to convert to C {kind}"))),
            };
        }
        let mut value: Option<usize> = None;
        while let Some(digit) = c.and_then(|c| c.to_digit(10)) {
            let next = value.unwrap_or(0).checked_mul(10).and_then(|v| v.checked_add(digit as usize));
            let Some(next) = next.filter(|&v| v <= limit) else {
                return Err(vm.value_error(format!("{what} too big")));
            };
            value = Some(next);
            *c = self.next();
        }
        Ok(value.map(|v| v as i64))
    }

    fn parse(&mut self, vm: &mut Vm) -> Res<Conversion> {
        let mut conversion = Conversion::default();
        if self.template.get(self.at) == Some(&('(' as u32)) {
            self.fetch(vm)?;
        }
        let mut c = self.next();
        loop {
            match c {
                Some('-') => conversion.left = true,
                Some('+') => conversion.sign = true,
                Some(' ') => conversion.blank = true,
                Some('#') => conversion.alternate = true,
                Some('0') => conversion.zero = true,
                _ => break,
            }
            c = self.next();
        }
        if let Some(width) = self.number(vm, &mut c, isize::MAX as usize, "width")? {
            conversion.left |= width < 0;
            conversion.width = width.unsigned_abs() as usize;
        }
        if c == Some('.') {
            c = self.next();
            let what = if self.binary { "prec" } else { "precision" };
            let precision = self.number(vm, &mut c, i32::MAX as usize, what)?;
            conversion.precision = Some(precision.unwrap_or(0).max(0) as usize);
        }
        if matches!(c, Some('h' | 'l' | 'L')) {
            c = self.next();
        }
        if c.is_none() {
            return Err(vm.value_error("incomplete format"));
        }
        conversion.letter = self.template[self.at - 1];
        Ok(conversion)
    }

    fn conversion(&mut self, vm: &mut Vm) -> Res<()> {
        let conversion = self.parse(vm)?;
        let value = self.next_argument(vm)?;
        if conversion.width > MAX_LENGTH || conversion.precision.is_some_and(|p| p > MAX_LENGTH) {
            return Err(vm.memory_error());
        }
        vm.reserve(conversion.width.max(conversion.precision.unwrap_or(0)) * 2 * size_of::<u32>())?;
        let letter = char::from_u32(conversion.letter).unwrap_or('\0');
        match letter {
            's' | 'b' if self.binary => {
                let data = bytes::for_percent(vm, value)?;
                let kept = conversion.precision.unwrap_or(usize::MAX).min(data.len());
                self.put(&conversion, data[..kept].iter().map(|&b| b as u32).collect(), false);
            }
            's' | 'r' | 'a' => {
                let text = match letter {
                    's' => vm.str_of(value)?,
                    'r' if !self.binary => vm.repr(value)?,
                    _ => vm.ascii(value)?,
                };
                let kept = conversion.precision.unwrap_or(usize::MAX);
                let points = vm.string(text.id()).points().take(kept).collect();
                vm.release(text);
                self.put(&conversion, points, false);
            }
            'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
                let letter = if self.binary && letter == 'i' { 'd' } else { letter };
                let text = integer(vm, value, &conversion, letter)?;
                self.put(&conversion, text.bytes().map(u32::from).collect(), true);
            }
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                let value = if self.binary { float_argument(vm, value)? } else { vm.to_float(value)? };
                let style = match letter {
                    'e' | 'E' => Style::Exponent,
                    'f' | 'F' => Style::Fixed,
                    _ => Style::General,
                };
                let form = Form {
                    alternate: conversion.alternate,
                    upper: letter.is_ascii_uppercase(),
                    ..Form::new(style, conversion.precision.unwrap_or(6))
                };
                let text = float_text::format(value, form);
                self.put(&conversion, text.bytes().map(u32::from).collect(), true);
            }
            'c' => {
                let point = if self.binary { byte_argument(vm, value)? } else { character(vm, value)? };
                self.put(&conversion, vec![point], false);
            }
            _ => {
                let shown = match conversion.letter {
                    31..=126 => letter,
                    p if self.binary && p < 256 => letter,
                    _ => '?',
                };
                let message = format!(
                    "unsupported format character '{shown}' (0x{:x}) at index {}",
                    conversion.letter,
                    self.at - 1
                );
                return Err(vm.value_error(message));
            }
        }
        Ok(())
    }

    /// Appends a value's text within the conversion's width. Zeros go between sign and digits.
    fn put(&mut self, conversion: &Conversion, mut text: Vec<u32>, number: bool) {
        let mut head = Vec::new();
        if number {
            if text[0] == '-' as u32 {
                head.push(text.remove(0));
            } else if conversion.sign {
                head.push('+' as u32);
            } else if conversion.blank {
                head.push(' ' as u32);
            }
            if conversion.alternate && matches!(conversion.letter, 0x6F | 0x78 | 0x58) {
                head.extend(text.drain(..2));
            }
        }
        let missing = conversion.width.saturating_sub(head.len() + text.len());
        let (left, zeros, right) = match (conversion.left, number && conversion.zero) {
            (true, _) => (0, 0, missing),
            (_, true) => (0, missing, 0),
            _ => (missing, 0, 0),
        };
        let out = &mut self.out;
        out.resize(out.len() + left, ' ' as u32);
        out.extend(head);
        out.resize(out.len() + zeros, '0' as u32);
        out.extend(text);
        out.resize(out.len() + right, ' ' as u32);
    }
}

/// The digits of an integer conversion, with its prefix where the alternate form is asked for.
fn integer(vm: &mut Vm, value: ObjId, conversion: &Conversion, letter: char) -> Res<String> {
    let based = matches!(letter, 'o' | 'x' | 'X');
    let int = if vm.is_int(value) {
        vm.own(value)
    } else {
        let numeric = [Slot::Index, Slot::Int, Slot::Float].iter().any(|&s| vm.slot_of(value, s).is_some());
        let result = match (numeric, based) {
            (false, _) => None,
            (true, true) => Some(vm.index(value)),
            (true, false) => Some(vm.to_int(value)),
        };
        let int = match result {
            Some(result) => vm.optional(result, types::TYPE_ERROR)?,
            None => None,
        };
        match int {
            Some(int) => int,
            None => {
                let wanted = if based { "an integer" } else { "a real number" };
                let class = vm.class_name(value);
                return Err(vm.type_error(format!("%{letter} format: {wanted} is required, not {class}")));
            }
        }
    };
    let number = vm.int_value(int.id());
    vm.release(int);
    let digits = match letter {
        'o' => number.magnitude().to_str_radix(8),
        'x' => number.magnitude().to_str_radix(16),
        'X' => number.magnitude().to_str_radix(16).to_uppercase(),
        _ => {
            let (number, limit) = (number.abs(), vm.state.max_str_digits);
            vm.patiently(|poll| int_text::to_decimal(&number, limit, poll))?
        }
    };
    let sign = if number.is_negative() { "-" } else { "" };
    let prefix = match letter {
        'o' if conversion.alternate => "0o",
        'x' if conversion.alternate => "0x",
        'X' if conversion.alternate => "0X",
        _ => "",
    };
    let precision = conversion.precision.unwrap_or(0);
    if precision > i32::MAX as usize - 3 {
        return Err(vm.overflow_error("precision too large"));
    }
    let zeros = "0".repeat(precision.saturating_sub(digits.len()));
    Ok(format!("{sign}{prefix}{zeros}{digits}"))
}
fn float_argument(vm: &mut Vm, value: ObjId) -> Res<f64> {
    let result = vm.float_of(value);
    match result {
        Ok(Some(float)) => Ok(float),
        Err(crate::vm::Unwind::Abandoned) => Err(crate::vm::Unwind::Abandoned),
        other => {
            if let Err(e) = other {
                vm.swallow(e, types::EXCEPTION)?;
            }
            let class = vm.class_name(value);
            Err(vm.type_error(format!("float argument required, not {class}")))
        }
    }
}
/// The number of a `%c` argument that is no text, if it is an integer at all.
fn code(vm: &mut Vm, value: ObjId) -> Res<Option<i64>> {
    if !vm.has_index(value) {
        return Ok(None);
    }
    let result = vm.index(value);
    let Some(int) = vm.optional(result, types::TYPE_ERROR)? else { return Ok(None) };
    let code = vm.as_i64(int.id()).unwrap_or(-1);
    vm.release(int);
    Ok(Some(code))
}
fn character(vm: &mut Vm, value: ObjId) -> Res<u32> {
    if let Some(text) = vm.as_str(value) {
        if text.len() == 1 {
            return Ok(text.at(0));
        }
        return Err(vm.type_error("%c requires int or char"));
    }
    match code(vm, value)? {
        None => Err(vm.type_error("%c requires int or char")),
        Some(code @ 0..0x110000) => Ok(code as u32),
        Some(_) => Err(vm.overflow_error("%c arg not in range(0x110000)")),
    }
}
fn byte_argument(vm: &mut Vm, value: ObjId) -> Res<u32> {
    if let Some(&[byte]) = vm.as_bytes(value) {
        return Ok(byte as u32);
    }
    match code(vm, value)? {
        None => Err(vm.type_error("%c requires an integer in range(256) or a single byte")),
        Some(code @ 0..256) => Ok(code as u32),
        Some(_) => Err(vm.overflow_error("%c arg not in range(256)")),
    }
}
