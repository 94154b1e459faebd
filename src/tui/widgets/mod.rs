//! Parts of the screen that are no panes.

pub mod arrows;
pub mod bars;
pub mod editor;
pub mod list;
