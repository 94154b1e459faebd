//! The commands about memory: an object's ledger, a collection's film, a census, stops at what happens.

use super::act::send;
use super::app::App;
use super::command::CommandId;
use super::layout::Pane;
use super::msg::Effect;
use super::panes::{self, chosen_row, frame_rows};
use crate::session::{Command, Event, Whose};
use crate::vm::memory::parse_size;

/// Watches the object that is chosen in the focused pane, or else the name chosen in Frames.
pub fn watch(app: &mut App) -> Effect {
    let pane = app.focus();
    let in_pane = app.cursor(pane).and_then(|row| panes::object_at(pane, app, row));
    let top = (pane == Pane::Stack).then(|| panes::object_at(Pane::Stack, app, 0)).flatten();
    let named = || chosen_row(app, &frame_rows(app)).and_then(|row| panes::object_at(Pane::Frames, app, row));
    match in_pane.or(top).or_else(named) {
        Some(id) => {
            app.set_focus(Pane::Ledger);
            send(app, Command::Watch(Some(id)))
        }
        None => {
            app.say("Choose an object in Frames, Stack, Heap or Census with ↑ and ↓ first.".into());
            Effect::None
        }
    }
}

/// What happened to the watched object, as far as the run was seen.
pub fn history(app: &mut App) -> Effect {
    let Some(moment) = &app.moment else { return Effect::None };
    let to = moment.length.unwrap_or(moment.furthest);
    if watched(app).is_none() {
        return watch(app);
    }
    app.set_focus(Pane::Ledger);
    send(app, Command::History { from: 0, to })
}

fn watched(app: &App) -> Option<u32> {
    Some(app.moment.as_ref()?.ledger.as_ref()?.id)
}

/// To the next or previous event of the watched object.
pub fn search(app: &mut App, id: CommandId) -> Effect {
    let Some(object) = watched(app) else {
        return watch(app);
    };
    send(
        app,
        match id {
            CommandId::NextCount => Command::ToEvent(Event::Count(object)),
            CommandId::PreviousCount => Command::BackToEvent(Event::Count(object)),
            CommandId::ToDeath => Command::ToEvent(Event::Death(Whose::Object(object))),
            _ => Command::BackToEvent(Event::Birth(Whose::Object(object))),
        },
    )
}

/// Enters a collection at its first phase.
pub fn film(app: &mut App, command: Command) -> Effect {
    app.phase = 0;
    app.set_focus(Pane::Gc);
    send(app, command)
}

/// To another phase of the film.
pub fn phase(app: &mut App, forward: bool) -> Effect {
    let Some(film) = app.moment.as_ref().and_then(|m| m.film.as_ref()) else {
        app.say("Enter a collection first.".into());
        return Effect::None;
    };
    let last = film.pictures.len().saturating_sub(1);
    app.phase = if forward { (app.phase + 1).min(last) } else { app.phase.min(last).saturating_sub(1) };
    app.set_focus(Pane::Gc);
    Effect::None
}

/// Counts the objects, and compares them with those at a step.
pub fn census(app: &mut App, since: u64) -> Effect {
    app.set_focus(Pane::Census);
    send(app, Command::Census { since })
}

/// In Ledger: to the moment of the chosen change, or on to the object that holds.
pub fn go(app: &mut App, pane: Pane) -> Effect {
    let Some(row) = app.cursor(pane) else {
        app.say("Choose a row with ↑ and ↓ first.".into());
        return Effect::None;
    };
    match (pane, panes::row_step(app, row)) {
        (Pane::Ledger, Some(step)) => send(app, Command::ToStep(step)),
        _ => watch(app),
    }
}

/// What `stop-at` understands.
pub const STOPS: &str = "[back] birth CLASS | death CLASS | memory SIZE | finaliser | collection";

/// Runs to what was typed.
pub fn stop_at(app: &mut App, typed: &str) -> Effect {
    let (back, rest) = match typed.trim().strip_prefix("back ") {
        Some(rest) => (true, rest.trim()),
        None => (false, typed.trim()),
    };
    let (word, name) = rest.split_once(' ').unwrap_or((rest, ""));
    let class = || Whose::Class(name.trim().to_string());
    let event = match (word, name.is_empty()) {
        ("birth", false) => Some(Event::Birth(class())),
        ("death", false) => Some(Event::Death(class())),
        ("memory", false) => parse_size(name.trim()).map(|n| Event::Memory(n as u64)),
        ("finaliser" | "finalizer", true) => Some(Event::Finalizer),
        ("collection", true) => Some(Event::CollectionStart),
        _ => None,
    };
    match event {
        Some(event) if back => send(app, Command::BackToEvent(event)),
        Some(event) => send(app, Command::ToEvent(event)),
        None => {
            app.say(format!("Stops are: {STOPS}"));
            Effect::None
        }
    }
}
