//! The state of the screen: what is shown, where it is scrolled, what is typed.

use super::keymap::Keymap;
use super::layout::{Layout, Pane, layout};
use super::msg::{Effect, Note};
use super::panes;
use super::widgets::editor::Editor;
use super::widgets::list::Overlay;
use crate::session::{self, Command, FrameView, Listing, Moment, Status};
use crate::source::Source;
use ratatui::layout::Rect;
use std::collections::{BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The program on show.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Program {
    pub run: session::Program,
    /// Where it can be saved.
    pub path: Option<PathBuf>,
}

/// A long run that reports its progress.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Running {
    pub step: u64,
}

/// Which row of Frames is chosen: a frame, by its distance from the outermost, and perhaps a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chosen {
    pub frame: usize,
    pub name: Option<String>,
}

/// Instructions a second while playing.
pub const SPEEDS: [u32; 10] = [1, 2, 4, 8, 15, 30, 60, 250, 1000, 10_000];

/// A command that takes longer is shown to be at work.
const LONG: Duration = Duration::from_millis(200);
/// A short command that takes longer is stopped for the next one.
const PATIENCE: Duration = Duration::from_secs(3);
/// Ticks a second at most; faster playing takes more instructions for each.
const MOST_TICKS: u32 = 60;

#[derive(Debug)]
pub struct App {
    pub area: Rect,
    pub program: Option<Program>,
    /// What the panes show.
    pub moment: Option<Arc<Moment>>,
    /// Commands that were sent, and those that were answered.
    pub sent: u64,
    pub answered: u64,
    /// Commands that wait for the answers of those sent.
    pub queue: VecDeque<Command>,
    pub running: Option<Running>,
    /// When the command at work was sent, if it is a short one.
    pub short_since: Option<Instant>,
    /// Index into [`SPEEDS`] while playing.
    pub playing: Option<usize>,
    pub speed: usize,
    /// Panes by how recently they had the focus; the first has it.
    recent: Vec<Pane>,
    pub zoom: bool,
    offsets: [usize; Pane::ALL.len()],
    /// A chosen row in Source and Bytecode, until the next moment.
    cursors: [Option<usize>; Pane::ALL.len()],
    pub chosen: Option<Chosen>,
    /// The frame whose source and bytecode are shown; 0 is the innermost.
    pub frame: usize,
    pub breakpoints: BTreeSet<u32>,
    pub overlay: Option<Overlay>,
    pub editor: Option<Editor>,
    /// Is the editor open? Its text is kept when it is closed.
    pub editing: bool,
    /// Digits typed before a command.
    pub count: Option<u64>,
    pub note: Option<Note>,
    /// Which phase of the film is shown.
    pub phase: usize,
    pub keymap: Keymap,
    pub themes: Vec<String>,
    pub theme: usize,
}

impl Default for App {
    fn default() -> App {
        App {
            area: Rect::ZERO,
            program: None,
            moment: None,
            sent: 0,
            answered: 0,
            queue: VecDeque::new(),
            running: None,
            short_since: None,
            playing: None,
            speed: 3,
            recent: Pane::ALL.to_vec(),
            zoom: false,
            offsets: Default::default(),
            cursors: Default::default(),
            chosen: None,
            frame: 0,
            breakpoints: BTreeSet::new(),
            overlay: None,
            editor: None,
            editing: false,
            count: None,
            note: None,
            phase: 0,
            keymap: Keymap::default(),
            themes: vec!["dark".into()],
            theme: 0,
        }
    }
}

impl App {
    pub fn layout(&self) -> Layout {
        layout(self.area, self)
    }
    pub fn focus(&self) -> Pane {
        self.recent[0]
    }
    /// 0 for the pane with the focus, 1 for the one that had it before, and so on.
    pub fn focus_age(&self, pane: Pane) -> usize {
        self.recent.iter().position(|p| *p == pane).unwrap_or(usize::MAX)
    }
    pub fn set_focus(&mut self, pane: Pane) {
        self.recent.retain(|p| *p != pane);
        self.recent.insert(0, pane);
        self.settle();
    }
    /// Is a command at work?
    pub fn busy(&self) -> bool {
        self.answered < self.sent
    }

    /// The line that the program has begun and not ended: its question, if it waits for input.
    pub fn last_output(&self) -> String {
        let pieces = self.moment.iter().flat_map(|m| &m.output.tail);
        let text: String = pieces.filter(|p| !p.stderr).map(|p| p.text.as_str()).collect();
        text.rsplit('\n').next().unwrap_or_default().to_string()
    }

    pub fn say(&mut self, text: String) {
        self.note = Some(Note { text, error: false });
    }

    /// Puts a command behind those that wait. Steps add up, and of several goals the last counts,
    /// so that a key held down never falls behind.
    pub fn enqueue(&mut self, command: Command) {
        match (self.queue.back_mut(), &command) {
            (Some(Command::Step(n)), Command::Step(more)) | (Some(Command::Back(n)), Command::Back(more)) => {
                *n = n.saturating_add(*more);
            }
            (Some(Command::ToStep(n)), Command::ToStep(other)) => *n = *other,
            _ => self.queue.push_back(command),
        }
    }
    /// Sends the next command that waits, if the session is free for it.
    pub fn next_queued(&mut self) -> Effect {
        if self.sent.saturating_sub(self.answered) >= 2 {
            return Effect::None;
        }
        match self.queue.pop_front() {
            Some(command) => {
                self.sent += 1;
                self.short_since = command.is_short().then(Instant::now);
                Effect::Send(command)
            }
            None => Effect::None,
        }
    }
    /// May a new command stop the one at work? A short one is waited for, so that keys typed on a
    /// slow machine are not lost, unless it takes much too long.
    pub fn may_stop(&self) -> bool {
        self.running.is_some() && self.short_since.is_none_or(|since| since.elapsed() > PATIENCE)
    }
    /// The number of the command that was asked for last.
    pub fn last_number(&self) -> u64 {
        self.sent + self.queue.len() as u64
    }
    pub fn breakpoints_changed(&mut self) {
        self.queue.push_back(Command::Breakpoints(self.breakpoints.iter().copied().collect()));
    }

    /// While playing: how long from one tick to the next.
    /// Otherwise, while a command is at work: when to say so.
    pub fn tick_interval(&self) -> Option<Duration> {
        match self.playing {
            Some(speed) => Some(Duration::from_secs(1) / SPEEDS[speed].min(MOST_TICKS)),
            None => (self.busy() && self.running.is_none()).then_some(LONG),
        }
    }
    /// While playing: instructions for each tick.
    pub fn steps_a_tick(&self) -> Option<u64> {
        let speed = SPEEDS[self.playing?];
        Some((speed / MOST_TICKS).max(1) as u64)
    }

    /// Shows a program that is about to start.
    pub fn show_program(&mut self, program: Program) {
        let text = String::from_utf8_lossy(&program.run.bytes);
        let listing = Arc::new(Listing::new(Source::new(&program.run.name, &text)));
        self.moment = Some(Arc::new(Moment::blank(listing, Status::Compiling)));
        self.program = Some(program);
        self.overlay = None;
        self.editor = None;
        self.editing = false;
        self.playing = None;
        self.running = None;
        self.queue.clear();
        self.breakpoints.clear();
        self.chosen = None;
        self.frame = 0;
        // The session's first moment is the answer to command 1, which starting it stands for.
        self.sent = 1;
        self.answered = 0;
        self.clear_cursors();
        self.settle();
    }

    /// The frame whose source and bytecode are shown.
    pub fn frame(&self) -> Option<&FrameView> {
        let frames = &self.moment.as_ref()?.frames;
        frames.get(self.frame).or(frames.first())
    }
    /// A frame's distance from the outermost, from its index in the moment.
    pub fn frame_number(&self, index: usize) -> Option<usize> {
        let moment = self.moment.as_ref()?;
        let last = moment.frames.len().checked_sub(1)?;
        // What the moment leaves out stands right before the outermost frame.
        let hidden = if index < last { moment.frames_hidden } else { 0 };
        Some(last.checked_sub(index)? + hidden)
    }
    /// The text in the source pane.
    pub fn listing(&self) -> Option<&Arc<Listing>> {
        match self.frame() {
            Some(frame) => Some(&frame.code.listing),
            None => self.moment.as_ref().map(|m| &m.listing),
        }
    }
    /// Does the source pane show the program's own file?
    pub fn shows_own_file(&self) -> bool {
        match (self.listing(), &self.moment) {
            (Some(listing), Some(moment)) => listing.source.name == moment.listing.source.name,
            _ => false,
        }
    }

    pub fn offset(&self, pane: Pane) -> usize {
        self.offsets[pane as usize]
    }
    pub fn cursor(&self, pane: Pane) -> Option<usize> {
        self.cursors[pane as usize]
    }
    pub fn set_cursor(&mut self, pane: Pane, row: Option<usize>) {
        self.cursors[pane as usize] = row;
        if let Some(row) = row {
            self.show_row(pane, row);
        }
    }
    pub fn clear_cursors(&mut self) {
        self.cursors = Default::default();
    }

    /// Scrolls a pane by rows, within its content.
    pub fn scroll(&mut self, pane: Pane, rows: isize) {
        let height = self.layout().pane_area(pane).height as usize;
        let last = panes::rows(pane, self).saturating_sub(height);
        let offset = &mut self.offsets[pane as usize];
        *offset = offset.saturating_add_signed(rows).min(last);
    }

    /// Scrolls a pane as little as shows a row.
    pub fn show_row(&mut self, pane: Pane, row: usize) {
        let height = self.layout().pane_area(pane).height as usize;
        self.scroll_to(pane, row, height);
    }

    fn scroll_to(&mut self, pane: Pane, row: usize, height: usize) {
        let rows = panes::rows(pane, self);
        self.offsets[pane as usize] = scrolled(self.offsets[pane as usize], row, height, rows);
    }

    /// Brings what matters of each pane into view: the current line, the top of the stack.
    pub fn settle(&mut self) {
        for slot in self.layout().slots {
            let height = slot.body().height as usize;
            match self.cursor(slot.front).or_else(|| panes::anchor(slot.front, self)) {
                Some(row) => self.scroll_to(slot.front, row, height),
                None => self.scroll(slot.front, 0),
            }
        }
    }
}

/// The offset nearest to `offset` that shows `row` with some rows around it; a far jump puts the
/// row in the middle.
fn scrolled(offset: usize, row: usize, height: usize, rows: usize) -> usize {
    let last = rows.saturating_sub(height);
    let margin = (height / 5).min(4);
    let low = (row + margin + 1).saturating_sub(height);
    let high = row.saturating_sub(margin);
    let moved = if offset < low { low - offset } else { offset.saturating_sub(high) };
    let wanted =
        if moved > height { row.saturating_sub(height / 2) } else { offset.max(low).min(high.max(low)) };
    wanted.min(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scrolling_shows_the_row() {
        for height in 1..12usize {
            for rows in 1..30 {
                for offset in 0..rows {
                    for row in 0..rows {
                        let o = scrolled(offset, row, height, rows);
                        assert!(
                            o <= row && row < o + height,
                            "row {row} of {rows}, {height} high, from {offset}"
                        );
                    }
                }
            }
        }
        assert_eq!(scrolled(0, 3, 20, 10), 0, "all fits");
        assert_eq!(scrolled(7, 0, 0, 10), 0);
    }

    #[test]
    fn a_small_move_scrolls_little() {
        assert_eq!(scrolled(10, 15, 20, 100), 10);
        assert_eq!(scrolled(0, 50, 20, 100), 40, "far jumps are centred");
    }
}
