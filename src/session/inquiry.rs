//! Questions that are answered by going through the steps once more: an object's history, the phases
//! of a collection, a census.

use super::Listing;
use super::codes::Codes;
use super::ledger::{CensusObject, CensusType, CensusView, HistoryRow, HistoryView, HolderView, LedgerView};
use super::look::{self, Base};
use crate::heap::{IMMORTAL, ObjId};
use crate::ledger::census::{self, Census, Turnover};
use crate::ledger::history::{self, Change, History};
use crate::ledger::{Holder, Sizes, holders};
use crate::time::{Job, Survey};
use crate::vm::Vm;
use crate::vm::film::{Camera, Film};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

/// Rows of a history: before the moment that it is asked from, and after it.
const ROWS_BEFORE: usize = 120;
const ROWS_AFTER: usize = 80;
/// Slots that may be looked at for the holders of one answer.
const MOST_LOOKED_AT: usize = 40_000_000;
/// Holders, and objects of each kind of a census, that are shown.
const MOST_HOLDERS: usize = 400;
const MOST_LISTED: usize = 20;
/// Stretches of time in a census.
const STRETCHES: u64 = 60;

/// A question that is being looked into.
pub enum Inquiry {
    History {
        from: u64,
        to: u64,
        seen: Rc<RefCell<History>>,
    },
    Details {
        view: HistoryView,
        seen: Rc<RefCell<Vec<HistoryRow>>>,
    },
    /// Where the next instruction runs no collection, one is searched, unless that was done already.
    Film {
        seen: Rc<RefCell<Camera>>,
        search: bool,
    },
    /// The start of a collection is searched.
    FilmSearch,
    Census {
        seen: Rc<RefCell<Count>>,
    },
    /// The growth to a limit was searched roughly; it is after that step.
    Memory {
        limit: u64,
        window: Rc<Cell<u64>>,
    },
    /// The machine is there: now step by step.
    MemoryClosely {
        limit: u64,
    },
}

impl Inquiry {
    pub fn history(id: ObjId, now: u64, from: u64, to: u64) -> (Inquiry, Job<Vm>) {
        let seen = Rc::new(RefCell::new(History::new(id, now)));
        let survey = Box::new(HistorySurvey(seen.clone()));
        (Inquiry::History { from, to, seen }, Job::Survey { from, to, survey })
    }
    /// The instructions that a history shows, with the holders before and after them.
    pub fn details(
        history: &History,
        from: u64,
        to: u64,
        slots: usize,
        listing: &Arc<Listing>,
    ) -> (Inquiry, Job<Vm>) {
        let view = HistoryView {
            id: history.id.number(),
            from,
            to,
            born: history.born,
            died: history.died,
            total: history.total,
            rows: Vec::new(),
        };
        let most = (MOST_LOOKED_AT / 2 / slots.max(1)).max(10);
        let past = history.changes.partition_point(|c| c.step < history.now);
        let first = past.saturating_sub(ROWS_BEFORE.min(most));
        let end = history.changes.len().min(past + ROWS_AFTER.min(most));
        let changes: VecDeque<Change> = history.changes[first..end].iter().copied().collect();
        let seen = Rc::new(RefCell::new(Vec::new()));
        let (from, to) = match (changes.front(), changes.back()) {
            (Some(a), Some(b)) => (a.step, b.step + 1),
            _ => (history.now, history.now),
        };
        let details = Details {
            id: history.id,
            changes,
            at_work: None,
            codes: Codes::new(listing),
            rows: seen.clone(),
        };
        (Inquiry::Details { view, seen }, Job::Survey { from, to, survey: Box::new(details) })
    }
    pub fn film(step: u64, search: bool) -> (Inquiry, Job<Vm>) {
        let seen = Rc::new(RefCell::new(Camera::default()));
        let survey = Box::new(FilmSurvey { seen: seen.clone(), before: None });
        (Inquiry::Film { seen, search }, Job::Survey { from: step, to: u64::MAX, survey })
    }
    pub fn census(since: u64, now: u64, base: &Base) -> (Inquiry, Job<Vm>) {
        let seen = Rc::new(RefCell::new(Count {
            base: base.clone(),
            turnover: Turnover::new(since, now, STRETCHES),
            then: None,
            last: None,
        }));
        let survey = Box::new(CensusSurvey(seen.clone()));
        (Inquiry::Census { seen }, Job::Survey { from: since, to: now, survey })
    }
}

struct HistorySurvey(Rc<RefCell<History>>);

impl Survey<Vm> for HistorySurvey {
    fn reset(&mut self) {
        self.0.borrow_mut().interrupted();
    }
    fn see(&mut self, vm: &mut Vm, _: bool) -> bool {
        self.0.borrow_mut().see(vm)
    }
}

/// Looks at some instructions that changed an object's count.
struct Details {
    id: ObjId,
    changes: VecDeque<Change>,
    /// The instruction that is being executed, and the holders before it.
    at_work: Option<(HistoryRow, Vec<Holder>)>,
    codes: Codes,
    rows: Rc<RefCell<Vec<HistoryRow>>>,
}

impl Survey<Vm> for Details {
    fn reset(&mut self) {
        self.at_work = None;
    }
    fn see(&mut self, vm: &mut Vm, _: bool) -> bool {
        if let Some((mut row, before)) = self.at_work.take() {
            let after = if row.after > 0 { holders(vm, self.id) } else { Vec::new() };
            let (gained, lost) = history::compare(&before, &after);
            row.gained = gained.into_iter().map(HolderView::from).collect();
            row.lost = lost.into_iter().map(HolderView::from).collect();
            self.rows.borrow_mut().push(row);
        }
        while self.changes.front().is_some_and(|c| c.step < vm.state.steps) {
            self.changes.pop_front();
        }
        if let Some(change) = self.changes.front().copied().filter(|c| c.step == vm.state.steps) {
            self.changes.pop_front();
            let before = if change.before > 0 { holders(vm, self.id) } else { Vec::new() };
            self.at_work = Some((row(vm, change, &mut self.codes), before));
        }
        self.at_work.is_some() || !self.changes.is_empty()
    }
}

/// A change with the instruction that is about to make it.
fn row(vm: &Vm, change: Change, codes: &mut Codes) -> HistoryRow {
    let mut row = HistoryRow {
        step: change.step,
        code: String::new(),
        offset: 0,
        instruction: String::new(),
        line: None,
        before: change.before,
        after: change.after,
        gained: Vec::new(),
        lost: Vec::new(),
    };
    let Some(frame) = vm.state.frames.last() else { return row };
    let (known, at) = look::position(vm, frame, codes);
    row.code = known.view.qualname.clone();
    if let Some(code_row) = at.and_then(|at| known.view.rows.get(at)) {
        row.offset = code_row.offset;
        row.line = code_row.line;
        row.instruction = match code_row.argrepr.is_empty() {
            true => code_row.opname.to_string(),
            false => format!("{} {}", code_row.opname, code_row.argrepr),
        };
    }
    row
}

/// Films the collections of one instruction.
struct FilmSurvey {
    seen: Rc<RefCell<Camera>>,
    /// Collections begun and ended before the instruction.
    before: Option<(u64, u64)>,
}

impl Survey<Vm> for FilmSurvey {
    fn reset(&mut self) {
        self.before = None;
    }
    fn see(&mut self, vm: &mut Vm, ended: bool) -> bool {
        let gc = &vm.state.gc;
        let Some((started, done)) = self.before else {
            self.before = Some((gc.started, gc.collections));
            vm.camera = Some(Box::default());
            return true;
        };
        if gc.started > started && gc.collections == done && !ended {
            // Python code that the collection calls.
            return true;
        }
        if let Some(camera) = vm.camera.take() {
            *self.seen.borrow_mut() = *camera;
        }
        false
    }
}

/// What a census goes by.
pub struct Count {
    base: Base,
    turnover: Turnover,
    /// The objects at the first step.
    then: Option<Census>,
    last: Option<u64>,
}

struct CensusSurvey(Rc<RefCell<Count>>);

impl Survey<Vm> for CensusSurvey {
    fn reset(&mut self) {
        self.0.borrow_mut().last = None;
    }
    fn see(&mut self, vm: &mut Vm, _: bool) -> bool {
        let count = &mut *self.0.borrow_mut();
        match count.last.replace(vm.state.steps) {
            Some(step) => count.turnover.see(vm, step),
            None => {
                count.then = Some(census::take(vm, &mut Sizes::default(), |id| !count.base.holds(id)));
                vm.state.heap.set_registered(true);
                vm.state.heap.clear_register();
            }
        }
        true
    }
}

/// The watched object as it is now.
pub fn ledger(vm: &Vm, id: ObjId, history: Option<Arc<HistoryView>>) -> LedgerView {
    if !vm.state.heap.is_live(id) {
        return LedgerView { id: id.number(), value: None, holders: Vec::new(), hidden: 0, history };
    }
    let mut all: Vec<HolderView> = holders(vm, id).into_iter().map(HolderView::from).collect();
    let hidden = all.len().saturating_sub(MOST_HOLDERS);
    all.truncate(MOST_HOLDERS);
    LedgerView { id: id.number(), value: Some(look::value(vm, id)), holders: all, hidden, history }
}

/// What became of a film: the last collection of the instruction.
pub fn filmed(camera: &Camera) -> Option<Arc<Film>> {
    camera.films.last().cloned().map(Arc::new)
}

/// The census at this moment, with what a survey up to it has seen.
pub fn census(vm: &mut Vm, count: &Count) -> CensusView {
    let now = census::take(vm, &mut Sizes::default(), |id| !count.base.holds(id));
    let then = count.then.clone().unwrap_or_default();
    let turnover = &count.turnover;
    let mut names: Vec<&String> =
        now.types.keys().chain(then.types.keys()).chain(turnover.types.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let mut types: Vec<CensusType> = names
        .into_iter()
        .map(|name| {
            let share = now.types.get(name).copied().unwrap_or_default();
            let old = then.types.get(name).copied().unwrap_or_default();
            let (born, died) = turnover.types.get(name).copied().unwrap_or_default();
            CensusType {
                name: name.clone(),
                objects: share.objects,
                bytes: share.bytes,
                born,
                died,
                more_objects: share.objects as i64 - old.objects as i64,
                more_bytes: share.bytes as i64 - old.bytes as i64,
            }
        })
        .collect();
    types.sort_by(|a, b| b.bytes.cmp(&a.bytes).then(b.born.cmp(&a.born)).then(a.name.cmp(&b.name)));
    let object = |&(id, bytes): &(ObjId, u64)| CensusObject {
        value: look::value(vm, id),
        bytes,
        born: turnover.births.get(&id).copied(),
    };
    let mut by_size = now.objects.clone();
    by_size.sort_by_key(|&(id, bytes)| (std::cmp::Reverse(bytes), id));
    let mut by_age: Vec<(ObjId, u64)> = now.objects.clone();
    by_age.retain(|(id, _)| vm.state.heap.count(*id) & IMMORTAL == 0);
    by_age.sort_by_key(|(id, _)| (turnover.births.get(id).copied(), *id));
    CensusView {
        step: now.step,
        since: turnover.first,
        objects: now.own.objects,
        bytes: now.own.bytes,
        other_objects: now.others.objects,
        other_bytes: now.others.bytes,
        types,
        largest: by_size.iter().take(MOST_LISTED).map(object).collect(),
        oldest: by_age.iter().take(MOST_LISTED).map(object).collect(),
        width: turnover.width,
        stretches: turnover.stretches.clone(),
    }
}
