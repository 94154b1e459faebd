//! The ledger of the watched object: who holds it, and what happened to its count.

use super::{count_span, remark, styled};
use crate::session::{HistoryRow, HolderView, LedgerView};
use crate::tui::app::App;
use crate::tui::text::{cut, fit, fit_right, plural, thousands};
use crate::tui::theme::{Scope, Theme};
use ratatui::text::Line;
use std::ops::Range;

/// One row of the pane.
enum Row<'a> {
    Object,
    Holder(&'a HolderView),
    Hidden,
    /// The head of the history.
    Head,
    Change(&'a HistoryRow),
    /// A holder that came (true) or went with the change above.
    Moved(bool, &'a HolderView),
}

fn view(app: &App) -> Option<&LedgerView> {
    app.moment.as_ref()?.ledger.as_ref()
}

fn all_rows(ledger: &LedgerView) -> Vec<Row<'_>> {
    let mut rows = vec![Row::Object];
    rows.extend(ledger.holders.iter().map(Row::Holder));
    if ledger.hidden > 0 {
        rows.push(Row::Hidden);
    }
    rows.push(Row::Head);
    for change in ledger.history.iter().flat_map(|h| &h.rows) {
        rows.push(Row::Change(change));
        rows.extend(change.gained.iter().map(|h| Row::Moved(true, h)));
        rows.extend(change.lost.iter().map(|h| Row::Moved(false, h)));
    }
    rows
}

pub fn rows(app: &App) -> usize {
    view(app).map_or(0, |l| all_rows(l).len())
}

pub fn subtitle(app: &App) -> String {
    match view(app) {
        Some(ledger) => format!("#{}", ledger.id),
        None => String::new(),
    }
}

/// The object that holds, in a row that shows one.
pub fn object_at(app: &App, row: usize) -> Option<u32> {
    match all_rows(view(app)?).get(row)? {
        Row::Holder(holder) | Row::Moved(_, holder) => holder.object,
        _ => None,
    }
}

/// The moment after the change that a row shows.
pub fn row_step(app: &App, row: usize) -> Option<u64> {
    let rows = all_rows(view(app)?);
    rows.get(..=row)?.iter().rev().find_map(|r| match r {
        Row::Change(change) => Some(change.step + 1),
        _ => None,
    })
}

pub fn lines(app: &App, theme: &Theme, range: Range<usize>, width: u16) -> Vec<Line<'static>> {
    let Some(ledger) = view(app) else {
        let key = app.keymap.label(crate::tui::command::CommandId::Watch).unwrap_or_default();
        return remark(&format!("choose an object in Frames, Stack or Heap, then {key}"), theme);
    };
    let now = app.moment.as_ref().map_or(0, |m| m.step);
    let rows = all_rows(ledger);
    let shown = rows.iter().skip(range.start).take(range.len());
    shown.map(|row| line(ledger, row, now, width as usize, app, theme)).collect()
}

fn line(ledger: &LedgerView, row: &Row, now: u64, width: usize, app: &App, theme: &Theme) -> Line<'static> {
    let dim = theme.get(Scope::Dim);
    match row {
        Row::Object => match &ledger.value {
            Some(value) => {
                let room = width.saturating_sub(8 + 6 + 2);
                let types = (room / 3).min(18);
                Line::from(vec![
                    styled(fit_right(&format!("#{}", value.id), 7), dim),
                    styled(" ", dim),
                    styled(fit(&value.type_name, types), theme.get(Scope::Type)),
                    styled(
                        format!(" {}", fit(&value.repr, room.saturating_sub(types + 1))),
                        theme.get(Scope::Strong),
                    ),
                    count_span(value.count, 6, theme),
                ])
            }
            None => Line::from(styled(format!(" #{} is no object at this moment", ledger.id), dim)),
        },
        Row::Holder(holder) => holder_line("  ", Scope::Dim, holder, width, theme),
        Row::Hidden => Line::from(styled(format!("  … and {} more", thousands(ledger.hidden as u64)), dim)),
        Row::Head => {
            let text = match &ledger.history {
                Some(history) => {
                    let born = history.born.map(|s| format!(", born at step {}", thousands(s)));
                    let died = history.died.map(|s| format!(", died at step {}", thousands(s)));
                    format!(
                        "{} of the count{}{}",
                        plural(history.total, "change"),
                        born.unwrap_or_default(),
                        died.unwrap_or_default()
                    )
                }
                None => {
                    let key = app.keymap.label(crate::tui::command::CommandId::History).unwrap_or_default();
                    format!("{key} tells its history")
                }
            };
            Line::from(styled(format!(" ┈ {} ", cut(&text, width.saturating_sub(4))), dim))
        }
        Row::Change(change) => change_line(change, now, width, theme),
        Row::Moved(true, holder) => holder_line("         + ", Scope::Plus, holder, width, theme),
        Row::Moved(false, holder) => holder_line("         − ", Scope::Minus, holder, width, theme),
    }
}

fn holder_line(mark: &str, scope: Scope, holder: &HolderView, width: usize, theme: &Theme) -> Line<'static> {
    let room = width.saturating_sub(crate::tui::text::width(mark) + 4);
    let titles = crate::tui::text::width(&holder.title).min(room * 3 / 5);
    Line::from(vec![
        styled(mark.to_string(), theme.get(scope)),
        styled(fit(&holder.title, titles), theme.get(Scope::Value)),
        styled(" : ", theme.get(Scope::Dim)),
        styled(cut(&holder.slot, room.saturating_sub(titles)), theme.get(Scope::Name)),
    ])
}

fn change_line(change: &HistoryRow, now: u64, width: usize, theme: &Theme) -> Line<'static> {
    let scope = match change.step + 1 {
        step if step == now => Scope::Changed,
        step if step < now => Scope::Value,
        _ => Scope::Dim,
    };
    let count = match (change.before, change.after) {
        (0, _) => "born".to_string(),
        (_, 0) => "died".to_string(),
        (_, after) => format!("×{after}"),
    };
    let delta = i64::from(change.after) - i64::from(change.before);
    let delta_scope = if delta > 0 { Scope::Plus } else { Scope::Minus };
    let line = change.line.map(|l| format!(":{l}")).unwrap_or_default();
    let place = format!("{}{line}", change.code);
    let room = width.saturating_sub(9 + 4 + 6 + 3);
    let places = crate::tui::text::width(&place).min(room / 2);
    Line::from(vec![
        styled(fit_right(&thousands(change.step), 8), theme.get(Scope::Dim)),
        styled(fit_right(&format!("{delta:+}").replace('-', "−"), 4), theme.get(delta_scope)),
        styled(fit_right(&count, 6), theme.get(Scope::Count)),
        styled(format!("  {} ", fit(&change.instruction, room.saturating_sub(places))), theme.get(scope)),
        styled(cut(&place, places), theme.get(Scope::Dim)),
    ])
}
