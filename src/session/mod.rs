//! The session: commands in, moments out, no drawing.
//!
//! Nothing here or below knows of a screen. A client sends [`Command`]s and receives [`Report`]s;
//! the machine works on its own thread and no call of this interface waits for it.

mod command;
pub mod listing;
mod moment;

pub use command::{Command, Event};
pub use listing::{Listing, TokenClass};
pub use moment::*;

use std::sync::Arc;

/// What a session tells its client.
#[derive(Clone, Debug)]
pub enum Report {
    /// The answer to the command of that number.
    Moment { command: u64, moment: Arc<Moment> },
    /// The command of that number is still at work.
    Progress { command: u64, step: u64 },
}
