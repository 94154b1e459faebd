//! Code objects as clients see them, and the lines of their instructions; each is made once.

use super::{CodeRow, CodeView, HandlerRange, Listing};
use crate::bytecode::{Code, dis};
use crate::constant::Text;
use crate::source::Source;
use crate::world;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What is known of one code object.
#[derive(Debug)]
pub struct Known {
    /// Keeps the address, by which it is found, from being used again.
    pub code: Arc<Code>,
    pub view: Arc<CodeView>,
    pub rows: Vec<dis::Row>,
    /// By code unit: the line, or 0.
    pub lines: Vec<u32>,
    /// Does it belong to the program's own file?
    pub own: bool,
}

impl Known {
    /// The row of the instruction at a byte offset.
    pub fn row_at(&self, offset: u32) -> Option<usize> {
        self.rows.binary_search_by_key(&offset, |r| r.offset).ok()
    }
}

/// All code objects seen in a run.
#[derive(Debug)]
pub struct Codes {
    own_name: Text,
    known: FxHashMap<*const Code, Arc<Known>>,
    listings: FxHashMap<Text, Arc<Listing>>,
}

impl Codes {
    pub fn new(listing: &Arc<Listing>) -> Codes {
        let own_name = Text::from(&*listing.source.name);
        let listings = FxHashMap::from_iter([(own_name.clone(), listing.clone())]);
        Codes { own_name, known: FxHashMap::default(), listings }
    }

    pub fn get(&mut self, code: &Arc<Code>) -> Arc<Known> {
        if let Some(known) = self.known.get(&Arc::as_ptr(code)) {
            return known.clone();
        }
        let listing = self.listing(&code.filename);
        let known = Arc::new(look_at(code, listing, code.filename == self.own_name));
        self.known.insert(Arc::as_ptr(code), known.clone());
        known
    }

    /// The text of a file; empty if it cannot be read.
    fn listing(&mut self, file: &Text) -> Arc<Listing> {
        if let Some(listing) = self.listings.get(file) {
            return listing.clone();
        }
        let name = String::from_utf8_lossy(file.as_bytes()).into_owned();
        let bytes = world::read_regular(&name).unwrap_or_default();
        let listing = Arc::new(Listing::new(Source::new(&name, &String::from_utf8_lossy(&bytes))));
        self.listings.insert(file.clone(), listing.clone());
        listing
    }
}

fn look_at(code: &Arc<Code>, listing: Arc<Listing>, own: bool) -> Known {
    let dis = dis::listing(code);
    let index = |offset: u32| dis.rows.partition_point(|r| r.offset < offset);
    let rows = dis
        .rows
        .iter()
        .map(|r| CodeRow {
            offset: r.offset,
            opname: r.name(),
            arg: r.arg,
            argrepr: r.argrepr.clone(),
            target: r.target.map(index).filter(|t| *t < dis.rows.len()),
            label: r.label,
            line: r.line.and_then(|l| u32::try_from(l).ok()),
            starts_line: r.starts_line,
            span: (r.span.line > 0).then_some(r.span),
        })
        .collect();
    let handlers = dis
        .handlers
        .iter()
        .map(|h| HandlerRange {
            start: index(h.handler.start),
            end: index(h.handler.end),
            target: index(h.handler.target),
            depth: h.handler.depth,
            lasti: h.handler.lasti,
        })
        .collect();
    let mut lines = vec![0; code.code.len() / 2];
    for row in &dis.rows {
        if let Some(line) = lines.get_mut(row.offset as usize / 2) {
            *line = row.line.and_then(|l| u32::try_from(l).ok()).unwrap_or(0);
        }
    }
    let text = |t: &Text| String::from_utf8_lossy(t.as_bytes()).into_owned();
    let view = CodeView { name: text(&code.name), qualname: text(&code.qualname), listing, rows, handlers };
    Known { code: code.clone(), view: Arc::new(view), rows: dis.rows, lines, own }
}
