//! The panes. Each says how many rows it has, which one must be seen, and draws some of them.

mod bytecode;
mod frames;
mod gc;
mod heap;
mod output;
mod source;
mod stack;

pub use frames::{FrameRow, chosen_row, frame_rows};

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
        Pane::Gc => None,
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
        Pane::Output => output::subtitle(app),
    }
}

pub fn draw(pane: Pane, app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let range = app.offset(pane)..app.offset(pane) + area.height as usize;
    let lines = match pane {
        Pane::Source => source::lines(app, theme, range, area.width),
        Pane::Bytecode => bytecode::lines(app, theme, range, area.width),
        Pane::Stack => stack::lines(app, theme, range, area.width),
        Pane::Frames => frames::lines(app, theme, range, area.width),
        Pane::Heap => heap::lines(app, theme, range, area.width),
        Pane::Gc => gc::lines(app, theme, range, area.width),
        Pane::Output => output::lines(app, theme, range, area.width),
    };
    draw_lines(&lines, area, buf);
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
