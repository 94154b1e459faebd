//! The frames, innermost first, each with its names and what they are bound to.

use super::{count_span, remark, styled};
use crate::session::{FrameView, LocalKind, LocalView};
use crate::tui::app::App;
use crate::tui::layout::Pane;
use crate::tui::text::{cut, fit, plural, width as columns_of};
use crate::tui::theme::{Scope, Theme};
use ratatui::text::Line;
use std::ops::Range;

/// One row of the pane.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FrameRow {
    /// A frame, by its index from the innermost.
    Frame(usize),
    /// A name of a frame.
    Local(usize, usize),
    /// So many names of a frame that every module has, in one row.
    Special(usize, usize),
    /// Frames that the moment leaves out.
    Hidden,
}

pub fn frame_rows(app: &App) -> Vec<FrameRow> {
    let Some(moment) = &app.moment else { return Vec::new() };
    let mut rows = Vec::new();
    for (i, frame) in moment.frames.iter().enumerate() {
        if moment.frames_hidden > 0 && i > 0 && i + 1 == moment.frames.len() {
            rows.push(FrameRow::Hidden);
        }
        rows.push(FrameRow::Frame(i));
        let all = app.zoom && app.focus() == Pane::Frames;
        let special = |l: &LocalView| l.kind == LocalKind::Special && !l.changed && !all;
        let shown = (0..frame.locals.len()).filter(|l| !special(&frame.locals[*l]));
        rows.extend(shown.map(|l| FrameRow::Local(i, l)));
        let specials = frame.locals.iter().filter(|l| special(l)).count();
        if specials > 0 {
            rows.push(FrameRow::Special(i, specials));
        }
    }
    rows
}

/// The chosen row, or the frame on show.
pub fn anchor(app: &App) -> Option<usize> {
    let rows = frame_rows(app);
    chosen_row(app, &rows).or_else(|| rows.iter().position(|r| *r == FrameRow::Frame(app.frame)))
}

/// The row of the frame or name that was chosen, if it is still there.
pub fn chosen_row(app: &App, rows: &[FrameRow]) -> Option<usize> {
    let chosen = app.chosen.as_ref()?;
    let frames = &app.moment.as_ref()?.frames;
    rows.iter().position(|row| match (row, &chosen.name) {
        (FrameRow::Frame(f), None) => app.frame_number(*f) == Some(chosen.frame),
        (FrameRow::Local(f, l), Some(name)) => {
            app.frame_number(*f) == Some(chosen.frame) && frames[*f].locals[*l].name == *name
        }
        _ => false,
    })
}

pub fn subtitle(app: &App) -> String {
    app.moment
        .as_ref()
        .map(|m| plural((m.frames.len() + m.frames_hidden) as u64, "frame"))
        .unwrap_or_default()
}

pub fn lines(app: &App, theme: &Theme, range: Range<usize>, width: u16) -> Vec<Line<'static>> {
    let Some(moment) = &app.moment else { return Vec::new() };
    let rows = frame_rows(app);
    if rows.is_empty() {
        return remark("no frame", theme);
    }
    let chosen = chosen_row(app, &rows);
    let shown = range.start.min(rows.len())..range.end.min(rows.len());
    shown
        .map(|i| {
            let mut line = match rows[i] {
                FrameRow::Frame(f) => frame_line(&moment.frames[f], f == app.frame, width as usize, theme),
                FrameRow::Local(f, l) => local_line(&moment.frames[f], l, width as usize, theme),
                FrameRow::Special(_, count) => {
                    let text = format!("  and {} that modules have", plural(count as u64, "name"));
                    Line::from(styled(text, theme.get(Scope::Dim)))
                }
                FrameRow::Hidden => {
                    Line::from(styled(format!("  … {} more", moment.frames_hidden), theme.get(Scope::Dim)))
                }
            };
            if chosen == Some(i) {
                line.style = theme.get(Scope::Cursor);
            }
            line
        })
        .collect()
}

fn frame_line(frame: &FrameView, shown: bool, width: usize, theme: &Theme) -> Line<'static> {
    let place = match frame.line() {
        Some(line) => format!("line {line}"),
        None => String::new(),
    };
    let name = cut(&frame.code.qualname, width.saturating_sub(place.len() + 4));
    let gap = width.saturating_sub(2 + columns_of(&name) + place.len() + 1);
    Line::from(vec![
        styled(if shown { "▾ " } else { "▸ " }, theme.get(Scope::FrameName)),
        styled(name, theme.get(Scope::FrameName)),
        styled(" ".repeat(gap), theme.get(Scope::Dim)),
        styled(place, theme.get(Scope::Dim)),
    ])
}

const COUNT: usize = 5;

fn local_line(frame: &FrameView, index: usize, width: usize, theme: &Theme) -> Line<'static> {
    let local = &frame.locals[index];
    let special = local.kind == LocalKind::Special;
    let name_scope = match (special, local.changed) {
        (true, _) => Scope::Dim,
        (false, true) => Scope::Changed,
        (false, false) => Scope::Name,
    };
    let plain = |l: &&LocalView| special || l.kind != LocalKind::Special;
    let longest = frame.locals.iter().filter(plain).map(|l| columns_of(&l.name)).max().unwrap_or(0);
    let names = longest.min(width / 3).max(1);
    let mark = if local.changed { "● " } else { "  " };
    let mut spans = vec![
        styled(mark, theme.get(Scope::Changed)),
        styled(fit(&local.name, names), theme.get(name_scope)),
        styled(kind_mark(local), theme.get(Scope::Dim)),
    ];
    let room = width.saturating_sub(2 + names + 3 + COUNT + 1);
    let types = (room / 3).min(14);
    let reprs = room.saturating_sub(types + 1);
    match &local.value {
        Some(value) => {
            let scope = match (special, local.changed) {
                (true, _) => Scope::Dim,
                (false, true) => Scope::Changed,
                (false, false) => Scope::Value,
            };
            spans.push(styled(fit(&value.repr, reprs), theme.get(scope)));
            spans.push(styled(format!(" {}", fit(&value.type_name, types)), theme.get(Scope::Type)));
            spans.push(count_span(value.count, COUNT, theme));
        }
        None => spans.push(styled("unbound", theme.get(Scope::Dim))),
    }
    Line::from(spans)
}

/// How a name is kept: a cell of this frame, a free variable, or plainly.
fn kind_mark(local: &LocalView) -> &'static str {
    match local.kind {
        LocalKind::Cell => " ◇ ",
        LocalKind::Free => " ◆ ",
        _ => " = ",
    }
}
