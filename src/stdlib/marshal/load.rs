//! Reading objects. The data may be anything: sizes are checked against what there is, nesting has
//! a limit, and code is checked before it becomes a code object.

use crate::bytecode::Code;
use crate::bytecode::check::check;
use crate::bytecode::marshal::{FLAG_REF, MAX_DEPTH, tag};
use crate::constant::Text;
use crate::heap::{ObjId, Owned, tokens};
use crate::object::ids::{self, types};
use crate::object::{Payload, Str};
use crate::types::code_build;
use crate::vm::{Res, Unwind, Vm};
use num_bigint::{BigInt, BigUint, Sign};
use std::sync::Arc;

pub enum Source {
    Bytes {
        data: Vec<u8>,
        at: usize,
    },
    /// Something with `readinto`.
    File(ObjId),
}

/// Reads one object.
pub fn object(vm: &mut Vm, source: Source, allow_code: bool) -> Res {
    let mut reader = Reader { source, references: Vec::new(), depth: 0, allow_code };
    let result = reader.object(vm);
    let references = std::mem::take(&mut reader.references);
    tokens::let_go(references.iter().flatten().copied());
    vm.decref_all(references.into_iter().flatten());
    match result? {
        Some(object) => Ok(object),
        None => Err(vm.type_error("NULL object in marshal data for object")),
    }
}

struct Reader {
    source: Source,
    /// Each a reference; `None` while the object is being made.
    references: Vec<Option<ObjId>>,
    depth: usize,
    allow_code: bool,
}

fn bad(vm: &mut Vm, what: &str) -> Unwind {
    vm.value_error(format!("bad marshal data ({what})"))
}
fn ended(vm: &mut Vm, message: &str) -> Unwind {
    vm.raise(types::EOF_ERROR, message)
}

impl Reader {
    fn take(&mut self, vm: &mut Vm, count: usize) -> Res<Vec<u8>> {
        match &mut self.source {
            Source::Bytes { data, at } => match data.get(*at..*at + count) {
                Some(bytes) => {
                    *at += count;
                    Ok(bytes.to_vec())
                }
                None => Err(ended(vm, "marshal data too short")),
            },
            Source::File(file) => {
                let file = *file;
                read_file(vm, file, count)
            }
        }
    }
    fn array<const N: usize>(&mut self, vm: &mut Vm) -> Res<[u8; N]> {
        let mut out = [0; N];
        out.copy_from_slice(&self.take(vm, N)?);
        Ok(out)
    }
    fn byte(&mut self, vm: &mut Vm) -> Res<Option<u8>> {
        match &mut self.source {
            Source::Bytes { data, at } => {
                let byte = data.get(*at).copied();
                *at += usize::from(byte.is_some());
                Ok(byte)
            }
            Source::File(file) => {
                let file = *file;
                match read_file(vm, file, 1) {
                    Ok(bytes) => Ok(bytes.first().copied()),
                    Err(e) => vm.swallow(e, types::EOF_ERROR).map(|()| None),
                }
            }
        }
    }
    fn expected_byte(&mut self, vm: &mut Vm) -> Res<u8> {
        match self.byte(vm)? {
            Some(byte) => Ok(byte),
            None => Err(ended(vm, "EOF read where not expected")),
        }
    }
    fn i32(&mut self, vm: &mut Vm) -> Res<i32> {
        Ok(i32::from_le_bytes(self.array(vm)?))
    }
    fn u32(&mut self, vm: &mut Vm) -> Res<u32> {
        Ok(u32::from_le_bytes(self.array(vm)?))
    }
    fn size(&mut self, vm: &mut Vm, what: &str) -> Res<usize> {
        match usize::try_from(self.i32(vm)?) {
            Ok(size) => Ok(size),
            Err(_) => Err(bad(vm, &format!("{what} size out of range"))),
        }
    }
    fn float(&mut self, vm: &mut Vm) -> Res<f64> {
        Ok(f64::from_le_bytes(self.array(vm)?))
    }
    fn float_text(&mut self, vm: &mut Vm) -> Res<f64> {
        let count = self.expected_byte(vm)?;
        let bytes = self.take(vm, count.into())?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        match crate::types::float_text::parse(&text) {
            Some(value) => Ok(value),
            None => Err(vm.value_error(format!("could not convert string to float: '{text}'"))),
        }
    }
    fn long(&mut self, vm: &mut Vm) -> Res {
        let count = self.i32(vm)?;
        if count == i32::MIN {
            return Err(bad(vm, "long size out of range"));
        }
        let bytes = self.take(vm, count.unsigned_abs() as usize * 2)?;
        let digits: Vec<u16> = bytes.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect();
        if digits.iter().any(|&d| d >= 1 << 15) {
            return Err(bad(vm, "digit out of range in long"));
        }
        if digits.last() == Some(&0) {
            return Err(bad(vm, "unnormalized long data"));
        }
        let (mut words, mut bits, mut have) = (Vec::with_capacity(digits.len() / 2 + 1), 0u64, 0);
        for digit in digits {
            bits |= u64::from(digit) << have;
            have += 15;
            if have >= 32 {
                words.push(bits as u32);
                bits >>= 32;
                have -= 32;
            }
        }
        words.push(bits as u32);
        let sign = if count < 0 { Sign::Minus } else { Sign::Plus };
        Ok(vm.new_bigint(BigInt::from_biguint(sign, BigUint::new(words))))
    }
    fn latin1(&mut self, vm: &mut Vm, count: usize, interned: bool) -> Res {
        let bytes = self.take(vm, count)?;
        let string = vm.new_string(Str::from_latin1(&bytes));
        Ok(finish_text(vm, string, interned))
    }
    fn utf8(&mut self, vm: &mut Vm, interned: bool) -> Res {
        let count = self.size(vm, "string")?;
        let bytes = self.take(vm, count)?;
        let Some(text) = Text::from_bytes(&bytes) else {
            // The decoder knows the words for what is wrong.
            let bytes = vm.new_bytes(&bytes);
            let parts = [vm.new_str("utf-8"), vm.new_str("surrogatepass")];
            let result = vm.call(types::STR, &[bytes.id(), parts[0].id(), parts[1].id()]);
            parts.into_iter().for_each(|p| vm.release(p));
            vm.release(bytes);
            return result;
        };
        let string = vm.new_string(Str::from_text(&text));
        Ok(finish_text(vm, string, interned))
    }

    /// Keeps a place among the references, if the object has one.
    fn reserve(&mut self, flagged: bool) -> Option<usize> {
        flagged.then(|| {
            self.references.push(None);
            self.references.len() - 1
        })
    }
    fn register(&mut self, vm: &mut Vm, place: Option<usize>, object: ObjId) {
        if let Some(place) = place {
            vm.incref(object);
            tokens::hold([object]);
            tokens::let_go(self.references[place]);
            let old = self.references[place].replace(object);
            vm.decref_opt(old);
        }
    }

    /// One object; `None` for the null that ends dicts.
    fn object(&mut self, vm: &mut Vm) -> Res<Option<Owned>> {
        let Some(byte) = self.byte(vm)? else {
            return Err(ended(vm, "EOF read where object expected"));
        };
        if self.depth >= MAX_DEPTH {
            return Err(vm.value_error("recursion limit exceeded"));
        }
        self.depth += 1;
        let result = self.tagged(vm, byte & !FLAG_REF, byte & FLAG_REF != 0);
        self.depth -= 1;
        result
    }
    fn tagged(&mut self, vm: &mut Vm, tag: u8, flagged: bool) -> Res<Option<Owned>> {
        let object = match tag {
            tag::NULL => return Ok(None),
            tag::NONE => return Ok(Some(vm.none())),
            tag::STOP_ITERATION => return Ok(Some(Owned::new(types::STOP_ITERATION))),
            tag::ELLIPSIS => return Ok(Some(Owned::new(ids::ELLIPSIS))),
            tag::FALSE => return Ok(Some(vm.new_bool(false))),
            tag::TRUE => return Ok(Some(vm.new_bool(true))),
            tag::INT => {
                let value = self.i32(vm)?;
                vm.new_int(value.into())
            }
            tag::INT64 => {
                let value = i64::from_le_bytes(self.array(vm)?);
                vm.new_int(value)
            }
            tag::LONG => self.long(vm)?,
            tag::FLOAT => {
                let value = self.float_text(vm)?;
                vm.new_float(value)
            }
            tag::BINARY_FLOAT => {
                let value = self.float(vm)?;
                vm.new_float(value)
            }
            tag::COMPLEX => {
                let (re, im) = (self.float_text(vm)?, self.float_text(vm)?);
                vm.new_complex(re, im)
            }
            tag::BINARY_COMPLEX => {
                let (re, im) = (self.float(vm)?, self.float(vm)?);
                vm.new_complex(re, im)
            }
            tag::BYTES => {
                let count = self.size(vm, "bytes object")?;
                let bytes = self.take(vm, count)?;
                vm.new_bytes(&bytes)
            }
            tag::ASCII | tag::ASCII_INTERNED => {
                let count = self.size(vm, "string")?;
                self.latin1(vm, count, tag == tag::ASCII_INTERNED)?
            }
            tag::SHORT_ASCII | tag::SHORT_ASCII_INTERNED => {
                let count = self.expected_byte(vm)?;
                self.latin1(vm, count.into(), tag == tag::SHORT_ASCII_INTERNED)?
            }
            tag::UNICODE => self.utf8(vm, false)?,
            tag::INTERNED => self.utf8(vm, true)?,
            tag::SMALL_TUPLE => {
                let count = self.expected_byte(vm)?;
                return self.sequence(vm, count.into(), flagged, "tuple").map(Some);
            }
            tag::TUPLE => {
                let count = self.size(vm, "tuple")?;
                return self.sequence(vm, count, flagged, "tuple").map(Some);
            }
            tag::LIST => {
                let count = self.size(vm, "list")?;
                return self.sequence(vm, count, flagged, "list").map(Some);
            }
            tag::DICT => return self.dict(vm, flagged).map(Some),
            tag::SET | tag::FROZENSET => return self.set(vm, tag == tag::SET, flagged).map(Some),
            tag::CODE => return self.code(vm, flagged).map(Some),
            tag::REF => {
                let index = self.i32(vm)?;
                let found =
                    usize::try_from(index).ok().and_then(|i| self.references.get(i).copied().flatten());
                return match found {
                    Some(found) => Ok(Some(vm.own(found))),
                    None => Err(bad(vm, "invalid reference")),
                };
            }
            _ => return Err(bad(vm, "unknown type code")),
        };
        let place = self.reserve(flagged);
        self.register(vm, place, object.id());
        Ok(Some(object))
    }

    /// A tuple or list. It may be referred to before it is full.
    fn sequence(&mut self, vm: &mut Vm, count: usize, flagged: bool, what: &str) -> Res {
        if let Source::Bytes { data, at } = &self.source
            && count > data.len() - *at
        {
            return Err(ended(vm, "EOF read where object expected"));
        }
        let places = vec![ids::NONE; count];
        let result = if what == "list" { vm.new_list(places) } else { vm.new_tuple(places) };
        let place = self.reserve(flagged);
        self.register(vm, place, result.id());
        for i in 0..count {
            let item = match self.object(vm) {
                Ok(Some(item)) => item.into_id(),
                other => {
                    vm.release(result);
                    other?;
                    return Err(vm.type_error(format!("NULL object in marshal data for {what}")));
                }
            };
            let old = match vm.payload_mut(result.id()) {
                Payload::Tuple(items) => std::mem::replace(&mut items[i], item),
                Payload::List(items) if i < items.len() => std::mem::replace(&mut items[i], item),
                _ => item,
            };
            vm.decref(old);
            if let Err(e) = vm.poll_round(i) {
                vm.release(result);
                return Err(e);
            }
        }
        Ok(result)
    }
    fn dict(&mut self, vm: &mut Vm, flagged: bool) -> Res {
        let dict = vm.new_dict();
        let place = self.reserve(flagged);
        self.register(vm, place, dict.id());
        let result = self.dict_entries(vm, dict.id());
        match result {
            Ok(()) => Ok(dict),
            Err(e) => {
                vm.release(dict);
                Err(e)
            }
        }
    }
    fn dict_entries(&mut self, vm: &mut Vm, dict: ObjId) -> Res<()> {
        while let Some(key) = self.object(vm)? {
            match self.object(vm) {
                Ok(Some(value)) => vm.dict_set_owned(dict, key, value)?,
                Ok(None) => {
                    vm.release(key);
                    break;
                }
                Err(e) => {
                    vm.release(key);
                    return Err(e);
                }
            }
        }
        Ok(())
    }
    fn set(&mut self, vm: &mut Vm, mutable: bool, flagged: bool) -> Res {
        let count = self.size(vm, "set")?;
        let result = if mutable || count > 0 { vm.new_set() } else { vm.call(types::FROZENSET, &[])? };
        let place = self.reserve(flagged);
        if mutable || count == 0 {
            self.register(vm, place, result.id());
        }
        for _ in 0..count {
            let added = self.object(vm).and_then(|item| match item {
                Some(item) => {
                    let added = vm.set_add(result.id(), item.id());
                    vm.release(item);
                    added
                }
                None => Err(vm.type_error("NULL object in marshal data for set")),
            });
            if let Err(e) = added {
                vm.release(result);
                return Err(e);
            }
        }
        if mutable || count == 0 {
            return Ok(result);
        }
        let frozen = vm.call(types::FROZENSET, &[result.id()]);
        vm.release(result);
        let frozen = frozen?;
        self.register(vm, place, frozen.id());
        Ok(frozen)
    }

    fn code(&mut self, vm: &mut Vm, flagged: bool) -> Res {
        if !self.allow_code {
            return Err(vm.value_error("unmarshalling code objects is disallowed"));
        }
        let place = self.reserve(flagged);
        let mut numbers = [0; 5];
        for number in &mut numbers {
            *number = self.u32(vm)?;
        }
        let mut parts = Vec::new();
        let result = self.code_parts(vm, numbers, &mut parts);
        tokens::let_go(parts.iter().copied());
        vm.decref_all(parts);
        let code = result?;
        self.register(vm, place, code.id());
        Ok(code)
    }
    fn part(&mut self, vm: &mut Vm, parts: &mut Vec<ObjId>) -> Res<()> {
        match self.object(vm)? {
            Some(part) => {
                tokens::hold([part.id()]);
                parts.push(part.into_id());
                Ok(())
            }
            None => Err(vm.type_error("NULL object in marshal data for code object")),
        }
    }
    fn code_parts(&mut self, vm: &mut Vm, numbers: [u32; 5], parts: &mut Vec<ObjId>) -> Res {
        for _ in 0..8 {
            self.part(vm, parts)?;
        }
        let firstlineno = self.i32(vm)?;
        for _ in 0..2 {
            self.part(vm, parts)?;
        }
        let [argcount, posonlyargcount, kwonlyargcount, stacksize, flags] = numbers;
        let mut consts = Vec::new();
        for item in vm.sequence_items(parts[1]).to_vec() {
            consts.push(code_build::constant(vm, item)?);
        }
        let bytes = |vm: &Vm, id| vm.as_bytes(id).map(<[u8]>::to_vec);
        let text = |vm: &Vm, id| vm.as_str(id).map(|s| s.to_text());
        let texts =
            |vm: &Vm, id| -> Option<Vec<Text>> { vm.as_tuple(id)?.iter().map(|&t| text(vm, t)).collect() };
        let build = |vm: &Vm| {
            Some(Code {
                argcount,
                posonlyargcount,
                kwonlyargcount,
                stacksize: stacksize.max(1),
                flags,
                code: bytes(vm, parts[0])?,
                consts,
                names: texts(vm, parts[2])?,
                localsplusnames: texts(vm, parts[3])?,
                localspluskinds: bytes(vm, parts[4])?,
                filename: text(vm, parts[5])?,
                name: text(vm, parts[6])?,
                qualname: text(vm, parts[7])?,
                firstlineno,
                linetable: bytes(vm, parts[8])?,
                exceptiontable: bytes(vm, parts[9])?,
            })
        };
        let Some(code) = build(vm) else { return Err(bad(vm, "malformed code object")) };
        if code.localsplusnames.len() != code.localspluskinds.len() || !code.code.len().is_multiple_of(2) {
            return Err(bad(vm, "malformed code object"));
        }
        match check(&code) {
            Ok(()) => Ok(vm.load_code(&Arc::new(code))),
            Err(message) => Err(vm.value_error(message)),
        }
    }
}

fn finish_text(vm: &mut Vm, string: Owned, interned: bool) -> Owned {
    if !interned {
        return string;
    }
    let known = vm.intern_object(string.id());
    vm.release(string);
    known
}

/// So many bytes from a file.
fn read_file(vm: &mut Vm, file: ObjId, count: usize) -> Res<Vec<u8>> {
    if count > crate::types::MAX_LENGTH {
        return Err(vm.memory_error());
    }
    let buffer = vm.alloc(types::BYTEARRAY, Payload::ByteArray(vec![0; count].into()));
    let read = vm.get_attr_str(file, "readinto").and_then(|method| {
        let result = vm.call(method.id(), &[buffer.id()]);
        vm.release(method);
        result
    });
    let bytes = vm.as_bytes(buffer.id()).map(<[u8]>::to_vec).unwrap_or_default();
    vm.release(buffer);
    let read = read?;
    let got = vm.as_index(read.id());
    vm.release(read);
    let got = got?;
    if got == count as i64 {
        return Ok(bytes);
    }
    if got > count as i64 {
        let message = format!("read() returned too much data: {count} bytes requested, {got} returned");
        return Err(vm.value_error(message));
    }
    Err(ended(vm, "EOF read where not expected"))
}
