//! The instructions of the code object on show, with jumps as arrows and handlers marked.

use super::{remark, styled};
use crate::session::{CodeRow, CodeView};
use crate::tui::app::App;
use crate::tui::layout::Pane;
use crate::tui::text::{cut, fit, fit_right};
use crate::tui::theme::{Scope, Theme};
use crate::tui::widgets::arrows::{self, Arrow};
use ratatui::text::{Line, Span};
use std::ops::Range;

/// The rows, and after them the exception table with a heading.
pub fn rows(app: &App) -> usize {
    app.frame().map_or(0, |f| {
        let table = f.code.handlers.len();
        f.code.rows.len() + if table > 0 { table + 1 } else { 0 }
    })
}

pub fn anchor(app: &App) -> Option<usize> {
    app.frame()?.at
}

pub fn subtitle(app: &App) -> String {
    app.frame().map(|f| f.code.qualname.clone()).unwrap_or_default()
}

/// Columns that a code object's rows need.
struct Columns {
    line: usize,
    label: usize,
    arrows: usize,
    offset: usize,
    /// 0 where there is no room for columns: the operand follows the name at once, and of number and
    /// meaning only one is shown.
    opname: usize,
    arg: usize,
}

/// Columns that a meaning should have.
const MEANING: usize = 12;

impl Columns {
    fn of(code: &CodeView, width: usize, lanes: usize) -> Columns {
        let longest = |f: &dyn Fn(&CodeRow) -> usize| code.rows.iter().map(f).max().unwrap_or(0);
        let digits = |n: u32| n.to_string().len();
        let line = longest(&|r| r.line.map_or(0, digits)).max(2);
        let label = longest(&|r| r.label.map_or(0, |l| digits(l) + 2));
        let offset = longest(&|r| digits(r.offset)).max(2);
        let arg = longest(&|r| r.arg.map_or(0, digits)).max(1);
        let opname = longest(&|r| r.opname.len());
        let needed = line + 1 + label + 1 + offset + 1 + opname + 1;
        let arg = if width >= needed + arg + 1 + MEANING { arg } else { 0 };
        // The arrows give way to the operand's meaning, and then the columns do.
        let arrows = width.saturating_sub(needed + arg + 1 + MEANING).min(lanes);
        // One column is an arrow's head without an arrow.
        let arrows = if arrows == 1 { 0 } else { arrows };
        let opname = if arg > 0 { opname } else { 0 };
        Columns { line, label, arrows, offset, opname, arg }
    }
}

pub fn lines(app: &App, theme: &Theme, range: Range<usize>, width: u16) -> Vec<Line<'static>> {
    let Some(frame) = app.frame() else { return remark("no frame", theme) };
    let code = &*frame.code;
    let shown = range.start.min(code.rows.len())..range.end.min(code.rows.len());
    let jumps: Vec<(usize, usize)> = code
        .rows
        .iter()
        .enumerate()
        .filter_map(|(i, r)| Some((i, r.target?)))
        .filter(|(a, b)| a.min(b) < &shown.end && a.max(b) >= &shown.start)
        .collect();
    let arrows = arrows::lanes(&jumps, frame.at, 4);
    let lanes = arrows.iter().map(|a| a.lane + 2).max().unwrap_or(0);
    let columns = Columns::of(code, width as usize, lanes);
    let here = frame.at.and_then(|at| code.handlers.iter().find(|h| (h.start..h.end).contains(&at)));
    let target = frame.row().and_then(|r| r.target);
    let mut lines: Vec<Line> = shown
        .map(|i| {
            let row = &code.rows[i];
            let next = frame.at == Some(i);
            let mut spans = Vec::new();
            let number = match row.line {
                Some(line) if row.starts_line => line.to_string(),
                _ => String::new(),
            };
            spans.push(styled(fit_right(&number, columns.line), theme.get(Scope::LineNumber)));
            // A bar beside the rows that the handler of the current instruction protects.
            let guarded = here.is_some_and(|h| (h.start..h.end).contains(&i));
            let handler = here.is_some_and(|h| h.target == i);
            let bar = match (handler, guarded) {
                (true, _) => "◆",
                (false, true) => "┊",
                _ => " ",
            };
            spans.push(styled(bar, theme.get(Scope::Handler)));
            spans.extend(arrow_spans(&arrows, i, columns.arrows, theme));
            if columns.label > 0 {
                let label = row.label.map(|l| format!("L{l}:")).unwrap_or_default();
                let scope = if target == Some(i) { Scope::JumpActive } else { Scope::Label };
                spans.push(styled(fit(&label, columns.label), theme.get(scope)));
            }
            spans.push(styled(if next { "▶" } else { " " }, theme.get(Scope::LineNumberCurrent)));
            spans.push(styled(fit_right(&row.offset.to_string(), columns.offset), theme.get(Scope::Offset)));
            let name = fit(&row.opname, columns.opname.max(row.opname.len()));
            spans.push(styled(format!(" {name} "), theme.get(Scope::Opcode)));
            let arg = row.arg.map(|a| a.to_string()).unwrap_or_default();
            let meaning = !row.argrepr.is_empty();
            if columns.arg > 0 {
                spans.push(styled(format!("{} ", fit_right(&arg, columns.arg)), theme.get(Scope::Arg)));
            } else if !meaning {
                spans.push(styled(arg, theme.get(Scope::Arg)));
            }
            let used: usize = spans.iter().map(Span::width).sum();
            let room = (width as usize).saturating_sub(used + 3);
            if meaning && room > 1 {
                spans.push(styled(format!("({})", cut(&row.argrepr, room)), theme.get(Scope::ArgRepr)));
            }
            let mut line = Line::from(spans);
            if next {
                line.style = theme.get(Scope::NextInstruction);
            }
            if app.cursor(Pane::Bytecode) == Some(i) {
                line.style = line.style.patch(theme.get(Scope::Cursor));
            }
            line
        })
        .collect();
    lines.extend(handler_lines(code, theme, range));
    lines
}

/// The exception table as `dis` writes it, below the instructions.
fn handler_lines(code: &CodeView, theme: &Theme, range: Range<usize>) -> Vec<Line<'static>> {
    let first = code.rows.len();
    let name = |row: usize| match code.rows.get(row) {
        Some(CodeRow { label: Some(l), .. }) => format!("L{l}"),
        Some(r) => r.offset.to_string(),
        None => "end".to_string(),
    };
    let heading = (!code.handlers.is_empty()).then(|| "ExceptionTable:".to_string());
    let table = code.handlers.iter().map(|h| {
        let lasti = if h.lasti { " lasti" } else { "" };
        format!("  {} to {} -> {} [{}]{lasti}", name(h.start), name(h.end), name(h.target), h.depth)
    });
    heading
        .into_iter()
        .chain(table)
        .enumerate()
        .filter(|(i, _)| range.contains(&(first + i)))
        .map(|(_, text)| Line::from(styled(format!(" {text}"), theme.get(Scope::Handler))))
        .collect()
}

/// The part of the arrows that crosses a row, `columns` wide; the lane next to the text is last.
fn arrow_spans(arrows: &[Arrow], row: usize, columns: usize, theme: &Theme) -> Vec<Span<'static>> {
    (0..columns)
        .map(|column| {
            let (symbol, active) = arrows::symbol(arrows, row, columns - 1 - column);
            styled(symbol.to_string(), theme.get(if active { Scope::JumpActive } else { Scope::Jump }))
        })
        .collect()
}
