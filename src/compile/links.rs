//! From one product of the compiler to all others: what in each of them comes from one place of the source.
//!
//! Every product keeps the place that it was made from, so the place is the link: a token leads to the
//! innermost node around it, the node to its symbols, its pseudo-instructions, the instructions of the
//! optimised blocks, and the bytes of the code object, and each of these leads back to its place.

use super::Stages;
use crate::ast::dump::{NodeRow, dump_nodes};
use crate::bytecode::{Code, Const, linetable};
use crate::cfg;
use crate::constant::Text;
use crate::lex::{Token, TokenKind, lex_with_trivia};
use crate::source::{Interner, Name, Span};
use crate::symtable::ScopeId;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::Arc;

/// The products of [`Stages`] laid out by place.
#[derive(Debug)]
pub struct Links<'a> {
    stages: &'a Stages,
    /// As the token listing has them.
    pub tokens: Vec<Token>,
    /// As the text of the tree has them, outer ones first.
    pub nodes: Vec<NodeRow>,
    /// In the order of [`Stages::units`].
    pub units: Vec<UnitLinks>,
}

/// What became of one unit.
#[derive(Debug)]
pub struct UnitLinks {
    /// The optimised graph.
    pub graph: Option<cfg::Graph>,
    /// The finished code; `None` if the optimiser removed it.
    pub code: Option<Arc<Code>>,
    /// Ranges of bytes in the code, and their places.
    pub bytes: Vec<(Range<usize>, Span)>,
}

/// All that comes from one place. An instruction that a pass made of two has the place of the first.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Linked {
    /// Tokens inside the place.
    pub tokens: Range<usize>,
    /// Nodes around the place, the innermost last.
    pub nodes: Vec<usize>,
    /// Names inside the place with the scopes that know them.
    pub symbols: Vec<(ScopeId, Name)>,
    /// Pseudo-instructions: unit, index in its sequence.
    pub instructions: Vec<(usize, usize)>,
    /// Instructions of the optimised graph: unit, block, index in the block.
    pub blocks: Vec<(usize, cfg::BlockId, usize)>,
    /// Bytes: unit, offsets in `co_code`.
    pub bytes: Vec<(usize, Range<usize>)>,
}

fn starts(span: Span) -> (i32, i32) {
    (span.line, span.col)
}

fn ends(span: Span) -> (i32, i32) {
    (span.end_line, span.end_col)
}

fn covers(outer: Span, inner: Span) -> bool {
    outer.line > 0 && inner.line > 0 && starts(outer) <= starts(inner) && ends(inner) <= ends(outer)
}

impl<'a> Links<'a> {
    pub fn new(stages: &'a Stages) -> Links<'a> {
        let tokens = lex_with_trivia(&stages.source, &mut Interner::default()).tokens;
        let nodes = stages.tree.as_ref().and_then(|tree| dump_nodes(tree, &stages.interner).ok());
        let mut codes: FxHashMap<(Text, i32), Vec<Arc<Code>>> = FxHashMap::default();
        let mut todo: Vec<Arc<Code>> = stages.code.iter().cloned().collect();
        while let Some(code) = todo.pop() {
            for constant in &code.consts {
                if let Const::Code(inner) = constant {
                    todo.push(inner.clone());
                }
            }
            codes.entry((code.qualname.clone(), code.firstlineno)).or_default().push(code);
        }
        let units = stages.units.iter().map(|unit| {
            let graph = cfg::dump::history(unit).ok().and_then(|mut history| history.pop());
            // Of code objects with one name on one line the last was found first.
            let code = codes.get_mut(&(unit.qualname.clone(), unit.firstlineno)).and_then(Vec::pop);
            let bytes = code.iter().flat_map(|code| linetable::decode(&code.linetable, code.firstlineno));
            let bytes = bytes.map(|l| (l.start as usize..l.end as usize, l.span)).collect();
            UnitLinks { graph: graph.map(|snapshot| snapshot.graph), code, bytes }
        });
        let units = units.collect();
        Links { stages, tokens, nodes: nodes.map(|(_, nodes)| nodes).unwrap_or_default(), units }
    }

    /// The place of a node.
    pub fn node_place(&self, node: usize) -> Option<Span> {
        self.nodes.get(node)?.span
    }

    /// The place of a pseudo-instruction.
    pub fn instruction_place(&self, unit: usize, index: usize) -> Option<Span> {
        let instruction = self.stages.units.get(unit)?.sequence.instructions.get(index)?;
        Some(instruction.span).filter(|span| span.line > 0)
    }

    /// The place of an instruction of the optimised graph.
    pub fn block_place(&self, unit: usize, block: cfg::BlockId, index: usize) -> Option<Span> {
        let graph = self.units.get(unit)?.graph.as_ref()?;
        Some(graph[block].instrs.get(index)?.span).filter(|span| span.line > 0)
    }

    /// The place of a byte of the code.
    pub fn byte_place(&self, unit: usize, offset: usize) -> Option<Span> {
        let (_, span) = self.units.get(unit)?.bytes.iter().find(|(range, _)| range.contains(&offset))?;
        Some(*span).filter(|span| span.line > 0)
    }

    /// All that comes from the innermost node around a place. What stands for the node itself goes
    /// before what stands for its parts: these are given only where there is nothing else.
    pub fn at(&self, place: Span) -> Linked {
        let around = |&i: &usize| self.nodes[i].span.is_some_and(|span| covers(span, place));
        let nodes: Vec<usize> = (0..self.nodes.len()).filter(around).collect();
        let node = nodes.last().and_then(|&i| self.nodes[i].span).unwrap_or(place);
        let inside = |token: &Token| covers(place, token.span);
        let first = self.tokens.iter().position(inside).unwrap_or_default();
        let last = self.tokens.iter().rposition(inside).map_or(first, |last| last + 1);
        Linked {
            tokens: first..last,
            symbols: self.symbols(first..last),
            instructions: narrowed(node, self.instructions()),
            blocks: narrowed(node, self.blocks()),
            bytes: narrowed(node, self.bytes()),
            nodes,
        }
    }

    /// The names among tokens, each with the innermost scope around it that knows it.
    fn symbols(&self, tokens: Range<usize>) -> Vec<(ScopeId, Name)> {
        let Some(table) = &self.stages.symbols else { return Vec::new() };
        let interner = &self.stages.interner;
        let mut out = Vec::new();
        for i in tokens {
            let token = &self.tokens[i];
            // Attributes are no symbols.
            if i > 0 && self.tokens[i - 1].kind == TokenKind::Dot {
                continue;
            }
            let text = self.stages.source.text.get(token.start as usize..token.end as usize);
            let Some(text) = text.filter(|text| interner.contains(text)) else { continue };
            // A private name has its class's name before it.
            let is_it = |name: &Name| {
                let known = interner.text(*name);
                **known == *text
                    || (text.starts_with("__") && known.starts_with('_') && known.ends_with(text))
            };
            let scopes = (0..table.scopes.len()).rev().map(|i| ScopeId(i as u32));
            let found = scopes
                .filter(|&id| id.0 == 0 || covers(table.scope(id).span, token.span))
                .find_map(|id| Some((id, table.scope(id).symbols.names().find(is_it)?)));
            out.extend(found.filter(|found| !out.contains(found)));
        }
        out
    }

    fn instructions(&self) -> impl Iterator<Item = (Span, (usize, usize))> + '_ {
        self.stages.units.iter().enumerate().flat_map(|(unit, made)| {
            let rows = made.sequence.instructions.iter().enumerate();
            rows.map(move |(i, instruction)| (instruction.span, (unit, i)))
        })
    }

    fn blocks(&self) -> impl Iterator<Item = (Span, (usize, cfg::BlockId, usize))> + '_ {
        self.units.iter().enumerate().flat_map(|(unit, made)| {
            made.graph.iter().flat_map(move |graph| {
                graph.order().flat_map(move |block| {
                    let rows = graph[block].instrs.iter().enumerate();
                    rows.map(move |(i, instr)| (instr.span, (unit, block, i)))
                })
            })
        })
    }

    fn bytes(&self) -> impl Iterator<Item = (Span, (usize, Range<usize>))> + '_ {
        self.units.iter().enumerate().flat_map(|(unit, made)| {
            made.bytes.iter().map(move |(range, span)| (*span, (unit, range.clone())))
        })
    }
}

/// What has the node's own place, or else what has a place inside it.
fn narrowed<T>(node: Span, all: impl Iterator<Item = (Span, T)>) -> Vec<T> {
    let inside: Vec<(Span, T)> = all.filter(|(span, _)| covers(node, *span)).collect();
    let exact = inside.iter().any(|(span, _)| *span == node);
    inside.into_iter().filter(|(span, _)| !exact || *span == node).map(|(_, item)| item).collect()
}
