//! Header with the time line, the sentence about the next instruction, and the footer.

use crate::session::Status;
use crate::tui::app::{App, SPEEDS};
use crate::tui::command::CommandId;
use crate::tui::text::{cut, thousands, width};
use crate::tui::theme::{Scope, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Widget, Wrap};

/// The parts of the header from left to right: name, file, time line, status.
struct Header {
    file: Rect,
    timeline: Rect,
    status: Rect,
}

const BRAND: &str = " pvmscope ";

fn header(area: Rect, app: &App) -> Header {
    let brand = (BRAND.len() as u16).min(area.width);
    let status_width = (status_text(app).0.chars().count() as u16 + 1).min(area.width - brand);
    let status = Rect { x: area.right() - status_width, width: status_width, ..area };
    let name = app.program.as_ref().map_or(0, |p| width(&p.run.name)) as u16;
    let room = status.x - (area.x + brand);
    let file = Rect { x: area.x + brand, width: (name + 2).min(room / 2), ..area };
    let left = file.right() + 1;
    let timeline = Rect { x: left.min(status.x), width: status.x.saturating_sub(left + 2), ..area };
    Header { file, timeline, status }
}

/// Where the time line is, for the mouse.
pub fn timeline_area(area: Rect, app: &App) -> Rect {
    if area.is_empty() { Rect::ZERO } else { header(area, app).timeline }
}

/// The step that a column of the time line stands for.
pub fn step_at(column: u16, timeline: Rect, app: &App) -> u64 {
    let last = app.moment.as_ref().map_or(0, |m| m.length.unwrap_or(m.furthest));
    let columns = timeline.width.saturating_sub(1).max(1) as u64;
    let at = column.saturating_sub(timeline.x) as u64;
    (last as u128 * at.min(columns) as u128 / columns as u128) as u64
}

fn status_text(app: &App) -> (String, Scope) {
    let Some(moment) = &app.moment else { return ("no program".into(), Scope::Dim) };
    if let Some(running) = app.running {
        return (format!("◐ running  {}", thousands(running.step)), Scope::StatusRunning);
    }
    let step = match moment.length {
        Some(length) => format!("{} / {}", thousands(moment.step), thousands(length)),
        None => thousands(moment.step),
    };
    if app.playing.is_some() {
        return (format!("▶ {}/s  step {step}", thousands(SPEEDS[app.speed] as u64)), Scope::StatusPlaying);
    }
    match &moment.status {
        Status::Compiling => ("◌ compiling".into(), Scope::StatusRunning),
        Status::Paused => (format!("step {step}"), Scope::StatusPaused),
        Status::WaitingForInput => (format!("⌨ input wanted  step {step}"), Scope::StatusPlaying),
        Status::Finished(0) => (format!("✔ finished  {step}"), Scope::StatusFinished),
        Status::Finished(code) => (format!("✔ exit status {code}  {step}"), Scope::StatusRaised),
        Status::Raised => {
            let name = moment.error.as_ref().map_or("an exception", |e| e.type_name.as_str());
            (format!("✘ {name}  {step}"), Scope::StatusRaised)
        }
        Status::CompileError(d) => (format!("✘ {}", d.kind.name()), Scope::StatusRaised),
        Status::Failed(_) => ("✘ stopped".into(), Scope::StatusRaised),
    }
}

pub fn draw_header(app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let parts = header(area, app);
    buf.set_stringn(area.x, area.y, BRAND, area.width as usize, theme.get(Scope::Brand));
    if let Some(program) = &app.program {
        let name = format!(" {}", cut(&program.run.name, (parts.file.width as usize).saturating_sub(1)));
        buf.set_stringn(parts.file.x, area.y, name, parts.file.width as usize, theme.get(Scope::FileName));
    }
    draw_timeline(app, theme, parts.timeline, buf);
    let (text, scope) = status_text(app);
    buf.set_stringn(parts.status.x, area.y, text, parts.status.width as usize, theme.get(scope));
}

/// The run as a line: what was seen so far, and the moment on show.
fn draw_timeline(app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let Some(moment) = app.moment.as_ref().filter(|_| area.width >= 8) else { return };
    let last = moment.length.unwrap_or(moment.furthest).max(1);
    let columns = area.width - 1;
    let now = (moment.step.min(last) as u128 * columns as u128 / last as u128) as u16;
    for i in 0..area.width {
        let (symbol, scope) = match i.cmp(&now) {
            std::cmp::Ordering::Less => ("━", Scope::TimelinePast),
            std::cmp::Ordering::Equal => ("●", Scope::TimelineNow),
            std::cmp::Ordering::Greater => ("─", Scope::TimelineFuture),
        };
        buf.set_stringn(area.x + i, area.y, symbol, 1, theme.get(scope));
    }
}

/// What happens next, in words.
pub fn draw_explain(app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) {
    if area.height < 2 {
        return;
    }
    let rule = Line::from(Span::styled("─".repeat(area.width as usize), theme.get(Scope::Rule)));
    buf.set_line(area.x, area.y, &rule, area.width);
    let Some(moment) = &app.moment else { return };
    let mut spans = Vec::new();
    let error = moment.error.as_ref().map(|e| match e.message.is_empty() {
        true => e.type_name.clone(),
        false => format!("{}: {}", e.type_name, e.message),
    });
    let key = |id| app.keymap.label(id).unwrap_or_default();
    match &moment.status {
        Status::CompileError(d) => {
            spans.push(Span::styled(format!("{}: {}", d.kind.name(), d.message), theme.get(Scope::Error)));
            let hint = format!("  {} edits the program.", key(CommandId::Edit));
            spans.push(Span::styled(hint, theme.get(Scope::Dim)));
        }
        Status::Failed(why) => spans.push(Span::styled(why.clone(), theme.get(Scope::Error))),
        Status::Compiling => spans.push(Span::styled("Compiling …", theme.get(Scope::Dim))),
        Status::Raised => {
            let text = error.unwrap_or_else(|| "An exception ended the program.".into());
            spans.push(Span::styled(text, theme.get(Scope::Error)));
            let hint = format!("  {} goes back to where it was raised.", key(CommandId::PreviousRaise));
            spans.push(Span::styled(hint, theme.get(Scope::Dim)));
        }
        Status::Finished(code) => {
            spans.push(Span::styled(
                format!("The program ended with exit status {code}."),
                theme.get(Scope::Explain),
            ));
            let hint =
                format!("  {} goes back, {} to the start.", key(CommandId::Back), key(CommandId::Start));
            spans.push(Span::styled(hint, theme.get(Scope::Dim)));
        }
        Status::WaitingForInput => {
            let text = format!("The program wants a line of input: press {}.", key(CommandId::Input));
            spans.push(Span::styled(text, theme.get(Scope::Note)));
        }
        Status::Paused => {
            if let Some(error) = error.filter(|_| moment.error.as_ref().is_some_and(|e| e.unwinding)) {
                spans.push(Span::styled(format!("{error}  "), theme.get(Scope::Error)));
            }
            if let Some(row) = moment.frames.first().and_then(|f| f.row()) {
                spans.push(Span::styled(row.opname.to_string(), theme.get(Scope::ExplainOp)));
                if !row.argrepr.is_empty() {
                    let operand = format!(" {}", cut(&row.argrepr, area.width as usize / 2));
                    spans.push(Span::styled(operand, theme.get(Scope::Arg)));
                }
                spans.push(Span::raw("  "));
            }
            spans.push(Span::styled(moment.explanation.clone(), theme.get(Scope::Explain)));
        }
    }
    let text =
        Rect { x: area.x + 1, y: area.y + 1, width: area.width.saturating_sub(2), height: area.height - 1 };
    Paragraph::new(Line::from(spans)).wrap(Wrap { trim: true }).render(text, buf);
}

/// The commands worth naming, by what is going on.
fn hints(app: &App) -> &'static [CommandId] {
    use CommandId::*;
    if app.overlay.is_some() {
        &[ListAccept, ListClose, ListUp, ListDown]
    } else if app.editing {
        &[EditorRun, EditorClose, EditorSave, EditorUndo, EditorRedo]
    } else if app.running.is_some() {
        &[Interrupt, Back, Quit]
    } else if app.program.is_none() {
        &[Samples, Help, Quit]
    } else if matches!(app.moment.as_ref().map(|m| &m.status), Some(Status::CompileError(_))) {
        &[Edit, Samples, Help, Quit]
    } else {
        &[Step, Back, Over, Out, Start, End, Play, FocusNext, Zoom, Edit, Rerun, Palette, Help, Quit]
    }
}

/// The footer's commands with their columns. Help and quit always find room.
fn footer_items(area: Rect, app: &App) -> Vec<(CommandId, String, Rect)> {
    let item = |id: CommandId| (id, app.keymap.label(id).unwrap_or_default());
    let cost = |(id, key): &(CommandId, String)| (width(key) + id.info().short.len() + 3) as u16;
    let all: Vec<_> = hints(app).iter().map(|id| item(*id)).filter(|(_, key)| !key.is_empty()).collect();
    let must = |id: CommandId| matches!(id, CommandId::Help | CommandId::Quit);
    let mut room = area.width.saturating_sub(all.iter().filter(|i| must(i.0)).map(cost).sum());
    let mut full = false;
    let mut x = area.x + 1;
    let mut items = Vec::new();
    for (id, key) in all {
        let needed = cost(&(id, key.clone()));
        if !must(id) {
            full |= needed > room;
            if full {
                continue;
            }
            room -= needed;
        }
        let rect = Rect { x, width: needed.saturating_sub(2), ..area }.intersection(area);
        items.push((id, key, rect));
        x = x.saturating_add(needed);
    }
    items
}

/// The command under a column of the footer.
pub fn footer_command(area: Rect, app: &App, position: ratatui::layout::Position) -> Option<CommandId> {
    if app.note.is_some() || app.count.is_some() {
        return None;
    }
    footer_items(area, app).into_iter().find(|(_, _, r)| r.contains(position)).map(|(id, ..)| id)
}

pub fn draw_footer(app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    if let Some(count) = app.count {
        let line = Line::from(Span::styled(format!(" {count} ×"), theme.get(Scope::Note)));
        buf.set_line(area.x, area.y, &line, area.width);
        return;
    }
    if let Some(note) = &app.note {
        let scope = if note.error { Scope::Error } else { Scope::Note };
        let line = Line::from(Span::styled(format!(" {}", note.text), theme.get(scope)));
        buf.set_line(area.x, area.y, &line, area.width);
        return;
    }
    for (id, key, rect) in footer_items(area, app) {
        let line = Line::from(vec![
            Span::styled(key, theme.get(Scope::FooterKey)),
            Span::styled(format!(" {}", id.info().short), theme.get(Scope::FooterText)),
        ]);
        buf.set_line(rect.x, rect.y, &line, rect.width);
    }
}
