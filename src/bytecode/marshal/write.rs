//! Writes code objects as CPython's `marshal.dumps` does, byte for byte.
//!
//! Which objects CPython gives a reference number depends on reference counts in the compiler's
//! process: an object gets one if it is interned, immortal, or held by more than one other object.
//! The compiler keeps one object for each distinct constant, so the counts can be rebuilt: equal
//! values become one node, and a node's count is the number of places that hold it.

use super::{FLAG_REF, MAX_DEPTH, MarshalError, tag};
use crate::bytecode::Opcode;
use crate::bytecode::code::{Code, Const};
use crate::constant::set_order::has_other_object;
use crate::constant::{Constant, Text};
use num_bigint::{BigInt, Sign};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// The bytes of a code object, as `py_compile` puts them after a `.pyc` file's header.
pub fn write(code: &Code) -> Result<Vec<u8>, MarshalError> {
    let mut graph = Graph::default();
    graph.note_strings(code, 0)?;
    let root = graph.code(code, 0)?;
    // The caller of `marshal.dumps` holds the code object too.
    graph.counts[root as usize] += 2;
    let mut writer = Writer { graph: &graph, out: Vec::new(), references: FxHashMap::default(), next: 0 };
    writer.node(root);
    Ok(writer.out)
}

type Id = u32;

/// One object of the process that CPython would marshal.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Node {
    None,
    Ellipsis,
    Bool(bool),
    Int(i64),
    BigInt(Arc<BigInt>),
    Float(u64),
    /// No two of them are equal: each is its own object.
    Nan {
        bits: u64,
        serial: u32,
    },
    Complex(u64, u64),
    Str {
        text: Text,
        interned: bool,
    },
    Bytes(Arc<[u8]>),
    Tuple(Vec<Id>),
    /// Elements by id, sorted: the order of a set is no part of its identity.
    FrozenSet {
        parts: Vec<Id>,
        copy: Option<u32>,
    },
    Code(Box<CodeNode>),
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct CodeNode {
    /// argcount, posonlyargcount, kwonlyargcount, stacksize, flags
    numbers: [u32; 5],
    firstlineno: i32,
    code: Vec<u8>,
    kinds: Vec<u8>,
    /// The empty bytes object, of which there is only one, if `kinds` is that.
    empty_kinds: Option<Id>,
    /// consts, names, localsplusnames
    tuples: [Id; 3],
    /// filename, name, qualname
    strings: [Id; 3],
    linetable: Id,
    exceptiontable: Id,
}

#[derive(Default)]
struct Graph {
    ids: FxHashMap<Node, Id>,
    nodes: Vec<Node>,
    /// By node: in how many places other nodes hold it.
    counts: Vec<u32>,
    /// The names in the program.
    identifiers: FxHashSet<Text>,
    /// String constants met so far, and qualified names of the code objects finished so far.
    met: FxHashSet<Text>,
    qualnames: FxHashSet<Text>,
    /// Strings that are interned although they do not look like it as constants.
    names_as_constants: FxHashSet<Text>,
    /// Distinct `co_consts` that hold a set which CPython copies.
    set_owners: FxHashMap<Vec<Id>, u32>,
}

fn check_depth(depth: usize) -> Result<(), MarshalError> {
    if depth < MAX_DEPTH {
        return Ok(());
    }
    Err(MarshalError { message: "object too deeply nested to marshal".into(), offset: None })
}

impl Graph {
    /// Notes the program's names, and which constants are the very objects that are interned as names.
    /// A class body stores its qualified name as a constant, the same object as `co_qualname`, unless
    /// there was such a string before; the names of keywords in a call are identifiers.
    fn note_strings(&mut self, code: &Code, depth: usize) -> Result<(), MarshalError> {
        check_depth(depth)?;
        let names = code.names.iter().chain(&code.localsplusnames).chain([&code.name]);
        self.identifiers.extend(names.cloned());
        let is_class = code.names.iter().any(|n| n.as_bytes() == b"__qualname__");
        let is_new = !self.met.contains(&code.qualname);
        for (i, constant) in code.consts.iter().enumerate() {
            match constant {
                Const::Code(inner) => self.note_strings(inner, depth + 2)?,
                Const::Value(Constant::Str(text)) => {
                    self.met.insert(text.clone());
                }
                Const::Value(Constant::Tuple(items)) => {
                    let texts = || {
                        items.iter().filter_map(|item| match item {
                            Constant::Str(text) => Some(text),
                            _ => None,
                        })
                    };
                    let as_names = texts().any(|text| !text.is_ascii()) && holds_names(code, i);
                    for text in texts() {
                        if self.met.insert(text.clone()) && as_names {
                            self.names_as_constants.insert(text.clone());
                        }
                    }
                }
                Const::Value(_) => {}
            }
        }
        if self.qualnames.insert(code.qualname.clone()) && is_class && is_new {
            self.names_as_constants.insert(code.qualname.clone());
        }
        Ok(())
    }

    fn add(&mut self, node: Node) -> Id {
        if let Some(&id) = self.ids.get(&node) {
            return id;
        }
        match &node {
            Node::Tuple(parts) | Node::FrozenSet { parts, .. } => {
                parts.iter().for_each(|&p| self.counts[p as usize] += 1);
            }
            Node::Code(code) => {
                let parts =
                    code.tuples.iter().chain(&code.strings).chain([&code.linetable, &code.exceptiontable]);
                parts.for_each(|&p| self.counts[p as usize] += 1);
            }
            _ => {}
        }
        let id = self.nodes.len() as Id;
        self.nodes.push(node.clone());
        self.counts.push(0);
        self.ids.insert(node, id);
        id
    }

    fn interned(&mut self, text: &Text) -> Id {
        self.add(Node::Str { text: text.clone(), interned: true })
    }
    fn texts(&mut self, texts: &[Text]) -> Id {
        let parts = texts.iter().map(|t| self.interned(t)).collect();
        self.add(Node::Tuple(parts))
    }

    fn code(&mut self, code: &Code, depth: usize) -> Result<Id, MarshalError> {
        check_depth(depth)?;
        let mut consts = Vec::with_capacity(code.consts.len());
        for constant in &code.consts {
            consts.push(match constant {
                Const::Value(value) => self.constant(value, depth + 2)?,
                Const::Code(inner) => self.code(inner, depth + 2)?,
            });
        }
        self.copy_sets(&mut consts);
        let node = CodeNode {
            numbers: [code.argcount, code.posonlyargcount, code.kwonlyargcount, code.stacksize, code.flags],
            firstlineno: code.firstlineno,
            code: code.code.clone(),
            kinds: code.localspluskinds.clone(),
            empty_kinds: code.localspluskinds.is_empty().then(|| self.add(Node::Bytes([].into()))),
            tuples: [
                self.add(Node::Tuple(consts)),
                self.texts(&code.names),
                self.texts(&code.localsplusnames),
            ],
            strings: [&code.filename, &code.name, &code.qualname].map(|t| self.interned(t)),
            linetable: self.add(Node::Bytes(code.linetable[..].into())),
            exceptiontable: self.add(Node::Bytes(code.exceptiontable[..].into())),
        };
        Ok(self.add(Node::Code(Box::new(node))))
    }

    /// A set constant is copied for each code object when one of its strings is replaced by the
    /// interned object.
    fn copy_sets(&mut self, consts: &mut [Id]) {
        let is_copied = |&id: &Id| match &self.nodes[id as usize] {
            Node::FrozenSet { parts, .. } => parts.iter().any(|&p| match &self.nodes[p as usize] {
                Node::Str { text, .. } => has_other_object(&Constant::Str(text.clone()), |text| {
                    self.identifiers.contains(&Text::from(text))
                }),
                _ => false,
            }),
            _ => false,
        };
        let copied: Vec<usize> = (0..consts.len()).filter(|&i| is_copied(&consts[i])).collect();
        if copied.is_empty() {
            return;
        }
        let next = self.set_owners.len() as u32;
        let owner = *self.set_owners.entry(consts.to_vec()).or_insert(next);
        for i in copied {
            if let Node::FrozenSet { parts, .. } = &self.nodes[consts[i] as usize] {
                consts[i] = self.add(Node::FrozenSet { parts: parts.clone(), copy: Some(owner) });
            }
        }
    }

    fn constant(&mut self, constant: &Constant, depth: usize) -> Result<Id, MarshalError> {
        check_depth(depth)?;
        let node = match constant {
            Constant::None => Node::None,
            Constant::Ellipsis => Node::Ellipsis,
            Constant::Bool(b) => Node::Bool(*b),
            Constant::Int(i) => Node::Int(*i),
            Constant::BigInt(i) => Node::BigInt(i.clone()),
            Constant::Float(f) if f.is_nan() => {
                Node::Nan { bits: f.to_bits(), serial: self.nodes.len() as u32 }
            }
            Constant::Float(f) => Node::Float(f.to_bits()),
            Constant::Complex { re, im } => Node::Complex(re.to_bits(), im.to_bits()),
            Constant::Str(text) => Node::Str {
                interned: is_interned(text) || self.names_as_constants.contains(text),
                text: text.clone(),
            },
            Constant::Bytes(bytes) => Node::Bytes(bytes.clone()),
            Constant::Tuple(items) => Node::Tuple(self.constants(items, depth)?),
            Constant::FrozenSet(items) => {
                let mut parts = self.constants(items, depth)?;
                parts.sort_unstable();
                Node::FrozenSet { parts, copy: None }
            }
        };
        Ok(self.add(node))
    }
    fn constants(&mut self, items: &[Constant], depth: usize) -> Result<Vec<Id>, MarshalError> {
        items.iter().map(|i| self.constant(i, depth + 1)).collect()
    }

    /// May the object be held by anything else? CPython gives only such objects a number.
    fn is_shared(&self, id: Id) -> bool {
        match &self.nodes[id as usize] {
            Node::Str { interned: true, .. } => true,
            Node::Int(-5..=256) => true,
            Node::Bytes(bytes) if bytes.len() <= 1 => true,
            Node::Tuple(parts) if parts.is_empty() => true,
            _ => self.counts[id as usize] > 1,
        }
    }
}

/// Is a constant the tuple of the keywords of a call or of a class pattern?
fn holds_names(code: &Code, constant: usize) -> bool {
    let (mut arg, mut loaded) = (0, None);
    for unit in code.code.chunks_exact(2) {
        arg = arg << 8 | usize::from(unit[1]);
        match Opcode::from_number(unit[0].into()) {
            Some(Opcode::EXTENDED_ARG) => continue,
            Some(Opcode::CALL_KW | Opcode::MATCH_CLASS) if loaded == Some(constant) => return true,
            op => loaded = (op == Some(Opcode::LOAD_CONST)).then_some(arg),
        }
        arg = 0;
    }
    false
}

/// Does CPython intern a string constant? It does if the string could be (part of) an identifier, and
/// keeps one object for each single Latin-1 character.
fn is_interned(text: &Text) -> bool {
    text.as_bytes().iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_') || is_latin1_char(text)
}

fn is_latin1_char(text: &Text) -> bool {
    matches!(text.as_bytes(), [_] | [0xC2 | 0xC3, _])
}

struct Writer<'a> {
    graph: &'a Graph,
    out: Vec<u8>,
    references: FxHashMap<Id, u32>,
    next: u32,
}

impl Writer<'_> {
    fn u32(&mut self, n: u32) {
        self.out.extend(n.to_le_bytes());
    }
    fn sized(&mut self, bytes: &[u8]) {
        self.u32(bytes.len() as u32);
        self.out.extend(bytes);
    }

    fn node(&mut self, id: Id) {
        self.held_node(id, self.graph.is_shared(id));
    }

    fn held_node(&mut self, id: Id, shared: bool) {
        let graph = self.graph;
        let node = &graph.nodes[id as usize];
        match node {
            Node::None => return self.out.push(tag::NONE),
            Node::Ellipsis => return self.out.push(tag::ELLIPSIS),
            Node::Bool(false) => return self.out.push(tag::FALSE),
            Node::Bool(true) => return self.out.push(tag::TRUE),
            _ => {}
        }
        let mut flag = 0;
        if shared {
            if let Some(&number) = self.references.get(&id) {
                self.out.push(tag::REF);
                return self.u32(number);
            }
            self.references.insert(id, self.next);
            self.next += 1;
            flag = FLAG_REF;
        }
        match node {
            Node::None | Node::Ellipsis | Node::Bool(_) => {}
            Node::Int(i) => match i32::try_from(*i) {
                Ok(i) => {
                    self.out.push(tag::INT | flag);
                    self.u32(i as u32);
                }
                Err(_) => self.long(&BigInt::from(*i), flag),
            },
            Node::BigInt(i) => self.long(i, flag),
            Node::Float(bits) | Node::Nan { bits, .. } => {
                self.out.push(tag::BINARY_FLOAT | flag);
                self.out.extend(bits.to_le_bytes());
            }
            Node::Complex(re, im) => {
                self.out.push(tag::BINARY_COMPLEX | flag);
                self.out.extend(re.to_le_bytes());
                self.out.extend(im.to_le_bytes());
            }
            Node::Str { text, interned } => self.text(text, *interned, flag),
            Node::Bytes(bytes) => {
                self.out.push(tag::BYTES | flag);
                self.sized(bytes);
            }
            Node::Tuple(parts) => {
                match u8::try_from(parts.len()) {
                    Ok(n) => self.out.extend([tag::SMALL_TUPLE | flag, n]),
                    Err(_) => {
                        self.out.push(tag::TUPLE | flag);
                        self.u32(parts.len() as u32);
                    }
                }
                parts.iter().for_each(|&p| self.node(p));
            }
            Node::FrozenSet { parts, .. } => {
                self.out.push(tag::FROZENSET | flag);
                self.u32(parts.len() as u32);
                // CPython orders a set's elements by what each one alone is marshalled to, and holds
                // them in a list meanwhile.
                let mut sorted: Vec<(Vec<u8>, Id)> = parts.iter().map(|&p| (alone(graph, p), p)).collect();
                sorted.sort_unstable();
                sorted.iter().for_each(|&(_, p)| self.held_node(p, true));
            }
            Node::Code(code) => self.code(code, flag),
        }
    }

    fn code(&mut self, code: &CodeNode, flag: u8) {
        self.out.push(tag::CODE | flag);
        code.numbers.iter().for_each(|&n| self.u32(n));
        // `co_code` is made when it is asked for and then kept: always its own, always numbered.
        self.next += 1;
        self.out.push(tag::BYTES | FLAG_REF);
        self.sized(&code.code);
        code.tuples.iter().for_each(|&t| self.node(t));
        match code.empty_kinds {
            Some(empty) => self.node(empty),
            None => {
                self.out.push(tag::BYTES);
                self.sized(&code.kinds);
            }
        }
        code.strings.iter().for_each(|&s| self.node(s));
        self.u32(code.firstlineno as u32);
        self.node(code.linetable);
        self.node(code.exceptiontable);
    }

    fn text(&mut self, text: &Text, interned: bool, flag: u8) {
        let bytes = text.as_bytes();
        let pick = |yes, no| if interned { yes } else { no };
        if !text.is_ascii() {
            self.out.push(pick(tag::INTERNED, tag::UNICODE) | flag);
            self.sized(bytes);
        } else if let Ok(n) = u8::try_from(bytes.len()) {
            self.out.extend([pick(tag::SHORT_ASCII_INTERNED, tag::SHORT_ASCII) | flag, n]);
            self.out.extend(bytes);
        } else {
            self.out.push(pick(tag::ASCII_INTERNED, tag::ASCII) | flag);
            self.sized(bytes);
        }
    }

    fn long(&mut self, int: &BigInt, flag: u8) {
        self.out.push(tag::LONG | flag);
        let (sign, bytes) = int.to_bytes_le();
        let count = int.bits().div_ceil(15) as i32;
        self.u32(if sign == Sign::Minus { -count } else { count } as u32);
        let (mut bits, mut have, mut bytes) = (0u32, 0, bytes.into_iter());
        for _ in 0..count {
            while have < 15 {
                bits |= (bytes.next().unwrap_or(0) as u32) << have;
                have += 8;
            }
            self.out.extend(((bits & 0x7FFF) as u16).to_le_bytes());
            bits >>= 15;
            have -= 15;
        }
    }
}

/// What an object is marshalled to by itself.
fn alone(graph: &Graph, id: Id) -> Vec<u8> {
    let mut writer = Writer { graph, out: Vec::new(), references: FxHashMap::default(), next: 0 };
    writer.held_node(id, true);
    writer.out
}
