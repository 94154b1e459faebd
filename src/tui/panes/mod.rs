//! The panes. Each says how many rows it has, which one must be seen, and draws some of them.

mod bytecode;
mod census;
mod film;
mod frames;
mod gc;
mod heap;
mod ledger;
mod output;
mod source;
mod stack;

pub use frames::{FrameRow, chosen_row, frame_rows};
pub use ledger::row_step;

use super::app::App;
use super::layout::Pane;
use super::theme::{Scope, Theme};
use crate::session::Listing;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Number of rows of a pane's content.
pub fn rows(pane: Pane, app: &App) -> usize {
    match pane {
        Pane::Source => source::rows(app),
        Pane::Bytecode => bytecode::rows(app),
        Pane::Stack => stack::rows(app),
        Pane::Frames => frame_rows(app).len(),
        Pane::Heap => heap::rows(app),
        Pane::Gc => gc::rows(app),
        Pane::Ledger => ledger::rows(app),
        Pane::Census => census::rows(app),
        Pane::Output => output::rows(app),
    }
}

/// The row that must be seen, if there is one.
pub fn anchor(pane: Pane, app: &App) -> Option<usize> {
    match pane {
        Pane::Source => source::anchor(app),
        Pane::Bytecode => bytecode::anchor(app),
        Pane::Frames => frames::anchor(app),
        Pane::Output => output::rows(app).checked_sub(1),
        // The top of the stack, and what changed on the heap.
        Pane::Stack | Pane::Heap => Some(0),
        Pane::Gc | Pane::Ledger | Pane::Census => None,
    }
}

/// What stands at the right of the pane's title.
pub fn subtitle(pane: Pane, app: &App) -> String {
    match pane {
        Pane::Source => source::subtitle(app),
        Pane::Bytecode => bytecode::subtitle(app),
        Pane::Stack => stack::subtitle(app),
        Pane::Frames => frames::subtitle(app),
        Pane::Heap => heap::subtitle(app),
        Pane::Gc => gc::subtitle(app),
        Pane::Ledger => ledger::subtitle(app),
        Pane::Census => census::subtitle(app),
        Pane::Output => output::subtitle(app),
    }
}

pub fn draw(pane: Pane, app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let range = app.offset(pane)..app.offset(pane) + area.height as usize;
    let start = range.start;
    let mut lines = match pane {
        Pane::Source => source::lines(app, theme, range, area.width),
        Pane::Bytecode => bytecode::lines(app, theme, range, area.width),
        Pane::Stack => stack::lines(app, theme, range, area.width),
        Pane::Frames => frames::lines(app, theme, range, area.width),
        Pane::Heap => heap::lines(app, theme, range, area.width),
        Pane::Gc => gc::lines(app, theme, range, area.width),
        Pane::Ledger => ledger::lines(app, theme, range, area.width),
        Pane::Census => census::lines(app, theme, range, area.width),
        Pane::Output => output::lines(app, theme, range, area.width),
    };
    if has_objects(pane)
        && let Some(row) = app.cursor(pane).and_then(|row| row.checked_sub(start))
        && let Some(line) = lines.get_mut(row)
    {
        line.style = theme.get(Scope::Cursor);
    }
    draw_lines(&lines, area, buf);
}

/// Panes whose rows are objects, one of which can be chosen.
pub fn has_objects(pane: Pane) -> bool {
    matches!(pane, Pane::Stack | Pane::Heap | Pane::Gc | Pane::Ledger | Pane::Census)
}

/// The number of the object that a row of a pane shows.
pub fn object_at(pane: Pane, app: &App, row: usize) -> Option<u32> {
    match pane {
        Pane::Frames => {
            let moment = app.moment.as_ref()?;
            match *frame_rows(app).get(row)? {
                FrameRow::Local(f, l) => Some(moment.frames.get(f)?.locals.get(l)?.value.as_ref()?.id),
                _ => None,
            }
        }
        Pane::Stack => stack::object_at(app, row),
        Pane::Heap => heap::object_at(app, row),
        Pane::Gc => film::object_at(app, row),
        Pane::Ledger => ledger::object_at(app, row),
        Pane::Census => census::object_at(app, row),
        Pane::Source | Pane::Bytecode | Pane::Output => None,
    }
}

/// Draws lines from the top; a line's own style fills its whole row.
pub fn draw_lines(lines: &[Line], area: Rect, buf: &mut Buffer) {
    for (line, y) in lines.iter().zip(area.top()..area.bottom()) {
        let row = Rect { y, height: 1, ..area };
        buf.set_style(row, line.style);
        buf.set_line(area.x, y, line, area.width);
    }
}

/// A line of a listing in colour.
pub fn colored(
    listing: &Listing,
    number: usize,
    text: &str,
    room: usize,
    theme: &Theme,
) -> Vec<Span<'static>> {
    source::code_spans(listing, number, text, None, room, theme)
}

/// A dim remark in place of content.
fn remark(text: &str, theme: &Theme) -> Vec<Line<'static>> {
    vec![Line::from(Span::styled(format!(" {text}"), theme.get(Scope::Dim)))]
}

/// A count as the panes show it: `×3`, or `∞` for an immortal.
fn count_span(count: Option<u32>, columns: usize, theme: &Theme) -> Span<'static> {
    let (text, scope) = match count {
        Some(n) => (format!("×{n}"), Scope::Count),
        None => ("∞".to_string(), Scope::Immortal),
    };
    Span::styled(super::text::fit_right(&text, columns), theme.get(scope))
}

fn styled(text: impl Into<String>, style: Style) -> Span<'static> {
    Span::styled(text.into(), style)
}
