//! Reads marshalled code objects. The input may be anything: every size is checked against what is
//! left, nesting is kept on a heap stack, and shared values may not multiply without bound.

use super::{FLAG_REF, MAX_DEPTH, MarshalError, tag};
use crate::bytecode::check::check;
use crate::bytecode::code::{Code, Const, flags, kinds};
use crate::constant::{Constant, Text};
use num_bigint::{BigInt, BigUint, Sign};
use std::sync::Arc;

/// Reads one code object from the start of `bytes` and checks its bytecode; what follows it is
/// ignored, as CPython does.
pub fn read(bytes: &[u8]) -> Result<Code, MarshalError> {
    let mut reader = Reader { bytes, pos: 0, refs: Vec::new(), stack: Vec::new() };
    match reader.object() {
        Ok(Object::Code(code)) => match check(&code) {
            Ok(()) => Ok(Arc::unwrap_or_clone(code)),
            Err(message) => Err(MarshalError { message, offset: None }),
        },
        Ok(_) => Err(reader.located("not a code object".into())),
        Err(message) => Err(reader.located(message)),
    }
}

/// What has been read: a constant, a code object, or a tuple that holds code objects.
#[derive(Clone)]
enum Object {
    Value(Constant),
    Code(Arc<Code>),
    Consts(Arc<[Const]>),
}

/// An object that waits for its parts.
struct Frame {
    kind: FrameKind,
    items: Vec<Object>,
    wanted: usize,
    /// Number under which the finished object can be referred to.
    reference: Option<usize>,
    weight: u64,
}

#[derive(Clone, Copy, PartialEq)]
enum FrameKind {
    Tuple,
    FrozenSet,
    /// The counts and flags read so far; `firstlineno` comes after eight parts.
    Code {
        numbers: [i32; 6],
    },
}

const CODE_PARTS_BEFORE_LINE: usize = 8;
const CODE_PARTS: usize = 10;

/// A finished object and the number of values in it, those of shared parts counted each time.
type Weighed = (Object, u64);

struct Reader<'a> {
    bytes: &'a [u8],
    pos: usize,
    refs: Vec<Option<Weighed>>,
    stack: Vec<Frame>,
}

type Read<T> = Result<T, String>;

fn fail<T>(message: &str) -> Read<T> {
    Err(message.into())
}

impl Reader<'_> {
    fn located(&self, message: String) -> MarshalError {
        MarshalError { message, offset: Some(self.pos) }
    }

    fn take(&mut self, n: usize) -> Read<&[u8]> {
        let rest = &self.bytes[self.pos..];
        if n > rest.len() {
            return fail("marshal data too short");
        }
        self.pos += n;
        Ok(&rest[..n])
    }
    fn byte(&mut self) -> Read<u8> {
        match self.bytes.get(self.pos) {
            Some(&b) => {
                self.pos += 1;
                Ok(b)
            }
            None => fail("EOF read where not expected"),
        }
    }
    fn array<const N: usize>(&mut self) -> Read<[u8; N]> {
        let mut out = [0; N];
        out.copy_from_slice(self.take(N)?);
        Ok(out)
    }
    fn i32(&mut self) -> Read<i32> {
        Ok(i32::from_le_bytes(self.array()?))
    }
    fn size(&mut self, what: &str) -> Read<usize> {
        usize::try_from(self.i32()?).map_err(|_| format!("bad marshal data ({what} size out of range)"))
    }
    fn f64(&mut self) -> Read<f64> {
        Ok(f64::from_le_bytes(self.array()?))
    }
    fn f64_text(&mut self) -> Read<f64> {
        let n = self.byte()? as usize;
        let text = self.take(n)?;
        std::str::from_utf8(text)
            .ok()
            .and_then(|t| t.parse().ok())
            .ok_or_else(|| "bad marshal data (not a float)".into())
    }
    fn long(&mut self) -> Read<Constant> {
        let n = self.i32()?;
        if n == i32::MIN {
            return fail("bad marshal data (long size out of range)");
        }
        let digits = self.take(n.unsigned_abs() as usize * 2)?;
        let (mut bytes, mut bits, mut count) = (Vec::with_capacity(digits.len()), 0u32, 0);
        let mut last = 1;
        for pair in digits.chunks_exact(2) {
            last = u16::from_le_bytes([pair[0], pair[1]]);
            if last >= 1 << 15 {
                return fail("bad marshal data (digit out of range in long)");
            }
            bits |= (last as u32) << count;
            count += 15;
            while count >= 8 {
                bytes.push(bits as u8);
                bits >>= 8;
                count -= 8;
            }
        }
        if last == 0 {
            return fail("bad marshal data (unnormalized long data)");
        }
        bytes.push(bits as u8);
        let sign = if n < 0 { Sign::Minus } else { Sign::Plus };
        Ok(Constant::int(BigInt::from_biguint(sign, BigUint::from_bytes_le(&bytes))))
    }
    fn ascii(&mut self, n: usize) -> Read<Constant> {
        // CPython reads these bytes as Latin-1.
        let bytes = self.take(n)?;
        Ok(Constant::Str(match std::str::from_utf8(bytes) {
            Ok(text) if text.is_ascii() => text.into(),
            _ => Text::from_code_points(bytes.iter().map(|&b| b as u32)),
        }))
    }
    fn text(&mut self) -> Read<Constant> {
        let n = self.size("string")?;
        let text = Text::from_bytes(self.take(n)?);
        Ok(Constant::Str(text.ok_or("bad marshal data (invalid UTF-8 in string)")?))
    }

    /// Opens an object with parts. More than a few parts are not reserved: the size may be a lie.
    fn open(&mut self, kind: FrameKind, wanted: usize, flagged: bool) -> Read<()> {
        if wanted > self.bytes.len() - self.pos {
            return fail("EOF read where object expected");
        }
        let reference = flagged.then(|| {
            self.refs.push(None);
            self.refs.len() - 1
        });
        self.stack.push(Frame {
            kind,
            items: Vec::with_capacity(wanted.min(16)),
            wanted,
            reference,
            weight: 1,
        });
        Ok(())
    }

    fn object(&mut self) -> Read<Object> {
        let limit = (1 << 26) + 8 * self.bytes.len() as u64;
        loop {
            let (mut object, mut weight) = match self.begin()? {
                Some(done) => done,
                None => match self.close_full()? {
                    Some(done) => done,
                    None => continue,
                },
            };
            // Hand the finished object to the one that waits for it, which may be finished too.
            loop {
                let Some(frame) = self.stack.last_mut() else { return Ok(object) };
                frame.weight += weight;
                if frame.weight > limit {
                    return fail("bad marshal data (too many shared values)");
                }
                frame.items.push(object);
                if let FrameKind::Code { mut numbers } = frame.kind
                    && frame.items.len() == CODE_PARTS_BEFORE_LINE
                {
                    numbers[5] = self.i32()?;
                    if let Some(frame) = self.stack.last_mut() {
                        frame.kind = FrameKind::Code { numbers };
                    }
                }
                match self.close_full()? {
                    Some(done) => (object, weight) = done,
                    None => break,
                }
            }
        }
    }

    /// Finishes the innermost open object if it has all its parts.
    fn close_full(&mut self) -> Read<Option<Weighed>> {
        let Some(frame) = self.stack.pop_if(|f| f.items.len() == f.wanted) else { return Ok(None) };
        let object = match frame.kind {
            FrameKind::Tuple => tuple(frame.items)?,
            FrameKind::FrozenSet => Object::Value(Constant::FrozenSet(values(frame.items)?.into())),
            FrameKind::Code { numbers } => Object::Code(Arc::new(code(numbers, frame.items)?)),
        };
        if let Some(index) = frame.reference {
            self.refs[index] = Some((object.clone(), frame.weight));
        }
        Ok(Some((object, frame.weight)))
    }

    /// Reads a type byte and what belongs to it: a whole simple object, or the start of one with
    /// parts (then `None`).
    fn begin(&mut self) -> Read<Option<Weighed>> {
        let Ok(byte) = self.byte() else { return fail("EOF read where object expected") };
        if self.stack.len() >= MAX_DEPTH {
            return fail("recursion limit exceeded");
        }
        let flagged = byte & FLAG_REF != 0;
        let value = match byte & !FLAG_REF {
            tag::NONE => return Ok(Some((Object::Value(Constant::None), 1))),
            tag::ELLIPSIS => return Ok(Some((Object::Value(Constant::Ellipsis), 1))),
            tag::FALSE => return Ok(Some((Object::Value(Constant::Bool(false)), 1))),
            tag::TRUE => return Ok(Some((Object::Value(Constant::Bool(true)), 1))),
            tag::INT => Constant::Int(self.i32()? as i64),
            tag::INT64 => Constant::Int(i64::from_le_bytes(self.array()?)),
            tag::LONG => self.long()?,
            tag::FLOAT => Constant::Float(self.f64_text()?),
            tag::BINARY_FLOAT => Constant::Float(self.f64()?),
            tag::COMPLEX => Constant::Complex { re: self.f64_text()?, im: self.f64_text()? },
            tag::BINARY_COMPLEX => Constant::Complex { re: self.f64()?, im: self.f64()? },
            tag::BYTES => {
                let n = self.size("bytes object")?;
                Constant::Bytes(self.take(n)?.into())
            }
            tag::ASCII | tag::ASCII_INTERNED => {
                let n = self.size("string")?;
                self.ascii(n)?
            }
            tag::SHORT_ASCII | tag::SHORT_ASCII_INTERNED => {
                let n = self.byte()? as usize;
                self.ascii(n)?
            }
            tag::UNICODE | tag::INTERNED => self.text()?,
            tag::SMALL_TUPLE => {
                let n = self.byte()? as usize;
                self.open(FrameKind::Tuple, n, flagged)?;
                return Ok(None);
            }
            tag::TUPLE => {
                let n = self.size("tuple")?;
                self.open(FrameKind::Tuple, n, flagged)?;
                return Ok(None);
            }
            tag::FROZENSET => {
                let n = self.size("set")?;
                self.open(FrameKind::FrozenSet, n, flagged)?;
                return Ok(None);
            }
            tag::CODE => {
                let mut numbers = [0; 6];
                for number in &mut numbers[..5] {
                    *number = self.i32()?;
                }
                self.open(FrameKind::Code { numbers }, CODE_PARTS, flagged)?;
                return Ok(None);
            }
            tag::REF => {
                let index = self.i32()?;
                let found = usize::try_from(index).ok().and_then(|i| self.refs.get(i)?.clone());
                return found.map(Some).ok_or_else(|| "bad marshal data (invalid reference)".into());
            }
            tag::NULL => return fail("NULL object in marshal data"),
            tag::LIST | tag::DICT | tag::SET | tag::STOP_ITERATION => {
                return fail("a kind of object that no compiler puts into a code object");
            }
            _ => return fail("bad marshal data (unknown type code)"),
        };
        let weight = match &value {
            Constant::Str(text) => 1 + text.as_bytes().len() as u64,
            Constant::Bytes(bytes) => 1 + bytes.len() as u64,
            Constant::BigInt(int) => 1 + int.bits() / 8,
            _ => 1,
        };
        let object = Object::Value(value);
        if flagged {
            self.refs.push(Some((object.clone(), weight)));
        }
        Ok(Some((object, weight)))
    }
}

/// A constant tuple, or (when there are code objects in it) what can only be `co_consts`.
fn tuple(items: Vec<Object>) -> Read<Object> {
    if items.iter().all(|i| matches!(i, Object::Value(_))) {
        return Ok(Object::Value(Constant::Tuple(values(items)?.into())));
    }
    let element = |item| match item {
        Object::Value(value) => Ok(Const::Value(value)),
        Object::Code(code) => Ok(Const::Code(code)),
        Object::Consts(_) => fail("bad marshal data (code object inside a constant)"),
    };
    Ok(Object::Consts(items.into_iter().map(element).collect::<Read<_>>()?))
}

fn values(items: Vec<Object>) -> Read<Vec<Constant>> {
    let value = |item| match item {
        Object::Value(value) => Ok(value),
        _ => fail("bad marshal data (code object inside a constant)"),
    };
    items.into_iter().map(value).collect()
}

/// Puts a code object together and checks it as CPython's `code` constructor does.
fn code(numbers: [i32; 6], items: Vec<Object>) -> Read<Code> {
    let malformed = || "bad marshal data (malformed code object)".to_string();
    let items: [Object; CODE_PARTS] = items.try_into().map_err(|_| malformed())?;
    let [
        code,
        consts,
        names,
        localsplusnames,
        localspluskinds,
        filename,
        name,
        qualname,
        linetable,
        exceptiontable,
    ] = items;
    let [argcount, posonlyargcount, kwonlyargcount, stacksize, flags, firstlineno] = numbers;
    let count = |n: i32| u32::try_from(n).map_err(|_| malformed());
    let bytes = |object| match object {
        Object::Value(Constant::Bytes(bytes)) => Ok(bytes.to_vec()),
        _ => Err(malformed()),
    };
    let text = |object| match object {
        Object::Value(Constant::Str(text)) => Ok(text),
        _ => Err(malformed()),
    };
    let texts = |object| match object {
        Object::Value(Constant::Tuple(items)) => {
            items.iter().map(|item| text(Object::Value(item.clone()))).collect::<Read<Vec<Text>>>()
        }
        _ => Err(malformed()),
    };
    let code = Code {
        argcount: count(argcount)?,
        posonlyargcount: count(posonlyargcount)?,
        kwonlyargcount: count(kwonlyargcount)?,
        stacksize: count(stacksize)?.max(1),
        flags: count(flags)?,
        code: bytes(code)?,
        consts: match consts {
            Object::Value(Constant::Tuple(items)) => items.iter().cloned().map(Const::Value).collect(),
            Object::Consts(consts) => consts.to_vec(),
            _ => return Err(malformed()),
        },
        names: texts(names)?,
        localsplusnames: texts(localsplusnames)?,
        localspluskinds: bytes(localspluskinds)?,
        filename: text(filename)?,
        name: text(name)?,
        qualname: text(qualname)?,
        firstlineno,
        linetable: bytes(linetable)?,
        exceptiontable: bytes(exceptiontable)?,
    };
    if code.argcount < code.posonlyargcount || code.localsplusnames.len() != code.localspluskinds.len() {
        return Err(malformed());
    }
    if !code.code.len().is_multiple_of(2) {
        return fail("code: co_code is malformed");
    }
    let nlocals = code.localspluskinds.iter().filter(|&&k| k & kinds::LOCAL != 0).count() as u64;
    let arguments = code.argcount as u64
        + code.kwonlyargcount as u64
        + u64::from(code.flags & flags::VARARGS != 0)
        + u64::from(code.flags & flags::VARKEYWORDS != 0);
    if nlocals < arguments {
        return fail("code: co_varnames is too small");
    }
    Ok(code)
}
