//! The matcher: runs the code that `re._compiler` makes, by backtracking. It keeps its own stack of
//! choices, so that no pattern and no text can use up Rust's, and asks now and then whether to go on.

use super::charset::{self, in_set, lower, upper};
use super::code::{at, op};

/// Code points by position.
pub trait Text: Copy {
    fn len(self) -> usize;
    fn at(self, index: usize) -> u32;
}
impl Text for &[u8] {
    fn len(self) -> usize {
        <[u8]>::len(self)
    }
    #[inline]
    fn at(self, index: usize) -> u32 {
        self[index].into()
    }
}
impl Text for &[u16] {
    fn len(self) -> usize {
        <[u16]>::len(self)
    }
    #[inline]
    fn at(self, index: usize) -> u32 {
        self[index].into()
    }
}
impl Text for &[u32] {
    fn len(self) -> usize {
        <[u32]>::len(self)
    }
    #[inline]
    fn at(self, index: usize) -> u32 {
        self[index]
    }
}

/// Why a search ended without an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stop {
    /// The caller said so.
    Interrupted,
    /// It would take too much memory.
    Memory,
}

/// No position, no repetition.
const NONE: usize = usize::MAX;
const NO_LIMIT: u32 = u32::MAX;
/// Choices and undo records that may be kept at once.
const MOST_CHOICES: usize = 1 << 25;
const POLL_EVERY: u32 = 1 << 14;

/// One round of a repetition. Rounds are never changed: the next one is a new record.
#[derive(Clone, Copy)]
struct Round {
    /// Where the REPEAT is.
    code: usize,
    /// How many times the body has matched; -1 before its first.
    count: i64,
    /// Where the last round began.
    last: usize,
    /// The repetition around this one.
    outer: usize,
}

/// What to try when the rest does not match.
enum Choice {
    /// Go on elsewhere.
    Resume { pc: usize, pos: usize, round: usize },
    /// The next alternative of a BRANCH.
    Branch { pc: usize, pos: usize, round: usize },
    /// One item less, as long as there are more than `least` (positions).
    Shorter { pc: usize, pos: usize, least: usize, round: usize },
    /// One item more, up to `most` in all.
    Longer { pc: usize, item: usize, pos: usize, count: u32, most: u32, round: usize },
    /// One more round of a lazy repetition.
    Again { pos: usize, round: usize, count: i64 },
}

enum Undo {
    Mark(usize, usize),
    LastIndex(usize),
}

/// A run of the matcher over one text.
pub struct Matcher<'a, T> {
    code: &'a [u32],
    text: T,
    pub end: usize,
    /// Group boundaries by number: start and end in turn.
    pub marks: Vec<usize>,
    pub last_index: usize,
    /// An empty match at the start of the search does not count.
    pub must_advance: bool,
    /// The whole text must match.
    pub match_all: bool,
    start: usize,
    choices: Vec<(Choice, usize, usize)>,
    undo: Vec<Undo>,
    rounds: Vec<Round>,
    ticks: u32,
    poll: &'a mut dyn FnMut() -> bool,
}

impl<'a, T: Text> Matcher<'a, T> {
    pub fn new(
        code: &'a [u32],
        text: T,
        end: usize,
        groups: usize,
        poll: &'a mut dyn FnMut() -> bool,
    ) -> Self {
        Matcher {
            code,
            text,
            end: end.min(text.len()),
            marks: vec![NONE; groups.saturating_mul(2)],
            last_index: 0,
            must_advance: false,
            match_all: false,
            start: 0,
            choices: Vec::new(),
            undo: Vec::new(),
            rounds: Vec::new(),
            ticks: 0,
            poll,
        }
    }
    fn word(&self, at: usize) -> u32 {
        self.code.get(at).copied().unwrap_or(op::FAILURE)
    }
    fn reset(&mut self) {
        self.marks.fill(NONE);
        self.last_index = 0;
        self.choices.clear();
        self.undo.clear();
        self.rounds.clear();
    }
    /// Where the first instruction after the INFO block is.
    fn body(&self) -> usize {
        if self.word(0) == op::INFO { 1 + self.word(1) as usize } else { 0 }
    }
    /// Matches at `start`: where the match ends.
    pub fn match_at(&mut self, start: usize) -> Result<Option<usize>, Stop> {
        self.reset();
        self.start = start;
        let body = self.body();
        self.run(body, start, true)
    }
    /// The first match that begins at `start` or later: where it begins and ends.
    pub fn search(&mut self, start: usize) -> Result<Option<(usize, usize)>, Stop> {
        let mut least = 0;
        let (mut literal, mut set) = (None, None);
        if self.word(0) == op::INFO {
            least = self.word(3) as usize;
            let flags = self.word(2);
            if flags & charset::INFO_PREFIX != 0 {
                literal = Some(self.word(7));
            } else if flags & charset::INFO_CHARSET != 0 {
                set = Some(5);
            }
        }
        let mut at = start;
        while at <= self.end && self.end - at >= least {
            if literal.is_some() || set.is_some() {
                let fits = |m: &Self, i: usize| {
                    let c = m.text.at(i);
                    literal.is_some_and(|l| l == c) || set.is_some_and(|s| in_set(m.code, s, c))
                };
                while at < self.end && !fits(self, at) {
                    at += 1;
                    self.tick()?;
                }
                if at >= self.end {
                    return Ok(None);
                }
            }
            if let Some(end) = self.match_at(at)? {
                return Ok(Some((at, end)));
            }
            self.must_advance = false;
            if self.anchored() {
                break;
            }
            at += 1;
        }
        Ok(None)
    }
    /// Does the pattern begin with the text's beginning? Then no later place matches.
    fn anchored(&self) -> bool {
        let body = self.body();
        self.word(body) == op::AT && matches!(self.word(body + 1), at::BEGINNING | at::BEGINNING_STRING)
    }

    #[inline]
    fn tick(&mut self) -> Result<(), Stop> {
        self.ticks += 1;
        if self.ticks >= POLL_EVERY {
            self.ticks = 0;
            if !(self.poll)() {
                return Err(Stop::Interrupted);
            }
        }
        Ok(())
    }
    fn choose(&mut self, choice: Choice) -> Result<(), Stop> {
        if self.choices.len() + self.undo.len() + self.rounds.len() > MOST_CHOICES {
            return Err(Stop::Memory);
        }
        self.choices.push((choice, self.undo.len(), self.rounds.len()));
        Ok(())
    }
    fn set_mark(&mut self, mark: usize, pos: usize) {
        if mark >= self.marks.len() {
            return;
        }
        self.undo.push(Undo::Mark(mark, self.marks[mark]));
        self.marks[mark] = pos;
        if mark & 1 == 1 {
            self.undo.push(Undo::LastIndex(self.last_index));
            self.last_index = mark / 2 + 1;
        }
    }
    fn take_back(&mut self, undo: usize) {
        while self.undo.len() > undo {
            match self.undo.pop() {
                Some(Undo::Mark(mark, pos)) => self.marks[mark] = pos,
                Some(Undo::LastIndex(index)) => self.last_index = index,
                None => return,
            }
        }
    }
    /// The end of the group's match, if it matched.
    fn group(&self, group: usize) -> Option<(usize, usize)> {
        let (start, end) = (*self.marks.get(group * 2)?, *self.marks.get(group * 2 + 1)?);
        (start != NONE && end != NONE && start <= end).then_some((start, end))
    }

    /// Runs from `pc` until SUCCESS: where the text stands then. Choices made before are not touched.
    fn run(&mut self, pc: usize, pos: usize, top: bool) -> Result<Option<usize>, Stop> {
        let base = self.choices.len();
        let mut here = (pc, pos, NONE);
        loop {
            self.tick()?;
            match self.step(here, top)? {
                Step::Go(next) => here = next,
                Step::Done(pos) => {
                    self.choices.truncate(base);
                    return Ok(Some(pos));
                }
                Step::Fail => match self.backtrack(base)? {
                    Some(next) => here = next,
                    None => return Ok(None),
                },
            }
        }
    }
    /// The next thing to try.
    fn backtrack(&mut self, base: usize) -> Result<Option<Place>, Stop> {
        while self.choices.len() > base {
            let Some((choice, undo, rounds)) = self.choices.pop() else { return Ok(None) };
            self.take_back(undo);
            self.rounds.truncate(rounds);
            match choice {
                Choice::Resume { pc, pos, round } => return Ok(Some((pc, pos, round))),
                Choice::Branch { pc, pos, round } => {
                    if let Some(next) = self.branch(pc, pos, round)? {
                        return Ok(Some(next));
                    }
                }
                Choice::Shorter { pc, pos, least, round } => {
                    if let Some(next) = self.shorter(pc, pos, least, round)? {
                        return Ok(Some(next));
                    }
                }
                Choice::Longer { pc, item, pos, count, most, round } => {
                    if count < most && pos < self.end && self.one(item, pos) {
                        self.choose(Choice::Longer {
                            pc,
                            item,
                            pos: pos + 1,
                            count: count + 1,
                            most,
                            round,
                        })?;
                        return Ok(Some((pc, pos + 1, round)));
                    }
                }
                Choice::Again { pos, round, count } => {
                    let Some(&ctx) = self.rounds.get(round) else { continue };
                    let most = self.word(ctx.code + 3);
                    if (most != NO_LIMIT && count >= i64::from(most)) || pos == ctx.last {
                        continue;
                    }
                    return Ok(Some(self.next_round(ctx, count, pos, pos)));
                }
            }
        }
        Ok(None)
    }
    /// Enters the alternative whose skip is at `pc`, if there is one.
    fn branch(&mut self, mut pc: usize, pos: usize, round: usize) -> Result<Option<Place>, Stop> {
        loop {
            let skip = self.word(pc) as usize;
            if skip == 0 {
                return Ok(None);
            }
            let next = pc + skip;
            // An alternative that begins with another character is not worth a choice.
            let first = pc + 1;
            let fits = match self.word(first) {
                op::LITERAL => pos < self.end && self.text.at(pos) == self.word(first + 1),
                op::IN => pos < self.end && in_set(self.code, first + 2, self.text.at(pos)),
                _ => true,
            };
            if fits {
                self.choose(Choice::Branch { pc: next, pos, round })?;
                return Ok(Some((first, pos, round)));
            }
            pc = next;
        }
    }
    /// Goes on behind a greedy run of single items, which may still give some back.
    fn shorter(
        &mut self,
        pc: usize,
        mut pos: usize,
        least: usize,
        round: usize,
    ) -> Result<Option<Place>, Stop> {
        if self.word(pc) == op::LITERAL {
            let wanted = self.word(pc + 1);
            while pos > least && (pos >= self.end || self.text.at(pos) != wanted) {
                pos -= 1;
                self.tick()?;
            }
            if pos >= self.end || self.text.at(pos) != wanted {
                return Ok(None);
            }
        }
        if pos > least {
            self.choose(Choice::Shorter { pc, pos: pos - 1, least, round })?;
        }
        Ok(Some((pc, pos, round)))
    }
    fn next_round(&mut self, ctx: Round, count: i64, last: usize, pos: usize) -> Place {
        self.rounds.push(Round { count, last, ..ctx });
        (ctx.code + 4, pos, self.rounds.len() - 1)
    }

    /// Does the single-character item at `pc` match there?
    fn one(&self, pc: usize, pos: usize) -> bool {
        let c = self.text.at(pos);
        let wanted = self.word(pc + 1);
        match self.word(pc) {
            op::ANY => !charset::is_linebreak(c),
            op::ANY_ALL => true,
            op::LITERAL => c == wanted,
            op::NOT_LITERAL => c != wanted,
            op::IN => in_set(self.code, pc + 2, c),
            op::LITERAL_IGNORE => c == wanted || lower::ascii(c) == wanted,
            op::NOT_LITERAL_IGNORE => c != wanted && lower::ascii(c) != wanted,
            op::IN_IGNORE => in_set(self.code, pc + 2, lower::ascii(c)),
            op::LITERAL_UNI_IGNORE => c == wanted || lower::unicode(c) == wanted,
            op::NOT_LITERAL_UNI_IGNORE => c != wanted && lower::unicode(c) != wanted,
            op::IN_UNI_IGNORE => in_set(self.code, pc + 2, lower::unicode(c)),
            op::LITERAL_LOC_IGNORE => charset::locale_equal(wanted, c),
            op::NOT_LITERAL_LOC_IGNORE => !charset::locale_equal(wanted, c),
            op::IN_LOC_IGNORE => {
                in_set(self.code, pc + 2, lower::ascii(c)) || in_set(self.code, pc + 2, upper::ascii(c))
            }
            op::CATEGORY => charset::category(wanted, c),
            _ => false,
        }
    }
    /// How many code units a single-character item takes.
    fn width(&self, pc: usize) -> usize {
        match self.word(pc) {
            op::ANY | op::ANY_ALL => 1,
            op::IN | op::IN_IGNORE | op::IN_UNI_IGNORE | op::IN_LOC_IGNORE => 1 + self.word(pc + 1) as usize,
            _ => 2,
        }
    }
    /// Where a greedy run of up to `most` single items ends.
    fn run_of(&mut self, item: usize, pos: usize, most: u32) -> Result<usize, Stop> {
        let limit = match most {
            NO_LIMIT => self.end,
            most => self.end.min(pos.saturating_add(most as usize)),
        };
        if self.word(item) == op::ANY_ALL {
            return Ok(limit.max(pos));
        }
        let mut at = pos;
        while at < limit && self.one(item, at) {
            at += 1;
            if at.is_multiple_of(64) {
                self.tick()?;
            }
        }
        Ok(at)
    }
    fn boundary(&self, pos: usize, is_word: fn(u32) -> bool) -> bool {
        if self.text.len() == 0 {
            return false;
        }
        let before = pos > 0 && is_word(self.text.at(pos - 1));
        let after = pos < self.end && is_word(self.text.at(pos));
        before != after
    }
    fn is_at(&self, what: u32, pos: usize) -> bool {
        let newline = |i: usize| charset::is_linebreak(self.text.at(i));
        match what {
            at::BEGINNING | at::BEGINNING_STRING => pos == 0,
            at::BEGINNING_LINE => pos == 0 || newline(pos - 1),
            at::END => pos == self.end || (pos + 1 == self.end && newline(pos)),
            at::END_LINE => pos == self.end || newline(pos),
            at::END_STRING => pos == self.end,
            at::BOUNDARY | at::LOC_BOUNDARY => self.boundary(pos, charset::is_word),
            at::NON_BOUNDARY | at::LOC_NON_BOUNDARY => {
                self.text.len() != 0 && !self.boundary(pos, charset::is_word)
            }
            at::UNI_BOUNDARY => self.boundary(pos, charset::is_unicode_word),
            at::UNI_NON_BOUNDARY => self.text.len() != 0 && !self.boundary(pos, charset::is_unicode_word),
            _ => false,
        }
    }
    /// Where the text of a group ends when it stands at `pos` again.
    fn repeated(&self, group: usize, pos: usize, same: fn(u32, u32) -> bool) -> Option<usize> {
        let (start, end) = self.group(group)?;
        let length = end - start;
        if self.end.saturating_sub(pos) < length {
            return None;
        }
        (0..length).all(|i| same(self.text.at(start + i), self.text.at(pos + i))).then_some(pos + length)
    }

    fn step(&mut self, (pc, pos, round): Place, top: bool) -> Result<Step, Stop> {
        let go = |pc: usize, pos: usize| Ok(Step::Go((pc, pos, round)));
        let first = self.word(pc + 1);
        match self.word(pc) {
            op::SUCCESS => {
                let short = top && self.match_all && pos != self.end;
                let empty = top && self.must_advance && pos == self.start;
                Ok(if short || empty { Step::Fail } else { Step::Done(pos) })
            }
            op::MARK => {
                self.set_mark(first as usize, pos);
                go(pc + 2, pos)
            }
            op::AT => {
                if self.is_at(first, pos) {
                    go(pc + 2, pos)
                } else {
                    Ok(Step::Fail)
                }
            }
            op::JUMP => go(pc + 1 + first as usize, pos),
            op::INFO => go(pc + 1 + first as usize, pos),
            op::BRANCH => Ok(self.branch(pc + 1, pos, round)?.map_or(Step::Fail, Step::Go)),
            op::REPEAT_ONE => {
                let (least, most) = (self.word(pc + 2) as usize, self.word(pc + 3));
                let end = self.run_of(pc + 4, pos, most)?;
                if end - pos < least {
                    return Ok(Step::Fail);
                }
                let tail = pc + 1 + first as usize;
                Ok(self.shorter(tail, end, pos + least, round)?.map_or(Step::Fail, Step::Go))
            }
            op::POSSESSIVE_REPEAT_ONE => {
                let (least, most) = (self.word(pc + 2) as usize, self.word(pc + 3));
                let end = self.run_of(pc + 4, pos, most)?;
                if end - pos < least { Ok(Step::Fail) } else { go(pc + 1 + first as usize, end) }
            }
            op::MIN_REPEAT_ONE => {
                let (least, most) = (self.word(pc + 2), self.word(pc + 3));
                let at = self.run_of(pc + 4, pos, least)?;
                if at - pos < least as usize {
                    return Ok(Step::Fail);
                }
                let tail = pc + 1 + first as usize;
                self.choose(Choice::Longer { pc: tail, item: pc + 4, pos: at, count: least, most, round })?;
                go(tail, at)
            }
            op::REPEAT => {
                self.rounds.push(Round { code: pc, count: -1, last: NONE, outer: round });
                Ok(Step::Go((pc + 1 + first as usize, pos, self.rounds.len() - 1)))
            }
            op::MAX_UNTIL => self.max_until(pc, pos, round),
            op::MIN_UNTIL => self.min_until(pc, pos, round),
            op::ASSERT | op::ASSERT_NOT => {
                let wanted = self.word(pc) == op::ASSERT;
                let after = pc + 1 + first as usize;
                let matched = match pos.checked_sub(self.word(pc + 2) as usize) {
                    Some(from) => {
                        let undo = self.undo.len();
                        let found = self.run(pc + 3, from, false)?.is_some();
                        if !wanted {
                            self.take_back(undo);
                        }
                        found
                    }
                    None => false,
                };
                if matched == wanted { go(after, pos) } else { Ok(Step::Fail) }
            }
            op::ATOMIC_GROUP => match self.run(pc + 2, pos, false)? {
                Some(end) => go(pc + 1 + first as usize, end),
                None => Ok(Step::Fail),
            },
            op::POSSESSIVE_REPEAT => {
                let (least, most) = (self.word(pc + 2), self.word(pc + 3));
                let (mut at, mut count) = (pos, 0u32);
                while most == NO_LIMIT || count < most {
                    let undo = self.undo.len();
                    match self.run(pc + 4, at, false)? {
                        Some(end) => {
                            count += 1;
                            let empty = end == at;
                            at = end;
                            if empty && count >= least {
                                break;
                            }
                        }
                        None => {
                            self.take_back(undo);
                            break;
                        }
                    }
                }
                // A SUCCESS stands between the body and what follows.
                if count < least { Ok(Step::Fail) } else { go(pc + 1 + first as usize + 1, at) }
            }
            op::GROUPREF => self.back_reference(pc, pos, round, |a, b| a == b),
            op::GROUPREF_IGNORE | op::GROUPREF_LOC_IGNORE => {
                self.back_reference(pc, pos, round, |a, b| lower::ascii(a) == lower::ascii(b))
            }
            op::GROUPREF_UNI_IGNORE => {
                self.back_reference(pc, pos, round, |a, b| lower::unicode(a) == lower::unicode(b))
            }
            op::GROUPREF_EXISTS => match self.group(first as usize) {
                Some(_) => go(pc + 3, pos),
                None => go(pc + 1 + self.word(pc + 2) as usize, pos),
            },
            op::FAILURE => Ok(Step::Fail),
            _ => {
                if pos < self.end && self.one(pc, pos) {
                    go(pc + self.width(pc), pos + 1)
                } else {
                    Ok(Step::Fail)
                }
            }
        }
    }
    fn back_reference(
        &self,
        pc: usize,
        pos: usize,
        round: usize,
        same: fn(u32, u32) -> bool,
    ) -> Result<Step, Stop> {
        Ok(match self.repeated(self.word(pc + 1) as usize, pos, same) {
            Some(end) => Step::Go((pc + 2, end, round)),
            None => Step::Fail,
        })
    }
    fn max_until(&mut self, pc: usize, pos: usize, round: usize) -> Result<Step, Stop> {
        let Some(&ctx) = self.rounds.get(round) else { return Ok(Step::Fail) };
        let (least, most) = (self.word(ctx.code + 2), self.word(ctx.code + 3));
        let count = ctx.count + 1;
        if count < i64::from(least) {
            return Ok(Step::Go(self.next_round(ctx, count, ctx.last, pos)));
        }
        if (most == NO_LIMIT || count < i64::from(most)) && pos != ctx.last {
            self.choose(Choice::Resume { pc: pc + 1, pos, round: ctx.outer })?;
            return Ok(Step::Go(self.next_round(ctx, count, pos, pos)));
        }
        Ok(Step::Go((pc + 1, pos, ctx.outer)))
    }
    fn min_until(&mut self, pc: usize, pos: usize, round: usize) -> Result<Step, Stop> {
        let Some(&ctx) = self.rounds.get(round) else { return Ok(Step::Fail) };
        let least = self.word(ctx.code + 2);
        let count = ctx.count + 1;
        if count < i64::from(least) {
            return Ok(Step::Go(self.next_round(ctx, count, ctx.last, pos)));
        }
        self.choose(Choice::Again { pos, round, count })?;
        Ok(Step::Go((pc + 1, pos, ctx.outer)))
    }
}

/// Instruction, position in the text, and the repetition being matched.
type Place = (usize, usize, usize);

enum Step {
    Go(Place),
    Done(usize),
    Fail,
}
