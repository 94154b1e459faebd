//! How the state answers to what happens.

use super::act::{act, send};
use super::app::{App, Program};
use super::command::{CommandId, Context};
use super::keymap::Key;
use super::memory;
use super::mouse::mouse;
use super::msg::{Effect, Msg, Note};
use super::widgets::list::{self, Choice, Overlay};
use crate::session::{self, Command, Moment, Report, Status};
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::Rect;
use std::sync::Arc;

/// Takes one message; the answer is for the surroundings to carry out.
pub fn update(app: &mut App, msg: Msg) -> Effect {
    match msg {
        Msg::Key(key) if key.kind != KeyEventKind::Release => {
            app.note = None;
            key_pressed(app, key)
        }
        Msg::Key(_) => Effect::None,
        Msg::Mouse(event) => mouse(app, event),
        Msg::Paste(text) => pasted(app, &text),
        Msg::Resize(width, height) => {
            app.area = Rect::new(0, 0, width, height);
            app.settle();
            Effect::None
        }
        Msg::Report(Report::Moment { command, moment }) => arrived(app, command, moment),
        Msg::Report(Report::Progress { command, step }) => {
            if command > app.answered {
                app.running = Some(super::app::Running { step });
            }
            Effect::None
        }
        Msg::Tick => tick(app),
        Msg::Saved(Ok(path)) => {
            app.say(format!("Saved {path}"));
            Effect::None
        }
        Msg::Saved(Err(why)) => {
            app.note = Some(Note { text: why, error: true });
            Effect::None
        }
    }
}

fn key_pressed(app: &mut App, event: KeyEvent) -> Effect {
    let key = Key::from(event);
    if app.overlay.is_some() {
        return overlay_key(app, key);
    }
    if app.editing {
        return match app.keymap.command(Context::Editor, key) {
            Some(id) => act(app, id),
            None => {
                if let Some(editor) = &mut app.editor {
                    editor.key(event);
                }
                Effect::None
            }
        };
    }
    if let KeyCode::Char(c @ '0'..='9') = key.code
        && key.modifiers.is_empty()
        && (c != '0' || app.count.is_some())
    {
        let digit = c as u64 - '0' as u64;
        app.count =
            Some(app.count.unwrap_or(0).saturating_mul(10).saturating_add(digit).min(1_000_000_000_000));
        return Effect::None;
    }
    match app.keymap.command(Context::Main, key) {
        Some(id) => {
            let effect = act(app, id);
            app.count = None;
            effect
        }
        None => {
            app.count = None;
            Effect::None
        }
    }
}

fn pasted(app: &mut App, text: &str) -> Effect {
    if let Some(overlay) = &mut app.overlay {
        if let Some(typed) = overlay.typed() {
            typed.extend(text.chars().filter(|c| !c.is_control()));
        }
    } else if app.editing
        && let Some(editor) = &mut app.editor
    {
        editor.paste(text);
    }
    Effect::None
}

/// A moment came: show it.
fn arrived(app: &mut App, command: u64, moment: Arc<Moment>) -> Effect {
    app.answered = app.answered.max(command);
    app.running = None;
    if matches!(moment.status, Status::Finished(_) | Status::Raised | Status::WaitingForInput) {
        app.playing = None;
    }
    if let Some(text) = &moment.note {
        app.playing = None;
        app.say(text.clone());
    }
    if let Some(editor) = app.editor.as_mut().filter(|e| e.submitted == Some(command)) {
        editor.submitted = None;
        match &moment.status {
            Status::CompileError(error) => editor.set_error(error),
            _ => {
                editor.clear_error();
                app.editing = false;
            }
        }
    }
    if moment.status == Status::WaitingForInput && app.overlay.is_none() && !app.editing {
        app.overlay = Some(Overlay::Input(String::new()));
    }
    app.moment = Some(moment);
    app.frame = 0;
    app.clear_cursors();
    app.settle();
    app.next_queued()
}

/// The next played instructions, unless the last ones are not there yet.
fn tick(app: &mut App) -> Effect {
    let Some(steps) = app.steps_a_tick() else {
        // A single instruction can take long, and reports no progress.
        if app.busy() {
            let step = app.moment.as_ref().map_or(0, |m| m.step);
            app.running.get_or_insert(super::app::Running { step });
        }
        return Effect::None;
    };
    if app.busy() {
        return Effect::None;
    }
    let effect = send(app, Command::Play(steps));
    // Playing goes on: only the user's own commands end it.
    app.playing = Some(app.speed);
    effect
}

fn overlay_key(app: &mut App, key: Key) -> Effect {
    let typing = matches!(key.code, KeyCode::Char(_))
        && !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    if let Some(id) = app.keymap.command(Context::Overlay, key) {
        return act(app, id);
    }
    // The key that opened help closes it too.
    let main = app.keymap.command(Context::Main, key);
    if matches!(app.overlay, Some(Overlay::Help { .. })) {
        match main {
            Some(CommandId::Help | CommandId::Quit) => app.overlay = None,
            Some(CommandId::Up) => move_overlay(app, -1),
            Some(CommandId::Down) => move_overlay(app, 1),
            Some(CommandId::PageDown | CommandId::Play) => move_overlay(app, page(app)),
            Some(CommandId::PageUp) => move_overlay(app, -page(app)),
            _ => {}
        }
        return Effect::None;
    }
    let Some(typed) = app.overlay.as_mut().and_then(Overlay::typed) else { return Effect::None };
    match key.code {
        KeyCode::Char(c) if typing => typed.push(c),
        KeyCode::Backspace => {
            typed.pop();
        }
        _ => {}
    }
    Effect::None
}

/// Rows that a page of an overlay has.
pub(super) fn page(app: &App) -> isize {
    let height = app.overlay.as_ref().map_or(0, |o| list::area(o, app.area).height);
    (height as isize - 3).max(1)
}

/// Moves the mark of a list, or scrolls help.
pub(super) fn move_overlay(app: &mut App, rows: isize) {
    let area = app.area;
    let count = match &app.overlay {
        Some(Overlay::Palette(l)) => list::choices(&l.typed).len(),
        Some(Overlay::Samples(l)) => list::samples(&l.typed).len(),
        Some(overlay @ Overlay::Help { .. }) => {
            let shown = list::area(overlay, area).height.saturating_sub(2) as usize;
            list::help_length().saturating_sub(shown) + 1
        }
        _ => 0,
    };
    let last = count.saturating_sub(1);
    match &mut app.overlay {
        Some(Overlay::Palette(l) | Overlay::Samples(l)) => {
            l.marked = l.marked.saturating_add_signed(rows).min(last);
        }
        Some(Overlay::Help { offset }) => *offset = offset.saturating_add_signed(rows).min(last),
        _ => {}
    }
}

/// Takes the marked row of a list, or what was typed.
pub(super) fn accept(app: &mut App) -> Effect {
    let Some(overlay) = app.overlay.take() else { return Effect::None };
    match overlay {
        Overlay::Help { .. } => Effect::None,
        Overlay::Palette(l) => {
            let found = list::choices(&l.typed);
            match found.get(l.marked.min(found.len().saturating_sub(1))) {
                Some(Choice::Command(id)) => act(app, *id),
                Some(Choice::Step(step)) => send(app, Command::ToStep(*step)),
                Some(Choice::Line(line)) => send(app, Command::ToLine(*line)),
                None => Effect::None,
            }
        }
        Overlay::Samples(l) => {
            let found = list::samples(&l.typed);
            match found.get(l.marked.min(found.len().saturating_sub(1))) {
                Some((name, text)) => {
                    let run = session::Program {
                        name: name.to_string(),
                        bytes: text.as_bytes().to_vec(),
                        files: super::assets::sample_modules(),
                    };
                    open(app, Program { run, path: None })
                }
                None => {
                    app.overlay = Some(Overlay::Samples(l));
                    Effect::None
                }
            }
        }
        Overlay::Step(typed) => {
            let digits: String = typed.chars().filter(|c| !matches!(c, ',' | '_' | ' ')).collect();
            match digits.parse() {
                Ok(step) => send(app, Command::ToStep(step)),
                Err(_) => {
                    app.say("A step is a number.".into());
                    Effect::None
                }
            }
        }
        Overlay::StopAt(typed) => memory::stop_at(app, &typed),
        Overlay::Input(line) => send(app, Command::Input(line)),
    }
}

/// Shows a program's text at once and has it started.
pub fn open(app: &mut App, program: Program) -> Effect {
    app.show_program(program.clone());
    Effect::Open(program)
}
