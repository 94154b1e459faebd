//! Disassembly: the rows that the screen shows, and the text that `python3.13 -m dis` prints.

use super::code::{Code, Const};
use super::opcode::Operand;
use super::operand::{Tables, show};
use super::{Opcode, exctable, linetable};
use crate::source::Span;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::fmt::Write;
use std::sync::Arc;

/// One instruction as `dis` shows it.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// Byte offset in `co_code`.
    pub offset: u32,
    /// `None` for a number that is no opcode.
    pub op: Option<Opcode>,
    pub number: u8,
    /// The operand, prefixes included; `None` where the opcode takes none.
    pub arg: Option<u32>,
    /// What the operand means, empty where there is nothing to say.
    pub argrepr: String,
    /// Offset of a jump's destination.
    pub target: Option<u32>,
    /// Number of the label at this offset.
    pub label: Option<u32>,
    /// The source line, if the instruction has one.
    pub line: Option<i32>,
    /// Is it the first instruction of a line?
    pub starts_line: bool,
    pub span: Span,
}

impl Row {
    pub fn name(&self) -> Cow<'static, str> {
        match self.op {
            Some(op) => op.own_name().into(),
            None => format!("<{}>", self.number).into(),
        }
    }
    /// Bytes of the instruction with its caches.
    pub fn size(&self) -> u32 {
        2 + 2 * self.op.map_or(0, Opcode::caches) as u32
    }
}

/// One line of the exception table, by label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HandlerRow {
    pub handler: exctable::Handler,
    pub start: u32,
    pub end: u32,
    pub target: u32,
}

/// The disassembly of one code object.
#[derive(Clone, PartialEq, Debug)]
pub struct Listing {
    pub rows: Vec<Row>,
    pub handlers: Vec<HandlerRow>,
    /// Number of labels.
    pub labels: usize,
    /// Columns of the line numbers; 0 where no instruction has a line.
    pub line_width: usize,
}

/// An instruction as it stands in the bytes, `EXTENDED_ARG` as one of its own.
struct Unpacked {
    offset: u32,
    number: u8,
    op: Option<Opcode>,
    arg: Option<u32>,
}

impl Unpacked {
    fn target(&self) -> Option<u32> {
        let (op, arg) = (self.op?, self.arg?);
        let after = self.offset as i64 + 2 + 2 * op.caches() as i64;
        let distance = 2 * arg as i64;
        let target = match op.operand() {
            Operand::JumpForward => after + distance,
            Operand::JumpBackward => after - distance,
            _ => return None,
        };
        u32::try_from(target).ok()
    }
}

fn unpack(code: &[u8]) -> Vec<Unpacked> {
    let (mut out, mut prefix, mut skip) = (Vec::with_capacity(code.len() / 3), 0u32, 0);
    for (i, pair) in code.chunks_exact(2).enumerate() {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        let op = Opcode::from_number(pair[0] as u16);
        skip = op.map_or(0, Opcode::caches);
        let arg = op.filter(|op| op.has_arg()).map(|_| prefix | pair[1] as u32);
        prefix = if op == Some(Opcode::EXTENDED_ARG) { arg.unwrap_or(0) << 8 } else { 0 };
        out.push(Unpacked { offset: i as u32 * 2, number: pair[0], op, arg });
    }
    out
}

/// What stands for a code object's address, which differs from run to run: code objects are
/// numbered in the order of the listing.
#[derive(Default)]
struct Addresses {
    known: FxHashMap<*const Code, u64>,
}

impl Addresses {
    fn repr(&mut self, code: &Arc<Code>) -> String {
        let next = self.known.len() as u64 + 1;
        let number = self.known.entry(Arc::as_ptr(code)).or_insert(next);
        code_repr(code, 0x7f00_0000_0000 + 0x1000 * *number)
    }
}

fn code_repr(code: &Code, address: u64) -> String {
    let (name, file) = (show(&code.name), show(&code.filename));
    let line = if code.firstlineno == 0 { -1 } else { code.firstlineno };
    format!("<code object {name} at {address:#x}, file \"{file}\", line {line}>")
}

/// Disassembles one code object. Nested code objects appear in it as operands only.
pub fn listing(code: &Code) -> Listing {
    list(code, &mut Addresses::default())
}

fn list(code: &Code, addresses: &mut Addresses) -> Listing {
    let tables = Tables::of(code);
    let unpacked = unpack(&code.code);
    let entries: Vec<_> = exctable::decode(&code.exceptiontable).collect();
    let mut labels: Vec<u32> = unpacked.iter().filter_map(Unpacked::target).collect();
    labels.extend(entries.iter().flat_map(|e| [e.start, e.end, e.target]));
    labels.sort_unstable();
    labels.dedup();
    let label = |offset| labels.binary_search(&offset).ok().map(|i| i as u32 + 1);

    let mut places = linetable::decode(&code.linetable, code.firstlineno).peekable();
    let (mut span, mut line_before) = (Span::NONE, Option::<i32>::None);
    let (mut max_line, mut some_without_line) = (None, false);
    let mut rows = Vec::with_capacity(unpacked.len());
    for instruction in unpacked {
        let offset = instruction.offset;
        let mut starts_line = false;
        while let Some(place) = places.next_if(|p| p.start <= offset) {
            span = place.span;
            starts_line |= line_before != Some(span.line) && place.start == offset;
            line_before = Some(span.line);
        }
        let line = (span.line >= 0).then_some(span.line);
        if starts_line {
            max_line = max_line.max(line);
            some_without_line |= line.is_none();
        }
        let target = instruction.target();
        rows.push(Row {
            offset,
            op: instruction.op,
            number: instruction.number,
            arg: instruction.arg,
            argrepr: match target {
                Some(target) => format!("to L{}", label(target).unwrap_or(0)),
                None => match (instruction.op, instruction.arg) {
                    (Some(op), Some(arg)) => tables.argrepr(op, arg, &mut |inner| addresses.repr(inner)),
                    _ => String::new(),
                },
            },
            target,
            label: label(offset),
            line,
            starts_line,
            span,
        });
    }
    let line_width = match max_line.filter(|&line| line > 0) {
        None => 0,
        Some(line) => line.to_string().len().max(if some_without_line { 4 } else { 3 }),
    };
    let number = |offset| label(offset).unwrap_or(0);
    let handlers = entries
        .iter()
        .map(|&handler| HandlerRow {
            handler,
            start: number(handler.start),
            end: number(handler.end),
            target: number(handler.target),
        })
        .collect();
    Listing { rows, handlers, labels: labels.len(), line_width }
}

impl Listing {
    /// Writes the lines of `dis.disassemble`.
    fn write(&self, out: &mut String) {
        let label_width = 4 + self.labels.to_string().len();
        for row in &self.rows {
            if self.line_width > 0 && row.starts_line && row.offset > 0 {
                out.push('\n');
            }
            let start = out.len();
            if self.line_width > 0 {
                let line = match row.line {
                    _ if !row.starts_line => String::new(),
                    Some(line) => line.to_string(),
                    None => "  --".into(),
                };
                let _ = write!(out, "{line:>width$} ", width = self.line_width);
            }
            let label = row.label.map(|l| format!("L{l}:")).unwrap_or_default();
            let name = row.name();
            let _ = write!(out, "{label:>label_width$}     {name:<20}");
            if let Some(arg) = row.arg {
                let width = 5usize.saturating_sub(name.len().saturating_sub(20));
                let _ = write!(out, " {arg:>width$}");
                if !row.argrepr.is_empty() {
                    let _ = write!(out, " ({})", row.argrepr);
                }
            }
            out.truncate(out.trim_end().len().max(start));
            out.push('\n');
        }
        if !self.handlers.is_empty() {
            out.push_str("ExceptionTable:\n");
        }
        for HandlerRow { handler, start, end, target } in &self.handlers {
            let lasti = if handler.lasti { " lasti" } else { "" };
            let _ = writeln!(out, "  L{start} to L{end} -> L{target} [{}]{lasti}", handler.depth);
        }
    }
}

/// What `python3.13 -m dis` prints for a code object and all that are nested in it. In place of
/// addresses stand numbers made up in the order of the listing.
pub fn text(code: &Code) -> String {
    let mut out = String::new();
    let mut addresses = Addresses::default();
    list(code, &mut addresses).write(&mut out);
    // Nested code objects come each before those nested in it: a stack of what is still to do.
    let inner = |code: &Code| code.consts.iter().rev().filter_map(as_code).collect::<Vec<_>>();
    let mut todo = inner(code);
    while let Some(code) = todo.pop() {
        let _ = writeln!(out, "\nDisassembly of {}:", addresses.repr(&code));
        list(&code, &mut addresses).write(&mut out);
        todo.extend(inner(&code));
    }
    out
}

fn as_code(constant: &Const) -> Option<Arc<Code>> {
    match constant {
        Const::Code(code) => Some(code.clone()),
        Const::Value(_) => None,
    }
}
