//! Objects: what the last instruction did to them, then those that the program made.

use super::{count_span, remark, styled};
use crate::session::{Fate, HeapRow};
use crate::tui::app::App;
use crate::tui::text::{fit, fit_right, thousands};
use crate::tui::theme::{Scope, Theme};
use ratatui::text::Line;
use std::ops::Range;

pub fn rows(app: &App) -> usize {
    app.moment.as_ref().map_or(0, |m| {
        let separator = usize::from(!m.heap.changes.is_empty() && !m.heap.rows.is_empty());
        usize::from(m.heap.unknown)
            + m.heap.changes.len()
            + separator
            + m.heap.rows.len()
            + usize::from(m.heap.hidden > 0)
    })
}

pub fn subtitle(app: &App) -> String {
    let Some(moment) = &app.moment else { return String::new() };
    format!("{} alive", thousands(moment.heap.live as u64))
}

pub fn lines(app: &App, theme: &Theme, range: Range<usize>, width: u16) -> Vec<Line<'static>> {
    let Some(moment) = &app.moment else { return Vec::new() };
    let heap = &moment.heap;
    if rows(app) == 0 {
        return remark("nothing made yet", theme);
    }
    let width = width as usize;
    let separator = (!heap.changes.is_empty() && !heap.rows.is_empty()).then(|| {
        Line::from(styled(format!(" {}", "┈".repeat(width.saturating_sub(2))), theme.get(Scope::Rule)))
    });
    let hidden = (heap.hidden > 0).then(|| {
        Line::from(styled(format!(" … {} older", thousands(heap.hidden as u64)), theme.get(Scope::Dim)))
    });
    let start = range.start;
    let unknown = heap
        .unknown
        .then(|| Line::from(styled(" too large to be compared at every step", theme.get(Scope::Dim))));
    let changes = heap.changes.iter().map(|r| row_line(r, width, theme));
    let others = heap.rows.iter().map(|r| row_line(r, width, theme));
    unknown
        .into_iter()
        .chain(changes)
        .chain(separator)
        .chain(others)
        .chain(hidden)
        .skip(start)
        .take(range.len())
        .collect()
}

/// The number of the object in a row.
pub fn object_at(app: &App, row: usize) -> Option<u32> {
    let heap = &app.moment.as_ref()?.heap;
    let separator = !heap.changes.is_empty() && !heap.rows.is_empty();
    let number = |r: &HeapRow| Some(r.value.id);
    let unknown = heap.unknown.then_some(None);
    let separator = separator.then_some(None);
    let changes = heap.changes.iter().map(number);
    unknown.into_iter().chain(changes).chain(separator).chain(heap.rows.iter().map(number)).nth(row)?
}

const ID: usize = 7;
const DELTA: usize = 4;
const COUNT: usize = 6;

fn row_line(row: &HeapRow, width: usize, theme: &Theme) -> Line<'static> {
    let (delta, delta_scope) = match (row.fate, row.delta) {
        (Fate::Freed, _) => ("✝".to_string(), Scope::Minus),
        (Fate::Born, _) => ("new".to_string(), Scope::Plus),
        (Fate::Kept, 0) => (String::new(), Scope::Dim),
        (Fate::Kept, d) if d > 0 => (format!("+{d}"), Scope::Plus),
        (Fate::Kept, d) => (format!("−{}", -d), Scope::Minus),
    };
    let value_scope = match row.fate {
        Fate::Born => Scope::Born,
        Fate::Freed => Scope::Freed,
        Fate::Kept => Scope::Value,
    };
    let room = width.saturating_sub(ID + 1 + DELTA + 1 + COUNT + 1);
    let types = (room / 3).min(18);
    let reprs = room.saturating_sub(types + 1);
    let count = if row.fate == Fate::Freed {
        styled(fit("", COUNT), theme.get(Scope::Dim))
    } else {
        count_span(row.value.count, COUNT, theme)
    };
    Line::from(vec![
        styled(fit_right(&format!("#{}", row.value.id), ID), theme.get(Scope::Dim)),
        styled(format!("{} ", fit_right(&delta, DELTA)), theme.get(delta_scope)),
        styled(fit(&row.value.type_name, types), theme.get(Scope::Type)),
        styled(" ", theme.get(Scope::Dim)),
        styled(fit(&row.value.repr, reprs), theme.get(value_scope)),
        count,
    ])
}
