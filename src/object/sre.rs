//! What the objects of `_sre` consist of.

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
    pub fn children(&self, visit: &mut dyn FnMut(ObjId)) {
        match self {
            Sre::Pattern(p) => [p.pattern, p.group_index, p.index_group].into_iter().for_each(visit),
            Sre::Match(m) => [m.pattern, m.string].into_iter().for_each(visit),
            Sre::Scanner(s) => [s.pattern, s.string].into_iter().for_each(visit),
            Sre::Template { texts, .. } => texts.iter().copied().for_each(visit),
        }
    }
}
