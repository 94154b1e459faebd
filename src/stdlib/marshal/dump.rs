//! Writing objects.

use crate::bytecode::marshal::{FLAG_REF, MAX_DEPTH, tag};
use crate::heap::ObjId;
use crate::object::ids::{self, types};
use crate::object::{CodeObj, Payload};
use crate::types::float_text::{Form, Style, format};
use crate::vm::{Res, Vm};
use num_bigint::{BigInt, Sign};
use rustc_hash::FxHashMap;

/// What `marshal.dumps` gives.
pub fn bytes(vm: &mut Vm, value: ObjId, version: i64, allow_code: bool) -> Res<Vec<u8>> {
    // A lone code object is written as the compiler writes one into a `.pyc`.
    if let Payload::Code(code) = vm.payload(value)
        && allow_code
        && version == super::VERSION
        && let Ok(bytes) = crate::bytecode::marshal::write(&code.code)
    {
        return Ok(bytes);
    }
    let mut writer =
        Writer { out: Vec::new(), references: FxHashMap::default(), version, allow_code, depth: 0 };
    match writer.object(vm, value, false) {
        Ok(()) => Ok(writer.out),
        Err(Problem::Message(message)) => Err(vm.value_error(message)),
        Err(Problem::Raised(e)) => Err(e),
    }
}

enum Problem {
    Message(&'static str),
    Raised(crate::vm::Unwind),
}
impl From<crate::vm::Unwind> for Problem {
    fn from(unwind: crate::vm::Unwind) -> Problem {
        Problem::Raised(unwind)
    }
}
type Written = Result<(), Problem>;
const UNMARSHALLABLE: Problem = Problem::Message("unmarshallable object");

struct Writer {
    out: Vec<u8>,
    references: FxHashMap<ObjId, u32>,
    version: i64,
    allow_code: bool,
    depth: usize,
}

impl Writer {
    fn u32(&mut self, n: u32) {
        self.out.extend(n.to_le_bytes());
    }
    fn size(&mut self, n: usize) -> Written {
        let n = i32::try_from(n).map_err(|_| UNMARSHALLABLE)?;
        self.u32(n as u32);
        Ok(())
    }
    fn sized(&mut self, bytes: &[u8]) -> Written {
        self.size(bytes.len())?;
        self.out.extend(bytes);
        Ok(())
    }

    /// Writes an object; `shared` says that more than what holds it here does.
    fn object(&mut self, vm: &mut Vm, id: ObjId, shared: bool) -> Written {
        if self.depth >= MAX_DEPTH {
            return Err(Problem::Message("object too deeply nested to marshal"));
        }
        let simple = match id {
            ids::NONE => Some(tag::NONE),
            ids::ELLIPSIS => Some(tag::ELLIPSIS),
            ids::FALSE => Some(tag::FALSE),
            ids::TRUE => Some(tag::TRUE),
            types::STOP_ITERATION => Some(tag::STOP_ITERATION),
            _ => None,
        };
        if let Some(tag) = simple {
            self.out.push(tag);
            return Ok(());
        }
        let interned = matches!(vm.payload(id), Payload::Str(s) if s.is_interned());
        let mut flag = 0;
        if self.version >= 3 && (shared || interned || vm.state.heap.count(id) != 1) {
            if let Some(&number) = self.references.get(&id) {
                self.out.push(tag::REF);
                self.u32(number);
                return Ok(());
            }
            let number = self.references.len() as u32;
            self.references.insert(id, number);
            flag = FLAG_REF;
        }
        self.depth += 1;
        let result = self.parts(vm, id, flag);
        self.depth -= 1;
        result
    }

    fn parts(&mut self, vm: &mut Vm, id: ObjId, flag: u8) -> Written {
        let ty = vm.type_of(id);
        match vm.payload(id) {
            Payload::Int(n) if ty == types::INT => match i32::try_from(*n) {
                Ok(n) => {
                    self.out.push(tag::INT | flag);
                    self.u32(n as u32);
                }
                Err(_) => self.long(&BigInt::from(*n), flag)?,
            },
            Payload::BigInt(n) if ty == types::INT => self.long(&n.clone(), flag)?,
            Payload::Float(x) if ty == types::FLOAT => {
                let x = *x;
                self.out.push(if self.version > 1 { tag::BINARY_FLOAT } else { tag::FLOAT } | flag);
                self.float(x);
            }
            Payload::Complex(parts) if ty == types::COMPLEX => {
                let (re, im) = **parts;
                self.out.push(if self.version > 1 { tag::BINARY_COMPLEX } else { tag::COMPLEX } | flag);
                self.float(re);
                self.float(im);
            }
            Payload::Str(_) if ty == types::STR => self.text(vm, id, flag)?,
            Payload::Bytes(bytes) if ty == types::BYTES => {
                self.out.push(tag::BYTES | flag);
                self.sized(&bytes.clone())?;
            }
            Payload::Tuple(items) if ty == types::TUPLE => {
                let items = items.to_vec();
                match u8::try_from(items.len()) {
                    Ok(n) if self.version >= 4 => self.out.extend([tag::SMALL_TUPLE | flag, n]),
                    _ => {
                        self.out.push(tag::TUPLE | flag);
                        self.size(items.len())?;
                    }
                }
                self.all(vm, &items)?;
            }
            Payload::List(items) if ty == types::LIST => {
                let items = items.clone();
                self.out.push(tag::LIST | flag);
                self.size(items.len())?;
                self.all(vm, &items)?;
            }
            Payload::Dict(dict) if ty == types::DICT => {
                let entries: Vec<(ObjId, ObjId)> = dict.iter().collect();
                self.out.push(tag::DICT | flag);
                for (key, value) in entries {
                    self.object(vm, key, false)?;
                    self.object(vm, value, false)?;
                }
                self.out.push(tag::NULL);
            }
            Payload::Set(set) if ty == types::SET || ty == types::FROZENSET => {
                let items = set.iter().collect();
                self.out.push(if ty == types::SET { tag::SET } else { tag::FROZENSET } | flag);
                self.set(vm, items)?;
            }
            Payload::Code(code) => {
                let code = code.clone();
                self.code(vm, &code, flag)?;
            }
            _ => match crate::types::bytes::buffer(vm, id)? {
                Some(bytes) => {
                    self.out.push(tag::BYTES | flag);
                    self.sized(&bytes)?;
                }
                None => return Err(UNMARSHALLABLE),
            },
        }
        Ok(())
    }
    fn all(&mut self, vm: &mut Vm, items: &[ObjId]) -> Written {
        items.iter().try_for_each(|&item| self.object(vm, item, false))
    }
    /// A set's elements in the order of what each alone is written as.
    fn set(&mut self, vm: &mut Vm, items: Vec<ObjId>) -> Written {
        self.size(items.len())?;
        let mut sorted = Vec::with_capacity(items.len());
        for item in items {
            let mut alone = Writer {
                out: Vec::new(),
                references: FxHashMap::default(),
                version: self.version,
                allow_code: self.allow_code,
                depth: 0,
            };
            alone.object(vm, item, true).map_err(|_| UNMARSHALLABLE)?;
            sorted.push((alone.out, item));
        }
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        sorted.into_iter().try_for_each(|(_, item)| self.object(vm, item, true))
    }
    fn code(&mut self, vm: &mut Vm, code: &CodeObj, flag: u8) -> Written {
        if !self.allow_code {
            return Err(Problem::Message("marshalling code objects is disallowed"));
        }
        let body = &code.code;
        self.out.push(tag::CODE | flag);
        let numbers = [body.argcount, body.posonlyargcount, body.kwonlyargcount, body.stacksize, body.flags];
        numbers.into_iter().for_each(|n| self.u32(n));
        self.own_bytes(vm, &body.code, true)?;
        self.all(vm, &code.tuples)?;
        self.own_bytes(vm, &body.localspluskinds, false)?;
        self.all(vm, &[code.filename, code.name, code.qualname])?;
        self.u32(body.firstlineno as u32);
        self.own_bytes(vm, &body.linetable, false)?;
        self.own_bytes(vm, &body.exceptiontable, false)
    }
    /// Bytes that a code object holds as its own; `co_code` is kept once it was asked for.
    fn own_bytes(&mut self, vm: &mut Vm, bytes: &[u8], kept: bool) -> Written {
        if bytes.len() <= 1 {
            let object = vm.new_bytes(bytes);
            let written = self.object(vm, object.id(), true);
            vm.release(object);
            return written;
        }
        let mut flag = 0;
        if kept && self.version >= 3 {
            // Nothing else can refer to it, but it takes a number: one that no object has.
            let number = self.references.len() as u32;
            self.references.insert(ObjId::new(u32::MAX - number), number);
            flag = FLAG_REF;
        }
        self.out.push(tag::BYTES | flag);
        self.sized(bytes)
    }

    fn float(&mut self, x: f64) {
        if self.version > 1 {
            return self.out.extend(x.to_le_bytes());
        }
        let text = format(x, Form::new(Style::General, 17));
        self.out.push(text.len() as u8);
        self.out.extend(text.as_bytes());
    }
    fn text(&mut self, vm: &Vm, id: ObjId, flag: u8) -> Written {
        let Some(string) = vm.as_str(id) else { return Err(UNMARSHALLABLE) };
        let (interned, ascii) = (string.is_interned(), string.is_ascii());
        let text = string.to_text();
        let bytes = text.as_bytes();
        let pick = |yes, no| if interned { yes } else { no };
        if !ascii || self.version < 4 {
            let tag = if self.version >= 3 { pick(tag::INTERNED, tag::UNICODE) } else { tag::UNICODE };
            self.out.push(tag | flag);
            return self.sized(bytes);
        }
        match u8::try_from(bytes.len()) {
            Ok(n) => {
                self.out.extend([pick(tag::SHORT_ASCII_INTERNED, tag::SHORT_ASCII) | flag, n]);
                self.out.extend(bytes);
                Ok(())
            }
            Err(_) => {
                self.out.push(pick(tag::ASCII_INTERNED, tag::ASCII) | flag);
                self.sized(bytes)
            }
        }
    }
    /// An int in digits of 15 bits.
    fn long(&mut self, int: &BigInt, flag: u8) -> Written {
        self.out.push(tag::LONG | flag);
        let count = i32::try_from(int.bits().div_ceil(15)).map_err(|_| UNMARSHALLABLE)?;
        self.u32(if int.sign() == Sign::Minus { -count } else { count } as u32);
        let (mut bits, mut have, mut bytes) = (0u32, 0, int.magnitude().to_bytes_le().into_iter());
        for _ in 0..count {
            while have < 15 {
                bits |= u32::from(bytes.next().unwrap_or(0)) << have;
                have += 8;
            }
            self.out.extend(((bits & 0x7FFF) as u16).to_le_bytes());
            bits >>= 15;
            have -= 15;
        }
        Ok(())
    }
}
