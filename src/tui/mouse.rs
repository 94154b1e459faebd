//! What the mouse does: it chooses panes, tabs, rows, moments and footer commands.

use super::act::{act, choose_frame_row, send};
use super::app::App;
use super::layout::Pane;
use super::msg::Effect;
use super::panes;
use super::update::{accept, move_overlay};
use super::widgets::bars;
use super::widgets::list::{self, Overlay};
use crate::session::Command;
use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

/// Rows that one notch of the wheel scrolls.
const NOTCH: isize = 3;

pub fn mouse(app: &mut App, event: MouseEvent) -> Effect {
    let position = Position::new(event.column, event.row);
    match event.kind {
        MouseEventKind::ScrollUp => wheel(app, position, -NOTCH),
        MouseEventKind::ScrollDown => wheel(app, position, NOTCH),
        MouseEventKind::Down(MouseButton::Left) => {
            app.note = None;
            click(app, position)
        }
        MouseEventKind::Drag(MouseButton::Left) if app.overlay.is_none() => scrub(app, position),
        _ => Effect::None,
    }
}

fn wheel(app: &mut App, position: Position, rows: isize) -> Effect {
    if app.overlay.is_some() {
        move_overlay(app, rows.signum());
    } else if app.editing {
        if let Some(editor) = &mut app.editor {
            editor.scroll(rows as i16);
        }
    } else if let Some(pane) = app.layout().slot_at(position).map(|s| s.front) {
        app.scroll(pane, rows);
    }
    Effect::None
}

/// On the time line: to that moment.
fn scrub(app: &mut App, position: Position) -> Effect {
    let timeline = bars::timeline_area(app.layout().header, app);
    if !timeline.contains(position) || app.moment.is_none() {
        return Effect::None;
    }
    let step = bars::step_at(position.x, timeline, app);
    send(app, Command::ToStep(step))
}

fn click(app: &mut App, position: Position) -> Effect {
    if let Some(overlay) = &app.overlay {
        let area = list::area(overlay, app.area);
        if !area.contains(position) {
            app.overlay = None;
            return Effect::None;
        }
        return click_list(app, position, area.y + 3);
    }
    let layout = app.layout();
    if layout.header.contains(position) {
        return scrub(app, position);
    }
    if let Some(id) = bars::footer_command(layout.footer, app, position) {
        return act(app, id);
    }
    if app.editing {
        return Effect::None;
    }
    let Some(slot) = layout.slot_at(position) else { return Effect::None };
    if let Some((pane, _)) = slot.tabs().into_iter().find(|(_, area)| area.contains(position)) {
        app.set_focus(pane);
        return Effect::None;
    }
    let (pane, body) = (slot.front, slot.body());
    if app.focus() != pane {
        app.set_focus(pane);
    }
    if body.contains(position) {
        let row = app.offset(pane) + (position.y - body.y) as usize;
        match pane {
            _ if row >= panes::rows(pane, app) => {}
            pane if matches!(pane, Pane::Source | Pane::Bytecode) || panes::has_objects(pane) => {
                app.set_cursor(pane, Some(row));
            }
            Pane::Frames => choose_frame_row(app, row),
            _ => {}
        }
    }
    Effect::None
}

/// Takes the row of a list that begins at screen row `first`.
fn click_list(app: &mut App, position: Position, first: u16) -> Effect {
    let height =
        app.overlay.as_ref().map_or(0, |o| list::area(o, app.area).height.saturating_sub(4)) as usize;
    let Some(row) = position.y.checked_sub(first).map(usize::from) else { return Effect::None };
    let count = match &app.overlay {
        Some(Overlay::Palette(l)) => list::choices(&l.typed).len(),
        Some(Overlay::Samples(l)) => list::samples(&l.typed).len(),
        _ => 0,
    };
    if let Some(Overlay::Palette(l) | Overlay::Samples(l)) = &mut app.overlay {
        let row = row + (l.marked + 1).saturating_sub(height.max(1));
        if row < count {
            l.marked = row;
            return accept(app);
        }
    }
    Effect::None
}
