//! Draws the screen. It looks at the state and changes nothing.

use super::app::App;
use super::layout::{Layout, Pane, Slot};
use super::panes;
use super::text::{cut, width};
use super::theme::{Scope, Theme};
use super::widgets::{bars, list};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

pub fn view(app: &App, theme: &Theme, frame: &mut Frame) {
    let area = frame.area();
    let buf = frame.buffer_mut();
    buf.set_style(area, theme.get(Scope::Text));
    let layout = super::layout::layout(area, app);
    bars::draw_header(app, theme, layout.header, buf);
    if app.editing {
        draw_editor(app, theme, layout.body, buf);
    } else {
        for slot in &layout.slots {
            draw_slot(app, theme, slot, buf);
        }
        draw_rules(&layout, theme, buf);
    }
    bars::draw_explain(app, theme, layout.explain, buf);
    bars::draw_footer(app, theme, layout.footer, buf);
    if let Some(overlay) = &app.overlay {
        list::draw(overlay, app, theme, area, buf);
    }
}

fn draw_slot(app: &App, theme: &Theme, slot: &Slot, buf: &mut Buffer) {
    let focused = slot.front == app.focus();
    draw_title(app, theme, slot, focused, buf);
    let body = slot.body();
    if !body.is_empty() {
        panes::draw(slot.front, app, theme, body, buf);
        draw_position(app, theme, slot.front, focused, body, buf);
    }
}

/// The title row: a rule, on it the names of the slot's panes and a word about the front one.
fn draw_title(app: &App, theme: &Theme, slot: &Slot, focused: bool, buf: &mut Buffer) {
    let title = slot.title();
    let rule = theme.get(if focused { Scope::RuleFocus } else { Scope::Rule });
    let symbol = if focused { "━" } else { "─" };
    buf.set_stringn(title.x, title.y, symbol.repeat(title.width as usize), title.width as usize, rule);
    let mut end = title.x;
    for (pane, area) in slot.tabs() {
        let scope = match (pane == slot.front, focused) {
            (true, true) => Scope::TitleFocus,
            (true, false) => Scope::Title,
            (false, _) => Scope::Tab,
        };
        buf.set_stringn(area.x, area.y, format!(" {} ", pane.title()), area.width as usize, theme.get(scope));
        end = area.right();
    }
    let room = title.right().saturating_sub(end + 4) as usize;
    let subtitle = cut(&panes::subtitle(slot.front, app), room);
    if room >= 6 && !subtitle.is_empty() {
        let x = title.right() - width(&subtitle) as u16 - 3;
        buf.set_stringn(x, title.y, format!(" {subtitle} "), room, theme.get(Scope::Dim));
    }
}

/// A mark in the right column that shows which part of a long content is in view.
fn draw_position(app: &App, theme: &Theme, pane: Pane, focused: bool, body: Rect, buf: &mut Buffer) {
    let rows = panes::rows(pane, app);
    let height = body.height as usize;
    if rows <= height || body.width < 8 {
        return;
    }
    let size = (height * height / rows).max(1);
    let last = rows - height;
    let top = app.offset(pane).min(last) * (height - size) / last.max(1);
    let style = theme.get(if focused { Scope::RuleFocus } else { Scope::Rule });
    for i in 0..size {
        buf.set_stringn(body.right() - 1, body.y + (top + i) as u16, "▐", 1, style);
    }
}

/// The separators between columns, joined to the title rules that they meet.
fn draw_rules(layout: &Layout, theme: &Theme, buf: &mut Buffer) {
    let is_rule =
        |buf: &Buffer, x: u16, y: u16| buf.cell((x, y)).is_some_and(|c| matches!(c.symbol(), "─" | "━"));
    for rule in &layout.rules {
        for y in rule.top()..rule.bottom() {
            let left = rule.x > 0 && is_rule(buf, rule.x - 1, y);
            let right = is_rule(buf, rule.x + 1, y);
            let symbol = match (left, right, y == rule.top()) {
                (true, true, true) => "┬",
                (true, true, false) => "┼",
                (true, false, _) => "┤",
                (false, true, _) => "├",
                _ => "│",
            };
            buf.set_stringn(rule.x, y, symbol, 1, theme.get(Scope::Rule));
        }
    }
}

fn draw_editor(app: &App, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let Some(editor) = &app.editor else { return };
    let name = app.program.as_ref().map_or("", |p| &p.run.name);
    let state = if editor.changed { "changed" } else { "" };
    let title = Line::from(vec![
        Span::styled("━", theme.get(Scope::RuleFocus)),
        Span::styled(format!(" Editing {name} "), theme.get(Scope::TitleFocus)),
        Span::styled(state, theme.get(Scope::Dim)),
        Span::styled(if editor.changed { " " } else { "" }, theme.get(Scope::Dim)),
    ]);
    if area.is_empty() {
        return;
    }
    buf.set_stringn(
        area.x,
        area.y,
        "━".repeat(area.width as usize),
        area.width as usize,
        theme.get(Scope::RuleFocus),
    );
    buf.set_line(area.x, area.y, &title, area.width);
    editor.draw(theme, Rect { y: area.y + 1, height: area.height - 1, ..area }, buf);
}
