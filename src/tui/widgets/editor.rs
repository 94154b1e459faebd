//! The editor: a text area with the program in it, coloured, with the compile error in place.

use crate::diagnostic::Diagnostic;
use crate::session::{Listing, TokenClass};
use crate::source::Source;
use crate::tui::theme::{Scope, Theme};
use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;
use tui_textarea::{CursorMove, TextArea, WrapMode};

/// Texts above this size are edited without colours.
const COLOR_LIMIT: usize = 200_000;

#[derive(Debug)]
pub struct Editor {
    area: TextArea<'static>,
    /// Why the text does not compile, until it is changed.
    pub error: Option<Diagnostic>,
    /// Differs from what runs.
    pub changed: bool,
    /// Number of the command that compiles the text, while its answer is awaited.
    pub submitted: Option<u64>,
    /// Is the text ahead of its colours?
    stale: bool,
}

impl Editor {
    /// With the cursor at the start of a line (1-based).
    pub fn new(text: &str, line: usize) -> Editor {
        let mut lines: Vec<String> = text.split('\n').map(str::to_string).collect();
        if lines.len() > 1 && lines.last().is_some_and(|l| l.is_empty()) {
            lines.pop();
        }
        let mut area = TextArea::new(lines);
        area.set_tab_length(4);
        area.set_wrap_mode(WrapMode::None);
        let row = u16::try_from(line.saturating_sub(1)).unwrap_or(u16::MAX);
        area.move_cursor(CursorMove::Jump(row, 0));
        Editor { area, error: None, changed: false, submitted: None, stale: true }
    }

    pub fn text(&self) -> String {
        let mut text = self.area.lines().join("\n");
        if !text.is_empty() {
            text.push('\n');
        }
        text
    }

    fn touched(&mut self) {
        self.error = None;
        self.changed = true;
        self.stale = true;
    }
    pub fn key(&mut self, key: KeyEvent) {
        if self.area.input(key) {
            self.touched();
        }
    }
    pub fn paste(&mut self, text: &str) {
        self.area.insert_str(text.replace("\r\n", "\n").replace('\r', "\n"));
        self.touched();
    }
    pub fn undo(&mut self) {
        if self.area.undo() {
            self.touched();
        }
    }
    pub fn redo(&mut self) {
        if self.area.redo() {
            self.touched();
        }
    }
    pub fn scroll(&mut self, rows: i16) {
        self.area.scroll((rows, 0));
    }
    /// Shows why the text does not compile, with the cursor at the place.
    pub fn set_error(&mut self, error: &Diagnostic) {
        if let Some(span) = error.span.filter(|s| s.line > 0) {
            let row = (span.line - 1) as usize;
            let line = self.area.lines().get(row).map_or("", |l| l);
            let column = line.char_indices().take_while(|(i, _)| *i < span.col.max(0) as usize).count();
            let small = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
            self.area.move_cursor(CursorMove::Jump(small(row), small(column)));
        }
        self.error = Some(error.clone());
        self.stale = true;
    }
    pub fn clear_error(&mut self) {
        self.error = None;
        self.changed = false;
        self.stale = true;
    }

    /// Brings the colours up to date: they are kept in the text area, and drawing changes nothing.
    pub fn dress(&mut self, theme: &Theme, themed: bool) {
        if !self.stale && !themed {
            return;
        }
        self.stale = false;
        let area = &mut self.area;
        area.set_style(theme.get(Scope::Text));
        area.set_line_number_style(theme.get(Scope::LineNumber));
        area.set_cursor_line_style(theme.get(Scope::CurrentLine));
        area.set_cursor_style(theme.get(Scope::EditorCursor));
        area.set_selection_style(theme.get(Scope::EditorSelection));
        area.clear_custom_highlight();
        let size: usize = area.lines().iter().map(|l| l.len() + 1).sum();
        if size <= COLOR_LIMIT {
            let text = area.lines().join("\n") + "\n";
            let listing = Listing::new(Source::new("", &text));
            for row in 0..area.lines().len() {
                let length = area.lines()[row].len();
                for (range, class) in listing.classes(row + 1) {
                    let (start, end) = (range.start as usize, range.end as usize);
                    let line = &area.lines()[row];
                    let whole = line.is_char_boundary(start) && line.is_char_boundary(end);
                    if *class != TokenClass::Name && whole && start < end && end <= length {
                        area.custom_highlight(((row, start), (row, end)), theme.code(*class), 0);
                    }
                }
            }
        }
        if let Some(span) = self.error.as_ref().and_then(|e| e.span) {
            highlight_error(area, span, theme.get(Scope::ErrorSpan));
        }
    }
}

/// Marks the part of a place that lies on its first line.
fn highlight_error(area: &mut TextArea, span: crate::source::Span, style: Style) {
    let Some(row) = (span.line as usize).checked_sub(1) else { return };
    let Some(line) = area.lines().get(row) else { return };
    let boundary =
        |column: usize| (0..=column.min(line.len())).rev().find(|c| line.is_char_boundary(*c)).unwrap_or(0);
    let start = boundary(span.col.max(0) as usize);
    let end = if span.end_line > span.line { line.len() } else { boundary(span.end_col.max(0) as usize) };
    if start < end {
        area.custom_highlight(((row, start), (row, end)), style, 9);
    }
}

impl Editor {
    pub fn draw(&self, theme: &Theme, area: Rect, buf: &mut Buffer) {
        let message = u16::from(self.error.is_some() && area.height > 2);
        let text = Rect { height: area.height - message, ..area };
        if !text.is_empty() {
            self.area.render(text, buf);
        }
        if let Some(error) = self.error.as_ref().filter(|_| message > 0) {
            let line = Line::from(Span::styled(
                format!(" {}: {}", error.kind.name(), error.message),
                theme.get(Scope::Error),
            ));
            buf.set_line(area.x, text.bottom(), &line, area.width);
        }
    }
}
