//! The program's text: the current line, in it the columns of the current instruction.

use super::{remark, styled};
use crate::session::{Listing, Status};
use crate::source::Span as Place;
use crate::tui::app::App;
use crate::tui::layout::Pane;
use crate::tui::theme::{Scope, Theme};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

pub fn rows(app: &App) -> usize {
    app.listing().map_or(0, |l| l.source.line_count())
}

/// The place to highlight: of the current instruction, or of the compile error.
fn place(app: &App) -> Option<(Place, Scope)> {
    if let Some(Status::CompileError(d)) = app.moment.as_ref().map(|m| &m.status) {
        return d.span.map(|s| (s, Scope::ErrorSpan));
    }
    app.frame()?.span().map(|s| (s, Scope::CurrentSpan))
}

fn current_line(app: &App) -> Option<usize> {
    let line = app.frame().and_then(|f| f.line()).map(|l| l as usize);
    line.or_else(|| place(app).map(|(s, _)| s.line.max(0) as usize)).filter(|l| *l > 0)
}

pub fn anchor(app: &App) -> Option<usize> {
    current_line(app).map(|l| l - 1)
}

pub fn subtitle(app: &App) -> String {
    let Some(listing) = app.listing() else { return String::new() };
    let total = listing.source.line_count();
    let place = match current_line(app) {
        Some(line) => format!("line {line} of {total}"),
        None => super::super::text::plural(total as u64, "line"),
    };
    if app.shows_own_file() { place } else { format!("{}, {place}", listing.source.name) }
}

pub fn lines(app: &App, theme: &Theme, range: Range<usize>, width: u16) -> Vec<Line<'static>> {
    let Some(listing) = app.listing() else { return remark("no program", theme) };
    let total = listing.source.line_count();
    if listing.source.text.is_empty() {
        let what = if app.frame().is_some() { "the source text is not at hand" } else { "an empty file" };
        return remark(what, theme);
    }
    let digits = total.to_string().len().max(2);
    let current = current_line(app);
    let place = place(app);
    let own = app.shows_own_file();
    let mut lines = Vec::new();
    for row in range.start..range.end.min(total) {
        let number = row + 1;
        let here = current == Some(number);
        let breakpoint = own && app.breakpoints.contains(&(number as u32));
        let mark = match (breakpoint, here) {
            (true, true) => styled("◉", theme.get(Scope::Breakpoint)),
            (true, false) => styled("●", theme.get(Scope::Breakpoint)),
            (false, true) => styled("▶", theme.get(Scope::LineNumberCurrent)),
            (false, false) => styled(" ", Style::new()),
        };
        let scope = if here { Scope::LineNumberCurrent } else { Scope::LineNumber };
        let mut spans = vec![mark, styled(format!("{number:>digits$} "), theme.get(scope))];
        let text = listing.source.line(number).unwrap_or("");
        let marked = place.and_then(|(p, scope)| Some((columns_in(p, number, text)?, theme.get(scope))));
        let room = (width as usize).saturating_sub(digits + 2);
        spans.extend(code_spans(listing, number, text, marked, room, theme));
        let mut line = Line::from(spans);
        if here {
            line.style = theme.get(Scope::CurrentLine);
        }
        if app.cursor(Pane::Source) == Some(row) {
            line.style = line.style.patch(theme.get(Scope::Cursor));
        }
        lines.push(line);
    }
    lines
}

/// The bytes of a line that a place covers.
fn columns_in(place: Place, line: usize, text: &str) -> Option<Range<usize>> {
    let line = line as i32;
    if line < place.line || line > place.end_line || place.col < 0 {
        return None;
    }
    let indent = text.len() - text.trim_start().len();
    let start = if line == place.line { place.col.max(0) as usize } else { indent };
    let end = if line == place.end_line { place.end_col.max(0) as usize } else { text.len() };
    (start < end).then_some(start..end)
}

/// A line's text in colour, scrolled sideways so that the start of the marked bytes is seen.
pub(super) fn code_spans(
    listing: &Listing,
    number: usize,
    text: &str,
    marked: Option<(Range<usize>, Style)>,
    room: usize,
    theme: &Theme,
) -> Vec<Span<'static>> {
    const TAB: usize = 8;
    let start = marked.as_ref().map_or(0, |(r, _)| r.start);
    let before: usize =
        text.char_indices().take_while(|(i, _)| *i < start).map(|(_, c)| c.width().unwrap_or(1)).sum();
    let skip = if before + 8 > room { before + 8 - room.min(before + 8) + room / 3 } else { 0 };
    let mut classes = listing.classes(number).iter().peekable();
    let mut spans: Vec<Span> = Vec::new();
    let mut run = String::new();
    let mut run_style = Style::new();
    let mut column = 0;
    for (i, c) in text.char_indices() {
        if column >= skip + room {
            break;
        }
        while classes.next_if(|(r, _)| r.end as usize <= i).is_some() {}
        let class = classes.peek().filter(|(r, _)| r.start as usize <= i).map(|(_, class)| *class);
        let mut style = class.map_or(Style::new(), |class| theme.code(class));
        if let Some((range, mark)) = &marked
            && range.contains(&i)
        {
            style = style.patch(*mark);
        }
        let (shown, columns) = match c {
            '\t' => (' ', TAB - column % TAB),
            c if c.is_control() => ('·', 1),
            c => (c, c.width().unwrap_or(0)),
        };
        if style != run_style && !run.is_empty() {
            spans.push(styled(std::mem::take(&mut run), run_style));
        }
        run_style = style;
        if column >= skip {
            if c == '\t' {
                run.extend(std::iter::repeat_n(' ', columns));
            } else {
                run.push(shown);
            }
        }
        column += columns;
    }
    if !run.is_empty() {
        spans.push(styled(run, run_style));
    }
    spans
}
