//! The terminal screen, a client of the session.
//!
//! `update` takes a message and changes the state, `view` draws the state and changes nothing,
//! `layout` says where everything is. Nothing here knows how Python works.

mod act;
pub mod app;
pub mod assets;
pub mod command;
mod config;
pub mod keymap;
pub mod layout;
mod memory;
mod mouse;
pub mod msg;
mod panes;
mod run;
mod terminal;
#[cfg(test)]
mod tests;
mod text;
pub mod theme;
pub mod update;
pub mod view;
mod widgets;

pub use run::run;
