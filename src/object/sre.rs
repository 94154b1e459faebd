//! What the objects of `_sre` consist of.

use super::place::{Place, parts};
use crate::heap::ObjId;
use std::sync::Arc;

/// See [`super::Payload::Sre`].
#[derive(Clone, Debug)]
pub enum Sre {
    Pattern(Pattern),
    Match(Match),
    Scanner(Scanner),
    /// A replacement: literal text and group numbers in turn, the text first.
    Template {
        texts: Vec<ObjId>,
        groups: Vec<usize>,
    },
}

#[derive(Clone, Debug)]
pub struct Pattern {
    /// What it was made from: str, bytes or None.
    pub pattern: ObjId,
    pub flags: i64,
    pub code: Arc<[u32]>,
    pub groups: usize,
    /// Names to numbers, a dict; numbers to names, a tuple.
    pub group_index: ObjId,
    pub index_group: ObjId,
}

#[derive(Clone, Debug)]
pub struct Match {
    pub pattern: ObjId,
    pub string: ObjId,
    pub pos: usize,
    pub endpos: usize,
    /// Start and end of each group, the whole match first.
    pub spans: Vec<Option<(usize, usize)>>,
    /// Number of the last group that matched, 0 for none.
    pub last_index: usize,
}

#[derive(Clone, Debug)]
pub struct Scanner {
    pub pattern: ObjId,
    pub string: ObjId,
    /// Where the next search begins; `None` once it is over.
    pub start: Option<usize>,
    pub pos: usize,
    pub endpos: usize,
    pub must_advance: bool,
}

impl Sre {
    pub fn references(&self, visit: &mut impl FnMut(Place, ObjId)) {
        match self {
            Sre::Pattern(p) => {
                let groups = [("groupindex", Some(p.group_index)), ("indexgroup", Some(p.index_group))];
                parts([("pattern", Some(p.pattern))], visit);
                parts(groups, visit);
            }
            Sre::Match(m) => parts([("re", Some(m.pattern)), ("string", Some(m.string))], visit),
            Sre::Scanner(s) => parts([("pattern", Some(s.pattern)), ("string", Some(s.string))], visit),
            Sre::Template { texts, .. } => {
                texts.iter().enumerate().for_each(|(i, text)| visit(Place::Item(i), *text));
            }
        }
    }
}
