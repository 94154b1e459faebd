//! What happens to the screen, and what it asks for in answer.

use super::app::Program;
use crate::session::{Command, Report};
use crossterm::event::{KeyEvent, MouseEvent};

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Msg {
    Key(KeyEvent),
    Mouse(MouseEvent),
    Paste(String),
    Resize(u16, u16),
    Report(Report),
    /// The time of the next played instruction has come.
    Tick,
    /// A file was written, or not.
    Saved(Result<String, String>),
}

/// What the surroundings must do. The screen does nothing itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    None,
    Send(Command),
    /// Stops the command at work, then sends another.
    Interrupt(Option<Command>),
    /// Starts another program.
    Open(Program),
    /// Writes the editor's text.
    Save {
        path: std::path::PathBuf,
        text: String,
    },
    SetTheme(usize),
    Suspend,
    Quit,
}

/// A short word to the user, shown until the next key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    pub text: String,
    pub error: bool,
}
