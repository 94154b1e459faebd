//! What each command of the table does.

use super::app::{App, SPEEDS};
use super::command::CommandId;
use super::layout::Pane;
use super::memory;
use super::msg::Effect;
use super::panes::{self, FrameRow, chosen_row, frame_rows};
use super::update::{accept, move_overlay, page};
use super::widgets::editor::Editor;
use super::widgets::list::{List, Overlay};
use crate::session::{Command, Event, Status};

/// Carries out a command with the count that was typed before it.
pub fn act(app: &mut App, id: CommandId) -> Effect {
    use CommandId as C;
    let count = app.count.take();
    let times = count.unwrap_or(1).max(1);
    match id {
        C::Step => send(app, Command::Step(times)),
        C::Over => send(app, Command::Over(times)),
        C::Out => send(app, Command::Out),
        C::Continue => send(app, Command::Continue),
        C::Back => send(app, Command::Back(times)),
        C::BackOver => send(app, Command::BackOver(times)),
        C::BackOut => send(app, Command::BackOut),
        C::BackContinue => send(app, Command::BackContinue),
        C::Start => send(app, Command::Start),
        // `120G` goes to step 120, as it goes to a line in vi.
        C::End => send(app, count.map_or(Command::End, Command::ToStep)),
        C::NextLine => send(app, Command::ToEvent(Event::Line)),
        C::PreviousLine => send(app, Command::BackToEvent(Event::Line)),
        C::NextCall => send(app, Command::ToEvent(Event::Call)),
        C::PreviousCall => send(app, Command::BackToEvent(Event::Call)),
        C::NextRaise => send(app, Command::ToEvent(Event::Raise)),
        C::PreviousRaise => send(app, Command::BackToEvent(Event::Raise)),
        C::NextOutput => send(app, Command::ToEvent(Event::Output)),
        C::PreviousOutput => send(app, Command::BackToEvent(Event::Output)),
        C::NextCollection => send(app, Command::ToEvent(Event::Collection)),
        C::PreviousCollection => send(app, Command::BackToEvent(Event::Collection)),
        C::NextWrite => search_write(app, Command::ToEvent),
        C::PreviousWrite => search_write(app, Command::BackToEvent),
        C::Watch => memory::watch(app),
        C::History => memory::history(app),
        C::NextCount | C::PreviousCount | C::ToDeath | C::ToBirth => memory::search(app, id),
        C::NextFinalizer => send(app, Command::ToEvent(Event::Finalizer)),
        C::PreviousFinalizer => send(app, Command::BackToEvent(Event::Finalizer)),
        C::Film => memory::film(app, Command::Film),
        C::BackFilm => memory::film(app, Command::BackFilm),
        C::NextPhase => memory::phase(app, true),
        C::PreviousPhase => memory::phase(app, false),
        C::Census => memory::census(app, count.unwrap_or(0)),
        C::StopAt => open_overlay(app, Overlay::StopAt(String::new())),
        C::ToStep => open_overlay(app, Overlay::Step(String::new())),
        C::Interrupt => interrupt(app),
        C::Play => play(app),
        C::Faster | C::Slower => {
            app.speed = match id {
                C::Faster => (app.speed + 1).min(SPEEDS.len() - 1),
                _ => app.speed.saturating_sub(1),
            };
            let speed = super::text::thousands(SPEEDS[app.speed] as u64);
            app.playing = app.playing.map(|_| app.speed);
            app.say(format!("{speed} instructions a second"));
            Effect::None
        }
        C::FocusNext | C::FocusPrevious => {
            app.set_focus(neighbour(app.focus(), id == C::FocusNext));
            Effect::None
        }
        C::Zoom => {
            app.zoom = !app.zoom;
            app.settle();
            Effect::None
        }
        C::Up => move_in_pane(app, -(times as isize)),
        C::Down => move_in_pane(app, times as isize),
        C::PageUp => scroll_page(app, -1),
        C::PageDown => scroll_page(app, 1),
        C::Go => go(app, Command::ToLine),
        C::GoBack => go(app, Command::BackToLine),
        C::Theme => {
            app.theme = (app.theme + 1) % app.themes.len().max(1);
            Effect::SetTheme(app.theme)
        }
        C::Help => open_overlay(app, Overlay::Help { offset: 0 }),
        C::Palette => open_overlay(app, Overlay::Palette(List::default())),
        C::Samples => open_overlay(app, Overlay::Samples(List::default())),
        C::Input => open_overlay(app, Overlay::Input(String::new())),
        C::Breakpoint => toggle_breakpoint(app),
        C::Edit => edit(app),
        C::Rerun => {
            app.playing = None;
            send(app, Command::Rerun)
        }
        C::Suspend => Effect::Suspend,
        C::Quit => Effect::Quit,
        C::EditorRun => run_edited(app),
        C::EditorClose => {
            app.editing = false;
            app.settle();
            if app.editor.as_ref().is_some_and(|e| e.changed) {
                app.say("The changes are kept in the editor, and not run yet.".into());
            }
            Effect::None
        }
        C::EditorSave => save(app),
        C::EditorUndo | C::EditorRedo => {
            if let Some(editor) = &mut app.editor {
                if id == C::EditorUndo { editor.undo() } else { editor.redo() }
            }
            Effect::None
        }
        C::ListUp => overlay_move(app, -1),
        C::ListDown => overlay_move(app, 1),
        C::ListPageUp => overlay_move(app, -page(app)),
        C::ListPageDown => overlay_move(app, page(app)),
        C::ListAccept => accept(app),
        C::ListClose => {
            app.overlay = None;
            Effect::None
        }
    }
}

/// Hands a command to the session. While earlier ones are at work it waits in a queue; a run that
/// takes so long that it reports progress is stopped for it.
pub fn send(app: &mut App, command: Command) -> Effect {
    app.playing = None;
    let fresh = matches!(command, Command::Edit(_) | Command::Rerun);
    match app.moment.as_ref().map(|m| &m.status) {
        None => {
            app.say("Open a program first.".into());
            return Effect::None;
        }
        Some(Status::CompileError(_)) if !fresh => {
            app.say("The program does not compile.".into());
            return Effect::None;
        }
        _ => {}
    }
    if app.may_stop() || (fresh && app.busy()) {
        app.short_since = None;
        app.queue.clear();
        app.sent += 1;
        return Effect::Interrupt(Some(command));
    }
    app.enqueue(command);
    app.next_queued()
}

fn interrupt(app: &mut App) -> Effect {
    app.count = None;
    app.queue.clear();
    if app.playing.take().is_none() && !app.busy() {
        app.clear_cursors();
        app.chosen = None;
        app.frame = 0;
        app.settle();
        if let Some(key) = app.keymap.label(CommandId::Quit) {
            app.say(format!("Nothing is running. {key} leaves."));
        }
        return Effect::None;
    }
    Effect::Interrupt(None)
}

fn play(app: &mut App) -> Effect {
    if app.running.is_some() {
        return interrupt(app);
    }
    if app.playing.take().is_some() {
        return Effect::None;
    }
    match app.moment.as_ref().map(|m| &m.status) {
        Some(Status::Paused) => app.playing = Some(app.speed),
        Some(Status::Finished(_) | Status::Raised) => app.say("The program has ended.".into()),
        _ => {}
    }
    Effect::None
}

fn open_overlay(app: &mut App, overlay: Overlay) -> Effect {
    app.overlay = Some(overlay);
    Effect::None
}

fn overlay_move(app: &mut App, rows: isize) -> Effect {
    move_overlay(app, rows);
    Effect::None
}

fn neighbour(pane: Pane, forward: bool) -> Pane {
    let all = Pane::ALL;
    let step = if forward { 1 } else { all.len() - 1 };
    all[(pane as usize + step) % all.len()]
}

fn scroll_page(app: &mut App, direction: isize) -> Effect {
    let pane = app.focus();
    let height = app.layout().pane_area(pane).height as isize;
    app.scroll(pane, direction * (height - 1).max(1));
    Effect::None
}

/// Moves the cursor in panes that have one, and scrolls the others.
fn move_in_pane(app: &mut App, rows: isize) -> Effect {
    let pane = app.focus();
    match pane {
        pane if matches!(pane, Pane::Source | Pane::Bytecode) || panes::has_objects(pane) => {
            let count = panes::rows(pane, app);
            let from = app.cursor(pane).or_else(|| panes::anchor(pane, app)).unwrap_or(0);
            if count > 0 {
                app.set_cursor(pane, Some(from.saturating_add_signed(rows).min(count - 1)));
            }
        }
        Pane::Frames => {
            let all = frame_rows(app);
            let from = chosen_row(app, &all).or_else(|| panes::anchor(pane, app)).unwrap_or(0);
            if !all.is_empty() {
                choose_frame_row(app, from.saturating_add_signed(rows).min(all.len() - 1));
            }
        }
        _ => app.scroll(pane, rows),
    }
    Effect::None
}

/// Chooses a row of Frames: its frame is shown, its name is what searches for writes look for.
pub(super) fn choose_frame_row(app: &mut App, row: usize) {
    let rows = frame_rows(app);
    let (frame, local) = match rows.get(row) {
        Some(FrameRow::Frame(f) | FrameRow::Special(f, _)) => (*f, None),
        Some(FrameRow::Local(f, l)) => (*f, Some(*l)),
        _ => return,
    };
    let name = |l: usize| Some(app.moment.as_ref()?.frames.get(frame)?.locals.get(l)?.name.clone());
    let name = local.and_then(name);
    if let Some(number) = app.frame_number(frame) {
        app.chosen = Some(super::app::Chosen { frame: number, name });
    }
    app.frame = frame;
    app.settle();
    app.show_row(Pane::Frames, row);
}

/// Runs to the line or the instruction under the cursor.
fn go(app: &mut App, to_line: fn(u32) -> Command) -> Effect {
    let pane = app.focus();
    if panes::has_objects(pane) {
        return memory::go(app, pane);
    }
    let Some(row) = app.cursor(pane) else {
        app.say("Choose a row of Source or Bytecode with ↑ and ↓ first.".into());
        return Effect::None;
    };
    match pane {
        Pane::Source if app.shows_own_file() => send(app, to_line(row as u32 + 1)),
        Pane::Source => {
            app.say("This is another file's text.".into());
            Effect::None
        }
        Pane::Bytecode if app.frame == 0 => match app.frame().and_then(|f| f.code.rows.get(row)) {
            Some(r) => {
                let offset = r.offset;
                send(app, Command::ToOffset(offset))
            }
            None => Effect::None,
        },
        _ => Effect::None,
    }
}

fn search_write(app: &mut App, command: fn(Event) -> Command) -> Effect {
    match app.chosen.clone() {
        Some(super::app::Chosen { frame, name: Some(name) }) => {
            send(app, command(Event::Write { frame, name }))
        }
        _ => {
            app.set_focus(Pane::Frames);
            app.say("Choose a name in Frames with ↑ and ↓, then search for its changes.".into());
            Effect::None
        }
    }
}

fn toggle_breakpoint(app: &mut App) -> Effect {
    if !app.shows_own_file() {
        app.say("Breakpoints are for the program's own file.".into());
        return Effect::None;
    }
    let row = app.cursor(Pane::Source).or_else(|| panes::anchor(Pane::Source, app));
    let Some(line) = row.map(|r| r as u32 + 1) else { return Effect::None };
    if !app.breakpoints.remove(&line) {
        app.breakpoints.insert(line);
    }
    app.breakpoints_changed();
    app.next_queued()
}

fn edit(app: &mut App) -> Effect {
    let Some(program) = &app.program else {
        app.say("Open a program first.".into());
        return Effect::None;
    };
    if app.editor.is_none() {
        let Ok(text) = std::str::from_utf8(&program.run.bytes) else {
            app.say("The file is no UTF-8 text and cannot be edited here.".into());
            return Effect::None;
        };
        let line = panes::anchor(Pane::Source, app).filter(|_| app.shows_own_file()).map_or(1, |r| r + 1);
        let mut editor = Editor::new(text, line);
        if let Some(Status::CompileError(error)) = app.moment.as_ref().map(|m| &m.status) {
            editor.set_error(error);
        }
        app.editor = Some(editor);
    }
    app.playing = None;
    app.editing = true;
    Effect::None
}

fn run_edited(app: &mut App) -> Effect {
    let (Some(editor), Some(program)) = (&app.editor, &mut app.program) else { return Effect::None };
    let text = editor.text();
    program.run.bytes = text.clone().into_bytes();
    let effect = send(app, Command::Edit(text));
    let number = app.last_number();
    if let Some(editor) = &mut app.editor {
        editor.submitted = Some(number);
    }
    effect
}

fn save(app: &mut App) -> Effect {
    let (Some(editor), Some(program)) = (&app.editor, &app.program) else { return Effect::None };
    match &program.path {
        Some(path) => Effect::Save { path: path.clone(), text: editor.text() },
        None => {
            app.say("This program has no file of its own.".into());
            Effect::None
        }
    }
}
